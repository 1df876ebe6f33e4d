//! Words that tell how exactly a number is meant.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::analysis::facts::figures::Hedge;
use crate::analysis::facts::figures::vocabulary::rows;
use crate::analysis::facts::tokens::Token;

/// The words of a hedge, and the hedge.
type Worded = (Vec<&'static str>, Hedge);

/// Hedges by the last of their words, the longest first.
static HEDGES: LazyLock<HashMap<&'static str, Vec<Worded>>> = LazyLock::new(|| {
    let mut all: HashMap<&str, Vec<(Vec<&str>, Hedge)>> = HashMap::new();
    for row in rows(include_str!("../../../../data/lang/en/hedges.tsv")) {
        let words: Vec<&str> = row[0].split(' ').collect();
        if let (Some(last), Some(hedge)) = (words.last().copied(), row.get(1).and_then(|name| Hedge::parse(name))) {
            all.entry(last).or_default().push((words, hedge));
        }
    }
    all.values_mut().for_each(|of_word| of_word.sort_by_key(|(words, _)| std::cmp::Reverse(words.len())));
    all
});

/// Words before a number among which `estimated` says how it is meant.
const ESTIMATED_REACH: usize = 6;

/// The hedge before the token at `at`, and where it begins.
pub(super) fn hedged(tokens: &[Token], at: usize) -> (Hedge, Option<usize>) {
    let fits = |words: &[&str]| {
        let from = at.checked_sub(words.len())?;
        let close = (from + 1..=at).all(|place| tokens[place].gap.trim().len() <= 4 && !tokens[place].gap.contains(['.', ',', ';']));
        (close && words.iter().zip(&tokens[from..at]).all(|(word, token)| token.is(word))).then_some(from)
    };
    // The longest hedge counts: `no more than` is not `more than`.
    let last = at.checked_sub(1).map(|last| tokens[last].written.to_ascii_lowercase()).unwrap_or_default();
    let of_last = HEDGES.get(last.as_str()).map_or(&[][..], Vec::as_slice);
    if let Some((hedge, from)) = of_last.iter().find_map(|(words, hedge)| Some((*hedge, fits(words)?))) {
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
