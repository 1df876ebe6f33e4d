//! Review: highlights and notes come back when they are about to be forgotten.

use std::collections::HashMap;

use crossterm::event::KeyCode;
use jiff::Timestamp;

use crate::app::App;
use crate::app::View;
use crate::app::message::Effect;
use crate::keys::Key;
use crate::notes::annotation::Annotation;
use crate::notes::annotation::Motivation;
use crate::notes::review::CardState;
use crate::notes::review::Review;
use crate::notes::review::state;

/// The cards of one sitting.
#[derive(Clone, Debug)]
pub struct ReviewView {
    /// Annotations that are due, the longest due first.
    pub queue: Vec<String>,
    /// How many of them were graded.
    pub done: usize,
    /// Whether the back of the card is shown.
    pub shown: bool,
}

impl ReviewView {
    /// The card that is asked.
    pub fn card(&self) -> Option<&str> {
        self.queue.get(self.done).map(String::as_str)
    }
}

/// The grades that were given, and when each card is due.
#[derive(Clone, Debug, Default)]
pub struct Cards {
    reviews: HashMap<String, Vec<Review>>,
}

impl Cards {
    /// The cards with these grades, which come by time.
    pub fn new(reviews: Vec<Review>) -> Cards {
        let mut cards = Cards::default();
        reviews.into_iter().for_each(|review| cards.add(review));
        cards
    }

    fn add(&mut self, review: Review) {
        self.reviews.entry(review.id.clone()).or_default().push(review);
    }

    /// What is known of the card that an annotation is.
    pub fn state(&self, annotation: &Annotation) -> CardState {
        let created = annotation.created.parse().unwrap_or(Timestamp::UNIX_EPOCH);
        state(created, self.reviews.get(&annotation.id).map_or(&[][..], Vec::as_slice).iter())
    }
}

impl App {
    /// Whether an annotation is a card.
    fn is_card(annotation: &Annotation) -> bool {
        matches!(annotation.motivation, Motivation::Highlighting | Motivation::Commenting)
    }

    /// Cards that are due at `now`, the longest due first.
    fn due(&self, now: Timestamp) -> Vec<String> {
        let cards = self.notes.notebook.all().filter(|annotation| App::is_card(annotation));
        let mut due: Vec<(Timestamp, String)> =
            cards.map(|annotation| (self.cards.state(annotation).due, annotation.id.clone())).filter(|(due, _)| *due <= now).collect();
        due.sort();
        due.into_iter().map(|(_, id)| id).collect()
    }

    /// Counts the cards that are due anew.
    pub(super) fn count_due(&mut self, now: Timestamp) {
        self.due_count = self.due(now).len();
    }

    /// Begins a sitting.
    pub(super) fn show_review(&mut self, now: Timestamp) {
        let queue = self.due(now);
        if queue.is_empty() {
            let next = self
                .notes
                .notebook
                .all()
                .filter(|annotation| App::is_card(annotation))
                .map(|annotation| self.cards.state(annotation).due)
                .min();
            return self.tell(match next {
                Some(next) => format!("nothing is due; the next card comes on {}", next.strftime("%-d %b %Y, %H:%M UTC")),
                None => "nothing to review yet: highlights (m) and notes (a) become cards".to_owned(),
            });
        }
        self.view = View::Review(ReviewView { queue, done: 0, shown: false });
    }

    /// A key while a card is asked; tells whether the review took it.
    pub(super) fn review_key(&mut self, key: Key, now: Timestamp, effects: &mut Vec<Effect>) -> bool {
        let View::Review(view) = &mut self.view else { return false };
        match key.code() {
            KeyCode::Char(' ') => view.shown = true,
            KeyCode::Enter if !view.shown => view.shown = true,
            KeyCode::Enter => self.go_to_card(now, effects),
            KeyCode::Char(grade @ '1'..='4') if view.shown && !key.ctrl() => self.grade(grade as u8 - b'0', now, effects),
            _ => return false,
        }
        true
    }

    fn grade(&mut self, grade: u8, now: Timestamp, effects: &mut Vec<Effect>) {
        let View::Review(view) = &mut self.view else { return };
        let Some(id) = view.card().map(str::to_owned) else { return };
        (view.done, view.shown) = (view.done + 1, false);
        let is_last = view.card().is_none();
        let review = Review { reviewed: now.to_string(), id: id.clone(), grade };
        self.cards.add(review.clone());
        effects.push(Effect::SaveReview(review));
        let next = self.notes.notebook.get(&id).map(|annotation| self.cards.state(annotation).due);
        let next = next.map(|next| next.strftime("%-d %b %Y, %H:%M UTC").to_string()).unwrap_or_default();
        self.count_due(now);
        if is_last {
            self.view = View::Reading;
            self.tell(format!("this one comes again on {next}; nothing else is due"));
        } else {
            self.tell(format!("comes again on {next}"));
        }
    }

    fn go_to_card(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        let View::Review(view) = &self.view else { return };
        let annotation = view.card().and_then(|id| self.notes.notebook.get(id));
        match annotation.and_then(|annotation| self.notes.place(annotation)) {
            Some((source, span)) => self.jump(source, span.start(), now, effects),
            None => self.tell("the words of this card stand nowhere any more"),
        }
    }
}
