//! The role that is assumed, with the facts that bear on its sessions.

use std::time::Duration;

use portcullis_arn::{PrincipalArn, RoleArn};

use super::time::{LONGEST_OF_ROLE, ONE_HOUR, seconds};
use super::{SessionError, SessionErrorKind, Tags, UniqueId};

/// A role: its ARN with the path, its unique id, its tags, and how long its sessions may last.
///
/// ```
/// use portcullis_estate::sessions::{Tags, TargetRole};
/// let role = TargetRole::parse("arn:aws:iam::111122223333:role/ci/deploy")?
///     .unique_id("AROAEXAMPLE".parse()?)
///     .tags(Tags::new().with("stage", "production")?);
/// assert_eq!((role.arn().path(), role.arn().name()), ("/ci/", "deploy"));
/// # Ok::<(), portcullis_estate::sessions::SessionError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TargetRole {
    arn: RoleArn,
    unique_id: Option<UniqueId>,
    tags: Tags,
    max_session_duration: Duration,
}

impl TargetRole {
    /// A role without tags whose sessions last up to one hour.
    ///
    /// ```
    /// use portcullis_arn::PrincipalArn;
    /// use portcullis_estate::sessions::TargetRole;
    /// let PrincipalArn::Role(arn) = "arn:aws:iam::111122223333:role/deploy".parse()? else { unreachable!() };
    /// assert!(TargetRole::new(arn).own_tags().is_empty());
    /// # Ok::<(), portcullis_arn::ArnError>(())
    /// ```
    #[must_use]
    pub const fn new(arn: RoleArn) -> Self {
        Self {
            arn,
            unique_id: None,
            tags: Tags::new(),
            max_session_duration: ONE_HOUR,
        }
    }

    /// The same from the text of an ARN.
    ///
    /// ```
    /// use portcullis_estate::sessions::TargetRole;
    /// assert!(TargetRole::parse("arn:aws:iam::111122223333:role/deploy").is_ok());
    /// assert!(TargetRole::parse("arn:aws:iam::111122223333:user/alice").is_err());
    /// ```
    ///
    /// # Errors
    /// [`SessionErrorKind::InvalidArn`] where it is not that of a role.
    pub fn parse(arn: &str) -> Result<Self, SessionError> {
        match arn.parse() {
            Ok(PrincipalArn::Role(role)) => Ok(Self::new(role)),
            _ => Err(SessionError::about(SessionErrorKind::InvalidArn, arn)),
        }
    }

    /// Adds the unique id, `AROA…`. Without it sessions have no `aws:userid`.
    ///
    /// ```
    /// use portcullis_estate::sessions::TargetRole;
    /// let role = TargetRole::parse("arn:aws:iam::111122223333:role/deploy")?.unique_id("AROAEXAMPLE".parse()?);
    /// assert_eq!(role.id().map(|id| id.as_str()), Some("AROAEXAMPLE"));
    /// # Ok::<(), portcullis_estate::sessions::SessionError>(())
    /// ```
    #[must_use]
    pub fn unique_id(mut self, id: UniqueId) -> Self {
        self.unique_id = Some(id);
        self
    }

    /// Sets the role's own tags.
    ///
    /// ```
    /// use portcullis_estate::sessions::{Tags, TargetRole};
    /// let role = TargetRole::parse("arn:aws:iam::111122223333:role/deploy")?.tags(Tags::new().with("team", "red")?);
    /// assert_eq!(role.own_tags().len(), 1);
    /// # Ok::<(), portcullis_estate::sessions::SessionError>(())
    /// ```
    #[must_use]
    pub fn tags(mut self, tags: Tags) -> Self {
        self.tags = tags;
        self
    }

    /// Sets how long sessions may last: 1 to 12 hours.
    ///
    /// ```
    /// use core::time::Duration;
    /// use portcullis_estate::sessions::TargetRole;
    /// let role = TargetRole::parse("arn:aws:iam::111122223333:role/deploy")?;
    /// assert!(role.clone().max_session_duration(Duration::from_secs(43_200)).is_ok());
    /// assert!(role.max_session_duration(Duration::from_secs(43_201)).is_err());
    /// # Ok::<(), portcullis_estate::sessions::SessionError>(())
    /// ```
    ///
    /// # Errors
    /// [`SessionErrorKind::InvalidMaxSessionDuration`].
    ///
    /// # Source
    /// IAM API Reference, `CreateRole`; EV 6.3.
    pub fn max_session_duration(mut self, duration: Duration) -> Result<Self, SessionError> {
        if !(ONE_HOUR..=LONGEST_OF_ROLE).contains(&duration) {
            return Err(SessionError::new(
                SessionErrorKind::InvalidMaxSessionDuration,
                seconds(duration),
            ));
        }
        self.max_session_duration = duration;
        Ok(self)
    }

    /// The ARN, with the path.
    ///
    /// ```
    /// use portcullis_estate::sessions::TargetRole;
    /// assert_eq!(TargetRole::parse("arn:aws:iam::111122223333:role/deploy")?.arn().name(), "deploy");
    /// # Ok::<(), portcullis_estate::sessions::SessionError>(())
    /// ```
    #[must_use]
    pub const fn arn(&self) -> &RoleArn {
        &self.arn
    }

    /// The unique id, where it is known.
    ///
    /// ```
    /// use portcullis_estate::sessions::TargetRole;
    /// assert!(TargetRole::parse("arn:aws:iam::111122223333:role/deploy")?.id().is_none());
    /// # Ok::<(), portcullis_estate::sessions::SessionError>(())
    /// ```
    #[must_use]
    pub const fn id(&self) -> Option<&UniqueId> {
        self.unique_id.as_ref()
    }

    /// The role's own tags.
    ///
    /// ```
    /// use portcullis_estate::sessions::TargetRole;
    /// assert!(TargetRole::parse("arn:aws:iam::111122223333:role/deploy")?.own_tags().is_empty());
    /// # Ok::<(), portcullis_estate::sessions::SessionError>(())
    /// ```
    #[must_use]
    pub const fn own_tags(&self) -> &Tags {
        &self.tags
    }

    /// How long its sessions may last.
    ///
    /// ```
    /// use portcullis_estate::sessions::TargetRole;
    /// assert_eq!(TargetRole::parse("arn:aws:iam::111122223333:role/deploy")?.longest_session().as_secs(), 3600);
    /// # Ok::<(), portcullis_estate::sessions::SessionError>(())
    /// ```
    #[must_use]
    pub const fn longest_session(&self) -> Duration {
        self.max_session_duration
    }
}
