//! A card: the words, what is asked about them, and the answer once it is wanted.

use ratatui::layout::Rect;
use ratatui::style::Modifier;
use ratatui::style::Style;

use crate::analysis::questions::search::Hit;
use crate::app::App;
use crate::app::reviewing::ReviewView;
use crate::text::wrap::wrap;
use crate::ui::canvas::Canvas;

/// Widest card, in cells.
const WIDEST: u16 = 76;

pub(super) fn draw(app: &App, view: &ReviewView, area: Rect, canvas: &mut Canvas) {
    let heading = format!("Review · card {} of {}", (view.done + 1).min(view.queue.len()), view.queue.len());
    canvas.put(area.x + 1, area.y, area.right(), &heading, canvas.accent().add_modifier(Modifier::BOLD));
    let Some(annotation) = view.card().and_then(|id| app.notes.notebook.get(id)) else { return };
    let width = area.width.saturating_sub(4).min(WIDEST);
    let x = area.x + (area.width - width) / 2;
    let mut lines: Vec<(String, Style)> = Vec::new();
    let blank = || (String::new(), Style::default());
    lines.push((format!("“{}”", crate::text::words::one_line(&annotation.anchor.exact)), canvas.bold()));
    lines.push(blank());
    let place = app.notes.place(annotation);
    let rows = place.map(|(source, span)| {
        let answers = app.answers.as_deref();
        let numbers = answers.map(|answers| answers.differing_around(source, span)).unwrap_or_default();
        numbers.into_iter().filter_map(|number| answers.and_then(|answers| answers.disagreements.get(number))).collect::<Vec<_>>()
    });
    let rows = rows.unwrap_or_default();
    lines.push(("Which source says this?".to_owned(), canvas.accent()));
    if !rows.is_empty() {
        lines.push(("What do the others say?".to_owned(), canvas.accent()));
    }
    if !annotation.note.is_empty() {
        lines.push(("What did you note?".to_owned(), canvas.accent()));
    }
    lines.push(blank());
    if view.shown {
        let source = app.dossier.find(&annotation.source);
        let from = source.map_or_else(|| annotation.source.clone(), |id| app.dossier.label_and_title(id));
        lines.push((from, canvas.plain()));
        lines.push(blank());
        for row in rows {
            lines.push((format!("{}: {}", row.severity.name(), row.topic), canvas.dim()));
            for side in &row.sides {
                let name = app.dossier.label(side.source);
                lines.push((format!("  {name}: {}", app.words(Hit { source: side.source, span: side.value })), canvas.plain()));
            }
            lines.push(blank());
        }
        if !annotation.note.is_empty() {
            lines.push((annotation.note.clone(), canvas.plain().add_modifier(Modifier::ITALIC)));
            lines.push(blank());
        }
        lines.push(("1 again   2 hard   3 good   4 easy   enter: to its place".to_owned(), canvas.accent()));
    } else {
        lines.push(("space shows the answer".to_owned(), canvas.dim()));
    }
    let mut y = area.y + 2;
    for (text, style) in lines {
        for row in wrap(&text, width, true) {
            if y < area.bottom() {
                canvas.put(x, y, x + width, row.of(&text), style);
            }
            y += 1;
        }
    }
}
