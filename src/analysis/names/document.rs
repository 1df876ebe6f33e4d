//! Steps that look at the whole document once its sentences are labelled.

use std::collections::HashMap;
use std::collections::HashSet;

use super::Name;
use super::lists::Lists;
use super::lists::class;
use super::tokens::Sentence;
use crate::analysis::gazetteer::DEMONYMS;
use crate::analysis::gazetteer::TITLES;
use crate::analysis::lexicon::EntityKind;
use crate::text::Span;

/// Times that a word must be labelled elsewhere before an unlabelled place follows.
const REPEATS: usize = 2;

/// Mends the labels: titles are cut off, nationalities are what they are, one string has one kind, a surname is a
/// person, and what is a name elsewhere is one here.
pub(super) fn settle(text: &str, sentences: &[Sentence], lists: &Lists, names: &mut Vec<Name>) {
    for name in names.iter_mut() {
        if name.kind == EntityKind::Person {
            name.span = with_given_name(text, without_title(text, name.span));
        }
        if DEMONYMS.holds(name.span.of(text)) {
            name.kind = EntityKind::Norp;
        }
    }
    names.retain(|name| !name.span.is_empty());
    majority(text, names);
    surnames(text, lists, names);
    repeats(text, sentences, lists, names);
    names.sort_by_key(|name| name.span.start());
}

/// The span of a person without the titles before the name.
fn without_title(text: &str, span: Span) -> Span {
    let written = span.of(text);
    let borders: Vec<usize> = written.match_indices(' ').map(|(at, _)| at).collect();
    // The longest title first; a title alone stays.
    for &border in borders.iter().rev() {
        let before = &written[..border];
        // A title is written with its full stop or without.
        if TITLES.class(before) == Some("title") || TITLES.class(&format!("{before}.")) == Some("title") {
            return without_title(text, Span::new(span.start() + border + 1, span.end()).trimmed(text));
        }
    }
    span
}

/// What follows a hyphen and is no second half of a given name: `Moscow-based`.
const NO_GIVEN_NAMES: &[&str] = &[
    "related", "led", "based", "born", "backed", "run", "style", "like", "era", "made", "owned", "linked", "turned", "the", "and", "who",
    "were", "was", "on", "in", "at", "to", "of", "an", "as", "is", "it", "he", "she", "they", "with", "but", "for", "by", "from", "has",
    "had", "that", "this", "elect", "type", "free", "wide", "old", "day", "year", "all", "not", "no", "or", "his", "her", "now", "then",
    "when", "while", "which", "also",
];
/// Letters of the longest second half of a given name.
const LONGEST_HALF: usize = 6;

/// The span of a person with the second half of a hyphenated given name, which is written small in names of East Asia:
/// `Chan Ho-ming`. Some pages put blanks around the hyphen.
fn with_given_name(text: &str, span: Span) -> Span {
    let behind = &text[span.end()..];
    let Some(half) = behind.strip_prefix('-').or_else(|| behind.strip_prefix(" - ")) else { return span };
    let letters = half.find(|c: char| !c.is_alphabetic()).unwrap_or(half.len());
    let written = &half[..letters];
    let is_half = (2..=LONGEST_HALF).contains(&letters) && written.chars().all(char::is_lowercase) && !NO_GIVEN_NAMES.contains(&written);
    if is_half { Span::new(span.start(), text.len() - half.len() + letters) } else { span }
}

/// Gives a string the kind that it has most often, if that is at least twice as often as any other.
fn majority(text: &str, names: &mut [Name]) {
    let mut counts: HashMap<&str, HashMap<EntityKind, usize>> = HashMap::new();
    for name in names.iter() {
        *counts.entry(name.span.of(text)).or_default().entry(name.kind).or_default() += 1;
    }
    for name in names.iter_mut() {
        let kinds = &counts[name.span.of(text)];
        let all: usize = kinds.values().sum();
        if let Some((kind, count)) = kinds.iter().max_by_key(|(kind, count)| (**count, std::cmp::Reverse(**kind)))
            && *count >= 2 * (all - count)
        {
            name.kind = *kind;
        }
    }
}

/// A single word that is the last one of a full person's name elsewhere is that person, unless it is read as a place
/// and listed as one.
fn surnames(text: &str, lists: &Lists, names: &mut [Name]) {
    let full = names.iter().filter(|name| name.kind == EntityKind::Person).map(|name| name.span.of(text));
    let last_words = full.filter_map(|written| Some(written.rsplit_once(' ')?.1));
    let surnames: HashSet<&str> = last_words.filter(|word| word.len() > 2 && word.starts_with(char::is_uppercase)).collect();
    for name in names.iter_mut().filter(|name| name.kind != EntityKind::Norp) {
        let written = name.span.of(text);
        let is_place = name.kind == EntityKind::Place && lists.classes(written) & (class::COUNTRY | class::STATE | class::CITY) != 0;
        if surnames.contains(written) && !is_place {
            name.kind = EntityKind::Person;
        }
    }
}

