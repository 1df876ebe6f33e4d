//! YAML or TOML at the head of a file.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::Deserializer;
use serde::de::MapAccess;
use serde::de::SeqAccess;
use serde::de::Visitor;

use super::draft::Complaint;
use super::draft::Draft;
use super::encoding;
use super::html;
use super::laid_over;
use super::markdown;
use super::names;
use super::plain;
use super::written_date::edtf;
use crate::text::Block;
use crate::text::BlockKind;
use crate::text::Field;
use crate::text::FilePlace;
use crate::text::Meta;
use crate::text::Origin;
use crate::text::Span;

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
const TITLE: &[&str] = &["title", "headline", "name"];
const STANDFIRST: &[&str] = &["standfirst", "description", "subtitle", "summary", "dek", "excerpt"];
const PUBLISHER: &[&str] = &["publisher", "publication", "outlet", "newspaper", "site_name", "site", "feed", "source"];
const AUTHOR: &[&str] = &["author", "authors", "byline", "creator"];
const DATE: &[&str] =
    &["date", "published", "published_at", "datepublished", "date_published", "publish_date", "publication_date", "pubdate"];
const URL: &[&str] = &["url", "link", "canonical_url", "source_url", "source"];
const LANGUAGE: &[&str] = &["language", "lang", "locale"];
const TAGS: &[&str] = &["tags", "keywords", "categories"];
/// Fields that say where a page will stand, often by its day.
const PERMALINKS: &[&str] = &["permalink", "path", "slug", "url", "aliases", "redirect_from"];
/// Fields that tell a site generator or a note program what it needs: a head that has them is one.
const KNOWN_TO_OTHERS: &[&str] = &[
    "layout",
    "permalink",
    "draft",
    "slug",
    "aliases",
    "type",
    "category",
    "weight",
    "updated",
    "created",
    "modified",
    "id",
    "cssclass",
    "cssclasses",
    "publish",
    "comments",
    "toc",
    "path",
    "image",
    "template",
    "lastmod",
    "redirect_from",
    "sidebar_position",
    "hide",
];

impl Fields {
    /// How many of the fields are known here.
    fn known(&self) -> usize {
        let all = [TITLE, STANDFIRST, PUBLISHER, AUTHOR, DATE, URL, LANGUAGE, TAGS, KNOWN_TO_OTHERS];
        self.0.keys().filter(|field| all.iter().any(|names| is_name(field, names))).count()
    }

    fn knows_any(&self) -> bool {
        self.known() > 0
    }

