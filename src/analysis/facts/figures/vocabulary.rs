//! Words that tell what a number measures, how exactly it is told and what happened.

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

const PREDICATES: &[(Predicate, &[&str])] = &[
    (
        Predicate::Dead,
        &[
            "killed",
            "kill",
            "kills",
            "killing",
            "died",
            "die",
            "dies",
            "dead",
            "death",
            "deaths",
            "toll",
            "fatalities",
            "bodies",
            "slain",
            "perished",
            "deadly",
            "murdered",
            "drowned",
            "casualties",
        ],
    ),
    (Predicate::Hurt, &["injured", "injuries", "wounded", "wounding", "injuring", "hurt", "hospitalized", "hospitalised", "maimed"]),
    (Predicate::Missing, &["missing", "unaccounted"]),
    (
        Predicate::Arrested,
        &[
            "arrested",
            "arrests",
            "arresting",
            "detained",
            "detaining",
            "captured",
            "caught",
            "jailed",
            "surrendered",
            "custody",
            "apprehended",
            "imprisoned",
        ],
    ),
    (Predicate::Rescued, &["rescued", "saved", "pulled", "survived", "survivors", "freed", "released"]),
    (Predicate::Displaced, &["displaced", "evacuated", "homeless", "fled", "sheltered", "stranded"]),
    (Predicate::Charged, &["charged", "convicted", "sentenced", "indicted", "accused"]),
    (Predicate::Destroyed, &["destroyed", "damaged", "razed", "flattened", "collapsed", "burned", "burnt", "torched", "looted"]),
    (Predicate::Marched, &["marched", "rallied", "protested", "demonstrated", "gathered", "attended"]),
    (
        Predicate::Paid,
        &[
            "paid", "cost", "costs", "worth", "traded", "trade", "turnover", "sold", "bought", "earned", "offered", "invested", "spent",
            "exports", "imports", "revenue", "profit",
        ],
    ),
    (Predicate::Voted, &["voted", "votes", "voters", "ballots"]),
    (Predicate::Lives, &["population", "inhabitants", "residents", "home"]),
];

/// The class of a word that says what happened.
pub(super) fn predicate(token: &Token) -> Option<Predicate> {
    PREDICATES.iter().find(|(_, words)| token.is_any(words)).map(|(class, _)| *class)
}

/// The currency of a sign before a number.
pub(super) fn currency_sign(gap: &str) -> Option<(&'static str, usize)> {
    let trimmed = gap.trim_end();
    const SIGNS: &[(&str, &str)] = &[
        ("$", "USD"),
        ("€", "EUR"),
        ("£", "GBP"),
        ("¥", "JPY"),
        ("₹", "INR"),
        ("₽", "RUB"),
        ("₩", "KRW"),
        ("₺", "TRY"),
        ("₪", "ILS"),
        ("₴", "UAH"),
    ];
    let found = SIGNS.iter().find(|(sign, _)| trimmed.ends_with(sign));
    found.map(|(sign, code)| (*code, gap.len() - trimmed.len() + sign.len()))
}

/// A unit behind a number: its measure and the factor to the measure's own unit.
pub(super) fn unit(token: &Token) -> Option<(Measure, f64)> {
    const UNITS: &[(&[&str], Measure, f64)] = &[
        (&["percent", "percentage", "pct"], Measure::Percent, 1.0),
        (&["dollars", "dollar", "bucks"], Measure::Money("USD"), 1.0),
        (&["euros", "euro"], Measure::Money("EUR"), 1.0),
        (&["sterling", "quid"], Measure::Money("GBP"), 1.0),
        (&["rubles", "roubles", "ruble", "rouble"], Measure::Money("RUB"), 1.0),
        (&["yen"], Measure::Money("JPY"), 1.0),
        (&["yuan", "renminbi"], Measure::Money("CNY"), 1.0),
        (&["rupees", "rupee"], Measure::Money("INR"), 1.0),
        (&["kilometers", "kilometres", "kilometer", "kilometre", "km", "kms"], Measure::Length, 1000.0),
        (&["miles", "mile"], Measure::Length, 1609.344),
        (&["meters", "metres", "meter", "metre"], Measure::Length, 1.0),
        (&["feet", "foot", "ft"], Measure::Length, 0.3048),
        (&["inches", "inch"], Measure::Length, 0.0254),
        (&["yards", "yard"], Measure::Length, 0.9144),
        (&["centimeters", "centimetres", "cm"], Measure::Length, 0.01),
        (&["hectares", "hectare"], Measure::Area, 10_000.0),
        (&["acres", "acre"], Measure::Area, 4046.856),
        (&["tons", "ton", "tonnes", "tonne"], Measure::Mass, 1000.0),
        (&["kilograms", "kilogrammes", "kilos", "kg"], Measure::Mass, 1.0),
        (&["grams", "grammes"], Measure::Mass, 0.001),
        (&["litres", "liters", "litre", "liter"], Measure::Volume, 1.0),
        (&["gallons", "gallon"], Measure::Volume, 3.785),
        (&["barrels", "barrel"], Measure::Volume, 158.987),
        (&["seconds", "second"], Measure::Duration, 1.0),
        (&["minutes", "minute"], Measure::Duration, 60.0),
        (&["hours", "hour"], Measure::Duration, 3600.0),
        (&["days", "day"], Measure::Duration, 86_400.0),
        (&["weeks", "week"], Measure::Duration, 604_800.0),
        (&["months", "month"], Measure::Duration, 2_629_746.0),
        (&["years", "year"], Measure::Duration, 31_556_952.0),
        (&["decades", "decade"], Measure::Duration, 315_569_520.0),
        (&["degrees", "degree"], Measure::Temperature, 1.0),
        (&["mph"], Measure::Speed, 1.609_344),
        (&["kph", "kmh"], Measure::Speed, 1.0),
        (&["megawatts", "megawatt", "mw"], Measure::Power, 1e6),
        (&["gigawatts", "gigawatt", "gw"], Measure::Power, 1e9),
    ];
    UNITS.iter().find(|(words, ..)| token.is_any(words)).map(|(_, measure, factor)| (*measure, *factor))
}
