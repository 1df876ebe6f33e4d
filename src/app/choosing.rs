//! Choosing a theme, an entity, a story or a command from a list, and what that does.

use std::collections::HashSet;

use jiff::Timestamp;

use crate::analysis::questions::matrix::mentions_of;
use crate::analysis::questions::stories::stories;
use crate::analysis::relations::entities::EntityId;
use crate::app::App;
use crate::app::View;
use crate::app::choice::Choice;
use crate::app::choice::Choosing;
use crate::app::choice::Item;
use crate::app::choice::Meaning;
use crate::app::choice::Sign;
use crate::app::correcting::Correction;
use crate::app::message::Effect;
use crate::app::overlay::Overlay;
use crate::app::trail::Place;
use crate::config::palette::Palette;
use crate::keys::Command;
use crate::keys::Group;
use crate::notes::annotation::Colour;
use crate::text::BlockKind;
use crate::text::words::counted;
use crate::text::words::one_line;

impl App {
    pub(super) fn choose_theme(&mut self) {
        let totals = |theme: usize| -> usize {
            self.analysis.facts.iter().flatten().map(|facts| facts.cues.get(theme).map_or(0, |layer| layer.all().len())).sum()
        };
        let themes = self.lexicon.themes().iter().enumerate();
        let items = themes.map(|(index, theme)| {
            let key = theme.key.map(|key| key.to_string()).unwrap_or_default();
            let sign = if self.config.ascii { theme.ascii } else { theme.sign };
            Item { key, label: format!("{sign} {}", theme.name), detail: counted(totals(index), "word"), meaning: Meaning::Theme(index) }
        });
        let items: Vec<Item> = items.collect();
        self.overlay = Some(Overlay::Choice(Choice::new(Choosing::Theme, items)));
    }

    pub(super) fn choose_entity(&mut self) {
        let Some(relations) = &self.analysis.relations else { return self.tell("names are still being found") };
        let current: Vec<_> = self
            .passage_span()
            .map(|span| self.analysis.mentions(self.reader.source, span).map(|(_, entity)| entity).collect())
            .unwrap_or_default();
        let mut entities: Vec<_> = relations.entities.all().collect();
        let shown = self.shown_sources();
        if shown.len() < self.dossier.len() {
            let named: HashSet<EntityId> = shown.iter().flat_map(|source| relations.entities.of_source(*source)).copied().collect();
            entities.retain(|(id, _)| named.contains(id));
        }
        entities.sort_by_key(|(id, entity)| (!current.contains(id), std::cmp::Reverse(entity.count)));
        let items = entities.into_iter().map(|(id, entity)| {
            let key = if current.contains(&id) { "·".to_owned() } else { String::new() };
            Item {
                key,
                label: entity.name.clone(),
                detail: format!("{} {}", entity.kind.label(), entity.count),
                meaning: Meaning::Entity(id),
            }
        });
        let items: Vec<Item> = items.collect();
        self.overlay = Some(Overlay::Choice(Choice::new(Choosing::Entity, items)));
    }

    /// The links of the paragraph in which the cursor stands, else those of the whole text.
    pub(super) fn choose_links(&mut self) {
        let Some(source) = self.source() else { return };
        let block = source.blocks.iter().find(|block| block.span.contains(self.reader.cursor)).map(|block| block.span);
        let here = |link: &&(usize, &crate::text::Link)| block.is_some_and(|block| block.covers(link.1.span));
        let all: Vec<(usize, &crate::text::Link)> = source.links.iter().enumerate().collect();
        let own: Vec<_> = all.iter().filter(here).collect();
        let shown = if own.is_empty() { all.iter().collect() } else { own };
        let items = shown.into_iter().map(|(number, link)| Item {
            key: String::new(),
            label: one_line(link.span.of(&source.text)),
            detail: link.address.clone(),
            meaning: Meaning::Link(*number),
        });
        let items: Vec<Item> = items.collect();
        if items.is_empty() {
            return self.tell("no link in this text");
        }
        self.overlay = Some(Overlay::Choice(Choice::new(Choosing::Link, items)));
    }

