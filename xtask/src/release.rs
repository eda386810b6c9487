//! What stands between the sources and a release: what is built on, what is in it, and whether each crate packages.

pub mod deny;
pub mod package;
pub mod sbom;
