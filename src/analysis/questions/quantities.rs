//! A table of quantities: what is measured, by period and place, and the value that each source gives.
//!
//! Figures of running text are gathered by what they measure, as disagreements are but for the time and the place, and parted by
//! these. Numbers in tables are gathered by the words of their heads and the period that their columns name. A number of running
//! text whose words are those of a row of a table, of the same period, stands in its row.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::collections::HashMap;

use jiff::civil::Date;

use crate::analysis::Analysis;
use crate::analysis::Relations;
use crate::analysis::facts::Figure;
use crate::analysis::facts::dates::dates_of_text;
use crate::analysis::facts::dates::resolve;
use crate::analysis::facts::figures::Cell;
use crate::analysis::facts::figures::Measure;
use crate::analysis::questions::disagreements::Severity;
use crate::analysis::questions::disagreements::apart;
use crate::analysis::questions::disagreements::compared_together;
use crate::analysis::questions::disagreements::measures;
use crate::analysis::questions::disagreements::topic;
use crate::analysis::relations::periods::Period;
use crate::analysis::relations::same_quantity::Quantity;
use crate::analysis::relations::slots::says_what;
use crate::text::Dossier;
use crate::text::PassageId;
use crate::text::SourceId;
use crate::text::Span;
use crate::text::calendar::When;
use crate::text::words::fold;
use crate::text::words::inflection_key;
use crate::text::words::one_line;
use crate::text::words::words;

/// Words of the heads of columns that say no more than that a period is one.
const OF_PERIODS: &[&str] =
    &["quarter", "year", "month", "months", "week", "weeks", "ended", "ending", "three", "six", "nine", "twelve", "fiscal", "the", "for"];
/// Words that a figure of running text may have beside those of the head of a row that it is told under.
const OTHER_WORDS: usize = 2;

/// A value that a source gives.
#[derive(Clone, Debug, PartialEq)]
pub struct Value {
    /// The source.
    pub source: SourceId,
    /// The passage.
    pub passage: Span,
    /// The number, in the unit of its measure, with its interval.
    pub figure: Figure,
}

/// One quantity: a measure of one period and place.
#[derive(Clone, Debug, PartialEq)]
pub struct QuantityRow {
    /// What is measured, in words of the texts; rows of one measure have the same and stand together.
    pub topic: String,
    /// The unit.
    pub measure: Measure,
    /// The period, where it is told.
    pub period: Option<Period>,
    /// The day of the text that gives it, where no period is told and the measure is of several times.
    pub told: Option<Date>,
    /// The place, where the measure is told of several.
    pub place: Option<String>,
    /// The values, in the order of the dossier.
    pub values: Vec<Value>,
    /// Whether the sources differ by more than their precision.
    pub differ: bool,
}

impl QuantityRow {
    /// How many sources give it.
    pub fn source_count(&self) -> usize {
        self.values.iter().map(|value| value.source).collect::<BTreeSet<_>>().len()
    }

    /// Finds out how far the values are apart.
    fn judged(mut self) -> QuantityRow {
        let apart = |one: &Value, other: &Value| {
            one.source != other.source && {
                let found = apart(&one.figure, &other.figure, false).filter(|_| !differ_by_scale(&one.figure, &other.figure));
                found.is_some_and(|severity| severity < Severity::Precision)
            }
        };
        let values = &self.values;
        self.differ = values.iter().enumerate().any(|(at, one)| values[at + 1..].iter().any(|other| apart(one, other)));
        self
    }
}

/// Whether one number is the other without a word of its scale: 30,698 in a table that does not say that it is in millions.
fn differ_by_scale(one: &Figure, other: &Figure) -> bool {
    let ratio = one.value / other.value;
    [1e3, 1e6, 1e9].iter().any(|scale| (ratio / scale - 1.0).abs() < 1e-3 || (ratio * scale - 1.0).abs() < 1e-3)
}

