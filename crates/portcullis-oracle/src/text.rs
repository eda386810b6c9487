//! Forms of text: wildcards, letter case, numbers, dates, addresses, base64.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::net::{Ipv4Addr, Ipv6Addr};

/// One step of a pattern: this character, this one in either case, `?` and `*`, with whether they take colons.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Piece {
    Exact(char),
    Folded(char),
    One(bool),
    Run(bool),
}

/// Whether a pattern covers a text: after each piece, the places that can be reached. Recursion takes years on many stars.
pub(crate) fn glob(pattern: &[Piece], text: &str) -> bool {
    let text: Vec<char> = text.chars().collect();
    let mut places = BTreeSet::from([0]);
    for piece in pattern {
        let mut next = BTreeSet::new();
        for place in places {
            let here = text.get(place).copied();
            let fits = match *piece {
                Piece::Exact(c) => here == Some(c),
                Piece::Folded(c) => here.is_some_and(|h| h.eq_ignore_ascii_case(&c)),
                Piece::One(colon) => here.is_some_and(|h| colon || h != ':'),
                Piece::Run(colon) => {
                    let mut end = place;
                    // From a place that is in already, the run has gone on before.
                    while next.insert(end) && text.get(end).is_some_and(|h| colon || *h != ':') {
                        end = end.saturating_add(1);
                    }
                    false
                }
            };
            if fits {
                next.insert(place.saturating_add(1));
            }
        }
        places = next;
    }
    places.contains(&text.len())
}

/// PL 8.4: simple Unicode case folding, as near as the standard library comes to it. Dotless i folds to itself.
pub(crate) fn fold(text: &str) -> String {
    // What has several characters in the other case has no simple folding.
    let one = |c: char, mut cased: Vec<char>| cased.pop().filter(|_| cased.is_empty()).unwrap_or(c);
    let fold_char = |c: char| match c {
        'ı' => c,
        c if c.is_ascii() => c.to_ascii_lowercase(),
        c => {
            let upper = one(c, c.to_uppercase().collect());
            one(upper, upper.to_lowercase().collect())
        }
    };
    text.chars().map(fold_char).collect()
}

pub(crate) fn is_made_of(text: &str, fits: impl Fn(&u8) -> bool) -> bool {
    !text.is_empty() && text.as_bytes().iter().all(fits)
}

/// PL 8.5: an exact decimal: how many digits stand before the point, these, and those behind it, without idle zeros.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Number {
    Negative(Reverse<(usize, String, String)>),
    Positive((usize, String, String)),
}

/// PL 8.7: optional sign, digits, at most one point with a digit on at least one side, nothing else.
pub(crate) fn number(text: &str) -> Option<Number> {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    if !is_made_of(&format!("{whole}{fraction}"), u8::is_ascii_digit) {
        return None;
    }
    let whole = whole.trim_start_matches('0').to_owned();
    let fraction = fraction.trim_end_matches('0').to_owned();
    let negative = text.starts_with('-') && !(whole.is_empty() && fraction.is_empty());
    let size = (whole.len(), whole, fraction);
    Some(if negative { Number::Negative(Reverse(size)) } else { Number::Positive(size) })
}

