//! Short texts as numbers, so that comparing them is one comparison.

/// The longest text that fits.
const LONGEST: usize = 15;

/// A text of at most fifteen bytes, its ASCII letters in lower case, as a number; `None` for a longer one.
///
/// Different texts have different numbers, but for the case of ASCII letters.
pub(crate) fn packed(text: &str) -> Option<u128> {
    let length = u8::try_from(text.len()).ok()?;
    if text.len() > LONGEST {
        return None;
    }
    let mut bytes = [0; 16];
    for (to, from) in bytes.iter_mut().zip(text.bytes()) {
        *to = from.to_ascii_lowercase();
    }
    let [.., last] = &mut bytes;
    *last = length;
    Some(u128::from_le_bytes(bytes))
}

/// The fields of an ARN before the resource, packed: partition, service, Region and account. They fill one cache line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(align(64))]
pub(crate) struct PackedFields([u128; 4]);

impl PackedFields {
    /// A field that is too long. No packed text is this number, for the last byte of those is a length.
    const TOO_LONG: u128 = u128::MAX;
    /// A field of a pattern that any text fits.
    pub(crate) const ANY: u128 = u128::MAX - 1;

    pub(crate) fn new(fields: [&str; 4]) -> Self {
        Self(fields.map(|field| packed(field).unwrap_or(Self::TOO_LONG)))
    }

    /// Fields of a pattern that are no numbers: they fit nothing, which says nothing.
    pub(crate) const UNKNOWN: Self = Self([u128::MAX - 2; 4]);

    /// A pattern's fields, each packed or [`Self::ANY`].
    pub(crate) const fn of_pattern(fields: [u128; 4]) -> Self {
        Self(fields)
    }

    /// Whether fields of a request fit those of a pattern.
    #[inline]
    pub(crate) fn fit(&self, request: &Self) -> bool {
        let [own, asked] = [&self.0, &request.0];
        let mut pairs = own.iter().zip(asked);
        pairs.all(|(own, asked)| own == asked || *own == Self::ANY)
    }
}

impl Default for PackedFields {
    fn default() -> Self {
        Self([Self::TOO_LONG; 4])
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::format;
    use std::string::{String, ToString};

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn texts_that_differ_have_other_numbers() {
        let letters = ["", "\0", "a", "B", "é", "*", "\0\0"];
        let mut seen: BTreeMap<u128, String> = BTreeMap::new();
        for first in letters {
            for second in letters {
                for third in letters {
                    let text = format!("{first}{second}{third}");
                    let number = packed(&text).unwrap();
                    let lower = text.to_ascii_lowercase();
                    assert_eq!(seen.entry(number).or_insert_with(|| lower.clone()), &lower);
                }
            }
        }
        assert!(
            !seen.contains_key(&PackedFields::TOO_LONG) && !seen.contains_key(&PackedFields::ANY)
        );
        assert_ne!(PackedFields::TOO_LONG, PackedFields::ANY);
        assert_eq!(packed("sixteen-letters-"), None);
        assert!(packed("fifteen-letters").is_some());
    }

    #[test]
    fn a_field_that_is_too_long_fits_a_wildcard_only() {
        let long = PackedFields::new(["aws", "sixteen-letters-", "", "1"]);
        let [aws, empty, one] = ["aws", "", "1"].map(|text| packed(text).unwrap());
        let fits = |service: u128| PackedFields::of_pattern([aws, service, empty, one]).fit(&long);
        assert!(fits(PackedFields::ANY));
        assert!(!fits(packed("s3").unwrap()));
        let other = PackedFields::of_pattern([aws, PackedFields::ANY, empty, empty]);
        assert!(!other.fit(&long));
    }

    proptest! {
        #[test]
        fn equal_numbers_are_equal_texts(left in "[aA\0b]{0,15}", right in "[aA\0b]{0,15}") {
            let same = left.eq_ignore_ascii_case(&right.to_string());
            prop_assert_eq!(packed(&left) == packed(&right), same);
        }
    }
}
