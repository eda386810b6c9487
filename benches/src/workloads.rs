//! The registry of workloads.

mod catalog;
mod decisions;
mod documents;
mod texts;

mod calls;
mod conditions;
mod customer;
mod services;

pub mod growth;
pub mod lines;
pub mod w1;
pub mod w2;
pub mod w3;
pub mod w4;
pub mod w5;

use std::fmt;

use anyhow::Result;
use serde_json::json;

use crate::model::{Policy, Set};

/// The policy that allows everything.
fn full_access() -> Policy {
    Policy {
        name: "FullAWSAccess".to_owned(),
        document: json!({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}),
    }
}

/// Makes a decision workload; none where what it is made of is not at hand.
pub type Make = fn() -> Result<Option<Set>>;

/// The decision workloads by name. They are made one at a time, for some are large.
pub const DECISIONS: [(&str, Make); 6] = [
    ("W1", || Ok(Some(w1::tiny()))),
    ("W2", w2::realistic),
    ("W3", || Ok(Some(w3::large()))),
    ("W3s", || Ok(Some(w3::large_s3()))),
    ("W5", || Ok(Some(w5::many()))),
    ("W5s", || Ok(Some(w5::many_s3()))),
];

/// One workload.
#[derive(Clone, Copy, Debug)]
pub struct Workload {
    /// Its name: what is measured, a slash, on which input.
    pub name: &'static str,
    /// The input, on one line.
    pub about: &'static str,
    /// Makes the input, which is not part of what is measured.
    pub prepare: fn() -> Result<Prepared>,
}

/// One side of a workload: runs over the whole input and returns how many answers were positive.
pub type Run = Box<dyn FnMut() -> usize>;

/// A workload with its input.
pub struct Prepared {
    /// How many answers (or bytes, where a text is read) one run gives.
    pub elements: usize,
    /// Our side.
    pub engine: Run,
    /// The plain way to do the same, where there is a fair one.
    pub naive: Option<Run>,
}

impl fmt::Debug for Prepared {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let naive = self.naive.is_some();
        formatter
            .debug_struct("Prepared")
            .field("elements", &self.elements)
            .field("naive", &naive)
            .finish_non_exhaustive()
    }
}

/// Every workload, from the bottom up.
pub const ALL: &[Workload] = &[
    Workload {
        name: "glob/actions",
        about: "action patterns of managed policies against action names; baseline: recursive matcher",
        prepare: texts::glob_actions,
    },
    Workload {
        name: "glob/hostile",
        about: "patterns of many stars against long texts that nearly match; a recursive matcher would not end",
        prepare: texts::glob_hostile,
    },
    Workload {
        name: "arn/parse",
        about: "ARNs of several services; baseline: splitting at colons",
        prepare: texts::arn_parse,
    },
    Workload {
        name: "arn/match",
        about: "resource patterns of six fields against ARNs; baseline: recursive matcher over the whole text",
        prepare: texts::arn_match,
    },
    Workload {
        name: "catalog/open",
        about: "the embedded catalog and one look-up; baseline: a hash table built from it first",
        prepare: catalog::open,
    },
    Workload {
        name: "catalog/look-up",
        about: "1,000 actions of all services, in any case, a quarter of them unknown; baseline: a hash table of folded names",
        prepare: catalog::look_up,
    },
    Workload {
        name: "catalog/from-bytes",
        about: "the compiled catalog read and checked; its elements are its bytes",
        prepare: catalog::from_bytes,
    },
    Workload {
        name: "catalog/expand-everything",
        about: "`*`; baseline: the pattern against a list of all names",
        prepare: catalog::expand_everything,
    },
    Workload {
        name: "catalog/expand-service",
        about: "`s3:*`; baseline: as above",
        prepare: catalog::expand_service,
    },
    Workload {
        name: "catalog/expand-verb",
        about: "`*:Describe*`; baseline: as above",
        prepare: catalog::expand_verb,
    },
    Workload {
        name: "json/parse",
        about: "one policy document of many statements; baseline: serde_json into a tree",
        prepare: documents::json_parse,
    },
    Workload {
        name: "policy/parse",
        about: "the same document as an identity-based policy; baseline: serde_json into a tree",
        prepare: documents::policy_parse,
    },
    Workload {
        name: "decide/tiny",
        about: "one statement; baseline: every statement in turn",
        prepare: decisions::tiny,
    },
    Workload {
        name: "decide/realistic",
        about: "twenty policies, a boundary and three levels of control policies; baseline: as above",
        prepare: decisions::realistic,
    },
    Workload {
        name: "decide/worst-1",
        about: "a policy as large as AWS stores, of patterns that fail at their last character; a recursive matcher would not end",
        prepare: decisions::worst_1,
    },
    Workload {
        name: "decide/worst-8",
        about: "eight of them: eight times as many statements, which takes eight times as long",
        prepare: decisions::worst_8,
    },
];

#[cfg(test)]
mod tests;

#[cfg(test)]
mod shape;
