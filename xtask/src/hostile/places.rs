//! Where the command reads files: every verb and option that does.

/// A sort of file that the command reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Place {
    /// One scenario.
    Scenario,
    /// A scenario a line.
    Lines,
    /// The same from standard input.
    Stream,
    /// A policy document.
    Policy,
    /// Parameters of an operation.
    Parameters,
    /// An export of an account.
    Account,
    /// Managed policies beside an export.
    Managed,
    /// Editions, or a compiled catalog.
    Catalog,
    /// A ledger.
    Ledger,
    /// Changes for a ledger.
    Changes,
    /// The ledger that the changes made.
    Recorded,
    /// ARNs, one a line.
    Arns,
}

/// A question typed by hand, which the page leaves out.
pub(super) const QUESTION: [&str; 8] = [
    "--principal",
    "arn:aws:iam::111122223333:user/u",
    "--action",
    "s3:GetObject",
    "--resource",
    "arn:aws:s3:::amzn-s3-demo-bucket/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    "--format",
    "json",
];

/// The arguments of a question typed by hand, with some before it.
macro_rules! question {
    ($($argument:literal),*) => {{
        const ALL: &[&str] = &[
            "simulate", QUESTION[0], QUESTION[1], QUESTION[2], QUESTION[3], QUESTION[4], QUESTION[5], QUESTION[6], QUESTION[7],
            $($argument),*
        ];
        ALL
    }};
}

/// The file, by the name under which it is one text.
pub(super) const FILE: &str = "hostile.json";
/// The same file, by the name under which its lines are read.
pub(super) const LINES: &str = "hostile.jsonl";
/// What `record` makes; it begins anew with each.
pub const LEDGER: &str = "new.ledger";
/// The same file as standard input.
pub(super) const STANDARD_INPUT: &str = "<hostile.json";

impl Place {
    /// All of them.
    pub const ALL: [Self; 11] = [
        Self::Scenario,
        Self::Lines,
        Self::Stream,
        Self::Policy,
        Self::Parameters,
        Self::Account,
        Self::Managed,
        Self::Catalog,
        Self::Ledger,
        Self::Changes,
        Self::Arns,
    ];

    /// Its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Scenario => "scenario",
            Self::Lines => "lines",
            Self::Stream => "stream",
            Self::Policy => "policy",
            Self::Parameters => "parameters",
            Self::Account => "account",
            Self::Managed => "managed",
            Self::Catalog => "catalog",
            Self::Ledger => "ledger",
            Self::Changes => "changes",
            Self::Recorded => "recorded",
            Self::Arns => "arns",
        }
    }

    /// Whether it is standard input that is read line by line: it may take as long as it has lines.
    #[must_use]
    pub const fn is_stream(self) -> bool {
        matches!(self, Self::Stream | Self::Arns)
    }

    /// The commands that read such a file.
    #[must_use]
    pub fn commands(self) -> Vec<&'static [&'static str]> {
        match self {
            Self::Scenario => vec![
                &["simulate", FILE, "--format", "json"],
                &["simulate", FILE, "--explain=all"],
                &[
                    "simulate",
                    FILE,
                    "--lenient",
                    "--format",
                    "json",
                    "--explain=all",
                ],
                &["test", FILE, "--format", "json"],
                &["test", FILE, "--lenient"],
            ],
            Self::Lines => vec![
                &["simulate", LINES, "--format", "json"],
                &["simulate", LINES],
                &["test", LINES, "--format", "junit"],
            ],
            Self::Stream => vec![
                &["simulate", "-", "--format", "json", STANDARD_INPUT],
                &["test", "-", "--format", "json", STANDARD_INPUT],
            ],
            Self::Policy => vec![
                question!("--policy", "hostile.json"),
                question!("--lenient", "--policy", "hostile.json", "--explain=all"),
                question!("--lenient", "--resource-policy", "hostile.json"),
                question!("--scp", "hostile.json"),
            ],
            Self::Parameters => vec![&[
                "simulate",
                "--principal",
                "*",
                "--operation",
                "s3:PutObject",
                "--resource",
                "arn:aws:s3:::b/k",
                "--format",
                "json",
                "--parameters",
                FILE,
            ]],
            Self::Account => vec![question!("--account-details", "hostile.json")],
            Self::Managed => vec![question!(
                "--account-details",
                "account.json",
                "--managed-policies",
                "hostile.json"
            )],
            Self::Catalog => vec![
                &["catalog", "services", "--format", "json", "--catalog", FILE],
                &[
                    "catalog", "compile", FILE, "--output", "compiled", "--format", "json",
                ],
                &["catalog", "diff", FILE, "s3", "--format", "json"],
                question!("--catalog", "hostile.json"),
            ],
            Self::Ledger => vec![
                &["ownership", "verify", FILE, "--format", "json"],
                &[
                    "ownership",
                    "owner",
                    FILE,
                    "arn:aws:s3:::b",
                    "--format",
                    "json",
                ],
                &["ownership", "list", FILE, "--history", "--format", "json"],
                question!("--ledger", "hostile.json"),
            ],
            Self::Changes => vec![&[
                "ownership",
                "record",
                LEDGER,
                "--from",
                FILE,
                "--format",
                "json",
            ]],
            Self::Recorded => vec![
                &["ownership", "verify", LEDGER, "--format", "json"],
                &[
                    "ownership",
                    "owner",
                    LEDGER,
                    "arn:aws:s3:::bucket-7",
                    "--format",
                    "json",
                ],
                &["ownership", "list", LEDGER, "--history", "--format", "json"],
                &["ownership", "list", LEDGER],
                question!("--ledger", "new.ledger"),
            ],
            Self::Arns => vec![
                &["arn", "-", "--format", "json", STANDARD_INPUT],
                &["arn", "-", STANDARD_INPUT],
            ],
        }
    }
}
