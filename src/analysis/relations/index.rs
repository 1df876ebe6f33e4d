//! Terms of all passages, as an inverted index, and the scores of passages for one another.
//!
//! The score of a candidate c for a passage q is `.15 bm + .30 align + .05 win + .35 vec - .3 hub`, and what the two
//! articles add (see `articles.rs`):
//!
//! - `bm`: BM25 (Robertson and Zaragoza, *The Probabilistic Relevance Framework*, 2009; k1 1.2, b .75), divided by the
//!   score of q for itself;
//! - `align`: for each term of q the nearest term of c, the same one or one near in meaning, weighted by rarity;
//! - `win`: cosine of the two passages with half of the passage before and a third of the one behind added, since a
//!   sentence is told together with its neighbours;
//! - `vec`: cosine of the passages' static vectors, with shares of the neighbours;
//! - `hub`: what a candidate scores on the mean of the passages nearest to it; what answers everything answers nothing.
//!
//! Only passages that share a term with q, or one near in meaning, are candidates, in a large dossier the likeliest of
//! them. In a dossier too large for the
//! vectors, `bm` and `win` alone are used, `.55` and `.30`.

use std::ops::ControlFlow;
use std::sync::Arc;

use crate::analysis::facts::Facts;
use crate::analysis::relations::Progress;
use crate::analysis::relations::articles::Articles;
use crate::analysis::relations::entities::Entities;
use crate::analysis::relations::gathered::Gathered;
use crate::analysis::relations::gathered::gather;
use crate::analysis::relations::gathered::mentions_within;
use crate::analysis::relations::meanings::Earlier;
use crate::analysis::relations::meanings::Meanings;
use crate::analysis::relations::terms::TermId;
use crate::analysis::relations::terms::TermKind;
use crate::analysis::relations::terms::Token;
use crate::analysis::relations::terms::Vocabulary;
use crate::text::Dossier;
use crate::text::PassageId;
use crate::text::Span;

/// BM25's saturation of repeated terms.
const K1: f32 = 1.2;
/// BM25's share of length normalisation.
const B: f32 = 0.75;
/// Share of the passage before in the window of a passage.
const BEFORE: f32 = 0.5;
/// Share of the passage behind.
const BEHIND: f32 = 0.3;
/// Weights of the parts of the score, with vectors and without.
const WITH_VECTORS: Weights = Weights { bm: 0.15, align: 0.30, window: 0.05, vector: 0.35 };
const WITHOUT_VECTORS: Weights = Weights { bm: 0.55, align: 0.0, window: 0.30, vector: 0.0 };
const WEIGHT_HUB: f32 = 0.30;
/// How much more a name tells than a word as rare: passages that share their words and differ in who did it are what
/// Weight of a word that everybody uses, beside 1 of another: in a dossier of few texts it is rare by chance.
const EVERYDAY_WEIGHT: f32 = 0.75;
/// a reader least wants to see linked.
const NAME_WEIGHT: f32 = 2.0;
/// How much more a number or a date tells.
const NUMBER_WEIGHT: f32 = 1.5;
/// How many of a candidate's best scores make its hub value.
const HUB_DEPTH: usize = 30;
/// Most passages for which hubs are computed: they need every passage's scores for every other.
const MOST_FOR_HUBS: usize = 4_000;
/// Most candidates whose vectors are compared with that of a query.
const MOST_CANDIDATES: usize = 3_000;

#[derive(Clone, Copy, Debug)]
struct Weights {
    bm: f32,
    align: f32,
    window: f32,
    vector: f32,
}

impl Weights {
    fn of(self, parts: Parts) -> f32 {
        self.bm * parts.bm + self.align * parts.align + self.window * parts.window + self.vector * parts.vector
    }
}

/// The parts of the score of a passage for another, each from 0 to 1.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Parts {
    /// BM25, divided by the score of the query for itself.
    pub bm: f32,
    /// Share of the query's rarity that is met by the same term or one near in meaning.
    pub align: f32,
    /// Cosine with shares of the neighbours.
    pub window: f32,
    /// Cosine of the vectors.
    pub vector: f32,
}

/// A candidate for a passage.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scored {
    /// The candidate.
    pub passage: PassageId,
    /// What the words of the two passages say.
    pub words: f32,
    /// What the nearness of their articles adds.
    pub prior: f32,
}

