//! The noun that a number counts.

use crate::analysis::facts::dates::is_past_of_deed;
use crate::analysis::facts::figures::numbers::Number;
use crate::analysis::facts::figures::numbers::number;
use crate::analysis::facts::figures::vocabulary::predicate;
use crate::analysis::facts::figures::vocabulary::unit;
use crate::analysis::facts::tokens::Token;
use crate::text::Span;
use crate::text::saying::saying;

/// Words between a number and the noun it counts.
const NOUN_REACH: usize = 5;

/// What a number counts.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Counted {
    /// The noun.
    pub(super) noun: Option<Span>,
    /// The words between the number and the noun.
    pub(super) modifiers: Option<Span>,
    /// Whether it is so many of a whole: `eight of the 10 victims`.
    pub(super) of_whole: bool,
    /// Whether that whole is a number, too.
    pub(super) of_number: bool,
}

/// The noun that a number counts and the words before it.
pub(super) fn counted(tokens: &[Token], number: &Number) -> Counted {
    if let Some(noun) = compound(tokens, number.to) {
        return Counted { noun: Some(tokens[noun].span), ..Counted::default() };
    }
    let joined = |gap: &str| !gap.is_empty() && gap.trim_start_matches('%').trim().is_empty();
    let of = tokens.get(number.to).is_some_and(|next| next.is("of") && joined(next.gap));
    let whole = of.then(|| whole(tokens, number.to + 1)).flatten();
    let (whole, of_number) = whole.map_or((None, false), |(first, of_number)| (Some(first), of_number));
    let first = match whole {
        Some(first) => first,
        None => number.to + usize::from(of && (number.vague || number.share)),
    };
    let best = if number.low == 1.0 && number.high == 1.0 && whole.is_none() { single(tokens, first) } else { plural(tokens, first) };
    // `the number of those in need is over 20 million`
    let Some(noun) = best else { return Counted { noun: before(tokens, number.from), ..Counted::default() } };
    let modifiers = (noun > first).then(|| Span::new(tokens[first].span.start(), tokens[noun - 1].span.end()));
    Counted { noun: Some(tokens[noun].span), modifiers, of_whole: whole.is_some(), of_number }
}

/// `two-story`, `12-member`: the word behind the hyphen, if it is no unit.
fn compound(tokens: &[Token], at: usize) -> Option<usize> {
    const NO_NOUNS: &[&str] =
        &["time", "times", "fold", "way", "plus", "odd", "point", "and", "to", "on", "for", "in", "of", "or", "year", "years", "something"];
    let next = tokens.get(at)?;
    let counts = next.gap == "-" && next.written.len() > 3 && next.written.starts_with(|first: char| first.is_ascii_lowercase());
    let behind = tokens.get(at + 1).is_some_and(|behind| behind.is_joined() && behind.written.starts_with(char::is_lowercase));
    (counts && behind && !next.is_any(NO_NOUNS) && !next.written.ends_with("ed") && unit(next).is_none()).then_some(at)
}

/// Where the noun of a whole begins, behind `of`, and whether the whole is a number: `of the comments`, `of its next 23 games`, `of 10 victims`.
fn whole(tokens: &[Token], at: usize) -> Option<(usize, bool)> {
    const DETERMINERS: &[&str] = &["the", "its", "their", "his", "her", "our", "those", "these", "all"];
    let mut at = at;
    let determined = tokens.get(at).is_some_and(|token| token.is_joined() && token.is_any(DETERMINERS));
    at += usize::from(determined);
    let passed = tokens.get(at).is_some_and(|token| token.is_any(&["next", "last", "first", "past", "other"]));
    let numbered = number(tokens, at + usize::from(passed)).map(|number| number.to);
    (determined || numbered.is_some()).then(|| (numbered.unwrap_or(at), numbered.is_some()))
}

/// The noun in the plural that follows from `first`, the last of a row of them: `sales representatives`.
fn plural(tokens: &[Token], first: usize) -> Option<usize> {
    let mut best = None;
    for at in first..(first + NOUN_REACH).min(tokens.len()) {
        let token = &tokens[at];
        let listed = token.gap.trim() == "," && at > first || token.gap.trim_matches([' ', '"', '\u{201c}']).is_empty();
        // `300+ guests`
        let more = at == first && token.gap == "+ ";
        if !(token.is_joined() || more || token.gap == "-" && at > first || listed && best.is_none()) {
            break;
        }
        // `federal and independent scientists`
        let joins = token.is("and")
            && at > first
            && best.is_none()
            && tokens.get(at + 1).is_some_and(|next| number(tokens, at + 1).is_none() && next.is_joined());
        // `41 killed, hundreds hurt`
        let other = || {
            let hedged = tokens[at - 1].is_any(&["about", "nearly", "almost", "some", "roughly", "around"]);
            number(tokens, at).is_some_and(|number| number.vague || hedged)
        };
        if token.is_any(STOPPERS) && !joins || at > first && other() {
            break;
        }
        if is_plural(token) {
            best = Some(at);
            if !tokens.get(at + 1).is_some_and(|next| next.is_joined() && is_plural(next)) {
                break;
            }
        }
    }
    best
}

