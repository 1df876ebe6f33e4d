//! From the bytes of a file to its [`Source`]s. Gets bytes and a name, knows no paths and no files, and never fails: what
//! cannot be read is replaced or left out, with a [`Warning`].

mod archive;
mod dateline;
pub mod draft;
pub mod encoding;
mod epub;
mod feed;
pub mod format;
mod front_matter;
mod html;
mod language;
mod lines;
mod mail;
mod markdown;
mod meta;
mod names;
mod office;
mod outside;
mod pdf;
mod plain;
mod subtitles;
mod warc;
mod written_date;
mod xml;

pub use written_date::{date_in, edtf};

use self::draft::Draft;
use crate::text::Block;
use crate::text::BlockKind;
use crate::text::Field;
use crate::text::Language;
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

/// Share of the letters of a text below which it is told that some are nowhere.
const MOST_PLACED: f32 = 0.9;
/// What is told of a file without a letter.
const IS_EMPTY: &str = "is empty";
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

/// Reads the first source of a file. `name` is its name relative to the dossier.
pub fn import(name: &str, bytes: &[u8]) -> (Source, Vec<Warning>) {
    let draft = format::read(name, bytes).into_iter().next().unwrap_or_default();
    finish(name, draft)
}

/// Reads all sources of a file.
pub fn import_all(name: &str, bytes: &[u8]) -> Vec<(Source, Vec<Warning>)> {
    format::read(name, bytes).into_iter().map(|draft| finish(name, draft)).collect()
}

/// What is the same for all formats: passages, a title and a language where the draft has none.
pub fn finish(file: &str, draft: Draft) -> (Source, Vec<Warning>) {
    let name = draft.part.as_ref().map_or_else(|| file.to_owned(), |part| format!("{file}#{part}"));
    let mut complaints = draft.complaints;
    let text = draft.text;
    if text.trim().is_empty() && complaints.is_empty() {
        complaints.push((None, IS_EMPTY.to_owned()));
    }
    if let Some(share) = placed(&text, &draft.blocks).filter(|share| *share < MOST_PLACED) {
        let message = format!("only {} % of its letters are in passages and other parts: the rest is not shown", (share * 100.0) as usize);
        complaints.push((None, message));
    }
    let trouble = complaints.iter().find(|(_, message)| text.is_empty() && message != IS_EMPTY).map(|(_, message)| message.clone());
    let blocks = divide_long(&text, draft.blocks);
    let n_words = blocks.iter().filter(|block| block.kind.is_analysed()).map(|block| words(block.span.of(&text)).count()).sum();
    let mut source = Source {
        n_words,
        language: Language::default(),
        trouble,
        meta: draft.meta,
        passages: passages(&text, &blocks),
        blocks,
        hidden: draft.hidden,
        text_is_its_file: draft.text_is_its_file,
        emphasis: draft.emphasis,
        links: draft.links,
        origins: draft.origins,
        name,
        text,
    };
    if source.meta.title.is_none() {
        source.meta.title = made_up_title(&source).map(|title| Field::new(title, Origin::MadeUp));
    }
    let sample = language::Sample::of(&source.text);
    if source.meta.language.is_none() {
        source.meta.language = sample.language().map(|tag| Field::new(tag, Origin::Text));
    }
    if source.meta.date.as_ref().is_none_or(|date| date.origin == Origin::Text)
        && let Some(day) = dateline::dateline(&source.text, &source.blocks)
    {
        source.meta.date = Some(Field::new(day, Origin::Text));
    }
    if source.meta.date.is_none() {
        source.meta.date = dateline::in_name(file).map(|date| Field::new(date, Origin::FileName));
    }
    source.language = sample.reads_as(source.meta.language.as_ref().map(|field| field.value.as_str()));
    let warnings = complaints.into_iter().map(|(line, message)| Warning { source: source.name.clone(), line, message }).collect();
    (source, warnings)
}

/// Takes blocks that begin with one of some openings out of the body, and others into it.
pub fn move_blocks(source: &mut Source, outside: &[String], inside: &[String]) {
    if outside.is_empty() && inside.is_empty() {
        return;
    }
    for block in &mut source.blocks {
        let text = block.span.of(&source.text);
        let opens = |openings: &[String]| openings.iter().any(|opening| !opening.is_empty() && text.starts_with(opening.as_str()));
        if opens(outside) {
            block.kind = BlockKind::Outside;
        } else if block.kind == BlockKind::Outside && opens(inside) {
            block.kind = BlockKind::Paragraph;
        }
    }
    source.passages = passages(&source.text, &source.blocks);
    let read = source.blocks.iter().filter(|block| block.kind.is_analysed());
    source.n_words = read.map(|block| words(block.span.of(&source.text)).count()).sum();
}

/// Has a source read as one in the language with a BCP 47 tag.
pub fn set_language(source: &mut Source, tag: &str) {
    source.language = language::Sample::of(&source.text).reads_as(Some(tag));
}

/// The share of the letters of a text that stand in its parts; `None` if it has none.
fn placed(text: &str, blocks: &[Block]) -> Option<f32> {
    let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).count();
    let all = letters(text);
    let inside: usize = blocks.iter().map(|block| letters(block.span.of(text))).sum();
    (all > 0).then(|| inside as f32 / all as f32)
}

/// The name of a part of a file, from its title: letters and digits, with a number where another part has that name.
fn part_name(title: &str, taken: &mut Vec<String>) -> String {
    const LONGEST: usize = 60;
    let mut name = String::new();
    let bare = title.trim_start_matches("https://").trim_start_matches("http://");
    for c in bare.chars().take(4 * LONGEST) {
        if c.is_alphanumeric() {
            name.extend(c.to_lowercase());
        } else if !name.ends_with('-') && !name.is_empty() {
            name.push('-');
        }
        if name.len() >= LONGEST {
            break;
        }
    }
    let name = name.trim_end_matches('-');
    let name = if name.is_empty() { "part" } else { name };
    let count = taken.iter().filter(|known| known.as_str() == name).count();
    taken.push(name.to_owned());
    if count == 0 { name.to_owned() } else { format!("{name}-{}", count + 1) }
}

/// `upper` where it knows something, else `lower`.
fn laid_over(upper: Meta, lower: Meta) -> Meta {
    Meta {
        short_name: upper.short_name.or(lower.short_name),
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

/// Sentences of the blocks that are linked, and rows of tables; a title is one, whatever marks stand in it.
fn passages(text: &str, blocks: &[Block]) -> Vec<Passage> {
    let mut found = Vec::new();
    for (index, block) in blocks.iter().enumerate().filter(|(_, block)| block.kind.is_linked()) {
        let block_number = index as u32;
        if block.kind == BlockKind::Title {
            found.push(Passage { block: block_number, span: block.span });
            continue;
        }
        if block.kind == BlockKind::Table {
            found.extend(block.rows(text).map(|span| Passage { block: block_number, span }));
            continue;
        }
        let sentences = sentences(block.span.of(text)).into_iter().map(|sentence| sentence.shifted(block.span.start()));
        found.extend(sentences.map(|span| Passage { block: block_number, span }));
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
    // The rows of its header stand at the head of a table alone.
    let part = |block: Block, start: usize, end: usize| {
        let number = if block.kind == BlockKind::Table && start > block.span.start() { 0 } else { block.number };
        Block { span: Span::new(start, end).trimmed(text), number, ..block }
    };
    for block in blocks {
        let mut start = block.span.start();
        while block.span.end() - start > LONGEST_BLOCK {
            let end = border(text, start);
            divided.push(part(block, start, end));
            start = end;
        }
        divided.push(part(block, start, block.span.end()));
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
