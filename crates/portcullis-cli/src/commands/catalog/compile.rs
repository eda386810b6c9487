//! `portcullis catalog compile`: editions into the bytes that are read back fast.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;
use portcullis::catalog::source::{Edition, Retired};
use portcullis::catalog::{Catalog, Date, Service};

use super::writer::{Failure, Writer};
use crate::commands::chosen::{self, Loaded};
use crate::fault::Fault;
use crate::outcome::{Outcome, Reason};
use crate::render::excerpt;

/// Compiles own services into a catalog for --catalog: those of the files with all of the embedded catalog, or alone.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Own services, in JSON or as an edition's text.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Where the compiled catalog goes.
    #[arg(long, short, value_name = "FILE")]
    output: PathBuf,
    /// Only the services of the files.
    #[arg(long)]
    only: bool,
}

pub(super) fn run(
    arguments: &Arguments,
    catalog: &Catalog,
    writer: &mut Writer,
) -> Result<Outcome, Failure> {
    let output = fs::canonicalize(&arguments.output).ok();
    for path in &arguments.files {
        if output.is_some() && fs::canonicalize(path).ok() == output {
            let message = format!(
                "expected another file to write to than `{}`, which is read",
                excerpt(&path.display().to_string())
            );
            return Err(Fault::new("conflicting-arguments", message).into());
        }
    }
    let mut editions: Vec<Edition> = Vec::new();
    for path in &arguments.files {
        editions.extend(written(path, catalog)?);
    }
    let added: Vec<String> = editions
        .iter()
        .map(|one| format!("{}@{}", one.service, one.date))
        .collect();
    let mut retired = Vec::new();
    if !arguments.only {
        let own: BTreeSet<String> = editions.iter().map(|one| one.service.clone()).collect();
        let kept = catalog.editions();
        let kept = kept.filter(|service| !own.contains(service.prefix()));
        editions.extend(kept.map(Service::to_source));
        retired.extend(catalog.retired_actions().map(to_retired));
    }
    let compiled = Catalog::compile(&editions, &retired).map_err(|error| {
        Fault::new(error.kind().code(), error.to_string()).with_help(error.help())
    })?;
    let bytes = compiled.to_bytes();
    write(&arguments.output, &bytes)?;
    report(arguments, &added, &compiled, bytes.len(), writer)?;
    Ok(Outcome::Good)
}

/// The editions of a file, which is not compiled yet.
fn written(path: &Path, catalog: &Catalog) -> Result<Vec<Edition>, Fault> {
    if let Loaded::Written(file) = chosen::load(path)? {
        return chosen::editions(&file, catalog);
    }
    let message = format!(
        "expected services in JSON or an edition as text, found a compiled catalog in `{}`",
        excerpt(&path.display().to_string())
    );
    let help = "--catalog takes a compiled catalog as the one that is added to";
    Err(Fault::new("edition-form", message).with_help(Some(help)))
}

fn to_retired((service, action, last_seen): (&str, &str, Date)) -> Retired {
    Retired {
        service: service.to_owned(),
        action: action.to_owned(),
        last_seen,
    }
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), Fault> {
    fs::write(path, bytes).map_err(|error| {
        let name = excerpt(&path.display().to_string());
        let message = format!("cannot write `{name}`: {}", Reason(&error));
        Fault::new("unwritable-file", message)
    })
}

/// What was compiled.
#[derive(Debug, serde::Serialize)]
struct CompiledForm<'a> {
    output: String,
    bytes: usize,
    services: usize,
    editions: Vec<&'a str>,
}

fn report(
    arguments: &Arguments,
    added: &[String],
    compiled: &Catalog,
    bytes: usize,
    writer: &mut Writer,
) -> Result<(), Failure> {
    let form = CompiledForm {
        output: arguments.output.display().to_string(),
        bytes,
        services: compiled.services().count(),
        editions: added.iter().map(String::as_str).collect(),
    };
    if writer.is_for_machines() {
        writer.object(&form)?;
        return Ok(());
    }
    let plural = if form.services == 1 { "" } else { "s" };
    writer.line(&format!(
        "{} bytes, {} service{plural}, with {}: {}",
        form.bytes,
        form.services,
        form.editions.join(", "),
        excerpt(&form.output)
    ))?;
    Ok(())
}
