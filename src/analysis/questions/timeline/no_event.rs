//! Dates of which no reader wants to hear in a timeline of what happened: those of the document itself and of other documents,
//! parts of names, heads of tables, what is only reckoned with, and times that are not told as any.

use std::sync::LazyLock;

use crate::analysis::facts::DateMention;
use crate::analysis::facts::dates::Said;
use crate::text::BlockKind;
use crate::text::Span;
use crate::text::calendar::Precision;
use crate::text::calendar::Unit;
use crate::text::calendar::When;
use crate::text::words::words;

/// Words with their class.
static WORDS: LazyLock<Vec<(&str, &str)>> = LazyLock::new(|| {
    let rows = include_str!("../../../../data/lang/en/no-event.tsv").lines().filter(|row| !row.starts_with('#'));
    rows.filter_map(|row| row.split_once('\t')).collect()
});

/// Words behind a year within which a noun says that something happened in it.
const REACH: usize = 4;

/// Whether a date is none of something that happened. `passage` is its passage in `text`, `kind` that of its block.
pub(super) fn is_no_event(
    text: &str,
    passage: Span,
    kind: BlockKind,
    mention: &DateMention,
    when: Option<When>,
    published: Option<When>,
) -> bool {
    let sentence = passage.of(text).to_lowercase().replace('\u{2019}', "'");
    let holds = |class: &str| WORDS.iter().any(|(words, of)| *of == class && sentence.contains(words));
    match kind {
        BlockKind::Caption => return true,
        // A heading may be a day under which it is told what happened; a quarter over a table is none.
        BlockKind::Heading(_) => {
            let is_day = when.is_some_and(|when| when.precision() == Precision::Day);
            return !is_day || ends_a_period(text, mention.span) || holds("boilerplate");
        }
        _ => {}
    }
    let is_long = when.is_some_and(|when| when.precision() != Precision::Day);
    holds("boilerplate")
        || mention.said == Said::Open
        || is_long && lies_ahead(when, published) && holds("estimate")
        || is_year(when) && is_part_of_name(text, passage, mention.span, lies_ahead(when, published))
}

/// Whether a date ends behind the day of its text.
fn lies_ahead(when: Option<When>, published: Option<When>) -> bool {
    let last = |when: Option<When>| when.and_then(When::bounds).map(|(_, last)| last);
    last(when).zip(last(published)).is_some_and(|(date, text)| date > text)
}

/// Whether a word is of a class.
fn is(word: &str, class: &str) -> bool {
    WORDS.iter().any(|(known, of)| *of == class && *known == word)
}

fn is_year(when: Option<When>) -> bool {
    matches!(when, Some(When::One(stretch)) if stretch.unit() == Unit::Year)
}

/// `quarter ended March 31, 2025`.
fn ends_a_period(text: &str, date: Span) -> bool {
    let before = text[..date.start()].trim_end().to_lowercase();
    ["ended", "ending"].iter().any(|word| before.ends_with(word))
}

/// A year right before a noun that is no happening: `the 1976 Emergencies Act`, `2020 candidates`.
fn is_part_of_name(text: &str, passage: Span, date: Span, ahead: bool) -> bool {
    let before = Span::new(passage.start(), date.start().max(passage.start())).of(text);
    let last = words(before).last().map(|word| word.of(before).to_lowercase());
    if last.as_deref().is_some_and(|last| is(last, "time")) {
        return false;
    }
    let rest = Span::new(date.end().min(passage.end()), passage.end()).of(text);
    // Nothing but a blank between the year and the word that it belongs to.
    if !rest.starts_with(' ') || !rest[1..].starts_with(char::is_alphabetic) {
        return false;
    }
    let behind: Vec<String> = words(rest).take(REACH).map(|word| word.of(rest).to_lowercase()).collect();
    let is_noun = behind.first().is_some_and(|word| !is(word, "grammar"));
    is_noun && (ahead || !behind.iter().any(|word| is(word, "happening")))
}
