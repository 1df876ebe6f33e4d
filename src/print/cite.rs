//! Citations of a source: Chicago and APA by their CSL styles, BibTeX, CSL-JSON. What is unknown is left out.

use std::sync::LazyLock;

use biblatex::Chunk;
use biblatex::Spanned;
use hayagriva::BibliographyDriver;
use hayagriva::BibliographyRequest;
use hayagriva::BufWriteFormat;
use hayagriva::CitationItem;
use hayagriva::CitationRequest;
use hayagriva::Entry;
use hayagriva::archive::ArchivedStyle;
use hayagriva::archive::locales;
use hayagriva::citationberg::IndependentStyle;
use hayagriva::citationberg::Locale;
use hayagriva::citationberg::Style;
use hayagriva::types::EntryType;
use hayagriva::types::Person;
use serde_json::Value;
use serde_json::json;

use crate::text::Source;

/// As Chicago has it in a bibliography (notes and bibliography).
pub fn chicago(source: &Source) -> String {
    styled(source, &CHICAGO)
}

/// As APA has it in a list of references.
pub fn apa(source: &Source) -> String {
    styled(source, &APA)
}

/// The styles and the words of languages are unpacked once: that takes longer than a hundred citations.
static CHICAGO: LazyLock<Style> = LazyLock::new(|| ArchivedStyle::ChicagoNotes.get());
static APA: LazyLock<Style> = LazyLock::new(|| ArchivedStyle::AmericanPsychologicalAssociation.get());
static LOCALES: LazyLock<Vec<Locale>> = LazyLock::new(locales);

fn styled(source: &Source, style: &Style) -> String {
    let plain = || plain(source);
    // The first words of a text are not its title, and no style has a place for them.
    if source.title_is_made_up() {
        return plain();
    }
    let Style::Independent(style) = style else { return plain() };
    let entry = entry(source);
    rendered(&entry, style).filter(|text| !text.is_empty()).unwrap_or_else(plain)
}

fn rendered(entry: &Entry, style: &IndependentStyle) -> Option<String> {
    let locales: &[Locale] = &LOCALES;
    let mut driver = BibliographyDriver::new();
    driver.citation(CitationRequest::from_items(vec![CitationItem::with_entry(entry)], style, locales));
    let finished = driver.finish(BibliographyRequest { style, locale: None, locale_files: locales });
    let item = finished.bibliography?.items.into_iter().next()?;
    let mut text = String::new();
    item.content.write_buf(&mut text, BufWriteFormat::Plain).ok()?;
    // A title that asks needs no stop behind it.
    Some(text.replace("?. ", "? ").replace("!. ", "! "))
}

/// Without a style: what is known, and the file.
fn plain(source: &Source) -> String {
    let meta = &source.meta;
    let fields = [&meta.author, &meta.publisher, &meta.date].into_iter().flatten().map(|field| field.value.as_str());
    let title = if source.title_is_made_up() {
        format!("Untitled, beginning \u{201c}{}\u{201d}", source.title().trim_end_matches(['.', '\u{2026}', ' ']))
    } else {
        source.title().to_owned()
    };
    let mut parts: Vec<&str> = vec![&title];
    parts.extend(fields);
    parts.dedup();
    format!("{} ({})", parts.join(", "), source.name)
}

fn entry(source: &Source) -> Entry {
    let meta = &source.meta;
    // An article in nothing would be taken for a preprint.
    let kind = if meta.publisher.is_some() { EntryType::Article } else { EntryType::Web };
    let mut entry = Entry::new(&key(source), kind);
    entry.set_title(source.title().to_owned().into());
    if let Some(author) = &meta.author {
        entry.set_authors(authors(&author.value).into_iter().map(person).collect());
    }
    if let Some(date) = meta.date.as_ref().and_then(|date| date.value.parse().ok()) {
        entry.set_date(date);
    }
    if let Some(url) = meta.url.as_ref().and_then(|url| url.value.parse().ok()) {
        entry.set_url(url);
    }
    if let Some(publisher) = &meta.publisher {
        let mut paper = Entry::new("paper", EntryType::Newspaper);
        paper.set_title(publisher.value.clone().into());
        entry.set_parents(vec![paper]);
    }
    entry
}

