//! Two sources side by side. The one that has the keys is the reader's; the other follows by meaning, or stands still.

use crate::analysis::questions::related::nearest_in;
use crate::analysis::questions::related::why;
use crate::analysis::relations::quantities::Side;
use crate::analysis::relations::quantities::compared as compared_figures;
use crate::analysis::relations::quantities::same_dates;
use crate::app::App;
use crate::app::View;
use crate::app::layout::Layout;
use crate::app::moving::Way;
use crate::app::panes::Pane;
use crate::app::panes::Rect;
use crate::app::panes::compared;
use crate::app::reader::Reader;
use crate::app::sidebar::FAINTEST;
use crate::text::PassageId;
use crate::text::SourceId;
use crate::text::Span;
use crate::text::words::fold;

/// Two sources side by side.
#[derive(Clone, Copy, Debug)]
pub struct CompareView {
    /// The side that has not the keys; [`App::reader`] is the one that has.
    pub other: Reader,
    /// Whether the side with the keys stands on the right, or below.
    pub on_right: bool,
    /// Whether the other side follows.
    pub follows: bool,
    /// Rows left free above the other side, where its text does not reach high enough for the partners to stand on one row.
    pub lead: u16,
    /// The passages that stand beside each other, with the strength of their link: the partner of the current passage, or,
    /// where each side is scrolled on its own, the passage at the cursor of the other side.
    pub pair: Option<(PassageId, PassageId, f32)>,
    /// The passage that was followed last.
    followed: Option<PassageId>,
}

impl App {
    /// Shows the open source beside the one that tells most of the current passage.
    pub(super) fn show_compare(&mut self) {
        if self.dossier.len() < 2 {
            return self.tell("a second source is needed to compare with");
        }
        let chosen = match self.focus {
            Pane::Sidebar => self.related().and_then(|related| related.get(self.sidebar_row)),
            Pane::Sources => None,
            Pane::Text => self.related().and_then(<[_]>::first),
        };
        let chosen = chosen.map(|related| self.dossier.source_of(related.link.to));
        let listed = self.sources.shown(&self.dossier).get(self.sources.list.selected).filter(|_| self.focus == Pane::Sources);
        let other = chosen.or(listed).filter(|id| *id != self.reader.source).or_else(|| self.beside(self.reader.source, Way::Forward));
        let Some(other) = other else { return };
        let other = Reader { source: other, ..Reader::default() };
        self.focus = Pane::Text;
        self.view = View::Compare(CompareView { other, on_right: false, follows: true, lead: 0, pair: None, followed: None });
        self.keep_in_view();
        self.follow();
    }

    /// The source before or behind `source` in the list, around its ends, but not the open one.
    fn beside(&self, source: SourceId, way: Way) -> Option<SourceId> {
        let shown = self.sources.shown(&self.dossier);
        let len = shown.len();
        let start = shown.position(source).unwrap_or(0);
        let step = |by: usize| if way == Way::Forward { (start + by) % len } else { (start + len - by % len) % len };
        (1..=len).filter_map(|by| shown.get(step(by))).find(|id| *id != self.reader.source && *id != source)
    }

    /// Puts another source beside the one that has the keys.
    pub(super) fn step_other(&mut self, way: Way) {
        let View::Compare(view) = self.view else { return };
        let Some(next) = self.beside(view.other.source, way) else { return self.tell("there is no third source") };
        if let View::Compare(view) = &mut self.view {
            view.other = Reader { source: next, ..Reader::default() };
            (view.followed, view.lead) = (None, 0);
        }
        self.follow();
    }

    /// Gives the keys to the other side.
    pub(super) fn swap_sides(&mut self) {
        let View::Compare(view) = &mut self.view else { return };
        std::mem::swap(&mut view.other, &mut self.reader);
        view.on_right = !view.on_right;
        // What stands here now is what was followed: nothing moves, unless rows were left free above it.
        view.followed = view.pair.map(|(_, to, _)| to).filter(|_| view.lead == 0);
        view.pair = view.pair.map(|(from, to, score)| (to, from, score));
        view.lead = 0;
        self.keep_in_view();
        self.follow();
    }

    /// Lets the other side follow, or stand still.
    pub(super) fn toggle_following(&mut self) {
        let View::Compare(view) = &mut self.view else { return };
        view.follows = !view.follows;
        view.followed = None;
        let words = if view.follows { "the other side follows" } else { "each side is scrolled on its own" };
        self.tell(words);
        self.follow();
    }

