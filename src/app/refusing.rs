//! Refusing what the analysis found: a link, a disagreement, one side of it; and marking one by hand.

use jiff::Timestamp;

use crate::analysis::questions::answers::Answers;
use crate::analysis::questions::disagreements::Disagreement;
use crate::analysis::questions::disagreements::Severity;
use crate::analysis::questions::disagreements::Subject;
use crate::analysis::questions::disagreements::Version;
use crate::analysis::relations::Reprints;
use crate::app::App;
use crate::app::View;
use crate::app::listing::ListingRow;
use crate::app::message::Effect;
use crate::app::panes::Pane;
use crate::app::sidebar::Item;
use crate::notes::annotation::Annotation;
use crate::notes::annotation::PassageKey;
use crate::notes::annotation::Refused;
use crate::notes::notebook::Notebook;
use crate::notes::reading::fingerprint;
use crate::text::Dossier;
use crate::text::PassageId;
use crate::text::Span;
use crate::text::words::clipped;
use crate::text::words::fold;

/// Longest topic of a disagreement marked by hand, in characters.
const TOPIC: usize = 80;

impl App {
    /// Refuses what is chosen: the link in the sidebar, the disagreement in its list.
    pub(super) fn refuse(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        match &self.view {
            View::Reading => match (self.focus, self.sidebar_items().get(self.sidebar_row)) {
                (Pane::Sidebar, Some(Item::Related(index))) => self.refuse_link(*index, now, effects),
                _ => self.tell("choose a link in the sidebar (r) or a disagreement (d) to refuse it"),
            },
            View::Listing(view) => match view.row() {
                Some(ListingRow::Disagreement(number)) => self.refuse_disagreement(*number, now, effects),
                _ => self.tell("links and disagreements can be refused"),
            },
            View::Compare(view) => match view.pair {
                Some((from, to, _)) => self.mark_as_differing(from, to, now, effects),
                None => self.tell("no two passages stand beside each other: F lets each side be scrolled on its own"),
            },
            _ => self.tell("links and disagreements can be refused"),
        }
    }

    fn refuse_link(&mut self, index: usize, now: Timestamp, effects: &mut Vec<Effect>) {
        let to = self.related().and_then(|related| related.get(index)).map(|related| related.link.to);
        let (Some(passage), Some(key)) = (self.passage(), to.and_then(|to| self.passage_key(to))) else { return };
        self.refuse_for(passage, Refused::Link(key), now, effects);
        self.tell("refused: this link is not shown again");
    }

    fn refuse_disagreement(&mut self, number: usize, now: Timestamp, effects: &mut Vec<Effect>) {
        let Some(found) = self.answers.as_ref().and_then(|answers| answers.disagreements.get(number)).cloned() else { return };
        let passages = sides(&self.dossier, &found);
        let (Some((first, others)), Some(side)) = (passages.split_first(), found.sides.first()) else { return };
        if let (Subject::Claim, Some(other)) = (found.subject, others.first()) {
            return self.mark_as_differing(*first, *other, now, effects);
        }
        let others = others.iter().filter_map(|other| self.passage_key(*other)).collect();
        self.refuse_at(side.source, side.value, Refused::Disagreement(others), now, effects);
        self.tell("refused: these do not disagree");
    }

    /// Takes the chosen side out of its disagreement for good.
    pub(super) fn split(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        let View::Listing(view) = &self.view else { return self.tell("a side of a disagreement (d, then tab) can be split off") };
        let (Some(ListingRow::Disagreement(number)), true, chosen) = (view.row(), view.inside, view.side) else {
            return self.tell("choose the side to split off first: tab goes to the sides");
        };
        let found = self.answers.as_ref().and_then(|answers| answers.disagreements.get(*number)).cloned();
        if found.as_ref().is_some_and(|found| found.subject == Subject::Claim) {
            return self.refuse_disagreement(*number, now, effects);
        }
        let Some((passages, side)) = found.and_then(|found| Some((sides(&self.dossier, &found), *found.sides.get(chosen)?))) else {
            return;
        };
        let own = passages.get(chosen).copied();
        let others = passages.iter().filter(|other| Some(**other) != own).filter_map(|other| self.passage_key(*other)).collect();
        self.refuse_at(side.source, side.value, Refused::Side(others), now, effects);
        self.tell("split off: this is another quantity");
    }

