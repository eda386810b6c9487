//! Why a resource cannot be created or deleted, and who cannot create one.

mod ledger;

pub use ledger::{BatchError, LedgerError, OpenError, OwnerError, TimeError};

use alloc::string::String;
use core::fmt;

use portcullis_arn::Arn;
use portcullis_json::excerpt_within;

/// The longest stretch of an ARN that a message repeats, in characters.
const EXCERPT: usize = 60;

/// Writes the text in backticks, shortened, with whatever a terminal could misread escaped.
fn excerpt(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    write!(f, "`{}`", excerpt_within(text, EXCERPT))
}

/// Somebody who cannot authenticate a creating request: a group, an identity provider, or a text that names no principal.
///
/// ```
/// use portcullis_ownership::Creator;
/// let error = Creator::principal("arn:aws:iam::111122223333:group/ops".parse()?).unwrap_err();
/// let expected = "expected a root user, user, role or session, found `arn:aws:iam::111122223333:group/ops`";
/// assert_eq!(error.to_string(), expected);
/// # Ok::<(), portcullis_arn::ArnError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreatorError {
    found: String,
}

impl CreatorError {
    pub(crate) fn new(found: &str) -> Self {
        Self {
            found: excerpt_within(found, EXCERPT),
        }
    }

    /// A stable name for machines.
    ///
    /// ```
    /// use portcullis_ownership::Creator;
    /// let error = Creator::principal("arn:aws:iam::111122223333:saml-provider/Corp".parse()?).unwrap_err();
    /// assert_eq!(error.code(), "not-a-creator");
    /// # Ok::<(), portcullis_arn::ArnError>(())
    /// ```
    #[must_use]
    pub const fn code(&self) -> &'static str {
        "not-a-creator"
    }

    /// What to do about it.
    ///
    /// ```
    /// use portcullis_ownership::Creator;
    /// let error = Creator::named("alice").unwrap_err();
    /// assert!(error.help().contains("ARN"));
    /// ```
    #[must_use]
    pub const fn help(&self) -> &'static str {
        "give the ARN of a principal, a service such as `logging.s3.amazonaws.com`, or `*` for an anonymous caller"
    }
}

impl fmt::Display for CreatorError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "expected a root user, user, role or session, found `{}`",
            self.found
        )
    }
}

impl core::error::Error for CreatorError {}

/// A creation that the rules refuse; nothing was created.
///
/// ```
/// use portcullis_ownership::{CreateErrorKind, Creation, Creator, Ledger, LedgerError};
/// let alice = Creator::named("arn:aws:iam::111122223333:user/alice")?;
/// let snapshot = Creation::new("arn:aws:elasticache:us-east-2:111122223333:snapshot:s".parse()?);
/// let Err(LedgerError::Create(error)) = Ledger::new().create(&alice, snapshot, "2026-03-01T12:00:00Z".parse()?) else {
///     panic!("it has no parent");
/// };
/// assert_eq!(error.kind(), CreateErrorKind::ParentMissing);
/// assert_eq!(error.help(), Some("name the existing resource that it is created from"));
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreateError {
    kind: CreateErrorKind,
    arn: Arn,
}

/// Why a creation was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum CreateErrorKind {
    /// A live resource has this ARN (R10).
    AlreadyLive,
    /// A subresource was created without a parent (EV 8.7, R9).
    ParentMissing,
    /// No live resource has the ARN of the parent (EV 8.7, R9).
    ParentNotFound,
    /// The parent is of a kind, or runs an engine, that has no such subresources (EV 8.7, R9).
    ParentOfWrongKind,
    /// The parent is in another partition, Region or account.
    ParentElsewhere,
    /// A parent was named for a resource that is no subresource.
    ParentNotAllowed,
    /// The creator has no account, and no rule gives the resource to another one (EV 8.1, R1).
    CreatorWithoutAccount,
    /// The ARN names another account than the one that would own the resource.
    AccountMismatch,
    /// The ARN is in another partition than the creator.
    PartitionMismatch,
    /// The ARN is of no kind of resource that the service's rules know, or not of that kind's shape.
    UnknownKind,
    /// What the rules need to know of the resource was not said.
    DetailMissing,
    /// What was said of the resource does not apply to its kind.
    DetailNotApplicable,
}

impl CreateErrorKind {
    /// A stable name for machines.
    ///
    /// ```
    /// assert_eq!(portcullis_ownership::CreateErrorKind::ParentOfWrongKind.code(), "parent-of-wrong-kind");
    /// ```
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::AlreadyLive => "arn-already-live",
            Self::ParentMissing => "parent-missing",
            Self::ParentNotFound => "parent-not-found",
            Self::ParentOfWrongKind => "parent-of-wrong-kind",
            Self::ParentElsewhere => "parent-elsewhere",
            Self::ParentNotAllowed => "parent-not-allowed",
            Self::CreatorWithoutAccount => "creator-without-account",
            Self::AccountMismatch => "account-mismatch",
            Self::PartitionMismatch => "partition-mismatch",
            Self::UnknownKind => "unknown-resource-kind",
            Self::DetailMissing => "detail-missing",
            Self::DetailNotApplicable => "detail-not-applicable",
        }
    }

    const fn expected(self) -> &'static str {
        match self {
            Self::AlreadyLive => "an ARN that no live resource has",
            Self::ParentMissing => "a parent of the subresource",
            Self::ParentNotFound => "a live resource as parent",
            Self::ParentOfWrongKind => "a parent that has such subresources",
            Self::ParentElsewhere => "a parent in the same partition, Region and account",
            Self::ParentNotAllowed => "no parent of a resource that is no subresource",
            Self::CreatorWithoutAccount => "a creator with an account",
            Self::AccountMismatch => "the account of the owner in the ARN",
            Self::PartitionMismatch => "the partition of the creator in the ARN",
            Self::UnknownKind => "the ARN of a kind of resource that the service has",
            Self::DetailMissing => "a creation that says what the rules depend on",
            Self::DetailNotApplicable => "a detail that the kind of resource has",
        }
    }
}

