//! Why two passages belong together: the words they rest on, as they stand in them.

use std::collections::HashMap;

use crate::analysis::relations::Relations;
use crate::analysis::relations::quantities::Side;
use crate::analysis::relations::quantities::compared;
use crate::analysis::relations::quantities::same_dates;
use crate::analysis::relations::terms::TermId;
use crate::analysis::relations::terms::TermKind;
use crate::analysis::relations::terms::Token;
use crate::text::Dossier;
use crate::text::PassageId;
use crate::text::SourceId;
use crate::text::Span;
use crate::text::words::words;

use super::Facts;

/// Most words that one reason names.
const MOST_WORDS: usize = 4;
/// A name or word that stands in more than this share of all passages tells nothing.
const TOO_COMMON: f32 = 0.2;
/// How near in meaning, from 0 to 1, two words must be to be named beside words that are shared.
const NEAR: f32 = 0.3;
/// Words of a run that two near copies share.
const COPIED_RUN: usize = 5;

/// Kinds of reasons.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ReasonKind {
    /// The wording is largely the same.
    Copy,
    /// Both tell one dated or named happening.
    SameEvent,
    /// Both give one number.
    SameFigure,
    /// Both give one quantity, but not the same number.
    Contrast,
    /// Both give one date.
    SameDate,
    /// Both name one thing that few passages name.
    SameName,
    /// Both use words that few passages use.
    SharedWords,
}

impl ReasonKind {
    /// Its name in output.
    pub fn name(self) -> &'static str {
        match self {
            ReasonKind::Copy => "copy",
            ReasonKind::SameEvent => "same-event",
            ReasonKind::SameFigure => "same-figure",
            ReasonKind::Contrast => "contrast",
            ReasonKind::SameDate => "same-date",
            ReasonKind::SameName => "same-name",
            ReasonKind::SharedWords => "shared-words",
        }
    }

    /// Its name on the screen.
    pub fn label(self) -> &'static str {
        match self {
            ReasonKind::Copy => "near copy",
            ReasonKind::SameEvent => "same event",
            ReasonKind::SameFigure => "same figure",
            ReasonKind::Contrast => "differs",
            ReasonKind::SameDate => "same date",
            ReasonKind::SameName => "same name",
            ReasonKind::SharedWords => "shared words",
        }
    }
}

/// One reason.
#[derive(Clone, Debug, PartialEq)]
pub struct Reason {
    /// Its kind.
    pub kind: ReasonKind,
    /// The words it rests on, each as it stands in one of the two passages; two wordings of one thing are parted by a
    /// slash.
    pub text: String,
    /// The same words as they stand in the other passage alone.
    pub there: String,
}

/// The reasons for a link, and the words that both passages share.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reasons {
    /// Strongest kind first; never empty if the passages share a term.
    pub reasons: Vec<Reason>,
    /// Where the shared words stand in the first passage.
    pub in_from: Vec<Span>,
    /// Where the shared words stand in the other passage.
    pub in_to: Vec<Span>,
}

struct Shared {
    kind: TermKind,
    rarity: f32,
    common: bool,
    /// As written in the first passage, and in the other if that differs.
    written: String,
    /// As written in the other passage.
    there: String,
}

