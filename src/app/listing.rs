//! Views that are a list of rows with the passages behind the chosen one: disagreements, timeline, only here, path.

use std::sync::Arc;

use crate::analysis::questions::brief::Line;
use crate::analysis::questions::brief::Part;
use crate::analysis::questions::brief::brief;
use crate::analysis::questions::disagreements::Severity;
use crate::analysis::questions::only::Alone;
use crate::analysis::questions::only::only_here;
use crate::analysis::questions::path::Step;
use crate::analysis::questions::path::reading_path;
use crate::analysis::questions::timeline::Event;
use crate::analysis::questions::timeline::EventKind;
use crate::app::App;
use crate::app::View;
use crate::app::lens::Lens;
use crate::app::list::ListState;
use crate::app::panes::beside;
use crate::text::PassageId;
use crate::text::SourceId;
use crate::text::Span;
use crate::text::calendar::Stretch;
use crate::text::calendar::Unit;
use crate::text::calendar::When;

/// Rows of the screen that one row of a listing takes.
pub const ROW_LINES: usize = 2;

/// Which listing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListingKind {
    /// Where the sources differ.
    Disagreements,
    /// What happened when, by single happenings or by months or years.
    Timeline(Option<Unit>),
    /// Who says what.
    Speakers,
    /// The story on one screen.
    Brief,
    /// What one source alone tells.
    OnlyHere(SourceId),
    /// An order to read in.
    Path,
    /// All annotations.
    Notes,
    /// Passages collected under questions.
    Board,
}

impl ListingKind {
    /// Whether both are one view, whatever it is zoomed or turned to.
    pub(super) fn is_same_view(self, other: ListingKind) -> bool {
        std::mem::discriminant(&self) == std::mem::discriminant(&other)
    }
}

/// One row.
#[derive(Clone, Debug, PartialEq)]
pub enum ListingRow {
    /// A disagreement, by its number among the answers.
    Disagreement(usize),
    /// So many disagreements of precision, open or folded.
    Fold(usize, bool),
    /// A happening, by its number among the answers.
    Event(usize),
    /// Happenings of one month or year, or of one vaguer date; `None` holds those whose date is open.
    Stretch(Option<When>, Vec<usize>),
    /// Somebody who says something, by the number among the answers, with so many claims.
    Speaker(usize, usize),
    /// What somebody says: the numbers of speaker and claim.
    Claim(usize, usize),
    /// A part of the brief.
    Part(Part),
    /// A line of it.
    Line(Box<Line>),
    /// A passage that stands alone.
    Alone(Alone),
    /// A source on the reading path; its place there.
    Step(usize, Step),
    /// An annotation, by its id.
    Note(String),
    /// A question, with the number of passages collected under it.
    Question(String, usize),
}

/// A listing on the screen.
#[derive(Clone, Debug)]
pub struct Listing {
    /// Which one.
    pub kind: ListingKind,
    /// Its rows.
    pub rows: Arc<[ListingRow]>,
    /// The chosen row.
    pub list: ListState,
    /// The chosen passage behind it.
    pub side: usize,
    /// Whether the keys go to the passages behind the row.
    pub inside: bool,
    /// Whether it keeps what it was narrowed to.
    pub frozen: bool,
    /// What it was narrowed to.
    pub lens: Lens,
    /// Words that all rows hold.
    pub filter: String,
    /// Whether disagreements of precision are shown.
    unfolded: bool,
}

impl Listing {
    /// A listing from its top.
    pub(super) fn new(kind: ListingKind, rows: Vec<ListingRow>, lens: Lens) -> Listing {
        Listing {
            kind,
            rows: rows.into(),
            list: ListState::default(),
            side: 0,
            inside: false,
            frozen: false,
            lens,
            filter: String::new(),
            unfolded: false,
        }
    }

    /// The chosen row.
    pub fn row(&self) -> Option<&ListingRow> {
        self.rows.get(self.list.selected)
    }
}

impl App {
    /// Shows a listing; one that was frozen comes back as it was.
    pub(super) fn show_listing(&mut self, kind: ListingKind) {
        if self.answers.is_none() {
            return self.tell("the sources are still being compared");
        }
        if let Some(View::Listing(frozen)) =
            self.frozen.iter().find(|view| matches!(view, View::Listing(frozen) if frozen.kind.is_same_view(kind)))
        {
            self.view = View::Listing(frozen.clone());
            return;
        }
        let lens = self.lens.clone();
        let rows = self.listing_rows(kind, &lens, false);
        self.view = View::Listing(Listing::new(kind, rows, lens));
        self.choose_row_here();
        // A heading leads nowhere.
        if let View::Listing(listing) = &self.view
            && matches!(listing.rows.get(listing.list.selected), Some(ListingRow::Part(_)))
            && listing.rows.len() > listing.list.selected + 1
        {
            let (first, top) = (listing.list.selected + 1, listing.list.top);
            self.choose_row(first);
            if let View::Listing(listing) = &mut self.view {
                listing.list.top = top;
            }
        }
    }

