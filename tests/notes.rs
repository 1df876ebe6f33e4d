//! Writing to places in the text: keys in, annotations out; and whether they find their places again.

mod support;

use std::sync::Arc;

use crossread::analysis::questions::disagreements::Subject;
use crossread::app::View;
use crossread::app::message::Effect;
use crossread::app::message::Message;
use crossread::import::import;
use crossread::notes::anchor::Anchor;
use crossread::notes::annotation::Annotation;
use crossread::notes::annotation::Colour;
use crossread::notes::annotation::Motivation;
use support::Reader;
use support::shipped;

fn shipped_at(width: u16, height: u16) -> Reader {
    let (sources, config) = shipped();
    Reader::open(sources, config, width, height)
}

/// The revisions that the shell was asked to keep.
fn kept(reader: &Reader) -> Vec<Annotation> {
    let saved = |effect: &Effect| match effect {
        Effect::SaveAnnotation(annotation) => Some((**annotation).clone()),
        _ => None,
    };
    reader.effects.iter().filter_map(saved).collect()
}

#[test]
fn a_passage_is_highlighted_noted_tagged_and_found_in_the_list() {
    let mut reader = shipped_at(120, 40);
    reader.press("J } } } m q");
    let passage = reader.passage();
    let first = kept(&reader).pop().expect("a revision");
    assert_eq!((first.anchor.exact.as_str(), first.colour), (passage.as_str(), Some(Colour::Question)));
    reader.press("a");
    reader.type_in("Who says so?");
    reader.press("enter #");
    reader.type_in("recognition");
    reader.press("enter");
    let last = kept(&reader).pop().expect("a revision");
    assert_eq!(
        (last.id, last.note.as_str(), last.tags),
        (first.id, "Who says so?", vec!["recognition".to_owned()]),
        "one annotation carries all"
    );
    assert!(reader.screen().contains("Noted") && reader.screen().contains("#recognition Who says so?"), "{}", reader.screen());
    reader.press("J J '");
    let list = reader.screen();
    assert!(list.contains("Notes · 1") && list.contains("Who says so?") && list.contains("question #recognition"), "{list}");
    reader.press("enter");
    assert_eq!(reader.passage(), passage);
    reader.press("ctrl-o");
    assert!(reader.screen().contains("Notes · 1"));
}

#[test]
fn what_was_done_is_undone_and_done_again() {
    let mut reader = shipped_at(120, 40);
    reader.press("} m m } m k");
    let count = |reader: &Reader| reader.app.notes.notebook.all().count();
    assert_eq!(count(&reader), 2);
    reader.press("U");
    assert_eq!(count(&reader), 1);
    reader.press("U");
    assert_eq!(count(&reader), 0);
    reader.press("U");
    assert!(reader.screen().contains("nothing to undo"));
    reader.press("ctrl-r ctrl-r");
    assert_eq!(count(&reader), 2);
    reader.press("D");
    assert_eq!(count(&reader), 1);
    reader.press("U");
    assert_eq!(count(&reader), 2);
    // Every step is a revision of its own, each later than the one before.
    let revisions = kept(&reader);
    assert!(revisions.windows(2).all(|pair| pair[0].modified < pair[1].modified));
}

#[test]
fn words_and_characters_are_selected() {
    let mut reader = shipped_at(120, 40);
    reader.press("J } } } v v l l m m");
    let words = kept(&reader).pop().expect("a revision").anchor.exact;
    assert_eq!(words, "Russia’s recognition of");
    reader.press("v j");
    assert!(reader.app.selection.is_some());
    reader.press("m d");
    let two = kept(&reader).pop().expect("a revision").anchor.exact;
    assert!(two.contains(". ") && two.starts_with("Russia’s recognition"), "{two}");
    reader.press("v v v l esc");
    assert!(reader.app.selection.is_none());
}

#[test]
fn passages_are_collected_under_questions_and_put_in_order() {
    let mut reader = shipped_at(120, 40);
    reader.press("} B n");
    reader.type_in("Why now?");
    reader.press("enter } B 1 } B 1 g b");
    let rows = |reader: &Reader| {
        let screen = reader.screen();
        screen.lines().filter(|line| line.contains("◇")).map(|line| line.chars().take(50).collect::<String>()).collect::<Vec<_>>()
    };
    let before = rows(&reader);
    assert_eq!(before.len(), 3);
    reader.press("g g j ctrl-down");
    let after = rows(&reader);
    let bare = |line: &String| line.trim_start_matches(['▌', ' ']).to_owned();
    assert_eq!(bare(&after[1]), bare(&before[0]));
    assert_eq!(bare(&after[0]), bare(&before[1]));
}

