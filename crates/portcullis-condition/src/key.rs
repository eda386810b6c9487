//! Names of condition keys: `prefix:name` or `prefix:name/tag-key`.

use alloc::boxed::Box;
use core::cmp::Ordering;
use core::fmt;
use core::hash::{Hash, Hasher};
use core::ops::Range;
use core::str::FromStr;

use smol_str::SmolStr;

use crate::excerpt::{Excerpt, shorten};
use crate::folding::fold;

/// The name of a condition key, such as `aws:SourceIp`, `s3:prefix` or `aws:PrincipalTag/team`.
///
/// Keeps the spelling it was given, but two keys are equal, order and hash alike if they differ only in letter case, the part
/// after the `/` included. The prefix ends at the first colon; it may hold slashes, as the names of web identity providers do
/// (`oidc.eks.us-east-1.amazonaws.com/id/EXAMPLE:sub`). Neither prefix nor name is empty, a `/` in the name is followed by a
/// tag key, and no white space or control character stands before the tag key.
///
/// Cloning is cheap. Letter case is folded character by character (simple Unicode folding, see
/// [`StringEqualsIgnoreCase`](crate::operators)).
///
/// ```
/// use portcullis_condition::ContextKey;
/// let key: ContextKey = "aws:PrincipalTag/Team".parse()?;
/// assert_eq!(key, "AWS:principaltag/TEAM".parse()?);
/// assert_eq!(key.to_string(), "aws:PrincipalTag/Team");
/// assert_eq!(key.tag_key(), Some("Team"));
/// # Ok::<(), portcullis_condition::KeyError>(())
/// ```
///
/// # Source
///
/// PL 8.1, 9.1 (`reference_policies_elements_condition`, `reference_policies_condition-keys`,
/// `access-analyzer-reference-policy-checks`).
#[derive(Clone)]
pub struct ContextKey {
    // Up to 23 bytes of each take no memory of their own, and clones share what is longer.
    text: SmolStr,
    folded: SmolStr,
    // Of `folded`.
    fingerprint: u64,
}

impl ContextKey {
    /// The key as it was spelled.
    ///
    /// ```
    /// # use portcullis_condition::ContextKey;
    /// assert_eq!("aws:SourceIp".parse::<ContextKey>()?.as_str(), "aws:SourceIp");
    /// # Ok::<(), portcullis_condition::KeyError>(())
    /// ```
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The form in which keys are compared: every letter in lower case.
    ///
    /// ```
    /// # use portcullis_condition::ContextKey;
    /// assert_eq!("aws:SourceIp".parse::<ContextKey>()?.folded(), "aws:sourceip");
    /// # Ok::<(), portcullis_condition::KeyError>(())
    /// ```
    #[must_use]
    pub fn folded(&self) -> &str {
        &self.folded
    }

    /// What stands before the first colon: `aws`, or the prefix of a service or identity provider.
    ///
    /// ```
    /// # use portcullis_condition::ContextKey;
    /// assert_eq!("s3:prefix".parse::<ContextKey>()?.prefix(), "s3");
    /// # Ok::<(), portcullis_condition::KeyError>(())
    /// ```
    #[must_use]
    pub fn prefix(&self) -> &str {
        self.halves().0
    }

    /// What stands between the first colon and the tag key, or the end.
    ///
    /// ```
    /// # use portcullis_condition::ContextKey;
    /// assert_eq!("aws:RequestTag/team".parse::<ContextKey>()?.name(), "RequestTag");
    /// # Ok::<(), portcullis_condition::KeyError>(())
    /// ```
    #[must_use]
    pub fn name(&self) -> &str {
        let rest = self.halves().1;
        rest.split_once('/').map_or(rest, |(name, _)| name)
    }

    /// What follows the first `/` of the name.
    ///
    /// ```
    /// # use portcullis_condition::ContextKey;
    /// let key: ContextKey = "aws:RequestTag/cost/center".parse()?;
    /// assert_eq!(key.tag_key(), Some("cost/center"));
    /// # Ok::<(), portcullis_condition::KeyError>(())
    /// ```
    #[must_use]
    pub fn tag_key(&self) -> Option<&str> {
        self.halves().1.split_once('/').map(|(_, tag)| tag)
    }

    /// Whether this is a global key, one with the prefix `aws`.
    ///
    /// ```
    /// # use portcullis_condition::ContextKey;
    /// assert!("AWS:SourceIp".parse::<ContextKey>()?.is_global());
    /// assert!(!"s3:prefix".parse::<ContextKey>()?.is_global());
    /// # Ok::<(), portcullis_condition::KeyError>(())
    /// ```
    #[must_use]
    pub fn is_global(&self) -> bool {
        self.prefix().eq_ignore_ascii_case("aws")
    }

