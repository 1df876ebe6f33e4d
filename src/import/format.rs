//! The table of formats: by what a file is known, and what reads it. What it holds decides; its ending is asked where
//! that tells nothing.

use super::archive;
use super::archive::Archive;
use super::draft::Draft;
use super::epub;
use super::feed;
use super::front_matter;
use super::html;
use super::mail;
use super::office;
use super::pdf;
use super::subtitles;
use super::warc;

/// Bytes at the beginning of a file that are looked at.
pub const LOOKED_AT: usize = 4096;

/// A format that can be read.
pub struct Format {
    /// Its name, as it is told.
    pub name: &'static str,
    /// Endings of names of its files, in lower case.
    pub endings: &'static [&'static str],
    /// Whether the beginning of a file shows it; `whole` is all of it where that is at hand.
    shows: fn(head: &Head) -> bool,
    /// Reads a file.
    read: fn(name: &str, bytes: &[u8]) -> Vec<Draft>,
    /// Whether its reader is another's work, or works on packed data: it runs where its failing costs that file alone.
    pub is_risky: bool,
}

impl std::fmt::Debug for Format {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

/// The beginning of a file.
struct Head<'a> {
    bytes: &'a [u8],
    /// As text in lower case, blanks before it left out.
    text: String,
    ending: String,
}

impl Head<'_> {
    fn begins(&self, marks: &[&str]) -> bool {
        marks.iter().any(|mark| self.text.starts_with(mark))
    }

    fn holds(&self, marks: &[&str]) -> bool {
        marks.iter().any(|mark| self.text.contains(mark))
    }

    /// Whether the first lines are headers of a message.
    fn has_headers(&self) -> bool {
        let known = [
            "from:",
            "subject:",
            "date:",
            "received:",
            "return-path:",
            "message-id:",
            "mime-version:",
            "to:",
            "delivered-to:",
            "content-type:",
            "x-mailer:",
            "reply-to:",
        ];
        let lines = self.text.lines().take_while(|line| !line.trim().is_empty()).take(60);
        lines.filter(|line| known.iter().any(|name| line.starts_with(name))).count() >= 3
    }

    /// Whether an XML file has this root, behind what may stand before it.
    fn has_root(&self, names: &[&str]) -> bool {
        if !self.text.starts_with('<') {
            return false;
        }
        let mut rest = self.text.as_str();
        while let Some(at) = rest.find('<') {
            rest = &rest[at + 1..];
            if rest.starts_with("!--") {
                rest = rest.find("-->").map_or("", |end| &rest[end..]);
            } else if !rest.starts_with(['?', '!']) {
                let name: String = rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == ':' || *c == '-').collect();
                return names.contains(&name.as_str());
            }
        }
        false
    }
}

fn is_zip(head: &Head) -> bool {
    head.bytes.starts_with(b"PK\x03\x04")
}

