//! Feeds: RSS, Atom and JSON Feed by feed-rs, each item a source; OPML as the list that it is.

use super::draft::Draft;
use super::draft::Writer;
use super::html;
use super::part_name;
use super::xml;
use super::xml::Element;
use crate::text::BlockKind;
use crate::text::Field;
use crate::text::Meta;
use crate::text::Origin;
use crate::text::words::one_line;

/// Reads a feed; no drafts if it is none.
pub(super) fn read(bytes: &[u8]) -> Vec<Draft> {
    let (text, _) = html::decode(bytes);
    let text = text.trim_start_matches(['\u{feff}', '\n', ' ', '\t', '\r']);
    let parsed = parse(text).or_else(|_| parse(&mended(text)));
    let feed = match parsed {
        Ok(feed) => feed,
        Err(error) => {
            let found = by_hand(text);
            return if found.is_empty() { vec![Draft::failed(format!("the feed can't be read: {error}"))] } else { found };
        }
    };
    let name = feed.title.as_ref().map(|title| one_line(&html_text(&title.content)));
    let mut parts = Vec::new();
    let drafts = feed.entries.iter().map(|entry| {
        let mut writer = Writer::default();
        let title = entry.title.as_ref().map(|title| one_line(&html_text(&title.content))).filter(|title| !title.is_empty());
        if let Some(title) = &title {
            writer.begin(BlockKind::Title);
            writer.put(title);
            writer.end();
        }
        let content = entry.content.as_ref().and_then(|content| content.body.as_deref()).filter(|body| !body.trim().is_empty());
        let summary = entry.summary.as_ref().map(|summary| summary.content.as_str()).filter(|summary| !summary.trim().is_empty());
        // A summary beside the text is its beginning mostly; the longer one is the text.
        let body = match (content, summary) {
            (Some(content), Some(summary)) if summary.len() > 2 * content.len() => Some(summary),
            (content, summary) => content.or(summary),
        };
        if let Some(body) = body {
            if body.contains('<') || body.contains('&') {
                html::fragment(body, &mut writer);
            } else {
                for paragraph in body.split("\n\n") {
                    writer.begin_running();
                    writer.put(paragraph);
                }
            }
        }
        let field = |value: Option<String>| {
            value.map(|value| one_line(&value)).filter(|value| !value.is_empty()).map(|value| Field::new(value, Origin::Metadata))
        };
        let link = entry.links.iter().find(|link| link.rel.as_deref().is_none_or(|rel| rel == "alternate")).or_else(|| entry.links.first());
        let people = if entry.authors.is_empty() { &feed.authors } else { &entry.authors };
        let authors: Vec<String> = people
            .iter()
            .filter_map(|person| person.name.clone().or_else(|| person.email.clone()))
            .filter(|name| !name.trim().is_empty())
            .collect();
        let date = entry.published.or(entry.updated).map(|date| date.format("%Y-%m-%d").to_string());
        *writer.meta() = Meta {
            short_name: None,
            title: field(title.clone()),
            publisher: field(name.clone()),
            author: field(Some(authors.join(", "))),
            date: field(date),
            url: field(link.map(|link| link.href.clone())),
            language: field(entry.language.clone().or_else(|| feed.language.clone())),
            tags: entry.categories.iter().map(|category| category.label.clone().unwrap_or_else(|| category.term.clone())).collect(),
            standfirst: None,
        };
        let mut draft = writer.finish();
        draft.part = Some(part_name(title.as_deref().unwrap_or(&entry.id), &mut parts));
        draft
    });
    let drafts: Vec<Draft> = drafts.collect();
    if drafts.is_empty() { vec![without_items(name.as_deref())] } else { drafts }
}

fn parse(text: &str) -> Result<feed_rs::model::Feed, String> {
    // Whatever encoding it names: it is UTF-8 now.
    let text = text.split_once("?>").filter(|(head, _)| head.starts_with("<?xml")).map_or(text, |(_, rest)| rest);
    feed_rs::parser::parse(text.trim_start().as_bytes()).map_err(|error| error.to_string())
}

