//! YAML or TOML at the head of a file.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::Deserializer;
use serde::de::MapAccess;
use serde::de::SeqAccess;
use serde::de::Visitor;

use super::Complaint;
use super::written_date::edtf;
use crate::text::Field;
use crate::text::Meta;
use crate::text::Origin;

/// What stands before the text.
#[derive(Default)]
pub(super) struct Head {
    pub(super) meta: Meta,
    /// Byte at which the text begins: the line after the closing fence, or 0.
    pub(super) body: usize,
    pub(super) complaint: Option<Complaint>,
}

/// All fields by their names as written; those of other programs are passed over.
#[derive(Default, Deserialize)]
#[serde(transparent)]
struct Fields(BTreeMap<String, Scalar>);

/// Names under which people, clippers and site generators write each field, the surest first.
const TITLE: &[&str] = &["title", "headline"];
const STANDFIRST: &[&str] = &["standfirst", "description", "subtitle", "summary", "dek", "excerpt"];
const PUBLISHER: &[&str] = &["publisher", "publication", "outlet", "newspaper", "site_name", "site", "source"];
const AUTHOR: &[&str] = &["author", "authors", "byline", "creator"];
const DATE: &[&str] =
    &["date", "published", "published_at", "datepublished", "date_published", "publish_date", "publication_date", "pubdate"];
const URL: &[&str] = &["url", "link", "canonical_url", "source_url", "source"];
const LANGUAGE: &[&str] = &["language", "lang", "locale"];
const TAGS: &[&str] = &["tags", "keywords", "categories"];

impl Fields {
    /// The first of these fields that holds something.
    fn first(&self, names: &[&str], fits: impl Fn(&str) -> bool) -> Option<Field> {
        let found = |name: &&str| self.0.iter().find(|(field, _)| is_name(field, &[name]));
        let texts = names.iter().filter_map(found).map(|(_, value)| value.text());
        texts.filter(|text| !text.is_empty() && fits(text)).map(|text| Field::new(text, Origin::FrontMatter)).next()
    }
}

/// A value as people write it: a word, a number, a date, a list. Each is kept as text.
enum Scalar {
    Text(String),
    List(Vec<String>),
}

impl Scalar {
    fn text(&self) -> String {
        match self {
            Scalar::Text(text) => text.trim().to_owned(),
            Scalar::List(items) => items.join(", "),
        }
    }

    fn list(&self) -> Vec<String> {
        match self {
            Scalar::List(items) => items.clone(),
            Scalar::Text(text) => text.split(',').map(|tag| tag.trim().to_owned()).filter(|tag| !tag.is_empty()).collect(),
        }
    }
}

impl<'de> Deserialize<'de> for Scalar {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Scalar, D::Error> {
        deserializer.deserialize_any(ScalarVisitor)
    }
}

struct ScalarVisitor;

impl<'de> Visitor<'de> for ScalarVisitor {
    type Value = Scalar;

    fn expecting(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        f.write_str("a text, a number, a date or a list")
    }

