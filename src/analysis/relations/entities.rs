//! Mentions of one thing under several names, over all sources.
//!
//! Names are joined by general rules, never across what the reader keeps apart: the same name in another spelling
//! (`Al Qaeda`, `Al-Qaeda`), full names of one person (`persons`), a surname with the only full name that ends in it, an
//! acronym with the name it is introduced for or the only one whose initials it has, a demonym with its country, and
//! well-known other names. What several longer names fit, a surname, a first name, `the Foreign Ministry`,
//! is read as the one that the same text tells, or of whom the dossier tells most by far.

use std::collections::HashMap;
use std::collections::HashSet;
use std::sync::Arc;

use crate::analysis::facts::Facts;
use crate::analysis::facts::Mention;
use crate::analysis::gazetteer;
use crate::analysis::lexicon::EntityKind;
use crate::analysis::lexicon::Lexicon;
use crate::analysis::relations::acronyms::initials;
use crate::analysis::relations::acronyms::is_acronym;
use crate::analysis::relations::acronyms::is_acronym_of;
use crate::analysis::relations::acronyms::is_blend_of;
use crate::analysis::relations::longer_names::Longer;
use crate::analysis::relations::persons::FullName;
use crate::analysis::relations::persons::same_persons;
use crate::analysis::relations::spellings::compact;
use crate::analysis::relations::spellings::other_keys;
use crate::text::Dossier;
use crate::text::Source;
use crate::text::SourceId;
use crate::text::words::fold;
use crate::text::words::one_line;
use crate::text::words::words;

/// Number of an entity in its dossier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntityId(pub u32);

/// A thing that is named.
#[derive(Clone, Debug)]
pub struct Entity {
    /// Canonical name, the same over all sources.
    pub name: String,
    /// Kind of thing.
    pub kind: EntityKind,
    /// Mentions in all sources.
    pub count: u32,
}

/// All entities of a dossier and which mention names which.
#[derive(Clone, Debug, Default)]
pub struct Entities {
    entities: Vec<Entity>,
    /// Entity of each mention, by source, in the order of the layer.
    by_source: Vec<Box<[EntityId]>>,
}

impl Entities {
    /// The entity with number `id`.
    pub fn get(&self, id: EntityId) -> Option<&Entity> {
        self.entities.get(id.0 as usize)
    }

    /// All entities with their numbers.
    pub fn all(&self) -> impl Iterator<Item = (EntityId, &Entity)> {
        self.entities.iter().enumerate().map(|(index, entity)| (EntityId(index as u32), entity))
    }

    /// The entity that mention `index` of a source names.
    pub fn of_mention(&self, source: SourceId, index: usize) -> Option<EntityId> {
        self.by_source.get(source.index())?.get(index).copied()
    }

    /// Entities of the mentions of a source, in the order of its layer.
    pub fn of_source(&self, source: SourceId) -> &[EntityId] {
        self.by_source.get(source.index()).map_or(&[], |entities| entities)
    }
}

/// Joins the mentions of all sources to entities.
pub fn resolve(dossier: &Dossier, facts: &[Arc<Facts>], lexicon: &Lexicon) -> Entities {
    let mut names = Names::default();
    let mut forms: Vec<Vec<u32>> = Vec::with_capacity(facts.len());
    for ((_, source), facts) in dossier.sources().zip(facts) {
        forms.push(facts.mentions.all().iter().map(|mention| names.form(source, *mention, lexicon)).collect());
        names.learn_acronyms(source, facts);
    }
    names.take_commonest_spellings();
    names.join(lexicon);
    names.read_by_source(&mut forms, lexicon);
    names.entities(&forms)
}

/// How many times more often than all others of a surname a person must be told to be meant by the surname alone.
const CHIEF: u32 = 3;
/// Ways of writing one name that are counted.
const MOST_SPELLINGS: usize = 8;

/// Distinct names of the dossier, as a union-find forest.
#[derive(Default)]
struct Names {
    by_key: HashMap<String, u32>,
    forms: Vec<Form>,
    parent: Vec<u32>,
}

struct Form {
    written: String,
    /// Canonical name where one is known from the lexicon or a list.
    canonical: Option<String>,
    known: Option<u16>,
    kinds: [u32; EntityKind::ALL.len()],
    /// Ways in which it is written, each with how often.
    spellings: Vec<(String, u32)>,
}

