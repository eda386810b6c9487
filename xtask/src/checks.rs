//! Every check by name, and what they read.

use std::path::PathBuf;

use anyhow::Result;

use crate::corpus::{cases, counts, coverage, rules};
use crate::metadata::{self, Package};
use crate::report::Report;
use crate::repository::{self, SourceFile};
use crate::{edges, measurements, mutants, tidy};

/// What is read once for all checks.
#[derive(Clone, Debug)]
pub struct Workspace {
    root: PathBuf,
    files: Vec<SourceFile>,
    members: Vec<Package>,
}

impl Workspace {
    /// Reads this repository.
    ///
    /// # Errors
    ///
    /// If a file cannot be read, or if Cargo refuses a manifest.
    pub fn read() -> Result<Self> {
        let root = repository::root();
        Ok(Self {
            files: repository::files(&root)?,
            members: metadata::members(&root)?,
            root,
        })
    }

    /// The text files of the repository.
    #[must_use]
    pub fn files(&self) -> &[SourceFile] {
        &self.files
    }
}

/// One check.
#[derive(Clone, Copy, Debug)]
pub struct Check {
    /// Its name, also that of its test.
    pub name: &'static str,
    /// What it makes sure of, on one line.
    pub about: &'static str,
    /// Runs it.
    pub run: fn(&Workspace) -> Result<Report>,
}

/// The checks, in the order in which they are worth reading.
pub const ALL: &[Check] = &[
    Check {
        name: "edges",
        about: "crates depend on each other as the table says",
        run: |w| Ok(edges::check(&w.members)),
    },
    Check {
        name: "modules",
        about: "each Rust file opens with a sentence",
        run: |w| Ok(tidy::modules::check(&w.files)),
    },
    Check {
        name: "sizes",
        about: "files and functions are short",
        run: |w| Ok(tidy::sizes::check(&w.files)),
    },
    Check {
        name: "oracle",
        about: "the reference evaluator is short enough to be read beside the rules",
        run: |w| Ok(tidy::oracle::check(&w.files)),
    },
    Check {
        name: "crates",
        about: "each crate has a README and a crate doc with an example",
        run: |w| Ok(tidy::crates::check(&w.files, &w.members)),
    },
    Check {
        name: "manifests",
        about: "manifests inherit what the workspace fixes, and `unsafe` is forbidden",
        run: |w| Ok(tidy::manifests::check(&w.files)),
    },
    Check {
        name: "reasons",
        about: "each dependency has a reason",
        run: |w| Ok(tidy::dependencies::check_reasons(&w.files)),
    },
    Check {
        name: "sources",
        about: "packages come from the public index",
        run: |w| Ok(tidy::dependencies::check_sources(&w.files)),
    },
    Check {
        name: "licences",
        about: "all packages have a permissive licence",
        run: |w| {
            let list = std::fs::read_to_string(w.root.join(tidy::licences::LIST))?;
            let packages = metadata::all_packages(&w.root)?;
            Ok(tidy::licences::check(&packages, &list))
        },
    },
    Check {
        name: "no_std",
        about: "the crates beneath the engines build without std",
        run: |w| Ok(tidy::no_std::check(&w.files, &w.members)),
    },
    Check {
        name: "words",
        about: "nothing is unfinished, ignored without a reason, or `unsafe`",
        run: |w| Ok(tidy::words::check(&w.files)),
    },
    Check {
        name: "places",
        about: "no text leads to a path of one machine or to a host that is not public",
        run: |w| Ok(tidy::places::check(&w.files)),
    },
    Check {
        name: "measurements",
        about: "the measurements in the README are those of the newest record",
        run: |w| Ok(measurements::check(&w.files)),
    },
    Check {
        name: "rules",
        about: "each row of the index of rules can be read",
        run: |w| Ok(rules::read(&w.files).1),
    },
    Check {
        name: "cases",
        about: "each case can be read and has an id of its own",
        run: |w| Ok(cases::read(&w.files).1),
    },
    Check {
        name: "citations",
        about: "each rule that a case cites exists",
        run: |w| {
            let (rules, cases) = (rules::read(&w.files).0, cases::read(&w.files).0);
            Ok(coverage::check_citations(&rules, &cases))
        },
    },
    Check {
        name: "coverage",
        about: "each rule is tested where its row says so",
        run: |w| {
            let (rules, cases) = (rules::read(&w.files).0, cases::read(&w.files).0);
            Ok(coverage::check_rules(&rules, &cases, &w.files))
        },
    },
    Check {
        name: "counts",
        about: "the corpus' README counts its cases",
        run: |w| Ok(counts::check(&cases::read(&w.files).0, &w.files)),
    },
    Check {
        name: "readings",
        about: "each row of the two readings has a strict and a lenient case",
        run: |w| {
            let (rules, cases) = (rules::read(&w.files).0, cases::read(&w.files).0);
            Ok(coverage::check_readings(&rules, &cases))
        },
    },
    Check {
        name: "mutants",
        about: "tests catch what they should, as far as the record knows",
        run: |w| Ok(mutants::check::check(&w.files)),
    },
];
