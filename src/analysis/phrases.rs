//! Finding many phrases in a text at once: terms of themes and names of entities.
//!
//! A phrase is a row of words. Words with a capital letter match to the letter, others in any case, spelling
//! (British, American) and inflection; `terror*` matches every word that begins so. A hyphen, a dash or a full stop
//! of an abbreviation may stand between two words of a phrase. The longest phrase wins.

use std::collections::HashMap;

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
    by_beginning: HashMap<[char; 2], Vec<u32>>,
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

    /// Phrases in `text`, in order, without overlaps, the longest first; `spans` are the words of `text`.
    pub fn find(&self, text: &str, spans: &[Span]) -> Vec<Found> {
        let mut found: Vec<Found> = Vec::new();
        let mut at = 0;
        while at < spans.len() {
            match self.longest_at(text, spans, at) {
                Some((hit, n_words)) => {
                    found.push(hit);
                    at += n_words;
                }
                None => at += 1,
            }
        }
        found
    }

    fn longest_at(&self, text: &str, spans: &[Span], at: usize) -> Option<(Found, usize)> {
        let bucket = self.by_beginning.get(&beginning(spans[at].of(text)))?;
        bucket.iter().find_map(|&index| {
            let phrase = &self.phrases[index as usize];
            let here = spans.get(at..at + phrase.words.len())?;
            let joined = here.windows(2).all(|pair| may_join(text, pair[0], pair[1]));
            let alike = phrase.words.iter().enumerate().all(|(index, word)| word.matches(here[index].of(text), index + 1 == here.len()));
            (joined && alike).then(|| {
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
    fn matches(&self, word: &str, is_last: bool) -> bool {
        match self {
            Word::Exact(exact) => {
                let alike = |word: &str| word.len() >= exact.len() && word.chars().map(straight).eq(exact.chars());
                alike(word) || is_last && alike(strip_possessive(word))
            }
            Word::Inflected(key) => inflection_key(&fold(word)) == key.as_str(),
            Word::Beginning(beginning) => fold(word).starts_with(beginning.as_str()),
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

/// First two letters, lower case, of a word that may have accents.
fn beginning(word: &str) -> [char; 2] {
    let mut letters = word.chars().map(|letter| letter.to_lowercase().next().unwrap_or(letter));
    [letters.next().unwrap_or(' '), letters.next().unwrap_or(' ')]
}

/// Whether two words may belong to one phrase: only blanks, hyphens or dashes stand between them, or the full stop of
/// a short abbreviation.
fn may_join(text: &str, before: Span, after: Span) -> bool {
    let between = &text[before.end()..after.start()];
    let short = before.len() <= 3;
    between.len() <= 8 && between.chars().all(|c| c.is_whitespace() || matches!(c, '-' | '\u{2010}'..='\u{2015}' | '&') || c == '.' && short)
}

#[cfg(test)]
mod tests {
    use super::Matching;
    use super::Phrases;
    use crate::text::Span;
    use crate::text::words::words;

    #[track_caller]
    fn check(phrases: &[(&str, Matching)], text: &str, expected: &[&str]) {
        let mut compiled = Phrases::default();
        for (target, (phrase, matching)) in phrases.iter().enumerate() {
            compiled.add(phrase, *matching, target as u32);
        }
        let spans: Vec<Span> = words(text).collect();
        let found: Vec<&str> = compiled.find(text, &spans).into_iter().map(|found| found.span.of(text)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn terms_match_inflections_and_both_spellings() {
        check(&[("recognize", Matching::Term), ("attack", Matching::Term)], "It recognised the attacks, not the attackers.", &["recognised", "attacks"]);
        check(&[("terror*", Matching::Term)], "Terrorists and terrorism.", &["Terrorists", "terrorism"]);
        check(&[("counter-terrorism", Matching::Term)], "In counter-terrorism and counter terrorism.", &["counter-terrorism", "counter terrorism"]);
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
