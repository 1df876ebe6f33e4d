//! The rows of listings: what stands in the two lines of each.

use ratatui::style::Modifier;
use ratatui::style::Style;

use crate::analysis::questions::answers::Answers;
use crate::analysis::questions::brief::Line;
use crate::analysis::questions::brief::Place;
use crate::analysis::questions::disagreements::Severity;
use crate::analysis::questions::disagreements::Subject;
use crate::analysis::questions::search::Hit;
use crate::analysis::questions::speakers::Claim;
use crate::analysis::questions::timeline::Event;
use crate::analysis::questions::timeline::Telling;
use crate::analysis::questions::timeline::clause::clause;
use crate::analysis::relations::chronology::YearFrom;
use crate::app::App;
use crate::app::listing::ListingRow;
use crate::app::listing::ROW_LINES;
use crate::print::list::minutes;
use crate::text::SourceId;
use crate::text::visible;
use crate::text::visible::fit;
use crate::text::words::counted;
use crate::text::wrap::wrap;
use crate::ui::canvas::Canvas;
use crate::ui::reader::note_sign;
use crate::ui::status::day;

/// Most cells of a source's name among others.
const NAME: usize = 20;
/// Fewest cells of words behind what stands before them.
const NARROWEST: usize = 12;
/// Cells of a date before a happening.
const DATE: u16 = 13;

/// The pieces of the two lines of a row.
pub(super) type Lines = [Vec<(String, Style)>; ROW_LINES];

