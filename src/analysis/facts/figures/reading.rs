//! Reads the figures of one text.

use crate::analysis::facts::figures::Figure;
use crate::analysis::facts::figures::Hedge;
use crate::analysis::facts::figures::Measure;
use crate::analysis::facts::figures::Predicate;
use crate::analysis::facts::figures::numbers::Number;
use crate::analysis::facts::figures::numbers::number;
use crate::analysis::facts::figures::vocabulary::currency_sign;
use crate::analysis::facts::figures::vocabulary::predicate;
use crate::analysis::facts::figures::vocabulary::unit;
use crate::analysis::facts::tokens::Token;
use crate::analysis::facts::tokens::tokens;
use crate::text::Span;

/// Words between a number and the noun it counts.
const NOUN_REACH: usize = 5;
/// Distance, in words, at which a word still says what happened to what is counted.
const PREDICATE_REACH: usize = 8;

/// Figures of `text`; `taken` says what belongs to a date or to a longer name.
pub(super) fn figures_in(text: &str, taken: &dyn Fn(Span) -> bool) -> Vec<Figure> {
    let tokens = tokens(text);
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let reading = none(&tokens, at).or_else(|| read(&tokens, text, at, taken));
        match reading {
            Some((figure, end)) => {
                found.push(figure);
                at = end.max(at + 1);
            }
            None => at += number(&tokens, at).map_or(1, |number| (number.to - at).max(1)),
        }
    }
    found
}

/// `no casualties`, `no injuries`: nothing of a sort that is counted elsewhere.
fn none(tokens: &[Token], at: usize) -> Option<(Figure, usize)> {
    let (token, noun) = (tokens.get(at)?, tokens.get(at + 1)?);
    let class = predicate(noun).filter(|class| {
        matches!(class, Predicate::Dead | Predicate::Hurt | Predicate::Arrested | Predicate::Missing) && noun.written.ends_with('s')
    });
    if !(token.is("no") && noun.is_joined()) {
        return None;
    }
    let span = Span::new(token.span.start(), noun.span.end());
    let figure = Figure {
        span,
        hedged: span,
        value: 0.0,
        low: 0.0,
        high: 0.0,
        hedge: Hedge::None,
        vague: false,
        measure: Measure::Count,
        counted: Some(noun.span),
        modifiers: None,
        predicate: Some(class?),
        part: false,
    };
    Some((figure, at + 2))
}

fn read(tokens: &[Token], text: &str, at: usize, taken: &dyn Fn(Span) -> bool) -> Option<(Figure, usize)> {
    let first = number(tokens, at)?;
    let mut number = first;
    let token = &tokens[at];
    let span = Span::new(token.span.start(), tokens[first.to - 1].span.end());
    if taken(span) || is_label(tokens, text, &first) {
        return None;
    }
    let mut hedge = Hedge::Exact;
    // `between 20 and 30`, `20 to 30`, `20-30`
    if let Some(second) = range(tokens, &first).filter(|second| second.low > first.low) {
        number = Number { high: second.high, to: second.to, ..first };
        hedge = Hedge::Between;
    }
    let (measure, factor, start, mut end) = measured(tokens, text, &number)?;
    let (written_hedge, hedge_start) = hedged(tokens, at);
    if hedge == Hedge::Exact {
        hedge = written_hedge;
    }
    if let Some(behind) = hedge_behind(tokens, end) {
        hedge = behind.0;
        end = behind.1;
    }
    let (counted, modifiers) = if measure == Measure::Count { counted(tokens, &number) } else { (None, None) };
    let mut predicate = predicate_of(tokens, &number, counted);
    if measure == Measure::Duration || measure == Measure::Age {
        predicate = predicate.filter(|class| *class == Predicate::Charged);
    }
    // People and things come whole; a fraction without a unit is a grade or a score. Millions may have one.
    let is_fraction = number.low.fract() != 0.0 || number.high.fract() != 0.0;
    if measure == Measure::Count && is_fraction && number.low < 1_000.0 {
        return None;
    }
    let is_one = token.is("one") && number.to == at + 1;
    if measure == Measure::Count && (counted.is_none() && predicate.is_none() || is_one && counted.is_none()) {
        return None;
    }
    let (low, high) = hedge.interval(number.low * factor, number.high * factor);
    let last = tokens[end - 1].span.end();
    let span = Span::new(start, closed(text, last));
    let figure = Figure {
        span,
        hedged: Span::new(hedge_start.map_or(start, |first| tokens[first].span.start().min(start)), span.end()),
        value: (number.low + number.high) / 2.0 * factor,
        low,
        high,
        hedge,
        vague: number.vague,
        measure,
        counted,
        modifiers,
        predicate,
        part: is_part(tokens, at, end),
    };
    Some((figure, end))
}

