//! Cases as text: what `tests/cases/*.txt` say, exactly. A known miss that succeeds is a failure too, so that none stays
//! marked for longer than it is one.

use crossread::import::import;
use crossread::text::Source;

/// The cases of a file: name, input, what is wanted, whether it is known to be missed.
fn cases(text: &str) -> Vec<(String, String, Vec<String>, bool)> {
    let mut found = Vec::new();
    for part in text.split("\n== ").skip(1) {
        let (name, rest) = part.split_once('\n').expect("a name");
        let (input, wanted) = rest.split_once("\n--\n").expect("what is wanted");
        let mut wanted: Vec<String> = wanted.lines().map(str::to_owned).filter(|line| !line.is_empty()).collect();
        let missed = wanted.first().is_some_and(|first| first == "missed");
        if missed {
            wanted.remove(0);
        }
        found.push((name.to_owned(), format!("{input}\n"), wanted, missed));
    }
    found
}

fn holds(source: &Source, wanted: &str) -> bool {
    let (name, value) = wanted.split_once(": ").expect("a field and a value");
    let meta = &source.meta;
    let field = match name {
        "title" => &meta.title,
        "author" => &meta.author,
        "date" => &meta.date,
        "publisher" => &meta.publisher,
        kind => {
            return source.blocks.iter().any(|block| block.kind.name() == kind && block.span.of(&source.text).starts_with(value));
        }
    };
    field.as_ref().map_or("-", |field| field.value.as_str()) == value
}

#[test]
fn texts_are_imported_as_their_cases_say() {
    let mut wrong = Vec::new();
    let all = cases(include_str!("cases/import.txt"));
    assert!(!all.is_empty());
    for (name, input, wanted, missed) in all {
        let (source, _) = import("a.txt", input.as_bytes());
        assert_eq!(source.text, input, "plain text stays as it is");
        let failed: Vec<&String> = wanted.iter().filter(|wanted| !holds(&source, wanted)).collect();
        match (failed.is_empty(), missed) {
            (true, false) | (false, true) => {}
            (true, true) => wrong.push(format!("{name}: no longer missed")),
            (false, false) => wrong.push(format!("{name}: {failed:?}, read {:?} {:?}", source.meta, source.blocks)),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
