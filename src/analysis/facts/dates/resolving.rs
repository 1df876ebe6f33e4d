//! From what was said to units of the calendar.

use jiff::ToSpan;
use jiff::civil::Date;
use jiff::civil::Weekday;

use crate::analysis::facts::dates::narrative::Narrative;
use crate::analysis::facts::dates::narrative::days_between;
use crate::analysis::facts::dates::narrative::unit_in;
use crate::analysis::facts::dates::said::Anchor;
use crate::analysis::facts::dates::said::DateMention;
use crate::analysis::facts::dates::said::Said;
use crate::analysis::facts::dates::said::Tense;
use crate::analysis::facts::dates::said::Which;
use crate::analysis::facts::dates::said::YearSaid;
use crate::text::calendar::Stretch;
use crate::text::calendar::Unit;
use crate::text::calendar::When;

/// Bytes within which `that morning` is one of the day told last, though a month was told since.
const DAY_REACH: usize = 600;
/// Days from which a text is written long after what it tells, and up to which it may still tell of nothing else.
const LONG_AFTER: i32 = 10;
const MOST_AFTER: i32 = 3_660;
/// Days ahead up to which a day without a year is the coming one, whatever the tense.
const SOON: i32 = 30;

/// What a date comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Resolved {
    /// The unit of the calendar, or `None` if the text does not say enough.
    pub when: Option<When>,
    /// Whether it rests on the day of publication.
    pub leans: bool,
}

/// Resolves the dates of one text in order. `published` is its day, month or year of publication, if it is known.
pub fn resolve(mentions: &[DateMention], published: Option<When>) -> Vec<Resolved> {
    let published = match published {
        Some(When::One(stretch)) => Some(stretch),
        _ => None,
    };
    let mut narrative = Narrative::of(mentions, published);
    let mut context = Context { published, told: None, day: None, at: 0, looks_back: narrative.looks_back };
    let mut before: Option<(&DateMention, Option<When>)> = None;
    let resolved = mentions.iter().map(|mention| {
        context.at = mention.span.start();
        let (when, leans) = match narrative.year_of(before, mention) {
            Some(when) => (Some(when), false),
            None => context.resolve(&mention.said, mention.tense),
        };
        context.hear(mention, when);
        narrative.hear(mention, when);
        before = Some((mention, when));
        Resolved { when, leans }
    });
    resolved.collect()
}

struct Context {
    published: Option<Stretch>,
    /// The last date told that is not one of saying.
    told: Option<Stretch>,
    /// The last one that was told as a day, and the byte at which it ends.
    day: Option<(usize, Stretch)>,
    /// The byte at which the date that is read begins.
    at: usize,
    /// Whether the text tells mostly of earlier years.
    looks_back: bool,
}

impl Context {
    fn hear(&mut self, mention: &DateMention, when: Option<When>) {
        let stretch = match when {
            Some(When::One(stretch) | When::Range(_, stretch)) => stretch,
            _ => return,
        };
        // What a figure is compared with is no place from which the story goes on.
        let is_comparison = matches!(mention.said, Said::Shifted { unit: Unit::Year, by: -1, .. });
        if !is_comparison && (!mention.of_saying || self.told.is_none()) {
            self.told = Some(stretch);
            let is_told_as_day = matches!(mention.said, Said::Given(_) | Said::Month { .. } | Said::Range(..));
            if is_told_as_day && stretch.unit() == Unit::Day {
                self.day = Some((mention.span.end(), stretch));
            }
        }
    }

