//! The reader's own editor, and the file that it writes a note to.

use std::io;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;

use tempfile::NamedTempFile;

use crate::import::encoding;

/// The editor that the reader has chosen, as words for the shell.
pub(super) struct Editor(String);

impl Editor {
    /// What `VISUAL` or `EDITOR` says, else vi.
    pub(super) fn of_the_reader() -> Editor {
        let variables = ["VISUAL", "EDITOR"].into_iter();
        let mut set = variables.filter_map(|name| std::env::var(name).ok().filter(|value| !value.trim().is_empty()));
        Editor(set.next().unwrap_or_else(|| "vi".to_owned()))
    }

    /// The command that opens a file, at a line from 1. Through the shell, since the variable may hold arguments; the
    /// file is an argument of its own.
    pub(super) fn command(&self, path: &Path, line: Option<usize>) -> Command {
        // A plain command takes the place of the shell, so that a signal for it reaches it.
        let is_plain = self.0.chars().all(|c| c.is_alphanumeric() || " -_./+,:@".contains(c));
        let exec = if is_plain { "exec " } else { "" };
        let mut command = Command::new("sh");
        command.arg("-c").arg(format!("{exec}{} \"$@\"", self.0)).arg("sh");
        match line {
            Some(line) => command.args(self.arguments(path, line)),
            None => command.arg(path),
        };
        command
    }

    /// How an editor is told file and line.
    fn arguments(&self, path: &Path, line: usize) -> Vec<std::ffi::OsString> {
        let program = self.0.split_whitespace().next().unwrap_or("").rsplit('/').next().unwrap_or("");
        match program {
            "vi" | "vim" | "nvim" | "nano" | "emacs" | "emacsclient" | "kak" | "micro" | "ne" | "joe" => {
                vec![format!("+{line}").into(), path.into()]
            }
            "hx" | "helix" => {
                let mut place = path.as_os_str().to_owned();
                place.push(format!(":{line}"));
                vec![place]
            }
            _ => vec![path.into()],
        }
    }
}

impl std::fmt::Display for Editor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// A file for the words of a note while an editor has it; gone with this value.
pub(super) struct DraftFile(NamedTempFile);

impl DraftFile {
    /// A file that holds `text`: in the folder for such files, else in the dossier's own one.
    ///
    /// # Errors
    /// If there can be none in either.
    pub(super) fn with(text: &str, root: &Path) -> io::Result<DraftFile> {
        let make = |folder: &Path| tempfile::Builder::new().prefix(".note-").suffix(".md").tempfile_in(folder);
        let mut file = make(&std::env::temp_dir()).or_else(|error| make(root).map_err(|_| error))?;
        file.write_all(text.as_bytes())?;
        Ok(DraftFile(file))
    }

    pub(super) fn path(&self) -> &Path {
        self.0.path()
    }

    /// What stands in it now, whatever its encoding. Editors put a new file in the place of the old one, so it is found
    /// by its name.
    ///
    /// # Errors
    /// If it can't be read, or is there no more.
    pub(super) fn written(&self) -> io::Result<String> {
        Ok(encoding::decode_lossy(&std::fs::read(self.path())?))
    }

    /// Leaves it where it is; gives where that is.
    pub(super) fn keep(self) -> PathBuf {
        let path = self.path().to_path_buf();
        let _ = self.0.keep();
        path
    }
}

#[cfg(test)]
mod tests {
    use super::Editor;
    use std::path::Path;

    #[test]
    fn an_editor_is_told_the_line_in_its_own_way() {
        let arguments = |editor: &str| {
            let command = Editor(editor.to_owned()).command(Path::new("a b.txt"), Some(7));
            command.get_args().map(|argument| argument.to_string_lossy().into_owned()).collect::<Vec<_>>()
        };
        assert_eq!(arguments("vim -n"), ["-c", "exec vim -n \"$@\"", "sh", "+7", "a b.txt"]);
        assert_eq!(arguments("/usr/bin/hx"), ["-c", "exec /usr/bin/hx \"$@\"", "sh", "a b.txt:7"]);
        assert_eq!(arguments("X=1 ed"), ["-c", "X=1 ed \"$@\"", "sh", "a b.txt"]);
    }
}
