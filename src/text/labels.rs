//! Short names that tell the sources of a dossier apart: `Reuters 15 Feb`, `1862 Lincoln`, `Third Quarter 2024`.
//!
//! A source is called by its publisher, else by its author, else by its title, else by its file. Where several would be called
//! alike, even when cut, what differs is added: the day, the author, the words of titles or of file names that not all have.

use std::collections::HashMap;
use std::collections::HashSet;
use std::sync::Arc;

use crate::text::Source;
use crate::text::calendar::SHORT_MONTHS;
use crate::text::calendar::Unit;
use crate::text::calendar::When;
use crate::text::words::fold;
use crate::text::words::words;

/// Characters of a label that are seen at least: two that are alike in these are alike.
const SEEN: usize = 12;
/// Most characters that what differs may have, so that it says something where it is cut.
const LONGEST: usize = 32;
/// Fewest titles or file names that must have a word for it to tell nothing.
const COMMON: usize = 3;
/// Digits and letters from which a name of such alone is a fingerprint.
const HASH: usize = 8;
/// Names of files that say nothing of what is in them.
const GENERIC: &[&str] =
    &["article", "text", "doc", "document", "file", "index", "page", "post", "source", "story", "untitled", "new", "copy", "readme"];

/// The labels of `sources`, in their order; no two are the same.
pub fn labels(sources: &[Arc<Source>]) -> Vec<String> {
    let stems: Vec<Vec<String>> = telling_words(sources.iter().map(|source| stem_words(source)).collect());
    let mut labels: Vec<String> = sources.iter().zip(&stems).map(|(source, stem)| base(source, stem)).collect();
    for mut group in alike(&labels) {
        // What the reader has called something stays.
        group.retain(|number| sources[*number].meta.short_name.is_none());
        part(sources, &stems, &group, &mut labels);
    }
    number(&mut labels);
    labels
}

/// What a source is called where no other is called alike.
fn base(source: &Source, stem: &[String]) -> String {
    if let Some(name) = &source.meta.short_name {
        return name.value.clone();
    }
    // The first words of a text say less than what somebody has called its file.
    let has_name = source.meta.publisher.is_some() || source.meta.author.is_some();
    if !has_name && source.title_is_made_up() && says_something(stem) {
        return capitalised(&stem.join(" "));
    }
    source.short_name()
}

