//! Numbers in the cells of a table, told by the heads of their rows and columns.
//!
//! What a number alone in a cell says stands around it: at the beginning of its row, over its column, over a group of rows or of
//! columns, and before the table (`in millions`). A number whose column has no head that can be told is left out: a number under
//! the wrong head says something false.

use crate::analysis::facts::figures::Figure;
use crate::analysis::facts::figures::Hedge;
use crate::analysis::facts::figures::Measure;
use crate::analysis::facts::figures::money::sign as currency_sign;
use crate::analysis::facts::figures::reading::figures_in;
use crate::text::Block;
use crate::text::BlockKind;
use crate::text::Source;
use crate::text::Span;
use crate::text::source::cells;

/// Most numbers of a source that are read from its tables.
const MOST: usize = 4_000;
/// Most lines of heads over a column.
const MOST_HEADS: usize = 3;
/// Most bytes of a cell that is a number.
const LONGEST: usize = 40;
/// Words of the head of a row whose numbers are not multiplied by what stands before the table.
const WHOLE: &[&str] = &["per", "eps", "number", "ratio", "margin", "rate", "employees", "headcount"];

/// A number in a cell of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// The number.
    pub figure: Figure,
    /// The row that it stands in.
    pub row: Span,
    /// What is measured: the head of the row.
    pub head: Span,
    /// The line over a group of rows to which the row belongs.
    pub section: Option<Span>,
    /// The heads of its column, the topmost first.
    pub columns: Vec<Span>,
}

/// The numbers in the tables of a source, in order.
pub(in crate::analysis::facts) fn cells_of(source: &Source) -> Vec<Cell> {
    let mut found = Vec::new();
    let mut carried = None;
    let mut lead = "";
    for block in &source.blocks {
        if block.kind == BlockKind::Table {
            // What is said before one table of amounts holds for those after it, unless they say otherwise.
            let own = scale_of(lead);
            carried = own.or(carried);
            of_table(&source.text, *block, own, carried, &mut found);
        }
        if found.len() >= MOST {
            break;
        }
        lead = if block.kind == BlockKind::Table { "" } else { block.span.of(&source.text) };
    }
    found.truncate(MOST);
    found
}

/// Reads one table; its numbers are multiplied by `own`, which is said before it, amounts by `carried` where nothing is said.
fn of_table(text: &str, table: Block, own: Option<f64>, carried: Option<f64>, found: &mut Vec<Cell>) {
    let mut heads: Vec<Vec<Span>> = Vec::new();
    let mut section: Option<Span> = None;
    let mut under_head = false;
    let mut scale = own;
    // In a table of amounts the sign stands in its first rows alone.
    let mut currency: Option<&'static str> = None;
    for (line, row) in table.lines(text).enumerate() {
        // A sign alone in its cell belongs to the number behind it.
        let says_something = |cell: &Span| cell.of(text).contains(char::is_alphanumeric) || cell.of(text).contains(['-', '–', '—']);
        let all: Vec<Span> = cells(text, row).filter(says_something).collect();
        let Some((first, rest)) = all.split_first() else { continue };
        if all.iter().all(|cell| is_year(cell.of(text)) || number(text, *cell).is_none()) {
            // Words in the body are heads only where they look like those of columns: a corner left free, or years.
            let declared = line < (table.number as usize).max(1);
            let of_columns = row.of(text).starts_with('\t') || all.iter().any(|cell| holds_year(cell.of(text)));
            if rest.is_empty() && !heads.is_empty() {
                section = Some(*first);
            } else if declared || of_columns {
                if !under_head {
                    heads.clear();
                }
                heads.truncate(MOST_HEADS - 1);
                scale = scale.or_else(|| all.iter().find_map(|cell| scale_of(cell.of(text))));
                heads.push(all);
                section = None;
                under_head = true;
            }
            continue;
        }
        under_head = false;
        // A sign stands before one number of a row, or alone, and holds for all.
        let code = |cell: Span| match number(text, cell) {
            Some(figure) => {
                if let Measure::Money(code) = figure.measure {
                    Some(code)
                } else {
                    None
                }
            }
            None => currency_sign(cell.of(text)).map(|(code, _)| code),
        };
        let sign = cells(text, row).skip(1).find_map(code);
        currency = sign.or(currency);
        let sign = sign.or(currency.filter(|_| scale.or(carried).is_some()));
        if rest.is_empty() || !first.of(text).contains(char::is_alphabetic) {
            continue;
        }
        let head = first.of(text);
        let whole = head.to_lowercase().split(|c: char| !c.is_alphanumeric()).any(|word| WHOLE.contains(&word));
        for (at, cell) in rest.iter().enumerate() {
            let Some(columns) = over(text, &heads, at, rest.len()) else { continue };
            let about = columns.iter().map(|head| head.of(text)).chain([head]);
            let Some(mut figure) = number(text, *cell) else { continue };
            let of_share = figure.measure == Measure::Percent || about.clone().any(|head| head.contains('%'));
            if figure.measure == Measure::Count && of_share {
                figure.measure = Measure::Percent;
            } else if let Some(code) = sign.filter(|_| figure.measure == Measure::Count && !whole) {
                figure.measure = Measure::Money(code);
            }
            if matches!(figure.measure, Measure::Count | Measure::Money(_)) && figure.unit == 1.0 && !whole {
                let carried = carried.filter(|_| matches!(figure.measure, Measure::Money(_)));
                let factor = about.clone().find_map(scale_of).or(scale).or(carried).unwrap_or(1.0);
                figure.value *= factor;
                figure.low *= factor;
                figure.high *= factor;
            }
            found.push(Cell { figure, row, head: *first, section, columns });
        }
    }
}

