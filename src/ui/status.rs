//! The status line: where one is, what is chosen, what is told, and the keys that make sense here.

use ratatui::layout::Position;
use ratatui::layout::Rect;
use ratatui::style::Modifier;

use crate::app::App;
use crate::app::Stage;
use crate::app::View;
use crate::app::overlay::Overlay;
use crate::app::prompt::Prompt;
use crate::keys::Command;
use crate::text::BlockKind;
use crate::text::calendar::SHORT_MONTHS;
use crate::text::visible;
use crate::text::visible::fit;
use crate::ui::canvas::Canvas;

/// Draws the line; gives where the cursor stands if something is being typed.
pub(super) fn draw(app: &App, area: Rect, canvas: &mut Canvas) -> Option<Position> {
    canvas.tint(area, canvas.status());
    if let Some(Overlay::Prompt(prompt)) = &app.overlay {
        return Some(draw_prompt(prompt, area, canvas));
    }
    let style = canvas.status();
    let hints = hints(app);
    let left = left(app);
    let notice_style = match &app.notice {
        Some(notice) if notice.warning => style.patch(canvas.warning()),
        Some(_) => style.add_modifier(Modifier::BOLD),
        None => style,
    };
    let words = app.notice.as_ref().map_or("", |notice| notice.text.as_str());
    let room = usize::from(area.width).saturating_sub(2);
    let (start, end) = (area.x + 1, area.right() - 1);
    let place_cells = visible::width(&left);
    if words.is_empty() {
        let at = canvas.put(start, area.y, end, &fit(&left, room), style);
        // As many as fit, the first ones and the help.
        let mut hints = hints;
        let cells = |hints: &[(String, &'static str)]| -> usize {
            hints.iter().map(|(key, word)| visible::width(key) + visible::width(word) + 3).sum()
        };
        while hints.len() > 1 && place_cells + cells(&hints) + 2 > room {
            hints.remove(hints.len() - 2);
        }
        if place_cells + cells(&hints) + 2 <= room {
            let mut x = end - cells(&hints) as u16 + 1;
            for (key, word) in &hints {
                x = canvas.put(x.max(at), area.y, end, key, style.patch(canvas.accent()));
                x = canvas.put(x + 1, area.y, end, word, style) + 2;
            }
        }
        return None;
    }
    // What is told stands first where both do not fit.
    let both = place_cells + 3 + visible::width(words) <= room;
    let x = if both { canvas.put(start, area.y, end, &left, style) + 3 } else { start };
    canvas.put(x, area.y, end, &fit(words, usize::from(end - x)), notice_style);
    None
}

fn draw_prompt(prompt: &Prompt, area: Rect, canvas: &mut Canvas) -> Position {
    let style = canvas.status();
    let (start, end) = (area.x + 1, area.right() - 1);
    let mut x = canvas.put(start, area.y, end, prompt.kind.mark(), style.patch(canvas.accent()));
    // What is typed last stays in sight.
    let room = usize::from(end.saturating_sub(x)).saturating_sub(1);
    let before = &prompt.text[..prompt.cursor];
    let mut from = 0;
    while visible::width(&before[from..]) > room {
        from += before[from..].chars().next().map_or(1, char::len_utf8);
    }
    x = canvas.put(x, area.y, end, &before[from..], style.add_modifier(Modifier::BOLD));
    let cursor = Position::new(x.min(end - 1), area.y);
    x = canvas.put(x, area.y, end, &prompt.text[prompt.cursor..], style.add_modifier(Modifier::BOLD));
    if let Some(error) = &prompt.error {
        canvas.put(x + 2, area.y, end, &fit(error, usize::from(end.saturating_sub(x + 2))), style.patch(canvas.warning()));
    }
    cursor
}

/// Place, links, what is chosen, progress.
fn left(app: &App) -> String {
    let row = |selected: usize, count: usize| format!("row {} of {count}", (selected + 1).min(count));
    match &app.view {
        View::Concordance(view) => return row(view.list.selected, view.hits.len()),
        View::Listing(view) => return row(view.list.selected, view.rows.len()),
        View::Matrix(view) => return row(view.list.selected, view.rows.len()),
        View::Review(view) => return format!("card {} of {}", (view.done + 1).min(view.queue.len()), view.queue.len()),
        View::Reading | View::Compare(_) => {}
    }
    let mut parts = Vec::new();
    if let Some(source) = app.source() {
        if let Some(index) = app.reader.passage(source) {
            let number = source.paragraph_number(source.passages[index].block as usize);
            let share = (app.reader.cursor * 100).div_ceil(source.text.len().max(1)).min(100);
            let kind = source.blocks.get(source.passages[index].block as usize).map(|block| block.kind);
            let place = match (number, kind) {
                (0, Some(BlockKind::Standfirst)) => "standfirst".to_owned(),
                (0, _) => "title".to_owned(),
                _ => format!("¶ {number} of {}", source.paragraph_count()),
            };
            parts.push(format!("{place} · {share} %"));
        }
        if let Some(related) = app.related().filter(|related| !related.is_empty()) {
            parts.push(if related.len() == 1 { "1 link".to_owned() } else { format!("{} links", related.len()) });
        }
    }
    if let Some(theme) = app.lens.theme.and_then(|theme| app.lexicon.themes().get(theme)) {
        parts.push(format!("{} {}", if app.config.ascii { theme.ascii } else { theme.sign }, theme.name));
    }
    if let Some(entity) = app.lens.entity.and_then(|id| app.analysis.relations.as_ref()?.entities.get(id)) {
        parts.push(entity.name.clone());
    }
    if let Some(query) = &app.lens.query {
        parts.push(format!("/{}", query.written));
    }
    if app.due_count > 0 {
        let key = app.keymap().first_chord(Command::Review).map_or(String::new(), |key| format!(" ({key})"));
        parts.push(format!("{} to review{key}", app.due_count));
    }
    match app.stage {
        Stage::Importing => parts.push(format!("reading {} of {}", app.dossier.len(), app.expected)),
        Stage::Facts => parts.push(format!("names and themes {} of {}", app.analysis.n_ready(), app.dossier.len())),
        Stage::Relating(done) => parts.push(format!("relating {done} of {}", app.dossier.len())),
        Stage::Comparing(share) => parts.push(format!("comparing {share} %")),
        Stage::Done => {}
    }
    if !app.pending.is_empty() {
        let pressed: Vec<String> = app.pending.iter().map(ToString::to_string).collect();
        parts.push(format!("{} …", pressed.join(" ")));
    }
    parts.join("   ")
}

/// Keys that make sense here, with a word each.
fn hints(app: &App) -> Vec<(String, &'static str)> {
    app.hints().iter().filter_map(|(command, word)| Some((app.keymap().first_chord(*command)?, *word))).collect()
}

/// An EDTF date as people write it: `10 Jul 2025`, `Jul 2025`, `2025`.
pub(super) fn day(date: &str) -> String {
    if let Some(part) = part_of_year(date) {
        return part;
    }
    if date.contains('/') {
        return date.split('/').map(day).collect::<Vec<_>>().join("–");
    }
    let parts: Vec<&str> = date.split('-').collect();
    let month = parts.get(1).and_then(|month| month.parse::<usize>().ok()).and_then(|month| SHORT_MONTHS.get(month.wrapping_sub(1)));
    match (parts.as_slice(), month) {
        ([year, _, day], Some(month)) => format!("{} {month} {year}", day.trim_start_matches('0')),
        ([year, _], Some(month)) => format!("{month} {year}"),
        ([century], _) if century.ends_with("XX") => century.trim_end_matches('X').parse().map_or(date.to_owned(), century_name),
        ([decade], _) if decade.ends_with('X') => decade.replace('X', "0s"),
        _ => date.to_owned(),
    }
}

/// The quarter or half that `2025-01/2025-03` is.
fn part_of_year(date: &str) -> Option<String> {
    let (from, to) = date.split_once('/')?;
    let ((year, first), (other, last)) = (from.split_once('-')?, to.split_once('-')?);
    let part = match (first, last) {
        ("01", "03") => "Q1",
        ("04", "06") => "Q2",
        ("07", "09") => "Q3",
        ("10", "12") => "Q4",
        ("01", "06") => "H1",
        ("07", "12") => "H2",
        _ => return None,
    };
    (year == other).then(|| format!("{part} {year}"))
}

/// The name of the century whose years begin with `hundreds`.
fn century_name(hundreds: u32) -> String {
    let number = hundreds + 1;
    let ending = match (number % 100, number % 10) {
        (11..=13, _) => "th",
        (_, 1) => "st",
        (_, 2) => "nd",
        (_, 3) => "rd",
        _ => "th",
    };
    format!("{number}{ending} century")
}

#[cfg(test)]
mod tests {
    use super::day;

    #[test]
    fn dates_read_as_people_write_them() {
        assert_eq!(day("2025-07-04"), "4 Jul 2025");
        assert_eq!(day("2025-07"), "Jul 2025");
        assert_eq!(day("2025"), "2025");
        assert_eq!(day("2025-04/2025-06"), "Q2 2025");
        assert_eq!(day("2025-04/2025-07"), "Apr 2025–Jul 2025");
        assert_eq!(day("198X"), "1980s");
        assert_eq!(day("19XX"), "20th century");
        assert_eq!(day("20XX"), "21st century");
        assert_eq!(day("2022/2024-03"), "2022–Mar 2024");
    }
}
