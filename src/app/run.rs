//! Keys to commands, and commands to the methods that do them.

use jiff::Timestamp;

use crate::analysis::questions::matrix::mentions_of;
use crate::app::App;
use crate::app::View;
use crate::app::guide::Guide;
use crate::app::listing::ListingKind;
use crate::app::message::Effect;
use crate::app::moving::Way;
use crate::app::overlay::Overlay;
use crate::app::panes::Pane;
use crate::app::prompt::Prompt;
use crate::app::prompt::PromptKind;
use crate::app::sidebar;
use crate::config::WIDTHS;
use crate::keys::Command;
use crate::keys::Key;
use crate::keys::Lookup;
use crate::text::FilePlace;
use crate::text::SourceId;

/// Cells that one key widens or narrows the text by.
const WIDTH_STEP: u16 = 4;

/// Whether a command opens a view of what was found by comparing all sources.
fn needs_answers(command: Command) -> bool {
    matches!(
        command,
        Command::Disagreements
            | Command::Timeline
            | Command::Coverage
            | Command::Quantities
            | Command::Speakers
            | Command::Brief
            | Command::OnlyHere
            | Command::ReadingPath
            | Command::NextDisagreement
            | Command::PreviousDisagreement
    )
}

impl App {
    pub(super) fn key(&mut self, key: Key, now: Timestamp, effects: &mut Vec<Effect>) {
        self.notice = None;
        // Who goes on does not want to be taken elsewhere.
        self.waiting = None;
        if self.guide == Some(Guide::Welcome) {
            self.guide = None;
        }
        if self.overlay.is_some() {
            self.overlay_key(key, now, effects);
            return;
        }
        if self.pending.is_empty() && (self.review_key(key, now, effects) || self.is_reading() && self.selection_key(key)) {
            return;
        }
        self.pending.push(key);
        match self.config.keymap.lookup(&self.pending) {
            Lookup::Found(command) => {
                self.pending.clear();
                self.run(command, now, effects);
            }
            Lookup::Prefix(_) => {}
            Lookup::None => {
                let alone = self.pending.len() == 1;
                self.pending.clear();
                // A key that does not go on from a beginning may be a command of its own.
                if !alone {
                    self.key(key, now, effects);
                }
            }
        }
    }

