//! A new file beside the one that it is to replace: on the disk whole before it gets its name.

use std::io;
use std::io::Write;
use std::path::Path;

use tempfile::NamedTempFile;

/// The folder in which a file lies.
pub(super) fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."))
}

/// A file in the folder of `path` that holds `text`, flushed to the device, without a name of its own yet.
///
/// # Errors
/// If it can't be written; then nothing is left of it.
pub(super) fn written_beside(path: &Path, text: &str) -> io::Result<NamedTempFile> {
    let mut file = NamedTempFile::new_in(folder_of(path))?;
    file.write_all(text.as_bytes())?;
    file.as_file().sync_all()?;
    Ok(file)
}
