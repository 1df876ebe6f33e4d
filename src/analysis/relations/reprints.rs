//! Texts that are reprints of one another: wire copy, mirrors, releases that papers print as they came. Twelve sources that print one
//! report are one witness, not twelve.
//!
//! Two texts are compared by their shingles, runs of five words (Broder, *On the resemblance and containment of documents*, 1997): one
//! reprints the other if most of the shingles of the shorter stand in the longer.

use std::collections::HashMap;
use std::hash::DefaultHasher;
use std::hash::Hash;
use std::hash::Hasher;

use crate::text::Dossier;
use crate::text::Source;
use crate::text::SourceId;
use crate::text::Span;
use crate::text::calendar::When;
use crate::text::words::words;

/// Words of a shingle.
const SHINGLE: usize = 5;
/// Share of the shingles of the shorter text that stand in the longer, from which one reprints the other.
const REPRINT: f32 = 0.6;
/// Fewest shingles of a text that can be a reprint.
const FEWEST: usize = 24;
/// Share of the numbers of the text with fewer that the other must have: releases of two quarters have the words of one.
const NUMBERS: f32 = 0.5;
/// Fewest numbers of a text by which it is told from another.
const FEWEST_NUMBERS: usize = 4;
/// Texts that share a shingle from which it is a formula and says nothing.
const FORMULA: usize = 40;
/// Shingles of all texts from which only every so many-th is looked at.
const MANY: usize = 1_000_000;
/// Share of the pairs of words of the shorter passage that stand in the longer, from which one is a copy of the other.
const COPY: f32 = 0.7;
/// Fewest pairs of words of a passage that can be a copy.
const FEWEST_PAIRS: usize = 6;
/// Most tellings of one thing that are compared with one another.
const MOST: usize = 80;

/// The texts of a dossier that are reprints.
#[derive(Clone, Debug, Default)]
pub struct Reprints {
    /// For each source the earliest of those that are reprints of one another; its own number if there are none.
    earliest: Vec<SourceId>,
    /// How many sources are reprints of another.
    n_reprints: usize,
}

impl Reprints {
    /// No reprints.
    pub const fn none() -> Reprints {
        Reprints { earliest: Vec::new(), n_reprints: 0 }
    }

    /// Those of a dossier.
    pub fn of(dossier: &Dossier) -> Reprints {
        let n_words: usize = dossier.sources().map(|(_, source)| source.n_words).sum();
        let every = (n_words / MANY + 1) as u64;
        let all: Vec<Vec<u64>> = dossier.sources().map(|(_, source)| shingles(source, every)).collect();
        let mut holders: HashMap<u64, Vec<u32>> = HashMap::new();
        for (number, own) in all.iter().enumerate() {
            own.iter().for_each(|shingle| holders.entry(*shingle).or_default().push(number as u32));
        }
        let mut shared: HashMap<(u32, u32), usize> = HashMap::new();
        for holders in holders.values().filter(|holders| (2..FORMULA).contains(&holders.len())) {
            for (at, one) in holders.iter().enumerate() {
                holders[at + 1..].iter().for_each(|other| *shared.entry((*one, *other)).or_default() += 1);
            }
        }
        let mut group: Vec<usize> = (0..all.len()).collect();
        let numbers: Vec<Vec<u64>> = dossier.sources().map(|(_, source)| numbers(source)).collect();
        let has_numbers = |one: usize, other: usize| {
            let (own, others) = (&numbers[one], &numbers[other]);
            let (fewest, shared) = (own.len().min(others.len()), shared_of(own, others));
            fewest < FEWEST_NUMBERS || shared as f32 >= NUMBERS * fewest as f32
        };
        for ((one, other), count) in shared {
            let fewest = all[one as usize].len().min(all[other as usize].len());
            let alike = fewest * every as usize >= FEWEST && count as f32 >= REPRINT * fewest as f32;
            if alike && has_numbers(one as usize, other as usize) {
                let (one, other) = (root(&mut group, one as usize), root(&mut group, other as usize));
                group[one.max(other)] = one.min(other);
            }
        }
        let day = |number: usize| dossier.source(SourceId(number as u32)).and_then(Source::published).and_then(When::bounds);
        let mut first: HashMap<usize, usize> = HashMap::new();
        for number in 0..all.len() {
            let known = first.entry(root(&mut group, number)).or_insert(number);
            // A text without a day comes behind those that have one.
            let is_earlier = match (day(number), day(*known)) {
                (Some(own), Some(other)) => own < other,
                (own, other) => own.is_some() && other.is_none(),
            };
            if is_earlier {
                *known = number;
            }
        }
        let earliest: Vec<SourceId> = (0..all.len()).map(|number| SourceId(first[&root(&mut group, number)] as u32)).collect();
        let n_reprints = earliest.iter().enumerate().filter(|(number, earliest)| earliest.index() != *number).count();
        Reprints { earliest, n_reprints }
    }

