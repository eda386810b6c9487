//! Pages and accounts: what is merged, and what stays apart.

use portcullis_scenario::Policies;

use super::{call, codes, forms, outcome, refused, statement};
use crate::AccountDetails;

const A: &str = "111122223333";
const B: &str = "444455556666";

fn user(account: &str, name: &str, members: &str) -> String {
    format!(r#"{{"UserName": "{name}", "Arn": "arn:aws:iam::{account}:user/{name}"{members}}}"#)
}

fn group(account: &str, name: &str, action: &str) -> String {
    format!(
        r#"{{"GroupName": "{name}", "Arn": "arn:aws:iam::{account}:group/{name}", "GroupPolicyList": [
            {{"PolicyName": "p", "PolicyDocument": {}}}]}}"#,
        statement("Allow", action)
    )
}

fn managed(arn: &str, action: &str) -> String {
    format!(
        r#"{{"Arn": "{arn}", "DefaultVersionId": "v1", "PolicyVersionList": [{{"VersionId": "v1",
            "IsDefaultVersion": true, "Document": {}}}]}}"#,
        statement("Allow", action)
    )
}

fn page(users: &[String], groups: &[String], policies: &[String]) -> String {
    format!(
        r#"{{"UserDetailList": [{}], "GroupDetailList": [{}], "Policies": [{}]}}"#,
        users.join(","),
        groups.join(","),
        policies.join(",")
    )
}

fn read(text: &str) -> AccountDetails {
    AccountDetails::read("accounts.json", text.as_bytes()).unwrap()
}

fn ask(details: &AccountDetails, account: &str, name: &str, action: &str) -> String {
    let principal = format!("arn:aws:iam::{account}:user/{name}");
    outcome(details, call(&principal, action, "*"), Policies::default())
}

