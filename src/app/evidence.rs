//! The passages behind a row of a listing: who tells it, and what in it the row is about.

use crate::analysis::questions::brief::Place;
use crate::analysis::questions::disagreements::Version;
use crate::analysis::questions::search::Hit;
use crate::analysis::questions::speakers::Telling as Said;
use crate::analysis::questions::timeline::Event;
use crate::analysis::questions::timeline::EventKind;
use crate::analysis::questions::timeline::Telling;
use crate::app::App;
use crate::app::listing::ListingRow;
use crate::text::SourceId;
use crate::text::Span;
use crate::text::words::one_line;

/// Near passages of other sources that are shown behind one that stands alone.
const NEAR: usize = 3;
/// Passages shown behind a stretch of the timeline, or a source of the reading path.
const MOST_BEHIND: usize = 12;

/// A passage behind a row.
#[derive(Clone, Debug, PartialEq)]
pub struct Evidence {
    /// The source.
    pub source: SourceId,
    /// The passage.
    pub passage: Span,
    /// What in it the row is about.
    pub marked: Vec<Span>,
    /// What is said of it.
    pub note: String,
    /// What the reader wrote about it.
    pub words: String,
}

impl App {
    /// The passages behind a row, in the order in which they are shown.
    pub fn evidence(&self, row: &ListingRow) -> Vec<Evidence> {
        if let ListingRow::Note(id) = row {
            return self.note_evidence(id);
        }
        let Some(answers) = &self.answers else { return Vec::new() };
        match row {
            ListingRow::Disagreement(number) => {
                let Some(found) = answers.disagreements.get(*number) else { return Vec::new() };
                let side = |side: &Version| Evidence {
                    source: side.source,
                    passage: side.passage,
                    marked: vec![side.value],
                    note: self.words(Hit { source: side.source, span: side.value }),
                    words: String::new(),
                };
                found.sides.iter().map(side).collect()
            }
            ListingRow::Line(line) => {
                let evidence = |place: &Place| Evidence {
                    source: place.source,
                    passage: place.passage,
                    marked: place.value.into_iter().collect(),
                    note: place.value.map(|value| self.words(Hit { source: place.source, span: value })).unwrap_or_default(),
                    words: String::new(),
                };
                line.places.iter().map(evidence).collect()
            }
            ListingRow::Part(_) | ListingRow::Fold(..) | ListingRow::Note(_) | ListingRow::Question(..) => Vec::new(),
            ListingRow::Event(number) => answers.timeline.get(*number).map(|event| self.tellings(event)).unwrap_or_default(),
            ListingRow::Stretch(_, events) => {
                let events = events.iter().filter_map(|number| answers.timeline.get(*number));
                events.filter_map(|event| self.tellings(event).into_iter().next()).take(MOST_BEHIND).collect()
            }
            ListingRow::Speaker(speaker, _) => {
                let claims = answers.speakers.get(*speaker).map_or(&[][..], |speaker| &speaker.claims);
                claims.iter().filter_map(|claim| claim.tellings.first()).map(|telling| self.said(telling)).take(MOST_BEHIND).collect()
            }
            ListingRow::Claim(speaker, claim) => {
                let claim = answers.speakers.get(*speaker).and_then(|speaker| speaker.claims.get(*claim));
                let Some(claim) = claim else { return Vec::new() };
                let own: Vec<Evidence> = claim.tellings.iter().map(|telling| self.said(telling)).collect();
                let rows = claim.against(&answers.disagreements).into_iter().filter_map(|row| answers.disagreements.get(row));
                let others = rows
                    .flat_map(|row| &row.sides)
                    .filter(|side| !own.iter().any(|telling| telling.source == side.source && telling.passage == side.passage));
                let others = others.map(|side| Evidence {
                    source: side.source,
                    passage: side.passage,
                    marked: vec![side.value],
                    note: format!("otherwise: {}", self.words(Hit { source: side.source, span: side.value })),
                    words: String::new(),
                });
                let others: Vec<Evidence> = others.collect();
                own.into_iter().chain(others).collect()
            }
            ListingRow::Alone(alone) => {
                let Some((source, _, passage)) = self.dossier.passage(alone.passage) else { return Vec::new() };
                let own = Evidence {
                    source,
                    passage: passage.span,
                    marked: Vec::new(),
                    note: "told here alone".to_owned(),
                    words: String::new(),
                };
                let near = self.analysis.links(alone.passage, NEAR);
                let near = near.iter().filter_map(|link| {
                    let (source, _, passage) = self.dossier.passage(link.to)?;
                    let note = format!("nearest elsewhere, {:.0} %", link.score * 100.0);
                    Some(Evidence { source, passage: passage.span, marked: Vec::new(), note, words: String::new() })
                });
                std::iter::once(own).chain(near).collect()
            }
            ListingRow::Step(_, step) => {
                let passages = step.news.iter().filter_map(|passage| {
                    let (source, _, found) = self.dossier.passage(*passage)?;
                    let note = "new on this path".to_owned();
                    Some(Evidence { source, passage: found.span, marked: Vec::new(), note, words: String::new() })
                });
                passages.take(MOST_BEHIND).collect()
            }
        }
    }

    /// A claim where it stands.
    fn said(&self, telling: &Said) -> Evidence {
        let verb = telling.verb.map(|verb| self.words(Hit { source: telling.source, span: verb }));
        Evidence {
            source: telling.source,
            passage: telling.passage,
            marked: vec![telling.speaker, telling.said],
            note: verb.unwrap_or_default(),
            words: String::new(),
        }
    }

    fn tellings(&self, event: &Event) -> Vec<Evidence> {
        let telling = |telling: &Telling| Evidence {
            source: telling.source,
            passage: telling.passage,
            marked: Some(telling.written).filter(|written| !written.is_empty()).into_iter().collect(),
            note: match event.kind {
                EventKind::Publication => "published".to_owned(),
                EventKind::Told if telling.written.is_empty() => "no date of its own".to_owned(),
                EventKind::Told => self.words(Hit { source: telling.source, span: telling.written }),
            },
            words: String::new(),
        };
        event.told_by.iter().map(telling).collect()
    }

    /// The words of a place, on one line.
    pub fn words(&self, hit: Hit) -> String {
        self.dossier.source(hit.source).map(|source| one_line(hit.span.of(&source.text))).unwrap_or_default()
    }
}
