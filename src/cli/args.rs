//! The command line.

use std::path::PathBuf;

use clap::Args;
use clap::Parser;
use clap::Subcommand;
use clap::ValueEnum;
use clap::builder::PossibleValue;

use crate::print::export::Format as ExportFormat;

use crate::print::Format;
use crate::print::brief::Shape;

/// Read several sources on one story side by side, offline, in the terminal.
#[derive(Debug, Parser)]
#[command(name = "crossread", version, about)]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub(super) command: Option<Subcommands>,
    #[command(flatten)]
    pub(super) reader: ReaderArguments,
    /// Configuration file of the dossier
    #[arg(long, value_name = "FILE", global = true)]
    pub(super) config: Option<PathBuf>,
}

/// What the reader takes.
#[derive(Debug, Args)]
pub(super) struct ReaderArguments {
    #[command(flatten)]
    pub(super) dossier: DossierArguments,
    /// Open at this place: a source's name and an offset in its text
    #[arg(long, value_name = "FILE:OFFSET")]
    pub(super) at: Option<String>,
    /// Draw without borders and repaints, for screen readers
    #[arg(long)]
    pub(super) plain: bool,
    /// Begin as if it were this time, RFC 3339: to try out reviews
    #[arg(long, value_name = "TIME", hide = true)]
    pub(super) now: Option<jiff::Timestamp>,
    /// No mouse
    #[arg(long)]
    pub(super) no_mouse: bool,
}

/// Which sources, and their configuration.
#[derive(Debug, Args)]
pub(super) struct DossierArguments {
    /// Folders and files of the dossier; without one articles/, else the current folder; - reads one article from standard input
    #[arg(value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
    /// Configuration file, filled in from the global option
    #[arg(skip)]
    pub(super) config: Option<PathBuf>,
}