#[test]
fn accounts_stay_apart() {
    let shared = "arn:aws:iam::aws:policy/Shared";
    let of = |account, action: &str| {
        let attached = format!(
            r#", "GroupList": ["ops"], "AttachedManagedPolicies": [{{"PolicyArn": "{shared}"}}]"#
        );
        page(
            &[user(account, "eve", &attached)],
            &[group(account, "ops", &format!("s3:{action}"))],
            &[managed(shared, &format!("sqs:{action}"))],
        )
    };
    let (a, b) = (of(A, "One"), of(B, "Two"));
    for text in [
        format!(r#"{{"{A}": {a}, "{B}": {b}}}"#),
        format!(r#"{{"first": {a}, "second": {b}}}"#),
        format!(r#"{{"accounts": {{"first": [{a}], "second": [{b}]}}}}"#),
        format!("[{a}, {b}]"),
        format!("{a}{b}"),
    ] {
        let details = read(&text);
        let accounts: Vec<String> = details.accounts().map(|one| one.to_string()).collect();
        assert_eq!(accounts, [A, B]);
        for service in ["s3", "sqs"] {
            for (account, name, expect) in [
                (A, "One", "allowed identity"),
                (A, "Two", "implicitDeny identity"),
                (B, "One", "implicitDeny identity"),
                (B, "Two", "allowed identity"),
            ] {
                let action = format!("{service}:{name}");
                assert_eq!(
                    ask(&details, account, "eve", &action),
                    expect,
                    "{account} {action}"
                );
            }
        }
    }
}

#[test]
fn a_policy_of_aws_may_stand_in_another_account_of_the_file() {
    let attached =
        |arn: &str| format!(r#", "AttachedManagedPolicies": [{{"PolicyArn": "{arn}"}}]"#);
    let of_aws = "arn:aws:iam::aws:policy/Shared";
    let of_b = format!("arn:aws:iam::{B}:policy/Own");
    let a = page(
        &[
            user(A, "eve", &attached(of_aws)),
            user(A, "fay", &attached(&of_b)),
        ],
        &[],
        &[],
    );
    let policies = [managed(of_aws, "s3:One"), managed(&of_b, "s3:One")];
    let b = page(&[user(B, "eve", "")], &[], &policies);
    let details = read(&format!("[{a}, {b}]"));
    assert_eq!(ask(&details, A, "eve", "s3:One"), "allowed identity");
    assert_eq!(ask(&details, A, "fay", "s3:One"), "error missing-document");
}

#[test]
fn an_entity_without_account_id_is_kept_under_the_account_of_its_page() {
    let eve = user("aws", "eve", r#", "GroupList": ["ops"]"#);
    let ops = group("placeholder", "ops", "s3:One");
    let told = user(A, "fay", "");
    let allowed = "allowed identity";
    let own = managed(&format!("arn:aws:iam::{A}:policy/Own"), "s3:Two");
    for text in [
        page(
            &[eve.clone(), told.clone()],
            std::slice::from_ref(&ops),
            &[],
        ),
        // By another page, by a key, by a policy.
        format!(
            "{}{}",
            page(std::slice::from_ref(&eve), std::slice::from_ref(&ops), &[]),
            page(std::slice::from_ref(&told), &[], &[])
        ),
        format!(
            r#"{{"{A}": {}}}"#,
            page(std::slice::from_ref(&eve), std::slice::from_ref(&ops), &[])
        ),
        page(
            std::slice::from_ref(&eve),
            std::slice::from_ref(&ops),
            &[own],
        ),
    ] {
        let details = read(&text);
        assert_eq!(ask(&details, A, "eve", "s3:One"), allowed, "{text}");
        assert_eq!(codes(&details), ["account-of-file", "account-of-file"]);
    }
}

#[test]
fn without_any_account_id_an_entity_is_left_out() {
    let eve = user("aws", "eve", "");
    for text in [
        page(std::slice::from_ref(&eve), &[], &[]),
        format!(
            "[{}, {}]",
            page(std::slice::from_ref(&eve), &[], &[]),
            page(&[user(A, "fay", ""), user(B, "fay", "")], &[], &[])
        ),
    ] {
        let details = read(&text);
        assert_eq!(codes(&details), ["account-of-file"]);
        assert!(
            details
                .principals()
                .all(|one| !one.arn().as_str().ends_with("eve"))
        );
        let asked = ask(&details, A, "eve", "s3:One");
        assert_eq!(asked, "error unknown-principal");
    }
}

#[test]
fn names_and_arns_stand_for_each_other() {
    let text = format!(
        r#"{{"UserDetailList": [{{"Arn": "arn:aws:iam::{A}:user/x/eve"}}, {{"UserName": "fay", "Path": "/y/"}},
            {{"UserName": "gil", "Arn": "redacted"}}]}}"#
    );
    let details = read(&text);
    let arns: Vec<String> = details
        .principals()
        .map(|one| one.arn().to_string())
        .collect();
    assert_eq!(
        arns,
        [
            format!("arn:aws:iam::{A}:user/x/eve"),
            format!("arn:aws:iam::{A}:user/y/fay"),
            format!("arn:aws:iam::{A}:user/gil"),
        ]
    );
}

#[test]
fn pages_may_overlap_but_not_contradict() {
    let (one, again) = (user(A, "eve", ""), user(A, "eve", r#", "Tags": []"#));
    let spaced = one.replace(": ", " :\n ");
    let of = |user: &String| page(std::slice::from_ref(user), &[], &[]);
    let details = read(&format!("{}{}", of(&one), of(&spaced)));
    assert_eq!(details.principals().count(), 1);
    let error = refused(
        format!("{}\n{}", of(&one), of(&again)).as_bytes(),
        "invalid-account-details",
    );
    assert_eq!(super::place(&error), "account.json:2:48");

    let arn = format!("arn:aws:iam::{A}:policy/P");
    let of = |action| page(&[], &[], &[managed(&arn, action)]);
    assert!(AccountDetails::read("x", format!("{}{}", of("a:b"), of("a:b")).as_bytes()).is_ok());
    refused(
        format!("{}{}", of("a:b"), of("a:c")).as_bytes(),
        "invalid-account-details",
    );
}

#[test]
fn a_truncated_export_is_a_finding_unless_its_end_is_there() {
    let pages = forms::pages();
    let found = |pages: &[String]| codes(&read(&pages.concat()));
    let truncated = |codes: Vec<String>| codes.iter().any(|code| code == "truncated-page");
    assert!(!truncated(found(&pages)));
    assert!(truncated(found(&pages[..3])));
    assert!(truncated(found(&pages[..1])));
    let asked = call(&format!("arn:aws:iam::{A}:role/ci/deploy"), "s3:One", "*");
    let error = super::error_of(&read(&pages[0]), asked);
    assert!(
        error
            .help()
            .unwrap()
            .ends_with("; pages of the export are missing")
    );
}

#[test]
fn columns_and_lines_are_those_of_the_file() {
    let good = page(&[user(A, "eve", "")], &[], &[]);
    let bad = r#"{"UserDetailList": [{"UserName": 7}]}"#;
    let at = |text: String| super::place(&refused(text.as_bytes(), "wrong-type"));
    assert_eq!(at(bad.to_owned()), "account.json:1:34");
    assert_eq!(
        at(format!("{good}{bad}")),
        format!("account.json:1:{}", good.len() + 34)
    );
    assert_eq!(at(format!("{good}\n\n  {bad}")), "account.json:3:36");
    assert_eq!(at(format!("[{good},\n{bad}]")), "account.json:2:34");
    // So far into a line that the columns are those of the page.
    let long = format!("{good}{}{bad}", " ".repeat(5_000));
    assert_eq!(at(long), "account.json:1:34");
}

#[test]
fn keys_that_are_not_known_are_ignored() {
    let text = format!(
        r#"{{"Marker": "x", "Other": [1, {{}}], "UserDetailList": [{}]}}"#,
        user(
            A,
            "eve",
            r#", "Unknown": {"a": [null]}, "GroupList": null, "Tags": {}"#
        )
    );
    assert_eq!(read(&text).principals().count(), 1);
}
