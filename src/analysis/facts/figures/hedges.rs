//! Words that tell how exactly a number is meant.

use crate::analysis::facts::figures::Hedge;
use crate::analysis::facts::tokens::Token;

/// Words before a number among which `estimated` says how it is meant.
const ESTIMATED_REACH: usize = 6;

/// The hedge before the token at `at`, and where it begins.
pub(super) fn hedged(tokens: &[Token], at: usize) -> (Hedge, Option<usize>) {
    const HEDGES: &[(&[&str], Hedge)] = &[
        (&["at", "least"], Hedge::AtLeast),
        (&["more", "than"], Hedge::AtLeast),
        (&["as", "many", "as"], Hedge::AtMost),
        (&["as", "much", "as"], Hedge::AtMost),
        (&["up", "to"], Hedge::AtMost),
        (&["at", "most"], Hedge::AtMost),
        (&["no", "more", "than"], Hedge::AtMost),
        (&["less", "than"], Hedge::Nearly),
        (&["fewer", "than"], Hedge::Nearly),
        (&["close", "to"], Hedge::Nearly),
        (&["near"], Hedge::About),
        (&["over"], Hedge::AtLeast),
        (&["above"], Hedge::AtLeast),
        (&["exceeding"], Hedge::AtLeast),
        (&["nearly"], Hedge::Nearly),
        (&["almost"], Hedge::Nearly),
        (&["under"], Hedge::Nearly),
        (&["below"], Hedge::Nearly),
        (&["about"], Hedge::About),
        (&["around"], Hedge::About),
        (&["some"], Hedge::About),
        (&["roughly"], Hedge::About),
        (&["approximately"], Hedge::About),
        (&["estimated"], Hedge::About),
        (&["circa"], Hedge::About),
        (&["within"], Hedge::AtMost),
    ];
    let fits = |words: &[&str]| {
        let from = at.checked_sub(words.len())?;
        let close = (from + 1..=at).all(|place| tokens[place].gap.trim().len() <= 4 && !tokens[place].gap.contains(['.', ',', ';']));
        (close && words.iter().zip(&tokens[from..at]).all(|(word, token)| token.is(word))).then_some(from)
    };
    // The longest hedge counts: `no more than` is not `more than`.
    let longest = HEDGES.iter().filter_map(|(words, hedge)| Some((words.len(), *hedge, fits(words)?))).max_by_key(|(length, ..)| *length);
    if let Some((_, hedge, from)) = longest {
        return (hedge, Some(from));
    }
    // `estimated the size at 12,000`, `estimated to be worth 2 million`
    let clause = (0..at).rev().take(ESTIMATED_REACH).take_while(|&before| !tokens[before + 1].gap.contains(['.', ';', ',']));
    let estimated = clause.into_iter().any(|before| tokens[before].is_any(&["estimated", "estimates", "estimate"]));
    (if estimated { Hedge::About } else { Hedge::Exact }, None)
}

/// `or more`, `or so`.
pub(super) fn hedge_behind(tokens: &[Token], end: usize) -> Option<(Hedge, usize)> {
    let (or, next) = (tokens.get(end)?, tokens.get(end + 1)?);
    if !(or.is("or") && or.is_joined() && next.is_joined()) {
        return None;
    }
    match () {
        () if next.is("more") => Some((Hedge::AtLeast, end + 2)),
        () if next.is("so") => Some((Hedge::About, end + 2)),
        () if next.is_any(&["less", "fewer"]) => Some((Hedge::AtMost, end + 2)),
        () => None,
    }
}
