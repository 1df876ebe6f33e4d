//! The program in a pseudo-terminal: start, keys, links, resize, signals, panic, and the terminal as it was before.

use std::io::Read;
use std::io::Write;
use std::num::NonZero;
use std::path::Path;
use std::sync::mpsc::Receiver;
use std::sync::mpsc::RecvTimeoutError;
use std::sync::mpsc::channel;
use std::time::Duration;
use std::time::Instant;

use portable_pty::Child;
use portable_pty::CommandBuilder;
use portable_pty::MasterPty;
use portable_pty::PtySize;
use portable_pty::native_pty_system;
use tempfile::TempDir;

/// Longest wait for something that must come; far more than it takes, so that a busy machine does not matter.
const PATIENCE: Duration = Duration::from_secs(30);

struct Terminal {
    master: Box<dyn MasterPty + Send>,
    child: Box<dyn Child + Send + Sync>,
    writer: Box<dyn Write + Send>,
    output: Receiver<Vec<u8>>,
    screen: vt100::Parser,
    raw: Vec<u8>,
    before: String,
    _data: TempDir,
}

fn cells(n: u16) -> NonZero<u16> {
    NonZero::new(n).expect("more than none")
}

/// The settings of the terminal, as one can compare them.
fn settings(master: &dyn MasterPty) -> String {
    format!("{:?}", master.get_termios().expect("termios"))
}

impl Terminal {
    fn open(folder: &Path, arguments: &[&str]) -> Terminal {
        Terminal::open_with(folder, arguments, 40, 120, &[])
    }

    fn open_with(folder: &Path, arguments: &[&str], rows: u16, cols: u16, variables: &[(&str, &str)]) -> Terminal {
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_crossread"));
        command.args(arguments);
        for (name, value) in variables {
            command.env(name, value);
        }
        Terminal::run(command, folder, rows, cols)
    }

    fn run(mut command: CommandBuilder, folder: &Path, rows: u16, cols: u16) -> Terminal {
        let pair = native_pty_system().openpty(PtySize { rows, cols, pixel_width: 0, pixel_height: 0 }).expect("a pseudo-terminal");
        let data = tempfile::tempdir().expect("a folder");
        command.cwd(folder);
        for (name, value) in [("TERM", "xterm-256color"), ("COLORTERM", "truecolor"), ("XDG_CONFIG_HOME", "/nonexistent")] {
            command.env(name, value);
        }
        command.env("XDG_DATA_HOME", data.path());
        if command.get_env("NO_COLOR").is_none_or(|value| value != "1") {
            command.env_remove("NO_COLOR");
        }
        let before = settings(&*pair.master);
        let child = pair.slave.spawn_command(command).expect("the program starts");
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().expect("a reader");
        let writer = pair.master.take_writer().expect("a writer");
        let (sender, output) = channel();
        std::thread::spawn(move || {
            let mut buffer = [0; 65536];
            while let Ok(length @ 1..) = reader.read(&mut buffer) {
                if sender.send(buffer[..length].to_vec()).is_err() {
                    break;
                }
            }
        });
        Terminal {
            master: pair.master,
            child,
            writer,
            output,
            screen: vt100::Parser::new(cells(rows), cells(cols), 0),
            raw: Vec::new(),
            before,
            _data: data,
        }
    }

    fn text(&self) -> String {
        self.screen.screen().contents()
    }

    fn send(&mut self, keys: &str) {
        self.writer.write_all(keys.as_bytes()).expect("written");
        self.writer.flush().expect("flushed");
    }

