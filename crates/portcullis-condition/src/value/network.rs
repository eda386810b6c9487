//! IP addresses and networks in CIDR notation.

use core::fmt;
use core::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use core::str::FromStr;

use super::error::{ValueError, ValueErrorKind};
use super::is_digits;

/// An IPv4 or IPv6 network: the addresses that agree in their first bits.
///
/// A single address is a network of prefix length 32 or 128. Bits behind the prefix are ignored when reading, so that
/// `203.0.113.99/24` equals `203.0.113.0/24`. An IPv4-mapped IPv6 address (`::ffff:203.0.113.7`) is IPv6. Displays as network
/// address and prefix length, and reads back from that.
///
/// ```
/// use portcullis_condition::value::IpNetwork;
/// let network: IpNetwork = "203.0.113.99/24".parse()?;
/// assert!(network.contains("203.0.113.7".parse().expect("an address")));
/// assert_eq!(network.to_string(), "203.0.113.0/24");
/// # Ok::<(), portcullis_condition::value::ValueError>(())
/// ```
///
/// # Source
///
/// PL 8.7 (`reference_policies_elements_condition_operators`, `access-analyzer-reference-policy-checks`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct IpNetwork {
    // INVARIANT: no bit is set behind the prefix, which is at most as long as the address; upheld by `new`.
    address: IpAddr,
    prefix_length: u8,
}

impl IpNetwork {
    /// The network of an address whose first `prefix_length` bits count; `None` if the address has fewer bits.
    ///
    /// ```
    /// use portcullis_condition::value::IpNetwork;
    /// let address = "2001:db8::1".parse().expect("an address");
    /// assert_eq!(IpNetwork::new(address, 32).map(|network| network.to_string()).as_deref(), Some("2001:db8::/32"));
    /// assert_eq!(IpNetwork::new(address, 129), None);
    /// ```
    #[must_use]
    pub fn new(address: IpAddr, prefix_length: u8) -> Option<Self> {
        (prefix_length <= bits(address)).then(|| Self {
            address: masked(address, prefix_length),
            prefix_length,
        })
    }

    /// The first address.
    ///
    /// ```
    /// use portcullis_condition::value::IpNetwork;
    /// let network: IpNetwork = "10.1.2.3/8".parse()?;
    /// assert_eq!(network.address().to_string(), "10.0.0.0");
    /// # Ok::<(), portcullis_condition::value::ValueError>(())
    /// ```
    #[must_use]
    pub const fn address(&self) -> IpAddr {
        self.address
    }

    /// How many bits of an address count: 0 to 32 or 128.
    ///
    /// ```
    /// use portcullis_condition::value::IpNetwork;
    /// assert_eq!("10.0.0.1".parse::<IpNetwork>()?.prefix_length(), 32);
    /// # Ok::<(), portcullis_condition::value::ValueError>(())
    /// ```
    #[must_use]
    pub const fn prefix_length(&self) -> u8 {
        self.prefix_length
    }

    /// Whether an address lies in the network; never for an address of the other family.
    ///
    /// ```
    /// use portcullis_condition::value::IpNetwork;
    /// let all: IpNetwork = "0.0.0.0/0".parse()?;
    /// assert!(!all.contains("::ffff:203.0.113.7".parse().expect("an address")));
    /// # Ok::<(), portcullis_condition::value::ValueError>(())
    /// ```
    #[must_use]
    pub fn contains(&self, address: IpAddr) -> bool {
        masked(address, self.prefix_length) == self.address
    }
}

const fn bits(address: IpAddr) -> u8 {
    match address {
        IpAddr::V4(_) => 32,
        IpAddr::V6(_) => 128,
    }
}

/// The address with the bits behind the prefix cleared; all of them if the prefix is longer than the address.
fn masked(address: IpAddr, prefix_length: u8) -> IpAddr {
    let rest = u32::from(bits(address).saturating_sub(prefix_length));
    match address {
        IpAddr::V4(address) => {
            let mask = u32::MAX.checked_shl(rest).unwrap_or(0);
            Ipv4Addr::from_bits(address.to_bits() & mask).into()
        }
        IpAddr::V6(address) => {
            let mask = u128::MAX.checked_shl(rest).unwrap_or(0);
            Ipv6Addr::from_bits(address.to_bits() & mask).into()
        }
    }
}

/// Reads an IP address: dotted IPv4 of four decimal parts without leading zeros, or IPv6 in a form of RFC 4291, without zone
/// identifier and without prefix length.
///
/// ```
/// use portcullis_condition::value::parse_address;
/// assert_eq!(parse_address("2001:DB8::1"), parse_address("2001:db8:0::1"));
/// assert_eq!(parse_address("010.0.0.1"), None);
/// assert_eq!(parse_address("fe80::1%eth0"), None);
/// assert_eq!(parse_address("10.0.0.1/32"), None);
/// ```
///
/// # Source
///
/// PL 8.7.
#[must_use]
pub fn parse_address(text: &str) -> Option<IpAddr> {
    text.parse().ok()
}

