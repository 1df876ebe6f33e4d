//! The subject of a verb of saying: the whole noun phrase beside it, or the person that it names.

use crate::analysis::facts::quotations::clause::Clause;
use crate::analysis::facts::quotations::verbs::is_finite;
use crate::analysis::facts::quotations::verbs::is_helper;
use crate::analysis::facts::quotations::verbs::is_saying;
use crate::analysis::facts::tokens::Sense;
use crate::analysis::facts::tokens::Token;
use crate::analysis::lexicon::EntityKind;
use crate::text::Span;

/// Most words of a noun phrase.
const PHRASE: usize = 14;
/// Most words of a phrase that ends with a pronoun: `But then he said`.
const PRONOUN_REACH: usize = 4;
/// Most words in brackets between a name and its verb.
const SHORT_ASIDE: usize = 4;
/// Most words of a name or noun phrase that another explains: `Her agent, Mark Roesler, said`.
const EXPLAINED: usize = 8;

const PRONOUNS: &[&str] = &["he", "she", "they", "it", "we", "i", "who"];
const PREPOSITIONS: &[&str] = &[
    "for", "of", "at", "from", "in", "with", "on", "along", "near", "by", "to", "under", "behind", "inside", "outside", "against", "about",
];
const DETERMINERS: &[&str] = &[
    "the", "a", "an", "his", "her", "their", "its", "our", "my", "some", "one", "two", "three", "many", "several", "both", "another",
    "other", "most", "no", "this", "that",
];
/// Words that begin when, where or how something was said.
const ADJUNCTS: &[&str] =
    &["on", "in", "during", "after", "when", "as", "while", "before", "late", "last", "yesterday", "today", "earlier", "via", "through"];
/// Words that no noun phrase runs over.
const BOUNDS: &[&str] =
    &["that", "but", "when", "because", "while", "if", "which", "who", "where", "after", "before", "since", "although", "though", "as"];

