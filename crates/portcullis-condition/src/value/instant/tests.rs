//! Every form of a date, every way to miss it, and the calendar against counting days.

use std::format;
use std::string::{String, ToString};

use proptest::prelude::*;

use super::{Instant, InstantRef};

#[test]
fn forms_of_one_instant() {
    let noon = InstantRef::parse("2026-03-01T12:00:00Z").unwrap();
    for text in [
        "2026-03-01T12:00Z",
        "2026-03-01T12:00",
        "2026-03-01T12:00:00",
        "2026-03-01T12:00:00.0Z",
        "2026-03-01T12:00:00.000000000000000000000000000000Z",
        "2026-03-01T14:00:00+02:00",
        "2026-03-01T07:00-05:00",
        "2026-03-01T12:00-00:00",
        "2026-03-02T11:59:00.0+23:59",
        "2026-02-28T12:01-23:59",
        "1772366400",
        "0001772366400",
    ] {
        assert_eq!(InstantRef::parse(text), Some(noon), "{text}");
    }
    for later in [
        "2026-03-01T12:00:00.5Z",
        "2026-03-01T12:00:00.0000000000000000000000001",
        "1772366401",
    ] {
        assert!(InstantRef::parse(later).unwrap() > noon, "{later}");
    }
}

#[test]
fn anchors() {
    for (text, epoch) in [
        ("1970-01-01", "0"),
        ("1970-01", "000"),
        ("2000-02-29", "951782400"),
        ("2000-03-01", "951868800"),
        ("2026-03", "1772323200"),
        ("2038-01-19T03:14:08Z", "2147483648"),
        ("9999-12-31T23:59:59Z", "253402300799"),
        ("1970-01-01T00:33:44Z", "2024"),
    ] {
        assert_eq!(
            InstantRef::parse(text).unwrap(),
            InstantRef::parse(epoch).unwrap(),
            "{text}"
        );
    }
    let first: Instant = "0000-01-01".parse().unwrap();
    assert_eq!(first.seconds, super::OwnedSeconds::Near(-62_167_219_200));
    assert!(InstantRef::parse("0000-02-29") < InstantRef::parse("0000-03-01"));
}

#[test]
fn texts_that_are_no_instant() {
    for text in [
        "",
        "yesterday",
        "-1",
        "+1",
        "1.5",
        "1e9",
        " 0",
        "0 ",
        "٣",
        "2026-",
        "2026-3",
        "2026-03-",
        "2026-03-1",
        "26-03-01",
        "02026-03-01",
        "2026/03/01",
        "20260301T120000Z",
        "0000-13",
        "-0001-01-01",
        "-001-01-01",
        "2026-00",
        "2026-13",
        "2026-01-00",
        "2026-01-32",
        "2026-04-31",
        "2026-02-29",
        "1900-02-29",
        "2024-02-30",
        "2026-03T12:00Z",
        "2026-03-01T",
        "2026-03-01Z",
        "2026-03-01+02:00",
        "2026-03-01T12Z",
        "2026-03-01T12:00:00.Z",
        "2026-03-01T12:00:00,5Z",
        "2026-03-01T12:00.5Z",
        "2026-03-01T24:00Z",
        "2026-03-01T24:00:00Z",
        "2026-03-01T12:60Z",
        "2026-03-01T12:00:60Z",
        "2026-03-01t12:00Z",
        "2026-03-01T12:00z",
        "2026-03-01 12:00Z",
        "2026-03-01T12:00+2:00",
        "2026-03-01T12:00+0200",
        "2026-03-01T12:00+02",
        "2026-03-01T12:00+24:00",
        "2026-03-01T12:00+02:60",
        "2026-03-01T12:00 Z",
        "2026-03-01T12:00ZZ",
        "2026-03-01T12:00Z\n",
        "2026-03-01T12:00UTC",
        "2026-W09-7",
        "2026-060",
    ] {
        assert_eq!(InstantRef::parse(text), None, "{text:?}");
    }
}

#[test]
fn instants_of_any_size_compare() {
    let far = "9".repeat(100_000);
    let farther = format!("1{}", "0".repeat(100_000));
    let ascending = [
        "0000-01-01T00:00+23:59",
        "0000-01-01",
        "0000-02-29",
        "0001-01-01",
        "1969-12-31T23:59:59.5Z",
        "0",
        "1970-01-01T00:00:00.05Z",
        "1970-01-01T00:00:00.5Z",
        "9999-12-31T23:59:59.9-23:59",
        "9223372036854775807",
        "9223372036854775808",
        "99999999999999999999",
        &far,
        &farther,
    ];
    let instants: std::vec::Vec<Instant> =
        ascending.iter().map(|text| text.parse().unwrap()).collect();
    assert!(instants.is_sorted_by(|earlier, later| earlier < later));
    for instant in &instants {
        assert_eq!(&instant.to_string().parse::<Instant>().unwrap(), instant);
    }
}

