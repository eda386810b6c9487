//! The bodies of the fuzz targets: functions over bytes that panic when a property does not hold.

mod checks;
mod plain;

pub mod account_export;
pub mod action_pattern;
pub mod arn;
pub mod base64;
pub mod catalog_bytes;
pub mod condition;
pub mod date;
pub mod decide;
pub mod edition;
pub mod glob;
pub mod network;
pub mod number;
pub mod policy;
pub mod scenario;
pub mod variable;

/// What a target reads, and so how much of it is run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(
    clippy::exhaustive_enums,
    reason = "each has an aim of its own, which callers must know"
)]
pub enum Size {
    /// A word: some hundred thousand executions a second.
    Leaf,
    /// A document or more.
    Whole,
}

impl Size {
    /// Its name on the command line.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Leaf => "leaf",
            Self::Whole => "whole",
        }
    }

    /// Bytes of the longest input that is made up.
    #[must_use]
    pub const fn longest(self) -> usize {
        match self {
            Self::Leaf => 128,
            Self::Whole => 4_096,
        }
    }
}

/// One fuzz target.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    /// The name of its shim and of its folder of inputs.
    pub name: &'static str,
    /// What it reads.
    pub size: Size,
    /// What it checks; panics when a property does not hold.
    pub run: fn(&[u8]),
    /// What its inputs are made of, besides the words of `fuzz/iam.dict`.
    pub words: &'static [&'static str],
}

const fn leaf(name: &'static str, run: fn(&[u8]), words: &'static [&'static str]) -> Target {
    Target {
        name,
        size: Size::Leaf,
        run,
        words,
    }
}

const fn whole(name: &'static str, run: fn(&[u8])) -> Target {
    Target {
        name,
        size: Size::Whole,
        run,
        words: &["\n"],
    }
}

/// Every target, by name.
pub const TARGETS: &[Target] = &[
    whole("account_export", account_export::run),
    leaf(
        "action_pattern",
        action_pattern::run,
        &[
            "\n", ":", "*", "?", "s3", "Get", "Object", ",", " ", "a", "A",
        ],
    ),
    leaf(
        "arn",
        arn::run,
        &["\n", ":", "::", "arn:aws:", "*", "/", "1", "a", "root", "é"],
    ),
    leaf(
        "base64",
        base64::run,
        &["=", "==", "A", "Q", "/", "+", "AAAA", "QQ=="],
    ),
    whole("catalog_bytes", catalog_bytes::run),
    whole("condition", condition::run),
    leaf(
        "date",
        date::run,
        &[
            "\n",
            "-",
            ":",
            "T",
            "Z",
            "+",
            ".",
            "0",
            "1",
            "9",
            "00",
            "02-29",
            "23:59:59",
            "0000",
            "9999",
            "9223372036854775807",
            "170141183460469231731687303715884105727",
        ],
    ),
    whole("decide", decide::run),
    whole("edition", edition::run),
    leaf(
        "glob",
        glob::run,
        &["\n", "*", "?", "a", "b", "aa", "A", "é", "*a", "**"],
    ),
    leaf(
        "network",
        network::run,
        &[
            "\n", "/", "::", ":", ".", "0", "1", "ffff", "255", "10.0.0.1", "/8", "/32", "/128",
            "::ffff:",
        ],
    ),
    leaf(
        "number",
        number::run,
        &["\n", "-", "+", ".", "0", "00", "1", "9", "0.", "10", "e"],
    ),
    whole("policy", policy::run),
    whole("scenario", scenario::run),
    leaf(
        "variable",
        variable::run,
        &[
            "${",
            "}",
            "${*}",
            "${$}",
            ", '",
            "'}",
            "aws:username",
            "aws:TagKeys",
            ":",
            "/",
            "*",
            "$",
            "a",
            " ",
        ],
    ),
];

#[cfg(test)]
mod tests;
