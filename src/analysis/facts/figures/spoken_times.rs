//! Times of day as they are spoken: `twelve minutes past five`, `half past six`, `a quarter to seven o'clock`, `5.15 o'clock`, and to the
//! second (`5:13:47 in the morning`). Which half of the day is meant is read off the words around; where these say
//! nothing, the time is vague and may be either.

use std::sync::LazyLock;

use regex::Captures;
use regex::Regex;

use crate::analysis::facts::figures::Figure;
use crate::analysis::facts::figures::Hedge;
use crate::analysis::facts::figures::clock::around;
use crate::analysis::facts::figures::clock::of_day;
use crate::analysis::facts::numerals::Numeral;
use crate::analysis::facts::numerals::numeral;
use crate::text::Span;
use crate::text::offsets::character_border;

/// Bytes on each side in which the half of the day is looked for.
const AROUND: usize = 120;
const HALF_DAY: f64 = 12.0 * 3600.0;

static SPOKEN: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let small = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve";
    let minutes = format!("(?:twenty-)?(?:{small})|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|[1-5]?[0-9]");
    let hedge = "(?:(?P<hedge>about|around|towards?|approximately|nearly|almost|(?:just|shortly|soon) (?:after|before|past)) )?";
    let clock = r"(?: ?o(?:'|’|‘)? ?clock)";
    let hour = format!(r"(?P<hour>{small}|1[0-2]|[1-9])");
    // What may stand behind an hour that is no count of something: `ten minutes after two, …`, not `ten minutes after two men`.
    let end = format!(
        r"(?:(?P<clock>{clock})|(?P<close>[.,;:)]|$)|(?P<next> (?:a\.? ?m|p\.? ?m|in the|on the|on that|of the|of that|that|this|when|and|the|we|he|she|they|it|I)\b))"
    );
    let to_hour = format!(
        r"(?:(?P<minutes>{minutes})(?: minutes?)?|(?P<quarter>(?:a )?quarter)|(?P<half>half))[ -](?P<way>past|after|to|before|of|till) {hour}{end}"
    );
    let digits = r"(?P<digits>1[0-2]|0?[1-9])[:.](?P<minute>[0-5][0-9])(?:[:.](?P<second>[0-5][0-9]))?";
    let to_clock = format!(r"(?:{digits}|(?P<whole>{small}|1[0-2]|[1-9])){clock}");
    let to_second = r"(?P<digits3>[01]?[0-9]|2[0-3]):(?P<minute3>[0-5][0-9]):(?P<second3>[0-5][0-9])(?:\.[0-9]+)?(?P<behind> (?:in|on|of) the| ?[ap]\.? ?m| local)";
    Regex::new(&format!(r"(?i-u)\b{hedge}(?:(?P<said>{to_hour})|(?P<told>{to_clock})|(?P<exact>{to_second}))")).ok()
});

/// The spoken times in `text`, in order.
pub(super) fn spoken_times(text: &str) -> Vec<Figure> {
    // Hours are told so in few texts: the pattern is not tried on the others.
    let is_likely =
        ["clock", " past ", "minutes", "quarter", "-past "].iter().any(|word| text.contains(word)) || text.matches(':').count() > 1;
    let Some(pattern) = SPOKEN.as_ref().filter(|_| is_likely) else { return Vec::new() };
    pattern.captures_iter(text).filter_map(|found| spoken(text, &found)).collect()
}

fn spoken(text: &str, found: &Captures) -> Option<Figure> {
    let number = |name: &str| found.name(name).and_then(|group| value(group.as_str()));
    let is = |name: &str, word: &str| found.name(name).is_some_and(|group| group.as_str().eq_ignore_ascii_case(word));
    let (whole, mut end) = (found.get(0)?, found.get(0)?.end());
    let seconds = if found.name("said").is_some() {
        let past = is("way", "past") || is("way", "after");
        // A quarter of six is a part of it unless the clock is named, and so is half of it; nobody says half to six.
        let names_clock = found.name("clock").is_some();
        if is("way", "of") && !names_clock || found.name("half").is_some() && !is("way", "past") {
            return None;
        }
        let by = match () {
            () if found.name("half").is_some() => 30,
            () if found.name("quarter").is_some() => 15,
            () => number("minutes").filter(|minutes| *minutes < 60)?,
        };
        // `three past five` may be anything that was passed.
        let says_minutes = found.name("minutes").is_none() || whole.as_str().to_ascii_lowercase().contains("minute");
        if !says_minutes && !names_clock {
            return None;
        }
        end = found.name("clock").map_or_else(|| found.name("hour").map_or(end, |hour| hour.end()), |clock| clock.end());
        let (hour, by) = (i64::from(number("hour")?), i64::from(by));
        (hour * 60 + if past { by } else { -by }) * 60
    } else if found.name("told").is_some() {
        let hour = number("digits").or_else(|| number("whole"))?;
        i64::from(hour * 3600 + number("minute").unwrap_or(0) * 60 + number("second").unwrap_or(0))
    } else {
        end = found.name("second3")?.end();
        i64::from(number("digits3")? * 3600 + number("minute3")? * 60 + number("second3")?)
    };
    let hedge = found.name("hedge");
    let start = hedge.map_or(whole.start(), |hedge| hedge.end() + 1);
    let of_half = seconds.rem_euclid(HALF_DAY as i64) as f64;
    let late = match half_of_day(text, start, end) {
        Some(late) => late,
        None if seconds as f64 > HALF_DAY => true,
        None => {
            let (span, hedged) = (Span::new(start, end), Span::new(whole.start(), end));
            return Some(of_day(span, hedged, of_half + HALF_DAY, (of_half, of_half + HALF_DAY), Hedge::About, true));
        }
    };
    let value = of_half + if late { HALF_DAY } else { 0.0 };
    let word = hedge.map(|hedge| hedge.as_str().to_ascii_lowercase());
    let last = word.as_deref().and_then(|words| words.split(' ').next_back());
    let (low, high, hedge) = around(value, last);
    Some(of_day(Span::new(start, end), Span::new(whole.start(), end), value, (low, high), hedge, false))
}

