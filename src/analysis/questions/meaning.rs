//! Search by meaning: passages that say what a question says, in other words perhaps.

use crate::analysis::Analysis;
use crate::text::PassageId;

/// Nearness under which a passage has nothing to do with the question.
const LEAST: f32 = 0.25;

/// The `limit` passages nearest in meaning to `question`, the nearest first; empty until all sources are related.
pub fn near_in_meaning(analysis: &Analysis, question: &str, limit: usize) -> Vec<(PassageId, f32)> {
    let Some(relations) = analysis.relations.as_deref() else { return Vec::new() };
    let mut found = relations.index.near_in_meaning(question);
    found.retain(|(_, nearness)| *nearness >= LEAST);
    found.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    found.truncate(limit);
    found
}
