//! Quotations: who is quoted or reported, in which words, with which verb.
//!
//! Direct speech stands between quotation marks (`marks`), also over several paragraphs; reported speech is what a verb of
//! saying governs (`said that …`, `according to …`). The speaker is the noun phrase beside the verb (`speakers`). A
//! quotation without an attribution of its own, right behind another, has the speaker of that one.

mod clause;
mod marks;
mod reported;
mod speakers;
mod verbs;

pub(super) use verbs::is_helper;
pub(super) use verbs::is_saying;

use crate::analysis::facts::Mention;
use crate::analysis::facts::quotations::clause::Clause;
use crate::analysis::facts::quotations::marks::Quoted;
use crate::analysis::layer::Layer;
use crate::analysis::layer::Mark;
use crate::text::Block;
use crate::text::BlockKind;
use crate::text::Source;
use crate::text::Span;

/// Words said by somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quotation {
    /// The words, without quotation marks; of a quotation over several paragraphs those of one paragraph.
    pub span: Span,
    /// Whether they stand between quotation marks.
    pub direct: bool,
    /// Who says them, if the text tells.
    pub speaker: Option<Span>,
    /// The verb of saying, or `according to`.
    pub verb: Option<Span>,
}

impl Mark for Quotation {
    fn span(&self) -> Span {
        self.span
    }
}

/// Words from which a quotation without a speaker counts as one: fewer are a title or a word held at arm's length.
const MANY_WORDS: usize = 6;

/// Finds the quotations of the blocks of `source` that are analysed.
pub(super) fn quotations(source: &Source, mentions: &Layer<Mention>) -> Layer<Quotation> {
    let is_running = |block: &Block| block.kind.is_linked() && block.kind != BlockKind::Table;
    let blocks: Vec<(usize, &Block)> = source.blocks.iter().enumerate().filter(|(_, block)| is_running(block)).collect();
    let texts: Vec<&str> = blocks.iter().map(|(_, block)| block.span.of(&source.text)).collect();
    let quoted = marks::quoted(&texts);
    let mut reader = Reader { found: Vec::new(), last: None, waiting: Vec::new() };
    let mut passages = source.passages.iter().peekable();
    for (((index, block), text), quotes) in blocks.iter().zip(&texts).zip(&quoted) {
        let base = block.span.start();
        let mut sentences = Vec::new();
        while let Some(passage) = passages.next_if(|passage| passage.block as usize <= *index) {
            if passage.block as usize == *index {
                sentences.push(Span::new(passage.span.start() - base, passage.span.end() - base));
            }
        }
        let spans: Vec<Span> = quotes.iter().map(|quote| quote.span).collect();
        let names = mentions.within(block.span);
        let clauses: Vec<Clause> = sentences.iter().map(|sentence| Clause::new(text, *sentence, &spans, names, base)).collect();
        // What is set as a quotation needs no marks, where the text told who speaks.
        if matches!(block.kind, BlockKind::Quote(_)) && quotes.is_empty() && reader.set_apart(block.span) {
            continue;
        }
        reader.block(text, quotes, &clauses, base);
    }
    let mut found = reader.found;
    found.sort_by_key(|quotation| (quotation.span.start(), quotation.span.end()));
    Layer::new(found)
}

/// Who spoke last, and where that was told.
#[derive(Clone, Copy)]
struct Spoken {
    speaker: Option<Span>,
    verb: Option<Span>,
    /// Whether the sentence told who speaks before the words that follow: `Hefner said:`
    announces: bool,
    /// Whether the words were a question, which another answers.
    asks: bool,
}

struct Reader {
    found: Vec<Quotation>,
    /// The attribution of the sentence before, if it held a quotation or announced one; of the whole text.
    last: Option<Spoken>,
    /// Parts of a quotation over several blocks of which the text has not said yet who speaks.
    waiting: Vec<usize>,
}

impl Reader {
    /// Takes a block that is set as a quotation for the words of who was announced; gives whether somebody was.
    fn set_apart(&mut self, block: Span) -> bool {
        let Some(spoken) = self.last.filter(|last| last.announces && last.speaker.is_some()) else { return false };
        self.found.push(Quotation { span: block, direct: true, speaker: spoken.speaker, verb: spoken.verb });
        true
    }

