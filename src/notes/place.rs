//! Reading places: where the reader stopped in each source, as lines of JSON, the latest line of a source winning.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::Serialize;

use crate::notes::anchor::Anchor;

/// Where reading stopped in one source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadingPlace {
    /// Name of the source relative to the dossier.
    pub source: String,
    /// The passage, or the place where it was.
    pub anchor: Anchor,
    /// When, as RFC 3339 in UTC.
    pub modified: String,
}

/// The places of a dossier.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReadingPlaces {
    by_source: BTreeMap<String, ReadingPlace>,
}

impl ReadingPlaces {
    /// Reads lines; gives those that could not be read back.
    pub fn parse(lines: &str) -> (ReadingPlaces, Vec<String>) {
        let mut places = ReadingPlaces::default();
        let mut unread = Vec::new();
        for line in lines.lines().filter(|line| !line.trim().is_empty()) {
            match serde_json::from_str::<ReadingPlace>(line) {
                Ok(place) => places.set(place),
                Err(_) => unread.push(line.to_owned()),
            }
        }
        (places, unread)
    }

    /// The line of one place.
    pub fn line(place: &ReadingPlace) -> String {
        // A struct of strings and numbers always has a form in JSON.
        let mut line = serde_json::to_string(place).unwrap_or_default();
        line.push('\n');
        line
    }

    /// Notes a place unless a later one is known.
    pub fn set(&mut self, place: ReadingPlace) {
        let newer = self.by_source.get(&place.source).is_none_or(|known| known.modified <= place.modified);
        if newer {
            self.by_source.insert(place.source.clone(), place);
        }
    }

    /// The place in one source.
    pub fn get(&self, source: &str) -> Option<&ReadingPlace> {
        self.by_source.get(source)
    }

    /// The place that was noted last.
    pub fn latest(&self) -> Option<&ReadingPlace> {
        self.by_source.values().max_by(|a, b| a.modified.cmp(&b.modified))
    }

    /// The places one by one.
    pub fn into_all(self) -> impl Iterator<Item = ReadingPlace> {
        self.by_source.into_values()
    }

    /// All places as lines.
    pub fn lines(&self) -> String {
        self.by_source.values().map(ReadingPlaces::line).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::ReadingPlace;
    use super::ReadingPlaces;
    use crate::notes::anchor::Anchor;
    use crate::text::Span;

    fn place(source: &str, start: usize, modified: &str) -> ReadingPlace {
        let text = "some text to stand in";
        ReadingPlace { source: source.to_owned(), anchor: Anchor::new(text, Span::new(start, start + 4)), modified: modified.to_owned() }
    }

    #[test]
    fn the_latest_line_of_a_source_wins_in_any_order() {
        let (old, new) = (place("a", 0, "2025-01-01T00:00:00Z"), place("a", 5, "2025-01-02T00:00:00Z"));
        for lines in [[&old, &new], [&new, &old]] {
            let text: String = lines.into_iter().map(ReadingPlaces::line).collect();
            let (places, unread) = ReadingPlaces::parse(&text);
            assert_eq!(places.get("a"), Some(&new));
            assert!(unread.is_empty());
            assert_eq!(ReadingPlaces::parse(&places.lines()).0, places);
        }
    }

    #[test]
    fn a_line_that_is_cut_is_given_back() {
        let line = ReadingPlaces::line(&place("a", 0, "2025"));
        let (places, unread) = ReadingPlaces::parse(&format!("{line}{}", &line[..20]));
        assert!(places.get("a").is_some());
        assert_eq!(unread, [&line[..20]]);
    }
}
