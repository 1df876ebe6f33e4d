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
    /// Adds the weights of all `rows` to `scores`.
    fn add(&self, rows: &[u32], scores: &mut Scores);
    /// The weight of each label (inner) behind each label (outer).
    fn transitions(&self) -> &[Scores; LABELS];
}

/// Weights in their compact form, the single weights read where they lie.
pub struct Weights {
    groups: Vec<Group>,
    /// Of each kept row where its weights begin, and in the lowest [`LABELS`] bits the mask of its labels.
    kept: Vec<u32>,
    values: &'static [u8],
    transitions: [Scores; LABELS],
    /// The weight that each byte stands for.
    decoded: [f32; 256],
}

/// 64 rows of the table.
#[derive(Clone, Copy)]
struct Group {
    /// Which of them are kept.
    bits: u64,
    /// Kept rows before them.
    rank: u32,
}

/// Rows that are looked up together.
const AT_ONCE: usize = 128;

static EMBEDDED: &[u8] = include_bytes!("../../../data/tagger/weights.bin");

impl Weights {
    /// The weights that ship with the program; none at all if the file is not what it should be, which a test holds.
    pub fn embedded() -> Weights {
        Weights::read(EMBEDDED).unwrap_or_else(Weights::none)
    }

    fn none() -> Weights {
        let groups = vec![Group { bits: 0, rank: 0 }; ROWS / 64];
        Weights { groups, kept: Vec::new(), values: &[], transitions: [[0.0; LABELS]; LABELS], decoded: [0.0; 256] }
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
        let mut rank = 0;
        let (eight_bytes, _) = bitmap.as_chunks::<8>();
        let groups = eight_bytes.iter().map(|bytes| {
            let group = Group { bits: u64::from_le_bytes(*bytes), rank };
            rank += group.bits.count_ones();
            group
        });
        let groups: Vec<Group> = groups.collect();
        let (masks, values) = rest.split_at_checked(rank as usize * 2)?;
        let mut start = 0;
        let (two_bytes, _) = masks.as_chunks::<2>();
        let kept = two_bytes.iter().map(|bytes| {
            let mask = u32::from(u16::from_le_bytes(*bytes));
            let row = start << LABELS | mask;
            start += mask.count_ones();
            row
        });
        let kept: Vec<u32> = kept.collect();
        let is_whole = start as usize == values.len() && values.len() < 1 << (32 - LABELS);
        let is_masked = masks.iter().skip(1).step_by(2).all(|upper| *upper < 1 << (LABELS - 8));
        if !is_whole || !is_masked {
            return None;
        }
        let mut decoded = [0.0; 256];
        for (byte, slot) in decoded.iter_mut().enumerate() {
            let root = f32::from(byte as u8 as i8) / 127.0;
            *slot = root * root.abs() * largest;
        }
        Some(Weights { groups, kept, values, transitions, decoded })
    }

    /// The compact form of `table` ([`ROWS`] rows of [`LABELS`] weights): rows whose largest weight is under
    /// `threshold` are left out.
    pub fn encode(table: &[[f32; LABELS]], transitions: &[Scores; LABELS], threshold: f32) -> Vec<u8> {
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
    fn add(&self, rows: &[u32], scores: &mut Scores) {
        // Nearly every lookup waits for memory. So all rows are looked up before any weight is read, without a branch, and
        // the waiting overlaps.
        let mut found = [0u32; AT_ONCE];
        for rows in rows.chunks(AT_ONCE) {
            let mut count = 0;
            for row in rows {
                let group = self.groups[*row as usize / 64];
                let bit = row % 64;
                found[count % AT_ONCE] = group.rank + (group.bits & ((1 << bit) - 1)).count_ones();
                count += (group.bits >> bit & 1) as usize;
            }
            let found = &mut found[..count];
            found.iter_mut().for_each(|row| *row = self.kept[*row as usize]);
            let firsts = found.iter().map(|row| self.values.get((row >> LABELS) as usize).copied().unwrap_or(0));
            std::hint::black_box(firsts.fold(0, |all, first| all ^ first));
            for row in found.iter() {
                let (mut at, mut mask) = ((row >> LABELS) as usize, row & ((1 << LABELS) - 1));
                while mask != 0 {
                    scores[mask.trailing_zeros() as usize] += self.decoded[usize::from(self.values[at])];
                    mask &= mask - 1;
                    at += 1;
                }
            }
        }
    }

    fn transitions(&self) -> &[Scores; LABELS] {
        &self.transitions
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
            weights.add(&[row as u32, 6], &mut scores);
            assert!(scores.iter().zip(expected).all(|(a, b): (&f32, f32)| (a - b).abs() < 0.1), "{scores:?}");
        }
        assert_eq!(weights.transitions()[1][2], 0.25);
    }
}
