//! Whether a text is English, told by its commonest words.

use crate::text::words::words;

/// Words read from the beginning of the text.
const SAMPLE: usize = 1000;
/// Fewest words that tell anything.
const FEWEST: usize = 6;

/// `en` for English; `None` where another language or nothing is read.
pub(super) fn language(text: &str) -> Option<&'static str> {
    let (mut n_words, mut common, mut the) = (0, 0, 0);
    for word in words(text).take(SAMPLE).map(|span| span.of(text)) {
        n_words += 1;
        common += usize::from(is_common(word));
        the += usize::from(matches!(word, "the" | "The" | "THE"));
    }
    (n_words >= FEWEST && common * 100 >= n_words * 9 && the * 100 >= n_words).then_some("en")
}

/// Common words of English that are rare in the other languages of the Latin script.
fn is_common(word: &str) -> bool {
    matches!(
        word,
        "the"
            | "The"
            | "THE"
            | "of"
            | "and"
            | "to"
            | "that"
            | "with"
            | "from"
            | "which"
            | "this"
            | "This"
            | "are"
            | "said"
            | "were"
            | "their"
            | "has"
            | "by"
            | "have"
            | "would"
            | "been"
            | "OF"
            | "AND"
            | "TO"
    )
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
        assert_eq!(language("De regering zei dat er gesprekken waren met de rebellen over een staakt-het-vuren of niet."), None);
        assert_eq!(language(""), None);
    }
}
