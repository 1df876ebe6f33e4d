//! What the reader writes to a place: where annotations stand, and the commands that make and change them.

use std::collections::HashMap;
use std::collections::HashSet;
use std::sync::Arc;

use jiff::Timestamp;

use crate::analysis::questions::related::Related;
use crate::app::App;
use crate::app::message::Effect;
use crate::app::message::NotePlace;
use crate::app::moving::Way;
use crate::app::overlay::Overlay;
use crate::app::prompt::Prompt;
use crate::app::prompt::PromptKind;
use crate::app::refusing::Refusal;
use crate::notes::anchor::Anchor;
use crate::notes::annotation::Annotation;
use crate::notes::annotation::Colour;
use crate::notes::annotation::Motivation;
use crate::notes::annotation::PassageKey;
use crate::notes::annotation::Refused;
use crate::notes::draft;
use crate::notes::draft::Draft;
use crate::notes::notebook::Notebook;
use crate::notes::reading::fingerprint;
use crate::text::PassageId;
use crate::text::SourceId;
use crate::text::Span;
use crate::text::offsets::Offsets;

/// The annotations, and where they stand in the sources that are open.
#[derive(Clone, Debug, Default)]
pub struct Notes {
    /// All annotations.
    pub notebook: Notebook,
    /// Places by source, in order.
    placed: HashMap<SourceId, Vec<(Span, String)>>,
    /// The place of each annotation that has one.
    place_of: HashMap<String, (SourceId, Span)>,
    /// Annotations whose words stand nowhere any more, or whose source is not here.
    orphans: Vec<String>,
    /// Links that are refused, both ways.
    refused_links: HashSet<(PassageId, PassageId)>,
    /// Names this run of the program, and gives names to what it makes.
    seed: u64,
    /// How many names it gave.
    named: u64,
    /// Time of the latest revision, in microseconds.
    latest: i64,
}

impl Notes {
    /// The notes that were kept; `seed` is a random number that no other run has.
    pub fn new(notebook: Notebook, seed: u64) -> Notes {
        let latest = notebook.last_modified().map_or(0, Timestamp::as_microsecond);
        Notes { notebook, seed, latest, ..Notes::default() }
    }

    /// Annotations that meet `span` of a source, in order, refusals left out.
    pub fn at(&self, source: SourceId, span: Span) -> impl Iterator<Item = (Span, &Annotation)> {
        let placed = self.placed.get(&source).map_or(&[][..], Vec::as_slice);
        let to = placed.partition_point(|(place, _)| place.start() < span.end());
        let meeting = placed[..to].iter().filter(move |(place, _)| place.end() > span.start() || place.start() == span.start());
        let noted = meeting.filter_map(|(place, id)| Some((*place, self.notebook.get(id)?)));
        noted.filter(|(_, annotation)| annotation.motivation != Motivation::Refusing)
    }

    /// Where an annotation stands.
    pub fn place(&self, annotation: &Annotation) -> Option<(SourceId, Span)> {
        self.place_of.get(&annotation.id).copied()
    }

    /// Annotations in the order of the dossier, those without a place at the end; refusals left out.
    pub fn in_order(&self) -> Vec<&Annotation> {
        let mut sources: Vec<&SourceId> = self.placed.keys().collect();
        sources.sort_unstable();
        let placed = sources.into_iter().flat_map(|source| &self.placed[source]).map(|(_, id)| id);
        let all = placed.chain(&self.orphans).filter_map(|id| self.notebook.get(id));
        all.filter(|annotation| annotation.motivation != Motivation::Refusing).collect()
    }

    /// The links of a passage without those that are refused.
    pub(super) fn allowed(&self, passage: PassageId, related: Arc<[Related]>) -> Arc<[Related]> {
        let is_refused = |one: &Related| self.refused_links.contains(&(passage, one.link.to));
        if related.iter().any(is_refused) { related.iter().filter(|one| !is_refused(one)).cloned().collect() } else { related }
    }

    /// The name of this run.
    pub fn session(&self) -> String {
        format!("{:016x}", self.seed)
    }

    /// A time later than that of every revision before, near `now`: the order of revisions is the order in which they
    /// were made, whatever the clock does.
    fn stamp(&mut self, now: Timestamp) -> String {
        self.latest = now.as_microsecond().max(self.latest + 1);
        // All with as many digits, so that they also sort as text.
        Timestamp::from_microsecond(self.latest).unwrap_or(now).strftime("%Y-%m-%dT%H:%M:%S%.6fZ").to_string()
    }

