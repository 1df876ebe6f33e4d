//! Disagreements, timeline, only here and reading path: rows, and the passages behind the chosen one.

use ratatui::layout::Rect;
use ratatui::style::Modifier;

use crate::app::App;
use crate::app::lens::Lens;
use crate::app::listing::Listing;
use crate::app::listing::ListingKind;
use crate::app::listing::ListingRow;
use crate::app::listing::ROW_LINES;
use crate::app::panes::beside;
use crate::print::list::minutes;
use crate::text::calendar::Unit;
use crate::text::visible::fit;
use crate::text::words::counted;
use crate::text::wrap::wrap;
use crate::ui::axis;
use crate::ui::canvas::Canvas;
use crate::ui::evidence;
use crate::ui::listing_rows::lines;

pub(super) fn draw(app: &App, view: &Listing, area: Rect, canvas: &mut Canvas) {
    let (rows, behind) = beside(area);
    let with = if view.filter.is_empty() { String::new() } else { format!(" · with “{}”", view.filter) };
    let heading = format!("{}{with}{}", heading(app, view), chosen(app, &view.lens, view.frozen));
    let style = canvas.accent().add_modifier(Modifier::BOLD);
    canvas.put(rows.x + 1, rows.y, area.right(), &fit(&heading, usize::from(area.width).saturating_sub(2)), style);
    if let ListingKind::Timeline(_) = view.kind {
        axis::draw(app, view, Rect::new(rows.x + 1, rows.y + 1, rows.width.saturating_sub(2), 1), canvas);
    }
    if view.rows.is_empty() {
        canvas.put(rows.x + 1, rows.y + 2, area.right(), empty(app, view.kind), canvas.dim());
        return;
    }
    let height = (usize::from(rows.height.saturating_sub(2)) / ROW_LINES).max(1);
    for (index, row) in view.rows.iter().enumerate().skip(view.list.top).take(height) {
        let y = rows.y + 2 + ((index - view.list.top) * ROW_LINES) as u16;
        for (line, pieces) in lines(app, row, usize::from(rows.width), canvas).iter().enumerate() {
            let y = y + line as u16;
            if y >= rows.bottom() {
                break;
            }
            let mut x = rows.x + 2;
            for (text, style) in pieces {
                x = canvas.put(x, y, rows.right() - 1, &fit(text, usize::from((rows.right() - 1).saturating_sub(x))), *style);
            }
            if index == view.list.selected {
                let style = if view.inside { canvas.dim() } else { canvas.accent() };
                canvas.put(rows.x, y, rows.x + 1, canvas.sign("▌", ">"), style);
                canvas.tint(Rect::new(rows.x + 1, y, rows.width - 1, 1), canvas.current());
            }
        }
    }
    divide(app, rows, behind, canvas);
    let evidence = view.row().map(|row| app.evidence(row)).unwrap_or_default();
    if let Some(ListingRow::Note(id)) = view.row().filter(|_| evidence.is_empty()) {
        let top = if behind.y == rows.y { 2 } else { 0 };
        return orphan(
            app,
            id,
            Rect::new(behind.x + 2, behind.y + top, behind.width.saturating_sub(3), behind.height.saturating_sub(top)),
            canvas,
        );
    }
    let top = if behind.y == rows.y { 2 } else { 0 };
    let area = Rect::new(behind.x, behind.y + top, behind.width, behind.height.saturating_sub(top));
    evidence::draw(app, &evidence, view.inside.then_some(view.side), area, canvas);
}

/// The rule between the rows and what is behind them.
pub(super) fn divide(app: &App, rows: Rect, behind: Rect, canvas: &mut Canvas) {
    if app.plain || behind.height == 0 {
        return;
    }
    if behind.y == rows.y {
        for y in behind.y + 1..behind.bottom() {
            canvas.put(behind.x - 1, y, behind.x, canvas.sign("│", "|"), canvas.rule());
        }
    } else {
        for x in rows.x..rows.right() {
            canvas.put(x, behind.y - 1, x + 1, canvas.sign("─", "-"), canvas.rule());
        }
    }
}

