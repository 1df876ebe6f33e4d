//! The sidebar: related passages with their reasons, themes, entities.

use ratatui::layout::Rect;
use ratatui::style::Modifier;
use ratatui::style::Style;

use crate::analysis::questions::related::Related;
use crate::app::App;
use crate::app::Stage;
use crate::app::panes::Pane;
use crate::app::sidebar::Item;
use crate::notes::annotation::Annotation;
use crate::text::Source;
use crate::text::Span;
use crate::text::visible::fit;
use crate::text::visible::width;
use crate::text::words::one_line;
use crate::text::wrap::wrap;
use crate::ui::canvas::Canvas;
use crate::ui::line::Dressed;
use crate::ui::line::segments;
use crate::ui::name_of;
use crate::ui::reader::note_sign;

/// Rows of another passage's text.
const SNIPPET: usize = 2;
/// Most rows of a note.
const NOTE: usize = 6;
/// Dots of the strongest link.
const DOTS: usize = 5;

/// A drawn line of the sidebar: which item it belongs to, and its pieces.
struct Line {
    item: Option<Item>,
    pieces: Vec<(String, Style)>,
    /// A piece that stands at the right end.
    right: Option<(String, Style)>,
}

impl Line {
    fn new(item: Option<Item>, text: impl Into<String>, style: Style) -> Line {
        Line { item, pieces: vec![(text.into(), style)], right: None }
    }

    fn blank() -> Line {
        Line { item: None, pieces: Vec::new(), right: None }
    }
}

pub(super) fn draw(app: &App, area: Rect, canvas: &mut Canvas) {
    let focused = app.focus == Pane::Sidebar;
    let inner = Rect::new(area.x + 2, area.y, area.width.saturating_sub(3), area.height);
    let lines = lines(app, usize::from(inner.width), focused, canvas);
    let selected = focused.then(|| app.sidebar_items().get(app.sidebar_row).copied()).flatten();
    let top = first_visible(&lines, selected, usize::from(area.height));
    for (index, line) in lines.iter().skip(top).take(usize::from(area.height)).enumerate() {
        let y = inner.y + index as u16;
        let mut x = inner.x;
        for (text, style) in &line.pieces {
            x = canvas.put(x, y, inner.right(), text, *style);
        }
        if let Some((text, style)) = &line.right {
            canvas.put_right(x, y, inner.right(), text, *style);
        }
        if selected.is_some() && line.item == selected {
            canvas.put(area.x, y, area.x + 1, canvas.sign("▌", ">"), canvas.accent());
        }
    }
}

/// The first line shown so that the chosen item is whole, if it fits.
fn first_visible(lines: &[Line], selected: Option<Item>, height: usize) -> usize {
    let Some(selected) = selected else { return 0 };
    let first = lines.iter().position(|line| line.item == Some(selected)).unwrap_or(0);
    let last = lines.iter().rposition(|line| line.item == Some(selected)).unwrap_or(first);
    (last + 2).saturating_sub(height).min(first)
}

