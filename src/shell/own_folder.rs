//! A folder in which only the program writes, below a folder that may come from anybody. Every entry is opened relative
//! to its folder and never through a link; what is neither a regular file nor a folder is refused and named. So a
//! dossier that was copied from elsewhere can't make the program read or write outside of it.

use std::ffi::CString;
use std::fs;
use std::fs::File;
use std::io;
use std::io::Read;
use std::io::Write;
use std::os::fd::AsFd;
use std::os::fd::OwnedFd;
use std::path::Path;
use std::path::PathBuf;
use std::sync::atomic::AtomicU32;
use std::sync::atomic::Ordering;

use rustix::fs::AtFlags;
use rustix::fs::Dir;
use rustix::fs::FileType;
use rustix::fs::Mode;
use rustix::fs::OFlags;
use rustix::fs::Stat;
use rustix::io::Errno;

/// Largest file that is read, in bytes: a file with holes may claim any size.
const LARGEST: u64 = 256 << 20;
/// Never through a link, never waiting for the other end of a pipe.
const SAFELY: OFlags = OFlags::NOFOLLOW.union(OFlags::NONBLOCK).union(OFlags::CLOEXEC).union(OFlags::NOCTTY);

/// An entry that is refused.
#[derive(Debug)]
struct Foreign {
    path: PathBuf,
    why: Why,
}

/// Why an entry is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Why {
    /// A symbolic link.
    Link,
    /// A regular file that has a second name somewhere: writing to it writes there too.
    SecondName,
    /// A file where a folder should be, a folder where a file should be, a pipe, a socket, a device.
    OtherKind,
    /// It has more than [`LARGEST`] bytes.
    TooLarge,
}

impl std::fmt::Display for Foreign {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let why = match self.why {
            Why::Link => "is a link, which is never followed here",
            Why::SecondName => "has a second name elsewhere (a hard link), so nothing is written to it",
            Why::OtherKind => "is neither the file nor the folder that belongs there",
            Why::TooLarge => "is larger than anything that is kept here",
        };
        write!(f, "{} {why}", self.path.display())
    }
}

impl std::error::Error for Foreign {}

/// A folder that is held open: what happens to its path meanwhile does not matter.
#[derive(Debug)]
pub(super) struct OwnFolder {
    fd: OwnedFd,
    path: PathBuf,
}

impl OwnFolder {
    /// Opens a folder that the reader named; links on the way to it are followed.
    ///
    /// # Errors
    /// If there is none, or it can't be opened.
    pub(super) fn named(path: &Path) -> io::Result<OwnFolder> {
        let fd = rustix::fs::open(path, OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC, Mode::empty())?;
        Ok(OwnFolder { fd, path: path.to_path_buf() })
    }

    /// Where it was when it was opened.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// The folder `name` in this one.
    ///
    /// # Errors
    /// If there is none, or something else has that name.
    pub(super) fn inside(&self, name: &str) -> io::Result<OwnFolder> {
        let opened = rustix::fs::openat(&self.fd, name, OFlags::RDONLY | OFlags::DIRECTORY | SAFELY, Mode::empty());
        match opened {
            Ok(fd) => Ok(OwnFolder { fd, path: self.path.join(name) }),
            Err(error) => Err(self.explained(name, error)),
        }
    }

