//! Going to a place: where reading begins, jumps and the way back, and what is noted on leaving.

use std::sync::Arc;

use jiff::Timestamp;

use crate::app::App;
use crate::app::Stage;
use crate::app::View;
use crate::app::message::Effect;
use crate::app::trail::Arrival;
use crate::app::trail::Place;
use crate::app::trail::Stop;
use crate::import::Warning;
use crate::notes::anchor::Anchor;
use crate::notes::place::ReadingPlace;
use crate::text::Source;
use crate::text::SourceId;
use crate::text::Span;
use crate::text::offsets::Offsets;

impl App {
    pub(super) fn imported(&mut self, sources: Vec<Arc<Source>>, warnings: Vec<Warning>) {
        let first = SourceId(self.dossier.len() as u32);
        self.dossier.extend(sources);
        self.warnings.extend(warnings);
        self.recall_read(first);
        self.settle_place();
    }

    /// Whether the source to open first is there.
    pub fn is_placed(&self) -> bool {
        self.placed
    }

    /// Goes to where the reader asked to open, or was when it was left, as soon as that source is there.
    pub(super) fn settle_place(&mut self) {
        if self.placed || self.dossier.is_empty() {
            return;
        }
        let wanted = self
            .at
            .clone()
            .map(|(name, offset)| (name, Some(offset)))
            .or_else(|| self.places.latest().map(|place| (place.source.clone(), None)));
        let Some((name, offset)) = wanted else {
            self.placed = true;
            self.open_source(SourceId(0));
            return;
        };
        let Some(id) = self.dossier.find(&name) else {
            // It may still come; if not, the first source stays open.
            self.placed = self.stage != Stage::Importing;
            if self.placed && self.at.is_some() {
                self.warn(format!("no source is called {name:?}"));
            }
            return;
        };
        self.placed = true;
        self.open_source(id);
        if let Some(scalar) = offset {
            let offset = self.dossier.source(id).map_or(0, |source| Offsets::new(&source.text).byte(scalar));
            self.land(Place { source: id, offset, top: 0 });
        }
    }

    /// Opens a source where reading stopped in it.
    pub(super) fn open_source(&mut self, id: SourceId) {
        let Some(source) = self.dossier.source(id) else { return };
        let resumed = self.places.get(&source.name).and_then(|place| place.anchor.resolve(&source.text)).map(Span::start);
        let first = source.passages.first().map_or(0, |passage| passage.span.start());
        self.reader.source = id;
        self.reader.landed = false;
        self.reader.cursor = resumed.unwrap_or(first);
        self.reader.top = 0;
        let height = self.text_height();
        let mut reader = self.reader;
        if let Some(layout) = self.layout() {
            if resumed.is_some_and(|offset| offset > first) {
                reader.centre(layout, height);
            }
            reader.keep_in_view(layout, height);
        }
        self.reader = reader;
        self.sidebar_row = 0;
        self.sources.follow(&self.dossier, id, self.list_height());
    }

    /// Goes to a place, in the middle of the window.
    pub(super) fn land(&mut self, place: Place) {
        let height = self.text_height();
        let Some(source) = self.dossier.source(place.source) else { return };
        self.reader.source = place.source;
        let mut reader = self.reader;
        let in_outside = source.blocks.iter().any(|block| !block.kind.is_analysed() && block.span.contains(place.offset));
        reader.open_outside |= in_outside;
        self.reader = reader;
        if let Some(layout) = self.layout() {
            reader.land(layout, place.source, place.offset, height);
        }
        self.reader = reader;
        self.sidebar_row = 0;
        self.sources.follow(&self.dossier, place.source, self.list_height());
    }

    /// Jumps to a place and remembers where it came from.
    pub(super) fn jump(&mut self, source: SourceId, offset: usize, now: Timestamp, effects: &mut Vec<Effect>) {
        // The way back leads into the view that was left.
        let view = std::mem::replace(&mut self.view, View::Reading);
        let from = self.reader.place();
        self.trail.leave(Stop { place: from, view: (!matches!(view, View::Reading)).then(|| Box::new(view)) });
        if source != self.reader.source {
            self.save_place(now, effects);
        }
        self.land(Place { source, offset, top: 0 });
        self.arrival = Some(Arrival { from, at: self.reader.place() });
    }

    /// Where the reader came from by the last jump, if the window still stands where it led.
    pub fn came_from(&self) -> Option<Place> {
        let here = |at: Place| at.source == self.reader.source && at.top == self.reader.top;
        self.arrival.filter(|arrival| here(arrival.at)).map(|arrival| arrival.from)
    }

    /// Goes back to a place exactly as it was.
    pub(super) fn restore(&mut self, stop: Stop, now: Timestamp, effects: &mut Vec<Effect>) {
        let place = stop.place;
        self.arrival = None;
        if place.source != self.reader.source {
            self.save_place(now, effects);
        }
        self.view = View::Reading;
        self.land(place);
        self.reader.top = place.top;
        if let Some(view) = stop.view {
            self.view = *view;
        }
        self.keep_in_view();
    }

    /// Notes where reading stopped in the open source.
    pub(super) fn save_place(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        let (Some(source), Some(span)) = (self.source(), self.cursor_span()) else { return };
        let place = ReadingPlace { source: source.name.clone(), anchor: Anchor::new(&source.text, span), modified: now.to_string() };
        let id = self.reader.source;
        self.places.set(place.clone());
        effects.push(Effect::SavePlace(place));
        if self.read_share(id) > 0.0 {
            self.save_read(id, effects);
        }
    }

    pub(super) fn leave(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        self.keep_typed_note(effects);
        self.save_place(now, effects);
        effects.push(Effect::Quit);
    }
}
