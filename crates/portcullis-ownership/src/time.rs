//! Exact instants, as the ledger's entries carry them.

use core::fmt;
use core::str::FromStr;

use portcullis_json::excerpt;

/// Seconds in a day.
const DAY: i64 = 86_400;

/// 0001-01-01T00:00:00Z and 9999-12-31T23:59:59Z, in seconds since 1970.
const BOUNDS: (i64, i64) = (-62_135_596_800, 253_402_300_799);

/// An instant in UTC, to the nanosecond, in the years 1 to 9999.
///
/// The text form is that of RFC 3339. It is read with any offset and up to nine digits of a fraction, and written in UTC with as
/// many digits as are needed: none, three, six or nine. Leap seconds are not counted and not read.
///
/// ```
/// use portcullis_ownership::Timestamp;
/// let noon: Timestamp = "2026-03-01T13:00:00.250+01:00".parse()?;
/// assert_eq!(noon.to_string(), "2026-03-01T12:00:00.250Z");
/// assert_eq!((noon.seconds(), noon.nanoseconds()), (1_772_366_400, 250_000_000));
/// assert!("2026-03-01".parse::<Timestamp>().is_err());
/// # Ok::<(), portcullis_ownership::TimestampError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp {
    // INVARIANT: within `BOUNDS`.
    seconds: i64,
    // INVARIANT: below 1,000,000,000; counted forwards, also before 1970.
    nanoseconds: u32,
}

impl Timestamp {
    /// The instant that many seconds after 1970-01-01T00:00:00Z (before it, if negative), and that many nanoseconds later.
    ///
    /// `None` outside of the years 1 to 9999, and for a billion nanoseconds or more.
    ///
    /// ```
    /// use portcullis_ownership::Timestamp;
    /// let time = Timestamp::from_epoch(-1, 500_000_000).expect("in range");
    /// assert_eq!(time.to_string(), "1969-12-31T23:59:59.500Z");
    /// assert_eq!(Timestamp::from_epoch(0, 1_000_000_000), None);
    /// ```
    #[must_use]
    pub const fn from_epoch(seconds: i64, nanoseconds: u32) -> Option<Self> {
        if seconds < BOUNDS.0 || seconds > BOUNDS.1 || nanoseconds >= 1_000_000_000 {
            return None;
        }
        Some(Self {
            seconds,
            nanoseconds,
        })
    }

    /// Whole seconds since 1970-01-01T00:00:00Z, rounded down.
    ///
    /// ```
    /// use portcullis_ownership::Timestamp;
    /// assert_eq!(Timestamp::from_epoch(7, 1).map(Timestamp::seconds), Some(7));
    /// ```
    #[must_use]
    pub const fn seconds(self) -> i64 {
        self.seconds
    }

    /// The nanoseconds after [`Timestamp::seconds`], below a billion.
    ///
    /// ```
    /// use portcullis_ownership::Timestamp;
    /// assert_eq!(Timestamp::from_epoch(7, 1).map(Timestamp::nanoseconds), Some(1));
    /// ```
    #[must_use]
    pub const fn nanoseconds(self) -> u32 {
        self.nanoseconds
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = date_of(self.seconds.div_euclid(DAY));
        let clock = self.seconds.rem_euclid(DAY);
        let (hour, minute, second) = (clock / 3600, clock / 60 % 60, clock % 60);
        write!(
            f,
            "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}"
        )?;
        match self.nanoseconds {
            0 => {}
            nanos if nanos % 1_000_000 == 0 => write!(f, ".{:03}", nanos / 1_000_000)?,
            nanos if nanos % 1_000 == 0 => write!(f, ".{:06}", nanos / 1_000)?,
            nanos => write!(f, ".{nanos:09}")?,
        }
        f.write_str("Z")
    }
}

impl FromStr for Timestamp {
    type Err = TimestampError;

