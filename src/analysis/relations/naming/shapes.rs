//! Shapes in which a name stands that tell where it begins and ends: initials before a surname, streets and buildings behind a name, two
//! parties of a case.

use crate::analysis::facts::Mention;
use crate::analysis::lexicon::EntityKind;
use crate::analysis::relations::naming::is_open;
use crate::analysis::relations::naming::kinds;
use crate::text::Source;
use crate::text::Span;
use crate::text::streets::is_street;
use crate::text::words::words;

/// Most initials before a surname.
const INITIALS: usize = 4;

/// Brings the names of one source into their whole shape; what is then inside another one is left out.
pub(super) fn shape(source: &Source, all: &mut Vec<Mention>) {
    let text = &source.text;
    for mention in all.iter_mut().filter(|mention| is_open(mention)) {
        take_initials(text, mention);
        take_behind(text, mention);
    }
    join_cases(text, all);
    add_streets(source, all);
    all.retain(|mention| {
        !is_open(mention)
            || !is_bare_suffix(mention.span.of(text)) && !is_unit(text, mention.span) && !is_first_of_streets(text, mention.span)
    });
    leave_out_covered(all);
}

/// Adds streets whose name is a word of the language, which no recogniser takes for one: `Market street`.
fn add_streets(source: &Source, all: &mut Vec<Mention>) {
    let mut found = Vec::new();
    for part in source.parts_read() {
        let text = part.span.of(&source.text);
        let mut before: Option<Span> = None;
        for word in words(text) {
            let name = before.replace(word).filter(|name| text[name.end()..word.start()] == *" ");
            let is_noun = word.of(text).starts_with(char::is_lowercase)
                && word.len() > 2
                && is_street(word.of(text))
                && !word.of(text).ends_with('s');
            let Some(name) = name.filter(|name| is_noun && name.start() > 0 && name.of(text).starts_with(char::is_uppercase)) else {
                continue;
            };
            let begins = text[..name.start()].trim_end().ends_with(['.', '!', '?', ':']);
            let span = Span::new(name.start(), word.end()).shifted(part.span.start());
            let is_free = || all.iter().all(|mention| mention.span.intersect(span).is_none());
            if !begins && is_free() {
                found.push(Mention { span, kind: EntityKind::Place, known: None });
            }
        }
    }
    all.extend(found);
}

/// Leaves out names that lie within the one before them.
fn leave_out_covered(all: &mut Vec<Mention>) {
    all.sort_by_key(|mention| (mention.span.start(), std::cmp::Reverse(mention.span.end())));
    let mut end = 0;
    all.retain(|mention| {
        let is_free = mention.span.start() >= end;
        end = end.max(mention.span.end());
        is_free
    });
}

/// Widens a name to the initials before it: `I. W. Hellman` of which the recogniser has `W. Hellman`, or the surname alone.
fn take_initials(text: &str, mention: &mut Mention) {
    let written = mention.span.of(text);
    let begins_so = is_initial(written.split(' ').next().unwrap_or(""));
    let mut start = mention.span.start();
    let mut count = usize::from(begins_so);
    while count < INITIALS {
        let before = text[..start].strip_suffix(' ').unwrap_or(&text[..start]);
        let word = &before[before.rfind(|c: char| !c.is_alphanumeric() && c != '.').map_or(0, |at| at + blank_length(before, at))..];
        if !is_initial(word) {
            break;
        }
        start = before.len() - word.len();
        count += 1;
    }
    // One letter before what is no person may end the sentence before.
    let is_safe = mention.kind == EntityKind::Person || count >= 2 || begins_so;
    if !is_safe {
        return;
    }
    if start < mention.span.start() {
        mention.span = Span::new(start, mention.span.end());
    }
    let surname = mention.span.of(text).rsplit(' ').next().unwrap_or("");
    let is_person = count > 0 && !surname.contains('.') && mention.span.of(text).split(' ').filter(|word| !is_initial(word)).count() == 1;
    if is_person && matches!(mention.kind, EntityKind::Place | EntityKind::Other) && !mention.span.of(text).starts_with("U. S.") {
        mention.kind = EntityKind::Person;
    }
}

