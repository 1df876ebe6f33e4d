//! Which themes a passage touches, and how strongly: from its words that carry the theme, how rare each of them is in the
//! text, and what its neighbours touch.

use std::collections::HashMap;

use crate::analysis::Facts;
use crate::text::Source;
use crate::text::Span;
use crate::text::words::fold;
use crate::text::words::inflection_key;
use crate::text::words::one_line;

/// How much a cue of the passage before or behind counts beside one of the passage itself.
const NEIGHBOUR: f32 = 0.2;
/// How much the most frequent cue of a text counts beside one that stands there once.
const COMMONEST: f32 = 0.4;

/// One theme in one passage.
#[derive(Clone, Debug, PartialEq)]
pub struct ThemeOfPassage {
    /// Index into the lexicon's themes.
    pub theme: usize,
    /// Words that carry it, in order.
    pub cues: Vec<Span>,
    /// From 0 to 1: half for one rare cue, more for each further one and for cues beside it, less for common ones.
    pub weight: f32,
}

/// The themes of one source, with how much each cue tells there.
pub struct ThemesOfSource<'a> {
    source: &'a Source,
    facts: &'a Facts,
    /// Of each theme: how much a cue tells, by its form.
    telling: Vec<HashMap<String, f32>>,
}

impl<'a> ThemesOfSource<'a> {
    /// Counts the cues of a source.
    pub fn new(source: &'a Source, facts: &'a Facts) -> ThemesOfSource<'a> {
        let count = |layer: &crate::analysis::layer::Layer<crate::analysis::facts::Cue>| {
            let mut counts: HashMap<String, f32> = HashMap::new();
            layer.all().iter().for_each(|cue| *counts.entry(form(cue.span.of(&source.text))).or_default() += 1.0);
            let most = counts.values().copied().fold(1.0, f32::max);
            // A word that stands everywhere in a text says less about one of its sentences.
            counts.values_mut().for_each(|count| *count = 1.0 - (1.0 - COMMONEST) * count.ln() / most.ln().max(1.0));
            counts
        };
        ThemesOfSource { source, facts, telling: facts.cues.iter().map(count).collect() }
    }

    /// How much the cues of `theme` within `span` tell.
    fn sum(&self, theme: usize, span: Span) -> f32 {
        let (Some(layer), Some(telling)) = (self.facts.cues.get(theme), self.telling.get(theme)) else { return 0.0 };
        layer.within(span).iter().map(|cue| telling.get(&form(cue.span.of(&self.source.text))).copied().unwrap_or(0.0)).sum()
    }

    /// Themes of a passage, in the lexicon's order.
    pub fn of(&self, passage: Span) -> Vec<ThemeOfPassage> {
        let passages = &self.source.passages;
        let at = passages.partition_point(|other| other.span.end() <= passage.start());
        let beside = [at.checked_sub(1).and_then(|before| passages.get(before)), passages.get(at + 1)];
        let rows = self.facts.cues.iter().enumerate().map(|(theme, layer)| {
            let cues: Vec<Span> = layer.within(passage).iter().map(|cue| cue.span).collect();
            let near: f32 = beside.into_iter().flatten().map(|other| self.sum(theme, other.span)).sum();
            let sum = self.sum(theme, passage) + NEIGHBOUR * near;
            ThemeOfPassage { theme, weight: sum / (sum + 1.0), cues }
        });
        rows.filter(|row| !row.cues.is_empty()).collect()
    }
}

/// The form under which cues are counted: both spellings and all inflections of a word together.
fn form(cue: &str) -> String {
    one_line(cue).split(' ').map(|word| inflection_key(&fold(word)).into_owned()).collect::<Vec<_>>().join(" ")
}

/// Share of each theme in all cues of a source, from 0 to 1.
pub fn shares(facts: &Facts) -> Vec<f32> {
    let totals = facts.theme_totals();
    let sum = totals.iter().sum::<usize>().max(1) as f32;
    totals.into_iter().map(|total| total as f32 / sum).collect()
}

#[cfg(test)]
mod tests {
    use super::ThemesOfSource;
    use crate::analysis::Facts;
    use crate::analysis::facts::Cue;
    use crate::analysis::layer::Layer;
    use crate::text::Source;
    use crate::text::Span;
    use crate::text::source::Passage;

    #[test]
    fn rare_cues_and_cues_beside_a_passage_raise_its_weight() {
        let text = "War. War. War. A siege. A truce. Rain fell. A truce.".to_owned();
        let spans: Vec<Span> =
            text.match_indices('.').scan(0, |start, (end, _)| Some(Span::new(std::mem::replace(start, end + 2), end + 1))).collect();
        let cues = ["War", "siege", "truce"]
            .into_iter()
            .flat_map(|word| text.match_indices(word))
            .map(|(at, word)| Cue { span: Span::new(at, at + word.len()) });
        let facts = Facts { cues: vec![Layer::new(cues.collect())], ..Facts::default() };
        let passages = spans.iter().map(|span| Passage { block: 0, span: *span }).collect();
        let source = Source { text, passages, ..Source::default() };
        let themes = ThemesOfSource::new(&source, &facts);
        let weight = |passage: usize| themes.of(spans[passage]).first().map_or(0.0, |row| row.weight);
        assert!(weight(3) > weight(1), "a rare word tells more: {} {}", weight(3), weight(1));
        assert!(weight(4) > weight(6), "neighbours tell: {} {}", weight(4), weight(6));
        assert_eq!(weight(5), 0.0, "without a word of its own a passage has no theme");
    }
}
