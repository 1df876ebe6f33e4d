//! `notes` and `export`: what the reader wrote.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

use jiff::Timestamp;

use super::FINE;
use super::NOTHING;
use super::tell;
use super::tell_cut;
use crate::analysis::questions::answers::Answers;
use crate::analysis::questions::brief::brief as lines_of_brief;
use crate::analysis::questions::disagreements::disagreements as all_disagreements;
use crate::app::refusing::heeded;
use crate::app::refusing::refusals;
use crate::cli::args::DossierArguments;
use crate::cli::args::OutputArguments;
use crate::cli::opened::Depth;
use crate::cli::opened::open;
use crate::notes::annotation::Annotation;
use crate::notes::format;
use crate::notes::notebook::Notebook;
use crate::print;
use crate::print::Paint;
use crate::print::export::Exported;
use crate::print::export::Format;
use crate::shell::Error;
use crate::shell::files;
use crate::shell::store::Saved;
use crate::shell::store::Store;
use crate::text::Dossier;
use crate::text::SourceId;
use crate::text::visible::visible;

pub(super) fn notes(
    arguments: &DossierArguments,
    import: Option<&Path>,
    output: &OutputArguments,
    paint: Paint,
    out: &mut dyn Write,
) -> Result<u8, Error> {
    let opened = open(arguments)?;
    opened.complain();
    let mut notebook = opened.notebook();
    if let Some(path) = import {
        return take_in(&opened.dossier, &Store::of(&opened.root), &mut notebook, path, out);
    }
    let rows = print::notes::rows(&opened.dossier, notebook.all());
    let count = print::rows(rows.into_iter(), output.format.into(), paint, out)?;
    Ok(opened.code(count))
}

/// Takes in the annotations of a file and keeps those that are new or newer.
fn take_in(dossier: &Dossier, store: &Store, notebook: &mut Notebook, path: &Path, out: &mut dyn Write) -> Result<u8, Error> {
    let text = files::read_text(path)?;
    let Some((annotations, lost)) = format::import(&text) else {
        return Err(Error::Usage(format!(
            "{} holds no annotations: expected JSON-LD, lines of it, or an export of Hypothesis",
            path.display()
        )));
    };
    let (mut taken, mut without_place) = (0, 0);
    let mut files: BTreeMap<String, Saved> = BTreeMap::new();
    let mut elsewhere = store.elsewhere();
    for mut annotation in annotations {
        place(dossier, &mut annotation);
        let source = dossier.find(&annotation.source).and_then(|id| dossier.source(id));
        without_place += usize::from(source.and_then(|source| annotation.anchor.resolve(&source.text)).is_none());
        if notebook.merge(annotation.clone()) {
            let saved = Saved::Annotation(Box::new(annotation.clone()));
            let told = store.save(&saved)?;
            elsewhere = elsewhere.or(told);
            files.entry(annotation.source.clone()).or_insert(saved);
            // Said once it is on the disk.
            writeln!(out, "{}", visible(&annotation.id))?;
            out.flush()?;
            taken += 1;
        }
    }
    files.values().filter_map(|saved| store.set_aside(saved)).chain(elsewhere).for_each(|told| tell(&told));
    tell(&format!("{taken} annotations taken in, {without_place} of all have no place in these sources, {lost} name no words"));
    Ok(if taken > 0 { FINE } else { NOTHING })
}

/// Names the source that an annotation is about: by its name, its address, or the words that it quotes.
fn place(dossier: &Dossier, annotation: &mut Annotation) {
    if dossier.find(&annotation.source).is_some() {
        return;
    }
    let bare = |url: &str| url.trim_end_matches('/').trim_start_matches("https://").trim_start_matches("http://").to_owned();
    let wanted = bare(&annotation.source);
    let by_address = dossier.sources().find(|(_, source)| source.meta.url.as_ref().is_some_and(|url| bare(&url.value) == wanted));
    let by_name = || dossier.sources().find(|(_, source)| wanted.ends_with(&format!("/{}", source.name)));
    let by_words = || dossier.sources().find(|(_, source)| source.text.contains(&annotation.anchor.exact));
    if let Some((_, source)) = by_address.or_else(by_name).or_else(by_words) {
        source.name.clone_into(&mut annotation.source);
    }
}

/// Disagreements, without those that the reader has refused, with those marked by hand.
pub(super) fn disagreements(
    arguments: &DossierArguments,
    output: &OutputArguments,
    paint: Paint,
    out: &mut dyn Write,
) -> Result<u8, Error> {
    let opened = open(arguments)?;
    opened.complain();
    let (_, analysis) = opened.analysed(Depth::Compared);
    tell_cut(&opened.dossier, &analysis);
    let reprints = analysis.reprints();
    let answers = Answers::default().with(&opened.dossier, reprints, all_disagreements(&opened.dossier, &analysis));
    let answers = heeded(&opened.dossier, reprints, &answers, &refusals(&opened.dossier, &opened.notebook()));
    let rows = print::disagreements::rows(&opened.dossier, &answers);
    Ok(opened.code(print::rows(rows.into_iter(), output.format.into(), paint, out)?))
}

/// One document of the whole dossier.
pub(super) fn brief(arguments: &DossierArguments, shape: print::brief::Shape, out: &mut dyn Write) -> Result<u8, Error> {
    let opened = open(arguments)?;
    opened.complain();
    let (_, analysis) = opened.analysed(Depth::Compared);
    tell_cut(&opened.dossier, &analysis);
    let answers = heeded(
        &opened.dossier,
        analysis.reprints(),
        &Answers::of(&opened.dossier, &analysis),
        &refusals(&opened.dossier, &opened.notebook()),
    );
    let sources: Vec<SourceId> = opened.dossier.sources().map(|(id, _)| id).collect();
    let lines = lines_of_brief(&opened.dossier, &analysis, &answers, &sources);
    out.write_all(print::brief::brief(&opened.dossier, &analysis, &lines, &sources, shape).as_bytes())?;
    Ok(opened.code(lines.len()))
}

pub(super) fn export(arguments: &DossierArguments, format: Format, path: Option<&Path>, out: &mut dyn Write) -> Result<u8, Error> {
    let opened = open(arguments)?;
    opened.complain();
    let notebook = opened.notebook();
    let needs_analysis = matches!(format, Format::Html | Format::Anki);
    let (lexicon, analysis) =
        if needs_analysis { opened.analysed(Depth::Compared) } else { (opened.config.lexicon(), crate::analysis::Analysis::default()) };
    let answers = needs_analysis.then(|| {
        heeded(&opened.dossier, analysis.reprints(), &Answers::of(&opened.dossier, &analysis), &refusals(&opened.dossier, &notebook))
    });
    let from = Exported { dossier: &opened.dossier, analysis: &analysis, answers: answers.as_ref(), lexicon: &lexicon };
    let annotations: Vec<&Annotation> = notebook.all().filter(|annotation| annotation.refused.is_none()).collect();
    let text = print::export::export(&from, &annotations, format, Timestamp::now());
    match path {
        Some(path) => {
            let written = files::write_new(path, &text)?;
            tell(&format!("exported to {}", written.display()));
        }
        None => out.write_all(text.as_bytes())?,
    }
    let of_sources = matches!(format, Format::Html | Format::Bibtex | Format::Biblatex | Format::CslJson | Format::Chicago | Format::Apa);
    Ok(opened.code(if of_sources { opened.dossier.len() } else { annotations.len() }))
}
