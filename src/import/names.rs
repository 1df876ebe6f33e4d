//! Names of people as a byline or a field writes them, told apart.

/// Words that stand before names and are none.
const BEFORE: &[&str] = &[
    "by ",
    "written by ",
    "posted by ",
    "author: ",
    "authors: ",
    "von ",
    "par ",
    "por ",
    "di ",
    "door ",
    "text: ",
    "story by ",
    "published by ",
    "de ",
    "reported by ",
    "words by ",
    "article by ",
    "interview by ",
    "af ",
    "av ",
    "autor: ",
    "redaktion: ",
    "from ",
];
/// Endings of a name that are part of it, though a comma stands before them.
const DEGREES: &[&str] = &[
    "jr", "jr.", "sr", "sr.", "ii", "iii", "iv", "phd", "ph.d.", "ph.d", "md", "m.d.", "esq", "esq.", "mba", "rn", "cfa", "dphil", "obe",
    "mp", "qc", "kc", "s.j.", "sj",
];

/// The names that `text` lists: `A and B`, `A, B & C`, `A; B`. `Bright, Ann` is one name turned round, `Ann Bright, PhD`
/// one name with its degree.
pub(super) fn split(text: &str) -> Vec<String> {
    let mut text = text.trim();
    loop {
        let lower = text.to_lowercase();
        match BEFORE.iter().find(|word| lower.starts_with(**word) && text.is_char_boundary(word.len())) {
            Some(word) => text = text[word.len()..].trim(),
            None => break,
        }
    }
    let text = text.trim_matches([',', ';', ':', '.', ' ', '-', '–', '—']).trim();
    if text.is_empty() {
        return Vec::new();
    }
    let parts: Vec<&str> = if text.contains(';') { text.split(';').collect() } else { joined_by_and(text) };
    parts.into_iter().flat_map(by_commas).filter(|name| !name.is_empty()).collect()
}

fn joined_by_and(text: &str) -> Vec<&str> {
    let mut parts = vec![text];
    for word in [" and ", " & ", " und ", " et ", " y ", " AND ", " with "] {
        parts = parts.into_iter().flat_map(|part| part.split(word)).collect();
    }
    parts
}

/// Parts between commas: names of their own, but for one family name before its given names, and degrees.
fn by_commas(text: &str) -> Vec<String> {
    let parts: Vec<&str> = text.split(',').map(str::trim).filter(|part| !part.is_empty()).collect();
    let words = |part: &str| part.split_whitespace().count();
    if let [family, given] = parts[..]
        && words(family) <= 2
        && words(given) <= 2
        && words(family) + words(given) <= 3
        && words(family) == 1
        && !is_degree(given)
        && given.starts_with(char::is_uppercase)
    {
        return vec![format!("{given} {family}")];
    }
    let mut names: Vec<String> = Vec::new();
    for part in parts {
        match names.last_mut() {
            Some(last) if is_degree(part) => last.push_str(&format!(", {part}")),
            _ => names.push(part.to_owned()),
        }
    }
    names
}

fn is_degree(part: &str) -> bool {
    part.split_whitespace().all(|word| DEGREES.contains(&word.to_lowercase().as_str()))
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn lists_of_names_are_told_from_names_with_commas() {
        for (text, names) in [
            ("Ann Bright", &["Ann Bright"][..]),
            ("By Ann Bright and Bo Carr", &["Ann Bright", "Bo Carr"]),
            ("Ann Bright, Bo Carr & Cy Dean", &["Ann Bright", "Bo Carr", "Cy Dean"]),
            ("Ann Bright; Bo Carr", &["Ann Bright", "Bo Carr"]),
            ("Bright, Ann", &["Ann Bright"]),
            ("Bright, Ann; Carr, Bo", &["Ann Bright", "Bo Carr"]),
            ("Ann Bright, PhD", &["Ann Bright, PhD"]),
            ("Ann Bright, M.D., Bo Carr", &["Ann Bright, M.D.", "Bo Carr"]),
            ("Written by Ann Bright", &["Ann Bright"]),
            ("The Associated Press", &["The Associated Press"]),
            ("", &[]),
        ] {
            assert_eq!(split(text), names, "{text}");
        }
    }
}
