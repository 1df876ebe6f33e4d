//! Figures and dates that sources give differently: one row a quantity, never a list of pairs.
//!
//! Figures of linked passages are compared if they tell one quantity by their own words (see
//! [`crate::analysis::relations::quantities`]). Where one source gives both values, they are two quantities, and the
//! pair is dropped: of all that parts true from false disagreements this tells most. Pairs grow to rows by single
//! linkage, as long as no source is in a row with two values. Dates come from the timeline: a happening whose tellings
//! are not equally exact.

use std::collections::HashMap;

use crate::analysis::Analysis;
use crate::analysis::facts::Figure;
use crate::analysis::facts::figures::Hedge;
use crate::analysis::facts::figures::Measure;
use crate::analysis::questions::timeline::Event;
use crate::analysis::questions::timeline::EventKind;
use crate::analysis::questions::timeline::Telling;
use crate::analysis::questions::timeline::timeline;
use crate::analysis::relations::links::PLAIN;
use crate::analysis::relations::neighbours::MOST_PASSAGES;
use crate::analysis::relations::quantities::agrees;
use crate::analysis::relations::quantities::is_one_quantity;
use crate::text::Dossier;
use crate::text::PassageId;
use crate::text::SourceId;
use crate::text::Span;
use crate::text::words::one_line;

/// Links of a passage that are looked at.
const LINKS: usize = 12;

/// Sorts of disagreements.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// A number.
    Figure,
    /// A date.
    Date,
    /// Who did or said it.
    Attribution,
    /// Two passages that the reader holds to disagree.
    Claim,
}

/// How far the sides are apart, worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// They cannot both hold.
    Conflict,
    /// They do not agree, and a reader should see it.
    Differs,
    /// One is only less exact than the other.
    Precision,
}

impl Subject {
    /// Its name in output.
    pub fn name(self) -> &'static str {
        match self {
            Subject::Figure => "figure",
            Subject::Date => "date",
            Subject::Attribution => "attribution",
            Subject::Claim => "claim",
        }
    }
}

impl Severity {
    /// Its name in output.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Conflict => "conflict",
            Severity::Differs => "differs",
            Severity::Precision => "precision",
        }
    }
}

/// One passage with what it gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Version {
    /// The source.
    pub source: SourceId,
    /// The passage.
    pub passage: Span,
    /// The value as written, hedge included.
    pub value: Span,
}

/// One quantity or date that sources give differently.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Disagreement {
    /// What sort.
    pub subject: Subject,
    /// How far apart.
    pub severity: Severity,
    /// What it is about, in words of the text.
    pub topic: String,
    /// Who gives what, in the order of the sources.
    pub sides: Vec<Version>,
}

/// All disagreements, the worst first.
pub fn disagreements(dossier: &Dossier, analysis: &Analysis) -> Vec<Disagreement> {
    disagreements_beside(dossier, analysis, &timeline(dossier, analysis))
}

/// All disagreements, where the timeline is known already.
pub fn disagreements_beside(dossier: &Dossier, analysis: &Analysis, timeline: &[Event]) -> Vec<Disagreement> {
    let mut found = figures(dossier, analysis);
    found.extend(dates(dossier, analysis, timeline));
    found.sort_by_key(|row| (row.severity, row.sides.first().map(|side| (side.source, side.passage.start()))));
    found
}

/// A figure where it stands: its source and number there.
type Place = (SourceId, usize);

struct Figures<'a> {
    dossier: &'a Dossier,
    analysis: &'a Analysis,
}

impl<'a> Figures<'a> {
    fn get(&self, place: Place) -> Option<(&'a str, &'a Figure)> {
        let figure = self.analysis.facts(place.0)?.figures.all().get(place.1)?;
        Some((self.dossier.source(place.0)?.text.as_str(), figure))
    }

    fn one_quantity(&self, one: Place, other: Place) -> bool {
        self.get(one).zip(self.get(other)).is_some_and(|(one, other)| is_one_quantity(one, other))
    }

    fn same_value(&self, one: Place, other: Place) -> bool {
        self.get(one).zip(self.get(other)).is_some_and(|((_, one), (_, other))| one.value == other.value)
    }

    /// Whether the source of `one` also gives the value of `other` for a quantity of that sort.
    fn crosses(&self, one: Place, other: Place) -> bool {
        let count = self.analysis.facts(one.0).map_or(0, |facts| facts.figures.all().len());
        (0..count).map(|index| (one.0, index)).any(|third| third != one && self.one_quantity(third, other) && self.same_value(third, other))
    }
}

fn figures(dossier: &Dossier, analysis: &Analysis) -> Vec<Disagreement> {
    let all = Figures { dossier, analysis };
    let mut pairs: Vec<(f32, Place, Place)> = Vec::new();
    for passage in (0..dossier.passage_count().min(MOST_PASSAGES) as u32).map(PassageId) {
        let Some((source, _, found)) = dossier.passage(passage) else { continue };
        let Some(own) = analysis.facts(source).map(|facts| facts.figures.range(found.span)).filter(|range| !range.is_empty()) else {
            continue;
        };
        for link in analysis.links(passage, LINKS).iter().filter(|link| link.score >= PLAIN) {
            let Some((other_source, _, other)) = dossier.passage(link.to) else { continue };
            let Some(others) = analysis.facts(other_source).map(|facts| facts.figures.range(other.span)) else { continue };
            for one in own.clone().map(|index| (source, index)) {
                for other in others.clone().map(|index| (other_source, index)) {
                    let joined = all.one_quantity(one, other);
                    let same = all.same_value(one, other);
                    if joined && (same || !all.crosses(one, other) && !all.crosses(other, one)) {
                        pairs.push((link.score + if same { 1.0 } else { 0.0 }, one.min(other), one.max(other)));
                    }
                }
            }
        }
    }
    pairs.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let groups = grown(pairs.into_iter().map(|(_, one, other)| (one, other)), |one, other| one.0 != other.0 || all.same_value(one, other));
    groups.into_iter().filter_map(|group| figure_row(&all, group)).collect()
}

