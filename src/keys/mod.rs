//! Commands, the keys that ask for them, and how the two are written in the configuration.

mod chord;
mod command;
mod keymap;

pub use chord::Chord;
pub use chord::Key;
pub use command::Command;
pub use command::Group;
pub use keymap::Keymap;
pub use keymap::Lookup;
