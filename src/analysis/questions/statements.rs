//! What somebody is quoted or reported as saying: the quotations of a source whose speaker has a name or is told by what he or she is.

use crate::analysis::Analysis;
use crate::analysis::Relations;
use crate::analysis::facts::Mention;
use crate::analysis::facts::Quotation;
use crate::analysis::gazetteer::TITLES;
use crate::analysis::lexicon::EntityKind;
use crate::analysis::relations::entities::EntityId;
use crate::analysis::relations::terms::TermId;
use crate::text::Dossier;
use crate::text::PassageId;
use crate::text::SourceId;
use crate::text::Span;
use crate::text::words::fold;
use crate::text::words::words;

/// Words, or terms of a report, from which a statement can be told by its words alone.
const LONG: usize = 5;
/// Share of the words of the shorter of two quotations that the other must have.
pub(super) const SAME_WORDS: f32 = 0.8;
/// Share of the terms of the shorter of two statements that the other must have, where one is a report.
const SAME_TERMS: f32 = 0.7;
/// Share of the terms of both that both must have.
const FEW_OTHER_TERMS: f32 = 0.5;
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
#[derive(Clone)]
pub(super) enum Speaker {
    /// Somebody with a name; several things in `Mark and Condon`.
    Named { name: Span, kind: EntityKind, entities: Vec<EntityId> },
    /// Somebody by what he or she is: `a witness`, or whose: `Brown's agent`.
    Described { of: Option<EntityId> },
}

/// What somebody is quoted or reported as saying.
pub(super) struct Statement {
    pub(super) source: SourceId,
    pub(super) passage: PassageId,
    pub(super) within: Span,
    pub(super) said: Span,
    pub(super) direct: bool,
    /// The verb of saying, if there is one.
    pub(super) verb: Option<Span>,
    pub(super) words: Vec<String>,
    /// Its terms, each once, sorted.
    pub(super) terms: Vec<TermId>,
    /// The speaker as written.
    pub(super) written: Span,
    pub(super) speaker: Speaker,
    /// Whether the speaker is written as a pronoun, and meant by the statement before.
    pub(super) by_pronoun: bool,
}

impl Statement {
    /// Whether it has words enough to be known again.
    pub(super) fn is_long(&self) -> bool {
        self.words.len() >= LONG
    }
}

/// Passages behind a statement within which `he` and `she` are its speaker.
const NEAR: u32 = 4;

/// The statements of a source, in order.
pub(super) fn statements(dossier: &Dossier, analysis: &Analysis, relations: &Relations, id: SourceId) -> Vec<Statement> {
    let (Some(facts), Some(source)) = (analysis.facts(id), dossier.source(id)) else { return Vec::new() };
    let read = |quotation: &Quotation, last: Option<&Statement>| {
        let written = quotation.speaker?;
        let named = speaker(&source.text, analysis, id, written);
        let by_pronoun = named.is_none();
        let passage = dossier.passages_meeting(id, quotation.span).next().map(PassageId)?;
        let (_, _, within) = dossier.passage(passage)?;
        let meant = || {
            let last = last.filter(|last| passage.0 - last.passage.0.min(passage.0) <= NEAR)?;
            let is_person = matches!(last.speaker, Speaker::Named { kind: EntityKind::Person, .. });
            let pronoun = matches!(written.of(&source.text).to_lowercase().as_str(), "he" | "she");
            (is_person && pronoun).then(|| last.speaker.clone())
        };
        let speaker = named.or_else(meant)?;
        let text = quotation.span.of(&source.text);
        let words: Vec<String> = words(text).map(|word| fold(word.of(text))).collect();
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
            verb: quotation.verb,
            words,
            terms,
            written,
            speaker,
            by_pronoun,
        })
    };
    let mut found: Vec<Statement> = Vec::new();
    for quotation in facts.quotations.all() {
        let statement = read(quotation, found.last());
        found.extend(statement);
    }
    found
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

/// Whether two statements say the same: quotations word for word, a report in terms.
pub(super) fn is_same(one: &Statement, other: &Statement) -> bool {
    if one.direct && other.direct {
        let (short, long) = if one.words.len() <= other.words.len() { (one, other) } else { (other, one) };
        let shared = short.words.iter().filter(|word| long.words.contains(word)).count();
        return shared as f32 >= SAME_WORDS * short.words.len() as f32 && long.words.len() <= 2 * short.words.len();
    }
    let shared = one.terms.iter().filter(|term| other.terms.binary_search(term).is_ok()).count();
    let (fewest, all) = (one.terms.len().min(other.terms.len()), one.terms.len() + other.terms.len() - shared);
    fewest >= LONG && shared as f32 >= SAME_TERMS * fewest as f32 && shared as f32 >= FEW_OTHER_TERMS * all as f32
}
