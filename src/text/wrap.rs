//! Rows of a block for a width in cells.

use unicode_linebreak::BreakOpportunity;
use unicode_linebreak::linebreaks;
use unicode_segmentation::UnicodeSegmentation;

use crate::text::Span;
use crate::text::visible;

/// Rows of `text` that are at most `width` cells wide.
///
/// Breaks where the Unicode line breaking algorithm (UAX 14) allows; a word wider than a row is cut between grapheme
/// clusters. A line end inside the text counts as a blank, unless `keep_lines` is set, as for tables. Spans are byte
/// ranges of `text`, in order, and together leave out nothing but the blanks at which a row was broken. A `width` of
/// 0 counts as 1: a pane may be that narrow for the moment of a resize.
pub fn wrap(text: &str, width: u16, keep_lines: bool) -> Vec<Span> {
    let width = usize::from(width.max(1));
    let mut rows = Rows { text, width, rows: Vec::new(), start: 0, end: 0, used: 0 };
    let mut from = 0;
    for (to, opportunity) in pieces(text) {
        rows.add(from, to);
        from = to;
        if keep_lines && opportunity == BreakOpportunity::Mandatory && to < text.len() {
            rows.flush(to);
        }
    }
    rows.flush(text.len());
    if rows.rows.is_empty() {
        rows.rows.push(Span::new(0, 0));
    }
    rows.rows
}

/// Stretches of `text` that may not be broken, as (end, kind of the border). Text of plain words is cut at blanks and
/// behind hyphens, which gives the same borders as the algorithm at a tenth of its cost.
fn pieces(text: &str) -> Box<dyn Iterator<Item = (usize, BreakOpportunity)> + '_> {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b' ' | b',' | b'.' | b'\'');
    if text.bytes().all(plain) {
        let bytes = text.as_bytes();
        let borders = (1..=bytes.len()).filter(move |&at| at == bytes.len() || bytes[at - 1] == b' ' && bytes[at] != b' ');
        return Box::new(borders.map(|at| (at, BreakOpportunity::Allowed)));
    }
    Box::new(linebreaks(text))
}

struct Rows<'a> {
    text: &'a str,
    width: usize,
    rows: Vec<Span>,
    /// Where the row being filled begins.
    start: usize,
    /// Where its last visible piece ends.
    end: usize,
    /// Cells used, trailing blanks included.
    used: usize,
}

impl Rows<'_> {
    /// Adds the unbreakable stretch `from..to`, whose trailing blanks may hang over the edge.
    fn add(&mut self, from: usize, to: usize) {
        let piece = &self.text[from..to];
        let word = piece.trim_end();
        let cells = visible::width(word);
        if self.used + cells > self.width && self.used > 0 {
            self.flush(from);
        }
        let open = if cells > self.width { self.cut(from, word) } else { cells };
        if !word.is_empty() {
            self.end = from + word.len();
        }
        self.used += open + visible::width(&piece[word.len()..]);
    }

    /// Cuts a word that is wider than a row into rows; gives the cells of its last part, which stays open.
    fn cut(&mut self, from: usize, word: &str) -> usize {
        let mut used = 0;
        for (at, grapheme) in word.grapheme_indices(true) {
            let cells = usize::from(visible::cell(grapheme).1);
            if used + cells > self.width && used > 0 {
                self.end = from + at;
                self.flush(from + at);
                used = 0;
            }
            used += cells;
        }
        used
    }

    fn flush(&mut self, next: usize) {
        if self.end > self.start {
            self.rows.push(Span::new(self.start, self.end));
        }
        self.start = next;
        self.end = next;
        self.used = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::wrap;
    use crate::text::visible;
    use proptest::prelude::*;

    fn rows(text: &str, width: u16) -> Vec<&str> {
        wrap(text, width, false).into_iter().map(|row| row.of(text)).collect()
    }

    #[test]
    fn rows_break_between_words_and_behind_hyphens() {
        assert_eq!(rows("one two three", 7), ["one two", "three"]);
        assert_eq!(rows("state-to-state", 9), ["state-to-", "state"]);
    }

    #[test]
    fn a_word_wider_than_a_row_is_cut() {
        assert_eq!(rows("abcdefgh ij", 3), ["abc", "def", "gh", "ij"]);
        assert_eq!(rows("日本語", 4), ["日本", "語"]);
    }

    #[test]
    fn a_closing_mark_never_begins_a_row() {
        assert_eq!(rows("he said “no”, then", 11), ["he said", "“no”, then"]);
    }

    #[test]
    fn nothing_is_one_empty_row() {
        assert_eq!(rows("", 10), [""]);
    }

    proptest! {
        #[test]
        fn rows_fit_and_leave_out_only_blanks(text in "[a-zé日\u{301}\u{1f468}\u{200d} \n-]{0,120}", width in 0u16..30) {
            let rows = wrap(&text, width, false);
            let mut end = 0;
            for row in &rows {
                prop_assert!(row.start() >= end);
                prop_assert!(text[end..row.start()].trim().is_empty());
                let one_cluster = unicode_segmentation::UnicodeSegmentation::graphemes(row.of(&text), true).count() <= 1;
                prop_assert!(visible::width(row.of(&text)) <= usize::from(width.max(1)) || one_cluster);
                end = row.end();
            }
            prop_assert!(text[end..].trim().is_empty());
        }
    }
}
