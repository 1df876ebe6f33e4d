//! What lies over the screen: choices, pages, completions, what may follow a pending key.

use ratatui::layout::Rect;
use ratatui::style::Modifier;
use ratatui::style::Style;

use crate::app::App;
use crate::app::choice::Choice;
use crate::app::choice::Choosing;
use crate::app::choice::Item;
use crate::app::choice::Meaning;
use crate::app::choice::Sign;
use crate::app::overlay::Overlay;
use crate::app::overlay::Page;
use crate::app::prompt::PromptKind;
use crate::keys::Command;
use crate::keys::Lookup;
use crate::text::visible;
use crate::text::visible::fit;
use crate::text::wrap::wrap;
use crate::ui::canvas::Canvas;
use crate::ui::reader::highlight_sign;

/// Widest popup, in cells.
const WIDEST: u16 = 84;
/// Widest help.
const WIDEST_HELP: u16 = 124;
/// Most completions shown.
const COMPLETIONS: usize = 10;

pub(super) fn draw(app: &App, screen: Rect, canvas: &mut Canvas) {
    match &app.overlay {
        Some(Overlay::Choice(choice)) => draw_choice(app, choice, screen, canvas),
        Some(Overlay::Page(page)) => draw_page(page, screen, canvas),
        Some(Overlay::Prompt(prompt)) if prompt.kind == PromptKind::Command => {
            draw_commands(app, prompt.text.trim(), screen, canvas);
        }
        Some(Overlay::Prompt(_)) => {}
        None => draw_pending(app, screen, canvas),
    }
}

/// A small table of what may follow the keys pressed so far.
fn draw_pending(app: &App, screen: Rect, canvas: &mut Canvas) {
    let Lookup::Prefix(following) = app.keymap().lookup(&app.pending) else { return };
    let pressed: Vec<String> = app.pending.iter().map(ToString::to_string).collect();
    let rows: Vec<(String, String)> = following.iter().map(|(key, command)| (key.to_string(), command.help().to_owned())).collect();
    draw_rows(&pressed.join(" "), &rows, screen, canvas);
}

/// The commands that go on as typed, where it is typed, each with its keys.
fn draw_commands(app: &App, typed: &str, screen: Rect, canvas: &mut Canvas) {
    let commands: Vec<Command> = Command::ALL.iter().copied().filter(|command| command.name().contains(typed)).collect();
    let shown = &commands[..commands.len().min(COMPLETIONS)];
    if shown.is_empty() {
        return;
    }
    let keys: Vec<String> = shown.iter().map(|command| app.keymap().first_chord(*command).unwrap_or_default()).collect();
    let widest = |widths: &mut dyn Iterator<Item = usize>| widths.max().unwrap_or(0) as u16;
    let names = widest(&mut shown.iter().map(|command| command.name().len()));
    let key_cells = widest(&mut keys.iter().map(|key| visible::width(key)));
    let words = widest(&mut shown.iter().map(|command| visible::width(command.help())));
    let width = (names + key_cells + words + 8).min(screen.width);
    let height = (shown.len() as u16 + 2).min(screen.height.saturating_sub(1));
    let area = Rect::new(screen.x, screen.bottom().saturating_sub(height + 1), width, height);
    let more = commands.len() - shown.len();
    canvas.boxed(area, &if more > 0 { format!("Commands, {more} more") } else { "Commands".to_owned() });
    let end = area.right() - 2;
    for (row, (command, key)) in shown.iter().zip(&keys).enumerate() {
        let y = area.y + 1 + row as u16;
        canvas.put(area.x + 2, y, end, command.name(), canvas.bold());
        canvas.put(area.x + 4 + names, y, end, key, canvas.accent());
        let x = area.x + 6 + names + key_cells;
        canvas.put(x, y, end, &fit(command.help(), usize::from(end.saturating_sub(x))), canvas.plain());
    }
}

/// A table at the right end above the status line.
fn draw_rows(title: &str, rows: &[(String, String)], screen: Rect, canvas: &mut Canvas) {
    if rows.is_empty() {
        return;
    }
    let keys = rows.iter().map(|(key, _)| visible::width(key)).max().unwrap_or(0);
    let words = rows.iter().map(|(_, word)| visible::width(word)).max().unwrap_or(0);
    let width = ((keys + words + 6) as u16).min(screen.width);
    let height = (rows.len() as u16 + 2).min(screen.height.saturating_sub(1));
    let area = Rect::new(screen.right() - width, screen.bottom().saturating_sub(height + 1), width, height);
    canvas.boxed(area, title);
    for (index, (key, word)) in rows.iter().take(usize::from(height.saturating_sub(2))).enumerate() {
        let y = area.y + 1 + index as u16;
        canvas.put(area.x + 2, y, area.right() - 1, key, canvas.accent());
        canvas.put(area.x + 4 + keys as u16, y, area.right() - 1, word, canvas.plain());
    }
}

