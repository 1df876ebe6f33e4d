//! Keys while something lies over the screen: input lines, choices, pages.

use jiff::Timestamp;

use crate::analysis::questions::search::Query;
use crate::analysis::questions::search::search;
use crate::app::App;
use crate::app::choice::Choosing;
use crate::app::choice::Chosen;
use crate::app::choice::Meaning;
use crate::app::message::Effect;
use crate::app::moving::Way;
use crate::app::overlay::Overlay;
use crate::app::prompt::Prompt;
use crate::app::prompt::PromptKind;
use crate::app::prompt::Typed;
use crate::keys::Command;
use crate::keys::Key;

/// Most lines of history of one kind of input.
const LONGEST_HISTORY: usize = 200;

/// Bytes of the dossier up to which all texts are looked through with each step to the next hit.
const MOST_LOOKED_AT: usize = 1 << 20;

impl App {
    pub(super) fn overlay_key(&mut self, key: Key, now: Timestamp, effects: &mut Vec<Effect>) {
        let height = self.body_height().saturating_sub(4).max(1);
        match self.overlay.take() {
            None => {}
            Some(Overlay::Page(mut page)) => self.overlay = page.key(key, height).then_some(Overlay::Page(page)),
            // A question that is not there yet is made.
            Some(Overlay::Choice(choice))
                if choice.choosing == Choosing::Board && choice.shown.is_empty() && key == Key::plain(crossterm::event::KeyCode::Enter) =>
            {
                self.collect(choice.filter.trim(), now, effects);
            }
            Some(Overlay::Choice(mut choice)) => match choice.key(key, height) {
                Chosen::Open => {
                    self.overlay = Some(Overlay::Choice(choice));
                    self.preview_palette();
                }
                Chosen::Closed | Chosen::This(Meaning::Heading | Meaning::Sign(_)) => self.forget_preview(),
                Chosen::This(Meaning::Palette(number)) => self.keep_palette(number),
                Chosen::This(Meaning::Theme(theme)) => self.set_theme(theme),
                Chosen::This(Meaning::Entity(entity)) => self.set_entity(entity),
                Chosen::This(Meaning::Merge(entity)) => self.merge(entity, effects),
                Chosen::This(Meaning::CorrectSource(field)) => self.ask_for_field(field),
                Chosen::This(Meaning::SetKind(entity, kind)) => self.set_kind(entity, Some(kind), effects),
                Chosen::This(Meaning::NoName(entity)) => self.set_kind(entity, None, effects),
                Chosen::This(Meaning::SplitName(entity, number)) => self.split_name(entity, number, effects),
                Chosen::This(Meaning::AddTerm(theme, carries)) => self.ask_for_term(theme, carries),
                Chosen::This(Meaning::MoveBlock(inside)) => self.move_block(inside, effects),
                Chosen::This(Meaning::Story(story)) => self.set_story(story, now, effects),
                Chosen::This(Meaning::Link(number)) => self.follow_link(number, effects),
                Chosen::This(Meaning::Run(command)) => self.run(command, now, effects),
                Chosen::This(Meaning::Highlight(colour)) => self.highlight(colour, now, effects),
                Chosen::This(Meaning::Bookmark) => self.bookmark(now, effects),
                Chosen::This(Meaning::NewQuestion) => self.overlay = Some(Overlay::Prompt(Prompt::new(PromptKind::Question))),
                Chosen::This(Meaning::Question(number)) => {
                    if let Some(question) = self.notes.notebook.questions().get(number).cloned() {
                        self.collect(&question, now, effects);
                    }
                }
            },
            Some(Overlay::Prompt(mut prompt)) => {
                let typed = prompt.key(key, self.history(prompt.kind));
                self.prompt_typed(prompt, typed, now, effects);
            }
        }
    }

    pub(super) fn paste(&mut self, text: &str, effects: &mut Vec<Effect>) {
        match self.overlay.take() {
            Some(Overlay::Prompt(mut prompt)) => {
                let typed = prompt.insert(text);
                self.prompt_typed(prompt, typed, Timestamp::UNIX_EPOCH, effects);
            }
            Some(Overlay::Choice(mut choice)) => {
                choice.paste(text);
                self.overlay = Some(Overlay::Choice(choice));
            }
            other => self.overlay = other,
        }
    }

    fn prompt_typed(&mut self, mut prompt: Prompt, typed: Typed, now: Timestamp, effects: &mut Vec<Effect>) {
        match (prompt.kind, typed) {
            (_, Typed::Accepted) => return self.accept(prompt, now, effects),
            (PromptKind::Note, Typed::Cancelled) => {
                if let Some(at) = self.writing.take() {
                    self.keep_draft(&prompt.text, at, effects);
                }
                return;
            }
            (kind, Typed::Cancelled) => return self.give_up(kind),
            (PromptKind::Search(origin), Typed::Changed) => {
                prompt.error = self.search_from(&prompt.text, origin);
                if prompt.text.is_empty() || prompt.error.is_some() {
                    self.lens.query = None;
                    self.restore_view(origin);
                }
            }
            (PromptKind::Filter, Typed::Changed) => {
                self.sources.narrow(&self.dossier, &prompt.text);
                self.sources.follow(&self.dossier, self.reader.source, self.list_height());
            }
            (PromptKind::Command, Typed::Completion) => complete(&mut prompt),
            (PromptKind::Tag, Typed::Completion) => complete_from(&mut prompt, &self.notes.notebook.tags()),
            (PromptKind::Question, Typed::Completion) => complete_from(&mut prompt, &self.notes.notebook.questions()),
            (PromptKind::FilterNotes, Typed::Changed) => self.filter_notes(&prompt.text),
            _ => {}
        }
        self.overlay = Some(Overlay::Prompt(prompt));
    }

