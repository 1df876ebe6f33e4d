//! Keys in, screen out. The expected screens are text files in `tests/snapshots` that one can look at.

mod support;

use crossread::app::correcting::Correction;
use crossread::app::message::Effect;
use crossread::app::message::Message;
use crossread::config::Config;
use crossread::config::palette::Palette;
use crossread::notes::place::ReadingPlaces;
use crossread::text::SourceId;
use proptest::prelude::*;
use support::Reader;
use support::made;
use support::shipped;

fn shipped_at(width: u16, height: u16) -> Reader {
    let (sources, config) = shipped();
    Reader::open(sources, config, width, height)
}

#[test]
fn reading_at_three_sizes() {
    for (width, height) in [(80, 24), (120, 40), (200, 50)] {
        let mut reader = shipped_at(width, height);
        reader.press("J J J J } } }");
        insta::assert_snapshot!(format!("reading_{width}x{height}"), reader.screen());
    }
}

#[test]
fn small_screens_still_read() {
    for (width, height) in [(60, 20), (40, 10), (39, 10)] {
        insta::assert_snapshot!(format!("small_{width}x{height}"), shipped_at(width, height).screen());
    }
}

#[test]
fn without_colour_nothing_is_lost() {
    let (sources, config) = shipped();
    let mut reader = Reader::open_with(sources, config, 100, 30, Palette::monochrome(), false, ReadingPlaces::default());
    reader.press("t s");
    let buffer = reader.buffer();
    assert!(buffer.content.iter().all(|cell| cell.fg == ratatui::style::Color::Reset && cell.bg == ratatui::style::Color::Reset));
    let italic = buffer.content.iter().filter(|cell| cell.modifier.contains(ratatui::style::Modifier::ITALIC)).count();
    assert!(italic > 0, "cues are italic");
    insta::assert_snapshot!("monochrome_100x30", reader.screen());
}

#[test]
fn plain_has_no_rules_and_no_map() {
    let (sources, config) = shipped();
    let reader = Reader::open_with(sources, config, 100, 20, Palette::monochrome(), true, ReadingPlaces::default());
    let screen = reader.screen();
    assert!(!screen.contains(['│', '▐', '▌']), "{screen}");
}

#[test]
fn one_pane_at_a_time_is_the_one_with_the_keys() {
    let (sources, config) = shipped();
    let mut reader = Reader::open_with(sources, config, 120, 40, Palette::monochrome(), true, ReadingPlaces::default());
    let indents =
        |screen: &str| screen.lines().filter(|line| line.trim().len() > 60).map(|line| line.len() - line.trim_start().len()).min();
    assert!(indents(&reader.screen()).is_some_and(|indent| indent <= 4), "{}", reader.screen());
    reader.press("3");
    assert!(reader.screen().contains("Related") && !reader.screen().contains("Sources ·"), "{}", reader.screen());
    reader.press("1");
    assert!(reader.screen().contains("Sources ·") && !reader.screen().contains("Related ·"), "{}", reader.screen());
}

#[test]
fn a_pane_without_room_beside_the_text_comes_with_the_keys() {
    let mut reader = shipped_at(60, 20);
    reader.press("1");
    assert!(reader.screen().contains("Sources ·"));
    assert_eq!(reader.app.focus, crossread::app::panes::Pane::Sources);
}

#[test]
fn what_is_selected_has_its_own_hints() {
    let mut reader = shipped_at(120, 40);
    reader.press("} v ) )");
    let screen = reader.screen();
    let status = screen.lines().last().unwrap_or("");
    assert!(status.contains("m highlight") && status.contains("esc let go"), "{status}");
}

#[test]
fn help_themes_entities_and_concordance() {
    let mut reader = shipped_at(100, 30);
    reader.press("?");
    insta::assert_snapshot!("help_100x30", reader.screen());
    reader.press("esc t");
    insta::assert_snapshot!("themes_100x30", reader.screen());
    reader.press("esc S");
    reader.type_in("seized power");
    reader.press("enter");
    insta::assert_snapshot!("concordance_100x30", reader.screen());
    reader.press("esc ]");
    insta::assert_snapshot!("pending_100x30", reader.screen());
}

#[test]
fn a_question_finds_passages_by_their_meaning() {
    let mut reader = shipped_at(120, 40);
    reader.press("g m");
    reader.type_in("soldiers who died in the war");
    reader.press("enter");
    let screen = reader.screen();
    assert!(screen.contains("Passages · near in meaning to") && screen.contains("15,000"), "{screen}");
    let (source, passage) = (reader.source(), reader.passage());
    reader.press("enter");
    assert!(!reader.screen().contains("near in meaning to"));
    reader.press("ctrl-o");
    assert_eq!((reader.source(), reader.passage()), (source, passage));
}

