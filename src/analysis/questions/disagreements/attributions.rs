//! Words that sources put into different mouths: one statement, quoted or reported, and another speaker.

use std::collections::BTreeSet;
use std::collections::HashMap;
use std::collections::hash_map::Entry;

use crate::analysis::Analysis;
use crate::analysis::Relations;
use crate::analysis::facts::Mention;
use crate::analysis::facts::Quotation;
use crate::analysis::gazetteer::TITLES;
use crate::analysis::lexicon::EntityKind;
use crate::analysis::questions::disagreements::Disagreement;
use crate::analysis::questions::disagreements::Severity;
use crate::analysis::questions::disagreements::Subject;
use crate::analysis::questions::disagreements::Version;
use crate::analysis::questions::disagreements::grouping::Grouped;
use crate::analysis::relations::entities::EntityId;
use crate::analysis::relations::terms::TermId;
use crate::text::Dossier;
use crate::text::PassageId;
use crate::text::SourceId;
use crate::text::Span;
use crate::text::words::fold;
use crate::text::words::one_line;
use crate::text::words::words;

/// Links of a passage that are looked at.
const LINKS: usize = 8;
/// Words, or terms of a report, from which a statement can be told by its words alone.
const LONG: usize = 5;
/// Share of the words of the shorter of two quotations that the other must have.
const SAME_WORDS: f32 = 0.8;
/// Share of the terms of the shorter of two statements that the other must have, where one is a report.
const SAME_TERMS: f32 = 0.7;
/// Share of the terms of both that both must have.
const FEW_OTHER_TERMS: f32 = 0.5;
/// Characters of a statement that name the row.
const TOPIC: usize = 80;
/// Those who speak without a name and bear no title or office.
const BYSTANDERS: &[&str] = &[
    "police",
    "authorities",
    "investigators",
    "official",
    "officials",
    "officers",
    "witness",
    "witnesses",
    "prosecutors",
    "relative",
    "relatives",
    "neighbor",
    "neighbors",
    "neighbour",
    "neighbours",
    "resident",
    "residents",
    "representative",
    "rep",
    "source",
    "sources",
    "friend",
    "employee",
    "coroner",
    "publicist",
    "agent",
    "attorney",
];

/// Who makes a statement.
enum Speaker {
    /// Somebody with a name; several things in `Mark and Condon`.
    Named { name: Span, kind: EntityKind, entities: Vec<EntityId> },
    /// Somebody by what he or she is: `a witness`, or whose: `Brown's agent`.
    Described { of: Option<EntityId> },
}

/// What somebody is quoted or reported as saying.
struct Statement {
    source: SourceId,
    passage: PassageId,
    within: Span,
    said: Span,
    direct: bool,
    words: Vec<String>,
    /// Its terms, each once, sorted.
    terms: Vec<TermId>,
    /// The speaker as written.
    written: Span,
    speaker: Speaker,
}

/// Statements of linked passages that are alike and have another speaker, one row for all who print them.
pub(super) fn attributions(dossier: &Dossier, analysis: &Analysis, relations: &Relations) -> Vec<Disagreement> {
    let all: Vec<Statement> = dossier.sources().flat_map(|(id, _)| statements(dossier, analysis, relations, id)).collect();
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
    let topic = dossier.source(first.source).map(|source| one_line(first.said.of(&source.text)).chars().take(TOPIC).collect());
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

fn statements(dossier: &Dossier, analysis: &Analysis, relations: &Relations, id: SourceId) -> Vec<Statement> {
    let (Some(facts), Some(source)) = (analysis.facts(id), dossier.source(id)) else { return Vec::new() };
    let read = |quotation: &Quotation| {
        let written = quotation.speaker?;
        let speaker = speaker(&source.text, analysis, id, written)?;
        let passage = dossier.passages_meeting(id, quotation.span).next().map(PassageId)?;
        let (_, _, within) = dossier.passage(passage)?;
        let text = quotation.span.of(&source.text);
        let words: Vec<String> = words(text).map(|word| fold(word.of(text))).collect();
        if words.len() < LONG {
            return None;
        }
        let tokens = relations.index.tokens(dossier, facts, &relations.entities, passage);
        let mut terms: Vec<TermId> = tokens.iter().filter(|token| quotation.span.covers(token.span)).map(|token| token.term).collect();
        terms.sort_unstable();
        terms.dedup();
        Some(Statement {
            source: id,
            passage,
            within: within.span,
            said: quotation.span,
            direct: quotation.direct,
            words,
            terms,
            written,
            speaker,
        })
    };
    facts.quotations.all().iter().filter_map(read).collect()
}

/// Who the phrase `written` names or describes; `None` of a pronoun and of things that do not speak.
fn speaker(text: &str, analysis: &Analysis, id: SourceId, written: Span) -> Option<Speaker> {
    // `Brown's agent` is somebody else than Brown, `Brown of the harbour police` is Brown.
    let is_owner = |name: Span| text[name.end()..written.end().max(name.end())].trim_start().starts_with(['\'', '\u{2019}']);
    let mut named = analysis.mentions(id, written).filter(|(mention, _)| !is_owner(mention.span));
    let is_whole = |(mention, _): &(Mention, EntityId)| {
        mention.kind == EntityKind::Person || mention.span.end() == written.end() && mention.kind != EntityKind::Norp
    };
    if let Some((name, entity)) = named.find(is_whole) {
        let entities = std::iter::once(entity).chain(named.map(|(_, entity)| entity)).collect();
        return Some(Speaker::Named { name: name.span, kind: name.kind, entities });
    }
    let of = analysis.mentions(id, written).find(|(mention, _)| is_owner(mention.span)).map(|(_, entity)| entity);
    is_described(written.of(text)).then_some(Speaker::Described { of })
}

/// Whether a phrase says what somebody is: `a witness`, `an officer of the harbour police`.
fn is_described(phrase: &str) -> bool {
    let all: Vec<String> = words(phrase).map(|word| word.of(phrase).to_lowercase()).collect();
    let head = all.iter().take_while(|word| !matches!(word.as_str(), "of" | "for" | "in" | "at" | "from" | "with" | "who")).last();
    head.is_some_and(|head| BYSTANDERS.contains(&head.as_str()) || TITLES.holds(head))
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

/// Whether two statements say the same: quotations word for word, a report in terms.
fn is_same(one: &Statement, other: &Statement) -> bool {
    if one.direct && other.direct {
        let (short, long) = if one.words.len() <= other.words.len() { (one, other) } else { (other, one) };
        let shared = short.words.iter().filter(|word| long.words.contains(word)).count();
        return shared as f32 >= SAME_WORDS * short.words.len() as f32 && long.words.len() <= 2 * short.words.len();
    }
    let shared = one.terms.iter().filter(|term| other.terms.binary_search(term).is_ok()).count();
    let (fewest, all) = (one.terms.len().min(other.terms.len()), one.terms.len() + other.terms.len() - shared);
    fewest >= LONG && shared as f32 >= SAME_TERMS * fewest as f32 && shared as f32 >= FEW_OTHER_TERMS * all as f32
}
