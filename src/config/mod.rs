//! The reader's configuration: options, keys, palette, themes, entities and what is said about sources.
//!
//! Text in, values out. Each layer (built-in, the user's, the dossier's) is parsed on its own, so that each error
//! keeps its place; keys, themes and entities are then laid over one another entry by entry.

mod error;
mod file;
pub mod palette;
mod palettes;

use crate::analysis::lexicon::KnownEntity;
use crate::analysis::lexicon::Lexicon;
use crate::analysis::lexicon::Theme;
use crate::config::palette::Palette;
use crate::keys::Keymap;

pub use error::ConfigError;

/// The commented default configuration, which is also where the defaults come from.
pub const DEFAULTS: &str = include_str!("defaults.toml");

/// Widths that a text column may have, in cells.
pub const WIDTHS: std::ops::RangeInclusive<u16> = 30..=120;

/// Everything that can be configured.
#[derive(Clone, Debug)]
pub struct Config {
    /// Widest column of running text, in cells. The default lies within the 45 to 75 characters a line that
    /// Bringhurst calls satisfactory (*The Elements of Typographic Style*, 2.1.2).
    pub width: u16,
    /// Colours and attributes; `None`: asked of the terminal.
    pub palette: Option<Palette>,
    /// Palettes of the reader's own, by name.
    pub palettes: Vec<(String, Palette)>,
    /// Whether the mouse is listened to.
    pub mouse: bool,
    /// Whether signs are drawn with ASCII alone.
    pub ascii: bool,
    /// Marks that are shown from the start.
    pub show: Show,
    /// Chords to commands.
    pub keymap: Keymap,
    /// Themes in their order.
    pub themes: Vec<Theme>,
    /// Entities with their names.
    pub entities: Vec<KnownEntity>,
    /// Words that are no names.
    pub no_names: Vec<String>,
    /// What is said about single sources.
    pub sources: Vec<SourceRow>,
}

/// Which layers of marks are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Show {
    /// Words that carry a theme.
    pub themes: bool,
    /// Names.
    pub entities: bool,
    /// Signs of links in the margin.
    pub links: bool,
}

/// What the configuration says about one source; it wins over what the file says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SourceRow {
    /// Name of the source, relative to the dossier.
    pub file: String,
    /// The name by which it is told from others.
    pub name: Option<String>,
    /// Headline.
    pub title: Option<String>,
    /// Publisher.
    pub publisher: Option<String>,
    /// Author.
    pub author: Option<String>,
    /// Day of publication as EDTF.
    pub date: Option<String>,
    /// Address.
    pub url: Option<String>,
    /// BCP 47 tag of the language.
    pub language: Option<String>,
    /// Words with which paragraphs begin that are no part of the article.
    pub outside: Vec<String>,
    /// Words with which paragraphs begin that are part of the article, though they look as if they were not.
    pub inside: Vec<String>,
}

impl Default for Config {
    /// The built-in configuration.
    fn default() -> Config {
        let mut config = Config {
            width: 72,
            palette: None,
            palettes: Vec::new(),
            mouse: true,
            ascii: false,
            show: Show { themes: true, entities: true, links: true },
            keymap: Keymap::default(),
            themes: Vec::new(),
            entities: Vec::new(),
            no_names: Vec::new(),
            sources: Vec::new(),
        };
        // A test holds that the defaults parse.
        config.lay_over("defaults.toml", DEFAULTS);
        config
    }
}

impl Config {
    /// The palette called `name`, of the program or the reader's own; `Some(None)` for `auto`.
    pub fn palette_named(&self, name: &str) -> Option<Option<Palette>> {
        let own = || self.palettes.iter().find(|(known, _)| known == name).map(|(_, palette)| Some(palette.clone()));
        Palette::named(name).or_else(own)
    }

    /// The names of all palettes, those of the program first.
    pub fn palette_names(&self) -> Vec<&str> {
        Palette::NAMES.into_iter().chain(self.palettes.iter().map(|(name, _)| name.as_str())).collect()
    }

    /// Lays `text`, the content of the file called `path`, over this configuration, and gives what is wrong in it, each with its
    /// place. An entry that is wrong is left out, and the rest holds.
    pub fn lay_over(&mut self, path: &str, text: &str) -> Vec<ConfigError> {
        file::apply(self, path, text)
    }

    /// Themes and entities, compiled for finding.
    pub fn lexicon(&self) -> Lexicon {
        let mut entities = self.entities.clone();
        // What is kept apart from an entity is one of its own, though nothing else is written of it.
        for entity in &self.entities {
            for name in &entity.never_merge {
                let is_known = entities.iter().any(|known| known.name == *name || known.aliases.contains(name));
                // Only longer words hold the name of the other: `Kelso Bank` is found where `Kelso` is one.
                if !is_known && name.contains(&entity.name) {
                    entities.push(KnownEntity { name: name.clone(), kind: entity.kind, aliases: Vec::new(), never_merge: Vec::new() });
                }
            }
        }
        Lexicon::new(self.themes.clone(), entities).without(&self.no_names)
    }
}

#[cfg(test)]
mod tests {
    use super::Config;
    use super::DEFAULTS;

    #[test]
    fn the_defaults_parse_and_show_the_true_values() {
        let mut config = Config::default();
        let before = format!("{:?}", (config.width, &config.palette, config.mouse, config.ascii, config.show));
        assert_eq!(config.lay_over("defaults.toml", DEFAULTS), [], "the defaults are right");
        let after = format!("{:?}", (config.width, &config.palette, config.mouse, config.ascii, config.show));
        assert_eq!(before, after);
        assert!(config.themes.iter().any(|theme| theme.name == "security"));
    }

