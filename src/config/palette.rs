//! Named colours and attributes.
//!
//! A palette is a table: what is drawn, to how it looks. It knows no terminal; `ui::style` turns its colours into
//! what the terminal has.

/// A colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colour {
    /// The terminal's own foreground or background.
    Own,
    /// One of the sixteen colours of the terminal, by number.
    Indexed(u8),
    /// Red, green and blue.
    Rgb(u8, u8, u8),
}

/// How one kind of thing looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// Colour of the letters.
    pub colour: Colour,
    /// Colour behind them.
    pub ground: Colour,
    /// Attributes.
    pub attributes: Attributes,
}

/// Attributes of letters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Attributes {
    /// Bold.
    pub bold: bool,
    /// Dim.
    pub dim: bool,
    /// Italic.
    pub italic: bool,
    /// Underlined.
    pub underlined: bool,
    /// Letters and ground exchanged.
    pub reversed: bool,
}

/// Which colours a terminal has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Depth {
    /// Sixteen, whose looks are its own.
    Sixteen,
    /// 256: six steps of red, green and blue each, and twenty-four greys.
    Indexed,
    /// All.
    #[default]
    Exact,
}

impl Depth {
    /// What a terminal shows that says of itself `term` (TERM) and `colorterm` (COLORTERM).
    pub fn of(term: &str, colorterm: &str) -> Depth {
        match () {
            () if ["truecolor", "24bit"].contains(&colorterm) || term.contains("direct") => Depth::Exact,
            () if term.contains("256color") => Depth::Indexed,
            () => Depth::Sixteen,
        }
    }
}

impl Colour {
    /// The colour as a terminal of that depth shows it.
    pub fn at(self, depth: Depth) -> Colour {
        match (self, depth) {
            (Colour::Rgb(red, green, blue), Depth::Indexed) => Colour::Indexed(nearest_of_256((red, green, blue))),
            _ => self,
        }
    }
}

impl Look {
    fn at(self, depth: Depth) -> Look {
        Look { colour: self.colour.at(depth), ground: self.ground.at(depth), ..self }
    }
}

/// How everything looks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Palette {
    /// Whether themes have colours; without, their cues are italic.
    pub coloured: bool,
    /// Whether the ground is light, which asks for darker colours of themes.
    pub light: bool,
    /// Which colours it is made of; with sixteen those of themes are the terminal's own.
    pub depth: Depth,
    /// The focused heading, the bar at the current passage, keys in the status line.
    pub accent: Look,
    /// What stands back: headings of panes, dates, outside text.
    pub dim: Look,
    /// Rules between panes.
    pub rule: Look,
    /// Ground of the current passage.
    pub current: Look,
    /// The status line.
    pub status: Look,
    /// A chosen row, entity, theme or search hit.
    pub chosen: Look,
    /// A warning.
    pub warning: Look,
}

/// Red, green and blue.
pub type Channels = (u8, u8, u8);

/// Colours of themes (Okabe and Ito, *Color Universal Design*, 2008), which colour-blind eyes tell apart: on dark
/// ground, darkened to a contrast of 4.5 to 1 on white, and number among the sixteen.
pub const THEME_COLOURS: [(&str, Channels, Channels, u8); 8] = [
    ("vermilion", (0xee, 0x78, 0x34), (0xb8, 0x4c, 0x00), 1),
    ("green", (0x2f, 0xb8, 0x8d), (0x00, 0x78, 0x58), 2),
    ("purple", (0xd2, 0x90, 0xb5), (0xa3, 0x46, 0x7c), 5),
    ("sky", (0x56, 0xb4, 0xe9), (0x1d, 0x72, 0xa5), 6),
    ("orange", (0xe6, 0x9f, 0x00), (0x8f, 0x62, 0x00), 3),
    ("blue", (0x5a, 0x9f, 0xd6), (0x00, 0x68, 0xa3), 4),
    ("yellow", (0xf0, 0xe4, 0x42), (0x76, 0x6c, 0x00), 11),
    ("grey", (0xa8, 0xa8, 0xa8), (0x6a, 0x6a, 0x6a), 8),
];

