//! `search`: concordance lines.

use serde::Serialize;

use super::Paint;
use super::Place;
use super::Row;
use crate::analysis::questions::search::KwicLine;
use crate::analysis::questions::search::kwic;
use crate::text::Source;
use crate::text::Span;
use crate::text::offsets::Offsets;
use crate::text::visible;
use crate::text::words::one_line;

/// Cells of context on each side, in text for people.
const SIDE: usize = 36;

/// One find with the words around it.
#[derive(Debug, Serialize)]
pub struct SearchRow {
    #[serde(flatten)]
    place: Place,
    left: String,
    right: String,
    #[serde(skip)]
    node: String,
}

impl SearchRow {
    /// The row of one find.
    pub fn new(source: &Source, offsets: &Offsets, span: Span) -> SearchRow {
        let KwicLine { left, node, right } = kwic(source, span);
        SearchRow { place: Place::new(source, offsets, span), left, right, node }
    }
}

impl Row for SearchRow {
    const COLUMNS: &'static [&'static str] = &["source", "start", "end", "left", "text", "right"];

    fn cells(&self) -> Vec<String> {
        vec![
            self.place.source.clone(),
            self.place.start.to_string(),
            self.place.end.to_string(),
            self.left.clone(),
            self.place.text.clone(),
            self.right.clone(),
        ]
    }

    fn text(&self, paint: Paint) -> String {
        let left = last_cells(&visible::visible(&self.left), SIDE);
        let right = first_cells(&visible::visible(&self.right), SIDE);
        format!("{left}{}{right}  {}", paint.bold(&self.node), paint.dim(&self.place.address()))
    }
}

/// A passage near in meaning to a question.
#[derive(Debug, Serialize)]
pub struct MeaningRow {
    #[serde(flatten)]
    place: Place,
    score: f32,
}

impl MeaningRow {
    /// The row of one passage.
    pub fn new(source: &Source, passage: Span, score: f32) -> MeaningRow {
        MeaningRow { place: Place::new(source, &Offsets::new(&source.text), passage), score }
    }
}

impl Row for MeaningRow {
    const COLUMNS: &'static [&'static str] = &["source", "start", "end", "score", "text"];

    fn cells(&self) -> Vec<String> {
        vec![
            self.place.source.clone(),
            self.place.start.to_string(),
            self.place.end.to_string(),
            format!("{:.3}", self.score),
            self.place.text.clone(),
        ]
    }

    fn text(&self, paint: Paint) -> String {
        format!("{:.2} {} {}", self.score, paint.dim(&self.place.address()), visible::visible(&one_line(&self.place.text)))
    }
}

/// The end of `text`, padded on the left to `cells` cells.
fn last_cells(text: &str, cells: usize) -> String {
    let kept = visible::last_cells(text, cells);
    format!("{}{kept}", " ".repeat(cells.saturating_sub(visible::width(kept))))
}

/// The beginning of `text`, padded on the right to `cells` cells.
fn first_cells(text: &str, cells: usize) -> String {
    let mut end = 0;
    let mut used = 0;
    for (at, character) in text.char_indices() {
        used += visible::width(character.encode_utf8(&mut [0; 4]));
        if used > cells {
            break;
        }
        end = at + character.len_utf8();
    }
    let kept = &text[..end];
    format!("{kept}{}", " ".repeat(cells.saturating_sub(visible::width(kept))))
}
