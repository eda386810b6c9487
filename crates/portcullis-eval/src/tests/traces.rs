//! What a trace says: layers, statements, and for each element that failed the patterns, the value and their places.

use super::{
    ALICE, ALLOW, ANONYMOUS, DENY, OWN, Question, ROOT, SESSION, asks, calls, grants, names,
};
use crate::{
    Element, EndpointKind, Found, Layer, LayerResult, MatchClass, Mismatch, StatementTrace, Trace,
};
use std::format;
use std::string::{String, ToString};
use std::vec::Vec;

fn layer(trace: &Trace, wanted: Layer) -> &crate::LayerTrace {
    trace.layers.iter().find(|one| one.layer == wanted).unwrap()
}

/// The only statement of a layer.
#[track_caller]
fn only(question: &Question, wanted: Layer) -> StatementTrace {
    let trace = question.trace();
    let levels = &layer(&trace, wanted).levels;
    let [level] = levels.as_slice() else {
        panic!("{levels:?}")
    };
    let [policy] = level.policies.as_slice() else {
        panic!("{level:?}")
    };
    let [statement] = policy.statements.as_slice() else {
        panic!("{policy:?}")
    };
    let text = policy.document.text().get(statement.span.range()).unwrap();
    assert!(text.starts_with('{') && text.ends_with('}'), "{text}");
    for mismatch in &statement.mismatches {
        for pattern in &mismatch.patterns {
            let written = policy.document.text().get(pattern.span.range()).unwrap();
            assert_eq!(written.trim_matches('"'), &*pattern.text);
        }
        assert!(policy.document.text().get(mismatch.span.range()).is_some());
    }
    statement.clone()
}

/// The only mismatch of the only identity statement, and the text that it points to.
#[track_caller]
fn mismatch(question: &Question, statement: &str) -> (Mismatch, String) {
    let question = question.clone().identity(&[statement]);
    let found = only(&question, Layer::Identity);
    let [mismatch] = found.mismatches.as_slice() else {
        panic!("{found:?}")
    };
    let document = question.policies.identity[0].document().clone();
    let text = document.text().get(mismatch.span.range()).unwrap();
    (mismatch.clone(), text.to_string())
}

fn patterns(mismatch: &Mismatch) -> Vec<&str> {
    mismatch.patterns.iter().map(|one| &*one.text).collect()
}

#[test]
fn layers_stand_in_their_order_with_their_results() {
    let question = asks(ALICE)
        .identity(&[ALLOW])
        .scp(&[ALLOW])
        .scp(&[super::ELSEWHERE]);
    let trace = question.trace();
    let order: Vec<Layer> = trace.layers.iter().map(|one| one.layer).collect();
    assert_eq!(order, Layer::ALL[1..]);
    let decision = question.decision();
    for one in &trace.layers {
        assert_eq!(one.result, decision.result(one.layer), "{}", one.layer);
        assert_eq!(
            one.levels.is_empty(),
            one.result == LayerResult::NotApplicable,
            "{}",
            one.layer
        );
    }
    let scp = layer(&trace, Layer::ServiceControl);
    let results: Vec<LayerResult> = scp
        .levels
        .iter()
        .map(|level| scp.result_of(level))
        .collect();
    assert_eq!(results, [LayerResult::Allow, LayerResult::ImplicitDeny]);
    assert_eq!(scp.levels[0].target.as_deref(), Some("level"));
    let identity = layer(&trace, Layer::Identity);
    assert_eq!(identity.levels[0].target, None);
    assert_eq!(
        &*identity.levels[0].policies[0].name,
        "identity-based policy"
    );
}

#[test]
fn a_match_has_its_classes_and_no_mismatch() {
    let question = asks(SESSION).resource(&[&grants(SESSION)]);
    let found = only(&question, Layer::Resource);
    assert!(found.is_match());
    assert!(found.classes.iter().eq([MatchClass::Session]));
    assert_eq!(found.id, question.decision().matched()[0]);
    let other = only(&asks(ALICE).resource(&[&grants(SESSION)]), Layer::Resource);
    assert!(!other.is_match() && other.classes.is_empty());
}

