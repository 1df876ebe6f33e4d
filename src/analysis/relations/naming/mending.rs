//! The steps that mend the names of one source: names are parted, shortened, widened and added.

use crate::analysis::facts::Facts;
use crate::analysis::facts::Mention;
use crate::analysis::gazetteer::DEMONYMS;
use crate::analysis::layer::Layer;
use crate::analysis::lexicon::EntityKind;
use crate::analysis::names::Names;
use crate::analysis::relations::naming::OFTEN;
use crate::analysis::relations::naming::REPEATS;
use crate::analysis::relations::naming::Told;
use crate::analysis::relations::naming::code::identifiers;
use crate::analysis::relations::naming::definitions::definitions;
use crate::analysis::relations::naming::is_open;
use crate::analysis::relations::naming::kinds;
use crate::analysis::relations::naming::shapes::shape;
use crate::analysis::relations::naming::stands_alone;
use crate::text::Block;
use crate::text::BlockKind;
use crate::text::Language;
use crate::text::Source;
use crate::text::Span;
use crate::text::words::words;

impl<'a> Told<'a> {
    /// The names of a source; `None` if they stay as they are.
    pub(super) fn mended(&self, source: &Source, facts: &Facts, names: &Names) -> Option<Layer<Mention>> {
        let mut all: Vec<Mention> = facts.mentions.all().to_vec();
        if source.language == Language::English {
            shape(source, &mut all);
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
            all.sort_by_key(|mention| mention.span.start());
            shape(source, &mut all);
        }
        (all != facts.mentions.all()).then(|| Layer::new(all))
    }

    /// Makes one name of all words for whose initials an acronym stands, and a name of the acronym.
    fn define(&self, source: &Source, all: &mut Vec<Mention>) {
        let known = Layer::new(std::mem::take(all));
        let mut made: Vec<Mention> = Vec::new();
        for part in source.parts_read() {
            for found in definitions(part.span.of(&source.text)) {
                let (name, acronym) = (found.name.shifted(part.span.start()), found.acronym.shifted(part.span.start()));
                if !self.defined.contains_key(acronym.of(&source.text)) {
                    continue;
                }
                let kind =
                    known.within(name).iter().filter(|mention| is_open(mention) && name.covers(mention.span)).map(|mention| mention.kind);
                let kind = kind.max_by_key(|kind| *kind == EntityKind::Organisation).unwrap_or_default();
                let is_free = |span: &Span| known.within(*span).iter().all(|mention| is_open(mention) && span.covers(mention.span));
                made.extend([name, acronym].into_iter().filter(is_free).map(|span| Mention { span, kind, known: None }));
            }
        }
        let made = Layer::new(made);
        let is_kept = |mention: &&Mention| made.within(mention.span).is_empty();
        all.extend(known.all().iter().filter(is_kept).chain(made.all()));
        all.sort_by_key(|mention| mention.span.start());
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

/// Whether the words of a title, a heading or a cell have capitals whatever they are.
fn is_headline(part: Block, text: &str) -> bool {
    if !matches!(part.kind, BlockKind::Title | BlockKind::Heading(_) | BlockKind::Table | BlockKind::ListItem(_)) {
        return false;
    }
    let longer = || words(text).map(|word| word.of(text)).filter(|word| word.len() > 3);
    longer().filter(|word| !word.starts_with(char::is_lowercase)).count() * 10 >= longer().count() * 7
}

/// Whether `name` stands in `text` at byte `at`, as whole words.
fn stands_at(text: &str, at: usize, name: &str) -> bool {
    text[at..].strip_prefix(name).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
}