/// Joins pairs to groups as long as `fit` holds for all members of both.
fn grown(pairs: impl Iterator<Item = (Place, Place)>, fit: impl Fn(Place, Place) -> bool) -> Vec<Vec<Place>> {
    let mut groups: Vec<Vec<Place>> = Vec::new();
    let mut group_of: HashMap<Place, usize> = HashMap::new();
    for (one, other) in pairs {
        let mut number = |place: Place| {
            *group_of.entry(place).or_insert_with(|| {
                groups.push(vec![place]);
                groups.len() - 1
            })
        };
        let (a, b) = (number(one), number(other));
        if a == b || !groups[a].iter().all(|one| groups[b].iter().all(|other| fit(*one, *other))) {
            continue;
        }
        let moved = std::mem::take(&mut groups[b]);
        moved.iter().for_each(|place| {
            group_of.insert(*place, a);
        });
        groups[a].extend(moved);
    }
    groups
}

fn figure_row(all: &Figures, mut group: Vec<Place>) -> Option<Disagreement> {
    group.sort_unstable();
    let mut severity: Option<Severity> = None;
    for (index, one) in group.iter().enumerate() {
        for other in group[index + 1..].iter().filter(|other| other.0 != one.0) {
            let apart = apart(all.get(*one)?.1, all.get(*other)?.1);
            severity = severity.into_iter().chain(apart).min();
        }
    }
    let sides = group.iter().filter_map(|place| {
        let figure = all.get(*place)?.1;
        let passage = all.dossier.passages_meeting(place.0, figure.span).next().and_then(|id| all.dossier.passage(PassageId(id)))?;
        Some(Version { source: place.0, passage: passage.2.span, value: figure.hedged })
    });
    let mut sides: Vec<Version> = sides.collect();
    sides.dedup_by_key(|side| (side.source, side.passage));
    let topic = group.iter().filter_map(|place| all.get(*place)).map(|(text, figure)| topic(text, figure)).max_by_key(String::len)?;
    Some(Disagreement { subject: Subject::Figure, severity: severity?, topic, sides })
}

/// What a figure is about: what is counted, and what happened.
fn topic(text: &str, figure: &Figure) -> String {
    let noun = figure.counted.map(|noun| figure.modifiers.map_or(noun, |words| Span::new(words.start(), noun.end())).of(text));
    let noun = noun.map_or_else(|| figure.measure.name().to_owned(), one_line);
    figure.predicate.map_or(noun.clone(), |class| format!("{noun}, {}", class.name()))
}

/// How far two figures of one quantity are apart; `None` if they say the same.
fn apart(one: &Figure, other: &Figure) -> Option<Severity> {
    let same_number = one.value == other.value;
    let exact = |figure: &Figure| figure.hedge == Hedge::Exact && !figure.vague;
    if same_number {
        // The same number, told as the number, as a bound, or roughly.
        let roughly = |hedge: Hedge| matches!(hedge, Hedge::About | Hedge::Nearly | Hedge::AtMost);
        let bound = |hedge: Hedge| hedge == Hedge::AtLeast;
        let contrary = roughly(one.hedge) && bound(other.hedge) || bound(one.hedge) && roughly(other.hedge);
        return match () {
            () if contrary => Some(Severity::Differs),
            () if one.hedge == other.hedge => None,
            () => Some(Severity::Precision),
        };
    }
    let near = (one.value - other.value).abs() / one.value.max(other.value).max(f64::MIN_POSITIVE);
    if exact(one) && exact(other) {
        let rounding = match one.measure {
            Measure::Money(_) => 0.02,
            Measure::Length | Measure::Area | Measure::Mass | Measure::Volume => 0.05,
            _ => 0.0,
        };
        return Some(if near <= rounding { Severity::Precision } else { Severity::Conflict });
    }
    Some(match () {
        () if agrees(one, other) => Severity::Precision,
        () if !exact(one) && !exact(other) || one.vague || other.vague || near <= 0.35 => Severity::Differs,
        () => Severity::Conflict,
    })
}

/// Happenings whose tellings are not equally exact.
fn dates(dossier: &Dossier, analysis: &Analysis, timeline: &[Event]) -> Vec<Disagreement> {
    let Some(relations) = analysis.relations.as_deref() else { return Vec::new() };
    let events = timeline.iter().filter(|event| event.kind == EventKind::Told);
    let rows = events.filter_map(|event| {
        let when = |telling: &Telling| {
            let facts = analysis.facts(telling.source)?;
            let index = facts.dates.range(telling.written).next()?;
            relations.chronology.of_source(telling.source).get(index)?.when
        };
        let told: Vec<_> = event.told_by.iter().filter_map(|telling| Some((when(telling)?, *telling))).collect();
        let exact = told.first()?.0;
        let differ = told.iter().any(|(other, telling)| *other != exact && telling.source != told[0].1.source);
        differ.then_some(())?;
        let source = dossier.source(told[0].1.source)?;
        let mut sides: Vec<Version> =
            told.iter().map(|(_, telling)| Version { source: telling.source, passage: telling.passage, value: telling.written }).collect();
        sides.sort_by_key(|side| (side.source, side.passage.start()));
        let topic = one_line(told[0].1.passage.of(&source.text)).chars().take(90).collect();
        Some(Disagreement { subject: Subject::Date, severity: Severity::Precision, topic, sides })
    });
    rows.collect()
}
