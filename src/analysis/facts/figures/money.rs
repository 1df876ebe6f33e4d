//! Currencies: signs, codes (ISO 4217) and words before or behind a number, and which of several countries is meant.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::analysis::facts::figures::Measure;
use crate::analysis::facts::figures::numbers::Number;
use crate::analysis::facts::figures::vocabulary::rows;
use crate::analysis::facts::tokens::Token;

/// A currency of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Currency {
    /// Its code of ISO 4217.
    pub(super) code: &'static str,
    /// The word that several countries use, where nothing beside it tells which one is meant.
    pub(super) shared: Option<&'static str>,
}

/// The list of currencies, by use.
#[derive(Default)]
struct Currencies {
    /// Signs before a number.
    signs: Vec<(&'static str, &'static str)>,
    /// Letters and words by what they are used for.
    words: HashMap<(&'static str, &'static str), &'static str>,
    /// Words that several countries use, in the singular, with code, top-level domain and names.
    shared: Vec<(&'static str, &'static str, &'static str, Vec<&'static str>)>,
}

static CURRENCIES: LazyLock<Currencies> = LazyLock::new(|| {
    let mut all = Currencies::default();
    for row in rows(include_str!("../../../../data/lang/en/currencies.tsv")) {
        let [used, written, code, ..] = row[..] else { continue };
        match used {
            "sign" => all.signs.push((written, code)),
            "shared" => {
                let mut names = row.get(3).map_or("", |names| names).split('|');
                let domain = names.next().unwrap_or("");
                all.shared.push((written, code, domain, names.filter(|name| !name.is_empty()).collect()));
            }
            _ => {
                all.words.insert((used, written), code);
            }
        }
    }
    all
});

/// Least number that a code or a lone letter makes an amount, unless it is told in millions or with a fraction: `TOP 40` is none.
const LEAST_OF_CODE: f64 = 100.0;
/// Least number behind which a word that is a verb, too, is money: `12 won medals`.
const LEAST_OF_VERB: f64 = 1_000.0;

fn word(used: &str, written: &str) -> Option<&'static str> {
    CURRENCIES.words.get(&(used, written)).copied()
}

/// The singular of a word that several countries use.
fn shared(written: &str) -> Option<&'static str> {
    let one = |word: &str| CURRENCIES.shared.iter().find(|(known, ..)| *known == word).map(|(known, ..)| *known);
    one(written).or_else(|| one(written.strip_suffix('s')?)).or_else(|| match written {
        "kronor" => one("krona"),
        "kroner" => one("krone"),
        "rouble" | "roubles" => one("ruble"),
        _ => None,
    })
}

/// The currency of a sign that ends the text before a number, and the bytes from the sign on.
pub(super) fn sign(gap: &str) -> Option<(&'static str, usize)> {
    let trimmed = gap.trim_end();
    let found = CURRENCIES.signs.iter().find(|(sign, _)| trimmed.ends_with(sign));
    found.map(|(sign, code)| (*code, gap.len() - trimmed.len() + sign.len()))
}

/// The currency before a number, and the byte where it begins.
pub(super) fn before(tokens: &[Token], number: &Number) -> Option<(Currency, usize)> {
    let first = &tokens[number.from];
    let start = first.span.start();
    let previous = number.from.checked_sub(1).map(|at| &tokens[at]);
    if let Some(code) = number.money {
        return Some((Currency { code, shared: None }, start));
    }
    if let Some((code, length)) = sign(first.gap) {
        // `HK$20`: the letters tell which dollar it is.
        let letters =
            previous.filter(|_| first.gap.trim_end() == "$").and_then(|previous| Some((word("dollar", previous.written)?, previous)));
        if let Some((code, letters)) = letters {
            return Some((Currency { code, shared: None }, letters.span.start()));
        }
        let shared = match code {
            "USD" => shared("dollar"),
            "GBP" => shared("pound"),
            _ => None,
        };
        return Some((Currency { code, shared }, start - length));
    }
    let previous = previous.filter(|_| first.is_joined() || first.gap.is_empty() || first.gap.trim() == ".")?;
    let letters = word("before", previous.written).filter(|_| previous.written.len() > 1);
    let code = || word("code", previous.written).filter(|_| is_amount(number));
    letters.or_else(code).map(|code| (Currency { code, shared: shared_by(previous.written) }, previous.span.start()))
}

/// Letters before a number that several countries use.
fn shared_by(letters: &str) -> Option<&'static str> {
    match letters {
        "Rs" | "Re" => shared("rupee"),
        _ => None,
    }
}