    /// A name that no other annotation has: a version 4 UUID (RFC 9562), made from the seed (SplitMix64).
    fn name(&mut self) -> String {
        let mut part = || {
            self.named += 1;
            let mut mixed = self.seed.wrapping_add(self.named.wrapping_mul(0x9e37_79b9_7f4a_7c15));
            mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            mixed ^ (mixed >> 31)
        };
        let (high, low) = (part(), part());
        let (high, low) = ((high & !0xf000) | 0x4000, (low & !(0b11 << 62)) | (0b10 << 62));
        format!(
            "urn:uuid:{:08x}-{:04x}-{:04x}-{:04x}-{:012x}",
            high >> 32,
            (high >> 16) & 0xffff,
            high & 0xffff,
            low >> 48,
            low & 0xffff_ffff_ffff
        )
    }
}

/// What is said until a change is on the disk.
const SAVING: &str = "saving \u{2026}";

/// What is on its way to the disk.
#[derive(Clone, Debug, Default)]
pub(super) struct Saving {
    /// How many revisions.
    unsaved: usize,
    /// What is told when all have arrived.
    words: Option<String>,
}

/// A highlight taken away: what else the annotation carries stays.
fn without_colour(known: Annotation) -> Annotation {
    if known.note.is_empty() && known.tags.is_empty() {
        return Annotation { deleted: true, ..known };
    }
    Annotation { colour: None, motivation: Motivation::Commenting, ..known }
}

impl App {
    /// Finds the places of all annotations in the sources that are there.
    pub(super) fn place_notes(&mut self) {
        let mut by_source: HashMap<&str, Vec<&Annotation>> = HashMap::new();
        for annotation in self.notes.notebook.all() {
            by_source.entry(&annotation.source).or_default().push(annotation);
        }
        let mut placed: HashMap<SourceId, Vec<(Span, String)>> = HashMap::new();
        let mut orphans = Vec::new();
        let ids: HashMap<&str, SourceId> = if by_source.len() > 8 {
            self.dossier.sources().map(|(id, source)| (source.name.as_str(), id)).collect()
        } else {
            HashMap::new()
        };
        for (name, annotations) in by_source {
            let id = if ids.is_empty() { self.dossier.find(name) } else { ids.get(name).copied() };
            let Some((id, source)) = id.and_then(|id| Some((id, self.dossier.source(id)?))) else {
                orphans.extend(annotations.iter().map(|annotation| annotation.id.clone()));
                continue;
            };
            let offsets = Offsets::new(&source.text);
            for annotation in annotations {
                match annotation.anchor.resolve_with(&source.text, &offsets) {
                    Some(span) => placed.entry(id).or_default().push((span, annotation.id.clone())),
                    None => orphans.push(annotation.id.clone()),
                }
            }
        }
        placed.values_mut().for_each(|places| places.sort_unstable());
        orphans.sort_unstable();
        let places = placed.iter().flat_map(|(source, places)| places.iter().map(move |(span, id)| (id.clone(), (*source, *span))));
        self.notes.place_of = places.collect();
        (self.notes.placed, self.notes.orphans) = (placed, orphans);
        self.heed_refusals();
    }

    /// Finds the place of one annotation anew.
    fn place_note(&mut self, id: &str) {
        if let Some((source, _)) = self.notes.place_of.remove(id)
            && let Some(places) = self.notes.placed.get_mut(&source)
        {
            places.retain(|(_, other)| other != id);
        }
        self.notes.orphans.retain(|other| other != id);
        let Some(annotation) = self.notes.notebook.get(id) else { return };
        let found = self.dossier.find(&annotation.source).and_then(|source| {
            let span = annotation.anchor.resolve(&self.dossier.source(source)?.text)?;
            Some((source, span))
        });
        match found {
            Some((source, span)) => {
                self.notes.place_of.insert(id.to_owned(), (source, span));
                let places = self.notes.placed.entry(source).or_default();
                let at = places.partition_point(|(place, other)| (*place, other.as_str()) < (span, id));
                places.insert(at, (span, id.to_owned()));
            }
            None => self.notes.orphans.push(id.to_owned()),
        }
    }

    /// Whether an annotation has no place any more.
    pub fn is_orphan(&self, annotation: &Annotation) -> bool {
        !self.notes.place_of.contains_key(&annotation.id)
    }

