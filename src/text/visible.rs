//! What a character looks like in cells: control, escape and bidirectional characters made harmless.
//!
//! Articles, file names and configuration are hostile input. Whatever goes to the terminal passes through here:
//! a control character is shown as its Unicode control picture, characters that reorder or hide text are shown as
//! a replacement sign, and right-to-left text stands as it is (the terminal decides), without overrides.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Most cells that one grapheme cluster takes; longer ones are a pile of marks.
const MOST_CELLS: usize = 2;

/// Most bytes of one grapheme cluster that are sent; the rest of a pile of combining marks is dropped.
const MOST_BYTES: usize = 32;

/// `text` as it may be sent to a terminal: no control, escape, bidirectional control or invisible character.
/// A line end or tab becomes a blank.
pub fn visible(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|byte| (0x20..0x7f).contains(&byte)) {
        return Cow::Borrowed(text);
    }
    if !text.chars().any(|character| shown_as(character).is_some() || draws_nothing(character)) {
        return Cow::Borrowed(text);
    }
    let drawn = text.chars().filter(|character| !draws_nothing(*character));
    Cow::Owned(drawn.map(|character| shown_as(character).unwrap_or(character)).collect())
}

/// Whether a character is seen nowhere and only tells how others are written or divided: soft hyphens, blanks and joiners
/// without width, marks of direction, tags, fillers. It stays in the text, and is neither drawn nor compared. What turns
/// the order of letters round is shown instead.
pub fn draws_nothing(character: char) -> bool {
    matches!(
        character,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}' | '\u{200b}' | '\u{200e}' | '\u{200f}'
            | '\u{2060}'..='\u{2065}' | '\u{206a}'..='\u{206f}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}' | '\u{e0000}'..='\u{e0fff}'
    )
}

/// Whether a character counts for nothing where words are compared: what draws nothing, and joiners and selectors that
/// only choose among forms of the letters around them.
pub fn counts_for_nothing(character: char) -> bool {
    draws_nothing(character) || matches!(character, '\u{200c}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}')
}

/// A grapheme cluster as it is drawn, with its width in cells (0 to 2).
pub fn cell(grapheme: &str) -> (Cow<'_, str>, u16) {
    if let [byte] = grapheme.as_bytes()
        && (0x20..0x7f).contains(byte)
    {
        return (Cow::Borrowed(grapheme), 1);
    }
    let shown = visible(grapheme);
    let shown = if shown.len() > MOST_BYTES { cut(&shown, MOST_BYTES) } else { shown };
    let width = shown.width().min(MOST_CELLS) as u16;
    if shown.is_empty() {
        return (Cow::Borrowed(""), 0);
    }
    if width == 0 {
        // A lone mark would change the cell before it.
        return (Cow::Borrowed("\u{fffd}"), 1);
    }
    (shown, width)
}

/// Width of `text` in cells, as [`cell`] draws it.
pub fn width(text: &str) -> usize {
    if text.bytes().all(|byte| (0x20..0x7f).contains(&byte)) {
        return text.len();
    }
    text.graphemes(true).map(|grapheme| usize::from(cell(grapheme).1)).sum()
}

/// `text`, harmless, cut to at most `cells` cells; a cut is shown by an ellipsis, which counts.
pub fn fit(text: &str, cells: usize) -> String {
    let shown = visible(text);
    if width(&shown) <= cells {
        return shown.into_owned();
    }
    let mut kept = String::new();
    let mut used = 0;
    for grapheme in shown.graphemes(true) {
        let (drawn, cells_here) = cell(grapheme);
        if used + usize::from(cells_here) + 1 > cells {
            break;
        }
        kept.push_str(&drawn);
        used += usize::from(cells_here);
    }
    let trimmed = kept.trim_end().len();
    kept.truncate(trimmed);
    if cells > 0 {
        kept.push('\u{2026}');
    }
    kept
}

/// The end of `text` that takes at most `cells` cells.
pub fn last_cells(text: &str, cells: usize) -> &str {
    let mut start = text.len();
    let mut used = 0;
    for (at, grapheme) in text.grapheme_indices(true).rev() {
        used += usize::from(cell(grapheme).1);
        if used > cells {
            break;
        }
        start = at;
    }
    &text[start..]
}

fn cut(text: &str, most: usize) -> Cow<'static, str> {
    let mut end = most;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    Cow::Owned(text[..end].to_owned())
}

/// The sign that stands for a character that must not be sent; `None` if it may be.
fn shown_as(character: char) -> Option<char> {
    match character {
        '\t' | '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some(' '),
        // Control pictures mirror the C0 block.
        '\0'..='\u{1f}' => char::from_u32(0x2400 + character as u32),
        '\u{7f}' => Some('\u{2421}'),
        '\u{80}'..='\u{9f}' => Some('\u{fffd}'),
        // Embeddings, overrides and isolates of the bidirectional algorithm (UAX 9), and what hides text.
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{fff9}'..='\u{fffb}' => Some('\u{fffd}'),
        // Letters of nobody: what a font draws for them is anybody's guess.
        '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}' => Some('\u{fffd}'),
        '\u{a0}' | '\u{2007}' | '\u{202f}' => Some(' '),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::cell;
    use super::fit;
    use super::last_cells;
    use super::visible;
    use super::width;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn no_control_character_leaves(text in any::<String>()) {
            let shown = visible(&text);
            prop_assert!(!shown.chars().any(char::is_control));
            let reorders = shown.chars().any(|c| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'));
            prop_assert!(!reorders);
        }

        #[test]
        fn what_is_fitted_fits(text in any::<String>(), cells in 0usize..40) {
            prop_assert!(width(&fit(&text, cells)) <= cells);
        }
    }

    #[test]
    fn an_escape_sequence_is_shown_and_not_sent() {
        assert_eq!(visible("\u{1b}[31mred\u{202e}"), "\u{241b}[31mred\u{fffd}");
    }

    #[test]
    fn what_only_divides_words_is_not_drawn() {
        assert_eq!(visible("in\u{ad}spec\u{200b}tion\u{feff}"), "inspection");
        assert_eq!((width("a\u{ad}b"), cell("\u{2060}").1), (2, 0));
        assert_eq!(visible("\u{202e}"), "\u{fffd}");
    }

    #[test]
    fn a_pile_of_marks_keeps_to_its_cell() {
        let pile = format!("e{}", "\u{301}".repeat(5000));
        let (shown, cells) = cell(&pile);
        assert!(shown.len() <= 40);
        assert_eq!(cells, 1);
    }

    #[test]
    fn wide_characters_take_two_cells() {
        assert_eq!(width("日本"), 4);
        assert_eq!(fit("日本語", 4), "日…");
        assert_eq!(fit("reader", 4), "rea…");
        assert_eq!(last_cells("a日本", 3), "本");
    }
}
