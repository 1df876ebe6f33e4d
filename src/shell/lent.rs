//! Another program on our terminal, an editor mostly: who gets which signal meanwhile, and how it is waited for.

use std::io;
use std::process::Child;
use std::process::Command;
use std::process::ExitStatus;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;
use std::sync::mpsc::RecvTimeoutError;
use std::sync::mpsc::Sender;
use std::sync::mpsc::channel;
use std::time::Duration;

use rustix::process::Pid;
use rustix::process::Signal;
use rustix::process::WaitId;
use rustix::process::WaitIdOptions;
use signal_hook::consts::SIGHUP;
use signal_hook::consts::SIGTERM;
use signal_hook::consts::SIGTSTP;

/// How long the other program has to save what it holds when all are asked to end.
const PATIENCE: Duration = Duration::from_secs(2);

/// How the other program left the terminal to us.
#[derive(Debug)]
pub(super) enum Returned {
    /// It ended.
    Ended(ExitStatus),
    /// We were asked to end, and so was it.
    Asked,
}

enum Event {
    Stopped,
    Ended(io::Result<ExitStatus>),
    Terminate,
}

/// Whom signals are for.
#[derive(Clone, Default)]
pub(super) struct Lent(Arc<Mutex<Option<Sender<Event>>>>);

impl Lent {
    /// Whether the terminal is lent, so that `signal` is not for the reader. Keys that interrupt and stop reach all
    /// programs of the terminal: they are for the one that has it. Its size is asked for when it is ours again.
    pub(super) fn takes(&self, signal: i32) -> bool {
        let lent = self.lock();
        let Some(told) = &*lent else { return false };
        if matches!(signal, SIGTERM | SIGHUP) {
            let _ = told.send(Event::Terminate);
        }
        true
    }

    /// Runs a program on the terminal and waits for it. If it is stopped, so are we, and both go on together. If we are
    /// asked to end, it is asked too and waited for for a while.
    ///
    /// # Errors
    /// If it can't be started or waited for.
    pub(super) fn run(&self, command: &mut Command) -> io::Result<Returned> {
        let (sender, events) = channel();
        *self.lock() = Some(sender.clone());
        let result = command.spawn().and_then(|child| {
            let pid = Pid::from_child(&child);
            let waiter = std::thread::Builder::new().name("child".to_owned());
            waiter.spawn(move || wait(child, pid, &sender))?;
            let mut asked = false;
            loop {
                let event = if asked { events.recv_timeout(PATIENCE) } else { events.recv().map_err(|_| RecvTimeoutError::Disconnected) };
                match event {
                    Ok(Event::Ended(status)) if !asked => return Ok(Returned::Ended(status?)),
                    Ok(Event::Ended(_)) | Err(_) => return Ok(Returned::Asked),
                    Ok(Event::Stopped) => {
                        // The shell sees that we stand still, and lets both go on.
                        signal_hook::low_level::emulate_default_handler(SIGTSTP)?;
                        let _ = rustix::process::kill_process(pid, Signal::CONT);
                    }
                    Ok(Event::Terminate) => {
                        asked = true;
                        for signal in [Signal::HUP, Signal::TERM] {
                            let _ = rustix::process::kill_process(pid, signal);
                        }
                    }
                }
            }
        });
        *self.lock() = None;
        result
    }

    fn lock(&self) -> MutexGuard<'_, Option<Sender<Event>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Tells when the program is stopped and when it has ended.
fn wait(mut child: Child, pid: Pid, told: &Sender<Event>) {
    loop {
        // Left where it is, so that the child is still there to be waited for below.
        let options = WaitIdOptions::EXITED | WaitIdOptions::STOPPED | WaitIdOptions::NOWAIT;
        match rustix::process::waitid(WaitId::Pid(pid), options) {
            Ok(Some(status)) if status.stopped() => {
                // Taken, so that the same stop is not told again.
                let _ = rustix::process::waitid(WaitId::Pid(pid), WaitIdOptions::STOPPED | WaitIdOptions::NOHANG);
                if told.send(Event::Stopped).is_err() {
                    return;
                }
            }
            Err(rustix::io::Errno::INTR) => {}
            _ => break,
        }
    }
    let _ = told.send(Event::Ended(child.wait()));
}
