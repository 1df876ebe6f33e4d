//! Made-up articles: 5 kB each, five stories of a hundred articles in every five hundred, words drawn by Zipf's law from the
//! vocabulary of the word clusters, names from the lists of places and given names, dates and figures among them.

use std::fmt::Write;
use std::time::Duration;
use std::time::Instant;

/// Bytes of an article.
const ARTICLE: usize = 5_000;
/// Articles of one story.
const STORY: usize = 100;

/// How long some work takes.
pub(crate) fn timed(work: impl FnOnce()) -> Duration {
    let start = Instant::now();
    work();
    start.elapsed()
}

/// A generator of numbers that gives the same ones every time (xorshift).
struct Random(u64);

impl Random {
    fn next(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % below.max(1) as u64) as usize
    }

    /// A rank below `below` by Zipf's law: the logarithm of the rank is even.
    fn rank(&mut self, below: usize) -> usize {
        let even = self.next(1 << 20) as f64 / f64::from(1 << 20);
        ((below as f64).powf(even) as usize).saturating_sub(1).min(below - 1)
    }
}

fn column(list: &'static str) -> Vec<&'static str> {
    list.lines().filter_map(|line| line.split('\t').next()).collect()
}

/// One article of its story.
pub(crate) fn article(number: usize) -> String {
    thread_local! {
        static LISTS: [Vec<&'static str>; 3] = [
            column(include_str!("../../data/tagger/clusters.tsv")).into_iter().filter(|word| word.chars().all(|c| c.is_ascii_lowercase())).collect(),
            column(include_str!("../../data/names/places.tsv")),
            column(include_str!("../../data/names/given.tsv")),
        ];
    }
    LISTS.with(|[vocabulary, places, given]| {
        let mut own = Random(0x9e37_79b9 + 7 * number as u64);
        let mut story = Random(0x51_7cc1 + 31 * (number / STORY) as u64);
        let topic: Vec<&str> = (0..40).map(|_| vocabulary[story.next(vocabulary.len())]).collect();
        let people: Vec<String> =
            (0..6).map(|_| format!("{} {}", given[story.next(given.len())], given[story.next(given.len())])).collect();
        let towns: Vec<&str> = (0..4).map(|_| places[story.next(places.len())]).collect();
        let mut text = format!("---\nlanguage: en\n---\n{} and {} in {}\n\n", topic[0], topic[1], towns[0]);
        while text.len() < ARTICLE {
            let length = 12 + own.next(16);
            for at in 0..length {
                let word = match own.next(20) {
                    0 => people[own.next(people.len())].as_str(),
                    1 => towns[own.next(towns.len())],
                    2..=5 => topic[own.next(topic.len())],
                    _ => vocabulary[own.rank(vocabulary.len())],
                };
                if at == 0 {
                    text.push_str("The ");
                }
                text.push_str(word);
                text.push(' ');
            }
            match own.next(8) {
                0 => write!(text, "killed {} people on {} July", 10 + own.next(200), 1 + own.next(28)).unwrap_or_default(),
                1 => write!(text, "since {}", 1990 + own.next(35)).unwrap_or_default(),
                _ => {}
            }
            text.push_str(if own.next(4) == 0 { ".\n\n" } else { ". " });
        }
        text
    })
}
