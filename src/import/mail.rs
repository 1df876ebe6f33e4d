//! Mail: single messages, mailboxes, and pages that a browser saved as MHTML, by mail-parser.

use mail_parser::Address;
use mail_parser::MessageParser;
use mail_parser::MimeHeaders;
use mail_parser::PartType;

use super::draft::Draft;
use super::draft::Writer;
use super::html;
use super::part_name;
use crate::text::BlockKind;
use crate::text::Field;
use crate::text::Meta;
use crate::text::Origin;
use crate::text::words::one_line;

/// Most messages of a mailbox.
const MOST_MESSAGES: usize = 20_000;

/// Reads one message.
pub(super) fn message(bytes: &[u8]) -> Vec<Draft> {
    vec![one(bytes).unwrap_or_else(|| Draft::failed("the message can't be read"))]
}

/// Reads a mailbox: each message is a source.
pub(super) fn mailbox(bytes: &[u8]) -> Vec<Draft> {
    let mut parts = Vec::new();
    let drafts = messages(bytes).into_iter().take(MOST_MESSAGES).filter_map(one).map(|mut draft| {
        let title = draft.meta.title.as_ref().map_or("message", |title| title.value.as_str());
        draft.part = Some(part_name(title, &mut parts));
        draft
    });
    drafts.collect()
}

/// The messages between lines that begin with `From ` behind an empty line.
fn messages(bytes: &[u8]) -> Vec<&[u8]> {
    let mut starts = Vec::new();
    let mut before_is_empty = true;
    let mut at = 0;
    for line in bytes.split_inclusive(|&byte| byte == b'\n') {
        if before_is_empty && line.starts_with(b"From ") {
            starts.push((at, at + line.len()));
        }
        before_is_empty = line.iter().all(u8::is_ascii_whitespace);
        at += line.len();
    }
    let ends = starts.iter().skip(1).map(|(start, _)| *start).chain([bytes.len()]);
    starts.iter().zip(ends).map(|((_, begin), end)| &bytes[*begin..end]).collect()
}

/// Reads a page saved as MHTML: the page itself, not what it shows from elsewhere.
pub(super) fn mhtml(bytes: &[u8]) -> Vec<Draft> {
    let Some(parsed) = MessageParser::default().parse(bytes) else { return vec![Draft::failed("the saved page can't be read")] };
    let page = parsed.parts.iter().find_map(|part| match &part.body {
        PartType::Html(text) => Some((text.to_string(), part.content_location().map(str::to_owned))),
        _ => None,
    });
    let Some((text, location)) = page else { return vec![Draft::failed("no page was found in it")] };
    let mut draft = html::page_of_text(&text);
    if draft.meta.url.is_none() {
        draft.meta.url = location.filter(|address| address.starts_with("http")).map(|address| Field::new(address, Origin::Metadata));
    }
    vec![draft]
}

fn one(bytes: &[u8]) -> Option<Draft> {
    let parsed = MessageParser::default().parse(bytes)?;
    let mut writer = Writer::default();
    let subject = parsed.subject().map(one_line).filter(|subject| !subject.is_empty());
    if let Some(subject) = &subject {
        writer.begin(BlockKind::Title);
        writer.put(subject);
        writer.end();
    }
    let field = |value: Option<String>| value.filter(|value| !value.is_empty()).map(|value| Field::new(value, Origin::Metadata));
    let date = parsed.date().filter(|date| date.is_valid()).map(|date| format!("{:04}-{:02}-{:02}", date.year, date.month, date.day));
    *writer.meta() = Meta {
        title: field(subject),
        author: field(parsed.from().map(people)),
        date: field(date),
        publisher: field(
            parsed
                .header("List-Id")
                .and_then(|value| value.as_text())
                .map(|name| one_line(name.split('<').next().unwrap_or("").trim_matches(['"', ' ']))),
        ),
        ..Meta::default()
    };
    let of_html = parsed.html_bodies().find_map(|part| if let PartType::Html(text) = &part.body { Some(text.to_string()) } else { None });
    let of_text: Vec<String> =
        parsed.text_bodies().filter_map(|part| if let PartType::Text(text) = &part.body { Some(text.to_string()) } else { None }).collect();
    let words = |text: &str| text.split_whitespace().count();
    let plain = of_text.join("\n\n");
    // Newsletters often carry a text part that only says that there is another.
    match of_html {
        Some(page) if words(&plain) < 40 || plain.trim().is_empty() => html::fragment(&page, &mut writer),
        Some(page) if plain.contains('<') && plain.contains("</") => html::fragment(&page, &mut writer),
        _ => paragraphs(&plain, &mut writer),
    }
    for inner in parsed.parts.iter().filter_map(|part| if let PartType::Message(inner) = &part.body { Some(inner) } else { None }).take(20)
    {
        let text = inner.body_text(0).map(|text| text.to_string()).unwrap_or_default();
        if !text.trim().is_empty() {
            writer.begin(BlockKind::Heading(2));
            writer.put(inner.subject().unwrap_or("forwarded message"));
            paragraphs(&text, &mut writer);
        }
    }
    Some(writer.finish())
}

/// Text of a message: paragraphs, quotations of earlier ones with their depth; a signature is outside.
fn paragraphs(text: &str, writer: &mut Writer) {
    let mut depth = 0;
    let mut outside = false;
    for line in text.lines() {
        if line == "-- " || line == "--" {
            writer.instead(Some(BlockKind::Outside));
            outside = true;
            continue;
        }
        let marks = line.chars().take_while(|c| matches!(c, '>' | ' ')).filter(|c| *c == '>').count().min(8);
        let words = if marks > 0 { line.trim_start_matches(['>', ' ']) } else { line };
        while depth < marks {
            writer.enter_quote();
            depth += 1;
        }
        while depth > marks {
            writer.leave_quote();
            depth -= 1;
        }
        if words.trim().is_empty() {
            writer.end();
        } else {
            writer.put(words);
            // Lines that were wrapped go on; short ones end where they end.
            if words.trim_end().chars().count() < 50 { writer.break_line() } else { writer.put(" ") }
        }
    }
    (0..depth).for_each(|_| writer.leave_quote());
    if outside {
        writer.instead(None);
    }
    writer.end();
}

/// Names of people, or their addresses where they have none.
fn people(address: &Address) -> String {
    let names = address.iter().filter_map(|one| one.name.as_deref().or(one.address.as_deref()));
    names
        .map(|name| one_line(name).trim_matches(['"', '\'', ' ']).to_owned())
        .filter(|name| !name.is_empty())
        .collect::<Vec<_>>()
        .join(", ")
}