    /// What a command that marks is about: what is selected, else the current passage. In a view the passage under the
    /// hidden cursor is not what the reader means.
    pub(super) fn marked(&self) -> Option<Span> {
        if !self.is_reading() {
            return None;
        }
        let selected = self.selection.filter(|selection| selection.source == self.reader.source);
        selected.map(|selection| selection.span()).or_else(|| self.passage_span()).filter(|span| !span.is_empty())
    }

    /// Keeps a revision: on the screen at once, on the disk behind it.
    pub(super) fn keep(&mut self, mut annotation: Annotation, now: Timestamp, effects: &mut Vec<Effect>) {
        annotation.modified = self.notes.stamp(now);
        annotation.session = self.notes.session();
        self.notes.notebook.change(annotation.clone());
        self.kept(annotation, effects);
    }

    /// Takes a revision that the notebook already has to the screen and the disk.
    fn kept(&mut self, annotation: Annotation, effects: &mut Vec<Effect>) {
        self.place_note(&annotation.id);
        if annotation.refused.is_some() {
            self.heed_refusals();
        }
        effects.push(Effect::SaveAnnotation(Box::new(annotation)));
        self.annotated_since = true;
        self.saving.unsaved += 1;
        self.narrow_view();
    }

    /// Says `words` once all that was written is on the disk, and until then that it is being saved.
    fn tell_when_kept(&mut self, words: impl Into<String>) {
        self.saving.words = Some(words.into());
        self.tell(SAVING);
    }

    /// One more revision is on the disk.
    pub(super) fn is_kept(&mut self) {
        self.saving.unsaved = self.saving.unsaved.saturating_sub(1);
        let silent = self.notice.as_ref().is_none_or(|notice| notice.text == SAVING);
        if self.saving.unsaved == 0
            && let Some(words) = self.saving.words.take()
            && silent
        {
            self.tell(words);
        }
    }

    /// A new annotation of `span` in the open source.
    pub(super) fn annotate(&mut self, span: Span, motivation: Motivation, now: Timestamp) -> Option<Annotation> {
        let id = self.notes.name();
        let source = self.source()?;
        Some(Annotation::new(id, &source.name, Anchor::new(&source.text, span), motivation, &now.to_string()))
    }

    /// The annotation of this motivation that stands exactly at `span` of the open source.
    fn annotation_at(&self, span: Span, motivation: Motivation) -> Option<Annotation> {
        self.annotation_of(self.reader.source, span, motivation)
    }

    fn annotation_of(&self, source: SourceId, span: Span, motivation: Motivation) -> Option<Annotation> {
        let mut here = self.notes.at(source, span).filter(|(place, annotation)| *place == span && annotation.motivation == motivation);
        here.next().map(|(_, annotation)| annotation.clone())
    }

    /// Highlights what is marked; in the same colour again: takes the highlight away.
    pub(super) fn highlight(&mut self, colour: Colour, now: Timestamp, effects: &mut Vec<Effect>) {
        let Some(span) = self.marked() else { return self.tell("no passage here") };
        let known = self.annotation_at(span, Motivation::Highlighting);
        let (annotation, words) = match known {
            Some(known) if known.colour == Some(colour) => (Some(without_colour(known)), "highlight taken away"),
            Some(known) => (Some(Annotation { colour: Some(colour), ..known }), "highlighted"),
            None => {
                (self.annotate(span, Motivation::Highlighting, now).map(|new| Annotation { colour: Some(colour), ..new }), "highlighted")
            }
        };
        let Some(annotation) = annotation else { return };
        self.keep(annotation, now, effects);
        self.selection = None;
        self.tell_when_kept(words);
    }

    /// Opens the input for a note to what is marked, with the words of before: of a note that was not finished, else of
    /// the note that is there.
    pub(super) fn write_note(&mut self) {
        let Some((at, text)) = self.begun_note() else { return self.tell("no passage here") };
        self.writing = Some(at);
        self.overlay = Some(Overlay::Prompt(Prompt::with(PromptKind::Note, &text)));
    }

    /// Asks for the note to be written in the reader's editor.
    pub(super) fn write_note_in_editor(&mut self, effects: &mut Vec<Effect>) {
        let Some((at, text)) = self.begun_note() else { return self.tell("no passage here") };
        effects.push(Effect::EditNote { text, at });
    }

