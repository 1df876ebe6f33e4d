//! Dates of sentences written for this project: found where they stand, with the right value, each and no others.

use crossread::analysis::facts::dates::dates_of_text;
use crossread::analysis::facts::dates::resolve;
use crossread::text::calendar::When;

/// A sentence without its marks, and the marked places with their values.
fn unmarked(line: &str) -> (String, Vec<String>) {
    let mut text = String::new();
    let mut dates = Vec::new();
    let mut rest = line;
    while let Some((before, marked)) = rest.split_once('[') {
        let (inside, behind) = marked.split_once(']').expect("a closing bracket");
        let (written, value) = inside.split_once('|').expect("a value");
        text.push_str(before);
        let start = text.len();
        text.push_str(written);
        dates.push(format!("{start}: {written} = {value}"));
        rest = behind;
    }
    text.push_str(rest);
    (text, dates)
}

#[test]
fn dates_are_found_with_their_values() {
    let mut wrong = Vec::new();
    let mut published = None;
    for line in include_str!("data/dates.txt").lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        if let Some(day) = line.strip_prefix("published ") {
            published = When::parse(day);
            continue;
        }
        let (is_missed, line) = line.strip_prefix("missed ").map_or((false, line), |line| (true, line));
        let (text, wanted) = unmarked(line);
        let mentions = dates_of_text(&text);
        let values = resolve(&mentions, published);
        let shown = mentions.iter().zip(&values).map(|(date, value)| {
            let when = value.when.map_or("open".to_owned(), |when| when.to_string());
            format!("{}: {} = {when}", date.span.start(), date.span.of(&text))
        });
        let shown: Vec<String> = shown.collect();
        match (shown == wanted, is_missed) {
            (true, false) | (false, true) => {}
            (true, true) => wrong.push(format!("no longer missed: {line}")),
            (false, false) => wrong.push(format!("{line}\n    read {shown:?}")),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
