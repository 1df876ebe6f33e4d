//! The card of the first run, and the step of the tour: at the foot of the screen, over what is read last.

use ratatui::layout::Rect;

use crate::app::App;
use crate::app::guide::Guide;
use crate::app::guide::STEPS;
use crate::keys::Command;
use crate::text::visible;
use crate::text::words::counted;
use crate::text::wrap::wrap;
use crate::ui::canvas::Canvas;

/// Widest card, in cells.
const WIDEST: u16 = 76;

pub(super) fn draw(app: &App, screen: Rect, canvas: &mut Canvas) {
    match app.guide {
        Some(Guide::Welcome) => draw_welcome(app, screen, canvas),
        Some(Guide::Tour(_)) => draw_step(app, screen, canvas),
        None => {}
    }
}

/// A box at the foot of the screen with room for so many rows; none where that would leave no text.
fn foot(screen: Rect, rows: u16) -> Option<Rect> {
    let height = rows + 2;
    let width = WIDEST.min(screen.width.saturating_sub(2));
    (screen.height > 2 * height).then(|| Rect::new(screen.x + (screen.width - width) / 2, screen.bottom() - 1 - height, width, height))
}

fn draw_welcome(app: &App, screen: Rect, canvas: &mut Canvas) {
    let key = |command| app.keymap().first_chord(command).unwrap_or_default();
    let keys = |commands: &[Command]| commands.iter().map(|command| key(*command)).collect::<Vec<_>>().join(" ");
    let rows = [
        (
            keys(&[Command::Related, Command::Open]),
            "what other sources say of this passage, and there".to_owned(),
            key(Command::Back),
            "back",
        ),
        (keys(&[Command::ChooseTheme, Command::ChooseEntity]), "follow a theme, a name through all sources".to_owned(), String::new(), ""),
        (
            keys(&[Command::Disagreements, Command::Timeline, Command::Coverage]),
            "where they differ, what happened when, who tells what".to_owned(),
            String::new(),
            "",
        ),
        (keys(&[Command::Tour]), "a tour of ten steps".to_owned(), key(Command::Help), "all keys"),
    ];
    let Some(area) = foot(screen, rows.len() as u16 + 1) else { return };
    let several = counted(app.expected.max(app.dossier.len()), "source");
    canvas.boxed(area, &format!("crossread: {several}, side by side"));
    let (x, end) = (area.x + 2, area.right() - 2);
    let key_cells = rows.iter().map(|(keys, ..)| visible::width(keys)).max().unwrap_or(0) as u16;
    for (number, (keys, words, other, other_words)) in rows.iter().enumerate() {
        let y = area.y + 1 + number as u16;
        canvas.put(x, y, end, keys, canvas.accent());
        let next = canvas.put(x + key_cells + 2, y, end, words, canvas.plain());
        if !other.is_empty() {
            let next = canvas.put(next + 3, y, end, other, canvas.accent());
            canvas.put(next + 1, y, end, other_words, canvas.plain());
        }
    }
    canvas.put(x, area.bottom() - 2, end, "Any key closes this card and does what it does.", canvas.dim());
}

fn draw_step(app: &App, screen: Rect, canvas: &mut Canvas) {
    let Some((number, step)) = app.tour_step() else { return };
    let key = app.keymap().first_chord(step.command).unwrap_or_default();
    let width = WIDEST.min(screen.width.saturating_sub(2));
    let key_cells = visible::width(&key) as u16;
    let wrapped = wrap(step.words, width.saturating_sub(key_cells + 6).max(8), false);
    let Some(area) = foot(screen, wrapped.len() as u16) else { return };
    canvas.boxed(area, &format!("Tour, step {number} of {}: press {key}", STEPS.len()));
    let (x, end) = (area.x + 2, area.right() - 2);
    canvas.put(x, area.y + 1, end, &key, canvas.accent());
    for (row, words) in wrapped.iter().enumerate() {
        canvas.put(x + key_cells + 2, area.y + 1 + row as u16, end, words.of(step.words), canvas.plain());
    }
    let close = app.keymap().first_chord(Command::Close).unwrap_or_default();
    canvas.put_right(x, area.bottom() - 1, end, &format!(" {close} ends the tour "), canvas.dim());
}
