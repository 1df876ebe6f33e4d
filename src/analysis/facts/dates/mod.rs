//! Calendar expressions of a text: where they stand and what they say.
//!
//! A grammar over the words (`reading`) finds them, the verb nearest to each tells whether its clause lies before or
//! after the day of writing (`tense`), and [`resolve`] turns what was said into units of the calendar once it is
//! known when the text was published. The categories follow TIMEX3 of ISO-TimeML (ISO 24617-1), type DATE: durations,
//! repeated dates and clock times are none.

mod compounds;
mod ending;
mod holidays;
mod narrative;
mod ranges;
mod reading;
mod resolving;
mod said;
mod tense;
mod years;

pub use resolving::Resolved;
pub use resolving::resolve;
pub use said::Anchor;
pub use said::DateMention;
pub use said::Modifier;
pub use said::Said;
pub use said::Tense;
pub use said::Which;
pub use said::YearSaid;
pub(super) use tense::is_past_of_deed;

use crate::analysis::facts::Mention;
use crate::analysis::facts::dates::reading::Order;
use crate::analysis::facts::dates::reading::Reader;
use crate::analysis::facts::tokens::Sense;
use crate::analysis::facts::tokens::tokens;
use crate::analysis::layer::Layer;
use crate::analysis::lexicon::EntityKind;
use crate::text::BlockKind;
use crate::text::Source;
use crate::text::Span;
use crate::text::calendar::Unit;
use crate::text::calendar::When;
use crate::text::offsets::character_border;

/// Finds the dates of the blocks of `source` that are analysed. A date inside a longer name is none.
pub(super) fn dates(source: &Source, mentions: &Layer<Mention>) -> Layer<DateMention> {
    let order = order(source);
    let mut found = Vec::new();
    let published = source.published();
    // Outside the body stands the day of publication.
    let outside = source.blocks.iter().filter(|block| block.kind == BlockKind::Outside && published.is_some()).copied();
    for block in source.parts_read().chain(outside) {
        let is_analysed = block.kind.is_analysed();
        let in_block = dates_in(block.span.of(&source.text), order);
        let shifted = |span: Span| span.shifted(block.span.start());
        let placed = in_block.into_iter().map(|date| DateMention { span: shifted(date.span), verb: date.verb.map(shifted), ..date });
        found.extend(placed.filter(|date| match is_analysed {
            true => !is_part_of_name(date, mentions, &source.text) && !is_part_of_code(date, &source.text),
            // Nothing else of the story stands there.
            false => matches!(date.said, Said::Given(when) if Some(when) == published),
        }));
    }
    Layer::new(found)
}

/// Bytes on each side of a date that are looked at for the word that it is a piece of.
const LONGEST_CODE: usize = 200;

/// Whether a date is a piece of an address, of a path, or of a number that is none of the calendar: `CVE-2024-3094`,
/// `example.org/2024/03/29/4`. Years and days that a stroke parts (`2023/24`, `June 30/July 1`) are dates.
fn is_part_of_code(date: &DateMention, text: &str) -> bool {
    let blank = |c: char| c.is_whitespace() || matches!(c, '(' | ')' | '[' | ']' | '<' | '>' | '"' | '\u{201c}' | '\u{201d}' | '|');
    let from = character_border(text, date.span.start().saturating_sub(LONGEST_CODE));
    let to = character_border(text, date.span.end() + LONGEST_CODE);
    let before = text[from..date.span.start()].rsplit(blank).next().unwrap_or("");
    let behind = text[date.span.end()..to].split(blank).next().unwrap_or("");
    let has_letters = |part: &str| part.contains(char::is_alphabetic);
    let in_address = before.contains("://") || before.contains("www.");
    let in_path = before.ends_with(['/', '_', '#', '@', '=']) && has_letters(before) || behind.starts_with('/') && has_letters(behind);
    let of_series = || before.strip_suffix('-').is_some_and(|word| word.len() > 1 && word.bytes().all(|byte| byte.is_ascii_uppercase()));
    in_address || !has_letters(date.span.of(text)) && (in_path || of_series())
}

/// Finds the dates of a text that stands alone.
pub fn dates_of_text(text: &str) -> Vec<DateMention> {
    dates_in(text, Order::Unknown)
}

