//! Loading and analysing on all cores.

use std::num::NonZero;
use std::ops::ControlFlow;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;
use std::sync::mpsc::Sender;
use std::sync::mpsc::channel;
use std::thread;

use crate::analysis::Analysis;
use crate::analysis::Facts;
use crate::analysis::Lexicon;
use crate::analysis::Models;
use crate::analysis::facts::facts;
use crate::analysis::questions::answers::Answers;
use crate::analysis::questions::related::Related;
use crate::analysis::questions::related::related;
use crate::analysis::relations::Progress;
use crate::analysis::relations::naming;
use crate::analysis::relations::neighbours::Neighbours;
use crate::analysis::relations::relations;
use crate::app::message::Message;
use crate::app::message::Revision;
use crate::config::SourceRow;
use crate::import::Warning;
use crate::shell::Error;
use crate::shell::files::File;
use crate::shell::files::load;
use crate::shell::known::Known;
use crate::shell::known::lexicon_key;
use crate::text::Dossier;
use crate::text::PassageId;
use crate::text::Source;
use crate::text::SourceId;

/// How many cores some work may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cores {
    /// All of them: nobody waits for anything else.
    All,
    /// All but one, which is left to the keys and the screen.
    AllButOne,
}

impl Cores {
    fn count(self) -> usize {
        let all = thread::available_parallelism().map_or(1, NonZero::get);
        if self == Cores::All { all } else { (all - 1).max(1) }
    }
}