#[test]
fn actions_that_failed() {
    let statement = r#"{"Effect": "Allow", "Action": ["s3:Put*", "sqs:*"], "Resource": "*"}"#;
    let (found, text) = mismatch(&asks(ALICE), statement);
    assert_eq!((found.element, &*found.name), (Element::Action, "Action"));
    assert_eq!(text, r#"["s3:Put*", "sqs:*"]"#);
    assert_eq!(patterns(&found), ["s3:Put*", "sqs:*"]);
    assert_eq!(found.found, Found::Action("s3:GetObject".into()));
    let statement = r#"{"Effect": "Allow", "NotAction": "s3:*", "Resource": "*"}"#;
    let (found, text) = mismatch(&asks(ALICE), statement);
    assert_eq!((&*found.name, text.as_str()), ("NotAction", r#""s3:*""#));
}

#[test]
fn resources_that_failed() {
    let statement = r#"{"Effect": "Allow", "Action": "*", "Resource": ["arn:aws:s3:::x", "arn:aws:s3:::${aws:username}${aws:userid, 'x'}"]}"#;
    let (found, _) = mismatch(&asks(ALICE), statement);
    assert_eq!(
        (found.element, &*found.name, found.note),
        (Element::Resource, "Resource", None)
    );
    assert_eq!(
        found.found,
        Found::Resource("arn:aws:s3:::bucket/key".into())
    );
    let unresolved: Vec<String> = found.unresolved.iter().map(ToString::to_string).collect();
    assert_eq!(unresolved, ["aws:username"]);
    let (found, _) = mismatch(&asks(ALICE).context("aws:username", "b"), statement);
    assert!(found.unresolved.is_empty());
    let everything = calls(ALICE, "s3:ListAllMyBuckets", "*");
    let (found, _) = mismatch(&everything, statement);
    assert_eq!(found.found, Found::Resource("*".into()));
    assert!(found.note.is_some_and(|note| note.contains("only `*`")));
}

#[test]
fn conditions_that_failed() {
    let statement = r#"{"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"stringEquals": {"aws:UserName": ["a", "${s3:prefix}", "${aws:userid}"]}, "Bool": {"aws:SecureTransport": true}}}"#;
    let question = asks(ALICE)
        .context("aws:username", "alice")
        .context("s3:prefix", "")
        .context("aws:SecureTransport", "true");
    let (found, text) = mismatch(&question, statement);
    assert_eq!(
        (found.element, &*found.name),
        (Element::Condition, "stringEquals")
    );
    assert_eq!(text, r#""aws:UserName""#);
    assert_eq!(patterns(&found), ["a", "${s3:prefix}", "${aws:userid}"]);
    let Found::Context { key, values } = &found.found else {
        panic!("{found:?}")
    };
    assert_eq!(
        (key.as_str(), values.as_deref()),
        ("aws:UserName", Some(&["alice".into()][..]))
    );
    // Also one that is there, but has no value.
    let unresolved: Vec<String> = found.unresolved.iter().map(ToString::to_string).collect();
    assert_eq!(unresolved, ["s3:prefix", "aws:userid"]);
    let (found, _) = mismatch(
        &asks(ALICE).context("aws:SecureTransport", "true"),
        statement,
    );
    assert!(matches!(found.found, Found::Context { values: None, .. }));
}

#[test]
fn every_element_that_failed_is_named() {
    let statement = r#"{"Effect": "Deny", "Principal": {"AWS": "444455556666"}, "Action": "ec2:*", "Resource": "arn:aws:s3:::x", "Condition": {"Bool": {"a:b": "true"}, "Null": {"a:b": "false"}}}"#;
    let found = only(&asks(ALICE).resource(&[statement]), Layer::Resource);
    let elements: Vec<Element> = found.mismatches.iter().map(|one| one.element).collect();
    use Element::{Action, Condition, Principal, Resource};
    assert_eq!(
        elements,
        [Principal, Action, Resource, Condition, Condition]
    );
    assert_eq!(found.mismatches[0].found, Found::Principal(ALICE.into()));
    assert_eq!(patterns(&found.mismatches[0]), ["444455556666"]);
}

#[test]
fn principals_that_failed() {
    let note = |question: &Question, layer| {
        let found = only(question, layer);
        let [mismatch] = found.mismatches.as_slice() else {
            panic!("{found:?}")
        };
        (mismatch.name.to_string(), mismatch.note.unwrap_or_default())
    };
    let listed = format!(r#""NotPrincipal": {{"AWS": ["{ALICE}", "{OWN}"]}}"#);
    let resource = |effect: &str| asks(ALICE).resource(&[&names(effect, &listed)]);
    let expected = (
        "NotPrincipal".into(),
        "every identity of the caller is listed",
    );
    assert_eq!(note(&resource("Deny"), Layer::Resource), expected);
    let expected = ("NotPrincipal".into(), "an identity of the caller is listed");
    assert_eq!(note(&resource("Allow"), Layer::Resource), expected);
    let nobody = asks(ALICE).resource(&[ALLOW]);
    assert_eq!(
        note(&nobody, Layer::Resource).1,
        "a statement without a principal matches nobody"
    );
    let gateway = asks(ALICE)
        .endpoint(&[&grants(OWN)])
        .endpoint_kind(EndpointKind::Gateway);
    assert!(
        note(&gateway, Layer::VpcEndpoint)
            .1
            .contains("gateway endpoint")
    );
    assert_eq!(
        note(&asks(ANONYMOUS).resource(&[&grants(OWN)]), Layer::Resource).1,
        ""
    );
}

#[test]
fn inert_statements_say_so() {
    let whole = names("Allow", r#""Principal": "*""#);
    for (missing, element) in [
        (r#", "Action": "*""#, Element::Action),
        (r#", "Resource": "*""#, Element::Resource),
    ] {
        let question = calls(ALICE, "kms:Decrypt", super::KEY).resource_as(
            portcullis_policy::PolicyKind::KmsKey,
            &[&whole.replace(missing, "")],
        );
        let found = only(&question, Layer::Resource);
        let [mismatch] = found.mismatches.as_slice() else {
            panic!("{found:?}")
        };
        assert_eq!((mismatch.element, mismatch.span), (element, found.span));
        assert!(mismatch.note.is_some_and(|note| note.contains("no effect")));
    }
}

#[test]
fn a_service_rule_is_all_there_is_to_say() {
    let trace = calls(ALICE, "sts:GetCallerIdentity", "*")
        .identity(&[DENY])
        .trace();
    assert!(trace.layers.is_empty() && trace.service_rule.is_some());
}

/// A layer that the decision passed over shows no statement that could be taken for one that decided.
#[test]
fn a_layer_that_is_passed_over() {
    let deny = names("Deny", r#""Principal": "*""#);
    let question = calls(ROOT, "s3:PutBucketPolicy", "arn:aws:s3:::bucket").resource(&[&deny]);
    let trace = question.trace();
    let resource = layer(&trace, Layer::Resource);
    assert_eq!(
        (resource.result, resource.levels.len()),
        (LayerResult::NotApplicable, 0)
    );
}
