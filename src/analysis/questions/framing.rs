//! Framing: the words that stand around one thing, source by source.
//!
//! Collocates within a window of words in the same passage, ranked by the log-likelihood ratio against all other text
//! (Dunning 1993), and the names that each source gives to the thing itself.

use std::collections::HashMap;

use crate::analysis::Analysis;
use crate::analysis::questions::search::Hit;
use crate::analysis::questions::search::of_source;
use crate::analysis::relations::Relations;
use crate::analysis::relations::terms::TermId;
use crate::analysis::relations::terms::TermKind;
use crate::text::Dossier;
use crate::text::PassageId;
use crate::text::Span;
use crate::text::words::one_line;
use crate::text::words::words;

/// Words on each side that stand around a thing.
const WINDOW: usize = 6;
/// Most words in the answer.
const MOST: usize = 80;
/// Most names of the thing in the answer.
const MOST_NAMES: usize = 8;

/// A word, or a name of the thing, with its places.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wording {
    /// As it is written most often.
    pub written: String,
    /// Whether it names the thing itself.
    pub is_name: bool,
    /// Where it stands, in the order of the dossier.
    pub places: Vec<Hit>,
}

/// The wordings around the places of one thing, which come in the order of the dossier.
pub fn framing(dossier: &Dossier, analysis: &Analysis, places: &[Hit]) -> Vec<Wording> {
    let mut names: HashMap<String, Vec<Hit>> = HashMap::new();
    for place in places {
        if let Some(source) = dossier.source(place.source) {
            names.entry(one_line(place.span.of(&source.text)).to_lowercase()).or_default().push(*place);
        }
    }
    let ranked = analysis.relations.as_deref().map(|relations| around(dossier, analysis, relations, places)).unwrap_or_default();
    let mut names: Vec<Vec<Hit>> = names.into_values().collect();
    names.sort_by_key(|places| (std::cmp::Reverse(places.len()), places[0].source, places[0].span.start()));
    names.truncate(MOST_NAMES);
    let wording = |places: Vec<Hit>, is_name: bool| Wording { written: written(dossier, &places), is_name, places };
    let named = names.into_iter().map(|places| wording(places, true));
    named.chain(ranked.into_iter().map(|places| wording(places, false))).collect()
}

/// Places of the words that stand around `places` more often than elsewhere, word by word, the most telling first.
fn around(dossier: &Dossier, analysis: &Analysis, relations: &Relations, places: &[Hit]) -> Vec<Vec<Hit>> {
    let index = &relations.index;
    let is_word = |term: TermId| index.vocabulary().kind(term) != TermKind::Name;
    let mut near: HashMap<TermId, Vec<Hit>> = HashMap::new();
    for (id, source) in dossier.sources() {
        let Some(facts) = analysis.facts(id) else { continue };
        let mut of_source = of_source(places, id).iter().map(|hit| hit.span).peekable();
        while let Some(first) = of_source.next() {
            let Some(passage) = dossier.passages_meeting(id, first).next().map(PassageId).filter(|id| dossier.is_in_body(*id)) else {
                continue;
            };
            let Some((_, _, found)) = dossier.passage(passage) else { continue };
            let mut inside = vec![first];
            inside.extend(std::iter::from_fn(|| of_source.next_if(|span| found.span.covers(*span))));
            let spans: Vec<Span> = words(found.span.of(&source.text)).map(|word| word.shifted(found.span.start())).collect();
            let place = |at: usize| spans.partition_point(|word| word.end() <= at);
            let centres: Vec<usize> = inside.iter().map(|hit| place(hit.start())).collect();
            for token in index.tokens(dossier, facts, &relations.entities, passage) {
                let number = place(token.span.start());
                let stands_near = centres.iter().any(|centre| centre.abs_diff(number) <= WINDOW);
                if stands_near && is_word(token.term) && !inside.iter().any(|hit| hit.intersect(token.span).is_some()) {
                    near.entry(token.term).or_default().push(Hit { source: id, span: token.span });
                }
            }
        }
    }
    let totals = index.frequencies((0..dossier.passage_count() as u32).map(PassageId).filter(|passage| dossier.is_in_body(*passage)));
    let near_total: usize = near.values().map(Vec::len).sum();
    let total: usize = totals.iter().enumerate().filter(|(term, _)| is_word(TermId(*term as u32))).map(|(_, total)| *total as usize).sum();
    let other_total = total.saturating_sub(near_total);
    let mut ranked: Vec<(f64, Vec<Hit>)> = near
        .into_iter()
        .filter(|(_, places)| places.len() > 1)
        .map(|(term, places)| {
            let elsewhere = (totals[term.0 as usize] as usize).saturating_sub(places.len());
            (log_likelihood(places.len(), near_total, elsewhere, other_total), places)
        })
        .filter(|(score, _)| *score > 0.0)
        .collect();
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1[0].source.cmp(&b.1[0].source)).then(a.1[0].span.start().cmp(&b.1[0].span.start())));
    ranked.truncate(MOST);
    ranked.into_iter().map(|(_, places)| places).collect()
}

/// Dunning's ratio, 0 if the word is no more frequent near the thing than elsewhere.
fn log_likelihood(near: usize, near_total: usize, elsewhere: usize, other_total: usize) -> f64 {
    let (a, c) = (near as f64, elsewhere as f64);
    let (total_a, total_c) = (near_total.max(1) as f64, other_total.max(1) as f64);
    let share = (a + c) / (total_a + total_c);
    if a / total_a <= share {
        return 0.0;
    }
    let part = |seen: f64, expected: f64| if seen > 0.0 { seen * (seen / expected).ln() } else { 0.0 };
    2.0 * (part(a, share * total_a) + part(c, share * total_c))
}

/// The most frequent way in which the places are written.
fn written(dossier: &Dossier, places: &[Hit]) -> String {
    let mut forms: HashMap<String, usize> = HashMap::new();
    for place in places {
        if let Some(source) = dossier.source(place.source) {
            *forms.entry(one_line(place.span.of(&source.text))).or_default() += 1;
        }
    }
    forms.into_iter().max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(&a.0))).map(|(form, _)| form).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::log_likelihood;

    #[test]
    fn a_word_that_stands_near_more_often_is_telling() {
        assert!(log_likelihood(8, 100, 2, 1000) > log_likelihood(3, 100, 2, 1000));
        assert_eq!(log_likelihood(1, 100, 50, 1000), 0.0);
    }
}
