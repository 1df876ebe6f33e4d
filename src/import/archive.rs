//! Packed files: entries of a ZIP archive and gzip. What is inflated is counted while it flows; what a header says about
//! sizes is never believed.

use std::io::Cursor;
use std::io::Read;

use zip::ZipArchive;

/// Most bytes of one entry.
const LARGEST_ENTRY: u64 = 64 << 20;
/// Most bytes of all entries that are read.
const LARGEST: u64 = 256 << 20;

/// A ZIP archive in memory.
pub(super) struct Archive<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    left: u64,
}

impl<'a> Archive<'a> {
    /// Opens an archive.
    ///
    /// # Errors
    /// If it is none, in words.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Archive<'a>, String> {
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|error| format!("the archive can't be read: {error}"))?;
        Ok(Archive { zip, left: LARGEST })
    }

    /// The names of its entries. They are names alone: nothing is ever written to where they point.
    pub(super) fn names(&self) -> Vec<String> {
        self.zip.file_names().filter_map(Result::ok).map(std::borrow::Cow::into_owned).collect()
    }

    /// What an entry holds.
    ///
    /// # Errors
    /// If there is none of that name, or it is encrypted, broken or too large, in words.
    pub(super) fn read(&mut self, name: &str) -> Result<Vec<u8>, String> {
        let mut entry = self.zip.by_name(name).map_err(|error| format!("{name}: {error}"))?;
        let most = LARGEST_ENTRY.min(self.left);
        let mut bytes = Vec::new();
        let read = (&mut entry).take(most + 1).read_to_end(&mut bytes);
        self.left = self.left.saturating_sub(bytes.len() as u64);
        if bytes.len() as u64 > most {
            return Err(format!("{name} holds more than {} MB: it is not read", LARGEST_ENTRY >> 20));
        }
        match read {
            // What came before a fault can still be read.
            Err(error) if bytes.is_empty() => Err(format!("{name}: {error}")),
            _ => Ok(bytes),
        }
    }

    /// The same as text.
    ///
    /// # Errors
    /// As above.
    pub(super) fn text(&mut self, name: &str) -> Result<String, String> {
        self.read(name).map(|bytes| super::encoding::decode_lossy(&bytes))
    }
}

/// Whether bytes are packed by gzip.
pub(super) fn is_gzip(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0x1f, 0x8b])
}

/// What gzip packed, all members of it.
///
/// # Errors
/// If it is broken from the beginning, or too large.
pub(super) fn gunzip(bytes: &[u8]) -> Result<Vec<u8>, String> {
    let mut inflated = Vec::new();
    let read = flate2::read::MultiGzDecoder::new(bytes).take(LARGEST + 1).read_to_end(&mut inflated);
    if inflated.len() as u64 > LARGEST {
        return Err(format!("it holds more than {} MB: it is not read", LARGEST >> 20));
    }
    match read {
        Err(error) if inflated.is_empty() => Err(format!("it can't be unpacked: {error}")),
        _ => Ok(inflated),
    }
}