/// All quantities that two sources give, and those of a measure that two sources give for several periods or places: those of the
/// most sources first, the rows of a measure by place and period.
pub fn quantities(dossier: &Dossier, analysis: &Analysis) -> Vec<QuantityRow> {
    let Some(relations) = analysis.relations.as_deref() else { return Vec::new() };
    let mut found: Vec<Vec<QuantityRow>> = Vec::new();
    for sources in compared_together(dossier, relations) {
        let (all, groups) = measures(dossier, analysis, relations, &sources);
        let mut taken = BTreeSet::new();
        for rows in of_tables(dossier, analysis, &sources) {
            found.push(with_told(dossier, rows, &all, &mut taken));
        }
        let rest = groups.into_iter().map(|group| group.into_iter().filter(|number| !taken.contains(number)).collect::<Vec<usize>>());
        found.extend(rest.map(|group| of_figures(dossier, relations, &all, &group)));
    }
    let count = |rows: &[QuantityRow]| rows.iter().flat_map(|row| &row.values).map(|value| value.source).collect::<BTreeSet<_>>().len();
    found.retain(|rows| count(rows) > 1);
    found.sort_by_key(|rows| {
        let most = rows.iter().map(QuantityRow::source_count).max();
        std::cmp::Reverse((count(rows), most, rows.len()))
    });
    found.into_iter().flatten().map(QuantityRow::judged).collect()
}

/// The rows of one measure of running text, parted by place and time.
fn of_figures(dossier: &Dossier, relations: &Relations, all: &[Quantity], group: &[usize]) -> Vec<QuantityRow> {
    let mut rows: Vec<Vec<&Quantity>> = Vec::new();
    for quantity in group.iter().map(|number| &all[*number]) {
        let is_one = |row: &&mut Vec<&Quantity>| row.iter().all(|other| !quantity.is_of_other_time(other) && !quantity.is_elsewhere(other));
        match rows.iter_mut().find(is_one) {
            Some(row) => row.push(quantity),
            None => rows.push(vec![quantity]),
        }
    }
    let topic = topic(dossier, group.iter().map(|number| &all[*number]));
    let places: BTreeSet<_> = rows.iter().flatten().filter_map(|quantity| quantity.place()).collect();
    let name = |row: &[&Quantity]| {
        let place = row.iter().find_map(|quantity| quantity.place()).filter(|_| places.len() > 1)?;
        relations.entities.get(place).map(|entity| entity.name.clone())
    };
    let parted = rows.len() > 1;
    let made = rows.iter().filter_map(|row| {
        let mut values: Vec<Value> = row.iter().filter_map(|quantity| value(dossier, quantity)).collect();
        values.sort_by_key(|value| (value.source, value.figure.span.start()));
        let stated = row.iter().find_map(|quantity| quantity.stated_period());
        let period = stated.or_else(|| row.iter().find_map(|quantity| quantity.period()).filter(|_| parted));
        Some(QuantityRow {
            topic: topic.clone(),
            measure: row.first()?.figure.measure,
            period,
            told: row.iter().find_map(|quantity| quantity.written).filter(|_| parted && period.is_none()),
            place: name(row),
            values,
            differ: false,
        })
    });
    let mut made: Vec<QuantityRow> = made.collect();
    made.sort_by_key(|row| (row.place.clone(), row.period.map(|period| period.bounds().0).or(row.told)));
    // How long this and that took at other times, and at which hour, is no series.
    let is_series = !matches!(made.first().map(|row| row.measure), Some(Measure::Duration | Measure::TimeOfDay));
    if !is_series {
        made.retain(|row| row.source_count() > 1);
    }
    made
}

fn value(dossier: &Dossier, quantity: &Quantity) -> Option<Value> {
    let (source, _, passage) = dossier.passage(quantity.setting.passage)?;
    Some(Value { source, passage: passage.span, figure: quantity.figure.clone() })
}

/// What the heads of a cell say.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Heads {
    /// The words of row, group of rows and columns, but for the period.
    words: Vec<String>,
    /// Whether it is a share.
    share: bool,
}

/// A number in a table, with what its heads say.
struct OfCell {
    period: Option<Period>,
    topic: String,
    value: Value,
}

/// The measures of the tables of some sources, each with its periods.
fn of_tables(dossier: &Dossier, analysis: &Analysis, sources: &[SourceId]) -> Vec<Vec<QuantityRow>> {
    let mut measures: BTreeMap<Heads, Vec<OfCell>> = BTreeMap::new();
    for id in sources {
        let (Some(facts), Some(source)) = (analysis.facts(*id), dossier.source(*id)) else { continue };
        let mut read: HashMap<Vec<Span>, (Option<Period>, Vec<String>)> = HashMap::new();
        for cell in &facts.cells {
            let text = source.text.as_str();
            let (period, columns) =
                read.entry(cell.columns.clone()).or_insert_with(|| of_columns(text, &cell.columns, source.published())).clone();
            let heads = Heads {
                words: of_row(text, cell).chain(columns).collect::<BTreeSet<_>>().into_iter().collect(),
                share: cell.figure.measure == Measure::Percent,
            };
            let passage = dossier.passages_meeting(*id, cell.row).next().and_then(|passage| dossier.passage(PassageId(passage)));
            let Some((_, _, passage)) = passage else { continue };
            let value = Value { source: *id, passage: passage.span, figure: cell.figure.clone() };
            let topic = cell.section.iter().chain([&cell.head]).map(|head| one_line(head.of(text))).collect::<Vec<_>>().join(" ");
            measures.entry(heads).or_default().push(OfCell { period, topic, value });
        }
    }
    measures.into_values().filter_map(of_one_head).collect()
}

