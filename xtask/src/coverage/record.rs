//! The figures of the last report, beside those of the mutation tests.

use std::path::Path;

use anyhow::{Context, Result};

use super::Figures;

/// The file, relative to the repository.
pub const PATH: &str = "mutants/coverage.jsonl";

/// Reads figures as [`text`] writes them.
///
/// # Errors
///
/// If a line is none.
pub fn read(text: &str) -> Result<Vec<Figures>> {
    let lines = text
        .lines()
        .map(|line| serde_json::from_str(line).with_context(|| line.to_owned()));
    lines.collect()
}

/// A line for each crate.
///
/// # Errors
///
/// None that is known of.
pub fn text(figures: &[Figures]) -> Result<String> {
    let mut text = String::new();
    for one in figures {
        text.push_str(&serde_json::to_string(one)?);
        text.push('\n');
    }
    Ok(text)
}

/// Reads the figures of the repository; none if there are none yet.
///
/// # Errors
///
/// If they cannot be read.
pub fn load(root: &Path) -> Result<Vec<Figures>> {
    let path = root.join(PATH);
    if !path.exists() {
        return Ok(Vec::new());
    }
    read(&std::fs::read_to_string(&path).context(PATH)?).context(PATH)
}

/// Writes the figures, and the page that shows them.
///
/// # Errors
///
/// If that is not possible.
pub fn save(root: &Path, figures: &[Figures]) -> Result<()> {
    std::fs::create_dir_all(root.join(crate::mutants::FOLDER))?;
    std::fs::write(root.join(PATH), text(figures)?).context(PATH)?;
    crate::mutants::page::write(root)
}