/// A colour by its name or as `#rrggbb`: on dark ground, on light ground, among the sixteen.
pub fn colour(written: &str) -> Option<(Colour, Colour, u8)> {
    let rgb = |(red, green, blue): (u8, u8, u8)| Colour::Rgb(red, green, blue);
    if let Some((_, dark, light, indexed)) = THEME_COLOURS.iter().find(|(name, ..)| *name == written) {
        return Some((rgb(*dark), rgb(*light), *indexed));
    }
    let digits = written.strip_prefix('#').filter(|digits| digits.len() == 6 && digits.is_ascii())?;
    let part = |at: usize| u8::from_str_radix(&digits[at..at + 2], 16).ok();
    let own = (part(0)?, part(2)?, part(4)?);
    Some((rgb(own), rgb(own), nearest_indexed(own)))
}

/// The nearest of the 256 colours of xterm, those of the first sixteen left out: these are the terminal's own.
fn nearest_of_256(wanted: Channels) -> u8 {
    const STEPS: [u8; 6] = [0, 95, 135, 175, 215, 255];
    let far = |(red, green, blue): Channels| {
        let part = |one: u8, other: u8| (i32::from(one) - i32::from(other)).pow(2);
        part(red, wanted.0) + part(green, wanted.1) + part(blue, wanted.2)
    };
    let step = |value: u8| STEPS.iter().enumerate().min_by_key(|(_, step)| value.abs_diff(**step)).map_or(0, |(at, _)| at);
    let [red, green, blue] = [step(wanted.0), step(wanted.1), step(wanted.2)];
    let mean = (u16::from(wanted.0) + u16::from(wanted.1) + u16::from(wanted.2)) / 3;
    let grey = (mean.saturating_sub(3) / 10).min(23) as u8;
    let level = 8 + 10 * grey;
    if far((level, level, level)) < far((STEPS[red], STEPS[green], STEPS[blue])) {
        232 + grey
    } else {
        (16 + 36 * red + 6 * green + blue) as u8
    }
}

/// The bright or plain colour of the sixteen that has the same strong channels.
fn nearest_indexed((red, green, blue): (u8, u8, u8)) -> u8 {
    let strong = red.max(green).max(blue) / 2 + 1;
    let bit = |value: u8, bit: u8| if value >= strong { bit } else { 0 };
    match bit(red, 1) | bit(green, 2) | bit(blue, 4) {
        0 | 7 => 8,
        mixed => mixed,
    }
}

const PLAIN: Look = Look {
    colour: Colour::Own,
    ground: Colour::Own,
    attributes: Attributes { bold: false, dim: false, italic: false, underlined: false, reversed: false },
};

const fn letters(colour: Colour) -> Look {
    Look { colour, ..PLAIN }
}

const fn with(mut look: Look, attributes: Attributes) -> Look {
    look.attributes = attributes;
    look
}

const BOLD: Attributes = Attributes { bold: true, ..PLAIN.attributes };
const DIM: Attributes = Attributes { dim: true, ..PLAIN.attributes };
const REVERSED: Attributes = Attributes { reversed: true, ..PLAIN.attributes };

