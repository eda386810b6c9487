//! The generated files: written where they differ, or compared with what is there.

use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::edition::date::Date;
use crate::edition::source::{Dates, Edition, write_undated};

/// The folder of the editions, from the root of the repository.
pub(crate) const EDITIONS: &str = "crates/portcullis-catalog/editions";

/// How many lines of each side a difference shows.
const SHOWN: usize = 4;

/// Texts by their path below the folder of the editions.
pub(crate) type Files = BTreeMap<String, String>;

/// The texts of the editions and of their dates.
pub(crate) fn of_editions(editions: &[Edition], dates: &Dates) -> Files {
    let mut files: Files = editions
        .iter()
        .map(|edition| {
            let path = format!("current/{}.txt", edition.service);
            (path, write_undated(edition))
        })
        .collect();
    files.insert("current/dates".to_owned(), text_of_dates(dates));
    files
}

fn text_of_dates(dates: &Dates) -> String {
    let mut text = format!("edition {}\nas-of {}\n", dates.edition, dates.as_of);
    let until = dates.in_force.until.map(|day| day.to_string());
    let from = dates.in_force.from;
    text.push_str(&format!("in-force {from}..{}\n", until.unwrap_or_default()));
    let mut optional = |keyword: &str, day: Option<Date>| {
        if let Some(day) = day {
            text.push_str(&format!("{keyword} {day}\n"));
        }
    };
    optional("required-as-of", dates.required_as_of);
    optional("dependent-as-of", dates.dependent_as_of);
    text
}

/// Writes the files that differ below `folder` and removes the editions of services that are gone; how many of each.
///
/// # Errors
///
/// If a file cannot be read, written or removed.
pub(crate) fn write(folder: &Path, files: &Files) -> Result<(usize, usize)> {
    fs::create_dir_all(folder.join("current"))?;
    let mut written = 0;
    for (path, text) in files {
        let path = folder.join(path);
        if found(&path)?.as_deref() != Some(text) {
            fs::write(&path, text).with_context(|| format!("{}", path.display()))?;
            written += 1;
        }
    }
    let gone = unexpected(folder, files)?;
    for path in &gone {
        fs::remove_file(folder.join(path)).with_context(|| path.clone())?;
    }
    Ok((written, gone.len()))
}

/// What differs between `files` and the folder, a paragraph each; empty if nothing does.
///
/// # Errors
///
/// If a file cannot be read.
pub(crate) fn differences(folder: &Path, files: &Files) -> Result<Vec<String>> {
    let mut differences = Vec::new();
    for (path, text) in files {
        match found(&folder.join(path))? {
            Some(found) if found == *text => {}
            Some(found) => differences.push(difference(path, &found, text)),
            None => differences.push(format!("{path}: missing")),
        }
    }
    let gone = unexpected(folder, files)?;
    differences.extend(
        gone.iter()
            .map(|path| format!("{path}: not from the sources")),
    );
    Ok(differences)
}

/// The text of a file; `None` if there is none.
fn found(path: &Path) -> Result<Option<String>> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| format!("{}", path.display())),
    }
}

/// Files of the folder of current editions that are not among `files`.
fn unexpected(folder: &Path, files: &Files) -> Result<Vec<String>> {
    let current = folder.join("current");
    if !current.is_dir() {
        return Ok(Vec::new());
    }
    let mut paths = Vec::new();
    for entry in fs::read_dir(current)? {
        let name = PathBuf::from(entry?.file_name());
        let path = format!("current/{}", name.display());
        if !files.contains_key(&path) {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}

/// The lines that differ, between what both texts begin and end with; the first few of them.
fn difference(path: &str, old: &str, new: &str) -> String {
    let old: Vec<&str> = old.lines().collect();
    let new: Vec<&str> = new.lines().collect();
    let same = |(left, right): &(&&str, &&str)| left == right;
    let head = old.iter().zip(&new).take_while(same).count();
    let (old_rest, new_rest) = (rest(&old, head), rest(&new, head));
    let pairs = old_rest.iter().rev().zip(new_rest.iter().rev());
    let tail = pairs.take_while(same).count();
    let mut text = format!("{path}: line {}", head + 1);
    for (mark, lines) in [('-', old_rest), ('+', new_rest)] {
        let changed = lines.len().saturating_sub(tail);
        for line in lines.iter().take(changed.min(SHOWN)) {
            text.push_str(&format!("\n  {mark}{line}"));
        }
        if changed > SHOWN {
            text.push_str(&format!("\n  {mark}… {} more", changed - SHOWN));
        }
    }
    text
}

fn rest<'l, 't>(lines: &'l [&'t str], from: usize) -> &'l [&'t str] {
    lines.get(from..).unwrap_or_default()
}

#[cfg(test)]
mod tests;