    /// Opens the address of a link, or goes to the note that it leads to.
    pub(super) fn follow_link(&mut self, number: usize, effects: &mut Vec<Effect>) {
        let Some((source, link)) = self.source().and_then(|source| Some((source, source.links.get(number)?))) else { return };
        let is_web = ["http://", "https://", "mailto:"].iter().any(|scheme| link.address.starts_with(scheme));
        if is_web {
            return effects.push(Effect::OpenAddress(link.address.clone()));
        }
        let words = link.span.of(&source.text).to_owned();
        let note = source.blocks.iter().find(|block| block.kind == BlockKind::Footnote && block.span.of(&source.text).starts_with(&words));
        match note.map(|note| note.span.start()) {
            Some(offset) => {
                self.trail.leave(self.reader.place());
                self.land(Place { source: self.reader.source, offset, top: 0 });
            }
            None => self.warn(format!("{:?} is no address that can be opened from here", link.address)),
        }
    }

    /// The entities that can be merged into the chosen one.
    pub(super) fn choose_merge(&mut self) {
        let in_sidebar = match self.sidebar_items().get(self.sidebar_row) {
            Some(crate::app::sidebar::Item::Entity(entity)) if self.focus == crate::app::panes::Pane::Sidebar => Some(*entity),
            _ => None,
        };
        self.lens.entity = in_sidebar.or(self.lens.entity);
        let (Some(chosen), Some(relations)) = (self.lens.entity, &self.analysis.relations) else {
            return self.tell("choose the entity to keep first (e), then merge another name into it");
        };
        let mut others: Vec<_> = relations.entities.all().filter(|(id, _)| *id != chosen).collect();
        others.sort_by_key(|(_, entity)| std::cmp::Reverse(entity.count));
        let items = others.into_iter().map(|(id, entity)| Item {
            key: String::new(),
            label: entity.name.clone(),
            detail: format!("{} {}", entity.kind.label(), entity.count),
            meaning: Meaning::Merge(id),
        });
        let items: Vec<Item> = items.collect();
        self.overlay = Some(Overlay::Choice(Choice::new(Choosing::Merge, items)));
    }

    /// Has all names of `other` written down as names of the chosen entity.
    pub(super) fn merge(&mut self, other: EntityId, effects: &mut Vec<Effect>) {
        let (Some(chosen), Some(relations)) = (self.lens.entity, &self.analysis.relations) else { return };
        let (Some(kept), Some(_)) = (relations.entities.get(chosen), relations.entities.get(other)) else { return };
        let places = mentions_of(&self.dossier, &self.analysis, other);
        let mut aliases: Vec<String> = places.into_iter().map(|hit| self.words(hit)).collect();
        aliases.sort();
        aliases.dedup();
        effects.push(Effect::Correct(Correction::Merge { name: kept.name.clone(), kind: kept.kind.name(), aliases }));
    }

    /// The palettes, with the one in use kept in mind.
    pub(super) fn choose_palette(&mut self) {
        self.palette_before = Some(self.palette.clone());
        let items = self.config.palette_names().into_iter().enumerate().map(|(number, name)| Item {
            key: String::new(),
            label: name.to_owned(),
            detail: String::new(),
            meaning: Meaning::Palette(number),
        });
        let items = items.collect();
        self.overlay = Some(Overlay::Choice(Choice::new(Choosing::Palette, items)));
        self.preview_palette();
    }

    /// Shows the palette under the cursor, if palettes are being chosen.
    pub(super) fn preview_palette(&mut self) {
        let Some(Overlay::Choice(choice)) = self.overlay.as_ref().filter(|_| self.palette_before.is_some()) else { return };
        if let Some(Meaning::Palette(number)) = choice.item(choice.list.selected).map(|item| item.meaning) {
            self.use_palette(number);
        }
    }

