//! Who did it: one deed of which sources name another doer.
//!
//! Sources that tell one deed mostly name one doer, under several names: what looks like two is a country and its ministry, a
//! club and its nickname, or one of many who did such a thing (the scorers of a match). So much is asked here: linked passages,
//! the same verb and two terms of its object, or a turn of responsibility for something of one kind; and no source that names
//! both doers.

use std::collections::BTreeMap;

use crate::analysis::Analysis;
use crate::analysis::Relations;
use crate::analysis::facts::Deed;
use crate::analysis::gazetteer::DEMONYM_PLACES;
use crate::analysis::questions::disagreements::Disagreement;
use crate::analysis::questions::disagreements::Severity;
use crate::analysis::questions::disagreements::Subject;
use crate::analysis::questions::disagreements::Version;
use crate::analysis::questions::disagreements::grouping::Grouped;
use crate::analysis::relations::entities::EntityId;
use crate::analysis::relations::links::PLAIN;
use crate::analysis::relations::setting::Setting;
use crate::analysis::relations::setting::Settings;
use crate::analysis::relations::setting::link;
use crate::analysis::relations::terms::TermId;
use crate::analysis::relations::terms::TermKind;
use crate::text::Dossier;
use crate::text::SourceId;
use crate::text::words::fold;
use crate::text::words::one_line;
use crate::text::words::words;

/// Terms of the object, numbers apart, that two tellings of one deed share.
const SHARED: usize = 2;
/// Cosine of the words of two passages from which they speak of one happening, where no link says so.
const ALIKE: f32 = 0.25;
/// How sure such a row is.
const SURE: f32 = 0.7;
/// Most deeds of one verb that are compared, the first ones.
const MOST: usize = 120;

/// A deed with all that is compared of it.
struct Told<'a> {
    deed: &'a Deed,
    agent: EntityId,
    matter: Vec<TermId>,
    setting: Setting,
}

/// What is compared: deeds of one verb, and all turns of responsibility.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Responsible,
    Verb(TermId),
}

/// Deeds that the sources of a story lay at other doors.
pub(super) fn deeds(dossier: &Dossier, analysis: &Analysis, relations: &Relations, sources: &[SourceId]) -> Vec<Disagreement> {
    let mut of_keys: BTreeMap<Key, Vec<Told>> = BTreeMap::new();
    for source in sources {
        for (key, told) in told(dossier, analysis, relations, *source) {
            of_keys.entry(key).or_default().push(told);
        }
    }
    of_keys.into_values().flat_map(|all| rows(dossier, analysis, relations, &all[..all.len().min(MOST)])).collect()
}

fn told<'a>(dossier: &Dossier, analysis: &'a Analysis, relations: &Relations, source: SourceId) -> Vec<(Key, Told<'a>)> {
    let Some(facts) = analysis.facts(source) else { return Vec::new() };
    let mut settings = Settings::new(dossier, analysis, relations, source);
    let read = |deed: &'a Deed| {
        let (_, agent) = analysis.mentions(source, deed.agent).next()?;
        let setting = settings.around(deed.verb)?;
        let tokens = relations.index.tokens(dossier, facts, &relations.entities, setting.passage);
        let verb = tokens.iter().find(|token| token.span.covers(deed.verb)).map(|token| token.term);
        let key = if deed.responsible { Key::Responsible } else { Key::Verb(verb?) };
        let said = tokens.iter().filter(|token| deed.matter.covers(token.span) && Some(token.term) != verb);
        let mut matter: Vec<TermId> = said.map(|token| token.term).filter(|term| relations.index.kind(*term) != TermKind::Number).collect();
        matter.sort_unstable();
        matter.dedup();
        Some((key, Told { deed, agent, matter, setting }))
    };
    facts.deeds.all().iter().filter_map(read).collect()
}

