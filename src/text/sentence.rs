//! Sentence borders inside a block.
//!
//! By rules, in the manner of Grefenstette and Tapanainen (*What is a word, what is a sentence?*, 1994): a full stop
//! ends a sentence unless it belongs to an abbreviation, an initial or a number, or what follows does not begin one.

use crate::text::Span;
use crate::text::saying::saying;

/// Longest stretch, in bytes, that a bracket opened inside a sentence may hold together.
const LONGEST_BRACKET: usize = 600;

/// Sentences of `text`, in order, without blanks at their ends. Together they leave out only white space.
pub fn sentences(text: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut bracket: Option<usize> = None;
    for (at, character) in text.char_indices() {
        match character {
            '(' | '[' => bracket = bracket.or_else(|| opens_inside(text, start, at)),
            ')' | ']' => bracket = bracket.filter(|&closes| closes > at),
            '.' | '!' | '?' | '\u{2026}' | '。' | '！' | '？' if at >= start && bracket.is_none_or(|closes| closes < at) => {
                if let Some(end) = sentence_end(text, start, at, character) {
                    push(&mut found, text, start, end);
                    start = end;
                    bracket = None;
                }
            }
            _ => {}
        }
    }
    push(&mut found, text, start, text.len());
    found
}

fn push(found: &mut Vec<Span>, text: &str, start: usize, end: usize) {
    let span = Span::new(start, end).trimmed(text);
    if !span.is_empty() {
        found.push(span);
    }
}

/// Where a bracket that opens at `at`, inside the sentence from `start`, is closed again.
fn opens_inside(text: &str, start: usize, at: usize) -> Option<usize> {
    if text[start..at].trim().is_empty() {
        return None;
    }
    let mut depth = 0usize;
    for (offset, character) in text[at..].char_indices().take_while(|&(offset, _)| offset <= LONGEST_BRACKET) {
        match character {
            '(' | '[' => depth += 1,
            ')' | ']' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(at + offset);
        }
    }
    None
}

/// The end of the sentence if the mark at `at` ends it: behind the mark and the quotes and brackets that close there.
fn sentence_end(text: &str, start: usize, at: usize, mark: char) -> Option<usize> {
    let after_mark = at + mark.len_utf8();
    let ideographic = matches!(mark, '。' | '！' | '？');
    let closing = text[after_mark..].find(|c| !is_closing(c)).map_or(text.len(), |length| after_mark + length);
    let rest = &text[closing..];
    if rest.trim_start().is_empty() || ideographic {
        return Some(closing);
    }
    // Another mark follows (`?!`, `...`): that one decides.
    if rest.starts_with(['.', '!', '?', '\u{2026}']) {
        return None;
    }
    if !rest.starts_with(char::is_whitespace) {
        return None;
    }
    let next = rest.trim_start();
    let quoted = closing > after_mark;
    let ends = begins_sentence(next) && !(quoted && names_speaker(next)) && (mark != '.' || full_stop_ends(&text[start..at], next));
    ends.then_some(closing)
}

fn is_closing(character: char) -> bool {
    matches!(character, '"' | '\'' | ')' | ']' | '\u{201d}' | '\u{2019}' | '\u{bb}' | '\u{203a}')
}

fn is_opening(character: char) -> bool {
    matches!(
        character,
        '"' | '\''
            | '('
            | '['
            | '\u{201c}'
            | '\u{2018}'
            | '\u{201e}'
            | '\u{ab}'
            | '\u{2039}'
            | '\u{bf}'
            | '\u{a1}'
            | '-'
            | '\u{2013}'
            | '\u{2014}'
            | '\u{2022}'
            | ' '
            | '\u{2026}'
    )
}

/// Whether `next` looks like the beginning of a sentence: no lower-case letter comes first.
fn begins_sentence(next: &str) -> bool {
    let first = next.trim_start_matches(is_opening).chars().next();
    first.is_some_and(|first| !first.is_lowercase() && first.is_alphanumeric() || matches!(first, '$' | '€' | '£' | '@' | '#'))
}

