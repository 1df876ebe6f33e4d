//! What the reader wrote, in the formats that other programs read.

pub mod anki;
pub mod html;
pub mod markdown;
pub mod source;
pub mod table;

use std::collections::HashMap;

use jiff::Timestamp;

use crate::analysis::Analysis;
use crate::analysis::Lexicon;
use crate::analysis::questions::answers::Answers;
use crate::notes::anchor::Anchor;
use crate::notes::annotation::Annotation;
use crate::notes::annotation::Motivation;
use crate::print::cite;
use crate::text::Dossier;
use crate::text::Source;
use crate::text::SourceId;
use crate::text::Span;
use crate::text::offsets::Offsets;

macro_rules! formats {
    ($($variant:ident $name:literal $ending:literal $help:literal;)*) => {
        /// Formats.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Format {
            $(#[doc = $help] $variant,)*
        }

        impl Format {
            /// All of them.
            pub const ALL: &[Format] = &[$(Format::$variant,)*];

            /// Its name on the command line.
            pub fn name(self) -> &'static str {
                match self { $(Format::$variant => $name,)* }
            }

            /// What it is, in a few words.
            pub fn help(self) -> &'static str {
                match self { $(Format::$variant => $help,)* }
            }

            /// The end of a file's name that asks for it; empty if none does.
            fn ending(self) -> &'static str {
                match self { $(Format::$variant => $ending,)* }
            }
        }
    };
}

formats! {
    Markdown "markdown" "md" "Markdown with front matter, block quotes, citations and links back";
    Csv "csv" "csv" "One row an annotation";
    Json "json" "json" "One array of objects";
    JsonLd "json-ld" "jsonld" "A W3C Web Annotation collection";
    Anki "anki" "txt" "The text that Anki imports";
    Html "html" "html" "One page of the whole dossier";
    Bibtex "bibtex" "bib" "Entries of the sources for BibTeX";
    Biblatex "biblatex" "" "Entries of the sources for BibLaTeX";
    CslJson "csl-json" "" "Items of the sources as CSL-JSON";
    Chicago "chicago" "" "The sources as Chicago has them in a bibliography";
    Apa "apa" "" "The sources as APA has them in a list of references";
}

impl Format {
    /// The format of a file, by its ending; else the endings that there are.
    ///
    /// # Errors
    /// If no format has that ending.
    pub fn of_file(path: &str) -> Result<Format, String> {
        let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
        let found = Format::ALL.iter().copied().find(|format| !ending.is_empty() && format.ending() == ending);
        found.ok_or_else(|| {
            let endings = Format::ALL.iter().map(|format| format.ending()).filter(|ending| !ending.is_empty());
            format!("the ending tells the format: .{}", endings.collect::<Vec<_>>().join(" ."))
        })
    }
}

/// What is exported from.
#[derive(Clone, Copy)]
pub struct Exported<'a> {
    /// The sources.
    pub dossier: &'a Dossier,
    /// What is known about them.
    pub analysis: &'a Analysis,
    /// Answers about all of them, where they are there.
    pub answers: Option<&'a Answers>,
    /// Themes.
    pub lexicon: &'a Lexicon,
}

/// One annotation with its source and where it stands there now.
pub(super) struct Placed<'a> {
    pub(super) annotation: &'a Annotation,
    pub(super) source: Option<(SourceId, &'a Source)>,
    pub(super) span: Option<Span>,
}

impl<'a> Placed<'a> {
    fn new(dossier: &'a Dossier, annotation: &'a Annotation) -> Placed<'a> {
        let source = dossier.find(&annotation.source).and_then(|id| Some((id, dossier.source(id)?)));
        let span = source.and_then(|(_, source)| annotation.anchor.resolve(&source.text));
        Placed { annotation, source, span }
    }

    /// The words that are quoted, as they stand in the text now.
    pub(super) fn quote(&self) -> &str {
        match (self.source, self.span) {
            (Some((_, source)), Some(span)) => span.of(&source.text),
            _ => &self.annotation.anchor.exact,
        }
    }

    /// First and last offset in Unicode scalar values, where it stands now or stood last.
    pub(super) fn offsets(&self) -> (usize, usize) {
        match (self.source, self.span) {
            (Some((_, source)), Some(span)) => Offsets::new(&source.text).scalars(span),
            _ => {
                let Anchor { start, end, .. } = self.annotation.anchor;
                (start, end)
            }
        }
    }

    /// `FILE:OFFSET`, as `--at` takes it.
    pub(super) fn address(&self) -> String {
        format!("{}:{}", self.annotation.source, self.offsets().0)
    }
}

/// All annotations but refusals as one text, by source and place, those without a place at the end.
pub fn export(from: &Exported, annotations: &[&Annotation], format: Format, now: Timestamp) -> String {
    let written = annotations.iter().filter(|annotation| annotation.motivation != Motivation::Refusing);
    let mut placed: Vec<Placed> = written.map(|annotation| Placed::new(from.dossier, annotation)).collect();
    placed.sort_by_key(|one| (one.span.is_none(), one.source.map(|(id, _)| id), one.span, &one.annotation.id));
    match format {
        Format::Markdown => markdown::markdown(from.dossier, &placed, now),
        Format::Csv => table::csv(&placed),
        Format::Json => table::json(&placed),
        Format::JsonLd => table::json_ld(&placed),
        Format::Anki => anki::anki(from, &placed),
        Format::Html => html::html(from, &placed, now),
        Format::Bibtex => {
            let mut keys = HashMap::new();
            from.dossier.sources().map(|(_, source)| cite::bibtex(source, &distinct(&mut keys, cite::key(source)))).collect()
        }
        Format::Biblatex => {
            let mut keys = HashMap::new();
            from.dossier.sources().map(|(_, source)| cite::biblatex(source, &distinct(&mut keys, cite::key(source)))).collect()
        }
        Format::Chicago => from.dossier.sources().map(|(_, source)| format!("{}\n", cite::chicago(source))).collect(),
        Format::Apa => from.dossier.sources().map(|(_, source)| format!("{}\n", cite::apa(source))).collect(),
        Format::CslJson => {
            let mut keys = HashMap::new();
            let items = from.dossier.sources().map(|(_, source)| cite::csl(source, &distinct(&mut keys, cite::key(source))));
            format!("{}\n", serde_json::Value::Array(items.collect()))
        }
    }
}

/// `key`, with a letter behind it if it was given before.
fn distinct(given: &mut HashMap<String, usize>, key: String) -> String {
    let count = given.entry(key.clone()).or_default();
    *count += 1;
    match u8::try_from(*count - 1) {
        Ok(0) => key,
        Ok(number) if number < 26 => format!("{key}{}", char::from(b'a' + number)),
        _ => format!("{key}-{count}"),
    }
}
