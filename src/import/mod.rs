//! From the bytes of a file to a [`Source`]. Gets bytes and a name, knows no paths and no files, and never fails: what
//! cannot be read is replaced or left out, with a [`Warning`].

pub mod encoding;
mod front_matter;
mod language;
mod lines;
mod markdown;
mod meta;
mod outside;
mod plain;
mod written_date;

pub use written_date::{date_in, edtf};

use crate::text::Block;
use crate::text::BlockKind;
use crate::text::Field;
use crate::text::Meta;
use crate::text::Origin;
use crate::text::Source;
use crate::text::Span;
use crate::text::offsets::character_border;
use crate::text::sentence::sentences;
use crate::text::source::Passage;
use crate::text::words::one_line;
use crate::text::words::words;

/// Longest paragraph in bytes; a longer one is divided, at a sentence border where it has one, so that no screen ever
/// has to lay out more than this for one row.
const LONGEST_BLOCK: usize = 16 * 1024;

/// Characters of a text that tell whether it is one.
const SAMPLE: usize = 4096;

/// Words of a made-up title.
const MADE_UP_WORDS: usize = 9;

/// Something about a source that a reader should know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// Name of the source.
    pub source: String,
    /// Line of the file, from 1, where it can be told.
    pub line: Option<usize>,
    /// What is wrong and what was done.
    pub message: String,
}

impl std::fmt::Display for Warning {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}:{line}: {}", self.source, self.message),
            None => write!(f, "{}: {}", self.source, self.message),
        }
    }
}

/// Endings of file names that can be read, in lower case.
pub const READABLE: &[&str] = &["txt", "text", "md", "markdown"];

/// Whether a file of this name can be read.
pub fn is_readable(name: &str) -> bool {
    ending(name).is_some_and(|ending| READABLE.contains(&ending.as_str()))
}

fn ending(name: &str) -> Option<String> {
    let file = name.rsplit('/').next().unwrap_or(name);
    file.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase())
}

/// Reads one source. `name` is its name relative to the dossier; its ending tells Markdown from plain text.
pub fn import(name: &str, bytes: &[u8]) -> (Source, Vec<Warning>) {
    let (decoded, mut complaints) = encoding::decode(bytes);
    let head = front_matter::split(&decoded);
    complaints.extend(head.complaint);
    let text = if head.body == 0 { decoded } else { decoded[head.body..].to_owned() };
    if is_binary(&text) {
        let message = "is no text: it is listed, and takes no part in anything".to_owned();
        let blocks = vec![Block { kind: BlockKind::Outside, span: Span::new(0, text.len().min(LONGEST_BLOCK)) }];
        let blocks = blocks.into_iter().filter(|block| !block.span.of(&text).is_empty()).collect();
        let source = Source { name: name.to_owned(), blocks, text, ..Source::default() };
        return (source, vec![Warning { source: name.to_owned(), line: None, message }]);
    }
    if text.trim().is_empty() {
        complaints.push((None, "is empty".to_owned()));
    }
    let is_markdown = matches!(ending(name).as_deref(), Some("md" | "markdown"));
    let parsed = if is_markdown { markdown::parse(&text) } else { plain::parse(&text) };
    let blocks = divide_long(&text, parsed.blocks);
    let n_words = blocks.iter().filter(|block| block.kind.is_analysed()).map(|block| words(block.span.of(&text)).count()).sum();
    let mut source = Source {
        n_words,
        name: name.to_owned(),
        meta: laid_over(head.meta, parsed.meta),
        passages: passages(&text, &blocks),
        blocks,
        hidden: parsed.hidden,
        text,
    };
    if source.meta.title.is_none() {
        source.meta.title = made_up_title(&source).map(|title| Field::new(title, Origin::MadeUp));
    }
    if source.meta.language.is_none() {
        source.meta.language = language::language(&source.text).map(|tag| Field::new(tag, Origin::Text));
    }
    let warnings = complaints.into_iter().map(|(line, message)| Warning { source: name.to_owned(), line, message });
    (source, warnings.collect())
}