/// A popup in the middle of the screen.
fn middle(screen: Rect, width: u16, height: u16) -> Rect {
    let width = width.min(screen.width.saturating_sub(2));
    let height = height.min(screen.height.saturating_sub(2));
    Rect::new(screen.x + (screen.width - width) / 2, screen.y + (screen.height - 1 - height) / 3, width, height)
}

fn draw_choice(app: &App, choice: &Choice, screen: Rect, canvas: &mut Canvas) {
    let (title, width, rows) = match choice.choosing {
        Choosing::Theme => ("Theme", 44, choice.shown.len()),
        Choosing::Entity => ("Entity", 60, 20),
        Choosing::Merge => ("Merge into the chosen entity", 60, 20),
        Choosing::Story => ("Story", 76, choice.shown.len().clamp(1, 20)),
        Choosing::Highlight => ("Highlight", 44, choice.shown.len()),
        Choosing::Link => ("Links", 90, choice.shown.len().clamp(1, 20)),
        Choosing::Correct => ("Correct what was read", 76, choice.shown.len().clamp(1, 24)),
        Choosing::Palette => ("Palette", 44, choice.shown.len()),
        Choosing::Board => ("Bookmark, or collect", 60, choice.shown.len().clamp(1, 20)),
        Choosing::Help => ("Keys, signs and commands", WIDEST_HELP, usize::from(screen.height)),
    };
    let area = middle(screen, width, (rows as u16).saturating_add(5));
    match merged_into(app).filter(|_| choice.choosing == Choosing::Merge) {
        Some(name) => canvas.boxed(area, &fit(&format!("Merge into {name}"), usize::from(area.width.saturating_sub(4)))),
        None => canvas.boxed(area, title),
    }
    let (x, end) = (area.x + 2, area.right() - 2);
    let hint =
        if matches!(choice.choosing, Choosing::Theme | Choosing::Highlight | Choosing::Board) { "a key chooses" } else { "type to narrow" };
    let typed = if choice.filter.is_empty() { hint.to_owned() } else { choice.filter.clone() };
    let style = if choice.filter.is_empty() { canvas.dim() } else { canvas.bold() };
    canvas.put(x, area.y + 1, end, &typed, style);
    let keys = "Enter, Esc";
    if visible::width(&typed) + keys.len() + 2 <= usize::from(end - x) {
        canvas.put_right(x, area.y + 1, end, keys, canvas.dim());
    }
    let height = usize::from(area.height.saturating_sub(4));
    if choice.shown.is_empty() {
        canvas.put(x, area.y + 3, end, "Nothing fits. Backspace widens again.", canvas.dim());
    }
    let key_cells = match choice.choosing {
        Choosing::Help if area.width < 60 => 12,
        Choosing::Help if area.width < 100 => 16,
        Choosing::Help => 26,
        _ => 3,
    };
    let room = usize::from(end.saturating_sub(x + key_cells));
    // Help is read to its end, so its lines wrap; what is chosen from takes one line each.
    let lines_of = |item: &Item| -> Vec<String> {
        match choice.choosing {
            Choosing::Help if item.meaning != Meaning::Heading => {
                let lines = wrap(&item.label, room.max(1) as u16, false);
                lines.into_iter().map(|line| line.of(&item.label).trim_end().to_owned()).collect()
            }
            _ => vec![item.label.clone()],
        }
    };
    // The state scrolls by its own idea of the height; what is drawn keeps the chosen row in sight.
    let mut top = choice.list.selected;
    let mut left = height.saturating_sub(choice.item(top).map_or(0, |item| lines_of(item).len()));
    while top > choice.list.top
        && let Some(lines) = choice.item(top - 1).map(|item| lines_of(item).len()).filter(|lines| *lines <= left)
    {
        (top, left) = (top - 1, left - lines);
    }
    let mut y = area.y + 3;
    let bottom = area.y + 3 + height as u16;
    for number in top.. {
        let Some(item) = choice.item(number).filter(|_| y < bottom) else { break };
        if item.meaning == Meaning::Heading {
            canvas.put(x, y, end, &item.label, canvas.bold());
            y += 1;
            continue;
        }
        if let Meaning::Sign(sign) = item.meaning {
            let (sign, style) = sign_of(app, sign, canvas);
            canvas.put(x, y, x + key_cells - 1, &sign, style);
        } else {
            canvas.put(x, y, x + key_cells - 1, &keys_that_fit(&item.key, usize::from(key_cells) - 1), canvas.accent());
        }
        let colour = match item.meaning {
            Meaning::Highlight(colour) => canvas.highlight(colour),
            Meaning::Theme(theme) => app.lexicon.themes().get(theme).map_or(canvas.plain(), |theme| canvas.theme(&theme.colour)),
            _ => canvas.plain(),
        };
        let first = y;
        // Where both do not fit, the words go before the name.
        let both = visible::width(&item.label) + visible::width(&item.detail) + 2;
        let detail = if choice.choosing == Choosing::Help && both > room { "" } else { item.detail.as_str() };
        let detail = fit(detail, room.saturating_sub(visible::width(&item.label) + 2));
        let label_end = end.saturating_sub(visible::width(&detail) as u16 + 1);
        canvas.put_right(label_end, y, end, &detail, canvas.dim());
        for line in lines_of(item) {
            if y < bottom {
                let end = if choice.choosing == Choosing::Help { end } else { label_end };
                canvas.put(x + key_cells, y, end, &fit(&line, usize::from(end.saturating_sub(x + key_cells))), colour);
                y += 1;
            }
        }
        if number == choice.list.selected {
            canvas.put(area.x + 1, first, area.x + 2, canvas.sign("▌", ">"), canvas.accent());
            canvas.tint(Rect::new(x, first, end - x, y - first), canvas.bold());
        }
    }
}

