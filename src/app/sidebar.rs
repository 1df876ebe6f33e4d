//! What the sidebar holds, line by line: notes, related passages of the current one, themes, entities. Each section has its share
//! of the height, so that none pushes another out of sight; the one that is being gone through opens.

use crate::analysis::questions::related::Related;
use crate::analysis::relations::entities::EntityId;
use crate::app::App;
use crate::app::Stage;
use crate::app::panes::Pane;
use crate::app::panes::Rect;
use crate::notes::annotation::Annotation;
use crate::text::Span;
use crate::text::words::one_line;
use crate::text::wrap::wrap;

/// Weakest link that is shown; those under it are noise as often as not.
pub const FAINTEST: f32 = 0.056;
/// Weakest link that is worth a sign in the margin.
pub const STRONG: f32 = 0.56;
/// Most related passages in the sidebar.
const MOST_RELATED: usize = 8;
/// Most entities in the sidebar.
const MOST_ENTITIES: usize = 30;
/// Rows of another passage's text in a card that is not chosen.
const SNIPPET: usize = 2;
/// Most rows of a note.
const NOTE: usize = 6;
/// Rows of a card with its reason and the blank behind it.
const CARD: usize = 5;
/// Most cards of related passages while the sections share the height.
const MOST_CARDS: usize = 4;
/// Height under which cards have no reason and the other sections fewer rows.
const LOW: usize = 30;

/// A part of the sidebar with a heading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    /// What the reader wrote about the current passage.
    Noted,
    /// Passages of other sources.
    Related,
    /// Themes of the open source.
    Themes,
    /// Entities of the open source.
    Entities,
}

/// A line of the sidebar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SideLine {
    /// Nothing.
    Blank,
    /// The heading of a section.
    Heading(Section),
    /// Words where a section has no rows.
    Words(String),
    /// A row of the words of the note with that number.
    Note(usize, Span),
    /// The head of a card: strength and place.
    Head(usize),
    /// That row of the text of a card, of so many.
    Snippet(usize, usize, usize),
    /// Why a card is there.
    Reason(usize),
    /// A theme with its count.
    Theme(ThemeCount),
    /// An entity with its counts.
    Entity(EntityCount),
    /// How many rows of a section are left out, and the first of them.
    More(usize, Item),
}

impl SideLine {
    /// The row that can be chosen to which the line belongs.
    pub fn item(&self) -> Option<Item> {
        match self {
            SideLine::Head(card) | SideLine::Snippet(card, ..) | SideLine::Reason(card) => Some(Item::Related(*card)),
            SideLine::Theme(count) => Some(Item::Theme(count.theme)),
            SideLine::Entity(count) => Some(Item::Entity(count.entity)),
            SideLine::More(_, item) => Some(*item),
            SideLine::Blank | SideLine::Heading(_) | SideLine::Words(_) | SideLine::Note(..) => None,
        }
    }
}

/// A row of the sidebar that can be chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item {
    /// Number of a related passage of the current one.
    Related(usize),
    /// Number of a theme.
    Theme(usize),
    /// An entity.
    Entity(EntityId),
}

/// How often a theme is touched in the open source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ThemeCount {
    /// Number of the theme.
    pub theme: usize,
    /// Its words in this source.
    pub here: usize,
    /// Whether the current passage touches it.
    pub current: bool,
}

/// How often an entity is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EntityCount {
    /// The entity.
    pub entity: EntityId,
    /// Mentions in this source.
    pub here: usize,
    /// Mentions in all sources.
    pub all: usize,
    /// Whether the current passage names it.
    pub current: bool,
}

impl App {
    /// Related passages of the current one that are strong enough to be shown; `None` while they are not known.
    pub fn related(&self) -> Option<&[Related]> {
        let links = self.links(self.passage()?)?;
        let shown = links.iter().take(MOST_RELATED).take_while(|related| related.link.score >= FAINTEST).count();
        Some(&links[..shown])
    }

    /// Themes of the open source, the most frequent first.
    pub fn theme_counts(&self) -> Vec<ThemeCount> {
        let Some(facts) = self.analysis.facts(self.reader.source) else { return Vec::new() };
        let current = self.passage_span().unwrap_or(Span::new(0, 0));
        let in_passage: Vec<usize> = facts.theme_counts(current).map(|(_, count)| count).collect();
        let totals = facts.theme_totals().into_iter().enumerate();
        let mut counts: Vec<ThemeCount> =
            totals.map(|(theme, here)| ThemeCount { theme, here, current: in_passage[theme] > 0 }).filter(|count| count.here > 0).collect();
        counts.sort_by_key(|count| std::cmp::Reverse(count.here));
        counts
    }

