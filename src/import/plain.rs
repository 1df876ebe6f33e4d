//! Raw text: what is title, standfirst, heading and paragraph when nothing marks it.

use super::draft::Draft;
use super::lines::Piece;
use super::lines::pieces;
use super::meta::learn;
use super::meta::learn_loose_line;
use super::meta::learn_place_line;
use super::one_line;
use super::outside;
use crate::text::Block;
use crate::text::BlockKind;
use crate::text::Field;
use crate::text::Origin;
use crate::text::Span;
use crate::text::sentence::sentences;
use crate::text::words::words;

/// Most words of a headline.
const LONGEST_HEADLINE: usize = 30;
/// Most words of a heading inside the body.
const LONGEST_HEADING: usize = 14;
/// Most words of a standfirst.
const LONGEST_STANDFIRST: usize = 45;
/// Lines at the beginning and at the end of a page among which a disclaimer may stand.
const AT_START: usize = 5;
const AT_END: usize = 12;
/// Most words of an item of a menu.
const LONGEST_SCRAP: usize = 6;
/// Fewest scraps in a row that are a menu inside the text.
const FEWEST_SCRAPS: usize = 3;
/// Most lines above the first paragraph of a text that is not a whole saved page.
const LONGEST_HEAD: usize = 4;
/// Most words of a kicker, the subject line above a headline.
const LONGEST_KICKER: usize = 3;

/// Tells the parts of a raw text apart.
pub(super) fn parse(text: &str) -> Draft {
    let pieces = pieces(text);
    let n_words = pieces.iter().map(|piece| words(piece.span.of(text)).count()).collect();
    let mut draft = Parts { text, kinds: vec![None; pieces.len()], n_words, pieces, parsed: Draft::default() };
    draft.mark_outside();
    draft.mark_navigation();
    let body = draft.mark_head();
    draft.mark_body(body);
    draft.settle_headline();
    draft.mark_author_note_without_heading();
    draft.finish()
}

struct Parts<'a> {
    text: &'a str,
    pieces: Vec<Piece>,
    /// Words of each piece.
    n_words: Vec<usize>,
    /// What each piece is, as far as it is known.
    kinds: Vec<Option<BlockKind>>,
    parsed: Draft,
}