    /// The first of these fields that holds something.
    fn first(&self, names: &[&str], fits: impl Fn(&str) -> bool) -> Option<Field> {
        let found = |name: &&str| self.0.iter().find(|(field, _)| is_name(field, &[name]));
        let texts = names.iter().filter_map(found).map(|(_, value)| without_marks(&value.text()));
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

/// Reads a text file with the fields at its head.
pub(super) fn read(name: &str, bytes: &[u8], is_markdown: bool) -> Draft {
    let (decoded, mut complaints) = encoding::decode(bytes);
    let head = split(&decoded);
    complaints.extend(head.complaint);
    let lines_before = decoded[..head.body].bytes().filter(|&byte| byte == b'\n').count();
    let text = if head.body == 0 { decoded } else { decoded[head.body..].to_owned() };
    if is_binary(&text) {
        complaints.push((None, "is no text: it is listed, and takes no part in anything".to_owned()));
        let end = text.char_indices().nth(SHOWN_OF_BINARY).map_or(text.len(), |(at, _)| at);
        let block = Block::new(BlockKind::Outside, Span::new(0, end));
        return Draft {
            blocks: vec![block].into_iter().filter(|block| !block.span.is_empty()).collect(),
            text,
            complaints,
            ..Draft::default()
        };
    }
    let mut meta = head.meta;
    if is_markdown && meta.title.is_none() {
        meta.title = note_name(name, &text).map(|title| Field::new(title, Origin::FileName));
    }
    let title = meta.title.as_ref().map(|title| title.value.as_str());
    let mut draft = if is_markdown { markdown::parse(&text, lines_before, title) } else { clipped(&text) };
    if !is_markdown {
        draft.text = text;
        draft.text_is_its_file = true;
        draft.origins = if lines_before > 0 { vec![(0, FilePlace::Line(lines_before as u32 + 1))] } else { Vec::new() };
    }
    draft.meta = laid_over(meta, draft.meta);
    complaints.append(&mut draft.complaints);
    draft.complaints = complaints;
    draft
}

/// Plain text, with the lines that a clipper puts above what it saves (`Title: …`, `Author: …`) outside, and read.
fn clipped(text: &str) -> Draft {
    let is_field = |line: &str| line.split_once(": ").is_some_and(|(name, value)| is_field_name(name.trim()) && !value.trim().is_empty());
    let end: usize = text.split_inclusive('\n').take_while(|line| is_field(line)).map(str::len).sum();
    let (fields, _) = by_line(&text[..end]);
    if fields.known() < 2 || text[end..].trim().is_empty() {
        return plain::parse(text);
    }
    let mut draft = plain::parse(&text[end..]);
    draft.blocks.iter_mut().for_each(|block| block.span = block.span.shifted(end));
    draft.hidden.iter_mut().for_each(|span| *span = span.shifted(end));
    draft.blocks.insert(0, Block::new(BlockKind::Outside, Span::new(0, end).trimmed(text)));
    let (mut head, complaint) = meta(&fields, &text[..end]);
    for field in [&mut head.title, &mut head.author, &mut head.date, &mut head.publisher, &mut head.url].into_iter().flatten() {
        field.origin = Origin::Text;
    }
    draft.meta = laid_over(head, draft.meta);
    draft.complaints.extend(complaint);
    draft
}

/// The title of a note that is called by its file: one with words for a name and no heading over its text.
fn note_name(name: &str, text: &str) -> Option<String> {
    let file = name.rsplit('/').next().unwrap_or(name);
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let has_heading = text.lines().find(|line| !line.trim().is_empty()).is_some_and(|line| line.starts_with('#') || line.starts_with('<'));
    let underlined = text.lines().nth(1).is_some_and(|line| line.starts_with("==="));
    let is_words = stem.starts_with(char::is_uppercase) && !stem.contains(['-', '_', '.']) && stem.chars().any(char::is_lowercase);
    (is_words && !has_heading && !underlined).then(|| stem.to_owned())
}

/// Characters of a text that tell whether it is one.
const SAMPLE: usize = 4096;
/// Characters that are shown of what is none.
const SHOWN_OF_BINARY: usize = 4096;

/// Whether a twentieth of the beginning of a text is control characters and bytes that were replaced.
fn is_binary(text: &str) -> bool {
    let sample = text.chars().take(SAMPLE);
    let odd = sample.clone().filter(|c| c.is_control() && !c.is_whitespace() || *c == '\u{fffd}').count();
    odd * 20 > sample.count() && odd > 8
}

/// Splits off the front matter of `text`, if it has one: a line `---` or `+++` at its head, fields, and the same line
/// again. Some programs leave the first line out, some an empty line before it. What stands between two rules is front
/// matter only if it has fields that are known.
pub(super) fn split(text: &str) -> Head {
    let start = text.len() - text.trim_start_matches(['\n', '\r', ' ', '\t']).len();
    let opened = ["---", "+++"].iter().find_map(|fence| {
        let rest = text[start..].strip_prefix(fence)?;
        let line_end = rest.find('\n')?;
        rest[..line_end].trim().is_empty().then_some((*fence, start + fence.len() + line_end + 1))
    });
    let Some((fence, first)) = opened else { return without_fence(text) };
    let Some((inner_end, body)) = closing(text, first, fence) else {
        let looks_like_it = text[first..]
            .lines()
            .next()
            .is_some_and(|line| line.split_once([':', '=']).is_some_and(|(name, _)| !name.trim().contains(' ')));
        let complaint = looks_like_it.then(|| (Some(1), format!("front matter is opened by {fence} and never closed: it is read as text")));
        return Head { complaint, ..Head::default() };
    };
    let inner = &text[first..inner_end];
    let line_before = text[..first].bytes().filter(|&byte| byte == b'\n').count();
    if inner.trim().is_empty() {
        return Head { body, ..Head::default() };
    }
    match parse(inner, fence) {
        Ok(fields) if fields.knows_any() => {
            let (meta, complaint) = meta(&fields, inner);
            Head { meta, body, complaint }
        }
        Ok(_) if !looks_like_fields(inner) => Head::default(),
        Ok(_) => Head { body, ..Head::default() },
        Err((line, message)) => {
            let (fields, _) = by_line(inner);
            if !fields.knows_any() && !looks_like_fields(inner) {
                return Head::default();
            }
            let (meta, _) = meta(&fields, inner);
            let complaint = (
                Some(line_before + line),
                format!("this line of the front matter can't be read, the others were read one by one: {message}"),
            );
            Head { meta, body, complaint: Some(complaint) }
        }
    }
}

/// Fields at the head of a text that are closed by a fence, or by an empty line behind known ones, but opened by none.
fn without_fence(text: &str) -> Head {
    let mut at = 0;
    let mut n_fields = 0;
    for line in text.split_inclusive('\n').take(60) {
        let bare = line.trim_end();
        if bare == "---" && n_fields > 0 {
            let (fields, _) = by_line(&text[..at]);
            if fields.known() >= 2 || fields.known() == n_fields {
                let (meta, complaint) = meta(&fields, &text[..at]);
                return Head { meta, body: at + line.len(), complaint };
            }
            return Head::default();
        }
        let is_field =
            bare.split_once(':').is_some_and(|(name, _)| is_field_name(name)) || bare.starts_with([' ', '\t', '-']) && n_fields > 0;
        if !is_field {
            return Head::default();
        }
        n_fields += usize::from(!bare.starts_with([' ', '\t', '-']));
        at += line.len();
    }
    Head::default()
}

fn is_field_name(name: &str) -> bool {
    !name.is_empty() && name.len() <= 40 && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ':'))
}

