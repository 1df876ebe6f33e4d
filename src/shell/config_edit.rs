//! Corrections, written to the dossier's own `config.toml`: comments and order are kept, the file is read anew under a lock and
//! replaced as a whole.

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

use crate::app::correcting::Correction;
use crate::shell::Error;
use crate::shell::whole_file::folder_of;
use crate::shell::whole_file::written_beside;

/// A file as it was before a correction and behind it.
#[derive(Clone, Debug)]
pub(super) struct Edited {
    /// Its text before; `None` if there was no file.
    before: Option<String>,
    after: String,
}

/// Writes a correction down.
///
/// # Errors
/// If the file can't be read, is no TOML, or can't be written; then it is as it was.
pub(super) fn write(path: &Path, correction: &Correction) -> Result<Edited, Error> {
    changed(path, |text| corrected(text, correction).map(Some))
}

/// Takes a correction back.
///
/// # Errors
/// As for [`write`], and if somebody has changed the file since.
pub(super) fn take_back(path: &Path, edited: &Edited) -> Result<(), Error> {
    let back = |text: &str| {
        if text != edited.after {
            return Err("it was changed since, so nothing was undone".to_owned());
        }
        Ok(edited.before.clone())
    };
    changed(path, back).map(|_| ())
}

/// Replaces the text of a file by what `change` makes of it; `None` takes the file away.
fn changed(path: &Path, change: impl Fn(&str) -> Result<Option<String>, String>) -> Result<Edited, Error> {
    let failed = |cause| Error::Write { path: path.to_path_buf(), cause };
    // The folder itself is locked: the file is replaced, and may not be there yet.
    let lock = File::open(folder_of(path)).map_err(failed)?;
    lock.lock().map_err(failed)?;
    let before = match fs::read_to_string(path) {
        Ok(text) => Some(text),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(cause) => return Err(Error::Read { path: path.to_path_buf(), cause }),
    };
    let after = change(before.as_deref().unwrap_or(""));
    let after = after.map_err(|message| failed(io::Error::new(io::ErrorKind::InvalidData, message)))?;
    let Some(after) = after else {
        fs::remove_file(path).map_err(failed)?;
        return Ok(Edited { before, after: String::new() });
    };
    let file = written_beside(path, &after).map_err(failed)?;
    if let Ok(known) = fs::metadata(path) {
        file.as_file().set_permissions(known.permissions()).map_err(failed)?;
    }
    file.persist(path).map_err(|refused| failed(refused.error))?;
    Ok(Edited { before, after })
}

/// The text of a configuration with a correction in it.
fn corrected(text: &str, correction: &Correction) -> Result<String, String> {
    let mut document: DocumentMut = text.parse().map_err(|error| format!("it is no TOML, so nothing was changed: {error}"))?;
    match correction {
        Correction::Source { file, field, value: given } => {
            let row = row(&mut document, "source", "file", file)?;
            if given.is_empty() {
                row.remove(field);
            } else {
                set(row, field, given);
            }
        }
        Correction::Merge { name, kind, aliases } => {
            // A row of its own would keep the other name apart: what it says goes into this one.
            let of_others: Vec<String> =
                aliases.iter().filter(|alias| *alias != name).flat_map(|alias| taken_row(&mut document, alias)).collect();
            let row = entity(&mut document, name, kind)?;
            let all = aliases.iter().chain(&of_others).filter(|alias| *alias != name);
            all.clone().for_each(|alias| take(row, "never-merge", alias));
            all.into_iter().try_for_each(|alias| add(row, "aliases", alias))?;
        }
        Correction::Kind { name, kind } => {
            let row = row(&mut document, "entity", "name", name)?;
            set(row, "kind", kind);
        }
        Correction::Split { name, kind, alias } => {
            let row = entity(&mut document, name, kind)?;
            take(row, "aliases", alias);
            add(row, "never-merge", alias)?;
        }
        Correction::Term { theme, term, carries } => {
            let row = row(&mut document, "theme", "name", theme)?;
            let (into, out_of) = if *carries { ("terms", "not") } else { ("not", "terms") };
            take(row, out_of, term);
            add(row, into, term)?;
        }
        Correction::Block { file, opening, inside } => {
            let row = row(&mut document, "source", "file", file)?;
            let (into, out_of) = if *inside { ("inside", "outside") } else { ("outside", "inside") };
            take(row, out_of, opening);
            add(row, into, opening)?;
        }
    }
    Ok(document.to_string())
}

