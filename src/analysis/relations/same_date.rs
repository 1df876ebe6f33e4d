//! Whether two dates of one story are dates of one happening: log-odds from what they say and from their settings, as for
//! figures ([`crate::analysis::relations::same_quantity`]).

use std::sync::Arc;

use jiff::civil::Date;

use crate::analysis::Analysis;
use crate::analysis::facts::DateMention;
use crate::analysis::facts::dates::Said;
use crate::analysis::facts::dates::Tense;
use crate::analysis::relations::Relations;
use crate::analysis::relations::chronology::Dated;
use crate::analysis::relations::periods::Periods;
use crate::analysis::relations::periods::TextTime;
use crate::analysis::relations::periods::are_of_two_times;
use crate::analysis::relations::setting::Setting;
use crate::analysis::relations::setting::Settings;
use crate::analysis::relations::terms::TermId;
use crate::text::Dossier;
use crate::text::SourceId;
use crate::text::calendar::Precision;
use crate::text::calendar::When;

/// How many features a pair has.
pub const FEATURES: usize = 20;

/// A date with all that is compared of it.
#[derive(Clone, Debug)]
pub struct Dating {
    /// The words of the date.
    pub mention: DateMention,
    /// What they come to.
    pub when: Option<When>,
    /// Its weekday, from 0 for Monday, if it is told or known.
    weekday: Option<i8>,
    /// The verb of its clause.
    verb: Option<TermId>,
    /// Where its text stands in time.
    time: Arc<TextTime>,
    /// What surrounds it.
    pub setting: Setting,
}

/// What a date says, for finding the same one again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Told {
    /// Its first and last day.
    Days(Date, Date),
    /// A month or a day of one, without its year.
    Yearless(i8, Option<i8>),
    /// A weekday of which it is not known which one it is.
    Weekday(i8),
    /// Nothing.
    Open,
}

impl Dating {
    /// What it says.
    pub fn told(&self) -> Told {
        match (self.when, self.weekday) {
            (Some(When::Yearless { month, day }), _) => Told::Yearless(month, day),
            (Some(when), _) => when.bounds().map_or(Told::Open, |(first, last)| Told::Days(first, last)),
            (None, Some(weekday)) => Told::Weekday(weekday),
            (None, None) => Told::Open,
        }
    }
}

/// How two dates lie to one another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// They are the same.
    Same,
    /// One lies within the other, or they overlap.
    Within,
    /// They are so many days apart.
    Apart(i32),
    /// One of them does not say enough.
    Unknown,
}

/// The dates of a source with their settings. Days of statements are left out: they are not the days of what is said.
/// No more than `most` of them, the first ones.
pub fn datings(dossier: &Dossier, analysis: &Analysis, relations: &Relations, source: SourceId, most: usize) -> Vec<Dating> {
    let Some(facts) = analysis.facts(source) else { return Vec::new() };
    let mut settings = Settings::new(dossier, analysis, relations, source);
    let time = Arc::new(Periods::new(dossier, analysis, relations, source).time);
    let dating = |(mention, dated): (&DateMention, Dated)| {
        let is_day = dated.when.is_none_or(|when| when.precision() == Precision::Day);
        if mention.of_saying && is_day {
            return None;
        }
        let setting = settings.around(mention.span).filter(|setting| !setting.is_furniture())?;
        let verb = mention.verb.and_then(|verb| settings.term_at(verb));
        let day = dated.when.and_then(When::bounds).filter(|(first, last)| first == last).map(|(day, _)| day);
        let told = match mention.said {
            Said::Weekday { weekday, .. } => Some(weekday),
            _ => None,
        };
        let weekday = day.map(|day: Date| day.weekday().to_monday_zero_offset()).or(told);
        Some(Dating { mention: mention.clone(), when: dated.when, weekday, verb, time: Arc::clone(&time), setting })
    };
    relations.chronology.told(source, facts).filter_map(dating).take(most).collect()
}

/// Whether two dates that are not the same are told by texts of two times: of two quarters, or two years. A date of one period
/// against that of another is a series.
pub fn are_of_a_series(one: &Dating, other: &Dating) -> bool {
    relation(one, other) != Relation::Same && are_of_two_times((None, &one.time), (None, &other.time))
}

