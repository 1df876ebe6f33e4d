//! Words of computers, by their form: versions, identifiers, capitals within a word, numbers of a series.

use crate::text::Span;

/// Letters of the longest word of computers.
const LONGEST: usize = 40;

/// Whether a text begins with a version: ` 5.6.1`, ` v2.0`.
pub(super) fn has_version(behind: &str) -> bool {
    let Some(number) = behind.strip_prefix(' ') else { return false };
    let number = number.strip_prefix('v').unwrap_or(number);
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let first = digits(number);
    let rest = number.get(first..).and_then(|rest| rest.strip_prefix('.'));
    // A number with one point may be any: 5.6 percent.
    let second = rest.map_or(0, digits);
    first > 0 && second > 0 && rest.is_some_and(|rest| rest[second..].strip_prefix('.').is_some_and(|third| digits(third) > 0))
}

/// Runs of letters, digits, hyphens and underscores that hold a letter and are not too long.
pub(super) fn identifiers(text: &str) -> impl Iterator<Item = Span> + '_ {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let start = at + text[at..].find(is_part)?;
            let end = text[start..].find(|c| !is_part(c)).map_or(text.len(), |length| start + length);
            at = end;
            let trimmed = text[start..end].trim_matches(['-', '_']);
            let start = start + (text[start..end].len() - text[start..end].trim_start_matches(['-', '_']).len());
            // A piece of a longer word, a path or an address is none of its own.
            let before = text[..start].chars().next_back();
            let behind = text[start + trimmed.len()..].chars().next();
            let is_piece = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || matches!(c, '/' | '@' | '=' | '\\'));
            let has_letter = trimmed.bytes().any(|byte| byte.is_ascii_alphabetic());
            if has_letter && (2..=LONGEST).contains(&trimmed.len()) && !is_piece(before) && !is_piece(behind) {
                return Some(Span::new(start, start + trimmed.len()));
            }
        }
    })
}

/// Whether a word has a capital behind a small letter, as names of programs and firms have: `GitHub`, `OpenSSH`.
pub(super) fn is_inner_capital(word: &str) -> bool {
    let bytes = word.as_bytes();
    word.len() > 3
        && bytes.iter().all(u8::is_ascii_alphanumeric)
        && bytes.windows(2).any(|pair| pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase())
}

/// Whether a word is a number of a series: `CVE-2024-3094`, `RFC-822`.
pub(super) fn is_number_of_series(word: &str) -> bool {
    let mut parts = word.split('-');
    let first = parts.next().unwrap_or("");
    let digits: Vec<&str> = parts.collect();
    first.len() > 1
        && first.bytes().all(|byte| byte.is_ascii_uppercase())
        && !digits.is_empty()
        && digits.iter().all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
        && digits.concat().len() > 2
}
