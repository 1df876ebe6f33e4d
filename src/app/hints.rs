//! Which commands make sense where one is.

use crate::app::App;
use crate::app::View;
use crate::app::listing::Listing;
use crate::app::listing::ListingKind;
use crate::app::matrix::By;
use crate::app::matrix::MatrixView;
use crate::app::panes::Pane;
use crate::keys::Command;

impl App {
    /// Commands that make sense here, with a word each: the most useful first, the help last.
    pub fn hints(&self) -> &'static [(Command, &'static str)] {
        match (&self.view, self.focus) {
            (View::Concordance(_), _) => {
                &[(Command::Open, "go there"), (Command::NextOrder, "order"), (Command::Close, "close"), (Command::Help, "help")]
            }
            (View::Review(_), _) => &[(Command::Close, "close"), (Command::Help, "help")],
            (View::Listing(Listing { kind: ListingKind::Notes | ListingKind::Board, .. }), _) => &[
                (Command::Open, "go there"),
                (Command::Close, "close"),
                (Command::Filter, "filter"),
                (Command::DeleteNote, "delete"),
                (Command::Undo, "undo"),
                (Command::Help, "help"),
            ],
            (View::Compare(_), _) => &[
                (Command::NextPane, "other side"),
                (Command::NextSource, "next source"),
                (Command::Freeze, "stand still"),
                (Command::Close, "close"),
                (Command::Help, "help"),
            ],
            (View::Listing(Listing { inside: true, .. }) | View::Matrix(MatrixView { inside: true, .. }), _) => {
                &[(Command::Open, "go there"), (Command::Why, "why"), (Command::NextPane, "to the rows"), (Command::Help, "help")]
            }
            (View::Listing(Listing { kind: ListingKind::Timeline(_), .. }), _) => &[
                (Command::Open, "go there"),
                (Command::Close, "close"),
                (Command::NextPane, "sources"),
                (Command::Narrower, "coarser"),
                (Command::Wider, "finer"),
                (Command::Help, "help"),
            ],
            (View::Listing(Listing { kind: ListingKind::Speakers, .. }), _) => &[
                (Command::Open, "go there"),
                (Command::Close, "close"),
                (Command::NextParagraph, "next speaker"),
                (Command::NextPane, "passages"),
                (Command::Why, "why"),
                (Command::Help, "help"),
            ],
            (View::Listing(Listing { kind: ListingKind::Brief, .. }), _) => &[
                (Command::Open, "go there"),
                (Command::Export, "write it to a file"),
                (Command::Close, "close"),
                (Command::NextParagraph, "next part"),
                (Command::NextPane, "passages"),
                (Command::Help, "help"),
            ],
            (View::Listing(_), _) => &[
                (Command::Open, "go there"),
                (Command::Close, "close"),
                (Command::NextPane, "passages"),
                (Command::Why, "why"),
                (Command::Freeze, "freeze"),
                (Command::Help, "help"),
            ],
            (View::Matrix(MatrixView { by: By::Quantities, .. }), _) => &[
                (Command::Open, "go there"),
                (Command::Close, "close"),
                (Command::NextColumn, "next source"),
                (Command::NextPassage, "next that has it"),
                (Command::NextPane, "passages"),
                (Command::Freeze, "freeze"),
                (Command::Help, "help"),
            ],
            (View::Matrix(_), _) => &[
                (Command::Open, "go there"),
                (Command::Close, "close"),
                (Command::NextColumn, "next source"),
                (Command::NextPassage, "next that has it"),
                (Command::Coverage, "other rows"),
                (Command::NextOrder, "order"),
                (Command::Help, "help"),
            ],
            (_, Pane::Sources) => {
                &[(Command::Open, "open"), (Command::Filter, "filter"), (Command::Close, "to the text"), (Command::Help, "help")]
            }
            (_, Pane::Sidebar) => {
                &[(Command::Open, "go there"), (Command::Why, "why"), (Command::Close, "to the text"), (Command::Help, "help")]
            }
            (View::Reading, Pane::Text) if self.selection.is_some() => &[
                (Command::Highlight, "highlight"),
                (Command::Note, "note"),
                (Command::Tag, "tag"),
                (Command::Copy, "copy"),
                (Command::Cite, "cite"),
                (Command::Close, "let go"),
            ],
            (_, Pane::Text) if self.lens.theme.is_some() => {
                &[(Command::NextOfTheme, "next"), (Command::Concordance, "all"), (Command::Close, "forget"), (Command::Help, "help")]
            }
            (_, Pane::Text) if self.lens.entity.is_some() => &[
                (Command::NextMention, "next"),
                (Command::Concordance, "all"),
                (Command::Merge, "merge"),
                (Command::Correct, "correct"),
                (Command::Close, "forget"),
                (Command::Help, "help"),
            ],
            (_, Pane::Text) if self.lens.query.is_some() => {
                &[(Command::NextHit, "next"), (Command::Concordance, "all"), (Command::Close, "forget"), (Command::Help, "help")]
            }
            (_, Pane::Text) => &[
                (Command::Related, "related"),
                (Command::ChooseTheme, "theme"),
                (Command::ChooseEntity, "entity"),
                (Command::Search, "search"),
                (Command::Disagreements, "differ"),
                (Command::Compare, "compare"),
                (Command::Timeline, "timeline"),
                (Command::Highlight, "mark"),
                (Command::Note, "note"),
                (Command::Help, "help"),
            ],
        }
    }
}
