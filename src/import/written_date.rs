//! Calendar days as newspapers write them at the head of an article.

use crate::text::calendar::month_number as english_month;
use crate::text::words::words;

/// Names of months in other languages.
const MONTHS: &str = include_str!("../../data/import/months.tsv");

/// The number of the month that a word names, in any language that is known.
fn month_number(word: &str) -> Option<i8> {
    english_month(word).or_else(|| {
        let lower = word.to_lowercase();
        let rows = MONTHS.lines().filter_map(|row| row.split_once('\t'));
        rows.filter(|(_, names)| names.split(' ').any(|name| name == lower)).find_map(|(number, _)| number.parse().ok())
    })
}

/// The first complete date in `line`, as EDTF, with the bytes where it stands: `July 10, 2025`, `10 July 2025`,
/// `2025-07-10`, `10.7.2025`. Numbers alone count as day and month only where they cannot be read in two ways.
pub fn date_in(line: &str) -> Option<(String, std::ops::Range<usize>)> {
    // `5 de marzo de 2024`, `5. März 2024`.
    let all = words(line).map(|span| (span.of(line), span.range()));
    let tokens: Vec<(&str, std::ops::Range<usize>)> = all.filter(|(word, _)| !matches!(*word, "de" | "del" | "of")).collect();
    for (index, (token, range)) in tokens.iter().enumerate() {
        if let Some(day) = numeric(token).filter(|_| token.contains(['.', ','])) {
            return Some((day, range.clone()));
        }
        if let Some(day) = compact(token) {
            return Some((day, range.clone()));
        }
        let Some(next) = tokens.get(index + 1..index + 3) else { continue };
        let [(second, _), (third, last)] = next else { continue };
        let between = &line[range.end..last.start];
        let found = if let (Some(month), Some(day), Some(year)) = (month_number(token), day_number(second), year_number(third)) {
            iso(year, month, day)
        } else if let (Some(day), Some(month), Some(year)) = (day_number(token), month_number(second), year_number(third)) {
            iso(year, month, day)
        } else if between.contains(['-', '/']) {
            let written = &line[range.start..last.end];
            numeric(written.split('T').next().unwrap_or(written))
        } else {
            None
        };
        if let Some(found) = found {
            return Some((found, range.start..last.end));
        }
    }
    None
}

/// `written` as EDTF if it is one calendar unit: a year, a month, a day, with or without a time of day.
pub fn edtf(written: &str) -> Option<String> {
    let trimmed = written.trim();
    let date = trimmed.split(['T', ' ']).next().unwrap_or(trimmed);
    let numbers: Vec<&str> = date.split('-').collect();
    let all_digits = numbers.iter().all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()));
    if all_digits && numbers[0].len() == 4 {
        let number = |index: usize| numbers.get(index).and_then(|part| part.parse::<u32>().ok());
        return match (numbers.len(), number(1), number(2)) {
            (1, ..) => Some(date.to_owned()),
            (2, Some(month @ 1..=12), _) => Some(format!("{}-{month:02}", numbers[0])),
            (3, Some(month), Some(day)) => iso(numbers[0].parse().ok()?, month, day),
            _ => None,
        };
    }
    date_in(trimmed).map(|(date, _)| date)
}

/// `20240305`.
fn compact(token: &str) -> Option<String> {
    let is_likely =
        token.len() == 8 && token.bytes().all(|byte| byte.is_ascii_digit()) && (token.starts_with("19") || token.starts_with("20"));
    is_likely.then(|| iso(token[..4].parse().ok()?, token[4..6].parse::<i8>().ok()?, token[6..].parse().ok()?)).flatten()
}

/// A date of numbers alone.
fn numeric(token: &str) -> Option<String> {
    let parts: Vec<u32> = token.split(['-', '/', '.']).map(|part| part.parse().ok()).collect::<Option<_>>()?;
    let [a, b, c] = parts[..] else { return None };
    match (a, b, c) {
        (1000..=2999, 1..=12, 1..=31) => iso(a, b, c),
        (13..=31, 1..=12, 1000..=2999) => iso(c, b, a),
        (1..=12, 13..=31, 1000..=2999) => iso(c, a, b),
        // With full stops the day comes first, as in German and Russian.
        (1..=12, 1..=12, 1000..=2999) if token.contains('.') || a == b => iso(c, b, a),
        _ => None,
    }
}

fn iso(year: u32, month: impl TryInto<i8>, day: u32) -> Option<String> {
    let month = month.try_into().ok()?;
    let date = jiff::civil::Date::new(i16::try_from(year).ok()?, month, i8::try_from(day).ok()?).ok()?;
    Some(date.to_string())
}

fn day_number(word: &str) -> Option<u32> {
    let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let suffix = &word[digits.len()..];
    let plain = suffix.is_empty() || ["st", "nd", "rd", "th"].contains(&suffix);
    digits.parse().ok().filter(|day| plain && (1..=31).contains(day))
}

fn year_number(word: &str) -> Option<u32> {
    word.parse().ok().filter(|year| (1000..3000).contains(year) && word.len() == 4)
}

#[cfg(test)]
mod tests {
    use super::date_in;
    use super::edtf;

    #[test]
    fn dates_are_read_in_their_usual_orders() {
        for (line, date) in [
            ("Published on July 10, 2025", "2025-07-10"),
            ("By Reuters | July 4, 2025", "2025-07-04"),
            ("4 Jul 2025 10:15", "2025-07-04"),
            ("Thursday 3rd July 2025", "2025-07-03"),
            ("2025-07-03T10:00Z", "2025-07-03"),
            ("13/07/2025", "2025-07-13"),
            ("07/13/2025", "2025-07-13"),
            ("3.7.2025", "2025-07-03"),
            ("5 mars 2024", "2024-03-05"),
            ("el 5 de marzo de 2024", "2024-03-05"),
            ("Montag, 5. März 2024", "2024-03-05"),
            ("5 марта 2024", "2024-03-05"),
            ("20240305", "2024-03-05"),
        ] {
            assert_eq!(date_in(line).map(|(date, _)| date).as_deref(), Some(date), "{line}");
        }
    }

    #[test]
    fn what_is_no_day_or_can_be_read_in_two_ways_is_none() {
        for line in ["On 3 July", "February 30, 2025", "03/07/2025", "1 of 69", "version 1.2.3"] {
            assert_eq!(date_in(line), None, "{line}");
        }
    }

    #[test]
    fn parts_of_a_date_are_kept_as_they_are() {
        assert_eq!(edtf("2025-07").as_deref(), Some("2025-07"));
        assert_eq!(edtf("2025").as_deref(), Some("2025"));
        assert_eq!(edtf("2025-13"), None);
        assert_eq!(edtf("soon"), None);
    }
}
