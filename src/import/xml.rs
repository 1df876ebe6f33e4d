//! XML of other programs as a tree, read by quick-xml: no entity but the five of XML and numbers is resolved, so that
//! none grows; what stands too deep or is broken ends the reading, and what came before is kept.

use quick_xml::Reader;
use quick_xml::events::BytesStart;
use quick_xml::events::Event;

/// Deepest element.
const DEEPEST: usize = 256;
/// Most elements.
const MOST: usize = 4_000_000;

/// An element with what stands in it.
#[derive(Debug, Default)]
pub(super) struct Element {
    /// Its name without the prefix.
    pub(super) name: String,
    attributes: Vec<(String, String)>,
    /// What stands in it, in order.
    pub(super) nodes: Vec<Node>,
}

/// What stands in an element.
#[derive(Debug)]
pub(super) enum Node {
    /// An element.
    Element(Element),
    /// Words.
    Text(String),
}

impl Element {
    /// The attribute of this name, whatever its prefix.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Its elements.
    pub(super) fn children(&self) -> impl Iterator<Item = &Element> {
        self.nodes.iter().filter_map(|node| if let Node::Element(element) = node { Some(element) } else { None })
    }

    /// The first element of this name in it.
    pub(super) fn child(&self, name: &str) -> Option<&Element> {
        self.children().find(|child| child.name == name)
    }

    /// The first element of this name at any depth.
    pub(super) fn find(&self, name: &str) -> Option<&Element> {
        self.children().find_map(|child| if child.name == name { Some(child) } else { child.find(name) })
    }

    /// All elements of this name at any depth, in order; not those inside one another.
    pub(super) fn all<'a>(&'a self, name: &str, found: &mut Vec<&'a Element>) {
        for child in self.children() {
            if child.name == name {
                found.push(child);
            } else {
                child.all(name, found);
            }
        }
    }

    /// All words in it.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        self.gather(&mut text);
        text
    }

    fn gather(&self, text: &mut String) {
        for node in &self.nodes {
            match node {
                Node::Text(words) => text.push_str(words),
                Node::Element(element) => element.gather(text),
            }
        }
    }
}

/// Reads XML as far as it is well formed; gives an element that holds all, and what was wrong.
pub(super) fn parse(text: &str) -> (Element, Option<String>) {
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = false;
    reader.config_mut().allow_unmatched_ends = true;
    let mut open = vec![Element::default()];
    let mut count = 0;
    let mut wrong = None;
    loop {
        let event = match reader.read_event() {
            Ok(event) => event,
            Err(error) => {
                wrong = Some(error.to_string());
                break;
            }
        };
        match event {
            Event::Start(start) => {
                open.push(element(&start));
                count += 1;
            }
            Event::Empty(start) => {
                count += 1;
                put(&mut open, Node::Element(element(&start)));
            }
            Event::End(_) => close(&mut open),
            Event::Text(words) => put_text(&mut open, &words.xml10_content()),
            Event::CData(words) => put_text(&mut open, &words.xml10_content()),
            Event::GeneralRef(reference) => {
                let name: &str = &reference;
                let known = match name {
                    "lt" => Some("<".to_owned()),
                    "gt" => Some(">".to_owned()),
                    "amp" => Some("&".to_owned()),
                    "quot" => Some("\"".to_owned()),
                    "apos" => Some("'".to_owned()),
                    "nbsp" => Some("\u{a0}".to_owned()),
                    _ => reference.resolve_char_ref().ok().flatten().map(String::from),
                };
                put_text(&mut open, &known.unwrap_or_else(|| format!("&{name};")));
            }
            Event::Eof => break,
            _ => {}
        }
        if open.len() > DEEPEST || count > MOST {
            wrong = Some("its elements stand too deep in one another, or are too many".to_owned());
            break;
        }
    }
    while open.len() > 1 {
        close(&mut open);
    }
    (open.pop().unwrap_or_default(), wrong)
}

fn element(start: &BytesStart) -> Element {
    let name: &str = start.local_name().into_inner();
    let attributes = start.attributes().flatten().map(|attribute| {
        let name = attribute.key.local_name().into_inner().to_owned();
        let value = attribute.normalized_value(quick_xml::XmlVersion::Implicit1_0).map(|value| value.into_owned()).unwrap_or_default();
        (name, value)
    });
    Element { name: name.to_owned(), attributes: attributes.collect(), nodes: Vec::new() }
}

fn put(open: &mut [Element], node: Node) {
    if let Some(last) = open.last_mut() {
        last.nodes.push(node);
    }
}

fn put_text(open: &mut [Element], words: &str) {
    if let Some(last) = open.last_mut() {
        match last.nodes.last_mut() {
            Some(Node::Text(text)) => text.push_str(words),
            _ => last.nodes.push(Node::Text(words.to_owned())),
        }
    }
}

fn close(open: &mut Vec<Element>) {
    if open.len() > 1
        && let Some(done) = open.pop()
    {
        put(open, Node::Element(done));
    }
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn elements_attributes_and_references_are_read_and_no_entity_grows() {
        let (root, wrong) =
            parse("<?xml version='1.0'?><!DOCTYPE a [<!ENTITY x 'ha'>]><a><w:b w:val='1&amp;2'>x &lt; &#233; &x;</w:b><c/></a>");
        assert!(wrong.is_none());
        let inner = root.find("b").expect("an element");
        assert_eq!((inner.attribute("val"), inner.text().as_str()), (Some("1&2"), "x < é &x;"));
        assert!(root.find("c").is_some());
    }

    #[test]
    fn broken_and_deep_xml_is_read_as_far_as_it_goes() {
        assert_eq!(parse("<a><b>one</b><c").0.find("b").map(super::Element::text).as_deref(), Some("one"));
        assert!(parse(&"<a>".repeat(100_000)).1.is_some());
        assert_eq!(parse("</a></b>text").0.text(), "text");
    }
}
