//! One row of text with its marks: segments that tile the row, each with the style of the marks that cover it.

use ratatui::style::Modifier;
use ratatui::style::Style;

use crate::text::Span;

/// A stretch of text and how it looks there. Of marks that overlap, the later in the list is laid over the earlier.
#[derive(Clone, Copy, Debug)]
pub(super) struct Dressed {
    pub(super) span: Span,
    pub(super) style: Style,
}

/// Cuts `row` at the borders of `marks`.
pub(super) fn segments(row: Span, marks: &[Dressed]) -> Vec<(Span, Style)> {
    let mut borders: Vec<usize> = vec![row.start(), row.end()];
    for mark in marks {
        if let Some(inside) = mark.span.intersect(row) {
            borders.extend([inside.start(), inside.end()]);
        }
    }
    borders.sort_unstable();
    borders.dedup();
    let stretches = borders.windows(2).map(|pair| Span::new(pair[0], pair[1]));
    stretches
        .map(|stretch| {
            let covering = marks.iter().filter(|mark| mark.span.covers(stretch));
            (stretch, covering.fold(Style::default(), |style, mark| style.patch(mark.style)))
        })
        .collect()
}

/// A name: a thin underline.
pub(super) fn name() -> Style {
    Style::default().add_modifier(Modifier::UNDERLINED)
}

/// What is chosen or found: letters and ground exchanged.
pub(super) fn found() -> Style {
    Style::default().add_modifier(Modifier::REVERSED).remove_modifier(Modifier::UNDERLINED)
}

#[cfg(test)]
mod tests {
    use super::Dressed;
    use super::segments;
    use crate::text::Span;
    use proptest::prelude::*;
    use ratatui::style::Style;

    proptest! {
        #[test]
        fn segments_tile_the_row(start in 0usize..50, length in 1usize..80, marks in proptest::collection::vec((0usize..120, 0usize..40), 0..12)) {
            let row = Span::new(start, start + length);
            let marks: Vec<Dressed> = marks.into_iter().map(|(at, length)| Dressed { span: Span::new(at, at + length), style: Style::default() }).collect();
            let tiles = segments(row, &marks);
            prop_assert_eq!(tiles[0].0.start(), row.start());
            prop_assert_eq!(tiles[tiles.len() - 1].0.end(), row.end());
            prop_assert!(tiles.windows(2).all(|pair| pair[0].0.end() == pair[1].0.start()));
        }
    }
}
