//! Moving in the text, from pane to pane, and to the next of what is chosen.

use jiff::Timestamp;

use crate::app::App;
use crate::app::View;
use crate::app::layout::Layout;
use crate::app::message::Effect;
use crate::app::panes::Pane;
use crate::app::reader::Reader;
use crate::app::sources::ROWS;
use crate::text::SourceId;

/// Which way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    Forward,
    Backward,
}

impl App {
    /// Rows of the reading pane.
    pub(super) fn text_height(&self) -> usize {
        usize::from(self.panes().column.height).max(1)
    }

    /// Rows of the screen above the status line.
    pub(super) fn body_height(&self) -> usize {
        usize::from(self.size().1).saturating_sub(2).max(1)
    }

    /// Sources that the list shows at once.
    pub(super) fn list_height(&self) -> usize {
        (usize::from(self.size().1).saturating_sub(3) / ROWS).max(1)
    }

    /// Changes the reader with the present layout at hand.
    fn with_reader(&mut self, change: impl FnOnce(&mut Reader, Layout, usize)) {
        let height = self.text_height();
        let mut reader = self.reader;
        if let Some(layout) = self.layout() {
            change(&mut reader, layout, height);
        }
        self.reader = reader;
    }

    pub(super) fn keep_in_view(&mut self) {
        self.with_reader(|reader, layout, height| reader.keep_in_view(layout, height));
    }

    /// Moves by rows: lines of the text, or rows of the pane that has the keys.
    pub(super) fn step(&mut self, by: isize) {
        if self.step_view(by) {
            return;
        }
        match self.focus {
            Pane::Text => {
                let before = self.passage();
                self.with_reader(|reader, layout, height| reader.step_rows(layout, by, height));
                self.passage_changed(before);
            }
            Pane::Sources => {
                let (len, height) = (self.sources.shown(&self.dossier).len(), self.list_height());
                self.sources.list.step(by, len, height);
            }
            Pane::Sidebar => {
                let last = self.sidebar_items().len().saturating_sub(1);
                self.sidebar_row = self.sidebar_row.saturating_add_signed(by).min(last);
            }
        }
    }

    /// Moves by a page, or a half of one.
    pub(super) fn page(&mut self, way: Way, half: bool) {
        let rows = match self.focus {
            _ if !self.is_reading() => self.view_height(),
            Pane::Text => self.text_height(),
            Pane::Sources => self.list_height(),
            Pane::Sidebar => 6,
        };
        // Two rows stay in sight, so that the eye finds its place.
        let by = if half { rows / 2 } else { rows.saturating_sub(2) }.max(1) as isize;
        let by = if way == Way::Forward { by } else { -by };
        if self.focus == Pane::Text && self.is_reading() {
            let before = self.passage();
            self.with_reader(|reader, layout, height| reader.step_page(layout, by, height));
            self.passage_changed(before);
        } else {
            self.step(by);
        }
    }

    /// Moves to the beginning or the end.
    pub(super) fn go_to_end(&mut self, way: Way) {
        if self.focus != Pane::Text || !self.is_reading() {
            self.step(if way == Way::Forward { isize::MAX } else { isize::MIN });
            return;
        }
        self.trail.leave(self.reader.place());
        let before = self.passage();
        self.with_reader(|reader, layout, height| match way {
            Way::Backward => {
                reader.cursor = layout.rows_from(0).find(|row| !row.span.is_empty()).map_or(0, |row| row.span.start());
                reader.top = 0;
            }
            Way::Forward => {
                let last = layout.last_row().map_or(0, |row| row.span.start());
                reader.move_to(layout, last, height);
            }
        });
        self.passage_changed(before);
    }

    /// Moves to the next or previous passage of this source.
    pub(super) fn step_passage(&mut self, way: Way) {
        if self.step_filled_column(way) {
            return;
        }
        if !self.is_reading() {
            return self.step(if way == Way::Forward { 1 } else { -1 });
        }
        let Some(source) = self.source() else { return };
        let Some(index) = self.reader.passage(source) else { return };
        let here = source.passages[index].span;
        let target = match way {
            // Before the first passage, in the title say, the next one is the first.
            Way::Forward if self.reader.cursor < here.start() => index,
            Way::Forward => index + 1,
            Way::Backward if self.reader.cursor > here.start() => index,
            Way::Backward => match index.checked_sub(1) {
                Some(before) => before,
                None => return self.tell("this is the first passage"),
            },
        };
        match source.passages.get(target).map(|passage| passage.span.start()) {
            Some(offset) => self.move_cursor(offset),
            None => self.tell("this is the last passage"),
        }
    }

