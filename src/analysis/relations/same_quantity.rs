//! Whether two figures of one story tell one quantity: hard rules first, then log-odds from a dozen features.
//!
//! What parts one quantity from another of its kind is less what the sentences say than the noun, what happened to it, the
//! names beside it, and whether a source gives both values ("crossing"): then they are two quantities. The weights were
//! fitted by logistic regression on pairs of figures of seven annotated news stories (docs/quality.md), one set for things
//! that are counted and one for all other measures; signs were held to what is sensible.

use crate::analysis::Analysis;
use crate::analysis::facts::Figure;
use crate::analysis::facts::figures::Hedge;
use crate::analysis::facts::figures::Measure;
use crate::analysis::facts::figures::Predicate;
use crate::analysis::relations::Relations;
use crate::analysis::relations::setting::Setting;
use crate::text::Dossier;
use crate::text::SourceId;
use crate::text::words::fold;
use crate::text::words::inflection_key;
use crate::text::words::words;

/// How many features a pair has.
pub const FEATURES: usize = 19;

/// A figure with all that is compared of it.
#[derive(Clone, Debug)]
pub struct Quantity {
    /// Its number among the figures of the source.
    pub index: usize,
    /// The figure.
    pub figure: Figure,
    /// What is counted, as it is compared.
    pub noun: Option<String>,
    /// The words between number and noun.
    modifiers: Vec<String>,
    /// What surrounds it.
    pub setting: Setting,
}

/// The figures of a source with their settings; those of no passage are left out.
pub fn quantities(dossier: &Dossier, analysis: &Analysis, relations: &Relations, source: SourceId) -> Vec<Quantity> {
    let (Some(facts), Some(text)) = (analysis.facts(source), dossier.source(source).map(|source| source.text.as_str())) else {
        return Vec::new();
    };
    let key = |word: &str| inflection_key(&fold(word)).into_owned();
    let quantity = |(index, figure): (usize, &Figure)| {
        let setting = Setting::of(dossier, analysis, relations, source, figure.hedged)?;
        let noun = figure.counted.map(|span| key(span.of(text)));
        let modifiers = figure.modifiers.map(|span| words(span.of(text)).map(|word| key(word.of(span.of(text)))).collect());
        Some(Quantity { index, figure: figure.clone(), noun, modifiers: modifiers.unwrap_or_default(), setting })
    };
    facts.figures.all().iter().enumerate().filter_map(quantity).collect()
}

fn is_vital(predicate: Predicate) -> bool {
    matches!(
        predicate,
        Predicate::Dead | Predicate::Hurt | Predicate::Missing | Predicate::Arrested | Predicate::Rescued | Predicate::Displaced
    )
}

/// Whether two figures can tell one quantity at all.
pub fn can_be_one(one: &Quantity, other: &Quantity) -> bool {
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
pub fn features(one: &Quantity, other: &Quantity, crossing: usize, link: f32) -> [f32; FEATURES] {
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
    let alike = one.setting.likeness(&other.setting);
    [
        closeness,
        flag(a.value == b.value),
        flag(one.noun.is_some() && one.noun == other.noun),
        flag(same_predicate),
        flag(other_predicate),
        flag(shared_modifiers > 0) - flag(other_modifiers),
        crossing as f32,
        flag(a.part != b.part),
        alike.names,
        alike.nearest,
        alike.near,
        alike.terms,
        link,
        flag(a.value < 10.0 && b.value < 10.0),
        flag(alike.lead),
        flag(alike.other_time),
        flag(one.noun.is_some() && one.noun == other.noun && same_predicate),
        flag(a.hedge != Hedge::Exact || b.hedge != Hedge::Exact),
        flag(alike.shared_name),
    ]
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
