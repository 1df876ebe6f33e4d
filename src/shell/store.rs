//! Where reading stopped, on disk: `.crossread/state/<machine>.jsonl` in the dossier's folder, else the user's data
//! folder. Lines are appended and flushed under a lock; the file is rewritten now and then, whole or not at all.

use std::fs;
use std::fs::File;
use std::fs::OpenOptions;
use std::io;
use std::io::Read;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;
use std::sync::mpsc::Sender;
use std::sync::mpsc::channel;
use std::thread::JoinHandle;

use etcetera::BaseStrategy;

use crate::app::message::Message;
use crate::notes::place::ReadingPlace;
use crate::notes::place::ReadingPlaces;
use crate::shell::Error;

/// Size in bytes from which the file is rewritten with the latest line of each source alone.
const COMPACT_FROM: u64 = 256 * 1024;

/// The file that holds the reading places of a dossier on this machine.
#[derive(Clone, Debug)]
pub struct Store {
    path: PathBuf,
}

impl Store {
    /// The store of the dossier in `root`: beside the sources if that folder can be written, else in the user's data
    /// folder.
    pub fn of(root: &Path) -> Store {
        let machine: String = rustix::system::uname()
            .nodename()
            .to_string_lossy()
            .chars()
            .map(|c| if c.is_alphanumeric() || c == '-' { c } else { '_' })
            .collect();
        let machine = if machine.is_empty() { "machine".to_owned() } else { machine };
        let beside = root.join(".crossread").join("state");
        let folder = if can_write(root, &beside) { beside } else { elsewhere(root).unwrap_or(beside) };
        Store { path: folder.join(format!("{machine}.jsonl")) }
    }

    /// The places that are known. A line that cannot be read is kept aside, and told.
    pub fn read(&self) -> (ReadingPlaces, Option<String>) {
        let mut bytes = Vec::new();
        match File::open(&self.path).and_then(|mut file| file.read_to_end(&mut bytes)) {
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => return (ReadingPlaces::default(), None),
            Err(cause) => return (ReadingPlaces::default(), Some(Error::Read { path: self.path.clone(), cause }.to_string())),
        }
        let (places, unread) = ReadingPlaces::parse(&String::from_utf8_lossy(&bytes));
        if unread.is_empty() {
            return (places, None);
        }
        let aside = self.path.with_extension("unread");
        let kept = OpenOptions::new()
            .create(true)
            .append(true)
            .open(&aside)
            .and_then(|mut file| unread.iter().try_for_each(|line| writeln!(file, "{line}")));
        let lines = if unread.len() == 1 { "1 line".to_owned() } else { format!("{} lines", unread.len()) };
        let told = match kept.and_then(|()| self.compact(&places)) {
            Ok(()) => format!("{lines} of {} can't be read and were kept aside in {}", self.path.display(), aside.display()),
            Err(error) => format!("{lines} of {} can't be read: {error}", self.path.display()),
        };
        (places, Some(told))
    }

    /// Adds one place; it is on the disk when this returns.
    ///
    /// # Errors
    /// If it could not be written.
    pub fn append(&self, place: &ReadingPlace) -> Result<(), Error> {
        self.write(place).map_err(|cause| Error::Write { path: self.path.clone(), cause })
    }

    fn write(&self, place: &ReadingPlace) -> io::Result<()> {
        let _lock = self.lock()?;
        let mut file = OpenOptions::new().create(true).append(true).read(true).open(&self.path)?;
        // A line that a crash cut short must not swallow the next one.
        let whole = file.metadata()?.len() == 0 || ends_with_newline(&self.path)?;
        let line = ReadingPlaces::line(place);
        file.write_all(if whole { line } else { format!("\n{line}") }.as_bytes())?;
        file.sync_data()?;
        if file.metadata()?.len() > COMPACT_FROM {
            let (places, unread) = ReadingPlaces::parse(&fs::read_to_string(&self.path)?);
            if unread.is_empty() {
                self.replace(&places)?;
            }
        }
        Ok(())
    }

    fn compact(&self, places: &ReadingPlaces) -> io::Result<()> {
        let _lock = self.lock()?;
        self.replace(places)
    }

    /// Puts a new file in the place of the old one, whole or not at all.
    fn replace(&self, places: &ReadingPlaces) -> io::Result<()> {
        let folder = self.path.parent().unwrap_or_else(|| Path::new("."));
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        file.write_all(places.lines().as_bytes())?;
        file.as_file().sync_all()?;
        file.persist(&self.path).map_err(|error| error.error)?;
        File::open(folder)?.sync_all()
    }

    /// Makes the folder and takes its lock, which goes with the file.
    fn lock(&self) -> io::Result<File> {
        let folder = self.path.parent().unwrap_or_else(|| Path::new("."));
        if !folder.is_dir() {
            fs::create_dir_all(folder)?;
            // State of one machine is nothing for version control.
            fs::write(folder.join(".gitignore"), "*\n")?;
        }
        let lock = OpenOptions::new().create(true).truncate(false).write(true).open(folder.join(".lock"))?;
        lock.lock()?;
        Ok(lock)
    }
}

fn ends_with_newline(path: &Path) -> io::Result<bool> {
    use std::io::Seek;
    let mut file = File::open(path)?;
    file.seek(io::SeekFrom::End(-1))?;
    let mut last = [0];
    file.read_exact(&mut last)?;
    Ok(last[0] == b'\n')
}

fn can_write(root: &Path, folder: &Path) -> bool {
    let existing = [folder, &root.join(".crossread"), root].into_iter().find(|path| path.is_dir()).map(Path::to_path_buf);
    existing.is_some_and(|path| rustix::fs::access(&path, rustix::fs::Access::WRITE_OK | rustix::fs::Access::EXEC_OK).is_ok())
}

/// A folder for this dossier in the user's data folder, named after where the dossier lies.
fn elsewhere(root: &Path) -> Option<PathBuf> {
    let data = etcetera::choose_base_strategy().ok()?.data_dir();
    let absolute = fs::canonicalize(root).ok()?;
    let name: String =
        absolute.to_string_lossy().chars().map(|c| if c.is_alphanumeric() || c == '-' || c == '.' { c } else { '%' }).collect();
    Some(data.join("crossread").join(name))
}

/// A thread that saves, so that no key waits for the disk. Dropping it waits until everything is saved.
pub(super) struct Saver {
    places: Option<Sender<ReadingPlace>>,
    thread: Option<JoinHandle<()>>,
}

impl Saver {
    pub(super) fn new(store: Store, inbox: &Sender<Message>) -> Saver {
        let (sender, receiver) = channel::<ReadingPlace>();
        let told = inbox.clone();
        let thread = std::thread::spawn(move || {
            for place in receiver {
                if let Err(error) = store.append(&place) {
                    // It stays in memory; the reader is told.
                    let _ = told.send(Message::Failed(format!("reading place not saved: {error}")));
                }
            }
        });
        Saver { places: Some(sender), thread: Some(thread) }
    }

    pub(super) fn save(&self, place: ReadingPlace) {
        if let Some(places) = &self.places {
            let _ = places.send(place);
        }
    }
}

impl Drop for Saver {
    fn drop(&mut self) {
        self.places = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
