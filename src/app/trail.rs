//! Places visited, back and forward.

use crate::text::SourceId;

/// Most places that are kept.
const LONGEST: usize = 500;

/// A place in a source, and what was at the top of the window there: offsets in bytes, so it holds at any width.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The source.
    pub source: SourceId,
    /// The cursor.
    pub offset: usize,
    /// The first byte shown.
    pub top: usize,
}

/// The places that the reader jumped from, and those gone back from.
#[derive(Clone, Debug, Default)]
pub struct Trail {
    behind: Vec<Place>,
    ahead: Vec<Place>,
}

impl Trail {
    /// Notes that the reader jumps away from `here`.
    pub fn leave(&mut self, here: Place) {
        self.ahead.clear();
        if self.behind.last() != Some(&here) {
            self.behind.push(here);
        }
        if self.behind.len() > LONGEST {
            self.behind.remove(0);
        }
    }

    /// The place to go back to from `here`.
    pub fn back(&mut self, here: Place) -> Option<Place> {
        let place = self.behind.pop()?;
        self.ahead.push(here);
        Some(place)
    }

    /// The place to go forward to from `here`.
    pub fn forward(&mut self, here: Place) -> Option<Place> {
        let place = self.ahead.pop()?;
        self.behind.push(here);
        Some(place)
    }

    /// Carries every place over to another dossier; those that `carry` has no answer for are dropped.
    pub fn carry(&mut self, carry: impl Fn(Place) -> Option<Place>) {
        self.behind = self.behind.iter().filter_map(|place| carry(*place)).collect();
        self.ahead = self.ahead.iter().filter_map(|place| carry(*place)).collect();
    }
}

#[cfg(test)]
mod tests {
    use super::Place;
    use super::Trail;
    use crate::text::SourceId;

    fn place(offset: usize) -> Place {
        Place { source: SourceId(0), offset, top: 0 }
    }

    #[test]
    fn back_and_forward_are_each_other_undone() {
        let mut trail = Trail::default();
        trail.leave(place(1));
        trail.leave(place(2));
        assert_eq!(trail.back(place(3)), Some(place(2)));
        assert_eq!(trail.back(place(2)), Some(place(1)));
        assert_eq!(trail.back(place(1)), None);
        assert_eq!(trail.forward(place(1)), Some(place(2)));
        assert_eq!(trail.forward(place(2)), Some(place(3)));
        trail.back(place(3));
        trail.leave(place(9));
        assert_eq!(trail.forward(place(9)), None);
    }
}
