//! Kinds that the recogniser does not tell apart: laws and books, events, things. They are read off words that name them, in the
//! name (`the Clean Air Act`, `Hurricane Ida`) or beside it (`the steamer Ellen`, `apps such as Kelso`, `Kelso, a library for …`).

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::analysis::lexicon::EntityKind;
use crate::text::Span;

/// Words by what they are used for, with the kind they tell, if any.
static WORDS: LazyLock<HashMap<(&str, &str), Option<EntityKind>>> = LazyLock::new(|| {
    let rows = include_str!("../../../../data/lang/en/kind-words.tsv").lines().filter(|row| !row.starts_with('#'));
    let kind = |name: &str| EntityKind::ALL.into_iter().find(|kind| kind.name() == name);
    rows.filter_map(|row| {
        let mut columns = row.split('\t');
        Some(((columns.next()?, columns.next()?), columns.next().and_then(kind)))
    })
    .collect()
});

/// Most words of the noun phrase that stands behind a name and says what it is.
const APPOSITION: usize = 4;

/// Most words of what a body has.
const OWNED: usize = 3;

/// The kind that a word of the name itself tells.
pub(super) fn by_head(name: &str, own: EntityKind) -> Option<EntityKind> {
    let mut words = name.split(' ');
    let first = words.next()?;
    let rest: Vec<&str> = words.collect();
    if rest.is_empty() {
        return None;
    }
    if let Some(kind) = told("first", first).filter(|_| rest[0].starts_with(char::is_uppercase) || rest[0] == "of") {
        return Some(kind);
    }
    // Persons and places bear such words by chance: Buffalo Bill.
    if !matches!(own, EntityKind::Organisation | EntityKind::Other | EntityKind::Event | EntityKind::Work) {
        return None;
    }
    let all: Vec<&str> = name.split(' ').collect();
    match all.iter().position(|word| is("link", word)) {
        Some(0) => None,
        Some(at) => told("head", all[at - 1]).or_else(|| told("of", all[at - 1])),
        None => all.last().and_then(|last| told("head", last)),
    }
}

/// Whether names begin with this word as persons do with a title.
pub(super) fn begins(word: &str) -> bool {
    told("first", word).is_some()
}

/// The kind that a common noun beside the name tells: before it, or in an apposition behind it. `text` ends where the sentence or the
/// part ends.
pub(super) fn beside(text: &str, name: Span) -> Option<EntityKind> {
    before(&text[..name.start()]).or_else(|| apposition(&text[name.end()..])).or_else(|| owning(text, name))
}

/// The kind that the name of a person becomes with the noun behind it.
pub(super) fn of_owner(word: &str) -> Option<EntityKind> {
    told("owner", word)
}

/// The kind of what has such a thing: `Kelso's chief executive`, `shares of Kelso`.
fn owning(text: &str, name: Span) -> Option<EntityKind> {
    let behind = &text[name.end()..];
    let thing = behind.strip_prefix("'s ").or_else(|| behind.strip_prefix("\u{2019}s "));
    let of_thing = thing.and_then(|thing| {
        let mut ends = thing.match_indices(|c: char| !c.is_alphabetic()).map(|(at, _)| at).chain([thing.len()]).take(OWNED);
        ends.find_map(|end| told("owned", thing[..end].to_lowercase().as_str()))
    });
    of_thing.or_else(|| {
        let before = text[..name.start()].strip_suffix(" of ")?;
        let mut starts = before.rmatch_indices(|c: char| !c.is_alphabetic()).map(|(at, found)| at + found.len()).chain([0]).take(OWNED);
        starts.find_map(|start| told("owned", before[start..].to_lowercase().as_str()))
    })
}

/// The kind that the common noun right behind the name tells: `the Kelso app`. What a firm makes stands there, too.
pub(super) fn behind(text: &str, name: Span) -> Option<EntityKind> {
    let rest = text[name.end()..].strip_prefix(' ')?;
    let length = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
    cue(&rest[..length])
}

/// The kind that a word tells where it is used so.
fn told(used: &str, word: &str) -> Option<EntityKind> {
    WORDS.get(&(used, word)).copied().flatten()
}

/// Whether a word is used so.
fn is(used: &str, word: &str) -> bool {
    WORDS.contains_key(&(used, word))
}

