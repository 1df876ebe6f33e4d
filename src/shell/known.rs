//! What was computed before: when the files are read again, only sources that changed are analysed anew, and all of them
//! if the lexicon did; relations are found with the last ones at hand.
//!
//! Kept in memory alone: reading the facts of a source from a disk would take about as long as finding them again.

use std::collections::HashMap;
use std::collections::HashSet;
use std::hash::DefaultHasher;
use std::hash::Hash;
use std::hash::Hasher;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;

use crate::analysis::Facts;
use crate::analysis::Lexicon;
use crate::analysis::Relations;
use crate::text::Dossier;
use crate::text::Source;

/// What facts are a function of, as two hashes of 64 bits each.
type Key = [u64; 2];

/// A dossier with its relations.
pub(super) type Related = (Dossier, Arc<Relations>);

/// Facts by what they are a function of, and the last relations.
#[derive(Default)]
pub(super) struct Known {
    facts: Mutex<HashMap<Key, Arc<Facts>>>,
    related: Mutex<Option<Related>>,
}

/// What is looked for, as a number that is the same for the same themes and entities.
pub(super) fn lexicon_key(lexicon: &Lexicon) -> u64 {
    let mut hasher = DefaultHasher::new();
    format!("{:?}{:?}{:?}", lexicon.themes(), lexicon.entities(), lexicon.no_names()).hash(&mut hasher);
    hasher.finish()
}

fn key(source: &Source, lexicon: u64) -> Key {
    [0u8, 1].map(|seed| {
        let mut hasher = DefaultHasher::new();
        (seed, lexicon, &source.text).hash(&mut hasher);
        for field in [&source.meta.date, &source.meta.language] {
            field.as_ref().map(|field| &field.value).hash(&mut hasher);
        }
        for block in &source.blocks {
            (block.kind, block.span.start(), block.span.end()).hash(&mut hasher);
        }
        hasher.finish()
    })
}

impl Known {
    /// The facts of `source`, found by `compute` if they are not known.
    pub(super) fn facts(&self, source: &Source, lexicon: u64, compute: impl FnOnce() -> Facts) -> Arc<Facts> {
        let key = key(source, lexicon);
        let lock = || self.facts.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = lock().get(&key) {
            return Arc::clone(known);
        }
        // Not under the lock: several sources are analysed at a time.
        let found = Arc::new(compute());
        Arc::clone(lock().entry(key).or_insert(found))
    }

    /// The last dossier that was related, with its relations.
    pub(super) fn related(&self) -> Option<Related> {
        self.related.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Keeps the relations of a dossier for the next time.
    pub(super) fn keep_related(&self, dossier: &Dossier, relations: &Arc<Relations>) {
        *self.related.lock().unwrap_or_else(PoisonError::into_inner) = Some((dossier.clone(), Arc::clone(relations)));
    }

    /// Forgets facts that none of `all` is.
    pub(super) fn keep(&self, all: &[Arc<Facts>]) {
        let used: HashSet<*const Facts> = all.iter().map(Arc::as_ptr).collect();
        self.facts.lock().unwrap_or_else(PoisonError::into_inner).retain(|_, facts| used.contains(&Arc::as_ptr(facts)));
    }
}

#[cfg(test)]
mod tests {
    use super::Known;
    use super::lexicon_key;
    use crate::analysis::Facts;
    use crate::analysis::Lexicon;
    use crate::config::Config;
    use crate::import::import;
    use std::sync::Arc;

    #[test]
    fn only_what_changed_is_computed_anew() {
        let known = Known::default();
        let plain = lexicon_key(&Lexicon::default());
        let (one, _) = import("a.txt", b"A title\n\nA first paragraph, long enough to be one.");
        let (other, _) = import("a.txt", b"A title\n\nA first paragraph, long enough to be two.");
        let first = known.facts(&one, plain, Facts::default);
        let again = known.facts(&one, plain, || unreachable!("it is known"));
        assert!(Arc::ptr_eq(&first, &again));
        let changed = known.facts(&other, plain, Facts::default);
        let elsewhere = known.facts(&one, lexicon_key(&Config::default().lexicon()), Facts::default);
        assert!(!Arc::ptr_eq(&first, &changed) && !Arc::ptr_eq(&first, &elsewhere));
        known.keep(&[Arc::clone(&changed)]);
        assert!(!Arc::ptr_eq(&first, &known.facts(&one, plain, Facts::default)));
        assert!(Arc::ptr_eq(&changed, &known.facts(&other, plain, Facts::default)));
    }
}
