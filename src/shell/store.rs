//! What the reader leaves, on disk: `.crossread/` in the dossier's folder, else in the user's data folder.
//!
//! `notes/<source>.jsonl` holds the annotations of a source. `state/<machine>.jsonl` holds the places where reading
//! stopped, `state/<machine>.read.jsonl` what was read, `state/<machine>.reviews.jsonl` the grades of review,
//! `state/<machine>.drafts.jsonl` notes that were not finished; each machine writes its own and reads them all.
//!
//! Both folders are read. What can't be written beside the sources goes to the data folder, file by file, and is told.

use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

use etcetera::BaseStrategy;
use rustix::fs::FileType;

use crate::notes::annotation::Annotation;
use crate::notes::draft;
use crate::notes::draft::Draft;
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
use crate::shell::line_file;
use crate::shell::line_file::LineFile;
use crate::shell::line_file::Shorten;
use crate::shell::own_folder;
use crate::shell::own_folder::OwnFolder;

/// Size in bytes from which a file of the state is rewritten with the latest line of each source alone.
const SHORTEN_STATE_FROM: u64 = 256 * 1024;
/// The same for a file of annotations.
const SHORTEN_NOTES_FROM: u64 = 1024 * 1024;
/// End of the name of a file with grades of review.
const REVIEWS: &str = ".reviews.jsonl";
/// End of the name of a file that tells what was read.
const READ: &str = ".read.jsonl";
/// End of the name of a file with notes that were not finished.
const DRAFTS: &str = ".drafts.jsonl";
/// Folders inside folders in which annotations are looked for.
const DEEPEST: usize = 64;
/// Longest name of a file that is made from the name of a source, in bytes: an end of its own must still fit behind it.
const LONGEST_NAME: usize = 200;

/// Where what the reader leaves is kept.
#[derive(Clone, Debug)]
pub struct Store {
    /// The dossier's folder, held open, so that it is the same one wherever it is moved to.
    root: Option<Arc<OwnFolder>>,
    /// Why nothing can be written there, if that is so.
    hindered: Option<String>,
    /// The folder for this dossier in the user's data folder.
    data: Option<PathBuf>,
    /// Where an earlier version kept it.
    earlier: Option<PathBuf>,
    machine: String,
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
    /// Notes that were not finished on this machine.
    pub drafts: Vec<Draft>,
    /// What the reader should be told.
    pub problems: Vec<String>,
}

