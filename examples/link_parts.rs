//! Prints the parts of every score of a dossier's passages for one another, for choosing weights.
//!
//!     cargo run --release --example link_parts -- FOLDER [CONFIG] > parts.tsv
//!
//! Columns: source, start and end of the query, source, start and end of the candidate (offsets in characters), then
//! bm, align, window, vector, hub of the candidate, cosine and story of the two articles, and how
//! near their stories are.

mod support;

use std::fs;
use std::io::Write;

use crossread::config::Config;
use crossread::text::PassageId;
use crossread::text::offsets::Offsets;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::args().nth(1).ok_or("usage: link_parts FOLDER [CONFIG]")?;
    let mut config = Config::default();
    if let Some(path) = std::env::args().nth(2)
        && let Some(error) = config.lay_over(&path, &fs::read_to_string(&path)?).first()
    {
        return Err(error.to_string().into());
    }
    let (dossier, analysis) = support::analysed(&folder, &config)?;
    let found = analysis.relations.ok_or("no relations")?;
    let places: Vec<(usize, (usize, usize))> = (0..dossier.passage_count() as u32)
        .filter_map(|passage| {
            let (id, source, found) = dossier.passage(PassageId(passage))?;
            Some((id.index(), Offsets::new(&source.text).scalars(found.span)))
        })
        .collect();
    let names: Vec<&str> = dossier.sources().map(|(_, source)| source.name.as_str()).collect();
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for query in 0..places.len() as u32 {
        if found.formulas.hold(PassageId(query)) {
            continue;
        }
        let (source, (start, end)) = places[query as usize];
        let near = found.index.articles().nearness(source);
        for (candidate, parts) in found.index.parts(PassageId(query)) {
            if found.formulas.hold(candidate) {
                continue;
            }
            let (other, (from, to)) = places[candidate.index()];
            let nearness = near[other];
            writeln!(
                out,
                "{}\t{start}\t{end}\t{}\t{from}\t{to}\t{:.5}\t{:.5}\t{:.5}\t{:.5}\t{:.5}\t{:.5}\t{}\t{:.4}",
                names[source],
                names[other],
                parts.bm,
                parts.align,
                parts.window,
                parts.vector,
                found.index.hub(candidate),
                nearness.cosine,
                u8::from(nearness.one_story),
                nearness.stories
            )?;
        }
    }
    Ok(())
}
