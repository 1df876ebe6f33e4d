//! From blocks to the rows of the reading pane. Both `update`, which moves by rows, and the drawing ask it.

use crate::text::Block;
use crate::text::BlockKind;
use crate::text::Source;
use crate::text::Span;
use crate::text::wrap::wrap;

/// Cells by which a list item hangs behind its bullet.
const HANG: u16 = 2;

/// How a source is laid out. Lays out only the blocks that are asked for, so a book costs what a note costs.
#[derive(Clone, Copy)]
pub struct Layout<'a> {
    source: &'a Source,
    width: u16,
    open_outside: bool,
}

/// What a row shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowKind {
    /// A stretch of the text.
    Text,
    /// Nothing.
    Blank,
    /// A made-up title; the row's number among its rows.
    MadeUpTitle(usize),
    /// Publisher, date, length.
    Details,
    /// So many lines outside the article, folded.
    Folded(usize),
}

/// One row of the reading pane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// What it shows.
    pub kind: RowKind,
    /// Index of the block that it belongs to.
    pub block: usize,
    /// The stretch of the text that it stands for; empty for a row that the text does not have.
    pub span: Span,
    /// Cells before the text.
    pub indent: u16,
    /// Whether it is the first row of its block.
    pub first: bool,
}

impl<'a> Layout<'a> {
    /// The layout of `source` in a column of `width` cells; with `open_outside` text outside the body is shown whole.
    pub fn new(source: &'a Source, width: u16, open_outside: bool) -> Layout<'a> {
        Layout { source, width, open_outside }
    }

    /// Rows from the one that holds the byte at `top` on; from the very beginning if `top` stands at or before the
    /// first block.
    pub fn rows_from(self, top: usize) -> impl Iterator<Item = Row> + 'a {
        let first = self.block_at(top);
        let at_beginning = self.source.blocks.first().is_none_or(|block| top <= block.span.start());
        let rows = (first..self.source.blocks.len().max(1)).flat_map(move |block| self.rows_of(block));
        rows.skip_while(move |row| !at_beginning && (row.span.is_empty() || row.span.end() <= top))
    }