/// Something was saved.
pub(super) struct Appended {
    /// Its file.
    pub(super) file: LineFile,
    /// The sizes of the file in bytes, before and behind.
    pub(super) sizes: (u64, u64),
    /// Why it is not where it belongs, and where it is.
    pub(super) told: Option<String>,
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
        let opened = OwnFolder::named(root);
        let hindered = match &opened {
            Ok(folder) => hindrance(folder),
            Err(error) => Some(format!("{}: {error}", root.display())),
        };
        let (data, earlier) = data_folders(root).unzip();
        Store { root: opened.ok().map(Arc::new), hindered, data, earlier, machine }
    }

    /// Why notes go elsewhere than beside the sources, and where to, if that is so.
    pub fn elsewhere(&self) -> Option<String> {
        let hindered = self.hindered.as_ref()?;
        let place = self.data.as_ref().map_or_else(|| "nowhere".to_owned(), |data| data.display().to_string());
        Some(format!("{hindered}: notes go to {place}"))
    }

    /// The folders that are there, with what hinders the reading of the others.
    fn folders(&self, problems: &mut Vec<String>) -> Vec<OwnFolder> {
        let beside = self.root.as_ref().map(|root| (root.inside(".crossread"), root.path().join(".crossread")));
        let others = [&self.data, &self.earlier].into_iter().flatten();
        let all = beside.into_iter().chain(others.map(|path| (OwnFolder::named(path), path.clone())));
        all.filter_map(|(folder, path)| kept_aside(folder, &path, problems)).collect()
    }

    /// The folder `name` in each of them.
    fn all(&self, name: &str, problems: &mut Vec<String>) -> Vec<OwnFolder> {
        let folders = self.folders(problems);
        folders.iter().filter_map(|folder| kept_aside(folder.inside(name), &folder.path().join(name), problems)).collect()
    }

    /// Every revision of every annotation; and what the reader should be told.
    pub fn read_notes(&self) -> (Vec<Annotation>, Vec<String>) {
        let mut problems = Vec::new();
        let mut files = Vec::new();
        for folder in self.all("notes", &mut problems) {
            files_below(Arc::new(folder), DEEPEST, &mut files, &mut problems);
        }
        let one = |index: usize| {
            let (folder, name) = &files[index];
            let mut problems = Vec::new();
            let lines = lines(folder, name, &mut problems);
            let (revisions, unread) = format::parse(&lines);
            problems.extend(unreadable(folder, name, unread.len()));
            (revisions, problems)
        };
        let read = in_parallel(Cores::All, files.len(), one);
        let (revisions, told): (Vec<_>, Vec<_>) = read.into_iter().unzip();
        problems.extend(told.concat());
        (revisions.concat(), problems)
    }

    /// What was left. Nothing is written; what can't be read is told.
    pub fn read(&self) -> Left {
        let (revisions, mut problems) = self.read_notes();
        let mut left = Left { revisions, ..Left::default() };
        let (mut read, mut grades, mut drafts) = (Vec::new(), String::new(), String::new());
        for folder in self.all("state", &mut problems) {
            for (name, kind) in folder.entries().unwrap_or_default() {
                if kind != FileType::RegularFile {
                    problems.push(format!("{} is no regular file: it is not read", folder.path().join(&name).display()));
                    continue;
                }
                let mut take = |shorten: Shorten| {
                    let lines = lines(&folder, &name, &mut problems);
                    problems.extend(unreadable(&folder, &name, shorten(&lines).1.len()));
                    lines
                };
                match name.as_str() {
                    own if own.strip_suffix(".jsonl") == Some(&self.machine) => {
                        for place in ReadingPlaces::parse(&take(shorten_places)).0.into_all() {
                            left.places.set(place);
                        }
                    }
                    own if own.strip_suffix(DRAFTS) == Some(&self.machine) => drafts.push_str(&take(draft::shorten)),
                    other if other.ends_with(READ) => read.push(reading::parse(&take(shorten_read)).0),
                    other if other.ends_with(REVIEWS) => grades.push_str(&take(shorten_reviews)),
                    _ => {}
                }
            }
        }
        left.read = reading::joined(read);
        left.reviews = review::parse(&grades).0;
        left.drafts = draft::parse(&drafts).0;
        // What hinders both is told once.
        let mut told = HashSet::new();
        problems.retain(|problem| told.insert(problem.clone()));
        left.problems = problems;
        left
    }

    /// Saves one thing; it is on the disk when this returns. Gives what is told of it.
    ///
    /// # Errors
    /// If it could not be written.
    pub fn save(&self, what: &Saved) -> Result<Option<String>, Error> {
        self.append(what).map(|appended| appended.told)
    }

    /// Sets lines aside that can't be read in the file of one thing that was saved; gives what is told of it.
    pub fn set_aside(&self, what: &Saved) -> Option<String> {
        let (folders, name, shorten_from, shorten) = self.file_of(what);
        let base = self.base(self.root.is_some() && self.hindered.is_none());
        let told = base.and_then(|base| {
            let locked_in = base.inside("state")?;
            let folder = folders.iter().try_fold(base, |folder, inner| folder.inside(inner))?;
            LineFile { folder, name, locked_in, shorten_from, shorten }.set_aside()
        });
        told.unwrap_or_else(|error| (error.kind() != io::ErrorKind::NotFound).then(|| error.to_string()))
    }

    /// Saves one thing beside the sources, or in the user's data folder where that can't be.
    pub(super) fn append(&self, what: &Saved) -> Result<Appended, Error> {
        let mut refused: Option<(PathBuf, io::Error)> = None;
        let root = self.root.as_ref().filter(|_| self.hindered.is_none());
        let places = root.map(|root| root.path().join(".crossread")).into_iter().map(|path| (true, path));
        for (beside, path) in places.chain(self.data.iter().map(|path| (false, path.clone()))) {
            let (folders, name, shorten_from, shorten) = self.file_of(what);
            let path = folders.iter().fold(path, |path, folder| path.join(folder)).join(&name);
            let appended = self.base(beside).and_then(|base| {
                let locked_in = base.inside_or_new("state")?;
                // State of one machine is nothing for version control.
                locked_in.write_once(".gitignore", "*\n")?;
                let mut folder = base;
                for inner in &folders {
                    folder = folder.inside_or_new(inner)?;
                }
                let file = LineFile { folder, name, locked_in, shorten_from, shorten };
                let sizes = file.append(&what.line())?;
                Ok((file, sizes))
            });
            match appended {
                Ok((file, sizes)) => {
                    let told = refused.map(|(path, cause)| {
                        let why = Error::Write { path, cause };
                        format!("{why}; it is kept in {}", file.path().display())
                    });
                    return Ok(Appended { file, sizes, told });
                }
                // A full disk is full for all; anything else may be well somewhere else.
                Err(cause) if beside && goes_elsewhere(&cause) => refused = Some((path, cause)),
                Err(cause) => {
                    let (path, cause) = refused.unwrap_or((path, cause));
                    return Err(Error::Write { path, cause });
                }
            }
        }
        let (path, cause) = refused.unwrap_or_else(|| (PathBuf::from(".crossread"), io::Error::from(io::ErrorKind::NotFound)));
        Err(Error::Write { path, cause })
    }

    fn base(&self, beside: bool) -> io::Result<OwnFolder> {
        match (&self.root, &self.data) {
            (Some(root), _) if beside => root.inside_or_new(".crossread"),
            (_, Some(data)) if !beside => own_folder::made(data),
            _ => Err(io::Error::from(io::ErrorKind::NotFound)),
        }
    }

    /// The folders below the store and the name of the file for one thing, and how it is kept short.
    fn file_of(&self, what: &Saved) -> (Vec<String>, String, u64, Shorten) {
        let state = |end: &str, shorten: Shorten| (vec!["state".to_owned()], format!("{}{end}", self.machine), SHORTEN_STATE_FROM, shorten);
        match what {
            Saved::Place(_) => state(".jsonl", shorten_places),
            Saved::Read(_) => state(READ, shorten_read),
            Saved::Review(_) => state(REVIEWS, shorten_reviews),
            Saved::Draft(_) => state(DRAFTS, draft::shorten),
            Saved::Annotation(annotation) => {
                // A name cannot lead out of the folder.
                let parts = annotation.source.split('/').filter(|part| !matches!(*part, "" | "." | ".."));
                let mut folders: Vec<String> = parts.map(short_name).collect();
                let name = format!("{}.jsonl", folders.pop().unwrap_or_default());
                folders.insert(0, "notes".to_owned());
                (folders, name, SHORTEN_NOTES_FROM, notebook::shorten)
            }
        }
    }
}

