//! Reads the figures of one text.

use crate::analysis::facts::figures::Figure;
use crate::analysis::facts::figures::Hedge;
use crate::analysis::facts::figures::Measure;
use crate::analysis::facts::figures::Predicate;
use crate::analysis::facts::figures::ages::age;
use crate::analysis::facts::figures::happened::none;
use crate::analysis::facts::figures::happened::of_toll;
use crate::analysis::facts::figures::happened::predicate_of;
use crate::analysis::facts::figures::hedges::hedge_behind;
use crate::analysis::facts::figures::hedges::hedged;
use crate::analysis::facts::figures::measured::Measured;
use crate::analysis::facts::figures::measured::measured;
use crate::analysis::facts::figures::money;
use crate::analysis::facts::figures::nouns::Counted;
use crate::analysis::facts::figures::nouns::counted;
use crate::analysis::facts::figures::nouns::is_plural;
use crate::analysis::facts::figures::nouns::stands_alone;
use crate::analysis::facts::figures::numbers::Number;
use crate::analysis::facts::figures::numbers::number;
use crate::analysis::facts::figures::vocabulary::is_change;
use crate::analysis::facts::figures::vocabulary::unit;
use crate::analysis::facts::tokens::Token;
use crate::analysis::facts::tokens::tokens;
use crate::text::Span;

