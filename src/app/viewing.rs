//! What moving, opening and closing mean while a view fills the screen.

use jiff::Timestamp;

use crate::analysis::questions::search::Hit;
use crate::app::App;
use crate::app::View;
use crate::app::listing::Listing;
use crate::app::listing::ListingKind;
use crate::app::listing::ListingRow;
use crate::app::matrix::MatrixView;
use crate::app::message::Effect;
use crate::app::moving::Way;
use crate::app::overlay::Overlay;
use crate::app::overlay::Page;
use crate::app::panes::Pane;
use crate::app::panes::Rect;

impl App {
    /// The screen above the status line.
    pub(super) fn body(&self) -> Rect {
        let (width, height) = self.size();
        Rect::new(0, 0, width, height.saturating_sub(1))
    }

    /// Whether text with a cursor is on the screen: one source, or two that are compared.
    pub(super) fn is_reading(&self) -> bool {
        matches!(self.view, View::Reading | View::Compare(_))
    }

    /// Moves the choice in a view by rows; tells whether a view took it.
    pub(super) fn step_view(&mut self, by: isize) -> bool {
        let (body, listing, matrix) = (self.body_height(), self.listing_height(), self.matrix_height());
        // The passages behind a row are looked for only where one is among them.
        let is_inside = matches!(&self.view, View::Listing(Listing { inside: true, .. }) | View::Matrix(MatrixView { inside: true, .. }));
        let behind = if is_inside { self.behind().len() } else { 0 };
        match &mut self.view {
            View::Reading | View::Compare(_) => return false,
            View::Review(_) => {}
            View::Concordance(view) => view.list.step(by, view.hits.len(), body),
            View::Listing(view) if view.inside => view.side = view.side.saturating_add_signed(by).min(behind.saturating_sub(1)),
            View::Listing(view) => {
                view.list.step(by, view.rows.len(), listing);
                view.side = 0;
            }
            View::Matrix(view) if view.inside => view.side = view.side.saturating_add_signed(by).min(behind.saturating_sub(1)),
            View::Matrix(view) => {
                view.list.step(by, view.rows.len(), matrix);
                view.side = 0;
            }
        }
        true
    }

    /// Goes to the next or previous row that heads others; where none does, to the next row.
    pub(super) fn step_heading(&mut self, way: Way) {
        let step = if way == Way::Forward { 1 } else { -1 };
        let View::Listing(view) = &self.view else { return self.step(step) };
        let heads = |row: &ListingRow| matches!(row, ListingRow::Speaker(..) | ListingRow::Part(_) | ListingRow::Question(..));
        if view.inside || !view.rows.iter().any(heads) {
            return self.step(step);
        }
        let here = view.list.selected;
        let mut headings = view.rows.iter().enumerate().filter(|(_, row)| heads(row)).map(|(number, _)| number);
        let target = match way {
            Way::Forward => headings.find(|row| *row > here),
            Way::Backward => headings.take_while(|row| *row < here).last(),
        };
        match target {
            Some(row) => self.choose_row(row),
            None => self.tell(if way == Way::Forward { "this is the last of them" } else { "this is the first of them" }),
        }
    }

    /// Rows of the view that are seen at once.
    pub(super) fn view_height(&self) -> usize {
        match &self.view {
            View::Reading | View::Compare(_) | View::Review(_) => self.text_height(),
            View::Concordance(_) => self.body_height(),
            View::Listing(_) => self.listing_height(),
            View::Matrix(_) => self.matrix_height(),
        }
    }

    /// The passages behind what is chosen in a view.
    pub(super) fn behind(&self) -> Vec<super::evidence::Evidence> {
        match &self.view {
            View::Listing(view) => view.row().map(|row| self.evidence(row)).unwrap_or_default(),
            View::Matrix(view) => self.cell_evidence(view),
            _ => Vec::new(),
        }
    }

    /// Goes from the rows of a view to the passages behind them and back, or to the other side.
    pub(super) fn step_pane_of_view(&mut self) -> bool {
        let behind = self.behind().len();
        match &mut self.view {
            View::Reading => return false,
            View::Concordance(_) | View::Review(_) => {}
            View::Compare(_) => self.swap_sides(),
            View::Listing(view) => view.inside = !view.inside && behind > 0,
            View::Matrix(view) => view.inside = !view.inside && behind > 0,
        }
        true
    }

    /// Enter in a view: goes into the text; tells whether a view took it.
    pub(super) fn open_in_view(&mut self, now: Timestamp, effects: &mut Vec<Effect>) -> bool {
        let chosen = match &self.view {
            View::Reading => return false,
            View::Review(_) => None,
            View::Compare(_) => Some((self.reader.source, self.reader.cursor)),
            View::Concordance(view) => view.hits.get(view.list.selected).map(|hit| (hit.source, hit.span.start())),
            View::Listing(view) => match view.row() {
                Some(ListingRow::Fold(..)) => {
                    self.toggle_fold();
                    return true;
                }
                Some(ListingRow::Stretch(..)) if !view.inside => {
                    self.zoom(true);
                    return true;
                }
                Some(ListingRow::Step(_, step)) if !view.inside => {
                    let first = self.dossier.source(step.source).and_then(|source| source.passages.first());
                    first.map(|passage| (step.source, passage.span.start()))
                }
                _ => self.behind().get(view.side).map(|behind| (behind.source, behind.passage.start())),
            },
            // An empty cell is asked first: its answer is no passage of the row.
            View::Matrix(view) if !view.inside && view.row().zip(view.source()).is_some_and(|(row, source)| row.of(source).is_empty()) => {
                self.step_pane_of_view();
                return true;
            }
            View::Matrix(view) => self.behind().get(view.side).map(|behind| (behind.source, behind.passage.start())),
        };
        if let Some((source, offset)) = chosen {
            self.jump(source, offset, now, effects);
            self.focus = Pane::Text;
        }
        true
    }

