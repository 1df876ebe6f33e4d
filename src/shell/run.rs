//! Sets the reader up, runs its loop, and leaves everything in good order.

use std::collections::VecDeque;
use std::hash::BuildHasher;
use std::hash::Hasher;
use std::hash::RandomState;
use std::panic;
use std::panic::AssertUnwindSafe;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::sync::mpsc::Receiver;
use std::sync::mpsc::channel;
use std::time::Duration;
use std::time::Instant;

use jiff::Timestamp;

use crate::app::App;
use crate::app::Notice;
use crate::app::Start;
use crate::app::message::Message;
use crate::config::palette::Depth;
use crate::config::palette::Palette;
use crate::shell::Error;
use crate::shell::effects::Effects;
use crate::shell::effects::left_out;
use crate::shell::files;
use crate::shell::files::File;
use crate::shell::files::Found;
use crate::shell::first_run;
use crate::shell::input;
use crate::shell::jobs;
use crate::shell::lent::Lent;
use crate::shell::saver::Saver;
use crate::shell::store::Store;
use crate::shell::terminal::Screen;

/// How long sources are read before the first screen is drawn; the others follow behind it.
const BEFORE_FIRST_SCREEN: Duration = Duration::from_millis(1);
/// How long it may take until the source that was open last is among them.
const BEFORE_LAST_PLACE: Duration = Duration::from_millis(8);

/// What the reader is opened with.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Folders and files.
    pub paths: Vec<PathBuf>,
    /// Configuration file.
    pub config: Option<PathBuf>,
    /// Name of a source and offset in scalar values to open at.
    pub at: Option<String>,
    /// Drawn for a screen reader.
    pub plain: bool,
    /// Without the mouse.
    pub no_mouse: bool,
    /// The time to begin at, if not the present one.
    pub now: Option<Timestamp>,
}

/// The clock: the system's, or one that was set to another time when the program began.
#[derive(Clone, Copy)]
struct Clock {
    set_to: Option<(Timestamp, Instant)>,
}

impl Clock {
    fn new(now: Option<Timestamp>) -> Clock {
        Clock { set_to: now.map(|now| (now, Instant::now())) }
    }

    fn now(self) -> Timestamp {
        match self.set_to {
            Some((began, since)) => began.checked_add(since.elapsed()).unwrap_or(began),
            None => Timestamp::now(),
        }
    }
}

/// Opens the reader and runs it until the reader leaves.
///
/// # Errors
/// If there is nothing to read, or the terminal fails.
pub fn open(options: &Options) -> Result<(), Error> {
    let from_input = options.paths.iter().any(|path| path.as_os_str() == "-");
    let found = if from_input { Found { root: PathBuf::from("."), ..Found::default() } } else { files::find(&options.paths)? };
    let (config, wrong) = files::config(&found.root, options.config.as_deref(), !options.paths.is_empty() && !from_input)?;
    let given = if from_input { Some(files::load_standard_input(&config.sources)?) } else { None };
    let store = Store::of(&found.root);
    let left = store.read();

    let clock = Clock::new(options.now);
    let mut screen = Screen::open(config.mouse && !options.no_mouse)?;
    let size = crossterm::terminal::size()?;
    let (inbox, messages) = channel();
    let lent = Lent::default();
    input::wait_for_signals(&inbox, &lent)?;

    let variable = |name: &str| std::env::var(name).unwrap_or_default();
    let depth = Depth::of(&variable("TERM"), &variable("COLORTERM"));
    let (palette, follows) = palette(config.palette.clone(), depth);
    let notice = left_out(&wrong)
        .or_else(|| left.problems.first().cloned())
        .or_else(|| store.elsewhere())
        .or_else(|| found.problems.first().map(ToString::to_string));
    let rows = config.sources.clone();
    let mouse = config.mouse && !options.no_mouse;
    let mut app = App::new(Start {
        config,
        size,
        palette,
        palette_follows: follows,
        depth,
        places: left.places,
        read: left.read,
        revisions: left.revisions,
        reviews: left.reviews,
        drafts: left.drafts,
        seed: random(),
        expected: found.files.len() + usize::from(given.is_some()),
        mouse,
        plain: options.plain,
        is_first_run: !options.plain && first_run::is_first_run(),
        notice: notice.map(|text| Notice { text, warning: true }),
        at: options
            .at
            .as_deref()
            .and_then(|at| at.rsplit_once(':'))
            .and_then(|(name, offset)| Some((name.to_owned(), offset.parse().ok()?))),
    });
    app.warnings.extend(found.problems);
    let behind = match given {
        Some((sources, warnings)) => {
            app.update(Message::Imported(0, sources, warnings), clock.now());
            Vec::new()
        }
        None => read_first(found.files, &rows, clock, &mut app),
    };
    screen.draw(&app)?;
    // Threads that the first screen does not need start behind it; keys wait in the terminal until then.
    let gate = input::listen(&inbox).map_err(|cause| Error::Read { path: PathBuf::from("/dev/tty"), cause })?;
    let mut effects = Effects {
        paths: options.paths.clone(),
        config: options.config.clone(),
        root: found.root,
        gate,
        links: jobs::link_finder(&inbox),
        latest: Arc::new(AtomicU64::new(0)),
        known: Arc::default(),
        saver: Saver::new(store.clone(), &inbox),
        store,
        inbox: inbox.clone(),
        lent,
        edits: Vec::new(),
        answers: VecDeque::new(),
    };
    jobs::load_behind(behind, rows, 0, &inbox);
    // Whatever ends the loop, a panic too: first all is saved that was written, then the terminal is given back, on which
    // nothing depends any more.
    let left = panic::catch_unwind(AssertUnwindSafe(|| {
        if follows {
            screen.ask_ground()?;
        }
        run(&mut app, &messages, &mut effects, clock, &mut screen)
    }));
    if !matches!(left, Ok(Ok(()))) {
        // The terminal failed, or something else: what leaving would have kept is kept.
        let last = panic::catch_unwind(AssertUnwindSafe(|| app.update(Message::Terminate, clock.now())));
        last.into_iter().flatten().for_each(|effect| effects.save(effect));
    }
    let saved = effects.saver.finish();
    screen.close();
    let left = left.unwrap_or_else(|panic| panic::resume_unwind(panic));
    saved?;
    left
}

