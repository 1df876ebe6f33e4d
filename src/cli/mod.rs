//! The command line: one function a subcommand, which loads, asks and prints.

mod args;
mod importing;
mod opened;
mod studying;

use std::io;
use std::io::IsTerminal;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::CommandFactory;
use clap::Parser;

use crate::analysis::Analysis;
use crate::analysis::Facts;
use crate::analysis::Lexicon;
use crate::analysis::questions::disagreements::disagreements;
use crate::analysis::questions::meaning::near_in_meaning;
use crate::analysis::questions::novelty::by_publication;
use crate::analysis::questions::novelty::novelty;
use crate::analysis::questions::quantities::quantities;
use crate::analysis::questions::search::Query;
use crate::analysis::questions::search::search;
use crate::analysis::questions::speakers::speakers;
use crate::analysis::questions::stories::stories;
use crate::analysis::relations::Reprints;
use crate::analysis::relations::articles;
use crate::analysis::relations::neighbours::Neighbours;
use crate::cli::args::Arguments;
use crate::cli::args::CoverageBy;
use crate::cli::args::DossierArguments;
use crate::cli::args::OutputArguments;
use crate::cli::args::Subcommands;
use crate::cli::opened::Depth;
use crate::cli::opened::open;
use crate::cli::opened::passage_at;
use crate::cli::opened::place_at;
use crate::config::DEFAULTS;
use crate::print;
use crate::print::Format;
use crate::print::Paint;
use crate::print::Row;
use crate::shell::Error;
use crate::shell::files;
use crate::shell::importing as reading;
use crate::shell::jobs;
use crate::shell::run;
use crate::shell::run::Options;
use crate::text::Dossier;
use crate::text::PassageId;
use crate::text::Source;
use crate::text::SourceId;
use crate::text::offsets::Offsets;
use crate::text::visible::visible;

/// Most finds that `search` prints.
const MOST_FINDS: usize = 1_000_000;
/// Most passages that `search --meaning` prints.
const MOST_NEAR: usize = 50;

/// Everything went well.
const FINE: u8 = 0;
/// Nothing was found, or a check failed.
const NOTHING: u8 = 1;
/// Wrong usage or configuration.
const USAGE: u8 = 2;
/// A file could not be read or written.
const FILES: u8 = 3;

/// Runs the program and gives its exit code.
pub fn run() -> ExitCode {
    reading::has_subcommand();
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help and version go to standard output and are fine; a closed pipe is no error.
            let code = if error.use_stderr() { USAGE } else { FINE };
            let written = error.render().to_string();
            if std::env::args_os().any(|argument| argument.to_string_lossy().chars().any(char::is_control)) {
                // What was typed is shown, not sent.
                let _ = print::Harmless(io::stderr()).write_all(written.as_bytes());
            } else {
                let _ = error.print();
            }
            return ExitCode::from(code);
        }
    };
    let code = match dispatch(arguments) {
        Ok(code) => code,
        Err(error) if error.is_closed_pipe() => FINE,
        Err(error) => {
            tell(&error.to_string());
            error.exit_code()
        }
    };
    ExitCode::from(code)
}

/// Says something on standard error; that it has gone is no error.
fn tell(message: &str) {
    let _ = writeln!(io::stderr(), "crossread: {}", visible(message));
}

fn dispatch(arguments: Arguments) -> Result<u8, Error> {
    let config = arguments.config;
    let Some(mut command) = arguments.command else {
        // The reader must not run under the lock of standard output: a panic in another thread needs it.
        let reader = arguments.reader;
        let options =
            Options { paths: reader.dossier.paths, config, at: reader.at, plain: reader.plain, no_mouse: reader.no_mouse, now: reader.now };
        return run::open(&options).map(|()| FINE);
    };
    if let Some(path) = arguments.reader.dossier.paths.first() {
        return Err(Error::Usage(format!("{} stands before the subcommand: paths come behind it", path.display())));
    }
    if let Some(dossier) = command.dossier_mut() {
        dossier.config = config;
    }
    let stdout = io::stdout();
    let colour = stdout.is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    let is_for_programs = match &command {
        Subcommands::Text { .. } | Subcommands::Export { .. } | Subcommands::Brief { .. } => true,
        other => other.prints_csv(),
    };
    let mut out = io::BufWriter::new(stdout.lock());
    let code = if is_for_programs && stdout.is_terminal() {
        subcommand(command, Paint(false), &mut print::Harmless(&mut out))?
    } else {
        subcommand(command, Paint(colour), &mut out)?
    };
    out.flush()?;
    Ok(code)
}