impl CreateError {
    pub(crate) const fn new(kind: CreateErrorKind, arn: Arn) -> Self {
        Self { kind, arn }
    }

    /// What is wrong.
    ///
    /// ```
    /// use portcullis_ownership::{CreateErrorKind, Creation, Creator, Ledger, LedgerError};
    /// let queue = Creation::new("arn:aws:sqs:us-east-2:111122223333:jobs".parse()?);
    /// let created = Ledger::new().create(&Creator::anonymous(), queue, "2026-03-01T12:00:00Z".parse()?).err();
    /// let Some(LedgerError::Create(error)) = created else { panic!("nobody creates it") };
    /// assert_eq!(error.kind(), CreateErrorKind::CreatorWithoutAccount);
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn kind(&self) -> CreateErrorKind {
        self.kind
    }

    /// The ARN at fault: of the parent where the parent is, else of the resource.
    ///
    /// ```
    /// use portcullis_ownership::{Creation, Creator, Ledger, LedgerError};
    /// let queue = Creation::new("arn:aws:sqs:us-east-2:111122223333:jobs".parse()?);
    /// let created = Ledger::new().create(&Creator::anonymous(), queue, "2026-03-01T12:00:00Z".parse()?).err();
    /// let Some(LedgerError::Create(error)) = created else { panic!("nobody creates it") };
    /// assert_eq!(error.arn().resource(), "jobs");
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn arn(&self) -> &Arn {
        &self.arn
    }

    /// What to do about it, where there is something.
    ///
    /// ```
    /// use portcullis_ownership::{Creation, Creator, Ledger};
    /// let (alice, time) = (Creator::named("arn:aws:iam::111122223333:user/alice")?, "2026-03-01T12:00:00Z".parse()?);
    /// let mut ledger = Ledger::new();
    /// let queue = Creation::new("arn:aws:sqs:us-east-2:111122223333:jobs".parse()?);
    /// ledger.create(&alice, queue.clone(), time)?;
    /// let error = ledger.create(&alice, queue, time).unwrap_err();
    /// assert_eq!(error.help(), Some("delete the live resource first"));
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn help(&self) -> Option<&'static str> {
        match self.kind {
            CreateErrorKind::AlreadyLive => Some("delete the live resource first"),
            CreateErrorKind::ParentMissing => {
                Some("name the existing resource that it is created from")
            }
            CreateErrorKind::ParentNotFound => Some("create the parent first"),
            CreateErrorKind::DetailMissing => {
                Some("say what the rules depend on, such as the engine of a cache cluster")
            }
            _ => None,
        }
    }
}

impl fmt::Display for CreateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected {}, found ", self.kind.expected())?;
        excerpt(f, self.arn.as_str())
    }
}

impl core::error::Error for CreateError {}

/// A deletion that was refused; nothing was deleted.
///
/// ```
/// use portcullis_ownership::{DeleteErrorKind, Ledger, LedgerError};
/// let deleted = Ledger::new().delete(&"arn:aws:s3:::b".parse()?, "2026-03-01T12:00:00Z".parse()?).err();
/// let Some(LedgerError::Delete(error)) = deleted else { panic!("it does not exist") };
/// assert_eq!(error.kind(), DeleteErrorKind::NotFound);
/// assert_eq!(error.to_string(), "expected a live resource, found `arn:aws:s3:::b`");
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeleteError {
    kind: DeleteErrorKind,
    arn: Arn,
}

/// Why a deletion was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum DeleteErrorKind {
    /// No live resource has the ARN.
    NotFound,
    /// The resource has live subresources, without which it must be deleted (an S3 bucket with objects).
    NotEmpty,
}

impl DeleteErrorKind {
    /// A stable name for machines.
    ///
    /// ```
    /// assert_eq!(portcullis_ownership::DeleteErrorKind::NotEmpty.code(), "not-empty");
    /// ```
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotFound => "not-found",
            Self::NotEmpty => "not-empty",
        }
    }
}

impl DeleteError {
    pub(crate) const fn new(kind: DeleteErrorKind, arn: Arn) -> Self {
        Self { kind, arn }
    }

    /// What is wrong.
    ///
    /// ```
    /// use portcullis_ownership::{DeleteErrorKind, Ledger, LedgerError};
    /// let deleted = Ledger::new().delete(&"arn:aws:s3:::b".parse()?, "2026-03-01T12:00:00Z".parse()?).err();
    /// let Some(LedgerError::Delete(error)) = deleted else { panic!("it does not exist") };
    /// assert_eq!(error.kind(), DeleteErrorKind::NotFound);
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn kind(&self) -> DeleteErrorKind {
        self.kind
    }

    /// The ARN that was to be deleted.
    ///
    /// ```
    /// use portcullis_ownership::{Ledger, LedgerError};
    /// let deleted = Ledger::new().delete(&"arn:aws:s3:::b".parse()?, "2026-03-01T12:00:00Z".parse()?).err();
    /// let Some(LedgerError::Delete(error)) = deleted else { panic!("it does not exist") };
    /// assert_eq!(error.arn().resource(), "b");
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn arn(&self) -> &Arn {
        &self.arn
    }
}

impl fmt::Display for DeleteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.kind {
            DeleteErrorKind::NotFound => "expected a live resource, found ",
            DeleteErrorKind::NotEmpty => "expected a resource without live subresources, found ",
        })?;
        excerpt(f, self.arn.as_str())
    }
}

impl core::error::Error for DeleteError {}
