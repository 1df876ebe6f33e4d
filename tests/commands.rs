//! The subcommands on the shipped articles and on small made-up dossiers, as a user runs them.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::process::Output;
use std::process::Stdio;

use serde_json::Value;
use tempfile::TempDir;

fn crossread(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_crossread"))
        .current_dir(folder)
        .args(arguments)
        .env("XDG_CONFIG_HOME", folder.join("no-config"))
        .env("XDG_DATA_HOME", folder.join("data"))
        .env_remove("NO_COLOR")
        .stdin(Stdio::null())
        .output()
        .expect("the program starts")
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn rows(output: &Output) -> Vec<Value> {
    let text = std::str::from_utf8(&output.stdout).expect("UTF-8");
    text.lines().map(|line| serde_json::from_str(line).expect("a JSON object a line")).collect()
}

fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, bytes) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, bytes).expect("a file");
    }
    folder
}

fn code(output: &Output) -> i32 {
    output.status.code().expect("no signal")
}

fn errors(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn list_tells_what_is_known_and_never_guesses() {
    let output = crossread(root(), &["list", "articles", "--format", "jsonl"]);
    assert_eq!(code(&output), 0, "{}", errors(&output));
    let found = rows(&output);
    assert_eq!(found.len(), 5);
    assert_eq!((&found[0]["publisher"], &found[0]["date"]), (&Value::from("Carnegie"), &Value::from("2025-07-10")));
    assert_eq!((&found[1]["publisher"], &found[1]["author"], &found[1]["date"]), (&Value::Null, &Value::Null, &Value::Null));
    assert_eq!(found[2]["author"], "Eldar Mamedov");
    assert_eq!(found[3]["title_from"], "made-up");
    assert_eq!((&found[4]["title_from"], &found[4]["publisher"]), (&Value::from("made-up"), &Value::from("Reuters")));
}

#[test]
fn text_is_the_file_byte_for_byte() {
    for entry in fs::read_dir(root().join("articles")).expect("articles").flatten().filter(|entry| entry.path().extension().is_some()) {
        let output = crossread(root(), &["text", entry.path().to_str().expect("UTF-8")]);
        assert_eq!(output.stdout, fs::read(entry.path()).expect("an article"));
    }
    // Of Markdown the text is what is read.
    let dossier = folder(&[("a.md", b"---\ntitle: x\n---\nA *body*\r\nhere")]);
    assert_eq!(crossread(dossier.path(), &["text", "a.md"]).stdout, b"A body here");
}

#[test]
fn offsets_count_scalar_values_and_the_text_stands_between_them() {
    for command in ["passages", "entities", "themes", "search"] {
        let arguments: &[&str] = if command == "search" {
            &["search", "Taliban", "articles", "--format", "jsonl"]
        } else {
            &[command, "articles", "--format", "jsonl"]
        };
        let found = rows(&crossread(root(), arguments));
        assert!(found.len() > 50, "{command}");
        for row in found {
            let source = row["source"].as_str().expect("a source");
            let text: Vec<char> = fs::read_to_string(root().join("articles").join(source)).expect("an article").chars().collect();
            let (start, end) = (row["start"].as_u64().expect("a number") as usize, row["end"].as_u64().expect("a number") as usize);
            assert_eq!(text[start..end].iter().collect::<String>(), row["text"].as_str().expect("a text"), "{command}");
        }
    }
}

#[test]
fn related_gives_ordered_links_with_reasons() {
    let found = rows(&crossread(root(), &["related", "articles", "--top", "5", "--format", "jsonl"]));
    // Titles and standfirsts are linked too.
    assert!(found.len() > rows(&crossread(root(), &["passages", "articles", "--format", "jsonl"])).len());
    for row in &found {
        let scores: Vec<f64> =
            row["related"].as_array().expect("a list").iter().map(|link| link["score"].as_f64().expect("a number")).collect();
        assert!(scores.len() <= 5 && scores.is_sorted_by(|a, b| a >= b) && scores.iter().all(|score| (0.0..=1.0).contains(score)));
        for link in row["related"].as_array().expect("a list") {
            assert_ne!(link["source"], row["source"]);
            assert!(!link["reasons"].as_array().expect("a list").is_empty());
        }
    }
    let one = crossread(root(), &["related", "articles", "--at", "05-reuters-moscow-aims.txt:200", "--format", "jsonl"]);
    assert_eq!(rows(&one).len(), 1);
}

#[test]
fn every_format_holds_the_same_rows() {
    let lines = rows(&crossread(root(), &["passages", "articles", "--format", "jsonl"]));
    let array: Vec<Value> = serde_json::from_slice(&crossread(root(), &["passages", "articles", "--format", "json"]).stdout).expect("JSON");
    assert_eq!(array, lines);
    let table = crossread(root(), &["passages", "articles", "--format", "csv"]);
    let mut reader = csv::Reader::from_reader(table.stdout.as_slice());
    let texts: Vec<String> = reader.records().map(|record| record.expect("a record")[5].to_owned()).collect();
    assert_eq!(texts, lines.iter().map(|row| row["text"].as_str().expect("a text").to_owned()).collect::<Vec<_>>());
    let text = String::from_utf8(crossread(root(), &["passages", "articles"]).stdout).expect("UTF-8");
    assert_eq!(text.lines().count(), lines.len());
    assert!(!text.contains('\u{1b}'), "no colour where no terminal is");
}

#[test]
fn exit_codes_tell_what_happened() {
    let dossier = folder(&[("a.txt", b"A sentence stands here. And another one.")]);
    let path = dossier.path();
    assert_eq!(code(&crossread(path, &["search", "sentence", "."])), 0);
    assert_eq!(code(&crossread(path, &["search", "nowhere", "."])), 1);
    assert_eq!(code(&crossread(path, &["search", "(", "."])), 2);
    assert_eq!(code(&crossread(path, &["frobnicate", "--x"])), 2);
    assert_eq!(code(&crossread(path, &["related", "--at", "a.txt", "."])), 2);
    assert_eq!(code(&crossread(path, &["list", "missing"])), 3);
    assert_eq!(code(&crossread(&path.join("."), &["list"])), 0);
    // Standard output is no terminal here.
    let reader = crossread(path, &["."]);
    assert_eq!(code(&reader), 2);
    assert!(errors(&reader).contains("no terminal"), "{}", errors(&reader));
}

#[test]
fn a_broken_configuration_is_told_and_the_defaults_are_used() {
    let dossier = folder(&[("a.txt", b"The army attacked. The market fell."), ("config.toml", b"[reading]\nwidth = 5\n")]);
    let output = crossread(dossier.path(), &["themes", ".", "--format", "jsonl"]);
    assert_eq!(code(&output), 2);
    assert!(errors(&output).contains("config.toml:2:9: width 5"), "{}", errors(&output));
    assert!(rows(&output).iter().any(|row| row["theme"] == "security"));
    let check = crossread(dossier.path(), &["check", ".", "--format", "jsonl"]);
    assert_eq!((code(&check), rows(&check)[0]["line"].as_u64()), (2, Some(2)));
}

#[test]
fn the_configuration_is_the_dossiers_own() {
    let theme = b"[[theme]]\nname = \"weather\"\nterms = [\"rain*\"]\n[[source]]\nfile = \"a.txt\"\ntitle = \"Given\"\ndate = 2024-05-06\n";
    let dossier = folder(&[("in/articles/a.txt", b"It rained. Rainy days are here to stay."), ("in/config.toml", theme)]);
    let found = rows(&crossread(dossier.path(), &["themes", "in/articles", "--format", "jsonl"]));
    assert_eq!(found.len(), 2);
    let listed = rows(&crossread(dossier.path(), &["list", "in/articles", "--format", "jsonl"]));
    assert_eq!(
        (&listed[0]["title"], &listed[0]["title_from"], &listed[0]["date"]),
        (&Value::from("Given"), &Value::from("config"), &Value::from("2024-05-06"))
    );
}

#[test]
fn names_are_recognised_and_joined_without_a_configuration() {
    let first = b"Markets fell on Monday.\n\nThe German chancellor Olaf Scholz met Emmanuel Macron in Paris on Monday. Scholz said that the European Central Bank (ECB) had acted well. The ECB is based in Frankfurt.";
    let second = b"A meeting in Paris.\n\nMr Macron said that Germany was a friend. He also said that the ECB should act. It was the third time that he had said so.";
    let dossier = folder(&[("a.txt", first), ("b.txt", second)]);
    let found = rows(&crossread(dossier.path(), &["entities", ".", "--format", "jsonl"]));
    let entity = |source: &str, text: &str| -> String {
        let row = found.iter().find(|row| row["source"] == source && row["text"] == text);
        row.unwrap_or_else(|| panic!("{text} in {found:?}"))["entity"].as_str().expect("a name").to_owned()
    };
    assert_eq!(entity("a.txt", "Scholz"), "Olaf Scholz");
    assert_eq!(entity("b.txt", "Macron"), "Emmanuel Macron");
    assert_eq!(entity("b.txt", "ECB"), "European Central Bank");
    assert_eq!(entity("a.txt", "German"), entity("b.txt", "Germany"));
}

#[test]
fn unreadable_files_are_named_and_the_rest_is_read() {
    let dossier = folder(&[("a.txt", b"One sentence. Two sentences."), ("b.txt", b"x"), ("letter.doc", b"x")]);
    fs::remove_file(dossier.path().join("b.txt")).expect("removed");
    std::os::unix::fs::symlink("nowhere.txt", dossier.path().join("b.txt")).expect("a link");
    std::os::unix::fs::symlink("..", dossier.path().join("loop")).expect("a link");
    let output = crossread(dossier.path(), &["list", ".", "--format", "jsonl"]);
    assert_eq!(code(&output), 3);
    assert!(errors(&output).contains("b.txt"), "{}", errors(&output));
    assert_eq!(rows(&output).len(), 1);
    let check = crossread(dossier.path(), &["check", "."]);
    assert!(String::from_utf8_lossy(&check.stdout).contains("letter.doc"));
}

#[test]
fn pipes_and_devices_in_the_folder_are_passed_over() {
    let dossier = folder(&[("a.txt", b"One sentence. Two sentences.")]);
    let made = Command::new("mkfifo").arg(dossier.path().join("pipe.txt")).status().expect("mkfifo");
    assert!(made.success());
    std::os::unix::fs::symlink("/dev/zero", dossier.path().join("zero.txt")).expect("a link");
    let output = crossread(dossier.path(), &["list", ".", "--format", "jsonl"]);
    assert_eq!((code(&output), rows(&output).len()), (0, 1));
    assert_eq!(code(&crossread(dossier.path(), &["list", "pipe.txt"])), 2);
}

#[test]
fn hostile_names_and_texts_are_printed_harmless() {
    let dossier = folder(&[("a\u{1b}[2J\u{202e}.txt", "\u{1b}]0;title\u{7} A sentence\u{202e} is here. More of it.".as_bytes())]);
    for command in ["list", "passages", "entities", "check"] {
        let output = crossread(dossier.path(), &[command, "."]);
        let text = String::from_utf8_lossy(&output.stdout).into_owned() + &errors(&output);
        assert!(!text.chars().any(|c| c.is_control() && c != '\n') && !text.contains('\u{202e}'), "{command}: {text:?}");
    }
}

#[test]
fn a_closed_pipe_is_no_error() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_crossread"))
        .current_dir(root())
        .args(["passages", "articles"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("starts");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("ends");
    assert_eq!((code(&output), errors(&output).as_str()), (0, ""));
}

#[test]
fn defaults_completions_and_the_manual_are_printed() {
    let defaults = crossread(root(), &["config", "--defaults"]);
    let dossier = folder(&[("a.txt", b"x"), ("config.toml", &defaults.stdout)]);
    assert_eq!(code(&crossread(dossier.path(), &["check", "."])), 0);
    for shell in ["bash", "zsh", "fish"] {
        assert!(crossread(root(), &["completions", shell]).stdout.len() > 1000);
    }
    assert!(String::from_utf8_lossy(&crossread(root(), &["man"]).stdout).contains("crossread"));
}

#[test]
fn the_shipped_dossier_has_nothing_wrong() {
    let output = crossread(root(), &["check", "articles"]);
    assert_eq!(code(&output), 0, "{}", String::from_utf8_lossy(&output.stdout));
}

#[test]
fn only_the_passages_in_a_file_are_related() {
    let folder = tempfile::tempdir().expect("a folder");
    let queries = folder.path().join("queries");
    let one = "05-reuters-moscow-aims.txt:200\n\n{\"source\": \"01-carnegie-first-country.txt\", \"start\": 600}\n";
    fs::write(&queries, one).expect("a file");
    let path = queries.to_str().expect("a path");
    let found = rows(&crossread(root(), &["related", "articles", "--queries", path, "--no-reasons", "--format", "jsonl"]));
    assert_eq!(found.len(), 2);
    assert_eq!(found[0]["source"], "01-carnegie-first-country.txt");
    fs::write(&queries, "nowhere.txt:1\n").expect("a file");
    assert_eq!(crossread(root(), &["related", "articles", "--queries", path]).status.code(), Some(2));
}

#[test]
fn dates_are_printed_with_their_values_and_where_the_year_was_learnt() {
    let found = rows(&crossread(root(), &["timeline", "articles", "--mentions", "--format", "jsonl"]));
    let date = |text: &str| found.iter().find(|row| row["text"] == text).unwrap_or_else(|| panic!("{text} is found")).clone();
    assert_eq!(date("December 1979")["date"], "1979-12");
    assert_eq!(date("July 3")["date"], "2025-07-03");
    assert_eq!(date("July 3")["year_from"], "dossier");
    assert!(found.iter().all(|row| row["date"].is_string() || row["precision"] == "open"));
}

#[test]
fn the_timeline_joins_what_sources_tell_of_one_day() {
    let found = rows(&crossread(root(), &["timeline", "articles", "--format", "jsonl"]));
    let dates: Vec<&str> = found.iter().filter_map(|row| row["date"].as_str()).collect();
    assert!(dates.is_sorted_by_key(|date| date.chars().take(3).collect::<String>()), "{dates:?}");
    let recognised = found.iter().find(|row| row["date"] == "2025-07-03").expect("the day of the recognition");
    assert!(recognised["told_by"].as_array().is_some_and(|told| told.len() >= 3));
    let publications = |rows: &[Value]| rows.iter().filter(|row| row["kind"] == "publication").count();
    // The day of a text is no event, and given on demand.
    assert_eq!(publications(&found), 0);
    let with = rows(&crossread(root(), &["timeline", "articles", "--publications", "--format", "jsonl"]));
    assert_eq!(publications(&with), 2);
}

#[test]
fn figures_and_quotations_tell_what_is_counted_and_who_speaks() {
    let figures = rows(&crossread(root(), &["figures", "articles", "--format", "jsonl"]));
    let dead = figures.iter().find(|row| row["text"] == "149").expect("a figure");
    assert_eq!((dead["counted"].as_str(), dead["predicate"].as_str()), (Some("people"), Some("dead")));
    let quotations = rows(&crossread(root(), &["quotations", "articles", "--format", "jsonl"]));
    assert!(quotations.iter().any(|row| row["speaker"]["text"] == "the ministry" && row["kind"] == "direct"));
}

#[test]
fn passages_are_found_by_their_meaning() {
    let found = rows(&crossread(root(), &["search", "soldiers who died in the war", "articles", "--meaning", "--format", "jsonl"]));
    assert!(found.iter().take(3).any(|row| row["text"].as_str().is_some_and(|text| text.contains("15,000"))), "{found:?}");
    assert!(found.windows(2).all(|pair| pair[0]["score"].as_f64() >= pair[1]["score"].as_f64()));
    assert_eq!(crossread(root(), &["search", "qwzx", "articles", "--meaning"]).status.code(), Some(1));
}

#[test]
fn a_folder_of_two_stories_is_divided() {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in [
        (
            "a.txt",
            "Flood in Dalton\n\nThe river rose over the old bridge of Dalton on Monday. Mayor Ann Reed opened the school to the homeless.",
        ),
        (
            "b.txt",
            "Dalton under water\n\nMayor Ann Reed said that the bridge of Dalton is lost. The river still rises, and the school is full.",
        ),
        (
            "c.txt",
            "Thieves take a painting\n\nA painting by Otto Lind was stolen from the museum of Kelso at night. Detectives look for a white van.",
        ),
        ("d.txt", "Museum robbed\n\nThe museum of Kelso lost a painting by Otto Lind. A white van was seen at night, detectives say."),
    ] {
        fs::write(folder.path().join(name), text).expect("a file");
    }
    let found = rows(&crossread(folder.path(), &["list", ".", "--format", "jsonl"]));
    let stories: Vec<&str> = found.iter().filter_map(|row| row["story"].as_str()).collect();
    assert_eq!(stories.len(), 4);
    assert!(stories[0] == stories[1] && stories[2] == stories[3] && stories[0] != stories[2], "{stories:?}");
    let grouped = crossread(folder.path(), &["list", ".", "--by-story"]);
    assert!(String::from_utf8_lossy(&grouped.stdout).contains("(2 sources)"));
}

#[test]
fn a_toll_told_differently_is_one_row_and_a_source_with_both_values_is_none() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).expect("a file");
    let title = "Ferry sinks off Kelso\n\n";
    write(
        "a.txt",
        &format!(
            "{title}The ferry Aurora sank off Kelso in a storm at night. The sinking of the ferry killed 41 passengers, the coast guard of Kelso said.\n"
        ),
    );
    write(
        "b.txt",
        &format!(
            "{title}A storm sank the ferry Aurora off Kelso. The sinking of the ferry killed 48 passengers, the harbour of Kelso said.\n"
        ),
    );
    let found = rows(&crossread(folder.path(), &["disagreements", ".", "--format", "jsonl"]));
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!((found[0]["kind"].as_str(), found[0]["severity"].as_str()), (Some("figure"), Some("conflict")));
    let values: Vec<&str> = found[0]["sides"].as_array().expect("sides").iter().filter_map(|side| side["value"].as_str()).collect();
    assert_eq!(values, ["41", "48"]);
    assert!(found[0]["topic"].as_str().is_some_and(|topic| topic.contains("passengers")));
    // Who gives both numbers speaks of two things.
    write(
        "b.txt",
        &format!(
            "{title}A storm sank the ferry Aurora off Kelso. The sinking of the ferry killed 48 passengers, the harbour of Kelso said. An older sinking off Kelso killed 41 passengers.\n"
        ),
    );
    assert_eq!(crossread(folder.path(), &["disagreements", "."]).status.code(), Some(1));
}

