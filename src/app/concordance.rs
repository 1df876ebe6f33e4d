//! Keyword in context over all sources: the hits of a search, or of the chosen entity or theme.

use crate::analysis::questions::search::Hit;
use crate::analysis::questions::search::search;
use crate::app::App;
use crate::app::list::ListState;
use crate::text::Span;

/// Most lines of a concordance on the screen.
const MOST: usize = 50_000;

/// The concordance that is shown.
#[derive(Clone, Debug)]
pub struct ConcordanceView {
    /// What was looked for.
    pub about: String,
    /// The places, in order.
    pub hits: Vec<Hit>,
    /// Whether there were more.
    pub cut: bool,
    /// The chosen line.
    pub list: ListState,
}

impl App {
    /// The concordance of the search, else of the chosen entity, else of the chosen theme.
    pub(super) fn concordance(&self) -> Option<ConcordanceView> {
        let (about, mut hits, mut cut) = if let Some(query) = &self.lens.query {
            let (hits, cut) = search(&self.dossier, query, MOST);
            (format!("/{}/", query.written), hits, cut)
        } else if let (Some(entity), Some(relations)) = (self.lens.entity, &self.analysis.relations) {
            let all = |source: &crate::text::Source| Span::new(0, source.text.len());
            let mentions = self.dossier.sources().flat_map(|(id, source)| {
                self.analysis
                    .mentions(id, all(source))
                    .filter(|(_, named)| *named == entity)
                    .map(move |(mention, _)| Hit { source: id, span: mention.span })
            });
            (relations.entities.get(entity)?.name.clone(), mentions.collect(), false)
        } else {
            let theme = self.lens.theme?;
            let cues = self.dossier.sources().filter_map(|(id, _)| Some((id, self.analysis.facts(id)?.cues.get(theme)?)));
            let hits = cues.flat_map(|(id, layer)| layer.all().iter().map(move |cue| Hit { source: id, span: cue.span }));
            (self.lexicon.themes().get(theme)?.name.clone(), hits.collect(), false)
        };
        cut |= hits.len() > MOST;
        hits.truncate(MOST);
        let place = self.reader.place();
        let nearest =
            hits.partition_point(|hit| (hit.source, hit.span.start()) < (place.source, place.offset)).min(hits.len().saturating_sub(1));
        let mut list = ListState::default();
        list.select(nearest, hits.len(), self.body_height());
        Some(ConcordanceView { about, hits, cut, list })
    }
}
