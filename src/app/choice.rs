//! A list to choose from, narrowed by typing.

use crossterm::event::KeyCode;
use nucleo_matcher::Config;
use nucleo_matcher::Matcher;
use nucleo_matcher::Utf32Str;
use nucleo_matcher::pattern::CaseMatching;
use nucleo_matcher::pattern::Normalization;
use nucleo_matcher::pattern::Pattern;

use crate::analysis::lexicon::EntityKind;
use crate::analysis::relations::entities::EntityId;
use crate::app::correcting::SourceField;
use crate::app::list::ListState;
use crate::keys::Command;
use crate::keys::Key;
use crate::notes::annotation::Colour;

/// What a choice is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choosing {
    /// A theme.
    Theme,
    /// An entity.
    Entity,
    /// An entity to merge into the chosen one.
    Merge,
    /// A story.
    Story,
    /// The kind of a highlight.
    Highlight,
    /// A bookmark, or a question to collect under.
    Board,
    /// A link of the text.
    Link,
    /// What is to be corrected.
    Correct,
    /// A palette: the one under the cursor is shown.
    Palette,
    /// Nothing: keys and commands are looked up, and run.
    Help,
}

/// What choosing an item means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// Choose this theme.
    Theme(usize),
    /// Choose this entity.
    Entity(EntityId),
    /// Merge this entity into the chosen one.
    Merge(EntityId),
    /// Choose this story.
    Story(usize),
    /// Highlight so.
    Highlight(Colour),
    /// Set a bookmark.
    Bookmark,
    /// Collect under this question.
    Question(usize),
    /// Collect under a new question.
    NewQuestion,
    /// Follow this link of the open source.
    Link(usize),
    /// Correct this field of a source.
    CorrectSource(SourceField),
    /// Write down of what kind this entity is.
    SetKind(EntityId, EntityKind),
    /// Write down that this is no name.
    NoName(EntityId),
    /// Write down that the alias with that number names something else.
    SplitName(EntityId, usize),
    /// Add a term to this theme, or one that does not carry it.
    AddTerm(usize, bool),
    /// Write down whether the block under the cursor is part of the article.
    MoveBlock(bool),
    /// Keep the palette with that number.
    Palette(usize),
    /// Run this command.
    Run(Command),
    /// A heading, which cannot be chosen.
    Heading,
    /// What a sign means, which cannot be chosen either.
    Sign(Sign),
}

/// A sign of the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// The bar at the current passage.
    Current,
    /// The sources differ.
    Differ,
    /// The sources are not equally exact.
    Precision,
    /// Another source says the like.
    Linked,
    /// How strong a link is.
    Strength,
    /// A note.
    Note,
    /// A highlight.
    Highlight(Colour),
    /// A theme.
    Theme(usize),
    /// A name.
    Name,
    /// What is chosen or looked for.
    Chosen,
    /// A title that the program made up.
    MadeUp,
}

impl Meaning {
    /// Whether it can be chosen.
    fn is_choosable(self) -> bool {
        !matches!(self, Meaning::Heading | Meaning::Sign(_))
    }
}

/// One row to choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// What stands on the left: a key or a sign.
    pub key: String,
    /// What it is called.
    pub label: String,
    /// What stands on the right: a count, a name.
    pub detail: String,
    /// What choosing it means.
    pub meaning: Meaning,
}

/// A list to choose from.
#[derive(Clone, Debug)]
pub struct Choice {
    /// What it is about.
    pub choosing: Choosing,
    /// What was typed to narrow it.
    pub filter: String,
    /// The visible rows, as indices into the items.
    pub shown: Vec<usize>,
    /// The chosen row.
    pub list: ListState,
    items: Vec<Item>,
    typing: bool,
}

/// What a key did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chosen {
    /// Nothing is decided.
    Open,
    /// The reader gave up.
    Closed,
    /// This was chosen.
    This(Meaning),
}

impl Choice {
    /// A list of `items`.
    pub fn new(choosing: Choosing, items: Vec<Item>) -> Choice {
        let mut choice = Choice {
            choosing,
            filter: String::new(),
            shown: Vec::new(),
            list: ListState::default(),
            items,
            typing: !matches!(choosing, Choosing::Theme | Choosing::Highlight | Choosing::Board),
        };
        choice.narrow();
        choice
    }

    /// The item in visible row `row`.
    pub fn item(&self, row: usize) -> Option<&Item> {
        self.items.get(*self.shown.get(row)?)
    }