/// The noun of which there is one: `one man`, `one missed call`, `one Thai crew member`.
fn single(tokens: &[Token], first: usize) -> Option<usize> {
    const NO_THINGS: &[&str] =
        &["thing", "side", "way", "hand", "point", "reason", "another", "more", "other", "who", "trying", "day", "time"];
    let plain = |at: usize| {
        let token = tokens.get(at)?;
        (token.is_joined() && !token.is_any(STOPPERS) && token.written.starts_with(char::is_alphabetic)).then_some(token)
    };
    let describes = |token: &Token| {
        let participle = token.written.ends_with("ed") && predicate(token).is_none();
        token.written.starts_with(char::is_uppercase)
            || participle
            || token.is_any(&[
                "young",
                "old",
                "new",
                "small",
                "large",
                "single",
                "local",
                "major",
                "big",
                "main",
                "former",
                "senior",
                "whole",
                "different",
                "federal",
                "national",
                "public",
                "private",
                "popular",
                "famous",
                "foreign",
                "additional",
                "recent",
            ])
    };
    let mut at = first;
    while at < first + 3 && plain(at).is_some_and(describes) {
        at += 1;
    }
    let noun =
        plain(at).filter(|token| token.written.starts_with(char::is_lowercase) && !token.is_any(NO_THINGS) && token.written.len() > 2)?;
    // `crew member`, `police officer`: who does it comes last.
    let does =
        |token: &Token| ["er", "or", "ist", "ant", "man"].iter().any(|ending| token.written.ends_with(ending)) && token.written.len() > 4;
    let further = plain(at + 1).filter(|next| next.written.starts_with(char::is_lowercase) && does(next) && !does(noun));
    // `as one travels`, `when one told`, `one generally`: the pronoun counts nothing.
    let is_verb = saying(noun.written).is_some() || is_past_of_deed(noun) || noun.written.ends_with('s') && !noun.written.ends_with("ss");
    let is_pronoun = is_verb || ["ly", "ing"].iter().any(|ending| noun.written.ends_with(ending));
    if predicate(noun).is_some() && noun.written.ends_with("ed") || is_pronoun && further.is_none() {
        return None;
    }
    Some(if further.is_some() { at + 1 } else { at })
}

/// Nouns of which a number behind `of` says how large they are.
const GROUPS: &[&str] = &[
    "team",
    "crew",
    "group",
    "crowd",
    "staff",
    "force",
    "squad",
    "delegation",
    "panel",
    "class",
    "convoy",
    "fleet",
    "workforce",
    "audience",
];

/// The noun behind `number of`, or before `of`, before a number without one of its own: `a team of 63`.
fn before(tokens: &[Token], from: usize) -> Option<Span> {
    let of = from.checked_sub(2).filter(|at| tokens[at + 1].is("of") && tokens[at + 1].is_joined() && tokens[from].is_joined());
    if let Some(group) = of.map(|at| &tokens[at]).filter(|token| token.is_any(GROUPS)) {
        return Some(group.span);
    }
    let window = from.saturating_sub(10)..from;
    let at = window
        .rev()
        .take_while(|&at| !tokens[at + 1].gap.contains(['.', ';']))
        .find(|&at| tokens[at].is("number") && tokens.get(at + 1).is_some_and(|next| next.is("of")))?;
    tokens[at + 2..from].iter().find(|token| is_plural(token) || token.is("those")).map(|token| token.span)
}

/// Whether a number stands for a noun told before: `and another 2,000 are waiting`, `12 injured`.
pub(super) fn stands_alone(tokens: &[Token], number: &Number) -> bool {
    const VERBS: &[&str] =
        &["are", "were", "was", "is", "have", "has", "had", "remain", "remained", "remains", "others", "more", "died", "remaining"];
    tokens
        .get(number.to)
        .is_some_and(|next| next.is_joined() && (next.is_any(VERBS) || next.written.ends_with("ed") && predicate(next).is_some()))
}

const STOPPERS: &[&str] = &[
    "of", "in", "at", "on", "to", "for", "from", "by", "with", "and", "or", "but", "that", "which", "who", "is", "are", "was", "were",
    "has", "have", "had", "as", "than", "after", "before", "since", "when", "while", "it", "they", "he", "she", "we", "will", "would",
    "into", "per", "its", "said", "says", "the", "a", "an", "this", "these", "those",
];

/// Whether a word looks like a noun in the plural.
pub(super) fn is_plural(token: &Token) -> bool {
    const IRREGULAR: &[&str] = &[
        "people",
        "men",
        "women",
        "police",
        "troops",
        "personnel",
        "cattle",
        "sheep",
        "fish",
        "percent",
        "aircraft",
        "crew",
        "staff",
        "crowd",
    ];
    const NO_PLURAL: &[&str] = &[
        "was",
        "is",
        "has",
        "its",
        "this",
        "as",
        "does",
        "us",
        "his",
        "plus",
        "versus",
        "thus",
        "across",
        "perhaps",
        "previous",
        "various",
        "numerous",
        "serious",
        "says",
        "others",
        "contains",
        "includes",
        "makes",
        "gives",
        "becomes",
        "seems",
        "appears",
        "comes",
        "goes",
        "gets",
        "keeps",
        "brings",
        "begins",
        "requires",
        "provides",
        "allows",
        "represents",
        "covers",
        "follows",
    ];
    let word = token.written;
    let capitals = || {
        let stem = word.strip_suffix('s').unwrap_or("");
        (2..=4).contains(&stem.len()) && stem.bytes().all(|byte| byte.is_ascii_uppercase())
    };
    token.is_any(IRREGULAR)
        || word.ends_with("children")
        || ["policemen", "firemen", "gunmen", "businessmen", "crewmen", "fishermen", "servicemen", "clergymen"].contains(&word)
        || capitals()
        || word.len() > 3
            && word.starts_with(char::is_lowercase)
            && word.ends_with('s')
            && !word.ends_with("ss")
            && !word.ends_with("ous")
            && !token.is_any(NO_PLURAL)
}
