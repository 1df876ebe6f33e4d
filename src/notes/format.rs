//! Annotations as lines of JSON: the W3C Web Annotation Data Model, one object a line, one line a revision; and what other
//! tools write: an annotation collection, a JSON array, an export of Hypothesis.

use std::borrow::Cow;

use serde::Deserialize;
use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use crate::notes::anchor::Anchor;
use crate::notes::annotation::Annotation;
use crate::notes::annotation::Colour;
use crate::notes::annotation::Motivation;
use crate::notes::annotation::PassageKey;
use crate::notes::annotation::Refused;

const CONTEXT: &str = "http://www.w3.org/ns/anno.jsonld";
/// Fields that are ours to read and write; all others are kept as they came.
const OWN: &[&str] = &[
    "@context",
    "id",
    "type",
    "motivation",
    "created",
    "modified",
    "body",
    "target",
    "crossread:session",
    "crossread:deleted",
    "crossread:refuses",
    "crossread:bodies",
    "crossread:target",
    "crossread:motivation",
];

/// An annotation as a JSON object.
pub fn object(annotation: &Annotation) -> Value {
    let mut object = Map::new();
    object.insert("@context".to_owned(), json!(CONTEXT));
    object.insert("id".to_owned(), json!(annotation.id));
    object.insert("type".to_owned(), json!("Annotation"));
    object.insert("motivation".to_owned(), json!(annotation.motivation.name()));
    object.insert("created".to_owned(), json!(annotation.created));
    object.insert("modified".to_owned(), json!(annotation.modified));
    let mut bodies: Vec<Value> = Vec::new();
    let textual = |value: &str, purpose: &str| json!({"type": "TextualBody", "value": value, "format": "text/plain", "purpose": purpose});
    if !annotation.note.is_empty() {
        bodies.push(textual(&annotation.note, "commenting"));
    }
    bodies.extend(annotation.tags.iter().map(|tag| textual(tag, "tagging")));
    if let Some((question, place)) = &annotation.question {
        let mut body = textual(question, "classifying");
        body["crossread:order"] = json!(place);
        bodies.push(body);
    }
    // Bodies that we do not know stand behind ours again.
    if let Some(Value::Array(further)) = annotation.further.get("crossread:bodies") {
        bodies.extend(further.iter().cloned());
    }
    if !bodies.is_empty() {
        object.insert("body".to_owned(), Value::Array(bodies));
    }
    let anchor = &annotation.anchor;
    let mut target = json!({
        "source": annotation.source,
        "selector": [
            {"type": "TextQuoteSelector", "exact": anchor.exact, "prefix": anchor.prefix, "suffix": anchor.suffix},
            {"type": "TextPositionSelector", "start": anchor.start, "end": anchor.end},
        ],
    });
    if let Some(colour) = annotation.colour {
        target["styleClass"] = json!(colour.name());
    }
    // What other tools say of the place: further selectors and fields.
    if let Some(Value::Object(further)) = annotation.further.get("crossread:target") {
        for (name, value) in further {
            match (name.as_str(), value, target["selector"].as_array_mut()) {
                ("selector", Value::Array(more), Some(selectors)) => selectors.extend(more.iter().cloned()),
                _ => target[name] = value.clone(),
            }
        }
    }
    if let Some(motivation) = annotation.further.get("crossread:motivation") {
        object.insert("motivation".to_owned(), motivation.clone());
    }
    object.insert("target".to_owned(), target);
    if let Some(refused) = &annotation.refused {
        let others = refused.others().iter().map(|other| json!({"source": other.source, "fingerprint": other.fingerprint}));
        object.insert("crossread:refuses".to_owned(), json!({"kind": refused.name(), "with": others.collect::<Vec<Value>>()}));
    }
    if !annotation.session.is_empty() {
        object.insert("crossread:session".to_owned(), json!(annotation.session));
    }
    if annotation.deleted {
        object.insert("crossread:deleted".to_owned(), json!(true));
    }
    let kept_elsewhere = |name: &str| matches!(name, "crossread:bodies" | "crossread:target" | "crossread:motivation");
    let further = annotation.further.iter().filter(|(name, _)| !kept_elsewhere(name));
    object.extend(further.map(|(name, value)| (name.clone(), value.clone())));
    Value::Object(object)
}

