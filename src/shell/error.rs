//! What can go wrong outside, told to the reader.

use std::io;
use std::path::PathBuf;

use crate::text::visible::visible;

/// What was tried, on what, and why it failed.
#[derive(Debug)]
pub enum Error {
    /// A file or folder could not be read.
    Read {
        /// Which one.
        path: PathBuf,
        /// Why.
        cause: io::Error,
    },
    /// A file could not be written.
    Write {
        /// Which one.
        path: PathBuf,
        /// Why.
        cause: io::Error,
    },
    /// No file that can be read was found.
    Empty {
        /// Where was looked.
        path: PathBuf,
    },
    /// Annotations could not be saved where they belong.
    Unsaved {
        /// How many revisions.
        count: usize,
        /// The file that they were written to instead, if that could be.
        kept: Option<PathBuf>,
    },
    /// The command line asks for something that cannot be.
    Usage(String),
    /// A thread of the program died: what it was.
    Crashed(String),
    /// The terminal or the output failed.
    Output(io::Error),
}

impl Error {
    /// The exit code that stands for it.
    pub fn exit_code(&self) -> u8 {
        match self {
            Error::Read { .. } | Error::Write { .. } | Error::Unsaved { .. } | Error::Output(_) => 3,
            Error::Empty { .. } => 1,
            Error::Usage(_) => 2,
            // What Rust itself gives for a panic.
            Error::Crashed(_) => 101,
        }
    }

    /// Whether the reader of our output has gone, which is no error.
    pub fn is_closed_pipe(&self) -> bool {
        matches!(self, Error::Output(cause) if cause.kind() == io::ErrorKind::BrokenPipe)
    }
}

impl From<io::Error> for Error {
    fn from(cause: io::Error) -> Error {
        Error::Output(cause)
    }
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let shown = |path: &PathBuf| visible(&path.display().to_string()).into_owned();
        match self {
            Error::Read { path, cause } => write!(f, "cannot read {}: {}", shown(path), plain(cause)),
            Error::Write { path, cause } => write!(f, "cannot write {}: {}", shown(path), plain(cause)),
            Error::Empty { path } => {
                write!(f, "no article in {}: put texts, pages, books or PDFs there, or name a folder that has some", shown(path))
            }
            Error::Unsaved { count, kept: Some(kept) } => write!(
                f,
                "{count} changes to the notes could not be saved; they are in {}: `crossread notes FOLDER --import` takes them in",
                shown(kept)
            ),
            Error::Unsaved { count, kept: None } => write!(f, "{count} changes to the notes could not be saved anywhere"),
            Error::Usage(message) => f.write_str(message),
            Error::Crashed(what) => write!(f, "{what}; the reading place is saved. Please report this with the message above."),
            Error::Output(cause) => write!(f, "output failed: {}", plain(cause)),
        }
    }
}

impl std::error::Error for Error {}

/// The cause in words, without the number of the operating system.
fn plain(cause: &io::Error) -> String {
    let text = cause.to_string();
    let words = text.split(" (os error").next().unwrap_or(&text);
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}
