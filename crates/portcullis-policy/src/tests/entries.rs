//! What the entries of principals, actions and resources are read as, and what they match.

use crate::tests::{document, read};
use crate::{
    Clause, Document, EntryMatch, PolicyKind, PrincipalClause, PrincipalPattern, Reading,
    ResourcePattern,
};
use portcullis_condition::{Context, ContextValue};
use std::format;
use std::string::{String, ToString};

use PolicyKind::{Identity, KmsKey, Resource, ResourceControl, ServiceControl, Session};

/// How an entry of `Principal` is read, as a word and what it names.
#[track_caller]
fn principal(member: &str, entry: &str) -> String {
    let text = document(&format!(
        r#""Effect": "Deny", "Principal": {{"{member}": "{entry}"}}, "Action": "a:b""#
    ));
    let document = read(&text, Resource, Reading::Lenient);
    let [entry] = document.statements()[0].principal().entries() else {
        panic!("{text}: expected one entry");
    };
    match entry.pattern() {
        PrincipalPattern::Everyone => "everyone".into(),
        PrincipalPattern::Account {
            account,
            partition: None,
        } => format!("account {account}"),
        PrincipalPattern::Account {
            account,
            partition: Some(partition),
        } => {
            format!("account {account} of {partition}")
        }
        PrincipalPattern::Arn(arn) => format!("arn {arn}"),
        PrincipalPattern::UniqueId(id) => format!("id {id}"),
        PrincipalPattern::Service(name) => format!("service {name}"),
        PrincipalPattern::Federated(name) => format!("provider {name}"),
        PrincipalPattern::CanonicalUser(id) => format!("canonical {id}"),
        PrincipalPattern::OriginAccessIdentity(_) => "origin access identity".into(),
        PrincipalPattern::Nobody => "nobody".into(),
    }
}

/// PL 4.1, 4.1.1–4.1.3, 4.1.7, 4.1.8.
#[test]
fn principals_are_read_as_what_they_name() {
    let canonical = "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be";
    let rows: &[(&str, &str, &str)] = &[
        ("AWS", "*", "everyone"),
        ("AWS", "111122223333", "account 111122223333"),
        (
            "AWS",
            "arn:aws:iam::111122223333:root",
            "account 111122223333 of aws",
        ),
        (
            "AWS",
            "arn:aws-cn:iam::111122223333:root",
            "account 111122223333 of aws-cn",
        ),
        (
            "AWS",
            "arn:aws:iam::111122223333:user/a/b",
            "arn arn:aws:iam::111122223333:user/a/b",
        ),
        (
            "AWS",
            "arn:aws:iam::111122223333:role/a/b",
            "arn arn:aws:iam::111122223333:role/a/b",
        ),
        (
            "AWS",
            "arn:aws:sts::111122223333:assumed-role/r/s",
            "arn arn:aws:sts::111122223333:assumed-role/r/s",
        ),
        (
            "AWS",
            "arn:aws:sts::111122223333:federated-user/f",
            "arn arn:aws:sts::111122223333:federated-user/f",
        ),
        ("AWS", "AIDAEXAMPLEEXAMPLEID1", "id AIDAEXAMPLEEXAMPLEID1"),
        ("AWS", "AROAEXAMPLEEXAMPLEID1", "id AROAEXAMPLEEXAMPLEID1"),
        ("AWS", "AGPAEXAMPLEEXAMPLEID1", "nobody"),
        ("AWS", "AIDAexample", "nobody"),
        ("AWS", "AIDAEXAMPLE", "nobody"),
        (
            "AWS",
            "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1",
            "origin access identity",
        ),
        ("AWS", "", "nobody"),
        ("AWS", "**", "nobody"),
        ("AWS", "11112222333", "nobody"),
        ("AWS", "111122223333 ", "nobody"),
        ("AWS", "arn:aws:iam::111122223333:user/*", "nobody"),
        ("AWS", "arn:aws:iam::*:root", "nobody"),
        ("AWS", "arn:aws:iam::111122223333:user/a?", "nobody"),
        ("AWS", "arn:aws:iam::111122223333:group/g", "nobody"),
        ("AWS", "arn:aws:iam::111122223333:saml-provider/p", "nobody"),
        ("AWS", "arn:aws:sts::111122223333:assumed-role/r", "nobody"),
        ("AWS", "s3.amazonaws.com", "nobody"),
        ("Service", "s3.amazonaws.com", "service s3.amazonaws.com"),
        (
            "Service",
            "s3.eu-south-1.amazonaws.com",
            "service s3.eu-south-1.amazonaws.com",
        ),
        (
            "Service",
            "ec2.amazonaws.com.cn",
            "service ec2.amazonaws.com.cn",
        ),
        ("Service", "*", "nobody"),
        ("Service", "*.amazonaws.com", "nobody"),
        ("Service", "", "nobody"),
        ("Service", "111122223333", "nobody"),
        (
            "Federated",
            "accounts.google.com",
            "provider accounts.google.com",
        ),
        ("Federated", "www.amazon.com", "provider www.amazon.com"),
        (
            "Federated",
            "graph.facebook.com",
            "provider graph.facebook.com",
        ),
        (
            "Federated",
            "cognito-identity.amazonaws.com",
            "provider cognito-identity.amazonaws.com",
        ),
        (
            "Federated",
            "arn:aws:iam::111122223333:saml-provider/p",
            "provider arn:aws:iam::111122223333:saml-provider/p",
        ),
        (
            "Federated",
            "arn:aws:iam::111122223333:oidc-provider/h/p",
            "provider arn:aws:iam::111122223333:oidc-provider/h/p",
        ),
        (
            "Federated",
            "cognito-identity-us-gov.amazonaws.com",
            "provider cognito-identity-us-gov.amazonaws.com",
        ),
        ("Federated", "cognto-identity.amazonaws.com", "nobody"),
        ("Federated", "lambda.amazonaws.com", "nobody"),
        ("Federated", "*", "nobody"),
        ("Federated", "example.com", "nobody"),
        ("Federated", "arn:aws:iam::111122223333:root", "nobody"),
        ("CanonicalUser", "*", "nobody"),
        ("CanonicalUser", "79a59d", "nobody"),
    ];
    for (member, entry, expected) in rows {
        assert_eq!(principal(member, entry), *expected, "{member} {entry}");
    }
    assert_eq!(principal("CanonicalUser", &"z".repeat(64)), "nobody");
    assert_eq!(
        principal("CanonicalUser", canonical),
        format!("canonical {canonical}")
    );
}

