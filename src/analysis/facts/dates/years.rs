//! Reads days, months and years: the part of the grammar that is about numbers.

use crate::analysis::facts::dates::ranges::between;
use crate::analysis::facts::dates::reading::Order;
use crate::analysis::facts::dates::reading::Reader;
use crate::analysis::facts::dates::reading::Reading;
use crate::analysis::facts::dates::said::Anchor;
use crate::analysis::facts::dates::said::Said;
use crate::analysis::facts::dates::said::Which;
use crate::analysis::facts::dates::said::YearSaid;
use crate::analysis::facts::tokens::Sense;
use crate::analysis::facts::tokens::Token;
use crate::text::calendar::Stretch;
use crate::text::calendar::Unit;
use crate::text::calendar::When;
use crate::text::streets::is_street;

/// Words before a number of four digits that make it a year.
const BEFORE_YEARS: &[&str] = &[
    "in", "since", "during", "until", "till", "early", "late", "mid", "year", "the", "a", "its", "his", "her", "their", "our", "circa",
    "fiscal",
];
/// Words before a number that make it an amount.
const BEFORE_AMOUNTS: &[&str] = &[
    "about",
    "some",
    "nearly",
    "almost",
    "over",
    "least",
    "than",
    "approximately",
    "roughly",
    "only",
    "another",
    "total",
    "page",
    "number",
    "no",
    "flight",
    "route",
    "room",
    "extension",
];
/// Words of the names before the year of a work that is cited.
const CITED: usize = 8;
/// Most words of the name of a street.
const STREET: usize = 4;
/// What follows an amount and no year.
const BEHIND_AMOUNTS: &[&str] = &[
    "people",
    "men",
    "women",
    "children",
    "percent",
    "per",
    "million",
    "billion",
    "thousand",
    "hundred",
    "km",
    "kilometer",
    "kilometre",
    "mile",
    "m",
    "metre",
    "meter",
    "feet",
    "foot",
    "kg",
    "gmt",
    "hours",
    "local",
    "degrees",
    "police",
    "troops",
    "dollars",
    "euros",
    "pounds",
    "points",
];

/// Reading of years, months and days.
pub(super) trait YearReader {
    fn year_number(&self, at: usize) -> Option<i16>;
    fn year_behind(&self, at: usize) -> Option<(YearSaid, usize)>;
    fn bare_year(&self, at: usize) -> Option<Reading>;
    fn fiscal(&self, at: usize) -> Option<Reading>;
    fn month_first(&self, at: usize) -> Option<Reading>;
    fn day_first(&self, at: usize) -> Option<Reading>;
    fn numeric(&self, at: usize) -> Option<Reading>;
}

