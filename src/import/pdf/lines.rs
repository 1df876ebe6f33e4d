//! Runs of letters to lines, lines to the order in which they are read, and the lines that stand on every page.

use std::collections::HashMap;

use pdfboss_text::TextSpan;

use super::Page;

/// Gap between runs from which they are parts of different columns, in sizes of the letters.
const COLUMN_GAP: f32 = 1.6;
/// Gap from which a blank stands between runs, in sizes of the letters.
const BLANK: f32 = 0.16;
/// Share of a page's height, at top and bottom, in which running heads stand.
const BAND: f32 = 0.13;

/// A line of a page, or the part of one that stands in a column.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub(super) text: String,
    pub(super) left: f32,
    pub(super) right: f32,
    /// Its baseline, from the bottom.
    pub(super) y: f32,
    /// Size of most of its letters.
    pub(super) size: f32,
    pub(super) bold: bool,
    /// Letters that are bold, and all.
    letters: (usize, usize),
}

/// The lines of a page in the order in which they are read.
pub(super) fn of_page(spans: &[TextSpan]) -> Vec<Line> {
    let letters = || spans.iter().flat_map(|span| span.text.chars()).filter(|c| c.is_alphabetic());
    let turned = letters().filter(|c| is_right_to_left(*c)).count() * 2 > letters().count();
    let mirrored = if turned { mirrored(spans) } else { Vec::new() };
    let spans = if turned { &mirrored[..] } else { spans };
    let mut lines: Vec<Line> = Vec::new();
    for span in spans {
        let text = plain(&span.text, span.logical);
        if text.trim().is_empty() {
            // A blank of its own parts what stands around it.
            if let Some(last) = lines.last_mut().filter(|last| is_beside(last, span)) {
                if !last.text.ends_with(' ') {
                    last.text.push(' ');
                }
                last.right = last.right.max(span.end_x);
            }
            continue;
        }
        let letters = text.chars().filter(|c| !c.is_whitespace()).count();
        match lines.last_mut().filter(|last| is_beside(last, span)) {
            Some(last) => {
                let gap = span.x - last.right;
                if gap > BLANK * span.size.min(last.size).max(1.0) && !last.text.ends_with(' ') && !text.starts_with(' ') {
                    last.text.push(' ');
                }
                last.text.push_str(&text);
                last.right = last.right.max(span.end_x);
                if letters > last.letters.1 {
                    last.size = span.size;
                    last.y = span.y;
                }
                last.letters.1 += letters;
                last.letters.0 += if span.bold { letters } else { 0 };
            }
            None => lines.push(Line {
                text,
                left: span.x,
                right: span.end_x,
                y: span.y,
                size: span.size,
                bold: false,
                letters: (if span.bold { letters } else { 0 }, letters),
            }),
        }
    }
    for line in &mut lines {
        line.bold = line.letters.0 * 5 > line.letters.1 * 4;
        line.text = line.text.trim().to_owned();
    }
    lines.retain(|line| !line.text.is_empty());
    let gutter = gutter(&lines);
    in_columns(joined_across(lines, gutter), gutter)
}

/// Whether a run goes on in a line: on its baseline, or raised a little, and not far behind it.
fn is_beside(line: &Line, span: &TextSpan) -> bool {
    let size = line.size.max(span.size).max(1.0);
    let gap = span.x - line.right;
    (span.y - line.y).abs() < 0.45 * size && gap < COLUMN_GAP * size && gap > -0.8 * size
}

/// Ligatures as their letters, and right-to-left runs in the order in which they are read.
fn plain(text: &str, logical: bool) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\u{fb00}' => plain.push_str("ff"),
            '\u{fb01}' => plain.push_str("fi"),
            '\u{fb02}' => plain.push_str("fl"),
            '\u{fb03}' => plain.push_str("ffi"),
            '\u{fb04}' => plain.push_str("ffl"),
            '\u{fb05}' | '\u{fb06}' => plain.push_str("st"),
            '\0' => {}
            c => plain.push(c),
        }
    }
    let foreign = plain.chars().filter(|c| is_right_to_left(*c)).count();
    if !logical && foreign * 2 > plain.chars().filter(|c| c.is_alphabetic()).count() && foreign > 0 {
        plain.chars().rev().collect()
    } else {
        plain
    }
}

