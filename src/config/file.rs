//! The shape of a configuration file, and how it is laid over a configuration.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::Deserialize;
use toml::Spanned;

use crate::analysis::lexicon::EntityKind;
use crate::analysis::lexicon::KnownEntity;
use crate::analysis::lexicon::Theme;
use crate::config::Config;
use crate::config::ConfigError;
use crate::config::SourceRow;
use crate::config::WIDTHS;
use crate::config::palette;
use crate::config::palettes;
use crate::config::palettes::PaletteRow;
use crate::import::edtf;
use crate::keys::Chord;
use crate::keys::Command;
use crate::text::visible;

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct File {
    reading: Reading,
    display: Display,
    keys: BTreeMap<Spanned<String>, Spanned<String>>,
    palettes: BTreeMap<String, PaletteRow>,
    theme: Vec<ThemeRow>,
    entity: Vec<EntityRow>,
    source: Vec<SourceEntry>,
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct Reading {
    width: Option<Spanned<i64>>,
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct Display {
    palette: Option<Spanned<String>>,
    mouse: Option<bool>,
    ascii: Option<bool>,
    themes: Option<bool>,
    entities: Option<bool>,
    links: Option<bool>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct ThemeRow {
    name: Spanned<String>,
    sign: Option<Spanned<String>>,
    ascii: Option<Spanned<String>>,
    key: Option<Spanned<String>>,
    colour: Option<Spanned<String>>,
    #[serde(default)]
    terms: Vec<String>,
    #[serde(default)]
    not: Vec<String>,
    /// The terms take the place of the built-in ones instead of being added to them.
    #[serde(default)]
    replace: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct EntityRow {
    name: Spanned<String>,
    kind: Option<Spanned<String>>,
    #[serde(default)]
    aliases: Vec<String>,
    #[serde(default)]
    never_merge: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct SourceEntry {
    file: String,
    title: Option<String>,
    publisher: Option<String>,
    author: Option<String>,
    date: Option<Spanned<toml::Value>>,
    url: Option<String>,
    name: Option<String>,
    language: Option<String>,
    #[serde(default)]
    outside: Vec<String>,
    #[serde(default)]
    inside: Vec<String>,
}

/// The kind of words that are no name.
const NO_NAME: &str = "none";
/// Most entries of a file that are left out one by one; one with more that is wrong is left out whole.
const MOST_LEFT_OUT: usize = 60;

/// Lays the file over `config` but for the entries that are wrong, and tells what is wrong with them.
pub(super) fn apply(config: &mut Config, path: &str, text: &str) -> Vec<ConfigError> {
    let (file, errors) = read(path, text);
    let mut layer = Layer { config, path, text, errors };
    layer.reading(&file.reading);
    layer.palettes(&file.palettes);
    layer.display(&file.display);
    layer.keys(file.keys);
    file.theme.into_iter().for_each(|row| layer.theme(row));
    file.entity.into_iter().for_each(|row| layer.entity(row));
    file.source.into_iter().for_each(|row| layer.source(row));
    layer.errors.sort_by_key(|error| (error.line, error.column));
    layer.errors
}

/// Reads a file. What can't be read is blanked, entry by entry, so that the rest stays where it stands.
fn read(path: &str, text: &str) -> (File, Vec<ConfigError>) {
    let mut errors: Vec<ConfigError> = Vec::new();
    let mut rest = text.to_owned();
    for _ in 0..MOST_LEFT_OUT {
        let error = match toml::from_str(&rest) {
            Ok(file) => return (file, errors),
            Err(error) => error,
        };
        let at = error.span().map_or(0, |span| span.start).min(rest.len());
        let at = (0..=at).rev().find(|at| rest.is_char_boundary(*at)).unwrap_or(0);
        let message = error.message().lines().collect::<Vec<_>>().join(", ");
        let of_section = message.starts_with("missing field") || line_at(&rest, at).trim_start().starts_with('[');
        let own = if of_section { section(&rest, at) } else { entry(&rest, at) };
        // A bracket or quotation mark that is not closed is found out by the entry behind it.
        let before = own.start.checked_sub(1).map(|end| entry(&rest, end));
        let (entry, at) = match before.filter(|before| is_open(&rest[before.clone()])) {
            Some(before) => (before.clone(), before.start),
            None => (own, at),
        };
        let found = ConfigError::at(path, text, at, message);
        // What follows from an entry that is left out is told once.
        if errors.last().is_none_or(|last| last.line != found.line) {
            errors.push(found);
        }
        let next = blanked(&rest, &entry);
        if next == rest {
            break;
        }
        rest = next;
    }
    (File::default(), errors)
}

/// The text with blanks in place of a stretch, so that all else stands where it stood.
fn blanked(text: &str, stretch: &Range<usize>) -> String {
    let blanks = text[stretch.clone()].chars().map(|c| if c == '\n' { "\n".to_owned() } else { " ".repeat(c.len_utf8()) });
    let mut found = text.to_owned();
    found.replace_range(stretch.clone(), &blanks.collect::<String>());
    found
}

/// Whether an entry ends before its value does.
fn is_open(entry: &str) -> bool {
    let count = |mark: char| entry.matches(mark).count();
    entry.contains('=') && (count('[') > count(']') || count('{') > count('}') || count('"') % 2 == 1)
}

fn line_at(text: &str, at: usize) -> &str {
    let start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    text[start..].lines().next().unwrap_or("")
}

/// Whether a line begins an entry: `key = …` or `[section]`.
fn begins(line: &str) -> bool {
    let line = line.trim_start();
    if line.starts_with('[') {
        return true;
    }
    let Some((key, _)) = line.split_once('=') else { return false };
    let key = key.trim();
    let quoted = key.len() > 1 && (key.starts_with('"') && key.ends_with('"') || key.starts_with('\'') && key.ends_with('\''));
    quoted || !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ' '))
}

/// The lines of the entry around `at`: from the line that begins it to the next that begins one.
fn entry(text: &str, at: usize) -> Range<usize> {
    around(text, at, begins)
}

/// The lines of the section around `at`.
fn section(text: &str, at: usize) -> Range<usize> {
    around(text, at, |line| line.trim_start().starts_with('['))
}

/// The lines from the last before `at`, or at it, that `opens` to the next behind it that does.
fn around(text: &str, at: usize, opens: impl Fn(&str) -> bool) -> Range<usize> {
    let (mut start, mut end, mut offset) = (0, text.len(), 0);
    for line in text.split_inclusive('\n') {
        if opens(line) {
            if offset <= at {
                start = offset;
            } else {
                end = offset;
                break;
            }
        }
        offset += line.len();
    }
    start..end
}

struct Layer<'a> {
    config: &'a mut Config,
    path: &'a str,
    text: &'a str,
    errors: Vec<ConfigError>,
}

impl Layer<'_> {
    fn wrong(&mut self, at: usize, message: String) {
        self.errors.push(ConfigError::at(self.path, self.text, at, message));
    }

    fn reading(&mut self, reading: &Reading) {
        let Some(width) = &reading.width else { return };
        match u16::try_from(*width.get_ref()).ok().filter(|width| WIDTHS.contains(width)) {
            Some(width) => self.config.width = width,
            None => self.wrong(
                width.span().start,
                format!("width {} is too small or too large, expected {} to {}", width.get_ref(), WIDTHS.start(), WIDTHS.end()),
            ),
        }
    }

    fn palettes(&mut self, rows: &BTreeMap<String, PaletteRow>) {
        for (name, row) in rows {
            let (palette, wrong) = palettes::palette(row);
            wrong.into_iter().for_each(|(at, words)| self.wrong(at, words));
            self.config.palettes.retain(|(known, _)| known != name);
            self.config.palettes.push((name.clone(), palette));
        }
    }

    fn display(&mut self, display: &Display) {
        if let Some(name) = &display.palette {
            match self.config.palette_named(name.get_ref()) {
                Some(palette) => self.config.palette = palette,
                None => {
                    let known = self.config.palette_names().iter().map(|name| format!("{name:?}")).collect::<Vec<_>>().join(", ");
                    self.wrong(name.span().start, format!("unknown palette {:?}, expected one of {known}", name.get_ref()));
                }
            }
        }
        let show = &mut self.config.show;
        for (given, value) in [
            (display.mouse, &mut self.config.mouse),
            (display.ascii, &mut self.config.ascii),
            (display.themes, &mut show.themes),
            (display.entities, &mut show.entities),
            (display.links, &mut show.links),
        ] {
            *value = given.unwrap_or(*value);
        }
    }

    fn keys(&mut self, keys: BTreeMap<Spanned<String>, Spanned<String>>) {
        let mut places = Vec::new();
        for (written, name) in keys {
            let chord = match Chord::parse(written.get_ref()) {
                Ok(chord) => chord,
                Err(part) => {
                    self.wrong(
                        written.span().start,
                        format!("unknown key {part:?}, expected keys such as \"g g\", \"ctrl-d\", \"page-down\""),
                    );
                    continue;
                }
            };
            places.push((chord.clone(), written.span().start));
            match (name.get_ref().as_str(), Command::parse(name.get_ref())) {
                ("none", _) => self.config.keymap.unbind(&chord),
                (_, Some(command)) => self.config.keymap.bind(chord, command),
                (unknown, None) => {
                    let nearest = nearest_command(unknown);
                    self.wrong(name.span().start, format!("unknown command {unknown:?}, did you mean {nearest:?}?"));
                }
            }
        }
        while let Some((shorter, longer)) = self.config.keymap.conflict().map(|(shorter, longer)| (shorter.clone(), longer.clone())) {
            // The one of the file gives way; the other was there before.
            let own = places.iter().find(|(chord, _)| *chord == shorter || *chord == longer).cloned();
            self.wrong(
                own.as_ref().map_or(0, |(_, at)| *at),
                format!("\"{shorter}\" can't be a command, since \"{longer}\" begins with it"),
            );
            self.config.keymap.unbind(&own.map_or(shorter, |(chord, _)| chord));
        }
    }

    /// One character that takes one cell.
    fn sign(&mut self, what: &str, given: &Option<Spanned<String>>) -> Option<char> {
        let given = given.as_ref()?;
        let mut characters = given.get_ref().chars();
        let (first, rest) = (characters.next(), characters.next());
        match first.filter(|_| rest.is_none() && visible::width(given.get_ref()) == 1) {
            Some(sign) => Some(sign),
            None => {
                self.wrong(given.span().start, format!("{what} {:?} is not one cell wide", given.get_ref()));
                None
            }
        }
    }

    fn theme(&mut self, row: ThemeRow) {
        let sign = self.sign("sign", &row.sign);
        let ascii = self.sign("ascii sign", &row.ascii);
        let key = self.sign("key", &row.key);
        let known = row.colour.as_ref().is_none_or(|colour| palette::colour(colour.get_ref()).is_some());
        if let Some(colour) = row.colour.as_ref().filter(|_| !known) {
            self.wrong(
                colour.span().start,
                format!("unknown colour {:?}, expected a name such as \"vermilion\" or \"#d55e00\"", colour.get_ref()),
            );
        }
        let n_before = self.config.themes.len();
        let position = self.config.themes.iter().position(|theme| theme.name == *row.name.get_ref());
        let index = position.unwrap_or_else(|| {
            let first = row.name.get_ref().chars().next().unwrap_or('*');
            let colour = palette::THEME_COLOURS[n_before % palette::THEME_COLOURS.len()].0.to_owned();
            self.config.themes.push(Theme {
                name: row.name.get_ref().clone(),
                sign: '◆',
                ascii: first,
                key: None,
                colour,
                terms: Vec::new(),
                not: Vec::new(),
            });
            n_before
        });
        let theme = &mut self.config.themes[index];
        theme.sign = sign.unwrap_or(theme.sign);
        theme.ascii = ascii.filter(char::is_ascii).unwrap_or(theme.ascii);
        theme.key = key.or(theme.key);
        if let Some(colour) = row.colour.filter(|_| known) {
            theme.colour = colour.into_inner();
        }
        if row.replace {
            theme.terms.clear();
            theme.not.clear();
        }
        theme.terms.extend(row.terms);
        theme.not.extend(row.not);
    }

    fn entity(&mut self, row: EntityRow) {
        if row.kind.as_ref().is_some_and(|kind| kind.get_ref() == NO_NAME) {
            let name = row.name.into_inner();
            self.config.entities.retain(|entity| entity.name != name);
            self.config.no_names.extend(row.aliases.into_iter().chain([name]));
            return;
        }
        let kind = match &row.kind {
            None => None,
            Some(written) => {
                let kind = EntityKind::parse(written.get_ref());
                if kind.is_none() {
                    let known = EntityKind::ALL.iter().map(|kind| kind.name()).chain([NO_NAME]);
                    let known = known.map(|kind| format!("{kind:?}")).collect::<Vec<_>>().join(", ");
                    self.wrong(written.span().start, format!("unknown kind {:?}, expected one of {known}", written.get_ref()));
                }
                kind
            }
        };
        let name = row.name.into_inner();
        match self.config.entities.iter_mut().find(|entity| entity.name == name) {
            Some(entity) => {
                entity.kind = kind.unwrap_or(entity.kind);
                entity.aliases.extend(row.aliases);
                entity.never_merge.extend(row.never_merge);
            }
            None => self.config.entities.push(KnownEntity {
                name,
                kind: kind.unwrap_or_default(),
                aliases: row.aliases,
                never_merge: row.never_merge,
            }),
        }
    }

    fn source(&mut self, row: SourceEntry) {
        let date = row.date.and_then(|written| {
            let text = match written.get_ref() {
                toml::Value::String(text) => text.clone(),
                other => other.to_string(),
            };
            let date = edtf(&text);
            if date.is_none() {
                self.wrong(
                    written.span().start,
                    format!("date {text:?} is not understood, expected year-month-day such as \"2025-07-04\""),
                );
            }
            date
        });
        self.config.sources.retain(|source| source.file != row.file);
        self.config.sources.push(SourceRow {
            file: row.file,
            title: row.title,
            publisher: row.publisher,
            author: row.author,
            date,
            url: row.url,
            name: row.name,
            language: row.language,
            outside: row.outside,
            inside: row.inside,
        });
    }
}

/// The command whose name has most letter pairs in common with `written`.
fn nearest_command(written: &str) -> &'static str {
    let pairs = |name: &str| name.as_bytes().windows(2).map(<[u8]>::to_vec).collect::<Vec<_>>();
    let wanted = pairs(written);
    let shared = |command: &&Command| {
        pairs(command.name()).iter().filter(|pair| wanted.contains(pair)).count() * 100 / (command.name().len() + written.len())
    };
    Command::ALL.iter().max_by_key(shared).map_or("help", |command| command.name())
}
