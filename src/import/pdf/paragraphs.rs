//! Lines to paragraphs and headings, over columns and pages, with words that were divided at the ends of lines whole.

use std::collections::HashMap;
use std::collections::HashSet;

use super::Page;
use super::lines::Line;
use crate::text::BlockKind;

/// A block of the document.
pub(super) struct Part {
    pub(super) kind: BlockKind,
    pub(super) text: String,
    /// Label of the page on which it begins.
    pub(super) page: String,
}

/// Most words of a heading.
const LONGEST_HEADING: usize = 24;

/// What most lines of the document are like.
struct Habit {
    size: f32,
    /// Distance of baselines in a paragraph, in sizes.
    leading: f32,
    /// Sizes of headings, the largest first.
    sizes: Vec<f32>,
    bold: bool,
}

/// The blocks of the document in order.
pub(super) fn of(pages: &[Page]) -> Vec<Part> {
    let habit = habit(pages);
    let words = Words::of(pages);
    let mut parts: Vec<Part> = Vec::new();
    let mut last: Option<(&Line, usize)> = None;
    for (number, page) in pages.iter().enumerate() {
        for (index, line) in page.lines.iter().enumerate() {
            let kind = kind(line, &page.lines, index, &habit);
            let goes_on = last.is_some_and(|(before, on)| {
                let same_kind = parts.last().is_some_and(|part| part.kind == kind);
                same_kind && goes_on(before, line, on == number, kind, &habit, &page.lines)
            });
            let (kind, text) = match (kind, bullet(&line.text)) {
                (BlockKind::Paragraph, Some(rest)) if !goes_on => (BlockKind::ListItem(0), rest),
                (kind, _) => (kind, line.text.as_str()),
            };
            let continues_item = kind == BlockKind::Paragraph
                && parts.last().is_some_and(|part| part.kind == BlockKind::ListItem(0))
                && last.is_some_and(|(before, on)| on == number && goes_on_in_item(before, line, &habit));
            match parts.last_mut() {
                Some(part) if goes_on || continues_item => words.join(&mut part.text, text),
                _ => parts.push(Part { kind, text: text.to_owned(), page: page.label.clone() }),
            }
            last = Some((line, number));
        }
    }
    find_title(&mut parts, pages, &habit);
    parts
}

fn habit(pages: &[Page]) -> Habit {
    let key = |size: f32| (size * 2.0).round() as i32;
    let mut sizes: HashMap<i32, usize> = HashMap::new();
    let (mut bold, mut all) = (0, 0);
    for line in pages.iter().flat_map(|page| &page.lines) {
        let letters = line.text.chars().count();
        *sizes.entry(key(line.size)).or_default() += letters;
        all += letters;
        bold += if line.bold { letters } else { 0 };
    }
    let body = sizes.iter().max_by_key(|(size, count)| (**count, **size)).map_or(20, |(size, _)| *size);
    let mut leadings: Vec<f32> = Vec::new();
    for page in pages {
        for pair in page.lines.windows(2) {
            let apart = (pair[0].y - pair[1].y) / pair[0].size.max(1.0);
            if key(pair[0].size) == body && key(pair[1].size) == body && (0.8..3.0).contains(&apart) {
                leadings.push(apart);
            }
        }
    }
    leadings.sort_by(f32::total_cmp);
    let mut larger: Vec<i32> = sizes.keys().copied().filter(|size| *size as f32 > body as f32 * 1.12).collect();
    larger.sort_unstable_by(|a, b| b.cmp(a));
    Habit {
        size: body as f32 / 2.0,
        leading: leadings.get(leadings.len() / 3).copied().unwrap_or(1.2),
        sizes: larger.into_iter().map(|size| size as f32 / 2.0).collect(),
        bold: bold * 2 > all,
    }
}

fn kind(line: &Line, lines: &[Line], index: usize, habit: &Habit) -> BlockKind {
    let n_words = line.text.split_whitespace().count();
    let has_letters = line.text.chars().filter(|c| c.is_alphabetic()).count() >= 3;
    if n_words > LONGEST_HEADING || !has_letters {
        return BlockKind::Paragraph;
    }
    if line.size > habit.size * 1.12 {
        let rank = habit.sizes.iter().position(|size| (*size - line.size).abs() < 0.6).unwrap_or(0);
        return BlockKind::Heading((rank as u8 + 1).min(6));
    }
    // In the size of the text a heading is bold, alone on its line, and no beginning of a paragraph.
    let stops = line.text.ends_with(['.', ',', ';', ':']) && !starts_with_number(&line.text);
    let apart =
        |other: Option<&Line>| other.is_none_or(|other| (other.y - line.y).abs() > line.size * (habit.leading + 0.25) || !other.bold);
    if line.bold
        && !habit.bold
        && !stops
        && n_words <= 14
        && apart(index.checked_sub(1).and_then(|before| lines.get(before)))
        && apart(lines.get(index + 1))
    {
        return BlockKind::Heading((habit.sizes.len() as u8 + 1).clamp(2, 6));
    }
    BlockKind::Paragraph
}

fn starts_with_number(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit())
}

