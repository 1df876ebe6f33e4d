//! What helps a new reader: the card of the first run, and the tour.
//!
//! Neither takes keys away: the card goes with the first key, whatever that does, and a step of the tour is done when the command
//! that it teaches has been run.

use crate::app::App;
use crate::app::View;
use crate::keys::Command;

/// What stands over the text to help.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Guide {
    /// The card of the first run.
    Welcome,
    /// This step of the tour.
    Tour(usize),
}

/// A step of the tour: what is pressed, and what comes of it.
#[derive(Clone, Copy, Debug)]
pub struct Step {
    /// The command that it teaches.
    pub command: Command,
    /// What to do and why.
    pub words: &'static str,
}

const fn step(command: Command, words: &'static str) -> Step {
    Step { command, words }
}

/// The tour.
pub const STEPS: [Step; 10] = [
    step(Command::NextPassage, "goes on to the next passage; the sidebar shows what other sources say of it"),
    step(Command::Open, "goes to the passage of another source that is nearest to this one"),
    step(Command::Back, "comes back to the very line"),
    step(Command::ChooseTheme, "chooses a theme to follow: press the letter that stands beside it"),
    step(Command::NextOfTheme, "goes to the next passage of that theme, through all sources"),
    step(Command::Concordance, "lists all its passages, one line each; the close key leads back"),
    step(Command::Disagreements, "shows where the sources differ, each side with its sentence"),
    step(Command::Timeline, "shows what happened when, and who tells it"),
    step(Command::Compare, "puts two sources side by side, the other following by meaning"),
    step(Command::Note, "writes a note on a passage of the text; notes are kept beside the sources"),
];

impl App {
    /// The step of the tour that is to be done, with its number from 1.
    pub fn tour_step(&self) -> Option<(usize, Step)> {
        let Some(Guide::Tour(at)) = self.guide else { return None };
        Some((at + 1, *STEPS.get(at)?))
    }

    pub(super) fn welcome(&mut self) {
        self.guide = Some(Guide::Welcome);
    }

    pub(super) fn tour(&mut self) {
        self.view = View::Reading;
        self.guide = Some(Guide::Tour(0));
    }

    /// Takes notice of a command that is run: the step that it does is done.
    pub(super) fn guide_hears(&mut self, command: Command) {
        let Some((number, _)) = self.tour_step().filter(|(_, step)| step.command == command) else { return };
        self.guide = (number < STEPS.len()).then_some(Guide::Tour(number));
        if self.guide.is_none() {
            let help = self.config.keymap.first_chord(Command::Help).unwrap_or_default();
            self.tell(format!("that was the tour; {help} shows all keys"));
        }
    }

    /// Ends the tour if one is on; gives whether it was.
    pub(super) fn end_tour(&mut self) -> bool {
        matches!(self.guide, Some(Guide::Tour(_))) && self.guide.take().is_some()
    }
}
