//! Folders: which of their files are scenarios.

use std::fs;
use std::path::{Path, PathBuf};

use portcullis::json::Json;
use portcullis::scenario::{Line, ScenarioError};

use super::{Input, lines, open, read_bounded, unreadable};
use crate::limits::limits;

/// What a folder holds, in the order of names.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// Files of scenarios.
    pub(crate) inputs: Vec<Input>,
    /// Other JSON files.
    pub(crate) skipped: Vec<PathBuf>,
}

/// Looks for `.json` and `.jsonl` files beneath a folder. Links to folders are not followed.
pub(crate) fn walk(folder: &Path) -> Result<Found, ScenarioError> {
    let mut found = Found::default();
    let mut waiting = vec![folder.to_owned()];
    while let Some(path) = waiting.pop() {
        if !path.is_dir() {
            sort_in(path, &mut found);
            continue;
        }
        let mut entries = entries(&path)?;
        // The stack gives the last one first.
        entries.sort_by(|one, other| other.cmp(one));
        waiting.extend(entries);
    }
    Ok(found)
}

pub(super) fn entries(folder: &Path) -> Result<Vec<PathBuf>, ScenarioError> {
    let failed = |error| unreadable(&folder.display().to_string(), &error);
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let is_link = entry.file_type().is_ok_and(|kind| kind.is_symlink());
        let is_folder = entry.path().is_dir();
        if !(is_link && is_folder) {
            paths.push(entry.path());
        }
    }
    Ok(paths)
}

fn sort_in(path: PathBuf, found: &mut Found) {
    let extension = path.extension().unwrap_or_default();
    if extension != "json" && extension != "jsonl" && extension != "ndjson" {
        return;
    }
    let input = Input::of_argument(&path);
    if is_other_json(&input, &path) {
        found.skipped.push(path);
    } else {
        found.inputs.push(input);
    }
}

/// Whether a file is JSON of another sort. One that cannot be read counts as scenarios: its error has to be seen.
fn is_other_json(input: &Input, path: &Path) -> bool {
    let Ok(file) = open(path) else { return false };
    let text = if input.holds_many() {
        match lines(file).next_line() {
            Ok(Some(Line::Text(_, bytes))) => bytes,
            Ok(None) => return true,
            _ => return false,
        }
    } else {
        match read_bounded(file, limits().scenario.json.max_bytes) {
            Ok(bytes) => bytes,
            Err(_) => return false,
        }
    };
    let json = Json::from_bytes(&text, &limits().scenario.json);
    json.is_ok_and(|json| json.root().get("request").is_none())
}
