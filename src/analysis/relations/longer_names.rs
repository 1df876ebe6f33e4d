//! The longer names of one text that a shorter one stands for: whose surname or first name it is, of which body it is the end.

use std::collections::HashMap;

use crate::analysis::relations::entities::name_key;
use crate::analysis::relations::persons::FullName;

/// Most longer names that are kept of one shorter one.
const MOST_NAMESAKES: usize = 64;
/// Longer names of one text, or of the part of it that was read, by the shorter ones that they fit; the last told first.
#[derive(Default)]
pub(super) struct Longer {
    pub(super) by_last: HashMap<String, Vec<u32>>,
    by_first: HashMap<String, Vec<u32>>,
    by_ending: HashMap<String, Vec<u32>>,
}

impl Longer {
    fn add(names: &mut HashMap<String, Vec<u32>>, key: &str, root: u32) {
        let known = names.entry(key.to_owned()).or_default();
        known.retain(|other| *other != root);
        known.insert(0, root);
        known.truncate(MOST_NAMESAKES);
    }

    pub(super) fn add_person(&mut self, name: &FullName, root: u32) {
        Longer::add(&mut self.by_last, &name.last, root);
        Longer::add(&mut self.by_first, name.first(), root);
    }

    /// A body of three words and more is known by its last words, two at least: `Russian Foreign Ministry`.
    pub(super) fn add_body(&mut self, written: &str, root: u32) {
        let key = name_key(written);
        let mut rest = key.as_str();
        while let Some((_, behind)) = rest.split_once(' ') {
            rest = behind;
            if rest.contains(' ') {
                Longer::add(&mut self.by_ending, rest, root);
            }
        }
    }

    /// Whose surname a word is; of several the last one told.
    pub(super) fn surname(&self, word: &str, told: &Longer) -> Option<u32> {
        match self.by_last.get(word).map(Vec::as_slice)? {
            [only] => Some(*only),
            _ => told.by_last.get(word)?.first().copied(),
        }
    }

    /// Whose first name a word is, if it is that of one person alone.
    pub(super) fn first_name(&self, word: &str) -> Option<u32> {
        self.by_first.get(word).filter(|roots| roots.len() == 1).map(|roots| roots[0])
    }

    /// The body of which `written` is the ending.
    pub(super) fn body(&self, written: &str, told: &Longer) -> Option<u32> {
        let key = name_key(written);
        match self.by_ending.get(&key).map(Vec::as_slice)? {
            [only] => Some(*only),
            _ => told.by_ending.get(&key)?.first().copied(),
        }
    }
}
