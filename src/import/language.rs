//! Whether a text is English, told by its commonest words.

use crate::text::Language;
use crate::text::words::words;

/// Words read from the beginning of the text.
const SAMPLE: usize = 1000;
/// Fewest words that tell anything.
const FEWEST: usize = 6;
/// Words up to which a text is short.
const SHORT: usize = 200;
/// Common words of English in a hundred, at least, in a short text and in a longer one.
const OF_SHORT: usize = 5;
const OF_LONG: usize = 9;

/// `en` for English; `None` where another language or nothing is read.
pub(super) fn language(text: &str) -> Option<&'static str> {
    let (mut n_words, mut common, mut the, mut foreign) = (0, 0, 0, 0);
    for word in words(text).take(SAMPLE).map(|span| span.of(text)) {
        n_words += 1;
        common += usize::from(is_common(word));
        the += usize::from(matches!(word, "the" | "The" | "THE"));
        foreign += usize::from(is_foreign(word));
    }
    // A few lines of news may be nearly all names.
    let needed = if n_words < SHORT { OF_SHORT } else { OF_LONG };
    let enough = n_words >= FEWEST && common * 100 >= n_words * needed;
    let told = if n_words < SHORT { foreign * 2 <= common && (the > 0 || foreign == 0 && common > 2) } else { the * 100 >= n_words };
    (enough && told).then_some("en")
}

/// As what a text is read: its tag says so, unless its words plainly say otherwise; without one its words do. What is too
/// short, or has next to no words, is read as English.
pub(super) fn read_as(tag: Option<&str>, text: &str) -> Language {
    let primary = tag.map(|tag| tag.split(['-', '_']).next().unwrap_or(tag).to_ascii_lowercase());
    let is_english = match primary.as_deref() {
        Some("en" | "eng" | "english") => !is_other(text),
        Some(_) => language(text).is_some(),
        None => language(text).is_some() || !is_other(text),
    };
    if is_english { Language::English } else { Language::Other }
}

/// Whether a text is plainly of another language: another script, or the commonest words of others more often than those
/// of English.
fn is_other(text: &str) -> bool {
    let letters = || text.chars().filter(|c| c.is_alphabetic()).take(4 * SAMPLE);
    let n_letters = letters().count();
    let n_others = letters().filter(|c| !c.is_ascii() && !matches!(c, '\u{c0}'..='\u{24f}')).count();
    if n_others * 2 > n_letters {
        return true;
    }
    let (mut common, mut foreign, mut n_words) = (0, 0, 0);
    for word in words(text).take(SAMPLE).map(|span| span.of(text)) {
        n_words += 1;
        common += usize::from(is_common(word));
        foreign += usize::from(is_foreign(word));
    }
    n_words >= FEWEST && foreign * 100 >= 4 * n_words && foreign > common
}

/// Commonest words of the languages of the Latin script that are none of English.
fn is_foreign(word: &str) -> bool {
    matches!(
        word,
        "der"
            | "das"
            | "und"
            | "nicht"
            | "von"
            | "ist"
            | "le"
            | "la"
            | "les"
            | "des"
            | "et"
            | "du"
            | "une"
            | "el"
            | "los"
            | "del"
            | "que"
            | "y"
            | "het"
            | "een"
            | "van"
            | "dat"
            | "di"
            | "il"
            | "che"
            | "della"
            | "os"
            | "da"
            | "em"
            | "og"
            | "det"
            | "att"
            | "som"
            | "ve"
            | "bir"
            | "nie"
            | "w"
    )
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
            | "at"
            | "after"
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
        let names = "Lindsay Lohan checks into rehab at Betty Ford Center, rehires longtime lawyer Shawn Holley. Actress Lindsay Lohan finally \
            checked into court-mandated rehab at the Betty Ford Center late Thursday, after hiring former lawyer Shawn Holley for help.";
        assert_eq!(language(names), Some("en"));
        assert_eq!(language("Le groupe The Who et les Rolling Stones au festival de la ville, un concert que le public attend."), None);
        assert_eq!(language(""), None);
    }
}