/// Why `to` belongs to `from`.
pub fn reasons(dossier: &Dossier, facts: &[&Facts; 2], relations: &Relations, from: PassageId, to: PassageId) -> Reasons {
    let index = &relations.index;
    let (Some((from_id, from_source, from_passage)), Some((to_id, to_source, to_passage))) = (dossier.passage(from), dossier.passage(to))
    else {
        return Reasons::default();
    };
    let from_tokens = index.tokens(dossier, facts[0], &relations.entities, from);
    let to_tokens = index.tokens(dossier, facts[1], &relations.entities, to);
    let by_term = first_by_term(&to_tokens);
    let mut seen: Vec<TermId> = Vec::new();
    let mut shared: Vec<Shared> = Vec::new();
    for token in &from_tokens {
        let Some(other) = by_term.get(&token.term) else { continue };
        if seen.contains(&token.term) {
            continue;
        }
        seen.push(token.term);
        let (here, there) = (token.span.of(&from_source.text), other.of(&to_source.text));
        let written = if here.to_lowercase() == there.to_lowercase() { here.to_owned() } else { format!("{here}/{there}") };
        let common = index.passages_with(token.term) as f32 > TOO_COMMON * index.passage_count() as f32;
        shared.push(Shared {
            kind: index.vocabulary().kind(token.term),
            rarity: index.rarity(token.term),
            common,
            written,
            there: there.to_owned(),
        });
    }
    // Words near in meaning: all there is if nothing is shared, else the nearest of them.
    let least = if shared.is_empty() { 0.0 } else { NEAR };
    for token in from_tokens.iter().filter(|token| !by_term.contains_key(&token.term)) {
        let near = index.near(token.term).filter(|(_, nearness)| *nearness >= least);
        let met = near.filter_map(|(term, nearness)| Some((term, nearness, *by_term.get(&term)?))).find(|(term, ..)| !seen.contains(term));
        let Some((term, nearness, other)) = met.filter(|_| !seen.contains(&token.term)) else { continue };
        seen.extend([token.term, term]);
        let (here, there) = (token.span.of(&from_source.text), other.of(&to_source.text));
        shared.push(Shared {
            kind: TermKind::Word,
            rarity: index.rarity(token.term) * nearness,
            common: false,
            written: format!("{here}/{there}"),
            there: there.to_owned(),
        });
    }
    let spans =
        |tokens: &[Token]| -> Vec<Span> { tokens.iter().filter(|token| seen.contains(&token.term)).map(|token| token.span).collect() };
    let side = |source: SourceId, text, span, facts| Side { text, span, facts, dated: relations.chronology.of_source(source) };
    let here = side(from_id, &from_source.text, from_passage.span, facts[0]);
    let there = side(to_id, &to_source.text, to_passage.span, facts[1]);
    let quantities = Quantities::of(here, there);
    let mut found = named(&shared, &quantities);
    if let Some(run) = copied(from_passage.span.of(&from_source.text), to_passage.span.of(&to_source.text)) {
        found.push(Reason { kind: ReasonKind::Copy, there: run.clone(), text: run });
    }
    found.sort_by_key(|reason| reason.kind);
    Reasons { reasons: found, in_from: spans(&from_tokens), in_to: spans(&to_tokens) }
}

fn first_by_term(tokens: &[Token]) -> HashMap<TermId, Span> {
    tokens.iter().rev().map(|token| (token.term, token.span)).collect()
}

/// What the dates and figures of two passages give as reasons.
struct Quantities {
    dates: Vec<(String, String)>,
    same: Vec<(String, String)>,
    differing: Vec<(String, String)>,
}

impl Quantities {
    fn of(here: Side, there: Side) -> Quantities {
        let written = |own: Span, other: Span| {
            let (own, other) = (own.of(here.text), other.of(there.text));
            let both = if own.to_lowercase() == other.to_lowercase() { own.to_owned() } else { format!("{own}/{other}") };
            (both, other.to_owned())
        };
        let figures = compared(here, there);
        let of = |agree: bool| figures.iter().filter(|pair| pair.agree == agree).map(|pair| written(pair.here, pair.there)).collect();
        Quantities {
            dates: same_dates(here, there).into_iter().map(|(own, other)| written(own, other)).collect(),
            same: of(true),
            differing: of(false),
        }
    }
}