/// The end of a figure with a per cent sign behind it.
fn closed(text: &str, end: usize) -> usize {
    if text[end..].starts_with('%') { end + 1 } else { end }
}

/// Whether a number names a thing and counts nothing: `AK-47`, `No. 5`, `Room 12`, `3-2`, `10:30`.
fn is_label(tokens: &[Token], text: &str, number: &Number) -> bool {
    let (first, last) = (&tokens[number.from], &tokens[number.to - 1]);
    let in_digits = first.written.starts_with(|first: char| first.is_ascii_digit());
    let behind = &text[last.span.end()..];
    let glued = matches!(first.gap, "-" | "/" | ":" | "." | "\u{2013}") && number.from > 0;
    let label = number.from > 0
        && (first.is_joined() || first.gap.trim() == ".")
        && tokens[number.from - 1]
            .is_any(&["no", "number", "room", "flight", "route", "highway", "page", "article", "section", "chapter", "phase", "channel"]);
    let named = in_digits && number.from > 0 && first.is_joined() && is_name(tokens, number.from - 1) && !has_noun(tokens, number.to);
    let clock = behind.starts_with(':') && behind[1..].starts_with(|next: char| next.is_ascii_digit());
    let clock_words = tokens.get(number.to).is_some_and(|next| next.is_any(&["am", "pm", "gmt", "o'clock", "a.m", "p.m", "o’clock"]))
        || behind.trim_start().starts_with("a.m")
        || behind.trim_start().starts_with("p.m");
    let item = number.from == 0 && (behind.starts_with(". ") || behind.starts_with(") "));
    in_digits && glued || label || named || clock || clock_words || item || behind.starts_with('/')
}

/// Whether the token at `at` is written with a capital inside a sentence.
fn is_name(tokens: &[Token], at: usize) -> bool {
    at > 0 && tokens[at].is_joined() && tokens[at].written.starts_with(char::is_uppercase)
}

fn has_noun(tokens: &[Token], at: usize) -> bool {
    tokens
        .get(at)
        .is_some_and(|next| next.is_joined() && next.written.starts_with(char::is_lowercase) && (is_plural(next) || unit(next).is_some()))
}

/// The second number of a range behind a first.
fn range(tokens: &[Token], first: &Number) -> Option<Number> {
    let next = tokens.get(first.to)?;
    let between = first.from > 0 && tokens[first.from - 1].is_any(&["between", "from"]);
    let second = match () {
        () if next.is("and") && between && tokens[first.from - 1].is("between") => number(tokens, first.to + 1)?,
        () if next.is("to") && next.is_joined() => number(tokens, first.to + 1)?,
        () if next.is_dashed() && next.gap.len() <= 3 => number(tokens, first.to)?,
        () => return None,
    };
    let in_digits = |at: usize| tokens[at].written.starts_with(|first: char| first.is_ascii_digit());
    (in_digits(first.from) == in_digits(second.from)).then_some(second)
}

