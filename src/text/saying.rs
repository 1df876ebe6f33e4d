//! Verbs of saying: one table for sentences, dates, quotations, deeds and figures.

use std::collections::HashMap;
use std::sync::LazyLock;

/// What a sentence reports behind a verb of saying.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Governs {
    /// Whatever follows.
    All,
    /// A clause of its own subject and verb.
    Clause,
    /// Only what `that` or quotation marks begin.
    That,
}

/// A form of a verb of saying.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Saying {
    /// What it governs without `that`.
    pub governs: Governs,
    /// Whether a date beside it is the day on which it was said.
    pub tells_day: bool,
}

static FORMS: LazyLock<HashMap<&str, Saying>> = LazyLock::new(|| {
    let rows = include_str!("../../data/lang/en/saying.tsv").lines().filter(|row| !row.starts_with('#'));
    rows.filter_map(|row| {
        let mut columns = row.split('\t');
        let form = columns.next()?;
        let governs = match columns.next()? {
            "all" => Governs::All,
            "clause" => Governs::Clause,
            _ => Governs::That,
        };
        Some((form, Saying { governs, tells_day: columns.next() == Some("day") }))
    })
    .collect()
});

/// What a word is as a verb of saying, in any case; `None` if it is none.
pub fn saying(word: &str) -> Option<Saying> {
    FORMS.get(word).or_else(|| FORMS.get(word.to_lowercase().as_str())).copied()
}

#[cfg(test)]
mod tests {
    use super::FORMS;
    use super::Governs;
    use super::saying;

    #[test]
    fn every_row_is_read_once_and_in_order() {
        let rows = || include_str!("../../data/lang/en/saying.tsv").lines().filter(|row| !row.starts_with('#'));
        assert_eq!(rows().count(), FORMS.len());
        assert!(rows().is_sorted());
    }

    #[test]
    fn forms_are_known_in_any_case() {
        assert_eq!(saying("Said").map(|saying| saying.governs), Some(Governs::All));
        assert!(saying("denied").is_some_and(|saying| saying.tells_day && saying.governs == Governs::That));
        assert_eq!(saying("walked"), None);
    }
}
