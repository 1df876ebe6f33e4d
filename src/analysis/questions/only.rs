//! What one source alone tells.

use std::collections::HashSet;

use crate::analysis::Analysis;
use crate::analysis::questions::coverage::Fact;
use crate::analysis::relations::links::PLAIN;
use crate::text::Dossier;
use crate::text::PassageId;
use crate::text::SourceId;

/// A passage that no other source tells.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Alone {
    /// The passage.
    pub passage: PassageId,
    /// From 0, told elsewhere, to 1, told nowhere else.
    pub novelty: f32,
}

/// Passages of the body of `source` that have no plain link to another source and tell none of the `facts` that several
/// sources tell, in the order of the text.
pub fn only_here(dossier: &Dossier, analysis: &Analysis, facts: &[Fact], source: SourceId) -> Vec<Alone> {
    alone_among(dossier, analysis, &told_by_several(facts), source)
}

/// The passages that tell one of `facts`.
pub(super) fn told_by_several(facts: &[Fact]) -> HashSet<PassageId> {
    facts.iter().flat_map(|fact| fact.passages.iter().copied()).collect()
}

/// The same as [`only_here`] with the passages that several tell at hand.
pub(super) fn alone_among(dossier: &Dossier, analysis: &Analysis, told: &HashSet<PassageId>, source: SourceId) -> Vec<Alone> {
    if analysis.relations.is_none() {
        return Vec::new();
    }
    let passages = dossier.passages_of(source).map(PassageId).filter(|passage| dossier.is_in_body(*passage));
    let alone = passages.filter(|passage| !told.contains(passage)).map(|passage| {
        let told = analysis.links(passage, 1).first().map_or(0.0, |link| link.weight);
        Alone { passage, novelty: 1.0 - told }
    });
    alone.filter(|alone| alone.novelty > 1.0 - PLAIN).collect()
}