/// The line of one revision, its end included.
pub fn line(annotation: &Annotation) -> String {
    format!("{}\n", object(annotation))
}

/// The revision in one line; `None` if it holds no annotation that can be anchored.
pub fn parse_line(line: &str) -> Option<Annotation> {
    // Lines of our own have a form that is read at once; all others are taken apart field by field.
    serde_json::from_str::<OwnLine>(line).ok().and_then(OwnLine::annotation).or_else(|| read(&serde_json::from_str(line).ok()?))
}

/// A line as we write it, without a refusal.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OwnLine<'a> {
    #[serde(rename = "@context", borrow)]
    _context: Cow<'a, str>,
    id: String,
    #[serde(rename = "type", borrow)]
    _type: Cow<'a, str>,
    #[serde(borrow)]
    motivation: Cow<'a, str>,
    created: String,
    modified: String,
    #[serde(default, borrow)]
    body: Vec<OwnBody<'a>>,
    #[serde(borrow)]
    target: OwnTarget<'a>,
    #[serde(rename = "crossread:session", default)]
    session: String,
    #[serde(rename = "crossread:deleted", default)]
    deleted: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OwnBody<'a> {
    #[serde(rename = "type", borrow)]
    kind: Cow<'a, str>,
    value: String,
    #[serde(borrow)]
    format: Cow<'a, str>,
    #[serde(borrow)]
    purpose: Cow<'a, str>,
    #[serde(rename = "crossread:order")]
    order: Option<f64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OwnTarget<'a> {
    source: String,
    #[serde(borrow)]
    selector: (OwnQuote<'a>, OwnPosition<'a>),
    #[serde(rename = "styleClass", borrow)]
    style: Option<Cow<'a, str>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OwnQuote<'a> {
    #[serde(rename = "type", borrow)]
    kind: Cow<'a, str>,
    exact: String,
    prefix: String,
    suffix: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OwnPosition<'a> {
    #[serde(rename = "type", borrow)]
    kind: Cow<'a, str>,
    start: usize,
    end: usize,
}

impl OwnLine<'_> {
    /// The annotation; none if anything is not as we write it.
    fn annotation(self) -> Option<Annotation> {
        let (quote, position) = self.target.selector;
        if self.id.is_empty()
            || self.target.source.is_empty()
            || quote.kind != "TextQuoteSelector"
            || position.kind != "TextPositionSelector"
        {
            return None;
        }
        let anchor = Anchor { exact: quote.exact, prefix: quote.prefix, suffix: quote.suffix, start: position.start, end: position.end };
        let mut annotation = Annotation::new(self.id, &self.target.source, anchor, Motivation::parse(&self.motivation), &self.created);
        // A motivation of another tool is kept by the other way of reading.
        if annotation.motivation.name() != self.motivation {
            return None;
        }
        annotation.modified = self.modified;
        annotation.session = self.session;
        annotation.deleted = self.deleted;
        annotation.colour = match &self.target.style {
            Some(style) => Some(Colour::parse(style)?),
            None => None,
        };
        for body in self.body {
            match &*body.purpose {
                _ if body.kind != "TextualBody" || body.format != "text/plain" || body.value.is_empty() => return None,
                "commenting" if annotation.note.is_empty() && body.order.is_none() => annotation.note = body.value,
                "tagging" if body.order.is_none() => annotation.tags.push(body.value),
                "classifying" if annotation.question.is_none() => annotation.question = Some((body.value, body.order.unwrap_or(0.0))),
                _ => return None,
            }
        }
        Some(annotation)
    }
}

