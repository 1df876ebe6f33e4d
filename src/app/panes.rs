//! From the size of the screen to the areas of the panes: one function, asked by `update` and by the drawing.

pub use ratatui::layout::Rect;

/// Narrowest and lowest screen on which a text can be read, in cells.
pub const SMALLEST: (u16, u16) = (40, 10);

/// Cells of the list of sources.
const LIST: std::ops::RangeInclusive<u16> = 26..=38;
/// Cells of the sidebar.
const SIDEBAR: std::ops::RangeInclusive<u16> = 30..=46;
/// Fewest cells of the reading pane beside another pane: 42 of text, so that at 80 columns it stands beside the sidebar,
/// the margin signs and the map.
const TEXT: u16 = 42 + BEFORE_TEXT + BEHIND_TEXT;
/// Margin before the text: sign, bar, air.
pub const BEFORE_TEXT: u16 = 4;
/// Behind the text: air and the map.
const BEHIND_TEXT: u16 = 3;
/// Narrowest screen with three panes unless the reader asks for them.
const THREE_PANES: u16 = 112;

/// A pane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pane {
    /// The list of sources.
    Sources,
    /// The text.
    Text,
    /// Related passages, themes, entities.
    Sidebar,
}

/// What the reader wants to see.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Arrangement {
    /// The list: shown or hidden by the reader, or as there is room.
    pub sources: Option<bool>,
    /// The sidebar: shown or hidden by the reader, or as there is room.
    pub sidebar: Option<bool>,
    /// The text alone.
    pub alone: bool,
    /// One pane at a time, for screen readers.
    pub one_pane: bool,
    /// Widest column of text.
    pub width: u16,
    /// Cells of the list, if the reader dragged its border.
    pub list_width: Option<u16>,
    /// Cells of the sidebar, if the reader dragged its border.
    pub sidebar_width: Option<u16>,
}

/// Areas of the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Panes {
    /// The list of sources, its heading included.
    pub sources: Option<Rect>,
    /// The reading pane; empty if another pane has the whole screen.
    pub text: Rect,
    /// The column of text inside it.
    pub column: Rect,
    /// The map: one column.
    pub map: Rect,
    /// The sidebar, its heading included.
    pub sidebar: Option<Rect>,
    /// The status line.
    pub status: Rect,
}

/// Divides a screen. `focus` has the screen to itself where nothing fits beside it.
pub fn panes(width: u16, height: u16, arrangement: Arrangement, focus: Pane) -> Panes {
    let body = height.saturating_sub(1);
    let status = Rect::new(0, body, width, height.min(1));
    let (list, sidebar) = side_panes(width, arrangement, focus);
    let rules = u16::from(list > 0) + u16::from(sidebar > 0);
    if list + sidebar > 0 && (arrangement.one_pane || width < TEXT + list + sidebar + rules) {
        // No room beside it: the pane covers the text.
        let whole = Rect::new(0, 0, width, body);
        let none = Rect::new(0, 0, 0, 0);
        return Panes {
            sources: (list > 0).then_some(whole),
            text: none,
            column: none,
            map: none,
            sidebar: (list == 0).then_some(whole),
            status,
        };
    }
    let text_x = if list > 0 { list + 1 } else { 0 };
    let text_end = if sidebar > 0 { width - sidebar - 1 } else { width };
    let text = Rect::new(text_x, 0, text_end.saturating_sub(text_x), body);
    let room = text.width.saturating_sub(BEFORE_TEXT + BEHIND_TEXT);
    let column_width = room.min(arrangement.width).max(1);
    // Read aloud, blanks before every line are in the way.
    let indent = if arrangement.one_pane { 0 } else { room.saturating_sub(column_width) / 2 };
    let column_x = text.x + BEFORE_TEXT + indent;
    // One row of air above the text where there is room for it.
    let top = u16::from(body > 12);
    let column = Rect::new(column_x, top, column_width, body.saturating_sub(top));
    let map_x = (column.x + column.width + 1).min(text.x + text.width.saturating_sub(1));
    Panes {
        sources: (list > 0).then(|| Rect::new(0, 0, list, body)),
        text,
        column,
        map: Rect::new(map_x, top, 1, column.height),
        sidebar: (sidebar > 0).then(|| Rect::new(width - sidebar, 0, sidebar, body)),
        status,
    }
}

/// Cells of the list and of the sidebar; 0 if hidden.
fn side_panes(width: u16, arrangement: Arrangement, focus: Pane) -> (u16, u16) {
    let share = |percent: u16| (u32::from(width) * u32::from(percent) / 100) as u16;
    let list_width = arrangement.list_width.unwrap_or_else(|| share(23)).clamp(*LIST.start(), *LIST.end());
    let sidebar_width = arrangement.sidebar_width.unwrap_or_else(|| share(27)).clamp(*SIDEBAR.start(), *SIDEBAR.end());
    if (arrangement.alone || arrangement.one_pane) && focus == Pane::Text {
        return (0, 0);
    }
    if arrangement.one_pane {
        return if focus == Pane::Sources { (list_width, 0) } else { (0, sidebar_width) };
    }
    let wants_list = focus == Pane::Sources || arrangement.sources.unwrap_or(width >= THREE_PANES) && !arrangement.alone;
    let wants_sidebar = focus == Pane::Sidebar || arrangement.sidebar.unwrap_or(true) && !arrangement.alone;
    let fits = |list: u16, sidebar: u16| width >= TEXT + list + sidebar + u16::from(list > 0) + u16::from(sidebar > 0);
    match (wants_list, wants_sidebar) {
        (true, true) if fits(list_width, sidebar_width) => (list_width, sidebar_width),
        // The list gives way first, unless the reader is in it or asked for it.
        (true, true) if focus == Pane::Sources || focus == Pane::Text && arrangement.sources == Some(true) => (list_width, 0),
        (_, true) if focus == Pane::Sidebar || fits(0, sidebar_width) => (0, sidebar_width),
        (true, _) if focus == Pane::Sources || fits(list_width, 0) => (list_width, 0),
        _ => (0, 0),
    }
}