/// The two lines of a row.
pub(super) fn lines(app: &App, row: &ListingRow, width: usize, canvas: &Canvas) -> Lines {
    // Notes do not wait for the answers about all sources.
    let none = Answers::default();
    let answers = app.answers.as_deref().unwrap_or(&none);
    match row {
        ListingRow::Disagreement(number) => {
            let Some(found) = answers.disagreements.get(*number) else { return Lines::default() };
            let (sign, style) = match found.severity {
                Severity::Conflict => ("!", canvas.warning()),
                Severity::Differs => (canvas.sign("≠", "#"), canvas.warning()),
                Severity::Precision => (canvas.sign("≈", "~"), canvas.dim()),
            };
            let mut values: Vec<String> = Vec::new();
            for side in &found.sides {
                let value = app.words(Hit { source: side.source, span: side.value });
                if !values.contains(&value) {
                    values.push(value);
                }
            }
            let mut sources: Vec<SourceId> = found.sides.iter().map(|side| side.source).collect();
            sources.dedup();
            let told = match found.subject {
                Subject::Figure => values.join(" · "),
                Subject::Date => format!("date · {}", values.join(" · ")),
                Subject::Attribution => format!("who · {}", values.join(" · ")),
                Subject::Claim => "marked by hand".to_owned(),
            };
            let tellers = match (sources.len(), found.update) {
                (1, _) => "inside one text".to_owned(),
                (count, true) => format!("{count} sources, later ones give more"),
                (count, false) => format!("{count} sources"),
            };
            let independent = answers.independent(*number);
            let tellers =
                if independent < sources.len() && sources.len() > 1 { format!("{tellers}, {independent} independent") } else { tellers };
            [
                vec![(format!("{sign} "), style), (found.topic.clone(), canvas.bold())],
                vec![(format!("  {told}  "), canvas.plain()), (tellers, canvas.dim())],
            ]
        }
        ListingRow::Fold(count, open) => {
            let sign = if *open { canvas.sign("▾", "v") } else { canvas.sign("▸", ">") };
            let words =
                if *count == 1 { "1 more differs in precision only".to_owned() } else { format!("{count} more differ in precision only") };
            let hint = if *open { "  Enter folds them" } else { "  Enter shows them" };
            [vec![(format!("{sign} {words}"), canvas.dim())], vec![(hint.to_owned(), canvas.dim())]]
        }
        ListingRow::Event(number) => answers.timeline.get(*number).map(|event| event_lines(app, event, width, canvas)).unwrap_or_default(),
        ListingRow::Stretch(stretch, events) => {
            let date = stretch.map_or("open".to_owned(), |stretch| day(&stretch.to_string()));
            let most = usize::from(DATE);
            let bar = canvas.sign("▇", "#").repeat(events.len().min(width.saturating_sub(most + 8)));
            let first = events.first().and_then(|number| answers.timeline.get(*number)).and_then(|event| event.told_by.first());
            let words = first.map(|telling| happened(app, telling)).unwrap_or_default();
            [
                vec![
                    (format!("{date:<most$}"), canvas.bold()),
                    (format!("{bar} "), canvas.accent()),
                    (events.len().to_string(), canvas.plain()),
                ],
                vec![(" ".repeat(most), canvas.plain()), (words, canvas.dim())],
            ]
        }
        ListingRow::Speaker(number, count) => {
            let Some(speaker) = answers.speakers.get(*number) else { return Lines::default() };
            let (claims, sources) = (counted(*count, "claim"), counted(speaker.source_count(), "source"));
            [
                vec![(speaker.name.clone(), canvas.accent().add_modifier(Modifier::BOLD))],
                vec![(format!("{claims} in {sources}"), canvas.dim())],
            ]
        }
        ListingRow::Claim(speaker, number) => {
            let claim = answers.speakers.get(*speaker).and_then(|speaker| speaker.claims.get(*number));
            claim.map(|claim| claim_lines(app, answers, claim, width, canvas)).unwrap_or_default()
        }
        ListingRow::Part(part) => [vec![], vec![(part.name().to_owned(), canvas.accent().add_modifier(Modifier::BOLD))]],
        ListingRow::Line(line) => brief_lines(app, line, width, canvas),
        ListingRow::Alone(alone) => {
            let Some((_, source, passage)) = app.dossier.passage(alone.passage) else { return Lines::default() };
            let label = source.paragraph_label(passage.block as usize);
            let words = crate::text::words::one_line(passage.span.of(&source.text));
            // Two rows of the passage, beside its place.
            let rows = wrap(&words, (width as u16).saturating_sub(11), false);
            let first = rows.first().map_or("", |row| row.of(&words)).to_owned();
            let rest = rows.get(1).map_or("", |row| words.get(row.start()..).unwrap_or("")).to_owned();
            [
                vec![(format!("{label:<7} "), canvas.accent()), (first, canvas.plain())],
                vec![(" ".repeat(8), canvas.plain()), (rest, canvas.plain())],
            ]
        }
        ListingRow::Question(question, count) => {
            let words = counted(*count, "passage");
            [vec![(question.clone(), canvas.accent().add_modifier(Modifier::BOLD))], vec![(words, canvas.dim())]]
        }
        ListingRow::Note(id) => {
            let Some(annotation) = app.notes.notebook.get(id) else { return Lines::default() };
            let (sign, style) = note_sign(annotation, canvas);
            let quote = crate::text::words::one_line(&annotation.anchor.exact);
            let name = app.dossier.find(&annotation.source).map(|id| app.dossier.label(id).to_owned());
            let name = fit(&name.unwrap_or_else(|| annotation.source.clone()), NAME);
            let place = if app.is_orphan(annotation) { format!("{name}, without a place") } else { name };
            let tags = annotation.tags.iter().map(|tag| format!(" #{tag}")).collect::<String>();
            let said = crate::text::words::one_line(&annotation.note);
            let quoted = if said.is_empty() { String::new() } else { format!(" · “{quote}”") };
            let first = if said.is_empty() { quote } else { said };
            [
                vec![(format!("{sign} "), style), (first, canvas.plain())],
                vec![(format!("  {}{tags} · {place}{quoted}", annotation.kind()), canvas.dim())],
            ]
        }
        ListingRow::Step(number, step) => {
            let Some(source) = app.dossier.source(step.source) else { return Lines::default() };
            let style = if source.title_is_made_up() { canvas.bold().add_modifier(Modifier::ITALIC) } else { canvas.bold() };
            let label = app.dossier.label(step.source);
            let full = (step.new * 10.0).round() as usize;
            let bar = format!("{}{}", canvas.sign("▰", "#").repeat(full), canvas.sign("▱", "-").repeat(10 - full));
            [
                vec![(format!("{:>3} ", number + 1), canvas.dim()), (source.title().to_owned(), style)],
                vec![
                    (format!("    {bar} "), canvas.accent()),
                    (format!("{:.0} % new, {} min", step.new * 100.0, minutes(step.words)), canvas.plain()),
                    (if label == source.title() { String::new() } else { format!(" · {label}") }, canvas.dim()),
                ],
            ]
        }
    }
}

