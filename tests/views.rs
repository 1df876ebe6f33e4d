//! The views over many sources: what they show at three sizes, how one goes from them into the text and back.

mod support;

use crossread::config::palette::Palette;
use crossread::notes::place::ReadingPlaces;
use support::Reader;
use support::made;
use support::shipped;

fn shipped_at(width: u16, height: u16) -> Reader {
    let (sources, config) = shipped();
    Reader::open(sources, config, width, height)
}

/// The views with the keys that open them.
const VIEWS: &[(&str, &str)] = &[
    ("disagreements", "d down enter down"),
    ("timeline", "T j j"),
    ("timeline_months", "T -"),
    ("coverage", "M j"),
    ("coverage_empty_cell", "M j j j l"),
    ("names", "M M"),
    ("themes", "M M M l"),
    ("framing", "M M M M"),
    ("quantities", "V j"),
    ("speakers", "Q } j"),
    ("brief", "g B } j"),
    ("only_here", "J o"),
    ("path", "p j"),
    ("compare", "J J } } } c"),
];

#[test]
fn every_view_at_three_sizes() {
    for (name, keys) in VIEWS {
        for (width, height) in [(80, 24), (120, 40), (200, 50)] {
            let mut reader = shipped_at(width, height);
            reader.press(keys);
            insta::assert_snapshot!(format!("{name}_{width}x{height}"), reader.screen());
        }
    }
}

#[test]
fn every_view_without_colour() {
    for (name, keys) in VIEWS {
        let (sources, config) = shipped();
        let mut reader = Reader::open_with(sources, config, 100, 30, Palette::monochrome(), false, ReadingPlaces::default());
        reader.press(keys);
        let buffer = reader.buffer();
        let uncoloured = |cell: &ratatui::buffer::Cell| cell.fg == ratatui::style::Color::Reset && cell.bg == ratatui::style::Color::Reset;
        assert!(buffer.content.iter().all(uncoloured), "{name} has a colour");
        insta::assert_snapshot!(format!("{name}_monochrome_100x30"), reader.screen());
    }
}

#[test]
fn from_each_view_one_goes_into_the_text_and_back_to_the_same_row() {
    for keys in ["d", "T j j j", "M j l", "o j", "p j", "M M M j"] {
        let mut reader = shipped_at(120, 40);
        reader.press(keys);
        let view = reader.screen();
        reader.press("enter");
        let text = reader.screen();
        assert!(text.contains("Related"), "{keys}: {text}");
        reader.press("ctrl-o");
        assert_eq!(reader.screen(), view, "{keys}");
    }
}

#[test]
fn the_passages_behind_a_row_are_gone_through_and_opened() {
    let mut reader = shipped_at(120, 40);
    reader.press("/");
    reader.type_in("15,000");
    reader.press("enter d tab j");
    let view = reader.screen();
    reader.press("enter");
    assert_eq!(reader.source(), "05-reuters-moscow-aims.txt");
    assert!(reader.passage().contains("more than 15,000"), "{}", reader.passage());
    reader.press("<");
    assert_eq!(reader.screen(), view);
}

#[test]
fn views_are_narrowed_to_what_is_chosen_unless_they_are_frozen() {
    let mut reader = shipped_at(120, 40);
    reader.press("T");
    let rows = |reader: &Reader| {
        let screen = reader.screen();
        let line = screen.lines().next().unwrap_or_default().to_owned();
        line.split_whitespace().nth(2).and_then(|count| count.parse::<usize>().ok()).unwrap_or_else(|| panic!("{line}"))
    };
    let all = rows(&reader);
    reader.press("e");
    reader.type_in("Putin");
    reader.press("enter");
    let narrowed = rows(&reader);
    assert!(narrowed > 0 && narrowed < all, "{narrowed} of {all}");
    assert!(reader.screen().lines().next().is_some_and(|line| line.contains("narrowed to Vladimir Putin")), "{}", reader.screen());
    reader.press("F e");
    reader.type_in("Putin");
    reader.press("enter");
    assert_eq!(rows(&reader), narrowed, "it is frozen");
    reader.press("q T");
    assert_eq!(rows(&reader), narrowed, "it is frozen still");
    reader.press("F");
    assert_eq!(rows(&reader), all);
}