/// PL 8.6: the second that has begun, counted from 1970, and the digits of its fraction.
pub(crate) fn instant(text: &str) -> Option<(Number, String)> {
    // All digits are epoch seconds, four of them too.
    if is_made_of(text, u8::is_ascii_digit) {
        return Some((number(text)?, String::new()));
    }
    let (day, time) = text.split_once('T').map_or((text, None), |(day, time)| (day, Some(time)));
    let parts: Vec<&str> = day.split('-').collect();
    let (year, month, day) = match *parts.as_slice() {
        // The start of the month; a time needs a whole date.
        [year, month] if time.is_none() => (field(year, 4)?, field(month, 2)?, 1),
        [year, month, day] => (field(year, 4)?, field(month, 2)?, field(day, 2)?),
        _ => return None,
    };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let lengths = [31, if leap { 29 } else { 28 }, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let before = usize::try_from(month).ok()?.checked_sub(1)?;
    if !(1..=*lengths.get(before)?).contains(&day) {
        return None;
    }
    // The leap years before this one, the year 0 among them; 719,528 days lie between 0000-01-01 and 1970-01-01.
    let leaps = (year + 3) / 4 - (year + 99) / 100 + (year + 399) / 400;
    let days = year * 365 + leaps + lengths.iter().take(before).sum::<i64>() + day - 1 - 719_528;
    let (seconds, fraction) = time.map_or(Some((0, "")), time_of_day)?;
    Some((number(&(days * 86_400 + seconds).to_string())?, fraction.to_owned()))
}

/// `hh:mm`, `hh:mm:ss` or `hh:mm:ss.s`, then `Z`, an offset, or nothing for UTC (PL 8.6).
fn time_of_day(text: &str) -> Option<(i64, &str)> {
    let (clock, zone) = text.split_at_checked(text.find(['Z', '+', '-']).unwrap_or(text.len()))?;
    let offset = match zone.strip_prefix(['+', '-']) {
        Some(offset) if zone.starts_with('+') => hours_minutes(offset)?,
        Some(offset) => -hours_minutes(offset)?,
        None if matches!(zone, "" | "Z") => 0,
        None => return None,
    };
    let (start, rest) = clock.split_at_checked(5)?;
    let (second, fraction) = rest.split_once('.').unwrap_or((rest, "0"));
    let seconds = match second.strip_prefix(':') {
        Some(second) => field(second, 2).filter(|second| *second < 60)?,
        None if rest.is_empty() => 0,
        None => return None,
    };
    let fraction = Some(fraction).filter(|fraction| is_made_of(fraction, u8::is_ascii_digit))?;
    Some((hours_minutes(start)? + seconds - offset, fraction.trim_end_matches('0')))
}

fn hours_minutes(text: &str) -> Option<i64> {
    let (hours, minutes) = text.split_once(':')?;
    let hours = field(hours, 2).filter(|hours| *hours < 24)?;
    let minutes = field(minutes, 2).filter(|minutes| *minutes < 60)?;
    Some(hours * 3_600 + minutes * 60)
}

fn field(text: &str, width: usize) -> Option<i64> {
    text.parse().ok().filter(|_| is_made_of(text, u8::is_ascii_digit) && text.len() == width)
}

/// An address as the width of its family and its bits; `::ffff:a.b.c.d` is IPv6, dotted parts have no leading zeros (PL 8.7).
pub(crate) fn address(text: &str) -> Option<(u32, u128)> {
    let v4 = text.parse::<Ipv4Addr>().map(|v4| (32, u128::from(u32::from(v4))));
    v4.ok().or_else(|| text.parse::<Ipv6Addr>().ok().map(|v6| (128, u128::from(v6))))
}

/// PL 8.7: an address, or a block with a prefix length.
pub(crate) fn block(text: &str) -> Option<((u32, u128), u32)> {
    let Some((start, length)) = text.split_once('/') else {
        return address(text).map(|address| (address, address.0));
    };
    let (address, length) = (address(start)?, length.parse::<u32>().ok().filter(|read| read.to_string() == length)?);
    (length <= address.0).then_some((address, length))
}

/// PL 8.7: an address lies in a block of its family; bits below the mask do not count.
pub(crate) fn in_block(address: (u32, u128), (start, length): ((u32, u128), u32)) -> bool {
    let high = |bits: u128| bits.checked_shr(start.0.saturating_sub(length)).unwrap_or(0);
    address.0 == start.0 && high(address.1) == high(start.1)
}

/// PL 8.7: canonical, padded base64 of the standard alphabet.
pub(crate) fn base64(text: &str) -> Option<Vec<u8>> {
    const ALPHABET: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let digits = text.strip_suffix("==").or_else(|| text.strip_suffix('=')).unwrap_or(text);
    let mut bits = Vec::new();
    for digit in digits.chars() {
        let value = ALPHABET.find(digit)?;
        bits.extend([32, 16, 8, 4, 2, 1].map(|weight| value & weight != 0));
    }
    let byte = |bits: &[bool]| bits.iter().fold(0, |byte, bit| (byte << 1) | u8::from(*bit));
    let bytes = bits.chunks_exact(8);
    // The bits left over are zeros.
    let canonical = text.len().is_multiple_of(4) && !bytes.remainder().contains(&true);
    canonical.then(|| bytes.map(byte).collect())
}
