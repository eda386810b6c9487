//! How much of a text is read before it is refused.

/// Bounds on a text; each has its own error, and reading stops at the first that is exceeded.
///
/// The defaults admit every document that AWS stores by orders of magnitude: they are there to bound the work and the
/// memory that a hostile text can cause.
///
/// ```
/// use portcullis_json::{Json, JsonErrorKind, Limits};
/// let limits = Limits { max_depth: 1, ..Limits::default() };
/// assert!(Json::parse("[1]", &limits).is_ok());
/// assert_eq!(Json::parse("[[1]]", &limits).unwrap_err().kind(), JsonErrorKind::TooDeep);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Limits {
    /// The longest text, in bytes, inclusive. Whatever stands here, a text of 2 GiB or more is refused.
    pub max_bytes: usize,
    /// How many arrays and objects may stand inside each other, inclusive; 0 admits only a bare scalar.
    pub max_depth: usize,
    /// How many values there may be in all, inclusive. Arrays and objects count as well as what they hold; member names do
    /// not count.
    pub max_values: usize,
}

impl Default for Limits {
    /// 64 MiB, 128 levels, four million values.
    fn default() -> Self {
        Self {
            max_bytes: 64 << 20,
            max_depth: 128,
            max_values: 4_000_000,
        }
    }
}