    /// Entities of the open source: those of the current passage first, then the most frequent.
    pub fn entity_counts(&self) -> Vec<EntityCount> {
        let Some(relations) = &self.analysis.relations else { return Vec::new() };
        let of_source = relations.entities.of_source(self.reader.source);
        let mut sorted: Vec<EntityId> = of_source.to_vec();
        sorted.sort_unstable();
        let current: Vec<EntityId> = self
            .passage_span()
            .map(|span| self.analysis.mentions(self.reader.source, span).map(|(_, entity)| entity).collect())
            .unwrap_or_default();
        let count = |same: &[EntityId]| EntityCount {
            entity: same[0],
            here: same.len(),
            all: relations.entities.get(same[0]).map_or(0, |entity| entity.count as usize),
            current: current.contains(&same[0]),
        };
        let mut counts: Vec<EntityCount> = sorted.chunk_by(|a, b| a == b).map(count).collect();
        counts.sort_by_key(|count| (std::cmp::Reverse(count.current), std::cmp::Reverse(count.here), std::cmp::Reverse(count.all)));
        counts.truncate(MOST_ENTITIES);
        counts
    }

    /// The rows of the sidebar that can be chosen, from the top.
    pub fn sidebar_items(&self) -> Vec<Item> {
        let related = (0..self.related().map_or(0, <[Related]>::len)).map(Item::Related);
        let themes = self.theme_counts().into_iter().map(|count| Item::Theme(count.theme));
        let entities = self.entity_counts().into_iter().map(|count| Item::Entity(count.entity));
        related.chain(themes).chain(entities).collect()
    }

    /// The row that is chosen, if the reader is in the sidebar.
    pub fn sidebar_item(&self) -> Option<Item> {
        (self.focus == Pane::Sidebar).then(|| self.sidebar_items().get(self.sidebar_row).copied()).flatten()
    }

    /// What the reader wrote about the current passage, with its words in one line.
    pub fn noted(&self) -> Vec<(&Annotation, String)> {
        let Some(span) = self.passage_span() else { return Vec::new() };
        let is_written =
            |annotation: &&Annotation| !annotation.note.is_empty() || !annotation.tags.is_empty() || annotation.question.is_some();
        let annotations = self.notes.at(self.reader.source, span).map(|(_, annotation)| annotation).filter(is_written);
        let words = |annotation: &Annotation| {
            let tags = annotation.tags.iter().map(|tag| format!("#{tag} ")).collect::<String>();
            let question = annotation.question.as_ref().map_or("", |(question, _)| question.as_str());
            one_line(&format!("{tags}{question} {}", annotation.note))
        };
        annotations.map(|annotation| (annotation, words(annotation))).collect()
    }

    /// The lines of a sidebar of that size in cells, and the number of the first that is shown.
    pub fn sidebar_lines(&self, width: usize, height: usize) -> (Vec<SideLine>, usize) {
        let chosen = self.sidebar_item();
        let mut lines = self.noted_lines(width);
        let (themes, entities) = (self.theme_counts(), self.entity_counts());
        let low = height < LOW;
        let themes_shown =
            limit(themes.len(), if low { 4 } else { 8 }, chosen, |item| themes.iter().position(|count| Item::Theme(count.theme) == item));
        let n_themes = themes_shown + usize::from(themes_shown < themes.len()) + 2;
        let n_entities = entities.len().min(if low { 5 } else { 7 }) + 1;
        let card = if low { CARD - 1 } else { CARD };
        // Heading and blank, and the line that says how many are left out.
        let room = height.saturating_sub(lines.len() + n_themes + n_entities + 3);
        lines.extend(self.related_lines(width, (room / card).clamp(1, MOST_CARDS), low, chosen));
        if !themes.is_empty() {
            lines.push(SideLine::Heading(Section::Themes));
            lines.extend(themes.iter().take(themes_shown).map(|count| SideLine::Theme(*count)));
            if let Some(next) = themes.get(themes_shown) {
                lines.push(SideLine::More(themes.len() - themes_shown, Item::Theme(next.theme)));
            }
            lines.push(SideLine::Blank);
        }
        if !entities.is_empty() {
            lines.push(SideLine::Heading(Section::Entities));
            let room = height.saturating_sub(lines.len()).max(1);
            let shown = limit(entities.len(), room, chosen, |item| entities.iter().position(|count| Item::Entity(count.entity) == item));
            let shown = if shown < entities.len() { shown - 1 } else { shown };
            lines.extend(entities.iter().take(shown).map(|count| SideLine::Entity(*count)));
            if let Some(next) = entities.get(shown) {
                lines.push(SideLine::More(entities.len() - shown, Item::Entity(next.entity)));
            }
        }
        let top = first_visible(&lines, chosen, height);
        (lines, top)
    }

