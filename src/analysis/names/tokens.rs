//! Sentences as tokens: words, with possessives and hyphens apart, and marks.

use crate::text::Span;
use crate::text::words::strip_possessive;
use crate::text::words::words;

/// A word or a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Where it stands.
    pub span: Span,
    /// Whether it begins with a capital.
    pub capital: bool,
    /// Whether it is a word or a number.
    pub word: bool,
}

/// The tokens of one sentence.
#[derive(Clone, Debug)]
pub struct Sentence {
    /// In order.
    pub tokens: Vec<Token>,
    /// Whether most of its words have capitals, as in a headline.
    pub shouting: bool,
}

/// Most small words or marks between two capitalised words of one name: `Bank of the West`, `Bashar al-Assad`.
const LONGEST_GAP: usize = 3;

/// Abbreviations to which their full stop belongs.
const WITH_STOP: &[&str] = &[
    "Mr", "Mrs", "Ms", "Dr", "Prof", "Gen", "Col", "Lt", "Sgt", "Capt", "Cmdr", "Adm", "Maj", "Brig", "Rev", "Fr", "Sen", "Rep", "Gov",
    "Hon", "St", "Mt", "Inc", "Corp", "Co", "Ltd", "Jr", "Sr", "Bros", "No", "Jan", "Feb", "Aug", "Sept", "Oct", "Nov", "Dec", "vs",
];

impl Sentence {
    /// The tokens of the stretch `span` of `text`.
    pub fn new(text: &str, span: Span) -> Sentence {
        let mut tokens = Vec::new();
        let mut at = span.start();
        let content = span.of(text);
        for word in words(content) {
            let word = word.shifted(span.start());
            if word.start() < at {
                continue;
            }
            marks(text, at, word.start(), &mut tokens);
            let written = word.of(text);
            let bare = strip_possessive(written).len();
            let end = word.start() + bare;
            let stops = written.len() == bare && text[word.end()..span.end()].starts_with('.') && keeps_stop(written);
            let end = if stops { end + 1 } else { end };
            tokens.push(Token { span: Span::new(word.start(), end), capital: written.starts_with(char::is_uppercase), word: true });
            if bare < written.len() {
                tokens.push(Token { span: Span::new(end, word.end()), capital: false, word: false });
            }
            at = word.end().max(end);
        }
        marks(text, at, span.end(), &mut tokens);
        let longer: Vec<&Token> = tokens.iter().filter(|token| token.word && token.span.len() > 3).collect();
        let capitals = longer.iter().filter(|token| token.capital).count();
        Sentence { shouting: longer.len() >= 3 && capitals * 10 >= longer.len() * 7, tokens }
    }

    /// Stretches of tokens that may hold a name: capitalised words and what stands between near ones. Everything else is
    /// no name, which spares most of the work.
    pub fn open_stretches(&self, text: &str) -> Vec<std::ops::Range<usize>> {
        let mut found: Vec<std::ops::Range<usize>> = Vec::new();
        for (index, _) in self.tokens.iter().enumerate().filter(|(_, token)| token.capital) {
            match found.last_mut() {
                Some(last)
                    if index - last.end <= LONGEST_GAP
                        && self.tokens[last.end..index].iter().all(|token| may_join(token.span.of(text))) =>
                {
                    last.end = index + 1
                }
                _ => found.push(index..index + 1),
            }
        }
        found
    }
}

/// Whether a word or mark can stand inside a name.
fn may_join(word: &str) -> bool {
    !matches!(word, "," | "." | ";" | ":" | "!" | "?" | "(" | ")" | "\"" | "\u{201c}" | "\u{201d}")
}

fn marks(text: &str, from: usize, to: usize, tokens: &mut Vec<Token>) {
    for (at, mark) in text[from..to].char_indices().filter(|(_, mark)| !mark.is_whitespace()) {
        let start = from + at;
        tokens.push(Token { span: Span::new(start, start + mark.len_utf8()), capital: false, word: false });
    }
}

/// Whether the full stop behind `word` belongs to it: initials, `U.S.`, titles.
fn keeps_stop(word: &str) -> bool {
    let mut letters = word.chars();
    let one_capital = letters.next().is_some_and(char::is_uppercase) && letters.next().is_none() && word != "I";
    one_capital || word.contains('.') && !word.starts_with(|c: char| c.is_ascii_digit()) || WITH_STOP.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::Sentence;
    use crate::text::Span;
    use proptest::prelude::*;

    fn cut(text: &str) -> Vec<&str> {
        Sentence::new(text, Span::new(0, text.len())).tokens.iter().map(|token| token.span.of(text)).collect()
    }

    #[test]
    fn possessives_hyphens_and_stops() {
        assert_eq!(
            cut("Mr. Doe’s US-led U.S. group, J. R. said."),
            ["Mr.", "Doe", "’s", "US", "-", "led", "U.S.", "group", ",", "J.", "R.", "said", "."]
        );
    }

    proptest! {
        #[test]
        fn tokens_leave_out_only_blanks(text in any::<String>()) {
            let sentence = Sentence::new(&text, Span::new(0, text.len()));
            let mut end = 0;
            for token in &sentence.tokens {
                prop_assert!(token.span.start() >= end && !token.span.of(&text).is_empty());
                prop_assert!(text[end..token.span.start()].trim().is_empty());
                end = token.span.end();
            }
            prop_assert!(text[end..].trim().is_empty());
        }
    }
}
