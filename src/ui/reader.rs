//! The reading pane: the text with its marks, margin signs and the map.

use ratatui::layout::Position;
use ratatui::layout::Rect;
use ratatui::style::Modifier;
use ratatui::style::Style;

use crate::app::App;
use crate::app::layout::Layout;
use crate::app::layout::Row;
use crate::app::layout::RowKind;
use crate::app::layout::mark_width;
use crate::app::panes::BEFORE_TEXT;
use crate::app::panes::Panes;
use crate::app::read::Dimming;
use crate::app::reader::Reader;
use crate::app::sidebar::STRONG;
use crate::keys::Command;
use crate::notes::annotation::Annotation;
use crate::notes::annotation::Colour;
use crate::notes::annotation::Motivation;
use crate::print::list::minutes;
use crate::text::Block;
use crate::text::BlockKind;
use crate::text::Dossier;
use crate::text::Emphasis;
use crate::text::Language;
use crate::text::PassageId;
use crate::text::Source;
use crate::text::SourceId;
use crate::text::Span;
use crate::text::offsets::character_border;
use crate::text::visible::fit;
use crate::ui::canvas::Canvas;
use crate::ui::line::Dressed;
use crate::ui::line::found;
use crate::ui::line::name;
use crate::ui::line::segments;
use crate::ui::map;
use crate::ui::name_of;
use crate::ui::status::day;
use crate::ui::table;

pub(super) fn draw(app: &App, panes: &Panes, canvas: &mut Canvas) {
    if panes.text.width == 0 {
        return;
    }
    let (Some(source), Some(layout)) = (app.source(), app.layout()) else {
        let words =
            if app.dossier.is_empty() && app.expected > 0 { "reading the sources…" } else { "No source is open. Tab goes to the list." };
        canvas.put(panes.column.x, panes.column.y, panes.column.right(), words, canvas.dim());
        return;
    };
    if panes.column.y > panes.text.y && !app.plain {
        headline(app, Rect::new(panes.column.x, panes.text.y, panes.column.width, 1), canvas);
    }
    let pane = TextPane { reader: app.reader, column: panes.column, lead: 0, current: app.cursor_span(), marks: Vec::new() };
    let shown = draw_text(app, source, layout, &pane, canvas);
    if let (Some(shown), false) = (shown, app.plain) {
        map::draw(app, source, shown, panes.map, canvas);
    }
}

/// The line over the text, which stays: where one came from, else which text it is; and the how-manieth of all it is.
fn headline(app: &App, line: Rect, canvas: &mut Canvas) {
    let number = format!("{} of {}", app.reader.source.index() + 1, app.expected.max(app.dossier.len()));
    let room = usize::from(line.width).saturating_sub(number.len() + 2);
    let came_from = app.came_from().and_then(|from| {
        let left = app.dossier.source(from.source)?;
        let block = left.blocks.iter().position(|block| block.span.end() >= from.offset)?;
        let key = app.keymap().first_chord(Command::Back)?;
        Some(format!("from {} {} · {key} back", name_of(&app.dossier, from.source), left.paragraph_label(block)))
    });
    // At its head the text says itself which it is.
    let is_cut = app.reader.top > 0;
    let words = came_from.unwrap_or_else(|| if is_cut { name_and_day(&app.dossier, app.reader.source) } else { String::new() });
    canvas.put(line.x, line.y, line.right(), &fit(&words, room), canvas.dim());
    canvas.put_right(line.x, line.y, line.right(), &number, canvas.dim());
}

/// `Carnegie · Russia Is the First Country · 10 Jul 2025`, as far as it is known.
fn name_and_day(dossier: &Dossier, id: SourceId) -> String {
    let Some(source) = dossier.source(id) else { return String::new() };
    let day = source.meta.date.as_ref().map_or(String::new(), |date| format!(" · {}", day(&date.value)));
    let mark = if source.title_is_made_up() { "~ " } else { "" };
    format!("{mark}{}{day}", dossier.label_and_title(id))
}