fn lines(app: &App, width: usize, focused: bool, canvas: &Canvas) -> Vec<Line> {
    let heading = if focused { canvas.accent().add_modifier(Modifier::BOLD) } else { canvas.dim() };
    let mut lines = noted_lines(app, width, heading, canvas);
    lines.extend(related_lines(app, width, heading, canvas));
    let themes = app.theme_counts();
    if !themes.is_empty() {
        lines.push(Line::new(None, "Themes", heading));
        let most = themes[0].here.max(1);
        let names_width =
            themes.iter().map(|count| crate::text::visible::width(&app.lexicon.themes()[count.theme].name)).max().unwrap_or(0);
        for count in themes {
            let theme = &app.lexicon.themes()[count.theme];
            let sign = if app.config.ascii { theme.ascii } else { theme.sign };
            let colour = canvas.theme(&theme.colour);
            let name_cells = names_width.min(width / 2);
            let label = fit(&theme.name, name_cells);
            let pad = " ".repeat(name_cells + 1 - crate::text::visible::width(&label));
            let room = width.saturating_sub(name_cells + 8);
            let bar = canvas.sign("▇", "#").repeat((count.here * room).div_ceil(most).min(room));
            let mut name = if count.current { canvas.bold() } else { canvas.plain() };
            if app.lens.theme == Some(count.theme) {
                name = canvas.chosen();
            }
            let pieces = vec![(format!("{sign} "), colour), (label, name), (pad, canvas.plain()), (bar, colour)];
            lines.push(Line { item: Some(Item::Theme(count.theme)), pieces, right: Some((format!("{:>4}", count.here), canvas.dim())) });
        }
        lines.push(Line::blank());
    }
    let entities = app.entity_counts();
    if !entities.is_empty() {
        let mut line = Line::new(None, "Entities", heading);
        line.right = Some(("here  all".to_owned(), canvas.dim()));
        lines.push(line);
    }
    for count in entities {
        let Some(entity) = app.analysis.relations.as_ref().and_then(|relations| relations.entities.get(count.entity)) else { continue };
        let mut style = if count.current { canvas.bold() } else { canvas.plain() };
        if app.lens.entity == Some(count.entity) {
            style = canvas.chosen();
        }
        let line = Line {
            item: Some(Item::Entity(count.entity)),
            pieces: vec![(fit(&entity.name, width.saturating_sub(11)), style)],
            right: Some((format!("{:>4} {:>4}", count.here, count.all), canvas.dim())),
        };
        lines.push(line);
    }
    lines
}

/// What the reader wrote about the current passage.
fn noted_lines(app: &App, width: usize, heading: Style, canvas: &Canvas) -> Vec<Line> {
    let Some(span) = app.passage_span() else { return Vec::new() };
    let mut lines = Vec::new();
    let is_written = |annotation: &Annotation| !annotation.note.is_empty() || !annotation.tags.is_empty() || annotation.question.is_some();
    for (_, annotation) in app.notes.at(app.reader.source, span).filter(|(_, annotation)| is_written(annotation)) {
        let (sign, style) = note_sign(annotation, canvas);
        let tags = annotation.tags.iter().map(|tag| format!("#{tag} ")).collect::<String>();
        let question = annotation.question.as_ref().map_or("", |(question, _)| question.as_str());
        let words = one_line(&format!("{tags}{question} {}", annotation.note));
        for (number, row) in wrap(&words, width.saturating_sub(2) as u16, false).into_iter().take(NOTE).enumerate() {
            let lead = if number == 0 { format!("{sign} ") } else { "  ".to_owned() };
            let written = (row.of(&words).to_owned(), canvas.plain().add_modifier(Modifier::ITALIC));
            lines.push(Line { item: None, pieces: vec![(lead, style), written], right: None });
        }
    }
    if !lines.is_empty() {
        lines.insert(0, Line::new(None, "Noted", heading));
        lines.push(Line::blank());
    }
    lines
}

fn related_lines(app: &App, width: usize, heading: Style, canvas: &Canvas) -> Vec<Line> {
    let related = app.related();
    let title = related.map_or_else(|| "Related".to_owned(), |related| format!("Related · {}", related.len()));
    let mut lines = vec![Line::new(None, title, heading), Line::blank()];
    let Some(related) = related else {
        let words = match app.stage {
            _ if app.source().is_some_and(|source| source.passages.is_empty()) => "This source has no text to relate.",
            _ if app.passage().is_none() => "No passage here.",
            Stage::Done | Stage::Comparing(_) => "looking for related passages…",
            _ => "the sources are still being read…",
        };
        lines.push(Line::new(None, words, canvas.dim()));
        lines.push(Line::blank());
        return lines;
    };
    if related.is_empty() {
        let words = if app.dossier.len() < 2 { "Open a second source to see what it says." } else { "No other source tells this." };
        lines.extend(wrap(words, width as u16, false).into_iter().map(|row| Line::new(None, row.of(words), canvas.dim())));
        lines.push(Line::blank());
    }
    for (index, one) in related.iter().enumerate() {
        lines.extend(one_related(app, index, one, width, canvas));
    }
    lines
}

