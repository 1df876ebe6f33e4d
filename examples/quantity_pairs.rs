//! Prints the features of all pairs of figures of a folder that can be one quantity, for fitting the weights of
//! `relations::same_quantity`. The folder holds the texts of one story.
//!
//!     cargo run --release --example quantity_pairs -- FOLDER > pairs.tsv
//!
//! Columns: source, start and end of one figure, of the figure with its hedge and of its passage (in characters), value, least
//! and largest; the same of the other; 1 where things are counted, 2 for times of day, 0 for
//! all else; then the features.

mod support;

use std::io::Write;

use crossread::analysis::facts::figures::Measure;
use crossread::analysis::questions::disagreements::pairs_of_story;
use crossread::config::Config;
use crossread::text::SourceId;
use crossread::text::offsets::Offsets;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::args().nth(1).ok_or("usage: quantity_pairs FOLDER")?;
    let (dossier, analysis) = support::analysed(&folder, &Config::default())?;
    let ids: Vec<SourceId> = dossier.sources().map(|(id, _)| id).collect();
    let offsets: Vec<Offsets> = dossier.sources().map(|(_, source)| Offsets::new(&source.text)).collect();
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for (one, other, features) in pairs_of_story(&dossier, &analysis, &ids) {
        for side in [&one, &other] {
            let (_, source, passage) = dossier.passage(side.setting.passage).ok_or("a passage")?;
            write!(out, "{}", source.name)?;
            for span in [side.figure.span, side.figure.hedged, passage.span] {
                let (start, end) = offsets[side.setting.source.index()].scalars(span);
                write!(out, "\t{start}\t{end}")?;
            }
            write!(out, "\t{}\t{}\t{}\t", side.figure.value, side.figure.low, side.figure.high)?;
        }
        let kind = match one.figure.measure {
            Measure::Count => 1,
            Measure::TimeOfDay => 2,
            _ => 0,
        };
        write!(out, "{kind}")?;
        for feature in features {
            write!(out, "\t{feature:.4}")?;
        }
        writeln!(out)?;
    }
    Ok(())
}
