//! What can be wrong with the name of an edition.

use alloc::boxed::Box;
use alloc::string::String;
use core::fmt;

/// The longest stretch of the user's text that a message repeats, in characters.
const EXCERPT: usize = 60;

/// An edition that does not exist, or a text that cannot name one.
///
/// ```
/// use portcullis_catalog::{Catalog, EditionErrorKind};
///
/// let error = Catalog::embedded().edition(&"elasticache@2022-01-01".parse()?).unwrap_err();
/// assert_eq!(error.kind(), EditionErrorKind::NoneInForce);
/// assert_eq!(error.to_string(), "expected an edition of the catalog, found `elasticache@2022-01-01`");
/// assert!(error.help().unwrap_or_default().contains("elasticache@2015-02-02 (in force 2015-02-02 to 2020-08-13)"));
/// # Ok::<(), portcullis_catalog::EditionError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EditionError {
    kind: EditionErrorKind,
    text: Box<str>,
    help: Option<Box<str>>,
}

/// Why an edition's name was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum EditionErrorKind {
    /// Not of the form `service@YYYY-MM-DD`, or a day that the calendar does not have.
    Malformed,
    /// The catalog has no edition of the service.
    UnknownService,
    /// The catalog has editions of the service, none of them in force on the day.
    NoneInForce,
}

impl EditionErrorKind {
    /// A stable name for machines.
    ///
    /// ```
    /// assert_eq!(portcullis_catalog::EditionErrorKind::NoneInForce.code(), "no-edition-in-force");
    /// ```
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Malformed => "malformed-edition",
            Self::UnknownService => "unknown-service",
            Self::NoneInForce => "no-edition-in-force",
        }
    }
}

impl EditionError {
    pub(crate) fn new(kind: EditionErrorKind, text: &str) -> Self {
        Self {
            kind,
            text: text.into(),
            help: None,
        }
    }

    pub(crate) fn with_help(self, help: String) -> Self {
        Self {
            help: Some(help.into_boxed_str()),
            ..self
        }
    }

    /// What is wrong.
    ///
    /// ```
    /// use portcullis_catalog::{EditionErrorKind, EditionId};
    /// let error = "elasticache".parse::<EditionId>().unwrap_err();
    /// assert_eq!(error.kind(), EditionErrorKind::Malformed);
    /// ```
    #[must_use]
    pub const fn kind(&self) -> EditionErrorKind {
        self.kind
    }

    /// The editions that there are, each with the days on which it is in force.
    ///
    /// ```
    /// let catalog = portcullis_catalog::Catalog::embedded();
    /// let error = catalog.edition(&"elasticash@2015-02-02".parse()?).unwrap_err();
    /// assert!(error.help().is_some_and(|help| help.contains("elasticache@2015-02-02")));
    /// # Ok::<(), portcullis_catalog::EditionError>(())
    /// ```
    #[must_use]
    pub fn help(&self) -> Option<&str> {
        self.help.as_deref()
    }
}

impl fmt::Display for EditionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let expected = match self.kind {
            EditionErrorKind::Malformed => "a service and a day as `service@YYYY-MM-DD`",
            EditionErrorKind::UnknownService => "a service of which the catalog has editions",
            EditionErrorKind::NoneInForce => "an edition of the catalog",
        };
        write!(f, "expected {expected}, found `")?;
        for character in self.text.chars().take(EXCERPT) {
            write!(f, "{}", character.escape_debug())?;
        }
        f.write_str(if self.text.chars().nth(EXCERPT).is_some() {
            "…`"
        } else {
            "`"
        })
    }
}

impl core::error::Error for EditionError {}

/// Bytes that are no compiled catalog.
///
/// ```
/// use portcullis_catalog::{BytesErrorKind, Catalog};
/// let error = Catalog::from_bytes(b"{}").unwrap_err();
/// assert_eq!(error.kind(), BytesErrorKind::NotACatalog);
/// assert_eq!(error.to_string(), "expected a compiled catalog, found another kind of file");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BytesError {
    kind: BytesErrorKind,
    message: Box<str>,
    help: Option<&'static str>,
}

/// Why bytes are no compiled catalog.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum BytesErrorKind {
    /// They do not begin as one.
    NotACatalog,
    /// They are of another version of the format.
    Version,
    /// They end too early.
    Truncated,
    /// They go on behind its end.
    TrailingBytes,
    /// They were altered.
    Checksum,
    /// Their lists hold more than a catalog may.
    TooLarge,
    /// They are not what a compilation gives.
    Inconsistent,
}

impl BytesErrorKind {
    /// A stable name for machines.
    ///
    /// ```
    /// assert_eq!(portcullis_catalog::BytesErrorKind::Checksum.code(), "catalog-checksum");
    /// ```
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotACatalog => "not-a-catalog",
            Self::Version => "catalog-version",
            Self::Truncated => "catalog-truncated",
            Self::TrailingBytes => "catalog-trailing-bytes",
            Self::Checksum => "catalog-checksum",
            Self::TooLarge => "catalog-too-large",
            Self::Inconsistent => "catalog-inconsistent",
        }
    }
}

impl BytesError {
    pub(crate) fn new(kind: BytesErrorKind, message: impl Into<Box<str>>) -> Self {
        Self {
            kind,
            message: message.into(),
            help: None,
        }
    }

    pub(crate) fn with_help(self, help: &'static str) -> Self {
        Self {
            help: Some(help),
            ..self
        }
    }

    /// What is wrong.
    ///
    /// ```
    /// use portcullis_catalog::{BytesErrorKind, Catalog};
    /// assert_eq!(Catalog::from_bytes(b"").unwrap_err().kind(), BytesErrorKind::Truncated);
    /// ```
    #[must_use]
    pub const fn kind(&self) -> BytesErrorKind {
        self.kind
    }

    /// What to do about it.
    ///
    /// ```
    /// assert!(portcullis_catalog::Catalog::from_bytes(b"").unwrap_err().help().is_none());
    /// ```
    #[must_use]
    pub const fn help(&self) -> Option<&str> {
        self.help
    }
}

impl fmt::Display for BytesError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl core::error::Error for BytesError {}
