//! A place that survives edits of the text: quote with its surroundings, and position.
//!
//! TextQuoteSelector and TextPositionSelector of the W3C Web Annotation Data Model.

use serde::Deserialize;
use serde::Serialize;

use crate::text::Span;
use crate::text::offsets::Offsets;
use crate::text::offsets::character_border;
use crate::text::words::strip_possessive;
use crate::text::words::words;

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

    /// Where it stands in `text`, which may have been edited since: the position if the quote is there; else the place of
    /// the quote whose surroundings fit best, the nearest of equals, where a short quote must have some of its
    /// surroundings; else the place that differs least from the quote, by no more than [`MOST_CHANGED`] of its
    /// characters. `None` if there is none.
    pub fn resolve(&self, text: &str) -> Option<Span> {
        self.resolve_with(text, &Offsets::new(text))
    }

    /// The same with the offsets of `text` at hand, for many anchors in one text.
    pub fn resolve_with(&self, text: &str, offsets: &Offsets) -> Option<Span> {
        let at_position = Span::new(offsets.byte(self.start), offsets.byte(self.end));
        if at_position.of(text) == self.exact {
            return Some(at_position);
        }
        if self.exact.is_empty() {
            return None;
        }
        let around = |at: usize| {
            let before = common(text[..at].chars().rev(), self.prefix.chars().rev());
            let behind = common(text[at + self.exact.len()..].chars(), self.suffix.chars());
            before + behind
        };
        let places = text.match_indices(&self.exact).map(|(at, _)| (around(at), std::cmp::Reverse(at.abs_diff(at_position.start())), at));
        // A short quote without surroundings of its own is found by itself.
        let fewest = FEWEST_AROUND.min(self.prefix.chars().count() + self.suffix.chars().count());
        let best = places.max().filter(|(around, ..)| *around >= fewest || self.exact.chars().count() >= LONG);
        best.map(|(.., at)| Span::new(at, at + self.exact.len())).or_else(|| {
            let found = self.nearly(text, at_position.start()).map(|found| whole_words(text, found));
            found.filter(|found| !says_otherwise(&self.exact, found.of(text)))
        })
    }

    /// The place that differs least from the quote.
    fn nearly(&self, text: &str, near: usize) -> Option<Span> {
        let quote: Vec<char> = self.exact.chars().collect();
        if quote.len() < LONG {
            return None;
        }
        if quote.len() <= LONGEST_COMPARED {
            return self.best_around(text, near, &least_different(&quote, text, near));
        }
        // Of a long quote the beginning and the end are found one by one.
        let half = LONGEST_COMPARED / 2;
        let first = self.best_around(text, near, &least_different(&quote[..half], text, near))?;
        let end = text.get(first.end()..)?;
        let wanted = self.exact.len().saturating_sub(first.len() + half);
        let places = least_different(&quote[quote.len() - half..], end, wanted);
        let (_, last) = places.into_iter().min_by_key(|(distance, place)| (*distance, place.start().abs_diff(wanted)))?;
        Some(Span::new(first.start(), first.end() + last.end()))
    }

    /// Of places that differ about equally little the one whose surroundings fit best, the nearest of equals.
    fn best_around(&self, text: &str, near: usize, places: &[(usize, Span)]) -> Option<Span> {
        let around = |place: Span| {
            let before = text.get(..place.start()).map_or(0, |before| common(before.chars().rev(), self.prefix.chars().rev()));
            let behind = text.get(place.end()..).map_or(0, |behind| common(behind.chars(), self.suffix.chars()));
            (before + behind).min(MOST_AROUND)
        };
        // Two characters of the surroundings weigh as much as one of the quote.
        let cost = |(distance, place): &&(usize, Span)| (2 * distance + MOST_AROUND - around(*place), place.start().abs_diff(near));
        places.iter().min_by_key(cost).map(|(_, place)| *place)
    }
}

/// Words that turn what is said round.
const NEGATIONS: &[&str] = &["not", "no", "never", "none", "nobody", "nothing", "neither", "nor", "without", "cannot", "denied", "denies"];

/// Whether words that differ a little say something else: another number, another name, the contrary. A note is not moved
/// to them.
fn says_otherwise(quote: &str, found: &str) -> bool {
    let telling = |text: &str| -> Vec<String> {
        let all: Vec<&str> = words(text).map(|span| span.of(text)).collect();
        let tells = |(index, word): (usize, &&str)| {
            let lower = word.to_lowercase();
            let is_negation = NEGATIONS.contains(&lower.as_str()) || lower.ends_with("n't") || lower.ends_with("n\u{2019}t");
            // At the beginning every word has a capital.
            let is_name = index > 0 && word.starts_with(char::is_uppercase);
            (is_negation || is_name || word.contains(|c: char| c.is_ascii_digit())).then(|| strip_possessive(&lower).to_owned())
        };
        let mut found: Vec<String> = all.iter().enumerate().filter_map(tells).collect();
        found.sort();
        found.dedup();
        found
    };
    telling(quote) != telling(found)
}

