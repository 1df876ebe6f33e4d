//! What the reader wrote is never lost: killed while saving, two programs at once, a full disk, a folder that can't be
//! written, a file that was cut. What was acknowledged is on the disk.

use std::collections::BTreeSet;
use std::io::BufRead;
use std::io::BufReader;
use std::path::Path;
use std::process::Command;
use std::process::Stdio;

use tempfile::TempDir;

const PROGRAM: &str = env!("CARGO_BIN_EXE_crossread");
const TEXT: &str = "A title of words\n\nA first sentence stands here and is long enough. A second sentence follows it at once.\n";

/// A folder with one article, and a file with `count` annotations named `name`-1 and so on.
fn dossier(name: &str, count: usize) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::create_dir(folder.path().join("articles")).expect("a folder");
    std::fs::write(folder.path().join("articles/a.txt"), TEXT).expect("written");
    annotations(folder.path(), name, count);
    folder
}

fn annotations(folder: &Path, name: &str, count: usize) {
    let line = |number: usize| {
        format!(
            r#"{{"@context":"http://www.w3.org/ns/anno.jsonld","id":"{name}-{number}","type":"Annotation","motivation":"commenting","created":"2025-01-01T00:00:00Z","modified":"2025-01-01T00:00:{:02}Z","body":[{{"type":"TextualBody","value":"note {number} of {name}","purpose":"commenting"}}],"target":{{"source":"a.txt","selector":[{{"type":"TextQuoteSelector","exact":"first sentence","prefix":"A ","suffix":" stands"}},{{"type":"TextPositionSelector","start":20,"end":34}}]}}}}"#,
            number % 60
        )
    };
    let lines: Vec<String> = (0..count).map(line).collect();
    std::fs::write(folder.join(format!("{name}.jsonl")), lines.join("\n")).expect("written");
}

