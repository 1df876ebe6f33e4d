//! What a format makes of bytes: the text as a person reads it, with its parts, and nothing of how it was marked up.

use serde::Deserialize;
use serde::Serialize;

use crate::text::Block;
use crate::text::BlockKind;
use crate::text::Emphasis;
use crate::text::FilePlace;
use crate::text::Link;
use crate::text::Meta;
use crate::text::Span;

/// Most bytes of text of one draft; what stands behind is left out, and told.
pub(crate) const LONGEST_TEXT: usize = 128 << 20;
/// Deepest list or quotation that is told from the ones around it.
const DEEPEST: u8 = 12;

/// One source before what is the same for all formats is done: no sentences, no language, no made-up title.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Draft {
    /// Which part of its file it is, where the file holds several.
    pub part: Option<String>,
    /// What the format tells about it.
    pub meta: Meta,
    /// The text that is read.
    pub text: String,
    /// Its parts in order; they do not overlap.
    pub blocks: Vec<Block>,
    /// Stretches inside blocks that are not drawn, in order.
    pub hidden: Vec<Span>,
    /// Whether the text is that of the file, from some line on.
    pub text_is_its_file: bool,
    /// Words that are set off, in order.
    pub emphasis: Vec<(Span, Emphasis)>,
    /// Words that lead somewhere, in order.
    pub links: Vec<Link>,
    /// Where in the file what stands from a byte on is found, in order.
    pub origins: Vec<(u32, FilePlace)>,
    /// What a reader should know about it.
    pub complaints: Vec<Complaint>,
}

impl Draft {
    /// A draft of a file that can't be read, and why.
    pub fn failed(message: impl Into<String>) -> Draft {
        Draft { complaints: vec![(None, message.into())], ..Draft::default() }
    }
}

/// A line of the file, from 1, if known, and what is wrong there.
pub type Complaint = (Option<usize>, String);

/// Writes the text of a draft block by block. White space is folded as on a page, but in blocks whose lines are kept.
/// Nothing is written where there are no words: empty blocks are none.
#[derive(Default)]
pub(super) struct Writer {
    draft: Draft,
    /// The block that is being written: kind, number, first byte.
    open: Option<(BlockKind, u32, usize)>,
    /// Whether a blank waits for the next word.
    blank: bool,
    quotes: u8,
    lists: Vec<Option<u32>>,
    /// What running text becomes instead of paragraphs.
    instead: Option<BlockKind>,
    /// Number of the item whose first block comes next.
    item: Option<u32>,
    emphasis: Vec<(Emphasis, usize)>,
    link: Option<(String, usize)>,
    cut: bool,
}

impl Writer {
    /// Whether blocks end where a line does: their white space stands as it is.
    fn keeps_lines(kind: BlockKind) -> bool {
        matches!(kind, BlockKind::Code | BlockKind::Table)
    }

    /// Begins a block of this kind; one that is open ends.
    pub(super) fn begin(&mut self, kind: BlockKind) {
        self.begin_numbered(kind, 0);
    }

    /// The same with a number.
    pub(super) fn begin_numbered(&mut self, kind: BlockKind, number: u32) {
        self.end();
        self.open = Some((kind, number, self.draft.text.len()));
    }

    /// What running text is here: a paragraph, or part of a list, a quotation, a note.
    fn running(&self) -> BlockKind {
        match (self.instead, self.quotes, self.lists.len()) {
            (Some(kind), ..) => kind,
            (_, 0, 0) => BlockKind::Paragraph,
            (_, 0, depth) => BlockKind::ListItem((depth as u8 - 1).min(DEEPEST)),
            (_, depth, _) => BlockKind::Quote((depth - 1).min(DEEPEST)),
        }
    }

    /// Begins running text.
    pub(super) fn begin_running(&mut self) {
        let number = self.item.take().unwrap_or(0);
        self.begin_numbered(self.running(), number);
    }

    /// Ends the block that is open, if one is.
    pub(super) fn end(&mut self) {
        self.blank = false;
        let Some((kind, number, start)) = self.open.take() else { return };
        self.suspend_marks();
        let text = &mut self.draft.text;
        let end = text.trim_end().len().max(start);
        text.truncate(end);
        let span = if Writer::keeps_lines(kind) { Span::new(start, end) } else { Span::new(start, end).trimmed(text) };
        if span.is_empty() {
            text.truncate(start);
            return;
        }
        self.draft.blocks.push(Block { kind, span, number });
        text.push_str("\n\n");
    }