    /// Does what `command` asks for.
    pub(super) fn run(&mut self, command: Command, now: Timestamp, effects: &mut Vec<Effect>) {
        let asked_to_quit = std::mem::take(&mut self.quit_asked);
        if self.answers.is_none() && needs_answers(command) && !self.dossier.is_empty() {
            self.waiting = Some(command);
            return self.tell(format!("{} opens once the sources are compared", command.name().replace('-', " ")));
        }
        self.guide_hears(command);
        match command {
            Command::NextLine => self.step(1),
            Command::PreviousLine => self.step(-1),
            Command::PageDown => self.page(Way::Forward, false),
            Command::PageUp => self.page(Way::Backward, false),
            Command::HalfPageDown => self.page(Way::Forward, true),
            Command::HalfPageUp => self.page(Way::Backward, true),
            Command::FirstLine => self.go_to_end(Way::Backward),
            Command::LastLine => self.go_to_end(Way::Forward),
            Command::NextPassage => self.step_passage(Way::Forward),
            Command::PreviousPassage => self.step_passage(Way::Backward),
            Command::NextParagraph => self.step_paragraph(Way::Forward),
            Command::PreviousParagraph => self.step_paragraph(Way::Backward),
            Command::NextSource if self.step_source_of_view(Way::Forward) => {}
            Command::PreviousSource if self.step_source_of_view(Way::Backward) => {}
            Command::NextSource => self.step_source(Way::Forward, now, effects),
            Command::PreviousSource => self.step_source(Way::Backward, now, effects),
            Command::Open => self.open(now, effects),
            Command::Back => self.back(now, effects),
            Command::Forward => self.forward(now, effects),
            Command::NextRelated => self.step_related(1, now, effects),
            Command::PreviousRelated => self.step_related(-1, now, effects),
            Command::NextOfTheme => self.step_theme(Way::Forward, now, effects),
            Command::PreviousOfTheme => self.step_theme(Way::Backward, now, effects),
            Command::NextMention => self.step_mention(Way::Forward, now, effects),
            Command::PreviousMention => self.step_mention(Way::Backward, now, effects),
            Command::Related => self.go_to_related(),
            Command::ChooseTheme => self.choose_theme(),
            Command::ChooseEntity => self.choose_entity(),
            Command::Merge => self.choose_merge(),
            Command::Why if self.why_in_view() => {}
            Command::Why => self.why(),
            Command::Search => self.prompt(PromptKind::Search(self.reader.place())),
            Command::SearchAll => self.prompt(PromptKind::SearchAll),
            Command::NextHit => self.step_hit(Way::Forward),
            Command::PreviousHit => self.step_hit(Way::Backward),
            Command::Concordance => self.show_concordance(),
            Command::SearchMeaning if self.analysis.relations.is_none() => self.tell("sources are still being related"),
            Command::SearchMeaning => self.prompt(PromptKind::Meaning),
            Command::Story => self.choose_story(),
            Command::Filter if self.is_list_of_notes() => self.prompt(PromptKind::FilterNotes),
            Command::Filter => self.filter(),
            Command::NextPane | Command::PreviousPane if self.step_pane_of_view() => {}
            Command::NextPane => self.step_pane(Way::Forward),
            Command::PreviousPane => self.step_pane(Way::Backward),
            Command::ToggleSources => self.toggle_pane(Pane::Sources),
            Command::FocusText => self.focus = Pane::Text,
            Command::ToggleSidebar => self.toggle_pane(Pane::Sidebar),
            Command::TextAlone => self.text_alone(),
            Command::Wider if matches!(self.view, View::Listing(_)) => self.zoom(true),
            Command::Narrower if matches!(self.view, View::Listing(_)) => self.zoom(false),
            Command::Wider => self.widen(true),
            Command::Narrower => self.widen(false),
            Command::ToggleOutside => self.toggle_outside(),
            Command::ToggleThemes => self.lens.show.themes = !self.lens.show.themes,
            Command::ToggleEntities => self.lens.show.entities = !self.lens.show.entities,
            Command::ToggleLinks => self.lens.show.links = !self.lens.show.links,
            Command::Info => self.info(),
            Command::Correct => self.correct(),
            Command::Help => self.help(),
            Command::Palette => self.choose_palette(),
            Command::Welcome => self.welcome(),
            Command::Tour => self.tour(),
            Command::CommandLine => self.prompt(PromptKind::Command),
            Command::Close if self.end_tour() => {}
            Command::Close => self.close(),
            Command::Reload => self.reload(effects),
            Command::OpenAddress => self.open_address(effects),
            Command::Links => self.choose_links(),
            Command::OpenConfig => effects.push(Effect::OpenConfig),
            Command::OpenFile => self.open_file(effects),
            Command::ToggleMouse => self.toggle_mouse(effects),
            Command::Suspend => effects.push(Effect::Suspend),
            Command::Cancel => self.cancel(asked_to_quit, now, effects),
            Command::Quit => self.quit(now, effects),
            Command::Disagreements => self.show_listing(ListingKind::Disagreements),
            Command::NextDisagreement => self.step_disagreement(Way::Forward, now, effects),
            Command::PreviousDisagreement => self.step_disagreement(Way::Backward, now, effects),
            Command::Compare => self.show_compare(),
            Command::Timeline => self.show_listing(ListingKind::Timeline(None)),
            Command::Coverage => self.show_matrix(),
            Command::Speakers => self.show_listing(ListingKind::Speakers),
            Command::Brief => self.show_listing(ListingKind::Brief),
            Command::Quantities => self.show_quantities(),
            Command::OnlyHere => self.show_listing(ListingKind::OnlyHere(self.reader.source)),
            Command::ReadingPath => self.show_listing(ListingKind::Path),
            Command::Novelty => self.step_dimming(),
            Command::MarkRead => self.toggle_read(effects),
            Command::Freeze => self.freeze(),
            Command::NextColumn => self.step_column(1),
            Command::PreviousColumn => self.step_column(-1),
            Command::NextOrder => self.next_order(),
            Command::Select => self.select(),
            Command::Highlight => self.choose_highlight(),
            Command::Note => self.write_note(),
            Command::NoteInEditor => self.write_note_in_editor(effects),
            Command::Bookmark => self.choose_board(),
            Command::Tag if self.marked().is_none() => self.tell("no passage here"),
            Command::Tag => self.prompt(PromptKind::Tag),
            Command::Notes => self.show_notes(ListingKind::Notes),
            Command::Board => self.show_notes(ListingKind::Board),
            Command::NextNote => self.step_note(Way::Forward, now, effects),
            Command::PreviousNote => self.step_note(Way::Backward, now, effects),
            Command::DeleteNote => self.delete_note(now, effects),
            Command::MoveDown => self.move_collected(Way::Forward, now, effects),
            Command::MoveUp => self.move_collected(Way::Backward, now, effects),
            Command::Attach => self.attach(now, effects),
            Command::Undo if self.corrections > 0 && !self.annotated_since => {
                self.corrections -= 1;
                effects.push(Effect::TakeBack);
            }
            Command::Undo => self.undo(Way::Backward, now, effects),
            Command::Redo => self.undo(Way::Forward, now, effects),
            Command::Copy => self.copy(false, effects),
            Command::Cite => self.copy(true, effects),
            Command::Export if matches!(&self.view, View::Listing(listing) if listing.kind == ListingKind::Brief) => {
                self.overlay = Some(Overlay::Prompt(Prompt::with(PromptKind::ExportBrief, "brief.md")));
            }
            Command::Export => self.overlay = Some(Overlay::Prompt(Prompt::with(PromptKind::Export, "notes.md"))),
            Command::Review => self.show_review(now),
            Command::Refuse => self.refuse(now, effects),
            Command::Split => self.split(now, effects),
        }
    }