#[test]
fn why_tells_what_dates_and_figures_were_read_as() {
    let mut reader = shipped_at(120, 40);
    reader.press("J J J J /");
    reader.type_in("149 people");
    reader.press("enter w");
    let screen = reader.screen();
    assert!(screen.contains("date · 2024-03") && screen.contains("figure · of people · dead"), "{screen}");
}

#[test]
fn the_list_is_narrowed_to_a_story() {
    let flood = "Flood in Dalton\n\nThe river rose over the old bridge of Dalton on Monday. Mayor Ann Reed opened the school to all.\n";
    let water = "Dalton under water\n\nMayor Ann Reed said that the bridge of Dalton is lost. The river rises, and the school is full.\n";
    let theft =
        "Thieves take a painting\n\nA painting by Otto Lind was stolen from the museum of Kelso. Detectives look for a white van.\n";
    let mut reader = Reader::open(made(&[("a.txt", flood), ("b.txt", theft), ("c.txt", water)]), Config::default(), 140, 30);
    reader.press("s");
    assert!(reader.screen().contains("2 sources"), "{}", reader.screen());
    reader.press("down enter");
    let screen = reader.screen();
    assert!(screen.contains("1 of 3"), "{screen}");
    reader.press("f esc");
    assert!(!reader.screen().contains("1 of 3"));
}

#[test]
fn a_chosen_story_narrows_every_view() {
    let flood = "Flood in Dalton\n\nThe river rose over the old bridge of Dalton on Monday. Mayor Ann Reed opened the school to all.\n";
    let water = "Dalton under water\n\nMayor Ann Reed said that the bridge of Dalton is lost. The river rises, and the school is full.\n";
    let theft =
        "Thieves take a painting\n\nA painting by Otto Lind was stolen from the museum of Kelso on Monday. Detectives look for a van.\n";
    let robbed = "Museum robbed\n\nThe museum of Kelso lost a painting by Otto Lind on Monday. A van was seen at night, detectives say.\n";
    let texts = [("a.txt", flood), ("b.txt", theft), ("c.txt", water), ("d.txt", robbed)];
    let mut reader = Reader::open(made(&texts), Config::default(), 140, 30);
    reader.press("s down enter");
    assert_eq!(reader.source(), "b.txt", "a source of the story is opened: {}", reader.screen());
    let mut shows = |keys: &str, wanted: &str| {
        reader.press(keys);
        let screen = reader.screen();
        assert!(screen.contains(wanted) && !screen.contains("Dalton") && !screen.contains("Ann Reed"), "{keys}: {screen}");
    };
    shows("M M", "Otto Lind");
    shows("M M", "Framing");
    shows("q p", "Thieves");
    shows("q T", "Kelso");
    shows("q c", "Museum robbed");
    shows("q e", "Otto Lind");
    // The filter of the list narrows an open view too, and all is there again without it.
    reader.press("esc f esc M M");
    assert!(reader.screen().contains("Dalton"), "{}", reader.screen());
    reader.press("f");
    reader.type_in("robbed");
    reader.press("enter");
    assert!(reader.screen().contains("Otto Lind") && !reader.screen().contains("Dalton"), "{}", reader.screen());
    reader.press("f esc q s down enter S");
    reader.type_in("Monday");
    reader.press("enter");
    assert!(reader.screen().contains("2 in 2"), "{}", reader.screen());
}

#[test]
fn a_link_leads_to_another_source_and_back_to_the_very_line() {
    let mut reader = shipped_at(120, 40);
    reader.press("J } } }");
    let (source, passage, screen) = (reader.source(), reader.passage(), reader.screen());
    reader.press("enter");
    assert_ne!(reader.source(), source);
    reader.press("ctrl-o");
    assert_eq!((reader.source(), reader.passage()), (source.clone(), passage.clone()));
    assert_eq!(reader.screen(), screen);
    reader.press("> ctrl-o");
    assert_eq!((reader.source(), reader.passage()), (source, passage));
}

#[test]
fn back_is_exact_at_another_width() {
    let mut reader = shipped_at(120, 40);
    reader.press("} } } }");
    let passage = reader.passage();
    reader.press("enter");
    reader.send(Message::Resize(70, 25));
    reader.press("<");
    assert_eq!(reader.passage(), passage);
    assert!(reader.screen().contains("▌"));
}

#[test]
fn a_theme_and_an_entity_are_stepped_through_across_sources() {
    let mut reader = shipped_at(120, 40);
    reader.press("t m");
    let mut seen = std::collections::BTreeSet::new();
    for _ in 0..6 {
        reader.press("] t");
        seen.insert(reader.source());
    }
    assert!(seen.len() >= 2, "{seen:?}");
    reader.press("e");
    reader.type_in("Zhirnov");
    reader.press("enter ] e");
    assert!(reader.passage().contains("Zhirnov") || reader.passage().contains("ambassador"));
    let before = reader.source();
    reader.press("] e");
    assert_ne!(reader.source(), before);
}