    /// What a note would be about, and the words to begin with.
    fn begun_note(&self) -> Option<(NotePlace, String)> {
        let span = self.marked()?;
        let source = self.source()?;
        let draft = self.drafts.iter().find(|draft| draft.source == source.name && draft.anchor.resolve(&source.text) == Some(span));
        let known = || self.note_at(self.reader.source, span).map(|known| known.note).unwrap_or_default();
        let text = draft.map_or_else(known, |draft| draft.text.clone());
        Some((NotePlace { source: source.name.clone(), anchor: Anchor::new(&source.text, span) }, text))
    }

    /// Keeps what was written so far of a note that was left, so that it is offered again at its place.
    pub(super) fn keep_draft(&mut self, text: &str, at: NotePlace, effects: &mut Vec<Effect>) {
        let source = self.dossier.find(&at.source);
        let span = source.and_then(|id| at.anchor.resolve(&self.dossier.source(id)?.text));
        let known = source.zip(span).and_then(|(source, span)| self.note_at(source, span)).map(|known| known.note).unwrap_or_default();
        let text = if text.trim() == known.trim() { "" } else { text };
        self.set_draft(Draft { source: at.source, anchor: at.anchor, text: text.to_owned() }, effects);
        if !text.trim().is_empty() {
            let key = self.config.keymap.first_chord(crate::keys::Command::Note).unwrap_or_default();
            self.tell(format!("kept as a draft: {key} takes it up again here"));
        }
    }

    fn set_draft(&mut self, draft: Draft, effects: &mut Vec<Effect>) {
        let before = self.drafts.clone();
        draft::set(&mut self.drafts, draft.clone());
        if self.drafts != before {
            effects.push(Effect::SaveDraft(draft));
        }
    }

    /// Keeps the note that is being typed, before the program ends.
    pub(super) fn keep_typed_note(&mut self, effects: &mut Vec<Effect>) {
        if let Some(Overlay::Prompt(prompt)) = &self.overlay
            && prompt.kind == PromptKind::Note
            && let Some(at) = self.writing.take()
        {
            self.keep_draft(&prompt.text.clone(), at, effects);
        }
    }

    /// The annotation that carries the note to `span` of a source: a note there, a highlight there, or any note that
    /// meets it.
    fn note_at(&self, source: SourceId, span: Span) -> Option<Annotation> {
        let exact = self.annotation_of(source, span, Motivation::Commenting);
        let exact = exact.or_else(|| self.annotation_of(source, span, Motivation::Highlighting));
        let meeting = || self.notes.at(source, span).find(|(_, annotation)| !annotation.note.is_empty());
        exact.or_else(|| meeting().map(|(_, annotation)| annotation.clone()))
    }

    /// Takes the words of the note that was typed; none take it away.
    pub(super) fn set_note(&mut self, text: &str, now: Timestamp, effects: &mut Vec<Effect>) {
        if let Some(at) = self.writing.take() {
            self.set_note_at(text, at, now, effects);
        }
    }

    /// Takes the words of a note to the place for which it was begun, wherever the cursor is now.
    pub(super) fn set_note_at(&mut self, text: &str, at: NotePlace, now: Timestamp, effects: &mut Vec<Effect>) {
        let place = self.dossier.find(&at.source).and_then(|id| Some((id, at.anchor.resolve(&self.dossier.source(id)?.text)?)));
        let annotation = match (place.and_then(|(source, span)| self.note_at(source, span)), text.trim()) {
            (None, "") => None,
            (Some(known), "") if known.motivation == Motivation::Commenting => Some(Annotation { deleted: true, ..known }),
            (Some(known), "") if known.note.is_empty() => None,
            (Some(known), words) => Some(Annotation { note: words.to_owned(), ..known }),
            (None, words) => {
                // Without a place any more it is one of those without a place: the words are not lost.
                let anchor = place.and_then(|(source, span)| Some(Anchor::new(&self.dossier.source(source)?.text, span)));
                let anchor = anchor.unwrap_or_else(|| at.anchor.clone());
                let new = Annotation::new(self.notes.name(), &at.source, anchor, Motivation::Commenting, &now.to_string());
                Some(Annotation { note: words.to_owned(), ..new })
            }
        };
        self.set_draft(Draft { source: at.source, anchor: at.anchor, text: String::new() }, effects);
        let Some(annotation) = annotation else { return };
        let words = if annotation.deleted || annotation.note.is_empty() { "note taken away" } else { "noted" };
        self.keep(annotation, now, effects);
        self.selection = None;
        self.tell_when_kept(words);
    }

