//! Quotations: who is quoted or reported, in which words, with which verb.
//!
//! Direct speech stands between quotation marks; reported speech is what a verb of saying governs (`said that …`,
//! `according to …`). The speaker is the subject of that verb: the name nearest before it, or behind it where the
//! order is turned round (`said the minister`), else a pronoun or a plain noun phrase.

use crate::analysis::facts::Mention;
use crate::analysis::facts::tokens::Token;
use crate::analysis::facts::tokens::tokens;
use crate::analysis::layer::Layer;
use crate::analysis::layer::Mark;
use crate::analysis::lexicon::EntityKind;
use crate::text::Source;
use crate::text::Span;

/// Words said by somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quotation {
    /// The words, without quotation marks.
    pub span: Span,
    /// Whether they stand between quotation marks.
    pub direct: bool,
    /// Who says them, if the sentence tells.
    pub speaker: Option<Span>,
    /// The verb of saying, or `according to`.
    pub verb: Option<Span>,
}

impl Mark for Quotation {
    fn span(&self) -> Span {
        self.span
    }
}

/// Words from which a quotation without a speaker counts as one: fewer are a title or a word held at arm's length.
const MANY_WORDS: usize = 6;
/// Words looked at on either side of a verb for its subject.
const SUBJECT_REACH: usize = 9;

const VERBS: &[&str] = &[
    "said",
    "says",
    "say",
    "saying",
    "told",
    "tells",
    "announced",
    "announces",
    "stated",
    "states",
    "stating",
    "declared",
    "declares",
    "added",
    "adds",
    "warned",
    "warns",
    "warning",
    "explained",
    "explains",
    "insisted",
    "insists",
    "claimed",
    "claims",
    "argued",
    "argues",
    "noted",
    "notes",
    "confirmed",
    "confirms",
    "emphasized",
    "emphasised",
    "emphasizing",
    "emphasising",
    "stressed",
    "stresses",
    "wrote",
    "writes",
    "replied",
    "acknowledged",
    "acknowledges",
    "recalled",
    "reported",
    "reports",
    "testified",
    "tweeted",
    "posted",
    "admitted",
    "admits",
    "denied",
    "denies",
    "suggested",
    "suggests",
    "remarked",
    "believes",
    "asked",
    "commented",
    "concluded",
    "predicted",
    "promised",
    "vowed",
    "pledged",
    "called",
    "described",
];
/// Verbs that take what is said as their object only with `that` or quotation marks.
const ONLY_WITH_THAT: &[&str] = &[
    "reported",
    "reports",
    "called",
    "described",
    "asked",
    "promised",
    "posted",
    "notes",
    "states",
    "claims",
    "warning",
    "denied",
    "denies",
    "suggested",
    "suggests",
];
const PRONOUNS: &[&str] = &["he", "she", "they", "it", "we", "i", "who"];

/// Finds the quotations of the blocks of `source` that are analysed.
pub(super) fn quotations(source: &Source, mentions: &Layer<Mention>) -> Layer<Quotation> {
    let mut found = Vec::new();
    let mut passages = source.passages.iter().peekable();
    for (index, block) in source.blocks.iter().enumerate().filter(|(_, block)| block.kind.is_linked()) {
        let text = block.span.of(&source.text);
        let base = block.span.start();
        let direct = quoted(text);
        let mut sentences = Vec::new();
        while let Some(passage) = passages.next_if(|passage| passage.block as usize <= index) {
            if passage.block as usize == index {
                sentences.push(Span::new(passage.span.start() - base, passage.span.end() - base));
            }
        }
        let names = mentions.within(block.span);
        for sentence in sentences {
            let own = direct.iter().copied().filter(|quote| sentence.start() <= quote.start() && quote.start() < sentence.end());
            let own: Vec<Span> = own.collect();
            let clause = Clause::new(text, sentence, &direct, names, base);
            if own.is_empty() {
                found.extend(clause.reported().map(|quotation| quotation.shifted(base)));
                continue;
            }
            for quote in own {
                let attribution = clause.attribution(quote);
                let many = quote.of(text).split_whitespace().count() >= MANY_WORDS;
                if attribution.is_none() && !many {
                    continue;
                }
                let (speaker, verb) = attribution.unwrap_or((None, None));
                found.push(Quotation { span: quote, direct: true, speaker, verb }.shifted(base));
            }
        }
    }
    Layer::new(found)
}

