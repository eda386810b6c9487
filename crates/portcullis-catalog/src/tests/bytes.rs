//! Bytes that are no catalog, or not what a compilation gives, are refused; nothing panics and nothing takes long.

use std::format;
use std::string::{String, ToString};
use std::vec;
use std::vec::Vec;

use proptest::prelude::*;

use super::generated;
use crate::blob::layout::{Table, action, edition, profile, resource_type};
use crate::source::{
    Action, ActionResourceType, Check, ConditionKey, Edition, On, Operation, ResourceType, Trigger,
};
use crate::{AccessLevel, BytesErrorKind, Catalog, KeyType, Service};

/// Where the numbers of rows begin, behind the magic, the version and the length of the texts.
const COUNTS: usize = 19 + 4 + 4;
const SUM: usize = COUNTS + 4 * Table::COUNT;
const HEADER: usize = SUM + 8;

/// A catalog that has something in every table.
fn small() -> Catalog {
    let mut edition = Edition::new("mycache", "2026-01-01".parse().unwrap());
    edition.name = "My cache".to_string();
    edition.resource_types.push(ResourceType {
        name: "thing".to_string(),
        arns: vec!["arn:${Partition}:mycache:${Region}:${Account}:thing/${Name}".to_string()],
        condition_keys: vec!["mycache:Kind".to_string()],
        operations: vec!["CreateThing".to_string()],
        ..ResourceType::default()
    });
    edition.condition_keys.push(ConditionKey {
        name: "mycache:Kind".to_string(),
        types: vec![
            KeyType::named("String").unwrap(),
            KeyType::named("ArrayOfString").unwrap(),
        ],
    });
    let need = Check {
        on: On::Members("Roles".to_string()),
        context: vec![(
            "iam:PassedToService".to_string(),
            vec!["mycache".to_string()],
        )],
        ..Check::new("iam:PassRole", Trigger::When("Roles".to_string()))
    };
    edition.actions.push(Action {
        resource_types: vec![ActionResourceType {
            name: "thing".to_string(),
            required: true,
            condition_keys: vec!["mycache:Kind".to_string()],
        }],
        needs: vec![need.clone()],
        ..Action::new("CreateThing", AccessLevel::Write)
    });
    edition
        .actions
        .push(Action::new("GetThing", AccessLevel::Read));
    let own = |name: &str| Check::new(format!("mycache:{name}"), Trigger::Always);
    let named = Check {
        on: On::Named {
            resource_type: "thing".to_string(),
            parameters: vec!["Name".to_string()],
        },
        ..own("CreateThing")
    };
    edition.operations.push(Operation {
        name: "CreateThing".to_string(),
        checks: vec![named, need],
        requires: Some(vec!["Name".to_string()]),
        ..Operation::default()
    });
    edition.operations.push(Operation {
        name: "GetThing".to_string(),
        checks: vec![own("GetThing")],
        ..Operation::default()
    });
    let retired = crate::source::Retired {
        service: "mycache".to_string(),
        action: "OldThing".to_string(),
        last_seen: "2025-01-01".parse().unwrap(),
    };
    let catalog = Catalog::compile(&[edition], &[retired]).unwrap();
    let empty: Vec<Table> = Table::ALL
        .into_iter()
        .filter(|table| catalog.base().count(*table) == 0)
        .collect();
    assert_eq!(empty, []);
    catalog
}

/// Puts the checksum right, as somebody who wants to be read would.
fn with_checksum(mut bytes: Vec<u8>) -> Vec<u8> {
    if bytes.len() >= HEADER {
        let mut sum = 0xCBF2_9CE4_8422_2325_u64;
        for byte in &bytes[HEADER..] {
            sum = (sum ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01B3);
        }
        bytes[SUM..HEADER].copy_from_slice(&sum.to_le_bytes());
    }
    bytes
}

fn kind(bytes: &[u8]) -> Option<BytesErrorKind> {
    Catalog::from_bytes(bytes).err().map(|error| error.kind())
}