fn capitalised(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

fn says_something(stem: &[String]) -> bool {
    stem.iter().any(|word| {
        let letters = word.chars().filter(|c| c.is_alphabetic()).count();
        letters > 2 && !GENERIC.contains(&fold(word).as_str()) && !is_hash(word)
    })
}

/// Whether a word is the fingerprint of something: `ae0dbc91bf16bb3a`.
fn is_hash(word: &str) -> bool {
    word.len() >= HASH && word.bytes().all(|byte| byte.is_ascii_hexdigit()) && word.bytes().any(|byte| byte.is_ascii_digit())
}

/// The sources whose labels are alike as far as they are seen, each group in order.
fn alike(labels: &[String]) -> Vec<Vec<usize>> {
    let mut groups: HashMap<String, Vec<usize>> = HashMap::new();
    for (number, label) in labels.iter().enumerate() {
        groups.entry(fold(label).chars().take(SEEN).collect()).or_default().push(number);
    }
    let mut groups: Vec<Vec<usize>> = groups.into_values().filter(|group| group.len() > 1).collect();
    groups.sort_unstable();
    groups
}

/// Gives the sources of a group labels that tell them apart, by the first thing in which all differ.
fn part(sources: &[Arc<Source>], stems: &[Vec<String>], group: &[usize], labels: &mut [String]) {
    let of_name = |number: usize| {
        let source = &sources[number];
        source.meta.publisher.is_some() || source.meta.author.is_some()
    };
    let titles: Vec<String> = differing(group.iter().map(|number| title_words(&sources[*number])).collect());
    let files: Vec<String> = differing(group.iter().map(|number| stems[*number].clone()).collect());
    let days = days(group.iter().map(|number| sources[*number].published()).collect());
    let authors = group.iter().map(|number| {
        let author = sources[*number].meta.author.as_ref().filter(|_| sources[*number].meta.publisher.is_some());
        author.and_then(|author| author.value.split_whitespace().last()).unwrap_or("").to_owned()
    });
    let all_differ = |parts: &[String]| {
        let distinct: HashSet<&String> = parts.iter().collect();
        distinct.len() == parts.len() && parts.iter().all(|part| !part.is_empty() && part.chars().count() <= LONGEST)
    };
    if group.iter().all(|number| of_name(*number)) {
        let found = [days, authors.collect(), titles, files].into_iter().find(|parts| all_differ(parts));
        if let Some(found) = found {
            group.iter().zip(found).for_each(|(number, part)| labels[*number] = format!("{} {part}", labels[*number]));
        }
        return;
    }
    let made_up = group.iter().any(|number| sources[*number].title_is_made_up());
    let order = if made_up { [files, titles, days] } else { [titles, files, days] };
    if let Some(found) = order.into_iter().find(|parts| all_differ(parts)) {
        group.iter().zip(found).for_each(|(number, part)| labels[*number] = capitalised(&part));
    }
}

/// Of each list of words the stretch from the first to the last that not all lists have.
fn differing(lists: Vec<Vec<String>>) -> Vec<String> {
    let counts = counts(&lists);
    let is_own = |word: &String| counts.get(&fold(word)).is_none_or(|count| *count < lists.len());
    let stretch = |list: &Vec<String>| {
        let (first, last) = (list.iter().position(is_own)?, list.iter().rposition(is_own)?);
        Some(list[first..=last].join(" "))
    };
    lists.iter().map(|list| stretch(list).unwrap_or_default()).collect()
}

/// How many of some lists have each word.
fn counts(lists: &[Vec<String>]) -> HashMap<String, usize> {
    let mut counts: HashMap<String, usize> = HashMap::new();
    for list in lists {
        let distinct: HashSet<String> = list.iter().map(|word| fold(word)).collect();
        distinct.into_iter().for_each(|word| *counts.entry(word).or_default() += 1);
    }
    counts
}

/// The days of a group, as short as they tell the sources apart: `15 Feb`, `Feb 2019`, `2019`.
fn days(published: Vec<Option<When>>) -> Vec<String> {
    let year = |when: &Option<When>| when.and_then(When::bounds).map(|(first, _)| first.year());
    let years: HashSet<Option<i16>> = published.iter().map(year).collect();
    let shown = |when: &Option<When>| {
        let Some(When::One(stretch)) = when else { return String::new() };
        let (first, month) = (stretch.first(), SHORT_MONTHS[(stretch.first().month() - 1) as usize]);
        match stretch.unit() {
            _ if years.len() == published.len() => first.year().to_string(),
            Unit::Day if years.len() == 1 => format!("{} {month}", first.day()),
            Unit::Day => format!("{} {month} {}", first.day(), first.year()),
            Unit::Month => format!("{month} {}", first.year()),
            _ => first.year().to_string(),
        }
    };
    published.iter().map(shown).collect()
}

/// The words of a title.
fn title_words(source: &Source) -> Vec<String> {
    let title = source.title();
    words(title).map(|word| word.of(title).to_owned()).collect()
}

/// The words of the name of a file, a number that orders the files left out: `02-the-old-bridge.txt`. Of a part of a file its name.
fn stem_words(source: &Source) -> Vec<String> {
    let name = match source.name.split_once('#') {
        Some((_, part)) => part,
        None => {
            let file = source.name.rsplit('/').next().unwrap_or(&source.name);
            file.rsplit_once('.').map_or(file, |(stem, _)| stem)
        }
    };
    let mut all: Vec<String> = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect();
    let is_number = |word: &String| word.chars().all(|c| c.is_ascii_digit());
    let orders = all.len() > 1 && is_number(&all[0]) && all[0].len() < 4 && !is_number(&all[1]);
    if orders {
        all.remove(0);
    }
    all
}

/// The words of each name but for those that most names have, as long as some are left.
fn telling_words(names: Vec<Vec<String>>) -> Vec<Vec<String>> {
    let counts = counts(&names);
    let tells = |word: &String| {
        let count = counts.get(&fold(word)).copied().unwrap_or(0);
        count < COMMON || 5 * count < 4 * names.len()
    };
    let telling = |name: &Vec<String>| -> Vec<String> {
        let own: Vec<String> = name.iter().filter(|word| tells(word)).cloned().collect();
        if own.is_empty() { name.clone() } else { own }
    };
    names.iter().map(telling).collect()
}

/// Numbers those that are still the same.
fn number(labels: &mut [String]) {
    let mut taken: HashSet<String> = labels.iter().cloned().collect();
    let mut seen: HashMap<String, usize> = HashMap::new();
    for label in labels.iter_mut() {
        let count = seen.entry(label.clone()).or_default();
        *count += 1;
        if *count > 1 {
            while !taken.insert(format!("{label} ({count})")) {
                *count += 1;
            }
            *label = format!("{label} ({count})");
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::labels;
    use crate::import::import;

    fn of(texts: &[(&str, &str)]) -> Vec<String> {
        labels(&texts.iter().map(|(name, text)| Arc::new(import(name, text.as_bytes()).0)).collect::<Vec<_>>())
    }

    #[test]
    fn what_differs_is_said() {
        let speech = "Fellow citizens of the senate, the year has been long and the harvest was good in all the provinces.\n";
        assert_eq!(
            of(&[("1862-Lind.txt", speech), ("1863-Lind.txt", speech), ("1863-Reed.txt", speech)]),
            ["1862 Lind", "1863 Lind", "1863 Reed"]
        );
        let text = |title: &str| format!("---\ntitle: {title}\n---\nThe harbour was full of ships on that day, and nobody spoke.\n");
        let (one, two) = (text("Nordwind Announces Third Quarter 2024 Results"), text("Nordwind Announces First Quarter 2025 Results"));
        assert_eq!(of(&[("a.md", &one), ("b.md", &two)]), ["Third Quarter 2024", "First Quarter 2025"]);
    }

    #[test]
    fn two_texts_of_one_publisher_have_their_days() {
        let text = |date: &str| format!("---\ntitle: A\npublisher: Kelso Post\ndate: {date}\n---\nThe harbour was full.\n");
        let (one, two, three) = (text("2019-02-15"), text("2019-02-27"), text("2020-02-27"));
        assert_eq!(of(&[("a.md", &one), ("b.md", &two)]), ["Kelso Post 15 Feb", "Kelso Post 27 Feb"]);
        assert_eq!(of(&[("a.md", &one), ("b.md", &three)]), ["Kelso Post 2019", "Kelso Post 2020"]);
        assert_eq!(of(&[("a.md", &one)]), ["Kelso Post"]);
    }

    #[test]
    fn no_two_are_the_same() {
        let text = "The harbour was full of ships on that day, and nobody spoke of it again in all the years.\n";
        let found = of(&[("a/text.txt", text), ("b/text.txt", text), ("c/text.txt", text)]);
        let distinct: std::collections::HashSet<&String> = found.iter().collect();
        assert_eq!(distinct.len(), 3, "{found:?}");
    }
}