/// How two dates lie to one another; a day without its year takes that of the other.
pub fn relation(one: &Dating, other: &Dating) -> Relation {
    let bounds = |own: Option<When>, other: Option<When>| match own? {
        When::Yearless { month, day } => {
            let year = other.and_then(When::bounds).map_or(2000, |(first, _)| first.year());
            let first = Date::new(year, month, day.unwrap_or(1)).ok()?;
            Some((first, if day.is_some() { first } else { first.last_of_month() }))
        }
        when => when.bounds(),
    };
    match (bounds(one.when, other.when), bounds(other.when, one.when)) {
        (Some(a), Some(b)) if a == b => Relation::Same,
        // `from September 2010 to January 2011` and `2010` can both be told of one stay.
        (Some(a), Some(b)) if a.0 <= b.1 && b.0 <= a.1 => Relation::Within,
        (Some(a), Some(b)) => {
            let days = |from: Date, to: Date| from.until(to).map_or(i32::MAX, |span| span.get_days());
            Relation::Apart(days(a.0, b.0).abs().min(days(a.1, b.1).abs()))
        }
        _ => match (one.weekday, other.weekday) {
            (Some(a), Some(b)) if a == b => Relation::Same,
            (Some(a), Some(b)) => Relation::Apart(i32::from((a - b).rem_euclid(7).min((b - a).rem_euclid(7)))),
            _ => Relation::Unknown,
        },
    }
}

/// What speaks for and against two dates being of one happening. `crossing` is how many of the two sources give both dates;
/// `link` the strength of the link between the passages.
pub fn features(relations: &Relations, one: &Dating, other: &Dating, crossing: usize, link: f32) -> [f32; FEATURES] {
    let flag = |holds: bool| if holds { 1.0 } else { 0.0 };
    let relation = relation(one, other);
    let is_day = |dating: &Dating| dating.when.map_or(dating.weekday.is_some(), |when| when.precision() == Precision::Day);
    let coarse = |dating: &Dating| dating.when.is_some_and(|when| when.precision() >= Precision::Year);
    let alike = one.setting.likeness(&other.setting);
    let verbs = match (one.verb, other.verb) {
        (Some(a), Some(b)) if a == b => Some(1.0),
        (Some(a), Some(b)) => Some(relations.index.near(a).find(|(term, _)| *term == b).map_or(0.0, |(_, near)| near)),
        _ => None,
    };
    let same = relation == Relation::Same;
    [
        flag(same && is_day(one) && is_day(other)),
        flag(same && !(is_day(one) && is_day(other)) && !coarse(one)),
        flag(same && coarse(one)),
        flag(relation == Relation::Within && !coarse(one) && !coarse(other)),
        flag(relation == Relation::Within && (coarse(one) || coarse(other))),
        match relation {
            Relation::Apart(days) => 1.0 / (1.0 + days as f32),
            _ => 0.0,
        },
        flag(relation == Relation::Unknown),
        verbs.unwrap_or(0.0),
        flag(verbs.is_some_and(|near| near < 0.2)),
        crossing as f32,
        alike.names,
        alike.nearest,
        alike.near,
        alike.terms,
        link,
        flag(alike.lead),
        flag(alike.other_time),
        flag(alike.shared_name),
        flag(one.mention.tense != other.mention.tense && one.mention.tense != Tense::Unsaid && other.mention.tense != Tense::Unsaid),
        flag(one.when.is_none() || other.when.is_none()),
    ]
}

/// Weights of the features, and what is added to them: logistic regression on the pairs of eleven annotated stories, signs held
/// to what is sensible (docs/quality.md).
const WEIGHTS: [f32; FEATURES + 1] = [
    4.039, 4.220, 2.851, 3.509, 2.288, 2.989, 2.551, 1.310, -0.079, -0.429, 0.000, 0.000, 3.047, 0.000, 2.725, 0.581, -0.183, 0.000,
    -0.687, -1.434, -4.681,
];

/// How likely two dates are of one happening, from their features.
pub fn probability(features: &[f32; FEATURES]) -> f32 {
    let sum: f32 = features.iter().zip(&WEIGHTS).map(|(feature, weight)| feature * weight).sum();
    1.0 / (1.0 + (-sum - WEIGHTS[FEATURES]).exp())
}
