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
use crossread::analysis::names::features::Document;
use crossread::analysis::names::lists::Lists;
use crossread::analysis::names::tagging::begins;
use crossread::analysis::names::tagging::decode;
use crossread::analysis::names::tagging::inside;
use crossread::analysis::names::tagging::open_stretches;
use crossread::analysis::names::tokens::Sentence;
use crossread::analysis::names::weights::LABELS;
use crossread::analysis::names::weights::ROWS;
use crossread::analysis::names::weights::Score;
use crossread::analysis::names::weights::Scores;
use crossread::analysis::names::weights::Weights;
use crossread::import::import;
use crossread::text::Span;
use crossread::text::offsets::Offsets;

/// Corpora and how often each is gone through.
const CORPORA: [(&str, usize); 6] =
    [("wikigold.tsv", 3), ("ewt.tsv", 2), ("gum.tsv", 2), ("btc.tsv", 1), ("crossner.tsv", 1), ("silver-gmb.tsv", 1)];
/// Times that all is gone through.
const EPOCHS: usize = 5;
/// Rows whose largest weight is smaller are left out of the file.
const SMALLEST: f32 = 1.5;
const TAGS: [&str; 5] = ["PER", "ORG", "LOC", "NORP", "MISC"];

/// A stretch to be labelled: the rows of each token, and the right labels.
struct Example {
    rows: Vec<Vec<u32>>,
    labels: Vec<u8>,
}

/// Weights while they are learnt, with what averaging needs.
struct Learner {
    weights: Vec<[f32; LABELS]>,
    sums: Vec<[f32; LABELS]>,
    transitions: [[f32; LABELS]; LABELS],
    transition_sums: [[f32; LABELS]; LABELS],
    step: f32,
}

impl Score for Learner {
    fn add(&self, row: u32, scores: &mut Scores) {
        scores.iter_mut().zip(&self.weights[row as usize]).for_each(|(score, weight)| *score += weight);
    }

    fn transition(&self, from: usize, to: usize) -> f32 {
        self.transitions[from][to]
    }
}

impl Learner {
    fn learn(&mut self, example: &Example) -> bool {
        let found = decode(0..example.rows.len(), self, |token, scores| example.rows[token].iter().for_each(|row| self.add(*row, scores)));
        self.step += 1.0;
        if found == example.labels {
            return true;
        }
        for (token, rows) in example.rows.iter().enumerate() {
            let (right, wrong) = (usize::from(example.labels[token]), usize::from(found[token]));
            if right != wrong {
                for &row in rows {
                    self.move_weight(row as usize, right, 1.0);
                    self.move_weight(row as usize, wrong, -1.0);
                }
            }
        }
        self.move_transitions(&example.labels, 1.0);
        self.move_transitions(&found, -1.0);
        false
    }

    fn move_weight(&mut self, row: usize, label: usize, by: f32) {
        self.weights[row][label] += by;
        self.sums[row][label] += by * self.step;
    }

    fn move_transitions(&mut self, labels: &[u8], by: f32) {
        let ends = std::iter::once(0).chain(labels.iter().copied());
        for (from, to) in ends.zip(labels.iter().copied().chain([0])) {
            self.transitions[usize::from(from)][usize::from(to)] += by;
            self.transition_sums[usize::from(from)][usize::from(to)] += by * self.step;
        }
    }