/// A line of the brief in two rows, with who tells it at their end.
fn brief_lines(app: &App, line: &Line, width: usize, canvas: &Canvas) -> Lines {
    let value = |place: &Place| {
        let value = app.words(Hit { source: place.source, span: place.value? });
        Some(format!("{value} ({})", fit(app.dossier.label(place.source), NAME)))
    };
    let values: Vec<String> = line.places.iter().filter_map(value).collect();
    let about = line.when.map_or_else(|| line.about.clone(), |when| day(&when.to_string()));
    let about = if about.is_empty() { about } else { format!("{about}  ") };
    let few = match line.told_by {
        (all, independent) if all > 1 && independent < all => format!("{all} sources, {independent} independent: "),
        (all, _) if all > 2 => format!("{all}: "),
        _ => String::new(),
    };
    let head = vec![(format!("  {about}"), canvas.bold())];
    if values.is_empty() {
        let names = format!("{few}{}", names(app, line.places.iter().map(|place| place.source)).join(" · "));
        return told(head, 2, &line.words, vec![(names, canvas.dim())], width, canvas);
    }
    told(head, 2, &values.join(" · "), Vec::new(), width, canvas)
}

/// What is said in two rows, behind a sign where others tell it otherwise, and who tells it.
fn claim_lines(app: &App, answers: &Answers, claim: &Claim, width: usize, canvas: &Canvas) -> Lines {
    let Some(first) = claim.tellings.first() else { return Lines::default() };
    let said = app.words(Hit { source: first.source, span: first.said });
    let said = if first.direct { format!("“{said}”") } else { said };
    let differs = !claim.against(&answers.disagreements).is_empty();
    let names = names(app, claim.tellings.iter().map(|telling| telling.source)).join(" · ");
    let sign = if differs { canvas.sign("≠ ", "# ") } else { "  " };
    told(vec![(sign.to_owned(), canvas.warning())], 2, &said, vec![(names, canvas.dim())], width, canvas)
}

/// The day of a happening and what happened in two rows, with who tells it at their end.
fn event_lines(app: &App, event: &Event, width: usize, canvas: &Canvas) -> Lines {
    let date = event.when.map_or("open".to_owned(), |when| day(&when.to_string()));
    let from = if event.year_from == YearFrom::Dossier { "*" } else { "" };
    let column = usize::from(DATE);
    let date = format!("{:<column$}", fit(&format!("{date}{from}"), column - 1));
    let words = event.told_by.first().map(|telling| happened(app, telling)).unwrap_or_default();
    let names = names(app, event.told_by.iter().map(|telling| telling.source));
    let count = if names.len() > 1 { format!("{} ", names.len()) } else { String::new() };
    let end = vec![(count, canvas.accent()), (names.join(" · "), canvas.dim())];
    told(vec![(date, canvas.bold())], column, &words, end, width, canvas)
}

/// Words over the two lines of a row: behind `head`, then indented by so many cells, with `end` behind them.
fn told(head: Vec<(String, Style)>, indent: usize, words: &str, end: Vec<(String, Style)>, width: usize, canvas: &Canvas) -> Lines {
    let cells = |pieces: &[(String, Style)]| pieces.iter().map(|(text, _)| visible::width(text)).sum::<usize>();
    let rows = wrap(words, width.saturating_sub(cells(&head) + 3).max(NARROWEST) as u16, false);
    let line = |row: usize| rows.get(row).map_or("", |row| words.get(row.start()..).unwrap_or(""));
    // Who tells it has half of the line, if it needs that much.
    let room = width.saturating_sub(indent + 5 + cells(&end).min(width / 2));
    let rest = if line(1).is_empty() { String::new() } else { format!("{}  ", fit(line(1), room)) };
    let first = rows.first().map_or("", |row| row.of(words)).to_owned();
    let above = head.into_iter().chain([(first, canvas.plain())]);
    let below = [(" ".repeat(indent), canvas.plain()), (rest, canvas.plain())].into_iter().chain(end);
    [above.collect(), below.collect()]
}

/// The names of some sources, each once.
fn names(app: &App, sources: impl Iterator<Item = SourceId>) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for name in sources.map(|source| fit(app.dossier.label(source), NAME)) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// What a telling says of its day: the clause of the date.
fn happened(app: &App, telling: &Telling) -> String {
    let Some(source) = app.dossier.source(telling.source) else { return String::new() };
    let clause = clause(&source.text, telling.passage, telling.written);
    let cut = if clause.start() > telling.passage.start() { "…" } else { "" };
    format!("{cut}{}", app.words(Hit { source: telling.source, span: clause }))
}
