//! What the reader leaves, on disk: `.crossread/` in the dossier's folder, else in the user's data folder.
//!
//! `notes/<source>.jsonl` holds the annotations of a source. `state/<machine>.jsonl` holds the places where reading
//! stopped, `state/<machine>.read.jsonl` what was read, `state/<machine>.reviews.jsonl` the grades of review; each machine
//! writes its own and reads them all.

use std::collections::HashMap;
use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::sync::mpsc::Sender;
use std::sync::mpsc::channel;
use std::thread::JoinHandle;

use etcetera::BaseStrategy;

use crate::app::message::Message;
use crate::notes::annotation::Annotation;
use crate::notes::format;
use crate::notes::notebook;
use crate::notes::place::ReadingPlace;
use crate::notes::place::ReadingPlaces;
use crate::notes::reading;
use crate::notes::reading::ReadPassages;
use crate::notes::review;
use crate::notes::review::Review;
use crate::shell::Error;
use crate::shell::jobs::Cores;
use crate::shell::jobs::in_parallel;
use crate::shell::line_file::LineFile;

/// Size in bytes from which a file of the state is rewritten with the latest line of each source alone.
const SHORTEN_STATE_FROM: u64 = 256 * 1024;
/// The same for a file of annotations.
const SHORTEN_NOTES_FROM: u64 = 1024 * 1024;
/// End of the name of a file with grades of review.
const REVIEWS: &str = ".reviews.jsonl";
/// End of the name of a file that tells what was read.
const READ: &str = ".read.jsonl";

/// Where what the reader leaves is kept.
#[derive(Clone, Debug)]
pub struct Store {
    /// The folder `.crossread`, or what stands for it.
    base: PathBuf,
    machine: String,
    /// Whether it lies beside the sources.
    beside: bool,
}

