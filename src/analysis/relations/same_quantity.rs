//! Whether two figures of one story tell one quantity: hard rules first, then log-odds from a dozen features.
//!
//! What parts one quantity from another of its kind is less what the sentences say than the noun, what happened to it, the
//! names beside it, and whether a source gives both values ("crossing"): then they are two quantities. The weights were
//! fitted by logistic regression on pairs of figures of seven annotated news stories (docs/quality.md), one set for things
//! that are counted and one for all other measures; signs were held to what is sensible.

use crate::analysis::Analysis;
use crate::analysis::Facts;
use crate::analysis::facts::Figure;
use crate::analysis::facts::figures::Hedge;
use crate::analysis::facts::figures::Measure;
use crate::analysis::facts::figures::Predicate;
use crate::analysis::relations::Relations;
use crate::analysis::relations::entities::EntityId;
use crate::analysis::relations::terms::TermId;
use crate::text::Dossier;
use crate::text::PassageId;
use crate::text::SourceId;
use crate::text::Span;
use crate::text::words::fold;
use crate::text::words::inflection_key;
use crate::text::words::words;

/// How many features a pair has.
pub const FEATURES: usize = 19;

/// A figure with all that is compared of it.
#[derive(Clone, Debug)]
pub struct Setting {
    /// Its source.
    pub source: SourceId,
    /// Its number among the figures of the source.
    pub index: usize,
    /// Its passage.
    pub passage: PassageId,
    /// The figure.
    pub figure: Figure,
    /// What is counted, as it is compared.
    pub noun: Option<String>,
    /// The words between number and noun.
    modifiers: Vec<String>,
    /// Terms of the passage with their rarity, sorted.
    terms: Vec<(TermId, f32)>,
    /// Terms near the number, with their rarity by nearness, sorted.
    near: Vec<(TermId, f32)>,
    /// Things that the passage names.
    names: Vec<EntityId>,
    /// Whether it stands in the title, the standfirst or the first sentences.
    lead: bool,
    /// Whether its passage tells of another year, or month, than the day of the text: the background.
    background: bool,
    /// The nearest thing named before the number, and behind it.
    before: Option<EntityId>,
    behind: Option<EntityId>,
}

/// Passages at the beginning of a text that tell what it is about.
const LEAD: u32 = 5;
/// Days before the newest date of a text from which a date is of the background.
const BACKGROUND: i32 = 25;
/// Characters on each side of a number within which words are near it.
const NEAR: usize = 60;

/// The figures of a source with their settings; vague ones and those of furniture are left out.
pub fn settings(dossier: &Dossier, analysis: &Analysis, relations: &Relations, source: SourceId) -> Vec<Setting> {
    let (Some(facts), Some(text)) = (analysis.facts(source), dossier.source(source).map(|source| source.text.as_str())) else {
        return Vec::new();
    };
    let index = &relations.index;
    let mut found = Vec::new();
    for (number, figure) in facts.figures.all().iter().enumerate() {
        let Some(passage) = dossier.passages_meeting(source, figure.span).next().map(PassageId) else { continue };
        let Some((_, _, within)) = dossier.passage(passage) else { continue };
        let tokens = index.tokens(dossier, facts, &relations.entities, passage);
        let weigh = |terms: &mut Vec<(TermId, f32)>| {
            terms.sort_unstable_by_key(|(term, _)| *term);
            terms.dedup_by(|later, first| {
                let same = later.0 == first.0;
                first.1 = if same { first.1.max(later.1) } else { first.1 };
                same
            });
        };
        let mut terms: Vec<(TermId, f32)> = tokens.iter().map(|token| (token.term, index.rarity(token.term))).collect();
        let distance = |span: Span| {
            if span.end() <= figure.span.start() {
                figure.span.start() - span.end()
            } else {
                span.start().saturating_sub(figure.span.end())
            }
        };
        let mut near: Vec<(TermId, f32)> = tokens
            .iter()
            .filter(|token| figure.hedged.intersect(token.span).is_none() && distance(token.span) < NEAR)
            .map(|token| (token.term, index.rarity(token.term) * (1.0 - distance(token.span) as f32 / NEAR as f32)))
            .collect();
        weigh(&mut terms);
        weigh(&mut near);
        let named: Vec<(Span, EntityId)> = analysis.mentions(source, within.span).map(|(mention, entity)| (mention.span, entity)).collect();
        let before = named.iter().rev().find(|(span, _)| span.end() <= figure.span.start()).map(|(_, entity)| *entity);
        let behind = named.iter().find(|(span, _)| span.start() >= figure.span.end()).map(|(_, entity)| *entity);
        let mut names: Vec<EntityId> = named.into_iter().map(|(_, entity)| entity).collect();
        names.sort_unstable();
        names.dedup();
        let key = |word: &str| inflection_key(&fold(word)).into_owned();
        found.push(Setting {
            source,
            index: number,
            passage,
            noun: figure.counted.map(|span| key(span.of(text))),
            modifiers: figure
                .modifiers
                .map(|span| words(span.of(text)).map(|word| key(word.of(span.of(text)))).collect())
                .unwrap_or_default(),
            figure: figure.clone(),
            terms,
            near,
            names,
            lead: passage.0 - dossier.passages_of(source).start < LEAD,
            background: is_background(relations, facts, source, within.span),
            before,
            behind,
        });
    }
    found
}

