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
use crate::text::Block;
use crate::text::BlockKind;
use crate::text::Language;
use crate::text::Passage;
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

    /// Whether a word is a common one of the language, in whatever case.
    pub fn is_common(&self, word: &str) -> bool {
        self.lists.clusters(hash::text(&word.to_lowercase())) != [0; 3]
    }

    /// Whether a word names a day, a month or a feast.
    pub fn is_of_calendar(&self, word: &str) -> bool {
        self.lists.classes(word) & lists::class::CALENDAR != 0
    }

    /// Names in sentences of a text; `sentences` are in order.
    pub fn names(&self, text: &str, sentences: &[Span]) -> Vec<Name> {
        let sentences: Vec<Sentence> = sentences.iter().map(|span| Sentence::new(text, *span)).collect();
        let mut names = tagging::tag(text, &sentences, &self.lists, &self.weights);
        document::settle(text, &sentences, &self.lists, &mut names);
        names
    }
}

/// Sentences of the body, and the title, standfirst, headings and cells of tables as one stretch each, in order.
fn stretches(source: &Source) -> Vec<Span> {
    let of_table = |passage: &&Passage| source.blocks.get(passage.block as usize).is_some_and(|block| block.kind == BlockKind::Table);
    let mut found: Vec<Span> = source.passages.iter().filter(|passage| !of_table(passage)).map(|passage| passage.span).collect();
    let whole = |block: &Block| !block.kind.is_linked() || block.kind == BlockKind::Table;
    found.extend(source.parts_read().filter(whole).map(|block| block.span));
    found.sort_by_key(|span| span.start());
    found
}
