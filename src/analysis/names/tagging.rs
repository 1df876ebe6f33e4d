//! From features to labels: the best sequence of labels for each stretch of a sentence that may hold a name.

use super::Name;
use super::features::Document;
use super::lists::Lists;
use super::tokens::Sentence;
use super::weights::LABELS;
use super::weights::Score;
use super::weights::Scores;
use crate::analysis::lexicon::EntityKind;
use crate::text::Span;

/// Kinds in the order of their labels.
pub const KINDS: [EntityKind; 5] = [EntityKind::Person, EntityKind::Organisation, EntityKind::Place, EntityKind::Norp, EntityKind::Other];
/// The label of what is no name.
pub const NO_NAME: u8 = 0;
/// Taken from the score that a person begins: the training data name more persons than news does (docs/quality.md).
const PERSONS_IN_TRAINING: f32 = 15.0;

/// The label that begins a name of kind number `kind`.
pub fn begins(kind: usize) -> u8 {
    1 + 2 * kind as u8
}

/// The label inside a name of kind number `kind`.
pub fn inside(kind: usize) -> u8 {
    2 + 2 * kind as u8
}

/// Nothing for label `to` (inner) that may stand behind label `from` (outer), and no score at all for one that may not.
const MAY_FOLLOW: [Scores; LABELS] = {
    let mut table = [[0.0; LABELS]; LABELS];
    let mut pair = 0;
    while pair < LABELS * LABELS {
        let (from, to) = (pair / LABELS, pair % LABELS);
        if to > 0 && to.is_multiple_of(2) && from != to && from + 1 != to {
            table[from][to] = f32::NEG_INFINITY;
        }
        pair += 1;
    }
    table
};

/// The best labels of the tokens `stretch` of sentence `number`. `rows` gives the rows of a token's features.
pub fn decode(stretch: std::ops::Range<usize>, scorer: &impl Score, mut rows: impl FnMut(usize, &mut Scores)) -> Vec<u8> {
    let n = stretch.len();
    let transitions = scorer.transitions();
    let mut back = vec![[0u8; LABELS]; n];
    let mut best: Scores = [f32::NEG_INFINITY; LABELS];
    best[0] = 0.0;
    for (position, token) in stretch.enumerate() {
        let mut scores: Scores = [0.0; LABELS];
        rows(token, &mut scores);
        let mut next: Scores = [f32::NEG_INFINITY; LABELS];
        for (from, before) in best.iter().enumerate() {
            for to in 0..LABELS {
                let score = before + transitions[from][to] + scores[to] + MAY_FOLLOW[from][to];
                let is_better = score > next[to];
                next[to] = if is_better { score } else { next[to] };
                back[position][to] = if is_better { from as u8 } else { back[position][to] };
            }
        }
        best = next;
    }
    // What follows the stretch is no name.
    let ended = |label: usize| best[label] + transitions[label][0];
    let last = (0..LABELS).max_by(|&a, &b| ended(a).total_cmp(&ended(b))).unwrap_or(0);
    let mut labels = vec![0u8; n];
    let mut label = last as u8;
    for position in (0..n).rev() {
        labels[position] = label;
        label = back[position][usize::from(label)];
    }
    labels
}

/// Names of a document as the labels alone tell them.
pub(super) fn tag(text: &str, sentences: &[Sentence], lists: &Lists, scorer: &impl Score) -> Vec<Name> {
    let document = Document::new(text, sentences, lists);
    let mut names = Vec::new();
    let mut features = Vec::new();
    for (number, sentence) in sentences.iter().enumerate() {
        for stretch in sentence.open_stretches(text) {
            let first = stretch.start;
            let labels = decode(stretch, scorer, |token, scores| {
                document.rows(number, token, &mut features);
                scorer.add(&features, scores);
                scores[usize::from(begins(0))] -= PERSONS_IN_TRAINING;
            });
            names.extend(spans(&labels).into_iter().map(|(range, kind)| {
                let start = sentence.tokens[first + range.start].span.start();
                let end = sentence.tokens[first + range.end - 1].span.end();
                Name { span: Span::new(start, end), kind: KINDS[kind] }
            }));
        }
    }
    names
}

/// Ranges of labels that form a name, with the number of its kind.
pub fn spans(labels: &[u8]) -> Vec<(std::ops::Range<usize>, usize)> {
    let mut found: Vec<(std::ops::Range<usize>, usize)> = Vec::new();
    for (index, &label) in labels.iter().enumerate() {
        if label == NO_NAME {
            continue;
        }
        let kind = usize::from(label - 1) / 2;
        match found.last_mut() {
            Some((range, open)) if label == inside(kind) && *open == kind && range.end == index => range.end += 1,
            _ => found.push((index..index + 1, kind)),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_become_names() {
        let labels = [begins(0), inside(0), NO_NAME, begins(2), begins(2), inside(2)];
        assert_eq!(spans(&labels), [(0..2, 0), (3..4, 2), (4..6, 2)]);
    }

    #[test]
    fn small_words_between_capitals_stay_open() {
        let text = "then Bashar al-Assad of Syria, in May or the Bank of the West";
        let sentence = Sentence::new(text, Span::new(0, text.len()));
        let found: Vec<&str> = sentence
            .open_stretches(text)
            .into_iter()
            .map(|range| &text[sentence.tokens[range.start].span.start()..sentence.tokens[range.end - 1].span.end()])
            .collect();
        assert_eq!(found, ["Bashar al-Assad of Syria", "May or the Bank of the West"]);
    }
}
