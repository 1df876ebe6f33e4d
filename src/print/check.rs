//! `check`: what is wrong, with places.

use serde::Serialize;

use super::Paint;
use super::Row;
use crate::text::visible::visible;

/// One thing that is wrong.
#[derive(Debug, Serialize)]
pub struct ProblemRow {
    /// The file.
    pub file: String,
    /// Line, from 1, if known.
    pub line: Option<usize>,
    /// Column in characters, from 1, if known.
    pub column: Option<usize>,
    /// What is wrong and what to do.
    pub message: String,
}

impl Row for ProblemRow {
    const COLUMNS: &'static [&'static str] = &["file", "line", "column", "message"];

    fn cells(&self) -> Vec<String> {
        let number = |number: Option<usize>| number.map(|number| number.to_string()).unwrap_or_default();
        vec![self.file.clone(), number(self.line), number(self.column), self.message.clone()]
    }

    fn text(&self, _: Paint) -> String {
        let place: String = [self.line, self.column].into_iter().flatten().map(|number| format!(":{number}")).collect();
        visible(&format!("{}{place}: {}", self.file, self.message)).into_owned()
    }
}
