//! Findings and errors point into the export.

use portcullis_scenario::{Explanation, Location, Policies, Settings};

use super::{ACCOUNT, ALICE, account, call, forms, place, refused};
use crate::AccountDetails;

fn shown(location: &Location) -> String {
    let file = location.file().name().map_or("", |name| name);
    format!("{file}:{}", location.position())
}

#[test]
fn findings_of_the_file_have_places() {
    let details = account();
    let found: Vec<_> = details
        .findings()
        .iter()
        .map(|one| (one.code(), shown(one.location().unwrap())))
        .collect();
    assert_eq!(
        found,
        [
            ("account-of-file", "account.json:52:14".to_owned()),
            ("default-version-differs", "account.json:208:9".to_owned()),
        ]
    );
    assert!(details.findings()[0].message().contains("`bob`"));
    assert!(details.findings()[0].message().contains("111122223333"));
}

/// The text at the place of the first statement that allowed.
fn allowed_by(details: &AccountDetails) -> (String, String) {
    let asked = call(ALICE, "elasticache:CreateCacheCluster", "*");
    let resolved = details.resolve(asked, Policies::default()).unwrap();
    let mut settings = Settings::default();
    settings.explanation = Explanation::Trace;
    let answer = resolved.answer(&settings).unwrap();
    let id = answer.matched()[0];
    let loaded = resolved.scenario.policies.find(id).unwrap();
    let span = loaded.policy.document().statements()[id.statement].span();
    let location = loaded.origin.locate(span);
    let text = location.file().text().get(location.span().range());
    (shown(&location), text.unwrap().to_owned())
}

#[test]
fn statements_have_places_in_every_form() {
    let statement = r#"{"Effect": "Allow", "Action": "elasticache:*Cluster", "Resource": "*"}"#;
    assert_eq!(
        allowed_by(&account()),
        ("account.json:115:15".to_owned(), statement.to_owned())
    );
    for (name, bytes) in forms::all() {
        let details = AccountDetails::read("form", &bytes).unwrap();
        let (place, text) = allowed_by(&details);
        // In a JSON string the quotes are escaped.
        assert_eq!(text.replace('\\', ""), statement, "{name}");
        let own_file = place.starts_with("form (policy caches):4:");
        let encoded = name.contains("percent") || name.contains("XML");
        assert_eq!(own_file, encoded, "{name} {place}");
    }
}

