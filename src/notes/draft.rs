//! Notes that were begun and not finished, as lines of JSON, the latest line of a place winning; one without words ends
//! a draft.

use serde::Deserialize;
use serde::Serialize;

use crate::notes::anchor::Anchor;

/// Words for a note that was not kept as one yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// Name of the source relative to the dossier.
    pub source: String,
    /// What the note is about.
    pub anchor: Anchor,
    /// What was written so far; nothing ends the draft.
    pub text: String,
}

impl Draft {
    fn is_of_same_place(&self, other: &Draft) -> bool {
        self.source == other.source && self.anchor.exact == other.anchor.exact && self.anchor.prefix == other.anchor.prefix
    }
}

/// Takes a draft in: it stands for what was there at its place.
pub fn set(drafts: &mut Vec<Draft>, draft: Draft) {
    drafts.retain(|known| !known.is_of_same_place(&draft));
    if !draft.text.trim().is_empty() {
        drafts.push(draft);
    }
}

/// The line of one draft.
pub fn line(draft: &Draft) -> String {
    // A struct of strings and numbers always has a form in JSON.
    let mut line = serde_json::to_string(draft).unwrap_or_default();
    line.push('\n');
    line
}

/// Reads lines; gives those that can't be read back.
pub fn parse(lines: &str) -> (Vec<Draft>, Vec<String>) {
    let (mut drafts, mut unread) = (Vec::new(), Vec::new());
    for line in lines.lines().filter(|line| !line.trim().is_empty()) {
        match serde_json::from_str::<Draft>(line) {
            Ok(draft) => set(&mut drafts, draft),
            Err(_) => unread.push(line.to_owned()),
        }
    }
    (drafts, unread)
}

/// Lines with the drafts that are still open alone, and those that can't be read.
pub fn shorten(lines: &str) -> (String, Vec<String>) {
    let (drafts, unread) = parse(lines);
    (drafts.iter().map(line).collect(), unread)
}

#[cfg(test)]
mod tests {
    use super::Draft;
    use super::line;
    use super::parse;
    use crate::notes::anchor::Anchor;
    use crate::text::Span;

    #[test]
    fn the_latest_words_of_a_place_win_and_none_end_a_draft() {
        let draft = |start: usize, text: &str| Draft {
            source: "a.txt".to_owned(),
            anchor: Anchor::new("some text to stand in", Span::new(start, start + 4)),
            text: text.to_owned(),
        };
        let lines: String = [draft(0, "one"), draft(5, "two"), draft(0, "three"), draft(5, " ")].iter().map(line).collect();
        assert_eq!(parse(&lines), (vec![draft(0, "three")], Vec::new()));
        assert_eq!(parse("{\"cut").1, ["{\"cut"]);
    }
}
