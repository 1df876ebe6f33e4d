//! Dates and figures of two passages side by side: which are the same, which differ.

use crate::analysis::Facts;
use crate::analysis::facts::Figure;
use crate::analysis::facts::figures::Measure;
use crate::analysis::facts::figures::Predicate;
use crate::analysis::relations::chronology::Dated;
use crate::text::Span;
use crate::text::calendar::Unit;
use crate::text::calendar::When;
use crate::text::words::fold;
use crate::text::words::inflection_key;

/// Two figures of one quantity.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Compared {
    /// The first, with its hedge.
    pub here: Span,
    /// The other, with its hedge.
    pub there: Span,
    /// Whether both can be true of one quantity.
    pub agree: bool,
}

/// One passage: the text of its source, its place, the facts and resolved dates of its source.
#[derive(Clone, Copy)]
pub struct Side<'a> {
    /// The text of the source.
    pub text: &'a str,
    /// The passage.
    pub span: Span,
    /// Facts of the source.
    pub facts: &'a Facts,
    /// Resolved dates of the source.
    pub dated: &'a [Dated],
}

impl<'a> Side<'a> {
    fn dates(self) -> impl Iterator<Item = (Span, When)> + 'a {
        let range = self.facts.dates.range(self.span);
        range.filter_map(move |index| Some((self.facts.dates.all()[index].span, self.dated.get(index)?.when?)))
    }

    fn figures(self) -> &'a [Figure] {
        self.facts.figures.within(self.span)
    }
}

/// Dates that both sides tell, at the same precision or one within the other, a year at most.
pub fn same_dates(here: Side, there: Side) -> Vec<(Span, Span)> {
    let mut found: Vec<(Span, Span)> = Vec::new();
    for (own, when) in here.dates() {
        let other = there.dates().find(|(_, other)| is_same(when, *other));
        if let Some((other, _)) = other
            && !found.iter().any(|(_, taken)| *taken == other)
        {
            found.push((own, other));
        }
    }
    found
}

fn is_same(one: When, other: When) -> bool {
    let short = |when: When| match when {
        When::One(stretch) => stretch.unit() <= Unit::Year,
        When::Range(..) => true,
        When::Yearless { .. } => false,
    };
    short(one) && short(other) && (one.holds(other) || other.holds(one))
}

/// Figures of both sides that tell one quantity, by what they count and what happened to it.
pub fn compared(here: Side, there: Side) -> Vec<Compared> {
    let mut found: Vec<Compared> = Vec::new();
    for own in here.figures() {
        let others = there.figures().iter().filter(|other| is_one_quantity((here.text, own), (there.text, other)));
        // One that agrees says more than one that does not.
        let best = others.max_by_key(|other| agrees(own, other));
        if let Some(other) = best.filter(|other| !found.iter().any(|pair| pair.there == other.hedged)) {
            found.push(Compared { here: own.hedged, there: other.hedged, agree: agrees(own, other) });
        }
    }
    found
}

/// Whether two figures can be true of one quantity: their intervals meet.
pub fn agrees(one: &Figure, other: &Figure) -> bool {
    let slack = if matches!(one.measure, Measure::Count | Measure::Age) { 0.0 } else { 0.005 };
    one.low * (1.0 - slack) <= other.high && other.low * (1.0 - slack) <= one.high
}

/// Whether two figures tell one quantity, as far as their own words say: sorts do not mix, what happened must not
/// contradict, and counted things share their noun or, being people, what happened to them.
pub fn is_one_quantity((text, one): (&str, &Figure), (other_text, other): (&str, &Figure)) -> bool {
    if one.measure != other.measure || one.part != other.part || one.vague && other.vague {
        return false;
    }
    let same_predicate = one.predicate.is_some() && one.predicate == other.predicate;
    let contradict = matches!((one.predicate, other.predicate), (Some(a), Some(b)) if a != b && a.is_vital() && b.is_vital());
    if contradict {
        return false;
    }
    match one.measure {
        Measure::Count => {
            let nouns = (one.counted.map(|span| noun(span.of(text))), other.counted.map(|span| noun(span.of(other_text))));
            let same_noun = matches!(&nouns, (Some(a), Some(b)) if a == b);
            let both_people = same_predicate && one.predicate.is_some_and(Predicate::is_vital);
            // A small number of anything is everywhere.
            let telling = one.value.max(other.value) >= 10.0 || same_predicate;
            telling && (same_noun && (same_predicate || one.predicate.is_none() || other.predicate.is_none()) || both_people)
        }
        Measure::Money(_) | Measure::Percent | Measure::Length | Measure::Area | Measure::Mass | Measure::Volume => same_predicate,
        Measure::Magnitude => true,
        _ => false,
    }
}

fn noun(word: &str) -> String {
    inflection_key(&fold(word)).into_owned()
}
