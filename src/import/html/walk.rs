//! From elements to blocks: walks a tree of elements in the order in which it is read.

use dom_query::Document;
use dom_query::NodeRef;

use crate::import::draft::Writer;
use crate::text::BlockKind;
use crate::text::Emphasis;

/// Deepest element that is looked into; a page that goes deeper was made to.
const DEEPEST: usize = 400;
/// Most cells in a row, and rows, of a table.
const WIDEST_TABLE: usize = 200;
const LONGEST_TABLE: usize = 20_000;

/// Elements that are no part of what is read.
const UNSEEN: &[&str] = &[
    "script",
    "style",
    "noscript",
    "template",
    "svg",
    "iframe",
    "object",
    "embed",
    "canvas",
    "audio",
    "video",
    "button",
    "input",
    "select",
    "textarea",
    "option",
    "head",
    "map",
    "area",
    "dialog",
    "annotation",
    "annotation-xml",
    "rp",
];

/// Elements that stand for themselves, one under the other.
const BLOCKS: &[&str] = &[
    "p",
    "div",
    "section",
    "article",
    "main",
    "header",
    "footer",
    "aside",
    "address",
    "nav",
    "form",
    "fieldset",
    "details",
    "summary",
    "center",
    "body",
    "html",
    "dl",
    "hgroup",
    "search",
    "menu",
    "dir",
    "tbody",
    "thead",
    "tfoot",
    "tr",
    "td",
    "th",
    "caption",
    "legend",
    "figure",
    "picture",
    "math-block",
];

/// Writes a piece of HTML into what is being written.
pub(in crate::import) fn fragment(html: &str, writer: &mut Writer) {
    let document = Document::fragment(html);
    walk_children(&document.root(), writer, 0);
}

/// Writes the body of a whole document.
pub(in crate::import) fn document_into(document: &Document, writer: &mut Writer) {
    match document.select_single("body").nodes().first() {
        Some(body) => walk_children(body, writer, 0),
        None => walk_children(&document.root(), writer, 0),
    }
}

pub(super) fn walk_children(node: &NodeRef, writer: &mut Writer, depth: usize) {
    if depth > DEEPEST {
        return;
    }
    let mut child = node.first_child();
    while let Some(node) = child {
        walk(&node, writer, depth);
        child = node.next_sibling();
    }
}

