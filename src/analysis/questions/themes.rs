//! Which themes a passage touches, and how strongly.

use crate::analysis::Facts;
use crate::text::Span;

/// One theme in one passage.
#[derive(Clone, Debug, PartialEq)]
pub struct ThemeOfPassage {
    /// Index into the lexicon's themes.
    pub theme: usize,
    /// Words that carry it, in order.
    pub cues: Vec<Span>,
    /// From 0 to 1: half for one cue, more for each further one.
    pub weight: f32,
}

/// Themes of a passage, in the lexicon's order.
pub fn themes_of(facts: &Facts, passage: Span) -> Vec<ThemeOfPassage> {
    let rows = facts.cues.iter().enumerate().map(|(theme, layer)| {
        let cues: Vec<Span> = layer.within(passage).iter().map(|cue| cue.span).collect();
        let weight = cues.len() as f32 / (cues.len() + 1) as f32;
        ThemeOfPassage { theme, cues, weight }
    });
    rows.filter(|row| !row.cues.is_empty()).collect()
}

/// Share of each theme in all cues of a source, from 0 to 1.
pub fn shares(facts: &Facts) -> Vec<f32> {
    let totals = facts.theme_totals();
    let sum = totals.iter().sum::<usize>().max(1) as f32;
    totals.into_iter().map(|total| total as f32 / sum).collect()
}
