//! The chosen row of a list and what of it is visible. All lists use it.

/// Rows kept above and below the chosen one while scrolling.
const CONTEXT: usize = 1;

/// Chosen row and first visible row of a list whose length is known to the caller.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ListState {
    /// The chosen row, from 0.
    pub selected: usize,
    /// The first visible row.
    pub top: usize,
}

impl ListState {
    /// Moves the choice by `by` rows in a list of `len` rows of which `height` are visible.
    pub fn step(&mut self, by: isize, len: usize, height: usize) {
        self.select(self.selected.saturating_add_signed(by), len, height);
    }

    /// Chooses row `row`, or the last one.
    pub fn select(&mut self, row: usize, len: usize, height: usize) {
        self.selected = row.min(len.saturating_sub(1));
        let context = CONTEXT.min(height.saturating_sub(1) / 2);
        let lowest_top = (self.selected + context + 1).saturating_sub(height);
        let highest_top = self.selected.saturating_sub(context);
        self.top = self.top.max(lowest_top).min(highest_top).min(len.saturating_sub(height.max(1)));
    }
}

#[cfg(test)]
mod tests {
    use super::ListState;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_chosen_row_is_always_visible(steps in proptest::collection::vec(-20isize..20, 0..20), len in 1usize..50, height in 1usize..20) {
            let mut list = ListState::default();
            for step in steps {
                list.step(step, len, height);
                prop_assert!(list.selected < len);
                prop_assert!(list.top <= list.selected && list.selected < list.top + height);
            }
        }
    }
}
