//! Compiles the editions under `editions/` into the tables that the crate reads in place; a faulty edition stops the build.

extern crate alloc;

#[path = "../src/blob/build.rs"]
mod blob;
#[path = "../src/date.rs"]
#[expect(
    dead_code,
    unreachable_pub,
    reason = "shared with the library, which uses all of it"
)]
mod date;
#[path = "../src/folding.rs"]
#[expect(dead_code, reason = "shared with the library, which uses all of it")]
mod folding;
#[path = "../src/source/mod.rs"]
#[allow(
    unfulfilled_lint_expectations,
    reason = "lints of public interfaces find none in a program"
)]
#[expect(
    dead_code,
    unused_imports,
    unreachable_pub,
    reason = "shared with the library, which uses all of it"
)]
mod source;
#[path = "../src/vocabulary.rs"]
#[allow(
    unfulfilled_lint_expectations,
    reason = "lints of public interfaces find none in a program"
)]
#[expect(
    unreachable_pub,
    reason = "shared with the library, which uses all of it"
)]
mod vocabulary;

use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

use source::{Edition, Refinement, Retired};

fn main() -> Result<(), Box<dyn Error>> {
    for place in ["editions", "build", "src/blob", "src/source"] {
        println!("cargo::rerun-if-changed={place}");
    }
    let (editions, retired) = editions()?;
    let compiled = blob::compile::compile(&editions, &retired)?;
    let folder = env::var_os("OUT_DIR").ok_or("Cargo names no OUT_DIR")?;
    let folder = PathBuf::from(folder);
    fs::write(folder.join("strings.txt"), &compiled.strings)?;
    fs::write(folder.join("tables.bin"), &compiled.tables)?;
    let sections = compiled.sections;
    let code = format!(
        "pub(crate) static EMBEDDED: Blob = Blob::embedded(\n    include_str!(concat!(env!(\"OUT_DIR\"), \"/strings.txt\")),\n    include_bytes!(concat!(env!(\"OUT_DIR\"), \"/tables.bin\")),\n    Sections {{ starts: {:?}, counts: {:?} }},\n);\n",
        sections.starts, sections.counts
    );
    fs::write(folder.join("catalog.rs"), code)?;
    Ok(())
}

/// The editions and retired actions that the features ask for.
fn editions() -> Result<(Vec<Edition>, Vec<Retired>), Box<dyn Error>> {
    let feature = |name: &str| env::var_os(format!("CARGO_FEATURE_{name}")).is_some();
    let wanted =
        |service: &str| feature("ALL") || (service == "elasticache" && feature("ELASTICACHE"));
    let dates = fs::read_to_string("editions/current/dates")?;
    let dates =
        source::read_dates(&dates).map_err(|error| format!("editions/current/dates: {error}"))?;
    let mut editions = Vec::new();
    for (name, text) in files("current")? {
        if wanted(&name) {
            let edition = source::read_undated(&text, &dates);
            let mut edition =
                edition.map_err(|error| format!("editions/current/{name}.txt: {error}"))?;
            same(&name, &edition.service)?;
            refine(&mut edition)?;
            editions.push(edition);
        }
    }
    for (name, text) in files("past")? {
        let edition =
            source::read(&text).map_err(|error| format!("editions/past/{name}.txt: {error}"))?;
        same(&name, &format!("{}@{}", edition.service, edition.date))?;
        if wanted(&edition.service) {
            editions.push(edition);
        }
    }
    let retired = fs::read_to_string("editions/retired.txt")?;
    let retired =
        source::read_retired(&retired).map_err(|error| format!("editions/retired.txt: {error}"))?;
    let retired = retired
        .into_iter()
        .filter(|row| wanted(&row.service))
        .collect();
    Ok((editions, retired))
}

/// Adds what is worked out about the service, if anything is.
fn refine(edition: &mut Edition) -> Result<(), Box<dyn Error>> {
    let path = format!("editions/worked/{}.txt", edition.service);
    if !Path::new(&path).exists() {
        return Ok(());
    }
    let text = fs::read_to_string(&path)?;
    let refined = Refinement::read(&text).and_then(|worked| source::refine(edition, &worked));
    Ok(refined.map_err(|error| format!("{path}: {error}"))?)
}

fn same(file: &str, says: &str) -> Result<(), String> {
    if file == says {
        Ok(())
    } else {
        Err(format!("editions/{file}.txt: says that it is `{says}`"))
    }
}

/// The names, without extension, and texts of the files in a folder of editions, sorted.
fn files(folder: &str) -> Result<Vec<(String, String)>, Box<dyn Error>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(Path::new("editions").join(folder))? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "txt") {
            let name = path
                .file_stem()
                .and_then(|stem| stem.to_str())
                .ok_or("an edition's file name is not UTF-8")?;
            files.push((name.to_string(), fs::read_to_string(&path)?));
        }
    }
    files.sort();
    Ok(files)
}
