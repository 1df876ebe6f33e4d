//! The only room that touches the world: files, terminal, threads, time.

mod clipboard;
mod config_edit;
mod editor;
mod effects;
pub mod error;
mod file_names;
pub mod files;
mod first_run;
pub mod importing;
mod input;
pub mod jobs;
mod known;
mod lent;
mod line_file;
mod lock;
mod own_folder;
pub mod run;
mod saver;
pub mod store;
mod terminal;
mod whole_file;

pub use error::Error;
