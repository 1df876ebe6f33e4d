//! The one-column map beside the text: where in the source themes, names, hits and links lie.

use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::app::App;
use crate::app::sidebar::STRONG;
use crate::text::PassageId;
use crate::text::Source;
use crate::text::Span;
use crate::ui::canvas::Canvas;

pub(super) fn draw(app: &App, source: &Source, shown: Span, area: Rect, canvas: &mut Canvas) {
    let length = source.text.len().max(1);
    let rows = usize::from(area.height).max(1);
    let hits: Vec<usize> = app
        .lens
        .query
        .as_ref()
        .filter(|_| length < 1 << 20)
        .map(|query| query.find(&source.text).map(Span::start).collect())
        .unwrap_or_default();
    for row in 0..rows {
        let slice = Span::new(row * length / rows, (row + 1) * length / rows);
        let in_window = slice.intersect(shown).is_some();
        let y = area.y + row as u16;
        let (sign, style) = mark(app, slice, &hits, canvas).unwrap_or((canvas.sign("·", "."), canvas.rule()));
        canvas.put(area.x, y, area.x + 1, sign, style);
        if in_window {
            canvas.tint(Rect::new(area.x, y, 1, 1), canvas.status().patch(style));
        }
        if in_window && app.palette.status.ground == crate::config::palette::Colour::Own && area.x > 0 {
            canvas.put(area.x + 1, y, area.x + 2, canvas.sign("▏", "|"), canvas.rule());
        }
    }
}

/// What stands in a slice of the text: hits before the chosen entity before themes before links.
fn mark(app: &App, slice: Span, hits: &[usize], canvas: &Canvas) -> Option<(&'static str, Style)> {
    let id = app.reader.source;
    let first_hit = hits.partition_point(|&hit| hit < slice.start());
    if hits.get(first_hit).is_some_and(|&hit| hit < slice.end()) {
        return Some((canvas.sign("◆", "#"), canvas.bold()));
    }
    if let Some(chosen) = app.lens.entity
        && app.analysis.mentions(id, slice).any(|(_, entity)| entity == chosen)
    {
        return Some((canvas.sign("▐", "#"), canvas.bold()));
    }
    let facts = app.analysis.facts(id)?;
    if app.lens.show.themes && app.lens.entity.is_none() {
        let counts = facts.theme_counts(slice).filter(|(theme, count)| *count > 0 && app.lens.theme.is_none_or(|chosen| chosen == *theme));
        if let Some((theme, _)) = counts.max_by_key(|(theme, count)| (*count, std::cmp::Reverse(*theme))) {
            return Some((canvas.sign("▐", "#"), canvas.theme(&app.lexicon.themes().get(theme)?.colour)));
        }
    }
    let mut passages = app.dossier.passages_meeting(id, slice).take(64).map(PassageId);
    let linked = passages.any(|passage| app.links(passage).and_then(|links| links.first()).is_some_and(|best| best.link.score >= STRONG));
    (linked && app.lens.theme.is_none()).then(|| (canvas.sign("↔", "="), canvas.dim()))
}
