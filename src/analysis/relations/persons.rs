//! Which full names are of one person: `Richard M. Nixon`, `Richard Nixon` and `Dick Nixon`.

use std::collections::HashMap;
use std::collections::HashSet;

use crate::analysis::gazetteer::NICKNAMES;
use crate::text::words::fold;
use crate::text::words::words;

/// How many times rarer a misspelt name is than the right one, at least.
const MISSPELT: u32 = 3;

/// Most full names of one surname that are compared with one another, the commonest ones.
const MOST_OF_SURNAME: usize = 100;
/// Most words of a full name.
const MOST_WORDS: usize = 4;

/// A person's name of two words and more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct FullName {
    /// Given names in order, initials without their full stop, as they are compared.
    given: Vec<String>,
    /// The surname, as it is compared.
    pub(super) last: String,
    /// Which of a line: `Jr`, `III`.
    line: Option<String>,
}

impl FullName {
    /// The parts of a written name; `None` if it is a single word, or so long that it holds more than a name.
    pub(super) fn of(written: &str) -> Option<FullName> {
        let all = || words(written).map(|span| span.of(written));
        let line = all().find(|word| is_of_line(word)).map(str::to_owned);
        let mut parts: Vec<String> = all().filter(|word| !is_of_line(word)).map(fold).filter(|part| !part.is_empty()).collect();
        let last = parts.pop()?;
        let is_name = written.contains(' ') && (1..MOST_WORDS).contains(&parts.len());
        is_name.then_some(FullName { given: parts, last, line })
    }

    /// The first given name.
    pub(super) fn first(&self) -> &str {
        &self.given[0]
    }

    /// Whether two names of one surname can be of one person: the first names are the same, one is short for the other, and
    /// what is told of middle names agrees.
    fn agrees(&self, other: &FullName) -> bool {
        let first = (self.first(), other.first());
        let middle = self.given[1..].iter().zip(&other.given[1..]).all(|(one, other)| is_same_given(one, other));
        let line = self.line.is_none() || other.line.is_none() || self.line == other.line;
        self.last == other.last && middle && line && is_same_given(first.0, first.1)
    }

    /// Whether only one letter of the first names is not the same.
    fn is_misspelt(&self, other: &FullName) -> bool {
        let (one, other_first) = (self.first(), other.first());
        // `Paul` and `Paula` are two names, and so are `Maria` and `Mario`.
        let stem = |name: &str| name.trim_end_matches(['a', 'e', 'i', 'o', 'y']).to_owned();
        self.last == other.last
            && one.len().min(other_first.len()) > 3
            && self.given.len() == other.given.len()
            && stem(one) != stem(other_first)
            && one_letter_apart(one, other_first)
    }
}

fn is_of_line(word: &str) -> bool {
    matches!(word, "Jr" | "jr" | "Sr" | "II" | "III" | "IV")
}

/// The same given name, its initial, or its short form.
fn is_same_given(one: &str, other: &str) -> bool {
    let initial = |short: &str, long: &str| short.chars().count() == 1 && long.starts_with(short);
    let long_form = |name: &str| {
        let mut capital = name.to_owned();
        if let Some(first) = capital.get_mut(..1) {
            first.make_ascii_uppercase();
        }
        NICKNAMES.class(&capital).map(fold)
    };
    let ascii = one.is_ascii() && other.is_ascii();
    let short = |short: &str, long: &str| {
        ascii && long_form(short).is_some_and(|form| form == long || long_form(long).is_some_and(|other| other == form))
    };
    one == other || initial(one, other) || initial(other, one) || short(one, other) || short(other, one)
}

/// Whether two words become one by changing, adding or leaving out one letter.
fn one_letter_apart(one: &str, other: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if long.len() - short.len() > 1 || short == long {
        return false;
    }
    let same = short.iter().zip(&long).take_while(|(a, b)| a == b).count();
    let rest = if short.len() == long.len() { &short[same + 1..] } else { &short[same..] };
    rest == &long[same + 1..]
}

