//! What a page says about itself: JSON-LD, Open Graph and other `meta` elements, microdata, and where nothing is said,
//! the elements that show title, author and date to a reader.

use std::collections::BTreeMap;

use dom_query::Document;
use dom_query::NodeRef;
use serde_json::Value;

use crate::import::written_date::edtf;
use crate::text::Field;
use crate::text::Meta;
use crate::text::Origin;
use crate::text::words::letters;
use crate::text::words::one_line;

/// Most bytes of one block of JSON-LD.
const LONGEST_JSON: usize = 4 << 20;
/// Most characters of a line that shows an author or a date.
const LONGEST_SHOWN: usize = 160;

/// What stands between the title of a page and the name of its site.
const SEPARATORS: &[&str] = &[" | ", " - ", " – ", " — ", " :: ", " » ", " « ", " · ", " • "];

/// Names of `meta` elements, the surest first.
const TITLES: &[&str] =
    &["citation_title", "og:title", "parsely-title", "sailthru.title", "twitter:title", "dc.title", "dcterms.title", "headline", "title"];
const SITES: &[&str] =
    &["og:site_name", "citation_journal_title", "application-name", "dc.publisher", "dcterms.publisher", "twitter:site_name"];
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
const SUMMARIES: &[&str] = &["og:description", "description", "twitter:description"];

/// Kinds of things that schema.org calls the page's own matter.
fn is_article(kind: &str) -> bool {
    kind.ends_with("Article")
        || kind.ends_with("Posting")
        || matches!(kind, "Report" | "Review" | "Book" | "Chapter" | "Recipe" | "HowTo" | "Quotation")
}

/// What a page tells, in the order of trust.
#[derive(Default)]
pub(super) struct Told {
    /// `meta` elements by name in lower case.
    meta: BTreeMap<String, Vec<String>>,
    /// Things of JSON-LD about the page's own matter.
    things: Vec<Value>,
    /// All things of JSON-LD that have a name of their own.
    named: BTreeMap<String, Value>,
}

impl Told {
    pub(super) fn of(document: &Document) -> Told {
        let mut told = Told::default();
        for node in document.select("meta").nodes() {
            let name = ["name", "property", "itemprop", "http-equiv"].iter().find_map(|name| node.attr(name));
            if let (Some(name), Some(content)) = (name, node.attr("content")) {
                let content = one_line(&content);
                if !content.is_empty() {
                    told.meta.entry(name.trim().to_ascii_lowercase()).or_default().push(content);
                }
            }
        }
        for node in document.select("script[type='application/ld+json']").nodes() {
            let text = node.text();
            if text.len() > LONGEST_JSON {
                continue;
            }
            let bare = text
                .trim()
                .trim_start_matches("<![CDATA[")
                .trim_start_matches("//<![CDATA[")
                .trim_end_matches("//]]>")
                .trim_end_matches("]]>");
            let parsed = serde_json::from_str::<Value>(bare).or_else(|_| serde_json::from_str(&without_raw_line_ends(bare)));
            if let Ok(value) = parsed {
                told.gather(&value, 0);
            }
        }
        told
    }

    /// Things in lists, in `@graph`, and in `mainEntity` and its like.
    fn gather(&mut self, value: &Value, depth: usize) {
        if depth > 6 {
            return;
        }
        match value {
            Value::Array(items) => items.iter().for_each(|item| self.gather(item, depth + 1)),
            Value::Object(fields) => {
                if let Some(name) = fields.get("@id").and_then(Value::as_str)
                    && fields.len() > 1
                {
                    self.named.insert(name.to_owned(), value.clone());
                }
                if kinds(value).any(is_article) {
                    self.things.push(value.clone());
                }
                for inner in ["@graph", "mainEntity", "mainEntityOfPage", "itemListElement"] {
                    if let Some(inner) = fields.get(inner) {
                        self.gather(inner, depth + 1);
                    }
                }
            }
            _ => {}
        }
    }

    /// The first value of the first of these `meta` elements.
    fn first(&self, names: &[&str]) -> Option<&str> {
        names.iter().find_map(|name| self.meta.get(*name)).and_then(|values| values.first()).map(String::as_str)
    }

    fn of_thing(&self, field: &str) -> Option<String> {
        self.things.iter().find_map(|thing| self.texts(thing.get(field)?, 0).into_iter().next())
    }