#[test]
fn structure_is_checked_with_places() {
    let arn = "arn:aws:iam::111122223333:user/eve";
    let user =
        |members: &str| format!("{{\"UserDetailList\": [\n{{\"Arn\": \"{arn}\", {members}}}]}}");
    let boundary = |kind: &str| {
        user(&format!(
            r#""PermissionsBoundary": {{"PermissionsBoundaryType": {kind}}}"#
        ))
    };
    let cases = [
        ("[]".to_owned(), "invalid-account-details", "[]"),
        (
            r#"{"Users": []}"#.to_owned(),
            "invalid-account-details",
            r#"{"Users": []}"#,
        ),
        (
            r#""text""#.to_owned(),
            "invalid-account-details",
            r#""text""#,
        ),
        (r#"{"UserDetailList": [7]}"#.to_owned(), "wrong-type", "7"),
        (r#"{"UserDetailList": [[]]}"#.to_owned(), "wrong-type", "[]"),
        (
            r#"{"UserDetailList": [{}]}"#.to_owned(),
            "missing-field",
            "{}",
        ),
        (
            r#"{"UserDetailList": [{"Arn": "x"}]}"#.to_owned(),
            "invalid-account-details",
            r#""x""#,
        ),
        (
            boundary(r#""Other""#),
            "invalid-account-details",
            r#""Other""#,
        ),
        (boundary("7"), "wrong-type", "7"),
        (
            user(r#""PermissionsBoundary": "x""#),
            "wrong-type",
            r#""x""#,
        ),
        (user(r#""GroupList": [{}]"#), "wrong-type", "{}"),
        (
            user(r#""AttachedManagedPolicies": [{}]"#),
            "missing-field",
            "{}",
        ),
        (
            user(r#""AttachedManagedPolicies": "x""#),
            "wrong-type",
            r#""x""#,
        ),
        (user(r#""UserPolicyList": ["x"]"#), "wrong-type", r#""x""#),
        (
            user(r#""Tags": [{"Value": "x"}]"#),
            "missing-field",
            r#"{"Value": "x"}"#,
        ),
        (
            user(r#""Tags": [{"Key": "a"}, {"Key": "A"}]"#),
            "invalid-account-details",
            r#""A""#,
        ),
        (user(r#""UserName": 7"#), "wrong-type", "7"),
        (
            user(r#""UserName": "x", "UserName": "y""#),
            "duplicate-member",
            r#""UserName""#,
        ),
        (user(""), "unexpected-character", "}"),
        (
            user(r#""Path": "/""#).replace(":user/", ":role/"),
            "invalid-account-details",
            r#""arn:aws:iam::111122223333:role/eve""#,
        ),
        (
            user(r#""Path": "/""#).replace("eve", "e v e"),
            "invalid-account-details",
            r#""arn:aws:iam::111122223333:user/e v e""#,
        ),
        (
            r#"{"Policies": [{"PolicyId": "x"}]}"#.to_owned(),
            "missing-field",
            r#"{"PolicyId": "x"}"#,
        ),
        (
            r#"{"Policies": [{"Arn": "x", "PolicyVersionList": [{"IsDefaultVersion": "maybe"}]}]}"#
                .to_owned(),
            "wrong-type",
            r#""maybe""#,
        ),
        (
            r#"{"Policies": [], "IsTruncated": 1}"#.to_owned(),
            "wrong-type",
            "1",
        ),
    ];
    for (text, code, at) in cases {
        let error = refused(text.as_bytes(), code);
        let span = error.location().unwrap().span();
        assert_eq!(text.get(span.range()), Some(at), "{text}");
    }
}

#[test]
fn errors_in_xml_point_into_the_xml() {
    let text = forms::xml().replace(
        "<PermissionsBoundaryType>Policy<",
        "<PermissionsBoundaryType>Other<",
    );
    let error = refused(text.as_bytes(), "invalid-account-details");
    let location = error.location().unwrap();
    let text = location.file().text().get(location.span().range());
    assert_eq!(text, Some("Other"));

    let cases = [
        ("<a><b></a>", "invalid-account-details"),
        ("<a>", "unexpected-end"),
        ("<a>&nbsp;</a>", "invalid-account-details"),
        ("<a>&#xD800;</a>", "invalid-account-details"),
        ("<a><b/>text</a>", "invalid-account-details"),
        ("<a>text<b/></a>", "invalid-account-details"),
        ("<a><member/><b/></a>", "invalid-account-details"),
        ("<a><b/><member/></a>", "invalid-account-details"),
        ("<a><b/><b/></a>", "duplicate-member"),
        ("<a/>text", "invalid-account-details"),
        ("<a/>", "invalid-account-details"),
        ("<", "invalid-account-details"),
        (
            "<UserDetailList><member>x</member></UserDetailList>",
            "invalid-account-details",
        ),
        (
            "<r><UserDetailList><member>x</member></UserDetailList></r>",
            "wrong-type",
        ),
    ];
    for (text, code) in cases {
        let error = refused(text.as_bytes(), code);
        let span = error.location().unwrap().span();
        assert!(text.get(span.range()).is_some(), "{text} {span:?}");
    }
}

#[test]
fn an_unreadable_document_points_into_its_text() {
    let broken = ACCOUNT.replace(
        "elasticache:*Cluster\"",
        "elasticache:*Cluster\", \"NotAction\": \"a:b\"",
    );
    let ask = |bytes: &[u8]| {
        let details = AccountDetails::read("form", bytes).unwrap();
        super::error_of(&details, call(ALICE, "elasticache:CreateCacheCluster", "*"))
    };
    let error = ask(broken.as_bytes());
    assert_eq!(
        (error.code(), place(&error).as_str()),
        ("conflicting-members", "form:115:69")
    );
}
