//! `figures`: numbers with what they count.

use serde::Serialize;

use super::Paint;
use super::Place;
use super::Row;
use crate::analysis::Facts;
use crate::analysis::facts::figures::Measure;
use crate::text::Source;
use crate::text::offsets::Offsets;
use crate::text::visible::visible;

/// One figure.
#[derive(Debug, Serialize)]
pub struct FigureRow {
    #[serde(flatten)]
    place: Place,
    value: f64,
    low: f64,
    high: f64,
    unit: &'static str,
    hedge: &'static str,
    vague: bool,
    counted: Option<String>,
    modifiers: Option<String>,
    predicate: Option<&'static str>,
    part: bool,
    /// Of money: the word that several countries use, if nothing beside it tells which one is meant.
    shared: Option<&'static str>,
}

/// The figures of a source in order.
pub fn figures(source: &Source, facts: &Facts) -> Vec<FigureRow> {
    let offsets = Offsets::new(&source.text);
    let words = |span: crate::text::Span| span.of(&source.text).to_owned();
    // A part of a day, `Sunday afternoon`, is a time to compare others with and no number.
    let numbers = facts.figures.all().iter().filter(|figure| !(figure.vague && figure.measure == Measure::TimeOfDay));
    let rows = numbers.map(|figure| FigureRow {
        place: Place::new(source, &offsets, figure.span),
        value: figure.value,
        low: figure.low,
        high: figure.high,
        unit: figure.measure.name(),
        hedge: figure.hedge.name(),
        vague: figure.vague,
        counted: figure.counted.map(words),
        modifiers: figure.modifiers.map(words),
        predicate: figure.predicate.map(|class| class.name()),
        part: figure.part,
        shared: figure.shared,
    });
    rows.collect()
}

impl Row for FigureRow {
    const COLUMNS: &'static [&'static str] =
        &["source", "start", "end", "text", "value", "low", "high", "unit", "hedge", "counted", "predicate", "part", "shared"];

    fn cells(&self) -> Vec<String> {
        vec![
            self.place.source.clone(),
            self.place.start.to_string(),
            self.place.end.to_string(),
            self.place.text.clone(),
            self.value.to_string(),
            self.low.to_string(),
            self.high.to_string(),
            self.unit.to_owned(),
            self.hedge.to_owned(),
            self.counted.clone().unwrap_or_default(),
            self.predicate.unwrap_or_default().to_owned(),
            self.part.to_string(),
            self.shared.unwrap_or_default().to_owned(),
        ]
    }

    fn text(&self, paint: Paint) -> String {
        let counted = self.counted.as_deref().map(|noun| format!(" {noun}")).unwrap_or_default();
        let predicate = self.predicate.map(|class| format!(", {class}")).unwrap_or_default();
        let hedge = if self.hedge == "exact" { String::new() } else { format!("{} ", self.hedge) };
        let part = if self.part { ", a part" } else { "" };
        // What a bare `$` is depends on the country of the text, and is said where that is no American.
        let assumed = self.shared.filter(|_| !matches!(self.unit, "USD" | "GBP")).map_or("", |_| " assumed");
        let told = format!("{hedge}{} {}{assumed}{}{predicate}{part}", self.value, self.unit, visible(&counted));
        format!("{} {} {}", paint.dim(&self.place.address()), paint.bold(&self.place.text), paint.dim(&told))
    }
}
