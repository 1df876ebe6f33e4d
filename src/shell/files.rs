//! Finds the sources and the configuration, and reads them.

use std::collections::HashSet;
use std::fs;
use std::io;
use std::io::Read;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

use etcetera::BaseStrategy;

use crate::config::Config;
use crate::config::ConfigError;
use crate::config::SourceRow;
use crate::import::Warning;
use crate::import::draft::Draft;
use crate::import::finish;
use crate::import::format;
use crate::import::format::ByName;
use crate::shell::Error;
use crate::shell::file_names::name_of;
use crate::shell::importing;
use crate::shell::whole_file::written_beside;
use crate::text::Field;
use crate::text::Origin;
use crate::text::Source;

/// Folders inside folders that are looked into.
const DEEPEST: usize = 16;
/// Largest file that is read, in bytes; the rest of a larger one is left out with a warning.
pub(super) const LARGEST: u64 = 256 << 20;
/// Name of the article that comes from standard input.
pub const STANDARD_INPUT: &str = "standard-input.txt";

/// The files of a dossier, not read yet.
#[derive(Debug, Default)]
pub struct Found {
    /// The dossier's folder: names are relative to it.
    pub root: PathBuf,
    /// The sources in the order of their names.
    pub files: Vec<File>,
    /// What could not be looked into, and files in formats that are not read.
    pub problems: Vec<Warning>,
    /// Whether a file or folder that should have been read was not.
    pub unreadable: bool,
}

/// A source on disk.
#[derive(Clone, Debug)]
pub struct File {
    /// Name relative to the dossier, with forward slashes.
    pub name: String,
    /// Where it lies.
    pub path: PathBuf,
}

impl File {
    /// Whether reading it costs no process of its own, as far as its name tells.
    pub fn is_quick(&self) -> bool {
        format::is_quick(&self.name)
    }
}

/// Finds the files of the dossier that `paths` name: the files themselves and what lies in the folders. Without a path
/// that is `articles/`, else the current folder. Links in a loop, pipes and devices are passed over.
///
/// # Errors
/// If a path cannot be read, or nothing is found.
pub fn find(paths: &[PathBuf]) -> Result<Found, Error> {
    let chosen = if paths.is_empty() { vec![default_folder()] } else { paths.to_vec() };
    let root = common_folder(&chosen)?;
    let mut found = Found { root, ..Found::default() };
    let mut visited = HashSet::new();
    for path in &chosen {
        let metadata = fs::metadata(path).map_err(|cause| Error::Read { path: path.clone(), cause })?;
        if metadata.is_dir() {
            fs::read_dir(path).map_err(|cause| Error::Read { path: path.clone(), cause })?;
            found.folder(path, 0, &mut visited);
        } else if let (true, ByName::Unreadable(help)) = (metadata.is_file(), format::by_name(&path.to_string_lossy())) {
            return Err(Error::Usage(format!("{}: this format is not read: {help}", path.display())));
        } else if metadata.is_file() {
            found.push(path);
        } else {
            return Err(Error::Usage(format!("{} is no file and no folder: name a text file, or - for standard input", path.display())));
        }
    }
    found.files.sort_by(|a, b| a.name.cmp(&b.name));
    found.files.dedup_by(|a, b| a.name == b.name);
    if found.files.is_empty() {
        return Err(Error::Empty { path: chosen[0].clone() });
    }
    Ok(found)
}

fn default_folder() -> PathBuf {
    let articles = PathBuf::from("articles");
    if articles.is_dir() { articles } else { PathBuf::from(".") }
}

