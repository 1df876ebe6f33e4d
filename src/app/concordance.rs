//! Keyword in context over all sources: the hits of a search, or of the chosen entity or theme.

use crate::analysis::questions::meaning::near_in_meaning;
use crate::analysis::questions::search::Hit;
use crate::analysis::questions::search::search;
use crate::app::App;
use crate::app::View;
use crate::app::list::ListState;
use crate::text::Span;

/// Most lines of a concordance on the screen.
const MOST: usize = 50_000;
/// Passages shown for a question.
const MOST_NEAR: usize = 50;

/// The concordance that is shown.
#[derive(Clone, Debug)]
pub struct ConcordanceView {
    /// What was looked for.
    pub about: String,
    /// The places, in order.
    pub hits: Vec<Hit>,
    /// Whether there were more.
    pub cut: bool,
    /// Whether the hits are whole passages, the nearest first, and not words in their context.
    pub whole: bool,
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
        Some(ConcordanceView { about, hits, cut, whole: false, list })
    }

    /// Shows the passages nearest in meaning to `question`.
    pub(super) fn show_near_in_meaning(&mut self, question: &str) {
        let found = near_in_meaning(&self.analysis, question, MOST_NEAR);
        let hits = found.into_iter().filter_map(|(passage, _)| {
            let (source, _, found) = self.dossier.passage(passage)?;
            Some(Hit { source, span: found.span })
        });
        let hits: Vec<Hit> = hits.collect();
        if hits.is_empty() {
            return self.tell(format!("no passage is near in meaning to {question:?}"));
        }
        let about = format!("near in meaning to {question:?}");
        self.view = View::Concordance(ConcordanceView { about, hits, cut: false, whole: true, list: ListState::default() });
    }
}