/// The kind that a noun tells, in the singular or the plural.
fn cue(word: &str) -> Option<EntityKind> {
    let one = || told("cue", word.strip_suffix('s')?);
    let in_y = || told("cue", &format!("{}y", word.strip_suffix("ies")?));
    told("cue", word).or_else(one).or_else(in_y)
}

/// The text before a word or two that are used so and end it.
fn before_words<'a>(text: &'a str, used: &str) -> Option<&'a str> {
    let mut borders = text.rmatch_indices(' ').map(|(at, _)| at);
    let one = borders.next()?;
    let two = borders.next();
    [Some(one), two].into_iter().flatten().find(|at| is(used, &text[at + 1..])).map(|at| &text[..at])
}

fn before(text: &str) -> Option<EntityKind> {
    let text = text.trim_end_matches(['"', '\u{201c}', '\u{2018}', '\'']).strip_suffix(' ')?;
    let last_word =
        |text: &'_ str| text.rfind(|c: char| !c.is_alphabetic()).map_or(0, |at| at + text[at..].chars().next().map_or(1, char::len_utf8));
    if let Some(text) = before_words(text, "example") {
        let text = text.trim_end_matches(',');
        return cue(&text[last_word(text)..]).filter(|_| text.ends_with('s'));
    }
    let text = before_words(text, "named").unwrap_or(text);
    cue(&text[last_word(text)..]).filter(|_| !text.ends_with('s'))
}

/// `, a small library that …`: the last word of a short noun phrase.
fn apposition(behind: &str) -> Option<EntityKind> {
    let rest = behind.strip_prefix(", ").or_else(|| behind.strip_prefix(" ("))?;
    let rest = rest.strip_prefix("a ").or_else(|| rest.strip_prefix("an ")).or_else(|| rest.strip_prefix("the "))?;
    let mut last = None;
    for (number, word) in rest.split(' ').take(APPOSITION + 1).enumerate() {
        let bare = word.trim_end_matches(|c: char| !c.is_alphanumeric());
        if number > 0 && is("end", bare) {
            break;
        }
        last = Some(bare);
        if bare.len() < word.len() {
            break;
        }
        if number == APPOSITION {
            return None;
        }
    }
    cue(last?)
}

#[cfg(test)]
mod tests {
    use super::beside;
    use super::by_head;
    use crate::analysis::lexicon::EntityKind;
    use crate::text::Span;

    #[test]
    fn words_of_a_name_tell_its_kind() {
        for (name, own, kind) in [
            ("Clean Air Act", EntityKind::Other, Some(EntityKind::Work)),
            ("Treaty of Ghent", EntityKind::Other, Some(EntityKind::Work)),
            ("Convention on Cybercrime", EntityKind::Organisation, Some(EntityKind::Work)),
            ("Democratic Convention", EntityKind::Organisation, None),
            ("Hurricane Ida", EntityKind::Person, Some(EntityKind::Event)),
            ("Buffalo Bill", EntityKind::Person, None),
            ("Act", EntityKind::Other, None),
        ] {
            assert_eq!(by_head(name, own), kind, "{name}");
        }
    }

    #[test]
    fn nouns_beside_a_name_tell_its_kind() {
        for (text, name, kind) in [
            ("the steamer Ellen sank", "Ellen", Some(EntityKind::Product)),
            ("a novel called Middlemarch", "Middlemarch", Some(EntityKind::Work)),
            ("apps such as Kelso Maps", "Kelso Maps", Some(EntityKind::Product)),
            ("Kelso, a small library for maps", "Kelso", Some(EntityKind::Product)),
            ("Diego, a software engineer at", "Diego", None),
            ("He likes films by Ann Bright", "Ann Bright", None),
            ("features Ann Bright", "Ann Bright", None),
            ("Kelso\u{2019}s chief executive left", "Kelso", Some(EntityKind::Organisation)),
            ("the CEO of Kelso left", "Kelso", Some(EntityKind::Organisation)),
            ("Kelso's mother left", "Kelso", None),
        ] {
            let start = text.find(name).expect("the name stands in its text");
            assert_eq!(beside(text, Span::new(start, start + name.len())), kind, "{text}");
        }
    }
}
