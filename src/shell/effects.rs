//! Carries out what the state asks for.

use std::collections::VecDeque;
use std::io;
use std::ops::ControlFlow;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::process::Stdio;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::sync::mpsc::Sender;

use jiff::Timestamp;
use signal_hook::consts::SIGTSTP;

use crate::analysis::questions::brief::brief as lines_of_brief;
use crate::app::App;
use crate::app::correcting::Correction;
use crate::app::message::Effect;
use crate::app::message::Message;
use crate::app::message::NotePlace;
use crate::app::message::Revision;
use crate::config::ConfigError;
use crate::print::brief::Shape;
use crate::print::brief::brief;
use crate::print::cite;
use crate::print::export::Exported;
use crate::print::export::Format;
use crate::print::export::export;
use crate::shell::clipboard;
use crate::shell::config_edit;
use crate::shell::config_edit::Edited;
use crate::shell::editor::DraftFile;
use crate::shell::editor::Editor;
use crate::shell::file_names::path_of;
use crate::shell::files;
use crate::shell::input::Gate;
use crate::shell::jobs;
use crate::shell::jobs::LinkRequest;
use crate::shell::known::Known;
use crate::shell::lent::Lent;
use crate::shell::lent::Returned;
use crate::shell::saver::Saver;
use crate::shell::store::Saved;
use crate::shell::store::Store;
use crate::shell::terminal::Screen;
use crate::text::SourceId;
use crate::text::words::one_line;

/// What carrying out needs.
pub(super) struct Effects {
    pub(super) paths: Vec<PathBuf>,
    pub(super) config: Option<PathBuf>,
    pub(super) root: PathBuf,
    pub(super) store: Store,
    pub(super) gate: Arc<Gate>,
    pub(super) inbox: Sender<Message>,
    pub(super) latest: jobs::Latest,
    pub(super) known: Arc<Known>,
    pub(super) links: Sender<LinkRequest>,
    pub(super) saver: Saver,
    pub(super) lent: Lent,
    /// Corrections that were written down, the latest last.
    pub(super) edits: Vec<(PathBuf, Edited)>,
    /// What came of an effect, to be taken in before anything else that happens.
    pub(super) answers: VecDeque<Message>,
}

impl Effects {
    /// Carries out one effect; `Break` leaves the program.
    pub(super) fn perform(&mut self, effect: Effect, app: &App, screen: &mut Screen) -> io::Result<ControlFlow<()>> {
        match effect {
            Effect::Quit => return Ok(ControlFlow::Break(())),
            Effect::Reload(revision) => self.reload(revision),
            Effect::Analyse(revision) => {
                self.latest.store(revision, Ordering::SeqCst);
                jobs::analyse_behind(
                    app.dossier.clone(),
                    Arc::clone(&app.lexicon),
                    Arc::clone(&self.known),
                    revision,
                    &self.latest,
                    &self.inbox,
                );
            }
            Effect::Relate(revision, passages) => {
                let request = LinkRequest { dossier: app.dossier.clone(), analysis: app.analysis.clone(), passages, revision };
                let _ = self.links.send(request);
            }
            Effect::SavePlace(_) | Effect::SaveRead(_) | Effect::SaveAnnotation(_) | Effect::SaveDraft(_) | Effect::SaveReview(_) => {
                self.save(effect);
            }
            Effect::EditNote { text, at } => self.edit_note(&text, at, screen)?,
            Effect::Copy { source, span, cited } => {
                if let Some(source) = app.dossier.source(source) {
                    let words = one_line(span.of(&source.text));
                    let text = if cited { format!("“{words}”\n{}", cite::chicago(source)) } else { words };
                    clipboard::copy(&text, screen)?;
                }
            }
            Effect::Correct(correction) => self.correct(&correction),
            Effect::TakeBack => self.take_back(),
            Effect::Export(path) => self.export(app, &path),
            Effect::ExportBrief(path, sources) => self.export_brief(app, &path, &sources),
            Effect::OpenAddress(address) => self.open_address(&address),
            Effect::OpenFile(source, line) => self.open_file(app, source, line, screen)?,
            Effect::OpenConfig => self.open_config(screen)?,
            Effect::Suspend => {
                let closed = self.gate.close();
                // Stops here until the program is continued.
                screen.lend(|| signal_hook::low_level::emulate_default_handler(SIGTSTP))??;
                drop(closed);
                self.came_back();
            }
            Effect::ListenToMouse(on) => screen.listen_to_mouse(on)?,
            Effect::Redraw => screen.clear()?,
            // On purpose: only a build with the feature `panic-test` ever asks for it.
            Effect::Panic { in_thread: true } => jobs::spawn("test", &self.inbox, || panic!("asked to panic")),
            Effect::Panic { in_thread: false } => panic!("asked to panic"),
        }
        Ok(ControlFlow::Continue(()))
    }

