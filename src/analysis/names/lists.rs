//! The lists of names and word clusters, packed so that nothing is built at start.

use super::hash;

/// Most words of a listed name.
const LONGEST_NAME: usize = 6;

/// Classes that a listed name may have; one name may have several.
pub mod class {
    /// Begins a longer entry.
    pub const PREFIX: u16 = 1;
    /// A large city.
    pub const CITY: u16 = 1 << 1;
    /// A town.
    pub const TOWN: u16 = 1 << 2;
    /// A country or region of the world.
    pub const COUNTRY: u16 = 1 << 3;
    /// A state or province.
    pub const STATE: u16 = 1 << 4;
    /// A given name.
    pub const GIVEN: u16 = 1 << 5;
    /// A nationality, people, religion or political group.
    pub const DEMONYM: u16 = 1 << 6;
    /// An organisation.
    pub const ORGANISATION: u16 = 1 << 7;
    /// A word in names of organisations: Ministry.
    pub const ORGANISATION_HEAD: u16 = 1 << 8;
    /// A word at the end of names of companies: Ltd.
    pub const ORGANISATION_SUFFIX: u16 = 1 << 9;
    /// A word in names of places: River.
    pub const PLACE_WORD: u16 = 1 << 10;
    /// A title before a name.
    pub const TITLE: u16 = 1 << 11;
    /// A role in lower case.
    pub const ROLE: u16 = 1 << 12;
    /// A month, weekday or holiday.
    pub const CALENDAR: u16 = 1 << 13;
    /// A verb of saying.
    pub const SPEECH: u16 = 1 << 14;
}

/// Clusters of a word, coarse to fine, from 1; 0 if the word has none.
pub type Clusters = [u16; 3];

/// The lists, packed: two tables with open addressing, read where they lie.
///
/// File: the size of the table of names as a power of two in one byte, that of the clusters likewise, then the slots.
/// A slot of a name is a fingerprint of 32 bits and its classes in 16, one of a cluster a fingerprint and three
/// numbers, of one, one and two bytes. A fingerprint of 0 is an empty slot. Little-endian. Two words with one
/// fingerprint are rare enough that a wrong hint does no harm.
pub struct Lists {
    names: Table<NAME_SLOT>,
    clusters: Table<CLUSTER_SLOT>,
}

/// Bytes of a slot.
const NAME_SLOT: usize = 6;
const CLUSTER_SLOT: usize = 8;

static EMBEDDED: &[u8] = include_bytes!("../../../data/tagger/lists.bin");

#[derive(Clone, Copy)]
struct Table<const SLOT: usize> {
    bytes: &'static [u8],
    bits: u32,
}

impl<const SLOT: usize> Table<SLOT> {
    /// What the slot of `key` holds behind its fingerprint.
    fn get(self, key: u64) -> Option<&'static [u8]> {
        if self.bytes.is_empty() {
            return None;
        }
        let (mut at, fingerprint) = slot_of(key, self.bits);
        loop {
            let slot = &self.bytes[at * SLOT..(at + 1) * SLOT];
            match u32::from_le_bytes([slot[0], slot[1], slot[2], slot[3]]) {
                0 => return None,
                found if found == fingerprint => return Some(&slot[4..]),
                _ => at = (at + 1) & ((1 << self.bits) - 1),
            }
        }
    }
}

/// First slot and fingerprint of a key.
fn slot_of(key: u64, bits: u32) -> (usize, u32) {
    (hash::finish(key, bits) as usize, (key as u32).max(1))
}

/// The slots of a table that holds `entries`.
fn pack<const SLOT: usize>(entries: &std::collections::BTreeMap<u64, Vec<u8>>) -> (u32, Vec<u8>) {
    let bits = (entries.len() * 3 / 2).next_power_of_two().trailing_zeros();
    let mut bytes = vec![0; SLOT << bits];
    for (key, value) in entries {
        let (mut at, fingerprint) = slot_of(*key, bits);
        while bytes[at * SLOT..at * SLOT + 4] != [0; 4] {
            at = (at + 1) & ((1 << bits) - 1);
        }
        bytes[at * SLOT..at * SLOT + 4].copy_from_slice(&fingerprint.to_le_bytes());
        bytes[at * SLOT + 4..(at + 1) * SLOT].copy_from_slice(value);
    }
    (bits, bytes)
}

/// Files of names in the order of their classes, see [`Lists::encode`].
pub const FILES: [&str; 9] = [
    "places.tsv",
    "given.tsv",
    "demonyms.tsv",
    "organisations.tsv",
    "organisation-words.tsv",
    "place-words.tsv",
    "titles.tsv",
    "calendar.tsv",
    "speech-verbs.tsv",
];

impl Lists {
    /// The lists that ship with the program; none at all if the file is not what it should be, which a test holds.
    pub fn embedded() -> Lists {
        let none = Lists { names: Table { bytes: &[], bits: 0 }, clusters: Table { bytes: &[], bits: 0 } };
        let [name_bits, cluster_bits, rest @ ..] = EMBEDDED else { return none };
        let Some((names, clusters)) = rest.split_at_checked(NAME_SLOT << name_bits) else { return none };
        if clusters.len() != CLUSTER_SLOT << cluster_bits {
            return none;
        }
        Lists {
            names: Table { bytes: names, bits: u32::from(*name_bits) },
            clusters: Table { bytes: clusters, bits: u32::from(*cluster_bits) },
        }
    }

