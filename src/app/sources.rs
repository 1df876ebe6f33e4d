//! The list of sources: filter and chosen row.

use crate::app::list::ListState;
use crate::text::Dossier;
use crate::text::Source;
use crate::text::SourceId;

/// Rows that one source takes in the list, a blank one included.
pub const ROWS: usize = 5;

/// The list of sources.
#[derive(Clone, Debug, Default)]
pub struct SourceList {
    /// Chosen row among the shown sources.
    pub list: ListState,
    /// What the list is narrowed to; empty for all.
    pub filter: String,
    /// The sources that the filter fits; `None` for all, which costs nothing to keep.
    fitting: Option<Vec<SourceId>>,
}

impl SourceList {
    /// The sources in the list.
    pub fn shown(&self, dossier: &Dossier) -> Shown<'_> {
        Shown { fitting: self.fitting.as_deref(), all: dossier.len() }
    }

    /// Narrows the list to sources that hold every word of `filter` in title, publisher, author, date or name.
    pub fn narrow(&mut self, dossier: &Dossier, filter: &str) {
        self.filter = filter.trim().to_owned();
        let words: Vec<String> = filter.split_whitespace().map(str::to_lowercase).collect();
        self.fitting =
            (!words.is_empty()).then(|| dossier.sources().filter(|(_, source)| fits(source, &words)).map(|(id, _)| id).collect());
        self.list = ListState::default();
    }

    /// Narrows the list to `sources`, which are called `name`.
    pub fn narrow_to(&mut self, name: &str, sources: Vec<SourceId>) {
        name.clone_into(&mut self.filter);
        self.fitting = Some(sources);
        self.list = ListState::default();
    }

    /// Chooses the row of a source, if it is shown.
    pub fn follow(&mut self, dossier: &Dossier, id: SourceId, height: usize) {
        let shown = self.shown(dossier);
        let (len, row) = (shown.len(), shown.position(id));
        if let Some(row) = row {
            self.list.select(row, len, height);
        }
    }
}

fn fits(source: &Source, words: &[String]) -> bool {
    let meta = &source.meta;
    let fields = [&meta.publisher, &meta.author, &meta.date].into_iter().flatten().map(|field| field.value.as_str());
    let all = fields.chain([source.title(), source.name.as_str()]).collect::<Vec<_>>().join(" ").to_lowercase();
    words.iter().all(|word| all.contains(word.as_str()))
}

/// The sources that are shown, in order.
#[derive(Clone, Copy)]
pub struct Shown<'a> {
    fitting: Option<&'a [SourceId]>,
    all: usize,
}

impl Shown<'_> {
    /// How many.
    pub fn len(self) -> usize {
        self.fitting.map_or(self.all, <[SourceId]>::len)
    }

    /// Whether none.
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// The source in row `row`.
    pub fn get(self, row: usize) -> Option<SourceId> {
        match self.fitting {
            Some(fitting) => fitting.get(row).copied(),
            None => (row < self.all).then_some(SourceId(row as u32)),
        }
    }

    /// The row of a source.
    pub fn position(self, id: SourceId) -> Option<usize> {
        match self.fitting {
            Some(fitting) => fitting.iter().position(|shown| *shown == id),
            None => (id.index() < self.all).then_some(id.index()),
        }
    }
}
