//! The shape of a configuration file, and how it is laid over a configuration.

use std::collections::BTreeMap;

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
use crate::config::palette::Palette;
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
}

/// Lays the file over `config`; on an error `config` may be half changed.
pub(super) fn apply(config: &mut Config, path: &str, text: &str) -> Result<(), Vec<ConfigError>> {
    let file: File = toml::from_str(text).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start);
        vec![ConfigError::at(path, text, at, error.message().lines().collect::<Vec<_>>().join(", "))]
    })?;
    let mut layer = Layer { config, path, text, errors: Vec::new() };
    layer.reading(&file.reading);
    layer.display(&file.display);
    layer.keys(file.keys);
    file.theme.into_iter().for_each(|row| layer.theme(row));
    file.entity.into_iter().for_each(|row| layer.entity(row));
    file.source.into_iter().for_each(|row| layer.source(row));
    if layer.errors.is_empty() { Ok(()) } else { Err(layer.errors) }
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

    fn display(&mut self, display: &Display) {
        if let Some(name) = &display.palette {
            match Palette::named(name.get_ref()) {
                Some(palette) => self.config.palette = palette,
                None => {
                    let known = Palette::NAMES.iter().map(|name| format!("{name:?}")).collect::<Vec<_>>().join(", ");
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
        if let Some((shorter, longer)) = self.config.keymap.conflict().map(|(shorter, longer)| (shorter.clone(), longer.clone())) {
            let at = places.iter().find(|(chord, _)| *chord == shorter || *chord == longer).map_or(0, |(_, at)| *at);
            self.wrong(at, format!("\"{shorter}\" can't be a command, since \"{longer}\" begins with it"));
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
        if let Some(colour) = &row.colour
            && palette::colour(colour.get_ref()).is_none()
        {
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
        if let Some(colour) = row.colour {
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
        let kind = match &row.kind {
            None => None,
            Some(written) => {
                let kind = EntityKind::parse(written.get_ref());
                if kind.is_none() {
                    let known = EntityKind::ALL.iter().map(|kind| format!("{:?}", kind.name())).collect::<Vec<_>>().join(", ");
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
