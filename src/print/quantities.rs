//! `quantities`: what is measured, by period and place, with the value that each source gives.

use serde::Serialize;

use super::Paint;
use super::Row;
use crate::analysis::questions::quantities::QuantityRow;
use crate::text::Dossier;
use crate::text::offsets::Offsets;
use crate::text::visible::visible;
use crate::text::words::one_line;

/// One quantity with who gives what.
#[derive(Debug, Serialize)]
pub struct PrintedRow {
    topic: String,
    unit: &'static str,
    /// In EDTF.
    period: Option<String>,
    /// The day of the text that gives it, where no period is told and the measure is of several times.
    told: Option<String>,
    place: Option<String>,
    /// Whether the sources differ by more than their precision.
    differ: bool,
    values: Vec<ValueRow>,
}

#[derive(Debug, Serialize)]
struct ValueRow {
    source: String,
    start: usize,
    end: usize,
    text: String,
    value: String,
    number: f64,
}

/// All rows, those of one measure together.
pub fn rows(dossier: &Dossier, found: &[QuantityRow]) -> Vec<PrintedRow> {
    let offsets: Vec<Offsets> = dossier.sources().map(|(_, source)| Offsets::new(&source.text)).collect();
    let made = found.iter().map(|row| {
        let values = row.values.iter().filter_map(|value| {
            let source = dossier.source(value.source)?;
            let (start, end) = offsets[value.source.index()].scalars(value.passage);
            let words = |span: crate::text::Span| span.of(&source.text).to_owned();
            let number = (value.figure.value * 1e6).round() / 1e6;
            let (text, value) = (words(value.passage), words(value.figure.hedged));
            Some(ValueRow { source: source.name.clone(), start, end, text, value, number })
        });
        PrintedRow {
            topic: row.topic.clone(),
            unit: row.measure.name(),
            period: row.period.map(|period| period.when().to_string()),
            told: row.told.map(|day| day.to_string()),
            place: row.place.clone(),
            differ: row.differ,
            values: values.collect(),
        }
    });
    made.collect()
}

impl Row for PrintedRow {
    const COLUMNS: &'static [&'static str] = &["topic", "unit", "period", "told", "place", "differ", "source", "start", "end", "value"];

    fn cells(&self) -> Vec<String> {
        let joined = |cell: fn(&ValueRow) -> String| self.values.iter().map(cell).collect::<Vec<_>>().join("; ");
        vec![
            self.topic.clone(),
            self.unit.to_owned(),
            self.period.clone().unwrap_or_default(),
            self.told.clone().unwrap_or_default(),
            self.place.clone().unwrap_or_default(),
            self.differ.to_string(),
            joined(|value| value.source.clone()),
            joined(|value| value.start.to_string()),
            joined(|value| value.end.to_string()),
            joined(|value| value.value.clone()),
        ]
    }

    fn text(&self, paint: Paint) -> String {
        let told = self.told.as_ref().map(|day| format!("told {day}"));
        let of = [self.place.as_deref(), self.period.as_deref(), told.as_deref()].into_iter().flatten();
        let of = of.map(|of| format!(" · {of}")).collect::<String>();
        let differ = if self.differ { ", the sources differ" } else { "" };
        let head = visible(&format!("{}{of}", self.topic)).into_owned();
        let mut lines = vec![format!("{} {}", paint.bold(&head), paint.dim(&format!("{}{differ}", self.unit)))];
        for value in &self.values {
            let place = format!("{}:{}", value.source, value.start);
            lines.push(format!("  {} {}", paint.bold(&visible(&one_line(&value.value))), paint.dim(&visible(&place))));
        }
        lines.join("\n")
    }
}
