//! What a number measures.

use crate::analysis::facts::figures::Measure;
use crate::analysis::facts::figures::money;
use crate::analysis::facts::figures::nouns::is_plural;
use crate::analysis::facts::figures::numbers::Number;
use crate::analysis::facts::figures::vocabulary::unit;
use crate::analysis::facts::tokens::Sense;
use crate::analysis::facts::tokens::Token;

/// Words before a number among which an earthquake makes it a magnitude, and those among which `weighs` makes pounds a mass.
const CUE_REACH: usize = 5;

/// What a number measures, and where that stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Measured {
    /// What sort of quantity it is.
    pub(super) measure: Measure,
    /// What the number is multiplied by to get the measure's own unit.
    pub(super) factor: f64,
    /// What is added then: the inches of `6-foot-9`.
    pub(super) more: f64,
    /// Byte where the figure begins.
    pub(super) start: usize,
    /// One past its last token.
    pub(super) end: usize,
    /// Of money: the word that several countries use, where nothing beside it tells which one is meant.
    pub(super) shared: Option<&'static str>,
}

/// What the number measures.
pub(super) fn measured(tokens: &[Token], text: &str, number: &Number) -> Option<Measured> {
    let first = &tokens[number.from];
    let start = first.span.start();
    let found = |measure, factor, end| Some(Measured { measure, factor, more: 0.0, start, end, shared: None });
    if let Some((currency, start)) = money::before(tokens, number) {
        // `$20 Australian`, `$3bn US dollars`: what stands behind says more.
        let behind = money::behind(tokens, number.to, number).filter(|(behind, _)| behind.shared.is_none());
        let (currency, end) = behind.unwrap_or((currency, number.to));
        let shared = currency.shared;
        let factor = if money::is_of_millions(number) { 1e6 } else { 1.0 };
        return found(Measure::Money(currency.code), factor, end).map(|found| Measured { start, shared, ..found });
    }
    if let Some((currency, end)) = money::behind(tokens, number.to, number).filter(|_| number.glued.is_none()) {
        let shared = currency.shared;
        return found(Measure::Money(currency.code), 1.0, end).map(|found| Measured { shared, ..found });
    }
    if let Some((measure, factor)) = number.glued {
        // `75m people`: millions, unless the text goes on like one that measures.
        let millions =
            measure == Measure::Length && factor == 1.0 && tokens.get(number.to).is_some_and(|next| next.is_joined() && is_plural(next));
        return if millions { found(Measure::Count, 1e6, number.to) } else { found(measure, factor, number.to) };
    }
    if number.share {
        return found(Measure::Percent, 1.0, number.to);
    }
    let behind = &text[tokens[number.to - 1].span.end()..];
    if behind.starts_with('%') || behind.starts_with(" %") {
        return found(Measure::Percent, 1.0, number.to);
    }
    if number.high < 12.0 && is_magnitude(tokens, number) {
        return found(Measure::Magnitude, 1.0, number.to);
    }
    let next = tokens.get(number.to).filter(|next| next.is_joined() || next.gap == "-");
    let Some(next) = next else {
        return found(Measure::Count, 1.0, number.to);
    };
    if next.is("per") && tokens.get(number.to + 1).is_some_and(|next| next.is("cent")) {
        return found(Measure::Percent, 1.0, number.to + 2);
    }
    if next.is("square") {
        let (_, factor) = unit(tokens.get(number.to + 1)?)?;
        return found(Measure::Area, factor * factor, number.to + 2);
    }
    if next.is_any(&["pounds", "pound", "lbs", "lb"]) {
        // `a 750-pound machine`
        let before_thing = next.gap == "-" && next.is("pound") && tokens.get(number.to + 1).is_some_and(Token::is_joined);
        let cue = next.is_any(&["lbs", "lb"])
            || before_thing
            || near_before(tokens, number.from, &["weigh", "weighs", "weighing", "weighed", "weight", "weights", "lifted", "load"]);
        return match () {
            () if cue => found(Measure::Mass, 0.453_592, number.to + 1),
            () if number.low >= 10_000.0 => {
                found(Measure::Money("GBP"), 1.0, number.to + 1).map(|found| Measured { shared: Some("pound"), ..found })
            }
            () => found(Measure::Count, 1.0, number.to),
        };
    }
    if let Some(factor) = short_unit(tokens, number) {
        return found(factor.0, factor.1, number.to + 1);
    }
    // `5 and 6 kg`: the unit is told once.
    if next.is_any(&["and", "or"]) {
        let second = super::numbers::number(tokens, number.to + 1).filter(|second| !second.vague && !second.share);
        let told = second.and_then(|second| tokens.get(second.to)).filter(|unit| unit.is_joined()).and_then(unit);
        if let Some((measure, factor)) = told.filter(|(measure, _)| !matches!(measure, Measure::Duration | Measure::Percent)) {
            return found(measure, factor, number.to);
        }
    }
    let nautical = usize::from(next.is("nautical"));
    if let Some((measure, factor)) = tokens.get(number.to + nautical).and_then(unit) {
        // A sea mile is longer than one on land.
        let factor = if nautical == 1 { 1852.0 } else { factor };
        let end = number.to + 1 + nautical;
        if next.is_any(&["foot", "feet"])
            && let Some((inches, end)) = inches(tokens, end)
        {
            return found(measure, factor, end).map(|found| Measured { more: inches, ..found });
        }
        if measure == Measure::Duration
            && let Some((more, end)) = smaller_part(tokens, end, factor)
        {
            return found(measure, factor, end).map(|found| Measured { more, ..found });
        }
        // `120 km per hour`, `80 km/h`: no length.
        if measure == Measure::Length
            && let Some(end) = an_hour(tokens, end)
        {
            return found(Measure::Speed, factor / 1000.0, end);
        }
        if measure == Measure::Length
            && let Some(end) = a_second(tokens, end)
        {
            return found(Measure::Speed, factor * 3.6, end);
        }
        // `a 20-mile wind`
        let of_wind = tokens.get(end).is_some_and(|next| next.is_joined() && next.is_any(&["wind", "winds", "gale", "breeze", "gusts"]));
        if measure == Measure::Length && factor >= 1000.0 && of_wind {
            return found(Measure::Speed, factor / 1000.0, end);
        }
        return found(measure, factor, end);
    }
    found(Measure::Count, 1.0, number.to)
}

