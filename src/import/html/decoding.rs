//! The bytes of a page as text: the encoding that it names itself, where it does.

use crate::import::draft::Complaint;
use crate::import::encoding;

/// Bytes in which a page names its encoding (HTML Living Standard, *prescan a byte stream*).
const PRESCAN: usize = 4096;

/// The text of a page: by its byte order mark, as UTF-8 if it is valid, else in the encoding that it names, else in the
/// one that its bytes look like.
pub(in crate::import) fn decode(bytes: &[u8]) -> (String, Vec<Complaint>) {
    if std::str::from_utf8(bytes).is_err()
        && encoding_rs::Encoding::for_bom(bytes).is_none()
        && let Some(label) = named(&bytes[..bytes.len().min(PRESCAN)])
        && let Some(encoding) = encoding_rs::Encoding::for_label(label.as_bytes())
    {
        // A page that names UTF-8 and is none was cut or joined: what can be read is.
        let (text, _, _) = encoding.decode(bytes);
        return (text.into_owned(), Vec::new());
    }
    encoding::decode(bytes)
}

/// `charset=` in a tag, or `encoding=` in a declaration of XML.
fn named(head: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    let mut at = 0;
    while let Some(found) = head[at..].find("charset").or_else(|| head[at..].find("encoding")) {
        let rest = head[at + found..].trim_start_matches(|c: char| c.is_ascii_alphabetic()).trim_start();
        if let Some(value) = rest.strip_prefix('=') {
            let value = value.trim_start().trim_start_matches(['"', '\'']);
            let label: String = value.chars().take_while(|c| c.is_ascii_alphanumeric() || "-_:".contains(*c)).collect();
            if !label.is_empty() {
                return Some(label);
            }
        }
        at += found + 7;
    }
    None
}
