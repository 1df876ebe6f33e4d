//! Trains the recogniser of names: `cargo run --release --example train_tagger -- FOLDER OUT [--without-silver] [--measure TEXTS]`.
//!
//! FOLDER holds the labelled corpora (`data/tagger/README.md` names them and their format), OUT is the file of weights,
//! `data/tagger/weights.bin`. Deterministic: the same corpora give the same bytes. With `--measure` the names that the new
//! weights find in the text files of the folder TEXTS are printed as JSON lines, as `crossread entities` prints them.

#![expect(clippy::print_stderr, reason = "a tool for developers tells its progress")]

use std::fs;
use std::io::Write;
use std::process::ExitCode;

use crossread::analysis::names::Names;
use crossread::analysis::names::lists::Lists;
use crossread::analysis::names::training::Lessons;
use crossread::analysis::names::weights::Weights;
use crossread::import::import;
use crossread::text::offsets::Offsets;

/// Corpora and how often each is gone through.
const CORPORA: [(&str, usize); 6] =
    [("wikigold.tsv", 3), ("ewt.tsv", 2), ("gum.tsv", 2), ("btc.tsv", 1), ("crossner.tsv", 1), ("silver-teacher.tsv", 1)];
/// Rows whose largest weight is smaller are left out of the file.
const SMALLEST: f32 = 1.5;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let without_silver = arguments.iter().any(|argument| argument == "--without-silver");
    let measured = arguments.iter().position(|argument| argument == "--measure").and_then(|at| arguments.get(at + 1));
    let [folder, out] =
        arguments.iter().filter(|argument| Some(*argument) != measured).filter(|argument| !argument.starts_with("--")).collect::<Vec<_>>()
            [..]
    else {
        eprintln!("usage: train_tagger FOLDER OUT [--without-silver]");
        return ExitCode::from(2);
    };
    let lists = Lists::embedded();
    let mut lessons = Lessons::default();
    for (corpus, times) in CORPORA.iter().filter(|(corpus, _)| !(without_silver && corpus.starts_with("silver"))) {
        let path = format!("{folder}/{corpus}");
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) => {
                eprintln!("cannot read {path}: {error}");
                return ExitCode::from(3);
            }
        };
        let before = lessons.len();
        lessons.add(&text, *times, &lists);
        eprintln!("{corpus}: {} stretches", lessons.len() - before);
    }
    let file = lessons.learn(SMALLEST, |right, all| eprintln!("an epoch: {right} of {all} stretches right"));
    eprintln!("{} bytes", file.len());
    match fs::write(out, &file) {
        Ok(()) => match measured.map(|texts| measure(texts, file)) {
            Some(Err(error)) => {
                eprintln!("cannot measure: {error}");
                ExitCode::from(3)
            }
            _ => ExitCode::SUCCESS,
        },
        Err(error) => {
            eprintln!("cannot write {out}: {error}");
            ExitCode::from(3)
        }
    }
}

/// Prints the names that the weights in `file` find in the texts of a folder.
fn measure(texts: &str, file: Vec<u8>) -> std::io::Result<()> {
    let weights = Weights::read(file.leak()).ok_or_else(|| std::io::Error::other("the weights cannot be read back"))?;
    let names = Names::with_weights(weights);
    let mut out = std::io::stdout().lock();
    for entry in fs::read_dir(texts)? {
        let path = entry?.path();
        if path.extension().is_some_and(|ending| ending == "txt") {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let (source, _) = import(&name, &fs::read(&path)?);
            let offsets = Offsets::new(&source.text);
            for found in names.recognise(&source) {
                let (start, end) = offsets.scalars(found.span);
                writeln!(out, r#"{{"source":{name:?},"start":{start},"end":{end},"kind":"{}"}}"#, found.kind.name())?;
            }
        }
    }
    Ok(())
}
