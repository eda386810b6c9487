//! One change to an input.

use core::ops::Range;

use super::seeds::Seeds;
use crate::random::Random;

/// Bytes that stand out in texts and numbers.
const BYTES: &[u8] = b"\0\n \"$'*+,-./0129:=?ATZ[\\]a{|}~\x7f\x80\xc3\xff";
/// Bytes of the longest part that is left out, repeated or taken from elsewhere.
const PART: usize = 16;
/// Words of an input that is put together of them.
const WORDS: usize = 8;

/// An input of a few words.
pub(super) fn put_together(random: &mut Random, seeds: &Seeds, input: &mut Vec<u8>) {
    for _ in 0..=random.below(WORDS) {
        input.extend_from_slice(seeds.word(random));
    }
    input.truncate(seeds.longest());
}

/// Changes an input in one place.
pub(super) fn change(random: &mut Random, seeds: &Seeds, input: &mut Vec<u8>) {
    let place = random.below(input.len() + 1);
    match random.below(16) {
        0..4 => insert(input, place, seeds.word(random), seeds),
        4 | 5 => {
            let word = seeds.word(random);
            put(random, input, place, word);
        }
        6 => set(input, place, |byte| byte ^ 1 << random.below(8)),
        7 => set(input, place, |_| *random.one(BYTES)),
        8 => insert(input, place, &[*random.one(BYTES)], seeds),
        9 => set(input, place, |byte| other_case_or_digit(random, byte)),
        10 | 11 => {
            let part = part(random, place, input.len());
            input.drain(part);
        }
        12 => {
            let part = part(random, place, input.len());
            let copy = part.len();
            if input.len() + copy <= seeds.longest() {
                input.extend_from_within(part.clone());
                // The copy goes in front of what it is a copy of.
                if let Some(rest) = input.get_mut(part.start..) {
                    rest.rotate_right(copy);
                }
            }
        }
        13 | 14 => {
            let other = seeds.other(random);
            let from = random.below(other.len() + 1);
            let taken = part(random, from, other.len());
            insert(input, place, other.get(taken).unwrap_or_default(), seeds);
        }
        _ => {
            // The beginning of one input and the end of another.
            let other = seeds.other(random);
            let from = random.below(other.len() + 1);
            input.truncate(place);
            let room = seeds.longest().saturating_sub(input.len());
            let rest = other.get(from..).unwrap_or_default();
            input.extend(rest.iter().take(room));
        }
    }
}

/// A short part that begins at a place.
fn part(random: &mut Random, place: usize, end: usize) -> Range<usize> {
    let length = 1 + random.below(PART);
    place..place.saturating_add(length).min(end).max(place)
}

fn insert(input: &mut Vec<u8>, place: usize, bytes: &[u8], seeds: &Seeds) {
    if input.len() + bytes.len() > seeds.longest() {
        return;
    }
    let end = input.len();
    input.extend_from_slice(bytes);
    // What was put behind goes to its place.
    if let Some(rest) = input.get_mut(place.min(end)..) {
        rest.rotate_right(bytes.len());
    }
}

/// Writes a word over what stands at a place.
fn put(random: &mut Random, input: &mut [u8], place: usize, word: &[u8]) {
    let place = place.min(input.len().saturating_sub(word.len()));
    let kept = if random.below(4) == 0 { 1 } else { word.len() };
    let bytes = input.iter_mut().skip(place).zip(word);
    bytes.take(kept).for_each(|(byte, new)| *byte = *new);
}

fn set(input: &mut [u8], place: usize, new: impl FnOnce(u8) -> u8) {
    if let Some(byte) = input.get_mut(place) {
        *byte = new(*byte);
    }
}

fn other_case_or_digit(random: &mut Random, byte: u8) -> u8 {
    match byte {
        b'0'..=b'9' => *random.one(b"0123456789"),
        b'a'..=b'z' => byte.to_ascii_uppercase(),
        b'A'..=b'Z' => byte.to_ascii_lowercase(),
        _ => byte.wrapping_add(1),
    }
}