    /// What `said` comes to, and whether it rests on the day of publication.
    fn resolve(&self, said: &Said, tense: Tense) -> (Option<When>, bool) {
        let one = |stretch: Option<Stretch>| stretch.map(When::One);
        match said {
            Said::Given(when) => (Some(*when), false),
            Said::Month { month, day, year, which } => self.month(*month, *day, *year, *which, tense),
            Said::Season { month, year, which } => (one(self.season(*month, *year, *which, tense)), !matches!(year, YearSaid::Given(_))),
            Said::Part { unit, number, year } => (one(self.part(*unit, *number, *year, tense)), !matches!(year, YearSaid::Given(_))),
            Said::Weekday { weekday, which, week } => (one(self.weekday(*weekday, *which, *week, tense)), true),
            // A year earlier, behind a quarter: that quarter of the year before.
            Said::Shifted { unit: Unit::Year, by, from: Anchor::Told } if self.told.is_some_and(|told| quarters(told) > 0) => {
                (one(self.told.map(|told| told.shift(by * quarters(told)))), false)
            }
            // What is counted from a date told before and lies behind the text was counted from another one.
            Said::Shifted { unit, by, from: Anchor::Told } if *by > 0 && tense != Tense::Future => {
                let found = self.anchor(Anchor::Told, *unit).map(|anchor| Stretch::of(*unit, anchor).shift(*by));
                let is_past = |found: &Stretch| self.published.is_none_or(|published| found.first() <= published.last());
                (one(found.filter(is_past)), false)
            }
            Said::Shifted { unit, by, from } => {
                (one(self.anchor(*from, *unit).map(|anchor| Stretch::of(*unit, anchor).shift(*by))), *from == Anchor::Published)
            }
            Said::FirstMonths { count, year } => {
                let range = self.year(*year).and_then(|year| Some(When::Range(Stretch::month(year, 1)?, Stretch::month(year, *count)?)));
                (range, !matches!(year, YearSaid::Given(_)))
            }
            Said::DayOfMonth { day, by, from } => {
                let month = self.anchor(*from, Unit::Month).map(|anchor| Stretch::of(Unit::Month, anchor).shift(*by).first());
                (one(month.and_then(|month| Stretch::day(month.year(), month.month(), *day))), *from == Anchor::Published)
            }
            Said::NthWeekday { nth, weekday, of } => {
                let (month, leans) = self.resolve(of, tense);
                (one(month.and_then(|month| nth_weekday(*nth, *weekday, month))), leans)
            }
            Said::Feast { days, year } => (one(self.feast(*days, *year, tense)), !matches!(year, YearSaid::Given(_))),
            Said::Range(from, to) => {
                let (from, leans) = self.resolve(from, tense);
                let (to, leans_too) = self.resolve(to, tense);
                (joined(from, to), leans || leans_too)
            }
            Said::Weekend => (one(self.weekend(tense)), true),
            Said::Open => (None, false),
        }
    }

    fn feast(&self, days: i16, year: YearSaid, tense: Tense) -> Option<Stretch> {
        let of = |year: i16| Some(Stretch::of(Unit::Day, easter(year)?.checked_add(i64::from(days).days()).ok()?));
        if let Some(year) = self.year(year) {
            return of(year);
        }
        let now = self.anchor(Anchor::Published, Unit::Day)?;
        let mut candidates = (-1..=1).filter_map(|by| of(now.year() + by));
        match tense {
            Tense::Future => candidates.find(|day| day.first() >= now),
            Tense::Past | Tense::Unsaid => candidates.rfind(|day| day.first() <= now),
        }
    }

    fn weekend(&self, tense: Tense) -> Option<Stretch> {
        let now = self.anchor(Anchor::Published, Unit::Day)?;
        let own = Stretch::of(Unit::Weekend, now);
        let began = own.first() <= now;
        Some(if tense == Tense::Future || began { own } else { own.shift(-1) })
    }

    /// The day from which a unit is counted, if the anchor is at least as exact as the unit.
    fn anchor(&self, anchor: Anchor, unit: Unit) -> Option<Date> {
        let stretch = match anchor {
            Anchor::Published => self.published,
            // `that morning`, behind a month: of the day told last.
            Anchor::Told if unit == Unit::Day => {
                self.told.filter(|told| told.unit() == Unit::Day).or_else(|| self.day_near()).or(self.told)
            }
            Anchor::Told => self.told,
        };
        let stretch = stretch.or_else(|| self.published.filter(|_| anchor == Anchor::Told));
        stretch.filter(|stretch| stretch.unit() <= unit).map(Stretch::first)
    }

    /// The day told last, if that is not long ago in the text.
    fn day_near(&self) -> Option<Stretch> {
        self.day.filter(|(end, _)| self.at.saturating_sub(*end) < DAY_REACH).map(|(_, day)| day)
    }

    fn year(&self, year: YearSaid) -> Option<i16> {
        match year {
            YearSaid::Given(year) => Some(year),
            YearSaid::Shifted(by, from) => {
                let anchor = self.anchor(from, Unit::Year)?;
                i16::try_from(i64::from(anchor.year()) + by).ok()
            }
            YearSaid::Unsaid => None,
        }
    }

