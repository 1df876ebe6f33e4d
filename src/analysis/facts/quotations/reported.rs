//! Reported speech: what a verb of saying governs without quotation marks.

use crate::analysis::facts::quotations::Quotation;
use crate::analysis::facts::quotations::clause::Clause;
use crate::analysis::facts::quotations::verbs::Governs;
use crate::analysis::facts::quotations::verbs::governs;
use crate::analysis::facts::quotations::verbs::is_finite;
use crate::analysis::facts::tokens::Sense;
use crate::analysis::facts::tokens::Token;
use crate::text::Span;

/// Nouns behind the name of who is told something: `told the Kelso Times newspaper`.
const MEDIA: &[&str] = &[
    "newspaper",
    "daily",
    "weekly",
    "magazine",
    "agency",
    "network",
    "programme",
    "program",
    "show",
    "podcast",
    "website",
    "radio",
    "television",
];
/// Fewest words of a report.
const FEW_WORDS: usize = 4;
/// Most words behind the verb of an attribution that closes its sentence: `…, organizers said on Friday`.
const CLOSING: usize = 6;
/// Words behind a verb of saying among which `that` begins the report: `told reporters on Friday that`.
const THAT_REACH: usize = 12;
/// Most words of what explains a speaker between two commas.
const EXPLANATION: usize = 14;
/// Words between what parts two reports and the verb of the second.
const OTHER_SPEAKER: usize = 8;

