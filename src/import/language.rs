//! Whether a text is English, told by its commonest words.

use crate::text::words::words;

/// Words read from the beginning of the text.
const SAMPLE: usize = 600;
/// Fewest words that tell anything.
const FEWEST: usize = 8;

/// The commonest words of English news, none of which is as common in another language of the Latin script.
const COMMON: [&str; 24] =
    ["the", "of", "and", "to", "in", "that", "is", "was", "for", "with", "his", "has", "have", "it", "by", "from", "at", "which", "this", "be", "are", "on", "an", "said"];

/// `en` for English; `None` where another language or nothing is read.
pub(super) fn language(text: &str) -> Option<&'static str> {
    let sample: Vec<&str> = words(text).take(SAMPLE).map(|span| span.of(text)).collect();
    let common = sample.iter().filter(|word| COMMON.iter().any(|common| word.eq_ignore_ascii_case(common))).count();
    (sample.len() >= FEWEST && common * 5 >= sample.len()).then_some("en")
}

#[cfg(test)]
mod tests {
    use super::language;

    #[test]
    fn english_is_told_from_its_neighbours() {
        assert_eq!(language("The government said that it was in talks with the rebels on a ceasefire."), Some("en"));
        assert_eq!(language("Die Regierung teilte mit, dass sie in Gesprächen mit den Rebellen sei."), None);
        assert_eq!(language("Le gouvernement a déclaré que les pourparlers étaient en cours avec les rebelles."), None);
        assert_eq!(language("Правительство заявило, что ведёт переговоры с повстанцами о перемирии."), None);
        assert_eq!(language(""), None);
    }
}
