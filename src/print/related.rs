//! `related`: links of passages with their reasons.

use std::collections::HashMap;

use serde::Serialize;

use super::Paint;
use super::Row;
use crate::analysis::Analysis;
use crate::analysis::questions::related::why;
use crate::analysis::relations::reasons::Reasons;
use crate::text::Dossier;
use crate::text::PassageId;
use crate::text::SourceId;
use crate::text::Span;
use crate::text::offsets::Offsets;
use crate::text::visible::visible;
use crate::text::words::one_line;

/// A passage with what belongs to it.
#[derive(Debug, Serialize)]
pub struct RelatedRow {
    source: String,
    start: usize,
    end: usize,
    #[serde(skip)]
    text: String,
    related: Vec<LinkRow>,
}

#[derive(Debug, Serialize)]
struct LinkRow {
    source: String,
    start: usize,
    end: usize,
    score: f32,
    reasons: Vec<ReasonRow>,
    #[serde(skip)]
    text: String,
}

#[derive(Debug, Serialize)]
struct ReasonRow {
    kind: &'static str,
    text: String,
}

/// How much of each passage's links is wanted.
#[derive(Clone, Copy, Debug)]
pub struct Wanted {
    /// Most links a passage.
    pub top: usize,
    /// Whether to tell why each belongs.
    pub reasons: bool,
}

/// Makes rows; keeps the offset tables of the sources.
pub struct Related<'a> {
    dossier: &'a Dossier,
    analysis: &'a Analysis,
    wanted: Wanted,
    offsets: HashMap<SourceId, Offsets<'a>>,
}

impl<'a> Related<'a> {
    /// Rows with what is wanted of the links.
    pub fn new(dossier: &'a Dossier, analysis: &'a Analysis, wanted: Wanted) -> Related<'a> {
        Related { dossier, analysis, wanted, offsets: HashMap::new() }
    }

    /// The row of one passage.
    pub fn row(&mut self, passage: PassageId) -> Option<RelatedRow> {
        let (id, source, found) = self.dossier.passage(passage)?;
        let (start, end) = self.scalars(id, found.span)?;
        let mut rows = Vec::new();
        let relations = self.analysis.relations.as_deref()?;
        for link in relations.related(passage, self.wanted.top) {
            let reasons = if self.wanted.reasons { why(self.dossier, self.analysis, passage, link.to) } else { Reasons::default() };
            let (other_id, other_source, other_found) = self.dossier.passage(link.to)?;
            let (start, end) = self.scalars(other_id, other_found.span)?;
            let reasons = reasons.reasons.into_iter().map(|reason| ReasonRow { kind: reason.kind.name(), text: reason.text }).collect();
            let text = other_found.span.of(&other_source.text).to_owned();
            rows.push(LinkRow { source: other_source.name.clone(), start, end, score: link.score, reasons, text });
        }
        Some(RelatedRow { source: source.name.clone(), start, end, text: found.span.of(&source.text).to_owned(), related: rows })
    }

    fn scalars(&mut self, source: SourceId, span: Span) -> Option<(usize, usize)> {
        let text = &self.dossier.source(source)?.text;
        Some(self.offsets.entry(source).or_insert_with(|| Offsets::new(text)).scalars(span))
    }
}

impl Row for RelatedRow {
    const COLUMNS: &'static [&'static str] =
        &["source", "start", "end", "related_source", "related_start", "related_end", "score", "reasons"];

    fn cells(&self) -> Vec<String> {
        let joined = |cell: fn(&LinkRow) -> String| self.related.iter().map(cell).collect::<Vec<_>>().join("; ");
        let reasons =
            |link: &LinkRow| link.reasons.iter().map(|reason| format!("{}: {}", reason.kind, reason.text)).collect::<Vec<_>>().join(" · ");
        vec![
            self.source.clone(),
            self.start.to_string(),
            self.end.to_string(),
            joined(|link| link.source.clone()),
            joined(|link| link.start.to_string()),
            joined(|link| link.end.to_string()),
            joined(|link| format!("{:.3}", link.score)),
            self.related.iter().map(reasons).collect::<Vec<_>>().join("; "),
        ]
    }

    fn text(&self, paint: Paint) -> String {
        let mut lines = vec![format!("{} {}", paint.dim(&format!("{}:{}", self.source, self.start)), paint.bold(&one_line(&self.text)))];
        for link in &self.related {
            let reasons: Vec<String> = link.reasons.iter().map(|reason| format!("{}: {}", reason.kind, reason.text)).collect();
            lines.push(format!(
                "  {:.2} {} {}",
                link.score,
                paint.dim(&format!("{}:{}", link.source, link.start)),
                visible(&one_line(&link.text))
            ));
            lines.push(format!("       {}", paint.dim(&reasons.join(" · "))));
        }
        lines.join("\n")
    }
}