/// A feed without a version, and Atom 0.3, as what they are nearly.
fn mended(text: &str) -> String {
    let mut mended = text
        .replace("http://purl.org/atom/ns#", "http://www.w3.org/2005/Atom")
        .replace("<modified>", "<updated>")
        .replace("</modified>", "</updated>")
        .replace("<issued>", "<published>")
        .replace("</issued>", "</published>");
    if let Some(at) = mended.find("<rss") {
        let end = mended[at..].find('>').map_or(mended.len(), |length| at + length);
        if !mended[at..end].contains("version") {
            mended.insert_str(at + "<rss".len(), " version=\"2.0\"");
        }
    }
    mended
}

/// Items of a feed that is none by the rules: whatever is called an item or an entry.
fn by_hand(text: &str) -> Vec<Draft> {
    let (root, _) = xml::parse(text);
    let (mut items, mut entries) = (Vec::new(), Vec::new());
    root.all("item", &mut items);
    root.all("entry", &mut entries);
    let channel = root.find("channel").or_else(|| root.find("feed"));
    let publisher = channel.and_then(|channel| channel.child("title")).map(|title| one_line(&html_text(&title.text())));
    let mut parts = Vec::new();
    let read = items.into_iter().chain(entries).map(|item| {
        let words =
            |names: &[&str]| names.iter().find_map(|name| item.child(name)).map(Element::text).filter(|text| !text.trim().is_empty());
        let field = |value: Option<String>| value.map(|value| Field::new(one_line(&value), Origin::Metadata));
        let mut writer = Writer::default();
        let title = words(&["title"]).map(|title| one_line(&html_text(&title)));
        if let Some(title) = &title {
            writer.begin(BlockKind::Title);
            writer.put(title);
            writer.end();
        }
        if let Some(body) = words(&["encoded", "content", "description", "summary"]) {
            html::fragment(&body, &mut writer);
        }
        *writer.meta() = Meta {
            title: field(title.clone()),
            publisher: field(publisher.clone()),
            author: field(words(&["creator", "author"])),
            date: words(&["pubDate", "published", "issued", "date", "updated", "modified"])
                .and_then(|date| super::edtf(&date))
                .map(|date| Field::new(date, Origin::Metadata)),
            url: field(words(&["link"])),
            ..Meta::default()
        };
        let mut draft = writer.finish();
        draft.part = Some(part_name(title.as_deref().unwrap_or("item"), &mut parts));
        draft
    });
    read.collect()
}

/// A feed without items: its name is all there is.
fn without_items(name: Option<&str>) -> Draft {
    let mut writer = Writer::default();
    writer.begin(BlockKind::Title);
    writer.put(name.unwrap_or("a feed without items"));
    writer.end();
    writer.meta().title = name.map(|name| Field::new(name, Origin::Metadata));
    writer.complain("the feed has no items");
    writer.finish()
}

/// A title, which may be text with references or HTML.
fn html_text(written: &str) -> String {
    if written.contains(['<', '&']) { dom_query::Document::fragment(written).text().to_string() } else { written.to_owned() }
}

/// Reads a list of feeds.
pub(super) fn opml(bytes: &[u8]) -> Vec<Draft> {
    let (root, _) = xml::parse(&html::decode(bytes).0);
    let mut writer = Writer::default();
    if let Some(title) = root.find("head").and_then(|head| head.child("title")).map(Element::text).filter(|title| !title.trim().is_empty())
    {
        writer.begin(BlockKind::Title);
        writer.put(&title);
        writer.end();
        writer.meta().title = Some(Field::new(one_line(&title), Origin::Metadata));
    }
    if let Some(body) = root.find("body") {
        outlines(body, &mut writer);
    }
    vec![writer.finish()]
}

fn outlines(element: &Element, writer: &mut Writer) {
    let own: Vec<&Element> = element.children().filter(|child| child.name == "outline").collect();
    if own.is_empty() {
        return;
    }
    writer.enter_list(None);
    for outline in own {
        writer.begin_item(None);
        let words =
            ["text", "title", "description"].iter().find_map(|name| outline.attribute(name)).or_else(|| outline.attribute("xmlUrl"));
        match (words, outline.attribute("htmlUrl").or_else(|| outline.attribute("xmlUrl"))) {
            (Some(words), Some(address)) => {
                writer.start_link(address);
                writer.put(words);
                writer.end_link();
            }
            (Some(words), None) => writer.put(words),
            _ => {}
        }
        outlines(outline, writer);
        writer.end();
    }
    writer.leave_list();
}
