//! Coverage: facts, names, themes or wordings by sources, as a table of figures.

use std::sync::Arc;

use crate::analysis::questions::matrix::About;
use crate::analysis::questions::matrix::MatrixRow;
use crate::analysis::questions::matrix::by_entity;
use crate::analysis::questions::matrix::by_fact;
use crate::analysis::questions::matrix::by_quantity;
use crate::analysis::questions::matrix::by_theme;
use crate::analysis::questions::matrix::by_wording;
use crate::analysis::questions::matrix::mentions_of;
use crate::analysis::questions::meaning::near_in_meaning;
use crate::analysis::questions::related::nearest_in;
use crate::analysis::questions::search::Hit;
use crate::analysis::questions::search::Query;
use crate::analysis::questions::search::search_in;
use crate::app::App;
use crate::app::View;
use crate::app::evidence::Evidence;
use crate::app::lens::Lens;
use crate::app::list::ListState;
use crate::app::moving::Way;
use crate::app::panes::below;
use crate::app::panes::columns;
use crate::text::PassageId;
use crate::text::SourceId;

/// Passages that answer for an empty cell.
const NEAR: usize = 3;
/// Passages looked through for them.
const LOOKED_AT: usize = 400;
/// Finds of a search whose surroundings are counted.
const MOST_FINDS: usize = 20_000;

/// What the rows of a table are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// Facts that several sources tell.
    Facts,
    /// Things that are named.
    Entities,
    /// Themes.
    Themes,
    /// Words around the chosen thing.
    Wordings,
    /// What is measured; a view of its own.
    Quantities,
}

impl By {
    /// The one after it.
    fn next(self) -> By {
        match self {
            By::Facts => By::Entities,
            By::Entities => By::Themes,
            By::Themes => By::Wordings,
            By::Wordings | By::Quantities => By::Facts,
        }
    }
}

/// A table on the screen.
#[derive(Clone, Debug)]
pub struct MatrixView {
    /// What its rows are.
    pub by: By,
    /// What the wordings are about.
    pub about: String,
    /// Its rows.
    pub rows: Arc<[MatrixRow]>,
    /// The sources in its columns.
    pub columns: Arc<[SourceId]>,
    /// The chosen row.
    pub list: ListState,
    /// The chosen column.
    pub column: usize,
    /// The first column that is seen.
    pub first_column: usize,
    /// The chosen passage behind the cell.
    pub side: usize,
    /// Whether the keys go to the passages behind the cell.
    pub inside: bool,
    /// Whether it keeps what it was narrowed to.
    pub frozen: bool,
    /// Whether the rows are sorted by the chosen column.
    pub by_column: bool,
    /// What it was narrowed to.
    pub lens: Lens,
}

/// Fewest cells of a column: a count, or a value with its unit.
pub fn narrowest(by: By) -> u16 {
    match by {
        By::Quantities => 13,
        _ => 5,
    }
}

impl MatrixView {
    /// The chosen row.
    pub fn row(&self) -> Option<&MatrixRow> {
        self.rows.get(self.list.selected)
    }

    /// The source of the chosen column.
    pub fn source(&self) -> Option<SourceId> {
        self.columns.get(self.column).copied()
    }
}

impl App {
    /// Shows the coverage; in the coverage, the next kind of rows.
    pub(super) fn show_matrix(&mut self) {
        if self.answers.is_none() {
            return self.tell("the sources are still being compared");
        }
        if let View::Matrix(view) = &self.view {
            let (by, column) = (view.by.next(), view.column);
            return self.make_matrix(by, column);
        }
        if let Some(frozen) = self.frozen.iter().find(|view| matches!(view, View::Matrix(_))) {
            self.view = frozen.clone();
            return;
        }
        let shown = self.sources.shown(&self.dossier);
        let column = shown.position(self.reader.source).unwrap_or(0);
        self.make_matrix(By::Facts, column);
    }

    /// Shows what is measured, by source.
    pub(super) fn show_quantities(&mut self) {
        if self.answers.is_none() {
            return self.tell("the sources are still being compared");
        }
        let shown = self.sources.shown(&self.dossier);
        let column = shown.position(self.reader.source).unwrap_or(0);
        self.make_matrix(By::Quantities, column);
    }

    fn make_matrix(&mut self, by: By, column: usize) {
        let columns: Arc<[SourceId]> = self.shown_sources().into();
        let lens = self.lens.clone();
        let (about, rows) = self.matrix_rows(by, &lens);
        self.view = View::Matrix(MatrixView {
            by,
            about,
            rows: rows.into(),
            columns,
            list: ListState::default(),
            column,
            first_column: 0,
            side: 0,
            inside: false,
            frozen: false,
            by_column: false,
            lens,
        });
        self.step_column(0);
    }

