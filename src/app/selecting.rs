//! Selecting by passage, word or character.

use crossterm::event::KeyCode;
use unicode_segmentation::UnicodeSegmentation;

use crate::app::App;
use crate::keys::Key;
use crate::text::Source;
use crate::text::SourceId;
use crate::text::Span;
use crate::text::offsets::character_border;
use crate::text::words::words;

/// Bytes on each side of the end that moves in which the next word or character is looked for.
const NEAR: usize = 2_000;

/// By what a selection grows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grain {
    /// Passages.
    Passage,
    /// Words.
    Word,
    /// Characters as a reader sees them.
    Character,
}

impl Grain {
    /// Its name on the screen.
    pub fn name(self) -> &'static str {
        match self {
            Grain::Passage => "passages",
            Grain::Word => "words",
            Grain::Character => "characters",
        }
    }
}

/// A stretch of the open source that is being selected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Selection {
    /// The source in which it is made.
    pub source: SourceId,
    /// The unit at the end that stands.
    fixed: Span,
    /// The unit at the end that moves.
    moving: Span,
    /// By what it grows.
    pub grain: Grain,
}

impl Selection {
    /// What is selected.
    pub fn span(self) -> Span {
        Span::new(self.fixed.start().min(self.moving.start()), self.fixed.end().max(self.moving.end()))
    }
}

impl App {
    /// Begins to select at the current passage.
    pub(super) fn select(&mut self) {
        match self.passage_span() {
            Some(span) => {
                self.selection = Some(Selection { source: self.reader.source, fixed: span, moving: span, grain: Grain::Passage });
                self.tell("selecting passages: j k grow it, v goes to words, m highlights, a notes, y copies, esc lets go");
            }
            None => self.tell("no passage here"),
        }
    }

    /// Selects the words from the one at `from` to the one at `to`.
    pub(super) fn select_words(&mut self, from: usize, to: usize) {
        let Some(source) = self.source() else { return };
        let word = |offset: usize| {
            let block = source.blocks.iter().find(|block| block.span.contains(offset))?.span;
            let words = units(source, block, Grain::Word);
            let at = words.partition_point(|word| word.end() <= offset).min(words.len().saturating_sub(1));
            words.get(at).copied()
        };
        if let (Some(fixed), Some(moving)) = (word(from), word(to)) {
            self.selection = Some(Selection { source: self.reader.source, fixed, moving, grain: Grain::Word });
        }
    }

    /// A key while something is selected; tells whether the selection took it.
    pub(super) fn selection_key(&mut self, key: Key) -> bool {
        let Some(selection) = self.selection.filter(|selection| selection.source == self.reader.source) else {
            self.selection = None;
            return false;
        };
        let plain = !key.ctrl();
        let by = match key.code() {
            KeyCode::Esc => {
                self.selection = None;
                return true;
            }
            KeyCode::Char('v') if plain => {
                self.next_grain(selection);
                return true;
            }
            KeyCode::Char('o') if plain => {
                self.selection = Some(Selection { fixed: selection.moving, moving: selection.fixed, ..selection });
                return true;
            }
            KeyCode::Char('j' | 'l' | ')') | KeyCode::Right | KeyCode::Down if plain => 1,
            KeyCode::Char('k' | 'h' | '(') | KeyCode::Left | KeyCode::Up if plain => -1,
            _ => return false,
        };
        self.grow(selection, by);
        true
    }

    /// From passages to words to characters and round; the words selected stay.
    fn next_grain(&mut self, selection: Selection) {
        let Some(source) = self.source() else { return };
        let span = selection.span();
        let grain = match selection.grain {
            Grain::Passage => Grain::Word,
            Grain::Word => Grain::Character,
            Grain::Character => Grain::Passage,
        };
        let inside = units(source, span, grain);
        let (first, last) = (inside.first().copied().unwrap_or(span), inside.last().copied().unwrap_or(span));
        // From whole passages one goes on with the first word, to select a few.
        let moving = if selection.grain == Grain::Passage { first } else { last };
        self.selection = Some(Selection { fixed: first, moving, grain, ..selection });
        self.tell(format!("selecting {}: h l grow it, o goes to the other end", grain.name()));
    }

    fn grow(&mut self, selection: Selection, by: isize) {
        let Some(source) = self.source() else { return };
        let near = units(source, selection.moving, selection.grain);
        let Some(at) = near.iter().position(|unit| unit.end() > selection.moving.start()) else { return };
        let moving = match selection.grain {
            Grain::Passage => {
                let here = source.passage_near(selection.moving.start()).unwrap_or(0);
                here.checked_add_signed(by).and_then(|next| source.passages.get(next)).map(|passage| passage.span)
            }
            grain => {
                let border = |at: usize| character_border(&source.text, at);
                let around = Span::new(border(selection.moving.start().saturating_sub(NEAR)), border(selection.moving.end() + NEAR));
                let units = units(source, around, grain);
                let here = units.iter().position(|unit| unit.end() > near[at].start()).unwrap_or(0);
                here.checked_add_signed(by).and_then(|next| units.get(next)).copied()
            }
        };
        let Some(moving) = moving else { return };
        self.selection = Some(Selection { moving, ..selection });
        self.show_selection(moving);
    }
}

/// The units of a stretch of a source.
fn units(source: &Source, span: Span, grain: Grain) -> Vec<Span> {
    let text = span.of(&source.text);
    match grain {
        Grain::Passage => source.passages.iter().map(|passage| passage.span).filter(|passage| passage.intersect(span).is_some()).collect(),
        Grain::Word => words(text).map(|word| word.shifted(span.start())).collect(),
        Grain::Character => text.grapheme_indices(true).map(|(at, unit)| Span::new(at, at + unit.len()).shifted(span.start())).collect(),
    }
}
