//! The passages behind a row of a view: who says it, and the passage with its words marked.

use ratatui::layout::Rect;
use ratatui::style::Modifier;
use ratatui::style::Style;

use crate::app::App;
use crate::app::evidence::Evidence;
use crate::text::Source;
use crate::text::Span;
use crate::text::visible::fit;
use crate::text::visible::width;
use crate::text::wrap::wrap;
use crate::ui::canvas::Canvas;
use crate::ui::line::Dressed;
use crate::ui::line::found;
use crate::ui::line::segments;
use crate::ui::name_of;

/// Rows of a passage that is not chosen: as many as all of them leave room for.
const ROWS: [usize; 5] = [usize::MAX, 10, 7, 5, 4];

/// Draws the passages; `chosen` is the one that has the keys, if any has.
pub(super) fn draw(app: &App, behind: &[Evidence], chosen: Option<usize>, area: Rect, canvas: &mut Canvas) {
    let (x, end) = (area.x + 2, area.right().saturating_sub(1));
    let column = end.saturating_sub(x);
    let height = usize::from(area.height);
    let blocks = |most: usize| -> Vec<Vec<Vec<(String, Style)>>> {
        let rows = |number: usize| if chosen == Some(number) { usize::MAX } else { most };
        behind.iter().enumerate().map(|(number, one)| block(app, one, rows(number), column, canvas)).collect()
    };
    let fits = |blocks: &Vec<Vec<Vec<(String, Style)>>>| blocks.iter().map(|block| block.len() + 1).sum::<usize>() <= height + 1;
    let [.., fewest] = ROWS;
    // So many passages leave room for the fewest rows at most.
    let has_room = behind.len() * 3 <= height;
    let roomy = || ROWS.into_iter().map(blocks).find(fits);
    let blocks = has_room.then(roomy).flatten().unwrap_or_else(|| blocks(fewest));
    let until = |number: usize| blocks[..number].iter().map(|block| block.len() + 1).sum::<usize>();
    // The chosen passage is seen whole, if it is not longer than the pane.
    let skip = chosen
        .filter(|chosen| *chosen < blocks.len())
        .map_or(0, |chosen| (until(chosen + 1)).saturating_sub(height + 1).min(until(chosen)));
    let mut y = 0;
    for (number, block) in blocks.iter().enumerate() {
        for pieces in block {
            if y >= skip && y - skip < height {
                let row = area.y + (y - skip) as u16;
                let mut at = x;
                for (text, style) in pieces {
                    at = canvas.put(at, row, end, text, *style);
                }
                if chosen == Some(number) {
                    canvas.put(area.x, row, area.x + 1, canvas.sign("▌", ">"), canvas.accent());
                }
            }
            y += 1;
        }
        y += 1;
    }
}

fn block(app: &App, one: &Evidence, most: usize, column: u16, canvas: &Canvas) -> Vec<Vec<(String, Style)>> {
    let Some(source) = app.dossier.source(one.source) else { return Vec::new() };
    let number = source.blocks.iter().position(|block| block.span.contains(one.passage.start())).unwrap_or(0);
    let label = source.paragraph_label(number);
    let note = fit(&one.note, usize::from(column) / 2);
    let room = usize::from(column).saturating_sub(width(&note) + width(&label) + 5);
    let name = fit(&name_of(&app.dossier, one.source), room.max(8));
    let mut head = vec![(name, canvas.bold()), (format!(" {label}"), canvas.dim())];
    if !note.is_empty() {
        head.push(("  ".to_owned(), canvas.plain()));
        head.push((note, canvas.accent()));
    }
    let mut rows = vec![head];
    rows.extend(quote(source, one.passage, &one.marked, most, column, canvas));
    if !one.words.is_empty() {
        let style = canvas.plain().add_modifier(Modifier::ITALIC);
        let written = wrap(&one.words, column.saturating_sub(2), true);
        rows.extend(
            written
                .into_iter()
                .map(|row| vec![(canvas.sign("✎ ", "n ").to_owned(), canvas.accent()), (row.of(&one.words).to_owned(), style)]),
        );
    }
    rows
}

/// The rows of a passage, the marked words reversed; of a long one those around the first mark.
fn quote(source: &Source, passage: Span, marked: &[Span], most: usize, column: u16, canvas: &Canvas) -> Vec<Vec<(String, Style)>> {
    let cut = width(canvas.sign("…", "...")) as u16;
    let rows = wrap(passage.of(&source.text), column.saturating_sub(cut), false);
    let first =
        marked.first().and_then(|mark| rows.iter().position(|row| row.shifted(passage.start()).intersect(*mark).is_some())).unwrap_or(0);
    let from = if rows.len() <= most { 0 } else { first.saturating_sub(1).min(rows.len() - most) };
    let marks: Vec<Dressed> = marked.iter().map(|span| Dressed { span: *span, style: found() }).collect();
    let shown = rows.iter().skip(from).take(most);
    let mut drawn: Vec<Vec<(String, Style)>> = shown
        .map(|row| {
            let parts = source.drawn(row.shifted(passage.start())).into_iter().flat_map(|part| segments(part, &marks));
            parts.map(|(span, style)| (span.of(&source.text).to_owned(), style)).collect()
        })
        .collect();
    if let Some(first) = drawn.first_mut().filter(|_| from > 0) {
        first.insert(0, (canvas.sign("…", "...").to_owned(), canvas.dim().add_modifier(Modifier::BOLD)));
    }
    if from.saturating_add(most) < rows.len()
        && let Some(last) = drawn.last_mut()
    {
        last.push((canvas.sign("…", "...").to_owned(), canvas.dim().add_modifier(Modifier::BOLD)));
    }
    drawn
}
