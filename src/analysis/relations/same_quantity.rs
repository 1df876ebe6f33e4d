//! Whether two figures of one story tell one quantity: hard rules first, then log-odds from features of both.
//!
//! What parts one quantity from another of its kind is less what the sentences say than the noun, what happened to it, the
//! names beside it, and whether a source gives both values ("crossing"): then they are two quantities. The weights were
//! fitted by logistic regression on pairs of figures of seven annotated news stories (docs/quality.md), one set for things
//! that are counted and one for all other measures; signs were held to what is sensible. The
//! last three (words that say what is measured, and the period) were set by hand: a fit over all annotated texts found fewer rows.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::civil::Date;

use crate::analysis::Analysis;
use crate::analysis::facts::Figure;
use crate::analysis::facts::figures::Hedge;
use crate::analysis::facts::figures::Measure;
use crate::analysis::facts::figures::Predicate;
use crate::analysis::gazetteer::PLACES;
use crate::analysis::lexicon::EntityKind;
use crate::analysis::relations::Relations;
use crate::analysis::relations::entities::EntityId;
use crate::analysis::relations::periods::Period;
use crate::analysis::relations::periods::Periods;
use crate::analysis::relations::periods::TextTime;
use crate::analysis::relations::periods::are_of_one_period;
use crate::analysis::relations::periods::are_of_two_times;
use crate::analysis::relations::setting::Setting;
use crate::analysis::relations::setting::Settings;
use crate::analysis::relations::slots::Modality;
use crate::analysis::relations::slots::Role;
use crate::analysis::relations::slots::Slots;
use crate::analysis::relations::terms::TermId;
use crate::text::Dossier;
use crate::text::SourceId;
use crate::text::Span;
use crate::text::words::fold;
use crate::text::words::inflection_key;
use crate::text::words::words;

/// Words between an age and the name of the person behind it.
const PERSON_REACH: usize = 4;
/// Numbers from which two that stand together in two passages tell that two things are counted.
const TOGETHER: f64 = 10.0;
/// Bytes between a figure and the place behind it.
const PLACE_REACH: usize = 60;
/// How likely two ages of one person are one quantity.
const ONE_PERSON: f32 = 0.9;

/// How many features a pair has.
pub const FEATURES: usize = 24;

/// A figure with all that is compared of it.
#[derive(Clone, Debug)]
pub struct Quantity {
    /// The figure, its value in the currency of the story if that could be known.
    pub figure: Figure,
    /// Whether it was brought from one currency to another.
    pub converted: bool,
    /// What is counted, as it is compared.
    pub noun: Option<String>,
    /// The words between number and noun.
    modifiers: Vec<String>,
    /// Whether its passage holds no other figure of its measure.
    alone: bool,
    /// The term of its number, where that is one word.
    number: Option<TermId>,
    /// Whose age it is.
    person: Option<EntityId>,
    /// The day of its text: of publication, else the newest that it tells.
    pub written: Option<Date>,
    /// Where its text stands in time.
    time: Arc<TextTime>,
    /// The period that its passage names for it.
    period: Option<Period>,
    /// What the words beside it say of it.
    slots: Slots,
    /// The place that its clause names, with the sort of place that it is.
    place: Option<(&'static str, EntityId)>,
    /// What surrounds it.
    pub setting: Setting,
}

/// The figures of a source with their settings, `most` at most, the first ones; those of no passage are left out.
pub fn quantities(dossier: &Dossier, analysis: &Analysis, relations: &Relations, source: SourceId, most: usize) -> Vec<Quantity> {
    let (Some(facts), Some(text)) = (analysis.facts(source), dossier.source(source).map(|source| source.text.as_str())) else {
        return Vec::new();
    };
    let key = |word: &str| inflection_key(&fold(word)).into_owned();
    let periods = Periods::new(dossier, analysis, relations, source);
    let time = Arc::new(periods.time.clone());
    let written = time.written;
    let mut settings = Settings::new(dossier, analysis, relations, source);
    let quantity = |figure: &Figure| {
        let setting = settings.around(figure.hedged).filter(|setting| !setting.is_furniture())?;
        let number = settings.term_at(figure.span);
        let noun = figure.counted.map(|span| key(span.of(text)));
        let (_, _, within) = dossier.passage(setting.passage)?;
        let beside = facts.figures.within(within.span);
        let of_measure: Vec<Span> = beside.iter().filter(|other| other.measure == figure.measure).map(|other| other.span).collect();
        let alone = of_measure.len() == 1;
        let period = periods.stated(text, within.span, figure, &of_measure);
        let slots = Slots::of(text, within.span, figure, beside);
        let place = place_of(analysis, source, within.span, figure, beside, text);
        let person = (figure.measure == Measure::Age).then(|| person_of(analysis, source, within.span, figure.span, text)).flatten();
        let modifiers = figure.modifiers.map(|span| words(span.of(text)).map(|word| key(word.of(span.of(text)))).collect());
        Some(Quantity {
            figure: figure.clone(),
            converted: false,
            noun,
            modifiers: modifiers.unwrap_or_default(),
            alone,
            number,
            person,
            written,
            time: Arc::clone(&time),
            period,
            slots,
            place,
            setting,
        })
    };
    facts.figures.all().iter().filter_map(quantity).take(most).collect()
}

impl Quantity {
    /// Whether the passage of each also holds the number of the other, figure or not: `12 Somali and 11 Yemeni`. Small numbers are
    /// everywhere.
    pub fn stand_together(&self, other: &Quantity) -> bool {
        let holds = |one: &Quantity, other: &Quantity| {
            other.figure.value >= TOGETHER && other.number.is_some_and(|number| one.setting.holds(number))
        };
        self.figure.value != other.figure.value && holds(self, other) && holds(other, self)
    }

