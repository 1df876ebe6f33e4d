//! The dates of all sources as units of the calendar.

use std::sync::Arc;

use crate::analysis::facts::DateMention;
use crate::analysis::facts::Facts;
use crate::analysis::facts::dates::resolve;
use crate::text::Dossier;
use crate::text::SourceId;
use crate::text::calendar::When;

/// Where the year of a date was learnt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum YearFrom {
    /// The words of the date or of dates before it.
    Text,
    /// The day of publication.
    Published,
    /// Other sources that tell the same.
    Dossier,
}

impl YearFrom {
    /// Its name in output.
    pub fn name(self) -> &'static str {
        match self {
            YearFrom::Text => "text",
            YearFrom::Published => "published",
            YearFrom::Dossier => "dossier",
        }
    }
}

/// What a date comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dated {
    /// The unit of the calendar; `None` if the text does not say enough.
    pub when: Option<When>,
    /// Where its year was learnt.
    pub year_from: YearFrom,
}

/// The dates of all sources, in the order of their mentions.
#[derive(Debug, Default)]
pub struct Chronology {
    by_source: Vec<Box<[Dated]>>,
}

impl Chronology {
    /// Resolves the dates of every source by its own day of publication.
    pub(super) fn of(dossier: &Dossier, facts: &[Arc<Facts>]) -> Chronology {
        let by_source = dossier.sources().zip(facts).map(|((_, source), facts)| {
            let published = source.meta.date.as_ref().and_then(|date| When::parse(&date.value));
            let resolved = resolve(facts.dates.all(), published).into_iter();
            let dated =
                resolved.map(|found| Dated { when: found.when, year_from: if found.leans { YearFrom::Published } else { YearFrom::Text } });
            dated.collect()
        });
        Chronology { by_source: by_source.collect() }
    }

    /// The dates of one source, as many as its facts have.
    pub fn of_source(&self, source: SourceId) -> &[Dated] {
        self.by_source.get(source.index()).map_or(&[], |dated| dated)
    }

    /// The dates of one source with what they come to.
    pub fn told<'a>(&'a self, source: SourceId, facts: &'a Facts) -> impl Iterator<Item = (&'a DateMention, Dated)> + 'a {
        facts.dates.all().iter().zip(self.of_source(source).iter().copied())
    }
}
