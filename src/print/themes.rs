//! `themes`: cues and weights by passage.

use serde::Serialize;

use super::Paint;
use super::Place;
use super::Row;
use crate::analysis::Facts;
use crate::analysis::Lexicon;
use crate::analysis::questions::themes::ThemesOfSource;
use crate::text::Source;
use crate::text::offsets::Offsets;
use crate::text::visible::visible;
use crate::text::words::one_line;

/// One theme in one passage.
#[derive(Debug, Serialize)]
pub struct ThemeRow {
    #[serde(flatten)]
    place: Place,
    theme: String,
    cues: Vec<CueRow>,
    weight: f32,
}

#[derive(Debug, Serialize)]
struct CueRow {
    start: usize,
    end: usize,
    text: String,
}

/// The themes of every passage of a source that touches one.
pub fn themes(source: &Source, facts: &Facts, lexicon: &Lexicon) -> Vec<ThemeRow> {
    let offsets = Offsets::new(&source.text);
    let themes = ThemesOfSource::new(source, facts);
    let mut rows = Vec::new();
    for passage in &source.passages {
        for found in themes.of(passage.span) {
            let cues = found.cues.iter().map(|cue| {
                let (start, end) = offsets.scalars(*cue);
                CueRow { start, end, text: cue.of(&source.text).to_owned() }
            });
            let theme = lexicon.themes()[found.theme].name.clone();
            rows.push(ThemeRow { place: Place::new(source, &offsets, passage.span), theme, cues: cues.collect(), weight: found.weight });
        }
    }
    rows
}

impl Row for ThemeRow {
    const COLUMNS: &'static [&'static str] = &["source", "start", "end", "theme", "weight", "cues", "text"];

    fn cells(&self) -> Vec<String> {
        let cues: Vec<&str> = self.cues.iter().map(|cue| cue.text.as_str()).collect();
        vec![
            self.place.source.clone(),
            self.place.start.to_string(),
            self.place.end.to_string(),
            self.theme.clone(),
            format!("{:.3}", self.weight),
            cues.join("; "),
            self.place.text.clone(),
        ]
    }

    fn text(&self, paint: Paint) -> String {
        let cues: Vec<&str> = self.cues.iter().map(|cue| cue.text.as_str()).collect();
        let head = format!("{} {} {:.2} ({})", self.place.address(), self.theme, self.weight, cues.join(", "));
        format!("{}\n  {}", paint.dim(&head), visible(&one_line(&self.place.text)))
    }
}
