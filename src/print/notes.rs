//! `notes`: annotations, with where they stand now.

use serde::Serialize;

use super::Paint;
use super::Row;
use crate::notes::annotation::Annotation;
use crate::notes::annotation::Motivation;
use crate::text::Dossier;
use crate::text::offsets::Offsets;
use crate::text::visible::visible;
use crate::text::words::one_line;

/// One annotation.
#[derive(Debug, Serialize)]
pub struct NoteRow {
    source: String,
    start: usize,
    end: usize,
    text: String,
    kind: &'static str,
    note: String,
    tags: Vec<String>,
    question: Option<String>,
    found: bool,
    id: String,
    created: String,
    modified: String,
}

/// All annotations but refusals, by source and place.
pub fn rows<'a>(dossier: &Dossier, annotations: impl Iterator<Item = &'a Annotation>) -> Vec<NoteRow> {
    let mut rows: Vec<NoteRow> = annotations
        .filter(|annotation| annotation.motivation != Motivation::Refusing)
        .map(|annotation| {
            let source = dossier.find(&annotation.source).and_then(|id| dossier.source(id));
            let placed = source.and_then(|source| {
                let offsets = Offsets::new(&source.text);
                let span = annotation.anchor.resolve_with(&source.text, &offsets)?;
                Some((offsets.scalars(span), span.of(&source.text).to_owned()))
            });
            let found = placed.is_some();
            let ((start, end), text) =
                placed.unwrap_or_else(|| ((annotation.anchor.start, annotation.anchor.end), annotation.anchor.exact.clone()));
            NoteRow {
                source: annotation.source.clone(),
                start,
                end,
                text,
                kind: annotation.kind(),
                note: annotation.note.clone(),
                tags: annotation.tags.clone(),
                question: annotation.question.as_ref().map(|(question, _)| question.clone()),
                found,
                id: annotation.id.clone(),
                created: annotation.created.clone(),
                modified: annotation.modified.clone(),
            }
        })
        .collect();
    rows.sort_by(|a, b| (&a.source, a.start, a.end, &a.id).cmp(&(&b.source, b.start, b.end, &b.id)));
    rows
}

impl Row for NoteRow {
    const COLUMNS: &'static [&'static str] =
        &["source", "start", "end", "kind", "text", "note", "tags", "question", "found", "id", "created", "modified"];

    fn cells(&self) -> Vec<String> {
        vec![
            self.source.clone(),
            self.start.to_string(),
            self.end.to_string(),
            self.kind.to_owned(),
            self.text.clone(),
            self.note.clone(),
            self.tags.join("; "),
            self.question.clone().unwrap_or_default(),
            self.found.to_string(),
            self.id.clone(),
            self.created.clone(),
            self.modified.clone(),
        ]
    }

    fn text(&self, paint: Paint) -> String {
        let lost = if self.found { "" } else { ", stands nowhere any more" };
        let tags = self.tags.iter().map(|tag| format!(" #{tag}")).collect::<String>();
        let head = format!("{}{}{lost}", paint.bold(self.kind), visible(&tags));
        let place = paint.dim(&visible(&format!("{}:{}", self.source, self.start)));
        let note = if self.note.is_empty() { String::new() } else { format!("\n    {}", visible(&one_line(&self.note))) };
        format!("{head}  {place}\n  “{}”{note}", visible(&one_line(&self.text)))
    }
}