/// All formats; the first that a file shows is its.
pub const FORMATS: &[Format] = &[
    Format {
        name: "PDF",
        endings: &["pdf"],
        shows: |head| find(head.bytes, b"%PDF-").is_some_and(|at| at < 1024),
        read: |_, bytes| pdf::read(bytes),
        is_risky: true,
    },
    Format {
        name: "EPUB",
        endings: &["epub"],
        shows: |head| is_zip(head) && find(head.bytes, b"application/epub+zip").is_some(),
        read: |_, bytes| epub::read(bytes),
        is_risky: true,
    },
    Format {
        name: "ODT",
        endings: &["odt", "ott"],
        shows: |head| is_zip(head) && find(head.bytes, b"application/vnd.oasis.opendocument.text").is_some(),
        read: |_, bytes| office::odt(bytes),
        is_risky: true,
    },
    Format { name: "packed", endings: &["docx", "docm"], shows: is_zip, read: |_, bytes| packed(bytes), is_risky: true },
    Format { name: "gzip", endings: &["gz"], shows: |head| archive::is_gzip(head.bytes), read: unpacked, is_risky: true },
    Format {
        name: "WARC",
        endings: &["warc"],
        shows: |head| head.bytes.starts_with(b"WARC/"),
        read: |_, bytes| warc::read(bytes),
        is_risky: true,
    },
    Format {
        name: "WebVTT",
        endings: &["vtt"],
        shows: |head| head.begins(&["webvtt"]),
        read: |_, bytes| subtitles::read(bytes),
        is_risky: false,
    },
    Format { name: "SubRip", endings: &["srt"], shows: is_subrip, read: |_, bytes| subtitles::read(bytes), is_risky: false },
    Format {
        name: "MHTML",
        endings: &["mht", "mhtml"],
        shows: |head| {
            head.has_headers()
                && head.holds(&["multipart/related"])
                && head.holds(&["snapshot-content-location", "saved by", "text/html\""])
        },
        read: |_, bytes| mail::mhtml(bytes),
        is_risky: true,
    },
    Format {
        name: "mailbox",
        endings: &["mbox", "mbx"],
        shows: |head| {
            head.begins(&["from "])
                && head
                    .text
                    .lines()
                    .skip(1)
                    .take(8)
                    .filter(|line| line.split_once(": ").is_some_and(|(name, _)| !name.contains(' ')))
                    .count()
                    >= 2
        },
        read: |_, bytes| mail::mailbox(bytes),
        is_risky: true,
    },
    Format { name: "OPML", endings: &["opml"], shows: |head| head.has_root(&["opml"]), read: |_, bytes| feed::opml(bytes), is_risky: true },
    Format {
        name: "feed",
        endings: &["rss", "atom", "xml", "json", "rdf"],
        shows: |head| {
            head.has_root(&["rss", "feed", "rdf:rdf", "atom:feed"]) || head.begins(&["{"]) && head.holds(&["jsonfeed.org/version"])
        },
        read: |_, bytes| feed::read(bytes),
        is_risky: true,
    },
    Format {
        name: "HTML",
        endings: &["html", "htm", "xhtml", "xht"],
        shows: |head| head.has_root(&["html", "head", "body"]) || head.begins(&["<!doctype html"]),
        read: |_, bytes| vec![html::page(bytes)],
        is_risky: true,
    },
    Format {
        name: "mail",
        endings: &["eml", "emlx"],
        shows: |head| head.has_headers(),
        read: |_, bytes| mail::message(bytes),
        is_risky: true,
    },
    Format {
        name: "Markdown",
        endings: &["md", "markdown", "mdx", "mkd", "qmd"],
        shows: |_| false,
        read: |name, bytes| vec![front_matter::read(name, bytes, true)],
        is_risky: false,
    },
    Format {
        name: "text",
        endings: &["txt", "text"],
        shows: |_| false,
        read: |name, bytes| vec![front_matter::read(name, bytes, false)],
        is_risky: false,
    },
];

/// Endings whose files are only taken if they show what they are: many programs use them.
const SHARED_ENDINGS: &[&str] = &["xml", "json", "gz", "rdf"];
/// Endings of files that hold text and can't be read, with what helps.
const OTHERS: &[(&str, &str)] = &[
    ("doc", "save it as .docx"),
    ("rtf", "save it as .docx or text"),
    ("mobi", "convert it to EPUB"),
    ("azw", "convert it to EPUB"),
    ("azw3", "convert it to EPUB"),
    ("pages", "export it as .docx or PDF"),
    ("djvu", "convert it to text"),
    ("msg", "save it as .eml"),
    ("pst", "export it as .mbox"),
];

/// Whether a file may be a source, as far as its name tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ByName {
    /// It is.
    Yes,
    /// What it holds has to be looked at.
    Look,
    /// It holds text that can't be read; what helps.
    Unreadable(&'static str),
    /// It is none.
    No,
}

/// What the name of a file tells.
pub fn by_name(name: &str) -> ByName {
    let ending = ending(name);
    if SHARED_ENDINGS.contains(&ending.as_str()) {
        return ByName::Look;
    }
    if FORMATS.iter().any(|format| format.endings.contains(&ending.as_str())) {
        return ByName::Yes;
    }
    OTHERS.iter().find(|(other, _)| *other == ending).map_or(ByName::No, |(_, help)| ByName::Unreadable(help))
}

/// Whether files of this name are read at once, as far as the name tells.
pub fn is_quick(name: &str) -> bool {
    let ending = ending(name);
    !FORMATS.iter().any(|format| format.is_risky && format.endings.contains(&ending.as_str()))
}

