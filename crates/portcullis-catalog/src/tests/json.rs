//! The JSON form: it says all that an edition says, and what it does not know is refused at its place.

use std::format;
use std::string::{String, ToString};
use std::vec::Vec;

use proptest::prelude::*;

use super::generated;
use crate::Catalog;
use crate::json::{self, Entry};
use crate::source::{Edition, SourceError, SourceErrorKind};

fn mycache(rest: &str) -> String {
    format!(
        r#"{{"service": "mycache", "date": "2026-01-01", "name": "My cache",
"resourceTypes": [{{"name": "thing", "arnTemplates": ["arn:${{Partition}}:mycache:${{Region}}:${{Account}}:thing/${{Name}}"]}}],
"conditionKeys": [{{"name": "mycache:Kind", "types": ["String"]}}],
{rest}}}"#
    )
}

/// What is at the place of the error.
fn place<'t>(text: &'t str, error: &SourceError) -> &'t str {
    error
        .span()
        .and_then(|span| text.get(span))
        .unwrap_or("nothing")
}

#[test]
fn every_embedded_edition_is_written_and_read() {
    let mut count = 0;
    for service in Catalog::embedded().editions() {
        let edition = service.to_source();
        let text = json::write(&edition);
        assert!(
            json::read(&text).unwrap() == [Entry::Whole(edition)],
            "{}",
            service.edition_id()
        );
        count += 1;
    }
    assert_eq!(count, Catalog::embedded().editions().count());
}

#[test]
fn small_values_stand_on_one_line() {
    let [Entry::Whole(edition)] = &json::read(&mycache(r#""actions": [{"name": "Create", "accessLevel": "Write", "dependentActions": ["kms:Decrypt"], "since": {"date": "2026-01-01", "atTheLatest": true}}]"#)).unwrap()[..] else {
        panic!("one whole service");
    };
    let expect = r#"{
  "service": "mycache",
  "date": "2026-01-01",
  "name": "My cache",
  "asOf": "2026-01-01",
  "inForce": {"from": "2026-01-01"},
  "resourceTypes": [{"name": "thing", "arnTemplates": ["arn:${Partition}:mycache:${Region}:${Account}:thing/${Name}"]}],
  "conditionKeys": [{"name": "mycache:Kind", "types": ["String"]}],
  "actions": [
    {
      "name": "Create",
      "accessLevel": "Write",
      "dependentActions": ["kms:Decrypt"],
      "since": {"date": "2026-01-01", "atTheLatest": true}
    }
  ]
}
"#;
    assert_eq!(json::write(edition), expect);
}