impl Clause<'_> {
    /// The subject of the verb at `verb`.
    pub(super) fn speaker(&self, verb: usize) -> Option<Span> {
        if self.is_according(verb) {
            return self.behind(verb + 2);
        }
        if self.tokens[verb].written.ends_with("ing") {
            return self.subject_of_main_clause(verb);
        }
        let after_quote = self.tokens[verb].gap.contains(['"', '\u{201d}', '\u{2019}', '\u{bb}', '?', '!'])
            || verb == 0
            || self.tokens[verb].gap.contains(',') && self.in_quote(self.tokens[verb - 1].span);
        // Who stands behind `told` is who hears it.
        let heard = self.tokens[verb].is_any(&["told", "tells"]);
        let turned =
            !heard && self.tokens.get(verb + 1).is_some_and(|next| next.is_joined() && !self.in_quote(next.span) && !next.is_any(BOUNDS));
        if turned
            && (after_quote || self.tokens[verb].gap.contains(',') && self.explained(verb).is_none() && self.ends_soon(verb + 1))
            && let Some(found) = self.behind(verb + 1)
        {
            return Some(found);
        }
        self.before(verb)
    }

    /// The subject of a participle: that of the clause before it, `Takal confirmed the news, emphasising …`
    fn subject_of_main_clause(&self, participle: usize) -> Option<Span> {
        // `quoted the minister as saying`
        if participle > 1 && self.tokens[participle - 1].is("as") {
            return self.before(participle - 1);
        }
        if let Some(main) = (0..participle).rev().find(|&at| is_saying(&self.tokens, at) && !self.tokens[at].written.ends_with("ing")) {
            return self.before(main);
        }
        let finite = (1..participle).find(|&at| is_finite(&self.tokens[at]) || self.tokens[at].written.ends_with("ed"))?;
        self.before(finite)
    }

    /// Whether the phrase that begins at `at` is closed by a comma or the end of the sentence before it becomes a clause.
    fn ends_soon(&self, at: usize) -> bool {
        let last = (at + 1..self.tokens.len()).find(|&next| self.breaks(next)).unwrap_or(self.tokens.len());
        last - at <= EXPLAINED && !self.tokens[at..last].iter().any(is_finite)
    }

    /// Whether a clause or sentence may end between the token at `at` and the one before.
    fn breaks(&self, at: usize) -> bool {
        let gap = self.tokens[at].gap;
        gap.contains([',', ';', ':', '(', ')', '"', '\u{201c}', '\u{201d}', '\u{2014}', '?', '!']) || gap.contains(" - ")
    }

    /// What stands between two commas before the verb, and what it explains: `Rob Jones, Felt's grandson, said`.
    fn explained(&self, verb: usize) -> Option<((usize, usize), (usize, usize))> {
        let end = self.verb_group(verb);
        if end == 0 || !self.tokens.get(end)?.gap.contains(',') {
            return None;
        }
        let from = (1..end).rev().take(PHRASE).find(|&at| self.breaks(at)).filter(|&at| self.tokens[at].gap.trim() == ",")?;
        let start = (1..from).rev().find(|&at| self.breaks(at)).unwrap_or(0);
        let short = from - start <= EXPLAINED && !self.tokens[start..from].iter().any(is_finite);
        let outside = || self.tokens[start..end].iter().all(|token| !self.in_quote(token.span));
        (short && outside()).then_some(((start, from), (from, end)))
    }

    /// Where the verb begins with the words that help it: `has also said`.
    pub(super) fn verb_group(&self, verb: usize) -> usize {
        let mut at = verb;
        while at > 0 && self.tokens[at].is_joined() && is_helper(&self.tokens[at - 1]) {
            at -= 1;
        }
        at
    }

    /// The noun phrase before the verb.
    fn before(&self, verb: usize) -> Option<Span> {
        if let Some((first, second)) = self.explained(verb) {
            // `Ada Brown, head of Kelso Mills, said`: what follows a name in small letters only explains it.
            let explains = self.tokens[second.0].written.starts_with(char::is_lowercase);
            let stretch = Span::new(self.tokens[first.0].span.start(), self.tokens[first.1 - 1].span.end());
            if explains && self.named_within(stretch).any(|(place, _)| place.end() == stretch.end()) {
                return self.phrase(first.0, first.1);
            }
            let renamed = self.person_at(second.0, second.1);
            return renamed.or_else(|| self.phrase(first.0, first.1));
        }
        let end = self.verb_group(verb);
        // `Ada Brown found the road closed and said`: who does the one does the other.
        if end > 1 && self.tokens[end].is_joined() && self.tokens[end - 1].is_any(&["and", "but"]) {
            return self.subject_of_main_clause(end - 1);
        }
        // `Ada Brown (Labour) said`
        let open = self.tokens[end].gap.starts_with(')').then(|| (1..end).rev().find(|&at| self.tokens[at].gap.contains('(')));
        let end = open.flatten().filter(|open| end - open <= SHORT_ASIDE).unwrap_or(end);
        // `“No,” Ada Brown, a sailor who asked not to be seen, told reporters`: the person right behind the quotation.
        if self.tokens[end].gap.contains(',')
            && let Some(quoted) = (0..end).rev().find(|&at| self.in_quote(self.tokens[at].span))
            && let Some(stop) = (quoted + 2..end).find(|&at| self.breaks(at))
            && let Some(person) = self.person_at(quoted + 1, stop)
        {
            return Some(person);
        }
        let from = (1..end).rev().take(PHRASE).find(|&at| self.breaks(at)).unwrap_or(end.saturating_sub(PHRASE));
        (from < end && !self.in_quote(self.tokens[end - 1].span)).then(|| self.phrase(from, end)).flatten()
    }

    /// The noun phrase that begins at `at`.
    fn behind(&self, at: usize) -> Option<Span> {
        self.tokens.get(at)?;
        let end = (at + 1..self.tokens.len()).take(PHRASE).find(|&next| self.breaks(next)).unwrap_or(self.tokens.len().min(at + PHRASE));
        // `said the fire chief, James Steele.`
        let next = (end + 1..self.tokens.len()).find(|&next| self.breaks(next)).unwrap_or(self.tokens.len());
        let comma = self.tokens.get(end).is_some_and(|token| token.gap.trim() == ",");
        let renamed = (comma && next - end <= 4).then(|| self.person_at(end, next)).flatten();
        let stretch = Span::new(self.tokens[at].span.start(), self.tokens[end - 1].span.end());
        let no_person = self.named_within(stretch).all(|(place, kind)| kind != EntityKind::Person || place.end() != stretch.end());
        if let Some(renamed) = renamed.filter(|_| no_person) {
            return Some(renamed);
        }
        // When and where it was said is not who said it.
        let is_adjunct = |token: &Token| token.is_any(ADJUNCTS) || matches!(token.sense, Sense::Weekday(_)) || is_finite(token);
        let cut = (at + 1..end).find(|&place| is_adjunct(&self.tokens[place])).unwrap_or(end);
        self.phrase(at, cut)
    }

    /// The person whose name is all of the tokens `from..to`, but for a title before it.
    fn person_at(&self, from: usize, to: usize) -> Option<Span> {
        let end = self.tokens[to.checked_sub(1)?].span.end();
        let stretch = Span::new(self.tokens[from].span.start().min(end), end);
        let found = self.named_within(stretch).find(|(place, kind)| *kind == EntityKind::Person && end - place.end() <= 2);
        found.map(|(place, _)| place)
    }

    /// The noun phrase that ends with token `to`, not before token `from`.
    fn phrase(&self, from: usize, to: usize) -> Option<Span> {
        let last = &self.tokens[to.checked_sub(1)?];
        if last.is_any(PRONOUNS) {
            return (!last.is("who") && to - from <= PRONOUN_REACH).then_some(last.span);
        }
        let mut start = to - 1;
        while start > from {
            let (token, before) = (&self.tokens[start], &self.tokens[start - 1]);
            let begins = token.is_any(DETERMINERS) && !before.is_any(PREPOSITIONS) && !before.is("and");
            let joins_names = before.is("and") && start > from + 1 && self.is_named(start) && self.is_named(start - 2);
            let apart = before.is("and") && !joins_names || before.is_any(BOUNDS) || is_finite(before) || before.is_any(PRONOUNS);
            if begins || apart {
                break;
            }
            start -= 1;
        }
        // `In a statement the ministry`: what begins with a preposition is no subject.
        let is_measured =
            |at: usize| self.tokens[at].is("at") && self.tokens.get(at + 1).is_some_and(|next| next.is_any(&["least", "most"]));
        while start < to - 1 && (self.tokens[start].is_any(PREPOSITIONS) || self.tokens[start].is("and")) && !is_measured(start) {
            start += 1;
        }
        let whole = Span::new(self.tokens[start].span.start(), last.span.end());
        // The name with which the phrase ends speaks, unless it only says whose or where: `a spokesman for Waitrose`.
        let named = self.named_within(whole).find(|(place, _)| place.end() == last.span.end());
        let Some((name, _)) = named.filter(|_| !last.possessive) else {
            return self.can_speak(start, to).then_some(whole);
        };
        let first = self.tokens[start..to].iter().position(|token| token.span.start() >= name.start()).map_or(start, |at| start + at);
        let pair = first > start + 1 && self.tokens[first - 1].is("and") && self.is_named(first - 2);
        if pair {
            let other = self.named_within(whole).rfind(|(place, _)| place.end() <= name.start());
            return other.map(|(other, _)| Span::new(other.start(), name.end()));
        }
        let depends = (start + 1..first).any(|at| self.tokens[at].is_any(PREPOSITIONS));
        Some(if depends { whole } else { name })
    }

    /// Whether the token at `at` belongs to a name.
    fn is_named(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|token| {
            let next = self.names_from(token.span.start());
            next.is_some_and(|(place, _)| place.covers(token.span))
        })
    }

    /// Whether the tokens can be a subject: they begin with a determiner, a capital or a plural.
    fn can_speak(&self, from: usize, to: usize) -> bool {
        let (first, last) = (&self.tokens[from], &self.tokens[to - 1]);
        let capital = first.written.starts_with(char::is_uppercase);
        let plural = last.written.ends_with('s') && last.written.len() > 3 || last.is_any(&["police", "people", "media"]);
        let noun = last.written.chars().all(char::is_alphabetic) && !last.is_any(PREPOSITIONS) && !last.is_any(BOUNDS) && !is_finite(last);
        noun && (first.is_any(DETERMINERS) && to - from > 1 || capital && to - from <= PHRASE || plural) && !last.is_any(DETERMINERS)
    }
}
