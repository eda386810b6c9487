//! Exact instants: dates of the calendar and epoch seconds.

mod calendar;

use alloc::boxed::Box;
use core::cmp::Ordering;
use core::fmt;
use core::str::FromStr;

use super::error::{ValueError, ValueErrorKind};

/// An instant, borrowed from the text it was read from.
///
/// Seconds and fraction are kept exactly, whatever their length, and nothing is allocated. Equality and order are those of the
/// instants: `2026-03-01T14:00+02:00` equals `2026-03-01T12:00:00.0Z`.
///
/// ```
/// use portcullis_condition::value::InstantRef;
/// let parse = |text| InstantRef::parse(text).expect("an instant");
/// assert_eq!(parse("2026-03-01T14:00+02:00"), parse("1772366400"));
/// assert!(parse("2026-03") < parse("2026-03-01T00:00:00.001Z"));
/// ```
///
/// # Source
///
/// PL 8.6, 8.7 (`reference_policies_elements_condition_operators`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct InstantRef<'a> {
    // The whole seconds since 1970 that are not later than the instant.
    seconds: Seconds<'a>,
    // INVARIANT: digits without trailing zeros, so that they order as text; upheld by `parse`.
    fraction: &'a str,
}

/// Whole seconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Seconds<'a> {
    Near(i64),
    /// INVARIANT: digits without leading zeros that an `i64` cannot hold, so that they are later than every near instant.
    Far(&'a str),
}

impl<'a> InstantRef<'a> {
    /// Reads a date or epoch seconds.
    ///
    /// | text | meaning |
    /// |---|---|
    /// | digits only | seconds since 1970-01-01T00:00:00Z; `2024` too is 33 minutes and 44 seconds, not a year |
    /// | `YYYY-MM`, `YYYY-MM-DD` | the start of the month or day, UTC |
    /// | `YYYY-MM-DDThh:mm`, `…:ss`, `…:ss.s` | that instant; `Z` or `±hh:mm` may follow, else UTC |
    ///
    /// Dates are those of the Gregorian calendar, years 0000 to 9999 as in ISO 8601. Hours go to 23, minutes and seconds to 59
    /// (no `24:00`, no leap second), offsets to `±23:59`. A fraction has one digit or more, and is separated by a point. `T` and
    /// `Z` are upper case. An epoch has neither sign nor fraction.
    ///
    /// ```
    /// use portcullis_condition::value::InstantRef;
    /// assert!(InstantRef::parse("2024-02-29").is_some());
    /// assert!(["2023-02-29", "2026-13", "2026-01-01T24:00Z", "2026-01-01t00:00z", "-1", "1.5"]
    ///     .iter()
    ///     .all(|text| InstantRef::parse(text).is_none()));
    /// ```
    #[must_use]
    pub fn parse(text: &'a str) -> Option<Self> {
        if super::is_digits(text) {
            let digits = text.trim_start_matches('0');
            let seconds = match digits.parse() {
                Ok(seconds) => Seconds::Near(seconds),
                Err(_) if digits.is_empty() => Seconds::Near(0),
                Err(_) => Seconds::Far(digits),
            };
            return Some(Self {
                seconds,
                fraction: "",
            });
        }
        let (seconds, fraction) = calendar::parse(text)?;
        Some(Self {
            seconds: Seconds::Near(seconds),
            fraction: fraction.trim_end_matches('0'),
        })
    }

    /// What was read, without the text that it was read from; `None` for an epoch that an `i64` cannot hold, and for what was
    /// read from another text.
    pub(crate) fn parts(self, text: &str) -> Option<InstantParts> {
        let point = text.find('.').map_or(text.len(), |point| point + 1);
        let parts = InstantParts {
            seconds: self.epoch_seconds()?,
            fraction: (
                u32::try_from(point).ok()?,
                u32::try_from(self.fraction.len()).ok()?,
            ),
        };
        (parts.of(text) == self).then_some(parts)
    }

    /// The last whole second that is not later, counted from 1970-01-01T00:00:00Z; `None` if an `i64` cannot hold it.
    ///
    /// ```
    /// use portcullis_condition::value::InstantRef;
    /// let instant = InstantRef::parse("1970-01-02T00:00:00.5Z").expect("an instant");
    /// assert_eq!(instant.epoch_seconds(), Some(86_400));
    /// ```
    #[must_use]
    pub const fn epoch_seconds(self) -> Option<i64> {
        match self.seconds {
            Seconds::Near(seconds) => Some(seconds),
            Seconds::Far(_) => None,
        }
    }
}