impl Names {
    /// The form of a mention: names that are alike but for spelling are one.
    fn form(&mut self, source: &Source, mention: Mention, lexicon: &Lexicon) -> u32 {
        let written = mention.span.of(&source.text);
        let canonical = match mention.known {
            Some(index) => lexicon.entities().get(usize::from(index)).map(|entity| entity.name.clone()),
            None => known_name(written).filter(|name| !lexicon.keeps_apart(name, written)).map(str::to_owned),
        };
        let key = match &canonical {
            Some(name) => name_key(name),
            None => name_key(written),
        };
        let id = *self.by_key.entry(key).or_insert_with(|| {
            self.forms.push(Form {
                written: one_line(written),
                canonical: None,
                known: None,
                kinds: [0; EntityKind::ALL.len()],
                spellings: Vec::new(),
            });
            self.parent.push(self.parent.len() as u32);
            self.parent.len() as u32 - 1
        });
        let form = &mut self.forms[id as usize];
        form.kinds[mention.kind as usize] += 1;
        match form.spellings.iter().position(|(known, _)| known == written) {
            Some(at) => form.spellings[at].1 += 1,
            None if form.spellings.len() < MOST_SPELLINGS => form.spellings.push((one_line(written), 1)),
            None => {}
        }
        form.known = form.known.or(mention.known);
        form.canonical = form.canonical.take().or(canonical);
        id
    }

    /// Joins `Name (ACRONYM)`.
    fn learn_acronyms(&mut self, source: &Source, facts: &Facts) {
        for pair in facts.mentions.all().windows(2) {
            let (name, acronym) = (pair[0], pair[1]);
            let between = source.text.get(name.span.end()..acronym.span.start()).unwrap_or("");
            if !(between.trim_start() == "(" && between.len() <= 3 || between == ", or ") {
                continue;
            }
            let (long, short) = (name.span.of(&source.text), acronym.span.of(&source.text));
            if (is_acronym_of(short, long) || is_blend_of(short, long))
                && let (Some(&a), Some(&b)) = (self.by_key.get(&written_key(long)), self.by_key.get(&written_key(short)))
            {
                self.union(a, b);
            }
        }
    }

    /// Calls each name as it is written most often, of equals as it was written first.
    fn take_commonest_spellings(&mut self) {
        for form in &mut self.forms {
            let most = form.spellings.iter().map(|(_, count)| *count).max();
            let commonest = form.spellings.iter().find(|(_, count)| Some(*count) == most);
            // An article is no part of a name.
            if let Some((written, _)) = commonest.filter(|(written, _)| name_key(written) == name_key(&form.written)) {
                form.written.clone_from(written);
            }
            form.spellings = Vec::new();
        }
    }

    /// Joins a given name alone with the only person of the dossier who bears it, if that one is named more than once.
    fn join_given_names(&mut self, full: &[(u32, FullName)], lexicon: &Lexicon) {
        let mut by_first: HashMap<&str, Vec<u32>> = HashMap::new();
        let mut last_words: HashSet<&str> = HashSet::new();
        for (id, name) in full {
            if name.first().chars().count() > 2 {
                by_first.entry(name.first()).or_default().push(*id);
            }
            last_words.insert(&name.last);
        }
        for id in 0..self.forms.len() {
            let form = &self.forms[id];
            if form.known.is_some() || form.kind() != EntityKind::Person || !form.is_one_word() {
                continue;
            }
            let word = fold(&form.written);
            let candidates = by_first.get(word.as_str()).filter(|_| !last_words.contains(word.as_str())).map_or(&[][..], Vec::as_slice);
            let roots = self.roots(candidates);
            if let [person] = roots[..]
                && candidates.iter().map(|id| self.forms[*id as usize].count()).sum::<u32>() > 1
                && !self.is_kept_apart(id as u32, person, lexicon)
            {
                self.union(person, id as u32);
            }
        }
    }