fn walk(node: &NodeRef, writer: &mut Writer, depth: usize) {
    if node.is_text() {
        return writer.put(&node.text());
    }
    let Some(name) = node.node_name() else { return };
    let name = name.to_ascii_lowercase();
    let name = name.rsplit(':').next().unwrap_or(&name);
    if UNSEEN.contains(&name) || is_hidden(node) {
        return;
    }
    let inner = depth + 1;
    match name {
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
            writer.begin(BlockKind::Heading(name.as_bytes()[1] - b'0'));
            walk_children(node, writer, inner);
            writer.end();
        }
        "br" => writer.break_line(),
        "hr" => writer.end(),
        "wbr" => {}
        "b" | "strong" => set_off(node, writer, inner, Emphasis::Strong),
        "i" | "em" | "cite" | "dfn" | "var" => set_off(node, writer, inner, Emphasis::Stressed),
        "code" | "kbd" | "samp" | "tt" => set_off(node, writer, inner, Emphasis::Code),
        "del" | "s" | "strike" => set_off(node, writer, inner, Emphasis::Struck),
        "sup" if is_reference(node) => {
            let words = node.text();
            let number = words.trim().trim_matches(['[', ']']).to_owned();
            let address = node.descendants_it().find(|inner| inner.has_name("a")).and_then(|link| link.attr("href"));
            writer.start_link(&address.unwrap_or_default());
            writer.put(&format!("[{number}]"));
            writer.end_link();
        }
        "a" => {
            match node.attr("href").filter(|address| !address.is_empty()) {
                Some(address) => writer.start_link(&address),
                None => return walk_children(node, writer, inner),
            }
            walk_children(node, writer, inner);
            writer.end_link();
        }
        "ul" | "ol" => {
            let first = node.attr("start").and_then(|start| start.trim().parse().ok()).unwrap_or(1);
            writer.enter_list((name == "ol").then_some(first));
            walk_children(node, writer, inner);
            writer.leave_list();
        }
        "li" => {
            writer.begin_item(node.attr("value").and_then(|number| number.trim().parse().ok()));
            walk_children(node, writer, inner);
            writer.end();
        }
        "dt" => {
            writer.begin_running();
            writer.start_emphasis(Emphasis::Strong);
            walk_children(node, writer, inner);
            writer.end_emphasis();
            writer.end();
        }
        "dd" => {
            writer.enter_list(None);
            walk_children(node, writer, inner);
            writer.leave_list();
        }
        "blockquote" => {
            writer.enter_quote();
            walk_children(node, writer, inner);
            writer.leave_quote();
        }
        "pre" | "listing" | "xmp" => code(node, writer),
        "table" => table(node, writer, inner),
        "figcaption" | "caption" => {
            let before = writer.instead(Some(BlockKind::Caption));
            walk_children(node, writer, inner);
            writer.instead(before);
        }
        // A formula drawn as a picture is its words.
        "img" => {
            let class = node.attr_or("class", "").to_ascii_lowercase();
            if ["latex", "math", "tex"].iter().any(|word| class.contains(word)) {
                writer.put(&node.attr_or("alt", ""));
            }
        }
        name if BLOCKS.contains(&name) => {
            writer.end();
            walk_children(node, writer, inner);
            writer.end();
        }
        _ => walk_children(node, writer, inner),
    }
}

/// Whether a raised number leads to a note.
fn is_reference(node: &NodeRef) -> bool {
    let words = node.text();
    let number = words.trim().trim_matches(['[', ']']);
    let is_number = !number.is_empty() && number.len() <= 4 && number.chars().all(|c| c.is_alphanumeric() || c == '*');
    is_number && node.descendants_it().any(|inner| inner.has_name("a") && inner.has_attr("href"))
}

fn set_off(node: &NodeRef, writer: &mut Writer, depth: usize, kind: Emphasis) {
    writer.start_emphasis(kind);
    walk_children(node, writer, depth);
    writer.end_emphasis();
}

/// Whether the page says that nobody is to see an element.
fn is_hidden(node: &NodeRef) -> bool {
    // What a click would open belongs to the text.
    let class = node.attr_or("class", "").to_ascii_lowercase();
    if ["callout", "collaps", "accordion", "spoiler", "details"].iter().any(|word| class.contains(word)) {
        return false;
    }
    if node.has_attr("hidden") {
        return true;
    }
    let Some(style) = node.attr("style") else { return false };
    let is_off = |property: &str| {
        let written: String = property.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_lowercase();
        matches!(written.trim_end_matches("!important"), "display:none" | "visibility:hidden")
    };
    style.split(';').any(is_off)
}

/// Lines of code as they stand, without the numbers that some pages put before them.
fn code(node: &NodeRef, writer: &mut Writer) {
    writer.begin(BlockKind::Code);
    let mut text = String::new();
    gather_code(node, &mut text, 0);
    writer.put_as_it_stands(text.trim_matches(['\n', '\r']));
    writer.end();
}

