//! The timeline: what happened when, told by which sources.
//!
//! Every date of the body is the date of something. Two mentions tell one happening if their dates are the same, or
//! one lies within the other, and their passages belong together; the nearer the dates are to a day, the less their
//! passages must share. Groups grow by single linkage as long as all their dates agree; the most exact date counts. Passages
//! without a date of their own are added behind (`undated`).

pub mod clause;
mod no_event;
mod undated;

use std::collections::HashMap;

use crate::analysis::Analysis;
use crate::analysis::Relations;
use crate::analysis::questions::timeline::no_event::Sentence;
use crate::analysis::relations::chronology::YearFrom;
use crate::text::BlockKind;
use crate::text::Dossier;
use crate::text::PassageId;
use crate::text::SourceId;
use crate::text::Span;
use crate::text::calendar::Precision;
use crate::text::calendar::When;

/// Links of a passage that are looked at.
const LINKS: usize = 30;
/// Most dated passages whose links are asked for; in a larger dossier only equal days are joined.
const MOST_LINKED: usize = 6_000;
/// Strength of a link from which two mentions of one day are one happening, of one month, of one year, of a day within a
/// month, and of anything within a year.
const ONE_DAY: f32 = 0.10;
const ONE_MONTH: f32 = 0.25;
const ONE_YEAR: f32 = 0.5;
const WITHIN_MONTH: f32 = 0.45;
const WITHIN_YEAR: f32 = 0.6;

/// What an entry of the timeline is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EventKind {
    /// Something that the sources tell.
    Told,
    /// The day on which a source was published.
    Publication,
}

/// One passage that tells a happening, with the words of its date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Telling {
    /// The source.
    pub source: SourceId,
    /// The passage.
    pub passage: Span,
    /// The date's words; empty where the passage tells the same without a date.
    pub written: Span,
}

/// Something dated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// What it is.
    pub kind: EventKind,
    /// The most exact date told; `None` if no telling resolves it.
    pub when: Option<When>,
    /// Where the year of that date was learnt.
    pub year_from: YearFrom,
    /// Who tells it, the most exact first.
    pub told_by: Vec<Telling>,
}

#[derive(Clone, Copy)]
struct Dated {
    telling: Telling,
    passage: PassageId,
    when: Option<When>,
    year_from: YearFrom,
    /// The verb of its clause.
    verb: Option<Span>,
}

/// All happenings in order of their dates, vague ones behind exact ones, open ones at the end.
pub fn timeline(dossier: &Dossier, analysis: &Analysis) -> Vec<Event> {
    let Some(relations) = analysis.relations.as_deref() else { return Vec::new() };
    let (dated, mut events) = gather(dossier, analysis, relations);
    let strengths = strengths(&dated, analysis);
    let mut groups: Vec<Vec<usize>> = (0..dated.len()).map(|index| vec![index]).collect();
    let mut group_of: Vec<usize> = (0..dated.len()).collect();
    for (one, other) in pairs(&dated, &strengths) {
        let (a, b) = (group_of[one], group_of[other]);
        if a == b || !agree(&groups[a], &groups[b], &dated) {
            continue;
        }
        let moved = std::mem::take(&mut groups[b]);
        moved.iter().for_each(|index| group_of[*index] = a);
        groups[a].extend(moved);
    }
    groups.retain(|group| !group.is_empty());
    let mut told: Vec<Event> = groups.iter().map(|group| event(group, &dated)).collect();
    undated::add(&mut told, &groups, &dated, &strengths, dossier, analysis, relations);
    events.append(&mut told);
    events.sort_by_key(|event| {
        let bounds = event.when.and_then(When::bounds);
        (bounds.is_none(), bounds, event.told_by.first().map(|telling| (telling.source, telling.passage.start())))
    });
    events
}

/// Dates of the bodies, and the days of publication as events.
fn gather(dossier: &Dossier, analysis: &Analysis, relations: &Relations) -> (Vec<Dated>, Vec<Event>) {
    let mut dated = Vec::new();
    let mut published = Vec::new();
    for (id, source) in dossier.sources() {
        let Some(facts) = analysis.facts(id) else { continue };
        let own = source.published();
        let mut place = None;
        let mut read: Option<(PassageId, Sentence)> = None;
        for (mention, found) in relations.chronology.told(id, facts) {
            let block = source.blocks.iter().find(|block| block.span.covers(mention.span));
            if block.is_some_and(|block| block.kind == BlockKind::Outside) {
                place = place.or(Some((block.map_or(mention.span, |block| block.span), mention.span)));
                continue;
            }
            let Some(passage) = dossier.passages_meeting(id, mention.span).next().map(PassageId) else { continue };
            let Some((_, _, within)) = dossier.passage(passage) else { continue };
            // How things stand today did not happen on that day.
            if mention.of_these_times {
                continue;
            }
            // The day of a statement is not the day of what it says.
            if mention.of_saying && found.when.is_none_or(|when| when.precision() == Precision::Day) {
                continue;
            }
            let kind = block.map_or(BlockKind::Paragraph, |block| block.kind);
            if read.as_ref().is_none_or(|(of, _)| *of != passage) {
                read = Some((passage, Sentence::read(within.span.of(&source.text))));
            }
            let no_event =
                |(_, sentence): &(PassageId, Sentence)| sentence.is_no_event(&source.text, within.span, kind, mention, found.when, own);
            if read.as_ref().is_some_and(no_event) {
                continue;
            }
            let telling = Telling { source: id, passage: within.span, written: mention.span };
            dated.push(Dated { telling, passage, when: found.when, year_from: found.year_from, verb: mention.verb });
        }
        if let Some(when) = own {
            let first = source.passages.first().map(|passage| passage.span);
            // A day that stands in no line of the text is shown at its head.
            if let Some((passage, written)) = place.or(first.map(|span| (span, Span::new(span.start(), span.start())))) {
                let telling = Telling { source: id, passage, written };
                published.push(Event { kind: EventKind::Publication, when: Some(when), year_from: YearFrom::Text, told_by: vec![telling] });
            }
        }
    }
    (dated, published)
}