#[test]
fn novelty_follows_the_order_in_which_sources_are_read() {
    let of = |order: &str| -> Vec<(String, f64)> {
        let found = rows(&crossread(root(), &["novelty", "articles", "--order", order, "--format", "jsonl"]));
        found.iter().map(|row| (row["source"].as_str().expect("a source").to_owned(), row["novelty"].as_f64().expect("a number"))).collect()
    };
    let first = of("01-carnegie-first-country.txt,05-reuters-moscow-aims.txt");
    let mean = |rows: &[(String, f64)], name: &str| {
        let own: Vec<f64> = rows.iter().filter(|(source, _)| source.starts_with(name)).map(|(_, novelty)| *novelty).collect();
        own.iter().sum::<f64>() / own.len() as f64
    };
    assert!((mean(&first, "01") - 1.0).abs() < 1e-6 && mean(&first, "05") < 0.9, "{} {}", mean(&first, "01"), mean(&first, "05"));
    let turned = of("05-reuters-moscow-aims.txt,01-carnegie-first-country.txt");
    assert!((mean(&turned, "05") - 1.0).abs() < 1e-6 && mean(&turned, "01") < 0.95);
    assert_eq!(crossread(root(), &["novelty", "articles", "--order", "nowhere.txt"]).status.code(), Some(2));
}

