//! Other ways of writing one name: with or without the form of a firm, `Department of Justice` and `Justice Department`,
//! `Republic of X` and X, in one word or two.

use std::collections::HashMap;
use std::sync::LazyLock;

/// Words of names with their class.
static PARTS: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| {
    let rows = include_str!("../../../data/lang/en/name-parts.tsv").lines().filter(|row| !row.starts_with('#'));
    rows.filter_map(|row| row.split_once('\t')).collect()
});

/// Letters of the shortest name that is the same in one word and in two.
const LEAST_COMPACT: usize = 5;

/// Other keys under which a name with the key `key` may be known: words in small letters, parted by blanks.
pub(super) fn other_keys(key: &str) -> Vec<String> {
    let mut found = Vec::new();
    let is = |word: &str, class: &str| PARTS.get(word).is_some_and(|of| *of == class);
    if let Some((bare, last)) = key.rsplit_once(' ')
        && is(last, "legal")
    {
        found.push(bare.to_owned());
    }
    if let Some((first, rest)) = key.split_once(" of ") {
        let rest = rest.strip_prefix("the ").unwrap_or(rest);
        match first {
            _ if is(first, "office") => found.push(format!("{rest} {first}")),
            _ if is(first, "polity") => found.push(rest.to_owned()),
            _ => {}
        }
    }
    found
}

/// The key without blanks, if it is long enough to be known by that.
pub(super) fn compact(key: &str) -> Option<String> {
    let joined: String = key.split(' ').collect();
    (joined.chars().count() >= LEAST_COMPACT && !joined.bytes().any(|byte| byte.is_ascii_digit())).then_some(joined)
}

#[cfg(test)]
mod tests {
    use super::compact;
    use super::other_keys;

    #[test]
    fn names_written_otherwise() {
        for (key, other) in
            [("alphabet inc", "alphabet"), ("department of the interior", "interior department"), ("republic of costa rica", "costa rica")]
        {
            assert_eq!(other_keys(key), [other]);
        }
        // A longer name of a state is another one, and so is a bank of a country.
        for key in ["democratic republic of congo", "bank of england", "new york times"] {
            assert!(other_keys(key).is_empty(), "{key}");
        }
        assert_eq!(compact("red hat"), compact("redhat"));
    }
}
