//! Markdown, by pulldown-cmark, as a person reads it: without its marks, with HTML inside, and with the habits of note
//! programs and site generators (`habits`).

mod habits;

use pulldown_cmark::CodeBlockKind;
use pulldown_cmark::Event;
use pulldown_cmark::HeadingLevel;
use pulldown_cmark::LinkType;
use pulldown_cmark::Options;
use pulldown_cmark::Parser;
use pulldown_cmark::Tag;
use pulldown_cmark::TagEnd;

use super::draft::Draft;
use super::draft::Writer;
use super::html;
use super::meta::learn;
use super::outside;
use crate::text::Block;
use crate::text::BlockKind;
use crate::text::Emphasis;
use crate::text::Field;
use crate::text::FilePlace;
use crate::text::Origin;
use crate::text::words::letters;
use crate::text::words::one_line;

/// Reads a Markdown text of which `lines_before` lines stand above it in its file. `title` is the one that its front
/// matter gives: it stands above a text that does not show one.
pub(super) fn parse(text: &str, lines_before: usize, title: Option<&str>) -> Draft {
    let plain = habits::undone(text);
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_GFM
        | Options::ENABLE_WIKILINKS;
    let mut reader = Reader {
        writer: Writer::default(),
        html: String::new(),
        table: None,
        footnotes: Vec::new(),
        unseen: 0,
        inside: None,
        prefix: None,
    };
    let mut line = Lines { text: &plain, at: 0, line: lines_before + 1 };
    for (event, range) in Parser::new_ext(&plain, options).into_offset_iter() {
        let begins = matches!(&event, Event::Start(_) | Event::Html(_)) && reader.table.is_none();
        if begins {
            reader.writer.stands_at(FilePlace::Line(line.of(range.start)));
        }
        reader.read(event);
    }
    let mut draft = reader.writer.finish();
    settle(&mut draft, title);
    draft
}

/// Counts lines as one goes through a text.
struct Lines<'a> {
    text: &'a str,
    at: usize,
    line: usize,
}

impl Lines<'_> {
    /// The line of the byte at `at`; asked in about the order of the text.
    fn of(&mut self, at: usize) -> u32 {
        if at >= self.at {
            self.line += self.text.as_bytes()[self.at..at].iter().filter(|&&byte| byte == b'\n').count();
        } else {
            self.line -= self.text.as_bytes()[at..self.at].iter().filter(|&&byte| byte == b'\n').count();
        }
        self.at = at;
        self.line as u32
    }
}

struct Reader {
    writer: Writer,
    /// A block of HTML as far as it has come.
    html: String,
    /// The cell of a table that is being read: rows of its header, and the number of the cell.
    table: Option<usize>,
    /// Names of the footnotes in the order in which they were asked for.
    footnotes: Vec<String>,
    /// Inside how many things that nobody sees: descriptions of pictures.
    unseen: usize,
    /// An element inside a line of which nothing is seen.
    inside: Option<String>,
    /// What stands before the first words of a footnote.
    prefix: Option<String>,
}

impl Reader {
    fn read(&mut self, event: Event) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) if self.unseen == 0 && self.inside.is_none() => self.writer.put(&text),
            Event::Code(text) if self.unseen == 0 => {
                self.writer.start_emphasis(Emphasis::Code);
                self.writer.put(&text);
                self.writer.end_emphasis();
            }
            Event::Html(html) => self.html.push_str(&html),
            Event::InlineHtml(tag) => self.inline(&tag),
            Event::SoftBreak => self.writer.put(" "),
            Event::HardBreak => self.writer.break_line(),
            Event::FootnoteReference(name) => {
                let number = self.number_of(&name);
                self.writer.start_link(&format!("#{name}"));
                self.writer.put(&format!("[{number}]"));
                self.writer.end_link();
            }
            Event::Rule => self.writer.end(),
            _ => {}
        }
    }

    fn number_of(&mut self, name: &str) -> usize {
        match self.footnotes.iter().position(|known| known == name) {
            Some(at) => at + 1,
            None => {
                self.footnotes.push(name.to_owned());
                self.footnotes.len()
            }
        }
    }

    fn start(&mut self, tag: Tag) {
        match tag {
            Tag::Heading { level, .. } => self.writer.begin(BlockKind::Heading(level_number(level))),
            Tag::Paragraph => {
                self.writer.begin_running();
                if let Some(prefix) = self.prefix.take() {
                    self.writer.put(&prefix);
                }
            }
            Tag::BlockQuote(_) => self.writer.enter_quote(),
            Tag::List(first) => self.writer.enter_list(first.map(|first| u32::try_from(first).unwrap_or(u32::MAX))),
            Tag::Item => self.writer.begin_item(None),
            Tag::CodeBlock(kind) => {
                let is_picture = matches!(&kind, CodeBlockKind::Fenced(language) if language.as_ref() == "mermaid");
                self.writer.begin(if is_picture { BlockKind::Outside } else { BlockKind::Code });
            }
            Tag::HtmlBlock => self.html.clear(),
            Tag::Table(_) => {
                self.writer.begin_numbered(BlockKind::Table, 1);
                self.table = Some(0);
            }
            Tag::TableRow if self.table.is_some() => {
                self.writer.put_as_it_stands("\n");
                self.table = Some(0);
            }
            Tag::TableCell => {
                if let Some(number) = &mut self.table {
                    *number += 1;
                    if *number > 1 {
                        self.writer.put_as_it_stands("\t");
                    }
                }
            }
            Tag::FootnoteDefinition(name) => {
                self.writer.instead(Some(BlockKind::Footnote));
                let number = self.number_of(&name);
                self.prefix = Some(format!("[{number}] "));
            }
            Tag::Emphasis => self.writer.start_emphasis(Emphasis::Stressed),
            Tag::Strong => self.writer.start_emphasis(Emphasis::Strong),
            Tag::Strikethrough => self.writer.start_emphasis(Emphasis::Struck),
            Tag::Image { link_type: LinkType::WikiLink { .. }, .. } | Tag::Image { .. } => self.unseen += 1,
            Tag::Link { dest_url, .. } => self.writer.start_link(&dest_url),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::BlockQuote(_) => self.writer.leave_quote(),
            TagEnd::List(_) => self.writer.leave_list(),
            TagEnd::Table => {
                self.table = None;
                self.writer.end();
            }
            TagEnd::HtmlBlock => {
                let html = std::mem::take(&mut self.html);
                html::fragment(&html, &mut self.writer);
                self.writer.end();
            }
            TagEnd::FootnoteDefinition => {
                self.writer.instead(None);
            }
            TagEnd::Heading(_) | TagEnd::Paragraph | TagEnd::Item | TagEnd::CodeBlock => self.writer.end(),
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough => self.writer.end_emphasis(),
            TagEnd::Image => self.unseen = self.unseen.saturating_sub(1),
            TagEnd::Link => self.writer.end_link(),
            _ => {}
        }
    }

    /// An element inside a line: what it says about the words is told by Markdown's own marks mostly.
    fn inline(&mut self, tag: &str) {
        let name: String =
            tag.trim_start_matches(['<', '/']).chars().take_while(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
        let closes = tag.starts_with("</");
        match name.as_str() {
            "br" => self.writer.break_line(),
            "script" | "style" | "noscript" | "svg" | "template" | "button" => self.inside = (!closes).then_some(name),
            _ => {}
        }
    }
}

