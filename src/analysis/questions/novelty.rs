//! Novelty: how much of a passage no earlier source tells.
//!
//! A passage is as new as its strongest link into the sources before it is weak, and newer where its amounts do not stand
//! there. One that has nearly the words of an earlier one, but another amount, another name, the same names the other way
//! round or a `not` of its own, tells something else. Order matters: the first source is all new. Without an order, the sources come by their day of publication, those without one behind them by name.

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::analysis::Analysis;
use crate::analysis::facts::Figure;
use crate::analysis::relations::entities::EntityId;
use crate::analysis::relations::links::Link;
use crate::analysis::relations::links::PLAIN;
use crate::analysis::relations::quantities::agrees;
use crate::text::Dossier;
use crate::text::PassageId;
use crate::text::SourceId;
use crate::text::calendar::When;
use crate::text::words::fold;
use crate::text::words::words;

/// Links of a passage that are looked at.
const LINKS: usize = 40;
/// Passages named as telling the same.
const MOST_TELLERS: usize = 5;

/// Earlier passages, the nearest first, in which its claim is looked for.
const LOOKED_AT: usize = 3;
/// What is taken from the strength of a link for amounts of the passage that do not stand in the other.
const AMOUNTS: f32 = 0.3;
/// The share of all words of two passages that both have, from which they are told in the same words.
const SAME_WORDS: f32 = 0.6;
/// What is left of a link between passages in the same words that tell something else.
const OTHERWISE: f32 = 0.3;
/// Words that say that something is not so.
static NEGATIONS: LazyLock<HashSet<&str>> =
    LazyLock::new(|| include_str!("../../../data/lang/en/negations.txt").lines().filter(|line| !line.starts_with('#')).collect());

/// What of a passage makes its claim another one than that of a passage in the same words.
struct Claim<'a> {
    amounts: Vec<&'a Figure>,
    /// Each once, in the order in which they are named first.
    names: Vec<EntityId>,
    words: HashSet<String>,
    is_negated: bool,
}

impl<'a> Claim<'a> {
    fn of(dossier: &Dossier, analysis: &'a Analysis, passage: PassageId) -> Claim<'a> {
        let mut claim = Claim { amounts: Vec::new(), names: Vec::new(), words: HashSet::new(), is_negated: false };
        let Some((id, source, found)) = dossier.passage(passage) else { return claim };
        if let Some(facts) = analysis.facts(id) {
            claim.amounts.extend(facts.figures.within(found.span));
        }
        for (_, name) in analysis.mentions(id, found.span) {
            if !claim.names.contains(&name) {
                claim.names.push(name);
            }
        }
        let text = found.span.of(&source.text);
        claim.words.extend(words(text).map(|word| fold(word.of(text))));
        claim.is_negated = claim.words.iter().any(|word| NEGATIONS.contains(word.as_str()) || word.ends_with("n't"));
        claim
    }

    /// How much of the claim stands in `other`, from 0 to 1, if their words are as near as can be.
    fn told_in(&self, other: &Claim) -> f32 {
        let missing = self
            .amounts
            .iter()
            .filter(|amount| !other.amounts.iter().any(|there| amount.measure == there.measure && agrees(amount, there)))
            .count();
        let common = self.words.intersection(&other.words).count();
        let all = self.words.len() + other.words.len() - common;
        let same_words = all > 0 && common as f32 >= SAME_WORDS * all as f32;
        let in_common =
            |from: &[EntityId], with: &[EntityId]| -> Vec<EntityId> { from.iter().copied().filter(|name| with.contains(name)).collect() };
        let other_names = self.names.iter().any(|name| !other.names.contains(name));
        let other_way_round = in_common(&self.names, &other.names) != in_common(&other.names, &self.names);
        if same_words && (missing > 0 || other_names || other_way_round || self.is_negated != other.is_negated) {
            return OTHERWISE;
        }
        1.0 - AMOUNTS * missing as f32 / self.amounts.len().max(1) as f32
    }
}

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
        let own = Claim::of(dossier, analysis, passage);
        let told = earlier.iter().take(LOOKED_AT).map(|link| link.weight * own.told_in(&Claim::of(dossier, analysis, link.to)));
        let told = told.fold(0.0, f32::max);
        let tells = |link: &&Link| link.weight >= PLAIN && own.told_in(&Claim::of(dossier, analysis, link.to)) > OTHERWISE;
        let told_by = earlier.iter().filter(tells).take(MOST_TELLERS).map(|link| link.to).collect();
        Novel { passage, novelty: 1.0 - told, told_by }
    };
    let passages =
        order.iter().enumerate().flat_map(|(own, source)| dossier.passages_of(*source).map(move |passage| (PassageId(passage), own)));
    passages.map(|(passage, own)| one(passage, own)).collect()
}