    /// The packed form of `texts`, one for each of [`FILES`], and of the lines `word<TAB>coarse<TAB>middle<TAB>fine`.
    pub fn encode(texts: &[String; FILES.len()], clusters: &str) -> Vec<u8> {
        let mut names: std::collections::BTreeMap<u64, u16> = std::collections::BTreeMap::new();
        for (index, text) in texts.iter().enumerate() {
            for (name, kind) in text.lines().filter_map(|line| line.split_once('\t')) {
                let words = pieces(name);
                for length in 1..words.len() {
                    *names.entry(key(words[..length].iter().copied())).or_default() |= class::PREFIX;
                }
                *names.entry(key(words)).or_default() |= bit(index, kind);
            }
        }
        let mut words = std::collections::BTreeMap::new();
        for line in clusters.lines() {
            let mut fields = line.split('\t');
            let Some(word) = fields.next() else { continue };
            let mut next = || fields.next().and_then(|number| number.parse::<u16>().ok()).map_or(0, |number| number + 1);
            let (coarse, middle, fine) = (next() as u8, next() as u8, next().to_le_bytes());
            words.insert(hash::text(word), vec![coarse, middle, fine[0], fine[1]]);
        }
        let names = names.into_iter().map(|(key, classes)| (key, classes.to_le_bytes().to_vec())).collect();
        let (name_bits, name_slots) = pack::<NAME_SLOT>(&names);
        let (cluster_bits, cluster_slots) = pack::<CLUSTER_SLOT>(&words);
        [vec![name_bits as u8, cluster_bits as u8], name_slots, cluster_slots].concat()
    }

    fn found(&self, key: u64) -> u16 {
        self.names.get(key).map_or(0, |bytes| u16::from_le_bytes([bytes[0], bytes[1]]))
    }

    /// Classes of a name of one word, without [`class::PREFIX`].
    pub fn classes(&self, word: &str) -> u16 {
        self.found(key([word])) & !class::PREFIX
    }

    /// Clusters of a word by the hash of its lower-case form with digits as 0.
    pub(super) fn clusters(&self, lower: u64) -> Clusters {
        self.clusters
            .get(lower)
            .map_or([0; 3], |bytes| [u16::from(bytes[0]), u16::from(bytes[1]), u16::from_le_bytes([bytes[2], bytes[3]])])
    }

    /// The longest listed name that begins with `words`: how many words it has, and its classes.
    pub fn longest<'a>(&self, words: impl Iterator<Item = &'a str>) -> Option<(usize, u16)> {
        let mut best = None;
        let mut so_far = START;
        for (index, word) in words.take(LONGEST_NAME).enumerate() {
            so_far = longer(so_far, word);
            let found = self.found(so_far);
            if found & !class::PREFIX != 0 {
                best = Some((index + 1, found & !class::PREFIX));
            }
            if found & class::PREFIX == 0 {
                break;
            }
        }
        best
    }
}

const START: u64 = 0x1234_5678;

/// The key of a name with one more word.
fn longer(key: u64, word: &str) -> u64 {
    hash::mix(key, hash::text(word))
}

fn key<'a>(words: impl IntoIterator<Item = &'a str>) -> u64 {
    words.into_iter().fold(START, longer)
}

/// The words and hyphens of a listed name.
fn pieces(name: &str) -> Vec<&str> {
    name.split(' ')
        .flat_map(|word| word.split_inclusive('-'))
        .flat_map(|part| match part.strip_suffix('-') {
            Some("") | None => [part, ""],
            Some(bare) => [bare, "-"],
        })
        .filter(|piece| !piece.is_empty())
        .collect()
}

fn bit(list: usize, kind: &str) -> u16 {
    match (list, kind) {
        (0, "city") => class::CITY,
        (0, "town") => class::TOWN,
        (0, "country") => class::COUNTRY,
        (0, _) => class::STATE,
        (1, _) => class::GIVEN,
        (2, _) => class::DEMONYM,
        (3, _) => class::ORGANISATION,
        (4, "suffix") => class::ORGANISATION_SUFFIX,
        (4, _) => class::ORGANISATION_HEAD,
        (5, _) => class::PLACE_WORD,
        (6, "title") => class::TITLE,
        (6, _) => class::ROLE,
        (7, _) => class::CALENDAR,
        _ => class::SPEECH,
    }
}

#[cfg(test)]
mod tests {
    use super::Lists;
    use super::class;

    #[test]
    fn the_packed_lists_are_those_of_the_texts() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/data");
        let read = |path: String| std::fs::read_to_string(path).expect("a list");
        let texts = super::FILES.map(|name| read(format!("{folder}/names/{name}")));
        assert!(Lists::encode(&texts, &read(format!("{folder}/tagger/clusters.tsv"))) == super::EMBEDDED, "run the example pack_lists");
    }

    #[test]
    fn names_of_several_words_are_found_whole() {
        let lists = Lists::embedded();
        let found = lists.longest(["New", "Zealand", "won"].into_iter()).expect("listed");
        assert_eq!((found.0, found.1 & class::COUNTRY), (2, class::COUNTRY));
        assert_eq!(lists.longest(["zzzz"].into_iter()), None);
        assert_ne!(lists.classes("Ministry") & class::ORGANISATION_HEAD, 0);
    }
}
