//! Verbs of saying.

use crate::analysis::facts::tokens::Token;

const VERBS: &[&str] = &[
    "said",
    "says",
    "say",
    "saying",
    "told",
    "tells",
    "telling",
    "announced",
    "announces",
    "announcing",
    "stated",
    "states",
    "stating",
    "declared",
    "declares",
    "declaring",
    "added",
    "adds",
    "adding",
    "warned",
    "warns",
    "warning",
    "explained",
    "explains",
    "explaining",
    "insisted",
    "insists",
    "insisting",
    "claimed",
    "claims",
    "claiming",
    "argued",
    "argues",
    "argue",
    "arguing",
    "noted",
    "notes",
    "noting",
    "confirmed",
    "confirms",
    "confirming",
    "emphasized",
    "emphasised",
    "emphasizing",
    "emphasising",
    "stressed",
    "stresses",
    "stressing",
    "wrote",
    "writes",
    "replied",
    "acknowledged",
    "acknowledges",
    "recalled",
    "recounted",
    "recounts",
    "recalls",
    "reported",
    "reports",
    "reporting",
    "testified",
    "tweeted",
    "posted",
    "admitted",
    "admits",
    "admitting",
    "denied",
    "denies",
    "denying",
    "suggested",
    "suggests",
    "suggesting",
    "remarked",
    "believes",
    "asked",
    "commented",
    "concluded",
    "predicted",
    "predicts",
    "promised",
    "vowed",
    "pledged",
    "called",
    "calling",
    "described",
    "describing",
    "alleged",
    "alleges",
    "alleging",
    "maintained",
    "maintains",
    "maintaining",
    "pointed",
    "points",
    "asserted",
    "asserts",
    "revealed",
    "reveals",
];

/// Verbs that need no `that` before what is reported.
const WITHOUT_THAT: &[&str] = &["said", "says", "say", "saying", "told", "tells", "telling", "believes"];

/// Verbs that take a clause without `that`, but things too: `reported Lohan was shopping`, `reported a theft`.
const CLAUSE_OR_THING: &[&str] = &[
    "reported",
    "insisted",
    "insists",
    "claimed",
    "claims",
    "argued",
    "argues",
    "warned",
    "explained",
    "acknowledged",
    "admitted",
    "maintains",
    "maintained",
    "alleged",
    "noted",
    "confirmed",
    "announced",
    "testified",
    "suggested",
    "predicted",
    "adding",
    "noting",
    "claiming",
    "insisting",
];

/// What a sentence reports behind a verb of saying.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Governs {
    /// Whatever follows.
    All,
    /// A clause of its own subject and verb.
    Clause,
    /// Only what `that` or quotation marks begin.
    That,
}

/// Whether a word is a verb of saying, at `at` of `tokens`.
pub(in crate::analysis::facts) fn is_saying(tokens: &[Token], at: usize) -> bool {
    let token = &tokens[at];
    let next = |word: &str| tokens.get(at + 1).is_some_and(|next| next.is(word));
    match () {
        () if !token.is_any(VERBS) => false,
        // `points out`, but not the points of a game.
        () if token.is_any(&["pointed", "points"]) => next("out"),
        () if token.is_any(&["called", "calling"]) => !next("on") && !next("for") && !next("off"),
        // `the escalation of claims`, `ISIS-claimed`
        () if token.gap == "-" => false,
        () => !is_denied(tokens, at),
    }
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
    match () {
        () if token.is_any(WITHOUT_THAT) => Governs::All,
        () if token.is_any(CLAUSE_OR_THING) => Governs::Clause,
        () => Governs::That,
    }
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
        "became",
    ];
    token.is_any(FINITE)
}
