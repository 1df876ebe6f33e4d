//! Correcting what was read from where one reads: the metadata of a source, the kind of a name and what it names, the words of a
//! theme, what belongs to an article. Corrections are written to the dossier's configuration, and taken back by undo.

use crate::analysis::lexicon::EntityKind;
use crate::analysis::questions::matrix::mentions_of;
use crate::analysis::questions::search::Hit;
use crate::analysis::relations::entities::EntityId;
use crate::app::App;
use crate::app::View;
use crate::app::choice::Choice;
use crate::app::choice::Choosing;
use crate::app::choice::Item;
use crate::app::choice::Meaning;
use crate::app::message::Effect;
use crate::app::overlay::Overlay;
use crate::app::panes::Pane;
use crate::app::prompt::Prompt;
use crate::app::prompt::PromptKind;
use crate::app::sidebar;
use crate::text::BlockKind;
use crate::text::Field;
use crate::text::Source;
use crate::text::calendar::When;
use crate::text::words::one_line;

/// Characters of a block by which it is known again.
const OPENING: usize = 60;

/// A field of a source that can be corrected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SourceField {
    /// The short name by which it is told from the others.
    Name,
    /// Headline.
    Title,
    /// Publisher.
    Publisher,
    /// Author.
    Author,
    /// Day of publication.
    Date,
    /// Language, as a BCP 47 tag.
    Language,
    /// Address.
    Url,
}

impl SourceField {
    /// All fields, in the order in which they are shown.
    pub const ALL: [SourceField; 7] = [
        SourceField::Name,
        SourceField::Title,
        SourceField::Publisher,
        SourceField::Author,
        SourceField::Date,
        SourceField::Language,
        SourceField::Url,
    ];

    /// Its name in the configuration.
    pub fn key(self) -> &'static str {
        match self {
            SourceField::Name => "name",
            SourceField::Title => "title",
            SourceField::Publisher => "publisher",
            SourceField::Author => "author",
            SourceField::Date => "date",
            SourceField::Language => "language",
            SourceField::Url => "url",
        }
    }

    fn of(self, source: &Source) -> Option<&Field> {
        let meta = &source.meta;
        match self {
            SourceField::Name => meta.short_name.as_ref(),
            SourceField::Title => meta.title.as_ref(),
            SourceField::Publisher => meta.publisher.as_ref(),
            SourceField::Author => meta.author.as_ref(),
            SourceField::Date => meta.date.as_ref(),
            SourceField::Language => meta.language.as_ref(),
            SourceField::Url => meta.url.as_ref(),
        }
    }
}

/// What is written down in the configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Correction {
    /// A field of a source.
    Source {
        /// Its name.
        file: String,
        /// The key of the field.
        field: &'static str,
        /// Its value; empty takes a value that was written before away.
        value: String,
    },
    /// These names mean one entity.
    Merge {
        /// Its name.
        name: String,
        /// What kind of thing it is.
        kind: &'static str,
        /// The names.
        aliases: Vec<String>,
    },
    /// An entity is of this kind; `none` for words that name nothing.
    Kind {
        /// Its name.
        name: String,
        /// The kind.
        kind: &'static str,
    },
    /// A name is none of this entity.
    Split {
        /// The name of the entity.
        name: String,
        /// Its kind.
        kind: &'static str,
        /// The name that names something else.
        alias: String,
    },
    /// A term carries a theme, or does not.
    Term {
        /// The theme.
        theme: String,
        /// The term.
        term: String,
        /// Whether it carries it.
        carries: bool,
    },
    /// A block is part of the article, or is not.
    Block {
        /// The source.
        file: String,
        /// The words with which the block begins.
        opening: String,
        /// Whether it is part of the article.
        inside: bool,
    },
}

