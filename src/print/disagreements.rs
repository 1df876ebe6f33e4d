//! `disagreements`: figures and dates that sources give differently, words and deeds that they lay to different people.

use serde::Serialize;

use super::Paint;
use super::Row;
use crate::analysis::questions::answers::Answers;
use crate::text::Dossier;
use crate::text::offsets::Offsets;
use crate::text::visible::visible;
use crate::text::words::one_line;

/// One quantity with who gives what.
#[derive(Debug, Serialize)]
pub struct DisagreementRow {
    kind: &'static str,
    severity: &'static str,
    topic: String,
    /// Whether later texts give more.
    update: bool,
    /// How many of the sources do not rest on one another.
    independent: usize,
    sides: Vec<SideRow>,
}

#[derive(Debug, Serialize)]
struct SideRow {
    source: String,
    start: usize,
    end: usize,
    text: String,
    value: String,
}

/// All rows, the worst first.
pub fn rows(dossier: &Dossier, answers: &Answers) -> Vec<DisagreementRow> {
    let offsets: Vec<Offsets> = dossier.sources().map(|(_, source)| Offsets::new(&source.text)).collect();
    let made = answers.disagreements.iter().enumerate().map(|(number, row)| {
        let sides = row.sides.iter().filter_map(|side| {
            let source = dossier.source(side.source)?;
            let (start, end) = offsets[side.source.index()].scalars(side.passage);
            let words = |span: crate::text::Span| span.of(&source.text).to_owned();
            Some(SideRow { source: source.name.clone(), start, end, text: words(side.passage), value: words(side.value) })
        });
        let kind = row.subject.name();
        let independent = answers.independent(number);
        let (severity, topic) = (row.severity.name(), row.topic.clone());
        DisagreementRow { kind, severity, topic, update: row.update, independent, sides: sides.collect() }
    });
    made.collect()
}

impl Row for DisagreementRow {
    const COLUMNS: &'static [&'static str] = &["kind", "severity", "topic", "source", "start", "end", "value"];

    fn cells(&self) -> Vec<String> {
        let joined = |cell: fn(&SideRow) -> String| self.sides.iter().map(cell).collect::<Vec<_>>().join("; ");
        vec![
            self.kind.to_owned(),
            self.severity.to_owned(),
            self.topic.clone(),
            joined(|side| side.source.clone()),
            joined(|side| side.start.to_string()),
            joined(|side| side.end.to_string()),
            joined(|side| side.value.clone()),
        ]
    }

    fn text(&self, paint: Paint) -> String {
        let mut sources: Vec<&str> = self.sides.iter().map(|side| side.source.as_str()).collect();
        sources.dedup();
        let kind = if self.update { format!("{}, later texts give more", self.kind) } else { self.kind.to_owned() };
        let few = self.independent < sources.len();
        let kind = if few { format!("{kind}, {} of {} sources independent", self.independent, sources.len()) } else { kind };
        let mut lines = vec![format!("{} {}", paint.bold(&format!("{}: {}", self.severity, self.topic)), paint.dim(&kind))];
        for side in &self.sides {
            lines.push(format!("  {} {}", paint.bold(&side.value), paint.dim(&format!("{}:{}", side.source, side.start))));
            lines.push(format!("    {}", visible(&one_line(&side.text))));
        }
        lines.join("\n")
    }
}
