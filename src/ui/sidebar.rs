//! The sidebar: related passages with their reasons, themes, entities.

use ratatui::layout::Rect;
use ratatui::style::Modifier;
use ratatui::style::Style;

use crate::analysis::questions::related::Related;
use crate::app::App;
use crate::app::panes::Pane;
use crate::app::sidebar::Section;
use crate::app::sidebar::SideLine;
use crate::app::sidebar::ThemeCount;
use crate::notes::annotation::Annotation;
use crate::text::Source;
use crate::text::Span;
use crate::text::visible::fit;
use crate::text::visible::width;
use crate::text::wrap::wrap;
use crate::ui::canvas::Canvas;
use crate::ui::line::Dressed;
use crate::ui::line::segments;
use crate::ui::name_of;
use crate::ui::reader::note_sign;

/// Dots of the strongest link.
const DOTS: usize = 5;

/// What is drawn in a line: its pieces from the left, and one that stands at the right end.
#[derive(Default)]
struct Drawn {
    pieces: Vec<(String, Style)>,
    right: Option<(String, Style)>,
}

impl Drawn {
    fn one(text: impl Into<String>, style: Style) -> Drawn {
        Drawn { pieces: vec![(text.into(), style)], right: None }
    }
}

pub(super) fn draw(app: &App, area: Rect, canvas: &mut Canvas) {
    let inner = Rect::new(area.x + 2, area.y, area.width.saturating_sub(3), area.height);
    let width = usize::from(inner.width);
    let (lines, top) = app.sidebar_lines(width, usize::from(area.height));
    let chosen = app.sidebar_item();
    let notes = app.noted();
    let bars = Bars::of(app, &lines);
    let mut note = None;
    for (index, line) in lines.iter().skip(top).take(usize::from(area.height)).enumerate() {
        let y = inner.y + index as u16;
        let drawn = match line {
            SideLine::Note(number, row) => {
                let is_first = note != Some(*number);
                note = Some(*number);
                notes.get(*number).map(|note| noted(note, *row, is_first, canvas)).unwrap_or_default()
            }
            SideLine::Theme(count) => theme(app, *count, bars, width, canvas),
            _ => drawn(app, line, width, canvas),
        };
        let mut x = inner.x;
        for (text, style) in &drawn.pieces {
            x = canvas.put(x, y, inner.right(), text, *style);
        }
        if let Some((text, style)) = &drawn.right {
            canvas.put_right(x, y, inner.right(), text, *style);
        }
        if chosen.is_some() && line.item() == chosen {
            canvas.put(area.x, y, area.x + 1, canvas.sign("▌", ">"), canvas.accent());
        }
    }
}

fn drawn(app: &App, line: &SideLine, width: usize, canvas: &Canvas) -> Drawn {
    let heading = if app.focus == Pane::Sidebar { canvas.accent().add_modifier(Modifier::BOLD) } else { canvas.dim() };
    match line {
        SideLine::Blank | SideLine::Note(..) | SideLine::Theme(_) => Drawn::default(),
        SideLine::Heading(Section::Noted) => Drawn::one("Noted", heading),
        SideLine::Heading(Section::Related) => {
            let title = app.related().map_or_else(|| "Related".to_owned(), |related| format!("Related · {}", related.len()));
            Drawn::one(title, heading)
        }
        SideLine::Heading(Section::Themes) => Drawn::one("Themes", heading),
        SideLine::Heading(Section::Entities) => {
            Drawn { right: Some(("here  all".to_owned(), canvas.dim())), ..Drawn::one("Entities", heading) }
        }
        SideLine::Words(words) => Drawn::one(words.as_str(), canvas.dim()),
        SideLine::More(count, _) => Drawn::one(format!("{count} more"), canvas.dim()),
        SideLine::Head(card) | SideLine::Snippet(card, ..) | SideLine::Reason(card) => {
            let one = app.related().and_then(|related| related.get(*card));
            one.map(|one| card_line(app, one, line, width, canvas)).unwrap_or_default()
        }
        SideLine::Entity(count) => {
            let Some(entity) = app.analysis.relations.as_ref().and_then(|relations| relations.entities.get(count.entity)) else {
                return Drawn::default();
            };
            let style = match count.current {
                _ if app.lens.entity == Some(count.entity) => canvas.chosen(),
                true => canvas.bold(),
                false => canvas.plain(),
            };
            let counts = format!("{:>4} {:>4}", count.here, count.all);
            Drawn { right: Some((counts, canvas.dim())), ..Drawn::one(fit(&entity.name, width.saturating_sub(11)), style) }
        }
    }
}

/// By what the bars of all themes that are shown are measured.
#[derive(Clone, Copy)]
struct Bars {
    /// Words of the theme that has the most.
    most: usize,
    /// Cells of the longest name.
    names: usize,
}