    fn halves(&self) -> (&str, &str) {
        self.text.split_once(':').unwrap_or((&self.text, ""))
    }

    /// What tells the key from most others; keys with the same have to be compared.
    pub(crate) const fn fingerprint(&self) -> u64 {
        self.fingerprint
    }

    pub(crate) fn shared_folded(&self) -> SmolStr {
        self.folded.clone()
    }
}

impl FromStr for ContextKey {
    type Err = KeyError;

    /// Reads a key.
    ///
    /// # Errors
    ///
    /// [`KeyError`] says what is missing, see [`KeyErrorKind`].
    fn from_str(text: &str) -> Result<Self, KeyError> {
        if let Some((kind, span)) = fault(text) {
            return Err(KeyError::new(kind, span, text));
        }
        let folded: SmolStr = text.chars().map(fold).collect();
        Ok(Self {
            fingerprint: fingerprint(&folded),
            text: text.into(),
            folded,
        })
    }
}

impl TryFrom<&str> for ContextKey {
    type Error = KeyError;

    fn try_from(text: &str) -> Result<Self, KeyError> {
        text.parse()
    }
}

/// The 64-bit FNV-1a hash of a text, which needs no table and is not relied upon.
fn fingerprint(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |state, byte| {
        (state ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// What is wrong with a key, and where.
fn fault(text: &str) -> Option<(KeyErrorKind, Range<usize>)> {
    if text.is_empty() {
        return Some((KeyErrorKind::Empty, 0..0));
    }
    let Some((prefix, rest)) = text.split_once(':') else {
        return Some((KeyErrorKind::NoPrefix, 0..text.len()));
    };
    let start = prefix.len() + 1;
    if prefix.is_empty() {
        return Some((KeyErrorKind::NoPrefix, 0..start));
    }
    let (name, tag) = match rest.split_once('/') {
        Some((name, tag)) => (name, Some(tag)),
        None => (rest, None),
    };
    if name.is_empty() {
        return Some((KeyErrorKind::NoName, 0..start));
    }
    if tag.is_some_and(str::is_empty) {
        return Some((KeyErrorKind::MissingTagKey, 0..text.len()));
    }
    // A further colon begins free text, as in `kms:EncryptionContext:App Name`.
    let fixed = name.split_once(':').map_or(name, |(fixed, _)| fixed);
    let blank = |character: char| character.is_whitespace() || character.is_control();
    for (part, offset) in [(prefix, 0), (fixed, start)] {
        if let Some((at, found)) = part.char_indices().find(|(_, found)| blank(*found)) {
            let at = offset + at;
            return Some((KeyErrorKind::Space, at..at + found.len_utf8()));
        }
    }
    None
}

impl PartialEq for ContextKey {
    fn eq(&self, other: &Self) -> bool {
        self.fingerprint == other.fingerprint && self.folded == other.folded
    }
}

impl Eq for ContextKey {}

impl PartialOrd for ContextKey {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for ContextKey {
    fn cmp(&self, other: &Self) -> Ordering {
        self.folded.cmp(&other.folded)
    }
}

impl Hash for ContextKey {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.folded.hash(state);
    }
}

impl fmt::Display for ContextKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Debug for ContextKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ContextKey").field(&self.text).finish()
    }
}

/// Why a text is not the name of a condition key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum KeyErrorKind {
    /// The text is empty.
    Empty,
    /// Nothing stands before a colon, or there is no colon.
    NoPrefix,
    /// Nothing stands between the colon and the end or the `/`.
    NoName,
    /// Nothing follows the `/`.
    MissingTagKey,
    /// White space or a control character stands before the tag key.
    Space,
}

impl KeyErrorKind {
    /// The code under which a policy reports the error: `invalid-condition-key` for every kind.
    ///
    /// ```
    /// use portcullis_condition::KeyErrorKind;
    /// assert_eq!(KeyErrorKind::Empty.code(), "invalid-condition-key");
    /// ```
    #[must_use]
    pub const fn code(self) -> &'static str {
        "invalid-condition-key"
    }
}

/// A text that is not the name of a condition key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyError {
    kind: KeyErrorKind,
    span: Range<usize>,
    excerpt: Box<str>,
}

impl KeyError {
    fn new(kind: KeyErrorKind, span: Range<usize>, text: &str) -> Self {
        Self {
            kind,
            span,
            excerpt: shorten(text),
        }
    }

    /// What is wrong.
    ///
    /// ```
    /// use portcullis_condition::{ContextKey, KeyErrorKind};
    /// let error = "aws:RequestTag/".parse::<ContextKey>().unwrap_err();
    /// assert_eq!(error.kind(), KeyErrorKind::MissingTagKey);
    /// ```
    #[must_use]
    pub const fn kind(&self) -> KeyErrorKind {
        self.kind
    }

