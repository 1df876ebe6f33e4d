//! Verbs of saying.

use crate::analysis::facts::tokens::Token;
pub(super) use crate::text::saying::Governs;
use crate::text::saying::saying;

/// Whether a word is a verb of saying, at `at` of `tokens`.
pub(in crate::analysis::facts) fn is_saying(tokens: &[Token], at: usize) -> bool {
    let token = &tokens[at];
    let next = |word: &str| tokens.get(at + 1).is_some_and(|next| next.is(word));
    match () {
        () if saying(token.written).is_none() => false,
        // `points out`, but not the points of a game.
        () if token.is_any(&["pointed", "points"]) => next("out"),
        () if token.is_any(&["called", "calling"]) => !["on", "upon", "for", "off", "out", "at", "up"].iter().any(|word| next(word)),
        // `Boston, United States`; at the beginning of a sentence it may be turned round: `Said Bright:`
        () if at > 0 && token.written.starts_with(char::is_uppercase) => false,
        // `the escalation of claims`, `ISIS-claimed`
        () if token.gap == "-" => false,
        () if is_plural_noun(tokens, at) => false,
        () if token.is_any(&["told", "tells"]) && next("of") => false,
        // `read the letter`, `found the road`: only what is said between marks or behind `that`.
        () if token.is_any(&["read", "reads", "held", "holds", "found", "finds", "records", "ordered"]) => {
            let next = tokens.get(at + 1);
            let marked = next.is_some_and(|next| next.gap.contains(['"', '\u{201c}', '\u{2018}', ':']));
            let that = next.is_some_and(|next| next.is("that") && next.is_joined());
            marked
                || that && (token.is_any(&["held", "holds"]) || (0..at).rev().take(PHRASE).any(|before| tokens[before].is_any(OF_COURTS)))
        }
        () => !is_denied(tokens, at),
    }
}

/// Words of a noun phrase in the plural: what ends it in -s is no verb.
const OF_MANY: &[&str] = &[
    "only", "many", "most", "such", "these", "those", "all", "some", "any", "few", "several", "no", "various", "other", "more", "of",
    "both",
];
/// Who finds and orders in words: anybody else finds a thing.
const OF_COURTS: &[&str] = &[
    "court",
    "judge",
    "justice",
    "justices",
    "judges",
    "jury",
    "panel",
    "order",
    "ruling",
    "opinion",
    "tribunal",
    "commission",
    "inquiry",
    "report",
    "study",
    "committee",
];
/// Words before the end of a phrase that are looked at.
const PHRASE: usize = 4;

/// Whether a form in -s is a noun: `many unwarranted reports`, `the only inner states that one could read`.
fn is_plural_noun(tokens: &[Token], at: usize) -> bool {
    if !tokens[at].written.ends_with('s') || tokens[at].is("says") {
        return false;
    }
    let phrase = (0..at).rev().take(PHRASE).take_while(|before| tokens[before + 1].is_joined());
    let mut before =
        phrase.map(|before| &tokens[before]).take_while(|before| !before.is_any(&["who", "which", "that", "and", "it", "he", "she"]));
    before.any(|before| before.is_any(OF_MANY) || before.written.ends_with(|c: char| c.is_ascii_digit()))
}

/// Whether the verb is denied: `did not say`, `declined to say`.
fn is_denied(tokens: &[Token], at: usize) -> bool {
    const DENIES: &[&str] = &["not", "never", "declined", "refused", "didn't", "didn’t", "wouldn't", "wouldn’t", "couldn't", "couldn’t"];
    (1..=2)
        .filter(|back| *back <= at)
        .any(|back| tokens[at - back].is_any(DENIES) && tokens[at + 1 - back..=at].iter().all(Token::is_joined))
}

/// What the verb governs without `that`.
pub(super) fn governs(token: &Token) -> Governs {
    saying(token.written).map_or(Governs::That, |saying| saying.governs)
}

/// Whether a word stands between a subject and its verb of saying: `has also`, `later`.
pub(in crate::analysis::facts) fn is_helper(token: &Token) -> bool {
    const HELPERS: &[&str] = &[
        "has",
        "have",
        "had",
        "also",
        "later",
        "then",
        "repeatedly",
        "once",
        "earlier",
        "already",
        "now",
        "still",
        "just",
        "even",
        "often",
        "will",
        "would",
        "been",
        "himself",
        "herself",
        "reportedly",
        "again",
        "previously",
        "recently",
        "meanwhile",
        "almost",
        "aloud",
    ];
    const NOUNS: &[&str] =
        &["family", "assembly", "ally", "rally", "reply", "bully", "supply", "monopoly", "anomaly", "homily", "jelly", "belly"];
    token.is_any(HELPERS)
        || token.written.ends_with("ly")
            && !token.is_any(NOUNS)
            && token.written.starts_with(|first: char| first.is_ascii_lowercase())
            && token.written.len() > 4
}

/// Whether a word makes a clause of what stands before it: a finite verb.
pub(super) fn is_finite(token: &Token) -> bool {
    const FINITE: &[&str] = &[
        "is", "are", "was", "were", "has", "have", "had", "will", "would", "can", "could", "should", "must", "may", "might", "did", "does",
        "do", "went", "came", "took", "made", "got", "died", "won", "lost", "began", "fell", "left", "knew", "felt", "wanted", "seemed",
        "became", "found", "gave", "held", "saw", "met", "paid", "sent", "kept", "brought", "ran", "stood", "rose", "spoke", "thought",
        "bought", "built", "drew",
    ];
    token.is_any(FINITE)
}
