//! The day at the head of a text that runs into its first sentence, as agencies and companies write it, and the day that
//! a file's name tells.

use super::written_date::date_in;
use super::written_date::edtf;
use crate::text::Block;
use crate::text::BlockKind;
use crate::text::offsets::character_border;

/// Blocks at the beginning of a text among which a dateline stands.
const FIRST: usize = 8;
/// Most bytes of a headline that runs into it, before the day, and between it and the dash behind it.
const HEADLINE: usize = 160;
const BEFORE: usize = 70;
const BEHIND: usize = 40;
/// Years that the name of a file may tell.
const YEARS: std::ops::Range<u32> = 1500..2200;

/// The day of `CITY, State – October 29, 2024 – Words`, `LONDON, May 3, 2024 /Wirex/ -- Words` or `Oslo (Wirex), 3 May 2024 —
/// Words` in one of the first paragraphs.
pub(super) fn dateline(text: &str, blocks: &[Block]) -> Option<String> {
    let first = blocks.iter().filter(|block| block.kind.is_analysed()).take(FIRST);
    first.filter(|block| block.kind == BlockKind::Paragraph).find_map(|block| of_paragraph(block.span.of(text)))
}

fn of_paragraph(paragraph: &str) -> Option<String> {
    let head = &paragraph[..character_border(paragraph, HEADLINE + BEFORE + BEHIND)];
    let (day, range) = date_in(head)?;
    let (before, behind) = (&head[..range.start], &head[range.end..]);
    (is_place(from_place(before)) && opens_text(behind)).then_some(day)
}

/// What stands before the day from the place in capitals on, where a headline without a line of its own came before it.
fn from_place(before: &str) -> &str {
    let in_capitals = |word: &str| word.chars().filter(|c| c.is_alphabetic()).count() >= 4 && !word.chars().any(char::is_lowercase);
    let words = before.split_whitespace().filter(|word| in_capitals(word));
    let near = words.map(|word| word.as_ptr() as usize - before.as_ptr() as usize).find(|at| before.len() - at <= BEFORE);
    near.map_or(before, |at| &before[at..])
}

/// Whether words name a place and an agency, and nothing is told yet.
fn is_place(before: &str) -> bool {
    let mut depth = 0usize;
    let mut n_words = 0;
    let all = before.split_whitespace().all(|word| {
        depth += word.matches('(').count();
        let in_brackets = depth > 0;
        depth = depth.saturating_sub(word.matches(')').count());
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        n_words += usize::from(!bare.is_empty());
        let is_small = matches!(bare, "of" | "de" | "la" | "and" | "del" | "am" | "den" | "der");
        in_brackets || bare.is_empty() || is_small || bare.starts_with(char::is_uppercase)
    });
    all && before.len() <= BEFORE && (1..=8).contains(&n_words)
}

/// Whether a dash, or the name of an agency between strokes or in brackets and a dash, follows before any sentence does.
fn opens_text(behind: &str) -> bool {
    let rest = behind.trim_start();
    let rest = match rest.chars().next() {
        Some('/') => rest[1..].split_once('/').map_or(rest, |(_, rest)| rest),
        Some('(') => rest.split_once(')').map_or(rest, |(_, rest)| rest),
        _ => rest,
    };
    behind.len() - rest.len() <= BEHIND && ["–", "—", "-", "--", "/", ":"].iter().any(|dash| rest.trim_start().starts_with(dash))
}

/// What the name of a file tells of its day, as EDTF: `2005-03-07-words.md`, `20050307.txt`, else a month or year that stands
/// alone between its words: `1862-words.txt`, `words_2024-05.md`, `2024q3-words.txt`. `None` where it tells several.
pub(super) fn in_name(file: &str) -> Option<String> {
    let name = file.rsplit('/').next().unwrap_or(file);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let parts: Vec<&str> = stem.split(|c: char| !c.is_ascii_alphanumeric()).filter(|part| !part.is_empty()).collect();
    let digits = |part: &str, count: usize| part.len() == count && part.bytes().all(|byte| byte.is_ascii_digit());
    let year = |part: &str| digits(part, 4).then(|| part.parse().ok()).flatten().filter(|year: &u32| YEARS.contains(year));
    let mut found: Vec<String> = Vec::new();
    let mut at = 0;
    while let Some(part) = parts.get(at) {
        let next = |behind: usize| parts.get(behind).copied().filter(|part| digits(part, 2) || digits(part, 1));
        let (month_at, day_at) = (at + 1, at + 2);
        at += 1;
        if digits(part, 8) {
            found.extend(edtf(&format!("{}-{}-{}", &part[..4], &part[4..6], &part[6..])).filter(|_| year(&part[..4]).is_some()));
        } else if year(part).is_some() {
            let whole = next(month_at).zip(next(day_at)).and_then(|(month, day)| edtf(&format!("{part}-{month:0>2}-{day:0>2}")));
            let month = next(month_at).and_then(|month| edtf(&format!("{part}-{month:0>2}")));
            at += if whole.is_some() { 2 } else { usize::from(month.is_some()) };
            found.extend(whole.or(month).or_else(|| Some((*part).to_owned())));
        } else if is_quarter(part) {
            found.push(part[..4].to_owned());
        }
    }
    found.dedup();
    match &found[..] {
        [one] => Some(one.clone()),
        _ => None,
    }
}

/// `2024q3`, `2024H1`.
fn is_quarter(part: &str) -> bool {
    let (Some(year), Some(rest)) = (part.get(..4), part.get(4..)) else { return false };
    year.parse().is_ok_and(|year: u32| YEARS.contains(&year))
        && matches!(rest.to_ascii_lowercase().as_str(), "q1" | "q2" | "q3" | "q4" | "h1" | "h2")
}

#[cfg(test)]
mod tests {
    use super::in_name;
    use super::of_paragraph;

    #[test]
    fn a_day_that_runs_into_the_first_sentence_is_the_day_of_the_text() {
        for (text, day) in [
            ("KELSO FALLS, Ore. – October 29, 2024 – Bright Inc. (KEX: BRT) today announced", Some("2024-10-29")),
            ("NEW KELSO, Feb. 4, 2025 /Wirex/ -- Bright Inc. said", Some("2025-02-04")),
            ("Oslo (Wirex), 3 May 2024 — The old bridge", Some("2024-05-03")),
            ("LONDON, May 3, 2024 (Wirex) - The old bridge", Some("2024-05-03")),
            ("Bright Inc. Tells Its Results KELSO FALLS, Ore. – May 3, 2024 – Bright", Some("2024-05-03")),
            ("The bridge was closed on May 3, 2024 – a Friday", None),
            ("On May 3, 2024, the bridge was closed.", None),
            ("May 3, 2024 was a Friday – as all know", None),
        ] {
            assert_eq!(of_paragraph(text).as_deref(), day, "{text}");
        }
    }

    #[test]
    fn names_of_files_tell_days_months_and_years() {
        for (name, day) in [
            ("2005-03-07-words.md", Some("2005-03-07")),
            ("a/20050307.txt", Some("2005-03-07")),
            ("wirex-2019-02-26.txt", Some("2019-02-26")),
            ("1862-Bright.txt", Some("1862")),
            ("report_2024-05.md", Some("2024-05")),
            ("2024q3-results.txt", Some("2024")),
            ("war-1914-1918.txt", None),
            ("bug-2200.txt", None),
            ("note-12.txt", None),
        ] {
            assert_eq!(in_name(name).as_deref(), day, "{name}");
        }
    }
}