    /// Reads until the screen fits, and gives it.
    #[track_caller]
    fn wait(&mut self, what: &str, fits: impl Fn(&str) -> bool) -> String {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let text = self.text();
            if fits(&text) {
                return text;
            }
            match self.output.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
                Ok(bytes) => {
                    self.screen.process(&bytes);
                    self.raw.extend(bytes);
                }
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => panic!("{what} never came; the screen:\n{text}"),
            }
        }
    }

    /// Waits for the end; gives exit code and everything that was written.
    fn end(mut self) -> (u32, Vec<u8>) {
        let deadline = Instant::now() + PATIENCE;
        let status = loop {
            if let Some(status) = self.child.try_wait().expect("a status") {
                break status;
            }
            // The program may wait for room in the terminal's buffer.
            if let Ok(bytes) = self.output.recv_timeout(Duration::from_millis(20)) {
                self.raw.extend(bytes);
            }
            assert!(Instant::now() < deadline, "the program does not end");
        };
        assert_eq!(settings(&*self.master), self.before, "the terminal's settings are as before");
        drop(self.writer);
        drop(self.master);
        while let Ok(bytes) = self.output.recv_timeout(Duration::from_secs(2)) {
            self.raw.extend(bytes);
        }
        (status.exit_code(), self.raw)
    }

    /// Closes the terminal, as a window is closed, and waits for the end of the program.
    fn closed(self) -> TempDir {
        let Terminal { master, mut child, writer, output, _data, .. } = self;
        drop((writer, master, output));
        let deadline = Instant::now() + PATIENCE;
        while child.try_wait().expect("a status").is_none() {
            assert!(Instant::now() < deadline, "the program does not end");
            std::thread::sleep(Duration::from_millis(5));
        }
        _data
    }

    fn signal(&self, name: &str) {
        let process = self.child.process_id().expect("a process").to_string();
        let sent = std::process::Command::new("kill").args(["-s", name, &process]).status().expect("kill");
        assert!(sent.success());
    }
}

fn ends_restored(raw: &[u8]) {
    let text = String::from_utf8_lossy(raw);
    let last = |sequence: &str| text.rfind(sequence);
    for (on, off) in [
        ("\u{1b}[?1049h", "\u{1b}[?1049l"),
        ("\u{1b}[?25l", "\u{1b}[?25h"),
        ("\u{1b}[?2004h", "\u{1b}[?2004l"),
        ("\u{1b}[?1002h", "\u{1b}[?1002l"),
        ("\u{1b}[?1006h", "\u{1b}[?1006l"),
        ("\u{1b}[?2026h", "\u{1b}[?2026l"),
    ] {
        assert!(last(off) > last(on), "{on:?} is not undone");
    }
}

/// The shipped articles in a folder of their own, so that nothing is noted beside the originals.
fn dossier() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    std::fs::create_dir(folder.path().join("articles")).expect("a folder");
    for entry in std::fs::read_dir(root.join("articles")).expect("articles").flatten().filter(|entry| entry.path().is_file()) {
        std::fs::copy(entry.path(), folder.path().join("articles").join(entry.file_name())).expect("copied");
    }
    std::fs::copy(root.join("config.toml"), folder.path().join("config.toml")).expect("copied");
    folder
}

fn ready(screen: &str) -> bool {
    screen.contains("Related ·")
}

#[test]
fn a_link_is_followed_and_one_comes_back_to_the_same_sentence() {
    let folder = dossier();
    let mut terminal = Terminal::open(folder.path(), &["articles"]);
    terminal.wait("the first screen", ready);
    // Past the title and the standfirst.
    terminal.send("}}}}");
    // Related passages come as they are found.
    let settled = |screen: &str| {
        screen.contains("¶ 3 of 17")
            && screen.contains("Related · ")
            && screen.contains("●")
            && ready(screen)
            && !screen.contains("comparing")
    };
    let trimmed = |screen: String| screen.lines().map(|line| line.trim_end().to_owned()).collect::<Vec<_>>();
    let before = trimmed(terminal.wait("paragraph 3", settled));
    terminal.send("\r");
    terminal.wait("another source", |screen| !screen.contains("¶ 3 of 17") && ready(screen));
    terminal.send("\u{f}");
    let after = trimmed(terminal.wait("the way back", settled));
    assert_eq!(after, before);
    terminal.send("/symbolize\r");
    terminal.wait("the hit", |screen| screen.contains("hit 1 of 1"));
    terminal.master.resize(PtySize { rows: 24, cols: 80, pixel_width: 0, pixel_height: 0 }).expect("resized");
    terminal.screen.screen_mut().set_size(cells(24), cells(80));
    terminal.wait("the smaller screen", |screen| screen.contains("symbolize") && !screen.contains("Sources"));
    terminal.send("q");
    let (code, raw) = terminal.end();
    assert_eq!(code, 0);
    ends_restored(&raw);
}

