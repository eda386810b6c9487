//! The oracle by itself: a few answers, and that nothing makes it panic.

use portcullis_oracle::{Outcome, Prepared, Question};

fn question() -> Question {
    Question {
        principal: Some("arn:aws:iam::111122223333:user/alice".to_owned()),
        session_issuer: None,
        credentials: None,
        canonical_user_id: None,
        organization_administrator: false,
        action: "s3:GetObject".to_owned(),
        resource: "arn:aws:s3:::b/k".to_owned(),
        resource_asked: None,
        owner: Some("111122223333".to_owned()),
        resource_control_applies: true,
        endpoint_gateway: true,
        context: vec![("aws:username".to_owned(), vec!["alice".to_owned()], false)],
    }
}

fn outcome(statements: &str) -> Outcome {
    let document = format!(r#"{{"Version": "2012-10-17", "Statement": [{statements}]}}"#);
    let policies = format!(r#"{{"identity": [{{"name": "p", "document": {document}}}]}}"#);
    Prepared::read(&policies, false).answer(&question()).outcome
}

#[test]
fn allow_deny_and_neither() {
    let allow = r#"{"Effect": "Allow", "Action": "s3:Get*", "Resource": "arn:aws:s3:::b/*"}"#;
    let deny =
        r#"{"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {"StringLike": {"AWS:username": "a*"}}}"#;
    assert_eq!(outcome(allow), Outcome::Allowed);
    assert_eq!(outcome(&format!("{allow}, {deny}")), Outcome::ExplicitDeny);
    assert_eq!(outcome(""), Outcome::ImplicitDeny);
}

#[test]
fn a_member_twice_is_an_error() {
    let twice = r#"{"Effect": "Allow", "Effect": "Deny", "Action": "*", "Resource": "*"}"#;
    assert_eq!(outcome(twice), Outcome::Error);
}

#[test]
fn a_number_is_its_text() {
    let number = |text: &str| {
        outcome(&format!(
            r#"{{"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {{"StringNotEquals": {{"aws:username": [{text}]}}}}}}"#
        ))
    };
    assert_eq!(number("1e5, 1.50, -0, true"), Outcome::Allowed);
    assert_eq!(number("\"alice\", 1"), Outcome::ImplicitDeny);
}

#[test]
fn nothing_panics() {
    let odd = [
        "",
        "*",
        ":",
        "::::::",
        "arn:",
        "arn:aws:iam::111122223333:",
        "arn:aws:iam::111122223333:root",
        "é:ß",
        "${",
        "sts:AssumeRole",
        "\u{0}",
        "s3:*",
        "arn:aws:sts::111122223333:assumed-role/r/s",
        "ec2.amazonaws.com",
        ".amazonaws.com",
        "kms:Decrypt",
    ];
    let mut deep = "[".repeat(100_000);
    deep.push_str(&"]".repeat(100_000));
    let documents =
        ["", "{", "null", "[]", "{}", r#"{"identity": 1}"#, r#"{"scp": [1, {"policies": [[]]}]}"#, deep.as_str()];
    for policies in documents {
        assert!(Prepared::read(policies, false).answer(&question()).matched.is_empty());
    }
    for principal in odd {
        for action in odd {
            for resource in odd {
                let document = format!(
                    r#"{{"Version": "2012-10-17", "Statement": {{"Effect": "Allow", "Principal": {{"AWS": {principal:?}}},
                    "Action": {action:?}, "Resource": {resource:?}, "Condition": {{"ArnLike": {{"a:b": {resource:?}}}}}}}}}"#
                );
                let policies = format!(r#"{{"resource": {document}, "endpoint": [{document}]}}"#);
                let mut question = question();
                question.principal = Some(principal.to_owned());
                question.action = action.to_owned();
                question.resource = resource.to_owned();
                question.context.push(("A:B".to_owned(), vec![resource.to_owned()], false));
                let _ = Prepared::read(&policies, true).answer(&question);
            }
        }
    }
}
