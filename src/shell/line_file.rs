//! A file of lines that is only ever added to, or replaced as a whole. Lines are on the disk when a call returns; two
//! programs that write at once wait for one another; a line that can't be read is kept aside.

use std::fs;
use std::fs::File;
use std::fs::OpenOptions;
use std::io;
use std::io::Read;
use std::io::Seek;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;

use crate::shell::Error;
use crate::shell::whole_file::folder_of;
use crate::shell::whole_file::written_beside;

/// Brings lines into their shortest form, and gives those that it can't read.
pub(super) type Shorten = fn(&str) -> (String, Vec<String>);

/// A file of lines.
#[derive(Clone, Debug)]
pub(super) struct LineFile {
    path: PathBuf,
    /// The file whose lock is taken while writing; not the file itself, which is replaced now and then.
    lock: PathBuf,
    /// Size in bytes from which the file is rewritten in its shortest form.
    shorten_from: u64,
    shorten: Shorten,
}

impl LineFile {
    pub(super) fn new(path: PathBuf, lock: PathBuf, shorten_from: u64, shorten: Shorten) -> LineFile {
        LineFile { path, lock, shorten_from, shorten }
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// The lines as they stand, whatever they are; nothing if there is no file or it can't be read.
    pub(super) fn raw(&self) -> String {
        fs::read(&self.path).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default()
    }

    /// The lines; empty if there is no file. Those that can't be read are kept aside, and told.
    pub(super) fn read(&self) -> (String, Option<String>) {
        let mut bytes = Vec::new();
        match File::open(&self.path).and_then(|mut file| file.read_to_end(&mut bytes)) {
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => return (String::new(), None),
            Err(cause) => return (String::new(), Some(Error::Read { path: self.path.clone(), cause }.to_string())),
        }
        let lines = String::from_utf8_lossy(&bytes).into_owned();
        if (self.shorten)(&lines).1.is_empty() {
            return (lines, None);
        }
        // Another program may be in the middle of writing a line: under the lock it is whole, or was cut by a crash.
        let told = self.set_aside();
        match told {
            Ok((lines, told)) => (lines, told),
            Err(error) => (lines, Some(format!("some lines of {} can't be read: {error}", self.path.display()))),
        }
    }

    fn set_aside(&self) -> io::Result<(String, Option<String>)> {
        let _lock = self.lock()?;
        let lines = String::from_utf8_lossy(&fs::read(&self.path)?).into_owned();
        let (short, unread) = (self.shorten)(&lines);
        if unread.is_empty() {
            return Ok((lines, None));
        }
        let aside = self.path.with_extension("unread");
        let mut file = OpenOptions::new().create(true).append(true).open(&aside)?;
        unread.iter().try_for_each(|line| writeln!(file, "{line}"))?;
        file.sync_all()?;
        self.replace(&short)?;
        let count = if unread.len() == 1 { "1 line".to_owned() } else { format!("{} lines", unread.len()) };
        Ok((short, Some(format!("{count} of {} can't be read and were kept aside in {}", self.path.display(), aside.display()))))
    }

    /// Adds whole lines; they are on the disk when this returns. Gives the sizes of the file in bytes before and behind.
    ///
    /// # Errors
    /// If they could not be written; then none of them counts as written.
    pub(super) fn append(&self, lines: &str) -> Result<(u64, u64), Error> {
        self.write(lines).map_err(|cause| Error::Write { path: self.path.clone(), cause })
    }

    fn write(&self, lines: &str) -> io::Result<(u64, u64)> {
        let _lock = self.lock()?;
        let mut file = OpenOptions::new().create(true).append(true).read(true).open(&self.path)?;
        let before = file.metadata()?.len();
        // A line that a crash cut short must not swallow the next one.
        let whole = before == 0 || ends_with_newline(&mut file)?;
        let written = file.write_all(if whole { lines.to_owned() } else { format!("\n{lines}") }.as_bytes());
        let written = written.and_then(|()| file.sync_data());
        if let Err(error) = written {
            // A full disk takes half a line: it is taken back, so that the file stays whole.
            let _ = file.set_len(before);
            return Err(error);
        }
        if before == 0 {
            sync_folder(&self.path)?;
        }
        if file.metadata()?.len() > self.shorten_from {
            let all = fs::read_to_string(&self.path)?;
            let (short, unread) = (self.shorten)(&all);
            // A file that is long because it holds much is left alone.
            if unread.is_empty() && short.len() * 2 < all.len() {
                // What was to be written is on the disk: that the file is not shortened now loses nothing.
                let _ = self.replace(&short);
            }
        }
        Ok((before, fs::metadata(&self.path)?.len()))
    }

    /// Puts a new file in the place of the old one, whole or not at all.
    fn replace(&self, lines: &str) -> io::Result<()> {
        let file = written_beside(&self.path, lines)?;
        file.persist(&self.path).map_err(|error| error.error)?;
        sync_folder(&self.path)
    }

    /// Makes the folders and takes the lock, which goes with the returned file.
    fn lock(&self) -> io::Result<File> {
        if let Some(folder) = self.lock.parent().filter(|folder| !folder.is_dir()) {
            fs::create_dir_all(folder)?;
            // State of one machine is nothing for version control.
            fs::write(folder.join(".gitignore"), "*\n")?;
        }
        if let Some(folder) = self.path.parent() {
            fs::create_dir_all(folder)?;
        }
        let lock = OpenOptions::new().create(true).truncate(false).write(true).open(&self.lock)?;
        lock.lock()?;
        Ok(lock)
    }
}

fn sync_folder(path: &Path) -> io::Result<()> {
    File::open(folder_of(path))?.sync_all()
}

fn ends_with_newline(file: &mut File) -> io::Result<bool> {
    file.seek(io::SeekFrom::End(-1))?;
    let mut last = [0];
    file.read_exact(&mut last)?;
    Ok(last[0] == b'\n')
}
