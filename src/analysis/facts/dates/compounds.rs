//! Reads dates that are made of others: `the last Friday of June`, `this year's third quarter`, `the day before yesterday`, `half a
//! century ago`, `the 10th of this month`, `July last`.

use crate::analysis::facts::dates::reading::Reader;
use crate::analysis::facts::dates::reading::Reading;
use crate::analysis::facts::dates::reading::year_said;
use crate::analysis::facts::dates::said::Anchor;
use crate::analysis::facts::dates::said::Said;
use crate::analysis::facts::dates::said::Which;
use crate::analysis::facts::dates::said::YearSaid;
use crate::analysis::facts::dates::years::YearReader;
use crate::analysis::facts::tokens::Sense;
use crate::analysis::facts::tokens::Token;
use crate::text::calendar::Unit;

impl Reader<'_> {
    /// `first Monday of next month`, `last Friday of June`, `second Tuesday in November 2024`.
    pub(super) fn nth_weekday(&self, at: usize) -> Option<Reading> {
        let nth = match self.sense(at) {
            Sense::Ordinal(number @ 1..=5) => i8::try_from(number).ok()?,
            _ if self.token(at)?.is("last") => -1,
            _ => return None,
        };
        let Sense::Weekday(weekday) = self.sense(at + 1) else { return None };
        if !self.token(at + 1)?.is_joined() || !self.next_is(at + 2, &["of", "in"]) {
            return None;
        }
        let month = self.behind_the(at + 3);
        let of = match self.sense(month) {
            Sense::Month(..) => self.month_first(month),
            _ => self.pointed(month),
        }?;
        let is_month = matches!(of.said, Said::Month { day: None, .. } | Said::Given(_) | Said::Shifted { unit: Unit::Month, .. });
        is_month.then(|| Reading::new(Said::NthWeekday { nth, weekday, of: Box::new(of.said) }, of.end))
    }

    /// `2nd of this month`, `15th of next month`, `10th ultimo`, `5th instant`.
    pub(super) fn day_of_month(&self, at: usize) -> Option<Reading> {
        let Sense::Ordinal(_) = self.sense(at) else { return None };
        let day = self.day_number(at)?;
        if let Some(by) = self.month_of_letters(at + 1) {
            return Some(Reading::new(Said::DayOfMonth { day, by, from: Anchor::Published }, at + 2));
        }
        let of = usize::from(self.next_is(at + 1, &["day"]));
        if !self.next_is(at + 1 + of, &["of"]) {
            return None;
        }
        let pointing = self.token(at + 2 + of)?;
        let (by, from, unit) = match () {
            () if pointing.is_any(&["this", "last", "next", "that"]) => {
                let by = if pointing.is("last") { -1 } else { i64::from(pointing.is("next")) };
                let from = if pointing.is("that") { Anchor::Told } else { Anchor::Published };
                (by, from, at + 3 + of)
            }
            // Of the month, of every month: no day of one.
            () if pointing.is("the") && self.next_is(at + 3 + of, &["same", "current"]) => {
                let from = if self.next_is(at + 3 + of, &["same"]) { Anchor::Told } else { Anchor::Published };
                (0, from, at + 4 + of)
            }
            () => return None,
        };
        let is_month = self.sense(unit) == Sense::Unit(Unit::Month, true) && self.token(unit)?.is_joined();
        is_month.then(|| Reading::new(Said::DayOfMonth { day, by, from }, unit + 1))
    }

    /// Another day of the month of the day before it: `April 24 and 25`. What may count something is none.
    pub(super) fn day_beside_day(&self, said: &Said, at: usize) -> Option<Reading> {
        let Said::Month { month, day: Some(_), year: YearSaid::Unsaid, which } = *said else { return None };
        let and = self.next_is(at, &["and", "or"]);
        let day = self.day_number(at + 1).filter(|_| and && self.token(at + 1).is_some_and(Token::is_joined))?;
        let ends = self.closes_clause(at + 1) || self.next_is(at + 2, &["in", "at", "of", "when", "with", "was", "were"]);
        ends.then(|| Reading::new(Said::Month { month, day: Some(day), year: YearSaid::Unsaid, which }, at + 2))
    }

    /// The months that letters of old date from: `ult.` for the last one, `inst.` for this one.
    fn month_of_letters(&self, at: usize) -> Option<i64> {
        let token = self.token(at).filter(|token| token.follows_closely())?;
        match () {
            () if token.is_any(&["instant", "inst"]) => Some(0),
            () if token.is_any(&["ultimo", "ult"]) => Some(-1),
            () if token.is_any(&["proximo", "prox"]) => Some(1),
            () => None,
        }
    }

    /// Which one is meant by a word behind a month or a day of it, and one past that word: `July last`, `1st of January next`.
    pub(super) fn which_behind(&self, at: usize) -> Option<(Which, usize)> {
        let token = self.token(at).filter(|token| token.is_joined())?;
        let goes_on = self.token(at + 1).is_some_and(|next| {
            let is_calendar = !matches!(next.sense, Sense::Other | Sense::Number(_) | Sense::Ordinal(_));
            next.is_joined() && (is_calendar || next.written.starts_with(char::is_uppercase) || next.is_any(&["to", "of"]))
        });
        match () {
            () if token.is_any(&["ultimo", "ult"]) => Some((Which::Last(Anchor::Published), at + 1)),
            () if token.is_any(&["proximo", "prox"]) => Some((Which::Next(Anchor::Published), at + 1)),
            () if token.is_any(&["instant", "inst"]) => Some((Which::This, at + 1)),
            () if token.is("last") && !goes_on => Some((Which::Last(Anchor::Published), at + 1)),
            () if token.is("next") && !goes_on => Some((Which::Next(Anchor::Published), at + 1)),
            () => None,
        }
    }

    /// What stands behind a year that has it: `this year's third quarter`, `2023's second half`, `last year's summer`.
    pub(super) fn part_of_year(&self, year: &YearSaid, at: usize) -> Option<Reading> {
        let year = *year;
        self.token(at).filter(|token| token.is_joined())?;
        let next = at + 1;
        match self.sense(at) {
            Sense::Ordinal(number) => {
                let number = i8::try_from(number).ok()?;
                let token = self.token(next).filter(|next| next.is_joined() || next.gap == "-")?;
                match token.sense {
                    Sense::Unit(Unit::Quarter, true) if (1..=4).contains(&number) => {
                        Some(Reading::new(Said::Part { unit: Unit::Quarter, number, year }, next + 1))
                    }
                    Sense::Number(count @ 2..=11) if number == 1 && self.sense(next + 1) == Sense::Unit(Unit::Month, false) => {
                        Some(Reading::new(Said::FirstMonths { count: i8::try_from(count).ok()?, year }, next + 2))
                    }
                    _ if token.is("half") && (1..=2).contains(&number) => {
                        Some(Reading::new(Said::Part { unit: Unit::Half, number, year }, next + 1))
                    }
                    _ => None,
                }
            }
            Sense::Season(month) => Some(Reading::new(Said::Season { month, year, which: Which::Nearest }, next)),
            _ => None,
        }
    }

    /// `the day before yesterday`, `the day after tomorrow`.
    pub(super) fn day_beside(&self, at: usize) -> Option<Reading> {
        let is_day = self.sense(at) == Sense::Unit(Unit::Day, true) && self.before_is(at, &["the"]);
        let by = match () {
            () if self.next_is(at + 1, &["before"]) && self.next_is(at + 2, &["yesterday"]) => -2,
            () if self.next_is(at + 1, &["after"]) && self.next_is(at + 2, &["tomorrow"]) => 2,
            () => return None,
        };
        is_day.then(|| Reading::new(Said::Shifted { unit: Unit::Day, by, from: Anchor::Published }, at + 3))
    }

    /// `half a century ago`, `half a year later`.
    pub(super) fn half_of_unit(&self, at: usize) -> Option<Reading> {
        let is_half = self.token(at)?.is("half") && self.next_is(at + 1, &["a"]);
        let Sense::Unit(unit, true) = self.sense(at + 2) else { return None };
        let (smaller, count) = parts(unit)?;
        is_half.then(|| self.distance(at + 3, smaller, Some(count / 2)))?
    }

    /// `a year and a half ago`, `two and a half years later`: behind a number the unit with a half.
    pub(super) fn counted_with_half(&self, count: i64, next: usize) -> Option<Reading> {
        let and_a_half = |at: usize| self.next_is(at, &["and"]) && self.next_is(at + 1, &["a"]) && self.next_is(at + 2, &["half"]);
        let (unit_at, end) = if and_a_half(next) { (next + 3, next + 4) } else { (next, next + 4) };
        let Sense::Unit(unit, _) = self.sense(unit_at) else { return None };
        if unit_at == next && !and_a_half(next + 1) {
            return None;
        }
        let (smaller, in_one) = parts(unit)?;
        self.distance(end, smaller, Some(count * in_one + in_one / 2))
    }

    /// `nineteen ninety-one`, `eighteen sixty`, `two thousand` behind `the year`.
    pub(super) fn worded_year(&self, at: usize) -> Option<Reading> {
        let is_introduced =
            self.before_is(at, &["in", "since", "of", "by", "until", "from", "to", "year", "early", "late", "before", "after"]);
        let is_word = |token: &Token| token.written.starts_with(char::is_alphabetic);
        let (Sense::Number(first), true) = (self.sense(at), is_introduced && is_word(self.token(at)?)) else { return None };
        let (year, end) = match (first, self.sense(at + 1)) {
            (2, _) if self.next_is(at + 1, &["thousand"]) && self.before_is(at, &["year"]) => (2000, at + 2),
            (10..=20, Sense::Number(tens @ 10..=99)) if self.token(at + 1).is_some_and(|next| is_word(next) && next.is_joined()) => {
                let ones = match self.sense(at + 2) {
                    Sense::Number(ones @ 1..=9) if tens % 10 == 0 && tens >= 20 && self.token(at + 2)?.gap == "-" => ones,
                    _ => 0,
                };
                (first * 100 + tens + ones, at + 2 + usize::from(ones > 0))
            }
            _ => return None,
        };
        Some(Reading::new(year_said(YearSaid::Given(i16::try_from(year).ok()?))?, end))
    }
}

/// The smaller unit in which a half of a unit is counted, and how many of it the unit has.
fn parts(unit: Unit) -> Option<(Unit, i64)> {
    match unit {
        Unit::Century => Some((Unit::Decade, 10)),
        Unit::Decade => Some((Unit::Year, 10)),
        Unit::Year => Some((Unit::Month, 12)),
        _ => None,
    }
}