impl Quotation {
    fn shifted(self, by: usize) -> Quotation {
        let moved = |span: Option<Span>| span.map(|span| span.shifted(by));
        Quotation { span: self.span.shifted(by), speaker: moved(self.speaker), verb: moved(self.verb), ..self }
    }
}

/// Stretches of `text` between quotation marks, without the marks; one that is not closed ends with the text.
fn quoted(text: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let mut open: Option<(usize, char)> = None;
    let mut before = ' ';
    let mut characters = text.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        let next = characters.peek().map_or(' ', |&(_, next)| next);
        let behind = at + character.len_utf8();
        match open {
            None => {
                let opens = match character {
                    '\u{201c}' | '\u{201e}' | '\u{ab}' => true,
                    '"' => !before.is_alphanumeric(),
                    '\u{2018}' => !before.is_alphanumeric() && next.is_alphabetic(),
                    _ => false,
                };
                if opens {
                    open = Some((behind, character));
                }
            }
            Some((start, opening)) => {
                let closes = match opening {
                    '"' => character == '"',
                    '\u{2018}' => character == '\u{2019}' && !next.is_alphanumeric() && !before.is_whitespace(),
                    '\u{ab}' => character == '\u{bb}',
                    _ => matches!(character, '\u{201d}' | '\u{201c}' | '"') && at > start,
                };
                if closes {
                    found.push(Span::new(start, at).trimmed(text));
                    open = None;
                }
            }
        }
        before = character;
    }
    if let Some((start, opening)) = open
        && opening != '\u{2018}'
        && opening != '"'
    {
        found.push(Span::new(start, text.len()).trimmed(text));
    }
    found.retain(|span| !span.is_empty());
    found
}

/// A sentence with the names in it; all places count from the start of its block.
struct Clause<'a> {
    sentence: Span,
    tokens: Vec<(Token<'a>, Span)>,
    quotes: &'a [Span],
    names: &'a [Mention],
    base: usize,
}

impl<'a> Clause<'a> {
    fn new(text: &'a str, sentence: Span, quotes: &'a [Span], names: &'a [Mention], base: usize) -> Clause<'a> {
        let tokens = tokens(sentence.of(text)).into_iter().map(|token| (token, token.span.shifted(sentence.start()))).collect();
        Clause { sentence, tokens, quotes, names, base }
    }

    fn in_quote(&self, span: Span) -> bool {
        self.quotes.iter().any(|quote| quote.start() <= span.start() && span.start() < quote.end())
    }

    /// Places of verbs of saying outside quotation marks.
    fn verbs(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.tokens.len()).filter(|&at| {
            let (token, span) = &self.tokens[at];
            let according = token.is("according") && self.tokens.get(at + 1).is_some_and(|(next, _)| next.is("to"));
            (according || token.is_any(VERBS)) && !self.in_quote(*span)
        })
    }

    /// Speaker and verb of a quotation: those of the verb nearest to it.
    fn attribution(&self, quote: Span) -> Option<(Option<Span>, Option<Span>)> {
        let distance = |at: usize| {
            let span = self.tokens[at].1;
            if span.end() <= quote.start() { quote.start() - span.end() } else { span.start().saturating_sub(quote.end()) }
        };
        let verb = self.verbs().min_by_key(|&at| distance(at))?;
        Some((self.speaker(verb), Some(self.verb_span(verb))))
    }

    fn verb_span(&self, verb: usize) -> Span {
        let span = self.tokens[verb].1;
        if self.tokens[verb].0.is("according") { Span::new(span.start(), self.tokens[verb + 1].1.end()) } else { span }
    }

