//! The only room that touches the world: files, terminal, threads, time.

mod clipboard;
mod config_edit;
mod effects;
pub mod error;
pub mod files;
mod input;
pub mod jobs;
mod known;
mod line_file;
pub mod run;
pub mod store;
mod terminal;
mod whole_file;

pub use error::Error;
