//! What the words of a date say, before it is known when they were written.

use crate::text::Span;
use crate::text::calendar::Unit;
use crate::text::calendar::When;

use crate::analysis::layer::Mark;

/// A calendar expression in a text (TIMEX3 of ISO-TimeML, type DATE).
#[derive(Clone, Debug, PartialEq)]
pub struct DateMention {
    /// Where it stands, words like `early` included.
    pub span: Span,
    /// What the words say.
    pub said: Said,
    /// Which part of the unit is meant, if the words tell.
    pub modifier: Option<Modifier>,
    /// When its clause happens.
    pub tense: Tense,
    /// The verb of its clause, where that is a past form.
    pub verb: Option<Span>,
    /// Whether it is the day on which something was said or reported.
    pub of_saying: bool,
    /// Whether it is a `today` that means these times and no day on which something happened.
    pub of_these_times: bool,
}

impl Mark for DateMention {
    fn span(&self) -> Span {
        self.span
    }
}

/// The part of a calendar unit that is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Modifier {
    /// Early, the beginning of.
    Start,
    /// The middle of.
    Middle,
    /// Late, the end of.
    End,
}

impl Modifier {
    /// Its name in output, as in TIMEX3.
    pub fn name(self) -> &'static str {
        match self {
            Modifier::Start => "start",
            Modifier::Middle => "mid",
            Modifier::End => "end",
        }
    }
}

/// When a clause happens, seen from the day on which it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tense {
    /// Before.
    Past,
    /// After.
    Future,
    /// The clause does not say.
    Unsaid,
}

/// What a relative date is counted from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// The day on which the text was published.
    Published,
    /// The last date told before.
    Told,
}

/// The year of a date as it is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum YearSaid {
    /// Not at all.
    Unsaid,
    /// In digits.
    Given(i16),
    /// That many years after that of the anchor.
    Shifted(i64, Anchor),
}

/// Which of several that bear one name is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// Tense and nearness tell.
    Nearest,
    /// The last one before the anchor.
    Last(Anchor),
    /// That of the anchor's own week or year.
    This,
    /// The first one after the anchor.
    Next(Anchor),
}

/// What the words of a date say.
#[derive(Clone, Debug, PartialEq)]
pub enum Said {
    /// All that is needed.
    Given(When),
    /// A month or a day of it.
    Month {
        /// From 1 to 12.
        month: i8,
        /// From 1 to 31.
        day: Option<i8>,
        /// Its year.
        year: YearSaid,
        /// Which one, where the year is not said.
        which: Which,
    },
    /// A season.
    Season {
        /// Its first month: 3, 6, 9 or 12.
        month: i8,
        /// Its year.
        year: YearSaid,
        /// Which one, where the year is not said.
        which: Which,
    },
    /// A quarter or half of a year.
    Part {
        /// [`Unit::Quarter`] or [`Unit::Half`].
        unit: Unit,
        /// From 1.
        number: i8,
        /// Its year.
        year: YearSaid,
    },
    /// A weekday.
    Weekday {
        /// From 0 for Monday.
        weekday: i8,
        /// Which one.
        which: Which,
        /// Weeks after that of publication, if the week is told.
        week: Option<i64>,
    },
    /// The weekend, the last or the coming one.
    Weekend,
    /// The unit that lies so many units after that of the anchor.
    Shifted {
        /// The unit.
        unit: Unit,
        /// How many.
        by: i64,
        /// From where.
        from: Anchor,
    },
    /// The first months of a year.
    FirstMonths {
        /// How many.
        count: i8,
        /// Of which year.
        year: YearSaid,
    },
    /// A day of the month that lies so many months after that of the anchor.
    DayOfMonth {
        /// From 1 to 31.
        day: i8,
        /// How many months.
        by: i64,
        /// From where.
        from: Anchor,
    },
    /// The so manieth weekday of a month.
    NthWeekday {
        /// From 1, or -1 for the last one.
        nth: i8,
        /// From 0 for Monday.
        weekday: i8,
        /// The month.
        of: Box<Said>,
    },
    /// A day that is counted from Easter.
    Feast {
        /// Days behind Easter Sunday.
        days: i16,
        /// Its year.
        year: YearSaid,
    },
    /// From one date to another.
    Range(Box<Said>, Box<Said>),
    /// A date of which the words do not say enough: `a few days ago`.
    Open,
}
