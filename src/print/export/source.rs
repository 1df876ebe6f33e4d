//! A source as a Markdown file with front matter: what `import` writes, and what reads back as the same text.

use std::fmt::Write;

use crate::text::Block;
use crate::text::BlockKind;
use crate::text::Emphasis;
use crate::text::Field;
use crate::text::Origin;
use crate::text::Source;
use crate::text::Span;

/// Longest name of a file without its ending, in characters.
const LONGEST_NAME: usize = 80;

/// The name of its file: day and title, in letters that every system takes.
pub fn file_name(source: &Source) -> String {
    let date = source.meta.date.as_ref().map(|date| format!("{}-", date.value)).unwrap_or_default();
    let mut name = String::new();
    for c in source.title().chars() {
        if c.is_alphanumeric() {
            name.extend(c.to_lowercase());
        } else if !name.ends_with('-') && !name.is_empty() && !matches!(c, '\'' | '’') {
            name.push('-');
        }
        if name.chars().count() >= LONGEST_NAME {
            break;
        }
    }
    let name = name.trim_end_matches('-');
    format!("{date}{}.md", if name.is_empty() { "untitled" } else { name })
}

/// The whole file.
pub fn as_markdown(source: &Source) -> String {
    let mut file = String::from("---\n");
    let meta = &source.meta;
    let given = |field: &Option<Field>| field.as_ref().filter(|field| field.origin != Origin::MadeUp).map(|field| field.value.clone());
    for (name, value) in [
        ("title", given(&meta.title)),
        ("author", given(&meta.author)),
        ("publisher", given(&meta.publisher)),
        ("date", given(&meta.date)),
        ("url", given(&meta.url)),
        ("language", given(&meta.language)),
        ("origin", Some(source.name.clone())),
    ] {
        if let Some(value) = value {
            let _ = writeln!(file, "{name}: {}", quoted(&value));
        }
    }
    if !meta.tags.is_empty() {
        let _ = writeln!(file, "tags: [{}]", meta.tags.iter().map(|tag| quoted(tag)).collect::<Vec<_>>().join(", "));
    }
    file.push_str("---\n");
    let mut above: Option<BlockKind> = None;
    for block in &source.blocks {
        let is_item = |kind: BlockKind| matches!(kind, BlockKind::ListItem(_));
        if !(is_item(block.kind) && above.is_some_and(is_item)) {
            file.push('\n');
        }
        put(source, *block, &mut file);
        above = Some(block.kind);
    }
    file
}

/// A value of YAML that is itself whatever stands in it.
fn quoted(value: &str) -> String {
    let mut text = String::from("\"");
    for c in value.chars() {
        match c {
            '"' | '\\' => text.extend(['\\', c]),
            c if c.is_control() => text.push(' '),
            c => text.push(c),
        }
    }
    text + "\""
}

fn put(source: &Source, block: Block, file: &mut String) {
    let words = |lead: &str| marked(source, block.span).replace('\n', &format!("  \n{lead}"));
    let written = match block.kind {
        BlockKind::Title => format!("# {}", words("")),
        BlockKind::Heading(level) => format!("{} {}", "#".repeat(usize::from(level).clamp(2, 6)), words("")),
        BlockKind::ListItem(depth) => {
            let mark = if block.number == 0 { "-".to_owned() } else { format!("{}.", block.number) };
            let indent = "    ".repeat(usize::from(depth));
            format!("{indent}{mark} {}", words(&format!("{indent}    ")))
        }
        BlockKind::Quote(depth) => {
            let lead = "> ".repeat(usize::from(depth) + 1);
            format!("{lead}{}", words(&lead))
        }
        BlockKind::Code => {
            let text = block.span.of(&source.text);
            let fence = if text.contains("```") { "~~~~" } else { "```" };
            format!("{fence}\n{text}\n{fence}")
        }
        BlockKind::Table => table(block.span.of(&source.text)),
        BlockKind::Caption => format!("*{}*", escaped(block.span.of(&source.text)).replace('\n', " ")),
        _ => words(""),
    };
    file.push_str(&written);
    file.push('\n');
}

