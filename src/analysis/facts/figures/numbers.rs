//! Numbers in digits and words: `15,000`, `2.6 million`, `twenty-three`, `dozens`, `two-thirds`.

use crate::analysis::facts::figures::Measure;
use crate::analysis::facts::figures::money;
use crate::analysis::facts::figures::money::sign as currency_sign;
use crate::analysis::facts::figures::nouns::is_plural;
use crate::analysis::facts::figures::shares::share;
use crate::analysis::facts::figures::shares::vague;
use crate::analysis::facts::figures::vocabulary::unit;
use crate::analysis::facts::numerals::Numeral;
use crate::analysis::facts::numerals::numeral;
use crate::analysis::facts::tokens::Sense;
use crate::analysis::facts::tokens::Token;

/// A number read from tokens.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Number {
    /// Least and largest value that the words allow, without hedges.
    pub(super) low: f64,
    pub(super) high: f64,
    /// Whether it is a vague word: dozens, hundreds, several.
    pub(super) vague: bool,
    /// Whether it is a share of something: half, two-thirds.
    pub(super) share: bool,
    /// A unit written without a blank, with its factor: `10km`.
    pub(super) glued: Option<(Measure, f64)>,
    /// The code of a currency whose letters are written without a blank: `R250`.
    pub(super) money: Option<&'static str>,
    /// What the digits or words were multiplied by: a million of `2.6 million`.
    pub(super) times: f64,
    /// First token and one past the last.
    pub(super) from: usize,
    pub(super) to: usize,
}

impl Number {
    pub(super) fn exact(value: f64, from: usize, to: usize) -> Number {
        Number { low: value, high: value, vague: false, share: false, glued: None, money: None, times: 1.0, from, to }
    }

    pub(super) fn scaled(value: f64, times: f64, from: usize, to: usize) -> Number {
        Number { times, ..Number::exact(value * times, from, to) }
    }

    /// The same without what was multiplied in, times `by`: the two of `2 to 3 billion`.
    pub(super) fn times(self, by: f64) -> Number {
        Number { low: self.low * by, high: self.high * by, times: by, ..self }
    }
}

/// The number that begins at token `at`, longest reading.
pub(super) fn number(tokens: &[Token], at: usize) -> Option<Number> {
    vague(tokens, at).or_else(|| share(tokens, at)).or_else(|| digits(tokens, at)).or_else(|| words(tokens, at))
}

fn joined(tokens: &[Token], at: usize) -> bool {
    tokens.get(at).is_some_and(Token::is_joined)
}

/// Digits whose thousands are parted by blanks or apostrophes: `1 200 000`, `1'200'000`, and one past their last token.
fn spaced(tokens: &[Token], at: usize) -> Option<(f64, usize)> {
    let digits = |token: &Token| token.written.bytes().all(|byte| byte.is_ascii_digit());
    let first = tokens.get(at).filter(|first| digits(first) && first.written.len() <= 3 && !first.written.starts_with('0'))?;
    let mark = tokens.get(at + 1)?.gap;
    let parts = matches!(mark, " " | "'" | "\u{2019}" | "\u{a0}" | "\u{202f}" | "\u{2009}");
    let groups = tokens[at + 1..].iter().take_while(|next| next.gap == mark && digits(next) && next.written.len() == 3);
    let written: Vec<&str> = groups.filter(|_| parts).map(|group| group.written).collect();
    // A blank parts two numbers as often: `12 300-page books`.
    let is_one = mark != " " && !written.is_empty() || written.len() > 1 || !written.is_empty() && currency_sign(first.gap).is_some();
    let value: f64 = format!("{}{}", first.written, written.concat()).parse().ok().filter(|_| is_one)?;
    Some((value, at + 1 + written.len()))
}

