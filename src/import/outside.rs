//! What is not body: credit, byline, tags, disclaimer, author note, navigation.
//!
//! Every rule looks at one line and speaks of English newspaper pages in general, of no publisher in particular.

use std::sync::LazyLock;

use super::written_date::date_in;
use crate::text::calendar::month_number;
use crate::text::words::words;

/// Kinds of text outside the body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Source of a picture.
    Credit,
    /// Who wrote it, often with the date.
    Byline,
    /// Day of publication.
    Dateline,
    /// Keywords, with or without blanks between them.
    Tags,
    /// Heads the note on the author; what follows belongs to it.
    AuthorNote,
    /// Whose views these are; rights.
    Disclaimer,
    /// Links, buttons, page numbers.
    Navigation,
    /// Heads a list of other articles; what follows belongs to it.
    OtherArticles,
    /// The address from which the text was saved.
    Address,
}

/// Longest line, in bytes, that may be outside; a longer one is a paragraph.
const LONGEST: usize = 700;

/// Most words of any line outside but a disclaimer.
const LONGEST_LINE: usize = 25;
/// Most words of a line that gives the day of publication.
const LONGEST_DATELINE: usize = 16;

/// Lines that head links to other articles, in the languages of many pages.
const HEADS_OF_OTHERS: &str = include_str!("../../data/import/heads-of-others.txt");

/// Words of lines that say where a picture is from, with the place at which they stand there.
const CREDITS: &str = include_str!("../../data/import/credits.tsv");

static CREDIT_ROWS: LazyLock<Vec<(&str, &str)>> = LazyLock::new(|| CREDITS.lines().filter_map(|line| line.split_once('\t')).collect());

fn credits(place: &str) -> impl Iterator<Item = &'static str> {
    CREDIT_ROWS.iter().filter(move |(at, _)| *at == place).map(|(_, words)| *words)
}

/// Whether a line announces one other article and then names it: `Read also: The bridge is closed`.
pub(super) fn announces_one(line: &str) -> bool {
    line.split_once(':').is_some_and(|(head, rest)| !rest.trim().is_empty() && announces_others(head))
}

/// Whether a line announces links to other articles: `Related stories:`, `Read more`.
pub(super) fn announces_others(line: &str) -> bool {
    let bare = line.trim().trim_end_matches([':', '.', '…', '»', '>', '!']).trim().to_lowercase().replace('\u{2019}', "'");
    !bare.is_empty() && HEADS_OF_OTHERS.lines().any(|head| head == bare)
}

/// What `line` is, if it is told by its words alone.
pub(super) fn kind(line: &str) -> Option<Kind> {
    let kind = kind_but_disclaimer(line);
    kind.or_else(|| (line.len() <= LONGEST && is_disclaimer(&line.to_lowercase().replace('\u{2019}', "'"))).then_some(Kind::Disclaimer))
}

/// The same for a line inside the body, where a disclaimer does not stand.
pub(super) fn kind_but_disclaimer(line: &str) -> Option<Kind> {
    let line = line.trim();
    if line.len() > LONGEST {
        return None;
    }
    // Every rule but that of disclaimers speaks of short lines.
    let n_words = words(line).take(LONGEST_LINE + 1).count();
    if n_words > LONGEST_LINE {
        return None;
    }
    let lower = line.to_lowercase().replace('\u{2019}', "'");
    if is_address(line) {
        return Some(Kind::Address);
    }
    if tags(line).is_some()
        || n_words <= 25 && starts_with_any(&lower, &["tags:", "tagged:", "topics:", "keywords:", "filed under", "categories:"])
    {
        return Some(Kind::Tags);
    }
    if starts_with_any(&lower, &["about the author", "about the writer", "about the contributor", "author bio", "about our author"])
        && n_words <= 12
    {
        return Some(Kind::AuthorNote);
    }
    if is_other_articles(&lower, n_words) {
        return Some(Kind::OtherArticles);
    }
    if is_credit(line, &lower, n_words) {
        return Some(Kind::Credit);
    }
    if lower.starts_with("last modified") && date_in(line).is_some() {
        return Some(Kind::Dateline);
    }
    if is_navigation(&lower, n_words) {
        return Some(Kind::Navigation);
    }
    if byline(line).is_some() {
        return Some(Kind::Byline);
    }
    is_dateline(line, &lower, n_words).then_some(Kind::Dateline)
}

