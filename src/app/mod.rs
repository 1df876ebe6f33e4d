//! The state of the reader, and how it changes: `update(message, now)` gives effects. No drawing, no files, no clock.

pub mod choice;
mod choosing;
pub mod compare;
pub mod concordance;
mod copying;
pub mod layout;
pub mod lens;
pub mod list;
pub mod listing;
pub mod matrix;
pub mod message;
mod mouse;
mod moving;
mod notebook_views;
pub mod noting;
pub mod overlay;
mod pages;
pub mod panes;
pub mod prompt;
mod prompting;
pub mod read;
pub mod reader;
pub mod refusing;
pub mod reviewing;
mod run;
pub mod selecting;
pub mod sidebar;
pub mod sources;
pub mod trail;
mod viewing;

use std::collections::HashMap;
use std::collections::HashSet;
use std::sync::Arc;

use jiff::Timestamp;

use crate::analysis::Analysis;
use crate::analysis::Lexicon;
use crate::analysis::questions::answers::Answers;
use crate::analysis::questions::related::Related;
use crate::app::compare::CompareView;
use crate::app::concordance::ConcordanceView;
use crate::app::layout::Layout;
use crate::app::lens::Lens;
use crate::app::listing::Listing;
use crate::app::matrix::MatrixView;
use crate::app::message::Effect;
use crate::app::message::Light;
use crate::app::message::Message;
use crate::app::message::Revision;
use crate::app::noting::Notes;
use crate::app::overlay::Overlay;
use crate::app::panes::Arrangement;
use crate::app::panes::Pane;
use crate::app::panes::Panes;
use crate::app::panes::panes;
use crate::app::read::ReadingState;
use crate::app::reader::Reader;
use crate::app::reviewing::Cards;
use crate::app::reviewing::ReviewView;
use crate::app::selecting::Selection;
use crate::app::sources::SourceList;
use crate::app::trail::Place;
use crate::app::trail::Stop;
use crate::app::trail::Trail;
use crate::config::Config;
use crate::config::palette::Palette;
use crate::import::Warning;
use crate::keys::Key;
use crate::keys::Keymap;
use crate::notes::anchor::Anchor;
use crate::notes::annotation::Annotation;
use crate::notes::notebook::Notebook;
use crate::notes::place::ReadingPlace;
use crate::notes::place::ReadingPlaces;
use crate::notes::reading::ReadPassages;
use crate::notes::review::Review;
use crate::text::Dossier;
use crate::text::PassageId;
use crate::text::Source;
use crate::text::SourceId;
use crate::text::Span;
use crate::text::offsets::Offsets;

/// Passages on each side of the current one whose links are found ahead.
const LINKS_AHEAD: usize = 24;
/// Most passages whose links are kept.
const MOST_LINKS: usize = 20_000;

/// What the whole screen shows.
#[derive(Clone, Debug)]
pub enum View {
    /// List, text, sidebar.
    Reading,
    /// Keyword in context over all sources.
    Concordance(ConcordanceView),
    /// Two sources side by side.
    Compare(CompareView),
    /// Rows with the passages behind them.
    Listing(Listing),
    /// A table of sources.
    Matrix(MatrixView),
    /// Cards that are due.
    Review(ReviewView),
}

/// How far the work behind the screen has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Files are being read.
    Importing,
    /// Names and themes are being found.
    Facts,
    /// Sources are being related; how many are done.
    Relating(usize),
    /// All passages are compared with one another; per cent done.
    Comparing(u8),
    /// Everything is known.
    Done,
}

/// A word to the reader in the status line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// The words.
    pub text: String,
    /// Whether something is wrong.
    pub warning: bool,
}

/// What the program starts with.
pub struct Start {
    /// Configuration; broken files left out.
    pub config: Config,
    /// Size of the terminal in cells.
    pub size: (u16, u16),
    /// Palette until the terminal tells its ground, or for good if it is configured.
    pub palette: Palette,
    /// Whether the palette follows the terminal's ground.
    pub palette_follows: bool,
    /// Where reading stopped before.
    pub places: ReadingPlaces,
    /// What was read before.
    pub read: Vec<ReadPassages>,
    /// Revisions of annotations that were kept.
    pub revisions: Vec<Annotation>,
    /// Grades that were given in review.
    pub reviews: Vec<Review>,
    /// A random number that no other run of the program has.
    pub seed: u64,
    /// How many sources there will be.
    pub expected: usize,
    /// Whether the mouse is listened to.
    pub mouse: bool,
    /// Whether the screen is drawn for a screen reader.
    pub plain: bool,
    /// What to tell at once.
    pub notice: Option<Notice>,
    /// Place to open at: name of a source and offset in Unicode scalar values.
    pub at: Option<(String, usize)>,
}

