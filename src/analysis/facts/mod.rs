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
    /// What somebody is quoted or reported as saying.
    pub quotations: Layer<Quotation>,
    /// Who is told to have done what.
    pub deeds: Layer<Deed>,
}

/// Finds the facts of `source`. Text outside the body has none.
pub fn facts(source: &Source, lexicon: &Lexicon, models: &Models) -> Facts {
    let analysed = source.blocks.iter().filter(|block| block.kind.is_analysed());
    let blocks: Vec<(Block, Words)> = analysed.map(|block| (*block, Words::new(block.span.of(&source.text)))).collect();
    let mentions = mentions::mentions(source, &blocks, lexicon, models);
    let cues = cues::cues(source, &blocks, lexicon, &mentions);
    let dates = dates::dates(source, &mentions);
    let figures = figures::figures(source, &mentions, &dates);
    let quotations = quotations::quotations(source, &mentions);
    let deeds = deeds::deeds(source, &mentions);
    Facts { mentions, cues, dates, figures, quotations, deeds }
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
