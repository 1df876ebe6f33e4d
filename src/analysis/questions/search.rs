//! Search in one text and in all, and concordance lines (keyword in context).

pub use crate::analysis::questions::query::Query;
use crate::text::Dossier;
use crate::text::Source;
use crate::text::SourceId;
use crate::text::Span;

/// One find with its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The source.
    pub source: SourceId,
    /// Where it stands.
    pub span: Span,
}

/// Those of `hits`, which come in the order of the dossier, that stand in `source`.
pub fn of_source(hits: &[Hit], source: SourceId) -> &[Hit] {
    let from = hits.partition_point(|hit| hit.source < source);
    let to = hits.partition_point(|hit| hit.source <= source);
    &hits[from..to]
}

/// Finds of `query` in all sources, in order, at most `limit`; and whether that left some out.
pub fn search(dossier: &Dossier, query: &Query, limit: usize) -> (Vec<Hit>, bool) {
    search_in(dossier, query, limit, |_| true)
}

/// The same in the sources that are `wanted`.
pub fn search_in(dossier: &Dossier, query: &Query, limit: usize, wanted: impl Fn(SourceId) -> bool) -> (Vec<Hit>, bool) {
    let mut hits = Vec::new();
    for (id, source) in dossier.sources().filter(|(id, _)| wanted(*id)) {
        for span in query.find(&source.text) {
            if hits.len() == limit {
                return (hits, true);
            }
            hits.push(Hit { source: id, span });
        }
    }
    (hits, false)
}

/// A find with the words around it, each on one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KwicLine {
    /// Up to [`CONTEXT`] characters before it, from its block.
    pub left: String,
    /// The find.
    pub node: String,
    /// Up to [`CONTEXT`] characters behind it.
    pub right: String,
}

/// Characters of context on each side of a find.
pub const CONTEXT: usize = 120;

/// The line of a concordance for one find.
pub fn kwic(source: &Source, span: Span) -> KwicLine {
    let block = source.blocks.iter().find(|block| block.span.start() <= span.start() && span.start() < block.span.end());
    let bounds = block.map_or(Span::new(0, source.text.len()), |block| block.span);
    let before = source.text.get(bounds.start()..span.start()).unwrap_or("");
    let behind = source.text.get(span.end()..bounds.end().max(span.end())).unwrap_or("");
    let from = before.char_indices().rev().nth(CONTEXT - 1).map_or(0, |(at, _)| at);
    let to = behind.char_indices().nth(CONTEXT).map_or(behind.len(), |(at, _)| at);
    let flat = |text: &str| text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).collect();
    KwicLine { left: flat(&before[from..]), node: flat(span.of(&source.text)), right: flat(&behind[..to]) }
}