/// The currency behind a number, which ends before token `at`, and one past its last token.
pub(super) fn behind(tokens: &[Token], at: usize, number: &Number) -> Option<(Currency, usize)> {
    let next = tokens.get(at).filter(|next| next.is_joined() || next.gap == "-")?;
    // `four hundred millions of dollars`, `millions of euros`
    if next.is("of") && (number.vague || number.times >= 1e6) {
        let whole = Number { vague: false, times: 1.0, ..*number };
        return behind(tokens, at + 1, &whole).filter(|(_, end)| *end == at + 2);
    }
    if let Some(code) = word("code", next.written).filter(|_| is_amount(number)) {
        return Some((Currency { code, shared: None }, at + 1));
    }
    // `Australian dollars`, `Hong Kong dollars`
    for length in [1, 2] {
        let Some(noun) = tokens.get(at + length).filter(|noun| noun.is_joined()) else { break };
        let Some(singular) = shared(&noun.written.to_ascii_lowercase()) else { continue };
        let name = tokens[at..at + length].iter().map(|token| token.written).collect::<Vec<_>>().join(" ");
        let of_country =
            CURRENCIES.shared.iter().find(|(known, _, _, names)| *known == singular && names.iter().any(|known| *known == name));
        if let Some((_, code, ..)) = of_country {
            return Some((Currency { code, shared: None }, at + length + 1));
        }
    }
    let lower = next.written.to_ascii_lowercase();
    let code = word("word", &lower)?;
    let is_verb = lower == "won" && number.high < LEAST_OF_VERB || next.written.starts_with(char::is_uppercase) && next.gap != " ";
    (!is_verb).then(|| (Currency { code, shared: shared(&lower) }, at + 1))
}

/// Whether a word is the code of a currency.
pub(super) fn is_code(written: &str) -> bool {
    word("code", written).is_some()
}

/// Whether an `m` right behind the number can be a million: `3m`.
pub(super) fn is_of_millions(number: &Number) -> bool {
    number.glued == Some((Measure::Length, 1.0))
}

/// Whether a number is one that a bare code can make an amount.
fn is_amount(number: &Number) -> bool {
    number.high >= LEAST_OF_CODE || number.low.fract() != 0.0 || is_of_millions(number)
}

/// The letters of a currency that a word begins with, and the digits behind them: `R250`, `RM1.2`, `EUR3m`.
pub(super) fn glued(written: &str) -> Option<(&'static str, &str)> {
    let at = written.find(|c: char| c.is_ascii_digit()).filter(|at| (1..=4).contains(at))?;
    let (letters, digits) = written.split_at(at);
    let code = word("before", letters).or_else(|| word("code", letters))?;
    // `R2` is as often a name.
    let is_short = letters.len() == 1 && digits.trim_end_matches(char::is_alphabetic).len() < 3 && !digits.contains('.');
    (!is_short).then_some((code, digits))
}

/// The currency that a word which several countries use means in the country of a top-level domain.
pub(super) fn of_country(shared: &str, domain: &str) -> Option<&'static str> {
    let is_meant = |known: &str| !domain.is_empty() && known == domain;
    CURRENCIES.shared.iter().find(|(word, _, known, _)| *word == shared && is_meant(known)).map(|(_, code, ..)| *code)
}

#[cfg(test)]
mod tests {
    use super::CURRENCIES;
    use super::glued;
    use super::of_country;
    use crate::analysis::facts::figures::vocabulary::rows;

    #[test]
    fn codes_have_three_letters_and_every_row_is_read() {
        let codes = CURRENCIES.words.values().chain(CURRENCIES.signs.iter().map(|(_, code)| code));
        assert!(codes.chain(CURRENCIES.shared.iter().map(|(_, code, ..)| code)).all(|code| code.len() == 3));
        let read = CURRENCIES.words.len() + CURRENCIES.signs.len() + CURRENCIES.shared.len();
        assert_eq!(read, rows(include_str!("../../../../data/lang/en/currencies.tsv")).count());
    }

    #[test]
    fn letters_before_digits_are_a_currency_and_names_of_things_are_none() {
        assert_eq!(glued("R250"), Some(("ZAR", "250")));
        assert_eq!(glued("EUR3m"), Some(("EUR", "3m")));
        assert_eq!(glued("R2"), None);
        assert_eq!(glued("RTX2000"), None);
        assert_eq!(of_country("dollar", "au"), Some("AUD"));
    }
}
