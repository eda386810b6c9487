//! The day on which something was run, and a seed that no earlier run had.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result};

/// Today in UTC, as `YYYY-MM-DD`.
///
/// # Errors
///
/// If the clock stands before 1970.
pub fn today() -> Result<String> {
    Ok(day(since_1970()?.as_secs() / 86_400))
}

/// The milliseconds since 1970.
///
/// # Errors
///
/// If the clock stands before 1970.
pub fn seed() -> Result<u64> {
    Ok(u64::try_from(since_1970()?.as_millis()).unwrap_or(u64::MAX))
}

fn since_1970() -> Result<Duration> {
    let time = SystemTime::now().duration_since(UNIX_EPOCH);
    time.context("the clock stands before 1970")
}

/// The day that is so many days after 1970-01-01.
fn day(mut days: u64) -> String {
    let leap = |year: u64| {
        year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
    };
    let mut year = 1970;
    while days >= 365 + u64::from(leap(year)) {
        days -= 365 + u64::from(leap(year));
        year += 1;
    }
    let february = 28 + u64::from(leap(year));
    let mut month = 1;
    for length in [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30] {
        if days < length {
            break;
        }
        days -= length;
        month += 1;
    }
    format!("{year:04}-{month:02}-{:02}", days + 1)
}

#[cfg(test)]
mod tests {
    use super::day;

    #[test]
    fn days_have_names() {
        for (days, name) in [
            (0, "1970-01-01"),
            (58, "1970-02-28"),
            (59, "1970-03-01"),
            (11_016, "2000-02-29"),
            (20_782, "2026-11-25"),
            (20_818, "2026-12-31"),
        ] {
            assert_eq!(day(days), name);
        }
    }
}
