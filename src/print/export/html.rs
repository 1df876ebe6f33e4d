//! The whole dossier as one page that needs nothing else: texts with themes, notes and links, and what the views show.
//! Without a script; reads on a phone, in the dark and on paper.

use std::fmt::Write;

use jiff::Timestamp;

use super::Exported;
use super::Placed;
use crate::analysis::questions::matrix;
use crate::analysis::questions::timeline::EventKind;
use crate::analysis::relations::links::PLAIN;
use crate::notes::annotation::Motivation;
use crate::print::cite;
use crate::text::BlockKind;
use crate::text::PassageId;
use crate::text::Source;
use crate::text::SourceId;
use crate::text::Span;
use crate::text::words::one_line;

pub(crate) const STYLE: &str = include_str!("page.css");
/// Links of a passage that are shown.
const LINKS: usize = 6;

pub(super) fn html(from: &Exported, placed: &[Placed], now: Timestamp) -> String {
    let mut page = String::with_capacity(1 << 16);
    let title = from.dossier.sources().next().map_or("Dossier".to_owned(), |(_, source)| source.title().to_owned());
    let _ = write!(
        page,
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"generator\" content=\"crossread\">\n<title>{}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n",
        escaped(&title)
    );
    let _ = write!(page, "<header>\n<h1>{} sources</h1>\n<p>{}</p>\n</header>\n", from.dossier.len(), now.strftime("%-d %B %Y"));
    contents(from, placed, &mut page);
    notes(placed, &mut page);
    if let Some(answers) = from.answers {
        disagreements(from, answers, &mut page);
        timeline(from, answers, &mut page);
        coverage(from, answers, &mut page);
    }
    for (id, source) in from.dossier.sources() {
        article(from, placed, id, source, &mut page);
    }
    page.push_str("</body>\n</html>\n");
    page
}

fn contents(from: &Exported, placed: &[Placed], page: &mut String) {
    page.push_str("<nav aria-label=\"Contents\">\n<ol>\n");
    for (id, source) in from.dossier.sources() {
        let _ =
            writeln!(page, "<li><a href=\"#s{}\">{}</a> <small>{}</small></li>", id.0, escaped(source.title()), escaped(&details(source)));
    }
    page.push_str("</ol>\n<p>");
    let mut views: Vec<(&str, &str)> = Vec::new();
    if !placed.is_empty() {
        views.push(("notes", "Notes"));
    }
    if from.answers.is_some() {
        views.extend([("disagreements", "Disagreements"), ("timeline", "Timeline"), ("coverage", "Coverage")]);
    }
    let links: Vec<String> = views.into_iter().map(|(id, name)| format!("<a href=\"#{id}\">{name}</a>")).collect();
    let _ = write!(page, "{}</p>\n</nav>\n", links.join(" · "));
}

fn details(source: &Source) -> String {
    let meta = &source.meta;
    let mut known: Vec<&str> =
        [&meta.publisher, &meta.author, &meta.date].into_iter().flatten().map(|field| field.value.as_str()).collect();
    // An agency signs its own texts.
    known.dedup();
    if known.is_empty() { "publisher and date unknown".to_owned() } else { known.join(", ") }
}

fn notes(placed: &[Placed], page: &mut String) {
    if placed.is_empty() {
        return;
    }
    page.push_str("<section id=\"notes\">\n<h2>Notes</h2>\n");
    for one in placed {
        let annotation = one.annotation;
        let tags = annotation.tags.iter().map(|tag| format!(" <span class=\"tag\">#{}</span>", escaped(tag))).collect::<String>();
        let from = one.source.map_or_else(|| annotation.source.clone(), |(_, source)| source.short_name());
        let place = match (one.source, one.span) {
            (Some((id, _)), Some(span)) => format!("<a href=\"#a{}-{}\">{}</a>", id.0, span.start(), escaped(&from)),
            _ => format!("{} (stands nowhere in the text any more)", escaped(&from)),
        };
        let _ = write!(page, "<article class=\"note\">\n<blockquote>{}</blockquote>\n", escaped(&one_line(one.quote())));
        if !annotation.note.is_empty() {
            let _ = writeln!(page, "<p class=\"written\">{}</p>", escaped(&annotation.note));
        }
        let question = annotation.question.as_ref().map(|(question, _)| format!(" under “{}”", escaped(question))).unwrap_or_default();
        let _ = write!(page, "<p><small>{}{question}{tags} · {place}</small></p>\n</article>\n", annotation.kind());
    }
    page.push_str("</section>\n");
}

fn place(from: &Exported, source: SourceId, passage: Span) -> String {
    from.dossier.passages_meeting(source, passage).next().map_or_else(|| format!("#s{}", source.0), |passage| format!("#p{passage}"))
}

fn name(from: &Exported, source: SourceId) -> String {
    escaped(from.dossier.label(source))
}