/// The state.
pub struct App {
    /// The sources read so far.
    pub dossier: Dossier,
    /// What is known about them.
    pub analysis: Analysis,
    /// Timeline, disagreements, facts; none until all passages are compared.
    pub answers: Option<Arc<Answers>>,
    /// What is looked for.
    pub lexicon: Arc<Lexicon>,
    /// Options.
    pub config: Config,
    /// How it looks.
    pub palette: Palette,
    /// What fills the screen.
    pub view: View,
    /// What lies over it and takes the keys.
    pub overlay: Option<Overlay>,
    /// Where the reader is.
    pub reader: Reader,
    /// What has been read, and what is dimmed.
    pub reading: ReadingState,
    /// What is chosen.
    pub lens: Lens,
    /// What the reader wrote.
    pub notes: Notes,
    /// What was reviewed.
    pub cards: Cards,
    /// How many cards are due.
    pub due_count: usize,
    /// What is being selected.
    pub selection: Option<Selection>,
    /// The list of sources.
    pub sources: SourceList,
    /// The chosen row of the sidebar.
    pub sidebar_row: usize,
    /// Which pane has the keys.
    pub focus: Pane,
    /// Which panes are shown.
    pub arrangement: Arrangement,
    /// Keys pressed that may begin a chord.
    pub pending: Vec<Key>,
    /// What is told in the status line.
    pub notice: Option<Notice>,
    /// How far the work has come.
    pub stage: Stage,
    /// How many sources there will be.
    pub expected: usize,
    /// What a reader should know about the sources.
    pub warnings: Vec<Warning>,
    /// Whether the mouse is listened to.
    pub mouse: bool,
    /// Whether the screen is drawn for a screen reader: no rules, no columns side by side.
    pub plain: bool,
    size: (u16, u16),
    palette_follows: bool,
    trail: Trail,
    links: HashMap<PassageId, Arc<[Related]>>,
    requested: HashSet<PassageId>,
    revision: Revision,
    places: ReadingPlaces,
    read_before: Vec<ReadPassages>,
    frozen: Vec<View>,
    /// The answers as they were found, before what is refused is taken out.
    found: Option<Arc<Answers>>,
    /// Where a note is being written: source and stretch.
    writing: Option<(SourceId, Span)>,
    /// The annotation that is being given a new place.
    attaching: Option<String>,
    at: Option<(String, usize)>,
    placed: bool,
    quit_asked: bool,
    dragging: Option<mouse::Border>,
    histories: HashMap<&'static str, Vec<String>>,
}

impl App {
    /// The state at the start, without a source yet.
    pub fn new(start: Start) -> App {
        let lexicon = Arc::new(start.config.lexicon());
        App {
            dossier: Dossier::new(Vec::new()),
            analysis: Analysis::default(),
            answers: None,
            lexicon,
            palette: start.palette,
            view: View::Reading,
            overlay: None,
            reader: Reader::default(),
            lens: Lens::new(start.config.show),
            sources: SourceList::default(),
            sidebar_row: 0,
            focus: Pane::Text,
            arrangement: Arrangement {
                sources: None,
                sidebar: None,
                alone: false,
                one_pane: start.plain,
                width: start.config.width,
                list_width: None,
                sidebar_width: None,
            },
            pending: Vec::new(),
            notice: start.notice,
            stage: Stage::Importing,
            expected: start.expected,
            warnings: Vec::new(),
            mouse: start.mouse,
            plain: start.plain,
            size: start.size,
            palette_follows: start.palette_follows,
            trail: Trail::default(),
            links: HashMap::new(),
            requested: HashSet::new(),
            revision: 0,
            places: start.places,
            read_before: start.read,
            frozen: Vec::new(),
            found: None,
            attaching: None,
            writing: None,
            notes: Notes::new(Notebook::new(start.revisions), start.seed),
            cards: Cards::new(start.reviews),
            due_count: 0,
            selection: None,
            reading: ReadingState::default(),
            at: start.at,
            placed: false,
            quit_asked: false,
            dragging: None,
            histories: HashMap::new(),
            config: start.config,
        }
    }

