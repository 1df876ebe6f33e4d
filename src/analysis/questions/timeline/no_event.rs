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

/// What a passage says of all its dates, read once.
pub(super) struct Sentence {
    /// It speaks of its document or of others.
    is_boilerplate: bool,
    /// It tells of what is reckoned with.
    is_estimate: bool,
}

impl Sentence {
    pub(super) fn read(sentence: &str) -> Sentence {
        let sentence = sentence.to_lowercase().replace('\u{2019}', "'");
        let holds = |class: &str| WORDS.iter().any(|(words, of)| *of == class && sentence.contains(words));
        Sentence { is_boilerplate: holds("boilerplate"), is_estimate: holds("estimate") }
    }

    /// Whether a date of it is none of something that happened. `passage` is where it stands in `text`, `kind` that of its block.
    pub(super) fn is_no_event(
        &self,
        text: &str,
        passage: Span,
        kind: BlockKind,
        mention: &DateMention,
        when: Option<When>,
        published: Option<When>,
    ) -> bool {
        let is_day = when.is_some_and(|when| when.precision() == Precision::Day);
        let of_place = match kind {
            BlockKind::Caption => true,
            // A heading may be a day under which it is told what happened; a quarter over a table is none.
            BlockKind::Heading(_) => !is_day,
            _ => false,
        };
        of_place
            || self.is_boilerplate
            || mention.said == Said::Open
            || matches!(when, Some(When::One(stretch)) if stretch.unit() == Unit::Century)
            || is_year(when) && (is_of_a_life(text, mention.span) || is_compared_with(text, mention.span))
            || !is_day && self.is_estimate && lies_ahead(when, published)
            || is_year(when) && is_part_of_name(text, passage, mention.span, lies_ahead(when, published))
            || !is_day && names_a_document(text, passage, mention.span)
    }
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

/// Whether a year is only one that another is compared with: `lying prone, as in 1905`.
fn is_compared_with(text: &str, date: Span) -> bool {
    let before = text[..date.start()].trim_end();
    ["as in", "than in", "unlike in", "like in"].iter().any(|words| before.ends_with(words))
}

/// Whether a year in brackets is that of a birth or a death: `Ann Bright (1869–1942)`.
fn is_of_a_life(text: &str, date: Span) -> bool {
    let dash = ['-', '\u{2013}', '\u{2014}'];
    let before = text[..date.start()].trim_end_matches(|c: char| c.is_ascii_digit() || dash.contains(&c));
    let behind = text[date.end()..].trim_start_matches(|c: char| c.is_ascii_digit() || dash.contains(&c));
    let is_range = before.len() < date.start() || behind.len() < text.len() - date.end() || date.of(text).contains(dash);
    is_range && before.ends_with('(') && behind.starts_with(')')
}

fn is_year(when: Option<When>) -> bool {
    matches!(when, Some(When::One(stretch)) if stretch.unit() == Unit::Year)
}

/// A year or a decade that tells a document apart from others of its kind: `the census of 1860`, `a mid-1970s statute`.
fn names_a_document(text: &str, passage: Span, date: Span) -> bool {
    let before = Span::new(passage.start(), date.start().max(passage.start())).of(text);
    let behind = Span::new(date.end().min(passage.end()), passage.end()).of(text);
    let plain = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let named_by = before.trim_end().strip_suffix(" of").and_then(|before| before.split_whitespace().next_back());
    let named = behind.strip_prefix(' ').and_then(|behind| behind.split_whitespace().next());
    [named_by, named].into_iter().flatten().any(|word| is(&plain(word), "document"))
}

/// A year right before a noun that is no happening: `the 1976 Emergencies Act`, `2020 candidates`.
fn is_part_of_name(text: &str, passage: Span, date: Span, ahead: bool) -> bool {
    let before = Span::new(passage.start(), date.start().max(passage.start())).of(text);
    let last = before.split_whitespace().next_back().map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase());
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
