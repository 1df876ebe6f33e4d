//! Draws the state. Reads it, changes nothing, and is the first that knows a colour of the terminal.

mod axis;
mod canvas;
mod compare;
mod concordance;
mod evidence;
mod guide;
mod line;
mod listing;
mod listing_rows;
mod map;
mod matrix;
mod overlay;
mod reader;
mod review;
mod sidebar;
mod sources;
mod status;
mod style;
mod table;

use ratatui::buffer::Buffer;
use ratatui::layout::Position;
use ratatui::layout::Rect;

use crate::app::App;
use crate::app::View;
use crate::app::panes::SMALLEST;
use crate::text::Dossier;
use crate::text::SourceId;
use crate::ui::canvas::Canvas;

/// Draws the whole screen into `buffer`; gives where the terminal's cursor belongs, if it is to be seen.
pub fn draw(app: &App, area: Rect, buffer: &mut Buffer) -> Option<Position> {
    let mut canvas = Canvas::new(buffer, &app.palette, app.config.ascii, app.plain);
    if area.width < SMALLEST.0 || area.height < SMALLEST.1 {
        let words = format!("crossread needs {} by {} cells", SMALLEST.0, SMALLEST.1);
        canvas.put(area.x, area.y, area.right(), &words, canvas.plain());
        return None;
    }
    let panes = app.panes();
    let body = Rect::new(area.x, area.y, area.width, area.height - 1);
    match &app.view {
        View::Reading => {
            reader::draw(app, &panes, &mut canvas);
            if let Some(list) = panes.sources {
                sources::draw(app, list, &mut canvas);
            }
            if let Some(side) = panes.sidebar {
                sidebar::draw(app, side, &mut canvas);
            }
            if !app.plain {
                rules(&panes, &mut canvas);
            }
        }
        View::Review(view) => review::draw(app, view, body, &mut canvas),
        View::Compare(view) => compare::draw(app, view, body, &mut canvas),
        View::Listing(view) => listing::draw(app, view, body, &mut canvas),
        View::Matrix(view) => matrix::draw(app, view, body, &mut canvas),
        View::Concordance(view) => concordance::draw(app, view, body, &mut canvas),
    }
    let prompt = status::draw(app, panes.status, &mut canvas);
    if app.overlay.is_none() {
        guide::draw(app, area, &mut canvas);
    }
    overlay::draw(app, area, &mut canvas);
    prompt.or_else(|| app.plain.then(|| reader::cursor(app, &panes)).flatten())
}

/// What a source is called beside others, marked if that is a made-up title.
fn name_of(dossier: &Dossier, id: SourceId) -> String {
    let label = dossier.label(id);
    let is_made_up = dossier.source(id).is_some_and(|source| source.title_is_made_up() && source.title() == label);
    format!("{}{label}", if is_made_up { "~ " } else { "" })
}

/// The rules between panes.
fn rules(panes: &crate::app::panes::Panes, canvas: &mut Canvas) {
    if panes.text.width == 0 {
        return;
    }
    let style = canvas.rule();
    let columns = [panes.sources.map(|list| list.right()), panes.sidebar.map(|side| side.x - 1)];
    for x in columns.into_iter().flatten() {
        for y in panes.text.y..panes.text.bottom() {
            canvas.put(x, y, x + 1, canvas.sign("│", "|"), style);
        }
    }
}
