//! An index finds what a scan finds, whatever it may take.

use alloc::sync::Arc;
use alloc::vec::Vec;
use std::format;

use portcullis_condition::Context;
use portcullis_policy::{Document, Effect, PolicyKind, Reading};
use proptest::prelude::*;

use super::{Index, Member, Wanted};
use crate::caller::Caller;
use crate::{Action, ActionTable, Request, Resource, statement};

const ACTIONS: [&str; 12] = [
    r#""Action": "s3:GetObject""#,
    r#""Action": ["s3:Get*", "sqs:SendMessage"]"#,
    r#""Action": "s3:*""#,
    r#""Action": ["S3:putobject", "s3:?etBucket"]"#,
    r#""Action": "*:Get*""#,
    r#""Action": ["s*:Put*", "s3:GetBucket"]"#,
    r#""NotAction": ["s3:GetObject", "sqs:*"]"#,
    r#""NotAction": "s?:*""#,
    r#""NotAction": ["s3:*", "s3:GetObject"]"#,
    r#""NotAction": ["s3:Get*", "*:DeleteObject"]"#,
    r#""NotAction": "ec2:*""#,
    r#""Action": "*""#,
];

const RESOURCES: [&str; 9] = [
    r#""Resource": "*""#,
    r#""Resource": ["arn:aws:s3:::a*", "arn:aws:sqs:*:111122223333:q"]"#,
    r#""Resource": "arn:aws:s3:::ab""#,
    r#""NotResource": "arn:aws:s3:::a*""#,
    r#""Resource": "arn:aws:s3:::*b?""#,
    r#""Resource": "arn:aws:*:*:*:*q""#,
    r#""Resource": ["arn:aws:s3:::xb*", "arn:aws:s3:::ab?*"]"#,
    r#""Resource": ["arn:aws:s3:::xbc", "arn:aws:s3:::*"]"#,
    r#""Resource": ["arn:*:q", "arn:aws:s3:::x*c"]"#,
];

const ASKED: [&str; 7] = [
    "s3:GetObject",
    "s3:GetBucket",
    "s3:PutObject",
    "s3:DeleteObject",
    "sqs:SendMessage",
    "sqs:GetQueue",
    "ec2:GetConsole",
];

const ARNS: [&str; 5] = [
    "arn:aws:s3:::ab",
    "arn:aws:s3:::abx",
    "arn:aws:s3:::xbc",
    "arn:aws:sqs:eu-west-1:111122223333:q",
    "arn:aws:ec2:eu-west-1:999999999999:x:111122223333:q",
];

fn documents(skip: usize) -> Vec<(u32, Arc<Document>)> {
    let mut documents = Vec::new();
    for (row, action) in ACTIONS.iter().enumerate() {
        for (column, resource) in RESOURCES.iter().enumerate() {
            if (row + column) % 4 != skip {
                continue;
            }
            let effect = ["Allow", "Deny"][(row + column) % 2];
            let text = format!(
                r#"{{"Version": "2012-10-17", "Statement": {{"Effect": "{effect}", {action}, {resource}}}}}"#
            );
            let document = Document::parse(&text, PolicyKind::Identity, Reading::Lenient);
            documents.push((0, Arc::new(document.unwrap())));
        }
    }
    documents
}

