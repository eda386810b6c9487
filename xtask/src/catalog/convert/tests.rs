//! A small reference becomes an edition.

use std::path::Path;

use super::{Converted, Sources, convert, dates};
use crate::catalog::models::Models;
use crate::catalog::reference::parse;
use crate::catalog::supplement::Supplement;
use crate::edition::source::{check, write_undated};

const REFERENCE: &str = r#"{"services": [
 {"document": {"Name": "demo", "ServiceName": "Demo",
  "ConditionKeys": [{"Name": "demo:Colour", "Types": ["String", "ArrayOfString"]}, {"Name": "aws:TagKeys", "Types": ["ArrayOfString"]}],
  "Resources": [{"Name": "thing", "ARNFormats": ["arn:${Partition}:demo:${Region}:${Account}:thing/${Name}-{Day}"], "ConditionKeys": ["demo:colour"]},
                {"Name": "box", "ARNFormats": ["arn:${Partition}:demo:::box"]}],
  "Actions": [
   {"Name": "MakeThing", "Annotations": {"Properties": {"IsWrite": true}}, "ActionConditionKeys": ["aws:TagKeys", "demo:Undeclared"],
    "Resources": [{"Name": "thing", "ConditionKeys": ["demo:Colour"]}, {"Name": "box"}, {"Name": "thing", "ConditionKeys": ["aws:TagKeys"]}]},
   {"Name": "TagThing", "Annotations": {"Properties": {"IsWrite": true, "IsTaggingOnly": true, "IsPermissionManagement": true}}},
   {"Name": "Share", "Annotations": {"Properties": {"IsWrite": true, "IsPermissionManagement": true, "IsList": true}}},
   {"Name": "ListThings", "Annotations": {"Properties": {"IsWrite": true, "IsList": true}}},
   {"Name": "GetThing"}],
  "Operations": [
   {"Name": "MakeThing", "AuthorizedActions": [{"Service": "demo", "Name": "MakeThing"}, {"Service": "other", "Name": "Use"}], "SDK": [{"Name": "demo-sdk", "Method": "make_thing"}]},
   {"Name": "GetThing", "AuthorizedActions": [{"Service": "demo", "Name": "GetThing"}], "SDK": [{"Name": "demo-sdk", "Method": "get_thing"}]},
   {"Name": "Ping", "SDK": [{"Name": "demo", "Method": "ping"}]}]}},
 {"document": {"Name": "other", "ServiceName": "Other", "Actions": [{"Name": "Use"}]}}]}"#;

const EXPECTED: &str = "\
service demo
name Demo
sdk demo demo-sdk

type box
 arn arn:${Partition}:demo:::box
type thing
 arn arn:${Partition}:demo:${Region}:${Account}:thing/${Name}-${Day}
 keys demo:Colour

key aws:TagKeys ArrayOfString
key demo:Colour ArrayOfString String

action GetThing Read call
action ListThings List
action MakeThing Write
 keys aws:TagKeys
 types box
 type thing* aws:TagKeys demo:Colour
 needs demo:GetThing other:Use
action Share PermissionsManagement
action TagThing Tagging

operation MakeThing
 check demo:MakeThing always
 check other:Use unknown on unknown
operation Ping
";

fn supplement(json: &str) -> Supplement {
    Supplement::of("demo", serde_json::from_str(json).unwrap())
}

fn converted() -> Converted {
    let required = r#"[{"name": "makething", "resourceTypes": [{"name": "Thing", "required": true}, {"name": "gone", "required": true}]}]"#;
    let dependent = r#"[{"name": "MakeThing", "dependentActions": ["other:use", "demo:Gone", "gone:Use"],
        "resourceTypes": [{"name": "thing", "dependentActions": ["demo:GetThing", "other:Use"]}]},
        {"name": "Gone", "dependentActions": ["other:Use"]}]"#;
    let mut sources = Sources {
        reference: parse(REFERENCE.as_bytes(), Path::new("reference")).unwrap(),
        supplement: supplement(required),
        dependent: supplement(dependent),
        models: Models::new(Path::new("no-such-folder")),
    };
    convert(&mut sources, &dates().unwrap()).unwrap()
}

#[test]
fn a_service_becomes_an_edition() {
    let converted = converted();
    let edition = converted.editions.first().unwrap();
    assert_eq!(write_undated(edition), EXPECTED);
    assert!(
        converted
            .editions
            .iter()
            .all(|edition| check(edition).is_ok())
    );
    assert_eq!(converted.editions.len(), 2);
}

#[test]
fn a_key_that_is_not_declared_is_left_out_and_said() {
    let said = ["demo: MakeThing: the key `demo:Undeclared`, which is not declared"];
    assert_eq!(converted().left_out, said);
}

#[test]
fn a_type_of_no_known_name_is_an_error() {
    let text = REFERENCE.replace("\"String\", \"ArrayOfString\"", "\"Text\"");
    let mut sources = Sources {
        reference: parse(text.as_bytes(), Path::new("reference")).unwrap(),
        supplement: Supplement::default(),
        dependent: Supplement::default(),
        models: Models::new(Path::new("no-such-folder")),
    };
    let error = convert(&mut sources, &dates().unwrap()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "`demo:Colour` has the unknown type `Text`"
    );
}