/// What is read at the start.
#[derive(Debug, Default)]
pub struct Left {
    /// Where reading stopped.
    pub places: ReadingPlaces,
    /// What was read, on any machine.
    pub read: Vec<ReadPassages>,
    /// Every revision of every annotation that was kept.
    pub revisions: Vec<Annotation>,
    /// Grades of review, of any machine.
    pub reviews: Vec<Review>,
    /// What the reader should be told.
    pub notice: Option<String>,
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
        let folder = root.join(".crossread");
        let beside = can_write(root, &folder);
        let base = if beside { folder } else { elsewhere(root).unwrap_or(folder) };
        Store { base, machine, beside }
    }

    /// Where notes go, if that is not beside the sources.
    pub fn elsewhere(&self) -> Option<&Path> {
        (!self.beside).then_some(self.base.as_path())
    }

    fn lock(&self) -> PathBuf {
        self.base.join("state").join(".lock")
    }

    fn places(&self) -> LineFile {
        let shorten = |lines: &str| {
            let (places, unread) = ReadingPlaces::parse(lines);
            (places.lines(), unread)
        };
        let path = self.base.join("state").join(format!("{}.jsonl", self.machine));
        LineFile::new(path, self.lock(), SHORTEN_STATE_FROM, shorten)
    }

    fn read_passages(&self, path: PathBuf) -> LineFile {
        let shorten = |lines: &str| {
            let (read, unread) = reading::parse(lines);
            (read.iter().map(reading::line).collect(), unread)
        };
        LineFile::new(path, self.lock(), SHORTEN_STATE_FROM, shorten)
    }

    fn own_read(&self) -> LineFile {
        self.read_passages(self.base.join("state").join(format!("{}{READ}", self.machine)))
    }

    fn reviews(&self, path: PathBuf) -> LineFile {
        let shorten = |lines: &str| {
            let (reviews, unread) = review::parse(lines);
            (reviews.iter().map(review::line).collect(), unread)
        };
        LineFile::new(path, self.lock(), SHORTEN_STATE_FROM, shorten)
    }

    fn own_reviews(&self) -> LineFile {
        self.reviews(self.base.join("state").join(format!("{}{REVIEWS}", self.machine)))
    }

    /// The file of annotations of a source. A name cannot lead out of the folder.
    fn notes(&self, source: &str) -> LineFile {
        let parts = source.split('/').filter(|part| !matches!(*part, "" | "." | ".."));
        let path = parts.fold(self.base.join("notes"), |path, part| path.join(part));
        let name = format!("{}.jsonl", path.file_name().unwrap_or_default().to_string_lossy());
        LineFile::new(path.with_file_name(name), self.lock(), SHORTEN_NOTES_FROM, notebook::shorten)
    }

    /// Every revision of every annotation; and what the reader should be told.
    pub fn read_notes(&self) -> (Vec<Annotation>, Option<String>) {
        let paths = files_below(&self.base.join("notes"));
        let one = |path: &PathBuf| {
            let file = LineFile::new(path.clone(), self.lock(), SHORTEN_NOTES_FROM, notebook::shorten);
            let (found, unread) = format::parse(&file.raw());
            if unread.is_empty() && !found.is_empty() {
                return (found, None);
            }
            let (lines, told) = file.read();
            (format::parse(&lines).0, told)
        };
        let read = in_parallel(Cores::All, paths.len(), |index| one(&paths[index]));
        let (revisions, notices): (Vec<_>, Vec<_>) = read.into_iter().unzip();
        let (revisions, notice) = (revisions.concat(), notices.into_iter().flatten().next());
        (revisions, notice)
    }

    /// What was left. Lines that can't be read are kept aside, and told.
    pub fn read(&self) -> Left {
        let (lines, notice) = self.places().read();
        let mut left = Left { places: ReadingPlaces::parse(&lines).0, notice, ..Left::default() };
        let mut machines = Vec::new();
        for path in files_ending(&self.base.join("state"), READ) {
            let (lines, notice) = self.read_passages(path).read();
            machines.push(reading::parse(&lines).0);
            left.notice = left.notice.or(notice);
        }
        left.read = reading::joined(machines);
        let mut grades = Vec::new();
        for path in files_ending(&self.base.join("state"), REVIEWS) {
            let (lines, notice) = self.reviews(path).read();
            grades.push(lines);
            left.notice = left.notice.or(notice);
        }
        left.reviews = review::parse(&grades.concat()).0;
        let (revisions, notice) = self.read_notes();
        left.revisions = revisions;
        left.notice = left.notice.or(notice);
        left
    }

    /// Saves one thing; it is on the disk when this returns.
    ///
    /// # Errors
    /// If it could not be written.
    pub fn save(&self, what: &Saved) -> Result<(), Error> {
        self.append(what).map(|_| ())
    }

    /// Saves one thing; gives the file, and its sizes in bytes before and behind.
    fn append(&self, what: &Saved) -> Result<(LineFile, (u64, u64)), Error> {
        let file = match what {
            Saved::Place(_) => self.places(),
            Saved::Read(_) => self.own_read(),
            Saved::Review(_) => self.own_reviews(),
            Saved::Annotation(annotation) => self.notes(&annotation.source),
        };
        let sizes = file.append(&what.line())?;
        Ok((file, sizes))
    }
}

/// Something to be kept.
#[derive(Clone, Debug)]
pub enum Saved {
    /// Where reading stopped.
    Place(ReadingPlace),
    /// What was read.
    Read(ReadPassages),
    /// A grade of review.
    Review(Review),
    /// A revision of an annotation.
    Annotation(Box<Annotation>),
}

impl Saved {
    /// Its line in a file.
    fn line(&self) -> String {
        match self {
            Saved::Place(place) => ReadingPlaces::line(place),
            Saved::Read(read) => reading::line(read),
            Saved::Review(review) => review::line(review),
            Saved::Annotation(annotation) => format::line(annotation),
        }
    }

    fn name(&self) -> &'static str {
        match self {
            Saved::Place(_) => "reading place",
            Saved::Read(_) => "what was read",
            Saved::Review(_) => "grade",
            Saved::Annotation(_) => "annotation",
        }
    }
}

/// All files of annotations in a folder and those below it, in order of their names.
fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut files = files_ending(folder, ".jsonl");
    let entries = fs::read_dir(folder).into_iter().flatten().flatten().filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()));
    let mut folders: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    folders.sort();
    files.extend(folders.iter().flat_map(|folder| files_below(folder)));
    files
}

