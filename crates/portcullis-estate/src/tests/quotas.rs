//! What is over a quota of IAM is a finding, and what is at it is not.

use super::codes;
use crate::AccountDetails;

/// An account with one user, group, role and policy of so many groups, attached policies and versions.
fn account(
    groups: usize,
    attached: usize,
    attached_to_group: usize,
    versions: usize,
) -> AccountDetails {
    let list = |count: usize, one: &dyn Fn(usize) -> String| {
        (0..count).map(one).collect::<Vec<_>>().join(", ")
    };
    let policy = |index: usize| {
        format!(r#"{{"PolicyName": "P{index}", "PolicyArn": "arn:aws:iam::aws:policy/P{index}"}}"#)
    };
    let version = |index: usize| {
        format!(
            r#"{{"VersionId": "v{index}", "IsDefaultVersion": {}, "Document": {{"Statement": []}}}}"#,
            index == 0
        )
    };
    let text = format!(
        r#"{{"UserDetailList": [{{"UserName": "alice", "Arn": "arn:aws:iam::111122223333:user/alice",
              "GroupList": [{}], "AttachedManagedPolicies": [{}]}}],
            "GroupDetailList": [{{"GroupName": "ops", "Arn": "arn:aws:iam::111122223333:group/ops",
              "AttachedManagedPolicies": [{}]}}],
            "RoleDetailList": [],
            "Policies": [{{"PolicyName": "own", "Arn": "arn:aws:iam::111122223333:policy/own",
              "DefaultVersionId": "v0", "PolicyVersionList": [{}]}}]}}"#,
        list(groups, &|index| format!(r#""g{index}""#)),
        list(attached, &policy),
        list(attached_to_group, &policy),
        list(versions, &version),
    );
    AccountDetails::read("account.json", text.as_bytes()).unwrap()
}

#[test]
fn pl_2_2_counts_at_the_quota_are_no_finding() {
    assert_eq!(codes(&account(10, 20, 10, 5)), [] as [&str; 0]);
}

#[test]
fn pl_2_2_attached_policies() {
    assert_eq!(codes(&account(1, 21, 0, 1)), ["over-quota"]);
    assert_eq!(codes(&account(1, 0, 11, 1)), ["over-quota"]);
}

#[test]
fn pl_2_2_groups_of_a_user() {
    assert_eq!(codes(&account(11, 0, 0, 1)), ["over-quota"]);
}

#[test]
fn pl_2_2_versions_of_a_policy() {
    assert_eq!(codes(&account(1, 0, 0, 6)), ["over-quota"]);
}

#[test]
fn pl_2_2_names_are_unique_whatever_their_case() {
    let text = br#"{"UserDetailList": [
        {"UserName": "alice", "Arn": "arn:aws:iam::111122223333:user/alice"},
        {"UserName": "Alice", "Arn": "arn:aws:iam::111122223333:user/Alice"}]}"#;
    let details = AccountDetails::read("account.json", text).unwrap();
    assert_eq!(codes(&details), ["duplicate-name"]);
}