/// A number that no other run of the program has: the keys of a hash map are random.
fn random() -> u64 {
    RandomState::new().build_hasher().finish()
}

/// Reads the first sources at once, for a little while; gives the files that are left.
fn read_first(files: Vec<File>, rows: &[crate::config::SourceRow], clock: Clock, app: &mut App) -> Vec<File> {
    let start = Instant::now();
    let mut rest = files.into_iter().peekable();
    let limit = |app: &App| if app.is_placed() { BEFORE_FIRST_SCREEN } else { BEFORE_LAST_PLACE };
    while start.elapsed() < limit(app) {
        // A book or a PDF may take seconds: nobody waits for it before the first screen.
        let Some(file) = rest.next_if(File::is_quick) else { break };
        let now = clock.now();
        match files::load(&file, rows) {
            Ok((sources, warnings)) => app.update(Message::Imported(0, sources, warnings), now),
            Err(error) => app.update(Message::Failed(error.to_string()), now),
        };
    }
    rest.collect()
}

/// The loop: waits for messages, takes in all that have come, draws once.
fn run(app: &mut App, messages: &Receiver<Message>, effects: &mut Effects, clock: Clock, screen: &mut Screen) -> Result<(), Error> {
    let mut crashed = None;
    while let Ok(first) = messages.recv() {
        let mut next = Some(first);
        while let Some(message) = next {
            if let Message::Crashed(what) = &message {
                crashed = Some(what.clone());
            }
            for effect in app.update(message, clock.now()) {
                if effects.perform(effect, app, screen)?.is_break() {
                    return crashed.map_or(Ok(()), |what| Err(Error::Crashed(what)));
                }
            }
            next = effects.answers.pop_front().or_else(|| messages.try_recv().ok());
        }
        screen.draw(app)?;
    }
    Ok(())
}

/// The palette to start with, and whether it follows the terminal's ground.
fn palette(configured: Option<Palette>, depth: Depth) -> (Palette, bool) {
    if std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty()) {
        return (Palette::monochrome(), false);
    }
    if let Some(palette) = configured {
        return (palette.at(depth), false);
    }
    if std::env::var_os("TERM").is_some_and(|term| term == "dumb") {
        return (Palette::monochrome(), false);
    }
    // One of sixteen colours has its own for dark and light ground.
    (Palette::sixteen(), depth != Depth::Sixteen)
}
