//! Answers as rows of text, JSON, JSON Lines or CSV. `docs/formats.md` describes the fields.

pub mod check;
pub mod cite;
pub mod coverage;
pub mod disagreements;
pub mod entities;
pub mod export;
pub mod figures;
pub mod list;
pub mod notes;
pub mod novelty;
pub mod passages;
pub mod quotations;
pub mod related;
pub mod search;
pub mod themes;
pub mod timeline;

use std::io;
use std::io::Write;

use serde::Serialize;

use crate::text::Source;
use crate::text::Span;
use crate::text::offsets::Offsets;
use crate::text::visible::visible;

/// Shape of the output.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// For people.
    #[default]
    Text,
    /// One array.
    Json,
    /// One object a line.
    JsonLines,
    /// Comma-separated, with a line of names.
    Csv,
}

/// One row of an answer.
pub trait Row: Serialize {
    /// Names of the columns of CSV.
    const COLUMNS: &'static [&'static str];

    /// The row's cells, as many as columns.
    fn cells(&self) -> Vec<String>;

    /// The row for people, without a line end.
    fn text(&self, paint: Paint) -> String;
}

/// Whether text for people is coloured.
#[derive(Clone, Copy, Debug)]
pub struct Paint(pub bool);

impl Paint {
    /// `text`, harmless, dim.
    pub fn dim(self, text: &str) -> String {
        self.wrap("2", text)
    }

    /// `text`, harmless, bold.
    pub fn bold(self, text: &str) -> String {
        self.wrap("1", text)
    }

    fn wrap(self, code: &str, text: &str) -> String {
        let shown = visible(text);
        if self.0 { format!("\u{1b}[{code}m{shown}\u{1b}[0m") } else { shown.into_owned() }
    }
}

/// Writes `rows` to `out`; gives how many there were.
///
/// # Errors
/// What `out` says.
pub fn rows<R: Row>(rows: impl Iterator<Item = R>, format: Format, paint: Paint, out: &mut dyn Write) -> io::Result<usize> {
    let mut count = 0;
    match format {
        Format::Text => {
            for row in rows {
                writeln!(out, "{}", row.text(paint))?;
                count += 1;
            }
        }
        Format::Json => {
            out.write_all(b"[")?;
            for row in rows {
                out.write_all(if count > 0 { b",\n " } else { b"\n " })?;
                serde_json::to_writer(&mut *out, &row)?;
                count += 1;
            }
            out.write_all(b"\n]\n")?;
        }
        Format::JsonLines => {
            for row in rows {
                serde_json::to_writer(&mut *out, &row)?;
                out.write_all(b"\n")?;
                count += 1;
            }
        }
        Format::Csv => {
            let mut writer = csv::Writer::from_writer(&mut *out);
            writer.write_record(R::COLUMNS).map_err(plain)?;
            for row in rows {
                writer.write_record(row.cells()).map_err(plain)?;
                count += 1;
            }
            writer.flush()?;
        }
    }
    Ok(count)
}

/// What the output said, so that a closed pipe can be told from other errors.
fn plain(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(cause) => cause,
        other => io::Error::other(format!("{other:?}")),
    }
}

/// A place as it is printed: offsets in Unicode scalar values, half open, and the text between them.
#[derive(Clone, Debug, Serialize)]
pub struct Place {
    /// Name of the source relative to the dossier.
    pub source: String,
    /// First scalar value.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// The text between them.
    pub text: String,
}

impl Place {
    /// The place of `span` in `source`; `offsets` are those of its text.
    pub fn new(source: &Source, offsets: &Offsets, span: Span) -> Place {
        let (start, end) = offsets.scalars(span);
        Place { source: source.name.clone(), start, end, text: span.of(&source.text).to_owned() }
    }

    /// `FILE:START`, as `--at` takes it.
    pub fn address(&self) -> String {
        format!("{}:{}", self.source, self.start)
    }
}
