//! What the sides of a row are about, as a phrase: what is counted, and the words near the figure that several sides have.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::analysis::facts::Figure;
use crate::analysis::relations::same_quantity::Quantity;
use crate::analysis::relations::slots::says_what;
use crate::text::Dossier;
use crate::text::Span;
use crate::text::words::clipped;
use crate::text::words::fold;
use crate::text::words::inflection_key;
use crate::text::words::one_line;
use crate::text::words::words;

/// Words on each side of a figure that may tell what it is.
const REACH: usize = 14;
/// Most words of a phrase that several sides have.
const LONGEST: usize = 5;
/// Words before a figure that name it where the sides have none in common.
const ALONE: usize = 10;

/// The phrase for figures of one quantity; each is told in its passage.
pub(in crate::analysis::questions) fn topic<'a>(dossier: &Dossier, sides: impl Iterator<Item = &'a Quantity>) -> String {
    let sides: Vec<Side> = sides.filter_map(|quantity| Side::of(dossier, quantity)).collect();
    let mut holders: BTreeMap<&str, BTreeSet<u32>> = BTreeMap::new();
    for side in &sides {
        side.words.iter().for_each(|(_, key)| _ = holders.entry(key).or_default().insert(side.number));
    }
    let all: BTreeSet<u32> = sides.iter().map(|side| side.number).collect();
    let shared = |key: &str| holders.get(key).is_some_and(|of| of.len() > 1 && 2 * of.len() >= all.len());
    let phrases = sides.iter().map(|side| side.phrase(&shared)).filter(|phrase| !phrase.is_empty());
    let phrase = phrases.max_by_key(|phrase| (phrase.split(' ').count().min(LONGEST), std::cmp::Reverse(phrase.len()))).unwrap_or_default();
    let counted = sides.iter().filter_map(Side::counted).max_by_key(String::len);
    match counted {
        Some(counted) => {
            let new: Vec<&str> = phrase.split(' ').filter(|word| !counted.contains(word)).collect();
            if new.iter().all(|word| word.is_empty()) { counted } else { format!("{counted} \u{b7} {}", new.join(" ")) }
        }
        None if !phrase.is_empty() => phrase,
        None => sides.iter().map(Side::before).max_by_key(String::len).unwrap_or_default(),
    }
}

/// One figure in its passage.
struct Side<'a> {
    /// The number of its passage's source, or of the passage where one text tells it twice.
    number: u32,
    text: &'a str,
    passage: Span,
    figure: &'a Figure,
    /// Words near it that say something, with their keys.
    words: Vec<(Span, String)>,
}

impl<'a> Side<'a> {
    fn of(dossier: &'a Dossier, quantity: &'a Quantity) -> Option<Side<'a>> {
        let (_, source, passage) = dossier.passage(quantity.setting.passage)?;
        let (text, figure) = (source.text.as_str(), &quantity.figure);
        let all: Vec<Span> = words(passage.span.of(text)).map(|word| word.shifted(passage.span.start())).collect();
        let at = all.partition_point(|word| word.end() <= figure.hedged.start());
        let near = &all[at.saturating_sub(REACH)..(at + REACH).min(all.len())];
        let tells = |word: &&Span| says_what(word.of(text)) && figure.hedged.intersect(**word).is_none();
        let key = |word: Span| (word, inflection_key(&fold(word.of(text))).into_owned());
        let words = near.iter().filter(tells).map(|word| key(*word)).collect();
        Some(Side { number: quantity.setting.passage.0, text, passage: passage.span, figure, words })
    }

    /// What is counted and what happened to it.
    fn counted(&self) -> Option<String> {
        let noun = self.figure.counted?;
        let noun = one_line(self.figure.modifiers.map_or(noun, |words| Span::new(words.start(), noun.end())).of(self.text));
        Some(self.figure.predicate.map_or(noun.clone(), |class| format!("{noun}, {}", class.name())))
    }

    /// Its words that others have, too, those nearest to the figure, each once, in their order.
    fn phrase(&self, shared: &impl Fn(&str) -> bool) -> String {
        let distance = |word: &Span| match word.end() <= self.figure.hedged.start() {
            true => self.figure.hedged.start() - word.end(),
            false => word.start().saturating_sub(self.figure.hedged.end()),
        };
        let mut nearest: Vec<&(Span, String)> = self.words.iter().filter(|(_, key)| shared(key)).collect();
        nearest.sort_by_key(|(span, _)| distance(span));
        let mut seen = BTreeSet::new();
        let mut own: Vec<Span> = nearest.into_iter().filter(|(_, key)| seen.insert(key)).map(|(span, _)| *span).take(LONGEST).collect();
        own.sort_by_key(|span| span.start());
        own.iter().map(|word| word.of(self.text)).collect::<Vec<_>>().join(" ")
    }

    /// The words before it, of its clause where that is long enough to say something.
    fn before(&self) -> String {
        let before = one_line(Span::new(self.passage.start(), self.figure.hedged.start().max(self.passage.start())).of(self.text));
        let clause = before.rsplit([',', ';', ':', '(']).next().map(str::trim).filter(|clause| clause.split(' ').count() > 2);
        let words: Vec<&str> = clause.unwrap_or(&before).split(' ').collect();
        let joins = |word: &&&str| matches!(word.to_lowercase().as_str(), "and" | "but" | "or" | "while" | "with" | "that");
        let first = words.len().saturating_sub(ALONE);
        let last = words[first + words[first..].iter().take_while(joins).count()..].join(" ");
        if last.is_empty() { clipped(self.passage.of(self.text), 60) } else { last }
    }
}