    /// Leaves the passages behind a row, or the view; tells whether there was one.
    pub(super) fn close_view(&mut self) -> bool {
        match &mut self.view {
            View::Reading => return false,
            View::Listing(view) if view.inside => view.inside = false,
            View::Matrix(view) if view.inside => view.inside = false,
            _ => self.view = View::Reading,
        }
        self.keep_in_view();
        true
    }

    /// Finds the rows of the view anew, since something else was chosen.
    pub(super) fn narrow_view(&mut self) {
        self.narrow_listing();
        self.narrow_matrix();
        if let View::Concordance(view) = &self.view
            && !view.whole
            && let Some(narrowed) = self.concordance().filter(|narrowed| !narrowed.hits.is_empty())
        {
            self.view = View::Concordance(narrowed);
        }
    }

    /// Lets a view keep what it was narrowed to, or follow the choice again.
    pub(super) fn freeze(&mut self) {
        let frozen = match &mut self.view {
            View::Compare(_) => return self.toggle_following(),
            View::Listing(view) => &mut view.frozen,
            View::Matrix(view) => &mut view.frozen,
            View::Reading | View::Concordance(_) | View::Review(_) => {
                return self.tell("timeline, disagreements, coverage, path and only-here can be frozen");
            }
        };
        *frozen = !*frozen;
        let now_frozen = *frozen;
        let view = self.view.clone();
        self.frozen.retain(|other| !same_kind(other, &view));
        if now_frozen {
            self.frozen.push(view);
            self.tell("frozen: it stays as it is, whatever you choose");
        } else {
            self.narrow_view();
            self.tell("it follows what you choose again");
        }
    }

    /// In a listing of one source: the same of the next or previous source. Tells whether a view took it.
    pub(super) fn step_source_of_view(&mut self, way: Way) -> bool {
        match &self.view {
            View::Compare(_) => self.step_other(way),
            View::Matrix(_) => self.step_column(if way == Way::Forward { 1 } else { -1 }),
            View::Listing(view) => {
                let ListingKind::OnlyHere(source) = view.kind else { return true };
                let shown = self.sources.shown(&self.dossier);
                let row = shown.position(source).unwrap_or(0);
                let next = if way == Way::Forward { shown.get(row + 1) } else { row.checked_sub(1).and_then(|row| shown.get(row)) };
                match next {
                    Some(next) => self.turn_listing(ListingKind::OnlyHere(next)),
                    None => self.tell("there is no further source"),
                }
            }
            _ => return false,
        }
        true
    }

    /// Why a row of a view is there; tells whether a view took it.
    pub(super) fn why_in_view(&mut self) -> bool {
        let title = match &self.view {
            View::Listing(_) => "Why this row",
            View::Matrix(_) => "Why this cell",
            _ => return false,
        };
        let mut lines = Vec::new();
        if let View::Listing(view) = &self.view
            && let (Some(ListingRow::Disagreement(number)), Some(answers)) = (view.row(), &self.answers)
            && let Some(found) = answers.disagreements.get(*number)
        {
            lines.push(("about".to_owned(), found.topic.clone()));
            lines.push(("graded".to_owned(), found.severity.name().to_owned()));
        }
        for behind in self.behind() {
            let name = self.dossier.label(behind.source).to_owned();
            let passage = self.words(Hit { source: behind.source, span: behind.passage });
            let note = if behind.note.is_empty() { passage } else { format!("{} · {passage}", behind.note) };
            lines.push((name, note));
            lines.extend(self.quantities(behind.source, behind.passage));
        }
        if lines.is_empty() {
            lines.push((String::new(), "Nothing is chosen here.".to_owned()));
        }
        self.overlay = Some(Overlay::Page(Page::new(title, lines)));
        true
    }

    /// Goes to the next or previous passage with a disagreement.
    pub(super) fn step_disagreement(&mut self, way: Way, now: Timestamp, effects: &mut Vec<Effect>) {
        let Some(answers) = self.answers.clone() else { return self.tell("the sources are still being compared") };
        let places: Vec<_> =
            answers.all_differing().filter(|(.., row)| answers.is_difference(*row)).map(|(source, start, _)| (source, start)).collect();
        self.go_to_nearest(places.into_iter(), way, "passage with a disagreement", now, effects);
    }
}

/// Whether two views are of one kind.
fn same_kind(one: &View, other: &View) -> bool {
    match (one, other) {
        (View::Listing(one), View::Listing(other)) => one.kind.is_same_view(other.kind),
        (View::Matrix(_), View::Matrix(_)) => true,
        _ => false,
    }
}
