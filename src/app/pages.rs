//! Pages to read: why something is marked, what was read off a file.

use crate::analysis::facts::Figure;
use crate::analysis::facts::figures::Hedge;
use crate::analysis::facts::figures::Measure;
use crate::analysis::questions::themes::ThemesOfSource;
use crate::analysis::relations::chronology::YearFrom;
use crate::app::App;
use crate::app::overlay::Overlay;
use crate::app::overlay::Page;
use crate::text::SourceId;
use crate::text::Span;
use crate::text::words::counted;

impl App {
    /// Why the current passage is marked and linked, and what its dates and figures were read as.
    pub(super) fn why(&mut self) {
        let Some(span) = self.passage_span() else { return self.tell("no passage here") };
        let source_id = self.reader.source;
        let Some(source) = self.source() else { return };
        let mut lines = Vec::new();
        if let Some(facts) = self.analysis.facts(source_id) {
            for found in ThemesOfSource::new(source, facts).of(span) {
                let cues: Vec<&str> = found.cues.iter().map(|cue| cue.of(&source.text)).collect();
                lines.push((self.lexicon.themes()[found.theme].name.clone(), format!("{} · weight {:.2}", cues.join(", "), found.weight)));
            }
        }
        let relations = self.analysis.relations.as_ref();
        for (mention, entity) in self.analysis.mentions(source_id, span) {
            let entity = relations.and_then(|relations| relations.entities.get(entity)).map_or("", |entity| entity.name.as_str());
            let from = if mention.known.is_some() { "named in the configuration" } else { "recognised in the text" };
            lines.push((mention.span.of(&source.text).to_owned(), format!("{entity} · {} · {from}", mention.kind.label())));
        }
        lines.extend(self.quantities(source_id, span));
        for related in self.related().unwrap_or_default() {
            let Some((_, other, passage)) = self.dossier.passage(related.link.to) else { continue };
            let reasons: Vec<String> =
                related.reasons.reasons.iter().map(|reason| format!("{}: {}", reason.kind.label(), reason.text)).collect();
            lines.push((
                format!(
                    "{} {} · {:.2}",
                    self.dossier.label(self.dossier.source_of(related.link.to)),
                    other.paragraph_label(passage.block as usize),
                    related.link.score
                ),
                reasons.join(" · "),
            ));
        }
        if lines.is_empty() {
            lines.push((String::new(), "Nothing is marked here.".to_owned()));
        }
        self.overlay = Some(Overlay::Page(Page::new("Why", lines)));
    }

    /// What was read off the file.
    pub(super) fn info(&mut self) {
        let Some(source) = self.source() else { return };
        let field = |name: &str, field: &Option<crate::text::Field>| {
            let value = field
                .as_ref()
                .map_or_else(|| "unknown".to_owned(), |field| format!("{} (from {})", field.value, field.origin.name().replace('-', " ")));
            (name.to_owned(), value)
        };
        let meta = &source.meta;
        let words = source.n_words;
        let mut lines = vec![
            field("Title", &meta.title),
            field("Standfirst", &meta.standfirst),
            field("Publisher", &meta.publisher),
            field("Author", &meta.author),
            field("Date", &meta.date),
            field("Address", &meta.url),
            ("File".to_owned(), source.name.clone()),
            (
                "Language".to_owned(),
                meta.language
                    .as_ref()
                    .map_or("not English, or too short to tell: names are recognised in English only".to_owned(), |language| {
                        language.value.clone()
                    }),
            ),
            ("Length".to_owned(), format!("{}, {}", counted(words, "word"), counted(source.paragraph_count(), "paragraph"))),
        ];
        if !meta.tags.is_empty() {
            lines.push(("Tags".to_owned(), meta.tags.join(", ")));
        }
        let outside = source.blocks.iter().filter(|block| block.kind == crate::text::BlockKind::Outside).count();
        lines.push(("Outside".to_owned(), format!("{outside} lines are not part of the article")));
        let minutes = self.seconds_spent(self.reader.source) / 60;
        let read = format!("{:.0} % of the passages, {minutes} min spent", self.read_share(self.reader.source) * 100.0);
        lines.push(("Read".to_owned(), read));
        for warning in self.warnings.iter().filter(|warning| warning.source == source.name) {
            lines.push((
                "Warning".to_owned(),
                warning.line.map_or(warning.message.clone(), |line| format!("line {line}: {}", warning.message)),
            ));
        }
        self.overlay = Some(Overlay::Page(Page::new("About this source", lines)));
    }

    /// The dates, figures and quotations of a passage, each with what it was read as.
    pub(super) fn quantities(&self, id: SourceId, span: Span) -> Vec<(String, String)> {
        let (Some(source), Some(facts)) = (self.dossier.source(id), self.analysis.facts(id)) else { return Vec::new() };
        let words = |span: Span| span.of(&source.text).to_owned();
        let mut lines = Vec::new();
        let dated = self.analysis.relations.as_ref().map_or(&[][..], |relations| relations.chronology.of_source(id));
        for index in facts.dates.range(span) {
            let when = dated.get(index).and_then(|dated| dated.when);
            let from = match dated.get(index).map(|dated| dated.year_from) {
                Some(YearFrom::Published) => " · counted from the day of publication",
                Some(YearFrom::Dossier) => " · the year comes from other sources",
                _ => "",
            };
            let read = when.map_or("the text does not say which day".to_owned(), |when| format!("{when}{from}"));
            lines.push((words(facts.dates.all()[index].span), format!("date · {read}")));
        }
        for figure in facts.figures.within(span) {
            lines.push((words(figure.hedged), told(figure, &source.text)));
        }
        for quotation in facts.quotations.within(span) {
            let speaker = quotation.speaker.map_or("somebody".to_owned(), words);
            let verb = quotation.verb.map(words).unwrap_or_default();
            let kind = if quotation.direct { "quoted" } else { "reported" };
            lines.push((speaker, format!("{kind} {verb}")));
        }
        lines
    }
}

/// What a figure was read as.
fn told(figure: &Figure, text: &str) -> String {
    let mut parts = vec!["figure".to_owned()];
    if figure.hedge != Hedge::Exact {
        parts.push(format!("{}, so {} to {}", figure.hedge.name(), figure.low.round(), figure.high.round()));
    }
    let counted = figure.counted.map(|span| span.of(text));
    parts.push(match (figure.measure, counted) {
        (Measure::Count, Some(noun)) => format!("of {noun}"),
        (measure, _) => measure.name().to_owned(),
    });
    parts.extend(figure.predicate.map(|class| class.name().to_owned()));
    if figure.part {
        parts.push("a part of a whole".to_owned());
    }
    parts.join(" · ")
}