fn blank_length(text: &str, at: usize) -> usize {
    text[at..].chars().next().map_or(1, char::len_utf8)
}

/// Whether a word is nothing but initials: `W.`, `J.P.`
fn is_initial(word: &str) -> bool {
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    word.ends_with('.') && (1..=2).contains(&letters) && word.split('.').all(|part| part.len() <= 1) && word.starts_with(char::is_uppercase)
}

/// Widens a name to the noun behind it that makes a place of it: `Market street`, `the Phelan building`; and to `Jr.`
fn take_behind(text: &str, mention: &mut Mention) {
    let behind = &text[mention.span.end()..];
    let written = mention.span.of(text);
    if mention.kind == EntityKind::Person {
        let rest = behind.strip_prefix(',').unwrap_or(behind);
        let suffix = [" Jr", " Sr"]
            .into_iter()
            .find(|suffix| rest.strip_prefix(suffix).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric)));
        if let Some(suffix) = suffix {
            let stop = usize::from(rest[suffix.len()..].starts_with('.'));
            let length = behind.len() - rest.len() + suffix.len() + stop;
            mention.span = Span::new(mention.span.start(), mention.span.end() + length);
            return;
        }
    }
    let Some(rest) = behind.strip_prefix(' ') else { return };
    let word = &rest[..rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len())];
    let widened = Span::new(mention.span.start(), mention.span.end() + 1 + word.len());
    let last = written.rsplit(' ').next().unwrap_or(written);
    // `the Wright brothers` are not one of them.
    if matches!(word, "brothers" | "sisters" | "twins" | "family") && !written.contains(' ') && mention.kind != EntityKind::Norp {
        *mention = Mention { span: widened, kind: EntityKind::Person, known: None };
        return;
    }
    // `and Mason Streets` are two: the first of them is left out elsewhere.
    if is_street(word) && !is_street(last) && word.len() > 2 && mention.kind != EntityKind::Work {
        *mention = Mention { span: widened, kind: EntityKind::Place, known: None };
    } else if mention.kind == EntityKind::Person
        && !has_title(text, mention.span)
        && let Some(kind) = kinds::of_owner(word)
    {
        *mention = Mention { span: widened, kind, known: None };
    }
}

/// Whether the word before a name says that it is a person: `Mr. Phelan`.
fn has_title(text: &str, span: Span) -> bool {
    let before = text[..span.start()].trim_end();
    let word = before.rsplit(' ').next().unwrap_or("");
    crate::analysis::gazetteer::TITLES.class(word).is_some()
}

/// Makes one name of the two parties of a case: `Bartz v. Anthropic`.
fn join_cases(text: &str, all: &mut [Mention]) {
    for index in 1..all.len() {
        let (before, rest) = all.split_at_mut(index);
        let (one, other) = (&mut before[index - 1], &mut rest[0]);
        let between = text.get(one.span.end()..other.span.start()).unwrap_or("");
        if matches!(between, " v. " | " vs. " | " v ") && is_open(one) && is_open(other) {
            let span = Span::new(one.span.start(), other.span.end());
            (*one, *other) = (Mention { span, kind: EntityKind::Work, known: None }, Mention { span, kind: EntityKind::Work, known: None });
        }
    }
}