    /// Enter: goes where the chosen row, or the current passage, leads.
    pub(super) fn open(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        if self.open_in_view(now, effects) {
            return;
        }
        match self.focus {
            Pane::Sources => {
                if let Some(id) = self.sources.shown(&self.dossier).get(self.sources.list.selected) {
                    self.switch_source(id, now, effects);
                    self.focus = Pane::Text;
                    self.keep_in_view();
                }
            }
            Pane::Sidebar => match self.sidebar_items().get(self.sidebar_row) {
                Some(sidebar::Item::Related(index)) => self.follow_related(*index, now, effects),
                Some(sidebar::Item::Theme(theme)) => self.set_theme(*theme),
                Some(sidebar::Item::Entity(entity)) => self.set_entity(*entity),
                None => {}
            },
            Pane::Text if self.is_on_folded() => self.toggle_outside(),
            Pane::Text => self.follow_related(0, now, effects),
        }
    }

    /// Whether the cursor stands on folded text outside the body.
    fn is_on_folded(&self) -> bool {
        let outside = |source: &crate::text::Source| {
            source.blocks.iter().any(|block| block.kind == crate::text::BlockKind::Outside && block.span.contains(self.reader.cursor))
        };
        !self.reader.open_outside && self.source().is_some_and(outside)
    }

    fn follow_related(&mut self, index: usize, now: Timestamp, effects: &mut Vec<Effect>) {
        let target = self.related().and_then(|related| related.get(index)).map(|related| related.link.to);
        let Some((source, _, passage)) = target.and_then(|to| self.dossier.passage(to)) else {
            let reason = if self.related().is_some() {
                "no passage of another source belongs to this one"
            } else {
                "related passages are still being found"
            };
            return self.tell(reason);
        };
        self.jump(source, passage.span.start(), now, effects);
        self.focus = Pane::Text;
        self.keep_in_view();
    }

