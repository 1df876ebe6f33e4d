//! `quotations`: who is quoted or reported, in which words.

use serde::Serialize;

use super::Paint;
use super::Place;
use super::Row;
use crate::analysis::Facts;
use crate::text::Source;
use crate::text::Span;
use crate::text::offsets::Offsets;
use crate::text::visible::visible;
use crate::text::words::one_line;

/// One quotation.
#[derive(Debug, Serialize)]
pub struct QuotationRow {
    #[serde(flatten)]
    place: Place,
    kind: &'static str,
    speaker: Option<Words>,
    verb: Option<Words>,
}

/// Words where they stand.
#[derive(Debug, Serialize)]
struct Words {
    start: usize,
    end: usize,
    text: String,
}

/// The quotations of a source in order.
pub fn quotations(source: &Source, facts: &Facts) -> Vec<QuotationRow> {
    let offsets = Offsets::new(&source.text);
    let words = |span: Span| {
        let (start, end) = offsets.scalars(span);
        Words { start, end, text: span.of(&source.text).to_owned() }
    };
    let rows = facts.quotations.all().iter().map(|quotation| QuotationRow {
        place: Place::new(source, &offsets, quotation.span),
        kind: if quotation.direct { "direct" } else { "reported" },
        speaker: quotation.speaker.map(words),
        verb: quotation.verb.map(words),
    });
    rows.collect()
}

impl Row for QuotationRow {
    const COLUMNS: &'static [&'static str] = &["source", "start", "end", "kind", "speaker", "verb", "text"];

    fn cells(&self) -> Vec<String> {
        let text = |words: &Option<Words>| words.as_ref().map(|words| words.text.clone()).unwrap_or_default();
        vec![
            self.place.source.clone(),
            self.place.start.to_string(),
            self.place.end.to_string(),
            self.kind.to_owned(),
            text(&self.speaker),
            text(&self.verb),
            self.place.text.clone(),
        ]
    }

    fn text(&self, paint: Paint) -> String {
        let text = |words: &Option<Words>, none: &str| words.as_ref().map_or(none.to_owned(), |words| one_line(&words.text));
        let who = format!("{} {}:", text(&self.speaker, "–"), text(&self.verb, "")).replace(" :", ":");
        let said = visible(&one_line(&self.place.text)).into_owned();
        let said = if self.kind == "direct" { format!("“{said}”") } else { said };
        format!("{} {} {said}", paint.dim(&self.place.address()), paint.bold(&who))
    }
}
