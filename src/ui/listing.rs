//! Disagreements, timeline, only here and reading path: rows, and the passages behind the chosen one.

use ratatui::layout::Rect;
use ratatui::style::Modifier;
use ratatui::style::Style;

use crate::analysis::questions::answers::Answers;
use crate::analysis::questions::brief::Line;
use crate::analysis::questions::disagreements::Severity;
use crate::analysis::questions::disagreements::Subject;
use crate::analysis::questions::search::Hit;
use crate::analysis::questions::speakers::Claim;
use crate::analysis::questions::timeline::Event;
use crate::analysis::questions::timeline::EventKind;
use crate::analysis::questions::timeline::Telling;
use crate::analysis::questions::timeline::clause::clause;
use crate::analysis::relations::chronology::YearFrom;
use crate::app::App;
use crate::app::lens::Lens;
use crate::app::listing::Listing;
use crate::app::listing::ListingKind;
use crate::app::listing::ListingRow;
use crate::app::listing::ROW_LINES;
use crate::app::panes::beside;
use crate::print::list::minutes;
use crate::text::SourceId;
use crate::text::calendar::Unit;
use crate::text::calendar::When;
use crate::text::visible::fit;
use crate::text::words::counted;
use crate::text::wrap::wrap;
use crate::ui::canvas::Canvas;
use crate::ui::evidence;
use crate::ui::reader::note_sign;
use crate::ui::status::day;

/// Signs of a bar from low to high, and the ones where only ASCII can be shown.
const BARS: [&str; 8] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];
const PLAIN_BARS: [&str; 8] = [".", ".", ":", ":", "+", "+", "#", "#"];
/// Most cells of a source's name among others.
const NAME: usize = 20;
/// Cells of a date before a happening.
const DATE: u16 = 13;

/// The pieces of the two lines of a row.
type Lines = [Vec<(String, Style)>; ROW_LINES];

pub(super) fn draw(app: &App, view: &Listing, area: Rect, canvas: &mut Canvas) {
    let (rows, behind) = beside(area);
    let with = if view.filter.is_empty() { String::new() } else { format!(" · with “{}”", view.filter) };
    let heading = format!("{}{with}{}", heading(app, view), chosen(app, &view.lens, view.frozen));
    let style = canvas.accent().add_modifier(Modifier::BOLD);
    canvas.put(rows.x + 1, rows.y, area.right(), &fit(&heading, usize::from(area.width).saturating_sub(2)), style);
    if let ListingKind::Timeline(_) = view.kind {
        clusters(app, view, Rect::new(rows.x + 1, rows.y + 1, rows.width.saturating_sub(2), 1), canvas);
    }
    if view.rows.is_empty() {
        canvas.put(rows.x + 1, rows.y + 2, area.right(), empty(app, view.kind), canvas.dim());
        return;
    }
    let height = (usize::from(rows.height.saturating_sub(2)) / ROW_LINES).max(1);
    for (index, row) in view.rows.iter().enumerate().skip(view.list.top).take(height) {
        let y = rows.y + 2 + ((index - view.list.top) * ROW_LINES) as u16;
        for (line, pieces) in lines(app, row, usize::from(rows.width), canvas).iter().enumerate() {
            let y = y + line as u16;
            if y >= rows.bottom() {
                break;
            }
            let mut x = rows.x + 2;
            for (text, style) in pieces {
                x = canvas.put(x, y, rows.right() - 1, &fit(text, usize::from((rows.right() - 1).saturating_sub(x))), *style);
            }
            if index == view.list.selected {
                let style = if view.inside { canvas.dim() } else { canvas.accent() };
                canvas.put(rows.x, y, rows.x + 1, canvas.sign("▌", ">"), style);
                canvas.tint(Rect::new(rows.x + 1, y, rows.width - 1, 1), canvas.current());
            }
        }
    }
    divide(app, rows, behind, canvas);
    let evidence = view.row().map(|row| app.evidence(row)).unwrap_or_default();
    if let Some(ListingRow::Note(id)) = view.row().filter(|_| evidence.is_empty()) {
        let top = if behind.y == rows.y { 2 } else { 0 };
        return orphan(
            app,
            id,
            Rect::new(behind.x + 2, behind.y + top, behind.width.saturating_sub(3), behind.height.saturating_sub(top)),
            canvas,
        );
    }
    let top = if behind.y == rows.y { 2 } else { 0 };
    let area = Rect::new(behind.x, behind.y + top, behind.width, behind.height.saturating_sub(top));
    evidence::draw(app, &evidence, view.inside.then_some(view.side), area, canvas);
}

