//! What a reader can ask for: one table of names and help lines.

/// Where a command stands in the help.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// Moving in the text.
    Moving,
    /// Going from place to place.
    Going,
    /// Panes and how the text is shown.
    Showing,
    /// Looking for something.
    Searching,
    /// What belongs together.
    Relating,
    /// Many sources at once.
    Comparing,
    /// What the reader writes.
    Noting,
    /// The program itself.
    Program,
}

impl Group {
    /// All, in the order of the help: what the program is for first, moving last.
    pub const IN_HELP: &[Group] =
        &[Group::Relating, Group::Going, Group::Comparing, Group::Searching, Group::Noting, Group::Showing, Group::Program, Group::Moving];

    /// Its heading in the help.
    pub fn name(self) -> &'static str {
        match self {
            Group::Moving => "Moving",
            Group::Going => "Going there and back",
            Group::Showing => "Showing and hiding",
            Group::Searching => "Searching",
            Group::Relating => "Relating",
            Group::Comparing => "Many sources at once",
            Group::Noting => "Notes and review",
            Group::Program => "The program",
        }
    }
}

macro_rules! commands {
    ($($variant:ident $name:literal $group:ident $keys:literal $help:literal;)*) => {
        /// Something that a reader can ask for, by key or by name.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Command {
            $(#[doc = $help] $variant,)*
        }

        impl Command {
            /// All commands, in the order of the help.
            pub const ALL: &[Command] = &[$(Command::$variant,)*];

            /// The name that the command line and the configuration use.
            pub fn name(self) -> &'static str {
                match self { $(Command::$variant => $name,)* }
            }

            /// What it does, in a few words.
            pub fn help(self) -> &'static str {
                match self { $(Command::$variant => $help,)* }
            }

            /// Where it stands in the help.
            pub fn group(self) -> Group {
                match self { $(Command::$variant => Group::$group,)* }
            }

            /// Its keys unless configured, parted by commas.
            pub(super) fn default_keys(self) -> &'static str {
                match self { $(Command::$variant => $keys,)* }
            }
        }
    };
}

