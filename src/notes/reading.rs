//! What has been read, passage by passage, as lines of JSON that can be joined from any number of machines.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use serde::Deserialize;
use serde::Serialize;

/// The passages of one source that have been read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadPassages {
    /// Name of the source relative to the dossier.
    pub source: String,
    /// Fingerprints of their texts, so that they are known again wherever an edit moved them.
    pub read: Vec<String>,
    /// Seconds spent on it, on all machines as far as this one knew. Of several the greatest counts.
    #[serde(default)]
    pub seconds: u64,
}

/// A fingerprint of a passage's text: FNV-1a of 64 bits over its words, in hexadecimal digits.
pub fn fingerprint(text: &str) -> String {
    let words = text.split_whitespace();
    let hash = words
        .flat_map(|word| word.bytes().chain([b' ']))
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    format!("{hash:016x}")
}

/// The line of one source.
pub fn line(read: &ReadPassages) -> String {
    // A struct of strings always has a form in JSON.
    let mut line = serde_json::to_string(read).unwrap_or_default();
    line.push('\n');
    line
}

/// Reads lines; the last line of a source tells what of it has been read. Gives those that can't be read back.
pub fn parse(lines: &str) -> (Vec<ReadPassages>, Vec<String>) {
    let mut by_source: BTreeMap<String, ReadPassages> = BTreeMap::new();
    let mut unread = Vec::new();
    for line in lines.lines().filter(|line| !line.trim().is_empty()) {
        match serde_json::from_str::<ReadPassages>(line) {
            Ok(read) => {
                by_source.insert(read.source.clone(), read);
            }
            Err(_) => unread.push(line.to_owned()),
        }
    }
    (by_source.into_values().collect(), unread)
}

/// What was read on any of several machines.
pub fn joined(machines: impl IntoIterator<Item = Vec<ReadPassages>>) -> Vec<ReadPassages> {
    let mut by_source: BTreeMap<String, (BTreeSet<String>, u64)> = BTreeMap::new();
    for read in machines.into_iter().flatten() {
        let (known, seconds) = by_source.entry(read.source).or_default();
        known.extend(read.read);
        *seconds = read.seconds.max(*seconds);
    }
    let joined = by_source.into_iter();
    joined.map(|(source, (read, seconds))| ReadPassages { source, read: read.into_iter().collect(), seconds }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_line_of_a_source_counts_and_machines_are_joined() {
        let read = |source: &str, marks: &[&str]| ReadPassages {
            source: source.to_owned(),
            read: marks.iter().map(|mark| (*mark).to_owned()).collect(),
            seconds: 0,
        };
        let lines = format!("{}{}broken\n", line(&read("a", &["1", "2"])), line(&read("a", &["2"])));
        let (here, unread) = parse(&lines);
        assert_eq!((here.as_slice(), unread.len()), (&[read("a", &["2"])][..], 1));
        let there = vec![read("a", &["3"]), read("b", &["1"])];
        let both = joined([here.clone(), there.clone()]);
        assert_eq!(both, joined([there, here]));
        assert_eq!(both, [read("a", &["2", "3"]), read("b", &["1"])]);
    }

    #[test]
    fn white_space_is_no_difference() {
        assert_eq!(fingerprint("one  two\nthree"), fingerprint("one two three"));
        assert_ne!(fingerprint("one two"), fingerprint("one twothree"));
    }
}
