//! What a value of the request is besides a text.

use core::net::IpAddr;

use super::ContextValue;
use crate::value::{InstantParts, InstantRef, parse_address};

/// What takes long to read from a text, read when the text becomes a value: one request is asked by many conditions. Numbers,
/// epochs and Booleans are read where they are compared, which is to look at each character once.
// INVARIANT: a function of the text alone, so that equal texts are equal values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Typed {
    /// Nothing that takes long.
    Text,
    Address(IpAddr),
    Date(InstantParts),
}

impl Typed {
    pub(super) fn of(text: &str) -> Self {
        let bytes = text.as_bytes();
        if let [b'0'..=b'9', _, _, _, b'-', ..] = bytes {
            let date = InstantRef::parse(text).and_then(|instant| instant.parts(text));
            return date.map_or(Self::Text, Self::Date);
        }
        // An address has a point or a colon behind four digits at most.
        let is_separated = bytes.iter().take(5).any(|byte| matches!(byte, b'.' | b':'));
        let address = if is_separated {
            parse_address(text)
        } else {
            None
        };
        address.map_or(Self::Text, Self::Address)
    }
}

/// One value of a request.
#[derive(Clone, Copy)]
pub(crate) struct Actual<'a> {
    text: &'a str,
    // Most conditions ask for no more than the text.
    value: &'a ContextValue,
    at: usize,
}

impl<'a> Actual<'a> {
    /// The value with this place among those of its key.
    pub(crate) const fn new(text: &'a str, value: &'a ContextValue, at: usize) -> Self {
        Self { text, value, at }
    }

    pub(crate) const fn text(self) -> &'a str {
        self.text
    }

    pub(crate) fn address(self) -> Option<IpAddr> {
        match self.value.typed(self.at) {
            Typed::Address(address) => Some(address),
            Typed::Text | Typed::Date(_) => parse_address(self.text),
        }
    }

    pub(crate) fn instant(self) -> Option<InstantRef<'a>> {
        match self.value.typed(self.at) {
            Typed::Date(parts) => Some(parts.of(self.text)),
            Typed::Text | Typed::Address(_) => InstantRef::parse(self.text),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(text: &str) {
        let (single, list) = (
            ContextValue::single(text),
            ContextValue::list(["x", text, "y"]),
        );
        for (value, at) in [(&single, 0), (&list, 1)] {
            let actual = Actual::new(text, value, at);
            assert_eq!(actual.address(), parse_address(text), "{text}");
            assert_eq!(actual.instant(), InstantRef::parse(text), "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_value_is_what_its_text_is(
            text in "[0-9a-f:./TZ+-]{0,24}",
            date in "2[0-9]{3}-[01][0-9](-[0-3][0-9](T[0-2][0-9]:[0-5][0-9](:[0-5][0-9](\\.[0-9]{1,4}0{0,2})?)?(Z|[+-][01][0-9]:[0-5][0-9])?)?)?",
            address in "([0-9]{1,3}\\.){3}[0-9]{1,3}|([0-9a-f]{1,4}:){7}[0-9a-f]{1,4}|[0-9a-f]{0,4}::[0-9a-f]{0,4}",
        ) {
            for text in [text, date, address] {
                check(&text);
            }
        }
    }

    #[test]
    fn what_takes_long_is_read_beforehand() {
        for text in ["203.0.113.7", "2001:db8::1", "::1", "::ffff:1.2.3.4"] {
            assert!(matches!(Typed::of(text), Typed::Address(_)), "{text}");
            assert_eq!(ContextValue::single(text).typed(0), Typed::of(text));
            assert_eq!(ContextValue::list([text]).typed(0), Typed::of(text));
            assert_eq!(ContextValue::list(["x", text]).typed(1), Typed::of(text));
            assert_eq!(ContextValue::list([text]).typed(1), Typed::Text);
        }
        for text in ["2026-03", "2026-03-01T12:00:00.250+02:00", "0000-01-01"] {
            assert!(matches!(Typed::of(text), Typed::Date(_)), "{text}");
        }
        for text in [
            "",
            "1772366400",
            "1.5",
            "true",
            "us-east-1",
            "arn:aws:s3:::b",
            "2026-13",
            "a1b2-c3",
        ] {
            assert_eq!(Typed::of(text), Typed::Text, "{text}");
        }
    }
}