/// Reasons of each kind that the shared terms and quantities give.
fn named(shared: &[Shared], quantities: &Quantities) -> Vec<Reason> {
    let of_kind = |kind: TermKind| shared.iter().filter(move |term| term.kind == kind && !term.common);
    let mut found = Vec::new();
    let mut add = |kind: ReasonKind, terms: Vec<&Shared>, mark: &str| {
        if !terms.is_empty() {
            found.push(reason(kind, &terms, mark));
        }
    };
    // Small numbers are counted with everywhere.
    let figures: Vec<&Shared> =
        of_kind(TermKind::Number).filter(|term| term.written.chars().filter(char::is_ascii_digit).count() >= 2).collect();
    let dates: Vec<&Shared> = of_kind(TermKind::Calendar).collect();
    let mut names: Vec<&Shared> = of_kind(TermKind::Name).collect();
    let mut words: Vec<&Shared> = of_kind(TermKind::Word).collect();
    names.sort_by(|a, b| b.rarity.total_cmp(&a.rarity));
    words.sort_by(|a, b| b.rarity.total_cmp(&a.rarity));
    let same_event = !(dates.is_empty() && quantities.dates.is_empty()) && names.len() + words.len() >= 2
        || names.len() + words.len() >= 4 && !names.is_empty();
    if same_event {
        let mut telling: Vec<&Shared> = names.iter().chain(&words).copied().collect();
        telling.sort_by(|a, b| b.rarity.total_cmp(&a.rarity));
        add(ReasonKind::SameEvent, telling.into_iter().take(3).collect(), ", ");
    }
    // What was read as a quantity says more than its digits.
    if quantities.same.is_empty() && quantities.differing.is_empty() {
        add(ReasonKind::SameFigure, figures, ", ");
    }
    if quantities.dates.is_empty() {
        add(ReasonKind::SameDate, dates, " ");
    }
    add(ReasonKind::SameName, names, ", ");
    add(ReasonKind::SharedWords, words, ", ");
    for (kind, pairs) in [
        (ReasonKind::SameFigure, &quantities.same),
        (ReasonKind::Contrast, &quantities.differing),
        (ReasonKind::SameDate, &quantities.dates),
    ] {
        if !pairs.is_empty() {
            let joined = |part: fn(&(String, String)) -> &str| pairs.iter().take(MOST_WORDS).map(part).collect::<Vec<_>>().join(", ");
            found.push(Reason { kind, text: joined(|pair| &pair.0), there: joined(|pair| &pair.1) });
        }
    }
    if found.is_empty() {
        let mut all: Vec<&Shared> = shared.iter().collect();
        all.sort_by(|a, b| b.rarity.total_cmp(&a.rarity));
        let kind = if all.iter().all(|term| term.kind == TermKind::Name) { ReasonKind::SameName } else { ReasonKind::SharedWords };
        if !all.is_empty() {
            found.push(reason(kind, &all, ", "));
        }
    }
    found
}

fn reason(kind: ReasonKind, terms: &[&Shared], mark: &str) -> Reason {
    let joined = |written: fn(&Shared) -> &str| terms.iter().take(MOST_WORDS).map(|term| written(term)).collect::<Vec<_>>().join(mark);
    Reason { kind, text: joined(|term| &term.written), there: joined(|term| &term.there) }
}

/// A run of words that both have, if at least half of the shorter one's runs of five words, and three, are in both.
fn copied(a: &str, b: &str) -> Option<String> {
    let spans_a: Vec<Span> = words(a).collect();
    let words_b: Vec<String> = words(b).map(|span| span.of(b).to_lowercase()).collect();
    let words_a: Vec<String> = spans_a.iter().map(|span| span.of(a).to_lowercase()).collect();
    let runs_b: std::collections::HashSet<&[String]> = words_b.windows(COPIED_RUN).collect();
    let in_both: Vec<usize> = words_a.windows(COPIED_RUN).enumerate().filter(|(_, run)| runs_b.contains(run)).map(|(at, _)| at).collect();
    let shorter = words_a.len().min(words_b.len()).saturating_sub(COPIED_RUN - 1);
    let first = *in_both.first()?;
    let is_copy = in_both.len() >= 3 && in_both.len() * 2 >= shorter;
    is_copy.then(|| a[spans_a[first].start()..spans_a[first + COPIED_RUN - 1].end()].to_owned())
}