/// Files of a folder whose names have this end, in order of their names.
fn files_ending(folder: &Path, end: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let mut files: Vec<PathBuf> = entries.filter(|path| path.to_string_lossy().ends_with(end)).collect();
    files.sort();
    files
}

fn can_write(root: &Path, folder: &Path) -> bool {
    // Something else stands where the folder should be.
    if folder.exists() && !folder.is_dir() {
        return false;
    }
    let existing = [folder, root].into_iter().find(|path| path.is_dir());
    existing.is_some_and(|path| rustix::fs::access(path, rustix::fs::Access::WRITE_OK | rustix::fs::Access::EXEC_OK).is_ok())
}

/// A folder for this dossier in the user's data folder, named after where the dossier lies.
fn elsewhere(root: &Path) -> Option<PathBuf> {
    let data = etcetera::choose_base_strategy().ok()?.data_dir();
    let absolute = fs::canonicalize(root).ok()?;
    let name: String =
        absolute.to_string_lossy().chars().map(|c| if c.is_alphanumeric() || c == '-' || c == '.' { c } else { '%' }).collect();
    Some(data.join("crossread").join(name))
}

/// A thread that saves, so that no key waits for the disk. What could not be saved is tried again with every further save
/// and at the end.
pub(super) struct Saver {
    saved: Option<Sender<Saved>>,
    thread: Option<JoinHandle<Vec<Saved>>>,
}

impl Saver {
    pub(super) fn new(store: Store, inbox: &Sender<Message>) -> Saver {
        let (sender, receiver) = channel::<Saved>();
        let told = inbox.clone();
        let thread = std::thread::spawn(move || {
            let mut waiting = Waiting { store, told, sizes: HashMap::new(), unsaved: Vec::new() };
            for what in receiver {
                waiting.unsaved.push(what);
                waiting.save();
            }
            waiting.save();
            waiting.unsaved
        });
        Saver { saved: Some(sender), thread: Some(thread) }
    }

    pub(super) fn save(&self, what: Saved) {
        if let Some(saved) = &self.saved {
            let _ = saved.send(what);
        }
    }

    /// Waits until all is saved; where something could not be, writes it to a file of its own and tells which.
    ///
    /// # Errors
    /// If something that the reader wrote is not where it belongs.
    pub(super) fn finish(mut self) -> Result<(), Error> {
        self.saved = None;
        let unsaved = self.thread.take().and_then(|thread| thread.join().ok()).unwrap_or_default();
        let lines: String = unsaved.iter().filter(|what| matches!(what, Saved::Annotation(_))).map(Saved::line).collect();
        if lines.is_empty() {
            return Ok(());
        }
        let kept = tempfile::Builder::new().prefix("crossread-unsaved-").suffix(".jsonl").tempfile().and_then(|file| {
            fs::write(file.path(), &lines)?;
            file.keep().map(|(_, path)| path).map_err(|error| error.error)
        });
        let count = lines.lines().count();
        Err(Error::Unsaved { count, kept: kept.ok() })
    }
}

/// What the thread that saves holds.
struct Waiting {
    store: Store,
    told: Sender<Message>,
    /// Sizes of the files of annotations as this program left them: another size is another program's doing.
    sizes: HashMap<PathBuf, u64>,
    /// In the order in which it came.
    unsaved: Vec<Saved>,
}

impl Waiting {
    /// Saves all that is unsaved, in order, until something can't be.
    fn save(&mut self) {
        while let Some(what) = self.unsaved.first() {
            match self.store.append(what) {
                Ok((file, (before, behind))) => {
                    let known = self.sizes.insert(file.path().to_path_buf(), behind);
                    if matches!(what, Saved::Annotation(_)) && known != Some(before) {
                        let (lines, notice) = file.read();
                        let _ = self.told.send(Message::Merged(format::parse(&lines).0));
                        if let Some(notice) = notice {
                            let _ = self.told.send(Message::Failed(notice));
                        }
                    }
                    self.unsaved.remove(0);
                }
                Err(error) => {
                    let words = format!("{} not saved, it will be tried again: {error}", what.name());
                    let _ = self.told.send(Message::Failed(words));
                    return;
                }
            }
        }
    }
}