#[test]
fn a_fact_of_the_coverage_is_told_by_two_sources_at_least() {
    let found = rows(&crossread(root(), &["coverage", "articles", "--format", "jsonl"]));
    assert!(found.len() > 10);
    for fact in &found {
        let sources = fact["sources"].as_object().expect("an object");
        assert!(sources.len() > 1 && !fact["label"].as_str().expect("a label").is_empty());
    }
}

#[test]
fn a_date_told_less_exactly_is_one_row_of_the_disagreements() {
    let folder = folder(&[
        ("a.txt", b"The dam of Dalton\n\nThe dam above Dalton broke on 3 May 2023 and drowned the old mill. Mayor Ann Reed closed the road."),
        ("b.txt", b"Dalton after the flood\n\nThe dam above Dalton broke in May 2023 and drowned the old mill. The road was closed by Mayor Ann Reed."),
    ]);
    let found = rows(&crossread(folder.path(), &["disagreements", ".", "--format", "jsonl"]));
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!((&found[0]["kind"], &found[0]["severity"]), (&Value::from("date"), &Value::from("precision")));
    assert_eq!((&found[0]["sides"][0]["value"], &found[0]["sides"][1]["value"]), (&Value::from("3 May 2023"), &Value::from("May 2023")));
}

#[test]
fn a_text_that_contradicts_itself_is_a_row() {
    let of = |dead: &str| {
        let text = format!(
            "Ferry sinks off Kelso, killing 48 passengers\n\nThe sinking of the ferry off Kelso killed {dead} passengers. The harbour was closed."
        );
        let folder = folder(&[("a.txt", text.as_bytes()), ("b.txt", b"Bread\n\nThe price of bread rose again in the north.")]);
        rows(&crossread(folder.path(), &["disagreements", ".", "--format", "jsonl"]))
    };
    let found = of("41");
    assert_eq!(found.len(), 1, "{found:?}");
    let sides = found[0]["sides"].as_array().expect("sides");
    assert!(sides.iter().all(|side| side["source"] == "a.txt"), "{sides:?}");
    assert_eq!((&sides[0]["value"], &sides[1]["value"]), (&Value::from("48"), &Value::from("41")));
    assert_eq!(of("48").len(), 0);
    assert_eq!(of("more than 40").len(), 0);
}

