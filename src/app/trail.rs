//! Places visited, back and forward.

use crate::app::View;
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

/// The end of a jump.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Arrival {
    /// Where it began.
    pub from: Place,
    /// Where it led.
    pub at: Place,
}

/// A place that was left, and the view that filled the screen.
#[derive(Clone, Debug)]
pub struct Stop {
    /// The place in the text.
    pub place: Place,
    /// The view, if it was no text.
    pub view: Option<Box<View>>,
}

impl From<Place> for Stop {
    fn from(place: Place) -> Stop {
        Stop { place, view: None }
    }
}

/// The places that the reader jumped from, and those gone back from.
#[derive(Clone, Debug, Default)]
pub struct Trail {
    behind: Vec<Stop>,
    ahead: Vec<Stop>,
}

impl Trail {
    /// Notes that the reader jumps away from `here`.
    pub fn leave(&mut self, here: impl Into<Stop>) {
        let here = here.into();
        self.ahead.clear();
        match self.behind.last_mut().filter(|last| last.place == here.place) {
            // The same place, now seen in a view: that is where one comes back to.
            Some(last) => last.view = here.view.or(last.view.take()),
            None => self.behind.push(here),
        }
        if self.behind.len() > LONGEST {
            self.behind.remove(0);
        }
    }

    /// The place to go back to from `here`.
    pub fn back(&mut self, here: impl Into<Stop>) -> Option<Stop> {
        let stop = self.behind.pop()?;
        self.ahead.push(here.into());
        Some(stop)
    }

    /// The place to go forward to from `here`.
    pub fn forward(&mut self, here: impl Into<Stop>) -> Option<Stop> {
        let stop = self.ahead.pop()?;
        self.behind.push(here.into());
        Some(stop)
    }

    /// Carries every place over to another dossier; those that `carry` has no answer for are dropped, and so are views,
    /// whose rows are of the old one.
    pub fn carry(&mut self, carry: impl Fn(Place) -> Option<Place>) {
        let carried = |stops: &[Stop]| stops.iter().filter_map(|stop| carry(stop.place).map(Stop::from)).collect();
        self.behind = carried(&self.behind);
        self.ahead = carried(&self.ahead);
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
        assert_eq!(trail.back(place(3)).map(|stop| stop.place), Some(place(2)));
        assert_eq!(trail.back(place(2)).map(|stop| stop.place), Some(place(1)));
        assert!(trail.back(place(1)).is_none());
        assert_eq!(trail.forward(place(1)).map(|stop| stop.place), Some(place(2)));
        assert_eq!(trail.forward(place(2)).map(|stop| stop.place), Some(place(3)));
        trail.back(place(3));
        trail.leave(place(9));
        assert!(trail.forward(place(9)).is_none());
    }
}
