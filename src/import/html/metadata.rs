//! What is known about a page: site, language and address here, title, authors and day in files of their own.

use dom_query::Document;
use dom_query::NodeRef;

use super::authors::authors;
use super::published::date;
use super::title::title;
use super::told::Told;
use super::told::unescaped;
use crate::text::Field;
use crate::text::Meta;
use crate::text::Origin;
use crate::text::words::one_line;

/// Names of `meta` elements, the surest first.
const SITES: &[&str] =
    &["og:site_name", "citation_journal_title", "application-name", "dc.publisher", "dcterms.publisher", "twitter:site_name"];
const SUMMARIES: &[&str] = &["og:description", "description", "twitter:description"];

/// What is known about a page, all of it.
pub(super) fn metadata(document: &Document, told: &Told) -> Meta {
    let from_page = |value: String| Some(Field::new(value, Origin::Metadata)).filter(|field| !field.value.is_empty());
    let site = site(told);
    let title = title(document, told, site.as_deref());
    let author = authors(document, told, site.as_deref());
    let summary = told.of_thing("description").or_else(|| told.first(SUMMARIES).map(unescaped));
    Meta {
        short_name: None,
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

pub(super) fn address(document: &Document, told: &Told) -> Option<String> {
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