/// Labels a capitalised word that is labelled elsewhere and never written in lower case.
fn repeats(text: &str, sentences: &[Sentence], lists: &Lists, names: &mut Vec<Name>) {
    let mut labelled: HashMap<&str, (EntityKind, usize)> = HashMap::new();
    for name in names.iter().filter(|name| !name.span.of(text).contains(' ')) {
        labelled.entry(name.span.of(text)).or_insert((name.kind, 0)).1 += 1;
    }
    let lower: HashSet<String> = sentences
        .iter()
        .flat_map(|sentence| &sentence.tokens)
        .filter(|token| token.word && !token.capital)
        .map(|token| token.span.of(text).to_lowercase())
        .collect();
    let rows = Rows::of(text, names);
    let mut covered: Vec<Span> = names.iter().map(|name| name.span).collect();
    covered.sort_unstable_by_key(|span| span.start());
    let mut found = Vec::new();
    let mut end = 0;
    for token in sentences.iter().flat_map(|sentence| &sentence.tokens).filter(|token| token.capital) {
        let word = token.span.of(text);
        if token.span.start() < end {
            continue;
        }
        if let Some((span, kind)) = rows.at(text, token.span.start()) {
            let at = covered.partition_point(|other| other.end() <= span.start());
            if covered.get(at).is_none_or(|other| other.intersect(span).is_none()) {
                end = span.end();
                found.push(Name { span, kind });
                continue;
            }
        }
        let Some((kind, count)) = labelled.get(word) else { continue };
        let at = covered.partition_point(|span| span.end() <= token.span.start());
        let is_free = covered.get(at).is_none_or(|span| span.intersect(token.span).is_none());
        let is_calendar = lists.classes(word) & class::CALENDAR != 0;
        if *count >= REPEATS && is_free && !is_calendar && !lower.contains(&word.to_lowercase()) {
            found.push(Name { span: token.span, kind: *kind });
        }
    }
    names.extend(found);
}

/// Labelled names of several words: `Deep Throat` is a name wherever it stands.
struct Rows<'a> {
    kinds: HashMap<&'a str, EntityKind>,
    /// Lengths in bytes of the names that begin with a word, the longest first.
    lengths: HashMap<&'a str, Vec<usize>>,
}

impl<'a> Rows<'a> {
    fn of(text: &'a str, names: &[Name]) -> Rows<'a> {
        let mut rows = Rows { kinds: HashMap::new(), lengths: HashMap::new() };
        for name in names {
            let written = name.span.of(text);
            if let Some((first, rest)) = written.split_once(' ')
                && rest.starts_with(char::is_uppercase)
                && rows.kinds.insert(written, name.kind).is_none()
            {
                let lengths = rows.lengths.entry(first).or_default();
                if let Err(at) = lengths.binary_search_by(|length| written.len().cmp(length)) {
                    lengths.insert(at, written.len());
                }
            }
        }
        rows
    }

    /// The longest of them that stands at `start` as whole words.
    fn at(&self, text: &str, start: usize) -> Option<(Span, EntityKind)> {
        let first = text[start..].split(' ').next()?;
        let lengths = self.lengths.get(first)?;
        lengths.iter().find_map(|length| {
            let written = text.get(start..start + length)?;
            let whole = !text[start + length..].starts_with(char::is_alphanumeric);
            Some((Span::new(start, start + length), *self.kinds.get(written).filter(|_| whole)?))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::with_given_name;
    use super::without_title;
    use crate::text::Span;

    #[test]
    fn titles_are_cut_off() {
        let text = "Prime Minister Dr. Jane Doe";
        assert_eq!(without_title(text, Span::new(0, text.len())).of(text), "Jane Doe");
        assert_eq!(without_title("President", Span::new(0, 9)).len(), 9);
        assert_eq!(without_title("Gen Jane Doe", Span::new(0, 12)).len(), 8);
    }

    #[test]
    fn the_second_half_of_a_given_name_belongs_to_it() {
        for (text, whole) in [
            ("Chan Ho-ming said", "Chan Ho-ming"),
            ("Chan Ho - ming", "Chan Ho - ming"),
            ("Chan Ho-led", "Chan Ho"),
            ("Chan Ho – a", "Chan Ho"),
        ] {
            assert_eq!(with_given_name(text, Span::new(0, 7)).of(text), whole);
        }
    }
}