/// PL 4.1: each field of the ARN counts.
#[test]
fn origin_access_identities_are_whole_arns() {
    let identity = "user/CloudFront Origin Access Identity ";
    for (fields, id, expected) in [
        ("arn:aws:iam::cloudfront", "E1", "origin access identity"),
        ("arn:aws-cn:iam::cloudfront", "E1", "origin access identity"),
        ("arn:aws:iam::cloudfront", "", "nobody"),
        ("arn:aws:iam::other", "E1", "nobody"),
        ("arn:aws:iam:x:cloudfront", "E1", "nobody"),
        ("arn:aws:sts::cloudfront", "E1", "nobody"),
        ("arn:other:iam::cloudfront", "E1", "nobody"),
        ("x:aws:iam::cloudfront", "E1", "nobody"),
    ] {
        let entry = format!("{fields}:{identity}{id}");
        assert_eq!(principal("AWS", &entry), expected, "{entry}");
    }
}

#[test]
fn principal_clauses() {
    let clause = |kind, members: &str| {
        let text = document(&format!(r#""Effect": "Deny", "Action": "a:b", {members}"#));
        read(&text, kind, Reading::Lenient).statements()[0]
            .principal()
            .clone()
    };
    let resource = r#""Resource": "*""#;
    assert_eq!(clause(Identity, resource), PrincipalClause::Attached);
    assert_eq!(clause(Resource, resource), PrincipalClause::Nobody);
    assert_eq!(
        clause(Resource, r#""Principal": []"#),
        PrincipalClause::Any([].into())
    );
    assert_eq!(
        clause(Resource, r#""NotPrincipal": {}"#),
        PrincipalClause::None([].into())
    );
    let several = clause(
        Resource,
        r#""Principal": {"Service": ["a.amazonaws.com", "b.amazonaws.com"], "AWS": "*"}"#,
    );
    let texts = several.entries().iter().map(|entry| entry.text());
    assert!(
        texts.eq(["a.amazonaws.com", "b.amazonaws.com", "*"]),
        "{several:?}"
    );
    assert_eq!(
        clause(Resource, r#""Principal": "111122223333""#)
            .entries()
            .len(),
        1
    );
}

/// PL 5.8: a negated list matches what none of its entries matches; a malformed entry excludes nothing.
#[test]
fn action_clauses() {
    let matches = |member: &str, action: &str| {
        let text = document(&format!(r#""Effect": "Deny", {member}, "Resource": "*""#));
        let document = read(&text, Identity, Reading::Lenient);
        document.statements()[0].action().matches(action)
    };
    for (member, expected) in [
        (r#""Action": "s3:GetObject""#, true),
        (r#""Action": ["iam:*", "S3:get*"]"#, true),
        (r#""Action": []"#, false),
        (r#""Action": ["GetObject", "s3:GetObject "]"#, false),
        (r#""NotAction": "iam:*""#, true),
        (r#""NotAction": ["iam:*", "s3:*"]"#, false),
        (r#""NotAction": []"#, true),
        (r#""NotAction": ["*", "iam:*"]"#, false),
        (r#""NotAction": ["GetObject", "s3:GetObject,"]"#, true),
        (r#""Action": "s3:Get\u004fbject""#, true),
    ] {
        assert_eq!(matches(member, "s3:GetObject"), expected, "{member}");
    }
    let inert = r#"{"Statement": {"Effect": "Allow", "Principal": "*", "Resource": "*"}}"#;
    let document = read(inert, KmsKey, Reading::Lenient);
    assert_eq!(*document.statements()[0].action(), Clause::Absent);
    assert!(!document.statements()[0].action().matches("kms:Decrypt"));
}

/// The pattern of one entry of `Resource`, read leniently.
#[track_caller]
fn pattern(kind: PolicyKind, version: &str, entry: &str) -> ResourcePattern {
    let principal = match kind {
        Identity | PolicyKind::PermissionsBoundary | Session | ServiceControl => "",
        _ => r#""Principal": "*", "#,
    };
    let text = format!(
        r#"{{"Version": "{version}", "Statement": {{"Effect": "Deny", {principal}"Action": "a:b", "Resource": "{entry}"}}}}"#
    );
    let document: Document = read(&text, kind, Reading::Lenient);
    document.statements()[0].resource().entries()[0]
        .pattern()
        .clone()
}

fn context() -> Context {
    let mut context = Context::new();
    for (key, values) in [
        ("aws:username", &["al*ce"][..]),
        ("aws:PrincipalTag/empty", &[""]),
        ("aws:PrincipalTag/several", &["a", "b"]),
        ("aws:PrincipalTag/colon", &["a:b"]),
    ] {
        let value = match values {
            [one] => ContextValue::single(*one),
            many => ContextValue::list(many.iter().copied()),
        };
        context.insert(key.parse().unwrap(), value).unwrap();
    }
    context
}

/// PL 6.1 and 7.2: values are literal, and only the sixth field has variables.
#[test]
fn resource_entries_match_arns() {
    use EntryMatch::{No, Unresolvable, Yes};
    for (entry, arn, expected) in [
        ("*", "arn:aws:s3:::b/k", Yes),
        ("arn:aws:s3:::b/*", "arn:aws:s3:::b/k", Yes),
        ("arn:aws:s3:::b", "arn:aws:s3:::b/k", No),
        ("arn:AWS:S3:::b", "arn:aws:s3:::b", Yes),
        ("arn:aws:s3:::B", "arn:aws:s3:::b", No),
        ("arn:aws:s3:::${aws:username}", "arn:aws:s3:::al*ce", Yes),
        ("arn:aws:s3:::${aws:username}", "arn:aws:s3:::alice", No),
        (
            "arn:aws:s3:::${aws:UserName, 'x'}",
            "arn:aws:s3:::al*ce",
            Yes,
        ),
        (
            "arn:aws:s3:::${aws:PrincipalTag/no, '*'}",
            "arn:aws:s3:::*",
            Yes,
        ),
        (
            "arn:aws:s3:::${aws:PrincipalTag/no, '*'}",
            "arn:aws:s3:::b",
            No,
        ),
        (
            "arn:aws:s3:::${aws:PrincipalTag/no}",
            "arn:aws:s3:::b",
            Unresolvable,
        ),
        (
            "arn:aws:s3:::${aws:PrincipalTag/empty}",
            "arn:aws:s3:::",
            Unresolvable,
        ),
        (
            "arn:aws:s3:::${aws:PrincipalTag/several}",
            "arn:aws:s3:::a",
            Unresolvable,
        ),
        (
            "arn:aws:s3:::${aws:PrincipalTag/several, 'c'}",
            "arn:aws:s3:::c",
            Yes,
        ),
        (
            "arn:aws:sqs:r:1:${aws:PrincipalTag/colon}",
            "arn:aws:sqs:r:1:a:b",
            Yes,
        ),
        ("arn:aws:s3:::${*}", "arn:aws:s3:::*", Yes),
        ("arn:aws:s3:::${*}", "arn:aws:s3:::b", No),
        ("arn:aws:s3:${aws:username}:1:b", "arn:aws:s3:al*ce:1:b", No),
        (
            "arn:aws:s3:${aws:username}:1:b",
            "arn:aws:s3:${aws:username}:1:b",
            Yes,
        ),
        ("arn:aws:s3::${aws:username}:b", "arn:aws:s3::al*ce:b", No),
        ("arn:aws:${aws:username}:::b", "arn:aws:al*ce:::b", No),
        ("arn:aws:s3:${*}:1:b", "arn:aws:s3:eu:1:b", No),
        (
            "arn:aws:s3:::${aws:username",
            "arn:aws:s3:::${aws:username",
            Unresolvable,
        ),
    ] {
        let found = pattern(Identity, "2012-10-17", entry).matches(arn, &context());
        assert_eq!(found, expected, "{entry} against {arn}");
    }
    for (entry, arn, expected) in [
        ("arn:aws:s3:::${aws:username}", "arn:aws:s3:::al*ce", No),
        (
            "arn:aws:s3:::${aws:username}",
            "arn:aws:s3:::${aws:username}",
            Yes,
        ),
        ("arn:aws:s3:::${*}", "arn:aws:s3:::${b}", Yes),
        (
            "arn:aws:s3:::${aws:username",
            "arn:aws:s3:::${aws:username",
            Yes,
        ),
    ] {
        let found = pattern(Identity, "2008-10-17", entry).matches(arn, &context());
        assert_eq!(found, expected, "2008: {entry} against {arn}");
    }
}

/// PL 6.3, row by row, as the lenient reading evaluates it.
#[test]
fn incomplete_entries_by_kind() {
    let arn = "arn:aws:sqs:eu-west-1:111122223333:jobs";
    let matches = |kind, entry: &str, arn: &str| {
        pattern(kind, "2012-10-17", entry).matches(arn, &Context::new()) == EntryMatch::Yes
    };
    for kind in PolicyKind::all() {
        let filled_without_wildcard = matches!(
            kind,
            Identity | PolicyKind::PermissionsBoundary | Session | ServiceControl | ResourceControl
        );
        assert_eq!(
            matches(kind, "arn:aws:sqs", arn),
            filled_without_wildcard,
            "{kind}"
        );
        assert!(matches(kind, "arn:aws:sqs:*", arn), "{kind}");
        assert!(matches(kind, "arn:*:sqs", arn), "{kind}");
        assert!(!matches(kind, "arn:aws:sns:*", arn), "{kind}");
    }
    // An escaped wildcard is none: the entry is not filled, and matches nothing.
    let odd = "arn:aws:sqs:${*}:111122223333:jobs";
    assert!(matches(Identity, "arn:aws:sqs:${*}", odd));
    for entry in ["arn:aws:sqs:${*}", "arn:aws:sqs:${aws:username, '*'}"] {
        let nothing = ResourcePattern::Nothing { malformed: false };
        assert_eq!(pattern(Resource, "2012-10-17", entry), nothing, "{entry}");
    }
}

#[test]
fn what_a_resource_pattern_tells_of_itself() {
    let of = |entry: &str| pattern(Identity, "2012-10-17", entry);
    assert!(of("*").is_everything());
    assert!(!of("**").is_everything() && !of("arn:aws:s3:::*").is_everything());
    let names = of("arn:${aws:userid}:s3:::${aws:username}${*}${s3:prefix, 'x'}");
    let names: std::vec::Vec<String> = names.variables().map(ToString::to_string).collect();
    assert_eq!(names, ["${aws:username}", "${s3:prefix, 'x'}"]);
}
