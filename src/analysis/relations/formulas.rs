//! Sentences that stand in texts of different times word for word, but for their dates and numbers of paragraphs: salutations,
//! courtesies, disclaimers, definitions. One that tells another amount each time is no formula: it is a series. They say nothing of what happened, so they belong to nothing; the same words in texts of one time are
//! a quotation or a reprint, and stay.

use std::collections::HashMap;
use std::sync::Arc;

use jiff::civil::Date;

use crate::analysis::facts::Facts;
use crate::analysis::relations::periods::are_months_apart;
use crate::text::Dossier;
use crate::text::PassageId;
use crate::text::Source;
use crate::text::calendar::When;
use crate::text::calendar::month_number;
use crate::text::words::words;

/// Fewest words of a formula.
const FEWEST: usize = 4;
/// Words that take the place of a number or date.
const CHANGING: &[&str] =
    &["first", "second", "third", "fourth", "fifth", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// The passages of a dossier that are formulas, sorted.
#[derive(Clone, Debug, Default)]
pub struct Formulas(Vec<PassageId>);

impl Formulas {
    /// Those of a dossier.
    pub(super) fn of(dossier: &Dossier, facts: &[Arc<Facts>]) -> Formulas {
        let days = || dossier.sources().filter_map(|(_, source)| Source::published(source).and_then(When::bounds)).map(|(first, _)| first);
        if !days().min().zip(days().max()).is_some_and(|(first, last)| are_months_apart(first, last)) {
            return Formulas::default();
        }
        let mut said: HashMap<String, (Date, Date, Vec<PassageId>)> = HashMap::new();
        for ((id, source), facts) in dossier.sources().zip(facts) {
            let Some((day, _)) = Source::published(source).and_then(When::bounds) else { continue };
            for (index, passage) in dossier.passages_of(id).zip(&source.passages) {
                let amounts = facts.figures.within(passage.span).iter().map(|figure| figure.span.of(&source.text)).collect();
                let Some(key) = key(passage.span.of(&source.text), amounts) else { continue };
                let (first, last, passages) = said.entry(key).or_insert_with(|| (day, day, Vec::new()));
                (*first, *last) = ((*first).min(day), (*last).max(day));
                passages.push(PassageId(index));
            }
        }
        let mut found: Vec<PassageId> =
            said.into_values().filter(|(first, last, _)| are_months_apart(*first, *last)).flat_map(|(.., all)| all).collect();
        found.sort_unstable();
        Formulas(found)
    }

    /// Whether a passage is one.
    pub fn hold(&self, passage: PassageId) -> bool {
        self.0.binary_search(&passage).is_ok()
    }
}

/// The words of a sentence without those that change from time to time, but with its amounts; `None` of one that is too short.
fn key(sentence: &str, amounts: Vec<&str>) -> Option<String> {
    let mut key = amounts.join(" ") + "\n";
    let mut n_words = 0;
    for word in words(sentence).map(|word| word.of(sentence)) {
        let lower = word.to_lowercase();
        let changes = word.contains(|c: char| c.is_ascii_digit()) || month_number(word).is_some() || CHANGING.contains(&lower.as_str());
        if !changes {
            n_words += 1;
            key.push_str(&lower);
            key.push(' ');
        }
    }
    (n_words >= FEWEST).then_some(key)
}

#[cfg(test)]
mod tests {
    use super::Formulas;
    use crate::analysis::Facts;
    use crate::analysis::Lexicon;
    use crate::analysis::Models;
    use crate::analysis::facts::facts;
    use crate::import::import;
    use crate::text::Dossier;
    use std::sync::Arc;

    #[test]
    fn words_that_come_back_after_months_are_a_formula_and_a_reprint_is_none() {
        let text = |day: &str, said: &str| {
            format!(
                "---\ndate: {day}\n---\nWe thank the people of Kelso for their trust in us.\n\nThe toll rose to {} crowns a car.\n\n{said}\n",
                day.len() + said.len()
            )
        };
        let texts = [
            ("a.md", text("2024-03-05", "The old bridge over the river was closed.")),
            ("b.md", text("2024-03-06", "The old bridge over the river was closed.")),
            ("c.md", text("2025-03-05", "The new bridge is open.")),
        ];
        let sources = texts.iter().map(|(name, text)| std::sync::Arc::new(import(name, text.as_bytes()).0)).collect();
        let dossier = Dossier::new(sources);
        let facts: Vec<Arc<Facts>> =
            dossier.sources().map(|(_, source)| Arc::new(facts(source, &Lexicon::default(), &Models::default()))).collect();
        let formulas = Formulas::of(&dossier, &facts);
        let all = dossier.sources().flat_map(|(id, source)| {
            dossier.passages_of(id).zip(&source.passages).map(move |(index, passage)| (index, passage.span.of(&source.text)))
        });
        for (index, words) in all {
            assert_eq!(formulas.hold(crate::text::PassageId(index)), words.starts_with("We thank"), "{words}");
        }
    }
}
