//! Figures of one story that tell one quantity, and how far they are apart.
//!
//! All figures of one story that can be one quantity are compared (see [`crate::analysis::relations::same_quantity`]), and
//! grouped by average linkage of their probabilities; a group told by two sources whose values differ is a row.

use std::collections::HashMap;

use jiff::civil::Date;

use crate::analysis::Analysis;
use crate::analysis::Relations;
use crate::analysis::facts::Figure;
use crate::analysis::facts::figures::Hedge;
use crate::analysis::facts::figures::Measure;
use crate::analysis::questions::disagreements::Disagreement;
use crate::analysis::questions::disagreements::Severity;
use crate::analysis::questions::disagreements::Subject;
use crate::analysis::questions::disagreements::Version;
use crate::analysis::questions::disagreements::grouping::Grouped;
use crate::analysis::questions::disagreements::grouping::is_one_story;
use crate::analysis::questions::disagreements::grouping::of_each;
use crate::analysis::questions::disagreements::inside::inside;
use crate::analysis::questions::disagreements::tolls::can_grow;
use crate::analysis::questions::disagreements::tolls::joined;
use crate::analysis::questions::disagreements::topics::topic;
use crate::analysis::relations::exchange::in_one_currency;
use crate::analysis::relations::quantities::agrees;
use crate::analysis::relations::same_quantity::FEATURES;
use crate::analysis::relations::same_quantity::Quantity;
use crate::analysis::relations::same_quantity::can_be_one;
use crate::analysis::relations::same_quantity::can_measure_one_thing;
use crate::analysis::relations::same_quantity::features;
use crate::analysis::relations::same_quantity::probability;
use crate::analysis::relations::same_quantity::quantities;
use crate::analysis::relations::setting::link;
use crate::text::Dossier;
use crate::text::SourceId;

/// Least mean probability of two groups of figures to be one quantity.
const ONE_QUANTITY: f32 = 0.3;
/// The same for groups that measure one thing at several times: the times part them no more.
const ONE_MEASURE: f32 = 0.45;
/// Least probability, of two figures that differ, for a row to be shown.
const SHOWN: f32 = 0.5;
/// The same for amounts and other measures: less in their sentences tells them apart.
const MEASURE_SHOWN: f32 = 0.58;
/// The same for lengths of time: a text tells how long this and that took, and little but the verb tells them apart.
const DURATION_SHOWN: f32 = 0.6;

/// Figures that the sources of a story give differently.
pub(super) fn figures(dossier: &Dossier, analysis: &Analysis, relations: &Relations, sources: &[SourceId]) -> Vec<Disagreement> {
    let all = &all_of(dossier, analysis, relations, sources);
    let pairs = likely_pairs(analysis, relations, all, can_be_one);
    // Two different values of one passage are two quantities.
    let grouped = Grouped::of(all.len(), pairs.into_iter(), ONE_QUANTITY, |one, other, _| {
        let (a, b) = (&all[one], &all[other]);
        let two_of_passage = a.setting.passage == b.setting.passage && a.figure.value != b.figure.value;
        two_of_passage || a.setting.source != b.setting.source && !can_be_one(a, b)
    });
    let groups = joined(analysis, all, &grouped.groups);
    let mut rows: Vec<Disagreement> = groups.iter().filter_map(|group| figure_row(dossier, all, &grouped, group)).collect();
    let inside = inside(dossier, all, &rows);
    rows.extend(inside);
    rows
}

/// Figures of a story that measure one thing, be it at several times and places: the quantities, and the numbers of those of each
/// measure, in order. A measure that two sources tell too unlike to be sure is none.
pub(in crate::analysis::questions) fn measures(
    dossier: &Dossier,
    analysis: &Analysis,
    relations: &Relations,
    sources: &[SourceId],
) -> (Vec<Quantity>, Vec<Vec<usize>>) {
    let all = all_of(dossier, analysis, relations, sources);
    let pairs = likely_pairs(analysis, relations, &all, can_measure_one_thing);
    let grouped = Grouped::of(all.len(), pairs.into_iter(), ONE_MEASURE, |one, other, _| {
        let (a, b) = (&all[one], &all[other]);
        let is_one = a.setting.passage == b.setting.passage && a.figure.value != b.figure.value && !a.is_of_other_time(b);
        is_one || a.setting.source != b.setting.source && !can_measure_one_thing(a, b)
    });
    let sure = |group: &Vec<usize>| {
        let pairs = group.iter().enumerate().flat_map(|(at, one)| group[at + 1..].iter().map(move |other| (*one, *other)));
        let pairs = pairs.filter_map(|(one, other)| grouped.likely(one, other));
        pairs.fold(0.0, f32::max) >= least_shown(&all[group[0]])
    };
    let groups = grouped.groups.iter().filter(|group| sure(group)).cloned().collect();
    (all, groups)
}