    /// Rows before the one that holds the byte at `offset`, nearest first.
    pub fn rows_before(self, offset: usize) -> impl Iterator<Item = Row> + 'a {
        let last = self.block_at(offset);
        let blocks = (0..=last).rev().take_while(move |_| !self.source.blocks.is_empty());
        blocks
            .flat_map(move |block| self.rows_of(block).into_iter().rev())
            .skip_while(move |row| row.span.end() > offset || row.span.is_empty() && row.block == last && row.span.start() >= offset)
    }

    /// The row that holds the byte at `offset`, or the next one behind it.
    pub fn row_at(self, offset: usize) -> Option<Row> {
        let rows = self.rows_from(offset);
        rows.filter(|row| !row.span.is_empty()).find(|row| row.span.end() > offset).or_else(|| self.last_row())
    }

    /// The first byte to show so that the byte at `offset` stands on row `row` of the window, or as near to it as can be, and
    /// the rows to leave free above it.
    pub fn top_for(self, offset: usize, row: usize) -> (usize, u16) {
        let start = self.row_at(offset).map_or(0, |row| row.span.start());
        let above: Vec<Row> = self.rows_before(start).take(row).collect();
        // A window cannot begin at a row without text, nor behind the heading of its first row.
        let tops = above.iter().rev().filter(|row| !row.span.is_empty()).map(|row| row.span.start()).chain([start]);
        let placed = |top: usize| Some((top, self.rows_from(top).position(|row| row.span.contains(start))?));
        let mut placed = tops.filter_map(placed);
        let best = placed.by_ref().find(|(_, at)| *at <= row);
        best.map_or((start, 0), |(top, at)| (top, u16::try_from(row - at).unwrap_or(0)))
    }

    /// The last row that stands for text.
    pub fn last_row(self) -> Option<Row> {
        (0..self.source.blocks.len()).rev().find_map(|block| self.rows_of(block).into_iter().rev().find(|row| !row.span.is_empty()))
    }

    /// Index of the block that holds the byte at `offset`, or of the first one behind it, or of the last.
    fn block_at(self, offset: usize) -> usize {
        let blocks = &self.source.blocks;
        let at = blocks.partition_point(|block| block.span.end() <= offset).min(blocks.len().saturating_sub(1));
        if self.is_folded(at) { self.first_of_group(at) } else { at }
    }

    fn is_outside(self, block: usize) -> bool {
        self.source.blocks.get(block).is_some_and(|block| block.kind == BlockKind::Outside)
    }

    fn is_folded(self, block: usize) -> bool {
        !self.open_outside && self.is_outside(block)
    }

    fn first_of_group(self, block: usize) -> usize {
        (0..=block).rev().take_while(|&block| self.is_outside(block)).last().unwrap_or(block)
    }

    /// All rows of one block, those above it included.
    fn rows_of(self, index: usize) -> Vec<Row> {
        let mut rows = Vec::new();
        let Some(&block) = self.source.blocks.get(index) else {
            if index == 0 {
                self.push_heading(&mut rows);
            }
            return rows;
        };
        if self.is_folded(index) && index > 0 && self.is_outside(index - 1) {
            return rows;
        }
        let has_title = self.source.blocks.iter().take(8).any(|block| block.kind == BlockKind::Title);
        if index == 0 && !has_title {
            self.push_heading(&mut rows);
        }
        if self.has_blank_above(index, block) {
            rows.push(Row {
                kind: RowKind::Blank,
                block: index,
                span: Span::new(block.span.start(), block.span.start()),
                indent: 0,
                first: false,
            });
        }
        if self.is_folded(index) {
            let group = self.source.blocks[index..].iter().take_while(|block| block.kind == BlockKind::Outside);
            let (count, end) = group.fold((0, block.span.end()), |(count, _), block| (count + 1, block.span.end()));
            rows.push(Row { kind: RowKind::Folded(count), block: index, span: Span::new(block.span.start(), end), indent: 0, first: true });
            return rows;
        }
        let indent = indent(block).min(self.width / 2);
        if block.kind == BlockKind::Table {
            // A row of a table is a row of the screen, whatever its width: its cells are fitted when it is drawn.
            let mut at = block.span.start();
            for line in block.span.of(&self.source.text).split('\n') {
                let span = Span::new(at, at + line.len());
                at = span.end() + 1;
                if !line.trim().is_empty() {
                    rows.push(Row { kind: RowKind::Text, block: index, span, indent, first: rows.is_empty() });
                }
            }
            return rows;
        }
        // A line that the text ends itself is one: verse, an address, code.
        let keep_lines = !self.source.text_is_its_file || block.kind == BlockKind::Code;
        for (number, span) in self.wrapped(block.span, self.width - indent, keep_lines).into_iter().enumerate() {
            rows.push(Row { kind: RowKind::Text, block: index, span, indent, first: number == 0 });
        }
        if block.kind == BlockKind::Title {
            let end = block.span.end();
            rows.push(Row { kind: RowKind::Details, block: index, span: Span::new(end, end), indent: 0, first: false });
        }
        rows
    }

    /// Rows of a stretch of the text; markup that is not drawn takes no cells.
    fn wrapped(self, span: Span, width: u16, keep_lines: bool) -> Vec<Span> {
        let parts = self.source.drawn(span);
        if parts.len() <= 1 {
            return wrap(span.of(&self.source.text), width, keep_lines).into_iter().map(|row| row.shifted(span.start())).collect();
        }
        let shown: String = parts.iter().map(|part| part.of(&self.source.text)).collect();
        // Where in the source the byte at `at` of what is shown stands.
        let place = |mut at: usize| {
            for part in &parts {
                if at < part.len() {
                    return part.start() + at;
                }
                at -= part.len();
            }
            span.end()
        };
        let rows = wrap(&shown, width, keep_lines).into_iter().filter(|row| !row.is_empty());
        rows.map(|row| {
            let last = last_length(row.of(&shown));
            Span::new(place(row.start()), place(row.end() - last) + last)
        })
        .collect()
    }

    /// Heading of a source without a title: its made-up one.
    fn push_heading(self, rows: &mut Vec<Row>) {
        let none = Span::new(0, 0);
        // A standfirst that stands in for the title is shown once.
        let meta = &self.source.meta;
        let is_standfirst =
            meta.title.as_ref().zip(meta.standfirst.as_ref()).is_some_and(|(title, standfirst)| title.value == standfirst.value);
        if is_standfirst {
            rows.push(Row { kind: RowKind::Details, block: 0, span: none, indent: 0, first: true });
            return;
        }
        for number in 0..self.made_up_rows().len() {
            rows.push(Row { kind: RowKind::MadeUpTitle(number), block: 0, span: none, indent: 0, first: number == 0 });
        }
        rows.push(Row { kind: RowKind::Details, block: 0, span: none, indent: 0, first: false });
    }

    /// A title that the text does not show, in rows; one that was made up is marked as such.
    pub fn made_up_rows(self) -> Vec<String> {
        let mark = if self.source.title_is_made_up() { "~ " } else { "" };
        let title = format!("{mark}{}", self.source.title());
        wrap(&title, self.width, false).into_iter().map(|row| row.of(&title).to_owned()).collect()
    }

    /// A blank row parts blocks, but for the items of one list and lines outside the body.
    fn has_blank_above(self, index: usize, block: Block) -> bool {
        let Some(above) = index.checked_sub(1).and_then(|above| self.source.blocks.get(above)) else {
            return index == 0 && block.kind != BlockKind::Title && !self.is_folded(0) && self.source.title_is_made_up();
        };
        let same_list = matches!((above.kind, block.kind), (BlockKind::ListItem(_), BlockKind::ListItem(_)));
        let is_long = |block: &Block| block.span.len() > usize::from(self.width) * 3;
        let both_outside = above.kind == BlockKind::Outside && block.kind == BlockKind::Outside;
        !both_outside && (!same_list || is_long(above) || is_long(&block))
    }
}