    pub(super) fn enter_quote(&mut self) {
        self.end();
        self.quotes = self.quotes.saturating_add(1);
    }

    pub(super) fn leave_quote(&mut self) {
        self.end();
        self.quotes = self.quotes.saturating_sub(1);
    }

    /// Enters a list, numbered from `first` if it is numbered.
    pub(super) fn enter_list(&mut self, first: Option<u32>) {
        self.end();
        if self.lists.len() < 200 {
            self.lists.push(first);
        }
    }

    pub(super) fn leave_list(&mut self) {
        self.end();
        self.lists.pop();
        self.item = None;
    }

    /// Begins an item of the list; `number` if it says which it is.
    pub(super) fn begin_item(&mut self, number: Option<u32>) {
        self.end();
        if let Some(Some(next)) = self.lists.last_mut() {
            let own = number.unwrap_or(*next);
            *next = own.saturating_add(1);
            self.item = Some(own);
        } else {
            self.item = None;
        }
        self.begin_running();
    }

    /// Makes running text something else until the next call: captions, notes, what is outside.
    pub(super) fn instead(&mut self, kind: Option<BlockKind>) -> Option<BlockKind> {
        self.end();
        std::mem::replace(&mut self.instead, kind)
    }

    /// Writes words; white space is one blank. Running text begins by itself.
    pub(super) fn put(&mut self, text: &str) {
        if let Some((kind, ..)) = self.open
            && Writer::keeps_lines(kind)
        {
            return self.put_as_it_stands(text);
        }
        for (index, word) in text.split(is_space).enumerate() {
            if index > 0 {
                self.blank = true;
            }
            if !word.is_empty() {
                self.word(word);
            }
        }
    }

    fn word(&mut self, word: &str) {
        if self.is_full(word.len()) {
            return;
        }
        if self.open.is_none() {
            let blank = self.blank;
            self.begin_running();
            self.blank = blank;
        }
        let start = self.open.map_or(0, |(.., start)| start);
        if self.blank && self.draft.text.len() > start && !self.draft.text.ends_with(['\n', ' ']) {
            self.draft.text.push(' ');
        }
        self.blank = false;
        self.wake_marks();
        self.draft.text.push_str(word);
    }

    /// Writes text with its blanks and line ends.
    pub(super) fn put_as_it_stands(&mut self, text: &str) {
        if text.is_empty() || self.is_full(text.len()) {
            return;
        }
        if self.open.is_none() {
            self.begin(BlockKind::Code);
        }
        self.wake_marks();
        if text.contains('\r') {
            self.draft.text.push_str(&text.replace("\r\n", "\n").replace('\r', "\n"));
        } else {
            self.draft.text.push_str(text);
        }
    }

    /// Ends the line, not the block.
    pub(super) fn break_line(&mut self) {
        if self.open.is_some() {
            let end = self.draft.text.trim_end_matches(' ').len();
            self.draft.text.truncate(end);
            let start = self.open.map_or(0, |(.., start)| start);
            if end > start {
                self.draft.text.push('\n');
            }
            self.blank = false;
        }
    }

    /// Whether `more` bytes would be too many; the rest is left out.
    fn is_full(&mut self, more: usize) -> bool {
        self.cut |= self.draft.text.len() + more > LONGEST_TEXT;
        self.cut
    }

    /// Words from here on are set off in this way too.
    pub(super) fn start_emphasis(&mut self, kind: Emphasis) {
        self.flush_blank();
        self.emphasis.push((kind, self.draft.text.len()));
    }

    /// Ends what was set off last.
    pub(super) fn end_emphasis(&mut self) {
        if let Some((kind, start)) = self.emphasis.pop() {
            self.mark(kind, start);
        }
    }

    /// Words from here on lead to `address`.
    pub(super) fn start_link(&mut self, address: &str) {
        self.end_link();
        self.flush_blank();
        self.link = Some((address.to_owned(), self.draft.text.len()));
    }

    /// Ends the link that is open.
    pub(super) fn end_link(&mut self) {
        if let Some((address, start)) = self.link.take() {
            self.draft.links.extend(self.written_since(start).map(|span| Link { span, address }));
        }
    }

    /// A blank before marked words is none of them.
    fn flush_blank(&mut self) {
        let start = self.open.map_or(usize::MAX, |(.., start)| start);
        if self.blank && self.draft.text.len() > start && !self.draft.text.ends_with(['\n', ' ']) {
            self.draft.text.push(' ');
            self.blank = false;
        }
    }

    fn mark(&mut self, kind: Emphasis, start: usize) {
        let span = self.written_since(start);
        self.draft.emphasis.extend(span.map(|span| (span, kind)));
    }

