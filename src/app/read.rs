//! What has been read, and what of the rest was told there: the base of dimming and of the shares in the list.

use std::collections::HashMap;
use std::collections::HashSet;

use jiff::Timestamp;

use crate::analysis::questions::novelty::by_publication;
use crate::analysis::relations::links::PLAIN;
use crate::app::App;
use crate::app::View;
use crate::app::message::Effect;
use crate::notes::reading::ReadPassages;
use crate::notes::reading::fingerprint;
use crate::text::PassageId;
use crate::text::Source;
use crate::text::SourceId;
use crate::text::words::words;

/// Words a second of a fast reader: what is on the screen is taken to be read from the top at this speed.
const WORDS_PER_SECOND: f64 = 7.5;
/// Longest time, in seconds, that one look at the screen counts: a reader who went away reads nothing.
const LONGEST_LOOK: f64 = 180.0;
/// Links of a passage that are looked at.
const LINKS: usize = 40;

/// What is dimmed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Dimming {
    /// Nothing.
    #[default]
    Off,
    /// What passages that have been read, in other sources, tell.
    Read,
    /// What sources published earlier tell.
    Earlier,
}

/// What has been read.
#[derive(Clone, Debug, Default)]
pub struct ReadingState {
    read: HashSet<PassageId>,
    /// Words of a passage that were read so far.
    begun: HashMap<PassageId, f64>,
    /// Seconds spent on each source by this program.
    spent: HashMap<SourceId, f64>,
    /// Seconds spent on each source before, or elsewhere.
    spent_before: HashMap<SourceId, u64>,
    /// Since when the present screen has been looked at.
    since: Option<Timestamp>,
    /// What is dimmed.
    pub dimming: Dimming,
    /// Sources by the day of publication; the place of each.
    order: Vec<usize>,
}

impl App {
    /// Seconds spent on a source, in all.
    pub fn seconds_spent(&self, source: SourceId) -> u64 {
        let here = self.reading.spent.get(&source).map_or(0, |seconds| *seconds as u64);
        here + self.reading.spent_before.get(&source).copied().unwrap_or(0)
    }

    /// Whether a passage has been read.
    pub fn is_read(&self, passage: PassageId) -> bool {
        self.reading.read.contains(&passage)
    }

    /// Share of the passages of a source that have been read, from 0 to 1.
    pub fn read_share(&self, source: SourceId) -> f32 {
        let passages = self.dossier.passages_of(source);
        let count = passages.len().max(1);
        if self.reading.read.is_empty() {
            0.0
        } else {
            passages.filter(|passage| self.is_read(PassageId(*passage))).count() as f32 / count as f32
        }
    }

    /// Sources that have been read whole.
    pub(super) fn read_sources(&self) -> Vec<SourceId> {
        self.dossier.sources().map(|(id, _)| id).filter(|id| self.read_share(*id) >= 1.0).collect()
    }

    /// How strongly a passage was told by what counts as told, from 0 to 1.
    pub fn told(&self, passage: PassageId) -> f32 {
        let own = self.dossier.source_of(passage);
        let place = |source: SourceId| self.reading.order.get(source.index()).copied().unwrap_or(usize::MAX);
        let links = self.analysis.links(passage, LINKS);
        let mut telling = links.iter().filter(|link| match self.reading.dimming {
            Dimming::Off => false,
            Dimming::Read => self.is_read(link.to),
            Dimming::Earlier => place(self.dossier.source_of(link.to)) < place(own),
        });
        telling.next().map_or(0.0, |link| link.score)
    }

    /// Whether a passage is drawn dim.
    pub fn is_dimmed(&self, passage: PassageId) -> bool {
        self.reading.dimming != Dimming::Off && self.answers.is_some() && self.told(passage) >= PLAIN
    }

    /// Share of a source's passages that nothing that counts as told tells; none while nothing is dimmed.
    pub fn new_share(&self, source: SourceId) -> Option<f32> {
        if self.reading.dimming == Dimming::Off || self.answers.is_none() {
            return None;
        }
        let passages = self.dossier.passages_of(source);
        let count = passages.len().max(1);
        Some(passages.filter(|passage| !self.is_dimmed(PassageId(*passage))).count() as f32 / count as f32)
    }

    /// What is dimmed next: what has been read elsewhere, what was published earlier, nothing.
    pub(super) fn step_dimming(&mut self) {
        if self.answers.is_none() {
            return self.tell("the sources are still being compared");
        }
        let (next, words) = match self.reading.dimming {
            Dimming::Off => (Dimming::Read, "dim: what you have read in other sources"),
            Dimming::Read => (Dimming::Earlier, "dim: what sources published earlier tell"),
            Dimming::Earlier => (Dimming::Off, "nothing is dimmed"),
        };
        self.reading.dimming = next;
        if next == Dimming::Earlier {
            let mut order = vec![usize::MAX; self.dossier.len()];
            by_publication(&self.dossier).into_iter().enumerate().for_each(|(place, source)| order[source.index()] = place);
            self.reading.order = order;
        }
        self.tell(words);
    }

