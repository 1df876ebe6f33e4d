//! `import`: files of any format as Markdown with front matter.

use std::io::Write;
use std::path::Path;
use std::path::PathBuf;

use super::FILES;
use super::FINE;
use super::NOTHING;
use super::tell;
use crate::print::export::source::as_markdown;
use crate::print::export::source::file_name;
use crate::shell::Error;
use crate::shell::files;
use crate::shell::files::Written;
use crate::shell::jobs;
use crate::text::visible::visible;
use crate::text::words::counted;

/// Writes each source of `paths` to a file of its own in `into`. What stands there already is left as it is: the same
/// call again writes nothing.
pub(super) fn import(paths: &[PathBuf], into: &Path, out: &mut dyn Write) -> Result<u8, Error> {
    let found = files::find(paths)?;
    found.problems.iter().for_each(|problem| tell(&problem.to_string()));
    let loaded = jobs::load_all(jobs::Cores::All, &found.files, &[]);
    loaded.errors.iter().for_each(|error| tell(&error.to_string()));
    let (mut written, mut known, mut failed) = (0, 0, found.unreadable || !loaded.errors.is_empty());
    for source in &loaded.sources {
        if let Some(trouble) = &source.trouble {
            tell(&format!("{}: {trouble}", source.name));
            failed = true;
            continue;
        }
        match files::write_once(into, &file_name(source), &as_markdown(source))? {
            Written::New(path) => {
                written += 1;
                writeln!(out, "{}", visible(&path.display().to_string()))?;
            }
            Written::Known(path) => {
                known += 1;
                tell(&format!("{} is there already: {}", source.name, path.display()));
            }
        }
    }
    tell(&format!("{} written, {known} were there already", counted(written, "source")));
    Ok(match () {
        () if failed => FILES,
        () if written + known == 0 => NOTHING,
        () => FINE,
    })
}
