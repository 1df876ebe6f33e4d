//! What is said of a number beside what it counts: whether it is a level or a change, real or expected, of now or told for
//! comparison, of how much a time or a piece, and what is measured. Two figures of which one of these differs are two quantities,
//! however alike their sentences are.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::analysis::facts::Figure;
use crate::analysis::facts::figures::Measure;
use crate::text::Span;
use crate::text::words::fold;
use crate::text::words::inflection_key;
use crate::text::words::words;

/// Words that say what a number is, with their classes.
static WORDS: LazyLock<HashMap<&str, Class>> = LazyLock::new(|| {
    let rows = include_str!("../../../data/lang/en/roles.tsv").lines().filter(|row| !row.starts_with('#'));
    rows.filter_map(|row| row.split_once('\t')).filter_map(|(form, class)| Some((form, Class::parse(class)?))).collect()
});

/// Words before a number, and behind it, within which a word says what it is.
const REACH: usize = 6;
const REACH_BEHIND: usize = 3;
/// Words behind a number that may still say what is measured: `$2 million for the new bridge`.
const OBJECT: usize = 6;
/// Figures of a list that go on with the words before its first.
const LONGEST_LIST: usize = 4;
/// Shortest word that says what is measured, in bytes.
const SHORTEST: usize = 3;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Class {
    Rise,
    Fall,
    Expected,
    Planned,
    Before,
    Filler,
}

impl Class {
    fn parse(name: &str) -> Option<Class> {
        Some(match name {
            "rise" => Class::Rise,
            "fall" => Class::Fall,
            "expected" => Class::Expected,
            "planned" => Class::Planned,
            "before" => Class::Before,
            "filler" => Class::Filler,
            _ => return None,
        })
    }
}

/// Whether a number is a state or a change of one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Role {
    /// How much there is.
    #[default]
    Level,
    /// How much more it became.
    Rise,
    /// How much less it became.
    Fall,
}

/// Whether a number is told as it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Modality {
    /// It is so, or was.
    #[default]
    Actual,
    /// Somebody reckons with it.
    Expected,
    /// It is wanted, asked for or promised.
    Planned,
}

/// How many times larger one value may be where one side alone says of what there is so much each.
const NEAR_RATES: f64 = 2.0;

/// What the words beside a number say of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Slots {
    /// Level or change.
    pub role: Role,
    /// As it is, or as it may be.
    pub modality: Modality,
    /// Whether it is the value of an earlier time, told for comparison.
    pub before: bool,
    /// A piece or a time of which there is so much each: `a share`, `per day`.
    pub per: Option<String>,
    /// Words that say what is measured, as they are compared, sorted.
    pub what: Vec<String>,
}

impl Slots {
    /// The slots of a figure in its passage; `others` are all figures of the passage in their order.
    pub fn of(text: &str, passage: Span, figure: &Figure, others: &[Figure]) -> Slots {
        Slots::read(text, passage, figure, others, LONGEST_LIST)
    }

