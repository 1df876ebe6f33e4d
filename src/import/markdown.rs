//! Markdown, by pulldown-cmark: blocks as spans of the text, which itself stays as it is.

use pulldown_cmark::Event;
use pulldown_cmark::HeadingLevel;
use pulldown_cmark::Options;
use pulldown_cmark::Parser;
use pulldown_cmark::Tag;
use pulldown_cmark::TagEnd;

use super::Parsed;
use super::meta::learn;
use super::one_line;
use super::outside;
use crate::text::Block;
use crate::text::BlockKind;
use crate::text::Field;
use crate::text::Origin;
use crate::text::Span;

/// Reads the blocks of a Markdown text. The first heading of level 1 is the title; code and tables are kept as tables.
pub(super) fn parse(text: &str) -> Parsed {
    let mut reader = Reader { text, parsed: Parsed::default(), quotes: 0, lists: 0, open: None, leaf: None, words: Vec::new() };
    for (event, range) in Parser::new_ext(text, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH).into_offset_iter() {
        reader.read(&event, Span::new(range.start, range.end));
    }
    reader.close();
    reader.settle()
}

struct Reader<'a> {
    text: &'a str,
    parsed: Parsed,
    quotes: usize,
    lists: u8,
    /// Kind of the block whose inline text is being gathered.
    open: Option<BlockKind>,
    /// The stretch that its inline text takes so far.
    leaf: Option<Span>,
    /// Words of it.
    words: Vec<Span>,
}

impl Reader<'_> {
    fn read(&mut self, event: &Event, span: Span) {
        match event {
            Event::Start(Tag::Heading { level, .. }) => self.begin(BlockKind::Heading(level_number(*level))),
            Event::Start(Tag::Paragraph) => self.begin(self.running()),
            Event::Start(Tag::BlockQuote(_)) => {
                self.close();
                self.quotes += 1;
            }
            Event::Start(Tag::List(_)) => {
                self.close();
                self.lists += 1;
            }
            // Tight items hold their text without a paragraph.
            Event::Start(Tag::Item) => self.begin(self.running()),
            Event::Start(Tag::CodeBlock(_) | Tag::Table(_)) => {
                self.close();
                self.push(BlockKind::Table, span.trimmed(self.text));
                self.open = None;
            }
            Event::End(TagEnd::BlockQuote(_)) => {
                self.close();
                self.quotes -= 1;
            }
            Event::End(TagEnd::List(_)) => {
                self.close();
                self.lists -= 1;
            }
            Event::End(TagEnd::Heading(_) | TagEnd::Paragraph | TagEnd::Item) => self.close(),
            Event::Start(_) | Event::Text(_) | Event::Code(_) | Event::InlineHtml(_) if self.open.is_some() => {
                self.note_words(event, span);
                let grown = self.leaf.map_or(span, |leaf| Span::new(leaf.start(), span.end().max(leaf.end())));
                self.leaf = Some(grown);
            }
            _ => {}
        }
    }

    /// Notes which bytes are words; what stands between them in a block are marks.
    fn note_words(&mut self, event: &Event, span: Span) {
        match event {
            Event::Text(_) => self.words.push(span),
            Event::Code(_) => {
                let written = span.of(self.text);
                let marks = written.bytes().take_while(|&byte| byte == b'`').count();
                self.words.push(Span::new(span.start() + marks, span.end().saturating_sub(marks)));
            }
            _ => {}
        }
    }

    /// The stretches of a block that are no words and no blanks.
    fn hide_marks(&mut self, block: Span) {
        let mut at = block.start();
        let words = std::mem::take(&mut self.words);
        let ends = words.iter().map(|span| (span.start(), span.end())).chain([(block.end(), block.end())]);
        for (start, end) in ends {
            let between = Span::new(at, start.max(at));
            let inner = between.trimmed(self.text);
            // A hard break of a line is a mark as well; the line end stays.
            if !inner.is_empty() && inner.of(self.text) != ">" {
                self.parsed.hidden.push(inner);
            }
            at = end.max(at);
        }
    }

    fn running(&self) -> BlockKind {
        match (self.quotes, self.lists) {
            (0, 0) => BlockKind::Paragraph,
            (0, depth) => BlockKind::ListItem(depth - 1),
            _ => BlockKind::Quote,
        }
    }

    fn begin(&mut self, kind: BlockKind) {
        self.close();
        self.open = Some(kind);
    }

    fn close(&mut self) {
        if let (Some(kind), Some(leaf)) = (self.open.take(), self.leaf.take()) {
            let span = leaf.trimmed(self.text);
            self.push(kind, span);
            self.hide_marks(span);
        }
        self.leaf = None;
        self.words.clear();
    }

    fn push(&mut self, kind: BlockKind, span: Span) {
        let after_last = self.parsed.blocks.last().is_none_or(|last| last.span.end() <= span.start());
        if !span.is_empty() && after_last {
            self.parsed.blocks.push(Block { kind, span });
        }
    }

    /// Finds the title and what is outside the body.
    fn settle(mut self) -> Parsed {
        for (n_seen, block) in self.parsed.blocks.iter_mut().enumerate() {
            let line = block.span.of(self.text);
            match block.kind {
                BlockKind::Heading(1) if self.parsed.meta.title.is_none() => {
                    block.kind = BlockKind::Title;
                    self.parsed.meta.title = Some(Field::new(one_line(line), Origin::Text));
                }
                BlockKind::Paragraph => {
                    if let Some(kind) = outside::kind(line) {
                        let place_fits = n_seen <= 3 || !matches!(kind, outside::Kind::Byline | outside::Kind::Dateline);
                        if place_fits {
                            block.kind = BlockKind::Outside;
                            learn(&mut self.parsed.meta, kind, line);
                        }
                    }
                }
                _ => {}
            }
        }
        self.parsed
    }
}

fn level_number(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn blocks_are_spans_without_their_marks() {
        let text = "# A *title*\n\nBy Jane Doe\n\nOne **bold** word.\n\n- item one\n- item two\n  - deeper\n\n> A quote\n> goes on.\n\n## Part\n\n| a | b |\n|---|---|\n| 1 | 2 |\n";
        let found: Vec<(&str, &str)> = parse(text).blocks.iter().map(|block| (block.kind.name(), block.span.of(text))).collect();
        assert_eq!(found[0], ("title", "A *title*"));
        assert_eq!(found[1], ("outside", "By Jane Doe"));
        assert_eq!(found[2], ("paragraph", "One **bold** word."));
        assert_eq!(&found[3..6], [("list-item", "item one"), ("list-item", "item two"), ("list-item", "deeper")]);
        assert_eq!(found[6], ("quote", "A quote\n> goes on."));
        assert_eq!(found[7], ("heading", "Part"));
        assert_eq!(found[8].0, "table");
    }

    #[test]
    fn marks_inside_a_block_are_hidden() {
        let text = "A **bold** [link](http://x.y) and `code`.";
        let hidden: Vec<&str> = parse(text).hidden.iter().map(|span| span.of(text)).collect();
        assert_eq!(hidden, ["**", "**", "[", "](http://x.y)", "`", "`"]);
    }

    #[test]
    fn any_text_is_read() {
        for text in ["", "---", "[a](b", "* \n*", "> - > x\n\n1. a\n\n   b"] {
            parse(text);
        }
    }
}
