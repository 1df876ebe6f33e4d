//! The title of a page: the heading that people see, found by what the page tells machines and by the words of its tab.

use dom_query::Document;
use dom_query::NodeRef;

use super::authors::stands_beside;
use super::told::Told;
use super::told::unescaped;
use crate::text::words::letters;
use crate::text::words::one_line;
use crate::text::words::stands_alone;

/// What stands between the title of a page and the name of its site, the surest first.
const SEPARATORS: &[&str] = &[" | ", " - ", " – ", " — ", " :: ", " » ", " « ", " · ", " • "];
/// What may stand there too, and in titles as well: a part is believed only if a heading says the same.
const LOOSE_SEPARATORS: &[&str] = &[" : ", " / ", " > "];
/// What stands there where words have no blanks between them.
const BARE_SEPARATORS: &[char] = &['|', '-', '–', '—', '_', '｜'];

/// Names of `meta` elements, the surest first.
const TITLES: &[&str] =
    &["citation_title", "og:title", "parsely-title", "sailthru.title", "twitter:title", "dc.title", "dcterms.title", "headline", "title"];
/// Headings of the second rank that hold the title of a text where the site's name is the first.
const SECOND: &str = "h2, h3, .entry-title, .post-title, .article-title";

/// Longest heading, in characters.
const LONGEST: usize = 400;
/// Share of the words of a title that a heading must have to be taken for it.
const SHARED: f32 = 0.5;
/// Words from which on the only heading of the first rank is a sentence and no name of a section.
const SENTENCE: usize = 6;

/// The title, `None` for a page that neither tells nor shows one.
pub(super) fn title(document: &Document, told: &Told, site: Option<&str>) -> Option<String> {
    let page = Page::of(document, told, site);
    page.heading_that_is_a_part_of_the_tab()
        .or_else(|| page.heading_that_says_what_is_told())
        .or_else(|| page.told.first().map(|title| page.without_site(title)))
        .or_else(|| page.first.into_iter().next())
}

/// What a page shows and tells that may be its title.
struct Page<'a> {
    site: Option<&'a str>,
    /// What it tells, the surest first; the words of its tab last.
    told: Vec<String>,
    tab: Option<String>,
    /// Its headings of the first rank, without names of the site.
    first: Vec<String>,
    /// Those of the next ranks.
    second: Vec<String>,
}