    /// Sets a bookmark at what is marked, or takes it away.
    pub(super) fn bookmark(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        let Some(span) = self.marked() else { return self.tell("no passage here") };
        let (annotation, words) = match self.annotation_at(span, Motivation::Bookmarking) {
            Some(known) if !known.tags.is_empty() || !known.note.is_empty() => {
                return self.tell("this bookmark carries a note or tags: D deletes all of it");
            }
            Some(known) => (Some(Annotation { deleted: true, ..known }), "bookmark taken away"),
            None => (self.annotate(span, Motivation::Bookmarking, now), "bookmark set"),
        };
        let Some(annotation) = annotation else { return };
        self.keep(annotation, now, effects);
        self.selection = None;
        self.tell_when_kept(words);
    }

    /// Collects what is marked under a question, at its end; if it stands there already, takes it away.
    pub(super) fn collect(&mut self, question: &str, now: Timestamp, effects: &mut Vec<Effect>) {
        let Some(span) = self.marked() else { return self.tell("no passage here") };
        let here = self.notes.at(self.reader.source, span).filter(|(place, _)| *place == span);
        let known = here
            .map(|(_, annotation)| annotation)
            .find(|annotation| annotation.question.as_ref().is_some_and(|(other, _)| other == question));
        if let Some(known) = known.cloned() {
            let carries_more = !known.tags.is_empty() || !known.note.is_empty();
            let after = match carries_more {
                true => Annotation { question: None, motivation: Motivation::Commenting, ..known },
                false => Annotation { deleted: true, ..known },
            };
            self.keep(after, now, effects);
            self.selection = None;
            return self.tell_when_kept(format!("no longer under {question:?}"));
        }
        let places = self.notes.notebook.all().filter_map(|annotation| annotation.question.as_ref());
        let last = places.filter(|(other, _)| other == question).map(|(_, place)| *place).fold(0.0, f64::max);
        let annotation = self.annotate(span, Motivation::Classifying, now);
        let Some(annotation) = annotation.map(|new| Annotation { question: Some((question.to_owned(), last + 1.0)), ..new }) else {
            return;
        };
        self.keep(annotation, now, effects);
        self.selection = None;
        self.tell_when_kept(format!("collected under {question:?}"));
    }

    /// Adds a tag to the annotation here, or takes it away if it has it; without one a bookmark is made to carry it.
    pub(super) fn tag(&mut self, tag: &str, now: Timestamp, effects: &mut Vec<Effect>) {
        let tag = tag.trim().trim_start_matches('#');
        let Some(span) = self.marked().filter(|_| !tag.is_empty()) else { return };
        let known = self.notes.at(self.reader.source, span).next().map(|(_, annotation)| annotation.clone());
        let Some(mut annotation) = known.or_else(|| self.annotate(span, Motivation::Bookmarking, now)) else { return };
        let words = if annotation.tags.iter().any(|known| known == tag) {
            annotation.tags.retain(|known| known != tag);
            format!("no longer tagged {tag}")
        } else {
            annotation.tags.push(tag.to_owned());
            format!("tagged {tag}")
        };
        self.keep(annotation, now, effects);
        self.selection = None;
        self.tell_when_kept(words);
    }

    /// Deletes the annotation in the chosen row, or the first one here.
    pub(super) fn delete_note(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        let chosen = self.chosen_note().or_else(|| {
            let span = self.marked().filter(|_| self.is_reading())?;
            self.notes.at(self.reader.source, span).next().map(|(_, annotation)| annotation.clone())
        });
        let Some(annotation) = chosen else { return self.tell("no annotation here") };
        let undo = self.config.keymap.first_chord(crate::keys::Command::Undo).unwrap_or_default();
        self.keep(Annotation { deleted: true, ..annotation }, now, effects);
        self.tell_when_kept(format!("deleted; {undo} brings it back"));
    }

    /// Undoes or does again the last change.
    pub(super) fn undo(&mut self, way: Way, now: Timestamp, effects: &mut Vec<Effect>) {
        let (stamp, session) = (self.notes.stamp(now), self.notes.session());
        let revision = match way {
            Way::Backward => self.notes.notebook.undo(&stamp, &session),
            Way::Forward => self.notes.notebook.redo(&stamp, &session),
        };
        match revision {
            Some(revision) => {
                let words = match (way, revision.deleted) {
                    (Way::Backward, true) => format!("undone: the {} is gone", revision.kind()),
                    (Way::Backward, false) => format!("undone: the {} is as it was", revision.kind()),
                    (Way::Forward, _) => format!("done again: {}", revision.kind()),
                };
                self.kept(revision, effects);
                self.tell_when_kept(words);
            }
            None => self.tell(if way == Way::Backward { "nothing to undo" } else { "nothing to do again" }),
        }
    }