    fn read(text: &str, passage: Span, figure: &Figure, others: &[Figure], depth: usize) -> Slots {
        let clause = clause(text, passage, figure, others);
        let before = Span::new(clause, figure.hedged.start().max(clause)).of(text);
        let before: Vec<&str> = words(before).map(|word| word.of(before)).collect();
        let rest = Span::new(figure.span.end().min(passage.end()), passage.end());
        let next = others.iter().map(|other| other.span.start()).find(|start| *start >= figure.span.end()).unwrap_or(passage.end());
        let behind = up_to_stop(Span::new(rest.start(), next.max(rest.start())).of(text));
        let behind: Vec<&str> = words(behind).map(|word| word.of(behind)).collect();
        // `a decrease of 2 million, and of 3 million in the north`: a clause without words of its own goes on with the one before.
        let goes_on = before.iter().all(|word| word.len() < SHORTEST);
        let last = others.iter().rfind(|other| goes_on && depth > 0 && other.span.end() <= figure.span.start());
        let mut slots = match last {
            Some(last) => Slots { per: per(&behind), what: Vec::new(), ..Slots::read(text, passage, last, others, depth - 1) },
            None => Slots { per: per(&behind), ..Slots::default() },
        };
        // `up from 5`: what it was.
        let mut is_level = before.last().is_some_and(|word| word.eq_ignore_ascii_case("from"));
        slots.before |= is_level;
        for word in before.iter().rev().take(REACH) {
            let lower = word.to_lowercase();
            match WORDS.get(lower.as_str()) {
                // `up to 5` is a bound.
                Some(Class::Rise) if lower == "up" && is_level => {}
                Some(Class::Rise) if !is_level && slots.role == Role::Level => slots.role = Role::Rise,
                Some(Class::Fall) if !is_level && slots.role == Role::Level => slots.role = Role::Fall,
                Some(Class::Expected) if slots.modality == Modality::Actual => slots.modality = Modality::Expected,
                Some(Class::Planned) if slots.modality == Modality::Actual => slots.modality = Modality::Planned,
                Some(Class::Before) => slots.before = true,
                _ => {}
            }
            // `rose to 5`, `up from 5`, `were 5`: what it is now, or was.
            let states = matches!(lower.as_str(), "to" | "at" | "was" | "were" | "is" | "are" | "reached" | "hit" | "totaled" | "totalled");
            is_level |= states && slots.role == Role::Level;
        }
        for word in behind.iter().take(REACH_BEHIND) {
            match WORDS.get(word.to_lowercase().as_str()) {
                Some(Class::Rise) if slots.role == Role::Level && !is_level => slots.role = Role::Rise,
                Some(Class::Fall) if slots.role == Role::Level && !is_level => slots.role = Role::Fall,
                Some(Class::Expected) => slots.modality = Modality::Expected,
                _ => {}
            }
        }
        let object = behind.first().is_some_and(|word| matches!(*word, "in" | "of" | "for" | "on" | "worth"));
        let own = before.iter().copied().chain(behind.iter().copied().take(if object { OBJECT } else { 0 }));
        slots.what = what(own);
        if slots.what.is_empty() {
            // `revenue of $96 billion, up 14 percent`: the clause before says what went up.
            let sentence = Span::new(passage.start(), clause.max(passage.start())).of(text);
            slots.what = what(words(sentence).map(|word| word.of(sentence)));
        }
        slots
    }

    /// Whether something that is said of one is otherwise in the other. What is planned may come true, so a plan contradicts
    /// nothing.
    ///
    /// `ratio` is how many times larger the larger value is: where one side is silent on what there is so much of each, `a dividend of
    /// $0.21` and `$0.25 a share` may be one, and the earnings of a firm and those of a share are not.
    pub fn contradict(&self, other: &Slots, measure: Measure, ratio: f64) -> bool {
        let of_value = matches!(measure, Measure::Money(_) | Measure::Percent);
        let one_is = |modality: Modality| self.modality == modality || other.modality == modality;
        let other_rate = self.per != other.per && (self.per.is_some() && other.per.is_some() || ratio > NEAR_RATES);
        self.role != other.role && (of_value || self.role != Role::Level && other.role != Role::Level)
            || one_is(Modality::Expected) && one_is(Modality::Actual)
            || self.before != other.before && of_value
            || other_rate && of_value
    }

    /// The share of the words that say what is measured, of the side that has fewer, that both have.
    pub fn same_matter(&self, other: &Slots) -> f32 {
        let shared = self.what.iter().filter(|word| other.what.contains(word)).count();
        shared as f32 / self.what.len().min(other.what.len()).max(1) as f32
    }
}

/// Where the clause of a figure begins: behind a stop, or behind the figure before it where a comma or `and` parts them.
fn clause(text: &str, passage: Span, figure: &Figure, others: &[Figure]) -> usize {
    let start = figure.hedged.start();
    let whole = Span::new(passage.start(), start.max(passage.start())).of(text);
    let stop = whole
        .rfind([';', ':', '(', '—', '–', '|'])
        .map_or(passage.start(), |at| passage.start() + at + whole[at..].chars().next().map_or(1, char::len_utf8));
    let last = others.iter().rfind(|other| other.span.end() <= start && other.span.start() >= stop);
    let Some(last) = last else { return stop };
    let between = Span::new(last.span.end(), start).of(text);
    let parts =
        between.rfind(',').map(|at| at + 1).max(between.rfind(" and ").map(|at| at + 5)).max(between.rfind(" but ").map(|at| at + 5));
    parts.map_or(stop, |at| last.span.end() + at)
}