/// Whether a line is the address of a page and nothing else.
fn is_address(line: &str) -> bool {
    let rest = line.strip_prefix("https://").or_else(|| line.strip_prefix("http://"));
    rest.is_some_and(|rest| rest.contains('.') && !line.contains(char::is_whitespace))
}

fn starts_with_any(text: &str, beginnings: &[&str]) -> bool {
    beginnings.iter().any(|beginning| text.starts_with(beginning))
}

/// Keywords run together as a page's markup left them: `PoliticsFeaturedEurope`.
pub(super) fn tags(line: &str) -> Option<Vec<String>> {
    if line.contains(char::is_whitespace) || line.chars().count() < 12 || !line.chars().all(char::is_alphanumeric) {
        return None;
    }
    let mut tags: Vec<String> = Vec::new();
    let mut before_is_lower = false;
    for character in line.chars() {
        if character.is_uppercase() && (before_is_lower || tags.is_empty()) {
            tags.push(String::new());
        }
        tags.last_mut()?.push(character);
        before_is_lower = character.is_lowercase();
    }
    (tags.len() >= 3).then_some(tags)
}

fn is_credit(line: &str, lower: &str, n_words: usize) -> bool {
    let contributed = n_words <= 25 && lower.contains(" contributed to this ") && lower.ends_with('.');
    contributed
        || credits("begins").any(|beginning| lower.starts_with(beginning))
        || is_numbered_picture(lower)
        || n_words <= 14 && !line.ends_with(['?', '!']) && credits("holds").any(|agency| lower.contains(agency)) && !lower.contains(" said")
}

/// `[1/5] Rescuers search a house`: the caption of one of several pictures.
fn is_numbered_picture(lower: &str) -> bool {
    let inside = lower.strip_prefix('[').and_then(|rest| rest.split_once(']'));
    let numbers = inside.and_then(|(numbers, _)| numbers.split_once('/'));
    numbers.is_some_and(|(one, all)| [one, all].iter().all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit())))
}

fn is_other_articles(lower: &str, n_words: usize) -> bool {
    let heads = [
        "related posts",
        "related articles",
        "related stories",
        "related news",
        "related topics",
        "related:",
        "related",
        "recommended",
        "recommended for you",
        "more from",
        "more on this",
        "more stories",
        "read next",
        "you may also like",
        "you might also like",
        "most read",
        "most popular",
        "popular posts",
        "further reading",
        "see also",
        "leave a reply",
        "leave a comment",
        "post navigation",
        "up next",
        "editor's picks",
        "editors' picks",
        "trending",
        "latest news",
        "more news",
    ];
    n_words <= 6 && heads.iter().any(|head| lower.trim_end_matches([':', '.', '…']) == *head || head.len() > 8 && lower.starts_with(head))
}