    fn block(&mut self, text: &str, quotes: &[Quoted], clauses: &[Clause], base: usize) {
        let placed = |span: Option<Span>| span.map(|span| span.shifted(base));
        for clause in clauses {
            let first = quotes.partition_point(|quote| quote.span.start() < clause.sentence.start());
            let own: Vec<&Quoted> = quotes[first..].iter().take_while(|quote| clause.holds_start(quote.span)).collect();
            let inside = first > 0 && quotes[first - 1].span.end() > clause.sentence.start();
            let mut spoken = None;
            for quote in &own {
                // A quotation of several sentences is attributed where it ends, or where it begins.
                let end = clauses
                    .get(clauses.partition_point(|other| other.sentence.end() < quote.span.end()))
                    .filter(|other| other.holds_end(quote.span));
                let end = end.filter(|other| other.sentence != clause.sentence);
                let attribution = clause.attribution(text, quote.span).or_else(|| end?.attribution(text, quote.span));
                let words = quote.span.of(text).split_whitespace().count();
                let opens = clause.opens_with(quote.span);
                let carried = self.last.filter(|last| !(last.asks && quote_opens_block(quote, text)) || quote.continues);
                let carried = carried.filter(|last| opens && (quote.continues || last.announces || spoken.is_none() && words >= 2));
                let known = attribution.map(|found| Spoken {
                    speaker: placed(found.speaker),
                    verb: placed(found.verb),
                    announces: false,
                    asks: false,
                });
                let told = known.or(carried.filter(|carried| carried.speaker.is_some()));
                // A few words are said only if they stand beside who says them.
                let beside = words >= MANY_WORDS || quote.continues || carried.is_some() || clause.is_beside(text, quote.span);
                if !quote.open && (!beside || told.is_none() && words < MANY_WORDS || clause.is_name_or_title(text, quote.span)) {
                    continue;
                }
                self.hand_back(quote, known);
                let (speaker, verb) =
                    told.map_or((None, None), |told| (told.speaker, told.verb.filter(|_| known.is_some() || told.announces)));
                // What is carried over gives way to who is told where the quotation ends.
                if quote.open && known.is_none() {
                    self.waiting.push(self.found.len());
                }
                self.found.push(Quotation { span: quote.span.shifted(base), direct: true, speaker, verb });
                let asks = quote.span.of(text).ends_with('?');
                spoken = Some(Spoken { speaker, verb, announces: false, asks });
            }
            if spoken.is_none() && !inside {
                self.found.extend(clause.reports().into_iter().map(|report| report.shifted(base)));
                spoken = clause.announced(text).map(|found| Spoken {
                    speaker: placed(found.speaker),
                    verb: placed(found.verb),
                    announces: true,
                    asks: false,
                });
            }
            // The rest of a quotation that began in a sentence before keeps who says it.
            if !(inside && own.is_empty()) {
                self.last = spoken;
            }
        }
    }

    /// Gives the parts that wait the speaker who is told where their quotation goes on.
    fn hand_back(&mut self, quote: &Quoted, known: Option<Spoken>) {
        if !quote.continues {
            self.waiting.clear();
        }
        let Some(known) = known else { return };
        for part in self.waiting.drain(..) {
            self.found[part].speaker = known.speaker;
            self.found[part].verb = known.verb;
        }
    }
}

/// Whether a quotation is the first thing of its block.
fn quote_opens_block(quote: &Quoted, text: &str) -> bool {
    !text[..quote.span.start()].contains(char::is_alphanumeric)
}

