//! Subtitles and transcripts: WebVTT and SubRip. Cues of one speaker are joined to paragraphs; who speaks is kept.

use super::draft::Draft;
use super::draft::Writer;
use super::html;
use crate::text::Emphasis;
use crate::text::FilePlace;

/// Milliseconds of silence that end a paragraph.
const PAUSE: u64 = 4_000;
/// Characters from which a paragraph ends with its sentence.
const LONG: usize = 600;

/// Reads subtitles of either kind.
pub(super) fn read(bytes: &[u8]) -> Vec<Draft> {
    let (text, complaints) = html::decode(bytes);
    let mut writer = Writer::default();
    let mut before: Option<Cue> = None;
    let mut begun = 0;
    for cue in cues(&text) {
        let words = without_tags(&cue.words);
        if words.trim().is_empty() {
            continue;
        }
        // Live captions repeat the line before them.
        let repeated = before.as_ref().is_some_and(|before| without_tags(&before.words).trim() == words.trim());
        let paused = before.as_ref().is_some_and(|before| cue.from.saturating_sub(before.to) > PAUSE);
        let other = before.as_ref().is_some_and(|before| before.speaker != cue.speaker && cue.speaker.is_some());
        let ended = before.as_ref().is_some_and(|before| before.words.trim_end().ends_with(['.', '!', '?', '"', '”', '…']));
        if before.is_none() || paused || other || (ended && writer.len() - begun > LONG) {
            writer.begin_running();
            begun = writer.len();
            writer.stands_at(FilePlace::Line(cue.line as u32));
            if let Some(speaker) = cue.speaker.as_ref().filter(|_| other || before.is_none() || paused) {
                writer.start_emphasis(Emphasis::Strong);
                writer.put(&format!("{speaker}:"));
                writer.end_emphasis();
                writer.put(" ");
            }
        }
        if !repeated {
            writer.put(" ");
            writer.put(&words);
        }
        let speaker = cue.speaker.clone().or_else(|| before.and_then(|before| before.speaker));
        before = Some(Cue { speaker, ..cue });
    }
    let mut draft = writer.finish();
    draft.complaints = complaints;
    if draft.text.is_empty() {
        draft.complaints.push((None, "it has no cues".to_owned()));
    }
    vec![draft]
}

struct Cue {
    /// Milliseconds.
    from: u64,
    to: u64,
    line: usize,
    speaker: Option<String>,
    words: String,
}

fn cues(text: &str) -> Vec<Cue> {
    let mut found = Vec::new();
    let mut lines = text.lines().enumerate().peekable();
    while let Some((number, line)) = lines.next() {
        let Some((from, to)) = line.split_once("-->").and_then(|(from, to)| Some((time(from)?, time(to.split_whitespace().next()?)?)))
        else {
            continue;
        };
        let mut words = String::new();
        while let Some((_, line)) = lines.next_if(|(_, line)| !line.trim().is_empty() && !line.contains("-->")) {
            if !words.is_empty() {
                words.push(' ');
            }
            words.push_str(line.trim());
        }
        let speaker = voice(&words);
        if speaker.is_none()
            && let Some((name, rest)) = named(&words)
        {
            found.push(Cue { from, to, line: number + 1, speaker: Some(name.to_owned()), words: rest.to_owned() });
            continue;
        }
        found.push(Cue { from, to, line: number + 1, speaker, words });
    }
    found
}

/// `hh:mm:ss.ttt`, `mm:ss,ttt` in milliseconds.
fn time(written: &str) -> Option<u64> {
    let written = written.trim().replace(',', ".");
    let (whole, fraction) = written.split_once('.').unwrap_or((&written, "0"));
    let mut seconds = 0u64;
    for part in whole.split(':') {
        seconds = seconds.checked_mul(60)?.checked_add(part.trim().parse().ok()?)?;
    }
    let fraction: u64 = format!("{fraction:0<3}").get(..3)?.parse().ok()?;
    seconds.checked_mul(1000)?.checked_add(fraction)
}

/// The speaker of `<v Name>words`.
fn voice(words: &str) -> Option<String> {
    let rest = words.strip_prefix("<v")?;
    let (name, _) = rest.split_once('>')?;
    let name = name.trim_start_matches(|c: char| c == '.' || c.is_alphanumeric()).trim();
    let name = if name.is_empty() { rest.split_once('>')?.0.trim_start_matches('.').trim() } else { name };
    (!name.is_empty()).then(|| name.to_owned())
}

/// The speaker of `Name: words` and `NAME: words`.
fn named(words: &str) -> Option<(&str, &str)> {
    let (name, rest) = words.split_once(": ")?;
    let parts: Vec<&str> = name.split_whitespace().collect();
    let is_name = (1..=4).contains(&parts.len())
        && parts.iter().all(|part| part.starts_with(char::is_uppercase))
        && !name.contains(['.', '<', '"', '?', '!']);
    is_name.then_some((name, rest))
}

/// Words without the tags of WebVTT and SubRip, and without what positions them.
fn without_tags(words: &str) -> String {
    let mut text = String::with_capacity(words.len());
    let mut rest = words;
    while let Some(at) = rest.find('<') {
        text.push_str(&rest[..at]);
        match rest[at..].find('>') {
            Some(end) if rest[at + 1..].starts_with(|c: char| c.is_alphanumeric() || c == '/') => rest = &rest[at + end + 1..],
            _ => {
                text.push('<');
                rest = &rest[at + 1..];
            }
        }
    }
    text.push_str(rest);
    let text = if text.starts_with("{\\") { text.split_once('}').map_or(text.clone(), |(_, rest)| rest.to_owned()) } else { text };
    if text.contains('&') { dom_query::Document::fragment(text.replace('<', "&lt;")).text().to_string() } else { text }
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn cues_become_paragraphs_with_their_speakers() {
        let text = "WEBVTT\n\nNOTE a note\n\n1\n00:01.000 --> 00:02.000 align:start\n<v Ann>Good <i>morning</i>\n\n00:02.000 --> 00:03.000\nto you &amp; all.\n\n00:03.100 --> 00:04.000\n<v Bo>Thanks.\n\n00:20.000 --> 00:21.000\nLater.\n";
        assert_eq!(read(text.as_bytes())[0].text, "Ann: Good morning to you & all.\n\nBo: Thanks.\n\nLater.");
        let srt = "1\n00:00:01,000 --> 00:00:02,500\nANN BRIGHT: Hello\nthere.\n\n2\n00:00:02,600 --> 00:00:03,000\nHow are you?\n";
        assert_eq!(read(srt.as_bytes())[0].text, "ANN BRIGHT: Hello there. How are you?");
        assert_eq!(read(b"--> -->\n").len(), 1);
    }
}
