//! Passages that tell a happening of the timeline and give no date of their own.
//!
//! Two kinds: passages of other sources that are linked to the dated one and hold the words around its date, and, in the
//! source of the date itself, passages behind it that take its verb up as a noun: `was recognised on Friday`, and then
//! `the announcement of recognition was made in`.

use std::collections::BTreeMap;
use std::collections::HashMap;

use super::Dated;
use super::Event;
use super::Telling;
use crate::analysis::Analysis;
use crate::analysis::relations::Relations;
use crate::analysis::relations::links::PLAIN;
use crate::analysis::relations::setting::Setting;
use crate::analysis::relations::setting::Settings;
use crate::analysis::relations::terms::TermId;
use crate::text::Dossier;
use crate::text::PassageId;
use crate::text::SourceId;
use crate::text::Span;
use crate::text::calendar::Precision;
use crate::text::words::words;

/// Strength of a link from which a passage without a date may tell what the dated one tells.
const LINKED: f32 = PLAIN;
/// The strength of the link and the share of the words near the date that the passage holds, added up, from which it
/// tells the same: an equal topic alone is not enough.
const FITS: f32 = 1.0;
/// What is taken from that where neither the verb of the dated clause nor a word near to it in meaning stands there.
const OTHER_DEED: f32 = 0.25;
/// Most of them that a happening takes from one source.
const MOST_OF_SOURCE: usize = 2;
/// Passages behind a dated one that may take its verb up.
const TAKEN_UP_WITHIN: u32 = 4;
/// Letters of the shortest stem by which a noun is known to be that of a verb.
const SHORTEST_STEM: usize = 4;
/// Words that lead from what a passage reports to the time around it.
const LEADS_AWAY: &[&str] = &["since", "after", "before", "until", "till", "following", "when"];

/// Adds to each happening that is dated to the month at least the passages without a date of their own that tell it.
/// Each goes to the happening to which it fits best.
pub(super) fn add(
    events: &mut [Event],
    groups: &[Vec<usize>],
    dated: &[Dated],
    strengths: &HashMap<(PassageId, PassageId), f32>,
    dossier: &Dossier,
    analysis: &Analysis,
    relations: &Relations,
) {
    // Happenings with a date of each passage.
    let mut happenings: BTreeMap<PassageId, Vec<(usize, Dated)>> = BTreeMap::new();
    for (number, (event, group)) in events.iter().zip(groups).enumerate() {
        if event.when.is_some_and(|when| matches!(when.precision(), Precision::Day | Precision::Month)) {
            let reported = group.iter().map(|index| dated[*index]).filter(|mention| !leads_away(dossier, mention.telling));
            reported.for_each(|mention| happenings.entry(mention.passage).or_default().push((number, mention)));
        }
    }
    let mut best: BTreeMap<PassageId, (f32, usize)> = BTreeMap::new();
    for (number, mention) in happenings.values().flatten() {
        for passage in taken_up(dossier, *mention).filter(|passage| !gives_date(dossier, analysis, *passage)) {
            best.entry(passage).or_insert((FITS, *number));
        }
    }
    let mut settings = Read { dossier, analysis, relations, of_sources: HashMap::new() };
    let mut pairs: Vec<((PassageId, PassageId), f32)> =
        strengths.iter().filter(|(_, strength)| **strength >= LINKED).map(|(pair, strength)| (*pair, *strength)).collect();
    pairs.sort_unstable_by_key(|(pair, _)| *pair);
    for ((one, other), strength) in pairs {
        for (passage, to) in [(one, other), (other, one)] {
            let Some(told) = happenings.get(&passage).filter(|_| dossier.is_in_body(to) && !gives_date(dossier, analysis, to)) else {
                continue;
            };
            let Some(undated) = settings.of_passage(to) else { continue };
            for (number, mention) in told {
                let Some((around, verb)) = settings.around(mention.telling, mention.verb) else { continue };
                let is_told = |verb: TermId| undated.holds(verb) || relations.index.near(verb).any(|(term, _)| undated.holds(term));
                let other_deed = if verb.is_none_or(is_told) { 0.0 } else { OTHER_DEED };
                let fit = strength + around.near_met_by(&undated) - other_deed;
                if fit >= FITS && best.get(&to).is_none_or(|(known, _)| fit > *known) {
                    best.insert(to, (fit, *number));
                }
            }
        }
    }
    let mut found: Vec<(usize, f32, PassageId)> = best.into_iter().map(|(passage, (fit, number))| (number, fit, passage)).collect();
    found.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)).then(a.2.cmp(&b.2)));
    for (number, _, passage) in found {
        let Some((source, _, found)) = dossier.passage(passage) else { continue };
        let own = events[number].told_by.iter().filter(|telling| telling.source == source && telling.written.is_empty()).count();
        if own < MOST_OF_SOURCE {
            let written = Span::new(found.span.start(), found.span.start());
            events[number].told_by.push(Telling { source, passage: found.span, written });
        }
    }
}