impl Correction {
    /// What it says, in a few words.
    pub fn told(&self) -> String {
        match self {
            Correction::Source { field, value, .. } if value.is_empty() => format!("{field} as it was read"),
            Correction::Source { field, value, .. } => format!("{field} is {value:?} now"),
            Correction::Merge { name, aliases, .. } => format!("{} is {name} now", aliases.join(", ")),
            Correction::Kind { name, kind: "none" } => format!("{name} is no name"),
            Correction::Kind { name, kind } => format!("{name} is of the kind {kind}"),
            Correction::Split { name, alias, .. } => format!("{alias} is not {name}"),
            Correction::Term { theme, term, carries: true } => format!("{term:?} carries {theme}"),
            Correction::Term { theme, term, carries: false } => format!("{term:?} does not carry {theme}"),
            Correction::Block { inside: true, .. } => "part of the article".to_owned(),
            Correction::Block { inside: false, .. } => "no part of the article".to_owned(),
        }
    }
}

impl App {
    /// Shows what can be corrected here: of the chosen name, of the chosen theme, of the source.
    pub(super) fn correct(&mut self) {
        let item = self.sidebar_item();
        let entity = match item {
            Some(sidebar::Item::Entity(entity)) => Some(entity),
            _ => self.lens.entity,
        };
        let theme = match item {
            Some(sidebar::Item::Theme(theme)) => Some(theme),
            _ => self.lens.theme,
        };
        let in_list = self.focus == Pane::Sources && matches!(self.view, View::Reading);
        let listed = || self.sources.shown(&self.dossier).get(self.sources.list.selected);
        self.correcting = if in_list { listed() } else { Some(self.reader.source) };
        let mut items = Vec::new();
        items.extend(entity.map(|entity| self.entity_items(entity)).unwrap_or_default());
        items.extend(theme.map(|theme| self.theme_items(theme)).unwrap_or_default());
        items.extend(self.source_items());
        if items.is_empty() {
            return self.tell("nothing here can be corrected");
        }
        self.overlay = Some(Overlay::Choice(Choice::new(Choosing::Correct, items)));
    }

    fn entity_items(&self, id: EntityId) -> Vec<Item> {
        let Some(entity) = self.analysis.relations.as_ref().and_then(|relations| relations.entities.get(id)) else { return Vec::new() };
        let mut items = vec![heading(&format!("{} · {}", entity.name, entity.kind.label()))];
        let kinds = EntityKind::ALL.into_iter().filter(|kind| *kind != entity.kind);
        items.extend(kinds.map(|kind| item(&format!("it is of the kind {}", kind.label()), "", Meaning::SetKind(id, kind))));
        items.push(item("it is no name", "never marked again", Meaning::NoName(id)));
        for (number, (alias, count)) in self.aliases(id).into_iter().enumerate() {
            items.push(item(&format!("“{alias}” names something else"), &count.to_string(), Meaning::SplitName(id, number)));
        }
        items
    }

    /// The other words by which a thing is named, with how often, the most frequent first.
    fn aliases(&self, id: EntityId) -> Vec<(String, usize)> {
        let name = self.analysis.relations.as_ref().and_then(|relations| relations.entities.get(id)).map(|entity| entity.name.clone());
        let mut counts: Vec<(String, usize)> = Vec::new();
        for hit in mentions_of(&self.dossier, &self.analysis, id) {
            let written = self.words(hit);
            match counts.iter_mut().find(|(known, _)| *known == written) {
                Some((_, count)) => *count += 1,
                None if Some(&written) != name.as_ref() => counts.push((written, 1)),
                None => {}
            }
        }
        counts.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
        counts
    }

    fn theme_items(&self, theme: usize) -> Vec<Item> {
        let Some(found) = self.lexicon.themes().get(theme) else { return Vec::new() };
        vec![
            heading(&format!("theme {}", found.name)),
            item("add a word or phrase to it", "", Meaning::AddTerm(theme, true)),
            item("a word or phrase that does not carry it", "", Meaning::AddTerm(theme, false)),
        ]
    }

    fn source_items(&self) -> Vec<Item> {
        let Some((id, source)) = self.correcting.and_then(|id| Some((id, self.dossier.source(id)?))) else { return Vec::new() };
        let mut items = vec![heading(self.dossier.label(id))];
        for field in SourceField::ALL {
            let known = field.of(source);
            let detail = known.map_or_else(|| "unknown".to_owned(), |known| format!("{} ({})", known.value, known.origin.name()));
            items.push(item(field.key(), &detail, Meaning::CorrectSource(field)));
        }
        if id == self.reader.source
            && let Some(block) = source.blocks.iter().find(|block| block.span.contains(self.reader.cursor))
            && block.kind != BlockKind::Title
        {
            let inside = block.kind == BlockKind::Outside;
            let words = if inside { "this paragraph is part of the article" } else { "this paragraph is not part of the article" };
            let opening: String = one_line(block.span.of(&source.text)).chars().take(40).collect();
            items.push(item(words, &opening, Meaning::MoveBlock(inside)));
        }
        items
    }

