//! Files that were read again: every place is found again by what stands there.

use std::sync::Arc;

use crate::analysis::Analysis;
use crate::app::App;
use crate::app::Stage;
use crate::app::View;
use crate::app::message::Effect;
use crate::app::read::ReadingState;
use crate::app::sources::SourceList;
use crate::app::trail::Place;
use crate::config::Config;
use crate::import::Warning;
use crate::notes::anchor::Anchor;
use crate::notes::reading::ReadPassages;
use crate::text::Dossier;
use crate::text::Source;
use crate::text::SourceId;
use crate::text::Span;
use crate::text::words::counted;

impl App {
    /// Takes in files that were read again; places are found again by what stands there.
    pub(super) fn reloaded(&mut self, sources: Vec<Arc<Source>>, warnings: Vec<Warning>, config: Config, effects: &mut Vec<Effect>) {
        let read: Vec<ReadPassages> = self.dossier.sources().map(|(id, source)| self.read_passages(id, source)).collect();
        let before = std::mem::replace(&mut self.dossier, Dossier::new(sources));
        let carry = |place: Place| {
            let old = before.source(place.source)?;
            let id = self.dossier.find(&old.name)?;
            let text = &self.dossier.source(id)?.text;
            let span = old.passage_near(place.offset).map_or(Span::new(place.offset, place.offset), |index| old.passages[index].span);
            let offset = Anchor::new(&old.text, span).resolve(text)?.start();
            Some(Place { source: id, offset, top: offset })
        };
        let here = carry(self.reader.place());
        let mut trail = std::mem::take(&mut self.trail);
        trail.carry(carry);
        self.trail = trail;
        self.lexicon = Arc::new(config.lexicon());
        self.arrangement.width = if config.width == self.config.width { self.arrangement.width } else { config.width };
        self.config = config;
        self.warnings = warnings;
        self.analysis = Analysis::default();
        self.answers = None;
        self.found = None;
        self.selection = None;
        self.place_notes();
        self.links.clear();
        self.requested.clear();
        self.lens.theme = None;
        self.lens.entity = None;
        self.view = View::Reading;
        self.frozen.clear();
        self.reading = ReadingState::default();
        let kept = std::mem::take(&mut self.read_before).into_iter().filter(|rows| !read.iter().any(|other| other.source == rows.source));
        self.read_before = kept.chain(read.iter().cloned()).collect();
        self.recall_read(SourceId(0));
        self.sources = SourceList::default();
        self.expected = self.dossier.len();
        self.stage = Stage::Facts;
        match here {
            Some(place) => self.land(place),
            None => self.open_source(SourceId(0)),
        }
        // What has asked for it, or is wrong, says more.
        if self.notice.is_none() {
            self.tell(format!("read again: {}", counted(self.expected, "source")));
        }
        effects.push(Effect::Analyse(self.revision));
    }
}
