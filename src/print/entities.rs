//! `entities`: every mention with the entity that it names.

use serde::Serialize;

use super::Paint;
use super::Place;
use super::Row;
use crate::analysis::Analysis;
use crate::text::Dossier;
use crate::text::Span;
use crate::text::offsets::Offsets;
use crate::text::visible::visible;

/// One mention.
#[derive(Debug, Serialize)]
pub struct MentionRow {
    #[serde(flatten)]
    place: Place,
    kind: &'static str,
    entity: String,
}

/// All mentions, source by source in order.
pub fn mentions<'a>(dossier: &'a Dossier, analysis: &'a Analysis) -> impl Iterator<Item = MentionRow> + 'a {
    dossier.sources().flat_map(move |(id, source)| {
        let offsets = Offsets::new(&source.text);
        let all = Span::new(0, source.text.len());
        let named =
            analysis.mentions(id, all).filter_map(|(mention, entity)| Some((mention, analysis.relations.as_ref()?.entities.get(entity)?)));
        let rows: Vec<MentionRow> = named
            .map(|(mention, entity)| MentionRow {
                place: Place::new(source, &offsets, mention.span),
                kind: mention.kind.name(),
                entity: entity.name.clone(),
            })
            .collect();
        rows
    })
}

impl Row for MentionRow {
    const COLUMNS: &'static [&'static str] = &["source", "start", "end", "text", "kind", "entity"];

    fn cells(&self) -> Vec<String> {
        vec![
            self.place.source.clone(),
            self.place.start.to_string(),
            self.place.end.to_string(),
            self.place.text.clone(),
            self.kind.to_owned(),
            self.entity.clone(),
        ]
    }

    fn text(&self, paint: Paint) -> String {
        let written = visible(&self.place.text);
        let entity = if *written == self.entity { String::new() } else { format!(" = {}", visible(&self.entity)) };
        format!("{} {written}{entity} {}", paint.dim(&self.place.address()), paint.dim(self.kind))
    }
}
