//! Acronyms that a text introduces: `the National Grid Authority (NGA)`. What stands in the brackets is a name, and so are all the
//! words before it whose initials it is.

use crate::text::Span;
use crate::text::words::words;

/// Words that an acronym may leave out.
const SMALL: [&str; 6] = ["of", "and", "the", "for", "in", "on"];
/// Letters of an acronym.
const LETTERS: std::ops::RangeInclusive<usize> = 2..=8;

/// A name and the acronym that stands in brackets behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Definition {
    /// The words whose initials the acronym is, without an article.
    pub(super) name: Span,
    /// The acronym without its brackets.
    pub(super) acronym: Span,
}

/// All acronyms that a text introduces, in order.
pub(super) fn definitions(text: &str) -> impl Iterator<Item = Definition> + '_ {
    text.match_indices('(').filter_map(|(at, _)| {
        let inner = &text[at + 1..];
        // No further than an acronym reaches: a text may be nothing but brackets.
        let length = inner.bytes().take(*LETTERS.end() + 1).take_while(u8::is_ascii_uppercase).count();
        let acronym = &inner[..length];
        let is_acronym = LETTERS.contains(&length) && inner[length..].starts_with(')');
        let name = is_acronym.then(|| name_before(text, at, acronym)).flatten()?;
        Some(Definition { name, acronym: Span::new(at + 1, at + 1 + acronym.len()) })
    })
}

/// The words before byte `end` of which `acronym` holds the initials, small words left out or not.
fn name_before(text: &str, end: usize, acronym: &str) -> Option<Span> {
    let is_border = |c: char| matches!(c, '.' | ';' | ':' | '\n' | '(' | ')' | '"' | '\u{201c}');
    let sentence = text[..end].char_indices().rev().find(|(_, c)| is_border(*c)).map_or(0, |(at, c)| at + c.len_utf8());
    let before = text[sentence..end].trim_end();
    let all: Vec<Span> = words(before).map(|word| word.shifted(sentence)).collect();
    let mut letters = acronym.chars().rev().peekable();
    let mut start = None;
    for word in all.iter().rev() {
        let Some(wanted) = letters.peek() else { break };
        let written = word.of(text);
        let initial = written.chars().next()?;
        if initial == *wanted || initial.is_lowercase() && initial.to_ascii_uppercase() == *wanted && SMALL.contains(&written) {
            letters.next();
            start = Some(*word);
        } else if !SMALL.contains(&written) {
            return None;
        }
    }
    let first = start.filter(|_| letters.peek().is_none())?;
    let last = all.last()?;
    let span = Span::new(first.start(), last.end());
    (first.of(text).starts_with(char::is_uppercase) && span.of(text).contains(' ')).then_some(span)
}

#[cfg(test)]
mod tests {
    use super::definitions;

    #[test]
    fn a_name_is_all_the_words_whose_initials_stand_in_brackets() {
        for (text, name) in [
            ("He asked the National Grid Authority (NGA) for help.", Some("National Grid Authority")),
            ("Customs and Border Protection (CBP) said no.", Some("Customs and Border Protection")),
            ("The Department of Defense (DOD) paid.", Some("Department of Defense")),
            ("Later Graphics Processing Unit (GPU) sales rose.", Some("Graphics Processing Unit")),
            ("He met the mayor (NGA) there.", None),
            ("The Grid Authority (NGA) said no.", None),
            ("the gross domestic product (GDP) fell", None),
        ] {
            assert_eq!(definitions(text).next().map(|found| found.name.of(text)), name, "{text}");
        }
    }
}