/// Shape of the output.
#[derive(Debug, Args)]
pub(super) struct OutputArguments {
    /// Shape of the output
    #[arg(long, value_enum, default_value_t)]
    pub(super) format: FormatName,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub(super) enum FormatName {
    /// For people
    #[default]
    Text,
    /// One array
    Json,
    /// One object a line
    Jsonl,
    /// Comma-separated values
    Csv,
}

impl From<FormatName> for Format {
    fn from(name: FormatName) -> Format {
        match name {
            FormatName::Text => Format::Text,
            FormatName::Json => Format::Json,
            FormatName::Jsonl => Format::JsonLines,
            FormatName::Csv => Format::Csv,
        }
    }
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub(super) enum BriefShape {
    /// For the terminal and for mail
    #[default]
    Text,
    /// Markdown with links to the passages
    Markdown,
    /// One page that needs nothing else
    Html,
}

impl From<BriefShape> for Shape {
    fn from(shape: BriefShape) -> Shape {
        match shape {
            BriefShape::Text => Shape::Text,
            BriefShape::Markdown => Shape::Markdown,
            BriefShape::Html => Shape::Html,
        }
    }
}

#[derive(Debug, Subcommand)]
pub(super) enum Subcommands {
    /// Sources with title, publisher, date, words, minutes, themes
    List {
        #[command(flatten)]
        dossier: DossierArguments,
        /// Grouped by the stories that the dossier holds
        #[arg(long)]
        by_story: bool,
        #[command(flatten)]
        output: OutputArguments,
    },
    /// The text that all offsets refer to
    Text {
        /// The file
        file: PathBuf,
    },
    /// Turn files of any format into Markdown with front matter
    Import {
        /// Files and folders to read
        #[arg(required = true)]
        paths: Vec<PathBuf>,
        /// The folder to write to; it is made if there is none
        #[arg(long)]
        into: PathBuf,
    },
    /// Reads one file for another process of this program
    #[command(hide = true, name = crate::shell::importing::SUBCOMMAND)]
    ImportOne {
        /// Name of the file
        name: String,
    },
    /// Every passage with its offsets
    Passages {
        #[command(flatten)]
        dossier: DossierArguments,
        /// Also titles, standfirsts, headings and what is outside the body
        #[arg(long)]
        all: bool,
        #[command(flatten)]
        output: OutputArguments,
    },
    /// Mentions of persons, organisations, places and so on
    Entities {
        #[command(flatten)]
        dossier: DossierArguments,
        #[command(flatten)]
        output: OutputArguments,
    },
    /// Cues and weights of themes by passage
    Themes {
        #[command(flatten)]
        dossier: DossierArguments,
        #[command(flatten)]
        output: OutputArguments,
    },
    /// Passages of other sources that belong to every passage, or to one
    Related {
        #[command(flatten)]
        dossier: DossierArguments,
        /// Links a passage
        #[arg(long, value_name = "N", default_value_t = 10)]
        top: usize,
        /// Only the passage at this place
        #[arg(long, value_name = "FILE:OFFSET")]
        at: Option<String>,
        /// Only the passages at the places in this file: a line FILE:OFFSET or a JSON object with source and start each
        #[arg(long, value_name = "FILE", conflicts_with = "at")]
        queries: Option<PathBuf>,
        /// Leave out why each link belongs, which takes most of the time of a large run
        #[arg(long)]
        no_reasons: bool,
        #[command(flatten)]
        output: OutputArguments,
    },
    /// Concordance lines of a word, phrase or regular expression
    Search {
        /// What to look for; capitals count only if there is one
        query: String,
        #[command(flatten)]
        dossier: DossierArguments,
        /// Passages near in meaning instead, the nearest first
        #[arg(long)]
        meaning: bool,
        #[command(flatten)]
        output: OutputArguments,
    },
    /// Numbers with unit, what is counted, hedge and predicate
    Figures {
        #[command(flatten)]
        dossier: DossierArguments,
        #[command(flatten)]
        output: OutputArguments,
    },
    /// Who is quoted or reported, in which words
    Quotations {
        #[command(flatten)]
        dossier: DossierArguments,
        #[command(flatten)]
        output: OutputArguments,
    },
    /// What happened when, told by which sources
    Timeline {
        #[command(flatten)]
        dossier: DossierArguments,
        /// Every date in the texts instead
        #[arg(long)]
        mentions: bool,
        /// The days on which the sources were published too
        #[arg(long)]
        publications: bool,
        #[command(flatten)]
        output: OutputArguments,
    },
    /// Figures and dates that sources give differently, and who said or did it
    Disagreements {
        #[command(flatten)]
        dossier: DossierArguments,
        #[command(flatten)]
        output: OutputArguments,
    },
    /// What is measured, by period and place, with the value that each source gives; tables are read too
    Quantities {
        #[command(flatten)]
        dossier: DossierArguments,
        #[command(flatten)]
        output: OutputArguments,
    },
    /// Who says what: the claims of every speaker in all sources, and where others differ
    Speakers {
        #[command(flatten)]
        dossier: DossierArguments,
        #[command(flatten)]
        output: OutputArguments,
    },
    /// One document: what the sources agree on, what is disputed, what one alone tells, when, who says what, what is open
    Brief {
        #[command(flatten)]
        dossier: DossierArguments,
        /// Its shape
        #[arg(long, value_enum, default_value_t)]
        to: BriefShape,
    },
    /// What each source adds to those before it
    Novelty {
        #[command(flatten)]
        dossier: DossierArguments,
        /// The sources in the order in which they are read, parted by commas; without it by their day of publication
        #[arg(long, value_name = "A,B,C", value_delimiter = ',')]
        order: Vec<String>,
        #[command(flatten)]
        output: OutputArguments,
    },
    /// What each source tells, names, weighs, how it words it, what it alone tells
    Coverage {
        #[command(flatten)]
        dossier: DossierArguments,
        /// What the rows are
        #[arg(long, value_enum, default_value_t = CoverageBy::Fact)]
        by: CoverageBy,
        #[command(flatten)]
        output: OutputArguments,
    },
    /// Annotations, or the import of those that another tool wrote
    Notes {
        #[command(flatten)]
        dossier: DossierArguments,
        /// Take in the annotations of this file: W3C JSON-LD, lines of it, or an export of Hypothesis
        #[arg(long, value_name = "FILE")]
        import: Option<PathBuf>,
        #[command(flatten)]
        output: OutputArguments,
    },
    /// Annotations in the formats of other programs, or the whole dossier as one page
    Export {
        #[command(flatten)]
        dossier: DossierArguments,
        /// The format
        #[arg(long, value_enum)]
        to: ExportFormat,
        /// The file to write, which must not be there yet; else standard output
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// What is wrong in configuration, front matter and files, with places
    Check {
        #[command(flatten)]
        dossier: DossierArguments,
        #[command(flatten)]
        output: OutputArguments,
    },
    /// The commented default configuration
    Config {
        /// Print it
        #[arg(long, required = true)]
        defaults: bool,
    },
    /// A completion script for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// The manual page
    Man,
}

impl ValueEnum for ExportFormat {
    fn value_variants<'a>() -> &'a [ExportFormat] {
        ExportFormat::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.name()).help(self.help()))
    }
}

/// Rows of the coverage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum CoverageBy {
    /// Facts that several sources tell, with the passages of each
    Fact,
    /// Names, with the number of mentions in each source
    Entity,
    /// Themes, with the number of their words in each source
    Theme,
    /// The words that stand around the most frequent names, source by source
    Framing,
    /// Passages that no other source tells
    Only,
}

