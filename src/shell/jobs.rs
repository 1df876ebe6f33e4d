//! Loading and analysing on all cores.

use std::num::NonZero;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;
use std::thread;

use crate::analysis::Analysis;
use crate::analysis::Lexicon;
use crate::analysis::facts::facts;
use crate::analysis::relations::relations;
use crate::config::SourceRow;
use crate::import::Warning;
use crate::shell::Error;
use crate::shell::files::File;
use crate::shell::files::load;
use crate::text::Dossier;
use crate::text::Source;

/// Applies `work` to each index below `n`, on all cores, and gives the results in order.
pub(crate) fn in_parallel<T: Send>(n: usize, work: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let cores = thread::available_parallelism().map_or(1, NonZero::get).min(n);
    if cores <= 1 {
        return (0..n).map(work).collect();
    }
    let next = AtomicUsize::new(0);
    let mut done: Vec<(usize, T)> = thread::scope(|scope| {
        let one = || {
            let mut own = Vec::new();
            loop {
                let index = next.fetch_add(1, Ordering::Relaxed);
                if index >= n {
                    return own;
                }
                own.push((index, work(index)));
            }
        };
        let threads: Vec<_> = (0..cores).map(|_| scope.spawn(one)).collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))).collect()
    });
    done.sort_unstable_by_key(|(index, _)| *index);
    done.into_iter().map(|(_, result)| result).collect()
}

/// Sources read, with what is worth telling about them and what could not be read.
#[derive(Default)]
pub struct Loaded {
    /// The sources that could be read, in order.
    pub sources: Vec<Arc<Source>>,
    /// What a reader should know about them.
    pub warnings: Vec<Warning>,
    /// Files that could not be read.
    pub errors: Vec<Error>,
}

/// Reads `files` on all cores.
pub fn load_all(files: &[File], rows: &[SourceRow]) -> Loaded {
    let mut loaded = Loaded::default();
    for result in in_parallel(files.len(), |index| load(&files[index], rows)) {
        match result {
            Ok((source, warnings)) => {
                loaded.sources.push(source);
                loaded.warnings.extend(warnings);
            }
            Err(error) => loaded.errors.push(error),
        }
    }
    loaded
}

/// The whole analysis at once.
pub fn analyse(dossier: &Dossier, lexicon: &Lexicon) -> Analysis {
    let facts = in_parallel(dossier.len(), |index| Arc::new(facts(&dossier.shared()[index], lexicon)));
    let relations = relations(dossier, &facts, lexicon, &mut |_| ControlFlow::Continue(()));
    Analysis { facts: facts.into_iter().map(Some).collect(), relations: relations.map(Arc::new) }
}
