//! Dates of one story that are of one happening, and how far they are apart.
//!
//! As for figures: all dates of a story are compared ([`crate::analysis::relations::same_date`]) and grouped by average
//! linkage; a group told by two sources whose dates are not the same, or not equally exact, is a row.

use std::collections::HashSet;

use crate::analysis::Analysis;
use crate::analysis::Relations;
use crate::analysis::facts::dates::Said;
use crate::analysis::questions::disagreements::Disagreement;
use crate::analysis::questions::disagreements::Severity;
use crate::analysis::questions::disagreements::Subject;
use crate::analysis::questions::disagreements::Version;
use crate::analysis::questions::disagreements::grouping::Grouped;
use crate::analysis::questions::disagreements::grouping::is_one_story;
use crate::analysis::questions::disagreements::grouping::of_each;
use crate::analysis::questions::timeline::clause::clause;
use crate::analysis::relations::same_date::Dating;
use crate::analysis::relations::same_date::FEATURES;
use crate::analysis::relations::same_date::Relation;
use crate::analysis::relations::same_date::Told;
use crate::analysis::relations::same_date::are_of_a_series;
use crate::analysis::relations::same_date::datings;
use crate::analysis::relations::same_date::features;
use crate::analysis::relations::same_date::probability;
use crate::analysis::relations::same_date::relation;
use crate::analysis::relations::setting::link;
use crate::text::Dossier;
use crate::text::SourceId;
use crate::text::Span;
use crate::text::calendar::Unit;
use crate::text::calendar::When;
use crate::text::words::clipped;
use crate::text::words::fold;

/// Least mean probability of two groups of dates to be of one happening. Low, since a bare weekday says little of itself.
const ONE_HAPPENING: f32 = 0.16;
/// Least probability of two dates that lie apart to be of one happening at all.
const APART: f32 = 0.5;
/// Least probability, of two dates that differ, for a row to be shown.
const SHOWN: f32 = 0.45;

/// Sources that tell a thing of one day from which the part of the day that one of them names makes no row.
const MOST_OF_ONE_DAY: usize = 3;
/// Most characters of a row's topic.
const TOPIC: usize = 80;
/// Least strength of the link of two passages, or likeness of the words around two dates, for these to be told alike.
const ALIKE: f32 = 0.5;
const ALIKE_NEAR: f32 = 0.35;

/// Dates that the sources of a story give differently.
pub(super) fn dates(dossier: &Dossier, analysis: &Analysis, relations: &Relations, sources: &[SourceId]) -> Vec<Disagreement> {
    let all = &all_of(dossier, analysis, relations, sources);
    let pairs = pairs(analysis, relations, all).into_iter().map(|(one, other, features)| (one, other, probability(&features)));
    // Two dates of one passage are of two happenings, and so are two that lie apart unless much speaks for one.
    let grouped = Grouped::of(all.len(), pairs, ONE_HAPPENING, |one, other, likely| {
        let (a, b) = (&all[one], &all[other]);
        a.setting.passage == b.setting.passage || matches!(relation(a, b), Relation::Apart(_)) && likely < APART
    });
    let told_alike = |one: usize, other: usize| {
        let (a, b) = (&all[one].setting, &all[other].setting);
        a.source == b.source && a.passage == b.passage || link(analysis, a, b) >= ALIKE || a.likeness(b).near >= ALIKE_NEAR
    };
    grouped.groups.iter().filter_map(|group| row(dossier, all, &grouped, &kept(group, &told_alike), &told_alike)).collect()
}

/// Those of a group that are told like another of them: that two things happened on one day makes them no one thing.
fn kept(group: &[usize], told_alike: &impl Fn(usize, usize) -> bool) -> Vec<usize> {
    let has_like = |number: &&usize| group.iter().any(|other| other != *number && told_alike(**number, *other));
    group.iter().filter(has_like).copied().collect()
}

/// The dates of a story in the order of `sources`, the first ones of each.
fn all_of(dossier: &Dossier, analysis: &Analysis, relations: &Relations, sources: &[SourceId]) -> Vec<Dating> {
    let most = of_each(sources, MOST_DATES);
    let all = sources.iter().flat_map(|source| datings(dossier, analysis, relations, *source, most));
    let names = |dating: &Dating| {
        let is_year = dating.when.is_some_and(|when| matches!(when, When::One(stretch) if stretch.unit() == Unit::Year));
        is_year && dossier.source(dating.setting.source).is_some_and(|source| is_part_of_name(&source.text, dating.mention.span))
    };
    all.filter(|dating| !names(dating)).collect()
}

/// Whether a year only says which thing is meant and tells of no day: `the 1906 earthquake`, `the 2024 terrorist attack`.
fn is_part_of_name(text: &str, year: Span) -> bool {
    const GOES_ON: &[&str] = &[
        "in", "and", "or", "to", "when", "was", "were", "is", "but", "as", "with", "by", "at", "on", "for", "the", "after", "before", "of",
        "he", "she", "they", "it", "that", "which", "who", "from", "until", "because", "had", "has", "have", "would", "will",
    ];
    let whole = year.of(text);
    let determined = whole.starts_with("the ") || whole.starts_with("The ");
    let before = text[..year.start()].rsplit(|c: char| c.is_whitespace()).nth(1).unwrap_or("");
    let determined = determined || text[..year.start()].ends_with(' ') && matches!(before, "the" | "The" | "a" | "this" | "that");
    let next =
        text[year.end()..].strip_prefix(' ').map_or("", |rest| &rest[..rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len())]);
    determined && !next.is_empty() && !GOES_ON.contains(&next)
}

