//! Where the reader is in a text, and how that moves.

use crate::app::layout::Layout;
use crate::app::layout::Row;
use crate::app::trail::Place;
use crate::text::Source;
use crate::text::SourceId;
use crate::text::Span;

/// Rows kept between the cursor and the edges of the window while moving.
const CONTEXT: usize = 3;

/// Source, cursor and window of the reading pane, in bytes of the text, so that they hold at any width.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reader {
    /// The source that is open.
    pub source: SourceId,
    /// Where the cursor stands: the passage there is the current one.
    pub cursor: usize,
    /// The first byte shown.
    pub top: usize,
    /// Whether text outside the body is shown whole.
    pub open_outside: bool,
    /// Whether the cursor has just landed from a jump.
    pub landed: bool,
}

impl Default for Reader {
    fn default() -> Reader {
        Reader { source: SourceId(0), cursor: 0, top: 0, open_outside: false, landed: false }
    }
}

impl Reader {
    /// The present place.
    pub fn place(&self) -> Place {
        Place { source: self.source, offset: self.cursor, top: self.top }
    }

    /// Index of the current passage.
    pub fn passage(&self, source: &Source) -> Option<usize> {
        source.passage_near(self.cursor)
    }

    /// Moves the cursor by `by` rows of the layout, over blank ones.
    pub fn step_rows(&mut self, layout: Layout, by: isize, height: usize) {
        self.landed = false;
        if by == 0 {
            return;
        }
        let Some(here) = layout.row_at(self.cursor) else { return };
        let n = by.unsigned_abs();
        let target = if by > 0 {
            let rows = layout.rows_from(here.span.start()).skip(1).filter(|row| !row.span.is_empty());
            rows.take(n).last()
        } else {
            let rows = layout.rows_before(here.span.start()).filter(|row| !row.span.is_empty());
            rows.take(n).last()
        };
        match target {
            Some(row) => self.cursor = row.span.start(),
            // Already on the first or last row: show what stands beyond it.
            None if by < 0 => self.top = 0,
            None => {}
        }
        self.keep_in_view(layout, height);
    }

    /// Moves window and cursor by about a page.
    pub fn step_page(&mut self, layout: Layout, by: isize, height: usize) {
        self.landed = false;
        let n = by.unsigned_abs().max(1);
        let moved = if by > 0 { row_after(layout, self.top, n) } else { row_before(layout, self.top, n) };
        let at_end = by > 0 && layout.rows_from(moved).take(height).count() < height;
        if by > 0 && (at_end || moved == self.top) {
            let last_top = layout.last_row().map_or(0, |last| row_before(layout, last.span.start(), height.saturating_sub(1)));
            self.top = self.top.max(last_top);
        } else {
            self.top = moved;
        }
        self.step_rows(layout, by, height);
        let shown = layout
            .rows_from(self.top)
            .take(height)
            .any(|row| !row.span.is_empty() && row.span.start() <= self.cursor && self.cursor < row.span.end().max(row.span.start() + 1));
        if !shown {
            self.keep_in_view(layout, height);
        }
    }

    /// Puts the cursor at `offset` and keeps it in view.
    pub fn move_to(&mut self, layout: Layout, offset: usize, height: usize) {
        self.landed = false;
        self.cursor = offset;
        self.keep_in_view(layout, height);
    }

    /// Moves the window so that the passage `span` is seen whole, if it is not longer than the window.
    pub fn show_whole(&mut self, layout: Layout, span: Span, height: usize) {
        let Some(last) = layout.row_at(span.end().saturating_sub(1)) else { return };
        let is_shown = |reader: &Reader| layout.rows_from(reader.top).take(height).any(|row| row.span == last.span);
        let first = layout.row_at(span.start()).map_or(0, |row| row.span.start());
        while !is_shown(self) && self.top < first {
            let next = row_after(layout, self.top, 1);
            if next <= self.top {
                return;
            }
            self.top = next.min(first);
        }
    }

    /// Puts the cursor at `offset` of a source, in the middle of the window.
    pub fn land(&mut self, layout: Layout, source: SourceId, offset: usize, height: usize) {
        self.source = source;
        self.cursor = offset;
        self.landed = true;
        self.centre(layout, height);
    }

    /// Moves the window so that the cursor stands in its upper middle.
    pub fn centre(&mut self, layout: Layout, height: usize) {
        let row = layout.row_at(self.cursor).map_or(0, |row| row.span.start());
        self.top = row_before(layout, row, height / 3);
    }

    /// Moves the window as little as needed to have rows of context around the cursor.
    pub fn keep_in_view(&mut self, layout: Layout, height: usize) {
        let context = CONTEXT.min(height.saturating_sub(1) / 2);
        let Some(row) = layout.row_at(self.cursor) else {
            self.top = 0;
            return;
        };
        let start = row.span.start();
        let highest = row_before(layout, start, context);
        if self.top > highest {
            self.top = highest;
            return;
        }
        let below: Vec<Row> = layout.rows_from(self.top).take(height).collect();
        let position = below.iter().position(|row| !row.span.is_empty() && row.span.start() <= start && start < row.span.end());
        let behind = layout.rows_from(start).skip(1).take(context).count();
        if position.is_none_or(|position| position + behind >= height) {
            self.top = row_before(layout, start, height.saturating_sub(1 + behind));
        }
    }

    /// Scrolls the window by `by` rows; the cursor follows only to stay in view.
    pub fn scroll(&mut self, layout: Layout, by: isize, height: usize) {
        let moved = if by > 0 { row_after(layout, self.top, by.unsigned_abs()) } else { row_before(layout, self.top, by.unsigned_abs()) };
        let last_top = layout.last_row().map_or(0, |last| row_before(layout, last.span.start(), height.saturating_sub(1)));
        self.top = if by > 0 { moved.min(last_top.max(self.top)) } else { moved };
        let rows: Vec<Row> = layout.rows_from(self.top).take(height).filter(|row| !row.span.is_empty()).collect();
        if let (Some(first), Some(last)) = (rows.first(), rows.last()) {
            if self.cursor < first.span.start() {
                self.cursor = first.span.start();
            } else if self.cursor >= last.span.end() {
                self.cursor = last.span.start();
            }
        }
    }
}

/// First byte of the row `n` rows above the one at `offset`; 0 at the beginning, so that what stands above the text is
/// shown too.
fn row_before(layout: Layout, offset: usize, n: usize) -> usize {
    if n == 0 {
        return offset;
    }
    let above: Vec<Row> = layout.rows_before(offset).take(n).collect();
    if above.len() < n {
        return 0;
    }
    // A blank row cannot be the top: the text row below it is.
    above.iter().rev().find(|row| !row.span.is_empty()).map_or(offset, |row| row.span.start())
}

/// First byte of the text row at least `n` rows below the one at `offset`.
fn row_after(layout: Layout, offset: usize, n: usize) -> usize {
    let rows = layout.rows_from(offset).skip(n);
    rows.filter(|row| !row.span.is_empty()).map(|row| row.span.start()).next().unwrap_or(offset)
}