/// The nearest folder that holds all `paths`.
fn common_folder(paths: &[PathBuf]) -> Result<PathBuf, Error> {
    let mut common: Option<PathBuf> = None;
    for path in paths {
        let folder = if path.is_dir() { path.clone() } else { path.parent().map_or_else(|| PathBuf::from("."), Path::to_path_buf) };
        let folder = if folder.as_os_str().is_empty() { PathBuf::from(".") } else { folder };
        common = Some(match common {
            None => folder,
            Some(before) if before == folder => before,
            Some(before) => {
                let absolute = |path: &Path| fs::canonicalize(path).map_err(|cause| Error::Read { path: path.to_path_buf(), cause });
                let (a, b) = (absolute(&before)?, absolute(&folder)?);
                a.components().zip(b.components()).take_while(|(a, b)| a == b).map(|(a, _)| a).collect()
            }
        });
    }
    Ok(common.unwrap_or_else(|| PathBuf::from(".")))
}

impl Found {
    fn folder(&mut self, path: &Path, depth: usize, visited: &mut HashSet<(u64, u64)>) {
        let identity = fs::metadata(path).map(|metadata| (metadata.dev(), metadata.ino()));
        let entries = match identity.and_then(|identity| if visited.insert(identity) { fs::read_dir(path).map(Some) } else { Ok(None) }) {
            Ok(Some(entries)) => entries,
            Ok(None) => return,
            Err(cause) => return self.problem(path, &Error::Read { path: path.to_path_buf(), cause }),
        };
        for entry in entries.flatten() {
            let inner = entry.path();
            if entry.file_name().to_string_lossy().starts_with('.') {
                continue;
            }
            // Only a link needs a second look.
            let kind = match entry.file_type() {
                Ok(kind) if kind.is_symlink() && self.leads_up(&inner) => continue,
                Ok(kind) if kind.is_symlink() => fs::metadata(&inner).map(|metadata| metadata.file_type()),
                other => other,
            };
            match kind {
                Ok(kind) if kind.is_dir() && depth < DEEPEST => self.folder(&inner, depth + 1, visited),
                Ok(kind) if kind.is_file() => self.file(&inner),
                Ok(_) => {}
                Err(cause) => self.problem(&inner, &Error::Read { path: inner.clone(), cause }),
            }
        }
    }

    /// Whether a link leads to a folder that holds the dossier: what lies there is not part of it.
    fn leads_up(&self, link: &Path) -> bool {
        let (Ok(target), Ok(root)) = (fs::canonicalize(link), fs::canonicalize(&self.root)) else { return false };
        root.starts_with(target)
    }

    fn file(&mut self, path: &Path) {
        let name = self.name(path);
        match format::by_name(&name) {
            ByName::Yes => self.files.push(File { name, path: path.to_path_buf() }),
            ByName::Look if shows_its_format(&name, path) => self.files.push(File { name, path: path.to_path_buf() }),
            ByName::Unreadable(help) => {
                self.problems.push(Warning { source: name, line: None, message: format!("this format is not read: {help}") });
            }
            ByName::Look | ByName::No => {}
        }
    }

    fn push(&mut self, path: &Path) {
        let name = self.name(path);
        self.files.push(File { name, path: path.to_path_buf() });
    }

    fn problem(&mut self, path: &Path, error: &Error) {
        self.unreadable = true;
        self.problems.push(Warning { source: self.name(path), line: None, message: error.to_string() });
    }

    fn name(&self, path: &Path) -> String {
        let relative = path.strip_prefix(&self.root).map(Path::to_path_buf).or_else(|_| {
            let (root, path) = (fs::canonicalize(&self.root)?, fs::canonicalize(path)?);
            Ok::<_, io::Error>(path.strip_prefix(&root).map_or(path.clone(), Path::to_path_buf))
        });
        name_of(&relative.unwrap_or_else(|_| path.to_path_buf()))
    }
}

/// Whether the beginning of a file shows a format that is read.
fn shows_its_format(name: &str, path: &Path) -> bool {
    let mut head = Vec::new();
    let read = fs::File::open(path).and_then(|file| file.take(format::LOOKED_AT as u64).read_to_end(&mut head));
    // A packed file has to be unpacked to tell: what it holds by its name is enough.
    let packed = name.strip_suffix(".gz").map(format::by_name);
    read.is_ok() && packed.map_or_else(|| format::shown(name, &head).is_some(), |inner| matches!(inner, ByName::Yes | ByName::Look))
}

