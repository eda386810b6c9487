//! The catalog: opening it, looking actions up, expanding patterns.

use std::collections::HashMap;

use anyhow::Result;
use portcullis_catalog::{AccessLevel, Catalog};
use portcullis_glob::matches_ignore_ascii_case;

use super::Prepared;
use crate::random::Random;

static EMBEDDED: Catalog = Catalog::embedded();

/// Every action by its folded name, as a program would keep them that builds its table when it starts.
fn table() -> HashMap<String, AccessLevel> {
    EMBEDDED
        .actions()
        .map(|action| {
            (
                action.to_string().to_ascii_lowercase(),
                action.access_level(),
            )
        })
        .collect()
}

/// Names to look up: known ones in AWS's spelling, in lower and in upper case, and some that do not exist.
fn names() -> Vec<(String, String)> {
    let mut random = Random::new(7);
    let all: Vec<_> = EMBEDDED.actions().collect();
    (0..1_000)
        .map(|index| {
            let picked = random.below(all.len());
            let (prefix, name) = all.get(picked).map_or(("s3", "GetObject"), |action| {
                (action.service().prefix(), action.name())
            });
            match index % 4 {
                0 => (prefix.to_owned(), name.to_ascii_lowercase()),
                1 => (prefix.to_ascii_uppercase(), name.to_owned()),
                2 => (prefix.to_owned(), format!("{name}s")),
                _ => (prefix.to_owned(), name.to_owned()),
            }
        })
        .collect()
}

#[expect(
    clippy::unnecessary_wraps,
    reason = "the registry holds functions that may fail"
)]
pub(super) fn look_up() -> Result<Prepared> {
    let (names, again, table) = (names(), names(), table());
    Ok(Prepared {
        elements: names.len(),
        engine: Box::new(move || {
            let level = |(prefix, name): &(String, String)| {
                let action = EMBEDDED.action(prefix, name).known()?;
                Some(action.access_level())
            };
            let levels = names.iter().filter_map(level);
            levels.filter(|level| *level == AccessLevel::Write).count()
        }),
        naive: Some(Box::new(move || {
            let level = |(prefix, name): &(String, String)| {
                table.get(&format!("{prefix}:{name}").to_ascii_lowercase())
            };
            let levels = again.iter().filter_map(level);
            levels.filter(|level| **level == AccessLevel::Write).count()
        })),
    })
}

/// The embedded catalog and one question, against building a table first.
#[expect(
    clippy::unnecessary_wraps,
    reason = "the registry holds functions that may fail"
)]
pub(super) fn open() -> Result<Prepared> {
    Ok(Prepared {
        elements: 1,
        engine: Box::new(|| {
            let catalog = Catalog::embedded();
            usize::from(catalog.action("s3", "getobject").known().is_some())
        }),
        naive: Some(Box::new(|| {
            usize::from(table().contains_key("s3:getobject"))
        })),
    })
}

/// The bytes of the whole catalog, checked. An element is a byte: their number is the size of the catalog.
#[expect(
    clippy::unnecessary_wraps,
    reason = "the registry holds functions that may fail"
)]
pub(super) fn from_bytes() -> Result<Prepared> {
    let bytes = EMBEDDED.to_bytes();
    Ok(Prepared {
        elements: bytes.len(),
        engine: Box::new(move || {
            Catalog::from_bytes(&bytes).map_or(0, |catalog| catalog.services().count())
        }),
        naive: None,
    })
}

fn expand(pattern: &'static str) -> Prepared {
    let all: Vec<String> = EMBEDDED
        .actions()
        .map(|action| action.to_string())
        .collect();
    Prepared {
        elements: EMBEDDED.expand(pattern).count(),
        engine: Box::new(move || EMBEDDED.expand(pattern).count()),
        naive: Some(Box::new(move || {
            all.iter()
                .filter(|name| matches_ignore_ascii_case(pattern, name))
                .count()
        })),
    }
}

#[expect(
    clippy::unnecessary_wraps,
    reason = "the registry holds functions that may fail"
)]
pub(super) fn expand_everything() -> Result<Prepared> {
    Ok(expand("*"))
}

#[expect(
    clippy::unnecessary_wraps,
    reason = "the registry holds functions that may fail"
)]
pub(super) fn expand_service() -> Result<Prepared> {
    Ok(expand("s3:*"))
}

#[expect(
    clippy::unnecessary_wraps,
    reason = "the registry holds functions that may fail"
)]
pub(super) fn expand_verb() -> Result<Prepared> {
    Ok(expand("*:Describe*"))
}
