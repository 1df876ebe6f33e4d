//! A reading path: an order of the sources in which each adds the most new text for the time it takes.
//!
//! Greedy, as maximal coverage is (Nemhauser, Wolsey and Fisher 1978: within 63 % of the best order of that length). What a
//! passage is worth is its words, times how little of it was told by what was read before, times the number of sources
//! that tell it: what many tell is read first, and read once.

use crate::analysis::Analysis;
use crate::analysis::relations::links::PLAIN;
use crate::text::Dossier;
use crate::text::PassageId;
use crate::text::SourceId;
use crate::text::words::words;

/// Links of a passage that are looked at.
const LINKS: usize = 40;
/// Steps that are chosen; what follows them comes in the order of the dossier.
const MOST_STEPS: usize = 200;

/// Words from which a passage can be news.
const FEWEST_WORDS: f32 = 6.0;
/// Most passages of a step that are named as its news.
const MOST_NEWS: usize = 12;

/// One source on the path.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// The source.
    pub source: SourceId,
    /// Words of its body.
    pub words: usize,
    /// Share of them, from 0 to 1, that nothing before it on the path tells.
    pub new: f32,
    /// The first passages that tell what nothing before it tells, in the order of the text.
    pub news: Vec<PassageId>,
}

/// The sources of `among` that are not in `read`, in the order in which to read them; `read` have been read before.
pub fn reading_path(dossier: &Dossier, analysis: &Analysis, among: &[SourceId], read: &[SourceId]) -> Vec<Step> {
    if analysis.relations.is_none() {
        return Vec::new();
    }
    let count = dossier.passage_count();
    let mut length = vec![0f32; count];
    let mut worth = vec![1f32; count];
    let mut tells: Vec<Vec<(PassageId, f32)>> = vec![Vec::new(); count];
    for passage in (0..count as u32).map(PassageId).filter(|passage| dossier.is_in_body(*passage)) {
        let Some((_, source, found)) = dossier.passage(passage) else { continue };
        length[passage.index()] = words(found.span.of(&source.text)).count() as f32;
        let mut tellers = Vec::new();
        for link in analysis.links(passage, LINKS).iter() {
            tells[link.to.index()].push((passage, link.weight));
            let teller = dossier.source_of(link.to);
            if link.weight >= PLAIN && !tellers.contains(&teller) {
                tellers.push(teller);
            }
        }
        worth[passage.index()] += tellers.len() as f32;
    }
    let mut told = vec![0f32; count];
    let mark_read = |source: SourceId, told: &mut Vec<f32>| {
        for passage in dossier.passages_of(source) {
            for (other, strength) in &tells[passage as usize] {
                told[other.index()] = told[other.index()].max(*strength);
            }
        }
    };
    read.iter().for_each(|source| mark_read(*source, &mut told));
    let mut left: Vec<SourceId> = among.iter().copied().filter(|id| !read.contains(id)).collect();
    let mut path = Vec::with_capacity(left.len());
    while !left.is_empty() {
        let sum =
            |source: SourceId, value: &dyn Fn(usize) -> f32| -> f32 { dossier.passages_of(source).map(|at| value(at as usize)).sum() };
        let gain = |source: SourceId| {
            let all = sum(source, &|at| length[at]).max(1.0);
            sum(source, &|at| length[at] * (1.0 - told[at]) * worth[at]) / all
        };
        let best = if path.len() < MOST_STEPS {
            let gains: Vec<f32> = left.iter().map(|source| gain(*source)).collect();
            (0..left.len()).max_by(|a, b| gains[*a].total_cmp(&gains[*b]).then(b.cmp(a))).unwrap_or(0)
        } else {
            0
        };
        let source = left.remove(best);
        let all = sum(source, &|at| length[at]);
        let new = sum(source, &|at| length[at] * (1.0 - told[at])) / all.max(1.0);
        let is_new = |passage: &PassageId| length[passage.index()] >= FEWEST_WORDS && told[passage.index()] < PLAIN;
        let news = dossier.passages_of(source).map(PassageId).filter(is_new).take(MOST_NEWS).collect();
        path.push(Step { source, words: all as usize, new, news });
        mark_read(source, &mut told);
    }
    path
}