#[test]
fn the_list_of_notes_is_filtered() {
    let mut reader = shipped_at(120, 40);
    reader.press("} m m } m d J } a");
    reader.type_in("about the envoy");
    reader.press("enter '");
    assert!(reader.screen().contains("Notes · 3"));
    reader.press("f");
    reader.type_in("envoy");
    reader.press("enter");
    assert!(reader.screen().contains("Notes · 1"), "{}", reader.screen());
    reader.press("f esc");
    assert!(reader.screen().contains("Notes · 3"));
    reader.press("f");
    reader.type_in("doubt");
    assert!(reader.screen().contains("Notes · 1"));
}

#[test]
fn a_refused_link_and_a_refused_disagreement_do_not_come_back() {
    let mut reader = shipped_at(120, 40);
    reader.press("J } } }");
    let links = |reader: &Reader| reader.app.related().unwrap_or_default().iter().map(|related| related.link.to).collect::<Vec<_>>();
    let first = links(&reader)[0];
    reader.press("r x");
    assert!(!links(&reader).contains(&first));
    reader.press("esc /");
    reader.type_in("15,000");
    reader.press("enter d x");
    assert!(!reader.screen().contains("Soviet soldiers, dead"), "{}", reader.screen());
    // Started again with what was kept.
    let (sources, config) = shipped();
    let mut again = Reader::open_with_notes(sources, config, 120, 40, kept(&reader));
    again.press("J } } }");
    assert!(!links(&again).contains(&first));
    again.press("d");
    assert!(again.screen().contains("Disagreements") && !again.screen().contains("Soviet soldiers, dead"));
    // Undone, all is there again.
    reader.press("q esc U");
    reader.press("d");
    assert!(reader.screen().contains("Soviet soldiers, dead"));
    // Back where the link was refused.
    reader.press("q U g g J K } } }");
    assert!(reader.app.notes.notebook.all().next().is_none());
}

#[test]
fn two_passages_are_marked_as_differing_by_hand() {
    let mut reader = shipped_at(120, 40);
    reader.press("J J } } } c x q d");
    assert!(reader.screen().contains("marked by hand"), "{}", reader.screen());
}

#[test]
fn what_was_marked_by_hand_is_unmarked_in_the_list() {
    let mut reader = shipped_at(120, 40);
    reader.press("J J } } } c x q d");
    assert!(reader.screen().contains("marked by hand"));
    let row = |reader: &Reader| {
        reader.app.answers.as_ref().and_then(|answers| answers.disagreements.iter().position(|row| row.subject == Subject::Claim))
    };
    reader.press("g g");
    for _ in 0..row(&reader).expect("a row marked by hand") {
        reader.press("j");
    }
    reader.press("x");
    assert!(!reader.screen().contains("marked by hand"), "{}", reader.screen());
    assert_eq!(row(&reader), None);
    assert!(reader.app.notes.notebook.all().next().is_none());
}

#[test]
fn where_each_side_is_scrolled_on_its_own_the_passages_at_both_cursors_are_marked() {
    let mut reader = shipped_at(120, 40);
    reader.press("c F tab } } } tab } x");
    let View::Compare(view) = reader.app.view else { panic!("{}", reader.screen()) };
    let here = reader.app.passage().expect("a passage");
    let marked =
        reader.app.answers.as_ref().and_then(|answers| answers.disagreements.iter().find(|row| row.subject == Subject::Claim).cloned());
    let marked = marked.expect("a row marked by hand");
    let other =
        reader.app.dossier.source(view.other.source).and_then(|source| view.other.passage(source).map(|index| source.passages[index].span));
    let sides: Vec<_> = marked.sides.iter().map(|side| (side.source, side.passage)).collect();
    let own = reader.app.dossier.passage(here).map(|(source, _, found)| (source, found.span)).expect("a passage");
    assert!(sides.contains(&own) && sides.contains(&(view.other.source, other.expect("a passage"))), "{sides:?}");
}

#[test]
fn a_refusal_leaves_other_rows_of_the_same_passages() {
    let mut reader = shipped_at(120, 40);
    let rows = |reader: &Reader| reader.app.answers.as_ref().map_or(0, |answers| answers.disagreements.len());
    reader.press("d");
    // Whichever row it is, no other one goes with it.
    for _ in 0..3 {
        let before = rows(&reader);
        reader.press("x");
        assert_eq!(rows(&reader), before - 1, "{}", reader.screen());
        reader.press("q d");
    }
}

