//! A sentence with the quotations and names in it.

use crate::analysis::facts::Mention;
use crate::analysis::facts::quotations::verbs::is_saying;
use crate::analysis::facts::tokens::Token;
use crate::analysis::facts::tokens::tokens;
use crate::analysis::lexicon::EntityKind;
use crate::text::Span;

/// Characters between a quotation and its verb of saying, at most, for a few words to count as said.
const BESIDE: usize = 3;

/// Words between `called` or `described` and what somebody is called in quotation marks.
const NAMED: usize = 7;

/// Who says something, and the verb.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Attribution {
    pub(super) speaker: Option<Span>,
    pub(super) verb: Option<Span>,
}

/// A sentence; all places count from the start of its block.
pub(super) struct Clause<'a> {
    pub(super) sentence: Span,
    pub(super) tokens: Vec<Token<'a>>,
    quotes: &'a [Span],
    names: &'a [Mention],
    base: usize,
}

impl<'a> Clause<'a> {
    pub(super) fn new(text: &'a str, sentence: Span, quotes: &'a [Span], names: &'a [Mention], base: usize) -> Clause<'a> {
        let mut tokens = tokens(sentence.of(text));
        tokens.iter_mut().for_each(|token| token.span = token.span.shifted(sentence.start()));
        Clause { sentence, tokens, quotes, names, base }
    }

    /// Whether a quotation begins in the sentence.
    pub(super) fn holds_start(&self, quote: Span) -> bool {
        self.sentence.start() <= quote.start() && quote.start() < self.sentence.end()
    }

    /// Whether a quotation ends in the sentence.
    pub(super) fn holds_end(&self, quote: Span) -> bool {
        self.sentence.start() < quote.end() && quote.end() <= self.sentence.end()
    }

    /// Whether the sentence opens with the quotation.
    pub(super) fn opens_with(&self, quote: Span) -> bool {
        self.tokens.first().is_none_or(|first| first.span.start() >= quote.start())
    }

    pub(super) fn in_quote(&self, span: Span) -> bool {
        self.quotes.iter().any(|quote| quote.start() <= span.start() && span.start() < quote.end())
    }

    /// Places of verbs of saying outside quotation marks, `according to` among them.
    pub(super) fn verbs(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.tokens.len()).filter(|&at| {
            let token = &self.tokens[at];
            (self.is_according(at) || is_saying(&self.tokens, at)) && !self.in_quote(token.span)
        })
    }

    pub(super) fn is_according(&self, at: usize) -> bool {
        self.tokens[at].is("according") && self.tokens.get(at + 1).is_some_and(|next| next.is("to"))
    }

    pub(super) fn verb_span(&self, verb: usize) -> Span {
        let span = self.tokens[verb].span;
        if self.is_according(verb) { Span::new(span.start(), self.tokens[verb + 1].span.end()) } else { span }
    }

    fn distance(&self, verb: usize, quote: Span) -> usize {
        let span = self.tokens[verb].span;
        if span.end() <= quote.start() { quote.start() - span.end() } else { span.start().saturating_sub(quote.end()) }
    }

    /// Speaker and verb of a quotation: those of the verb nearest to it, one behind the words before one in front of them.
    pub(super) fn attribution(&self, text: &str, quote: Span) -> Option<Attribution> {
        let verb = self.verbs().min_by_key(|&at| {
            let follows = self.tokens[at].span.start() >= quote.end() && self.follows_closely(text, quote);
            (!follows, self.distance(at, quote))
        })?;
        Some(Attribution { speaker: self.speaker(verb), verb: Some(self.verb_span(verb)) })
    }

    /// Whether a comma, question mark or exclamation mark ends the quotation before an attribution.
    fn follows_closely(&self, text: &str, quote: Span) -> bool {
        quote.of(text).ends_with([',', '?', '!'])
            || text[quote.end()..].trim_start_matches(['"', '\u{201d}', '\u{2019}', '\'']).starts_with(',')
    }

    /// Whether a quotation of a few words stands right beside its attribution: `said “no”`, `“No,” she said`.
    pub(super) fn is_beside(&self, text: &str, quote: Span) -> bool {
        let behind = self.follows_closely(text, quote);
        let verb_before = self.verbs().any(|at| {
            let end = self.verb_span(at).end();
            // `called the move “a clarification”`
            let names = self.tokens[at].is_any(&["called", "calling", "described", "describing"]);
            let between = self.tokens.iter().filter(|token| end <= token.span.start() && token.span.end() <= quote.start());
            if names && end <= quote.start() && between.count() <= NAMED && !text[end..quote.start()].contains([',', ';']) {
                return true;
            }
            end <= quote.start() && quote.start() - end <= BESIDE + 4 && text[end..quote.start()].trim().chars().count() <= BESIDE
        });
        let verb_behind = self.verbs().any(|at| {
            let start = self.tokens[at].span.start();
            start >= quote.end()
                && behind
                && self.tokens.iter().filter(|token| quote.end() <= token.span.start() && token.span.end() <= start).count() <= 6
        });
        // A title is no sentence: it neither opens its sentence nor ends with a full stop inside the marks.
        verb_before || verb_behind && self.opens_with(quote)
    }

    /// Who is to speak in what follows, if the sentence ends with a colon: `Hefner said:`
    pub(super) fn announced(&self, text: &str) -> Option<Attribution> {
        let ends = self.sentence.of(text).trim_end().ends_with(':');
        let verb = self.verbs().last().filter(|_| ends)?;
        Some(Attribution { speaker: self.speaker(verb), verb: Some(self.verb_span(verb)) })
    }

    /// Names of persons, organisations and places in the sentence, in order.
    pub(super) fn named(&self) -> impl DoubleEndedIterator<Item = (Span, EntityKind)> + '_ {
        let wanted = |mention: &&Mention| matches!(mention.kind, EntityKind::Person | EntityKind::Organisation | EntityKind::Place);
        self.names.iter().filter(wanted).filter_map(|mention| {
            let start = mention.span.start().checked_sub(self.base)?;
            let place = Span::new(start, start + mention.span.len());
            self.sentence.covers(place).then_some((place, mention.kind))
        })
    }
}
