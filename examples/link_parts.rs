//! Prints the parts of every score of a dossier's passages for one another, for choosing weights.
//!
//!     cargo run --release --example link_parts -- FOLDER [CONFIG] > parts.tsv
//!
//! Columns: source, start and end of the query, source, start and end of the candidate (offsets in characters), then
//! bm, align, window, vector, hub of the candidate, and cosine and story of the two articles.

use std::fs;
use std::io::Write;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::Arc;

use crossread::analysis::Models;
use crossread::analysis::facts::facts;
use crossread::analysis::relations::relations;
use crossread::config::Config;
use crossread::import::import;
use crossread::text::Dossier;
use crossread::text::PassageId;
use crossread::text::offsets::Offsets;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::args().nth(1).ok_or("usage: link_parts FOLDER [CONFIG]")?;
    let mut paths: Vec<PathBuf> = fs::read_dir(&folder)?.flatten().map(|entry| entry.path()).collect();
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "txt"));
    paths.sort();
    let mut sources = Vec::new();
    for path in &paths {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        sources.push(Arc::new(import(&name, &fs::read(path)?).0));
    }
    let dossier = Dossier::new(sources);
    let mut config = Config::default();
    if let Some(path) = std::env::args().nth(2) {
        config.lay_over(&path, &fs::read_to_string(&path)?).map_err(|errors| format!("{errors:?}"))?;
    }
    let (lexicon, models) = (config.lexicon(), Models::default());
    let all: Vec<_> = dossier.sources().map(|(_, source)| Arc::new(facts(source, &lexicon, &models))).collect();
    let found = relations(&dossier, &all, &lexicon, &mut |_| ControlFlow::Continue(())).ok_or("stopped")?;
    let places: Vec<(usize, (usize, usize))> = (0..dossier.passage_count() as u32)
        .filter_map(|passage| {
            let (id, source, found) = dossier.passage(PassageId(passage))?;
            Some((id.index(), Offsets::new(&source.text).scalars(found.span)))
        })
        .collect();
    let names: Vec<&str> = dossier.sources().map(|(_, source)| source.name.as_str()).collect();
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for query in 0..places.len() as u32 {
        let (source, (start, end)) = places[query as usize];
        let near = found.index.articles().nearness(source);
        for (candidate, parts) in found.index.parts(PassageId(query)) {
            let (other, (from, to)) = places[candidate.index()];
            let nearness = near[other];
            writeln!(
                out,
                "{}\t{start}\t{end}\t{}\t{from}\t{to}\t{:.5}\t{:.5}\t{:.5}\t{:.5}\t{:.5}\t{:.5}\t{}",
                names[source],
                names[other],
                parts.bm,
                parts.align,
                parts.window,
                parts.vector,
                found.index.hub(candidate),
                nearness.cosine,
                u8::from(nearness.one_story)
            )?;
        }
    }
    Ok(())
}
