//! Packages every crate that is published, and looks at what would be uploaded.

use std::path::Path;

use anyhow::{Context, Result, bail};
use cargo_metadata::MetadataCommand;

use crate::report::Report;
use crate::repository;

/// The largest package that the index takes, in bytes.
const LARGEST: u64 = 10 << 20;

/// What each package holds.
const NEEDED: &[&str] = &[
    "Cargo.toml",
    "README.md",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "src/",
];

/// What one package holds besides: the facts that its build compiles, and whose they are.
const OF_ONE: &[(&str, &[&str])] = &[
    (
        "portcullis-catalog",
        &[
            "ATTRIBUTION.md",
            "build/main.rs",
            "editions/current/",
            "editions/past/",
            "editions/worked/",
            "schema/",
        ],
    ),
    ("portcullis-scenario", &["schema/"]),
];

/// What no package holds: tests read the corpus, which stands outside of every crate.
const UNWANTED: &[&str] = &["tests/", "proptest-regressions/", "src/tests/data/"];

/// A crate that is published.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Published {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// The fields of its manifest that the index shows and that are empty.
    pub missing: Vec<&'static str>,
    /// The files of its package, as `cargo package --list` gives them.
    pub files: Vec<String>,
    /// The size of its package, compressed, in bytes; none if it was not made.
    pub size: Option<u64>,
}

/// Packages the published crates together, so that none of them has to be in the index yet. `build` builds each from its package as well.
///
/// # Errors
///
/// If Cargo cannot package them, or if a package holds what it should not.
pub fn run(root: &Path, build: bool) -> Result<Vec<Published>> {
    let (mut published, others) = members(root)?;
    let mut command = repository::cargo();
    command
        .current_dir(root)
        .args(["package", "--locked", "--quiet", "--workspace"]);
    for other in &others {
        command.args(["--exclude", other]);
    }
    // A package of what is not committed yet is as good to look at.
    command.arg("--allow-dirty");
    if !build {
        command.arg("--no-verify");
    }
    let status = command.status().context("cargo does not start")?;
    if !status.success() {
        bail!("cargo does not package the workspace: {status}");
    }
    let folder = crate::repository::target(root).join("package");
    for one in &mut published {
        one.files = files(root, &one.name)?;
        let path = folder.join(format!("{}-{}.crate", one.name, one.version));
        one.size = std::fs::metadata(path).ok().map(|file| file.len());
    }
    check(&published).verdict("each crate packages")?;
    Ok(published)
}

/// The members that are published, and the names of the others.
fn members(root: &Path) -> Result<(Vec<Published>, Vec<String>)> {
    let metadata = MetadataCommand::new().current_dir(root).no_deps().exec()?;
    let (open, closed): (Vec<_>, Vec<_>) = metadata
        .packages
        .into_iter()
        .partition(|one| one.publish.is_none());
    let published = open.into_iter().map(|one| Published {
        name: one.name.to_string(),
        version: one.version.to_string(),
        missing: [
            ("description", one.description.is_none()),
            ("license", one.license.is_none()),
            ("repository", one.repository.is_none()),
            ("readme", one.readme.is_none()),
            ("keywords", one.keywords.is_empty()),
            ("categories", one.categories.is_empty()),
        ]
        .into_iter()
        .filter_map(|(field, missing)| missing.then_some(field))
        .collect(),
        ..Published::default()
    });
    let others = closed.iter().map(|one| one.name.to_string());
    Ok((published.collect(), others.collect()))
}

fn files(root: &Path, name: &str) -> Result<Vec<String>> {
    let output = repository::cargo()
        .current_dir(root)
        .args(["package", "--locked", "--list", "--allow-dirty", "-p", name])
        .output()
        .context("cargo does not start")?;
    if !output.status.success() {
        bail!(
            "cargo does not list `{name}`: {}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
    let text = String::from_utf8_lossy(&output.stdout);
    Ok(text.lines().map(|line| line.replace('\\', "/")).collect())
}

/// Checks what the packages hold.
#[must_use]
pub fn check(published: &[Published]) -> Report {
    let mut report = Report::new();
    for one in published {
        report.look();
        for field in &one.missing {
            report.problem(&one.name, format!("its manifest has no `{field}`"));
        }
        let own = OF_ONE.iter().filter(|(name, _)| *name == one.name);
        let own = own.flat_map(|(_, needed)| *needed);
        for needed in NEEDED.iter().chain(own) {
            if !one.files.iter().any(|file| is_below(file, needed)) {
                report.problem(&one.name, format!("its package lacks `{needed}`"));
            }
        }
        for unwanted in UNWANTED {
            if one.files.iter().any(|file| is_below(file, unwanted)) {
                report.problem(&one.name, format!("its package holds `{unwanted}`"));
            }
        }
        match one.size {
            None => report.problem(&one.name, "there is no package of it"),
            Some(size) if size > LARGEST => report.problem(
                &one.name,
                format!("its package has {size} bytes; the index takes {LARGEST}"),
            ),
            Some(_) => {}
        }
    }
    report
}

fn is_below(file: &str, wanted: &str) -> bool {
    file == wanted || wanted.ends_with('/') && file.starts_with(wanted)
}

#[cfg(test)]
mod tests {
    use super::{Published, check, members};
    use crate::repository::root;

    fn good() -> Published {
        let files = [
            "Cargo.toml",
            "README.md",
            "LICENSE-APACHE",
            "LICENSE-MIT",
            "src/lib.rs",
        ];
        Published {
            name: "demo".to_owned(),
            version: "0.1.0".to_owned(),
            files: files.map(str::to_owned).to_vec(),
            size: Some(1_000),
            ..Published::default()
        }
    }

    #[test]
    fn what_is_missing_or_too_much_is_named() {
        assert!(check(&[good()]).problems().is_empty());
        let bare = Published {
            missing: vec!["description"],
            files: vec!["src/lib.rs".to_owned(), "tests/a.rs".to_owned()],
            size: None,
            ..good()
        };
        let large = Published {
            size: Some(11 << 20),
            ..good()
        };
        let catalog = Published {
            name: "portcullis-catalog".to_owned(),
            ..good()
        };
        let count = |one| check(&[one]).problems().len();
        assert_eq!((count(bare), count(large), count(catalog)), (7, 1, 6));
    }

    #[test]
    fn members_are_told_apart() {
        let (published, others) = members(&root()).unwrap();
        let names: Vec<&str> = published.iter().map(|one| one.name.as_str()).collect();
        assert!(names.contains(&"portcullis") && names.contains(&"portcullis-cli"));
        for other in ["xtask", "portcullis-testkit", "portcullis-benches"] {
            assert!(others.iter().any(|name| name == other), "{other}");
        }
        for one in &published {
            assert!(one.missing.is_empty(), "{}: {:?}", one.name, one.missing);
        }
    }
}
