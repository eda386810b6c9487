//! Rules that no made-up case goes through, each with the reason; every other one is reached, or a test fails.

/// Rules that are left out, by the start of their ids.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Unreached {
    /// Why they are left out.
    pub why: &'static str,
    /// The ids, or starts of ids that end in `*`.
    pub rules: &'static [&'static str],
}

const fn because(why: &'static str, rules: &'static [&'static str]) -> Unreached {
    Unreached { why, rules }
}

/// All of them.
pub const UNREACHED: &[Unreached] = &[
    because(
        "how a document is written down changes no decision: cases in reading/ say what is reported",
        &[
            "PL 1.1.1",
            "PL 1.1.2",
            "PL 1.1.4",
            "PL 1.1.9",
            "PL 1.4.3",
            "PL 1.4.4",
            "PL 1.4.5",
            "PL 1.6/finding",
            "PL 4.2.4",
            "PL 9.1/obsolete",
            "PL 9.1/sensitive",
            "PL 8.7/several-booleans",
            "PL 8.10/declared",
        ],
    ),
    because("sizes are measured, and change no decision", &["PL 2.2/*"]),
    because(
        "refusals are counted by code, whatever the kind of policy: the tables of the corpus have each kind",
        &["PL 2.1/scp-principal", "PL 1.6/missing-statement"],
    ),
    because(
        "examples of rules that are reached",
        &[
            "PL 8.3/set-*",
            "PL 6.1/worked-table",
            "EV 3.1/scenario-*",
            "EV 3.1.11",
            "PL 2.1/roles-anywhere",
            "PL 2.3",
            "PL 4.1.6",
            "PL 4.1.9",
            "PL 4.1.10",
            "EV 7.1/single-out",
            "EV 8.10",
        ],
    ),
    because(
        "the catalog and the scenario shape a call before it is decided; a made-up call has its shape, and its context is complete",
        &[
            "PL 5.11",
            "PL 5.12",
            "PL 6.4/replaced",
            "PL 6.4/edition",
            "PL 6.4/several-resources",
            "PL 1.5/unknown-action",
            "PL 9.1/supplied",
            "PL 9.2/*",
            "PL 9.3/*",
            "PL 9.4/*",
            "PL 9.5/*",
            "EV 1.1/*",
            "EV 1.2/errors",
            "EV 3.2.6",
            "EV 3.5/kind-default",
            "EV 4.3/per-resource",
            "EV 6.2/keys",
            "EV 6.3/principal-arn",
            "EV 6.3/aws-principal-arn",
            "EV 6.3/userid",
            "EV 6.3/username",
            "EV 6.3/mfa",
            "EV 6.3/tag-values",
            "EV 7.3/public-access",
            "EV 7.4/services",
            "EV 7.5/region",
            "EV 7.6/*",
            "EV 8.14",
            "PL 8.6/epoch-time",
        ],
    ),
    because(
        "who attached a policy, or made a session, is not in a call",
        &[
            "EV 2/saml-web",
            "EV 2/groups",
            "EV 2/managed-inline",
            "EV 4.3/no-passing-on",
            "EV 4.4/forwarded",
            "EV 4.4/service-role",
            "EV 6.3/account",
            "EV 6.3/gives-up",
            "EV 7.3/bucket-owner",
        ],
    ),
    because(
        "no default of a made-up variable has a colon",
        &["PL 6.1/variable-split"],
    ),
];
