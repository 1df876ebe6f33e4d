//! Annotations as CSV, flat JSON, and a W3C annotation collection.

use std::borrow::Cow;

use serde_json::Value;
use serde_json::json;

use super::Placed;
use crate::notes::format;

const COLUMNS: &[&str] = &[
    "id",
    "source",
    "title",
    "publisher",
    "author",
    "date",
    "start",
    "end",
    "kind",
    "quote",
    "note",
    "tags",
    "question",
    "created",
    "modified",
    "found",
];

fn cells(one: &Placed) -> Vec<String> {
    let annotation = one.annotation;
    let (start, end) = one.offsets();
    let meta = one.source.map(|(_, source)| &source.meta);
    let field =
        |field: Option<&Option<crate::text::Field>>| field.and_then(Option::as_ref).map(|field| field.value.clone()).unwrap_or_default();
    vec![
        annotation.id.clone(),
        annotation.source.clone(),
        one.source.map(|(_, source)| source.title().to_owned()).unwrap_or_default(),
        field(meta.map(|meta| &meta.publisher)),
        field(meta.map(|meta| &meta.author)),
        field(meta.map(|meta| &meta.date)),
        start.to_string(),
        end.to_string(),
        annotation.kind().to_owned(),
        one.quote().to_owned(),
        annotation.note.clone(),
        annotation.tags.join("; "),
        annotation.question.as_ref().map(|(question, _)| question.clone()).unwrap_or_default(),
        annotation.created.clone(),
        annotation.modified.clone(),
        one.span.is_some().to_string(),
    ]
}

/// A cell that no spreadsheet takes for a formula; numbers stay as they are.
pub(crate) fn harmless(cell: &str) -> Cow<'_, str> {
    match cell.chars().next() {
        Some('-') if cell.parse::<f64>().is_ok() => Cow::Borrowed(cell),
        Some('=' | '+' | '-' | '@' | '\t' | '\r') => Cow::Owned(format!("'{cell}")),
        _ => Cow::Borrowed(cell),
    }
}

pub(super) fn csv(placed: &[Placed]) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    // Memory takes whatever is written to it.
    let written = writer
        .write_record(COLUMNS)
        .and_then(|()| placed.iter().try_for_each(|one| writer.write_record(cells(one).iter().map(|cell| harmless(cell).into_owned()))));
    written.ok().and_then(|()| writer.into_inner().ok()).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default()
}

pub(super) fn json(placed: &[Placed]) -> String {
    let rows = placed.iter().map(|one| {
        let annotation = one.annotation;
        let (start, end) = one.offsets();
        let meta = one.source.map(|(_, source)| &source.meta);
        let field = |field: Option<&Option<crate::text::Field>>| field.and_then(Option::as_ref).map(|field| field.value.clone());
        json!({
            "id": annotation.id,
            "source": annotation.source,
            "title": one.source.map(|(_, source)| source.title()),
            "publisher": field(meta.map(|meta| &meta.publisher)),
            "author": field(meta.map(|meta| &meta.author)),
            "date": field(meta.map(|meta| &meta.date)),
            "start": start,
            "end": end,
            "kind": annotation.kind(),
            "quote": one.quote(),
            "note": annotation.note,
            "tags": annotation.tags,
            "question": annotation.question.as_ref().map(|(question, _)| question),
            "created": annotation.created,
            "modified": annotation.modified,
            "found": one.span.is_some(),
        })
    });
    let rows: Vec<Value> = rows.collect();
    format!("{:#}\n", Value::Array(rows))
}

pub(super) fn json_ld(placed: &[Placed]) -> String {
    let items: Vec<Value> = placed.iter().map(|one| format::object(one.annotation)).collect();
    let collection = json!({
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "type": "AnnotationCollection",
        "label": "Notes",
        "total": items.len(),
        "first": {"type": "AnnotationPage", "startIndex": 0, "items": items},
    });
    format!("{collection:#}\n")
}
