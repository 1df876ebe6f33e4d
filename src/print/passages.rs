//! `passages`: every passage with its offsets.

use serde::Serialize;

use super::Paint;
use super::Place;
use super::Row;
use crate::text::BlockKind;
use crate::text::Source;
use crate::text::Span;
use crate::text::offsets::Offsets;
use crate::text::visible::visible;
use crate::text::words::one_line;

/// One passage, or with `--all` one block that holds none, or the heads of a table.
#[derive(Debug, Serialize)]
pub struct PassageRow {
    #[serde(flatten)]
    place: Place,
    block: &'static str,
    paragraph: Option<usize>,
}

/// The passages of a source in order; with `all` also its other blocks.
pub fn passages(source: &Source, all: bool) -> Vec<PassageRow> {
    let offsets = Offsets::new(&source.text);
    let mut rows = Vec::new();
    let mut paragraph = 0;
    let mut passages = source.passages.iter().peekable();
    for (index, block) in source.blocks.iter().enumerate() {
        if block.kind.is_linked() && !block.kind.holds_passages() {
            while passages.next_if(|passage| passage.block as usize == index).is_some() {}
        }
        if block.kind.holds_passages() {
            paragraph += 1;
            // The heads of a table are no passage.
            let first = passages.peek().filter(|passage| passage.block as usize == index).map(|passage| passage.span.start());
            let head = Span::new(block.span.start(), first.unwrap_or(block.span.end())).trimmed(&source.text);
            if all && block.kind == BlockKind::Table && !head.is_empty() {
                rows.push(PassageRow { place: Place::new(source, &offsets, head), block: block.kind.name(), paragraph: None });
            }
            while let Some(passage) = passages.next_if(|passage| passage.block as usize == index) {
                rows.push(PassageRow {
                    place: Place::new(source, &offsets, passage.span),
                    block: block.kind.name(),
                    paragraph: Some(paragraph),
                });
            }
        } else if all {
            rows.push(PassageRow { place: Place::new(source, &offsets, block.span), block: block.kind.name(), paragraph: None });
        }
    }
    rows
}

impl Row for PassageRow {
    const COLUMNS: &'static [&'static str] = &["source", "start", "end", "block", "paragraph", "text"];

    fn cells(&self) -> Vec<String> {
        let paragraph = self.paragraph.map(|number| number.to_string()).unwrap_or_default();
        vec![
            self.place.source.clone(),
            self.place.start.to_string(),
            self.place.end.to_string(),
            self.block.to_owned(),
            paragraph,
            self.place.text.clone(),
        ]
    }

    fn text(&self, paint: Paint) -> String {
        let mark = self.paragraph.map_or_else(|| self.block.to_owned(), |number| format!("¶{number}"));
        format!("{} {}", paint.dim(&format!("{} {mark}", self.place.address())), visible(&one_line(&self.place.text)))
    }
}
