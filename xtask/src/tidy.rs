//! The house rules: one file per rule, each a function from files or packages to a report.

pub mod crates;
pub mod dependencies;
pub mod licences;
pub mod manifests;
pub mod modules;
pub mod no_std;
pub mod oracle;
pub mod places;
pub mod sizes;
pub mod words;
