//! The bill of materials of the command, in the JSON form of CycloneDX 1.5.
//!
//! It says nothing about the time and the machine: the same lock file gives the same bytes.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::{Context, Result};
use cargo_metadata::{DependencyKind, Metadata, MetadataCommand, PackageId};
use serde_json::{Value, json};

/// The crate whose program is released.
pub const PROGRAM: &str = "portcullis-cli";

/// Writes the bill of materials, from what Cargo resolves and from the checksums of the lock file.
///
/// # Errors
///
/// If Cargo cannot resolve the packages, or if the program is not among them.
pub fn text(root: &Path) -> Result<String> {
    let mut command = MetadataCommand::new();
    command
        .current_dir(root)
        .other_options(vec!["--locked".to_owned()]);
    let metadata = command.exec()?;
    let lock = std::fs::read_to_string(root.join("Cargo.lock")).context("Cargo.lock")?;
    let bill = bill(&metadata, &checksums(&lock))?;
    Ok(format!("{bill:#}\n"))
}

/// The SHA-256 of each package of a lock file, by name and version.
#[must_use]
pub fn checksums(lock: &str) -> BTreeMap<(String, String), String> {
    let mut sums = BTreeMap::new();
    for package in lock.split("[[package]]").skip(1) {
        let field = |name: &str| {
            let mut lines = package.lines();
            let value = lines.find_map(|line| line.strip_prefix(name)?.strip_prefix(" = \""));
            value.map(|value| value.trim_end_matches('"').to_owned())
        };
        if let (Some(name), Some(version), Some(sum)) =
            (field("name"), field("version"), field("checksum"))
        {
            sums.insert((name, version), sum);
        }
    }
    sums
}

fn bill(metadata: &Metadata, sums: &BTreeMap<(String, String), String>) -> Result<Value> {
    let resolved = metadata.resolve.as_ref().context("nothing is resolved")?;
    let edges: BTreeMap<&PackageId, Vec<&PackageId>> = (resolved.nodes.iter())
        .map(|node| {
            let used = node.deps.iter().filter(|one| {
                // What tests and benchmarks use is no part of the program.
                let mut kinds = one.dep_kinds.iter();
                kinds.any(|kind| kind.kind != DependencyKind::Development)
            });
            (&node.id, used.map(|one| &one.pkg).collect())
        })
        .collect();
    let program = metadata
        .packages
        .iter()
        .find(|one| one.name.as_str() == PROGRAM);
    let program = program.with_context(|| format!("`{PROGRAM}` is no package"))?;
    let reached = reached(&program.id, &edges);
    let reference = |id: &PackageId| {
        let package = metadata.packages.iter().find(|one| one.id == *id)?;
        Some(purl(package.name.as_str(), &package.version.to_string()))
    };
    let mut components = Vec::new();
    let mut dependencies = Vec::new();
    for package in metadata
        .packages
        .iter()
        .filter(|one| reached.contains(&one.id))
    {
        let (name, version) = (package.name.to_string(), package.version.to_string());
        let used = edges.get(&package.id).into_iter().flatten();
        let mut depends: Vec<String> = used.filter_map(|id| reference(id)).collect();
        depends.sort();
        depends.dedup();
        dependencies.push(json!({"ref": purl(&name, &version), "dependsOn": depends}));
        components.push(component(package, sums.get(&(name, version))));
    }
    let by = |field: &'static str| move |one: &Value| one.get(field).map(ToString::to_string);
    components.sort_by_key(by("bom-ref"));
    dependencies.sort_by_key(by("ref"));
    let own = purl(PROGRAM, &program.version.to_string());
    let (program, components): (Vec<Value>, Vec<Value>) = components
        .into_iter()
        .partition(|one| one.get("bom-ref").and_then(Value::as_str) == Some(own.as_str()));
    Ok(json!({
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {"component": program.first()},
        "components": components,
        "dependencies": dependencies,
    }))
}

/// Everything that the program is built from, itself included.
fn reached<'m>(
    start: &'m PackageId,
    edges: &BTreeMap<&'m PackageId, Vec<&'m PackageId>>,
) -> BTreeSet<&'m PackageId> {
    let mut found = BTreeSet::from([start]);
    let mut open = vec![start];
    while let Some(id) = open.pop() {
        for next in edges.get(id).into_iter().flatten() {
            if found.insert(next) {
                open.push(next);
            }
        }
    }
    found
}

fn component(package: &cargo_metadata::Package, sum: Option<&String>) -> Value {
    let (name, version) = (package.name.as_str(), package.version.to_string());
    let sum = sum.map(|sum| json!([{"alg": "SHA-256", "content": sum}]));
    // The slash is Cargo's old form of `OR`, and no SPDX.
    let licence = package
        .license
        .as_ref()
        .map(|licence| licence.replace('/', " OR "));
    let licence = licence.map(|expression| json!([{"expression": expression}]));
    let fields = [
        (
            "type",
            json!(if name == PROGRAM {
                "application"
            } else {
                "library"
            }),
        ),
        ("bom-ref", json!(purl(name, &version))),
        ("name", json!(name)),
        ("version", json!(version)),
        ("purl", json!(purl(name, &version))),
    ];
    let known = [("licenses", licence), ("hashes", sum)];
    let known = known
        .into_iter()
        .filter_map(|(field, value)| Some((field, value?)));
    let fields = fields.into_iter().chain(known);
    Value::Object(
        fields
            .map(|(field, value)| (field.to_owned(), value))
            .collect(),
    )
}

fn purl(name: &str, version: &str) -> String {
    format!("pkg:cargo/{name}@{version}")
}

#[cfg(test)]
mod tests {
    use super::{checksums, text};
    use crate::repository::root;
    use serde_json::Value;

    #[test]
    fn checksums_are_read() {
        let lock = "version = 4\n\n[[package]]\nname = \"a\"\nversion = \"1.0.0\"\nchecksum = \"ab\"\n\n[[package]]\nname = \"own\"\nversion = \"0.1.0\"\n";
        let sums = checksums(lock);
        assert_eq!(sums.len(), 1);
        assert_eq!(sums[&("a".to_owned(), "1.0.0".to_owned())], "ab");
    }

    #[test]
    fn the_bill_names_what_the_program_is_built_from() {
        let written = text(&root()).unwrap();
        assert_eq!(written, text(&root()).unwrap(), "two runs differ");
        let bill: Value = serde_json::from_str(&written).unwrap();
        assert_eq!(bill["metadata"]["component"]["name"], "portcullis-cli");
        let components = bill["components"].as_array().unwrap();
        let find = |name: &str| components.iter().find(|one| one["name"] == name);
        for own in ["portcullis", "portcullis-json", "portcullis-eval"] {
            assert!(find(own).unwrap().get("hashes").is_none(), "{own}");
        }
        let clap = find("clap").unwrap();
        assert_eq!(clap["hashes"][0]["content"].as_str().unwrap().len(), 64);
        assert_eq!(clap["licenses"][0]["expression"], "MIT OR Apache-2.0");
        for tests_only in ["proptest", "criterion", "tempfile", "xtask"] {
            assert!(find(tests_only).is_none(), "{tests_only}");
        }
        let rows = bill["dependencies"].as_array().unwrap();
        assert_eq!(rows.len(), components.len() + 1);
        let named = rows
            .iter()
            .flat_map(|row| row["dependsOn"].as_array().unwrap());
        for reference in named {
            assert!(
                rows.iter().any(|row| row["ref"] == *reference),
                "{reference}"
            );
        }
    }
}
