//! How long the analysis takes, and how it grows with the number of articles.
//!
//!     cargo bench --bench analysis [-- ARTICLES]
//!
//! The articles are made up (`benches/support`). Times are given in milliseconds and as a ratio to a probe that is measured in the same run: the
//! time it takes one core to cut the same texts into words and fold each (lower case, accents, spelling). `again` is relating
//! them once more when the last article has changed.

#![expect(clippy::print_stdout, reason = "a bench tells its figures")]

mod support;

use std::hint::black_box;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::Duration;
use std::time::Instant;

use crossread::analysis::Facts;
use crossread::analysis::Lexicon;
use crossread::analysis::Models;
use crossread::analysis::Relations;
use crossread::analysis::facts::facts;
use crossread::analysis::relations::links::links;
use crossread::analysis::relations::relations;
use crossread::config::Config;
use crossread::import::import;
use crossread::text::Dossier;
use crossread::text::PassageId;
use crossread::text::words::fold;
use crossread::text::words::words;
use support::article;
use support::timed;

/// Passages whose links are asked for.
const LINKED: u32 = 200;

fn main() {
    let asked: Vec<usize> = std::env::args().skip(1).filter_map(|argument| argument.parse().ok()).collect();
    let sizes = if asked.is_empty() { vec![5, 250, 500, 1_000, 2_000] } else { asked };
    println!(
        "articles  passages  probe ms  facts ms (ratio)   relations ms (ratio)   again ms (ratio)   a passage's links ms   memory MB   names, million characters a second on one core"
    );
    for n in sizes {
        measure(n);
    }
}

fn measure(n: usize) {
    let sources: Vec<_> = (0..n).map(|number| Arc::new(import(&format!("{number:05}.txt"), article(number).as_bytes()).0)).collect();
    let dossier = Dossier::new(sources);
    let lexicon = Config::default().lexicon();
    let models = Models::default();
    let probe = timed(|| {
        for (_, source) in dossier.sources() {
            words(&source.text).for_each(|span| drop(black_box(fold(span.of(&source.text)))));
        }
    });
    let names = timed(|| dossier.sources().map(|(_, source)| source).for_each(|source| drop(black_box(models.names.recognise(source)))));
    let characters: usize = dossier.sources().map(|(_, source)| source.text.chars().count()).sum();
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get).min(2);
    let shared = dossier.shared();
    let start = Instant::now();
    let all: Vec<_> = std::thread::scope(|scope| {
        let chunk = n.div_ceil(cores).max(1);
        let parts: Vec<_> = shared
            .chunks(chunk)
            .map(|part| {
                let (lexicon, models) = (&lexicon, &models);
                scope.spawn(move || part.iter().map(|source| Arc::new(facts(source, lexicon, models))).collect::<Vec<_>>())
            })
            .collect();
        parts.into_iter().flat_map(|part| part.join().unwrap_or_default()).collect()
    });
    let facts_time = start.elapsed();
    let start = Instant::now();
    let Some(found) = relations(&dossier, &all, &lexicon, None, &mut |_| ControlFlow::Continue(())) else { return };
    let relations_time = start.elapsed();
    let again = related_again(n, &dossier, &all, &found, &lexicon, &models);
    let count = dossier.passage_count() as u32;
    let step = (count / LINKED).max(1);
    let links_time =
        timed(|| (0..count).step_by(step as usize).for_each(|passage| drop(black_box(links(&found.index, PassageId(passage), 12)))));
    let asked = count.div_ceil(step).max(1);
    let ratio = |time: Duration| time.as_secs_f64() / probe.as_secs_f64();
    let ms = |time: Duration| time.as_secs_f64() * 1000.0;
    println!(
        "{n:8}  {count:8}  {:8.1}  {:8.1} ({:5.2})   {:12.1} ({:5.2})   {:8.1} ({:5.2})   {:20.3}   {:9.0}   {:5.1}",
        ms(probe),
        ms(facts_time),
        ratio(facts_time),
        ms(relations_time),
        ratio(relations_time),
        ms(again),
        ratio(again),
        ms(links_time) / f64::from(asked),
        memory(),
        characters as f64 / 1e6 / names.as_secs_f64()
    );
}

/// How long it takes to relate the dossier once more when its last article has changed.
fn related_again(n: usize, dossier: &Dossier, all: &[Arc<Facts>], before: &Relations, lexicon: &Lexicon, models: &Models) -> Duration {
    let mut sources = dossier.shared().to_vec();
    sources[n - 1] = Arc::new(import(&format!("{:05}.txt", n - 1), article(n).as_bytes()).0);
    let mut all = all.to_vec();
    all[n - 1] = Arc::new(facts(&sources[n - 1], lexicon, models));
    let changed = Dossier::new(sources);
    timed(|| drop(black_box(relations(&changed, &all, lexicon, Some((dossier, before)), &mut |_| ControlFlow::Continue(())))))
}

/// Resident memory in megabytes, where the system tells it.
fn memory() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or_default();
    line.trim().trim_end_matches(" kB").parse::<f64>().unwrap_or(0.0) / 1024.0
}