impl Clause<'_> {
    /// What the sentence reports, in order: `X said A, but Y said B` is two.
    pub(super) fn reports(&self) -> Vec<Quotation> {
        let mut found: Vec<Quotation> = Vec::new();
        for report in self.verbs().filter_map(|verb| self.reported_by(verb)) {
            let is_new = |other: &Quotation| {
                other.span.intersect(report.span).is_none() && report.speaker.is_none_or(|speaker| other.span.intersect(speaker).is_none())
            };
            if found.iter().all(is_new) {
                found.push(report);
            }
        }
        found
    }

    fn reported_by(&self, verb: usize) -> Option<Quotation> {
        let speaker = self.speaker(verb)?;
        let verb_span = self.verb_span(verb);
        let words = if self.is_according(verb) {
            self.according(verb, speaker)
        } else {
            self.closing(verb, speaker).or_else(|| self.following(verb, speaker))
        };
        Some(Quotation { span: words?, direct: false, speaker: Some(speaker), verb: Some(verb_span) })
    }

    fn span(&self, from: usize, to: usize) -> Option<Span> {
        (to > from && to - from >= FEW_WORDS).then(|| Span::new(self.tokens[from].span.start(), self.tokens[to - 1].span.end()))
    }

    /// `According to X, …` and `…, according to X`.
    fn according(&self, verb: usize, speaker: Span) -> Option<Span> {
        let behind = self.tokens.iter().position(|token| token.span.start() >= speaker.end()).unwrap_or(self.tokens.len());
        let behind = self.behind_explanation(behind);
        if verb == 0 { self.span(behind, self.tokens.len()) } else { self.span(0, verb) }
    }

    /// Behind what explains a speaker between two commas: `According to the commission, appointed by the mayor, the …`
    fn behind_explanation(&self, at: usize) -> usize {
        let Some(token) = self.tokens.get(at).filter(|token| token.gap.trim() == ",") else { return at };
        let explains =
            token.is_any(&["who", "which", "whose"]) || token.written.ends_with("ed") && token.written.starts_with(char::is_lowercase);
        let next = (at + 1..self.tokens.len()).take(EXPLANATION).find(|&next| self.tokens[next].gap.trim() == ",");
        next.filter(|_| explains).unwrap_or(at)
    }

    /// `…, X said on Friday.`: the attribution closes the sentence or is followed by a comma.
    fn closing(&self, verb: usize, speaker: Span) -> Option<Span> {
        let subject = self.tokens.iter().position(|token| token.span.start() >= speaker.start())?;
        let first = subject.min(verb);
        // The whole phrase before the verb, a title included, is no part of what is said.
        let comma = (1..=first).rev().take(CLOSING + 2).find(|&at| self.tokens[at].gap.contains(','))?;
        if self.tokens[comma - 1].span.end() > speaker.start() || comma < FEW_WORDS {
            return None;
        }
        let said = comma..self.tokens.len();
        let behind = subject.max(verb) + 1;
        let end = (behind..self.tokens.len()).find(|&at| self.tokens[at].gap.contains([',', ';'])).unwrap_or(self.tokens.len());
        let that = self.tokens[behind.min(end)..end].iter().any(|token| token.is("that"));
        let adjunct = end.saturating_sub(behind) <= CLOSING && !self.tokens[behind.min(end)..end].iter().any(is_finite);
        // What stands before must be a clause, or `X, Y said` is a list.
        let clause = self.tokens[..comma].iter().any(|token| is_finite(token) || token.written.ends_with("ed"));
        (adjunct && !that && clause && said.contains(&verb)).then(|| self.span(0, comma)).flatten()
    }

    /// `X said that …`, `X told reporters on Friday …`.
    fn following(&self, verb: usize, speaker: Span) -> Option<Span> {
        let turned = speaker.start() > self.tokens[verb].span.start();
        let first =
            self.tokens.iter().position(|token| token.span.start() >= if turned { speaker.end() } else { self.tokens[verb].span.end() })?;
        let clause_end = (first..self.tokens.len()).find(|&at| self.ends_report(first, at)).unwrap_or(self.tokens.len());
        let that = (first..clause_end).take(THAT_REACH).find(|&at| self.tokens[at].is("that"));
        // `that` begins the report if no clause stands between.
        let told = self.tokens[verb].is_any(&["told", "tells", "telling"]);
        let adjunct = self.tokens[first].is_any(&["on", "in", "at", "to", "during", "late", "last", "after", "yesterday", "today", "out"])
            || matches!(self.tokens[first].sense, Sense::Weekday(_));
        let that = that.filter(|&at| (at == first || told || adjunct) && !self.tokens[first..at].iter().any(is_finite));
        if let Some(at) = that {
            return self.span(at, clause_end);
        }
        let governs = governs(&self.tokens[verb]);
        let first = self.behind_adjuncts(first, told);
        // `claimed a book that had come back` is no clause of its own.
        let own = |token: &&Token| !token.is_any(&["that", "which", "who", "whose"]);
        let clause = || self.tokens[first.min(clause_end)..clause_end].iter().take(CLOSING).skip(1).take_while(own).any(is_finite);
        let holds = match governs {
            Governs::All => true,
            Governs::Clause => clause(),
            Governs::That => false,
        };
        let joined = self.tokens.get(first).is_some_and(|token| !token.gap.contains([';', ':']));
        (holds && joined).then(|| self.span(first, clause_end)).flatten()
    }

    /// Whether a report that begins at `first` ends before the token at `at`: another speaks from there on.
    fn ends_report(&self, first: usize, at: usize) -> bool {
        let token = &self.tokens[at];
        let parts = at > first && token.gap.contains(',') && token.is_any(&["but", "while", "whereas", "although", "and"]);
        let other = |verb: usize| verb > at + 1 && verb - at <= OTHER_SPEAKER && !self.tokens[at + 1].is_any(&["that", "it", "they"]);
        token.gap.contains(';') || parts && self.verbs().any(other)
    }

    /// Behind who was told and when: `told CNN`, `said Thursday`.
    fn behind_adjuncts(&self, at: usize, has_addressee: bool) -> usize {
        let mut at = at;
        if has_addressee {
            let the = usize::from(self.tokens.get(at).is_some_and(|token| token.is("the")));
            let Some(token) = self.tokens.get(at + the) else { return at };
            let name = self.named().find(|(place, _)| place.start() == token.span.start());
            at = match name {
                Some((place, _)) => {
                    let behind = self.tokens.iter().position(|token| token.span.start() >= place.end()).unwrap_or(self.tokens.len());
                    behind + usize::from(self.tokens.get(behind).is_some_and(|token| token.is_joined() && token.is_any(MEDIA)))
                }
                None if self.tokens[at].is_any(&["the", "a", "an", "his", "her", "their"]) => at + 2,
                None => at + 1,
            };
        }
        let weekday = |at: usize| self.tokens.get(at).is_some_and(|token| matches!(token.sense, Sense::Weekday(_)));
        if weekday(at) {
            at += 1;
        } else if self.tokens.get(at).is_some_and(|token| token.is("on")) && weekday(at + 1) {
            at += 2;
        }
        at
    }
}
