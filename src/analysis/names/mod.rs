//! Names that no configuration knows, recognised in English text.
//!
//! A structured perceptron with averaged weights (Collins, *Discriminative training methods for hidden Markov models*,
//! 2002) over hashed features, followed by steps that look at the whole document. `data/tagger/README.md` says what it
//! was trained on and what each part is worth; `examples/train_tagger.rs` trains it.

mod document;
pub mod features;
mod hash;
pub mod lists;
pub mod tagging;
pub mod tokens;
pub mod training;
pub mod weights;

use crate::analysis::lexicon::EntityKind;
use crate::text::Language;
use crate::text::Source;
use crate::text::Span;

use lists::Lists;
use tokens::Sentence;
use weights::Weights;

/// The embedded recogniser, ready for use. Shared by all threads.
pub struct Names {
    lists: Lists,
    weights: Weights,
}

/// A name that was recognised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Name {
    /// Where it stands.
    pub span: Span,
    /// What kind of thing it names.
    pub kind: EntityKind,
}

impl std::fmt::Debug for Names {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Names")
    }
}

impl Default for Names {
    fn default() -> Names {
        Names::embedded()
    }
}

impl Names {
    /// The recogniser that ships with the program.
    pub fn embedded() -> Names {
        Names { lists: Lists::embedded(), weights: Weights::embedded() }
    }

    /// A recogniser with weights of one's own, for measuring them.
    pub fn with_weights(weights: Weights) -> Names {
        Names { lists: Lists::embedded(), weights }
    }

    /// Names in the analysed blocks of `source`, in order. Empty for a text that is not English.
    pub fn recognise(&self, source: &Source) -> Vec<Name> {
        if source.language != Language::English {
            return Vec::new();
        }
        let stretches = stretches(source);
        self.names(&source.text, &stretches)
    }

    /// Names in sentences of a text; `sentences` are in order.
    pub fn names(&self, text: &str, sentences: &[Span]) -> Vec<Name> {
        let sentences: Vec<Sentence> = sentences.iter().map(|span| Sentence::new(text, *span)).collect();
        let mut names = tagging::tag(text, &sentences, &self.lists, &self.weights);
        document::settle(text, &sentences, &self.lists, &mut names);
        names
    }
}

/// Sentences of the body, and the title, standfirst and headings as one stretch each, in order.
fn stretches(source: &Source) -> Vec<Span> {
    let mut found: Vec<Span> = source.passages.iter().map(|passage| passage.span).collect();
    found.extend(source.blocks.iter().filter(|block| block.kind.is_analysed() && !block.kind.is_linked()).map(|block| block.span));
    found.sort_by_key(|span| span.start());
    found
}
