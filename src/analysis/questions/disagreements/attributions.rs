//! Words that sources put into different mouths: one statement, quoted or reported, and another speaker.

use std::collections::BTreeSet;
use std::collections::HashMap;
use std::collections::hash_map::Entry;

use crate::analysis::Analysis;
use crate::analysis::Relations;
use crate::analysis::lexicon::EntityKind;
use crate::analysis::questions::disagreements::Disagreement;
use crate::analysis::questions::disagreements::Severity;
use crate::analysis::questions::disagreements::Subject;
use crate::analysis::questions::disagreements::Version;
use crate::analysis::questions::disagreements::grouping::Grouped;
use crate::analysis::questions::statements::SAME_WORDS;
use crate::analysis::questions::statements::Speaker;
use crate::analysis::questions::statements::Statement;
use crate::analysis::questions::statements::is_same;
use crate::analysis::questions::statements::statements;
use crate::text::Dossier;
use crate::text::PassageId;
use crate::text::SourceId;
use crate::text::words::clipped;
use crate::text::words::fold;
use crate::text::words::words;

/// Links of a passage that are looked at.
const LINKS: usize = 8;
/// Characters of a statement that name the row.
const TOPIC: usize = 80;
/// Statements of linked passages that are alike and have another speaker, one row for all who print them.
pub(super) fn attributions(dossier: &Dossier, analysis: &Analysis, relations: &Relations) -> Vec<Disagreement> {
    let all: Vec<Statement> = dossier
        .sources()
        .flat_map(|(id, _)| statements(dossier, analysis, relations, id))
        .filter(|statement| statement.is_long() && !statement.by_pronoun)
        .collect();
    let of_group = |group: &Vec<usize>| group.iter().map(|number| &all[*number]).collect::<Vec<&Statement>>();
    let mut of_passages: HashMap<PassageId, Vec<usize>> = HashMap::new();
    for (number, statement) in all.iter().enumerate() {
        of_passages.entry(statement.passage).or_default().push(number);
    }
    let mut pairs: Vec<(usize, usize, f32)> = Vec::new();
    for (number, one) in all.iter().enumerate() {
        for link in analysis.links(one.passage, LINKS).iter().filter(|link| link.to > one.passage) {
            let others = of_passages.get(&link.to).into_iter().flatten().filter(|other| is_same(one, &all[**other]));
            pairs.extend(others.map(|other| (number, *other, SAME_WORDS)));
        }
    }
    // A few missing links part nobody: the words are the same.
    let grouped = Grouped::of(all.len(), pairs.into_iter(), SAME_WORDS / 4.0, |_, _, _| false);
    let mut rows: Vec<Disagreement> = Vec::new();
    let mut of_speakers: HashMap<BTreeSet<(SourceId, String)>, usize> = HashMap::new();
    for row in grouped.groups.iter().filter_map(|group| row(dossier, &of_group(group))) {
        // One speech, sentence by sentence, is one row.
        match of_speakers.entry(speakers(dossier, &row)) {
            Entry::Occupied(known) => rows[*known.get()].sides.extend(row.sides),
            Entry::Vacant(place) => {
                place.insert(rows.len());
                rows.push(row);
            }
        }
    }
    for row in &mut rows {
        row.sides.sort_by_key(|side| (side.source, side.passage.start()));
    }
    rows
}

/// The sources of a row, each with its speaker.
fn speakers(dossier: &Dossier, row: &Disagreement) -> BTreeSet<(SourceId, String)> {
    let named = row.sides.iter().filter_map(|side| Some((side.source, fold(side.value.of(&dossier.source(side.source)?.text)))));
    named.collect()
}

fn row(dossier: &Dossier, group: &[&Statement]) -> Option<Disagreement> {
    let first = group.first()?;
    let others = |at: usize| group[at + 1..].iter();
    let severity = group.iter().enumerate().flat_map(|(at, one)| others(at).filter_map(|other| apart(dossier, one, other))).min()?;
    let side = |statement: &&Statement| Version { source: statement.source, passage: statement.within, value: statement.written };
    let topic = dossier.source(first.source).map(|source| clipped(first.said.of(&source.text), TOPIC));
    Some(Disagreement {
        subject: Subject::Attribution,
        severity,
        topic: topic.unwrap_or_default(),
        sides: group.iter().map(side).collect(),
        confidence: SAME_WORDS,
        update: false,
    })
}

/// How far the speakers of one statement are apart; `None` if they are one, or if neither tells more than the other.
fn apart(dossier: &Dossier, one: &Statement, other: &Statement) -> Option<Severity> {
    if one.source == other.source {
        return None;
    }
    match (&one.speaker, &other.speaker) {
        (Speaker::Named { entities, .. }, Speaker::Named { entities: others, .. })
            if entities.iter().any(|entity| others.contains(entity)) || is_same_surname(dossier, one, other) =>
        {
            None
        }
        // A person may speak for a body, and a body for a country.
        (Speaker::Named { kind, .. }, Speaker::Named { kind: other, .. }) => {
            Some(if kind == other { Severity::Differs } else { Severity::Precision })
        }
        (Speaker::Named { kind: EntityKind::Person, entities, .. }, Speaker::Described { of })
        | (Speaker::Described { of }, Speaker::Named { kind: EntityKind::Person, entities, .. }) => {
            let is_other = of.is_some_and(|owner| entities.contains(&owner));
            Some(if is_other { Severity::Differs } else { Severity::Precision })
        }
        _ => None,
    }
}

/// Whether the names of two speakers end alike: one person, written in two ways.
fn is_same_surname(dossier: &Dossier, one: &Statement, other: &Statement) -> bool {
    let last = |statement: &Statement| {
        let Speaker::Named { name, .. } = statement.speaker else { return None };
        let text = dossier.source(statement.source).map_or("", |source| name.of(&source.text));
        words(text).last().map(|word| fold(word.of(text)))
    };
    last(one) == last(other)
}
