//! Times and durations of sessions.

use std::time::Duration;

use portcullis_eval::PrincipalKind;

use super::{SessionError, SessionErrorKind};

const HOUR: Duration = Duration::from_secs(3600);

/// The shortest session.
const SHORTEST: Duration = Duration::from_secs(900);

/// The longest session of a role in a role chain, and the longest of a root user.
pub(super) const ONE_HOUR: Duration = HOUR;

/// The longest session that a role can allow.
pub(super) const LONGEST_OF_ROLE: Duration = HOUR.saturating_mul(12);

/// The longest session of a user, by `GetFederationToken` or `GetSessionToken`.
const LONGEST_OF_USER: Duration = HOUR.saturating_mul(36);

/// How long a session of a user lasts unless the request says otherwise.
const DEFAULT_OF_USER: Duration = HOUR.saturating_mul(12);

/// A time, in seconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EpochSeconds(u64);

impl EpochSeconds {
    /// A time in seconds since 1970-01-01T00:00:00Z.
    ///
    /// ```
    /// use portcullis_estate::sessions::EpochSeconds;
    /// assert_eq!(EpochSeconds::new(1_443_657_600).seconds(), 1_443_657_600);
    /// ```
    #[must_use]
    pub const fn new(seconds: u64) -> Self {
        Self(seconds)
    }

    /// The seconds since 1970-01-01T00:00:00Z.
    ///
    /// ```
    /// use portcullis_estate::sessions::EpochSeconds;
    /// assert_eq!(EpochSeconds::default().seconds(), 0);
    /// ```
    #[must_use]
    pub const fn seconds(self) -> u64 {
        self.0
    }

    /// The time that much later, or the last that can be said.
    ///
    /// ```
    /// use core::time::Duration;
    /// use portcullis_estate::sessions::EpochSeconds;
    /// assert_eq!(EpochSeconds::new(40).after(Duration::from_secs(2)), EpochSeconds::new(42));
    /// ```
    #[must_use]
    pub const fn after(self, duration: Duration) -> Self {
        Self(self.0.saturating_add(duration.as_secs()))
    }

    /// The seconds since an earlier time; none since a later one.
    ///
    /// ```
    /// use portcullis_estate::sessions::EpochSeconds;
    /// assert_eq!(EpochSeconds::new(42).since(EpochSeconds::new(40)), 2);
    /// ```
    #[must_use]
    pub const fn since(self, earlier: Self) -> u64 {
        self.0.saturating_sub(earlier.0)
    }
}

/// How long a session of a role lasts: what was asked for, or one hour.
///
/// # Source
/// STS API Reference, `AssumeRole`; EV 6.3.
pub(super) fn of_role(asked: Option<Duration>, limit: Duration) -> Result<Duration, SessionError> {
    within(asked.unwrap_or(ONE_HOUR), limit)
}

/// How long a session of a user or root user lasts: what was asked for, or 12 hours. What is too long for a root user is cut to
/// one hour, and is no mistake.
///
/// # Source
/// STS API Reference, `GetFederationToken`, `GetSessionToken`; EV 6.3.
pub(super) fn of_identity(
    kind: PrincipalKind,
    asked: Option<Duration>,
) -> Result<Duration, SessionError> {
    let duration = within(asked.unwrap_or(DEFAULT_OF_USER), LONGEST_OF_USER)?;
    Ok(match kind {
        PrincipalKind::Root => duration.min(ONE_HOUR),
        _ => duration,
    })
}

fn within(asked: Duration, limit: Duration) -> Result<Duration, SessionError> {
    let kind = if asked < SHORTEST {
        SessionErrorKind::DurationTooShort
    } else if asked > limit {
        SessionErrorKind::DurationTooLong { limit }
    } else {
        return Ok(asked);
    };
    Err(SessionError::new(kind, seconds(asked)))
}

/// A duration in words.
pub(super) fn seconds(duration: Duration) -> String {
    format!("{} seconds", duration.as_secs())
}
