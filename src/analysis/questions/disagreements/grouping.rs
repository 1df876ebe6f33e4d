//! Tellings of one story put together that tell one thing: average linkage over how likely each pair does.

use std::collections::HashMap;

use crate::analysis::Relations;
use crate::analysis::relations::linkage::average_linkage_unless;
use crate::analysis::relations::links::PLAIN;
use crate::analysis::relations::setting::Setting;
use crate::text::Dossier;
use crate::text::SourceId;

/// Fewest tellings of a source that are compared.
const FEWEST: usize = 8;
/// Most sources of a dossier that are all compared with one another, whatever their stories.
const FEW_SOURCES: usize = 60;

/// Tellings, by number, that tell one thing each, and how likely the pairs do.
pub(super) struct Grouped {
    /// Groups of two tellings and more, each in order.
    pub(super) groups: Vec<Vec<usize>>,
    likely: HashMap<(usize, usize), f32>,
}

impl Grouped {
    /// Groups of `count` tellings whose mean probability is `least` and more. `pairs` are those that can tell one thing at all;
    /// two tellings that are `apart` never share a group.
    pub(super) fn of(
        count: usize,
        pairs: impl Iterator<Item = (usize, usize, f32)>,
        least: f32,
        apart: impl Fn(usize, usize, f32) -> bool,
    ) -> Grouped {
        let mut likely: HashMap<(usize, usize), f32> = HashMap::new();
        let mut near: Vec<Vec<(u32, f32)>> = vec![Vec::new(); count];
        for (one, other, probability) in pairs {
            likely.insert((one, other), probability);
            near[one].push((other as u32, probability));
            near[other].push((one as u32, probability));
        }
        let near: Vec<Box<[(u32, f32)]>> = near.into_iter().map(Vec::into_boxed_slice).collect();
        let probability = |one: u32, other: u32| likely.get(&in_order(one as usize, other as usize)).copied().unwrap_or(0.0);
        let apart = |one: u32, other: u32| apart(one as usize, other as usize, probability(one, other));
        let mut members: HashMap<u32, Vec<usize>> = HashMap::new();
        for (number, group) in average_linkage_unless(&near, least, apart).into_iter().enumerate() {
            members.entry(group).or_default().push(number);
        }
        let mut groups: Vec<Vec<usize>> = members.into_values().filter(|group| group.len() > 1).collect();
        groups.sort_unstable();
        Grouped { groups, likely }
    }

    /// How likely two tellings tell one thing; `None` of a pair that cannot.
    pub(super) fn likely(&self, one: usize, other: usize) -> Option<f32> {
        self.likely.get(&in_order(one, other)).copied()
    }
}

fn in_order(one: usize, other: usize) -> (usize, usize) {
    (one.min(other), one.max(other))
}

/// How many tellings of each of `sources` are compared, so that all of a story are no more than `most`: a long text does not
/// shut the others out.
pub(super) fn of_each(sources: &[SourceId], most: usize) -> usize {
    (most / sources.len().max(1)).max(FEWEST)
}

/// Sources whose tellings are compared: all of a small dossier, else those of each story.
pub(in crate::analysis::questions) fn compared_together(dossier: &Dossier, relations: &Relations) -> Vec<Vec<SourceId>> {
    if dossier.len() <= FEW_SOURCES {
        return vec![dossier.sources().map(|(id, _)| id).collect()];
    }
    let articles = relations.index.articles();
    let of_story = |story| {
        let mut sources: Vec<SourceId> = articles.of_story(story).into_iter().map(|article| SourceId(article as u32)).collect();
        sources.sort_unstable();
        sources
    };
    (0..articles.story_count()).map(of_story).collect()
}

/// Whether two settings are of one story, or of passages that belong together so plainly that the stories do not count.
pub(super) fn is_one_story(relations: &Relations, one: &Setting, other: &Setting, link: f32) -> bool {
    let articles = relations.index.articles();
    link >= PLAIN || articles.story(one.source.index()) == articles.story(other.source.index())
}
