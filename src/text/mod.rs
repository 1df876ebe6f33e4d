//! The text model: what a source is made of, and where things stand in it.
//!
//! Knows Unicode and nothing else of ours: no files, no analysis, no screen.

pub mod calendar;
pub mod dossier;
pub mod labels;
pub mod letters;
pub mod offsets;
pub mod saying;
pub mod sentence;
pub mod source;
pub mod span;
pub mod spelling;
pub mod streets;
pub mod visible;
pub mod words;
pub mod wrap;

pub use dossier::{Dossier, PassageId, SourceId};
pub use source::{Block, BlockKind, Emphasis, Field, FilePlace, Language, Link, Meta, Origin, Passage, Source};
pub use span::Span;
