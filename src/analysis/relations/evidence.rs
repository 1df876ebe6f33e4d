//! What two passages have in common that tells of one matter: one common word, a fragment or the same name tell nothing.

use crate::analysis::relations::index::Index;
use crate::analysis::relations::terms::TermId;
use crate::analysis::relations::terms::TermKind;
use crate::text::PassageId;

/// What two passages must have in common, and the poorer of them hold, in words, for a link to have its whole strength.
const SHARED: f32 = 2.0;
const LEAST: f32 = 3.0;
/// What a name and a word that everybody uses are worth beside another word.
const WORTH_OF_NAME: f32 = 0.5;
const WORTH_OF_EVERYDAY: f32 = 0.15;
/// The most that names in common are worth: who is spoken of is not what is said of them.
const MOST_OF_NAMES: f32 = 0.75;

/// What share of its strength a link of two passages has, from 0 to 1, by what they have in common: terms that both hold, or that are
/// near in meaning; and by what the poorer of them holds at all.
pub(super) fn enough(index: &Index, one: PassageId, other: PassageId) -> f32 {
    let (of_one, of_other) = (index.terms_of(one), index.terms_of(other));
    let holds = |term: &TermId| of_other.binary_search(term).is_ok();
    let (mut names, mut words, mut all) = (0.0, 0.0, 0.0);
    for term in of_one {
        let worth = worth(index, *term);
        let near = || index.near(*term).filter(|(near, _)| holds(near)).map(|(_, nearness)| nearness).fold(0.0, f32::max);
        let met = if holds(term) { 1.0 } else { near() };
        let shared = if index.kind(*term) == TermKind::Name { &mut names } else { &mut words };
        *shared += worth * met;
        all += worth;
    }
    let poorer = of_other.iter().map(|term| worth(index, *term)).sum::<f32>().min(all);
    ((names.min(MOST_OF_NAMES) + words) / SHARED).min(1.0) * (poorer / LEAST).min(1.0)
}

fn worth(index: &Index, term: TermId) -> f32 {
    match index.kind(term) {
        TermKind::Name => WORTH_OF_NAME,
        TermKind::Word if index.vocabulary().is_everyday(term) => WORTH_OF_EVERYDAY,
        _ => 1.0,
    }
}
