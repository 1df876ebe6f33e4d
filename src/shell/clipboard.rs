//! The clipboard: by the terminal (OSC 52), which also works over SSH; inside tmux by tmux; and by the program of the
//! system where there is one and the terminal is on this machine.

use std::io;
use std::io::Write;
use std::process::Command;
use std::process::Stdio;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::shell::terminal::Screen;

/// Longest text that terminals take, in bytes of base64.
const LONGEST: usize = 74_994;

/// Programs that put their standard input on the clipboard, with the variable that tells that they can.
const PROGRAMS: &[(&str, &str, &[&str])] =
    &[("WAYLAND_DISPLAY", "wl-copy", &[]), ("DISPLAY", "xclip", &["-selection", "clipboard"]), ("DISPLAY", "xsel", &["-ib"])];

/// Puts `text` on the clipboard.
///
/// # Errors
/// If the terminal can't be written to.
pub(super) fn copy(text: &str, screen: &mut Screen) -> io::Result<()> {
    let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    if is_set("TMUX") && given_to("tmux", &["load-buffer", "-w", "-"], text) {
        return Ok(());
    }
    let encoded = STANDARD.encode(text);
    if encoded.len() <= LONGEST {
        screen.write_raw(format!("\u{1b}]52;c;{encoded}\u{7}").as_bytes())?;
    }
    if is_set("SSH_TTY") || is_set("SSH_CONNECTION") {
        return Ok(());
    }
    if cfg!(target_os = "macos") {
        given_to("pbcopy", &[], text);
    } else {
        // The first one that is there.
        let _ = PROGRAMS.iter().any(|(variable, program, arguments)| is_set(variable) && given_to(program, arguments, text));
    }
    Ok(())
}

/// Gives `text` to a program on its standard input; tells whether it took it.
fn given_to(program: &str, arguments: &[&str], text: &str) -> bool {
    let started = Command::new(program).args(arguments).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    let Ok(mut child) = started else { return false };
    let written = child.stdin.take().is_some_and(|mut input| input.write_all(text.as_bytes()).is_ok());
    // These go to the background by themselves once they have the text.
    written && child.wait().is_ok_and(|status| status.success())
}
