//! Notes as Markdown that Obsidian and Logseq read: front matter, a heading a source with its citation, block quotes, links
//! back to the very place.

use jiff::Timestamp;

use super::Placed;
use crate::print::cite;
use crate::text::Dossier;
use crate::text::words::one_line;

pub(super) fn markdown(dossier: &Dossier, placed: &[Placed], now: Timestamp) -> String {
    let mut tags: Vec<&str> = placed.iter().flat_map(|one| &one.annotation.tags).map(String::as_str).collect();
    tags.sort_unstable();
    tags.dedup();
    let mut text = String::from("---\ntitle: Notes\n");
    text.push_str(&format!("created: {}\nsources: {}\nannotations: {}\n", now.strftime("%Y-%m-%d"), dossier.len(), placed.len()));
    if !tags.is_empty() {
        text.push_str(&format!("tags: [{}]\n", tags.iter().map(|tag| format!("{tag:?}")).collect::<Vec<_>>().join(", ")));
    }
    text.push_str("---\n\n# Notes\n");
    let mut names: Vec<&str> = Vec::new();
    for one in placed {
        if !names.contains(&one.annotation.source.as_str()) {
            names.push(&one.annotation.source);
        }
    }
    for name in names {
        let source = dossier.find(name).and_then(|id| dossier.source(id));
        text.push_str(&format!("\n## {}\n\n", escaped(source.map_or(name, |source| source.title()))));
        match source {
            Some(source) => {
                let unknown =
                    |field: &Option<crate::text::Field>| field.as_ref().map_or("unknown".to_owned(), |field| escaped(&field.value));
                text.push_str(&format!("- publisher: {}\n- author: {}\n", unknown(&source.meta.publisher), unknown(&source.meta.author)));
                text.push_str(&format!("- date: {}\n- file: {}\n", unknown(&source.meta.date), code(name)));
                if let Some(url) = &source.meta.url {
                    text.push_str(&format!("- address: {}\n", address(&url.value)));
                }
                text.push_str(&format!("- citation: {}\n", escaped(&cite::chicago(source))));
            }
            None => text.push_str(&format!("- file: {} (not in the dossier)\n", code(name))),
        }
        for one in placed.iter().filter(|one| one.annotation.source == name) {
            text.push_str(&annotation(one));
        }
    }
    let mut questions: Vec<&str> =
        placed.iter().filter_map(|one| one.annotation.question.as_ref()).map(|(question, _)| question.as_str()).collect();
    questions.sort_unstable();
    questions.dedup();
    for question in questions {
        text.push_str(&format!("\n## Question: {}\n\n", escaped(question)));
        let mut collected: Vec<(f64, &Placed)> = placed
            .iter()
            .filter_map(|one| one.annotation.question.as_ref().filter(|(other, _)| other == question).map(|(_, place)| (*place, one)))
            .collect();
        collected.sort_by(|a, b| a.0.total_cmp(&b.0));
        for (_, one) in collected {
            let from = one.source.map_or_else(|| one.annotation.source.clone(), |(_, source)| source.short_name());
            text.push_str(&format!(
                "- “{}” — {} ([{}]({}))\n",
                escaped(&one_line(one.quote())),
                escaped(&from),
                escaped(&one.address()),
                link(one)
            ));
        }
    }
    text
}

fn annotation(one: &Placed) -> String {
    let mut text = String::from("\n");
    for line in one.quote().trim_end().lines() {
        // The words stay as they are; nothing in them is taken for a tag or a picture to be fetched.
        text.push_str(&format!("> {}\n", line.replace('<', "\\<").replace("![", "\\![")));
    }
    let annotation = one.annotation;
    let tags = annotation.tags.iter().map(|tag| format!(" #{}", tag.replace(char::is_whitespace, "-"))).collect::<String>();
    let lost = if one.span.is_none() { " (stands nowhere in the text any more)" } else { "" };
    text.push_str(&format!("\n{}{tags}{lost} · [{}]({})\n", annotation.kind(), escaped(&one.address()), link(one)));
    if !annotation.note.is_empty() {
        text.push_str(&format!("\n{}\n", annotation.note.trim_end()));
    }
    text
}

/// A name as code, or escaped where a sign in it would end that.
fn code(name: &str) -> String {
    if name.contains(|c: char| c == '`' || c.is_control()) { escaped(name) } else { format!("`{name}`") }
}

/// An address that can be followed; one that asks for something else than a page or a letter is words.
fn address(written: &str) -> String {
    let is_known = ["http://", "https://", "mailto:"].iter().any(|scheme| written.to_lowercase().starts_with(scheme));
    let is_whole = !written.contains(|c: char| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>'));
    if is_known && is_whole { format!("<{written}>") } else { escaped(written) }
}

/// A link that names file and offset; blanks and other signs are percent-encoded.
fn link(one: &Placed) -> String {
    link_to(&one.address())
}

/// A link to `FILE:OFFSET`.
pub(crate) fn link_to(address: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'/' | b':');
    let encoded: String =
        address.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect();
    format!("crossread://{encoded}")
}

/// Text in which no sign is taken for Markdown or HTML.
pub(crate) fn escaped(text: &str) -> String {
    let one = one_line(text);
    one.chars()
        .flat_map(|c| if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#') { vec!['\\', c] } else { vec![c] })
        .collect()
}
