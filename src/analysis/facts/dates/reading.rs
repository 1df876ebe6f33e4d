//! Reads the dates in a row of tokens: a grammar of calendar expressions, longest reading first.

use crate::analysis::facts::dates::holidays::holiday;
use crate::analysis::facts::dates::said::Anchor;
use crate::analysis::facts::dates::said::Modifier;
use crate::analysis::facts::dates::said::Said;
use crate::analysis::facts::dates::said::Which;
use crate::analysis::facts::dates::said::YearSaid;
use crate::analysis::facts::dates::years::YearReader;
use crate::analysis::facts::tokens::Sense;
use crate::analysis::facts::tokens::Token;
use crate::text::calendar::Stretch;
use crate::text::calendar::Unit;
use crate::text::calendar::When;

/// A date read from tokens.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Reading {
    pub(super) said: Said,
    pub(super) modifier: Option<Modifier>,
    /// One past its last token.
    pub(super) end: usize,
}

impl Reading {
    pub(super) fn new(said: Said, end: usize) -> Reading {
        Reading { said, modifier: None, end }
    }
}

/// How numbers alone are ordered, where both orders are possible.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Order {
    /// Not known.
    #[default]
    Unknown,
    /// 3/7 is the third of July.
    DayFirst,
    /// 3/7 is the seventh of March.
    MonthFirst,
}

pub(super) struct Reader<'a> {
    pub(super) tokens: &'a [Token<'a>],
    /// The text behind the last token.
    pub(super) rest: &'a str,
    pub(super) order: Order,
}

impl<'a> Reader<'a> {
    pub(super) fn token(&self, at: usize) -> Option<&'a Token<'a>> {
        self.tokens.get(at)
    }

    pub(super) fn sense(&self, at: usize) -> Sense {
        self.token(at).map_or(Sense::Other, |token| token.sense)
    }

    /// Whether the token at `at` is one of `words` and only a blank parts it from the one before.
    pub(super) fn next_is(&self, at: usize, words: &[&str]) -> bool {
        self.token(at).is_some_and(|token| token.is_joined() && token.is_any(words))
    }

    /// Whether the token before `at` is one of `words` and only a blank parts them.
    pub(super) fn before_is(&self, at: usize, words: &[&str]) -> bool {
        at > 0 && self.token(at).is_some_and(Token::is_joined) && self.tokens[at - 1].is_any(words)
    }

