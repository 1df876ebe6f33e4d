//! The lists of names and word clusters as one hash table, built at start from the embedded texts.

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

/// The lists.
pub struct Lists {
    names: Table<u16>,
    clusters: Table<Clusters>,
}

/// Open addressing over hashes of 64 bits, which stand for the words themselves: two words with one hash do not occur
/// in the lists, and a word outside them that meets one is a rare false hint.
struct Table<T> {
    slots: Vec<(u64, T)>,
    mask: usize,
}

impl<T: Copy + Default> Table<T> {
    fn with_room(n: usize) -> Table<T> {
        let size = (n * 2).next_power_of_two();
        Table { slots: vec![(0, T::default()); size], mask: size - 1 }
    }

    fn entry(&mut self, key: u64) -> &mut T {
        let key = key.max(1);
        let mut at = key as usize & self.mask;
        while self.slots[at].0 != 0 && self.slots[at].0 != key {
            at = (at + 1) & self.mask;
        }
        self.slots[at].0 = key;
        &mut self.slots[at].1
    }

    fn get(&self, key: u64) -> Option<T> {
        let key = key.max(1);
        let mut at = key as usize & self.mask;
        while self.slots[at].0 != 0 {
            if self.slots[at].0 == key {
                return Some(self.slots[at].1);
            }
            at = (at + 1) & self.mask;
        }
        None
    }
}

impl Lists {
    /// The lists that ship with the program.
    pub fn embedded() -> Lists {
        let texts = [
            include_str!("../../../data/names/places.tsv"),
            include_str!("../../../data/names/given.tsv"),
            include_str!("../../../data/names/demonyms.tsv"),
            include_str!("../../../data/names/organisations.tsv"),
            include_str!("../../../data/names/organisation-words.tsv"),
            include_str!("../../../data/names/place-words.tsv"),
            include_str!("../../../data/names/titles.tsv"),
            include_str!("../../../data/names/calendar.tsv"),
            include_str!("../../../data/names/speech-verbs.tsv"),
        ];
        let mut names = Table::with_room(44_000);
        for (index, text) in texts.into_iter().enumerate() {
            for line in text.lines() {
                if let Some((name, kind)) = line.split_once('\t') {
                    add(&mut names, name, bit(index, kind));
                }
            }
        }
        let mut clusters = Table::with_room(22_000);
        for line in include_str!("../../../data/tagger/clusters.tsv").lines() {
            let mut fields = line.split('\t');
            let Some(word) = fields.next() else { continue };
            let mut next = || fields.next().and_then(|number| number.parse::<u16>().ok()).map_or(0, |number| number + 1);
            *clusters.entry(hash::text(word)) = [next(), next(), next()];
        }
        Lists { names, clusters }
    }

    /// Classes of a name of one word, without [`class::PREFIX`].
    pub fn classes(&self, word: &str) -> u16 {
        self.names.get(key([word])).unwrap_or(0) & !class::PREFIX
    }

    /// Clusters of a word by the hash of its lower-case form with digits as 0.
    pub(super) fn clusters(&self, lower: u64) -> Clusters {
        self.clusters.get(lower).unwrap_or_default()
    }

    /// The longest listed name that begins with `words`: how many words it has, and its classes.
    pub fn longest<'a>(&self, words: impl Iterator<Item = &'a str>) -> Option<(usize, u16)> {
        let mut best = None;
        let mut so_far = START;
        for (index, word) in words.take(LONGEST_NAME).enumerate() {
            so_far = longer(so_far, word);
            let Some(found) = self.names.get(so_far) else { break };
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

/// Adds a name under its words; a hyphen parts words, as in the tokens.
fn add(names: &mut Table<u16>, name: &str, bits: u16) {
    let words: Vec<&str> = pieces(name);
    for length in 1..words.len() {
        *names.entry(key(words[..length].iter().copied())) |= class::PREFIX;
    }
    *names.entry(key(words)) |= bits;
}

/// The words and hyphens of a listed name.
fn pieces(name: &str) -> Vec<&str> {
    name.split(' ').flat_map(|word| word.split_inclusive('-')).flat_map(|part| match part.strip_suffix('-') {
        Some("") | None => [part, ""],
        Some(bare) => [bare, "-"],
    }).filter(|piece| !piece.is_empty()).collect()
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
    fn names_of_several_words_are_found_whole() {
        let lists = Lists::embedded();
        let found = lists.longest(["New", "Zealand", "won"].into_iter()).expect("listed");
        assert_eq!((found.0, found.1 & class::COUNTRY), (2, class::COUNTRY));
        assert_eq!(lists.longest(["zzzz"].into_iter()), None);
        assert_ne!(lists.classes("Ministry") & class::ORGANISATION_HEAD, 0);
    }
}
