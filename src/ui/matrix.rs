//! Coverage as a table: rows by sources, a figure and a shade in each cell, the passages of the chosen one below.

use ratatui::layout::Rect;
use ratatui::style::Modifier;

use crate::analysis::facts::figures::Hedge;
use crate::analysis::questions::matrix::About;
use crate::analysis::questions::quantities::QuantityRow;
use crate::analysis::questions::quantities::Value;
use crate::analysis::questions::search::Hit;
use crate::app::App;
use crate::app::matrix::By;
use crate::app::matrix::MatrixView;
use crate::app::matrix::narrowest;
use crate::app::panes::below;
use crate::app::panes::columns;
use crate::text::visible::fit;
use crate::text::visible::width;
use crate::ui::canvas::Canvas;
use crate::ui::evidence;
use crate::ui::listing::chosen;
use crate::ui::listing::divide;
use crate::ui::status::day;

/// Shades from a little to much.
const SHADES: [&str; 4] = ["░", "▒", "▓", "█"];
const PLAIN_SHADES: [&str; 4] = [".", ":", "+", "#"];
/// Rows above the table: heading, numbers or names of the sources, the chosen source.
const ABOVE: u16 = 3;

pub(super) fn draw(app: &App, view: &MatrixView, area: Rect, canvas: &mut Canvas) {
    let (rows, behind) = below(area);
    let what = match view.by {
        By::Facts => format!("Coverage · {} facts that several sources tell", view.rows.len()),
        By::Entities => format!("Coverage · {} names by source", view.rows.len()),
        By::Themes => format!("Coverage · {} themes by source", view.rows.len()),
        By::Quantities => format!("Quantities · {} by source", view.rows.len()),
        By::Wordings if view.about.is_empty() => "Framing · choose an entity (e) or search (/)".to_owned(),
        By::Wordings => format!("Framing · {} words around {}", view.rows.len(), view.about),
    };
    let layout = columns(area.width, view.columns.len(), narrowest(view.by));
    let paged = if layout.shown < view.columns.len() {
        format!(" · sources {} to {} of {}", view.first_column + 1, view.first_column + layout.shown, view.columns.len())
    } else {
        String::new()
    };
    let sorted = if view.by_column { " · sorted by the chosen source" } else { "" };
    let cut = if app.answers.as_ref().is_some_and(|answers| answers.cut) { " · only the first part of a large dossier" } else { "" };
    let heading = format!("{what}{paged}{sorted}{cut}{}", chosen(app, &view.lens, view.frozen));
    let bold = canvas.accent().add_modifier(Modifier::BOLD);
    canvas.put(area.x + 1, area.y, area.right(), &fit(&heading, usize::from(area.width).saturating_sub(2)), bold);
    let shown = || view.columns.iter().enumerate().skip(view.first_column).take(layout.shown);
    for (place, (column, source)) in shown().enumerate() {
        let x = area.x + 1 + layout.label + place as u16 * layout.width;
        let name = if layout.width >= 8 { app.dossier.label(*source).to_owned() } else { (column + 1).to_string() };
        let style = if column == view.column { canvas.accent().add_modifier(Modifier::BOLD) } else { canvas.dim() };
        let name = fit(&name, usize::from(layout.width) - 1);
        canvas.put(x, area.y + 1, x + layout.width, &name, style);
    }
    if let Some(source) = view.source() {
        let count = view.rows.iter().filter(|row| !row.of(source).is_empty()).count();
        // Where there is no room for names over the columns, the number of the chosen one says which it is.
        let number = if layout.width < 8 { format!("{} = ", view.column + 1) } else { String::new() };
        let words = format!("{number}{} · {count} of {} rows", app.dossier.label_and_title(source), view.rows.len());
        let words = format!("{words}{}", witnesses(app, view));
        canvas.put(area.x + 1, area.y + 2, area.right(), &fit(&words, usize::from(area.width).saturating_sub(2)), canvas.dim());
    }
    let height = usize::from(rows.height.saturating_sub(ABOVE));
    for (index, row) in view.rows.iter().enumerate().skip(view.list.top).take(height) {
        let y = area.y + ABOVE + (index - view.list.top) as u16;
        let is_chosen = index == view.list.selected;
        let style = match row.about {
            About::Theme(theme) => app.lexicon.themes().get(theme).map_or(canvas.plain(), |theme| canvas.theme(&theme.colour)),
            _ => canvas.plain(),
        };
        // Where not all sources are seen, how many have it.
        let quantity = quantity(app, row.about);
        let sources = match quantity {
            Some(quantity) => period(quantity),
            None if paged.is_empty() => String::new(),
            None => format!("{:>4}", row.source_count()),
        };
        let label = fit(&row.label, usize::from(layout.label).saturating_sub(3 + width(&sources)));
        // The rows of one measure stand together: it is named once in full.
        let goes_on = quantity.is_some() && index > view.list.top && view.rows[index - 1].label == row.label;
        canvas.put(area.x + 1, y, area.x + layout.label, &label, if goes_on { canvas.dim() } else { style });
        canvas.put_right(area.x, y, area.x + layout.label - 1, &sources, canvas.dim());
        let most = view.columns.iter().map(|source| row.of(*source).len()).max().unwrap_or(1).max(1);
        for (place, (column, source)) in shown().enumerate() {
            let x = area.x + 1 + layout.label + place as u16 * layout.width;
            let count = row.of(*source).len();
            let style = match quantity {
                _ if count == 0 => canvas.rule(),
                Some(quantity) if quantity.differ => canvas.warning(),
                _ => style,
            };
            let shade = (count * SHADES.len()).div_ceil(most).clamp(1, SHADES.len()) - 1;
            let cell = match count {
                0 => canvas.sign("·", "-").to_owned(),
                count if quantity.is_some() => {
                    let first = quantity.and_then(|row| row.values.iter().find(|value| value.source == *source));
                    let first = first.map(|value| written(app, value, canvas)).unwrap_or_default();
                    let more = if count > 1 { format!(" +{}", count - 1) } else { String::new() };
                    format!("{}{more}", fit(&first, (usize::from(layout.width) - 1).saturating_sub(more.len())))
                }
                count => format!("{}{count}", canvas.sign(SHADES[shade], PLAIN_SHADES[shade])),
            };
            if is_chosen && column == view.column {
                let cells = usize::from(layout.width) - 1;
                canvas.put(x, y, x + layout.width, &format!("{cell:<cells$}"), canvas.chosen());
            } else {
                canvas.put(x, y, x + layout.width, &cell, style);
            }
        }
        if is_chosen {
            let style = if view.inside { canvas.dim() } else { canvas.accent() };
            canvas.put(area.x, y, area.x + 1, canvas.sign("▌", ">"), style);
        }
    }
    if view.rows.is_empty() {
        let words = match view.by {
            By::Quantities if app.answers.as_ref().is_some_and(|answers| answers.quantities.is_empty()) => {
                "No figure was found that two sources tell of one thing."
            }
            By::Wordings => "Nothing to count the words around. Choose an entity (e) or search (/).",
            _ => "Nothing here touches what is chosen.",
        };
        canvas.put(area.x + 1, area.y + ABOVE, area.right(), words, canvas.dim());
        return;
    }
    divide(app, rows, behind, canvas);
    let evidence = app.cell_evidence(view);
    let is_empty = view.row().zip(view.source()).is_some_and(|(row, source)| row.of(source).is_empty());
    let mut top = 0;
    if is_empty {
        let words = match evidence.first() {
            None => "Not told here, and nothing comes near.",
            Some(near) if !near.marked.is_empty() => "Not counted here as this, but the words stand here:",
            Some(_) => "Not told here. What comes nearest:",
        };
        canvas.put(behind.x + 2, behind.y, behind.right(), words, canvas.dim());
        top = 1;
    }
    let area = Rect::new(behind.x, behind.y + top, behind.width, behind.height.saturating_sub(top));
    evidence::draw(app, &evidence, view.inside.then_some(view.side), area, canvas);
}

