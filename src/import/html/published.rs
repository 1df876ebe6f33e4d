//! When a page was published: what it says to machines, else what it shows to people, else its address.

use dom_query::Document;

use super::authors::LONGEST_SHOWN;
use super::authors::stands_beside;
use super::metadata::address;
use super::told::Told;
use crate::import::written_date::edtf;
use crate::text::words::one_line;

/// Names of `meta` elements, the surest first.
const DATES: &[&str] = &[
    "article:published_time",
    "og:article:published_time",
    "citation_publication_date",
    "citation_date",
    "parsely-pub-date",
    "sailthru.date",
    "datepublished",
    "date_published",
    "publishdate",
    "publish-date",
    "publication_date",
    "pubdate",
    "ptime",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dc.date",
    "dcterms.date",
    "date",
    "article.published",
    "published-date",
    "og:published_time",
    "cxenseparse:recs:publishtime",
    "shareaholic:article_published_time",
];

/// Elements that show when a page was published, the surest first.
const SHOWN_DATES: &[&str] = &[
    "[itemprop='datePublished']",
    "time[pubdate]",
    "time.entry-date.published",
    "time.published",
    ".entry-date",
    ".published",
    "time[datetime]",
    "abbr.published",
    ".dt-published",
    ".post-date",
    ".posted-on",
    ".article-date",
    ".article__date",
    ".publish-date",
    ".pubdate",
    ".date-published",
    ".dateline",
    ".timestamp",
    "time",
    ".date",
    ".date-header",
    "[class*='publish' i]",
    "[class*='date' i]",
    "[id*='date' i]",
    "[class*='time' i]",
    "[class*='byline' i]",
    "[class*='meta' i]",
];

pub(super) fn date(document: &Document, told: &Told) -> Option<String> {
    let of_thing = || {
        let fields = ["datePublished", "dateCreated", "uploadDate"];
        told.things.iter().find_map(|thing| fields.iter().find_map(|field| edtf(thing.get(*field)?.as_str()?)))
    };
    let of_meta = || DATES.iter().filter_map(|name| told.meta.get(*name)).flatten().find_map(|value| edtf(value));
    if let Some(found) = of_thing().or_else(of_meta) {
        return Some(found);
    }
    for selector in SHOWN_DATES {
        let found = document.select(selector);
        for node in found.nodes().iter().filter(|node| !stands_beside(node)).take(6) {
            let written = ["datetime", "content", "title"].iter().find_map(|name| node.attr(name).and_then(|value| edtf(&value)));
            let shown = || {
                let text = one_line(&node.text());
                (text.chars().count() <= LONGEST_SHOWN).then(|| crate::import::written_date::date_in(&text)).flatten().map(|(date, _)| date)
            };
            if let Some(found) = written.or_else(shown) {
                return Some(found);
            }
        }
    }
    address(document, told).and_then(|address| in_address(&address)).or_else(|| near_title(document)).or_else(|| {
        let updated = told.things.iter().find_map(|thing| edtf(thing.get("dateModified")?.as_str()?));
        updated.or_else(|| {
            ["article:modified_time", "og:updated_time", "last-modified"].iter().find_map(|name| edtf(told.meta.get(*name)?.first()?))
        })
    })
}

/// A day in a short line shortly behind the title of the page, or shortly before it.
fn near_title(document: &Document) -> Option<String> {
    const BEFORE: usize = 6;
    const BEHIND: usize = 30;
    const SHORT: usize = 70;
    let title = document.select("h1, h2.entry-title, h2.post-title, h3.post-title");
    let title = title.nodes().first()?.id;
    let mut lines: Vec<String> = Vec::new();
    let mut at = None;
    let body = document.select_single("body");
    for node in body.nodes().first()?.descendants_it() {
        if node.id == title {
            at = Some(lines.len());
        }
        if !node.is_text() || node.parent().is_some_and(|parent| ["script", "style", "noscript"].iter().any(|name| parent.has_name(name))) {
            continue;
        }
        let line = one_line(&node.text());
        if !line.is_empty() && !stands_beside(&node) {
            lines.push(line);
        }
        if at.is_some_and(|at| lines.len() > at + BEHIND) {
            break;
        }
    }
    let at = at?;
    let day =
        |line: &String| (line.chars().count() <= SHORT).then(|| crate::import::written_date::date_in(line)).flatten().map(|(date, _)| date);
    let behind = lines.iter().skip(at).find_map(day);
    behind.or_else(|| lines[at.saturating_sub(BEFORE)..at].iter().rev().find_map(day))
}

/// A day that stands in an address: `/2024/03/05/`, `/2024-03-05-`.
fn in_address(address: &str) -> Option<String> {
    let parts: Vec<&str> = address.split('/').collect();
    let number =
        |text: &str, digits: usize| (text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.to_owned());
    parts.windows(3).find_map(|three| {
        let (year, month, day) = (number(three[0], 4)?, number(three[1], 2)?, number(three[2], 2)?);
        edtf(&format!("{year}-{month}-{day}")).filter(|_| year.starts_with("19") || year.starts_with("20"))
    })
}
