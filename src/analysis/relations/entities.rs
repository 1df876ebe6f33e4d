//! Mentions of one thing under several names, over all sources.
//!
//! Names are joined by general rules, never across what the reader keeps apart: the same name in another spelling
//! (`Al Qaeda`, `Al-Qaeda`), a surname with the only full name that ends in it, an acronym with the name it is
//! introduced for, a demonym with its country, and well-known other names.

use std::collections::HashMap;
use std::sync::Arc;

use crate::analysis::facts::Facts;
use crate::analysis::facts::Mention;
use crate::analysis::gazetteer;
use crate::analysis::lexicon::EntityKind;
use crate::analysis::lexicon::Lexicon;
use crate::text::Dossier;
use crate::text::Source;
use crate::text::SourceId;
use crate::text::Span;
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
    names.join(lexicon);
    names.entities(&forms)
}

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
}

impl Names {
    /// The form of a mention: names that are alike but for spelling are one.
    fn form(&mut self, source: &Source, mention: Mention, lexicon: &Lexicon) -> u32 {
        let written = mention.span.of(&source.text);
        let canonical = match mention.known {
            Some(index) => lexicon.entities().get(usize::from(index)).map(|entity| entity.name.clone()),
            None => known_name(written).map(str::to_owned),
        };
        let key = match &canonical {
            Some(name) => name_key(name),
            None => name_key(written),
        };
        let id = *self.by_key.entry(key).or_insert_with(|| {
            self.forms.push(Form { written: one_line(written), canonical: None, known: None, kinds: [0; EntityKind::ALL.len()] });
            self.parent.push(self.parent.len() as u32);
            self.parent.len() as u32 - 1
        });
        let form = &mut self.forms[id as usize];
        form.kinds[mention.kind as usize] += 1;
        form.known = form.known.or(mention.known);
        form.canonical = form.canonical.take().or(canonical);
        id
    }

    /// Joins `Name (ACRONYM)`.
    fn learn_acronyms(&mut self, source: &Source, facts: &Facts) {
        for pair in facts.mentions.all().windows(2) {
            let (name, acronym) = (pair[0], pair[1]);
            let between = source.text.get(name.span.end()..acronym.span.start()).unwrap_or("");
            if between.trim_start() != "(" || between.len() > 3 {
                continue;
            }
            let (long, short) = (name.span.of(&source.text), acronym.span.of(&source.text));
            if is_acronym_of(short, long)
                && let (Some(&a), Some(&b)) = (self.by_key.get(&written_key(long)), self.by_key.get(&written_key(short)))
            {
                self.union(a, b);
            }
        }
    }

    /// Joins surnames with full names.
    fn join(&mut self, lexicon: &Lexicon) {
        let mut by_last_word: HashMap<String, Vec<u32>> = HashMap::new();
        for (id, form) in self.forms.iter().enumerate() {
            let spans: Vec<Span> = words(&form.written).collect();
            if form.kind() == EntityKind::Person && spans.len() > 1 {
                let last = fold(spans[spans.len() - 1].of(&form.written));
                by_last_word.entry(last).or_default().push(id as u32);
            }
        }
        for id in 0..self.forms.len() {
            let form = &self.forms[id];
            if form.known.is_some() || !matches!(form.kind(), EntityKind::Person | EntityKind::Other) || words(&form.written).count() != 1 {
                continue;
            }
            let candidates = by_last_word.get(&fold(&form.written)).map_or(&[][..], Vec::as_slice);
            let mut roots: Vec<u32> = candidates.iter().map(|&full| self.root(full)).collect();
            roots.sort_unstable();
            roots.dedup();
            if let [full] = roots[..]
                && !self.is_kept_apart(id as u32, full, lexicon)
            {
                self.union(full, id as u32);
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

    /// Joins two trees; a name that the lexicon or a list knows, else the longer one, is the root. Two names that the
    /// reader gave to different entities stay apart.
    fn union(&mut self, a: u32, b: u32) {
        let (a, b) = (self.root(a), self.root(b));
        if a == b {
            return;
        }
        let (form_a, form_b) = (&self.forms[a as usize], &self.forms[b as usize]);
        if form_a.known.is_some() && form_b.known.is_some() {
            return;
        }
        let rank = |form: &Form| (form.known.is_some(), form.canonical.is_some(), form.written.len());
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
    fn kind(&self) -> EntityKind {
        most_frequent(&self.kinds)
    }
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
fn name_key(name: &str) -> String {
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

/// Whether `short` is made of letters of `long` in order, beginning with its first one: `FSB`, `ISIS-K`.
fn is_acronym_of(short: &str, long: &str) -> bool {
    let capitals = short.chars().filter(|c| c.is_uppercase()).count();
    if capitals < 2 || short.chars().count() > 10 || words(long).count() < 2 {
        return false;
    }
    let initials: Vec<char> = words(long).filter_map(|span| span.of(long).chars().next()).flat_map(char::to_uppercase).collect();
    let wanted: Vec<char> = short.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase).collect();
    wanted.first() == initials.first() && initials.iter().filter(|initial| wanted.contains(initial)).count() * 3 >= initials.len() * 2
}

#[cfg(test)]
mod tests {
    use super::is_acronym_of;
    use super::name_key;

    #[test]
    fn spellings_of_one_name_share_a_key() {
        assert_eq!(name_key("Al-Qaeda"), name_key("al Qaeda"));
        assert_eq!(name_key("the World Health Organisation"), name_key("World Health Organization"));
        assert_ne!(name_key("Afghanistan"), name_key("Afghanistan International"));
    }

    #[test]
    fn acronyms_are_made_of_initials() {
        assert!(is_acronym_of("FSB", "Federal Security Bureau"));
        assert!(is_acronym_of("ECB", "European Central Bank"));
        assert!(!is_acronym_of("Paris", "Federal Security Bureau"));
        assert!(!is_acronym_of("NYT", "Federal Security Bureau"));
    }
}
