//! All annotations of a dossier. Revisions are only ever added; of each annotation the latest one counts, and two
//! notebooks are joined by taking all revisions of both: commutative, associative, idempotent.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::notes::annotation::Annotation;
use crate::notes::format;

/// The annotations of a dossier.
#[derive(Clone, Debug, Default)]
pub struct Notebook {
    /// The latest revision of each, deleted ones too.
    latest: BTreeMap<String, Annotation>,
    /// Changes that can be undone, the last one last.
    done: Vec<Change>,
    /// Changes that were undone and can be done again.
    undone: Vec<Change>,
}

/// One change: what an annotation was before, if it was there, and what it became.
#[derive(Clone, Debug, PartialEq)]
struct Change {
    before: Option<Annotation>,
    after: Annotation,
}

/// Whether two revisions say the same, made whenever.
fn same_but_time(one: &Annotation, other: &Annotation) -> bool {
    let bare = |annotation: &Annotation| Annotation { modified: String::new(), session: String::new(), ..annotation.clone() };
    bare(one) == bare(other)
}

/// Which of two revisions of one annotation counts: the later one, of equals the one whose line is greater.
pub fn order(one: &Annotation, other: &Annotation) -> Ordering {
    moment(&one.modified)
        .cmp(&moment(&other.modified))
        .then_with(|| one.id.cmp(&other.id))
        .then_with(|| format::line(one).cmp(&format::line(other)))
}

/// A time as it is compared: as a moment, whatever its form; what is no time comes before all times, in order of its
/// letters.
fn moment(written: &str) -> (Option<Timestamp>, &str) {
    match written.parse() {
        Ok(moment) => (Some(moment), ""),
        Err(_) => (None, written),
    }
}

impl Notebook {
    /// The notebook of all revisions that were kept, in any order. The changes of the last session can be undone.
    pub fn new(revisions: Vec<Annotation>) -> Notebook {
        let mut notebook = Notebook::default();
        let last = revisions
            .iter()
            .max_by(|a, b| moment(&a.modified).cmp(&moment(&b.modified)))
            .map(|latest| latest.session.clone())
            .filter(|session| !session.is_empty());
        let mut sorted = revisions;
        // Times are read once each, not at every comparison.
        sorted.sort_by_cached_key(|revision| {
            let (moment, written) = moment(&revision.modified);
            (moment, written.to_owned(), revision.id.clone())
        });
        for revision in sorted {
            let before = notebook.latest.get(&revision.id).cloned();
            // Of two revisions of one moment the one that counts comes last.
            if before.as_ref().is_some_and(|before| order(before, &revision) == Ordering::Greater) {
                continue;
            }
            if last.as_ref() == Some(&revision.session) && before.as_ref() != Some(&revision) {
                notebook.done.push(Change { before, after: revision.clone() });
            }
            notebook.latest.insert(revision.id.clone(), revision);
        }
        notebook
    }

    /// Takes in a revision; tells whether it changed anything.
    pub fn merge(&mut self, revision: Annotation) -> bool {
        let newer = self.latest.get(&revision.id).is_none_or(|known| order(known, &revision) == Ordering::Less);
        if newer {
            self.latest.insert(revision.id.clone(), revision);
        }
        newer
    }

    /// Takes in all that another notebook has.
    pub fn join(&mut self, other: &Notebook) {
        for revision in other.latest.values() {
            self.merge(revision.clone());
        }
    }

    /// Changes an annotation, or adds one. The change can be undone; what was undone before is forgotten.
    pub fn change(&mut self, after: Annotation) {
        let before = self.latest.get(&after.id).cloned();
        self.latest.insert(after.id.clone(), after.clone());
        self.done.push(Change { before, after });
        self.undone.clear();
    }