fn subcommand(command: Subcommands, paint: Paint, out: &mut dyn Write) -> Result<u8, Error> {
    match command {
        Subcommands::List { dossier, by_story, output } => list(&dossier, by_story, &output, paint, out),
        Subcommands::Text { file } => text(file, out),
        Subcommands::Import { paths, into } => importing::import(&paths, &into, out),
        Subcommands::ImportOne { name } => reading::import_one(&name).map(|()| FINE).map_err(Error::Output),
        Subcommands::Passages { dossier, all, output } => passages(&dossier, all, &output, paint, out),
        Subcommands::Entities { dossier, output } => {
            analysed(&dossier, Depth::Related, &output, paint, out, |dossier, _, found| print::entities::mentions(dossier, found).collect())
        }
        Subcommands::Themes { dossier, output } => themes(&dossier, &output, paint, out),
        Subcommands::Related { dossier, top, at, queries, no_reasons, output } => {
            let wanted = print::related::Wanted { top, reasons: !no_reasons };
            let which = match (at, queries) {
                (Some(at), _) => Which::At(at),
                (None, Some(path)) => Which::Listed(path),
                (None, None) => Which::All,
            };
            related(&dossier, wanted, &which, &output, paint, out)
        }
        Subcommands::Search { query, dossier, meaning: true, output } => search_meaning(&query, &dossier, &output, paint, out),
        Subcommands::Search { query, dossier, output, .. } => search_all(&query, &dossier, &output, paint, out),
        Subcommands::Figures { dossier, output } => of_facts(&dossier, &output, paint, out, print::figures::figures),
        Subcommands::Quotations { dossier, output } => of_facts(&dossier, &output, paint, out, print::quotations::quotations),
        Subcommands::Timeline { dossier, mentions, publications, output } => {
            timeline(&dossier, mentions, publications, &output, paint, out)
        }
        Subcommands::Disagreements { dossier, output } => studying::disagreements(&dossier, &output, paint, out),
        Subcommands::Quantities { dossier, output } => analysed(&dossier, Depth::Compared, &output, paint, out, |dossier, _, found| {
            print::quantities::rows(dossier, &quantities(dossier, found))
        }),
        Subcommands::Speakers { dossier, output } => analysed(&dossier, Depth::Compared, &output, paint, out, |dossier, _, found| {
            let differing = disagreements(dossier, found);
            print::speakers::rows(dossier, &speakers(dossier, found), &differing)
        }),
        Subcommands::Brief { dossier, to } => studying::brief(&dossier, to.into(), out),
        Subcommands::Coverage { dossier, by, output } => coverage(&dossier, by, &output, paint, out),
        Subcommands::Notes { dossier, import, output } => studying::notes(&dossier, import.as_deref(), &output, paint, out),
        Subcommands::Export { dossier, to, out: path } => studying::export(&dossier, to, path.as_deref(), out),
        Subcommands::Novelty { dossier, order, output } => novel(&dossier, &order, &output, paint, out),
        Subcommands::Check { dossier, output } => check(&dossier, &output, paint, out),
        Subcommands::Config { .. } => Ok(out.write_all(DEFAULTS.as_bytes()).map(|()| FINE)?),
        Subcommands::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Arguments::command(), "crossread", &mut script);
            Ok(out.write_all(&script).map(|()| FINE)?)
        }
        Subcommands::Man => Ok(clap_mangen::Man::new(Arguments::command()).render(out).map(|()| FINE)?),
    }
}

