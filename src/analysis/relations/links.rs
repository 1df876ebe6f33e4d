//! Passages of other sources that belong to one passage.

use crate::analysis::relations::evidence::enough;
use crate::analysis::relations::index::Index;
use crate::analysis::relations::index::Scored;
use crate::analysis::relations::index::mean_of_best;
use crate::text::PassageId;

/// How much of the mean of a passage's best scores is taken off each: passages that look like everything in the
/// dossier have high scores all round, and this makes one threshold fit all of them. Only what the words say counts
/// here, for the articles are the same to all of them.
const SHARE_OF_MEAN: f32 = 0.2;
/// Slope and shift of the logistic curve that turns a score into a strength of 0 to 1, fitted so that it tells the best
/// link of a passage that has a partner from the best of one that has none.
const SLOPE: f32 = 17.4;
const SHIFT: f32 = 12.9;

/// What the strength is raised to, so that .5 means what it says: of pairs judged by readers in dossiers of four kinds those with .5 and
/// more are then right in four of five cases.
const CALIBRATION: i32 = 2;

/// Strength from which a link is shown plainly; fainter ones are shown as such.
pub const PLAIN: f32 = 0.5;

/// A passage of another source that belongs to one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Link {
    /// The other passage.
    pub to: PassageId,
    /// Strength from 0 to 1, the value by which the list is ordered.
    pub score: f32,
    /// The same before it was calibrated, its square root: what sums and means are made of.
    pub weight: f32,
    /// How alike the two sound, from 0 to 1, whether or not what they have in common tells enough for a link: what figures and dates
    /// are compared by, which say themselves what they are of.
    pub likeness: f32,
}

/// The `limit` best passages of other sources for `query`, best first.
pub fn links(index: &Index, query: PassageId, limit: usize) -> Vec<Link> {
    let mut scores = index.scores(query);
    let order = |a: &Scored, b: &Scored| b.sum().total_cmp(&a.sum()).then(a.passage.cmp(&b.passage));
    let mean = mean_of_best(&mut scores.iter().map(|scored| scored.words).collect::<Vec<_>>());
    if scores.len() > limit && limit > 0 {
        scores.select_nth_unstable_by(limit - 1, order);
    }
    scores.truncate(limit);
    scores.sort_unstable_by(order);
    let link = |scored: Scored| {
        let likeness = strength(scored.sum() - SHARE_OF_MEAN * mean);
        let weight = likeness * enough(index, query, scored.passage);
        Link { to: scored.passage, score: weight.powi(CALIBRATION), weight, likeness }
    };
    let mut links: Vec<Link> = scores.into_iter().map(link).collect();
    links.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.to.cmp(&b.to)));
    links
}

fn strength(excess: f32) -> f32 {
    1.0 / (1.0 + (SHIFT - SLOPE * excess).exp())
}
