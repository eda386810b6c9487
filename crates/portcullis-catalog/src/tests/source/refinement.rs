//! What refines an edition, and what does not.

use std::string::ToString;
use std::vec;

use super::base;
use crate::source::{self, Edition, Refinement, SourceError, Trigger};

fn refined(text: &str) -> Result<Edition, SourceError> {
    let mut edition = base();
    source::refine(&mut edition, &Refinement::read(text)?)?;
    Ok(edition)
}

#[test]
fn refinements_add_what_the_sources_do_not_say() {
    let text = "\
# Where it is from.
refines mycache
api-version 2
service-principal other.example.com
supports resource-based resource-level
type cluster
 operations Get
action Create
 need kms:Decrypt always on any
 since 2024-01-01
operation Create
 check mycache:Create always
 requires Kind
operation Old
 since 2020-01-01
";
    assert_eq!(Refinement::read(text).unwrap().service(), "mycache");
    let edition = refined(text).unwrap();
    assert_eq!(edition.api_version.as_deref(), Some("2"));
    assert_eq!(
        edition.service_principal.as_deref(),
        Some("other.example.com")
    );
    assert!(
        edition
            .support
            .is_some_and(|support| support.resource_based && !support.identity_based)
    );
    let old = base();
    let cluster = &edition.resource_types[0];
    assert_eq!(
        (&cluster.arns, &cluster.condition_keys),
        (
            &old.resource_types[0].arns,
            &old.resource_types[0].condition_keys
        )
    );
    assert_eq!(
        (
            cluster.operations.as_slice(),
            cluster.primary,
            cluster.taggable
        ),
        (&["Get".to_string()][..], false, None)
    );
    let create = &edition.actions[0];
    assert_eq!(
        create
            .needs
            .iter()
            .filter(|need| need.action == "kms:Decrypt" && need.trigger == Trigger::Always)
            .count(),
        1
    );
    assert_eq!(
        (create.needs.len(), &create.resource_types),
        (2, &old.actions[0].resource_types)
    );
    let operation = edition
        .operations
        .iter()
        .find(|row| row.name == "Create")
        .unwrap();
    assert_eq!(
        (operation.checks.len(), operation.requires.clone()),
        (1, Some(vec!["Kind".to_string()]))
    );
    let operation = edition
        .operations
        .iter()
        .find(|row| row.name == "Old")
        .unwrap();
    assert!(operation.checks.is_empty() && operation.since.is_some());
}

const UNFIT: &[(&str, &str)] = &[
    ("", "`refines` is missing"),
    (
        "edition mycache@2026-01-01\n",
        "line 1: expected a fact that a refinement may add",
    ),
    (
        "refines mycache\nas-of 2026-01-01\n",
        "line 2: expected a fact that a refinement may add",
    ),
    (
        "refines mycache\nkey a:b String\n",
        "line 2: expected a record with its name",
    ),
    (
        "refines mycache\naction Create Write\n",
        "line 2: expected an action with its access level",
    ),
    (
        "refines other\n",
        "expected facts about `mycache`, found facts about `other`",
    ),
    (
        "refines mycache\ntype bucket\n",
        "the edition has no type `bucket` to refine",
    ),
    (
        "refines mycache\naction create\n",
        "the edition has no action `create` to refine",
    ),
    (
        "refines mycache\noperation Sign\n",
        "the edition has no operation `Sign` to refine",
    ),
    (
        "refines mycache\ntype cluster\n arn arn:a:b:c:d:e\n",
        "type `cluster`: ARNs and keys come from the sources",
    ),
    (
        "refines mycache\ntype cluster\n keys mycache:Kind\n",
        "type `cluster`: ARNs and keys come from the sources",
    ),
    (
        "refines mycache\naction Create\n keys mycache:Kind\n",
        "action `Create`: resource types and keys come from the sources",
    ),
    (
        "refines mycache\naction Create\n types cluster\n",
        "action `Create`: resource types and keys come from the sources",
    ),
    (
        "refines mycache\naction Create\n need s3:GetObject always\n",
        "action `Create` has no dependent action `s3:GetObject` to refine",
    ),
    (
        "refines mycache\noperation Create\n check mycache:Get always\n",
        "operation `Create`: the sources do not list `mycache:Get`",
    ),
    (
        "refines mycache\noperation Create\n check mycache:Sign always on-behalf\n",
        "operation `Create`: `mycache:Create` of the sources is left out",
    ),
];

#[test]
fn refinements_that_do_not_fit_are_refused() {
    for &(text, message) in UNFIT {
        let error = refined(text).expect_err(text);
        assert!(
            error.to_string().starts_with(message),
            "expected {message}, found {error}"
        );
    }
}