impl YearReader for Reader<'_> {
    /// The year that the number at `at` is, if it can be one.
    fn year_number(&self, at: usize) -> Option<i16> {
        let token = self.token(at)?;
        match token.sense {
            Sense::Number(year @ 1000..=2999) if token.written.len() == 4 && !token.gap.ends_with(['$', '€', '£', '#', '№', '+']) => {
                i16::try_from(year).ok()
            }
            // `'98`
            Sense::Number(year @ 0..=99) if token.written.len() == 2 && token.gap.ends_with(['\'', '\u{2018}', '\u{2019}']) => {
                let century = if year < 50 { 2000 } else { 1900 };
                i16::try_from(century + year).ok()
            }
            _ => None,
        }
    }

    /// The year behind a month, season or quarter: `2008`, `of last year`, `this year`.
    fn year_behind(&self, at: usize) -> Option<(YearSaid, usize)> {
        // `April 14. 1912`: a stop where a comma was meant.
        let stopped = self.token(at).is_some_and(|token| token.gap == ". ") && self.token(at + 1).is_none_or(|next| !next.is_joined());
        if let Some(year) = self.year_number(at).filter(|_| stopped && at > 0 && self.day_number(at - 1).is_some()) {
            return Some((YearSaid::Given(year), at + 1));
        }
        let of = usize::from(self.next_is(at, &["of", "in"]));
        let token = self.token(at + of)?;
        if !(token.follows_closely() || token.gap.ends_with(['\'', '\u{2018}', '\u{2019}'])) {
            return None;
        }
        if let Some(year) = self.year_number(at + of) {
            let comma = token.gap.trim_end().ends_with(',');
            let next = self.token(at + of + 1).filter(|next| next.is_joined());
            let counts = next.is_some_and(is_plural);
            let plausible = !comma || (1900..2100).contains(&year) || next.is_none() || (1500..1900).contains(&year) && !counts;
            let counted = comma && self.token(at + of + 1).is_some_and(|next| next.is_joined() && next.is_any(BEHIND_AMOUNTS));
            return (plausible && !counted).then_some((YearSaid::Given(year), at + of + 1));
        }
        if !token.is_joined() && of == 0 && token.gap.trim_end() != "," {
            return None;
        }
        if let Some(year) = self.next_is(at + of, &["fiscal"]).then(|| self.year_number(at + of + 1)).flatten() {
            return Some((YearSaid::Given(year), at + of + 2));
        }
        let the = usize::from(token.is("the") || token.is("that") && self.next_is(at + of + 1, &["same"]));
        let pointing = self.token(at + of + the)?;
        let (by, from) = match () {
            () if pointing.is("this") => (0, Anchor::Published),
            () if pointing.is("last") && the == 0 => (-1, Anchor::Published),
            () if pointing.is("next") && the == 0 => (1, Anchor::Published),
            () if pointing.is_any(&["that", "same"]) => (0, Anchor::Told),
            () if pointing.is_any(&["following", "next"]) => (1, Anchor::Told),
            () if pointing.is("previous") => (-1, Anchor::Told),
            // `of the year`
            () if of == 1 && the == 1 && pointing.sense == Sense::Unit(Unit::Year, true) => {
                let number = at + of + the + 1;
                if let Some(year) = self.year_number(number).filter(|_| self.tokens[number].is_joined()) {
                    return Some((YearSaid::Given(year), number + 1));
                }
                return Some((YearSaid::Shifted(0, Anchor::Published), at + of + the + 1));
            }
            () => return None,
        };
        let unit = at + of + the + 1;
        let is_year = self.sense(unit) == Sense::Unit(Unit::Year, true) && self.token(unit)?.is_joined();
        is_year.then_some((YearSaid::Shifted(by, from), unit + 1))
    }

    /// A number of four digits that stands as a year.
    fn bare_year(&self, at: usize) -> Option<Reading> {
        let token = self.token(at)?;
        let year = self.year_number(at)?;
        let shortened = token.written.len() == 2;
        let behind = self.gap_behind(at);
        let next = self.token(at + 1);
        let glued_before = token.gap.ends_with(['-', '/', ':', '.', ',', '\u{2013}']) && !token.gap.ends_with(' ') && !token.gap.is_empty();
        let dated_prefix = at > 0 && self.tokens[at - 1].is_any(&["mid", "pre", "post", "end", "early", "late"])
            || at > 0 && token.is_dashed() && self.year_number(at - 1).is_some();
        if self.is_model_number(at) || self.is_citation(at) || self.is_house_number(at) || self.is_of_report(at) {
            return None;
        }
        if glued_before && !dated_prefix || behind.starts_with(['%', '°', ':', '/']) {
            return None;
        }
        // `2000-strong`, `1500-metre`; a dash before digits is a range.
        let adjective = behind == "-" && next.is_some_and(|next| !matches!(next.sense, Sense::Number(_)));
        if adjective {
            return None;
        }
        let introduced = self.before_is(at, BEFORE_YEARS);
        let counts = self.before_is(at, BEFORE_AMOUNTS);
        let noun_behind = next.is_some_and(|next| next.is_joined() && (next.is_any(BEHIND_AMOUNTS) || is_plural(next)));
        let fine = match year {
            _ if shortened => introduced || self.before_is(at, &["of"]),
            1900..=2099 => {
                introduced && !next.is_some_and(|next| next.is_joined() && next.is_any(BEHIND_AMOUNTS)) || !counts && !noun_behind
            }
            1000..=1899 => {
                let linked = self.before_is(at, &["of", "by", "from", "before", "after", "to", "between", "and", "around"]);
                (introduced && !self.before_is(at, &["the", "a", "its", "his", "her", "their", "our"]) || linked) && !noun_behind
            }
            _ => (introduced || self.before_is(at, &["by", "until"])) && !noun_behind,
        };
        fine.then(|| Some(Reading::new_given(When::One(Stretch::year(year)?), at + 1)))?
    }

    /// `fiscal 1989`, `the year 2000`.
    fn fiscal(&self, at: usize) -> Option<Reading> {
        let word = self.token(at).filter(|token| token.is("fiscal") || token.is("year"))?;
        let year = usize::from(word.is("fiscal") && self.next_is(at + 1, &["year"]));
        let next = at + 1 + year;
        self.token(next).filter(|token| token.is_joined())?;
        Some(Reading::new_given(When::One(Stretch::year(self.year_number(next)?)?), next + 1))
    }

    /// `July 3, 2025`, `July 3-5`, `July 2025`, `July of last year`, `July`.
    fn month_first(&self, at: usize) -> Option<Reading> {
        let Sense::Month(month, abbreviated) = self.sense(at) else { return None };
        let token = self.token(at)?;
        let next = self.token(at + 1);
        let stop = abbreviated && next.is_some_and(|next| next.gap.trim_end() == ".");
        let reaches = next.is_some_and(|next| next.is_joined() || stop);
        let reading = |day, year, end| Some(Reading::from_month(month, day, year, end));
        if reaches && let Some(day) = self.day_number(at + 1).filter(|_| !self.counts_something(at + 1)) {
            let last = self.token(at + 2).filter(|token| token.is_dashed()).and_then(|_| self.day_number(at + 2));
            if let Some(last) = last.filter(|last| *last > day) {
                let (year, end) = self.year_behind(at + 3).unwrap_or((YearSaid::Unsaid, at + 3));
                let [from, to] = [day, last].map(|day| Reading::from_month(month, Some(day), year, end).said);
                return Some(Reading::new_said(between(from, to), end));
            }
            let (year, end) = self.year_behind(at + 2).unwrap_or((YearSaid::Unsaid, at + 2));
            return Some(self.pointed_at(Reading::from_month(month, Some(day), year, end)));
        }
        // `a cold December day in 1903`
        let of_day = at + 1 + usize::from(self.next_is(at + 1, &["day", "morning", "afternoon", "evening", "night"]));
        if of_day > at + 1
            && self.next_is(of_day, &["in", "of"])
            && let Some(year) = self.year_number(of_day + 1).filter(|_| self.token(of_day + 1).is_some_and(Token::is_joined))
        {
            return reading(None, YearSaid::Given(year), of_day + 2);
        }
        let year = if stop { self.year_number(at + 1).map(|year| (YearSaid::Given(year), at + 2)) } else { self.year_behind(at + 1) };
        if let Some((year, end)) = year {
            return reading(None, year, end);
        }
        // A month alone: some are names and verbs too, an abbreviation is one only in a date.
        let introduced = self.before_is(
            at,
            &[
                "in",
                "since",
                "by",
                "until",
                "till",
                "last",
                "next",
                "this",
                "early",
                "late",
                "mid",
                "of",
                "from",
                "to",
                "through",
                "between",
                "before",
                "after",
                "during",
                "for",
                "each",
                "previous",
                "following",
                "around",
            ],
        ) || at > 0 && token.is_dashed() && self.tokens[at - 1].is("mid");
        let listed = at > 0 && matches!(self.tokens[at - 1].sense, Sense::Month(..)) && self.tokens[at].gap.trim().len() <= 1
            || at > 1 && self.tokens[at - 1].is_any(&["and", "or"]) && matches!(self.tokens[at - 2].sense, Sense::Month(..));
        let ambiguous = ["May", "March", "MAY", "MARCH"].contains(&token.written) || abbreviated;
        let named = next.is_some_and(|next| next.is_joined() && next.written.starts_with(char::is_uppercase)) && !introduced;
        let fine = introduced || listed || !ambiguous && !named;
        fine.then(|| self.pointed_at(Reading::from_month(month, None, YearSaid::Unsaid, at + 1)))
    }

    /// `3 July 2025`, `the 3rd of July`, `3-5 July`.
    fn day_first(&self, at: usize) -> Option<Reading> {
        let day = self.day_number(at)?;
        if let Some(last) = self.token(at + 1).filter(|token| token.is_dashed()).and_then(|_| self.day_number(at + 1)) {
            let month = self.token(at + 2).filter(|token| token.is_joined()).map(|token| token.sense);
            if let (Some(Sense::Month(month, _)), true) = (month, last > day) {
                let (year, end) = self.year_behind(at + 3).unwrap_or((YearSaid::Unsaid, at + 3));
                let [from, to] = [day, last].map(|day| Reading::from_month(month, Some(day), year, end).said);
                return Some(Reading::new_said(between(from, to), end));
            }
        }
        // The 5th day of March.
        let day_of = usize::from(self.next_is(at + 1, &["day"]) && self.next_is(at + 2, &["of"]));
        let of = day_of + usize::from(self.next_is(at + 1 + day_of, &["of"]));
        let token = self.token(at + 1 + of).filter(|token| token.is_joined() || token.gap == "-")?;
        let Sense::Month(month, abbreviated) = token.sense else { return None };
        let stop = abbreviated && self.gap_behind(at + 1 + of).trim_end() == ".";
        let behind = at + 2 + of;
        let year = match self.token(behind) {
            Some(next) if stop || next.gap == "-" => self.year_number(behind).map(|year| (YearSaid::Given(year), behind + 1)),
            _ => self.year_behind(behind),
        };
        let (year, end) = year.unwrap_or((YearSaid::Unsaid, behind));
        Some(self.pointed_at(Reading::from_month(month, Some(day), year, end)))
    }

    /// `2025-07-03`, `03/07/2025`, `3.7.2025`, `2025-07`.
    fn numeric(&self, at: usize) -> Option<Reading> {
        let token = self.token(at)?;
        if let Some(month) = self.iso_month(at) {
            return Some(month);
        }
        let (numbers, mark, end) = if token.written.contains('.') {
            let parts: Vec<u32> = token.written.split('.').map(|part| part.parse().ok()).collect::<Option<_>>()?;
            (<[u32; 3]>::try_from(parts).ok()?, '.', at + 1)
        } else {
            let mark = self.token(at + 1)?.gap.chars().next().filter(|mark| ['-', '/'].contains(mark))?;
            let digits = |at: usize| {
                let token = self.token(at)?;
                token.written.split(['T', 't']).next()?.parse::<u32>().ok()
            };
            let marked = self.tokens[at + 1].gap.len() == 1 && self.token(at + 2)?.gap == self.tokens[at + 1].gap;
            let glued = self.token(at + 3).is_some_and(|next| next.gap.starts_with(mark));
            (marked && !glued).then_some(())?;
            ([digits(at)?, digits(at + 1)?, digits(at + 2)?], mark, at + 3)
        };
        let [a, b, c] = numbers;
        let full = |year: u32| match year {
            1000..=2999 => i16::try_from(year).ok(),
            0..=49 if mark == '/' => i16::try_from(2000 + year).ok(),
            50..=99 if mark == '/' => i16::try_from(1900 + year).ok(),
            _ => None,
        };
        let day = |year: Option<i16>, month: u32, day: u32| {
            Stretch::day(year?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).map(|day| Reading::new_given(When::One(day), end))
        };
        match (a, b) {
            (1000..=2999, _) => day(full(a), b, c),
            (13..=31, 1..=12) => day(full(c), b, a),
            (1..=12, 13..=31) => day(full(c), a, b),
            (1..=12, 1..=12) if mark == '.' || a == b || self.order == Order::DayFirst => day(full(c), b, a),
            (1..=12, 1..=12) if self.order == Order::MonthFirst => day(full(c), a, b),
            // Either order is possible: only the year is sure.
            (1..=12, 1..=12) => Some(Reading::new_given(When::One(Stretch::year(full(c)?)?), end)),
            _ => None,
        }
    }
}