    fn month(&self, month: i8, day: Option<i8>, year: YearSaid, which: Which, tense: Tense) -> (Option<When>, bool) {
        let yearless = When::Yearless { month, day };
        if let Some(year) = self.year(year) {
            return (unit_in(year, month, day).map(When::One), true);
        }
        let from = match which {
            Which::Last(anchor) | Which::Next(anchor) => anchor,
            Which::Nearest | Which::This => Anchor::Published,
        };
        let Some(reference) = (match from {
            Anchor::Published => self.published,
            Anchor::Told => self.told,
        }) else {
            return (Some(yearless), true);
        };
        // A year of publication alone still dates what happened in it.
        let (year, now) = (reference.first().year(), reference.last());
        let candidates = [-1, 0, 1].into_iter().filter_map(|by| unit_in(year + by, month, day));
        let candidates: Vec<Stretch> = candidates.collect();
        let own = candidates.iter().copied().find(|stretch| stretch.first().year() == year);
        if reference.unit() == Unit::Year && !matches!(which, Which::Last(_) | Which::Next(_)) {
            return (Some(own.map_or(yearless, When::One)), true);
        }
        let before = |strict: bool| {
            let limit = if strict { Stretch::of(Unit::Month, now).first() } else { now };
            candidates.iter().copied().rfind(|stretch| if strict { stretch.last() < limit } else { stretch.first() <= limit })
        };
        let after = |strict: bool| {
            candidates.iter().copied().find(|stretch| if strict { stretch.first() > now } else { stretch.last() >= reference.first() })
        };
        let nearest = || candidates.iter().copied().min_by_key(|stretch| days_between(now, stretch.first()).abs());
        let found = match (which, tense) {
            (Which::This, _) => own,
            (Which::Last(_), _) => before(true),
            (Which::Next(_), _) => after(true),
            (Which::Nearest, Tense::Future) => after(false),
            (Which::Nearest, Tense::Past) => {
                let soon = after(false).filter(|next| day.is_some() && days_between(now, next.first()) <= SOON);
                let long_ago = before(false).is_none_or(|last| days_between(last.first(), now) > 270);
                soon.filter(|_| long_ago).or_else(|| before(false))
            }
            (Which::Nearest, Tense::Unsaid) => nearest(),
        };
        (Some(found.map_or(yearless, When::One)), true)
    }

    fn season(&self, month: i8, year: YearSaid, which: Which, tense: Tense) -> Option<Stretch> {
        let of = |year: i16| Some(Stretch::of(Unit::Season, Stretch::month(year, month)?.first()));
        if let Some(year) = self.year(year) {
            return of(year);
        }
        let (Which::Last(from) | Which::Next(from)) = which else { return self.nearest_season(month, tense) };
        // Of a text of which only the year is known: the last one of that year.
        let of_year = self.published.filter(|published| from == Anchor::Published && published.unit() == Unit::Year);
        let now = of_year.map(Stretch::last).or_else(|| self.anchor(from, Unit::Month))?;
        let mut candidates = (-2..=1).filter_map(|by| of(now.year() + by));
        match which {
            Which::Last(_) => candidates.rfind(|season| season.last() < now),
            _ => candidates.find(|season| season.first() > now),
        }
    }

    fn nearest_season(&self, month: i8, tense: Tense) -> Option<Stretch> {
        let now = self.anchor(Anchor::Published, Unit::Month)?;
        let of = |year: i16| Some(Stretch::of(Unit::Season, Stretch::month(year, month)?.first()));
        let mut candidates = (-1..=1).filter_map(|by| of(now.year() + by));
        match tense {
            Tense::Future => candidates.find(|season| season.last() >= now),
            Tense::Past | Tense::Unsaid => candidates.rfind(|season| season.first() <= now),
        }
    }

    fn part(&self, unit: Unit, number: i8, year: YearSaid, tense: Tense) -> Option<Stretch> {
        let months = if unit == Unit::Half { 6 } else { 3 };
        let of = |year: i16| Some(Stretch::of(unit, Stretch::month(year, (number - 1) * months + 1)?.first()));
        if let Some(year) = self.year(year) {
            return of(year);
        }
        let now = self.anchor(Anchor::Published, Unit::Month)?;
        let mut candidates = (-1..=1).filter_map(|by| of(now.year() + by));
        match tense {
            Tense::Future => candidates.find(|part| part.last() >= now),
            Tense::Past | Tense::Unsaid => candidates.rfind(|part| part.first() <= now),
        }
    }

