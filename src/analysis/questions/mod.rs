//! Answers for views and commands, as rows. A view and its subcommand ask the same question, so they cannot disagree.

pub mod answers;
pub mod brief;
pub mod coverage;
pub mod disagreements;
pub mod framing;
pub mod matrix;
pub mod meaning;
pub mod novelty;
pub mod only;
pub mod path;
pub mod quantities;
pub mod query;
pub mod related;
pub mod search;
pub mod speakers;
mod statements;
pub mod stories;
pub mod themes;
pub mod timeline;
