//! Whether a text is English, told by its commonest words.

use crate::text::Language;
use crate::text::words::words;

/// Words read from the beginning of the text.
const SAMPLE: usize = 1000;
/// Fewest words that tell anything.
const FEWEST: usize = 6;
/// Words up to which a text is short.
const SHORT: usize = 200;
/// Common words of other languages in a hundred, at least, in a text of another.
const OTHER: usize = 4;
/// Common words of English in a hundred, at least, in a short text and in a longer one.
const OF_SHORT: usize = 5;
const OF_LONG: usize = 9;

/// The beginning of a text, counted once.
pub(super) struct Sample {
    n_words: usize,
    /// Words that are common in English, in other languages of its script, and `the`.
    common: usize,
    foreign: usize,
    the: usize,
    /// Whether most letters are of another script.
    is_other_script: bool,
}

impl Sample {
    pub(super) fn of(text: &str) -> Sample {
        let (mut n_words, mut common, mut foreign, mut the, mut end) = (0, 0, 0, 0, 0);
        for span in words(text).take(SAMPLE) {
            let word = span.of(text);
            n_words += 1;
            end = span.end();
            common += usize::from(is_common(word));
            the += usize::from(matches!(word, "the" | "The" | "THE"));
            foreign += usize::from(is_foreign(word));
        }
        let letters = || text[..end].chars().filter(|c| c.is_alphabetic());
        let others = letters().filter(|c| !c.is_ascii() && !matches!(c, '\u{c0}'..='\u{24f}')).count();
        Sample { n_words, common, foreign, the, is_other_script: others * 2 > letters().count() }
    }

    /// `en` for English; `None` where another language or nothing is read.
    pub(super) fn language(&self) -> Option<&'static str> {
        self.is_english().then_some("en")
    }

    fn is_english(&self) -> bool {
        // A few lines of news may be nearly all names.
        let is_short = self.n_words < SHORT;
        let needed = if is_short { OF_SHORT } else { OF_LONG };
        let enough = self.n_words >= FEWEST && self.common * 100 >= self.n_words * needed;
        enough
            && if is_short {
                self.foreign * 2 <= self.common && (self.the > 0 || self.foreign == 0 && self.common > 2)
            } else {
                self.the * 100 >= self.n_words
            }
    }

    /// Whether it is plainly of another language: of another script, or with the commonest words of others more often than
    /// those of English.
    fn is_other(&self) -> bool {
        self.is_other_script || self.n_words >= FEWEST && self.foreign * 100 >= OTHER * self.n_words && self.foreign > self.common
    }

    /// As what the text is read: its tag says so, unless its words plainly say otherwise; without one its words do. What is too
    /// short, or has next to no words, is read as English.
    pub(super) fn reads_as(&self, tag: Option<&str>) -> Language {
        let primary = tag.map(|tag| tag.split(['-', '_']).next().unwrap_or(tag).to_ascii_lowercase());
        let is_english = match primary.as_deref() {
            Some("en" | "eng" | "english") => !self.is_other(),
            Some(_) => self.is_english(),
            None => self.is_english() || !self.is_other(),
        };
        if is_english { Language::English } else { Language::Other }
    }
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
    use super::Sample;

    fn language(text: &str) -> Option<&'static str> {
        Sample::of(text).language()
    }

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
