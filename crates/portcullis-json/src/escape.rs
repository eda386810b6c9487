//! The escapes of a string: reading, decoding, tracing back, writing.

use alloc::borrow::Cow;
use alloc::string::String;
use core::fmt;

use crate::span::floor_boundary;

/// Why the text at a backslash is no escape; lengths in bytes from the backslash.
pub(crate) enum EscapeFault {
    /// The text ends inside the escape.
    End,
    /// Not an escape of JSON. The length leaves out the character that should have been another.
    Invalid { length: usize },
    /// Half of a surrogate pair.
    LoneSurrogate { length: usize },
}

/// Reads the escape at the start of `raw`, which starts with a backslash: the character and the length of the escape.
pub(crate) fn read_escape(raw: &[u8]) -> Result<(char, usize), EscapeFault> {
    let simple = match raw.get(1) {
        None => return Err(EscapeFault::End),
        Some(b'u') => return read_unicode_escape(raw),
        Some(b'"') => '"',
        Some(b'\\') => '\\',
        Some(b'/') => '/',
        Some(b'b') => '\u{8}',
        Some(b'f') => '\u{c}',
        Some(b'n') => '\n',
        Some(b'r') => '\r',
        Some(b't') => '\t',
        Some(_) => return Err(EscapeFault::Invalid { length: 1 }),
    };
    Ok((simple, 2))
}

fn read_unicode_escape(raw: &[u8]) -> Result<(char, usize), EscapeFault> {
    let unit = read_code_unit(raw)?;
    if let Some(character) = char::from_u32(unit) {
        return Ok((character, 6));
    }
    let lone = EscapeFault::LoneSurrogate { length: 6 };
    let Some(behind @ [b'\\', b'u', ..]) = raw.get(6..) else {
        return Err(lone);
    };
    match read_code_unit(behind) {
        Ok(low @ 0xDC00..=0xDFFF) if unit < 0xDC00 => {
            let code = 0x1_0000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
            Ok((char::from_u32(code).ok_or(lone)?, 12))
        }
        _ => Err(lone),
    }
}

/// The four hexadecimal digits behind `\u`.
fn read_code_unit(raw: &[u8]) -> Result<u32, EscapeFault> {
    let digits = raw.get(2..).unwrap_or_default();
    let mut unit = 0;
    for index in 0..4 {
        let Some(byte) = digits.get(index) else {
            return Err(EscapeFault::End);
        };
        let Some(digit) = char::from(*byte).to_digit(16) else {
            return Err(EscapeFault::Invalid { length: 2 + index });
        };
        unit = unit << 4 | digit;
    }
    Ok(unit)
}

/// What stands between the quotes of a string, in pieces.
enum Piece<'a> {
    /// Stands for itself.
    Plain(&'a str),
    /// One escape, `length` bytes long.
    Escape { character: char, length: usize },
}

struct Pieces<'a> {
    rest: &'a str,
}

impl<'a> Iterator for Pieces<'a> {
    type Item = Piece<'a>;

    fn next(&mut self) -> Option<Piece<'a>> {
        let plain = self.rest.find('\\').unwrap_or(self.rest.len());
        if plain > 0 {
            let (piece, rest) = self.rest.split_at_checked(plain)?;
            self.rest = rest;
            return Some(Piece::Plain(piece));
        }
        if self.rest.is_empty() {
            return None;
        }
        // INVARIANT: the parser refuses any string that has a bad escape, so that the default is never taken.
        let (character, length) = read_escape(self.rest.as_bytes()).unwrap_or(('\\', 1));
        self.rest = self.rest.get(length..).unwrap_or_default();
        Some(Piece::Escape { character, length })
    }
}

/// The text that the inside of a string stands for; borrowed where it has no escape, which the tape knows.
pub(crate) fn decode(raw: &str, escaped: bool) -> Cow<'_, str> {
    if !escaped {
        return Cow::Borrowed(raw);
    }
    let mut decoded = String::with_capacity(raw.len());
    for piece in (Pieces { rest: raw }) {
        match piece {
            Piece::Plain(plain) => decoded.push_str(plain),
            Piece::Escape { character, .. } => decoded.push(character),
        }
    }
    Cow::Owned(decoded)
}

/// The escapes inside a string: where each begins, what it stands for, and how long it is.
pub(crate) fn escapes(raw: &str) -> impl Iterator<Item = (usize, char, usize)> {
    let mut offset = 0;
    (Pieces { rest: raw }).filter_map(move |piece| {
        let start = offset;
        match piece {
            Piece::Plain(plain) => {
                offset += plain.len();
                None
            }
            Piece::Escape { character, length } => {
                offset += length;
                Some((start, character, length))
            }
        }
    })
}

/// Where in the inside of a string the decoded byte `decoded` comes from: the start of its character or escape.
pub(crate) fn raw_offset(raw: &str, decoded: usize) -> usize {
    let mut left = decoded;
    let mut offset = 0;
    for piece in (Pieces { rest: raw }) {
        let (decoded_length, raw_length) = match piece {
            Piece::Plain(plain) if left < plain.len() => {
                return offset + floor_boundary(plain, left);
            }
            Piece::Plain(plain) => (plain.len(), plain.len()),
            Piece::Escape { character, length } => (character.len_utf8(), length),
        };
        if left < decoded_length {
            return offset;
        }
        left -= decoded_length;
        offset += raw_length;
    }
    offset
}

/// Writes `text` as a JSON string, with its quotes.
///
/// Escaped are quotes, backslashes and the characters below U+0020, in the short form where there is one; all else is
/// written as it is.
///
/// # Errors
///
/// Those of `out`.
///
/// ```
/// let mut out = String::new();
/// portcullis_json::write_string(&mut out, "a \"b\"\n\u{1f}é")?;
/// assert_eq!(out, r#""a \"b\"\n\u001fé""#);
/// # Ok::<(), core::fmt::Error>(())
/// ```
pub fn write_string(out: &mut (impl fmt::Write + ?Sized), text: &str) -> fmt::Result {
    out.write_char('"')?;
    let mut rest = text;
    while let Some(at) = rest.find(|character| matches!(character, '"' | '\\' | '\0'..='\u{1f}')) {
        let (plain, behind) = rest.split_at_checked(at).unwrap_or((rest, ""));
        out.write_str(plain)?;
        let mut characters = behind.chars();
        if let Some(character) = characters.next() {
            write_escape(out, character)?;
        }
        rest = characters.as_str();
    }
    out.write_str(rest)?;
    out.write_char('"')
}

fn write_escape(out: &mut (impl fmt::Write + ?Sized), character: char) -> fmt::Result {
    let short = match character {
        '"' => "\\\"",
        '\\' => "\\\\",
        '\u{8}' => "\\b",
        '\u{c}' => "\\f",
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        other => return write!(out, "\\u{:04x}", u32::from(other)),
    };
    out.write_str(short)
}
