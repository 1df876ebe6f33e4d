//! A sentence with the quotations and names in it.

use crate::analysis::facts::Mention;
use crate::analysis::facts::quotations::verbs::is_saying;
use crate::analysis::facts::tokens::Token;
use crate::analysis::facts::tokens::tokens;
use crate::analysis::lexicon::EntityKind;
use crate::text::Span;
use crate::text::words::words;

/// Most characters, but for blanks, between a verb of saying and a few words that it governs.
const BESIDE: usize = 3;
/// Most words between a few words and the verb of saying behind them: `“No,” the old mayor said`.
const SPEAKER: usize = 6;

/// Most words of a title before a name.
const TITLE: usize = 2;
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
    /// Quotations that meet the sentence.
    quotes: &'a [Span],
    /// Names of persons, organisations and places in it.
    names: Vec<(Span, EntityKind)>,
    /// Places of verbs of saying outside quotation marks, `according to` among them.
    verbs: Vec<usize>,
}

impl<'a> Clause<'a> {
    pub(super) fn new(text: &'a str, sentence: Span, quotes: &'a [Span], names: &'a [Mention], base: usize) -> Clause<'a> {
        let mut tokens = tokens(sentence.of(text));
        tokens.iter_mut().for_each(|token| token.span = token.span.shifted(sentence.start()));
        let first = quotes.partition_point(|quote| quote.end() <= sentence.start());
        let end = quotes.partition_point(|quote| quote.start() < sentence.end());
        let quotes = quotes.get(first..end).unwrap_or_default();
        let place = sentence.shifted(base);
        let from = names.partition_point(|mention| mention.span.end() <= place.start());
        let within = names[from..].iter().take_while(|mention| mention.span.start() < place.end());
        let wanted = within.filter(|mention| matches!(mention.kind, EntityKind::Person | EntityKind::Organisation | EntityKind::Place));
        let names = wanted.filter(|mention| place.covers(mention.span)).map(|mention| {
            let start = mention.span.start() - base;
            (Span::new(start, start + mention.span.len()), mention.kind)
        });
        let mut clause = Clause { sentence, tokens, quotes, names: names.collect(), verbs: Vec::new() };
        clause.verbs = (0..clause.tokens.len())
            .filter(|&at| (clause.is_according(at) || is_saying(&clause.tokens, at)) && !clause.in_quote(clause.tokens[at].span))
            .collect();
        clause
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
        let at = self.quotes.partition_point(|quote| quote.end() <= span.start());
        self.quotes.get(at).is_some_and(|quote| quote.start() <= span.start())
    }

    /// Places of verbs of saying outside quotation marks, `according to` among them.
    pub(super) fn verbs(&self) -> impl DoubleEndedIterator<Item = usize> + '_ {
        self.verbs.iter().copied()
    }

    /// The verbs on either side of a quotation, nearest to it: the others say nothing of it.
    fn verbs_beside(&self, quote: Span) -> impl Iterator<Item = usize> + '_ {
        let at = self.verbs.partition_point(|verb| self.tokens[*verb].span.start() < quote.start());
        self.verbs[at.saturating_sub(1)..(at + 1).min(self.verbs.len())].iter().copied()
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

    /// Whether the marks stand round a name or a title and nobody says it: `the so-called “people tax”`, `her novel “The Long Road”`.
    pub(super) fn is_name_or_title(&self, text: &str, quote: Span) -> bool {
        let behind = self.tokens.partition_point(|token| token.span.end() <= quote.start());
        let before = behind.checked_sub(1).map(|at| &self.tokens[at]);
        let so_called = behind > 1 && self.tokens[behind - 1].is("called") && self.tokens[behind - 2].is("so");
        if so_called || before.is_some_and(|before| before.is_any(&["titled", "entitled", "dubbed", "nicknamed", "headlined"])) {
            return true;
        }
        // A title has capitals throughout, and no stop of speech.
        let said = quote.of(text);
        let mut longer = words(said).map(|word| word.of(said)).filter(|word| word.chars().count() > 3).peekable();
        longer.peek().is_some() && !said.ends_with([',', '.', '!', '?']) && longer.all(|word| !word.starts_with(char::is_lowercase))
    }

    /// The name behind a dash behind the quotation: `“It is over.” – Ann Bright`.
    fn signed(&self, text: &str, quote: Span) -> Option<Span> {
        let rest = text[quote.end()..].trim_start_matches(['"', '\u{201d}', '\u{2019}', '\'', ' ']);
        let name = rest.strip_prefix(['-', '\u{2013}', '\u{2014}'])?.trim_start_matches(['-', ' ', '\u{a0}']);
        let start = text.len() - name.len();
        self.named().find(|(place, _)| place.start() == start).map(|(place, _)| place)
    }