/// Whether what was read as a name is a unit or a piece of one: `5.2 AU`, `18 US gal`, `US$1.8 billion`.
fn is_unit(text: &str, span: Span) -> bool {
    let (before, behind) = (&text[..span.start()], &text[span.end()..]);
    let is_short = span.len() <= 3 && span.of(text).bytes().all(|byte| byte.is_ascii_uppercase());
    let counted = before.strip_suffix([' ', '\u{a0}']).is_some_and(|before| before.ends_with(|c: char| c.is_ascii_digit()));
    let noun = behind.strip_prefix(' ').is_some_and(|rest| rest.starts_with(char::is_lowercase) && !rest.starts_with("gal"));
    let is_counted = counted && (!noun || behind.starts_with(" away") || behind.starts_with(" from"));
    is_short && (behind.starts_with('$') || is_counted)
}

/// Whether a name is the first of two streets: `California and Mason Streets`, where it is no state.
fn is_first_of_streets(text: &str, span: Span) -> bool {
    let Some(rest) = text[span.end()..].strip_prefix(" and ") else { return false };
    let mut words =
        rest.split(|c: char| !c.is_alphabetic()).take(3).skip_while(|word| word.starts_with(char::is_uppercase) && !is_street(word));
    rest.starts_with(char::is_uppercase) && words.next().is_some_and(|word| is_street(word) && word.ends_with('s'))
}

/// Whether what was read as a name is only what stands behind names.
fn is_bare_suffix(written: &str) -> bool {
    matches!(written.trim_end_matches('.'), "Jr" | "Sr" | "Inc" | "Ltd" | "Co" | "Corp" | "LLC" | "Esq")
        || is_initial(written) && written.len() == 2
}

#[cfg(test)]
mod tests {
    use super::shape;
    use crate::analysis::facts::Mention;
    use crate::analysis::lexicon::EntityKind;
    use crate::text::Block;
    use crate::text::BlockKind;
    use crate::text::Source;
    use crate::text::Span;

    /// The names of a text in which `[…]` marks what a recogniser found, all of one kind.
    fn shaped(marked: &str, kind: EntityKind) -> Vec<String> {
        let (mut text, mut all, mut start) = (String::new(), Vec::new(), 0);
        for c in marked.chars() {
            match c {
                '[' => start = text.len(),
                ']' => all.push(Mention { span: Span::new(start, text.len()), kind, known: None }),
                c => text.push(c),
            }
        }
        let block = Block { kind: BlockKind::Paragraph, span: Span::new(0, text.len()), number: 0 };
        let source = Source { text: text.clone(), blocks: vec![block], ..Source::default() };
        shape(&source, &mut all);
        all.iter().map(|mention| format!("{} {}", mention.kind.name(), mention.span.of(&text))).collect()
    }

    #[test]
    fn names_have_their_whole_shape() {
        for (marked, kind, names) in [
            ("He met I. [W. Hellman], [Jr.], there.", EntityKind::Person, &["person I. W. Hellman, Jr."][..]),
            ("Then [W.] [A. Magee] spoke.", EntityKind::Person, &["person W. A. Magee"]),
            ("and H. [U. Brandenstein] left", EntityKind::Place, &["person H. U. Brandenstein"]),
            ("He chose plan B. [London] was far.", EntityKind::Place, &["place London"]),
            ("He walked down [Market] street.", EntityKind::Person, &["place Market street"]),
            ("At [California] and [Mason] Streets it stood.", EntityKind::Place, &["place Mason Streets"]),
            ("It burnt the [Phelan] building.", EntityKind::Person, &["place Phelan building"]),
            ("He saw Mr. [Phelan] building it.", EntityKind::Person, &["person Phelan"]),
            ("In [Bartz] v. [Acme Books] it held so.", EntityKind::Organisation, &["work Bartz v. Acme Books"]),
            ("The [Wright] brothers flew.", EntityKind::Person, &["person Wright brothers"]),
            ("It is 5.2 [AU] away and cost [US]$1.8 billion; 20 [US] soldiers came.", EntityKind::Place, &["place US"]),
            ("The firm, [Oracle America], [Inc.], lost.", EntityKind::Organisation, &["organisation Oracle America"]),
        ] {
            assert_eq!(shaped(marked, kind), names, "{marked}");
        }
    }
}
