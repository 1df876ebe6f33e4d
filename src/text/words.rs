//! Words with their spans, and forms of them for comparison.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::text::Span;
use crate::text::spelling;
use crate::text::visible::counts_for_nothing;

/// Words of `text` in order: runs of letters and digits.
///
/// An apostrophe inside a word belongs to it (`Taliban’s`), so do the marks inside a number (`15,000`, `1.3`) and the
/// full stops between single capitals (`U.S`, without the last one). A hyphen parts words. Each character of a script
/// written without blanks (Han, kana, Thai) is a word of its own.
pub fn words(text: &str) -> Words<'_> {
    Words { text, at: 0 }
}

/// Iterator over words, see [`words`].
pub struct Words<'a> {
    text: &'a str,
    at: usize,
}

impl Iterator for Words<'_> {
    type Item = Span;

    fn next(&mut self) -> Option<Span> {
        let rest = self.text.get(self.at..)?;
        let start = self.at + rest.find(char::is_alphanumeric)?;
        let end = start + word_length(&self.text[start..]);
        self.at = end;
        Some(Span::new(start, end))
    }
}

/// Length in bytes of the word at the beginning of `text`, which begins with a letter or digit.
fn word_length(text: &str) -> usize {
    // Most words are plain letters up to a blank, and found a byte at a time.
    let plain = text.bytes().take_while(u8::is_ascii_alphanumeric).count();
    match text.as_bytes().get(plain) {
        Some(next) if next.is_ascii() && !matches!(next, b'\'' | b'.' | b',') => plain,
        None => plain,
        Some(_) => mixed_word_length(text),
    }
}

/// The same for a word of any letters and marks.
fn mixed_word_length(text: &str) -> usize {
    let mut end = 0;
    let mut characters = text.char_indices().peekable();
    let mut before = ' ';
    while let Some((at, character)) = characters.next() {
        let next = characters.peek().map_or(' ', |&(_, next)| next);
        if character.is_alphanumeric() {
            if stands_alone(character) {
                return if at == 0 { character.len_utf8() } else { at };
            }
        } else {
            let inside = match character {
                '\'' | '\u{2019}' | '\u{2bc}' => before.is_alphanumeric() && next.is_alphabetic(),
                '.' | ',' if before.is_ascii_digit() => next.is_ascii_digit(),
                '.' => before.is_uppercase() && next.is_uppercase() && is_dotted(&text[..at]) && is_one_letter(&text[at + 1..]),
                // What nobody sees parts no word, but ends none either.
                _ => is_combining_mark(character) || counts_for_nothing(character) && goes_on(&text[at..]),
            };
            if !inside {
                break;
            }
        }
        before = character;
        end = at + character.len_utf8();
    }
    end
}

/// Whether a letter follows behind what counts for nothing.
fn goes_on(text: &str) -> bool {
    text.chars().find(|c| !counts_for_nothing(*c)).is_some_and(char::is_alphanumeric)
}

/// Whether `text` is a row of single letters parted by full stops: `U`, `U.S`.
fn is_dotted(text: &str) -> bool {
    text.split('.').all(|part| part.chars().count() == 1)
}

/// Whether `text` begins with a word of one letter.
fn is_one_letter(text: &str) -> bool {
    !text.chars().nth(1).is_some_and(char::is_alphanumeric)
}