    fn accept(&mut self, mut prompt: Prompt, now: Timestamp, effects: &mut Vec<Effect>) {
        let text = prompt.text.trim().to_owned();
        match prompt.kind {
            PromptKind::Filter => self.narrow_view(),
            PromptKind::Note => self.set_note(&text, now, effects),
            PromptKind::Tag => self.tag(&text, now, effects),
            PromptKind::Field(field) => self.set_field(field, &text, effects),
            PromptKind::Term(theme, carries) => self.set_term(theme, &text, carries, effects),
            PromptKind::FilterNotes => {}
            PromptKind::Question | PromptKind::Export | PromptKind::ExportBrief if text.is_empty() => {}
            PromptKind::Question => self.collect(&text, now, effects),
            PromptKind::Export => effects.push(Effect::Export(text)),
            PromptKind::ExportBrief => effects.push(Effect::ExportBrief(text, self.shown_sources())),
            PromptKind::Command if text.is_empty() => {}
            PromptKind::Command if cfg!(feature = "panic-test") && text.starts_with("panic") => {
                effects.push(Effect::Panic { in_thread: text.ends_with("thread") });
            }
            PromptKind::Command => match commands_for(&text)[..] {
                [command] => {
                    self.remember(prompt.kind, text);
                    self.run(command, now, effects);
                }
                [] => self.warn(format!("no command is called {text:?}; ? lists them")),
                [first, ..] => {
                    prompt.error = Some(format!("{text:?} may be {} and others: type on", first.name()));
                    self.overlay = Some(Overlay::Prompt(prompt));
                }
            },
            PromptKind::Search(origin) => {
                let text = if text.is_empty() { self.history(prompt.kind).last().cloned().unwrap_or_default() } else { text };
                if text.is_empty() {
                    return;
                }
                if let Some(error) = self.search_from(&text, origin) {
                    self.restore_view(origin);
                    return self.warn(format!("{text:?} is no pattern: {error}"));
                }
                if self.reader.place().offset != origin.offset {
                    self.trail.leave(origin);
                }
                self.remember(prompt.kind, text);
                self.tell_hits();
            }
            PromptKind::SearchAll | PromptKind::Meaning if text.is_empty() => {}
            PromptKind::Meaning => {
                self.remember(prompt.kind, text.clone());
                self.show_near_in_meaning(&text);
            }
            PromptKind::SearchAll => match Query::parse(&text) {
                Ok(query) => {
                    self.remember(prompt.kind, text);
                    let nowhere = query.is_expression && search(&self.dossier, &query, 1).0.is_empty();
                    let literal = nowhere.then(|| Query::literal(&query.written).ok()).flatten();
                    self.lens.query = Some(literal.unwrap_or(query));
                    self.show_concordance();
                }
                Err(error) => {
                    prompt.error = Some(error);
                    self.overlay = Some(Overlay::Prompt(prompt));
                }
            },
        }
    }

    fn give_up(&mut self, kind: PromptKind) {
        match kind {
            PromptKind::Search(origin) => {
                self.lens.query = None;
                self.restore_view(origin);
            }
            PromptKind::FilterNotes => self.filter_notes(""),
            PromptKind::Filter => {
                self.sources.narrow(&self.dossier, "");
                self.sources.follow(&self.dossier, self.reader.source, self.list_height());
                self.narrow_view();
            }
            _ => {}
        }
    }

    fn remember(&mut self, kind: PromptKind, text: String) {
        let history = self.histories.entry(kind.mark()).or_default();
        history.retain(|known| *known != text);
        history.push(text);
        if history.len() > LONGEST_HISTORY {
            history.remove(0);
        }
    }

    fn restore_view(&mut self, origin: crate::app::trail::Place) {
        self.reader.source = origin.source;
        self.reader.cursor = origin.offset;
        self.reader.top = origin.top;
    }

    /// Searches from `origin` on, around the end, and goes back there if nothing is found; gives what is wrong with the pattern.
    fn search_from(&mut self, pattern: &str, origin: crate::app::trail::Place) -> Option<String> {
        let offset = origin.offset;
        if pattern.is_empty() {
            return None;
        }
        match Query::parse(pattern) {
            Err(error) => Some(error),
            Ok(query) => {
                self.lens.query = Some(self.found_or_literal(query));
                if !self.go_to_hit(offset, true, Way::Forward) {
                    self.restore_view(origin);
                }
                None
            }
        }
    }

