//! The texts of a dossier read as terms, source by source: what the index and the nearness of the articles are made of.

use std::ops::ControlFlow;
use std::sync::Arc;

use crate::analysis::facts::Facts;
use crate::analysis::facts::Mention;
use crate::analysis::relations::Progress;
use crate::analysis::relations::articles::Articles;
use crate::analysis::relations::articles::count;
use crate::analysis::relations::entities::Entities;
use crate::analysis::relations::entities::EntityId;
use crate::analysis::relations::terms::TermId;
use crate::analysis::relations::terms::Vocabulary;
use crate::text::Dossier;
use crate::text::SourceId;
use crate::text::Span;

/// The terms of all passages as they are read.
pub(super) struct Gathered {
    pub(super) vocabulary: Vocabulary,
    /// A wording of each term.
    pub(super) surfaces: Vec<(SourceId, Span)>,
    pub(super) starts: Vec<u32>,
    pub(super) terms: Vec<TermId>,
    pub(super) frequencies: Vec<u8>,
    pub(super) firsts: Vec<u32>,
    pub(super) articles: Articles,
}

/// How near the articles are to one another, without an index of their passages; `None` if `report` said to stop.
pub(super) fn articles(
    dossier: &Dossier,
    facts: &[Arc<Facts>],
    entities: &Entities,
    report: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Option<Articles> {
    gather(dossier, facts, entities, report).map(|gathered| gathered.articles)
}

/// Reads all passages; `None` if `report` said to stop.
pub(super) fn gather(
    dossier: &Dossier,
    facts: &[Arc<Facts>],
    entities: &Entities,
    report: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Option<Gathered> {
    let mut vocabulary = Vocabulary::default();
    for ((id, source), facts) in dossier.sources().zip(facts) {
        for (index, mention) in facts.mentions.all().iter().enumerate() {
            if let Some(entity) = entities.of_mention(id, index) {
                vocabulary.add_alias(mention.span.of(&source.text), entity);
            }
        }
    }
    let mut surfaces: Vec<(SourceId, Span)> = Vec::new();
    let mut starts = Vec::with_capacity(dossier.passage_count() + 1);
    starts.push(0u32);
    let (mut terms, mut frequencies) = (Vec::new(), Vec::new());
    let mut firsts = vec![0u32];
    let mut counts = Vec::with_capacity(dossier.len());
    let all = dossier.len();
    for ((id, source), facts) in dossier.sources().zip(facts) {
        let mut in_passages: Vec<Vec<TermId>> = Vec::with_capacity(source.passages.len());
        for passage in &source.passages {
            let mentions = mentions_within(facts, entities, id, passage.span);
            let found = vocabulary.add(&source.text, passage.span, &mentions);
            for token in &found {
                // The first wording of a term stands for it.
                if token.term.0 as usize == surfaces.len() {
                    surfaces.push((id, token.span));
                }
            }
            let mut tokens: Vec<TermId> = found.into_iter().map(|token| token.term).collect();
            tokens.sort_unstable();
            for same in tokens.chunk_by(|a, b| a == b) {
                terms.push(same[0]);
                frequencies.push(u8::try_from(same.len()).unwrap_or(u8::MAX));
            }
            starts.push(terms.len() as u32);
            in_passages.push(tokens);
        }
        counts.push(count(in_passages.iter().map(Vec::as_slice)));
        firsts.push(starts.len() as u32 - 1);
        if report(Progress { done: id.index() + 1, all }).is_break() {
            return None;
        }
    }
    let articles = Articles::of(&counts, |term| vocabulary.kind(term));
    Some(Gathered { vocabulary, surfaces, starts, terms, frequencies, firsts, articles })
}

/// Mentions within a passage with their entities.
pub(super) fn mentions_within(facts: &Facts, entities: &Entities, source: SourceId, passage: Span) -> Vec<(Mention, EntityId)> {
    let range = facts.mentions.range(passage);
    range.filter_map(|index| Some((facts.mentions.all()[index], entities.of_mention(source, index)?))).collect()
}