    /// Joins names over all sources: full names of one person, surnames, acronyms.
    fn join(&mut self, lexicon: &Lexicon) {
        self.join_spellings(lexicon);
        let full = self.full_names();
        let counted: Vec<(FullName, u32)> = full.iter().map(|(id, name)| (name.clone(), self.forms[*id as usize].count())).collect();
        for (one, other) in same_persons(&counted) {
            let (one, other) = (full[one].0, full[other].0);
            if !self.is_kept_apart(other, self.root(one), lexicon) && !self.is_kept_apart(one, self.root(other), lexicon) {
                self.union(one, other);
            }
        }
        let mut by_last_word: HashMap<&str, Vec<u32>> = HashMap::new();
        for (id, name) in &full {
            by_last_word.entry(&name.last).or_default().push(*id);
        }
        for id in 0..self.forms.len() {
            let form = &self.forms[id];
            if form.known.is_some() || !matches!(form.kind(), EntityKind::Person | EntityKind::Other) || !form.is_one_word() {
                continue;
            }
            let candidates = by_last_word.get(fold(&form.written).as_str()).map_or(&[][..], Vec::as_slice);
            let roots = self.roots(candidates);
            if let [full] = roots[..]
                && !self.is_kept_apart(id as u32, full, lexicon)
            {
                self.union(full, id as u32);
            }
        }
        self.join_given_names(&full, lexicon);
        self.join_acronyms();
    }

    /// Joins other ways of writing one name, but for persons.
    fn join_spellings(&mut self, lexicon: &Lexicon) {
        let mut keys: Vec<(String, u32)> = self.by_key.iter().map(|(key, id)| (key.clone(), *id)).collect();
        keys.sort_unstable();
        let mut compacts: HashMap<String, u32> = HashMap::new();
        let mut joined: Vec<(u32, u32)> = Vec::new();
        for (key, id) in keys.iter().filter(|(_, id)| self.forms[*id as usize].kind() != EntityKind::Person) {
            joined.extend(other_keys(key).iter().filter_map(|other| self.by_key.get(other)).map(|other| (*id, *other)));
            // `LLM` and `LLMs`
            let plural = self.by_key.get(&format!("{key}s")).filter(|_| is_acronym(&self.forms[*id as usize].written));
            joined.extend(plural.map(|plural| (*id, *plural)));
            if let Some(compact) = compact(key) {
                let first = *compacts.entry(compact).or_insert(*id);
                joined.push((first, *id));
            }
        }
        joined.sort_unstable();
        for (one, other) in joined {
            let person = [one, other].iter().any(|id| self.forms[*id as usize].kind() == EntityKind::Person);
            if !person && !self.is_kept_apart(other, self.root(one), lexicon) && !self.is_kept_apart(one, self.root(other), lexicon) {
                self.union_spellings(one, other);
            }
        }
    }

    /// The full names of persons.
    fn full_names(&self) -> Vec<(u32, FullName)> {
        let persons = self.forms.iter().enumerate().filter(|(_, form)| form.kind() == EntityKind::Person);
        persons.filter_map(|(id, form)| Some((id as u32, FullName::of(&form.written)?))).collect()
    }

    /// The different roots of some forms, in order.
    fn roots(&self, forms: &[u32]) -> Vec<u32> {
        let mut roots: Vec<u32> = forms.iter().map(|form| self.root(*form)).collect();
        roots.sort_unstable();
        roots.dedup();
        roots
    }

    /// Joins an acronym with the only body whose initials it is.
    fn join_acronyms(&mut self) {
        let mut by_initials: HashMap<String, Vec<u32>> = HashMap::new();
        for (id, form) in self.forms.iter().enumerate() {
            if form.kind() == EntityKind::Organisation
                && let Some(initials) = initials(&form.written)
            {
                by_initials.entry(initials).or_default().push(id as u32);
            }
        }
        for id in 0..self.forms.len() {
            let form = &self.forms[id];
            let is_body = matches!(form.kind(), EntityKind::Organisation | EntityKind::Other);
            if form.known.is_some() || form.canonical.is_some() || !is_body || !is_acronym(&form.written) {
                continue;
            }
            let roots = self.roots(by_initials.get(&form.written).map_or(&[][..], Vec::as_slice));
            if let [long] = roots[..] {
                self.union(long, id as u32);
            }
        }
    }

