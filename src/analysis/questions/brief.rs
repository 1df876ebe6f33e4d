//! A brief of a story: what all tell, what is disputed, what one alone tells, what happened when, who says what, and what is open.
//! It says nothing of its own: every line is a sentence of a source, or values side by side, with the places that it rests on.

use std::collections::BTreeSet;

use crate::analysis::Analysis;
use crate::analysis::questions::answers::Answers;
use crate::analysis::questions::coverage::Fact;
use crate::analysis::questions::disagreements::Severity;
use crate::analysis::questions::only::alone_among;
use crate::analysis::questions::only::told_by_several;
use crate::analysis::questions::speakers::Speaker;
use crate::analysis::questions::timeline::EventKind;
use crate::text::Dossier;
use crate::text::PassageId;
use crate::text::SourceId;
use crate::text::Span;
use crate::text::calendar::Precision;
use crate::text::calendar::When;
use crate::text::words::one_line;
use crate::text::words::words;

/// Most lines of each part.
const MOST_TOLD: usize = 8;
const MOST_DISPUTED: usize = 10;
const MOST_ALONE: usize = 12;
const MOST_EVENTS: usize = 10;
const MOST_SPEAKERS: usize = 6;
const MOST_OPEN: usize = 8;
/// Most lines of what one source alone tells, and of what one speaker says.
const OF_ONE: usize = 2;
/// Fewest words of a sentence that says something by itself.
const FEWEST_WORDS: usize = 8;
/// Fewest words of a sentence that tells an event.
const FEWEST_OF_EVENT: usize = 6;
/// Fewest names, dates and figures of a sentence that is worth a line though one source alone tells it.
const FEWEST_MARKS: usize = 2;

/// Parts of a brief.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// What most sources tell.
    Told,
    /// What they give differently.
    Disputed,
    /// What one source alone tells.
    Alone,
    /// What happened when.
    Timeline,
    /// Who says what.
    Speakers,
    /// What is open.
    Open,
}

impl Part {
    /// Its heading.
    pub fn name(self) -> &'static str {
        match self {
            Part::Told => "What the sources agree on",
            Part::Disputed => "What is disputed",
            Part::Alone => "What one source alone tells",
            Part::Timeline => "What happened when",
            Part::Speakers => "Who says what",
            Part::Open => "What is open",
        }
    }
}

/// One line of a brief.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Its part.
    pub part: Part,
    /// What it is about: the topic of a disagreement, the speaker; empty if the words say it.
    pub about: String,
    /// When it happened.
    pub when: Option<When>,
    /// The words; empty where the values say it.
    pub words: String,
    /// What it rests on.
    pub places: Vec<Place>,
    /// How many sources tell it, and how many of them do not rest on one another.
    pub told_by: (usize, usize),
}

/// A passage that a line rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The source.
    pub source: SourceId,
    /// The passage.
    pub passage: Span,
    /// The value that it gives, where values stand against one another.
    pub value: Option<Span>,
}

/// The brief of some sources of a dossier, part by part.
pub fn brief(dossier: &Dossier, analysis: &Analysis, answers: &Answers, sources: &[SourceId]) -> Vec<Line> {
    let maker = Maker { dossier, analysis, answers, sources: sources.iter().copied().collect() };
    let mut lines = maker.told();
    lines.extend(maker.disputed());
    lines.extend(maker.alone(sources));
    lines.extend(maker.timeline());
    lines.extend(maker.speakers());
    lines.extend(maker.open(sources));
    // Copied sentences are looked for in what is shown alone: it costs more than counting reprints.
    for line in &mut lines {
        let told = line.places.iter().map(|place| (place.source, place.passage));
        line.told_by.1 = analysis.reprints().independent_tellings(dossier, told).min(line.told_by.0);
    }
    lines
}

fn words_of(text: &str) -> usize {
    words(text).count()
}

struct Maker<'a> {
    dossier: &'a Dossier,
    analysis: &'a Analysis,
    answers: &'a Answers,
    sources: BTreeSet<SourceId>,
}

