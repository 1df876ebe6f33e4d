//! Documents of word processors: DOCX (Office Open XML) and ODT (OpenDocument), read off their XML.

use std::collections::HashMap;

use super::archive::Archive;
use super::draft::Draft;
use super::draft::Writer;
use super::xml;
use super::xml::Element;
use super::xml::Node;
use crate::text::BlockKind;
use crate::text::Emphasis;
use crate::text::Field;
use crate::text::Meta;
use crate::text::Origin;
use crate::text::words::one_line;

/// Reads a DOCX document.
pub(super) fn docx(bytes: &[u8]) -> Vec<Draft> {
    document(bytes, |archive, writer| {
        let (root, wrong) = xml::parse(&archive.text("word/document.xml")?);
        writer.meta().clone_from(&core(archive, "docProps/core.xml"));
        let styles = archive.text("word/styles.xml").map(|text| docx_styles(&xml::parse(&text).0)).unwrap_or_default();
        let notes = archive.text("word/footnotes.xml").map(|text| xml::parse(&text).0).unwrap_or_default();
        let numbered = archive.text("word/numbering.xml").map(|text| docx_numbered(&xml::parse(&text).0)).unwrap_or_default();
        let links = archive.text("word/_rels/document.xml.rels").map(|text| docx_links(&xml::parse(&text).0)).unwrap_or_default();
        let mut reader = Docx { styles, numbered, links, notes: Vec::new(), counts: HashMap::new() };
        if let Some(body) = root.find("body") {
            reader.blocks(body, writer);
        }
        writer.end();
        for id in std::mem::take(&mut reader.notes) {
            let note = notes.find("footnotes").and_then(|all| all.children().find(|note| note.attribute("id") == Some(id.as_str())));
            if let Some(note) = note {
                writer.begin(BlockKind::Footnote);
                writer.put(&format!("[{id}] "));
                for paragraph in note.children() {
                    writer.put(" ");
                    reader.runs(paragraph, writer);
                }
                writer.end();
            }
        }
        wrong.into_iter().for_each(|wrong| writer.complain(format!("it was read as far as it is whole: {wrong}")));
        Ok(())
    })
}

/// Reads an ODT document.
pub(super) fn odt(bytes: &[u8]) -> Vec<Draft> {
    document(bytes, |archive, writer| {
        let (root, wrong) = xml::parse(&archive.text("content.xml")?);
        writer.meta().clone_from(&core(archive, "meta.xml"));
        if let Some(body) = root.find("body") {
            odt_blocks(body, writer);
        }
        wrong.into_iter().for_each(|wrong| writer.complain(format!("it was read as far as it is whole: {wrong}")));
        Ok(())
    })
}

fn document(bytes: &[u8], read: impl FnOnce(&mut Archive, &mut Writer) -> Result<(), String>) -> Vec<Draft> {
    let mut writer = Writer::default();
    let done = Archive::open(bytes).and_then(|mut archive| read(&mut archive, &mut writer));
    if let Err(message) = done {
        writer.complain(message);
    }
    let mut draft = writer.finish();
    let title = draft.blocks.iter().find(|block| block.kind == BlockKind::Title).map(|block| one_line(block.span.of(&draft.text)));
    if let Some(title) = title {
        draft.meta.title = Some(Field::new(title, Origin::Text));
    }
    vec![draft]
}

/// Dublin Core, as both kinds keep it.
fn core(archive: &mut Archive, path: &str) -> Meta {
    let Ok(text) = archive.text(path) else { return Meta::default() };
    let (root, _) = xml::parse(&text);
    let field = |names: &[&str]| {
        let value = names.iter().find_map(|name| root.find(name)).map(|element| one_line(&element.text()));
        value.filter(|value| !value.is_empty()).map(|value| Field::new(value, Origin::Metadata))
    };
    let date = field(&["created", "creation-date", "date", "modified"]).and_then(|field| super::edtf(&field.value));
    Meta {
        title: field(&["title"]),
        author: field(&["creator", "initial-creator"]),
        date: date.map(|date| Field::new(date, Origin::Metadata)),
        language: field(&["language"]),
        ..Meta::default()
    }
}