    /// Carries out what keeps something; other effects need a terminal.
    pub(super) fn save(&self, effect: Effect) {
        self.saver.save(match effect {
            Effect::SavePlace(place) => Saved::Place(place),
            Effect::SaveRead(read) => Saved::Read(read),
            Effect::SaveAnnotation(annotation) => Saved::Annotation(annotation),
            Effect::SaveDraft(draft) => Saved::Draft(draft),
            Effect::SaveReview(review) => Saved::Review(review),
            _ => return,
        });
    }

    fn reload(&mut self, revision: Revision) {
        self.latest.store(revision, Ordering::SeqCst);
        let (paths, config, sender) = (self.paths.clone(), self.config.clone(), self.inbox.clone());
        let store = self.store.clone();
        jobs::spawn("reload", &self.inbox, move || {
            let message = files::find(&paths).and_then(|found| {
                let (config, wrong) = files::config(&found.root, config.as_deref(), !paths.is_empty())?;
                let loaded = jobs::load_all(jobs::Cores::AllButOne, &found.files, &config.sources);
                let warnings = found.problems.into_iter().chain(loaded.warnings).collect();
                if let Some(told) = left_out(&wrong) {
                    let _ = sender.send(Message::Failed(told));
                }
                let (revisions, _) = store.read_notes();
                let _ = sender.send(Message::Merged(revisions));
                Ok(Message::Reloaded(revision, loaded.sources, warnings, Box::new(config)))
            });
            let _ = sender.send(message.unwrap_or_else(|error| Message::NotReloaded(revision, error.to_string())));
        });
    }

    /// Writes a correction down, and has the files read again.
    fn correct(&mut self, correction: &Correction) {
        let path = files::dossier_config(&self.root, self.config.as_deref(), !self.paths.is_empty());
        let path = path.unwrap_or_else(|| self.root.join("config.toml"));
        let message = match config_edit::write(&path, correction) {
            Ok(edited) => {
                let told = format!("{}: written to {}", correction.told(), path.display());
                self.edits.push((path, edited));
                Message::Written(told)
            }
            Err(error) => Message::Failed(error.to_string()),
        };
        let _ = self.inbox.send(message);
    }

    /// Takes the last correction back, and has the files read again.
    fn take_back(&mut self) {
        let Some((path, edited)) = self.edits.pop() else { return };
        let message = match config_edit::take_back(&path, &edited) {
            Ok(()) => Message::Corrected(format!("undone: {} is as it was", path.display())),
            Err(error) => Message::Failed(error.to_string()),
        };
        let _ = self.inbox.send(message);
    }

    /// Writes all annotations to a file, which must not be there yet unless it is an export of before.
    fn export(&mut self, app: &App, path: &str) {
        let format = match Format::of_file(path) {
            Ok(format) => format,
            Err(message) => return self.tell_failed(message),
        };
        let from = Exported { dossier: &app.dossier, analysis: &app.analysis, answers: app.answers.as_deref(), lexicon: &app.lexicon };
        let text = export(&from, &app.notes.in_order(), format, Timestamp::now());
        let message = match files::write_new(Path::new(path), &text) {
            Ok(written) => Message::Tell(format!("exported to {}", whole(&written).display())),
            Err(error) => Message::Failed(error.to_string()),
        };
        let _ = self.inbox.send(message);
    }

    /// Writes a brief to a file, which must not be there yet unless it is an export of before.
    fn export_brief(&mut self, app: &App, path: &str, sources: &[SourceId]) {
        let shape = match Path::new(path).extension().and_then(|ending| ending.to_str()) {
            Some("md") => Shape::Markdown,
            Some("txt") => Shape::Text,
            Some("html") => Shape::Html,
            _ => return self.tell_failed("the ending tells the format: .md .txt .html".to_owned()),
        };
        let Some(answers) = &app.answers else { return };
        let lines = lines_of_brief(&app.dossier, &app.analysis, answers, sources);
        let text = brief(&app.dossier, &app.analysis, &lines, sources, shape);
        let message = match files::write_new(Path::new(path), &text) {
            Ok(written) => Message::Tell(format!("written to {}", whole(&written).display())),
            Err(error) => Message::Failed(error.to_string()),
        };
        let _ = self.inbox.send(message);
    }

    fn open_address(&self, address: &str) {
        let opener = if cfg!(target_os = "macos") { "open" } else { "xdg-open" };
        let started = Command::new(opener).arg(address).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        let message = match started {
            Ok(mut child) => {
                // Somebody must ask how it ended, or its entry stays with the system as long as we run.
                jobs::spawn("opener", &self.inbox, move || drop(child.wait()));
                Message::Tell(format!("opening {address}"))
            }
            Err(error) => Message::Failed(format!("cannot start {opener}: {error}")),
        };
        let _ = self.inbox.send(message);
    }