#[test]
fn a_passage_that_takes_a_dated_deed_up_belongs_to_its_event() {
    let folder = folder(&[(
        "a.txt",
        b"The union of Dalton\n\nOn 3 May 2023 the council of Dalton recognised the union of the millers.\n\nThe announcement of recognition was made in the old hall by Mayor Ann Reed.\n\nBread is dear today.",
    )]);
    let found = rows(&crossread(folder.path(), &["timeline", ".", "--format", "jsonl"]));
    assert_eq!(found.len(), 1, "{found:?}");
    let written: Vec<&Value> = found[0]["told_by"].as_array().expect("tellings").iter().map(|telling| &telling["as_written"]).collect();
    assert_eq!(written, [&Value::from("3 May 2023"), &Value::Null]);
}

#[test]
fn words_in_two_mouths_are_one_row_and_one_speaker_under_two_descriptions_none() {
    let of = |name: &'static str, speaker: &str| {
        let text =
            format!("The harbour of Kelso\n\n\u{201c}We will never leave the old harbour of Kelso,\u{201d} {speaker} said on Friday.");
        (name, text)
    };
    let found = |speakers: [&str; 3]| {
        let texts = [of("a.txt", speakers[0]), of("b.txt", speakers[1]), of("c.txt", speakers[2])];
        let folder = folder(&texts.each_ref().map(|(name, text)| (*name, text.as_bytes())));
        let all = rows(&crossread(folder.path(), &["disagreements", ".", "--format", "jsonl"]));
        all.into_iter().filter(|row| row["kind"] == "attribution").collect::<Vec<_>>()
    };
    let apart = found(["John Smith", "Robert Butler", "Bob Butler"]);
    assert_eq!(apart.len(), 1, "{apart:?}");
    assert_eq!(apart[0]["sides"].as_array().map(Vec::len), Some(3));
    assert_eq!(found(["John Smith", "John Smith of the harbour police", "Mr Smith"]).len(), 0);
    // Whom somebody speaks for is somebody else.
    let lawyer = found(["John Smith", "John Smith of the harbour police", "John Smith\u{2019}s lawyer"]);
    assert_eq!((lawyer.len(), &lawyer[0]["severity"]), (1, &Value::from("differs")));
}