/// Finds the dates of one text.
fn dates_in(text: &str, order: Order) -> Vec<DateMention> {
    let tokens = tokens(text);
    let rest = tokens.last().map_or("", |last| &text[last.span.end()..]);
    let reader = Reader { tokens: &tokens, rest, order };
    let mut found: Vec<DateMention> = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let Some(reading) = reader.read(at) else {
            at += 1;
            continue;
        };
        let end = reading.end.min(tokens.len()).max(at + 1);
        // The article belongs to what is told with it: the next day, the end of 2024, the 1990s.
        let with_article = at > 0 && tokens[at].is_joined() && tokens[at - 1].is("the") && takes_article(&reading.said, reading.modifier);
        let first = if with_article { at - 1 } else { at };
        let free = found.last().is_none_or(|last| last.span.end() <= tokens[first].span.start());
        let start = if free { tokens[first].span.start() } else { tokens[at].span.start() };
        found.push(DateMention {
            span: Span::new(start, tokens[end - 1].span.end()),
            said: reading.said,
            modifier: reading.modifier,
            tense: tense::tense(&tokens, first, end),
            verb: tense::verb(&tokens, first, end).map(|at| tokens[at].span),
            of_saying: tense::is_of_saying(&tokens, at - usize::from(at > 0 && tokens[at - 1].is_any(&["on", "the"])), end),
            of_these_times: tense::is_of_these_times(&tokens, first, end),
        });
        at = end;
        while let Some(next) = found.last().and_then(|last| reader.day_beside_day(&last.said, at)) {
            let span = tokens[next.end - 1].span;
            let like = found.last().map(|last| DateMention { span, said: next.said, ..last.clone() });
            found.extend(like);
            at = next.end;
        }
    }
    share_years(text, &mut found);
    join_told(text, &mut found);
    ending::widen(&tokens, &mut found);
    found
}

fn takes_article(said: &Said, modifier: Option<Modifier>) -> bool {
    let is_decade = matches!(said, Said::Given(When::One(stretch)) if matches!(stretch.unit(), Unit::Decade | Unit::Century));
    modifier.is_some()
        || is_decade
        || matches!(said, Said::Shifted { .. } | Said::Part { .. } | Said::Season { .. } | Said::FirstMonths { .. })
}

/// `July and August 2008`: a month or day takes the year of the next one if only `and`, `or` or a comma parts them.
fn share_years(text: &str, found: &mut [DateMention]) {
    for index in (1..found.len()).rev() {
        let (before, rest) = found.split_at_mut(index);
        let (one, next) = (&mut before[index - 1], &rest[0]);
        let between = text[one.span.end()..next.span.start()].trim();
        let year = match &next.said {
            Said::Given(When::One(stretch)) if matches!(stretch.unit(), Unit::Day | Unit::Month) => YearSaid::Given(stretch.first().year()),
            Said::Month { year, .. } if *year != YearSaid::Unsaid => *year,
            _ => continue,
        };
        if matches!(between, "and" | "or" | "," | "/" | "&")
            && let Said::Month { year: unsaid @ YearSaid::Unsaid, which: Which::Nearest, .. } = &mut one.said
        {
            *unsaid = year;
        }
    }
}

/// `that day, April 19`, `that morning of April 18`: what was pointed at is the date behind, and both are one.
fn join_told(text: &str, found: &mut Vec<DateMention>) {
    let is_pointing = |said: &Said| matches!(said, Said::Shifted { unit: Unit::Day, by: 0, from: Anchor::Told });
    let is_day = |said: &Said| {
        matches!(said, Said::Month { day: Some(_), .. }) || matches!(said, Said::Given(When::One(day)) if day.unit() == Unit::Day)
    };
    let mut joined: Vec<DateMention> = Vec::with_capacity(found.len());
    for date in found.drain(..) {
        match joined.last_mut() {
            Some(last)
                if is_pointing(&last.said)
                    && is_day(&date.said)
                    && matches!(text[last.span.end()..date.span.start()].trim(), "," | "of") =>
            {
                let span = Span::new(last.span.start(), date.span.end());
                *last = DateMention { span, ..date };
            }
            _ => joined.push(date),
        }
    }
    *found = joined;
}

/// How numbers alone are ordered in a text: as in one that can be read in one way only, or as its day of publication.
fn order(source: &Source) -> Order {
    let mut seen = Order::Unknown;
    let published = source.published().and_then(When::bounds);
    for block in &source.blocks {
        let text = block.span.of(&source.text);
        if !text.contains('/') {
            continue;
        }
        for three in tokens(text).windows(3) {
            let [a, b, year] = three else { continue };
            let (Sense::Number(a_value), Sense::Number(b_value), "/", "/") = (a.sense, b.sense, b.gap, year.gap) else { continue };
            match (a_value, b_value) {
                (13..=31, 1..=12) => return Order::DayFirst,
                (1..=12, 13..=31) => return Order::MonthFirst,
                _ => {}
            }
            if let Some((day, _)) = published.filter(|(first, last)| first == last) {
                let (first, second) = (day.day() as u32, day.month() as u32);
                if (a_value, b_value) == (first, second) {
                    seen = Order::DayFirst;
                } else if (a_value, b_value) == (second, first) {
                    seen = Order::MonthFirst;
                }
            }
        }
    }
    seen
}