    /// The period that its sentence names, else the one of which its text reports.
    pub fn period(&self) -> Option<Period> {
        self.period.or(self.time.own)
    }

    /// The period that its sentence names.
    pub fn stated_period(&self) -> Option<Period> {
        self.period
    }

    /// Words that say what is measured, and what is counted, as they are compared.
    pub fn what(&self) -> BTreeSet<String> {
        self.slots.what.iter().chain(&self.noun).chain(&self.modifiers).cloned().collect()
    }

    /// Whether it tells how much there is, and neither a change nor a plan nor so much a piece.
    pub fn is_level(&self) -> bool {
        self.slots.role == Role::Level && self.slots.modality == Modality::Actual && !self.slots.before && self.slots.per.is_none()
    }

    /// The place that its clause names.
    pub fn place(&self) -> Option<EntityId> {
        self.place.map(|(_, place)| place)
    }

    /// Whether two figures are of two periods, or of texts of two times.
    pub fn is_of_other_time(&self, other: &Quantity) -> bool {
        are_of_two_times((self.period, &self.time), (other.period, &other.time))
    }

    /// Whether two figures are of two places of one sort.
    pub fn is_elsewhere(&self, other: &Quantity) -> bool {
        self.place.zip(other.place).is_some_and(|((sort, place), (other_sort, other))| sort == other_sort && place != other)
    }

