//! Vectors of the passages and terms of a dossier.
//!
//! Both are functions of texts alone: when the dossier is read again, those of unchanged passages and the nearness of
//! wordings that were compared before are taken over.

use std::collections::HashMap;
use std::ops::Range;

use crate::analysis::relations::terms::TermId;
use crate::analysis::vectors::DIMENSIONS;
use crate::analysis::vectors::Vector;
use crate::analysis::vectors::Vectors;
use crate::analysis::vectors::normalise;
use crate::text::Dossier;
use crate::text::Source;
use crate::text::SourceId;
use crate::text::Span;

/// Most passages of a dossier for which vectors are made; each takes 256 bytes.
const MOST_PASSAGES: usize = 100_000;
/// Most terms that are compared with one another, those of the most passages: each with each.
const MOST_TERMS: usize = 8_000;
/// Cosine from which two words count as near in meaning; below it chance is as likely.
const NEAR: f32 = 0.4;
/// Dimensions by which terms are compared: the table has them in falling order of variance.
const TERM_DIMENSIONS: usize = 128;
/// Length of a term's vector in whole numbers: its square fits 32 bits.
const UNIT: f32 = 8_192.0;
/// Share of the passage before, and of the one behind, in the vector of a passage.
const BEFORE: f32 = 0.4;
const BEHIND: f32 = 0.2;

/// The leading dimensions of a vector in whole numbers.
type Shortened = [i16; TERM_DIMENSIONS];

/// Meanings of passages and terms.
#[derive(Debug)]
pub(super) struct Meanings {
    /// Unit vectors of passages with shares of their neighbours, as signed bytes.
    passages: Vec<i8>,
    /// One over the length of each row of `passages`.
    inverse: Vec<f32>,
    /// Terms near in meaning to each term, the nearest first, with the square of their cosine.
    near: Vec<Box<[(TermId, f32)]>>,
    /// Wordings of the terms that were compared.
    wordings: HashMap<Box<str>, TermId>,
}

/// The meanings of a dossier as it was before.
#[derive(Clone, Copy)]
pub(super) struct Earlier<'a> {
    pub(super) dossier: &'a Dossier,
    pub(super) meanings: &'a Meanings,
}

impl Meanings {
    /// Meanings of a dossier; `surfaces` says where a wording of each term stands, `passages_with` in how many passages
    /// it does. `None` if the dossier is too large. What is the same as `earlier` is taken from there.
    pub(super) fn of(
        dossier: &Dossier,
        surfaces: &[(SourceId, Span)],
        passages_with: impl Fn(TermId) -> usize,
        earlier: Option<Earlier>,
    ) -> Option<Meanings> {
        if dossier.passage_count() > MOST_PASSAGES {
            return None;
        }
        let mut vectors = Vectors::new();
        let mut meanings = Meanings {
            passages: Vec::with_capacity(dossier.passage_count() * DIMENSIONS),
            inverse: Vec::with_capacity(dossier.passage_count()),
            near: Vec::new(),
            wordings: HashMap::new(),
        };
        let names: HashMap<&str, SourceId> =
            earlier.iter().flat_map(|earlier| earlier.dossier.sources()).map(|(id, source)| (source.name.as_str(), id)).collect();
        for (_, source) in dossier.sources() {
            if let Some((earlier, rows)) =
                earlier.and_then(|earlier| Some((earlier, earlier.rows(source, *names.get(source.name.as_str())?)?)))
            {
                meanings.passages.extend_from_slice(&earlier.meanings.passages[rows.start * DIMENSIONS..rows.end * DIMENSIONS]);
                meanings.inverse.extend_from_slice(&earlier.meanings.inverse[rows]);
                continue;
            }
            let own: Vec<Vector> = source.passages.iter().map(|passage| vectors.embed(passage.span.of(&source.text))).collect();
            for index in 0..own.len() {
                let mut sum = own[index];
                let mut add = |other: usize, share: f32| sum.iter_mut().zip(&own[other]).for_each(|(sum, value)| *sum += share * value);
                if index > 0 {
                    add(index - 1, BEFORE);
                }
                if index + 1 < own.len() {
                    add(index + 1, BEHIND);
                }
                normalise(&mut sum);
                meanings.push(&sum);
            }
        }
        let wording = |term: &TermId| {
            let (source, span) = surfaces[term.0 as usize];
            dossier.source(source).map_or("", |source| span.of(&source.text))
        };
        let mut compared: Vec<TermId> = (0..surfaces.len() as u32).map(TermId).collect();
        if compared.len() > MOST_TERMS {
            compared.sort_by_key(|term| std::cmp::Reverse(passages_with(*term)));
            compared.truncate(MOST_TERMS);
            compared.sort_unstable();
        }
        let wordings: Vec<&str> = compared.iter().map(wording).collect();
        let words: Vec<Shortened> = wordings.iter().map(|wording| shortened(&vectors.embed(wording))).collect();
        let known = Known::of(&wordings, earlier.map(|earlier| earlier.meanings));
        meanings.near = near(surfaces.len(), &compared, &words, &known);
        meanings.wordings = wordings.into_iter().map(Box::from).zip(compared).collect();
        Some(meanings)
    }

    fn push(&mut self, vector: &Vector) {
        let first = self.passages.len();
        self.passages.extend(quantised(vector));
        let length = dot(&self.passages[first..], &self.passages[first..]) as f32;
        self.inverse.push(if length > 0.0 { 1.0 / length.sqrt() } else { 0.0 });
    }