/// Authors as they are written in a byline, one by one.
fn authors(written: &str) -> Vec<&str> {
    let parts = written.split(" and ").flat_map(|part| part.split(" & ")).flat_map(|part| part.split(", "));
    parts.map(str::trim).filter(|name| !name.is_empty()).collect()
}

fn person(name: &str) -> Person {
    let (given, family) = name.rsplit_once(' ').map_or((None, name), |(given, family)| (Some(given.to_owned()), family));
    Person { name: family.to_owned(), given_name: given, prefix: None, suffix: None, comma_suffix: false, alias: None }
}

/// A name for the entry: the first author's or publisher's last word and the year, else the name of the file.
pub fn key(source: &Source) -> String {
    let meta = &source.meta;
    let from = meta.author.as_ref().or(meta.publisher.as_ref()).map_or(source.name.as_str(), |field| field.value.as_str());
    let year = meta.date.as_ref().map(|date| date.value.chars().take(4).collect::<String>()).unwrap_or_default();
    let word = from.split_whitespace().last().unwrap_or(from);
    let word: String = word.chars().filter(|c| c.is_ascii_alphanumeric()).collect();
    format!("{}{year}", if word.is_empty() { "source".to_owned() } else { word.to_lowercase() })
}

/// An entry of BibTeX in the fields of its classic styles; `key` is its name. Capitals of the title and names of bodies are
/// protected by braces.
pub fn bibtex(source: &Source, key: &str) -> String {
    let meta = &source.meta;
    let mut entry = format!("@article{{{key},\n");
    let mut set = |name: &str, value: &str| entry.push_str(&format!("{name} = {{{value}}},\n"));
    set("title", &format!("{{{}}}", of_tex(source.title())));
    if let Some(author) = &meta.author {
        set("author", &names(&author.value, of_tex));
    }
    if let Some(publisher) = &meta.publisher {
        set("journal", &of_tex(&publisher.value));
    }
    let mut date = meta.date.as_ref().map_or("", |date| date.value.as_str()).split('-');
    if let Some(year) = date.next().filter(|year| !year.is_empty()) {
        set("year", &of_tex(year));
    }
    if let Some(month) = date.next() {
        set("month", &of_tex(month.trim_start_matches('0')));
    }
    if let Some(url) = &meta.url {
        set("url", &of_tex(&url.value));
    }
    set("note", &format!("File: {}", of_tex(&source.name)));
    format!("{entry}}}\n\n")
}

/// A text with the signs that TeX would act on as letters; braces are left out.
fn of_tex(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' | '%' | '$' | '#' | '_' => written.extend(['\\', c]),
            '{' | '}' => {}
            '\\' => written.push_str("\\textbackslash "),
            '~' => written.push_str("\\textasciitilde "),
            '^' => written.push_str("\\textasciicircum "),
            c if c.is_control() => written.push(' '),
            c => written.push(c),
        }
    }
    written
}

/// Authors joined by `and`, those that are bodies in braces.
fn names(written: &str, shown: fn(&str) -> String) -> String {
    let one = |name: &str| if is_body(name) { format!("{{{}}}", shown(name)) } else { shown(name) };
    authors(written).into_iter().map(one).collect::<Vec<_>>().join(" and ")
}

/// An entry of BibLaTeX; `key` is its name.
pub fn biblatex(source: &Source, key: &str) -> String {
    let meta = &source.meta;
    let mut entry = biblatex::Entry::new(key.to_owned(), biblatex::EntryType::Article);
    let mut set = |name: &str, chunk: Chunk| entry.set(name, vec![Spanned::zero(chunk)]);
    set("title", Chunk::Verbatim(source.title().to_owned()));
    if let Some(author) = &meta.author {
        set("author", Chunk::Normal(authors(&author.value).join(" and ")));
    }
    let others = [("journaltitle", &meta.publisher), ("date", &meta.date), ("url", &meta.url)];
    for (name, field) in others.into_iter().filter_map(|(name, field)| Some((name, field.as_ref()?))) {
        set(name, Chunk::Normal(field.value.clone()));
    }
    set("note", Chunk::Normal(format!("File: {}", source.name)));
    format!("{}\n\n", entry.to_biblatex_string().trim_end())
}

