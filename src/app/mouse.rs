//! What the mouse does: the same as the keys.

use jiff::Timestamp;
use ratatui::layout::Position;
use ratatui::layout::Rect;

use crate::app::App;
use crate::app::View;
use crate::app::listing::ROW_LINES;
use crate::app::message::Effect;
use crate::app::message::Mouse;
use crate::app::message::MouseAction;
use crate::app::overlay::Overlay;
use crate::app::panes::Pane;
use crate::app::panes::below;
use crate::app::panes::beside;
use crate::app::sources::ROWS;

/// Rows that one turn of the wheel moves.
const WHEEL: isize = 3;

/// A border between panes that is being dragged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Border {
    List,
    Sidebar,
}

impl App {
    pub(super) fn mouse(&mut self, mouse: Mouse, now: Timestamp, effects: &mut Vec<Effect>) {
        let at = Position::new(mouse.column, mouse.row);
        match mouse.action {
            MouseAction::WheelDown => self.wheel(at, WHEEL),
            MouseAction::WheelUp => self.wheel(at, -WHEEL),
            MouseAction::Press => self.press(at, now, effects),
            MouseAction::Drag if self.dragging.is_none() => self.drag_over_text(at),
            MouseAction::Drag => self.drag(mouse.column),
            MouseAction::Release => self.dragging = None,
        }
    }

    fn wheel(&mut self, at: Position, by: isize) {
        match &mut self.overlay {
            Some(Overlay::Choice(choice)) => {
                let len = choice.shown.len();
                choice.list.step(by, len, 10);
                return;
            }
            Some(Overlay::Page(page)) => {
                page.top = page.top.saturating_add_signed(by).min(page.lines.len().saturating_sub(1));
                return;
            }
            Some(Overlay::Prompt(_)) => return,
            None => {}
        }
        if !matches!(self.view, View::Reading) {
            return self.step(by);
        }
        let panes = self.panes();
        let inside = |area: Option<Rect>| area.is_some_and(|area| area.contains(at));
        if inside(panes.sources) {
            let (len, height) = (self.sources.shown(&self.dossier).len(), self.list_height());
            self.sources.list.step(by.signum(), len, height);
        } else if inside(panes.sidebar) {
            self.focus = Pane::Sidebar;
            let last = self.sidebar_items().len().saturating_sub(1);
            self.sidebar_row = self.sidebar_row.saturating_add_signed(by.signum()).min(last);
        } else {
            let height = self.text_height();
            let mut reader = self.reader;
            if let Some(layout) = self.layout() {
                reader.scroll(layout, by, height);
            }
            let before = self.passage();
            self.reader = reader;
            self.passage_changed(before);
        }
    }

    fn press(&mut self, at: Position, now: Timestamp, effects: &mut Vec<Effect>) {
        match &self.overlay {
            // What is being typed is not thrown away by a click.
            Some(Overlay::Prompt(_)) => return,
            Some(_) => {
                self.overlay = None;
                self.forget_preview();
                return;
            }
            None => {}
        }
        if let View::Concordance(view) = &mut self.view {
            let row = view.list.top + usize::from(at.y).saturating_sub(1);
            if at.y > 0 && row < view.hits.len() {
                if view.list.selected == row {
                    self.open(now, effects);
                } else {
                    view.list.selected = row;
                }
            }
            return;
        }
        if !matches!(self.view, View::Reading) {
            return self.press_in_view(at, now, effects);
        }
        let panes = self.panes();
        if let Some(list) = panes.sources
            && list.contains(at)
        {
            self.focus = Pane::Sources;
            let row = self.sources.list.top + usize::from(at.y).saturating_sub(2) / ROWS;
            if let Some(id) = self.sources.shown(&self.dossier).get(row) {
                self.switch_source(id, now, effects);
                self.focus = Pane::Text;
            }
        } else if let Some(sidebar) = panes.sidebar.filter(|sidebar| sidebar.contains(at)) {
            if self.choose_sidebar_line(sidebar, at.y) {
                self.open(now, effects);
            }
        } else if panes.column.contains(at) || panes.text.contains(at) && at.x < panes.map.x {
            self.focus = Pane::Text;
            self.click_text(at, panes.column);
        } else if panes.sources.is_some_and(|list| at.x == list.right()) {
            self.dragging = Some(Border::List);
        } else if panes.sidebar.is_some_and(|sidebar| at.x + 1 == sidebar.x) {
            self.dragging = Some(Border::Sidebar);
        }
    }