/// Whether most lines are fields, items of lists, or go on with one.
fn looks_like_fields(inner: &str) -> bool {
    let lines = inner.lines().filter(|line| !line.trim().is_empty());
    let (mut fields, mut others) = (0, 0);
    for line in lines {
        let goes_on = line.starts_with([' ', '\t', '-', '#', '[', '}', ']']);
        let is_field = line.split_once([':', '=']).is_some_and(|(name, _)| is_field_name(name.trim()));
        fields += usize::from(is_field);
        others += usize::from(!is_field && !goes_on);
    }
    fields > others
}

/// Reads `name: value` lines one by one, with lists below a name; gives the lines that are none, from 1.
fn by_line(inner: &str) -> (Fields, Vec<usize>) {
    let mut fields = Fields::default();
    let mut wrong = Vec::new();
    let mut last: Option<String> = None;
    let bare = |text: &str| -> String {
        let text = text.trim();
        let quoted = ['"', '\''].into_iter().find(|mark| text.len() > 1 && text.starts_with(*mark) && text.ends_with(*mark));
        quoted.map_or(text, |_| &text[1..text.len() - 1]).to_owned()
    };
    for (number, line) in inner.lines().enumerate() {
        let trimmed = line.trim();
        if trimmed.is_empty() || trimmed.starts_with('#') {
            continue;
        }
        if let (Some(item), Some(name)) = (trimmed.strip_prefix("- "), &last) {
            match fields.0.entry(name.clone()).or_insert_with(|| Scalar::List(Vec::new())) {
                Scalar::List(items) => items.push(bare(item)),
                Scalar::Text(text) if text.is_empty() => {
                    fields.0.insert(name.clone(), Scalar::List(vec![bare(item)]));
                }
                Scalar::Text(_) => {}
            }
            continue;
        }
        match trimmed.split_once(':').filter(|(name, _)| is_field_name(name.trim())) {
            Some((name, value)) => {
                let name = name.trim().to_owned();
                let value = value.trim();
                let list = value.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).filter(|inner| !inner.starts_with('['));
                let scalar = match list {
                    Some(items) => Scalar::List(items.split(',').map(bare).filter(|item| !item.is_empty()).collect()),
                    None => Scalar::Text(bare(value)),
                };
                // Of fields that are given twice the first that says something counts.
                let known = fields.0.get(&name).is_some_and(|known| !known.text().is_empty());
                if !known {
                    fields.0.insert(name.clone(), scalar);
                }
                last = Some(name);
            }
            None => wrong.push(number + 1),
        }
    }
    (fields, wrong)
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
    let date = date.or_else(|| fields.first(PERMALINKS, |text| in_path(text).is_some()).and_then(|written| in_path(&written.value)));
    let unread = fields.first(DATE, |text| !is_flag(text) && !text.is_empty()).filter(|_| date.is_none());
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
        short_name: None,
        title: fields.first(TITLE, any),
        standfirst: fields.first(STANDFIRST, any),
        publisher: fields.first(PUBLISHER, |text| !is_address(text)),
        author: author(fields),
        date,
        url: fields.first(URL, is_address).or_else(|| fields.first(&URL[..1], any)),
        language: fields.first(LANGUAGE, any),
        tags: tags.unwrap_or_default(),
    };
    (meta, complaint)
}

/// The day in `2024/05/06/name`.
fn in_path(path: &str) -> Option<String> {
    let parts: Vec<&str> = path.split('/').collect();
    parts.windows(3).find_map(|three| {
        let is_number = |text: &str, most: usize| (1..=most).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
        let fits = three[0].len() == 4 && is_number(three[0], 4) && is_number(three[1], 2) && is_number(three[2], 2);
        fits.then(|| edtf(&format!("{}-{:0>2}-{:0>2}", three[0], three[1], three[2]))).flatten()
    })
}

/// Whether a field is called by one of `names`.
fn is_name(field: &str, names: &[&str]) -> bool {
    names.iter().any(|name| field.trim().eq_ignore_ascii_case(name))
}

/// A value without the marks of links between notes; one that a template has not filled in is none.
fn without_marks(text: &str) -> String {
    if text.contains("{{") {
        return String::new();
    }
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, inner)) = rest.split_once("[[") {
        let Some((link, behind)) = inner.split_once("]]") else { break };
        plain.push_str(before);
        plain.push_str(link.rsplit('|').next().unwrap_or(link).rsplit('/').next().unwrap_or(link));
        rest = behind;
    }
    plain.push_str(rest);
    html::unescaped(plain.trim())
}

/// The names that the first field for them lists.
fn author(fields: &Fields) -> Option<Field> {
    let found = |name: &&str| fields.0.iter().find(|(field, _)| is_name(field, &[name]));
    let written = AUTHOR.iter().filter_map(found).find_map(|(_, value)| {
        let all: Vec<String> = match value {
            Scalar::List(items) => items.iter().flat_map(|item| names::split(&without_marks(item))).collect(),
            Scalar::Text(text) => names::split(&without_marks(text)),
        };
        (!all.is_empty()).then(|| all.join(", "))
    })?;
    Some(Field::new(written, Origin::FrontMatter))
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
