//! The concordance: one line a hit, the keyword in the middle.

use ratatui::layout::Rect;
use ratatui::style::Modifier;

use crate::analysis::questions::search::kwic;
use crate::app::App;
use crate::app::concordance::ConcordanceView;
use crate::app::concordance::Order;
use crate::text::SourceId;
use crate::text::visible;
use crate::text::visible::fit;
use crate::text::words::counted;
use crate::text::words::one_line;
use crate::ui::canvas::Canvas;
use crate::ui::name_of;

/// Cells for the name of the source.
const NAME: u16 = 22;

pub(super) fn draw(app: &App, view: &ConcordanceView, area: Rect, canvas: &mut Canvas) {
    let mut sources: Vec<SourceId> = view.hits.iter().map(|hit| hit.source).collect();
    sources.sort_unstable();
    sources.dedup();
    let n_sources = sources.len();
    let cut = if view.cut { ", more left out: narrow the search" } else { "" };
    let kind = if view.whole { "Passages" } else { "Concordance" };
    let order = if view.order == Order::Source { String::new() } else { format!(" · {}", view.order.name()) };
    let heading = format!("{kind} · {} · {} in {}{order}{cut}", view.about, view.hits.len(), counted(n_sources, "source"));
    canvas.put(area.x + 1, area.y, area.right(), &fit(&heading, usize::from(area.width) - 2), canvas.accent().add_modifier(Modifier::BOLD));
    let name_cells = NAME.min(area.width / 4);
    let middle = area.x + name_cells + (area.width - name_cells) * 2 / 5;
    let height = usize::from(area.height.saturating_sub(1));
    for (index, hit) in view.hits.iter().enumerate().skip(view.list.top).take(height) {
        let y = area.y + 1 + (index - view.list.top) as u16;
        let Some(source) = app.dossier.source(hit.source) else { continue };
        let line = kwic(source, hit.span);
        let first_of_source = index == view.list.top || view.hits[index - 1].source != hit.source;
        if first_of_source {
            canvas.put(
                area.x + 1,
                y,
                area.x + name_cells,
                &fit(&name_of(&app.dossier, hit.source), usize::from(name_cells) - 2),
                canvas.dim(),
            );
        }
        if view.whole {
            let room = usize::from(area.width.saturating_sub(name_cells + 1));
            let text = one_line(hit.span.of(&source.text));
            canvas.put(area.x + name_cells, y, area.right() - 1, &fit(&text, room), canvas.plain());
            if index == view.list.selected {
                canvas.put(area.x, y, area.x + 1, canvas.sign("▌", ">"), canvas.accent());
                canvas.tint(Rect::new(area.x + name_cells, y, area.width - name_cells, 1), canvas.current());
            }
            continue;
        }
        let left_room = usize::from(middle - area.x - name_cells).saturating_sub(1);
        let left = visible::last_cells(&line.left, left_room);
        let x = middle - visible::width(left).min(usize::from(middle)) as u16;
        canvas.put(x, y, middle, left, canvas.plain());
        let at = canvas.put(middle, y, area.right() - 1, &line.node, canvas.bold());
        canvas.put(at, y, area.right() - 1, &line.right, canvas.plain());
        if index == view.list.selected {
            canvas.put(area.x, y, area.x + 1, canvas.sign("▌", ">"), canvas.accent());
            canvas.tint(Rect::new(area.x + name_cells, y, area.width - name_cells, 1), canvas.current());
        }
    }
}