#[test]
fn views_are_entered_left_into_the_text_and_come_back_to_at_the_same_row() {
    let folder = dossier();
    let mut terminal = Terminal::open(folder.path(), &["articles"]);
    let done = |screen: &str| ready(screen) && !screen.contains("comparing") && !screen.contains("relating");
    terminal.wait("the analysis", done);
    for (keys, heading) in
        [("d", "Disagreements ·"), ("Tjjj", "Timeline ·"), ("Mj", "Coverage ·"), ("oj", "Only in "), ("pj", "Reading path ·")]
    {
        terminal.send(keys);
        let row = format!("row {} of", keys.len());
        let view = terminal.wait(heading, |screen| screen.contains(heading) && screen.contains(&row));
        terminal.send("\r");
        terminal.wait("the text", ready);
        terminal.send("\u{f}");
        let back = terminal.wait("the way back", |screen| screen.contains(heading) && screen.contains(&row));
        let rows = |screen: &str| screen.lines().take(20).map(|line| line.trim_end().to_owned()).collect::<Vec<_>>();
        assert_eq!(rows(&back), rows(&view));
        terminal.send("q");
        terminal.wait("the reading screen", ready);
    }
    terminal.send("c");
    terminal.wait("two sources", |screen| screen.contains("other side"));
    terminal.send("\r");
    terminal.wait("one source", ready);
    terminal.send("q");
    let (code, raw) = terminal.end();
    assert_eq!(code, 0);
    ends_restored(&raw);
}

#[test]
fn notes_are_there_again_and_cards_come_when_they_are_due() {
    let folder = dossier();
    let mut terminal = Terminal::open(folder.path(), &["articles", "--now", "2026-01-01T08:00:00Z"]);
    terminal.wait("the first screen", ready);
    terminal.send("J}}}mm");
    terminal.wait("a highlight", |screen| screen.contains("highlighted"));
    terminal.send("a");
    terminal.send("Said by whom?\r");
    terminal.wait("a note", |screen| screen.contains("noted") && screen.contains("Said by whom?"));
    terminal.send("}mq");
    terminal.wait("another", |screen| screen.contains("highlighted"));
    terminal.send("Jmk");
    terminal.wait("a third", |screen| screen.contains("highlighted"));
    terminal.send("y");
    terminal.wait("a copy", |screen| screen.contains("copied: "));
    terminal.send("q");
    let (code, raw) = terminal.end();
    assert_eq!(code, 0);
    ends_restored(&raw);
    assert!(raw.windows(7).any(|bytes| bytes == b"\x1b]52;c;"), "the terminal was given the words (OSC 52)");

    let mut terminal = Terminal::open(folder.path(), &["articles", "--now", "2026-02-01T08:00:00Z"]);
    terminal.wait("the notes", |screen| ready(screen) && screen.contains("3 to review"));
    terminal.send("'");
    terminal.wait("the list", |screen| screen.contains("Notes · 3") && screen.contains("Said by whom?"));
    terminal.send("qR");
    for card in 1..=3 {
        terminal.wait("a card", |screen| screen.contains(&format!("card {card} of 3")) && screen.contains("space shows"));
        terminal.send(" ");
        terminal.wait("its back", |screen| screen.contains("3 good"));
        terminal.send("3");
    }
    terminal.wait("the end", |screen| screen.contains("nothing else is due"));
    terminal.send("q");
    assert_eq!(terminal.end().0, 0);

    // A day later nothing is due, a year later everything.
    let mut terminal = Terminal::open(folder.path(), &["articles", "--now", "2027-02-01T08:00:00Z"]);
    terminal.wait("the cards", |screen| ready(screen) && screen.contains("3 to review"));
    terminal.send("E");
    terminal.send("\r");
    terminal.wait("the export", |screen| screen.contains("exported to /"));
    terminal.send("q");
    assert_eq!(terminal.end().0, 0);
    let markdown = std::fs::read_to_string(folder.path().join("notes.md")).expect("the export");
    let source = std::fs::read_to_string(folder.path().join("articles/02-a-new-opening.txt")).expect("an article");
    let quote = markdown.lines().find_map(|line| line.strip_prefix("> ")).expect("a quote");
    assert!(source.contains(quote), "the exact quote: {quote}");
    for part in
        ["## A ‘new’ opening", "file: `02-a-new-opening.txt`", "publisher:", "date:", "Said by whom?", "crossread://02-a-new-opening.txt:"]
    {
        assert!(markdown.contains(part), "{part} is not in\n{markdown}");
    }
}

