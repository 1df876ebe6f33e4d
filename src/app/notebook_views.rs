//! The list of annotations and the board: passages collected under the reader's questions.

use jiff::Timestamp;

use crate::app::App;
use crate::app::View;
use crate::app::evidence::Evidence;
use crate::app::lens::Lens;
use crate::app::listing::Listing;
use crate::app::listing::ListingKind;
use crate::app::listing::ListingRow;
use crate::app::message::Effect;
use crate::app::moving::Way;
use crate::notes::annotation::Annotation;
use crate::text::SourceId;
use crate::text::Span;

impl App {
    /// Shows the list of annotations, or the board.
    pub(super) fn show_notes(&mut self, kind: ListingKind) {
        let rows = self.note_rows(kind, &self.lens, "");
        if rows.is_empty() {
            return self.tell(match kind {
                ListingKind::Board => "nothing is collected yet: B collects the passage here under a question",
                _ => "nothing is noted yet: m highlights, a notes, B bookmarks the passage here",
            });
        }
        let lens = self.lens.clone();
        let here = self.passage_span();
        self.view = View::Listing(Listing::new(kind, rows, lens));
        let source = self.reader.source;
        let is_here = |row: &ListingRow| {
            let placed = match row {
                ListingRow::Note(id) => self.notes.notebook.get(id).and_then(|annotation| self.notes.place(annotation)),
                _ => None,
            };
            placed.zip(here).is_some_and(|((id, place), here)| id == source && place.intersect(here).is_some())
        };
        let View::Listing(listing) = &self.view else { return };
        let first = listing.rows.iter().position(|row| matches!(row, ListingRow::Note(_))).unwrap_or(0);
        let row = listing.rows.iter().position(is_here).unwrap_or(first);
        self.choose_row(row);
    }

    /// Rows of the list of annotations, or of the board, narrowed to what is chosen and to the words of `filter`.
    pub(super) fn note_rows(&self, kind: ListingKind, lens: &Lens, filter: &str) -> Vec<ListingRow> {
        let words: Vec<String> = filter.split_whitespace().map(str::to_lowercase).collect();
        let fits = |annotation: &&Annotation| {
            let placed = self.notes.place(annotation);
            let chosen = match placed {
                Some((source, span)) => self.fits(lens, source, self.passages_around(source, span)),
                // What has no place is left out only if something is asked of its place.
                None => lens.theme.is_none() && lens.entity.is_none() && lens.query.is_none(),
            };
            let question = annotation.question.as_ref().map_or("", |(question, _)| question.as_str());
            let tags = annotation.tags.iter().map(|tag| format!("#{tag}")).collect::<Vec<_>>().join(" ");
            let haystack =
                format!("{} {} {tags} {question} {} {}", annotation.kind(), annotation.note, annotation.source, annotation.anchor.exact);
            let haystack = haystack.to_lowercase();
            chosen && words.iter().all(|word| haystack.contains(word.as_str()))
        };
        let all = self.notes.in_order().into_iter().filter(fits);
        if kind != ListingKind::Board {
            return all.map(|annotation| ListingRow::Note(annotation.id.clone())).collect();
        }
        let mut collected: Vec<(&String, f64, &Annotation)> =
            all.filter_map(|annotation| annotation.question.as_ref().map(|(question, place)| (question, *place, annotation))).collect();
        collected.sort_by(|a, b| a.0.cmp(b.0).then(a.1.total_cmp(&b.1)).then(a.2.id.cmp(&b.2.id)));
        let mut rows = Vec::new();
        for group in collected.chunk_by(|a, b| a.0 == b.0) {
            rows.push(ListingRow::Question(group[0].0.clone(), group.len()));
            rows.extend(group.iter().map(|(.., annotation)| ListingRow::Note(annotation.id.clone())));
        }
        rows
    }

    /// The passages that a stretch touches, as one stretch.
    fn passages_around(&self, source: SourceId, span: Span) -> Span {
        let passages = self.dossier.passages_meeting(source, span).map(crate::text::PassageId);
        let spans = passages.filter_map(|passage| self.dossier.passage(passage)).map(|(_, _, found)| found.span);
        spans.fold(span, |all, one| Span::new(all.start().min(one.start()), all.end().max(one.end())))
    }

    /// The annotation in the chosen row of a list.
    pub(super) fn chosen_note(&self) -> Option<Annotation> {
        match &self.view {
            View::Listing(listing) => match listing.row()? {
                ListingRow::Note(id) => self.notes.notebook.get(id).cloned(),
                _ => None,
            },
            _ => None,
        }
    }

    /// The passage and the words of an annotation.
    pub(super) fn note_evidence(&self, id: &str) -> Vec<Evidence> {
        let Some(annotation) = self.notes.notebook.get(id) else { return Vec::new() };
        let Some((source, span)) = self.notes.place(annotation) else { return Vec::new() };
        let passage = self.passages_around(source, span);
        let marked = if passage == span { Vec::new() } else { vec![span] };
        vec![Evidence { source, passage, marked, note: annotation.kind().to_owned(), words: annotation.note.clone() }]
    }

    /// Whether the screen shows annotations in a list.
    pub(super) fn is_list_of_notes(&self) -> bool {
        matches!(&self.view, View::Listing(Listing { kind: ListingKind::Notes | ListingKind::Board, .. }))
    }

    /// Narrows the list of annotations to those that hold every word of `filter`.
    pub(super) fn filter_notes(&mut self, filter: &str) {
        let View::Listing(listing) = &mut self.view else { return };
        filter.clone_into(&mut listing.filter);
        self.narrow_listing();
    }

    /// Moves the chosen passage of the board up or down under its question.
    pub(super) fn move_collected(&mut self, way: Way, now: Timestamp, effects: &mut Vec<Effect>) {
        let View::Listing(listing) = &self.view else { return self.tell("passages are moved on the board") };
        let (row, step) = (listing.list.selected, if way == Way::Forward { 1 } else { -1 });
        let note = |row: usize| match listing.rows.get(row) {
            Some(ListingRow::Note(id)) => self.notes.notebook.get(id).cloned(),
            _ => None,
        };
        let neighbour = row.checked_add_signed(step).and_then(note);
        let (Some(one), Some(other)) = (note(row), neighbour) else { return self.tell("it stands at the end already") };
        let (Some(own), Some(its)) = (one.question.clone(), other.question.clone()) else {
            return self.tell("passages are moved on the board");
        };
        // Two of one place part: the one that moves goes to the far side.
        let shift = if own.1 == its.1 { 0.5 * step as f64 } else { 0.0 };
        self.keep(Annotation { question: Some((own.0, its.1 + shift)), ..one }, now, effects);
        self.keep(Annotation { question: Some((its.0, own.1)), ..other }, now, effects);
        let View::Listing(listing) = &self.view else { return };
        let moved = row.saturating_add_signed(step).min(listing.rows.len().saturating_sub(1));
        self.choose_row(moved);
    }
}
