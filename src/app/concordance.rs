//! Keyword in context over all sources: the hits of a search, or of the chosen entity or theme.

use std::sync::Arc;

use crate::analysis::questions::matrix::mentions_of;
use crate::analysis::questions::meaning::near_in_meaning;
use crate::analysis::questions::search::Hit;
use crate::analysis::questions::search::kwic;
use crate::analysis::questions::search::search_in;
use crate::app::App;
use crate::app::View;
use crate::app::list::ListState;
use crate::text::words::fold;
use crate::text::words::words;

/// Most lines of a concordance on the screen.
const MOST: usize = 50_000;
/// Passages shown for a question.
const MOST_NEAR: usize = 50;

/// The order of the lines of a concordance.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// As the sources come.
    #[default]
    Source,
    /// By what was found.
    Node,
    /// By the words to the left, the nearest first, then the second and the third.
    Left,
    /// By the words to the right, the nearest first, then the second and the third.
    Right,
}

impl Order {
    /// Its name on the screen.
    pub fn name(self) -> &'static str {
        match self {
            Order::Source => "by source",
            Order::Node => "by what was found",
            Order::Left => "by the words to the left",
            Order::Right => "by the words to the right",
        }
    }

    fn next(self) -> Order {
        match self {
            Order::Source => Order::Left,
            Order::Left => Order::Right,
            Order::Right => Order::Node,
            Order::Node => Order::Source,
        }
    }
}

/// Words beside a find by which lines are sorted.
const LEVELS: usize = 3;

/// The concordance that is shown.
#[derive(Clone, Debug)]
pub struct ConcordanceView {
    /// What was looked for.
    pub about: String,
    /// The places, in order.
    pub hits: Arc<[Hit]>,
    /// Whether there were more.
    pub cut: bool,
    /// The order of the lines.
    pub order: Order,
    /// Whether the hits are whole passages, the nearest first, and not words in their context.
    pub whole: bool,
    /// The chosen line.
    pub list: ListState,
}

impl App {
    /// The concordance of the search, else of the chosen entity, else of the chosen theme.
    pub(super) fn concordance(&self) -> Option<ConcordanceView> {
        let (about, mut hits, mut cut) = if let Some(query) = &self.lens.query {
            let shown = self.sources.shown(&self.dossier);
            let (hits, cut) = search_in(&self.dossier, query, MOST, |source| shown.position(source).is_some());
            (format!("/{}/", query.written), hits, cut)
        } else if let (Some(entity), Some(relations)) = (self.lens.entity, &self.analysis.relations) {
            (relations.entities.get(entity)?.name.clone(), mentions_of(&self.dossier, &self.analysis, entity), false)
        } else {
            let theme = self.lens.theme?;
            let cues = self.dossier.sources().filter_map(|(id, _)| Some((id, self.analysis.facts(id)?.cues.get(theme)?)));
            let hits = cues.flat_map(|(id, layer)| layer.all().iter().map(move |cue| Hit { source: id, span: cue.span }));
            (self.lexicon.themes().get(theme)?.name.clone(), hits.collect(), false)
        };
        let shown = self.sources.shown(&self.dossier);
        hits.retain(|hit| shown.position(hit.source).is_some());
        cut |= hits.len() > MOST;
        hits.truncate(MOST);
        let place = self.reader.place();
        let nearest =
            hits.partition_point(|hit| (hit.source, hit.span.start()) < (place.source, place.offset)).min(hits.len().saturating_sub(1));
        let mut list = ListState::default();
        list.select(nearest, hits.len(), self.body_height());
        Some(ConcordanceView { about, hits: hits.into(), cut, order: Order::Source, whole: false, list })
    }

    /// Puts the lines of the concordance, or the rows of the table, in another order.
    pub(super) fn next_order(&mut self) {
        if let View::Matrix(view) = &self.view {
            let by_column = !view.by_column;
            self.sort_matrix(by_column);
            return self.tell(if by_column { "rows by the chosen source" } else { "rows by the number of sources" });
        }
        let height = self.body_height();
        let View::Concordance(view) = &self.view else { return self.tell("concordance and coverage can be sorted") };
        if view.whole {
            return self.tell("these passages are sorted by their meaning");
        }
        let order = view.order.next();
        let chosen = view.hits.get(view.list.selected).copied();
        let mut keyed: Vec<(Vec<String>, Hit)> = view.hits.iter().map(|hit| (self.sort_key(*hit, order), *hit)).collect();
        keyed.sort_by(|a, b| a.0.cmp(&b.0).then((a.1.source, a.1.span).cmp(&(b.1.source, b.1.span))));
        let hits: Arc<[Hit]> = keyed.into_iter().map(|(_, hit)| hit).collect();
        let row = chosen.and_then(|chosen| hits.iter().position(|hit| *hit == chosen)).unwrap_or(0);
        if let View::Concordance(view) = &mut self.view {
            (view.hits, view.order) = (hits, order);
            view.list.select(row, view.hits.len(), height);
        }
        self.tell(order.name());
    }

    /// Words by which a line is sorted.
    fn sort_key(&self, hit: Hit, order: Order) -> Vec<String> {
        let Some(source) = self.dossier.source(hit.source) else { return Vec::new() };
        let line = kwic(source, hit.span);
        let in_order = |text: &str| words(text).map(|word| fold(word.of(text))).collect::<Vec<String>>();
        match order {
            Order::Source => Vec::new(),
            Order::Node => vec![fold(&line.node)],
            Order::Left => in_order(&line.left).into_iter().rev().take(LEVELS).collect(),
            Order::Right => in_order(&line.right).into_iter().take(LEVELS).collect(),
        }
    }

    /// Shows the passages nearest in meaning to `question`.
    pub(super) fn show_near_in_meaning(&mut self, question: &str) {
        let shown = self.sources.shown(&self.dossier);
        let all = if shown.len() == self.dossier.len() { MOST_NEAR } else { usize::MAX };
        let found = near_in_meaning(&self.analysis, question, all);
        let hits = found.into_iter().filter_map(|(passage, _)| {
            let (source, _, found) = self.dossier.passage(passage)?;
            shown.position(source).is_some().then_some(Hit { source, span: found.span })
        });
        let hits: Vec<Hit> = hits.take(MOST_NEAR).collect();
        if hits.is_empty() {
            return self.tell(format!("no passage is near in meaning to {question:?}"));
        }
        let about = format!("near in meaning to {question:?}");
        self.view = View::Concordance(ConcordanceView {
            about,
            hits: hits.into(),
            cut: false,
            order: Order::Source,
            whole: true,
            list: ListState::default(),
        });
    }
}