fn list(arguments: &DossierArguments, by_story: bool, output: &OutputArguments, paint: Paint, out: &mut dyn Write) -> Result<u8, Error> {
    let opened = open(arguments)?;
    opened.complain();
    let lexicon = opened.config.lexicon();
    let facts = jobs::all_facts(&opened.dossier, &lexicon);
    let stories = stories(&opened.dossier, &articles(&opened.dossier, &facts, &lexicon));
    let mut named: Vec<(SourceId, &str)> =
        stories.iter().flat_map(|story| story.sources.iter().map(|source| (*source, story.name.as_str()))).collect();
    if !by_story {
        named.sort_by_key(|(source, _)| *source);
    }
    let reprints = Reprints::of(&opened.dossier);
    let row = |id: SourceId, story: &str| {
        let first = reprints.reprinted(id).and_then(|first| opened.dossier.source(first));
        Some(print::list::ListRow::new(opened.dossier.source(id)?, facts.get(id.index())?, &lexicon, Some(story), first))
    };
    let format: Format = output.format.into();
    if !by_story || format != Format::Text {
        let count = print::rows(named.into_iter().filter_map(|(id, story)| row(id, story)), format, paint, out)?;
        if format == Format::Text && reprints.n_reprints() > 0 {
            writeln!(out, "{count} sources, {} of them independent", count - reprints.n_reprints())?;
        }
        return Ok(opened.code(count));
    }
    let mut count = 0;
    for story in &stories {
        writeln!(out, "{}{} ({} sources)", if count > 0 { "\n" } else { "" }, paint.bold(&story.name), story.sources.len())?;
        let own = story.sources.iter().filter_map(|id| row(*id, &story.name));
        count += print::rows(own, format, paint, out)?;
    }
    Ok(opened.code(count))
}

fn text(file: PathBuf, out: &mut dyn Write) -> Result<u8, Error> {
    let (sources, warnings) = if file == Path::new("-") {
        files::load_standard_input(&[])?
    } else {
        let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        files::load(&files::File { name, path: file }, &[])?
    };
    warnings.iter().for_each(|warning| tell(&warning.to_string()));
    for (number, source) in sources.iter().enumerate() {
        if number > 0 {
            out.write_all(b"\n\n")?;
        }
        out.write_all(source.text.as_bytes())?;
    }
    Ok(if sources.iter().all(|source| source.trouble.is_some()) { FILES } else { FINE })
}

fn passages(arguments: &DossierArguments, all: bool, output: &OutputArguments, paint: Paint, out: &mut dyn Write) -> Result<u8, Error> {
    let opened = open(arguments)?;
    opened.complain();
    let rows = opened.dossier.sources().flat_map(|(_, source)| print::passages::passages(source, all));
    Ok(opened.code(print::rows(rows, output.format.into(), paint, out)?))
}

/// Rows that are made of the facts of one source each.
fn of_facts<R: Row>(
    arguments: &DossierArguments,
    output: &OutputArguments,
    paint: Paint,
    out: &mut dyn Write,
    rows: impl Fn(&Source, &Facts) -> Vec<R>,
) -> Result<u8, Error> {
    let opened = open(arguments)?;
    opened.complain();
    let facts = jobs::all_facts(&opened.dossier, &opened.config.lexicon());
    let rows = opened.dossier.sources().zip(&facts).flat_map(|((_, source), facts)| rows(source, facts));
    Ok(opened.code(print::rows(rows, output.format.into(), paint, out)?))
}

fn search_meaning(
    question: &str,
    arguments: &DossierArguments,
    output: &OutputArguments,
    paint: Paint,
    out: &mut dyn Write,
) -> Result<u8, Error> {
    let opened = open(arguments)?;
    opened.complain();
    let (_, analysis) = opened.analysed(Depth::Related);
    let found = near_in_meaning(&analysis, question, MOST_NEAR);
    let rows = found.into_iter().filter_map(|(passage, score)| {
        let (_, source, found) = opened.dossier.passage(passage)?;
        Some(print::search::MeaningRow::new(source, found.span, score))
    });
    Ok(opened.code(print::rows(rows, output.format.into(), paint, out)?))
}

fn timeline(
    arguments: &DossierArguments,
    mentions: bool,
    publications: bool,
    output: &OutputArguments,
    paint: Paint,
    out: &mut dyn Write,
) -> Result<u8, Error> {
    let opened = open(arguments)?;
    opened.complain();
    let (_, analysis) = opened.analysed(Depth::Related);
    let format = output.format.into();
    let count = if mentions {
        print::rows(print::timeline::mentions(&opened.dossier, &analysis), format, paint, out)?
    } else {
        print::rows(print::timeline::events(&opened.dossier, &analysis, publications).into_iter(), format, paint, out)?
    };
    Ok(opened.code(count))
}

