//! What holds across sources: a function of all texts and facts.

mod acronyms;
pub mod articles;
pub mod chronology;
pub mod entities;
pub mod exchange;
pub mod index;
pub mod linkage;
pub mod links;
mod longer_names;
mod meanings;
pub mod neighbours;
mod persons;
pub mod quantities;
pub mod reasons;
pub mod same_date;
pub mod same_quantity;
pub mod setting;
pub mod terms;

use std::ops::ControlFlow;
use std::sync::Arc;

use crate::analysis::facts::Facts;
use crate::analysis::lexicon::Lexicon;
use crate::text::Dossier;

pub use articles::Articles;
pub use chronology::Chronology;
pub use entities::Entities;
pub use index::Index;

/// What holds between sources.
#[derive(Debug)]
pub struct Relations {
    /// The things that are named, each with its names.
    pub entities: Entities,
    /// Terms of all passages; links are asked of it, see [`links::links`].
    pub index: Index,
    /// The dates of all sources, resolved.
    pub chronology: Chronology,
}

/// How far the work has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Sources done.
    pub done: usize,
    /// Sources in all.
    pub all: usize,
}

/// Relates all sources. `report` is told the progress and says whether to go on; `None` if it said no.
pub fn relations(
    dossier: &Dossier,
    facts: &[Arc<Facts>],
    lexicon: &Lexicon,
    report: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Option<Relations> {
    let entities = entities::resolve(dossier, facts, lexicon);
    let index = index::build(dossier, facts, &entities, report)?;
    let chronology = Chronology::of(dossier, facts, &index);
    Some(Relations { entities, index, chronology })
}

/// How near the articles are to one another and which tell one story, without relating their passages.
pub fn articles(dossier: &Dossier, facts: &[Arc<Facts>], lexicon: &Lexicon) -> Articles {
    let entities = entities::resolve(dossier, facts, lexicon);
    index::articles(dossier, facts, &entities, &mut |_| ControlFlow::Continue(())).unwrap_or_default()
}
