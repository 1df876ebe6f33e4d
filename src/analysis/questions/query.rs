//! What is looked for: words, a phrase, or a regular expression, as people type it.

use regex::Regex;
use regex::RegexBuilder;

use crate::text::Span;
use crate::text::letters::AsTyped;
use crate::text::letters::as_typed;
use crate::text::offsets::character_border;
use crate::text::spelling::spellings;
use crate::text::words::stands_alone;

/// Most memory that a compiled pattern may take, in bytes; one that needs more is refused.
const PATTERN_SIZE: usize = 1 << 20;

/// Bytes of a line that are looked through at once, and how far a find that begins in them may reach behind them.
const PIECE: usize = 4096;
const OVERLAP: usize = 1024;

/// A pattern to look for.
#[derive(Clone, Debug)]
pub struct Query {
    pattern: Regex,
    /// As the reader wrote it.
    pub written: String,
    /// Whether a regular expression was written, and no words or phrase.
    pub is_expression: bool,
}

impl Query {
    /// Words, a phrase, or a regular expression, with smart case: capitals count only if the pattern has one. Accents and ligatures
    /// count for nothing on either side. A straight apostrophe or quotation mark also finds the curly ones, a blank finds every run
    /// of white space. A pattern of words alone is found where words begin: `arm` in army and not in farm, a word in capitals only
    /// whole; a hyphen also finds a blank or nothing; both spellings of each word are found; and `*` stands for any letters of a
    /// word: `recogni*`, `*stan`. Between quotation marks it is found in whole words alone. What has signs in it and is plainly no
    /// expression is found as it stands: `C++`, `$3 million`; so is what does not parse.
    ///
    /// # Errors
    /// What is wrong with the pattern, in one line.
    pub fn parse(written: &str) -> Result<Query, String> {
        let typed = as_typed(written);
        let is_plain = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '\'' | '\u{2019}' | '"' | '-' | '*');
        let stars_alone = || {
            let mut words = typed.split(|c: char| !c.is_alphanumeric() && c != '*');
            words.any(|word| word.trim_matches('*').is_empty() && word.contains('*'))
        };
        if typed.chars().all(is_plain) && !stars_alone() {
            return built(&of_words(&typed), written, false);
        }
        if !is_expression(&typed) {
            return Query::literal(written);
        }
        match built(&loosened(&typed), written, true) {
            Err(error) if error == TOO_LARGE => Err(error),
            Err(_) => Query::literal(written),
            found => found,
        }
    }

    /// What was written, letter by letter, whatever signs stand in it.
    ///
    /// # Errors
    /// If it is too large.
    pub fn literal(written: &str) -> Result<Query, String> {
        let typed = as_typed(written);
        let words: Vec<String> = typed.split_whitespace().map(|word| loosened(&regex::escape(word))).collect();
        built(&words.join("\\s+"), written, false)
    }

    /// What is wrong with what was written as a regular expression; `None` if it is one.
    pub fn error(written: &str) -> Option<String> {
        built(&loosened(&as_typed(written)), written, true).err()
    }

    /// Finds in one text, in order; an empty find is passed over.
    pub fn find<'a>(&'a self, text: &'a str) -> Box<dyn Iterator<Item = Span> + 'a> {
        match AsTyped::of(text) {
            None => self.find_plain(text),
            Some(typed) => {
                let found = self.find_plain(&typed.text);
                let spans = found.map(|found| Span::new(typed.start(found.start()), typed.end(found.end())));
                let spans: Vec<Span> = spans.filter(|span| !span.is_empty()).collect();
                Box::new(spans.into_iter())
            }
        }
    }

    /// Finds in a text as it stands. A pattern such as `.*zz|b` looks to the end of the line at each of its finds: in a line longer than
    /// [`PIECE`] it looks no farther than that, so that the work grows with the text and not with its square.
    fn find_plain<'a>(&'a self, text: &'a str) -> Box<dyn Iterator<Item = Span> + 'a> {
        let has_long_line = text.len() > PIECE && text.split('\n').any(|line| line.len() > PIECE);
        if !has_long_line {
            let found = self.pattern.find_iter(text).filter(|found| !found.is_empty());
            return Box::new(found.map(|found| Span::new(found.start(), found.end())));
        }
        let mut at = 0;
        Box::new(pieces(text).flat_map(move |(end, reach)| {
            let mut found = Vec::new();
            while at < end
                && let Some(one) = self.pattern.find_at(&text[..reach], at).filter(|one| one.start() < end)
            {
                at = if one.is_empty() { next_border(text, one.end()) } else { one.end() };
                if !one.is_empty() {
                    found.push(Span::new(one.start(), one.end()));
                }
            }
            at = at.max(end);
            found
        }))
    }

    /// Whether `text` has a find.
    pub fn matches(&self, text: &str) -> bool {
        self.find(text).next().is_some()
    }
}