/// Whether a twentieth of the beginning of a text is control characters and bytes that were replaced.
fn is_binary(text: &str) -> bool {
    let sample = text.chars().take(SAMPLE);
    let odd = sample.clone().filter(|c| c.is_control() && !c.is_whitespace() || *c == '\u{fffd}').count();
    odd * 20 > sample.count() && odd > 8
}

/// What a parser made of a text.
#[derive(Default)]
struct Parsed {
    meta: Meta,
    blocks: Vec<Block>,
    /// Stretches inside blocks that are marks and not words.
    hidden: Vec<Span>,
}

/// A line of the file, from 1, if known, and what is wrong there.
type Complaint = (Option<usize>, String);

/// `upper` where it knows something, else `lower`.
fn laid_over(upper: Meta, lower: Meta) -> Meta {
    Meta {
        title: upper.title.or(lower.title),
        standfirst: upper.standfirst.or(lower.standfirst),
        publisher: upper.publisher.or(lower.publisher),
        author: upper.author.or(lower.author),
        date: upper.date.or(lower.date),
        url: upper.url.or(lower.url),
        language: upper.language.or(lower.language),
        tags: if upper.tags.is_empty() { lower.tags } else { upper.tags },
    }
}

/// Sentences of the blocks that are linked; a title is one, whatever marks stand in it.
fn passages(text: &str, blocks: &[Block]) -> Vec<Passage> {
    let mut found = Vec::new();
    for (index, block) in blocks.iter().enumerate().filter(|(_, block)| block.kind.is_linked()) {
        if block.kind == BlockKind::Title {
            found.push(Passage { block: index as u32, span: block.span });
            continue;
        }
        let sentences = sentences(block.span.of(text)).into_iter().map(|sentence| sentence.shifted(block.span.start()));
        found.extend(sentences.map(|span| Passage { block: index as u32, span }));
    }
    found.shrink_to_fit();
    found
}

/// Divides blocks longer than [`LONGEST_BLOCK`].
fn divide_long(text: &str, blocks: Vec<Block>) -> Vec<Block> {
    if blocks.iter().all(|block| block.span.len() <= LONGEST_BLOCK) {
        return blocks;
    }
    let mut divided = Vec::new();
    for block in blocks {
        let mut start = block.span.start();
        while block.span.end() - start > LONGEST_BLOCK {
            let end = border(text, start);
            divided.push(Block { kind: block.kind, span: Span::new(start, end).trimmed(text) });
            start = end;
        }
        divided.push(Block { kind: block.kind, span: Span::new(start, block.span.end()).trimmed(text) });
    }
    divided.retain(|block| !block.span.is_empty());
    divided
}

/// Where a block that begins at `start` is divided: behind the last sentence that fits, else at the last blank, else
/// between two characters.
fn border(text: &str, start: usize) -> usize {
    let end = character_border(text, start + LONGEST_BLOCK);
    let window = &text[start..end];
    let found = sentences(window);
    if let [.., last, _] = found.as_slice() {
        return start + last.end();
    }
    window.rfind(char::is_whitespace).filter(|&at| at > 0).map_or(end, |at| start + at)
}

/// A title for a text that has none: its standfirst, else the beginning of its first sentence.
fn made_up_title(source: &Source) -> Option<String> {
    if let Some(standfirst) = &source.meta.standfirst {
        return Some(standfirst.value.clone());
    }
    let first = source.passages.first().map(|passage| passage.span).or_else(|| source.blocks.first().map(|block| block.span))?;
    let sentence = one_line(first.of(&source.text));
    let words: Vec<&str> = sentence.split(' ').collect();
    if words.len() <= MADE_UP_WORDS {
        return Some(sentence);
    }
    let beginning = words[..MADE_UP_WORDS].join(" ");
    Some(format!("{}\u{2026}", beginning.trim_end_matches([',', ';', ':', '.'])))
}
