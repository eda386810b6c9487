//! Numbers: read as a reader of its own does, printed without anything superfluous, and ordered as numbers are.

use core::cmp::Ordering;

use portcullis_condition::value::{Number, NumberRef};

use super::checks::{check_message, check_span, halves, printed};

/// Reads both halves of the input as numbers.
pub fn run(data: &[u8]) {
    let Ok(text) = core::str::from_utf8(data) else {
        return;
    };
    let (first, second) = halves(text);
    let one = number(first);
    if let (Some((one, plain)), Some((other, plain_other))) = (one, number(second)) {
        let order = plain.order(&plain_other);
        assert_eq!(one.cmp(&other), order, "{first:?} and {second:?}");
        assert_eq!(other.cmp(&one), order.reverse());
        assert_eq!(one == other, order == Ordering::Equal);
    }
}

/// The number; panics unless the plain reader finds one too, and unless it reads back from what it prints.
fn number(text: &str) -> Option<(NumberRef<'_>, Plain<'_>)> {
    let plain = Plain::read(text);
    let found = NumberRef::parse(text);
    assert_eq!(
        found.is_some(),
        plain.is_some(),
        "{text:?} is a number for one reader alone"
    );
    let (Some(found), Some(plain)) = (found, plain) else {
        if let Err(error) = text.parse::<Number>() {
            check_span(text, error.span());
            check_message(&error);
        }
        return None;
    };
    printed(&found, |printed| {
        assert_eq!(
            NumberRef::parse(printed),
            Some(found),
            "{text:?} prints as {printed:?}"
        );
        let least = printed.len() <= text.len() + 1;
        assert!(least, "{text:?} prints as {printed:?}, which is longer");
        let again = printed.parse::<Number>();
        assert!(again.is_ok_and(|again| again.as_ref() == found));
    });
    Some((found, plain))
}

/// A number as its digits stand, zeros and all.
#[derive(Clone, Copy, Debug)]
struct Plain<'a> {
    negative: bool,
    whole: &'a str,
    fraction: &'a str,
}

impl<'a> Plain<'a> {
    /// Byte by byte: a sign, digits, a point, digits.
    fn read(text: &'a str) -> Option<Self> {
        let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
        let rest = unsigned.trim_start_matches(|found: char| found.is_ascii_digit());
        let whole = unsigned.strip_suffix(rest)?;
        let fraction = match rest.strip_prefix('.') {
            Some(fraction) => fraction,
            None if rest.is_empty() => "",
            None => return None,
        };
        let digits = fraction.bytes().all(|byte| byte.is_ascii_digit());
        let some = !whole.is_empty() || !fraction.is_empty();
        (digits && some).then_some(Self {
            negative: text.starts_with('-'),
            whole,
            fraction,
        })
    }

    /// Digit by digit from the highest place that either has, as signed distances from zero.
    fn order(&self, other: &Plain<'_>) -> Ordering {
        let whole = self.whole.len().max(other.whole.len());
        let fraction = self.fraction.len().max(other.fraction.len());
        let of_one = self.digits(whole, fraction);
        let of_other = other.digits(whole, fraction);
        let size = of_one.clone().cmp(of_other.clone());
        let zero = of_one.chain(of_other).all(|digit| digit == b'0');
        match (self.negative, other.negative) {
            _ if zero => Ordering::Equal,
            (false, false) => size,
            (true, true) => size.reverse(),
            (false, true) => Ordering::Greater,
            (true, false) => Ordering::Less,
        }
    }

    fn digits(&self, whole: usize, fraction: usize) -> impl Iterator<Item = u8> + Clone {
        let missing = whole - self.whole.len();
        let zeros = core::iter::repeat(b'0');
        zeros
            .clone()
            .take(missing)
            .chain(self.whole.bytes())
            .chain(self.fraction.bytes().chain(zeros).take(fraction))
    }
}