    /// Chooses the row about the current passage, if there is one.
    fn choose_row_here(&mut self) {
        let (View::Listing(listing), Some(span)) = (&self.view, self.passage_span()) else { return };
        let here = |row: &ListingRow| match row {
            // A source of the path stands for all its passages.
            ListingRow::Step(..) => false,
            row => self.evidence(row).iter().any(|behind| behind.source == self.reader.source && behind.passage == span),
        };
        if let Some(row) = listing.rows.iter().position(here) {
            self.choose_row(row);
        }
    }

    pub(super) fn choose_row(&mut self, row: usize) {
        let height = self.listing_height();
        if let View::Listing(listing) = &mut self.view {
            listing.list.select(row, listing.rows.len(), height);
            listing.side = 0;
        }
    }

    /// Rows of a listing that are seen at once.
    pub(super) fn listing_height(&self) -> usize {
        let (rows, _) = beside(self.body());
        (usize::from(rows.height.saturating_sub(2)) / ROW_LINES).max(1)
    }

    /// Finds the rows of the listing on the screen anew, since something else was chosen.
    pub(super) fn narrow_listing(&mut self) {
        let View::Listing(listing) = &self.view else { return };
        if listing.frozen {
            return;
        }
        let (kind, unfolded, chosen) = (listing.kind, listing.unfolded, listing.row().cloned());
        let lens = self.lens.clone();
        let rows: Arc<[ListingRow]> = match kind {
            ListingKind::Notes | ListingKind::Board => self.note_rows(kind, &lens, &listing.filter).into(),
            _ => self.listing_rows(kind, &lens, unfolded).into(),
        };
        let kept = chosen.and_then(|chosen| rows.iter().position(|row| *row == chosen));
        let row = kept.unwrap_or_else(|| listing.list.selected.min(rows.len().saturating_sub(1)));
        if let View::Listing(listing) = &mut self.view {
            listing.rows = rows;
            listing.lens = lens;
        }
        self.choose_row(row);
    }

    /// Shows the same listing otherwise: another zoom, another source.
    pub(super) fn turn_listing(&mut self, kind: ListingKind) {
        if let View::Listing(listing) = &mut self.view {
            listing.kind = kind;
            listing.inside = false;
            listing.list = ListState::default();
            let frozen = std::mem::take(&mut listing.frozen);
            self.narrow_listing();
            if let View::Listing(listing) = &mut self.view {
                listing.frozen = frozen;
            }
        }
    }

    /// Opens or closes the fold of the listing.
    pub(super) fn toggle_fold(&mut self) {
        if let View::Listing(listing) = &mut self.view {
            listing.unfolded = !listing.unfolded;
            let row = listing.list.selected;
            self.narrow_listing();
            self.choose_row(row);
        }
    }

    /// A finer or coarser timeline.
    pub(super) fn zoom(&mut self, finer: bool) {
        let View::Listing(Listing { kind: ListingKind::Timeline(unit), .. }) = &self.view else { return };
        let next = match (unit, finer) {
            (Some(Unit::Year), true) => Some(Unit::Month),
            (_, true) => None,
            (None, false) => Some(Unit::Month),
            (_, false) => Some(Unit::Year),
        };
        if next == *unit {
            return self.tell(if finer { "these are single happenings" } else { "years are the coarsest" });
        }
        let here = self.listing_event();
        self.turn_listing(ListingKind::Timeline(next));
        let View::Listing(listing) = &self.view else { return };
        let holds = |row: &ListingRow| match row {
            ListingRow::Event(event) => Some(*event) == here,
            ListingRow::Stretch(_, events) => here.is_some_and(|here| events.contains(&here)),
            _ => false,
        };
        let row = listing.rows.iter().position(holds).unwrap_or(0);
        self.choose_row(row);
    }

    /// The first happening of the chosen row.
    fn listing_event(&self) -> Option<usize> {
        match &self.view {
            View::Listing(listing) => match listing.row()? {
                ListingRow::Event(event) => Some(*event),
                ListingRow::Stretch(_, events) => events.first().copied(),
                _ => None,
            },
            _ => None,
        }
    }

