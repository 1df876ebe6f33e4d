//! Refusing what the analysis found: a link, a disagreement, one side of it; and marking one by hand.

use jiff::Timestamp;

use crate::analysis::questions::answers::Answers;
use crate::analysis::questions::disagreements::Disagreement;
use crate::analysis::questions::disagreements::Severity;
use crate::analysis::questions::disagreements::Subject;
use crate::analysis::questions::disagreements::Version;
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
use crate::text::words::one_line;

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
                None => self.tell("no two passages stand beside each other"),
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

    /// The passages of a disagreement, in order.
    fn passages_of(&self, number: usize) -> Vec<PassageId> {
        let found = self.answers.as_ref().and_then(|answers| answers.disagreements.get(number));
        found.map(|found| sides(&self.dossier, found)).unwrap_or_default()
    }

    fn refuse_disagreement(&mut self, number: usize, now: Timestamp, effects: &mut Vec<Effect>) {
        let passages = self.passages_of(number);
        let Some((first, others)) = passages.split_first() else { return };
        let others = others.iter().filter_map(|other| self.passage_key(*other)).collect();
        self.refuse_for(*first, Refused::Disagreement(others), now, effects);
        self.tell("refused: these do not disagree");
    }

    /// Takes the chosen side out of its disagreement for good.
    pub(super) fn split(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        let View::Listing(view) = &self.view else { return self.tell("a side of a disagreement (d, then tab) can be split off") };
        let (Some(ListingRow::Disagreement(number)), true, side) = (view.row(), view.inside, view.side) else {
            return self.tell("choose the side to split off first: tab goes to the sides");
        };
        let passages = self.passages_of(*number);
        let Some(side) = passages.get(side).copied() else { return };
        let others = passages.iter().filter(|other| **other != side).filter_map(|other| self.passage_key(*other)).collect();
        self.refuse_for(side, Refused::Side(others), now, effects);
        self.tell("split off: this is another quantity");
    }

    fn mark_as_differing(&mut self, from: PassageId, to: PassageId, now: Timestamp, effects: &mut Vec<Effect>) {
        let (Some(key), Some(own)) = (self.passage_key(to), self.passage_key(from)) else { return };
        let passage = self.dossier.passage(from).map(|(source, _, found)| (source, found.span));
        let other = self.dossier.passage(to).map(|(source, _, found)| (source, found.span));
        let is_marked = |annotation: &&Annotation| match &annotation.refused {
            Some(Refused::Differs(marked)) => {
                let place = self.notes.place(annotation);
                *marked == key && place == passage || *marked == own && place == other
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

/// Refusals with the passages that they name: the one they were made at, and the others. One whose passages are not all
/// there any more refuses nothing.
pub fn refusals(dossier: &Dossier, notebook: &Notebook) -> Vec<(PassageId, Refused, Vec<PassageId>)> {
    let of_key = |key: &PassageKey| {
        let source = dossier.find(&key.source)?;
        let text = &dossier.source(source)?.text;
        let mut passages = dossier.passages_of(source).map(PassageId);
        passages.find(|passage| dossier.passage(*passage).is_some_and(|(_, _, found)| fingerprint(found.span.of(text)) == key.fingerprint))
    };
    let found = notebook.all().filter_map(|annotation| {
        let refused = annotation.refused.clone()?;
        let source = dossier.find(&annotation.source)?;
        let span = annotation.anchor.resolve(&dossier.source(source)?.text)?;
        let passage = dossier.passages_meeting(source, span).next().map(PassageId)?;
        let others = refused.others().iter().map(of_key).collect::<Option<Vec<PassageId>>>()?;
        Some((passage, refused, others))
    });
    found.collect()
}

/// The answers without what was refused, and with what was marked by hand. A refusal holds as long as the passages that
/// it names stand in one row.
pub fn heeded(dossier: &Dossier, found: &Answers, refusals: &[(PassageId, Refused, Vec<PassageId>)]) -> Answers {
    let mut rows = Vec::new();
    for row in &found.disagreements {
        let mut row = row.clone();
        let passages = sides(dossier, &row);
        let is_refused = |(passage, refused, others): &&(PassageId, Refused, Vec<PassageId>)| {
            matches!(refused, Refused::Disagreement(_)) && passages.contains(passage) && others.iter().all(|other| passages.contains(other))
        };
        if refusals.iter().any(|refusal| is_refused(&refusal)) {
            continue;
        }
        for (passage, refused, others) in refusals {
            if matches!(refused, Refused::Side(_)) && others.iter().any(|other| passages.contains(other)) {
                let Some((source, _, within)) = dossier.passage(*passage) else { continue };
                row.sides.retain(|side| side.source != source || side.passage != within.span);
            }
        }
        if row.sides.len() > 1 {
            rows.push(row);
        }
    }
    for (passage, refused, others) in refusals.iter().filter(|(_, refused, _)| matches!(refused, Refused::Differs(_))) {
        let _ = refused;
        let side = |passage: &PassageId| {
            let (source, _, found) = dossier.passage(*passage)?;
            Some(Version { source, passage: found.span, value: found.span })
        };
        let mut sides: Vec<Version> = std::iter::once(passage).chain(others).filter_map(side).collect();
        sides.sort_by_key(|side| (side.source, side.passage.start()));
        let topic = dossier.passage(*passage).map(|(_, source, found)| one_line(found.span.of(&source.text)).chars().take(TOPIC).collect());
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
    found.clone().with(rows)
}
