//! Times of day: `4 p.m.`, `around 4:30 am`, `shortly after noon`, `1100 hours`, `at 16:40`, and, as vague ones, the parts of a
//! day: `early Sunday afternoon`, `the early hours`. Those of another time zone, which stand beside the local one
//! (`10 am (0800 GMT)`), are left out.

use std::sync::LazyLock;

use regex::Captures;
use regex::Regex;

use crate::analysis::facts::figures::Figure;
use crate::analysis::facts::figures::Hedge;
use crate::analysis::facts::figures::Measure;
use crate::analysis::facts::figures::spoken_times::half_of_day;
use crate::analysis::facts::figures::spoken_times::spoken_times;
use crate::text::Span;
use crate::text::saying::saying;

/// Seconds that a hedge allows on each side.
const ROUGHLY: f64 = 15.0 * 60.0;
/// Words before a bare `16:40` that tell that it is a time.
const BEFORE: &[&str] = &["at", "by", "until", "till", "from", "around", "about", "before", "after", "between", "since", "past"];

/// The pattern cannot be wrong: a test compiles it. Its classes are of ASCII, but for the blanks that pages have: those of
/// Unicode take milliseconds to build, at every start, and slow the search on every curly quotation mark.
static TIMES: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let blank = r"(?u:[ \t\r\n\u{a0}\u{202f}])";
    let hedge = format!(
        "(?:(?P<hedge>about|around|approximately|roughly|nearly|almost|(?:just|shortly|soon){blank}+(?:after|before|past)){blank}+)?"
    );
    let half = format!(r"(?P<hour>\d{{1,2}})(?:[:.]{blank}?(?P<minute>[0-5]\d))?{blank}?(?P<half>[ap])\.?{blank}?m\b\.?");
    let word = r"(?P<word>noon|midday|midnight)\b";
    let whole = format!(r"(?P<hour24>[01]?\d|2[0-3]):{blank}?(?P<minute24>[0-5]\d)\b");
    let hours = format!(r"(?P<hours>[012]\d)(?P<minutes>[0-5]\d){blank}*(?:hours|hrs)\b");
    // `1353 (1023 GMT)`
    let beside = format!(r"(?P<local>(?P<hour4>[012]\d)(?P<minute4>[0-5]\d)){blank}*\([012]\d[0-5]\d{blank}*(?:GMT|UTC)\)");
    Regex::new(&format!(r"(?i-u)\b{hedge}(?:{beside}|{half}|{word}|{whole}|{hours})(?P<zone>{blank}*(?:GMT|UTC))?")).ok()
});

/// Parts of a day, in small letters: `Saturday Night` is the name of something.
static PARTS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let day = "(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)";
    let edge = "[Ee]arly|[Ll]ate|[Mm]id";
    Regex::new(&format!(
        r"(?-u)\b(?:(?P<small>(?:early|small|wee) hours)\b|(?P<dawn>(?:at|before|around) (?:dawn|daybreak))\b|(?:(?P<edge>{edge})[ -])?(?:{day}|[Tt]his|[Yy]esterday|[Ii]n the|[Tt]hat) (?:(?P<inner>{edge})[ -])?(?P<part>morning|afternoon|evening|night)\b|(?P<outer>[Ee]arly|[Ll]ate) (?:on )?{day}\b)"
    ))
    .ok()
});
/// The times of day in `text`, in order.
pub(super) fn times(text: &str) -> Vec<Figure> {
    let Some((times, parts)) = TIMES.as_ref().zip(PARTS.as_ref()) else { return Vec::new() };
    let mut found = spoken_times(text);
    let free = |span: Span, found: &[Figure]| found.iter().all(|other| other.hedged.intersect(span).is_none());
    let plain: Vec<Figure> =
        times.captures_iter(text).filter_map(|figure| time(text, &figure)).filter(|figure| free(figure.hedged, &found)).collect();
    found.extend(plain);
    // `at six in the morning` is one time.
    let told =
        |span: Span| found.iter().any(|time| time.span.end() <= span.start() && text[time.span.end()..span.start()].trim().is_empty());
    let own: Vec<Figure> = parts.captures_iter(text).filter_map(|found| part(text, &found)).filter(|part| !told(part.span)).collect();
    found.extend(own);
    found.sort_by_key(|figure| figure.hedged.start());
    found
}