#[test]
fn an_empty_cell_answers_with_the_nearest_passages() {
    let mut reader = shipped_at(120, 40);
    reader.press("M");
    for _ in 0..5 {
        if reader.screen().contains("Not told here.") {
            break;
        }
        reader.press("l");
        if !reader.screen().contains("Not told here.") {
            reader.press("j");
        }
    }
    let screen = reader.screen();
    assert!(screen.contains("Not told here. What comes nearest:") && screen.contains("nearest here"), "{screen}");
    reader.press("enter enter");
    assert!(reader.screen().contains("Related"));
}

#[test]
fn the_other_side_follows_by_meaning_and_stands_still_on_demand() {
    let mut reader = shipped_at(120, 40);
    reader.press("J J } } } c");
    let screen = reader.screen();
    let row = |needle: &str| screen.lines().position(|line| line.contains(needle)).unwrap_or_else(|| panic!("{needle}\n{screen}"));
    assert_eq!(row("Since the US withdrawal"), row("First of all"), "both stand in the same row");
    reader.press("F");
    // Without the signs in the margin.
    let right = |reader: &Reader| reader.screen().lines().map(|line| line.chars().skip(64).collect()).collect::<Vec<String>>();
    let before = right(&reader);
    reader.press("} }");
    let after = right(&reader);
    assert_eq!(before[5..30], after[5..30], "the other side stands still");
    reader.press("tab enter");
    assert_eq!(reader.source(), "04-from-enemy-to-ally.txt");
}

#[test]
fn a_third_source_is_one_key_away() {
    let mut reader = shipped_at(120, 40);
    reader.press("c");
    let beside = |reader: &Reader| reader.screen().lines().next().unwrap_or_default().chars().skip(60).collect::<String>();
    let mut seen = std::collections::BTreeSet::new();
    for _ in 0..4 {
        seen.insert(beside(&reader).trim().chars().take(12).collect::<String>());
        reader.press("J");
    }
    assert_eq!(seen.len(), 4, "{seen:?}");
}

#[test]
fn passages_that_differ_have_a_sign_and_are_stepped_through() {
    let mut reader = shipped_at(120, 40);
    let mut told = Vec::new();
    for _ in 0..7 {
        reader.press("] d");
        told.push((reader.source(), reader.passage(), reader.screen().contains('!')));
    }
    let of =
        |value: &str| told.iter().filter(|(_, passage, _)| passage.contains(value)).map(|(source, ..)| source.clone()).collect::<Vec<_>>();
    // All sides of the rows that are more than a matter of precision, each in its source.
    assert_eq!(of("15,000").len(), 2, "{told:#?}");
    assert_ne!(of("15,000")[0], of("15,000")[1]);
    assert_eq!(of("$3").len(), 2, "{told:#?}");
    assert!(told.iter().any(|(.., sign)| *sign), "the surer ones have a sign in the margin");
}

#[test]
fn what_was_told_before_is_dimmed_on_demand() {
    let (sources, config) = shipped();
    let mut reader = Reader::open_with(sources, config, 120, 40, Palette::monochrome(), false, ReadingPlaces::default());
    // Cells of the column of text that are dim.
    let dim = |reader: &Reader| {
        let (buffer, column) = (reader.buffer(), reader.app.panes().column);
        let cells = (column.y..column.bottom()).flat_map(|y| (column.x..column.right()).map(move |x| (x, y)));
        cells.filter(|at| buffer[*at].modifier.contains(ratatui::style::Modifier::DIM)).count()
    };
    let before = dim(&reader);
    // Read one source, then look at another.
    reader.press("J J J J g d K K K K u");
    assert!(reader.screen().contains("dim: what you have read"), "{}", reader.screen());
    assert!(dim(&reader) > before + 50, "{} before, {} after", before, dim(&reader));
    assert!(reader.screen().contains("% new"), "{}", reader.screen());
    reader.press("u u");
    assert!(dim(&reader) <= before + 5);
}

