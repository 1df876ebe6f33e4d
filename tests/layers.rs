//! Who may use whom: the table of `docs/architecture.md`, held to the code.

use std::fs;
use std::path::Path;
use std::path::PathBuf;

/// What each layer may use of ours; where it may use only a part of a layer, that part is named.
const MAY_USE: &[(&str, &[&str])] = &[
    ("text", &["text"]),
    ("keys", &["keys"]),
    ("import", &["import", "text"]),
    ("analysis", &["analysis", "text"]),
    ("notes", &["notes", "text"]),
    ("config", &["config", "keys", "analysis::lexicon", "import::edtf", "text::visible"]),
    ("app", &["app", "text", "analysis", "notes", "keys", "config", "import::Warning"]),
    ("ui", &["ui", "app", "text", "analysis", "notes", "keys", "config", "print::list::minutes"]),
    ("print", &["print", "text", "analysis", "notes"]),
];

/// Names of the world, which only `shell` and `cli` may touch.
const WORLD: &[&str] = &[
    "std::fs",
    "std::thread",
    "std::env",
    "std::process",
    "std::net",
    "SystemTime",
    "Instant::now",
    "Timestamp::now",
    "println!",
    "eprintln!",
];

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder of the crate").flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
    found
}

/// The code of a file above its tests, without comments.
fn code(path: &Path) -> Vec<(usize, String)> {
    let text = fs::read_to_string(path).expect("a file of the crate");
    let above_tests = text.split("#[cfg(test)]").next().unwrap_or("").to_owned();
    let lines = above_tests.lines().enumerate().map(|(number, line)| (number + 1, line.split("//").next().unwrap_or("").to_owned()));
    lines.collect()
}

fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

#[test]
fn layers_use_only_what_stands_below_them() {
    let mut wrong = Vec::new();
    for (layer, allowed) in MAY_USE {
        for path in files(&source().join(layer)) {
            for (number, line) in code(&path) {
                for used in line.match_indices("crate::").map(|(at, _)| &line[at + "crate::".len()..]) {
                    let fits = |allowed: &&str| {
                        used.starts_with(*allowed) && !used[allowed.len()..].starts_with(|c: char| c.is_alphanumeric() || c == '_')
                    };
                    if !allowed.iter().any(fits) {
                        wrong.push(format!("{}:{number}: {}", path.display(), line.trim()));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn only_the_shell_touches_the_world() {
    let mut wrong = Vec::new();
    for (layer, _) in MAY_USE {
        for path in files(&source().join(layer)) {
            for (number, line) in code(&path) {
                if WORLD.iter().any(|name| line.contains(name)) {
                    wrong.push(format!("{}:{number}: {}", path.display(), line.trim()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_state_knows_no_widgets_and_the_drawing_no_terminal() {
    for path in files(&source().join("app")) {
        for (number, line) in code(&path) {
            let allowed = line.contains("ratatui::layout") && ["panes.rs", "mouse.rs"].iter().any(|name| path.ends_with(name));
            assert!(!line.contains("ratatui") || allowed, "{}:{number}", path.display());
        }
    }
    for path in files(&source().join("ui")) {
        for (number, line) in code(&path) {
            assert!(!line.contains("crossterm"), "{}:{number}", path.display());
        }
    }
}

#[test]
fn no_word_of_the_dossier_stands_in_the_code() {
    let names = ["taliban", "kremlin", "zhirnov", "muttaqi", "carnegie", "mamedov", "crocus"];
    for path in files(&source()) {
        for (number, line) in code(&path) {
            let lower = line.to_lowercase();
            assert!(!names.iter().any(|name| lower.contains(name)), "{}:{number}: {line}", path.display());
        }
    }
}
