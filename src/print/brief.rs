//! `brief`: one document of a story, each line with its citation, as text, Markdown or HTML.

use std::fmt::Write;

use crate::analysis::Analysis;
use crate::analysis::questions::brief::Line;
use crate::analysis::questions::brief::Part;
use crate::analysis::questions::brief::Place;
use crate::print::cite;
use crate::print::export::html::STYLE;
use crate::print::export::html::escaped as html_escaped;
use crate::print::export::markdown::escaped as markdown_escaped;
use crate::print::export::markdown::link_to;
use crate::text::Dossier;
use crate::text::Source;
use crate::text::SourceId;
use crate::text::offsets::Offsets;
use crate::text::visible::fit;
use crate::text::visible::visible;
use crate::text::words::counted;
use crate::text::words::one_line;

/// Shapes of a brief.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// For the terminal and for mail.
    Text,
    /// Markdown with links to the passages.
    Markdown,
    /// One page that needs nothing else.
    Html,
}

/// Most cells of the name of a source in a citation; it stands in full in the list of sources.
const LABEL: usize = 36;

/// The document. `sources` are those that the lines are about.
pub fn brief(dossier: &Dossier, analysis: &Analysis, lines: &[Line], sources: &[SourceId], shape: Shape) -> String {
    let written = Written { dossier, shape };
    let mut page = String::new();
    written.head(&title(dossier, analysis, sources), &mut page);
    for of_part in lines.chunk_by(|a, b| a.part == b.part) {
        written.part(of_part[0].part, of_part, &mut page);
    }
    written.sources(sources, &mut page);
    page
}

/// How many sources there are, how many independent, from when to when.
fn title(dossier: &Dossier, analysis: &Analysis, sources: &[SourceId]) -> String {
    let days = sources.iter().filter_map(|id| dossier.source(*id)?.published()?.bounds()).map(|(first, _)| first);
    let (first, last) = (days.clone().min(), days.max());
    let independent = analysis.reprints().independent(sources.iter().copied());
    let few = if independent < sources.len() { format!(", {independent} of them independent") } else { String::new() };
    let when = match (first, last) {
        (Some(first), Some(last)) if first == last => format!(", {first}"),
        (Some(first), Some(last)) => format!(", {first} to {last}"),
        _ => String::new(),
    };
    let count = counted(sources.len(), "source");
    format!("Brief of {count}{few}{when}")
}

struct Written<'a> {
    dossier: &'a Dossier,
    shape: Shape,
}

impl Written<'_> {
    fn words(&self, words: &str) -> String {
        match self.shape {
            Shape::Text => visible(words).into_owned(),
            Shape::Markdown => markdown_escaped(words),
            Shape::Html => html_escaped(words),
        }
    }

    fn head(&self, title: &str, page: &mut String) {
        let _ = match self.shape {
            Shape::Text => writeln!(page, "{}", self.words(title)),
            Shape::Markdown => writeln!(page, "# {}", self.words(title)),
            Shape::Html => writeln!(
                page,
                "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{0}</title>\n<style>\n{1}</style>\n</head>\n<body>\n<header><h1>{0}</h1></header>",
                self.words(title),
                STYLE
            ),
        };
    }

    fn part(&self, part: Part, lines: &[Line], page: &mut String) {
        let _ = match self.shape {
            Shape::Text => writeln!(page, "\n{}", part.name().to_uppercase()),
            Shape::Markdown => writeln!(page, "\n## {}\n", part.name()),
            Shape::Html => writeln!(page, "<h2>{}</h2>\n<ul>", part.name()),
        };
        for line in lines {
            self.line(line, page);
        }
        if self.shape == Shape::Html {
            page.push_str("</ul>\n");
        }
    }

    fn line(&self, line: &Line, page: &mut String) {
        let about = line.when.map(|when| when.to_string()).unwrap_or_else(|| line.about.clone());
        let about = match self.shape {
            _ if about.is_empty() => String::new(),
            Shape::Text => format!("{}: ", self.words(&about)),
            Shape::Markdown => format!("**{}:** ", self.words(&about)),
            Shape::Html => format!("<b>{}:</b> ", self.words(&about)),
        };
        let told = match line.told_by {
            (all, independent) if all > 1 && independent < all => format!(" — {all} sources, {independent} independent"),
            _ => String::new(),
        };
        let values = line.places.iter().filter_map(|place| {
            let value = one_line(place.value?.of(&self.dossier.source(place.source)?.text));
            Some(format!("{} ({})", self.words(&value), self.cited(place)))
        });
        let values: Vec<String> = values.collect();
        let body = if values.is_empty() {
            let cites: Vec<String> = line.places.iter().map(|place| self.cited(place)).collect();
            format!("{} ({}){told}", self.words(&line.words), cites.join("; "))
        } else {
            format!("{}{told}", values.join(" — "))
        };
        let _ = match self.shape {
            Shape::Text | Shape::Markdown => writeln!(page, "- {about}{body}"),
            Shape::Html => writeln!(page, "<li>{about}{body}</li>"),
        };
    }

    /// `Reuters ¶3`, with the way to the passage.
    fn cited(&self, place: &Place) -> String {
        let Some(source) = self.dossier.source(place.source) else { return String::new() };
        let block = source.blocks.iter().position(|block| block.span.contains(place.passage.start())).unwrap_or(0);
        let label = fit(self.dossier.label(place.source), LABEL);
        let name = format!("{label} {}", source.paragraph_label(block));
        let address = format!("{}:{}", source.name, Offsets::new(&source.text).scalars(place.passage).0);
        match self.shape {
            Shape::Text => format!("{}, {}", self.words(&name), self.words(&address)),
            Shape::Markdown => format!("[{}]({})", self.words(&name), link_to(&address)),
            Shape::Html => format!("<a href=\"{}\">{}</a>", html_escaped(&link_to(&address)), self.words(&name)),
        }
    }

    fn sources(&self, sources: &[SourceId], page: &mut String) {
        let _ = match self.shape {
            Shape::Text => writeln!(page, "\nSOURCES"),
            Shape::Markdown => writeln!(page, "\n## Sources\n"),
            Shape::Html => writeln!(page, "<h2>Sources</h2>\n<ol>"),
        };
        for (id, source) in sources.iter().filter_map(|id| Some((*id, self.dossier.source(*id)?))) {
            let _ = match self.shape {
                Shape::Text | Shape::Markdown => writeln!(page, "- {}", self.source(id, source)),
                Shape::Html => writeln!(page, "<li>{}</li>", self.source(id, source)),
            };
        }
        if self.shape == Shape::Html {
            page.push_str("</ol>\n</body>\n</html>\n");
        }
    }

    fn source(&self, id: SourceId, source: &Source) -> String {
        format!("{}: {}", self.words(self.dossier.label(id)), self.words(&one_line(&cite::chicago(source))))
    }
}