/// Whether the bytes are refused, and otherwise what they say compiles to them.
#[track_caller]
fn refused_or_true(bytes: &[u8]) -> bool {
    let Ok(catalog) = Catalog::from_bytes(bytes) else {
        return true;
    };
    assert_eq!(catalog.to_bytes(), bytes);
    let editions: Vec<Edition> = catalog.editions().map(Service::to_source).collect();
    let again = Catalog::compile(&editions, &[]).unwrap();
    assert_eq!(again.editions().count(), editions.len());
    // Every fact can be asked for.
    for service in catalog.services() {
        for operation in service.operations() {
            assert!(
                operation
                    .checks()
                    .all(|check| check.context().count() < 1_000)
            );
        }
        let _ = catalog.resource_types_of("arn:aws:mycache:us-east-1:111122223333:thing/x");
    }
    false
}

#[test]
fn what_was_written_is_read() {
    for catalog in [
        small(),
        Catalog::embedded(),
        Catalog::compile(&[], &[]).unwrap(),
    ] {
        let bytes = catalog.to_bytes();
        let again = Catalog::from_bytes(&bytes).unwrap();
        assert!(again.to_bytes() == bytes);
        assert!(
            again
                .editions()
                .map(Service::to_source)
                .eq(catalog.editions().map(Service::to_source))
        );
        assert!(again.retired_actions().eq(catalog.retired_actions()));
        assert!(with_checksum(bytes.clone()) == bytes);
    }
}

#[test]
fn bytes_that_end_too_early_or_too_late_are_refused() {
    let bytes = small().to_bytes();
    for length in 0..bytes.len() {
        let cut = &bytes[..length];
        assert_eq!(kind(cut), Some(BytesErrorKind::Truncated), "{length}");
        assert!(refused_or_true(&with_checksum(cut.to_vec())), "{length}");
    }
    let mut more = bytes.clone();
    more.push(0);
    assert_eq!(kind(&more), Some(BytesErrorKind::TrailingBytes));
    assert_eq!(
        kind(&[&bytes[..], &bytes[..]].concat()),
        Some(BytesErrorKind::TrailingBytes)
    );
}

#[test]
fn other_files_are_told_from_damaged_ones() {
    let bytes = small().to_bytes();
    assert_eq!(
        kind(b"{\"service\": \"x\"}"),
        Some(BytesErrorKind::NotACatalog)
    );
    assert_eq!(
        kind(b"PORTCULLIS-CATALOG\r\n"),
        Some(BytesErrorKind::NotACatalog)
    );
    let mut later = bytes.clone();
    later[19] += 1;
    let error = Catalog::from_bytes(&later).unwrap_err();
    assert_eq!(error.kind(), BytesErrorKind::Version);
    assert!(error.help().is_some());
    let mut damaged = bytes.clone();
    *damaged.last_mut().unwrap() ^= 1;
    assert_eq!(kind(&damaged), Some(BytesErrorKind::Checksum));
    let mut latin = bytes;
    latin[HEADER] = 0xE9;
    assert_eq!(
        kind(&with_checksum(latin)),
        Some(BytesErrorKind::Inconsistent)
    );
}

#[test]
fn every_flipped_bit_is_noticed() {
    let bytes = small().to_bytes();
    let mut accepted = 0;
    for place in 0..bytes.len() {
        for mask in [0x01, 0x02, 0x10, 0x80, 0xFF] {
            let mut flipped = bytes.clone();
            flipped[place] ^= mask;
            assert!(kind(&flipped).is_some(), "{place} {mask}");
            if !(SUM..HEADER).contains(&place) {
                accepted += usize::from(!refused_or_true(&with_checksum(flipped)));
            }
        }
    }
    // Another letter of a name, another day: a catalog too.
    assert!(accepted > 100, "{accepted}");
}

/// Changes the number of rows of a table, and the table to that many rows.
fn resized(catalog: &Catalog, table: Table, rows: &[u8]) -> Vec<u8> {
    assert_eq!(rows.len() % table.width(), 0);
    let mut bytes = catalog.to_bytes();
    let sections = catalog.base().sections();
    let place = table as usize;
    let start = HEADER + catalog.base().strings().len() + sections.starts[place];
    let end = start + sections.counts[place] * table.width();
    bytes.splice(start..end, rows.iter().copied());
    let count = u32::try_from(rows.len() / table.width()).unwrap();
    bytes[COUNTS + 4 * place..][..4].copy_from_slice(&count.to_le_bytes());
    with_checksum(bytes)
}