    fn written_since(&self, start: usize) -> Option<Span> {
        let span = Span::new(start.min(self.draft.text.len()), self.draft.text.len()).trimmed(&self.draft.text);
        (!span.is_empty()).then_some(span)
    }

    /// What is set off ends with its block, and goes on in the next one.
    fn suspend_marks(&mut self) {
        for at in 0..self.emphasis.len() {
            let (kind, start) = self.emphasis[at];
            self.mark(kind, start);
            self.emphasis[at].1 = usize::MAX;
        }
        if let Some((address, start)) = self.link.take() {
            self.draft.links.extend(self.written_since(start).map(|span| Link { span, address: address.clone() }));
            self.link = Some((address, usize::MAX));
        }
    }

    /// Marks that were opened before the block begin with its first word.
    fn wake_marks(&mut self) {
        let (here, start) = (self.draft.text.len(), self.open.map_or(0, |(.., start)| start));
        let begun = |at: &mut usize| {
            if *at == usize::MAX || *at < start {
                *at = here;
            }
        };
        self.emphasis.iter_mut().for_each(|(_, at)| begun(at));
        self.link.iter_mut().for_each(|(_, at)| begun(at));
    }

    /// What is written from here on is found there in the file.
    pub(super) fn stands_at(&mut self, place: FilePlace) {
        let here = self.draft.text.len() as u32;
        match self.draft.origins.last_mut() {
            Some((_, last)) if *last == place => {}
            Some((from, last)) if *from == here => *last = place,
            _ => self.draft.origins.push((here, place)),
        }
    }

    /// What is known about the source.
    pub(super) fn meta(&mut self) -> &mut Meta {
        &mut self.draft.meta
    }

    /// Tells something about the source.
    pub(super) fn complain(&mut self, message: impl Into<String>) {
        self.draft.complaints.push((None, message.into()));
    }

    /// Bytes that are written.
    pub(super) fn len(&self) -> usize {
        self.draft.text.len()
    }

    /// What was written.
    pub(super) fn finish(mut self) -> Draft {
        self.end();
        let end = self.draft.text.trim_end().len();
        self.draft.text.truncate(end);
        if self.cut {
            self.complain(format!("only the first {} MB of text were read: divide the file", LONGEST_TEXT >> 20));
        }
        self.draft.emphasis.sort_by_key(|(span, _)| *span);
        self.draft
    }
}

/// White space that a page folds; a blank that keeps words together stays one character of the text.
fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}' | '\u{b}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

#[cfg(test)]
mod tests {
    use super::Writer;
    use crate::text::BlockKind;
    use crate::text::Emphasis;

    #[test]
    fn blocks_are_written_as_they_are_read() {
        let mut writer = Writer::default();
        writer.begin(BlockKind::Title);
        writer.put("A  title\n of words ");
        writer.put("One ");
        writer.start_emphasis(Emphasis::Strong);
        writer.put(" bold ");
        writer.end_emphasis();
        writer.put(" word.");
        writer.begin(BlockKind::Paragraph);
        writer.end();
        writer.enter_list(Some(3));
        writer.begin_item(None);
        writer.put("three");
        writer.begin_item(None);
        writer.start_link("https://example.org");
        writer.put("four");
        writer.end_link();
        writer.leave_list();
        writer.begin(BlockKind::Code);
        writer.put("  let a\n\tb");
        let draft = writer.finish();
        assert_eq!(draft.text, "A title of words One bold word.\n\nthree\n\nfour\n\n  let a\n\tb");
        let blocks: Vec<_> = draft.blocks.iter().map(|block| (block.kind, block.number, block.span.of(&draft.text))).collect();
        assert_eq!(blocks[1..3], [(BlockKind::ListItem(0), 3, "three"), (BlockKind::ListItem(0), 4, "four")]);
        assert_eq!(draft.emphasis[0].0.of(&draft.text), "bold");
        assert_eq!(draft.links[0].span.of(&draft.text), "four");
    }

    #[test]
    fn what_is_set_off_over_two_blocks_is_set_off_in_both() {
        let mut writer = Writer::default();
        writer.start_emphasis(Emphasis::Stressed);
        writer.begin_running();
        writer.put("one");
        writer.begin_running();
        writer.put("two");
        writer.end_emphasis();
        let draft = writer.finish();
        let marked: Vec<&str> = draft.emphasis.iter().map(|(span, _)| span.of(&draft.text)).collect();
        assert_eq!(marked, ["one", "two"]);
    }
}
