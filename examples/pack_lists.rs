//! Packs the lists of names and word clusters: `cargo run --release --example pack_lists`, after a change in
//! `data/names` or `data/tagger/clusters.tsv`. The weights see the lists, so train anew afterwards.

use std::fs;

use crossread::analysis::names::lists::FILES;
use crossread::analysis::names::lists::Lists;

fn main() -> std::io::Result<()> {
    let data = concat!(env!("CARGO_MANIFEST_DIR"), "/data");
    let mut texts: [String; FILES.len()] = Default::default();
    for (text, name) in texts.iter_mut().zip(FILES) {
        *text = fs::read_to_string(format!("{data}/names/{name}"))?;
    }
    let clusters = fs::read_to_string(format!("{data}/tagger/clusters.tsv"))?;
    fs::write(format!("{data}/tagger/lists.bin"), Lists::encode(&texts, &clusters))
}
