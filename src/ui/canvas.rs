//! A buffer with the palette at hand. Every letter that reaches the buffer passes through `text::visible` here.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use unicode_segmentation::UnicodeSegmentation;

use crate::config::palette::Palette;
use crate::notes::annotation::Colour as AnnotationColour;
use crate::text::visible;
use crate::ui::style;

/// Where is drawn.
pub(super) struct Canvas<'a> {
    /// Without borders.
    plain: bool,
    buffer: &'a mut Buffer,
    palette: &'a Palette,
    ascii: bool,
}

impl<'a> Canvas<'a> {
    pub(super) fn new(buffer: &'a mut Buffer, palette: &'a Palette, ascii: bool, plain: bool) -> Canvas<'a> {
        Canvas { plain, buffer, palette, ascii }
    }

    /// `sign`, or `ascii` where only that can be shown.
    pub(super) fn sign(&self, sign: &'static str, ascii: &'static str) -> &'static str {
        if self.ascii { ascii } else { sign }
    }

    pub(super) fn plain(&self) -> Style {
        Style::default()
    }

    pub(super) fn bold(&self) -> Style {
        Style::default().add_modifier(ratatui::style::Modifier::BOLD)
    }

    pub(super) fn dim(&self) -> Style {
        style::of(self.palette.dim)
    }

    pub(super) fn accent(&self) -> Style {
        style::of(self.palette.accent)
    }

    pub(super) fn rule(&self) -> Style {
        style::of(self.palette.rule)
    }

    pub(super) fn status(&self) -> Style {
        style::of(self.palette.status)
    }

    pub(super) fn chosen(&self) -> Style {
        style::of(self.palette.chosen)
    }

    pub(super) fn warning(&self) -> Style {
        style::of(self.palette.warning)
    }

    pub(super) fn current(&self) -> Style {
        style::of(self.palette.current)
    }

    /// How words highlighted in a kind look: a colour, and an attribute for eyes without it.
    pub(super) fn highlight(&self, colour: AnnotationColour) -> Style {
        let (name, attribute) = match colour {
            AnnotationColour::Important => ("yellow", ratatui::style::Modifier::BOLD),
            AnnotationColour::Question => ("sky", ratatui::style::Modifier::BOLD),
            AnnotationColour::Doubt => ("vermilion", ratatui::style::Modifier::BOLD),
            AnnotationColour::Quote => ("green", ratatui::style::Modifier::BOLD),
        };
        style::theme(self.palette, name).add_modifier(attribute | ratatui::style::Modifier::UNDERLINED)
    }

    pub(super) fn theme(&self, colour: &str) -> Style {
        style::theme(self.palette, colour)
    }

    /// Draws `text` from column `x` on, at most up to column `end`; gives the column behind it. Outside the buffer
    /// nothing is drawn.
    pub(super) fn put(&mut self, x: u16, y: u16, end: u16, text: &str, style: Style) -> u16 {
        let end = end.min(self.buffer.area.right());
        if y >= self.buffer.area.bottom() {
            return x;
        }
        let mut at = x;
        for grapheme in text.graphemes(true) {
            let (shown, cells) = visible::cell(grapheme);
            if cells == 0 {
                continue;
            }
            if at + cells > end {
                break;
            }
            self.buffer[(at, y)].set_symbol(&shown).set_style(style);
            for behind in at + 1..at + cells {
                let cell = &mut self.buffer[(behind, y)];
                cell.reset();
                cell.set_style(style);
            }
            at += cells;
        }
        at
    }

    /// Draws `text` so that it ends at column `end`, cut to what fits behind column `start`.
    pub(super) fn put_right(&mut self, start: u16, y: u16, end: u16, text: &str, style: Style) {
        let shown = visible::fit(text, usize::from(end.saturating_sub(start)));
        let x = end - visible::width(&shown).min(usize::from(end)) as u16;
        self.put(x, y, end, &shown, style);
    }

    /// Adds `style` to what is drawn in `area`.
    pub(super) fn tint(&mut self, area: Rect, style: Style) {
        self.buffer.set_style(area, style);
    }

    /// Clears `area` and draws a border round it.
    pub(super) fn boxed(&mut self, area: Rect, title: &str) {
        let style = self.rule();
        // A column on each side stays free, so that the text behind does not run into the frame.
        let (left, right) = (area.x.saturating_sub(1), (area.right() + 1).min(self.buffer.area.right()));
        for y in area.y..area.bottom() {
            for x in left..right {
                self.buffer[(x, y)].reset();
            }
        }
        let heading = format!(" {title} ");
        if self.plain {
            self.put(area.x + 2, area.y, area.right().saturating_sub(2), &heading, self.accent());
            return;
        }
        let (across, down) = (self.sign("─", "-"), self.sign("│", "|"));
        for x in area.x + 1..area.right().saturating_sub(1) {
            self.put(x, area.y, x + 1, across, style);
            self.put(x, area.bottom() - 1, x + 1, across, style);
        }
        for y in area.y + 1..area.bottom().saturating_sub(1) {
            self.put(area.x, y, area.x + 1, down, style);
            self.put(area.right() - 1, y, area.right(), down, style);
        }
        let corners = [
            (area.x, area.y, "╭"),
            (area.right() - 1, area.y, "╮"),
            (area.x, area.bottom() - 1, "╰"),
            (area.right() - 1, area.bottom() - 1, "╯"),
        ];
        for (x, y, corner) in corners {
            let corner = if self.ascii { "+" } else { corner };
            self.put(x, y, x + 1, corner, style);
        }
        self.put(area.x + 2, area.y, area.right().saturating_sub(2), &heading, self.accent());
    }
}
