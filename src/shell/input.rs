//! The thread that reads the terminal, the gate that stills it while another program has the terminal, and the thread
//! that waits for signals.

use std::fs::File;
use std::io;
use std::io::IsTerminal;
use std::io::Read;
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
use signal_hook::consts::SIGHUP;
use signal_hook::consts::SIGINT;
use signal_hook::consts::SIGTERM;
use signal_hook::consts::SIGTSTP;
use signal_hook::consts::SIGWINCH;
use signal_hook::iterator::Signals;

use crate::app::message::Light;
use crate::app::message::Message;
use crate::app::message::Mouse;
use crate::app::message::MouseAction;
use crate::keys::Key;
use crate::shell::jobs;

/// How long is waited for the rest of what has begun to arrive. A wait of nothing would not even look.
const DRAIN: Duration = Duration::from_millis(5);
/// How often and after how many milliseconds is looked again once keys came. What was read from the terminal but not yet
/// handed out is not seen by waiting for the terminal, and on a busy machine the wait above may be over before it looks:
/// the end of what was typed would stay there until the next key.
const LOOKS: u32 = 4;
const LOOK_AFTER: i64 = 10;

/// Stills the thread that reads the terminal.
pub(super) struct Gate {
    state: Mutex<State>,
    changed: Condvar,
    wake: OwnedFd,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Open,
    /// The thread is asked to be still.
    Closing,
    /// It is.
    Closed,
}

impl Gate {
    /// Waits until the thread reads no more.
    pub(super) fn close(&self) {
        *self.lock() = State::Closing;
        let _ = rustix::io::write(&self.wake, b".");
        let mut state = self.lock();
        while *state == State::Closing {
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Lets the thread read again.
    pub(super) fn open(&self) {
        *self.lock() = State::Open;
        self.changed.notify_all();
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn rest(&self) {
        let mut state = self.lock();
        if *state == State::Closing {
            *state = State::Closed;
            self.changed.notify_all();
        }
        while *state != State::Open {
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

/// Starts to read the terminal: standard input if it is one, else the controlling terminal.
///
/// # Errors
/// If there is no terminal to read, or no pipe can be made.
pub(super) fn listen(inbox: &Sender<Message>) -> io::Result<Arc<Gate>> {
    let tty: OwnedFd = if io::stdin().is_terminal() { rustix::io::dup(io::stdin().as_fd())? } else { File::open("/dev/tty")?.into() };
    let (waker, wake) = rustix::pipe::pipe()?;
    let gate = Arc::new(Gate { state: Mutex::new(State::Open), changed: Condvar::new(), wake });
    let (own_gate, sender) = (Arc::clone(&gate), inbox.clone());
    jobs::spawn("input", inbox, move || read(&tty, File::from(waker), &own_gate, &sender));
    Ok(gate)
}

fn read(tty: &OwnedFd, mut waker: File, gate: &Gate, inbox: &Sender<Message>) {
    let mut ground = GroundAnswer::default();
    let mut looks = 0;
    loop {
        let mut ready = [PollFd::new(tty, PollFlags::IN), PollFd::new(&waker, PollFlags::IN)];
        let soon = Timespec { tv_sec: 0, tv_nsec: LOOK_AFTER * 1_000_000 };
        match rustix::event::poll(&mut ready, (looks > 0).then_some(&soon)) {
            Err(rustix::io::Errno::INTR) => continue,
            Err(_) => break,
            Ok(_) => {}
        }
        let (terminal, woken) = (ready[0].revents(), ready[1].revents());
        if woken.contains(PollFlags::IN) {
            let _ = waker.read(&mut [0; 16]);
            gate.rest();
            continue;
        }
        let arrived = terminal.contains(PollFlags::IN);
        if arrived || looks > 0 {
            looks = if arrived { LOOKS } else { looks - 1 };
            while let Ok(true) = event::poll(DRAIN) {
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

/// Starts to wait for signals.
///
/// # Errors
/// If they cannot be caught.
pub(super) fn wait_for_signals(inbox: &Sender<Message>) -> io::Result<()> {
    let mut signals = Signals::new([SIGTERM, SIGINT, SIGHUP, SIGTSTP, SIGWINCH])?;
    let sender = inbox.clone();
    jobs::spawn("signals", inbox, move || {
        for signal in signals.forever() {
            let message = match signal {
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
    use super::GroundAnswer;
    use crate::app::message::Light;
    use crate::app::message::Message;
    use crossterm::event::Event;
    use crossterm::event::KeyCode;
    use crossterm::event::KeyEvent;
    use crossterm::event::KeyModifiers;

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
    fn what_is_no_answer_was_typed() {
        assert_eq!(messages("11", key('x', KeyModifiers::NONE)).len(), 4);
        assert_eq!(messages("", key('j', KeyModifiers::NONE)).len(), 2);
    }
}