/// The name of the entity into which others are merged.
fn merged_into(app: &App) -> Option<&str> {
    let entity = app.lens.entity?;
    app.analysis.relations.as_ref()?.entities.get(entity).map(|entity| entity.name.as_str())
}

/// As many of the keys, parted by commas, as have room; the first one is cut where even that has none.
fn keys_that_fit(keys: &str, room: usize) -> String {
    let mut fitting = String::new();
    for key in keys.split(", ") {
        let longer = if fitting.is_empty() { key.to_owned() } else { format!("{fitting}, {key}") };
        if visible::width(&longer) > room {
            break;
        }
        fitting = longer;
    }
    if fitting.is_empty() { fit(keys, room) } else { fitting }
}

/// A sign as it stands on the screen.
fn sign_of(app: &App, sign: Sign, canvas: &Canvas) -> (String, Style) {
    let own = |sign: &str, style| (sign.to_owned(), style);
    match sign {
        Sign::Current => own(canvas.sign("▌", ">"), canvas.accent()),
        Sign::Differ => own("!", canvas.warning()),
        Sign::Precision => own(canvas.sign("≈", "~"), canvas.dim()),
        Sign::Linked => own(canvas.sign("↔", "="), canvas.dim()),
        Sign::Strength => own(canvas.sign("●●●●●", "*****"), canvas.accent()),
        Sign::Note => own(canvas.sign("✎", "n"), canvas.accent()),
        Sign::Highlight(colour) => {
            let sign = highlight_sign(colour, canvas);
            own(sign, canvas.highlight(colour).remove_modifier(Modifier::UNDERLINED))
        }
        Sign::Theme(theme) => app.lexicon.themes().get(theme).map_or((String::new(), canvas.plain()), |theme| {
            let sign = if app.config.ascii { theme.ascii } else { theme.sign };
            (sign.to_string(), canvas.theme(&theme.colour))
        }),
        Sign::Name => own("Ada Bright", canvas.plain().add_modifier(Modifier::UNDERLINED)),
        Sign::Chosen => own("Ada Bright", canvas.chosen()),
        Sign::MadeUp => own("~ title", canvas.plain().add_modifier(Modifier::ITALIC)),
    }
}

fn draw_page(page: &Page, screen: Rect, canvas: &mut Canvas) {
    let names = page.lines.iter().map(|(name, _)| visible::width(name)).max().unwrap_or(0).min(24) as u16;
    let inner = WIDEST.min(screen.width.saturating_sub(2)).saturating_sub(4 + names + 2).max(8);
    let rows: Vec<(usize, &str, String)> = page
        .lines
        .iter()
        .enumerate()
        .flat_map(|(index, (name, words))| {
            let rows = wrap(words, inner, false);
            rows.into_iter()
                .enumerate()
                .map(move |(number, row)| (index, if number == 0 { name.as_str() } else { "" }, row.of(words).to_owned()))
                .collect::<Vec<_>>()
        })
        .collect();
    let area = middle(screen, WIDEST, rows.len() as u16 + 4);
    canvas.boxed(area, &page.title);
    let (x, end) = (area.x + 2, area.right() - 2);
    let visible_rows = rows.iter().skip_while(|(index, ..)| *index < page.top).take(usize::from(area.height.saturating_sub(3)));
    for (number, (_, name, words)) in visible_rows.enumerate() {
        let y = area.y + 1 + number as u16;
        canvas.put(x, y, x + names, &fit(name, usize::from(names)), canvas.accent());
        canvas.put(x + names + 2, y, end, words, canvas.plain());
    }
    canvas.put_right(x, area.bottom() - 1, end, " j k move, Esc closes ", canvas.dim().add_modifier(Modifier::ITALIC));
}
