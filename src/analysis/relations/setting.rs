//! What surrounds a figure or a date in its passage, and how alike two surroundings are: what tells one quantity, or one
//! happening, from another of its kind.

use std::sync::Arc;

use jiff::civil::Date;

use crate::analysis::Analysis;
use crate::analysis::Facts;
use crate::analysis::relations::Relations;
use crate::analysis::relations::entities::EntityId;
use crate::analysis::relations::terms::TermId;
use crate::analysis::relations::terms::TermKind;
use crate::analysis::relations::terms::Token;
use crate::text::Dossier;
use crate::text::PassageId;
use crate::text::Source;
use crate::text::SourceId;
use crate::text::Span;
use crate::text::calendar::When;

/// Passages at the beginning of a text that tell what it is about.
const LEAD: u32 = 5;
/// Days before the newest date of a text from which a date is of the background.
const BACKGROUND: i32 = 25;
/// Characters on each side of a place within which words are near it.
const NEAR: usize = 60;
/// Words from which a passage says something.
const FEWEST_WORDS: usize = 3;

/// The surroundings of a place in a passage.
#[derive(Clone, Debug)]
pub struct Setting {
    /// Its source.
    pub source: SourceId,
    /// Its passage.
    pub passage: PassageId,
    /// Terms of the passage with their rarity, sorted.
    terms: Arc<[(TermId, f32)]>,
    /// Terms near the place, with their rarity by nearness, sorted.
    near: Vec<(TermId, f32)>,
    /// How many of them are words or names, and no numbers or parts of a date.
    words: usize,
    /// Things that the passage names.
    names: Arc<[EntityId]>,
    /// Whether it stands in the title, the standfirst or the first sentences.
    lead: bool,
    /// Whether its passage tells of another year, or month, than the day of the text: the background.
    background: bool,
    /// The nearest thing named before the place, and behind it.
    before: Option<EntityId>,
    behind: Option<EntityId>,
}

/// How alike two settings are.
#[derive(Clone, Copy, Debug)]
pub struct Likeness {
    /// Share of the things named by either that both name; 0.3 where none is named.
    pub names: f32,
    /// Whether both name one thing.
    pub shared_name: bool,
    /// Agreement of the nearest names: one for each side that has the same, minus a half for each that has another.
    pub nearest: f32,
    /// Cosine of the terms near the places.
    pub near: f32,
    /// Cosine of the terms of the passages.
    pub terms: f32,
    /// Whether both stand in the lead.
    pub lead: bool,
    /// Whether one is of the background and the other is not.
    pub other_time: bool,
}

/// Makes the settings of one source, each passage read once.
pub struct Settings<'a> {
    dossier: &'a Dossier,
    analysis: &'a Analysis,
    relations: &'a Relations,
    source: SourceId,
    /// The newest day told, or that of publication.
    newest: Option<Date>,
    passage: Option<PassageRead>,
}

/// A passage as settings need it.
struct PassageRead {
    id: PassageId,
    tokens: Vec<Token>,
    terms: Arc<[(TermId, f32)]>,
    words: usize,
    named: Vec<(Span, EntityId)>,
    names: Arc<[EntityId]>,
    background: bool,
}

