//! The sources opened together.

use std::sync::Arc;
use std::sync::OnceLock;

use crate::text::Source;
use crate::text::Span;
use crate::text::labels::labels;
use crate::text::source::Passage;

/// Number of a source in its dossier. Lives as long as the dossier in memory and never reaches a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceId(pub u32);

/// Number of a passage, counted through all sources of the dossier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PassageId(pub u32);

impl SourceId {
    /// As an index.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

impl PassageId {
    /// As an index.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// Sources in the order of their names, with their passages numbered through.
///
/// Cheap to clone: the texts are shared.
#[derive(Clone, Debug, Default)]
pub struct Dossier {
    sources: Vec<Arc<Source>>,
    /// Passages before source `i`; one entry more than sources.
    firsts: Vec<u32>,
    /// Short names of the sources, once somebody asked for one.
    labels: OnceLock<Arc<[String]>>,
}

impl Dossier {
    /// A dossier of `sources`, in this order.
    pub fn new(sources: Vec<Arc<Source>>) -> Dossier {
        let mut dossier = Dossier { sources: Vec::new(), firsts: vec![0], labels: OnceLock::new() };
        dossier.extend(sources);
        dossier
    }

    /// Adds sources behind those that are there; numbers given before stay as they are.
    pub fn extend(&mut self, sources: impl IntoIterator<Item = Arc<Source>>) {
        if self.firsts.is_empty() {
            self.firsts.push(0);
        }
        self.labels = OnceLock::new();
        for source in sources {
            let before = self.firsts.last().copied().unwrap_or(0);
            self.firsts.push(before + source.passages.len() as u32);
            self.sources.push(source);
        }
    }

    /// All sources in order.
    pub fn sources(&self) -> impl ExactSizeIterator<Item = (SourceId, &Source)> + DoubleEndedIterator {
        self.sources.iter().enumerate().map(|(index, source)| (SourceId(index as u32), &**source))
    }

    /// The sources as shared values, for work in other threads.
    pub fn shared(&self) -> &[Arc<Source>] {
        &self.sources
    }

    /// How many sources there are.
    pub fn len(&self) -> usize {
        self.sources.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.sources.is_empty()
    }

    /// How many passages there are in all.
    pub fn passage_count(&self) -> usize {
        self.firsts.last().copied().unwrap_or(0) as usize
    }

    /// The source with number `id`.
    pub fn source(&self, id: SourceId) -> Option<&Source> {
        self.sources.get(id.index()).map(|source| &**source)
    }

    /// The short name of a source, which no other source has.
    pub fn label(&self, id: SourceId) -> &str {
        let labels = self.labels.get_or_init(|| labels(&self.sources).into());
        labels.get(id.index()).map_or("", String::as_str)
    }

    /// The short name of a source and its title, or the title alone where that is its name.
    pub fn label_and_title(&self, id: SourceId) -> String {
        let title = self.source(id).map_or("", Source::title);
        let label = self.label(id);
        if label == title || label.is_empty() { title.to_owned() } else { format!("{label} · {title}") }
    }

    /// The source called `name`.
    pub fn find(&self, name: &str) -> Option<SourceId> {
        self.sources.iter().position(|source| source.name == name).map(|index| SourceId(index as u32))
    }

    /// Numbers of the passages of a source.
    pub fn passages_of(&self, source: SourceId) -> std::ops::Range<u32> {
        match self.firsts.get(source.index()..source.index() + 2) {
            Some(&[first, next]) => first..next,
            _ => 0..0,
        }
    }

    /// The source of a passage.
    pub fn source_of(&self, passage: PassageId) -> SourceId {
        SourceId(self.firsts.partition_point(|&first| first <= passage.0).saturating_sub(1) as u32)
    }

    /// A passage with its source.
    pub fn passage(&self, id: PassageId) -> Option<(SourceId, &Source, Passage)> {
        let source_id = self.source_of(id);
        let source = self.source(source_id)?;
        let index = (id.0 - self.firsts[source_id.index()]) as usize;
        source.passages.get(index).map(|passage| (source_id, source, *passage))
    }

    /// Whether a passage belongs to the body; titles and standfirsts repeat it.
    pub fn is_in_body(&self, id: PassageId) -> bool {
        let found = self.passage(id);
        found.is_some_and(|(_, source, found)| source.blocks.get(found.block as usize).is_some_and(|block| block.kind.holds_passages()))
    }

    /// Number of passage `index` of a source.
    pub fn passage_id(&self, source: SourceId, index: usize) -> PassageId {
        PassageId(self.firsts.get(source.index()).copied().unwrap_or(0) + index as u32)
    }

    /// Passages of a source that share a byte with `span`.
    pub fn passages_meeting(&self, source: SourceId, span: Span) -> std::ops::Range<u32> {
        let Some(found) = self.source(source) else { return 0..0 };
        let first = found.passages.partition_point(|passage| passage.span.end() <= span.start());
        let last = found.passages.partition_point(|passage| passage.span.start() < span.end());
        self.passage_id(source, first).0..self.passage_id(source, last.max(first)).0
    }
}