impl Ord for Seconds<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Near(one), Self::Near(other)) => one.cmp(other),
            (Self::Near(_), Self::Far(_)) => Ordering::Less,
            (Self::Far(_), Self::Near(_)) => Ordering::Greater,
            (Self::Far(one), Self::Far(other)) => (one.len(), one).cmp(&(other.len(), other)),
        }
    }
}

impl PartialOrd for Seconds<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for InstantRef<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.seconds, self.fraction).cmp(&(other.seconds, other.fraction))
    }
}

impl PartialOrd for InstantRef<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for InstantRef<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.seconds {
            Seconds::Far(digits) => f.write_str(digits),
            Seconds::Near(seconds) => calendar::write(f, seconds, self.fraction),
        }
    }
}

/// An [`InstantRef`] without the text that it borrows from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct InstantParts {
    seconds: i64,
    /// Where the fraction begins in the text, and its length.
    fraction: (u32, u32),
}

impl InstantParts {
    /// The instant, for the text that it was read from.
    pub(crate) fn of(self, text: &str) -> InstantRef<'_> {
        let (start, length) = self.fraction;
        let behind = text.get(start as usize..).unwrap_or_default();
        InstantRef {
            seconds: Seconds::Near(self.seconds),
            fraction: behind.get(..length as usize).unwrap_or_default(),
        }
    }
}

/// An instant that owns its digits; see [`InstantRef`].
///
/// Displays as a date in UTC (with the offset that keeps the year between 0000 and 9999, where that is needed), or as epoch
/// seconds if no date of those years comes near; reads back from either.
///
/// ```
/// use portcullis_condition::value::Instant;
/// let instant: Instant = "2026-03-01T12:00:00.50-05:00".parse()?;
/// assert_eq!(instant.to_string(), "2026-03-01T17:00:00.5Z");
/// # Ok::<(), portcullis_condition::value::ValueError>(())
/// ```
///
/// # Source
///
/// PL 8.6, 8.7 (`reference_policies_elements_condition_operators`).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Instant {
    seconds: OwnedSeconds,
    fraction: Box<str>,
}

/// As [`Seconds`].
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum OwnedSeconds {
    Near(i64),
    Far(Box<str>),
}

impl Instant {
    /// The instant, borrowed.
    ///
    /// ```
    /// use portcullis_condition::value::{Instant, InstantRef};
    /// let instant: Instant = "2026-03-01".parse()?;
    /// assert_eq!(Some(instant.as_ref()), InstantRef::parse("2026-03"));
    /// # Ok::<(), portcullis_condition::value::ValueError>(())
    /// ```
    #[must_use]
    pub fn as_ref(&self) -> InstantRef<'_> {
        InstantRef {
            seconds: match &self.seconds {
                OwnedSeconds::Near(seconds) => Seconds::Near(*seconds),
                OwnedSeconds::Far(digits) => Seconds::Far(digits),
            },
            fraction: &self.fraction,
        }
    }
}

impl From<InstantRef<'_>> for Instant {
    fn from(instant: InstantRef<'_>) -> Self {
        Self {
            seconds: match instant.seconds {
                Seconds::Near(seconds) => OwnedSeconds::Near(seconds),
                Seconds::Far(digits) => OwnedSeconds::Far(digits.into()),
            },
            fraction: instant.fraction.into(),
        }
    }
}

impl FromStr for Instant {
    type Err = ValueError;

    /// Reads what [`InstantRef::parse`] reads.
    ///
    /// # Errors
    ///
    /// [`ValueErrorKind::NotADate`].
    fn from_str(text: &str) -> Result<Self, ValueError> {
        InstantRef::parse(text)
            .map(Self::from)
            .ok_or_else(|| ValueError::new(ValueErrorKind::NotADate, text))
    }
}

impl Ord for Instant {
    fn cmp(&self, other: &Self) -> Ordering {
        self.as_ref().cmp(&other.as_ref())
    }
}

impl PartialOrd for Instant {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_ref().fmt(f)
    }
}

#[cfg(test)]
mod tests;
