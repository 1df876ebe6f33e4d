//! Figures: numbers with what they count or measure, what happened to it, and how exactly they are told.
//!
//! A hedge turns a number into an interval ([`Hedge`]): two figures can be compared by whether their intervals meet.
//! A number that stands in a date, a name, an ordinal or a score is none.

mod ages;
mod cells;
mod clock;
mod happened;
mod hedges;
mod measured;
mod money;
mod nouns;
mod numbers;
mod reading;
mod shares;
mod spoken_times;
mod vocabulary;

use crate::analysis::facts::DateMention;
use crate::analysis::facts::Mention;
use crate::analysis::layer::Layer;
use crate::analysis::layer::Mark;
use crate::text::Block;
use crate::text::BlockKind;
use crate::text::Source;
use crate::text::Span;
use crate::text::words::words;

pub use cells::Cell;
pub(super) use cells::cells_of;
pub use vocabulary::Hedge;
pub use vocabulary::Measure;
pub use vocabulary::Predicate;

/// A number with what is said about it.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// Where the number stands, with its currency and unit, hedges left out.
    pub span: Span,
    /// Where it stands with its hedge.
    pub hedged: Span,
    /// The number as written, in the unit of its measure; of a range its middle.
    pub value: f64,
    /// Least value that the words allow.
    pub low: f64,
    /// Largest value that the words allow.
    pub high: f64,
    /// How exactly it is told.
    pub hedge: Hedge,
    /// Whether the number itself is a vague word: dozens.
    pub vague: bool,
    /// What sort of quantity it is.
    pub measure: Measure,
    /// How many of the measure's own unit the unit as written has: 0.3048 of feet.
    pub unit: f64,
    /// The noun that is counted, where it stands.
    pub counted: Option<Span>,
    /// Words between the number and the noun.
    pub modifiers: Option<Span>,
    /// What happened to what is counted.
    pub predicate: Option<Predicate>,
    /// Whether it is a part of a whole that was told before: `of whom`, `another`.
    pub part: bool,
    /// Of money: the word that several countries use, where nothing beside it tells which one is meant.
    pub shared: Option<&'static str>,
}

impl Mark for Figure {
    fn span(&self) -> Span {
        self.span
    }
}

/// Words with letters from which a cell of a table is prose.
const LEAST_PROSE: usize = 4;

/// Finds the figures of the blocks of `source` that are analysed.
pub(super) fn figures(source: &Source, mentions: &Layer<Mention>, dates: &Layer<DateMention>) -> Layer<Figure> {
    let mut found = Vec::new();
    let domain = source.meta.url.as_ref().map_or("", |url| top_level_domain(&url.value));
    // A number alone in a cell is told by the heads of its table, which are not read.
    let says_what = |block: &Block| block.kind != BlockKind::Table || is_prose(block.span.of(&source.text));
    for block in source.parts_read().filter(says_what) {
        let text = block.span.of(&source.text);
        let taken = |span: Span| {
            let place = span.shifted(block.span.start());
            // `EUR 3m` is an amount, whatever a recogniser of names thinks of it.
            let is_amount = |mention: &Mention| mention.span.of(&source.text).split(' ').next().is_some_and(money::is_code);
            let covers = |mention: &Mention| mention.span.covers(place) && mention.span != place && !is_amount(mention);
            let named = mentions.within(place).iter().any(covers);
            named || !dates.within(place).is_empty()
        };
        let times = clock::times(text);
        let is_time = |span: Span| times.iter().any(|time| time.span.intersect(span).is_some());
        let figures = reading::figures_in(text, &taken).into_iter().filter(|figure| !is_time(figure.span));
        let figures = figures.map(|figure| figure.of_country(domain));
        found.extend(figures.chain(times.iter().cloned()).map(|figure| figure.shifted(block.span.start())));
    }
    Layer::new(found)
}

/// Whether the words of a cell are told as in running text.
fn is_prose(cell: &str) -> bool {
    words(cell).filter(|word| word.of(cell).contains(char::is_alphabetic)).count() >= LEAST_PROSE
}

/// The figures of a text of which nothing else is known.
#[cfg(test)]
pub(in crate::analysis) fn figures_in_text(text: &str) -> Vec<Figure> {
    reading::figures_in(text, &|_| false)
}

/// The top-level domain of an address: `au` of `https://www.kelso.com.au/a`.
fn top_level_domain(url: &str) -> &str {
    let host = url.split("://").nth(1).unwrap_or(url).split(['/', '?', '#', ':']).next().unwrap_or("");
    host.rsplit('.').next().unwrap_or("")
}

impl Figure {
    /// With the currency that its word means in the country of the text.
    fn of_country(mut self, domain: &str) -> Figure {
        if let Some(code) = self.shared.and_then(|word| money::of_country(word, domain)) {
            self.measure = Measure::Money(code);
        }
        self
    }

    fn shifted(mut self, by: usize) -> Figure {
        self.span = self.span.shifted(by);
        self.hedged = self.hedged.shifted(by);
        self.counted = self.counted.map(|span| span.shifted(by));
        self.modifiers = self.modifiers.map(|span| span.shifted(by));
        self
    }
}
