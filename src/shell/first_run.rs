//! Whether the program was run on this machine before: a mark in the user's data folder.

use std::fs;
use std::path::PathBuf;

use etcetera::BaseStrategy;

fn mark() -> Option<PathBuf> {
    Some(etcetera::choose_base_strategy().ok()?.data_dir().join("crossread").join("welcomed"))
}

/// Whether this is the first run, which is then marked. Where no mark can be made, it is none: a card that came at each start would
/// be in the way.
pub(super) fn is_first_run() -> bool {
    let Some(mark) = mark() else { return false };
    if mark.exists() {
        return false;
    }
    let folder = mark.parent().map(fs::create_dir_all);
    folder.is_some_and(|made| made.is_ok()) && fs::OpenOptions::new().write(true).create_new(true).open(&mark).is_ok()
}