/// Why nothing can be written beside the sources, if that is so.
fn hindrance(root: &OwnFolder) -> Option<String> {
    let folder = root.path().join(".crossread");
    match root.inside(".crossread") {
        Ok(folder) if folder.can_be_written() => None,
        Err(error) if error.kind() == io::ErrorKind::NotFound && root.can_be_written() => None,
        Err(error) if error.get_ref().is_some() => Some(error.to_string()),
        Err(error) if error.kind() != io::ErrorKind::NotFound => Some(format!("{}: {error}", folder.display())),
        _ => Some("this folder can't be written".to_owned()),
    }
}

/// Whether what failed here may be well in another folder.
fn goes_elsewhere(cause: &io::Error) -> bool {
    !matches!(cause.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge)
}

/// What was opened; if it is there and can't be, that is a problem.
fn kept_aside<T>(opened: io::Result<T>, path: &Path, problems: &mut Vec<String>) -> Option<T> {
    match opened {
        Ok(opened) => return Some(opened),
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => {}
        // What is refused names itself.
        Err(cause) if cause.kind() == io::ErrorKind::PermissionDenied && cause.get_ref().is_some() => problems.push(cause.to_string()),
        Err(cause) => problems.push(format!("{}: {cause}", path.display())),
    }
    None
}

/// The lines of a file.
fn lines(folder: &OwnFolder, name: &str, problems: &mut Vec<String>) -> String {
    let bytes = kept_aside(folder.read(name), &folder.path().join(name), problems).unwrap_or_default();
    line_file::text(&bytes)
}

/// What is told of lines that can't be read.
fn unreadable(folder: &OwnFolder, name: &str, count: usize) -> Option<String> {
    let path = folder.path().join(name);
    (count > 0).then(|| format!("{} are passed over: they are set aside with the next note there", line_file::cant_be_read(count, &path)))
}