#[test]
fn search_is_incremental_and_gives_the_place_back() {
    let mut reader = shipped_at(120, 40);
    let before = reader.screen();
    reader.press("/");
    reader.type_in("hayat");
    assert!(reader.passage().contains("Hayat"));
    reader.press("esc");
    assert_eq!(reader.screen(), before);
    reader.press("/");
    reader.type_in("syria");
    reader.press("enter");
    let first = reader.passage();
    reader.press("n");
    assert_ne!(reader.passage(), first);
    reader.press("N");
    assert_eq!(reader.passage(), first);
}

#[test]
fn a_broken_pattern_says_so_and_moves_nothing() {
    let mut reader = shipped_at(120, 40);
    let before = reader.passage();
    reader.press("/");
    reader.type_in("(zzz");
    reader.press("enter");
    assert_eq!(reader.passage(), before);
    assert!(reader.screen().contains("no pattern"));
    // What stands there is found, whatever signs it has.
    reader.press("J J /");
    reader.type_in("(ISIS-K)");
    reader.press("enter");
    assert!(reader.screen().contains("hit 1 of"), "{}", reader.screen());
}

#[test]
fn commands_run_by_name_with_completion() {
    let mut reader = shipped_at(120, 40);
    reader.press(":");
    reader.type_in("next-so");
    reader.press("tab enter");
    assert_eq!(reader.source(), "02-a-new-opening.txt");
    reader.press(":");
    reader.type_in("fly");
    reader.press("enter");
    assert!(reader.screen().contains("no command is called"));
}

#[test]
fn the_list_is_filtered_and_opened() {
    let mut reader = shipped_at(120, 40);
    reader.press("f");
    reader.type_in("reuters");
    reader.press("enter");
    assert!(reader.screen().contains("Sources · 1 of 5"));
    reader.press("enter");
    assert_eq!(reader.source(), "05-reuters-moscow-aims.txt");
}

#[test]
fn leaving_notes_the_place_and_starting_returns_to_it() {
    let mut reader = shipped_at(120, 40);
    reader.press("J ) ) ) )");
    let passage = reader.passage();
    reader.press("q");
    let mut places = ReadingPlaces::default();
    for effect in &reader.effects {
        if let Effect::SavePlace(place) = effect {
            places.set(place.clone());
        }
    }
    assert_eq!(reader.effects.last(), Some(&Effect::Quit));
    let (sources, config) = shipped();
    let again = Reader::open_with(sources, config, 80, 24, Palette::dark(), false, places);
    assert_eq!(again.passage(), passage);
}

#[test]
fn another_name_is_merged_into_the_chosen_entity() {
    let mut reader = shipped_at(120, 40);
    reader.press("=");
    assert!(reader.screen().contains("choose the entity to keep first"));
    reader.press("e");
    reader.type_in("Kremlin");
    reader.press("enter =");
    reader.type_in("Kabul");
    reader.press("enter");
    let merged = reader.effects.iter().any(|effect| {
        matches!(effect, Effect::Correct(Correction::Merge { name, aliases, .. }) if name.contains("Kremlin") && aliases.iter().any(|alias| alias.contains("Kabul")))
    });
    assert!(merged, "{:?}", reader.effects);
}

#[test]
fn every_reason_rests_on_words_of_the_two_passages() {
    let reader = shipped_at(120, 40);
    let dossier = &reader.app.dossier;
    let mut n_reasons = 0;
    for passage in (0..dossier.passage_count() as u32).map(crossread::text::PassageId) {
        let (_, source, here) = dossier.passage(passage).expect("a passage");
        for related in crossread::analysis::questions::related::related(dossier, &reader.app.analysis, passage, 12) {
            let (_, other, there) = dossier.passage(related.link.to).expect("a passage");
            let both = format!("{} {}", here.span.of(&source.text), there.span.of(&other.text));
            assert!(!related.reasons.reasons.is_empty());
            for reason in &related.reasons.reasons {
                n_reasons += 1;
                for word in reason.text.split(['/', ',', ' ']).map(str::trim).filter(|word| !word.is_empty()) {
                    assert!(both.contains(word), "{word:?} of {reason:?} is in neither passage:\n{both}");
                }
            }
        }
    }
    assert!(n_reasons > 1000);
}

#[test]
fn hostile_text_never_reaches_the_screen_raw() {
    let text = "Title \u{1b}[31m here\u{202e}\n\nBody \u{7}with \u{9b}2J controls. \u{200b}\u{feff} And more\u{0} text.";
    let mut reader = Reader::open(made(&[("evil\u{1b}]0;x\u{7}.txt", text)]), Config::default(), 120, 30);
    for keys in ["i", "esc w", "esc S"] {
        reader.press(keys);
        assert!(!reader.screen().chars().any(|c| c.is_control() && c != '\n'));
    }
}

