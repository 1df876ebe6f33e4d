//! The thread that reads the terminal, the gate that stills it while another program has the terminal, and the thread
//! that waits for signals.

use std::fs::File;
use std::io;
use std::io::IsTerminal;
use std::os::fd::AsFd;
use std::os::fd::OwnedFd;
use std::sync::Arc;
use std::sync::Condvar;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;
use std::sync::mpsc::Sender;
use std::time::Duration;

use crossterm::event;
use crossterm::event::Event;
use crossterm::event::KeyCode;
use crossterm::event::KeyEvent;
use crossterm::event::KeyEventKind;
use crossterm::event::KeyModifiers;
use crossterm::event::MouseButton;
use crossterm::event::MouseEventKind;
use rustix::event::PollFd;
use rustix::event::PollFlags;
use rustix::event::Timespec;
use signal_hook::consts::SIGALRM;
use signal_hook::consts::SIGHUP;
use signal_hook::consts::SIGINT;
use signal_hook::consts::SIGQUIT;
use signal_hook::consts::SIGTERM;
use signal_hook::consts::SIGTSTP;
use signal_hook::consts::SIGUSR1;
use signal_hook::consts::SIGUSR2;
use signal_hook::consts::SIGWINCH;
use signal_hook::iterator::SignalsInfo;
use signal_hook::iterator::exfiltrator::WithOrigin;
use signal_hook::low_level::siginfo::Cause;
use signal_hook::low_level::siginfo::Origin;

use crate::app::message::Light;
use crate::app::message::Message;
use crate::app::message::Mouse;
use crate::app::message::MouseAction;
use crate::keys::Key;
use crate::shell::jobs;
use crate::shell::lent::Lent;

/// How long is waited for the rest of what has begun to arrive. A wait of nothing would not even look.
const DRAIN: Duration = Duration::from_millis(5);
/// How often and after how many milliseconds is looked again once keys came. What was read from the terminal but not yet
/// handed out is not seen by waiting for the terminal, and on a busy machine the wait above may be over before it looks:
/// the end of what was typed would stay there until the next key.
const LOOKS: u32 = 4;
const LOOK_AFTER: i64 = 10;

/// Whose turn it is to use the terminal: the thread that reads it, or another program that it is lent to.
///
/// Nobody answers anybody here. The thread may read while no other has the terminal, and says while it does; who wants
/// the terminal says so and waits until the thread is not reading, which it never does for longer than [`DRAIN`] once it
/// is asked to stop. Each waits for a state that the other brings about without waiting, however often and fast the
/// turns change.
#[derive(Default)]
pub(super) struct Gate {
    turns: Mutex<Turns>,
    changed: Condvar,
}

#[derive(Default)]
struct Turns {
    /// How many have or want the terminal for another program.
    lent: usize,
    /// Whether the thread is reading.
    reading: bool,
}

/// The terminal is read by nobody while this lives.
pub(super) struct Closed<'a>(&'a Gate);

/// The thread is reading while this lives.
struct Reading<'a>(&'a Gate);

impl Gate {
    /// Waits until the thread reads no more.
    pub(super) fn close(&self) -> Closed<'_> {
        let mut turns = self.lock();
        turns.lent += 1;
        while turns.reading {
            turns = self.changed.wait(turns).unwrap_or_else(PoisonError::into_inner);
        }
        Closed(self)
    }

    /// Waits until the terminal is lent to nobody.
    fn enter(&self) -> Reading<'_> {
        let mut turns = self.lock();
        while turns.lent > 0 {
            turns = self.changed.wait(turns).unwrap_or_else(PoisonError::into_inner);
        }
        turns.reading = true;
        Reading(self)
    }

    fn is_wanted(&self) -> bool {
        self.lock().lent > 0
    }

    fn lock(&self) -> MutexGuard<'_, Turns> {
        self.turns.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Closed<'_> {
    fn drop(&mut self) {
        self.0.lock().lent -= 1;
        self.0.changed.notify_all();
    }
}

impl Drop for Reading<'_> {
    fn drop(&mut self) {
        self.0.lock().reading = false;
        self.0.changed.notify_all();
    }
}

/// Starts to read the terminal: standard input if it is one, else the controlling terminal.
///
/// # Errors
/// If there is no terminal to read.
pub(super) fn listen(inbox: &Sender<Message>) -> io::Result<Arc<Gate>> {
    let tty: OwnedFd = if io::stdin().is_terminal() { rustix::io::dup(io::stdin().as_fd())? } else { File::open("/dev/tty")?.into() };
    let gate = Arc::new(Gate::default());
    let (own_gate, sender) = (Arc::clone(&gate), inbox.clone());
    jobs::spawn("input", inbox, move || read(&tty, &own_gate, &sender));
    Ok(gate)
}

