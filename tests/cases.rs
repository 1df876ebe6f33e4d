//! Cases as text: what `tests/cases/*.txt` say, exactly. A known miss that succeeds is a failure too, so that none stays
//! marked for longer than it is one.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::Arc;

use crossread::analysis::Analysis;
use crossread::analysis::Lexicon;
use crossread::analysis::Models;
use crossread::analysis::facts::dates::resolve;
use crossread::analysis::facts::facts;
use crossread::analysis::questions::disagreements::Severity;
use crossread::analysis::questions::disagreements::Version;
use crossread::analysis::questions::disagreements::disagreements;
use crossread::analysis::questions::novelty::by_publication;
use crossread::analysis::questions::novelty::novelty;
use crossread::analysis::questions::quantities::quantities;
use crossread::analysis::questions::timeline::EventKind;
use crossread::analysis::questions::timeline::timeline;
use crossread::analysis::relations::naming;
use crossread::analysis::relations::relations;
use crossread::import::import;
use crossread::text::Dossier;
use crossread::text::Source;
use crossread::text::Span;
use crossread::text::words::one_line;

/// The cases of a file: name, input, what is wanted, whether it is known to be missed.
fn cases(text: &str) -> Vec<(String, String, Vec<String>, bool)> {
    let mut found = Vec::new();
    for part in text.split("\n== ").skip(1) {
        let (name, rest) = part.split_once('\n').expect("a name");
        let (input, wanted) = rest.split_once("\n--\n").expect("what is wanted");
        let mut wanted: Vec<String> = wanted.lines().map(str::to_owned).filter(|line| !line.is_empty()).collect();
        let missed = wanted.first().is_some_and(|first| first == "missed");
        if missed {
            wanted.remove(0);
        }
        found.push((name.to_owned(), format!("{input}\n"), wanted, missed));
    }
    found
}

fn holds(source: &Source, wanted: &str) -> bool {
    let (name, value) = wanted.split_once(": ").expect("a field and a value");
    let meta = &source.meta;
    let field = match name {
        "title" => &meta.title,
        "author" => &meta.author,
        "date" => &meta.date,
        "publisher" => &meta.publisher,
        kind => {
            return source.blocks.iter().any(|block| block.kind.name() == kind && block.span.of(&source.text).starts_with(value));
        }
    };
    field.as_ref().map_or("-", |field| field.value.as_str()) == value
}

/// What is wrong with the cases of a file: `fault` says what one of them lacks, if anything.
fn wrong(text: &str, fault: impl Fn(&str, &[String]) -> Option<String>) -> Vec<String> {
    let all = cases(text);
    assert!(!all.is_empty());
    let told = all.into_iter().filter_map(|(name, input, wanted, missed)| match (fault(&input, &wanted), missed) {
        (None, true) => Some(format!("{name}: no longer missed")),
        (Some(fault), false) => Some(format!("{name}: {fault}")),
        _ => None,
    });
    told.collect()
}