fn is_navigation(lower: &str, n_words: usize) -> bool {
    let whole = [
        "source link",
        "share",
        "share this",
        "share this article",
        "share this story",
        "comments",
        "advertisement",
        "print",
        "email",
        "tweet",
        "facebook",
        "twitter",
        "whatsapp",
        "linkedin",
        "subscribe",
        "sign up",
        "log in",
        "sign in",
        "read more",
        "in this article",
        "table of contents",
        "continue reading",
        "loading",
        "skip to content",
        "menu",
        "home",
        "back to top",
        "copy link",
        "save",
        "listen",
        "listen to this article",
        "view comments",
        "click here",
        "next",
        "previous",
        "originally published",
    ];
    let beginnings = [
        "share this",
        "follow us",
        "sign up for",
        "subscribe to",
        "read more:",
        "also read:",
        "reading time:",
        "read also:",
        "also read",
        "listen to this",
        "click here to",
        "this article was originally published",
        "this article first appeared",
        "this article originally appeared",
        "this story was originally",
        "originally published",
        "download the",
        "join our",
        "this article is more than",
        "reporting by",
        "additional reporting by",
        "privacy notice",
        "watch:",
        "sign up to",
        "support the",
        "explore more on",
        "reuse this content",
        "editing by",
        "edited by",
        "find him on",
        "find her on",
        "follow him on",
        "follow her on",
        "last modified",
        "support our",
        "our standards:",
        "get the latest",
        "we value your privacy",
        "we use cookies",
        "this site uses cookies",
        "this website uses cookies",
        "by continuing to use",
        "by clicking accept",
        "by clicking \"",
        "by clicking \u{201c}",
        "by clicking 'accept",
        "accept all",
        "manage cookies",
        "cookie policy",
        "cookie settings",
        "enter your email",
        "type your email",
        "your email address",
    ];
    let bare = lower.trim_end_matches(['.', ':', '>', '»', '…', ' ']);
    // `We and our 812 partners store and access cookies on your device.`
    let asks_consent =
        lower.contains("cookies") && (lower.contains("your device") || lower.contains("accept all") || lower.starts_with("we and our"));
    let all_buttons = || bare.split("  ").map(str::trim).filter(|entry| !entry.is_empty()).all(|entry| whole.contains(&entry));
    asks_consent
        || !bare.is_empty() && all_buttons()
        || is_menu(lower, n_words)
        || is_masthead(lower, n_words)
        || whole.contains(&bare)
        || n_words <= 25 && starts_with_any(lower, &beginnings)
        || is_page_number(bare)
        || is_reading_time(bare)
}

/// `World  Business  Markets  More`: short entries that wide gaps part.
fn is_menu(lower: &str, n_words: usize) -> bool {
    let is_entry = |entry: &str| entry.split_whitespace().count() <= 3 && !entry.contains(|c: char| c.is_ascii_digit());
    let entries: Vec<&str> = lower.split("  ").map(str::trim).filter(|entry| !entry.is_empty()).collect();
    n_words <= 14 && entries.len() >= 3 && !lower.ends_with('.') && entries.iter().all(|entry| is_entry(entry))
}

/// `The magazine of the packaging unions`: what a paper says of itself below its name.
fn is_masthead(lower: &str, n_words: usize) -> bool {
    let parts: Vec<&str> = lower.split_whitespace().filter(|word| !["weekly", "daily", "monthly", "quarterly"].contains(word)).collect();
    let [article, paper, of, _, ..] = parts[..] else { return false };
    n_words <= 10
        && ["a", "the", "your"].contains(&article)
        && ["newsletter", "magazine", "journal", "blog", "newspaper"].contains(&paper)
        && ["of", "on", "for", "about", "from"].contains(&of)
}

/// `1 of 69`, `page 2`.
fn is_page_number(lower: &str) -> bool {
    let parts: Vec<&str> = lower.split_whitespace().collect();
    let number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    match parts[..] {
        [a, "of" | "/", b] => number(a) && number(b),
        ["page", a] | ["page", a, "of", _] => number(a),
        [a] => number(a) && a.len() <= 3,
        _ => false,
    }
}

/// `5 min read`.
fn is_reading_time(lower: &str) -> bool {
    let parts: Vec<&str> = lower.split_whitespace().collect();
    matches!(parts[..], [a, "min" | "mins" | "minute" | "minutes", "read"] if a.bytes().all(|byte| byte.is_ascii_digit()))
}

