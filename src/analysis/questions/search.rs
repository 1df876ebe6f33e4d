//! Search in one text and in all, and concordance lines (keyword in context).

use regex::Regex;
use regex::RegexBuilder;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::UnicodeSegmentation;

use crate::text::Dossier;
use crate::text::Source;
use crate::text::SourceId;
use crate::text::Span;
use crate::text::spelling::spellings;
use crate::text::visible::counts_for_nothing;
use crate::text::words::stands_alone;

/// Most memory that a compiled pattern may take, in bytes; one that needs more is refused.
const PATTERN_SIZE: usize = 1 << 20;

/// A pattern to look for.
#[derive(Clone, Debug)]
pub struct Query {
    pattern: Regex,
    /// As the reader wrote it.
    pub written: String,
}

impl Query {
    /// Words, a phrase, or a regular expression, with smart case: capitals count only if the pattern has one. A straight
    /// apostrophe or quotation mark also finds the curly ones, a blank finds every run of white space. A pattern of words alone
    /// is found where words begin: `arm` in army and not in farm, a word in capitals only whole; a hyphen also finds a blank or
    /// nothing; both spellings of each word are found; and `*` stands for any letters of a word: `recogni*`, `*stan`. Between
    /// quotation marks it is found in whole words alone.
    ///
    /// # Errors
    /// What is wrong with the pattern, in one line.
    pub fn parse(written: &str) -> Result<Query, String> {
        let composed: String = written.nfc().filter(|c| !counts_for_nothing(*c)).collect();
        let any_case = !written.chars().any(char::is_uppercase);
        let built = RegexBuilder::new(&expression(&composed)).case_insensitive(any_case).size_limit(PATTERN_SIZE).build();
        match built {
            Ok(pattern) => Ok(Query { pattern, written: written.to_owned() }),
            Err(regex::Error::CompiledTooBig(_)) => Err("this pattern is too large".to_owned()),
            Err(error) => Err(error.to_string().lines().last().unwrap_or("not a pattern").trim().trim_start_matches("error: ").to_owned()),
        }
    }

    /// Finds in one text, in order; an empty find is passed over.
    pub fn find<'a>(&'a self, text: &'a str) -> Box<dyn Iterator<Item = Span> + 'a> {
        match Composed::of(text) {
            None => {
                let found = self.pattern.find_iter(text).filter(|found| !found.is_empty());
                Box::new(found.map(|found| Span::new(found.start(), found.end())))
            }
            Some(composed) => {
                let found = self.pattern.find_iter(&composed.text).filter(|found| !found.is_empty());
                let spans: Vec<Span> = found.map(|found| Span::new(composed.place(found.start()), composed.place(found.end()))).collect();
                Box::new(spans.into_iter())
            }
        }
    }

    /// Whether `text` has a find.
    pub fn matches(&self, text: &str) -> bool {
        self.find(text).next().is_some()
    }
}

/// A text with each letter in its composed form (NFC) and without what counts for nothing.
struct Composed {
    text: String,
    /// Where stretches begin in it, and where in the text.
    places: Vec<(usize, usize)>,
}

impl Composed {
    /// `None` if that is the text itself.
    fn of(text: &str) -> Option<Composed> {
        let changes = |c: char| counts_for_nothing(c) || is_combining_mark(c);
        if text.is_ascii() || !text.chars().any(changes) {
            return None;
        }
        let mut composed = Composed { text: String::with_capacity(text.len()), places: Vec::new() };
        for (at, cluster) in text.grapheme_indices(true) {
            composed.places.push((composed.text.len(), at));
            composed.text.extend(cluster.nfc().filter(|c| !counts_for_nothing(*c)));
        }
        composed.places.push((composed.text.len(), text.len()));
        Some(composed)
    }

    /// Where in the text a border of it is.
    fn place(&self, at: usize) -> usize {
        let index = self.places.partition_point(|(own, _)| *own < at);
        self.places.get(index).map_or(0, |(_, place)| *place)
    }
}

/// The regular expression of what was written.
fn expression(written: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '\'' | '\u{2019}' | '"' | '-' | '*');
    let stars_alone =
        || written.split(|c: char| !c.is_alphanumeric() && c != '*').any(|word| word.trim_matches('*').is_empty() && word.contains('*'));
    if !written.chars().all(is_plain) || stars_alone() {
        return loosened(written);
    }
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

/// One find with its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The source.
    pub source: SourceId,
    /// Where it stands.
    pub span: Span,
}

/// Those of `hits`, which come in the order of the dossier, that stand in `source`.
pub fn of_source(hits: &[Hit], source: SourceId) -> &[Hit] {
    let from = hits.partition_point(|hit| hit.source < source);
    let to = hits.partition_point(|hit| hit.source <= source);
    &hits[from..to]
}

/// Finds of `query` in all sources, in order, at most `limit`; and whether that left some out.
pub fn search(dossier: &Dossier, query: &Query, limit: usize) -> (Vec<Hit>, bool) {
    search_in(dossier, query, limit, |_| true)
}

/// The same in the sources that are `wanted`.
pub fn search_in(dossier: &Dossier, query: &Query, limit: usize, wanted: impl Fn(SourceId) -> bool) -> (Vec<Hit>, bool) {
    let mut hits = Vec::new();
    for (id, source) in dossier.sources().filter(|(id, _)| wanted(*id)) {
        for span in query.find(&source.text) {
            if hits.len() == limit {
                return (hits, true);
            }
            hits.push(Hit { source: id, span });
        }
    }
    (hits, false)
}

/// A find with the words around it, each on one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KwicLine {
    /// Up to [`CONTEXT`] characters before it, from its block.
    pub left: String,
    /// The find.
    pub node: String,
    /// Up to [`CONTEXT`] characters behind it.
    pub right: String,
}

/// Characters of context on each side of a find.
pub const CONTEXT: usize = 120;

/// The line of a concordance for one find.
pub fn kwic(source: &Source, span: Span) -> KwicLine {
    let block = source.blocks.iter().find(|block| block.span.start() <= span.start() && span.start() < block.span.end());
    let bounds = block.map_or(Span::new(0, source.text.len()), |block| block.span);
    let before = source.text.get(bounds.start()..span.start()).unwrap_or("");
    let behind = source.text.get(span.end()..bounds.end().max(span.end())).unwrap_or("");
    let from = before.char_indices().rev().nth(CONTEXT - 1).map_or(0, |(at, _)| at);
    let to = behind.char_indices().nth(CONTEXT).map_or(behind.len(), |(at, _)| at);
    let flat = |text: &str| text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).collect();
    KwicLine { left: flat(&before[from..]), node: flat(span.of(&source.text)), right: flat(&behind[..to]) }
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
    fn a_broken_pattern_is_an_error_of_one_line() {
        let error = Query::parse("(").expect_err("no pattern");
        assert!(!error.contains('\n') && !error.is_empty());
    }
}