/// Where the pieces of a text end in which a pattern is looked for, and how far each may reach: lines together up to a long one, which
/// is cut.
fn pieces(text: &str) -> impl Iterator<Item = (usize, usize)> + '_ {
    let mut start = 0;
    std::iter::from_fn(move || {
        if start >= text.len() {
            return None;
        }
        let line = |from: usize| text[from..].find('\n').map_or(text.len(), |at| from + at + 1);
        let first = line(start);
        if first - start > PIECE {
            let end = character_border(text, start + PIECE);
            let reach = character_border(text, end + OVERLAP).min(first);
            start = end;
            return Some((end, reach));
        }
        let mut end = first;
        while end < text.len() && line(end) - end <= PIECE {
            end = line(end);
        }
        start = end;
        Some((end, end))
    })
}

/// The border of the character behind `at`.
fn next_border(text: &str, at: usize) -> usize {
    text[at..].chars().next().map_or(at + 1, |c| at + c.len_utf8())
}

/// What is said of a pattern that takes too much memory.
const TOO_LARGE: &str = "this pattern is too large";

fn built(expression: &str, written: &str, is_expression: bool) -> Result<Query, String> {
    let any_case = !written.chars().any(char::is_uppercase);
    match RegexBuilder::new(expression).case_insensitive(any_case).size_limit(PATTERN_SIZE).build() {
        Ok(pattern) => Ok(Query { pattern, written: written.to_owned(), is_expression }),
        Err(regex::Error::CompiledTooBig(_)) => Err(TOO_LARGE.to_owned()),
        Err(error) => Err(error.to_string().lines().last().unwrap_or("not a pattern").trim().trim_start_matches("error: ").to_owned()),
    }
}

/// Whether signs in what was written are plainly those of a regular expression: an escape, a class of several letters, a choice, any
/// letters, a group that is repeated, a beginning or an end.
fn is_expression(written: &str) -> bool {
    let all: Vec<char> = written.chars().collect();
    let at = |index: usize| all.get(index).copied().unwrap_or(' ');
    let class = |open: usize| {
        let inside = all[open + 1..].iter().position(|c| *c == ']').map(|length| &all[open + 1..open + 1 + length]);
        // `[1]` is a note, `[sic]` a word.
        inside.is_some_and(|inside| {
            inside.contains(&'-')
                || inside.first() == Some(&'^')
                || inside.contains(&'\\')
                || matches!(at(open + inside.len() + 2), '*' | '+' | '?' | '{')
        })
    };
    let is_sign = |index: usize| match all[index] {
        '\\' => at(index + 1).is_ascii_alphanumeric() || at(index + 1).is_ascii_punctuation(),
        '|' => index > 0 && index + 1 < all.len(),
        '.' => matches!(at(index + 1), '*' | '+' | '?'),
        '[' => class(index),
        ')' => matches!(at(index + 1), '*' | '+' | '?' | '{'),
        '(' => at(index + 1) == '?',
        '^' => index == 0 && all.len() > 1,
        '$' => index + 1 == all.len() && index > 0 && at(index - 1).is_lowercase(),
        '{' => at(index + 1).is_ascii_digit(),
        _ => false,
    };
    (0..all.len()).any(is_sign)
}

