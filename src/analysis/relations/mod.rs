//! What holds across sources: a function of all texts and facts.

mod acronyms;
pub mod articles;
pub mod chronology;
pub mod entities;
mod evidence;
pub mod exchange;
pub mod formulas;
mod gathered;
pub mod index;
pub mod linkage;
pub mod links;
mod longer_names;
mod meanings;
pub mod naming;
pub mod neighbours;
mod normal_form;
pub mod periods;
mod persons;
pub mod quantities;
pub mod reasons;
pub mod reprints;
pub mod same_date;
pub mod same_quantity;
pub mod setting;
pub mod slots;
mod spellings;
pub mod terms;

use std::ops::ControlFlow;
use std::sync::Arc;

use crate::analysis::facts::Facts;
use crate::analysis::lexicon::Lexicon;
use crate::text::Dossier;
use crate::text::PassageId;

pub use articles::Articles;
pub use chronology::Chronology;
pub use entities::Entities;
pub use formulas::Formulas;
pub use index::Index;
pub use links::Link;
pub use reprints::Reprints;

/// What holds between sources.
#[derive(Debug)]
pub struct Relations {
    /// The things that are named, each with its names.
    pub entities: Entities,
    /// Terms of all passages; links are asked of it, see [`links::links`].
    pub index: Index,
    /// The dates of all sources, resolved.
    pub chronology: Chronology,
    /// Sentences that come back from text to text and tell nothing.
    pub formulas: Formulas,
    /// Texts that are reprints of one another.
    pub reprints: Reprints,
}

impl Relations {
    /// The `limit` best passages of other sources that belong to a passage, best first. A formula belongs to nothing.
    pub fn related(&self, passage: PassageId, limit: usize) -> Vec<Link> {
        if self.formulas.hold(passage) {
            return Vec::new();
        }
        let mut found = links::links(&self.index, passage, limit.saturating_add(MORE));
        found.retain(|link| !self.formulas.hold(link.to));
        found.truncate(limit);
        found
    }
}

/// Links that are found beyond those wanted, since some of them may lead to formulas.
const MORE: usize = 10;

/// How far the work has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Sources done.
    pub done: usize,
    /// Sources in all.
    pub all: usize,
}

/// Relates all sources. `earlier` is a dossier that was related before: what is the same there is taken over, and the
/// answer is the same as without. `report` is told the progress and says whether to go on; `None` if it said no.
pub fn relations(
    dossier: &Dossier,
    facts: &[Arc<Facts>],
    lexicon: &Lexicon,
    earlier: Option<(&Dossier, &Relations)>,
    report: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Option<Relations> {
    let entities = entities::resolve(dossier, facts, lexicon);
    let earlier = earlier.map(|(dossier, relations)| (dossier, &relations.index));
    let index = index::build(dossier, facts, &entities, earlier, report)?;
    let chronology = Chronology::of(dossier, facts, &index);
    let formulas = Formulas::of(dossier, facts);
    let reprints = Reprints::of(dossier);
    Some(Relations { entities, index, chronology, formulas, reprints })
}

/// How near the articles are to one another and which tell one story, without relating their passages.
pub fn articles(dossier: &Dossier, facts: &[Arc<Facts>], lexicon: &Lexicon) -> Articles {
    let entities = entities::resolve(dossier, facts, lexicon);
    gathered::articles(dossier, facts, &entities, &mut |_| ControlFlow::Continue(())).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::Relations;
    use super::relations;
    use crate::analysis::Lexicon;
    use crate::analysis::Models;
    use crate::analysis::facts::facts;
    use crate::import::import;
    use crate::text::Dossier;
    use crate::text::PassageId;
    use std::ops::ControlFlow;
    use std::sync::Arc;

    const TEXTS: [(&str, &str); 5] = [
        ("a.txt", "The ferry sank near the harbour.\n\nRescuers pulled nine sailors out of the cold water.\n\nThe captain was arrested."),
        ("b.txt", "A ship went down off the port.\n\nNine seamen were saved by the coast guard.\n\nPolice detained the skipper."),
        ("c.txt", "The minister resigned on Monday.\n\nHer party lost the election in the north.\n\nA successor will be named soon."),
        ("d.txt", "Voters punished the government.\n\nThe minister stepped down after the ballot.\n\nThe harbour town had voted too."),
        ("e.txt", "Prices of bread rose again.\n\nBakers blame the cost of wheat.\n\nThe ferry brought no grain."),
    ];

    fn related(texts: &[(&str, &str)], earlier: Option<(&Dossier, &Relations)>) -> (Dossier, Relations) {
        let (lexicon, models) = (Lexicon::default(), Models::default());
        let dossier = Dossier::new(texts.iter().map(|(name, text)| Arc::new(import(name, text.as_bytes()).0)).collect());
        let all: Vec<_> = dossier.sources().map(|(_, source)| Arc::new(facts(source, &lexicon, &models))).collect();
        let found = relations(&dossier, &all, &lexicon, earlier, &mut |_| ControlFlow::Continue(()));
        (dossier, found.expect("nobody stops it"))
    }

    #[test]
    fn what_is_taken_over_changes_no_score() {
        let (dossier, first) = related(&TEXTS, None);
        let mut changed = TEXTS;
        changed[0].1 = "A storm came.\n\nThe ferry sank in the gale near the harbour.\n\nNobody could save the sailors.";
        for texts in [&TEXTS[1..], &TEXTS[..4], &changed[..], &[TEXTS[4], TEXTS[0], TEXTS[2]][..], &TEXTS[..]] {
            let (_, fresh) = related(texts, None);
            let (now, again) = related(texts, Some((&dossier, &first)));
            for passage in 0..now.passage_count() as u32 {
                assert_eq!(again.index.scores(PassageId(passage)), fresh.index.scores(PassageId(passage)), "{texts:?}");
            }
            let near = |relations: &Relations| relations.index.near_in_meaning("a vessel and its crew");
            assert_eq!(near(&again), near(&fresh));
        }
    }
}
