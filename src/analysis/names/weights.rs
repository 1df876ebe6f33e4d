//! The weights of the recogniser and their compact form.
//!
//! File: eight bytes of magic, the largest weight as `f32`, 121 transition weights as `f32`, a bitmap of the rows that
//! are kept, for each of these a mask of 16 bits that says which labels have a weight, then the weights: signed bytes
//! that hold the square root of the weight. Little-endian.

use super::features::ROW_BITS;

/// Labels: `O`, then beginning and inside of each kind.
pub const LABELS: usize = 11;
/// Rows of the table.
pub const ROWS: usize = 1 << ROW_BITS;
const MAGIC: &[u8; 8] = b"crtagr01";
const BITMAP: usize = ROWS / 8;

/// Scores of the labels of one token.
pub type Scores = [f32; LABELS];

/// Something that scores features.
pub trait Score {
    /// Adds the weights of a row to `scores`.
    fn add(&self, row: u32, scores: &mut Scores);
    /// The weight of label `to` behind label `from`.
    fn transition(&self, from: usize, to: usize) -> f32;
}

/// Weights in their compact form, read where they lie.
pub struct Weights {
    bitmap: &'static [u8],
    /// Kept rows before each group of 64 rows.
    ranks: Vec<u32>,
    masks: &'static [u8],
    values: &'static [u8],
    /// Where the weights of each kept row begin.
    starts: Vec<u32>,
    transitions: [[f32; LABELS]; LABELS],
    /// The weight that each byte stands for.
    decoded: [f32; 256],
}

static EMBEDDED: &[u8] = include_bytes!("../../../data/tagger/weights.bin");

impl Weights {
    /// The weights that ship with the program; none at all if the file is not what it should be, which a test holds.
    pub fn embedded() -> Weights {
        Weights::read(EMBEDDED).unwrap_or_else(Weights::none)
    }

    fn none() -> Weights {
        Weights {
            bitmap: &[],
            ranks: Vec::new(),
            masks: &[],
            values: &[],
            starts: Vec::new(),
            transitions: [[0.0; LABELS]; LABELS],
            decoded: [0.0; 256],
        }
    }

    /// Weights as [`Weights::encode`] wrote them; `None` if they are not.
    pub fn read(bytes: &'static [u8]) -> Option<Weights> {
        let rest = bytes.strip_prefix(MAGIC)?;
        let (largest, rest) = rest.split_first_chunk::<4>()?;
        let largest = f32::from_le_bytes(*largest);
        let (transition_bytes, rest) = rest.split_at_checked(LABELS * LABELS * 4)?;
        let (bitmap, rest) = rest.split_at_checked(BITMAP)?;
        let mut transitions = [[0.0; LABELS]; LABELS];
        for (slot, four) in transitions.as_flattened_mut().iter_mut().zip(transition_bytes.chunks_exact(4)) {
            *slot = f32::from_le_bytes([four[0], four[1], four[2], four[3]]);
        }
        let mut ranks = Vec::with_capacity(ROWS / 64);
        let mut kept = 0;
        for group in bitmap.chunks_exact(8) {
            ranks.push(kept);
            kept += group.iter().map(|byte| byte.count_ones()).sum::<u32>();
        }
        let (masks, values) = rest.split_at_checked(kept as usize * 2)?;
        let mut starts = Vec::with_capacity(kept as usize);
        let mut start = 0;
        for mask in masks.chunks_exact(2) {
            starts.push(start);
            start += u16::from_le_bytes([mask[0], mask[1]]).count_ones();
        }
        if start as usize != values.len() {
            return None;
        }
        let mut decoded = [0.0; 256];
        for (byte, slot) in decoded.iter_mut().enumerate() {
            let root = f32::from(byte as u8 as i8) / 127.0;
            *slot = root * root.abs() * largest;
        }
        Some(Weights { bitmap, ranks, masks, values, starts, transitions, decoded })
    }

    /// The compact form of `table` ([`ROWS`] rows of [`LABELS`] weights): rows whose largest weight is under
    /// `threshold` are left out.
    pub fn encode(table: &[[f32; LABELS]], transitions: &[[f32; LABELS]; LABELS], threshold: f32) -> Vec<u8> {
        let largest = table.as_flattened().iter().fold(1f32, |largest, weight| largest.max(weight.abs()));
        let mut bitmap = vec![0u8; BITMAP];
        let (mut masks, mut values) = (Vec::new(), Vec::new());
        for (row, weights) in table.iter().enumerate() {
            let bytes = weights.map(|weight| ((weight.abs() / largest).sqrt() * 127.0).round().copysign(weight) as i8);
            if weights.iter().all(|weight| weight.abs() < threshold) || bytes.iter().all(|byte| *byte == 0) {
                continue;
            }
            bitmap[row / 8] |= 1 << (row % 8);
            let mask = bytes.iter().enumerate().filter(|(_, byte)| **byte != 0).fold(0u16, |mask, (label, _)| mask | 1 << label);
            masks.extend(mask.to_le_bytes());
            values.extend(bytes.iter().filter(|byte| **byte != 0).map(|byte| *byte as u8));
        }
        let mut file = MAGIC.to_vec();
        file.extend(largest.to_le_bytes());
        transitions.as_flattened().iter().for_each(|weight| file.extend(weight.to_le_bytes()));
        file.extend(bitmap);
        file.extend(masks);
        file.extend(values);
        file
    }
}

impl Score for Weights {
    fn add(&self, row: u32, scores: &mut Scores) {
        let row = row as usize;
        let group = row / 64;
        let Some(bits) = self.bitmap.get(group * 8..group * 8 + 8) else { return };
        let bits = u64::from_le_bytes([bits[0], bits[1], bits[2], bits[3], bits[4], bits[5], bits[6], bits[7]]);
        let bit = row % 64;
        if bits >> bit & 1 == 0 {
            return;
        }
        let kept = (self.ranks[group] + (bits & ((1 << bit) - 1)).count_ones()) as usize;
        let mut mask = u16::from_le_bytes([self.masks[kept * 2], self.masks[kept * 2 + 1]]);
        let mut at = self.starts[kept] as usize;
        while mask != 0 {
            scores[mask.trailing_zeros() as usize] += self.decoded[usize::from(self.values[at])];
            mask &= mask - 1;
            at += 1;
        }
    }

    fn transition(&self, from: usize, to: usize) -> f32 {
        self.transitions[from][to]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_weights_are_whole() {
        assert!(Weights::read(EMBEDDED).is_some());
    }

    #[test]
    fn weights_go_there_and_back() {
        let mut table = vec![[0.0; LABELS]; ROWS];
        table[77][3] = -8.0;
        table[77][10] = 2.0;
        table[ROWS - 1][0] = 4.0;
        table[5][1] = 0.5;
        let file: &'static [u8] = Weights::encode(&table, &[[0.25; LABELS]; LABELS], 1.0).leak();
        let weights = Weights::read(file).expect("whole");
        for (row, expected) in [(77, table[77]), (ROWS - 1, table[ROWS - 1]), (5, [0.0; LABELS])] {
            let mut scores = [0.0; LABELS];
            weights.add(row as u32, &mut scores);
            assert!(scores.iter().zip(expected).all(|(a, b): (&f32, f32)| (a - b).abs() < 0.1), "{scores:?}");
        }
        assert_eq!(weights.transition(1, 2), 0.25);
    }
}
