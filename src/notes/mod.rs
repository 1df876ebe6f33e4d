//! What the reader leaves: the places where reading stopped, and what was read.
//!
//! Values and their lines of JSON; knows no files and no clock.

pub mod anchor;
pub mod place;
pub mod reading;
