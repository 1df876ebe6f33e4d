//! What is looked for: themes with their terms, and entities with their names.

use std::sync::OnceLock;

use crate::analysis::phrases::Matching;
use crate::analysis::phrases::Phrases;

/// Kind of thing that a name names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum EntityKind {
    /// A human being.
    Person,
    /// A company, ministry, party, armed group, newspaper.
    Organisation,
    /// A country, city, region, building.
    Place,
    /// Something with a name that happened.
    Event,
    /// A book, film, law.
    Work,
    /// Software, a device, a brand.
    Product,
    /// Nationality, religious or political group.
    Norp,
    /// Anything else with a name.
    #[default]
    Other,
}

impl EntityKind {
    /// All kinds, in the order in which they are shown.
    pub const ALL: [EntityKind; 8] = [
        EntityKind::Person,
        EntityKind::Organisation,
        EntityKind::Place,
        EntityKind::Event,
        EntityKind::Work,
        EntityKind::Product,
        EntityKind::Norp,
        EntityKind::Other,
    ];

    /// Its name in files and output.
    pub fn name(self) -> &'static str {
        match self {
            EntityKind::Person => "person",
            EntityKind::Organisation => "organisation",
            EntityKind::Place => "place",
            EntityKind::Event => "event",
            EntityKind::Work => "work",
            EntityKind::Product => "product",
            EntityKind::Norp => "norp",
            EntityKind::Other => "other",
        }
    }

    /// Its name for people.
    pub fn label(self) -> &'static str {
        match self {
            EntityKind::Norp => "people",
            other => other.name(),
        }
    }

    /// The kind called `name`.
    pub fn parse(name: &str) -> Option<EntityKind> {
        EntityKind::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// A subject with a vocabulary.
#[derive(Clone, Debug, PartialEq)]
pub struct Theme {
    /// Name, as shown.
    pub name: String,
    /// One-cell sign that stands for it without colour.
    pub sign: char,
    /// The sign where only ASCII can be shown.
    pub ascii: char,
    /// Key that chooses it in the list of themes.
    pub key: Option<char>,
    /// Name of a colour or `#rrggbb`.
    pub colour: String,
    /// Words and phrases that carry it.
    pub terms: Vec<String>,
    /// Phrases inside which no term counts.
    pub not: Vec<String>,
}

/// A thing with names that the reader gave.
#[derive(Clone, Debug, PartialEq)]
pub struct KnownEntity {
    /// Canonical name.
    pub name: String,
    /// Kind of thing.
    pub kind: EntityKind,
    /// Further names.
    pub aliases: Vec<String>,
    /// Names that are never taken for this entity.
    pub never_merge: Vec<String>,
}

/// Themes and entities. Compiled for finding when first asked, so that the first screen need not wait. Shared by all
/// threads.
#[derive(Debug, Default)]
pub struct Lexicon {
    themes: Vec<Theme>,
    entities: Vec<KnownEntity>,
    /// Words that are no names, sorted.
    no_names: Vec<String>,
    compiled: OnceLock<Compiled>,
}

#[derive(Debug, Default)]
struct Compiled {
    terms: Vec<Phrases>,
    false_friends: Vec<Phrases>,
    names: Phrases,
}

impl Lexicon {
    /// A lexicon of `themes` and `entities`.
    pub fn new(themes: Vec<Theme>, entities: Vec<KnownEntity>) -> Lexicon {
        Lexicon { themes, entities, no_names: Vec::new(), compiled: OnceLock::new() }
    }

    /// The same, with words that are no names.
    pub fn without(mut self, no_names: &[String]) -> Lexicon {
        self.no_names = no_names.to_vec();
        self.no_names.sort_unstable();
        self
    }

    /// Words of which the reader has said that they are no name.
    pub fn no_names(&self) -> &[String] {
        &self.no_names
    }

    /// Whether the reader has said that these words are no name.
    pub fn is_no_name(&self, words: &str) -> bool {
        self.no_names.binary_search_by(|known| known.as_str().cmp(words)).is_ok()
    }

    /// Whether the reader has said that `written` is not what is called `name`.
    pub fn keeps_apart(&self, name: &str, written: &str) -> bool {
        let mut named = self.entities.iter().filter(|entity| entity.name == name);
        named.any(|entity| entity.never_merge.iter().any(|other| other.eq_ignore_ascii_case(written)))
    }

    fn compiled(&self) -> &Compiled {
        self.compiled.get_or_init(|| {
            let compile = |phrases: &[String]| {
                let mut compiled = Phrases::default();
                phrases.iter().for_each(|phrase| compiled.add(phrase, Matching::Term, 0));
                compiled
            };
            let mut names = Phrases::default();
            for (index, entity) in self.entities.iter().enumerate() {
                for name in std::iter::once(&entity.name).chain(&entity.aliases) {
                    names.add(name, Matching::Name, index as u32);
                }
            }
            let terms = self.themes.iter().map(|theme| compile(&theme.terms)).collect();
            let false_friends = self.themes.iter().map(|theme| compile(&theme.not)).collect();
            Compiled { terms, false_friends, names }
        })
    }

    /// The themes, in the order of the configuration.
    pub fn themes(&self) -> &[Theme] {
        &self.themes
    }

    /// The entities that the reader named.
    pub fn entities(&self) -> &[KnownEntity] {
        &self.entities
    }

    /// Terms of theme number `theme`, and the phrases inside which they do not count.
    pub fn terms(&self, theme: usize) -> (&Phrases, &Phrases) {
        let compiled = self.compiled();
        (&compiled.terms[theme], &compiled.false_friends[theme])
    }

    /// Names of the entities; a find's target is an index into [`Lexicon::entities`].
    pub fn names(&self) -> &Phrases {
        &self.compiled().names
    }
}