    /// Moves to the first passage of the next or previous paragraph.
    pub(super) fn step_paragraph(&mut self, way: Way) {
        if self.page_columns(way) {
            return;
        }
        if matches!(self.view, View::Reading) && self.focus == Pane::Sidebar {
            return self.step_section(way == Way::Forward);
        }
        if !self.is_reading() {
            return self.step_heading(way);
        }
        let Some(source) = self.source() else { return };
        let Some(index) = self.reader.passage(source) else { return };
        let block = source.passages[index].block;
        let first = |block: u32| source.passages.iter().position(|passage| passage.block == block).unwrap_or(index);
        let target = match way {
            Way::Forward if self.reader.cursor < source.passages[index].span.start() => Some(index),
            Way::Forward => source.passages[index..].iter().position(|passage| passage.block != block).map(|after| index + after),
            Way::Backward if self.reader.cursor > source.passages[first(block)].span.start() => Some(first(block)),
            Way::Backward => first(block).checked_sub(1).map(|before| first(source.passages[before].block)),
        };
        match target.map(|index| source.passages[index].span.start()) {
            Some(offset) => self.move_cursor(offset),
            None if way == Way::Forward => self.tell("this is the last paragraph"),
            None => self.tell("this is the first paragraph"),
        }
    }

    fn move_cursor(&mut self, offset: usize) {
        let before = self.passage();
        let span = self.source().and_then(|source| source.passages.get(source.passage_near(offset)?)).map(|passage| passage.span);
        self.with_reader(|reader, layout, height| {
            reader.move_to(layout, offset, height);
            if let Some(span) = span {
                reader.show_whole(layout, span, height);
            }
        });
        self.passage_changed(before);
    }

    /// Brings the end of a selection that moves into the window.
    pub(super) fn show_selection(&mut self, moving: crate::text::Span) {
        let before = self.passage();
        self.with_reader(|reader, layout, height| {
            reader.move_to(layout, moving.start(), height);
            reader.show_whole(layout, moving, height);
        });
        self.passage_changed(before);
    }

    pub(super) fn passage_changed(&mut self, before: Option<crate::text::PassageId>) {
        if self.passage() != before {
            self.sidebar_row = 0;
        }
    }

    /// Opens the next or previous source of the list.
    pub(super) fn step_source(&mut self, way: Way, now: Timestamp, effects: &mut Vec<Effect>) {
        let shown = self.sources.shown(&self.dossier);
        let row = shown.position(self.reader.source).unwrap_or(self.sources.list.selected);
        let target = match way {
            Way::Forward => shown.get(row + 1),
            Way::Backward => row.checked_sub(1).and_then(|row| shown.get(row)),
        };
        match target {
            Some(id) => self.switch_source(id, now, effects),
            None if way == Way::Forward => self.tell("this is the last source"),
            None => self.tell("this is the first source"),
        }
    }

    /// Opens a source where reading stopped in it, and remembers the way back.
    pub(super) fn switch_source(&mut self, id: SourceId, now: Timestamp, effects: &mut Vec<Effect>) {
        if id != self.reader.source {
            self.trail.leave(self.reader.place());
            self.save_place(now, effects);
            self.open_source(id);
        }
    }

    /// Gives the keys to the next or previous pane that can be shown.
    pub(super) fn step_pane(&mut self, way: Way) {
        self.focus = match (self.focus, way) {
            (Pane::Sources, Way::Forward) | (Pane::Sidebar, Way::Backward) => Pane::Text,
            (Pane::Text, Way::Forward) | (Pane::Sources, Way::Backward) => Pane::Sidebar,
            (Pane::Sidebar, Way::Forward) | (Pane::Text, Way::Backward) => Pane::Sources,
        };
        self.keep_in_view();
    }

    /// Goes to the nearest of `places` (by source, in order) ahead or behind, around the ends of the dossier.
    pub(super) fn go_to_nearest(
        &mut self,
        places: impl Iterator<Item = (SourceId, usize)>,
        way: Way,
        what: &str,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) {
        let here = (self.reader.source, self.reader.cursor);
        // The passage that the cursor stands in has been seen, so the next one begins behind it.
        let end = self.passage_span().filter(|span| span.contains(here.1)).map_or(here.1, |span| span.end() - 1);
        let mut first: Option<(SourceId, usize)> = None;
        let mut before: Option<(SourceId, usize)> = None;
        let mut after: Option<(SourceId, usize)> = None;
        let mut last: Option<(SourceId, usize)> = None;
        for place in places {
            first = first.or(Some(place));
            last = Some(place);
            if place < here {
                before = Some(place);
            } else if place > (here.0, end) && after.is_none() {
                after = Some(place);
            }
        }
        let (target, around) = match way {
            Way::Forward => (after.or(first), after.is_none()),
            Way::Backward => (before.or(last), before.is_none()),
        };
        match target {
            None => self.tell(format!("no {what} in these sources")),
            Some((source, offset)) => {
                self.jump(source, offset, now, effects);
                if around {
                    self.tell(format!("{what}: around the end of the dossier"));
                }
            }
        }
    }
}
