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

/// Whether `short` is made of the beginnings of all words of `long`: `LibGen` of Library Genesis.
pub(super) fn is_blend_of(short: &str, long: &str) -> bool {
    let borders: Vec<usize> = short.match_indices(|c: char| c.is_ascii_uppercase()).map(|(at, _)| at).chain([short.len()]).collect();
    let parts = borders.windows(2).map(|two| &short[two[0]..two[1]]);
    let mut long = words(long).map(|span| span.of(long));
    borders.first() == Some(&0)
        && borders.len() > 2
        && parts.clone().any(|part| part.len() > 1)
        && parts.into_iter().all(|part| long.next().is_some_and(|word| word.starts_with(part)))
        && long.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::is_acronym_of;
    use super::is_blend_of;

    #[test]
    fn blends_are_made_of_beginnings() {
        assert!(is_blend_of("LibGen", "Library Genesis") && is_blend_of("PiLiMi", "Pirate Library Mirror"));
        assert!(!is_blend_of("LG", "Library Genesis") && !is_blend_of("LibGen", "Library Genesis Foundation") && !is_blend_of("", ""));
    }

    #[test]
    fn acronyms_are_made_of_initials() {
        assert!(is_acronym_of("FSB", "Federal Security Bureau"));
        assert!(is_acronym_of("ECB", "European Central Bank"));
        assert!(!is_acronym_of("Paris", "Federal Security Bureau"));
        assert!(!is_acronym_of("NYT", "Federal Security Bureau"));
    }
}