/// What the number measures, the factor to the measure's unit, the byte where it begins and the token behind it.
fn measured(tokens: &[Token], text: &str, number: &Number) -> Option<(Measure, f64, usize, usize)> {
    let first = &tokens[number.from];
    let start = first.span.start();
    if let Some((code, length)) = currency_sign(first.gap) {
        return Some((Measure::Money(code), 1.0, start - length, number.to));
    }
    if number.share {
        return Some((Measure::Percent, 1.0, start, number.to));
    }
    let behind = &text[tokens[number.to - 1].span.end()..];
    if behind.starts_with('%') || behind.starts_with(" %") {
        return Some((Measure::Percent, 1.0, start, number.to));
    }
    let magnitude =
        number.from > 0 && tokens[number.from - 1].is("magnitude") || tokens.get(number.to).is_some_and(|next| next.is("magnitude"));
    if magnitude && number.high < 12.0 {
        return Some((Measure::Magnitude, 1.0, start, number.to));
    }
    let next = tokens.get(number.to).filter(|next| next.is_joined() || next.gap == "-");
    let Some(next) = next else {
        return Some((Measure::Count, 1.0, start, number.to));
    };
    if next.is("per") && tokens.get(number.to + 1).is_some_and(|next| next.is("cent")) {
        return Some((Measure::Percent, 1.0, start, number.to + 2));
    }
    if next.is_any(&["year", "years"]) && tokens.get(number.to + 1).is_some_and(|old| old.is("old")) {
        return Some((Measure::Age, 1.0, start, number.to + 2));
    }
    if next.is("square") {
        let (_, factor) = unit(tokens.get(number.to + 1)?)?;
        return Some((Measure::Area, factor * factor, start, number.to + 2));
    }
    let nautical = usize::from(next.is("nautical"));
    if let Some((measure, factor)) = tokens.get(number.to + nautical).and_then(unit) {
        // A sea mile is longer than one on land.
        let factor = if nautical == 1 { 1852.0 } else { factor };
        return Some((measure, factor, start, number.to + 1 + nautical));
    }
    Some((Measure::Count, 1.0, start, number.to))
}

/// The hedge before the token at `at`, and where it begins.
fn hedged(tokens: &[Token], at: usize) -> (Hedge, Option<usize>) {
    const HEDGES: &[(&[&str], Hedge)] = &[
        (&["at", "least"], Hedge::AtLeast),
        (&["more", "than"], Hedge::AtLeast),
        (&["as", "many", "as"], Hedge::AtMost),
        (&["as", "much", "as"], Hedge::AtMost),
        (&["up", "to"], Hedge::AtMost),
        (&["at", "most"], Hedge::AtMost),
        (&["no", "more", "than"], Hedge::AtMost),
        (&["less", "than"], Hedge::Nearly),
        (&["fewer", "than"], Hedge::Nearly),
        (&["close", "to"], Hedge::Nearly),
        (&["over"], Hedge::AtLeast),
        (&["above"], Hedge::AtLeast),
        (&["exceeding"], Hedge::AtLeast),
        (&["nearly"], Hedge::Nearly),
        (&["almost"], Hedge::Nearly),
        (&["under"], Hedge::Nearly),
        (&["below"], Hedge::Nearly),
        (&["about"], Hedge::About),
        (&["around"], Hedge::About),
        (&["some"], Hedge::About),
        (&["roughly"], Hedge::About),
        (&["approximately"], Hedge::About),
        (&["estimated"], Hedge::About),
        (&["circa"], Hedge::About),
    ];
    let fits = |words: &[&str]| {
        let from = at.checked_sub(words.len())?;
        let close = (from + 1..=at).all(|place| tokens[place].gap.trim().len() <= 4 && !tokens[place].gap.contains(['.', ',', ';']));
        (close && words.iter().zip(&tokens[from..at]).all(|(word, token)| token.is(word))).then_some(from)
    };
    // The longest hedge counts: `no more than` is not `more than`.
    let found = HEDGES.iter().filter_map(|(words, hedge)| Some((words.len(), *hedge, fits(words)?))).max_by_key(|(length, ..)| *length);
    found.map_or((Hedge::Exact, None), |(_, hedge, from)| (hedge, Some(from)))
}

/// `or more`, `or so`.
fn hedge_behind(tokens: &[Token], end: usize) -> Option<(Hedge, usize)> {
    let (or, next) = (tokens.get(end)?, tokens.get(end + 1)?);
    if !(or.is("or") && or.is_joined() && next.is_joined()) {
        return None;
    }
    match () {
        () if next.is("more") => Some((Hedge::AtLeast, end + 2)),
        () if next.is("so") => Some((Hedge::About, end + 2)),
        () if next.is_any(&["less", "fewer"]) => Some((Hedge::AtMost, end + 2)),
        () => None,
    }
}