    /// Finds the rows of the table on the screen anew, since something else was chosen.
    pub(super) fn narrow_matrix(&mut self) {
        let View::Matrix(view) = &self.view else { return };
        if view.frozen {
            return;
        }
        let (by, source, about) = (view.by, view.source(), view.row().map(|row| (row.about, row.label.clone())));
        self.make_matrix(by, 0);
        let height = self.matrix_height();
        let View::Matrix(view) = &mut self.view else { return };
        view.column = source.and_then(|source| view.columns.iter().position(|column| *column == source)).unwrap_or(0);
        let same = |row: &MatrixRow| about.as_ref().is_some_and(|(about, label)| row.about == *about && row.label == *label);
        let row = view.rows.iter().position(same).unwrap_or(0);
        view.list.select(row, view.rows.len(), height);
        self.step_column(0);
    }

    fn matrix_rows(&self, by: By, lens: &Lens) -> (String, Vec<MatrixRow>) {
        let Some(answers) = &self.answers else { return Default::default() };
        let fits = |hit: &Hit| self.fits(lens, hit.source, hit.span);
        match by {
            By::Facts => {
                let mut rows = by_fact(&self.dossier, &answers.facts);
                rows.retain(|row| row.places.iter().any(fits));
                // Only places in the list are seen and counted.
                let shown = self.sources.shown(&self.dossier);
                rows.iter_mut().for_each(|row| row.places.retain(|hit| shown.position(hit.source).is_some()));
                // The sort is stable: of all sources the order stays as it was.
                rows.sort_by_key(|row| std::cmp::Reverse(if shown.len() < self.dossier.len() { row.source_count() } else { 0 }));
                (String::new(), rows)
            }
            By::Entities => {
                let mut rows = by_entity(&self.dossier, &self.analysis);
                self.touching(lens, &mut rows);
                (String::new(), rows)
            }
            By::Themes => {
                let mut rows = by_theme(&self.dossier, &self.analysis, &self.lexicon);
                self.touching(lens, &mut rows);
                (String::new(), rows)
            }
            By::Quantities => {
                let mut rows = by_quantity(&answers.quantities);
                rows.retain(|row| row.places.iter().any(|hit| self.passage_of(*hit).is_some_and(|span| self.fits(lens, hit.source, span))));
                (String::new(), rows)
            }
            By::Wordings => {
                let (about, places) = self.framed(lens);
                (about, by_wording(&self.dossier, &self.analysis, &places))
            }
        }
    }

    /// Keeps of every row the places whose passages touch what is chosen.
    fn touching(&self, lens: &Lens, rows: &mut Vec<MatrixRow>) {
        let all_shown = self.sources.shown(&self.dossier).len() == self.dossier.len();
        if lens.theme.is_none() && lens.entity.is_none() && lens.query.is_none() && all_shown {
            return;
        }
        for row in rows.iter_mut() {
            row.places.retain(|hit| self.passage_of(*hit).is_some_and(|passage| self.fits(lens, hit.source, passage)));
        }
        rows.retain(|row| !row.places.is_empty());
        rows.sort_by_key(|row| std::cmp::Reverse((row.source_count(), row.places.len())));
    }

    /// The thing whose wordings are counted: what is chosen, else what the open source names most.
    fn framed(&self, lens: &Lens) -> (String, Vec<Hit>) {
        let entity =
            lens.entity.or_else(|| if lens.query.is_none() { self.entity_counts().first().map(|count| count.entity) } else { None });
        let shown = self.sources.shown(&self.dossier);
        let (about, mut places) = match (entity.zip(self.analysis.relations.as_ref()), &lens.query) {
            (Some((entity, relations)), _) => {
                let name = relations.entities.get(entity).map(|entity| entity.name.clone()).unwrap_or_default();
                (name, mentions_of(&self.dossier, &self.analysis, entity))
            }
            (None, Some(query)) => {
                let found = search_in(&self.dossier, query, MOST_FINDS, |source| shown.position(source).is_some());
                (format!("/{}/", query.written), found.0)
            }
            (None, None) => Default::default(),
        };
        places.retain(|hit| shown.position(hit.source).is_some());
        (about, places)
    }

    fn passage_of(&self, hit: Hit) -> Option<crate::text::Span> {
        let passage = self.dossier.passages_meeting(hit.source, hit.span).next().map(PassageId)?;
        self.dossier.passage(passage).map(|(_, _, found)| found.span)
    }

    /// Rows of a table that are seen at once.
    pub(super) fn matrix_height(&self) -> usize {
        let (rows, _) = below(self.body());
        usize::from(rows.height.saturating_sub(3)).max(1)
    }

    /// Moves the choice by so many columns, and keeps it in sight.
    pub(super) fn step_column(&mut self, by: isize) {
        let width = self.size().0;
        let View::Matrix(view) = &mut self.view else { return };
        let count = view.columns.len();
        view.column = view.column.saturating_add_signed(by).min(count.saturating_sub(1));
        view.side = 0;
        let shown = columns(width, count, narrowest(view.by)).shown;
        view.first_column = view.first_column.clamp((view.column + 1).saturating_sub(shown), view.column).min(count.saturating_sub(shown));
        if view.by_column {
            self.sort_matrix(true);
        }
    }