    fn back(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        if !matches!(self.view, View::Reading) {
            self.view = View::Reading;
            return self.keep_in_view();
        }
        match self.trail.back(self.reader.place()) {
            Some(stop) => self.restore(stop, now, effects),
            None => self.tell("nowhere to go back to"),
        }
        self.focus = Pane::Text;
    }

    fn forward(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        match self.trail.forward(self.reader.place()) {
            Some(stop) => self.restore(stop, now, effects),
            None => self.tell("nowhere to go forward to"),
        }
        self.focus = Pane::Text;
    }

    fn go_to_related(&mut self) {
        if self.related().is_some_and(<[_]>::is_empty) {
            return self.tell("no passage of another source belongs to this one");
        }
        self.focus = Pane::Sidebar;
        self.sidebar_row = 0;
        self.keep_in_view();
    }

    /// Chooses the next or previous related passage in the sidebar, which shows it; Enter goes there.
    fn step_related(&mut self, by: isize, now: Timestamp, effects: &mut Vec<Effect>) {
        let count = self.related().map_or(0, <[_]>::len);
        if count == 0 {
            return self.follow_related(0, now, effects);
        }
        // The first step shows the first one.
        let row = if self.focus == Pane::Sidebar { self.sidebar_row.saturating_add_signed(by).min(count - 1) } else { 0 };
        self.focus = Pane::Sidebar;
        self.sidebar_row = row;
        self.keep_in_view();
    }

    fn step_theme(&mut self, way: Way, now: Timestamp, effects: &mut Vec<Effect>) {
        let Some(theme) = self.lens.theme else { return self.choose_theme() };
        let name = self.lexicon.themes().get(theme).map(|theme| theme.name.clone()).unwrap_or_default();
        let mut places: Vec<(SourceId, usize)> = Vec::new();
        for (id, source) in self.dossier.sources() {
            let Some(layer) = self.analysis.facts(id).and_then(|facts| facts.cues.get(theme)) else { continue };
            let passages = layer.all().iter().filter_map(|cue| source.passage_near(cue.span.start()).map(|index| (index, cue)));
            let inside = passages.filter(|(index, cue)| source.passages[*index].span.covers(cue.span));
            places.extend(inside.map(|(index, _)| (id, source.passages[index].span.start())));
        }
        places.dedup();
        self.go_to_nearest(places.into_iter(), way, &format!("passage on {name}"), now, effects);
    }

    fn step_mention(&mut self, way: Way, now: Timestamp, effects: &mut Vec<Effect>) {
        let Some(entity) = self.lens.entity else { return self.choose_entity() };
        let name = self
            .analysis
            .relations
            .as_ref()
            .and_then(|relations| relations.entities.get(entity))
            .map(|entity| entity.name.clone())
            .unwrap_or_default();
        let places = mentions_of(&self.dossier, &self.analysis, entity).into_iter().map(|hit| (hit.source, hit.span.start()));
        let places: Vec<(SourceId, usize)> = places.collect();
        self.go_to_nearest(places.into_iter(), way, &format!("mention of {name}"), now, effects);
    }

    fn prompt(&mut self, kind: PromptKind) {
        self.overlay = Some(Overlay::Prompt(Prompt::new(kind)));
    }

    fn filter(&mut self) {
        self.focus = Pane::Sources;
        self.overlay = Some(Overlay::Prompt(Prompt::with(PromptKind::Filter, &self.sources.filter)));
    }

    pub(super) fn show_concordance(&mut self) {
        match self.concordance() {
            Some(view) if view.hits.is_empty() => self.tell(format!("{}: found nowhere", view.about)),
            Some(view) => self.view = View::Concordance(view),
            None => self.tell("search, or choose an entity or a theme first"),
        }
    }

