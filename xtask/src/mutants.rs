//! Mutation tests whose results add up over runs in a record that is part of the repository.
//!
//! A mutant is known by its file, its function, what it changes, and a fingerprint of the function's source. Its result stays
//! valid while the function stays as it is, wherever it moves in its file, so that a run has to look at changed functions only.

pub mod check;
pub mod outcome;
pub mod page;
pub mod plan;
pub mod record;
pub mod run;
pub mod tool;

/// The folder of the record, and of the page that sums it up.
pub const FOLDER: &str = "mutants";

/// One crate whose tests are tested.
#[derive(Clone, Copy, Debug)]
pub struct Subject {
    /// Its name without the common prefix, which is also that of its record.
    pub name: &'static str,
    /// Its package.
    pub package: &'static str,
    /// The test suites, in the order in which a mutant meets them; one that it does not survive is the last.
    pub stages: &'static [Stage],
}

/// Test suites that a mutant is held against together.
#[derive(Clone, Copy, Debug)]
pub struct Stage {
    /// Its name.
    pub name: &'static str,
    /// The packages whose tests are run; the crate's own for none.
    pub packages: &'static [&'static str],
    /// What limits the tests that are built and run, as arguments of Cargo; all for none.
    pub targets: &'static [&'static str],
    /// Whether the examples in the documentation are run instead.
    pub examples: bool,
    /// The seconds before which tests are never taken to hang.
    pub timeout: u32,
}

/// The crate's own tests: compiled in a second or two, and what catches most.
const OWN: Stage = Stage {
    name: "own",
    packages: &[],
    targets: &[],
    examples: false,
    timeout: 60,
};

/// The examples in the crate's documentation.
const EXAMPLES: Stage = Stage {
    name: "examples",
    packages: &[],
    targets: &[],
    examples: true,
    timeout: 120,
};

/// The corpus, and the engine held against the oracle: what the lower crates are for.
const WHOLE: Stage = Stage {
    name: "corpus",
    packages: &["portcullis-scenario", "portcullis-testkit"],
    targets: &["--test=corpus", "--test=differential"],
    examples: false,
    timeout: 600,
};

/// The crates that decide, from the lowest upwards.
pub const SUBJECTS: &[Subject] = &[
    Subject {
        name: "glob",
        package: "portcullis-glob",
        stages: &[OWN, EXAMPLES],
    },
    Subject {
        name: "arn",
        package: "portcullis-arn",
        stages: &[OWN, EXAMPLES],
    },
    Subject {
        name: "condition",
        package: "portcullis-condition",
        stages: &[OWN, EXAMPLES, WHOLE],
    },
    Subject {
        name: "policy",
        package: "portcullis-policy",
        stages: &[OWN, WHOLE],
    },
    Subject {
        name: "eval",
        package: "portcullis-eval",
        stages: &[OWN, WHOLE],
    },
];
