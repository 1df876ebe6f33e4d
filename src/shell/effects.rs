//! Carries out what the state asks for.

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

use crate::app::App;
use crate::app::message::Effect;
use crate::app::message::Message;
use crate::app::message::Revision;
use crate::print::cite;
use crate::print::export::Exported;
use crate::print::export::Format;
use crate::print::export::export;
use crate::shell::clipboard;
use crate::shell::config_edit;
use crate::shell::files;
use crate::shell::input::Gate;
use crate::shell::jobs;
use crate::shell::jobs::LinkRequest;
use crate::shell::known::Known;
use crate::shell::store::Saved;
use crate::shell::store::Saver;
use crate::shell::store::Store;
use crate::shell::terminal::Screen;
use crate::text::SourceId;
use crate::text::words::one_line;

/// What carrying out needs.
pub(super) struct Effects {
    pub(super) paths: Vec<PathBuf>,
    pub(super) config: Option<PathBuf>,
    pub(super) root: PathBuf,
    pub(super) gate: Arc<Gate>,
    pub(super) inbox: Sender<Message>,
    pub(super) latest: jobs::Latest,
    pub(super) known: Arc<Known>,
    pub(super) links: Sender<LinkRequest>,
    pub(super) saver: Saver,
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
            Effect::SavePlace(place) => self.saver.save(Saved::Place(place)),
            Effect::SaveAnnotation(annotation) => self.saver.save(Saved::Annotation(annotation)),
            Effect::SaveReview(review) => self.saver.save(Saved::Review(review)),
            Effect::EditNote(text) => self.edit_note(&text, screen)?,
            Effect::Copy { source, span, cited } => {
                if let Some(source) = app.dossier.source(source) {
                    let words = one_line(span.of(&source.text));
                    let text = if cited { format!("“{words}”\n{}", cite::chicago(source)) } else { words };
                    clipboard::copy(&text, screen)?;
                }
            }
            Effect::Merge { name, kind, aliases } => self.merge(&name, kind, &aliases),
            Effect::Export(path) => self.export(app, &path),
            Effect::SaveRead(read) => self.saver.save(Saved::Read(read)),
            Effect::OpenAddress(address) => self.open_address(&address),
            Effect::OpenFile(source, line) => self.open_file(app, source, line, screen)?,
            Effect::Suspend => {
                self.gate.close();
                // Stops here until the program is continued.
                screen.lend(|| signal_hook::low_level::emulate_default_handler(SIGTSTP))??;
                self.gate.open();
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

    fn reload(&mut self, revision: Revision) {
        self.latest.store(revision, Ordering::SeqCst);
        let (paths, config, sender) = (self.paths.clone(), self.config.clone(), self.inbox.clone());
        jobs::spawn("reload", &self.inbox, move || {
            let message = files::find(&paths).and_then(|found| {
                let (config, wrong) = files::config(&found.root, config.as_deref(), !paths.is_empty())?;
                let loaded = jobs::load_all(jobs::Cores::AllButOne, &found.files, &config.sources);
                let warnings = found.problems.into_iter().chain(loaded.warnings).collect();
                if let Some(error) = wrong.first() {
                    let _ = sender.send(Message::Failed(format!("{error} (the defaults are used instead)")));
                }
                let (revisions, _) = Store::of(&found.root).read_notes();
                let _ = sender.send(Message::Merged(revisions));
                Ok(Message::Reloaded(revision, loaded.sources, warnings, Box::new(config)))
            });
            let _ = sender.send(message.unwrap_or_else(|error| Message::NotReloaded(revision, error.to_string())));
        });
    }

    /// Writes down that names mean one entity, and has the files read again.
    fn merge(&self, name: &str, kind: &str, aliases: &[String]) {
        let path = files::dossier_config(&self.root, self.config.as_deref(), !self.paths.is_empty());
        let path = path.unwrap_or_else(|| self.root.join("config.toml"));
        let message = match config_edit::add_aliases(&path, name, kind, aliases) {
            Ok(()) => Message::Corrected(format!("{} is {name} now: written to {}", aliases.join(", "), path.display())),
            Err(error) => Message::Failed(error.to_string()),
        };
        let _ = self.inbox.send(message);
    }

    /// Writes all annotations to a file, which must not be there yet unless it is an export of before.
    fn export(&self, app: &App, path: &str) {
        let format = match Format::of_file(path) {
            Ok(format) => format,
            Err(message) => return self.tell_failed(message),
        };
        let from = Exported { dossier: &app.dossier, analysis: &app.analysis, answers: app.answers.as_deref(), lexicon: &app.lexicon };
        let text = export(&from, &app.notes.in_order(), format, Timestamp::now());
        let message = match files::write_new(Path::new(path), &text) {
            Ok(written) => Message::Tell(format!("exported to {}", written.display())),
            Err(error) => Message::Failed(error.to_string()),
        };
        let _ = self.inbox.send(message);
    }

    /// Lets the reader write a note in an editor.
    fn edit_note(&mut self, text: &str, screen: &mut Screen) -> io::Result<()> {
        let draft = tempfile::Builder::new().prefix("note-").suffix(".md").tempfile()?;
        std::fs::write(draft.path(), text)?;
        let editor = editor();
        self.gate.close();
        let result = screen.lend(|| Command::new("sh").arg("-c").arg(format!("{editor} \"$@\"")).arg("sh").arg(draft.path()).status())?;
        self.gate.open();
        match result {
            Ok(status) if status.success() => {
                let written = std::fs::read_to_string(draft.path())?;
                if written.trim() != text.trim() {
                    let _ = self.inbox.send(Message::Edited(written));
                }
            }
            Ok(status) => self.tell_failed(format!("{editor} ended with {status}: the note is as it was")),
            Err(error) => self.tell_failed(format!("cannot start {editor}: {error}")),
        }
        self.came_back();
        Ok(())
    }

    fn open_address(&self, address: &str) {
        let opener = if cfg!(target_os = "macos") { "open" } else { "xdg-open" };
        let started = Command::new(opener).arg(address).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        let message = match started {
            Ok(_) => Message::Tell(format!("opening {address}")),
            Err(error) => Message::Failed(format!("cannot start {opener}: {error}")),
        };
        let _ = self.inbox.send(message);
    }

    fn open_file(&mut self, app: &App, source: SourceId, line: usize, screen: &mut Screen) -> io::Result<()> {
        let Some(name) = app.dossier.source(source).map(|source| source.name.clone()) else { return Ok(()) };
        let path = self.root.join(name);
        let editor = editor();
        self.gate.close();
        // Through the shell, since the variable may hold arguments; the file is an argument of its own.
        let result = screen.lend(|| {
            Command::new("sh").arg("-c").arg(format!("{editor} \"$@\"")).arg("sh").args(editor_arguments(&editor, &path, line)).status()
        })?;
        self.gate.open();
        match result {
            Ok(status) if status.success() => {}
            Ok(status) => self.tell_failed(format!("{editor} ended with {status}")),
            Err(error) => self.tell_failed(format!("cannot start {editor}: {error}")),
        }
        self.came_back();
        Ok(())
    }

    fn tell_failed(&self, message: String) {
        let _ = self.inbox.send(Message::Failed(message));
    }

    /// Another program had the terminal, which may have another size now.
    fn came_back(&self) {
        if let Ok((width, height)) = crossterm::terminal::size() {
            let _ = self.inbox.send(Message::Resize(width, height));
        }
        let _ = self.inbox.send(Message::Resumed);
    }
}

/// The reader's editor, as a command of the shell.
fn editor() -> String {
    let variables = ["VISUAL", "EDITOR"].into_iter();
    let mut set = variables.filter_map(|name| std::env::var(name).ok().filter(|value| !value.trim().is_empty()));
    set.next().unwrap_or_else(|| "vi".to_owned())
}

/// How an editor is told file and line.
fn editor_arguments(editor: &str, path: &Path, line: usize) -> Vec<String> {
    let program = editor.split_whitespace().next().unwrap_or("").rsplit('/').next().unwrap_or("");
    let file = path.display().to_string();
    match program {
        "vi" | "vim" | "nvim" | "nano" | "emacs" | "emacsclient" | "kak" | "micro" | "ne" | "joe" => vec![format!("+{line}"), file],
        "hx" | "helix" => vec![format!("{file}:{line}")],
        _ => vec![file],
    }
}
