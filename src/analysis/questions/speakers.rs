//! Who says what: every speaker of a dossier with what he or she is quoted or reported as saying, in all sources, and where
//! others tell it otherwise.

use std::collections::HashMap;

use crate::analysis::Analysis;
use crate::analysis::lexicon::EntityKind;
use crate::analysis::questions::disagreements::Disagreement;
use crate::analysis::questions::disagreements::Severity;
use crate::analysis::questions::disagreements::Version;
use crate::analysis::questions::statements::Speaker as Who;
use crate::analysis::questions::statements::Statement;
use crate::analysis::questions::statements::is_same;
use crate::analysis::questions::statements::statements;
use crate::analysis::relations::entities::EntityId;
use crate::text::Dossier;
use crate::text::SourceId;
use crate::text::Span;
use crate::text::words::fold;
use crate::text::words::one_line;

/// Fewest words of a claim: a word or two in quotation marks say how something is called.
const FEWEST: usize = 3;
/// Most claims of a speaker that are compared with one another.
const MOST_COMPARED: usize = 300;

/// Somebody who says something.
#[derive(Clone, Debug, PartialEq)]
pub struct Speaker {
    /// The name, or the words that tell who it is.
    pub name: String,
    /// What sort of thing the name names.
    pub kind: Option<EntityKind>,
    /// The thing with that name.
    pub entity: Option<EntityId>,
    /// What is said, in the order of the dossier.
    pub claims: Vec<Claim>,
}

/// One thing that somebody says, as told by one source or several.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    /// Where it is told, in the order of the dossier.
    pub tellings: Vec<Telling>,
}

/// A claim in one source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Telling {
    /// The source.
    pub source: SourceId,
    /// The passage in which it begins.
    pub passage: Span,
    /// The words.
    pub said: Span,
    /// The speaker as written.
    pub speaker: Span,
    /// The verb of saying.
    pub verb: Option<Span>,
    /// Whether the words are those of the speaker.
    pub direct: bool,
}

impl Claim {
    /// Numbers of the disagreements of which one side is among the words that are said: others tell it otherwise.
    pub fn against(&self, disagreements: &[Disagreement]) -> Vec<usize> {
        let holds = |side: &Version| self.tellings.iter().any(|telling| telling.source == side.source && telling.said.covers(side.value));
        let differs = |row: &Disagreement| row.severity < Severity::Precision && row.sides.iter().any(holds);
        disagreements.iter().enumerate().filter(|(_, row)| differs(row)).map(|(number, _)| number).collect()
    }
}

impl Speaker {
    /// In how many sources something is said.
    pub fn source_count(&self) -> usize {
        let mut sources: Vec<SourceId> = self.claims.iter().flat_map(|claim| &claim.tellings).map(|telling| telling.source).collect();
        sources.sort_unstable();
        sources.dedup();
        sources.len()
    }
}

/// All speakers, those heard in the most sources first.
pub fn speakers(dossier: &Dossier, analysis: &Analysis) -> Vec<Speaker> {
    let Some(relations) = analysis.relations.as_deref() else { return Vec::new() };
    let all: Vec<Statement> = dossier.sources().flat_map(|(id, _)| statements(dossier, analysis, relations, id)).collect();
    let words = |statement: &Statement, span: Span| dossier.source(statement.source).map_or("", |source| span.of(&source.text));
    let mut order: Vec<String> = Vec::new();
    let mut of_speaker: HashMap<String, Vec<&Statement>> = HashMap::new();
    for statement in all.iter().filter(|statement| statement.words.len() >= FEWEST) {
        let key = match &statement.speaker {
            Who::Named { entities, .. } => format!("#{}", entities.first().map_or(0, |entity| entity.0)),
            Who::Described { .. } => described(words(statement, statement.written)),
        };
        let known = of_speaker.entry(key.clone()).or_default();
        if known.is_empty() {
            order.push(key);
        }
        known.push(statement);
    }
    let made = order.iter().filter_map(|key| {
        let said = &of_speaker[key];
        let first = said.first()?;
        let entity = match &first.speaker {
            Who::Named { entities, .. } => entities.first().copied(),
            Who::Described { .. } => None,
        };
        let named = entity.and_then(|entity| relations.entities.get(entity));
        Some(Speaker {
            name: named.map_or_else(|| one_line(words(first, first.written)), |entity| entity.name.clone()),
            kind: named.map(|entity| entity.kind),
            entity,
            claims: claims(said),
        })
    });
    let mut made: Vec<Speaker> = made.collect();
    made.sort_by_key(|speaker| std::cmp::Reverse((speaker.source_count(), speaker.claims.len())));
    made
}

/// Who a phrase without a name describes: `the police` and `police` are one.
fn described(phrase: &str) -> String {
    let folded = fold(&one_line(phrase));
    let rest = ["the ", "a ", "an ", "some ", "its ", "their "].iter().find_map(|article| folded.strip_prefix(article));
    rest.unwrap_or(&folded).to_owned()
}

/// The statements of a speaker, each once, whoever tells it.
fn claims(said: &[&Statement]) -> Vec<Claim> {
    let mut found: Vec<(Vec<&Statement>, Claim)> = Vec::new();
    for statement in said {
        let telling = Telling {
            source: statement.source,
            passage: statement.within,
            said: statement.said,
            speaker: statement.written,
            verb: statement.verb,
            direct: statement.direct,
        };
        let is_told = |(told, _): &&mut (Vec<&Statement>, Claim)| {
            statement.is_long() && told.iter().any(|other| other.source != statement.source && other.is_long() && is_same(other, statement))
        };
        match found.iter_mut().rev().take(MOST_COMPARED).find(is_told) {
            Some((told, claim)) => {
                told.push(statement);
                claim.tellings.push(telling);
            }
            None => found.push((vec![statement], Claim { tellings: vec![telling] })),
        }
    }
    found.into_iter().map(|(_, claim)| claim).collect()
}