/// Says how much of a dossier is answered for, where that is not all.
fn tell_cut(dossier: &Dossier, analysis: &Analysis) {
    if analysis.neighbours.as_ref().is_some_and(|neighbours| neighbours.cut) {
        let (compared, all) = (Neighbours::wanted(dossier), dossier.passage_count());
        tell(&format!(
            "only the first {compared} of {all} passages were compared: this holds for them alone; open fewer sources at a time"
        ));
    }
}

/// Rows that are made of the whole analysis.
fn analysed<R: Row>(
    arguments: &DossierArguments,
    depth: Depth,
    output: &OutputArguments,
    paint: Paint,
    out: &mut dyn Write,
    rows: impl Fn(&Dossier, &Lexicon, &Analysis) -> Vec<R>,
) -> Result<u8, Error> {
    let opened = open(arguments)?;
    opened.complain();
    let (lexicon, analysis) = opened.analysed(depth);
    tell_cut(&opened.dossier, &analysis);
    let rows = rows(&opened.dossier, &lexicon, &analysis);
    Ok(opened.code(print::rows(rows.into_iter(), output.format.into(), paint, out)?))
}

fn coverage(
    arguments: &DossierArguments,
    by: CoverageBy,
    output: &OutputArguments,
    paint: Paint,
    out: &mut dyn Write,
) -> Result<u8, Error> {
    let whole = Depth::Compared;
    match by {
        CoverageBy::Fact => analysed(arguments, whole, output, paint, out, |dossier, _, found| print::coverage::rows(dossier, found)),
        CoverageBy::Only => analysed(arguments, whole, output, paint, out, |dossier, _, found| print::coverage::only(dossier, found)),
        CoverageBy::Entity => {
            analysed(arguments, Depth::Related, output, paint, out, |dossier, _, found| print::coverage::by_entity(dossier, found))
        }
        CoverageBy::Framing => {
            analysed(arguments, Depth::Related, output, paint, out, |dossier, _, found| print::coverage::by_wording(dossier, found))
        }
        CoverageBy::Theme => analysed(arguments, Depth::Related, output, paint, out, |dossier, lexicon, found| {
            print::coverage::by_theme(dossier, found, lexicon)
        }),
    }
}

fn novel(arguments: &DossierArguments, order: &[String], output: &OutputArguments, paint: Paint, out: &mut dyn Write) -> Result<u8, Error> {
    let opened = open(arguments)?;
    opened.complain();
    let mut sources = Vec::new();
    for name in order {
        sources.push(place_at(&opened.dossier, &format!("{name}:0"))?.0);
    }
    // What the order leaves out is read after it.
    let rest: Vec<SourceId> = by_publication(&opened.dossier).into_iter().filter(|source| !sources.contains(source)).collect();
    sources.extend(rest);
    let (_, analysis) = opened.analysed(Depth::Compared);
    tell_cut(&opened.dossier, &analysis);
    let found = novelty(&opened.dossier, &analysis, &sources);
    let rows = print::novelty::rows(&opened.dossier, &found);
    Ok(opened.code(print::rows(rows, output.format.into(), paint, out)?))
}

fn themes(arguments: &DossierArguments, output: &OutputArguments, paint: Paint, out: &mut dyn Write) -> Result<u8, Error> {
    let opened = open(arguments)?;
    opened.complain();
    let lexicon = opened.config.lexicon();
    let facts = jobs::all_facts(&opened.dossier, &lexicon);
    let rows = opened.dossier.sources().zip(&facts).flat_map(|((_, source), facts)| print::themes::themes(source, facts, &lexicon));
    Ok(opened.code(print::rows(rows, output.format.into(), paint, out)?))
}

/// The passages whose links are asked for.
enum Which {
    All,
    At(String),
    Listed(PathBuf),
}

/// The places in a file: a line `FILE:OFFSET` or a JSON object with `source` and `start` each; blank lines are passed over.
fn listed(path: &Path, dossier: &Dossier) -> Result<Vec<PassageId>, Error> {
    let text = files::read_text(path)?;
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let passages = lines.map(|(number, line)| {
        let place = match serde_json::from_str::<serde_json::Value>(line) {
            Ok(object) => match (object["source"].as_str(), object["start"].as_u64()) {
                (Some(source), Some(start)) => format!("{source}:{start}"),
                _ => return Err(Error::Usage(format!("{}:{}: no source and start", path.display(), number + 1))),
            },
            Err(_) => line.trim().to_owned(),
        };
        passage_at(dossier, &place)
    });
    let mut passages = passages.collect::<Result<Vec<PassageId>, Error>>()?;
    passages.sort_unstable();
    passages.dedup();
    Ok(passages)
}

