//! Lists of names and of words that tell what a name is, embedded in the program.
//!
//! Each list is a text of lines `name<TAB>class`, sorted by bytes, and is searched where it lies: nothing is parsed or
//! built at start. `data/names/README.md` says where the lists come from.

/// A sorted list of names.
pub struct List(&'static str);

impl List {
    /// A list from its sorted text.
    pub(crate) const fn new(text: &'static str) -> List {
        List(text)
    }
}

/// Nationalities, peoples, religions and political groups.
pub static DEMONYMS: List = List(include_str!("../../data/names/demonyms.tsv"));
/// Country or region of a demonym.
pub static DEMONYM_PLACES: List = List(include_str!("../../data/names/demonym-places.tsv"));
/// Countries, states, cities and towns.
pub static PLACES: List = List(include_str!("../../data/names/places.tsv"));
/// Titles before a name, and roles.
pub static TITLES: List = List(include_str!("../../data/names/titles.tsv"));
/// Several names of one well-known country or body, and the name it goes by here.
pub static ALIASES: List = List(include_str!("../../data/names/aliases.tsv"));

/// Short forms of given names, with the long one.
pub static NICKNAMES: List = List(include_str!("../../data/names/nicknames.tsv"));

impl List {
    /// The class of `name`, which must match to the letter.
    pub fn class(&self, name: &str) -> Option<&'static str> {
        let text = self.0;
        let bytes = text.as_bytes();
        let (mut low, mut high) = (0, text.len());
        while low < high {
            let middle = low + (high - low) / 2;
            let start = bytes[..middle].iter().rposition(|&byte| byte == b'\n').map_or(0, |at| at + 1);
            let end = bytes[middle..].iter().position(|&byte| byte == b'\n').map_or(text.len(), |at| middle + at);
            let (entry, class) = text.get(start..end)?.split_once('\t')?;
            match entry.as_bytes().cmp(name.as_bytes()) {
                std::cmp::Ordering::Equal => return Some(class),
                std::cmp::Ordering::Less => low = end + 1,
                std::cmp::Ordering::Greater => high = start,
            }
        }
        None
    }

    /// Whether `name` is in the list.
    pub fn holds(&self, name: &str) -> bool {
        self.class(name).is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_list_is_sorted_and_every_entry_is_found() {
        for list in [&PLACES, &DEMONYMS, &DEMONYM_PLACES, &TITLES, &ALIASES, &NICKNAMES] {
            let entries: Vec<(&str, &str)> = list.0.lines().filter_map(|line| line.split_once('\t')).collect();
            assert!(entries.windows(2).all(|pair| pair[0].0.as_bytes() < pair[1].0.as_bytes()));
            for (name, class) in entries.iter().step_by(7).chain([&entries[0], &entries[entries.len() - 1]]) {
                assert_eq!(list.class(name), Some(*class));
            }
        }
    }

    #[test]
    fn what_is_not_listed_is_none() {
        assert_eq!(TITLES.class(""), None);
        assert_eq!(TITLES.class("zzzz"), None);
        assert_eq!(TITLES.class("Presiden"), None);
    }
}