    /// Brings the best partner of the current passage to the row of the screen on which that passage stands.
    pub(super) fn follow(&mut self) {
        let (View::Compare(view), Some(passage)) = (&self.view, self.passage()) else { return };
        let mut view = *view;
        if view.followed == Some(passage) || self.analysis.relations.is_none() {
            return;
        }
        view.followed = Some(passage);
        let near = nearest_in(&self.dossier, &self.analysis, passage, view.other.source);
        view.pair = if view.follows {
            near.filter(|link| link.score >= FAINTEST).map(|link| (passage, link.to, link.score))
        } else {
            let beside = self.dossier.source(view.other.source).and_then(|source| view.other.passage(source));
            let to = beside.map(|index| PassageId(self.dossier.passages_of(view.other.source).start + index as u32));
            to.map(|to| (passage, to, self.analysis.strength(passage, to)))
        };
        if let (true, Some((_, to, _)), Some(row)) = (view.follows, view.pair, self.row_of_passage())
            && let Some((_, _, found)) = self.dossier.passage(to)
        {
            view.other.cursor = found.span.start();
            if let Some((top, lead)) = self.layout_beside(&view).map(|layout| layout.top_for(found.span.start(), row)) {
                (view.other.top, view.lead) = (top, lead);
            }
        }
        self.view = View::Compare(view);
    }

    /// Row of the window in which the current passage begins, or the first row if it begins above.
    fn row_of_passage(&self) -> Option<usize> {
        let (layout, span) = (self.layout()?, self.passage_span()?);
        let rows = layout.rows_from(self.reader.top).take(self.text_height());
        Some(rows.into_iter().position(|row| row.span.contains(span.start())).unwrap_or(0))
    }

    /// The layout of the side that has not the keys.
    pub fn layout_beside(&self, view: &CompareView) -> Option<Layout<'_>> {
        let width = self.compared_columns()[usize::from(!view.on_right)].width;
        self.dossier.source(view.other.source).map(|source| Layout::new(source, width, view.other.open_outside))
    }

    /// The columns of both texts.
    pub fn compared_columns(&self) -> [Rect; 2] {
        compared(self.body(), self.arrangement.width)
    }

    /// The partner of the current passage.
    pub fn partner(&self, view: &CompareView) -> Option<Span> {
        let (_, to, _) = view.pair?;
        self.dossier.passage(to).map(|(_, _, found)| found.span)
    }
}

/// What two passages have in common, and where they differ.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ComparedPassages {
    /// Words that both have, in the first.
    pub shared_here: Vec<Span>,
    /// The same in the other.
    pub shared_there: Vec<Span>,
    /// Figures and dates that differ, in the first.
    pub differing_here: Vec<Span>,
    /// The same in the other.
    pub differing_there: Vec<Span>,
}

impl App {
    /// What two passages share and where they differ.
    pub fn compared(&self, from: PassageId, to: PassageId) -> ComparedPassages {
        let reasons = why(&self.dossier, &self.analysis, from, to);
        let mut found = ComparedPassages { shared_here: reasons.in_from, shared_there: reasons.in_to, ..ComparedPassages::default() };
        let (Some(here), Some(there)) = (self.side(from), self.side(to)) else { return found };
        for pair in compared_figures(here, there) {
            let (here, there) = if pair.agree {
                (&mut found.shared_here, &mut found.shared_there)
            } else {
                (&mut found.differing_here, &mut found.differing_there)
            };
            here.push(pair.here);
            there.push(pair.there);
        }
        for (here, there) in same_dates(here, there) {
            found.shared_here.push(here);
            found.shared_there.push(there);
        }
        // A row of the disagreements that has both passages tells more than the two figures do.
        for sides in self.answers.iter().flat_map(|answers| answers.disagreements.iter().map(|row| &row.sides)) {
            let value = |passage: PassageId| {
                let (source, _, within) = self.dossier.passage(passage)?;
                sides.iter().find(|side| side.source == source && side.passage == within.span).map(|side| side.value)
            };
            if let (Some(here), Some(there)) = (value(from), value(to))
                && !self.is_written_alike(from, here, to, there)
            {
                found.differing_here.push(here);
                found.differing_there.push(there);
            }
        }
        found
    }

    /// Whether two values have the same words.
    fn is_written_alike(&self, from: PassageId, here: Span, to: PassageId, there: Span) -> bool {
        let words = |passage: PassageId, span: Span| self.dossier.passage(passage).map(|(_, source, _)| fold(span.of(&source.text)));
        words(from, here) == words(to, there)
    }

    fn side(&self, passage: PassageId) -> Option<Side<'_>> {
        let (id, source, found) = self.dossier.passage(passage)?;
        let dated = self.analysis.relations.as_deref()?.chronology.of_source(id);
        Some(Side { text: &source.text, span: found.span, facts: self.analysis.facts(id)?, dated })
    }
}
