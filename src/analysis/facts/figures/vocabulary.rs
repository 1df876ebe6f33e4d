//! Words that tell what a number measures, how exactly it is told and what happened.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::analysis::facts::tokens::Token;

/// Sorts of quantities; only those of one sort can be compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Measure {
    /// So many of something.
    Count,
    /// An amount of a currency, by its ISO 4217 code.
    Money(&'static str),
    /// Hundredths; half is 50.
    Percent,
    /// Metres.
    Length,
    /// Square metres.
    Area,
    /// Kilograms.
    Mass,
    /// Litres.
    Volume,
    /// Seconds.
    Duration,
    /// Years of age.
    Age,
    /// Magnitude of an earthquake.
    Magnitude,
    /// Degrees Celsius or Fahrenheit, as written.
    Temperature,
    /// Kilometres an hour.
    Speed,
    /// Watts.
    Power,
    /// Seconds since midnight, as the place where it happened counts them.
    TimeOfDay,
}

impl Measure {
    /// All that a unit behind a number can tell.
    const OF_UNITS: [Measure; 9] = [
        Measure::Percent,
        Measure::Length,
        Measure::Area,
        Measure::Mass,
        Measure::Volume,
        Measure::Duration,
        Measure::Temperature,
        Measure::Speed,
        Measure::Power,
    ];

    /// Its name in output; of money the currency.
    pub fn name(self) -> &'static str {
        match self {
            Measure::Count => "count",
            Measure::Money(code) => code,
            Measure::Percent => "percent",
            Measure::Length => "metre",
            Measure::Area => "square metre",
            Measure::Mass => "kilogram",
            Measure::Volume => "litre",
            Measure::TimeOfDay => "second of the day",
            Measure::Duration => "second",
            Measure::Age => "year of age",
            Measure::Magnitude => "magnitude",
            Measure::Temperature => "degree",
            Measure::Speed => "kilometre an hour",
            Measure::Power => "watt",
        }
    }
}

/// How exactly a number is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hedge {
    /// As it stands.
    Exact,
    /// At least, more than, over: from the number to 1.6 times it.
    AtLeast,
    /// Up to, as many as, at most: from 0.6 times the number to it.
    AtMost,
    /// Nearly, almost, less than: from 0.85 times the number to it.
    Nearly,
    /// About, around, some, roughly: 7 per cent either way.
    About,
    /// Between two numbers.
    Between,
    /// None: `no casualties`.
    None,
}

impl Hedge {
    const ALL: [Hedge; 7] = [Hedge::Exact, Hedge::AtLeast, Hedge::AtMost, Hedge::Nearly, Hedge::About, Hedge::Between, Hedge::None];

    /// The hedge with that name.
    pub(super) fn parse(name: &str) -> Option<Hedge> {
        Hedge::ALL.into_iter().find(|hedge| hedge.name() == name)
    }

    /// Its name in output.
    pub fn name(self) -> &'static str {
        match self {
            Hedge::Exact => "exact",
            Hedge::AtLeast => "at-least",
            Hedge::AtMost => "at-most",
            Hedge::Nearly => "nearly",
            Hedge::About => "about",
            Hedge::Between => "between",
            Hedge::None => "none",
        }
    }

    /// The interval that `low` to `high` becomes.
    pub fn interval(self, low: f64, high: f64) -> (f64, f64) {
        match self {
            Hedge::Exact | Hedge::Between | Hedge::None => (low, high),
            Hedge::AtLeast => (low, high * 1.6),
            Hedge::AtMost => (low * 0.6, high),
            Hedge::Nearly => (low * 0.85, high),
            Hedge::About => (low * 0.93, high * 1.07),
        }
    }
}

/// What happened to what is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Predicate {
    /// Killed, died, toll.
    Dead,
    /// Injured, wounded.
    Hurt,
    /// Missing.
    Missing,
    /// Arrested, detained.
    Arrested,
    /// Rescued, survived.
    Rescued,
    /// Displaced, fled.
    Displaced,
    /// Charged, sentenced.
    Charged,
    /// Destroyed, damaged.
    Destroyed,
    /// Marched, protested.
    Marched,
    /// Paid, cost, traded.
    Paid,
    /// Voted.
    Voted,
    /// Lives, population.
    Lives,
}

