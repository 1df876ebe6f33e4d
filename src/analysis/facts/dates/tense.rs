//! When the clause around a date happens, by the verb nearest to it, and which verb that is.

use crate::analysis::facts::dates::said::Tense;
use crate::analysis::facts::tokens::Token;
use crate::text::saying::saying;

/// Words between a verb that puts off and the preposition.
const PUT_OFF_REACH: usize = 5;
/// Words looked at before a date, and behind it.
const REACH: usize = 14;

const FUTURE: &[&str] = &[
    "will",
    "won't",
    "won’t",
    "shall",
    "would",
    "could",
    "should",
    "must",
    "may",
    "might",
    "can",
    "upcoming",
    "scheduled",
    "expected",
    "expects",
    "due",
    "slated",
    "planned",
    "plans",
    "planning",
    "booked",
    "deadline",
    "he'll",
    "they'll",
    "we'll",
    "it'll",
    "she'll",
    "i'll",
    "he’ll",
    "they’ll",
    "we’ll",
    "it’ll",
    "she’ll",
    "i’ll",
    "poised",
    "forthcoming",
    "begins",
    "starts",
    "opens",
    "kicks",
    "runs",
    "intends",
    "arrives",
    "arrive",
    "departs",
    "travels",
    "hosts",
    "returns",
    "resumes",
    "expires",
    "convenes",
    "hopes",
    "hope",
    "aims",
    "expect",
    "intend",
];

/// Verbs before a verb that stands in its plain form: `put`, `set` and `cut` are past forms too.
const MODALS: &[&str] = &["will", "would", "shall", "should", "can", "could", "may", "might", "must", "not"];

const PAST: &[&str] = &[
    "was",
    "were",
    "had",
    "did",
    "been",
    "has",
    "have",
    "said",
    "told",
    "went",
    "came",
    "became",
    "began",
    "took",
    "made",
    "gave",
    "got",
    "held",
    "met",
    "left",
    "won",
    "lost",
    "found",
    "saw",
    "heard",
    "felt",
    "kept",
    "led",
    "put",
    "ran",
    "sold",
    "sent",
    "shot",
    "spoke",
    "spent",
    "stood",
    "struck",
    "hit",
    "thought",
    "wrote",
    "fell",
    "rose",
    "grew",
    "broke",
    "brought",
    "bought",
    "built",
    "caught",
    "chose",
    "died",
    "drew",
    "drove",
    "fought",
    "flew",
    "knew",
    "laid",
    "lay",
    "paid",
    "quit",
    "read",
    "sat",
    "set",
    "shook",
    "sank",
    "swore",
    "threw",
    "underwent",
    "withdrew",
    "wore",
    "won",
    "did",
    "born",
    "begun",
    "known",
    "seen",
    "taken",
    "given",
    "gone",
    "since",
    "ago",
    "killed",
    "cut",
    "shut",
    "upset",
    "beat",
    "burst",
    "cost",
    "hurt",
];

/// Verbs that put something off or call it for a day: with `to`, `until` or `for` before it that day lies ahead.
const PUT_OFF: &[&str] = &[
    "postponed",
    "delayed",
    "adjourned",
    "rescheduled",
    "moved",
    "extended",
    "deferred",
    "called",
    "set",
    "scheduled",
    "planned",
    "put",
    "announced",
    "calls",
    "postpones",
    "delays",
    "moves",
    "extends",
    "adjourns",
];

/// Nouns and verbs of the present that end like a past tense.
const NO_PAST: &[&str] = &[
    "need", "speed", "seed", "feed", "indeed", "bed", "red", "united", "hundred", "breed", "exceed", "proceed", "deed", "weed", "greed",
    "embed", "shed",
];

/// Verbs that tell when and not what.
const AUXILIARIES: &[&str] =
    &["was", "were", "had", "did", "been", "has", "have", "since", "ago", "said", "told", "expected", "scheduled", "used", "according"];

/// The verb of the clause that holds tokens `from..to`, a past form other than an auxiliary, the nearest before or behind.
pub(super) fn verb(tokens: &[Token], from: usize, to: usize) -> Option<usize> {
    let is_verb = |at: &usize| is_past_of_deed(&tokens[*at]);
    match (before(tokens, from).find(is_verb), behind(tokens, to).find(is_verb)) {
        (Some(one), Some(other)) => Some(if from - one <= other + 1 - to + 2 { one } else { other }),
        (one, other) => one.or(other),
    }
}

/// Whether a word is the past form of a verb that says what was done.
pub(in crate::analysis::facts) fn is_past_of_deed(token: &Token) -> bool {
    !token.is_any(AUXILIARIES) && (token.is_any(PAST) || is_regular_past(token))
}

fn is_regular_past(token: &Token) -> bool {
    token.written.len() > 3 && token.written.ends_with("ed") && token.written.starts_with(char::is_lowercase) && !token.is_any(NO_PAST)
}

