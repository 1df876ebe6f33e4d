//! The stories that a dossier holds.

use crate::analysis::relations::Articles;
use crate::text::Dossier;
use crate::text::SourceId;

/// Sources that tell one story.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Story {
    /// Its name: the title of the source that is nearest to all the others and has one of its own.
    pub name: String,
    /// Its sources, in the order of the dossier.
    pub sources: Vec<SourceId>,
}

/// The stories of a dossier, in the order of their first sources.
pub fn stories(dossier: &Dossier, articles: &Articles) -> Vec<Story> {
    let one = |story: usize| {
        let members = articles.of_story(story);
        let sources = members.iter().filter_map(|article| dossier.source(SourceId(*article as u32)));
        let titled = sources.clone().find(|source| !source.title_is_made_up()).or_else(|| sources.clone().next());
        let mut ids: Vec<SourceId> = members.iter().map(|article| SourceId(*article as u32)).collect();
        ids.sort_unstable();
        Story { name: titled.map(|source| source.title().to_owned()).unwrap_or_default(), sources: ids }
    };
    (0..articles.story_count()).map(one).collect()
}