/// The quantities of a story in the order of `sources`, amounts in one currency as far as the texts tell its rates.
fn all_of(dossier: &Dossier, analysis: &Analysis, relations: &Relations, sources: &[SourceId]) -> Vec<Quantity> {
    let most = of_each(sources, MOST_FIGURES);
    let mut all: Vec<Quantity> = sources.iter().flat_map(|source| quantities(dossier, analysis, relations, *source, most)).collect();
    // `billions of dollars` say nothing that another amount could contradict.
    all.retain(|quantity| !(quantity.figure.vague && matches!(quantity.figure.measure, Measure::Money(_))));
    in_one_currency(dossier, &mut all);
    all
}

fn figure_row(dossier: &Dossier, all: &[Quantity], grouped: &Grouped, group: &[usize]) -> Option<Disagreement> {
    let mut severity: Option<Severity> = None;
    let mut confidence = 0f32;
    for (at, one) in group.iter().enumerate() {
        for other in group[at + 1..].iter().filter(|other| all[**other].setting.source != all[*one].setting.source) {
            let converted = all[*one].converted || all[*other].converted;
            let Some(found) = apart(&all[*one].figure, &all[*other].figure, converted) else { continue };
            severity = Some(severity.map_or(found, |known| known.min(found)));
            confidence = confidence.max(grouped.likely(*one, *other).unwrap_or(0.0));
        }
    }
    let update = is_update(group.iter().map(|number| &all[*number]));
    // What the days of the texts put in order needs no nearness of the values.
    let grew = update && group.iter().all(|number| can_grow(&all[*number]));
    let least = least_shown(&all[*group.first()?]);
    let severity = severity.filter(|_| confidence >= least || grew)?;
    let side = |number: &usize| {
        let quantity = &all[*number];
        let (_, _, passage) = dossier.passage(quantity.setting.passage)?;
        Some(Version { source: quantity.setting.source, passage: passage.span, value: quantity.figure.hedged })
    };
    let mut sides: Vec<Version> = group.iter().filter_map(side).collect();
    sides.sort_by_key(|side| (side.source, side.passage.start(), side.value.start()));
    sides.dedup_by_key(|side| (side.source, side.passage));
    let topic = topic(dossier, group.iter().map(|number| &all[*number]));
    let time = group.iter().any(|number| all[*number].figure.measure == Measure::TimeOfDay);
    let subject = if time { Subject::Date } else { Subject::Figure };
    // A count that grew is no conflict.
    let severity = if update { severity.max(Severity::Differs) } else { severity };
    Some(Disagreement { subject, severity, topic, sides, confidence: confidence.max(if grew { least } else { 0.0 }), update })
}

/// Least probability, of two figures of a row, for the row to be shown.
fn least_shown(quantity: &Quantity) -> f32 {
    match quantity.figure.measure {
        Measure::Duration => DURATION_SHOWN,
        Measure::Count | Measure::Age | Measure::Magnitude => SHOWN,
        _ => MEASURE_SHOWN,
    }
}

/// Whether later texts give more of what happened to people or things, and never less. The day of every text must be known.
pub(super) fn is_update<'a>(quantities: impl Iterator<Item = &'a Quantity>) -> bool {
    let told: Option<Vec<(Date, f64)>> = quantities
        .map(|quantity| {
            let of_deed = quantity.figure.measure == Measure::Count && quantity.figure.predicate.is_some();
            Some((quantity.written.filter(|_| of_deed)?, quantity.figure.value))
        })
        .collect();
    let Some(told) = told else { return false };
    let later = || told.iter().flat_map(|one| told.iter().map(move |other| (one, other))).filter(|(one, other)| one.0 < other.0);
    later().all(|(one, other)| one.1 <= other.1) && later().any(|(one, other)| one.1 < other.1)
}

/// How far two tellings of one length, area, mass or volume are apart by the rounding of units.
const UNIT_ROUNDING: f64 = 0.025;

