//! Counts that grow while a story is told: early and late tolls as one quantity.
//!
//! An early toll is far from a late one, and by their values alone they are two quantities. They are one if the days of the texts
//! put them in order: of one thing that happened to one sort of people or things, no source tells two of them, and no later text
//! tells less.

use std::collections::HashSet;

use crate::analysis::Analysis;
use crate::analysis::facts::figures::Measure;
use crate::analysis::facts::figures::Predicate;
use crate::analysis::questions::disagreements::figures::is_update;
use crate::analysis::relations::links::PLAIN;
use crate::analysis::relations::same_quantity::Quantity;
use crate::analysis::relations::same_quantity::can_be_one;
use crate::analysis::relations::setting::link;
use crate::text::words::inflection_key;

/// Least cosine of the words of two passages that tell of one thing where no link says so.
const ALIKE: f32 = 0.12;

/// Most stages of a story that are compared: a dossier of so many tolls tells of more than one thing.
const MOST: usize = 80;

/// Joins `groups` of `all` quantities, and those of no group, that are stages of one count; the rest stays as it was.
pub(super) fn joined(analysis: &Analysis, all: &[Quantity], groups: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let in_group: HashSet<usize> = groups.iter().flatten().copied().collect();
    let alone = (0..all.len()).filter(|number| !in_group.contains(number)).map(|number| vec![number]);
    let grows = |group: &Vec<usize>| group.iter().all(|number| can_grow(&all[*number]));
    let (mut stages, rest): (Vec<Vec<usize>>, Vec<Vec<usize>>) = groups.iter().cloned().chain(alone).partition(grows);
    // The nearest stages first, so that a toll is not taken for a stage of a much larger one.
    while stages.len() <= MOST
        && let Some((one, other)) = nearest(analysis, all, &stages)
    {
        let taken = stages.swap_remove(other);
        stages[one].extend(taken);
        stages[one].sort_unstable();
    }
    let mut joined: Vec<Vec<usize>> = rest.into_iter().chain(stages).filter(|group| group.len() > 1).collect();
    joined.sort_unstable();
    joined
}

/// Words for people of whom no more is said than what happened to them.
const PEOPLE: &[&str] =
    &["people", "person", "civilian", "victim", "body", "dead", "death", "life", "casualty", "fatality", "survivor", "injury"];

/// Whether a figure tells how far something has come: a count of people, as exact as it is, of what happened to them lately.
pub(super) fn can_grow(quantity: &Quantity) -> bool {
    quantity.figure.measure == Measure::Count
        && quantity.figure.predicate.is_some_and(Predicate::is_vital)
        && quantity.noun.as_deref().is_none_or(|noun| PEOPLE.iter().any(|people| inflection_key(people) == noun))
        && quantity.figure.value > 1.0
        && !quantity.figure.vague
        && !quantity.figure.part
        && quantity.written.is_some()
        && !quantity.setting.is_background()
}

/// The two groups whose values are nearest of those that are stages of one count.
fn nearest(analysis: &Analysis, all: &[Quantity], groups: &[Vec<usize>]) -> Option<(usize, usize)> {
    let mut best: Option<(f64, usize, usize)> = None;
    for one in 0..groups.len() {
        for other in one + 1..groups.len() {
            let apart =
                groups[one].iter().flat_map(|a| groups[other].iter().map(|b| (all[*a].figure.value / all[*b].figure.value).ln().abs()));
            let apart = apart.fold(f64::INFINITY, f64::min);
            if best.is_none_or(|(least, ..)| apart < least) && are_stages(analysis, all, &groups[one], &groups[other]) {
                best = Some((apart, one, other));
            }
        }
    }
    best.map(|(_, one, other)| (one, other))
}

fn are_stages(analysis: &Analysis, all: &[Quantity], one: &[usize], other: &[usize]) -> bool {
    let members = || one.iter().chain(other).map(|number| &all[*number]);
    let pairs = || one.iter().flat_map(|a| other.iter().map(|b| (&all[*a], &all[*b])));
    // A source that tells two values tells of two things.
    let told_twice = |a: &Quantity, b: &Quantity| a.setting.source == b.setting.source && a.figure.value != b.figure.value;
    pairs().all(|(a, b)| !told_twice(a, b) && can_be_one(a, b) && a.figure.predicate == b.figure.predicate)
        && pairs().any(|(a, b)| a.written != b.written)
        && is_update(members())
        && pairs().any(|(a, b)| {
            let alike = a.setting.likeness(&b.setting);
            alike.terms >= ALIKE && alike.shared_name || link(analysis, &a.setting, &b.setting) >= PLAIN
        })
}