#[test]
fn display_is_a_date_where_one_exists() {
    for (text, shown) in [
        ("2026-03", "2026-03-01T00:00:00Z"),
        ("2026-03-01T12:00:00.250+02:00", "2026-03-01T10:00:00.25Z"),
        ("0000-01-01T00:00+00:01", "0000-01-01T00:00:00+00:01"),
        // The first instant behind the year 9999.
        ("9999-12-31T23:59:00-00:01", "9999-12-31T23:59:00-00:01"),
        ("9999-12-31T23:59:59-00:01", "9999-12-31T23:59:59-00:01"),
        ("253402387140", "253402387140"),
        ("00018446744073709551616", "18446744073709551616"),
    ] {
        assert_eq!(
            text.parse::<Instant>().unwrap().to_string(),
            shown,
            "{text}"
        );
    }
}

/// Every day of the years that a date can name, counted one by one from 1970.
#[test]
fn the_calendar_agrees_with_counting() {
    let lengths = |year: u32| {
        let leap = year.is_multiple_of(4) && !year.is_multiple_of(100) || year.is_multiple_of(400);
        [
            31,
            if leap { 29 } else { 28 },
            31,
            30,
            31,
            30,
            31,
            31,
            30,
            31,
            30,
            31,
        ]
    };
    let mut day: i64 = -719_162;
    for year in 1..=9999 {
        for (month, length) in (1..).zip(lengths(year)) {
            for date in 1..=length {
                // Whole years around the exceptions, and the ends of the months of all others.
                if year % 100 > 1 && date != 1 && date != length {
                    day += 1;
                    continue;
                }
                let text = format!("{year:04}-{month:02}-{date:02}");
                let expected = super::OwnedSeconds::Near(day * 86_400);
                let instant: Instant = text.parse().unwrap();
                assert_eq!(instant.seconds, expected, "{text}");
                assert_eq!(instant.to_string(), text + "T00:00:00Z");
                day += 1;
            }
            let beyond = format!("{year:04}-{month:02}-{:02}", length + 1);
            assert_eq!(InstantRef::parse(&beyond), None, "{beyond}");
        }
    }
    assert_eq!(day * 86_400, 253_402_300_800);
}

/// A date with a time, an offset in minutes and a fraction of at most six digits, as microseconds since 1970.
fn date() -> impl Strategy<Value = (String, i128)> {
    let offset = prop_oneof![Just(None), (-1439_i64..=1439).prop_map(Some)];
    (0_i64..253_402_300_800, "[0-9]{1,6}", offset).prop_map(|(seconds, fraction, offset)| {
        let local: Instant = seconds.to_string().parse().unwrap();
        let local = local.to_string();
        let local = local.trim_end_matches('Z');
        let zone = offset.map_or(String::from("Z"), |minutes| {
            let sign = if minutes < 0 { '-' } else { '+' };
            format!("{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
        });
        let micros: i128 = format!("{fraction:0<6}").parse().unwrap();
        let utc = i128::from(seconds - offset.unwrap_or(0) * 60) * 1_000_000 + micros;
        (format!("{local}.{fraction}{zone}"), utc)
    })
}

proptest! {
    #[test]
    fn order_is_that_of_microseconds((left, left_micros) in date(), (right, right_micros) in date()) {
        let (left, right): (Instant, Instant) = (left.parse().unwrap(), right.parse().unwrap());
        prop_assert_eq!(left.cmp(&right), left_micros.cmp(&right_micros));
        prop_assert_eq!(left == right, left_micros == right_micros);
        let whole: Instant = left_micros.div_euclid(1_000_000).max(0).to_string().parse().unwrap();
        prop_assert_eq!(left.cmp(&whole), left_micros.cmp(&(left_micros.div_euclid(1_000_000).max(0) * 1_000_000)));
    }

    #[test]
    fn display_reads_back((text, _) in date()) {
        let instant: Instant = text.parse().unwrap();
        prop_assert_eq!(&instant.to_string().parse::<Instant>().unwrap(), &instant);
    }

    #[test]
    fn any_text_is_read_or_refused(text in "[0-9TZ:.+-]{0,30}") {
        if let Some(instant) = InstantRef::parse(&text) {
            let shown = instant.to_string();
            prop_assert_eq!(InstantRef::parse(&shown), Some(instant));
        }
    }
}
