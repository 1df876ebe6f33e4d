//! Letters as people type them: without accents, ligatures taken apart, in composed form; and a text in them, with the way back to
//! the places of the text itself.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::UnicodeSegmentation;

use crate::text::visible::counts_for_nothing;

/// What a letter that Unicode does not take apart is typed as.
fn typed_as(letter: char) -> Option<&'static str> {
    Some(match letter {
        'æ' => "ae",
        'Æ' => "AE",
        'œ' => "oe",
        'Œ' => "OE",
        'ß' => "ss",
        'ẞ' => "SS",
        'ø' => "o",
        'Ø' => "O",
        'đ' | 'ð' => "d",
        'Đ' | 'Ð' => "D",
        'ł' => "l",
        'Ł' => "L",
        'ħ' => "h",
        'ı' => "i",
        'þ' => "th",
        _ => return None,
    })
}

/// Whether marks on a letter are left out when people type it: accents of Latin and Greek, points of Hebrew and Arabic. The marks
/// of other scripts make other letters.
fn marks_are_left_out(letter: char) -> bool {
    matches!(letter, 'A'..='Z' | 'a'..='z' | '\u{c0}'..='\u{24f}' | '\u{370}'..='\u{3ff}' | '\u{590}'..='\u{6ff}' | '\u{1e00}'..='\u{1fff}')
}

/// A character, with the marks on it, as it is typed.
fn typed(cluster: &str, into: &mut String) {
    let mut base = ' ';
    let seen = cluster.chars().filter(|c| !counts_for_nothing(*c)).collect::<String>();
    let apart = seen.nfkd().filter(|c| {
        if is_combining_mark(*c) {
            return !marks_are_left_out(base);
        }
        base = *c;
        true
    });
    for letter in apart.collect::<String>().nfc() {
        match typed_as(letter) {
            Some(letters) => into.push_str(letters),
            None => into.push(letter),
        }
    }
}

/// `text` as it is typed.
pub fn as_typed(text: &str) -> String {
    let mut found = String::with_capacity(text.len());
    text.graphemes(true).for_each(|cluster| typed(cluster, &mut found));
    found
}

/// A text as it is typed, with words that a hyphen parts at the end of a line in one piece.
pub struct AsTyped {
    /// The text.
    pub text: String,
    stretches: Vec<Stretch>,
}

/// A stretch of a text as it is typed.
struct Stretch {
    /// Where it begins.
    own: usize,
    /// Where it begins in the text itself.
    place: usize,
    /// Whether the two go on alike, byte by byte.
    alike: bool,
}

impl AsTyped {
    /// `None` if that is the text itself.
    pub fn of(text: &str) -> Option<AsTyped> {
        let parted = ["-\n", "\u{2010}\n"].iter().any(|end| text.contains(end));
        if !parted && text.is_ascii() {
            return None;
        }
        let changes = |c: char| !c.is_ascii() && (c.is_alphanumeric() || is_combining_mark(c) || counts_for_nothing(c) || is_joined(c));
        if !parted && !text.chars().any(changes) {
            return None;
        }
        let mut found = AsTyped { text: String::with_capacity(text.len()), stretches: Vec::new() };
        let mut at = 0;
        while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
            // Most letters are plain, and taken over as they stand; the last of them may bear what follows.
            let plain = rest.bytes().take_while(|byte| byte.is_ascii() && *byte != b'-').count();
            if plain > 1 {
                found.begin(at, true);
                found.text.push_str(&rest[..plain - 1]);
                at += plain - 1;
                continue;
            }
            let cluster = rest.graphemes(true).next().unwrap_or(rest);
            let end = line_break(text, at, cluster);
            found.begin(at, end.is_none() && cluster.is_ascii());
            match end {
                Some(_) => {}
                None if cluster.is_ascii() => found.text.push_str(cluster),
                None => typed(cluster, &mut found.text),
            }
            at = end.unwrap_or(at + cluster.len());
        }
        found.begin(text.len(), false);
        Some(found)
    }

    fn begin(&mut self, place: usize, alike: bool) {
        if !(alike && self.stretches.last().is_some_and(|last| last.alike)) {
            self.stretches.push(Stretch { own: self.text.len(), place, alike });
        }
    }

    /// Where in the text itself what begins at `at` begins.
    pub fn start(&self, at: usize) -> usize {
        let last = self.stretches.partition_point(|stretch| stretch.own <= at).checked_sub(1).map(|last| &self.stretches[last]);
        last.map_or(0, |last| if last.alike { last.place + (at - last.own) } else { last.place })
    }

    /// Where in the text itself what ends at `at` ends.
    pub fn end(&self, at: usize) -> usize {
        let next = self.stretches.partition_point(|stretch| stretch.own < at);
        let behind = self.stretches.get(next).map_or(0, |stretch| stretch.place);
        match next.checked_sub(1).map(|last| &self.stretches[last]) {
            Some(last) if last.alike => last.place + (at - last.own),
            _ => behind,
        }
    }
}

/// Whether a character is several as it is typed though it is no letter: `…`, `½`.
fn is_joined(c: char) -> bool {
    matches!(c, '\u{2026}' | '\u{a0}' | '\u{202f}' | '\u{2000}'..='\u{200a}')
}

/// The end of the white space behind a hyphen at the end of a line that parts a word.
fn line_break(text: &str, at: usize, cluster: &str) -> Option<usize> {
    if !matches!(cluster, "-" | "\u{2010}") || !text[..at].ends_with(char::is_alphabetic) {
        return None;
    }
    let rest = text[at + cluster.len()..].strip_prefix('\n')?;
    let blank = rest.len() - rest.trim_start_matches([' ', '\t']).len();
    let goes_on = rest[blank..].starts_with(char::is_lowercase);
    goes_on.then_some(text.len() - rest.len() + blank)
}

#[cfg(test)]
mod tests {
    use super::AsTyped;
    use super::as_typed;
    use proptest::prelude::*;

    #[test]
    fn accents_and_ligatures_are_taken_off_and_letters_are_not() {
        for (text, typed) in [
            ("São Paulo, Zu\u{308}rich, naïve", "Sao Paulo, Zurich, naive"),
            ("ﬁeld of Œuvres, Straße, Łódź", "field of OEuvres, Strasse, Lodz"),
            ("й が ガ 한글", "й が ガ 한글"),
            ("σωτήρ", "σωτηρ"),
        ] {
            assert_eq!(as_typed(text), typed);
        }
    }

    #[test]
    fn a_word_that_a_line_parts_is_one() {
        let found = AsTyped::of("soft-\n  ware and anti-\nAmerican").expect("changed");
        assert_eq!(found.text, "software and anti-\nAmerican");
        assert_eq!((found.start(0), found.end(4), found.start(4), found.end(8)), (0, 4, 8, 12));
    }

    proptest! {
        #[test]
        fn places_rise_and_stand_between_letters(text in "[a-zéüﬁœ\u{301}\u{ad}\u{200b}\n が…-]{0,40}") {
            if let Some(found) = AsTyped::of(&text) {
                let borders: Vec<usize> = found.text.char_indices().map(|(at, _)| at).chain([found.text.len()]).collect();
                for places in [|found: &AsTyped, at| found.start(at), |found: &AsTyped, at| found.end(at)] {
                    let places: Vec<usize> = borders.iter().map(|at| places(&found, *at)).collect();
                    prop_assert!(places.is_sorted());
                    prop_assert!(places.iter().all(|place| text.is_char_boundary(*place)));
                }
                prop_assert!(borders.windows(2).all(|pair| found.start(pair[0]) <= found.end(pair[1])));
            }
        }
    }
}