/// A number in digits, with a factor behind it.
fn digits(tokens: &[Token], at: usize) -> Option<Number> {
    let token = tokens.get(at)?;
    if let Some(number) = broken(tokens, at).or_else(|| with_unit(tokens, at)) {
        return Some(number);
    }
    if let Some((value, to)) = spaced(tokens, at) {
        return Some(counted_in(tokens, value, at, to).unwrap_or_else(|| Number::exact(value, at, to)));
    }
    if let Some((code, digits)) = money::glued(token.written)
        && let Some((value, factor)) = in_digits(digits)
    {
        let number = Some(Number::scaled(value, factor, at, at + 1)).filter(|_| factor != 1.0);
        let number = number.or_else(|| counted_in(tokens, value, at, at + 1)).unwrap_or_else(|| Number::exact(value, at, at + 1));
        return Some(Number { money: Some(code), ..number });
    }
    let (value, factor) = in_digits(token.written)?;
    if factor != 1.0 {
        return Some(Number::scaled(value, factor, at, at + 1));
    }
    // `2 1/2`
    if let (Some(one), Some(two)) = (tokens.get(at + 1), tokens.get(at + 2))
        && one.is_joined()
        && two.gap == "/"
        && let (Sense::Number(part @ 1..=7), Sense::Number(parts @ 2..=8)) = (one.sense, two.sense)
        && part < parts
    {
        return Some(Number::exact(value + f64::from(part) / f64::from(parts), at, at + 3));
    }
    Some(counted_in(tokens, value, at, at + 1).unwrap_or_else(|| Number::exact(value, at, at + 1)))
}

/// `value` times the million or dozen that follows at `to`; with the half of `two and a half`, and both.
fn counted_in(tokens: &[Token], value: f64, from: usize, to: usize) -> Option<Number> {
    let next = tokens.get(to)?;
    let in_money = currency_sign(tokens[from].gap).is_some();
    // `$5 m`: of money a lone letter is a million.
    let short = || in_money.then(|| times_of_money(next)).flatten();
    if let Some(times) =
        Some(next).filter(|next| next.is_joined() || matches!(next.gap, "-" | "+ ")).and_then(|next| times(next).or_else(short))
    {
        // `2 lakh crore`
        let again = tokens.get(to + 1).filter(|again| again.is_joined() && again.is("crore")).and_then(self::times);
        return Some(Number::scaled(value, times * again.unwrap_or(1.0), from, to + 1 + usize::from(again.is_some())));
    }
    if next.is("dozen") && next.is_joined() {
        return Some(Number::scaled(value, 12.0, from, to + 1));
    }
    let half = next.is("and") && tokens.get(to + 1).is_some_and(|a| a.is("a")) && tokens.get(to + 2).is_some_and(|half| half.is("half"));
    let factor = tokens.get(to + 3).filter(|factor| half && factor.is_joined()).and_then(times);
    match factor {
        Some(factor) => Some(Number::scaled(value + 0.5, factor, from, to + 4)),
        None => half.then(|| Number::exact(value + 0.5, from, to + 3)),
    }
}

/// The million or billion of a lone letter behind an amount of money.
fn times_of_money(token: &Token) -> Option<f64> {
    match token.written {
        "m" | "M" | "mil" => Some(1e6),
        "b" | "B" => Some(1e9),
        "k" | "K" => Some(1e3),
        _ => None,
    }
}

/// A number into which a page put a blank: `$2. 6 million`, `3. 4 percent`, `$380, 600`, `12, 500 people`.
fn broken(tokens: &[Token], at: usize) -> Option<Number> {
    let (first, second) = (tokens.get(at)?, tokens.get(at + 1)?);
    let digits =
        |token: &Token, most: usize| (1..=most).contains(&token.written.len()) && token.written.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(first, 3) {
        return None;
    }
    let (in_money, next) = (currency_sign(first.gap).is_some(), tokens.get(at + 2));
    match second.gap {
        // The decimal point of some journals: `14\u{b7}1%`.
        "\u{b7}" => {
            let (value, factor) = in_digits(&format!("{}.{}", first.written, second.written))?;
            Some(Number::exact(value * factor, at, at + 2))
        }
        ". " => {
            let written = format!("{}.{}", first.written, second.written);
            let (value, factor) = in_digits(&written)?;
            if factor != 1.0 {
                return Some(Number::exact(value * factor, at, at + 2));
            }
            let whole = counted_in(tokens, value, at, at + 2).filter(|number| number.to == at + 3);
            let measures = next.is_some_and(|next| next.is_joined() && unit(next).is_some() || next.gap.starts_with('%'));
            let short = digits(second, 2);
            whole.or_else(|| (measures && short).then(|| Number::exact(value, at, at + 2)))
        }
        ", " if !first.written.starts_with('0') => {
            let thousands = second.written.get(..3).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))?;
            let value: f64 = format!("{}{thousands}", first.written).parse().ok()?;
            if second.written.len() > 3 {
                // `2, 000ft`
                return with_unit(tokens, at + 1).map(|unit| Number { glued: unit.glued, ..Number::exact(value, at, at + 2) });
            }
            let counts = next.is_some_and(|next| next.is_joined() && is_plural(next));
            (in_money || counts).then(|| Number::exact(value, at, at + 2))
        }
        _ => None,
    }
}