/// The row of `[[list]]` in which `key` is `name`; added where it is missing.
fn row<'a>(document: &'a mut DocumentMut, list: &str, key: &str, name: &str) -> Result<&'a mut Table, String> {
    let is_known = |item: &Item| {
        item.as_array_of_tables().is_some_and(|rows| rows.iter().any(|row| row.get(key).and_then(Item::as_str) == Some(name)))
    };
    // What stands behind the last entry, a comment say, stays before a new one.
    let behind = match document.get(list).is_some_and(is_known) {
        true => String::new(),
        false => document.trailing().as_str().unwrap_or("").to_owned(),
    };
    if !behind.is_empty() {
        document.set_trailing("");
    }
    let rows = document.entry(list).or_insert_with(|| Item::ArrayOfTables(ArrayOfTables::new()));
    let rows = rows.as_array_of_tables_mut().ok_or_else(|| format!("`{list}` is not written as [[{list}]], so nothing was changed"))?;
    let known = rows.iter().position(|row| row.get(key).and_then(Item::as_str) == Some(name));
    let at = known.unwrap_or_else(|| {
        let mut row = Table::new();
        if !behind.is_empty() {
            row.decor_mut().set_prefix(format!("{behind}\n"));
        }
        row.insert(key, value(name));
        rows.push(row);
        rows.len() - 1
    });
    rows.get_mut(at).ok_or_else(|| format!("the row of {name} is gone"))
}

/// Takes the row of an entity away, if there is one; gives its aliases.
fn taken_row(document: &mut DocumentMut, name: &str) -> Vec<String> {
    let Some(rows) = document.get_mut("entity").and_then(Item::as_array_of_tables_mut) else { return Vec::new() };
    let Some(at) = rows.iter().position(|row| row.get("name").and_then(Item::as_str) == Some(name)) else { return Vec::new() };
    let aliases = rows.get(at).and_then(|row| row.get("aliases")).and_then(Item::as_array).cloned().unwrap_or_default();
    rows.remove(at);
    aliases.iter().filter_map(|alias| alias.as_str().map(str::to_owned)).collect()
}

/// The row of an entity, with its kind where it is new.
fn entity<'a>(document: &'a mut DocumentMut, name: &str, kind: &str) -> Result<&'a mut Table, String> {
    let row = row(document, "entity", "name", name)?;
    if row.len() == 1 {
        row.insert("kind", value(kind));
    }
    Ok(row)
}

/// Sets a value and keeps the comment behind it.
fn set(row: &mut Table, key: &str, given: &str) {
    match row.get_mut(key).and_then(Item::as_value_mut) {
        Some(known) => {
            let decor = known.decor().clone();
            *known = given.into();
            *known.decor_mut() = decor;
        }
        None => _ = row.insert(key, value(given)),
    }
}

/// Adds to a list, which is made where it is missing.
fn add(row: &mut Table, key: &str, given: &str) -> Result<(), String> {
    let list = row.entry(key).or_insert_with(|| value(Array::new()));
    let list = list.as_array_mut().ok_or_else(|| format!("`{key}` is no list, so nothing was changed"))?;
    if !list.iter().any(|known| known.as_str() == Some(given)) {
        list.push(given);
    }
    Ok(())
}