    /// The subject of the verb at `verb`.
    fn speaker(&self, verb: usize) -> Option<Span> {
        if self.tokens[verb].0.is("according") {
            return self.behind(verb + 2);
        }
        // `said the minister`, `said Ivanov`: the order is turned round behind a quotation.
        let turned = self.tokens.get(verb + 1).is_some_and(|(next, span)| next.is_joined() && !self.in_quote(*span));
        let closes_quote = verb == 0 || self.tokens[verb].0.gap.contains([',', '"', '\u{201d}', '\u{2019}', '?', '!']);
        if turned
            && closes_quote
            && let Some(found) = self.behind(verb + 1)
        {
            return Some(found);
        }
        self.before(verb)
    }

    /// The name or noun phrase that begins near `at`.
    fn behind(&self, at: usize) -> Option<Span> {
        let first = self.tokens.get(at)?;
        let last = &self.tokens[(at + SUBJECT_REACH).min(self.tokens.len()) - 1];
        let window = Span::new(first.1.start(), last.1.end());
        let clause_end = (at + 1..(at + SUBJECT_REACH).min(self.tokens.len()))
            .find(|&next| self.tokens[next].0.gap.contains([',', ';', '"', '\u{201c}']));
        let end = clause_end.map_or(window.end(), |next| self.tokens[next - 1].1.end());
        let named = self.named(Span::new(window.start(), end)).into_iter().next();
        named.or_else(|| {
            let (token, span) = first;
            if token.is_any(PRONOUNS) {
                return Some(*span);
            }
            token.is_any(&["the", "a", "an", "his", "her", "their", "one", "officials", "police"]).then(|| Span::new(span.start(), end))
        })
    }

    /// The name nearest before the verb, else a pronoun, else a noun phrase.
    fn before(&self, verb: usize) -> Option<Span> {
        let first = verb.saturating_sub(SUBJECT_REACH);
        let mut start = verb;
        for at in (first..verb).rev() {
            if self.in_quote(self.tokens[at].1) || self.tokens[at + 1].0.gap.contains([';', '.', '"', '\u{201d}', ':']) {
                break;
            }
            start = at;
        }
        if start == verb {
            return None;
        }
        let window = Span::new(self.tokens[start].1.start(), self.tokens[verb - 1].1.end());
        let (token, span) = &self.tokens[verb - 1];
        if token.is_any(PRONOUNS) && !token.is("who") {
            return Some(*span);
        }
        let named = self.named(window);
        // Of `a spokesman of the ministry, Ivanov, said` the person speaks.
        let person = named.iter().rev().find(|place| self.kind(**place) == Some(EntityKind::Person));
        if let Some(found) = person.or(named.last()) {
            return Some(*found);
        }
        let article = (start..verb).rev().find(|&at| self.tokens[at].0.is_any(&["the", "a", "an", "his", "her", "their", "its"]));
        let from = article.or_else(|| (token.written.ends_with('s') || token.is("police")).then_some(verb - 1))?;
        Some(Span::new(self.tokens[from].1.start(), span.end()))
    }

    /// Names of persons, organisations and countries within a stretch.
    fn named(&self, window: Span) -> Vec<Span> {
        let wanted = |mention: &&Mention| matches!(mention.kind, EntityKind::Person | EntityKind::Organisation | EntityKind::Place);
        let places = self.names.iter().filter(wanted).filter_map(|mention| {
            let start = mention.span.start().checked_sub(self.base)?;
            let place = Span::new(start, start + mention.span.len());
            window.covers(place).then_some(place)
        });
        places.collect()
    }

    fn kind(&self, place: Span) -> Option<EntityKind> {
        self.names.iter().find(|mention| mention.span == place.shifted(self.base)).map(|mention| mention.kind)
    }

