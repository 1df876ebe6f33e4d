//! Words of a text with what they may mean in a date.

use crate::analysis::facts::numerals::Numeral;
use crate::analysis::facts::numerals::numeral;
use crate::analysis::facts::numerals::ordinal;
use crate::text::Span;
use crate::text::calendar::Unit;
use crate::text::calendar::month_number;
use crate::text::words::strip_possessive;
use crate::text::words::words;

/// What a word may mean in a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sense {
    /// A number in digits without separators, or a word up to ninety.
    Number(u32),
    /// The third, the 3rd.
    Ordinal(u32),
    /// The first year of a decade: `1980s`; of `80s` and `eighties` 80.
    Decade(i16),
    /// A month with a capital, and whether it is abbreviated.
    Month(i8, bool),
    /// A weekday with a capital, from 0 for Monday.
    Weekday(i8),
    /// A season by its first month.
    Season(i8),
    /// A unit, in the singular or not.
    Unit(Unit, bool),
    /// Morning, afternoon, evening, night.
    PartOfDay,
    /// Anything else.
    Other,
}

/// A word where it stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token<'a> {
    /// Without a possessive.
    pub(super) span: Span,
    pub(super) written: &'a str,
    /// What stands between the word before and this one.
    pub(super) gap: &'a str,
    /// Whether a possessive was cut off.
    pub(super) possessive: bool,
    pub(super) sense: Sense,
}

impl Token<'_> {
    /// Whether it is one of `words`, in any case.
    pub(super) fn is_any(&self, words: &[&str]) -> bool {
        words.iter().any(|word| self.is(word))
    }

    /// Whether it is `word`, in any case.
    pub(super) fn is(&self, word: &str) -> bool {
        self.written.eq_ignore_ascii_case(word)
    }

    /// Whether only white space parts it from the word before.
    pub(super) fn is_joined(&self) -> bool {
        !self.gap.is_empty() && self.gap.chars().all(char::is_whitespace)
    }

    /// Whether a hyphen or dash and nothing else but blanks parts it from the word before.
    pub(super) fn is_dashed(&self) -> bool {
        matches!(self.gap.trim(), "-" | "\u{2010}" | "\u{2011}" | "\u{2012}" | "\u{2013}")
    }

    /// Whether white space or a comma parts it from the word before.
    pub(super) fn follows_closely(&self) -> bool {
        self.is_joined() || self.gap.trim_end() == ","
    }
}

/// The words of `text`.
pub(super) fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut end = 0;
    words(text)
        .map(|span| {
            let gap = &text[end..span.start()];
            end = span.end();
            let whole = span.of(text);
            let written = strip_possessive(whole);
            let possessive = written.len() < whole.len();
            let sense = sense(written, whole, gap);
            Token { span: Span::new(span.start(), span.start() + written.len()), written, gap, possessive, sense }
        })
        .collect()
}

fn sense(written: &str, whole: &str, gap: &str) -> Sense {
    let Some(first) = written.bytes().next() else { return Sense::Other };
    if first.is_ascii_digit() {
        return number_sense(written, whole, gap);
    }
    if !(3..=12).contains(&written.len()) || !written.is_ascii() {
        return Sense::Other;
    }
    if first.is_ascii_uppercase() {
        if let Some(month) = month_number(written) {
            return Sense::Month(month, written.len() < 5 && !["May", "June", "July", "MAY", "JUNE", "JULY"].contains(&written));
        }
        if let Some(weekday) = weekday(written) {
            return Sense::Weekday(weekday);
        }
    }
    let mut buffer = [0u8; 12];
    let lower = &mut buffer[..written.len()];
    lower.copy_from_slice(written.as_bytes());
    lower.make_ascii_lowercase();
    let Ok(lower) = std::str::from_utf8(lower) else { return Sense::Other };
    match numeral(lower) {
        Some(Numeral::Small(value) | Numeral::Tens(value)) => return Sense::Number(value),
        Some(Numeral::Times(_)) => return Sense::Other,
        None => {}
    }
    if let Some(value) = ordinal(lower) {
        return Sense::Ordinal(value);
    }
    match lower {
        "spring" => Sense::Season(3),
        "summer" => Sense::Season(6),
        "autumn" | "fall" => Sense::Season(9),
        "winter" => Sense::Season(12),
        "morning" | "afternoon" | "evening" | "night" | "midday" | "lunchtime" | "noon" | "midnight" => Sense::PartOfDay,
        "twenties" => Sense::Decade(20),
        "thirties" => Sense::Decade(30),
        "forties" => Sense::Decade(40),
        "fifties" => Sense::Decade(50),
        "sixties" => Sense::Decade(60),
        "seventies" => Sense::Decade(70),
        "eighties" => Sense::Decade(80),
        "nineties" => Sense::Decade(90),
        _ => unit(lower).map_or(Sense::Other, |(unit, singular)| Sense::Unit(unit, singular)),
    }
}

fn number_sense(written: &str, whole: &str, gap: &str) -> Sense {
    let digits = written.trim_end_matches(|last: char| !last.is_ascii_digit());
    let ending = &whole[digits.len()..];
    let all_digits = digits.bytes().all(|byte| byte.is_ascii_digit());
    if all_digits && matches!(ending, "s" | "'s" | "\u{2019}s") {
        // `1980s`, `the 1980's`, and `'80s` with an apostrophe before it; `1980's budget` is the year.
        let decade: i16 = digits.parse().unwrap_or(-1);
        let plain = ending == "s";
        let shortened = digits.len() == 2 && (plain || gap.ends_with(['\'', '\u{2018}', '\u{2019}']));
        if decade % 10 == 0 && plain && digits.len() == 4 || decade % 10 == 0 && shortened {
            return Sense::Decade(decade);
        }
    }
    if written.len() == digits.len() {
        return if all_digits && digits.len() <= 4 { digits.parse().map_or(Sense::Other, Sense::Number) } else { Sense::Other };
    }
    if all_digits { ordinal(written).map_or(Sense::Other, Sense::Ordinal) } else { Sense::Other }
}

fn weekday(word: &str) -> Option<i8> {
    const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    const SHORT: [&str; 7] = ["mon", "tues", "wed", "thurs", "fri", "sat", "sun"];
    let position = |names: &[&str; 7]| names.iter().position(|name| word.eq_ignore_ascii_case(name));
    position(&WEEKDAYS).or_else(|| position(&SHORT)).map(|index| index as i8)
}

fn unit(lower: &str) -> Option<(Unit, bool)> {
    let (stem, singular) = lower.strip_suffix('s').map_or((lower, true), |stem| (stem, false));
    let unit = match stem {
        "day" => Unit::Day,
        "weekend" => Unit::Weekend,
        "week" => Unit::Week,
        "month" => Unit::Month,
        "quarter" => Unit::Quarter,
        "year" => Unit::Year,
        "decade" => Unit::Decade,
        "century" => Unit::Century,
        "centurie" if !singular => Unit::Century,
        _ => return None,
    };
    Some((unit, singular))
}
