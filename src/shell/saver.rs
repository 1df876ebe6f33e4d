//! The thread that saves, so that no key waits for the disk.

use std::collections::HashMap;
use std::collections::HashSet;
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;
use std::sync::mpsc::Receiver;
use std::sync::mpsc::Sender;
use std::sync::mpsc::channel;
use std::time::Duration;

use crate::app::message::Message;
use crate::notes::format;
use crate::shell::Error;
use crate::shell::line_file;
use crate::shell::store::Saved;
use crate::shell::store::Store;

/// How long leaving waits for a disk that does not answer.
const PATIENCE: Duration = Duration::from_secs(20);

/// What is not on the disk yet, in the order in which it came. Something leaves it only when it is saved, so that a
/// thread that dies takes nothing along.
type Unsaved = Arc<Mutex<Vec<Saved>>>;

/// Takes what is to be saved. What could not be saved is tried again with every further save and at the end.
pub(super) struct Saver {
    unsaved: Unsaved,
    /// Wakes the thread; closed at the end.
    wake: Option<Sender<()>>,
    /// Closed by the thread when it ends.
    ended: Receiver<()>,
}

impl Saver {
    pub(super) fn new(store: Store, inbox: &Sender<Message>) -> Saver {
        let unsaved = Unsaved::default();
        let (wake, woken) = channel::<()>();
        let (ends, ended) = channel::<()>();
        let mut waiting = Waiting { store, told: inbox.clone(), sizes: HashMap::new(), unsaved: Arc::clone(&unsaved) };
        let started = std::thread::Builder::new().name("save".to_owned()).spawn(move || {
            let _ends = ends;
            for () in woken {
                waiting.save();
            }
            waiting.save();
        });
        if started.is_err() {
            let _ = inbox.send(Message::Failed("no thread for saving: too many programs run".to_owned()));
        }
        Saver { unsaved, wake: Some(wake), ended }
    }

    pub(super) fn save(&self, what: Saved) {
        lock(&self.unsaved).push(what);
        if let Some(wake) = &self.wake {
            let _ = wake.send(());
        }
    }

    /// Waits until all is saved; where something could not be, writes it to a file of its own and tells which.
    ///
    /// # Errors
    /// If something that the reader wrote is not where it belongs.
    pub(super) fn finish(mut self) -> Result<(), Error> {
        self.wake = None;
        // Nothing is ever sent: it ends with the thread, also with one that panicked.
        let _ = self.ended.recv_timeout(PATIENCE);
        let unsaved = lock(&self.unsaved);
        let lines: String = unsaved.iter().filter(|what| matches!(what, Saved::Annotation(_))).map(Saved::line).collect();
        if lines.is_empty() {
            return Ok(());
        }
        let kept = tempfile::Builder::new().prefix("crossread-unsaved-").suffix(".jsonl").tempfile().and_then(|file| {
            fs::write(file.path(), &lines)?;
            file.as_file().sync_all()?;
            file.keep().map(|(_, path)| path).map_err(|error| error.error)
        });
        let count = lines.lines().count();
        Err(Error::Unsaved { count, kept: kept.ok() })
    }
}

fn lock(unsaved: &Unsaved) -> MutexGuard<'_, Vec<Saved>> {
    unsaved.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What the thread that saves holds.
struct Waiting {
    store: Store,
    told: Sender<Message>,
    /// Sizes of the files of annotations as this program left them: another size is another program's doing.
    sizes: HashMap<PathBuf, u64>,
    unsaved: Unsaved,
}

impl Waiting {
    /// Saves all that is unsaved, in the order of each file. A file that can't be written fails alone.
    fn save(&mut self) {
        let mut failed: HashSet<(&'static str, String)> = HashSet::new();
        let mut at = 0;
        loop {
            // Not under the lock: a key must not wait for the disk.
            let Some(what) = lock(&self.unsaved).get(at).cloned() else { break };
            let file = (what.file().0, what.file().1.to_owned());
            if failed.contains(&file) {
                at += 1;
                continue;
            }
            match self.one(&what) {
                Ok(()) => {
                    lock(&self.unsaved).remove(at);
                    if matches!(what, Saved::Annotation(_)) {
                        self.tell(Message::Kept);
                    }
                }
                Err(error) => {
                    self.tell(Message::Failed(format!("{} not saved, it will be tried again: {error}", what.name())));
                    failed.insert(file);
                    at += 1;
                }
            }
        }
    }

    fn one(&mut self, what: &Saved) -> Result<(), Error> {
        let appended = self.store.append(what)?;
        let (before, behind) = appended.sizes;
        let known = self.sizes.insert(appended.file.path(), behind);
        if known != Some(before) {
            match appended.file.set_aside() {
                Ok(told) => told.into_iter().for_each(|told| self.tell(Message::Failed(told))),
                Err(error) => self.tell(Message::Failed(format!("{}: {error}", appended.file.path().display()))),
            }
            let bytes = appended.file.folder.read(&appended.file.name).unwrap_or_default();
            self.sizes.insert(appended.file.path(), bytes.len() as u64);
            if matches!(what, Saved::Annotation(_)) {
                self.tell(Message::Merged(format::parse(&line_file::text(&bytes)).0));
            }
            if let Some(told) = appended.told {
                self.tell(Message::Failed(told));
            }
        }
        Ok(())
    }

    fn tell(&self, message: Message) {
        // The reader may have left.
        let _ = self.told.send(message);
    }
}
