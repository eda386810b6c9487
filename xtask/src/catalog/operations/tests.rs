//! When an action is asked, on small operations.

use super::checks;
use crate::catalog::models::Parameter;
use crate::catalog::reference::{AuthorizedAction, Operation};
use crate::edition::source::check_text;
use crate::edition::vocabulary::AccessLevel;

fn parameter(name: &str) -> Parameter {
    Parameter {
        name: name.trim_end_matches(['!', '*']).to_owned(),
        is_text: !name.ends_with('!'),
        is_required: name.ends_with('*'),
    }
}

/// The checks of an operation of the service `demo`; parameters that end in `!` are no free text, those that end in `*` are required.
#[track_caller]
fn check(operation: &str, actions: &[&str], parameters: &[&str], expected: &[&str]) {
    let actions = actions.iter().map(|action| {
        let (service, name) = action.split_once(':').unwrap();
        let context = match name {
            "PassRole" => vec![("iam:PassedToService", "demo.amazonaws.com")],
            _ => vec![],
        };
        let context = context.into_iter();
        AuthorizedAction {
            service: service.to_owned(),
            name: name.to_owned(),
            context: context
                .map(|(key, value)| (key.to_owned(), vec![value.to_owned()]))
                .collect(),
        }
    });
    let operation = Operation {
        name: operation.to_owned(),
        authorized_actions: actions.collect(),
        sdk: Vec::new(),
    };
    let parameters: Vec<Parameter> = parameters.iter().map(|name| parameter(name)).collect();
    let level = |action: &AuthorizedAction| {
        Some(if action.name.contains("Tag") {
            AccessLevel::Tagging
        } else {
            AccessLevel::Write
        })
    };
    let found = checks("demo", &operation, &parameters, level);
    let found: Vec<String> = found.iter().map(check_text).collect();
    let found: Vec<&str> = found.iter().map(|text| text.trim_start()).collect();
    assert_eq!(found, expected);
}

#[test]
fn one_action_is_asked_always() {
    check("CreateA", &["demo:CreateA"], &[], &["demo:CreateA always"]);
    check(
        "CreateA",
        &["other:MakeA"],
        &["Tags"],
        &["other:MakeA always"],
    );
    check("CreateA", &[], &["Tags"], &[]);
}

#[test]
fn a_required_role_is_asked_always() {
    check(
        "CreateA",
        &["demo:CreateA", "iam:PassRole"],
        &["Role*"],
        &[
            "demo:CreateA always",
            "iam:PassRole always on members Role with iam:PassedToService=demo.amazonaws.com",
        ],
    );
    check(
        "AddSource",
        &["iam:PassRole"],
        &["Role*"],
        &["iam:PassRole when Role on members Role with iam:PassedToService=demo.amazonaws.com"],
    );
}

#[test]
fn a_role_alone_is_asked_on_the_role() {
    check(
        "AddSource",
        &["iam:PassRole"],
        &["Role"],
        &["iam:PassRole when Role on members Role with iam:PassedToService=demo.amazonaws.com"],
    );
    check(
        "AddSource",
        &["iam:PassRole"],
        &[],
        &["iam:PassRole unknown on unknown with iam:PassedToService=demo.amazonaws.com"],
    );
}

#[test]
fn the_action_of_the_operations_name_is_asked_always() {
    let actions = ["demo:createa", "demo:Other", "other:CreateA"];
    let expected = [
        "demo:createa always",
        "demo:Other unknown on unknown",
        "other:CreateA unknown on unknown",
    ];
    check("CreateA", &actions, &["Name"], &expected);
}

#[test]
fn tags_are_asked_when_the_one_parameter_for_them_is_passed() {
    let actions = ["demo:CreateStage", "demo:TagResource"];
    let known = ["demo:CreateStage always", "demo:TagResource when tagList"];
    check("CreateStage", &actions, &["name", "tagList!"], &known);
    let unknown = [
        "demo:CreateStage always",
        "demo:TagResource unknown on unknown",
    ];
    check(
        "CreateStage",
        &actions,
        &["tags!", "resourceTags!"],
        &unknown,
    );
    check("CreateStage", &actions, &["tagFilters!"], &unknown);
}

#[test]
fn actions_that_only_concern_tags_are_not_asked_for_them() {
    for other in [
        "UntagResource",
        "RemoveTags",
        "ListTagsForResource",
        "PutVersionTagging",
    ] {
        let other = format!("demo:{other}");
        let unknown = format!("{other} unknown on unknown");
        check(
            "PutA",
            &["demo:PutA", &other],
            &["Tags!"],
            &["demo:PutA always", &unknown],
        );
    }
    // The tags are what the operation is for.
    let expected = [
        "demo:AddTags always",
        "other:TagResource unknown on unknown",
    ];
    check(
        "AddTags",
        &["demo:AddTags", "other:TagResource"],
        &["Tags!"],
        &expected,
    );
}

#[test]
fn each_role_that_is_free_text_is_asked() {
    let actions = ["demo:RunA", "iam:PassRole"];
    let expected = [
        "demo:RunA always",
        "iam:PassRole when serviceRoleArn on members serviceRoleArn with iam:PassedToService=demo.amazonaws.com",
        "iam:PassRole when UserRole on members UserRole with iam:PassedToService=demo.amazonaws.com",
    ];
    let parameters = ["serviceRoleArn", "UserRole", "memberRole!", "RoleName"];
    check("RunA", &actions, &parameters, &expected);
}

#[test]
fn what_is_left_over_alone_is_asked_always() {
    let actions = ["demo:MakeA", "demo:TagResource"];
    let expected = ["demo:TagResource when Tags", "demo:MakeA always"];
    check("CreateA", &actions, &["Tags!"], &expected);
    let expected = [
        "demo:MakeA unknown on unknown",
        "demo:TagResource unknown on unknown",
    ];
    check("CreateA", &actions, &[], &expected);
}
