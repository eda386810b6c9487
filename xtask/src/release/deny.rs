//! Runs cargo-deny over `deny.toml`, where it is installed.

use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::repository::cargo;

/// How cargo-deny is installed, in the version that the list was written for.
pub const INSTALL: &str = "cargo install --locked cargo-deny --version 0.20.2";

/// Whether cargo-deny can be run here.
#[must_use]
pub fn is_installed() -> bool {
    let output = cargo().args(["deny", "--version"]).output();
    output.is_ok_and(|output| output.status.success())
}

/// Checks bans, licences and sources; whether that was possible.
///
/// # Errors
///
/// If something that is built on is refused.
pub fn run(root: &Path) -> Result<bool> {
    if !is_installed() {
        return Ok(false);
    }
    // Without advisories nothing has to be fetched but what the build needs as well.
    let status = cargo()
        .current_dir(root)
        .args(["deny", "--locked", "check", "--hide-inclusion-graph"])
        .args(["bans", "licenses", "sources"])
        .status()
        .context("cargo does not start")?;
    if !status.success() {
        bail!("cargo-deny refuses something: {status}");
    }
    Ok(true)
}