/// The regular expression of words.
fn of_words(written: &str) -> String {
    let written = written.split_whitespace().collect::<Vec<_>>().join(" ");
    let written = written.as_str();
    let quoted = written.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).filter(|inside| !inside.trim().is_empty());
    let written = quoted.map_or(written, str::trim);
    let is_word = |c: char| c.is_alphanumeric();
    let mut expression = String::with_capacity(written.len() * 2);
    if written.starts_with(|c: char| is_word(c) && !stands_alone(c)) {
        expression.push_str("\\b");
    }
    let mut word = String::new();
    for character in written.chars().chain(['\0']) {
        if character.is_alphanumeric() || character == '*' {
            word.push(character);
            continue;
        }
        expression.push_str(&any_spelling(&std::mem::take(&mut word)));
        match character {
            '\0' => {}
            // `counter-terrorism` is written in three ways.
            '-' if expression.ends_with(|c: char| is_word(c) || c == ')') => expression.push_str("[-\u{2010}-\u{2013}\\s]?"),
            other => expression.push_str(&loosened(&regex::escape(&other.to_string()))),
        }
    }
    let last = written.rsplit(|c: char| !is_word(c)).next().unwrap_or_default();
    let in_capitals = last.chars().count() > 1 && last.chars().all(char::is_uppercase);
    if (quoted.is_some() || in_capitals) && written.ends_with(|c: char| is_word(c) && !stands_alone(c)) {
        expression.push_str("\\b");
    }
    expression
}

/// A word in both spellings, its `*` for any letters.
fn any_spelling(word: &str) -> String {
    if word.contains('*') {
        let before = if word.starts_with('*') { "" } else { "\\b" };
        let behind = if word.ends_with('*') { "" } else { "\\b" };
        return format!("{before}{}{behind}", word.split('*').map(regex::escape).collect::<Vec<_>>().join("\\w*"));
    }
    let lower = word.to_lowercase();
    let spellings = spellings(&lower);
    if spellings.len() < 2 || word.chars().skip(1).any(char::is_uppercase) {
        return regex::escape(word);
    }
    let capital = word.starts_with(char::is_uppercase);
    let first = |spelling: &str| {
        let mut letters = spelling.chars();
        letters.next().map(|first| first.to_uppercase().chain(letters).collect::<String>()).unwrap_or_default()
    };
    let all: Vec<String> = spellings.iter().map(|spelling| if capital { first(spelling) } else { spelling.clone() }).collect();
    format!("(?:{})", all.join("|"))
}

/// Lets the characters that a keyboard has find those that a page has. Inside a class nothing is changed.
fn loosened(written: &str) -> String {
    let mut loose = String::with_capacity(written.len() + 8);
    let mut in_class = false;
    let mut escaped = false;
    for character in written.chars() {
        match character {
            _ if escaped => loose.push(character),
            '\'' if !in_class => loose.push_str("['\u{2018}\u{2019}]"),
            '"' if !in_class => loose.push_str("[\"\u{201c}\u{201d}]"),
            ' ' if !in_class => loose.push_str("\\s+"),
            '[' => {
                in_class = true;
                loose.push(character);
            }
            ']' => {
                in_class = false;
                loose.push(character);
            }
            other => loose.push(other),
        }
        escaped = character == '\\' && !escaped;
    }
    loose
}

#[cfg(test)]
mod tests {
    use super::Query;

