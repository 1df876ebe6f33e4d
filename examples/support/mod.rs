//! What the examples share: a folder of texts, read and analysed.

use std::fs;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::Arc;

use crossread::analysis::Analysis;
use crossread::analysis::Models;
use crossread::analysis::facts::facts;
use crossread::analysis::relations::naming;
use crossread::analysis::relations::relations;
use crossread::config::Config;
use crossread::import::import;
use crossread::text::Dossier;

/// The `.txt` and `.md` files of a folder, in order of their names, with all that is known about them.
pub(crate) fn analysed(folder: &str, config: &Config) -> Result<(Dossier, Analysis), Box<dyn std::error::Error>> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)?.flatten().map(|entry| entry.path()).collect();
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "txt" || ending == "md"));
    paths.sort();
    let mut sources = Vec::new();
    for path in &paths {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        sources.push(Arc::new(import(&name, &fs::read(path)?).0));
    }
    let dossier = Dossier::new(sources);
    let (lexicon, models) = (config.lexicon(), Models::default());
    let all: Vec<_> = dossier.sources().map(|(_, source)| Arc::new(facts(source, &lexicon, &models))).collect();
    let all = naming::settled(&dossier, &all, &models.names);
    let found = relations(&dossier, &all, &lexicon, None, &mut |_| ControlFlow::Continue(())).ok_or("stopped")?;
    let analysis = Analysis { facts: all.into_iter().map(Some).collect(), relations: Some(Arc::new(found)), neighbours: None };
    Ok((dossier, analysis))
}