    /// The words of a value: itself, or the name of the thing that it is.
    fn texts(&self, value: &Value, depth: usize) -> Vec<String> {
        let clean = |text: &str| one_line(&unescaped(text));
        match value {
            Value::String(text) => vec![clean(text)],
            Value::Number(number) => vec![number.to_string()],
            Value::Array(items) if depth < 4 => items.iter().flat_map(|item| self.texts(item, depth + 1)).collect(),
            Value::Object(fields) if depth < 4 => match (fields.get("name"), fields.get("@id").and_then(Value::as_str)) {
                (Some(name), _) => self.texts(name, depth + 1),
                (None, Some(id)) => {
                    self.named.get(id).and_then(|thing| thing.get("name")).map_or_else(Vec::new, |name| self.texts(name, depth + 1))
                }
                _ => fields.get("@value").map_or_else(Vec::new, |text| self.texts(text, depth + 1)),
            },
            _ => Vec::new(),
        }
        .into_iter()
        .filter(|text| !text.is_empty())
        .collect()
    }

    /// Whether the page says that what is shown is not all.
    pub(super) fn is_cut_by_a_wall(&self) -> bool {
        let says_no =
            |value: &Value| matches!(value, Value::Bool(false)) || value.as_str().is_some_and(|text| text.eq_ignore_ascii_case("false"));
        self.things.iter().any(|thing| thing.get("isAccessibleForFree").is_some_and(says_no))
    }
}

fn kinds(value: &Value) -> impl Iterator<Item = &str> {
    let kind = value.get("@type");
    let one = kind.and_then(Value::as_str).into_iter();
    let many = kind.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
    one.chain(many).map(|kind| kind.rsplit('/').next().unwrap_or(kind))
}

