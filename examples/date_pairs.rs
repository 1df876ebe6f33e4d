//! Prints the features of all pairs of dates of a folder, for fitting the weights of `relations::same_date`. The folder holds
//! the texts of one story.
//!
//!     cargo run --release --example date_pairs -- FOLDER > pairs.tsv
//!
//! Columns: source, start and end of one date and of its passage (in characters), its words; the same of the other; how they
//! lie to one another; then the features.

mod support;

use std::io::Write;

use crossread::analysis::questions::disagreements::date_pairs_of_story;
use crossread::analysis::relations::same_date::relation;
use crossread::config::Config;
use crossread::text::SourceId;
use crossread::text::offsets::Offsets;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::args().nth(1).ok_or("usage: date_pairs FOLDER")?;
    let (dossier, analysis) = support::analysed(&folder, &Config::default())?;
    let ids: Vec<SourceId> = dossier.sources().map(|(id, _)| id).collect();
    let offsets: Vec<Offsets> = dossier.sources().map(|(_, source)| Offsets::new(&source.text)).collect();
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for (one, other, features) in date_pairs_of_story(&dossier, &analysis, &ids) {
        for side in [&one, &other] {
            let (_, source, passage) = dossier.passage(side.setting.passage).ok_or("a passage")?;
            write!(out, "{}", source.name)?;
            for span in [side.mention.span, passage.span] {
                let (start, end) = offsets[side.setting.source.index()].scalars(span);
                write!(out, "\t{start}\t{end}")?;
            }
            write!(out, "\t{}\t", side.mention.span.of(&source.text).replace(char::is_whitespace, " "))?;
        }
        write!(out, "{:?}", relation(&one, &other))?;
        for feature in features {
            write!(out, "\t{feature:.4}")?;
        }
        writeln!(out)?;
    }
    Ok(())
}