/// Whether a quotation that ended in a mark goes on with its speaker: `“Why?” Putin asked`, `“Go!” the man said`.
fn names_speaker(next: &str) -> bool {
    for (seen, word) in next.split_whitespace().take(4).enumerate() {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        if saying(bare).is_some() {
            return seen > 0;
        }
        if word.ends_with(['.', ',', ';', ':']) || !bare.starts_with(char::is_uppercase) {
            return false;
        }
    }
    false
}

/// Whether a full stop behind `before` (the sentence so far) and before `next` ends the sentence.
fn full_stop_ends(before: &str, next: &str) -> bool {
    let token_start =
        before.rfind(|c: char| c.is_whitespace() || matches!(c, '(' | '[' | '"' | '\u{201c}' | '\u{2018}' | '/' | '\u{2014}' | '\u{2013}'));
    let token = token_start.map_or(before, |at| before[at..].trim_start_matches(|c: char| !c.is_alphanumeric()));
    let next_word: String =
        next.trim_start_matches(is_opening).chars().take_while(|c| c.is_alphanumeric() || *c == '\u{2019}' || *c == '\'').collect();
    let next_is_number = next.starts_with(|c: char| c.is_ascii_digit());
    let starter = STARTERS.contains(&next_word.as_str());
    let first_token = before.trim().len() == token.len();
    if token.is_empty() {
        return true;
    }
    // `1. The first point`: a number alone before the stop counts an item.
    if first_token && token.chars().all(|c| c.is_ascii_digit()) {
        return false;
    }
    if NEVER_ENDS.contains(&token) {
        return false;
    }
    if BEFORE_NUMBER.contains(&token) {
        return !next_is_number;
    }
    let mut letters = token.chars();
    let one_letter = letters.next().is_some_and(char::is_alphabetic) && letters.next().is_none();
    if one_letter {
        // An initial (`Charles E. Ziegler`); `plan B. The` ends where a plain word follows that begins sentences.
        return !first_token && (token == "I" || starter);
    }
    let dotted = token.contains('.') && token.split('.').all(|part| part.chars().count() == 1);
    if dotted || MAY_END.contains(&token) {
        return starter;
    }
    true
}

/// Abbreviations behind which the sentence always goes on.
const NEVER_ENDS: &[&str] = &[
    "Mr", "Mrs", "Ms", "Messrs", "Dr", "Prof", "Gen", "Col", "Lt", "Sgt", "Capt", "Cmdr", "Adm", "Maj", "Brig", "Cpl", "Pvt", "Rev", "Fr",
    "Sen", "Reps", "Sens", "Rep", "Gov", "Pres", "Hon", "St", "Ste", "Mt", "Ft", "vs", "v", "e.g", "i.e", "cf", "viz", "al", "approx",
    "adj", "Adj", "Amb", "Insp", "Supt", "Sr", "Mme", "Mlle", "Mgr", "Msgr", "Sec", "Lt.Col", "Dist", "Atty",
];

/// Abbreviations behind which the sentence goes on if a number follows.
const BEFORE_NUMBER: &[&str] = &[
    "No", "Nos", "no", "nos", "Art", "art", "Vol", "vol", "Fig", "fig", "p", "pp", "par", "Sect", "sec", "ca", "c", "Jan", "Feb", "Mar",
    "Apr", "Jun", "Jul", "Aug", "Sep", "Sept", "Oct", "Nov", "Dec", "Ch", "ch", "Ex", "op",
];

/// Abbreviations that may stand at the end of a sentence: it ends there if a word follows that begins sentences.
const MAY_END: &[&str] = &[
    "Inc", "Corp", "Co", "Cos", "Ltd", "LLC", "PLC", "Jr", "etc", "Bros", "Ave", "Blvd", "Rd", "Calif", "Conn", "Fla", "Ill", "Mass",
    "Mich", "Minn", "Miss", "Pa", "Tenn", "Tex", "Va", "Wash", "Wis", "Ariz", "Colo", "Del", "Ga", "Ind", "Kan", "Ky", "La", "Md", "Neb",
    "Nev", "Okla", "Ore", "Ala", "Ark", "est", "Dept", "dept", "Univ", "Ph.D", "Bhd", "Sdn", "Pty", "Esq",
];

