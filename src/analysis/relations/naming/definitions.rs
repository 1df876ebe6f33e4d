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

/// All acronyms that a text introduces, in order: in brackets or behind `or`, of initials or of the beginnings of words.
pub(super) fn definitions(text: &str) -> impl Iterator<Item = Definition> + '_ {
    let marks = text.match_indices(['(', ',']).filter_map(|(at, mark)| match mark {
        "(" => Some((at, at + 1)),
        _ => text[at..].starts_with(", or ").then_some((at, at + ", or ".len())),
    });
    marks.filter_map(|(at, start)| {
        let inner = &text[start..];
        // No further than an acronym reaches: a text may be nothing but brackets.
        let length = inner.bytes().take(*LETTERS.end() + 1).take_while(u8::is_ascii_alphabetic).count();
        let acronym = &inner[..length];
        let is_closed = inner[length..].starts_with(if start == at + 1 { [')', ')'] } else { [',', '.'] });
        // `(LLMs)`
        let acronym =
            acronym.strip_suffix('s').filter(|one| one.len() > 1 && one.bytes().all(|c| c.is_ascii_uppercase())).unwrap_or(acronym);
        let length = acronym.len();
        let capitals = acronym.bytes().filter(u8::is_ascii_uppercase).count();
        if !is_closed || !LETTERS.contains(&length) || capitals < 2 || !acronym.starts_with(|c: char| c.is_ascii_uppercase()) {
            return None;
        }
        let name = if capitals == length { name_before(text, at, acronym) } else { blended_before(text, at, acronym) }?;
        Some(Definition { name, acronym: Span::new(start, start + acronym.len()) })
    })
}

/// The words before byte `end` with whose beginnings `blend` is made: `Library Genesis` of `LibGen`.
fn blended_before(text: &str, end: usize, blend: &str) -> Option<Span> {
    let mut borders: Vec<usize> = blend.match_indices(|c: char| c.is_ascii_uppercase()).map(|(at, _)| at).collect();
    borders.push(blend.len());
    let parts: Vec<&str> = borders.windows(2).map(|two| &blend[two[0]..two[1]]).collect();
    let before = text[..end].trim_end();
    let mut start = before.len();
    for part in parts.iter().rev() {
        let rest = if start == before.len() { before } else { before[..start].strip_suffix(' ')? };
        let word = rest.rfind(|c: char| !c.is_alphanumeric()).map_or(0, |at| at + rest[at..].chars().next().map_or(1, char::len_utf8));
        if !rest[word..].starts_with(part) {
            return None;
        }
        start = word;
    }
    Some(Span::new(start, before.len()))
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
            ("He used Library Genesis, or LibGen, for it.", Some("Library Genesis")),
            ("the Pirate Library Mirror (PiLiMi) was", Some("Pirate Library Mirror")),
            ("Large Language Models (LLMs) are", Some("Large Language Models")),
            ("He likes tea, or Coffee, or LibGen.", None),
        ] {
            assert_eq!(definitions(text).next().map(|found| found.name.of(text)), name, "{text}");
        }
    }
}
