//! What helps a new reader: the card of the first run, the tour, the help, the list of commands.

mod support;

use crossread::app::guide::Guide;
use crossread::app::guide::STEPS;
use support::Reader;
use support::shipped;

fn reader(width: u16, height: u16) -> Reader {
    let (sources, config) = shipped();
    Reader::open(sources, config, width, height)
}

#[test]
fn the_card_goes_with_the_first_key_which_does_what_it_does() {
    for (width, height) in [(80, 24), (120, 40), (200, 50)] {
        let mut reader = reader(width, height);
        reader.app.guide = Some(Guide::Welcome);
        let screen = reader.screen();
        assert!(screen.contains("5 sources, side by side") && screen.contains("a tour of ten steps"), "{screen}");
        assert!(reader.app.reader.cursor < 500, "the card takes no place of the text");
        reader.press("d");
        let screen = reader.screen();
        assert!(!screen.contains("side by side") && screen.contains("Disagreements · "), "{screen}");
        reader.press("g w");
        assert!(reader.screen().contains("5 sources, side by side"));
    }
}

#[test]
fn a_card_that_would_leave_no_text_is_not_drawn() {
    let mut reader = reader(40, 10);
    let before = reader.screen();
    reader.app.guide = Some(Guide::Welcome);
    assert_eq!(reader.screen(), before);
}

#[test]
fn each_step_of_the_tour_is_done_by_the_key_that_it_teaches() {
    let mut reader = reader(120, 40);
    reader.press("g ?");
    for (number, step) in STEPS.iter().enumerate() {
        let screen = reader.screen();
        assert!(screen.contains(&format!("Tour, step {} of 10", number + 1)), "{screen}");
        // Another key does what it does, and the step stays.
        reader.press("j");
        let key = reader.app.config.keymap.first_chord(step.command).expect("a key").to_string();
        assert!(screen.contains(&key), "{key}:\n{screen}");
        reader.press(&key);
        match step.command.name() {
            "choose-theme" => reader.press("s"),
            "concordance" | "disagreements" | "timeline" | "compare" => reader.press("q"),
            _ => {}
        }
    }
    reader.press("esc");
    let screen = reader.screen();
    assert!(!screen.contains("Tour, step"), "{screen}");
}

#[test]
fn escape_ends_the_tour_and_forgets_nothing_else() {
    let mut reader = reader(120, 40);
    reader.press("t s g ?");
    reader.press("esc");
    assert!(!reader.screen().contains("Tour, step"));
    assert!(reader.app.lens.theme.is_some(), "the theme is still chosen");
}

#[test]
fn the_help_shows_the_keys_of_this_view_first_then_the_signs_and_moving_last() {
    let mut reader = reader(120, 60);
    reader.press("T ?");
    let screen = reader.screen();
    let at = |words: &str| screen.find(words).unwrap_or_else(|| panic!("{words}:\n{screen}"));
    assert!(at("Here") < at("to the next pane") && at("to the next pane") < at("Signs"));
    assert!(at("Signs") < at("the sources give this differently"));
    assert!(at("the sources give this differently") < at("theme security") && at("theme security") < at("Relating"));
    assert!(!screen.contains("one line down"));
    reader.press("end");
    assert!(reader.screen().contains("previous source"), "{}", reader.screen());
}

#[test]
fn commands_stand_where_they_are_typed_with_their_keys() {
    let mut reader = reader(120, 40);
    reader.press(":");
    reader.type_in("timel");
    let screen = reader.screen();
    let row = screen.lines().find(|row| row.contains("what happened when")).expect("the command");
    assert!(row.starts_with('│') && row.contains("timeline  T"), "{row}");
}

#[test]
fn a_habit_of_other_programs_quits() {
    let mut reader = reader(120, 40);
    reader.press(":");
    reader.type_in("q");
    reader.press("enter");
    assert!(reader.effects.iter().any(|effect| matches!(effect, crossread::app::message::Effect::Quit)), "{:?}", reader.effects);
}
