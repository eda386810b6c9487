//! How much of a question is read and answered before it is refused.

use portcullis_json::Limits as JsonLimits;
use portcullis_policy::Limits as PolicyLimits;

use crate::lines::MAX_LINE_BYTES;

/// Bounds on a question; each has its own error.
///
/// [`Scenario::read_within`](crate::Scenario::read_within) looks at those on texts, [`Settings`](crate::Settings) has those on
/// answers. The defaults admit every question about what AWS stores, by orders of magnitude.
///
/// ```
/// use portcullis_scenario::{Limits, NoFiles, Scenario, SourceFile};
/// let text = r#"{"request": {"principal": "arn:aws:iam::111122223333:user/alice", "action": "s3:ListAllMyBuckets",
///     "resource": "*", "context": {"aws:UserAgent": "curl", "aws:SourceIp": "203.0.113.7"}}}"#;
/// let source = SourceFile::unnamed(text);
/// let tight = Limits { max_context: 1, ..Limits::default() };
/// let error = Scenario::read_within(source, &NoFiles, Default::default(), &tight).unwrap_err();
/// assert_eq!(error.code(), "too-many-values");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(
    clippy::exhaustive_structs,
    reason = "callers change one bound and take the rest from the default"
)]
pub struct Limits {
    /// The bounds on the text of a scenario; all files of policies that it names together have no more bytes. Policies in files of their own, or as texts in strings, have those of
    /// [`document`](Self::document).
    pub json: JsonLimits,
    /// The bounds on each policy document.
    pub document: PolicyLimits,
    /// How many parts all policy documents of a scenario may have together, as [`portcullis_policy::Limits::max_parts`] counts
    /// them, inclusive; `too-many-values`.
    pub max_parts: usize,
    /// How many keys and values the context of a scenario may have, inclusive; `too-many-values`.
    pub max_context: usize,
    /// How many condition keys the contexts of all checks of one question may hold together, the derived ones included; 64 bytes of a value
    /// count as one more;
    /// `too-many-values`.
    pub max_checked_keys: usize,
    /// How many steps all checks of one question may take, as [`portcullis_eval::steps`] counts them beforehand, inclusive;
    /// `too-many-steps`.
    pub max_steps: u64,
    /// How many policies a scenario may have, inclusive; `too-many-values`.
    pub max_policies: usize,
    /// How many statements the traces of all checks of one question may tell of together, inclusive; `too-many-values`.
    pub max_traced_statements: usize,
    /// How many findings an answer holds; behind as many stands `findings-left-out`.
    pub max_findings: usize,
}

impl Default for Limits {
    /// 32 MiB, 128 levels and 250,000 values of text; 50,000 parts of policies; 50,000 keys and values in the context, 100,000
    /// keys in the contexts of all checks; 50 million steps; 10,000 policies; 20,000 statements in traces; 1,000 findings.
    fn default() -> Self {
        let document = PolicyLimits::default();
        Self {
            json: JsonLimits {
                max_bytes: MAX_LINE_BYTES,
                max_values: 250_000,
                ..JsonLimits::default()
            },
            document,
            max_parts: document.max_parts,
            max_context: 50_000,
            max_checked_keys: 100_000,
            max_steps: 50_000_000,
            max_policies: 10_000,
            max_traced_statements: 20_000,
            max_findings: 1_000,
        }
    }
}