    /// Shows a source's file in the reader's editor.
    fn open_file(&mut self, app: &App, source: SourceId, line: usize, screen: &mut Screen) -> io::Result<()> {
        let Some(source) = app.dossier.source(source) else { return Ok(()) };
        let path = path_of(&self.root, source.file());
        self.edit(&path, line, screen)?;
        Ok(())
    }

    /// Opens the configuration of the dossier where it is wrong, or that of the reader if that one is, and reads all again.
    fn open_config(&mut self, screen: &mut Screen) -> io::Result<()> {
        let of_dossier = files::dossier_config(&self.root, self.config.as_deref(), !self.paths.is_empty());
        let wrong = files::config(&self.root, self.config.as_deref(), !self.paths.is_empty()).map(|(_, wrong)| wrong).unwrap_or_default();
        let (path, line) = match wrong.first() {
            Some(error) => (PathBuf::from(&error.path), error.line),
            None => (of_dossier.unwrap_or_else(|| self.root.join("config.toml")), 1),
        };
        if self.edit(&path, line, screen)? {
            let _ = self.inbox.send(Message::Corrected(format!("{} was read again", path.display())));
        }
        Ok(())
    }

    /// Opens a file in the reader's editor at a line from 1; tells whether the editor ended well.
    fn edit(&mut self, path: &Path, line: usize, screen: &mut Screen) -> io::Result<bool> {
        let editor = Editor::of_the_reader();
        let ended_well = match self.lend(screen, &mut editor.command(path, Some(line)))? {
            Ok(Returned::Ended(status)) if !status.success() => {
                self.tell_failed(format!("{editor} ended with {status}"));
                false
            }
            Ok(_) => true,
            Err(error) => {
                self.tell_failed(format!("cannot start {editor}: {error}"));
                false
            }
        };
        self.came_back();
        Ok(ended_well)
    }

    /// Lets the reader write a note in an editor. Whatever happens, what was written is in the answer.
    fn edit_note(&mut self, text: &str, at: NotePlace, screen: &mut Screen) -> io::Result<()> {
        let draft = match DraftFile::with(text, &self.root) {
            Ok(draft) => draft,
            Err(error) => {
                self.tell_failed(format!("no file for the editor can be made: {error}; the other key for notes needs none"));
                return Ok(());
            }
        };
        let editor = Editor::of_the_reader();
        let returned = self.lend(screen, &mut editor.command(draft.path(), None));
        let written = draft.written();
        let changed = written.as_ref().is_ok_and(|written| written.trim() != text.trim());
        let ended_well = matches!(&returned, Ok(Ok(Returned::Ended(status))) if status.success());
        match (written, ended_well) {
            (Ok(written), true) if changed => self.answers.push_back(Message::Edited { text: written, at, done: true }),
            (Ok(written), false) if changed => self.answers.push_back(Message::Edited { text: written, at, done: false }),
            (Ok(_), _) => {}
            (Err(error), _) => {
                let kept = draft.keep();
                self.tell_failed(format!("what was written can't be read ({error}): it is in {}", kept.display()));
            }
        }
        match &returned {
            Ok(Ok(Returned::Ended(status))) if !status.success() => {
                let then = if changed { "what was written is kept as a draft" } else { "the note is as it was" };
                self.tell_failed(format!("{editor} ended with {status}: {then}"));
            }
            Ok(Err(error)) => self.tell_failed(format!("cannot start {editor}: {error}")),
            _ => {}
        }
        if let Ok(Ok(Returned::Asked)) = &returned {
            self.answers.push_back(Message::Terminate);
        }
        self.came_back();
        returned.map(|_| ())
    }

    /// Gives the terminal to another program until it ends.
    fn lend(&self, screen: &mut Screen, command: &mut Command) -> io::Result<io::Result<Returned>> {
        let _closed = self.gate.close();
        screen.lend(|| self.lent.run(command))
    }

    fn tell_failed(&mut self, message: String) {
        self.answers.push_back(Message::Failed(message));
    }

    /// Another program had the terminal, which may have another size now.
    fn came_back(&mut self) {
        if let Ok((width, height)) = crossterm::terminal::size() {
            self.answers.push_back(Message::Resize(width, height));
        }
        self.answers.push_back(Message::Resumed);
    }
}

/// What is said of a configuration in which entries are wrong.
pub(super) fn left_out(wrong: &[ConfigError]) -> Option<String> {
    let first = wrong.first()?;
    let more = if wrong.len() > 1 { format!(", and {} more", wrong.len() - 1) } else { String::new() };
    Some(format!("{first} (left out{more}; g c opens it)"))
}

/// A path from the root, so that nobody has to guess where a file went.
fn whole(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf())
}