    /// Counts the time since the last message as time spent on what is on the screen.
    pub(super) fn look(&mut self, now: Timestamp) {
        let before = self.reading.since.replace(now);
        let Some(seconds) = before.map(|before| now.duration_since(before).as_secs_f64()).filter(|seconds| *seconds > 0.2) else {
            // A burst of keys is no reading.
            self.reading.since = before.or(Some(now));
            return;
        };
        if !matches!(self.view, View::Reading) || self.overlay.is_some() {
            return;
        }
        *self.reading.spent.entry(self.reader.source).or_default() += seconds.min(LONGEST_LOOK);
        let mut budget = seconds.min(LONGEST_LOOK) * WORDS_PER_SECOND;
        for passage in self.visible_passages() {
            if self.is_read(passage) {
                continue;
            }
            let Some((_, source, found)) = self.dossier.passage(passage) else { continue };
            let length = words(found.span.of(&source.text)).count() as f64;
            let done = self.reading.begun.entry(passage).or_default();
            let taken = (length - *done).min(budget);
            *done += taken;
            budget -= taken;
            if *done >= length {
                self.reading.begun.remove(&passage);
                self.reading.read.insert(passage);
            }
            if budget <= 0.0 {
                break;
            }
        }
    }

    /// Passages that are wholly in the window, from the top.
    fn visible_passages(&self) -> Vec<PassageId> {
        let Some(layout) = self.layout() else { return Vec::new() };
        let rows = layout.rows_from(self.reader.top).take(self.text_height()).filter(|row| !row.span.is_empty());
        let Some((first, last)) = rows.fold(None, |bounds: Option<(usize, usize)>, row| {
            Some(bounds.map_or((row.span.start(), row.span.end()), |(first, _)| (first, row.span.end())))
        }) else {
            return Vec::new();
        };
        let shown = crate::text::Span::new(first, last);
        let ids = self.dossier.passages_meeting(self.reader.source, shown).map(PassageId);
        ids.filter(|id| self.dossier.passage(*id).is_some_and(|(_, _, found)| shown.covers(found.span))).collect()
    }

    /// Marks the whole source as read, or as not read.
    pub(super) fn toggle_read(&mut self, effects: &mut Vec<Effect>) {
        let source = self.reader.source;
        let all = self.read_share(source) >= 1.0;
        for passage in self.dossier.passages_of(source).map(PassageId) {
            if all {
                self.reading.read.remove(&passage);
            } else {
                self.reading.read.insert(passage);
            }
        }
        self.reading.begun.clear();
        self.save_read(source, effects);
        self.tell(if all { "marked as not read" } else { "marked as read" });
    }

    /// Notes what of a source has been read.
    pub(super) fn save_read(&self, source: SourceId, effects: &mut Vec<Effect>) {
        if let Some(found) = self.dossier.source(source) {
            effects.push(Effect::SaveRead(self.read_passages(source, found)));
        }
    }

    /// What of a source has been read, whose text is `found`.
    pub(super) fn read_passages(&self, source: SourceId, found: &Source) -> ReadPassages {
        let read = found.passages.iter().enumerate().filter(|(index, _)| self.is_read(self.dossier.passage_id(source, *index)));
        let read = read.map(|(_, passage)| fingerprint(passage.span.of(&found.text))).collect();
        ReadPassages { source: found.name.clone(), read, seconds: self.seconds_spent(source) }
    }

    /// Finds what was read before in the sources from `first` on, which have just come. Rows of sources that are not here
    /// are kept: they may come yet, or come back.
    pub(super) fn recall_read(&mut self, first: SourceId) {
        if self.read_before.is_empty() {
            return;
        }
        let come = self.dossier.sources().skip(first.index());
        let names: HashMap<&str, SourceId> = come.map(|(id, source)| (source.name.as_str(), id)).collect();
        let mut left = Vec::new();
        for rows in std::mem::take(&mut self.read_before) {
            let Some(id) = names.get(rows.source.as_str()).copied() else {
                left.push(rows);
                continue;
            };
            self.reading.spent_before.insert(id, rows.seconds);
            let marks: HashSet<&str> = rows.read.iter().map(String::as_str).collect();
            let passages = self.dossier.passages_of(id).map(PassageId);
            let texts = passages
                .filter_map(|passage| self.dossier.passage(passage).map(|(_, source, found)| (passage, found.span.of(&source.text))));
            let read = texts.filter(|(_, text)| marks.contains(fingerprint(text).as_str())).map(|(passage, _)| passage);
            self.reading.read.extend(read);
        }
        self.read_before = left;
    }
}
