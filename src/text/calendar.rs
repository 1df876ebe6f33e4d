//! Stretches of the calendar and how they are written in EDTF (ISO 8601-2, Extended Date/Time Format).

use std::fmt;

use jiff::Span as Duration;
use jiff::civil::Date;

/// Units of the calendar that words name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unit {
    /// One day.
    Day,
    /// Saturday and Sunday.
    Weekend,
    /// Monday to Sunday.
    Week,
    /// One month.
    Month,
    /// Three months from January, April, July or October.
    Quarter,
    /// A season; the first day is the first of March, June, September or December.
    Season,
    /// Six months from January or July.
    Half,
    /// One year.
    Year,
    /// Ten years from one that ends in 0.
    Decade,
    /// A hundred years: the 19th century is 1800 to 1899 here, as in the `18XX` of EDTF.
    Century,
}

/// One unit of the calendar: the week that begins on 30 June 2025.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Stretch {
    unit: Unit,
    first: Date,
}

/// What a date says, at the precision at which it says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum When {
    /// One unit of the calendar.
    One(Stretch),
    /// From one to another, both included.
    Range(Stretch, Stretch),
    /// A month, or a day of one, of a year that is not known.
    Yearless {
        /// From 1 to 12.
        month: i8,
        /// From 1 to 31.
        day: Option<i8>,
    },
}

/// How exactly a date is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Precision {
    /// To the day.
    Day,
    /// To the month.
    Month,
    /// To the season.
    Season,
    /// To the year.
    Year,
    /// To the decade.
    Decade,
    /// From one date to another, a week, a quarter or a century.
    Range,
    /// Not at all: the text does not say enough.
    Open,
}

impl Precision {
    /// Its name in output.
    pub fn name(self) -> &'static str {
        match self {
            Precision::Day => "day",
            Precision::Month => "month",
            Precision::Season => "season",
            Precision::Year => "year",
            Precision::Decade => "decade",
            Precision::Range => "range",
            Precision::Open => "open",
        }
    }
}

impl Stretch {
    /// The unit that holds `day`.
    pub fn of(unit: Unit, day: Date) -> Stretch {
        let (year, month) = (day.year(), day.month());
        let monday = || shifted(day, -i64::from(day.weekday().to_monday_zero_offset()));
        let first = match unit {
            Unit::Day => day,
            Unit::Week => monday(),
            Unit::Weekend => shifted(monday(), 5),
            Unit::Month => start_of(year, month),
            Unit::Quarter => start_of(year, (month - 1) / 3 * 3 + 1),
            // Winter begins in December of the year before.
            Unit::Season if month < 3 => start_of(year.saturating_sub(1), 12),
            Unit::Season => start_of(year, month / 3 * 3),
            Unit::Half => start_of(year, if month > 6 { 7 } else { 1 }),
            Unit::Year => start_of(year, 1),
            Unit::Decade => start_of(year - year.rem_euclid(10), 1),
            Unit::Century => start_of(year - year.rem_euclid(100), 1),
        };
        Stretch { unit, first }
    }

    /// A day, if the calendar has it.
    pub fn day(year: i16, month: i8, day: i8) -> Option<Stretch> {
        Date::new(year, month, day).ok().map(|day| Stretch::of(Unit::Day, day))
    }

    /// A month, if the calendar has it.
    pub fn month(year: i16, month: i8) -> Option<Stretch> {
        Date::new(year, month, 1).ok().map(|day| Stretch::of(Unit::Month, day))
    }

    /// A year, if the calendar has it.
    pub fn year(year: i16) -> Option<Stretch> {
        Date::new(year, 1, 1).ok().map(|day| Stretch::of(Unit::Year, day))
    }

    /// Its unit.
    pub fn unit(self) -> Unit {
        self.unit
    }

    /// Its first day.
    pub fn first(self) -> Date {
        self.first
    }