    /// What the sentence reports without quotation marks.
    fn reported(&self) -> Option<Quotation> {
        let verb = self.verbs().find(|&at| {
            let (token, _) = &self.tokens[at];
            let that = self.tokens.get(at + 1).is_some_and(|(next, _)| next.is("that"))
                || self.tokens.get(at + 2).is_some_and(|(next, _)| next.is("that"));
            that || !token.is_any(ONLY_WITH_THAT)
        })?;
        let speaker = self.speaker(verb)?;
        let verb_span = self.verb_span(verb);
        let last = self.tokens.last()?.1.end();
        let closing = self.tokens[verb].0.gap.contains(',')
            || self.tokens[..verb].iter().any(|(token, span)| span.start() <= speaker.start() && token.gap.contains(','));
        let behind_start = self
            .tokens
            .iter()
            .map(|(_, span)| *span)
            .find(|span| span.start() >= verb_span.end().max(if speaker.start() > verb_span.start() { speaker.end() } else { 0 }));
        let said_before = Span::new(self.sentence.start(), speaker.start().min(verb_span.start()));
        let words = |span: Span| self.tokens.iter().filter(|(_, place)| span.covers(*place)).count();
        // `..., the minister said.` stands behind what is said, `the minister said that ...` before it.
        let behind = behind_start.map(|first| Span::new(first.start(), last));
        let span = match behind {
            Some(behind) if words(behind) >= 4 => behind,
            _ if closing && words(said_before) >= 4 => {
                let end = self.tokens.iter().rev().find(|(_, place)| place.end() <= said_before.end()).map(|(_, place)| place.end())?;
                Span::new(self.sentence.start(), end)
            }
            _ => return None,
        };
        Some(Quotation { span, direct: false, speaker: Some(speaker), verb: Some(verb_span) })
    }
}

#[cfg(test)]
mod tests {
    use super::quotations;
    use crate::analysis::facts::Mention;
    use crate::analysis::layer::Layer;
    use crate::analysis::lexicon::EntityKind;
    use crate::import::import;
    use crate::text::Span;
    use proptest::prelude::*;

    fn read(text: &str, names: &[&str]) -> Vec<String> {
        let (source, _) = import("a.txt", text.as_bytes());
        let mentions = names.iter().filter_map(|name| {
            let start = source.text.find(name)?;
            Some(Mention { span: Span::new(start, start + name.len()), kind: EntityKind::Person, known: None })
        });
        let mentions = Layer::new(mentions.collect());
        let found = quotations(&source, &mentions);
        let one = |quotation: &super::Quotation| {
            let part = |span: Option<Span>| span.map_or("-", |span| span.of(&source.text));
            format!("{} | {} | {}", part(quotation.speaker), part(quotation.verb), quotation.span.of(&source.text))
        };
        found.all().iter().map(one).collect()
    }

    const LEAD: &str = "A long day in the port\n\nIt was a long day in the port, and nobody slept until the last ship had left.\n\n";

    #[test]
    fn speakers_are_found_on_either_side_of_the_words() {
        let text = |sentence: &str| format!("{LEAD}{sentence} Nobody else in the whole port was asked about it on that day.\n");
        for (sentence, name, expected) in [
            ("“We will not leave the port,” said Ada Brown.", "Ada Brown", "Ada Brown | said | We will not leave the port,"),
            ("Ada Brown told reporters: “We will not leave the port.”", "Ada Brown", "Ada Brown | told | We will not leave the port."),
            (
                "Ada Brown said that the ships would stay in the port.",
                "Ada Brown",
                "Ada Brown | said | that the ships would stay in the port",
            ),
            ("The ships would stay in the port, Ada Brown said.", "Ada Brown", "Ada Brown | said | The ships would stay in the port"),
            (
                "According to Ada Brown, the ships would stay in the port.",
                "Ada Brown",
                "Ada Brown | According to | the ships would stay in the port",
            ),
            ("The minister said the ships would stay in the port.", "-", "The minister | said | the ships would stay in the port"),
        ] {
            let found = read(&text(sentence), &[name]);
            assert_eq!(found, [expected], "{sentence}");
        }
    }

    #[test]
    fn a_word_in_marks_is_no_quotation() {
        assert_eq!(
            read(&format!("{LEAD}They spoke of a “special” ship that never came to any port of theirs.\n"), &[]),
            Vec::<String>::new()
        );
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_panic(text in any::<String>()) {
            let (source, _) = import("a.txt", text.as_bytes());
            for quotation in quotations(&source, &Layer::default()).all() {
                prop_assert!(source.text.get(quotation.span.range()).is_some());
            }
        }
    }
}