#[test]
fn quitting_and_starting_returns_to_the_same_sentence() {
    let folder = dossier();
    let mut terminal = Terminal::open(folder.path(), &["articles"]);
    terminal.wait("the first screen", ready);
    terminal.send("JJ}}}}}");
    let place = terminal.wait("paragraph 4", |screen| screen.contains("¶ 4 of 1"));
    assert!(place.contains("Why Russia"));
    terminal.send("q");
    terminal.end();
    assert!(folder.path().join("articles/.crossread/state/.gitignore").is_file());
    let mut again = Terminal::open(folder.path(), &["articles"]);
    again.wait("the same paragraph", |screen| screen.contains("¶ 4 of 1"));
    again.send("q");
    again.end();
}

#[test]
fn signals_leave_the_terminal_as_it_was() {
    for name in ["TERM", "INT", "HUP"] {
        let folder = dossier();
        let mut terminal = Terminal::open(folder.path(), &["articles"]);
        terminal.wait("the first screen", ready);
        terminal.signal(name);
        let (_, raw) = terminal.end();
        ends_restored(&raw);
    }
}

#[test]
fn it_is_stopped_and_continued() {
    let folder = dossier();
    let mut terminal = Terminal::open(folder.path(), &["articles"]);
    terminal.wait("the first screen", ready);
    terminal.send("\u{1a}");
    terminal.wait("the terminal given back", |_| true);
    let deadline = Instant::now() + PATIENCE;
    while !String::from_utf8_lossy(&terminal.raw).contains("\u{1b}[?1049l") {
        assert!(Instant::now() < deadline, "never stopped");
        if let Ok(bytes) = terminal.output.recv_timeout(Duration::from_millis(50)) {
            terminal.screen.process(&bytes);
            terminal.raw.extend(bytes);
        }
    }
    let stat = format!("/proc/{}/stat", terminal.child.process_id().expect("a process"));
    let is_stopped = || std::fs::read_to_string(&stat).is_ok_and(|text| text.contains(") T "));
    while Path::new("/proc/self/stat").exists() && !is_stopped() {
        assert!(Instant::now() < deadline, "never stopped");
        std::thread::yield_now();
    }
    terminal.signal("CONT");
    terminal.wait("the screen again", ready);
    terminal.send("q");
    let (code, raw) = terminal.end();
    assert_eq!(code, 0);
    ends_restored(&raw);
}