/// What is left of an annotation whose words stand nowhere any more.
fn orphan(app: &App, id: &str, area: Rect, canvas: &mut Canvas) {
    let Some(annotation) = app.notes.notebook.get(id) else { return };
    let key = app.keymap().first_chord(crate::keys::Command::Attach).unwrap_or_default();
    let words = format!("These words stand nowhere in {} any more. {key} gives the annotation a new place.", annotation.source);
    let mut y = area.y;
    for (text, style) in [
        (words, canvas.dim()),
        (annotation.anchor.exact.clone(), canvas.plain()),
        (annotation.note.clone(), canvas.plain().add_modifier(Modifier::ITALIC)),
    ] {
        for row in wrap(&text, area.width, false) {
            if y < area.bottom() {
                canvas.put(area.x, y, area.right(), row.of(&text), style);
            }
            y += 1;
        }
        y += 1;
    }
}

fn heading(app: &App, view: &Listing) -> String {
    let count = view.rows.len();
    let cut = if app.answers.as_ref().is_some_and(|answers| answers.cut) { " · only the first part of a large dossier" } else { "" };
    let published = if app.config.ascii { "^" } else { "▵" };
    let words = match view.kind {
        ListingKind::Disagreements => {
            let differing = view.rows.iter().filter(|row| matches!(row, ListingRow::Disagreement(_))).count();
            format!("Disagreements · {differing}")
        }
        ListingKind::Timeline(None) => format!("Timeline · {count} by day · {published} published"),
        ListingKind::Timeline(Some(Unit::Month)) => format!("Timeline · {count} by month · {published} published"),
        ListingKind::Timeline(Some(_)) => format!("Timeline · {count} by year · {published} published"),
        ListingKind::Speakers => {
            let speakers = view.rows.iter().filter(|row| matches!(row, ListingRow::Speaker(..))).count();
            format!("Who says what · {}, {}", counted(speakers, "speaker"), counted(count - speakers, "claim"))
        }
        ListingKind::Brief => {
            let sources = app.shown_sources();
            let independent = app.analysis.reprints().independent(sources.iter().copied());
            let few = if independent < sources.len() { format!(", {independent} independent") } else { String::new() };
            format!("Brief · {}{few}", counted(sources.len(), "source"))
        }
        ListingKind::OnlyHere(source) => {
            let name = app.dossier.label(source);
            format!("Only in {name} · {count} of {}", counted(app.dossier.passages_of(source).len(), "passage"))
        }
        ListingKind::Notes => format!("Notes · {count}"),
        ListingKind::Board => {
            let questions = view.rows.iter().filter(|row| matches!(row, ListingRow::Question(..))).count();
            format!("Board · {}", counted(questions, "question"))
        }
        ListingKind::Path => {
            let time = |row: &ListingRow| if let ListingRow::Step(_, step) = row { minutes(step.words) } else { 0 };
            format!("Reading path · {}, {} min", counted(count, "source"), view.rows.iter().map(time).sum::<usize>())
        }
    };
    format!("{words}{cut}")
}

/// What a view was narrowed to.
pub(super) fn chosen(app: &App, lens: &Lens, frozen: bool) -> String {
    let mut parts = Vec::new();
    if let Some(theme) = lens.theme.and_then(|theme| app.lexicon.themes().get(theme)) {
        parts.push(format!("{} {}", if app.config.ascii { theme.ascii } else { theme.sign }, theme.name));
    }
    if let Some(entity) = lens.entity.and_then(|id| app.analysis.relations.as_ref()?.entities.get(id)) {
        parts.push(entity.name.clone());
    }
    if let Some(query) = &lens.query {
        parts.push(format!("/{}", query.written));
    }
    if !app.sources.filter.is_empty() {
        parts.push(format!("“{}”", app.sources.filter));
    }
    let narrowed = if parts.is_empty() { String::new() } else { format!(" · narrowed to {}", parts.join(", ")) };
    format!("{narrowed}{}", if frozen { " · frozen" } else { "" })
}

fn empty(app: &App, kind: ListingKind) -> &'static str {
    match kind {
        _ if app.lens.theme.is_some() || app.lens.entity.is_some() || app.lens.query.is_some() => {
            "Nothing here touches what is chosen. Esc, and Esc again forgets the choice."
        }
        ListingKind::Disagreements => "No figure or date was found that the sources give differently.",
        ListingKind::Timeline(_) => "No dates were found in these texts.",
        ListingKind::OnlyHere(_) => "Other sources tell all of this. J and K go to another source.",
        ListingKind::Brief => "The sources have nothing in common that could be told in brief.",
        ListingKind::Speakers => "Nobody is quoted or reported by name in these texts.",
        ListingKind::Path => "You have read everything.",
        ListingKind::Notes | ListingKind::Board => "Nothing is noted with these words.",
    }
}
