//! One key press, and a sequence of them, with their notation: `g g`, `ctrl-d`, `shift-tab`.

use crossterm::event::KeyCode;
use crossterm::event::KeyEvent;
use crossterm::event::KeyEventKind;
use crossterm::event::KeyModifiers;

/// One key press, made equal over terminals: a capital carries its shift in itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    code: KeyCode,
    ctrl: bool,
    alt: bool,
    shift: bool,
}

/// One or more keys pressed one after the other.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Chord(pub Vec<Key>);

impl Key {
    /// A plain character.
    pub fn character(character: char) -> Key {
        Key { code: KeyCode::Char(character), ctrl: false, alt: false, shift: false }
    }

    /// A plain key.
    pub fn plain(code: KeyCode) -> Key {
        Key { code, ctrl: false, alt: false, shift: false }
    }

    /// A terminal's event; `None` for a release and for keys that ask for nothing alone.
    pub fn from_event(event: KeyEvent) -> Option<Key> {
        if event.kind == KeyEventKind::Release {
            return None;
        }
        let has = |modifier| event.modifiers.contains(modifier);
        let (code, shift) = match event.code {
            // With the shift as a modifier a terminal may report the plain letter.
            KeyCode::Char(c) if has(KeyModifiers::SHIFT) && c.is_lowercase() => {
                (KeyCode::Char(c.to_uppercase().next().unwrap_or(c)), false)
            }
            KeyCode::Char(c) => (KeyCode::Char(c), false),
            KeyCode::BackTab => (KeyCode::Tab, true),
            KeyCode::Modifier(_) | KeyCode::Null | KeyCode::CapsLock | KeyCode::NumLock | KeyCode::ScrollLock => return None,
            other => (other, has(KeyModifiers::SHIFT)),
        };
        Some(Key { code, ctrl: has(KeyModifiers::CONTROL), alt: has(KeyModifiers::ALT), shift })
    }

    /// Which key.
    pub fn code(self) -> KeyCode {
        self.code
    }

    /// Whether Control is held.
    pub fn ctrl(self) -> bool {
        self.ctrl
    }

    /// The character that it types, if it types one.
    pub fn typed(self) -> Option<char> {
        match self.code {
            KeyCode::Char(c) if !self.ctrl && !self.alt => Some(c),
            _ => None,
        }
    }

    /// Reads the notation of one key: `j`, `G`, `ctrl-d`, `space`, `page-down`, `f1`.
    pub fn parse(written: &str) -> Option<Key> {
        let mut key = Key::plain(KeyCode::Null);
        let mut rest = written;
        loop {
            let strip = |prefix: &str| rest.strip_prefix(prefix).filter(|rest| !rest.is_empty());
            if let Some(after) = strip("ctrl-") {
                (key.ctrl, rest) = (true, after);
            } else if let Some(after) = strip("alt-") {
                (key.alt, rest) = (true, after);
            } else if let Some(after) = strip("shift-") {
                (key.shift, rest) = (true, after);
            } else {
                break;
            }
        }
        let mut characters = rest.chars();
        key.code = match (characters.next()?, characters.next()) {
            (c, None) => KeyCode::Char(c),
            _ => named(rest)?,
        };
        if let (true, KeyCode::Char(c)) = (key.shift, key.code) {
            key.code = KeyCode::Char(c.to_uppercase().next().unwrap_or(c));
            key.shift = false;
        }
        Some(key)
    }
}

const NAMES: &[(&str, KeyCode)] = &[
    ("space", KeyCode::Char(' ')),
    ("enter", KeyCode::Enter),
    ("esc", KeyCode::Esc),
    ("tab", KeyCode::Tab),
    ("backspace", KeyCode::Backspace),
    ("delete", KeyCode::Delete),
    ("insert", KeyCode::Insert),
    ("up", KeyCode::Up),
    ("down", KeyCode::Down),
    ("left", KeyCode::Left),
    ("right", KeyCode::Right),
    ("home", KeyCode::Home),
    ("end", KeyCode::End),
    ("page-up", KeyCode::PageUp),
    ("page-down", KeyCode::PageDown),
];

fn named(name: &str) -> Option<KeyCode> {
    let function = name.strip_prefix('f').and_then(|number| number.parse::<u8>().ok()).filter(|number| (1..=24).contains(number));
    function.map(KeyCode::F).or_else(|| NAMES.iter().find(|(known, _)| *known == name).map(|(_, code)| *code))
}

impl std::fmt::Display for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (held, prefix) in [(self.ctrl, "ctrl-"), (self.alt, "alt-"), (self.shift, "shift-")] {
            if held {
                f.write_str(prefix)?;
            }
        }
        if let Some((name, _)) = NAMES.iter().find(|(_, code)| *code == self.code) {
            return f.write_str(name);
        }
        match self.code {
            KeyCode::Char(c) => write!(f, "{c}"),
            KeyCode::F(number) => write!(f, "f{number}"),
            other => write!(f, "{other:?}"),
        }
    }
}

impl Chord {
    /// Reads a sequence of keys parted by blanks.
    ///
    /// # Errors
    /// The key that is not known.
    pub fn parse(written: &str) -> Result<Chord, String> {
        let keys: Vec<Key> =
            written.split_whitespace().map(|part| Key::parse(part).ok_or_else(|| part.to_owned())).collect::<Result<_, _>>()?;
        if keys.is_empty() { Err(written.to_owned()) } else { Ok(Chord(keys)) }
    }
}

impl std::fmt::Display for Chord {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (index, key) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str(" ")?;
            }
            write!(f, "{key}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::Chord;
    use super::Key;
    use crossterm::event::KeyCode;
    use crossterm::event::KeyEvent;
    use crossterm::event::KeyModifiers;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_printed_chord_parses_to_itself(keys in proptest::collection::vec(("(ctrl-)?(alt-)?", "[a-zA-Z0-9-]|space|enter|shift-tab|page-down|f12|/|:|é"), 1..4)) {
            let written: Vec<String> = keys.into_iter().map(|(modifiers, key)| format!("{modifiers}{key}")).collect();
            let chord = Chord::parse(&written.join(" ")).expect("known keys");
            prop_assert_eq!(Chord::parse(&chord.to_string()), Ok(chord));
        }
    }

    #[test]
    fn a_capital_carries_its_shift() {
        let event = KeyEvent::new(KeyCode::Char('g'), KeyModifiers::SHIFT);
        assert_eq!(Key::from_event(event), Some(Key::character('G')));
        assert_eq!(Key::from_event(KeyEvent::new(KeyCode::BackTab, KeyModifiers::SHIFT)), Key::parse("shift-tab"));
    }

    #[test]
    fn what_is_no_key_is_named() {
        assert_eq!(Chord::parse("g foo"), Err("foo".to_owned()));
        assert!(Chord::parse("").is_err());
    }
}
