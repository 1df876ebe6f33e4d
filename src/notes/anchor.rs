//! A place that survives edits of the text: quote with its surroundings, and position.
//!
//! TextQuoteSelector and TextPositionSelector of the W3C Web Annotation Data Model.

use serde::Deserialize;
use serde::Serialize;

use crate::text::Span;
use crate::text::offsets::Offsets;

/// Characters of the quote that are kept of a long stretch, and of context on each side.
const CONTEXT: usize = 32;

/// A place in a text, by what stands there and where it stood.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Anchor {
    /// What stands there.
    pub exact: String,
    /// Up to 32 characters before it.
    pub prefix: String,
    /// Up to 32 characters behind it.
    pub suffix: String,
    /// First Unicode scalar value.
    pub start: usize,
    /// One past the last.
    pub end: usize,
}

impl Anchor {
    /// The anchor of `span` in `text`.
    pub fn new(text: &str, span: Span) -> Anchor {
        let offsets = Offsets::new(text);
        let (start, end) = offsets.scalars(span);
        let before = text.get(..span.start()).unwrap_or("");
        let behind = text.get(span.end()..).unwrap_or("");
        let from = before.char_indices().rev().nth(CONTEXT - 1).map_or(0, |(at, _)| at);
        let to = behind.char_indices().nth(CONTEXT).map_or(behind.len(), |(at, _)| at);
        Anchor { exact: span.of(text).to_owned(), prefix: before[from..].to_owned(), suffix: behind[..to].to_owned(), start, end }
    }

    /// Where it stands in `text`, which may have been edited since: the position if the quote is there, else the place
    /// of the quote whose surroundings fit best, the nearest of equals. `None` if the quote stands nowhere.
    pub fn resolve(&self, text: &str) -> Option<Span> {
        let offsets = Offsets::new(text);
        let at_position = Span::new(offsets.byte(self.start), offsets.byte(self.end));
        if at_position.of(text) == self.exact {
            return Some(at_position);
        }
        if self.exact.is_empty() {
            return None;
        }
        let fit = |at: usize| {
            let before = common(text[..at].chars().rev(), self.prefix.chars().rev());
            let behind = common(text[at + self.exact.len()..].chars(), self.suffix.chars());
            (before + behind, std::cmp::Reverse(at.abs_diff(at_position.start())))
        };
        let places = text.match_indices(&self.exact).map(|(at, _)| at);
        places.max_by_key(|&at| fit(at)).map(|at| Span::new(at, at + self.exact.len()))
    }
}

fn common(a: impl Iterator<Item = char>, b: impl Iterator<Item = char>) -> usize {
    a.zip(b).take_while(|(a, b)| a == b).count()
}

#[cfg(test)]
mod tests {
    use super::Anchor;
    use crate::text::Span;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_resolved_anchor_has_the_quoted_text(text in "[ab é日]{1,60}", from in 0usize..60, length in 1usize..20, inserted in "[ab ]{0,20}") {
            let borders: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
            let start = borders[from % borders.len()];
            let end = borders[(from % borders.len() + length).min(borders.len() - 1)];
            let anchor = Anchor::new(&text, Span::new(start, end));
            prop_assert_eq!(anchor.resolve(&text), Some(Span::new(start, end)));
            let edited = format!("{inserted}{text}");
            if let Some(found) = anchor.resolve(&edited) {
                prop_assert_eq!(found.of(&edited), &anchor.exact);
            }
        }
    }

    #[test]
    fn of_two_equal_quotes_the_surroundings_decide() {
        let text = "one word here, another word there";
        let anchor = Anchor::new(text, Span::new(23, 27));
        let edited = "new: one word here, another word there";
        assert_eq!(anchor.resolve(edited), Some(Span::new(28, 32)));
        assert_eq!(anchor.resolve("nothing"), None);
    }
}
