//! Words that sources put into different mouths: the same quotation, another speaker.

use crate::analysis::Analysis;
use crate::analysis::questions::disagreements::Disagreement;
use crate::analysis::questions::disagreements::Severity;
use crate::analysis::questions::disagreements::Subject;
use crate::analysis::questions::disagreements::Version;
use crate::analysis::relations::entities::EntityId;
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
    entity: EntityId,
}

/// Quotations of linked passages with the same words and another speaker.
pub(super) fn attributions(dossier: &Dossier, analysis: &Analysis) -> Vec<Disagreement> {
    let all: Vec<Quoted> = dossier.sources().flat_map(|(id, _)| quoted(dossier, analysis, id)).collect();
    let mut rows = Vec::new();
    for one in &all {
        for link in analysis.links(one.passage, LINKS).iter().filter(|link| link.to > one.passage) {
            let is_other = |other: &&Quoted| other.passage == link.to && other.entity != one.entity && !same_surname(dossier, one, other);
            let other = all.iter().find(|other| is_other(other) && same_words(one, other));
            let Some(other) = other else { continue };
            let side = |quoted: &Quoted| Version { source: quoted.source, passage: quoted.within, value: quoted.speaker };
            let topic = dossier.source(one.source).map(|source| one_line(one.said.of(&source.text)).chars().take(TOPIC).collect());
            rows.push(Disagreement {
                subject: Subject::Attribution,
                severity: Severity::Differs,
                topic: topic.unwrap_or_default(),
                sides: vec![side(one), side(other)],
                confidence: SAME_WORDS,
                update: false,
            });
        }
    }
    rows
}

fn quoted(dossier: &Dossier, analysis: &Analysis, id: SourceId) -> Vec<Quoted> {
    let (Some(facts), Some(source)) = (analysis.facts(id), dossier.source(id)) else { return Vec::new() };
    let found = facts.quotations.all().iter().filter(|quotation| quotation.direct).filter_map(|quotation| {
        let speaker = quotation.speaker?;
        let entity = analysis.mentions(id, speaker).next().map(|(_, entity)| entity)?;
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
            entity,
        })
    });
    found.collect()
}

/// Whether the names of two speakers end alike: one person, written in two ways.
fn same_surname(dossier: &Dossier, one: &Quoted, other: &Quoted) -> bool {
    let last = |quoted: &Quoted| {
        let text = dossier.source(quoted.source).map_or("", |source| quoted.speaker.of(&source.text));
        words(text).last().map(|word| fold(word.of(text)))
    };
    last(one) == last(other)
}

fn same_words(one: &Quoted, other: &Quoted) -> bool {
    let (short, long) = if one.words.len() <= other.words.len() { (one, other) } else { (other, one) };
    let shared = short.words.iter().filter(|word| long.words.contains(word)).count();
    shared as f32 >= SAME_WORDS * short.words.len() as f32 && long.words.len() <= 2 * short.words.len()
}