impl Subcommands {
    /// Whether it prints bytes in which nothing is made harmless for a terminal.
    pub(super) fn prints_csv(&self) -> bool {
        match self {
            Subcommands::List { output, .. }
            | Subcommands::Passages { output, .. }
            | Subcommands::Entities { output, .. }
            | Subcommands::Themes { output, .. }
            | Subcommands::Related { output, .. }
            | Subcommands::Search { output, .. }
            | Subcommands::Figures { output, .. }
            | Subcommands::Quotations { output, .. }
            | Subcommands::Timeline { output, .. }
            | Subcommands::Disagreements { output, .. }
            | Subcommands::Quantities { output, .. }
            | Subcommands::Speakers { output, .. }
            | Subcommands::Coverage { output, .. }
            | Subcommands::Notes { output, .. }
            | Subcommands::Novelty { output, .. }
            | Subcommands::Check { output, .. } => matches!(output.format, FormatName::Csv),
            _ => false,
        }
    }

    /// The sources that it takes, if it takes any.
    pub(super) fn dossier_mut(&mut self) -> Option<&mut DossierArguments> {
        match self {
            Subcommands::List { dossier, .. }
            | Subcommands::Passages { dossier, .. }
            | Subcommands::Entities { dossier, .. }
            | Subcommands::Themes { dossier, .. }
            | Subcommands::Related { dossier, .. }
            | Subcommands::Search { dossier, .. }
            | Subcommands::Figures { dossier, .. }
            | Subcommands::Quotations { dossier, .. }
            | Subcommands::Timeline { dossier, .. }
            | Subcommands::Disagreements { dossier, .. }
            | Subcommands::Quantities { dossier, .. }
            | Subcommands::Brief { dossier, .. }
            | Subcommands::Speakers { dossier, .. }
            | Subcommands::Coverage { dossier, .. }
            | Subcommands::Notes { dossier, .. }
            | Subcommands::Export { dossier, .. }
            | Subcommands::Novelty { dossier, .. }
            | Subcommands::Check { dossier, .. } => Some(dossier),
            Subcommands::Text { .. }
            | Subcommands::Import { .. }
            | Subcommands::ImportOne { .. }
            | Subcommands::Config { .. }
            | Subcommands::Completions { .. }
            | Subcommands::Man => None,
        }
    }
}