    /// Reads names that several longer ones fit as the one that their own text tells; if it tells several, as the one of whom
    /// the dossier tells most by far, else as the last one told; if it tells none, as the one of whom the dossier tells most.
    /// `forms` holds the form of each mention, by source.
    fn read_by_source(&self, forms: &mut [Vec<u32>], lexicon: &Lexicon) {
        let full: HashMap<u32, FullName> = self.full_names().into_iter().collect();
        let mut known = Longer::default();
        // The commonest last: those told last are kept.
        let mut by_count: Vec<&u32> = full.keys().collect();
        by_count.sort_unstable_by_key(|id| (self.forms[**id as usize].count(), **id));
        by_count.into_iter().for_each(|id| known.add_person(&full[id], self.root(*id)));
        let mut counts: HashMap<u32, u32> = HashMap::new();
        full.keys().for_each(|id| *counts.entry(self.root(*id)).or_default() += self.forms[*id as usize].count());
        // The person who is told of so much more than all others of the surname that the surname alone is enough.
        let chief = |roots: &[u32]| {
            let best = *roots.iter().max_by_key(|root| (counts.get(root), std::cmp::Reverse(**root)))?;
            let others: u32 = roots.iter().filter(|root| **root != best).filter_map(|root| counts.get(root)).sum();
            (counts.get(&best)? >= &(CHIEF * others)).then_some(best)
        };
        let chiefs: HashMap<&str, u32> = known.by_last.iter().filter_map(|(word, roots)| Some((word.as_str(), chief(roots)?))).collect();
        for own in forms {
            let mut longer = Longer::default();
            for &form in own.iter() {
                match full.get(&form) {
                    Some(name) => longer.add_person(name, self.root(form)),
                    None if is_body(self.forms[form as usize].kind()) => {
                        longer.add_body(&self.forms[form as usize].written, self.root(form))
                    }
                    None => {}
                }
            }
            let mut told = Longer::default();
            for mention in own.iter_mut() {
                let form = &self.forms[*mention as usize];
                if let Some(name) = full.get(mention) {
                    told.add_person(name, self.root(*mention));
                    continue;
                }
                let is_root = self.root(*mention) == *mention && form.known.is_none() && form.canonical.is_none();
                let found = match form.kind() {
                    EntityKind::Person | EntityKind::Other if is_root && form.is_one_word() => {
                        let word = fold(&form.written);
                        let here = longer.by_last.get(&word).filter(|roots| roots.len() > 1);
                        let by_first = || longer.first_name(&word).filter(|_| form.kinds[EntityKind::Place as usize] == 0);
                        here.and_then(|roots| chief(roots))
                            .or_else(|| longer.surname(&word, &told))
                            .or_else(|| chiefs.get(word.as_str()).copied())
                            .or_else(by_first)
                    }
                    // A name that is told far more often than the longer one is no short form of it.
                    EntityKind::Organisation | EntityKind::Product if is_root => {
                        let body = longer.body(&form.written, &told);
                        body.filter(|root| form.count() <= CHIEF * self.forms[*root as usize].count())
                    }
                    _ => None,
                };
                if is_body(form.kind()) {
                    told.add_body(&form.written, self.root(*mention));
                }
                if let Some(root) = found.filter(|root| !self.is_kept_apart(*mention, *root, lexicon)) {
                    *mention = root;
                }
            }
        }
    }

    /// Whether the reader forbade that the name `id` stands for the entity of `root`.
    fn is_kept_apart(&self, id: u32, root: u32, lexicon: &Lexicon) -> bool {
        let known = self.forms[root as usize].known.and_then(|index| lexicon.entities().get(usize::from(index)));
        known.is_some_and(|entity| entity.never_merge.iter().any(|name| name_key(name) == name_key(&self.forms[id as usize].written)))
    }

    fn root(&self, id: u32) -> u32 {
        let mut at = id;
        while self.parent[at as usize] != at {
            at = self.parent[at as usize];
        }
        at
    }

    /// Joins two trees; a name that the lexicon or a list knows, else one of several words, else the commoner one, is the root.
    /// Two names that the reader gave to different entities stay apart.
    fn union(&mut self, a: u32, b: u32) {
        self.join_two(a, b, |form| !form.is_one_word());
    }

