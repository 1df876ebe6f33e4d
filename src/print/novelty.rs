//! `novelty`: what each source adds to those before it.

use serde::Serialize;

use super::Paint;
use super::Row;
use crate::analysis::questions::novelty::Novel;
use crate::text::Dossier;
use crate::text::PassageId;
use crate::text::offsets::Offsets;
use crate::text::visible::visible;
use crate::text::words::one_line;

/// How new one passage is.
#[derive(Debug, Serialize)]
pub struct NoveltyRow {
    source: String,
    start: usize,
    end: usize,
    novelty: f32,
    told_by: Vec<TellerRow>,
    #[serde(skip)]
    text: String,
}

#[derive(Debug, Serialize)]
struct TellerRow {
    source: String,
    start: usize,
    end: usize,
}

/// The rows of passages of the body; titles and standfirsts repeat it.
pub fn rows<'a>(dossier: &'a Dossier, novel: &'a [Novel]) -> impl Iterator<Item = NoveltyRow> + 'a {
    let offsets: Vec<Offsets> = dossier.sources().map(|(_, source)| Offsets::new(&source.text)).collect();
    novel.iter().filter_map(move |novel| {
        let place = |passage: PassageId| {
            let (id, source, found) = dossier.passage(passage)?;
            let (start, end) = offsets[id.index()].scalars(found.span);
            Some(TellerRow { source: source.name.clone(), start, end })
        };
        let (_, source, found) = dossier.passage(novel.passage)?;
        source.blocks.get(found.block as usize).filter(|block| block.kind.holds_passages())?;
        let TellerRow { source: name, start, end } = place(novel.passage)?;
        let told_by = novel.told_by.iter().filter_map(|teller| place(*teller)).collect();
        Some(NoveltyRow { source: name, start, end, novelty: novel.novelty, told_by, text: found.span.of(&source.text).to_owned() })
    })
}

impl Row for NoveltyRow {
    const COLUMNS: &'static [&'static str] = &["source", "start", "end", "novelty", "told_by"];

    fn cells(&self) -> Vec<String> {
        let tellers = self.told_by.iter().map(|teller| format!("{}:{}", teller.source, teller.start)).collect::<Vec<_>>().join("; ");
        vec![self.source.clone(), self.start.to_string(), self.end.to_string(), format!("{:.3}", self.novelty), tellers]
    }

    fn text(&self, paint: Paint) -> String {
        let words = one_line(&self.text);
        // What was told before is dim, as on the screen.
        let words = if self.novelty < 0.5 { paint.dim(&words) } else { visible(&words).into_owned() };
        format!("{:.2} {} {words}", self.novelty, paint.dim(&format!("{}:{}", self.source, self.start)))
    }
}
