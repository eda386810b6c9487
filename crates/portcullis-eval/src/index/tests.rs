//! An index finds what a scan finds, whatever it may take.

use alloc::string::String;
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
    document_of(&statements)
}

/// One document of statements as they are written.
fn document_of(statements: &[String]) -> Arc<Document> {
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
    let known = table.known(action);
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

/// Statements that allow some actions everywhere, one for each list of them.
fn allowing(actions: impl IntoIterator<Item = String>) -> Vec<String> {
    let all = actions
        .into_iter()
        .map(|actions| format!(r#"{{"Effect": "Allow", {actions}, "Resource": "*"}}"#));
    all.collect()
}

/// Whether an index answers for some actions as a scan does.
fn agrees(index: &Index, documents: &[(u32, Arc<Document>)], table: &ActionTable, asked: &[&str]) {
    for action in asked {
        let request = request(action, "arn:aws:s3:::ab");
        let found = finds(index, table, &request, Effect::Allow);
        assert_eq!(
            found,
            matches(documents, &request, Effect::Allow),
            "{action}"
        );
    }
}

#[test]
fn statements_about_every_service_are_not_looked_at_for_each_of_many() {
    let services: Vec<String> = (0..100).map(|n| format!(r#""s{n}:A""#)).collect();
    let wide = |_| r#""NotAction": ["s1:B", "*x:A"]"#.into();
    let mut statements = allowing((0..100).map(wide));
    statements.extend(allowing([format!(
        r#""Action": [{}]"#,
        services.join(", ")
    )]));
    let documents = [(0, document_of(&statements))];
    let table = ActionTable::empty();
    let index = Index::within(&documents, &table, |_| 40_000);
    assert_eq!(index.services.len(), 100);
    agrees(&index, &documents, &table, &["s1:A", "s1:B", "x:A", "x:B"]);
    let index = Index::within(&documents, &table, |_| 10_000);
    assert!(index.services.is_empty());
    agrees(&index, &documents, &table, &["s1:A", "s1:B", "x:A", "x:B"]);
}

#[test]
fn a_service_with_more_rows_than_bits_answers_the_same() {
    for classes in [60, 61, 62, 63, 64, 70] {
        let names: Vec<String> = (0..=classes).map(|n| format!("s3:Get{n}")).collect();
        let table: ActionTable = names
            .iter()
            .map(|name| name.parse::<Action>().unwrap())
            .collect();
        // Of the last action no entry but those of the negated statement knows.
        let own = names.iter().take(classes).enumerate().map(|(n, name)| {
            format!(r#"{{"Effect": "Allow", "Action": "{name}", "Resource": "arn:aws:s3:::a{n}"}}"#)
        });
        let negated = r#"{"Effect": "Allow", "NotAction": ["s3:Get1", "*:Get2"], "Resource": "arn:aws:s3:::b*"}"#;
        let statements: Vec<String> = own.chain([negated.into()]).collect();
        let documents = [(0, document_of(&statements))];
        let index = Index::new(&documents, &table);
        assert_eq!(index.shared.is_empty(), classes > 61, "{classes}");
        for action in names.iter().map(String::as_str).chain(["s3:Put"]) {
            for arn in (0..classes)
                .map(|n| format!("arn:aws:s3:::a{n}"))
                .chain(["arn:aws:s3:::b".into()])
            {
                let request = request(action, &arn);
                assert_eq!(
                    finds(&index, &table, &request, Effect::Allow),
                    matches(&documents, &request, Effect::Allow),
                    "{classes}: {action} on {arn}"
                );
            }
        }
    }
}

#[test]
fn entries_behind_a_later_colon_are_matched_once() {
    let statements = ["a*", "ab*", "b*", "c"].map(|sixth| {
        format!(
            r#"{{"Effect": "Allow", "Action": "s3:Get", "Resource": "arn:aws:s3:*:*:{sixth}"}}"#
        )
    });
    let documents = [(0, document_of(&statements))];
    let index = Index::new(&documents, &ActionTable::empty());
    let visited = |arn: &str| {
        let request = request("s3:Get", arn);
        let context = Context::new();
        let Resource::Arn(arn) = request.resource() else {
            return Vec::new();
        };
        let wanted = Wanted {
            arn: Some(arn),
            fields: &request.fields,
            has_later_colon: request.facts.has_later_colon,
            context: &context,
        };
        let row = index.row(request.action(), None).unwrap();
        let mut visited = Vec::new();
        index.search(
            (row, Effect::Allow),
            wanted,
            |_| true,
            |candidate| {
                visited.push(candidate.statement());
                false
            },
        );
        visited
    };
    assert_eq!(visited("arn:aws:s3:::x:a:a:ab:a:ab"), [0, 1]);
    assert_eq!(visited("arn:aws:s3:::x::c:b:c:c"), [3, 2]);
    assert_eq!(visited("arn:aws:s3:::x:é:d"), []);
}

#[test]
fn prefixes_that_no_action_can_have_are_no_services() {
    let long = "a".repeat(300);
    let actions = [
        format!(r#""Action": "{long}:A""#),
        format!(r#""NotAction": ["{long}:*", "s1:A"]"#),
    ];
    let documents = [(0, document_of(&allowing(actions)))];
    let index = Index::new(&documents, &ActionTable::empty());
    assert_eq!(index.services.len(), 1);
    agrees(
        &index,
        &documents,
        &ActionTable::empty(),
        &["s1:A", "s1:B", "x:A"],
    );
}

#[test]
fn long_patterns_and_long_names_are_more_than_one_look() {
    let long = "a".repeat(120);
    let names: Vec<String> = (0..50).map(|n| format!("s3:{long}{long}{n}")).collect();
    let table: ActionTable = names
        .iter()
        .map(|name| name.parse::<Action>().unwrap())
        .collect();
    let patterns: Vec<String> = (0..50).map(|n| format!(r#""s3:*{long}b{n}""#)).collect();
    let spelled: Vec<String> = names.iter().map(|name| format!(r#""{name}""#)).collect();
    let parts =
        [&patterns, &spelled].map(|entries| format!(r#""Action": [{}]"#, entries.join(", ")));
    let documents = [(0, document_of(&allowing(parts)))];
    let known_alone = |budget| {
        let index = Index::within(&documents, &table, budget);
        agrees(
            &index,
            &documents,
            &table,
            &[&names[0], &names[49], "s3:aab"],
        );
        index.services.iter().any(|one| one.known != one.row)
    };
    assert!(known_alone(|_| 200_000));
    assert!(!known_alone(|_| 20_000));
    let prefixes: Vec<String> = (0..50).map(|n| format!(r#""*{long}b{n}:A""#)).collect();
    let services: Vec<String> = (0..50).map(|n| format!(r#""{long}{long}{n}:A""#)).collect();
    let parts =
        [&prefixes, &services].map(|entries| format!(r#""Action": [{}]"#, entries.join(", ")));
    let documents = [(0, document_of(&allowing(parts)))];
    let index = Index::within(&documents, &table, |_| 20_000);
    assert!(index.services.is_empty());
    agrees(&index, &documents, &table, &[&format!("{long}{long}7:A")]);
}

#[test]
fn statements_about_every_action_are_not_looked_at_for_each_of_many() {
    let names: Vec<String> = (0..100).map(|n| format!("s3:Get{n}")).collect();
    let table: ActionTable = names
        .iter()
        .map(|name| name.parse::<Action>().unwrap())
        .collect();
    let wide = (0..100).map(|_| r#""NotAction": "sqs:*""#.into());
    let own = names.iter().map(|name| format!(r#""Action": "{name}""#));
    let documents = [(0, document_of(&allowing(wide.chain(own))))];
    let rows = |budget| {
        let index = Index::within(&documents, &table, budget);
        agrees(
            &index,
            &documents,
            &table,
            &[&names[0], &names[99], "s3:Put", "sqs:A"],
        );
        index.rows.len()
    };
    // One of the other services, one for each service, and those of the actions: of each, and of those that nothing matches.
    assert_eq!(rows(|_| 10_000), 1 + 2 + 100 + 1);
    assert!((10..100).contains(&rows(|_| 1_000)));
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
