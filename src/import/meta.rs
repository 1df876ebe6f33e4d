//! Publisher, author and date as they are told by lines outside the body.

use super::draft::Draft;
use super::outside;
use super::written_date::date_in;
use crate::text::Field;
use crate::text::Meta;
use crate::text::Origin;

/// Agencies and broadcasters whose name in a byline is the publisher.
const AGENCIES: &[&str] = &[
    "Reuters",
    "AP",
    "Associated Press",
    "The Associated Press",
    "AFP",
    "Agence France-Presse",
    "TASS",
    "Interfax",
    "RIA Novosti",
    "Xinhua",
    "DPA",
    "dpa",
    "ANSA",
    "EFE",
    "Kyodo",
    "Kyodo News",
    "Yonhap",
    "PTI",
    "ANI",
    "IANS",
    "Anadolu",
    "Anadolu Agency",
    "UPI",
    "Bloomberg",
    "BBC",
    "BBC News",
    "CNN",
    "Al Jazeera",
    "PA Media",
    "RFE/RL",
    "VOA",
    "Voice of America",
    "Deutsche Welle",
    "DW",
    "Euronews",
    "NPR",
    "IRNA",
    "Ukrinform",
    "Caixin",
];

/// What `line`, of this kind, tells about the source; what is known already stays.
pub(super) fn learn(meta: &mut Meta, kind: outside::Kind, line: &str) {
    let from_text = |value: &str| Some(Field::new(value, Origin::Text));
    match kind {
        outside::Kind::Byline => {
            if let Some((name, rest)) = outside::byline(line) {
                learn_name(meta, name);
                let outlet = rest.trim_start_matches([',', '|', '·', '•', ' ', '/']).split(['|', ',', '·']).next().unwrap_or("").trim();
                if meta.publisher.is_none() && AGENCIES.contains(&outlet) {
                    meta.publisher = from_text(outlet);
                }
            }
            learn_date(meta, line);
        }
        outside::Kind::Dateline => {
            learn_date(meta, line);
            // `Posted on March 5, 2024 by Ann Bright`, `March 5, 2024 | By Ann Bright`.
            let behind = date_in(line).map_or("", |(_, range)| &line[range.end..]);
            let behind = behind.trim_start_matches([' ', '|', ',', '·', '•', '-', '–']);
            if let Some((name, _)) = outside::byline(behind) {
                learn_name(meta, name);
            }
        }
        outside::Kind::Address if meta.url.is_none() => meta.url = from_text(line.trim()),
        outside::Kind::Tags if meta.tags.is_empty() => meta.tags = tags(line),
        outside::Kind::AuthorNote => {
            let name = line.split_once(':').map(|(_, name)| name.trim()).filter(|name| is_name(name));
            if let (None, Some(name)) = (&meta.author, name) {
                meta.author = from_text(name);
            }
        }
        outside::Kind::Disclaimer => {
            if let (None, Some(name)) = (&meta.publisher, publisher_in(line)) {
                meta.publisher = from_text(name);
            }
        }
        _ => {}
    }
}

/// What a line between headline and text tells without a word that says so: a date, or names alone (`Jane Doe in Paris`,
/// `Jane Doe & John Roe`).
pub(super) fn learn_loose_line(meta: &mut Meta, line: &str) {
    learn_date(meta, line);
    let name = line.split(" in ").next().unwrap_or(line).trim();
    let words: Vec<&str> = name.split_whitespace().collect();
    let is_word_of_name = |word: &&str| {
        ["and", "&", "de", "van", "von", "bin", "al"].contains(word)
            || word.starts_with(char::is_uppercase)
                && word.chars().skip(1).any(char::is_lowercase)
                && word.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '\'' | '\u{2019}' | '.' | ','))
    };
    if meta.author.is_none() && (2..=8).contains(&words.len()) && words.iter().all(is_word_of_name) && !line.ends_with(['.', '?', '!']) {
        meta.author = Some(Field::new(name, Origin::Text));
    }
}

fn learn_name(meta: &mut Meta, name: &str) {
    if meta.author.is_none() {
        meta.author = Some(Field::new(name, Origin::Text));
    }
    if meta.publisher.is_none() && AGENCIES.contains(&name) {
        meta.publisher = Some(Field::new(name, Origin::Text));
    }
}

fn learn_date(meta: &mut Meta, line: &str) {
    // Of the days on which a paper was received, accepted and published the last one counts.
    let published = line.to_lowercase().rfind("published").filter(|at| line.is_char_boundary(*at)).map(|at| &line[at..]);
    let found = published.and_then(date_in).or_else(|| date_in(line));
    if let (None, Some((date, _))) = (&meta.date, found) {
        meta.date = Some(Field::new(date, Origin::Text));
    }
}

