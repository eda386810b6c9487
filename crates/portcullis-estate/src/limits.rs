//! How much of an export is read before it is refused.

use portcullis_json::Limits as JsonLimits;
use portcullis_policy::Limits as PolicyLimits;

/// Bounds on the files of an account; each has its own error.
///
/// The defaults admit what `get-account-authorization-details` prints of an account at its quotas, in 50 MB; a larger
/// account comes in pages, or under larger limits.
///
/// ```
/// use portcullis_estate::{AccountDetails, Limits};
/// let text = br#"{"UserDetailList": []}{"UserDetailList": []}"#;
/// assert!(AccountDetails::read("account.json", text).is_ok());
/// let tight = Limits { max_texts: 1, ..Limits::default() };
/// assert!(AccountDetails::read_within("account.json", text, &tight).is_err());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(
    clippy::exhaustive_structs,
    reason = "callers change one bound and take the rest from the default"
)]
pub struct Limits {
    /// The bounds on the text of a file, after decompression, and on the JSON that is made of XML.
    pub json: JsonLimits,
    /// The bounds on each policy document.
    pub document: PolicyLimits,
    /// How many parts the documents of one principal may have together, as [`portcullis_policy::Limits::max_parts`] counts them,
    /// inclusive; `too-many-values`.
    pub max_parts: usize,
    /// How many elements an XML text may have; `too-many-values`.
    pub max_elements: usize,
    /// How many elements of XML may stand inside each other, inclusive; `too-deep`.
    pub max_xml_depth: usize,
    /// How many JSON texts, or compressed ones, may stand behind each other in a file, inclusive; `too-many-values`.
    pub max_texts: usize,
    /// How many pages a file may have, inclusive; `too-many-values`.
    pub max_pages: usize,
    /// How many users, groups, roles and managed policies a file may have together, inclusive; `too-many-values`.
    pub max_entities: usize,
    /// How many items all their lists may have together, inclusive; `too-many-values`.
    pub max_listed: usize,
    /// How many items a list of one user, group, role or policy may have, inclusive; `too-many-values`.
    pub max_items: usize,
    /// How many groups one user may have, and how many attached policies one user, group or role, inclusive; `too-many-values`.
    pub max_references: usize,
    /// How many times the size of a compressed file its text may have, beyond 8 MiB; `too-large`.
    pub max_growth: usize,
}

impl Default for Limits {
    /// 64 MiB, 128 levels and 3 million values of text; 50,000 parts of policies; 1 million elements of XML, 100 inside each other;
    /// 10,000 texts and pages, 30,000 users, groups, roles and policies, 150,000 items of their lists, 1,000 items, 100 references; 8 MiB and the size of a
    /// compressed file.
    fn default() -> Self {
        let document = PolicyLimits::default();
        Self {
            json: JsonLimits {
                max_values: 3_000_000,
                ..JsonLimits::default()
            },
            document,
            max_parts: document.max_parts,
            max_elements: 1_000_000,
            max_xml_depth: 100,
            max_texts: 10_000,
            max_pages: 10_000,
            max_entities: 30_000,
            max_listed: 150_000,
            max_items: 1_000,
            max_references: 100,
            max_growth: 1,
        }
    }
}

/// How large the text of a compressed file may be whatever its size, in bytes.
const UNPACKED: usize = 8 << 20;

impl Limits {
    /// How large the text of a compressed file may be, in bytes.
    pub(crate) fn unpacked(&self, compressed: usize) -> usize {
        let grown = compressed.saturating_mul(self.max_growth);
        UNPACKED.saturating_add(grown).min(self.json.max_bytes)
    }
}