/// A text on the screen.
pub(super) struct TextPane {
    /// Which one, and which part of it.
    pub(super) reader: Reader,
    /// Where.
    pub(super) column: Rect,
    /// Rows left free above the text.
    pub(super) lead: u16,
    /// What the cursor marks.
    pub(super) current: Option<Span>,
    /// Marks beside those of names, themes and finds, which lie over them.
    pub(super) marks: Vec<Dressed>,
}

/// Draws a text with its marks and margin signs; gives the stretch that is shown.
pub(super) fn draw_text(app: &App, source: &Source, layout: Layout, pane: &TextPane, canvas: &mut Canvas) -> Option<Span> {
    let column = pane.column;
    let height = column.height.saturating_sub(pane.lead);
    let rows: Vec<Row> = layout.rows_from(pane.reader.top).take(usize::from(height)).collect();
    let shown = rows.iter().filter(|row| !row.span.is_empty()).fold(None, |all: Option<Span>, row| {
        Some(all.map_or(row.span, |all| Span::new(all.start().min(row.span.start()), all.end().max(row.span.end()))))
    });
    let marks = shown.map(|shown| marks(app, source, pane, shown, canvas)).unwrap_or_default();
    for (index, row) in rows.iter().enumerate() {
        let y = column.y + pane.lead + index as u16;
        draw_row(source, layout, row, Rect::new(column.x, y, column.width, 1), &marks, canvas);
        if !row.span.is_empty() {
            margin(app, source, row, pane, y, canvas);
        }
    }
    shown
}

/// Where the cursor of the terminal belongs so that a screen reader follows the current passage.
pub(super) fn cursor(app: &App, panes: &Panes) -> Option<Position> {
    let layout = app.layout()?;
    let rows = layout.rows_from(app.reader.top).take(usize::from(panes.column.height));
    let row = rows.into_iter().position(|row| row.span.contains(app.reader.cursor))?;
    Some(Position::new(panes.column.x, panes.column.y + row as u16))
}

/// Marks of the stretch that is shown, the upper ones later.
fn marks(app: &App, source: &Source, pane: &TextPane, shown: Span, canvas: &Canvas) -> Vec<Dressed> {
    let id = pane.reader.source;
    let set_off = source.emphasis_in(shown).map(|(span, kind)| Dressed { span, style: emphasised(kind) });
    let mut marks: Vec<Dressed> = set_off.collect();
    if app.reading.dimming != Dimming::Off {
        let passages = app.dossier.passages_meeting(id, shown).map(PassageId).filter(|passage| app.is_dimmed(*passage));
        let spans = passages.filter_map(|passage| app.dossier.passage(passage)).map(|(_, _, found)| found.span);
        marks.extend(spans.map(|span| Dressed { span, style: canvas.dim() }));
    }
    if let (Some(current), true) = (pane.current, app.palette.current.ground != crate::config::palette::Colour::Own) {
        marks.push(Dressed { span: current, style: canvas.current() });
    }
    if let Some(facts) = app.analysis.facts(id) {
        if app.lens.show.entities {
            marks.extend(facts.mentions.within(shown).iter().map(|mention| Dressed { span: mention.span, style: name() }));
        }
        if app.lens.show.themes {
            // With a theme chosen the others step back.
            let themes = app.lexicon.themes().iter().enumerate().filter(|(index, _)| app.lens.theme.is_none_or(|chosen| chosen == *index));
            for (index, theme) in themes {
                let style = canvas.theme(&theme.colour);
                let style = if app.lens.theme == Some(index) { style.add_modifier(Modifier::BOLD) } else { style };
                let layer = facts.cues.get(index).map_or(&[][..], |layer| layer.within(shown));
                marks.extend(layer.iter().map(|cue| Dressed { span: cue.span, style }));
            }
        }
    }
    let noted = app.notes.at(id, shown);
    marks.extend(noted.filter_map(|(span, annotation)| annotation.colour.map(|colour| Dressed { span, style: canvas.highlight(colour) })));
    if let Some(chosen) = app.lens.entity {
        let named = app.analysis.mentions(id, shown).filter(|(_, entity)| *entity == chosen);
        marks.extend(named.map(|(mention, _)| Dressed { span: mention.span, style: found() }));
    }
    if let Some(query) = &app.lens.query {
        // A little more than is shown, so that a hit across its border is seen.
        let from = character_border(&source.text, shown.start().saturating_sub(200));
        let to = character_border(&source.text, (shown.end() + 200).min(source.text.len()));
        let hits = query.find(&source.text[from..to]);
        marks.extend(hits.map(|hit| Dressed { span: hit.shifted(from), style: found() }));
    }
    marks.extend(pane.marks.iter().copied());
    if let Some(selection) = app.selection.filter(|selection| id == selection.source) {
        marks.push(Dressed { span: selection.span(), style: found() });
    }
    marks
}