struct Docx {
    /// What a style stands for, by its id.
    styles: HashMap<String, Style>,
    /// Whether a list and level are numbered.
    numbered: HashMap<(String, String), bool>,
    links: HashMap<String, String>,
    notes: Vec<String>,
    counts: HashMap<(String, String), u32>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Style {
    Title,
    Heading(u8),
    Quote,
    Code,
    Caption,
    Item,
}

fn docx_styles(root: &Element) -> HashMap<String, Style> {
    let mut styles = Vec::new();
    root.all("style", &mut styles);
    let of_name = |style: &Element| {
        let name = style.child("name").and_then(|name| name.attribute("val")).unwrap_or("").to_lowercase();
        match name.as_str() {
            "title" => Some(Style::Title),
            "quote" | "intense quote" | "block text" => Some(Style::Quote),
            "caption" => Some(Style::Caption),
            "html preformatted" | "source code" | "plain text" => Some(Style::Code),
            _ if name.starts_with("heading ") => name[8..].trim().parse().ok().map(Style::Heading),
            _ if name.starts_with("list") => Some(Style::Item),
            _ => {
                let level = style.find("outlineLvl").and_then(|level| level.attribute("val")).and_then(|level| level.parse::<u8>().ok());
                level.filter(|level| *level < 9).map(|level| Style::Heading(level + 1))
            }
        }
    };
    let mut found: HashMap<String, Style> = HashMap::new();
    for style in &styles {
        if let (Some(id), Some(kind)) = (style.attribute("styleId"), of_name(style)) {
            found.insert(id.to_owned(), kind);
        }
    }
    // A style of one's own is what it is based on.
    for _ in 0..4 {
        for style in &styles {
            let base = style.child("basedOn").and_then(|base| base.attribute("val"));
            if let (Some(id), Some(kind)) = (style.attribute("styleId"), base.and_then(|base| found.get(base).copied())) {
                found.entry(id.to_owned()).or_insert(kind);
            }
        }
    }
    found
}

fn docx_numbered(root: &Element) -> HashMap<(String, String), bool> {
    let mut kinds: HashMap<(String, String), bool> = HashMap::new();
    let (mut abstracts, mut lists) = (Vec::new(), Vec::new());
    root.all("abstractNum", &mut abstracts);
    root.all("num", &mut lists);
    for list in lists {
        let of = list.child("abstractNumId").and_then(|id| id.attribute("val"));
        let Some(shape) = abstracts.iter().find(|shape| shape.attribute("abstractNumId") == of) else { continue };
        for level in shape.children().filter(|child| child.name == "lvl") {
            let format = level.child("numFmt").and_then(|format| format.attribute("val")).unwrap_or("bullet");
            let key = (list.attribute("numId").unwrap_or("").to_owned(), level.attribute("ilvl").unwrap_or("0").to_owned());
            kinds.insert(key, !matches!(format, "bullet" | "none"));
        }
    }
    kinds
}

fn docx_links(root: &Element) -> HashMap<String, String> {
    let mut found = Vec::new();
    root.all("Relationship", &mut found);
    let links = found.into_iter().filter(|one| one.attribute("TargetMode") == Some("External"));
    links.filter_map(|one| Some((one.attribute("Id")?.to_owned(), one.attribute("Target")?.to_owned()))).collect()
}

impl Docx {
    fn blocks(&mut self, element: &Element, writer: &mut Writer) {
        for child in element.children() {
            match child.name.as_str() {
                "p" => self.paragraph(child, writer),
                "tbl" => self.table(child, writer),
                "sectPr" | "del" | "moveFrom" => {}
                _ => self.blocks(child, writer),
            }
        }
    }

