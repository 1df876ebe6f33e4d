//! Palettes: chosen with a preview, given by the reader, shown with the colours that a terminal has.

mod support;

use crossread::app::message::Light;
use crossread::app::message::Message;
use crossread::config::Config;
use crossread::config::palette::Colour;
use crossread::config::palette::Depth;
use crossread::config::palette::Palette;
use support::Reader;
use support::shipped;

const SEPIA: &str = "[palettes.sepia]\nbase = \"light\"\naccent = \"#8a4b08\"\ncurrent-ground = \"#f4ecd8\"\n";

fn with(text: &str) -> Reader {
    let (sources, mut config) = shipped();
    assert_eq!(config.lay_over("config.toml", text), []);
    Reader::open(sources, config, 120, 40)
}

#[test]
fn each_palette_is_shown_as_it_is_chosen_and_escape_brings_the_old_one_back() {
    let mut reader = with(SEPIA);
    let before = reader.app.palette.clone();
    reader.press("g C down down");
    assert_eq!(reader.app.palette, Palette::light());
    assert!(reader.screen().contains("sepia"), "{}", reader.screen());
    reader.press("esc");
    assert_eq!(reader.app.palette, before);
    reader.press("g C");
    reader.type_in("sepia");
    reader.press("enter");
    assert_eq!(reader.app.palette.accent.colour, Colour::Rgb(0x8a, 0x4b, 0x08));
    assert_eq!(reader.app.palette.dim, Palette::light().dim);
    assert!(reader.screen().contains("palette sepia, until you leave"), "{}", reader.screen());
    // What the terminal says of its ground later changes nothing of what was chosen.
    reader.send(Message::Background(Light(false)));
    assert_eq!(reader.app.palette.accent.colour, Colour::Rgb(0x8a, 0x4b, 0x08));
}

#[test]
fn a_palette_of_the_reader_can_be_the_one_of_the_start() {
    let reader = with(&format!("{SEPIA}[display]\npalette = \"sepia\"\n"));
    assert_eq!(reader.app.config.palette.as_ref().map(|palette| palette.current.ground), Some(Colour::Rgb(0xf4, 0xec, 0xd8)));
}

#[test]
fn what_is_wrong_with_a_palette_is_told_with_its_line_and_the_rest_holds() {
    let mut config = Config::default();
    let text = "[palettes.mine]\nbase = \"auto\"\naccent = \"puce\"\nground = \"#000000\"\nwarning = 200\n";
    let wrong: Vec<String> = config.lay_over("config.toml", text).iter().map(ToString::to_string).collect();
    for (line, words) in [(2, "unknown base"), (3, "no colour"), (4, "unknown role")] {
        assert!(wrong.iter().any(|told| told.contains(&format!(":{line}:")) && told.contains(words)), "{words}: {wrong:?}");
    }
    let mine = config.palette_named("mine").flatten().expect("the palette");
    assert_eq!((mine.warning.colour, mine.accent), (Colour::Indexed(200), Palette::dark().accent));
}

#[test]
fn a_terminal_of_256_colours_gets_no_other() {
    let exact = [Palette::dark(), Palette::light()];
    for palette in exact.map(|palette| palette.at(Depth::Indexed)) {
        for look in [palette.accent, palette.dim, palette.rule, palette.current, palette.status, palette.chosen, palette.warning] {
            assert!(![look.colour, look.ground].iter().any(|colour| matches!(colour, Colour::Rgb(..))), "{look:?}");
        }
    }
}