    /// Takes one key; `height` is how many rows are visible.
    pub fn key(&mut self, key: Key, height: usize) -> Chosen {
        let by = match key.code() {
            KeyCode::Esc => return Chosen::Closed,
            KeyCode::Char('c' | 'g') if key.ctrl() => return Chosen::Closed,
            KeyCode::Enter => {
                return self
                    .item(self.list.selected)
                    .map_or(Chosen::Open, |item| if item.meaning.is_choosable() { Chosen::This(item.meaning) } else { Chosen::Open });
            }
            KeyCode::Down => 1,
            KeyCode::Char('n') if key.ctrl() => 1,
            KeyCode::Up => -1,
            KeyCode::Char('p') if key.ctrl() => -1,
            KeyCode::PageDown => height as isize,
            KeyCode::PageUp => -(height as isize),
            KeyCode::Home => isize::MIN,
            KeyCode::End => isize::MAX,
            KeyCode::Backspace => {
                self.filter.pop();
                self.narrow();
                0
            }
            _ => return self.typed(key, height),
        };
        self.step(by, height);
        Chosen::Open
    }

    fn typed(&mut self, key: Key, height: usize) -> Chosen {
        let Some(typed) = key.typed() else { return Chosen::Open };
        // Before anything is typed, the key of an item chooses it at once, and the moving keys move.
        if !self.typing && self.filter.is_empty() {
            let by_key =
                self.items.iter().find(|item| item.key.starts_with(typed) && item.key.chars().nth(1).is_none_or(|next| next == ' '));
            if let Some(item) = by_key {
                return Chosen::This(item.meaning);
            }
            match typed {
                'j' => self.step(1, height),
                'k' => self.step(-1, height),
                'q' => return Chosen::Closed,
                _ => {
                    self.filter.push(typed);
                    self.narrow();
                }
            }
            return Chosen::Open;
        }
        self.filter.push(typed);
        self.narrow();
        Chosen::Open
    }

    /// Adds pasted text to the filter.
    pub fn paste(&mut self, text: &str) {
        self.filter.extend(text.chars().filter(|c| !c.is_control()));
        self.narrow();
    }

    fn step(&mut self, by: isize, height: usize) {
        self.list.step(by, self.shown.len(), height);
        let is_heading = |choice: &Choice| choice.item(choice.list.selected).is_some_and(|item| item.meaning == Meaning::Heading);
        // Headings are stepped over, back down at the top.
        if is_heading(self) {
            self.list.step(if by < 0 { -1 } else { 1 }, self.shown.len(), height);
        }
        if is_heading(self) {
            self.list.step(1, self.shown.len(), height);
        }
    }

    /// Shows what the filter fits, best first; all in order while it is empty.
    fn narrow(&mut self) {
        self.list = ListState::default();
        if self.filter.trim().is_empty() {
            self.shown = (0..self.items.len()).collect();
            if self.item(0).is_some_and(|item| item.meaning == Meaning::Heading) {
                self.list.selected = 1;
            }
            return;
        }
        let pattern = Pattern::parse(&self.filter, CaseMatching::Smart, Normalization::Smart);
        let mut matcher = Matcher::new(Config::DEFAULT);
        let mut characters = Vec::new();
        let mut fitting: Vec<(u32, usize)> = Vec::new();
        for (index, item) in self.items.iter().enumerate().filter(|(_, item)| item.meaning != Meaning::Heading) {
            let haystack = format!("{} {} {}", item.label, item.key, item.detail);
            if let Some(score) = pattern.score(Utf32Str::new(&haystack, &mut characters), &mut matcher) {
                fitting.push((score, index));
            }
        }
        fitting.sort_by_key(|(score, index)| (std::cmp::Reverse(*score), *index));
        self.shown = fitting.into_iter().map(|(_, index)| index).collect();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choice(choosing: Choosing) -> Choice {
        let item = |key: &str, label: &str, theme| Item {
            key: key.to_owned(),
            label: label.to_owned(),
            detail: String::new(),
            meaning: Meaning::Theme(theme),
        };
        Choice::new(choosing, vec![item("s", "security", 0), item("e", "economics", 1)])
    }

    #[test]
    fn the_key_of_a_theme_chooses_it() {
        assert_eq!(choice(Choosing::Theme).key(Key::character('e'), 5), Chosen::This(Meaning::Theme(1)));
    }

    #[test]
    fn typing_narrows_and_enter_takes_the_best() {
        let mut choice = choice(Choosing::Entity);
        for letter in "econ".chars() {
            assert_eq!(choice.key(Key::character(letter), 5), Chosen::Open);
        }
        assert_eq!(choice.shown, [1]);
        assert_eq!(choice.key(Key::plain(KeyCode::Enter), 5), Chosen::This(Meaning::Theme(1)));
    }
}