fn table(text: &str) -> String {
    let mut rows = Vec::new();
    for (number, row) in text.lines().enumerate() {
        let cells: Vec<String> = row.split('\t').map(|cell| escaped(cell).replace('|', "\\|")).collect();
        rows.push(format!("| {} |", cells.join(" | ")));
        if number == 0 {
            rows.push(format!("|{}", " --- |".repeat(cells.len())));
        }
    }
    rows.join("\n")
}

/// Words with the marks of what is set off and where links lead.
fn marked(source: &Source, span: Span) -> String {
    // Marks in the order in which they begin and end.
    let mut borders: Vec<(usize, bool, String)> = Vec::new();
    for (words, kind) in source.emphasis_in(span).filter(|(words, _)| span.covers(*words)) {
        let mark = match kind {
            Emphasis::Strong => "**",
            Emphasis::Stressed => "*",
            Emphasis::Code => continue,
            Emphasis::Struck => "~~",
        };
        borders.push((words.start(), true, mark.to_owned()));
        borders.push((words.end(), false, mark.to_owned()));
    }
    for link in source.links_in(span).iter().filter(|link| span.covers(link.span) && is_safe(&link.address)) {
        borders.push((link.span.start(), true, "[".to_owned()));
        borders.push((link.span.end(), false, format!("](<{}>)", link.address.replace(['<', '>'], ""))));
    }
    borders.sort_by_key(|(at, opens, _)| (*at, *opens));
    let mut text = String::new();
    let mut at = span.start();
    for (border, _, mark) in borders {
        text.push_str(&escaped(source.text.get(at..border).unwrap_or("")));
        text.push_str(&mark);
        at = border.max(at);
    }
    text.push_str(&escaped(source.text.get(at..span.end()).unwrap_or("")));
    text
}

fn is_safe(address: &str) -> bool {
    let is_known = ["http://", "https://", "mailto:"].iter().any(|scheme| address.starts_with(scheme));
    is_known && !address.chars().any(|c| c.is_whitespace() || c.is_control())
}

/// Words in which nothing is taken for a mark of Markdown.
fn escaped(words: &str) -> String {
    let mut text = String::with_capacity(words.len());
    let mut line_begins = true;
    for c in words.chars() {
        let at_line = line_begins && matches!(c, '#' | '>' | '-' | '+' | '=' | '|' | '~');
        if at_line || matches!(c, '*' | '_' | '`' | '[' | ']' | '<' | '\\' | '&') {
            text.push('\\');
        }
        text.push(c);
        line_begins = c == '\n' || line_begins && c == ' ';
    }
    text
}

#[cfg(test)]
mod tests {
    use super::as_markdown;
    use super::file_name;
    use crate::import::import;
    use crate::text::Source;

    #[test]
    fn what_is_written_reads_back_as_the_same_text() {
        let page = "# A *title*\n\nOne **bold** [link](https://x.y/a_b) and 2 * 3_4 # &amp;lt; \\<x>.\n\n1. one\n2. two\n\n> a quote\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```\ncode *x*\n```\n";
        let (source, _) = import("2024-03-05-a.md", page.as_bytes());
        let written = as_markdown(&source);
        let (again, warnings) = import("a.md", written.as_bytes());
        assert_eq!(again.text, source.text, "{written}");
        assert!(warnings.is_empty(), "{warnings:?}");
        let kinds = |source: &Source| source.blocks.iter().map(|block| (block.kind, block.number)).collect::<Vec<_>>();
        assert_eq!(kinds(&again), kinds(&source));
        assert_eq!(again.links, source.links);
        assert_eq!(file_name(&source), "2024-03-05-a-title.md");
    }
}
