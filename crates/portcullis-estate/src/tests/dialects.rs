//! The same account gives the same answers in every form.

use std::collections::BTreeMap;

use portcullis_scenario::{Explanation, Policies, Settings};

use super::{ALICE, BOB, BUILD, CAROL, DAVE, DEPLOY, LINKED, MALLORY, account, call, forms};
use crate::AccountDetails;

const CALLERS: [&str; 9] = [
    ALICE,
    BOB,
    CAROL,
    DAVE,
    DEPLOY,
    BUILD,
    LINKED,
    MALLORY,
    "codebuild.amazonaws.com",
];

const QUESTIONS: [(&str, &str); 12] = [
    ("elasticache:CreateCacheCluster", "*"),
    ("elasticache:DeleteCacheCluster", "*"),
    ("elasticache:ModifyCacheCluster", "*"),
    ("elasticache:DescribeCacheClusters", "*"),
    ("elasticache:RebootCacheCluster", "*"),
    ("elasticache:CreateSnapshot", "*"),
    ("elasticache:DescribeSnapshots", "*"),
    ("aws-portal:ViewBilling", "*"),
    ("s3:GetObject", "arn:aws:s3:::reports/alice/one"),
    ("iam:GetRole", DEPLOY),
    ("sts:AssumeRole", DEPLOY),
    ("sts:GetCallerIdentity", "*"),
];

/// All answers, each with everything but the places.
fn answers(details: &AccountDetails) -> Vec<String> {
    let mut settings = Settings::default();
    settings.explanation = Explanation::Trace;
    let mut found = Vec::new();
    for caller in CALLERS {
        for (action, resource) in QUESTIONS {
            let mut asked = call(caller, action, resource);
            asked.resource_account = Some("111122223333".parse().unwrap());
            let answer = details
                .resolve(asked, Policies::default())
                .and_then(|resolved| Ok((resolved.answer(&settings)?, resolved)));
            found.push(match answer {
                Ok((answer, resolved)) => {
                    let policies = &resolved.scenario.policies;
                    let matched = answer.matched().iter();
                    let names: Vec<_> = matched
                        .map(|id| (policies.find(*id).unwrap().policy.name(), id.statement))
                        .collect();
                    let codes: Vec<_> = answer.findings().iter().map(|one| one.code()).collect();
                    let check = answer.deciding();
                    format!(
                        "{caller} {action}: {} by {} {names:?} {codes:?} {:?} {:?}",
                        answer.verdict(),
                        answer.reason().as_str(),
                        check.decision,
                        check.request.context(),
                    )
                }
                Err(error) => format!("{caller} {action}: error {} {error}", error.code()),
            });
        }
    }
    found
}

#[test]
fn every_form_gives_the_same_answers() {
    let expected = answers(&account());
    let mut tally: BTreeMap<&str, usize> = BTreeMap::new();
    for answer in &expected {
        let word = answer.split(' ').nth(2).unwrap();
        *tally.entry(word).or_default() += 1;
    }
    // Not all of one kind, so that forms cannot agree by giving none.
    let counts: Vec<(&str, usize)> = tally.into_iter().collect();
    assert_eq!(
        counts,
        [
            ("allowed", 21),
            ("error", 31),
            ("explicitDeny", 3),
            ("implicitDeny", 53)
        ]
    );
    let forms = forms::all();
    assert_eq!(forms.len(), 18);
    for (name, bytes) in forms {
        let details = AccountDetails::read("form", &bytes).unwrap();
        assert_eq!(answers(&details), expected, "{name}");
        assert_eq!(details.principals().count(), 6, "{name}");
    }
}

#[test]
fn every_form_has_the_same_findings() {
    let expected = ["account-of-file", "default-version-differs"];
    assert_eq!(super::codes(&account()), expected);
    for (name, bytes) in forms::all() {
        let details = AccountDetails::read("form", &bytes).unwrap();
        assert_eq!(super::codes(&details), expected, "{name}");
    }
}

#[test]
fn percent_encoding_is_never_guessed() {
    let export = |document: &str| {
        format!(
            r#"{{"UserDetailList": [{{"UserName": "eve", "Arn": "arn:aws:iam::111122223333:user/eve",
                "UserPolicyList": [{{"PolicyName": "p", "PolicyDocument": "{document}"}}]}}]}}"#
        )
    };
    let ask = |document: &str| {
        let details = AccountDetails::read("account.json", export(document).as_bytes()).unwrap();
        let asked = call("arn:aws:iam::111122223333:user/eve", "s3:GetObject", "*");
        super::error_of(&details, asked)
    };
    let cases = [
        ("%7B%2", "invalid-account-details", "%2"),
        ("%7B%zz", "invalid-account-details", "%zz"),
        ("%7B%22Version%22%3A+%22", "invalid-account-details", "+%22"),
        ("%ff", "invalid-utf8", "%ff"),
        ("", "unexpected-end", ""),
        ("{", "unexpected-end", ""),
    ];
    for (document, code, rest) in cases {
        let error = ask(document);
        assert_eq!(error.code(), code, "{document}");
        assert_eq!(error.policy().map(|name| &**name), Some("p"));
        let location = error.location().unwrap();
        let behind = location.file().text().get(location.span().start..).unwrap();
        assert!(
            behind.starts_with(&format!("{rest}\"}}]}}]}}")),
            "{document}: {behind}"
        );
    }
    let error = ask("%7B%5D");
    let place = super::place(&error);
    assert_eq!(
        (error.code(), place.as_str()),
        ("unexpected-character", "account.json (policy p):1:2")
    );
}