/// A part of a day, from its first hour to its last.
fn part(text: &str, found: &Captures) -> Option<Figure> {
    let whole = found.get(0)?;
    let before = text[..whole.start()].trim_end().trim_end_matches(" on").rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or("");
    // That of a statement, or of every day.
    if saying(before).is_some_and(|saying| saying.tells_day) || before.eq_ignore_ascii_case("every") || before.eq_ignore_ascii_case("each")
    {
        return None;
    }
    let edge = ["edge", "inner", "outer"].iter().find_map(|name| found.name(name)).map(|edge| edge.as_str().to_lowercase());
    let (first, last) = match (found.name("part").map(|part| part.as_str()), edge.as_deref()) {
        (Some("morning"), None) => (4.0, 12.0),
        (Some("morning"), Some("early")) => (3.0, 9.0),
        (Some("morning"), _) => (9.0, 12.0),
        (Some("afternoon"), None) => (12.0, 18.0),
        (Some("afternoon"), Some("early")) => (12.0, 15.0),
        (Some("afternoon"), _) => (14.5, 18.0),
        (Some("evening"), _) => (17.0, 22.0),
        (Some(_), _) => (18.0, 24.0),
        (None, Some("late")) => (17.0, 24.0),
        (None, Some(_)) => (0.0, 9.0),
        (None, None) if found.name("dawn").is_some() => (4.0, 7.5),
        (None, None) => (0.0, 6.0),
    };
    let span = Span::new(whole.start(), whole.end());
    let (low, high) = (first * 3600.0, last * 3600.0);
    Some(of_day(span, span, (low + high) / 2.0, (low, high), Hedge::About, true))
}

/// The seconds from which to which a time may lie, by the last word of its hedge: `shortly after`, `about`.
pub(super) fn around(value: f64, hedge: Option<&str>) -> (f64, f64, Hedge) {
    match hedge {
        None => (value, value, Hedge::Exact),
        Some("after" | "past") => (value, value + ROUGHLY, Hedge::AtLeast),
        Some("before") => ((value - ROUGHLY).max(0.0), value, Hedge::AtMost),
        Some(_) => ((value - ROUGHLY).max(0.0), value + ROUGHLY, Hedge::About),
    }
}

/// A time of day in seconds.
pub(super) fn of_day(span: Span, hedged: Span, value: f64, (low, high): (f64, f64), hedge: Hedge, vague: bool) -> Figure {
    Figure {
        span,
        hedged,
        value,
        low,
        high,
        hedge,
        vague,
        measure: Measure::TimeOfDay,
        unit: 1.0,
        counted: None,
        modifiers: None,
        predicate: None,
        part: false,
        shared: None,
    }
}

