//! YAML or TOML at the head of a file.

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

/// Fields that are read; others, of other programs, are passed over.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Fields {
    title: Option<Scalar>,
    standfirst: Option<Scalar>,
    description: Option<Scalar>,
    publisher: Option<Scalar>,
    author: Option<Scalar>,
    date: Option<Scalar>,
    url: Option<Scalar>,
    language: Option<Scalar>,
    tags: Option<Scalar>,
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

    fn list(self) -> Vec<String> {
        match self {
            Scalar::List(items) => items,
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
            let (meta, complaint) = meta(fields, inner);
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

fn meta(fields: Fields, inner: &str) -> (Meta, Option<Complaint>) {
    let field = |value: &Option<Scalar>| {
        value.as_ref().map(Scalar::text).filter(|text| !text.is_empty()).map(|text| Field::new(text, Origin::FrontMatter))
    };
    let mut complaint = None;
    let date = field(&fields.date).and_then(|written| match edtf(&written.value) {
        Some(date) => Some(Field::new(date, Origin::FrontMatter)),
        None => {
            let line = inner.lines().position(|line| line.trim_start().starts_with("date")).map_or(1, |index| index + 2);
            complaint =
                Some((Some(line), format!("date {:?} is not understood, expected year-month-day such as 2025-07-04", written.value)));
            None
        }
    });
    let meta = Meta {
        title: field(&fields.title),
        standfirst: field(&fields.standfirst).or_else(|| field(&fields.description)),
        publisher: field(&fields.publisher),
        author: field(&fields.author),
        date,
        url: field(&fields.url),
        language: field(&fields.language),
        tags: fields.tags.map(Scalar::list).unwrap_or_default(),
    };
    (meta, complaint)
}

#[cfg(test)]
mod tests {
    use super::split;

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
    }
}
