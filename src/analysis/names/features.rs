//! What the recogniser looks at for each token, as rows of the weight table.
//!
//! Word, shape and affixes of the token and its neighbours, listed names, the run of capitalised words around it, its
//! clusters, and how the same word is written and surrounded elsewhere in the document.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::hash::Hasher;

use super::hash;
use super::hash::mix;
use super::lists::Clusters;
use super::lists::Lists;
use super::tokens::Sentence;

/// Bits of a row's number: how many rows the weight table has.
pub const ROW_BITS: u32 = 20;
/// Places elsewhere in the document whose surroundings are looked at.
const MOST_CONTEXTS: usize = 3;

/// What is known of one token.
#[derive(Clone, Default)]
struct Known {
    word: u64,
    lower: u64,
    shape: u64,
    prefixes: [u64; 4],
    suffixes: [u64; 4],
    clusters: Clusters,
    /// Classes of the longest listed name that it stands in, and where in it.
    listed: u64,
    capital: bool,
}

/// How a word is written and surrounded in the document.
#[derive(Default)]
struct Written {
    /// With a capital inside sentences.
    capital_inside: u32,
    /// In lower case.
    lower: u32,
    /// Words before and after its capitalised places, with the place.
    contexts: Vec<(usize, usize, u64, u64)>,
}

/// A document made ready for features.
pub struct Document {
    sentences: Vec<Vec<Known>>,
    shouting: Vec<bool>,
    written: HashMap<u64, Written, BuildHasherDefault<Hashed>>,
}

/// Hashes that are taken as they are: the keys are hashes already.
#[derive(Default)]
struct Hashed(u64);

impl Hasher for Hashed {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = bytes.iter().fold(self.0, |hash, byte| mix(hash, u64::from(*byte)));
    }

    fn write_u64(&mut self, key: u64) {
        // The table takes the upper bits for its tags and the lower ones for its buckets.
        self.0 = key ^ key >> 32;
    }
}

/// Tokens on each side of one that its features look at.
const BESIDE: usize = 2;

/// Mark for what stands beyond the ends of a sentence.
const OUTSIDE: u64 = 0x00de_ad00;

impl Document {
    /// Looks at every token of the document.
    pub fn new(text: &str, sentences: &[Sentence], lists: &Lists) -> Document {
        let known: Vec<Vec<Known>> = sentences.iter().map(|sentence| known(text, sentence, lists)).collect();
        let mut written: HashMap<u64, Written, BuildHasherDefault<Hashed>> = HashMap::default();
        for (number, sentence) in known.iter().enumerate().filter(|(number, _)| !sentences[*number].shouting) {
            for (index, token) in sentence.iter().enumerate().filter(|(index, _)| sentences[number].tokens[*index].word) {
                let entry = written.entry(token.lower).or_default();
                if !token.capital {
                    entry.lower += 1;
                    continue;
                }
                entry.capital_inside += u32::from(index > 0);
                if entry.contexts.len() <= MOST_CONTEXTS {
                    let before = index.checked_sub(1).map_or(OUTSIDE, |before| sentence[before].lower);
                    let after = sentence.get(index + 1).map_or(OUTSIDE, |after| after.lower);
                    entry.contexts.push((number, index, before, after));
                }
            }
        }
        Document { sentences: known, shouting: sentences.iter().map(|sentence| sentence.shouting).collect(), written }
    }

    /// Whether a document has evidence of its own: one sentence has none.
    fn has_evidence(&self) -> bool {
        self.sentences.len() > 1
    }

