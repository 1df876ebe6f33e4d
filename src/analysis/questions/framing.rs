//! Framing: the words that stand around one thing, source by source.
//!
//! Collocates within a window of words in the same passage, ranked by the log-likelihood ratio against all other text
//! (Dunning 1993), and the names that each source gives to the thing itself.

use std::collections::HashMap;

use crate::analysis::Analysis;
use crate::analysis::questions::search::Hit;
use crate::analysis::questions::search::of_source;
use crate::analysis::relations::terms::normal_form;
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

#[derive(Default)]
struct Counted {
    near: Vec<Hit>,
    elsewhere: usize,
}

/// The wordings around the places of one thing, which come in the order of the dossier.
pub fn framing(dossier: &Dossier, analysis: &Analysis, places: &[Hit]) -> Vec<Wording> {
    let mut names: HashMap<String, Vec<Hit>> = HashMap::new();
    for place in places {
        if let Some(source) = dossier.source(place.source) {
            names.entry(one_line(place.span.of(&source.text)).to_lowercase()).or_default().push(*place);
        }
    }
    let mut counted: Vec<Counted> = Vec::new();
    let mut numbers: HashMap<String, usize> = HashMap::new();
    // Words as they are written: most stand in many places.
    let mut forms: HashMap<&str, Option<usize>> = HashMap::new();
    let (mut near_total, mut other_total) = (0usize, 0usize);
    for (id, source) in dossier.sources() {
        let of_source = of_source(places, id);
        let named: Vec<Span> =
            analysis.facts(id).map(|facts| facts.mentions.all().iter().map(|mention| mention.span).collect()).unwrap_or_default();
        let mut next_name = 0;
        for passage in dossier.passages_of(id).map(PassageId).filter(|passage| dossier.is_in_body(*passage)) {
            let Some((_, _, found)) = dossier.passage(passage) else { continue };
            let inside: Vec<Span> = of_source.iter().map(|hit| hit.span).filter(|span| found.span.covers(*span)).collect();
            let every = || words(found.span.of(&source.text)).map(|word| word.shifted(found.span.start()));
            // Most passages do not name the thing, and their words need no numbers.
            let spans: Vec<Span> = if inside.is_empty() { Vec::new() } else { every().collect() };
            let centres: Vec<usize> = inside.iter().map(|hit| spans.partition_point(|word| word.end() <= hit.start())).collect();
            for (number, span) in every().enumerate() {
                // Words and names are both in order.
                while named.get(next_name).is_some_and(|name| name.end() <= span.start()) {
                    next_name += 1;
                }
                let is_named = named.get(next_name).is_some_and(|name| name.intersect(span).is_some());
                if is_named || inside.iter().any(|hit| hit.intersect(span).is_some()) {
                    continue;
                }
                let written = span.of(&source.text);
                let form = *forms.entry(written).or_insert_with(|| {
                    let (form, _) = normal_form(written)?;
                    let next = counted.len();
                    let number = *numbers.entry(form).or_insert(next);
                    if number == next {
                        counted.push(Counted::default());
                    }
                    Some(number)
                });
                let Some(entry) = form.and_then(|form| counted.get_mut(form)) else { continue };
                if centres.iter().any(|centre| centre.abs_diff(number) <= WINDOW) {
                    entry.near.push(Hit { source: id, span });
                    near_total += 1;
                } else {
                    entry.elsewhere += 1;
                    other_total += 1;
                }
            }
        }
    }
    let ranked = counted.into_iter().filter(|counted| counted.near.len() > 1);
    let mut ranked: Vec<(f64, Vec<Hit>)> = ranked
        .map(|counted| (log_likelihood(counted.near.len(), near_total, counted.elsewhere, other_total), counted.near))
        .filter(|(score, _)| *score > 0.0)
        .collect();
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1[0].source.cmp(&b.1[0].source)).then(a.1[0].span.start().cmp(&b.1[0].span.start())));
    ranked.truncate(MOST);
    let mut names: Vec<Vec<Hit>> = names.into_values().collect();
    names.sort_by_key(|places| (std::cmp::Reverse(places.len()), places[0].source, places[0].span.start()));
    names.truncate(MOST_NAMES);
    let wording = |places: Vec<Hit>, is_name: bool| Wording { written: written(dossier, &places), is_name, places };
    let named = names.into_iter().map(|places| wording(places, true));
    named.chain(ranked.into_iter().map(|(_, places)| wording(places, false))).collect()
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