fn read(tty: &OwnedFd, gate: &Gate, inbox: &Sender<Message>) {
    let mut ground = GroundAnswer::default();
    let mut looks = 0;
    loop {
        let mut ready = [PollFd::new(tty, PollFlags::IN)];
        let soon = Timespec { tv_sec: 0, tv_nsec: LOOK_AFTER * 1_000_000 };
        match rustix::event::poll(&mut ready, (looks > 0).then_some(&soon)) {
            Err(rustix::io::Errno::INTR) => continue,
            Err(_) => break,
            Ok(_) => {}
        }
        let terminal = ready[0].revents();
        let arrived = terminal.contains(PollFlags::IN);
        if arrived || looks > 0 {
            // What arrives while the terminal is lent is for the other program.
            let _reading = gate.enter();
            looks = if arrived { LOOKS } else { looks - 1 };
            while !gate.is_wanted() && matches!(event::poll(DRAIN), Ok(true)) {
                let Ok(event) = event::read() else { break };
                for message in ground.filter(event) {
                    if inbox.send(message).is_err() {
                        return;
                    }
                }
            }
        }
        if terminal.intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL) {
            break;
        }
    }
    let _ = inbox.send(Message::Terminate);
}

/// Starts to wait for signals: those that end a program, so that it ends in good order, and those of the terminal. While
/// the terminal is lent they are `lent`'s.
///
/// # Errors
/// If they cannot be caught.
pub(super) fn wait_for_signals(inbox: &Sender<Message>, lent: &Lent) -> io::Result<()> {
    let mut signals = SignalsInfo::<WithOrigin>::new([SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGUSR1, SIGUSR2, SIGALRM, SIGTSTP, SIGWINCH])?;
    let sender = inbox.clone();
    let lent = lent.clone();
    jobs::spawn("signals", inbox, move || {
        for origin in signals.forever() {
            if lent.takes(origin.signal) || is_of_another(&origin) {
                continue;
            }
            let message = match origin.signal {
                SIGWINCH => match crossterm::terminal::size() {
                    Ok((width, height)) => Message::Resize(width, height),
                    Err(_) => continue,
                },
                SIGTSTP => Message::Stop,
                _ => Message::Terminate,
            };
            if sender.send(message).is_err() {
                return;
            }
        }
    });
    Ok(())
}

/// Whether a signal was made by keys that another program took: while the terminal is ours it makes none of keys, so one
/// that comes late is from before we had it back.
fn is_of_another(origin: &Origin) -> bool {
    matches!(origin.signal, SIGINT | SIGQUIT | SIGTSTP) && origin.cause == Cause::Kernel
}

/// Takes the terminal's answer about its ground, `ESC ] 11 ; rgb:R/G/B` and an end, out of the keys as which it
/// arrives.
#[derive(Default)]
struct GroundAnswer {
    held: Vec<KeyEvent>,
    body: String,
}

impl GroundAnswer {
    /// Most characters of an answer.
    const LONGEST: usize = 40;

    fn filter(&mut self, event: Event) -> Vec<Message> {
        let Event::Key(key) = event else { return self.release().into_iter().chain(message(event)).collect() };
        let alt = key.modifiers.contains(KeyModifiers::ALT);
        if self.held.is_empty() {
            if alt && key.code == KeyCode::Char(']') {
                self.held.push(key);
                return Vec::new();
            }
            return message(event).into_iter().collect();
        }
        let ends =
            alt && key.code == KeyCode::Char('\\') || key.modifiers.contains(KeyModifiers::CONTROL) && key.code == KeyCode::Char('g');
        if ends {
            let body = std::mem::take(&mut self.body);
            if let Some(light) = light(&body) {
                self.held.clear();
                return vec![Message::Background(light)];
            }
        }
        self.held.push(key);
        match key.code {
            KeyCode::Char(c)
                if !ends && !alt && "1;rgba:/0123456789abcdefABCDEF".contains(c) && self.held.len() < GroundAnswer::LONGEST =>
            {
                self.body.push(c);
                Vec::new()
            }
            _ => self.release(),
        }
    }

    /// What was held back was typed after all.
    fn release(&mut self) -> Vec<Message> {
        self.body.clear();
        self.held.drain(..).filter_map(|key| message(Event::Key(key))).collect()
    }
}