impl FromStr for IpNetwork {
    type Err = ValueError;

    /// Reads an address, or an address, `/` and a prefix length in decimal without leading zeros.
    ///
    /// # Errors
    ///
    /// [`ValueErrorKind::NotANetwork`].
    fn from_str(text: &str) -> Result<Self, ValueError> {
        let network = match text.split_once('/') {
            None => parse_address(text).and_then(|address| Self::new(address, bits(address))),
            Some((address, prefix)) => parse_address(address)
                .zip(parse_prefix_length(prefix))
                .and_then(|(address, prefix)| Self::new(address, prefix)),
        };
        network.ok_or_else(|| ValueError::new(ValueErrorKind::NotANetwork, text))
    }
}

fn parse_prefix_length(text: &str) -> Option<u8> {
    let canonical = is_digits(text) && (text == "0" || !text.starts_with('0'));
    canonical.then(|| text.parse().ok()).flatten()
}

impl fmt::Display for IpNetwork {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.address, self.prefix_length)
    }
}

#[cfg(test)]
mod tests {
    use std::string::ToString;

    use proptest::prelude::*;

    use super::{IpNetwork, parse_address};

    #[test]
    fn texts_that_are_networks() {
        for (text, canonical) in [
            ("203.0.113.7", "203.0.113.7/32"),
            ("203.0.113.99/24", "203.0.113.0/24"),
            ("255.255.255.255/0", "0.0.0.0/0"),
            ("::", "::/128"),
            ("ff::ff/0", "::/0"),
            ("2001:DB8:0::1", "2001:db8::1/128"),
            ("1:2:3:4:5:6:7:8/127", "1:2:3:4:5:6:7:8/127"),
            ("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0/128"),
            ("1:2:3:4:5:6:1.2.3.4", "1:2:3:4:5:6:102:304/128"),
            ("::ffff:203.0.113.7", "::ffff:203.0.113.7/128"),
        ] {
            assert_eq!(
                text.parse::<IpNetwork>().unwrap().to_string(),
                canonical,
                "{text}"
            );
        }
    }

    #[test]
    fn texts_that_are_not() {
        for text in [
            "",
            "/",
            "10.0.0.0/",
            "/8",
            "10.0.0.0/33",
            "::/129",
            "10.0.0.0/+8",
            "10.0.0.0/08",
            "10.0.0.0/00",
            "10.0.0.0/-0",
            "10.0.0.0/8/8",
            "10.0.0/8",
            "10.0.0.256",
            "010.0.0.1",
            "10.0.0.01",
            "0x0a.0.0.1",
            " 10.0.0.1",
            "10.0.0.1 ",
            "10.0.0.0/255.0.0.0",
            "1:2:3",
            "1:2:3:4:5:6:7:8:9",
            "1::2::3",
            ":::",
            "12345::",
            "fe80::1%1",
            "fe80::1%eth0",
            "[::1]",
            "::1.2.3",
            "::01.2.3.4",
            "10.0.0.0/256",
            "10.0.0.0/9999999999999999999999",
        ] {
            assert!(text.parse::<IpNetwork>().is_err(), "{text:?}");
        }
        assert_eq!(parse_address("10.0.0.0/8"), None);
    }

    #[test]
    fn families_never_meet() {
        for (network, address) in [
            ("0.0.0.0/0", "::1"),
            ("::/0", "0.0.0.1"),
            ("::ffff:0:0/96", "203.0.113.7"),
            ("0.0.0.0/0", "::ffff:203.0.113.7"),
        ] {
            let network: IpNetwork = network.parse().unwrap();
            assert!(
                !network.contains(address.parse().unwrap()),
                "{network} {address}"
            );
        }
    }

    proptest! {
        #[test]
        fn a_network_holds_what_agrees_in_its_first_bits(network: [u8; 4], prefix in 0_u8..=32, address: [u8; 4], near in 0_u32..32) {
            let bit = |bytes: [u8; 4], index: u8| u32::from_be_bytes(bytes) >> (31 - index) & 1;
            let near = (u32::from_be_bytes(network) ^ 1 << near).to_be_bytes();
            for address in [address, near] {
                let expected = (0..prefix).all(|index| bit(network, index) == bit(address, index));
                prop_assert_eq!(IpNetwork::new(network.into(), prefix).unwrap().contains(address.into()), expected);
            }
        }

        #[test]
        fn wide_networks_too(network: [u8; 16], prefix in 0_u8..=128, near in 0_u32..128) {
            let bit = |bytes: [u8; 16], index: u8| u128::from_be_bytes(bytes) >> (127 - index) & 1;
            let near = (u128::from_be_bytes(network) ^ 1 << near).to_be_bytes();
            let expected = (0..prefix).all(|index| bit(network, index) == bit(near, index));
            let network = IpNetwork::new(network.into(), prefix).unwrap();
            prop_assert_eq!(network.contains(near.into()), expected);
            prop_assert_eq!(network.to_string().parse::<IpNetwork>().unwrap(), network);
        }
    }
}