impl Parts<'_> {
    fn line(&self, index: usize) -> &str {
        self.pieces[index].span.of(self.text)
    }

    fn n_words(&self, index: usize) -> usize {
        self.n_words[index]
    }

    fn is_outside(&self, index: usize) -> bool {
        self.kinds[index] == Some(BlockKind::Outside)
    }

    /// The first piece from `index` on that is not outside.
    fn next_inside(&self, index: usize) -> Option<usize> {
        (index..self.pieces.len()).find(|&index| !self.is_outside(index))
    }

    /// Marks lines that are outside by their own words, and what hangs on them.
    fn mark_outside(&mut self) {
        let n = self.pieces.len();
        let at_an_end = |index: usize| index < AT_START || index + AT_END >= n;
        let kinds: Vec<_> = (0..n)
            .map(|index| if at_an_end(index) { outside::kind(self.line(index)) } else { outside::kind_but_disclaimer(self.line(index)) })
            .collect();
        let inside = kinds.iter().filter(|kind| kind.is_none()).count();
        let first_running = (0..self.pieces.len()).find(|&index| kinds[index].is_none() && self.is_running(index)).unwrap_or(0);
        let mut seen = 0;
        let mut rest_is_outside = false;
        for (index, kind) in kinds.iter().enumerate() {
            seen += usize::from(kind.is_none());
            let near_end = seen * 4 >= inside * 3;
            let near_start = seen <= 3 || index <= first_running;
            let counts = match kind {
                _ if rest_is_outside => true,
                None => false,
                // Their words also occur in running text, so their place has to fit.
                Some(outside::Kind::Disclaimer | outside::Kind::OtherArticles | outside::Kind::AuthorNote) => near_end || near_start,
                Some(outside::Kind::Byline | outside::Kind::Dateline | outside::Kind::Address) => near_end || near_start,
                Some(_) => self.pieces[index].bullet.is_none() || near_end || near_start,
            };
            if !counts {
                continue;
            }
            self.kinds[index] = Some(BlockKind::Outside);
            if let Some(kind) = kind {
                let line = self.pieces[index].span.of(self.text);
                learn(&mut self.parsed.meta, *kind, line);
                rest_is_outside |= near_end && !near_start && matches!(kind, outside::Kind::AuthorNote | outside::Kind::OtherArticles);
            }
        }
    }

    /// Whether a piece is running text: a long line, or one of some length that ends like a sentence.
    fn is_running(&self, index: usize) -> bool {
        let n_words = self.n_words(index);
        let ends = self.ends_like_a_sentence(index);
        self.pieces[index].bullet.is_some() && n_words >= 6 || n_words >= 30 || n_words >= 9 && ends
    }

    fn ends_like_a_sentence(&self, index: usize) -> bool {
        self.line(index).trim_end_matches(['"', '\'', '\u{201d}', '\u{2019}', ')']).ends_with(['.', '!', '?'])
    }

    /// A short line that does not end like a sentence: an item of a menu, a tag, a name.
    fn is_scrap(&self, index: usize) -> bool {
        let line = self.line(index);
        self.pieces[index].heading.is_none()
            && !self.pieces[index].quoted
            && self.n_words(index) <= LONGEST_SCRAP
            && !line.ends_with(['.', '!', '?', ':', '\u{201d}', '"'])
    }

    /// Marks what a saved page has around its article: the menu above the headline, names and dates between headline and
    /// text, scraps in rows, and links below the text.
    fn mark_navigation(&mut self) {
        let inside: Vec<usize> = (0..self.pieces.len()).filter(|&index| !self.is_outside(index)).collect();
        let running: Vec<usize> = inside.iter().copied().filter(|&index| self.is_running(index)).collect();
        let (Some(&first), Some(&last)) = (running.first(), running.last()) else { return };
        let head: Vec<usize> = inside.iter().copied().filter(|&index| index < first).collect();
        if head.len() > LONGEST_HEAD {
            self.mark_page_head(&head);
        }
        for &index in inside.iter().filter(|&&index| index > last) {
            if self.n_words(index) <= LONGEST_HEADING && !self.ends_like_a_sentence(index) {
                self.kinds[index] = Some(BlockKind::Outside);
            }
        }
        let between: Vec<usize> = inside.into_iter().filter(|&index| index > first && index < last).collect();
        for run in between
            .chunk_by(|&a, &b| self.is_scrap(a) && self.is_scrap(b))
            .filter(|run| run.len() >= FEWEST_SCRAPS && self.is_scrap(run[0]))
            .map(<[usize]>::to_vec)
            .collect::<Vec<_>>()
        {
            // Items of a list stay, so does a heading right above the text.
            if run.iter().all(|&index| self.pieces[index].bullet.is_some()) {
                continue;
            }
            for index in run {
                self.kinds[index] = Some(BlockKind::Outside);
            }
        }
    }

    /// The first of the long lines of a crowded head is the headline, the next one its standfirst; what stands above it and the scraps below it are outside.
    fn mark_page_head(&mut self, head: &[usize]) {
        let candidates: Vec<usize> = head
            .iter()
            .copied()
            .filter(|&index| {
                (4..=LONGEST_HEADLINE).contains(&self.n_words(index)) && self.could_be_headline(index) && !self.line(index).contains('|')
            })
            .collect();
        // A standfirst below may be longer, a menu above is much shorter.
        let longest = candidates.iter().map(|&index| self.n_words(index)).max().unwrap_or(0);
        let headline = candidates.into_iter().find(|&index| self.n_words(index) * 3 >= longest * 2);
        let Some(headline) = headline else { return };
        let mut has_standfirst = false;
        for &index in head {
            if index == headline {
                continue;
            }
            let line = self.pieces[index].span.of(self.text);
            let below = index > headline;
            if below {
                learn_loose_line(&mut self.parsed.meta, line);
            }
            let is_standfirst = below && self.n_words(index) > LONGEST_SCRAP + 2 && !has_standfirst;
            has_standfirst |= is_standfirst;
            self.kinds[index] = Some(if is_standfirst { BlockKind::Standfirst } else { BlockKind::Outside });
        }
    }

    /// Marks kicker, headline and standfirst; gives the index of the first piece of the body.
    fn mark_head(&mut self) -> usize {
        let Some(first) = self.next_inside(0) else { return self.pieces.len() };
        if !self.could_be_headline(first) {
            return first;
        }
        let second = self.next_inside(first + 1);
        // A headline without an article tells nothing: it is read as text.
        let Some(second) = second else { return first };
        let mut title = first;
        let is_kicker =
            self.n_words(first) <= LONGEST_KICKER && self.could_be_headline(second) && self.n_words(second) > self.n_words(first);
        // `COMMENT | VOLUME 402, ISSUE 7`: where it stands in its journal.
        let in_capitals = |line: &str| line.contains('|') && !line.contains(char::is_lowercase);
        let is_running_head = in_capitals(self.line(first)) && self.could_be_headline(second) && self.n_words(second) >= 4;
        if (is_kicker || is_running_head) && self.pieces[first].heading.is_none() {
            self.kinds[first] = Some(BlockKind::Outside);
            title = second;
        }
        self.kinds[title] = Some(BlockKind::Title);
        let Some(next) = self.next_inside(title + 1) else { return title + 1 };
        if self.kinds[next] == Some(BlockKind::Standfirst) {
            return next + 1;
        }
        if self.could_be_standfirst(next) {
            self.kinds[next] = Some(BlockKind::Standfirst);
            return next + 1;
        }
        next
    }

    fn could_be_headline(&self, index: usize) -> bool {
        let line = self.line(index);
        let piece = self.pieces[index];
        let bare = line.trim_end_matches(['"', '\'', '\u{201d}', '\u{2019}', ')']);
        piece.heading.is_some()
            || piece.bullet.is_none()
                && !piece.quoted
                && self.n_words(index) <= LONGEST_HEADLINE
                && self.n_words(index) > 0
                && !bare.ends_with(['.', ',', ';', ':', '\u{2026}'])
    }

    /// A standfirst is one sentence between the headline and a byline, or one ahead of paragraphs of several sentences.
    fn could_be_standfirst(&self, index: usize) -> bool {
        let line = self.line(index);
        let piece = self.pieces[index];
        let next = index + 1;
        if piece.bullet.is_some()
            || piece.quoted
            || piece.heading.is_some()
            || self.n_words(index) > LONGEST_STANDFIRST
            || sentences(line).len() > 1
            || next >= self.pieces.len()
        {
            return false;
        }
        if self.is_outside(next) {
            return self.n_words(index) >= 4 && self.next_inside(next).is_some();
        }
        let body: Vec<usize> =
            (next..self.pieces.len()).filter(|&index| !self.is_outside(index) && self.n_words(index) > LONGEST_HEADING).collect();
        let several = body.iter().filter(|&&index| sentences(self.line(index)).len() > 1).count();
        let is_sentence = line.ends_with(['.', '!', '?', '\u{201d}']) || self.n_words(index) > LONGEST_HEADING;
        is_sentence && body.len() >= 2 && several * 2 > body.len() && sentences(self.line(body[0])).len() > 1
    }

    fn mark_body(&mut self, from: usize) {
        for index in from..self.pieces.len() {
            if self.kinds[index].is_some() {
                continue;
            }
            let piece = self.pieces[index];
            self.kinds[index] = Some(match piece {
                Piece { heading: Some(level), .. } => BlockKind::Heading(level),
                Piece { bullet: Some(depth), .. } => BlockKind::ListItem(depth),
                Piece { quoted: true, .. } => BlockKind::Quote(0),
                _ if index > from && self.could_be_heading(index) => BlockKind::Heading(2),
                _ => BlockKind::Paragraph,
            });
        }
        if let Some(first) = self.kinds.iter().position(|kind| *kind == Some(BlockKind::Paragraph)) {
            let opening = self.pieces[first].span.of(self.text);
            learn_place_line(&mut self.parsed, opening);
        }
    }

    /// A short line without a final stop, alone between running text, is a heading.
    fn could_be_heading(&self, index: usize) -> bool {
        let line = self.line(index);
        let capital =
            line.trim_start_matches(['"', '\'', '\u{201c}', '\u{2018}', '(']).starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
        let stops = line.ends_with(['.', ',', ';', ':', '\u{2026}', '"', '\u{201d}']);
        if !capital || stops || self.n_words(index) == 0 || self.n_words(index) > LONGEST_HEADING {
            return false;
        }
        let is_short = |index: usize| {
            self.n_words(index) <= LONGEST_HEADING
                && !self.line(index).ends_with(['.', '!', '?', '\u{201d}', '"'])
                && self.pieces[index].bullet.is_none()
        };
        let after_text =
            index == 0 || self.is_outside(index - 1) || !is_short(index - 1) || self.kinds[index - 1] == Some(BlockKind::Standfirst);
        self.next_inside(index + 1).is_some_and(|next| !is_short(next)) && after_text
    }

    /// A first line in sentence case, where the headings of the same text are in title case, is a standfirst whose
    /// headline was lost.
    fn settle_headline(&mut self) {
        let title = self.kinds.iter().position(|kind| *kind == Some(BlockKind::Title));
        let standfirst = self.kinds.iter().position(|kind| *kind == Some(BlockKind::Standfirst));
        let headings: Vec<&str> = (0..self.pieces.len())
            .filter(|&index| matches!(self.kinds[index], Some(BlockKind::Heading(_))))
            .map(|index| self.line(index))
            .collect();
        let in_title_case = headings.iter().filter(|heading| case(heading) == Case::Title).count();
        if let (Some(title), None) = (title, standfirst)
            && self.pieces[title].heading.is_none()
            && headings.len() >= 2
            && in_title_case * 4 >= headings.len() * 3
            && case(self.line(title)) == Case::Sentence
            && self.n_words(title) >= 6
        {
            self.kinds[title] = Some(BlockKind::Standfirst);
        }
        for index in 0..self.pieces.len() {
            let field = || Some(Field::new(one_line(self.line(index)), Origin::Text));
            match self.kinds[index] {
                Some(BlockKind::Title) => self.parsed.meta.title = field(),
                Some(BlockKind::Standfirst) => self.parsed.meta.standfirst = field(),
                _ => {}
            }
        }
    }

    /// `Jane Doe is a fellow at ...` as the last paragraph of an article by Jane Doe.
    fn mark_author_note_without_heading(&mut self) {
        let Some(author) = self.parsed.meta.author.as_ref().map(|author| author.value.clone()) else { return };
        let Some(last) = (0..self.pieces.len()).rev().find(|&index| !self.is_outside(index)) else { return };
        let rest = self.line(last).strip_prefix(author.as_str());
        if rest.is_some_and(|rest| {
            [" is a", " is the", " was a", " writes", " covers", " reports", " teaches"].iter().any(|verb| rest.starts_with(verb))
        }) {
            self.kinds[last] = Some(BlockKind::Outside);
        }
    }

    fn finish(mut self) -> Draft {
        let blocks = self.pieces.iter().zip(&self.kinds).map(|(piece, kind)| Block::new(kind.unwrap_or(BlockKind::Paragraph), piece.span));
        self.parsed.blocks = blocks.collect();
        let indents = self.parsed.blocks.iter().flat_map(|block| indents(self.text, block.span)).collect();
        self.parsed.hidden = indents;
        self.parsed
    }
}

