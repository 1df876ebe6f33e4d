//! A dossier that was opened from the command line, and places in it.

use std::path::Path;
use std::path::PathBuf;

use super::FILES;
use super::FINE;
use super::NOTHING;
use super::USAGE;
use super::tell;
use crate::analysis::Analysis;
use crate::analysis::Lexicon;
use crate::cli::args::DossierArguments;
use crate::config::Config;
use crate::config::ConfigError;
use crate::import::Warning;
use crate::notes::notebook::Notebook;
use crate::shell::Error;
use crate::shell::files;
use crate::shell::jobs;
use crate::shell::store::Store;
use crate::text::Dossier;
use crate::text::PassageId;
use crate::text::SourceId;
use crate::text::offsets::Offsets;

/// How far a dossier is analysed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Depth {
    /// Facts of all sources and relations between them.
    Related,
    /// The links of all passages too.
    Compared,
}

/// A dossier that was opened from the command line.
pub(super) struct Opened {
    /// The folder of the dossier.
    pub(super) root: PathBuf,
    pub(super) dossier: Dossier,
    pub(super) config: Config,
    pub(super) wrong: Vec<ConfigError>,
    pub(super) warnings: Vec<Warning>,
    pub(super) unreadable: Vec<String>,
}

impl Opened {
    /// Says on standard error what was wrong.
    pub(super) fn complain(&self) {
        self.wrong.iter().for_each(|error| tell(&format!("{error} (this entry is left out)")));
        self.unreadable.iter().for_each(|message| tell(message));
    }

    /// The exit code of a command that printed `count` rows.
    pub(super) fn code(&self, count: usize) -> u8 {
        match () {
            () if !self.wrong.is_empty() => USAGE,
            () if !self.unreadable.is_empty() => FILES,
            () if count == 0 => NOTHING,
            () => FINE,
        }
    }

    /// What is known about the dossier, and the themes and names that were looked for.
    pub(super) fn analysed(&self, depth: Depth) -> (Lexicon, Analysis) {
        let lexicon = self.config.lexicon();
        let mut analysis = jobs::analyse(&self.dossier, &lexicon);
        if depth == Depth::Compared {
            jobs::find_neighbours(&self.dossier, &mut analysis);
        }
        (lexicon, analysis)
    }

    /// What the reader wrote; what is wrong with it is told on standard error.
    pub(super) fn notebook(&self) -> Notebook {
        let (revisions, told) = Store::of(&self.root).read_notes();
        told.iter().for_each(|told| tell(told));
        Notebook::new(revisions)
    }
}

/// Reads what the command line names.
pub(super) fn open(arguments: &DossierArguments) -> Result<Opened, Error> {
    let from_input = arguments.paths.iter().any(|path| path == Path::new("-"));
    if from_input {
        if arguments.paths.len() > 1 {
            return Err(Error::Usage("- stands alone: one article from standard input".to_owned()));
        }
        let (config, wrong) = files::config(Path::new("."), arguments.config.as_deref(), false)?;
        let (sources, warnings) = files::load_standard_input(&config.sources)?;
        return Ok(Opened { root: PathBuf::from("."), dossier: Dossier::new(sources), config, wrong, warnings, unreadable: Vec::new() });
    }
    let found = files::find(&arguments.paths)?;
    let (config, wrong) = files::config(&found.root, arguments.config.as_deref(), !arguments.paths.is_empty())?;
    let loaded = jobs::load_all(jobs::Cores::All, &found.files, &config.sources);
    let mut unreadable: Vec<String> = loaded.errors.iter().map(Error::to_string).collect();
    if found.unreadable {
        unreadable
            .extend(found.problems.iter().filter(|problem| problem.message.starts_with("cannot")).map(|problem| problem.message.clone()));
    }
    let unread = loaded.sources.iter().filter_map(|source| Some((&source.name, source.trouble.as_ref()?)));
    unreadable.extend(unread.map(|(name, trouble)| format!("{name}: {trouble}")));
    let warnings = found.problems.into_iter().chain(loaded.warnings).collect();
    Ok(Opened { root: found.root, dossier: Dossier::new(loaded.sources), config, wrong, warnings, unreadable })
}

/// The source and byte offset of `FILE:OFFSET`.
pub(crate) fn place_at(dossier: &Dossier, written: &str) -> Result<(SourceId, usize), Error> {
    let (name, offset) = written
        .rsplit_once(':')
        .ok_or_else(|| Error::Usage(format!("{written:?} is no place, expected FILE:OFFSET such as article.txt:120")))?;
    let offset: usize = offset.parse().map_err(|_| Error::Usage(format!("{offset:?} is no offset, expected a number of characters")))?;
    let id =
        dossier.find(name).or_else(|| dossier.sources().find(|(_, source)| source.name.ends_with(&format!("/{name}"))).map(|(id, _)| id));
    let id = id.or_else(|| dossier.sources().find(|(_, source)| Path::new(name).ends_with(&source.name)).map(|(id, _)| id));
    let (id, source) = id
        .and_then(|id| Some((id, dossier.source(id)?)))
        .ok_or_else(|| Error::Usage(format!("no source is called {name:?}: `crossread list` names them")))?;
    Ok((id, Offsets::new(&source.text).byte(offset)))
}

pub(super) fn passage_at(dossier: &Dossier, written: &str) -> Result<PassageId, Error> {
    let (id, byte) = place_at(dossier, written)?;
    let index = dossier.source(id).and_then(|source| source.passage_near(byte));
    index.map(|index| dossier.passage_id(id, index)).ok_or_else(|| Error::Usage(format!("no passage stands at {written}")))
}
