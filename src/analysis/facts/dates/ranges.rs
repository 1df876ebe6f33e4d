//! Ranges of dates: from one to another.

use crate::analysis::facts::dates::reading::Reader;
use crate::analysis::facts::dates::reading::Reading;
use crate::analysis::facts::dates::said::Said;
use crate::analysis::facts::dates::said::YearSaid;
use crate::analysis::facts::dates::years::YearReader;
use crate::analysis::facts::tokens::Sense;
use crate::text::calendar::Stretch;
use crate::text::calendar::Unit;
use crate::text::calendar::When;

impl Reader<'_> {
    /// `between 2022 and 2024`, `from May to July`.
    pub(super) fn range(&self, at: usize) -> Option<Reading> {
        let opening = self.token(at)?;
        let joining: &[&str] = match () {
            () if opening.is("between") => &["and"],
            () if opening.is("from") => &["to", "until", "till", "through"],
            () => return None,
        };
        // `from 12 to 14 July`
        if let (Some(first), Some(word)) = (self.day_number(at + 1), self.token(at + 2).filter(|token| token.is_joined())) {
            let to = word.is_any(joining).then(|| self.day_first(at + 3)).flatten();
            if let Some((from, to)) = to.and_then(|to| Some((with_day(&to.said, first)?, to))) {
                return Some(Reading::new(between(from, to.said), to.end));
            }
        }
        let from = self.modified(self.behind_the(at + 1))?;
        self.token(from.end).filter(|token| token.is_any(joining) && token.follows_closely())?;
        let second = self.behind_the(from.end + 1);
        let to = self.modified(second).or_else(|| self.day_alone(second, &from.said))?;
        let ends_alike = same_sort(&from.said, &to.said);
        ends_alike.then(|| Reading::new(between(from.said, to.said), to.end))
    }

    /// `1996–2001`, `1998-99`, `July to September 2008`, behind a date that was read.
    pub(super) fn joined_range(&self, at: usize, reading: Reading) -> Reading {
        let Some(next) = self.token(reading.end) else { return reading };
        // `fiscal 2022/23`, `the February/March issue`
        if next.gap == "/" {
            if let Some(to) = self.shortened_year(reading.end, &reading.said) {
                return to;
            }
            if let Some(to) = self.month_first(reading.end).filter(|to| same_sort(&reading.said, &to.said)) {
                return Reading::new(between(reading.said, to.said), to.end);
            }
        }
        if next.is_dashed() {
            if let Some(to) = self.shortened_year(reading.end, &reading.said) {
                return to;
            }
            if let Some(to) = self.modified(reading.end).filter(|to| same_sort(&reading.said, &to.said)) {
                return Reading::new(between(reading.said, to.said), to.end);
            }
        }
        // Weekdays and relative dates joined by `to` are habits and headlines more often than ranges.
        let is_calendar = matches!(reading.said, Said::Given(_) | Said::Month { .. }) && !self.before_is(at, &["increase", "compared"]);
        let is_joined = is_calendar && next.is_any(&["to", "through"]) && next.is_joined();
        let to = is_joined.then(|| self.modified(reading.end + 1)).flatten();
        if let Some(to) = to.filter(|to| same_sort(&reading.said, &to.said)) {
            return Reading::new(between(reading.said, to.said), to.end);
        }
        reading
    }

    /// The last two digits of a year behind a dash.
    fn shortened_year(&self, at: usize, from: &Said) -> Option<Reading> {
        let Said::Given(When::One(year)) = from else { return None };
        let (Unit::Year, Sense::Number(number)) = (year.unit(), self.sense(at)) else { return None };
        let first = year.first().year();
        let last = match self.token(at)?.written.len() {
            2 => first - first.rem_euclid(100) + i16::try_from(number).ok()?,
            4 => i16::try_from(number).ok().filter(|last| *last < first.saturating_add(200))?,
            _ => return None,
        };
        (last > first).then_some(())?;
        Some(Reading::new(Said::Given(When::Range(*year, Stretch::year(last)?)), at + 1))
    }

    /// A day without its month at the end of a range: `from 3 to 5 July` is read from its end.
    fn day_alone(&self, at: usize, from: &Said) -> Option<Reading> {
        let (Said::Month { month, day: Some(first), year, which }, Sense::Number(day)) = (from, self.sense(at)) else { return None };
        let day = i8::try_from(day).ok().filter(|day| day > first && *day <= 31)?;
        Some(Reading::new(Said::Month { month: *month, day: Some(day), year: *year, which: *which }, at + 1))
    }
}

/// An earlier day of the month of a day.
fn with_day(said: &Said, day: i8) -> Option<Said> {
    match said {
        Said::Month { month, day: Some(last), year, which } if day < *last => {
            Some(Said::Month { month: *month, day: Some(day), year: *year, which: *which })
        }
        Said::Given(When::One(stretch)) if stretch.unit() == Unit::Day && day < stretch.first().day() => {
            Stretch::day(stretch.first().year(), stretch.first().month(), day).map(|day| Said::Given(When::One(day)))
        }
        _ => None,
    }
}

/// From one to another; what the first does not say of its year is taken from the second.
pub(super) fn between(from: Said, to: Said) -> Said {
    let from = match (from, &to) {
        (Said::Month { month, day, year: YearSaid::Unsaid, which }, Said::Month { year, .. }) => {
            Said::Month { month, day, year: *year, which }
        }
        (Said::Month { month, day, year: YearSaid::Unsaid, which }, Said::Given(When::One(last))) => {
            let end = last.first();
            // December to February 2022 begins in the year before.
            let year = if month > end.month() { end.year() - 1 } else { end.year() };
            Said::Month { month, day, year: YearSaid::Given(year), which }
        }
        (Said::Part { unit, number, year: YearSaid::Unsaid }, Said::Part { year, .. }) => Said::Part { unit, number, year: *year },
        (from, _) => from,
    };
    Said::Range(Box::new(from), Box::new(to))
}

/// Whether two dates can be the ends of one range.
fn same_sort(from: &Said, to: &Said) -> bool {
    match (from, to) {
        (Said::Given(When::One(from)), Said::Given(When::One(to))) => from.unit() == to.unit() && from.first() < to.first(),
        (Said::Month { day: one, .. }, Said::Month { day: other, .. }) => one.is_some() == other.is_some(),
        (Said::Given(_), Said::Month { .. }) | (Said::Month { .. }, Said::Given(_)) => true,
        (Said::Weekday { .. }, Said::Weekday { .. }) => true,
        (Said::Part { unit, .. }, Said::Part { unit: other, .. }) => unit == other,
        _ => false,
    }
}
