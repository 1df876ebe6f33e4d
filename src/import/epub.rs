//! Books: EPUB 2 and 3. The chapters in the order of reading are one text, their titles from the table of contents.

use std::collections::HashMap;

use dom_query::Document;

use super::archive::Archive;
use super::draft::Draft;
use super::draft::Writer;
use super::html;
use super::xml;
use super::xml::Element;
use crate::text::BlockKind;
use crate::text::Field;
use crate::text::FilePlace;
use crate::text::Meta;
use crate::text::Origin;
use crate::text::words::letters;
use crate::text::words::one_line;

/// Most entries of a table of contents.
const MOST_ENTRIES: usize = 20_000;

/// Reads a book.
pub(super) fn read(bytes: &[u8]) -> Vec<Draft> {
    let mut writer = Writer::default();
    if let Err(message) = book(bytes, &mut writer) {
        writer.complain(message);
    }
    vec![writer.finish()]
}

fn book(bytes: &[u8], writer: &mut Writer) -> Result<(), String> {
    let mut archive = Archive::open(bytes)?;
    if archive.names().iter().any(|name| name == "META-INF/rights.xml") {
        writer.complain("the book is protected: its text can't be read");
    }
    let container = archive.text("META-INF/container.xml").map(|text| xml::parse(&text).0);
    let package = container.ok().and_then(|root| root.find("rootfile").and_then(|file| file.attribute("full-path").map(str::to_owned)));
    let package =
        package.or_else(|| archive.names().into_iter().find(|name| name.ends_with(".opf"))).ok_or("the book has no table of its parts")?;
    let (root, _) = xml::parse(&archive.text(&package)?);
    *writer.meta() = metadata(&root);
    let mut items: HashMap<&str, &Element> = HashMap::new();
    let manifest: Vec<&Element> = root.find("manifest").map(|manifest| manifest.children().collect()).unwrap_or_default();
    for item in &manifest {
        if let Some(id) = item.attribute("id") {
            items.insert(id, item);
        }
    }
    let place = |item: &Element| item.attribute("href").map(|href| joined(&package, href));
    let navigation =
        manifest.iter().find(|item| item.attribute("properties").is_some_and(|found| found.split_whitespace().any(|one| one == "nav")));
    let is_ncx = |item: &&&Element| item.attribute("media-type") == Some("application/x-dtbncx+xml");
    let mut contents: Vec<(String, String)> = Vec::new();
    if let Some(path) = navigation.and_then(|item| place(item))
        && let Ok(text) = archive.text(&path)
    {
        contents = of_navigation(&text, &path);
    }
    if contents.is_empty()
        && let Some(path) = manifest.iter().find(is_ncx).and_then(|item| place(item))
        && let Ok(text) = archive.text(&path)
    {
        of_ncx(&xml::parse(&text).0, &path, &mut contents);
    }
    let spine: Vec<String> = root
        .find("spine")
        .map(|spine| {
            spine
                .children()
                .filter(|child| child.name == "itemref")
                .filter_map(|child| child.attribute("idref"))
                .map(str::to_owned)
                .collect()
        })
        .unwrap_or_default();
    if let Some(title) = writer.meta().title.as_ref().map(|title| title.value.clone()) {
        writer.begin(BlockKind::Title);
        writer.put(&title);
        writer.end();
    }
    for id in spine {
        let Some(item) = items.get(id.as_str()) else { continue };
        let Some(path) = place(item) else { continue };
        let is_text = item.attribute("media-type").is_none_or(|kind| kind.contains("html") || kind.contains("xml"));
        // The table of contents is a way through the book, not a part of it.
        let is_navigation = navigation.and_then(|item| place(item)).as_ref() == Some(&path);
        if !is_text || is_navigation {
            continue;
        }
        match archive.read(&path) {
            Ok(bytes) => chapter(&html::decode(&bytes).0, &path, &contents, writer),
            Err(message) => writer.complain(message),
        }
    }
    Ok(())
}

/// One file of the book: its title from the contents where it shows none itself.
fn chapter(text: &str, path: &str, contents: &[(String, String)], writer: &mut Writer) {
    let document = Document::from(text);
    let own = contents.iter().filter(|(target, _)| target.split('#').next() == Some(path));
    let title = own.clone().next().map(|(_, title)| title.clone());
    if let Some(title) = title {
        writer.end();
        writer.stands_at(FilePlace::Chapter(title.clone()));
        let headings = document.select("h1, h2, h3, h4, h5, h6");
        let shown = headings.nodes().iter().any(|node| letters(&node.text()) == letters(&title));
        let starts_here = own.clone().next().is_some_and(|(target, _)| !target.contains('#'));
        if !shown && starts_here {
            writer.begin(BlockKind::Heading(2));
            writer.put(&title);
            writer.end();
        }
    }
    mark_headings(&document, path, contents);
    html::document_into(&document, writer);
    writer.end();
}