/// The sources of a file, and what is worth telling about them.
pub type Sources = (Vec<Arc<Source>>, Vec<Warning>);

/// Reads one file, with what the configuration says about its sources.
///
/// # Errors
/// If it can't be opened.
pub fn load(file: &File, rows: &[SourceRow]) -> Result<Sources, Error> {
    let read_error = |cause| Error::Read { path: file.path.clone(), cause };
    // A folder may have changed since it was listed: a pipe that came instead would hang.
    let metadata = fs::metadata(&file.path).map_err(read_error)?;
    if !metadata.is_file() {
        return Err(read_error(io::Error::other("it is no regular file")));
    }
    let opened = fs::File::open(&file.path).map_err(read_error)?;
    let drafts = importing::drafts(&file.name, opened, metadata.len()).map_err(read_error)?;
    let (sources, mut warnings) = finished(&file.name, drafts, rows);
    if metadata.len() > LARGEST {
        let message = format!("only the first {} MB were read: divide the file", LARGEST >> 20);
        warnings.push(Warning { source: file.name.clone(), line: None, message });
    }
    Ok((sources, warnings))
}

/// Drafts as sources; a file that could not be read is one that says why.
fn finished(name: &str, drafts: Result<Vec<Draft>, String>, rows: &[SourceRow]) -> Sources {
    let drafts = match drafts {
        Ok(drafts) if drafts.is_empty() => vec![Draft::failed("it holds nothing to read")],
        Ok(drafts) => drafts,
        Err(message) => vec![Draft::failed(message)],
    };
    let (mut sources, mut warnings) = (Vec::new(), Vec::new());
    for draft in drafts {
        let (mut source, told) = finish(name, draft);
        warnings.extend(told);
        correct(&mut source, rows);
        sources.push(Arc::new(source));
    }
    (sources, warnings)
}

/// Reads a text file that the command line names.
///
/// # Errors
/// What could not be read, and why.
pub fn read_text(path: &Path) -> Result<String, Error> {
    fs::read_to_string(path).map_err(|cause| Error::Read { path: path.to_path_buf(), cause })
}

/// Writes a file whole or not at all, never over another one: where there is one of that name a number is put behind it.
/// Gives the name that was taken.
///
/// # Errors
/// If it can't be written.
pub fn write_new(path: &Path, text: &str) -> Result<PathBuf, Error> {
    let failed = |cause| Error::Write { path: path.to_path_buf(), cause };
    let mut file = written_beside(path, text).map_err(failed)?;
    let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let ending = path.extension().map(|ending| format!(".{}", ending.to_string_lossy())).unwrap_or_default();
    for number in 1..1000 {
        let name = if number == 1 { path.to_path_buf() } else { path.with_file_name(format!("{stem}-{number}{ending}")) };
        match file.persist_noclobber(&name) {
            Ok(_) => return Ok(name),
            Err(refused) if refused.error.kind() == io::ErrorKind::AlreadyExists => file = refused.file,
            Err(refused) => return Err(failed(refused.error)),
        }
    }
    Err(failed(io::Error::from(io::ErrorKind::AlreadyExists)))
}

/// What came of writing a file that may be there already.
#[derive(Debug)]
pub enum Written {
    /// A new file.
    New(PathBuf),
    /// A file that holds the same.
    Known(PathBuf),
}