/// The rule between the rows and what is behind them.
pub(super) fn divide(app: &App, rows: Rect, behind: Rect, canvas: &mut Canvas) {
    if app.plain || behind.height == 0 {
        return;
    }
    if behind.y == rows.y {
        for y in behind.y + 1..behind.bottom() {
            canvas.put(behind.x - 1, y, behind.x, canvas.sign("│", "|"), canvas.rule());
        }
    } else {
        for x in rows.x..rows.right() {
            canvas.put(x, behind.y - 1, x + 1, canvas.sign("─", "-"), canvas.rule());
        }
    }
}

/// What is left of an annotation whose words stand nowhere any more.
fn orphan(app: &App, id: &str, area: Rect, canvas: &mut Canvas) {
    let Some(annotation) = app.notes.notebook.get(id) else { return };
    let key = app.keymap().first_chord(crate::keys::Command::Attach).unwrap_or_default();
    let words = format!("These words stand nowhere in {} any more. {key} gives the annotation a new place.", annotation.source);
    let mut y = area.y;
    for (text, style) in [
        (words, canvas.dim()),
        (annotation.anchor.exact.clone(), canvas.plain()),
        (annotation.note.clone(), canvas.plain().add_modifier(Modifier::ITALIC)),
    ] {
        for row in wrap(&text, area.width, false) {
            if y < area.bottom() {
                canvas.put(area.x, y, area.right(), row.of(&text), style);
            }
            y += 1;
        }
        y += 1;
    }
}

fn heading(app: &App, view: &Listing) -> String {
    let count = view.rows.len();
    let cut = if app.answers.as_ref().is_some_and(|answers| answers.cut) { " · only the first part of a large dossier" } else { "" };
    let published = if app.config.ascii { "^" } else { "▵" };
    let words = match view.kind {
        ListingKind::Disagreements => {
            let differing = view.rows.iter().filter(|row| matches!(row, ListingRow::Disagreement(_))).count();
            format!("Disagreements · {differing}")
        }
        ListingKind::Timeline(None) => format!("Timeline · {count} by day · {published} published"),
        ListingKind::Timeline(Some(Unit::Month)) => format!("Timeline · {count} by month · {published} published"),
        ListingKind::Timeline(Some(_)) => format!("Timeline · {count} by year · {published} published"),
        ListingKind::Speakers => {
            let speakers = view.rows.iter().filter(|row| matches!(row, ListingRow::Speaker(..))).count();
            format!("Who says what · {}, {}", counted(speakers, "speaker"), counted(count - speakers, "claim"))
        }
        ListingKind::Brief => {
            let sources = app.shown_sources();
            let independent = app.analysis.reprints().independent(sources.iter().copied());
            let few = if independent < sources.len() { format!(", {independent} independent") } else { String::new() };
            format!("Brief · {}{few}", counted(sources.len(), "source"))
        }
        ListingKind::OnlyHere(source) => {
            let name = app.dossier.label(source);
            format!("Only in {name} · {count} of {}", counted(app.dossier.passages_of(source).len(), "passage"))
        }
        ListingKind::Notes => format!("Notes · {count}"),
        ListingKind::Board => {
            let questions = view.rows.iter().filter(|row| matches!(row, ListingRow::Question(..))).count();
            format!("Board · {}", counted(questions, "question"))
        }
        ListingKind::Path => {
            let time = |row: &ListingRow| if let ListingRow::Step(_, step) = row { minutes(step.words) } else { 0 };
            format!("Reading path · {}, {} min", counted(count, "source"), view.rows.iter().map(time).sum::<usize>())
        }
    };
    format!("{words}{cut}")
}

/// What a view was narrowed to.
pub(super) fn chosen(app: &App, lens: &Lens, frozen: bool) -> String {
    let mut parts = Vec::new();
    if let Some(theme) = lens.theme.and_then(|theme| app.lexicon.themes().get(theme)) {
        parts.push(format!("{} {}", if app.config.ascii { theme.ascii } else { theme.sign }, theme.name));
    }
    if let Some(entity) = lens.entity.and_then(|id| app.analysis.relations.as_ref()?.entities.get(id)) {
        parts.push(entity.name.clone());
    }
    if let Some(query) = &lens.query {
        parts.push(format!("/{}", query.written));
    }
    if !app.sources.filter.is_empty() {
        parts.push(format!("“{}”", app.sources.filter));
    }
    let narrowed = if parts.is_empty() { String::new() } else { format!(" · narrowed to {}", parts.join(", ")) };
    format!("{narrowed}{}", if frozen { " · frozen" } else { "" })
}

