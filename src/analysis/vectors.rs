//! Static vectors of word pieces: how near two passages, or two words, are in meaning.
//!
//! The table is embedded in the program and read where it lies (`data/vectors/README.md` says where it comes from).
//! The vector of a passage is the sum of the rows of its pieces, scaled to length 1; the dot product of two says how
//! related they are. Pieces are those of BERT's uncased tokeniser: lower case, accents stripped, words cut greedily
//! into the longest known pieces.

use std::collections::HashMap;

use serde::Deserialize;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::analysis::gazetteer::List;

/// Length of a vector.
pub const DIMENSIONS: usize = 256;
/// Longest piece, in bytes, that is looked up.
const LONGEST_PIECE: usize = 40;
/// Longest word, in characters, that is cut into pieces.
const LONGEST_WORD: usize = 100;

static TABLE: &[u8] = include_bytes!("../../data/vectors/model.safetensors");
static PIECES: List = List::new(include_str!("../../data/vectors/pieces.tsv"));

/// A vector of length 1, or of zeros where nothing is known.
pub type Vector = [f32; DIMENSIONS];

/// The table of vectors.
pub struct Vectors {
    /// Two values of four bits a byte: dimensions j and j + 128.
    rows: &'static [u8],
    /// Factor of each row, in half precision.
    scales: &'static [u8],
    /// Rows of the words seen so far.
    known: HashMap<String, Box<[u32]>>,
}

#[derive(Deserialize)]
struct Header {
    embeddings: Tensor,
    scales: Tensor,
}

#[derive(Deserialize)]
struct Tensor {
    data_offsets: [usize; 2],
}

impl Default for Vectors {
    fn default() -> Vectors {
        Vectors::new()
    }
}

impl Vectors {
    /// The embedded table.
    pub fn new() -> Vectors {
        let (rows, scales) = tensors(TABLE).unwrap_or((&[], &[]));
        Vectors { rows, scales, known: HashMap::new() }
    }

    /// The vector of `text`, of length 1.
    pub fn embed(&mut self, text: &str) -> Vector {
        let mut sum = [0f32; DIMENSIONS];
        let mut word = String::new();
        for character in text.chars() {
            if character.is_alphanumeric() || is_combining_mark(character) {
                word.push(character);
                continue;
            }
            self.add(&word, &mut sum);
            word.clear();
            if is_punctuation(character) {
                self.add(character.encode_utf8(&mut [0; 4]), &mut sum);
            }
        }
        self.add(&word, &mut sum);
        normalise(&mut sum);
        sum
    }

    fn add(&mut self, word: &str, sum: &mut Vector) {
        if word.is_empty() {
            return;
        }
        if !self.known.contains_key(word) {
            self.known.insert(word.to_owned(), pieces(word).into());
        }
        for &row in &self.known[word] {
            let row = row as usize;
            let (Some(bytes), Some(&[low, high])) =
                (self.rows.get(row * DIMENSIONS / 2..(row + 1) * DIMENSIONS / 2), self.scales.get(row * 2..row * 2 + 2))
            else {
                continue;
            };
            let scale = half(u16::from_le_bytes([low, high]));
            let (first, second) = sum.split_at_mut(DIMENSIONS / 2);
            for ((a, b), &packed) in first.iter_mut().zip(second).zip(bytes) {
                *a += scale * (f32::from(packed & 15) - 8.0);
                *b += scale * (f32::from(packed >> 4) - 8.0);
            }
        }
    }
}

/// The cosine of two vectors of length 1.
pub fn cosine(a: &Vector, b: &Vector) -> f32 {
    let mut sums = [0f32; 8];
    for (a, b) in a.chunks_exact(8).zip(b.chunks_exact(8)) {
        for lane in 0..8 {
            sums[lane] += a[lane] * b[lane];
        }
    }
    sums.iter().sum()
}

/// Scales `vector` to length 1; zeros stay.
pub fn normalise(vector: &mut Vector) {
    let length = cosine(vector, vector).sqrt();
    if length > 0.0 {
        vector.iter_mut().for_each(|value| *value /= length);
    }
}

/// Rows of the longest known pieces of a word; none if some rest is not known.
fn pieces(word: &str) -> Vec<u32> {
    let plain: String = word.chars().flat_map(char::to_lowercase).nfd().filter(|c| !is_combining_mark(*c)).collect();
    let mut found = Vec::new();
    if plain.chars().count() > LONGEST_WORD {
        return found;
    }
    let mut from = 0;
    let mut continued = String::new();
    while from < plain.len() {
        let mut to = plain.len().min(from + LONGEST_PIECE);
        loop {
            while !plain.is_char_boundary(to) {
                to -= 1;
            }
            if to <= from {
                return Vec::new();
            }
            let piece = if from == 0 {
                &plain[..to]
            } else {
                continued.clear();
                continued.push_str("##");
                continued.push_str(&plain[from..to]);
                continued.as_str()
            };
            if let Some(row) = PIECES.class(piece).and_then(|row| row.parse().ok()) {
                found.push(row);
                from = to;
                break;
            }
            to -= 1;
        }
    }
    found
}

fn is_punctuation(character: char) -> bool {
    character.is_ascii_punctuation()
        || matches!(character, '\u{a1}' | '\u{a7}' | '\u{ab}' | '\u{b6}' | '\u{b7}' | '\u{bb}' | '\u{bf}' | '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205e}' | '\u{3001}'..='\u{3003}')
}

/// Reads the two tensors of the safetensors file: a length, a header in JSON, then the bytes.
fn tensors(file: &'static [u8]) -> Option<(&'static [u8], &'static [u8])> {
    let length = u64::from_le_bytes(*file.first_chunk::<8>()?) as usize;
    let header: Header = serde_json::from_slice(file.get(8..8 + length)?).ok()?;
    let body = file.get(8 + length..)?;
    let part = |tensor: &Tensor| body.get(tensor.data_offsets[0]..tensor.data_offsets[1]);
    Some((part(&header.embeddings)?, part(&header.scales)?))
}

/// A number in half precision (IEEE 754 binary16).
fn half(bits: u16) -> f32 {
    let sign = if bits >> 15 == 1 { -1.0 } else { 1.0 };
    let (exponent, fraction) = (i32::from(bits >> 10 & 31), f32::from(bits & 1023));
    if exponent == 0 { sign * fraction / 16_777_216.0 } else { sign * (1.0 + fraction / 1024.0) * 2f32.powi(exponent - 15) }
}

#[cfg(test)]
mod tests {
    use super::Vectors;
    use super::cosine;

    #[test]
    fn vectors_are_those_that_the_table_was_published_with() {
        let mut vectors = Vectors::new();
        let first = vectors.embed("The Kremlin's spokesman denied the report on Tuesday.");
        for (value, expected) in first.iter().zip([0.155_708, -0.017_004, 0.003_577, 0.086_098]) {
            assert!((value - expected).abs() < 1e-4, "{value} {expected}");
        }
        let second = vectors.embed("Dozens were arrested in Zürich after the protest.");
        let third = vectors.embed("Police detained dozens of protesters in Zurich.");
        assert!((cosine(&first, &second) - 0.2954).abs() < 1e-3);
        assert!((cosine(&second, &third) - 0.8171).abs() < 1e-3);
    }

    #[test]
    fn what_has_no_word_is_zero() {
        assert_eq!(Vectors::new().embed(" \u{fffd} ").iter().sum::<f32>(), 0.0);
    }
}