/// Writes a file into a folder, which is made if there is none. Where a file of that name holds the same, or one with a
/// number behind it does, nothing is written; never over another one.
///
/// # Errors
/// If it can't be written.
pub fn write_once(folder: &Path, name: &str, text: &str) -> Result<Written, Error> {
    fs::create_dir_all(folder).map_err(|cause| Error::Write { path: folder.to_path_buf(), cause })?;
    let path = folder.join(name);
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, "md"));
    for number in 1..1000 {
        let other = if number == 1 { path.clone() } else { folder.join(format!("{stem}-{number}.{ending}")) };
        match fs::read(&other) {
            Ok(bytes) if bytes == text.as_bytes() => return Ok(Written::Known(other)),
            Ok(_) => {}
            Err(_) => break,
        }
    }
    write_new(&path, text).map(Written::New)
}

/// Reads one article from standard input.
///
/// # Errors
/// If standard input cannot be read.
pub fn load_standard_input(rows: &[SourceRow]) -> Result<Sources, Error> {
    let mut bytes = Vec::new();
    let read_error = |cause| Error::Read { path: PathBuf::from("standard input"), cause };
    io::stdin().lock().take(LARGEST).read_to_end(&mut bytes).map_err(read_error)?;
    let drafts = std::panic::catch_unwind(|| format::read(STANDARD_INPUT, &bytes));
    Ok(finished(STANDARD_INPUT, drafts.map_err(|_| "the reader of its format failed".to_owned()), rows))
}

/// What the configuration says about a source goes over what it says itself.
fn correct(source: &mut Source, rows: &[SourceRow]) {
    if let Some(row) = rows.iter().find(|row| row.file == source.name) {
        let given = |value: &Option<String>| value.as_ref().map(|value| Field::new(value.clone(), Origin::Config));
        let meta = &mut source.meta;
        for (field, value) in [
            (&mut meta.short_name, &row.name),
            (&mut meta.language, &row.language),
            (&mut meta.title, &row.title),
            (&mut meta.publisher, &row.publisher),
            (&mut meta.author, &row.author),
            (&mut meta.date, &row.date),
            (&mut meta.url, &row.url),
        ] {
            *field = given(value).or_else(|| field.take());
        }
        if let Some(tag) = &row.language {
            crate::import::set_language(source, tag);
        }
        crate::import::move_blocks(source, &row.outside, &row.inside);
    }
}

/// The configuration for a dossier in `root`: built in, the user's, the dossier's, one over the other; and what is
/// wrong in the files, each of which then counts as absent.
pub fn config(root: &Path, named: Option<&Path>, folder_was_named: bool) -> Result<(Config, Vec<ConfigError>), Error> {
    let mut config = Config::default();
    let mut wrong = Vec::new();
    for path in [user_config(), dossier_config(root, named, folder_was_named)].into_iter().flatten() {
        let text = match fs::read(&path) {
            Ok(bytes) => crate::import::encoding::decode_lossy(&bytes),
            Err(cause) if cause.kind() == io::ErrorKind::NotFound && named != Some(path.as_path()) => continue,
            Err(cause) => return Err(Error::Read { path, cause }),
        };
        wrong.extend(config.lay_over(&path.display().to_string(), &text));
    }
    Ok((config, wrong))
}

fn user_config() -> Option<PathBuf> {
    Some(etcetera::choose_base_strategy().ok()?.config_dir().join("crossread").join("config.toml")).filter(|path| path.is_file())
}

/// `--config`, else in the dossier's folder, else in its parent (or the current folder if none was named).
pub(super) fn dossier_config(root: &Path, named: Option<&Path>, folder_was_named: bool) -> Option<PathBuf> {
    if let Some(named) = named {
        return Some(named.to_path_buf());
    }
    let inside = root.join("config.toml");
    if inside.is_file() {
        return Some(inside);
    }
    let parent = match root.parent() {
        _ if !folder_was_named => PathBuf::from("."),
        Some(parent) if parent.as_os_str().is_empty() => PathBuf::from("."),
        Some(parent) if root.file_name().is_some() => parent.to_path_buf(),
        _ => fs::canonicalize(root).ok()?.parent()?.to_path_buf(),
    };
    Some(parent.join("config.toml")).filter(|path| path.is_file())
}
