//! Tags whose keys compare ignoring letter case.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use portcullis_condition::ContextKey;

use super::{SessionError, SessionErrorKind};

const LONGEST_KEY: usize = 128;
const LONGEST_VALUE: usize = 256;

/// `[\p{L}\p{Z}\p{N}_.:/=+\-@]`.
fn is_of_tag(character: char) -> bool {
    let space = character.is_whitespace() && !character.is_control();
    let mark = matches!(character, '_' | '.' | ':' | '/' | '=' | '+' | '-' | '@');
    character.is_alphanumeric() || space || mark
}

/// The key of a tag: 1 to 128 letters, digits, spaces and `_.:/=+-@`.
///
/// Keeps the spelling it was given; two keys are equal and order alike where the condition keys made of them do, that is
/// where they differ only in letter case.
///
/// ```
/// use portcullis_estate::sessions::TagKey;
/// assert_eq!("CostCenter".parse::<TagKey>()?, "costcenter".parse::<TagKey>()?);
/// # Ok::<(), portcullis_estate::sessions::SessionError>(())
/// ```
///
/// # Source
/// STS API Reference, `Tag`; IAM User Guide, pass session tags in AWS STS; PL 2.2, EV 6.3.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TagKey {
    // In the family of the caller's tags: it brings its own comparison.
    key: ContextKey,
}

impl TagKey {
    /// The key as it was spelled.
    ///
    /// ```
    /// use portcullis_estate::sessions::TagKey;
    /// assert_eq!("CostCenter".parse::<TagKey>()?.as_str(), "CostCenter");
    /// # Ok::<(), portcullis_estate::sessions::SessionError>(())
    /// ```
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.key.tag_key().unwrap_or_default()
    }

    /// The condition key of the caller's tags that has this key.
    pub(super) const fn of_principal(&self) -> &ContextKey {
        &self.key
    }

    /// Whether the key is one that AWS keeps for itself.
    pub(super) fn is_reserved(&self) -> bool {
        let start = self.as_str().get(..4);
        start.is_some_and(|start| start.eq_ignore_ascii_case("aws:"))
    }
}

impl FromStr for TagKey {
    type Err = SessionError;

    /// # Errors
    /// [`SessionErrorKind::InvalidTagKey`].
    fn from_str(text: &str) -> Result<Self, SessionError> {
        let invalid = || SessionError::about(SessionErrorKind::InvalidTagKey, text);
        let length = text.chars().count();
        if length == 0 || length > LONGEST_KEY || !text.chars().all(is_of_tag) {
            return Err(invalid());
        }
        let key = format!("aws:PrincipalTag/{text}").parse();
        key.map(|key| Self { key }).map_err(|_| invalid())
    }
}

impl fmt::Display for TagKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// Tags: of an identity, of a request, or of a session. No two keys differ only in letter case; each has one value.
///
/// ```
/// use portcullis_estate::sessions::Tags;
/// let tags = Tags::new().with("team", "red")?.with("stage", "")?;
/// assert_eq!(tags.get(&"TEAM".parse()?), Some("red"));
/// # Ok::<(), portcullis_estate::sessions::SessionError>(())
/// ```
///
/// # Source
/// IAM User Guide, pass session tags in AWS STS; EV 6.3.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tags {
    by_key: BTreeMap<TagKey, Box<str>>,
}

impl Tags {
    /// No tags.
    ///
    /// ```
    /// use portcullis_estate::sessions::Tags;
    /// assert!(Tags::new().is_empty());
    /// ```
    #[must_use]
    pub const fn new() -> Self {
        Self {
            by_key: BTreeMap::new(),
        }
    }

    /// Adds a tag.
    ///
    /// ```
    /// use portcullis_estate::sessions::{SessionErrorKind, Tags};
    /// let error = Tags::new().with("team", "red")?.with("Team", "red").unwrap_err();
    /// assert_eq!(error.kind(), SessionErrorKind::DuplicateTagKey);
    /// # Ok::<(), portcullis_estate::sessions::SessionError>(())
    /// ```
    ///
    /// # Errors
    /// [`SessionErrorKind::InvalidTagKey`]; else as [`insert`](Self::insert).
    pub fn with(mut self, key: &str, value: &str) -> Result<Self, SessionError> {
        self.insert(key.parse()?, value)?;
        Ok(self)
    }

