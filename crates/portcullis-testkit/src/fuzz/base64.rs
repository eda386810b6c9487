//! Canonical base64: exactly the texts that an encoder of its own writes.

use portcullis_condition::value::Base64;

use super::checks::{check_message, check_printed, check_span};

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Reads the input as base64, and what it decodes to back.
pub fn run(data: &[u8]) {
    let Ok(text) = core::str::from_utf8(data) else {
        return;
    };
    let plain = plain_bytes(text).filter(|bytes| encoded(bytes) == text);
    match text.parse::<Base64>() {
        Ok(value) => {
            assert_eq!(Some(value.decode()), plain, "{text:?} is other bytes");
            assert_eq!(value.as_str(), text);
            check_printed(&value, text);
        }
        Err(error) => {
            assert_eq!(plain, None, "{text:?} is canonical");
            check_span(text, error.span());
            check_message(&error);
        }
    }
}

/// The bytes that digits and padding stand for, canonical or not.
fn plain_bytes(text: &str) -> Option<Vec<u8>> {
    let digits = text.strip_suffix("==").or_else(|| text.strip_suffix('='));
    let digits = digits.unwrap_or(text);
    let mut bytes = Vec::with_capacity(text.len());
    let mut held = 0_u32;
    let mut count = 0_u32;
    for byte in digits.bytes() {
        let place = ALPHABET.iter().position(|letter| *letter == byte)?;
        held = (held << 6 | u32::try_from(place).ok()?) & 0xffff;
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push(u8::try_from(held >> count & 0xff).ok()?);
        }
    }
    Some(bytes)
}

fn encoded(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 2);
    for group in bytes.chunks(3) {
        let byte = |index: usize| u32::from(group.get(index).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for place in 0..4 {
            let digit = usize::try_from(bits >> (18 - 6 * place) & 63).unwrap_or(0);
            let letter = ALPHABET.get(digit).copied().map_or('=', char::from);
            let written = usize::try_from(place).is_ok_and(|place| place <= group.len());
            text.push(if written { letter } else { '=' });
        }
    }
    text
}
