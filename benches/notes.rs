//! Ten thousand annotations: how long it takes to open them, and to add one.
//!
//!     cargo bench --bench notes [-- ANNOTATIONS]
//!
//! Opening: reading the files, the notebook, and the place of each in its text. Adding: the key with the drawing behind
//! it, and apart from that the line on the disk, beside the device's own flush: the same bytes appended to a bare file
//! and flushed. Medians of 50.

#![expect(clippy::print_stdout, reason = "a bench tells its figures")]

mod support;

use std::fs::OpenOptions;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use crossread::app::App;
use crossread::app::Start;
use crossread::app::message::Effect;
use crossread::app::message::Message;
use crossread::config::Config;
use crossread::config::palette::Palette;
use crossread::import::import;
use crossread::keys::Chord;
use crossread::notes::anchor::Anchor;
use crossread::notes::annotation::Annotation;
use crossread::notes::annotation::Motivation;
use crossread::notes::format;
use crossread::notes::place::ReadingPlaces;
use crossread::shell::store::Saved;
use crossread::shell::store::Store;
use crossread::text::Source;
use crossread::ui;
use jiff::Timestamp;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use support::article;
use support::timed;

const SOURCES: usize = 100;
const ROUNDS: usize = 50;

fn main() {
    let asked = std::env::args().skip(1).find_map(|argument| argument.parse().ok());
    let count: usize = asked.unwrap_or(10_000);
    let Ok(folder) = tempfile::tempdir() else { return };
    let sources: Vec<Arc<Source>> =
        (0..SOURCES).map(|number| Arc::new(import(&format!("{number:05}.txt"), article(number).as_bytes()).0)).collect();
    write(folder.path(), &sources, count);

    let store = Store::of(folder.path());
    let mut app = None;
    let mut revisions = Vec::new();
    let read = timed(|| revisions = store.read_notes().0);
    let found = revisions.len();
    let placed = timed(|| app = Some(opened(&sources, revisions)));
    let empty = timed(|| drop(opened(&sources, Vec::new())));
    let Some(mut app) = app else { return };
    println!("{found} annotations in {SOURCES} sources");
    println!(
        "opening: read {:.1} ms, placed {:.1} ms, together {:.1} ms",
        ms(read),
        ms(placed.saturating_sub(empty)),
        ms(read + placed.saturating_sub(empty))
    );

    let mut keys = Vec::new();
    let mut saves = Vec::new();
    let mut flushes = Vec::new();
    let bare = folder.path().join("bare");
    for _ in 0..ROUNDS {
        let mut effects = Vec::new();
        keys.push(timed(|| {
            effects = press(&mut app, "} m m");
            draw(&app);
        }));
        for effect in effects {
            let Effect::SaveAnnotation(annotation) = effect else { continue };
            let line = format::line(&annotation);
            saves.push(timed(|| drop(store.save(&Saved::Annotation(annotation)))));
            flushes.push(timed(|| flush(&bare, &line)));
        }
    }
    println!(
        "adding one: keys and drawing {:.2} ms; on the disk {:.2} ms, of which the device's own flush {:.2} ms",
        ms(median(&mut keys)),
        ms(median(&mut saves)),
        ms(median(&mut flushes))
    );
}

/// Writes `count` annotations as they would be kept, a file a source.
fn write(folder: &Path, sources: &[Arc<Source>], count: usize) {
    let notes = folder.join(".crossread/notes");
    if std::fs::create_dir_all(&notes).is_err() {
        return;
    }
    let each = count.div_ceil(SOURCES);
    for (number, source) in sources.iter().enumerate() {
        let lines: String = (0..each.min(count.saturating_sub(number * each)))
            .map(|index| {
                let passage = source.passages[index % source.passages.len()];
                let id = format!("urn:uuid:{number}-{index}");
                let anchor = Anchor::new(&source.text, passage.span);
                let mut made = Annotation::new(id, &source.name, anchor, Motivation::Highlighting, "2025-01-01T00:00:00Z");
                made.note = "Some words that were noted here.".to_owned();
                format::line(&made)
            })
            .collect();
        let _ = std::fs::write(notes.join(format!("{}.jsonl", source.name)), lines);
    }
}

fn opened(sources: &[Arc<Source>], revisions: Vec<Annotation>) -> App {
    let mut app = App::new(Start {
        config: Config::default(),
        size: (120, 40),
        palette: Palette::dark(),
        palette_follows: false,
        depth: crossread::config::palette::Depth::Exact,
        is_first_run: false,
        places: ReadingPlaces::default(),
        read: Vec::new(),
        revisions,
        reviews: Vec::new(),
        drafts: Vec::new(),
        seed: 1,
        expected: sources.len(),
        mouse: true,
        plain: false,
        notice: None,
        at: None,
    });
    app.update(Message::Imported(0, sources.to_vec(), Vec::new()), Timestamp::UNIX_EPOCH);
    app.update(Message::ImportDone(0), Timestamp::UNIX_EPOCH);
    app
}

fn press(app: &mut App, keys: &str) -> Vec<Effect> {
    let keys = Chord::parse(keys).map(|chord| chord.0).unwrap_or_default();
    keys.into_iter().flat_map(|key| app.update(Message::Key(key), Timestamp::UNIX_EPOCH)).collect()
}

fn draw(app: &App) {
    let mut buffer = Buffer::empty(Rect::new(0, 0, 120, 40));
    ui::draw(app, buffer.area, &mut buffer);
}

/// Appends a line to a bare file and flushes it to the device.
fn flush(path: &Path, line: &str) {
    let written = OpenOptions::new().create(true).append(true).open(path).and_then(|mut file| {
        file.write_all(line.as_bytes())?;
        file.sync_data()
    });
    let _ = written;
}

fn median(times: &mut [Duration]) -> Duration {
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