/// Words that begin sentences far more often than they stand behind an abbreviation with a capital.
const STARTERS: &[&str] = &[
    "The",
    "A",
    "An",
    "It",
    "Its",
    "He",
    "She",
    "They",
    "We",
    "You",
    "I",
    "This",
    "That",
    "These",
    "Those",
    "There",
    "Here",
    "In",
    "On",
    "At",
    "By",
    "For",
    "From",
    "With",
    "Without",
    "After",
    "Before",
    "During",
    "While",
    "When",
    "Where",
    "Why",
    "How",
    "What",
    "Who",
    "If",
    "Although",
    "Though",
    "Because",
    "Since",
    "As",
    "But",
    "And",
    "Or",
    "Yet",
    "So",
    "However",
    "Moreover",
    "Meanwhile",
    "Still",
    "Now",
    "Then",
    "Also",
    "Even",
    "Only",
    "Some",
    "Many",
    "Most",
    "Several",
    "Both",
    "All",
    "Such",
    "Their",
    "His",
    "Her",
    "Our",
    "Not",
    "No",
    "One",
    "Two",
    "Under",
    "Over",
    "Until",
    "Despite",
    "According",
    "Earlier",
    "Later",
    "Last",
    "Today",
    "Yesterday",
    "To",
    "Once",
    "Other",
    "Another",
    "Each",
    "Every",
    "It’s",
    "It's",
    "That’s",
    "Among",
    "Between",
    "Through",
    "Within",
    "Instead",
    "Indeed",
    "Nor",
    "Perhaps",
    "Critics",
    "Officials",
    "Police",
    "Witnesses",
];

#[cfg(test)]
mod tests {
    use super::sentences;
    use proptest::prelude::*;

    /// Borders are marked by `|` in the text.
    #[track_caller]
    fn check(marked: &str) {
        let text = marked.replace('|', "");
        let expected: Vec<&str> = marked.split('|').map(str::trim).collect();
        let found: Vec<&str> = sentences(&text).into_iter().map(|span| span.of(&text)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn abbreviations_do_not_end_a_sentence() {
        check("He met Mr. Brown in St. Petersburg.| It rained.");
        check("After the U.S. Army left, the U.S. authorities stayed.| Others went to the U.S.| They liked it.");
        check("Charles E. Ziegler agrees.| So do we.");
        check("It is No. 5 on the list.| We said no.| It went on.");
        check("At 5 p.m. Friday it ended.| It began at 9 a.m.| The rest is known.");
        check("Apple Inc. Chief Tim Cook spoke for Acme Corp.| The rest listened.");
    }

    #[test]
    fn quotes_and_brackets_close_with_the_sentence() {
        check("“We value this.”| He left.| (It was late.)| Then came the end…| And more.");
        check("“Why?” he asked.| “Go!” Putin said.| Done.");
        check("The group (see ‘The trace’. The attack in Paris’), which fights, remains.| It does.");
    }

    #[test]
    fn numbers_and_items_stay_whole() {
        check("Growth was 3.5 percent.| 15 people came.");
        check("1. The first point.| Another one.");
    }

    #[test]
    fn a_missing_stop_ends_at_the_end() {
        check("The flag flies over Moscow");
        assert!(sentences(" \u{a0}\n").is_empty());
    }

    proptest! {
        #[test]
        fn sentences_tile_the_text(text in "[A-Za-z.!?…()\\[\\]“”’'\" \\n0-9é日。]{0,200}") {
            let mut end = 0;
            for span in sentences(&text) {
                prop_assert!(span.start() >= end && text.is_char_boundary(span.start()) && text.is_char_boundary(span.end()));
                prop_assert!(text[end..span.start()].trim().is_empty());
                end = span.end();
            }
            prop_assert!(text[end..].trim().is_empty());
        }

        #[test]
        fn any_text_is_cut_without_panic(text in any::<String>()) {
            sentences(&text);
        }
    }
}
