//! How long views over many sources take to open and to redraw after a key.
//!
//!     cargo bench --bench views [-- ARTICLES]
//!
//! 200 made-up articles (`benches/support`), all compared with one another. Opening is the key and the first drawing;
//! a key is one row down and its drawing, the median and the worst of 60. The ratio is to the same key in the reading
//! screen, measured in the same run.

#![expect(clippy::print_stdout, reason = "a bench tells its figures")]

mod support;

use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::Duration;

use crossread::analysis::Models;
use crossread::analysis::facts::facts;
use crossread::analysis::questions::answers::Answers;
use crossread::analysis::relations::neighbours::Neighbours;
use crossread::analysis::relations::relations;
use crossread::app::App;
use crossread::app::Start;
use crossread::app::message::Message;
use crossread::config::Config;
use crossread::config::palette::Palette;
use crossread::import::import;
use crossread::keys::Chord;
use crossread::notes::place::ReadingPlaces;
use crossread::text::PassageId;
use crossread::ui;
use jiff::Timestamp;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use support::article;
use support::timed;

const SIZE: (u16, u16) = (120, 40);
const KEYS: usize = 60;

fn main() {
    let asked = std::env::args().skip(1).find_map(|argument| argument.parse().ok());
    let n: usize = asked.unwrap_or(200);
    let mut app = analysed(n);
    println!("{n} articles, {} passages", app.dossier.passage_count());
    let reading = keys(&mut app, "j");
    println!("view              open ms   key ms (worst)   key, ratio to reading");
    println!("{:16}  {:>7}   {:6.2} ({:5.2})", "reading", "", ms(reading[KEYS / 2]), ms(reading[KEYS - 1]));
    let views = [
        ("disagreements", "d"),
        ("timeline", "T"),
        ("coverage, facts", "M"),
        ("coverage, names", "M M"),
        ("coverage, themes", "M M M"),
        ("framing", "M M M M"),
        ("only here", "o"),
        ("reading path", "p"),
        ("compare", "c"),
    ];
    for (name, chord) in views {
        press(&mut app, "esc esc esc");
        let presses: Vec<&str> = chord.split(' ').collect();
        presses[..presses.len() - 1].iter().for_each(|key| press(&mut app, key));
        let open = timed(|| {
            press(&mut app, presses[presses.len() - 1]);
            draw(&app);
        });
        let times = keys(&mut app, "j");
        let ratio = times[KEYS / 2].as_secs_f64() / reading[KEYS / 2].as_secs_f64();
        println!("{name:16}  {:7.2}   {:6.2} ({:5.2})   {ratio:6.1}", ms(open), ms(times[KEYS / 2]), ms(times[KEYS - 1]));
    }
}

/// The reader with all work behind it done.
fn analysed(n: usize) -> App {
    let sources: Vec<_> = (0..n).map(|number| Arc::new(import(&format!("{number:05}.txt"), article(number).as_bytes()).0)).collect();
    let mut app = App::new(Start {
        config: Config::default(),
        size: SIZE,
        palette: Palette::dark(),
        palette_follows: false,
        depth: crossread::config::palette::Depth::Exact,
        is_first_run: false,
        places: ReadingPlaces::default(),
        read: Vec::new(),
        revisions: Vec::new(),
        reviews: Vec::new(),
        drafts: Vec::new(),
        seed: 1,
        expected: n,
        mouse: true,
        plain: false,
        notice: None,
        at: None,
    });
    send(&mut app, Message::Imported(0, sources, Vec::new()));
    send(&mut app, Message::ImportDone(0));
    let models = Models::default();
    let found: Vec<_> = app.dossier.sources().map(|(id, source)| (id, Arc::new(facts(source, &app.lexicon, &models)))).collect();
    let all: Vec<_> = found.iter().map(|(_, facts)| Arc::clone(facts)).collect();
    let Some(related) = relations(&app.dossier, &all, &app.lexicon, None, &mut |_| ControlFlow::Continue(())) else { return app };
    let related = Arc::new(related);
    let count = Neighbours::wanted(&app.dossier) as u32;
    let rows = (0..count).map(|passage| Neighbours::row(&related.index, PassageId(passage))).collect();
    let neighbours = Arc::new(Neighbours::new(rows, &app.dossier));
    send(&mut app, Message::Facts(0, found));
    send(&mut app, Message::Relations(0, related));
    let mut analysis = app.analysis.clone();
    analysis.neighbours = Some(Arc::clone(&neighbours));
    let answers = Answers::of(&app.dossier, &analysis);
    send(&mut app, Message::Answers(0, neighbours, Arc::new(answers)));
    app
}

fn send(app: &mut App, message: Message) {
    drop(app.update(message, Timestamp::UNIX_EPOCH));
}

fn press(app: &mut App, keys: &str) {
    for key in Chord::parse(keys).map(|chord| chord.0).unwrap_or_default() {
        send(app, Message::Key(key));
    }
}

fn draw(app: &App) {
    let mut buffer = Buffer::empty(Rect::new(0, 0, SIZE.0, SIZE.1));
    ui::draw(app, buffer.area, &mut buffer);
}

/// Times of a key and the drawing behind it, sorted.
fn keys(app: &mut App, key: &str) -> Vec<Duration> {
    let one = |app: &mut App| {
        timed(|| {
            press(app, key);
            draw(app);
        })
    };
    let mut times: Vec<Duration> = (0..KEYS).map(|_| one(app)).collect();
    times.sort_unstable();
    times
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
