//! What a reader writes to a place: a highlight, a note, a bookmark, tags, a card, a passage collected under a question, or
//! that something which the analysis found is refused.

use crate::notes::anchor::Anchor;

/// Why an annotation was made: a motivation of the W3C Web Annotation vocabulary, or one of our own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Motivation {
    /// Words that are marked.
    Highlighting,
    /// Words with a note.
    Commenting,
    /// A place to come back to.
    Bookmarking,
    /// A passage collected under a question.
    Classifying,
    /// Something that the analysis found and the reader refuses.
    Refusing,
}

impl Motivation {
    /// Its name in the vocabulary.
    pub fn name(self) -> &'static str {
        match self {
            Motivation::Highlighting => "highlighting",
            Motivation::Commenting => "commenting",
            Motivation::Bookmarking => "bookmarking",
            Motivation::Classifying => "classifying",
            Motivation::Refusing => "crossread:refuse",
        }
    }

    /// The one with this name; what other tools call otherwise counts as a comment.
    pub fn parse(name: &str) -> Motivation {
        match name {
            "highlighting" => Motivation::Highlighting,
            "bookmarking" => Motivation::Bookmarking,
            "classifying" => Motivation::Classifying,
            "crossread:refuse" => Motivation::Refusing,
            _ => Motivation::Commenting,
        }
    }
}

/// Kinds of highlights, each with a key, a sign and a colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Colour {
    /// Worth keeping.
    #[default]
    Important,
    /// To be asked.
    Question,
    /// To be doubted.
    Doubt,
    /// To be quoted.
    Quote,
}

impl Colour {
    /// All of them.
    pub const ALL: [Colour; 4] = [Colour::Important, Colour::Question, Colour::Doubt, Colour::Quote];

    /// Its name, which is the style class in a file.
    pub fn name(self) -> &'static str {
        match self {
            Colour::Important => "important",
            Colour::Question => "question",
            Colour::Doubt => "doubt",
            Colour::Quote => "quote",
        }
    }

    /// The one with this name.
    pub fn parse(name: &str) -> Option<Colour> {
        Colour::ALL.into_iter().find(|colour| colour.name() == name)
    }
}

/// What a refusal refuses.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Refused {
    /// The link to a passage.
    Link(PassageKey),
    /// The disagreement with these other passages.
    Disagreement(Vec<PassageKey>),
    /// That this passage belongs to the disagreement with these others.
    Side(Vec<PassageKey>),
    /// Not a refusal but a claim: this passage and that one disagree.
    Differs(PassageKey),
}

impl Refused {
    /// Its name in a file.
    pub fn name(&self) -> &'static str {
        match self {
            Refused::Link(_) => "link",
            Refused::Disagreement(_) => "disagreement",
            Refused::Side(_) => "side",
            Refused::Differs(_) => "differs",
        }
    }

    /// The other passages.
    pub fn others(&self) -> &[PassageKey] {
        match self {
            Refused::Link(other) | Refused::Differs(other) => std::slice::from_ref(other),
            Refused::Disagreement(others) | Refused::Side(others) => others,
        }
    }

    /// The one of this name.
    pub fn parse(name: &str, others: Vec<PassageKey>) -> Option<Refused> {
        match name {
            "link" => others.into_iter().next().map(Refused::Link),
            "differs" => others.into_iter().next().map(Refused::Differs),
            "disagreement" => Some(Refused::Disagreement(others)),
            "side" => Some(Refused::Side(others)),
            _ => None,
        }
    }
}

/// A passage by its source and its text: holds wherever an edit elsewhere moves it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PassageKey {
    /// Name of the source.
    pub source: String,
    /// See [`crate::notes::reading::fingerprint`].
    pub fingerprint: String,
}

/// One revision of one annotation.
#[derive(Clone, Debug, PartialEq)]
pub struct Annotation {
    /// A name that no other annotation has: `urn:uuid:…`, or what another tool gave it.
    pub id: String,
    /// Name of the source relative to the dossier.
    pub source: String,
    /// Where in it.
    pub anchor: Anchor,
    /// Why it was made.
    pub motivation: Motivation,
    /// The note; empty if there is none.
    pub note: String,
    /// The kind of highlight, if it is one.
    pub colour: Option<Colour>,
    /// Tags, in the order in which they were given.
    pub tags: Vec<String>,
    /// The question under which it is collected, and its place there.
    pub question: Option<(String, f64)>,
    /// What it refuses.
    pub refused: Option<Refused>,
    /// When it was made, RFC 3339 in UTC.
    pub created: String,
    /// When this revision was made, RFC 3339 in UTC.
    pub modified: String,
    /// The run of the program that made this revision.
    pub session: String,
    /// Whether this revision deletes it.
    pub deleted: bool,
    /// Fields that other tools gave it and that are kept as they are, a JSON object.
    pub further: serde_json::Map<String, serde_json::Value>,
}

impl Annotation {
    /// A new annotation of `anchor` in `source`, made at `now`.
    pub fn new(id: String, source: &str, anchor: Anchor, motivation: Motivation, now: &str) -> Annotation {
        Annotation {
            id,
            source: source.to_owned(),
            anchor,
            motivation,
            note: String::new(),
            colour: None,
            tags: Vec::new(),
            question: None,
            refused: None,
            created: now.to_owned(),
            modified: now.to_owned(),
            session: String::new(),
            deleted: false,
            further: serde_json::Map::new(),
        }
    }

    /// What stands in a list for its kind: the kind of the highlight, else the motivation.
    pub fn kind(&self) -> &'static str {
        match (self.motivation, self.colour) {
            (Motivation::Highlighting, Some(colour)) => colour.name(),
            (Motivation::Highlighting, None) => "highlight",
            (Motivation::Commenting, _) => "note",
            (Motivation::Bookmarking, _) => "bookmark",
            (Motivation::Classifying, _) => "collected",
            (Motivation::Refusing, _) => "refused",
        }
    }
}