/// The blanks behind the line ends inside a block: they belong to the page, and the line end is drawn as one blank already.
fn indents(text: &str, block: Span) -> impl Iterator<Item = Span> + '_ {
    block.of(text).match_indices('\n').filter_map(move |(at, _)| {
        let from = block.start() + at + 1;
        let blanks = text[from..block.end()].len() - text[from..block.end()].trim_start_matches([' ', '\t']).len();
        (blanks > 0).then(|| Span::new(from, from + blanks))
    })
}

#[derive(Debug, PartialEq, Eq)]
enum Case {
    Title,
    Sentence,
    Unclear,
}

/// How the words of a line are capitalised: most of the longer ones, or few. Names in a sentence have capitals too,
/// so only a clear majority speaks.
fn case(line: &str) -> Case {
    let longer: Vec<&str> = words(line).skip(1).map(|span| span.of(line)).filter(|word| word.chars().count() >= 4).collect();
    let capitals = longer.iter().filter(|word| word.starts_with(char::is_uppercase)).count();
    match (capitals, longer.len()) {
        (_, 0) => Case::Unclear,
        (capitals, all) if capitals * 4 >= all * 3 => Case::Title,
        (capitals, all) if capitals * 3 <= all && all >= 3 => Case::Sentence,
        _ => Case::Unclear,
    }
}