    fn mark_as_differing(&mut self, from: PassageId, to: PassageId, now: Timestamp, effects: &mut Vec<Effect>) {
        let (Some(key), Some(own)) = (self.passage_key(to), self.passage_key(from)) else { return };
        let is_marked = |annotation: &&Annotation| match &annotation.refused {
            Some(Refused::Differs(marked)) => {
                let place = self.notes.place(annotation);
                let at = place.and_then(|(source, span)| self.dossier.passages_meeting(source, span).next().map(PassageId));
                *marked == key && at == Some(from) || *marked == own && at == Some(to)
            }
            _ => false,
        };
        let known = self.notes.notebook.all().find(is_marked).cloned();
        if let Some(known) = known {
            self.keep(Annotation { deleted: true, ..known }, now, effects);
            return self.tell("no longer marked as disagreeing");
        }
        self.refuse_for(from, Refused::Differs(key), now, effects);
        self.tell("marked: these two passages disagree");
    }
}

fn sides(dossier: &Dossier, found: &Disagreement) -> Vec<PassageId> {
    let passage = |side: &Version| dossier.passages_meeting(side.source, side.passage).next().map(PassageId);
    found.sides.iter().filter_map(passage).collect()
}

/// A refusal with the passages that it names.
#[derive(Clone, Debug)]
pub struct Refusal {
    /// The passage at which it was made.
    pub passage: PassageId,
    /// Where it was made: the passage, or a value in it.
    pub at: Span,
    /// What is refused.
    pub refused: Refused,
    /// The other passages.
    pub others: Vec<PassageId>,
}

/// All refusals. One whose passages are not all there any more refuses nothing.
pub fn refusals(dossier: &Dossier, notebook: &Notebook) -> Vec<Refusal> {
    let of_key = |key: &PassageKey| {
        let source = dossier.find(&key.source)?;
        let text = &dossier.source(source)?.text;
        let mut passages = dossier.passages_of(source).map(PassageId);
        passages.find(|passage| dossier.passage(*passage).is_some_and(|(_, _, found)| fingerprint(found.span.of(text)) == key.fingerprint))
    };
    let found = notebook.all().filter_map(|annotation| {
        let refused = annotation.refused.clone()?;
        let source = dossier.find(&annotation.source)?;
        let at = annotation.anchor.resolve(&dossier.source(source)?.text)?;
        let passage = dossier.passages_meeting(source, at).next().map(PassageId)?;
        let others = refused.others().iter().map(of_key).collect::<Option<Vec<PassageId>>>()?;
        Some(Refusal { passage, at, refused, others })
    });
    found.collect()
}

/// The answers without what was refused, and with what was marked by hand. A refusal holds as long as the value at which it
/// was made and the passages that it names stand in one row.
pub fn heeded(dossier: &Dossier, reprints: &Reprints, found: &Answers, refusals: &[Refusal]) -> Answers {
    let mut rows = Vec::new();
    for row in &found.disagreements {
        let mut row = row.clone();
        let passages = sides(dossier, &row);
        let is_at = |refusal: &Refusal, side: &Version| {
            let source = dossier.source_of(refusal.passage);
            side.source == source && side.value.intersect(refusal.at).is_some()
        };
        let has_value = |row: &Disagreement, refusal: &Refusal| row.sides.iter().any(|side| is_at(refusal, side));
        let is_refused = |refusal: &&Refusal| {
            matches!(refusal.refused, Refused::Disagreement(_))
                && has_value(&row, refusal)
                && refusal.others.iter().all(|other| passages.contains(other))
        };
        if refusals.iter().any(|refusal| is_refused(&refusal)) {
            continue;
        }
        let before = row.sides.len();
        for refusal in refusals {
            if matches!(refusal.refused, Refused::Side(_)) && refusal.others.iter().any(|other| passages.contains(other)) {
                row.sides.retain(|side| !is_at(refusal, side));
            }
        }
        let value = |side: &Version| dossier.source(side.source).map(|source| fold(side.value.of(&source.text)));
        // What is left once a side was split off may say the same.
        let differs = before == row.sides.len() || row.sides.windows(2).any(|pair| value(&pair[0]) != value(&pair[1]));
        if row.sides.len() > 1 && differs {
            rows.push(row);
        }
    }
    for Refusal { passage, others, .. } in refusals.iter().filter(|refusal| matches!(refusal.refused, Refused::Differs(_))) {
        let side = |passage: &PassageId| {
            let (source, _, found) = dossier.passage(*passage)?;
            Some(Version { source, passage: found.span, value: found.span })
        };
        let mut sides: Vec<Version> = std::iter::once(passage).chain(others).filter_map(side).collect();
        sides.sort_by_key(|side| (side.source, side.passage.start()));
        let topic = dossier.passage(*passage).map(|(_, source, found)| clipped(found.span.of(&source.text), TOPIC));
        rows.push(Disagreement {
            subject: Subject::Claim,
            severity: Severity::Differs,
            topic: topic.unwrap_or_default(),
            sides,
            confidence: 1.0,
            update: false,
        });
    }
    rows.sort_by_key(|row| row.severity);
    found.clone().with(dossier, reprints, rows)
}