/// Whether a cell is a year, which heads a column though it is a number.
fn is_year(cell: &str) -> bool {
    cell.len() == 4 && cell.parse::<u16>().is_ok_and(|year| (1500..2200).contains(&year))
}

fn holds_year(cell: &str) -> bool {
    cell.split(|c: char| !c.is_alphanumeric()).any(is_year)
}

/// The heads over the column `at` of `count`, the topmost first; `None` if the lowest line of heads has not as many as the row.
fn over(text: &str, heads: &[Vec<Span>], at: usize, count: usize) -> Option<Vec<Span>> {
    let lowest = heads.last()?;
    let (corner, own) = if lowest.len() == count + 1 { (lowest.first(), &lowest[1..]) } else { (None, &lowest[..]) };
    let own = own.get(at).filter(|_| own.len() == count)?;
    // `Quarter Ended March 31, | 2023 | 2024`: a corner that opens a date belongs to all columns.
    let corner = corner.filter(|corner| corner.of(text).to_lowercase().split_whitespace().any(|word| matches!(word, "ended" | "ending")));
    let mut found: Vec<Span> = corner.into_iter().chain([own]).copied().collect();
    for line in heads[..heads.len() - 1].iter().rev() {
        // One head over several columns.
        let parent =
            [&line[..], line.get(1..).unwrap_or(&[])].into_iter().find(|line| !line.is_empty() && count.is_multiple_of(line.len()));
        if let Some(parent) = parent {
            found.insert(0, parent[at * parent.len() / count]);
        }
    }
    Some(found)
}

/// The number that a cell is.
fn number(text: &str, cell: Span) -> Option<Figure> {
    let written = cell.of(text);
    if written.len() > LONGEST {
        return None;
    }
    let read = figures_in(written, &|_| false);
    if let [figure] = &read[..]
        && !matches!(figure.measure, Measure::Count)
        && !written.contains('(')
    {
        return Some(figure.clone().shifted(cell.start()));
    }
    let digits = |c: char| c.is_ascii_digit();
    let (first, last) = (written.find(digits)?, written.rfind(digits)? + 1);
    let (lead, tail) = (&written[..first], written[last..].trim());
    let money = lead.char_indices().find_map(|(at, c)| currency_sign(&lead[..at + c.len_utf8()])).map(|(code, _)| code);
    let plain = lead.chars().all(|c| !c.is_alphanumeric()) && matches!(tail, "" | ")" | "%" | "%)" | "*" | ")%");
    let value: f64 = written[first..last].replace([',', '\u{a0}', '\u{202f}', ' ', '\''], "").parse().ok().filter(|_| plain)?;
    let below = lead.contains('(') && tail.contains(')') || lead.contains(['-', '−', '–']);
    let value = if below { -value } else { value };
    let measure = match money {
        Some(code) => Measure::Money(code),
        None if tail.contains('%') => Measure::Percent,
        None => Measure::Count,
    };
    Some(Figure {
        span: cell,
        hedged: cell,
        value,
        low: value,
        high: value,
        hedge: Hedge::Exact,
        vague: false,
        measure,
        unit: 1.0,
        counted: None,
        modifiers: None,
        predicate: None,
        part: false,
        shared: None,
    })
}