#[test]
fn a_report_in_two_mouths_is_a_row_and_somebody_without_a_name_only_tells_less() {
    let found = |speakers: [&str; 2]| {
        let text = |speaker: &str| {
            format!(
                "The fire in Kelso\n\n{speaker} said the fire in the old harbour mill began in the cellar shortly after the night shift left."
            )
        };
        let texts = speakers.map(text);
        let folder = folder(&[("a.txt", texts[0].as_bytes()), ("b.txt", texts[1].as_bytes())]);
        let all = rows(&crossread(folder.path(), &["disagreements", ".", "--format", "jsonl"]));
        let attributions = all.into_iter().filter(|row| row["kind"] == "attribution");
        attributions.map(|row| row["severity"].as_str().unwrap_or_default().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(found(["Angela Benson", "Robert Butler"]), ["differs"]);
    assert_eq!(found(["A witness", "Robert Butler"]), ["precision"]);
    assert_eq!(found(["Mr Butler", "Robert Butler"]), [""; 0]);
    assert_eq!(found(["A witness", "Police"]), [""; 0]);
}

#[test]
fn a_deed_at_two_doors_is_a_row_unless_a_source_names_both() {
    let found = |first: &str, second: &str| {
        let texts = [first, second]
            .map(|told| format!("The harbour of Kelso\n\nKelso has waited for years. {told} It was a long day in the port.\n"));
        let folder = folder(&[("a.txt", texts[0].as_bytes()), ("b.txt", texts[1].as_bytes())]);
        let all = rows(&crossread(folder.path(), &["disagreements", ".", "--format", "jsonl"]));
        let values = |row: &Value| {
            let sides = row["sides"].as_array().cloned().unwrap_or_default();
            sides.iter().map(|side| side["value"].as_str().unwrap_or_default().to_owned()).collect::<Vec<_>>().join(" | ")
        };
        all.iter()
            .filter(|row| row["kind"] == "attribution")
            .map(|row| format!("{} {}", row["severity"].as_str().unwrap_or_default(), values(row)))
            .collect::<Vec<_>>()
    };
    let attack = |who: &str| format!("On Friday {who} the deadly attack on the harbour of Kelso that killed nine people.");
    assert_eq!(found(&attack("Hamas claimed"), &attack("the army blamed Hezbollah for")), ["differs Hamas | Hezbollah"]);
    assert_eq!(found(&attack("Hamas claimed"), &attack("Hamas carried out")), [""; 0]);
    let plan = |who: &str| format!("{who} backed the new harbour plan of Mayor Ann Reed on Friday.");
    assert_eq!(found(&plan("Germany"), &plan("France")), ["differs Germany | France"]);
    assert_eq!(found(&plan("Germany"), &format!("{} {}", plan("France"), plan("Germany"))), [""; 0]);
}

#[test]
fn a_toll_that_grew_is_an_update() {
    let of = |name: &'static str, day: &str, dead: &str| {
        let text = format!(
            "---\ndate: {day}\n---\nFerry sinks off Kelso\n\nThe ferry Aurora sank off Kelso in a storm. The sinking of the ferry killed {dead} passengers, the coast guard said."
        );
        (name, text)
    };
    let found = |first: &str, second: &str| {
        let texts = [of("a.txt", "2024-03-01", first), of("b.txt", "2024-03-03", second)];
        let folder = folder(&texts.each_ref().map(|(name, text)| (*name, text.as_bytes())));
        rows(&crossread(folder.path(), &["disagreements", ".", "--format", "jsonl"]))
    };
    let grown = found("41", "48");
    assert_eq!((grown.len(), &grown[0]["update"], &grown[0]["severity"]), (1, &Value::from(true), &Value::from("differs")));
    let shrunk = found("48", "41");
    assert_eq!((shrunk.len(), &shrunk[0]["update"], &shrunk[0]["severity"]), (1, &Value::from(false), &Value::from("conflict")));
}

#[test]
fn early_and_late_tolls_are_one_row() {
    let of = |name: &'static str, day: &str, dead: &str| {
        let text = format!(
            "---\ndate: {day}\n---\nQuake in Kelso\n\nA quake struck the town of Kelso in the night. The death toll from the quake in the town of Kelso has risen to {dead}, the mayor said. An earlier quake killed 900 people in Kelso in 1988."
        );
        (name, text)
    };
    let found = |tolls: [(&str, &str); 3]| {
        let texts = [of("a.txt", tolls[0].0, tolls[0].1), of("b.txt", tolls[1].0, tolls[1].1), of("c.txt", tolls[2].0, tolls[2].1)];
        let folder = folder(&texts.each_ref().map(|(name, text)| (*name, text.as_bytes())));
        let all = rows(&crossread(folder.path(), &["disagreements", ".", "--format", "jsonl"]));
        all.into_iter().filter(|row| row["kind"] == "figure").collect::<Vec<_>>()
    };
    let grown = found([("2024-03-01", "3"), ("2024-03-02", "41"), ("2024-03-04", "312")]);
    assert_eq!((grown.len(), &grown[0]["update"], &grown[0]["severity"]), (1, &Value::from(true), &Value::from("differs")));
    assert_eq!(grown[0]["sides"].as_array().map(Vec::len), Some(3), "the quake of 1988 is another one: {grown:?}");
    // A toll that falls is none that grew.
    assert!(found([("2024-03-01", "312"), ("2024-03-02", "41"), ("2024-03-04", "3")]).iter().all(|row| row["update"] == false));
}

