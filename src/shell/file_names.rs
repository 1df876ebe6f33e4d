//! Names of files as text, and back. A file name is bytes: those that are no UTF-8 are written as `\xFF`, so that two files with
//! different ones are two sources, and the file is found again by the name of its source.

use std::ffi::OsString;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::ffi::OsStringExt;
use std::path::Path;
use std::path::PathBuf;

/// A path as text, bytes that are none escaped.
pub(super) fn name_of(path: &Path) -> String {
    let mut name = String::new();
    for chunk in path.as_os_str().as_bytes().utf8_chunks() {
        name.push_str(chunk.valid());
        chunk.invalid().iter().for_each(|byte| name.push_str(&format!("\\x{byte:02X}")));
    }
    name
}

/// The path below `root` that is called `name`: as it is written, if such a file is there, else with the escaped bytes.
pub(super) fn path_of(root: &Path, name: &str) -> PathBuf {
    let written = root.join(name);
    if written.symlink_metadata().is_ok() || !name.contains("\\x") {
        return written;
    }
    let mut bytes = Vec::with_capacity(name.len());
    let mut rest = name;
    while let Some(at) = rest.find("\\x") {
        bytes.extend_from_slice(&rest.as_bytes()[..at]);
        match rest.get(at + 2..at + 4).and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &rest[at + 4..];
            }
            None => {
                bytes.extend_from_slice(b"\\x");
                rest = &rest[at + 2..];
            }
        }
    }
    bytes.extend_from_slice(rest.as_bytes());
    root.join(OsString::from_vec(bytes))
}

#[cfg(test)]
mod tests {
    use super::name_of;
    use super::path_of;
    use proptest::prelude::*;
    use std::ffi::OsString;
    use std::os::unix::ffi::OsStringExt;
    use std::path::Path;
    use std::path::PathBuf;

    proptest! {
        #[test]
        fn every_file_is_found_by_its_name(bytes in prop::collection::vec(any::<u8>().prop_filter("no part of a name", |byte| *byte != 0 && *byte != b'/' && *byte != b'\\'), 1..20)) {
            let path = PathBuf::from(OsString::from_vec(bytes));
            prop_assert_eq!(path_of(Path::new("/nowhere/at/all"), &name_of(&path)), Path::new("/nowhere/at/all").join(&path));
        }
    }

    #[test]
    fn different_bytes_are_different_names() {
        let of = |bytes: &[u8]| name_of(&PathBuf::from(OsString::from_vec(bytes.to_vec())));
        assert_eq!(
            (of(b"a\xff.txt"), of(b"a\xfe.txt"), of("é.txt".as_bytes())),
            ("a\\xFF.txt".to_owned(), "a\\xFE.txt".to_owned(), "é.txt".to_owned())
        );
    }
}