    /// The text that a source reprints: the earliest of those that are alike. `None` of that one and of those that stand alone.
    pub fn reprinted(&self, source: SourceId) -> Option<SourceId> {
        self.earliest.get(source.index()).copied().filter(|earliest| *earliest != source)
    }

    /// How many sources are reprints of another.
    pub fn n_reprints(&self) -> usize {
        self.n_reprints
    }

    /// How many of some sources do not rest on one another.
    pub fn independent(&self, sources: impl Iterator<Item = SourceId>) -> usize {
        let mut earliest: Vec<SourceId> = sources.map(|source| self.earliest.get(source.index()).copied().unwrap_or(source)).collect();
        earliest.sort_unstable();
        earliest.dedup();
        earliest.len()
    }

    /// How many of those who tell one thing do not rest on one another: reprints are one, and so are passages that are copies.
    pub fn independent_tellings(&self, dossier: &Dossier, tellings: impl Iterator<Item = (SourceId, Span)>) -> usize {
        let tellings: Vec<(SourceId, Span)> = tellings.take(MOST).collect();
        let own: Vec<Vec<u64>> = tellings
            .iter()
            .map(|(source, span)| dossier.source(*source).map_or(Vec::new(), |source| runs(&word_hashes(span.of(&source.text)), 2)))
            .collect();
        let earliest = |number: usize| self.earliest.get(tellings[number].0.index()).copied().unwrap_or(tellings[number].0);
        let mut group: Vec<usize> = (0..tellings.len()).collect();
        for one in 0..tellings.len() {
            for other in one + 1..tellings.len() {
                if earliest(one) == earliest(other) || is_copy(&own[one], &own[other]) {
                    let (one, other) = (root(&mut group, one), root(&mut group, other));
                    group[one.max(other)] = one.min(other);
                }
            }
        }
        (0..tellings.len()).filter(|number| root(&mut group, *number) == *number).count()
    }
}

fn root(group: &mut [usize], of: usize) -> usize {
    let mut at = of;
    while group[at] != at {
        group[at] = group[group[at]];
        at = group[at];
    }
    at
}

fn is_copy(one: &[u64], other: &[u64]) -> bool {
    let fewest = one.len().min(other.len());
    let shared = shared_of(one, other);
    fewest >= FEWEST_PAIRS && shared as f32 >= COPY * fewest as f32 && one.len().max(other.len()) <= 2 * fewest
}

/// How many of one sorted list stand in another.
fn shared_of(one: &[u64], other: &[u64]) -> usize {
    one.iter().filter(|word| other.binary_search(word).is_ok()).count()
}

