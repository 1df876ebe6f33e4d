//! Days that have a name: `Good Friday`, `Boxing Day 2023`, `Thanksgiving`.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::analysis::facts::dates::reading::Reader;
use crate::analysis::facts::dates::reading::Reading;
use crate::analysis::facts::dates::said::Said;
use crate::analysis::facts::dates::said::Which;
use crate::analysis::facts::dates::said::YearSaid;
use crate::analysis::facts::dates::years::YearReader;
use crate::text::words::strip_possessive;
use crate::text::words::words;

/// When a holiday is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Rule {
    /// A day of a month.
    Day { month: i8, day: i8 },
    /// Days behind Easter Sunday.
    Easter(i16),
    /// The so manieth weekday of a month, -1 for the last one; the weekday from 0 for Monday.
    Nth { nth: i8, weekday: i8, month: i8 },
}

#[derive(Debug)]
struct Holiday {
    words: Vec<String>,
    rule: Rule,
    /// Whether its name alone is no day: presents for Christmas.
    needs_preposition: bool,
}

/// Holidays by the first word of their names, the longest first.
static HOLIDAYS: LazyLock<HashMap<String, Vec<Holiday>>> = LazyLock::new(|| {
    let mut all: HashMap<String, Vec<Holiday>> = HashMap::new();
    for row in include_str!("../../../../data/lang/en/holidays.tsv").lines().filter(|row| !row.starts_with('#')) {
        let columns: Vec<&str> = row.split('\t').collect();
        let [name, rule, ..] = columns[..] else { continue };
        let Some(rule) = Rule::parse(rule) else { continue };
        let words: Vec<String> = words(name).map(|word| strip_possessive(word.of(name)).to_owned()).collect();
        let Some(first) = words.first().cloned() else { continue };
        all.entry(first).or_default().push(Holiday { words, rule, needs_preposition: columns.contains(&"alone") });
    }
    all.values_mut().for_each(|of_word| of_word.sort_by_key(|holiday| std::cmp::Reverse(holiday.words.len())));
    all
});

impl Rule {
    fn parse(text: &str) -> Option<Rule> {
        if let Some(days) = text.strip_prefix("easter") {
            return Some(Rule::Easter(days.parse().ok()?));
        }
        if let Some((month, day)) = text.split_once('-').filter(|(month, _)| !month.is_empty()) {
            return Some(Rule::Day { month: month.parse().ok()?, day: day.parse().ok()? });
        }
        let mut numbers = text.split(' ').map(|number| number.parse::<i8>().ok());
        let (nth, weekday, month) = (numbers.next()??, numbers.next()??, numbers.next()??);
        Some(Rule::Nth { nth, weekday: weekday - 1, month })
    }
}

/// The holiday that begins at token `at`, if one does.
pub(super) fn holiday(reader: &Reader, at: usize) -> Option<Reading> {
    let token = reader.token(at).filter(|token| token.written.starts_with(char::is_uppercase))?;
    let of_word = HOLIDAYS.get(&token.written.to_ascii_lowercase())?;
    let stands = |holiday: &&Holiday| {
        holiday.words.iter().enumerate().skip(1).all(|(number, word)| {
            reader
                .token(at + number)
                .is_some_and(|token| token.is(word) && token.gap.trim_start_matches(['.', '\'', '\u{2019}']).trim().is_empty())
        })
    };
    let holiday = of_word.iter().find(stands)?;
    let behind = at + holiday.words.len();
    let year = reader.year_behind(behind);
    if holiday.needs_preposition {
        let introduced = reader.before_is(at, &["at", "by", "before", "after", "last", "this", "next", "since", "until", "on", "over"]);
        (introduced && (year.is_some() || reader.closes_clause(behind - 1))).then_some(())?;
    }
    let (year, end) = year.unwrap_or((YearSaid::Unsaid, behind));
    let which = match () {
        () if reader.before_is(at, &["last"]) => Which::Last(crate::analysis::facts::dates::Anchor::Published),
        () if reader.before_is(at, &["next"]) => Which::Next(crate::analysis::facts::dates::Anchor::Published),
        () => Which::Nearest,
    };
    let said = match holiday.rule {
        Rule::Day { month, day } => Said::Month { month, day: Some(day), year, which },
        Rule::Easter(days) => Said::Feast { days, year },
        Rule::Nth { nth, weekday, month } => Said::NthWeekday { nth, weekday, of: Box::new(Said::Month { month, day: None, year, which }) },
    };
    Some(Reading::new(said, end))
}

#[cfg(test)]
mod tests {
    use super::HOLIDAYS;

    #[test]
    fn every_row_of_the_list_is_read() {
        let rows = include_str!("../../../../data/lang/en/holidays.tsv").lines().filter(|row| !row.starts_with('#')).count();
        assert_eq!(HOLIDAYS.values().map(Vec::len).sum::<usize>(), rows);
    }
}
