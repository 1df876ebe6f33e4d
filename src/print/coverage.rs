//! `coverage`: facts by the sources that tell them; names, themes and wordings by source; what one source alone tells.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Paint;
use super::Place;
use super::Row;
use crate::analysis::Analysis;
use crate::analysis::Lexicon;
use crate::analysis::questions::coverage::coverage;
use crate::analysis::questions::matrix;
use crate::analysis::questions::matrix::About;
use crate::analysis::questions::matrix::MatrixRow;
use crate::analysis::questions::only::only_here;
use crate::text::Dossier;
use crate::text::offsets::Offsets;
use crate::text::visible::visible;
use crate::text::words::one_line;

/// One fact with the passages of each source that tell it.
#[derive(Debug, Serialize)]
pub struct FactRow {
    fact: usize,
    label: String,
    /// How many of the sources do not rest on one another.
    independent: usize,
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
        let tellings = fact.passages.iter().filter_map(|passage| dossier.passage(*passage)).map(|(id, _, passage)| (id, passage.span));
        let independent = analysis.reprints().independent_tellings(dossier, tellings).min(sources.len());
        FactRow { fact: number + 1, label: label.unwrap_or_default(), independent, sources }
    });
    facts.collect()
}

impl Row for FactRow {
    const COLUMNS: &'static [&'static str] = &["fact", "label", "independent", "sources"];

    fn cells(&self) -> Vec<String> {
        let place = |(source, passages): (&String, &Vec<Passage>)| {
            passages.iter().map(|passage| format!("{source}:{}", passage.start)).collect::<Vec<_>>().join("; ")
        };
        vec![
            self.fact.to_string(),
            self.label.clone(),
            self.independent.to_string(),
            self.sources.iter().map(place).collect::<Vec<_>>().join("; "),
        ]
    }

    fn text(&self, paint: Paint) -> String {
        let independent =
            if self.independent < self.sources.len() { format!(" ({} independent)", self.independent) } else { String::new() };
        let mut lines = vec![format!("{}{} {}", self.sources.len(), paint.dim(&independent), paint.bold(&self.label))];
        for (source, passages) in &self.sources {
            let places: Vec<String> = passages.iter().map(|passage| format!("{source}:{}", passage.start)).collect();
            lines.push(format!("  {}", paint.dim(&places.join("  "))));
        }
        lines.join("\n")
    }
}

/// Names whose wordings are printed, those of the most sources.
const MOST_FRAMED: usize = 12;

/// A thing with the number of its places in each source.
#[derive(Debug, Serialize)]
pub struct CountRow {
    /// Entity or theme; of a wording the thing that it stands around.
    about: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    wording: Option<String>,
    sources: BTreeMap<String, usize>,
}

impl CountRow {
    fn new(dossier: &Dossier, row: &MatrixRow, about: String) -> CountRow {
        let mut sources = BTreeMap::new();
        for places in row.places.chunk_by(|a, b| a.source == b.source) {
            if let Some(source) = dossier.source(places[0].source) {
                sources.insert(source.name.clone(), places.len());
            }
        }
        CountRow { about, kind: None, wording: None, sources }
    }
}

/// Names by the number of mentions in each source, those of the most sources first.
pub fn by_entity(dossier: &Dossier, analysis: &Analysis) -> Vec<CountRow> {
    let rows = matrix::by_entity(dossier, analysis).into_iter().map(|row| {
        let kind = match row.about {
            About::Entity(id) => {
                analysis.relations.as_ref().and_then(|relations| relations.entities.get(id)).map(|entity| entity.kind.name())
            }
            _ => None,
        };
        CountRow { kind, ..CountRow::new(dossier, &row, row.label.clone()) }
    });
    rows.collect()
}

/// Themes by the number of their words in each source.
pub fn by_theme(dossier: &Dossier, analysis: &Analysis, lexicon: &Lexicon) -> Vec<CountRow> {
    matrix::by_theme(dossier, analysis, lexicon).iter().map(|row| CountRow::new(dossier, row, row.label.clone())).collect()
}

/// The words around the names that most sources have.
pub fn by_wording(dossier: &Dossier, analysis: &Analysis) -> Vec<CountRow> {
    let names = matrix::by_entity(dossier, analysis).into_iter().take(MOST_FRAMED);
    let rows = names.flat_map(|name| {
        let wordings = matrix::by_wording(dossier, analysis, &name.places);
        wordings
            .into_iter()
            .map(|row| CountRow { wording: Some(row.label.clone()), ..CountRow::new(dossier, &row, name.label.clone()) })
            .collect::<Vec<_>>()
    });
    rows.collect()
}

impl Row for CountRow {
    const COLUMNS: &'static [&'static str] = &["about", "kind", "wording", "sources"];

    fn cells(&self) -> Vec<String> {
        let counts = self.sources.iter().map(|(source, count)| format!("{source}:{count}")).collect::<Vec<_>>().join("; ");
        vec![self.about.clone(), self.kind.unwrap_or_default().to_owned(), self.wording.clone().unwrap_or_default(), counts]
    }

    fn text(&self, paint: Paint) -> String {
        let all: usize = self.sources.values().sum();
        let wording = self.wording.as_ref().map(|wording| format!(": {wording}")).unwrap_or_default();
        let counts = self.sources.iter().map(|(source, count)| format!("{count} {source}")).collect::<Vec<_>>().join("  ");
        format!("{all:>5} {}  {}", paint.bold(&visible(&format!("{}{wording}", self.about))), paint.dim(&visible(&counts)))
    }
}

/// A passage that no other source tells.
#[derive(Debug, Serialize)]
pub struct AloneRow {
    #[serde(flatten)]
    place: Place,
    novelty: f32,
}

/// What each source alone tells, in the order of the dossier.
pub fn only(dossier: &Dossier, analysis: &Analysis) -> Vec<AloneRow> {
    let facts = coverage(dossier, analysis);
    let rows = dossier.sources().flat_map(|(id, source)| {
        let offsets = Offsets::new(&source.text);
        let alone = only_here(dossier, analysis, &facts, id).into_iter();
        let passages = alone.filter_map(|alone| Some((alone, dossier.passage(alone.passage)?.2)));
        passages
            .map(|(alone, passage)| AloneRow {
                place: Place::new(source, &offsets, passage.span),
                novelty: (alone.novelty * 1000.0).round() / 1000.0,
            })
            .collect::<Vec<_>>()
    });
    rows.collect()
}

impl Row for AloneRow {
    const COLUMNS: &'static [&'static str] = &["source", "start", "end", "novelty", "text"];

    fn cells(&self) -> Vec<String> {
        let place = &self.place;
        vec![place.source.clone(), place.start.to_string(), place.end.to_string(), self.novelty.to_string(), place.text.clone()]
    }

    fn text(&self, paint: Paint) -> String {
        format!("{:.2} {}  {}", self.novelty, visible(&one_line(&self.place.text)), paint.dim(&self.place.address()))
    }
}
