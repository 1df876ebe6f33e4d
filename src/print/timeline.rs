//! `timeline`: what happened when; with `--mentions` every date in the texts.

use serde::Serialize;

use super::Paint;
use super::Place;
use super::Row;
use crate::analysis::Analysis;
use crate::analysis::relations::chronology::YearFrom;
use crate::text::Dossier;
use crate::text::calendar::Precision;
use crate::text::offsets::Offsets;
use crate::text::visible::visible;

/// One date in a text.
#[derive(Debug, Serialize)]
pub struct DateRow {
    #[serde(flatten)]
    place: Place,
    date: Option<String>,
    precision: &'static str,
    modifier: Option<&'static str>,
    year_from: Option<&'static str>,
}

/// All dates, source by source in order.
pub fn mentions<'a>(dossier: &'a Dossier, analysis: &'a Analysis) -> impl Iterator<Item = DateRow> + 'a {
    dossier.sources().flat_map(move |(id, source)| {
        let offsets = Offsets::new(&source.text);
        let told = analysis.relations.as_deref().zip(analysis.facts(id));
        let dates = told.into_iter().flat_map(|(relations, facts)| relations.chronology.told(id, facts));
        let rows: Vec<DateRow> = dates
            .map(|(mention, dated)| DateRow {
                place: Place::new(source, &offsets, mention.span),
                date: dated.when.map(|when| when.to_string()),
                precision: dated.when.map_or(Precision::Open, |when| when.precision()).name(),
                modifier: mention.modifier.map(|modifier| modifier.name()),
                year_from: dated.when.and_then(|when| when.bounds()).map(|_| dated.year_from.name()),
            })
            .collect();
        rows
    })
}

impl Row for DateRow {
    const COLUMNS: &'static [&'static str] = &["source", "start", "end", "text", "date", "precision", "modifier", "year_from"];

    fn cells(&self) -> Vec<String> {
        vec![
            self.place.source.clone(),
            self.place.start.to_string(),
            self.place.end.to_string(),
            self.place.text.clone(),
            self.date.clone().unwrap_or_default(),
            self.precision.to_owned(),
            self.modifier.unwrap_or_default().to_owned(),
            self.year_from.unwrap_or_default().to_owned(),
        ]
    }

    fn text(&self, paint: Paint) -> String {
        let date = self.date.as_deref().unwrap_or("open");
        let from = if self.year_from == Some(YearFrom::Dossier.name()) { " (year from other sources)" } else { "" };
        format!("{} {} = {}{}", paint.dim(&self.place.address()), visible(&self.place.text), paint.bold(date), paint.dim(from))
    }
}