#[test]
fn the_editor_has_the_terminal_and_the_reader_comes_back() {
    let folder = dossier();
    let script = folder.path().join("editor.sh");
    std::fs::write(&script, "#!/bin/sh\nprintf 'EDITING %s\\n' \"$1\"\nread answer\necho \"$answer\" > answer.txt\n").expect("a script");
    let mut terminal = Terminal::open_with(folder.path(), &["articles"], 40, 120, &[("VISUAL", ""), ("EDITOR", "sh editor.sh")]);
    terminal.wait("the first screen", ready);
    terminal.send("ge");
    terminal.wait("the editor", |screen| screen.contains("EDITING"));
    terminal.send("jjj\r");
    terminal.wait("the reader", ready);
    assert_eq!(std::fs::read_to_string(folder.path().join("answer.txt")).expect("an answer"), "jjj\n");
    terminal.send("q");
    let (code, raw) = terminal.end();
    assert_eq!(code, 0);
    ends_restored(&raw);
}

#[test]
fn a_note_is_written_in_the_editor() {
    let folder = dossier();
    std::fs::write(folder.path().join("editor.sh"), "#!/bin/sh\necho 'words from the editor' > \"$1\"\n").expect("a script");
    let mut terminal = Terminal::open_with(folder.path(), &["articles"], 40, 120, &[("VISUAL", ""), ("EDITOR", "sh editor.sh")]);
    terminal.wait("the first screen", ready);
    terminal.send("}}A");
    terminal.wait("the note", |screen| ready(screen) && screen.contains("words from the editor") && screen.contains("noted"));
    terminal.send("q");
    assert_eq!(terminal.end().0, 0);
    let notes =
        std::fs::read_to_string(folder.path().join("articles/.crossread/notes/01-carnegie-first-country.txt.jsonl")).expect("the notes");
    assert!(notes.contains("words from the editor"), "{notes}");
}

#[test]
fn the_ground_is_asked_for_and_the_answer_is_no_key() {
    let folder = dossier();
    let mut terminal = Terminal::open(folder.path(), &["articles"]);
    terminal.wait("the first screen", ready);
    assert!(String::from_utf8_lossy(&terminal.raw).contains("\u{1b}]11;?"));
    terminal.send("\u{1b}]11;rgb:ffff/ffff/ffff\u{1b}\\");
    terminal.send("?");
    terminal.wait("the help, and no other key", |screen| screen.contains("Keys, signs and commands"));
    terminal.send("\u{1b}");
    terminal.wait("the help closed", |screen| !screen.contains("Keys, signs and commands"));
    // A light ground has its own colour of the status line.
    assert!(String::from_utf8_lossy(&terminal.raw).contains("48;2;234;234;238"));
    terminal.send("q");
    terminal.end();
}

#[test]
fn no_colour_is_honoured() {
    let folder = dossier();
    let mut terminal = Terminal::open_with(folder.path(), &["articles"], 40, 120, &[("NO_COLOR", "1")]);
    terminal.wait("the first screen", ready);
    terminal.send("q");
    let (_, raw) = terminal.end();
    let text = String::from_utf8_lossy(&raw);
    for colour in ["38;2;", "38;5;", "48;2;", "48;5;"] {
        let at = text.find(colour);
        assert_eq!(at, None, "{:?}", at.map(|at| text[at..].chars().take(40).collect::<String>()));
    }
}

#[test]
fn ctrl_c_twice_quits() {
    let folder = dossier();
    let mut terminal = Terminal::open(folder.path(), &["articles"]);
    terminal.wait("the first screen", ready);
    terminal.send("\u{3}");
    terminal.wait("the word about it", |screen| screen.contains("again to quit"));
    terminal.send("\u{3}");
    let (code, raw) = terminal.end();
    assert_eq!(code, 0);
    ends_restored(&raw);
}

#[test]
fn one_article_is_read_from_standard_input() {
    let folder = dossier();
    let shell = format!("{} - < articles/05-reuters-moscow-aims.txt", env!("CARGO_BIN_EXE_crossread"));
    let mut command = CommandBuilder::new("sh");
    command.args(["-c", &shell]);
    let mut terminal = Terminal::run(command, folder.path(), 24, 80);
    terminal.wait("the article", |screen| screen.contains("Moscow aims to deepen"));
    terminal.send("q");
    assert_eq!(terminal.end().0, 0);
}