    fn paragraph(&mut self, paragraph: &Element, writer: &mut Writer) {
        let properties = paragraph.child("pPr");
        let value = |name: &str| properties.and_then(|found| found.child(name)).and_then(|found| found.attribute("val"));
        let style = value("pStyle").and_then(|id| self.styles.get(id).copied());
        let outline = value("outlineLvl").and_then(|level| level.parse::<u8>().ok()).filter(|level| *level < 9);
        let list = properties.and_then(|found| found.child("numPr"));
        let of_list = |name: &str| list.and_then(|found| found.child(name)).and_then(|found| found.attribute("val")).map(str::to_owned);
        match (style, outline) {
            (Some(Style::Title), _) => writer.begin(BlockKind::Title),
            (Some(Style::Heading(level)), _) => writer.begin(BlockKind::Heading(level.clamp(1, 6))),
            (None, Some(level)) => writer.begin(BlockKind::Heading((level + 1).min(6))),
            (Some(Style::Quote), _) => writer.begin(BlockKind::Quote(0)),
            (Some(Style::Code), _) => writer.begin(BlockKind::Code),
            (Some(Style::Caption), _) => writer.begin(BlockKind::Caption),
            _ if list.is_some() || style == Some(Style::Item) => {
                let level = of_list("ilvl").unwrap_or_else(|| "0".to_owned());
                let key = (of_list("numId").unwrap_or_default(), level.clone());
                let depth = level.parse::<u8>().unwrap_or(0).min(8);
                let number = self.numbered.get(&key).copied().unwrap_or(false).then(|| {
                    let count = self.counts.entry(key).or_default();
                    *count += 1;
                    *count
                });
                writer.begin_numbered(BlockKind::ListItem(depth), number.unwrap_or(0));
            }
            _ => writer.begin(BlockKind::Paragraph),
        }
        self.runs(paragraph, writer);
        writer.end();
        // Text in a box stands behind the paragraph that holds the box.
        let mut boxes = Vec::new();
        paragraph.all("txbxContent", &mut boxes);
        let mut seen: Vec<String> = Vec::new();
        for inner in boxes {
            // The same box stands there again for older programs.
            let words = inner.text();
            if !seen.contains(&words) {
                self.blocks(inner, writer);
                seen.push(words);
            }
        }
    }

    fn runs(&mut self, element: &Element, writer: &mut Writer) {
        for child in element.children() {
            match child.name.as_str() {
                "t" => writer.put(&child.text()),
                "tab" => writer.put(" "),
                "br" | "cr" => writer.break_line(),
                "noBreakHyphen" => writer.put("-"),
                "pPr" | "rPr" | "del" | "moveFrom" | "instrText" | "txbxContent" | "pict" | "AlternateContent" | "drawing" => {}
                "footnoteReference" => {
                    let id = child.attribute("id").unwrap_or("").to_owned();
                    writer.start_link(&format!("#{id}"));
                    writer.put(&format!("[{id}]"));
                    writer.end_link();
                    self.notes.push(id);
                }
                "r" => {
                    let is_on = |name: &str| {
                        let found = child.child("rPr").and_then(|properties| properties.child(name));
                        found.is_some_and(|found| !matches!(found.attribute("val"), Some("0" | "false" | "none")))
                    };
                    if is_on("vanish") {
                        continue;
                    }
                    let kinds = [(is_on("b"), Emphasis::Strong), (is_on("i"), Emphasis::Stressed), (is_on("strike"), Emphasis::Struck)];
                    let set: Vec<Emphasis> = kinds.into_iter().filter(|(on, _)| *on).map(|(_, kind)| kind).collect();
                    set.iter().for_each(|kind| writer.start_emphasis(*kind));
                    self.runs(child, writer);
                    set.iter().for_each(|_| writer.end_emphasis());
                }
                "hyperlink" => {
                    let address = child.attribute("id").and_then(|id| self.links.get(id)).cloned();
                    if let Some(address) = &address {
                        writer.start_link(address);
                    }
                    self.runs(child, writer);
                    if address.is_some() {
                        writer.end_link();
                    }
                }
                _ => self.runs(child, writer),
            }
        }
    }

