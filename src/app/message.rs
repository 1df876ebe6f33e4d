//! What can happen, and what the shell is asked to do.

use std::sync::Arc;

use crate::analysis::Facts;
use crate::analysis::Relations;
use crate::analysis::questions::answers::Answers;
use crate::analysis::questions::related::Related;
use crate::analysis::relations::neighbours::Neighbours;
use crate::app::correcting::Correction;
use crate::config::Config;
use crate::import::Warning;
use crate::keys::Key;
use crate::notes::anchor::Anchor;
use crate::notes::annotation::Annotation;
use crate::notes::draft::Draft;
use crate::notes::place::ReadingPlace;
use crate::notes::reading::ReadPassages;
use crate::notes::review::Review;
use crate::text::PassageId;
use crate::text::Source;
use crate::text::SourceId;
use crate::text::Span;

/// Counts the loads of the dossier; an answer that belongs to an earlier one is dropped.
pub type Revision = u64;

/// Something that happened.
#[derive(Debug)]
pub enum Message {
    /// A key was pressed.
    Key(Key),
    /// Text was pasted.
    Paste(String),
    /// The mouse did something.
    Mouse(Mouse),
    /// The terminal has another size, in cells.
    Resize(u16, u16),
    /// A signal asks the program to end.
    Terminate,
    /// A signal asks the program to stop for a while.
    Stop,
    /// Sources were read, in order.
    Imported(Revision, Vec<Arc<Source>>, Vec<Warning>),
    /// The files were read again: all sources, and the configuration.
    Reloaded(Revision, Vec<Arc<Source>>, Vec<Warning>, Box<Config>),
    /// The files could not be read again, and why.
    NotReloaded(Revision, String),
    /// All sources are there; how many there are.
    ImportDone(Revision),
    /// Facts of some sources.
    Facts(Revision, Vec<(SourceId, Arc<Facts>)>),
    /// How far the relating has come: sources done.
    Relating(Revision, usize),
    /// What holds across all sources.
    Relations(Revision, Arc<Relations>),
    /// How far the comparing has come, in per cent.
    Comparing(Revision, u8),
    /// The links of all passages, and the answers that go through the whole dossier.
    Answers(Revision, Arc<Neighbours>, Arc<Answers>),
    /// Links of some passages.
    Links(Revision, Vec<(PassageId, Arc<[Related]>)>),
    /// The terminal's ground is light or dark.
    Background(Light),
    /// The terminal was given back for a while and is ours again.
    Resumed,
    /// Revisions of annotations that another program wrote.
    Merged(Vec<Annotation>),
    /// The configuration was changed: what is told of it. The files are to be read again.
    Corrected(String),
    /// A correction was written down; the words say which.
    Written(String),
    /// What the reader wrote in an editor.
    Edited {
        /// The words.
        text: String,
        /// What they are about.
        at: NotePlace,
        /// Whether the reader was done; else they are a draft.
        done: bool,
    },
    /// One more revision of an annotation is on the disk.
    Kept,
    /// Something worth telling.
    Tell(String),
    /// Something went wrong outside.
    Failed(String),
    /// A thread died; what it said.
    Crashed(String),
}

/// Whether the terminal's ground is light.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Light(pub bool);

/// What the mouse did, and where, in cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mouse {
    /// What.
    pub action: MouseAction,
    /// Column from 0.
    pub column: u16,
    /// Row from 0.
    pub row: u16,
}

/// What the mouse did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MouseAction {
    /// The left button went down.
    Press,
    /// The mouse moved with the button held.
    Drag,
    /// The button went up.
    Release,
    /// The wheel turned away from the reader.
    WheelUp,
    /// The wheel turned towards the reader.
    WheelDown,
}

/// What a note is about while it is being written: it stays the same when the files are read again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotePlace {
    /// Name of the source.
    pub source: String,
    /// The words.
    pub anchor: Anchor,
}

/// Something to be done outside.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Leave the program.
    Quit,
    /// Read the files again.
    Reload(Revision),
    /// Find facts and relations of all sources.
    Analyse(Revision),
    /// Find the links of these passages, the first ones first.
    Relate(Revision, Vec<PassageId>),
    /// Note where reading stopped.
    SavePlace(ReadingPlace),
    /// Note what of a source has been read.
    SaveRead(ReadPassages),
    /// Keep a revision of an annotation.
    SaveAnnotation(Box<Annotation>),
    /// Keep a grade.
    SaveReview(Review),
    /// Keep what was written of a note that is not finished.
    SaveDraft(Draft),
    /// Let the reader write in an editor.
    EditNote {
        /// What is there already.
        text: String,
        /// What it is about.
        at: NotePlace,
    },
    /// Put the words of a place on the clipboard.
    Copy {
        /// The source.
        source: SourceId,
        /// Where in it.
        span: Span,
        /// Whether with its citation.
        cited: bool,
    },
    /// Write a correction down in the configuration.
    Correct(Correction),
    /// Take the last correction back.
    TakeBack,
    /// Write all annotations to this file, in the format of its ending.
    Export(String),
    /// Write a brief of these sources to this file, in the shape of its ending.
    ExportBrief(String, Vec<SourceId>),
    /// Open an address.
    OpenAddress(String),
    /// Open a source's file in the reader's editor, at a line from 1.
    OpenFile(SourceId, usize),
    /// Open the configuration in the reader's editor, at the first line that is wrong.
    OpenConfig,
    /// Give the terminal back until the program is continued.
    Suspend,
    /// Listen to the mouse, or not.
    ListenToMouse(bool),
    /// Draw everything anew.
    Redraw,
    /// Panic, in a thread behind the screen or in the loop, to test that the terminal is restored.
    Panic {
        /// Whether in a thread.
        in_thread: bool,
    },
}
