//! Periods that are told by the day on which they end or begin: `the three months ended September 30, 2024`, `the fiscal year
//! ending June 30, 1861`.

use jiff::ToSpan;
use jiff::civil::Date;

use crate::analysis::facts::dates::DateMention;
use crate::analysis::facts::dates::Said;
use crate::analysis::facts::tokens::Token;
use crate::text::calendar::Stretch;
use crate::text::calendar::Unit;
use crate::text::calendar::When;

/// Words between the period and the day: `ended on the`.
const BETWEEN: usize = 4;
/// Words before those within which the period is named: `the fiscal year of the Government ended`.
const NAMED: usize = 4;

/// Words before the day that are looked at: those, and the number of months.
const LOOKED_AT: usize = BETWEEN + NAMED + 2;

/// Gives a day that ends or begins a period the meaning of that period.
pub(super) fn widen(tokens: &[Token], found: &mut [DateMention]) {
    for mention in found {
        let Said::Given(When::One(stretch)) = &mention.said else { continue };
        if stretch.unit() != Unit::Day {
            continue;
        }
        let at = tokens.partition_point(|token| token.span.end() <= mention.span.start());
        if let Some(period) = period(&tokens[at.saturating_sub(LOOKED_AT)..at], stretch.first()) {
            mention.said = Said::Given(period);
            // A period is told of, nothing happens to it.
            mention.of_saying = false;
        }
    }
}

/// The period that the words before `day` name.
fn period(before: &[Token], day: Date) -> Option<When> {
    let verb = before.iter().rposition(|token| token.is_any(&["ended", "ending", "ends", "commencing", "beginning", "commenced"]))?;
    if before.len() - verb > BETWEEN || before[verb + 1..].iter().any(|token| token.gap.contains(',')) {
        return None;
    }
    let begins = before[verb].is_any(&["commencing", "beginning", "commenced"]);
    let named =
        before[..verb].iter().rposition(|token| token.is_any(&["quarter", "quarters", "half", "year", "years", "months", "month"]))?;
    if verb - named > NAMED {
        return None;
    }
    // `the first quarter of the financial year ending on the 30th of September`: the quarter ends then.
    let of_longer = before[..named].iter().rposition(|token| token.is_any(&["quarter", "half", "month"]));
    let named = of_longer.filter(|part| named - part <= NAMED && before[part + 1].is("of")).unwrap_or(named);
    let months = match () {
        () if before[named].is_any(&["quarter", "quarters"]) => 3,
        () if before[named].is("half") => 6,
        () if before[named].is_any(&["year", "years"]) => 12,
        () if before[named].is("month") => 1,
        () => count(before.get(named.checked_sub(1)?)?)?,
    };
    let (first, last) = if begins {
        (day, day.checked_add(months.months()).ok()?.yesterday().ok()?)
    } else {
        (day.tomorrow().ok()?.checked_sub(months.months()).ok()?, day)
    };
    let unit = match months {
        3 => Unit::Quarter,
        6 => Unit::Half,
        12 => Unit::Year,
        1 => Unit::Month,
        _ => Unit::Day,
    };
    let own = Stretch::of(unit, first);
    let is_own = unit != Unit::Day && own.first() == first && own.last() == last;
    Some(if is_own { When::One(own) } else { When::Range(Stretch::of(Unit::Day, first), Stretch::of(Unit::Day, last)) })
}

/// How many months a word says.
fn count(token: &Token) -> Option<i64> {
    const NAMES: &[&str] = &["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    let named = NAMES.iter().position(|name| token.is(name)).map(|at| at as i64 + 1);
    named.or_else(|| token.written.parse().ok().filter(|count| (1..=24).contains(count)))
}

#[cfg(test)]
mod tests {
    use crate::analysis::facts::dates::Said;
    use crate::analysis::facts::dates::dates_of_text;

    #[test]
    fn a_day_that_ends_a_period_tells_the_period() {
        for (text, date) in [
            ("in the quarter ended September 30, 2024, sales rose", "2024-07/2024-09"),
            ("for the three months ended March 31, 2025", "2025-01/2025-03"),
            ("during the fiscal year ending June 30, 1861", "1860-07-01/1861-06-30"),
            ("in the fiscal year commencing the 1st day of July, 1866", "1866-07-01/1867-06-30"),
            ("for the year ended December 31, 2024", "2024"),
            ("in the first quarter of the financial year ending on the 30th of September, 1861", "1861-07/1861-09"),
            ("the war ended on June 30, 1861", "1861-06-30"),
            ("a year of war ended, and on June 30, 1861", "1861-06-30"),
        ] {
            let dates = dates_of_text(text);
            let Some(Said::Given(when)) = dates.last().map(|date| &date.said) else { panic!("{text}: {dates:?}") };
            assert_eq!(when.to_string(), date, "{text}");
        }
    }
}