/// Pairs of full names of one person. `names` holds each name with how often it stands in the dossier.
pub(super) fn same_persons(names: &[(FullName, u32)]) -> Vec<(usize, usize)> {
    let mut by_last: HashMap<&str, Vec<usize>> = HashMap::new();
    for (number, (name, _)) in names.iter().enumerate() {
        by_last.entry(&name.last).or_default().push(number);
    }
    let mut found = Vec::new();
    for group in by_last.values_mut().filter(|group| group.len() > 1) {
        group.sort_unstable_by_key(|number| (std::cmp::Reverse(names[*number].1), *number));
        group.truncate(MOST_OF_SURNAME);
        let agreeing: Vec<Vec<usize>> = group
            .iter()
            .map(|number| group.iter().copied().filter(|other| other != number && names[*other].0.agrees(&names[*number].0)).collect())
            .collect();
        // A name that fits two persons is of neither: `George Bush` beside `George H.` and `George W.`
        let fits_two: HashSet<usize> = group
            .iter()
            .zip(&agreeing)
            .filter(|(_, others)| others.iter().any(|one| others.iter().any(|other| !names[*one].0.agrees(&names[*other].0))))
            .map(|(number, _)| *number)
            .collect();
        for (at, (&number, others)) in group.iter().zip(&agreeing).enumerate() {
            let name = &names[number].0;
            if fits_two.contains(&number) {
                continue;
            }
            found.extend(others.iter().filter(|other| !fits_two.contains(other)).map(|other| (number, *other)));
            if others.is_empty() {
                let likely =
                    group[..at].iter().find(|other| names[**other].0.is_misspelt(name) && names[**other].1 >= MISSPELT * names[number].1);
                found.extend(likely.map(|other| (*other, number)));
            }
        }
    }
    found.sort_unstable();
    found
}

#[cfg(test)]
mod tests {
    use super::FullName;
    use super::same_persons;
    use proptest::prelude::*;

    fn joined(names: &[(&str, u32)]) -> Vec<(String, String)> {
        let full: Vec<(FullName, u32)> = names.iter().map(|(name, count)| (FullName::of(name).expect("two words"), *count)).collect();
        let pairs = same_persons(&full).into_iter().filter(|(one, other)| one < other);
        pairs.map(|(one, other)| (names[one].0.to_owned(), names[other].0.to_owned())).collect()
    }

    #[test]
    fn names_of_one_person_are_told_by_initials_short_forms_and_slips() {
        for (one, other, same) in [
            ("Richard Nixon", "Richard M. Nixon", true),
            ("Regina Benjamin", "R. Benjamin", true),
            ("Maurice Cheeks", "Mo Cheeks", true),
            ("William Ingaldson", "Bill Ingaldson", true),
            ("Anthony LaSalle", "Anthony Phillip LaSalle", true),
            ("Andre Iguodala", "Anre Iguodala", true),
            ("Martin Luther King", "Martin Luther King Jr.", true),
            ("Ike LaRue Sr.", "Ike LaRue III", false),
            ("Piara Singh", "Ravi Singh", false),
            ("Paul Smith", "Paula Smith", false),
            ("John Adam Gray Khan", "John Adam White Khan", false),
            ("Wladimir Klitschko", "Vitali Klitschko", false),
            ("Tom W. Reed", "Tom H. Reed", false),
        ] {
            assert_eq!(joined(&[(one, 9), (other, 2)]).len(), usize::from(same), "{one} {other}");
        }
    }

    #[test]
    fn a_name_that_fits_two_persons_is_joined_with_neither() {
        assert_eq!(joined(&[("Ike LaRue", 5), ("Ike LaRue Sr.", 3), ("Ike LaRue III", 4)]), []);
        assert_eq!(joined(&[("George Bush", 5), ("George H. Bush", 3), ("George W. Bush", 4)]), []);
    }

    proptest! {
        #[test]
        fn any_names_are_compared_without_panic(names in prop::collection::vec("[A-Za-z\u{345}'. -]{0,12} [A-Z][a-z]{0,4}", 0..12)) {
            let full: Vec<(FullName, u32)> = names.iter().filter_map(|name| Some((FullName::of(name)?, 1))).collect();
            for (one, other) in same_persons(&full) {
                prop_assert_eq!(&full[one].0.last, &full[other].0.last);
            }
        }
    }
}
