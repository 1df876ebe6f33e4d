//! `speakers`: who says what, one row a claim.

use serde::Serialize;

use super::Paint;
use super::Row;
use crate::analysis::questions::disagreements::Disagreement;
use crate::analysis::questions::speakers::Speaker;
use crate::text::Dossier;
use crate::text::Span;
use crate::text::offsets::Offsets;
use crate::text::visible::visible;
use crate::text::words::one_line;

/// A claim with its speaker and the sources that tell it.
#[derive(Debug, Serialize)]
pub struct ClaimRow {
    speaker: String,
    kind: Option<&'static str>,
    /// As the first source tells it.
    claim: String,
    verb: Option<String>,
    direct: bool,
    told_by: Vec<TellingRow>,
    /// What others give differently: the topics of the disagreements.
    against: Vec<String>,
    /// Whether it is the first claim of its speaker.
    #[serde(skip)]
    opens: bool,
}

#[derive(Debug, Serialize)]
struct TellingRow {
    source: String,
    start: usize,
    end: usize,
    text: String,
}

/// All claims, those of one speaker together.
pub fn rows(dossier: &Dossier, found: &[Speaker], disagreements: &[Disagreement]) -> Vec<ClaimRow> {
    let offsets: Vec<Offsets> = dossier.sources().map(|(_, source)| Offsets::new(&source.text)).collect();
    let mut made = Vec::new();
    for speaker in found {
        for (number, claim) in speaker.claims.iter().enumerate() {
            let Some(first) = claim.tellings.first() else { continue };
            let words = |span: Span| dossier.source(first.source).map(|source| one_line(span.of(&source.text))).unwrap_or_default();
            let told_by = claim.tellings.iter().filter_map(|telling| {
                let source = dossier.source(telling.source)?;
                let (start, end) = offsets[telling.source.index()].scalars(telling.said);
                Some(TellingRow { source: source.name.clone(), start, end, text: telling.said.of(&source.text).to_owned() })
            });
            made.push(ClaimRow {
                speaker: speaker.name.clone(),
                kind: speaker.kind.map(|kind| kind.name()),
                claim: words(first.said),
                verb: first.verb.map(words),
                direct: first.direct,
                told_by: told_by.collect(),
                against: claim
                    .against(disagreements)
                    .into_iter()
                    .filter_map(|row| disagreements.get(row))
                    .map(|row| row.topic.clone())
                    .collect(),
                opens: number == 0,
            });
        }
    }
    made
}

impl Row for ClaimRow {
    const COLUMNS: &'static [&'static str] = &["speaker", "kind", "claim", "verb", "direct", "source", "start", "end", "against"];

    fn cells(&self) -> Vec<String> {
        let joined = |cell: fn(&TellingRow) -> String| self.told_by.iter().map(cell).collect::<Vec<_>>().join("; ");
        vec![
            self.speaker.clone(),
            self.kind.unwrap_or_default().to_owned(),
            self.claim.clone(),
            self.verb.clone().unwrap_or_default(),
            self.direct.to_string(),
            joined(|telling| telling.source.clone()),
            joined(|telling| telling.start.to_string()),
            joined(|telling| telling.end.to_string()),
            self.against.join("; "),
        ]
    }

    fn text(&self, paint: Paint) -> String {
        let mut lines = Vec::new();
        if self.opens {
            lines.push(paint.bold(&visible(&self.speaker)));
        }
        let verb = self.verb.as_ref().map(|verb| format!("{} ", paint.dim(&visible(verb)))).unwrap_or_default();
        let claim = visible(&self.claim);
        let claim = if self.direct { format!("“{claim}”") } else { claim.into_owned() };
        let places = self.told_by.iter().map(|telling| format!("{}:{}", telling.source, telling.start)).collect::<Vec<_>>().join("  ");
        lines.push(format!("  {verb}{claim}  {}", paint.dim(&visible(&places))));
        lines.extend(self.against.iter().map(|topic| format!("    {}", paint.dim(&visible(&format!("others differ on: {topic}"))))));
        lines.join("\n")
    }
}