#[cfg(feature = "panic-test")]
#[test]
fn a_panic_leaves_the_terminal_as_it_was_and_says_what_happened() {
    let folder = dossier();
    for command in [":panic\r", ":panic-in-thread\r"] {
        let mut terminal = Terminal::open(folder.path(), &["articles"]);
        terminal.wait("the first screen", ready);
        terminal.send(command);
        let (code, raw) = terminal.end();
        assert_ne!(code, 0);
        ends_restored(&raw);
        assert!(String::from_utf8_lossy(&raw).contains("asked to panic"));
    }
}

/// The reader with an editor that does what `script` says, opened at a paragraph.
fn with_editor(script: &str, variables: &[(&str, &str)]) -> (TempDir, Terminal) {
    let folder = dossier();
    std::fs::write(folder.path().join("editor.sh"), format!("#!/bin/sh\n{script}\n")).expect("a script");
    let mut all = vec![("VISUAL", ""), ("EDITOR", "sh editor.sh")];
    all.extend(variables);
    let mut terminal = Terminal::open_with(folder.path(), &["articles"], 40, 120, &all);
    terminal.wait("the first screen", ready);
    terminal.send("}}");
    terminal.wait("the first paragraph", |screen| screen.contains("¶ 1 of"));
    (folder, terminal)
}

#[test]
fn editors_that_follow_one_another_at_once_never_stop_the_reader() {
    for keys in ["AA", "gege", "AAAAAAAAAA"] {
        let (_folder, mut terminal) = with_editor("exit 0", &[]);
        terminal.send(keys);
        terminal.send("?");
        terminal.wait("the help", |screen| screen.contains("Keys, signs and commands"));
        terminal.send("\u{1b}");
        terminal.wait("the help closed", |screen| !screen.contains("Keys, signs and commands"));
        terminal.send("q");
        assert_eq!(terminal.end().0, 0);
    }
}

#[test]
fn what_an_editor_wrote_is_kept_however_it_ends() {
    // No UTF-8: read in the encoding that it has.
    let (_folder, mut terminal) = with_editor("printf 'na\\357ve caf\\351 words' > \"$1\"", &[]);
    terminal.send("A");
    terminal.wait("the note", |screen| ready(screen) && screen.contains("naïve café words") && screen.contains("noted"));
    terminal.send("q");
    assert_eq!(terminal.end().0, 0);
    // It saves and fails: a draft, which the other key takes up.
    let (_folder, mut terminal) = with_editor("echo 'words before a failure' > \"$1\"; exit 1", &[]);
    terminal.send("A");
    terminal.wait("what is said", |screen| screen.contains("kept as a draft"));
    terminal.send("a");
    terminal.wait("the draft", |screen| screen.contains("note: words before a failure"));
    terminal.send("\r");
    terminal.wait("the note", |screen| screen.contains("noted"));
    terminal.send("q");
    assert_eq!(terminal.end().0, 0);
    // Its file is gone, and there is no folder for such files.
    for (script, variables) in [("rm \"$1\"", &[][..]), ("echo words in another folder > \"$1\"", &[("TMPDIR", "/nonexistent")])] {
        let (_folder, mut terminal) = with_editor(script, variables);
        terminal.send("A");
        let gone = variables.is_empty();
        terminal.wait("what is said", |screen| screen.contains(if gone { "can't be read" } else { "words in another folder" }));
        terminal.send("q");
        assert_eq!(terminal.end().0, 0);
    }
}