    /// Goes to the next or previous annotation, across sources.
    pub(super) fn step_note(&mut self, way: Way, now: Timestamp, effects: &mut Vec<Effect>) {
        let placed: Vec<(SourceId, usize)> = self
            .notes
            .in_order()
            .into_iter()
            .filter_map(|annotation| self.notes.place(annotation))
            .map(|(source, span)| (source, span.start()))
            .collect();
        self.go_to_nearest(placed.into_iter(), way, "annotation", now, effects);
    }

    /// Takes in revisions that another program wrote.
    pub(super) fn merged(&mut self, revisions: Vec<Annotation>) {
        let count = revisions.into_iter().filter(|revision| self.notes.notebook.merge(revision.clone())).count();
        let latest = self.notes.notebook.last_modified().map_or(0, Timestamp::as_microsecond);
        self.notes.latest = self.notes.latest.max(latest);
        if count > 0 {
            self.place_notes();
            self.narrow_view();
            let words = if count == 1 { "1 annotation was".to_owned() } else { format!("{count} annotations were") };
            self.tell(format!("{words} changed elsewhere"));
        }
    }

    /// Gives the chosen orphan a new place: what is marked in the text.
    pub(super) fn attach(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        let Some(orphan) = self.attaching.clone().and_then(|id| self.notes.notebook.get(&id).cloned()) else {
            let Some(orphan) = self.chosen_note().filter(|annotation| self.is_orphan(annotation)) else {
                return self.tell("choose an annotation without a place in the list of notes first");
            };
            self.attaching = Some(orphan.id);
            self.view = super::View::Reading;
            let key = self.config.keymap.first_chord(crate::keys::Command::Attach).unwrap_or_default();
            return self.tell(format!("go to its place, and {key} attaches it there"));
        };
        let (Some(span), Some(source)) = (self.marked(), self.source()) else { return self.tell("no passage here") };
        let annotation = Annotation { source: source.name.clone(), anchor: Anchor::new(&source.text, span), ..orphan };
        self.attaching = None;
        self.keep(annotation, now, effects);
        self.selection = None;
        self.tell_when_kept("attached here");
    }

    /// A passage by its source and text.
    pub(super) fn passage_key(&self, passage: PassageId) -> Option<PassageKey> {
        let (_, source, found) = self.dossier.passage(passage)?;
        Some(PassageKey { source: source.name.clone(), fingerprint: fingerprint(found.span.of(&source.text)) })
    }

    /// Refuses `refused` for a passage.
    pub(super) fn refuse_for(&mut self, passage: PassageId, refused: Refused, now: Timestamp, effects: &mut Vec<Effect>) {
        let Some((source, _, found)) = self.dossier.passage(passage) else { return };
        self.refuse_at(source, found.span, refused, now, effects);
    }

    /// Keeps a refusal that holds at a stretch of a source.
    pub(super) fn refuse_at(&mut self, source: SourceId, at: Span, refused: Refused, now: Timestamp, effects: &mut Vec<Effect>) {
        let Some(source) = self.dossier.source(source) else { return };
        let (name, anchor) = (source.name.clone(), Anchor::new(&source.text, at));
        let id = self.notes.name();
        let annotation = Annotation::new(id, &name, anchor, Motivation::Refusing, &now.to_string());
        self.keep(Annotation { refused: Some(refused), ..annotation }, now, effects);
    }

    /// Takes the refusals to the links and the disagreements.
    pub(super) fn heed_refusals(&mut self) {
        let refusals = super::refusing::refusals(&self.dossier, &self.notes.notebook);
        let mut links = HashSet::new();
        for Refusal { passage, refused, others, .. } in &refusals {
            if matches!(refused, Refused::Link(_)) {
                others.iter().for_each(|other| links.extend([(*passage, *other), (*other, *passage)]));
            }
        }
        let before = std::mem::replace(&mut self.notes.refused_links, links);
        if !before.is_subset(&self.notes.refused_links) {
            // A refusal was undone: its link has to be found again.
            self.links.clear();
            self.requested.clear();
        }
        if let Some(found) = &self.found {
            let heeded = super::refusing::heeded(&self.dossier, self.analysis.reprints(), found, &refusals);
            self.answers = Some(Arc::new(heeded));
        }
        for (passage, related) in &mut self.links {
            *related = self.notes.allowed(*passage, Arc::clone(related));
        }
    }
}
