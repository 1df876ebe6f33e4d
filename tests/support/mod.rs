//! The reader without a terminal: keys in, screen out. Effects that ask for work are carried out at once.

#![allow(dead_code, reason = "each test file uses a part of it")]

use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;
use std::sync::OnceLock;

use crossread::analysis::Facts;
use crossread::analysis::Models;
use crossread::analysis::Relations;
use crossread::analysis::facts::facts;
use crossread::analysis::questions::answers::Answers;
use crossread::analysis::questions::related::related;
use crossread::analysis::relations::neighbours::Neighbours;
use crossread::analysis::relations::relations;
use crossread::app::App;
use crossread::app::Start;
use crossread::app::message::Effect;
use crossread::app::message::Message;
use crossread::config::Config;
use crossread::config::palette::Palette;
use crossread::import::import;
use crossread::keys::Chord;
use crossread::notes::annotation::Annotation;
use crossread::notes::place::ReadingPlaces;
use crossread::text::PassageId;
use crossread::text::Source;
use crossread::text::SourceId;
use crossread::ui;
use jiff::Timestamp;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

type Found = (Vec<(SourceId, Arc<Facts>)>, Arc<Relations>);
type Compared = (Arc<Neighbours>, Arc<Answers>);

/// The analysis of the shipped articles: all tests of one run share it.
static SHIPPED: OnceLock<Found> = OnceLock::new();
/// What was found by comparing all their passages.
static COMPARED: OnceLock<Compared> = OnceLock::new();

/// The state with what the shell would do for it.
pub(crate) struct Reader {
    pub(crate) app: App,
    pub(crate) effects: Vec<Effect>,
    /// What the clock shows.
    pub(crate) now: Timestamp,
}

/// The shipped articles and their configuration.
pub(crate) fn shipped() -> (Vec<Arc<Source>>, Config) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut names: Vec<String> = std::fs::read_dir(root.join("articles"))
        .expect("articles")
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    names.retain(|name| name.ends_with(".txt"));
    names.sort();
    let sources = names.iter().map(|name| Arc::new(import(name, &std::fs::read(root.join("articles").join(name)).expect("an article")).0));
    let mut config = Config::default();
    let wrong = config.lay_over("config.toml", &std::fs::read_to_string(root.join("config.toml")).expect("config.toml"));
    assert_eq!(wrong, [], "the shipped configuration is right");
    (sources.collect(), config)
}

/// Sources made of texts.
pub(crate) fn made(texts: &[(&str, &str)]) -> Vec<Arc<Source>> {
    texts.iter().map(|(name, text)| Arc::new(import(name, text.as_bytes()).0)).collect()
}

impl Reader {
    /// Opens `sources` on a screen of `width` by `height` cells and finishes all work behind it.
    pub(crate) fn open(sources: Vec<Arc<Source>>, config: Config, width: u16, height: u16) -> Reader {
        Reader::open_with(sources, config, width, height, Palette::dark(), false, ReadingPlaces::default())
    }

    pub(crate) fn open_with(
        sources: Vec<Arc<Source>>,
        config: Config,
        width: u16,
        height: u16,
        palette: Palette,
        plain: bool,
        places: ReadingPlaces,
    ) -> Reader {
        let expected = sources.len();
        let app = App::new(Start {
            config,
            size: (width, height),
            palette,
            palette_follows: false,
            depth: crossread::config::palette::Depth::Exact,
            is_first_run: false,
            places,
            read: Vec::new(),
            revisions: Vec::new(),
            reviews: Vec::new(),
            drafts: Vec::new(),
            seed: 1,
            expected,
            mouse: true,
            plain,
            notice: None,
            at: None,
        });
        let mut reader = Reader { app, effects: Vec::new(), now: Timestamp::UNIX_EPOCH };
        reader.send(Message::Imported(0, sources, Vec::new()));
        reader.send(Message::ImportDone(0));
        reader
    }

    /// The same with annotations that were kept.
    pub(crate) fn open_with_notes(sources: Vec<Arc<Source>>, config: Config, width: u16, height: u16, notes: Vec<Annotation>) -> Reader {
        let mut reader = Reader::open(sources, config, width, height);
        reader.send(Message::Merged(notes));
        reader.app.notice = None;
        reader
    }