impl Predicate {
    const ALL: [Predicate; 12] = [
        Predicate::Dead,
        Predicate::Hurt,
        Predicate::Missing,
        Predicate::Arrested,
        Predicate::Rescued,
        Predicate::Displaced,
        Predicate::Charged,
        Predicate::Destroyed,
        Predicate::Marched,
        Predicate::Paid,
        Predicate::Voted,
        Predicate::Lives,
    ];

    /// Whether it tells what became of people; two of these never are one count.
    pub fn is_vital(self) -> bool {
        matches!(
            self,
            Predicate::Dead | Predicate::Hurt | Predicate::Missing | Predicate::Arrested | Predicate::Rescued | Predicate::Displaced
        )
    }

    /// Its name in output.
    pub fn name(self) -> &'static str {
        match self {
            Predicate::Dead => "dead",
            Predicate::Hurt => "hurt",
            Predicate::Missing => "missing",
            Predicate::Arrested => "arrested",
            Predicate::Rescued => "rescued",
            Predicate::Displaced => "displaced",
            Predicate::Charged => "charged",
            Predicate::Destroyed => "destroyed",
            Predicate::Marched => "marched",
            Predicate::Paid => "paid",
            Predicate::Voted => "voted",
            Predicate::Lives => "lives",
        }
    }
}

/// The rows of a list of words, columns parted by tabs.
pub(super) fn rows(list: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    list.lines().filter(|row| !row.starts_with('#') && !row.is_empty()).map(|row| row.split('\t').collect())
}

/// What a list says of a word in small letters.
fn of_word<T: Copy>(list: &HashMap<&'static str, T>, word: &str) -> Option<T> {
    if !word.is_ascii() {
        return None;
    }
    list.get(word).or_else(|| list.get(word.to_ascii_lowercase().as_str())).copied()
}

static PREDICATES: LazyLock<HashMap<&'static str, Predicate>> = LazyLock::new(|| {
    let class = |name: &str| Predicate::ALL.into_iter().find(|class| class.name() == name);
    rows(include_str!("../../../../data/lang/en/predicates.tsv")).filter_map(|row| Some((row[0], class(row.get(1)?)?))).collect()
});

static UNITS: LazyLock<HashMap<&'static str, (Measure, f64)>> = LazyLock::new(|| {
    let measure = |name: &str| Measure::OF_UNITS.into_iter().find(|measure| measure.name() == name);
    let unit = |row: Vec<&'static str>| Some((row[0], (measure(row.get(1)?)?, row.get(2)?.parse().ok()?)));
    rows(include_str!("../../../../data/lang/en/units.tsv")).filter_map(unit).collect()
});

/// Verbs behind which `from X to Y` tells a level that changed.
static CHANGES: LazyLock<HashMap<&'static str, ()>> =
    LazyLock::new(|| rows(include_str!("../../../../data/lang/en/changes.txt")).map(|row| (row[0], ())).collect());

/// The class of a word that says what happened.
pub(super) fn predicate(token: &Token) -> Option<Predicate> {
    of_word(&PREDICATES, token.written)
}

/// A unit behind a number, but for currencies: its measure and the factor to the measure's own unit.
pub(super) fn unit(token: &Token) -> Option<(Measure, f64)> {
    of_word(&UNITS, token.written)
}

/// Whether a word tells that a level changed: `rose`, `cut`, `up`.
pub(super) fn is_change(token: &Token) -> bool {
    of_word(&CHANGES, token.written).is_some()
}

#[cfg(test)]
mod tests {
    use super::PREDICATES;
    use super::UNITS;
    use super::rows;

    #[test]
    fn every_row_of_the_lists_is_read() {
        let count = |list| rows(list).count();
        assert_eq!(UNITS.len(), count(include_str!("../../../../data/lang/en/units.tsv")));
        assert_eq!(PREDICATES.len(), count(include_str!("../../../../data/lang/en/predicates.tsv")));
    }
}