/// Whether a line goes on with what the one before began.
fn goes_on(before: &Line, line: &Line, same_page: bool, kind: BlockKind, habit: &Habit, lines: &[Line]) -> bool {
    let apart = (before.y - line.y) / before.size.max(1.0);
    let same_size = (before.size - line.size).abs() < 0.12 * before.size.max(1.0);
    let near = same_page && apart > 0.0 && apart < habit.leading.max(1.0) + 0.35;
    if matches!(kind, BlockKind::Heading(_)) {
        return same_page && same_size && apart > 0.0 && apart < 1.9 && before.bold == line.bold;
    }
    let ended = before.text.trim_end_matches(['"', '\'', '”', '’', ')', ']']).ends_with(['.', '!', '?', ':', '…', '。', '！', '？']);
    let small = line.text.starts_with(char::is_lowercase);
    if !near {
        // Over the end of a column or page: in the middle of a sentence.
        let over = !same_page || apart <= 0.0;
        let is_running = before.text.split_whitespace().count() >= 4;
        let is_divided = before.text.ends_with(['-', '\u{ad}', ',']);
        let fills_its_column = right_edge(before, lines) <= before.right + before.size * 3.0;
        let begins_a_word = !line.text.starts_with(|c: char| c.is_ascii_digit() || c == '•');
        let in_the_middle = begins_a_word && before.text.ends_with(char::is_lowercase) && fills_its_column;
        return over && same_size && is_running && !ended && (small || is_divided || in_the_middle);
    }
    if bullet(&line.text).is_some() {
        return false;
    }
    let indent = line.left - before.left;
    let is_indented = indent > 0.6 * line.size && indent < 6.0 * line.size;
    let was_short = before.right < right_edge(before, lines) - 0.18 * (right_edge(before, lines) - before.left).max(1.0);
    if small && !ended {
        return true;
    }
    // Behind a sentence that ended, a first line that is indented or a last one that is short; or a short line of its own.
    let begins_anew = ended && (is_indented || was_short);
    let stood_alone = was_short && !small && !ended && before.text.split_whitespace().count() < 7;
    !begins_anew && !stood_alone
}

/// Whether a line goes on in an item of a list: under its words.
fn goes_on_in_item(before: &Line, line: &Line, habit: &Habit) -> bool {
    let apart = (before.y - line.y) / before.size.max(1.0);
    apart > 0.0
        && apart < habit.leading.max(1.0) + 0.25
        && (line.left >= before.left - 0.2 * line.size)
        && (line.left > before.left + 0.3 * line.size || line.text.starts_with(char::is_lowercase))
}

/// The right edge of the column in which a line stands: of the lines that begin about where it does.
fn right_edge(line: &Line, lines: &[Line]) -> f32 {
    let beside = lines.iter().filter(|other| (other.left - line.left).abs() < 3.0 * line.size && other.left < line.right);
    beside.map(|other| other.right).fold(line.right, f32::max)
}

/// What stands behind the bullet of an item.
fn bullet(text: &str) -> Option<&str> {
    let mark = text.chars().next().filter(|c| matches!(c, '•' | '‣' | '◦' | '▪' | '●' | '■' | '·' | '\u{f0b7}' | '–' | '∙'))?;
    let rest = text[mark.len_utf8()..].trim_start();
    (!rest.is_empty() && (mark != '–' || text[mark.len_utf8()..].starts_with(' '))).then_some(rest)
}

/// The largest heading of the first page, near its top, is the title.
fn find_title(parts: &mut [Part], pages: &[Page], habit: &Habit) {
    let Some(first) = pages.iter().find(|page| !page.lines.is_empty()) else { return };
    let of_first = parts.iter().take_while(|part| part.page == first.label).count();
    let largest =
        parts[..of_first].iter().filter_map(|part| if let BlockKind::Heading(level) = part.kind { Some(level) } else { None }).min();
    let has_larger = first.lines.iter().any(|line| line.size > habit.size * 1.12);
    if let (Some(largest), true) = (largest, has_larger)
        && let Some(at) = parts[..of_first.min(12)].iter().position(|part| part.kind == BlockKind::Heading(largest))
    {
        parts[at].kind = BlockKind::Title;
    }
}

/// The words of a document, to tell which that were divided belong together.
struct Words(HashSet<String>);

impl Words {
    fn of(pages: &[Page]) -> Words {
        let lines = pages.iter().flat_map(|page| &page.lines);
        let words = lines.flat_map(|line| line.text.split(|c: char| !c.is_alphanumeric() && c != '-')).filter(|word| word.len() > 2);
        Words(words.map(str::to_lowercase).collect())
    }

    /// Adds a line to a text: a word divided at its end is made whole.
    fn join(&self, text: &mut String, line: &str) {
        let ends_divided = text.ends_with(['-', '\u{ad}', '\u{2010}'])
            && text[..text.len() - 1].trim_end_matches(['\u{2010}']).ends_with(char::is_alphabetic);
        if !ends_divided {
            if !text.ends_with(is_ideograph) || !line.starts_with(is_ideograph) {
                text.push(' ');
            }
            return text.push_str(line);
        }
        let mark = text.chars().next_back().unwrap_or('-');
        let stem = &text[..text.len() - mark.len_utf8()];
        let head = stem.rsplit(|c: char| !c.is_alphanumeric() && c != '-').next().unwrap_or("");
        let tail: String = line.chars().take_while(|c| c.is_alphanumeric() || *c == '-').collect();
        let whole = format!("{head}{tail}").to_lowercase();
        let with_hyphen = format!("{head}-{tail}").to_lowercase();
        let keeps = mark == '-' && (!tail.starts_with(char::is_lowercase) || self.0.contains(&with_hyphen) && !self.0.contains(&whole));
        if !keeps {
            text.truncate(text.len() - mark.len_utf8());
        }
        text.push_str(line);
    }
}

fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{3000}'..='\u{303f}')
}
