//! Lines of a raw text, gathered into the pieces that a reader sees as paragraphs.

use super::outside;
use crate::text::Span;

/// A paragraph, bullet or line that stands alone.
#[derive(Clone, Copy, Debug)]
pub(super) struct Piece {
    /// Its text, without a bullet and without blanks at the ends.
    pub(super) span: Span,
    /// Depth of the bullet before it, from 0.
    pub(super) bullet: Option<u8>,
    /// Whether it begins with a quotation mark of e-mail (`>`).
    pub(super) quoted: bool,
    /// Level of a heading marked with `#`.
    pub(super) heading: Option<u8>,
}

/// Widest line, in characters, of a text that was wrapped by hand.
const WRAPPED_WIDTH: usize = 120;

/// Cuts a text into pieces: at blank lines, before bullets, and at line ends, unless the lines of a paragraph were
/// wrapped by hand.
pub(super) fn pieces(text: &str) -> Vec<Piece> {
    let lines = lines(text);
    let wrapped = is_wrapped_by_hand(text, &lines);
    let width = typical_width(text, &lines);
    let mut pieces: Vec<Piece> = Vec::new();
    let mut open = false;
    let mut row_before = "";
    for line in lines {
        let content = line.of(text);
        if content.trim().is_empty() || is_rule(content) {
            open = false;
            continue;
        }
        let piece = piece(text, line);
        let goes_on = open && wrapped && piece.bullet.is_none() && piece.heading.is_none() && !piece.quoted;
        let goes_on = goes_on && !is_deliberate_break(row_before.trim(), content.trim(), width);
        row_before = content;
        match pieces.last_mut() {
            Some(last) if goes_on && last.heading.is_none() || open && last.quoted && piece.quoted => {
                last.span = Span::new(last.span.start(), piece.span.end())
            }
            _ => pieces.push(piece),
        }
        open = true;
    }
    pieces
}

/// The width, in characters, that nine in ten rows inside paragraphs do not pass: one long headline says nothing of the rest.
fn typical_width(text: &str, lines: &[Span]) -> usize {
    let rows = lines.windows(2).filter(|pair| !pair[1].of(text).trim().is_empty());
    let mut widths: Vec<usize> = rows.map(|pair| pair[0].of(text).trim().chars().count()).filter(|width| *width > 0).collect();
    widths.sort_unstable();
    widths.get(widths.len() * 9 / 10).copied().unwrap_or(0)
}

/// Whether a row of a text wrapped by hand ends though the next word had had ample room, as rows of a heading or an address do,
/// or is followed by a byline.
fn is_deliberate_break(row: &str, next: &str, width: usize) -> bool {
    let first = next.split_whitespace().next().map_or(0, |word| word.chars().count());
    let had_room = row.chars().count() + 1 + first <= width * 2 / 3;
    let is_byline = || next.chars().count() <= width * 2 / 3 && outside::byline(next).is_some();
    next.starts_with(|first: char| !first.is_lowercase()) && (had_room || is_byline())
}

/// A line of marks that parts sections: `* * *`, `___`.
fn is_rule(content: &str) -> bool {
    let marks = content.chars().filter(|c| !c.is_whitespace());
    marks.clone().count() >= 3 && marks.clone().all(|c| matches!(c, '*' | '-' | '_' | '=' | '~' | '#' | '·'))
}

fn lines(text: &str) -> Vec<Span> {
    let mut at = 0;
    let mut found = Vec::new();
    for line in text.split_inclusive('\n') {
        let bare = line.trim_end_matches('\n');
        if bare.is_empty() {
            found.push(Span::new(at, at));
        }
        // A form feed or a vertical tab parts pages, and so paragraphs.
        for part in bare.split_inclusive(['\u{c}', '\u{b}']) {
            found.push(Span::new(at, at + part.len()));
            at += part.len();
        }
        at += line.len() - bare.len();
    }
    found
}

