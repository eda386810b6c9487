//! Dates of the Gregorian calendar as seconds since 1970, and back.

use core::fmt;

use nom::branch::alt;
use nom::bytes::complete::take_while_m_n;
use nom::character::complete::{char, digit1};
use nom::combinator::{all_consuming, map_res, opt, value, verify};
use nom::sequence::preceded;
use nom::{IResult, Parser};

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
/// The start of 0000-01-01 and the end of 9999-12-31.
const YEARS: core::ops::Range<i64> = -62_167_219_200..253_402_300_800;

type Parsed<'a, T> = IResult<&'a str, T, ()>;

/// Reads a date as whole seconds since 1970 and the digits of the fraction that follows them.
pub(super) fn parse(text: &str) -> Option<(i64, &str)> {
    let (_, (day, time)) = all_consuming((date, opt(preceded(char('T'), time))))
        .parse(text)
        .ok()?;
    let (time, fraction) = match (day, time) {
        (_, None) => (0, ""),
        (Day { explicit: true, .. }, Some(time)) => time,
        // `YYYY-MMThh:mm` is not a form of the profile.
        (
            Day {
                explicit: false, ..
            },
            Some(_),
        ) => return None,
    };
    Some((day.number * DAY + time, fraction))
}

/// A day as its distance from 1970-01-01, and whether it was written.
#[derive(Clone, Copy)]
struct Day {
    number: i64,
    explicit: bool,
}

fn date(input: &str) -> Parsed<'_, Day> {
    let (input, year) = number(input, 4, 0..=9999)?;
    let (input, month) = preceded(char('-'), |input| number(input, 2, 1..=12)).parse(input)?;
    let last = days_of_month(year, month);
    let (input, day) = opt(preceded(char('-'), |input| number(input, 2, 1..=last))).parse(input)?;
    let date = Day {
        number: days_from_date(year, month, day.unwrap_or(1)),
        explicit: day.is_some(),
    };
    Ok((input, date))
}

/// The seconds since the start of the day in UTC, perhaps negative, and the digits of the fraction.
fn time(input: &str) -> Parsed<'_, (i64, &str)> {
    let sixtieth = |input| preceded(char(':'), |input| number(input, 2, 0..=59)).parse(input);
    let fraction = preceded(char('.'), digit1);
    let (input, (hour, minute)) = (|input| number(input, 2, 0..=23), sixtieth).parse(input)?;
    let (input, seconds) = opt((sixtieth, opt(fraction))).parse(input)?;
    let (input, offset) = opt(zone).parse(input)?;
    let (second, fraction) = seconds.unwrap_or((0, None));
    let seconds = hour * HOUR + minute * MINUTE + second - offset.unwrap_or(0);
    Ok((input, (seconds, fraction.unwrap_or(""))))
}

/// By how many seconds local time is ahead of UTC.
fn zone(input: &str) -> Parsed<'_, i64> {
    let sign = alt((value(1, char('+')), value(-1, char('-'))));
    let minutes = preceded(char(':'), |input| number(input, 2, 0..=59));
    let offset = (sign, |input| number(input, 2, 0..=23), minutes)
        .map(|(sign, hours, minutes)| sign * (hours * HOUR + minutes * MINUTE));
    alt((value(0, char('Z')), offset)).parse(input)
}

/// A number of exactly so many digits, in a range.
fn number(input: &str, digits: usize, range: core::ops::RangeInclusive<i64>) -> Parsed<'_, i64> {
    let text = take_while_m_n(digits, digits, |found: char| found.is_ascii_digit());
    verify(map_res(text, str::parse), |number| range.contains(number)).parse(input)
}

const fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

const fn days_of_month(year: i64, month: i64) -> i64 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// The days from 1970-01-01 to a date.
///
/// Counts years from March, so that the leap day is the last of its year: 365 days a year and one for each leap year; 153
/// days every five months, which distributes the months of 30 and 31 days as the calendar does.
const fn days_from_date(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    let months_since_march = (month + 9) % 12;
    let day_of_year = (153 * months_since_march + 2) / 5 + day - 1;
    year * 365 + leap_days + day_of_year - DAYS_TO_1970
}

/// The days from 0000-03-01 to 1970-01-01.
const DAYS_TO_1970: i64 = 719_468;

/// The date that is so many days after 1970-01-01: year, month, day.
const fn date_from_days(days: i64) -> (i64, i64, i64) {
    const DAYS_OF_400_YEARS: i64 = 146_097;
    let days = days + DAYS_TO_1970;
    let cycle = days.div_euclid(DAYS_OF_400_YEARS);
    let day = days.rem_euclid(DAYS_OF_400_YEARS);
    // Without the leap days of 4 and 400 years and with those that 100 years lack, all years have 365 days.
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day_of_year = day - (365 * year + year / 4 - year / 100);
    let months_since_march = (5 * day_of_year + 2) / 153;
    let day_of_month = day_of_year - (153 * months_since_march + 2) / 5 + 1;
    let month = (months_since_march + 2) % 12 + 1;
    let year = cycle * 400 + year + if month <= 2 { 1 } else { 0 };
    (year, month, day_of_month)
}

/// Writes an instant so that [`parse`] or the reader of epochs gives it back.
pub(super) fn write(f: &mut fmt::Formatter<'_>, seconds: i64, fraction: &str) -> fmt::Result {
    // An offset can move a date out of the years that a date can name, by less than a day.
    let ahead = if seconds < YEARS.start {
        (YEARS.start - seconds + MINUTE - 1) / MINUTE
    } else if seconds < YEARS.end {
        0
    } else if seconds - YEARS.end < DAY - MINUTE {
        (YEARS.end - seconds) / MINUTE - 1
    } else {
        return write!(f, "{seconds}");
    };
    let local = seconds + ahead * MINUTE;
    let (year, month, day) = date_from_days(local.div_euclid(DAY));
    let second = local.rem_euclid(DAY);
    let (hour, minute, second) = (second / HOUR, second % HOUR / MINUTE, second % MINUTE);
    write!(
        f,
        "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}"
    )?;
    if !fraction.is_empty() {
        write!(f, ".{fraction}")?;
    }
    if ahead == 0 {
        return f.write_str("Z");
    }
    let sign = if ahead < 0 { '-' } else { '+' };
    write!(f, "{sign}{:02}:{:02}", ahead.abs() / 60, ahead.abs() % 60)
}
