//! Two sources side by side: what the two passages share is marked alike, figures and dates that differ stand out.

use ratatui::layout::Rect;
use ratatui::style::Modifier;
use ratatui::style::Style;

use crate::app::App;
use crate::app::compare::CompareView;
use crate::app::reader::Reader;
use crate::text::Span;
use crate::text::visible::fit;
use crate::ui::canvas::Canvas;
use crate::ui::line::Dressed;
use crate::ui::line::found;
use crate::ui::reader::TextPane;
use crate::ui::reader::draw_text;

pub(super) fn draw(app: &App, view: &CompareView, area: Rect, canvas: &mut Canvas) {
    let columns = app.compared_columns();
    let (here, there) = marks(app, view, canvas);
    let own =
        TextPane { reader: app.reader, column: columns[usize::from(view.on_right)], lead: 0, current: app.cursor_span(), marks: here };
    let (column, current) = (columns[usize::from(!view.on_right)], app.partner(view));
    let other = TextPane { reader: view.other, column, lead: view.lead, current, marks: there };
    let beside = columns[0].y == columns[1].y;
    if !app.plain {
        if beside {
            for y in area.y..area.bottom() {
                canvas.put(area.x + area.width / 2, y, area.right(), canvas.sign("│", "|"), canvas.rule());
            }
        } else {
            let y = columns[1].y - 1;
            for x in area.x..area.right() {
                canvas.put(x, y, x + 1, canvas.sign("─", "-"), canvas.rule());
            }
        }
    }
    for (pane, has_keys) in [(&own, true), (&other, false)] {
        let column = pane.column;
        let top = if beside { area.y } else { column.y - 1 };
        heading(app, view, &pane.reader, has_keys, Rect::new(column.x, top, column.width, 1), canvas);
    }
    if let (Some(source), Some(layout)) = (app.source(), app.layout()) {
        draw_text(app, source, layout, &own, canvas);
    }
    if let (Some(source), Some(layout)) = (app.dossier.source(view.other.source), app.layout_beside(view)) {
        draw_text(app, source, layout, &other, canvas);
    }
}

fn heading(app: &App, view: &CompareView, reader: &Reader, has_keys: bool, area: Rect, canvas: &mut Canvas) {
    let Some(source) = app.dossier.source(reader.source) else { return };
    let style = if has_keys { canvas.accent().add_modifier(Modifier::BOLD) } else { canvas.dim() };
    let made_up = if source.title_is_made_up() { "~ " } else { "" };
    let says = match (has_keys, view.pair) {
        (true, _) => String::new(),
        (false, Some((.., score))) if score > 0.0 => format!("{:.0} %", score * 100.0),
        (false, Some(_)) => "not linked".to_owned(),
        (false, None) if app.analysis.relations.is_none() => "still being related".to_owned(),
        (false, None) => "does not tell this".to_owned(),
    };
    let stands = if view.follows || has_keys { "" } else { " · stands still" };
    let note = format!("{says}{stands}");
    let room = usize::from(area.width).saturating_sub(crate::text::visible::width(&note) + 2);
    let name = format!("{made_up}{}", app.dossier.label_and_title(reader.source));
    canvas.put(area.x, area.y, area.right(), &fit(&name, room), style);
    canvas.put_right(area.x, area.y, area.right(), &note, canvas.dim());
}

/// Marks of the two passages that stand beside each other, of this side and the other.
fn marks(app: &App, view: &CompareView, canvas: &Canvas) -> (Vec<Dressed>, Vec<Dressed>) {
    let Some((from, to, _)) = view.pair.filter(|(from, ..)| app.passage() == Some(*from)) else { return Default::default() };
    let shared = canvas.bold();
    let differs = canvas.warning().patch(found()).add_modifier(Modifier::BOLD);
    let pairs = app.compared(from, to);
    let dressed = |spans: &[Span], style: Style| spans.iter().map(|span| Dressed { span: *span, style }).collect::<Vec<_>>();
    let mut here = dressed(&pairs.shared_here, shared);
    let mut there = dressed(&pairs.shared_there, shared);
    here.extend(dressed(&pairs.differing_here, differs));
    there.extend(dressed(&pairs.differing_there, differs));
    (here, there)
}