    /// Whether two figures are ages of one person.
    pub fn is_of_one_person(&self, other: &Quantity) -> bool {
        self.person.is_some() && self.person == other.person
    }
}

/// Whether the time between two texts makes up for the difference of two ages.
fn grew_older(one: &Quantity, other: &Quantity) -> bool {
    let Some((from, to)) = one.written.zip(other.written) else { return false };
    let years = from.until(to).map_or(0.0, |span| f64::from(span.get_days()) / 365.25);
    let older = other.figure.value - one.figure.value;
    years.abs() > 0.25 && (older - years).abs() < 1.0
}

/// Whose age stands at `age`: the person named right before `, 32,` or a few words behind `32-year-old`.
fn person_of(analysis: &Analysis, source: SourceId, passage: Span, age: Span, text: &str) -> Option<EntityId> {
    let persons = || analysis.mentions(source, passage).filter(|(mention, _)| mention.kind == EntityKind::Person);
    let short = |between: Option<&str>, words: usize| {
        between.is_some_and(|between| !between.contains(['.', ';', ':']) && between.split_whitespace().count() <= words)
    };
    let renamed = persons().filter(|(mention, _)| mention.span.end() <= age.start()).last();
    let renamed = renamed.filter(|(mention, _)| text.get(mention.span.end()..age.start()).is_some_and(|gap| gap == ", " || gap == " ("));
    let described = || {
        let next = persons().find(|(mention, _)| mention.span.start() >= age.end())?;
        short(text.get(age.end()..next.0.span.start()), PERSON_REACH).then_some(next)
    };
    // A bare number stands behind its name: `Ada Reed, 32, and Carl Lind`.
    let says_years = text.get(age.range()).is_some_and(|written| written.contains("year"));
    renamed.or_else(|| if says_years { described() } else { None }).map(|(_, entity)| entity)
}

/// The place behind a figure, before the next one and in its clause, or at the head of the sentence: `12 people in Kelso`, `In
/// Kelso, 12 people`. With the sort that it is of: two cities are two places, a city and its country may be one.
fn place_of(
    analysis: &Analysis,
    source: SourceId,
    passage: Span,
    figure: &Figure,
    beside: &[Figure],
    text: &str,
) -> Option<(&'static str, EntityId)> {
    let sort = |span: Span| match PLACES.class(span.of(text)) {
        Some("city" | "town") => Some("settlement"),
        other => other,
    };
    let places = || {
        let all = analysis.mentions(source, passage).filter(|(mention, _)| mention.kind == EntityKind::Place);
        all.filter_map(|(mention, entity)| Some((mention.span, sort(mention.span)?, entity)))
    };
    let next = beside.iter().map(|other| other.span.start()).find(|start| *start >= figure.span.end()).unwrap_or(passage.end());
    let behind = places().find(|(span, ..)| span.start() >= figure.span.end() && span.end() <= next);
    let behind = behind.filter(|(span, ..)| {
        let between = text.get(figure.span.end()..span.start()).unwrap_or("");
        let last = between.split_whitespace().last().unwrap_or("");
        between.len() <= PLACE_REACH
            && !between.contains([',', ';', ':', '.'])
            && matches!(last, "in" | "of" | "with" | "from" | "to" | "for" | "across" | "near" | "around" | "outside")
    });
    let at_head = || {
        let before = places().find(|(span, ..)| span.end() <= figure.span.start())?;
        let opens = text.get(passage.start()..before.0.start()).is_some_and(|lead| matches!(lead.trim(), "In" | "Across" | "Near"));
        opens.then_some(before)
    };
    behind.or_else(at_head).map(|(_, sort, entity)| (sort, entity))
}

/// Whether two figures can tell one quantity at all.
pub fn can_be_one(one: &Quantity, other: &Quantity) -> bool {
    let of_one_time_and_place = one.figure.measure == Measure::Age || !one.is_elsewhere(other) && !one.is_of_other_time(other);
    of_one_time_and_place && can_measure_one_thing(one, other)
}

/// Whether two figures can measure one thing, be it at two times or in two places.
pub fn can_measure_one_thing(one: &Quantity, other: &Quantity) -> bool {
    let (a, b) = (&one.figure, &other.figure);
    if a.measure != b.measure || a.vague && b.vague {
        return false;
    }
    if matches!((a.predicate, b.predicate), (Some(a), Some(b)) if a != b && a.is_vital() && b.is_vital()) {
        return false;
    }
    let ratio = a.value.max(b.value) / a.value.min(b.value).max(f64::MIN_POSITIVE);
    if a.measure != Measure::Age && one.slots.contradict(&other.slots, a.measure, ratio) {
        return false;
    }
    let same_predicate = a.predicate.is_some() && a.predicate == b.predicate;
    match a.measure {
        Measure::Count => {
            let same_noun = one.noun.is_some() && one.noun == other.noun;
            same_noun || same_predicate && a.predicate.is_some_and(Predicate::is_vital)
        }
        // One person, and not older by the years that lie between the texts.
        Measure::Age => one.is_of_one_person(other) && !grew_older(one, other),
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
        // An hour is far for two times of one day; a part of the day holds its hours.
        Measure::TimeOfDay if a.vague || b.vague => 1.0 / (1.0 + ((a.low.max(b.low) - a.high.min(b.high)).max(0.0) / 1800.0) as f32),
        Measure::TimeOfDay => 1.0 / (1.0 + ((large - small) / 1800.0) as f32),
        _ => 1.0 / (1.0 + 2.0 * (large / small).ln() as f32),
    };
    let same_predicate = a.predicate.is_some() && a.predicate == b.predicate;
    let other_predicate = a.predicate.is_some() && b.predicate.is_some() && a.predicate != b.predicate;
    let shared_modifiers = one.modifiers.iter().filter(|word| other.modifiers.contains(word)).count();
    let other_modifiers = !one.modifiers.is_empty() && !other.modifiers.is_empty() && shared_modifiers == 0;
    let alike = one.setting.likeness(&other.setting);
    let of_value = matches!(a.measure, Measure::Money(_) | Measure::Percent);
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
        if one.alone && other.alone { link } else { 0.0 },
        flag(one.alone && other.alone),
        one.slots.same_matter(&other.slots),
        flag(of_value && one.slots.same_matter(&other.slots) == 0.0),
        flag(are_of_one_period((one.period, &one.time), (other.period, &other.time))),
    ]
}

/// Weights of the features for things that are counted, and what is added to them.
const OF_COUNTS: [f32; FEATURES + 1] = [
    3.968, 0.000, 0.458, 0.000, -0.776, 0.000, -3.436, -0.100, 0.000, 0.000, 1.351, 0.000, 0.258, 0.786, 1.704, -0.520, 0.326, 0.941,
    0.000, 2.453, -1.103, 0.000, 0.000, 0.500, -4.478,
];
/// The same for all other measures.
const OF_MEASURES: [f32; FEATURES + 1] = [
    2.443, 0.000, 0.000, 0.000, -4.259, 0.000, -1.861, -0.162, 0.000, 0.000, 2.912, 1.868, 1.421, 0.613, 0.000, -1.251, 0.000, 0.061,
    0.256, 0.000, 0.374, 1.500, -2.000, 1.500, -4.086,
];

/// The same for times of day.
const OF_TIMES: [f32; FEATURES + 1] = [
    3.824, 1.533, 0.000, 0.000, 0.000, 0.000, -0.450, 0.000, 0.000, 0.000, 0.000, 0.000, 1.700, 1.122, 0.660, -2.742, 0.000, -1.441, 1.800,
    1.401, 0.271, 0.000, 0.000, 0.000, -3.908,
];

/// How likely two figures are one quantity.
pub fn probability(one: &Quantity, other: &Quantity, features: &[f32; FEATURES]) -> f32 {
    if one.is_of_one_person(other) {
        return ONE_PERSON;
    }
    let weights = match one.figure.measure {
        Measure::Count => &OF_COUNTS,
        Measure::TimeOfDay => &OF_TIMES,
        _ => &OF_MEASURES,
    };
    let sum: f32 = features.iter().zip(weights).map(|(feature, weight)| feature * weight).sum();
    1.0 / (1.0 + (-sum - weights[FEATURES]).exp())
}