    /// Rows of the features of token `index` of sentence `number`, into `rows`.
    pub fn rows(&self, number: usize, index: usize, rows: &mut Vec<u32>) {
        rows.clear();
        let sentence = &self.sentences[number];
        let at = |offset: isize| index.checked_add_signed(offset).and_then(|index| sentence.get(index));
        let here = &sentence[index];
        let mut add =
            |template: u64, value: u64| rows.push(hash::finish(mix(template.wrapping_mul(0x9e37_79b9_7f4a_7c15), value), ROW_BITS));
        add(0, 0);
        add(1, here.word);
        add(2, here.lower);
        add(3, here.shape);
        for (length, (prefix, suffix)) in here.prefixes.iter().zip(&here.suffixes).enumerate() {
            add(4 + length as u64, *prefix);
            add(8 + length as u64, *suffix);
        }
        let empty = Known { word: OUTSIDE, lower: OUTSIDE, shape: OUTSIDE, ..Known::default() };
        let before = at(-1).unwrap_or(&empty);
        let after = at(1).unwrap_or(&empty);
        let before_two = at(-2).unwrap_or(&empty);
        let after_two = at(2).unwrap_or(&empty);
        for (side, token) in [(0, before), (1, after)] {
            let base = 20 + side * 20;
            add(base, token.word);
            add(base + 1, token.lower);
            add(base + 2, token.shape);
            add(base + 3, token.prefixes[2]);
            add(base + 4, token.suffixes[2]);
            add(base + 5, token.suffixes[1]);
            add(base + 6, token.listed);
            add(base + 7, u64::from(token.clusters[1]));
            add(base + 8, u64::from(token.clusters[2]));
        }
        for (side, token) in [(0, before_two), (1, after_two)] {
            let base = 60 + side * 10;
            add(base, token.lower);
            add(base + 1, token.shape);
            add(base + 2, token.listed);
            add(base + 3, u64::from(token.clusters[1]));
        }
        add(80, mix(before.lower, here.lower));
        add(81, mix(here.lower, after.lower));
        add(82, mix(mix(before.shape, here.shape), after.shape));
        add(83, mix(before.lower, here.shape));
        add(84, mix(here.shape, after.lower));
        add(85, mix(mix(before_two.shape, before.shape), here.shape));
        add(86, mix(mix(here.shape, after.shape), after_two.shape));
        add(87, mix(before_two.lower, before.lower));
        add(88, mix(after.lower, after_two.lower));
        add(90, here.listed);
        add(91, mix(here.listed, here.shape));
        add(92, mix(before.listed, here.listed));
        add(93, mix(here.listed, after.listed));
        for (level, cluster) in here.clusters.iter().enumerate() {
            add(100 + level as u64, u64::from(*cluster));
        }
        add(103, mix(u64::from(before.clusters[1]), u64::from(here.clusters[1])));
        add(104, mix(u64::from(here.clusters[1]), u64::from(after.clusters[1])));
        self.add_run(sentence, index, &mut add);
        if self.has_evidence() {
            self.add_evidence(number, index, here, &mut add);
        }
        add(105, mix(u64::from(before.clusters[2]), here.shape));
        add(106, mix(here.shape, u64::from(after.clusters[2])));
        add(107, mix(u64::from(before.clusters[1]), u64::from(before_two.clusters[1])));
        add(108, mix(u64::from(after.clusters[1]), u64::from(after_two.clusters[1])));
        let shouting = u64::from(self.shouting[number]);
        add(130, mix(shouting, u64::from(index == 0)));
        add(131, mix(shouting, here.shape));
    }

    /// The run of capitalised words that the token stands in.
    fn add_run(&self, sentence: &[Known], index: usize, add: &mut impl FnMut(u64, u64)) {
        let joins = |at: usize| sentence[at].capital;
        if !sentence[index].capital {
            return;
        }
        let first = (0..index).rev().take_while(|&at| joins(at)).last().unwrap_or(index);
        let last = (index + 1..sentence.len()).take_while(|&at| joins(at)).last().unwrap_or(index);
        let length = ((last - first).min(4)) as u64;
        let position = (index - first).min(3) as u64;
        let from_end = (last - index).min(3) as u64;
        let before = first.checked_sub(1).map_or(OUTSIDE, |at| sentence[at].lower);
        let after = sentence.get(last + 1).map_or(OUTSIDE, |token| token.lower);
        add(110, mix(sentence[first].lower, position));
        add(111, mix(sentence[last].lower, from_end));
        add(112, mix(length, position));
        add(113, mix(before, position));
        add(114, mix(after, from_end));
        add(115, mix(mix(before, after), length));
        add(116, mix(sentence[last].listed, mix(from_end, length)));
        add(117, mix(sentence[first].listed, mix(position, length)));
        add(118, mix(sentence[last].suffixes[2], from_end));
    }

    /// How the same word is written and surrounded elsewhere.
    fn add_evidence(&self, number: usize, index: usize, here: &Known, add: &mut impl FnMut(u64, u64)) {
        let Some(written) = self.written.get(&here.lower) else { return };
        if here.capital {
            let capital = written.capital_inside.min(3);
            let lower = written.lower.min(2);
            let place = u64::from(index == 0) + 2 * u64::from(self.shouting[number]);
            add(120, mix(u64::from(capital * 3 + lower), place));
        }
        let elsewhere = written.contexts.iter().filter(|(sentence, token, ..)| (*sentence, *token) != (number, index));
        for (_, _, before, after) in elsewhere.take(MOST_CONTEXTS) {
            add(121, *before);
            add(122, *after);
        }
    }
}

