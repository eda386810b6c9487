//! How much of a document is read before it is refused.

use portcullis_json::Limits as JsonLimits;

/// Bounds on a document; each has its own error, with the place at which the document went over it.
///
/// The defaults admit every document that AWS stores by orders of magnitude: the largest quota of a policy is 32 KB. They are
/// there to bound the work and the memory that a hostile document can cause: of a document within the defaults at most some
/// 40 MB are kept.
///
/// ```
/// use portcullis_policy::{Document, Limits, PolicyKind, Reading};
/// let text = r#"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": ["s3:Get*", "s3:List*"], "Resource": "*"}}"#;
/// let read = |limits: &Limits| Document::parse_within(text, PolicyKind::Identity, Reading::Strict, limits);
/// assert!(read(&Limits::default()).is_ok());
/// let tight = Limits { max_parts: 3, ..Limits::default() };
/// assert_eq!(read(&tight).unwrap_err().code(), "too-many-values");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(
    clippy::exhaustive_structs,
    reason = "callers change one bound and take the rest from the default"
)]
pub struct Limits {
    /// The bounds on its text; they are not looked at where the document stands inside a larger text that was read already.
    pub json: JsonLimits,
    /// How many statements there may be, inclusive; `too-many-statements`.
    pub max_statements: usize,
    /// How many parts there may be in all, inclusive; `too-many-values`. A statement is one, and so are each principal, action,
    /// resource, condition key and condition value, and each piece of a resource or of a condition value: literal text, `*`, `?`,
    /// variable.
    pub max_parts: usize,
    /// The longest principal, action, resource, condition key or condition value, in bytes after its escapes were decoded, inclusive;
    /// `too-long`.
    pub max_entry_bytes: usize,
    /// How many findings are kept; behind as many stands `findings-left-out`, which counts the others.
    pub max_findings: usize,
}

impl Default for Limits {
    /// 16 MiB, 128 levels and four million values of text; 10,000 statements, 50,000 parts, 32 KiB an entry, 1,000 findings.
    fn default() -> Self {
        Self {
            json: JsonLimits {
                max_bytes: 16 << 20,
                ..JsonLimits::default()
            },
            max_statements: 10_000,
            max_parts: 50_000,
            max_entry_bytes: 32 << 10,
            max_findings: 1_000,
        }
    }
}
