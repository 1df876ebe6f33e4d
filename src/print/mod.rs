//! Answers as rows of text, JSON, JSON Lines or CSV. `docs/formats.md` describes the fields.

pub mod brief;
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
pub mod quantities;
pub mod quotations;
pub mod related;
pub mod search;
pub mod speakers;
pub mod themes;
pub mod timeline;

use std::io;
use std::io::Write;

use serde::Serialize;

use crate::print::export::table::harmless;
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
                out.write_all(json(&row)?.as_bytes())?;
                count += 1;
            }
            out.write_all(b"\n]\n")?;
        }
        Format::JsonLines => {
            for row in rows {
                out.write_all(json(&row)?.as_bytes())?;
                out.write_all(b"\n")?;
                count += 1;
            }
        }
        Format::Csv => {
            let mut writer = csv::Writer::from_writer(&mut *out);
            writer.write_record(R::COLUMNS).map_err(plain)?;
            for row in rows {
                writer.write_record(row.cells().iter().map(|cell| harmless(cell).into_owned())).map_err(plain)?;
                count += 1;
            }
            writer.flush()?;
        }
    }
    Ok(count)
}

/// A row as JSON in which no character acts on a terminal: what JSON itself lets stand of them is escaped too.
fn json(row: &impl Serialize) -> io::Result<String> {
    let text = serde_json::to_string(row)?;
    let acts = |c: char| matches!(c, '\u{7f}'..='\u{9f}' | '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    if !text.chars().any(acts) {
        return Ok(text);
    }
    // They stand in texts alone, where an escape means the same.
    Ok(text.chars().map(|c| if acts(c) { format!("\\u{:04x}", u32::from(c)) } else { c.to_string() }).collect())
}

/// What a person sees of bytes that are for a program, where they go to a terminal.
pub struct Harmless<W: Write>(pub W);

impl<W: Write> Write for Harmless<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // Whole characters, but for the end of what came so far.
        let text = match std::str::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) if error.valid_up_to() > 0 => std::str::from_utf8(&bytes[..error.valid_up_to()]).unwrap_or_default(),
            Err(_) => "\u{fffd}",
        };
        for line in text.split_inclusive('\n') {
            let bare = line.trim_end_matches('\n');
            let cells: Vec<String> = bare.split('\t').map(|cell| visible(cell).into_owned()).collect();
            self.0.write_all(cells.join("\t").as_bytes())?;
            self.0.write_all(&line.as_bytes()[bare.len()..])?;
        }
        Ok(if text == "\u{fffd}" { 1 } else { text.len() })
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
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