    /// What stands between the token at `at` and the next one.
    pub(super) fn gap_behind(&self, at: usize) -> &'a str {
        self.token(at + 1).map_or(self.rest, |next| next.gap)
    }

    /// The date that begins at `at`, if one does.
    pub(super) fn read(&self, at: usize) -> Option<Reading> {
        self.range(at).or_else(|| self.modified(at)).map(|reading| self.joined_range(at, reading))
    }

    /// `early March`, `the end of 2024`.
    pub(super) fn modified(&self, at: usize) -> Option<Reading> {
        if let Some((modifier, next)) = self.modifier(at) {
            let joined = self.token(next).is_some_and(|token| token.is_joined() || token.is_dashed());
            let unit_of_the = self.the_unit(next);
            if let Some(mut reading) = joined.then(|| unit_of_the.or_else(|| self.plain(self.behind_the(next)))).flatten() {
                reading.modifier = modifier;
                return Some(reading);
            }
        }
        self.plain(at)
    }

    pub(super) fn behind_the(&self, at: usize) -> usize {
        if self.token(at).is_some_and(|token| token.is("the")) { at + 1 } else { at }
    }

    /// A word for a part of a unit, and where the unit begins.
    fn modifier(&self, at: usize) -> Option<(Option<Modifier>, usize)> {
        let token = self.token(at)?;
        let of = self.next_is(at + 1, &["of"]);
        let in_ = self.next_is(at + 1, &["in"]);
        let on = self.next_is(at + 1, &["on"]);
        let found = match () {
            () if token.is("early") => (Some(Modifier::Start), at + 1 + usize::from(in_ || on)),
            () if token.is("late") => (Some(Modifier::End), at + 1 + usize::from(in_ || on)),
            () if token.is("mid") => (Some(Modifier::Middle), at + 1),
            // Which part it is depends on the day of writing.
            () if token.is_any(&["earlier", "later"]) && (in_ || on) => (None, at + 2),
            () if token.is_any(&["earlier", "later"]) => (None, at + 1),
            () if token.is_any(&["beginning", "start"]) && of => (Some(Modifier::Start), at + 2),
            () if token.is("middle") && of => (Some(Modifier::Middle), at + 2),
            () if token.is_any(&["end", "close"]) && of => (Some(Modifier::End), at + 2),
            () if token.is("end") && self.token(at + 1)?.is_dashed() => (Some(Modifier::End), at + 1),
            () => return None,
        };
        Some(found)
    }

    /// `the year` behind a word for its part: `by the end of the year`.
    fn the_unit(&self, at: usize) -> Option<Reading> {
        let (true, Sense::Unit(unit, true)) = (self.token(at)?.is("the"), self.sense(at + 1)) else { return None };
        let is_calendar = matches!(unit, Unit::Week | Unit::Month | Unit::Year | Unit::Decade | Unit::Century | Unit::Day);
        // `earlier in the day` is that of which is told; the year and the week are those of writing.
        let from = if unit == Unit::Day { Anchor::Told } else { Anchor::Published };
        is_calendar.then(|| Reading::new(Said::Shifted { unit, by: 0, from }, at + 2))
    }

    /// One date without a modifier.
    fn plain(&self, at: usize) -> Option<Reading> {
        let token = self.token(at)?;
        match token.sense {
            Sense::Number(_) | Sense::Ordinal(_) => self
                .numeric(at)
                .or_else(|| self.nth_weekday(at))
                .or_else(|| self.day_of_month(at))
                .or_else(|| self.day_first(at))
                .or_else(|| self.part(at))
                .or_else(|| self.counted(at))
                .or_else(|| self.century(at))
                .or_else(|| self.worded_year(at))
                .or_else(|| self.bare_year(at)),
            Sense::Month(..) => self.month_first(at),
            Sense::Weekday(weekday) => self.weekday(at, weekday, Which::Nearest),
            Sense::Decade(first) => self.decade(at, first),
            Sense::Season(month) => self.season(at, month),
            Sense::Unit(unit, singular) => self.unit_first(at, unit, singular),
            // The night before.
            Sense::PartOfDay => self.before_is(at, &["the"]).then(|| self.distance(at + 1, Unit::Day, Some(1)))?,
            Sense::Other => self.worded(at),
        }
    }

    /// Dates that begin with a word of no sense of its own.
    fn worded(&self, at: usize) -> Option<Reading> {
        let token = self.token(at)?;
        let day = |by| Said::Shifted { unit: Unit::Day, by, from: Anchor::Published };
        match () {
            // The children of today, not as of today.
            () if token.is_any(&["today", "tomorrow"]) && self.is_of_an_age(at) => None,
            () if token.is("today") => Some(Reading::new(day(0), self.behind_part_of_day(at + 1))),
            () if token.is("tonight") => Some(Reading::new(day(0), at + 1)),
            () if token.is("yesterday") => Some(Reading::new(day(-1), self.behind_part_of_day(at + 1))),
            () if token.is("tomorrow") => Some(Reading::new(day(1), self.behind_part_of_day(at + 1))),
            () if token.is("half") => self.half_of_unit(at).or_else(|| self.counted(at)),
            () if token.is_any(&["a", "an", "several", "some", "couple", "nearly", "almost", "about"]) => self.counted(at),
            () if token.is("fiscal") || token.is("year") => self.fiscal(at),
            () if token.written.len() == 2 && token.written.starts_with(['Q', 'q']) => self.short_quarter(at),
            () if token.written.starts_with(|first: char| first.is_ascii_digit()) => self.numeric(at).or_else(|| self.glued_quarter(at)),
            () => holiday(self, at).or_else(|| self.nth_weekday(at)).or_else(|| self.pointed(at)),
        }
    }

    /// Whether `today` or `tomorrow` is no day: `the farmers of today and tomorrow`.
    fn is_of_an_age(&self, at: usize) -> bool {
        let is_of = |at: usize| self.before_is(at, &["of"]) && !(at > 1 && self.tokens[at - 2].is("as"));
        is_of(at) || self.before_is(at, &["and"]) && at > 1 && self.tokens[at - 2].is("today") && is_of(at - 2)
    }

    /// One past a part of the day at `at`.
    fn behind_part_of_day(&self, at: usize) -> usize {
        let late = usize::from(self.next_is(at, &["early", "late"]) && self.sense(at + 1) == Sense::PartOfDay);
        let is_part = self.sense(at + late) == Sense::PartOfDay && self.token(at).is_some_and(Token::is_joined);
        if is_part { at + late + 1 } else { at }
    }

    /// `last month`, `this summer`, `the following day`, `that year`.
    pub(super) fn pointed(&self, at: usize) -> Option<Reading> {
        let token = self.token(at)?;
        let before_the = self.before_is(at, &["the"]);
        let (by, from, target) = match () {
            () if token.is("last") && !before_the => (-1, Anchor::Published, at + 1),
            () if token.is("this") && self.next_is(at + 1, &["past"]) => (-1, Anchor::Published, at + 2),
            () if token.is("this") && self.next_is(at + 1, &["coming"]) => (1, Anchor::Published, at + 2),
            () if token.is("this") && self.next_is(at + 1, &["same"]) => (0, Anchor::Told, at + 2),
            () if token.is("this") => (0, Anchor::Published, at + 1),
            () if token.is("full") && before_the && self.sense(at + 1) == Sense::Unit(Unit::Year, true) => (0, Anchor::Published, at + 1),
            // The one of which results are told.
            () if token.is("latest") && before_the && self.sense(at + 1) == Sense::Unit(Unit::Quarter, true) => {
                (-1, Anchor::Published, at + 1)
            }
            () if token.is("current") && before_the => (0, Anchor::Published, at + 1),
            () if token.is("past") && !before_the => (-1, Anchor::Published, at + 1),
            () if token.is("next") && !before_the => (1, Anchor::Published, at + 1),
            () if token.is("next") && at > 1 && !self.tokens[at - 2].is_any(&["over", "in", "within", "for", "during"]) => {
                (1, Anchor::Told, at + 1)
            }
            () if token.is_any(&["following", "ensuing", "subsequent"]) => (1, Anchor::Told, at + 1),
            () if token.is_any(&["previous", "preceding", "prior"]) => (-1, Anchor::Told, at + 1),
            () if token.is("that") && self.next_is(at + 1, &["same", "very"]) => (0, Anchor::Told, at + 2),
            () if token.is_any(&["that", "same"]) => (0, Anchor::Told, at + 1),
            () => return None,
        };
        if !self.token(target)?.is_joined() {
            return None;
        }
        let which = match (by, from) {
            (-1, from) => Which::Last(from),
            (0, _) => Which::This,
            (_, from) => Which::Next(from),
        };
        let shifted = |unit| Said::Shifted { unit, by, from };
        match self.sense(target) {
            Sense::Unit(Unit::Day, true) if from == Anchor::Told => Some(Reading::new(shifted(Unit::Day), target + 1)),
            // The last day of something, to this day.
            Sense::Unit(Unit::Day, _) | Sense::Unit(_, false) => None,
            Sense::Unit(..) if self.is_length(target) => None,
            Sense::Unit(unit, true) => {
                let of_year = || self.part_of_year(&YearSaid::Shifted(by, from), target + 1);
                let has_part = unit == Unit::Year && self.tokens[target].possessive;
                has_part.then(of_year).flatten().or_else(|| Some(Reading::new(shifted(unit), target + 1)))
            }
            Sense::PartOfDay if from == Anchor::Told || by <= 0 && !token.is("past") => {
                // Last night was yesterday's, this morning is today's.
                Some(Reading::new(shifted(Unit::Day), target + 1))
            }
            Sense::Weekday(weekday) => self.weekday(target, weekday, which),
            Sense::Month(month, _) => {
                let year = if by == 0 && from == Anchor::Told { YearSaid::Shifted(0, Anchor::Told) } else { YearSaid::Unsaid };
                Some(Reading::new(Said::Month { month, day: None, year, which }, target + 1))
            }
            Sense::Season(month) => Some(Reading::new(
                Said::Season { month, year: if by == 0 { YearSaid::Shifted(0, from) } else { YearSaid::Unsaid }, which },
                target + 1,
            )),
            _ => None,
        }
    }

    /// Whether the unit at `at` is part of an adjective: `that week-long`.
    fn is_length(&self, at: usize) -> bool {
        self.token(at + 1).is_some_and(|next| next.gap == "-" && next.is_any(&["long", "old", "round", "end"]))
    }

    /// `three years ago`, `a day later`, `several weeks earlier`, `weeks ago`.
    fn counted(&self, at: usize) -> Option<Reading> {
        let (count, next) = self.quantity(at)?;
        // `at least seventeen years earlier` is no year.
        let count = count.filter(|_| !self.before_is(at, &["least", "than"]));
        let token = self.token(next).filter(|token| token.is_joined() || token.gap == "-")?;
        if let Some(with_half) = count.and_then(|count| self.counted_with_half(count, next)) {
            return Some(with_half);
        }
        let Sense::Unit(unit, _) = token.sense else { return None };
        self.distance(next + 1, unit, count)
    }

    fn quantity(&self, at: usize) -> Option<(Option<i64>, usize)> {
        let token = self.token(at)?;
        let joined = |at: usize| self.token(at).is_some_and(Token::is_joined);
        match token.sense {
            Sense::Number(tens @ (20 | 30 | 40 | 50 | 60 | 70 | 80 | 90)) if self.token(at + 1).is_some_and(|next| next.gap == "-") => {
                match self.sense(at + 1) {
                    Sense::Number(small @ 1..=9) => Some((Some(i64::from(tens + small)), at + 2)),
                    _ => Some((Some(i64::from(tens)), at + 1)),
                }
            }
            Sense::Number(count) => Some((Some(i64::from(count)), at + 1)),
            _ if token.is_any(&["nearly", "almost", "about"]) => {
                (joined(at + 1) && !self.token(at + 1)?.is_any(&["nearly", "almost", "about"])).then(|| self.quantity(at + 1))?
            }
            _ if token.is("some") && matches!(self.sense(at + 1), Sense::Number(_)) => self.quantity(at + 1),
            _ if token.is("half") && self.next_is(at + 1, &["a"]) => None,
            _ if token.is_any(&["several", "some"]) => Some((None, at + 1)),
            _ if token.is("a") && self.next_is(at + 1, &["few"]) => Some((None, at + 2)),
            _ if token.is("couple") && self.next_is(at + 1, &["of"]) => Some((None, at + 2)),
            _ if token.is_any(&["a", "an"]) => Some((Some(1), at + 1)),
            _ => None,
        }
    }

    /// The word of direction behind a number of units.
    pub(super) fn distance(&self, at: usize, unit: Unit, count: Option<i64>) -> Option<Reading> {
        let token = self.token(at).filter(|token| token.is_joined() || token.gap == "-")?;
        let (sign, from) = match () {
            () if token.is("ago") => (-1, Anchor::Published),
            () if token.is_any(&["earlier", "previously"]) => (-1, Anchor::Told),
            () if token.is_any(&["later", "afterwards", "afterward", "hence"]) => (1, Anchor::Told),
            () if token.is_any(&["before", "after"]) && self.closes_clause(at) => (if token.is("before") { -1 } else { 1 }, Anchor::Told),
            () => return None,
        };
        let said = match count {
            // Ages and epochs reach farther than any calendar of a newspaper.
            Some(count @ 0..=2000) => Said::Shifted { unit, by: sign * count, from },
            _ => Said::Open,
        };
        Some(Reading::new(said, at + 1))
    }

    /// Whether nothing of the clause follows the token at `at`.
    pub(super) fn closes_clause(&self, at: usize) -> bool {
        self.gap_behind(at).trim_start().starts_with([',', '.', ';', ')', ':', '!', '?']) || self.token(at + 1).is_none()
    }

    /// `years ago`, `year-end`, `year earlier`, `day before`.
    fn unit_first(&self, at: usize, unit: Unit, singular: bool) -> Option<Reading> {
        if unit == Unit::Year && singular {
            if self.token(at + 1).is_some_and(|next| (next.gap == "-" || next.is_joined()) && next.is("end")) {
                let (year, end) = self.year_behind(at + 2).unwrap_or((YearSaid::Shifted(0, Anchor::Published), at + 2));
                return Some(Reading { said: year_said(year)?, modifier: Some(Modifier::End), end });
            }
            if let Some(found) = self.fiscal(at) {
                return Some(found);
            }
        }
        if let Some(found) = self.day_beside(at) {
            return Some(found);
        }
        if unit == Unit::Weekend {
            return self.before_is(at, &["the"]).then(|| Reading::new(Said::Weekend, at + 1));
        }
        if singular {
            let one = self.before_is(at, &["the"]) || self.token(at + 1)?.gap == "-";
            return one.then(|| self.distance(at + 1, unit, Some(1)))?;
        }
        self.next_is(at + 1, &["ago"]).then(|| Reading::new(Said::Open, at + 2))
    }

    fn weekday(&self, at: usize, weekday: i8, which: Which) -> Option<Reading> {
        if let Some(found) = holiday(self, at) {
            return Some(found);
        }
        if at > 0 && self.tokens[at].is_joined() && self.tokens[at - 1].is_any(&["every", "each", "black", "bloody", "ash", "super"]) {
            return None;
        }
        let behind = self.behind_part_of_day(at + 1);
        // A date behind a weekday says which one it is.
        let abbreviated = self.tokens[at].written.len() < 6;
        let next = self.token(behind);
        let close = next.is_some_and(|next| next.follows_closely() || abbreviated && next.gap.trim() == "." || next.gap.trim() == ".,");
        let bracketed = next.is_some_and(|next| next.gap.trim() == "(");
        let the = usize::from(next.is_some_and(|next| next.is("the")));
        if close || bracketed {
            let date = match self.sense(behind + the) {
                Sense::Month(..) => self.month_first(behind + the),
                Sense::Number(_) | Sense::Ordinal(_) => self.day_first(behind + the).or_else(|| self.numeric(behind + the)),
                _ => None,
            };
            if let Some(date) = date.filter(|date| matches!(date.said, Said::Month { day: Some(_), .. } | Said::Given(_))) {
                return Some(date);
            }
        }
        if abbreviated {
            return None;
        }
        // `Monday, the 23rd`, `Saturday the twenty-first`
        if the == 1
            && (close || self.token(behind).is_some_and(Token::is_joined))
            && matches!(self.sense(behind + 1), Sense::Ordinal(_))
            && let Some(day) = self.day_number(behind + 1).filter(|_| self.closes_clause(behind + 1))
        {
            return Some(Reading::new(Said::DayOfMonth { day, by: 0, from: Anchor::Told }, behind + 2));
        }
        let of = usize::from(self.next_is(behind, &["of"]));
        let week = self.token(behind + of).filter(|next| next.is_joined()).and_then(|next| {
            let is_week = self.sense(behind + of + 1) == Sense::Unit(Unit::Week, true);
            let by = [("last", -1), ("this", 0), ("next", 1)].iter().find(|(word, _)| next.is(word));
            by.filter(|_| is_week).map(|(_, by)| *by)
        });
        let end = if week.is_some() { behind + of + 2 } else { behind };
        Some(Reading::new(Said::Weekday { weekday, which, week }, end))
    }

    fn season(&self, at: usize, month: i8) -> Option<Reading> {
        let season = |year, end| Some(Reading::new(Said::Season { month, year, which: Which::Nearest }, end));
        if let Some((year, end)) = self.year_behind(at + 1) {
            return season(year, end);
        }
        // `in the summer`; without an article it is any summer, a source of water or a fall.
        let told = self.before_is(at, &["the", "early", "late", "mid"]) && self.tokens[at].written != "fall";
        (told && self.closes_clause(at)).then(|| season(YearSaid::Unsaid, at + 1))?
    }

    /// `the third quarter of 2008`, `the first half of the year`, `first nine months of 2008`.
    fn part(&self, at: usize) -> Option<Reading> {
        let Sense::Ordinal(number) = self.sense(at) else { return None };
        let next = self.token(at + 1).filter(|next| next.is_joined() || next.gap == "-")?;
        let number = i8::try_from(number).ok()?;
        let year = self.year_behind(at + 2);
        match next.sense {
            Sense::Unit(Unit::Quarter, true) if (1..=4).contains(&number) => {
                let (year, end) = year.unwrap_or((YearSaid::Unsaid, at + 2));
                Some(Reading::new(Said::Part { unit: Unit::Quarter, number, year }, end))
            }
            _ if next.is("half") && number <= 2 => {
                let (year, end) = year?;
                Some(Reading::new(Said::Part { unit: Unit::Half, number, year }, end))
            }
            Sense::Number(count @ 2..=11) if number == 1 && self.sense(at + 2) == Sense::Unit(Unit::Month, false) => {
                let (year, end) = self.year_behind(at + 3)?;
                Some(Reading::new(Said::FirstMonths { count: i8::try_from(count).ok()?, year }, end))
            }
            _ => None,
        }
    }

    fn short_quarter(&self, at: usize) -> Option<Reading> {
        let number: i8 = self.token(at)?.written[1..].parse().ok().filter(|number| (1..=4).contains(number))?;
        let (year, end) = self.year_behind(at + 1)?;
        Some(Reading::new(Said::Part { unit: Unit::Quarter, number, year }, end))
    }

    /// `3Q2022`.
    fn glued_quarter(&self, at: usize) -> Option<Reading> {
        let (number, year) = self.token(at)?.written.split_once(['Q', 'q'])?;
        let number: i8 = number.parse().ok().filter(|number| (1..=4).contains(number))?;
        let year: i16 = year.parse().ok().filter(|year| (1900..2100).contains(year))?;
        Some(Reading::new(Said::Part { unit: Unit::Quarter, number, year: YearSaid::Given(year) }, at + 1))
    }

    fn century(&self, at: usize) -> Option<Reading> {
        let (Sense::Ordinal(number @ 1..=21), Some(next)) = (self.sense(at), self.token(at + 1)) else { return None };
        let is_century = next.sense == Sense::Unit(Unit::Century, true) && (next.is_joined() || next.gap == "-");
        let first = Stretch::year((i16::try_from(number).ok()? - 1) * 100 + 1)?;
        is_century.then(|| Reading::new(Said::Given(When::One(Stretch::of(Unit::Century, first.first()))), at + 2))
    }

    fn decade(&self, at: usize, first: i16) -> Option<Reading> {
        // Of the eighties only those of the last century are called so; numbers that count are told by what they count.
        let year = if first >= 100 { first } else { 1900 + first };
        let shortened = self.tokens[at].gap.ends_with(['\'', '\u{2018}', '\u{2019}']);
        if first < 100 && !shortened && !self.before_is(at, &["the", "early", "late", "mid"]) && !self.tokens[at].is_dashed() {
            return None;
        }
        if self.before_is(at, &["his", "her", "their", "my", "your"]) || self.token(at + 1).is_some_and(|next| next.gap.trim() == "(") {
            return None;
        }
        let decade = Stretch::of(Unit::Decade, Stretch::year(year)?.first());
        Some(Reading::new(Said::Given(When::One(decade)), at + 1))
    }
}

/// A year as a date.
pub(super) fn year_said(year: YearSaid) -> Option<Said> {
    match year {
        YearSaid::Given(year) => Some(Said::Given(When::One(Stretch::year(year)?))),
        YearSaid::Shifted(by, from) => Some(Said::Shifted { unit: Unit::Year, by, from }),
        YearSaid::Unsaid => None,
    }
}
