//! The answers that go through the whole dossier, found once and kept: every view reads them.

use crate::analysis::Analysis;
use crate::analysis::questions::coverage::Fact;
use crate::analysis::questions::coverage::coverage;
use crate::analysis::questions::disagreements::Disagreement;
use crate::analysis::questions::disagreements::Severity;
use crate::analysis::questions::disagreements::disagreements;
use crate::analysis::questions::quantities::QuantityRow;
use crate::analysis::questions::quantities::quantities;
use crate::analysis::questions::speakers::Speaker;
use crate::analysis::questions::speakers::speakers;
use crate::analysis::questions::timeline::Event;
use crate::analysis::questions::timeline::timeline;
use crate::analysis::relations::Reprints;
use crate::text::Dossier;
use crate::text::SourceId;
use crate::text::Span;

/// Confidence from which a disagreement is worth a sign in the margin: a false sign costs more trust than a missing one.
const SURE: f32 = 0.7;

/// Answers about all sources.
#[derive(Clone, Debug, Default)]
pub struct Answers {
    /// What happened when.
    pub timeline: Vec<Event>,
    /// Where the sources differ, the worst first.
    pub disagreements: Vec<Disagreement>,
    /// What several sources tell.
    pub facts: Vec<Fact>,
    /// Who says what.
    pub speakers: Vec<Speaker>,
    /// What is measured, and the values that the sources give.
    pub quantities: Vec<QuantityRow>,
    /// Whether passages were left out because there are too many.
    pub cut: bool,
    /// Of each disagreement how many of its sources do not rest on one another.
    independent: Vec<usize>,
    /// Passages with a disagreement: source, first byte of the passage, number of the row.
    differing: Vec<(SourceId, usize, usize)>,
}

impl Answers {
    /// Answers for a dossier whose passages have been related.
    pub fn of(dossier: &Dossier, analysis: &Analysis) -> Answers {
        let timeline = timeline(dossier, analysis);
        let disagreements = disagreements(dossier, analysis);
        let facts = coverage(dossier, analysis);
        let quantities = quantities(dossier, analysis);
        let speakers = speakers(dossier, analysis);
        let cut = analysis.neighbours.as_ref().is_some_and(|neighbours| neighbours.cut);
        let found = Answers { timeline, facts, quantities, speakers, cut, ..Answers::default() };
        found.with(dossier, analysis.reprints(), disagreements)
    }

    /// The same with other disagreements: those that the reader has not refused.
    pub fn with(mut self, dossier: &Dossier, reprints: &Reprints, disagreements: Vec<Disagreement>) -> Answers {
        let tellings = |row: &Disagreement| row.sides.iter().map(|side| (side.source, side.passage)).collect::<Vec<_>>();
        let independent = disagreements.iter().map(|row| reprints.independent_tellings(dossier, tellings(row).into_iter()));
        self.independent = independent.collect();
        let sides = disagreements
            .iter()
            .enumerate()
            .flat_map(|(row, found)| found.sides.iter().map(move |side| (side.source, side.passage.start(), row)));
        self.differing = sides.collect();
        self.differing.sort_unstable();
        self.disagreements = disagreements;
        self
    }

    /// Numbers of the disagreements whose passages begin in `span` of a source, with the offset of the passage.
    pub fn differing(&self, source: SourceId, span: Span) -> impl Iterator<Item = (usize, usize)> + '_ {
        let first = self.differing.partition_point(|(id, start, _)| (*id, *start) < (source, span.start()));
        let rest = self.differing[first..].iter().take_while(move |(id, start, _)| *id == source && *start < span.end());
        rest.map(|(_, start, row)| (*start, *row))
    }

    /// Numbers of the disagreements with a passage that meets `span`.
    pub fn differing_around(&self, source: SourceId, span: Span) -> Vec<usize> {
        let rows = self.disagreements.iter().enumerate();
        let meets = |row: &Disagreement| row.sides.iter().any(|side| side.source == source && side.passage.intersect(span).is_some());
        rows.filter(|(_, row)| meets(row)).map(|(number, _)| number).collect()
    }

    /// How many of the sources of a disagreement do not rest on one another: reprints and copied sentences are one.
    pub fn independent(&self, row: usize) -> usize {
        self.independent.get(row).copied().unwrap_or(0)
    }

    /// Whether a disagreement is more than one of precision.
    pub fn is_difference(&self, row: usize) -> bool {
        self.disagreements.get(row).is_some_and(|found| found.severity < Severity::Precision)
    }

    /// Whether a disagreement is worth a sign in the margin.
    pub fn is_marked(&self, row: usize) -> bool {
        self.disagreements.get(row).is_some_and(|found| found.severity < Severity::Precision && found.confidence >= SURE)
    }

    /// Every passage with a disagreement, in the order of the dossier.
    pub fn all_differing(&self) -> impl Iterator<Item = (SourceId, usize, usize)> + '_ {
        self.differing.iter().copied()
    }
}
