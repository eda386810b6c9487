//! The corpus as one file that other implementations can take: `portcullis-corpus-<version>.tar.gz`, the same bytes for the same cases.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use flate2::{Compression, GzBuilder};
use tar::{Builder, EntryType, Header};

/// What lies beside the corpus in the archive: under which terms it may be used.
const TERMS: [&str; 2] = ["LICENSE-APACHE", "LICENSE-MIT"];

/// Writes the archive of the repository at `root` into a folder.
///
/// # Errors
///
/// If a file cannot be read or the archive not be written.
pub fn write(root: &Path, folder: &Path, version: &str) -> Result<PathBuf> {
    let name = format!("portcullis-corpus-{version}");
    let path = folder.join(format!("{name}.tar.gz"));
    std::fs::create_dir_all(folder)?;
    let file = File::create(&path).with_context(|| path.display().to_string())?;
    pack(root, &name, BufWriter::new(file))?;
    Ok(path)
}

/// Packs the corpus and its terms. Neither times nor owners of files are kept, and the order is that of paths.
fn pack(root: &Path, name: &str, out: impl Write) -> Result<()> {
    // No name and no time, which the format would keep.
    let compressed = GzBuilder::new().mtime(0).write(out, Compression::best());
    let mut archive = Builder::new(compressed);
    for path in files(root)? {
        let inside = path.strip_prefix(root.join("corpus"));
        let inside = inside.or_else(|_| path.strip_prefix(root))?;
        let bytes = std::fs::read(&path).with_context(|| path.display().to_string())?;
        let mut header = Header::new_ustar();
        header.set_entry_type(EntryType::Regular);
        header.set_size(u64::try_from(bytes.len())?);
        header.set_mode(0o644);
        header.set_mtime(0);
        archive.append_data(&mut header, Path::new(name).join(inside), bytes.as_slice())?;
    }
    archive.into_inner()?.finish()?.flush()?;
    Ok(())
}

/// The files of the corpus, and the terms.
fn files(root: &Path) -> Result<Vec<PathBuf>> {
    let mut files: Vec<PathBuf> = TERMS.iter().map(|name| root.join(name)).collect();
    let mut folders = vec![root.join("corpus")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).with_context(|| folder.display().to_string())? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                files.push(path);
            }
        }
    }
    files.sort();
    Ok(files)
}

#[cfg(test)]
mod tests {
    use std::io::Read;
    use std::path::{Path, PathBuf};

    use super::pack;
    use crate::repository;

    fn packed(root: &Path) -> Vec<u8> {
        let mut bytes = Vec::new();
        pack(root, "portcullis-corpus-0", &mut bytes).unwrap();
        bytes
    }

    #[test]
    fn an_archive_is_the_same_every_time() {
        let folder = tempfile::tempdir().unwrap();
        for (path, text) in [
            ("corpus/README.md", "r"),
            ("corpus/rules.jsonl", "{}\n"),
            ("corpus/b/a.jsonl", "{}\n"),
            ("corpus/a/files/x.bin", "\u{0}"),
            ("LICENSE-APACHE", "a"),
            ("LICENSE-MIT", "m"),
            ("README.md", "not this one"),
        ] {
            let path = folder.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        let first = packed(folder.path());
        std::fs::write(folder.path().join("corpus/README.md"), "r").unwrap();
        assert_eq!(first, packed(folder.path()));
        let mut archive = tar::Archive::new(flate2::read::GzDecoder::new(first.as_slice()));
        let names = archive
            .entries()
            .unwrap()
            .map(|entry| entry.unwrap().path().unwrap().into_owned());
        let names: Vec<PathBuf> = names.collect();
        let inside = [
            "LICENSE-APACHE",
            "LICENSE-MIT",
            "README.md",
            "a/files/x.bin",
            "b/a.jsonl",
            "rules.jsonl",
        ];
        let wanted = inside.map(|name| Path::new("portcullis-corpus-0").join(name));
        assert_eq!(names, wanted);
    }

    #[test]
    fn the_corpus_can_be_taken_out_again() {
        let root = repository::root();
        let bytes = packed(&root);
        let mut archive = tar::Archive::new(flate2::read::GzDecoder::new(bytes.as_slice()));
        let mut lines = 0;
        for entry in archive.entries().unwrap() {
            let mut entry = entry.unwrap();
            let path = entry.path().unwrap().into_owned();
            let mut text = Vec::new();
            entry.read_to_end(&mut text).unwrap();
            let inside = path.strip_prefix("portcullis-corpus-0").unwrap();
            let here = root.join("corpus").join(inside);
            let here = if here.exists() {
                here
            } else {
                root.join(inside)
            };
            assert_eq!(text, std::fs::read(&here).unwrap(), "{}", here.display());
            lines += text.iter().filter(|byte| **byte == b'\n').count();
        }
        assert!(lines > 10_000, "{lines} lines");
    }
}
