//! Deeds: who is told to have done what, or to answer for something that happened.
//!
//! Read from the outside of the clause alone: a name right before a verb of the past (`Aland lifted the ban`), behind the `by`
//! of a passive (`the ban was lifted by Aland`), and a few turns that hold somebody responsible (`claimed the attack`,
//! `were behind the attack`, `blamed Aland for the attack`). What is less plain is left out.

use crate::analysis::facts::Mention;
use crate::analysis::facts::dates::is_past_of_deed;
use crate::analysis::facts::quotations::is_helper;
use crate::analysis::facts::quotations::is_saying;
use crate::analysis::facts::tokens::Sense;
use crate::analysis::facts::tokens::Token;
use crate::analysis::facts::tokens::tokens;
use crate::analysis::layer::Layer;
use crate::analysis::layer::Mark;
use crate::analysis::lexicon::EntityKind;
use crate::text::BlockKind;
use crate::text::Passage;
use crate::text::Source;
use crate::text::Span;

/// Words of a deed on one side of its verb.
const REACH: usize = 10;
/// Words between a verb in the passive and its `by`, or between `blamed` and its `on`.
const PASSIVE_REACH: usize = 7;
/// Words before a name among which a preposition shows that it is no subject.
const PHRASE: usize = 3;

/// Words that deny a deed, or leave open whether it was done.
const OPEN: &[&str] = &[
    "not",
    "never",
    "nobody",
    "no",
    "none",
    "neither",
    "nor",
    "might",
    "may",
    "must",
    "should",
    "could",
    "would",
    "will",
    "can",
    "cannot",
    "denied",
    "denies",
    "didn't",
    "didn\u{2019}t",
    "wasn't",
    "wasn\u{2019}t",
    "if",
    "whether",
];
/// Words before a verb among which they are looked for.
const OPEN_REACH: usize = 4;
/// Words of an object among which an indefinite article shows that many can have done such a thing.
const INDEFINITE: usize = 5;

/// Somebody did something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deed {
    /// The verb.
    pub verb: Span,
    /// The name of who did it.
    pub agent: Span,
    /// What bears that name.
    pub kind: EntityKind,
    /// The words that say what was done: behind a verb in the active, before one in the passive.
    pub matter: Span,
    /// Whether it says who answers for something that happened, whatever the verb.
    pub responsible: bool,
}

impl Mark for Deed {
    fn span(&self) -> Span {
        self.verb
    }
}

/// Finds the deeds in the passages of `source`.
pub(super) fn deeds(source: &Source, mentions: &Layer<Mention>) -> Layer<Deed> {
    let mut found = Vec::new();
    // The cells of a row are no clause.
    let is_clause = |passage: &&Passage| source.blocks.get(passage.block as usize).is_none_or(|block| block.kind != BlockKind::Table);
    for passage in source.passages.iter().filter(is_clause) {
        let doers = mentions.within(passage.span).iter().filter(|mention| is_doer(mention.kind) && passage.span.covers(mention.span));
        let mut doers = doers.peekable();
        if doers.peek().is_none() {
            continue;
        }
        let base = passage.span.start();
        let clause = Clause(tokens(passage.span.of(&source.text)));
        for mention in doers {
            let name = Span::new(mention.span.start() - base, mention.span.end() - base);
            if let Some((verb, matter, responsible)) = clause.deed_of(name) {
                found.push(Deed {
                    verb: verb.shifted(base),
                    agent: mention.span,
                    kind: mention.kind,
                    matter: matter.shifted(base),
                    responsible,
                });
            }
        }
    }
    Layer::new(found)
}

fn is_doer(kind: EntityKind) -> bool {
    matches!(kind, EntityKind::Person | EntityKind::Organisation | EntityKind::Place | EntityKind::Norp)
}

const BE: &[&str] = &["is", "are", "was", "were", "been", "be", "being"];
const ARTICLES: &[&str] = &["the", "a", "an", "this", "that", "its", "their", "his", "her"];
const PREPOSITIONS: &[&str] = &[
    "of", "in", "for", "from", "with", "at", "on", "by", "to", "against", "near", "inside", "under", "between", "and", "or", "like",
    "than", "as",
];
/// Verbs by which somebody brings about what the noun behind them names.
const BRINGS_ABOUT: &[&str] = &[
    "carried",
    "staged",
    "mounted",
    "launched",
    "perpetrated",
    "committed",
    "masterminded",
    "orchestrated",
    "conducted",
    "executed",
    "planned",
    "plotted",
    "claimed",
    "claims",
];
/// What somebody can answer for.
const HAPPENINGS: &[&str] = &[
    "attack",
    "assault",
    "bombing",
    "blast",
    "explosion",
    "shooting",
    "massacre",
    "killing",
    "murder",
    "assassination",
    "raid",
    "robbery",
    "heist",
    "theft",
    "hijacking",
    "kidnapping",
    "abduction",
    "strike",
    "ambush",
    "arson",
    "hack",
    "breach",
    "poisoning",
    "coup",
    "plot",
    "sabotage",
];