/// The name in a byline, and what stands behind it.
pub(super) fn byline(line: &str) -> Option<(&str, &str)> {
    let rest = line
        .strip_prefix("By ")
        .or_else(|| line.strip_prefix("BY "))
        .or_else(|| line.strip_prefix("by "))
        .or_else(|| line.strip_prefix("Written by "))
        .or_else(|| line.strip_prefix("By: "))?;
    let end = rest.find(['|', '·', '•', ',', '/', '(', '\u{2013}', '\u{2014}']).unwrap_or(rest.len());
    let end = date_in(rest).map_or(end, |(_, range)| end.min(range.start));
    let name = rest[..end].trim().trim_end_matches([':', '-', '.']).trim();
    let is_name = |word: &str| {
        word.starts_with(char::is_uppercase)
            || ["and", "de", "van", "von", "der", "den", "di", "da", "del", "la", "al", "bin", "el", "&", "in", "for"].contains(&word)
            || word.contains('-')
    };
    let n_words = name.split_whitespace().count();
    let short = words(line).count() <= 16 && !line.ends_with(['!', '?']);
    // `By the Editorial Board`.
    let name = name.strip_prefix("the ").unwrap_or(name);
    ((1..=8).contains(&n_words) && name.split_whitespace().all(is_name) && name.starts_with(char::is_uppercase) && short)
        .then_some((name, rest[end..].trim()))
}

/// `2 hours ago`, `Updated 15 min ago`: when a page was saved, seen from then.
fn is_age(lower: &str) -> bool {
    let words: Vec<&str> = lower.split_whitespace().collect();
    let [.., number, unit, "ago"] = words[..] else { return false };
    let unit = unit.trim_end_matches('s');
    let is_number = number.bytes().all(|byte| byte.is_ascii_digit()) || matches!(number, "a" | "an");
    words.len() <= 5 && is_number && matches!(unit, "second" | "sec" | "minute" | "min" | "hour" | "hr" | "day" | "week" | "month" | "year")
}

fn is_dateline(line: &str, lower: &str, n_words: usize) -> bool {
    if is_age(lower) {
        return true;
    }
    const STAMPS: &[&str] = &["published", "updated", "posted", "last updated", "first published"];
    // `Updated Wednesday, Jan 5 at 5:53 PM`
    let has_clock = line.split_whitespace().any(|word| {
        word.split_once(':').is_some_and(|(hour, rest)| {
            !hour.is_empty() && hour.bytes().all(|byte| byte.is_ascii_digit()) && rest.starts_with(|c: char| c.is_ascii_digit())
        })
    });
    if has_clock && n_words <= 12 && starts_with_any(lower, STAMPS) {
        return true;
    }
    let Some((_, range)) = date_in(line) else { return false };
    // `16 September 2013 Last updated at 12:42 GMT`: nothing but when.
    let of_time = |text: &str| words(text).all(|word| is_of_time(&word.of(text).to_lowercase()));
    if of_time(&line[..range.start]) && of_time(&line[range.end..]) {
        return true;
    }
    if n_words > LONGEST_DATELINE {
        return false;
    }
    const LABELS: &[&str] =
        &["published", "updated", "posted", "last updated", "date:", "first published", "created", "issued", "received", "accepted"];
    // `LONDON (Wirex) | Published: 11:02, 7 January 2025`, `Washington — June 11, 2024 — Updated 7:48 p.m.`
    let parts = lower.split(['|', '/', '\u{b7}', '\u{2022}', '\u{2014}']).map(str::trim);
    let labelled = parts.into_iter().any(|part| LABELS.iter().any(|label| part.starts_with(label)));
    let around = line.len() - range.len();
    let is_sentence = line.ends_with('.') && n_words > 6;
    !is_sentence && (labelled || n_words <= 8 && around <= 40)
}