/// The rows of a table as they are.
fn rows(catalog: &Catalog, table: Table) -> Vec<u8> {
    let sections = catalog.base().sections();
    let start = sections.starts[table as usize];
    catalog.base().tables()[start..][..sections.counts[table as usize] * table.width()].to_vec()
}

fn number(value: usize) -> [u8; 3] {
    let [low, middle, high, _] = u32::try_from(value).unwrap().to_le_bytes();
    [low, middle, high]
}

#[test]
fn numbers_of_rows_that_the_bytes_do_not_have_are_refused() {
    let catalog = small();
    for place in 0..=Table::COUNT {
        for count in [u32::MAX, u32::MAX / 3, 1 << 24, 1 << 31] {
            let mut bytes = catalog.to_bytes();
            bytes[COUNTS - 4 + 4 * place..][..4].copy_from_slice(&count.to_le_bytes());
            let kind = kind(&bytes);
            assert!(
                matches!(
                    kind,
                    Some(BytesErrorKind::Truncated | BytesErrorKind::TooLarge)
                ),
                "{place} {count} {kind:?}"
            );
        }
    }
}

#[test]
fn rows_counted_to_another_table_are_refused() {
    let catalog = small();
    // Texts and lists have rows of one width: the bytes stay as they are.
    let place = |table: Table| COUNTS + 4 * table as usize;
    for (more, fewer) in [
        (Table::Strings, Table::Lists),
        (Table::Lists, Table::Strings),
    ] {
        let mut bytes = catalog.to_bytes();
        bytes[place(more)] += 1;
        bytes[place(fewer)] -= 1;
        assert_eq!(kind(&bytes), Some(BytesErrorKind::Inconsistent));
    }
}

#[test]
fn ranges_beyond_their_tables_are_refused() {
    let catalog = small();
    let good = rows(&catalog, Table::Editions);
    for field in 0..8 {
        for value in [0, 1, 2, 1_000, 0x00FF_FFFF] {
            let mut bad = good.clone();
            let place = edition::RANGES + 3 * field;
            if bad[place..place + 3] != number(value) {
                bad[place..place + 3].copy_from_slice(&number(value));
                let kind = kind(&resized(&catalog, Table::Editions, &bad));
                let expect = [
                    Some(BytesErrorKind::Inconsistent),
                    Some(BytesErrorKind::TooLarge),
                ];
                assert!(expect.contains(&kind), "{field} {value} {kind:?}");
            }
        }
    }
}

#[test]
fn a_long_list_that_every_action_shares_is_refused() {
    let catalog = small();
    // One list of many items; every profile, and so every action, refers to it.
    let mut lists = rows(&catalog, Table::Lists);
    let list = lists.len() / 3;
    let items = 20_000;
    lists.extend(number(items));
    lists.extend(core::iter::repeat_n(number(0), items).flatten());
    let mut profiles = rows(&catalog, Table::Profiles);
    for row in profiles.chunks_mut(profile::WIDTH) {
        for field in [profile::KEYS, profile::TAKES, profile::NEEDS] {
            row[field..field + 3].copy_from_slice(&number(list));
        }
    }
    let action = rows(&catalog, Table::Actions)[..action::WIDTH].to_vec();
    let actions = action.repeat(20_000);
    let mut editions = rows(&catalog, Table::Editions);
    let range = edition::RANGES + 6 * 2;
    editions[range..range + 6].copy_from_slice(&[number(0), number(20_000)].concat());
    let mut hostile = catalog;
    for (table, rows) in [
        (Table::Lists, lists),
        (Table::Profiles, profiles),
        (Table::Actions, actions),
        (Table::Editions, editions),
    ] {
        hostile = unchecked(&resized(&hostile, table, &rows));
    }
    assert_eq!(kind(&hostile.to_bytes()), Some(BytesErrorKind::TooLarge));
}

/// The catalog of bytes that only have the right form.
fn unchecked(bytes: &[u8]) -> Catalog {
    Catalog::over(crate::blob::bytes::parts(bytes).unwrap())
}