impl Palette {
    /// Names that the configuration knows.
    pub const NAMES: [&'static str; 6] = ["auto", "dark", "light", "high-contrast", "colour-blind", "monochrome"];

    /// The palette called `name`; `Some(None)` for `auto`.
    pub fn named(name: &str) -> Option<Option<Palette>> {
        Some(match name {
            "auto" => None,
            // Its colours are the ones that colour-blind eyes tell apart.
            "dark" | "colour-blind" => Some(Palette::dark()),
            "light" => Some(Palette::light()),
            "high-contrast" => Some(Palette::high_contrast()),
            "monochrome" => Some(Palette::monochrome()),
            _ => return None,
        })
    }

    /// As a terminal of that depth shows it.
    pub fn at(self, depth: Depth) -> Palette {
        if self.depth == Depth::Sixteen {
            return self;
        }
        let [accent, dim, rule, current, status, chosen, warning] =
            [self.accent, self.dim, self.rule, self.current, self.status, self.chosen, self.warning].map(|look| look.at(depth));
        // Named colours of themes are exact ones: a terminal of sixteen shows its own.
        Palette { depth, accent, dim, rule, current, status, chosen, warning, ..self }
    }

    /// For a terminal whose ground is not known: its own colours and attributes alone, readable on both.
    pub fn sixteen() -> Palette {
        Palette {
            coloured: true,
            light: false,
            depth: Depth::Sixteen,
            accent: letters(Colour::Indexed(6)),
            dim: with(PLAIN, DIM),
            rule: with(PLAIN, DIM),
            current: PLAIN,
            status: with(PLAIN, DIM),
            chosen: with(PLAIN, REVERSED),
            warning: letters(Colour::Indexed(3)),
        }
    }

    /// For a dark ground.
    pub fn dark() -> Palette {
        Palette {
            coloured: true,
            light: false,
            depth: Depth::Exact,
            accent: letters(Colour::Rgb(0x7f, 0xb8, 0xd4)),
            dim: letters(Colour::Rgb(0x8a, 0x8f, 0x98)),
            rule: letters(Colour::Rgb(0x4a, 0x4f, 0x58)),
            current: Look { ground: Colour::Rgb(0x20, 0x24, 0x2b), ..PLAIN },
            status: Look { colour: Colour::Rgb(0xa0, 0xa5, 0xae), ground: Colour::Rgb(0x1c, 0x1f, 0x26), attributes: PLAIN.attributes },
            chosen: with(PLAIN, REVERSED),
            warning: letters(Colour::Rgb(0xe6, 0xb4, 0x50)),
        }
    }

    /// For a light ground.
    pub fn light() -> Palette {
        Palette {
            coloured: true,
            light: true,
            depth: Depth::Exact,
            accent: letters(Colour::Rgb(0x1d, 0x64, 0x8c)),
            dim: letters(Colour::Rgb(0x68, 0x6c, 0x74)),
            rule: letters(Colour::Rgb(0xb8, 0xbc, 0xc4)),
            current: Look { ground: Colour::Rgb(0xf0, 0xee, 0xe6), ..PLAIN },
            status: Look { colour: Colour::Rgb(0x50, 0x54, 0x5c), ground: Colour::Rgb(0xea, 0xea, 0xee), attributes: PLAIN.attributes },
            chosen: with(PLAIN, REVERSED),
            warning: letters(Colour::Rgb(0x8a, 0x5a, 0x00)),
        }
    }

    /// Nothing is dim; what counts is bold or reversed.
    pub fn high_contrast() -> Palette {
        Palette {
            dim: PLAIN,
            rule: PLAIN,
            status: with(PLAIN, REVERSED),
            accent: with(PLAIN, BOLD),
            current: with(PLAIN, BOLD),
            warning: with(PLAIN, BOLD),
            ..Palette::sixteen()
        }
    }

    /// No colour at all, as `NO_COLOR` asks.
    pub fn monochrome() -> Palette {
        Palette { coloured: false, accent: with(PLAIN, BOLD), warning: with(PLAIN, BOLD), ..Palette::sixteen() }
    }
}

#[cfg(test)]
mod tests {
    use super::Colour;
    use super::Depth;
    use super::Palette;
    use super::THEME_COLOURS;
    use super::colour;
    use super::nearest_of_256;

    /// Relative luminance and contrast as WCAG 2 defines them.
    fn contrast(a: (u8, u8, u8), b: (u8, u8, u8)) -> f64 {
        let channel = |value: u8| {
            let value = f64::from(value) / 255.0;
            if value <= 0.03928 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        let luminance = |(red, green, blue)| 0.2126 * channel(red) + 0.7152 * channel(green) + 0.0722 * channel(blue);
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn themes_can_be_read_on_both_grounds() {
        for (name, dark, light, _) in THEME_COLOURS {
            assert!(contrast(dark, (0x11, 0x11, 0x11)) >= 4.5, "{name} on dark");
            assert!(contrast(light, (0xff, 0xff, 0xff)) >= 4.5, "{name} on light: {}", contrast(light, (0xff, 0xff, 0xff)));
        }
    }

    #[test]
    fn a_terminal_of_256_colours_shows_the_nearest() {
        for (exact, indexed) in [((0, 0, 0), 16), ((255, 255, 255), 231), ((0x20, 0x24, 0x2b), 235), ((0xee, 0x78, 0x34), 209)] {
            assert_eq!(nearest_of_256(exact), indexed, "{exact:?}");
        }
        assert_eq!(Depth::of("xterm-256color", ""), Depth::Indexed);
        assert_eq!(Depth::of("xterm-256color", "truecolor"), Depth::Exact);
        assert_eq!(Depth::of("linux", ""), Depth::Sixteen);
        let Colour::Indexed(_) = Palette::dark().at(Depth::Indexed).accent.colour else { panic!("an exact colour") };
    }

    #[test]
    fn colours_are_named_or_written_in_hexadecimal() {
        assert_eq!(colour("#102030").map(|found| found.0), Some(Colour::Rgb(0x10, 0x20, 0x30)));
        assert!(colour("green").is_some());
        assert!(colour("#12345").is_none() && colour("puce").is_none() && colour("#ééé").is_none());
    }
}
