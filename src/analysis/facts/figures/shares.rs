//! Vague numbers and shares of a whole: `dozens`, `tens of thousands`, `two-thirds`, `one in five`.

use crate::analysis::facts::figures::nouns::is_plural;
use crate::analysis::facts::figures::numbers::Number;
use crate::analysis::facts::figures::numbers::times;
use crate::analysis::facts::figures::vocabulary::unit;
use crate::analysis::facts::tokens::Sense;
use crate::analysis::facts::tokens::Token;

/// `dozens`, `tens of thousands`, `several hundred`.
pub(super) fn vague(tokens: &[Token], at: usize) -> Option<Number> {
    let token = tokens.get(at)?;
    let next = |offset: usize, word: &str| tokens.get(at + offset).is_some_and(|token| token.is(word) && token.is_joined());
    let (low, high, length) = match () {
        () if token.is("tens") && next(1, "of") && next(2, "thousands") => (20_000.0, 99_999.0, 3),
        () if token.is("hundreds") && next(1, "of") && next(2, "thousands") => (200_000.0, 999_999.0, 3),
        () if token.is("tens") && next(1, "of") && next(2, "millions") => (20e6, 99e6, 3),
        () if token.is("hundreds") && next(1, "of") && next(2, "millions") => (200e6, 999e6, 3),
        () if token.is("dozens") => (24.0, 99.0, 1),
        () if token.is("scores") && next(1, "of") => (40.0, 199.0, 1),
        () if token.is("hundreds") => (200.0, 999.0, 1),
        () if token.is("thousands") => (2_000.0, 9_999.0, 1),
        () if token.is("millions") => (2e6, 9.99e6, 1),
        () if token.is("billions") => (2e9, 9.99e9, 1),
        () if token.is("couple") && next(1, "of") => {
            let factor = times(tokens.get(at + 2).filter(|factor| factor.is_joined())?)?;
            (1.5 * factor, 2.9 * factor, 3)
        }
        () if token.is("several") && next(1, "hundred") => (200.0, 999.0, 2),
        () if token.is("several") && next(1, "thousand") => (2_000.0, 9_999.0, 2),
        () if token.is("several") && next(1, "dozen") => (24.0, 99.0, 2),
        () => return None,
    };
    Some(Number { high, vague: true, ..Number::exact(low, at, at + length) })
}

/// `half of`, `two-thirds`, `a quarter of`.
pub(super) fn share(tokens: &[Token], at: usize) -> Option<Number> {
    let token = tokens.get(at)?;
    let of = |at: usize| tokens.get(at).is_some_and(|token| token.is("of") && token.is_joined());
    let part = |at: usize| -> Option<f64> {
        let token = tokens.get(at)?;
        [
            ("third", 3.0),
            ("thirds", 3.0),
            ("quarter", 4.0),
            ("quarters", 4.0),
            ("fourth", 4.0),
            ("fourths", 4.0),
            ("eighth", 8.0),
            ("eighths", 8.0),
            ("sixth", 6.0),
            ("sixths", 6.0),
            ("fifth", 5.0),
            ("fifths", 5.0),
            ("tenth", 10.0),
            ("tenths", 10.0),
            ("half", 2.0),
        ]
        .iter()
        .find(|(word, _)| token.is(word))
        .map(|(_, parts)| *parts)
    };
    // `a quarter of a million` is a number.
    let of_large = |to: usize| {
        let article = tokens.get(to + 1).is_some_and(|token| token.is_any(&["a", "one"]));
        let factor = tokens.get(to + 2).filter(|token| of(to) && article && token.is_joined()).and_then(times)?;
        Some((factor, to + 3))
    };
    // `three-quarters of a mile` is a length.
    let of_unit = |to: usize| {
        let article = tokens.get(to + 1).is_some_and(|token| token.is_any(&["a", "an"]));
        of(to) && article && tokens.get(to + 2).is_some_and(|token| token.is_joined() && unit(token).is_some())
    };
    let made = |value: f64, to: usize| match of_large(to) {
        None if of_unit(to) => Some(Number::exact(value, at, to + 2)),
        Some((factor, to)) => Some(Number::scaled(value, factor, at, to)),
        None => Some(Number { share: true, ..Number::exact(value * 100.0, at, to) }),
    };
    if let Some(number) = one_in(tokens, at) {
        return Some(number);
    }
    if token.is("half") {
        let other = tokens.get(at + 2).map(|next| next.sense);
        let between = at > 0 && tokens[at - 1].is("between") && tokens.get(at + 1).is_some_and(|next| next.is("and"));
        let range = between && matches!(other, Some(Sense::Number(2..=9)));
        return (of(at + 1) || range).then(|| made(0.5, at + 1))?;
    }
    let dashed = tokens.get(at + 1).is_some_and(Token::is_dashed);
    if token.is_any(&["a", "one"]) && part(at + 1).is_some() && (of(at + 2) || token.is("one") && dashed) {
        return made(1.0 / part(at + 1)?, at + 2);
    }
    if let (Sense::Number(count @ 2..=9), Some(parts)) = (token.sense, part(at + 1)) {
        let next = &tokens[at + 1];
        // `two-thirds majority`; `two quarters` may be half a year.
        let is_share = of(at + 2) || dashed || !next.is_any(&["quarter", "quarters", "half"]);
        return ((dashed || next.is_joined()) && is_share && f64::from(count) < parts).then(|| made(f64::from(count) / parts, at + 2))?;
    }
    None
}

/// `one in five adults`, `two out of three`: a share of what is told behind it.
fn one_in(tokens: &[Token], at: usize) -> Option<Number> {
    let small = |at: usize| match tokens.get(at)?.sense {
        Sense::Number(number) => Some(number),
        _ => None,
    };
    let out = usize::from(tokens.get(at + 1).is_some_and(|next| next.is("out")));
    let joins = tokens.get(at + 1 + out).is_some_and(|next| next.is_joined() && next.is(if out == 1 { "of" } else { "in" }));
    let (part, whole) = (small(at)?, small(at + 2 + out)?);
    let noun = tokens.get(at + 3 + out).filter(|noun| noun.is_joined());
    let counts = noun.is_some_and(|noun| is_plural(noun) && unit(noun).is_none() || noun.is("of"));
    let is_round = (2..=10).contains(&whole) || matches!(whole, 12 | 20 | 50 | 100);
    let is_share = joins && counts && is_round && part < whole && part > 0;
    is_share.then(|| Number { share: true, ..Number::exact(f64::from(part) / f64::from(whole) * 100.0, at, at + 3 + out) })
}
