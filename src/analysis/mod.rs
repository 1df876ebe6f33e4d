//! What is derived from the texts: facts of one source, relations across sources, answers to questions.
//!
//! Pure functions of texts and lexicon. Knows no files, no threads, no screen; how far the work has come is told
//! through callbacks and by what is `None` in [`Analysis`].

pub mod facts;
pub mod gazetteer;
pub mod layer;
pub mod lexicon;
pub mod names;
pub mod phrases;
pub mod questions;
pub mod relations;
pub mod vectors;

use std::borrow::Cow;
use std::sync::Arc;

pub use facts::Facts;
pub use lexicon::Lexicon;
pub use relations::Relations;
use relations::Reprints;

use crate::analysis::relations::entities::EntityId;
use crate::analysis::relations::links::Link;
use crate::analysis::relations::links::links;
use crate::analysis::relations::neighbours::Neighbours;
use crate::text::PassageId;
use crate::text::SourceId;
use crate::text::Span;

/// What was learnt elsewhere and ships with the program. Built in a few milliseconds, shared by all threads.
#[derive(Debug, Default)]
pub struct Models {
    /// The recogniser of names.
    pub names: names::Names,
}

/// What is known so far. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Analysis {
    /// Facts by source; `None` where they are not there yet.
    pub facts: Vec<Option<Arc<Facts>>>,
    /// What holds across sources, once all facts are there.
    pub relations: Option<Arc<Relations>>,
    /// Links of all passages, where they were found ahead.
    pub neighbours: Option<Arc<Neighbours>>,
}

impl Analysis {
    /// Facts of one source, if they are there.
    pub fn facts(&self, source: SourceId) -> Option<&Facts> {
        self.facts.get(source.index())?.as_deref()
    }

    /// How many sources have their facts.
    pub fn n_ready(&self) -> usize {
        self.facts.iter().flatten().count()
    }

    /// The `limit` best links of a passage: those found ahead, else found now. No more than
    /// [`relations::neighbours::KEPT`] are kept.
    pub fn links(&self, passage: PassageId, limit: usize) -> Cow<'_, [Link]> {
        match (&self.neighbours, &self.relations) {
            (Some(neighbours), _) => {
                let row = neighbours.of(passage);
                Cow::Borrowed(&row[..row.len().min(limit)])
            }
            (None, Some(relations)) => Cow::Owned(links(&relations.index, passage, limit)),
            (None, None) => Cow::Borrowed(&[]),
        }
    }

    /// The strength of the link between two passages, in whichever direction it is stronger, from 0 to 1.
    pub fn strength(&self, one: PassageId, other: PassageId) -> f32 {
        self.of_link(one, other, |link| link.score)
    }

    /// How alike two passages sound, in the better direction; 0 if neither is among the other's best.
    pub fn likeness(&self, one: PassageId, other: PassageId) -> f32 {
        self.of_link(one, other, |link| link.likeness)
    }

    fn of_link(&self, one: PassageId, other: PassageId, value: fn(&relations::links::Link) -> f32) -> f32 {
        let towards = |from: PassageId, to: PassageId| {
            self.links(from, relations::neighbours::KEPT).iter().find(|link| link.to == to).map_or(0.0, value)
        };
        towards(one, other).max(towards(other, one))
    }

    /// Texts that are reprints of one another; none until relations are there.
    pub fn reprints(&self) -> &Reprints {
        static NONE: Reprints = Reprints::none();
        self.relations.as_ref().map_or(&NONE, |relations| &relations.reprints)
    }

    /// Mentions in a stretch of a source with the entity each names; empty until relations are there.
    pub fn mentions(&self, source: SourceId, span: Span) -> impl Iterator<Item = (facts::Mention, EntityId)> + '_ {
        let found = self.facts(source).zip(self.relations.as_ref());
        found.into_iter().flat_map(move |(facts, relations)| {
            let range = facts.mentions.range(span);
            range.filter_map(move |index| Some((facts.mentions.all()[index], relations.entities.of_mention(source, index)?)))
        })
    }
}
