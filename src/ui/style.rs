//! From the palette to what the terminal draws.

use ratatui::style::Color;
use ratatui::style::Modifier;
use ratatui::style::Style;

use crate::config::palette::Colour;
use crate::config::palette::Depth;
use crate::config::palette::Look;
use crate::config::palette::Palette;
use crate::config::palette::colour;

/// How a look is drawn.
pub(super) fn of(look: Look) -> Style {
    let attributes = look.attributes;
    let modifiers = [
        (attributes.bold, Modifier::BOLD),
        (attributes.dim, Modifier::DIM),
        (attributes.italic, Modifier::ITALIC),
        (attributes.underlined, Modifier::UNDERLINED),
        (attributes.reversed, Modifier::REVERSED),
    ];
    let modifier = modifiers.into_iter().filter(|(set, _)| *set).fold(Modifier::empty(), |all, (_, modifier)| all | modifier);
    let mut style = Style::default().add_modifier(modifier);
    style.fg = own(look.colour);
    style.bg = own(look.ground);
    style
}

/// A theme's colour; italic where there are no colours.
pub(super) fn theme(palette: &Palette, name: &str) -> Style {
    if !palette.coloured {
        return Style::default().add_modifier(Modifier::ITALIC);
    }
    let Some((dark, light, indexed)) = colour(name) else { return Style::default().add_modifier(Modifier::ITALIC) };
    let chosen = match (palette.depth, palette.light) {
        (Depth::Sixteen, _) => Colour::Indexed(indexed),
        (depth, true) => light.at(depth),
        (depth, false) => dark.at(depth),
    };
    Style { fg: own(chosen), ..Style::default() }
}

fn own(colour: Colour) -> Option<Color> {
    match colour {
        Colour::Own => None,
        Colour::Indexed(number) => Some(indexed(number)),
        Colour::Rgb(red, green, blue) => Some(Color::Rgb(red, green, blue)),
    }
}

fn indexed(number: u8) -> Color {
    const SIXTEEN: [Color; 16] = [
        Color::Black,
        Color::Red,
        Color::Green,
        Color::Yellow,
        Color::Blue,
        Color::Magenta,
        Color::Cyan,
        Color::Gray,
        Color::DarkGray,
        Color::LightRed,
        Color::LightGreen,
        Color::LightYellow,
        Color::LightBlue,
        Color::LightMagenta,
        Color::LightCyan,
        Color::White,
    ];
    SIXTEEN.get(usize::from(number)).copied().unwrap_or(Color::Indexed(number))
}