/// The tense of the clause that holds tokens `from..to`.
pub(super) fn tense(tokens: &[Token], from: usize, to: usize) -> Tense {
    let cue_before = before(tokens, from).find_map(|at| cue(tokens, at));
    // A limit lies ahead unless a verb says otherwise: by Friday, until July.
    let is_limit = from > 0 && tokens[from - 1].is_any(&["by", "until", "till"]);
    let unsaid = if is_limit { Tense::Future } else { Tense::Unsaid };
    if is_put_off(tokens, from) {
        return Tense::Future;
    }
    if is_limit {
        // `must call an election if none has been formed by Friday`: what must come tells when.
        let lies_ahead = before(tokens, from).any(|at| cue(tokens, at) == Some(Tense::Future));
        // `By Sunday it was over.`
        let told = cue_before.or_else(|| behind(tokens, to).find_map(|at| cue(tokens, at)));
        return if lies_ahead { Tense::Future } else { told.unwrap_or(unsaid) };
    }
    cue_before.or_else(|| behind(tokens, to).find_map(|at| cue(tokens, at))).unwrap_or(unsaid)
}

/// Whether something was put off to the date at token `from`: `postponed to Thursday`, `called a strike for Monday`.
fn is_put_off(tokens: &[Token], from: usize) -> bool {
    let Some(preposition) = from.checked_sub(1).map(|at| &tokens[at]) else { return false };
    let of_verb = |at: &usize| tokens[*at].is_any(PUT_OFF);
    let is_joined = tokens[from].is_joined() && preposition.is_any(&["to", "until", "till", "for"]);
    let verb = before(tokens, from - 1).take(PUT_OFF_REACH).find(|at| of_verb(at) || cue(tokens, *at).is_some());
    is_joined && verb.is_some_and(|at| of_verb(&at))
}

/// Places of the clause before token `from`, the nearest first.
fn before(tokens: &[Token], from: usize) -> impl Iterator<Item = usize> {
    (0..from).rev().take(REACH).take_while(|at| !closes(tokens[at + 1].gap))
}

/// Places of the clause from token `to` on.
fn behind(tokens: &[Token], to: usize) -> impl Iterator<Item = usize> {
    (to..tokens.len()).take(REACH).take_while(|at| !closes(tokens[*at].gap))
}

fn closes(gap: &str) -> bool {
    gap.contains(['.', '!', '?', ';', '\n'])
}

fn cue(tokens: &[Token], at: usize) -> Option<Tense> {
    let token = &tokens[at];
    let before = |words: &[&str]| at > 0 && tokens[at - 1].is_any(words);
    if token.is_any(FUTURE) {
        // `had been scheduled for Friday` lies behind.
        let is_perfect = before(&["had"]) || at > 1 && before(&["been"]) && tokens[at - 2].is("had");
        // `could not be reached on Friday`
        let is_refused = token.is_any(&["would", "could"]) && tokens.get(at + 1).is_some_and(|next| next.is("not"));
        let is_past = token.written.ends_with("ed") && is_perfect || is_refused;
        let is_month = token.written == "May";
        return (!is_month).then_some(if is_past { Tense::Past } else { Tense::Future });
    }
    // `the measures to be voted on Thursday`
    if token.is("be") && before(&["to"]) {
        return Some(Tense::Future);
    }
    // `is to meet`, `set to leave`
    if token.is("to") && before(&["is", "are", "set", "about", "going", "ready"]) {
        return Some(Tense::Future);
    }
    if token.is("set") && tokens.get(at + 1).is_some_and(|next| next.is_any(&["to", "for"])) {
        return Some(Tense::Future);
    }
    // `will be hosted`, `is to be voted`, `should put off`: the word before tells.
    let told_before = before(&["be", "to"]) || before(MODALS);
    if (token.is_any(PAST) || is_regular_past(token)) && !told_before {
        return Some(Tense::Past);
    }
    None
}

const PRESENT: &[&str] = &["is", "are", "remains", "remain", "isn't", "isn’t", "aren't", "aren’t"];

/// Whether tokens `from..to` are a `today` that means these times: `is more stable today`, `Today the city is a port`.
pub(super) fn is_of_these_times(tokens: &[Token], from: usize, to: usize) -> bool {
    if to != from + 1 || !tokens[from].is("today") {
        return false;
    }
    let is_last = tokens.get(to).is_none_or(|next| closes(next.gap));
    let verb = |at: &usize| tokens[*at].is_any(PRESENT) || cue(tokens, *at).is_some();
    let Some(nearest) = before(tokens, from).find(verb).or_else(|| behind(tokens, to).find(verb)) else { return false };
    // `the vote is today`, `is due today`, `is to leave today`
    let lies_ahead = (nearest + 1..tokens.len()).take(2).any(|at| cue(tokens, at) == Some(Tense::Future));
    tokens[nearest].is_any(PRESENT) && !lies_ahead && !(is_last && nearest + 1 == from)
}

/// Whether the date in tokens `from..to` is the day on which something was said: `said on Friday`, `told reporters
/// Friday`, `on Friday announced`.
pub(super) fn is_of_saying(tokens: &[Token], from: usize, to: usize) -> bool {
    let clear = |at: usize| tokens[at].gap.trim().is_empty();
    let before = (1..=4).take_while(|back| from >= *back && clear(from + 1 - back)).any(|back| tells_day(&tokens[from - back]));
    let behind = tokens.get(to).is_some_and(|next| next.gap.trim().len() <= 1 && tells_day(next));
    before || behind
}

fn tells_day(token: &Token) -> bool {
    saying(token.written).is_some_and(|saying| saying.tells_day)
}
