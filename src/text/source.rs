//! One text with what is known about it.

use serde::Deserialize;
use serde::Serialize;

use crate::text::Span;
use crate::text::calendar::When;

/// One text of the dossier, with its parts told apart.
#[derive(Clone, Debug, Default)]
pub struct Source {
    /// Name relative to the dossier, with forward slashes: that of its file, with `#PART` behind it where the file holds
    /// several.
    pub name: String,
    /// What is known about it.
    pub meta: Meta,
    /// As what it is read.
    pub language: Language,
    /// The text that all spans refer to.
    pub text: String,
    /// Its parts in order; they do not overlap, and only white space and marks stand between them.
    pub blocks: Vec<Block>,
    /// Sentences of the blocks that are linked, in order: of the body, and the title and standfirst.
    pub passages: Vec<Passage>,
    /// Words of the body, its headings and title included.
    pub n_words: usize,
    /// Why there is nothing to read, if that is so though the file is not empty.
    pub trouble: Option<String>,
    /// Stretches inside blocks that are not drawn, in order: blanks before the rows of a text that was wrapped by hand.
    pub hidden: Vec<Span>,
    /// Words that are set off from the others, in order.
    pub emphasis: Vec<(Span, Emphasis)>,
    /// Words that lead somewhere, in order.
    pub links: Vec<Link>,
    /// Whether the text is that of its file, from some line on.
    pub text_is_its_file: bool,
    /// Where in its file what stands from a byte on is found, in order of the bytes.
    pub origins: Vec<(u32, FilePlace)>,
}

/// The language whose rules read a text. Its tag, as it was told, stands in [`Meta::language`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Language {
    /// English, or so short that nothing tells: dates, figures, quotations and names are found.
    #[default]
    English,
    /// One whose rules are not known here: themes, the reader's own names, dates and numbers of digits alone are found.
    Other,
}

/// How words are set off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Emphasis {
    /// Bold.
    Strong,
    /// Italic.
    Stressed,
    /// As typed: code, a name of a file, a key.
    Code,
    /// Struck through.
    Struck,
}

/// Words that lead somewhere. The address is beside the text: it is no word of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// The words.
    pub span: Span,
    /// An address as written, or `#` and the name of a footnote.
    pub address: String,
}

/// A place in a file, as its format counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FilePlace {
    /// A line of a text file, from 1.
    Line(u32),
    /// The label of a page of a PDF, as printed on it where it is.
    Page(String),
    /// The title of a chapter of a book.
    Chapter(String),
}

impl std::fmt::Display for FilePlace {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            FilePlace::Line(line) => write!(f, "line {line}"),
            FilePlace::Page(label) => write!(f, "p. {label}"),
            FilePlace::Chapter(title) => f.write_str(title),
        }
    }
}

/// A part of a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// What kind of part.
    pub kind: BlockKind,
    /// Where it stands, bullets and heading marks left out.
    pub span: Span,
    /// The number of an item of a numbered list, the rows of a table that are its header; else 0.
    pub number: u32,
}

impl Block {
    /// A part without a number.
    pub fn new(kind: BlockKind, span: Span) -> Block {
        Block { kind, span, number: 0 }
    }
}

impl Block {
    /// The rows of a table but for its header, without white space at their ends; none is empty.
    pub fn rows(self, text: &str) -> impl Iterator<Item = Span> + '_ {
        let lines = parted(text, self.span, '\n').skip(self.number as usize);
        lines.map(move |line| line.trimmed(text)).filter(|line| !line.is_empty())
    }

    /// All rows of a table, those of its header first, with the tabs at their ends.
    pub fn lines(self, text: &str) -> impl Iterator<Item = Span> + '_ {
        parted(text, self.span, '\n')
    }
}

/// The cells of a row of a table, without white space at their ends; none is empty.
pub fn cells(text: &str, row: Span) -> impl Iterator<Item = Span> + '_ {
    parted(text, row, '\t').map(move |cell| cell.trimmed(text)).filter(|cell| !cell.is_empty())
}

/// The stretches of `span` between the characters `mark`.
fn parted(text: &str, span: Span, mark: char) -> impl Iterator<Item = Span> + '_ {
    let mut at = span.start();
    span.of(text).split(mark).map(move |part| {
        let found = Span::new(at, at + part.len());
        at = found.end() + mark.len_utf8();
        found
    })
}