#[test]
fn many_editions_over_the_same_rows_are_refused() {
    let catalog = small();
    let one = rows(&catalog, Table::Editions);
    let mut editions = one.repeat(3_000);
    for row in editions.chunks_mut(edition::WIDTH) {
        row[edition::RANGES + 3..edition::RANGES + 6].copy_from_slice(&number(0x00FF_FFFE));
    }
    assert_eq!(
        kind(&resized(&catalog, Table::Editions, &editions)),
        Some(BytesErrorKind::TooLarge)
    );
    // Without the ranges they are of one day, which is refused as well.
    assert_eq!(
        kind(&resized(&catalog, Table::Editions, &one.repeat(3_000))),
        Some(BytesErrorKind::Inconsistent)
    );
}

#[test]
fn one_long_text_under_every_name_is_refused() {
    let catalog = small();
    let mut strings = rows(&catalog, Table::Strings);
    // Text 1 runs from the start of all texts to their end.
    strings.truncate(3);
    strings.extend(number(0));
    strings.extend(number(1 << 16));
    let mut types = rows(&catalog, Table::Types);
    types[resource_type::NAME..resource_type::NAME + 3].copy_from_slice(&number(1));
    let types = types.repeat(10_000);
    let mut editions = rows(&catalog, Table::Editions);
    editions[edition::RANGES + 3..edition::RANGES + 6].copy_from_slice(&number(10_000));
    let mut hostile = catalog;
    for (table, rows) in [(Table::Types, types), (Table::Editions, editions)] {
        hostile = unchecked(&resized(&hostile, table, &rows));
    }
    let long = unchecked(&with_strings(&hostile, &"x".repeat(1 << 16), &strings));
    assert_eq!(kind(&long.to_bytes()), Some(BytesErrorKind::TooLarge));
}

/// The same catalog over another pool of texts.
fn with_strings(catalog: &Catalog, pool: &str, rows: &[u8]) -> Vec<u8> {
    let mut bytes = resized(catalog, Table::Strings, rows);
    let old = catalog.base().strings().len();
    bytes.splice(HEADER..HEADER + old, pool.bytes());
    bytes[COUNTS - 4..COUNTS].copy_from_slice(&u32::try_from(pool.len()).unwrap().to_le_bytes());
    with_checksum(bytes)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn corruption_is_refused_or_another_catalog(changes in proptest::collection::vec((any::<proptest::sample::Index>(), any::<u8>()), 1..8), small_values in any::<bool>()) {
        let mut bytes = small().to_bytes();
        for (place, value) in changes {
            let place = place.index(bytes.len());
            bytes[place] = if small_values { value % 16 } else { value };
        }
        refused_or_true(&with_checksum(bytes));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn corruption_of_generated_catalogs_is_refused_or_another_catalog(edition in generated::edition(), changes in proptest::collection::vec((any::<proptest::sample::Index>(), 0_u8..32), 1..8)) {
        let mut bytes = Catalog::compile(&[edition], &[]).unwrap().to_bytes();
        for (place, value) in changes {
            let place = place.index(bytes.len() - HEADER) + HEADER;
            bytes[place] = value;
        }
        refused_or_true(&with_checksum(bytes));
    }

    #[test]
    fn any_bytes_are_refused(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        prop_assert!(Catalog::from_bytes(&bytes).is_err());
        let mut started = small().to_bytes();
        started.truncate(HEADER);
        started.extend(&bytes);
        prop_assert!(Catalog::from_bytes(&with_checksum(started)).is_err());
    }
}

#[test]
fn errors_are_one_line_and_have_codes() {
    let mut codes: Vec<String> = Vec::new();
    for bytes in [&b""[..], b"{}", b"PORTCULLIS-CATALOG\n\xFF\xFF\xFF\xFF"] {
        let error = Catalog::from_bytes(bytes).unwrap_err();
        assert!(!error.to_string().contains('\n'));
        codes.push(error.kind().code().to_string());
    }
    assert_eq!(
        codes,
        ["catalog-truncated", "not-a-catalog", "catalog-version"]
    );
}