/// Narrowest screen on which rows and the passages behind them, or two texts, stand side by side.
const SIDE_BY_SIDE: u16 = 100;

/// Divides the body of a listing: the rows, and what is behind the chosen one.
pub fn beside(body: Rect) -> (Rect, Rect) {
    if body.width >= SIDE_BY_SIDE {
        let rows = body.width / 2;
        let behind = Rect::new(body.x + rows + 1, body.y, body.width - rows - 1, body.height);
        return (Rect::new(body.x, body.y, rows, body.height), behind);
    }
    above(body, body.height * 2 / 5)
}

/// Divides the body of a table: its rows, and what is behind the chosen cell.
pub fn below(body: Rect) -> (Rect, Rect) {
    above(body, body.height * 11 / 20)
}

fn above(body: Rect, rows: u16) -> (Rect, Rect) {
    let rows = rows.max(4).min(body.height);
    let behind = Rect::new(body.x, body.y + rows + 1, body.width, body.height.saturating_sub(rows + 1));
    (Rect::new(body.x, body.y, body.width, rows), behind)
}

/// How the columns of a table are laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Columns {
    /// Cells of the label before them.
    pub label: u16,
    /// Cells of each.
    pub width: u16,
    /// How many there is room for.
    pub shown: usize,
}

/// Columns of a table `width` cells wide that has `count` of them, none under `narrowest` cells.
pub fn columns(width: u16, count: usize, narrowest: u16) -> Columns {
    const WIDEST: u16 = 14;
    let label = (width * 2 / 5).clamp(14, 60);
    let room = width.saturating_sub(label + 2);
    let wanted = (usize::from(room) / count.max(1)) as u16;
    let column = wanted.clamp(narrowest, WIDEST);
    let shown = usize::from(room / column).clamp(1, count.max(1));
    Columns { label: width.saturating_sub(2 + column * shown as u16).max(label.min(width)), width: column, shown }
}

/// The columns of two texts that are compared, the left or upper one first, with one row for a heading above each.
pub fn compared(body: Rect, widest: u16) -> [Rect; 2] {
    let margins = BEFORE_TEXT + 1;
    if body.width >= SIDE_BY_SIDE {
        let half = body.width / 2;
        let width = half.saturating_sub(margins + 1).min(widest);
        let indent = (half - width - margins) / 2 + BEFORE_TEXT;
        let column = |x: u16| Rect::new(x + indent, body.y + 2, width, body.height.saturating_sub(2));
        return [column(body.x), column(body.x + half)];
    }
    let width = body.width.saturating_sub(margins).min(widest);
    let x = body.x + BEFORE_TEXT + (body.width.saturating_sub(margins + width)) / 2;
    let half = body.height / 2;
    [Rect::new(x, body.y + 1, width, half.saturating_sub(1)), Rect::new(x, body.y + half + 1, width, body.height.saturating_sub(half + 1))]
}

#[cfg(test)]
mod tests {
    use super::Arrangement;
    use super::Pane;
    use super::panes;
    use proptest::prelude::*;
    use ratatui::layout::Rect;

    const AUTOMATIC: Arrangement =
        Arrangement { sources: None, sidebar: None, alone: false, one_pane: false, width: 72, list_width: None, sidebar_width: None };

    #[test]
    fn what_has_no_room_gives_way() {
        let shown = |width, height, focus| {
            let panes = panes(width, height, AUTOMATIC, focus);
            (panes.sources.is_some(), panes.text.width > 0, panes.sidebar.is_some())
        };
        assert_eq!(shown(120, 40, Pane::Text), (true, true, true));
        assert_eq!(shown(100, 30, Pane::Text), (false, true, true));
        assert_eq!(shown(80, 24, Pane::Text), (false, true, true));
        assert_eq!(shown(60, 24, Pane::Text), (false, true, false));
        assert_eq!(shown(60, 24, Pane::Sidebar), (false, false, true));
        assert_eq!(shown(80, 24, Pane::Sources), (true, true, false));
    }

    #[test]
    fn the_text_is_never_wider_than_configured() {
        assert_eq!(panes(300, 100, AUTOMATIC, Pane::Text).column.width, 72);
    }

    proptest! {
        #[test]
        fn areas_lie_on_the_screen_and_apart(width in 0u16..320, height in 0u16..110, sources in any::<Option<bool>>(), sidebar in any::<Option<bool>>(), alone in any::<bool>(), focus in 0..3) {
            let focus = [Pane::Sources, Pane::Text, Pane::Sidebar][focus as usize];
            let panes = panes(width, height, Arrangement { sources, sidebar, alone, ..AUTOMATIC }, focus);
            let screen = Rect::new(0, 0, width, height);
            let areas: Vec<Rect> = [panes.sources, Some(panes.text), panes.sidebar].into_iter().flatten().collect();
            for (index, area) in areas.iter().enumerate() {
                prop_assert_eq!(area.intersection(screen).area(), area.area());
                for other in &areas[index + 1..] {
                    prop_assert_eq!(area.intersection(*other).area(), 0);
                }
            }
        }
    }
}
