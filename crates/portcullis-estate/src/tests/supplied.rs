//! Managed policies that are supplied apart.

use portcullis_scenario::Policies;

use super::{ALICE, CAROL, account, call, outcome, statement};
use crate::AccountDetails;

const ADMINISTRATOR: &str = "arn:aws:iam::aws:policy/AdministratorAccess";
const LOST: &str = "arn:aws:iam::111122223333:policy/Lost";

fn versions(arn: &str, document: &str) -> String {
    format!(
        r#"{{"Arn": "{arn}", "PolicyName": "x", "DefaultVersionId": "v1", "PolicyVersionList": [
            {{"VersionId": "v1", "IsDefaultVersion": true, "Document": {document}}}]}}"#
    )
}

fn ask(details: &AccountDetails) -> String {
    outcome(
        details,
        call(CAROL, "s3:GetObject", "*"),
        Policies::default(),
    )
}

#[test]
fn every_form_of_supply() {
    let (allow, deny) = (statement("Allow", "*"), statement("Deny", "sqs:*"));
    let lost = versions(LOST, &deny);
    let text = format!("{deny:?}");
    let cases: [(&str, String, usize); 13] = [
        (
            "a.json",
            format!(
                r#"{{"Policies": [{}, {lost}]}}"#,
                versions(ADMINISTRATOR, &allow)
            ),
            2,
        ),
        (
            "a.json",
            format!("[{}, {lost}]", versions(ADMINISTRATOR, &allow)),
            2,
        ),
        ("AdministratorAccess.json", allow.clone(), 1),
        ("folder/AdministratorAccess", allow.clone(), 1),
        ("folder\\AdministratorAccess.json", allow.clone(), 1),
        (ADMINISTRATOR, allow.clone(), 1),
        (
            "AdministratorAccess",
            format!(r#"{{"PolicyVersion": {{"Document": {allow}, "VersionId": "v1"}}}}"#),
            1,
        ),
        ("a", format!(r#"{{"{ADMINISTRATOR}": {allow}}}"#), 1),
        (
            "a",
            format!(r#"{{"policies": {{"AdministratorAccess": {allow}}}}}"#),
            1,
        ),
        (
            "a",
            format!(r#"[{{"PolicyName": "AdministratorAccess", "Document": {allow}}}]"#),
            1,
        ),
        (
            "a",
            format!(r#"{{"PolicyArn": "{ADMINISTRATOR}", "PolicyDocument": {allow}}}"#),
            1,
        ),
        (
            "a",
            format!(r#"{{"Arn": "{LOST}", "Document": {text}}}"#),
            1,
        ),
        ("a", versions(ADMINISTRATOR, &allow), 1),
    ];
    for (name, supply, count) in cases {
        let mut details = account();
        assert_eq!(ask(&details), "error missing-document");
        let added = details.add_managed_policies(name, supply.as_bytes());
        assert_eq!(added.unwrap(), count, "{name} {supply}");
        if !supply.contains(LOST) {
            assert_eq!(ask(&details), "error missing-document");
            details
                .add_managed_policies("lost.json", lost.as_bytes())
                .unwrap();
        } else if !supply.contains(ADMINISTRATOR) {
            details
                .add_managed_policies("AdministratorAccess.json", allow.as_bytes())
                .unwrap();
        }
        assert_eq!(ask(&details), "allowed identity", "{name} {supply}");
    }
}

#[test]
fn a_name_alone_serves_policies_of_aws_only() {
    let mut details = account();
    let allow = statement("Allow", "*");
    details
        .add_managed_policies("AdministratorAccess.json", allow.as_bytes())
        .unwrap();
    details
        .add_managed_policies("Lost.json", allow.as_bytes())
        .unwrap();
    assert_eq!(ask(&details), "error missing-document");
}

#[test]
fn the_file_comes_first() {
    let mut details = account();
    let arn = "arn:aws:iam::111122223333:policy/Versioned";
    let supply = versions(arn, &statement("Allow", "*"));
    details
        .add_managed_policies("a", supply.as_bytes())
        .unwrap();
    let asked = call(ALICE, "elasticache:CreateSnapshot", "*");
    assert_eq!(
        outcome(&details, asked, Policies::default()),
        "implicitDeny identity"
    );
}

#[test]
fn what_is_no_policy_is_refused_and_adds_nothing() {
    let mut details = account();
    let allow = statement("Allow", "*");
    let twice = format!(
        r#"[{{"Arn": "{LOST}", "Document": {allow}}}, {{"Arn": "{LOST}", "Document": {}}}]"#,
        statement("Deny", "*")
    );
    for supply in ["{}", "[]", r#"{"Policies": [{"Arn": "x"}]}"#, &twice] {
        let error = details
            .add_managed_policies("a", supply.as_bytes())
            .unwrap_err();
        assert_eq!(error.code(), "invalid-account-details", "{supply}");
    }
    assert!(details.add_managed_policies("a", b"{").is_err());
    assert!(format!("{details:?}").contains("supplied: 0"));
    // Twice the same is once.
    for _ in 0..2 {
        details
            .add_managed_policies("AdministratorAccess", allow.as_bytes())
            .unwrap();
    }
    assert!(format!("{details:?}").contains("supplied: 1"));
}