#[test]
fn cards_come_when_they_are_due() {
    let mut reader = shipped_at(120, 40);
    reader.press("} m m } m q J } a");
    reader.type_in("a note");
    reader.press("enter R");
    assert!(reader.screen().contains("card 1 of 3"), "{}", reader.screen());
    reader.press("space");
    assert!(reader.screen().contains("1 again   2 hard   3 good   4 easy"));
    reader.press("3 space 4 space 1");
    assert!(reader.screen().contains("nothing else is due"), "{}", reader.screen());
    let grades: Vec<u8> = reader
        .effects
        .iter()
        .filter_map(|effect| if let Effect::SaveReview(review) = effect { Some(review.grade) } else { None })
        .collect();
    assert_eq!(grades, [3, 4, 1]);
    reader.press("R");
    assert!(reader.screen().contains("nothing is due; the next card comes on 1 Jan 1970"), "{}", reader.screen());
    reader.now = "1970-03-01T00:00:00Z".parse().expect("a time");
    reader.press("R");
    assert!(reader.screen().contains("card 1 of 3"), "weeks later all are due: {}", reader.screen());
}

#[test]
fn a_card_on_a_disagreement_asks_what_the_others_say() {
    let mut reader = shipped_at(120, 40);
    reader.press("J J J /");
    reader.type_in("around 15,000");
    reader.press("enter m m R");
    assert!(reader.screen().contains("What do the others say?"));
    reader.press("space");
    let screen = reader.screen();
    assert!(screen.contains("more than 15,000") && screen.contains("around 15,000"), "{screen}");
}

/// Every passage of a shipped article, highlighted.
fn highlighted(name: &str) -> (String, Vec<Annotation>) {
    let (sources, _) = shipped();
    let source = sources.into_iter().find(|source| source.name == name).expect("a shipped article");
    let marks = source.passages.iter().enumerate().map(|(number, passage)| {
        let anchor = Anchor::new(&source.text, passage.span);
        Annotation::new(format!("urn:uuid:{number}"), name, anchor, Motivation::Highlighting, "2025-01-01T00:00:00Z")
    });
    (source.text.clone(), marks.collect())
}

#[test]
fn highlights_find_their_places_in_an_edited_text() {
    for name in ["01-carnegie-first-country.txt", "04-from-enemy-to-ally.txt", "05-reuters-moscow-aims.txt"] {
        let (text, mut marks) = highlighted(name);
        // Passages that stand twice in a text can't be told apart once one of them is deleted.
        marks.retain(|mark| text.matches(&mark.anchor.exact).count() == 1 && mark.anchor.exact.chars().count() > 60);
        let (deleted, changed) = (marks[2].clone(), marks[5].clone());
        // A word that is no number, name or negation: to another one of these no note is moved.
        let plain = |word: &&str| word.len() > 4 && word.chars().all(char::is_lowercase);
        let word = changed.anchor.exact.split_whitespace().skip(1).find(plain).expect("a word").to_owned();
        let new_quote = changed.anchor.exact.replacen(&word, "otherwise", 1);
        let edited = text.replace(&deleted.anchor.exact, "").replace(&changed.anchor.exact, &new_quote);
        // A new paragraph before all, and the last two changed in order.
        let mut lines: Vec<&str> = edited.lines().collect();
        let filled: Vec<usize> = (0..lines.len()).filter(|line| lines[*line].len() > 80).collect();
        lines.swap(filled[filled.len() - 1], filled[filled.len() - 2]);
        let edited = format!("A new paragraph that was not here before.\n\n{}\n", lines.join("\n"));
        let source = Arc::new(import(name, edited.as_bytes()).0);
        let (_, config) = shipped();
        let reader = Reader::open_with_notes(vec![Arc::clone(&source)], config, 120, 40, marks.clone());
        for mark in &marks {
            let place = reader.app.notes.place(mark);
            if mark.id == deleted.id {
                assert!(place.is_none() && reader.app.is_orphan(mark), "{name}: what was deleted has no place");
                continue;
            }
            let (_, span) = place.unwrap_or_else(|| panic!("{name}: {:?} lost its place", mark.anchor.exact));
            let wanted = if mark.id == changed.id { &new_quote } else { &mark.anchor.exact };
            assert_eq!(span.of(&source.text), wanted);
        }
    }
}

