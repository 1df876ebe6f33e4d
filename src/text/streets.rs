//! Nouns that end the name of a street: `Van Ness Avenue`, `Market street`.

use std::collections::HashSet;
use std::sync::LazyLock;

static NOUNS: LazyLock<HashSet<&str>> =
    LazyLock::new(|| include_str!("../../data/lang/en/streets.txt").lines().filter(|line| !line.starts_with('#')).collect());

/// Whether `word` ends the name of a street, with its stop or without, in any case.
pub fn is_street(word: &str) -> bool {
    NOUNS.contains(word.trim_end_matches('.').to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::is_street;

    #[test]
    fn streets_are_known_by_their_noun() {
        for (word, expected) in [("Avenue", true), ("street", true), ("St.", true), ("Steiner", false), ("", false), ("#", false)] {
            assert_eq!(is_street(word), expected, "{word}");
        }
    }
}
