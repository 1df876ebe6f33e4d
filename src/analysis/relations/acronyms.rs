//! Acronyms and the names whose initials they are.

use crate::text::words::words;

/// The initials of a name of three words and more, small words between left out.
pub(super) fn initials(name: &str) -> Option<String> {
    let long = words(name).map(|span| span.of(name)).filter(|word| word.starts_with(char::is_uppercase));
    let initials: String = long.filter_map(|word| word.chars().next()).collect();
    (initials.chars().count() > 2).then_some(initials)
}

pub(super) fn is_acronym(written: &str) -> bool {
    (3..=6).contains(&written.len()) && written.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// Whether `short` is made of letters of `long` in order, beginning with its first one: `FSB`, `ISIS-K`.
pub(super) fn is_acronym_of(short: &str, long: &str) -> bool {
    let capitals = short.chars().filter(|c| c.is_uppercase()).count();
    if capitals < 2 || short.chars().count() > 10 || words(long).count() < 2 {
        return false;
    }
    let initials: Vec<char> = words(long).filter_map(|span| span.of(long).chars().next()).flat_map(char::to_uppercase).collect();
    let wanted: Vec<char> = short.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase).collect();
    wanted.first() == initials.first() && initials.iter().filter(|initial| wanted.contains(initial)).count() * 3 >= initials.len() * 2
}

#[cfg(test)]
mod tests {
    use super::is_acronym_of;

    #[test]
    fn acronyms_are_made_of_initials() {
        assert!(is_acronym_of("FSB", "Federal Security Bureau"));
        assert!(is_acronym_of("ECB", "European Central Bank"));
        assert!(!is_acronym_of("Paris", "Federal Security Bureau"));
        assert!(!is_acronym_of("NYT", "Federal Security Bureau"));
    }
}