impl<'a> Page<'a> {
    fn of(document: &Document, told: &Told, site: Option<&'a str>) -> Page<'a> {
        let is_site = |text: &str| site.is_some_and(|site| letters(site) == letters(text));
        let shown = |selector: &str| -> Vec<String> {
            let found = document.select(selector);
            let own = found.nodes().iter().filter(|node| !stands_beside(node) && !leads_home(node));
            let mut texts: Vec<String> = Vec::new();
            for text in own.map(|node| one_line(&node.text())) {
                // The sign of a link to the heading itself.
                let text = text.trim_end_matches(['¶', '#', '§', ' ']).to_owned();
                let is_new = texts.iter().all(|known| letters(known) != letters(&text));
                if is_new && !letters(&text).is_empty() && !is_site(&text) && text.chars().count() < LONGEST {
                    texts.push(text);
                }
            }
            texts
        };
        let one = |selector: &str| document.select_single(selector).nodes().first().map(|node| one_line(&node.text()));
        let tab = one("head title, title").filter(|tab| !tab.is_empty());
        let in_head = TITLES.iter().filter_map(|name| told.first(&[name])).map(|title| one_line(&unescaped(title)));
        let all = in_head.chain(tab.clone()).chain(one("[itemprop='headline']")).chain(told.of_thing("headline"));
        let told = all.filter(|title| !title.is_empty() && !is_site(title)).collect();
        Page { site, told, tab, first: shown("h1"), second: shown(SECOND) }
    }

    /// A heading that stands word for word between the separators of the tab. Of two, the site's name stands first.
    fn heading_that_is_a_part_of_the_tab(&self) -> Option<String> {
        let parts: Vec<String> = parts(self.tab.as_deref()?).iter().map(|part| letters(part)).collect();
        // One part, or some that stand behind one another, and not all of them.
        let is_part = |heading: &&String| {
            let heading = letters(heading);
            let runs = (1..parts.len()).flat_map(|n| parts.windows(n));
            !heading.is_empty() && runs.into_iter().any(|run| run.concat() == heading)
        };
        let of_second = || self.first.len() != 1 || self.first.iter().all(|heading| is_part(&heading));
        let last = self.first.iter().rfind(is_part);
        match last {
            // A name of few words may be the site's, and the title a heading below it.
            Some(last) => {
                let below = self.second.iter().find(is_part);
                let is_longer = |below: &&String| self.site.is_none() && letters(below).len() > letters(last).len();
                Some(below.filter(is_longer).unwrap_or(last).clone())
            }
            None if of_second() => self.second.iter().find(is_part).cloned(),
            None => None,
        }
    }

    /// A heading that says about what the page tells: the title as people see it.
    fn heading_that_says_what_is_told(&self) -> Option<String> {
        let is_told = |heading: &&String| self.told.iter().any(|told| letters(told) == letters(heading));
        if let Some(heading) = self.first.iter().find(is_told) {
            return Some(heading.clone());
        }
        for told in &self.told {
            for heading in &self.first {
                let (title, shown) = (letters(told), letters(heading));
                if shown.chars().count() >= 4 && title.ends_with(&shown) && shown.len() * 3 >= title.len() {
                    return Some(heading.clone());
                }
                // "Politics | The title": the section before it is none of it.
                if title.len() * 2 > shown.len() && shown.ends_with(&title) && parts(heading).len() > 1 {
                    return Some(told.clone());
                }
                if shown.chars().count() >= 4 && title.starts_with(&shown) && shown.len() * 3 >= title.len() {
                    return Some(heading.clone());
                }
            }
        }
        let [only] = &self.first[..] else { return None };
        let alike = self.told.iter().any(|told| {
            let (title, shown) = (letters(told), letters(only));
            shared(told, only) >= SHARED && shown.len() < 2 * title.len() && !shown.starts_with(&title)
        });
        let grown = self.told.iter().any(|told| letters(only).starts_with(&letters(told)));
        let is_below = self.second.iter().any(|heading| self.told.iter().any(|told| letters(told).starts_with(&letters(heading))));
        (alike || !grown && !is_below && only.split_whitespace().count() >= SENTENCE).then(|| only.clone())
    }

    /// A title without the name of the site at either end.
    fn without_site(&self, title: &str) -> String {
        let is_tab = self.tab.as_deref() == Some(title);
        let is_site = |part: &str| {
            self.site.is_some_and(|site| letters(site) == letters(part))
                || is_tab && part.split_whitespace().count() <= 4 && !part.contains(|c: char| c.is_ascii_digit())
        };
        let mut title = title.trim();
        'again: loop {
            for separator in SEPARATORS {
                if let Some((head, tail)) = title.rsplit_once(separator)
                    && is_site(tail.trim())
                    && (has_no_blanks(head) || head.split_whitespace().count() > tail.split_whitespace().count().min(2))
                {
                    title = head.trim();
                    continue 'again;
                }
                if let Some((head, tail)) = title.split_once(separator)
                    && *separator == " | "
                    && is_site(head.trim())
                    && tail.split_whitespace().count() > 2
                {
                    title = tail.trim();
                }
            }
            if has_no_blanks(title)
                && let Some((head, tail)) = title.rsplit_once(BARE_SEPARATORS)
                && is_site(tail.trim())
                && letters(head).chars().count() > 2 * letters(tail).chars().count()
            {
                title = head.trim();
                continue;
            }
            return title.to_owned();
        }
    }
}

