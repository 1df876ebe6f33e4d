//! PDF: the runs of letters come from pdfboss, what they are is found here: lines, columns, paragraphs, headings, and
//! what stands on every page.

mod lines;
mod paragraphs;

use pdfboss_core::Document;
use pdfboss_text::ReadingOrder;
use pdfboss_text::TextSpan;

use self::lines::Line;
use super::draft::Draft;
use super::draft::Writer;
use crate::text::BlockKind;
use crate::text::Field;
use crate::text::FilePlace;
use crate::text::Meta;
use crate::text::Origin;
use crate::text::words::one_line;

/// Most pages that are read.
const MOST_PAGES: usize = 5_000;
/// Letters of a file with this many pages below which it is a scan.
const FEWEST_LETTERS_A_PAGE: usize = 8;

/// Reads a document.
pub(super) fn read(bytes: &[u8]) -> Vec<Draft> {
    let mut writer = Writer::default();
    if let Err(message) = document(bytes, &mut writer) {
        writer.complain(message);
    }
    vec![writer.finish()]
}

/// A page with what stands on it.
struct Page {
    label: String,
    /// Its height.
    height: f32,
    lines: Vec<Line>,
}

fn document(bytes: &[u8], writer: &mut Writer) -> Result<(), String> {
    let document = Document::load(bytes.to_vec()).map_err(|error| format!("the PDF can't be read: {error}"))?;
    if document.is_locked() {
        return Err("the PDF is locked by a password: its text can't be read".to_owned());
    }
    let count = document.page_count();
    let labels = document.page_labels().unwrap_or_default();
    let mut pages = Vec::new();
    for index in 0..count.min(MOST_PAGES) {
        let Ok(page) = document.page(index) else { continue };
        let spans = pdfboss_text::extract_spans(&document, &page, ReadingOrder::Content).unwrap_or_default();
        let label = labels.iter().rev().find(|range| range.first_page <= index).map(|range| range.label(index));
        let label = label.filter(|label| !label.is_empty()).unwrap_or_else(|| (index + 1).to_string());
        let height = page.crop_box.y1 - page.crop_box.y0;
        pages.push(Page { label, height, lines: lines::of_page(&readable(spans)) });
    }
    let letters =
        pages.iter().flat_map(|page| &page.lines).map(|line| line.text.chars().filter(|c| c.is_alphanumeric()).count()).sum::<usize>();
    let unknown = pages.iter().flat_map(|page| &page.lines).map(|line| line.text.matches('\u{fffd}').count()).sum::<usize>();
    if letters < FEWEST_LETTERS_A_PAGE * pages.len().max(1) {
        return Err(format!("{count} pages without text: pictures of pages, which a program for reading scans makes into text"));
    }
    if unknown * 20 > letters {
        writer.complain("some of its fonts don't say which letters they draw: these are shown as \u{fffd}");
    }
    if count > MOST_PAGES {
        writer.complain(format!("only the first {MOST_PAGES} of {count} pages were read"));
    }
    let outside = lines::take_running_heads(&mut pages);
    let found = paragraphs::of(&pages);
    let known = document.metadata();
    let field = |value: Option<String>| {
        value
            .map(|value| one_line(&value))
            .filter(|value| value.chars().any(char::is_alphabetic))
            .map(|value| Field::new(value, Origin::Metadata))
    };
    // Programs put the name of the file, or their own, where a title belongs.
    let is_title = |title: &Field| {
        let lower = title.value.to_lowercase();
        let is_name_of_file = [".doc", ".docx", ".pdf", ".tex", ".dvi", ".indd", ".qxd", ".rtf", ".odt", ".pmd", ".ps"]
            .iter()
            .any(|end| lower.ends_with(end));
        !is_name_of_file && !lower.starts_with("microsoft ") && !lower.starts_with("untitled") && lower.split_whitespace().count() > 1
    };
    *writer.meta() = Meta {
        title: field(known.title).filter(is_title),
        author: field(known.author),
        date: known.creation_date.and_then(|date| day(&date)).map(|date| Field::new(date, Origin::Metadata)),
        language: document.language().filter(|tag| tag.len() >= 2).map(|tag| Field::new(tag, Origin::Metadata)),
        ..Meta::default()
    };
    let mut title: Option<String> = None;
    for part in found {
        writer.begin(part.kind);
        writer.stands_at(FilePlace::Page(part.page.clone()));
        writer.put(&part.text);
        writer.end();
        if part.kind == BlockKind::Title {
            title = Some(one_line(&part.text));
        }
    }
    if let Some(title) = title {
        writer.meta().title = Some(Field::new(title, Origin::Text));
    }
    for line in outside {
        writer.begin(BlockKind::Outside);
        writer.put(&line);
        writer.end();
    }
    Ok(())
}

/// Runs that are read: no artifacts, no marks in the margin that are turned, and what nobody sees only where nothing
/// else is there (the text of a scan).
fn readable(spans: Vec<TextSpan>) -> Vec<TextSpan> {
    let letters = |span: &TextSpan| span.text.chars().filter(|c| !c.is_whitespace()).count();
    let sum = |fits: &dyn Fn(&TextSpan) -> bool| spans.iter().filter(|span| fits(span)).map(letters).sum::<usize>();
    let (seen, unseen) = (sum(&|span| !span.invisible), sum(&|span| span.invisible));
    let turned = [0, 90, 180, 270].into_iter().max_by_key(|turn| sum(&|span| span.rotate.rem_euclid(360) == *turn)).unwrap_or(0);
    let keeps_unseen = seen * 4 < unseen;
    let kept = spans
        .into_iter()
        .filter(|span| span.artifact.is_none() && (!span.invisible || keeps_unseen) && span.rotate.rem_euclid(360) == turned);
    kept.filter(|span| !span.text.is_empty()).collect()
}

/// The day of `D:20240305120000Z`.
fn day(written: &str) -> Option<String> {
    let digits: String = written.trim_start_matches("D:").chars().take_while(char::is_ascii_digit).take(8).collect();
    if digits.len() == 8 { super::edtf(&format!("{}-{}-{}", &digits[..4], &digits[4..6], &digits[6..])) } else { super::edtf(written) }
}
