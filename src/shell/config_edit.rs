//! Corrections of names, written to the dossier's own `config.toml`: comments and order are kept, the file is read anew
//! under a lock and replaced as a whole.

use std::fs;
use std::fs::File;
use std::io;
use std::path::Path;

use toml_edit::Array;
use toml_edit::ArrayOfTables;
use toml_edit::DocumentMut;
use toml_edit::Item;
use toml_edit::Table;
use toml_edit::value;

use crate::shell::Error;
use crate::shell::whole_file::folder_of;
use crate::shell::whole_file::written_beside;

/// Writes that `aliases` name the entity called `name`, of a kind.
///
/// # Errors
/// If the file can't be read, is no TOML, or can't be written; then it is as it was.
pub(super) fn add_aliases(path: &Path, name: &str, kind: &str, aliases: &[String]) -> Result<(), Error> {
    let failed = |cause| Error::Write { path: path.to_path_buf(), cause };
    // The folder itself is locked: the file is replaced, and may not be there yet.
    let lock = File::open(folder_of(path)).map_err(failed)?;
    lock.lock().map_err(failed)?;
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
        Err(cause) => return Err(Error::Read { path: path.to_path_buf(), cause }),
    };
    let edited = with_aliases(&text, name, kind, aliases).map_err(|message| failed(io::Error::new(io::ErrorKind::InvalidData, message)))?;
    let file = written_beside(path, &edited).map_err(failed)?;
    if let Ok(known) = fs::metadata(path) {
        file.as_file().set_permissions(known.permissions()).map_err(failed)?;
    }
    file.persist(path).map_err(|refused| failed(refused.error))?;
    Ok(())
}

/// The text of a configuration with these aliases added to an entity, which is added where it is missing.
fn with_aliases(text: &str, name: &str, kind: &str, aliases: &[String]) -> Result<String, String> {
    let mut document: DocumentMut = text.parse().map_err(|error| format!("it is no TOML, so nothing was changed: {error}"))?;
    let entities = document.entry("entity").or_insert_with(|| Item::ArrayOfTables(ArrayOfTables::new()));
    let rows = entities.as_array_of_tables_mut().ok_or("`entity` is not written as [[entity]], so nothing was changed")?;
    let known = rows.iter().position(|row| row.get("name").and_then(Item::as_str) == Some(name));
    let at = known.unwrap_or_else(|| {
        let mut row = Table::new();
        row.insert("name", value(name));
        row.insert("kind", value(kind));
        rows.push(row);
        rows.len() - 1
    });
    let row = rows.get_mut(at).ok_or("the entity is gone")?;
    let list = row.entry("aliases").or_insert_with(|| value(Array::new()));
    let list = list.as_array_mut().ok_or("`aliases` is no list, so nothing was changed")?;
    for alias in aliases {
        if alias != name && !list.iter().any(|known| known.as_str() == Some(alias)) {
            list.push(alias.as_str());
        }
    }
    Ok(document.to_string())
}

#[cfg(test)]
mod tests {
    use super::with_aliases;

    #[test]
    fn comments_and_order_are_kept() {
        let text = "# mine\n[reading]\nwidth = 70 # wide\n\n[[entity]]\nname = \"Kelso\" # a town\nkind = \"place\"\naliases = [\"K\"]\n";
        let edited = with_aliases(text, "Kelso", "place", &["The Town".to_owned(), "K".to_owned(), "Kelso".to_owned()]).expect("edited");
        assert_eq!(edited, text.replace("[\"K\"]", "[\"K\", \"The Town\"]"));
        let added = with_aliases(text, "Otto Lind", "person", &["Lind".to_owned()]).expect("edited");
        assert!(added.starts_with(text) && added.contains("name = \"Otto Lind\"\nkind = \"person\"\naliases = [\"Lind\"]"), "{added}");
        assert!(with_aliases("", "A", "other", &["B".to_owned()]).expect("edited").contains("[[entity]]"));
        assert!(with_aliases("broken = ", "A", "other", &[]).is_err());
    }
}
