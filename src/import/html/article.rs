//! A page of the web: its article, told from what stands around it.

use dom_query::Document;
use dom_smoothie::Config;
use dom_smoothie::Readability;

use super::decoding::decode;
use super::metadata::metadata;
use super::told::Told;
use super::walk::document_into;
use super::walk::walk_children;
use crate::import::draft::Draft;
use crate::import::draft::Writer;
use crate::import::outside;
use crate::text::Block;
use crate::text::BlockKind;
use crate::text::Span;
use crate::text::words::letters;
use crate::text::words::one_line;
use crate::text::words::words;

/// Elements inside one another beyond which a page is read without its structure: libraries need time that grows with
/// the square of the depth.
const DEEPEST: usize = 3000;
/// Share of the letters of a page's main part under which what was taken for its article is not believed.
const FEWEST: f32 = 0.1;

/// Reads a page.
pub(in crate::import) fn page(bytes: &[u8]) -> Draft {
    let (html, complaints) = decode(bytes);
    let mut draft = page_of_text(&html);
    draft.complaints.extend(complaints);
    draft
}

/// Reads a page that is text already.
pub(in crate::import) fn page_of_text(html: &str) -> Draft {
    if depth(html) > DEEPEST {
        let mut writer = Writer::default();
        writer.put(&without_tags(html));
        writer.complain("its elements stand so deep in one another that it was read as text alone");
        return writer.finish();
    }
    // Pages that come in pieces hide each until a script puts it in its place.
    let html = &html.replace("<div hidden=\"\" id=\"S:", "<div id=\"S:");
    let document = Document::from(&**html);
    let told = Told::of(&document);
    let meta = metadata(&document, &told);
    let mut draft = article(html, &document, meta.title.as_ref().map(|title| title.value.as_str()));
    if told.is_cut_by_a_wall() {
        draft.complaints.push((None, "the page says that it is not free to read: it may hold the beginning alone".to_owned()));
    }
    draft.meta = meta;
    // A summary that is not on the page was never read by anybody there.
    if let Some(summary) = &draft.meta.standfirst
        && !one_line(&draft.text).contains(&summary.value)
    {
        draft.meta.standfirst = None;
    }
    draft
}

/// The blocks of the article; of the whole body where next to nothing was taken for one.
fn article(html: &str, document: &Document, title: Option<&str>) -> Draft {
    let config = Config { max_elements_to_parse: 0, keep_classes: true, char_threshold: 200, ..Config::default() };
    let taken = Readability::new(html, None, Some(config)).ok().and_then(|mut reader| reader.parse().ok());
    let extract = taken.map(|article| {
        let content = Document::from(&*article.content);
        written(title, |writer| document_into(&content, writer))
    });
    let main = document.select_single("main, [role='main'], article");
    let count = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).count();
    let whole = || match main.nodes().first().filter(|node| count(&node.text()) > 400) {
        Some(node) => written(title, |writer| walk_children(node, writer, 0)),
        None => written(title, |writer| document_into(document, writer)),
    };
    match extract {
        Some(extract) => {
            let all = whole();
            let enough = count(&extract.text) as f32 >= FEWEST * count(&all.text) as f32;
            if enough { extract } else { all }
        }
        None => whole(),
    }
}

/// What `write` writes, under the title.
fn written(title: Option<&str>, write: impl FnOnce(&mut Writer)) -> Draft {
    let mut writer = Writer::default();
    if let Some(title) = title {
        writer.begin(BlockKind::Title);
        writer.put(title);
        writer.end();
    }
    write(&mut writer);
    let mut draft = writer.finish();
    mark_outside(&mut draft);
    // The title once more, as a heading of the page.
    if let Some(title) = title {
        let again = draft
            .blocks
            .iter()
            .skip(1)
            .take(4)
            .position(|block| matches!(block.kind, BlockKind::Heading(_)) && letters(block.span.of(&draft.text)) == letters(title));
        if let Some(at) = again {
            draft.blocks.remove(at + 1);
        }
    }
    draft
}

/// Most words of a line that is outside.
const LONGEST_OUTSIDE: usize = 45;