impl<'a> Settings<'a> {
    /// Of a source.
    pub fn new(dossier: &'a Dossier, analysis: &'a Analysis, relations: &'a Relations, source: SourceId) -> Settings<'a> {
        let published = dossier.source(source).and_then(Source::published).and_then(When::bounds).map(|(first, _)| first);
        let told = relations.chronology.of_source(source).iter().filter_map(|dated| dated.when?.bounds()).map(|(first, _)| first);
        let newest = published.or_else(|| told.max());
        Settings { dossier, analysis, relations, source, newest, passage: None }
    }

    /// The setting of `span`; `None` if it stands in no passage.
    pub fn around(&mut self, span: Span) -> Option<Setting> {
        let id = self.dossier.passages_meeting(self.source, span).next().map(PassageId)?;
        if self.passage.as_ref().is_none_or(|read| read.id != id) {
            self.passage = Some(self.read(id)?);
        }
        let read = self.passage.as_ref()?;
        let index = &self.relations.index;
        let distance =
            |token: Span| if token.end() <= span.start() { span.start() - token.end() } else { token.start().saturating_sub(span.end()) };
        // Tokens are in order, so those near are a stretch of them.
        let first = read.tokens.partition_point(|token| token.span.end() + NEAR <= span.start());
        let outside = read.tokens[first..].iter().take_while(|token| token.span.start() < span.end() + NEAR);
        let outside = outside.filter(|token| span.intersect(token.span).is_none() && distance(token.span) < NEAR);
        let near = outside.map(|token| (token.term, index.rarity(token.term) * (1.0 - distance(token.span) as f32 / NEAR as f32)));
        let behind = read.named.partition_point(|(name, _)| name.start() < span.end());
        let before = read.named.partition_point(|(name, _)| name.end() <= span.start());
        Some(Setting {
            source: self.source,
            passage: id,
            near: weighed(near.collect()),
            terms: Arc::clone(&read.terms),
            words: read.words,
            names: Arc::clone(&read.names),
            lead: id.0 - self.dossier.passages_of(self.source).start < LEAD,
            background: read.background,
            before: before.checked_sub(1).map(|at| read.named[at].1),
            behind: read.named.get(behind).map(|(_, entity)| *entity),
        })
    }

    /// The term of the token at `span` of the passage that was read last.
    pub fn term_at(&self, span: Span) -> Option<TermId> {
        let tokens = &self.passage.as_ref()?.tokens;
        let at = tokens.partition_point(|token| token.span.start() < span.start());
        tokens.get(at).filter(|token| token.span == span).map(|token| token.term)
    }

    fn read(&self, id: PassageId) -> Option<PassageRead> {
        let facts = self.analysis.facts(self.source)?;
        let (_, _, within) = self.dossier.passage(id)?;
        let index = &self.relations.index;
        let tokens = index.tokens(self.dossier, facts, &self.relations.entities, id);
        let named: Vec<(Span, EntityId)> =
            self.analysis.mentions(self.source, within.span).map(|(mention, entity)| (mention.span, entity)).collect();
        let mut names: Vec<EntityId> = named.iter().map(|(_, entity)| *entity).collect();
        names.sort_unstable();
        names.dedup();
        let terms = weighed(tokens.iter().map(|token| (token.term, index.rarity(token.term))).collect());
        let background = self.is_background(facts, within.span);
        let is_word = |(term, _): &&(TermId, f32)| matches!(index.kind(*term), TermKind::Word | TermKind::Name);
        let words = terms.iter().filter(is_word).count();
        Some(PassageRead { id, tokens, terms: terms.into(), words, named, names: names.into(), background })
    }

    /// Whether a passage holds a date of a year, a month, or a day some weeks before the newest: what is told there happened
    /// another time.
    fn is_background(&self, facts: &Facts, passage: Span) -> bool {
        let dated = self.relations.chronology.of_source(self.source);
        let far = |index: usize| {
            let first = dated.get(index).and_then(|dated| dated.when?.bounds()).map(|(first, _)| first);
            first.zip(self.newest).is_some_and(|(first, newest)| first.until(newest).is_ok_and(|span| span.get_days() > BACKGROUND))
        };
        facts.dates.range(passage).any(far)
    }
}

impl Setting {
    /// How alike two settings are.
    pub fn likeness(&self, other: &Setting) -> Likeness {
        let shared = self.names.iter().filter(|name| other.names.contains(name)).count() as f32;
        let all = (self.names.len() + other.names.len()) as f32 - shared;
        let same = |one: Option<EntityId>, other: Option<EntityId>| match (one, other) {
            (Some(one), Some(other)) if one == other => 1.0,
            (Some(_), Some(_)) => -0.5,
            _ => 0.0,
        };
        Likeness {
            names: if all > 0.0 { shared / all } else { 0.3 },
            shared_name: shared > 0.0,
            nearest: same(self.before, other.before) + same(self.behind, other.behind),
            near: cosine(&self.near, &other.near),
            terms: cosine(&self.terms, &other.terms),
            lead: self.lead && other.lead,
            other_time: self.background != other.background,
        }
    }

    /// Whether the passage is no more than a stamp of the page: `Updated 5:40 p.m. ET`.
    pub fn is_furniture(&self) -> bool {
        self.words < FEWEST_WORDS
    }

    /// Whether the passage tells of another time than its text.
    pub fn is_background(&self) -> bool {
        self.background
    }

    /// Whether a term stands in the passage.
    pub fn holds(&self, term: TermId) -> bool {
        self.terms.binary_search_by_key(&term, |(term, _)| *term).is_ok()
    }

    /// Share of the weight of the terms near this place that stand anywhere in the passage of `other`, from 0 to 1.
    pub fn near_met_by(&self, other: &Setting) -> f32 {
        let all: f32 = self.near.iter().map(|(_, weight)| weight).sum();
        let met: f32 = self.near.iter().filter(|(term, _)| other.holds(*term)).map(|(_, weight)| weight).sum();
        if all > 0.0 { met / all } else { 0.0 }
    }
}

/// The strength of the link between the passages of two settings, from 0 to 1.
pub fn link(analysis: &Analysis, one: &Setting, other: &Setting) -> f32 {
    analysis.likeness(one.passage, other.passage)
}

/// Each term once, with its largest weight, sorted.
fn weighed(mut terms: Vec<(TermId, f32)>) -> Vec<(TermId, f32)> {
    terms.sort_unstable_by_key(|(term, _)| *term);
    terms.dedup_by(|later, first| {
        let same = later.0 == first.0;
        first.1 = if same { first.1.max(later.1) } else { first.1 };
        same
    });
    terms
}

fn cosine(one: &[(TermId, f32)], other: &[(TermId, f32)]) -> f32 {
    let norm = |terms: &[(TermId, f32)]| terms.iter().map(|(_, weight)| weight * weight).sum::<f32>().sqrt();
    let mut sum = 0.0;
    for (term, weight) in one {
        if let Ok(at) = other.binary_search_by_key(term, |(term, _)| *term) {
            sum += weight * other[at].1;
        }
    }
    let (a, b) = (norm(one), norm(other));
    if a > 0.0 && b > 0.0 { sum / (a * b) } else { 0.0 }
}
