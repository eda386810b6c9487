//! Compiles the text editions under `editions/` into constants; a faulty edition stops the build.

mod check;
mod emit;
mod model;
mod read;
mod write;

use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=editions");
    println!("cargo::rerun-if-changed=build");
    let files = files(Path::new("editions"))?;
    let mut editions = Vec::new();
    for (id, text) in &files {
        editions
            .push(check::edition(id, text).map_err(|error| format!("editions/{id}.txt: {error}"))?);
    }
    editions.sort_by_key(|edition| (edition.service, edition.date));
    check::periods(&editions)?;
    let folder = env::var_os("OUT_DIR").ok_or("Cargo names no OUT_DIR")?;
    let mut source = String::new();
    emit::emit(&mut source, &editions)?;
    fs::write(PathBuf::from(folder).join("editions.rs"), source)?;
    Ok(())
}

/// The names, without extension, and texts of the edition files.
fn files(folder: &Path) -> Result<Vec<(String, String)>, Box<dyn Error>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "txt") {
            let id = path
                .file_stem()
                .and_then(|stem| stem.to_str())
                .ok_or("an edition's file name is not UTF-8")?;
            files.push((id.to_string(), fs::read_to_string(&path)?));
        }
    }
    Ok(files)
}
