//! What a page says about itself to machines: JSON-LD, Open Graph and other `meta` elements.

use std::collections::BTreeMap;

use dom_query::Document;
use serde_json::Value;

use crate::text::words::one_line;

/// Most bytes of one block of JSON-LD.
const LONGEST_JSON: usize = 4 << 20;

/// Kinds of things that schema.org calls the page's own matter.
fn is_article(kind: &str) -> bool {
    kind.ends_with("Article")
        || kind.ends_with("Posting")
        || matches!(kind, "Report" | "Review" | "Book" | "Chapter" | "Recipe" | "HowTo" | "Quotation")
}

/// What a page tells, in the order of trust.
#[derive(Default)]
pub(super) struct Told {
    /// `meta` elements by name in lower case.
    pub(super) meta: BTreeMap<String, Vec<String>>,
    /// Things of JSON-LD about the page's own matter.
    pub(super) things: Vec<Value>,
    /// All things of JSON-LD that have a name of their own.
    named: BTreeMap<String, Value>,
}

impl Told {
    pub(super) fn of(document: &Document) -> Told {
        let mut told = Told::default();
        for node in document.select("meta").nodes() {
            let name = ["name", "property", "itemprop", "http-equiv"].iter().find_map(|name| node.attr(name));
            if let (Some(name), Some(content)) = (name, node.attr("content")) {
                let content = one_line(&content);
                if !content.is_empty() {
                    told.meta.entry(name.trim().to_ascii_lowercase()).or_default().push(content);
                }
            }
        }
        for node in document.select("script[type='application/ld+json']").nodes() {
            let text = node.text();
            if text.len() > LONGEST_JSON {
                continue;
            }
            let bare = text
                .trim()
                .trim_start_matches("<![CDATA[")
                .trim_start_matches("//<![CDATA[")
                .trim_end_matches("//]]>")
                .trim_end_matches("]]>");
            let parsed = serde_json::from_str::<Value>(bare).or_else(|_| serde_json::from_str(&without_raw_line_ends(bare)));
            if let Ok(value) = parsed {
                told.gather(&value, 0);
            }
        }
        told
    }

    /// Things in lists, in `@graph`, and in `mainEntity` and its like.
    fn gather(&mut self, value: &Value, depth: usize) {
        if depth > 6 {
            return;
        }
        match value {
            Value::Array(items) => items.iter().for_each(|item| self.gather(item, depth + 1)),
            Value::Object(fields) => {
                if let Some(name) = fields.get("@id").and_then(Value::as_str)
                    && fields.len() > 1
                {
                    self.named.insert(name.to_owned(), value.clone());
                }
                if kinds(value).any(is_article) {
                    self.things.push(value.clone());
                }
                for inner in ["@graph", "mainEntity", "mainEntityOfPage", "itemListElement"] {
                    if let Some(inner) = fields.get(inner) {
                        self.gather(inner, depth + 1);
                    }
                }
            }
            _ => {}
        }
    }

    /// The first value of the first of these `meta` elements.
    pub(super) fn first(&self, names: &[&str]) -> Option<&str> {
        names.iter().find_map(|name| self.meta.get(*name)).and_then(|values| values.first()).map(String::as_str)
    }

    pub(super) fn of_thing(&self, field: &str) -> Option<String> {
        self.things.iter().find_map(|thing| self.texts(thing.get(field)?, 0).into_iter().next())
    }

    /// The words of a value: itself, or the name of the thing that it is.
    pub(super) fn texts(&self, value: &Value, depth: usize) -> Vec<String> {
        let clean = |text: &str| one_line(&unescaped(text));
        match value {
            Value::String(text) => vec![clean(text)],
            Value::Number(number) => vec![number.to_string()],
            Value::Array(items) if depth < 4 => items.iter().flat_map(|item| self.texts(item, depth + 1)).collect(),
            Value::Object(fields) if depth < 4 => match (fields.get("name"), fields.get("@id").and_then(Value::as_str)) {
                (Some(name), _) => self.texts(name, depth + 1),
                (None, Some(id)) => {
                    self.named.get(id).and_then(|thing| thing.get("name")).map_or_else(Vec::new, |name| self.texts(name, depth + 1))
                }
                _ => fields.get("@value").map_or_else(Vec::new, |text| self.texts(text, depth + 1)),
            },
            _ => Vec::new(),
        }
        .into_iter()
        .filter(|text| !text.is_empty())
        .collect()
    }

    /// Whether the page says that what is shown is not all.
    pub(super) fn is_cut_by_a_wall(&self) -> bool {
        let says_no =
            |value: &Value| matches!(value, Value::Bool(false)) || value.as_str().is_some_and(|text| text.eq_ignore_ascii_case("false"));
        self.things.iter().any(|thing| thing.get("isAccessibleForFree").is_some_and(says_no))
    }
}

fn kinds(value: &Value) -> impl Iterator<Item = &str> {
    let kind = value.get("@type");
    let one = kind.and_then(Value::as_str).into_iter();
    let many = kind.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
    one.chain(many).map(|kind| kind.rsplit('/').next().unwrap_or(kind))
}

/// JSON in which somebody broke lines inside texts.
fn without_raw_line_ends(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// Character references that came twice escaped.
pub(in crate::import) fn unescaped(text: &str) -> String {
    if !text.contains('&') && !text.contains('<') {
        return text.to_owned();
    }
    Document::fragment(text).text().to_string()
}
