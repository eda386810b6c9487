//! Compiled catalogs: bytes are refused with a reason, or they are what a compilation of their editions gives.
#![expect(
    clippy::panic,
    reason = "a property that does not hold is told by a panic"
)]

use std::sync::LazyLock;

use portcullis_catalog::source::{self, Edition, Retired};
use portcullis_catalog::{Catalog, Service};

use super::checks::check_message;

/// Reads the input as a catalog: as it is, with its checksum put right, and as changes to a small catalog whose checksum is put
/// right; a change is a place of two bytes and a value.
pub fn run(data: &[u8]) {
    read(data);
    let (bytes, sum) = &*SMALL;
    let sum = *sum;
    read(&with_checksum(data.to_vec(), sum));
    let mut changed = bytes.clone();
    for change in data.chunks_exact(3) {
        if let [low, high, value] = *change {
            let place = usize::from(u16::from_le_bytes([low, high])) % changed.len();
            if let Some(byte) = changed.get_mut(place) {
                *byte = value;
            }
        }
    }
    read(&with_checksum(changed, sum));
}

fn read(bytes: &[u8]) {
    let catalog = match Catalog::from_bytes(bytes) {
        Ok(catalog) => catalog,
        Err(error) => {
            check_message(&error);
            assert!(!error.kind().code().is_empty());
            return;
        }
    };
    assert!(
        catalog.to_bytes() == bytes,
        "a catalog is written otherwise than it was read"
    );
    let editions: Vec<Edition> = catalog.editions().map(Service::to_source).collect();
    let retired: Vec<Retired> = catalog
        .retired_actions()
        .map(|(service, action, last_seen)| Retired {
            service: service.to_owned(),
            action: action.to_owned(),
            last_seen,
        })
        .collect();
    let again = Catalog::compile(&editions, &retired).map(|again| again.to_bytes());
    assert!(
        again.is_ok_and(|again| again == bytes),
        "a catalog is not what its editions compile to"
    );
    for service in catalog.services() {
        let expanded = catalog.expand(service.prefix());
        assert_eq!(expanded.count(), 0, "a prefix alone names actions");
        for operation in service.operations() {
            let values = operation.checks().map(|check| check.context().count());
            assert!(values.sum::<usize>() <= bytes.len() * bytes.len());
        }
        for kind in service.resource_types() {
            for template in kind.arn_templates() {
                let _ = catalog.resource_types_of(template);
            }
        }
    }
}

/// The bytes of the small catalog, and where their checksum stands.
static SMALL: LazyLock<(Vec<u8>, usize)> = LazyLock::new(|| {
    let bytes = small().to_bytes();
    let Some(sum) = checksum_place(&bytes) else {
        panic!("a catalog has no checksum");
    };
    (bytes, sum)
});

/// A catalog with something in each of its tables.
fn small() -> Catalog {
    let catalog = source::read(include_str!("small.txt")).and_then(|edition| {
        let retired = Retired {
            service: edition.service.clone(),
            action: "Old".to_owned(),
            last_seen: edition.date,
        };
        Catalog::compile(&[edition], &[retired])
    });
    catalog.unwrap_or_else(|error| panic!("the small catalog: {error}"))
}

/// FNV-1a, as the format has it.
fn checksum(bytes: &[u8]) -> [u8; 8] {
    let sum = bytes.iter().fold(0xCBF2_9CE4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01B3)
    });
    sum.to_le_bytes()
}

/// Where the checksum of all that follows stands.
fn checksum_place(bytes: &[u8]) -> Option<usize> {
    (0..bytes.len()).find(|place| {
        let rest = bytes
            .get(*place..)
            .and_then(|rest| rest.split_at_checked(8));
        rest.is_some_and(|(sum, rest)| sum == checksum(rest))
    })
}

fn with_checksum(mut bytes: Vec<u8>, place: usize) -> Vec<u8> {
    let rest = bytes
        .get_mut(place..)
        .and_then(|rest| rest.split_at_mut_checked(8));
    if let Some((sum, rest)) = rest {
        sum.copy_from_slice(&checksum(rest));
    }
    bytes
}
