//! Novelty: how much of a passage no earlier source tells.
//!
//! A passage is as new as its strongest link into the sources before it is weak. Order matters: the first source is all
//! new. Without an order, the sources come by their day of publication, those without one behind them by name.

use crate::analysis::Analysis;
use crate::analysis::relations::links::Link;
use crate::analysis::relations::links::PLAIN;
use crate::text::Dossier;
use crate::text::PassageId;
use crate::text::SourceId;
use crate::text::calendar::When;

/// Links of a passage that are looked at.
const LINKS: usize = 40;
/// Passages named as telling the same.
const MOST_TELLERS: usize = 5;

/// How new one passage is.
#[derive(Clone, Debug, PartialEq)]
pub struct Novel {
    /// The passage.
    pub passage: PassageId,
    /// From 0, told before, to 1, new.
    pub novelty: f32,
    /// Passages of earlier sources that tell the same, the nearest first.
    pub told_by: Vec<PassageId>,
}

/// The sources by their day of publication, those without one at the end, each group by name.
pub fn by_publication(dossier: &Dossier) -> Vec<SourceId> {
    let mut order: Vec<(Option<jiff::civil::Date>, SourceId)> =
        dossier.sources().map(|(id, source)| (source.published().and_then(When::bounds).map(|(first, _)| first), id)).collect();
    order.sort_by_key(|(day, id)| (day.is_none(), *day, *id));
    order.into_iter().map(|(_, id)| id).collect()
}

/// How new each passage of the sources in `order` is when they are read in it.
pub fn novelty(dossier: &Dossier, analysis: &Analysis, order: &[SourceId]) -> Vec<Novel> {
    if analysis.relations.is_none() {
        return Vec::new();
    }
    let mut place = vec![usize::MAX; dossier.len()];
    order.iter().enumerate().for_each(|(index, source)| place[source.index()] = index);
    let one = |passage: PassageId, own: usize| {
        let links = analysis.links(passage, LINKS);
        let earlier: Vec<Link> = links.iter().copied().filter(|link| place[dossier.source_of(link.to).index()] < own).collect();
        let told = earlier.first().map_or(0.0, |link| link.score);
        let told_by = earlier.iter().filter(|link| link.score >= PLAIN).take(MOST_TELLERS).map(|link| link.to).collect();
        Novel { passage, novelty: 1.0 - told, told_by }
    };
    let passages =
        order.iter().enumerate().flat_map(|(own, source)| dossier.passages_of(*source).map(move |passage| (PassageId(passage), own)));
    passages.map(|(passage, own)| one(passage, own)).collect()
}
