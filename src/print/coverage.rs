//! `coverage`: facts by the sources that tell them.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Paint;
use super::Row;
use crate::analysis::Analysis;
use crate::analysis::questions::coverage::coverage;
use crate::text::Dossier;
use crate::text::offsets::Offsets;
use crate::text::words::one_line;

/// One fact with the passages of each source that tell it.
#[derive(Debug, Serialize)]
pub struct FactRow {
    fact: usize,
    label: String,
    sources: BTreeMap<String, Vec<Passage>>,
}

#[derive(Debug, Serialize)]
struct Passage {
    start: usize,
    end: usize,
}

/// All facts that two sources or more tell.
pub fn rows(dossier: &Dossier, analysis: &Analysis) -> Vec<FactRow> {
    let offsets: Vec<Offsets> = dossier.sources().map(|(_, source)| Offsets::new(&source.text)).collect();
    let facts = coverage(dossier, analysis).into_iter().enumerate().map(|(number, fact)| {
        let mut sources: BTreeMap<String, Vec<Passage>> = BTreeMap::new();
        for (id, source, passage) in fact.passages.iter().filter_map(|passage| dossier.passage(*passage)) {
            let (start, end) = offsets[id.index()].scalars(passage.span);
            sources.entry(source.name.clone()).or_default().push(Passage { start, end });
        }
        let label = dossier.passage(fact.label).map(|(_, source, passage)| one_line(passage.span.of(&source.text)));
        FactRow { fact: number + 1, label: label.unwrap_or_default(), sources }
    });
    facts.collect()
}

impl Row for FactRow {
    const COLUMNS: &'static [&'static str] = &["fact", "label", "sources"];

    fn cells(&self) -> Vec<String> {
        let place = |(source, passages): (&String, &Vec<Passage>)| {
            passages.iter().map(|passage| format!("{source}:{}", passage.start)).collect::<Vec<_>>().join("; ")
        };
        vec![self.fact.to_string(), self.label.clone(), self.sources.iter().map(place).collect::<Vec<_>>().join("; ")]
    }

    fn text(&self, paint: Paint) -> String {
        let mut lines = vec![format!("{} {}", self.sources.len(), paint.bold(&self.label))];
        for (source, passages) in &self.sources {
            let places: Vec<String> = passages.iter().map(|passage| format!("{source}:{}", passage.start)).collect();
            lines.push(format!("  {}", paint.dim(&places.join("  "))));
        }
        lines.join("\n")
    }
}