#[test]
fn an_empty_source_and_an_empty_dossier_say_what_to_do() {
    let reader = Reader::open(made(&[("empty.txt", "")]), Config::default(), 120, 30);
    assert!(reader.screen().contains("empty.txt"));
    let reader = Reader::open(Vec::new(), Config::default(), 120, 30);
    assert!(reader.screen().contains("No source is open"));
}

#[test]
fn a_million_letters_in_one_line_can_be_read() {
    let line = "word ".repeat(200_000);
    let mut reader = Reader::open(made(&[("long.txt", &line)]), Config::default(), 80, 24);
    reader.press("G g g space j j");
    assert!(reader.screen().contains("word word"));
}

#[test]
fn the_readme_shows_the_true_keys() {
    let readme = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md")).expect("README.md");
    let keymap = crossread::keys::Keymap::default();
    for &command in crossread::keys::Command::ALL.iter() {
        let chords = keymap.chords(command).map(|chord| format!("`{chord}`")).collect::<Vec<_>>().join(" ");
        let row = format!("| {chords} | {} | `{}` |", command.help(), command.name());
        assert!(readme.contains(&row), "the README lacks\n{row}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn any_keys_on_any_screen_leave_the_cursor_in_sight(
        keys in proptest::collection::vec("j|k|space|b|ctrl-d|ctrl-u|G|g g|\\)|\\(|\\}|\\{|J|K|tab|enter|ctrl-o|>|z|1|3|O|\\+|-|\\] r|esc|d|T|M|o|p|c|u|F|l|h|,|w|x", 0..40),
        width in 1u16..220,
        height in 1u16..70,
    ) {
        let text = "A title of words\n\nFirst paragraph here. It has two sentences, of which one is longer than the other.\n\nSecond paragraph here. It tells of the flood in Paris in May 2020.\n\n1 of 2";
        let other = "Another title\n\nThe flood in Paris in May 2020 was large. Nobody had seen the like.\n\nMore text follows here. And here as well, at some length, to fill rows.";
        let mut reader = Reader::open(made(&[("a.txt", text), ("b.txt", other)]), Config::default(), width, height);
        for key in &keys {
            reader.press(key);
            reader.screen();
        }
        reader.send(Message::Resize(90, 30));
        reader.press("esc esc esc esc");
        if reader.app.panes().text.width > 0 {
            prop_assert!(reader.screen().contains('▌'), "{}", reader.screen());
        }
        prop_assert!(reader.app.reader.source < SourceId(2));
    }
}

/// The corrections that were asked for.
fn corrections(reader: &Reader) -> Vec<Correction> {
    let asked = reader.effects.iter().filter_map(|effect| match effect {
        Effect::Correct(correction) => Some(correction.clone()),
        _ => None,
    });
    asked.collect()
}

#[test]
fn a_name_is_corrected_from_the_screen() {
    let mut reader = shipped_at(120, 40);
    reader.press("e");
    reader.type_in("Moscow");
    reader.press("enter I");
    assert!(reader.screen().contains("it is of the kind person"), "{}", reader.screen());
    reader.type_in("kind event");
    reader.press("enter");
    assert_eq!(corrections(&reader), [Correction::Kind { name: "Moscow".to_owned(), kind: "event" }]);
    reader.press("e");
    reader.type_in("Taliban");
    reader.press("enter I");
    reader.type_in("names something else");
    reader.press("enter");
    let split = corrections(&reader).pop().expect("a correction");
    assert!(matches!(&split, Correction::Split { name, alias, .. } if name == "Taliban" && alias.contains("Taliban")), "{split:?}");
}

#[test]
fn words_of_a_theme_and_parts_of_an_article_are_corrected_from_the_screen() {
    let mut reader = shipped_at(120, 40);
    reader.press("t s I");
    reader.type_in("add a word");
    reader.press("enter");
    reader.type_in("trip wire");
    reader.press("enter");
    let term = Correction::Term { theme: "security".to_owned(), term: "trip wire".to_owned(), carries: true };
    assert_eq!(corrections(&reader), [term]);
    reader.press("esc } } I");
    reader.type_in("not part");
    reader.press("enter");
    assert!(matches!(corrections(&reader).pop(), Some(Correction::Block { inside: false, .. })), "{:?}", corrections(&reader));
    reader.press("I");
    reader.type_in("date");
    reader.press("enter ctrl-u");
    reader.type_in("soon");
    reader.press("enter");
    assert!(reader.screen().contains("is no date"), "{}", reader.screen());
}
