//! A dossier that comes from somebody else: what lies in its `.crossread` makes the program neither read nor write
//! anywhere else, and nothing that the reader writes is lost over it.

use std::collections::BTreeMap;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::process::Output;
use std::process::Stdio;
use std::time::Duration;
use std::time::Instant;

use tempfile::TempDir;

const PROGRAM: &str = env!("CARGO_BIN_EXE_crossread");
const TEXT: &str = "A title of words\n\nA first sentence stands here and is long enough. A second sentence follows it at once.\n";
const NOTE: &str = r#"{"@context":"http://www.w3.org/ns/anno.jsonld","id":"one","type":"Annotation","motivation":"commenting","created":"2025-01-01T00:00:00Z","modified":"2025-01-01T00:00:00Z","body":[{"type":"TextualBody","value":"a note","purpose":"commenting"}],"target":{"source":"a.txt","selector":[{"type":"TextQuoteSelector","exact":"first sentence","prefix":"A ","suffix":" stands"}]}}"#;

/// A dossier, and a folder beside it that is none of its business.
struct Place {
    folder: TempDir,
}

impl Place {
    fn new() -> Place {
        let folder = tempfile::tempdir().expect("a folder");
        for inner in ["dossier/.crossread/notes", "dossier/.crossread/state", "outside/notes", "outside/state", "data"] {
            std::fs::create_dir_all(folder.path().join(inner)).expect("a folder");
        }
        std::fs::write(folder.path().join("dossier/a.txt"), TEXT).expect("written");
        std::fs::write(folder.path().join("one.jsonl"), NOTE).expect("written");
        std::fs::write(folder.path().join("outside/rc"), "set -o vi\n").expect("written");
        Place { folder }
    }

    fn path(&self, inner: &str) -> PathBuf {
        self.folder.path().join(inner)
    }