fn draw_row(source: &Source, layout: Layout, row: &Row, area: Rect, marks: &[Dressed], canvas: &mut Canvas) {
    let (x, y, end) = (area.x, area.y, area.right());
    match row.kind {
        RowKind::Blank => {}
        RowKind::MadeUpTitle(number) => {
            let rows = layout.made_up_rows();
            let is_made_up = source.title_is_made_up();
            let style = if is_made_up { canvas.bold().add_modifier(Modifier::ITALIC) } else { canvas.bold() };
            canvas.put(x, y, end, rows.get(number).map_or("", String::as_str), style);
        }
        RowKind::Details => {
            canvas.put(x, y, end, &details(source), canvas.dim());
        }
        RowKind::Folded(count) => {
            let lines = if count == 1 { "1 line".to_owned() } else { format!("{count} lines") };
            let first = row.span.of(&source.text).lines().next().unwrap_or("");
            let words = format!("{} {lines} outside the article: {first}", canvas.sign("▸", ">"));
            canvas.put(x, y, end, &crate::text::visible::fit(&words, usize::from(area.width)), canvas.dim());
        }
        RowKind::Text => {
            let block = source.blocks[row.block];
            let base = base(block.kind, canvas);
            let start = x + row.indent;
            lead(block, row, x, y, canvas);
            if block.kind == BlockKind::Table {
                return table::draw_row(source, block, row.span, area, marks, canvas);
            }
            let mut at = start;
            for part in source.drawn(row.span) {
                for (span, style) in segments(part, marks) {
                    at = canvas.put(at, y, end, span.of(&source.text), base.patch(style));
                }
            }
        }
    }
}

/// What stands before the text of a row: a bullet, a thin bar.
fn lead(block: Block, row: &Row, x: u16, y: u16, canvas: &mut Canvas) {
    match block.kind {
        BlockKind::ListItem(_) if row.first => {
            let mark = if block.number == 0 { canvas.sign("•", "-").to_owned() } else { format!("{}.", block.number) };
            let width = mark_width(block.number).min(row.indent);
            canvas.put(x + row.indent - width, y, x + row.indent, &mark, canvas.dim());
        }
        BlockKind::Quote(depth) => {
            for level in 0..=u16::from(depth) {
                canvas.put(x + 2 * level, y, x + row.indent, canvas.sign("│", "|"), canvas.dim());
            }
        }
        _ => {}
    }
}

fn base(kind: BlockKind, canvas: &Canvas) -> Style {
    match kind {
        BlockKind::Title | BlockKind::Heading(_) => canvas.bold(),
        BlockKind::Standfirst => Style::default().add_modifier(Modifier::ITALIC),
        BlockKind::Caption => canvas.dim().add_modifier(Modifier::ITALIC),
        BlockKind::Outside => canvas.dim(),
        BlockKind::Paragraph | BlockKind::ListItem(_) | BlockKind::Quote(_) | BlockKind::Table | BlockKind::Code | BlockKind::Footnote => {
            Style::default()
        }
    }
}

/// How words that are set off look.
fn emphasised(kind: Emphasis) -> Style {
    match kind {
        Emphasis::Strong => Style::default().add_modifier(Modifier::BOLD),
        Emphasis::Stressed => Style::default().add_modifier(Modifier::ITALIC),
        Emphasis::Struck => Style::default().add_modifier(Modifier::CROSSED_OUT),
        // As it was typed is how everything looks here.
        Emphasis::Code => Style::default(),
    }
}

