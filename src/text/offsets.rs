//! Bytes to Unicode scalar values and back: the one place where the two meet.
//!
//! Inside the program places are bytes; all that is printed or stored counts Unicode scalar values, as in the
//! TextPositionSelector of the W3C Web Annotation Data Model.

use crate::text::Span;

/// Bytes between two marks of the table.
const STRIDE: usize = 1024;

/// The last border between two characters of `text` at or before the byte at `at`.
pub fn character_border(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// A table that converts offsets of one text in constant time.
pub struct Offsets<'a> {
    text: &'a str,
    /// Scalar values before byte `STRIDE * i`; a mark inside a character counts that character as begun.
    marks: Vec<u32>,
}

impl<'a> Offsets<'a> {
    /// Counts through `text` once.
    pub fn new(text: &'a str) -> Offsets<'a> {
        let mut marks = Vec::with_capacity(text.len() / STRIDE + 1);
        let mut count = 0u32;
        for chunk in text.as_bytes().chunks(STRIDE) {
            marks.push(count);
            count += starts(chunk);
        }
        if marks.is_empty() {
            marks.push(0);
        }
        Offsets { text, marks }
    }

    /// Scalar values before the byte at `byte`; past the end counts as the end.
    pub fn scalar(&self, byte: usize) -> usize {
        let byte = byte.min(self.text.len());
        let mark = (byte / STRIDE).min(self.marks.len() - 1);
        let rest = &self.text.as_bytes()[mark * STRIDE..byte];
        self.marks[mark] as usize + starts(rest) as usize
    }

    /// Start and end of `span` in scalar values.
    pub fn scalars(&self, span: Span) -> (usize, usize) {
        (self.scalar(span.start()), self.scalar(span.end()))
    }

    /// The byte at which scalar value number `scalar` begins; past the end counts as the end.
    pub fn byte(&self, scalar: usize) -> usize {
        let mark = self.marks.partition_point(|&count| count as usize <= scalar).saturating_sub(1);
        let mut missing = scalar - (self.marks[mark] as usize).min(scalar);
        let bytes = self.text.as_bytes();
        for (offset, &byte) in bytes.iter().enumerate().skip(mark * STRIDE) {
            if is_start(byte) {
                if missing == 0 {
                    return offset;
                }
                missing -= 1;
            }
        }
        bytes.len()
    }
}

fn is_start(byte: u8) -> bool {
    byte & 0xC0 != 0x80
}

fn starts(bytes: &[u8]) -> u32 {
    bytes.iter().filter(|&&byte| is_start(byte)).count() as u32
}

#[cfg(test)]
mod tests {
    use super::Offsets;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_border_goes_there_and_back(text in "(?s)[a-z\u{e9}\u{20ac}\u{1f600} \n]{0,3000}") {
            let offsets = Offsets::new(&text);
            for (scalar, (byte, _)) in text.char_indices().enumerate() {
                prop_assert_eq!(offsets.scalar(byte), scalar);
                prop_assert_eq!(offsets.byte(scalar), byte);
            }
            prop_assert_eq!(offsets.scalar(text.len()), text.chars().count());
            prop_assert_eq!(offsets.byte(text.chars().count()), text.len());
        }
    }

    #[test]
    fn past_the_end_counts_as_the_end() {
        let offsets = Offsets::new("\u{e9}");
        assert_eq!((offsets.scalar(99), offsets.byte(99)), (1, 2));
        assert_eq!(Offsets::new("").byte(3), 0);
    }
}