    /// Asks for the value of a field.
    pub(super) fn ask_for_field(&mut self, field: SourceField) {
        let Some(source) = self.correcting.and_then(|id| self.dossier.source(id)) else { return };
        let known = field.of(source).map(|known| known.value.clone());
        let offered = || match field {
            SourceField::Name => self.correcting.map(|id| self.dossier.label(id).to_owned()),
            _ => None,
        };
        let text = known.or_else(offered).unwrap_or_default();
        self.overlay = Some(Overlay::Prompt(Prompt::with(PromptKind::Field(field), &text)));
    }

    /// Writes the value of a field down.
    pub(super) fn set_field(&mut self, field: SourceField, value: &str, effects: &mut Vec<Effect>) {
        let Some(source) = self.correcting.and_then(|id| self.dossier.source(id)) else { return };
        if field == SourceField::Date && !value.is_empty() && When::parse(value).is_none() {
            return self.warn(format!("{value:?} is no date: year-month-day such as 2025-07-04, or less"));
        }
        let correction = Correction::Source { file: source.name.clone(), field: field.key(), value: value.to_owned() };
        effects.push(Effect::Correct(correction));
    }

    /// Writes down what an entity is.
    pub(super) fn set_kind(&mut self, id: EntityId, kind: Option<EntityKind>, effects: &mut Vec<Effect>) {
        let Some(entity) = self.analysis.relations.as_ref().and_then(|relations| relations.entities.get(id)) else { return };
        let kind = kind.map_or("none", EntityKind::name);
        effects.push(Effect::Correct(Correction::Kind { name: entity.name.clone(), kind }));
        self.lens.entity = None;
    }

    /// Writes down that a name is none of an entity.
    pub(super) fn split_name(&mut self, id: EntityId, number: usize, effects: &mut Vec<Effect>) {
        let alias = self.aliases(id).into_iter().nth(number);
        let Some(entity) = self.analysis.relations.as_ref().and_then(|relations| relations.entities.get(id)) else { return };
        let Some((alias, _)) = alias else { return };
        effects.push(Effect::Correct(Correction::Split { name: entity.name.clone(), kind: entity.kind.name(), alias }));
    }

    /// Asks for a term; the words that are selected are offered.
    pub(super) fn ask_for_term(&mut self, theme: usize, carries: bool) {
        let selected = self.selection.as_ref().and_then(|_| self.marked());
        let words = selected.map(|span| self.words(Hit { source: self.reader.source, span })).unwrap_or_default();
        self.overlay = Some(Overlay::Prompt(Prompt::with(PromptKind::Term(theme, carries), &words)));
    }

    /// Writes down that a term carries a theme, or does not.
    pub(super) fn set_term(&mut self, theme: usize, term: &str, carries: bool, effects: &mut Vec<Effect>) {
        let Some(found) = self.lexicon.themes().get(theme).filter(|_| !term.is_empty()) else { return };
        effects.push(Effect::Correct(Correction::Term { theme: found.name.clone(), term: term.to_owned(), carries }));
    }

    /// Writes down that the block under the cursor is part of the article, or is not.
    pub(super) fn move_block(&mut self, inside: bool, effects: &mut Vec<Effect>) {
        let Some(source) = self.source() else { return };
        let Some(block) = source.blocks.iter().find(|block| block.span.contains(self.reader.cursor)) else { return };
        let opening: String = block.span.of(&source.text).chars().take(OPENING).collect();
        effects.push(Effect::Correct(Correction::Block { file: source.name.clone(), opening, inside }));
    }
}

fn heading(label: &str) -> Item {
    item(label, "", Meaning::Heading)
}

fn item(label: &str, detail: &str, meaning: Meaning) -> Item {
    Item { key: String::new(), label: label.to_owned(), detail: detail.to_owned(), meaning }
}
