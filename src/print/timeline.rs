//! `timeline`: what happened when; with `--mentions` every date in the texts.

use serde::Serialize;

use super::Paint;
use super::Place;
use super::Row;
use crate::analysis::Analysis;
use crate::analysis::questions::timeline::Event;
use crate::analysis::questions::timeline::EventKind;
use crate::analysis::questions::timeline::timeline;
use crate::analysis::relations::chronology::YearFrom;
use crate::text::Dossier;
use crate::text::calendar::Precision;
use crate::text::offsets::Offsets;
use crate::text::visible::visible;
use crate::text::words::one_line;

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

/// Something dated, with who tells it.
#[derive(Debug, Serialize)]
pub struct EventRow {
    date: Option<String>,
    precision: &'static str,
    year_from: Option<&'static str>,
    kind: &'static str,
    event: String,
    told_by: Vec<TellingRow>,
}

#[derive(Debug, Serialize)]
struct TellingRow {
    source: String,
    start: usize,
    end: usize,
    /// Nothing where the passage gives no date of its own.
    as_written: Option<String>,
}

/// All events in order, with the days on which the sources were published if `publications`.
pub fn events(dossier: &Dossier, analysis: &Analysis, publications: bool) -> Vec<EventRow> {
    let offsets: Vec<Offsets> = dossier.sources().map(|(_, source)| Offsets::new(&source.text)).collect();
    let wanted = |event: &Event| publications || event.kind == EventKind::Told;
    let rows = timeline(dossier, analysis).into_iter().filter(wanted).map(|event| {
        let told_by = event.told_by.iter().filter_map(|telling| {
            let source = dossier.source(telling.source)?;
            let (start, end) = offsets[telling.source.index()].scalars(telling.passage);
            let as_written = Some(telling.written.of(&source.text).to_owned()).filter(|written| !written.is_empty());
            Some(TellingRow { source: source.name.clone(), start, end, as_written })
        });
        let first = event.told_by.first().and_then(|telling| Some((dossier.source(telling.source)?, telling)));
        let words = match event.kind {
            EventKind::Told => first.map(|(source, telling)| one_line(telling.passage.of(&source.text))),
            EventKind::Publication => first.map(|(source, _)| format!("published: {}", source.title())),
        };
        EventRow {
            date: event.when.map(|when| when.to_string()),
            precision: event.when.map_or(Precision::Open, |when| when.precision()).name(),
            year_from: event.when.and_then(|when| when.bounds()).map(|_| event.year_from.name()),
            kind: if event.kind == EventKind::Told { "event" } else { "publication" },
            event: words.unwrap_or_default(),
            told_by: told_by.collect(),
        }
    });
    rows.collect()
}

impl Row for EventRow {
    const COLUMNS: &'static [&'static str] = &["date", "precision", "kind", "event", "source", "start", "end", "as_written"];

    fn cells(&self) -> Vec<String> {
        let joined = |cell: fn(&TellingRow) -> String| self.told_by.iter().map(cell).collect::<Vec<_>>().join("; ");
        vec![
            self.date.clone().unwrap_or_default(),
            self.precision.to_owned(),
            self.kind.to_owned(),
            self.event.clone(),
            joined(|telling| telling.source.clone()),
            joined(|telling| telling.start.to_string()),
            joined(|telling| telling.end.to_string()),
            joined(|telling| telling.as_written.clone().unwrap_or_default()),
        ]
    }

    fn text(&self, paint: Paint) -> String {
        let date = self.date.as_deref().unwrap_or("open");
        let from = if self.year_from == Some(YearFrom::Dossier.name()) { " (year from other sources)" } else { "" };
        let mut lines = vec![format!("{}{} {}", paint.bold(date), paint.dim(from), visible(&self.event))];
        for telling in &self.told_by {
            let written = telling.as_written.as_deref().unwrap_or(if self.kind == "event" { "(no date of its own)" } else { "" });
            lines.push(format!("  {} {}", paint.dim(&format!("{}:{}", telling.source, telling.start)), visible(written)));
        }
        lines.join("\n")
    }
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