/// By how much the numbers of a table are to be multiplied: `(in millions)`, `$m`, `in thousands of tons`.
fn scale_of(words: &str) -> Option<f64> {
    let lower = words.to_lowercase();
    let all: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric() && c != '$').filter(|word| !word.is_empty()).collect();
    let factor = |word: &str| match word {
        "thousands" | "000s" | "$000" => Some(1e3),
        "millions" | "$m" | "$mn" => Some(1e6),
        "billions" | "$bn" | "$b" => Some(1e9),
        _ => None,
    };
    let told =
        |at: usize| at > 0 && matches!(all[at - 1], "in" | "$" | "usd" | "eur" | "gbp" | "dollars" | "of") || all[at].starts_with('$');
    (0..all.len()).find_map(|at| factor(all[at]).filter(|_| told(at)))
}

#[cfg(test)]
mod tests {
    use super::cells_of;
    use crate::import::import;

    /// The numbers of a table of Markdown, a line each: value, unit, heads.
    fn read(table: &str) -> Vec<String> {
        let (source, _) = import("a.md", table.as_bytes());
        let text = &source.text;
        let told = cells_of(&source).into_iter().map(|cell| {
            let heads = cell.section.iter().chain([&cell.head]).chain(&cell.columns);
            let heads: Vec<&str> = heads.map(|head| head.of(text)).collect();
            format!("{} {} {}", cell.figure.value, cell.figure.measure.name(), heads.join(" | "))
        });
        told.collect()
    }

    #[test]
    fn heads_of_row_and_column_say_what_a_number_is() {
        let table = "# Results\n\nIn short (in millions, except percentages).\n\n| | Q1 2024 | Q1 2025 |\n|---|---|---|\n| Revenue | $80 | $90 |\n| Bridges | 20 | 30 |\n| Margin | 32 % | 34 % |\n| Loss | $(5) | 4 |\n";
        assert_eq!(
            read(table),
            [
                "80000000 USD Revenue | Q1 2024",
                "90000000 USD Revenue | Q1 2025",
                "20000000 USD Bridges | Q1 2024",
                "30000000 USD Bridges | Q1 2025",
                "32 percent Margin | Q1 2024",
                "34 percent Margin | Q1 2025",
                "-5000000 USD Loss | Q1 2024",
                "4000000 USD Loss | Q1 2025",
            ]
        );
    }

    #[test]
    fn a_head_over_two_columns_and_a_line_over_rows_are_told_too() {
        let table = "# Votes\n\n| | North | | South | |\n|---|---|---|---|---|\n| | 2023 | 2024 | 2023 | 2024 |\n| Towns: |\n| Kelso | 1,200 | 1,300 | 40 | 50 |\n";
        assert_eq!(
            read(table),
            [
                "1200 count Towns: | Kelso | North | 2023",
                "1300 count Towns: | Kelso | North | 2024",
                "40 count Towns: | Kelso | South | 2023",
                "50 count Towns: | Kelso | South | 2024",
            ]
        );
    }

    #[test]
    fn a_number_without_a_head_is_left_out() {
        assert_eq!(read("# T\n\n| Day | | |\n|---|---|---|\n| Monday | 3 | 4 |\n"), [""; 0]);
        assert_eq!(read("# T\n\n| Name | Address |\n|---|---|\n| Ann | ann@kelso.example |\n"), [""; 0]);
    }
}
