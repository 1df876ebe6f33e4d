//! Copying: what is meant is found here, the words are made outside.

use crate::app::App;
use crate::app::View;
use crate::app::message::Effect;
use crate::text::words::one_line;

impl App {
    /// Copies what is marked; with its citation if `cited`.
    pub(super) fn copy(&mut self, cited: bool, effects: &mut Vec<Effect>) {
        let from_note = self.chosen_note().and_then(|annotation| self.notes.place(&annotation));
        let marked = from_note.or_else(|| self.marked().filter(|_| self.is_reading()).map(|span| (self.reader.source, span)));
        let side = match &self.view {
            View::Listing(view) => Some(view.side),
            View::Matrix(view) => Some(view.side),
            _ => None,
        };
        // An empty cell has passages beside it, but none of its own.
        if let View::Matrix(view) = &self.view
            && view.row().zip(view.source()).is_some_and(|(row, source)| row.of(source).is_empty())
        {
            return self.tell("nothing stands in this cell");
        }
        let behind = || self.behind().get(side?).map(|behind| (behind.source, behind.passage));
        let Some((id, span)) = marked.or_else(behind) else { return self.tell("nothing to copy here") };
        let Some(source) = self.dossier.source(id) else { return };
        let count = one_line(span.of(&source.text)).chars().count();
        effects.push(Effect::Copy { source: id, span, cited });
        self.selection = None;
        self.tell(if cited { format!("copied with its citation: {count} characters") } else { format!("copied: {count} characters") });
    }
}
