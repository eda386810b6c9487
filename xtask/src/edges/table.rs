//! The table of allowed dependency edges: each crate's row, the edges within a row, the exceptions.

/// A row of the architecture, from the bottom up; a crate may use the rows beneath its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(
    clippy::exhaustive_enums,
    reason = "a new row is a new rule, so each match must be revisited"
)]
pub enum Row {
    /// Text forms that know nothing of policies.
    Vocabulary,
    /// Typed documents and facts, no decision.
    Languages,
    /// The decision.
    Core,
    /// What is built around decisions.
    Engines,
    /// The published face.
    Facade,
    /// Programs.
    Apps,
    /// For the tests of the others; never part of what is shipped.
    TestOnly,
    /// Automation and measurements.
    Tools,
}

impl Row {
    /// How far up the row stands; a crate may use what stands lower.
    #[must_use]
    pub const fn height(self) -> u8 {
        match self {
            Self::Vocabulary => 0,
            Self::Languages => 1,
            Self::Core => 2,
            Self::Engines => 3,
            Self::Facade => 4,
            Self::Apps => 5,
            Self::TestOnly => 6,
            Self::Tools => 7,
        }
    }

    /// Whether its crates must build with `alloc` alone.
    #[must_use]
    pub const fn is_no_std(self) -> bool {
        matches!(self, Self::Vocabulary | Self::Languages | Self::Core)
    }

    /// The row's crates in a message.
    #[must_use]
    pub const fn plural(self) -> &'static str {
        match self {
            Self::Vocabulary => "vocabulary crates",
            Self::Languages => "language crates",
            Self::Core => "core crates",
            Self::Engines => "engines",
            Self::Facade => "facades",
            Self::Apps => "apps",
            Self::TestOnly => "test-only crates",
            Self::Tools => "tools",
        }
    }
}

/// One crate of the workspace.
#[derive(Clone, Copy, Debug)]
pub struct Member {
    /// Its name, which is also that of its folder.
    pub name: &'static str,
    /// Its row.
    pub row: Row,
}

const fn member_of(row: Row, name: &'static str) -> Member {
    Member { name, row }
}

/// Every crate that exists or is planned; a crate without a row is refused.
pub const MEMBERS: &[Member] = &[
    member_of(Row::Vocabulary, "portcullis-json"),
    member_of(Row::Vocabulary, "portcullis-glob"),
    member_of(Row::Vocabulary, "portcullis-arn"),
    member_of(Row::Languages, "portcullis-condition"),
    member_of(Row::Languages, "portcullis-policy"),
    member_of(Row::Languages, "portcullis-catalog"),
    member_of(Row::Languages, "portcullis-ownership"),
    member_of(Row::Core, "portcullis-eval"),
    member_of(Row::Engines, "portcullis-lint"),
    member_of(Row::Engines, "portcullis-scenario"),
    member_of(Row::Engines, "portcullis-estate"),
    member_of(Row::Engines, "portcullis-analyze"),
    member_of(Row::Engines, "portcullis-replay"),
    member_of(Row::Facade, "portcullis"),
    member_of(Row::Apps, "portcullis-cli"),
    member_of(Row::Apps, "portcullis-server"),
    member_of(Row::TestOnly, "portcullis-oracle"),
    member_of(Row::TestOnly, "portcullis-testkit"),
    member_of(Row::Tools, "portcullis-benches"),
    member_of(Row::Tools, "xtask"),
];

/// The row of a crate, if it is one of ours.
#[must_use]
pub fn member(name: &str) -> Option<&'static Member> {
    MEMBERS.iter().find(|member| member.name == name)
}

/// An edge between two crates, with the reason why it is listed.
#[derive(Clone, Copy, Debug)]
pub struct Edge {
    /// The crate that depends.
    pub from: &'static str,
    /// The crate that it depends on.
    pub to: &'static str,
    /// The reason.
    pub why: &'static str,
}