    /// Cosine of two passages.
    pub(super) fn similarity(&self, a: usize, b: usize) -> f32 {
        let row = |passage: usize| &self.passages[passage * DIMENSIONS..(passage + 1) * DIMENSIONS];
        dot(row(a), row(b)) as f32 * self.inverse[a] * self.inverse[b]
    }

    /// Cosine of `text` and every passage.
    pub(super) fn similarities(&self, text: &str) -> Vec<f32> {
        let vector = Vectors::new().embed(text);
        let bytes: Vec<i8> = quantised(&vector).collect();
        let length = dot(&bytes, &bytes) as f32;
        let own = if length > 0.0 { 1.0 / length.sqrt() } else { 0.0 };
        let rows = self.passages.chunks_exact(DIMENSIONS).zip(&self.inverse);
        rows.map(|(row, inverse)| dot(row, &bytes) as f32 * own * inverse).collect()
    }

    /// Terms near in meaning to `term`, the nearest first.
    pub(super) fn near(&self, term: TermId) -> &[(TermId, f32)] {
        self.near.get(term.0 as usize).map_or(&[], |near| near)
    }
}

impl Earlier<'_> {
    /// The rows of `source`, if source number `then` was the same.
    fn rows(self, source: &Source, then: SourceId) -> Option<Range<usize>> {
        let was = self.dossier.source(then)?;
        let spans = |source: &Source| source.passages.iter().map(|passage| passage.span).collect::<Vec<_>>();
        if was.text != source.text || spans(was) != spans(source) {
            return None;
        }
        let rows = self.dossier.passages_of(then);
        Some(rows.start as usize..rows.end as usize)
    }
}

/// A vector as signed bytes, its largest value as 127.
fn quantised(vector: &Vector) -> impl Iterator<Item = i8> + '_ {
    let most = vector.iter().fold(0f32, |most, value| most.max(value.abs()));
    let scale = if most > 0.0 { 127.0 / most } else { 0.0 };
    vector.iter().map(move |value| (value * scale).round() as i8)
}

fn dot(a: &[i8], b: &[i8]) -> i32 {
    a.iter().zip(b).map(|(a, b)| i32::from(*a) * i32::from(*b)).sum()
}

/// Which of the compared terms were compared before: whether two are near depends on their wordings alone.
struct Known<'a> {
    earlier: Option<&'a Meanings>,
    /// Of each compared term its number then.
    then: Vec<Option<TermId>>,
    /// Of each term of then its number among the compared ones.
    now: HashMap<TermId, usize>,
}

impl<'a> Known<'a> {
    fn of(wordings: &[&str], earlier: Option<&'a Meanings>) -> Known<'a> {
        let mut known = Known { earlier, then: Vec::with_capacity(wordings.len()), now: HashMap::new() };
        for (number, wording) in wordings.iter().enumerate() {
            let then = earlier.and_then(|earlier| earlier.wordings.get(*wording)).copied();
            // Of two terms with one wording the first alone is taken over.
            let then = then.filter(|then| !known.now.contains_key(then));
            known.now.extend(then.map(|then| (then, number)));
            known.then.push(then);
        }
        known
    }

    /// Those of the compared terms that were near to term `number` before, with the square of their cosine.
    fn near(&self, number: usize) -> impl Iterator<Item = (usize, f32)> + '_ {
        let row = self.earlier.zip(self.then[number]).map_or(&[][..], |(earlier, then)| earlier.near(then));
        row.iter().filter_map(|(then, nearness)| Some((*self.now.get(then)?, *nearness)))
    }
}

/// Of every one of `all` terms those of `compared` that are near to it, if it is one of them itself.
fn near(all: usize, compared: &[TermId], words: &[Shortened], known: &Known) -> Vec<Box<[(TermId, f32)]>> {
    let mut near: Vec<Vec<(TermId, f32)>> = vec![Vec::new(); all];
    let least = (NEAR * UNIT * UNIT) as i32;
    for a in 0..words.len() {
        let is_known = known.then[a].is_some();
        near[compared[a].0 as usize].extend(known.near(a).map(|(b, nearness)| (compared[b], nearness)));
        for b in a + 1..words.len() {
            if is_known && known.then[b].is_some() {
                continue;
            }
            let product = product(&words[a], &words[b]);
            if product >= least {
                let nearness = product as f32 / (UNIT * UNIT);
                near[compared[a].0 as usize].push((compared[b], nearness * nearness));
                near[compared[b].0 as usize].push((compared[a], nearness * nearness));
            }
        }
    }
    let sorted = near.into_iter().map(|mut list| {
        list.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        list.into_boxed_slice()
    });
    sorted.collect()
}

/// The leading dimensions, which carry most, of length [`UNIT`] in whole numbers.
fn shortened(vector: &Vector) -> Shortened {
    let length = vector[..TERM_DIMENSIONS].iter().map(|value| value * value).sum::<f32>().sqrt();
    let scale = if length > 0.0 { UNIT / length } else { 0.0 };
    std::array::from_fn(|index| (vector[index] * scale).round() as i16)
}

/// The dot product, in a form that compiles to multiply-and-add of whole numbers.
fn product(a: &Shortened, b: &Shortened) -> i32 {
    a.iter().zip(b).map(|(a, b)| i32::from(*a) * i32::from(*b)).sum()
}