impl Bars {
    fn of(app: &App, lines: &[SideLine]) -> Bars {
        let mut bars = Bars { most: 1, names: 0 };
        for line in lines {
            if let SideLine::Theme(count) = line {
                bars.most = bars.most.max(count.here);
                bars.names = bars.names.max(width(&app.lexicon.themes()[count.theme].name));
            }
        }
        bars
    }
}

fn theme(app: &App, count: ThemeCount, bars: Bars, width: usize, canvas: &Canvas) -> Drawn {
    let theme = &app.lexicon.themes()[count.theme];
    let sign = if app.config.ascii { theme.ascii } else { theme.sign };
    let colour = canvas.theme(&theme.colour);
    let name_cells = bars.names.min(width / 2);
    let label = fit(&theme.name, name_cells);
    let pad = " ".repeat(name_cells + 1 - self::width(&label));
    let room = width.saturating_sub(name_cells + 8);
    let bar = canvas.sign("▇", "#").repeat((count.here * room).div_ceil(bars.most).min(room));
    let name = match count.current {
        _ if app.lens.theme == Some(count.theme) => canvas.chosen(),
        true => canvas.bold(),
        false => canvas.plain(),
    };
    let pieces = vec![(format!("{sign} "), colour), (label, name), (pad, canvas.plain()), (bar, colour)];
    Drawn { pieces, right: Some((format!("{:>4}", count.here), canvas.dim())) }
}

/// A row of what the reader wrote about the current passage.
fn noted((annotation, words): &(&Annotation, String), row: Span, is_first: bool, canvas: &Canvas) -> Drawn {
    let (sign, style) = note_sign(annotation, canvas);
    let lead = if is_first { format!("{sign} ") } else { "  ".to_owned() };
    let written = (row.of(words).to_owned(), canvas.plain().add_modifier(Modifier::ITALIC));
    Drawn { pieces: vec![(lead, style), written], right: None }
}

/// A line of a related passage.
fn card_line(app: &App, one: &Related, line: &SideLine, width: usize, canvas: &Canvas) -> Drawn {
    let Some((_, source, passage)) = app.dossier.passage(one.link.to) else { return Drawn::default() };
    match line {
        SideLine::Snippet(_, row, n_rows) => {
            let rows = snippet(source, passage.span, &one.reasons.in_to, width, *n_rows, canvas);
            Drawn { pieces: rows.into_iter().nth(*row).unwrap_or_default(), right: None }
        }
        SideLine::Reason(_) => {
            let reason = one.reasons.reasons.first();
            let words = reason.map_or(String::new(), |reason| fit(&format!("{} · {}", reason.kind.label(), reason.there), width));
            Drawn::one(words, canvas.dim().add_modifier(Modifier::ITALIC))
        }
        _ => {
            let strong = (one.link.score * DOTS as f32).ceil().clamp(1.0, DOTS as f32) as usize;
            let place = format!(" {}", source.paragraph_label(passage.block as usize));
            let name = fit(&name_of(&app.dossier, app.dossier.source_of(one.link.to)), width.saturating_sub(DOTS + 1 + place.len()));
            let dot = canvas.sign("●", "*");
            let pieces = vec![
                (dot.repeat(strong), canvas.accent()),
                (canvas.sign("●", "-").repeat(DOTS - strong), canvas.rule()),
                (format!(" {name}"), canvas.dim()),
                (place, canvas.dim()),
            ];
            Drawn { pieces, right: None }
        }
    }
}

/// `n_rows` rows of a passage, the shared words bold; begins later if they stand too far behind.
fn snippet(source: &Source, passage: Span, shared: &[Span], width: usize, n_rows: usize, canvas: &Canvas) -> Vec<Vec<(String, Style)>> {
    // A cell for the sign of what is left out.
    let rows = wrap(passage.of(&source.text), width.saturating_sub(1) as u16, false);
    let holds = |row: &Span| shared.iter().filter(|word| word.intersect(row.shifted(passage.start())).is_some()).count();
    let pairs = 0..rows.len().saturating_sub(n_rows - 1).max(1);
    let best = pairs
        .max_by_key(|&first| (rows[first..(first + n_rows).min(rows.len())].iter().map(holds).sum::<usize>(), std::cmp::Reverse(first)))
        .unwrap_or(0);
    let marks: Vec<Dressed> = shared.iter().map(|span| Dressed { span: *span, style: canvas.bold() }).collect();
    let chosen = &rows[best..(best + n_rows).min(rows.len())];
    let mut drawn = Vec::new();
    for (number, row) in chosen.iter().enumerate() {
        let place = row.shifted(passage.start());
        let parts = source.drawn(place).into_iter().flat_map(|part| segments(part, &marks));
        let mut pieces: Vec<(String, Style)> = parts.map(|(span, style)| (span.of(&source.text).to_owned(), style)).collect();
        let cut_before = number == 0 && best > 0;
        let cut_behind = number + 1 == chosen.len() && best + n_rows < rows.len();
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