    /// Its last day.
    pub fn last(self) -> Date {
        shifted(self.shift(1).first, if self.unit == Unit::Weekend { -6 } else { -1 })
    }

    /// The unit `by` units later, earlier if negative; itself where the calendar ends.
    pub fn shift(self, by: i64) -> Stretch {
        let none = Duration::new();
        let duration = match self.unit {
            Unit::Day => none.try_days(by),
            Unit::Week | Unit::Weekend => none.try_weeks(by),
            Unit::Month => none.try_months(by),
            Unit::Quarter | Unit::Season => none.try_months(by.saturating_mul(3)),
            Unit::Half => none.try_months(by.saturating_mul(6)),
            Unit::Year => none.try_years(by),
            Unit::Decade => none.try_years(by.saturating_mul(10)),
            Unit::Century => none.try_years(by.saturating_mul(100)),
        };
        let first = duration.and_then(|duration| self.first.checked_add(duration)).unwrap_or(self.first);
        Stretch { unit: self.unit, first }
    }

    /// Whether `other` lies within this one.
    pub fn holds(self, other: Stretch) -> bool {
        self.first <= other.first && other.last() <= self.last()
    }

    /// How exactly it is told.
    pub fn precision(self) -> Precision {
        match self.unit {
            Unit::Day => Precision::Day,
            Unit::Month => Precision::Month,
            Unit::Season => Precision::Season,
            Unit::Year => Precision::Year,
            Unit::Decade => Precision::Decade,
            Unit::Week | Unit::Weekend | Unit::Quarter | Unit::Half | Unit::Century => Precision::Range,
        }
    }
}

impl When {
    /// How exactly it is told.
    pub fn precision(self) -> Precision {
        match self {
            When::One(stretch) => stretch.precision(),
            When::Range(..) => Precision::Range,
            When::Yearless { day: Some(_), .. } => Precision::Day,
            When::Yearless { day: None, .. } => Precision::Month,
        }
    }

    /// First and last day; `None` where the year is not known.
    pub fn bounds(self) -> Option<(Date, Date)> {
        match self {
            When::One(stretch) => Some((stretch.first, stretch.last())),
            When::Range(from, to) => Some((from.first, to.last())),
            When::Yearless { .. } => None,
        }
    }

    /// Whether every day of `other` lies within this one.
    pub fn holds(self, other: When) -> bool {
        match (self.bounds(), other.bounds()) {
            (Some(own), Some(others)) => own.0 <= others.0 && others.1 <= own.1,
            _ => self == other,
        }
    }

    /// The calendar unit that an EDTF string of level 0 names: a year, a month or a day; `None` for others.
    pub fn parse(written: &str) -> Option<When> {
        let numbers: Vec<i16> = written.split('-').map(|part| part.parse().ok()).collect::<Option<_>>()?;
        let small = |index: usize| i8::try_from(numbers[index]).ok();
        let stretch = match numbers.len() {
            1 => Stretch::year(numbers[0]),
            2 => Stretch::month(numbers[0], small(1)?),
            3 => Stretch::day(numbers[0], small(1)?, small(2)?),
            _ => None,
        };
        stretch.map(When::One)
    }
}

impl fmt::Display for Stretch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month) = (self.first.year(), self.first.month());
        match self.unit {
            Unit::Day => write!(f, "{}", self.first),
            Unit::Month => write!(f, "{year:04}-{month:02}"),
            Unit::Season => write!(f, "{year:04}-{}", 20 + month / 3),
            Unit::Year => write!(f, "{year:04}"),
            Unit::Decade => write!(f, "{:03}X", year / 10),
            Unit::Century => write!(f, "{:02}XX", year / 100),
            Unit::Week | Unit::Weekend => write!(f, "{}/{}", self.first, self.last()),
            Unit::Quarter | Unit::Half => write!(f, "{year:04}-{month:02}/{year:04}-{:02}", self.last().month()),
        }
    }
}

impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            When::One(stretch) => stretch.fmt(f),
            When::Range(from, to) => {
                // A range of units that are ranges themselves is written by its days.
                let is_plain = |stretch: &Stretch| !matches!(stretch.precision(), Precision::Range);
                if is_plain(from) && is_plain(to) { write!(f, "{from}/{to}") } else { write!(f, "{}/{}", from.first, to.last()) }
            }
            When::Yearless { month, day: Some(day) } => write!(f, "XXXX-{month:02}-{day:02}"),
            When::Yearless { month, day: None } => write!(f, "XXXX-{month:02}"),
        }
    }
}

/// English names of the months, as short as they are shown.
pub const SHORT_MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// Number of an English month name or its usual abbreviation, in any case.
pub fn month_number(word: &str) -> Option<i8> {
    const MONTHS: [&str; 12] =
        ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];
    if word.len() < 3 || !word.is_ascii() {
        return None;
    }
    let found = MONTHS.iter().position(|month| {
        let whole = word.eq_ignore_ascii_case(month);
        whole || word.len() == 3 && word.eq_ignore_ascii_case(&month[..3]) || word.eq_ignore_ascii_case("sept") && *month == "september"
    });
    found.map(|index| index as i8 + 1)
}

fn start_of(year: i16, month: i8) -> Date {
    Date::new(year, month, 1).unwrap_or(Date::ZERO)
}

fn shifted(day: Date, days: i64) -> Date {
    Duration::new().try_days(days).and_then(|duration| day.checked_add(duration)).unwrap_or(day)
}

#[cfg(test)]
mod tests {
    use super::Stretch;
    use super::Unit;
    use super::When;
    use jiff::civil::date;
    use proptest::prelude::*;

    #[test]
    fn units_are_written_as_edtf() {
        let day = date(2025, 7, 3);
        for (unit, written) in [
            (Unit::Day, "2025-07-03"),
            (Unit::Weekend, "2025-07-05/2025-07-06"),
            (Unit::Week, "2025-06-30/2025-07-06"),
            (Unit::Month, "2025-07"),
            (Unit::Quarter, "2025-07/2025-09"),
            (Unit::Season, "2025-22"),
            (Unit::Half, "2025-07/2025-12"),
            (Unit::Year, "2025"),
            (Unit::Decade, "202X"),
            (Unit::Century, "20XX"),
        ] {
            assert_eq!(Stretch::of(unit, day).to_string(), written);
        }
        assert_eq!(Stretch::of(Unit::Season, date(2025, 1, 9)).to_string(), "2024-24");
        assert_eq!(When::Yearless { month: 7, day: Some(3) }.to_string(), "XXXX-07-03");
    }

    #[test]
    fn edtf_is_read_back() {
        for written in ["2025", "2025-07", "2025-07-03"] {
            assert_eq!(When::parse(written).map(|when| when.to_string()).as_deref(), Some(written));
        }
        assert_eq!(When::parse("2025-02-30"), None);
        assert_eq!(When::parse("2025/2026"), None);
    }

    proptest! {
        #[test]
        fn a_unit_holds_its_day_and_neighbours_touch(year in -9000i16..9000, ordinal in 1i16..366, shift in -500i64..500) {
            let day = date(year, 1, 1).with().day_of_year(ordinal).build().expect("a day");
            for unit in [Unit::Day, Unit::Week, Unit::Month, Unit::Quarter, Unit::Season, Unit::Half, Unit::Year, Unit::Decade, Unit::Century] {
                let stretch = Stretch::of(unit, day);
                prop_assert!(stretch.first() <= day && day <= stretch.last());
                prop_assert_eq!(stretch.last().tomorrow().ok(), Some(stretch.shift(1).first()));
                let there = stretch.shift(shift);
                prop_assert_eq!(Stretch::of(unit, there.first()), there);
            }
        }
    }
}