    /// The query, or what was written as it stands where that is found in this text and the expression is not.
    fn found_or_literal(&self, query: Query) -> Query {
        let text = self.source().map_or("", |source| source.text.as_str());
        let literal = || Query::literal(&query.written).ok().filter(|literal| literal.matches(text));
        let unfound = query.is_expression && !query.matches(text);
        unfound.then(literal).flatten().unwrap_or(query)
    }

    /// Goes to the nearest hit of the search in this text from `offset`, which counts itself if `inclusive`.
    fn go_to_hit(&mut self, offset: usize, inclusive: bool, way: Way) -> bool {
        let (Some(source), Some(query)) = (self.source(), &self.lens.query) else { return false };
        let hits: Vec<usize> = query.find(&source.text).map(crate::text::Span::start).collect();
        let target = match way {
            Way::Forward => hits.iter().copied().find(|&hit| hit > offset || inclusive && hit == offset).or_else(|| hits.first().copied()),
            Way::Backward => hits.iter().copied().rev().find(|&hit| hit < offset).or_else(|| hits.last().copied()),
        };
        let Some(target) = target else { return false };
        let place = crate::app::trail::Place { source: self.reader.source, offset: target, top: 0 };
        let shown = self.layout().is_some_and(|layout| {
            let rows = layout.rows_from(self.reader.top).take(self.text_height());
            rows.into_iter().any(|row| row.span.contains(target))
        });
        if shown {
            let before = self.passage();
            self.reader.cursor = target;
            self.keep_in_view();
            self.passage_changed(before);
        } else {
            self.land(place);
        }
        true
    }

    pub(super) fn step_hit(&mut self, way: Way) {
        if self.lens.query.is_none() {
            return self.tell("search first: / in this text, S in all");
        }
        let from = self.reader.place();
        if !self.go_to_hit(from.offset, false, way) {
            let written = self.lens.query.as_ref().map(|query| query.written.clone()).unwrap_or_default();
            return self.tell(format!("{written:?} is not in this text; C shows where else"));
        }
        self.tell_hits();
    }

    /// How many texts but this one have a hit; 0 where there is too much to look through.
    fn texts_with(&self, query: &Query) -> usize {
        if self.dossier.sources().map(|(_, source)| source.text.len()).sum::<usize>() > MOST_LOOKED_AT {
            return 0;
        }
        let others = self.dossier.sources().filter(|(id, _)| *id != self.reader.source);
        others.filter(|(_, source)| query.matches(&source.text)).count()
    }

    /// Tells which hit of how many the cursor stands on.
    fn tell_hits(&mut self) {
        let (Some(source), Some(query)) = (self.source(), &self.lens.query) else { return };
        let hits: Vec<usize> = query.find(&source.text).map(crate::text::Span::start).collect();
        let number = hits.iter().position(|&hit| hit == self.reader.cursor).map_or(0, |index| index + 1);
        let text = match hits.len() {
            0 => match Query::error(&query.written) {
                Some(error) => {
                    let text = format!("{:?} is no pattern: {error}; letter by letter it is not in this text", query.written);
                    return self.warn(text);
                }
                None => format!("{:?} is not in this text; C shows where else", query.written),
            },
            count => {
                // A reader of `a.*b` is told that it was taken for letters.
                let as_it_stands = !query.is_expression && Query::parse(&query.written).is_ok_and(|parsed| parsed.is_expression);
                let how = if as_it_stands { " as it stands" } else { "" };
                let elsewhere = match self.texts_with(query) {
                    0 => String::new(),
                    1 => "; C shows the other text that has it".to_owned(),
                    others => format!("; C shows {others} other texts that have it"),
                };
                format!("{:?}{how}: hit {number} of {count} in this text{elsewhere}", query.written)
            }
        };
        self.tell(text);
    }
}

/// The commands that `text` may mean: the one called so, else those whose names begin so.
pub(crate) fn commands_for(text: &str) -> Vec<Command> {
    // `:q` is what the fingers know of other programs.
    let habit = matches!(text, "q" | "q!" | "wq" | "x").then_some(Command::Quit);
    if let Some(command) = Command::parse(text).or(habit) {
        return vec![command];
    }
    Command::ALL.iter().copied().filter(|command| command.name().starts_with(text)).collect()
}

/// Completes what is typed to the first of `known` that begins so.
fn complete_from(prompt: &mut Prompt, known: &[String]) {
    if let Some(found) = known.iter().find(|known| known.starts_with(prompt.text.trim())) {
        *prompt = Prompt::with(prompt.kind, found);
    }
}

/// Completes a command's name as far as it is certain.
fn complete(prompt: &mut Prompt) {
    let names: Vec<&str> = commands_for(prompt.text.trim()).iter().map(|command| command.name()).collect();
    let Some(first) = names.first() else { return };
    let mut length = first.len();
    for name in &names {
        length = first.bytes().zip(name.bytes()).take(length).take_while(|(a, b)| a == b).count();
    }
    if length > prompt.text.trim().len() || names.len() == 1 {
        *prompt = Prompt::with(prompt.kind, &first[..length]);
    }
}
