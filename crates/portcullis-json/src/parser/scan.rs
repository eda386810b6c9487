//! How far a token reaches; these loops see every byte of the text.

const LOW_BITS: u64 = 0x0101_0101_0101_0101;
const HIGH_BITS: u64 = 0x8080_8080_8080_8080;

/// How many bytes at the start need no attention inside a string: no quote, no backslash, nothing below 0x20.
pub(crate) fn plain_string(bytes: &[u8]) -> usize {
    let (words, tail) = bytes.as_chunks::<8>();
    let mut plain = 0;
    for word in words {
        let word = u64::from_le_bytes(*word);
        let found = bytes_below(word, 0x20)
            | bytes_below(word ^ (LOW_BITS * 0x22), 1)
            | bytes_below(word ^ (LOW_BITS * 0x5C), 1);
        if found != 0 {
            return plain + (found.trailing_zeros() / 8) as usize;
        }
        plain += 8;
    }
    let stops = |byte: &u8| matches!(byte, b'"' | b'\\' | ..0x20);
    plain + tail.iter().position(stops).unwrap_or(tail.len())
}

/// Sets the high bit of each byte that is less than `bound` (at most 128). A borrow can also set bits of higher bytes, so
/// that only the lowest set bit can be relied on.
const fn bytes_below(word: u64, bound: u64) -> u64 {
    word.wrapping_sub(LOW_BITS * bound) & !word & HIGH_BITS
}

/// What starts with a digit or a minus.
pub(crate) enum Number {
    /// A number of that many bytes, with nothing directly behind it that a number could be mistaken to go on with.
    Valid(usize),
    Invalid,
}

/// Scans `-? (0 | [1-9][0-9]*) (. [0-9]+)? ([eE] [+-]? [0-9]+)?`.
pub(crate) fn number(bytes: &[u8]) -> Number {
    let scanned = scan_number(bytes);
    match scanned {
        Some(rest) if !rest.first().is_some_and(|byte| continues_number(*byte)) => {
            Number::Valid(bytes.len() - rest.len())
        }
        _ => Number::Invalid,
    }
}

fn scan_number(bytes: &[u8]) -> Option<&[u8]> {
    let mut rest = bytes.strip_prefix(b"-").unwrap_or(bytes);
    rest = match rest {
        [b'0', behind @ ..] => behind,
        _ => digits(rest)?,
    };
    if let [b'.', behind @ ..] = rest {
        rest = digits(behind)?;
    }
    if let [b'e' | b'E', behind @ ..] = rest {
        rest = match behind {
            [b'+' | b'-', behind @ ..] => digits(behind)?,
            _ => digits(behind)?,
        };
    }
    Some(rest)
}

/// What is behind one or more digits.
fn digits(bytes: &[u8]) -> Option<&[u8]> {
    let other = bytes.iter().position(|byte| !byte.is_ascii_digit());
    match other {
        Some(0) => None,
        Some(end) => bytes.get(end..),
        None if bytes.is_empty() => None,
        None => Some(&[]),
    }
}

/// Whether a byte behind a number makes the whole something that was meant as a number and is none.
pub(crate) const fn continues_number(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.' | b'_')
}

/// The letters, digits, underscores and non-ASCII characters at the start; ends on a character boundary.
pub(crate) fn word(bytes: &[u8]) -> &[u8] {
    let continues = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_' || !byte.is_ascii();
    let length = bytes.iter().position(|byte| !continues(byte));
    bytes.get(..length.unwrap_or(bytes.len())).unwrap_or(bytes)
}