/// The rows of one measure of tables; `None` if a source gives it twice for one period, since then the heads do not tell what it is.
fn of_one_head(mut cells: Vec<OfCell>) -> Option<Vec<QuantityRow>> {
    let topic = cells.first()?.topic.clone();
    let bounds = |period: Option<Period>| period.map(Period::bounds);
    cells.sort_by_key(|cell| (bounds(cell.period), cell.value.source, cell.value.figure.span.start()));
    let mut rows: Vec<QuantityRow> = Vec::new();
    for OfCell { period, value, .. } in cells {
        let last = rows.last_mut().filter(|row| bounds(row.period) == bounds(period));
        match last {
            Some(row) => {
                let own = row.values.iter().find(|other| other.source == value.source);
                match own {
                    Some(own) if own.figure.value != value.figure.value => return None,
                    Some(_) => {}
                    None => row.values.push(value),
                }
            }
            None => {
                let measure = value.figure.measure;
                rows.push(QuantityRow {
                    topic: topic.clone(),
                    measure,
                    period,
                    told: None,
                    place: None,
                    values: vec![value],
                    differ: false,
                });
            }
        }
    }
    Some(rows)
}

/// Puts numbers of running text into the rows of a table whose words and period they have.
fn with_told(dossier: &Dossier, mut rows: Vec<QuantityRow>, all: &[Quantity], taken: &mut BTreeSet<usize>) -> Vec<QuantityRow> {
    let Some(first) = rows.first() else { return rows };
    let own: BTreeSet<String> = keys(&first.topic).collect();
    if own.is_empty() {
        return rows;
    }
    for (number, quantity) in all.iter().enumerate() {
        let told = quantity.what();
        let others = if own.len() > 1 { OTHER_WORDS } else { 0 };
        let is_one = own.iter().all(|word| told.contains(word)) && told.len() <= own.len() + others && quantity.is_level();
        let Some(period) = quantity.period().filter(|_| is_one) else { continue };
        let row = rows.iter_mut().find(|row| row.measure == quantity.figure.measure && row.period.is_some_and(|own| own.is_like(period)));
        let Some((row, value)) = row.zip(value(dossier, quantity)) else { continue };
        taken.insert(number);
        if !row.values.iter().any(|other| other.source == value.source) {
            row.values.push(value);
        }
    }
    rows.iter_mut().for_each(|row| row.values.sort_by_key(|value| (value.source, value.figure.span.start())));
    rows
}

/// The period that the heads of a column name, and their other words.
fn of_columns(text: &str, columns: &[Span], published: Option<When>) -> (Option<Period>, Vec<String>) {
    let written: Vec<String> = columns.iter().map(|head| one_line(head.of(text)).trim_end_matches(',').to_owned()).collect();
    let joined = written.join(", ");
    let dates = dates_of_text(&joined);
    let mut told = dates.iter().zip(resolve(&dates, published)).filter_map(|(date, resolved)| Some((date.span, resolved.when?)));
    let period = told.by_ref().last();
    let rest = match &period {
        Some((span, _)) => format!("{} {}", &joined[..span.start()], &joined[span.end()..]),
        None => joined,
    };
    let rest = keys(&rest).filter(|word| !OF_PERIODS.contains(&word.as_str())).collect();
    (period.and_then(|(_, when)| Period::of_any(when)), rest)
}

/// The words that say what a row of a table holds.
fn of_row<'a>(text: &'a str, cell: &'a Cell) -> impl Iterator<Item = String> + 'a {
    cell.section.iter().chain([&cell.head]).flat_map(|head| keys(head.of(text)).collect::<Vec<_>>())
}

/// The words of a head as they are compared; notes in brackets and numbers are none.
fn keys(head: &str) -> impl Iterator<Item = String> + '_ {
    words(head).map(|word| word.of(head)).filter(|word| says_what(word)).map(|word| inflection_key(&fold(word)).into_owned())
}
