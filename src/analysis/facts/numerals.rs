//! Numbers written as words.

/// What a number word adds to a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Numeral {
    /// One to nineteen.
    Small(u32),
    /// Twenty to ninety.
    Tens(u32),
    /// A factor: hundred, thousand, million.
    Times(u64),
}

/// The value of a number word in lower case.
pub(super) fn numeral(word: &str) -> Option<Numeral> {
    const SMALL: [&str; 20] = [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ];
    const TENS: [&str; 8] = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
    if !(3..=9).contains(&word.len()) {
        return None;
    }
    let position = |names: &[&str]| names.iter().position(|name| *name == word).map(|index| index as u32);
    if let Some(value) = position(&SMALL) {
        return Some(Numeral::Small(value));
    }
    if let Some(index) = position(&TENS) {
        return Some(Numeral::Tens((index + 2) * 10));
    }
    let factor = match word {
        "hundred" => 100,
        "thousand" => 1_000,
        "million" | "millions" => 1_000_000,
        "billion" | "billions" => 1_000_000_000,
        "trillion" | "trillions" => 1_000_000_000_000,
        _ => return None,
    };
    Some(Numeral::Times(factor))
}

/// The value of an ordinal in lower case, as a word up to the thirty-first or with digits: `third`, `3rd`.
pub(super) fn ordinal(word: &str) -> Option<u32> {
    const WORDS: [&str; 20] = [
        "first",
        "second",
        "third",
        "fourth",
        "fifth",
        "sixth",
        "seventh",
        "eighth",
        "ninth",
        "tenth",
        "eleventh",
        "twelfth",
        "thirteenth",
        "fourteenth",
        "fifteenth",
        "sixteenth",
        "seventeenth",
        "eighteenth",
        "nineteenth",
        "twentieth",
    ];
    if word.starts_with(|first: char| first.is_ascii_digit()) {
        let digits = word.trim_end_matches(|last: char| last.is_ascii_alphabetic());
        let ending = &word[digits.len()..];
        // `2d` and `23d` are how older texts write them.
        let is_old = ending == "d" && digits.ends_with(['2', '3']);
        return (is_old || ["st", "nd", "rd", "th"].contains(&ending)).then(|| digits.parse().ok()).flatten();
    }
    WORDS.iter().position(|name| *name == word).map(|index| index as u32 + 1)
}

#[cfg(test)]
mod tests {
    use super::Numeral;
    use super::numeral;
    use super::ordinal;

    #[test]
    fn words_are_numbers() {
        assert_eq!(numeral("seven"), Some(Numeral::Small(7)));
        assert_eq!(numeral("forty"), Some(Numeral::Tens(40)));
        assert_eq!(numeral("million"), Some(Numeral::Times(1_000_000)));
        assert_eq!(numeral("often"), None);
        assert_eq!((ordinal("third"), ordinal("21st"), ordinal("21"), ordinal("bird")), (Some(3), Some(21), None, None));
    }
}
