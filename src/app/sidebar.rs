//! What the sidebar holds: related passages of the current one, themes, entities.

use crate::analysis::questions::related::Related;
use crate::analysis::relations::entities::EntityId;
use crate::app::App;
use crate::text::Span;

/// Weakest link that is shown; those under it are noise as often as not.
pub const FAINTEST: f32 = 0.237;
/// Weakest link that is worth a sign in the margin.
pub const STRONG: f32 = 0.75;
/// Most related passages in the sidebar.
const MOST_RELATED: usize = 8;
/// Most entities in the sidebar.
const MOST_ENTITIES: usize = 30;

/// A row of the sidebar that can be chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item {
    /// Number of a related passage of the current one.
    Related(usize),
    /// Number of a theme.
    Theme(usize),
    /// An entity.
    Entity(EntityId),
}

/// How often a theme is touched in the open source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ThemeCount {
    /// Number of the theme.
    pub theme: usize,
    /// Its words in this source.
    pub here: usize,
    /// Whether the current passage touches it.
    pub current: bool,
}

/// How often an entity is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EntityCount {
    /// The entity.
    pub entity: EntityId,
    /// Mentions in this source.
    pub here: usize,
    /// Mentions in all sources.
    pub all: usize,
    /// Whether the current passage names it.
    pub current: bool,
}

impl App {
    /// Related passages of the current one that are strong enough to be shown; `None` while they are not known.
    pub fn related(&self) -> Option<&[Related]> {
        let links = self.links(self.passage()?)?;
        let shown = links.iter().take(MOST_RELATED).take_while(|related| related.link.score >= FAINTEST).count();
        Some(&links[..shown])
    }

    /// Themes of the open source, the most frequent first.
    pub fn theme_counts(&self) -> Vec<ThemeCount> {
        let Some(facts) = self.analysis.facts(self.reader.source) else { return Vec::new() };
        let current = self.passage_span().unwrap_or(Span::new(0, 0));
        let in_passage: Vec<usize> = facts.theme_counts(current).map(|(_, count)| count).collect();
        let totals = facts.theme_totals().into_iter().enumerate();
        let mut counts: Vec<ThemeCount> =
            totals.map(|(theme, here)| ThemeCount { theme, here, current: in_passage[theme] > 0 }).filter(|count| count.here > 0).collect();
        counts.sort_by_key(|count| std::cmp::Reverse(count.here));
        counts
    }

    /// Entities of the open source: those of the current passage first, then the most frequent.
    pub fn entity_counts(&self) -> Vec<EntityCount> {
        let Some(relations) = &self.analysis.relations else { return Vec::new() };
        let of_source = relations.entities.of_source(self.reader.source);
        let mut sorted: Vec<EntityId> = of_source.to_vec();
        sorted.sort_unstable();
        let current: Vec<EntityId> = self
            .passage_span()
            .map(|span| self.analysis.mentions(self.reader.source, span).map(|(_, entity)| entity).collect())
            .unwrap_or_default();
        let count = |same: &[EntityId]| EntityCount {
            entity: same[0],
            here: same.len(),
            all: relations.entities.get(same[0]).map_or(0, |entity| entity.count as usize),
            current: current.contains(&same[0]),
        };
        let mut counts: Vec<EntityCount> = sorted.chunk_by(|a, b| a == b).map(count).collect();
        counts.sort_by_key(|count| (std::cmp::Reverse(count.current), std::cmp::Reverse(count.here), std::cmp::Reverse(count.all)));
        counts.truncate(MOST_ENTITIES);
        counts
    }

    /// The rows of the sidebar that can be chosen, from the top.
    pub fn sidebar_items(&self) -> Vec<Item> {
        let related = (0..self.related().map_or(0, <[Related]>::len)).map(Item::Related);
        let themes = self.theme_counts().into_iter().map(|count| Item::Theme(count.theme));
        let entities = self.entity_counts().into_iter().map(|count| Item::Entity(count.entity));
        related.chain(themes).chain(entities).collect()
    }
}