/// Whether a date is part of a name: `Sunday Times`, `Theresa May`.
fn is_part_of_name(date: &DateMention, mentions: &Layer<Mention>, text: &str) -> bool {
    let has_digit = date.span.of(text).bytes().any(|byte| byte.is_ascii_digit());
    mentions.within(date.span).iter().any(|mention| {
        let longer = mention.span.covers(date.span) && mention.span != date.span;
        match mention.kind {
            EntityKind::Person => mention.span.covers(date.span) && !has_digit,
            EntityKind::Organisation | EntityKind::Work | EntityKind::Place => longer,
            _ => false,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::Order;
    use super::dates_in;
    use super::is_part_of_code;
    use super::resolve;
    use crate::text::calendar::When;
    use proptest::prelude::*;

    /// Dates of `text`, published on 10 July 2025, as `written = EDTF`.
    fn read(text: &str) -> Vec<String> {
        let found = dates_in(text, Order::Unknown);
        let published = When::parse("2025-07-10");
        let values = resolve(&found, published);
        let shown = found.iter().zip(values);
        shown
            .map(|(date, value)| format!("{} = {}", date.span.of(text), value.when.map_or("open".to_owned(), |when| when.to_string())))
            .collect()
    }

    #[test]
    fn what_is_no_date_is_left_alone() {
        for text in [
            "after the 9/11 attacks",
            "1 of 69 states",
            "version 1.2.3 of it",
            "a ratio of 3/4",
            "He may march on.",
            "about 2000 people",
            "every Friday and each year",
            "for three years",
            "over the past two decades",
            "that week-long trip",
            "at 10:30",
            "$1999 and 1500 troops",
            "the second half was better",
        ] {
            assert_eq!(read(text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn pieces_of_addresses_and_codes_are_no_dates() {
        let read = |text: &str| -> Vec<String> {
            let dates = dates_in(text, Order::Unknown).into_iter().filter(|date| !is_part_of_code(date, text));
            dates.map(|date| date.span.of(text).to_owned()).collect()
        };
        for text in
            ["It is CVE-2024-3094.", "see https://kelso.example/in/2024/bridge", "see kelso.example/2024/bridge", "list/2024/msg00057"]
        {
            assert_eq!(read(text), Vec::<String>::new(), "{text}");
        }
        for (text, dates) in
            [("in June/July", vec!["June/July"]), ("In 2024, and in mid-2023.", vec!["2024", "mid-2023"]), ("(2024)", vec!["2024"])]
        {
            assert_eq!(read(text), dates, "{text}");
        }
    }

    #[test]
    fn a_today_of_these_times_is_told_from_a_day() {
        for (text, expected) in [
            ("The north is far more stable today than it was before.", true),
            ("Today, however, the city is positioning itself as a port.", true),
            ("The ships remain in the harbour today.", true),
            ("The court ruled today that the ban is lawful.", false),
            ("The vote is today.", false),
            ("He is expected to leave today.", false),
            ("He is to leave today for the north.", false),
            ("Police said today that a man was hurt.", false),
            ("On Friday the city is quiet.", false),
        ] {
            let found: Vec<bool> = dates_in(text, Order::Unknown).iter().map(|date| date.of_these_times).collect();
            assert_eq!(found, [expected], "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_panic(text in any::<String>()) {
            for date in dates_in(&text, Order::Unknown) {
                prop_assert!(text.is_char_boundary(date.span.start()) && text.is_char_boundary(date.span.end()));
                prop_assert!(date.span.end() <= text.len() && !date.span.is_empty());
            }
        }

        #[test]
        fn any_row_of_date_words_is_read_without_panic(words in prop::collection::vec(prop::sample::select(vec![
            "between", "and", "from", "to", "2022", "24", "May", "July", "3", "-", "–", "/", "the", "end", "of", "last", "this", "next", "year", "week",
            "Friday", "early", "late", "ago", "a", "few", "days", "later", "first", "quarter", "half", "1980s", "’98", ",", ".", "2025-07-03", "3.7.2025",
            "summer", "in", "that", "same", "century", "19th", "9999", "2999", "months", "Q3", "fiscal", "night", "(", "Sept.", "0", "31",
        ]), 0..12), glue in prop::collection::vec(any::<bool>(), 12)) {
            let text: String = words.iter().zip(glue).map(|(word, glued)| if glued { (*word).to_owned() } else { format!("{word} ") }).collect();
            let found = dates_in(&text, Order::Unknown);
            for published in [None, When::parse("2025-07-10"), When::parse("2025"), When::parse("9999-12-31"), When::parse("-9999")] {
                prop_assert_eq!(resolve(&found, published).len(), found.len());
            }
        }
    }
}