/// The format of a file, by its beginning and its name.
pub fn of(name: &str, bytes: &[u8]) -> &'static Format {
    shown(name, bytes).unwrap_or_else(|| {
        let ending = ending(name);
        let of_ending = FORMATS.iter().find(|format| {
            format.endings.contains(&ending.as_str()) && (!format.is_risky || format.name == "mail" || format.name == "HTML")
        });
        of_ending.unwrap_or(&FORMATS[FORMATS.len() - 1])
    })
}

/// The format that the beginning of a file shows.
pub fn shown(name: &str, bytes: &[u8]) -> Option<&'static Format> {
    let bytes = &bytes[..bytes.len().min(LOOKED_AT)];
    let ending = ending(name);
    let text = super::encoding::decode_lossy(bytes);
    let head = Head { bytes, text: text.trim_start().to_lowercase(), ending };
    FORMATS.iter().find(|format| (format.shows)(&head))
}

/// Reads a file in its format.
pub fn read(name: &str, bytes: &[u8]) -> Vec<Draft> {
    (of(name, bytes).read)(name, bytes)
}

fn ending(name: &str) -> String {
    let file = name.rsplit('/').next().unwrap_or(name);
    file.rsplit_once('.').map_or_else(String::new, |(_, ending)| ending.to_ascii_lowercase())
}

/// A cue in the first lines, and nothing but its number above it.
fn is_subrip(head: &Head) -> bool {
    let mut lines = head.text.lines().filter(|line| !line.trim().is_empty());
    let (first, second) = (lines.next().unwrap_or(""), lines.next().unwrap_or(""));
    let is_cue = |line: &str| line.contains("-->") && line.starts_with(|c: char| c.is_ascii_digit());
    is_cue(first) && head.ending != "md" || first.trim().chars().all(|c| c.is_ascii_digit()) && !first.is_empty() && is_cue(second)
}

/// A ZIP archive: which kind of document it is, its parts tell.
fn packed(bytes: &[u8]) -> Vec<Draft> {
    let names = Archive::open(bytes).map(|archive| archive.names()).unwrap_or_default();
    let has = |name: &str| names.iter().any(|known| known == name);
    match () {
        () if has("word/document.xml") => office::docx(bytes),
        () if has("META-INF/container.xml") || names.iter().any(|name| name.ends_with(".opf")) => epub::read(bytes),
        () if has("content.xml") => office::odt(bytes),
        () => vec![Draft::failed("an archive of files: unpack it")],
    }
}

/// A file that gzip packed, in its own format.
fn unpacked(name: &str, bytes: &[u8]) -> Vec<Draft> {
    let inner = name.strip_suffix(".gz").unwrap_or(name);
    match archive::gunzip(bytes) {
        Ok(inflated) if archive::is_gzip(&inflated) => {
            vec![Draft::failed("packed twice: unpack it")]
        }
        Ok(inflated) => read(inner, &inflated),
        Err(message) => vec![Draft::failed(message)],
    }
}

/// Where `wanted` stands first.
pub(super) fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn what_a_file_holds_decides() {
        for (name, bytes, format) in [
            ("a.txt", "<!DOCTYPE html><p>x", "HTML"),
            ("a.txt", "A title\n\nWords.", "text"),
            ("a.md", "<div>x</div>\n\n# A", "Markdown"),
            ("a.html", "just words", "HTML"),
            ("a.xml", "<?xml version=\"1.0\"?><!-- c --><rss version=\"2.0\">", "feed"),
            ("feed", "{\"version\": \"https://jsonfeed.org/version/1\"}", "feed"),
            ("a.txt", "1\n00:00:01,000 --> 00:00:02,000\nHi\n", "SubRip"),
            ("a.txt", "From: a@b.c\nTo: d@e.f\nSubject: x\nDate: Mon, 1 Jan 2024 10:00:00 +0000\n\nHi", "mail"),
            ("a.txt", "From: the desk\n\nWords.", "text"),
            ("a.pdf", "just words", "text"),
            ("a.bin", "%PDF-1.4", "PDF"),
        ] {
            assert_eq!(of(name, bytes.as_bytes()).name, format, "{name}: {bytes}");
        }
    }
}
