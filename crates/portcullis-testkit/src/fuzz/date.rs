//! Dates and epochs: read as a reader of its own does, printed so that they read back, and ordered as time is.

use core::cmp::Ordering;

use portcullis_condition::value::{Instant, InstantRef};

use super::checks::{check_message, check_span, halves, one_reader_alone, printed};

/// Reads both halves of the input as instants.
pub fn run(data: &[u8]) {
    let Ok(text) = core::str::from_utf8(data) else {
        return;
    };
    let (first, second) = halves(text);
    let one = instant(first);
    if let (Some((one, plain)), Some((other, plain_other))) = (one, instant(second)) {
        let order = plain.order(&plain_other);
        assert_eq!(one.cmp(&other), order, "{first:?} and {second:?}");
        assert_eq!(one == other, order == Ordering::Equal);
    }
}

/// The instant; panics unless the plain reader finds the same, and unless it reads back from what it prints.
fn instant(text: &str) -> Option<(InstantRef<'_>, Plain<'_>)> {
    let plain = Plain::read(text);
    let Some(found) = InstantRef::parse(text) else {
        assert!(plain.is_none(), "{text:?} is an instant");
        let Err(error) = text.parse::<Instant>() else {
            one_reader_alone(text)
        };
        check_span(text, error.span());
        check_message(&error);
        return None;
    };
    let Some(plain) = plain else {
        one_reader_alone(text)
    };
    let near = i64::try_from(plain.seconds).ok().filter(|_| !plain.far());
    assert_eq!(found.epoch_seconds(), near, "{text:?} is another instant");
    printed(&found, |printed| {
        assert_eq!(
            InstantRef::parse(printed),
            Some(found),
            "{text:?} prints as {printed:?}"
        );
    });
    let owned = Instant::from(found);
    assert_eq!(owned.as_ref(), found);
    Some((found, plain))
}

/// An instant as the digits that say it.
#[derive(Debug)]
struct Plain<'a> {
    /// The whole seconds, cut off at what their number can hold.
    seconds: i128,
    /// The digits of an epoch without leading zeros.
    digits: &'a str,
    fraction: &'a str,
}

impl<'a> Plain<'a> {
    fn read(text: &'a str) -> Option<Self> {
        if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
            let digits = text.trim_start_matches('0');
            let add = |seconds: i128, byte: u8| {
                seconds
                    .saturating_mul(10)
                    .saturating_add(i128::from(byte - b'0'))
            };
            return Some(Self {
                seconds: digits.bytes().fold(0, add),
                digits,
                fraction: "",
            });
        }
        let (seconds, fraction) = date(text)?;
        Some(Self {
            seconds: seconds.into(),
            digits: "",
            fraction,
        })
    }

    fn far(&self) -> bool {
        self.seconds > i128::from(i64::MAX)
    }

    fn order(&self, other: &Plain<'_>) -> Ordering {
        let by_digits = || {
            let (one, two) = (self.digits, other.digits);
            one.len().cmp(&two.len()).then_with(|| one.cmp(two))
        };
        let by_fraction = || {
            let most = self.fraction.len().max(other.fraction.len());
            padded(self.fraction, most).cmp(padded(other.fraction, most))
        };
        let by_seconds = self.seconds.cmp(&other.seconds);
        let both_cut = self.seconds == i128::MAX && other.seconds == i128::MAX;
        if both_cut {
            by_digits()
        } else {
            by_seconds.then_with(by_fraction)
        }
    }
}

/// Digits with so many zeros behind them that they are as many as asked for.
fn padded(digits: &str, count: usize) -> impl Iterator<Item = u8> {
    digits.bytes().chain(core::iter::repeat(b'0')).take(count)
}

/// The days of each month of a year without a leap day.
const MONTHS: [i64; 12] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
/// The days from 0000-01-01 to 1970-01-01.
const TO_1970: i64 = 719_528;

/// A date with or without a time of day: its seconds since 1970, and the digits of its fraction.
fn date(text: &str) -> Option<(i64, &str)> {
    let (year, rest) = digits(text, 4)?;
    let (month, rest) = digits(rest.strip_prefix('-')?, 2)?;
    let leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    let february = |index: usize| i64::from(leap && index == 1);
    let index = usize::try_from(month).ok()?.checked_sub(1)?;
    let of_month = MONTHS.get(index)? + february(index);
    let months: i64 = MONTHS.iter().take(index).sum();
    let leap_day = i64::from(leap && index > 1);
    let leaps = |years: i64| years / 4 - years / 100 + years / 400;
    let leap_days = if year == 0 { 0 } else { leaps(year - 1) + 1 };
    let start = 365 * year + leap_days + months + leap_day - TO_1970;
    let Some(rest) = rest.strip_prefix('-') else {
        return rest.is_empty().then_some((start * 86_400, ""));
    };
    let (day, rest) = digits(rest, 2)?;
    if day < 1 || day > of_month {
        return None;
    }
    let days = start + day - 1;
    let Some(rest) = rest.strip_prefix('T') else {
        return rest.is_empty().then_some((days * 86_400, ""));
    };
    let (seconds, fraction) = time(rest)?;
    Some((days * 86_400 + seconds, fraction))
}

fn time(text: &str) -> Option<(i64, &str)> {
    let (hour, rest) = below(text, 24)?;
    let (minute, mut rest) = below(rest.strip_prefix(':')?, 60)?;
    let mut second = 0;
    let mut fraction = "";
    if let Some(seconds) = rest.strip_prefix(':') {
        (second, rest) = below(seconds, 60)?;
        if let Some(behind) = rest.strip_prefix('.') {
            rest = behind.trim_start_matches(|found: char| found.is_ascii_digit());
            fraction = behind.strip_suffix(rest)?;
            if fraction.is_empty() {
                return None;
            }
        }
    }
    let local = hour * 3_600 + minute * 60 + second;
    let offset = match rest.strip_prefix(['+', '-']) {
        None if rest.is_empty() || rest == "Z" => 0,
        None => return None,
        Some(zone) => {
            let (hours, behind) = below(zone, 24)?;
            let (minutes, behind) = below(behind.strip_prefix(':')?, 60)?;
            if !behind.is_empty() {
                return None;
            }
            let ahead = hours * 3_600 + minutes * 60;
            if rest.starts_with('-') { -ahead } else { ahead }
        }
    };
    Some((local - offset, fraction))
}

/// Two digits of a number below `end`, and what follows them.
fn below(text: &str, end: i64) -> Option<(i64, &str)> {
    digits(text, 2).filter(|(value, _)| *value < end)
}

/// A number of so many digits, and what follows them.
fn digits(text: &str, count: usize) -> Option<(i64, &str)> {
    let (digits, rest) = text.split_at_checked(count)?;
    let digit = |value: i64, found: char| Some(value * 10 + i64::from(found.to_digit(10)?));
    Some((digits.chars().try_fold(0, digit)?, rest))
}
