//! What the reader leaves: annotations, the places where reading stopped, what was read, what was reviewed.
//!
//! Values and their lines of JSON; knows no files and no clock.

pub mod anchor;
pub mod annotation;
pub mod draft;
pub mod format;
pub mod notebook;
pub mod place;
pub mod reading;
pub mod review;