/// `10km`, `50m`, `3\u{bd} inches`.
fn with_unit(tokens: &[Token], at: usize) -> Option<Number> {
    const UNITS: &[(&str, Measure, f64)] = &[
        ("km", Measure::Length, 1000.0),
        ("cm", Measure::Length, 0.01),
        ("mm", Measure::Length, 0.001),
        ("ft", Measure::Length, 0.3048),
        ("kg", Measure::Mass, 1.0),
        ("lb", Measure::Mass, 0.453_592),
        ("lbs", Measure::Mass, 0.453_592),
        ("mph", Measure::Speed, 1.609_344),
        ("kph", Measure::Speed, 1.0),
        ("kmh", Measure::Speed, 1.0),
        ("mw", Measure::Power, 1e6),
        ("gw", Measure::Power, 1e9),
    ];
    let token = &tokens[at];
    for (sign, part) in [('\u{bd}', 0.5), ('\u{bc}', 0.25), ('\u{be}', 0.75)] {
        if let Some(whole) = token.written.strip_suffix(sign) {
            let value: f64 = if whole.is_empty() { 0.0 } else { whole.parse().ok()? };
            return Some(Number::exact(value + part, at, at + 1));
        }
    }
    let digits = token.written.trim_end_matches(|last: char| last.is_ascii_alphabetic());
    let ending = &token.written[digits.len()..];
    let (value, factor) = in_digits(digits)?;
    let glued = |measure, unit| Some(Number { glued: Some((measure, unit)), ..Number::exact(value * factor, at, at + 1) });
    // A lone `m` is a million of money, else a metre as often.
    if ending == "m" && currency_sign(token.gap).is_none() {
        return glued(Measure::Length, 1.0);
    }
    let (_, measure, unit) = UNITS.iter().find(|(unit, ..)| ending.eq_ignore_ascii_case(unit))?;
    glued(*measure, *unit)
}

/// `15,000`, `1.3`, `323m`, `5bn`, `10k`.
fn in_digits(written: &str) -> Option<(f64, f64)> {
    if !written.starts_with(|first: char| first.is_ascii_digit()) {
        return None;
    }
    let digits = written.trim_end_matches(|last: char| last.is_ascii_alphabetic());
    let factor = match &written[digits.len()..] {
        "" => 1.0,
        "m" | "M" | "mn" | "MM" | "mm" => 1e6,
        "bn" | "b" | "B" => 1e9,
        "k" | "K" => 1e3,
        "tn" => 1e12,
        _ => return None,
    };
    // Points part thousands where there are several of them: `1.200.000`.
    let by_points: Vec<&str> = digits.split('.').collect();
    if by_points.len() > 2 {
        let grouped = by_points[1..].iter().all(|group| group.len() == 3) && (1..=3).contains(&by_points[0].len());
        return by_points.concat().parse().ok().filter(|_| grouped).map(|value: f64| (value, factor));
    }
    // A comma parts thousands only in groups of three; of lakhs and crores in groups of two before the last one.
    let groups: Vec<&str> = digits.split(',').collect();
    let long = |group: &&str| group.split('.').next().map_or(0, str::len);
    let (last, inner) = (groups.last().map_or(0, long), &groups[1..groups.len().max(2) - 1]);
    let grouped =
        groups.len() == 1 || last == 3 && (inner.iter().all(|group| long(group) == 3) || inner.iter().all(|group| long(group) == 2));
    let value: f64 = digits.replace(',', "").parse().ok()?;
    grouped.then_some((value, factor))
}

pub(super) fn times(token: &Token) -> Option<f64> {
    let mut lower = token.written.to_ascii_lowercase();
    if lower.len() > 9 {
        return None;
    }
    if let Some(short) = [
        ("m", "million"),
        ("mn", "million"),
        ("bn", "billion"),
        ("mln", "million"),
        ("bln", "billion"),
        ("tn", "trillion"),
        ("trn", "trillion"),
    ]
    .iter()
    .find(|(short, _)| lower == *short)
    {
        // A lone `m` is a metre as often as a million.
        if short.0 == "m" {
            return None;
        }
        lower = short.1.to_owned();
    }
    match (numeral(&lower), lower.as_str()) {
        (Some(Numeral::Times(factor)), _) => Some(factor as f64),
        (_, "lakh" | "lakhs") => Some(1e5),
        (_, "crore" | "crores") => Some(1e7),
        _ => None,
    }
}