/// The noun that a number counts and the words before it.
fn counted(tokens: &[Token], number: &Number) -> (Option<Span>, Option<Span>) {
    let of = usize::from(tokens.get(number.to).is_some_and(|next| next.is("of") && next.is_joined() && number.vague));
    let first = number.to + of;
    let mut best = None;
    for at in first..(first + NOUN_REACH).min(tokens.len()) {
        let token = &tokens[at];
        if !(token.is_joined() || token.gap == "-" && at > first) || token.is_any(STOPPERS) {
            break;
        }
        if is_plural(token) || number.low == 1.0 && at == first && token.written.starts_with(char::is_lowercase) {
            best = Some(at);
            // The last of a row of plurals is the head: `sales representatives`.
            if !tokens.get(at + 1).is_some_and(|next| next.is_joined() && is_plural(next)) {
                break;
            }
        }
    }
    // `the number of those in need is over 20 million`
    let Some(noun) = best else { return (before(tokens, number.from), None) };
    let modifiers = (noun > first).then(|| Span::new(tokens[first].span.start(), tokens[noun - 1].span.end()));
    (Some(tokens[noun].span), modifiers)
}

/// The noun behind `number of` or `toll` before a number without one of its own.
fn before(tokens: &[Token], from: usize) -> Option<Span> {
    let window = from.saturating_sub(10)..from;
    let at = window
        .rev()
        .take_while(|&at| !tokens[at + 1].gap.contains(['.', ';']))
        .find(|&at| tokens[at].is("number") && tokens.get(at + 1).is_some_and(|next| next.is("of")))?;
    tokens[at + 2..from].iter().find(|token| is_plural(token) || token.is("those")).map(|token| token.span)
}

const STOPPERS: &[&str] = &[
    "of", "in", "at", "on", "to", "for", "from", "by", "with", "and", "or", "but", "that", "which", "who", "is", "are", "was", "were",
    "has", "have", "had", "as", "than", "after", "before", "since", "when", "while", "it", "they", "he", "she", "we", "will", "would",
    "into", "per", "its", "said", "says",
];

/// Whether a word looks like a noun in the plural.
fn is_plural(token: &Token) -> bool {
    const IRREGULAR: &[&str] =
        &["people", "men", "women", "children", "police", "troops", "personnel", "cattle", "sheep", "fish", "percent", "aircraft"];
    const NO_PLURAL: &[&str] = &[
        "was", "is", "has", "its", "this", "as", "does", "us", "his", "plus", "versus", "thus", "across", "perhaps", "previous", "various",
        "numerous", "serious", "says", "others",
    ];
    let word = token.written;
    token.is_any(IRREGULAR)
        || word.len() > 3
            && word.starts_with(char::is_lowercase)
            && word.ends_with('s')
            && !word.ends_with("ss")
            && !word.ends_with("ous")
            && !token.is_any(NO_PLURAL)
}

/// The nearest word that says what happened, within the clause. Punctuation, `and` and other numbers count as distance.
fn predicate_of(tokens: &[Token], number: &Number, counted: Option<Span>) -> Option<Predicate> {
    let noun = counted.and_then(|span| tokens.iter().position(|token| token.span == span)).unwrap_or(number.to - 1).max(number.to - 1);
    let cost = |gap: &str| match gap.trim() {
        "" => 1,
        "," | "-" | "\u{2013}" => 3,
        text if text.contains(['.', ';', '!', '?']) => PREDICATE_REACH + 1,
        _ => 3,
    };
    let extra = |token: &Token| {
        usize::from(token.is("and")) * 2 + if token.written.starts_with(|first: char| first.is_ascii_digit()) { 4 } else { 0 }
    };
    let mut best: Option<(usize, Predicate)> = counted.and_then(|_| predicate(&tokens[noun])).map(|class| (0, class));
    let mut distance = 0;
    for token in tokens.iter().skip(noun + 1) {
        distance += cost(token.gap) + extra(token);
        if distance > PREDICATE_REACH {
            break;
        }
        if let Some(class) = predicate(token) {
            best = best.filter(|(other, _)| *other <= distance).or(Some((distance, class)));
            break;
        }
    }
    distance = 0;
    for at in (0..number.from).rev() {
        distance += cost(tokens[at + 1].gap) + extra(&tokens[at]);
        if distance > PREDICATE_REACH {
            break;
        }
        if let Some(class) = predicate(&tokens[at]) {
            best = best.filter(|(other, _)| *other <= distance).or(Some((distance, class)));
            break;
        }
    }
    best.map(|(_, class)| class)
}

