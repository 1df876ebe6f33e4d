//! The hash that features and lists are kept under. It is part of the format of the weights: a change needs a new
//! training.

/// Multiplier of the hash that rustc uses (`FxHash`).
const MULTIPLIER: u64 = 0x51_7c_c1_b7_27_22_0a_95;

/// Hash of a text.
pub(super) fn text(text: &str) -> u64 {
    text.bytes().fold(0x9e37_79b9, |hash, byte| mix(hash, u64::from(byte)))
}

/// Hash of a hash and a further value.
pub(super) fn mix(hash: u64, value: u64) -> u64 {
    (hash.rotate_left(5) ^ value).wrapping_mul(MULTIPLIER)
}

/// The upper bits of a hash, which are mixed best.
pub(super) fn finish(hash: u64, bits: u32) -> u32 {
    ((hash ^ hash >> 29).wrapping_mul(MULTIPLIER) >> (64 - bits)) as u32
}