#[test]
fn amounts_are_compared_at_the_rate_that_a_text_gives() {
    let tail = "for the old mill of Dalton, Mayor Ann Reed said.";
    let two = |one: &str, other: &str| {
        let (one, other) = (format!("The mill\n\nThe bank paid {one} {tail}"), format!("The mill sold\n\nThe bank paid {other} {tail}"));
        let folder = folder(&[("a.txt", one.as_bytes()), ("b.txt", other.as_bytes())]);
        rows(&crossread(folder.path(), &["disagreements", ".", "--format", "jsonl"]))
    };
    assert_eq!(two("\u{20ac}2 million ($2.6 million)", "$2.6 million").len(), 0);
    let apart = two("\u{20ac}2 million ($2.6 million)", "$3.4 million");
    assert_eq!(apart.len(), 1, "{apart:?}");
    assert_eq!(apart[0]["sides"][0]["value"], "\u{20ac}2 million");
    assert_eq!(two("\u{20ac}2 million", "$3.4 million").len(), 0, "no rate is known");
}

#[test]
fn two_ages_of_one_person_are_a_row_and_those_of_two_persons_are_none() {
    let two = |one: &str, other: &str| {
        let (one, other) = (
            format!("The climber\n\n{one} fell from the ridge above Dalton."),
            format!("A fall\n\n{other} fell from the ridge above Dalton."),
        );
        let folder = folder(&[("a.txt", one.as_bytes()), ("b.txt", other.as_bytes())]);
        rows(&crossread(folder.path(), &["disagreements", ".", "--format", "jsonl"]))
    };
    assert_eq!(two("Robert Buckley, 32,", "31-year-old Robert Buckley").len(), 1);
    assert_eq!(two("Robert Buckley, 32,", "Robert Buckley, 32,").len(), 0);
    assert_eq!(two("Robert Buckley, 32,", "Martin Gray, 41,").len(), 0);
}

#[test]
fn hostile_and_odd_texts_are_read_without_panic_or_delay() {
    let mut many = String::from("Prices\n\n");
    (0..3_000).for_each(|number| many.push_str(&format!("\"a\" {number} said ")));
    let persons: String = (0..2_000).map(|number| format!("President John Surname{number} told Bob that he was {number}, ")).collect();
    let odd = "The readers\n\nThey read chapter 3, na\u{ef}ve readers said. He was joined by Ann, 23, Zo\u{eb}, 25, of York. \
        President John \u{345} Khan met the readers.\n\nFriday\u{2019}s 3 May 2024\n\n\u{2019} 3 May 2024\n\n\u{130} 3 May 2024\n";
    let folder = folder(&[("a.txt", many.as_bytes()), ("b.txt", persons.as_bytes()), ("c.txt", odd.as_bytes()), ("d.txt", odd.as_bytes())]);
    for command in ["list", "figures", "quotations", "entities", "timeline", "disagreements"] {
        let output = crossread(folder.path(), &[command, ".", "--format", "jsonl"]);
        assert!(code(&output) <= 1, "{command}: {}", errors(&output));
    }
}