    /// The rows of a listing, narrowed to what is chosen.
    fn listing_rows(&self, kind: ListingKind, lens: &Lens, unfolded: bool) -> Vec<ListingRow> {
        let Some(answers) = &self.answers else { return Vec::new() };
        let fits = |source: SourceId, span: Span| self.fits(lens, source, span);
        match kind {
            ListingKind::Disagreements => {
                let all = answers.disagreements.iter().enumerate();
                let shown = all.filter(|(_, row)| row.sides.iter().any(|side| fits(side.source, side.passage)));
                let (precise, differing): (Vec<_>, Vec<_>) = shown.partition(|(_, row)| row.severity == Severity::Precision);
                let mut rows: Vec<ListingRow> = differing.into_iter().map(|(number, _)| ListingRow::Disagreement(number)).collect();
                if !precise.is_empty() {
                    rows.push(ListingRow::Fold(precise.len(), unfolded));
                }
                if unfolded {
                    rows.extend(precise.into_iter().map(|(number, _)| ListingRow::Disagreement(number)));
                }
                rows
            }
            ListingKind::Timeline(unit) => {
                let all = answers.timeline.iter().enumerate();
                let shown = all.filter(|(_, event)| event.told_by.iter().any(|telling| fits(telling.source, telling.passage)));
                // Days of publication stand on the axis.
                let shown = shown.filter(|(_, event)| event.kind == EventKind::Told);
                match unit {
                    None => shown.map(|(number, _)| ListingRow::Event(number)).collect(),
                    Some(unit) => stretches(shown, unit),
                }
            }
            ListingKind::Speakers => {
                let mut rows = Vec::new();
                for (number, speaker) in answers.speakers.iter().enumerate() {
                    let claims = speaker.claims.iter().enumerate();
                    let shown = claims.filter(|(_, claim)| claim.tellings.iter().any(|telling| fits(telling.source, telling.passage)));
                    let claims: Vec<ListingRow> = shown.map(|(claim, _)| ListingRow::Claim(number, claim)).collect();
                    if !claims.is_empty() {
                        rows.push(ListingRow::Speaker(number, claims.len()));
                        rows.extend(claims);
                    }
                }
                rows
            }
            ListingKind::Brief => {
                let lines = brief(&self.dossier, &self.analysis, answers, &self.shown_sources());
                let shown = lines.into_iter().filter(|line| line.places.iter().any(|place| fits(place.source, place.passage)));
                let mut rows: Vec<ListingRow> = Vec::new();
                for line in shown {
                    if !matches!(rows.last(), Some(ListingRow::Line(last)) if last.part == line.part) {
                        rows.push(ListingRow::Part(line.part));
                    }
                    rows.push(ListingRow::Line(Box::new(line)));
                }
                rows
            }
            ListingKind::OnlyHere(source) => {
                let alone = only_here(&self.dossier, &self.analysis, &answers.facts, source).into_iter();
                let in_text = |passage: PassageId| self.dossier.passage(passage).map(|(_, _, found)| found.span);
                alone.filter(|alone| in_text(alone.passage).is_some_and(|span| fits(source, span))).map(ListingRow::Alone).collect()
            }
            ListingKind::Notes | ListingKind::Board => self.note_rows(kind, lens, ""),
            ListingKind::Path => {
                let steps =
                    reading_path(&self.dossier, &self.analysis, &self.shown_sources(), &self.read_sources()).into_iter().enumerate();
                let whole = |source: SourceId| Span::new(0, self.dossier.source(source).map_or(0, |source| source.text.len()));
                steps
                    .filter(|(_, step)| fits(step.source, whole(step.source)))
                    .map(|(number, step)| ListingRow::Step(number, step))
                    .collect()
            }
        }
    }

    /// The sources in the list, in order.
    pub fn shown_sources(&self) -> Vec<SourceId> {
        let shown = self.sources.shown(&self.dossier);
        (0..shown.len()).filter_map(|row| shown.get(row)).collect()
    }

    /// Whether a stretch of a source touches all that is chosen.
    pub(super) fn fits(&self, lens: &Lens, source: SourceId, span: Span) -> bool {
        let theme = lens.theme.is_none_or(|theme| {
            let layer = self.analysis.facts(source).and_then(|facts| facts.cues.get(theme));
            layer.is_some_and(|layer| !layer.range(span).is_empty())
        });
        let entity = |chosen| self.analysis.mentions(source, span).any(|(_, entity)| entity == chosen);
        let found = |text: &crate::text::Source| lens.query.as_ref().is_none_or(|query| query.matches(span.of(&text.text)));
        theme
            && lens.entity.is_none_or(entity)
            && self.dossier.source(source).is_some_and(found)
            && self.sources.shown(&self.dossier).position(source).is_some()
    }
}

/// Happenings by their month or year, vaguer dates as they stand, those with an open date at the end.
fn stretches<'a>(events: impl Iterator<Item = (usize, &'a Event)>, unit: Unit) -> Vec<ListingRow> {
    let mut rows: Vec<(Option<When>, Vec<usize>)> = Vec::new();
    for (number, event) in events {
        let stretch = event.when.and_then(|when| {
            let (first, last) = when.bounds()?;
            // A date that is vaguer than the zoom, or runs over its borders, stands as it is.
            let is_within = Stretch::of(unit, first) == Stretch::of(unit, last);
            Some(if is_within { When::One(Stretch::of(unit, first)) } else { when })
        });
        match rows.iter_mut().find(|(known, _)| *known == stretch) {
            Some((_, numbers)) => numbers.push(number),
            None => rows.push((stretch, vec![number])),
        }
    }
    rows.sort_by_key(|(stretch, _)| (stretch.is_none(), stretch.and_then(When::bounds)));
    rows.into_iter().map(|(stretch, events)| ListingRow::Stretch(stretch, events)).collect()
}
