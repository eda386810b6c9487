//! The cases of the corpus, as sources.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use portcullis_scenario::{PolicyFiles, SourceFile};

/// The folder of the corpus.
pub(crate) fn corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus")
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.file_name().is_some_and(|name| name != "rules.jsonl") {
                found.push(path);
            }
        }
    }
    // Folders named `files` hold the policies of cases, not cases.
    found.retain(|path| {
        path.parent()
            .and_then(Path::file_name)
            .is_none_or(|name| name != "files")
    });
    found.sort();
    found
}

/// Every case: the lines of `.jsonl` files, and `.json` files whole.
pub(crate) fn cases() -> Vec<Arc<SourceFile>> {
    let mut cases = Vec::new();
    for path in files_below(&corpus()) {
        let name = path.display().to_string();
        let text = || std::fs::read_to_string(&path).unwrap();
        match path.extension().and_then(|extension| extension.to_str()) {
            Some("jsonl") => {
                let text = text();
                let lines = text
                    .lines()
                    .enumerate()
                    .filter(|(_, line)| !line.trim().is_empty());
                cases.extend(
                    lines.map(|(index, line)| SourceFile::line(name.as_str(), line, index + 1)),
                );
            }
            Some("json") => cases.push(SourceFile::new(name, text())),
            _ => {}
        }
    }
    assert!(cases.len() >= 677, "only {} cases were found", cases.len());
    cases
}

/// Reads the policies of a case from files beside it.
pub(crate) struct Beside(PathBuf);

impl Beside {
    pub(crate) fn of(source: &SourceFile) -> Self {
        let name = source
            .name()
            .map(|name| name.to_string())
            .unwrap_or_default();
        Self(
            Path::new(&name)
                .parent()
                .map(Path::to_path_buf)
                .unwrap_or_default(),
        )
    }
}

impl PolicyFiles for Beside {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        std::fs::read(self.0.join(path)).map_err(|error| error.to_string())
    }
}