fn tags(line: &str) -> Vec<String> {
    if let Some(tags) = outside::tags(line) {
        return tags;
    }
    let list = line.split_once(':').map_or(line, |(_, list)| list);
    list.split([',', ';', '|']).map(|tag| tag.trim().to_owned()).filter(|tag| !tag.is_empty()).collect()
}

fn is_name(text: &str) -> bool {
    let n_words = text.split_whitespace().count();
    (1..=6).contains(&n_words) && text.starts_with(char::is_uppercase) && !text.ends_with('.')
}

/// The publisher that a disclaimer or a note of rights names.
fn publisher_in(line: &str) -> Option<&str> {
    for phrase in [" does not take institutional", " do not take institutional", " takes no position"] {
        if let Some(at) = line.find(phrase) {
            let subject = line[..at].rsplit(['.', ';']).next().unwrap_or("").trim();
            return Some(subject.trim_start_matches("The ")).filter(|name| is_name(name));
        }
    }
    for phrase in [
        "views of ",
        "policy of ",
        "position of ",
        "opinions of ",
        "opinion of ",
        "positions of ",
        "necessarily reflect ",
        "necessarily represent ",
    ] {
        if let Some(at) = line.find(phrase) {
            let run = capitalised_run(&line[at + phrase.len()..]);
            if !run.is_empty() {
                return Some(run);
            }
        }
    }
    let rights = line.find(['©']).map(|at| &line[at + '©'.len_utf8()..]).or_else(|| line.strip_prefix("Copyright "))?;
    let name = rights.trim_start_matches(|c: char| c.is_ascii_digit() || c.is_whitespace() || matches!(c, '©' | '-' | '–' | ','));
    let run = capitalised_run(name);
    (!run.is_empty()).then_some(run)
}

/// The capitalised words at the beginning of `text`, without a possessive.
fn capitalised_run(text: &str) -> &str {
    let mut end = 0;
    let text = text.strip_prefix("the ").unwrap_or(text);
    for word in text.split_inclusive(' ') {
        let bare = word.trim_end();
        if !bare.starts_with(char::is_uppercase) && !["of", "for"].contains(&bare) || bare == "All" {
            break;
        }
        end += word.len();
        if bare.ends_with([',', '.', ';', ':']) || bare.ends_with("\u{2019}s") || bare.ends_with("'s") {
            break;
        }
    }
    let run = text[..end].trim_end_matches([',', '.', ';', ':', ' ']);
    run.strip_suffix("\u{2019}s").or_else(|| run.strip_suffix("'s")).unwrap_or(run)
}

/// The agency in the place line that opens a report: `KABUL, July 3 (Reuters) - The ...`.
pub(super) fn learn_place_line(parsed: &mut Draft, opening: &str) {
    let head_end = opening.char_indices().nth(70).map_or(opening.len(), |(at, _)| at);
    let head = &opening[..head_end];
    let (Some(open), Some(close)) = (head.find('('), head.find(')')) else { return };
    if open > close || parsed.meta.publisher.is_some() {
        return;
    }
    let behind = opening[close + 1..].trim_start();
    let in_capitals = head.chars().take_while(|c| !c.is_lowercase()).filter(|c| c.is_uppercase()).count() >= 3;
    let name = head[open + 1..close].trim();
    if behind.starts_with(['-', '–', '—']) && (in_capitals || AGENCIES.contains(&name)) && is_name(name) {
        parsed.meta.publisher = Some(Field::new(name, Origin::Text));
    }
}

#[cfg(test)]
mod tests {
    use super::learn;
    use super::outside;
    use crate::text::Meta;

    fn learnt(line: &str) -> Meta {
        let mut meta = Meta::default();
        if let Some(kind) = outside::kind(line) {
            learn(&mut meta, kind, line);
        }
        meta
    }

    #[test]
    fn a_publisher_is_told_by_disclaimers_rights_and_bylines() {
        for (line, publisher) in [
            ("The Example Institute does not take institutional positions on policy.", "Example Institute"),
            (
                "The views expressed in this article are the author’s own and do not necessarily reflect Daily Example’s editorial stance.",
                "Daily Example",
            ),
            ("These views do not necessarily reflect the views of Example Council.", "Example Council"),
            ("© 2024 Example Times. All rights reserved.", "Example Times"),
            ("By Jane Doe, Reuters", "Reuters"),
        ] {
            assert_eq!(learnt(line).publisher.map(|field| field.value).as_deref(), Some(publisher), "{line}");
        }
    }

    #[test]
    fn what_is_not_told_stays_unknown() {
        let meta = learnt("The views here are those of the author(s).");
        assert_eq!((meta.publisher, meta.author, meta.date), (None, None, None));
    }
}