    /// A click on a row chooses it, a second one goes there; so does one on a passage behind it.
    fn press_in_view(&mut self, at: Position, now: Timestamp, effects: &mut Vec<Effect>) {
        let body = self.body();
        let (rows, behind, first, lines) = match &self.view {
            View::Listing(_) => (beside(body).0, beside(body).1, 2, ROW_LINES),
            View::Matrix(_) => (below(body).0, below(body).1, 3, 1),
            View::Compare(view) => {
                let columns = self.compared_columns();
                let (on_other, lead) = (columns[usize::from(!view.on_right)].contains(at), view.lead);
                if on_other {
                    self.swap_sides();
                }
                let column = self.panes().column;
                let at = Position::new(at.x, at.y.saturating_sub(if on_other { lead } else { 0 }));
                return self.click_text(at, column);
            }
            _ => return,
        };
        if behind.contains(at) {
            self.step_pane_of_view();
            return;
        }
        let Some(row) = (rows.contains(at) && at.y >= rows.y + first).then(|| usize::from(at.y - rows.y - first) / lines) else { return };
        let (list, len) = match &mut self.view {
            View::Listing(view) => (&mut view.list, view.rows.len()),
            View::Matrix(view) => (&mut view.list, view.rows.len()),
            _ => return,
        };
        let row = list.top + row;
        if row == list.selected {
            self.open(now, effects);
        } else if row < len {
            list.selected = row;
            match &mut self.view {
                View::Listing(view) => (view.side, view.inside) = (0, false),
                View::Matrix(view) => (view.side, view.inside) = (0, false),
                _ => {}
            }
        }
    }

    /// Selects the words from where the button went down to where the mouse is now.
    fn drag_over_text(&mut self, at: Position) {
        let column = self.panes().column;
        if !self.is_reading() || self.overlay.is_some() || !column.contains(at) {
            return;
        }
        let from = self.reader.cursor;
        let Some(to) = self.offset_at(at, column) else { return };
        self.select_words(from, to);
    }

    /// The byte of the open text that is drawn at a cell.
    fn offset_at(&self, at: Position, column: Rect) -> Option<usize> {
        let (layout, source) = (self.layout()?, self.source()?);
        let row = usize::from(at.y.saturating_sub(column.y));
        let row = layout.rows_from(self.reader.top).nth(row).filter(|row| !row.span.is_empty())?;
        let wanted = usize::from(at.x.saturating_sub(column.x + row.indent));
        Some(row.span.start() + byte_at_cell(row.span.of(&source.text), wanted))
    }

    fn click_text(&mut self, at: Position, column: Rect) {
        let Some(offset) = self.offset_at(at, column) else { return };
        let before = self.passage();
        self.reader.cursor = offset;
        self.reader.landed = false;
        self.selection = None;
        self.passage_changed(before);
    }

    fn drag(&mut self, column: u16) {
        match self.dragging {
            Some(Border::List) => self.arrangement.list_width = Some(column),
            Some(Border::Sidebar) => self.arrangement.sidebar_width = Some(self.size().0.saturating_sub(column + 1)),
            None => return,
        }
        self.keep_in_view();
    }
}

/// The byte of `text` that is drawn in cell `cell`.
fn byte_at_cell(text: &str, cell: usize) -> usize {
    use unicode_segmentation::UnicodeSegmentation;
    let mut used = 0;
    for (at, grapheme) in text.grapheme_indices(true) {
        used += usize::from(crate::text::visible::cell(grapheme).1);
        if used > cell {
            return at;
        }
    }
    text.len().saturating_sub(1)
}
