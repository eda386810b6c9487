//! CIDR networks and IP addresses: read as a reader of its own does, printed so that they read back, and holding the addresses
//! that agree in the first bits.

use core::net::IpAddr;

use portcullis_condition::value::{IpNetwork, parse_address};

use super::checks::{check_message, check_span, halves, printed};

/// Reads both halves of the input as network and as address.
pub fn run(data: &[u8]) {
    let Ok(text) = core::str::from_utf8(data) else {
        return;
    };
    let (first, second) = halves(text);
    let network = network(first);
    for text in [first, second] {
        let address = address(text);
        if let (Some(network), Some(address)) = (network, address) {
            holds(network, address);
        }
    }
}

/// The address; panics unless the plain reader finds the same.
fn address(text: &str) -> Option<IpAddr> {
    let found = parse_address(text);
    assert_eq!(
        found.map(bits),
        plain_address(text),
        "{text:?} is another address"
    );
    let address = found?;
    printed(&address, |text| assert_eq!(parse_address(text), found));
    Some(address)
}

fn network(text: &str) -> Option<IpNetwork> {
    let plain = plain_network(text);
    match text.parse::<IpNetwork>() {
        Ok(network) => {
            let Bits { family, bits } = bits(network.address());
            let length = u32::from(network.prefix_length());
            let kept = plain.map(|(address, length)| (first(address, length), length));
            assert_eq!(
                kept,
                Some((Bits { family, bits }, length)),
                "{text:?} is another network"
            );
            let again = IpNetwork::new(network.address(), network.prefix_length());
            assert_eq!(again, Some(network));
            printed(&network, |text| assert_eq!(text.parse(), Ok(network)));
            Some(network)
        }
        Err(error) => {
            assert_eq!(plain, None, "{text:?} is a network");
            check_span(text, error.span());
            check_message(&error);
            None
        }
    }
}

fn holds(network: IpNetwork, address: IpAddr) {
    let of_network = bits(network.address());
    let of_address = bits(address);
    let expected = of_network.family == of_address.family
        && first(of_address, u32::from(network.prefix_length())) == of_network;
    assert_eq!(
        network.contains(address),
        expected,
        "{network} and {address}"
    );
}

/// An address as a number of 32 or 128 bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Bits {
    family: u32,
    bits: u128,
}

fn bits(address: IpAddr) -> Bits {
    match address {
        IpAddr::V4(address) => Bits {
            family: 32,
            bits: u128::from(u32::from(address)),
        },
        IpAddr::V6(address) => Bits {
            family: 128,
            bits: u128::from(address),
        },
    }
}

/// The address with all but its first bits zero, one bit after the other.
fn first(address: Bits, length: u32) -> Bits {
    let kept = (0..address.family)
        .filter(|place| *place < length)
        .map(|place| address.bits & (1 << (address.family - 1 - place)))
        .sum();
    Bits {
        bits: kept,
        ..address
    }
}

fn plain_network(text: &str) -> Option<(Bits, u32)> {
    let Some((address, length)) = text.split_once('/') else {
        let address = plain_address(text)?;
        return Some((address, address.family));
    };
    let address = plain_address(address)?;
    let length = decimal(length, 3)?;
    (length <= address.family).then_some((address, length))
}

fn plain_address(text: &str) -> Option<Bits> {
    if text.contains(':') {
        sixteen(text).map(|bits| Bits { family: 128, bits })
    } else {
        let bits = four(text).map(u128::from)?;
        Some(Bits { family: 32, bits })
    }
}

/// Digits without leading zeros.
fn decimal(text: &str, longest: usize) -> Option<u32> {
    let plain = !text.is_empty()
        && text.len() <= longest
        && text.bytes().all(|byte| byte.is_ascii_digit())
        && (text == "0" || !text.starts_with('0'));
    let value = |value, byte: u8| value * 10 + u32::from(byte - b'0');
    plain.then(|| text.bytes().fold(0, value))
}

/// Four decimal parts.
fn four(text: &str) -> Option<u32> {
    let mut address = 0_u32;
    let mut parts = 0;
    for part in text.split('.') {
        let value = decimal(part, 3).filter(|value| *value < 256)?;
        parts += 1;
        if parts > 4 {
            return None;
        }
        address = address << 8 | value;
    }
    (parts == 4).then_some(address)
}

/// Eight groups of hexadecimal digits, of which `::` leaves out one or more and the last two may be four decimal parts (RFC 4291).
fn sixteen(text: &str) -> Option<u128> {
    let Some((head, tail)) = text.split_once("::") else {
        let (bits, count) = groups(text, true)?;
        return (count == 8).then_some(bits);
    };
    let (head, before) = groups(head, false)?;
    let (tail, after) = groups(tail, true)?;
    let head = head.checked_shl(16 * (8_u32.saturating_sub(before)));
    (before + after <= 7).then(|| head.unwrap_or(0) | tail)
}

/// Groups and how many they are; none for an empty text.
fn groups(text: &str, decimal_last: bool) -> Option<(u128, u32)> {
    let mut bits = 0;
    let mut count = 0;
    let mut rest = Some(text).filter(|text| !text.is_empty());
    while let Some(text) = rest {
        let (group, behind) = match text.split_once(':') {
            Some((group, behind)) => (group, Some(behind)),
            None => (text, None),
        };
        if group.contains('.') {
            let last = behind.is_none() && decimal_last;
            bits = bits << 32 | u128::from(four(group).filter(|_| last)?);
            count += 2;
        } else {
            bits = bits << 16 | u128::from(hexadecimal(group)?);
            count += 1;
        }
        if count > 8 {
            return None;
        }
        rest = behind;
    }
    Some((bits, count))
}

fn hexadecimal(text: &str) -> Option<u32> {
    let digit = |value: u32, found: char| Some(value << 4 | found.to_digit(16)?);
    let fits = (1..=4).contains(&text.len());
    text.chars().try_fold(0, digit).filter(|_| fits)
}