    /// The folder `name` in this one, made if there is none.
    ///
    /// # Errors
    /// If it can't be made, or something else has that name.
    pub(super) fn inside_or_new(&self, name: &str) -> io::Result<OwnFolder> {
        match self.inside(name) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            other => return other,
        }
        match rustix::fs::mkdirat(&self.fd, name, Mode::from_raw_mode(0o777)) {
            // Another program was faster.
            Ok(()) | Err(Errno::EXIST) => self.inside(name),
            Err(error) => Err(error.into()),
        }
    }

    /// The names in this folder, with what they are as far as the folder itself tells.
    ///
    /// # Errors
    /// If it can't be read.
    pub(super) fn entries(&self) -> io::Result<Vec<(String, FileType)>> {
        let mut found = Vec::new();
        for entry in Dir::read_from(&self.fd)? {
            let entry = entry?;
            let Ok(name) = entry.file_name().to_str() else { continue };
            if name == "." || name == ".." {
                continue;
            }
            let kind = match entry.file_type() {
                FileType::Unknown => self.look(name).map_or(FileType::Unknown, |found| FileType::from_raw_mode(found.st_mode)),
                known => known,
            };
            found.push((name.to_owned(), kind));
        }
        found.sort_by(|a, b| a.0.cmp(&b.0));
        Ok(found)
    }

    /// What a file holds.
    ///
    /// # Errors
    /// If there is none, it is no regular file, or it can't be read.
    pub(super) fn read(&self, name: &str) -> io::Result<Vec<u8>> {
        let file = self.open(name, OFlags::RDONLY)?;
        let size = file.metadata()?.len();
        if size > LARGEST {
            return Err(self.refused(name, Why::TooLarge));
        }
        let mut bytes = Vec::with_capacity(size as usize);
        file.take(LARGEST).read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    /// A file to be read and added to, made if there is none.
    ///
    /// # Errors
    /// If it can't be made or opened, is no regular file, or has a second name.
    pub(super) fn append(&self, name: &str) -> io::Result<File> {
        let file = self.open(name, OFlags::RDWR | OFlags::APPEND | OFlags::CREATE)?;
        if std::os::unix::fs::MetadataExt::nlink(&file.metadata()?) > 1 {
            return Err(self.refused(name, Why::SecondName));
        }
        Ok(file)
    }

    /// Makes a file that holds `text` if there is none of that name.
    ///
    /// # Errors
    /// If it can't be written.
    pub(super) fn write_once(&self, name: &str, text: &str) -> io::Result<()> {
        let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | SAFELY;
        match rustix::fs::openat(&self.fd, name, flags, Mode::from_raw_mode(0o666)) {
            Ok(fd) => File::from(fd).write_all(text.as_bytes()),
            Err(Errno::EXIST) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// Puts `bytes` in the place of a file, whole or not at all, with the permissions that it had; on the disk when this
    /// returns.
    ///
    /// # Errors
    /// If it can't be written; then the file is as it was.
    pub(super) fn replace(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let known = self.look(name).ok().map(|found| Mode::from_raw_mode(found.st_mode));
        let passing = format!(".{}-{}.new", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
        let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | SAFELY;
        let mut file = File::from(rustix::fs::openat(&self.fd, passing.as_str(), flags, Mode::from_raw_mode(0o666))?);
        let written = file.write_all(bytes).and_then(|()| {
            if let Some(mode) = known {
                rustix::fs::fchmod(&file, mode)?;
            }
            file.sync_all()?;
            Ok(rustix::fs::renameat(&self.fd, passing.as_str(), &self.fd, name)?)
        });
        if written.is_err() {
            let _ = rustix::fs::unlinkat(&self.fd, passing.as_str(), AtFlags::empty());
        }
        written?;
        self.sync()
    }

    /// Brings new and changed names of this folder to the disk.
    ///
    /// # Errors
    /// If the disk fails.
    pub(super) fn sync(&self) -> io::Result<()> {
        Ok(rustix::fs::fsync(&self.fd)?)
    }

    /// Whether this process may make files here.
    pub(super) fn can_be_written(&self) -> bool {
        let wanted = rustix::fs::Access::WRITE_OK | rustix::fs::Access::EXEC_OK;
        rustix::fs::accessat(&self.fd, ".", wanted, AtFlags::empty()).is_ok()
    }

    fn open(&self, name: &str, flags: OFlags) -> io::Result<File> {
        // Looked at first: to open a device may already do something.
        match self.look(name) {
            Ok(found) => self.is_regular(name, &found)?,
            Err(Errno::NOENT) if flags.contains(OFlags::CREATE) => {}
            Err(error) => return Err(error.into()),
        }
        let opened = rustix::fs::openat(&self.fd, name, flags | SAFELY, Mode::from_raw_mode(0o666));
        let fd = opened.map_err(|error| self.explained(name, error))?;
        self.is_regular(name, &rustix::fs::fstat(&fd)?)?;
        Ok(File::from(fd))
    }

    fn look(&self, name: &str) -> Result<Stat, Errno> {
        let name = CString::new(name).map_err(|_| Errno::INVAL)?;
        rustix::fs::statat(self.fd.as_fd(), name, AtFlags::SYMLINK_NOFOLLOW)
    }

    /// Says that a link stands there where the system says only that it does not open it.
    fn explained(&self, name: &str, error: Errno) -> io::Error {
        let kind = self.look(name).map(|found| FileType::from_raw_mode(found.st_mode));
        match (error, kind) {
            (_, Ok(FileType::Symlink)) => self.refused(name, Why::Link),
            (Errno::NOTDIR | Errno::ISDIR | Errno::NXIO, _) => self.refused(name, Why::OtherKind),
            _ => error.into(),
        }
    }

    fn is_regular(&self, name: &str, found: &Stat) -> io::Result<()> {
        match FileType::from_raw_mode(found.st_mode) {
            FileType::RegularFile => Ok(()),
            FileType::Symlink => Err(self.refused(name, Why::Link)),
            _ => Err(self.refused(name, Why::OtherKind)),
        }
    }

    fn refused(&self, name: &str, why: Why) -> io::Error {
        io::Error::new(io::ErrorKind::PermissionDenied, Foreign { path: self.path.join(name), why })
    }
}

/// Makes a folder that the reader's own settings name, and those above it.
///
/// # Errors
/// If it can't be made or opened.
pub(super) fn made(path: &Path) -> io::Result<OwnFolder> {
    fs::create_dir_all(path)?;
    OwnFolder::named(path)
}

#[cfg(test)]
mod tests {
    use super::OwnFolder;
    use std::io::Write;
    use std::os::unix::fs::PermissionsExt;
    use std::os::unix::fs::symlink;

    #[test]
    fn nothing_is_reached_through_a_link_a_pipe_or_a_second_name() {
        let place = tempfile::tempdir().expect("a folder");
        let outside = place.path().join("outside");
        std::fs::create_dir(&outside).expect("a folder");
        std::fs::write(outside.join("rc"), "before").expect("written");
        let inside = place.path().join("inside");
        std::fs::create_dir(&inside).expect("a folder");
        symlink(outside.join("rc"), inside.join("link")).expect("a link");
        symlink(outside.join("not-there"), inside.join("dangling")).expect("a link");
        symlink(&outside, inside.join("folder")).expect("a link");
        std::fs::hard_link(outside.join("rc"), inside.join("hard")).expect("a link");
        rustix::fs::mkfifoat(rustix::fs::CWD, inside.join("pipe"), rustix::fs::Mode::from_raw_mode(0o600)).expect("a pipe");
        std::fs::create_dir(inside.join("taken")).expect("a folder");
        let folder = OwnFolder::named(&inside).expect("opened");
        for name in ["link", "dangling", "folder", "pipe", "taken"] {
            assert!(folder.read(name).is_err(), "{name} was read");
        }
        for name in ["link", "dangling", "folder", "hard", "pipe", "taken"] {
            assert!(folder.append(name).is_err(), "{name} was opened for writing");
        }
        for name in ["link", "folder", "pipe", "dangling"] {
            assert!(folder.inside_or_new(name).is_err(), "{name} was entered");
        }
        folder.write_once("dangling", "words").expect("left alone");
        folder.replace("link", b"words").expect("the link is replaced, not followed");
        assert_eq!(std::fs::read_to_string(outside.join("rc")).expect("there"), "before");
        assert!(!outside.join("not-there").exists());
        assert_eq!(folder.read("link").expect("a file now"), b"words");
    }

    #[test]
    fn a_file_that_is_replaced_keeps_its_permissions() {
        let place = tempfile::tempdir().expect("a folder");
        let folder = OwnFolder::named(place.path()).expect("opened");
        folder.append("a").expect("made").write_all(b"one").expect("written");
        std::fs::set_permissions(place.path().join("a"), std::fs::Permissions::from_mode(0o640)).expect("set");
        folder.replace("a", b"two").expect("replaced");
        assert_eq!(folder.read("a").expect("there"), b"two");
        assert_eq!(std::fs::metadata(place.path().join("a")).expect("there").permissions().mode() & 0o777, 0o640);
        assert_eq!(folder.entries().expect("read").len(), 1);
    }
}