/// Whether the lines of the text are rows of one width: none is long, and many end in the middle of a sentence.
fn is_wrapped_by_hand(text: &str, lines: &[Span]) -> bool {
    let mut rows = 0;
    let mut broken = 0;
    let mut n_long = 0;
    for pair in lines.windows(2) {
        let (row, next) = (pair[0].of(text).trim(), pair[1].of(text).trim());
        n_long += usize::from(row.chars().count() > WRAPPED_WIDTH);
        if row.is_empty() || next.is_empty() {
            continue;
        }
        rows += 1;
        let ends_inside = !row.ends_with(['.', '!', '?', ':', '"', '\u{201d}', ')']);
        broken += usize::from(ends_inside && row.chars().count() >= 40);
    }
    // A long address does not make the rest one line a paragraph.
    rows >= 2 && broken * 2 > rows && n_long * 10 <= rows
}

fn piece(text: &str, line: Span) -> Piece {
    let whole = line.trimmed(text);
    let content = whole.of(text);
    let mut piece = Piece { span: whole, bullet: None, quoted: false, heading: None };
    let indent = line.of(text).chars().take_while(|c| c.is_whitespace()).count();
    if let Some(rest) = content.strip_prefix("> ") {
        piece.quoted = true;
        piece.span = Span::new(whole.end() - rest.len(), whole.end()).trimmed(text);
    } else if let Some(marks) = heading_marks(content) {
        piece.heading = Some(marks as u8);
        piece.span = Span::new(whole.start() + marks, whole.end()).trimmed(text);
    } else if let Some(length) = bullet_length(content) {
        piece.bullet = Some((indent / 4).min(6) as u8);
        piece.span = Span::new(whole.start() + length, whole.end()).trimmed(text);
    }
    if piece.span.is_empty() {
        piece = Piece { span: whole, bullet: None, quoted: false, heading: None };
    }
    piece
}

fn heading_marks(content: &str) -> Option<usize> {
    let marks = content.bytes().take_while(|&byte| byte == b'#').count();
    ((1..=6).contains(&marks) && content[marks..].starts_with(' ')).then_some(marks)
}

/// Length in bytes of the bullet at the beginning of a line, its blank included.
fn bullet_length(content: &str) -> Option<usize> {
    let mark = content.chars().next()?;
    if matches!(mark, '•' | '‣' | '◦' | '▪' | '●' | '■' | '·' | '*' | '-' | '–' | '—' | '\u{f0b7}') {
        let rest = &content[mark.len_utf8()..];
        let blanks = rest.len() - rest.trim_start().len();
        let is_bullet = blanks > 0 || matches!(mark, '•' | '‣' | '▪' | '●' | '■' | '\u{f0b7}');
        return is_bullet.then_some(mark.len_utf8() + blanks);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::pieces;

    fn cut(text: &str) -> Vec<&str> {
        pieces(text).iter().map(|piece| piece.span.of(text)).collect()
    }

    #[test]
    fn lines_wrapped_by_hand_are_joined() {
        let text =
            "This is the first row of a paragraph that was\nwrapped by hand at a width of fifty, and it goes\non here.\n\nA second one.";
        assert_eq!(cut(text).len(), 2);
    }

    #[test]
    fn a_row_that_ends_early_stands_alone() {
        let text = "A quake in the east kills many as the night falls there\nBy Ada Reed\nMay 3, 2024\n\nThe quake struck the old town in the east of the land\nand many of those who lived there have not been seen in\nthe streets since then, the mayor said in the evening.";
        assert_eq!(cut(text).len(), 4, "{:?}", cut(text));
        assert_eq!(cut(text)[1..3], ["By Ada Reed", "May 3, 2024"]);
    }

    #[test]
    fn a_long_headline_and_a_row_that_begins_with_by_cut_nothing() {
        let headline = "A headline that is much longer than the rows of the text below it, which were wrapped by hand at fifty or so";
        let body = "The quake struck the old town in the east of the\nland and many of those who lived there, says the report of the\nKelso council, have not been seen in the long streets\nsince then. The pictures of the old town were taken\nby Ada Reed.";
        assert_eq!(cut(&format!("{headline}\n\n{body}")).len(), 2);
    }

    #[test]
    fn without_blank_lines_each_line_is_a_paragraph() {
        assert_eq!(
            cut("A title\nA first paragraph ends here.\nA second one ends here."),
            ["A title", "A first paragraph ends here.", "A second one ends here."]
        );
    }

    #[test]
    fn bullets_are_cut_off_and_kept_apart() {
        let text = "  • One.\n  • Two.\n- three";
        assert_eq!(cut(text), ["One.", "Two.", "three"]);
        assert!(pieces(text).iter().all(|piece| piece.bullet == Some(0)));
    }
}
