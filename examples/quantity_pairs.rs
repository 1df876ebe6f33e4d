//! Prints the features of all pairs of figures of a folder that can be one quantity, for fitting the weights of
//! `relations::same_quantity`. The folder holds the texts of one story.
//!
//!     cargo run --release --example quantity_pairs -- FOLDER > pairs.tsv
//!
//! Columns: source, start and end of one figure, of the figure with its hedge and of its passage (in characters), value, least
//! and largest; the same of the other; whether things are counted; then the features.

use std::fs;
use std::io::Write;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::Arc;

use crossread::analysis::Analysis;
use crossread::analysis::Models;
use crossread::analysis::facts::facts;
use crossread::analysis::facts::figures::Measure;
use crossread::analysis::questions::disagreements::pairs_of_story;
use crossread::analysis::relations::relations;
use crossread::config::Config;
use crossread::import::import;
use crossread::text::Dossier;
use crossread::text::SourceId;
use crossread::text::offsets::Offsets;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::args().nth(1).ok_or("usage: quantity_pairs FOLDER")?;
    let mut paths: Vec<PathBuf> = fs::read_dir(&folder)?.flatten().map(|entry| entry.path()).collect();
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "txt"));
    paths.sort();
    let mut sources = Vec::new();
    for path in &paths {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        sources.push(Arc::new(import(&name, &fs::read(path)?).0));
    }
    let dossier = Dossier::new(sources);
    let (lexicon, models) = (Config::default().lexicon(), Models::default());
    let all: Vec<_> = dossier.sources().map(|(_, source)| Arc::new(facts(source, &lexicon, &models))).collect();
    let found = relations(&dossier, &all, &lexicon, &mut |_| ControlFlow::Continue(())).ok_or("stopped")?;
    let analysis = Analysis { facts: all.into_iter().map(Some).collect(), relations: Some(Arc::new(found)), neighbours: None };
    let ids: Vec<SourceId> = dossier.sources().map(|(id, _)| id).collect();
    let offsets: Vec<Offsets> = dossier.sources().map(|(_, source)| Offsets::new(&source.text)).collect();
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for (one, other, features) in pairs_of_story(&dossier, &analysis, &ids) {
        for side in [&one, &other] {
            let (_, source, passage) = dossier.passage(side.passage).ok_or("a passage")?;
            write!(out, "{}", source.name)?;
            for span in [side.figure.span, side.figure.hedged, passage.span] {
                let (start, end) = offsets[side.source.index()].scalars(span);
                write!(out, "\t{start}\t{end}")?;
            }
            write!(out, "\t{}\t{}\t{}\t", side.figure.value, side.figure.low, side.figure.high)?;
        }
        write!(out, "{}", u8::from(one.figure.measure == Measure::Count))?;
        for feature in features {
            write!(out, "\t{feature:.4}")?;
        }
        writeln!(out)?;
    }
    Ok(())
}