    fn visit_str<E>(self, text: &str) -> Result<Scalar, E> {
        Ok(Scalar::Text(text.to_owned()))
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Scalar, E> {
        Ok(Scalar::Text(flag.to_string()))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Scalar, E> {
        Ok(Scalar::Text(number.to_string()))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Scalar, E> {
        Ok(Scalar::Text(number.to_string()))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Scalar, E> {
        Ok(Scalar::Text(number.to_string()))
    }

    fn visit_unit<E>(self) -> Result<Scalar, E> {
        Ok(Scalar::Text(String::new()))
    }

    fn visit_none<E>(self) -> Result<Scalar, E> {
        Ok(Scalar::Text(String::new()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Scalar, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element::<Scalar>()? {
            list.push(item.text());
        }
        Ok(Scalar::List(list))
    }

    /// A date of TOML comes as a table with one entry.
    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Scalar, A::Error> {
        let mut texts = Vec::new();
        while let Some((_, value)) = entries.next_entry::<String, Scalar>()? {
            texts.push(value.text());
        }
        Ok(Scalar::Text(texts.join(", ")))
    }
}

/// Splits off the front matter of `text`, if it has one: a first line `---` or `+++`, fields, and the same line again.
pub(super) fn split(text: &str) -> Head {
    let Some((fence, first)) = ["---", "+++"].iter().find_map(|fence| {
        let rest = text.strip_prefix(fence)?;
        let line_end = rest.find('\n')?;
        rest[..line_end].trim().is_empty().then_some((*fence, fence.len() + line_end + 1))
    }) else {
        return Head::default();
    };
    let Some((inner_end, body)) = closing(text, first, fence) else {
        let looks_like_it = text[first..]
            .lines()
            .next()
            .is_some_and(|line| line.split_once([':', '=']).is_some_and(|(name, _)| !name.trim().contains(' ')));
        let complaint = looks_like_it.then(|| (Some(1), format!("front matter is opened by {fence} and never closed: it is read as text")));
        return Head { complaint, ..Head::default() };
    };
    let inner = &text[first..inner_end];
    // A thematic break at the head of a text is no front matter: somewhere there must be a field.
    let mark = if fence == "---" { ':' } else { '=' };
    if !inner.trim().is_empty() && !inner.lines().any(|line| line.contains(mark)) {
        return Head::default();
    }
    match parse(inner, fence) {
        Ok(fields) => {
            let (meta, complaint) = meta(&fields, inner);
            Head { meta, body, complaint }
        }
        Err((line, message)) => {
            let complaint = (Some(line + 1), format!("the front matter can't be read and was passed over: {message}"));
            Head { meta: Meta::default(), body, complaint: Some(complaint) }
        }
    }
}

/// Where the inner part ends and where the text begins.
fn closing(text: &str, first: usize, fence: &str) -> Option<(usize, usize)> {
    let mut at = first;
    for line in text[first..].split_inclusive('\n') {
        let bare = line.trim_end();
        if bare == fence || fence == "---" && bare == "..." {
            return Some((at, at + line.len()));
        }
        at += line.len();
    }
    None
}

fn parse(inner: &str, fence: &str) -> Result<Fields, (usize, String)> {
    if inner.trim().is_empty() {
        return Ok(Fields::default());
    }
    if fence == "+++" {
        return toml::from_str(inner).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start);
            (line_of(inner, at), error.message().to_owned())
        });
    }
    // `y` and `no` are words here, as in YAML 1.2.
    let options = serde_saphyr::options! { strict_booleans: true };
    serde_saphyr::from_str_with_options(inner, options).map_err(|error| {
        let line = error.location().map_or(1, |location| location.line() as usize);
        let message = error.to_string();
        (line, message.lines().next().unwrap_or_default().to_owned())
    })
}

fn line_of(text: &str, at: usize) -> usize {
    text.bytes().take(at).filter(|&byte| byte == b'\n').count() + 1
}

fn meta(fields: &Fields, inner: &str) -> (Meta, Option<Complaint>) {
    let any = |_: &str| true;
    let is_address = |text: &str| text.starts_with("http://") || text.starts_with("https://");
    // `published: true` says whether, and not when.
    let is_flag = |text: &str| ["true", "false", "yes", "no"].contains(&text);
    let mut complaint = None;
    let date = fields.first(DATE, |text| edtf(text).is_some()).and_then(|written| edtf(&written.value));
    let unread = fields.first(DATE, |text| !is_flag(text)).filter(|_| date.is_none());
    if let Some(unread) = unread {
        let holds =
            |line: &str| line.split_once([':', '=']).is_some_and(|(name, value)| is_name(name, DATE) && value.contains(&*unread.value));
        let line = inner.lines().position(holds).map_or(1, |index| index + 2);
        complaint = Some((Some(line), format!("date {:?} is not understood, expected year-month-day such as 2025-07-04", unread.value)));
    }
    let date = date.map(|date| Field::new(date, Origin::FrontMatter));
    let lists = TAGS.iter().filter_map(|name| fields.0.iter().find(|(field, _)| is_name(field, &[name])));
    let tags = lists.map(|(_, value)| value.list()).find(|tags| !tags.is_empty());
    let meta = Meta {
        title: fields.first(TITLE, any),
        standfirst: fields.first(STANDFIRST, any),
        publisher: fields.first(PUBLISHER, |text| !is_address(text)),
        author: fields.first(AUTHOR, any).map(without_by),
        date,
        url: fields.first(URL, is_address).or_else(|| fields.first(&URL[..1], any)),
        language: fields.first(LANGUAGE, any),
        tags: tags.unwrap_or_default(),
    };
    (meta, complaint)
}

/// Whether a field is called by one of `names`.
fn is_name(field: &str, names: &[&str]) -> bool {
    names.iter().any(|name| field.trim().eq_ignore_ascii_case(name))
}

/// A byline without its `By`.
fn without_by(field: Field) -> Field {
    let name = field.value.strip_prefix("By ").or_else(|| field.value.strip_prefix("by ")).map(|name| name.trim().to_owned());
    Field::new(name.unwrap_or(field.value), field.origin)
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn fields_are_known_under_their_other_names() {
        let head = split("---\nheadline: A fire\nbyline: By Ada Reed\npublished: 17 October 2024\nsource: Kelso Herald\n---\nText");
        let value = |field: Option<crate::text::Field>| field.map(|field| field.value).unwrap_or_default();
        assert_eq!(value(head.meta.title), "A fire");
        assert_eq!(value(head.meta.author), "Ada Reed");
        assert_eq!(value(head.meta.date), "2024-10-17");
        assert_eq!(value(head.meta.publisher), "Kelso Herald");
        let head = split("---\nsource: https://kelso.example/fire\ndate: 2024-10-17\npublished: true\n---\nText");
        assert_eq!((value(head.meta.url), value(head.meta.publisher)), ("https://kelso.example/fire".to_owned(), String::new()));
        assert_eq!(value(head.meta.date), "2024-10-17");
    }

    #[test]
    fn yaml_and_toml_are_read() {
        let yaml = "---\ntitle: \"A: b\"\ndate: 2025-07-04\ntags: [x, y]\nother: {a: 1}\n---\nText";
        let head = split(yaml);
        assert_eq!(&yaml[head.body..], "Text");
        assert_eq!(head.meta.title.expect("there").value, "A: b");
        assert_eq!(head.meta.date.expect("there").value, "2025-07-04");
        assert_eq!(head.meta.tags, ["x", "y"]);
        let head = split("+++\ntitle = \"T\"\ndate = 2025-07-04\n+++\n");
        assert_eq!(head.meta.date.expect("there").value, "2025-07-04");
    }

    #[test]
    fn a_break_is_no_front_matter() {
        assert_eq!(split("---\nA line.\n---\nB").body, 0);
        assert_eq!(split("---\nno end: here").body, 0);
    }

    #[test]
    fn what_is_broken_is_named_with_its_line() {
        let head = split("---\ntitle: a\nb: [\n---\nText");
        assert_eq!(head.body, 22);
        assert!(head.complaint.expect("there").0.expect("there") >= 3);
        let head = split("---\ntitle: a\ndate: soon\n---\nText");
        assert_eq!(head.complaint.expect("there").0, Some(3));
        let head = split("---\npublished: true\ntitle: a\ndate: soon\n---\nText");
        assert_eq!(head.complaint.expect("there").0, Some(4));
        let head = split("---\ndate: soon\npublished: 2024-10-17\n---\nText");
        assert_eq!((head.complaint, head.meta.date.expect("there").value), (None, "2024-10-17".to_owned()));
    }
}