/// JSON in which somebody broke lines inside texts.
fn without_raw_line_ends(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// Character references that came twice escaped.
pub(in crate::import) fn unescaped(text: &str) -> String {
    if !text.contains('&') && !text.contains('<') {
        return text.to_owned();
    }
    Document::fragment(text).text().to_string()
}

/// What is known about a page, all of it; `fallback_title` is for a page that shows none.
pub(super) fn metadata(document: &Document, told: &Told) -> Meta {
    let from_page = |value: String| Some(Field::new(value, Origin::Metadata)).filter(|field| !field.value.is_empty());
    let site = site(told);
    let title = title(document, told, site.as_deref());
    let author = authors(document, told, site.as_deref());
    let summary = told.of_thing("description").or_else(|| told.first(SUMMARIES).map(unescaped));
    Meta {
        standfirst: summary.filter(|summary| title.as_ref() != Some(summary)).and_then(from_page),
        title: title.and_then(from_page),
        author: author.and_then(from_page),
        date: date(document, told).and_then(from_page),
        language: language(document, told).and_then(from_page),
        url: address(document, told).and_then(from_page),
        publisher: site.and_then(from_page),
        tags: told.meta.get("article:tag").cloned().unwrap_or_default(),
    }
}

fn site(told: &Told) -> Option<String> {
    let named = told.first(SITES).map(unescaped);
    let name = named.or_else(|| told.of_thing("publisher")).map(|name| one_line(&name))?;
    let is_address = name.contains("://") || name.starts_with('@');
    (!is_address && name.chars().count() <= 80).then_some(name)
}

fn title(document: &Document, told: &Told, site: Option<&str>) -> Option<String> {
    let is_site = |text: &str| site.is_some_and(|site| letters(site) == letters(text));
    let own = document.select("h1");
    let own = own.nodes().iter().filter(|node| !stands_beside(node)).map(|node| one_line(&node.text()));
    let headings: Vec<String> = own.filter(|text| !text.is_empty() && !is_site(text) && text.chars().count() < 400).collect();
    let of_tab = document.select_single("head title, title").nodes().first().map(|node| one_line(&node.text()));
    let item = || document.select_single("[itemprop='headline']").nodes().first().map(|node| one_line(&node.text()));
    let written = told.first(TITLES).map(|title| one_line(&unescaped(title))).or_else(|| of_tab.clone()).or_else(item);
    let written = written.filter(|title| !title.is_empty()).or_else(|| told.of_thing("headline"));
    let Some(written) = written else { return headings.into_iter().next() };
    // A heading of the page that says about the same as the title is the title as people see it.
    let says = |heading: &&String| {
        let (title, shown) = (letters(&written), letters(heading));
        title == shown
            || shown.len() >= 4 && (title.starts_with(&shown) || title.ends_with(&shown)) && shown.len() * 3 >= title.len()
            || headings.len() == 1 && shared(&written, heading) >= SHARED && shown.len() < 2 * title.len() && !shown.starts_with(&title)
    };
    if let Some(shown) = headings.iter().find(says) {
        return Some(shown.clone());
    }
    let is_tab = of_tab.as_ref() == Some(&written);
    Some(without_site(&written, |part| {
        is_site(part) || is_tab && part.split_whitespace().count() <= 4 && !part.contains(|c: char| c.is_ascii_digit())
    }))
}

/// Share of the words of a title that a heading must have to be taken for it.
const SHARED: f32 = 0.5;

/// The share of the words of `title`, of those that tell something, that stand in `heading` too.
fn shared(title: &str, heading: &str) -> f32 {
    let words = |text: &str| -> Vec<String> { text.split_whitespace().map(letters).filter(|word| word.chars().count() > 2).collect() };
    let (title, heading) = (words(title), words(heading));
    let common = title.iter().filter(|word| heading.contains(word)).count();
    common as f32 / title.len().min(heading.len()).max(1) as f32
}

/// A title without the name of its site at either end.
fn without_site(title: &str, is_site: impl Fn(&str) -> bool) -> String {
    for separator in SEPARATORS {
        if let Some((head, tail)) = title.rsplit_once(separator)
            && is_site(tail.trim())
            && head.split_whitespace().count() > tail.split_whitespace().count().min(2)
        {
            return without_site(head.trim(), is_site);
        }
        if let Some((head, tail)) = title.split_once(separator)
            && *separator == " | "
            && is_site(head.trim())
            && tail.split_whitespace().count() > 2
        {
            return tail.trim().to_owned();
        }
    }
    title.to_owned()
}

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

fn authors(document: &Document, told: &Told, site: Option<&str>) -> Option<String> {
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
fn stands_beside(node: &NodeRef) -> bool {
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
pub(in crate::import) fn clean_names<'a>(written: impl Iterator<Item = &'a str>, site: Option<&str>) -> Vec<String> {
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

fn date(document: &Document, told: &Told) -> Option<String> {
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

fn language(document: &Document, told: &Told) -> Option<String> {
    let of_root = document.select_single("html").nodes().first().and_then(|node| node.attr("lang").or_else(|| node.attr("xml:lang")));
    let tag = of_root
        .map(|tag| tag.to_string())
        .or_else(|| told.of_thing("inLanguage"))
        .or_else(|| told.first(&["og:locale", "content-language", "dc.language"]).map(str::to_owned))?;
    let tag = tag.trim().replace('_', "-");
    let fits = (2..=20).contains(&tag.len())
        && tag.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
        && tag.starts_with(|c: char| c.is_ascii_alphabetic());
    fits.then_some(tag)
}

fn address(document: &Document, told: &Told) -> Option<String> {
    let canonical = document
        .select_single("link[rel='canonical']")
        .nodes()
        .first()
        .and_then(|node| node.attr("href"))
        .map(|address| address.to_string());
    let is_web = |address: &String| address.starts_with("http://") || address.starts_with("https://");
    canonical.filter(is_web).or_else(|| told.first(&["og:url"]).map(str::to_owned).filter(is_web)).or_else(|| saved_from(document))
}

/// The address in the first comment of a page that a browser or SingleFile saved.
fn saved_from(document: &Document) -> Option<String> {
    let of_root = document.select_single("html").nodes().iter().flat_map(|node| node.children_it(false)).collect::<Vec<_>>();
    let mut comments = document.root().children_it(false).chain(of_root).filter(NodeRef::is_comment);
    comments.find_map(|node| {
        let html = node.html().to_string();
        let at = html.find("url:").map(|at| at + 4).or_else(|| html.find("saved from url=").and_then(|_| html.find("http")))?;
        let address = html[at..].split_whitespace().next()?.trim_end_matches("-->").to_owned();
        address.starts_with("http").then_some(address)
    })
}