/// Edges between crates of one row; no other is allowed.
pub const WITHIN_ROW: &[Edge] = &[
    Edge {
        from: "portcullis-arn",
        to: "portcullis-glob",
        why: "an ARN pattern is made of globs",
    },
    Edge {
        from: "portcullis-policy",
        to: "portcullis-condition",
        why: "a statement holds conditions",
    },
    Edge {
        from: "portcullis-estate",
        to: "portcullis-scenario",
        why: "an account's question is asked as a scenario",
    },
    Edge {
        from: "portcullis-replay",
        to: "portcullis-estate",
        why: "a recorded call is decided in the account that it came from",
    },
];

/// Edges that would go downward and are forbidden all the same, at run time.
pub const NEVER: &[Edge] = &[
    Edge {
        from: "portcullis-eval",
        to: "portcullis-catalog",
        why: "the catalog shapes the request before it is decided and never changes how a policy is evaluated",
    },
    Edge {
        from: "portcullis-eval",
        to: "portcullis-ownership",
        why: "the owner of a resource is a fact of the request",
    },
    Edge {
        from: "portcullis-lint",
        to: "portcullis-eval",
        why: "a check reads documents and decides nothing",
    },
];

/// Helpers that may use no member at run time, with the reason.
pub const ALONE: &[(&str, &str)] = &[
    (
        "portcullis-oracle",
        "the reference evaluator shares no line with the engine that it is compared with",
    ),
    (
        "xtask",
        "automation has to build while the crates that it checks do not",
    ),
];

/// Crates that may use the named packages of others and nothing else at run time. The reader of `serde_json` keeps the last of two
/// members of one name; only a visitor of `serde`, on which it stands anyway, sees both.
pub const ONLY_EXTERNALS: &[(&str, &[&str])] = &[("portcullis-oracle", &["serde", "serde_json"])];

/// Packages of others that build with `alloc` alone, and rayon, which stands behind a feature that is off by default; the only
/// ones for the rows that must build without std.
pub const NO_STD_EXTERNALS: &[&str] = &[
    "indexmap", "memchr", "nom", "rayon", "serde", "sha2", "smallvec", "smol_str", "tracing",
];

/// A package of others that has its place.
#[derive(Clone, Copy, Debug)]
pub struct External {
    /// The package.
    pub package: &'static str,
    /// The crates that may use it at run time.
    pub crates: &'static [&'static str],
    /// The reason.
    pub why: &'static str,
}

const PROGRAMS: &[&str] = &["portcullis-cli", "portcullis-server"];
const COMMAND_LINE: &[&str] = &["portcullis-cli"];

/// Packages of others that are not for every crate; any other is for all that build with std.
pub const EXTERNALS: &[External] = &[
    External {
        package: "anyhow",
        crates: &[
            "portcullis-cli",
            "portcullis-server",
            "portcullis-testkit",
            "portcullis-benches",
            "xtask",
        ],
        why: "libraries return typed errors",
    },
    External {
        package: "thiserror",
        crates: &[
            "portcullis-estate",
            "portcullis-analyze",
            "portcullis-replay",
            "portcullis",
            "portcullis-cli",
            "portcullis-server",
        ],
        why: "errors are written by hand beneath the estate",
    },
    External {
        package: "criterion",
        crates: &["portcullis-benches"],
        why: "measurements live in one crate",
    },
    External {
        package: "cargo_metadata",
        crates: &["xtask"],
        why: "only automation looks at Cargo",
    },
    External {
        package: "clap",
        crates: PROGRAMS,
        why: "only programs have a command line",
    },
    External {
        package: "clap_complete",
        crates: COMMAND_LINE,
        why: "only programs have a command line",
    },
    External {
        package: "clap_mangen",
        crates: COMMAND_LINE,
        why: "only programs have a command line",
    },
    External {
        package: "anstream",
        crates: COMMAND_LINE,
        why: "only programs write to a terminal",
    },
    External {
        package: "indicatif",
        crates: COMMAND_LINE,
        why: "only programs write to a terminal",
    },
    External {
        package: "proptest",
        crates: &["portcullis-testkit"],
        why: "generators are for tests",
    },
];
