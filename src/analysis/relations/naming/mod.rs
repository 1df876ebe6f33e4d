//! Names of one source mended by those of all others.
//!
//! A recogniser sees one text; what is a name in five texts is one in the sixth, and of one kind in all. Three steps: a
//! string has the kind that most of its mentions have, or none where they do not agree; names that are told elsewhere are
//! found wherever they stand; and words that are no words of the language and are written as things of computers are
//! (`GitHub`, `CVE-2024-3094`, `sshd` where some text sets it as code) are names.

mod code;
mod definitions;
mod kinds;
mod mending;
mod shapes;

use std::collections::HashMap;
use std::collections::HashSet;
use std::sync::Arc;

use crate::analysis::facts::Facts;
use crate::analysis::facts::Mention;
use crate::analysis::gazetteer::TITLES;
use crate::analysis::lexicon::EntityKind;
use crate::analysis::names::Names;
use crate::analysis::relations::naming::code::has_version;
use crate::analysis::relations::naming::code::identifiers;
use crate::analysis::relations::naming::code::is_inner_capital;
use crate::analysis::relations::naming::code::is_number_of_series;
use crate::analysis::relations::naming::definitions::definitions;
use crate::text::BlockKind;
use crate::text::Dossier;
use crate::text::Emphasis;
use crate::text::Language;
use crate::text::Source;
use crate::text::Span;
use crate::text::words::words;

/// Mentions of a name of one word from which it is looked for in other sources.
const REPEATS: u32 = 2;
/// Times that a word of computers must stand in the dossier to be a name.
const OFTEN: u32 = 3;
/// A noun beside every so manieth mention is enough to tell what the recogniser took for something else.
const ENOUGH: u32 = 12;
/// Mentions from which a string whose kinds do not agree has none.
const UNSURE: u32 = 3;

/// The facts of all sources with their names mended; those of sources without a change are the same values.
pub fn settled(dossier: &Dossier, facts: &[Arc<Facts>], names: &Names) -> Vec<Arc<Facts>> {
    let told = Told::of(dossier, facts, names);
    let one = |(source, facts): (&Source, &Arc<Facts>)| match told.mended(source, facts, names) {
        Some(mentions) => Arc::new(Facts { mentions, ..Facts::clone(facts) }),
        None => Arc::clone(facts),
    };
    dossier.sources().map(|(_, source)| source).zip(facts).map(one).collect()
}

/// What all sources tell of names.
#[derive(Default)]
struct Told<'a> {
    /// Mentions by what is written and by kind.
    forms: HashMap<&'a str, [u32; EntityKind::ALL.len()]>,
    /// Names of several words by the first of them, the longest first.
    longer: HashMap<&'a str, Vec<&'a str>>,
    /// Of those, the ones that no source was seen to name whole: a name and the capital that stands behind it.
    compounds: HashSet<&'a str>,
    /// Words that are written small somewhere.
    small: HashSet<&'a str>,
    /// How often a word stands with a capital inside a sentence, no capital word beside it.
    inside: HashMap<&'a str, u32>,
    /// Last words of the full names of persons.
    surnames: HashSet<&'a str>,
    /// Words of computers.
    coded: HashSet<String>,
    /// Strings behind which a version is told.
    versioned: HashSet<&'a str>,
    /// Names by the acronym for which they are introduced.
    defined: HashMap<&'a str, &'a str>,
    /// How often a noun beside a string tells its kind; what stands right behind it apart.
    beside: HashMap<&'a str, [u32; EntityKind::ALL.len()]>,
    behind: HashMap<&'a str, [u32; EntityKind::ALL.len()]>,
}