/// Figures of `text`; `taken` says what belongs to a date or to a longer name.
pub(super) fn figures_in(text: &str, taken: &dyn Fn(Span) -> bool) -> Vec<Figure> {
    let tokens = tokens(text);
    let mut found: Vec<Figure> = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let reading = none(&tokens, at).or_else(|| read(&tokens, text, at, taken, &found));
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

fn read(tokens: &[Token], text: &str, at: usize, taken: &dyn Fn(Span) -> bool, before: &[Figure]) -> Option<(Figure, usize)> {
    let first = number(tokens, at).or_else(|| one_unit(tokens, at))?;
    let mut number = first;
    let token = &tokens[at];
    let span = Span::new(token.span.start(), tokens[first.to - 1].span.end());
    if taken(span) || is_label(tokens, text, &first) {
        return None;
    }
    let mut hedge = Hedge::Exact;
    if leaves_some(tokens, at) || is_pronoun(tokens, at, &first) {
        return None;
    }
    // `between 20 and 30`, `20 to 30`, `20-30`, `2 to 3 billion`
    if let Some(second) = range(tokens, &first).filter(|_| !is_left(tokens, &first)) {
        let shares = first.times == 1.0 && second.times > 1.0 && first.high <= second.low / second.times;
        let start = if shares { first.times(second.times) } else { first };
        if second.low > start.low {
            number = Number { high: second.high, to: second.to, ..start };
            hedge = Hedge::Between;
        }
    }
    let of_age = age(tokens, text, &number);
    let Measured { measure, factor, more, start, mut end, shared } = of_age.or_else(|| measured(tokens, text, &number))?;
    // `40 percent to 70 percent`
    if hedge == Hedge::Exact
        && measure != Measure::Count
        && !is_left(tokens, &first)
        && let Some((second, end_of_second)) = range_of_units(tokens, text, measure, end).filter(|(second, _)| second.low > first.low)
    {
        number = Number { high: second.high, ..number };
        hedge = Hedge::Between;
        end = end_of_second;
    }
    // `a mile and a half`
    if first.low == 1.5 && token.is_any(&["a", "an"]) {
        end = end.max(at + 5);
    }
    let (written_hedge, hedge_start) = hedged(tokens, at);
    // What went off near 12 houses was near them.
    let of_place = hedge_start.is_some_and(|from| tokens[from].is("near")) && number.high < 100.0;
    // `the fire burned over three days` says when, `it lasted over three days` how long.
    let of_stretch = measure == Measure::Duration && hedge_start.is_some_and(|from| tokens[from].is("over") && !is_of_length(tokens, from));
    let (written_hedge, hedge_start) = if of_place || of_stretch { (Hedge::Exact, None) } else { (written_hedge, hedge_start) };
    if hedge == Hedge::Exact {
        hedge = written_hedge;
    }
    let has_more = |tokens: &[Token]| tokens.iter().any(|token| token.gap.starts_with('+'));
    if text[tokens[end - 1].span.end()..].starts_with('+') || has_more(&tokens[at + 1..end.max(at + 1)]) {
        hedge = Hedge::AtLeast;
    }
    if hedge == Hedge::Exact && token.gap.contains(['~', '\u{2248}']) {
        hedge = Hedge::About;
    }
    if let Some(behind) = hedge_behind(tokens, end) {
        hedge = behind.0;
        end = behind.1;
    }
    let mut noun = match measure {
        Measure::Count => counted(tokens, &number),
        Measure::Percent => counted(tokens, &Number { share: true, to: end, ..number }),
        _ => Counted::default(),
    };
    if measure == Measure::Count && noun.noun.is_none() && stands_alone(tokens, &number) {
        noun.noun = noun_before(text, before, token.span.start());
    }
    // `at least 40, possibly 60 people`
    let goes_on = tokens.get(end).is_some_and(|next| next.is_any(&["possibly", "perhaps", "maybe"]));
    if measure == Measure::Count && noun.noun.is_none() && goes_on {
        noun.noun = self::number(tokens, end + 1).and_then(|most| counted(tokens, &most).noun);
    }
    let mut predicate = predicate_of(tokens, &number, hedge_start, noun.noun, measure);
    let can_be_toll = measure == Measure::Count && predicate.is_none();
    let toll = can_be_toll.then(|| of_toll(tokens, hedge_start.unwrap_or(at))).flatten();
    if let Some((told, class)) = toll {
        predicate = Some(class);
        noun.noun = noun.noun.or(told);
    }
    // `one of the 12 men died`: of the twelve it is told what they are, not what became of them.
    if is_whole(tokens, at) {
        predicate = None;
    }
    if matches!(measure, Measure::Duration | Measure::Age | Measure::Magnitude) {
        predicate = predicate.filter(|class| *class == Predicate::Charged);
    }
    // People and things come whole; a fraction without a unit is a grade or a score. Millions may have one.
    let is_fraction = number.low.fract() != 0.0 || number.high.fract() != 0.0;
    if measure == Measure::Count && is_fraction && number.low < 1_000.0 {
        return None;
    }
    let is_one = token.is("one") && number.to == at + 1;
    // `one of the girls` says which, not how many.
    let nothing_counted = noun.noun.is_none() && (predicate.is_none() || is_one) || is_one && noun.of_whole && !noun.of_number;
    if measure == Measure::Count && nothing_counted || is_one && measure == Measure::Duration && is_someday(tokens, at, end) {
        return None;
    }
    let (low, high) = hedge.interval(number.low * factor + more, number.high * factor + more);
    let [low, high, value] = [low, high, (number.low + number.high) / 2.0 * factor + more].map(without_noise);
    let last = tokens[end - 1].span.end();
    let span = Span::new(start, closed(text, last));
    let figure = Figure {
        span,
        hedged: Span::new(hedge_start.map_or(start, |first| tokens[first].span.start().min(start)), span.end()),
        value,
        low,
        high,
        hedge,
        vague: number.vague,
        measure,
        unit: factor,
        counted: noun.noun,
        modifiers: noun.modifiers,
        predicate,
        part: noun.of_whole || is_part(tokens, at, end),
        shared,
    };
    Some((figure, end))
}

/// Whether `one` is the pronoun: `every one`, `one could see`, `one's`, `the one who`.
fn is_pronoun(tokens: &[Token], at: usize, number: &Number) -> bool {
    const BEFORE: &[&str] = &["every", "any", "no", "each", "some", "this", "that", "which", "another", "only", "not"];
    const BEHIND: &[&str] =
        &["could", "can", "must", "may", "might", "would", "should", "who", "that", "which", "another", "the", "has", "had"];
    let token = &tokens[at];
    let before = at > 0 && token.is_joined() && tokens[at - 1].is_any(BEFORE);
    let behind = tokens.get(at + 1).is_some_and(|next| next.is_joined() && next.is_any(BEHIND));
    token.is("one") && number.to == at + 1 && (before || behind || token.possessive)
}

/// Whether `over` at `at` says that a length of time is more than so much.
fn is_of_length(tokens: &[Token], at: usize) -> bool {
    const BEFORE: &[&str] = &[
        "for", "lasted", "lasts", "took", "takes", "after", "lasting", "taking", "spent", "just", "well", "little", "waited", "is", "was",
        "of",
    ];
    at > 0 && tokens[at - 1].is_any(BEFORE)
}

/// Without what binary fractions add behind the twelfth digit: 410 cc are 0.41 litres.
fn without_noise(value: f64) -> f64 {
    if value == 0.0 || !value.is_finite() {
        return value;
    }
    let scale = 10f64.powi(12 - value.abs().log10().ceil() as i32);
    let rounded = (value * scale).round() / scale;
    if rounded.is_finite() { rounded } else { value }
}

/// `around an hour`, `less than a mile`, `within a week`, `a mile and a half`: an article that counts, by its hedge or what follows.
fn one_unit(tokens: &[Token], at: usize) -> Option<Number> {
    let next = tokens.get(at + 1).filter(|next| tokens[at].is_any(&["a", "an"]) && next.is_joined())?;
    unit(next).filter(|(measure, _)| matches!(measure, Measure::Duration | Measure::Length))?;
    let half =
        ["and", "a", "half"].iter().enumerate().all(|(offset, word)| tokens.get(at + 2 + offset).is_some_and(|token| token.is(word)));
    let hedged = hedged(tokens, at);
    // `some` and `estimated` before an article say something else.
    let counts = half || hedged.1.is_some_and(|from| !tokens[from].is_any(&["some", "estimated", "over", "above", "under", "below"]));
    let value = if half { 1.5 } else { 1.0 };
    counts.then(|| Number::exact(value, at, at + 1))
}

/// The noun of the figure before in the same sentence: `1,000 people are in tents and another 2,000 are waiting`.
fn noun_before(text: &str, before: &[Figure], at: usize) -> Option<Span> {
    let last = before.iter().rev().find(|figure| figure.measure == Measure::Count)?;
    let between = text.get(last.span.end()..at)?;
    let one_sentence = !between.contains(['!', '?', ';', '\n']) && !between.contains(". ");
    last.counted.filter(|_| one_sentence)
}

/// Whether `one day` is told of no length of time: `I would one day have the chance`.
fn is_someday(tokens: &[Token], at: usize, end: usize) -> bool {
    const OF_TIME: &[&str] =
        &["for", "in", "after", "within", "least", "just", "only", "than", "about", "nearly", "almost", "lasted", "spent"];
    let told = at > 0 && tokens[at - 1].is_any(OF_TIME);
    let later = tokens.get(end).is_some_and(|next| next.is_any(&["later", "after", "before", "earlier", "ago", "long"]));
    tokens[end - 1].is("day") && !told && !later
}

/// The second number of a range whose unit is told twice, and where it ends.
fn range_of_units(tokens: &[Token], text: &str, measure: Measure, end: usize) -> Option<(Number, usize)> {
    let joins = tokens.get(end).is_some_and(|next| next.is_joined() && next.is("to"));
    let second = number(tokens, end + 1).filter(|_| joins)?;
    let found = measured(tokens, text, &second)?;
    (found.measure == measure && found.end > second.to).then_some((second, found.end))
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
    let follows_name = in_digits && number.from > 0 && first.is_joined() && is_name(tokens, number.from - 1);
    let named = follows_name && !has_noun(tokens, number.to) && money::before(tokens, number).is_none();
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
    tokens.get(at).is_some_and(|next| {
        (next.is_joined() || next.gap == "-") && next.written.starts_with(char::is_lowercase) && (is_plural(next) || unit(next).is_some())
    })
}

/// The second number of a range behind a first.
fn range(tokens: &[Token], first: &Number) -> Option<Number> {
    let next = tokens.get(first.to)?;
    let between = first.from > 0 && tokens[first.from - 1].is_any(&["between", "from"]);
    let second = match () {
        () if next.is("and") && between && tokens[first.from - 1].is("between") => number(tokens, first.to + 1)?,
        () if next.is_any(&["to", "or"]) && next.is_joined() => number(tokens, first.to + 1)?,
        () if next.is_dashed() && next.gap.len() <= 3 => number(tokens, first.to)?,
        () => return None,
    };
    let in_digits = |at: usize| tokens[at].written.starts_with(|first: char| first.is_ascii_digit());
    (in_digits(first.from) == in_digits(second.from)).then_some(second)
}

/// Words between a verb of change and `from`.
const CHANGE_REACH: usize = 8;

/// Whether the number is the level that was left: the ten of `rose from 10 to 15`, of `rose to 15 from 10`.
fn is_left(tokens: &[Token], number: &Number) -> bool {
    let Some(from) = number.from.checked_sub(1).filter(|at| tokens[*at].is("from")) else { return false };
    let open = |at: usize| !tokens[at + 1].gap.contains(['.', ';', '!', '?', '\n']);
    let mut before = (from.saturating_sub(CHANGE_REACH)..from).rev().take_while(|at| open(*at));
    if !before.clone().any(|at| is_change(&tokens[at])) {
        return false;
    }
    let to_before = before.any(|at| tokens[at].is_any(&["to", "at"]));
    let to_behind = tokens[number.to..].iter().take(3).any(|token| token.is("to"));
    to_before || to_behind
}

/// Whether the number tells who is left out: `all but two of the miners`.
fn leaves_some(tokens: &[Token], at: usize) -> bool {
    at > 1 && tokens[at - 1].is("but") && tokens[at - 2].is_any(&["all", "everyone", "nothing"])
}

/// Whether the number is a whole of which a part is told: `none of the 12`, `half of 300`.
fn is_whole(tokens: &[Token], at: usize) -> bool {
    let determined = at > 1 && tokens[at - 1].is_any(&["the", "its", "their", "his", "her", "our", "those", "these"]);
    let of = at.checked_sub(1 + usize::from(determined)).filter(|of| tokens[*of].is("of") && tokens[of + 1].is_joined());
    // `711 out of 2,201`
    let of = of.map(|of| if of > 0 && tokens[of - 1].is("out") { of - 1 } else { of });
    let Some(part) = of.and_then(|of| of.checked_sub(1)) else { return false };
    let is_number = || (part.saturating_sub(2)..=part).any(|start| number(tokens, start).is_some_and(|number| number.to == part + 1));
    tokens[part].is_any(&["none", "neither", "either", "most", "some", "many", "few", "several", "half", "any"]) || is_number()
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
            ("Nearly 60% of voters stayed at home.", "60% = nearly percent voters voted"),
            ("It hit 58 km from the coast.", "58 km = exact metre"),
            ("No casualties were reported.", "No casualties = none count casualties dead"),
            ("Between 20 and 30 houses were destroyed.", "20 and 30 = between count houses destroyed"),
            ("Dozens of protesters were arrested.", "Dozens = exact count protesters arrested"),
            ("Twenty-three pirates were captured.", "Twenty-three = exact count pirates arrested"),
            ("A 6.1-magnitude quake struck.", "6.1 = exact magnitude"),
            ("She is 42 years old.", "42 years old = exact year of age"),
            ("They drove for three hours.", "three hours = exact second"),
            ("A quake of 6.7 killed people.", "6.7 = exact magnitude"),
            ("It had a magnitude of at least 6.", "6 = at-least magnitude"),
            ("Worth $2. 6 million.", "$2. 6 million = exact USD  paid"),
            ("About 1. 5 million people fled.", "1. 5 million = about count people displaced"),
            ("12, 500 people came.", "12, 500 = exact count people"),
            ("The 6-foot-9 senior.", "6-foot-9 = exact metre"),
            ("He is 5-foot-8,135 pounds.", "5-foot-8,135 = exact metre"),
            ("Half an hour later.", "Half an hour = exact second"),
            ("It took two and a half hours.", "two and a half hours = exact second"),
            ("She was 85.", "85 = exact year of age"),
            ("The actress dies at 91.", "91 = exact year of age"),
            ("Police arrested John Miller, 23, of York.", "23 = exact year of age"),
            ("Ford's 30-year-old mark", "30-year-old = exact year of age"),
            ("More than 200,000 of the comments opposed it.", "200,000 = at-least count comments  part"),
            ("Eight of the 10 victims died.", "Eight = exact count victims dead part"),
            ("It is a two-story building.", "two = exact count story"),
            ("More than 1,300 federal and independent scientists", "1,300 = at-least count scientists"),
            ("At least one Thai crew member was killed.", "one = at-least count member dead"),
            ("At least 17 of the hijacked ships and their crew", "17 = at-least count ships  part"),
            ("The dancer has spent 19 seasons there.", "19 = exact count seasons"),
            ("No one was injured.", "No one was injured = none count  hurt"),
            ("There were no reports of injuries.", "no reports of injuries = none count injuries hurt"),
            ("It struck two vehicles, but no one was injured.", "two = exact count vehicles"),
            ("He is survived by two children.", "two = exact count children"),
            ("Six or seven people saw it.", "Six or seven = between count people"),
            ("40 percent to 70 percent of the buildings", "40 percent to 70 percent = between percent buildings  part"),
            ("between half and two-thirds of homes", "half and two-thirds = between percent homes"),
            ("It is estimated to be worth 2 million euros.", "2 million euros = about EUR  paid"),
            ("A 10km race", "10km = exact metre"),
            ("at least $160MM", "$160MM = at-least USD"),
            ("The death toll from the strong quake in the east of Aland has risen to 587.", "587 = exact count  dead"),
            ("The toll of injured in the very strong quake in the east of Aland rose to 600.", "600 = exact count  hurt"),
            ("The number of people killed by a powerful quake in the east climbed to more than 200.", "200 = at-least count people dead"),
            ("It killed 41, injuring more than 600 as buildings collapsed.", "41 = exact count  dead"),
            ("A Greek team of 63 came.", "63 = exact count team"),
            ("It was down for around an hour.", "an hour = about second"),
            ("The roof fell within a week.", "a week = at-most second"),
            ("She lived about a mile and a half away.", "a mile and a half = about metre"),
            ("A bomb went off near 12 houses.", "12 = exact count houses"),
            ("The rate was 14\u{b7}1% in the group.", "14\u{b7}1% = exact percent"),
        ] {
            let found = shown(text);
            assert_eq!(found.first().map(String::as_str), Some(expected), "{text}");
        }
        let waiting = shown("Around 1,000 people are housed in tents and another 2,000 are waiting.");
        assert_eq!(waiting[1], "2,000 = exact count people  part");
        assert!(shown("of the crew, 12 of whom were injured")[0].ends_with("part"));
        assert_eq!(shown("Injuring more than 600 as buildings collapsed.")[0], "600 = at-least count  hurt");
        assert_eq!(shown("At least 41 killed, hundreds hurt.")[0], "41 = at-least count  dead");
    }

    #[test]
    fn what_counts_nothing_is_no_figure() {
        for text in [
            "an AK-47 in Room 12",
            "They won 3-2 at 10:30",
            "No. 5 of the list",
            "someone and one of them",
            "1. First of all",
            "I would one day have the chance.",
            "a thing or two about it",
            "one of the girls",
            "some a week, over an hour",
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
            "nautical", "naïve", "é", ",", "25Zoë", "miles", "magnitude", "6.1", "or", "so", "tens", "thousands", "whom", "another", "number", "those",
        ]), 0..14), glue in prop::collection::vec(any::<bool>(), 14)) {
            let text: String = words.iter().zip(glue).map(|(word, glued)| if glued { (*word).to_owned() } else { format!("{word} ") }).collect();
            for figure in figures_in(&text, &|_| false) {
                prop_assert!(text.get(figure.span.range()).is_some_and(|written| !written.is_empty()));
                prop_assert!(figure.low <= figure.high && figure.low >= 0.0);
            }
        }
    }
}
