//! Words that sources put into different mouths: the same quotation, another speaker.

use std::collections::BTreeMap;
use std::collections::HashMap;

use crate::analysis::Analysis;
use crate::analysis::facts::Mention;
use crate::analysis::lexicon::EntityKind;
use crate::analysis::questions::disagreements::Disagreement;
use crate::analysis::questions::disagreements::Severity;
use crate::analysis::questions::disagreements::Subject;
use crate::analysis::questions::disagreements::Version;
use crate::analysis::relations::entities::EntityId;
use crate::analysis::relations::linkage::average_linkage;
use crate::text::Dossier;
use crate::text::PassageId;
use crate::text::SourceId;
use crate::text::Span;
use crate::text::words::fold;
use crate::text::words::one_line;
use crate::text::words::words;

/// Links of a passage that are looked at.
const LINKS: usize = 8;
/// Words from which a quotation can be told by its words alone.
const LONG: usize = 5;
/// Share of the words of the shorter of two quotations that the other must have.
const SAME_WORDS: f32 = 0.8;
/// Characters of a quotation that name the row.
const TOPIC: usize = 80;

/// A quotation with its speaker, where that is a thing that is named.
struct Quoted {
    source: SourceId,
    passage: PassageId,
    within: Span,
    words: Vec<String>,
    said: Span,
    speaker: Span,
    name: Span,
    /// Who the phrase names, several in `Mark and Condon`.
    entities: Vec<EntityId>,
}

/// Quotations of linked passages with the same words and another speaker, one row for all who print them.
pub(super) fn attributions(dossier: &Dossier, analysis: &Analysis) -> Vec<Disagreement> {
    let all: Vec<Quoted> = dossier.sources().flat_map(|(id, _)| quoted(dossier, analysis, id)).collect();
    let mut of_passages: HashMap<PassageId, Vec<u32>> = HashMap::new();
    for (number, quoted) in all.iter().enumerate() {
        of_passages.entry(quoted.passage).or_default().push(number as u32);
    }
    let mut near: Vec<Vec<(u32, f32)>> = vec![Vec::new(); all.len()];
    for (number, one) in all.iter().enumerate() {
        for link in analysis.links(one.passage, LINKS).iter().filter(|link| link.to > one.passage) {
            let others = of_passages.get(&link.to).into_iter().flatten().filter(|other| same_words(one, &all[**other as usize]));
            near[number].extend(others.map(|other| (*other, SAME_WORDS)));
        }
    }
    let near: Vec<Box<[(u32, f32)]>> = near.into_iter().map(Vec::into_boxed_slice).collect();
    let mut groups: BTreeMap<u32, Vec<&Quoted>> = BTreeMap::new();
    // A few missing links part nobody: the words are the same.
    for (number, group) in average_linkage(&near, SAME_WORDS / 4.0).into_iter().enumerate() {
        groups.entry(group).or_default().push(&all[number]);
    }
    groups.into_values().filter_map(|group| row(dossier, &group)).collect()
}

fn row(dossier: &Dossier, group: &[&Quoted]) -> Option<Disagreement> {
    let first = group.first()?;
    let is_other = |other: &&Quoted| other.source != first.source && !same_entity(first, other) && !same_surname(dossier, first, other);
    group.iter().copied().find(is_other)?;
    let side = |quoted: &&Quoted| Version { source: quoted.source, passage: quoted.within, value: quoted.speaker };
    let topic = dossier.source(first.source).map(|source| one_line(first.said.of(&source.text)).chars().take(TOPIC).collect());
    Some(Disagreement {
        subject: Subject::Attribution,
        severity: Severity::Differs,
        topic: topic.unwrap_or_default(),
        sides: group.iter().map(side).collect(),
        confidence: SAME_WORDS,
        update: false,
    })
}

fn quoted(dossier: &Dossier, analysis: &Analysis, id: SourceId) -> Vec<Quoted> {
    let (Some(facts), Some(source)) = (analysis.facts(id), dossier.source(id)) else { return Vec::new() };
    let found = facts.quotations.all().iter().filter(|quotation| quotation.direct).filter_map(|quotation| {
        let speaker = quotation.speaker?;
        // `Brown's agent` is somebody else than Brown, `Brown of the harbour police` is Brown.
        let is_owner = |name: Span| source.text[name.end()..speaker.end().max(name.end())].starts_with(['\'', '\u{2019}']);
        let mut named = analysis.mentions(id, speaker).filter(|(mention, _)| !is_owner(mention.span));
        let whole = |(mention, _): &(Mention, EntityId)| mention.kind == EntityKind::Person || mention.span.end() == speaker.end();
        let (name, entity) = named.find(whole)?;
        let entities = std::iter::once(entity).chain(named.map(|(_, entity)| entity)).collect();
        let text = quotation.span.of(&source.text);
        let folded: Vec<String> = words(text).map(|word| fold(word.of(text))).collect();
        let passage = dossier.passages_meeting(id, quotation.span).next().map(PassageId)?;
        let (_, _, within) = dossier.passage(passage)?;
        (folded.len() >= LONG).then_some(Quoted {
            source: id,
            passage,
            within: within.span,
            words: folded,
            said: quotation.span,
            speaker,
            name: name.span,
            entities,
        })
    });
    found.collect()
}

fn same_entity(one: &Quoted, other: &Quoted) -> bool {
    one.entities.iter().any(|entity| other.entities.contains(entity))
}

/// Whether the names of two speakers end alike: one person, written in two ways.
fn same_surname(dossier: &Dossier, one: &Quoted, other: &Quoted) -> bool {
    let last = |quoted: &Quoted| {
        let text = dossier.source(quoted.source).map_or("", |source| quoted.name.of(&source.text));
        words(text).last().map(|word| fold(word.of(text)))
    };
    last(one) == last(other)
}

fn same_words(one: &Quoted, other: &Quoted) -> bool {
    let (short, long) = if one.words.len() <= other.words.len() { (one, other) } else { (other, one) };
    let shared = short.words.iter().filter(|word| long.words.contains(word)).count();
    shared as f32 >= SAME_WORDS * short.words.len() as f32 && long.words.len() <= 2 * short.words.len()
}