/// What smaller units add to a length of time, and where the last of them ends: `two hours and 40 minutes`, `38 minutes 13 seconds`,
/// `one hour, nine minutes, and forty seconds`.
fn smaller_part(tokens: &[Token], at: usize, factor: f64) -> Option<(f64, usize)> {
    let next = tokens.get(at)?;
    let is_and = |token: &Token| token.is("and") && matches!(token.gap, " " | ", ");
    let first = at + usize::from(is_and(next));
    let parts = is_and(next) || matches!(next.gap, " " | ", ");
    let second = super::numbers::number(tokens, first).filter(|second| parts && !second.vague && !second.share)?;
    let (measure, smaller) = tokens.get(second.to).filter(|next| next.is_joined()).and_then(unit)?;
    if measure != Measure::Duration || smaller >= factor || second.low * smaller >= factor {
        return None;
    }
    let (more, end) = smaller_part(tokens, second.to + 1, smaller).unwrap_or((0.0, second.to + 1));
    Some((second.low * smaller + more, end))
}

/// One past `per hour`, `an hour` or `/h` at `at`, if it stands there.
fn an_hour(tokens: &[Token], at: usize) -> Option<usize> {
    each(tokens, at, &["per", "an"], &["hour", "hr"], &["h", "hr", "hour"])
}

/// One past `per second`, `a second` or `/s` at `at`, if it stands there.
fn a_second(tokens: &[Token], at: usize) -> Option<usize> {
    each(tokens, at, &["per", "a"], &["second", "sec"], &["s", "sec", "second"])
}

