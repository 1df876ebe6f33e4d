//! crossread: several sources on one story, side by side, offline, in the terminal.
//!
//! The layers, from the bottom: [`text`] knows what a source is made of, [`import`] makes one from bytes,
//! [`analysis`] derives marks and relations, [`notes`] holds what the reader left, [`keys`] and [`config`] say what
//! the reader may ask for and how, [`app`] holds the state and changes it, [`ui`] draws it, [`mod@print`] prints answers
//! as rows. [`cli`] and [`shell`] alone touch the world. `docs/architecture.md` tells the rest.

pub mod analysis;
pub mod app;
pub mod cli;
pub mod config;
pub mod import;
pub mod keys;
pub mod notes;
pub mod print;
pub mod shell;
pub mod text;
pub mod ui;