/// The quantity that a row is about.
fn quantity(app: &App, about: About) -> Option<&QuantityRow> {
    match about {
        About::Quantity(number) => app.answers.as_ref()?.quantities.get(number),
        _ => None,
    }
}

/// How many of the sources of the chosen row do not rest on one another, where that are fewer than all.
fn witnesses(app: &App, view: &MatrixView) -> String {
    let Some(row) = view.row().filter(|row| matches!(row.about, About::Fact(..) | About::Quantity(_))) else { return String::new() };
    let independent = app.analysis.reprints().independent(row.places.iter().map(|hit| hit.source));
    let all = row.source_count();
    if independent < all { format!(" · this row: {all} sources, {independent} independent") } else { String::new() }
}

/// A value as written, its hedge as a sign.
fn written(app: &App, value: &Value, canvas: &Canvas) -> String {
    let sign = match value.figure.hedge {
        Hedge::Exact | Hedge::Between | Hedge::None => "",
        Hedge::AtLeast => canvas.sign("≥", ">="),
        Hedge::AtMost => canvas.sign("≤", "<="),
        Hedge::Nearly => "<",
        Hedge::About => "~",
    };
    format!("{sign}{}", app.words(Hit { source: value.source, span: value.figure.span }))
}

/// Where and when a quantity was such.
fn period(quantity: &QuantityRow) -> String {
    let period = quantity.period.map(|period| day(&period.when().to_string()));
    let told = quantity.told.map(|written| format!("told {}", day(&written.to_string())));
    let parts = [quantity.place.clone(), period.or(told)];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}