    fn use_palette(&mut self, number: usize) {
        let named = self.config.palette_names().get(number).and_then(|name| self.config.palette_named(name));
        let of_ground = || match self.ground_is_light {
            Some(true) => Palette::light(),
            Some(false) => Palette::dark(),
            None => Palette::sixteen(),
        };
        if let Some(palette) = named {
            self.palette = palette.unwrap_or_else(of_ground).at(self.depth);
        }
    }

    /// Keeps the palette for this run, and says how it stays.
    pub(super) fn keep_palette(&mut self, number: usize) {
        self.palette_before = None;
        self.use_palette(number);
        let name = self.config.palette_names().get(number).copied().unwrap_or_default().to_owned();
        self.palette_follows = name == "auto";
        self.tell(format!("palette {name}, until you leave; [display] palette = {name:?} in config.toml keeps it"));
    }

    /// Back to the palette before, if none was kept.
    pub(super) fn forget_preview(&mut self) {
        if let Some(palette) = self.palette_before.take() {
            self.palette = palette;
        }
    }

    /// Keys and commands: those of this view first, then what the signs mean, then all by what they are for, moving last.
    pub(super) fn help(&mut self) {
        let heading = |label: &str| Item { key: String::new(), label: label.to_owned(), detail: String::new(), meaning: Meaning::Heading };
        let of_command = |command: Command| Item {
            key: self.config.keymap.chords(command).map(ToString::to_string).collect::<Vec<_>>().join(", "),
            label: command.help().to_owned(),
            detail: command.name().to_owned(),
            meaning: Meaning::Run(command),
        };
        let mut items = vec![heading("Here")];
        items.extend(self.hints().iter().map(|(command, _)| of_command(*command)));
        items.push(heading("Signs"));
        items.extend(self.legend());
        for &group in Group::IN_HELP {
            items.push(heading(group.name()));
            items.extend(Command::ALL.iter().filter(|command| command.group() == group).map(|command| of_command(*command)));
        }
        self.overlay = Some(Overlay::Choice(Choice::new(Choosing::Help, items)));
    }

    /// What the signs of the screen mean.
    fn legend(&self) -> Vec<Item> {
        let item = |sign: Sign, words: &str| Item {
            key: String::new(),
            label: words.to_owned(),
            detail: String::new(),
            meaning: Meaning::Sign(sign),
        };
        let mut items = vec![
            item(Sign::Current, "the passage of which the sidebar speaks"),
            item(Sign::Differ, "the sources give this differently"),
            item(Sign::Precision, "one source is more exact than another"),
            item(Sign::Linked, "a passage of another source says the like"),
            item(Sign::Strength, "how near two passages are to one another, from one to five"),
            item(Sign::Name, "a name, in the text"),
            item(Sign::Chosen, "what is chosen or looked for, in the text"),
            item(Sign::MadeUp, "a title that the source does not give"),
            item(Sign::Note, "your note"),
        ];
        items.extend(Colour::ALL.into_iter().map(|colour| item(Sign::Highlight(colour), &format!("your highlight: {}", colour.name()))));
        let themes = self.lexicon.themes().iter().enumerate();
        items.extend(themes.map(|(number, theme)| item(Sign::Theme(number), &format!("theme {}", theme.name))));
        items
    }

    pub(super) fn set_theme(&mut self, theme: usize) {
        self.lens.theme = if self.lens.theme == Some(theme) { None } else { Some(theme) };
        self.lens.show.themes = true;
        self.narrow_view();
        if let (Some(theme), next) =
            (self.lens.theme.and_then(|theme| self.lexicon.themes().get(theme)), self.config.keymap.first_chord(Command::NextOfTheme))
        {
            let text = format!("theme {}: {} goes to the next passage", theme.name, next.unwrap_or_default());
            self.tell(text);
        }
    }