/// How far two figures of one quantity are apart, of which one may have been brought to the currency of the other; `None` if they
/// say the same.
pub(in crate::analysis::questions) fn apart(one: &Figure, other: &Figure, converted: bool) -> Option<Severity> {
    let same_number = one.value == other.value;
    let exact = |figure: &Figure| figure.hedge == Hedge::Exact && !figure.vague;
    if one.measure == Measure::TimeOfDay {
        let minutes = (one.value - other.value).abs() / 60.0;
        return match () {
            () if same_number && one.hedge == other.hedge => None,
            // Two minutes that nobody rounded: 5.12 and 5.13.
            () if minutes >= 1.0 && exact(one) && exact(other) && is_to_the_minute(one) && is_to_the_minute(other) => {
                Some(Severity::Differs)
            }
            () if minutes <= 15.0 || agrees(one, other) => Some(Severity::Precision),
            () if one.vague || other.vague => Some(Severity::Differs),
            () => Some(Severity::Conflict),
        };
    }
    if same_number {
        // The same number, told as the number, as a bound, or roughly.
        let roughly = |hedge: Hedge| matches!(hedge, Hedge::About | Hedge::Nearly | Hedge::AtMost);
        let bound = |hedge: Hedge| hedge == Hedge::AtLeast;
        let contrary = roughly(one.hedge) && bound(other.hedge) || bound(one.hedge) && roughly(other.hedge);
        let about = |figure: &Figure| matches!(figure.hedge, Hedge::About | Hedge::Exact) && figure.measure != Measure::Count;
        return match () {
            // "About 150 miles" and "150 miles" are told alike: all lengths are rounded.
            () if about(one) && about(other) => None,
            () if roughly(one.hedge) && roughly(other.hedge) => None,
            () if contrary => Some(Severity::Differs),
            () if one.hedge == other.hedge => None,
            () => Some(Severity::Precision),
        };
    }
    let near = (one.value - other.value).abs() / one.value.max(other.value).max(f64::MIN_POSITIVE);
    // 200 feet and 60 metres are one length in two units.
    if one.unit != other.unit && near <= UNIT_ROUNDING {
        return None;
    }
    if exact(one) && exact(other) {
        let rounding = match one.measure {
            Measure::Money(_) if converted => 0.06,
            Measure::Money(_) => 0.02,
            Measure::Length | Measure::Area | Measure::Mass | Measure::Volume => 0.05,
            _ => 0.0,
        };
        let number = |figure: &Figure| (figure.value / figure.unit * 1e6).round() / 1e6;
        let rounds = one.unit == other.unit && one.measure != Measure::Age && is_rounding(number(one), number(other));
        let precise = near <= rounding || rounds;
        // 852 and 853 feet, 64 and 65 square metres: neither rounds the other.
        let as_fine = one.unit == other.unit && !converted && {
            let (one, other) = (digits(number(one)), digits(number(other)));
            one == other && one > 1
        };
        if precise && as_fine {
            return Some(Severity::Differs);
        }
        return Some(if precise { Severity::Precision } else { Severity::Conflict });
    }
    Some(match () {
        () if agrees(one, other) => Severity::Precision,
        () if !exact(one) && !exact(other) || one.vague || other.vague || near <= 0.35 => Severity::Differs,
        () => Severity::Conflict,
    })
}

/// Whether a time of day is told to the minute and not to five of them.
fn is_to_the_minute(time: &Figure) -> bool {
    (time.value / 60.0).floor() % 5.0 != 0.0
}

/// How far a number of two digits and more can be from the exact one that it rounds.
const ROUNDED: f64 = 0.025;

/// The digits of a number that say something: two of 64,000.
fn digits(value: f64) -> usize {
    let written = format!("{value:.3}");
    let all = written.trim_end_matches('0').trim_end_matches('.').replace('.', "");
    if value.fract() == 0.0 { all.trim_end_matches('0').len() } else { all.trim_start_matches('0').len() }
}

/// Whether one number is the other with fewer digits: 4,500 of 4,512, 27 of 27.4.
fn is_rounding(one: f64, other: f64) -> bool {
    let near = (one - other).abs() <= ROUNDED * one.max(other);
    let (coarse, fine) = if digits(one) < digits(other) { (one, other) } else { (other, one) };
    let step = |value: f64| {
        let whole = value.abs().max(1.0).log10().floor() as i32 + 1 - digits(value) as i32;
        10f64.powi(whole)
    };
    let step = step(coarse);
    near && coarse >= 10.0
        && digits(coarse) > 1
        && digits(coarse) < digits(fine)
        && ((fine / step).round() * step - coarse).abs() < step / 1000.0
}

/// Most figures of one story that are compared with one another.
const MOST_FIGURES: usize = 3_000;
/// Most of them of one kind.
const MOST_OF_A_KIND: usize = 300;