fn is_right_to_left(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}')
}

/// A page that is read from right to left, as in a mirror: then it is read as any other.
fn mirrored(spans: &[TextSpan]) -> Vec<TextSpan> {
    let edge = spans.iter().map(|span| span.end_x.max(span.x)).fold(0.0, f32::max);
    let mut turned: Vec<TextSpan> = spans.to_vec();
    for span in &mut turned {
        (span.x, span.end_x) = (edge - span.end_x, edge - span.x);
    }
    // Each line from its beginning on.
    let same_line = |a: &TextSpan, b: &TextSpan| (a.y - b.y).abs() < 0.4 * a.size.max(1.0);
    turned.chunk_by_mut(same_line).for_each(|line| line.sort_by(|a, b| a.x.total_cmp(&b.x)));
    turned
}

/// Parts of one line that a producer wrote one after the other with wide gaps: rows of a table, items with leaders. They
/// stay one line unless the page has columns there.
fn joined_across(lines: Vec<Line>, gutter: Option<f32>) -> Vec<Line> {
    let mut joined: Vec<Line> = Vec::new();
    for line in lines {
        let parted = |last: &Line| gutter.is_some_and(|at| last.right <= at && line.left >= at);
        match joined.last_mut() {
            Some(last) if (last.y - line.y).abs() < 0.3 * last.size && line.left >= last.right && !parted(last) => {
                last.text.push(' ');
                last.text.push_str(&line.text);
                last.right = line.right;
                last.bold &= line.bold;
            }
            _ => joined.push(line),
        }
    }
    joined
}

/// Where a page that is written row by row across two columns has its gutter.
fn gutter(lines: &[Line]) -> Option<f32> {
    let pairs = lines.windows(2).filter(|pair| (pair[0].y - pair[1].y).abs() < 0.3 * pair[0].size && pair[1].left > pair[0].right);
    let wide: Vec<(f32, f32)> = pairs
        .filter(|pair| pair[0].text.chars().count() > 18 && pair[1].text.chars().count() > 18)
        .map(|pair| (pair[0].right, pair[1].left))
        .collect();
    if wide.len() < 6 || wide.len() * 4 < lines.len() {
        return None;
    }
    let mut middles: Vec<f32> = wide.iter().map(|(right, left)| (right + left) / 2.0).collect();
    middles.sort_by(f32::total_cmp);
    let middle = middles[middles.len() / 2];
    let fits = wide.iter().filter(|(right, left)| *right <= middle && middle <= *left).count();
    (fits * 10 > wide.len() * 9).then_some(middle)
}

/// Lines that were written row by row across two columns, column by column; what goes across both parts the page.
fn in_columns(lines: Vec<Line>, gutter: Option<f32>) -> Vec<Line> {
    let Some(middle) = gutter else { return lines };
    let mut ordered = Vec::new();
    let (mut left, mut right) = (Vec::new(), Vec::new());
    for line in lines {
        if line.left < middle && line.right > middle {
            ordered.append(&mut left);
            ordered.append(&mut right);
            ordered.push(line);
        } else if line.right <= middle {
            left.push(line);
        } else {
            right.push(line);
        }
    }
    ordered.append(&mut left);
    ordered.append(&mut right);
    ordered
}

