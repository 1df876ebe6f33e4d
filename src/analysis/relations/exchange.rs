//! Amounts in one currency, at the rates that the articles of a story give themselves: `€2 million ($2.6 million)`.
//!
//! A value told again in brackets in another unit is one telling, so the bracketed one is dropped. What no bracket converts
//! stays in its own currency and is compared with nothing else.

use std::collections::HashMap;

use crate::analysis::facts::figures::Measure;
use crate::analysis::relations::same_quantity::Quantity;
use crate::text::Dossier;

/// How far two tellings of one value in two units of one measure are apart, by rounding.
const ROUNDING: f64 = 0.1;

/// Drops what is told again in brackets and brings amounts of money to the currency that most of them have, as far as the
/// brackets give rates. `all` holds the quantities of one story, in the order of their sources and places.
pub fn in_one_currency(dossier: &Dossier, all: &mut Vec<Quantity>) {
    let mut rates: HashMap<(&'static str, &'static str), Vec<f64>> = HashMap::new();
    let mut again = vec![false; all.len()];
    for at in 1..all.len() {
        let (one, other) = (&all[at - 1], &all[at]);
        if one.setting.source != other.setting.source || !in_brackets(dossier, one, other) {
            continue;
        }
        match (one.figure.measure, other.figure.measure) {
            (Measure::Money(from), Measure::Money(to)) if from != to && one.figure.value > 0.0 && other.figure.value > 0.0 => {
                let rate = other.figure.value / one.figure.value;
                rates.entry((from, to)).or_default().push(rate);
                rates.entry((to, from)).or_default().push(rate.recip());
                again[at] = true;
            }
            (from, to) if from == to && one.figure.unit != other.figure.unit => {
                let apart = (one.figure.value - other.figure.value).abs() / one.figure.value.max(f64::MIN_POSITIVE);
                again[at] = apart < ROUNDING;
            }
            _ => {}
        }
    }
    let mut number = 0;
    all.retain(|_| {
        number += 1;
        !again[number - 1]
    });
    let Some(base) = commonest(all) else { return };
    let to_base = to_base(base, &rates);
    for quantity in all {
        let Measure::Money(code) = quantity.figure.measure else { continue };
        if let Some(rate) = to_base.get(code).filter(|_| code != base) {
            let figure = &mut quantity.figure;
            figure.measure = Measure::Money(base);
            figure.value *= rate;
            figure.low *= rate;
            figure.high *= rate;
            quantity.converted = true;
        }
    }
}

/// Whether `other` stands in brackets right behind `one`.
fn in_brackets(dossier: &Dossier, one: &Quantity, other: &Quantity) -> bool {
    let Some(source) = dossier.source(one.setting.source) else { return false };
    let between = source.text.get(one.figure.span.end()..other.figure.hedged.start());
    // `(US$2.6 million)`
    between
        .is_some_and(|between| between.trim().strip_prefix('(').is_some_and(|sign| sign.len() < 4 && sign.chars().all(char::is_uppercase)))
}

/// The currency of most amounts, by its code.
fn commonest(all: &[Quantity]) -> Option<&'static str> {
    let mut counts: HashMap<&'static str, usize> = HashMap::new();
    for quantity in all {
        if let Measure::Money(code) = quantity.figure.measure {
            *counts.entry(code).or_default() += 1;
        }
    }
    counts.into_iter().max_by_key(|(code, count)| (*count, *code)).map(|(code, _)| code)
}

/// What one unit of each currency is in `base`, over as few brackets as possible; of several rates the middle one.
fn to_base(base: &'static str, rates: &HashMap<(&'static str, &'static str), Vec<f64>>) -> HashMap<&'static str, f64> {
    let mut found = HashMap::from([(base, 1.0)]);
    let mut waiting = vec![base];
    while let Some(known) = waiting.pop() {
        let mut next: Vec<(&'static str, f64)> = Vec::new();
        for ((from, to), given) in rates.iter().filter(|((from, to), _)| *to == known && !found.contains_key(from)) {
            let mut given = given.clone();
            given.sort_unstable_by(f64::total_cmp);
            next.push((from, given[given.len() / 2] * found[to]));
        }
        next.sort_unstable_by_key(|(code, _)| *code);
        for (code, rate) in next {
            found.insert(code, rate);
            waiting.insert(0, code);
        }
    }
    found
}