    /// Undoes the last change at `now`; gives the revision that does so.
    pub fn undo(&mut self, now: &str, session: &str) -> Option<Annotation> {
        // A change that somebody else has written over since is left alone: undoing it would take their words away.
        let change = loop {
            let change = self.done.pop()?;
            let latest = self.latest.get(&change.after.id);
            if latest.is_some_and(|latest| same_but_time(latest, &change.after)) {
                break change;
            }
        };
        let mut revision = match &change.before {
            Some(before) => before.clone(),
            None => Annotation { deleted: true, ..change.after.clone() },
        };
        (revision.modified, revision.session) = (now.to_owned(), session.to_owned());
        self.latest.insert(revision.id.clone(), revision.clone());
        self.undone.push(change);
        Some(revision)
    }

    /// Does the change that was undone last again, at `now`; gives the revision that does so.
    pub fn redo(&mut self, now: &str, session: &str) -> Option<Annotation> {
        let change = loop {
            let change = self.undone.pop()?;
            let latest = self.latest.get(&change.after.id);
            let undone = match &change.before {
                Some(before) => latest.is_some_and(|latest| same_but_time(latest, before)),
                None => latest.is_none_or(|latest| latest.deleted),
            };
            if undone {
                break change;
            }
        };
        let revision = Annotation { modified: now.to_owned(), session: session.to_owned(), ..change.after.clone() };
        self.latest.insert(revision.id.clone(), revision.clone());
        self.done.push(Change { before: change.before, after: revision.clone() });
        Some(revision)
    }

    /// The annotation with this id, unless it was deleted.
    pub fn get(&self, id: &str) -> Option<&Annotation> {
        self.latest.get(id).filter(|annotation| !annotation.deleted)
    }

    /// All annotations that were not deleted, by their ids.
    pub fn all(&self) -> impl Iterator<Item = &Annotation> {
        self.latest.values().filter(|annotation| !annotation.deleted)
    }

    /// The time of the latest revision, if there is one that tells its time.
    pub fn last_modified(&self) -> Option<Timestamp> {
        self.latest.values().filter_map(|annotation| annotation.modified.parse().ok()).max()
    }

    /// All tags that are in use, the most frequent first.
    pub fn tags(&self) -> Vec<String> {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        self.all().flat_map(|annotation| &annotation.tags).for_each(|tag| *counts.entry(tag).or_default() += 1);
        let mut tags: Vec<(&str, usize)> = counts.into_iter().collect();
        tags.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
        tags.into_iter().map(|(tag, _)| tag.to_owned()).collect()
    }

    /// All questions under which passages are collected, in the order of their names.
    pub fn questions(&self) -> Vec<String> {
        let mut questions: Vec<String> =
            self.all().filter_map(|annotation| annotation.question.as_ref()).map(|(question, _)| question.clone()).collect();
        questions.sort();
        questions.dedup();
        questions
    }
}