    #[track_caller]
    fn check_error(text: &str, expected: &str) {
        let errors = Config::default().lay_over("config.toml", text);
        assert_eq!(errors[0].to_string(), expected);
    }

    #[test]
    fn errors_name_file_line_column_and_what_was_expected() {
        check_error("[keys]\n\"j\" = \"nxt-line\"\n", "config.toml:2:7: unknown command \"nxt-line\", did you mean \"next-line\"?");
        check_error(
            "[keys]\n\"hyper-j\" = \"next-line\"\n",
            "config.toml:2:1: unknown key \"hyper-j\", expected keys such as \"g g\", \"ctrl-d\", \"page-down\"",
        );
        check_error("[keys]\n\"g\" = \"quit\"\n", "config.toml:2:1: \"g\" can't be a command, since \"g g\" begins with it");
        check_error("[reading]\nwidth = 10\n", "config.toml:2:9: width 10 is too small or too large, expected 30 to 120");
        check_error(
            "[display]\npalette = \"purple\"\n",
            "config.toml:2:11: unknown palette \"purple\", expected one of \"auto\", \"dark\", \"light\", \"high-contrast\", \"colour-blind\", \"monochrome\"",
        );
        check_error("[[theme]]\nname = \"a\"\nsign = \"long\"\n", "config.toml:3:8: sign \"long\" is not one cell wide");
        check_error(
            "[[entity]]\nname = \"A\"\nkind = \"thing\"\n",
            "config.toml:3:8: unknown kind \"thing\", expected one of \"person\", \"organisation\", \"place\", \"event\", \"work\", \"product\", \"norp\", \"other\", \"none\"",
        );
    }

    #[test]
    fn unknown_fields_and_broken_toml_are_errors_with_a_place() {
        for text in ["[reading]\nwidht = 3\n", "[reading\n", "x = 1\n"] {
            let errors = Config::default().lay_over("config.toml", text);
            assert!(errors[0].line >= 1 && errors[0].to_string().starts_with("config.toml:"), "{errors:?}");
        }
    }

    #[test]
    fn themes_and_entities_are_laid_over_by_name() {
        let mut config = Config::default();
        let before = config.themes.len();
        let text = "[[theme]]\nname = \"security\"\nterms = [\"zeppelin\"]\n[[theme]]\nname = \"airships\"\nterms = [\"zeppelin\"]\n";
        assert_eq!(config.lay_over("c", text), []);
        assert_eq!(config.themes.len(), before + 1);
        let security = config.themes.iter().find(|theme| theme.name == "security").expect("there");
        assert!(security.terms.iter().any(|term| term == "zeppelin") && security.terms.len() > 1);
    }

    #[test]
    fn one_bad_word_costs_its_entry() {
        let text = "[reading]\nwidht = 3\nwidth = 80\n\n[nothing]\nx = 1\n\n[keys]\n\"g\" = \"quit\"\n\"ctrl-n\" = \"next-lin\"\n\"Z\" = \"quit\"\n\n\
            [[theme]]\nname = \"ships\"\nterms = [\n  \"ferry\",\n  3,\n]\ncolour = \"puce\"\nsign = \"s\"\n\n[[theme]]\nterms = [\"lost\"]\n\n\
            [[entity]]\nname = \"Ann Reed\"\nkind = \"mayor\"\naliases = [\"the mayor\"]\n\n[[source]]\nfile = \"a.txt\"\npublisher = \"Post\"\ndate = \"soon\"\n";
        let mut config = Config::default();
        let errors = config.lay_over("config.toml", text);
        let lines: Vec<usize> = errors.iter().map(|error| error.line).collect();
        assert_eq!(lines, [2, 5, 9, 10, 17, 19, 22, 27, 33], "{errors:#?}");
        assert_eq!(config.width, 80);
        let key = |keys: &str| crate::keys::Chord::parse(keys).expect("keys");
        assert_eq!(config.keymap.chords(crate::keys::Command::Quit).filter(|chord| **chord == key("Z")).count(), 1);
        let ships = config.themes.iter().find(|theme| theme.name == "ships").expect("the theme is there");
        assert_eq!((ships.sign, ships.terms.len()), ('s', 0), "what of it can be read");
        assert_eq!(config.entities[0].aliases, ["the mayor"]);
        assert_eq!((config.sources[0].publisher.as_deref(), config.sources[0].date.as_deref()), (Some("Post"), None));
    }

    #[test]
    fn broken_toml_costs_its_line() {
        for broken in ["terms = [\"a\"", "name \"x\"", "[display", "x = \u{1}", "width = 80 80"] {
            let text = format!("[reading]\nwidth = 90\n\n[display]\n{broken}\n\n[[entity]]\nname = \"Ann Reed\"\n");
            let mut config = Config::default();
            let errors = config.lay_over("c", &text);
            assert!(!errors.is_empty(), "{broken}");
            assert_eq!((config.width, config.entities.len()), (90, 1), "{broken}: {errors:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read_without_panic(text in "(\\[|\\]|=|\"|'|\n|a|é|name|\\[\\[theme\\]\\]|#|,| |1){0,60}") {
            Config::default().lay_over("c", &text);
        }
    }
}
