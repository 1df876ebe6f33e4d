//! Tables in the text: cells under one another, fitted to the column.

use ratatui::layout::Rect;
use ratatui::style::Modifier;

use crate::text::Block;
use crate::text::Source;
use crate::text::Span;
use crate::text::visible::fit;
use crate::text::visible::width;
use crate::ui::canvas::Canvas;
use crate::ui::line::Dressed;
use crate::ui::line::segments;

/// Cells between two columns.
const GAP: u16 = 2;
/// Fewest cells of a column that is made narrower for the others.
const NARROWEST: u16 = 6;
/// Rows of a table that tell how wide its columns are.
const MEASURED: usize = 400;

/// Cells of each column of a table, so that all of them fit into `space` if they can.
pub(super) fn columns(source: &Source, block: Block, space: u16) -> Vec<u16> {
    let mut widths: Vec<u16> = Vec::new();
    for line in block.span.of(&source.text).lines().take(MEASURED) {
        for (column, cell) in line.split('\t').enumerate() {
            let cells = width(cell).min(usize::from(space)) as u16;
            match widths.get_mut(column) {
                Some(known) => *known = (*known).max(cells),
                None => widths.push(cells),
            }
        }
    }
    let needed = |widths: &[u16]| widths.iter().sum::<u16>() + GAP * (widths.len() as u16).saturating_sub(1);
    // The widest gives way first.
    while needed(&widths) > space {
        match widths.iter_mut().filter(|width| **width > NARROWEST).max_by_key(|width| **width) {
            Some(widest) => *widest -= 1,
            None => break,
        }
    }
    widths
}

/// Draws one row of a table; what does not fit into its cell is cut there, and shown so.
pub(super) fn draw_row(source: &Source, block: Block, row: Span, area: Rect, marks: &[Dressed], canvas: &mut Canvas) {
    let text = &source.text;
    let number = text[block.span.start()..row.start()].bytes().filter(|&byte| byte == b'\n').count();
    let is_header = number < block.number as usize;
    let (mut x, mut at) = (area.x, row.start());
    for (cell, width_of) in row.of(text).split('\t').zip(columns(source, block, area.width)) {
        let span = Span::new(at, at + cell.len());
        at = span.end() + 1;
        let end = (x + width_of).min(area.right());
        let fits = width(cell) <= usize::from(width_of);
        let base = if is_header { canvas.bold() } else { Default::default() };
        if fits {
            let mut here = x;
            for (part, style) in segments(span, marks) {
                if !part.is_empty() {
                    here = canvas.put(here, area.y, end, part.of(text), base.patch(style));
                }
            }
        } else {
            let style = segments(span, marks).first().map_or(base, |(_, style)| base.patch(*style));
            canvas.put(x, area.y, end, &fit(cell, usize::from(width_of)), style.remove_modifier(Modifier::UNDERLINED));
        }
        x = x.saturating_add(width_of + GAP);
        if x >= area.right() {
            break;
        }
    }
}
