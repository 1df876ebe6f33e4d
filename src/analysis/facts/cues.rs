//! Words that carry a theme.

use crate::analysis::facts::Mention;
use crate::analysis::layer::Layer;
use crate::analysis::layer::Mark;
use crate::analysis::lexicon::EntityKind;
use crate::analysis::lexicon::Lexicon;
use crate::analysis::phrases::Found;
use crate::analysis::phrases::Words;
use crate::text::Block;
use crate::text::Source;
use crate::text::Span;

/// A word or phrase that carries a theme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cue {
    /// Where it stands.
    pub span: Span,
}

impl Mark for Cue {
    fn span(&self) -> Span {
        self.span
    }
}

/// Cues of every theme of the lexicon, a layer each.
///
/// A term inside a longer name is no cue (`Federal Security Service` is no word on security), nor is one inside a
/// phrase of the theme's `not` list. A term that is a name itself counts wherever it stands.
pub(super) fn cues(source: &Source, blocks: &[(Block, Words)], lexicon: &Lexicon, mentions: &Layer<Mention>) -> Vec<Layer<Cue>> {
    let mut found: Vec<Vec<Cue>> = vec![Vec::new(); lexicon.themes().len()];
    for (block, words) in blocks {
        let text = block.span.of(&source.text);
        for (theme, cues) in found.iter_mut().enumerate() {
            let (terms, false_friends) = lexicon.terms(theme);
            let hits = terms.find(words);
            if hits.is_empty() {
                continue;
            }
            let excluded = false_friends.find(words);
            for Found { span, .. } in hits {
                let place = span.shifted(block.span.start());
                let is_name = span.of(text).starts_with(char::is_uppercase) && terms_name(lexicon, theme, span.of(text));
                let in_false_friend = excluded.iter().any(|friend| friend.span.covers(span));
                if !in_false_friend && (is_name || !inside_longer_name(mentions, place, &source.text)) {
                    cues.push(Cue { span: place });
                }
            }
        }
    }
    found.into_iter().map(Layer::new).collect()
}

/// Whether a term of the theme is written with capitals like `found`.
fn terms_name(lexicon: &Lexicon, theme: usize, found: &str) -> bool {
    lexicon.themes()[theme].terms.iter().any(|term| term.chars().any(char::is_uppercase) && found.starts_with(term.trim_end_matches('*')))
}

fn inside_longer_name(mentions: &Layer<Mention>, cue: Span, text: &str) -> bool {
    mentions.within(cue).iter().any(|mention| {
        let is_longer = mention.span.covers(cue) && mention.span != cue;
        let several_words = mention.span.of(text).contains([' ', '-', '\u{2013}', '\u{a0}']);
        is_longer && several_words && !matches!(mention.kind, EntityKind::Norp | EntityKind::Event)
    })
}
