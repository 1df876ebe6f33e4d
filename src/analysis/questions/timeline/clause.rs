//! The words of a sentence that say what happened on one of its dates: the clause that holds the date, without a date that opens it,
//! since the day already stands beside it.

use crate::text::Span;
use crate::text::words::words;

/// Fewest words of a clause before its date: a subject and a verb.
const FEWEST: usize = 3;
/// Words that may stand before a date that opens a sentence.
const OPENERS: &[&str] = &[
    "on",
    "in",
    "by",
    "since",
    "during",
    "at",
    "the",
    "as",
    "of",
    "from",
    "until",
    "late",
    "early",
    "end",
    "beginning",
    "back",
    "then",
    "and",
    "but",
];
/// What parts one clause from the next.
const BORDERS: &[&str] =
    &["; ", " — ", " – ", ": ", ", and ", ", but ", ", while ", ", when ", ", which ", ", who ", ", before ", ", after "];
/// What ends a clause.
const ENDS: &[&str] = &["; ", " — "];

/// The clause of `date` in a sentence; both lie in `text`.
pub fn clause(text: &str, sentence: Span, date: Span) -> Span {
    if date.is_empty() || !sentence.covers(date) {
        return sentence;
    }
    let before = Span::new(sentence.start(), date.start()).of(text);
    let behind = Span::new(date.end(), sentence.end()).of(text);
    let end = ENDS.iter().filter_map(|end| behind.find(end)).min().map_or(sentence.end(), |at| date.end() + at);
    let opens = words(before).all(|word| OPENERS.contains(&word.of(before).to_lowercase().as_str()));
    if opens && let Some(rest) = behind.strip_prefix(", ") {
        let start = sentence.end() - rest.len();
        let length = ENDS.iter().filter_map(|end| rest.find(end)).min().unwrap_or(rest.len());
        // What is left must still be a clause.
        let found = Span::new(start, start + length);
        return if words(found.of(text)).count() >= FEWEST { found } else { sentence };
    }
    let candidates = BORDERS.iter().flat_map(|border| before.match_indices(border).map(|(at, border)| at + border.len()));
    let starts = candidates.filter(|at| words(&before[*at..]).count() >= FEWEST);
    let start = starts.max().map_or(sentence.start(), |at| sentence.start() + at);
    Span::new(start, end)
}

#[cfg(test)]
mod tests {
    use super::clause;
    use crate::text::Span;

    #[test]
    fn the_clause_with_subject_and_verb_is_shown_without_a_date_that_opens_it() {
        for (text, date, wanted) in [
            ("On 5 March, the town of Kelso shut its old bridge.", "5 March", "the town of Kelso shut its old bridge."),
            ("The bridge was built in 1902, and the town shut it on 5 March.", "5 March", "the town shut it on 5 March."),
            (
                "The bridge was built in 1902, and the town shut it on 5 March.",
                "1902",
                "The bridge was built in 1902, and the town shut it on 5 March.",
            ),
            ("Ann Reed spoke on Friday; the ferry came in May.", "May", "the ferry came in May."),
            ("Ann Reed spoke on Friday; the ferry came in May.", "Friday", "Ann Reed spoke on Friday"),
            ("In May, ferries.", "May", "In May, ferries."),
            ("By the end of 2024, it was over — as planned.", "2024", "it was over"),
        ] {
            let at = text.find(date).expect("the date");
            assert_eq!(clause(text, Span::new(0, text.len()), Span::new(at, at + date.len())).of(text), wanted);
        }
    }
}
