//! Facts of one source: a function of its text and the lexicon.

mod cues;
pub mod dates;
mod deeds;
pub mod figures;
mod mentions;
mod numerals;
pub mod quotations;
mod tokens;

pub use cues::Cue;
pub use dates::DateMention;
pub use deeds::Deed;
pub use figures::Figure;
pub use mentions::Mention;
pub use quotations::Quotation;

use crate::analysis::Models;
use crate::analysis::layer::Layer;
use crate::analysis::lexicon::Lexicon;
use crate::analysis::phrases::Words;
use crate::text::Block;
use crate::text::Language;
use crate::text::Source;
use crate::text::Span;

/// All layers of marks of one source.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// Names of persons, organisations, places and so on.
    pub mentions: Layer<Mention>,
    /// Words that carry a theme. A word that carries several stands once for each, in a layer per theme.
    pub cues: Vec<Layer<Cue>>,
    /// Calendar expressions.
    pub dates: Layer<DateMention>,
    /// Numbers with what they count.
    pub figures: Layer<Figure>,
    /// Numbers in tables, with what their heads say of them; they stand apart, since no sentence tells what they are.
    pub cells: Box<[figures::Cell]>,
    /// What somebody is quoted or reported as saying.
    pub quotations: Layer<Quotation>,
    /// Who is told to have done what.
    pub deeds: Layer<Deed>,
}

/// Finds the facts of `source`. Text outside the body has none.
pub fn facts(source: &Source, lexicon: &Lexicon, models: &Models) -> Facts {
    let blocks: Vec<(Block, Words)> = source.parts_read().map(|block| (block, Words::new(block.span.of(&source.text)))).collect();
    let mentions = mentions::mentions(source, &blocks, lexicon, models);
    let cues = cues::cues(source, &blocks, lexicon, &mentions);
    let dates = dates::dates(source, &mentions);
    let figures = figures::figures(source, &mentions, &dates);
    let cells = figures::cells_of(source).into_boxed_slice();
    if source.language == Language::Other {
        // The words around a number are those of another language: what its digits alone say is left.
        let of_digits = |span: Span| !span.of(&source.text).contains(char::is_alphabetic);
        let dates = dates.kept(|date| of_digits(date.span) && matches!(date.said, dates::Said::Given(_)));
        let figures = figures.kept(|figure| of_digits(figure.hedged) && figure.measure != figures::Measure::Count);
        return Facts { mentions, cues, dates, figures, cells, ..Facts::default() };
    }
    let quotations = quotations::quotations(source, &mentions);
    let deeds = deeds::deeds(source, &mentions);
    Facts { mentions, cues, dates, figures, cells, quotations, deeds }
}

impl Facts {
    /// How many cues of each theme stand within `span`.
    pub fn theme_counts(&self, span: Span) -> impl Iterator<Item = (usize, usize)> + '_ {
        self.cues.iter().enumerate().map(move |(theme, layer)| (theme, layer.range(span).len()))
    }

    /// How many cues of each theme the source has.
    pub fn theme_totals(&self) -> Vec<usize> {
        self.cues.iter().map(|layer| layer.all().len()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::facts;
    use crate::analysis::Models;
    use crate::analysis::lexicon::Lexicon;
    use crate::import::import;
    use crate::text::Language;

    #[test]
    fn rules_of_english_are_silent_in_other_languages() {
        let german = "Die alte Brücke über den Fluss ist seit dem 2024-03-05 gesperrt, und 12 Menschen wurden nach dem Einsturz verletzt.\n\n\
            Am Montag sagte Anna Hell von der Stadt, die Kosten seien um 40 % gestiegen und der Bau dauere das ganze Jahr 2025.\n";
        let (source, _) = import("a.txt", german.as_bytes());
        assert_eq!(source.language, Language::Other);
        let found = facts(&source, &Lexicon::default(), &Models::default());
        let dates: Vec<&str> = found.dates.all().iter().map(|date| date.span.of(&source.text)).collect();
        let figures: Vec<&str> = found.figures.all().iter().map(|figure| figure.span.of(&source.text)).collect();
        assert_eq!((dates, figures), (vec!["2024-03-05", "2025"], vec!["40"]));
        assert!(found.mentions.all().is_empty() && found.quotations.all().is_empty() && found.deeds.all().is_empty());
    }

    #[test]
    fn what_is_too_short_to_tell_is_read_as_english() {
        for (text, language) in [
            ("Bridge shut", Language::English),
            ("Мост закрыт на полгода, сообщил совет", Language::Other),
            ("12 km\n", Language::English),
            ("旧桥已经关闭六个月", Language::Other),
        ] {
            assert_eq!(import("a.txt", text.as_bytes()).0.language, language, "{text}");
        }
    }
}