#[test]
fn a_long_text_does_not_shut_the_others_out_of_the_disagreements() {
    let many: String =
        (1..=28).cycle().take(700).map(|day| format!("On {day} March 2011 the council of Dalton met again in the hall. ")).collect();
    let of = |date: &str| format!("The dam\n\nThe dam above Dalton broke {date} and drowned the old mill. Mayor Ann Reed closed the road.");
    let folder = folder(&[
        ("a.txt", format!("The council of Dalton\n\n{many}").as_bytes()),
        ("b.txt", of("on 3 May 2023").as_bytes()),
        ("c.txt", of("in May 2023").as_bytes()),
    ]);
    let found = rows(&crossread(folder.path(), &["disagreements", ".", "--format", "jsonl"]));
    assert!(found.iter().any(|row| row["kind"] == "date"), "{found:?}");
}

#[test]
fn who_says_what_is_one_row_a_claim() {
    let one = "Bridge shut\n\nMayor Ann Reed said the old bridge of Kelso will stay closed until the spring of next year.\n\nShe said repairs would cost 12 million dollars.\n";
    let other = "Kelso waits\n\nThe old bridge of Kelso will stay closed until the spring of next year, Ann Reed said.\n\nCarl Lind said: “The town has waited for too long.”\n";
    let folder = folder(&[("a.txt", one.as_bytes()), ("b.txt", other.as_bytes())]);
    let found = rows(&crossread(folder.path(), &["speakers", ".", "--format", "jsonl"]));
    let told: Vec<(&str, usize, bool)> = found
        .iter()
        .map(|row| {
            let sources = row["told_by"].as_array().map_or(0, Vec::len);
            (row["speaker"].as_str().unwrap_or(""), sources, row["direct"].as_bool().unwrap_or(false))
        })
        .collect();
    assert_eq!(told, [("Ann Reed", 2, false), ("Ann Reed", 1, false), ("Carl Lind", 1, true)], "{found:#?}");
    assert_eq!(found[1]["claim"], "repairs would cost 12 million dollars", "a pronoun is the speaker before");
}

#[test]
fn reprints_are_one_witness() {
    let wire = "The old bridge over the river at Kelso was shut on Monday after engineers found cracks in two of its piers. Mayor Ann Reed \
        said that the town would open a ferry for cars within a week and asked for patience. The works on the bridge cost 12 million \
        crowns and last until the spring of next year.";
    let own = "A ferry for cars will cross the river at Kelso, the town says, since its bridge has cracks. The works on the bridge cost \
        19 million crowns, the council said on Friday, and shopkeepers in the old town fear for their trade until the spring comes.";
    let text = |title: &str, body: &str| format!("---\ntitle: {title}\ndate: 2024-03-05\n---\n{body}\n");
    let texts = [text("Bridge shut", wire), text("Kelso bridge shut", wire), text("A ferry for Kelso", own)];
    let folder = folder(&[("a.md", texts[0].as_bytes()), ("b.md", texts[1].as_bytes()), ("c.md", texts[2].as_bytes())]);
    let listed = rows(&crossread(folder.path(), &["list", ".", "--format", "jsonl"]));
    let of: Vec<Option<&str>> = listed.iter().map(|row| row["reprint_of"].as_str()).collect();
    assert_eq!(of, [None, Some("a.md"), None]);
    let printed = crossread(folder.path(), &["list", "."]);
    let printed = String::from_utf8_lossy(&printed.stdout).into_owned();
    assert!(printed.ends_with("3 sources, 2 of them independent\n"), "{printed}");
    let differing = rows(&crossread(folder.path(), &["disagreements", ".", "--format", "jsonl"]));
    let cost = differing.iter().find(|row| row["sides"].as_array().is_some_and(|sides| sides.len() == 3)).expect("one row of three");
    assert_eq!(cost["independent"], 2, "{cost:#}");
}

#[test]
fn a_brief_tells_what_is_agreed_disputed_and_open() {
    let one = "---\ntitle: Bridge shut\npublisher: Kelso Post\ndate: 2024-03-05\n---\nThe old bridge of Kelso was shut on Monday after \
        engineers found cracks in two of its piers. The works on the bridge cost 12 million dollars, the council said. \
        “The town has waited for too long,” said Mayor Ann Reed.\n\nA ferry will carry 40 cars an hour from the quay of Otto Lind, says the \
        owner of the yard, from 12 March 2024 on.\n";
    let other = "---\ntitle: Kelso waits\npublisher: The Herald\n---\nEngineers found cracks in two piers of the old bridge of Kelso, which \
        was shut on Monday. The works on the bridge cost 19 million dollars, a report of the council said.\n";
    let folder = folder(&[("a.md", one.as_bytes()), ("b.md", other.as_bytes())]);
    let printed = |shape: &str| {
        let output = crossread(folder.path(), &["brief", ".", "--to", shape]);
        assert_eq!(code(&output), 0, "{}", errors(&output));
        String::from_utf8(output.stdout).expect("UTF-8")
    };
    let text = printed("text");
    for wanted in [
        "Brief of 2 sources, 2024-03-05\n",
        "WHAT THE SOURCES AGREE ON\n- The old bridge of Kelso was shut on Monday after engineers found cracks in two of its piers.",
        "12 million dollars (Kelso Post ¶1, a.md:",
        "19 million dollars (The Herald ¶1, b.md:",
        "WHAT ONE SOURCE ALONE TELLS\n- A ferry will carry 40 cars",
        "- Ann Reed: “The town has waited for too long,”",
        "12 million dollars or 19 million dollars?",
        "- The Herald: When was this written?",
    ] {
        assert!(text.contains(wanted), "{wanted}\n{text}");
    }
    let markdown = printed("markdown");
    assert!(markdown.contains("## What is disputed") && markdown.contains("[Kelso Post ¶1](crossread://a.md:"), "{markdown}");
    let html = printed("html");
    assert!(html.starts_with("<!doctype html>") && html.ends_with("</html>\n") && !html.contains("<script"), "{html}");
}

