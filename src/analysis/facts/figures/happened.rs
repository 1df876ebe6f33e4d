//! What happened to what a number counts.

use crate::analysis::facts::figures::Figure;
use crate::analysis::facts::figures::Hedge;
use crate::analysis::facts::figures::Measure;
use crate::analysis::facts::figures::Predicate;
use crate::analysis::facts::figures::nouns::is_plural;
use crate::analysis::facts::figures::numbers::Number;
use crate::analysis::facts::figures::vocabulary::predicate;
use crate::analysis::facts::tokens::Token;
use crate::text::Span;

/// Distance, in words, at which a word still says what happened to what is counted.
const PREDICATE_REACH: usize = 8;

/// Words between `toll` or `number of` and the verb that tells how far it has come.
const TOLL_REACH: usize = 24;

/// What a number says of a toll told before it: `the toll from the quake in the east rose to 87`, `the number of people killed
/// by it climbed to more than 200`. `from` is where the number begins, or its hedge.
pub(super) fn of_toll(tokens: &[Token], from: usize) -> Option<(Option<Span>, Predicate)> {
    const MOVED: &[&str] = &[
        "rose",
        "risen",
        "rises",
        "rising",
        "climbed",
        "climbs",
        "jumped",
        "grew",
        "grown",
        "soared",
        "increased",
        "stood",
        "stands",
        "reached",
        "reaches",
        "passed",
        "passes",
        "hit",
        "topped",
        "exceeded",
        "surpassed",
        "put",
        "revised",
        "raised",
    ];
    let open = |at: usize| !tokens[at].gap.contains(['.', ';', '!', '?', '\n']);
    // `rose sharply to`, `stood at`, `has reached`
    let first = from.saturating_sub(3)..from;
    let verb = first.rev().take_while(|&at| open(at + 1)).find(|&at| tokens[at].is_any(MOVED))?;
    let before = (verb.saturating_sub(TOLL_REACH)..verb).rev().take_while(|&at| open(at + 1));
    let start = before.into_iter().find(|&at| tokens[at].is("toll") || tokens[at].is("number") && tokens[at + 1].is("of"))?;
    let of = start + 1 + usize::from(!tokens[start].is("toll"))..verb;
    let told = of.clone().find_map(|at| class_at(tokens, at, Measure::Count));
    if tokens[start].is("toll") {
        // A toll for a bridge is paid.
        let of_deaths = start > 0 && tokens[start - 1].is_any(&["death", "human", "casualty", "fatality"])
            || start + 1 == verb
            || tokens[start + 1].is_any(&["from", "in", "of", "after", "has", "had"]);
        return told.or(of_deaths.then_some(Predicate::Dead)).map(|class| (None, class));
    }
    let class = told?;
    Some((of.clone().map(|at| &tokens[at]).find(|token| is_plural(token)).map(|token| token.span), class))
}

/// The nearest word that says what happened, within the clause. Punctuation, `and` and other numbers count as distance, the
/// hedge of the number, which begins at `hedge`, does not.
pub(super) fn predicate_of(
    tokens: &[Token],
    number: &Number,
    hedge: Option<usize>,
    counted: Option<Span>,
    measure: Measure,
) -> Option<Predicate> {
    let noun = counted.and_then(|span| tokens.iter().position(|token| token.span == span)).unwrap_or(number.to - 1).max(number.to - 1);
    let cost = |gap: &str| match gap.trim() {
        "" => 1,
        "," | "-" | "\u{2013}" => 3,
        text if text.contains(['.', ';', '!', '?']) => PREDICATE_REACH + 1,
        _ => 3,
    };
    let extra = |token: &Token| {
        let other_clause = token.is_any(&["but", "while", "after", "before", "when", "although", "though", "because"]);
        let other_number = token.written.starts_with(|first: char| first.is_ascii_digit());
        usize::from(token.is("and")) * 2 + usize::from(other_number || other_clause) * 4
    };
    let mut best: Option<(usize, Predicate)> = counted.and_then(|_| class_at(tokens, noun, measure)).map(|class| {
        // Residents may still have been hurt.
        (if class == Predicate::Lives { 3 } else { 0 }, class)
    });
    // `355 damaged shops`
    if let Some(class) = (number.to..noun).find_map(|at| class_at(tokens, at, measure)) {
        return Some(class);
    }
    let mut distance = 0;
    for at in noun + 1..tokens.len() {
        // `hurt 600 as houses collapsed`
        distance += cost(tokens[at].gap) + extra(&tokens[at]) + usize::from(tokens[at].is("as")) * 2;
        if distance > PREDICATE_REACH {
            break;
        }
        if let Some(class) = class_at(tokens, at, measure) {
            best = best.filter(|(other, _)| *other <= distance).or(Some((distance, class)));
            break;
        }
    }
    distance = 0;
    for at in (0..hedge.unwrap_or(number.from)).rev() {
        distance += cost(tokens[at + 1].gap) + extra(&tokens[at]);
        if distance > PREDICATE_REACH {
            break;
        }
        if let Some(class) = class_at(tokens, at, measure) {
            best = best.filter(|(other, _)| *other <= distance).or(Some((distance, class)));
            break;
        }
    }
    best.map(|(_, class)| class)
}