/// Lines in their shortest form: the latest revision of each annotation, and all of the last session, which can still be
/// undone; and the lines that hold no annotation.
pub fn shorten(lines: &str) -> (String, Vec<String>) {
    let (revisions, unread) = format::parse(lines);
    let last = revisions.iter().max_by(|a, b| moment(&a.modified).cmp(&moment(&b.modified))).map(|latest| latest.session.clone());
    let mut latest: BTreeMap<&str, &Annotation> = BTreeMap::new();
    for revision in &revisions {
        let newest = latest.entry(&revision.id).or_insert(revision);
        if order(newest, revision) == Ordering::Less {
            *newest = revision;
        }
    }
    let kept =
        revisions.iter().filter(|revision| Some(&revision.session) == last.as_ref() || latest.get(revision.id.as_str()) == Some(revision));
    (kept.map(format::line).collect(), unread)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;
    use crate::notes::anchor::Anchor;
    use crate::notes::annotation::Colour;
    use crate::notes::annotation::Motivation;
    use crate::text::Span;

    fn annotation(id: u8, note: &str, second: u32, deleted: bool) -> Annotation {
        let text = "Some text that is long enough to stand in.";
        let time = format!("2025-01-01T00:{:02}:{:02}Z", second / 60 % 60, second % 60);
        let mut made =
            Annotation::new(format!("urn:uuid:{id}"), "a.txt", Anchor::new(text, Span::new(5, 9)), Motivation::Commenting, &time);
        note.clone_into(&mut made.note);
        made.session = format!("session {}", second / 20);
        made.deleted = deleted;
        made
    }

    prop_compose! {
        fn any_annotation()(id in 0u8..6, note in "[a-c\"\\\\é\n]{0,4}", second in 0u32..60, deleted in any::<bool>(), tags in proptest::collection::vec("[xy]", 0..3), colour in 0usize..5, place in 0i32..3) -> Annotation {
            let mut made = annotation(id, &note, second, deleted);
            made.tags = tags;
            made.colour = Colour::ALL.get(colour).copied();
            made.question = (place > 0).then(|| ("why?".to_owned(), f64::from(place)));
            made.further.insert("creator".to_owned(), serde_json::json!({"name": note}));
            made
        }
    }

    fn notebook(revisions: &[Annotation]) -> Notebook {
        let mut notebook = Notebook::default();
        revisions.iter().for_each(|revision| {
            notebook.merge(revision.clone());
        });
        notebook
    }

    fn content(notebook: &Notebook) -> &BTreeMap<String, Annotation> {
        &notebook.latest
    }

    proptest! {
        #[test]
        fn a_revision_survives_its_line(annotation in any_annotation()) {
            prop_assert_eq!(format::parse_line(&format::line(&annotation)), Some(annotation));
        }

        #[test]
        fn joining_is_commutative_associative_and_idempotent(
            a in proptest::collection::vec(any_annotation(), 0..6),
            b in proptest::collection::vec(any_annotation(), 0..6),
            c in proptest::collection::vec(any_annotation(), 0..6),
        ) {
            let (a, b, c) = (notebook(&a), notebook(&b), notebook(&c));
            let joined = |one: &Notebook, other: &Notebook| { let mut one = one.clone(); one.join(other); one };
            let all = |notebook: Notebook| notebook.latest;
            prop_assert_eq!(all(joined(&a, &b)), all(joined(&b, &a)));
            prop_assert_eq!(all(joined(&joined(&a, &b), &c)), all(joined(&a, &joined(&b, &c))));
            prop_assert_eq!(all(joined(&a, &a)), a.latest);
        }

        #[test]
        fn shortened_lines_hold_the_same_notebook(revisions in proptest::collection::vec(any_annotation(), 0..12)) {
            let lines: String = revisions.iter().map(format::line).collect();
            let (short, unread) = shorten(&lines);
            prop_assert!(unread.is_empty());
            let (before, after) = (Notebook::new(format::parse(&lines).0), Notebook::new(format::parse(&short).0));
            prop_assert_eq!(content(&before), content(&after));
        }

        /// Edits, undoing, redoing, saving and loading against a model: a list of all states that the notes had.
        #[test]
        fn no_sequence_of_changes_loses_an_annotation(steps in proptest::collection::vec((0u8..6, 0u8..4, "[a-c]{1,3}"), 1..40)) {
            let mut notebook = Notebook::default();
            let mut lines = String::new();
            let mut states: Vec<BTreeMap<String, String>> = vec![BTreeMap::new()];
            let mut here = 0;
            let mut session = 0;
            for (clock, (action, id, note)) in steps.into_iter().enumerate() {
                let now = format!("2025-01-01T00:{:02}:{:02}Z", clock / 60, clock % 60);
                let named = format!("session {session}");
                let revision = match action {
                    // Write, or delete.
                    0..=2 => {
                        let id = format!("urn:uuid:{id}");
                        let known = notebook.get(&id).cloned();
                        let mut after = known.unwrap_or_else(|| annotation(id.as_bytes()[9] - b'0', "", 0, false));
                        after.deleted = action == 2;
                        after.note.clone_from(&note);
                        (after.modified, after.session) = (now.clone(), named.clone());
                        states.truncate(here + 1);
                        let mut state = states[here].clone();
                        if after.deleted { state.remove(&id); } else { state.insert(id, note); }
                        states.push(state);
                        here += 1;
                        notebook.change(after.clone());
                        Some(after)
                    }
                    3 => { let undone = notebook.undo(&now, &named); here -= usize::from(undone.is_some()); undone }
                    4 => { let redone = notebook.redo(&now, &named); here += usize::from(redone.is_some()); redone }
                    // Leave, and start again: from here on the past can only be undone as far as this session went.
                    _ => {
                        let (revisions, unread) = format::parse(&lines);
                        prop_assert!(unread.is_empty());
                        notebook = Notebook::new(revisions);
                        session += 1;
                        let state = states[here].clone();
                        // What the last session did can be undone step by step.
                        let mut behind = notebook.clone();
                        let mut past = Vec::new();
                        while behind.undo(&now, "").is_some() {
                            past.push(behind.all().map(|one| (one.id.clone(), one.note.clone())).collect::<BTreeMap<_, _>>());
                        }
                        past.reverse();
                        states = past;
                        states.push(state);
                        here = states.len() - 1;
                        None
                    }
                };
                lines.extend(revision.iter().map(format::line));
                let state: BTreeMap<String, String> = notebook.all().map(|one| (one.id.clone(), one.note.clone())).collect();
                prop_assert_eq!(&state, &states[here]);
                let reloaded = Notebook::new(format::parse(&lines).0);
                prop_assert_eq!(content(&reloaded), content(&notebook), "what is on the disk is what is on the screen");
            }
        }
    }

    #[test]
    fn fields_of_other_tools_survive() {
        let line = r#"{"@context":"http://www.w3.org/ns/anno.jsonld","id":"x","type":"Annotation","motivation":"commenting","created":"2020","modified":"2021","creator":"A","body":[{"type":"TextualBody","value":"N","format":"text/plain","purpose":"commenting"},{"type":"Image","id":"http://example.org/i.png"}],"target":{"source":"a.txt","state":{"cached":"x"},"selector":[{"type":"TextQuoteSelector","exact":"q","prefix":"","suffix":""},{"type":"CssSelector","value":"p"}]},"rights":"CC0"}"#.replace("commenting\",\"created", "assessing\",\"created");
        let annotation = format::parse_line(&line).expect("an annotation");
        let again: serde_json::Value = serde_json::from_str(&format::line(&annotation)).expect("JSON");
        assert_eq!((again["creator"].as_str(), again["rights"].as_str()), (Some("A"), Some("CC0")));
        assert_eq!(again["body"][1]["id"], "http://example.org/i.png");
        assert_eq!(annotation.note, "N");
        assert_eq!(again["motivation"], "assessing");
        assert_eq!((&again["target"]["state"]["cached"], &again["target"]["selector"][2]["value"]), (&"x".into(), &"p".into()));
        assert_eq!(format::parse_line(&format::line(&annotation)), Some(annotation));
    }

    #[test]
    fn an_export_of_hypothesis_is_read() {
        let export = r#"{"total":1,"rows":[{"id":"abc","created":"2024-01-01T00:00:00Z","updated":"2024-01-02T00:00:00Z","uri":"https://example.org/a","text":"my words","tags":["one"],"target":[{"source":"https://example.org/a","selector":[{"type":"RangeSelector"},{"type":"TextPositionSelector","start":3,"end":8},{"type":"TextQuoteSelector","exact":"words","prefix":"the ","suffix":" here"}]}]},{"id":"page","uri":"https://example.org/a","text":"a page note","target":[{"source":"https://example.org/a"}]}]}"#;
        let (annotations, lost) = format::import(export).expect("an export");
        assert_eq!((annotations.len(), lost), (1, 1));
        assert_eq!((annotations[0].anchor.exact.as_str(), annotations[0].note.as_str()), ("words", "my words"));
        assert_eq!(annotations[0].tags, ["one"]);
    }
}
