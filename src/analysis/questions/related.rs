//! Passages of other sources that belong to one, with reasons.

use crate::analysis::Analysis;
use crate::analysis::relations::links::Link;
use crate::analysis::relations::links::links;
use crate::analysis::relations::reasons::Reasons;
use crate::analysis::relations::reasons::reasons;
use crate::text::Dossier;
use crate::text::PassageId;
use crate::text::SourceId;

/// One related passage.
#[derive(Clone, Debug)]
pub struct Related {
    /// The other passage and how strongly it belongs.
    pub link: Link,
    /// Why.
    pub reasons: Reasons,
}

/// The `limit` best passages of other sources for `passage`, best first; empty until all sources are related.
pub fn related(dossier: &Dossier, analysis: &Analysis, passage: PassageId, limit: usize) -> Vec<Related> {
    let Some(relations) = analysis.relations.as_deref() else { return Vec::new() };
    let found = relations.related(passage, limit).into_iter();
    found.map(|link| Related { link, reasons: why(dossier, analysis, passage, link.to) }).collect()
}

/// Why `to` belongs to `from`.
pub fn why(dossier: &Dossier, analysis: &Analysis, from: PassageId, to: PassageId) -> Reasons {
    let facts = |passage| analysis.facts(dossier.source_of(passage));
    match (analysis.relations.as_deref(), facts(from), facts(to)) {
        (Some(relations), Some(here), Some(there)) => reasons(dossier, &[here, there], relations, from, to),
        _ => Reasons::default(),
    }
}

/// The passage of `source` that is nearest to `passage`, however weak the link.
pub fn nearest_in(dossier: &Dossier, analysis: &Analysis, passage: PassageId, source: SourceId) -> Option<Link> {
    let kept = analysis.links(passage, usize::MAX).iter().find(|link| dossier.source_of(link.to) == source).copied();
    kept.or_else(|| {
        let range = dossier.passages_of(source);
        let all = links(&analysis.relations.as_deref()?.index, passage, usize::MAX);
        all.into_iter().find(|link| range.contains(&link.to.0))
    })
}