/// Whether a word in small letters tells when something was published, or that it was.
fn is_of_time(word: &str) -> bool {
    const OF_TIME: &[&str] = &[
        "last",
        "updated",
        "published",
        "posted",
        "found",
        "created",
        "article",
        "first",
        "on",
        "at",
        "am",
        "pm",
        "a.m",
        "p.m",
        "a",
        "p",
        "m",
        "gmt",
        "utc",
        "bst",
        "cet",
        "et",
        "est",
        "edt",
        "ct",
        "cst",
        "cdt",
        "mt",
        "mst",
        "mdt",
        "pt",
        "pst",
        "pdt",
        "uk",
        "ist",
        "th",
        "st",
        "nd",
        "rd",
    ];
    const DAYS: &[&str] = &["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    let weekday = DAYS.iter().any(|day| word.starts_with(day)) && word.len() <= 9;
    word.starts_with(|first: char| first.is_ascii_digit()) || OF_TIME.contains(&word) || weekday || month_number(word).is_some()
}

fn is_disclaimer(lower: &str) -> bool {
    let phrases = [
        "does not take institutional positions",
        "do not take institutional positions",
        "not necessarily reflect",
        "not necessarily represent",
        "views expressed in this",
        "opinions expressed in this",
        "views expressed here",
        "views expressed are",
        "are the author's own",
        "are those of the author",
        "all rights reserved",
        "may not be reproduced",
        "may not be published, broadcast",
    ];
    phrases.iter().any(|phrase| lower.contains(phrase))
        || starts_with_any(lower, &["©", "copyright ©", "(c) 20", "copyright 20", "copyright 19"])
}

#[cfg(test)]
mod tests {
    use super::Kind;
    use super::byline;
    use super::kind;
    use super::tags;

    #[test]
    fn lines_outside_the_body_are_told_by_their_words() {
        for (line, expected) in [
            ("Source: Getty", Kind::Credit),
            ("A soldier in Kyiv. [Jane Doe/AFP]", Kind::Credit),
            ("By Jane Doe | 3 May 2024", Kind::Byline),
            ("Published on May 3, 2024", Kind::Dateline),
            ("Updated Wednesday, Jan 5 at 5:53 PM", Kind::Dateline),
            ("LONDON (Wirex) | Published: 11:02, 7 January 2025 | Business", Kind::Dateline),
            ("Washington \u{2014} June 11, 2024 \u{2014} Updated 7:48 p.m. EDT", Kind::Dateline),
            ("[1/5] Rescuers search a collapsed building in the old town", Kind::Credit),
            ("Image caption, The minister concedes that voters have sent a message to the party on Sunday night", Kind::Credit),
            ("We value your privacy", Kind::Navigation),
            ("[Logo] World  Business  Markets  More", Kind::Navigation),
            ("The magazine of the packaging unions", Kind::Navigation),
            ("By clicking \u{201c}Accept\u{201d} you agree to our terms", Kind::Navigation),
            ("We and our 812 partners store and access cookies on your device. Accept all", Kind::Navigation),
            ("16 September 2013 Last updated at 12:42 GMT", Kind::Dateline),
            ("Friday, Sep 10, 2010 | Updated 8:52 PM EDT", Kind::Dateline),
            ("8: 05am UK, Monday 16 September 2013", Kind::Dateline),
            ("on July 13, 2009 at 10:50 AM, updated July 29, 2009 at 12:16 PM", Kind::Dateline),
            ("EuropeFeaturedEnergy", Kind::Tags),
            ("https://kelso.example/bridge-is-closed", Kind::Address),
            ("Reading time: 3 minutes", Kind::Navigation),
            ("About the Author: Jane Doe", Kind::AuthorNote),
            ("Related Posts", Kind::OtherArticles),
            ("2 of 14", Kind::Navigation),
            ("The views expressed in this article are the author’s own.", Kind::Disclaimer),
        ] {
            assert_eq!(kind(line), Some(expected), "{line}");
        }
    }

    #[test]
    fn body_text_is_body_text() {
        for line in [
            "By engaging with the movement, the government hopes to gain.",
            "On July 3, 2025, the government said it would recognise the new state.",
            "The source of the money is unknown.",
            "Three of 14 members voted against it.",
            "Related industries suffered as well in the second quarter.",
            "President Macron’s visit",
            "NATO",
        ] {
            assert_eq!(kind(line), None, "{line}");
        }
    }

    #[test]
    fn a_byline_gives_the_name() {
        assert_eq!(byline("By Jane van Doe and J. Roe, Moscow").map(|found| found.0), Some("Jane van Doe and J. Roe"));
        assert_eq!(byline("By Reuters | July 4, 2025").map(|found| found.0), Some("Reuters"));
        assert_eq!(byline("By then it was late"), None);
    }

    #[test]
    fn a_word_is_no_row_of_tags() {
        assert_eq!(tags("Recognition"), None);
        assert_eq!(tags("AfricaTradeOil").map(|tags| tags.len()), Some(3));
    }
}