/// Takes from a list.
fn take(row: &mut Table, key: &str, given: &str) {
    if let Some(list) = row.get_mut(key).and_then(Item::as_array_mut) {
        let first = list.get(0).map(|known| known.decor().clone());
        list.retain(|known| known.as_str() != Some(given));
        // What stood behind the comma before it does not stand at the beginning.
        if let (Some(decor), Some(first)) = (first, list.get_mut(0)) {
            *first.decor_mut() = decor;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Correction;
    use super::corrected;
    use super::take_back;
    use super::write;

    fn merge(name: &str, kind: &'static str, aliases: &[&str]) -> Correction {
        Correction::Merge { name: name.to_owned(), kind, aliases: aliases.iter().map(|alias| (*alias).to_owned()).collect() }
    }

    #[test]
    fn comments_and_order_are_kept() {
        let text =
            "# mine\n[reading]\nwidth = 70 # wide\n\n[[entity]]\nname = \"Kelso\" # a town\nkind = \"place\" # sure\naliases = [\"K\"]\n";
        let edited = corrected(text, &merge("Kelso", "place", &["The Town", "K", "Kelso"])).expect("edited");
        assert_eq!(edited, text.replace("[\"K\"]", "[\"K\", \"The Town\"]"));
        let kind = corrected(text, &Correction::Kind { name: "Kelso".to_owned(), kind: "person" }).expect("edited");
        assert_eq!(kind, text.replace("\"place\" # sure", "\"person\" # sure"));
        let added = corrected(text, &merge("Otto Lind", "person", &["Lind"])).expect("edited");
        assert!(added.starts_with(text) && added.contains("name = \"Otto Lind\"\nkind = \"person\"\naliases = [\"Lind\"]"), "{added}");
        assert!(corrected("", &merge("A", "other", &["B"])).expect("edited").starts_with("[[entity]]"));
        let commented = corrected("# mine\n", &merge("A", "other", &["B"])).expect("edited");
        assert_eq!(commented, "# mine\n\n[[entity]]\nname = \"A\"\nkind = \"other\"\naliases = [\"B\"]\n");
        let ended = corrected(&format!("{text}\n# the end\n"), &merge("A", "other", &["B"])).expect("edited");
        assert!(ended.starts_with(&format!("{text}\n# the end\n\n[[entity]]\nname = \"A\"")), "{ended}");
        assert!(corrected("broken = ", &merge("A", "other", &[])).is_err());
    }

    #[test]
    fn a_name_with_a_row_of_its_own_is_merged_with_it() {
        let text = "[[entity]]\nname = \"Old Yard\"\naliases = [\"Yard\"]\n\n[[entity]]\nname = \"Kelso\"\nnever-merge = [\"Old Yard\"]\n";
        let merged = corrected(text, &merge("Kelso", "place", &["Old Yard"])).expect("edited");
        assert!(!merged.contains("name = \"Old Yard\""), "{merged}");
        assert!(merged.contains("aliases = [\"Old Yard\", \"Yard\"]") && merged.contains("never-merge = []"), "{merged}");
    }

    #[test]
    fn what_is_said_anew_takes_the_place_of_what_was_said() {
        let text = "[[theme]]\nname = \"ships\"\nterms = [\"ferry\", \"boat\"]\n";
        let term = |carries| Correction::Term { theme: "ships".to_owned(), term: "ferry".to_owned(), carries };
        let forbidden = corrected(text, &term(false)).expect("edited");
        assert_eq!(forbidden, "[[theme]]\nname = \"ships\"\nterms = [\"boat\"]\nnot = [\"ferry\"]\n");
        let field = |value: &str| Correction::Source { file: "a.txt".to_owned(), field: "publisher", value: value.to_owned() };
        let set = corrected("", &field("Post")).expect("edited");
        assert_eq!(set, "[[source]]\nfile = \"a.txt\"\npublisher = \"Post\"\n");
        assert_eq!(corrected(&set, &field("")).expect("edited"), "[[source]]\nfile = \"a.txt\"\n");
    }

    #[test]
    fn a_correction_is_taken_back_unless_somebody_else_wrote() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("config.toml");
        let kind = Correction::Kind { name: "Kelso".to_owned(), kind: "place" };
        let edited = write(&path, &kind).expect("written");
        take_back(&path, &edited).expect("taken back");
        assert!(!path.exists(), "there was no file before");
        std::fs::write(&path, "# mine\n").expect("written");
        let edited = write(&path, &kind).expect("written");
        take_back(&path, &edited).expect("taken back");
        assert_eq!(std::fs::read_to_string(&path).expect("read"), "# mine\n");
        let edited = write(&path, &kind).expect("written");
        std::fs::write(&path, "# yours\n").expect("written");
        assert!(take_back(&path, &edited).is_err());
        assert_eq!(std::fs::read_to_string(&path).expect("read"), "# yours\n");
    }
}