/// Reads lines; gives those that hold no annotation back.
pub fn parse(lines: &str) -> (Vec<Annotation>, Vec<String>) {
    let mut found = Vec::new();
    let mut unread = Vec::new();
    for line in lines.lines().filter(|line| !line.trim().is_empty()) {
        match parse_line(line) {
            Some(annotation) => found.push(annotation),
            None => unread.push(line.to_owned()),
        }
    }
    (found, unread)
}

/// Reads what another tool exported: an annotation, an array or collection of them, lines of them, or the rows of a
/// Hypothesis export. Gives the annotations and the number of those that name no words.
pub fn import(text: &str) -> Option<(Vec<Annotation>, usize)> {
    let whole: Option<Value> = serde_json::from_str(text).ok();
    let objects: Vec<Value> = match whole {
        Some(Value::Array(all)) => all,
        Some(Value::Object(mut object)) => {
            let lists = ["items", "rows", "annotations", "first"];
            let list = lists.iter().find_map(|name| object.get(*name).filter(|value| value.is_array() || value.is_object()).cloned());
            match list {
                Some(Value::Array(all)) => all,
                // A collection whose first page holds the annotations.
                Some(Value::Object(mut page)) => match page.remove("items") {
                    Some(Value::Array(all)) => all,
                    _ => return None,
                },
                _ => vec![Value::Object(std::mem::take(&mut object))],
            }
        }
        _ => {
            let lines = text.lines().filter(|line| !line.trim().is_empty());
            lines.map(serde_json::from_str).collect::<Result<Vec<Value>, _>>().ok()?
        }
    };
    let read: Vec<Option<Annotation>> =
        objects.iter().map(|object| if object.get("uri").is_some() { hypothesis(object) } else { read(object) }).collect();
    let lost = read.iter().filter(|found| found.is_none()).count();
    Some((read.into_iter().flatten().collect(), lost))
}

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value.get(name).and_then(Value::as_str).unwrap_or("")
}

/// A value that may stand alone or in an array.
fn list(value: Option<&Value>) -> Vec<&Value> {
    match value {
        Some(Value::Array(all)) => all.iter().collect(),
        Some(one) => vec![one],
        None => Vec::new(),
    }
}

