//! Finding many phrases in a text at once: terms of themes and names of entities.
//!
//! A phrase is a row of words. Words with a capital letter match to the letter, others in any case, spelling
//! (British, American) and inflection; `terror*` matches every word that begins so. A hyphen, a dash or a full stop
//! of an abbreviation may stand between two words of a phrase. The longest phrase wins.

use std::cell::OnceCell;
use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::hash::Hasher;

use crate::text::Span;
use crate::text::words::fold;
use crate::text::words::inflection_key;
use crate::text::words::straight;
use crate::text::words::strip_possessive;
use crate::text::words::words;

/// How the words of phrases are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Matching {
    /// Words with a capital to the letter, others by inflection.
    Term,
    /// Every word to the letter, apostrophes alike.
    Name,
}

/// Phrases compiled for finding.
#[derive(Clone, Debug, Default)]
pub struct Phrases {
    phrases: Vec<Phrase>,
    /// Phrases by the first two letters of their first word, longest first.
    by_beginning: HashMap<u64, Vec<u32>, BuildHasherDefault<Identity>>,
}

#[derive(Clone, Debug)]
struct Phrase {
    words: Vec<Word>,
    target: u32,
    /// Whether the phrase as given ends in a full stop: `U.S.`
    ends_in_stop: bool,
}

#[derive(Clone, Debug, PartialEq)]
enum Word {
    Exact(String),
    Inflected(String),
    Beginning(String),
}

/// The words of a text in the forms that are compared, each made once for all that is looked for.
pub struct Words<'a> {
    text: &'a str,
    spans: Vec<Span>,
    beginnings: Vec<u64>,
    folded: Vec<OnceCell<String>>,
}

impl<'a> Words<'a> {
    /// The words of `text`.
    pub fn new(text: &'a str) -> Words<'a> {
        let spans: Vec<Span> = words(text).collect();
        let beginnings = spans.iter().map(|span| beginning(span.of(text))).collect();
        Words { text, beginnings, folded: vec![OnceCell::new(); spans.len()], spans }
    }

    fn folded(&self, at: usize) -> &str {
        self.folded[at].get_or_init(|| fold(self.spans[at].of(self.text)))
    }
}

/// A phrase found in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    /// Where it stands, without a possessive.
    pub span: Span,
    /// The number given with the phrase.
    pub target: u32,
}

impl Phrases {
    /// Adds a phrase that stands for `target`. One without a letter or digit is passed over.
    pub fn add(&mut self, phrase: &str, matching: Matching, target: u32) {
        let spans: Vec<Span> = words(phrase).collect();
        let Some(first) = spans.first() else { return };
        let key = beginning(first.of(phrase));
        let compiled = spans.iter().map(|span| compile(span.of(phrase), phrase[span.end()..].starts_with('*'), matching)).collect();
        let index = self.phrases.len() as u32;
        self.phrases.push(Phrase { words: compiled, target, ends_in_stop: phrase.trim_end().ends_with('.') });
        let bucket = self.by_beginning.entry(key).or_default();
        let n_words = spans.len();
        let phrases = &self.phrases;
        let at = bucket.partition_point(|&other| phrases[other as usize].words.len() >= n_words);
        bucket.insert(at, index);
    }

    /// Whether there is no phrase.
    pub fn is_empty(&self) -> bool {
        self.phrases.is_empty()
    }

    /// Phrases in a text, in order, without overlaps, the longest first.
    pub fn find(&self, words: &Words) -> Vec<Found> {
        let mut found: Vec<Found> = Vec::new();
        let mut at = 0;
        while at < words.spans.len() {
            match self.longest_at(words, at) {
                Some((hit, n_words)) => {
                    found.push(hit);
                    at += n_words;
                }
                None => at += 1,
            }
        }
        found
    }

    fn longest_at(&self, words: &Words, at: usize) -> Option<(Found, usize)> {
        let text = words.text;
        let bucket = self.by_beginning.get(&words.beginnings[at])?;
        bucket.iter().find_map(|&index| {
            let phrase = &self.phrases[index as usize];
            let here = words.spans.get(at..at + phrase.words.len())?;
            let alike = phrase.words.iter().enumerate().all(|(offset, word)| word.matches(words, at + offset, offset + 1 == here.len()));
            let joined = || here.windows(2).all(|pair| may_join(text, pair[0], pair[1]));
            (alike && joined()).then(|| {
                let last = here[here.len() - 1];
                let bare = strip_possessive(last.of(text)).len();
                let keeps_possessive = matches!(phrase.words.last(), Some(Word::Exact(word)) if word.len() > bare && word.contains('\''));
                let mut end = if keeps_possessive { last.end() } else { last.start() + bare };
                if phrase.ends_in_stop && text[end..].starts_with('.') {
                    end += 1;
                }
                (Found { span: Span::new(here[0].start(), end), target: phrase.target }, here.len())
            })
        })
    }
}