    fn found<'a>(pattern: &str, text: &'a str) -> Vec<&'a str> {
        let query = Query::parse(pattern).expect("a pattern");
        query.find(text).map(|span| span.of(text)).collect()
    }

    #[test]
    fn case_counts_only_if_written() {
        assert_eq!(found("us", "US and us"), ["US", "us"]);
        assert_eq!(found("US", "US and us"), ["US"]);
    }

    #[test]
    fn in_a_long_line_everything_is_found_once_and_a_costly_pattern_ends() {
        let line = "the river rose and fell ".repeat(20_000);
        let text = format!("a river\n{line}\nanother river");
        assert_eq!(found("river", &text).len(), 20_002);
        assert_eq!(found("rose and fell", &text).len(), 20_000);
        assert_eq!(found("\\bfell\\b", &text).len(), 20_000);
        // At each find it looks for what is nowhere to the end of the line: hours, if that is half a million letters away.
        assert_eq!(found(".*zz|v", &text).len(), 20_002);
        // Characters of several bytes at the borders, and nothing to find.
        assert_eq!(found("x*", &"\u{e9}".repeat(10_000)), Vec::<&str>::new());
    }

    #[test]
    fn straight_marks_and_blanks_find_what_a_page_has() {
        assert_eq!(found("russia's move", "Russia’s\nmove"), ["Russia’s\nmove"]);
        assert_eq!(found("[a-c]{2}", "abc"), ["ab"]);
    }

    #[test]
    fn both_spellings_are_found_and_a_star_stands_for_letters() {
        assert_eq!(found("recognise", "They recognize and recognise"), ["recognize", "recognise"]);
        assert_eq!(found("Recognize the centre", "Recognise the center"), ["Recognise the center"]);
        assert_eq!(found("terror*", "terror, terrorists, counterterror"), ["terror", "terrorists"]);
        assert_eq!(found("*stan", "Pakistan, stand, Tajikistan"), ["Pakistan", "Tajikistan"]);
        assert_eq!(found("sei*d power", "seized power"), ["seized power"]);
        assert_eq!(found("a.*c", "abc"), ["abc"], "a regular expression stays one");
    }

    #[test]
    fn words_are_found_where_they_begin_and_quoted_ones_whole() {
        assert_eq!(found("arm", "The army of the farm is warm"), ["arm"]);
        assert_eq!(found("labour", "collaboration of labor"), ["labor"]);
        assert_eq!(found("the US", "the USSR and the US"), ["the US"]);
        assert_eq!(found("\"the arm\"", "the army, the arm"), ["the arm"]);
        assert_eq!(found("counter-terrorism", "counterterrorism, counter terrorism, counter-terrorism").len(), 3);
        assert_eq!(found("élan", "Mélange, élan"), ["élan"]);
        assert_eq!(found("住む", "私は東京に住む"), ["住む"]);
    }

    #[test]
    fn what_nobody_sees_hinders_no_find() {
        let text = "The in\u{ad}spec\u{200b}tion of the cafe\u{301} is over.";
        let found = |query: &str| Query::parse(query).expect("a pattern").find(text).map(|span| span.of(text)).collect::<Vec<_>>();
        assert_eq!(found("inspection of"), ["in\u{ad}spec\u{200b}tion of"]);
        assert_eq!(found("caf\u{e9}"), ["cafe\u{301}"]);
        assert_eq!(found("cafe\u{301} is"), ["cafe\u{301} is"]);
    }

    #[test]
    fn accents_and_ligatures_fold_both_ways() {
        assert_eq!(found("sao", "São Paulo, Sao Paulo"), ["São", "Sao"]);
        assert_eq!(found("São", "São Paulo, Sao Paulo"), ["São", "Sao"]);
        assert_eq!(found("zurich", "Zu\u{308}rich"), ["Zu\u{308}rich"]);
        assert_eq!(found("field", "the ﬁeld"), ["ﬁeld"]);
        assert_eq!(found("oeuvre", "une œuvre"), ["œuvre"]);
        assert_eq!(found("strasse", "Straße"), ["Straße"]);
    }

    #[test]
    fn a_word_that_a_line_parts_is_found() {
        assert_eq!(found("software", "the soft-\nware of it"), ["soft-\nware"]);
        assert_eq!(found("the  software", "the\n soft-\nware of it"), ["the\n soft-\nware"]);
    }

    #[test]
    fn signs_that_are_plainly_no_expression_are_found_as_they_stand() {
        for (written, text, wanted) in [
            ("C++", "C, C+ and C++", "C++"),
            ("$3 million", "about $3\nmillion", "$3\nmillion"),
            ("pay $3 (really)", "they pay $3 (really) or not", "pay $3 (really)"),
            ("[sic]", "s, i, c and [sic]", "[sic]"),
            ("(1)", "1 and (1)", "(1)"),
            ("what?", "wha, what, what?", "what?"),
            ("a.b", "axb and a.b", "a.b"),
            ("[a", "b and [a", "[a"),
            ("50%", "500 and 50%", "50%"),
            ("50.5", "5015 and 50.5", "50.5"),
            ("US$", "US and US$", "US$"),
        ] {
            assert_eq!(found(written, text), [wanted], "{written}");
        }
        for (written, text, wanted) in [
            ("w[a-e]r", "war and wor", "war"),
            ("war|peace", "peace", "peace"),
            ("\\d+ men", "12 men", "12 men"),
            ("(ha)+", "haha", "haha"),
            ("^The", "The end", "The"),
            ("colou?r of.*end", "color of the end", "color of the end"),
        ] {
            assert_eq!(found(written, text), [wanted], "{written}");
        }
    }

    #[test]
    fn what_does_not_parse_is_found_as_it_stands_and_what_is_too_large_is_told() {
        assert_eq!(found("(\\d", "a (\\d b"), ["(\\d"]);
        let error = Query::parse("\\w{1000}{1000}").expect_err("too large");
        assert!(!error.contains('\n') && !error.is_empty());
    }
}