/// Whether `11;rgb:R/G/B` is a light ground.
fn light(body: &str) -> Option<Light> {
    let channels = body.strip_prefix("11;rgb:").or_else(|| body.strip_prefix("11;rgba:"))?;
    let values: Vec<f32> = channels
        .split('/')
        .take(3)
        .map(|digits| Some(u32::from_str_radix(digits, 16).ok()? as f32 / (16u32.pow(digits.len() as u32) - 1) as f32))
        .collect::<Option<_>>()?;
    let [red, green, blue] = values[..] else { return None };
    Some(Light(0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.5))
}

fn message(event: Event) -> Option<Message> {
    match event {
        Event::Key(key) if key.kind != KeyEventKind::Release => Key::from_event(key).map(Message::Key),
        Event::Paste(text) => Some(Message::Paste(text)),
        Event::Resize(width, height) => Some(Message::Resize(width, height)),
        Event::Mouse(mouse) => {
            let action = match mouse.kind {
                MouseEventKind::Down(MouseButton::Left) => MouseAction::Press,
                MouseEventKind::Drag(MouseButton::Left) => MouseAction::Drag,
                MouseEventKind::Up(MouseButton::Left) => MouseAction::Release,
                MouseEventKind::ScrollUp => MouseAction::WheelUp,
                MouseEventKind::ScrollDown => MouseAction::WheelDown,
                _ => return None,
            };
            Some(Message::Mouse(Mouse { action, column: mouse.column, row: mouse.row }))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::Gate;
    use super::GroundAnswer;
    use crate::app::message::Light;
    use crate::app::message::Message;
    use crossterm::event::Event;
    use crossterm::event::KeyCode;
    use crossterm::event::KeyEvent;
    use crossterm::event::KeyModifiers;
    use std::sync::Arc;
    use std::sync::atomic::AtomicBool;
    use std::sync::atomic::Ordering;

    fn key(character: char, modifiers: KeyModifiers) -> Event {
        Event::Key(KeyEvent::new(KeyCode::Char(character), modifiers))
    }

    fn messages(body: &str, end: Event) -> Vec<Message> {
        let mut answer = GroundAnswer::default();
        let mut found = answer.filter(key(']', KeyModifiers::ALT));
        found.extend(body.chars().flat_map(|c| answer.filter(key(c, KeyModifiers::NONE))));
        found.extend(answer.filter(end));
        found
    }

    #[test]
    fn the_answer_is_taken_out_of_the_keys() {
        let end = key('\\', KeyModifiers::ALT);
        assert!(matches!(messages("11;rgb:ffff/ffff/ffff", end)[..], [Message::Background(Light(true))]));
        let end = key('g', KeyModifiers::CONTROL);
        assert!(matches!(messages("11;rgb:10/12/16", end)[..], [Message::Background(Light(false))]));
    }

    #[test]
    fn the_terminal_is_lent_a_thousand_times_and_never_read_meanwhile() {
        let gate = Arc::new(Gate::default());
        let (lent, ends) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicBool::new(false)));
        let reader = std::thread::spawn({
            let (gate, lent, ends) = (Arc::clone(&gate), Arc::clone(&lent), Arc::clone(&ends));
            move || {
                while !ends.load(Ordering::SeqCst) {
                    let _reading = gate.enter();
                    assert!(!lent.load(Ordering::SeqCst), "it reads what is lent");
                }
            }
        });
        // Whoever waits for ever is seen by this one.
        let (done, told) = std::sync::mpsc::channel();
        std::thread::spawn({
            let (gate, lent) = (Arc::clone(&gate), Arc::clone(&lent));
            move || {
                for _ in 0..1000 {
                    let closed = gate.close();
                    lent.store(true, Ordering::SeqCst);
                    lent.store(false, Ordering::SeqCst);
                    drop(closed);
                    // At once again: the thread may not have noticed that it could read.
                    let _closed = gate.close();
                }
                done.send(()).expect("waited for");
            }
        });
        told.recv_timeout(std::time::Duration::from_secs(60)).expect("nobody waits for ever");
        ends.store(true, Ordering::SeqCst);
        reader.join().expect("it never read what was lent");
    }

    #[test]
    fn what_is_no_answer_was_typed() {
        assert_eq!(messages("11", key('x', KeyModifiers::NONE)).len(), 4);
        assert_eq!(messages("", key('j', KeyModifiers::NONE)).len(), 2);
    }
}