    /// Takes in a message and does what is asked for.
    pub(crate) fn send(&mut self, message: Message) {
        for effect in self.app.update(message, self.now) {
            match effect {
                Effect::Analyse(revision) => {
                    if let Some((found, related)) = self.known_analysis() {
                        self.send(Message::Facts(revision, found));
                        self.relate(revision, related);
                        continue;
                    }
                    let models = Models::default();
                    let found: Vec<_> =
                        self.app.dossier.sources().map(|(id, source)| (id, Arc::new(facts(source, &self.app.lexicon, &models)))).collect();
                    let all: Vec<_> = found.iter().map(|(_, facts)| Arc::clone(facts)).collect();
                    let related = relations(&self.app.dossier, &all, &self.app.lexicon, None, &mut |_| ControlFlow::Continue(()))
                        .expect("not stopped");
                    let related = Arc::new(related);
                    if self.is_shipped() {
                        let _ = SHIPPED.set((found.clone(), Arc::clone(&related)));
                    }
                    self.send(Message::Facts(revision, found));
                    self.relate(revision, related);
                }
                Effect::Relate(revision, passages) => {
                    let links = passages
                        .into_iter()
                        .map(|passage| (passage, related(&self.app.dossier, &self.app.analysis, passage, 12).into()))
                        .collect();
                    self.send(Message::Links(revision, links));
                }
                Effect::SaveAnnotation(annotation) => {
                    self.effects.push(Effect::SaveAnnotation(annotation));
                    self.send(Message::Kept);
                }
                other => self.effects.push(other),
            }
        }
    }

    /// Takes in the relations, and then the answers about all sources.
    fn relate(&mut self, revision: u64, related: Arc<Relations>) {
        self.send(Message::Relations(revision, Arc::clone(&related)));
        if let Some((neighbours, answers)) = COMPARED.get().filter(|_| self.is_shipped()).cloned() {
            return self.send(Message::Answers(revision, neighbours, answers));
        }
        let dossier = self.app.dossier.clone();
        let rows = (0..Neighbours::wanted(&dossier)).map(|passage| Neighbours::row(&related.index, PassageId(passage as u32))).collect();
        let neighbours = Arc::new(Neighbours::new(rows, &dossier));
        let mut analysis = self.app.analysis.clone();
        analysis.neighbours = Some(Arc::clone(&neighbours));
        let answers = Arc::new(Answers::of(&dossier, &analysis));
        if self.is_shipped() {
            let _ = COMPARED.set((Arc::clone(&neighbours), Arc::clone(&answers)));
        }
        self.send(Message::Answers(revision, neighbours, answers));
    }

    fn is_shipped(&self) -> bool {
        self.app.dossier.find("05-reuters-moscow-aims.txt").is_some()
    }

    /// The analysis of the shipped articles, once a test has made it.
    fn known_analysis(&self) -> Option<Found> {
        SHIPPED.get().filter(|_| self.is_shipped()).cloned()
    }

    /// Presses keys: `"j j ] e"`.
    pub(crate) fn press(&mut self, keys: &str) {
        for key in Chord::parse(keys).expect("keys").0 {
            self.send(Message::Key(key));
        }
    }

    /// Types letters one by one.
    pub(crate) fn type_in(&mut self, text: &str) {
        for letter in text.chars() {
            self.send(Message::Key(crossread::keys::Key::character(letter)));
        }
    }

    /// The screen.
    pub(crate) fn buffer(&self) -> Buffer {
        let (width, height) = self.app.size();
        let mut buffer = Buffer::empty(Rect::new(0, 0, width, height));
        ui::draw(&self.app, buffer.area, &mut buffer);
        buffer
    }

    /// The screen as text, without blanks at the ends of its rows.
    pub(crate) fn screen(&self) -> String {
        let buffer = self.buffer();
        let mut text = String::new();
        for y in 0..buffer.area.height {
            let mut row = String::new();
            let mut skip = 0;
            for x in 0..buffer.area.width {
                if skip > 0 {
                    skip -= 1;
                    continue;
                }
                let symbol = buffer[(x, y)].symbol();
                skip = crossread::text::visible::width(symbol).saturating_sub(1);
                row.push_str(symbol);
            }
            text.push_str(row.trim_end());
            text.push('\n');
        }
        text
    }

    /// The current passage.
    pub(crate) fn passage(&self) -> String {
        let span = self.app.passage_span().expect("a passage");
        span.of(&self.app.source().expect("a source").text).to_owned()
    }

    /// Name of the open source.
    pub(crate) fn source(&self) -> String {
        self.app.source().expect("a source").name.clone()
    }
}
