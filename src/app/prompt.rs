//! A one-line input with a cursor, history and what it is for.

use crossterm::event::KeyCode;
use unicode_segmentation::UnicodeSegmentation;

use crate::app::correcting::SourceField;
use crate::app::trail::Place;
use crate::keys::Key;

/// What the input is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PromptKind {
    /// Search in this text; where the search began.
    Search(Place),
    /// Search in all sources.
    SearchAll,
    /// Search all sources by meaning.
    Meaning,
    /// A command by name.
    Command,
    /// Filter of the list.
    Filter,
    /// A note.
    Note,
    /// A tag.
    Tag,
    /// A question under which passages are collected.
    Question,
    /// The file to export to.
    Export,
    /// The name of a file for the brief.
    ExportBrief,
    /// The value of a field of a source.
    Field(SourceField),
    /// A term that carries a theme, or does not.
    Term(usize, bool),
    /// What the list of notes is narrowed to.
    FilterNotes,
}

impl PromptKind {
    /// Most bytes that a line takes. What is pasted without the marks of a paste comes letter by letter, and a pattern is looked for
    /// at each.
    fn longest(self) -> usize {
        match self {
            PromptKind::Search(_) | PromptKind::SearchAll | PromptKind::Meaning | PromptKind::Filter | PromptKind::FilterNotes => 500,
            PromptKind::Note => 100_000,
            _ => 4_000,
        }
    }

    /// What stands before the input.
    pub fn mark(self) -> &'static str {
        match self {
            PromptKind::Field(SourceField::Name) => "short name: ",
            PromptKind::Field(SourceField::Title) => "title: ",
            PromptKind::Field(SourceField::Publisher) => "publisher: ",
            PromptKind::Field(SourceField::Author) => "author: ",
            PromptKind::Field(SourceField::Date) => "date (2025-07-04, or less): ",
            PromptKind::Field(SourceField::Language) => "language (en, de, …): ",
            PromptKind::Field(SourceField::Url) => "address: ",
            PromptKind::Term(_, true) => "carries the theme: ",
            PromptKind::Term(_, false) => "does not carry the theme: ",
            PromptKind::Search(_) => "/",
            PromptKind::SearchAll => "search all: ",
            PromptKind::Meaning => "by meaning: ",
            PromptKind::Command => ":",
            PromptKind::Filter => "filter: ",
            PromptKind::Note => "note: ",
            PromptKind::Tag => "tag: ",
            PromptKind::Question => "question: ",
            PromptKind::Export => "export to (.md .csv .json .jsonld .txt .html .bib): ",
            PromptKind::ExportBrief => "write the brief to (.md .txt .html): ",
            PromptKind::FilterNotes => "notes with: ",
        }
    }
}

/// A line that is being typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prompt {
    /// What it is for.
    pub kind: PromptKind,
    /// What was typed.
    pub text: String,
    /// Byte of `text` before which the cursor stands.
    pub cursor: usize,
    /// What is wrong with it, to show.
    pub error: Option<String>,
    /// How far back in the history it is, from 1; 0 is the line itself.
    recalled: usize,
}

/// What a key did to the input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Typed {
    /// The text changed.
    Changed,
    /// Only the cursor moved, or nothing.
    Kept,
    /// The reader is done.
    Accepted,
    /// The reader gave up.
    Cancelled,
    /// The reader asks for the rest of a word.
    Completion,
}

impl Prompt {
    /// An empty line.
    pub fn new(kind: PromptKind) -> Prompt {
        Prompt { kind, text: String::new(), cursor: 0, error: None, recalled: 0 }
    }

    /// A line with `text`, the cursor at its end.
    pub fn with(kind: PromptKind, text: &str) -> Prompt {
        Prompt { cursor: text.len(), text: text.to_owned(), ..Prompt::new(kind) }
    }

    /// Takes one key; `history` is what was typed before, latest last.
    pub fn key(&mut self, key: Key, history: &[String]) -> Typed {
        self.error = None;
        match key.code() {
            KeyCode::Enter => return Typed::Accepted,
            KeyCode::Esc => return Typed::Cancelled,
            KeyCode::Tab => return Typed::Completion,
            KeyCode::Char('c' | 'g') if key.ctrl() => return Typed::Cancelled,
            KeyCode::Backspace if self.text.is_empty() => return Typed::Cancelled,
            KeyCode::Backspace => return self.delete(self.before(), self.cursor),
            KeyCode::Delete => return self.delete(self.cursor, self.after()),
            KeyCode::Char('u') if key.ctrl() => return self.delete(0, self.cursor),
            KeyCode::Char('w') if key.ctrl() => return self.delete(self.word_start(), self.cursor),
            KeyCode::Char('a') if key.ctrl() => self.cursor = 0,
            KeyCode::Char('e') if key.ctrl() => self.cursor = self.text.len(),
            KeyCode::Home => self.cursor = 0,
            KeyCode::End => self.cursor = self.text.len(),
            KeyCode::Left => self.cursor = self.before(),
            KeyCode::Right => self.cursor = self.after(),
            KeyCode::Up => return self.recall(self.recalled + 1, history),
            KeyCode::Down => return self.recall(self.recalled.saturating_sub(1), history),
            _ => {
                if let Some(typed) = key.typed() {
                    return self.insert(typed.encode_utf8(&mut [0; 4]));
                }
            }
        }
        Typed::Kept
    }

