//! The reader's configuration: options, keys, palette, themes, entities and what is said about sources.
//!
//! Text in, values out. Each layer (built-in, the user's, the dossier's) is parsed on its own, so that each error
//! keeps its place; keys, themes and entities are then laid over one another entry by entry.

mod error;
mod file;
pub mod palette;

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
}

impl Default for Config {
    /// The built-in configuration.
    fn default() -> Config {
        let mut config = Config {
            width: 72,
            palette: None,
            mouse: true,
            ascii: false,
            show: Show { themes: true, entities: true, links: true },
            keymap: Keymap::default(),
            themes: Vec::new(),
            entities: Vec::new(),
            sources: Vec::new(),
        };
        // A test holds that the defaults parse.
        let _ = config.lay_over("defaults.toml", DEFAULTS);
        config
    }
}

impl Config {
    /// Lays `text`, the content of the file called `path`, over this configuration.
    ///
    /// # Errors
    /// What is wrong in the file, each with its place; then nothing of it is taken.
    pub fn lay_over(&mut self, path: &str, text: &str) -> Result<(), Vec<ConfigError>> {
        let mut changed = self.clone();
        file::apply(&mut changed, path, text)?;
        *self = changed;
        Ok(())
    }

    /// Themes and entities, compiled for finding.
    pub fn lexicon(&self) -> Lexicon {
        Lexicon::new(self.themes.clone(), self.entities.clone())
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
        config.lay_over("defaults.toml", DEFAULTS).expect("the defaults are right");
        let after = format!("{:?}", (config.width, &config.palette, config.mouse, config.ascii, config.show));
        assert_eq!(before, after);
        assert!(config.themes.iter().any(|theme| theme.name == "security"));
    }

    #[track_caller]
    fn check_error(text: &str, expected: &str) {
        let errors = Config::default().lay_over("config.toml", text).expect_err("wrong");
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
            "config.toml:3:8: unknown kind \"thing\", expected one of \"person\", \"organisation\", \"place\", \"event\", \"work\", \"product\", \"norp\", \"other\"",
        );
    }

    #[test]
    fn unknown_fields_and_broken_toml_are_errors_with_a_place() {
        for text in ["[reading]\nwidht = 3\n", "[reading\n", "x = 1\n"] {
            let errors = Config::default().lay_over("config.toml", text).expect_err("wrong");
            assert!(errors[0].line >= 1 && errors[0].to_string().starts_with("config.toml:"), "{errors:?}");
        }
    }

    #[test]
    fn themes_and_entities_are_laid_over_by_name() {
        let mut config = Config::default();
        let before = config.themes.len();
        config
            .lay_over(
                "c",
                "[[theme]]\nname = \"security\"\nterms = [\"zeppelin\"]\n[[theme]]\nname = \"airships\"\nterms = [\"zeppelin\"]\n",
            )
            .expect("right");
        assert_eq!(config.themes.len(), before + 1);
        let security = config.themes.iter().find(|theme| theme.name == "security").expect("there");
        assert!(security.terms.iter().any(|term| term == "zeppelin") && security.terms.len() > 1);
    }
}