fn import(folder: &Path, name: &str) -> Command {
    let mut command = Command::new(PROGRAM);
    command.args(["notes", "articles", "--import", &format!("{name}.jsonl")]).current_dir(folder);
    command.env("XDG_DATA_HOME", folder.join("data")).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// Ids of the annotations that the program finds, and what it said on standard error.
fn found(folder: &Path) -> (BTreeSet<String>, String) {
    let output = Command::new(PROGRAM)
        .args(["notes", "articles", "--format", "jsonl"])
        .current_dir(folder)
        .env("XDG_DATA_HOME", folder.join("data"))
        .output()
        .expect("it runs");
    let rows = String::from_utf8(output.stdout).expect("text");
    let id = |line: &str| {
        let row: serde_json::Value = serde_json::from_str(line).expect("a row");
        assert_eq!(row["found"], true);
        row["id"].as_str().expect("an id").to_owned()
    };
    (rows.lines().map(id).collect(), String::from_utf8_lossy(&output.stderr).into_owned())
}

#[test]
fn killed_while_saving_nothing_that_was_acknowledged_is_lost() {
    let mut acknowledged = BTreeSet::new();
    let folder = dossier("kill0", 200);
    // Killed behind the first line, the third, and so on: at whatever the next save has come to.
    for round in 0..20 {
        let name = format!("kill{round}");
        annotations(folder.path(), &name, 200);
        let mut child = import(folder.path(), &name).spawn().expect("it runs");
        let mut lines = BufReader::new(child.stdout.take().expect("standard output")).lines();
        for _ in 0..(1 + round * 7) {
            if let Some(Ok(id)) = lines.next() {
                acknowledged.insert(id);
            }
        }
        child.kill().expect("killed");
        child.wait().expect("ended");
        // What it had said before it died counts as well.
        acknowledged.extend(lines.map_while(Result::ok).filter(|id| id.starts_with("kill")));
        let (ids, _) = found(folder.path());
        let lost: Vec<&String> = acknowledged.difference(&ids).collect();
        assert!(lost.is_empty(), "lost in round {round}: {lost:?}");
    }
    assert!(acknowledged.len() > 200);
    // The program goes on where it was killed.
    let output = import(folder.path(), "kill3").output().expect("it runs");
    assert!(output.status.success() || String::from_utf8_lossy(&output.stderr).contains("0 annotations taken in"));
    let (ids, _) = found(folder.path());
    assert!((0..200).all(|number| ids.contains(&format!("kill3-{number}"))));
}

#[test]
fn two_programs_write_at_once_and_both_are_kept() {
    let folder = dossier("one", 200);
    annotations(folder.path(), "other", 200);
    let children: Vec<_> = ["one", "other"].into_iter().map(|name| import(folder.path(), name).spawn().expect("it runs")).collect();
    for child in children {
        let output = child.wait_with_output().expect("ended");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
    let (ids, told) = found(folder.path());
    assert_eq!(ids.len(), 400);
    assert!(told.is_empty(), "{told}");
}

#[test]
fn a_full_disk_takes_nothing_that_was_saved_and_is_told() {
    let folder = dossier("full", 200);
    // A file may have 16 blocks of 512 bytes; the signal is ignored, so that writing fails as on a full disk.
    let script = format!("trap '' XFSZ; ulimit -f 16; exec {PROGRAM} notes articles --import full.jsonl");
    let output = Command::new("bash").arg("-c").arg(script).current_dir(folder.path()).output().expect("it runs");
    let acknowledged: BTreeSet<String> = String::from_utf8_lossy(&output.stdout).lines().map(str::to_owned).collect();
    let told = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(3), "{told}");
    assert!(told.contains("a.txt.jsonl"), "the file is named: {told}");
    assert!(!acknowledged.is_empty() && acknowledged.len() < 200, "{}", acknowledged.len());
    let (ids, told) = found(folder.path());
    assert_eq!(ids, acknowledged, "all that was acknowledged, and no half line: {told}");
    assert!(told.is_empty(), "{told}");
}

#[test]
fn a_file_that_was_cut_loses_its_last_line_alone_and_says_so() {
    let folder = dossier("cut", 10);
    assert!(import(folder.path(), "cut").output().expect("it runs").status.success());
    let path = folder.path().join("articles/.crossread/notes/a.txt.jsonl");
    let whole = std::fs::read(&path).expect("the notes");
    std::fs::write(&path, &whole[..whole.len() - 40]).expect("cut");
    let (ids, told) = found(folder.path());
    assert_eq!(ids.len(), 9);
    assert!(told.contains("1 line of") && told.contains("a.txt.jsonl") && told.contains("can't be read"), "{told}");
    // Reading writes nothing.
    assert_eq!(std::fs::read(&path).expect("the notes"), &whole[..whole.len() - 40]);
    annotations(folder.path(), "more", 1);
    let output = import(folder.path(), "more").output().expect("it runs");
    assert!(String::from_utf8_lossy(&output.stderr).contains("kept aside"), "{output:?}");
    let aside = std::fs::read_to_string(path.with_file_name("a.txt.unread")).expect("what was kept aside");
    assert!(aside.contains("cut-9"), "{aside}");
    // Once put aside it is told no more, and new notes go on behind the others.
    assert!(found(folder.path()).1.is_empty());
    annotations(folder.path(), "new", 3);
    assert!(import(folder.path(), "new").output().expect("it runs").status.success());
    assert_eq!(found(folder.path()).0.len(), 13);
}

#[test]
fn a_folder_that_cant_be_written_sends_notes_elsewhere() {
    let folder = dossier("elsewhere", 5);
    // A file stands where the folder should be: nobody can write there, whatever they may do elsewhere.
    std::fs::write(folder.path().join("articles/.crossread"), "").expect("written");
    let output = import(folder.path(), "elsewhere").output().expect("it runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(found(folder.path()).0.len(), 5);
    let data = folder.path().join("data/crossread");
    assert!(data.is_dir(), "notes are in the user's data folder");
}

#[test]
fn annotations_of_other_tools_are_taken_in_by_their_words() {
    let folder = dossier("none", 0);
    let export = r#"{"rows":[{"id":"h1","created":"2024-01-01T00:00:00Z","updated":"2024-01-02T00:00:00Z","uri":"https://example.org/elsewhere","text":"from a browser","tags":["web"],"target":[{"selector":[{"type":"TextQuoteSelector","exact":"second sentence follows","prefix":"A ","suffix":" it"}]}]}]}"#;
    std::fs::write(folder.path().join("hypothesis.jsonl"), export).expect("written");
    let output = import(folder.path(), "hypothesis").output().expect("it runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let (ids, _) = found(folder.path());
    assert_eq!(ids, BTreeSet::from(["urn:hypothesis:h1".to_owned()]));
    let markdown =
        Command::new(PROGRAM).args(["export", "articles", "--to", "markdown"]).current_dir(folder.path()).output().expect("it runs");
    let markdown = String::from_utf8_lossy(&markdown.stdout);
    assert!(
        markdown.contains("> second sentence follows") && markdown.contains("#web") && markdown.contains("from a browser"),
        "{markdown}"
    );
}
