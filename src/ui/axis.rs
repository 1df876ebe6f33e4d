//! The axis over the timeline: where happenings cluster, and when the texts were published.

use ratatui::layout::Rect;
use ratatui::style::Modifier;

use crate::analysis::questions::timeline::EventKind;
use crate::app::App;
use crate::app::listing::Listing;
use crate::app::listing::ListingRow;
use crate::text::calendar::When;
use crate::ui::canvas::Canvas;

/// Signs of a bar from low to high, and the ones where only ASCII can be shown.
const BARS: [&str; 8] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];
const PLAIN_BARS: [&str; 8] = [".", ".", ":", ":", "+", "+", "#", "#"];
/// A bar of where the happenings cluster, from the first year to the last, the stretch of the chosen one marked.
pub(super) fn draw(app: &App, view: &Listing, area: Rect, canvas: &mut Canvas) {
    let Some(answers) = &app.answers else { return };
    let first_day =
        |number: &usize| answers.timeline.get(*number).and_then(|event| event.when).and_then(When::bounds).map(|(first, _)| first);
    let days_of = |row: &ListingRow| match row {
        ListingRow::Event(number) => first_day(number).into_iter().collect(),
        ListingRow::Stretch(_, events) => events.iter().filter_map(first_day).collect(),
        _ => Vec::new(),
    };
    let days: Vec<jiff::civil::Date> = view.rows.iter().flat_map(days_of).collect();
    let shown = app.shown_sources();
    let publications = answers.timeline.iter().filter(|event| event.kind == EventKind::Publication);
    let publications = publications.filter(|event| event.told_by.iter().any(|telling| shown.contains(&telling.source)));
    let published: Vec<jiff::civil::Date> = publications.filter_map(|event| event.when?.bounds()).map(|(first, _)| first).collect();
    let all = || days.iter().chain(&published).copied();
    let (Some(first), Some(last)) = (all().min(), all().max()) else { return };
    let (from, to) = (first.year().to_string(), last.year().to_string());
    let cells = usize::from(area.width).saturating_sub(from.len() + to.len() + 2);
    if cells < 8 {
        return;
    }
    let length = days_between(first, last).max(1);
    let cell = |date: jiff::civil::Date| (days_between(first, date) * (cells - 1) / length).min(cells - 1);
    let mut counts = vec![0usize; cells];
    days.iter().for_each(|date| counts[cell(*date)] += 1);
    let most = counts.iter().max().copied().unwrap_or(1).max(1);
    let published: Vec<usize> = published.into_iter().map(cell).collect();
    let here: Vec<usize> = view.row().map(&days_of).unwrap_or_default().into_iter().map(cell).collect();
    let mut x = canvas.put(area.x, area.y, area.right(), &format!("{from} "), canvas.dim());
    for (index, count) in counts.iter().enumerate() {
        let height = if *count == 0 { None } else { Some((count * (BARS.len() - 1)).div_ceil(most).min(BARS.len() - 1)) };
        // Days of publication stand on the axis, and not between what happened.
        let empty = if published.contains(&index) { canvas.sign("▵", "^") } else { canvas.sign("·", " ") };
        let sign = height.map_or(empty, |height| canvas.sign(BARS[height], PLAIN_BARS[height]));
        let style = match height {
            _ if here.contains(&index) => canvas.accent().add_modifier(Modifier::REVERSED),
            Some(_) => canvas.accent(),
            None if published.contains(&index) => canvas.dim(),
            None => canvas.rule(),
        };
        x = canvas.put(x, area.y, area.right(), sign, style);
    }
    canvas.put(x + 1, area.y, area.right(), &to, canvas.dim());
}

fn days_between(one: jiff::civil::Date, other: jiff::civil::Date) -> usize {
    one.until(other).map_or(0, |span| usize::try_from(span.get_days()).unwrap_or(0))
}
