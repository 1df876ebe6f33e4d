//! Who wrote a page: what it says to machines, else what it shows to people.

use dom_query::Document;
use dom_query::NodeRef;

use super::told::Told;
use super::told::unescaped;
use crate::text::words::letters;
use crate::text::words::one_line;

/// Most characters of a line that shows an author or a date.
pub(super) const LONGEST_SHOWN: usize = 160;

/// Names of `meta` elements, the surest first.
const AUTHORS: &[&str] = &[
    "citation_author",
    "parsely-author",
    "sailthru.author",
    "author",
    "article:author",
    "article:author_name",
    "og:author",
    "dc.creator",
    "dcterms.creator",
    "byl",
    "twitter:data1",
];

/// Elements that show who wrote a page, the surest first.
const SHOWN_AUTHORS: &[&str] = &[
    "[itemprop='author'] [itemprop='name']",
    "[itemprop='author']",
    "a[rel~='author']",
    ".author-name",
    ".authors-name",
    ".byline-name",
    ".byline__name",
    ".article-author",
    ".post-author",
    ".entry-author",
    ".p-author",
    ".author.vcard .fn",
    ".author",
    ".authors",
    "[class*='author-name' i]",
    "[class*='authorname' i]",
    ".byline",
    ".by-line",
    "[class*='byline' i]",
    "[class*='author' i] a",
];

pub(super) fn authors(document: &Document, told: &Told, site: Option<&str>) -> Option<String> {
    let of_things = told.things.iter().find_map(|thing| {
        let found = thing.get("author").or_else(|| thing.get("creator")).map(|author| told.texts(author, 0)).unwrap_or_default();
        (!found.is_empty()).then_some(found)
    });
    let of_meta = || AUTHORS.iter().filter_map(|name| told.meta.get(*name).cloned());
    let mut candidates: Vec<Vec<String>> = Vec::new();
    let in_head = of_meta().find(|names| names.iter().any(|name| is_name(name, site)));
    candidates.extend(of_things);
    candidates.extend(in_head);
    for names in candidates {
        let kept = clean_names(names.iter().map(String::as_str), site);
        if !kept.is_empty() {
            return Some(kept.join(", "));
        }
    }
    for selector in SHOWN_AUTHORS {
        let nodes = document.select(selector);
        let own = nodes.nodes().iter().filter(|node| !stands_beside(node)).take(4);
        let texts: Vec<String> = own.map(|node| one_line(&node.text())).filter(|text| text.chars().count() <= LONGEST_SHOWN).collect();
        let kept = clean_names(texts.iter().map(String::as_str), site);
        if !kept.is_empty() {
            return Some(kept.join(", "));
        }
    }
    None
}

/// Whether an element is part of comments, teasers or navigation, whose authors and dates are not the page's.
pub(super) fn stands_beside(node: &NodeRef) -> bool {
    let telling = [
        "comment",
        "related",
        "sidebar",
        "teaser",
        "recommend",
        "widget",
        "footer",
        "nav",
        "popular",
        "latest",
        "more-",
        "card-list",
        "reply",
    ];
    node.ancestors_it(Some(12)).any(|outer| {
        let Some(name) = outer.node_name() else { return false };
        if matches!(&*name, "footer" | "nav" | "aside") {
            return true;
        }
        if matches!(&*name, "body" | "html" | "main" | "article") {
            return false;
        }
        let words = format!("{} {}", outer.attr_or("class", ""), outer.attr_or("id", "")).to_ascii_lowercase();
        telling.iter().any(|word| words.contains(word))
    })
}

/// Names as they are, without what was said around them.
fn clean_names<'a>(written: impl Iterator<Item = &'a str>, site: Option<&str>) -> Vec<String> {
    let mut kept: Vec<String> = Vec::new();
    for text in written {
        let text = one_line(&unescaped(text));
        // What stands behind a bar or a date is no name.
        let text = text.split(['|', '•', '·', '/']).next().unwrap_or("").trim().to_owned();
        let text = text.trim_start_matches("View all posts by ").to_owned();
        for name in crate::import::names::split(&text) {
            let is_known = kept.iter().any(|known| letters(known) == letters(&name));
            if is_name(&name, site) && !is_known {
                kept.push(name);
            }
        }
    }
    kept
}

fn is_name(text: &str, site: Option<&str>) -> bool {
    let words = text.split_whitespace().count();
    let lower = text.to_lowercase();
    let is_nobody = [
        "admin",
        "administrator",
        "webmaster",
        "root",
        "editor",
        "user",
        "guest",
        "unknown",
        "none",
        "null",
        "author",
        "redaktion",
        "staff writer",
        "no author",
        "view all posts",
        "reviews",
        "some",
    ];
    let is_address = text.contains("://") || text.starts_with('@') || text.contains("www.") || lower.ends_with(".com");
    (1..=6).contains(&words)
        && text.chars().any(char::is_alphabetic)
        && !text.chars().any(|c| c.is_ascii_digit() || matches!(c, '{' | '<' | '='))
        && !is_nobody.contains(&lower.as_str())
        && !is_address
        && site.is_none_or(|site| letters(site) != letters(text))
}