fn gather_code(node: &NodeRef, text: &mut String, depth: usize) {
    let mut child = node.first_child();
    while let Some(node) = child {
        if node.is_text() {
            text.push_str(&node.text());
        } else if let Some(name) = node.node_name() {
            let class = node.attr("class").unwrap_or_default().to_ascii_lowercase();
            let is_number =
                ["line-number", "linenumber", "linenos", "lineno", "gutter", "line-numbers-rows"].iter().any(|word| class.contains(word));
            match &*name {
                _ if is_number || UNSEEN.contains(&&*name) || depth > DEEPEST => {}
                "br" => text.push('\n'),
                name => {
                    // Pages that show each line as an element of its own.
                    let is_line = matches!(name, "div" | "p" | "li" | "tr");
                    gather_code(&node, text, depth + 1);
                    if is_line && !text.ends_with('\n') {
                        text.push('\n');
                    }
                }
            }
        }
        child = node.next_sibling();
    }
}

/// A table of data as rows of cells; one that only arranges a page is walked like the rest.
fn table(node: &NodeRef, writer: &mut Writer, depth: usize) {
    let rows = own_rows(node);
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let holds_blocks = rows.iter().flatten().any(|cell| {
        let found = cell.descendants_it().filter_map(|inner| inner.node_name()).filter(|name| {
            matches!(&**name, "table" | "ul" | "ol" | "h1" | "h2" | "h3" | "h4" | "pre" | "blockquote" | "article" | "section")
        });
        found.count() > 0
    });
    let longest = rows.iter().flatten().map(|cell| cell.text().len()).max().unwrap_or(0);
    let is_code = node.attr("class").is_some_and(|class| ["rouge-table", "highlighttable"].iter().any(|name| class.contains(name)));
    if columns < 2 || holds_blocks || longest > 1500 || is_code {
        writer.end();
        walk_children(node, writer, depth);
        return writer.end();
    }
    if let Some(caption) = node.element_children().into_iter().find(|child| child.has_name("caption")) {
        walk(&caption, writer, depth);
    }
    let is_header = |row: &Vec<NodeRef>| !row.is_empty() && row.iter().all(|cell| cell.has_name("th"));
    let n_headers = rows.iter().take_while(|row| is_header(row)).count();
    writer.begin_numbered(BlockKind::Table, n_headers as u32);
    for (number, row) in rows.iter().enumerate() {
        if number > 0 {
            writer.put_as_it_stands("\n");
        }
        for (column, cell) in row.iter().enumerate() {
            if column > 0 {
                writer.put_as_it_stands("\t");
            }
            let mut text = String::new();
            gather_cell(cell, &mut text, 0);
            writer.put_as_it_stands(&text.split_whitespace().collect::<Vec<_>>().join(" "));
        }
    }
    writer.end();
}

/// The rows of a table, each with its cells, those of tables inside left out.
fn own_rows<'a>(table: &NodeRef<'a>) -> Vec<Vec<NodeRef<'a>>> {
    let mut rows = Vec::new();
    let mut parts = vec![];
    for child in table.element_children() {
        if ["thead", "tbody", "tfoot"].iter().any(|name| child.has_name(name)) {
            parts.extend(child.element_children());
        } else {
            parts.push(child);
        }
    }
    for row in parts.into_iter().filter(|row| row.has_name("tr")).take(LONGEST_TABLE) {
        let cells = row.element_children().into_iter().filter(|cell| cell.has_name("td") || cell.has_name("th"));
        let cells: Vec<NodeRef> = cells.filter(|cell| !is_hidden(cell)).take(WIDEST_TABLE).collect();
        if !cells.is_empty() {
            rows.push(cells);
        }
    }
    rows
}

fn gather_cell(node: &NodeRef, text: &mut String, depth: usize) {
    let mut child = node.first_child();
    while let Some(node) = child {
        if node.is_text() {
            text.push_str(&node.text());
        } else if let Some(name) = node.node_name()
            && depth < DEEPEST
            && !UNSEEN.contains(&&*name)
            && !is_hidden(&node)
        {
            let apart = BLOCKS.contains(&&*name) || matches!(&*name, "br" | "li");
            if apart {
                text.push(' ');
            }
            gather_cell(&node, text, depth + 1);
            if apart {
                text.push(' ');
            }
        }
        child = node.next_sibling();
    }
}