#[cfg(test)]
mod tests {
    use super::parse;

    /// Kinds and first words of the blocks of `text`.
    fn shape(text: &str) -> Vec<String> {
        let blocks = parse(text).blocks;
        blocks
            .iter()
            .map(|block| format!("{}: {}", block.kind.name(), block.span.of(text).split(' ').take(2).collect::<Vec<_>>().join(" ")))
            .collect()
    }

    const LONG: &str = "The first sentence of a paragraph is here. The second one follows it.";

    #[test]
    fn the_indent_of_wrapped_rows_is_not_drawn() {
        let text = "   A quake struck the town in the east of the land in the\n   night, and many of those who lived there have not been\n   seen since then, the mayor said in the evening.";
        let hidden: Vec<&str> = parse(text).hidden.iter().map(|span| span.of(text)).collect();
        assert_eq!(hidden, ["   ", "   "]);
    }

    #[test]
    fn kicker_title_standfirst_and_byline() {
        let text = format!("Opinion\n\nWhy the Bridge Fell\n\nA short history of neglect.\n\nBy Jane Doe\n\n{LONG}\n\n{LONG}");
        assert_eq!(
            shape(&text),
            [
                "outside: Opinion",
                "title: Why the",
                "standfirst: A short",
                "outside: By Jane",
                "paragraph: The first",
                "paragraph: The first"
            ]
        );
    }

    #[test]
    fn a_text_that_begins_with_a_sentence_has_no_title() {
        let text = format!("{LONG}\n\nA heading without marks\n\n{LONG}");
        assert_eq!(shape(&text), ["paragraph: The first", "heading: A heading", "paragraph: The first"]);
        assert!(parse(&text).meta.title.is_none());
    }

    #[test]
    fn one_sentence_paragraphs_have_no_standfirst() {
        let text = "Bridge falls in storm\n\nA bridge fell on Monday.\n\nNobody was hurt, police said later.\n\nThe road is closed until further notice, the city said.";
        assert!(shape(text).iter().all(|block| !block.starts_with("standfirst")));
    }

    #[test]
    fn what_follows_an_author_note_belongs_to_it() {
        let text = format!(
            "A Title Here\n\n{LONG}\n\n{LONG}\n\n{LONG}\n\n{LONG}\n\nAbout the Author: Jane Doe\n\nJane Doe is a fellow. She lives here.\n\nRelated Posts"
        );
        assert_eq!(shape(&text)[5..], ["outside: About the", "outside: Jane Doe", "outside: Related Posts"]);
    }

    #[test]
    fn nothing_is_no_block() {
        assert!(parse(" \n\n").blocks.is_empty());
    }
}