    pub(super) fn set_entity(&mut self, entity: crate::analysis::relations::entities::EntityId) {
        self.lens.entity = if self.lens.entity == Some(entity) { None } else { Some(entity) };
        self.lens.show.entities = true;
        self.narrow_view();
        let name = self.analysis.relations.as_ref().and_then(|relations| relations.entities.get(entity)).map(|entity| entity.name.clone());
        if let (Some(_), Some(name)) = (self.lens.entity, name) {
            let next = self.config.keymap.first_chord(Command::NextMention).unwrap_or_default();
            self.tell(format!("{name}: {next} goes to the next mention"));
        }
    }

    /// The kinds of highlights: a key chooses one.
    pub(super) fn choose_highlight(&mut self) {
        if self.marked().is_none() {
            return self.tell("no passage here");
        }
        let keys = ["m", "q", "d", "k"];
        let items = Colour::ALL.into_iter().zip(keys).map(|(colour, key)| Item {
            key: key.to_owned(),
            label: colour.name().to_owned(),
            detail: match colour {
                Colour::Important => "worth keeping",
                Colour::Question => "to be asked",
                Colour::Doubt => "to be doubted",
                Colour::Quote => "to be quoted",
            }
            .to_owned(),
            meaning: Meaning::Highlight(colour),
        });
        let items: Vec<Item> = items.collect();
        self.overlay = Some(Overlay::Choice(Choice::new(Choosing::Highlight, items)));
    }

    /// A bookmark, or a question under which the passage is collected.
    pub(super) fn choose_board(&mut self) {
        if self.marked().is_none() {
            return self.tell("no passage here");
        }
        let item = |key: &str, label: &str, meaning| Item { key: key.to_owned(), label: label.to_owned(), detail: String::new(), meaning };
        let mut items = vec![item("B", "bookmark", Meaning::Bookmark), item("n", "collect under a new question", Meaning::NewQuestion)];
        let questions = self.notes.notebook.questions();
        items.extend(questions.iter().enumerate().map(|(number, question)| {
            let key = if number < 9 { (number + 1).to_string() } else { String::new() };
            item(&key, question, Meaning::Question(number))
        }));
        self.overlay = Some(Overlay::Choice(Choice::new(Choosing::Board, items)));
    }

    /// The stories of the dossier; choosing one shows its sources alone.
    pub(super) fn choose_story(&mut self) {
        let Some(relations) = &self.analysis.relations else { return self.tell("stories are still being told apart") };
        let stories = stories(&self.dossier, relations.index.articles());
        if stories.len() < 2 {
            return self.tell("all sources tell one story");
        }
        let own = stories.iter().position(|story| story.sources.contains(&self.reader.source));
        let items = stories.into_iter().enumerate().map(|(index, story)| Item {
            key: if own == Some(index) { "·".to_owned() } else { String::new() },
            label: story.name,
            detail: counted(story.sources.len(), "source"),
            meaning: Meaning::Story(index),
        });
        let items: Vec<Item> = items.collect();
        self.overlay = Some(Overlay::Choice(Choice::new(Choosing::Story, items)));
    }

    /// Narrows the list to the sources of a story.
    pub(super) fn set_story(&mut self, story: usize, now: Timestamp, effects: &mut Vec<Effect>) {
        let Some(relations) = &self.analysis.relations else { return };
        let Some(story) = stories(&self.dossier, relations.index.articles()).into_iter().nth(story) else { return };
        let first = story.sources.first().copied().filter(|_| !story.sources.contains(&self.reader.source));
        self.sources.narrow_to(&story.name, story.sources);
        // A text of another story beside the list would be in none of its views.
        if let Some(first) = first {
            self.switch_source(first, now, effects);
        }
        let shown = self.sources.shown(&self.dossier);
        // Two texts beside each other must be two of the story.
        if let View::Compare(view) = &self.view
            && (view.other.source == self.reader.source || shown.position(view.other.source).is_none())
        {
            self.view = View::Reading;
        }
        self.sources.follow(&self.dossier, self.reader.source, self.list_height());
        self.narrow_view();
        let filter = self.config.keymap.first_chord(Command::Filter).unwrap_or_default();
        self.tell(format!("{}: {filter} and an empty filter show all sources again", story.name));
    }
}