    /// Takes in what happened at `now` and tells what is to be done outside.
    pub fn update(&mut self, message: Message, now: Timestamp) -> Vec<Effect> {
        let mut effects = Vec::new();
        self.look(now);
        match message {
            Message::Key(key) => self.key(key, now, &mut effects),
            Message::Paste(text) => self.paste(&text),
            Message::Mouse(mouse) => self.mouse(mouse, now, &mut effects),
            Message::Resize(width, height) => self.resize(width, height),
            Message::Terminate => self.leave(now, &mut effects),
            Message::Stop => effects.push(Effect::Suspend),
            Message::Imported(revision, sources, warnings) if revision == self.revision => self.imported(sources, warnings),
            Message::Reloaded(revision, sources, warnings, config) if revision == self.revision => {
                self.reloaded(sources, warnings, *config, &mut effects)
            }
            Message::ImportDone(revision) if revision == self.revision => {
                self.stage = Stage::Facts;
                self.expected = self.dossier.len();
                self.settle_place();
                self.recall_read();
                self.place_notes();
                self.count_due(now);
                effects.push(Effect::Analyse(revision));
            }
            Message::Facts(revision, facts) if revision == self.revision => {
                self.analysis.facts.resize(self.dossier.len(), None);
                for (source, found) in facts {
                    if let Some(slot) = self.analysis.facts.get_mut(source.index()) {
                        *slot = Some(found);
                    }
                }
            }
            Message::NotReloaded(revision, why) if revision == self.revision => {
                // What was under way for the sources that are here goes on.
                self.stage = Stage::Facts;
                effects.push(Effect::Analyse(revision));
                self.warn(why);
            }
            Message::Relating(revision, done) if revision == self.revision => self.stage = Stage::Relating(done),
            Message::Relations(revision, relations) if revision == self.revision => {
                self.analysis.relations = Some(relations);
                self.stage = Stage::Comparing(0);
            }
            Message::Comparing(revision, share) if revision == self.revision => self.stage = Stage::Comparing(share),
            Message::Answers(revision, neighbours, answers) if revision == self.revision => {
                self.analysis.neighbours = Some(neighbours);
                self.answers = Some(Arc::clone(&answers));
                self.found = Some(answers);
                self.heed_refusals();
                self.stage = Stage::Done;
            }
            Message::Links(revision, links) if revision == self.revision => {
                self.links.extend(links);
                if self.notes.has_refusals() {
                    self.leave_out_refused();
                }
            }
            Message::Merged(revisions) => self.merged(revisions),
            Message::Corrected(text) => {
                self.reload(&mut effects);
                self.tell(text);
            }
            Message::Edited(text) => self.set_note(&text, now, &mut effects),
            Message::Background(Light(light)) if self.palette_follows => {
                self.palette = if light { Palette::light() } else { Palette::dark() }
            }
            Message::Resumed => effects.push(Effect::Redraw),
            Message::Tell(text) => self.tell(text),
            Message::Failed(text) => self.warn(text),
            Message::Crashed(_) => self.leave(now, &mut effects),
            // A message of an earlier load, or of no concern.
            _ => {}
        }
        self.follow();
        self.ask_for_links(&mut effects);
        effects
    }

    /// Areas of the panes.
    pub fn panes(&self) -> Panes {
        let mut areas = panes(self.size.0, self.size.1, self.arrangement, self.focus);
        if let View::Compare(view) = &self.view {
            areas.column = self.compared_columns()[usize::from(view.on_right)];
        }
        areas
    }

    /// Size of the screen in cells.
    pub fn size(&self) -> (u16, u16) {
        self.size
    }

    /// Chords to commands.
    pub fn keymap(&self) -> &Keymap {
        &self.config.keymap
    }

    /// The source that is open.
    pub fn source(&self) -> Option<&Source> {
        self.dossier.source(self.reader.source)
    }

