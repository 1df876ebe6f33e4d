//! Tables of sources: facts, names, themes and wordings by the sources that hold them.

use crate::analysis::Analysis;
use crate::analysis::Lexicon;
use crate::analysis::questions::coverage::Fact;
use crate::analysis::questions::framing::framing;
use crate::analysis::questions::quantities::QuantityRow;
use crate::analysis::questions::search::Hit;
use crate::analysis::questions::search::of_source;
use crate::analysis::relations::entities::EntityId;
use crate::text::Dossier;
use crate::text::PassageId;
use crate::text::SourceId;
use crate::text::Span;
use crate::text::words::one_line;

/// Most names in a table.
const MOST_NAMES: usize = 400;

/// What a row is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// A fact, by its number; the passage that it is called after.
    Fact(usize, PassageId),
    /// A thing that is named.
    Entity(EntityId),
    /// A theme.
    Theme(usize),
    /// A word that stands around a thing, or a name of it.
    Wording,
    /// A quantity, by its number.
    Quantity(usize),
}

/// One row: what it is about, and every place, in the order of the dossier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MatrixRow {
    /// What it is called.
    pub label: String,
    /// What it is about.
    pub about: About,
    /// Its places.
    pub places: Vec<Hit>,
}

impl MatrixRow {
    /// Its places in one source.
    pub fn of(&self, source: SourceId) -> &[Hit] {
        of_source(&self.places, source)
    }

    /// How many sources have it.
    pub fn source_count(&self) -> usize {
        self.places.chunk_by(|a, b| a.source == b.source).count()
    }
}

/// Facts by the passages that tell them.
pub fn by_fact(dossier: &Dossier, facts: &[Fact]) -> Vec<MatrixRow> {
    let rows = facts.iter().enumerate().map(|(number, fact)| {
        let places = fact.passages.iter().filter_map(|passage| dossier.passage(*passage));
        let label = dossier.passage(fact.label).map(|(_, source, passage)| one_line(passage.span.of(&source.text)));
        MatrixRow {
            label: label.unwrap_or_default(),
            about: About::Fact(number, fact.label),
            places: places.map(|(source, _, passage)| Hit { source, span: passage.span }).collect(),
        }
    });
    rows.collect()
}

/// Quantities by the values that sources give.
pub fn by_quantity(quantities: &[QuantityRow]) -> Vec<MatrixRow> {
    let rows = quantities.iter().enumerate().map(|(number, row)| MatrixRow {
        label: row.topic.clone(),
        about: About::Quantity(number),
        places: row.values.iter().map(|value| Hit { source: value.source, span: value.figure.hedged }).collect(),
    });
    rows.collect()
}

/// Things by their mentions, those of the most sources first.
pub fn by_entity(dossier: &Dossier, analysis: &Analysis) -> Vec<MatrixRow> {
    let Some(relations) = &analysis.relations else { return Vec::new() };
    let entities = relations.entities.all();
    let mut rows: Vec<MatrixRow> =
        entities.map(|(id, entity)| MatrixRow { label: entity.name.clone(), about: About::Entity(id), places: Vec::new() }).collect();
    for (id, source) in dossier.sources() {
        for (mention, entity) in analysis.mentions(id, Span::new(0, source.text.len())) {
            if let Some(row) = rows.get_mut(entity.0 as usize) {
                row.places.push(Hit { source: id, span: mention.span });
            }
        }
    }
    rows.retain(|row| !row.places.is_empty());
    rows.sort_by_key(|row| std::cmp::Reverse((row.source_count(), row.places.len())));
    rows.truncate(MOST_NAMES);
    rows
}

/// Themes by their cues, in the order of the lexicon.
pub fn by_theme(dossier: &Dossier, analysis: &Analysis, lexicon: &Lexicon) -> Vec<MatrixRow> {
    let rows = lexicon.themes().iter().enumerate().map(|(theme, named)| {
        let layers = dossier.sources().filter_map(|(id, _)| Some((id, analysis.facts(id)?.cues.get(theme)?)));
        let places = layers.flat_map(|(id, layer)| layer.all().iter().map(move |cue| Hit { source: id, span: cue.span }));
        MatrixRow { label: named.name.clone(), about: About::Theme(theme), places: places.collect() }
    });
    rows.filter(|row| !row.places.is_empty()).collect()
}

/// The words that stand around the `places` of one thing.
pub fn by_wording(dossier: &Dossier, analysis: &Analysis, places: &[Hit]) -> Vec<MatrixRow> {
    let rows = framing(dossier, analysis, places).into_iter().map(|wording| MatrixRow {
        label: if wording.is_name { format!("called “{}”", wording.written) } else { wording.written },
        about: About::Wording,
        places: wording.places,
    });
    rows.collect()
}

/// Every mention of an entity, in the order of the dossier.
pub fn mentions_of(dossier: &Dossier, analysis: &Analysis, entity: EntityId) -> Vec<Hit> {
    let of_source = |(id, source): (SourceId, &crate::text::Source)| {
        let mentions = analysis.mentions(id, Span::new(0, source.text.len())).filter(|(_, named)| *named == entity);
        mentions.map(|(mention, _)| Hit { source: id, span: mention.span }).collect::<Vec<_>>()
    };
    dossier.sources().flat_map(of_source).collect()
}