/// Whether a passage holds a date of a year, a month, or a day some weeks off from the others: what is told there happened
/// another time.
fn is_background(relations: &Relations, facts: &Facts, source: SourceId, passage: Span) -> bool {
    let dated = relations.chronology.of_source(source);
    let newest = dated.iter().filter_map(|dated| dated.when?.bounds()).map(|(first, _)| first).max();
    let far = |index: usize| {
        let first = dated.get(index).and_then(|dated| dated.when?.bounds()).map(|(first, _)| first);
        first.zip(newest).is_some_and(|(first, newest)| first.until(newest).is_ok_and(|span| span.get_days() > BACKGROUND))
    };
    facts.dates.range(passage).any(far)
}

fn is_vital(predicate: Predicate) -> bool {
    matches!(
        predicate,
        Predicate::Dead | Predicate::Hurt | Predicate::Missing | Predicate::Arrested | Predicate::Rescued | Predicate::Displaced
    )
}

/// Whether two figures can tell one quantity at all.
pub fn can_be_one(one: &Setting, other: &Setting) -> bool {
    let (a, b) = (&one.figure, &other.figure);
    if a.measure != b.measure || a.vague && b.vague {
        return false;
    }
    if matches!((a.predicate, b.predicate), (Some(a), Some(b)) if a != b && is_vital(a) && is_vital(b)) {
        return false;
    }
    let same_predicate = a.predicate.is_some() && a.predicate == b.predicate;
    match a.measure {
        Measure::Count => {
            let same_noun = one.noun.is_some() && one.noun == other.noun;
            same_noun || same_predicate && a.predicate.is_some_and(is_vital)
        }
        // Nothing tells two temperatures, speeds or powers of one story apart.
        Measure::Temperature | Measure::Speed | Measure::Power => false,
        _ => true,
    }
}

/// What speaks for and against two figures being one quantity. `crossing` is how many of the two sources give both values;
/// `link` the strength of the link between the passages.
pub fn features(one: &Setting, other: &Setting, crossing: usize, link: f32) -> [f32; FEATURES] {
    let (a, b) = (&one.figure, &other.figure);
    let flag = |holds: bool| if holds { 1.0 } else { 0.0 };
    let (small, large) = (a.value.min(b.value).max(f64::MIN_POSITIVE), a.value.max(b.value).max(f64::MIN_POSITIVE));
    let closeness = match a.measure {
        // An hour is far for two times of one day.
        Measure::TimeOfDay => 1.0 / (1.0 + ((large - small) / 1800.0) as f32),
        _ => 1.0 / (1.0 + 2.0 * (large / small).ln() as f32),
    };
    let same_predicate = a.predicate.is_some() && a.predicate == b.predicate;
    let other_predicate = a.predicate.is_some() && b.predicate.is_some() && a.predicate != b.predicate;
    let shared_modifiers = one.modifiers.iter().filter(|word| other.modifiers.contains(word)).count();
    let other_modifiers = !one.modifiers.is_empty() && !other.modifiers.is_empty() && shared_modifiers == 0;
    let shared_names = one.names.iter().filter(|name| other.names.contains(name)).count() as f32;
    let all_names = (one.names.len() + other.names.len()) as f32 - shared_names;
    let same = |a: Option<EntityId>, b: Option<EntityId>| flag(a.is_some() && a == b) - 0.5 * flag(a.is_some() && b.is_some() && a != b);
    [
        closeness,
        flag(a.value == b.value),
        flag(one.noun.is_some() && one.noun == other.noun),
        flag(same_predicate),
        flag(other_predicate),
        flag(shared_modifiers > 0) - flag(other_modifiers),
        crossing as f32,
        flag(a.part != b.part),
        if all_names > 0.0 { shared_names / all_names } else { 0.3 },
        same(one.before, other.before) + same(one.behind, other.behind),
        cosine(&one.near, &other.near),
        cosine(&one.terms, &other.terms),
        link,
        flag(a.value < 10.0 && b.value < 10.0),
        flag(one.lead && other.lead),
        flag(one.background != other.background),
        flag(one.noun.is_some() && one.noun == other.noun && same_predicate),
        flag(a.hedge != Hedge::Exact || b.hedge != Hedge::Exact),
        flag(shared_names > 0.0),
    ]
}

fn cosine(one: &[(TermId, f32)], other: &[(TermId, f32)]) -> f32 {
    let norm = |terms: &[(TermId, f32)]| terms.iter().map(|(_, weight)| weight * weight).sum::<f32>().sqrt();
    let mut sum = 0.0;
    for (term, weight) in one {
        if let Ok(at) = other.binary_search_by_key(term, |(term, _)| *term) {
            sum += weight * other[at].1;
        }
    }
    let (a, b) = (norm(one), norm(other));
    if a > 0.0 && b > 0.0 { sum / (a * b) } else { 0.0 }
}

/// Weights of the features for things that are counted, and what is added to them.
const OF_COUNTS: [f32; FEATURES + 1] = [
    4.064, 0.000, 0.798, 0.000, -0.419, 0.000, -3.623, -0.282, 0.000, 0.000, 1.477, 0.000, 0.810, 0.556, 1.996, -0.262, 0.667, 0.691,
    0.156, -5.067,
];
/// The same for all other measures.
const OF_MEASURES: [f32; FEATURES + 1] = [
    3.497, 0.000, 0.000, 0.000, -1.195, 0.000, -1.757, -1.164, 0.000, 0.724, 1.171, 3.359, 1.419, 0.584, 0.488, 0.000, 0.000, 0.159, 0.000,
    -4.746,
];

/// How likely two figures are one quantity, from their features.
pub fn probability(features: &[f32; FEATURES], measure: Measure) -> f32 {
    let weights = if measure == Measure::Count { &OF_COUNTS } else { &OF_MEASURES };
    let sum: f32 = features.iter().zip(weights).map(|(feature, weight)| feature * weight).sum();
    1.0 / (1.0 + (-sum - weights[FEATURES]).exp())
}
