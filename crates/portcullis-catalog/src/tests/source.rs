//! The text form: what is malformed, not canonical, inconsistent or refined wrongly is refused, with its place.

mod contradictions;
mod refinement;

use std::format;
use std::string::{String, ToString};
use std::vec::Vec;

use proptest::prelude::*;

use super::generated;
use crate::Catalog;
use crate::source::{self, Dates, Edition, Refinement, SourceError, SourceErrorKind};

/// An edition with a line of every kind.
const TEXT: &str = "\
edition mycache@2026-01-01
name My cache
api-version 2015-02-02
service-principal mycache.example.com
sdk mycache mycache-data
supports identity-based resource-level
as-of 2026-01-01
in-force 2026-01-01..2027-01-01
required-as-of 2026-01-02
dependent-as-of 2026-01-03

type cluster
 arn arn:${Partition}:mycache:${Region}:${Account}:cluster/${Name}
 keys mycache:Kind
 operations Create
 primary
 taggable
type \"read replica\"
 arn arn:${Partition}:mycache:${Region}:${Account}:replica/*
 parent cluster redis valkey
 untaggable

key aws:TagKeys ArrayOfString
key mycache:Kind ArrayOfString String

action Create Write
 keys aws:TagKeys
 types \"read replica\"
 type cluster* mycache:Kind
 needs kms:Decrypt
 need iam:PassRole when Role on members Role with iam:PassedToService=mycache.example.com
 since <=2025-01-01
action Get Read call
 types cluster*
 unreferenced
action Sign Read
 permission-only

operation Create
 check mycache:Create always
 check mycache:Create unless Name on named cluster Kind Name
 check mycache:Sign when Kind=1 on any with mycache:Kind=a,b on-behalf
 arn-parameter Arn cluster \"read replica\"
 identifier cluster Name
 requires Name
 since 2025-01-01
operation Old
";

fn text(from: &str, to: &str) -> String {
    assert!(TEXT.contains(from), "{from}");
    TEXT.replacen(from, to, 1)
}

#[track_caller]
fn refused(from: &str, to: &str) -> SourceError {
    source::read(&text(from, to)).expect_err(to)
}

#[test]
fn the_example_is_canonical_and_consistent() {
    let edition = source::read(TEXT).unwrap();
    source::check(&edition).unwrap();
    assert_eq!(source::write(&edition), TEXT);
    let catalog = Catalog::compile(&[edition], &[]).unwrap();
    assert_eq!(
        source::write(&catalog.service("mycache").unwrap().to_source()),
        TEXT
    );
}

const MALFORMED: &[(&str, &str, usize, &str)] = &[
    (
        "edition mycache@2026-01-01",
        "edition mycache",
        1,
        "service@date",
    ),
    (
        "edition mycache@2026-01-01",
        "edition mycache@2026-02-30",
        1,
        "a date as YYYY-MM-DD",
    ),
    (
        "edition mycache@2026-01-01",
        "service mycache",
        1,
        "a keyword of an edition",
    ),
    ("name My cache", "name  My cache\t", 2, "printable words"),
    (
        "api-version 2015-02-02",
        "api-versoin 2015-02-02",
        3,
        "a keyword of an edition",
    ),
    (
        "api-version 2015-02-02",
        "api-version 2015 02",
        3,
        "one version",
    ),
    (
        "service-principal mycache.example.com",
        "service-principal",
        4,
        "one principal",
    ),
    ("sdk mycache mycache-data", "sdk", 5, "at least one word"),
    (
        "supports identity-based",
        "supports everything",
        6,
        "what a service can support",
    ),
    ("as-of 2026-01-01", "as-of 26-01-01", 7, "a date"),
    ("2026-01-01..2027-01-01", "2026-01-01", 8, "date..date"),
    ("2026-01-01..2027-01-01", "2026-01-01..x", 8, "a date"),
    ("required-as-of 2026-01-02", "required-as-of", 9, "a date"),
    (
        "dependent-as-of 2026-01-03",
        " dependent-as-of 2026-01-03",
        10,
        "a record above",
    ),
    (
        "type cluster",
        "type cluster x",
        12,
        "a record with its name",
    ),
    ("type cluster", "type", 12, "a record with its name"),
    (" arn arn:", " arn x arn:", 13, "one template"),
    (" keys mycache:Kind", " keys", 14, "at least one word"),
    (
        " operations Create",
        " operation Create",
        15,
        "a fact of a resource type",
    ),
    (" primary", " primary yes", 16, "no text behind"),
    (" taggable", " taggable no", 17, "no text behind"),
    (
        "type \"read replica\"",
        "type \"read replica",
        18,
        "printable words",
    ),
    (
        "type \"read replica\"",
        "type \"replica\"",
        18,
        "printable words",
    ),
    (" parent cluster redis valkey", " parent", 20, "a name"),
    (
        "key aws:TagKeys ArrayOfString",
        "key aws:TagKeys",
        23,
        "a record with its name",
    ),
    (
        "key aws:TagKeys ArrayOfString",
        "key aws:TagKeys Text",
        23,
        "the types of a condition key",
    ),
    (
        "action Create Write",
        "action Create",
        26,
        "an action with its access level",
    ),
    (
        "action Create Write",
        "action Create Tags",
        26,
        "an access level",
    ),
    (
        "action Create Write",
        "action Create Write operation",
        26,
        "`call` or nothing",
    ),
    (
        " keys aws:TagKeys\n",
        "  keys aws:TagKeys\n",
        27,
        "a fact of an action",
    ),
    (" needs kms:Decrypt", " needs", 30, "at least one word"),
    (
        " need iam:PassRole when Role",
        " need iam:PassRole perhaps",
        31,
        "an action, its trigger",
    ),
    (
        " need iam:PassRole when Role",
        " need iam:PassRole when",
        31,
        "an action, its trigger",
    ),
    (
        "on members Role",
        "on members",
        31,
        "an action, its trigger",
    ),
    ("on members Role", "on all", 31, "an action, its trigger"),
    (
        "with iam:PassedToService=mycache.example.com",
        "with iam:PassedToService",
        31,
        "an action, its trigger",
    ),
    (
        "with iam:PassedToService=mycache.example.com",
        "with",
        31,
        "an action, its trigger",
    ),
    ("since <=2025-01-01", "since yesterday", 32, "a date"),
    (" unreferenced", " unheard", 35, "a fact of an action"),
    (
        " permission-only",
        " permission-only x",
        37,
        "no text behind",
    ),
    (
        "operation Create\n",
        "operation\n",
        39,
        "a record with its name",
    ),
    (
        " check mycache:Create always",
        " check",
        40,
        "an action, its trigger",
    ),
    ("unless Name on", "unless", 41, "an action, its trigger"),
    (
        "on named cluster Kind Name",
        "on named cluster",
        41,
        "an action, its trigger",
    ),
    (
        "a,b on-behalf",
        "a,b on-behalf x",
        42,
        "an action, its trigger",
    ),
    (
        " arn-parameter Arn cluster \"read replica\"",
        " arn-parameter",
        43,
        "a name",
    ),
    (
        " identifier cluster Name",
        " identifier cluster",
        44,
        "a fact of an operation",
    ),
    ("type cluster\n", "type cluster \n", 12, "printable words"),
];

#[test]
fn malformed_lines_are_refused_with_their_number() {
    for &(from, to, line, expected) in MALFORMED {
        let error = refused(from, to);
        assert_eq!(error.kind(), SourceErrorKind::Form, "{to}: {error}");
        assert_eq!(error.line(), Some(line), "{to}: {error}");
        let message = error.to_string();
        assert!(
            message.starts_with(&format!("line {line}: expected {expected}")),
            "{to}: {message}"
        );
        assert!(!message.contains('\n'));
    }
    for (from, keyword) in [
        ("edition mycache@2026-01-01\n", "edition"),
        ("as-of 2026-01-01\n", "as-of"),
        ("in-force 2026-01-01..2027-01-01\n", "in-force"),
    ] {
        assert_eq!(
            refused(from, "").to_string(),
            format!("`{keyword}` is missing")
        );
    }
    assert_eq!(
        source::read("").unwrap_err().to_string(),
        "`edition` is missing"
    );
}

#[test]
fn long_and_strange_lines_are_quoted_in_part() {
    let error = source::read(&format!("\u{1b}[2J{}", "x".repeat(100))).unwrap_err();
    let expect = format!(
        "line 1: expected printable words, one space between two of them, found `\\u{{1b}}[2J{}…`",
        "x".repeat(56)
    );
    assert_eq!(error.to_string(), expect);
}

#[test]
fn text_out_of_the_canonical_form_is_refused() {
    for (from, to, line) in [
        ("sdk mycache mycache-data", "sdk mycache-data mycache", 5),
        (
            "identity-based resource-level",
            "resource-level identity-based",
            6,
        ),
        ("type cluster\n", "\ntype cluster\n", 12),
        (" primary\n taggable", " taggable\n primary", 16),
        ("\nkey aws", "key aws", 22),
        (
            "key aws:TagKeys ArrayOfString\nkey mycache:Kind ArrayOfString String",
            "key mycache:Kind ArrayOfString String\nkey aws:TagKeys ArrayOfString",
            23,
        ),
        ("ArrayOfString String", "String ArrayOfString", 24),
        (
            " needs kms:Decrypt\n",
            " need kms:Decrypt unknown on unknown\n",
            30,
        ),
        ("action Get Read call", "action Get Read", 33),
        (
            " requires Name\n since 2025-01-01",
            " since 2025-01-01\n requires Name",
            45,
        ),
        ("operation Old\n", "operation Old", 47),
        ("operation Old\n", "operation Old\r\n", 47),
    ] {
        // The operation that is not written as a call has to be written somewhere.
        let text = text(from, to)
            + if to == "action Get Read" {
                "operation Get\n check mycache:Get always\n"
            } else {
                ""
            };
        match source::read(&text) {
            Err(error) => {
                assert_eq!(error.kind(), SourceErrorKind::NotCanonical, "{to}: {error}");
                assert!(
                    error
                        .line()
                        .is_some_and(|found| found >= line - 1 && found <= line + 1),
                    "{to}: {error}"
                );
            }
            Ok(_) => panic!("{to}"),
        }
    }
    let error = source::read(&(TEXT.to_string() + "\n")).unwrap_err();
    assert_eq!(
        error.to_string(),
        "line 48: not in canonical form, expected the end of the file"
    );
}

#[test]
fn undated_editions_have_the_dates_of_their_file() {
    let dates = "edition 2026-01-01\nas-of 2026-01-01\nin-force 2026-01-01..2027-01-01\nrequired-as-of 2026-01-02\ndependent-as-of 2026-01-03\n";
    let dates: Dates = source::read_dates(dates).unwrap();
    let dated = source::read(TEXT).unwrap();
    let text = source::write_undated(&dated);
    assert!(text.starts_with("service mycache\nname My cache\n"));
    assert_eq!(source::read_undated(&text, &dates).unwrap(), dated);
    let own = text.replace("\n\ntype cluster", "\nas-of 2026-01-01\n\ntype cluster");
    let error = source::read_undated(&own, &dates).unwrap_err();
    assert_eq!(
        (error.kind(), error.line()),
        (SourceErrorKind::Form, Some(7))
    );
    assert_eq!(
        source::read_undated("name X\n", &dates)
            .unwrap_err()
            .to_string(),
        "`service` is missing"
    );
    assert_eq!(
        source::read_undated(TEXT, &dates).unwrap_err().line(),
        Some(1)
    );
    for (text, message) in [
        ("", "`edition` is missing"),
        ("edition 2026-01-01\n", "`as-of` is missing"),
        (
            "edition 2026-01-01\nas-of 2026-01-01\n",
            "`in-force` is missing",
        ),
        (
            "edition x\n",
            "line 1: expected a date as YYYY-MM-DD, found `edition x`",
        ),
        (
            "edition 2026-01-01\nname X\n",
            "line 2: expected a keyword of an edition, found `name X`",
        ),
        (
            "edition 2026-01-01 x\n",
            "line 1: expected a keyword of an edition, found `edition 2026-01-01 x`",
        ),
    ] {
        assert_eq!(
            source::read_dates(text).unwrap_err().to_string(),
            message,
            "{text}"
        );
    }
}

#[test]
fn retired_actions_are_read_in_order() {
    let rows = source::read_retired(
        "# A comment.\na:B 2020-01-01\nb:A 2021-01-01\nb:c_d.e-f 2021-01-01\n",
    )
    .unwrap();
    assert_eq!(rows.len(), 3);
    assert_eq!(
        (rows[2].service.as_str(), rows[2].action.as_str()),
        ("b", "c_d.e-f")
    );
    for (text, line) in [
        ("a:B\n", 1),
        ("aB 2020-01-01\n", 1),
        ("a:B 2020-13-01\n", 1),
        ("A:B 2020-01-01\n", 1),
        (":B 2020-01-01\n", 1),
        ("a: 2020-01-01\n", 1),
        ("a:B! 2020-01-01\n", 1),
        ("\n", 1),
        ("b:A 2020-01-01\na:B 2020-01-01\n", 2),
        ("a:B 2020-01-01\na:b 2021-01-01\n", 2),
    ] {
        assert_eq!(
            source::read_retired(text).unwrap_err().line(),
            Some(line),
            "{text}"
        );
    }
}

fn base() -> Edition {
    source::read(TEXT).unwrap()
}

fn lines() -> impl Strategy<Value = String> {
    let words: Vec<&str> = TEXT
        .split([' ', '\n'])
        .filter(|word| !word.is_empty())
        .collect();
    let word = prop_oneof![
        proptest::sample::select(words),
        Just(" "),
        Just("\""),
        Just("*"),
        Just("é")
    ];
    let line = proptest::collection::vec(word, 0..5).prop_map(|words| words.join(" "));
    proptest::collection::vec(line, 0..12).prop_map(|lines| lines.join("\n"))
}

#[expect(clippy::string_slice, reason = "the text is ASCII")]
fn damaged(place: &proptest::sample::Index, cut: usize, with: &str) -> String {
    let start = place.index(TEXT.len());
    let end = (start + cut).min(TEXT.len());
    format!("{}{with}{}", &TEXT[..start], &TEXT[end..])
}

proptest! {
    /// A damaged edition is refused, or it is an edition whose one text it is; never a panic.
    #[test]
    fn damage_is_refused_or_canonical(place in any::<proptest::sample::Index>(), cut in 0..8_usize, with in "[ a-z:@$\\{\\}0-9\n\"*=<-]{0,6}") {
        let damaged = damaged(&place, cut, &with);
        if let Ok(edition) = source::read(&damaged) {
            prop_assert_eq!(source::write(&edition), damaged);
            if source::check(&edition).is_ok() {
                prop_assert_eq!(generated::sorted(edition.clone()), edition);
            }
        }
    }

    #[test]
    fn any_lines_are_read_without_panic(text in lines(), header in any::<bool>()) {
        let text = if header { format!("edition x@2020-01-01\nas-of 2020-01-01\nin-force 2020-01-01..\n\n{text}\n") } else { text };
        if let Ok(edition) = source::read(&text) {
            prop_assert_eq!(source::write(&edition), text.clone());
        }
        let _ = source::read_dates(&text);
        let _ = source::read_retired(&text);
        if let Ok(refinement) = Refinement::read(&text) {
            let mut edition = base();
            let _ = source::refine(&mut edition, &refinement);
        }
    }
}