    /// Speaker and verb of a quotation: those of the verb nearest to it, one behind the words before one in front of them.
    pub(super) fn attribution(&self, text: &str, quote: Span) -> Option<Attribution> {
        if let Some(speaker) = self.signed(text, quote) {
            return Some(Attribution { speaker: Some(speaker), verb: None });
        }
        let verb = self.verbs_beside(quote).min_by_key(|&at| {
            let follows = self.tokens[at].span.start() >= quote.end() && self.follows_closely(text, quote);
            (!follows, self.distance(at, quote))
        });
        let Some(verb) = verb else {
            let speaker = self.before_colon(text, quote.start())?;
            return Some(Attribution { speaker: Some(speaker), verb: None });
        };
        Some(Attribution { speaker: self.speaker(verb), verb: Some(self.verb_span(verb)) })
    }

    /// The name with which the sentence begins, where a colon stands before byte `at` and no verb of saying: `Ann Bright of the
    /// council: “…”`, `Ann Bright’s summary is short: “…”`.
    fn before_colon(&self, text: &str, at: usize) -> Option<Span> {
        let lead = text.get(self.sentence.start()..at)?.trim_end_matches(['"', '\u{201c}', '\u{2018}', '\'', ' ']);
        if !lead.ends_with(':') {
            return None;
        }
        let first = self.tokens.first()?.span.start();
        let (place, kind) = self.named().next()?;
        // A title may stand before it.
        let leads = self.tokens.iter().take_while(|token| token.span.start() < place.start()).count() <= TITLE;
        let is_speaker = matches!(kind, EntityKind::Person | EntityKind::Organisation) && place.end() < at;
        let before = text[first..place.start()].trim_end();
        let is_title = before.split(' ').all(|word| word.is_empty() || word.starts_with(char::is_uppercase));
        let announces = ["in the words of", "here is", "here are", "then", "as"].contains(&before.to_lowercase().as_str());
        ((leads && is_title || announces) && is_speaker).then_some(place)
    }

    /// Whether a comma, question mark or exclamation mark ends the quotation before an attribution.
    fn follows_closely(&self, text: &str, quote: Span) -> bool {
        quote.of(text).ends_with([',', '?', '!'])
            || text[quote.end()..].trim_start_matches(['"', '\u{201d}', '\u{2019}', '\'']).starts_with(',')
    }

    /// Whether a quotation of a few words stands right beside its attribution: `said “no”`, `“No,” she said`.
    pub(super) fn is_beside(&self, text: &str, quote: Span) -> bool {
        let behind = self.follows_closely(text, quote);
        let verb_before = self.verbs_beside(quote).any(|at| {
            let end = self.verb_span(at).end();
            // `called the move “a clarification”`
            let names = self.tokens[at].is_any(&["called", "calling", "described", "describing"]);
            let between = self.tokens.iter().filter(|token| end <= token.span.start() && token.span.end() <= quote.start());
            if names && end <= quote.start() && between.count() <= NAMED && !text[end..quote.start()].contains([',', ';']) {
                return true;
            }
            end <= quote.start() && text[end..quote.start()].trim().chars().count() <= BESIDE
        });
        let verb_behind = self.verbs_beside(quote).any(|at| {
            let start = self.tokens[at].span.start();
            start >= quote.end()
                && behind
                && self.tokens.iter().filter(|token| quote.end() <= token.span.start() && token.span.end() <= start).count() <= SPEAKER
        });
        // What stands in the middle of a sentence is a title or an alias.
        verb_before || verb_behind && self.opens_with(quote)
    }

    /// Who is to speak in what follows, if the sentence ends with a colon: `Hefner said:`
    pub(super) fn announced(&self, text: &str) -> Option<Attribution> {
        let end = self.sentence.start() + self.sentence.of(text).trim_end().len();
        let ends = self.sentence.of(text).trim_end().ends_with(':');
        let Some(verb) = self.verbs().last().filter(|_| ends) else {
            let speaker = self.before_colon(text, end).filter(|_| ends)?;
            return Some(Attribution { speaker: Some(speaker), verb: None });
        };
        Some(Attribution { speaker: self.speaker(verb), verb: Some(self.verb_span(verb)) })
    }

    /// Names of persons, organisations and places in the sentence, in order.
    pub(super) fn named(&self) -> impl DoubleEndedIterator<Item = (Span, EntityKind)> + '_ {
        self.names.iter().copied()
    }

    /// The same within a stretch of the sentence.
    pub(super) fn named_within(&self, stretch: Span) -> impl DoubleEndedIterator<Item = (Span, EntityKind)> + '_ {
        let first = self.names.partition_point(|(place, _)| place.start() < stretch.start());
        let end = self.names.partition_point(|(place, _)| place.start() < stretch.end());
        self.names.get(first..end).unwrap_or_default().iter().copied().filter(move |(place, _)| stretch.covers(*place))
    }

    /// The first name that ends behind `at`.
    pub(super) fn names_from(&self, at: usize) -> Option<(Span, EntityKind)> {
        self.names.get(self.names.partition_point(|(place, _)| place.end() <= at)).copied()
    }
}