#[test]
fn keys_that_interrupt_are_the_editors() {
    // It dies of the interrupt that its terminal sends to all; the reader does not.
    let (_folder, mut terminal) = with_editor("echo 'words so far' > \"$1\"; stty isig; echo EDITING; exec sleep 60", &[]);
    terminal.send("A");
    terminal.wait("the editor", |screen| screen.contains("EDITING"));
    terminal.send("\u{3}");
    terminal.wait("the reader", |screen| ready(screen) && screen.contains("kept as a draft"));
    terminal.send("q");
    let (code, raw) = terminal.end();
    assert_eq!(code, 0);
    ends_restored(&raw);
}

#[test]
fn words_in_an_open_editor_outlive_the_end_of_the_reader() {
    for name in ["TERM", "HUP"] {
        let (folder, mut terminal) = with_editor("echo 'words so far' > \"$1\"; echo EDITING; exec sleep 60", &[]);
        terminal.send("A");
        terminal.wait("the editor", |screen| screen.contains("EDITING"));
        terminal.signal(name);
        ends_restored(&terminal.end().1);
        let mut again = Terminal::open(folder.path(), &["articles"]);
        again.wait("the first screen", |screen| ready(screen) && screen.contains("¶ 1 of"));
        again.send("a");
        again.wait("the draft", |screen| screen.contains("note: words so far"));
        again.send("\u{1b}");
        again.wait("the draft left", |screen| screen.contains("kept as a draft"));
        again.send("q");
        assert_eq!(again.end().0, 0);
    }
}

#[test]
fn an_editor_that_is_stopped_goes_on_with_the_reader() {
    let folder = dossier();
    std::fs::write(folder.path().join("editor.sh"), "#!/bin/sh\necho EDITING\nread answer\necho \"got $answer\" > \"$1\"\n")
        .expect("a script");
    let mut command = CommandBuilder::new("bash");
    command.args(["--norc", "-i"]);
    command.env("EDITOR", "sh editor.sh");
    command.env("VISUAL", "");
    command.env("PS1", "shell> ");
    let mut terminal = Terminal::run(command, folder.path(), 40, 120);
    terminal.wait("a shell", |screen| screen.contains("shell>"));
    terminal.send(&format!("{} articles\r", env!("CARGO_BIN_EXE_crossread")));
    terminal.wait("the first screen", ready);
    terminal.send("}}A");
    terminal.wait("the editor", |screen| screen.contains("EDITING"));
    terminal.send("\u{1a}");
    terminal.wait("the shell", |screen| screen.contains("Stopped"));
    terminal.send("fg\r");
    // What is typed before the shell has given the terminal back is the shell's.
    terminal.wait("the editor again", |screen| screen.trim_end().ends_with("articles"));
    let shell = terminal.child.process_id().expect("a process");
    let child = std::fs::read_to_string(format!("/proc/{shell}/task/{shell}/children")).expect("its children");
    let stat = format!("/proc/{}/stat", child.trim());
    while std::fs::read_to_string(&stat).expect("its state").contains(") T ") {
        std::thread::yield_now();
    }
    terminal.send("on\r");
    terminal.wait("the note", |screen| ready(screen) && screen.contains("got on"));
    terminal.send("q");
    terminal.wait("the shell", |screen| screen.trim_end().ends_with("shell>"));
    terminal.send("exit\r");
    terminal.end();
}

#[test]
fn a_half_typed_note_is_kept_whatever_ends_it() {
    for end in ["\u{1b}", "TERM", "HUP", "closed"] {
        let folder = dossier();
        let mut terminal = Terminal::open(folder.path(), &["articles"]);
        terminal.wait("the first screen", ready);
        terminal.send("}}");
        terminal.wait("the first paragraph", |screen| screen.contains("¶ 1 of"));
        terminal.send("ahalf a thou");
        terminal.wait("the words", |screen| screen.contains("half a thou"));
        match end {
            "\u{1b}" => {
                terminal.send(end);
                terminal.wait("what is said", |screen| screen.contains("kept as a draft"));
                terminal.send("q");
                terminal.end();
            }
            "closed" => drop(terminal.closed()),
            signal => {
                terminal.signal(signal);
                terminal.end();
            }
        }
        let mut again = Terminal::open(folder.path(), &["articles"]);
        again.wait(&format!("the same paragraph after {end:?}"), |screen| ready(screen) && screen.contains("¶ 1 of"));
        again.send("a");
        again.wait("the draft", |screen| screen.contains("note: half a thou"));
        again.send(" of mine\r");
        again.wait("the note", |screen| screen.contains("noted"));
        again.send("q");
        again.end();
    }
}