fn related(
    arguments: &DossierArguments,
    wanted: print::related::Wanted,
    which: &Which,
    output: &OutputArguments,
    paint: Paint,
    out: &mut dyn Write,
) -> Result<u8, Error> {
    let opened = open(arguments)?;
    opened.complain();
    let passages: Vec<PassageId> = match which {
        Which::At(at) => vec![passage_at(&opened.dossier, at)?],
        Which::Listed(path) => listed(path, &opened.dossier)?,
        Which::All => (0..opened.dossier.passage_count() as u32).map(PassageId).collect(),
    };
    let (_, analysis) = opened.analysed(Depth::Related);
    let mut maker = print::related::Related::new(&opened.dossier, &analysis, wanted);
    let rows = passages.into_iter().filter_map(|passage| maker.row(passage));
    Ok(opened.code(print::rows(rows, output.format.into(), paint, out)?))
}

fn search_all(query: &str, arguments: &DossierArguments, output: &OutputArguments, paint: Paint, out: &mut dyn Write) -> Result<u8, Error> {
    let query = Query::parse(query).map_err(|message| Error::Usage(format!("{query:?} is no pattern: {message}")))?;
    let opened = open(arguments)?;
    opened.complain();
    let (mut hits, mut cut) = search(&opened.dossier, &query, MOST_FINDS);
    if hits.is_empty() && query.is_expression {
        let literal = Query::literal(&query.written).map_err(Error::Usage)?;
        (hits, cut) = search(&opened.dossier, &literal, MOST_FINDS);
        if !hits.is_empty() {
            tell(&format!("{:?} is found nowhere as an expression, and here as it stands", query.written));
        }
    }
    if let Some(error) = Query::error(&query.written).filter(|_| hits.is_empty()) {
        return Err(Error::Usage(format!("{:?} is no pattern: {error}; and it stands nowhere letter by letter", query.written)));
    }
    let mut count = 0;
    let mut rows = Vec::new();
    for of_source in hits.chunk_by(|a, b| a.source == b.source) {
        let Some(source) = opened.dossier.source(of_source[0].source) else { continue };
        let offsets = Offsets::new(&source.text);
        rows.extend(of_source.iter().map(|hit| print::search::SearchRow::new(source, &offsets, hit.span)));
    }
    count += print::rows(rows.into_iter(), output.format.into(), paint, out)?;
    if cut {
        tell(&format!("only the first {MOST_FINDS} finds are shown: narrow the pattern"));
    }
    Ok(opened.code(count))
}

fn check(arguments: &DossierArguments, output: &OutputArguments, paint: Paint, out: &mut dyn Write) -> Result<u8, Error> {
    let opened = open(arguments)?;
    let mut problems: Vec<print::check::ProblemRow> = Vec::new();
    for error in &opened.wrong {
        problems.push(print::check::ProblemRow {
            file: error.path.clone(),
            line: Some(error.line),
            column: Some(error.column),
            message: error.message.clone(),
        });
    }
    for row in opened.config.sources.iter().filter(|row| opened.dossier.find(&row.file).is_none()) {
        let message = format!("[[source]] names {:?}, which is not in the dossier", row.file);
        problems.push(print::check::ProblemRow { file: "config.toml".to_owned(), line: None, column: None, message });
    }
    for warning in &opened.warnings {
        problems.push(print::check::ProblemRow {
            file: warning.source.clone(),
            line: warning.line,
            column: None,
            message: warning.message.clone(),
        });
    }
    opened.unreadable.iter().for_each(|message| tell(message));
    let count = problems.len();
    let format: Format = output.format.into();
    print::rows(problems.into_iter(), format, paint, out)?;
    if count == 0 && format == Format::Text && opened.unreadable.is_empty() {
        writeln!(out, "{} sources, nothing wrong", opened.dossier.len())?;
    }
    Ok(if count > 0 { opened.code(1).max(NOTHING) } else { opened.code(1) })
}