/// The class of the word at `at`, if it says of something that it happened.
fn class_at(tokens: &[Token], at: usize, measure: Measure) -> Option<Predicate> {
    let class = predicate(&tokens[at])?;
    let next = |word: &str| tokens.get(at + 1).is_some_and(|next| next.is(word));
    let denied = (1..=3).filter(|back| *back <= at).any(|back| {
        let open = (0..back).all(|between| !tokens[at - between].gap.contains(['.', ',', ';']));
        open && tokens[at - back].is_any(&["no", "nobody", "not", "never", "none", "without"])
    });
    let fits = match class {
        Predicate::Paid => matches!(measure, Measure::Money(_)) || tokens[at].is_any(&["sold", "bought", "traded", "exports", "imports"]),
        Predicate::Rescued => !(tokens[at].is("survived") && next("by")),
        Predicate::Lives => !tokens[at].is("home") || next("to"),
        _ => true,
    };
    (fits && !denied).then_some(class)
}

/// `no casualties`, `no reports of injuries`, `nobody was killed`: nothing of a sort that is counted elsewhere.
pub(super) fn none(tokens: &[Token], at: usize) -> Option<(Figure, usize)> {
    let token = tokens.get(at)?;
    let joined = |at: usize| tokens.get(at).is_some_and(|token| token.is_joined() || token.gap == "-");
    let counts = |class: &Predicate| matches!(class, Predicate::Dead | Predicate::Hurt | Predicate::Arrested | Predicate::Missing);
    let nobody =
        if token.is("nobody") { Some(at + 1) } else { (token.is("no") && joined(at + 1) && tokens[at + 1].is("one")).then_some(at + 2) };
    let last = if let Some(first) = nobody {
        // Only what may stand between `nobody` and what did not happen to them.
        const BETWEEN: &[&str] =
            &["was", "were", "is", "has", "have", "had", "been", "be", "to", "believed", "thought", "reported", "reportedly", "seriously"];
        let end = (first..first + 6).take_while(|at| joined(*at)).find(|at| !tokens[*at].is_any(BETWEEN))?;
        predicate(&tokens[end]).filter(|class| counts(class) && !tokens[end].written.ends_with('s'))?;
        end
    } else if token.is("no") {
        let of = (at + 1..at + 4).take_while(|at| joined(*at)).find(|at| tokens[*at].is("of"));
        let reported = of.is_some_and(|of| tokens[of - 1].is_any(&["reports", "report", "word", "sign", "signs"]));
        of.filter(|_| reported).map_or(at + 1, |of| of + 1)
    } else {
        return None;
    };
    let noun = tokens.get(last).filter(|_| joined(last))?;
    let class = predicate(noun).filter(counts).filter(|_| nobody.is_some() || noun.written.ends_with('s'))?;
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
        unit: 1.0,
        counted: nobody.is_none().then_some(noun.span),
        modifiers: None,
        predicate: Some(class),
        part: false,
        shared: None,
    };
    Some((figure, last + 1))
}