    /// The bytes of the text that are at fault, on character boundaries; empty only for an empty text.
    ///
    /// ```
    /// use portcullis_condition::ContextKey;
    /// let error = "aws: username".parse::<ContextKey>().unwrap_err();
    /// assert_eq!(error.span(), 4..5);
    /// ```
    #[must_use]
    pub fn span(&self) -> Range<usize> {
        self.span.clone()
    }

    /// What the author can do about it.
    ///
    /// ```
    /// use portcullis_condition::ContextKey;
    /// assert!("prefix".parse::<ContextKey>().unwrap_err().help().is_some());
    /// ```
    #[must_use]
    pub const fn help(&self) -> Option<&'static str> {
        match self.kind {
            KeyErrorKind::Empty => None,
            KeyErrorKind::NoPrefix | KeyErrorKind::NoName => {
                Some("a condition key has the form `prefix:name`, for example `aws:SourceIp`")
            }
            KeyErrorKind::MissingTagKey => {
                Some("write the key of the tag behind the `/`, or remove the `/`")
            }
            KeyErrorKind::Space => Some("only a tag key may contain spaces"),
        }
    }
}

impl fmt::Display for KeyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let expected = match self.kind {
            KeyErrorKind::Empty => {
                return f.write_str("expected a condition key, found an empty text");
            }
            KeyErrorKind::NoPrefix => "expected a condition key with a prefix before a colon",
            KeyErrorKind::NoName => "expected a condition key with a name behind the colon",
            KeyErrorKind::MissingTagKey => "expected a condition key with a tag key behind the `/`",
            KeyErrorKind::Space => "expected a condition key without spaces in prefix and name",
        };
        write!(f, "{expected}, found {}", Excerpt(&self.excerpt))
    }
}

impl core::error::Error for KeyError {}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::string::ToString;

    use super::{ContextKey, KeyErrorKind};

    #[test]
    fn well_formed_keys() {
        for (text, prefix, name, tag) in [
            ("aws:SourceIp", "aws", "SourceIp", None),
            ("aws:RequestTag/a", "aws", "RequestTag", Some("a")),
            (
                "aws:RequestTag/cost center",
                "aws",
                "RequestTag",
                Some("cost center"),
            ),
            ("aws:RequestTag/a/b:c", "aws", "RequestTag", Some("a/b:c")),
            (
                "accounts.google.com:aud",
                "accounts.google.com",
                "aud",
                None,
            ),
            (
                "oidc.eks.example/id/X:sub",
                "oidc.eks.example/id/X",
                "sub",
                None,
            ),
            (
                "kms:EncryptionContext:App Name",
                "kms",
                "EncryptionContext:App Name",
                None,
            ),
            (
                "aws:PrincipalTag/${aws:username}",
                "aws",
                "PrincipalTag",
                Some("${aws:username}"),
            ),
        ] {
            let key: ContextKey = text.parse().unwrap();
            assert_eq!(
                (key.prefix(), key.name(), key.tag_key()),
                (prefix, name, tag),
                "{text}"
            );
            assert_eq!(key.to_string(), text);
        }
    }

    #[test]
    fn malformed_keys() {
        for (text, kind, span) in [
            ("", KeyErrorKind::Empty, 0..0),
            ("prefix", KeyErrorKind::NoPrefix, 0..6),
            (":name", KeyErrorKind::NoPrefix, 0..1),
            ("aws:", KeyErrorKind::NoName, 0..4),
            ("aws:/x", KeyErrorKind::NoName, 0..4),
            ("aws:RequestTag/", KeyErrorKind::MissingTagKey, 0..15),
            ("aws: x", KeyErrorKind::Space, 4..5),
            (" aws:x", KeyErrorKind::Space, 0..1),
            ("aws:x\u{a0}", KeyErrorKind::Space, 5..7),
            ("aws:x\n/t", KeyErrorKind::Space, 5..6),
        ] {
            let error = text.parse::<ContextKey>().unwrap_err();
            assert_eq!((error.kind(), error.span()), (kind, span), "{text:?}");
            assert!(text.get(error.span()).is_some());
            assert!(!error.to_string().contains('\n'));
        }
    }

    #[test]
    fn keys_compare_without_case() {
        let spelled = [
            "aws:PrincipalTag/Straße",
            "AWS:PRINCIPALTAG/STRAßE",
            "aws:principaltag/straße",
        ];
        let keys: BTreeSet<ContextKey> = spelled.iter().map(|text| text.parse().unwrap()).collect();
        assert_eq!(keys.len(), 1);
        let one: ContextKey = "aws:a".parse().unwrap();
        let other: ContextKey = "aws:B".parse().unwrap();
        assert!(one < other, "compared folded, not as spelled");
    }
}