fn shorten_places(lines: &str) -> (String, Vec<String>) {
    let (places, unread) = ReadingPlaces::parse(lines);
    (places.lines(), unread)
}

fn shorten_read(lines: &str) -> (String, Vec<String>) {
    let (read, unread) = reading::parse(lines);
    (read.iter().map(reading::line).collect(), unread)
}

fn shorten_reviews(lines: &str) -> (String, Vec<String>) {
    let (reviews, unread) = review::parse(lines);
    (reviews.iter().map(review::line).collect(), unread)
}

/// A part of a source's name as the name of a file, with an end of its own still to come: a long one is cut, and told
/// from others that begin alike by what it was.
fn short_name(part: &str) -> String {
    if part.len() <= LONGEST_NAME {
        return part.to_owned();
    }
    let mut end = LONGEST_NAME - 20;
    while !part.is_char_boundary(end) {
        end -= 1;
    }
    format!("{}~{}", &part[..end], reading::fingerprint(part))
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
    /// A note that is not finished, or no longer unfinished.
    Draft(Draft),
    /// A revision of an annotation.
    Annotation(Box<Annotation>),
}

impl Saved {
    /// Its line in a file.
    pub(super) fn line(&self) -> String {
        match self {
            Saved::Place(place) => ReadingPlaces::line(place),
            Saved::Read(read) => reading::line(read),
            Saved::Review(review) => review::line(review),
            Saved::Draft(draft) => draft::line(draft),
            Saved::Annotation(annotation) => format::line(annotation),
        }
    }

    pub(super) fn name(&self) -> &'static str {
        match self {
            Saved::Place(_) => "reading place",
            Saved::Read(_) => "what was read",
            Saved::Review(_) => "grade",
            Saved::Draft(_) => "unfinished note",
            Saved::Annotation(_) => "annotation",
        }
    }

    /// What is the same for things that go to the same file.
    pub(super) fn file(&self) -> (&'static str, &str) {
        let source = if let Saved::Annotation(annotation) = self { annotation.source.as_str() } else { "" };
        (self.name(), source)
    }
}

/// All files of annotations in a folder and those below it, in order of their names.
fn files_below(folder: Arc<OwnFolder>, depth: usize, files: &mut Vec<(Arc<OwnFolder>, String)>, problems: &mut Vec<String>) {
    let entries = kept_aside(folder.entries(), folder.path(), problems).unwrap_or_default();
    for (name, kind) in entries {
        let path = folder.path().join(&name);
        match kind {
            FileType::RegularFile if name.ends_with(".jsonl") => files.push((Arc::clone(&folder), name)),
            FileType::RegularFile => {}
            FileType::Directory if depth > 0 => {
                if let Some(inner) = kept_aside(folder.inside(&name), &path, problems) {
                    files_below(Arc::new(inner), depth - 1, files, problems);
                }
            }
            FileType::Directory => problems.push(format!("{} lies too deep: it is not read", path.display())),
            FileType::Symlink => problems.push(format!("{} is a link: it is not followed", path.display())),
            _ => problems.push(format!("{} is no regular file: it is not read", path.display())),
        }
    }
}

/// The folder for this dossier in the user's data folder, named after where the dossier lies, and the one of an earlier
/// version, which gave several dossiers the same name.
fn data_folders(root: &Path) -> Option<(PathBuf, PathBuf)> {
    let data = etcetera::choose_base_strategy().ok()?.data_dir().join("crossread");
    let absolute = fs::canonicalize(root).ok()?.to_string_lossy().into_owned();
    let plain = |c: char| c.is_alphanumeric() || c == '-' || c == '.';
    let letter = |c: char| match c {
        '/' => "%".to_owned(),
        c if plain(c) || c == '_' => c.to_string(),
        c => c.to_string().bytes().map(|byte| format!("%{byte:02x}")).collect(),
    };
    let name: String = absolute.chars().map(letter).collect();
    let earlier: String = absolute.chars().map(|c| if plain(c) { c } else { '%' }).collect();
    Some((data.join(short_name(&name)), data.join(earlier))).map(|(name, earlier)| {
        let other = if earlier == name { data.join("none") } else { earlier };
        (name, other)
    })
}