#[test]
fn an_annotation_without_a_place_is_listed_with_its_words_and_attached_anew() {
    let (_, marks) = highlighted("05-reuters-moscow-aims.txt");
    let mut lost = marks[3].clone();
    lost.anchor = Anchor {
        exact: "Words that no article here has ever held, at any time.".to_owned(),
        prefix: String::new(),
        suffix: String::new(),
        start: 5,
        end: 60,
    };
    let (sources, config) = shipped();
    let mut reader = Reader::open_with_notes(sources, config, 120, 40, vec![lost]);
    reader.press("'");
    let list = reader.screen();
    assert!(list.contains("without a place") && list.contains("Words that no article here has ever held"), "{list}");
    reader.press("g a } } g a");
    let attached = kept(&reader).pop().expect("a revision");
    assert_eq!(attached.anchor.exact, reader.passage());
    assert_eq!(attached.source, reader.source());
}

#[test]
fn another_programs_revisions_are_taken_in() {
    let mut reader = shipped_at(120, 40);
    let (_, marks) = highlighted("05-reuters-moscow-aims.txt");
    reader.send(Message::Merged(marks[..3].to_vec()));
    assert!(reader.screen().contains("3 annotations were changed elsewhere"));
    assert_eq!(reader.app.notes.notebook.all().count(), 3);
    reader.press("j");
    reader.send(Message::Merged(marks[..3].to_vec()));
    assert!(!reader.screen().contains("changed elsewhere"), "nothing new came");
}

#[test]
fn words_are_selected_with_the_mouse_and_tags_are_completed() {
    use crossread::app::message::Mouse;
    use crossread::app::message::MouseAction;
    let mut reader = shipped_at(120, 40);
    reader.press("J } } }");
    let column = reader.app.panes().column;
    let screen = reader.screen();
    let row = screen.lines().position(|line| line.contains("Russia’s recognition")).expect("the passage") as u16;
    // The list item is indented; from its first word to its third.
    let at = |column: u16, action| Message::Mouse(Mouse { action, column, row });
    reader.send(at(column.x + 4, MouseAction::Press));
    reader.send(at(column.x + 22, MouseAction::Drag));
    reader.send(at(column.x + 22, MouseAction::Release));
    reader.press("m m");
    let exact = kept(&reader).pop().expect("a revision").anchor.exact;
    assert_eq!(exact, "Russia’s recognition of");
    reader.press("} #");
    reader.type_in("diplomacy");
    reader.press("enter } #");
    reader.type_in("dip");
    reader.press("tab enter");
    assert_eq!(kept(&reader).pop().expect("a revision").tags, ["diplomacy"]);
}

#[test]
fn what_was_on_the_screen_long_enough_is_read() {
    let mut reader = shipped_at(120, 40);
    let at = |seconds: i64| jiff::Timestamp::from_second(seconds).expect("a time");
    let share = |reader: &Reader| reader.app.read_share(reader.app.reader.source);
    reader.now = at(1);
    reader.press("j");
    assert_eq!(share(&reader), 0.0, "a glance is no reading");
    reader.now = at(11);
    reader.press("j");
    let soon = share(&reader);
    reader.now = at(41);
    reader.press("j");
    let later = share(&reader);
    assert!(soon > 0.0 && later > soon && later < 1.0, "{soon} {later}");
    // A long absence reads no more than what was on the screen.
    reader.now = at(100_000);
    reader.press("j");
    assert!(share(&reader) < 1.0);
    assert!(reader.app.seconds_spent(reader.app.reader.source) < 600);
    reader.press("q");
    let saved = reader.effects.iter().find_map(|effect| if let Effect::SaveRead(read) = effect { Some(read.clone()) } else { None });
    assert!(saved.is_some_and(|read| !read.read.is_empty() && read.source == "01-carnegie-first-country.txt"));
}

#[test]
fn what_was_read_is_known_again_when_the_files_are_read_anew() {
    let mut reader = shipped_at(120, 40);
    reader.press("J g d g r");
    let (sources, config) = shipped();
    reader.send(Message::Reloaded(1, sources, Vec::new(), Box::new(config)));
    let share = |name: &str| reader.app.read_share(reader.app.dossier.find(name).expect("a source"));
    assert_eq!((share("02-a-new-opening.txt"), share("01-carnegie-first-country.txt")), (1.0, 0.0));
}
