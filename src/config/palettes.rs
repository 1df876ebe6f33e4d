//! Palettes of the reader's own: `[palettes.NAME]` in the configuration, a palette of the program with some roles changed.

use std::collections::BTreeMap;

use toml::Spanned;

use crate::config::palette::Colour;
use crate::config::palette::Palette;
use crate::config::palette::colour;

/// One table: `base`, the palette that it changes (`dark` if none is named), and colours by role: `#rrggbb`, the name of a colour of
/// themes, `own` for the terminal's, or a number up to 255.
pub(super) type PaletteRow = BTreeMap<String, Spanned<toml::Value>>;

/// The roles that a palette has.
const ROLES: [&str; 9] = ["accent", "dim", "rule", "current-ground", "status", "status-ground", "chosen", "chosen-ground", "warning"];

/// The palette of a table, and what is wrong with its entries: at which byte, and why.
pub(super) fn palette(row: &PaletteRow) -> (Palette, Vec<(usize, String)>) {
    let mut wrong = Vec::new();
    let base = row.get("base");
    let mut palette = match base.map(|name| name.get_ref().as_str().and_then(Palette::named)) {
        Some(Some(Some(palette))) => palette,
        Some(_) => {
            let at = base.map_or(0, |name| name.span().start);
            wrong.push((at, "unknown base, expected a palette of the program but auto".to_owned()));
            Palette::dark()
        }
        None => Palette::dark(),
    };
    for (role, value) in row.iter().filter(|(role, _)| *role != "base") {
        let Some(colour) = read(value.get_ref()) else {
            wrong.push((
                value.span().start,
                format!("no colour: {}, expected \"#rrggbb\", a name, \"own\" or a number to 255", value.get_ref()),
            ));
            continue;
        };
        let slot = match role.as_str() {
            "accent" => &mut palette.accent.colour,
            "dim" => &mut palette.dim.colour,
            "rule" => &mut palette.rule.colour,
            "current-ground" => &mut palette.current.ground,
            "status" => &mut palette.status.colour,
            "status-ground" => &mut palette.status.ground,
            "chosen" => &mut palette.chosen.colour,
            "chosen-ground" => &mut palette.chosen.ground,
            "warning" => &mut palette.warning.colour,
            _ => {
                wrong.push((value.span().start, format!("unknown role {role:?}, expected one of {}", ROLES.join(", "))));
                continue;
            }
        };
        *slot = colour;
    }
    // Colours of its own take the place of reversed letters.
    if ["chosen", "chosen-ground"].iter().all(|role| row.contains_key(*role)) {
        palette.chosen.attributes.reversed = false;
    }
    (palette, wrong)
}

fn read(value: &toml::Value) -> Option<Colour> {
    match value {
        toml::Value::Integer(number) => u8::try_from(*number).ok().map(Colour::Indexed),
        toml::Value::String(written) if written == "own" => Some(Colour::Own),
        toml::Value::String(written) => colour(written).map(|(colour, ..)| colour),
        _ => None,
    }
}
