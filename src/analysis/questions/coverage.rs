//! Coverage: facts that several sources tell, each a group of passages that belong together.

use std::collections::HashMap;

use crate::analysis::Analysis;
use crate::analysis::relations::linkage::average_linkage;
use crate::analysis::relations::neighbours::MOST_PASSAGES;
use crate::text::Dossier;
use crate::text::PassageId;

/// Links of a passage that are looked at.
const LINKS: usize = 12;
/// Strength under which a link joins nothing.
const FAINT: f32 = 0.2;
/// Mean strength from which two groups of passages tell one fact.
const ONE_FACT: f32 = 0.5;

/// One fact with the passages that tell it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// The passage that is nearest to all the others.
    pub label: PassageId,
    /// All passages that tell it, by number, of two sources at least.
    pub passages: Vec<PassageId>,
}

/// Facts that two sources or more tell, those of the most sources first. Titles are no passages of facts.
pub fn coverage(dossier: &Dossier, analysis: &Analysis) -> Vec<Fact> {
    if analysis.relations.is_none() {
        return Vec::new();
    }
    let count = dossier.passage_count().min(MOST_PASSAGES);
    let mut strength: HashMap<(u32, u32), f32> = HashMap::new();
    for passage in (0..count as u32).map(PassageId).filter(|passage| dossier.is_in_body(*passage)) {
        for link in analysis.links(passage, LINKS).iter().filter(|link| link.weight >= FAINT && dossier.is_in_body(link.to)) {
            // Both directions count half: a link that goes one way only is a weak one.
            *strength.entry((passage.0.min(link.to.0), passage.0.max(link.to.0))).or_default() += link.weight / 2.0;
        }
    }
    let mut near: Vec<Vec<(u32, f32)>> = vec![Vec::new(); count];
    for ((one, other), strength) in strength {
        if (other as usize) < count {
            near[one as usize].push((other, strength));
            near[other as usize].push((one, strength));
        }
    }
    let near: Vec<Box<[(u32, f32)]>> = near
        .into_iter()
        .map(|mut row| {
            row.sort_unstable_by_key(|(other, _)| *other);
            row.into_boxed_slice()
        })
        .collect();
    let mut groups: HashMap<u32, Vec<PassageId>> = HashMap::new();
    for (passage, group) in average_linkage(&near, ONE_FACT).into_iter().enumerate() {
        groups.entry(group).or_default().push(PassageId(passage as u32));
    }
    let sources = |passages: &[PassageId]| {
        let mut sources: Vec<_> = passages.iter().map(|passage| dossier.source_of(*passage)).collect();
        sources.dedup();
        sources.len()
    };
    let facts = groups.into_values().filter(|passages| sources(passages) > 1);
    let mut facts: Vec<Fact> = facts.map(|passages| Fact { label: central(&passages, &near), passages }).collect();
    facts.sort_by_key(|fact| (std::cmp::Reverse(sources(&fact.passages)), fact.passages[0]));
    facts
}

/// The passage with the highest sum of strengths to the others.
fn central(passages: &[PassageId], near: &[Box<[(u32, f32)]>]) -> PassageId {
    let within = |passage: PassageId| -> f32 {
        near[passage.index()].iter().filter(|(other, _)| passages.contains(&PassageId(*other))).map(|(_, strength)| strength).sum()
    };
    passages.iter().copied().max_by(|a, b| within(*a).total_cmp(&within(*b)).then(b.cmp(a))).unwrap_or(passages[0])
}