#[test]
fn dates_are_found_as_their_cases_say() {
    let wrong = wrong(include_str!("cases/dates.txt"), |input, wanted| {
        let (source, _) = import("a.md", input.as_bytes());
        let found = facts(&source, &Lexicon::default(), &Models::default());
        let resolved = resolve(found.dates.all(), None);
        let told = found.dates.all().iter().zip(&resolved).map(|(date, resolved)| {
            let when = resolved.when.map_or("?".to_owned(), |when| when.to_string());
            format!("{} = {when}", date.span.of(&source.text))
        });
        let told: Vec<String> = told.collect();
        (told != wanted).then(|| format!("found {told:?}"))
    });
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn figures_are_found_as_their_cases_say() {
    let wrong = wrong(include_str!("cases/figures.txt"), |input, wanted| {
        let (source, _) = import("a.md", input.as_bytes());
        let found = facts(&source, &Lexicon::default(), &Models::default());
        let told = found.figures.all().iter().map(|figure| {
            let written = one_line(figure.hedged.of(&source.text));
            let value = |value: f64| (value * 1e9).round() / 1e9;
            let (low, high) = (value(figure.low), value(figure.high));
            let shown = if low == high { low.to_string() } else { format!("{low}..{high}") };
            format!("{written} = {shown} {}", figure.measure.name())
        });
        let mut told: Vec<String> = told.collect();
        if told.is_empty() {
            told.push("none".to_owned());
        }
        (told != wanted).then(|| format!("found {told:#?}"))
    });
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn quotations_are_found_as_their_cases_say() {
    let wrong = wrong(include_str!("cases/quotations.txt"), |input, wanted| {
        let (source, _) = import("a.md", input.as_bytes());
        let found = facts(&source, &Lexicon::default(), &Models::default());
        let part = |span: Option<Span>| span.map_or("-".to_owned(), |span| one_line(span.of(&source.text)));
        let told = found
            .quotations
            .all()
            .iter()
            .map(|quotation| format!("{} | {} | {}", part(quotation.speaker), part(quotation.verb), part(Some(quotation.span))));
        let mut told: Vec<String> = told.collect();
        if told.is_empty() {
            told.push("none".to_owned());
        }
        (told != wanted).then(|| format!("found {told:#?}"))
    });
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn names_are_found_as_their_cases_say() {
    let wrong = wrong(include_str!("cases/names.txt"), |input, wanted| {
        let (dossier, analysis) = analysed(&input.split("\n+++\n").collect::<Vec<_>>());
        let mut told: Vec<String> = Vec::new();
        for (id, source) in dossier.sources() {
            let mentions = analysis.mentions(id, Span::new(0, source.text.len()));
            told.extend(mentions.filter_map(|(mention, entity)| {
                let (written, name) = (mention.span.of(&source.text), &analysis.relations.as_ref()?.entities.get(entity)?.name);
                let other = if name == written { String::new() } else { format!(" = {name}") };
                Some(format!("{written} {}{other}", mention.kind.name()))
            }));
        }
        // How often each string is a name, with what it names.
        let counted = |name: &str| {
            let mut rows: BTreeMap<&str, usize> = BTreeMap::new();
            let of_name = told
                .iter()
                .filter(|row| row.strip_prefix(name).is_some_and(|rest| rest[1..].split(' ').count() == 1 || rest.contains(" = ")));
            of_name.for_each(|row| *rows.entry(row).or_default() += 1);
            rows.into_iter().map(|(row, count)| format!("{count} {row}")).collect::<Vec<_>>()
        };
        let is_met = |wanted: &&String| {
            let (count, row) = wanted.split_once(' ').expect("a count");
            let name = row.split(" = ").next().and_then(|row| row.rsplit_once(' ')).map_or(row, |(name, _)| name);
            if count == "0" { told.iter().all(|other| !other.starts_with(&format!("{row} "))) } else { counted(name) == [wanted.as_str()] }
        };
        let failed: Vec<&String> = wanted.iter().filter(|wanted| !is_met(wanted)).collect();
        (!failed.is_empty()).then(|| format!("{failed:?}, found {told:?}"))
    });
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn texts_are_imported_as_their_cases_say() {
    let mut wrong = Vec::new();
    let all = cases(include_str!("cases/import.txt"));
    assert!(!all.is_empty());
    for (name, input, wanted, missed) in all {
        let (source, _) = import("a.txt", input.as_bytes());
        assert_eq!(source.text, input, "plain text stays as it is");
        let failed: Vec<&String> = wanted.iter().filter(|wanted| !holds(&source, wanted)).collect();
        match (failed.is_empty(), missed) {
            (true, false) | (false, true) => {}
            (true, true) => wrong.push(format!("{name}: no longer missed")),
            (false, false) => wrong.push(format!("{name}: {failed:?}, read {:?} {:?}", source.meta, source.blocks)),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_a_later_text_adds_is_what_its_cases_say() {
    let wrong = wrong(include_str!("cases/novelty.txt"), |input, wanted| {
        let (earlier, later) = input.split_once("+++\n").expect("two sentences");
        let text = |day: &str, sentence: &str, other: &str| format!("---\ndate: {day}\n---\n{sentence}\n{other}\n");
        let texts = [
            text("2024-03-05", earlier, "Ferries carry cars across the bay in the meantime, twice an hour."),
            text("2024-03-09", later, "Shops in the old town complain of empty streets and want help."),
        ];
        let (dossier, analysis) = analysed(&texts.each_ref().map(String::as_str));
        let all = novelty(&dossier, &analysis, &by_publication(&dossier));
        let of_later = all.iter().find(|novel| dossier.passage(novel.passage).is_some_and(|(_, source, _)| source.name == "1.md"));
        let told = of_later.map_or(f32::NAN, |novel| novel.novelty);
        let is_right = if wanted == ["told"] { told < 0.5 } else { wanted == ["new"] && told >= 0.5 };
        (!is_right).then(|| format!("novelty {told}"))
    });
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The analysis of texts, as the program makes it.
fn analysed(texts: &[&str]) -> (Dossier, Analysis) {
    let (models, lexicon) = (Models::default(), Lexicon::default());
    let named = texts.iter().enumerate();
    let dossier = Dossier::new(named.map(|(number, text)| Arc::new(import(&format!("{number}.md"), text.as_bytes()).0)).collect());
    let found: Vec<_> = dossier.sources().map(|(_, source)| Arc::new(facts(source, &lexicon, &models))).collect();
    let settled = naming::settled(&dossier, &found, &models.names);
    let related = relations(&dossier, &settled, &lexicon, None, &mut |_| ControlFlow::Continue(())).expect("nobody said stop");
    let analysis = Analysis { facts: settled.into_iter().map(Some).collect(), relations: Some(Arc::new(related)), neighbours: None };
    (dossier, analysis)
}

#[test]
fn disagreements_are_those_of_their_cases() {
    let wrong = wrong(include_str!("cases/disagreements.txt"), |input, wanted| {
        let (dossier, analysis) = analysed(&input.split("+++\n").collect::<Vec<_>>());
        let rows = disagreements(&dossier, &analysis);
        let shown = rows.iter().filter(|row| row.severity != Severity::Precision);
        let told = shown.map(|row| {
            let value = |side: &Version| dossier.source(side.source).map_or("", |source| side.value.of(&source.text)).to_owned();
            let values: Vec<String> = row.sides.iter().map(value).collect();
            format!("{} {} = {}", row.severity.name(), values.join(" | "), row.topic)
        });
        let mut told: Vec<String> = told.collect();
        if told.is_empty() {
            told.push("none".to_owned());
        }
        (told != wanted).then(|| format!("found {told:?}"))
    });
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn events_are_those_of_their_cases() {
    let wrong = wrong(include_str!("cases/timeline.txt"), |input, wanted| {
        let (dossier, analysis) = analysed(&input.split("+++\n").collect::<Vec<_>>());
        let events = timeline(&dossier, &analysis).into_iter().filter(|event| event.kind == EventKind::Told);
        let told = events.filter_map(|event| {
            let first = event.told_by.first()?;
            let when = event.when.map_or("?".to_owned(), |when| when.to_string());
            Some(format!("{when} = {}", one_line(first.passage.of(&dossier.source(first.source)?.text))))
        });
        let mut told: Vec<String> = told.collect();
        if told.is_empty() {
            told.push("none".to_owned());
        }
        (told != wanted).then(|| format!("found {told:#?}"))
    });
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn quantities_are_those_of_their_cases() {
    let wrong = wrong(include_str!("cases/quantities.txt"), |input, wanted| {
        let (dossier, analysis) = analysed(&input.split("+++\n").collect::<Vec<_>>());
        let told = quantities(&dossier, &analysis).into_iter().map(|row| {
            let values = row.values.iter().filter_map(|value| {
                let source = dossier.source(value.source)?;
                Some(format!("{} {}", value.source.index(), value.figure.hedged.of(&source.text)))
            });
            let values = values.collect::<Vec<_>>().join(" | ");
            let period = row.period.map(|period| period.when().to_string()).or(row.told.map(|day| day.to_string()));
            let of = [period, row.place].into_iter().flatten().collect::<Vec<_>>().join(" ");
            let of = if of.is_empty() { of } else { format!(" @ {of}") };
            format!("{}{}{of} = {values}", if row.differ { "! " } else { "" }, row.topic)
        });
        let mut told: Vec<String> = told.collect();
        if told.is_empty() {
            told.push("none".to_owned());
        }
        (told != wanted).then(|| format!("found {told:#?}"))
    });
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