/// The numbers of two digits and more in the passages of a source, each once, sorted.
fn numbers(source: &Source) -> Vec<u64> {
    let passages = source.passages.iter().map(|passage| passage.span.of(&source.text));
    let is_number = |word: &&str| word.bytes().filter(u8::is_ascii_digit).count() > 1;
    let mut found: Vec<u64> = passages
        .flat_map(|text| words(text).map(|word| word.of(text)).filter(is_number).flat_map(word_hashes).collect::<Vec<u64>>())
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// Every so many-th shingle of the passages of a source, each once, sorted.
fn shingles(source: &Source, every: u64) -> Vec<u64> {
    let all: Vec<u64> = source.passages.iter().flat_map(|passage| word_hashes(passage.span.of(&source.text))).collect();
    let mut found = runs(&all, SHINGLE);
    found.retain(|shingle| shingle % every == 0);
    found
}

/// Runs of so many words, hashed, each once, sorted.
fn runs(words: &[u64], length: usize) -> Vec<u64> {
    let hash = |run: &[u64]| {
        let mut hasher = DefaultHasher::new();
        run.hash(&mut hasher);
        hasher.finish()
    };
    let mut found: Vec<u64> = words.windows(length).map(hash).collect();
    found.sort_unstable();
    found.dedup();
    found
}

fn word_hashes(text: &str) -> Vec<u64> {
    let hash = |word: Span| {
        let mut hasher = DefaultHasher::new();
        word.of(text).chars().flat_map(char::to_lowercase).for_each(|letter| letter.hash(&mut hasher));
        hasher.finish()
    };
    words(text).map(hash).collect()
}

#[cfg(test)]
mod tests {
    use super::Reprints;
    use crate::import::import;
    use crate::text::Dossier;
    use crate::text::SourceId;
    use crate::text::Span;
    use std::sync::Arc;

    const WIRE: &str = "The old bridge over the river at Kelso was shut on Monday after engineers found cracks in two of its piers. \
        Mayor Ann Reed said that the town would open a ferry for cars within a week and asked for patience. \
        Repairs are expected to cost 12 million crowns and to last until the spring of next year.";

    fn dossier(texts: &[(&str, String)]) -> Dossier {
        Dossier::new(texts.iter().map(|(name, text)| Arc::new(import(name, text.as_bytes()).0)).collect())
    }

    #[test]
    fn wire_copy_is_one_witness() {
        let text = |date: &str, before: &str, body: &str| format!("---\ndate: {date}\n---\n{before}\n\n{body}\n");
        let own = "A ferry for cars will cross the river at Kelso, the town says, since its bridge has cracks and is closed. \
            Shopkeepers in the old town fear for their trade and want to be paid for what they lose until spring comes. \
            The council meets on Friday to talk about the money, and about a second bridge upstream.";
        let dossier = dossier(&[
            ("a.md", text("2024-03-06", "Kelso Post", WIRE)),
            ("b.md", text("2024-03-05", "By the agency", WIRE)),
            ("c.md", text("2024-03-07", "From our reporter", own)),
        ]);
        let reprints = Reprints::of(&dossier);
        let of: Vec<Option<SourceId>> = (0..3).map(|number| reprints.reprinted(SourceId(number))).collect();
        assert_eq!(of, [Some(SourceId(1)), None, None], "the earliest is the one that is reprinted");
        assert_eq!(reprints.independent((0..3).map(SourceId)), 2);
    }

    #[test]
    fn the_same_words_with_other_numbers_are_no_reprint() {
        let text = |numbers: [&str; 5]| {
            let [a, b, c, d, e] = numbers;
            format!(
                "The board of Nordwind met on day {a} and told that {b} cables were sold in the quarter at a price of {c} crowns. Costs came \
                to {d} crowns. The company thanks all of its {e} workers. Statements about the future are subject to risks that nobody can \
                foresee, and what comes may differ from what is expected here in every way that one can think of.\n"
            )
        };
        let texts = [("a.txt", text(["12", "1,200", "31.5", "9,000", "410"])), ("b.txt", text(["14", "1,310", "30.2", "9,400", "432"]))];
        let dossier = dossier(&texts);
        assert_eq!(Reprints::of(&dossier).n_reprints(), 0);
    }

    #[test]
    fn a_paragraph_that_is_copied_is_one_telling() {
        let texts = [
            ("a.txt", "Ann Reed said that the town would open a ferry for cars within a week."),
            ("b.txt", "Ann Reed said that the town would open a ferry for cars within a week, too."),
            ("c.txt", "In seven days there will be a ferry, according to the mayor of the town."),
        ];
        let dossier = dossier(&texts.map(|(name, text)| (name, format!("{text}\n"))));
        let tellings = dossier.sources().map(|(id, source)| (id, Span::new(0, source.text.trim_end().len())));
        assert_eq!(Reprints::of(&dossier).independent_tellings(&dossier, tellings), 2);
    }
}
