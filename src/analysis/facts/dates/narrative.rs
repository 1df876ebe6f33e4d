//! Texts that look back: which year a day without one belongs to, where the day of publication is no help.
//!
//! A memoir, a history or a report written years later names the year once and then tells days: `On Wednesday morning,
//! April 18, 1906 …`, and pages on `On April 24 …`.

use jiff::civil::Date;

use crate::analysis::facts::dates::said::DateMention;
use crate::analysis::facts::dates::said::Said;
use crate::analysis::facts::dates::said::Tense;
use crate::analysis::facts::dates::said::Which;
use crate::analysis::facts::dates::said::YearSaid;
use crate::text::calendar::Stretch;
use crate::text::calendar::Unit;
use crate::text::calendar::When;

/// Bytes within which a month without a year goes on from a date told before it.
const REACH: usize = 320;
/// Days of earlier years that a text must tell in full before it counts as one that looks back.
const FEWEST: usize = 2;
/// So many times more of them than of its own year.
const MOSTLY: usize = 2;
/// Days before publication within which a day without a year may be one of the days of the text, whatever it tells of.
const RECENT: i32 = 45;
/// Days behind it within which one is to come.
const SOON: i32 = 120;

/// What one text tells with year and month, and when it was written.
#[derive(Debug)]
pub(super) struct Narrative {
    published: Option<Stretch>,
    /// Days and months told with their year, by the byte at which they stand; of a text whose day is known those of
    /// earlier years alone.
    full: Vec<(usize, Stretch)>,
    /// Whether it tells mostly of earlier years.
    pub(super) looks_back: bool,
    /// The day or month told last, and the byte at which that ends.
    last: Option<(usize, Stretch)>,
    /// The year told last, of a text that tells years before its own and not its own.
    told: Option<i16>,
    /// Whether it tells its own year.
    tells_own: bool,
    /// The year of which most days are told, if it is that of most of them.
    main: Option<i16>,
}

impl Narrative {
    pub(super) fn of(mentions: &[DateMention], published: Option<Stretch>) -> Narrative {
        let exact = mentions.iter().filter_map(|mention| match mention.said {
            Said::Given(When::One(stretch)) if matches!(stretch.unit(), Unit::Day | Unit::Month) => Some((mention.span.start(), stretch)),
            _ => None,
        });
        let is_earlier = |(_, told): &(usize, Stretch)| published.is_none_or(|published| told.first().year() < published.first().year());
        let (full, own): (Vec<_>, Vec<_>) = exact.partition(is_earlier);
        // News tell of earlier months and years, too; who tells their days tells of them.
        let days = |told: &[(usize, Stretch)]| told.iter().filter(|(_, told)| told.unit() == Unit::Day && Some(*told) != published).count();
        let looks_back = published.is_some() && days(&full) >= FEWEST && days(&full) > MOSTLY * days(&own);
        let main = full.iter().map(|(_, told)| told.first().year()).find(|year| {
            let of_year = full.iter().filter(|(_, told)| told.first().year() == *year).count();
            2 * of_year > full.len()
        });
        let years = mentions.iter().filter_map(|mention| match mention.said {
            Said::Given(When::One(stretch)) if stretch.unit() <= Unit::Year => Some(stretch.first().year()),
            _ => None,
        });
        let tells_own = published.is_some_and(|published| years.clone().any(|year| year >= published.first().year()));
        Narrative { published, full, looks_back, last: None, told: None, tells_own, main }
    }

    /// Hears what a date came to, so that the next one can go on from it.
    pub(super) fn hear(&mut self, mention: &DateMention, when: Option<When>) {
        if let Some(When::One(told)) = when
            && told.unit() <= Unit::Year
            && !self.tells_own
            && matches!(mention.said, Said::Given(_))
        {
            self.told = Some(told.first().year());
        }
        if let Some(When::One(told)) = when
            && matches!(told.unit(), Unit::Day | Unit::Month)
            && !mention.of_saying
        {
            self.last = Some((mention.span.end(), told));
        }
    }

    /// The day or month that is meant by one without a year, or the days from one to another, if the text tells; `before` is the
    /// date told just before it.
    pub(super) fn year_of(&self, before: Option<(&DateMention, Option<When>)>, mention: &DateMention) -> Option<When> {
        let one = |said: &Said| {
            let Said::Month { month, day, year: YearSaid::Unsaid, which: Which::Nearest } = *said else { return None };
            self.of_day(before, mention, month, day)
        };
        match &mention.said {
            Said::Range(from, to) => {
                let (from, to) = (one(from)?, one(to)?);
                (from.first() <= to.last()).then_some(When::Range(from, to))
            }
            said => one(said).map(When::One),
        }
    }