    /// Goes to the next column in which the chosen row holds something; tells whether a table took it.
    pub(super) fn step_filled_column(&mut self, way: Way) -> bool {
        let View::Matrix(view) = &self.view else { return false };
        if view.inside {
            return false;
        }
        let Some(row) = view.row() else { return true };
        let is_filled = |column: &usize| view.columns.get(*column).is_some_and(|source| !row.of(*source).is_empty());
        let next = match way {
            Way::Forward => (view.column + 1..view.columns.len()).find(is_filled),
            Way::Backward => (0..view.column).rev().find(is_filled),
        };
        let here = view.column;
        match next {
            Some(column) => {
                let (about, label) = (row.about, row.label.clone());
                self.step_column(column as isize - here as isize);
                // A table that is sorted by the chosen column was sorted anew.
                let height = self.matrix_height();
                if let View::Matrix(view) = &mut self.view {
                    let row = view.rows.iter().position(|row| row.about == about && row.label == label).unwrap_or(0);
                    view.list.select(row, view.rows.len(), height);
                }
            }
            None => self.tell("no further source has this"),
        }
        true
    }

    /// Goes on by as many columns as are seen; tells whether a table took it.
    pub(super) fn page_columns(&mut self, way: Way) -> bool {
        let View::Matrix(view) = &self.view else { return false };
        if view.inside {
            return false;
        }
        let shown = columns(self.size().0, view.columns.len(), narrowest(view.by)).shown as isize;
        self.step_column(if way == Way::Forward { shown } else { -shown });
        true
    }

    /// Sorts the rows by the chosen column, or as they were.
    pub(super) fn sort_matrix(&mut self, by_column: bool) {
        let View::Matrix(view) = &mut self.view else { return };
        view.by_column = by_column;
        let source = view.source();
        let mut rows = view.rows.to_vec();
        rows.sort_by_key(|row| {
            let own = source.map_or(0, |source| row.of(source).len());
            let own = if by_column { own } else { 0 };
            match row.about {
                // The rows of one measure stay together.
                About::Quantity(number) => (std::cmp::Reverse((own.min(1), 0, 0)), number),
                _ => (std::cmp::Reverse((own, row.source_count(), row.places.len())), 0),
            }
        });
        view.rows = rows.into();
        view.list = ListState::default();
    }

    /// The passages behind the chosen cell; where it is empty, the nearest ones of its source.
    pub fn cell_evidence(&self, view: &MatrixView) -> Vec<Evidence> {
        let (Some(row), Some(source)) = (view.row(), view.source()) else { return Vec::new() };
        let places = row.of(source);
        let is_fact = matches!(row.about, About::Fact(..));
        let mut found: Vec<Evidence> = Vec::new();
        for hit in places {
            let Some(passage) = self.passage_of(*hit) else { continue };
            match found.last_mut().filter(|last| last.passage == passage) {
                Some(last) => last.marked.push(hit.span),
                None => {
                    let marked = if is_fact { Vec::new() } else { vec![hit.span] };
                    found.push(Evidence { source, passage, marked, note: String::new(), words: String::new() });
                }
            }
        }
        if found.is_empty() { self.nearest(row, source) } else { found }
    }

    /// Passages of a source that hold the words by which a row is called, though they are not counted there: a longer name, say.
    fn words_of(&self, row: &MatrixRow, source: SourceId) -> Vec<Evidence> {
        let Some((query, text)) = Query::parse(&format!("\"{}\"", row.label)).ok().zip(self.dossier.source(source)) else {
            return Vec::new();
        };
        let hits = query.find(&text.text).filter_map(|span| {
            let passage = self.passage_of(Hit { source, span })?;
            Some(Evidence { source, passage, marked: vec![span], note: "the words stand here".to_owned(), words: String::new() })
        });
        hits.take(NEAR).collect()
    }

    /// What a source says that is nearest to a row which it does not hold.
    fn nearest(&self, row: &MatrixRow, source: SourceId) -> Vec<Evidence> {
        let evidence = |passage: PassageId, score: f32| {
            let (source, _, found) = self.dossier.passage(passage)?;
            let note = format!("nearest here, {:.0} %", score * 100.0);
            Some(Evidence { source, passage: found.span, marked: Vec::new(), note, words: String::new() })
        };
        if let About::Fact(_, label) = row.about {
            let near = nearest_in(&self.dossier, &self.analysis, label, source);
            return near.and_then(|link| evidence(link.to, link.score)).into_iter().collect();
        }
        let written = self.words_of(row, source);
        if !written.is_empty() {
            return written;
        }
        let range = self.dossier.passages_of(source);
        let near = near_in_meaning(&self.analysis, &row.label, LOOKED_AT).into_iter();
        near.filter(|(passage, _)| range.contains(&passage.0)).filter_map(|(passage, score)| evidence(passage, score)).take(NEAR).collect()
    }
}
