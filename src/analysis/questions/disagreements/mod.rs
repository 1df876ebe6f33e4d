//! Figures, dates and attributions that sources give differently, and figures that one text gives in two ways: one row a
//! quantity, never a list of pairs.

mod attributions;
mod dates;
mod deeds;
mod figures;
mod grouping;
mod inside;
mod tolls;
mod topics;

use crate::analysis::Analysis;
use crate::text::Dossier;
use crate::text::SourceId;
use crate::text::Span;

pub use dates::pairs_of_story as date_pairs_of_story;
pub(in crate::analysis::questions) use figures::apart;
pub(in crate::analysis::questions) use figures::measures;
pub use figures::pairs_of_story;
pub(in crate::analysis::questions) use grouping::compared_together;
pub(in crate::analysis::questions) use topics::topic;

/// Sorts of disagreements.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// A number.
    Figure,
    /// A date.
    Date,
    /// Who did or said it.
    Attribution,
    /// Two passages that the reader holds to disagree.
    Claim,
}

/// How far the sides are apart, worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// They cannot both hold.
    Conflict,
    /// They do not agree, and a reader should see it.
    Differs,
    /// One is only less exact than the other.
    Precision,
}

impl Subject {
    /// Its name in output.
    pub fn name(self) -> &'static str {
        match self {
            Subject::Figure => "figure",
            Subject::Date => "date",
            Subject::Attribution => "attribution",
            Subject::Claim => "claim",
        }
    }
}

impl Severity {
    /// Its name in output.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Conflict => "conflict",
            Severity::Differs => "differs",
            Severity::Precision => "precision",
        }
    }
}

/// One passage with what it gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Version {
    /// The source.
    pub source: SourceId,
    /// The passage.
    pub passage: Span,
    /// The value as written, hedge included.
    pub value: Span,
}

/// One quantity or date that sources give differently.
#[derive(Clone, Debug, PartialEq)]
pub struct Disagreement {
    /// What sort.
    pub subject: Subject,
    /// How far apart.
    pub severity: Severity,
    /// What it is about, in words of the text.
    pub topic: String,
    /// Who gives what, in the order of the sources.
    pub sides: Vec<Version>,
    /// How sure it is that all sides tell one thing, from 0 to 1.
    pub confidence: f32,
    /// Whether later texts give more: one count that grew, as tolls do.
    pub update: bool,
}

/// All disagreements, the worst first.
pub fn disagreements(dossier: &Dossier, analysis: &Analysis) -> Vec<Disagreement> {
    let Some(relations) = analysis.relations.as_deref() else { return Vec::new() };
    let mut found = Vec::new();
    for sources in grouping::compared_together(dossier, relations) {
        found.extend(figures::figures(dossier, analysis, relations, &sources));
        found.extend(dates::dates(dossier, analysis, relations, &sources));
        found.extend(deeds::deeds(dossier, analysis, relations, &sources));
    }
    found.extend(attributions::attributions(dossier, analysis, relations));
    found.sort_by_key(|row| (row.severity, row.sides.first().map(|side| (side.source, side.passage.start()))));
    found
}
