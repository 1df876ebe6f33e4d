//! Why two passages belong together: the words they rest on, as they stand in them.

use std::collections::HashMap;

use crate::analysis::relations::Relations;
use crate::analysis::relations::terms::TermId;
use crate::analysis::relations::terms::TermKind;
use crate::analysis::relations::terms::Token;
use crate::text::Dossier;
use crate::text::PassageId;
use crate::text::Span;
use crate::text::words::words;

use super::Facts;

/// Most words that one reason names.
const MOST_WORDS: usize = 4;
/// A name or word that stands in more than this share of all passages tells nothing.
const TOO_COMMON: f32 = 0.2;
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
    let (Some((_, from_source, from_passage)), Some((_, to_source, to_passage))) = (dossier.passage(from), dossier.passage(to)) else {
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
    if shared.is_empty() {
        // Nothing in common but words near in meaning.
        for token in &from_tokens {
            let Some((term, other)) = index.near(token.term).iter().find_map(|(near, _)| by_term.get(near).map(|span| (*near, *span)))
            else {
                continue;
            };
            seen.extend([token.term, term]);
            let (here, there) = (token.span.of(&from_source.text), other.of(&to_source.text));
            shared.push(Shared {
                kind: TermKind::Word,
                rarity: index.rarity(token.term),
                common: false,
                written: format!("{here}/{there}"),
                there: there.to_owned(),
            });
        }
    }
    let spans = |tokens: &[Token]| tokens.iter().filter(|token| seen.contains(&token.term)).map(|token| token.span).collect();
    let mut found = named(&shared);
    if let Some(run) = copied(from_passage.span.of(&from_source.text), to_passage.span.of(&to_source.text)) {
        found.push(Reason { kind: ReasonKind::Copy, there: run.clone(), text: run });
    }
    found.sort_by_key(|reason| reason.kind);
    Reasons { reasons: found, in_from: spans(&from_tokens), in_to: spans(&to_tokens) }
}

fn first_by_term(tokens: &[Token]) -> HashMap<TermId, Span> {
    tokens.iter().rev().map(|token| (token.term, token.span)).collect()
}

/// Reasons of each kind that the shared terms give.
fn named(shared: &[Shared]) -> Vec<Reason> {
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
    let same_event = !dates.is_empty() && names.len() + words.len() >= 2 || names.len() + words.len() >= 4 && !names.is_empty();
    if same_event {
        let mut telling: Vec<&Shared> = names.iter().chain(&words).copied().collect();
        telling.sort_by(|a, b| b.rarity.total_cmp(&a.rarity));
        add(ReasonKind::SameEvent, telling.into_iter().take(3).collect(), ", ");
    }
    add(ReasonKind::SameFigure, figures, ", ");
    add(ReasonKind::SameDate, dates, " ");
    add(ReasonKind::SameName, names, ", ");
    add(ReasonKind::SharedWords, words, ", ");
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