/// Whether a time from `start` to `end` lies in the second half of the day, if the words around it tell: those behind it first, as
/// they stand nearest.
pub(super) fn half_of_day(text: &str, start: usize, end: usize) -> Option<bool> {
    let behind = &text[end..character_border(text, end + AROUND)];
    let before = &text[character_border(text, start.saturating_sub(AROUND))..start];
    // What stands in the same sentence.
    let behind = behind.split(['.', '!', '?', ';']).next().unwrap_or("");
    let before = before.rsplit(['!', '?', ';']).next().unwrap_or("");
    let at = behind.find(|c: char| c.is_ascii_alphanumeric()).unwrap_or(0);
    let (first, next) = (behind[at..].get(..1).unwrap_or(""), behind[at..].get(1..2).unwrap_or(""));
    if at <= 2 && matches!(next, "m" | "M" | "" | ".") && matches!(first, "a" | "A" | "p" | "P") {
        return Some(first.eq_ignore_ascii_case("p"));
    }
    let words = |part: &str| -> Vec<bool> { part.split(|c: char| !c.is_alphabetic()).filter_map(half_of_word).collect() };
    words(behind).first().copied().or_else(|| words(before).last().copied())
}

/// The half of the day in which a part of it lies.
fn half_of_word(word: &str) -> Option<bool> {
    match word.to_ascii_lowercase().as_str() {
        "morning" | "dawn" | "daybreak" | "sunrise" | "breakfast" => Some(false),
        "afternoon" | "evening" | "night" | "dinner" | "dusk" | "sunset" => Some(true),
        _ => None,
    }
}

/// A number below a hundred, in digits or in words.
fn value(written: &str) -> Option<u32> {
    if let Ok(value) = written.parse() {
        return Some(value);
    }
    written.to_ascii_lowercase().split('-').try_fold(0, |sum, word| match numeral(word)? {
        Numeral::Small(value) | Numeral::Tens(value) => Some(sum + value),
        Numeral::Times(_) => None,
    })
}

#[cfg(test)]
mod tests {
    use super::SPOKEN;
    use super::spoken_times;

    #[test]
    fn spoken_times_are_read_with_the_half_of_the_day() {
        assert!(SPOKEN.is_some());
        let time = |hour: i64, minute: i64| hour * 3600 + minute * 60;
        let cases = [
            ("At twelve minutes past five in the morning it shook.", &[("twelve minutes past five", time(5, 12))][..]),
            ("That afternoon, about half past six, the bell rang.", &[("about half past six", time(18, 30))]),
            ("A quarter before seven o'clock on that morning he rose.", &[("A quarter before seven o'clock", time(6, 45))]),
            ("It was 5.15 o'clock in the morning.", &[("5.15 o'clock", time(5, 15))]),
            ("It was 11.40 o’clock at night when she struck.", &[("11.40 o’clock", time(23, 40))]),
            ("It struck at 5:13:47 on the morning of the 18th.", &[("5:13:47", time(5, 13) + 47)]),
            ("Twenty-five minutes to nine that evening they left.", &[("Twenty-five minutes to nine", time(20, 35))]),
            ("At ten o'clock A. M. the court met.", &[("ten o'clock", time(10, 0))]),
            // One half or the other.
            ("At three o'clock they met.", &[("three o'clock", time(15, 0))]),
            ("He waited ten minutes after two men had left.", &[]),
            ("Half of six is three, a quarter of eight is two.", &[]),
            ("They ran twelve minutes past the gate and came three past five others.", &[]),
        ];
        for (text, expected) in cases {
            let found: Vec<(&str, i64)> = spoken_times(text).iter().map(|figure| (figure.hedged.of(text), figure.value as i64)).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
