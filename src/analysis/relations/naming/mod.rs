//! Names of one source mended by those of all others.
//!
//! A recogniser sees one text; what is a name in five texts is one in the sixth, and of one kind in all. Three steps: a
//! string has the kind that most of its mentions have, or none where they do not agree; names that are told elsewhere are
//! found wherever they stand; and words that are no words of the language and are written as things of computers are
//! (`GitHub`, `CVE-2024-3094`, `sshd` where some text sets it as code) are names.

mod code;
mod definitions;
mod kinds;

use std::collections::HashMap;
use std::collections::HashSet;
use std::sync::Arc;

use crate::analysis::facts::Facts;
use crate::analysis::facts::Mention;
use crate::analysis::gazetteer::DEMONYMS;
use crate::analysis::gazetteer::TITLES;
use crate::analysis::layer::Layer;
use crate::analysis::lexicon::EntityKind;
use crate::analysis::names::Names;
use crate::analysis::relations::naming::code::has_version;
use crate::analysis::relations::naming::code::identifiers;
use crate::analysis::relations::naming::code::is_inner_capital;
use crate::analysis::relations::naming::code::is_number_of_series;
use crate::analysis::relations::naming::definitions::definitions;
use crate::text::Block;
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
        let (count, kind) =
            most(self.beside.get(written)).or_else(|| most(self.behind.get(written)).filter(|_| best == EntityKind::Other))?;
        let is_enough =
            best == EntityKind::Other || count >= REPEATS && ENOUGH * count >= self.count(written) || self.count(written) < REPEATS;
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

    /// The names of a source; `None` if they stay as they are.
    fn mended(&self, source: &Source, facts: &Facts, names: &Names) -> Option<Layer<Mention>> {
        let mut all: Vec<Mention> = facts.mentions.all().to_vec();
        if source.language == Language::English {
            self.define(source, &mut all);
            self.part_pairs(source, &mut all);
            self.shorten(source, &mut all);
            self.take_first_words(source, &mut all);
            self.widen(source, &mut all);
        }
        all.retain(|mention| !is_open(mention) || !is_time_of_day(mention.span.of(&source.text)));
        for mention in all.iter_mut().filter(|mention| is_open(mention)) {
            mention.kind = self.kind(mention.span.of(&source.text), mention.kind);
        }
        if source.language == Language::English {
            self.add_missing(source, names, &mut all);
        }
        (all != facts.mentions.all()).then(|| Layer::new(all))
    }

    /// Makes one name of all words for whose initials an acronym stands, and a name of the acronym.
    fn define(&self, source: &Source, all: &mut Vec<Mention>) {
        for part in source.parts_read() {
            for found in definitions(part.span.of(&source.text)) {
                let (name, acronym) = (found.name.shifted(part.span.start()), found.acronym.shifted(part.span.start()));
                if !self.defined.contains_key(acronym.of(&source.text)) {
                    continue;
                }
                let kind = all.iter().filter(|mention| is_open(mention) && name.covers(mention.span)).map(|mention| mention.kind);
                let kind = kind.max_by_key(|kind| *kind == EntityKind::Organisation).unwrap_or_default();
                for span in [name, acronym] {
                    let mut met = all.iter().filter(|mention| mention.span.intersect(span).is_some());
                    if met.all(|mention| is_open(mention) && span.covers(mention.span)) {
                        all.retain(|mention| mention.span.intersect(span).is_none());
                        all.push(Mention { span, kind, known: None });
                    }
                }
            }
        }
        all.sort_by_key(|mention| mention.span.start());
    }

    fn inside(&self, word: &str) -> u32 {
        self.inside.get(word).copied().unwrap_or(0)
    }

    /// How often a string is a name.
    fn count(&self, form: &str) -> u32 {
        self.forms.get(form).map_or(0, |kinds| kinds.iter().sum())
    }

    /// Parts what was read as one name and is two, or a name and what it has: `House and Senate`, `the Board of Alphabet` written
    /// the other way round.
    fn part_pairs(&self, source: &Source, all: &mut Vec<Mention>) {
        let mut more = Vec::new();
        for mention in all.iter_mut().filter(|mention| is_open(mention)) {
            let written = mention.span.of(&source.text);
            let start = mention.span.start();
            let cut = |at: usize| Span::new(start, start + at);
            if let Some((one, other)) = written.split_once(" and ") {
                if self.count(one).min(self.count(other)) > self.count(written) {
                    mention.span = cut(one.len());
                    more.push(Mention { span: Span::new(start + written.len() - other.len(), start + written.len()), ..*mention });
                }
                continue;
            }
            if let Some((chamber, party)) = self.chamber_and_party(written) {
                let kind_of = |part: &str, kind| if part == party { EntityKind::Norp } else { kind };
                let at = |part: &str| start + if written.starts_with(part) { 0 } else { written.len() - part.len() };
                for part in [chamber, party] {
                    more.push(Mention { span: Span::new(at(part), at(part) + part.len()), kind: kind_of(part, mention.kind), known: None });
                }
                mention.span = cut(0);
                continue;
            }
            let owner = ["\u{2019}s ", "'s "].iter().find_map(|mark| written.split_once(mark)).map(|(owner, _)| owner);
            if let Some(owner) = owner.filter(|owner| self.count(owner) > OFTEN.max(self.count(written))) {
                mention.span = cut(owner.len());
            }
        }
        all.extend(more);
        all.retain(|mention| !mention.span.is_empty());
        all.sort_by_key(|mention| mention.span.start());
    }

    /// A body and a party in it that were read as one name: `Senate Republicans`, `Republican Senate`.
    fn chamber_and_party<'t>(&self, written: &'t str) -> Option<(&'t str, &'t str)> {
        let is_party = |word: &str| DEMONYMS.class(word) == Some("politics");
        let (first, rest) = written.split_once(' ')?;
        let (before, last) = written.rsplit_once(' ')?;
        let is_far_rarer = |body: &str| self.count(body) > OFTEN * self.count(written);
        match () {
            () if is_party(last) && last.ends_with('s') && is_far_rarer(before) => Some((before, last)),
            () if is_party(first) && is_far_rarer(rest) => Some((rest, first)),
            () => None,
        }
    }

    /// Shortens names in headlines, where common words have capitals, too, and leaves out what is nothing else.
    fn shorten(&self, source: &Source, all: &mut Vec<Mention>) {
        let headlines: Vec<Span> =
            source.parts_read().filter(|part| is_headline(*part, part.span.of(&source.text))).map(|part| part.span).collect();
        let in_headline = |mention: &Mention| {
            let at = headlines.partition_point(|span| span.end() < mention.span.end());
            is_open(mention) && headlines.get(at).is_some_and(|span| span.covers(mention.span))
        };
        all.retain(|mention| {
            let written = mention.span.of(&source.text);
            let is_common = !written.contains(' ') && self.count(written) < REPEATS && self.small.contains(written.to_lowercase().as_str());
            !(is_common && in_headline(mention))
        });
        for mention in all.iter_mut() {
            if in_headline(mention)
                && let Some(short) = self.without_common_words(mention.span.of(&source.text))
            {
                mention.span = Span::new(mention.span.start(), mention.span.start() + short.len());
            }
        }
    }

    /// Widens names to longer ones that begin with them and are told elsewhere.
    fn widen(&self, source: &Source, all: &mut Vec<Mention>) {
        for index in 0..all.len() {
            let mention = all[index];
            let identifier = identifiers(&source.text[mention.span.start()..]).next().filter(|found| found.start() == 0);
            if let Some(identifier) = identifier.map(|found| found.shifted(mention.span.start()))
                && is_open(&mention)
                && identifier.len() > mention.span.len()
                && self.coded.contains(identifier.of(&source.text))
            {
                all[index].span = identifier;
                continue;
            }
            let first = mention.span.of(&source.text).split(' ').next().unwrap_or("");
            let Some(forms) = self.longer.get(first).filter(|_| is_open(&mention)) else { continue };
            let is_longer = |form: &&&str| form.len() > mention.span.len() && stands_at(&source.text, mention.span.start(), form);
            let Some(form) = forms.iter().filter(|form| self.compounds.contains(**form) || self.count(form) >= REPEATS).find(is_longer)
            else {
                continue;
            };
            let span = Span::new(mention.span.start(), mention.span.start() + form.len());
            let met = all[index + 1..].iter().take_while(|next| next.span.start() < span.end());
            if met.clone().all(|next| is_open(next) && span.covers(next.span)) {
                let n_met = met.count();
                all[index] = Mention { span, kind: self.kind(form, EntityKind::Other), known: None };
                // What lies within is dropped below.
                all[index + 1..=index + n_met].iter_mut().for_each(|next| next.span = Span::new(span.end(), span.end()));
            }
        }
        all.retain(|mention| !mention.span.is_empty());
    }

    /// Widens names of which the recogniser left out the first word: it stands in small letters (`xz Utils`), or like a title
    /// (`Hurricane Ida`).
    fn take_first_words(&self, source: &Source, all: &mut [Mention]) {
        for mention in all.iter_mut().filter(|mention| is_open(mention)) {
            let Some(before) = source.text[..mention.span.start()].strip_suffix(' ') else { continue };
            let word = before.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or("");
            if kinds::begins(word) {
                mention.span = Span::new(before.len() - word.len(), mention.span.end());
                continue;
            }
            let small = before.rsplit(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or("");
            if !self.coded.contains(small) {
                continue;
            }
            let whole = Span::new(before.len() - small.len(), mention.span.end());
            let rest = &whole.of(&source.text)[small.len()..];
            let form =
                self.longer.get(small.to_uppercase().as_str()).and_then(|forms| forms.iter().find(|form| form[small.len()..] == *rest));
            if let Some(form) = form {
                *mention = Mention { span: whole, kind: self.kind(form, mention.kind), known: None };
            }
        }
    }

    /// Adds the names that the source's own mentions leave out.
    fn add_missing(&self, source: &Source, names: &Names, all: &mut Vec<Mention>) {
        let known = Layer::new(std::mem::take(all));
        let taken = |span: Span| {
            let near = known.range(span);
            let around = near.start.saturating_sub(1)..(near.end + 1).min(known.all().len());
            known.all()[around].iter().any(|mention| mention.span.intersect(span).is_some())
        };
        *all = known.all().to_vec();
        for part in source.parts_read() {
            let text = part.span.of(&source.text);
            let mut end = 0;
            let mut add = |span: Span, kind: EntityKind, end: &mut usize| {
                let placed = span.shifted(part.span.start());
                if span.start() >= *end && !taken(placed) {
                    *end = span.end();
                    all.push(Mention { span: placed, kind, known: None });
                }
            };
            for span in identifiers(text) {
                if let Some(length) = self.coded_length(span.of(text)) {
                    let span = Span::new(span.start(), span.start() + length);
                    add(span, self.kind(span.of(text), EntityKind::Other), &mut end);
                }
            }
            end = 0;
            for word in words(text).filter(|word| word.of(text).starts_with(char::is_uppercase)) {
                let written = word.of(text);
                if let Some(long) = self.longer.get(written).and_then(|forms| forms.iter().find(|form| stands_at(text, word.start(), form)))
                {
                    let span = Span::new(word.start(), word.start() + long.len());
                    add(span, self.kind(long, EntityKind::Other), &mut end);
                    continue;
                }
                if written.len() < 2 || names.is_of_calendar(written) {
                    continue;
                }
                let small = written.to_lowercase();
                let count = self.count(written);
                let is_written_small = self.small.contains(small.as_str());
                let is_surname = || self.surnames.contains(written) && !is_written_small && !names.is_common(&small);
                let is_told = match () {
                    () if self.defined.contains_key(written) => true,
                    () if count < REPEATS => is_surname(),
                    () if self.coded.contains(&small) => true,
                    () if written.len() == 2 => false,
                    // A word of the language is a name where most of its capitals inside sentences were seen to be one.
                    () => !is_written_small || count > OFTEN && 2 * count > self.inside(written) && stands_alone(text, word),
                };
                if is_told {
                    let own = if count == 0 && is_surname() { EntityKind::Person } else { EntityKind::Other };
                    add(word, self.kind(written, own), &mut end);
                }
            }
        }
    }

    /// The name with which a rarer one begins that goes on with common words alone: of `Alphabet Announces Results` its first word,
    /// where all words have capitals.
    fn without_common_words(&self, written: &'a str) -> Option<&'a str> {
        let is_common = |word: &str| self.small.contains(word.to_lowercase().as_str()) || word.starts_with(|c: char| c.is_ascii_digit());
        let own = self.count(written);
        let least = if own >= REPEATS { OFTEN * own } else { OFTEN };
        let borders = written.match_indices(' ').map(|(at, _)| at).rev();
        let mut shorter = borders.map(|at| (&written[..at], &written[at + 1..]));
        shorter.find(|(short, rest)| self.count(short) > least && rest.split(' ').all(is_common)).map(|(short, _)| short)
    }

    /// The bytes of the word of computers with which an identifier begins: of `sshd-session` those of `sshd`.
    fn coded_length(&self, identifier: &str) -> Option<usize> {
        let whole = self.coded.contains(identifier).then_some(identifier.len());
        whole.or_else(|| {
            identifier.split_once('-').map(|(first, _)| first.len()).filter(|length| self.coded.contains(&identifier[..*length]))
        })
    }
}

/// Whether what was read as a name is no more than `A. M.` or `P.M.`
fn is_time_of_day(written: &str) -> bool {
    let letters: String = written.chars().filter(|c| c.is_alphanumeric()).collect();
    written.contains('.') && (letters.eq_ignore_ascii_case("am") || letters.eq_ignore_ascii_case("pm"))
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

/// Whether the words of a title, a heading or a cell have capitals whatever they are.
fn is_headline(part: Block, text: &str) -> bool {
    if !matches!(part.kind, BlockKind::Title | BlockKind::Heading(_) | BlockKind::Table | BlockKind::ListItem(_)) {
        return false;
    }
    let longer = || words(text).map(|word| word.of(text)).filter(|word| word.len() > 3);
    longer().filter(|word| !word.starts_with(char::is_lowercase)).count() * 10 >= longer().count() * 7
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

/// Whether `name` stands in `text` at byte `at`, as whole words.
fn stands_at(text: &str, at: usize, name: &str) -> bool {
    text[at..].strip_prefix(name).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
}