impl Scored {
    /// Both together.
    pub fn sum(self) -> f32 {
        self.words + self.prior
    }
}

/// Terms of all passages of a dossier.
#[derive(Debug)]
pub struct Index {
    vocabulary: Vocabulary,
    /// Terms of passage `i` are `terms[starts[i]..starts[i + 1]]`, each once, with how often it stands there.
    starts: Vec<u32>,
    terms: Vec<TermId>,
    frequencies: Vec<u8>,
    /// Passages with term `t` are `postings[term_starts[t]..term_starts[t + 1]]`.
    term_starts: Vec<u32>,
    postings: Vec<u32>,
    posting_frequencies: Vec<u8>,
    /// BM25's length part of each passage.
    lengths: Vec<f32>,
    /// One over the length of each passage's weight vector.
    inverse_norms: Vec<f32>,
    /// One over the length of each passage's window vector.
    inverse_window_norms: Vec<f32>,
    hubs: Vec<f32>,
    /// Meanings of passages and terms, in a dossier that is not too large.
    meanings: Option<Meanings>,
    weights: Weights,
    /// First passage of each source, one entry more than sources.
    firsts: Vec<u32>,
    articles: Articles,
}

/// Builds the index over all passages; `None` if `report` said to stop. What is the same as in `earlier`, the index of
/// the dossier as it was then, is taken from there.
pub(super) fn build(
    dossier: &Dossier,
    facts: &[Arc<Facts>],
    entities: &Entities,
    earlier: Option<(&Dossier, &Index)>,
    report: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Option<Index> {
    let Gathered { mut vocabulary, surfaces, starts, terms, frequencies, firsts, articles } = gather(dossier, facts, entities, report)?;
    vocabulary.seal();
    let mut index = Index {
        vocabulary,
        starts,
        terms,
        frequencies,
        term_starts: Vec::new(),
        postings: Vec::new(),
        posting_frequencies: Vec::new(),
        lengths: Vec::new(),
        inverse_norms: Vec::new(),
        inverse_window_norms: Vec::new(),
        hubs: Vec::new(),
        meanings: None,
        weights: WITHOUT_VECTORS,
        firsts,
        articles,
    };
    index.invert();
    index.weigh();
    let earlier = earlier.and_then(|(dossier, index)| Some(Earlier { dossier, meanings: index.meanings.as_ref()? }));
    index.meanings = Meanings::of(dossier, &surfaces, |term| index.passages_with(term), earlier);
    if index.meanings.is_some() {
        index.weights = WITH_VECTORS;
    }
    if dossier.passage_count() <= MOST_FOR_HUBS {
        index.find_hubs();
    }
    Some(index)
}

impl Index {
    /// How many passages there are.
    pub fn passage_count(&self) -> usize {
        self.starts.len() - 1
    }

    /// The terms of the dossier.
    pub fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    /// Rarity of a term over the passages, `ln(1 + (N - n + .5) / (n + .5))`, times the weight of its kind.
    pub fn rarity(&self, term: TermId) -> f32 {
        let n = self.passages_with(term) as f32;
        let rarity = (1.0 + (self.passage_count() as f32 - n + 0.5) / (n + 0.5)).ln();
        rarity
            * match self.vocabulary.kind(term) {
                TermKind::Name => NAME_WEIGHT,
                TermKind::Number | TermKind::Calendar => NUMBER_WEIGHT,
                TermKind::Word => 1.0,
            }
    }

    /// The same where passages are compared: a word that everybody uses is rare in a few texts by chance.
    fn tellingness(&self, term: TermId) -> f32 {
        self.rarity(term) * if self.vocabulary.is_everyday(term) { EVERYDAY_WEIGHT } else { 1.0 }
    }

    /// How many passages hold a term.
    pub fn passages_with(&self, term: TermId) -> usize {
        self.posting_range(term).len()
    }

    /// How often each term, by number, stands in `passages`.
    pub fn frequencies(&self, passages: impl Iterator<Item = PassageId>) -> Vec<u32> {
        let mut sums = vec![0; self.vocabulary.len()];
        for passage in passages {
            self.entries(passage.index()).for_each(|(term, frequency)| sums[term.0 as usize] += u32::from(frequency));
        }
        sums
    }

    /// Terms near in meaning to `term`, the nearest first, with how near from 0 to 1.
    pub fn near(&self, term: TermId) -> impl Iterator<Item = (TermId, f32)> + '_ {
        // Two numbers are as near as any others, and no more one thing than these.
        let is_number = |term: TermId| matches!(self.kind(term), TermKind::Number | TermKind::Calendar);
        let near = self.meanings.as_ref().filter(|_| !is_number(term)).map_or(&[][..], |meanings| meanings.near(term));
        near.iter().copied().filter(move |(near, _)| !is_number(*near))
    }

    /// What a term is made of.
    pub fn kind(&self, term: TermId) -> TermKind {
        self.vocabulary.kind(term)
    }

    /// The tokens of one passage.
    pub fn tokens(&self, dossier: &Dossier, facts: &Facts, entities: &Entities, passage: PassageId) -> Vec<Token> {
        let Some((id, source, found)) = dossier.passage(passage) else { return Vec::new() };
        let mentions = mentions_within(facts, entities, id, found.span);
        self.vocabulary.tokens(&source.text, found.span, &mentions)
    }

    /// How near the articles are to one another.
    pub fn articles(&self) -> &Articles {
        &self.articles
    }

    /// Scores of all passages of other sources that can belong to `query`, by number: what their words say, and what
    /// is to be added since their articles are near.
    pub fn scores(&self, query: PassageId) -> Vec<Scored> {
        let near = self.articles.nearness(self.source_of(query));
        let mut other = 0;
        let scored = self.raw_scores(query).into_iter().map(|(passage, score)| {
            while self.firsts[other + 1] <= passage.0 {
                other += 1;
            }
            let words = score - WEIGHT_HUB * self.hub(passage);
            Scored { passage, words, prior: near[other].prior(words) }
        });
        scored.collect()
    }

    fn source_of(&self, passage: PassageId) -> usize {
        self.firsts.partition_point(|&first| first <= passage.0).saturating_sub(1)
    }

    fn raw_scores(&self, query: PassageId) -> Vec<(PassageId, f32)> {
        let weighted = |parts| self.weights.of(parts);
        self.parts(query).into_iter().map(|(passage, parts)| (passage, weighted(parts))).collect()
    }

    /// Passages near in meaning to `text`, by number, with how near from 0 to 1: half by its words and those near to
    /// them in meaning, half by the vectors of text and passage. Empty in a dossier too large for vectors.
    pub fn near_in_meaning(&self, text: &str) -> Vec<(PassageId, f32)> {
        let Some(meanings) = &self.meanings else { return Vec::new() };
        let tokens = self.vocabulary.tokens(text, Span::new(0, text.len()), &[]);
        let mut terms: Vec<TermId> = tokens.into_iter().map(|token| token.term).collect();
        terms.sort_unstable();
        terms.dedup();
        let aligned = self.met(meanings, terms.into_iter());
        let near = meanings.similarities(text);
        let scored = near.into_iter().zip(aligned).enumerate();
        scored.map(|(passage, (vector, words))| (PassageId(passage as u32), (vector.max(0.0) + words) / 2.0)).collect()
    }

    /// What a candidate scores on the mean of the passages nearest to it; 0 in a large dossier.
    pub fn hub(&self, candidate: PassageId) -> f32 {
        self.hubs.get(candidate.index()).copied().unwrap_or(0.0)
    }

    /// The parts of the scores of all passages of other sources that can belong to `query`, by number.
    pub fn parts(&self, query: PassageId) -> Vec<(PassageId, Parts)> {
        if query.index() >= self.passage_count() {
            return Vec::new();
        }
        let n = self.passage_count();
        let mut bm = vec![0f32; n];
        let itself: f32 =
            self.entries(query.index()).map(|(term, frequency)| f32::from(frequency) * self.weight(term, frequency, query.index())).sum();
        for (term, frequency) in self.entries(query.index()) {
            self.add_postings(term, f32::from(frequency), &mut bm);
        }
        let mut near = vec![0f32; n];
        for (term, weight) in self.window(query.index()) {
            self.add_postings(term, weight * self.inverse_window_norms[query.index()], &mut near);
        }
        let aligned = self.aligned(query.index());
        let own = self.source_range(query);
        let itself = if itself > 0.0 { itself } else { 1.0 };
        let unit = |passage: usize| near[passage] * self.inverse_norms[passage];
        let mut found = Vec::new();
        for source in self.firsts.windows(2) {
            let (first, next) = (source[0] as usize, source[1] as usize);
            if first == own.start && next == own.end {
                continue;
            }
            for passage in first..next {
                let align = aligned.as_ref().map_or(0.0, |aligned| aligned[passage]);
                if bm[passage] <= 0.0 && align <= 0.0 {
                    continue;
                }
                let before = if passage > first { BEFORE * unit(passage - 1) } else { 0.0 };
                let behind = if passage + 1 < next { BEHIND * unit(passage + 1) } else { 0.0 };
                let window = (unit(passage) + before + behind) * self.inverse_window_norms[passage];
                found.push((PassageId(passage as u32), Parts { bm: (bm[passage] / itself).min(1.0), align, window, vector: 0.0 }));
            }
        }
        self.keep_likely(query, &mut found);
        if let Some(meanings) = &self.meanings {
            for (passage, parts) in &mut found {
                parts.vector = meanings.similarity(query.index(), passage.index());
            }
        }
        found
    }

    /// In a large dossier vectors are compared with those of the likeliest candidates alone, as far as words and articles
    /// tell: most passages share a common word with the query and nothing else.
    fn keep_likely(&self, query: PassageId, found: &mut Vec<(PassageId, Parts)>) {
        if found.len() <= MOST_CANDIDATES {
            return;
        }
        let near = self.articles.nearness(self.source_of(query));
        let mut source = 0;
        let mut likely = |(passage, parts): &(PassageId, Parts)| {
            while self.firsts[source + 1] <= passage.0 {
                source += 1;
            }
            let words = self.weights.of(*parts);
            words + near[source].prior(words)
        };
        let mut scored: Vec<(f32, (PassageId, Parts))> = found.iter().map(|candidate| (likely(candidate), *candidate)).collect();
        scored.select_nth_unstable_by(MOST_CANDIDATES, |a, b| b.0.total_cmp(&a.0).then(a.1.0.cmp(&b.1.0)));
        scored.truncate(MOST_CANDIDATES);
        scored.sort_unstable_by_key(|(_, (passage, _))| *passage);
        *found = scored.into_iter().map(|(_, candidate)| candidate).collect();
    }

    /// For every passage, how much of the rarity of the query's terms is met there by the same term or one near in
    /// meaning, from 0 to 1.
    fn aligned(&self, query: usize) -> Option<Vec<f32>> {
        Some(self.met(self.meanings.as_ref()?, self.entries(query).map(|(term, _)| term)))
    }

    /// For every passage, how much of the rarity of `terms` is met there.
    fn met(&self, meanings: &Meanings, terms: impl Iterator<Item = TermId>) -> Vec<f32> {
        let mut sums = vec![0f32; self.passage_count()];
        let mut met_by = vec![u32::MAX; self.passage_count()];
        let mut all = 0.0;
        for term in terms {
            let rarity = self.tellingness(term);
            all += rarity;
            // Nearest first, so that the first that a passage holds is the one that counts.
            let near = std::iter::once((term, 1.0)).chain(meanings.near(term).iter().copied());
            for (other, nearness) in near {
                for at in self.posting_range(other) {
                    let passage = self.postings[at] as usize;
                    if met_by[passage] != term.0 {
                        met_by[passage] = term.0;
                        sums[passage] += rarity * nearness;
                    }
                }
            }
        }
        if all > 0.0 {
            sums.iter_mut().for_each(|sum| *sum /= all);
        }
        sums
    }

    /// Adds `factor` times the weight of `term` to every passage that holds it.
    fn add_postings(&self, term: TermId, factor: f32, sums: &mut [f32]) {
        let rarity = self.tellingness(term);
        for at in self.posting_range(term) {
            let passage = self.postings[at] as usize;
            let frequency = f32::from(self.posting_frequencies[at]);
            sums[passage] += factor * rarity * frequency / (frequency + self.lengths[passage]);
        }
    }

    /// The terms of a passage, each once, in order.
    pub(super) fn terms_of(&self, passage: PassageId) -> &[TermId] {
        &self.terms[self.starts[passage.index()] as usize..self.starts[passage.index() + 1] as usize]
    }

    fn entries(&self, passage: usize) -> impl Iterator<Item = (TermId, u8)> + '_ {
        let range = self.starts[passage] as usize..self.starts[passage + 1] as usize;
        self.terms[range.clone()].iter().copied().zip(self.frequencies[range].iter().copied())
    }

    fn weight(&self, term: TermId, frequency: u8, passage: usize) -> f32 {
        let frequency = f32::from(frequency);
        self.tellingness(term) * frequency / (frequency + self.lengths[passage])
    }

    /// Unit vector of a passage with shares of its neighbours added, by term, not normalised.
    fn window(&self, passage: usize) -> Vec<(TermId, f32)> {
        let own = self.source_range(PassageId(passage as u32));
        let mut sum: Vec<(TermId, f32)> = Vec::new();
        let mut add = |other: usize, share: f32| {
            let scale = share * self.inverse_norms[other];
            sum.extend(self.entries(other).map(|(term, frequency)| (term, scale * self.weight(term, frequency, other))));
        };
        add(passage, 1.0);
        if passage > own.start {
            add(passage - 1, BEFORE);
        }
        if passage + 1 < own.end {
            add(passage + 1, BEHIND);
        }
        sum.sort_unstable_by_key(|(term, _)| *term);
        sum.dedup_by(|later, kept| {
            let same = later.0 == kept.0;
            if same {
                kept.1 += later.1;
            }
            same
        });
        sum
    }

    fn source_range(&self, passage: PassageId) -> std::ops::Range<usize> {
        let source = self.source_of(passage);
        self.firsts[source] as usize..self.firsts.get(source + 1).map_or(self.passage_count(), |&next| next as usize)
    }

    fn posting_range(&self, term: TermId) -> std::ops::Range<usize> {
        match self.term_starts.get(term.0 as usize..term.0 as usize + 2) {
            Some(&[first, next]) => first as usize..next as usize,
            _ => 0..0,
        }
    }

    fn invert(&mut self) {
        let mut counts = vec![0u32; self.vocabulary.len() + 1];
        self.terms.iter().for_each(|term| counts[term.0 as usize + 1] += 1);
        for at in 1..counts.len() {
            counts[at] += counts[at - 1];
        }
        self.term_starts = counts.clone();
        self.postings = vec![0; self.terms.len()];
        self.posting_frequencies = vec![0; self.terms.len()];
        for passage in 0..self.passage_count() {
            for at in self.starts[passage] as usize..self.starts[passage + 1] as usize {
                let slot = &mut counts[self.terms[at].0 as usize];
                self.postings[*slot as usize] = passage as u32;
                self.posting_frequencies[*slot as usize] = self.frequencies[at];
                *slot += 1;
            }
        }
    }

    fn weigh(&mut self) {
        let n = self.passage_count();
        let length = |passage: usize| self.entries(passage).map(|(_, frequency)| f32::from(frequency)).sum::<f32>();
        let lengths: Vec<f32> = (0..n).map(length).collect();
        let mean = (lengths.iter().sum::<f32>() / n.max(1) as f32).max(1.0);
        self.lengths = lengths.into_iter().map(|length| K1 * (1.0 - B + B * length / mean)).collect();
        let inverse = |norm: f32| if norm > 0.0 { 1.0 / norm.sqrt() } else { 0.0 };
        self.inverse_norms = (0..n)
            .map(|passage| inverse(self.entries(passage).map(|(term, frequency)| self.weight(term, frequency, passage).powi(2)).sum()))
            .collect();
        self.inverse_window_norms =
            (0..n).map(|passage| inverse(self.window(passage).into_iter().map(|(_, weight)| weight * weight).sum())).collect();
    }

    fn find_hubs(&mut self) {
        let n = self.passage_count();
        let mut best: Vec<Vec<f32>> = vec![Vec::new(); n];
        for query in 0..n {
            for (passage, score) in self.raw_scores(PassageId(query as u32)) {
                best[passage.index()].push(score);
            }
        }
        self.hubs = best.into_iter().map(|mut scores| mean_of_best(&mut scores)).collect();
    }
}

/// Mean of the [`HUB_DEPTH`] largest values, missing ones counted as 0.
pub(super) fn mean_of_best(scores: &mut [f32]) -> f32 {
    if scores.len() > HUB_DEPTH {
        scores.select_nth_unstable_by(HUB_DEPTH, |a, b| b.total_cmp(a));
    }
    scores.iter().take(HUB_DEPTH).sum::<f32>() / HUB_DEPTH as f32
}