fn disagreements(from: &Exported, answers: &crate::analysis::questions::answers::Answers, page: &mut String) {
    page.push_str("<section id=\"disagreements\">\n<h2>Disagreements</h2>\n");
    if answers.disagreements.is_empty() {
        page.push_str("<p>No figure or date was found that the sources give differently.</p>\n");
    }
    for row in &answers.disagreements {
        let _ = write!(
            page,
            "<article class=\"{}\">\n<h3>{} <small>{}</small></h3>\n<ul>\n",
            row.severity.name(),
            escaped(&row.topic),
            row.severity.name()
        );
        for side in &row.sides {
            let Some(source) = from.dossier.source(side.source) else { continue };
            let value = one_line(side.value.of(&source.text));
            let _ = writeln!(
                page,
                "<li><b>{}</b> — <a href=\"{}\">{}</a>: {}</li>",
                escaped(&value),
                place(from, side.source, side.passage),
                name(from, side.source),
                escaped(&one_line(side.passage.of(&source.text)))
            );
        }
        page.push_str("</ul>\n</article>\n");
    }
    page.push_str("</section>\n");
}

fn timeline(from: &Exported, answers: &crate::analysis::questions::answers::Answers, page: &mut String) {
    page.push_str("<section id=\"timeline\">\n<h2>Timeline</h2>\n<table>\n<thead><tr><th scope=\"col\">Date</th><th scope=\"col\">What</th><th scope=\"col\">Told by</th></tr></thead>\n<tbody>\n");
    for event in &answers.timeline {
        let Some(first) = event.told_by.first() else { continue };
        let Some(source) = from.dossier.source(first.source) else { continue };
        let date = event.when.map_or("open".to_owned(), |when| when.to_string());
        let what = match event.kind {
            EventKind::Publication => format!("published: {}", source.title()),
            EventKind::Told => one_line(first.passage.of(&source.text)),
        };
        let told: Vec<String> = event
            .told_by
            .iter()
            .map(|telling| {
                let written =
                    from.dossier.source(telling.source).map(|source| one_line(telling.written.of(&source.text))).unwrap_or_default();
                format!(
                    "<a href=\"{}\" title=\"{}\">{}</a>",
                    place(from, telling.source, telling.passage),
                    escaped(&written),
                    name(from, telling.source)
                )
            })
            .collect();
        let _ = writeln!(page, "<tr><th scope=\"row\">{}</th><td>{}</td><td>{}</td></tr>", escaped(&date), escaped(&what), told.join(", "));
    }
    page.push_str("</tbody>\n</table>\n</section>\n");
}

fn coverage(from: &Exported, answers: &crate::analysis::questions::answers::Answers, page: &mut String) {
    page.push_str("<section id=\"coverage\">\n<h2>Coverage</h2>\n<div class=\"wide\">\n<table>\n<thead><tr><th scope=\"col\">Fact</th>");
    for (id, _) in from.dossier.sources() {
        let _ = write!(page, "<th scope=\"col\">{}</th>", name(from, id));
    }
    page.push_str("</tr></thead>\n<tbody>\n");
    for row in matrix::by_fact(from.dossier, &answers.facts) {
        let _ = write!(page, "<tr><th scope=\"row\">{}</th>", escaped(&row.label));
        for (id, _) in from.dossier.sources() {
            let places = row.of(id);
            match places.first() {
                Some(first) => {
                    let _ = write!(page, "<td><a href=\"{}\">{}</a></td>", place(from, id, first.span), places.len());
                }
                None => page.push_str("<td class=\"none\">–</td>"),
            }
        }
        page.push_str("</tr>\n");
    }
    page.push_str("</tbody>\n</table>\n</div>\n</section>\n");
}

fn article(from: &Exported, placed: &[Placed], id: SourceId, source: &Source, page: &mut String) {
    let _ = writeln!(page, "<article class=\"source\" id=\"s{}\">", id.0);
    let _ = writeln!(page, "<h2>{}</h2>\n<p class=\"cite\">{}</p>", escaped(source.title()), escaped(&cite::chicago(source)));
    let own: Vec<&Placed> = placed.iter().filter(|one| one.source.is_some_and(|(other, _)| other == id) && one.span.is_some()).collect();
    let mut number = from.dossier.passages_of(id).start;
    let mut open_list = false;
    for (index, block) in source.blocks.iter().enumerate() {
        let is_item = matches!(block.kind, BlockKind::ListItem(_));
        if open_list && !is_item {
            page.push_str("</ul>\n");
        }
        if is_item && !open_list {
            page.push_str("<ul>\n");
        }
        open_list = is_item;
        let (start, end) = match block.kind {
            // The heading of the article says it already.
            BlockKind::Title => ("<p class=\"title\">", "</p>"),
            BlockKind::Standfirst => ("<p class=\"standfirst\">", "</p>"),
            BlockKind::Heading(_) => ("<h3>", "</h3>"),
            BlockKind::ListItem(_) => ("<li>", "</li>"),
            BlockKind::Quote(_) => ("<blockquote>", "</blockquote>"),
            BlockKind::Table | BlockKind::Code => ("<pre>", "</pre>"),
            BlockKind::Caption => ("<p class=\"caption\">", "</p>"),
            BlockKind::Footnote => ("<p class=\"footnote\">", "</p>"),
            BlockKind::Outside => ("<p class=\"outside\">", "</p>"),
            BlockKind::Paragraph => ("<p>", "</p>"),
        };
        page.push_str(start);
        let mut at = block.span.start();
        while let Some(passage) =
            source.passages.get((number - from.dossier.passages_of(id).start) as usize).filter(|passage| passage.block as usize == index)
        {
            words(from, &own, id, source, Span::new(at, passage.span.start()), page);
            let _ = write!(page, "<span id=\"p{number}\">");
            words(from, &own, id, source, passage.span, page);
            page.push_str("</span>");
            links(from, PassageId(number), page);
            at = passage.span.end();
            number += 1;
        }
        words(from, &own, id, source, Span::new(at, block.span.end()), page);
        page.push_str(end);
        page.push('\n');
    }
    if open_list {
        page.push_str("</ul>\n");
    }
    page.push_str("</article>\n");
}