#[test]
fn a_concordance_is_sorted_by_its_neighbours() {
    let one = "A title\n\nThe old bridge fell.\n\nA new bridge stands.\n\nThe stone bridge waits here.\n";
    let mut reader = Reader::open(made(&[("one.txt", one)]), crossread::config::Config::default(), 100, 20);
    reader.press("S");
    reader.type_in("bridge");
    reader.press("enter");
    let order = |reader: &Reader| {
        let screen = reader.screen();
        let mut at: Vec<(usize, &str)> = ["fell", "stands", "waits"]
            .into_iter()
            .map(|word| (screen.lines().position(|line| line.contains(&format!("bridge {word}"))).unwrap_or(99), word))
            .collect();
        at.sort_unstable();
        at.into_iter().map(|(_, word)| word).collect::<Vec<_>>()
    };
    assert_eq!(order(&reader), ["fell", "stands", "waits"]);
    reader.press(",");
    // new, old, stone
    assert_eq!(order(&reader), ["stands", "fell", "waits"]);
    reader.press(",");
    assert_eq!(order(&reader), ["fell", "stands", "waits"]);
}

#[test]
fn the_same_words_in_two_mouths_are_an_attribution_that_differs() {
    let one = "---\nlanguage: en\n---\nTalks fail\n\nThe talks in Geneva ended on Monday without a deal. “We will not give up a single metre of our land,” Minister Anna Kohl told reporters in Geneva.\n";
    let other = "---\nlanguage: en\n---\nNo deal in Geneva\n\nThe Geneva talks ended on Monday without a deal. “We will not give up a single metre of our land,” President Otto Lind told reporters in Geneva.\n";
    let mut reader = Reader::open(made(&[("one.txt", one), ("other.txt", other)]), crossread::config::Config::default(), 120, 30);
    reader.press("d");
    let screen = reader.screen();
    assert!(screen.contains("We will not give up") && screen.contains("who · "), "{screen}");
    assert!(screen.contains("Kohl") && screen.contains("Lind"), "{screen}");
}

#[test]
fn tolls_that_differ_are_one_row_and_other_counts_are_not() {
    let one = "Storm in Kelso\n\nThe storm killed 12 people in Kelso on Monday, police said. It destroyed 40 houses near the river.\n";
    let two = "Kelso storm\n\nAt least 19 people were killed by the storm in Kelso on Monday. About 200 people were hurt.\n";
    let three = "After the storm\n\nThe storm in Kelso killed 12 people on Monday, and 300 people were evacuated.\n";
    let mut reader =
        Reader::open(made(&[("one.txt", one), ("two.txt", two), ("three.txt", three)]), crossread::config::Config::default(), 120, 30);
    reader.press("d");
    let screen = reader.screen();
    assert!(screen.contains("Disagreements · 1") && screen.contains("people, dead"), "{screen}");
    assert!(screen.contains("At least 19") && screen.contains("3 sources"), "{screen}");
}

#[test]
fn a_view_that_is_asked_for_too_early_opens_when_it_can() {
    use crossread::app::message::Message;
    let mut reader = shipped_at(120, 40);
    let answers = reader.app.answers.take().expect("the answers");
    let neighbours = reader.app.analysis.neighbours.clone().expect("the links");
    reader.press("d");
    assert!(reader.screen().contains("disagreements opens once the sources are compared"), "{}", reader.screen());
    reader.send(Message::Answers(0, neighbours.clone(), answers.clone()));
    assert!(reader.screen().contains("Disagreements ·"), "{}", reader.screen());
    // Another key takes the wish back.
    reader.press("esc");
    reader.app.answers = None;
    reader.press("T j");
    reader.send(Message::Answers(0, neighbours, answers));
    assert!(!reader.screen().contains("Timeline ·"), "{}", reader.screen());
}