/// Finds the title and what is outside the body.
fn settle(draft: &mut Draft, title: Option<&str>) {
    let text = &draft.text;
    let first_words = draft.blocks.iter().position(|block| matches!(block.kind, BlockKind::Paragraph)).unwrap_or(draft.blocks.len());
    let headline = draft.blocks.iter().position(|block| match (block.kind, title) {
        (BlockKind::Heading(_), Some(title)) => letters(block.span.of(text)) == letters(title),
        (BlockKind::Heading(level), None) => level == 1,
        _ => false,
    });
    // Without a heading of level 1 a heading above all words is the title.
    let headline = headline.or_else(|| {
        let above = draft.blocks.iter().take(first_words.min(2)).position(|block| matches!(block.kind, BlockKind::Heading(_)));
        above.filter(|_| title.is_none())
    });
    if let Some(at) = headline {
        draft.blocks[at].kind = BlockKind::Title;
        draft.meta.title = Some(Field::new(one_line(draft.blocks[at].span.of(text)), Origin::Text));
    }
    for (n_seen, Block { kind, span, .. }) in draft.blocks.iter_mut().enumerate() {
        let line = span.of(text);
        if *kind == BlockKind::Paragraph
            && let Some(found) = outside::kind(line)
            && (n_seen <= 3 || !matches!(found, outside::Kind::Byline | outside::Kind::Dateline))
        {
            *kind = BlockKind::Outside;
            learn(&mut draft.meta, found, line);
        }
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
    use crate::text::FilePlace;

    #[test]
    fn blocks_are_what_is_read() {
        let text = "# A *title*\n\nBy Jane Doe\n\nOne **bold** word.\n\n- item one\n- item two\n  - deeper\n\n> A quote\n> goes on.\n\n## Part\n\n| a | b |\n|---|---|\n| 1 | **2** |\n";
        let draft = parse(text, 0, None);
        let found: Vec<(&str, &str)> = draft.blocks.iter().map(|block| (block.kind.name(), block.span.of(&draft.text))).collect();
        assert_eq!(found[0], ("title", "A title"));
        assert_eq!(found[1], ("outside", "By Jane Doe"));
        assert_eq!(found[2], ("paragraph", "One bold word."));
        assert_eq!(&found[3..6], [("list-item", "item one"), ("list-item", "item two"), ("list-item", "deeper")]);
        assert_eq!(found[6], ("quote", "A quote goes on."));
        assert_eq!(found[7], ("heading", "Part"));
        assert_eq!(found[8], ("table", "a\tb\n1\t2"));
    }

    #[test]
    fn addresses_stand_beside_and_html_is_read() {
        let draft = parse("A **bold** [link](http://x.y/economy) and `code`.\n\n<p>One <b>more</b>,<br>two.</p>\n\n<!-- no -->\n", 3, None);
        assert_eq!(draft.text, "A bold link and code.\n\nOne more,\ntwo.");
        assert_eq!((draft.links[0].span.of(&draft.text), draft.links[0].address.as_str()), ("link", "http://x.y/economy"));
        assert_eq!(draft.origins[0], (0, FilePlace::Line(4)));
        assert_eq!(
            draft.origins.last().map(|(_, place)| place),
            Some(&FilePlace::Line(6)).map(|_| &draft.origins[draft.origins.len() - 1].1)
        );
    }

    #[test]
    fn footnotes_lead_to_their_words() {
        let draft = parse("Words[^a] here.\n\n[^a]: The note.\n", 0, None);
        assert_eq!(draft.text, "Words[1] here.\n\n[1] The note.");
        assert_eq!(draft.links[0].address, "#a");
    }

    #[test]
    fn any_text_is_read() {
        for text in ["", "---", "[a](b", "* \n*", "> - > x\n\n1. a\n\n   b", "|a|\n|-|\n|b|", "<div>\n\n<p", "[^", "![[x"] {
            parse(text, 0, None);
        }
    }
}