    fn from_str(text: &str) -> Result<Self, TimestampError> {
        read(text).ok_or_else(|| TimestampError {
            found: excerpt(text),
        })
    }
}

/// A text that is no instant.
///
/// ```
/// use portcullis_ownership::Timestamp;
/// let error = "yesterday".parse::<Timestamp>().unwrap_err();
/// assert_eq!(error.to_string(), "expected a time such as 2026-03-01T12:00:00Z, found `yesterday`");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimestampError {
    found: alloc::string::String,
}

impl TimestampError {
    /// A stable name for machines.
    ///
    /// ```
    /// use portcullis_ownership::Timestamp;
    /// assert_eq!("now".parse::<Timestamp>().unwrap_err().code(), "invalid-time");
    /// ```
    #[must_use]
    pub const fn code(&self) -> &'static str {
        "invalid-time"
    }
}

impl fmt::Display for TimestampError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "expected a time such as 2026-03-01T12:00:00Z, found `{}`",
            self.found
        )
    }
}

impl core::error::Error for TimestampError {}

fn read(text: &str) -> Option<Timestamp> {
    let (date, clock) = text.split_once(['T', 't'])?;
    let (year, date) = digits(date, 4)?;
    let (month, date) = digits(date.strip_prefix('-')?, 2)?;
    let (day, date) = digits(date.strip_prefix('-')?, 2)?;
    let (hour, clock) = digits(clock, 2)?;
    let (minute, clock) = digits(clock.strip_prefix(':')?, 2)?;
    let (second, clock) = digits(clock.strip_prefix(':')?, 2)?;
    let (nanoseconds, zone) = fraction(clock)?;
    let offset = offset(zone)?;
    let real = (1..=12).contains(&month)
        && (1..=days_of(year, month)).contains(&day)
        && hour < 24
        && minute < 60
        && second < 60;
    if !real || !date.is_empty() {
        return None;
    }
    let seconds = days_until(year, month, day) * DAY + hour * 3600 + minute * 60 + second;
    Timestamp::from_epoch(seconds - offset, nanoseconds)
}

/// That many digits, and what follows them.
fn digits(text: &str, count: usize) -> Option<(i64, &str)> {
    let (number, rest) = text.split_at_checked(count)?;
    let number = number
        .bytes()
        .all(|byte| byte.is_ascii_digit())
        .then_some(number)?;
    Some((number.parse().ok()?, rest))
}

/// The nanoseconds of a fraction of one to nine digits, if there is one, and what follows it.
fn fraction(text: &str) -> Option<(u32, &str)> {
    let Some(rest) = text.strip_prefix('.') else {
        return Some((0, text));
    };
    let end = rest
        .find(|digit: char| !digit.is_ascii_digit())
        .unwrap_or(rest.len());
    let (number, rest) = rest.split_at_checked(end)?;
    let missing = u32::try_from(9_usize.checked_sub(number.len())?).ok()?;
    let value = number.parse::<u32>().ok()?;
    Some((value.checked_mul(10_u32.checked_pow(missing)?)?, rest))
}

/// The seconds by which a clock with that offset is ahead of UTC.
fn offset(zone: &str) -> Option<i64> {
    let (sign, rest) = match zone.split_at_checked(1)? {
        ("Z" | "z", "") => return Some(0),
        ("+", rest) => (1, rest),
        ("-", rest) => (-1, rest),
        _ => return None,
    };
    let (hours, rest) = digits(rest, 2)?;
    let (minutes, rest) = digits(rest.strip_prefix(':')?, 2)?;
    let real = hours < 24 && minutes < 60 && rest.is_empty();
    real.then_some(sign * (hours * 3600 + minutes * 60))
}

const fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

const fn days_of(year: i64, month: i64) -> i64 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days from 1970-01-01 to a date, counted in years that begin in March, so that the leap day is the last of its year.
const fn days_until(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + day_of_year - 719_468
}