/// Whether a heading is a link to the front page of its site and nothing else.
fn leads_home(node: &NodeRef) -> bool {
    let whole = letters(&node.text());
    let inside = node.descendants_it().filter(|inner| inner.has_name("a") && letters(&inner.text()) == whole);
    let around = node.ancestors_it(Some(2)).filter(|outer| outer.has_name("a"));
    inside.chain(around).any(|link| link.attr("href").is_some_and(|address| is_front_page(address.trim())))
}

fn is_front_page(address: &str) -> bool {
    let behind_host = address.split_once("://").map_or(address, |(_, rest)| rest.split_once('/').map_or("", |(_, path)| path));
    let path = behind_host.trim_start_matches(['.', '/']).split(['?', '#']).next().unwrap_or("");
    !address.starts_with('#') && matches!(path, "" | "index.html" | "index.htm" | "index.php")
}

/// What stands between separators.
fn parts(title: &str) -> Vec<&str> {
    let mut parts = vec![title];
    for separator in SEPARATORS.iter().chain(LOOSE_SEPARATORS) {
        parts = parts.into_iter().flat_map(|part| part.split(separator)).collect();
    }
    if has_no_blanks(title) {
        parts = parts.into_iter().flat_map(|part| part.split(BARE_SEPARATORS)).collect();
    }
    parts.into_iter().map(str::trim).filter(|part| !part.is_empty()).collect()
}

/// Whether a text is written in a script without blanks between words, mostly.
fn has_no_blanks(text: &str) -> bool {
    let n_letters = text.chars().filter(|c| c.is_alphabetic()).count();
    n_letters > 0 && text.chars().filter(|c| stands_alone(*c)).count() * 2 > n_letters
}

/// The share of the words of `title`, of those that tell something, that stand in `heading` too.
fn shared(title: &str, heading: &str) -> f32 {
    let words = |text: &str| -> Vec<String> { text.split_whitespace().map(letters).filter(|word| word.chars().count() > 2).collect() };
    let (title, heading) = (words(title), words(heading));
    let common = title.iter().filter(|word| heading.contains(word)).count();
    common as f32 / title.len().min(heading.len()).max(1) as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn is(html: &str, wanted: &str) {
        let document = Document::from(html);
        let told = Told::of(&document);
        let site = told.first(&["og:site_name"]);
        assert_eq!(title(&document, &told, site).as_deref(), Some(wanted), "{html}");
    }

    #[test]
    fn the_heading_that_people_see_is_the_title() {
        is("<title>The bridge is closed : Kelso Herald</title><h1>The bridge is closed</h1>", "The bridge is closed");
        is(
            "<title>Bridge shut - Herald</title><meta property='og:title' content='How to cross'><script type='application/ld+json'>{\"@type\":\"Article\",\"headline\":\"How to cross a river without its bridge\"}</script><h1>How to cross a river without its bridge</h1>",
            "How to cross a river without its bridge",
        );
        is(
            "<title>Bridge</title><meta property='og:title' content='The bridge is closed'><h1>Local News | The bridge is closed</h1>",
            "The bridge is closed",
        );
    }

    #[test]
    fn the_name_of_the_site_is_no_title() {
        is(
            "<title>Slow Rivers » Archive » On bridges and fords</title><h1>Slow Rivers</h1><h2>On bridges and fords</h2>",
            "On bridges and fords",
        );
        is("<title>Fords | Slow Rivers</title><h1><a href='https://rivers.example/'>Slow Rivers</a></h1><h1>Fords</h1>", "Fords");
        is("<title>Fords: what they are — Slow Rivers</title><h1>Slow Rivers</h1><h1>Fords: what they are ¶</h1>", "Fords: what they are");
        is("<title>旧桥已经关闭六个月-河流新闻</title><p>旧桥</p>", "旧桥已经关闭六个月");
    }
}
