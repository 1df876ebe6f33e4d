//! A file of lines that is only ever added to, or replaced as a whole. Lines are on the disk when a call returns; two
//! programs that write at once wait for one another; a line that can't be read is kept. Reading writes nothing.

use std::fs::File;
use std::io;
use std::io::Read;
use std::io::Seek;
use std::io::Write;
use std::path::PathBuf;

use crate::shell::lock;
use crate::shell::own_folder::OwnFolder;

/// Brings lines into their shortest form, and gives those that it can't read.
pub(super) type Shorten = fn(&str) -> (String, Vec<String>);

/// A file of lines.
#[derive(Debug)]
pub(super) struct LineFile {
    /// Where it lies.
    pub(super) folder: OwnFolder,
    /// Its name there.
    pub(super) name: String,
    /// The folder with the lock that is taken while writing; the file itself is replaced now and then.
    pub(super) locked_in: OwnFolder,
    /// Size in bytes from which the file is rewritten in its shortest form.
    pub(super) shorten_from: u64,
    /// How that is done.
    pub(super) shorten: Shorten,
}

impl LineFile {
    /// Where it lay when its folder was opened.
    pub(super) fn path(&self) -> PathBuf {
        self.folder.path().join(&self.name)
    }

    /// Adds whole lines; they are on the disk when this returns. Gives the sizes of the file in bytes before and behind.
    ///
    /// # Errors
    /// If they could not be written; then none of them counts as written.
    pub(super) fn append(&self, lines: &str) -> io::Result<(u64, u64)> {
        let _lock = lock::take(&self.locked_in)?;
        let mut file = self.folder.append(&self.name)?;
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
            self.folder.sync()?;
        }
        let behind = file.metadata()?.len();
        if doubles_between(before, behind, self.shorten_from) {
            let all = text(&self.folder.read(&self.name)?);
            let (short, unread) = (self.shorten)(&all);
            // A file that is long because it holds much is left alone. What was to be written is on the disk: that the
            // file is not shortened now loses nothing.
            if unread.is_empty() && short.len() * 2 < all.len() && self.folder.replace(&self.name, short.as_bytes()).is_ok() {
                return Ok((before, short.len() as u64));
            }
        }
        Ok((before, behind))
    }

    /// Puts lines that can't be read into a file beside this one, so that they are told once and hinder nothing; tells
    /// how many and where.
    ///
    /// # Errors
    /// If that can't be done; then nothing is changed.
    pub(super) fn set_aside(&self) -> io::Result<Option<String>> {
        let readable = |bytes: &[u8]| (self.shorten)(&text(bytes));
        if readable(&self.folder.read(&self.name)?).1.is_empty() {
            return Ok(None);
        }
        // Another program may have been in the middle of writing a line: under the lock it is whole, or was cut by a crash.
        let _lock = lock::take(&self.locked_in)?;
        let (short, unread) = readable(&self.folder.read(&self.name)?);
        if unread.is_empty() {
            return Ok(None);
        }
        let aside = format!("{}.unread", self.name.trim_end_matches(".jsonl"));
        let mut file = self.folder.append(&aside)?;
        unread.iter().try_for_each(|line| writeln!(file, "{line}"))?;
        file.sync_all()?;
        self.folder.replace(&self.name, short.as_bytes())?;
        let place = self.folder.path().join(&aside);
        Ok(Some(format!("{} were kept aside in {}", cant_be_read(unread.len(), &self.path()), place.display())))
    }
}

/// Whether a file that grew from `before` to `behind` bytes passed `from` bytes, or twice, four times ... as many: what
/// can't be made shorter is tried again only when it has doubled, so that the work grows with what is written.
fn doubles_between(before: u64, behind: u64, from: u64) -> bool {
    let doublings = |size: u64| size.checked_div(from).and_then(u64::checked_ilog2);
    doublings(behind) > doublings(before)
}

/// How many lines of which file can't be read, in words.
pub(super) fn cant_be_read(count: usize, path: &std::path::Path) -> String {
    let lines = if count == 1 { "1 line".to_owned() } else { format!("{count} lines") };
    format!("{lines} of {} can't be read and", path.display())
}

/// Bytes as text; what is no UTF-8 becomes a line that can't be read.
pub(super) fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn ends_with_newline(file: &mut File) -> io::Result<bool> {
    file.seek(io::SeekFrom::End(-1))?;
    let mut last = [0];
    file.read_exact(&mut last)?;
    Ok(last[0] == b'\n')
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicUsize;
    use std::sync::atomic::Ordering;

    use super::LineFile;
    use crate::shell::own_folder::OwnFolder;

    static SHORTENED: AtomicUsize = AtomicUsize::new(0);

    fn never_shorter(lines: &str) -> (String, Vec<String>) {
        SHORTENED.fetch_add(1, Ordering::Relaxed);
        (lines.to_owned(), Vec::new())
    }

    #[test]
    fn what_cant_be_made_shorter_is_tried_as_often_as_it_doubles() {
        let folder = tempfile::tempdir().expect("a folder");
        let open = || OwnFolder::named(folder.path()).expect("a folder of ours");
        let file = LineFile { folder: open(), name: "a.jsonl".to_owned(), locked_in: open(), shorten_from: 64, shorten: never_shorter };
        let line = "x".repeat(31) + "\n";
        for _ in 0..128 {
            file.append(&line).expect("written");
        }
        // From 64 bytes on at 64, 128, 256, 512, 1024, 2048 and 4096.
        assert_eq!(SHORTENED.load(Ordering::Relaxed), 7);
    }
}
