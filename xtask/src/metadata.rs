//! What Cargo knows of the packages, cut down to what the checks ask.

use std::path::Path;

use anyhow::{Result, anyhow};
use cargo_metadata::{DependencyKind, Metadata, MetadataCommand};

/// When a dependency is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(
    clippy::exhaustive_enums,
    reason = "the edge rules must decide each kind that they are told apart by"
)]
pub enum Use {
    /// By the crate itself or its build script.
    Runtime,
    /// By its tests, examples and benches only.
    Tests,
}

/// One entry of a dependency table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dependency {
    /// The package's name, also where the manifest renames it.
    pub name: String,
    /// When it is used.
    pub usage: Use,
    /// Whether only a feature turns it on.
    pub optional: bool,
}

/// One package.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Package {
    /// Its name.
    pub name: String,
    /// The folder of its manifest: relative to the repository for members, absolute for others.
    pub folder: String,
    /// The licence expression of its manifest.
    pub licence: Option<String>,
    /// Its dependency tables, in Cargo's order.
    pub dependencies: Vec<Dependency>,
}

/// The members of the workspace at `root`. Reads manifests only: no lock file, no registry.
///
/// # Errors
///
/// If Cargo cannot be run or refuses a manifest.
pub fn members(root: &Path) -> Result<Vec<Package>> {
    let mut command = MetadataCommand::new();
    command.current_dir(root).no_deps();
    let metadata = command.exec()?;
    Ok(packages(&metadata))
}

/// Every package that the lock file names.
///
/// Works without a network when all are cached. With a cache for this platform only and no network it answers for this
/// platform, and says so on standard error.
///
/// # Errors
///
/// If Cargo cannot be run, or if neither cache nor registry has the packages.
pub fn all_packages(root: &Path) -> Result<Vec<Package>> {
    let host = host_target();
    let attempts: [&[&str]; 3] = [
        &["--locked", "--offline"],
        &["--locked"],
        &["--locked", "--offline", "--filter-platform", &host],
    ];
    let mut last = anyhow!("no attempt was made");
    for arguments in attempts {
        let mut command = MetadataCommand::new();
        command.current_dir(root).other_options(
            arguments
                .iter()
                .map(|a| (*a).to_owned())
                .collect::<Vec<_>>(),
        );
        match command.exec() {
            Ok(metadata) => {
                if arguments.contains(&"--filter-platform") {
                    eprintln!("note: packages of other platforms than {host} are not at hand");
                }
                return Ok(packages(&metadata));
            }
            Err(error) => last = error.into(),
        }
    }
    Err(last)
}

fn packages(metadata: &Metadata) -> Vec<Package> {
    metadata
        .packages
        .iter()
        .map(|package| {
            let folder = package
                .manifest_path
                .parent()
                .unwrap_or(&package.manifest_path);
            let relative = folder
                .strip_prefix(&metadata.workspace_root)
                .unwrap_or(folder);
            Package {
                name: package.name.to_string(),
                folder: relative.as_str().replace('\\', "/"),
                licence: package.license.clone(),
                dependencies: package.dependencies.iter().map(dependency).collect(),
            }
        })
        .collect()
}

fn dependency(from: &cargo_metadata::Dependency) -> Dependency {
    Dependency {
        name: from.name.clone(),
        usage: match from.kind {
            DependencyKind::Development => Use::Tests,
            _ => Use::Runtime,
        },
        optional: from.optional,
    }
}

fn host_target() -> String {
    let output = std::process::Command::new("rustc").arg("-vV").output();
    let text = output.map(|o| String::from_utf8_lossy(&o.stdout).into_owned());
    let text = text.unwrap_or_default();
    let host = text.lines().find_map(|line| line.strip_prefix("host: "));
    host.unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::{Use, host_target, members};
    use crate::repository::root;

    #[test]
    fn this_crate_is_a_member_with_its_dependencies() {
        let members = members(&root()).unwrap();
        let xtask = members.iter().find(|p| p.name == "xtask").unwrap();
        assert_eq!(xtask.folder, "xtask");
        assert_eq!(xtask.licence.as_deref(), Some("MIT OR Apache-2.0"));
        let anyhow = xtask
            .dependencies
            .iter()
            .find(|d| d.name == "anyhow")
            .unwrap();
        assert_eq!((anyhow.usage, anyhow.optional), (Use::Runtime, false));
    }

    #[test]
    fn test_dependencies_are_told_apart() {
        let members = members(&root()).unwrap();
        let glob = members
            .iter()
            .find(|p| p.name == "portcullis-glob")
            .unwrap();
        let proptest = glob
            .dependencies
            .iter()
            .find(|d| d.name == "proptest")
            .unwrap();
        assert_eq!(proptest.usage, Use::Tests);
    }

    #[test]
    fn the_host_has_a_name() {
        assert!(host_target().contains('-'));
    }
}
