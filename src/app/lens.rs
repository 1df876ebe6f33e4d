//! What is chosen: a theme, an entity, a search. Decides which marks show and where next and previous lead.

use crate::analysis::questions::search::Query;
use crate::analysis::relations::entities::EntityId;
use crate::config::Show;

/// What the reader looks through.
#[derive(Clone, Debug)]
pub struct Lens {
    /// The chosen theme, as an index into the lexicon.
    pub theme: Option<usize>,
    /// The chosen entity.
    pub entity: Option<EntityId>,
    /// The search.
    pub query: Option<Query>,
    /// Which layers of marks are shown.
    pub show: Show,
}

impl Lens {
    /// Nothing chosen.
    pub fn new(show: Show) -> Lens {
        Lens { theme: None, entity: None, query: None, show }
    }

    /// Forgets what is chosen; tells whether anything was.
    pub fn clear(&mut self) -> bool {
        let chosen = self.theme.is_some() || self.entity.is_some() || self.query.is_some();
        self.theme = None;
        self.entity = None;
        self.query = None;
        chosen
    }
}