/// The unit that is related, noted and stepped through: a sentence of a paragraph, list item or quote, of the
/// standfirst, a row of a table, or the title.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Passage {
    /// Index of its block in [`Source::blocks`].
    pub block: u32,
    /// Where it stands, without white space at its ends.
    pub span: Span,
}

/// Kinds of blocks, as printed by `passages --all`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum BlockKind {
    /// The headline.
    Title,
    /// The line under the headline that sums the article up.
    Standfirst,
    /// A heading inside the body; the number is its level from 1.
    Heading(u8),
    /// Running text.
    Paragraph,
    /// An item of a list; the number is its depth from 0.
    ListItem(u8),
    /// A quotation set apart; the number is its depth from 0.
    Quote(u8),
    /// A table: its rows are lines, its cells are parted by tabs.
    Table,
    /// Lines that are kept as they stand: code, verse set apart.
    Code,
    /// Words under a picture or over a table.
    Caption,
    /// A note to words of the text.
    Footnote,
    /// Credit, tags, disclaimer, author note, navigation: takes no part in the analysis.
    Outside,
}

impl BlockKind {
    /// Its name in output.
    pub fn name(self) -> &'static str {
        match self {
            BlockKind::Title => "title",
            BlockKind::Standfirst => "standfirst",
            BlockKind::Heading(_) => "heading",
            BlockKind::Paragraph => "paragraph",
            BlockKind::ListItem(_) => "list-item",
            BlockKind::Quote(_) => "quote",
            BlockKind::Table => "table",
            BlockKind::Code => "code",
            BlockKind::Caption => "caption",
            BlockKind::Footnote => "footnote",
            BlockKind::Outside => "outside",
        }
    }

    /// Whether its sentences, or its rows, are passages of the body.
    pub fn holds_passages(self) -> bool {
        matches!(self, BlockKind::Paragraph | BlockKind::ListItem(_) | BlockKind::Quote(_) | BlockKind::Table)
    }

    /// Whether its sentences are related to those of other sources: those of the body, the title and the standfirst,
    /// which tell what happened in the fewest words.
    pub fn is_linked(self) -> bool {
        self.holds_passages() || matches!(self, BlockKind::Title | BlockKind::Standfirst)
    }

    /// Whether names and themes are looked for in it.
    pub fn is_analysed(self) -> bool {
        self.holds_passages() || matches!(self, BlockKind::Title | BlockKind::Standfirst | BlockKind::Heading(_))
    }
}

/// What is known about a source; what is not known is `None`, never invented.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meta {
    /// The name by which the reader tells it from others.
    #[serde(default)]
    pub short_name: Option<Field>,
    /// Headline. A made-up one has origin [`Origin::MadeUp`].
    pub title: Option<Field>,
    /// The line under the headline.
    pub standfirst: Option<Field>,
    /// Newspaper, agency or institute.
    pub publisher: Option<Field>,
    /// Writer or writers.
    pub author: Option<Field>,
    /// Day of publication as EDTF (ISO 8601-2), possibly partial: `2025-07-04`, `2025-07`.
    pub date: Option<Field>,
    /// Where it came from.
    pub url: Option<Field>,
    /// BCP 47 tag of the language.
    pub language: Option<Field>,
    /// Keywords that came with the text.
    pub tags: Vec<String>,
}

/// A value and where it was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Field {
    /// The value.
    pub value: String,
    /// Where it was read.
    pub origin: Origin,
}

/// Where a field of [`Meta`] was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Origin {
    /// A `[[source]]` row of the configuration.
    Config,
    /// YAML or TOML at the head of the file.
    FrontMatter,
    /// Metadata of the file's format.
    Metadata,
    /// Read off the text.
    Text,
    /// Read off the name of the file.
    FileName,
    /// Not told anywhere: the beginning of the text stands in.
    MadeUp,
}

impl Origin {
    /// Its name in output.
    pub fn name(self) -> &'static str {
        match self {
            Origin::Config => "config",
            Origin::FrontMatter => "front-matter",
            Origin::Metadata => "metadata",
            Origin::Text => "text",
            Origin::FileName => "file-name",
            Origin::MadeUp => "made-up",
        }
    }
}

impl Field {
    /// A value with its origin.
    pub fn new(value: impl Into<String>, origin: Origin) -> Field {
        Field { value: value.into(), origin }
    }
}

impl Source {
    /// When it says that it was published: a day, a month or a year.
    pub fn published(&self) -> Option<When> {
        self.meta.date.as_ref().and_then(|date| When::parse(&date.value))
    }