struct Clause<'a>(Vec<Token<'a>>);

impl Clause<'_> {
    /// The verb, the matter, and whether it is a turn of responsibility.
    fn deed_of(&self, name: Span) -> Option<(Span, Span, bool)> {
        let first = self.0.partition_point(|token| token.span.start() < name.start());
        let last = self.0.partition_point(|token| token.span.start() < name.end()).checked_sub(1).filter(|last| *last >= first)?;
        let found = self.blamed(first, last).or_else(|| self.passive(first)).or_else(|| self.active(first, last))?;
        let verb = self.0.partition_point(|token| token.span.start() < found.0.start());
        (!self.is_open(verb)).then_some(found)
    }

    /// Whether what is told at the verb was not, or may not have been done.
    fn is_open(&self, verb: usize) -> bool {
        (0..verb).rev().take(OPEN_REACH).take_while(|&at| self.open(at + 1)).any(|at| self.is_any(at, OPEN))
    }

    fn is(&self, at: usize, word: &str) -> bool {
        self.0.get(at).is_some_and(|token| token.is(word))
    }

    fn is_any(&self, at: usize, words: &[&str]) -> bool {
        self.0.get(at).is_some_and(|token| token.is_any(words))
    }

    fn joined(&self, at: usize) -> bool {
        self.0.get(at).is_some_and(Token::is_joined)
    }

    /// Whether the clause goes on over the gap before the token at `at`.
    fn open(&self, at: usize) -> bool {
        self.0.get(at).is_some_and(|token| !token.gap.contains(['.', ';', '!', '?', ':', '\n']))
    }

    fn span(&self, from: usize, to: usize) -> Option<Span> {
        (to > from).then(|| Span::new(self.0[from].span.start(), self.0[to - 1].span.end()))
    }

    /// The words behind a verb in the active, without those at the end that only lead to the next: `the attack on the hall, a`.
    fn behind(&self, from: usize) -> Option<Span> {
        const LEADS: &[&str] = &["a", "an", "the", "of", "and", "or", "with", "to", "in", "by", "for"];
        let mut to = (from..self.0.len()).take(REACH).take_while(|&at| self.open(at)).last()? + 1;
        while to > from + 1 && self.is_any(to - 1, LEADS) {
            to -= 1;
        }
        self.span(from, to)
    }

    fn holds_happening(&self, matter: Span) -> bool {
        let from = self.0.partition_point(|token| token.span.start() < matter.start());
        let within = self.0[from..].iter().take_while(|token| token.span.end() <= matter.end());
        within.into_iter().any(|token| {
            let word = token.written.strip_suffix('s').unwrap_or(token.written);
            HAPPENINGS.iter().any(|happening| word.eq_ignore_ascii_case(happening) || token.is(happening))
        })
    }

    /// `blamed Aland for the attack`, `blamed the attack on Aland`
    fn blamed(&self, first: usize, last: usize) -> Option<(Span, Span, bool)> {
        const BLAMED: &[&str] = &["blamed", "blames", "blaming", "accused", "accuses", "accusing"];
        let mut before = first.checked_sub(1)?;
        if self.is_any(before, ARTICLES) {
            before = before.checked_sub(1)?;
        }
        let (verb, matter) = if self.is_any(before, BLAMED) {
            let next = self.is_any(last + 1, &["for", "of"]) && self.joined(last + 1);
            (before, next.then(|| self.behind(last + 2)).flatten()?)
        } else if self.is(before, "on") {
            let verb = (0..before).rev().take(PASSIVE_REACH).take_while(|&at| self.open(at + 1)).find(|&at| self.is_any(at, BLAMED))?;
            (verb, self.span(verb + 1, before)?)
        } else {
            return None;
        };
        self.holds_happening(matter).then_some((self.0[verb].span, matter, true))
    }

    /// `was lifted by Aland`, `an attack claimed by Aland`, `an attack by Aland`
    fn passive(&self, first: usize) -> Option<(Span, Span, bool)> {
        let mut by = first.checked_sub(1)?;
        for _ in 0..2 {
            let passed = self.is_any(by, ARTICLES) || self.0[by].written.starts_with(char::is_lowercase) && !self.is_any(by, PREPOSITIONS);
            by = if passed && self.joined(by + 1) { by.checked_sub(1)? } else { by };
        }
        if !self.is(by, "by") || !self.joined(by + 1) {
            return None;
        }
        let open = |at: usize| self.0.get(at + 1).is_some_and(|next| !next.gap.contains(['.', ';', ',', '!', '?', ':']));
        let verb = (0..by).rev().take(PASSIVE_REACH).take_while(|&at| open(at)).find(|&at| is_past_of_deed(&self.0[at]))?;
        // What was said by somebody is no deed.
        if is_saying(&self.0, verb) && !self.is(verb, "claimed") {
            return None;
        }
        let from = (0..verb).rev().take(REACH).take_while(|&at| self.open(at + 1)).last().unwrap_or(verb);
        let matter = self.span(from, by)?;
        let responsible = self.is_any(verb, BRINGS_ABOUT) && self.holds_happening(matter);
        let indefinite = (from..verb).any(|at| self.is_any(at, &["a", "an"]));
        Some((self.0[verb].span, matter, responsible)).filter(|_| responsible || !self.is(verb, "claimed") && !indefinite)
    }

    /// `Aland lifted the ban`, `Aland was behind the attack`, `Aland said it had carried out the attack`
    fn active(&self, first: usize, last: usize) -> Option<(Span, Span, bool)> {
        if self.0[last].possessive || !self.is_subject(first) {
            return None;
        }
        let next = last + 1;
        // `the Aland-claimed attack`
        if self.is(next, "claimed") && self.0[next].gap == "-" {
            let matter = self.behind(next + 1)?;
            return self.holds_happening(matter).then_some((self.0[next].span, matter, true));
        }
        let mut at = next;
        if self.joined(at) && is_saying(&self.0, at) && !self.is_any(at, &["claimed", "claims"]) {
            at += 1 + usize::from(self.is(at + 1, "that"));
            if !self.is_any(at, &["it", "they"]) {
                return None;
            }
            at += 1;
        } else if self.joined(at) && self.is_noun(at) {
            // `the Aland branch carried`
            at += 1;
        }
        while self.joined(at) && is_helper(&self.0[at]) {
            at += 1;
        }
        if !self.joined(at) {
            return None;
        }
        if self.is_any(at, BE) || self.is_any(at, &["stood"]) {
            let at = at + 1 + usize::from(self.is_adverb(at + 1));
            let answers = self.is(at, "behind") || self.is(at, "responsible") && self.is(at + 1, "for");
            let matter = self.behind(at + 1).filter(|matter| answers && self.holds_happening(*matter))?;
            return Some((self.0[at].span, matter, true));
        }
        // `carried out the attack`
        let matter = self.behind(at + 1 + usize::from(self.is(at, "carried") && self.is(at + 1, "out")))?;
        let responsible = self.is_any(at, BRINGS_ABOUT) && self.holds_happening(matter);
        let plain = is_past_of_deed(&self.0[at]) && !is_saying(&self.0, at) && !self.is_any(at, &["claimed"]) && self.has_object(at + 1);
        (responsible || plain).then_some((self.0[at].span, matter, responsible))
    }

    /// Whether the name at `first` begins a clause or stands in the phrase that does: no preposition leads to it.
    fn is_subject(&self, first: usize) -> bool {
        let before = (0..first).rev().take(PHRASE).take_while(|&at| self.joined(at + 1));
        for at in before {
            if self.is_any(at, PREPOSITIONS) {
                return false;
            }
            if !self.0[at].written.starts_with(char::is_lowercase) {
                return true;
            }
        }
        true
    }

    /// Whether the words from `at` on can be what a deed was done to, and do not only tell of the doer: `finished with 20 points`,
    /// `found dead`, `lost his wallet`, `missed four games`.
    fn has_object(&self, at: usize) -> bool {
        let Some(next) = self.0.get(at).filter(|next| next.is_joined()) else { return false };
        let of_self = next.is_any(&["his", "her", "their", "its", "himself", "herself", "themselves", "itself"]);
        let counts =
            matches!(next.sense, Sense::Number(_) | Sense::Ordinal(_)) || next.written.starts_with(|first: char| first.is_ascii_digit());
        let leads_on = next.is_any(PREPOSITIONS)
            || next.is_any(&[
                "dead", "when", "after", "before", "during", "into", "off", "up", "out", "down", "back", "over", "through", "that",
            ]);
        // `offered him a contract`, `won a medal`: others can have done that too.
        let indefinite = (at..at + INDEFINITE).any(|at| self.is_any(at, &["a", "an"]));
        !of_self && !counts && !leads_on && !indefinite
    }

    fn is_adverb(&self, at: usize) -> bool {
        self.0.get(at).is_some_and(|token| token.written.ends_with("ly") && token.written.len() > 4)
    }

    /// Whether the token at `at` is a noun between a name and its verb: `branch`, `fighters`.
    fn is_noun(&self, at: usize) -> bool {
        let Some(token) = self.0.get(at) else { return false };
        let plain = token.written.len() > 3 && token.written.bytes().all(|byte| byte.is_ascii_lowercase());
        plain
            && !token.is_any(PREPOSITIONS)
            && !token.is_any(BE)
            && !token
                .is_any(&["have", "that", "which", "will", "would", "could", "also", "later", "then", "when", "where", "after", "before"])
            && !self.is_adverb(at)
            && !is_past_of_deed(token)
            && self.joined(at + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::deeds;
    use crate::analysis::facts::Mention;
    use crate::analysis::layer::Layer;
    use crate::analysis::lexicon::EntityKind;
    use crate::import::import;
    use crate::text::Span;

    fn read(sentence: &str) -> Vec<String> {
        let text = format!("A long day in the port\n\nIt was a long day, and nobody slept until it was over.\n\n{sentence}\n");
        let (source, _) = import("a.txt", text.as_bytes());
        let names = ["Aland", "Borneo", "Ada Reed"].into_iter().flat_map(|name| {
            let found: Vec<usize> = source.text.match_indices(name).map(|(start, _)| start).collect();
            found.into_iter().map(move |start| Mention {
                span: Span::new(start, start + name.len()),
                kind: EntityKind::Organisation,
                known: None,
            })
        });
        let found = deeds(&source, &Layer::new(names.collect()));
        let shown = |deed: &super::Deed| {
            let responsible = if deed.responsible { "!" } else { "" };
            let part = |span: Span| span.of(&source.text).to_owned();
            format!("{} {}{responsible}: {}", part(deed.agent), part(deed.verb), part(deed.matter))
        };
        found.all().iter().map(shown).collect()
    }

    #[test]
    fn who_did_it_is_read_from_plain_clauses() {
        for (sentence, expected) in [
            ("Aland has formally lifted the ban on fishing.", "Aland lifted: the ban on fishing"),
            ("The ban was lifted on Friday by the court of Aland and by Borneo.", ""),
            ("The ban was lifted on Friday by Aland.", "Aland lifted: The ban was lifted on Friday"),
            ("Aland fighters seized the port.", "Aland seized: the port"),
            ("The local Aland branch carried out a devastating attack at the port.", "Aland carried!: a devastating attack at the port"),
            ("Radical Aland were behind the attack on the port.", "Aland behind!: the attack on the port"),
            ("A deadly Aland-claimed attack in March killed many.", "Aland claimed!: attack in March killed many"),
            (
                "Radical Aland were behind the attack in March on the old hall of Kelso, a grim reminder of it.",
                "Aland behind!: the attack in March on the old hall of Kelso",
            ),
            ("Aland claimed responsibility for the bombing.", "Aland claimed!: responsibility for the bombing"),
            ("Aland said it had carried out the attack.", "Aland carried!: the attack"),
            ("The army blamed Aland for the attack.", "Aland blamed!: the attack"),
            ("The army blamed the attack on Aland.", "Aland blamed!: the attack"),
            ("It was an attack claimed by Aland.", "Aland claimed!: It was an attack claimed"),
        ] {
            let found = read(sentence);
            assert_eq!(found.first().map_or("", String::as_str), expected, "{sentence}");
        }
    }

    #[test]
    fn what_is_not_plain_is_left_out() {
        for sentence in [
            "Aland was lifted out of the water.",
            "The leader of Aland lifted the ban.",
            "Aland\u{2019}s parliament lifted the ban.",
            "Aland said the ban was lifted.",
            "Aland claimed the port was closed.",
            "Aland, which borders Borneo.",
            "Aland finished with many points.",
            "Aland found dead in a port.",
            "Aland missed four games.",
            "Aland never carried out the attack.",
            "Aland might have carried out the attack.",
            "The attack was not carried out by Aland.",
            "Nobody blamed Aland for the attack.",
            "Aland never seized the port.",
            "Aland offered the captain a ship.",
            "Aland lost its port to the sea.",
        ] {
            assert_eq!(read(sentence), [""; 0], "{sentence}");
        }
    }
}