/// Passages of its own source, next behind a dated one, that take its verb up as a noun and tell of the past.
fn taken_up(dossier: &Dossier, mention: Dated) -> impl Iterator<Item = PassageId> + '_ {
    let source = mention.telling.source;
    let verb = dossier.source(source).zip(mention.verb).map(|(source, verb)| verb.of(&source.text).to_lowercase());
    let behind = mention.passage.0 + 1..(mention.passage.0 + 1 + TAKEN_UP_WITHIN).min(dossier.passages_of(source).end);
    behind.map(PassageId).filter(move |passage| {
        let Some((verb, (_, source, found))) = verb.as_deref().zip(dossier.passage(*passage)) else { return false };
        let written = found.span.of(&source.text);
        let all: Vec<String> = words(written).map(|word| word.of(written).to_lowercase()).collect();
        let is_past = all.iter().any(|word| matches!(word.as_str(), "was" | "were" | "had"));
        let of_now = all.iter().any(|word| matches!(word.as_str(), "is" | "are" | "will" | "would" | "does" | "do"));
        is_past && !of_now && dossier.is_in_body(*passage) && all.windows(2).any(|pair| is_definite(&pair[0]) && names_deed(&pair[1], verb))
    })
}

fn is_definite(word: &str) -> bool {
    matches!(word, "the" | "this" | "that" | "of" | "his" | "her" | "its" | "their")
}

/// Whether `noun` names what `verb`, a past form, tells: `recognition` of `recognised`, `attack` of `attacked`.
fn names_deed(noun: &str, verb: &str) -> bool {
    let Some(stem) = verb.strip_suffix("ed") else { return false };
    let shared = noun.bytes().zip(stem.bytes()).take_while(|(one, other)| one == other).count();
    shared >= SHORTEST_STEM && shared + 2 >= stem.len() && noun != verb
}

/// Whether a date belongs to a clause that only places what is reported in time: `the first since they came in 2021`.
fn leads_away(dossier: &Dossier, telling: Telling) -> bool {
    let Some(source) = dossier.source(telling.source) else { return false };
    let before = source.text.get(telling.passage.start()..telling.written.start()).unwrap_or_default();
    let clause = before.rsplit([',', ';', ':', '(', '—', '–']).next().unwrap_or_default();
    words(clause).any(|word| LEADS_AWAY.contains(&word.of(clause).to_lowercase().as_str()))
}

fn gives_date(dossier: &Dossier, analysis: &Analysis, passage: PassageId) -> bool {
    let Some((id, _, found)) = dossier.passage(passage) else { return true };
    analysis.facts(id).is_none_or(|facts| !facts.dates.range(found.span).is_empty())
}

/// Settings of any place, read when they are asked for.
struct Read<'a> {
    dossier: &'a Dossier,
    analysis: &'a Analysis,
    relations: &'a Relations,
    of_sources: HashMap<SourceId, Settings<'a>>,
}

impl Read<'_> {
    /// The setting of a date, and its verb.
    fn around(&mut self, telling: Telling, verb: Option<Span>) -> Option<(Setting, Option<TermId>)> {
        let of_source = self.of_sources.entry(telling.source);
        let settings = of_source.or_insert_with(|| Settings::new(self.dossier, self.analysis, self.relations, telling.source));
        let setting = settings.around(telling.written)?;
        Some((setting, verb.and_then(|verb| settings.term_at(verb))))
    }

    fn of_passage(&mut self, passage: PassageId) -> Option<Setting> {
        let (source, _, found) = self.dossier.passage(passage)?;
        self.around(Telling { source, passage: found.span, written: found.span }, None).map(|(setting, _)| setting)
    }
}

#[cfg(test)]
mod tests {
    use super::names_deed;

    #[test]
    fn nouns_of_verbs_are_known_by_their_stem() {
        for (noun, verb) in [
            ("recognition", "recognised"),
            ("attack", "attacked"),
            ("explosion", "exploded"),
            ("invasion", "invaded"),
            ("killing", "killed"),
            ("resignation", "resigned"),
        ] {
            assert!(names_deed(noun, verb), "{noun} {verb}");
        }
        for (noun, verb) in [("recent", "recognised"), ("attacked", "attacked"), ("sea", "said"), ("meeting", "met"), ("art", "arrested")] {
            assert!(!names_deed(noun, verb), "{noun} {verb}");
        }
    }
}