#[test]
fn what_the_configuration_corrects_is_read_so() {
    let text = "Bridge shut\n\nSign up for our letter and read more of Kelso every week.\n\nThe old bridge of Kelso was shut on Monday. Ann Reed said that \
        the town waits for a new one. Ann Reed will speak on Friday.\n";
    let config = "[[source]]\nfile = \"a.txt\"\nname = \"The Post\"\npublisher = \"Kelso Post\"\noutside = [\"Sign up for\"]\n\n[[entity]]\nname = \"Ann Reed\"\nkind = \"none\"\n";
    let folder = folder(&[("a.txt", text.as_bytes()), ("config.toml", config.as_bytes())]);
    let passages = rows(&crossread(folder.path(), &["passages", ".", "--all", "--format", "jsonl"]));
    let sign_up = passages.iter().find(|row| row["text"].as_str().is_some_and(|text| text.starts_with("Sign up"))).expect("it is shown");
    assert_eq!(sign_up["block"], "outside");
    let names = rows(&crossread(folder.path(), &["entities", ".", "--format", "jsonl"]));
    assert!(names.iter().any(|row| row["text"] == "Kelso") && names.iter().all(|row| row["text"] != "Ann Reed"), "{names:#?}");
    let listed = rows(&crossread(folder.path(), &["list", ".", "--format", "jsonl"]));
    assert_eq!((&listed[0]["publisher"], &listed[0]["publisher_from"]), (&"Kelso Post".into(), &"config".into()));
}

#[test]
fn exports_carry_nothing_that_acts() {
    let name = "a]`b.md";
    let text = "---\ntitle: \"Bridge\\nshut\\t<b>\"\nurl: \"javascript:alert(1)\"\ndate: 2024-03-05\n---\nA first sentence stands here. A loss of -5 % hurts.\n\n\
        =HYPERLINK(1) is what somebody wrote here.\n";
    let note = r#"{"@context":"http://www.w3.org/ns/anno.jsonld","id":"one","type":"Annotation","motivation":"commenting","created":"2025-01-01T00:00:00Z","modified":"2025-01-01T00:00:00Z","body":[{"type":"TextualBody","value":"one\ntwo","purpose":"commenting"}],"target":{"source":"a]`b.md","selector":[{"type":"TextQuoteSelector","exact":"first sentence","prefix":"A ","suffix":" stands"}]}}"#;
    let folder = folder(&[(name, text.as_bytes()), ("notes.jsonl", note.as_bytes())]);
    assert_eq!(code(&crossread(folder.path(), &["notes", ".", "--import", "notes.jsonl"])), 0);
    let exported = |format: &str| String::from_utf8(crossread(folder.path(), &["export", ".", "--to", format]).stdout).expect("UTF-8");
    let markdown = exported("markdown");
    assert!(markdown.contains("- address: javascript:alert(1)\n"), "no link: {markdown}");
    assert!(markdown.contains("- file: a\\]\\`b.md\n") && !markdown.contains("[a]`b.md"), "{markdown}");
    let anki = exported("anki");
    let records: Vec<&str> = anki.lines().filter(|line| !line.starts_with('#')).collect();
    assert_eq!(records.len(), 1, "{anki}");
    assert_eq!(records[0].matches('\t').count(), 2, "{anki}");
    let csv = String::from_utf8(crossread(folder.path(), &["passages", ".", "--format", "csv"]).stdout).expect("UTF-8");
    assert!(csv.contains("'=HYPERLINK"), "{csv}");
}

#[test]
fn a_name_is_split_off_whatever_a_list_knows_of_it_and_longer_names_stay() {
    let text = b"Two ministers met in May.\n\nThe American envoy spoke for the United States. American farmers waited. A reporter of Kelso International asked why Kelso had not been told.";
    let config = "[[entity]]\nname = \"United States\"\nkind = \"place\"\nnever-merge = [\"American\"]\n\n[[entity]]\nname = \"Kelso\"\nkind = \"place\"\n";
    let dossier = folder(&[("a.txt", text), ("config.toml", config.as_bytes())]);
    let found = rows(&crossread(dossier.path(), &["entities", ".", "--format", "jsonl"]));
    let entity =
        |text: &str| -> Vec<&str> { found.iter().filter(|row| row["text"] == text).filter_map(|row| row["entity"].as_str()).collect() };
    assert_eq!(entity("American"), ["American", "American"], "{found:?}");
    assert_eq!(entity("United States"), ["United States"]);
    assert_eq!((entity("Kelso International"), entity("Kelso")), (vec!["Kelso International"], vec!["Kelso"]));
}

#[test]
fn a_name_that_is_kept_apart_is_an_entity_of_its_own() {
    let text = "Kelso grows\n\nKelso is a town on the coast. Kelso Bank lends to the town. The mayor of Kelso met the head of Kelso Bank on Friday.\n";
    let config = "[[entity]]\nname = \"Kelso\"\nkind = \"place\"\nnever-merge = [\"Kelso Bank\"]\n";
    let folder = folder(&[("a.txt", text.as_bytes()), ("config.toml", config.as_bytes())]);
    let names = rows(&crossread(folder.path(), &["entities", ".", "--format", "jsonl"]));
    let of = |entity: &str| names.iter().filter(|row| row["entity"] == entity).count();
    assert_eq!((of("Kelso"), of("Kelso Bank")), (3, 2), "{names:#?}");
}
