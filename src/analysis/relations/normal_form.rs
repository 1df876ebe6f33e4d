//! The form of a word under which it is a term.

use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::LazyLock;

use rust_stemmers::Algorithm;
use rust_stemmers::Stemmer;

use crate::analysis::gazetteer::List;
use crate::analysis::relations::terms::TermKind;
use crate::text::words::fold;

/// Irregular forms of English verbs and nouns with the form in which a dictionary lists them: `sank`, `sink`. Forms that are
/// words of their own as often, like `left`, are not there.
static IRREGULAR: List = List::new(include_str!("../../../data/words/irregular.tsv"));

/// The form under which `word` is a term, or `None` for a function word.
pub(super) fn normal_form(word: &str) -> Option<(String, TermKind)> {
    // `US` is a country, `us` a function word.
    if word == "US" {
        return Some(("united_states".to_owned(), TermKind::Word));
    }
    let folded = fold(word);
    if folded.starts_with(|c: char| c.is_ascii_digit()) {
        let plain = folded.replace(',', "");
        // `67P` is a name, `21st` and `10km` are numbers.
        let letters = plain.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
        let is_code = letters.len() == 1 && word.ends_with(char::is_uppercase) || letters.contains(|c: char| c.is_ascii_digit());
        if is_code {
            return Some((plain, TermKind::Word));
        }
        let is_year = plain.len() == 4 && plain.parse().is_ok_and(|year: u32| (1000..3000).contains(&year)) && !word.contains(',');
        return Some((plain, if is_year { TermKind::Calendar } else { TermKind::Number }));
    }
    let is_month = word == "May";
    if FUNCTION_WORDS.binary_search(&&*folded).is_ok() && !is_month {
        return None;
    }
    if let Some(number) = NUMBER_WORDS.iter().position(|name| *name == folded) {
        return Some(((number + 1).to_string(), TermKind::Number));
    }
    if let Some(month) = MONTHS.iter().find(|month| {
        month.starts_with(&*folded) && (folded.len() == 3 || folded.len() == month.len()) && word.starts_with(char::is_uppercase)
    }) {
        return Some(((*month).to_owned(), TermKind::Calendar));
    }
    let base = IRREGULAR.class(&folded).unwrap_or(&folded);
    let stem = if base.is_ascii() { Stemmer::create(Algorithm::English).stem(base) } else { Cow::Borrowed(base) };
    Some((stem.into_owned(), TermKind::Word))
}

/// The terms of words that everybody uses whatever they speak of.
static EVERYDAY: LazyLock<HashSet<String>> = LazyLock::new(|| {
    let words = include_str!("../../../data/words/everyday.txt").lines().filter(|word| !word.starts_with('#'));
    words.filter_map(normal_form).map(|(term, _)| term).collect()
});

/// Whether a term is a word that everybody uses whatever they speak of: `know`, `take`, `year`.
pub(super) fn is_everyday(term: &str) -> bool {
    EVERYDAY.contains(term)
}

const NUMBER_WORDS: [&str; 12] = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];

const MONTHS: [&str; 12] =
    ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];

/// Function words of English, sorted, as [`fold`] gives them.
const FUNCTION_WORDS: &[&str] = &[
    "a",
    "about",
    "above",
    "after",
    "again",
    "against",
    "all",
    "also",
    "although",
    "am",
    "among",
    "an",
    "and",
    "any",
    "are",
    "aren't",
    "as",
    "at",
    "be",
    "because",
    "been",
    "before",
    "being",
    "below",
    "between",
    "both",
    "but",
    "by",
    "can",
    "can't",
    "cannot",
    "could",
    "couldn't",
    "d",
    "did",
    "didn't",
    "do",
    "does",
    "doesn't",
    "doing",
    "don",
    "don't",
    "down",
    "during",
    "each",
    "either",
    "else",
    "even",
    "ever",
    "few",
    "for",
    "from",
    "further",
    "had",
    "hadn't",
    "has",
    "hasn't",
    "have",
    "haven't",
    "having",
    "he",
    "he'd",
    "he'll",
    "hence",
    "her",
    "here",
    "hers",
    "herself",
    "him",
    "himself",
    "his",
    "how",
    "however",
    "i",
    "i'd",
    "i'll",
    "i'm",
    "i've",
    "if",
    "in",
    "into",
    "is",
    "isn't",
    "it",
    "it'd",
    "it'll",
    "its",
    "itself",
    "just",
    "ll",
    "may",
    "me",
    "might",
    "mine",
    "more",
    "most",
    "must",
    "my",
    "myself",
    "neither",
    "no",
    "nor",
    "not",
    "now",
    "o",
    "of",
    "off",
    "on",
    "once",
    "only",
    "or",
    "other",
    "others",
    "our",
    "ours",
    "ourselves",
    "out",
    "over",
    "own",
    "per",
    "rather",
    "re",
    "s",
    "same",
    "shall",
    "she",
    "should",
    "since",
    "so",
    "some",
    "still",
    "such",
    "t",
    "than",
    "that",
    "the",
    "their",
    "theirs",
    "them",
    "themselves",
    "then",
    "there",
    "therefore",
    "these",
    "they",
    "they'd",
    "they'll",
    "they're",
    "they've",
    "this",
    "those",
    "though",
    "through",
    "thus",
    "to",
    "too",
    "toward",
    "towards",
    "under",
    "until",
    "unto",
    "up",
    "upon",
    "us",
    "ve",
    "very",
    "was",
    "wasn't",
    "we",
    "we'd",
    "we'll",
    "we're",
    "we've",
    "were",
    "weren't",
    "what",
    "when",
    "where",
    "whether",
    "which",
    "while",
    "who",
    "whom",
    "whose",
    "why",
    "will",
    "with",
    "within",
    "without",
    "won't",
    "would",
    "wouldn't",
    "yet",
    "you",
    "you'd",
    "you'll",
    "you're",
    "you've",
    "your",
    "yours",
    "yourself",
    "yourselves",
];

#[cfg(test)]
mod tests {
    use super::FUNCTION_WORDS;
    use super::normal_form;

    #[test]
    fn function_words_are_sorted_for_the_search() {
        assert!(FUNCTION_WORDS.is_sorted());
    }

    #[test]
    fn regular_and_irregular_forms_meet() {
        for forms in [&["sink", "sank", "sunken", "sinking"][..], &["man", "men"], &["Attack", "attacked"], &["organise", "organized"]] {
            let all: Vec<_> = forms.iter().map(|word| normal_form(word)).collect();
            assert!(all.windows(2).all(|pair| pair[0].is_some() && pair[0] == pair[1]), "{forms:?} {all:?}");
        }
        assert_ne!(normal_form("left"), normal_form("leave"));
    }
}