impl<'a> Told<'a> {
    fn of(dossier: &'a Dossier, facts: &[Arc<Facts>], names: &Names) -> Told<'a> {
        let mut told = Told::default();
        let mut as_code: HashSet<&str> = HashSet::new();
        let mut counts: HashMap<&str, u32> = HashMap::new();
        for ((_, source), facts) in dossier.sources().zip(facts) {
            for mention in facts.mentions.all().iter().filter(|mention| is_open(mention)) {
                let written = mention.span.of(&source.text);
                told.forms.entry(written).or_default()[mention.kind as usize] += 1;
                if has_version(&source.text[mention.span.end()..]) {
                    told.versioned.insert(written);
                }
            }
            if source.language != Language::English {
                continue;
            }
            told.learn(source, facts);
            for part in source.parts_read() {
                let text = part.span.of(&source.text);
                told.small.extend(words(text).map(|word| word.of(text)).filter(|word| word.starts_with(char::is_lowercase)));
                for word in words(text).filter(|word| stands_alone(text, *word)) {
                    *told.inside.entry(word.of(text)).or_default() += 1;
                }
                identifiers(text).for_each(|span| *counts.entry(span.of(text)).or_default() += 1);
            }
            let code = source.emphasis.iter().filter(|(_, kind)| *kind == Emphasis::Code).map(|(span, _)| span.of(&source.text));
            as_code.extend(code.filter(|word| identifiers(word).next().is_some_and(|span| span.len() == word.len())));
        }
        let is_name = |word: &str| told.count(word) >= REPEATS;
        // A name of computers that is written small, too: `XZ`, `xz`.
        let of_name = |word: &str| {
            let large = word.to_uppercase();
            large.len() == word.len() && is_name(&large)
        };
        told.coded = counts
            .iter()
            .filter(|(word, count)| {
                let by_form = is_inner_capital(word) || is_number_of_series(word);
                let unknown = || !names.is_common(word) && word.starts_with(char::is_lowercase);
                **count >= OFTEN && (by_form || unknown() && (as_code.contains(*word) || of_name(word)))
            })
            .map(|(word, _)| (*word).to_owned())
            .collect();
        let persons = told.forms.iter().filter(|(_, kinds)| 2 * kinds[EntityKind::Person as usize] > kinds.iter().sum());
        told.surnames = persons.filter_map(|(written, _)| Some(written.rsplit_once(' ')?.1)).collect();
        told.compounds = compounds(dossier, facts);
        for written in told.forms.keys().chain(&told.compounds).filter(|written| written.contains(' ')) {
            let first = written.split(' ').next().unwrap_or(written);
            let is_capital = |word: &str| word.starts_with(char::is_uppercase);
            if is_capital(first) && written.split(' ').nth(1).is_some_and(is_capital) {
                told.longer.entry(first).or_default().push(written);
            }
        }
        told.longer.values_mut().for_each(|forms| {
            forms.sort_by_key(|form| (std::cmp::Reverse(form.len()), *form));
            forms.dedup();
        });
        told
    }

    /// Learns what the words around names say of them: acronyms and kinds.
    fn learn(&mut self, source: &'a Source, facts: &Facts) {
        for part in source.parts_read() {
            let text = part.span.of(&source.text);
            let mentions = facts.mentions.within(part.span);
            for found in definitions(text) {
                let whole = Span::new(found.name.start(), found.acronym.end()).shifted(part.span.start());
                if mentions.iter().any(|mention| is_open(mention) && mention.span.intersect(whole).is_some()) {
                    self.defined.entry(found.acronym.of(text)).or_insert(found.name.of(text));
                }
            }
            for mention in mentions.iter().filter(|mention| is_open(mention)) {
                let placed = Span::new(mention.span.start() - part.span.start(), mention.span.end() - part.span.start());
                let written = placed.of(text);
                if let Some(kind) = kinds::beside(text, placed) {
                    self.beside.entry(written).or_default()[kind as usize] += 1;
                }
                if let Some(kind) = kinds::behind(text, placed) {
                    self.behind.entry(written).or_default()[kind as usize] += 1;
                }
            }
        }
    }

    /// The kind that the words around a string tell: where the recogniser has none, one of them is enough, else they must be several
    /// or the only ones.
    fn kind_around(&self, written: &str, best: EntityKind) -> Option<EntityKind> {
        let most = |counts: Option<&[u32; EntityKind::ALL.len()]>| {
            let counts = counts?;
            EntityKind::ALL.into_iter().map(|kind| (counts[kind as usize], kind)).max_by_key(|(count, _)| *count)
        };
        // One word that no text has with a first name is a person for the recogniser's want of anything better.
        let is_unnamed = best == EntityKind::Person && !written.contains(' ') && !self.surnames.contains(written);
        let behind = || most(self.behind.get(written)).filter(|_| best == EntityKind::Other || is_unnamed);
        let (count, kind) = most(self.beside.get(written)).or_else(behind)?;
        let is_enough = best == EntityKind::Other
            || count >= REPEATS && (is_unnamed || ENOUGH * count >= self.count(written))
            || self.count(written) < REPEATS;
        is_enough.then_some(kind)
    }

    /// The kind of a string over all its mentions: the one of most, none where no kind has half of them.
    fn kind(&self, written: &str, own: EntityKind) -> EntityKind {
        if let Some(name) = self.defined.get(written).filter(|name| **name != written) {
            return self.kind(name, own);
        }
        let told = self.kind_told(written, own);
        match () {
            () if told == EntityKind::Product => told,
            () if told == EntityKind::Person && is_letters(written) => EntityKind::Other,
            () => kinds::by_head(written, told).or_else(|| self.kind_around(written, told)).unwrap_or(told),
        }
    }

    fn kind_told(&self, written: &str, own: EntityKind) -> EntityKind {
        let Some(kinds) = self.forms.get(written) else {
            return if self.is_thing(written) { EntityKind::Product } else { own };
        };
        let all: u32 = kinds.iter().sum();
        let best = EntityKind::ALL.into_iter().rev().max_by_key(|kind| kinds[*kind as usize]).unwrap_or(own);
        let most = kinds[best as usize];
        match () {
            () if self.is_thing(written) => EntityKind::Product,
            () if 2 * most > all => best,
            () if all >= UNSURE => EntityKind::Other,
            () => own,
        }
    }

    /// Whether versions are told of it, or it is written small as programs are.
    fn is_thing(&self, written: &str) -> bool {
        self.versioned.contains(written) || written.starts_with(char::is_lowercase) && self.coded.contains(written)
    }

    fn inside(&self, word: &str) -> u32 {
        self.inside.get(word).copied().unwrap_or(0)
    }

    /// How often a string is a name.
    fn count(&self, form: &str) -> u32 {
        self.forms.get(form).map_or(0, |kinds| kinds.iter().sum())
    }
}

/// Whether a name is nothing but letters with stops, as a signal or a code is: `C. Q. D.`
fn is_letters(written: &str) -> bool {
    let mut parts = written.split(['.', ' ']).filter(|part| !part.is_empty()).peekable();
    written.contains('.') && written.len() > 4 && parts.peek().is_some() && parts.all(|part| part.chars().count() == 1)
}

/// Whether a mention may be mended: the reader did not give its name, and it is no people.
fn is_open(mention: &Mention) -> bool {
    mention.known.is_none() && mention.kind != EntityKind::Norp
}

/// Bodies and things with the capital word behind them, where that stands often in running text: `Google Search`. The whole is
/// another thing than its first part.
fn compounds<'a>(dossier: &'a Dossier, facts: &[Arc<Facts>]) -> HashSet<&'a str> {
    let mut counts: HashMap<&str, u32> = HashMap::new();
    for ((_, source), facts) in dossier.sources().zip(facts).filter(|((_, source), _)| source.language == Language::English) {
        for part in source.parts_read().filter(|part| matches!(part.kind, BlockKind::Paragraph | BlockKind::Quote(_))) {
            let mentions = facts.mentions.within(part.span);
            for (index, mention) in mentions.iter().enumerate().filter(|(_, mention)| is_open(mention)) {
                let is_thing = matches!(mention.kind, EntityKind::Organisation | EntityKind::Product | EntityKind::Other);
                let behind = &source.text[mention.span.end()..part.span.end()];
                let Some(rest) = behind.strip_prefix(' ').filter(|_| is_thing) else { continue };
                let length = rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
                let word = &rest[..length];
                let is_free = mentions.get(index + 1).is_none_or(|next| next.span.start() > mention.span.end() + 1);
                // What goes on with capitals is a title: `Senate Majority Leader`.
                let ends = !rest[length..].strip_prefix(' ').is_some_and(|next| next.starts_with(char::is_uppercase));
                let is_capital = word.starts_with(char::is_uppercase) && word.chars().skip(1).all(char::is_lowercase);
                if is_free && ends && is_capital && length > 2 && TITLES.class(word).is_none() {
                    let whole = Span::new(mention.span.start(), mention.span.end() + 1 + length);
                    *counts.entry(whole.of(&source.text)).or_default() += 1;
                }
            }
        }
    }
    counts.into_iter().filter(|(_, count)| *count >= OFTEN).map(|(whole, _)| whole).collect()
}

/// Whether a word has a capital inside a sentence, where no other capital word stands beside it.
fn stands_alone(text: &str, word: Span) -> bool {
    let Some(before) = text[..word.start()].strip_suffix(' ') else { return false };
    let last = before.rsplit(' ').next().unwrap_or("");
    let next = text[word.end()..].strip_prefix(' ').unwrap_or("");
    word.of(text).starts_with(char::is_uppercase)
        && last.starts_with(char::is_lowercase)
        && last.ends_with(char::is_alphanumeric)
        && !next.starts_with(char::is_uppercase)
        && !next.starts_with("of ")
}
