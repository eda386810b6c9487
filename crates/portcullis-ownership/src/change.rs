//! What is to be recorded: that something was created or deleted.

use portcullis_arn::Arn;

use crate::{Creation, Creator, EntryError, Owner, Timestamp, entry};

/// A creation or a deletion with its time, before the ledger has taken it.
///
/// ```
/// use portcullis_ownership::{Change, Creation, Creator, Ledger};
/// let root = Creator::named("arn:aws:iam::111122223333:root")?;
/// let time = "2026-03-01T12:00:00Z".parse()?;
/// let mut ledger = Ledger::new();
/// ledger.record(&[
///     Change::created(root.clone(), Creation::new("arn:aws:s3:::b".parse()?), time),
///     Change::created(root, Creation::new("arn:aws:s3:::b/k".parse()?), time),
///     Change::deleted("arn:aws:s3:::b/k".parse()?, time),
/// ])?;
/// assert_eq!((ledger.len(), ledger.entries().count()), (1, 3));
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    pub(crate) time: Timestamp,
    pub(crate) event: Event,
    /// The owner that is expected or, in an entry of the ledger, that was recorded.
    pub(crate) owner: Option<Owner>,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Event {
    Created {
        creator: Creator,
        creation: Creation,
    },
    Deleted {
        arn: Arn,
    },
}

impl Change {
    /// That `creator` created a resource.
    ///
    /// ```
    /// use portcullis_ownership::{Change, Creation, Creator};
    /// let root = Creator::named("arn:aws:iam::111122223333:root")?;
    /// let change = Change::created(root, Creation::new("arn:aws:s3:::b".parse()?), "2026-03-01T12:00:00Z".parse()?);
    /// assert_eq!(change.arn().as_str(), "arn:aws:s3:::b");
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn created(creator: Creator, creation: Creation, time: Timestamp) -> Self {
        Self {
            time,
            event: Event::Created { creator, creation },
            owner: None,
        }
    }

    /// That a resource was deleted.
    ///
    /// ```
    /// use portcullis_ownership::Change;
    /// let change = Change::deleted("arn:aws:s3:::b".parse()?, "2026-03-01T12:00:00Z".parse()?);
    /// assert_eq!(change.time().to_string(), "2026-03-01T12:00:00Z");
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn deleted(arn: Arn, time: Timestamp) -> Self {
        Self {
            time,
            event: Event::Deleted { arn },
            owner: None,
        }
    }

    /// Reads a change in the form of an entry ([`crate::Entry`]). The members `version`, `sequence`, `time` and `owner` may be left
    /// out: the time is `now` then. An owner that is given is compared with the one that the rules give, so that what one ledger
    /// lists another can take.
    ///
    /// ```
    /// use portcullis_ownership::Change;
    /// let now = "2026-03-01T12:00:00Z".parse()?;
    /// let change = Change::parse(r#"{"event": "deleted", "arn": "arn:aws:s3:::b"}"#, now)?;
    /// assert_eq!((change.arn().resource(), change.time()), ("b", now));
    /// let error = Change::parse(r#"{"event": "deleted", "arn": "b"}"#, now).unwrap_err();
    /// assert_eq!(error.to_string(), "expected an ARN as `arn`, found `b`");
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// A text that is not JSON, or not of that form.
    pub fn parse(text: &str, now: Timestamp) -> Result<Self, EntryError> {
        entry::read(text).map(|draft| draft.into_change(now))
    }

    /// The ARN of the resource.
    ///
    /// ```
    /// use portcullis_ownership::Change;
    /// let change = Change::deleted("arn:aws:s3:::b".parse()?, "2026-03-01T12:00:00Z".parse()?);
    /// assert_eq!(change.arn().resource(), "b");
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn arn(&self) -> &Arn {
        match &self.event {
            Event::Created { creation, .. } => creation.arn(),
            Event::Deleted { arn } => arn,
        }
    }

    /// The time at which it happened.
    ///
    /// ```
    /// use portcullis_ownership::Change;
    /// let change = Change::deleted("arn:aws:s3:::b".parse()?, "2026-03-01T12:00:00Z".parse()?);
    /// assert_eq!(change.time().seconds(), 1_772_366_400);
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn time(&self) -> Timestamp {
        self.time
    }
}