fn time(text: &str, found: &Captures) -> Option<Figure> {
    let whole = found.get(0)?;
    if found.name("zone").is_some() {
        return None;
    }
    let number = |name: &str| found.name(name).and_then(|group| group.as_str().parse::<u32>().ok());
    let (hour, minute) = match found.name("word").map(|word| word.as_str().to_lowercase()) {
        Some(word) => (if word == "midnight" { 0 } else { 12 }, 0),
        None if found.name("local").is_some() => (number("hour4").filter(|hour| *hour < 24)?, number("minute4")?),
        None => match (number("hour"), number("hour24"), number("hours")) {
            (Some(hour), ..) if (1..=12).contains(&hour) => {
                let afternoon = found.name("half").is_some_and(|half| half.as_str().eq_ignore_ascii_case("p"));
                (hour % 12 + if afternoon { 12 } else { 0 }, number("minute").unwrap_or(0))
            }
            (None, Some(hour), _) if told_as_time(text, found) => (in_its_half(text, hour, &whole), number("minute24")?),
            // `2000 hours of service` is a length of time.
            (None, None, Some(hour)) if hour < 24 && !text[whole.end()..].trim_start().starts_with("of ") => (hour, number("minutes")?),
            _ => return None,
        },
    };
    let end = found.name("local").map_or(whole.start() + whole.as_str().trim_end().len(), |local| local.end());
    let hedged = Span::new(whole.start(), end);
    let hedge = found.name("hedge");
    let start = hedge.map_or(whole.start(), |hedge| hedge.end() + text[hedge.end()..].len() - text[hedge.end()..].trim_start().len());
    let value = f64::from(hour * 3600 + minute * 60);
    let last_word = hedge.and_then(|hedge| hedge.as_str().split_whitespace().last()).map(str::to_lowercase);
    let (low, high, hedge) = around(value, last_word.as_deref());
    Some(of_day(Span::new(start, hedged.end()), hedged, value, (low, high), hedge, false))
}

/// Whether a bare `16:40` is a time, by the word before it, or the part of the day behind it.
fn told_as_time(text: &str, found: &Captures) -> bool {
    let Some(whole) = found.get(0) else { return false };
    let before = text[..whole.start()].trim_end().rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or("").to_lowercase();
    let behind = text[whole.end()..].trim_start();
    let has_part =
        ["in the morning", "in the afternoon", "in the evening", "at night", "on the morning"].iter().any(|part| behind.starts_with(part));
    found.name("hedge").is_some() || has_part || BEFORE.contains(&before.as_str())
}

/// The hour of `at 3:30` where the words behind it tell that it is one of the afternoon.
fn in_its_half(text: &str, hour: u32, whole: &regex::Match) -> u32 {
    let is_late = (1..12).contains(&hour) && half_of_day(text, whole.start(), whole.end()) == Some(true);
    hour + if is_late { 12 } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::PARTS;
    use super::TIMES;
    use super::times;

    #[test]
    fn times_are_read_with_their_hedges() {
        assert!(TIMES.is_some() && PARTS.is_some());
        let cases = [
            ("He came about 4 p.m. on Friday.", &[("about 4 p.m.", 16 * 3600)][..]),
            ("It began at 4: 30 a. m. local time (11.30 p. m. ET).", &[("4: 30 a. m.", 16_200), ("11.30 p. m.", 84_600)]),
            ("A message at 1100 hours, and shortly after noon.", &[("1100 hours", 39_600), ("shortly after noon", 43_200)]),
            ("Cut at 10:00 am (0800 GMT), at 07:28 and 08:06 UTC.", &[("10:00 am", 36_000), ("07:28", 26_880)]),
            ("It struck at 1353 (1023 GMT), and 1353 (of them) fled.", &[("1353", 49_980)]),
            ("Robbed in the early hours of Monday.", &[("early hours", 3 * 3600)]),
            ("It shook early Sunday afternoon and again early Monday.", &[("early Sunday afternoon", 48_600), ("early Monday", 16_200)]),
            ("Police said Saturday morning that each Friday night Saturday Night Live ran.", &[]),
            ("He came at 4\u{a0}p.m. “sharp”.", &[("4\u{a0}p.m.", 57_600)]),
            ("He did 2000 hours of community service.", &[]),
            ("They won 3:10 and read Mark 4:12.", &[]),
        ];
        for (text, expected) in cases {
            let found: Vec<(&str, i64)> = times(text).iter().map(|figure| (figure.hedged.of(text), figure.value as i64)).collect();
            let expected: Vec<(&str, i64)> = expected.iter().map(|(words, value)| (*words, i64::from(*value))).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
