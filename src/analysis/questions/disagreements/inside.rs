//! Figures of one text that contradict one another: a headline that counts otherwise than its article.
//!
//! Most differing figures of a text are of two things, which it keeps apart itself. So much is asked here: the same noun and what
//! happened to it, or a magnitude, both told as exact, in passages with the same words.

use crate::analysis::facts::Figure;
use crate::analysis::facts::figures::Hedge;
use crate::analysis::facts::figures::Measure;
use crate::analysis::questions::disagreements::Disagreement;
use crate::analysis::questions::disagreements::Severity;
use crate::analysis::questions::disagreements::Subject;
use crate::analysis::questions::disagreements::Version;
use crate::analysis::questions::disagreements::topics::topic;
use crate::analysis::relations::links::PLAIN;
use crate::analysis::relations::quantities::agrees;
use crate::analysis::relations::same_quantity::Quantity;
use crate::analysis::relations::same_quantity::can_be_one;
use crate::analysis::relations::same_quantity::features;
use crate::analysis::relations::same_quantity::probability;
use crate::text::Dossier;

/// Least probability of two figures of a text to be one quantity.
const ONE_QUANTITY: f32 = 0.9;
/// Least cosine of the words of their passages.
const SAME_WORDS: f32 = 0.3;

/// Contradictions inside the texts whose quantities are `all`, but for those that stand in one of `rows`.
pub(super) fn inside(dossier: &Dossier, all: &[Quantity], rows: &[Disagreement]) -> Vec<Disagreement> {
    let mut found = Vec::new();
    for (at, one) in all.iter().enumerate() {
        let others = all[at + 1..].iter().take_while(|other| other.setting.source == one.setting.source);
        for other in others.filter(|other| contradicts(one, other)) {
            let sides: Option<Vec<Version>> = [one, other].map(|quantity| version(dossier, quantity)).into_iter().collect();
            let Some(sides) = sides.filter(|sides| !rows.iter().any(|row| sides.iter().all(|side| row.sides.contains(side)))) else {
                continue;
            };
            let topic = topic(dossier, [one, other].into_iter());
            let confidence = likely(one, other);
            found.push(Disagreement { subject: Subject::Figure, severity: Severity::Conflict, topic, sides, confidence, update: false });
        }
    }
    found
}

fn contradicts(one: &Quantity, other: &Quantity) -> bool {
    let (a, b) = (&one.figure, &other.figure);
    let exact = |figure: &Figure| figure.hedge == Hedge::Exact && !figure.vague && !figure.part;
    let same_deed = one.noun.is_some() && one.noun == other.noun && a.predicate.is_some() && a.predicate == b.predicate;
    let can_contradict = one.setting.passage != other.setting.passage
        && exact(a)
        && exact(b)
        && !agrees(a, b)
        && (same_deed || a.measure == Measure::Magnitude)
        && can_be_one(one, other);
    // What costs more is asked last: a text may hold thousands of figures.
    can_contradict && {
        let alike = one.setting.likeness(&other.setting);
        !alike.other_time && alike.terms >= SAME_WORDS && likely(one, other) >= ONE_QUANTITY
    }
}

/// How likely two figures of one text are one quantity: as if of two texts that are plainly linked.
fn likely(one: &Quantity, other: &Quantity) -> f32 {
    probability(one, other, &features(one, other, 0, PLAIN))
}

fn version(dossier: &Dossier, quantity: &Quantity) -> Option<Version> {
    let (_, _, passage) = dossier.passage(quantity.setting.passage)?;
    Some(Version { source: quantity.setting.source, passage: passage.span, value: quantity.figure.hedged })
}