/// The other sources that tell the same, folded.
fn links(from: &Exported, passage: PassageId, page: &mut String) {
    let links = from.analysis.links(passage, LINKS);
    let is_formula = |passage| from.analysis.relations.as_deref().is_some_and(|relations| relations.formulas.hold(passage));
    let strong: Vec<_> = links.iter().filter(|link| link.score >= PLAIN && !is_formula(passage) && !is_formula(link.to)).collect();
    if strong.is_empty() {
        return;
    }
    let _ = write!(page, " <details class=\"links\"><summary aria-label=\"{} related passages\">{}</summary>", strong.len(), strong.len());
    for link in strong {
        let Some((id, source, found)) = from.dossier.passage(link.to) else { continue };
        let _ =
            write!(page, "<a href=\"#p{}\"><b>{}</b> {}</a>", link.to.0, name(from, id), escaped(&one_line(found.span.of(&source.text))));
    }
    page.push_str("</details>");
}

/// A stretch of text with its themes and highlights.
fn words(from: &Exported, own: &[&Placed], id: SourceId, source: &Source, span: Span, page: &mut String) {
    let mut borders = vec![span.start(), span.end()];
    let cues = from.analysis.facts(id).map(|facts| facts.cues.as_slice()).unwrap_or_default();
    let themes: Vec<(usize, Span)> =
        cues.iter().enumerate().flat_map(|(theme, layer)| layer.within(span).iter().map(move |cue| (theme, cue.span))).collect();
    let marks: Vec<(&Placed, Span)> =
        own.iter().filter_map(|one| Some((*one, one.span?))).filter(|(_, place)| place.intersect(span).is_some()).collect();
    for place in themes.iter().map(|(_, place)| place).chain(marks.iter().map(|(_, place)| place)) {
        if let Some(inside) = place.intersect(span) {
            borders.extend([inside.start(), inside.end()]);
        }
    }
    borders.sort_unstable();
    borders.dedup();
    for pair in borders.windows(2) {
        let piece = Span::new(pair[0], pair[1]);
        let shown: String = source.drawn(piece).into_iter().map(|part| escaped(part.of(&source.text))).collect();
        let theme = themes.iter().find(|(_, place)| place.covers(piece)).and_then(|(theme, _)| from.lexicon.themes().get(*theme));
        let mark = marks.iter().find(|(_, place)| place.covers(piece));
        let inner = match theme {
            Some(theme) => format!("<span class=\"theme{}\" title=\"{}\">{shown}</span>", colour(&theme.colour), escaped(&theme.name)),
            None => shown,
        };
        match mark {
            Some((one, place)) => {
                let first = place.start() == piece.start();
                let anchor = if first { format!(" id=\"a{}-{}\"", id.0, place.start()) } else { String::new() };
                let title =
                    if one.annotation.note.is_empty() { String::new() } else { format!(" title=\"{}\"", escaped(&one.annotation.note)) };
                let kind = if one.annotation.motivation == Motivation::Highlighting { one.annotation.kind() } else { "noted" };
                let _ = write!(page, "<mark class=\"{kind}\"{anchor}{title}>{inner}</mark>");
            }
            None => page.push_str(&inner),
        }
    }
}

/// What gives a span a colour: a class for a name; a style for one that is written out.
fn colour(written: &str) -> String {
    let digits = written.strip_prefix('#').filter(|digits| digits.len() == 6 && digits.chars().all(|c| c.is_ascii_hexdigit()));
    match digits {
        Some(digits) => format!("\" style=\"text-decoration-color: #{digits}"),
        None => format!(" {}", written.chars().filter(char::is_ascii_alphabetic).collect::<String>()),
    }
}

/// Text in which no sign is taken for HTML; control characters are left out.
pub(crate) fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\n' => safe.push('\n'),
            // What turns the direction of the text would turn the page's.
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {}
            control if control.is_control() => safe.push(' '),
            other => safe.push(other),
        }
    }
    safe
}
