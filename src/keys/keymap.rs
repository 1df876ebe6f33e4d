//! Chords to commands.

use std::collections::HashMap;

use crate::keys::Chord;
use crate::keys::Command;
use crate::keys::Key;

/// Which chord asks for which command.
#[derive(Clone, Debug)]
pub struct Keymap {
    /// In the order of the table; later bindings of one chord win.
    bindings: Vec<(Chord, Command)>,
    by_chord: HashMap<Vec<Key>, Command>,
}

/// What a sequence of keys means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lookup {
    /// A command.
    Found(Command),
    /// The beginning of one or more chords: what may follow, and what it does.
    Prefix(Vec<(Key, Command)>),
    /// Nothing.
    None,
}

impl Default for Keymap {
    fn default() -> Keymap {
        let mut keymap = Keymap { bindings: Vec::new(), by_chord: HashMap::new() };
        for &command in Command::ALL {
            for written in command.default_keys().split(", ") {
                if let Ok(chord) = Chord::parse(written) {
                    keymap.bind(chord, command);
                }
            }
        }
        keymap
    }
}

impl Keymap {
    /// Lets `chord` ask for `command`, in place of what it asked for before.
    pub fn bind(&mut self, chord: Chord, command: Command) {
        self.unbind(&chord);
        self.by_chord.insert(chord.0.clone(), command);
        self.bindings.push((chord, command));
    }

    /// Lets `chord` ask for nothing.
    pub fn unbind(&mut self, chord: &Chord) {
        self.bindings.retain(|(bound, _)| bound != chord);
        self.by_chord.remove(&chord.0);
    }

    /// A chord that is a command and the beginning of another one: both cannot be.
    pub fn conflict(&self) -> Option<(&Chord, &Chord)> {
        self.bindings.iter().find_map(|(longer, _)| {
            let shorter = self.bindings.iter().find(|(shorter, _)| shorter.0.len() < longer.0.len() && longer.0.starts_with(&shorter.0));
            shorter.map(|(shorter, _)| (shorter, longer))
        })
    }

    /// What `keys` mean.
    pub fn lookup(&self, keys: &[Key]) -> Lookup {
        if let Some(&command) = self.by_chord.get(keys) {
            return Lookup::Found(command);
        }
        let following: Vec<(Key, Command)> = self
            .bindings
            .iter()
            .filter(|(chord, _)| chord.0.len() > keys.len() && chord.0.starts_with(keys))
            .map(|(chord, command)| (chord.0[keys.len()], *command))
            .collect();
        if following.is_empty() || keys.is_empty() { Lookup::None } else { Lookup::Prefix(following) }
    }

    /// The chords that ask for `command`, in the order in which they were bound.
    pub fn chords(&self, command: Command) -> impl Iterator<Item = &Chord> {
        self.bindings.iter().filter(move |(_, bound)| *bound == command).map(|(chord, _)| chord)
    }

    /// The first chord that asks for `command`, as text.
    pub fn first_chord(&self, command: Command) -> Option<String> {
        self.chords(command).next().map(Chord::to_string)
    }
}

#[cfg(test)]
mod tests {
    use super::Keymap;
    use super::Lookup;
    use crate::keys::Chord;
    use crate::keys::Command;

    fn keys(written: &str) -> Vec<crate::keys::Key> {
        Chord::parse(written).expect("known keys").0
    }

    #[test]
    fn the_defaults_have_no_conflict_and_no_chord_twice() {
        let keymap = Keymap::default();
        assert_eq!(keymap.conflict(), None);
        let written: usize = Command::ALL.iter().map(|command| command.default_keys().split(", ").count()).sum();
        assert_eq!(keymap.bindings.len(), written);
    }

    #[test]
    fn a_beginning_shows_what_may_follow() {
        let keymap = Keymap::default();
        assert_eq!(keymap.lookup(&keys("g g")), Lookup::Found(Command::FirstLine));
        let Lookup::Prefix(following) = keymap.lookup(&keys("]")) else { panic!("no prefix") };
        assert!(following.iter().any(|(_, command)| *command == Command::NextRelated));
        assert_eq!(keymap.lookup(&keys("g z")), Lookup::None);
    }

    #[test]
    fn a_command_that_begins_another_is_a_conflict() {
        let mut keymap = Keymap::default();
        keymap.bind(Chord::parse("g").expect("a key"), Command::Quit);
        assert!(keymap.conflict().is_some());
    }
}