    fn noted_lines(&self, width: usize) -> Vec<SideLine> {
        let mut lines = Vec::new();
        for (number, (_, words)) in self.noted().iter().enumerate() {
            let rows = wrap(words, width.saturating_sub(2) as u16, false);
            lines.extend(rows.into_iter().take(NOTE).map(|row| SideLine::Note(number, row)));
        }
        if !lines.is_empty() {
            lines.insert(0, SideLine::Heading(Section::Noted));
            lines.push(SideLine::Blank);
        }
        lines
    }

    fn related_lines(&self, width: usize, cards: usize, low: bool, chosen: Option<Item>) -> Vec<SideLine> {
        let mut lines = vec![SideLine::Heading(Section::Related), SideLine::Blank];
        let words = |words: &str, lines: &mut Vec<SideLine>| {
            let rows = wrap(words, width as u16, false);
            lines.extend(rows.into_iter().map(|row| SideLine::Words(row.of(words).to_owned())));
            lines.push(SideLine::Blank);
        };
        let Some(related) = self.related() else {
            let why = match self.stage {
                _ if self.source().is_some_and(|source| source.passages.is_empty()) => "This source has no text to relate.",
                _ if self.passage().is_none() => "No passage here.",
                Stage::Done | Stage::Comparing(_) => "looking for related passages…",
                _ => "the sources are still being read…",
            };
            words(why, &mut lines);
            return lines;
        };
        if related.is_empty() {
            words(
                if self.dossier.len() < 2 { "Open a second source to see what it says." } else { "No other source tells this." },
                &mut lines,
            );
        }
        let shown = limit(related.len(), cards, chosen, |item| match item {
            Item::Related(number) => Some(number),
            _ => None,
        });
        for (number, one) in related.iter().enumerate().take(shown) {
            let Some((_, source, passage)) = self.dossier.passage(one.link.to) else { continue };
            lines.push(SideLine::Head(number));
            let rows = wrap(passage.span.of(&source.text), width.saturating_sub(1) as u16, false).len();
            // The card that is chosen shows its whole passage.
            let n_rows = if chosen == Some(Item::Related(number)) { rows } else { rows.min(SNIPPET) };
            lines.extend((0..n_rows).map(|row| SideLine::Snippet(number, row, n_rows)));
            if !low && !one.reasons.reasons.is_empty() {
                lines.push(SideLine::Reason(number));
            }
            lines.push(SideLine::Blank);
        }
        if shown < related.len() {
            lines.push(SideLine::More(related.len() - shown, Item::Related(shown)));
            lines.push(SideLine::Blank);
        }
        lines
    }

    /// Chooses the row at a line of the sidebar; `true` if it was chosen already.
    pub(super) fn choose_sidebar_line(&mut self, area: Rect, y: u16) -> bool {
        let (lines, top) = self.sidebar_lines(usize::from(area.width.saturating_sub(3)), usize::from(area.height));
        let Some(item) = lines.get(top + usize::from(y - area.y)).and_then(SideLine::item) else {
            self.focus = Pane::Sidebar;
            return false;
        };
        let was_chosen = self.sidebar_item() == Some(item);
        self.focus = Pane::Sidebar;
        self.sidebar_row = self.sidebar_items().iter().position(|other| *other == item).unwrap_or(self.sidebar_row);
        was_chosen
    }

    /// Goes to the first row of the next section of the sidebar, or of the one before.
    pub(super) fn step_section(&mut self, forward: bool) {
        let kind = |item: &Item| std::mem::discriminant(item);
        let items = self.sidebar_items();
        let Some(here) = items.get(self.sidebar_row).map(kind) else { return };
        let firsts: Vec<usize> = (0..items.len()).filter(|at| *at == 0 || kind(&items[*at]) != kind(&items[at - 1])).collect();
        let own = firsts.iter().rposition(|first| kind(&items[*first]) == here).unwrap_or(0);
        let target = if forward { firsts.get(own + 1) } else { firsts.get(own.saturating_sub(1)) };
        self.sidebar_row = target.copied().unwrap_or(self.sidebar_row);
    }
}

/// How many of `all` rows are shown: `most`, or all where one behind is chosen.
fn limit(all: usize, most: usize, chosen: Option<Item>, place: impl Fn(Item) -> Option<usize>) -> usize {
    let is_behind = chosen.and_then(place).is_some_and(|at| at + 1 >= most && at < all);
    if is_behind { all } else { all.min(most) }
}

/// The first line shown so that the chosen item is whole, if it fits.
fn first_visible(lines: &[SideLine], chosen: Option<Item>, height: usize) -> usize {
    let Some(chosen) = chosen else { return 0 };
    let first = lines.iter().position(|line| line.item() == Some(chosen)).unwrap_or(0);
    let last = lines.iter().rposition(|line| line.item() == Some(chosen)).unwrap_or(first);
    (last + 2).saturating_sub(height).min(first)
}