impl Maker<'_> {
    fn line(&self, part: Part, about: String, words: String, mut places: Vec<Place>) -> Line {
        // A source stands once.
        let mut seen = BTreeSet::new();
        places.retain(|place| place.value.is_some() || seen.insert(place.source));
        let sources: BTreeSet<SourceId> = places.iter().map(|place| place.source).collect();
        let independent = self.analysis.reprints().independent(sources.iter().copied());
        Line { part, about, when: None, words, places, told_by: (sources.len(), independent) }
    }

    fn words(&self, source: SourceId, span: Span) -> String {
        self.dossier.source(source).map(|source| one_line(span.of(&source.text))).unwrap_or_default()
    }

    fn told(&self) -> Vec<Line> {
        let line = |fact: &Fact| {
            let passages = fact.passages.iter().filter_map(|passage| self.dossier.passage(*passage));
            let places = passages.filter(|(source, ..)| self.sources.contains(source));
            let mut places: Vec<Place> = places.map(|(source, _, found)| Place { source, passage: found.span, value: None }).collect();
            let (source, _, label) = self.dossier.passage(fact.label)?;
            let at = places.iter().position(|place| place.source == source && place.passage == label.span)?;
            // The sentence that stands there comes first.
            let own = places.remove(at);
            places.insert(0, own);
            let line = self.line(Part::Told, String::new(), self.words(source, label.span), places);
            (line.told_by.0 > 1 && words_of(&line.words) >= FEWEST_WORDS).then_some(line)
        };
        let mut lines: Vec<Line> = self.answers.facts.iter().filter_map(line).collect();
        lines.sort_by_key(|line| std::cmp::Reverse((line.told_by.1, line.told_by.0)));
        lines.truncate(MOST_TOLD);
        lines
    }

    fn disputed(&self) -> Vec<Line> {
        let shown = self.answers.disagreements.iter().filter(|row| row.severity < Severity::Precision);
        let lines = shown.filter_map(|row| {
            let sides = row.sides.iter().filter(|side| self.sources.contains(&side.source));
            let places: Vec<Place> =
                sides.map(|side| Place { source: side.source, passage: side.passage, value: Some(side.value) }).collect();
            (places.len() > 1).then(|| self.line(Part::Disputed, row.topic.clone(), String::new(), places))
        });
        lines.take(MOST_DISPUTED).collect()
    }

    fn alone(&self, sources: &[SourceId]) -> Vec<Line> {
        let told = told_by_several(&self.answers.facts);
        let mut lines = Vec::new();
        for source in sources {
            let Some(facts) = self.analysis.facts(*source) else { continue };
            let alone = alone_among(self.dossier, self.analysis, &told, *source);
            let mut ranked: Vec<(usize, PassageId, Span)> = alone
                .iter()
                .filter_map(|alone| Some((alone.passage, self.dossier.passage(alone.passage)?.2.span)))
                .map(|(passage, span)| {
                    let marks = facts.mentions.range(span).len() + facts.figures.range(span).len() + facts.dates.range(span).len();
                    (marks, passage, span)
                })
                .filter(|(marks, _, span)| *marks >= FEWEST_MARKS && words_of(&self.words(*source, *span)) >= FEWEST_WORDS)
                .collect();
            ranked.sort_by_key(|(marks, passage, _)| (std::cmp::Reverse(*marks), *passage));
            ranked.truncate(OF_ONE);
            ranked.sort_by_key(|(_, passage, _)| *passage);
            lines.extend(ranked.into_iter().map(|(marks, _, span)| {
                let place = Place { source: *source, passage: span, value: None };
                (marks, self.line(Part::Alone, String::new(), self.words(*source, span), vec![place]))
            }));
        }
        // Those that tell least go first, so that every source keeps its place.
        while lines.len() > MOST_ALONE {
            let least = lines.iter().enumerate().min_by_key(|(number, (marks, _))| (*marks, std::cmp::Reverse(*number)));
            let Some((number, _)) = least else { break };
            lines.remove(number);
        }
        lines.into_iter().map(|(_, line)| line).collect()
    }

    fn timeline(&self) -> Vec<Line> {
        let told = self.answers.timeline.iter().filter(|event| event.kind == EventKind::Told);
        let lines = told.filter_map(|event| {
            let when = event.when?;
            let tellings = event.told_by.iter().filter(|telling| self.sources.contains(&telling.source));
            let places: Vec<Place> =
                tellings.map(|telling| Place { source: telling.source, passage: telling.passage, value: None }).collect();
            let words = places.first().map(|first| self.words(first.source, first.passage))?;
            // A heading or a row of a table tells nothing.
            if words_of(&words) < FEWEST_OF_EVENT {
                return None;
            }
            Some(Line { when: Some(when), ..self.line(Part::Timeline, String::new(), words, places) })
        });
        let mut lines: Vec<Line> = lines.collect();
        let exact = |when: Option<When>| matches!(when, Some(When::One(stretch)) if stretch.precision() == Precision::Day);
        lines.sort_by_key(|line| std::cmp::Reverse((line.told_by.1, exact(line.when), line.told_by.0)));
        // One sentence may tell of several days.
        let mut seen = BTreeSet::new();
        lines.retain(|line| seen.insert(line.words.clone()));
        lines.truncate(MOST_EVENTS);
        lines.sort_by_key(|line| line.when.and_then(When::bounds));
        lines
    }

    fn speakers(&self) -> Vec<Line> {
        let of_speaker = |speaker: &Speaker| {
            let claims = speaker.claims.iter().filter_map(|claim| {
                let tellings: Vec<_> = claim.tellings.iter().filter(|telling| self.sources.contains(&telling.source)).collect();
                let first = tellings.first()?;
                let said = self.words(first.source, first.said);
                let long = words_of(&said) >= FEWEST_WORDS;
                let said = if first.direct { format!("“{said}”") } else { said };
                let places = tellings.iter().map(|telling| Place { source: telling.source, passage: telling.passage, value: None });
                Some((tellings.len(), long, self.line(Part::Speakers, speaker.name.clone(), said, places.collect())))
            });
            let mut claims: Vec<(usize, bool, Line)> = claims.collect();
            claims.sort_by_key(|(count, long, _)| std::cmp::Reverse((*count, *long)));
            claims.truncate(OF_ONE);
            claims
        };
        let heard = self.answers.speakers.iter().map(of_speaker).filter(|claims| !claims.is_empty()).take(MOST_SPEAKERS);
        heard.flatten().map(|(.., line)| line).collect()
    }

    /// Conflicts as questions, and texts of which it is not known when they were written.
    fn open(&self, sources: &[SourceId]) -> Vec<Line> {
        let conflicts = self.answers.disagreements.iter().filter(|row| row.severity == Severity::Conflict);
        let mut lines: Vec<Line> = Vec::new();
        for row in conflicts {
            let mut places: Vec<Place> = Vec::new();
            let mut values: Vec<String> = Vec::new();
            for side in row.sides.iter().filter(|side| self.sources.contains(&side.source)) {
                places.push(Place { source: side.source, passage: side.passage, value: None });
                let value = self.words(side.source, side.value);
                if !values.contains(&value) {
                    values.push(value);
                }
            }
            if values.len() > 1 {
                lines.push(self.line(Part::Open, row.topic.clone(), format!("{}?", values.join(" or ")), places));
            }
        }
        let undated =
            sources.iter().filter_map(|id| Some((*id, self.dossier.source(*id)?))).filter(|(_, source)| source.published().is_none());
        for (id, source) in undated {
            let first = source.passages.first().map_or(Span::new(0, 0), |passage| passage.span);
            let place = Place { source: id, passage: first, value: None };
            lines.push(self.line(
                Part::Open,
                self.dossier.label(id).to_owned(),
                "When was this written? The text gives no day.".to_owned(),
                vec![place],
            ));
        }
        lines.truncate(MOST_OPEN);
        lines
    }
}