#[test]
fn extensions_replace_rows_of_the_same_name_and_add_others() {
    let base = Catalog::compile(&[], &[]).unwrap().with_json(&mycache(r#""actions": [
        {"name": "Create", "accessLevel": "Write", "resourceTypes": [{"name": "thing", "required": true}]},
        {"name": "Get", "accessLevel": "Read"}],
        "operations": [{"name": "Get", "checks": [{"action": "mycache:Get", "when": "always"}]}]"#)).unwrap();
    let extended = base.with_json(r#"{"service": "mycache", "extends": true, "apiVersion": "2", "actions": [
        {"name": "GET", "accessLevel": "List"}, {"name": "Put", "accessLevel": "Write", "conditionKeys": ["mycache:Kind"]}]}"#).unwrap();
    let service = extended.service("mycache").unwrap();
    let actions: Vec<(&str, &str)> = service
        .actions()
        .map(|row| (row.name(), row.access_level().word()))
        .collect();
    assert_eq!(
        actions,
        [("Create", "Write"), ("GET", "List"), ("Put", "Write")]
    );
    assert!(service.action("create").unwrap().has_resource_types());
    assert_eq!(
        (service.name(), service.api_version()),
        ("My cache", Some("2"))
    );
    assert_eq!(service.operations().count(), 1);
    assert_eq!(
        base.service("mycache").unwrap().actions().count(),
        2,
        "the first catalog is as it was"
    );
    // A whole service replaces.
    let replaced = extended.with_json(&mycache(r#""actions": []"#)).unwrap();
    assert_eq!(replaced.service("mycache").unwrap().actions().count(), 0);
    assert_eq!(replaced.services().count(), 1);
}

#[cfg(feature = "elasticache")]
#[test]
fn an_extension_extends_the_chosen_edition() {
    let founding = Catalog::embedded()
        .with_edition(&super::id(super::FOUNDING))
        .unwrap();
    let extended = founding.with_json(r#"{"service": "elasticache", "extends": true, "actions": [{"name": "NewOne", "accessLevel": "Read"}]}"#).unwrap();
    let service = extended.service("elasticache").unwrap();
    assert_eq!(
        (
            service.actions().count(),
            service.edition_id().to_string().as_str()
        ),
        (41, super::FOUNDING)
    );
    let elsewhere = extended
        .services()
        .filter(|service| service.prefix() != "elasticache");
    assert!(
        elsewhere.map(crate::Service::edition_id).eq(founding
            .services()
            .filter(|service| service.prefix() != "elasticache")
            .map(crate::Service::edition_id))
    );
}

const WRONG: &[(&str, &str, &str, &str)] = &[
    (
        r#""acitons": []"#,
        "expected a member of a service, found `acitons`",
        "\"acitons\"",
        "did you mean `actions`?",
    ),
    (
        r#""zzzzzzzz": []"#,
        "expected a member of a service, found `zzzzzzzz`",
        "\"zzzzzzzz\"",
        "its members are `$schema`, `service`,",
    ),
    (
        r#""actions": {}"#,
        "expected `actions` as an array, found an object",
        "{}",
        "",
    ),
    (
        r#""actions": [3]"#,
        "expected an action as an object, found a number",
        "3",
        "",
    ),
    (
        r#""actions": [{"accessLevel": "Read"}]"#,
        "expected an action with the member `name`, found none",
        r#"{"accessLevel": "Read"}"#,
        "",
    ),
    (
        r#""actions": [{"name": "A", "accessLevel": "read"}]"#,
        "expected an access level: `List`, `Read`, `Tagging`, `Write` or `PermissionsManagement`, found `read`",
        "\"read\"",
        "",
    ),
    (
        r#""actions": [{"name": "A", "accessLevel": null}]"#,
        "expected an access level: `List`, `Read`, `Tagging`, `Write` or `PermissionsManagement`, found null",
        "null",
        "",
    ),
    (
        r#""actions": [{"name": "A", "accessLevel": "Read", "since": "2026-1-1"}]"#,
        "expected a day as \"YYYY-MM-DD\", found `2026-1-1`",
        "\"2026-1-1\"",
        "",
    ),
    (
        r#""actions": [{"name": "A", "accessLevel": "Read", "permissionOnly": "yes"}]"#,
        "expected `true` or `false`, found a string",
        "\"yes\"",
        "",
    ),
    (
        r#""actions": [{"name": "A", "accessLevel": "Read", "dependentActions": [1]}]"#,
        "expected an action or a check, found a number",
        "1",
        "",
    ),
    (
        r#""actions": [], "actions": []"#,
        "expected",
        "\"actions\"",
        "",
    ),
    (
        r#""actions": [,]"#,
        "expected a value or `]`, found `,`",
        ",",
        "",
    ),
    (
        r#""actions": [], "extends": 1"#,
        "expected `true` or `false`, found a number",
        "1",
        "",
    ),
    (
        r#""actions": [], "operations": [{"name": "O", "checks": [{"action": "a:B"}]}]"#,
        "expected a check with the member `when`, found none",
        r#"{"action": "a:B"}"#,
        "",
    ),
    (
        r#""actions": [], "operations": [{"name": "O", "checks": [{"action": "a:B", "when": "sometimes"}]}]"#,
        "expected \"always\", \"matching\", \"unknown\" or an object with a `parameter`, found `sometimes`",
        "\"sometimes\"",
        "",
    ),
    (
        r#""actions": [], "operations": [{"name": "O", "checks": [{"action": "a:B", "when": {"parameter": "P", "equals": "x", "absent": true}}]}]"#,
        "expected `equals` or `absent`, found both",
        "true",
        "",
    ),
    (
        r#""actions": [], "operations": [{"name": "O", "checks": [{"action": "a:B", "when": {"parameter": "P", "absent": false}}]}]"#,
        "expected `true` or no such member, found `false`",
        "false",
        "",
    ),
    (
        r#""actions": [], "operations": [{"name": "O", "checks": [{"action": "a:B", "when": "always", "resource": {"members": "P", "parameters": []}}]}]"#,
        "expected a member of a resource of members, found `parameters`",
        "\"parameters\"",
        "its members are `members`",
    ),
    (
        r#""actions": [], "operations": [{"name": "O", "checks": [{"action": "a:B", "when": "always", "context": []}]}]"#,
        "expected condition keys with their values as an object, found an array",
        "[]",
        "",
    ),
    // What contradicts itself: the first place of the name at fault.
    (
        r#""actions": [{"name": "A", "accessLevel": "Read", "resourceTypes": [{"name": "thin"}]}]"#,
        "resource type `thin` is not defined",
        "\"thin\"",
        "did you mean `thing`?",
    ),
    (
        r#""actions": [{"name": "A", "accessLevel": "Read", "conditionKeys": ["mycache:Kin"]}]"#,
        "condition key `mycache:Kin` is not defined",
        "\"mycache:Kin\"",
        "did you mean `mycache:Kind`?",
    ),
    (
        r#""actions": [{"name": "Create", "accessLevel": "Read"}], "operations": [{"name": "Create", "checks": [{"action": "mycache:Creat", "when": "always"}]}]"#,
        "action `mycache:Creat` is not defined",
        "\"mycache:Creat\"",
        "did you mean `mycache:Create`?",
    ),
    (
        r#""actions": [{"name": "A", "accessLevel": "Read"}, {"name": "a", "accessLevel": "Read"}]"#,
        "action `a` is written twice",
        "\"a\"",
        "",
    ),
    (
        r#""actions": [{"name": "a b", "accessLevel": "Read"}]"#,
        "expected a word without spaces, found `a b`",
        "\"a b\"",
        "",
    ),
    (
        r#""actions": [], "operations": [{"name": "O", "checks": [{"action": "a:B", "when": "always", "context": {"a:b": ["c,d"]}}]}]"#,
        "expected a condition key and its values, found `a:b`",
        "\"a:b\"",
        "",
    ),
];

#[test]
fn what_is_wrong_is_told_at_its_place() {
    for &(rest, message, at, help) in WRONG {
        let text = mycache(rest);
        let error = Catalog::embedded().with_json(&text).expect_err(rest);
        assert!(error.to_string().starts_with(message), "{rest}: {error}");
        assert_eq!(place(&text, &error), at, "{rest}: {error}");
        assert!(
            error.help().unwrap_or_default().starts_with(help),
            "{rest}: {:?}",
            error.help()
        );
        assert_eq!(error.line(), None);
    }
}

#[test]
fn a_name_that_may_have_been_meant_cannot_steer_a_terminal() {
    // What a resource type names is looked up before the names of condition keys are read.
    let text = mycache(r#""actions": []"#)
        .replace("mycache:Kind", "mycache:Kin\u{7f}")
        .replace(
            r#""name": "thing","#,
            r#""name": "thing", "conditionKeys": ["mycache:Kin"],"#,
        );
    let error = Catalog::embedded()
        .with_json(&text)
        .expect_err("an undefined key");
    assert_eq!(error.help(), Some(r"did you mean `mycache:Kin\u{7f}`?"));
}

const WRONG_AS_A_WHOLE: &[(&str, &str, &str, &str)] = &[
    ("", "expected a value, found the end of the text", "", ""),
    (
        "[]",
        "expected a service as an object, found an array",
        "[]",
        "",
    ),
    (
        "{}",
        "expected a service with the member `service`, found none",
        "{}",
        "",
    ),
    (
        r#"{"service": 1}"#,
        "expected a service prefix in lower case, found a number",
        "1",
        "",
    ),
    (
        r#"{"service": "My"}"#,
        "expected a service prefix in lower case, found `My`",
        "\"My\"",
        "",
    ),
    (
        r#"{"service": "my"}"#,
        "expected a service with the member `date`, found none",
        r#"{"service": "my"}"#,
        "",
    ),
    (
        r#"{"service": "my", "date": "2026-01-01"}"#,
        "expected a service with the member `name`, found none",
        r#"{"service": "my", "date": "2026-01-01"}"#,
        "",
    ),
    (
        r#"{"service": "my", "date": "2026-01-01", "name": "My"}"#,
        "expected a service with the member `actions`, found none",
        r#"{"service": "my", "date": "2026-01-01", "name": "My"}"#,
        "",
    ),
    (
        r#"{"$schema": 1, "service": "my"}"#,
        "expected `$schema` as a string, found a number",
        "1",
        "",
    ),
    (
        r#"{"services": [], "service": "my"}"#,
        "expected a member of a list of services, found `service`",
        "\"service\"",
        "",
    ),
    (
        r#"{"services": [{"$schema": ""}]}"#,
        "expected a member of a service, found `$schema`",
        "\"$schema\"",
        "",
    ),
    (
        r#"{"services": [{"service": "x", "extends": true}, {"service": "x", "extends": true}]}"#,
        "expected each service once, found `x`",
        "\"x\"",
        "",
    ),
    (
        r#"{"service": "elasticash-", "extends": true}"#,
        "expected a service that the catalog has, to extend it, found `elasticash-`",
        "\"elasticash-\"",
        "",
    ),
    (
        r#"{"service": "zzzzzzzzzzzz", "extends": true}"#,
        "expected a service that the catalog has, to extend it",
        "\"zzzzzzzzzzzz\"",
        "leave out `extends`",
    ),
    ("\u{feff}{}", "expected", "\u{feff}", ""),
];

#[test]
fn what_is_wrong_with_a_text_as_a_whole() {
    for &(text, message, at, help) in WRONG_AS_A_WHOLE {
        let error = Catalog::embedded().with_json(text).expect_err(text);
        assert!(error.to_string().starts_with(message), "{text}: {error}");
        assert_eq!(
            (place(text, &error), error.kind()),
            (at, SourceErrorKind::Form),
            "{text}: {error}"
        );
        assert!(
            error.help().unwrap_or_default().starts_with(help),
            "{text}: {:?}",
            error.help()
        );
    }
}

#[cfg(feature = "elasticache")]
#[test]
fn a_service_to_extend_is_suggested() {
    let error = Catalog::embedded()
        .with_json(r#"{"service": "elasticash", "extends": true}"#)
        .unwrap_err();
    assert_eq!(error.help(), Some("did you mean `elasticache`?"));
}

#[test]
fn a_name_that_an_extension_repeats_is_refused() {
    let base = Catalog::compile(&[], &[])
        .unwrap()
        .with_json(&mycache(r#""actions": []"#))
        .unwrap();
    for (member, rows) in [
        (
            "actions",
            r#"{"name": "A", "accessLevel": "Read"}, {"name": "a", "accessLevel": "Read"}"#,
        ),
        ("operations", r#"{"name": "A"}, {"name": "a"}"#),
        (
            "conditionKeys",
            r#"{"name": "x:A", "types": ["Bool"]}, {"name": "x:a", "types": ["Bool"]}"#,
        ),
        (
            "resourceTypes",
            r#"{"name": "A", "arnTemplates": ["arn:x:x:x:x:x"]}, {"name": "a", "arnTemplates": ["arn:x:x:x:x:y"]}"#,
        ),
    ] {
        let text = format!(r#"{{"service": "mycache", "extends": true, "{member}": [{rows}]}}"#);
        let error = base.with_json(&text).unwrap_err();
        assert!(error.to_string().ends_with("is written twice"), "{error}");
        assert!(place(&text, &error).ends_with("a\""), "{error}");
    }
}

#[test]
fn hostile_texts_are_refused_in_little_time() {
    let services: Vec<String> = (0..1_001)
        .map(|number| format!(r#"{{"service": "s{number}", "extends": true}}"#))
        .collect();
    let error = json::read(&format!(r#"{{"services": [{}]}}"#, services.join(","))).unwrap_err();
    assert_eq!(error.kind(), SourceErrorKind::TooLarge);
    assert_eq!(
        json::read(&"[".repeat(20)).unwrap_err().kind(),
        SourceErrorKind::TooLarge
    );
    // Many members, elements and rows.
    let members: Vec<String> = (0..50_000)
        .map(|number| format!(r#""m{number}": 0"#))
        .collect();
    assert!(json::read(&format!("{{{}}}", members.join(","))).is_err());
    let rows: Vec<String> = (0..50_000)
        .map(|number| format!(r#"{{"name": "A{number}", "accessLevel": "Read"}}"#))
        .collect();
    let rows = rows.join(",");
    let text = mycache(&format!(r#""actions": [{rows}]"#));
    let catalog = Catalog::embedded().with_json(&text).unwrap();
    let extension = format!(r#"{{"service": "mycache", "extends": true, "actions": [{rows}]}}"#);
    assert_eq!(
        catalog
            .with_json(&extension)
            .unwrap()
            .service("mycache")
            .unwrap()
            .actions()
            .count(),
        50_000
    );
    let undefined = mycache(&format!(
        r#""actions": [{rows}, {{"name": "B", "accessLevel": "Read", "conditionKeys": ["{}"]}}]"#,
        "A".repeat(128)
    ));
    assert!(
        catalog
            .with_json(&undefined)
            .unwrap_err()
            .to_string()
            .ends_with("is not defined")
    );
}

#[expect(clippy::string_slice, reason = "the text is ASCII")]
fn mangled() -> impl Strategy<Value = String> {
    let text = mycache(
        r#""extends": false, "actions": [{"name": "A", "accessLevel": "Read", "resourceTypes": [{"name": "thing"}]}], "operations": [{"name": "A", "checks": [{"action": "mycache:A", "when": {"parameter": "P"}, "resource": {"resourceType": "thing", "parameters": ["N"]}, "context": {"a:b": ["c"]}}]}]"#,
    );
    (
        any::<proptest::sample::Index>(),
        0..8_usize,
        "[\\[\\]{}\":,a-zé0-9 ]{0,5}",
    )
        .prop_map(move |(place, cut, with)| {
            let start = place.index(text.len());
            let end = (start + cut).min(text.len());
            format!("{}{with}{}", &text[..start], &text[end..])
        })
}

proptest! {
    #[test]
    fn json_says_all_that_an_edition_says(edition in generated::edition()) {
        let text = json::write(&edition);
        prop_assert_eq!(json::read(&text).unwrap(), [Entry::Whole(edition.clone())]);
        let catalog = Catalog::embedded().with_json(&text).unwrap();
        prop_assert_eq!(catalog.service(&edition.service).unwrap().to_source(), generated::sorted(edition));
    }

    #[test]
    fn an_extension_by_everything_is_the_whole(base in generated::edition(), more in generated::edition()) {
        let more = Edition { service: base.service.clone(), ..more };
        let text = json::write(&more).replacen("{\n", "{\n\"extends\": true,\n", 1);
        let entries = json::read(&text).unwrap();
        let [Entry::Extension(extension)] = entries.as_slice() else {
            panic!("{entries:?}");
        };
        let extended = extension.apply(&base).unwrap();
        for row in &more.actions {
            prop_assert_eq!(extended.actions.iter().filter(|other| other.name.eq_ignore_ascii_case(&row.name)).collect::<Vec<_>>(), [row]);
        }
        for row in &base.actions {
            let replaced = more.actions.iter().any(|other| other.name.eq_ignore_ascii_case(&row.name));
            prop_assert!(replaced || extended.actions.contains(row));
        }
        prop_assert_eq!(extension.apply(&extended).unwrap(), extended.clone());
        let other = Edition { service: "other--".to_string(), ..base };
        prop_assert!(extension.apply(&other).is_err());
    }

    #[test]
    fn mangled_texts_are_read_or_refused_at_a_place(text in mangled()) {
        if let Err(error) = Catalog::embedded().with_json(&text) {
            let span = error.span().unwrap();
            prop_assert!(text.get(span.clone()).is_some(), "{:?} {}", span, error);
            prop_assert!(!error.to_string().contains('\n'));
        }
    }
}
