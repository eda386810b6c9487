//! Exact decimal numbers of any length.

use alloc::boxed::Box;
use core::cmp::Ordering;
use core::fmt;
use core::str::FromStr;

use super::error::{ValueError, ValueErrorKind};
use super::is_digits;

/// A decimal number, borrowed from the text it was read from.
///
/// Digits are compared as text, so that no number is too long, nothing is rounded and nothing is allocated. Equality and order
/// are those of the numbers: `10.0` equals `+010`, `-0` equals `0`.
///
/// ```
/// use portcullis_condition::value::NumberRef;
/// let parse = |text| NumberRef::parse(text).expect("a number");
/// assert!(parse("9007199254740992") < parse("9007199254740992.5"));
/// assert_eq!(parse("10.0"), parse("+010"));
/// ```
///
/// # Source
///
/// PL 8.5, 8.7 (`reference_policies_elements_condition_operators`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct NumberRef<'a> {
    // INVARIANT: `integer` has no leading, `fraction` no trailing zero, and zero is not negative; upheld by `parse`, so that
    // equal numbers are equal field by field.
    negative: bool,
    integer: &'a str,
    fraction: &'a str,
}

impl<'a> NumberRef<'a> {
    /// Reads an optional sign and digits with at most one point, a digit on at least one side of it; nothing else.
    ///
    /// ```
    /// use portcullis_condition::value::NumberRef;
    /// assert!(["10", "-.5", "+5."].iter().all(|text| NumberRef::parse(text).is_some()));
    /// assert!(["", ".", "1e3", " 1", "--1", "0x1"].iter().all(|text| NumberRef::parse(text).is_none()));
    /// ```
    #[must_use]
    pub fn parse(text: &'a str) -> Option<Self> {
        let (negative, magnitude) = match text.strip_prefix('-') {
            Some(magnitude) => (true, magnitude),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let (integer, fraction) = magnitude.split_once('.').unwrap_or((magnitude, ""));
        let readable = [integer, fraction]
            .iter()
            .all(|part| part.is_empty() || is_digits(part));
        if !readable || (integer.is_empty() && fraction.is_empty()) {
            return None;
        }
        let integer = integer.trim_start_matches('0');
        let fraction = fraction.trim_end_matches('0');
        Some(Self {
            negative: negative && !(integer.is_empty() && fraction.is_empty()),
            integer,
            fraction,
        })
    }

    fn magnitude(self) -> (usize, &'a str, &'a str) {
        // Without leading zeros the longer integer is the greater one, and without trailing zeros fractions order as text.
        (self.integer.len(), self.integer, self.fraction)
    }
}

impl Ord for NumberRef<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self.negative, other.negative) {
            (false, true) => Ordering::Greater,
            (true, false) => Ordering::Less,
            (false, false) => self.magnitude().cmp(&other.magnitude()),
            (true, true) => other.magnitude().cmp(&self.magnitude()),
        }
    }
}

impl PartialOrd for NumberRef<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for NumberRef<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.negative {
            f.write_str("-")?;
        }
        f.write_str(if self.integer.is_empty() {
            "0"
        } else {
            self.integer
        })?;
        if self.fraction.is_empty() {
            Ok(())
        } else {
            write!(f, ".{}", self.fraction)
        }
    }
}

/// A decimal number of any length that owns its digits; see [`NumberRef`].
///
/// Displays without superfluous zeros, sign or point, and reads back from that.
///
/// ```
/// use portcullis_condition::value::Number;
/// let number: Number = "+010.50".parse()?;
/// assert_eq!(number.to_string(), "10.5");
/// assert_eq!(number, "10.5".parse()?);
/// # Ok::<(), portcullis_condition::value::ValueError>(())
/// ```
///
/// # Source
///
/// PL 8.5, 8.7 (`reference_policies_elements_condition_operators`).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Number {
    negative: bool,
    integer: Box<str>,
    fraction: Box<str>,
}

impl Number {
    /// The number, borrowed.
    ///
    /// ```
    /// use portcullis_condition::value::{Number, NumberRef};
    /// let number: Number = "1.50".parse()?;
    /// assert_eq!(Some(number.as_ref()), NumberRef::parse("1.5"));
    /// # Ok::<(), portcullis_condition::value::ValueError>(())
    /// ```
    #[must_use]
    pub fn as_ref(&self) -> NumberRef<'_> {
        NumberRef {
            negative: self.negative,
            integer: &self.integer,
            fraction: &self.fraction,
        }
    }
}

