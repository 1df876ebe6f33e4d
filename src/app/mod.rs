//! The state of the reader, and how it changes: `update(message, now)` gives effects. No drawing, no files, no clock.

pub mod choice;
mod choosing;
pub mod compare;
pub mod concordance;
mod copying;
pub mod correcting;
pub mod evidence;
mod going;
pub mod guide;
mod hints;
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
mod reloading;
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
use crate::app::guide::Guide;
use crate::app::layout::Layout;
use crate::app::lens::Lens;
use crate::app::listing::Listing;
use crate::app::matrix::MatrixView;
use crate::app::message::Effect;
use crate::app::message::Light;
use crate::app::message::Message;
use crate::app::message::NotePlace;
use crate::app::message::Revision;
use crate::app::noting::Notes;
use crate::app::noting::Saving;
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
use crate::app::trail::Arrival;
use crate::app::trail::Trail;
use crate::config::Config;
use crate::config::palette::Depth;
use crate::config::palette::Palette;
use crate::import::Warning;
use crate::keys::Command;
use crate::keys::Key;
use crate::keys::Keymap;
use crate::notes::annotation::Annotation;
use crate::notes::draft::Draft;
use crate::notes::notebook::Notebook;
use crate::notes::place::ReadingPlaces;
use crate::notes::reading::ReadPassages;
use crate::notes::review::Review;
use crate::text::Dossier;
use crate::text::PassageId;
use crate::text::Source;
use crate::text::Span;

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
    /// Which colours the terminal has.
    pub depth: Depth,
    /// Where reading stopped before.
    pub places: ReadingPlaces,
    /// What was read before.
    pub read: Vec<ReadPassages>,
    /// Revisions of annotations that were kept.
    pub revisions: Vec<Annotation>,
    /// Grades that were given in review.
    pub reviews: Vec<Review>,
    /// Notes that were begun and not finished.
    pub drafts: Vec<Draft>,
    /// A random number that no other run of the program has.
    pub seed: u64,
    /// How many sources there will be.
    pub expected: usize,
    /// Whether the mouse is listened to.
    pub mouse: bool,
    /// Whether the screen is drawn for a screen reader.
    pub plain: bool,
    /// Whether the program was never run here before.
    pub is_first_run: bool,
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
    /// What helps a new reader, under it.
    pub guide: Option<Guide>,
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
    /// A view that was asked for before its answers were there.
    waiting: Option<Command>,
    /// The source whose fields are being corrected.
    correcting: Option<crate::text::SourceId>,
    /// How many corrections can be undone.
    corrections: usize,
    /// Whether an annotation was changed since the last correction, so that undo means it.
    annotated_since: bool,
    /// The chosen row of the sidebar.
    pub sidebar_row: usize,
    /// Where the reader jumped from, as long as the window stands where the jump led.
    pub arrival: Option<Arrival>,
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
    depth: Depth,
    /// What the terminal said of its ground.
    ground_is_light: Option<bool>,
    /// The palette before others were shown to choose from.
    palette_before: Option<Palette>,
    trail: Trail,
    links: HashMap<PassageId, Arc<[Related]>>,
    requested: HashSet<PassageId>,
    revision: Revision,
    places: ReadingPlaces,
    read_before: Vec<ReadPassages>,
    frozen: Vec<View>,
    /// The answers as they were found, before what is refused is taken out.
    found: Option<Arc<Answers>>,
    /// What the note is about that is being typed.
    writing: Option<NotePlace>,
    /// Notes that were begun and not finished.
    drafts: Vec<Draft>,
    saving: Saving,
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
            guide: start.is_first_run.then_some(Guide::Welcome),
            reader: Reader::default(),
            lens: Lens::new(start.config.show),
            sources: SourceList::default(),
            sidebar_row: 0,
            arrival: None,
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
            depth: start.depth,
            ground_is_light: None,
            palette_before: None,
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
            drafts: start.drafts,
            saving: Saving::default(),
            notes: Notes::new(Notebook::new(start.revisions), start.seed),
            cards: Cards::new(start.reviews),
            due_count: 0,
            selection: None,
            waiting: None,
            correcting: None,
            corrections: 0,
            annotated_since: false,
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
            Message::Paste(text) => self.paste(&text, &mut effects),
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
                if let Some(command) = self.waiting.take() {
                    self.notice = None;
                    self.run(command, now, &mut effects);
                }
            }
            Message::Links(revision, links) if revision == self.revision => {
                let allowed = links.into_iter().map(|(passage, related)| (passage, self.notes.allowed(passage, related)));
                self.links.extend(allowed);
            }
            Message::Merged(revisions) => self.merged(revisions),
            Message::Corrected(text) => {
                self.reload(&mut effects);
                self.tell(text);
            }
            Message::Written(text) => {
                self.corrections += 1;
                self.annotated_since = false;
                self.reload(&mut effects);
                let undo = self.config.keymap.first_chord(Command::Undo).unwrap_or_default();
                self.tell(format!("{text}; {undo} undoes it"));
            }
            Message::Edited { text, at, done: true } => self.set_note_at(&text, at, now, &mut effects),
            Message::Edited { text, at, done: false } => self.keep_draft(&text, at, &mut effects),
            Message::Kept => self.is_kept(),
            Message::Background(Light(light)) => {
                self.ground_is_light = Some(light);
                if self.palette_follows {
                    let palette = if light { Palette::light() } else { Palette::dark() };
                    self.palette = palette.at(self.depth);
                }
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
