//! Dates that are not told equally exactly, from the timeline.

use crate::analysis::Analysis;
use crate::analysis::questions::disagreements::Disagreement;
use crate::analysis::questions::disagreements::Severity;
use crate::analysis::questions::disagreements::Subject;
use crate::analysis::questions::disagreements::Version;
use crate::analysis::questions::timeline::Event;
use crate::analysis::questions::timeline::EventKind;
use crate::analysis::questions::timeline::Telling;
use crate::text::Dossier;
use crate::text::words::one_line;

/// Happenings whose tellings are not equally exact.
pub(super) fn dates(dossier: &Dossier, analysis: &Analysis, timeline: &[Event]) -> Vec<Disagreement> {
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
        Some(Disagreement { subject: Subject::Date, severity: Severity::Precision, topic, sides, confidence: 1.0 })
    });
    rows.collect()
}
