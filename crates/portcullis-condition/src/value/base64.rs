//! Canonical base64.

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::fmt;
use core::str::FromStr;

use super::error::{ValueError, ValueErrorKind};

/// Bytes in base64: standard alphabet, padded, the unused bits of the last character zero, nothing else between.
///
/// Canonical text and bytes correspond one to one, so that texts are equal exactly if the bytes are; the text is kept.
///
/// ```
/// use portcullis_condition::value::Base64;
/// let value: Base64 = "aGk=".parse()?;
/// assert_eq!(value.decode(), b"hi");
/// assert!("aGl=".parse::<Base64>().is_err(), "not canonical: the last two bits are set");
/// # Ok::<(), portcullis_condition::value::ValueError>(())
/// ```
///
/// # Source
///
/// PL 8.7 (`reference_policies_elements_condition_operators`).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Base64 {
    text: Box<str>,
}

impl Base64 {
    /// The text.
    ///
    /// ```
    /// use portcullis_condition::value::Base64;
    /// assert_eq!("aGk=".parse::<Base64>()?.as_str(), "aGk=");
    /// # Ok::<(), portcullis_condition::value::ValueError>(())
    /// ```
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The bytes.
    ///
    /// ```
    /// use portcullis_condition::value::Base64;
    /// assert_eq!("AAAA".parse::<Base64>()?.decode(), [0, 0, 0]);
    /// # Ok::<(), portcullis_condition::value::ValueError>(())
    /// ```
    #[must_use]
    pub fn decode(&self) -> Vec<u8> {
        let digits = self.text.trim_end_matches('=').as_bytes();
        let bytes = digits.chunks(4).flat_map(|group| {
            let bits = group
                .iter()
                .filter_map(|byte| digit(*byte))
                .fold(0, |bits, digit| bits << 6 | digit);
            // A group of 2, 3 or 4 digits holds one byte less than digits.
            let [_, bytes @ ..] = (bits << (6 * (4 - group.len()))).to_be_bytes();
            bytes.into_iter().take(group.len() - 1)
        });
        bytes.collect()
    }
}

/// The six bits of a character of the standard alphabet.
fn digit(byte: u8) -> Option<u32> {
    let value = match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'+' => 62,
        b'/' => 63,
        _ => return None,
    };
    Some(u32::from(value))
}

fn is_canonical(text: &str) -> bool {
    let digits = text.trim_end_matches('=').as_bytes();
    let unused_bits = match (digits.len() % 4, text.len() - digits.len()) {
        (0, 0) => 0,
        (2, 2) => 0b1111,
        (3, 1) => 0b11,
        _ => return false,
    };
    let last = digits.last().and_then(|byte| digit(*byte)).unwrap_or(0);
    last & unused_bits == 0 && digits.iter().all(|byte| digit(*byte).is_some())
}

impl FromStr for Base64 {
    type Err = ValueError;

    /// Reads canonical base64; the empty text stands for no bytes.
    ///
    /// # Errors
    ///
    /// [`ValueErrorKind::NotBase64`].
    fn from_str(text: &str) -> Result<Self, ValueError> {
        if is_canonical(text) {
            Ok(Self { text: text.into() })
        } else {
            Err(ValueError::new(ValueErrorKind::NotBase64, text))
        }
    }
}

impl fmt::Display for Base64 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use std::string::String;

    use proptest::prelude::*;

    use super::Base64;

    /// Bit by bit, as the definition reads.
    fn encode(bytes: &[u8]) -> String {
        const ALPHABET: &[u8; 64] =
            b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        let mut bits: String = bytes
            .iter()
            .map(|byte| std::format!("{byte:08b}"))
            .collect();
        while !bits.len().is_multiple_of(6) {
            bits.push('0');
        }
        let digits = bits.as_bytes().chunks(6).map(|group| {
            let group = std::str::from_utf8(group).unwrap();
            char::from(ALPHABET[usize::from_str_radix(group, 2).unwrap()])
        });
        let mut text: String = digits.collect();
        while !text.len().is_multiple_of(4) {
            text.push('=');
        }
        text
    }

    #[test]
    fn texts_that_are_not_canonical() {
        for text in [
            "###", "A", "AA", "AAA", "AA=", "AA==A", "A===", "====", "=", "AB==", "AAB=",
            "AA==AA==", "AA A", "AAAA\n", "AA-_", "AAA=AAAA", "éAA", "AAAAé",
        ] {
            assert!(text.parse::<Base64>().is_err(), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn decoding_undoes_encoding(bytes in proptest::collection::vec(any::<u8>(), 0..20)) {
            let text = encode(&bytes);
            prop_assert_eq!(text.parse::<Base64>().unwrap().decode(), bytes);
        }

        #[test]
        fn what_is_read_is_canonical(text in "[AQgw/+9=]{0,9}") {
            if let Ok(value) = text.parse::<Base64>() {
                prop_assert_eq!(encode(&value.decode()), text);
            }
        }
    }
}
