//! What a reader is told: the message of each problem, and its remedy where there is one.

use crate::{Document, PolicyKind, Reading};
use std::format;
use std::string::{String, ToString};

use PolicyKind::{Identity, KmsKey, Resource, ResourceControl, RoleTrust, ServiceControl, Session};

/// What the strict reading says: `code: message; help`, of its error or of its first finding.
fn says(kind: PolicyKind, text: &str) -> String {
    let told = |code: &str, message: String, help: Option<&str>| {
        format!(
            "{code}: {message}{}",
            help.map(|help| format!("; {help}")).unwrap_or_default()
        )
    };
    match Document::parse(text, kind, Reading::Strict) {
        Err(error) => told(error.code(), error.to_string(), error.help()),
        Ok(document) => {
            let first = document.findings().first();
            first.map_or_else(String::new, |one| {
                assert_eq!(one.to_string(), one.message());
                told(one.code(), one.message().into(), one.help())
            })
        }
    }
}

#[test]
fn each_problem_says_what_was_expected_and_found() {
    for (kind, text, expected) in MESSAGES {
        assert_eq!(says(*kind, text), *expected, "{kind}: {text}");
    }
}

/// Kind of the policy, its text, what is said.
const MESSAGES: &[(PolicyKind, &str, &str)] = &[
    (
        Identity,
        "[]",
        "wrong-type: expected a policy document (an object), found an array",
    ),
    (
        Identity,
        "{",
        "unexpected-end: expected a member name or `}`, found the end of the text",
    ),
    (
        Identity,
        r#"{"a": 1}"#,
        "unknown-member: expected Version, Id or Statement in the policy, found `a`; names of elements are case-sensitive",
    ),
    (
        Identity,
        r#"{"request": 1}"#,
        "unknown-member: expected Version, Id or Statement in the policy, found `request`; this is a scenario: give it by its name, without --policy",
    ),
    (
        Identity,
        r#"{"PolicyDocument": 1}"#,
        "unknown-member: expected Version, Id or Statement in the policy, found `PolicyDocument`; give the document itself, not the answer in which it stands",
    ),
    (
        Identity,
        r#"{"Statement": 1}"#,
        "wrong-type: expected a statement or a list of statements, found a number",
    ),
    (
        Identity,
        "{}",
        "missing-statement: expected `Statement`, found a policy without it",
    ),
    (
        Identity,
        r#"{"Id": 1, "Statement": []}"#,
        "wrong-type: expected a string as `Id`, found a number",
    ),
    (
        Identity,
        r#"{"Id": "a", "Statement": []}"#,
        "id-not-allowed: `Id` has no place in an identity-based policy",
    ),
    (
        Identity,
        r#"{"Version": 1, "Statement": []}"#,
        "wrong-type: expected a string as `Version`, found a number",
    ),
    (
        Identity,
        r#"{"Version": "2020-01-01", "Statement": []}"#,
        "invalid-version: expected `2012-10-17` or `2008-10-17`, found `2020-01-01`",
    ),
    (
        Identity,
        r#"{"Statement": []}"#,
        "empty-statement-list: an empty `Statement` list: the policy matches nothing",
    ),
    (
        Identity,
        r#"{"Statement": [1]}"#,
        "wrong-type: expected a statement (an object), found a number",
    ),
    (
        ServiceControl,
        r#"{"Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}}"#,
        r#"control-policy-version: expected `Version` in a service control policy, found none; add "Version": "2012-10-17""#,
    ),
    (
        ServiceControl,
        r#"{"Version": "2008-10-17", "Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}}"#,
        "control-policy-version: expected `Version` 2012-10-17, found `2008-10-17`",
    ),
    (
        Identity,
        r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*", "a": 1}]}"#,
        "unknown-member: expected Sid, Effect, Principal, NotPrincipal, Action, NotAction, Resource, NotResource or Condition in the statement, found `a`; names of elements are case-sensitive",
    ),
    (
        Identity,
        r#"{"Version": "2012-10-17", "Statement": [{"Action": "s3:*", "Resource": "*"}]}"#,
        "missing-effect: expected `Effect`, found a statement without it",
    ),
    (
        Identity,
        r#"{"Version": "2012-10-17", "Statement": [{"Effect": "allow", "Action": "s3:*", "Resource": "*"}]}"#,
        "invalid-effect: expected `Allow` or `Deny`, found `allow`; the effect is case-sensitive",
    ),
    (
        Identity,
        r#"{"Version": "2012-10-17", "Statement": [{"Effect": 1, "Action": "s3:*", "Resource": "*"}]}"#,
        "wrong-type: expected a string as `Effect`, found a number",
    ),
    (
        ResourceControl,
        r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "s3:*", "Resource": "*"}]}"#,
        "resource-control-allow: expected `Deny` in a resource control policy, found `Allow`; RCPFullAWSAccess allows at every level already",
    ),
    (
        ResourceControl,
        r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Principal": {"AWS": "*"}, "Action": "s3:*", "Resource": "*"}]}"#,
        r#"resource-control-principal: expected `"*"` in a resource control policy, found another form of it; narrow the statement with a condition on aws:PrincipalArn"#,
    ),
    (
        ResourceControl,
        r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Principal": {"AWS": "111122223333"}, "Action": "s3:*", "Resource": "*"}]}"#,
        r#"resource-control-principal: expected `"*"` in a resource control policy, found another principal; narrow the statement with a condition on aws:PrincipalArn"#,
    ),
    (
        ResourceControl,
        r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Principal": "*", "NotAction": "s3:*", "Resource": "*"}]}"#,
        "resource-control-action: expected `Action` in a resource control policy, found `NotAction`",
    ),
    (
        ResourceControl,
        r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Principal": "*", "Action": "*", "Resource": "*"}]}"#,
        "resource-control-action: expected an action with a service prefix in a resource control policy, found `*`",
    ),
    (
        ResourceControl,
        r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "NotPrincipal": "*", "Action": "s3:*", "Resource": "*"}]}"#,
        "not-principal-not-allowed: `NotPrincipal` has no place in a resource control policy",
    ),
    (
        Identity,
        r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Principal": "*"}]}"#,
        "principal-not-allowed: `Principal` has no place in an identity-based policy; the identity to which the policy is attached is the principal",
    ),
    (
        Resource,
        r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}"#,
        "missing-principal: expected `Principal` in a resource-based policy, found a statement without it",
    ),
    (
        Resource,
        r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "NotPrincipal": "*", "Action": "s3:*"}]}"#,
        "allow-with-not-principal: expected `Deny` with `NotPrincipal`, found `Allow`; it grants to everyone who is not listed, anonymous callers included",
    ),
    (
        Resource,
        r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "s3:*", "Resource": "*", "Principal": "111122223333"}]}"#,
        r#"principal-string: expected `"*"` or an object as `Principal`, found `111122223333`; write {"AWS": …}"#,
    ),
    (
        Resource,
        r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "s3:*", "Resource": "*", "Principal": 1}]}"#,
        r#"wrong-type: expected `"*"` or an object as `Principal`, found a number"#,
    ),
    (
        Resource,
        r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "s3:*", "Resource": "*", "Principal": []}]}"#,
        "empty-list: an empty list as `Principal` matches nobody",
    ),
    (
        Resource,
        r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "s3:*", "Resource": "*", "Principal": {}}]}"#,
        "empty-list: an empty list as `Principal` matches nobody",
    ),
    (
        Resource,
        r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "s3:*", "Resource": "*", "NotPrincipal": []}]}"#,
        "empty-list: an empty list as `NotPrincipal` excludes nobody",
    ),
    (
        Resource,
        r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "s3:*", "Resource": "*", "Principal": {"aws": "*"}}]}"#,
        "unknown-principal-type: expected AWS, Service, Federated or CanonicalUser in `Principal`, found `aws`",
    ),
    (
        Resource,
        r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "s3:*", "Resource": "*", "Principal": {"AWS": []}}]}"#,
        "empty-list: an empty list as `Principal` matches nobody",
    ),
    (
        Resource,
        r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "s3:*", "Resource": "*", "Principal": {"AWS": 1}}]}"#,
        "wrong-type: expected a string or a list of strings as `Principal`, found a number",
    ),
    (
        Resource,
        r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "s3:*", "Resource": "*", "Principal": {"AWS": [1]}}]}"#,
        "wrong-type: expected a string in `Principal`, found a number",
    ),
    (
        Resource,
        r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "s3:*", "Resource": "*", "Principal": {"AWS": ""}}]}"#,
        "principal-matches-nobody: expected a principal, found `` (an empty text): it matches nobody",
    ),
    (
        Resource,
        r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "s3:*", "Resource": "*", "Principal": {"AWS": "a*"}}]}"#,
        "principal-matches-nobody: expected a principal, found `a*` (a wildcard that is not the whole entry): it matches nobody",
    ),
    (
        Resource,
        r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "s3:*", "Resource": "*", "Principal": {"AWS": "arn:aws:iam::111122223333:group/a"}}]}"#,
        "principal-matches-nobody: expected a principal, found `arn:aws:iam::111122223333:group/a` (a group, which cannot be a principal): it matches nobody",
    ),
    (
        Resource,
        r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "s3:*", "Resource": "*", "Principal": {"AWS": "a"}}]}"#,
        "principal-matches-nobody: expected a principal, found `a` (another text): it matches nobody",
    ),
    (
        Resource,
        r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "s3:*", "Resource": "*", "Principal": {"Service": "a"}}]}"#,
        "principal-matches-nobody: expected a principal, found `a` (no service principal): it matches nobody",
    ),
    (
        Resource,
        r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "s3:*", "Resource": "*", "Principal": {"Federated": "a"}}]}"#,
        "principal-matches-nobody: expected a principal, found `a` (no identity provider): it matches nobody",
    ),
    (
        Resource,
        r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "s3:*", "Resource": "*", "Principal": {"CanonicalUser": "a"}}]}"#,
        "principal-matches-nobody: expected a principal, found `a` (no canonical user id): it matches nobody",
    ),
    (
        Resource,
        r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "s3:*", "Resource": "*", "NotPrincipal": {"AWS": "arn:aws:iam::111122223333:user/a"}}]}"#,
        "incomplete-not-principal: `arn:aws:iam::111122223333:user/a` is listed without its account: the Deny hits it all the same",
    ),
    (
        Resource,
        r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "s3:*", "Resource": "*", "NotPrincipal": {"AWS": "arn:aws:sts::111122223333:assumed-role/a/b"}}]}"#,
        "incomplete-not-principal: `arn:aws:sts::111122223333:assumed-role/a/b` is listed without its role: the Deny hits it all the same",
    ),
    (
        Resource,
        r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "s3:*", "Resource": "*", "NotPrincipal": {"AWS": "111122223333"}}]}"#,
        "incomplete-not-principal: `111122223333` is listed without any of its users or roles: the Deny hits it all the same",
    ),
    (
        RoleTrust,
        r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "sts:AssumeRole", "Resource": "*"}]}"#,
        "resource-in-trust-policy: `Resource` has no place in a role trust policy; the statement is about the role itself",
    ),
    (
        RoleTrust,
        r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "NotPrincipal": "*", "Action": "sts:AssumeRole"}]}"#,
        "not-principal-not-allowed: `NotPrincipal` has no place in a role trust policy",
    ),
    (
        Identity,
        r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Resource": "*"}]}"#,
        "missing-action: expected `Action` or `NotAction`, found a statement with neither",
    ),
    (
        Identity,
        r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*"}]}"#,
        "missing-resource: expected `Resource` or `NotResource`, found a statement with neither",
    ),
    (
        KmsKey,
        r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*", "Resource": "*"}]}"#,
        "missing-action: expected `Action` or `NotAction`, found a statement with neither",
    ),
    (
        KmsKey,
        r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "kms:*"}]}"#,
        "missing-resource: expected `Resource` or `NotResource`, found a statement with neither",
    ),
    (
        Identity,
        r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*", "NotAction": "a:b"}]}"#,
        "conflicting-members: expected `Action` or `NotAction`, found both",
    ),
    (
        Identity,
        r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "NotAction": [], "Resource": "*"}]}"#,
        "empty-not-list: an empty `NotAction` matches everything",
    ),
    (
        Identity,
        r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "s3:*", "NotResource": []}]}"#,
        "empty-not-list: an empty `NotResource` matches everything",
    ),
    (
        Identity,
        r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "NotResource": "*"}]}"#,
        "allow-with-not-resource: `Allow` with `NotResource` grants on everything that is not listed",
    ),
    (
        Identity,
        r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": [], "Resource": "*"}]}"#,
        "empty-list: an empty list as `Action` matches nothing",
    ),
    (
        Identity,
        r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": 1, "Resource": "*"}]}"#,
        "wrong-type: expected a string or a list of strings as `Action`, found a number",
    ),
    (
        Identity,
        r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "", "Resource": "*"}]}"#,
        "malformed-action: expected an action such as `s3:GetObject`, found `` with an empty text",
    ),
    (
        Identity,
        r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": " s3:*", "Resource": "*"}]}"#,
        "malformed-action: expected an action such as `s3:GetObject`, found ` s3:*` with white space around it",
    ),
    (
        Identity,
        r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3", "Resource": "*"}]}"#,
        "malformed-action: expected an action such as `s3:GetObject`, found `s3` with no colon",
    ),
    (
        Identity,
        r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:a,s3:b", "Resource": "*"}]}"#,
        "malformed-action: expected an action such as `s3:GetObject`, found `s3:a,s3:b` with a comma in it",
    ),
    (
        Identity,
        r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s*:a", "Resource": "*"}]}"#,
        "wildcard-in-service-prefix: a wildcard in the service prefix of `s*:a`",
    ),
    (
        Identity,
        r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:${a}", "Resource": "*"}]}"#,
        "variable-not-expanded: a policy variable in `s3:${a}` that is literal text there; actions have no variables",
    ),
    (
        Identity,
        r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": []}]}"#,
        "empty-list: an empty list as `Resource` matches nothing",
    ),
    (
        Identity,
        r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::${"}]}"#,
        "malformed-variable: in `arn:aws:s3:::${`: expected a `}` that closes the policy variable, found `${`; a variable has the form `${key}` or `${key, 'default'}`",
    ),
    (
        Identity,
        r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3"}]}"#,
        "incomplete-arn: expected an ARN of six fields, found `arn:aws:s3`: the missing fields are read as `*`",
    ),
    (
        Resource,
        r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "arn:aws:s3"}]}"#,
        "incomplete-arn: expected an ARN of six fields, found `arn:aws:s3`: it matches nothing",
    ),
    (
        Session,
        r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3"}]}"#,
        "incomplete-arn: expected an ARN of six fields, found `arn:aws:s3`: the missing fields are read as `*`",
    ),
    (
        ServiceControl,
        r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3"}]}"#,
        "incomplete-arn: expected an ARN of six fields, found `arn:aws:s3`: the missing fields are read as `*`",
    ),
    (
        Identity,
        r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s*:::b"}]}"#,
        "wildcard-in-arn-field: a wildcard in the partition or service field of `arn:aws:s*:::b`",
    ),
    (
        Identity,
        r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:${aws:x}::b"}]}"#,
        r#"variable-not-expanded: a policy variable in `arn:aws:s3:${aws:x}::b` that is literal text there; variables are expanded behind the fifth colon, and only with "Version": "2012-10-17""#,
    ),
    (
        Identity,
        r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition": 1}]}"#,
        "wrong-type: expected the conditions (an object), found a number",
    ),
    (
        Identity,
        r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition": {}}]}"#,
        "empty-list: a condition without operators is no constraint",
    ),
    (
        Identity,
        r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition": {"Bool": 1}}]}"#,
        "wrong-type: expected the keys of an operator (an object), found a number",
    ),
    (
        Identity,
        r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition": {"Bool": {}}}]}"#,
        "empty-list: an operator without keys is no constraint",
    ),
    (
        Identity,
        r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition": {"Bol": {"a:b": "true"}}}]}"#,
        "unknown-operator: expected a condition operator, found `Bol`; did you mean `Bool`?",
    ),
    (
        Identity,
        r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition": {"NullIfExists": {"a:b": "true"}}}]}"#,
        "null-if-exists: expected `Null` without `IfExists`, found `NullIfExists`; `Null` tests whether the key exists; write it without `IfExists`",
    ),
    (
        Identity,
        r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition": {"Bool": {"a:b": "true"}, "bool": {"a:b": "true"}}}]}"#,
        "duplicate-operator: `bool` a second time, in another case",
    ),
    (
        Identity,
        r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition": {"Bool": {"a:b": "true", "a:B": "true"}}}]}"#,
        "duplicate-condition-key: `a:B` a second time, in another case",
    ),
    (
        Identity,
        r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition": {"ForAllValues:Null": {"a:b": "true"}}}]}"#,
        "null-with-set-qualifier: `ForAllValues:Null` has the same answer whatever the key holds",
    ),
    (
        Identity,
        r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition": {"Bool": {"a": "true"}}}]}"#,
        "invalid-condition-key: expected a condition key with a prefix before a colon, found `a`; a condition key has the form `prefix:name`, for example `aws:SourceIp`",
    ),
    (
        Identity,
        r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition": {"StringLike": {"aws:ARN": "true"}}}]}"#,
        "obsolete-condition-key: `aws:ARN` is obsolete; use aws:PrincipalArn",
    ),
    (
        Identity,
        r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition": {"Bool": {"a:b/${c}": "true"}}}]}"#,
        "variable-not-expanded: a policy variable in `a:b/${c}` that is literal text there; condition keys have no variables",
    ),
    (
        Identity,
        r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition": {"Bool": {"a:b": ["true", "false"]}}}]}"#,
        "several-boolean-values: several Boolean values: the condition is always true, or all but one are redundant",
    ),
    (
        Identity,
        r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition": {"Bool": {"a:b": []}}}]}"#,
        "empty-list: an empty list of condition values matches no value",
    ),
    (
        Identity,
        r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition": {"Bool": {"a:b": null}}}]}"#,
        "wrong-type: expected a string, a number or a Boolean as condition value, found null",
    ),
    (
        Identity,
        r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition": {"Bool": {"a:b": "yes"}}}]}"#,
        "unreadable-value: expected `true` or `false`, found `yes`; letter case does not matter",
    ),
    (
        Identity,
        r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition": {"DateEquals": {"a:b": "2026"}}}]}"#,
        "four-digit-date: `2026` is read as seconds since 1970, not as a year",
    ),
    (
        Identity,
        r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition": {"StringEquals": {"a:b": "${"}}}]}"#,
        "malformed-variable: expected a `}` that closes the policy variable, found `${`; a variable has the form `${key}` or `${key, 'default'}`",
    ),
    (
        Identity,
        r#"{"Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition": {"StringEquals": {"a:b": "${a:b}"}}}}"#,
        r#"variable-not-expanded: a policy variable in `${a:b}` that is literal text there; write "Version": "2012-10-17""#,
    ),
    (
        Identity,
        r#"{"Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::${a:b}"}}"#,
        r#"variable-not-expanded: a policy variable in `arn:aws:s3:::${a:b}` that is literal text there; variables are expanded behind the fifth colon, and only with "Version": "2012-10-17""#,
    ),
    (
        Identity,
        r#"{"Version": "2012-10-17", "Statement": [{"Sid": "a b", "Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}"#,
        "invalid-sid: expected letters and digits in `Sid`, found `a b`",
    ),
    (
        Identity,
        r#"{"Version": "2012-10-17", "Statement": [{"Sid": "a", "Effect": "Allow", "Action": "s3:*", "Resource": "*"}, {"Sid": "a", "Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}"#,
        "duplicate-sid: the `Sid` `a` a second time",
    ),
    (
        Identity,
        r#"{"Version": "2012-10-17", "Statement": [{"Sid": 1, "Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}"#,
        "wrong-type: expected a string as `Sid`, found a number",
    ),
    (
        Identity,
        r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::☃"}]}"#,
        "character-outside-range: expected characters up to U+00FF, found U+2603, which IAM does not store",
    ),
];