    fn toggle_pane(&mut self, pane: Pane) {
        let panes = self.panes();
        let (shown, setting) = match pane {
            Pane::Sources => (panes.sources.is_some(), &mut self.arrangement.sources),
            _ => (panes.sidebar.is_some(), &mut self.arrangement.sidebar),
        };
        *setting = Some(!shown);
        self.arrangement.alone = false;
        let now_shown = |app: &App| if pane == Pane::Sources { app.panes().sources.is_some() } else { app.panes().sidebar.is_some() };
        if shown {
            self.focus = Pane::Text;
        } else if !now_shown(self) || self.panes().text.width == 0 {
            // No room beside the text: the pane comes with the keys.
            self.focus = pane;
        }
        self.keep_in_view();
    }

    fn text_alone(&mut self) {
        self.arrangement.alone = !self.arrangement.alone;
        self.focus = Pane::Text;
        self.keep_in_view();
    }

    fn widen(&mut self, wider: bool) {
        let width = self.arrangement.width;
        let width = if wider { width + WIDTH_STEP } else { width.saturating_sub(WIDTH_STEP) };
        self.arrangement.width = width.clamp(*WIDTHS.start(), *WIDTHS.end());
        self.keep_in_view();
        self.tell(format!("text at most {} cells wide", self.arrangement.width));
    }

    fn toggle_outside(&mut self) {
        self.reader.open_outside = !self.reader.open_outside;
        self.keep_in_view();
    }

    fn close(&mut self) {
        if self.close_view() {
        } else if self.focus != Pane::Text {
            self.focus = Pane::Text;
            self.keep_in_view();
        } else if !self.lens.clear() && !self.sources.filter.is_empty() {
            self.sources.narrow(&self.dossier, "");
            self.sources.follow(&self.dossier, self.reader.source, self.list_height());
        }
    }

    pub(super) fn reload(&mut self, effects: &mut Vec<Effect>) {
        self.revision += 1;
        self.stage = super::Stage::Importing;
        effects.push(Effect::Reload(self.revision));
    }

    fn open_address(&mut self, effects: &mut Vec<Effect>) {
        match self.source().and_then(|source| source.meta.url.clone()) {
            Some(url) if url.value.starts_with("http://") || url.value.starts_with("https://") => {
                effects.push(Effect::OpenAddress(url.value))
            }
            Some(url) => self.warn(format!("{:?} is no web address", url.value)),
            None => self.tell("the address of this source is not known: give it in the front matter (url) or in config.toml"),
        }
    }

    fn open_file(&mut self, effects: &mut Vec<Effect>) {
        if let Some(source) = self.source() {
            // A rendered text has other lines than its file: its format tells where the words come from.
            let counted = || source.text.as_bytes().iter().take(self.reader.cursor).filter(|&&byte| byte == b'\n').count();
            let line = match source.place_in_file(self.reader.cursor) {
                Some(FilePlace::Line(line)) if source.text_is_its_file => *line as usize + counted(),
                Some(FilePlace::Line(line)) => *line as usize,
                _ => counted() + 1,
            };
            effects.push(Effect::OpenFile(self.reader.source, line));
        }
    }

    fn toggle_mouse(&mut self, effects: &mut Vec<Effect>) {
        self.mouse = !self.mouse;
        effects.push(Effect::ListenToMouse(self.mouse));
        self.tell(if self.mouse { "mouse on" } else { "mouse off: the terminal's own selection works" });
    }

    /// Ctrl-c: lets go of what is open; again: quits.
    fn cancel(&mut self, asked_to_quit: bool, now: Timestamp, effects: &mut Vec<Effect>) {
        if asked_to_quit {
            return self.leave(now, effects);
        }
        self.close();
        self.quit_asked = true;
        self.tell("press ctrl-c again to quit");
    }

    fn quit(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        // From a view one comes back to the text first.
        if matches!(self.view, View::Reading) {
            self.leave(now, effects);
        } else {
            self.view = View::Reading;
            self.keep_in_view();
        }
    }
}