    /// Adds a tag.
    ///
    /// ```
    /// use portcullis_estate::sessions::Tags;
    /// let mut tags = Tags::new();
    /// tags.insert("team".parse()?, "red")?;
    /// assert_eq!(tags.len(), 1);
    /// # Ok::<(), portcullis_estate::sessions::SessionError>(())
    /// ```
    ///
    /// # Errors
    /// [`SessionErrorKind::InvalidTagValue`] for a value of more than 256 characters, or with characters that tags cannot have;
    /// [`SessionErrorKind::DuplicateTagKey`] where the key is there, in whatever letter case.
    pub fn insert(&mut self, key: TagKey, value: &str) -> Result<(), SessionError> {
        if value.chars().count() > LONGEST_VALUE || !value.chars().all(is_of_tag) {
            return Err(SessionError::about(
                SessionErrorKind::InvalidTagValue,
                value,
            ));
        }
        if self.by_key.contains_key(&key) {
            return Err(SessionError::about(
                SessionErrorKind::DuplicateTagKey,
                key.as_str(),
            ));
        }
        self.by_key.insert(key, value.into());
        Ok(())
    }

    /// The value of a tag.
    ///
    /// ```
    /// use portcullis_estate::sessions::Tags;
    /// assert_eq!(Tags::new().get(&"team".parse()?), None);
    /// # Ok::<(), portcullis_estate::sessions::SessionError>(())
    /// ```
    #[must_use]
    pub fn get(&self, key: &TagKey) -> Option<&str> {
        self.by_key.get(key).map(|value| &**value)
    }

    /// Whether there is a tag with this key.
    ///
    /// ```
    /// use portcullis_estate::sessions::Tags;
    /// assert!(Tags::new().with("team", "red")?.contains(&"Team".parse()?));
    /// # Ok::<(), portcullis_estate::sessions::SessionError>(())
    /// ```
    #[must_use]
    pub fn contains(&self, key: &TagKey) -> bool {
        self.by_key.contains_key(key)
    }

    /// Keys and values, in the order of the keys.
    ///
    /// ```
    /// use portcullis_estate::sessions::Tags;
    /// let tags = Tags::new().with("b", "1")?.with("A", "2")?;
    /// assert!(tags.iter().map(|(key, _)| key.as_str()).eq(["A", "b"]));
    /// # Ok::<(), portcullis_estate::sessions::SessionError>(())
    /// ```
    pub fn iter(&self) -> impl Iterator<Item = (&TagKey, &str)> {
        self.by_key.iter().map(|(key, value)| (key, &**value))
    }

    /// How many tags there are.
    ///
    /// ```
    /// use portcullis_estate::sessions::Tags;
    /// assert_eq!(Tags::new().with("team", "red")?.len(), 1);
    /// # Ok::<(), portcullis_estate::sessions::SessionError>(())
    /// ```
    #[must_use]
    pub fn len(&self) -> usize {
        self.by_key.len()
    }

    /// Whether there are none.
    ///
    /// ```
    /// use portcullis_estate::sessions::Tags;
    /// assert!(Tags::default().is_empty());
    /// ```
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.by_key.is_empty()
    }

    /// These tags, and others over them: where a key is in both, the other's spelling and value hold.
    ///
    /// ```
    /// use portcullis_estate::sessions::Tags;
    /// let role = Tags::new().with("Department", "Marketing")?.with("stage", "test")?;
    /// let merged = role.overridden_by(&Tags::new().with("department", "Engineering")?);
    /// let tags: Vec<_> = merged.iter().map(|(key, value)| (key.as_str(), value)).collect();
    /// assert_eq!(tags, [("department", "Engineering"), ("stage", "test")]);
    /// # Ok::<(), portcullis_estate::sessions::SessionError>(())
    /// ```
    ///
    /// # Source
    /// IAM User Guide, pass session tags in AWS STS; EV 6.3.
    #[must_use]
    pub fn overridden_by(mut self, others: &Self) -> Self {
        for (key, value) in &others.by_key {
            // A map keeps the key that it has, which may be spelled otherwise.
            self.by_key.remove(key);
            self.by_key.insert(key.clone(), value.clone());
        }
        self
    }

    /// The tags whose keys are wanted.
    pub(super) fn only(&self, wanted: impl Fn(&TagKey) -> bool) -> Self {
        let tags = self.by_key.iter().filter(|(key, _)| wanted(key));
        Self {
            by_key: tags
                .map(|(key, value)| (key.clone(), value.clone()))
                .collect(),
        }
    }
}

const MOST_PASSED: usize = 50;

/// Whether tags can be passed to a session.
///
/// # Source
/// STS API Reference, `AssumeRole`; IAM User Guide, tags for AWS Identity and Access Management resources; PL 2.2.
pub(super) fn check_passed(tags: &Tags) -> Result<(), SessionError> {
    if tags.len() > MOST_PASSED {
        return Err(SessionError::new(
            SessionErrorKind::TooManyTags,
            format!("{} tags", tags.len()),
        ));
    }
    match tags.iter().find(|(key, _)| key.is_reserved()) {
        Some((key, _)) => Err(SessionError::about(
            SessionErrorKind::ReservedTagKey,
            key.as_str(),
        )),
        None => Ok(()),
    }
}