fn rows(dossier: &Dossier, analysis: &Analysis, relations: &Relations, all: &[Told]) -> Vec<Disagreement> {
    // What one source tells of two, many did: the bids for one player, the goals of one match.
    let of_many = |one: &Told, other: &Told| {
        !one.deed.responsible && one.setting.source == other.setting.source && one.agent != other.agent && shared(one, other) >= SHARED
    };
    let all: Vec<&Told> = all.iter().filter(|one| !all.iter().any(|other| of_many(one, other))).collect();
    let is_pair = |(one, other): &(usize, usize)| {
        all[*one].setting.source != all[*other].setting.source && is_one_deed(analysis, all[*one], all[*other])
    };
    let pairs = (0..all.len()).flat_map(|one| (one + 1..all.len()).map(move |other| (one, other))).filter(is_pair);
    let grouped = Grouped::of(all.len(), pairs.map(|(one, other)| (one, other, 1.0)), 0.5, |_, _, _| false);
    let told = |group: &Vec<usize>| group.iter().map(|number| all[*number]).collect::<Vec<&Told>>();
    grouped.groups.iter().filter_map(|group| row(dossier, analysis, relations, &told(group))).collect()
}

/// Terms of the matter that two deeds share.
fn shared(one: &Told, other: &Told) -> usize {
    one.matter.iter().filter(|term| other.matter.binary_search(term).is_ok()).count()
}

/// Whether two tellings are of one deed, whoever did it.
fn is_one_deed(analysis: &Analysis, one: &Told, other: &Told) -> bool {
    let shared = shared(one, other);
    if one.deed.responsible {
        let alike = one.setting.likeness(&other.setting);
        return shared > 0 && !alike.other_time && (alike.terms >= ALIKE || link(analysis, &one.setting, &other.setting) >= PLAIN);
    }
    shared >= SHARED && link(analysis, &one.setting, &other.setting) >= PLAIN
}

fn row(dossier: &Dossier, analysis: &Analysis, relations: &Relations, group: &[&Told]) -> Option<Disagreement> {
    let pairs = || group.iter().enumerate().flat_map(|(at, one)| group[at + 1..].iter().map(move |other| (*one, *other)));
    // A source that names both tells of two deeds, or reports the dispute itself.
    let names_both = |(one, other): (&Told, &Told)| one.setting.source == other.setting.source && one.agent != other.agent;
    if pairs().any(names_both) {
        return None;
    }
    let severity = pairs().filter_map(|(one, other)| apart(dossier, analysis, relations, one, other)).min()?;
    let side = |told: &&Told| {
        let (_, _, passage) = dossier.passage(told.setting.passage)?;
        Some(Version { source: told.setting.source, passage: passage.span, value: told.deed.agent })
    };
    let mut sides: Vec<Version> = group.iter().filter_map(side).collect();
    sides.sort_by_key(|side| (side.source, side.passage.start()));
    let (first, source) = group.iter().find_map(|told| Some((told, dossier.source(told.setting.source)?)))?;
    let (verb, matter) = (first.deed.verb, first.deed.matter);
    let said = one_line(matter.of(&source.text));
    let topic = match () {
        () if matter.start() < verb.start() => format!("who did it: {said}"),
        () if first.deed.responsible => format!("who was behind {said}"),
        () => format!("who {} {said}", verb.of(&source.text)),
    };
    Some(Disagreement { subject: Subject::Attribution, severity, topic, sides, confidence: SURE, update: false })
}

/// How far two doers of one deed are apart; `None` if they may be one.
fn apart(dossier: &Dossier, analysis: &Analysis, relations: &Relations, one: &Told, other: &Told) -> Option<Severity> {
    let written = |told: &Told| dossier.source(told.setting.source).map_or("", |source| told.deed.agent.of(&source.text));
    let (a, b) = (written(one), written(other));
    let is_named_there = |told: &Told, other: &Told| {
        let (_, _, passage) = dossier.passage(other.setting.passage)?;
        Some(analysis.mentions(other.setting.source, passage.span).any(|(_, entity)| entity == told.agent))
    };
    let named = is_named_there(one, other)? || is_named_there(other, one)?;
    let shares_word = words(a).any(|word| words(b).any(|next| fold(word.of(a)) == fold(next.of(b))));
    let of_one_country = country(a) == country(b);
    if one.agent == other.agent || named || shares_word || of_one_country {
        return None;
    }
    // A body acts for a country, a person for a body.
    let kind = |told: &Told| relations.entities.get(told.agent).map_or(told.deed.kind, |entity| entity.kind);
    Some(if kind(one) == kind(other) { Severity::Differs } else { Severity::Precision })
}

/// The country of a demonym, else the name itself.
fn country(name: &str) -> &str {
    DEMONYM_PLACES.class(name).unwrap_or(name)
}