/// `twenty-three`, `two hundred and fifty`, `a dozen`, `half a million`, `one million`.
fn words(tokens: &[Token], at: usize) -> Option<Number> {
    let token = tokens.get(at)?;
    if token.is_any(&["a", "an"]) && joined(tokens, at + 1) {
        let next = tokens.get(at + 1)?;
        if next.is("dozen") {
            return Some(Number::exact(12.0, at, at + 2));
        }
        // `a hundred`, `a million`; a mere `a thousand times` is told by its noun.
        return times(next).map(|factor| Number::exact(factor, at, at + 2));
    }
    if token.is("half") && tokens.get(at + 1).is_some_and(|next| next.is_any(&["a", "an"])) {
        let next = tokens.get(at + 2)?;
        let factor = if next.is("dozen") { Some(12.0) } else { times(next) };
        // `half an hour`
        let measures = next.is_joined() && unit(next).is_some();
        return factor.map(|factor| Number::exact(factor / 2.0, at, at + 3)).or_else(|| measures.then(|| Number::exact(0.5, at, at + 2)));
    }
    let (mut total, mut current, mut to) = (0.0, 0.0, at);
    let mut largest = 1.0;
    while let Some(token) = tokens.get(to) {
        let linked = to == at || token.is_joined() || token.gap == "-";
        let lower = token.written.to_ascii_lowercase();
        match numeral(&lower).filter(|_| linked) {
            Some(Numeral::Small(value)) => {
                // `two three` are two numbers.
                if current % 10.0 != 0.0 || current == 10.0 || to > at && current == 0.0 && total == 0.0 {
                    break;
                }
                current += f64::from(value);
            }
            Some(Numeral::Tens(value)) => {
                if current % 100.0 != 0.0 {
                    break;
                }
                current += f64::from(value);
            }
            Some(Numeral::Times(factor)) => {
                if to == at {
                    break;
                }
                let factor = factor as f64;
                largest = f64::max(largest, factor);
                if factor == 100.0 {
                    current *= 100.0;
                } else {
                    total += current * factor;
                    current = 0.0;
                }
            }
            None => {
                let and = token.is("and")
                    && linked
                    && to > at
                    && tokens.get(to + 1).is_some_and(|next| {
                        next.is_joined()
                            && matches!(numeral(&next.written.to_ascii_lowercase()), Some(Numeral::Small(_) | Numeral::Tens(_)))
                    });
                let hundreds = current >= 100.0 && current % 100.0 == 0.0 || total > 0.0 && current == 0.0;
                if !(and && hundreds) {
                    break;
                }
            }
        }
        to += 1;
    }
    if to == at {
        return None;
    }
    let plain = Number { times: largest, ..Number::exact(total + current, at, to) };
    Some(counted_in(tokens, total + current, at, to).unwrap_or(plain))
}

#[cfg(test)]
mod tests {
    use super::number;
    use crate::analysis::facts::tokens::tokens;

    fn value(text: &str) -> Option<(f64, f64, usize)> {
        let tokens = tokens(text);
        number(&tokens, 0).map(|number| (number.low, number.high, number.to))
    }

    #[test]
    fn numbers_are_read_in_digits_and_words() {
        for (text, low, to) in [
            ("15,000 men", 15_000.0, 1),
            ("2.6 million", 2.6e6, 2),
            ("323bn", 323e9, 1),
            ("2 1/2 inches", 2.5, 3),
            ("3½ inches", 3.5, 1),
            ("two and a half hours", 2.5, 4),
            ("twenty-three men", 23.0, 2),
            ("two hundred and fifty", 250.0, 4),
            ("three thousand two hundred", 3200.0, 4),
            ("a dozen eggs", 12.0, 2),
            ("two dozen", 24.0, 2),
            ("half a million", 500_000.0, 3),
            ("two-thirds of them", 200.0 / 3.0, 2),
            ("two-thirds majorities", 200.0 / 3.0, 2),
            ("one-third fewer", 100.0 / 3.0, 2),
            ("nine-tenths full", 90.0, 2),
            ("one million", 1e6, 2),
            ("five and six", 5.0, 1),
        ] {
            let found = value(text).unwrap_or_else(|| panic!("{text} is a number"));
            assert!((found.0 - low).abs() < 1e-6 && found.2 == to, "{text} {found:?}");
        }
        assert_eq!(value("tens of thousands"), Some((20_000.0, 99_999.0, 3)));
        assert_eq!(value("1,5 is no grouping"), None);
        assert_eq!(value("someone"), None);
    }
}