/// The letters and digits of `text` in small letters: two headings with the same ones say the same.
pub fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// So many of something: `1 source`, `2 sources`; the noun is one whose plural ends in `s`.
pub fn counted(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

/// The first `most` characters of a text in one line, cut between words, with a sign that it goes on.
pub fn clipped(text: &str, most: usize) -> String {
    let line = one_line(text);
    let Some((end, _)) = line.char_indices().nth(most) else { return line };
    let cut = line[..end].rfind(' ').filter(|at| *at > end / 2).unwrap_or(end);
    format!("{}\u{2026}", line[..cut].trim_end_matches(|c: char| !c.is_alphanumeric()))
}

/// `text` with every run of white space as one blank.
pub fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a character is of a script that is written without blanks between words.
pub fn stands_alone(character: char) -> bool {
    matches!(character, '\u{e00}'..='\u{eff}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}')
}

/// `word` for comparison: lower case, straight apostrophes, without accents, possessive and full stops of an
/// abbreviation, in American spelling.
pub fn fold(word: &str) -> String {
    let plain = strip_possessive(word);
    let lower: String = if plain.is_ascii() {
        plain.to_ascii_lowercase()
    } else {
        plain.nfd().filter(|c| !is_combining_mark(*c) && !counts_for_nothing(*c)).flat_map(char::to_lowercase).map(straight).collect()
    };
    let lower = if lower.contains('.') && !lower.starts_with(|c: char| c.is_ascii_digit()) { lower.replace('.', "") } else { lower };
    match spelling::american(&lower) {
        Cow::Borrowed(_) => lower,
        Cow::Owned(changed) => changed,
    }
}

/// `word` without a possessive `’s` or a closing apostrophe.
pub fn strip_possessive(word: &str) -> &str {
    // Most words end in another letter, or in an `s` behind one.
    match word.as_bytes() {
        [.., before, b's' | b'S'] if before.is_ascii_alphanumeric() => return word,
        [.., last] if last.is_ascii_alphanumeric() && !matches!(last, b's' | b'S') => return word,
        _ => {}
    }
    for ending in ["\u{2019}s", "'s", "\u{2bc}s", "\u{2019}S", "'S"] {
        if let Some(stem) = word.strip_suffix(ending) {
            return stem;
        }
    }
    word.trim_end_matches(['\'', '\u{2019}', '\u{2bc}'])
}

/// Curly apostrophes and quotation marks made straight, odd blanks plain.
pub fn straight(character: char) -> char {
    match character {
        '\u{2018}' | '\u{2019}' | '\u{2bc}' | '\u{2032}' => '\'',
        '\u{201c}' | '\u{201d}' | '\u{201e}' | '\u{2033}' => '"',
        '\u{a0}' | '\u{2007}' | '\u{2009}' | '\u{202f}' => ' ',
        other => other,
    }
}

/// The form that inflections of one English word share: plural, past tense, participle, third person.
///
/// Lighter than a stemmer: `secure` and `security` stay apart, `attack`, `attacks`, `attacked` meet. Takes a word as
/// [`fold`] gives it.
pub fn inflection_key(folded: &str) -> Cow<'_, str> {
    if folded.len() < 4 || !folded.is_ascii() {
        return Cow::Borrowed(folded);
    }
    let cut = |length: usize| &folded[..folded.len() - length];
    let stem = match folded {
        _ if ends_with_any(folded, &["ies", "ied"]) && folded.len() > 4 => return Cow::Borrowed(cut(2)),
        _ if ends_with_any(folded, &["sses", "shes", "ches", "xes", "zzes"]) => cut(2),
        _ if folded.ends_with("ing") && has_vowel(cut(3)) && folded.len() > 5 => undoubled(cut(3)),
        _ if folded.ends_with("ed") && has_vowel(cut(2)) && folded.len() > 4 => undoubled(cut(2)),
        _ if folded.ends_with('s') && !ends_with_any(folded, &["ss", "us", "is"]) => cut(1),
        _ => folded,
    };
    match stem.as_bytes() {
        [.., b'e'] if stem.len() > 3 => Cow::Borrowed(&stem[..stem.len() - 1]),
        [.., before, b'y'] if !b"aeiou".contains(before) => Cow::Owned(format!("{}i", &stem[..stem.len() - 1])),
        _ => Cow::Borrowed(stem),
    }
}

fn ends_with_any(word: &str, endings: &[&str]) -> bool {
    endings.iter().any(|ending| word.ends_with(ending))
}

fn has_vowel(stem: &str) -> bool {
    stem.bytes().any(|byte| b"aeiouy".contains(&byte))
}

/// `stem` with a doubled last consonant made single: `combatt`, `plann`; not `kill`, `pass`.
fn undoubled(stem: &str) -> &str {
    match stem.as_bytes() {
        [.., a, b] if a == b && !b"aeiouls".contains(b) && stem.len() > 3 => &stem[..stem.len() - 1],
        _ => stem,
    }
}

#[cfg(test)]
mod tests {
    use super::fold;
    use super::inflection_key;
    use super::mixed_word_length;
    use super::word_length;
    use super::words;
    use proptest::prelude::*;

    fn cut(text: &str) -> Vec<&str> {
        words(text).map(|span| span.of(text)).collect()
    }

    #[test]
    fn marks_inside_a_word_belong_to_it() {
        assert_eq!(cut("Taliban’s 15,000, (US-led) U.S. at 1.3 p.m."), ["Taliban’s", "15,000", "US", "led", "U.S", "at", "1.3", "p", "m"]);
        assert_eq!(cut("’twas ‘new’ end."), ["twas", "new", "end"]);
        assert_eq!(cut("日本 a"), ["日", "本", "a"]);
    }

    #[test]
    fn spellings_and_possessives_meet() {
        assert_eq!(fold("Recognised"), "recognized");
        assert_eq!(fold("Organisation’s"), "organization");
        assert_eq!(fold("U.S"), "us");
        assert_eq!(fold("Zürich"), "zurich");
    }

    #[test]
    fn inflections_share_a_key_and_other_words_do_not() {
        for group in [
            &["attack", "attacks", "attacked", "attacking"][..],
            &["stabilize", "stabilizing", "stabilized"],
            &["combat", "combats", "combatting"],
            &["country", "countries"],
            &["tie", "ties"],
            &["study", "studies", "studied"],
        ] {
            let keys: Vec<_> = group.iter().map(|word| inflection_key(word)).collect();
            assert!(keys.windows(2).all(|pair| pair[0] == pair[1]), "{group:?} {keys:?}");
        }
        assert_ne!(inflection_key("secure"), inflection_key("security"));
        assert_ne!(inflection_key("policy"), inflection_key("police"));
        assert_ne!(inflection_key("terrorist"), inflection_key("terrorism"));
    }

    proptest! {
        #[test]
        fn plain_words_are_cut_like_all_others(text in "[a-zA-Z0-9][a-zA-Z0-9.,'’é \\-\u{301}日]{0,12}") {
            prop_assert_eq!(word_length(&text), mixed_word_length(&text));
        }

        #[test]
        fn words_stand_in_the_text_in_order(text in any::<String>()) {
            let mut end = 0;
            for word in words(&text) {
                prop_assert!(word.start() >= end && word.end() <= text.len() && !word.is_empty());
                prop_assert!(!word.of(&text).is_empty());
                end = word.end();
                let folded = fold(word.of(&text));
                prop_assert!(inflection_key(&folded).len() <= folded.len());
            }
        }
    }
}