/// Bytes of the last character.
fn last_length(text: &str) -> usize {
    text.chars().next_back().map_or(0, char::len_utf8)
}

fn indent(block: Block) -> u16 {
    match block.kind {
        BlockKind::ListItem(depth) => HANG * u16::from(depth) + mark_width(block.number),
        BlockKind::Quote(depth) => HANG * (u16::from(depth) + 1),
        BlockKind::Code => HANG,
        _ => 0,
    }
}

/// Cells of what stands before an item: its bullet or its number, and a blank.
pub fn mark_width(number: u32) -> u16 {
    if number == 0 { HANG } else { number.to_string().len() as u16 + 2 }
}

#[cfg(test)]
mod tests {
    use super::Layout;
    use super::Row;
    use super::RowKind;
    use crate::import::import;
    use crate::text::Source;
    use proptest::prelude::*;

    fn source(text: &str) -> Source {
        import("a.txt", text.as_bytes()).0
    }

    const ARTICLE: &str = "Source: Somebody\n\nA Title of Some Words Here\n\nFirst paragraph with a few words. It has two sentences.\n\nSecond paragraph, also with words. And two sentences.\n\n1 of 2";

    proptest! {
        #[test]
        fn rows_from_and_before_meet(width in 8u16..60, open in any::<bool>(), at in 0usize..150) {
            let source = source(ARTICLE);
            let layout = Layout::new(&source, width, open);
            let all: Vec<Row> = layout.rows_from(0).collect();
            let Some(here) = layout.row_at(at) else { return Ok(()) };
            let before: Vec<Row> = layout.rows_before(here.span.start()).collect();
            let after: Vec<Row> = layout.rows_from(here.span.start()).collect();
            let text = |rows: &[Row]| rows.iter().filter(|row| !row.span.is_empty()).count();
            prop_assert_eq!(text(&before) + text(&after), text(&all));
        }

        #[test]
        fn a_place_is_brought_to_any_row(width in 8u16..60, open in any::<bool>(), at in 0usize..150, wanted in 0usize..30) {
            let source = source(ARTICLE);
            let layout = Layout::new(&source, width, open);
            let Some(here) = layout.row_at(at) else { return Ok(()) };
            let (top, lead) = layout.top_for(here.span.start(), wanted);
            let shown = layout.rows_from(top).position(|row| row.span == here.span).expect("a row");
            // The very first rows have the heading above them.
            let heading = layout.rows_from(0).position(|row| row.span == here.span).expect("a row");
            prop_assert_eq!(shown + usize::from(lead), if top == 0 { wanted.max(heading) } else { wanted });
        }
    }

    #[test]
    fn outside_is_folded_to_one_row() {
        let source = source(ARTICLE);
        let folded: Vec<RowKind> =
            Layout::new(&source, 60, false).rows_from(0).map(|row| row.kind).filter(|kind| matches!(kind, RowKind::Folded(_))).collect();
        assert_eq!(folded, [RowKind::Folded(1), RowKind::Folded(1)]);
        assert!(Layout::new(&source, 60, true).rows_from(0).all(|row| !matches!(row.kind, RowKind::Folded(_))));
    }

    #[test]
    fn an_empty_source_has_its_name_for_a_heading() {
        let source = source("");
        let rows: Vec<RowKind> = Layout::new(&source, 60, false).rows_from(0).map(|row| row.kind).collect();
        assert_eq!(rows, [RowKind::MadeUpTitle(0), RowKind::Details]);
    }
}
