//! Years of age: `30-year-old`, `at the age of 91`, `John Miller, 23, of York`, `She was 85.`

use crate::analysis::facts::figures::Measure;
use crate::analysis::facts::figures::measured::Measured;
use crate::analysis::facts::figures::numbers::Number;
use crate::analysis::facts::tokens::Token;

/// The oldest that somebody is.
const OLDEST: f64 = 115.0;

/// The age that a number is, if it is one.
pub(super) fn age(tokens: &[Token], text: &str, number: &Number) -> Option<Measured> {
    let first = &tokens[number.from];
    let made =
        |factor: f64, end: usize| Measured { measure: Measure::Age, factor, more: 0.0, start: first.span.start(), end, shared: None };
    let next = tokens.get(number.to).filter(|next| next.is_joined() || next.gap == "-");
    let is_old = |at: usize| tokens.get(at).is_some_and(|old| old.is("old"));
    if let Some(next) = next {
        if next.is_any(&["year", "years", "yr"]) && is_old(number.to + 1) {
            return Some(made(1.0, number.to + 2));
        }
        if next.is_any(&["month", "months"]) && is_old(number.to + 1) {
            return Some(made(1.0 / 12.0, number.to + 2));
        }
        if next.is_any(&["week", "weeks"]) && is_old(number.to + 1) {
            return Some(made(7.0 / 365.2425, number.to + 2));
        }
    }
    let is_age = number.low >= 1.0 && number.high <= OLDEST && number.low.fract() == 0.0 && number.to == number.from + 1;
    let before = number.from.checked_sub(1).map(|at| &tokens[at]).filter(|_| is_age)?;
    let behind = &text[tokens[number.to - 1].span.end()..];
    let closes = behind.is_empty() || behind.starts_with([',', '.', ';', ')', '!', '?', '\n']);
    let of = |at: usize, words: &[&str]| tokens.get(at).is_some_and(|token| token.is_any(words));
    let by_word = first.is_joined()
        && (before.is_any(&["age", "aged", "ages"]) || before.is("of") && number.from >= 2 && of(number.from - 2, &["age", "ages"]));
    if by_word {
        return Some(made(1.0, number.to));
    }
    // `John Miller, 23, of York`, `the driver, 41,`: what is renamed is a person, or a name.
    const PERSONS: &[&str] = &[
        "man", "woman", "boy", "girl", "father", "mother", "son", "daughter", "brother", "sister", "husband", "wife", "driver", "suspect",
        "victim", "student", "teacher", "teenager", "actor", "actress", "singer",
    ];
    let named = before.written.starts_with(char::is_uppercase) && before.written.len() > 1;
    let renamed = first.gap == ", " && closes && behind.starts_with(',') && (named || before.is_any(PERSONS));
    let in_brackets = first.gap == " (" && behind.starts_with(')') && named;
    if (renamed || in_brackets) && !tokens.get(number.to).is_some_and(|next| next.written.starts_with(|c: char| c.is_ascii_digit())) {
        return Some(made(1.0, number.to));
    }
    // `She was 85.`, `dies at 91`
    let who = |at: usize| {
        of(at, &["he", "she", "who"]) || tokens[at].written.starts_with(char::is_uppercase) && at > 0 && !tokens[at - 1].is("the")
    };
    let told = first.is_joined()
        && closes
        && number.from >= 2
        && number.low >= 5.0
        && before.is_any(&["was", "is", "turned", "turns"])
        && who(number.from - 2);
    let died = first.is_joined()
        && closes
        && number.low >= 5.0
        && before.is("at")
        && number.from >= 2
        && of(number.from - 2, &["died", "dies", "dead", "death", "retired", "retires", "married"]);
    (told || died).then(|| made(1.0, number.to))
}