/// One document of statements, each given by its effect, its actions and its resources.
fn document(statements: &[(bool, usize, usize)]) -> Arc<Document> {
    let statements: Vec<_> = statements
        .iter()
        .map(|(allows, action, resource)| {
            let effect = if *allows { "Allow" } else { "Deny" };
            let (action, resource) = (ACTIONS[*action], RESOURCES[*resource]);
            format!(r#"{{"Effect": "{effect}", {action}, {resource}}}"#)
        })
        .collect();
    let statements = statements.join(", ");
    let text = format!(r#"{{"Version": "2012-10-17", "Statement": [{statements}]}}"#);
    Arc::new(Document::parse(&text, PolicyKind::Identity, Reading::Lenient).unwrap())
}

fn request(action: &str, arn: &str) -> Request {
    Request::builder(action.parse().unwrap())
        .resource(arn.parse().unwrap())
        .owner("111122223333".parse().unwrap())
        .build()
        .unwrap()
}

/// Whether an index finds a statement of an effect that matches.
fn finds(index: &Index, table: &ActionTable, request: &Request, effect: Effect) -> bool {
    let caller = Caller {
        request,
        bounded: false,
    };
    let arn = match request.resource() {
        Resource::Arn(arn) => Some(arn),
        Resource::Everything => None,
    };
    let context = Context::new();
    let wanted = Wanted {
        arn,
        fields: &request.fields,
        has_later_colon: request.facts.has_later_colon,
        context: &context,
    };
    let action = request.action();
    let known = table.find(action.folded(), action.fingerprint());
    let row = index.row(action, known).unwrap();
    index.search(
        (row, effect),
        wanted,
        |candidate| {
            let (document, one) = index.statement(candidate.statement()).unwrap();
            statement::resource_holds(document, one, caller)
        },
        |candidate| index.is_about(candidate, action),
    )
}

fn matches(documents: &[(u32, Arc<Document>)], request: &Request, effect: Effect) -> bool {
    let caller = Caller {
        request,
        bounded: false,
    };
    documents.iter().any(|(_, document)| {
        document.statements().iter().any(|one| {
            one.effect() == effect
                && statement::action_holds(one.action(), caller)
                && statement::resource_holds(document, one, caller)
        })
    })
}

#[test]
fn an_index_that_may_take_little_finds_the_same() {
    let names: Vec<Action> = ASKED.iter().map(|name| name.parse().unwrap()).collect();
    let table: ActionTable = names.into_iter().collect();
    let budgets: [fn(&[Member<'_>]) -> usize; 10] = [
        |_| 0,
        |_| 20,
        |_| 40,
        |_| 60,
        |_| 80,
        |_| 100,
        |_| 130,
        |_| 160,
        |_| 200,
        super::rows::budget,
    ];
    let mut positive = 0;
    let mut forms = Vec::new();
    for skip in 0..4 {
        let documents = documents(skip);
        for budget in budgets {
            let index = Index::within(&documents, &table, budget);
            forms.push((index.services.is_empty(), index.actions.is_empty()));
            for action in ASKED {
                for arn in ARNS {
                    let request = request(action, arn);
                    for effect in [Effect::Allow, Effect::Deny] {
                        let expected = matches(&documents, &request, effect);
                        let found = finds(&index, &table, &request, effect);
                        assert_eq!(found, expected, "{skip}: {effect} {action} on {arn}");
                        positive += u32::from(found);
                    }
                }
            }
        }
    }
    assert!(positive > 300, "{positive}");
    // With no rows but one, with rows of services only, and with rows of actions.
    for form in [(true, true), (false, true), (false, false)] {
        assert!(forms.contains(&form), "{form:?} does not occur");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn statements_in_any_company_are_found(
        statements in proptest::collection::vec((any::<bool>(), 0..ACTIONS.len(), 0..RESOURCES.len()), 1..20),
        known in proptest::sample::subsequence(ASKED.to_vec(), 0..=ASKED.len()),
    ) {
        let table: ActionTable = known.iter().map(|name| name.parse::<Action>().unwrap()).collect();
        let documents = [(0, document(&statements))];
        let index = Index::new(&documents, &table);
        for action in ASKED {
            for arn in ARNS {
                let request = request(action, arn);
                for effect in [Effect::Allow, Effect::Deny] {
                    let expected = matches(&documents, &request, effect);
                    prop_assert_eq!(finds(&index, &table, &request, effect), expected, "{} {} on {}", effect, action, arn);
                }
            }
        }
    }
}