    /// The layout of the open source in the present column.
    pub fn layout(&self) -> Option<Layout<'_>> {
        let width = self.panes().column.width;
        self.source().map(|source| Layout::new(source, width, self.reader.open_outside))
    }

    /// The current passage; none while the cursor stands in a title, a heading or outside the body.
    pub fn passage(&self) -> Option<PassageId> {
        let index = self.passage_index()?;
        Some(self.dossier.passage_id(self.reader.source, index))
    }

    /// Where the current passage stands in the open source.
    pub fn passage_span(&self) -> Option<Span> {
        Some(self.source()?.passages[self.passage_index()?].span)
    }

    /// What the cursor marks: the current passage, else the block that it stands in.
    pub fn cursor_span(&self) -> Option<Span> {
        self.passage_span().or_else(|| {
            let blocks = &self.source()?.blocks;
            let at = blocks.partition_point(|block| block.span.end() <= self.reader.cursor);
            blocks.get(at).map(|block| block.span)
        })
    }

    fn passage_index(&self) -> Option<usize> {
        let source = self.source()?;
        let index = self.reader.passage(source)?;
        let block = source.blocks[source.passages[index].block as usize].span;
        (block.start() <= self.reader.cursor && self.reader.cursor <= block.end()).then_some(index)
    }

    /// Links of a passage, best first, as far as they are known.
    pub fn links(&self, passage: PassageId) -> Option<&[Related]> {
        self.links.get(&passage).map(|links| &**links)
    }

    /// What was typed before in inputs of this kind, latest last.
    pub(crate) fn history(&self, kind: prompt::PromptKind) -> &[String] {
        self.histories.get(kind.mark()).map_or(&[], Vec::as_slice)
    }

    fn tell(&mut self, text: impl Into<String>) {
        self.notice = Some(Notice { text: text.into(), warning: false });
    }

    fn warn(&mut self, text: impl Into<String>) {
        self.notice = Some(Notice { text: text.into(), warning: true });
    }

    fn resize(&mut self, width: u16, height: u16) {
        self.size = (width, height);
        self.keep_in_view();
        let len = self.sources.shown(&self.dossier).len();
        let height = self.list_height();
        let selected = self.sources.list.selected;
        self.sources.list.select(selected, len, height);
    }

    fn imported(&mut self, sources: Vec<Arc<Source>>, warnings: Vec<Warning>) {
        self.dossier.extend(sources);
        self.warnings.extend(warnings);
        self.recall_read();
        self.settle_place();
    }

    /// Whether the source to open first is there.
    pub fn is_placed(&self) -> bool {
        self.placed
    }

    /// Goes to where the reader asked to open, or was when it was left, as soon as that source is there.
    fn settle_place(&mut self) {
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
    fn open_source(&mut self, id: SourceId) {
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
    fn land(&mut self, place: Place) {
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
    fn jump(&mut self, source: SourceId, offset: usize, now: Timestamp, effects: &mut Vec<Effect>) {
        // The way back leads into the view that was left.
        let view = std::mem::replace(&mut self.view, View::Reading);
        self.trail.leave(Stop { place: self.reader.place(), view: (!matches!(view, View::Reading)).then(|| Box::new(view)) });
        if source != self.reader.source {
            self.save_place(now, effects);
        }
        self.land(Place { source, offset, top: 0 });
    }

    /// Goes back to a place exactly as it was.
    fn restore(&mut self, stop: Stop, now: Timestamp, effects: &mut Vec<Effect>) {
        let place = stop.place;
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
    fn save_place(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        let (Some(source), Some(span)) = (self.source(), self.cursor_span()) else { return };
        let place = ReadingPlace { source: source.name.clone(), anchor: Anchor::new(&source.text, span), modified: now.to_string() };
        let id = self.reader.source;
        self.places.set(place.clone());
        effects.push(Effect::SavePlace(place));
        if self.read_share(id) > 0.0 {
            self.save_read(id, effects);
        }
    }

    fn leave(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        self.save_place(now, effects);
        effects.push(Effect::Quit);
    }

    /// Takes in files that were read again; places are found again by what stands there.
    fn reloaded(&mut self, sources: Vec<Arc<Source>>, warnings: Vec<Warning>, config: Config, effects: &mut Vec<Effect>) {
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
        self.recall_read();
        self.sources = SourceList::default();
        self.expected = self.dossier.len();
        self.stage = Stage::Facts;
        match here {
            Some(place) => self.land(place),
            None => self.open_source(SourceId(0)),
        }
        self.tell(format!("read again: {} sources", self.expected));
        effects.push(Effect::Analyse(self.revision));
    }

    /// Asks for the links of the current passage and its neighbours, the nearest first.
    fn ask_for_links(&mut self, effects: &mut Vec<Effect>) {
        let (Some(passage), Some(_)) = (self.passage(), &self.analysis.relations) else { return };
        if self.requested.contains(&passage) {
            return;
        }
        if self.links.len() > MOST_LINKS {
            self.links.clear();
            self.requested.clear();
        }
        let range = self.dossier.passages_of(self.reader.source);
        let first = passage.0.saturating_sub(LINKS_AHEAD as u32).max(range.start);
        let last = (passage.0 + LINKS_AHEAD as u32 + 1).min(range.end);
        let mut wanted: Vec<PassageId> = (first..last).map(PassageId).filter(|passage| !self.requested.contains(passage)).collect();
        wanted.sort_by_key(|other| other.0.abs_diff(passage.0));
        self.requested.extend(wanted.iter().copied());
        effects.push(Effect::Relate(self.revision, wanted));
    }
}
