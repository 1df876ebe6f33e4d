//! Learns the weights of the recogniser: the mean of averaged structured perceptrons (Collins, 2002) that saw the same
//! examples in other orders, which takes much of the luck out of one order.
//!
//! Only `examples/train_tagger.rs` uses it. The orders come from generators with fixed seeds, so that the same corpora
//! give the same bytes.

use super::features::Document;
use super::lists::Lists;
use super::tagging::begins;
use super::tagging::decode;
use super::tagging::inside;
use super::tokens::Sentence;
use super::weights::LABELS;
use super::weights::ROWS;
use super::weights::Score;
use super::weights::Scores;
use super::weights::Weights;
use crate::text::Span;

/// Times that each perceptron goes through all.
const EPOCHS: usize = 3;
/// A seed for each perceptron.
const SEEDS: [u64; 5] = [0x2545_f491_4f6c_dd1d, 0x9e37_79b9_7f4a_7c15, 0xbf58_476d_1ce4_e5b9, 0x94d0_49bb_1331_11eb, 0xd6e8_feb8_6659_fd93];
const TAGS: [&str; 5] = ["PER", "ORG", "LOC", "NORP", "MISC"];

/// A stretch to be labelled: the rows of each token, and the right labels.
struct Example {
    rows: Vec<Vec<u32>>,
    labels: Vec<u8>,
}

/// Labelled stretches to learn from.
#[derive(Default)]
pub struct Lessons {
    examples: Vec<Example>,
    /// Which examples are gone through in an epoch, some of them more than once.
    order: Vec<usize>,
}

impl Lessons {
    /// Adds a corpus, gone through `times` times an epoch: a token and its tag a line, parted by a tab, a third column `~`
    /// where no blank stands before the token, a blank line behind a sentence, `#DOC` behind a document.
    pub fn add(&mut self, corpus: &str, times: usize, lists: &Lists) {
        let first = self.examples.len();
        for document in corpus.split("\n#DOC\n") {
            add_document(document, lists, &mut self.examples);
        }
        (0..times).for_each(|_| self.order.extend(first..self.examples.len()));
    }

    /// How many stretches there are.
    pub fn len(&self) -> usize {
        self.examples.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.examples.is_empty()
    }

    /// Learns, and gives the file of weights without rows whose largest weight is under `smallest`; `report` is told after
    /// each epoch how many stretches were right, of how many.
    pub fn learn(self, smallest: f32, mut report: impl FnMut(usize, usize)) -> Vec<u8> {
        let mut mean = Learner::new();
        for seed in SEEDS {
            let (mut learner, mut random, mut order) = (Learner::new(), seed, self.order.clone());
            for _ in 0..EPOCHS {
                shuffle(&mut order, &mut random);
                let right = order.iter().filter(|&&index| learner.learn(&self.examples[index])).count();
                report(right, order.len());
            }
            mean.add_share_of(learner.average());
        }
        Weights::encode(&mean.weights, &mean.transitions, smallest)
    }
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
    fn add(&self, rows: &[u32], scores: &mut Scores) {
        for row in rows {
            scores.iter_mut().zip(&self.weights[*row as usize]).for_each(|(score, weight)| *score += weight);
        }
    }

    fn transitions(&self) -> &[Scores; LABELS] {
        &self.transitions
    }
}

impl Learner {
    fn new() -> Learner {
        Learner {
            weights: vec![[0.0; LABELS]; ROWS],
            sums: vec![[0.0; LABELS]; ROWS],
            transitions: [[0.0; LABELS]; LABELS],
            transition_sums: [[0.0; LABELS]; LABELS],
            step: 0.0,
        }
    }

    /// Adds the share that one perceptron has in the mean of all.
    fn add_share_of(&mut self, (weights, transitions): (Vec<[f32; LABELS]>, [[f32; LABELS]; LABELS])) {
        let add = |sum: &mut f32, weight: &f32| *sum += weight / SEEDS.len() as f32;
        self.weights.as_flattened_mut().iter_mut().zip(weights.as_flattened()).for_each(|(sum, weight)| add(sum, weight));
        self.transitions.as_flattened_mut().iter_mut().zip(transitions.as_flattened()).for_each(|(sum, weight)| add(sum, weight));
    }

    fn learn(&mut self, example: &Example) -> bool {
        let found = decode(0..example.rows.len(), self, |token, scores| self.add(&example.rows[token], scores));
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
        for stretch in sentence.open_stretches(&text) {
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

#[cfg(test)]
mod tests {
    use super::Lessons;
    use crate::analysis::lexicon::EntityKind;
    use crate::analysis::names::Names;
    use crate::analysis::names::lists::Lists;
    use crate::analysis::names::weights::Weights;
    use crate::text::Span;

    fn learnt() -> Vec<u8> {
        let mut corpus = String::new();
        for (person, town) in [("Zorim", "Quelt"), ("Vastin", "Brunz"), ("Ulmak", "Drisk"), ("Pogrel", "Hintz")] {
            for line in [
                format!("{person}\tB-PER\nsleeps\tO\nin\tO\n{town}\tB-LOC\n.\tO\t~\n\n"),
                format!("In\tO\n{town}\tB-LOC\n{person}\tB-PER\nsleeps\tO\n\n"),
            ] {
                corpus.push_str(&line);
            }
        }
        let mut lessons = Lessons::default();
        lessons.add(&corpus, 4, &Lists::embedded());
        lessons.learn(0.1, |_, _| {})
    }

    #[test]
    fn the_same_lessons_give_the_same_bytes_and_are_learnt() {
        let file = learnt();
        assert!(file == learnt());
        let names = Names::with_weights(Weights::read(file.leak()).expect("weights"));
        let text = "Tarnok sleeps in Wolmer";
        let found = names.names(text, &[Span::new(0, text.len())]);
        let found: Vec<_> = found.iter().map(|name| (name.span.of(text), name.kind)).collect();
        assert_eq!(found, [("Tarnok", EntityKind::Person), ("Wolmer", EntityKind::Place)]);
    }
}
