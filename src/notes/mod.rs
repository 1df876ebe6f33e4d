//! What the reader leaves: for now the places where reading stopped.
//!
//! Values and their lines of JSON; knows no files and no clock.

pub mod anchor;
pub mod place;
