//! Words of passages as terms: what two passages can have in common.
//!
//! Apostrophes straight, possessives dropped, American spelling, numbers as digits without separators, month
//! abbreviations spelled out, function words left out, irregular forms made regular, Snowball stems (Porter 2), and the names of
//! one entity as one term.

use std::collections::HashMap;
use std::collections::HashSet;

use crate::analysis::facts::Mention;
use crate::analysis::relations::entities::EntityId;
use crate::analysis::relations::normal_form::is_everyday;
use crate::analysis::relations::normal_form::normal_form;
use crate::text::Span;
use crate::text::words::strip_possessive;
use crate::text::words::words;

/// Number of a term in its vocabulary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TermId(pub u32);

/// What a term is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TermKind {
    /// A word.
    Word,
    /// A number.
    Number,
    /// A year from 1000 to 2999 or a month.
    Calendar,
    /// A thing that is named.
    Name,
}

/// A term where it stands.
#[derive(Clone, Copy, Debug)]
pub struct Token {
    /// The term.
    pub term: TermId,
    /// Where it stands in the source's text.
    pub span: Span,
}

/// What a token is read from.
#[derive(Clone, Copy)]
enum Piece {
    Word,
    Name(EntityId),
}

/// Words of `passage` in order, a mention as one piece.
fn pieces<'a>(text: &'a str, passage: Span, mentions: &'a [(Mention, EntityId)]) -> impl Iterator<Item = (Piece, Span)> + 'a {
    let mut mentions = mentions.iter().peekable();
    let mut name_end = 0;
    words(passage.of(text)).filter_map(move |word| {
        let span = word.shifted(passage.start());
        if span.start() < name_end {
            return None;
        }
        while mentions.peek().is_some_and(|(mention, _)| mention.span.end() <= span.start()) {
            mentions.next();
        }
        match mentions.peek() {
            Some((mention, entity)) if mention.span.start() <= span.start() => {
                name_end = mention.span.end();
                Some((Piece::Name(*entity), mention.span))
            }
            _ => Some((Piece::Word, span)),
        }
    })
}

/// All terms of a dossier.
#[derive(Default)]
pub struct Vocabulary {
    /// Surface forms seen; `None` is a function word.
    by_surface: HashMap<Box<str>, Option<TermId>>,
    by_form: HashMap<Box<str>, TermId>,
    by_entity: HashMap<EntityId, TermId>,
    /// Single words that name one entity wherever they are recognised as a name: where they are not, they name it too.
    aliases: HashMap<Box<str>, EntityId>,
    ambiguous: HashSet<Box<str>>,
    kinds: Vec<TermKind>,
    /// Whether each is a word that everybody uses.
    everyday: Vec<bool>,
}

impl std::fmt::Debug for Vocabulary {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Vocabulary({} terms)", self.kinds.len())
    }
}

impl Vocabulary {
    /// How many terms there are.
    pub fn len(&self) -> usize {
        self.kinds.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.kinds.is_empty()
    }

    /// What a term is made of.
    pub fn kind(&self, term: TermId) -> TermKind {
        self.kinds.get(term.0 as usize).copied().unwrap_or(TermKind::Word)
    }

    /// Whether a term is a word that everybody uses whatever they speak of.
    pub fn is_everyday(&self, term: TermId) -> bool {
        self.everyday.get(term.0 as usize).copied().unwrap_or(false)
    }

    /// Terms of `passage`, a stretch of `text`, in order, new ones added; `mentions` are those within it.
    pub fn add(&mut self, text: &str, passage: Span, mentions: &[(Mention, EntityId)]) -> Vec<Token> {
        let pieces = pieces(text, passage, mentions);
        pieces.filter_map(|(piece, span)| Some(Token { term: self.intern(piece, span.of(text))?, span })).collect()
    }

    /// Terms of `passage` that are known, in order.
    pub fn tokens(&self, text: &str, passage: Span, mentions: &[(Mention, EntityId)]) -> Vec<Token> {
        let pieces = pieces(text, passage, mentions);
        pieces.filter_map(|(piece, span)| Some(Token { term: self.known(piece, span.of(text))?, span })).collect()
    }

    /// Takes `word`, written with a capital, for a name of `entity` wherever it stands; a word that names two things is
    /// left to itself.
    pub fn add_alias(&mut self, word: &str, entity: EntityId) {
        let is_name = word.chars().count() > 2 && word.starts_with(char::is_uppercase) && !word.contains(char::is_whitespace);
        if is_name && *self.aliases.entry(word.into()).or_insert(entity) != entity {
            self.ambiguous.insert(word.into());
        }
    }

    fn alias(&self, written: &str) -> Option<EntityId> {
        if !written.starts_with(char::is_uppercase) {
            return None;
        }
        let word = strip_possessive(written);
        self.aliases.get(word).copied().filter(|_| !self.ambiguous.contains(word))
    }

    fn intern(&mut self, piece: Piece, written: &str) -> Option<TermId> {
        match piece {
            Piece::Word => match self.alias(written) {
                Some(entity) => Some(self.entity_term(entity)),
                None => self.word_term(written),
            },
            Piece::Name(entity) => Some(self.entity_term(entity)),
        }
    }

    fn known(&self, piece: Piece, written: &str) -> Option<TermId> {
        match piece {
            Piece::Word if self.alias(written).is_some() => self.by_entity.get(&self.alias(written)?).copied(),
            Piece::Word => self.by_form.get(&*normal_form(written)?.0).copied(),
            Piece::Name(entity) => self.by_entity.get(&entity).copied(),
        }
    }

    fn entity_term(&mut self, entity: EntityId) -> TermId {
        let next = TermId(self.kinds.len() as u32);
        let term = *self.by_entity.entry(entity).or_insert(next);
        if term == next {
            self.kinds.push(TermKind::Name);
            self.everyday.push(false);
        }
        term
    }

    fn word_term(&mut self, word: &str) -> Option<TermId> {
        if let Some(known) = self.by_surface.get(word) {
            return *known;
        }
        let term = normal_form(word).map(|(form, kind)| {
            let next = TermId(self.kinds.len() as u32);
            let is_everyday = kind == TermKind::Word && is_everyday(&form);
            let term = *self.by_form.entry(form.into()).or_insert(next);
            if term == next {
                self.kinds.push(kind);
                self.everyday.push(is_everyday);
            }
            term
        });
        self.by_surface.insert(word.into(), term);
        term
    }

    /// Frees what is needed only while terms are being added.
    pub fn seal(&mut self) {
        self.by_surface = HashMap::new();
        self.by_entity.shrink_to_fit();
        self.by_form.shrink_to_fit();
    }
}

#[cfg(test)]
mod tests {
    use super::Vocabulary;
    use crate::text::Span;

    fn terms(vocabulary: &mut Vocabulary, text: &str) -> Vec<u32> {
        vocabulary.add(text, Span::new(0, text.len()), &[]).into_iter().map(|token| token.term.0).collect()
    }

    #[test]
    fn forms_of_one_word_are_one_term() {
        let mut vocabulary = Vocabulary::default();
        let first = terms(&mut vocabulary, "The US recognised 15,000 attacks in Jul. and two.");
        let second = terms(&mut vocabulary, "US recognizes 15000 attack July 2");
        assert_eq!(first, second);
        assert!(terms(&mut vocabulary, "which of us is it").is_empty());
    }
}
