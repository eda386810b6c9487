//! The cases of the corpus, as sources of scenarios.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use portcullis_scenario::{PolicyFiles, SourceFile};

/// The folder of the corpus.
#[must_use]
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus")
}

/// Every case, in the order of paths and lines: the lines of `.jsonl` files, and `.json` files whole. The index of rules is no case,
/// and folders named `files` hold the policies of cases.
///
/// # Errors
/// [`io::Error`] where a folder or file cannot be read.
pub fn cases() -> io::Result<Vec<Arc<SourceFile>>> {
    let mut cases = Vec::new();
    for path in files_below(&folder())? {
        let name = path.display().to_string();
        match path.extension().and_then(|extension| extension.to_str()) {
            Some("jsonl") => {
                let text = std::fs::read_to_string(&path)?;
                for (index, line) in text.lines().enumerate() {
                    if !line.trim().is_empty() {
                        let number = index.saturating_add(1);
                        cases.push(SourceFile::line(name.as_str(), line, number));
                    }
                }
            }
            Some("json") => cases.push(SourceFile::new(name, std::fs::read_to_string(&path)?)),
            _ => {}
        }
    }
    Ok(cases)
}

fn files_below(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder)? {
            let path = entry?.path();
            let is_named = |name: &str| path.file_name().is_some_and(|found| found == name);
            if path.is_dir() {
                if !is_named("files") {
                    folders.push(path);
                }
            } else if !is_named("rules.jsonl") {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

/// Reads the policies of a case from files beside it.
#[derive(Clone, Debug)]
pub struct Beside(PathBuf);

impl Beside {
    /// The files beside a case.
    #[must_use]
    pub fn of(source: &SourceFile) -> Self {
        let name = source.name().map(ToString::to_string);
        let name = name.unwrap_or_default();
        let folder = Path::new(&name).parent().map(Path::to_path_buf);
        Self(folder.unwrap_or_default())
    }
}

impl PolicyFiles for Beside {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        std::fs::read(self.0.join(path)).map_err(|error| error.to_string())
    }
}
