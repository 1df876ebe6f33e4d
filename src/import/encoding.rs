//! Bytes to text.

use chardetng::EncodingDetector;
use encoding_rs::Encoding;
use encoding_rs::UTF_8;
use encoding_rs::UTF_16BE;
use encoding_rs::UTF_16LE;

use super::draft::Complaint;

/// Fewest bytes outside ASCII from which an encoding is guessed.
const FEWEST_TO_GUESS: usize = 12;

/// The text of a file: a byte order mark dropped, line ends as LF, other encodings converted, bytes that fit none
/// replaced by U+FFFD with a complaint that names the first line where it happened.
pub(super) fn decode(bytes: &[u8]) -> (String, Vec<Complaint>) {
    let (encoding, skip) = match Encoding::for_bom(bytes) {
        Some((encoding, length)) => (encoding, length),
        None => (guess(bytes), 0),
    };
    let body = &bytes[skip..];
    if encoding == UTF_8 {
        return match std::str::from_utf8(body) {
            Ok(text) => (with_line_feeds(text.to_owned()), Vec::new()),
            Err(_) => {
                let text = with_line_feeds(String::from_utf8_lossy(body).into_owned());
                let complaint = replaced(&text, std::str::from_utf8(body).err().map_or(0, |error| error.valid_up_to()), "UTF-8");
                (text, vec![complaint])
            }
        };
    }
    let (text, had_errors) = encoding.decode_without_bom_handling(body);
    let text = with_line_feeds(text.into_owned());
    let mut complaints = Vec::new();
    if had_errors {
        let at = text.find('\u{fffd}').unwrap_or(0);
        complaints.push(replaced(&text, at, encoding.name()));
    } else if skip == 0 {
        complaints.push((None, format!("is not UTF-8; read as {}, convert the file if that is wrong", encoding.name())));
    }
    (text, complaints)
}

/// The text of a file without a word about what was replaced.
pub fn decode_lossy(bytes: &[u8]) -> String {
    decode(bytes).0
}

fn replaced(text: &str, at: usize, encoding: &str) -> Complaint {
    let count = text.matches('\u{fffd}').count();
    let line = text.bytes().take(at).filter(|&byte| byte == b'\n').count() + 1;
    let places = if count == 1 { "place".to_owned() } else { format!("{count} places") };
    (Some(line), format!("bytes that are no {encoding} were replaced by \u{fffd} in {places}"))
}

/// The encoding of bytes without a byte order mark.
fn guess(bytes: &[u8]) -> &'static Encoding {
    let Err(error) = std::str::from_utf8(bytes) else { return utf_16(bytes).unwrap_or(UTF_8) };
    if let Some(encoding) = utf_16(bytes) {
        return encoding;
    }
    // Mostly good UTF-8 with a few broken bytes is UTF-8 that was damaged, not another encoding.
    let text = String::from_utf8_lossy(bytes);
    let broken = text.matches('\u{fffd}').count();
    let good = text.chars().filter(|character| !character.is_ascii() && *character != '\u{fffd}').count();
    if good > 2 * broken || error.error_len().is_none() {
        return UTF_8;
    }
    let mut detector = EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let guessed = detector.guess(None, chardetng::Utf8Detection::Deny);
    // A handful of bytes tells no script: then the commonest encoding of the Latin one.
    let n_foreign = bytes.iter().filter(|byte| !byte.is_ascii()).count();
    if n_foreign < FEWEST_TO_GUESS { encoding_rs::WINDOWS_1252 } else { guessed }
}

/// UTF-16 without a byte order mark: every second byte of Latin text is zero.
fn utf_16(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(1024) & !1];
    if sample.len() < 4 {
        return None;
    }
    let zeros = |parity: usize| sample.iter().skip(parity).step_by(2).filter(|&&byte| byte == 0).count();
    let (high, low) = (zeros(0), zeros(1));
    let most = sample.len() / 2 * 3 / 4;
    match (high > most, low > most) {
        (true, false) => Some(UTF_16BE),
        (false, true) => Some(UTF_16LE),
        _ => None,
    }
}

fn with_line_feeds(text: String) -> String {
    if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text }
}

#[cfg(test)]
mod tests {
    use super::decode;

    fn text(bytes: &[u8]) -> String {
        decode(bytes).0
    }

    #[test]
    fn marks_and_line_ends_are_made_plain() {
        assert_eq!(text(b"\xef\xbb\xbfa\r\nb\rc"), "a\nb\nc");
        assert_eq!(text(b"\xff\xfea\0b\0"), "ab");
        assert_eq!(text(b"a\0b\0c\0d\0"), "abcd");
    }

    #[test]
    fn other_encodings_are_converted_and_named() {
        let (text, complaints) = decode(
            "Le président a été reçu à l’Élysée, où il a déclaré"
                .chars()
                .map(|c| if c == '’' { 0x92 } else { c as u8 })
                .collect::<Vec<_>>()
                .as_slice(),
        );
        assert_eq!(text, "Le président a été reçu à l’Élysée, où il a déclaré");
        assert!(complaints[0].1.contains("windows-1252"), "{complaints:?}");
    }

    #[test]
    fn a_damaged_byte_is_replaced_with_its_line() {
        let (text, complaints) = decode("é\né é é\nx".as_bytes().iter().copied().chain(*b"\xff!").collect::<Vec<_>>().as_slice());
        assert_eq!(text, "é\né é é\nx\u{fffd}!");
        assert_eq!(complaints[0].0, Some(3));
    }

    #[test]
    fn nothing_is_nothing() {
        assert_eq!(decode(b""), (String::new(), Vec::new()));
    }
}