impl Reader<'_> {
    /// A month without a year, and which one a word behind it says: `July last`.
    fn pointed_at(&self, reading: Reading) -> Reading {
        match (&reading.said, self.which_behind(reading.end)) {
            (Said::Month { month, day, year: YearSaid::Unsaid, .. }, Some((which, end))) => {
                Reading::new_said(Said::Month { month: *month, day: *day, year: YearSaid::Unsaid, which }, end)
            }
            _ => reading,
        }
    }

    /// `2024-03`, and `2024-03-XX`, `2024-03-??` where the day is not known (EDTF). `2011-12` may be a winter and is none.
    fn iso_month(&self, at: usize) -> Option<Reading> {
        let year = self.token(at).filter(|token| token.written.len() == 4).and_then(|_| self.year_number(at))?;
        let next = self.token(at + 1).filter(|next| next.gap == "-" && next.written.len() == 2)?;
        let Sense::Number(month @ 1..=12) = next.sense else { return None };
        let behind = self.gap_behind(at + 1);
        let open_day = self.token(at + 2).is_some_and(|token| behind == "-" && token.written == "XX");
        let goes_on = !open_day
            && !behind.starts_with("-?")
            && (behind.is_empty() && self.token(at + 2).is_some() || behind.starts_with(['-', '/', ':']));
        let is_winter = i16::try_from(month).is_ok_and(|month| month == (year + 1) % 100);
        if goes_on || is_winter {
            return None;
        }
        let stretch = Stretch::month(year, i8::try_from(month).ok()?)?;
        Some(Reading::new_given(When::One(stretch), at + 2 + usize::from(open_day)))
    }

    /// Whether the number at `at` belongs to the name of a thing: `RTX 2000`.
    fn is_model_number(&self, at: usize) -> bool {
        let Some(before) = at.checked_sub(1).map(|before| self.tokens[before].written) else { return false };
        let round = self.year_number(at).is_some_and(|year| year % 10 == 0);
        let is_code = before.len() > 1 && before.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
        round && is_code && self.tokens[at].is_joined() && before.bytes().any(|byte| byte.is_ascii_uppercase())
    }

    /// Whether the number at `at` is that of a house: `1801 Van Ness Avenue`.
    fn is_house_number(&self, at: usize) -> bool {
        let names = (at + 1..).map_while(|index| self.token(index)).take_while(|token| token.is_joined());
        let mut names = names.take(STREET).take_while(|token| token.written.starts_with(char::is_uppercase) || is_street(token.written));
        names.any(|token| is_street(token.written))
    }

    /// Whether the year at `at` is that of a report of cases, with its letters and the number of the page: `2025 WL 2961371`.
    fn is_of_report(&self, at: usize) -> bool {
        let letters = self.token(at + 1).filter(|token| token.is_joined() && token.written.bytes().all(|byte| byte.is_ascii_uppercase()));
        let page = self.token(at + 2).filter(|token| token.is_joined());
        letters.is_some() && page.is_some_and(|page| page.written.bytes().all(|byte| byte.is_ascii_digit()))
    }

    /// Whether the year at `at` is that of a work: `(Jacob, 1967; Dalton R. 2008)`, `Bright et al. (2011)`.
    fn is_citation(&self, at: usize) -> bool {
        let ends = self.gap_behind(at).starts_with([')', ';', ',', ':']);
        let of_others = at > 0 && self.tokens[at - 1].is("al");
        if !ends || of_others {
            return of_others;
        }
        let mut names = 0;
        for index in (0..=at).rev().take(CITED) {
            let gap = self.tokens[index].gap;
            if let Some(before) = gap.trim_start_matches(['.', ',']).trim().strip_suffix('(') {
                return before.is_empty() && names > 0;
            }
            if gap.contains(';') && names > 0 {
                return true;
            }
            let Some(before) = index.checked_sub(1).map(|before| &self.tokens[before]) else { return false };
            let is_name = before.written.starts_with(char::is_uppercase) && before.sense == Sense::Other;
            if !is_name && !before.is_any(&["and", "et", "al", "see", "also", "eg", "cf", "in"]) {
                return false;
            }
            names += usize::from(is_name);
        }
        false
    }

    /// The day of a month that the number at `at` is, if it can be one.
    pub(super) fn day_number(&self, at: usize) -> Option<i8> {
        let token = self.token(at)?;
        let is_word = !token.written.starts_with(|first: char| first.is_ascii_digit());
        let number = match token.sense {
            Sense::Number(number) if !is_word => number,
            Sense::Ordinal(number) => number,
            _ => return None,
        };
        let behind = self.gap_behind(at);
        let time_or_share = behind == ":" && self.token(at + 1).is_some() || behind.starts_with(['%', '/']) || behind.starts_with(" %");
        i8::try_from(number).ok().filter(|day| (1..=31).contains(day) && !time_or_share)
    }

    /// Whether the number at `at` counts what follows: `in March 12 soldiers`. Behind `on` it is a day.
    fn counts_something(&self, at: usize) -> bool {
        let Some(next) = self.token(at + 1) else { return false };
        let noun = next.is_joined() && (is_plural(next) || next.is_any(BEHIND_AMOUNTS));
        noun && at >= 2 && self.tokens[at - 2].is_any(&["in", "since", "last", "this"]) && self.tokens[at - 1].is_joined()
    }
}

/// Whether a word looks like a plural noun.
fn is_plural(token: &Token) -> bool {
    const NO_PLURAL: &[&str] =
        &["was", "is", "has", "its", "this", "as", "does", "us", "his", "plus", "versus", "thus", "across", "perhaps", "whereas"];
    let word = token.written;
    word.len() > 3 && word.starts_with(char::is_lowercase) && word.ends_with('s') && !word.ends_with("ss") && !token.is_any(NO_PLURAL)
}

impl Reading {
    pub(super) fn new_said(said: Said, end: usize) -> Reading {
        Reading { said, modifier: None, end }
    }

    fn new_given(when: When, end: usize) -> Reading {
        Reading::new_said(Said::Given(when), end)
    }

    /// A month or day with what is said of its year.
    fn from_month(month: i8, day: Option<i8>, year: YearSaid, end: usize) -> Reading {
        let whole = match (year, day) {
            (YearSaid::Given(year), Some(day)) => Stretch::day(year, month, day),
            (YearSaid::Given(year), None) => Stretch::month(year, month),
            _ => None,
        };
        match whole {
            Some(stretch) => Reading::new_given(When::One(stretch), end),
            None => Reading::new_said(Said::Month { month, day, year, which: Which::Nearest }, end),
        }
    }
}