impl Word {
    fn matches(&self, words: &Words, at: usize, is_last: bool) -> bool {
        match self {
            Word::Exact(exact) => {
                let word = words.spans[at].of(words.text);
                let alike = |word: &str| word.len() >= exact.len() && word.chars().map(straight).eq(exact.chars());
                alike(word) || is_last && alike(strip_possessive(word))
            }
            Word::Inflected(key) => inflection_key(words.folded(at)) == key.as_str(),
            Word::Beginning(beginning) => words.folded(at).starts_with(beginning.as_str()),
        }
    }
}

fn compile(word: &str, is_beginning: bool, matching: Matching) -> Word {
    if is_beginning {
        return Word::Beginning(fold(word));
    }
    if matching == Matching::Name || word.chars().any(char::is_uppercase) {
        return Word::Exact(word.chars().map(straight).collect());
    }
    Word::Inflected(inflection_key(&fold(word)).into_owned())
}

/// First two letters, lower case, of a word, as one number.
fn beginning(word: &str) -> u64 {
    if let [a, b, ..] = word.as_bytes()
        && a.is_ascii()
        && b.is_ascii()
    {
        return u64::from(a.to_ascii_lowercase()) << 32 | u64::from(b.to_ascii_lowercase());
    }
    let mut letters = word.chars().map(|letter| letter.to_lowercase().next().unwrap_or(letter));
    let mut next = || u64::from(u32::from(letters.next().unwrap_or('\0')));
    next() << 32 | next()
}

/// A hash for keys that are numbers already.
#[derive(Clone, Default)]
struct Identity(u64);

impl Hasher for Identity {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.write_u64(u64::from(*byte)));
    }

    fn write_u64(&mut self, value: u64) {
        // Fibonacci hashing spreads neighbouring letters.
        self.0 = (value ^ value >> 32).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
}

/// Whether two words may belong to one phrase: only blanks, hyphens or dashes stand between them, or the full stop of
/// a short abbreviation.
fn may_join(text: &str, before: Span, after: Span) -> bool {
    let between = &text[before.end()..after.start()];
    let short = before.len() <= 3;
    between.len() <= 8
        && between.chars().all(|c| c.is_whitespace() || matches!(c, '-' | '\u{2010}'..='\u{2015}' | '&') || c == '.' && short)
}

#[cfg(test)]
mod tests {
    use super::Matching;
    use super::Phrases;
    use super::Words;

    #[track_caller]
    fn check(phrases: &[(&str, Matching)], text: &str, expected: &[&str]) {
        let mut compiled = Phrases::default();
        for (target, (phrase, matching)) in phrases.iter().enumerate() {
            compiled.add(phrase, *matching, target as u32);
        }
        let found: Vec<&str> = compiled.find(&Words::new(text)).into_iter().map(|found| found.span.of(text)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn terms_match_inflections_and_both_spellings() {
        check(
            &[("recognize", Matching::Term), ("attack", Matching::Term)],
            "It recognised the attacks, not the attackers.",
            &["recognised", "attacks"],
        );
        check(&[("terror*", Matching::Term)], "Terrorists and terrorism.", &["Terrorists", "terrorism"]);
        check(
            &[("counter-terrorism", Matching::Term)],
            "In counter-terrorism and counter terrorism.",
            &["counter-terrorism", "counter terrorism"],
        );
        check(&[("US", Matching::Term)], "The US told us.", &["US"]);
    }

    #[test]
    fn the_longest_name_wins_and_its_possessive_stays_outside() {
        let names = [("Afghanistan", Matching::Name), ("Afghanistan International", Matching::Name), ("U.S.", Matching::Name)];
        check(&names, "Afghanistan’s Afghanistan International in the U.S. today", &["Afghanistan", "Afghanistan International", "U.S."]);
    }

    #[test]
    fn a_name_inside_a_word_or_across_a_comma_is_none() {
        check(&[("Iran", Matching::Name), ("New York", Matching::Name)], "The Iranian, in New, York", &[]);
    }
}
