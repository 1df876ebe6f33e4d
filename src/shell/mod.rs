//! The only room that touches the world: files, terminal, threads, time.

pub mod error;
pub mod files;
pub mod jobs;

pub use error::Error;
