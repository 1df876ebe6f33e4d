//! Takes the terminal over and gives it back as it was: on exit, on an error, on a panic in any thread.

use std::io;
use std::io::BufWriter;
use std::io::IsTerminal;
use std::io::Stdout;
use std::io::Write;
use std::mem::ManuallyDrop;
use std::panic;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;

use crossterm::cursor;
use crossterm::event::DisableBracketedPaste;
use crossterm::event::EnableBracketedPaste;
use crossterm::execute;
use crossterm::queue;
use crossterm::terminal;
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;
use ratatui::layout::Rect;

use crate::app::App;
use crate::shell::Error;
use crate::ui;

/// Bytes gathered before they are sent: a whole screen fits.
const OUTPUT_BUFFER: usize = 256 * 1024;

/// Presses, drags and the wheel, with places beyond column 223. Not every movement: an idle mouse wakes nobody.
const MOUSE_ON: &str = "\u{1b}[?1000h\u{1b}[?1002h\u{1b}[?1006h";
const MOUSE_OFF: &str = "\u{1b}[?1006l\u{1b}[?1002l\u{1b}[?1000l";
/// Asks the terminal for the colour of its ground (OSC 11).
const ASK_GROUND: &str = "\u{1b}]11;?\u{1b}\\";

/// Whether the terminal is ours at the moment.
static TAKEN: AtomicBool = AtomicBool::new(false);
/// Whether a thread has panicked: then nothing is drawn any more.
static PANICKED: AtomicBool = AtomicBool::new(false);

/// The screen of the reader.
pub(super) struct Screen {
    /// Never dropped: its own drop writes to standard error, and panics where that has gone with the terminal.
    terminal: ManuallyDrop<Terminal<CrosstermBackend<BufWriter<Stdout>>>>,
    mouse: bool,
}

impl Screen {
    /// Takes the terminal over.
    ///
    /// # Errors
    /// If standard output is no terminal, or it fails.
    pub(super) fn open(mouse: bool) -> Result<Screen, Error> {
        if !io::stdout().is_terminal() {
            let message = "standard output is no terminal: open the reader in one, or use a subcommand such as `crossread list`".to_owned();
            return Err(Error::Usage(message));
        }
        restore_on_panic();
        enter(mouse)?;
        let backend = CrosstermBackend::new(BufWriter::with_capacity(OUTPUT_BUFFER, io::stdout()));
        let terminal = Terminal::new(backend).inspect_err(|_| leave())?;
        Ok(Screen { terminal: ManuallyDrop::new(terminal), mouse })
    }

    /// Gives the terminal back.
    pub(super) fn close(self) {
        drop(self);
    }

    /// Draws the state in one update of the terminal.
    pub(super) fn draw(&mut self, app: &App) -> io::Result<()> {
        if PANICKED.load(Ordering::SeqCst) {
            return Ok(());
        }
        queue!(self.terminal.backend_mut(), terminal::BeginSynchronizedUpdate)?;
        self.terminal.draw(|frame| {
            let area = frame.area();
            if let Some(cursor) = ui::draw(app, area, frame.buffer_mut()) {
                frame.set_cursor_position(cursor);
            }
        })?;
        let drawn = execute!(self.terminal.backend_mut(), terminal::EndSynchronizedUpdate);
        if PANICKED.load(Ordering::SeqCst) {
            // Another thread gave the terminal back while this was on its way.
            restore();
        }
        drawn
    }

    /// Asks the terminal whether its ground is light; the answer comes with the keys.
    pub(super) fn ask_ground(&mut self) -> io::Result<()> {
        let backend = self.terminal.backend_mut();
        backend.write_all(ASK_GROUND.as_bytes())?;
        Write::flush(backend)
    }

    /// Writes bytes that are not for the screen.
    pub(super) fn write_raw(&mut self, bytes: &[u8]) -> io::Result<()> {
        let mut out = io::stdout();
        out.write_all(bytes)?;
        out.flush()
    }

    /// Listens to the mouse, or not.
    pub(super) fn listen_to_mouse(&mut self, on: bool) -> io::Result<()> {
        self.mouse = on;
        let backend = self.terminal.backend_mut();
        backend.write_all(if on { MOUSE_ON } else { MOUSE_OFF }.as_bytes())?;
        Write::flush(backend)
    }

    /// Gives the terminal back while `work` runs, then takes it again.
    pub(super) fn lend<T>(&mut self, work: impl FnOnce() -> T) -> io::Result<T> {
        leave();
        let result = work();
        enter(self.mouse)?;
        self.clear()?;
        Ok(result)
    }

    /// Forgets what is on the screen, so that all of it is drawn anew.
    pub(super) fn clear(&mut self) -> io::Result<()> {
        // `Terminal::clear` would ask the terminal where its cursor is, and the answer would be taken for keys.
        let size = self.terminal.size()?;
        self.terminal.resize(Rect::new(0, 0, size.width, size.height))
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        leave();
    }
}

fn enter(mouse: bool) -> io::Result<()> {
    TAKEN.store(true, Ordering::SeqCst);
    terminal::enable_raw_mode()?;
    let mut out = io::stdout();
    // Not every terminal clears its other screen on entering it.
    queue!(out, terminal::EnterAlternateScreen, terminal::Clear(terminal::ClearType::All), EnableBracketedPaste, cursor::Hide)?;
    if mouse {
        out.write_all(MOUSE_ON.as_bytes())?;
    }
    out.flush()
}

/// Gives the terminal back, if it is ours. What fails is of no concern any more.
fn leave() {
    if TAKEN.swap(false, Ordering::SeqCst) {
        restore();
    }
}

fn restore() {
    let mut out = io::stdout();
    let _ = out.write_all(MOUSE_OFF.as_bytes());
    let _ = execute!(out, terminal::EndSynchronizedUpdate, DisableBracketedPaste, cursor::Show, terminal::LeaveAlternateScreen);
    let _ = terminal::disable_raw_mode();
}

/// Lets a panic in any thread give the terminal back before it says what happened.
fn restore_on_panic() {
    let before = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        PANICKED.store(true, Ordering::SeqCst);
        leave();
        before(info);
    }));
}
