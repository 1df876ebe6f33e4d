//! The list of sources: title, publisher and date, shares of themes.

use ratatui::layout::Rect;
use ratatui::style::Modifier;

use crate::analysis::questions::themes::shares;
use crate::app::App;
use crate::app::Stage;
use crate::app::panes::Pane;
use crate::app::sources::ROWS;
use crate::print::list::minutes;
use crate::text::Source;
use crate::text::SourceId;
use crate::text::visible;
use crate::text::visible::fit;
use crate::text::wrap::wrap;
use crate::ui::canvas::Canvas;
use crate::ui::status::day;

/// Themes shown for a source.
const THEMES: usize = 3;
/// Most signs that stand for one theme's share.
const SIGNS: f32 = 6.0;

pub(super) fn draw(app: &App, area: Rect, canvas: &mut Canvas) {
    let focused = app.focus == Pane::Sources;
    let shown = app.sources.shown(&app.dossier);
    let filter = if app.sources.filter.is_empty() { String::new() } else { format!(" · {}", app.sources.filter) };
    let count =
        if filter.is_empty() { format!("{}", app.expected.max(shown.len())) } else { format!("{} of {}", shown.len(), app.dossier.len()) };
    let n_reprints = app.analysis.reprints().n_reprints();
    let count = if n_reprints > 0 { format!("{count}, {} independent", app.dossier.len().saturating_sub(n_reprints)) } else { count };
    let style = if focused { canvas.accent().add_modifier(Modifier::BOLD) } else { canvas.dim() };
    canvas.put(area.x + 1, area.y, area.right(), &fit(&format!("Sources · {count}{filter}"), usize::from(area.width) - 1), style);
    if shown.is_empty() && !app.sources.filter.is_empty() {
        canvas.put(area.x + 2, area.y + 2, area.right(), "Nothing fits. f changes the filter.", canvas.dim());
    }
    let mut y = area.y + 2;
    for row in app.sources.list.top.. {
        let Some((id, source)) = shown.get(row).and_then(|id| Some((id, app.dossier.source(id)?))) else { break };
        if y + 2 > area.bottom() {
            break;
        }
        draw_source(
            app,
            id,
            source,
            focused && row == app.sources.list.selected,
            Rect::new(area.x, y, area.width, (ROWS as u16).min(area.bottom() - y)),
            canvas,
        );
        y += ROWS as u16;
    }
}

fn draw_source(app: &App, id: SourceId, source: &Source, selected: bool, area: Rect, canvas: &mut Canvas) {
    let (x, end) = (area.x + 2, area.right().saturating_sub(1));
    let width = end.saturating_sub(x);
    let is_open = id == app.reader.source;
    let title = if source.title_is_made_up() { format!("~ {}", source.title()) } else { source.title().to_owned() };
    let mut style = if is_open || selected { canvas.bold() } else { canvas.plain() };
    if source.title_is_made_up() {
        style = style.add_modifier(Modifier::ITALIC);
    }
    let rows = wrap(&title, width, false);
    let mut y = area.y;
    for (index, row) in rows.iter().take(2).enumerate() {
        let rest = if index == 1 && rows.len() > 2 { &title[row.start()..] } else { row.of(&title) };
        canvas.put(x, y, end, &fit(rest, usize::from(width)), style);
        y += 1;
    }
    let meta = &source.meta;
    // Where nobody is told, what tells it from the others; the title stands above.
    // That is known when all are there; until then it would be found anew for every source that comes.
    let label = || (app.stage != Stage::Importing).then(|| app.dossier.label(id)).filter(|label| *label != source.title());
    let from = meta.publisher.as_ref().or(meta.author.as_ref()).map(|field| field.value.as_str()).or_else(label).unwrap_or("–");
    let date = meta.date.as_ref().map_or_else(|| "no date".to_owned(), |date| day(&date.value));
    let bottom = area.bottom();
    if y < bottom {
        let reprint = app.analysis.reprints().reprinted(id).map(|first| format!(" · reprint of {}", app.dossier.label(first)));
        let words = format!("{from} · {date}{}", reprint.unwrap_or_default());
        canvas.put(x, y, end, &fit(&words, usize::from(width)), canvas.dim());
        y += 1;
    }
    if y < bottom {
        let at = theme_signs(app, id, x, y, end, canvas);
        let per_cent = |share: f32, word: &str| format!("{:.0} % {word} · ", share * 100.0);
        let new = app.new_share(id).map(|share| per_cent(share, "new")).unwrap_or_default();
        let read = Some(app.read_share(id)).filter(|share| *share > 0.0).map(|share| per_cent(share, "read")).unwrap_or_default();
        let length = format!("{} min", minutes(source.n_words));
        let fitting = [format!("{new}{read}{length}"), format!("{new}{length}"), new.trim_end_matches(" · ").to_owned(), length];
        let room = usize::from(end.saturating_sub(at + 1));
        let words = fitting.iter().find(|words| visible::width(words) <= room).map_or("", String::as_str);
        canvas.put_right(x, y, end, words, canvas.dim());
        y += 1;
    }
    if is_open || selected {
        let style = if selected { canvas.accent() } else { canvas.dim() };
        let bar = canvas.sign("▌", if selected { ">" } else { "|" });
        for y in area.y..y {
            canvas.put(area.x, y, area.x + 1, bar, style);
        }
    }
}

/// Signs of the strongest themes, as many as their share asks for.
fn theme_signs(app: &App, id: SourceId, x: u16, y: u16, end: u16, canvas: &mut Canvas) -> u16 {
    let Some(facts) = app.analysis.facts(id) else { return x };
    let mut ranked: Vec<(usize, f32)> = shares(facts).into_iter().enumerate().filter(|(_, share)| *share > 0.0).collect();
    ranked.sort_by(|a, b| b.1.total_cmp(&a.1));
    let mut at = x;
    for (index, share) in ranked.into_iter().take(THEMES) {
        let Some(theme) = app.lexicon.themes().get(index) else { continue };
        let sign = if app.config.ascii { theme.ascii } else { theme.sign };
        let count = (share * SIGNS).ceil().max(1.0) as usize;
        let signs: String = std::iter::repeat_n(sign, count).collect();
        at = canvas.put(at, y, end, &signs, canvas.theme(&theme.colour)) + 1;
    }
    at
}