/// How strongly the passages of dated mentions belong together.
fn strengths(dated: &[Dated], analysis: &Analysis) -> HashMap<(PassageId, PassageId), f32> {
    let mut found = HashMap::new();
    let mut passages: Vec<PassageId> = dated.iter().map(|dated| dated.passage).collect();
    passages.sort_unstable();
    passages.dedup();
    if passages.len() > MOST_LINKED {
        return found;
    }
    for passage in passages {
        for link in analysis.links(passage, LINKS).iter() {
            let pair = (passage.min(link.to), passage.max(link.to));
            let strength = found.entry(pair).or_insert(0f32);
            *strength = strength.max(link.weight);
        }
    }
    found
}

/// Pairs of mentions of different sources that may tell one happening, the surest first.
fn pairs(dated: &[Dated], strengths: &HashMap<(PassageId, PassageId), f32>) -> Vec<(usize, usize)> {
    let mut by_passage: HashMap<PassageId, Vec<usize>> = HashMap::new();
    for (index, mention) in dated.iter().enumerate() {
        by_passage.entry(mention.passage).or_default().push(index);
    }
    let mut found: Vec<(f32, usize, usize)> = Vec::new();
    for ((here, there), strength) in strengths {
        let (Some(own), Some(others)) = (by_passage.get(here), by_passage.get(there)) else { continue };
        for &one in own {
            for &other in others {
                let Some((a, b)) = dated[one].when.zip(dated[other].when) else { continue };
                let needed = needed(a, b);
                if needed.is_some_and(|needed| *strength >= needed) {
                    let sure = strength + if a == b { 1.0 } else { 0.0 };
                    found.push((sure, one.min(other), one.max(other)));
                }
            }
        }
    }
    found.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    found.into_iter().map(|(_, one, other)| (one, other)).collect()
}

/// The strength that a link needs for two dates to tell one happening; `None` if they cannot.
fn needed(one: When, other: When) -> Option<f32> {
    let precision = one.precision();
    match () {
        () if one == other && precision == Precision::Day => Some(ONE_DAY),
        () if one == other && precision == Precision::Month => Some(ONE_MONTH),
        () if one == other => Some(ONE_YEAR),
        // A span of years holds much that has nothing to do with it.
        () if precision == Precision::Range || other.precision() == Precision::Range => None,
        () if one.holds(other) || other.holds(one) => {
            let in_month = precision == Precision::Month && one.holds(other) || other.precision() == Precision::Month && other.holds(one);
            Some(if in_month { WITHIN_MONTH } else { WITHIN_YEAR })
        }
        () => None,
    }
}

/// Whether all dates of two groups agree with one another.
fn agree(a: &[usize], b: &[usize], dated: &[Dated]) -> bool {
    a.iter().all(|one| {
        b.iter().all(|other| match (dated[*one].when, dated[*other].when) {
            // A source that gives two dates speaks of two things.
            (Some(when), Some(other_when)) if dated[*one].telling.source == dated[*other].telling.source => when == other_when,
            (Some(when), Some(other_when)) => when.holds(other_when) || other_when.holds(when),
            _ => false,
        })
    })
}

fn event(group: &[usize], dated: &[Dated]) -> Event {
    let days = |when: Option<When>| {
        when.and_then(When::bounds).map_or(i32::MAX, |(first, last)| first.until(last).map_or(i32::MAX, |span| span.get_days()))
    };
    let mut members: Vec<Dated> = group.iter().map(|index| dated[*index]).collect();
    members.sort_by_key(|mention| (days(mention.when), mention.telling.source, mention.telling.passage.start()));
    let mut told_by: Vec<Telling> = Vec::new();
    for member in &members {
        if !told_by.iter().any(|told| told.source == member.telling.source && told.passage == member.telling.passage) {
            told_by.push(member.telling);
        }
    }
    Event { kind: EventKind::Told, when: members[0].when, year_from: members[0].year_from, told_by }
}
