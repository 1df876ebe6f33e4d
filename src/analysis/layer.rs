//! Marks of one kind in one source.

use crate::text::Span;

/// Anything with a place in a text.
pub trait Mark {
    /// Where it stands.
    fn span(&self) -> Span;
}

/// Marks of one kind in one source, sorted by start (stand-off markup); they do not overlap.
#[derive(Clone, Debug)]
pub struct Layer<T> {
    marks: Box<[T]>,
}

impl<T> Default for Layer<T> {
    fn default() -> Layer<T> {
        Layer { marks: Box::default() }
    }
}

impl<T: Mark> Layer<T> {
    /// Sorts `marks`; of two that overlap the one that begins first stays, of two that begin together the longer.
    pub fn new(mut marks: Vec<T>) -> Layer<T> {
        marks.sort_by_key(|mark| (mark.span().start(), std::cmp::Reverse(mark.span().end())));
        let mut end = 0;
        marks.retain(|mark| {
            let free = mark.span().start() >= end && !mark.span().is_empty();
            if free {
                end = mark.span().end();
            }
            free
        });
        Layer { marks: marks.into_boxed_slice() }
    }

    /// The marks that `keep` wants.
    pub fn kept(self, keep: impl FnMut(&T) -> bool) -> Layer<T> {
        let mut marks = self.marks.into_vec();
        marks.retain(keep);
        Layer { marks: marks.into_boxed_slice() }
    }

    /// All marks in order.
    pub fn all(&self) -> &[T] {
        &self.marks
    }

    /// Marks that share at least one byte with `span`.
    pub fn within(&self, span: Span) -> &[T] {
        &self.marks[self.range(span)]
    }

    /// Indices of the marks that share at least one byte with `span`.
    pub fn range(&self, span: Span) -> std::ops::Range<usize> {
        let first = self.marks.partition_point(|mark| mark.span().end() <= span.start());
        let last = self.marks.partition_point(|mark| mark.span().start() < span.end());
        first..last.max(first)
    }
}