/// All pairs of figures of one story that can be one quantity, with their features.
pub fn pairs_of_story(dossier: &Dossier, analysis: &Analysis, sources: &[SourceId]) -> Vec<(Quantity, Quantity, [f32; FEATURES])> {
    let Some(relations) = analysis.relations.as_deref() else { return Vec::new() };
    let all = all_of(dossier, analysis, relations, sources);
    pairs(analysis, relations, &all, can_be_one)
        .into_iter()
        .map(|(one, other, features)| (all[one].clone(), all[other].clone(), features))
        .collect()
}

/// Pairs of figures that can be one, by what `can_be` says, and how likely they are.
fn likely_pairs(
    analysis: &Analysis,
    relations: &Relations,
    all: &[Quantity],
    can_be: fn(&Quantity, &Quantity) -> bool,
) -> Vec<(usize, usize, f32)> {
    let pairs = pairs(analysis, relations, all, can_be).into_iter();
    pairs.map(|(one, other, features)| (one, other, probability(&all[one], &all[other], &features))).collect()
}

fn pairs(
    analysis: &Analysis,
    relations: &Relations,
    all: &[Quantity],
    can_be: fn(&Quantity, &Quantity) -> bool,
) -> Vec<(usize, usize, [f32; FEATURES])> {
    // Only figures of one measure are compared, and counts of one noun or of one thing that happened.
    let mut kinds: HashMap<String, Vec<usize>> = HashMap::new();
    for (number, quantity) in all.iter().enumerate() {
        let measure = quantity.figure.measure;
        match measure {
            Measure::Count => {
                if let Some(noun) = &quantity.noun {
                    kinds.entry(format!("noun {noun}")).or_default().push(number);
                }
                if let Some(predicate) = quantity.figure.predicate {
                    kinds.entry(format!("predicate {}", predicate.name())).or_default().push(number);
                }
            }
            other => kinds.entry(other.name().to_owned()).or_default().push(number),
        }
    }
    let mut found: Vec<(usize, usize)> = Vec::new();
    for members in kinds.values() {
        let members = &members[..members.len().min(MOST_OF_A_KIND)];
        for (at, one) in members.iter().enumerate() {
            let others = members[at + 1..].iter().filter(|other| all[*one].setting.source != all[**other].setting.source);
            found.extend(others.filter(|other| can_be(&all[*one], &all[**other])).map(|other| (*one, *other)));
        }
    }
    found.sort_unstable();
    found.dedup();
    // Whether the source of one gives the value of the other for a quantity of that kind.
    let mut given: HashMap<(SourceId, u64), Vec<usize>> = HashMap::new();
    for (number, quantity) in all.iter().enumerate() {
        given.entry((quantity.setting.source, quantity.figure.value.to_bits())).or_default().push(number);
    }
    let crosses = |one: usize, other: usize| {
        let same = given.get(&(all[one].setting.source, all[other].figure.value.to_bits())).map_or(&[][..], Vec::as_slice);
        // Values of two times differ, and say nothing against one measure.
        let differ = all[one].figure.value != all[other].figure.value && !all[one].is_of_other_time(&all[other]);
        let given = || same.iter().any(|third| *third != one && can_be_one(&all[*third], &all[other]));
        differ && (given() || all[one].figure.measure == Measure::Count && all[one].stand_together(&all[other]))
    };
    found
        .into_iter()
        .filter_map(|(one, other)| {
            let (a, b) = (&all[one].setting, &all[other].setting);
            let link = link(analysis, a, b);
            let crossing = usize::from(crosses(one, other)) + usize::from(crosses(other, one));
            (is_one_story(relations, a, b, link) || all[one].is_of_one_person(&all[other]))
                .then(|| (one, other, features(&all[one], &all[other], crossing, link)))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::is_rounding;

    #[test]
    fn a_number_with_fewer_digits_rounds_the_exact_one() {
        for (one, other) in [(4_512.0, 4_500.0), (27.0, 27.4), (1_734.0, 1_730.0), (45.0, 45.4), (16.4, 16.0)] {
            assert!(is_rounding(one, other) && is_rounding(other, one), "{one} {other}");
        }
        for (one, other) in
            [(71.2, 72.0), (4_512.0, 4_600.0), (6.8, 7.0), (12.0, 10.0), (40.0, 41.0), (101.0, 110.0), (50.0, 50.0), (1_734.0, 1_740.0)]
        {
            assert!(!is_rounding(one, other) && !is_rounding(other, one), "{one} {other}");
        }
    }
}