#[test]
fn a_terminal_that_is_closed_takes_no_note_along() {
    // Highlights as fast as they come, on every passage; the terminal goes in the middle.
    for round in 0..3 {
        let folder = dossier();
        let mut terminal = Terminal::open(folder.path(), &["articles"]);
        terminal.wait("the first screen", ready);
        let marks = 20 + round * 20;
        terminal.send("}}");
        terminal.send(&"mm)".repeat(marks));
        // The last one is on the screen as made, though not on the disk yet.
        terminal.send("?");
        terminal.wait("the help", |screen| screen.contains("Keys, signs and commands"));
        terminal.closed();
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_crossread"))
            .args(["notes", "articles", "--format", "jsonl"])
            .current_dir(folder.path())
            .output()
            .expect("it runs");
        let kept = String::from_utf8_lossy(&output.stdout).lines().count();
        assert!(kept >= marks.min(16), "{kept} of {marks}: {}", String::from_utf8_lossy(&output.stderr));
    }
}

#[test]
fn nothing_acts_on_a_terminal_that_is_printed_to() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("a.txt"), "A title\n\nWords \u{1b}]0;owned\u{7} and \u{9b}31m more of them here.\n")
        .expect("written");
    for arguments in [&["text", "a.txt"][..], &["passages", "a.txt", "--format", "csv"], &["list", "--\u{1b}[31mx"]] {
        let terminal = Terminal::open(folder.path(), arguments);
        let (_, raw) = terminal.end();
        let text = String::from_utf8_lossy(&raw);
        assert!(!text.contains("\u{1b}]0") && !text.contains('\u{9b}') && !text.contains("\u{1b}[31m"), "{arguments:?}: {text:?}");
        assert!(text.contains("Words") || text.contains("unexpected argument"), "{arguments:?}: {text:?}");
    }
    // A program that reads gets what is there.
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_crossread")).args(["text", "a.txt"]).current_dir(folder.path()).output();
    assert!(output.expect("it runs").stdout.contains(&0x1b));
}

#[test]
fn what_was_read_is_corrected_from_where_one_reads_and_undone() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = "Bridge shut\n\nThe old bridge of Kelso was shut on Monday. Mayor Ann Reed said that the town of Kelso waits.\n";
    std::fs::write(folder.path().join("a.txt"), text).expect("written");
    std::fs::write(folder.path().join("b.txt"), text.replace("Bridge", "Ferry")).expect("written");
    let config = folder.path().join("config.toml");
    std::fs::write(&config, "# mine\n").expect("written");
    let mut terminal = Terminal::open(folder.path(), &["."]);
    terminal.wait("the reader", ready);
    terminal.send("Ipublisher\r");
    terminal.wait("a prompt", |screen| screen.contains("publisher: "));
    terminal.send("\x15Kelso Post\r");
    terminal.wait("what was written", |screen| screen.contains("written to") && screen.contains("Kelso Post ·"));
    let written = std::fs::read_to_string(&config).expect("read");
    assert_eq!(written, "# mine\n\n[[source]]\nfile = \"a.txt\"\npublisher = \"Kelso Post\"\n");
    terminal.send("U");
    terminal.wait("what was undone", |screen| screen.contains("undone") && !screen.contains("Kelso Post ·"));
    assert_eq!(std::fs::read_to_string(&config).expect("read"), "# mine\n");
    terminal.send("q");
    assert_eq!(terminal.end().0, 0);
}
