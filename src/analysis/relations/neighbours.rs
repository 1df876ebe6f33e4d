//! The nearest passages of every passage, found once for all questions that go through the whole dossier.

use crate::analysis::relations::index::Index;
use crate::analysis::relations::links::Link;
use crate::analysis::relations::links::links;
use crate::text::Dossier;
use crate::text::PassageId;

/// Links of a passage that are kept, the best ones.
pub const KEPT: usize = 40;
/// Most passages whose links are found ahead; those behind them have none here.
pub const MOST_PASSAGES: usize = 20_000;

/// Links of all passages, best first, at most [`KEPT`] each.
#[derive(Clone, Debug, Default)]
pub struct Neighbours {
    rows: Vec<Box<[Link]>>,
    /// Whether passages were left out because there are too many.
    pub cut: bool,
}

impl Neighbours {
    /// How many passages of a dossier are looked at.
    pub fn wanted(dossier: &Dossier) -> usize {
        dossier.passage_count().min(MOST_PASSAGES)
    }

    /// The row of one passage. Rows can be found in any order, on any thread.
    pub fn row(index: &Index, passage: PassageId) -> Box<[Link]> {
        links(index, passage, KEPT).into_boxed_slice()
    }

    /// All rows, in the order of the passages.
    pub fn new(rows: Vec<Box<[Link]>>, dossier: &Dossier) -> Neighbours {
        Neighbours { cut: rows.len() < dossier.passage_count(), rows }
    }

    /// Links of a passage.
    pub fn of(&self, passage: PassageId) -> &[Link] {
        self.rows.get(passage.index()).map_or(&[], |row| row)
    }
}
