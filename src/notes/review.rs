//! Review by spaced repetition: the log of grades, and when a card is due by FSRS (the free spaced repetition scheduler).
//!
//! Only the log is kept, one line a grade; it can be joined from any number of machines, and the state of a card is found
//! by going through its grades in order.

use chrono::DateTime;
use chrono::Utc;
use jiff::Timestamp;
use rs_fsrs::Card;
use rs_fsrs::FSRS;
use rs_fsrs::Parameters;
use rs_fsrs::Rating;
use serde::Deserialize;
use serde::Serialize;

/// One grade that was given to a card.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Review {
    /// When, RFC 3339 in UTC.
    pub reviewed: String,
    /// The annotation that is the card.
    pub id: String,
    /// 1 again, 2 hard, 3 good, 4 easy.
    pub grade: u8,
}

/// What is known of a card.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CardState {
    /// When it is due.
    pub due: Timestamp,
    /// How often it was reviewed.
    pub reviews: usize,
    /// Days after which it is still known with nine chances in ten; 0 before the first review.
    pub stability: f64,
}

/// The line of one grade.
pub fn line(review: &Review) -> String {
    // A struct of strings and a number always has a form in JSON.
    let mut line = serde_json::to_string(review).unwrap_or_default();
    line.push('\n');
    line
}

/// Reads lines, each grade once, by time; gives those that can't be read back.
pub fn parse(lines: &str) -> (Vec<Review>, Vec<String>) {
    let mut found = Vec::new();
    let mut unread = Vec::new();
    for line in lines.lines().filter(|line| !line.trim().is_empty()) {
        match serde_json::from_str::<Review>(line) {
            Ok(review) => found.push(review),
            Err(_) => unread.push(line.to_owned()),
        }
    }
    found.sort();
    found.dedup();
    (found, unread)
}

/// The state of a card made at `created`, from its grades by time.
pub fn state<'a>(created: Timestamp, reviews: impl Iterator<Item = &'a Review>) -> CardState {
    let mut reviews = reviews.peekable();
    if reviews.peek().is_none() {
        return CardState { due: created, reviews: 0, stability: 0.0 };
    }
    // The scheduler may spread the due days of cards at random; the same log must give the same day on every machine.
    let fsrs = FSRS::new(Parameters { enable_fuzz: false, ..Parameters::default() });
    let made = time(created);
    let mut card = Card { due: made, last_review: made, ..Card::default() };
    let mut count = 0;
    for review in reviews {
        let Ok(reviewed) = review.reviewed.parse::<Timestamp>() else { continue };
        card = fsrs.next(card, time(reviewed), rating(review.grade)).card;
        count += 1;
    }
    let due = Timestamp::from_second(card.due.timestamp()).unwrap_or(created);
    CardState { due: if count == 0 { created } else { due }, reviews: count, stability: card.stability }
}

fn rating(grade: u8) -> Rating {
    match grade {
        0 | 1 => Rating::Again,
        2 => Rating::Hard,
        3 => Rating::Good,
        _ => Rating::Easy,
    }
}

fn time(timestamp: Timestamp) -> DateTime<Utc> {
    DateTime::from_timestamp(timestamp.as_second(), 0).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(day: &str) -> Timestamp {
        format!("{day}T08:00:00Z").parse().expect("a time")
    }

    fn review(day: &str, grade: u8) -> Review {
        Review { reviewed: at(day).to_string(), id: "a".to_owned(), grade }
    }

    #[test]
    fn a_new_card_is_due_at_once_and_a_known_one_later_and_later() {
        let made = at("2025-01-01");
        assert_eq!(state(made, [].iter()).due, made);
        let mut reviews = Vec::new();
        let mut day = made;
        let mut gaps = Vec::new();
        for _ in 0..5 {
            reviews.push(Review { reviewed: day.to_string(), id: "a".to_owned(), grade: 3 });
            let next = state(made, reviews.iter()).due;
            gaps.push(next.duration_since(day).as_secs());
            day = next;
        }
        assert!(gaps[4] > gaps[2] && gaps[2] > gaps[0], "{gaps:?}");
    }

    #[test]
    fn a_forgotten_card_comes_back_sooner() {
        let made = at("2025-01-01");
        let known = [review("2025-01-01", 3), review("2025-01-08", 3)];
        let forgotten = [review("2025-01-01", 3), review("2025-01-08", 1)];
        assert!(state(made, forgotten.iter()).due < state(made, known.iter()).due);
    }

    #[test]
    fn logs_of_two_machines_join_in_any_order() {
        let (one, other) = (review("2025-01-01", 3), review("2025-01-02", 2));
        let lines = |reviews: &[&Review]| reviews.iter().map(|review| line(review)).collect::<String>();
        assert_eq!(parse(&lines(&[&one, &other, &one])), parse(&lines(&[&other, &one])));
    }
}