    /// Joins two ways of writing one name: the commoner one is the root.
    fn union_spellings(&mut self, a: u32, b: u32) {
        self.join_two(a, b, |_| false);
    }

    fn join_two(&mut self, a: u32, b: u32, goes_first: fn(&Form) -> bool) {
        let (a, b) = (self.root(a), self.root(b));
        if a == b {
            return;
        }
        let (form_a, form_b) = (&self.forms[a as usize], &self.forms[b as usize]);
        if form_a.known.is_some() && form_b.known.is_some() {
            return;
        }
        let rank = |form: &Form| (form.known.is_some(), form.canonical.is_some(), goes_first(form), form.count(), form.written.len());
        let (root, child) = if rank(form_a) >= rank(form_b) { (a, b) } else { (b, a) };
        self.parent[child as usize] = root;
    }

    fn entities(self, forms: &[Vec<u32>]) -> Entities {
        let mut ids: Vec<Option<EntityId>> = vec![None; self.forms.len()];
        let mut entities: Vec<Entity> = Vec::new();
        let mut by_source = Vec::with_capacity(forms.len());
        for source_forms in forms {
            let of_source: Vec<EntityId> = source_forms
                .iter()
                .map(|&form| {
                    let root = self.root(form) as usize;
                    let id = *ids[root].get_or_insert_with(|| {
                        let name = self.forms[root].canonical.clone().unwrap_or_else(|| self.forms[root].written.clone());
                        entities.push(Entity { name, kind: EntityKind::Other, count: 0 });
                        EntityId(entities.len() as u32 - 1)
                    });
                    entities[id.0 as usize].count += 1;
                    id
                })
                .collect();
            by_source.push(of_source.into_boxed_slice());
        }
        let mut kinds = vec![[0u32; EntityKind::ALL.len()]; entities.len()];
        for (form_id, form) in self.forms.iter().enumerate() {
            if let Some(id) = ids[self.root(form_id as u32) as usize] {
                kinds[id.0 as usize].iter_mut().zip(form.kinds).for_each(|(sum, count)| *sum += count);
            }
        }
        for (entity, kinds) in entities.iter_mut().zip(&kinds) {
            entity.kind = most_frequent(kinds);
        }
        Entities { entities, by_source }
    }
}

impl Form {
    fn count(&self) -> u32 {
        self.kinds.iter().sum()
    }

    fn is_one_word(&self) -> bool {
        words(&self.written).count() == 1
    }

    fn kind(&self) -> EntityKind {
        most_frequent(&self.kinds)
    }
}

/// Whether a part of its name may stand for the whole.
fn is_body(kind: EntityKind) -> bool {
    matches!(kind, EntityKind::Organisation | EntityKind::Product)
}

/// The kind that most mentions have; a demonym speaks for its country only if nothing else does.
fn most_frequent(kinds: &[u32; EntityKind::ALL.len()]) -> EntityKind {
    let weight = |kind: &EntityKind| (if *kind == EntityKind::Norp { 0 } else { kinds[*kind as usize] }, kinds[*kind as usize]);
    EntityKind::ALL.into_iter().rev().max_by_key(weight).unwrap_or_default()
}

fn written_key(written: &str) -> String {
    known_name(written).map_or_else(|| name_key(written), name_key)
}

/// The name under which a list knows `written`: the country of a demonym, the long name of a well-known body.
fn known_name(written: &str) -> Option<&'static str> {
    gazetteer::DEMONYM_PLACES.class(written).or_else(|| gazetteer::ALIASES.class(written))
}

/// A name without article, case, accents, hyphens and spelling.
pub(super) fn name_key(name: &str) -> String {
    let mut key = String::with_capacity(name.len());
    for (index, span) in words(name).enumerate() {
        let word = fold(span.of(name));
        if index == 0 && word == "the" {
            continue;
        }
        key.push_str(&word);
        key.push(' ');
    }
    key.trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::name_key;

    #[test]
    fn spellings_of_one_name_share_a_key() {
        assert_eq!(name_key("Al-Qaeda"), name_key("al Qaeda"));
        assert_eq!(name_key("the World Health Organisation"), name_key("World Health Organization"));
        assert_ne!(name_key("Afghanistan"), name_key("Afghanistan International"));
    }
}