/// Marks what stands in the article and is none of it: lines that their words tell, teasers that are a link and nothing
/// else, and the headings over them.
fn mark_outside(draft: &mut Draft) {
    let text = &draft.text;
    let in_links = |span: Span| -> usize {
        let inside = draft.links.iter().filter(|link| span.covers(link.span) && !link.address.starts_with('#'));
        inside.map(|link| link.span.len()).sum()
    };
    let n_blocks = draft.blocks.len();
    let mut teasers = vec![false; n_blocks];
    for (index, block) in draft.blocks.iter().enumerate() {
        let line = block.span.of(text);
        let short = words(line).take(LONGEST_OUTSIDE + 1).count() <= LONGEST_OUTSIDE;
        let is_link = short && in_links(block.span) * 100 >= block.span.len() * 85;
        let running = matches!(block.kind, BlockKind::Paragraph | BlockKind::ListItem(_) | BlockKind::Heading(_));
        let is_one_other = || short && outside::announces_one(line) && in_links(block.span) * 2 > block.span.len();
        let own_words = block.kind == BlockKind::Paragraph && (outside::kind(line).is_some() || is_appeal(line) || is_one_other())
            || block.kind == BlockKind::Caption && matches!(outside::kind(line), Some(outside::Kind::Credit));
        // Links alone: between paragraphs they lead to other articles; as a list they may be what the page is about.
        let is_teaser = is_link
            && running
            && (block.kind != BlockKind::ListItem(0) && !matches!(block.kind, BlockKind::ListItem(_)) && !line.ends_with(['.', '!', '?']));
        teasers[index] = own_words || is_teaser && index > 1;
    }
    let is_item_of_links =
        |block: &Block| matches!(block.kind, BlockKind::ListItem(_)) && in_links(block.span) * 100 >= block.span.len() * 80;
    // A heading that announces other articles, with all that is links below it.
    for index in 0..n_blocks {
        let line = draft.blocks[index].span.of(text);
        if words(line).take(8).count() > 7 || !outside::announces_others(line) {
            continue;
        }
        let follow = draft.blocks[index + 1..]
            .iter()
            .zip(&teasers[index + 1..])
            .take_while(|(block, teaser)| **teaser || is_item_of_links(block))
            .count();
        let next_is_heading = draft.blocks.get(index + 1).is_none_or(|block| matches!(block.kind, BlockKind::Heading(_)));
        if follow > 0 || next_is_heading {
            teasers[index..=index + follow].iter_mut().for_each(|teaser| *teaser = true);
        }
    }
    let kept = teasers.iter().filter(|teaser| !**teaser).count();
    // A page that is a list of links is what it is.
    if kept * 2 < n_blocks {
        return;
    }
    for (block, teaser) in draft.blocks.iter_mut().zip(teasers) {
        if teaser && block.kind != BlockKind::Title {
            block.kind = BlockKind::Outside;
        }
    }
}

/// A line that asks for one's address or money.
fn is_appeal(line: &str) -> bool {
    let lower = line.to_lowercase();
    let asks = ["sign up", "subscribe", "join our", "get the latest", "signing up", "in your inbox", "to your inbox", "into your inbox"];
    let opens = ["do you want to be informed", "we want to hear", "want to get in touch", "send us a letter", "got a tip", "have a tip"];
    words(line).take(LONGEST_OUTSIDE + 1).count() <= LONGEST_OUTSIDE
        && (lower.contains("newsletter") && asks.iter().any(|ask| lower.contains(ask)) || opens.iter().any(|open| lower.starts_with(open)))
}

/// How deep elements stand in one another, at the most, as far as their tags tell.
fn depth(html: &str) -> usize {
    let (mut depth, mut deepest) = (0usize, 0);
    for part in html.split('<').skip(1) {
        if part.starts_with('/') {
            depth = depth.saturating_sub(1);
        } else if part.starts_with(|c: char| c.is_ascii_alphabetic()) {
            let name: String = part.chars().take_while(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
            let is_void = matches!(
                name.as_str(),
                "br" | "img"
                    | "hr"
                    | "input"
                    | "meta"
                    | "link"
                    | "area"
                    | "base"
                    | "col"
                    | "embed"
                    | "source"
                    | "track"
                    | "wbr"
                    | "param"
                    | "p"
                    | "li"
                    | "td"
                    | "tr"
                    | "th"
                    | "dt"
                    | "dd"
                    | "option"
            );
            if !is_void && !part.split('>').next().is_some_and(|tag| tag.ends_with('/')) {
                depth += 1;
                deepest = deepest.max(depth);
            }
        }
    }
    deepest
}

fn without_tags(html: &str) -> String {
    let mut text = String::with_capacity(html.len() / 2);
    for part in html.split('<') {
        text.push_str(part.split_once('>').map_or("", |(_, behind)| behind));
        text.push(' ');
    }
    text
}