fn read(object: &Value) -> Option<Annotation> {
    let id = object.get("id").and_then(Value::as_str)?;
    let target = list(object.get("target")).into_iter().next()?;
    let source =
        target.get("source").map(|source| source.as_str().unwrap_or_else(|| text(source, "id"))).filter(|name| !name.is_empty())?;
    let anchor = anchor(&list(target.get("selector")))?;
    let motivation = list(object.get("motivation")).first().and_then(|name| name.as_str()).unwrap_or("commenting");
    let created = text(object, "created");
    let mut annotation = Annotation::new(id.to_owned(), source, anchor, Motivation::parse(motivation), created);
    annotation.modified = object.get("modified").and_then(Value::as_str).unwrap_or(created).to_owned();
    annotation.session = text(object, "crossread:session").to_owned();
    annotation.deleted = object.get("crossread:deleted").and_then(Value::as_bool).unwrap_or(false);
    annotation.colour = target.get("styleClass").and_then(Value::as_str).and_then(Colour::parse);
    let mut unknown = Vec::new();
    for body in list(object.get("body")) {
        let (value, purpose) = match body {
            Value::String(value) => (value.as_str(), "commenting"),
            body => (text(body, "value"), body.get("purpose").and_then(Value::as_str).unwrap_or("commenting")),
        };
        match purpose {
            "tagging" if !value.is_empty() => annotation.tags.push(value.to_owned()),
            "classifying" if !value.is_empty() => {
                annotation.question = Some((value.to_owned(), body.get("crossread:order").and_then(Value::as_f64).unwrap_or(0.0)));
            }
            "commenting" | "describing" | "replying" if !value.is_empty() && annotation.note.is_empty() => {
                value.clone_into(&mut annotation.note)
            }
            _ => unknown.push(body.clone()),
        }
    }
    if let Some(refuses) = object.get("crossread:refuses") {
        let others = list(refuses.get("with"))
            .into_iter()
            .map(|other| PassageKey { source: text(other, "source").to_owned(), fingerprint: text(other, "fingerprint").to_owned() });
        annotation.refused = Refused::parse(text(refuses, "kind"), others.collect());
    }
    let further = object.as_object()?.iter().filter(|(name, _)| !OWN.contains(&name.as_str()));
    annotation.further = further.map(|(name, value)| (name.clone(), value.clone())).collect();
    if let Some(written) = object.get("motivation").filter(|written| written.as_str() != Some(annotation.motivation.name())) {
        annotation.further.insert("crossread:motivation".to_owned(), written.clone());
    }
    let mut place = Map::new();
    let of_ours = |selector: &&Value| matches!(text(selector, "type"), "TextQuoteSelector" | "TextPositionSelector");
    let more: Vec<Value> = list(target.get("selector")).into_iter().filter(|selector| !of_ours(selector)).cloned().collect();
    if !more.is_empty() {
        place.insert("selector".to_owned(), Value::Array(more));
    }
    let known = |name: &str| matches!(name, "source" | "selector") || name == "styleClass" && annotation.colour.is_some();
    let fields = target.as_object().into_iter().flatten().filter(|(name, _)| !known(name));
    place.extend(fields.map(|(name, value)| (name.clone(), value.clone())));
    if !place.is_empty() {
        annotation.further.insert("crossread:target".to_owned(), Value::Object(place));
    }
    if !unknown.is_empty() {
        annotation.further.insert("crossread:bodies".to_owned(), Value::Array(unknown));
    }
    Some(annotation)
}

/// The anchor that the selectors give; without a quote there is none.
fn anchor(selectors: &[&Value]) -> Option<Anchor> {
    let of_type = |name: &str| selectors.iter().find(|selector| text(selector, "type") == name);
    let quote = of_type("TextQuoteSelector")?;
    let exact = quote.get("exact").and_then(Value::as_str)?.to_owned();
    let number = |name: &str| of_type("TextPositionSelector").and_then(|position| position.get(name)).and_then(Value::as_u64);
    let start = number("start").unwrap_or(0) as usize;
    let end = number("end").map_or(start.saturating_add(exact.chars().count()), |end| end as usize);
    Some(Anchor { exact, prefix: text(quote, "prefix").to_owned(), suffix: text(quote, "suffix").to_owned(), start, end })
}

/// A row of an export of Hypothesis: `uri`, `text`, `tags`, and a target with selectors.
fn hypothesis(row: &Value) -> Option<Annotation> {
    let target = list(row.get("target")).into_iter().next()?;
    let anchor = anchor(&list(target.get("selector")))?;
    let source = Some(text(row, "uri")).filter(|uri| !uri.is_empty()).unwrap_or_else(|| text(target, "source"));
    let id = Some(text(row, "id")).filter(|id| !id.is_empty())?;
    let (created, updated) = (text(row, "created"), text(row, "updated"));
    let note = text(row, "text");
    let motivation = if note.is_empty() { Motivation::Highlighting } else { Motivation::Commenting };
    let mut annotation = Annotation::new(format!("urn:hypothesis:{id}"), source, anchor, motivation, created);
    annotation.modified = if updated.is_empty() { created.to_owned() } else { updated.to_owned() };
    note.clone_into(&mut annotation.note);
    annotation.tags = list(row.get("tags")).into_iter().filter_map(Value::as_str).map(str::to_owned).collect();
    annotation.colour = (motivation == Motivation::Highlighting).then_some(Colour::Important);
    Some(annotation)
}