impl From<NumberRef<'_>> for Number {
    fn from(number: NumberRef<'_>) -> Self {
        Self {
            negative: number.negative,
            integer: number.integer.into(),
            fraction: number.fraction.into(),
        }
    }
}

impl FromStr for Number {
    type Err = ValueError;

    /// Reads what [`NumberRef::parse`] reads.
    ///
    /// # Errors
    ///
    /// [`ValueErrorKind::NotANumber`].
    fn from_str(text: &str) -> Result<Self, ValueError> {
        NumberRef::parse(text)
            .map(Self::from)
            .ok_or_else(|| ValueError::new(ValueErrorKind::NotANumber, text))
    }
}

impl Ord for Number {
    fn cmp(&self, other: &Self) -> Ordering {
        self.as_ref().cmp(&other.as_ref())
    }
}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_ref().fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use std::format;
    use std::string::{String, ToString};

    use proptest::prelude::*;

    use super::{Number, NumberRef};

    #[test]
    fn texts_that_are_numbers() {
        for (text, canonical) in [
            ("0", "0"),
            ("-0", "0"),
            ("-0.00", "0"),
            ("+007", "7"),
            (".5", "0.5"),
            ("5.", "5"),
            ("-.50", "-0.5"),
            ("00.10", "0.1"),
        ] {
            assert_eq!(
                text.parse::<Number>().unwrap().to_string(),
                canonical,
                "{text}"
            );
        }
    }

    #[test]
    fn texts_that_are_not() {
        for text in [
            "", "+", "-", ".", "-.", "1.2.3", "1,5", "1e3", "1E3", " 1", "1 ", "+-1", "- 1",
            "0x10", "NaN", "inf", "١", "1_000",
        ] {
            assert!(NumberRef::parse(text).is_none(), "{text:?}");
        }
    }

    #[test]
    fn length_does_not_matter() {
        let long = "9".repeat(100_000);
        let longer = format!("1{}", "0".repeat(100_000));
        assert!(NumberRef::parse(&long) < NumberRef::parse(&longer));
        let tail = format!("0.{}1", "0".repeat(100_000));
        assert!(NumberRef::parse("0") < NumberRef::parse(&tail));
        assert!(NumberRef::parse(&format!("-{tail}")) < NumberRef::parse("0"));
    }

    /// The value times 10^12, for texts of at most twelve digits on either side.
    fn scaled(text: &str) -> i128 {
        let (sign, magnitude) = match text.strip_prefix('-') {
            Some(magnitude) => (-1, magnitude),
            None => (1, text.trim_start_matches('+')),
        };
        let (integer, fraction) = magnitude.split_once('.').unwrap_or((magnitude, ""));
        let digits: String = format!("0{integer}{fraction:0<12}");
        sign * digits.parse::<i128>().unwrap()
    }

    proptest! {
        #[test]
        fn order_is_that_of_integers(
            left in "[+-]?(0{0,3}[0-9]{1,9}(\\.[0-9]{0,12})?|\\.[0-9]{1,12})",
            right in "[+-]?(0{0,3}[0-9]{1,9}(\\.[0-9]{0,12})?|\\.[0-9]{1,12})",
        ) {
            let expected = scaled(&left).cmp(&scaled(&right));
            let (left, right): (Number, Number) = (left.parse().unwrap(), right.parse().unwrap());
            prop_assert_eq!(left.cmp(&right), expected);
            prop_assert_eq!(left == right, expected.is_eq());
        }

        #[test]
        fn near_numbers_order_like_integers(
            left in "-?[01]{1,2}(\\.[01]{0,2})?",
            right in "-?[01]{1,2}(\\.[01]{0,2})?",
        ) {
            let expected = scaled(&left).cmp(&scaled(&right));
            prop_assert_eq!(NumberRef::parse(&left).unwrap().cmp(&NumberRef::parse(&right).unwrap()), expected);
        }

        #[test]
        fn display_reads_back(text in "[+-]?[0-9]{1,30}(\\.[0-9]{0,30})?") {
            let number: Number = text.parse().unwrap();
            let shown = number.to_string();
            prop_assert_eq!(&shown.parse::<Number>().unwrap(), &number);
            prop_assert_eq!(shown.parse::<Number>().unwrap().to_string(), shown);
        }
    }
}