/// Takes running heads and page numbers out of the pages: what stands at top or bottom and is the same on several pages
/// but for its numbers. Gives each once.
pub(super) fn take_running_heads(pages: &mut [Page]) -> Vec<String> {
    let key = |line: &Line| -> String {
        let text: String = line.text.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).filter(|c| !c.is_whitespace()).collect();
        let mut folded = String::new();
        for c in text.chars() {
            if !(c == '0' && folded.ends_with('0')) {
                folded.push(c);
            }
        }
        // At the same height, or the height of a page on which it is moved.
        format!("{} {}", folded.to_lowercase(), (line.y / 6.0).round())
    };
    let mut counts: HashMap<String, usize> = HashMap::new();
    for page in pages.iter() {
        let edges = Edges::of(page);
        let mut seen: Vec<String> = page.lines.iter().filter(|line| edges.holds(line)).map(key).collect();
        seen.sort();
        seen.dedup();
        for one in seen {
            *counts.entry(one).or_default() += 1;
        }
    }
    let n_pages = pages.len();
    let mut taken: Vec<String> = Vec::new();
    for page in pages.iter_mut() {
        let edges = Edges::of(page);
        let lines = std::mem::take(&mut page.lines);
        let ys: Vec<f32> = lines.iter().map(|line| line.y).collect();
        for line in lines {
            let on_edge = edges.is_last(&line);
            let repeats = counts.get(&key(&line)).is_some_and(|count| *count >= 2 && *count * 3 >= n_pages.min(12));
            let is_head = edges.holds(&line) && repeats && line.text.chars().count() < 160
                || on_edge && is_page_number(&line.text)
                || on_edge && stands_apart(&line, &ys, edges.height);
            if is_head {
                let without_numbers = |text: &str| text.chars().filter(|c| !c.is_ascii_digit()).collect::<String>();
                if !taken.iter().any(|known| without_numbers(known) == without_numbers(&line.text)) {
                    taken.push(line.text);
                }
            } else {
                page.lines.push(line);
            }
        }
    }
    taken
}

/// Whether a short line at the edge of the paper stands far from all others: of a page that is alone nothing repeats.
fn stands_apart(line: &Line, ys: &[f32], height: f32) -> bool {
    let at = line.y / height.max(1.0);
    let near = ys.iter().map(|y| (y - line.y).abs()).filter(|apart| *apart > 0.4 * line.size).fold(f32::MAX, f32::min);
    let is_short = line.text.split_whitespace().count() <= 12 && !line.text.ends_with(['.', '!', '?', ',']);
    !(0.075..=0.925).contains(&at) && near > 2.2 * line.size && is_short && ys.len() > 12
}

/// Where the text of a page ends above and below.
struct Edges {
    /// Highest and lowest baseline.
    top: f32,
    bottom: f32,
    height: f32,
}

impl Edges {
    fn of(page: &Page) -> Edges {
        let ys = || page.lines.iter().map(|line| line.y);
        let (top, bottom) = (ys().fold(f32::MIN, f32::max), ys().fold(f32::MAX, f32::min));
        Edges { top, bottom, height: page.height.max(top - bottom).max(1.0) }
    }

    /// Whether a line stands where running heads do.
    fn holds(&self, line: &Line) -> bool {
        let at = (line.y - self.bottom.min(0.0)) / self.height;
        !(BAND..=1.0 - BAND).contains(&at) || line.y >= self.top - 1.0 || line.y <= self.bottom + 1.0
    }

    /// Whether a line is the first or last one of its page.
    fn is_last(&self, line: &Line) -> bool {
        line.y >= self.top - 1.5 * line.size || line.y <= self.bottom + 1.5 * line.size
    }
}

/// `12`, `- 12 -`, `xii`, `Page 3 of 9`, `3/9`.
fn is_page_number(text: &str) -> bool {
    let bare = text.trim_matches(|c: char| matches!(c, '-' | '–' | '—' | '|' | '[' | ']' | '(' | ')' | ' ' | '.' | '·')).to_lowercase();
    let words: Vec<&str> = bare.split(|c: char| c.is_whitespace() || c == '/').filter(|word| !word.is_empty()).collect();
    let is_number =
        |word: &str| word.len() <= 4 && (word.bytes().all(|b| b.is_ascii_digit()) || word.bytes().all(|b| b"ivxlc".contains(&b)));
    match words[..] {
        [one] => is_number(one),
        ["page" | "p." | "seite" | "página" | "s.", number] => is_number(number),
        ["page" | "seite" | "página", number, "of" | "von" | "de", all] => is_number(number) && is_number(all),
        [number, "of" | "von" | "de" | "sur", all] => is_number(number) && is_number(all),
        [number, all] => text.contains('/') && is_number(number) && is_number(all),
        _ => false,
    }
}
