//! Passages of other sources that belong to one passage.

use crate::analysis::relations::index::Index;
use crate::analysis::relations::index::mean_of_best;
use crate::text::PassageId;

/// How much of the mean of a passage's best scores is taken off each: passages that look like everything in the
/// dossier have high scores all round, and this makes one threshold fit all of them.
const SHARE_OF_MEAN: f32 = 0.6;
/// Slope and shift of the logistic curve that turns a score into a strength of 0 to 1.
const SLOPE: f32 = 20.7;
const SHIFT: f32 = 4.07;

/// Strength from which a link is shown plainly; fainter ones are shown as such.
pub const PLAIN: f32 = 0.5;

/// A passage of another source that belongs to one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Link {
    /// The other passage.
    pub to: PassageId,
    /// Strength from 0 to 1, the value by which the list is ordered.
    pub score: f32,
}

/// The `limit` best passages of other sources for `query`, best first.
pub fn links(index: &Index, query: PassageId, limit: usize) -> Vec<Link> {
    let mut scores = index.scores(query);
    let order = |a: &(PassageId, f32), b: &(PassageId, f32)| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0));
    let mean = mean_of_best(&mut scores.iter().map(|(_, score)| *score).collect::<Vec<_>>());
    if scores.len() > limit && limit > 0 {
        scores.select_nth_unstable_by(limit - 1, order);
    }
    scores.truncate(limit);
    scores.sort_unstable_by(order);
    scores.into_iter().map(|(to, score)| Link { to, score: strength(score - SHARE_OF_MEAN * mean) }).collect()
}

fn strength(excess: f32) -> f32 {
    1.0 / (1.0 + (SHIFT - SLOPE * excess).exp())
}
