//! The sidebar: every section in sight, rows that can be clicked, a way back after a jump.

mod support;

use crossread::app::message::Message;
use crossread::app::message::Mouse;
use crossread::app::message::MouseAction;
use support::Reader;
use support::shipped;

/// The reader in the middle of a text that has many related passages.
fn reading(width: u16, height: u16) -> Reader {
    let (sources, config) = shipped();
    let mut reader = Reader::open(sources, config, width, height);
    reader.press("J J J J } }");
    reader
}

/// Clicks on the first cell of a text that stands on the screen right of the middle.
fn click(reader: &mut Reader, text: &str) {
    let screen = reader.screen();
    let (row, column) = screen
        .lines()
        .enumerate()
        .find_map(|(row, line)| {
            let at = line.rfind(text)?;
            let column = line[..at].chars().count();
            (column > line.chars().count() / 3).then_some((row, column))
        })
        .unwrap_or_else(|| panic!("{text} stands nowhere:\n{screen}"));
    reader.send(Message::Mouse(Mouse { action: MouseAction::Press, column: column as u16, row: row as u16 }));
}

#[test]
fn related_passages_push_neither_themes_nor_entities_out_of_sight() {
    for (width, height) in [(120, 40), (120, 30), (200, 50)] {
        let mut reader = reading(width, height);
        for _ in 0..8 {
            let screen = reader.screen();
            for heading in ["  Related · ", "  Themes", "  Entities"] {
                assert!(screen.contains(heading), "{heading} at {width}x{height}:\n{screen}");
            }
            assert!(screen.matches(" ●").count() <= 4, "more than four cards:\n{screen}");
            reader.press("}");
        }
    }
}

#[test]
fn a_click_chooses_a_row_and_a_second_opens_it() {
    let mut reader = reading(120, 40);
    let (source, passage) = (reader.source(), reader.passage());
    click(&mut reader, "●●●●●");
    assert_eq!((reader.source(), reader.passage()), (source.clone(), passage.clone()), "a click alone leads nowhere");
    click(&mut reader, "●●●●●");
    assert_ne!(reader.source(), source, "{}", reader.screen());
    let screen = reader.screen();
    assert!(screen.contains("from Reuters ¶") && screen.contains("back"), "the way back is in sight:\n{screen}");
    reader.press("ctrl-o");
    assert_eq!((reader.source(), reader.passage()), (source, passage));
}

#[test]
fn a_theme_is_chosen_by_clicks() {
    let mut reader = reading(120, 40);
    click(&mut reader, "economics");
    click(&mut reader, "economics");
    let theme = reader.app.lens.theme.map(|theme| reader.app.lexicon.themes()[theme].name.clone());
    assert_eq!(theme.as_deref(), Some("economics"), "{}", reader.screen());
}

#[test]
fn braces_step_from_section_to_section_in_the_sidebar() {
    let mut reader = reading(120, 40);
    reader.press("tab");
    let mut chosen = Vec::new();
    for _ in 0..3 {
        let (lines, _) = reader.app.sidebar_lines(28, 38);
        let item = reader.app.sidebar_item().expect("a row is chosen");
        chosen.push(std::mem::discriminant(&item));
        assert!(lines.iter().any(|line| line.item() == Some(item)), "the chosen row is shown");
        reader.press("}");
    }
    chosen.dedup();
    assert_eq!(chosen.len(), 3, "related, themes, entities");
    reader.press("{ {");
    assert_eq!(reader.app.sidebar_row, 0);
}