/// Makes what the contents point at a heading, where it is no heading yet but is that title.
fn mark_headings(document: &Document, path: &str, contents: &[(String, String)]) {
    let titles: Vec<String> =
        contents.iter().filter(|(target, _)| target.split('#').next() == Some(path)).map(|(_, title)| letters(title)).collect();
    let shown: Vec<String> = document.select("h1, h2, h3, h4, h5, h6").nodes().iter().map(|node| letters(&node.text())).collect();
    let titles: Vec<String> = titles.into_iter().filter(|title| !title.is_empty() && !shown.contains(title)).collect();
    if titles.is_empty() {
        return;
    }
    for node in document.select("p, div, span.title, td, header").nodes() {
        let words = node.text();
        if words.len() < 300
            && node.element_children().len() < 4
            && titles.contains(&letters(&words))
            && !node.is("h1 *, h2 *, h3 *, h4 *, h5 *, h6 *, :has(h1, h2, h3, h4, h5, h6)")
        {
            node.rename("h2");
        }
    }
}

fn metadata(root: &Element) -> Meta {
    let Some(found) = root.find("metadata") else { return Meta::default() };
    let texts = |name: &str| -> Vec<String> {
        let mut elements = Vec::new();
        found.all(name, &mut elements);
        elements.iter().map(|element| one_line(&element.text())).filter(|text| !text.is_empty()).collect()
    };
    let field = |value: Option<String>| value.filter(|value| !value.is_empty()).map(|value| Field::new(value, Origin::Metadata));
    let date = texts("date").iter().find_map(|date| super::edtf(date));
    Meta {
        short_name: None,
        title: field(texts("title").into_iter().next()),
        author: field(Some(texts("creator").join(", "))),
        publisher: field(texts("publisher").into_iter().next()),
        date: field(date),
        language: field(texts("language").into_iter().next()),
        tags: texts("subject"),
        url: field(texts("source").into_iter().find(|source| source.starts_with("http"))),
        standfirst: None,
    }
}

/// Targets and titles of a navigation document (EPUB 3).
fn of_navigation(text: &str, path: &str) -> Vec<(String, String)> {
    let document = Document::from(text);
    let own = document.select("nav");
    let toc = own
        .nodes()
        .iter()
        .find(|node| node.attrs().iter().any(|attribute| attribute.name.local.ends_with("type") && attribute.value.contains("toc")));
    let Some(toc) = toc.or_else(|| own.nodes().first()) else { return Vec::new() };
    let links = toc.descendants_it().filter(|node| node.has_name("a")).take(MOST_ENTRIES);
    links
        .filter_map(|link| {
            let images =
                link.descendants_it().filter(|node| node.has_name("img")).filter_map(|image| image.attr("alt")).map(|alt| alt.to_string());
            let words = one_line(&link.text());
            let title = if words.is_empty() { images.collect::<Vec<_>>().join(" ") } else { words };
            Some((joined(path, &link.attr("href")?), title))
        })
        .collect()
}

/// Targets and titles of an NCX (EPUB 2).
fn of_ncx(element: &Element, path: &str, found: &mut Vec<(String, String)>) {
    for child in element.children() {
        if child.name == "navPoint" && found.len() < MOST_ENTRIES {
            let title = child.child("navLabel").map(|label| one_line(&label.text())).unwrap_or_default();
            if let Some(target) = child.child("content").and_then(|content| content.attribute("src")) {
                found.push((joined(path, target), title));
            }
        }
        of_ncx(child, path, found);
    }
}

/// `href` as seen from the file at `path`; it can't leave the archive.
fn joined(path: &str, href: &str) -> String {
    let decoded = percent_decoded(href);
    if decoded.starts_with('#') {
        return format!("{path}{decoded}");
    }
    let mut parts: Vec<&str> = path.split('/').collect();
    parts.pop();
    for part in decoded.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let digits = |bytes: &[u8]| std::str::from_utf8(bytes.get(..2)?).ok().and_then(|digits| u8::from_str_radix(digits, 16).ok());
        match (*first, digits(tail)) {
            (b'%', Some(byte)) => {
                bytes.push(byte);
                rest = &tail[2..];
            }
            (byte, _) => {
                bytes.push(byte);
                rest = tail;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::joined;

    #[test]
    fn parts_are_found_from_where_they_are_named_and_never_outside() {
        assert_eq!(joined("OEBPS/nav/toc.xhtml", "../text/a%20b.xhtml#x"), "OEBPS/text/a b.xhtml#x");
        assert_eq!(joined("a.opf", "../../../etc/passwd"), "etc/passwd");
        assert_eq!(joined("a/b.xhtml", "#x"), "a/b.xhtml#x");
    }
}
