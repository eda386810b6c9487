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

/// The fields of an ARN before the resource, packed: partition, service, Region and account.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct PackedFields([Option<u128>; 4]);

impl PackedFields {
    pub(crate) fn new(fields: [&str; 4]) -> Self {
        Self(fields.map(packed))
    }

    pub(crate) const fn fields(&self) -> &[Option<u128>; 4] {
        &self.0
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
        assert_eq!(packed("sixteen-letters-"), None);
        assert!(packed("fifteen-letters").is_some());
    }

    proptest! {
        #[test]
        fn equal_numbers_are_equal_texts(left in "[aA\0b]{0,15}", right in "[aA\0b]{0,15}") {
            let same = left.eq_ignore_ascii_case(&right.to_string());
            prop_assert_eq!(packed(&left) == packed(&right), same);
        }
    }
}