    /// Title to show: the headline, or a made-up one. Never empty: a text without a letter has its file name.
    pub fn title(&self) -> &str {
        self.meta.title.as_ref().map_or(self.name.as_str(), |title| title.value.as_str())
    }

    /// The parts of `span` that are drawn.
    pub fn drawn(&self, span: Span) -> Vec<Span> {
        let first = self.hidden.partition_point(|hidden| hidden.end() <= span.start());
        let mut parts = Vec::new();
        let mut at = span.start();
        for hidden in self.hidden[first..].iter().take_while(|hidden| hidden.start() < span.end()) {
            if hidden.start() > at {
                parts.push(Span::new(at, hidden.start()));
            }
            at = hidden.end().max(at);
        }
        if at < span.end() {
            parts.push(Span::new(at, span.end()));
        }
        parts
    }

    /// The name of its file relative to the dossier.
    pub fn file(&self) -> &str {
        self.name.split_once('#').map_or(self.name.as_str(), |(file, _)| file)
    }

    /// The parts in which facts are looked for, in order: the blocks that are analysed, and of a table each cell, since words of
    /// two cells make no sentence. The heads of a table are none.
    pub fn parts_read(&self) -> impl Iterator<Item = Block> + '_ {
        self.blocks.iter().filter(|block| block.kind.is_analysed()).flat_map(|block| match block.kind {
            BlockKind::Table => {
                block.rows(&self.text).flat_map(|row| cells(&self.text, row)).map(|span| Block { span, ..*block }).collect()
            }
            _ => vec![*block],
        })
    }

    /// Where in its file the byte at `offset` is found, if its format tells.
    pub fn place_in_file(&self, offset: usize) -> Option<&FilePlace> {
        let behind = self.origins.partition_point(|(from, _)| *from as usize <= offset);
        behind.checked_sub(1).map(|at| &self.origins[at].1)
    }

    /// The links in `span`, in order.
    pub fn links_in(&self, span: Span) -> &[Link] {
        let from = self.links.partition_point(|link| link.span.end() <= span.start());
        let to = self.links.partition_point(|link| link.span.start() < span.end());
        &self.links[from..to.max(from)]
    }

    /// The words in `span` that are set off, in order.
    pub fn emphasis_in(&self, span: Span) -> impl Iterator<Item = (Span, Emphasis)> {
        let to = self.emphasis.partition_point(|(words, _)| words.start() < span.end());
        self.emphasis[..to].iter().filter(move |(words, _)| words.end() > span.start()).copied()
    }

    /// Whether the title was made up.
    pub fn title_is_made_up(&self) -> bool {
        self.meta.title.as_ref().is_none_or(|title| title.origin == Origin::MadeUp)
    }

    /// Short name to cite it by: publisher, else the author's last name, else the title marked as such.
    pub fn short_name(&self) -> String {
        if let Some(publisher) = &self.meta.publisher {
            return publisher.value.clone();
        }
        if let Some(author) = &self.meta.author {
            return author.value.split_whitespace().last().unwrap_or(&author.value).to_owned();
        }
        self.title().to_owned()
    }

    /// Number of the paragraph, list item or quote with index `block`, counted from 1 through the body.
    pub fn paragraph_number(&self, block: usize) -> usize {
        self.blocks.iter().take(block + 1).filter(|block| block.kind.holds_passages()).count()
    }

    /// Where a passage of the block with index `block` stands: `¶3`, or the name of what is no paragraph.
    pub fn paragraph_label(&self, block: usize) -> String {
        match self.blocks.get(block).map(|block| block.kind) {
            Some(kind) if kind.holds_passages() => format!("¶{}", self.paragraph_number(block)),
            Some(kind) => kind.name().to_owned(),
            None => String::new(),
        }
    }

    /// How many paragraphs, list items and quotes the body has.
    pub fn paragraph_count(&self) -> usize {
        self.blocks.iter().filter(|block| block.kind.holds_passages()).count()
    }

    /// Index of the passage that holds the byte at `offset`, else of the nearest one after it, else of the last.
    /// `None` if the source has no passage.
    pub fn passage_near(&self, offset: usize) -> Option<usize> {
        let next = self.passages.partition_point(|passage| passage.span.end() <= offset);
        (!self.passages.is_empty()).then(|| next.min(self.passages.len() - 1))
    }
}
