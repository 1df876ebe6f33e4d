//! Pairs quotation marks, also over paragraphs.
//!
//! A quotation of several paragraphs opens each of them and is closed in the last; texts of one sentence a paragraph often
//! open it once and close it some paragraphs later. Both are followed as long as the paragraphs between hold no mark.

use crate::text::Span;

/// Paragraphs without a mark that may lie inside a quotation.
const PARAGRAPHS_INSIDE: usize = 6;

/// Characters of the longest quotation between straight single marks.
const LONGEST_SINGLE: usize = 1_000;

/// A stretch between quotation marks in one block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Quoted {
    /// The words without the marks, from the start of the block.
    pub(super) span: Span,
    /// Whether the quotation began in a block before.
    pub(super) continues: bool,
    /// Whether it goes on in the block behind.
    pub(super) open: bool,
}

/// The quoted stretches of each of `blocks`, which follow one another.
pub(super) fn quoted(blocks: &[&str]) -> Vec<Vec<Quoted>> {
    let mut found: Vec<Vec<Quoted>> = Vec::with_capacity(blocks.len());
    let mut open: Option<char> = None;
    for (index, text) in blocks.iter().enumerate() {
        let rest = &blocks[index + 1..];
        let (own, left_open) = match open {
            Some(mark) if !begins_with_mark(text) => of_block(text, Some(mark)),
            _ => of_block(text, None),
        };
        let reopened = open.is_some();
        let mut own: Vec<Quoted> =
            own.into_iter().enumerate().map(|(number, span)| Quoted { span, continues: reopened && number == 0, open: false }).collect();
        open = None;
        if let Some((start, mark)) = left_open {
            let span = Span::new(start, text.len()).trimmed(text);
            let goes_on = mark != '\u{2018}' && goes_on(rest, mark);
            if goes_on {
                open = Some(mark);
            }
            // A curly mark that is closed nowhere still opens something; a straight one may be a stray.
            if (goes_on || !matches!(mark, '"' | '\u{2018}')) && !span.is_empty() {
                own.push(Quoted { span, continues: reopened && own.is_empty(), open: goes_on });
            }
        }
        own.retain(|quote| !quote.span.is_empty());
        found.push(own);
    }
    found
}

/// Whether a quotation left open by `mark` goes on in the blocks behind: the first mark there opens the next block, or closes
/// the quotation.
fn goes_on(rest: &[&str], mark: char) -> bool {
    for (number, text) in rest.iter().take(PARAGRAPHS_INSIDE).enumerate() {
        if begins_with_mark(text) {
            return number == 0;
        }
        if let Some((at, character)) =
            text.char_indices().find(|(_, character)| matches!(character, '"' | '\u{201c}' | '\u{201d}' | '\u{201e}' | '\u{ab}' | '\u{bb}'))
        {
            return at > 0 && closes(mark, character, text[..at].chars().next_back().unwrap_or(' '), ' ');
        }
    }
    false
}

fn begins_with_mark(text: &str) -> bool {
    text.trim_start().starts_with(['"', '\u{201c}', '\u{201e}', '\u{ab}'])
}

/// Whether `character` between `before` and `next` closes what `mark` opened.
fn closes(mark: char, character: char, before: char, next: char) -> bool {
    match mark {
        '"' => character == '"' && !before.is_whitespace(),
        '\u{2018}' => character == '\u{2019}' && !next.is_alphanumeric() && !before.is_whitespace(),
        '\'' => character == '\'' && matches!(before, ',' | '.' | '!' | '?') && !next.is_alphanumeric(),
        '\u{ab}' => character == '\u{bb}',
        _ => matches!(character, '\u{201d}' | '"') || character == '\u{201c}' && !before.is_whitespace(),
    }
}

/// Whether a straight single mark closes what it opened: behind a stop, before the next mark of another kind.
fn is_closed(text: &str) -> bool {
    let mut before = ' ';
    let mut characters = text.chars().take(LONGEST_SINGLE).peekable();
    while let Some(character) = characters.next() {
        let next = characters.peek().copied().unwrap_or(' ');
        if closes('\'', character, before, next) {
            return true;
        }
        if matches!(character, '"' | '\u{201c}' | '\u{201d}') {
            return false;
        }
        before = character;
    }
    false
}

/// The closed stretches of one block, which begins inside a quotation if `inside`, and where an open one begins with its mark.
fn of_block(text: &str, inside: Option<char>) -> (Vec<Span>, Option<(usize, char)>) {
    let mut found = Vec::new();
    let mut open: Option<(usize, char)> = inside.map(|mark| (0, mark));
    let mut before = ' ';
    let mut characters = text.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        let next = characters.peek().map_or(' ', |&(_, next)| next);
        let behind = at + character.len_utf8();
        match open {
            None => {
                let opens = match character {
                    '\u{201c}' | '\u{201e}' | '\u{ab}' => true,
                    '"' => !before.is_alphanumeric(),
                    '\u{2018}' => !before.is_alphanumeric() && next.is_alphabetic(),
                    // An apostrophe as often: only where a sentence begins and a stop closes it.
                    '\'' => !before.is_alphanumeric() && next.is_uppercase() && is_closed(&text[behind..]),
                    _ => false,
                };
                if opens {
                    open = Some((behind, character));
                }
            }
            Some((start, mark)) => {
                // A straight mark after a blank, where none but an opening one fits, closes all the same if nothing else does.
                let stray = mark == '"' && character == '"' && at > start;
                if closes(mark, character, before, next) && at >= start || stray {
                    found.push(Span::new(start, at).trimmed(text));
                    open = None;
                }
            }
        }
        before = character;
    }
    (found, open)
}

#[cfg(test)]
mod tests {
    use super::quoted;

    fn words<'a>(blocks: &[&'a str]) -> Vec<Vec<&'a str>> {
        quoted(blocks).iter().zip(blocks).map(|(quotes, text)| quotes.iter().map(|quote| quote.span.of(text)).collect()).collect()
    }

    #[test]
    fn marks_are_paired_in_a_block_and_over_blocks() {
        assert_eq!(words(&["He said “one” and \"two\"."]), [["one", "two"]]);
        assert_eq!(words(&["“First.", "“Second.”", "Then “third”."]), [["First."], ["Second."], ["third"]]);
        assert_eq!(
            words(&["\"He did not leak.", "He had to be squeezed,\" she said."]),
            [["He did not leak."], ["He had to be squeezed,"]]
        );
        assert_eq!(words(&["\"It began.", "It went on.", "It ended,\" he said."]), [["It began."], ["It went on."], ["It ended,"]]);
        assert_eq!(words(&["a 5\" pipe", "and \"more\" of it"]), [vec![], vec!["more"]]);
        assert_eq!(words(&["the ‘old’ sailors’ home"]), [["old"]]);
        assert_eq!(words(&["'We were there,' he said, 'All of us.' It's the dogs' bowl."]), [["We were there,", "All of us."]]);
        assert_eq!(words(&["The '90s and the 'Old House' of the Bells' son"]), [[""; 0]]);
    }
}