fn one_related(app: &App, index: usize, one: &Related, width: usize, canvas: &Canvas) -> Vec<Line> {
    let Some((_, source, passage)) = app.dossier.passage(one.link.to) else { return Vec::new() };
    let item = Some(Item::Related(index));
    let strong = (one.link.score * DOTS as f32).ceil().clamp(1.0, DOTS as f32) as usize;
    let place = format!(" {}", source.paragraph_label(passage.block as usize));
    let name = fit(&name_of(source), width.saturating_sub(DOTS + 1 + place.len()));
    let dot = canvas.sign("●", "*");
    let head = vec![
        (dot.repeat(strong), canvas.accent()),
        (canvas.sign("●", "-").repeat(DOTS - strong), canvas.rule()),
        (format!(" {name}"), canvas.dim()),
        (place, canvas.dim()),
    ];
    let mut lines = vec![Line { item, pieces: head, right: None }];
    lines.extend(snippet(source, passage.span, &one.reasons.in_to, width, canvas).into_iter().map(|pieces| Line {
        item,
        pieces,
        right: None,
    }));
    if let Some(reason) = one.reasons.reasons.first() {
        let words = fit(&format!("{} · {}", reason.kind.label(), reason.there), width);
        lines.push(Line::new(item, words, canvas.dim().add_modifier(Modifier::ITALIC)));
    }
    lines.push(Line::blank());
    lines
}

/// Two rows of a passage, the shared words bold; begins later if they stand too far behind.
fn snippet(source: &Source, passage: Span, shared: &[Span], width: usize, canvas: &Canvas) -> Vec<Vec<(String, Style)>> {
    // A cell for the sign of what is left out.
    let rows = wrap(passage.of(&source.text), width.saturating_sub(1) as u16, false);
    let holds = |row: &Span| shared.iter().filter(|word| word.intersect(row.shifted(passage.start())).is_some()).count();
    let pairs = 0..rows.len().saturating_sub(SNIPPET - 1).max(1);
    let best = pairs
        .max_by_key(|&first| (rows[first..(first + SNIPPET).min(rows.len())].iter().map(holds).sum::<usize>(), std::cmp::Reverse(first)))
        .unwrap_or(0);
    let marks: Vec<Dressed> = shared.iter().map(|span| Dressed { span: *span, style: canvas.bold() }).collect();
    let chosen = &rows[best..(best + SNIPPET).min(rows.len())];
    let mut drawn = Vec::new();
    for (number, row) in chosen.iter().enumerate() {
        let place = row.shifted(passage.start());
        let parts = source.drawn(place).into_iter().flat_map(|part| segments(part, &marks));
        let mut pieces: Vec<(String, Style)> = parts.map(|(span, style)| (span.of(&source.text).to_owned(), style)).collect();
        let cut_before = number == 0 && best > 0;
        let cut_behind = number + 1 == chosen.len() && best + SNIPPET < rows.len();
        if cut_before {
            pieces.insert(0, ("…".to_owned(), canvas.dim()));
        }
        if cut_behind {
            shorten(&mut pieces, width.saturating_sub(1));
            pieces.push(("…".to_owned(), canvas.dim()));
        }
        drawn.push(pieces);
    }
    drawn
}

/// Cuts pieces to `cells` cells.
fn shorten(pieces: &mut Vec<(String, Style)>, cells: usize) {
    let mut used = 0;
    for index in 0..pieces.len() {
        let here = width(&pieces[index].0);
        if used + here > cells {
            pieces[index].0 = fit(&pieces[index].0, (cells - used).max(1)).trim_end_matches('…').to_owned();
            pieces.truncate(index + 1);
            return;
        }
        used += here;
    }
}