    /// Puts `text` at the cursor, line ends as blanks, control characters left out; what the line has no room for is left out, and
    /// the line says so.
    pub fn insert(&mut self, text: &str) -> Typed {
        let longest = self.kind.longest();
        let mut room = longest.saturating_sub(self.text.len());
        let mut clean = String::new();
        for c in text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).filter(|c| !c.is_control()) {
            if c.len_utf8() > room {
                self.error = Some(format!("no more than {longest} letters here: the rest is left out"));
                break;
            }
            room -= c.len_utf8();
            clean.push(c);
        }
        if clean.is_empty() {
            return Typed::Kept;
        }
        self.text.insert_str(self.cursor, &clean);
        self.cursor += clean.len();
        Typed::Changed
    }

    fn delete(&mut self, from: usize, to: usize) -> Typed {
        self.text.replace_range(from..to, "");
        self.cursor = from;
        Typed::Changed
    }

    fn recall(&mut self, back: usize, history: &[String]) -> Typed {
        if back > history.len() {
            return Typed::Kept;
        }
        self.recalled = back;
        self.text = if back == 0 { String::new() } else { history[history.len() - back].clone() };
        self.cursor = self.text.len();
        Typed::Changed
    }

    fn before(&self) -> usize {
        self.text[..self.cursor].grapheme_indices(true).next_back().map_or(0, |(at, _)| at)
    }

    fn after(&self) -> usize {
        self.text[self.cursor..].graphemes(true).next().map_or(self.cursor, |grapheme| self.cursor + grapheme.len())
    }

    fn word_start(&self) -> usize {
        let trimmed = self.text[..self.cursor].trim_end();
        trimmed.rfind(char::is_whitespace).map_or(0, |at| at + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::Prompt;
    use super::PromptKind;
    use super::Typed;
    use crate::keys::Key;
    use proptest::prelude::*;

    fn key(written: &str) -> Key {
        Key::parse(written).expect("a key")
    }

    #[test]
    fn a_line_is_edited_by_characters_and_words() {
        let mut prompt = Prompt::with(PromptKind::Command, "ab cd\u{e9}");
        for (written, text) in [("backspace", "ab cd"), ("ctrl-w", "ab "), ("left", "ab "), ("x", "abx "), ("ctrl-u", " ")] {
            prompt.key(key(written), &[]);
            assert_eq!(prompt.text, text);
        }
    }

    #[test]
    fn earlier_lines_come_back() {
        let history = ["one".to_owned(), "two".to_owned()];
        let mut prompt = Prompt::new(PromptKind::Command);
        for (written, text) in [("up", "two"), ("up", "one"), ("up", "one"), ("down", "two"), ("down", "")] {
            prompt.key(key(written), &history);
            assert_eq!(prompt.text, text);
        }
        assert_eq!(prompt.key(key("backspace"), &history), Typed::Cancelled);
    }

    #[test]
    fn a_line_that_is_full_says_so_and_keeps_what_it_has() {
        let mut prompt = Prompt::new(PromptKind::SearchAll);
        assert_eq!(prompt.insert(&"é".repeat(10_000)), Typed::Changed);
        assert_eq!(prompt.text.len(), 500);
        assert!(prompt.error.as_ref().is_some_and(|error| error.contains("left out")));
        // A further letter changes nothing, so that nothing is looked for.
        assert_eq!(prompt.key(key("x"), &[]), Typed::Kept);
        assert_eq!((prompt.text.len(), prompt.error.is_some()), (500, true));
        assert_eq!(prompt.key(key("backspace"), &[]), Typed::Changed);
        assert_eq!(prompt.key(key("x"), &[]), Typed::Changed);
    }

    proptest! {
        #[test]
        fn the_cursor_stays_on_a_border(keys in proptest::collection::vec("[aé日\u{301}]|left|right|backspace|delete|ctrl-w|home|end", 0..40)) {
            let mut prompt = Prompt::new(PromptKind::SearchAll);
            for written in keys {
                prompt.key(key(&written), &[]);
                prop_assert!(prompt.text.is_char_boundary(prompt.cursor));
            }
        }
    }
}