    /// The day told last, if the text was written long after it: who tells in May of an April night means the days around it.
    fn of_narrative(&self, which: Which, week: Option<i64>, tense: Tense) -> Option<Stretch> {
        let is_exact = self.published.is_some_and(|published| published.unit() == Unit::Day);
        let told =
            if self.looks_back || !is_exact { self.day.map(|(_, day)| day) } else { self.told.filter(|told| told.unit() == Unit::Day) }?;
        // Of a text whose day is not known nothing else can be meant.
        let is_long_after = self.published.is_none_or(|published| {
            let days = days_between(told.first(), published.last());
            days >= LONG_AFTER && (days <= MOST_AFTER || self.looks_back)
        });
        (which == Which::Nearest && week.is_none() && tense != Tense::Future && is_long_after).then_some(told)
    }

    fn weekday(&self, weekday: i8, which: Which, week: Option<i64>, tense: Tense) -> Option<Stretch> {
        let from = match which {
            Which::Last(from) | Which::Next(from) => from,
            Which::Nearest | Which::This => Anchor::Published,
        };
        if let Some(told) = self.of_narrative(which, week, tense).map(Stretch::first) {
            let ahead = i64::from((weekday - told.weekday().to_monday_zero_offset()).rem_euclid(7));
            return Some(Stretch::of(Unit::Day, told).shift(if ahead > 3 { ahead - 7 } else { ahead }));
        }
        let now = self.anchor(from, Unit::Day)?;
        let own = now.weekday().to_monday_zero_offset();
        let today = Stretch::of(Unit::Day, now);
        if let Some(week) = week {
            return Some(today.shift(i64::from(weekday - own) + 7 * week));
        }
        let back = i64::from((own - weekday).rem_euclid(7));
        let ahead = i64::from((weekday - own).rem_euclid(7));
        let by = match (which, tense) {
            (Which::Last(_), _) => -(if back == 0 { 7 } else { back }),
            (Which::Next(_), _) => {
                if ahead == 0 {
                    7
                } else {
                    ahead
                }
            }
            (Which::Nearest, Tense::Past | Tense::Unsaid) | (Which::This, Tense::Past) => -back,
            (Which::Nearest, Tense::Future) | (Which::This, Tense::Future | Tense::Unsaid) => ahead,
        };
        Some(today.shift(by))
    }
}

/// How many of its kind a year has, if it is a quarter or a half of one.
fn quarters(stretch: Stretch) -> i64 {
    match stretch.unit() {
        Unit::Quarter => 4,
        Unit::Half => 2,
        _ => 0,
    }
}

/// The so manieth weekday of a month, -1 for the last one.
fn nth_weekday(nth: i8, weekday: i8, month: When) -> Option<Stretch> {
    let When::One(month) = month else { return None };
    let weekday = Weekday::from_monday_zero_offset(weekday).ok()?;
    let day = (month.unit() == Unit::Month).then(|| month.first().nth_weekday_of_month(nth, weekday).ok())??;
    Some(Stretch::of(Unit::Day, day))
}

/// Easter Sunday of the Gregorian calendar, by the rule of Oudin (1940).
fn easter(year: i16) -> Option<Date> {
    let number = i32::from(year);
    let (golden, century) = (number % 19, number / 100);
    let epact = (century - century / 4 - (8 * century + 13) / 25 + 19 * golden + 15) % 30;
    let moon = epact - (epact / 28) * (1 - (29 / (epact + 1)) * ((21 - golden) / 11));
    let weekday = (number + number / 4 + moon + 2 - century + century / 4) % 7;
    let from_march = moon - weekday;
    let month = 3 + (from_march + 40) / 44;
    let day = from_march + 28 - 31 * (month / 4);
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// From one date to another, if both are known and in order.
fn joined(from: Option<When>, to: Option<When>) -> Option<When> {
    let first = |when| match when {
        When::One(stretch) | When::Range(stretch, _) => Some(stretch),
        When::Yearless { .. } => None,
    };
    let last = |when| match when {
        When::One(stretch) | When::Range(_, stretch) => Some(stretch),
        When::Yearless { .. } => None,
    };
    let (from, to) = (first(from?)?, last(to?)?);
    (from.first() <= to.last()).then_some(When::Range(from, to))
}

#[cfg(test)]
mod tests {
    use super::easter;

    #[test]
    fn easter_is_where_the_calendar_has_it() {
        for day in ["1862-04-20", "1943-04-25", "2008-03-23", "2024-03-31", "2025-04-20", "2038-04-25"] {
            let year = day[..4].parse().expect("a year");
            assert_eq!(easter(year).expect("a day").to_string(), day);
        }
    }
}