    /// The mean of the weights over all steps.
    fn average(mut self) -> (Vec<[f32; LABELS]>, [[f32; LABELS]; LABELS]) {
        let step = self.step + 1.0;
        let mean = |weight: &mut f32, sum: &f32| *weight -= sum / step;
        self.weights.as_flattened_mut().iter_mut().zip(self.sums.as_flattened()).for_each(|(weight, sum)| mean(weight, sum));
        self.transitions.as_flattened_mut().iter_mut().zip(self.transition_sums.as_flattened()).for_each(|(weight, sum)| mean(weight, sum));
        (self.weights, self.transitions)
    }
}

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
    let mut examples = Vec::new();
    let mut order: Vec<usize> = Vec::new();
    for (corpus, times) in CORPORA.iter().filter(|(corpus, _)| !(without_silver && corpus.starts_with("silver"))) {
        let path = format!("{folder}/{corpus}");
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) => {
                eprintln!("cannot read {path}: {error}");
                return ExitCode::from(3);
            }
        };
        let first = examples.len();
        for document in text.split("\n#DOC\n") {
            add_document(document, &lists, &mut examples);
        }
        (0..*times).for_each(|_| order.extend(first..examples.len()));
        eprintln!("{corpus}: {} stretches", examples.len() - first);
    }
    let mut learner = Learner {
        weights: vec![[0.0; LABELS]; ROWS],
        sums: vec![[0.0; LABELS]; ROWS],
        transitions: [[0.0; LABELS]; LABELS],
        transition_sums: [[0.0; LABELS]; LABELS],
        step: 0.0,
    };
    let mut random = 0x2545_f491_4f6c_dd1d_u64;
    for epoch in 0..EPOCHS {
        shuffle(&mut order, &mut random);
        let right = order.iter().filter(|&&index| learner.learn(&examples[index])).count();
        eprintln!("epoch {}: {right} of {} stretches right", epoch + 1, order.len());
    }
    let (weights, transitions) = learner.average();
    let file = Weights::encode(&weights, &transitions, SMALLEST);
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

/// Rebuilds the text of a document, cuts it into the program's own tokens, and adds its stretches.
fn add_document(lines: &str, lists: &Lists, examples: &mut Vec<Example>) {
    let mut text = String::new();
    let mut spans: Vec<Span> = Vec::new();
    let mut gold: Vec<(Span, u8)> = Vec::new();
    for sentence in lines.split("\n\n") {
        let start = text.len();
        for line in sentence.lines() {
            let mut fields = line.split('\t');
            let (Some(token), Some(tag)) = (fields.next(), fields.next()) else { continue };
            if text.len() > start && fields.next() != Some("~") {
                text.push(' ');
            }
            let at = text.len();
            text.push_str(token);
            if let Some(label) = label(tag) {
                gold.push((Span::new(at, text.len()), label));
            }
        }
        if text.len() > start {
            spans.push(Span::new(start, text.len()));
            text.push('\n');
        }
    }
    let sentences: Vec<Sentence> = spans.iter().map(|span| Sentence::new(&text, *span)).collect();
    let document = Document::new(&text, &sentences, lists);
    for (number, sentence) in sentences.iter().enumerate() {
        for stretch in open_stretches(&text, sentence) {
            let mut example = Example { rows: Vec::new(), labels: Vec::new() };
            let mut before = 0;
            for token in stretch {
                let mut rows = Vec::new();
                document.rows(number, token, &mut rows);
                example.rows.push(rows);
                let mut label = label_of(sentence.tokens[token].span, &gold);
                // Inside a name whose beginning is not here: it begins here.
                if label > 0 && label.is_multiple_of(2) && before != label && before != label - 1 {
                    label -= 1;
                }
                example.labels.push(label);
                before = label;
            }
            examples.push(example);
        }
    }
}

/// The label of the labelled token in which a token begins; inside it unless it begins there too.
fn label_of(token: Span, gold: &[(Span, u8)]) -> u8 {
    let at = gold.partition_point(|(span, _)| span.end() <= token.start());
    match gold.get(at) {
        Some((span, label)) if span.contains(token.start()) => {
            let begins_there = span.start() == token.start();
            if begins_there || label.is_multiple_of(2) { *label } else { label + 1 }
        }
        _ => 0,
    }
}

fn label(tag: &str) -> Option<u8> {
    let (place, kind) = tag.split_once('-')?;
    let kind = TAGS.iter().position(|known| *known == kind)?;
    Some(if place == "B" { begins(kind) } else { inside(kind) })
}

/// Fisher and Yates, with a xorshift generator.
fn shuffle(order: &mut [usize], random: &mut u64) {
    for last in (1..order.len()).rev() {
        *random ^= *random << 13;
        *random ^= *random >> 7;
        *random ^= *random << 17;
        order.swap(last, (*random % (last as u64 + 1)) as usize);
    }
}