fn empty(app: &App, kind: ListingKind) -> &'static str {
    match kind {
        _ if app.lens.theme.is_some() || app.lens.entity.is_some() || app.lens.query.is_some() => {
            "Nothing here touches what is chosen. Esc, and Esc again forgets the choice."
        }
        ListingKind::Disagreements => "No figure or date was found that the sources give differently.",
        ListingKind::Timeline(_) => "No dates were found in these texts.",
        ListingKind::OnlyHere(_) => "Other sources tell all of this. J and K go to another source.",
        ListingKind::Brief => "The sources have nothing in common that could be told in brief.",
        ListingKind::Speakers => "Nobody is quoted or reported by name in these texts.",
        ListingKind::Path => "You have read everything.",
        ListingKind::Notes | ListingKind::Board => "Nothing is noted with these words.",
    }
}

fn lines(app: &App, row: &ListingRow, width: usize, canvas: &Canvas) -> Lines {
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
            let independent = found.independent(&app.dossier, app.analysis.reprints());
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
    let mut values: Vec<String> = Vec::new();
    let mut names: Vec<String> = Vec::new();
    for place in &line.places {
        let name = fit(app.dossier.label(place.source), NAME);
        if let Some(value) = place.value {
            values.push(format!("{} ({name})", app.words(Hit { source: place.source, span: value })));
        } else if !names.contains(&name) {
            names.push(name);
        }
    }
    let about = line.when.map_or_else(|| line.about.clone(), |when| day(&when.to_string()));
    let about = if about.is_empty() { about } else { format!("{about}  ") };
    let words = if values.is_empty() { line.words.clone() } else { values.join(" · ") };
    let few = match line.told_by {
        (all, independent) if all > 1 && independent < all => format!("{all} sources, {independent} independent: "),
        (all, _) if all > 2 => format!("{all}: "),
        _ => String::new(),
    };
    let names = if names.is_empty() { String::new() } else { format!("{few}{}", names.join(" · ")) };
    let first = width.saturating_sub(5 + crate::text::visible::width(&about)).max(12) as u16;
    let rows = wrap(&words, first, false);
    let line_one = rows.first().map_or("", |row| row.of(&words)).to_owned();
    let rest = rows.get(1).map_or("", |row| words.get(row.start()..).unwrap_or(""));
    let room = width.saturating_sub(8 + crate::text::visible::width(&names).min(width / 2));
    let rest = if rest.is_empty() { String::new() } else { format!("{}  ", fit(rest, room)) };
    [
        vec![(format!("  {about}"), canvas.bold()), (line_one, canvas.plain())],
        vec![("  ".to_owned(), canvas.plain()), (rest, canvas.plain()), (names, canvas.dim())],
    ]
}