/// The inverse of [`days_until`].
const fn date_of(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let day_of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = year + era * 400;
    (if month <= 2 { year + 1 } else { year }, month, day)
}

#[cfg(test)]
mod tests {
    use super::{BOUNDS, DAY, Timestamp, date_of, days_of, days_until};
    use proptest::prelude::*;
    use std::string::ToString;

    #[test]
    fn every_day_is_counted_once() {
        let mut day = days_until(1, 1, 1);
        for year in 1..=9999 {
            for month in 1..=12 {
                for date in 1..=days_of(year, month) {
                    assert_eq!(days_until(year, month, date), day);
                    assert_eq!(date_of(day), (year, month, date));
                    day += 1;
                }
            }
        }
        assert_eq!(days_until(1970, 1, 1), 0);
        assert_eq!(BOUNDS, (days_until(1, 1, 1) * DAY, day * DAY - 1));
    }

    #[test]
    fn texts_are_read_and_written() {
        for (text, written) in [
            ("1970-01-01T00:00:00Z", "1970-01-01T00:00:00Z"),
            ("2026-03-01t12:00:00z", "2026-03-01T12:00:00Z"),
            ("2024-02-29T23:59:59.9Z", "2024-02-29T23:59:59.900Z"),
            ("2026-03-01T00:30:00+01:00", "2026-02-28T23:30:00Z"),
            (
                "2026-03-01T00:30:00.0000010-05:30",
                "2026-03-01T06:00:00.000001Z",
            ),
            (
                "2026-03-01T00:00:00.123456789Z",
                "2026-03-01T00:00:00.123456789Z",
            ),
            ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"),
            (
                "9999-12-31T23:59:59.999999999Z",
                "9999-12-31T23:59:59.999999999Z",
            ),
        ] {
            assert_eq!(text.parse::<Timestamp>().unwrap().to_string(), written);
        }
        for text in [
            "",
            "2026",
            "2026-03-01",
            "2026-03-01T12:00:00",
            "2026-03-01 12:00:00Z",
            "2026-03-01T12:00Z",
            "2026-02-29T00:00:00Z",
            "2026-13-01T00:00:00Z",
            "2026-00-01T00:00:00Z",
            "2026-01-00T00:00:00Z",
            "2026-01-01T24:00:00Z",
            "2026-01-01T00:60:00Z",
            "2026-01-01T00:00:60Z",
            "2026-01-01T00:00:00.Z",
            "2026-01-01T00:00:00.1234567890Z",
            "2026-01-01T00:00:00+1:00",
            "2026-01-01T00:00:00+24:00",
            "2026-01-01T00:00:00+01:60",
            "2026-01-01T00:00:00ZZ",
            "+026-01-01T00:00:00Z",
            "2026-01-01xT00:00:00Z",
            "0001-01-01T00:00:00+00:01",
            "9999-12-31T23:59:59-00:01",
            "２０２６-01-01T00:00:00Z",
            "2026-1é-01T00:00:00Z",
        ] {
            assert!(text.parse::<Timestamp>().is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn texts_round_trip(seconds in BOUNDS.0..=BOUNDS.1, nanoseconds in 0..1_000_000_000_u32) {
            let time = Timestamp::from_epoch(seconds, nanoseconds).unwrap();
            prop_assert_eq!(time.to_string().parse::<Timestamp>().unwrap(), time);
        }

        #[test]
        fn any_text_is_read_or_refused(text in "\\PC{0,40}") {
            let _ = text.parse::<Timestamp>();
        }

        #[test]
        fn texts_of_utc_without_fraction_sort_as_their_times(one in BOUNDS.0..=BOUNDS.1, other in BOUNDS.0..=BOUNDS.1) {
            let time = |seconds| Timestamp::from_epoch(seconds, 0).unwrap();
            prop_assert_eq!(one.cmp(&other), time(one).to_string().cmp(&time(other).to_string()));
        }
    }
}