commands! {
    NextLine "next-line" Moving "j, down" "one line down";
    PreviousLine "previous-line" Moving "k, up" "one line up";
    PageDown "page-down" Moving "space, page-down, ctrl-f" "a page down";
    PageUp "page-up" Moving "b, page-up, ctrl-b" "a page up";
    HalfPageDown "half-page-down" Moving "ctrl-d" "half a page down";
    HalfPageUp "half-page-up" Moving "ctrl-u" "half a page up";
    FirstLine "first-line" Moving "g g, home" "to the beginning";
    LastLine "last-line" Moving "G, end" "to the end";
    NextPassage "next-passage" Moving ")" "next passage";
    PreviousPassage "previous-passage" Moving "(" "previous passage";
    NextParagraph "next-paragraph" Moving "}" "next paragraph";
    PreviousParagraph "previous-paragraph" Moving "{" "previous paragraph";
    NextSource "next-source" Moving "J" "next source";
    PreviousSource "previous-source" Moving "K" "previous source";

    Open "open" Going "enter" "go there: the chosen row, the first related passage";
    Back "back" Going "<, ctrl-o" "back to where you were";
    Forward "forward" Going ">" "forward again";
    NextRelated "next-related" Going "] r" "next related passage of this one";
    PreviousRelated "previous-related" Going "[ r" "previous related passage of this one";
    NextOfTheme "next-of-theme" Going "] t" "next passage of the chosen theme, across sources";
    PreviousOfTheme "previous-of-theme" Going "[ t" "previous passage of the chosen theme";
    NextMention "next-mention" Going "] e" "next mention of the chosen entity, across sources";
    PreviousMention "previous-mention" Going "[ e" "previous mention of the chosen entity";

    Related "related" Relating "r" "related passages of this one";
    ChooseTheme "choose-theme" Relating "t" "choose a theme";
    ChooseEntity "choose-entity" Relating "e" "choose an entity";
    Merge "merge" Relating "=" "merge another name into the chosen entity, for good";
    Why "why" Relating "w" "why this is marked or linked";

    Compare "compare" Comparing "c" "two sources side by side, the other following by meaning";
    Disagreements "disagreements" Comparing "d" "where the sources differ";
    NextDisagreement "next-disagreement" Comparing "] d" "next passage with a disagreement, across sources";
    PreviousDisagreement "previous-disagreement" Comparing "[ d" "previous passage with a disagreement";
    Timeline "timeline" Comparing "T" "what happened when; + and - zoom to days, months, years";
    Coverage "coverage" Comparing "M" "what each source tells; again: names, themes, wordings";
    Speakers "speakers" Comparing "Q" "who says what, in all sources";
    Quantities "quantities" Comparing "V" "what is measured, and the value that each source gives";
    Brief "brief" Comparing "g B" "a brief: what all tell, what is disputed, what is open; E writes it to a file";
    OnlyHere "only-here" Comparing "o" "what this source alone tells";
    Novelty "novelty" Comparing "u" "dim what you have read elsewhere; again: what earlier sources tell";
    ReadingPath "reading-path" Comparing "p" "an order to read in, the most new for the time";
    MarkRead "mark-read" Comparing "g d" "mark this source as read, or not read";
    Freeze "freeze" Comparing "F" "a view keeps what it was narrowed to; in compare: the other side stands still";
    NextColumn "next-column" Comparing "l, right" "next column of a table";
    PreviousColumn "previous-column" Comparing "h, left" "previous column of a table";
    NextOrder "next-order" Comparing "," "another order of the rows: by source, by the words around";

    Search "search" Searching "/" "search in this text";
    NextHit "next-hit" Searching "n" "next hit";
    PreviousHit "previous-hit" Searching "N" "previous hit";
    SearchAll "search-all" Searching "S" "search a phrase in all sources, as a concordance";
    Concordance "concordance" Searching "C" "the concordance of the last search, entity or theme";
    SearchMeaning "search-meaning" Searching "g m" "search all sources by meaning: a question or a few words";
    Filter "filter" Searching "f" "filter the list";

    NextPane "next-pane" Showing "tab" "to the next pane";
    PreviousPane "previous-pane" Showing "shift-tab" "to the previous pane";
    ToggleSources "toggle-sources" Showing "1" "show or hide the list of sources";
    FocusText "focus-text" Showing "2" "to the text";
    ToggleSidebar "toggle-sidebar" Showing "3" "show or hide the sidebar";
    TextAlone "text-alone" Showing "z" "the text alone, and back";
    Wider "wider" Showing "+" "a wider text";
    Narrower "narrower" Showing "-" "a narrower text";
    ToggleOutside "toggle-outside" Showing "O" "open or fold what is outside the article";
    ToggleThemes "toggle-themes" Showing "g t" "show or hide the marks of themes";
    ToggleEntities "toggle-entities" Showing "g n" "show or hide the marks of names";
    ToggleLinks "toggle-links" Showing "g l" "show or hide the signs of links";
    Palette "palette" Showing "g C" "choose a palette; each is shown as it is chosen";
    Story "story" Showing "s" "choose a story: the list shows its sources alone";
    Correct "correct" Showing "I" "correct what was read: publisher, date, title; a name: its kind, split it; words of a theme";
    Info "info" Showing "i" "what was read off this source";

    Select "select" Noting "v" "select passages; again: words, characters";
    Highlight "highlight" Noting "m" "highlight the passage or what is selected; the same kind again takes it away";
    Note "note" Noting "a" "write a note";
    NoteInEditor "note-in-editor" Noting "A" "write a note in $EDITOR";
    Bookmark "bookmark" Noting "B" "bookmark the passage, or collect it under a question";
    Tag "tag" Noting "#" "add a tag, or take it away; tab completes";
    Notes "notes" Noting "'" "list of notes; f filters it";
    Board "board" Noting "g b" "the board: passages under your questions";
    NextNote "next-note" Noting "] n" "next annotation, across sources";
    PreviousNote "previous-note" Noting "[ n" "previous annotation";
    DeleteNote "delete-note" Noting "D" "delete the annotation here";
    MoveDown "move-down" Noting "ctrl-down, g j" "on the board: move the passage down";
    MoveUp "move-up" Noting "ctrl-up, g k" "on the board: move the passage up";
    Attach "attach" Noting "g a" "give an annotation without a place a new one";
    Undo "undo" Noting "U" "undo the last change to the notes";
    Redo "redo" Noting "ctrl-r" "do it again";
    Copy "copy" Noting "y" "copy the passage or what is selected";
    Cite "cite" Noting "Y" "copy it with its citation";
    Export "export" Noting "E" "export all notes to a file";
    Review "review" Noting "R" "review what is due";
    Refuse "refuse" Noting "x" "refuse a link or a disagreement; in compare: mark the two passages as differing";
    Split "split" Noting "X" "split a side off its disagreement";

    Help "help" Program "?, f1" "keys and commands";
    Tour "tour" Program "g ?" "a tour of ten steps; esc ends it";
    Welcome "welcome" Program "g w" "the card of the first run";
    CommandLine "command-line" Program ":" "run a command by name";
    Close "close" Program "esc" "close what is open, forget what is chosen";
    Reload "reload" Program "g r" "read the files again";
    OpenAddress "open-address" Program "g x" "open the address of this source";
    Links "links" Program "g h" "list the links here and open one";
    OpenFile "open-file" Program "g e" "open the file of this source in $EDITOR";
    OpenConfig "open-config" Program "g c" "open config.toml in $EDITOR, at what is wrong with it";
    ToggleMouse "toggle-mouse" Program "g p" "mouse on or off";
    Suspend "suspend" Program "ctrl-z" "suspend, back to the shell";
    Cancel "cancel" Program "ctrl-c" "cancel; twice: quit";
    Quit "quit" Program "q" "quit";

}

impl Command {
    /// The command called `name`.
    pub fn parse(name: &str) -> Option<Command> {
        Command::ALL.iter().copied().find(|command| command.name() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::Command;

    #[test]
    fn names_are_distinct_and_parse_to_themselves() {
        for &command in Command::ALL {
            assert_eq!(Command::parse(command.name()), Some(command));
            assert!(!command.help().is_empty());
        }
    }

    #[test]
    fn every_command_has_a_key() {
        for &command in Command::ALL {
            assert!(!command.default_keys().trim().is_empty(), "{}", command.name());
        }
    }
}
