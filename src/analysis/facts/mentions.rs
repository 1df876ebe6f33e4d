//! Places where a person, organisation, place, event, work or product is named.

use crate::analysis::Models;
use crate::analysis::gazetteer::DEMONYMS;
use crate::analysis::layer::Layer;
use crate::analysis::layer::Mark;
use crate::analysis::lexicon::EntityKind;
use crate::analysis::lexicon::Lexicon;
use crate::analysis::phrases::Words;
use crate::text::Block;
use crate::text::Source;
use crate::text::Span;

/// A name in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mention {
    /// Where it stands, without a leading article and without a possessive.
    pub span: Span,
    /// What kind of thing it names.
    pub kind: EntityKind,
    /// Index into [`Lexicon::entities`] if the reader gave this name.
    pub known: Option<u16>,
}

impl Mark for Mention {
    fn span(&self) -> Span {
        self.span
    }
}

/// Names of the lexicon, and around them names that no lexicon knows.
pub(super) fn mentions(source: &Source, blocks: &[(Block, Words)], lexicon: &Lexicon, models: &Models) -> Layer<Mention> {
    let known = Layer::new(known(source, blocks, lexicon));
    let recognised = models.names.recognise(source).into_iter().filter(|name| {
        // A longer name is another thing than the one that the reader gave: `Kelso International` is not Kelso.
        let inside = known.within(name.span);
        inside.is_empty() || is_longer(name.span.of(&source.text), inside.iter().map(|known| known.span.of(&source.text)))
    });
    let recognised = recognised.filter(|name| !lexicon.is_no_name(name.span.of(&source.text)));
    let recognised: Vec<Mention> = recognised.map(|name| Mention { span: name.span, kind: name.kind, known: None }).collect();
    let recognised = Layer::new(recognised);
    let is_whole = |mention: &&Mention| recognised.within(mention.span).is_empty();
    let all = known.all().iter().filter(is_whole).chain(recognised.all()).copied().collect();
    Layer::new(all)
}

/// Whether a recognised name is more than the names of the reader in it: they begin it and words with capitals follow, and it is
/// no person with a title or a people before it.
fn is_longer<'a>(name: &str, inside: impl Iterator<Item = &'a str>) -> bool {
    let mut inside = inside.peekable();
    let begins = inside.peek().is_some_and(|known| name.len() > known.len() && name.starts_with(*known));
    let Some(only) = inside.next().filter(|_| begins && inside.peek().is_none()) else { return false };
    let rest = &name[only.len()..];
    rest.starts_with(' ') && rest[1..].split(' ').all(|word| word.starts_with(char::is_uppercase)) && !only.contains(' ')
}

fn known(source: &Source, blocks: &[(Block, Words)], lexicon: &Lexicon) -> Vec<Mention> {
    let mut known = Vec::new();
    if lexicon.names().is_empty() {
        return known;
    }
    for (block, words) in blocks {
        let text = block.span.of(&source.text);
        let found = lexicon.names().find(words).into_iter();
        known.extend(found.filter_map(|found| {
            let entity = lexicon.entities().get(found.target as usize)?;
            let kind = kind_as_written(entity.kind, found.span.of(text));
            Some(Mention { span: found.span.shifted(block.span.start()), kind, known: u16::try_from(found.target).ok() })
        }));
    }
    known
}

/// A demonym listed among the aliases of a place is one all the same.
fn kind_as_written(kind: EntityKind, written: &str) -> EntityKind {
    if kind == EntityKind::Place && DEMONYMS.holds(written) { EntityKind::Norp } else { kind }
}