    fn table(&mut self, table: &Element, writer: &mut Writer) {
        let rows: Vec<&Element> = table.children().filter(|row| row.name == "tr").collect();
        let cells = |row: &Element| -> Vec<String> {
            let cells = row.children().filter(|cell| cell.name == "tc");
            cells
                .map(|cell| {
                    let mut inner = Writer::default();
                    self_text(cell, &mut inner);
                    one_line(&inner.finish().text)
                })
                .collect()
        };
        let rows: Vec<Vec<String>> = rows.into_iter().map(cells).collect();
        if rows.iter().map(Vec::len).max().unwrap_or(0) < 2 {
            // One column only sets words apart.
            let mut cells = Vec::new();
            table.all("tc", &mut cells);
            return cells.into_iter().for_each(|cell| self.blocks(cell, writer));
        }
        put_table(rows, writer);
    }
}

/// The words of an element, a blank between its paragraphs.
fn self_text(element: &Element, writer: &mut Writer) {
    for child in element.children() {
        match child.name.as_str() {
            "t" => writer.put(&child.text()),
            "p" | "tab" | "br" => {
                writer.put(" ");
                self_text(child, writer);
            }
            "del" | "instrText" | "pPr" | "rPr" | "tcPr" => {}
            _ => self_text(child, writer),
        }
    }
}

fn put_table(rows: Vec<Vec<String>>, writer: &mut Writer) {
    writer.begin_numbered(BlockKind::Table, u32::from(rows.len() > 1));
    for (number, row) in rows.iter().enumerate() {
        if number > 0 {
            writer.put_as_it_stands("\n");
        }
        writer.put_as_it_stands(&row.join("\t"));
    }
    writer.end();
}

fn odt_blocks(element: &Element, writer: &mut Writer) {
    for child in element.children() {
        match child.name.as_str() {
            "h" => {
                let level = child.attribute("outline-level").and_then(|level| level.parse().ok()).unwrap_or(1u8);
                writer.begin(BlockKind::Heading(level.clamp(1, 6)));
                odt_words(child, writer);
                writer.end();
            }
            "p" => {
                let style = child.attribute("style-name").unwrap_or("").to_lowercase();
                match style.as_str() {
                    "title" => writer.begin(BlockKind::Title),
                    "quotations" => writer.begin(BlockKind::Quote(0)),
                    _ => writer.begin_running(),
                }
                odt_words(child, writer);
                writer.end();
            }
            "list" => {
                writer.enter_list(None);
                odt_blocks(child, writer);
                writer.leave_list();
            }
            "list-item" | "list-header" => {
                writer.begin_item(None);
                odt_blocks(child, writer);
                writer.end();
            }
            "table" => {
                let mut found = Vec::new();
                child.all("table-row", &mut found);
                let rows = found.into_iter().map(|row| {
                    let cells = row.children().filter(|cell| cell.name == "table-cell");
                    cells.map(|cell| cell.children().map(|part| one_line(&part.text())).collect::<Vec<_>>().join(" ")).collect()
                });
                put_table(rows.collect(), writer);
            }
            "tracked-changes"
            | "sequence-decls"
            | "forms"
            | "variable-decls"
            | "user-field-decls"
            | "alphabetical-index-source"
            | "table-of-content-source" => {}
            _ => odt_blocks(child, writer),
        }
    }
}

fn odt_words(element: &Element, writer: &mut Writer) {
    for node in &element.nodes {
        match node {
            Node::Text(words) => writer.put(words),
            Node::Element(child) => match child.name.as_str() {
                "s" | "tab" => writer.put(" "),
                "line-break" => writer.break_line(),
                "annotation" | "note-citation" | "desc" | "title" => {}
                "note" => {
                    writer.put(" [");
                    if let Some(body) = child.find("note-body") {
                        writer.put(&one_line(&body.text()));
                    }
                    writer.put("]");
                }
                "a" => {
                    if let Some(address) = child.attribute("href") {
                        writer.start_link(address);
                    }
                    odt_words(child, writer);
                    writer.end_link();
                }
                _ => odt_words(child, writer),
            },
        }
    }
}