/// Characters of the surroundings that count for a place.
const MOST_AROUND: usize = 24;
/// A stretch without the rest of a word that is cut at its beginning, and with all of the one at its end.
fn whole_words(text: &str, span: Span) -> Span {
    let inside = |at: usize| {
        let before = text[..at].chars().next_back().is_some_and(char::is_alphanumeric);
        before && text[at..].chars().next().is_some_and(char::is_alphanumeric)
    };
    let (mut start, mut end) = (span.start(), span.end());
    if inside(start) {
        let rest = &text[start..end];
        let cut = rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(0);
        start += cut + rest[cut..].find(char::is_alphanumeric).unwrap_or(0);
    }
    if inside(end) {
        end += text[end..].find(|c: char| !c.is_alphanumeric()).unwrap_or(text.len() - end);
    }
    Span::new(start, end)
}

/// Share of the characters of a quote that may have been changed.
pub const MOST_CHANGED: f32 = 0.3;
/// Characters from which a quote is long: found without its surroundings, and found though it was changed.
const LONG: usize = 24;
/// Characters of the surroundings that a short quote must have kept.
const FEWEST_AROUND: usize = 6;
/// Characters that are compared at once.
const LONGEST_COMPARED: usize = 600;
/// Bytes on each side of the old place in which a changed quote is looked for.
const LOOKED_AT: usize = 200_000;

/// The stretches of `text` with the least edit distances to `quote` (Sellers 1980), within [`LOOKED_AT`] of `near`; none if
/// the least is more than [`MOST_CHANGED`].
fn least_different(quote: &[char], text: &str, near: usize) -> Vec<(usize, Span)> {
    let (from, to) = (character_border(text, near.saturating_sub(LOOKED_AT)), character_border(text, near.saturating_add(LOOKED_AT)));
    let bound = (quote.len() as f32 * MOST_CHANGED) as usize;
    // An end that is some characters off may fit what stands behind it better.
    let slack = (quote.len() / 10).clamp(2, 8);
    // Of each row of the table: the distance, and where the stretch began.
    let mut column: Vec<(usize, usize)> = (0..=quote.len()).map(|row| (row, from)).collect();
    let (mut least, mut best) = (bound, Vec::new());
    for (at, character) in text.get(from..to).unwrap_or("").char_indices() {
        let (here, behind) = (from + at, from + at + character.len_utf8());
        let mut diagonal = (0, here);
        column[0] = (0, behind);
        for row in 1..=quote.len() {
            let left = column[row];
            let replaced = (diagonal.0 + usize::from(quote[row - 1] != character), diagonal.1);
            let inserted = (left.0 + 1, left.1);
            let dropped = (column[row - 1].0 + 1, column[row - 1].1);
            column[row] = replaced.min(inserted).min(dropped);
            diagonal = left;
        }
        let (distance, start) = column[quote.len()];
        least = least.min(distance);
        if distance <= bound && distance <= least + slack && start < behind {
            best.push((distance, Span::new(start, behind)));
        }
    }
    best.retain(|(distance, _)| *distance <= least + slack);
    best
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
    fn a_changed_quote_is_found_within_the_bound() {
        let text = "First of all. The court removed the group from the list of terrorists in April. Then it rained.";
        let quote = "The court removed the group from the list of terrorists in April.";
        let start = text.find(quote).expect("the quote");
        let anchor = Anchor::new(text, Span::new(start, start + quote.len()));
        for (was, is) in [("removed", "struck"), ("the list of ", ""), ("in April", "in early April")] {
            let edited = format!("New words before. {}", text.replace(was, is));
            let found = anchor.resolve(&edited).expect("a place");
            assert_eq!(found.of(&edited), quote.replace(was, is));
        }
        assert_eq!(anchor.resolve("First of all. Then it rained, and the game went on until the evening of the next day."), None);
    }

    #[test]
    fn a_changed_quote_begins_and_ends_with_whole_words() {
        let text =
            "These are their considerations. Following a series of recent setbacks the ministry is trying to restore its image abroad.";
        let quote = "Following a series of recent setbacks the ministry is trying to restore its image abroad.";
        let anchor = Anchor::new(text, Span::new(32, 32 + quote.len()));
        let edited = text.replace("Following a series", "After a string");
        let found = anchor.resolve(&edited).expect("a place").of(&edited);
        assert_eq!(found, "After a string of recent setbacks the ministry is trying to restore its image abroad.");
    }

    #[test]
    fn a_short_quote_needs_its_surroundings() {
        let text = "The minister of Ruritania left. Others stayed.";
        let anchor = Anchor::new(text, Span::new(16, 25));
        assert_eq!(anchor.exact, "Ruritania");
        assert_eq!(anchor.resolve("Now the minister of Ruritania left.").map(Span::start), Some(20));
        assert_eq!(anchor.resolve("Nothing of the sentence, but in far Ruritania it snowed."), None);
    }

    #[test]
    fn a_note_is_not_moved_to_words_that_say_otherwise() {
        let text = "Before it. The council of Kelso paid 300 crowns for the bridge in spring. After it.";
        let quote = "The council of Kelso paid 300 crowns for the bridge in spring.";
        let start = text.find(quote).expect("there");
        let anchor = Anchor::new(text, Span::new(start, start + quote.len()));
        for (edited, stays) in [
            ("The council of Kelso paid 300 crowns for the bridge in the spring.", true),
            ("The council of Kelso has paid 300 crowns for the bridge in spring.", true),
            ("The council of Kelso paid 800 crowns for the bridge in spring.", false),
            ("The council of Melso paid 300 crowns for the bridge in spring.", false),
            ("The council of Kelso never paid 300 crowns for the bridge in spring.", false),
        ] {
            assert_eq!(anchor.resolve(&text.replace(quote, edited)).is_some(), stays, "{edited}");
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