/// What stands before the next stop.
fn up_to_stop(text: &str) -> &str {
    let stop = text.char_indices().find(|(at, c)| {
        matches!(c, ';' | ':' | ',' | '—' | '–' | '|') || *c == '.' && !text[at + 1..].starts_with(|next: char| next.is_alphanumeric())
    });
    stop.map_or(text, |(at, _)| &text[..at])
}

/// `per share`, `a day`, `each`.
fn per(behind: &[&str]) -> Option<String> {
    let key = |word: &str| Some(inflection_key(&fold(word)).into_owned());
    match behind {
        ["per", "season" | "annum", ..] | ["annually" | "yearly", ..] => key("year"),
        ["per", what, ..] => key(what),
        [
            "a" | "an",
            what @ ("share" | "day" | "week" | "month" | "year" | "hour" | "minute" | "barrel" | "head" | "ton" | "tonne" | "gallon"),
            ..,
        ] => key(what),
        ["each" | "apiece", ..] => Some("each".to_owned()),
        _ => None,
    }
}

/// Whether a word may say what is measured: no number, and none that tells a change, a time or a comparison.
pub fn says_what(word: &str) -> bool {
    word.len() >= SHORTEST
        && word.chars().any(char::is_alphabetic)
        && !word.starts_with(|c: char| c.is_ascii_digit())
        && !WORDS.contains_key(word.to_lowercase().as_str())
}

/// Words that say what is measured.
fn what<'a>(words: impl Iterator<Item = &'a str>) -> Vec<String> {
    let telling = words.filter(|word| says_what(word));
    let mut found: Vec<String> = telling.map(|word| inflection_key(&fold(word)).into_owned()).collect();
    found.sort_unstable();
    found.dedup();
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::facts::figures::figures_in_text;

    /// The slots of the figures of a sentence in one line each.
    fn slots(text: &str) -> Vec<String> {
        let figures = figures_in_text(text);
        let passage = Span::new(0, text.len());
        let told = figures.iter().map(|figure| {
            let slots = Slots::of(text, passage, figure, &figures);
            let before = if slots.before { " before" } else { "" };
            let per = slots.per.map_or(String::new(), |per| format!(" per {per}"));
            format!("{}: {:?} {:?}{before}{per} {}", figure.span.of(text), slots.role, slots.modality, slots.what.join(" "))
        });
        told.collect()
    }

    #[test]
    fn every_word_has_one_class() {
        let forms: Vec<&str> =
            include_str!("../../../data/lang/en/roles.tsv").lines().filter_map(|row| row.split_once('\t')).map(|(form, _)| form).collect();
        assert!(forms.windows(2).all(|pair| pair[0] < pair[1]), "sorted, and none twice");
        assert_eq!(WORDS.len(), forms.len(), "every class is known");
    }

    #[test]
    fn a_change_is_no_level() {
        assert_eq!(
            slots("Cloud revenues increased 32% to $13.6 billion, up from $10.3 billion"),
            [
                "32%: Rise Actual cloud revenu",
                "$13.6 billion: Level Actual cloud revenu",
                "$10.3 billion: Level Actual before cloud revenu"
            ]
        );
    }

    #[test]
    fn what_is_expected_is_not_what_is() {
        assert_eq!(
            slots("Bright earned $2.31 per share, beating expectations of $2.16"),
            ["$2.31: Level Actual per shar bright earn", "$2.16: Level Expected beat"]
        );
    }

    #[test]
    fn each_clause_says_what_it_measures() {
        assert_eq!(slots("Net income increased 19% and earnings rose 22%"), ["19%: Rise Actual incom net", "22%: Rise Actual earning"]);
    }
}