/// One past a unit of time that makes a rate: behind a word for each, or behind a stroke.
fn each(tokens: &[Token], at: usize, words: &[&str], units: &[&str], signs: &[&str]) -> Option<usize> {
    let next = tokens.get(at)?;
    let has_unit = tokens.get(at + 1).is_some_and(|unit| unit.is_joined() && unit.is_any(units));
    match () {
        () if next.is_joined() && next.is_any(words) && has_unit => Some(at + 2),
        () if next.gap == "/" && next.is_any(signs) => Some(at + 1),
        () => None,
    }
}

/// A unit of one letter: `1.06 m long`, `700 g`. A lone `m` is a million as often, unless a word of size or a fraction tells.
fn short_unit(tokens: &[Token], number: &Number) -> Option<(Measure, f64)> {
    const OF_SIZE: &[&str] =
        &["long", "high", "tall", "wide", "deep", "thick", "above", "below", "away", "across", "apart", "in", "from", "by", "x"];
    let next = tokens.get(number.to).filter(|next| next.is_joined() && number.times == 1.0)?;
    let behind = tokens.get(number.to + 1);
    let is_of_size = behind.is_some_and(|behind| behind.is_joined() && behind.is_any(OF_SIZE));
    let ends = behind.is_none_or(|behind| !behind.is_joined());
    match next.written {
        "m" if number.low.fract() != 0.0 && number.high < 1_000.0 || is_of_size => Some((Measure::Length, 1.0)),
        "g" if ends || is_of_size => Some((Measure::Mass, 0.001)),
        _ => None,
    }
}

/// The inches of `6-foot-9` and `6 feet 2 inches` in metres, and where they end.
fn inches(tokens: &[Token], at: usize) -> Option<(f64, usize)> {
    let token = tokens.get(at)?;
    // A page may lose the blank behind the comma: `5-foot-8,135 pounds`.
    let number: u32 = token.written.split(',').next()?.parse().ok().filter(|inches| *inches < 12)?;
    let told = tokens.get(at + 1).is_some_and(|next| next.is_any(&["inches", "inch"]));
    let end = match () {
        () if told && (token.is_joined() || token.gap.trim() == "," || token.gap == "-") => at + 2,
        () if token.gap == "-" => at + 1,
        () => return None,
    };
    Some((f64::from(number) * 0.0254, end))
}

/// Whether a number is the magnitude of an earthquake: by the word, or a fraction beside a quake.
fn is_magnitude(tokens: &[Token], number: &Number) -> bool {
    let told = tokens.get(number.to).is_some_and(|next| next.is("magnitude"));
    let fraction = number.low.fract() != 0.0 || tokens[number.from].written.contains('.');
    let measured = tokens.get(number.to).is_some_and(|next| next.is_joined() && unit(next).is_some());
    const QUAKES: &[&str] = &["quake", "quakes", "earthquake", "earthquakes", "tremor", "tremors", "aftershock", "aftershocks", "richter"];
    // The word of `a 5.9 magnitude earthquake` has its number already.
    let taken = |at: usize| at > 0 && matches!(tokens[at - 1].sense, Sense::Number(_));
    let cue = (0..number.from).rev().take(CUE_REACH).find(|at| tokens[*at].is_any(&["magnitude", "magnitudes"]));
    let free = cue.is_some_and(|at| !taken(at)) && near_before(tokens, number.from, &["magnitude", "magnitudes"]);
    told || free && !measured
        || fraction
            && !measured
            && (near_before(tokens, number.from, QUAKES) || tokens.get(number.to).is_some_and(|next| next.is_any(QUAKES)))
}

/// Whether one of `words` stands close before the token at `at`, in its clause.
fn near_before(tokens: &[Token], at: usize, words: &[&str]) -> bool {
    let clause = (0..at).rev().take(CUE_REACH).take_while(|&before| !tokens[before + 1].gap.contains(['.', ';', ',', '(']));
    clause.into_iter().any(|before| tokens[before].is_any(words))
}