/// What is said in two rows, behind a sign where others tell it otherwise, and who tells it.
fn claim_lines(app: &App, answers: &Answers, claim: &Claim, width: usize, canvas: &Canvas) -> Lines {
    let Some(first) = claim.tellings.first() else { return Lines::default() };
    let said = app.words(Hit { source: first.source, span: first.said });
    let said = if first.direct { format!("“{said}”") } else { said };
    let differs = !claim.against(&answers.disagreements).is_empty();
    let mut names: Vec<String> = Vec::new();
    for telling in &claim.tellings {
        let name = fit(app.dossier.label(telling.source), NAME);
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let names = names.join(" · ");
    let rows = wrap(&said, (width as u16).saturating_sub(6), false);
    let line = |row: usize| rows.get(row).map_or("", |row| row.of(&said)).to_owned();
    // The second row has room for the names too.
    let room = width.saturating_sub(8 + crate::text::visible::width(&names));
    let rest = rows.get(1).map_or("", |row| said.get(row.start()..).unwrap_or(""));
    let sign = if differs { canvas.sign("≠ ", "# ") } else { "  " };
    [
        vec![(sign.to_owned(), canvas.warning()), (line(0), canvas.plain())],
        vec![("  ".to_owned(), canvas.plain()), (format!("{}  ", fit(rest, room)), canvas.plain()), (names, canvas.dim())],
    ]
}

/// The day of a happening and what happened in two rows, with who tells it at their end.
fn event_lines(app: &App, event: &Event, width: usize, canvas: &Canvas) -> Lines {
    let date = event.when.map_or("open".to_owned(), |when| day(&when.to_string()));
    let from = if event.year_from == YearFrom::Dossier { "*" } else { "" };
    let column = usize::from(DATE);
    let date = format!("{:<column$}", fit(&format!("{date}{from}"), column - 1));
    let words = event.told_by.first().map(|telling| happened(app, telling)).unwrap_or_default();
    let mut names: Vec<String> = Vec::new();
    for telling in &event.told_by {
        let name = fit(app.dossier.label(telling.source), NAME);
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let count = if names.len() > 1 { format!("{} ", names.len()) } else { String::new() };
    let names = names.join(" · ");
    let rows = wrap(&words, width.saturating_sub(column + 3) as u16, false);
    let first = rows.first().map_or("", |row| row.of(&words)).to_owned();
    let rest = rows.get(1).map_or("", |row| words.get(row.start()..).unwrap_or(""));
    let room = width.saturating_sub(column + 5 + count.len() + crate::text::visible::width(&names).min(width / 2));
    let rest = if rest.is_empty() { String::new() } else { format!("{}  ", fit(rest, room)) };
    [
        vec![(date, canvas.bold()), (first, canvas.plain())],
        vec![(" ".repeat(column), canvas.plain()), (rest, canvas.plain()), (count, canvas.accent()), (names, canvas.dim())],
    ]
}

/// What a telling says of its day: the clause of the date.
fn happened(app: &App, telling: &Telling) -> String {
    let Some(source) = app.dossier.source(telling.source) else { return String::new() };
    let clause = clause(&source.text, telling.passage, telling.written);
    let cut = if clause.start() > telling.passage.start() { "…" } else { "" };
    format!("{cut}{}", app.words(Hit { source: telling.source, span: clause }))
}

/// A bar of where the happenings cluster, from the first year to the last, the stretch of the chosen one marked.
fn clusters(app: &App, view: &Listing, area: Rect, canvas: &mut Canvas) {
    let Some(answers) = &app.answers else { return };
    let first_day =
        |number: &usize| answers.timeline.get(*number).and_then(|event| event.when).and_then(When::bounds).map(|(first, _)| first);
    let days_of = |row: &ListingRow| match row {
        ListingRow::Event(number) => first_day(number).into_iter().collect(),
        ListingRow::Stretch(_, events) => events.iter().filter_map(first_day).collect(),
        _ => Vec::new(),
    };
    let days: Vec<jiff::civil::Date> = view.rows.iter().flat_map(days_of).collect();
    let shown = app.shown_sources();
    let publications = answers.timeline.iter().filter(|event| event.kind == EventKind::Publication);
    let publications = publications.filter(|event| event.told_by.iter().any(|telling| shown.contains(&telling.source)));
    let published: Vec<jiff::civil::Date> = publications.filter_map(|event| event.when?.bounds()).map(|(first, _)| first).collect();
    let all = || days.iter().chain(&published).copied();
    let (Some(first), Some(last)) = (all().min(), all().max()) else { return };
    let (from, to) = (first.year().to_string(), last.year().to_string());
    let cells = usize::from(area.width).saturating_sub(from.len() + to.len() + 2);
    if cells < 8 {
        return;
    }
    let length = days_between(first, last).max(1);
    let cell = |date: jiff::civil::Date| (days_between(first, date) * (cells - 1) / length).min(cells - 1);
    let mut counts = vec![0usize; cells];
    days.iter().for_each(|date| counts[cell(*date)] += 1);
    let most = counts.iter().max().copied().unwrap_or(1).max(1);
    let published: Vec<usize> = published.into_iter().map(cell).collect();
    let here: Vec<usize> = view.row().map(&days_of).unwrap_or_default().into_iter().map(cell).collect();
    let mut x = canvas.put(area.x, area.y, area.right(), &format!("{from} "), canvas.dim());
    for (index, count) in counts.iter().enumerate() {
        let height = if *count == 0 { None } else { Some((count * (BARS.len() - 1)).div_ceil(most).min(BARS.len() - 1)) };
        // Days of publication stand on the axis, and not between what happened.
        let empty = if published.contains(&index) { canvas.sign("▵", "^") } else { canvas.sign("·", " ") };
        let sign = height.map_or(empty, |height| canvas.sign(BARS[height], PLAIN_BARS[height]));
        let style = match height {
            _ if here.contains(&index) => canvas.accent().add_modifier(Modifier::REVERSED),
            Some(_) => canvas.accent(),
            None if published.contains(&index) => canvas.dim(),
            None => canvas.rule(),
        };
        x = canvas.put(x, area.y, area.right(), sign, style);
    }
    canvas.put(x + 1, area.y, area.right(), &to, canvas.dim());
}

fn days_between(one: jiff::civil::Date, other: jiff::civil::Date) -> usize {
    one.until(other).map_or(0, |span| usize::try_from(span.get_days()).unwrap_or(0))
}
