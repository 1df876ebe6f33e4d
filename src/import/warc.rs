//! Web archives: WARC 1.0 and 1.1 (ISO 28500). Each page that was answered with 200 is a source. Read by hand: a length
//! that a record claims is a claim.

use super::draft::Draft;
use super::format::find;
use super::html;
use super::part_name;
use crate::text::Field;
use crate::text::Origin;

/// Most pages of an archive.
const MOST_PAGES: usize = 5_000;

/// Names of header lines, in lower case, and their values.
type Headers = Vec<(String, String)>;

/// Reads an archive that is not packed.
pub(super) fn read(bytes: &[u8]) -> Vec<Draft> {
    let mut drafts = Vec::new();
    let mut parts = Vec::new();
    let mut rest = bytes;
    while let Some(at) = find(rest, b"WARC/") {
        rest = &rest[at..];
        let Some((headers, behind)) = head(rest) else { break };
        let claimed = field(&headers, "content-length").and_then(|length| length.parse::<usize>().ok()).unwrap_or(0);
        let body = &behind[..claimed.min(behind.len())];
        if field(&headers, "warc-type").is_some_and(|kind| matches!(kind, "response" | "resource")) && drafts.len() < MOST_PAGES {
            let is_bare = field(&headers, "warc-type") == Some("resource");
            let address = field(&headers, "warc-target-uri").map(|address| address.trim_matches(['<', '>']).to_owned());
            if let Some(mut draft) = page(body, is_bare, &headers) {
                if draft.meta.url.is_none() {
                    draft.meta.url = address.clone().map(|address| Field::new(address, Origin::Metadata));
                }
                draft.part = Some(part_name(address.as_deref().unwrap_or("page"), &mut parts));
                drafts.push(draft);
            }
        }
        rest = &behind[claimed.min(behind.len())..];
    }
    drafts
}

/// The page of a record, if it holds one.
fn page(body: &[u8], is_bare: bool, record: &[(String, String)]) -> Option<Draft> {
    if is_bare {
        return field(record, "content-type").is_some_and(|kind| kind.contains("html")).then(|| html::page(body));
    }
    let (status, _) = body.split_at(body.iter().position(|&byte| byte == b'\n')?);
    if !String::from_utf8_lossy(status).contains(" 200") {
        return None;
    }
    let (headers, content) = head(body)?;
    if !field(&headers, "content-type").is_some_and(|kind| kind.contains("html")) {
        return None;
    }
    let content =
        if field(&headers, "transfer-encoding").is_some_and(|how| how.contains("chunked")) { unchunked(content) } else { content.to_vec() };
    let content = match field(&headers, "content-encoding") {
        Some("gzip") => super::archive::gunzip(&content).unwrap_or(content),
        Some("identity") | None => content,
        // Bytes in an encoding that we don't know are no page.
        Some(_) => return None,
    };
    Some(html::page(&content))
}

/// The header lines at the beginning, names in lower case, and what stands behind them.
fn head(bytes: &[u8]) -> Option<(Headers, &[u8])> {
    let most = &bytes[..bytes.len().min(64 << 10)];
    let (end, skip) = match (find(most, b"\r\n\r\n"), find(most, b"\n\n")) {
        (Some(at), Some(other)) if other < at => (other, 2),
        (Some(at), _) => (at, 4),
        (None, Some(at)) => (at, 2),
        (None, None) => return None,
    };
    let text = String::from_utf8_lossy(&bytes[..end]).into_owned();
    let lines = text.lines().filter_map(|line| line.split_once(':'));
    let headers = lines.map(|(name, value)| (name.trim().to_ascii_lowercase(), value.trim().to_owned())).collect();
    Some((headers, &bytes[end + skip..]))
}

fn field<'a>(headers: &'a [(String, String)], name: &str) -> Option<&'a str> {
    headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
}

/// A body that came in chunks (RFC 9112, 7.1), as far as it is whole; as it is if it came in none.
fn unchunked(body: &[u8]) -> Vec<u8> {
    let mut whole = Vec::with_capacity(body.len());
    let mut rest = body;
    while let Some(at) = find(&rest[..rest.len().min(1024)], b"\n") {
        let size =
            String::from_utf8_lossy(&rest[..at]).trim().split(';').next().and_then(|digits| usize::from_str_radix(digits.trim(), 16).ok());
        let Some(size) = size else { break };
        let begin = at + 1;
        if size == 0 {
            return whole;
        }
        let end = (begin + size).min(rest.len());
        whole.extend_from_slice(&rest[begin..end]);
        rest = &rest[end..];
        rest = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n")).unwrap_or(rest);
    }
    if whole.is_empty() { body.to_vec() } else { whole }
}

#[cfg(test)]
mod tests {
    use super::read;

    fn record(length: usize, body: &str) -> String {
        format!(
            "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://example.org/a\r\nContent-Length: {length}\r\n\r\n{body}\r\n\r\n"
        )
    }

    #[test]
    fn pages_are_read_whatever_length_they_claim() {
        let body = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n2a\r\n<title>A page</title><p>Words of the page.\r\n0\r\n\r\n";
        for length in [body.len(), 0, 10, usize::MAX] {
            let archive = record(length, body) + &record(body.len(), body);
            assert!(read(archive.as_bytes()).len() <= 2);
        }
        let drafts = read(record(body.len(), body).as_bytes());
        assert!(drafts[0].text.contains("Words of the page."), "{:?}", drafts[0].text);
        assert_eq!(drafts[0].meta.title.as_ref().map(|title| title.value.as_str()), Some("A page"));
    }
}
