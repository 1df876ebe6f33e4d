//! The dates of all sources as units of the calendar.

use std::sync::Arc;

use crate::analysis::facts::DateMention;
use crate::analysis::facts::Facts;
use crate::analysis::facts::dates::Resolved;
use crate::analysis::facts::dates::resolve;
use crate::analysis::relations::index::Index;
use crate::analysis::relations::links::PLAIN;
use crate::analysis::relations::links::links;
use crate::text::Dossier;
use crate::text::PassageId;
use crate::text::SourceId;
use crate::text::calendar::Stretch;
use crate::text::calendar::Unit;
use crate::text::calendar::When;

/// Links of a passage that are asked for its year.
const WITNESSES: usize = 8;
/// Most dates of a dossier whose linked passages are asked; the rest takes what the story says.
const MOST_ASKED: usize = 500;

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
    /// Resolves the dates of every source by its own day of publication. What a source without one leaves open is
    /// taken from the passages of other sources that tell the same, then from when the rest of its story was written.
    pub(super) fn of(dossier: &Dossier, facts: &[Arc<Facts>], index: &Index) -> Chronology {
        let published: Vec<Option<When>> = dossier.sources().map(|(_, source)| source.published()).collect();
        let by_source = published.iter().zip(facts).map(|(published, facts)| {
            let resolved = resolve(facts.dates.all(), *published).into_iter();
            let year_from = |leans| if leans { YearFrom::Published } else { YearFrom::Text };
            resolved.map(|found| Dated { when: found.when, year_from: year_from(found.leans) }).collect()
        });
        let own = Chronology { by_source: by_source.collect() };
        let mut asked = 0;
        let borrowed = dossier.sources().map(|(id, _)| {
            let mut dated = own.by_source[id.index()].clone();
            if published[id.index()].is_none() {
                own.ask_links(dossier, facts, index, id, &mut dated, &mut asked);
                if let Some(reference) = written_with(&published, index, id) {
                    fill(&mut dated, &resolve(facts[id.index()].dates.all(), Some(When::One(reference))));
                }
            }
            dated
        });
        Chronology { by_source: borrowed.collect() }
    }

    /// Gives days and months without a year that of the same day or month in a linked passage.
    fn ask_links(&self, dossier: &Dossier, facts: &[Arc<Facts>], index: &Index, source: SourceId, dated: &mut [Dated], asked: &mut usize) {
        for (mention, dated) in facts[source.index()].dates.all().iter().zip(dated) {
            let Some(When::Yearless { month, day }) = dated.when else { continue };
            if *asked == MOST_ASKED {
                return;
            }
            *asked += 1;
            let passages = dossier.passages_meeting(source, mention.span).map(PassageId);
            let witnesses = passages.flat_map(|passage| links(index, passage, WITNESSES)).filter(|link| link.weight >= PLAIN);
            let year = witnesses.filter_map(|link| self.year_told(dossier, facts, link.to, month, day)).next();
            let found = year.and_then(|year| match day {
                Some(day) => Stretch::day(year, month, day),
                None => Stretch::month(year, month),
            });
            if let Some(found) = found {
                *dated = Dated { when: Some(When::One(found)), year_from: YearFrom::Dossier };
            }
        }
    }

    /// The year that a passage gives to a month, or to a day of it.
    fn year_told(&self, dossier: &Dossier, facts: &[Arc<Facts>], passage: PassageId, month: i8, day: Option<i8>) -> Option<i16> {
        let (id, _, found) = dossier.passage(passage)?;
        let range = facts[id.index()].dates.range(found.span);
        let told = self.of_source(id)[range].iter().filter_map(|dated| match dated.when {
            Some(When::One(stretch)) if matches!(stretch.unit(), Unit::Day | Unit::Month) => Some(stretch),
            _ => None,
        });
        let same = |stretch: &Stretch| {
            let first = stretch.first();
            first.month() == month && (stretch.unit() == Unit::Month || day.is_none_or(|day| day == first.day()))
        };
        told.filter(same).map(|stretch| stretch.first().year()).next()
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

/// The month in which all dated sources of a source's story were published, else their year.
fn written_with(published: &[Option<When>], index: &Index, source: SourceId) -> Option<Stretch> {
    let articles = index.articles();
    let story = articles.story(source.index());
    let mates = published.iter().enumerate().filter(|(other, _)| articles.story(*other) == story);
    let days: Vec<Stretch> = mates
        .filter_map(|(_, when)| match when {
            Some(When::One(stretch)) => Some(*stretch),
            _ => None,
        })
        .collect();
    let first = days.first()?;
    let agree = |unit: Unit| {
        let own = Stretch::of(unit, first.first());
        days.iter().all(|day| own.holds(*day)).then_some(own)
    };
    agree(Unit::Month).or_else(|| agree(Unit::Year))
}

/// Fills in what is still open.
fn fill(dated: &mut [Dated], resolved: &[Resolved]) {
    for (dated, found) in dated.iter_mut().zip(resolved) {
        let open = matches!(dated.when, None | Some(When::Yearless { .. }));
        if open && found.when.is_some_and(|when| when.bounds().is_some()) {
            *dated = Dated { when: found.when, year_from: YearFrom::Dossier };
        }
    }
}