/// Whether an author is a body and no person: its name is not turned round.
fn is_body(name: &str) -> bool {
    const OF_BODIES: &[&str] = &[
        "Press",
        "Agency",
        "Board",
        "Staff",
        "News",
        "Ministry",
        "Department",
        "Committee",
        "University",
        "Association",
        "Office",
        "Times",
        "Team",
    ];
    name.starts_with("The ") || !name.contains(' ') || name.split(' ').any(|word| OF_BODIES.contains(&word) || word == "of")
}

/// An item of CSL-JSON.
pub fn csl(source: &Source, key: &str) -> Value {
    let meta = &source.meta;
    let mut item = json!({"id": key, "type": "article-newspaper", "title": source.title(), "source": source.name});
    if let Some(author) = &meta.author {
        let names = authors(&author.value).into_iter().map(|name| {
            let (given, family) = name.rsplit_once(' ').map_or(("", name), |(given, family)| (given, family));
            if given.is_empty() { json!({"literal": family}) } else { json!({"family": family, "given": given}) }
        });
        item["author"] = Value::Array(names.collect());
    }
    if let Some(publisher) = &meta.publisher {
        item["container-title"] = json!(publisher.value);
    }
    if let Some(date) = &meta.date {
        let parts: Vec<i64> = date.value.split('-').map_while(|part| part.parse().ok()).collect();
        item["issued"] = json!({"date-parts": [parts]});
    }
    if let Some(url) = &meta.url {
        item["URL"] = json!(url.value);
    }
    item
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Field;
    use crate::text::Origin;

    fn source() -> Source {
        let mut source = Source { name: "a.txt".to_owned(), ..Source::default() };
        source.meta.title = Some(Field::new("Storm over Ruritania", Origin::Text));
        source.meta.author = Some(Field::new("Anna Maria Reed and Otto Lind", Origin::Text));
        source.meta.publisher = Some(Field::new("The Kelso Times", Origin::Text));
        source.meta.date = Some(Field::new("2021-03-04", Origin::Text));
        source.meta.url = Some(Field::new("https://example.org/storm", Origin::Text));
        source
    }

    #[test]
    fn styles_name_author_title_paper_and_date() {
        for text in [chicago(&source()), apa(&source())] {
            for part in ["Reed", "Lind", "torm over", "Kelso Times", "2021", "https://example.org/storm"] {
                assert!(text.contains(part), "{text:?} lacks {part}");
            }
        }
        assert!(chicago(&source()).contains("March 4, 2021"), "{}", chicago(&source()));
        assert!(apa(&source()).contains("(2021, March 4)"), "{}", apa(&source()));
    }

    #[test]
    fn a_made_up_title_is_cited_as_what_it_is_and_bodies_keep_their_names() {
        let mut source = source();
        source.meta.title = None;
        source.meta.author = Some(Field::new("The Associated Press", Origin::Text));
        assert!(chicago(&source).starts_with("Untitled, beginning \u{201c}"), "{}", chicago(&source));
        assert!(bibtex(&source, "k").contains("author = {{The Associated Press}}"), "{}", bibtex(&source, "k"));
    }

    #[test]
    fn bibtex_and_csl_hold_the_fields() {
        let entry = bibtex(&source(), &key(&source()));
        assert!(entry.starts_with("@article{lind2021") && entry.contains("Anna Maria Reed and Otto Lind"), "{entry}");
        for part in ["title = {{Storm over Ruritania}}", "journal = {The Kelso Times}", "year = {2021}", "month = {3}"] {
            assert!(entry.contains(part), "{entry}");
        }
        let other = biblatex(&source(), "k");
        assert!(other.contains("journaltitle = {The Kelso Times}") && other.contains("date = {2021-03-04}"), "{other}");
        let item = csl(&source(), "k");
        assert_eq!(item["issued"]["date-parts"][0], json!([2021, 3, 4]));
        assert_eq!(item["author"][1]["family"], "Lind");
    }
}
