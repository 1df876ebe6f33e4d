//! Dates of sentences written for this project: found where they stand, with the right value.

use crossread::analysis::facts::dates::dates_of_text;
use crossread::analysis::facts::dates::resolve;
use crossread::text::calendar::When;

/// Least share of dates found and of values right, in both of recall and precision.
const FLOOR: f64 = 0.97;

struct Counts {
    wanted: usize,
    given: usize,
    found: usize,
    right: usize,
}

/// A sentence without its marks, and the marked places with their values.
fn unmarked(line: &str) -> (String, Vec<(usize, usize, String)>) {
    let mut text = String::new();
    let mut dates = Vec::new();
    let mut rest = line;
    while let Some((before, marked)) = rest.split_once('[') {
        let (inside, behind) = marked.split_once(']').expect("a closing bracket");
        let (written, value) = inside.split_once('|').expect("a value");
        text.push_str(before);
        let start = text.len();
        text.push_str(written);
        dates.push((start, text.len(), value.to_owned()));
        rest = behind;
    }
    text.push_str(rest);
    (text, dates)
}

fn score() -> (Counts, Vec<String>) {
    let mut counts = Counts { wanted: 0, given: 0, found: 0, right: 0 };
    let mut misses = Vec::new();
    let mut published = None;
    for line in include_str!("data/dates.txt").lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        if let Some(day) = line.strip_prefix("published ") {
            published = When::parse(day);
            continue;
        }
        let (text, wanted) = unmarked(line);
        let mentions = dates_of_text(&text);
        let values = resolve(&mentions, published);
        counts.wanted += wanted.len();
        counts.given += mentions.len();
        for (start, end, value) in &wanted {
            let meets = |date: &&(usize, usize, String)| date.0 < *end && *start < date.1;
            let given: Vec<(usize, usize, String)> = mentions
                .iter()
                .zip(&values)
                .map(|(date, value)| (date.span.start(), date.span.end(), value.when.map_or("open".to_owned(), |when| when.to_string())))
                .collect();
            let met = given.iter().find(meets);
            counts.found += usize::from(met.is_some());
            match met {
                Some((.., given)) if given == value => counts.right += 1,
                other => misses.push(format!("{:?} is {value}, read as {other:?} in {text:?}", &text[*start..*end])),
            }
        }
        for mention in &mentions {
            if !wanted.iter().any(|(start, end, _)| mention.span.start() < *end && *start < mention.span.end()) {
                misses.push(format!("{:?} is no date in {text:?}", mention.span.of(&text)));
            }
        }
    }
    (counts, misses)
}

#[test]
fn dates_are_found_with_their_values() {
    let (counts, misses) = score();
    assert!(counts.wanted >= 100, "only {} dates", counts.wanted);
    let share = |part: usize, of: usize| part as f64 / of as f64;
    let found = share(counts.found, counts.wanted).min(share(counts.found, counts.given));
    let right = share(counts.right, counts.wanted);
    assert!(found >= FLOOR && right >= FLOOR, "found {found:.3}, right {right:.3}:\n{}", misses.join("\n"));
}
