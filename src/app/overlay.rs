//! What lies over the screen and takes the keys. At most one at a time.

use crossterm::event::KeyCode;

use crate::app::choice::Choice;
use crate::app::prompt::Prompt;
use crate::keys::Key;

/// What lies over the screen.
#[derive(Clone, Debug)]
pub enum Overlay {
    /// A line of input.
    Prompt(Prompt),
    /// A list to choose from.
    Choice(Choice),
    /// A page to read.
    Page(Page),
}

/// A page of lines to read: why something is marked, what was read off a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// Its heading.
    pub title: String,
    /// Its lines: a name, or nothing, and what is said under it.
    pub lines: Vec<(String, String)>,
    /// The first visible line.
    pub top: usize,
}

impl Page {
    /// A page from its top.
    pub fn new(title: impl Into<String>, lines: Vec<(String, String)>) -> Page {
        Page { title: title.into(), lines, top: 0 }
    }

    /// Takes one key; tells whether the page stays open.
    pub fn key(&mut self, key: Key, height: usize) -> bool {
        let last = self.lines.len().saturating_sub(1);
        self.top = match key.code() {
            KeyCode::Down | KeyCode::Char('j') => self.top + 1,
            KeyCode::Up | KeyCode::Char('k') => self.top.saturating_sub(1),
            KeyCode::PageDown | KeyCode::Char(' ') => self.top + height,
            KeyCode::PageUp | KeyCode::Char('b') => self.top.saturating_sub(height),
            KeyCode::Home => 0,
            KeyCode::End => last,
            _ => return false,
        }
        .min(last);
        true
    }
}