fn known(text: &str, sentence: &Sentence, lists: &Lists) -> Vec<Known> {
    let mut lower = String::new();
    let mut tokens: Vec<Known> = Vec::with_capacity(sentence.tokens.len());
    // Far from any name only the word itself is looked at.
    let mut stretches = sentence.open_stretches(text).into_iter().peekable();
    for (index, token) in sentence.tokens.iter().enumerate() {
        while stretches.next_if(|stretch| stretch.end + BESIDE <= index).is_some() {}
        let is_near = stretches.peek().is_some_and(|stretch| index + BESIDE >= stretch.start);
        tokens.push(one(token.span.of(text), token.capital, is_near.then_some(lists), &mut lower));
    }
    let mut index = 0;
    while index < tokens.len() {
        let token = sentence.tokens[index];
        let capital_or_role = token.word;
        let found = capital_or_role.then(|| listed(text, sentence, index, lists)).flatten();
        let Some((length, classes)) = found else {
            index += 1;
            continue;
        };
        for offset in 0..length {
            let position = match (offset, length) {
                (_, 1) => 0,
                (0, _) => 1,
                (offset, length) if offset + 1 == length => 3,
                _ => 2,
            };
            tokens[index + offset].listed = mix(u64::from(classes) + 1, position);
        }
        index += length;
    }
    tokens
}

/// The longest listed name that begins at a token; one in capitals is looked up in title case too.
fn listed(text: &str, sentence: &Sentence, index: usize, lists: &Lists) -> Option<(usize, u16)> {
    let words = sentence.tokens[index..].iter().map(|token| token.span.of(text));
    let found = lists.longest(words);
    if found.is_some() || !sentence.tokens[index].capital {
        return found;
    }
    let first = sentence.tokens[index].span.of(text);
    let in_capitals = first.len() > 3 && first.chars().all(|c| !c.is_lowercase());
    if !in_capitals {
        return None;
    }
    let titled: Vec<String> = sentence.tokens[index..].iter().take(3).map(|token| title_case(token.span.of(text))).collect();
    lists.longest(titled.iter().map(String::as_str))
}

fn title_case(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters.flat_map(char::to_lowercase)).collect())
}

/// A token, with all that features look at if `lists` are given.
fn one(word: &str, capital: bool, lists: Option<&Lists>, lower: &mut String) -> Known {
    lower.clear();
    let is_ascii = word.is_ascii();
    if is_ascii {
        lower.push_str(word);
        lower.make_ascii_lowercase();
    } else {
        lower.extend(word.chars().map(crate::text::words::straight).flat_map(char::to_lowercase));
    }
    let mut known = Known { word: hash::text(word), lower: hash::text(lower), capital, ..Known::default() };
    let Some(lists) = lists else { return known };
    known.shape = shape(word);
    // Bytes of the first letters, and where the last ones begin.
    let fronts = |length: usize| lower.char_indices().map(|(at, _)| at).chain([lower.len()]).nth(length);
    let backs = |length: usize| lower.char_indices().rev().map(|(at, _)| at).nth(length - 1);
    for length in 1..=4 {
        let (front, back) = if is_ascii {
            (Some(length).filter(|length| *length <= lower.len()), lower.len().checked_sub(length))
        } else {
            (fronts(length), backs(length))
        };
        known.prefixes[length - 1] = front.map_or(0, |end| hash::text(&lower[..end]));
        known.suffixes[length - 1] = back.map_or(0, |start| hash::text(&lower[start..]));
    }
    let has_digit = lower.bytes().any(|byte| byte.is_ascii_digit());
    let cluster_key = if has_digit { hash::text(&lower.replace(|c: char| c.is_ascii_digit(), "0")) } else { known.lower };
    known.clusters = lists.clusters(cluster_key);
    known
}

/// Capitals, small letters, digits and marks, runs made short, and whether the word is long.
fn shape(word: &str) -> u64 {
    let mut hash = 0;
    let mut before = ' ';
    let mut run = 0;
    for character in word.chars() {
        let kind = match character {
            c if c.is_uppercase() => 'X',
            c if c.is_lowercase() => 'x',
            c if c.is_numeric() => 'd',
            c if c.is_alphabetic() => 'c',
            other => other,
        };
        run = if kind == before { run + 1 } else { 1 };
        if run <= 2 {
            hash = mix(hash, kind as u64);
        }
        before = kind;
    }
    mix(hash, u64::from(word.len() > 4))
}