impl Quotation {
    fn shifted(self, by: usize) -> Quotation {
        let moved = |span: Option<Span>| span.map(|span| span.shifted(by));
        Quotation { span: self.span.shifted(by), speaker: moved(self.speaker), verb: moved(self.verb), ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::quotations;
    use crate::analysis::facts::Mention;
    use crate::analysis::layer::Layer;
    use crate::analysis::lexicon::EntityKind;
    use crate::import::import;
    use crate::text::Span;
    use proptest::prelude::*;

    /// Quotations of `text` as `speaker | verb | words`; names are persons, those behind a `@` organisations.
    fn read(text: &str, names: &[&str]) -> Vec<String> {
        let (source, _) = import("a.txt", text.as_bytes());
        let mut mentions = Vec::new();
        for name in names {
            let (name, kind) = name.strip_prefix('@').map_or((*name, EntityKind::Person), |name| (name, EntityKind::Organisation));
            mentions.extend(source.text.match_indices(name).map(|(start, _)| Mention {
                span: Span::new(start, start + name.len()),
                kind,
                known: None,
            }));
        }
        mentions.sort_by_key(|mention| mention.span.start());
        let found = quotations(&source, &Layer::new(mentions));
        let one = |quotation: &super::Quotation| {
            let part = |span: Option<Span>| span.map_or("-", |span| span.of(&source.text));
            format!("{} | {} | {}", part(quotation.speaker), part(quotation.verb), quotation.span.of(&source.text))
        };
        found.all().iter().map(one).collect()
    }

    const LEAD: &str = "A long day in the port\n\nIt was a long day in the port, and nobody slept until the last ship had left.\n\n";

    fn of_sentence(sentence: &str, names: &[&str]) -> Vec<String> {
        read(&format!("{LEAD}{sentence} Nobody else in the whole port was asked about it on that day.\n"), names)
    }

    #[test]
    fn speakers_are_found_on_either_side_of_the_words() {
        for (sentence, expected) in [
            ("“We will not leave the port,” said Ada Brown.", "Ada Brown | said | We will not leave the port,"),
            (
                "“We will not leave the port,” Ada Brown, a sailor who declined to give her age, told the Harbour Times.",
                "Ada Brown | told | We will not leave the port,",
            ),
            ("Ada Brown told reporters: “We will not leave the port.”", "Ada Brown | told | We will not leave the port."),
            ("Ada Brown said that the ships would stay in the port.", "Ada Brown | said | that the ships would stay in the port"),
            ("The ships would stay in the port, Ada Brown said.", "Ada Brown | said | The ships would stay in the port"),
            ("According to Ada Brown, the ships would stay in the port.", "Ada Brown | According to | the ships would stay in the port"),
            ("The minister said the ships would stay in the port.", "The minister | said | the ships would stay in the port"),
            ("“We partied hard. But it was a fine night,” Ada Brown said.", "Ada Brown | said | We partied hard. But it was a fine night,"),
            ("The ships would stay in the port, police said.", "police | said | The ships would stay in the port"),
            (
                "The ships would stay there, organizers said on Friday, in a move that surprised all.",
                "organizers | said | The ships would stay there",
            ),
            ("Police have said that the ships would stay in the port.", "Police | said | that the ships would stay in the port"),
            ("The mayor later told the crews that the ships would stay.", "The mayor | told | that the ships would stay"),
            ("Ada Brown said Thursday the ships would stay in the port.", "Ada Brown | said | the ships would stay in the port"),
        ] {
            assert_eq!(of_sentence(sentence, &["Ada Brown"]), [expected], "{sentence}");
        }
    }

    #[test]
    fn the_whole_noun_phrase_speaks_and_not_a_name_inside_it() {
        for (sentence, expected) in [
            ("Ada Brown’s attorney said the ships would stay.", "Ada Brown’s attorney | said | the ships would stay"),
            ("Ada Brown, head of Waitrose, said the ships would stay.", "Ada Brown | said | the ships would stay"),
            ("Waitrose, which owns a part of Brown Ships, said the ships would stay.", "Waitrose | said | the ships would stay"),
            ("The minister Ada Brown (Waitrose) said the ships would stay.", "Ada Brown | said | the ships would stay"),
            ("“We will not leave the port,” a witness, Ada Brown, recounted.", "Ada Brown | recounted | We will not leave the port,"),
            ("A spokesman for Waitrose said the ships would stay.", "A spokesman for Waitrose | said | the ships would stay"),
            ("Waitrose spokesman Carl Reed said the ships would stay.", "Carl Reed | said | the ships would stay"),
            ("The ships would stay in the port, Waitrose spokesman Carl Reed said.", "Carl Reed | said | The ships would stay in the port"),
            ("The ships stay there, according to the fire chief, Carl Reed.", "Carl Reed | according to | The ships stay there"),
            ("Carl Reed, Ada Brown’s grandson, said the ships would stay.", "Carl Reed | said | the ships would stay"),
            ("Her agent, Carl Reed, said the ships would stay.", "Carl Reed | said | the ships would stay"),
            ("Carl Reed, who directs the service, said the change was small.", "Carl Reed | said | the change was small"),
            ("“We will not leave,” said Ada Brown and Carl Reed.", "Ada Brown and Carl Reed | said | We will not leave,"),
            ("“We will not leave,” said Ada Brown’s attorney, Carl Reed.", "Carl Reed | said | We will not leave,"),
            ("Carl Reed, 92, told Waitrose that the ships would stay.", "Carl Reed | told | that the ships would stay"),
        ] {
            assert_eq!(of_sentence(sentence, &["Ada Brown", "Carl Reed", "@Waitrose"]), [expected], "{sentence}");
        }
    }

    #[test]
    fn who_is_told_where_an_open_quotation_ends_speaks_and_not_who_spoke_before() {
        let text = "“We will not leave the old port,” said Carl Reed.\n\n“The ships were lost in the storm.\n\nNobody knew what to do in the night,” said Ada Brown.";
        let found = read(&format!("{LEAD}{text}\n\nNobody else in the whole port was asked about it.\n"), &["Ada Brown", "Carl Reed"]);
        let speakers: Vec<&str> = found.iter().map(|line| line.split(" | ").next().unwrap_or_default()).collect();
        assert_eq!(speakers, ["Carl Reed", "Ada Brown", "Ada Brown"], "{found:?}");
    }

    #[test]
    fn a_quotation_goes_on_behind_its_attribution_and_over_paragraphs() {
        let said =
            |text: &str| read(&format!("{LEAD}{text}\n\nNobody else in the whole port was asked about it on that day.\n"), &["Ada Brown"]);
        assert_eq!(
            said("“We lost and it hurts,” Ada Brown said. “But we will come back next year.”"),
            ["Ada Brown | said | We lost and it hurts,", "Ada Brown | - | But we will come back next year."]
        );
        assert_eq!(
            said("“He did not leak.\n\nHe had to be squeezed,” Ada Brown said in an interview."),
            ["Ada Brown | said | He did not leak.", "Ada Brown | said | He had to be squeezed,"]
        );
        assert_eq!(
            said("Ada Brown said: \"It began at night.\n\n\"It then spread quickly to the roof.\n\n\"We have been able to stop it.\""),
            [
                "Ada Brown | said | It began at night.",
                "Ada Brown | - | It then spread quickly to the roof.",
                "Ada Brown | - | We have been able to stop it."
            ]
        );
        assert_eq!(
            said("The founder Ada Brown said:\n\n\"She was a remarkable lady.\""),
            ["Ada Brown | said | She was a remarkable lady."]
        );
    }

    #[test]
    fn words_held_at_arms_length_are_no_quotation_and_hide_no_report() {
        assert_eq!(of_sentence("They spoke of a “special” ship that never came to any port of theirs.", &[]), Vec::<String>::new());
        assert_eq!(
            of_sentence("Ada Brown confirmed that the “Sea Lion” star was at the clinic.", &["Ada Brown"]),
            ["Ada Brown | confirmed | that the “Sea Lion” star was at the clinic"]
        );
        for sentence in [
            "Ada Brown added 12 points for the Bulldogs in the second half.",
            "Ada Brown declined to say whether the ships would stay in the port.",
            "Ada Brown announced plans for the ships in the port of the town.",
        ] {
            assert_eq!(of_sentence(sentence, &["Ada Brown"]), Vec::<String>::new(), "{sentence}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_panic(text in any::<String>()) {
            let (source, _) = import("a.txt", text.as_bytes());
            for quotation in quotations(&source, &Layer::default()).all() {
                prop_assert!(source.text.get(quotation.span.range()).is_some());
            }
        }

        #[test]
        fn any_row_of_words_of_saying_is_read_without_panic(words in prop::collection::vec(prop::sample::select(vec![
            "said", "told", "according", "to", "that", "the", "mayor", ",", ".", "“", "”", "\"", "He", "police", "has", "not", "saying", "Friday", "on",
            ":", "\n\n", "‘", "’", "and", "who", "of", "Ada", "spokesman", "ships", "stay", "reported", "«", "»",
        ]), 0..30)) {
            let text = format!("{LEAD}{}", words.join(" "));
            let (source, _) = import("a.txt", text.as_bytes());
            for quotation in quotations(&source, &Layer::default()).all() {
                prop_assert!(source.text.get(quotation.span.range()).is_some_and(|words| !words.is_empty()));
            }
        }
    }
}