fn row(
    dossier: &Dossier,
    all: &[Dating],
    grouped: &Grouped,
    group: &[usize],
    told_alike: &impl Fn(usize, usize) -> bool,
) -> Option<Disagreement> {
    let written = |dating: &Dating| dossier.source(dating.setting.source).map_or("", |source| dating.mention.span.of(&source.text));
    let mut severity: Option<Severity> = None;
    let (mut confidence, mut all_same) = (0f32, true);
    for (at, one) in group.iter().enumerate() {
        for other in group[at + 1..].iter().filter(|other| all[**other].setting.source != all[*one].setting.source) {
            // The same words say the same: what they come to hangs on the day of each text, which is often a guess.
            if fold(written(&all[*one])) == fold(written(&all[*other])) || !told_alike(*one, *other) {
                continue;
            }
            let found = match relation(&all[*one], &all[*other]) {
                // A bare weekday, or a `yesterday` of an undated text, says less than a day of the calendar.
                Relation::Unknown if is_day(&all[*one]) && is_day(&all[*other]) && all[*one].told() != all[*other].told() => {
                    Severity::Precision
                }
                Relation::Unknown => continue,
                Relation::Same if part(written(&all[*one])) == part(written(&all[*other])) => continue,
                Relation::Same | Relation::Within => Severity::Precision,
                // A weekday of which it is not known which one it is may still be the same day.
                Relation::Apart(_) if all[*one].when.is_none() || all[*other].when.is_none() => Severity::Differs,
                Relation::Apart(_) => Severity::Conflict,
            };
            severity = Some(severity.map_or(found, |known| known.min(found)));
            confidence = confidence.max(grouped.likely(*one, *other).unwrap_or(0.0));
            all_same &= relation(&all[*one], &all[*other]) == Relation::Same;
        }
    }
    // What many tell as of one day is agreed on, though one of them says in which part of it.
    let sources: HashSet<SourceId> = group.iter().map(|number| all[*number].setting.source).collect();
    let severity = severity.filter(|_| confidence >= SHOWN && !(all_same && sources.len() > MOST_OF_ONE_DAY))?;
    let side = |number: &usize| {
        let dating = &all[*number];
        let (_, _, passage) = dossier.passage(dating.setting.passage)?;
        Some(Version { source: dating.setting.source, passage: passage.span, value: dating.mention.span })
    };
    let mut sides: Vec<Version> = group.iter().filter_map(side).collect();
    sides.sort_by_key(|side| (side.source, side.passage.start(), side.value.start()));
    // The passage of the most exact date says what it is about.
    let days = |dating: &Dating| {
        let bounds = dating.when.and_then(When::bounds);
        bounds.map_or(i32::MAX, |(first, last)| first.until(last).map_or(i32::MAX, |span| span.get_days()))
    };
    let exact = group.iter().min_by_key(|number| (days(&all[**number]), **number))?;
    let (_, source, passage) = dossier.passage(all[*exact].setting.passage)?;
    let topic = clipped(clause(&source.text, passage.span, all[*exact].mention.span).of(&source.text), TOPIC);
    Some(Disagreement { subject: Subject::Date, severity, topic, sides, confidence, update: false })
}

/// Whether a date is one day, known or not.
fn is_day(dating: &Dating) -> bool {
    match dating.told() {
        Told::Days(first, last) => first == last,
        Told::Yearless(_, day) => day.is_some(),
        Told::Weekday(_) => true,
        Told::Open => matches!(dating.mention.said, Said::Shifted { unit: Unit::Day, .. }),
    }
}

/// The part of a day, month or year that the words of a date name.
fn part(written: &str) -> Option<&'static str> {
    const PARTS: &[&str] =
        &["morning", "afternoon", "evening", "night", "midnight", "noon", "dawn", "early", "beginning", "start", "late", "end", "mid"];
    let lower = written.to_lowercase();
    PARTS.iter().find(|part| lower.split(|c: char| !c.is_alphabetic()).any(|word| word == **part)).copied()
}

/// Most dates of one story that are compared with one another.
const MOST_DATES: usize = 600;

/// All pairs of dates of different sources of one story, with their features.
pub fn pairs_of_story(dossier: &Dossier, analysis: &Analysis, sources: &[SourceId]) -> Vec<(Dating, Dating, [f32; FEATURES])> {
    let Some(relations) = analysis.relations.as_deref() else { return Vec::new() };
    let all = all_of(dossier, analysis, relations, sources);
    pairs(analysis, relations, &all).into_iter().map(|(one, other, features)| (all[one].clone(), all[other].clone(), features)).collect()
}

fn pairs(analysis: &Analysis, relations: &Relations, all: &[Dating]) -> Vec<(usize, usize, [f32; FEATURES])> {
    // Which source gives which date.
    let given: HashSet<(SourceId, Told)> = all.iter().map(|dating| (dating.setting.source, dating.told())).collect();
    let crosses = |one: usize, other: usize| {
        relation(&all[one], &all[other]) != Relation::Same && given.contains(&(all[one].setting.source, all[other].told()))
    };
    let mut found = Vec::new();
    for one in 0..all.len() {
        for other in one + 1..all.len() {
            if all[one].setting.source == all[other].setting.source || are_of_a_series(&all[one], &all[other]) {
                continue;
            }
            let link = link(analysis, &all[one].setting, &all[other].setting);
            if !is_one_story(relations, &all[one].setting, &all[other].setting, link) {
                continue;
            }
            let crossing = usize::from(crosses(one, other)) + usize::from(crosses(other, one));
            found.push((one, other, features(relations, &all[one], &all[other], crossing, link)));
        }
    }
    found
}