    /// Runs the program to its end, which comes soon.
    fn run(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(PROGRAM);
        command.args(arguments).current_dir(self.folder.path()).env("XDG_DATA_HOME", self.path("data"));
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it runs");
        let deadline = Instant::now() + Duration::from_secs(60);
        while child.try_wait().expect("a status").is_none() {
            if Instant::now() > deadline {
                child.kill().expect("killed");
                panic!("{arguments:?} hangs");
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        child.wait_with_output().expect("ended")
    }

    /// All files below a folder with what they hold.
    fn held(&self, inner: &str) -> BTreeMap<PathBuf, Vec<u8>> {
        fn gather(folder: &Path, found: &mut BTreeMap<PathBuf, Vec<u8>>) {
            for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
                let kind = entry.file_type().expect("a kind");
                if kind.is_dir() {
                    gather(&entry.path(), found);
                } else {
                    let bytes = if kind.is_file() { std::fs::read(entry.path()).expect("read") } else { Vec::new() };
                    found.insert(entry.path(), bytes);
                }
            }
        }
        let mut found = BTreeMap::new();
        gather(&self.path(inner), &mut found);
        found
    }

    fn notes(&self) -> String {
        let output = self.run(&["notes", "dossier", "--format", "jsonl"]);
        format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
    }
}

#[test]
fn a_line_that_cant_be_read_is_written_nowhere_by_reading_and_through_no_link_by_writing() {
    let place = Place::new();
    std::fs::write(place.path("dossier/.crossread/notes/a.txt.jsonl"), "touch pwned\n").expect("written");
    symlink(place.path("outside/rc"), place.path("dossier/.crossread/notes/a.txt.unread")).expect("a link");
    let before = (place.held("outside"), place.held("dossier"));
    for command in ["notes", "export", "list", "disagreements", "check"] {
        let arguments: &[&str] = if command == "export" { &["export", "dossier", "--to", "markdown"] } else { &[command, "dossier"] };
        place.run(arguments);
    }
    assert_eq!((place.held("outside"), place.held("dossier")), before, "reading changes nothing");
    place.run(&["notes", "dossier", "--import", "one.jsonl"]);
    assert_eq!(place.held("outside"), before.0, "nothing was written through the link");
    assert!(place.notes().contains("a note"), "the note is kept");
}

#[test]
fn no_link_pipe_or_folder_in_the_place_of_a_file_is_used_and_the_note_is_kept() {
    type Attack = fn(&Place);
    let attacks: &[(&str, &str, Attack)] = &[
        ("the notes of a source are a link", "a.txt.jsonl", |place| {
            symlink(place.path("outside/rc"), place.path("dossier/.crossread/notes/a.txt.jsonl")).expect("a link");
        }),
        ("they are a link to nothing", "a.txt.jsonl", |place| {
            symlink(place.path("outside/new"), place.path("dossier/.crossread/notes/a.txt.jsonl")).expect("a link");
        }),
        ("they have a second name", "a.txt.jsonl", |place| {
            std::fs::hard_link(place.path("outside/rc"), place.path("dossier/.crossread/notes/a.txt.jsonl")).expect("a link");
        }),
        ("they are a pipe", "a.txt.jsonl", |place| {
            let path = place.path("dossier/.crossread/notes/a.txt.jsonl");
            assert!(Command::new("mkfifo").arg(path).status().expect("mkfifo").success());
        }),
        ("they are a folder", "a.txt.jsonl", |place| {
            std::fs::create_dir(place.path("dossier/.crossread/notes/a.txt.jsonl")).expect("a folder");
        }),
        ("the folder of notes is a link", "notes", |place| {
            std::fs::remove_dir(place.path("dossier/.crossread/notes")).expect("removed");
            symlink(place.path("outside/notes"), place.path("dossier/.crossread/notes")).expect("a link");
        }),
        ("the folder of the state is a link", "state", |place| {
            std::fs::remove_dir(place.path("dossier/.crossread/state")).expect("removed");
            symlink(place.path("outside/state"), place.path("dossier/.crossread/state")).expect("a link");
        }),
        ("all of it is a link", ".crossread", |place| {
            std::fs::remove_dir_all(place.path("dossier/.crossread")).expect("removed");
            symlink(place.path("outside"), place.path("dossier/.crossread")).expect("a link");
        }),
        ("the lock is a pipe", ".lock", |place| {
            let path = place.path("dossier/.crossread/state/.lock");
            assert!(Command::new("mkfifo").arg(path).status().expect("mkfifo").success());
        }),
        ("the lock is a link", ".lock", |place| {
            symlink(place.path("outside/lock"), place.path("dossier/.crossread/state/.lock")).expect("a link");
        }),
        ("a pipe lies among the notes", "other.jsonl", |place| {
            let path = place.path("dossier/.crossread/notes/other.jsonl");
            assert!(Command::new("mkfifo").arg(path).status().expect("mkfifo").success());
        }),
    ];
    for (what, named, attack) in attacks {
        let place = Place::new();
        attack(&place);
        let before = place.held("outside");
        let output = place.run(&["notes", "dossier", "--import", "one.jsonl"]);
        assert!(output.status.success(), "{what}: {}", String::from_utf8_lossy(&output.stderr));
        let found = place.notes();
        assert!(found.contains("a note"), "{what}: {found}");
        let told = format!("{found}{}", String::from_utf8_lossy(&output.stderr));
        assert!(told.contains(named), "{what}: nothing names it: {told}");
        assert_eq!(place.held("outside"), before, "{what}: something was written outside");
    }
}

#[test]
fn a_device_for_a_file_fills_no_memory() {
    let place = Place::new();
    for name in ["notes/a.txt.jsonl", "state/x.reviews.jsonl", "state/x.read.jsonl"] {
        symlink("/dev/zero", place.path("dossier/.crossread").join(name)).expect("a link");
    }
    assert!(place.notes().contains("a.txt.jsonl is a link"));
}

#[test]
fn names_of_different_bytes_are_different_sources() {
    use std::os::unix::ffi::OsStringExt;

    let place = Place::new();
    for bytes in [b"b\xff.txt".to_vec(), b"b\xfe.txt".to_vec()] {
        std::fs::write(place.path("dossier").join(std::ffi::OsString::from_vec(bytes)), TEXT).expect("written");
    }
    let list = Command::new(PROGRAM).args(["list", "--format", "jsonl", "."]).current_dir(place.path("dossier")).output().expect("run");
    let list = String::from_utf8(list.stdout).expect("UTF-8");
    for name in ["b\\\\xFF.txt", "b\\\\xFE.txt"] {
        assert_eq!(list.matches(&format!("\"{name}\"")).count(), 1, "{name}: {list}");
    }
}

#[test]
fn names_as_long_as_a_folder_allows_are_kept() {
    let place = Place::new();
    let name = format!("{}.txt", "n".repeat(250));
    std::fs::write(place.path("dossier").join(&name), TEXT).expect("written");
    std::fs::write(place.path("one.jsonl"), NOTE.replace("a.txt", &name)).expect("written");
    let output = place.run(&["notes", "dossier", "--import", "one.jsonl"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(place.notes().contains("a note"));
}

#[test]
fn a_lock_that_is_never_given_back_is_not_waited_for_for_ever() {
    let place = Place::new();
    let lock = std::fs::File::create(place.path("dossier/.crossread/state/.lock")).expect("a file");
    lock.lock().expect("locked");
    let output = place.run(&["notes", "dossier", "--import", "one.jsonl"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(told.contains("holds the lock") && told.contains(&std::process::id().to_string()), "who holds it is told: {told}");
    assert!(place.notes().contains("a note"), "kept in the data folder");
}