/// Applies `work` to each index below `n`, on several cores, and gives the results in order.
pub(super) fn in_parallel<T: Send>(cores: Cores, n: usize, work: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let cores = cores.count().min(n);
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

/// Reads `files` on several cores.
pub fn load_all(cores: Cores, files: &[File], rows: &[SourceRow]) -> Loaded {
    let mut loaded = Loaded::default();
    for result in in_parallel(cores, files.len(), |index| load(&files[index], rows)) {
        match result {
            Ok((sources, warnings)) => {
                loaded.sources.extend(sources);
                loaded.warnings.extend(warnings);
            }
            Err(error) => loaded.errors.push(error),
        }
    }
    loaded
}

/// Facts of all sources, their names mended by one another.
pub fn all_facts(dossier: &Dossier, lexicon: &Lexicon) -> Vec<Arc<Facts>> {
    let models = Models::default();
    let found = in_parallel(Cores::All, dossier.len(), |index| Arc::new(facts(&dossier.shared()[index], lexicon, &models)));
    naming::settled(dossier, &found, &models.names)
}

/// The whole analysis at once.
pub fn analyse(dossier: &Dossier, lexicon: &Lexicon) -> Analysis {
    let facts = all_facts(dossier, lexicon);
    let relations = relations(dossier, &facts, lexicon, None, &mut |_| ControlFlow::Continue(()));
    Analysis { facts: facts.into_iter().map(Some).collect(), relations: relations.map(Arc::new), neighbours: None }
}

/// Adds the links of all passages to an analysis: for questions that go through the whole dossier.
pub fn find_neighbours(dossier: &Dossier, analysis: &mut Analysis) {
    let Some(relations) = analysis.relations.clone() else { return };
    let rows = in_parallel(Cores::All, Neighbours::wanted(dossier), |passage| Neighbours::row(&relations.index, PassageId(passage as u32)));
    analysis.neighbours = Some(Arc::new(Neighbours::new(rows, dossier)));
}

/// Passages whose links are found between two reports.
const PASSAGES_AT_ONCE: usize = 1024;
/// Sources read between two reports.
const CHUNK: usize = 128;
/// Links of one passage.
const LINKS: usize = 12;

/// Starts a thread. A panic in it ends the program in good order: the panic hook has given the terminal back, and the
/// state is told, so that it saves and leaves.
pub(super) fn spawn(name: &'static str, inbox: &Sender<Message>, work: impl FnOnce() + Send + 'static) {
    let told = inbox.clone();
    let guarded = move || {
        if std::panic::catch_unwind(AssertUnwindSafe(work)).is_err() {
            let _ = told.send(Message::Crashed(format!("the thread {name} failed")));
        }
    };
    if thread::Builder::new().name(name.to_owned()).spawn(guarded).is_err() {
        let _ = inbox.send(Message::Failed(format!("no thread for {name}: too many programs run")));
    }
}

/// The latest revision; work for an earlier one stops.
pub(super) type Latest = Arc<AtomicU64>;

/// Reads `files` chunk by chunk in the background.
pub(super) fn load_behind(files: Vec<File>, rows: Vec<SourceRow>, revision: Revision, inbox: &Sender<Message>) {
    let sender = inbox.clone();
    spawn("load", inbox, move || {
        for chunk in files.chunks(CHUNK) {
            let loaded = load_all(Cores::AllButOne, chunk, &rows);
            if !send_loaded(loaded, revision, &sender) {
                return;
            }
        }
        let _ = sender.send(Message::ImportDone(revision));
    });
}

/// Tells what was read; `false` if nobody listens any more.
fn send_loaded(loaded: Loaded, revision: Revision, inbox: &Sender<Message>) -> bool {
    let mut warnings = loaded.warnings;
    warnings.extend(loaded.errors.iter().map(|error| Warning { source: "files".to_owned(), line: None, message: error.to_string() }));
    let failed = loaded.errors.first().map(|error| Message::Failed(error.to_string()));
    let told = inbox.send(Message::Imported(revision, loaded.sources, warnings));
    told.is_ok() && failed.is_none_or(|failed| inbox.send(failed).is_ok())
}

/// Finds facts and relations in the background, reporting as they are ready. Facts that are known are not found anew.
pub(super) fn analyse_behind(
    dossier: Dossier,
    lexicon: Arc<Lexicon>,
    known: Arc<Known>,
    revision: Revision,
    latest: &Latest,
    inbox: &Sender<Message>,
) {
    let (sender, latest) = (inbox.clone(), Arc::clone(latest));
    spawn("analyse", inbox, move || {
        let models = Models::default();
        let looked_for = lexicon_key(&lexicon);
        let outdated = || latest.load(Ordering::SeqCst) != revision;
        let mut all = Vec::with_capacity(dossier.len());
        let ids: Vec<SourceId> = dossier.sources().map(|(id, _)| id).collect();
        for chunk in ids.chunks(CHUNK) {
            let found = in_parallel(Cores::AllButOne, chunk.len(), |index| {
                let source = &dossier.shared()[chunk[index].index()];
                known.facts(source, looked_for, || facts(source, &lexicon, &models))
            });
            all.extend(found.iter().cloned());
            let report = chunk.iter().copied().zip(found).collect();
            if outdated() || sender.send(Message::Facts(revision, report)).is_err() {
                return;
            }
        }
        known.keep(&all);
        let settled = naming::settled(&dossier, &all, &models.names);
        let changed = |(_, (settled, found)): &(&SourceId, (&Arc<Facts>, &Arc<Facts>))| !Arc::ptr_eq(settled, found);
        let told = ids.iter().zip(settled.iter().zip(&all)).filter(changed).map(|(id, (settled, _))| (*id, Arc::clone(settled))).collect();
        if outdated() || sender.send(Message::Facts(revision, told)).is_err() {
            return;
        }
        let all = settled;
        let mut report = |progress: Progress| {
            // Few reports, so that a large dossier is not drawn for each of its sources.
            let told = !progress.done.is_multiple_of(CHUNK) || sender.send(Message::Relating(revision, progress.done)).is_ok();
            if told && !outdated() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        };
        let earlier = known.related();
        let earlier = earlier.as_ref().map(|(dossier, relations)| (dossier, &**relations));
        let Some(relations) = relations(&dossier, &all, &lexicon, earlier, &mut report) else { return };
        let relations = Arc::new(relations);
        known.keep_related(&dossier, &relations);
        if sender.send(Message::Relations(revision, Arc::clone(&relations))).is_err() {
            return;
        }
        let mut rows = Vec::with_capacity(Neighbours::wanted(&dossier));
        while rows.len() < Neighbours::wanted(&dossier) {
            let first = rows.len();
            let count = PASSAGES_AT_ONCE.min(Neighbours::wanted(&dossier) - first);
            let row = |index| Neighbours::row(&relations.index, PassageId((first + index) as u32));
            rows.extend(in_parallel(Cores::AllButOne, count, row));
            let share = (rows.len() * 100 / Neighbours::wanted(&dossier)) as u8;
            if outdated() || sender.send(Message::Comparing(revision, share)).is_err() {
                return;
            }
        }
        let neighbours = Arc::new(Neighbours::new(rows, &dossier));
        let facts = all.into_iter().map(Some).collect();
        let analysis = Analysis { facts, relations: Some(relations), neighbours: Some(Arc::clone(&neighbours)) };
        let answers = Answers::of(&dossier, &analysis);
        let _ = sender.send(Message::Answers(revision, neighbours, Arc::new(answers)));
    });
}

/// What a request for links needs.
pub(super) struct LinkRequest {
    pub(super) dossier: Dossier,
    pub(super) analysis: Analysis,
    pub(super) passages: Vec<PassageId>,
    pub(super) revision: Revision,
}

/// Starts the thread that finds links; the latest request goes first, and what is left of earlier ones follows.
pub(super) fn link_finder(inbox: &Sender<Message>) -> Sender<LinkRequest> {
    let (requests, receiver) = channel::<LinkRequest>();
    let sender = inbox.clone();
    spawn("links", inbox, move || {
        let mut waiting: Vec<LinkRequest> = Vec::new();
        loop {
            if waiting.is_empty() {
                match receiver.recv() {
                    Ok(request) => waiting.push(request),
                    Err(_) => return,
                }
            }
            waiting.extend(receiver.try_iter());
            let Some(mut request) = waiting.pop() else { continue };
            waiting.retain(|earlier| earlier.revision == request.revision);
            let now: Vec<PassageId> = request.passages.drain(..request.passages.len().min(8)).collect();
            let found: Vec<(PassageId, Arc<[Related]>)> =
                now.into_iter().map(|passage| (passage, related(&request.dossier, &request.analysis, passage, LINKS).into())).collect();
            if sender.send(Message::Links(request.revision, found)).is_err() {
                return;
            }
            if !request.passages.is_empty() {
                waiting.push(request);
            }
        }
    });
    requests
}
