//! Names of editions: a service and a day.

use alloc::boxed::Box;
use core::fmt;
use core::str::FromStr;

use crate::{Date, EditionError, EditionErrorKind};

/// The name of a service's edition, `elasticache@2015-02-02`.
///
/// The service prefix is kept in lower case; the day is either that of an edition, or any day on which one was in force
/// ([`crate::Catalog::edition`]).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EditionId {
    service: Box<str>,
    date: Date,
}

impl EditionId {
    pub(crate) fn of(service: &str, date: Date) -> Self {
        Self {
            service: service.to_ascii_lowercase().into_boxed_str(),
            date,
        }
    }

    /// The service prefix, in lower case.
    ///
    /// ```
    /// let id: portcullis_catalog::EditionId = "ElastiCache@2015-02-02".parse()?;
    /// assert_eq!(id.service(), "elasticache");
    /// # Ok::<(), portcullis_catalog::EditionError>(())
    /// ```
    #[must_use]
    pub fn service(&self) -> &str {
        &self.service
    }

    /// The day.
    ///
    /// ```
    /// let id: portcullis_catalog::EditionId = "elasticache@2015-02-02".parse()?;
    /// assert_eq!(id.date().to_string(), "2015-02-02");
    /// # Ok::<(), portcullis_catalog::EditionError>(())
    /// ```
    #[must_use]
    pub const fn date(&self) -> Date {
        self.date
    }
}

impl fmt::Display for EditionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{}", self.service, self.date)
    }
}

impl FromStr for EditionId {
    type Err = EditionError;

    /// Reads `service@YYYY-MM-DD`; a service prefix is ASCII letters, digits and hyphens.
    ///
    /// # Errors
    ///
    /// [`EditionErrorKind::Malformed`] for any other form. Whether the edition exists is the catalog's to say.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let malformed = || EditionError::new(EditionErrorKind::Malformed, text);
        let (service, day) = text.split_once('@').ok_or_else(malformed)?;
        let plain = service
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        if service.is_empty() || !plain {
            return Err(malformed());
        }
        Ok(Self::of(service, day.parse().map_err(|_| malformed())?))
    }
}

impl FromStr for Date {
    type Err = EditionError;

    /// Reads `YYYY-MM-DD`.
    ///
    /// # Errors
    ///
    /// [`EditionErrorKind::Malformed`] for any other form and for a day that the calendar does not have.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text).ok_or_else(|| EditionError::new(EditionErrorKind::Malformed, text))
    }
}