/// Why there is nothing to read, or publisher, date and length.
fn details(source: &Source) -> String {
    if let Some(trouble) = &source.trouble {
        return format!("nothing to read: {trouble}");
    }
    let meta = &source.meta;
    let from = meta.publisher.as_ref().or(meta.author.as_ref()).map_or("publisher unknown", |field| field.value.as_str());
    let date = meta.date.as_ref().map_or_else(|| "no date".to_owned(), |date| day(&date.value));
    let words = source.n_words;
    let unread = if source.language == Language::Other { " · language not read" } else { "" };
    format!("{from} · {date} · {words} words, {} min{unread}", minutes(words))
}

/// The bar of the current passage, and the sign of what else stands in the row.
fn margin(app: &App, source: &Source, row: &Row, pane: &TextPane, y: u16, canvas: &mut Canvas) {
    let x = pane.column.x;
    if pane.current.is_some_and(|current| current.intersect(row.span).is_some()) {
        let bar = if app.plain { ">" } else { canvas.sign("▌", "|") };
        let style = if pane.reader.landed { canvas.accent().add_modifier(Modifier::BOLD) } else { canvas.accent() };
        canvas.put(x - 2, y, x - 1, bar, style);
    }
    if let Some((sign, style)) = sign(app, source, row, pane.reader.source, canvas) {
        canvas.put(x - BEFORE_TEXT, y, x - BEFORE_TEXT + 1, sign, style);
    }
}

/// The sign of the row in which a passage begins: that sources differ before that another source tells the same.
fn sign(app: &App, source: &Source, row: &Row, id: SourceId, canvas: &Canvas) -> Option<(&'static str, Style)> {
    if let Some(answers) = &app.answers
        && answers.differing(id, row.span).any(|(_, number)| answers.is_marked(number))
    {
        return Some(("!", canvas.warning()));
    }
    let noted = app.notes.at(id, row.span).filter(|(span, _)| row.span.contains(span.start()));
    if let Some((_, annotation)) = noted.max_by_key(|(_, annotation)| (!annotation.note.is_empty(), annotation.colour.is_some())) {
        return Some(note_sign(annotation, canvas));
    }
    if !app.lens.show.links || app.plain {
        return None;
    }
    let first = app.dossier.passages_of(id).start;
    let linked = app.dossier.passages_meeting(id, row.span).map(PassageId).any(|passage| {
        let span = source.passages.get((passage.0 - first) as usize).map(|passage| passage.span);
        let begins_here = span.is_some_and(|span| row.span.contains(span.start()));
        begins_here && app.links(passage).and_then(|links| links.first()).is_some_and(|best| best.link.score >= STRONG)
    });
    linked.then(|| (canvas.sign("↔", "="), canvas.dim()))
}

/// The sign of a kind of highlight.
pub(super) fn highlight_sign(colour: Colour, canvas: &Canvas) -> &'static str {
    match colour {
        Colour::Important => canvas.sign("•", "*"),
        Colour::Question => "?",
        Colour::Doubt => canvas.sign("×", "x"),
        Colour::Quote => canvas.sign("“", "\""),
    }
}

/// The sign of an annotation: a note, a kind of highlight, a bookmark.
pub(super) fn note_sign(annotation: &Annotation, canvas: &Canvas) -> (&'static str, Style) {
    let style = annotation.colour.map_or(canvas.accent(), |colour| canvas.highlight(colour).remove_modifier(Modifier::UNDERLINED));
    let sign = match (annotation.note.is_empty(), annotation.colour, annotation.motivation) {
        (false, ..) => canvas.sign("✎", "n"),
        (true, Some(colour), _) => highlight_sign(colour, canvas),
        (true, None, Motivation::Classifying) => canvas.sign("◇", "o"),
        (true, None, _) => canvas.sign("▸", ">"),
    };
    (sign, style)
}