    fn of_day(&self, before: Option<(&DateMention, Option<When>)>, mention: &DateMention, month: i8, day: Option<i8>) -> Option<Stretch> {
        let may_come = !self.looks_back || self.is_soon(month, day);
        if may_come && self.published.is_some() && mention.tense == Tense::Future {
            return None;
        }
        let goes_on = || before.and_then(|(last, when)| self.going_on(last, when, mention, month, day));
        let told = || self.told_elsewhere(mention, month, day);
        let nearest = || self.nearest(mention, month, day);
        let is_year = |when: Option<When>| matches!(when, Some(When::One(year)) if year.unit() == Unit::Year);
        let of_year = || goes_on().filter(|_| before.is_some_and(|(_, when)| is_year(when)));
        let found = match self.looks_back {
            true => told().or_else(of_year).or_else(nearest).or_else(goes_on),
            false => goes_on().or_else(told),
        };
        let found = found.or_else(|| self.of_a_book(month, day))?;
        self.published.is_none_or(|published| found.first() <= published.last()).then_some(found)
    }

    /// The month after a date of an earlier year: `arrested in May 2019, and in July he was freed`.
    fn going_on(&self, last: &DateMention, when: Option<When>, mention: &DateMention, month: i8, day: Option<i8>) -> Option<Stretch> {
        let (Said::Given(_), Some(When::One(told))) = (&last.said, when) else { return None };
        let near = mention.span.start().saturating_sub(last.span.end()) < REACH;
        // News name a year and go on with their own months; a book goes on with those of that year.
        let exact = matches!(told.unit(), Unit::Day | Unit::Month) || told.unit() == Unit::Year && (self.looks_back || self.is_book());
        let earlier = self.published.is_none_or(|published| told.first().year() < published.first().year());
        let is_meant = near && exact && earlier && mention.tense != Tense::Future;
        let next = told.unit() != Unit::Year && month < told.first().month();
        is_meant.then(|| unit_in(told.first().year() + i16::from(next), month, day))?
    }

    /// The same day told with its year elsewhere in the text, the last one before it or else the first one behind.
    fn told_elsewhere(&self, mention: &DateMention, month: i8, day: Option<i8>) -> Option<Stretch> {
        let is_ambiguous = self.published.is_some() && !self.looks_back && self.is_recent(month, day);
        let day = day.filter(|_| !is_ambiguous)?;
        let same = |(_, told): &&(usize, Stretch)| told.unit() == Unit::Day && (told.first().month(), told.first().day()) == (month, day);
        let before = self.full.iter().filter(same).rfind(|(at, _)| *at < mention.span.start());
        before.or_else(|| self.full.iter().find(same)).map(|(_, told)| *told)
    }

    /// In a text that looks back: of all years the one that lies nearest to what was told last, or the one of which it tells.
    fn nearest(&self, mention: &DateMention, month: i8, day: Option<i8>) -> Option<Stretch> {
        if !self.looks_back || self.is_recent(month, day) {
            return None;
        }
        let near = self.last.filter(|(end, _)| mention.span.start().saturating_sub(*end) < REACH || self.main.is_none());
        let told = match (near, self.main) {
            (Some((_, told)), _) => told.first(),
            (None, Some(year)) => return unit_in(year, month, day),
            (None, None) => self.full.first()?.1.first(),
        };
        let candidates = (-1..=1).filter_map(|by| unit_in(told.year() + by, month, day));
        candidates.min_by_key(|stretch| days_between(told, stretch.first()).abs())
    }

    /// Whether only its year is known, and it tells years, days or months before that one and none of its own.
    fn is_book(&self) -> bool {
        self.published.is_some_and(|published| published.unit() == Unit::Year) && self.told.is_some()
    }

    /// In a book: the day of the year that was told last.
    fn of_a_book(&self, month: i8, day: Option<i8>) -> Option<Stretch> {
        self.told.filter(|_| self.is_book()).and_then(|year| unit_in(year, month, day))
    }

    /// Whether it may be one of the days to come.
    fn is_soon(&self, month: i8, day: Option<i8>) -> bool {
        let exact = self.published.filter(|published| matches!(published.unit(), Unit::Day | Unit::Month));
        let Some(published) = exact.map(Stretch::first) else { return false };
        let next = (0..=1).filter_map(|by| unit_in(published.year() + by, month, day)).find(|stretch| stretch.last() >= published);
        next.is_some_and(|next| days_between(published, next.first()) <= SOON)
    }

    /// Whether it may be one of the days before publication.
    fn is_recent(&self, month: i8, day: Option<i8>) -> bool {
        let exact = self.published.filter(|published| matches!(published.unit(), Unit::Day | Unit::Month));
        let Some(published) = exact.map(Stretch::last) else { return false };
        let last = (-1..=0).filter_map(|by| unit_in(published.year() + by, month, day)).rfind(|stretch| stretch.first() <= published);
        last.is_some_and(|last| days_between(last.last(), published) <= RECENT)
    }
}

/// A month, or a day of it.
pub(super) fn unit_in(year: i16, month: i8, day: Option<i8>) -> Option<Stretch> {
    match day {
        Some(day) => Stretch::day(year, month, day),
        None => Stretch::month(year, month),
    }
}

/// Days from one day to another.
pub(super) fn days_between(from: Date, to: Date) -> i32 {
    from.until(to).map_or(i32::MAX, |span| span.get_days())
}