/// Whether the number is a part of another: `another three`, `12 of whom`, `two of them`.
fn is_part(tokens: &[Token], at: usize, end: usize) -> bool {
    let before = at > 0 && tokens[at - 1].is_any(&["another", "other", "including", "additional", "further"]);
    let behind = tokens.get(end).is_some_and(|next| next.is("of"))
        && tokens.get(end + 1).is_some_and(|next| next.is_any(&["whom", "which", "them", "those", "these", "the", "its", "their"]));
    let others = tokens.get(end).is_some_and(|next| next.is_any(&["others", "more", "other"]));
    before || behind || others
}

#[cfg(test)]
mod tests {
    use super::figures_in;
    use proptest::prelude::*;

    fn shown(text: &str) -> Vec<String> {
        let found = figures_in(text, &|_| false);
        let one = |figure: &super::Figure| {
            let counted = figure.counted.map_or("", |span| span.of(text));
            let class = figure.predicate.map_or("", |class| class.name());
            let part = if figure.part { " part" } else { "" };
            format!("{} = {} {} {counted} {class}{part}", figure.span.of(text), figure.hedge.name(), figure.measure.name())
        };
        found.iter().map(|figure| one(figure).trim_end().to_owned()).collect()
    }

    #[test]
    fn figures_tell_what_is_counted_and_what_happened() {
        for (text, expected) in [
            ("The blast killed at least 15 people.", "15 = at-least count people dead"),
            ("More than 15,000 foreign soldiers were killed.", "15,000 = at-least count soldiers dead"),
            ("Trade reached an estimated $300 million.", "$300 million = about USD  paid"),
            ("Turnover was $323 million.", "$323 million = exact USD  paid"),
            ("Nearly 60% of voters stayed at home.", "60% = nearly percent"),
            ("It hit 58 km from the coast.", "58 km = exact metre"),
            ("No casualties were reported.", "No casualties = none count casualties dead"),
            ("Between 20 and 30 houses were destroyed.", "20 and 30 = between count houses destroyed"),
            ("Dozens of protesters were arrested.", "Dozens = exact count protesters arrested"),
            ("Twenty-three pirates were captured.", "Twenty-three = exact count pirates arrested"),
            ("A 6.1-magnitude quake struck.", "6.1 = exact magnitude"),
            ("She is 42 years old.", "42 years old = exact year of age"),
            ("They drove for three hours.", "three hours = exact second"),
        ] {
            let found = shown(text);
            assert_eq!(found.first().map(|first| first.trim_end().starts_with(expected)), Some(true), "{text}: {found:?}");
        }
        assert!(shown("of the crew, 12 of whom were injured")[0].ends_with("part"));
    }

    #[test]
    fn what_counts_nothing_is_no_figure() {
        for text in [
            "an AK-47 in Room 12",
            "They won 3-2 at 10:30",
            "No. 5 of the list",
            "someone and one of them",
            "1. First of all",
            "A quake of 6.7 killed people",
        ] {
            assert_eq!(shown(text), Vec::<String>::new(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_panic(text in any::<String>()) {
            for figure in figures_in(&text, &|_| false) {
                prop_assert!(text.get(figure.span.range()).is_some() && text.get(figure.hedged.range()).is_some());
            }
        }

        #[test]
        fn any_row_of_number_words_is_read_without_panic(words in prop::collection::vec(prop::sample::select(vec![
            "between", "and", "from", "to", "2", "24", "1,000", "million", "hundred", "-", "%", "$", "€", "no", "deaths", "half", "a", "dozen", "dozens",
            "of", "thirds", "two", "twenty", "three", "at", "least", "more", "than", "people", "killed", "years", "old", "square", "km", "per", "cent", ".",
            "nautical", "miles", "magnitude", "6.1", "or", "so", "tens", "thousands", "whom", "another", "number", "those",
        ]), 0..14), glue in prop::collection::vec(any::<bool>(), 14)) {
            let text: String = words.iter().zip(glue).map(|(word, glued)| if glued { (*word).to_owned() } else { format!("{word} ") }).collect();
            for figure in figures_in(&text, &|_| false) {
                prop_assert!(text.get(figure.span.range()).is_some_and(|written| !written.is_empty()));
                prop_assert!(figure.low <= figure.high && figure.low >= 0.0);
            }
        }
    }
}
