//! The conditions of a statement: both readings, what a request makes of each test, and the oracle's opinion.

use std::sync::Arc;

use portcullis_condition::{Context, ContextKey, ContextValue, Operator, Test};
use portcullis_eval::{AttachedPolicy, PolicySet, Program, evaluate};
use portcullis_oracle::Prepared;
use portcullis_policy::{Document, PolicyKind, Reading};
use serde_json::json;

use super::checks::{check_message, check_span, halves};
use crate::call::Call;
use crate::case::Verdicted;

/// Condition keys of a request, at most.
const KEYS: usize = 8;

/// Reads the first line of the input as the context of a request (`key=value&key=[value|value]`), and the rest as the `Condition`
/// of a statement that allows everything.
pub fn run(data: &[u8]) {
    let Ok(text) = core::str::from_utf8(data) else {
        return;
    };
    let (facts, block) = halves(text);
    let call = call(facts);
    let document = format!(
        r#"{{"Version":"2012-10-17","Statement":{{"Effect":"Allow","Action":"*","Resource":"*","Condition":{block}}}}}"#
    );
    let strict = one_reading(&document, &call, Reading::Strict);
    let lenient = one_reading(&document, &call, Reading::Lenient);
    if let Some(strict) = strict {
        let shown = |document: &Document| format!("{:?}", document.statements());
        let same = lenient.is_some_and(|lenient| shown(&lenient) == shown(&strict));
        assert!(same, "the lenient reading makes something else of {block}");
    }
}

fn one_reading(text: &str, call: &Call, reading: Reading) -> Option<Document> {
    let document = match Document::parse(text, PolicyKind::Identity, reading) {
        Ok(document) => Some(document),
        Err(error) => {
            check_span(text, error.span().range());
            check_message(&error);
            None
        }
    };
    let context = context(call);
    let statements = document.iter().flat_map(Document::statements);
    for condition in statements.flat_map(|statement| statement.conditions()) {
        assert_eq!(condition.values().len(), condition.test().operands().len());
        check_test(condition.test(), &context);
    }
    let engine = document
        .as_ref()
        .and_then(|document| verdict(document, call));
    let oracle = {
        let policies = json!({"identity": [{"name": "p", "document": text}]}).to_string();
        let lenient = reading == Reading::Lenient;
        Verdicted::of_oracle(&Prepared::read(&policies, lenient).answer(&call.question()))
    };
    match engine {
        Some(engine) => assert_eq!(engine, oracle, "{reading:?}: {text} in {:?}", call.context),
        None => assert_eq!(oracle.outcome, "error", "{reading:?}: {text} is refused"),
    }
    document
}

fn verdict(document: &Document, call: &Call) -> Option<Verdicted> {
    let request = call.request();
    let policy = AttachedPolicy::new("p", Arc::new(document.clone()));
    let program = Program::compile(PolicySet {
        identity: vec![policy],
        ..PolicySet::default()
    });
    let both = request.is_ok() && program.is_ok();
    assert!(
        both,
        "a plain request or policy is refused: {request:?} {program:?}"
    );
    let decision = evaluate(&request.ok()?, &program.ok()?);
    Some(Verdicted::of_decision(&decision))
}

fn call(facts: &str) -> Call {
    let mut context: Vec<(String, Vec<String>, bool)> = Vec::new();
    for fact in facts.split('&').take(KEYS) {
        let Some((key, value)) = fact.split_once('=') else {
            continue;
        };
        let Ok(key) = key.parse::<ContextKey>() else {
            continue;
        };
        let known = |(other, _, _): &(String, _, _)| other.parse() == Ok(key.clone());
        if context.iter().any(known) {
            continue;
        }
        let list = value
            .strip_prefix('[')
            .and_then(|rest| rest.strip_suffix(']'));
        let values = match list {
            Some("") => Vec::new(),
            Some(list) => list.split('|').map(str::to_owned).collect(),
            None => vec![value.to_owned()],
        };
        context.push((key.to_string(), values, list.is_some()));
    }
    Call {
        principal: "arn:aws:iam::111122223333:user/alice".to_owned(),
        issuer: None,
        credentials: None,
        canonical_user_id: None,
        administers: false,
        action: "s3:GetObject".to_owned(),
        resource: "arn:aws:s3:::amzn-s3-demo-bucket/report.csv".to_owned(),
        asked: None,
        owner: Some("111122223333".to_owned()),
        resource_control: true,
        gateway: false,
        context,
    }
}

fn context(call: &Call) -> Context {
    let mut context = Context::new();
    for (key, values, list) in &call.context {
        if let Ok(key) = key.parse() {
            let texts = values.iter().map(String::as_str);
            let value = match values.as_slice() {
                [only] if !list => ContextValue::single(only.as_str()),
                _ => ContextValue::list(texts),
            };
            context.insert_if_absent(key, value);
        }
    }
    context
}

/// What does not depend on the operator.
fn check_test(test: &Test, context: &Context) {
    let holds = test.holds(context);
    assert_eq!(
        test.outcome(context).holds(),
        holds,
        "{test:?} is explained otherwise"
    );
    let again = test.operator().to_string().parse::<Operator>();
    assert_eq!(again.as_ref(), Ok(&test.operator()));
    for key in test.missing_keys(context) {
        assert!(!context.contains(key) && test.keys().any(|one| one == key));
    }
    // PL 8.1: one of several values is enough, or none may match; their order and number say nothing.
    let operands = test.operands().iter().rev();
    let twice = operands.chain(test.operands()).cloned();
    let twice = Test::new(test.operator(), test.key().clone(), twice);
    assert_eq!(
        twice.holds(context),
        holds,
        "{test:?} depends on the order of its values"
    );
    // PL 8.10: several values of a request without a set operator match neither of the two.
    let several = context
        .get(test.key())
        .is_some_and(|value| value.values().len() > 1);
    if let Some(other) = opposite(test).filter(|_| !several) {
        assert_ne!(other.holds(context), holds, "{test:?} and {other:?} agree");
    }
}

/// The test whose operator is negated where this one's is not: PL 8.2 makes one exactly the negation of the other.
fn opposite(test: &Test) -> Option<Test> {
    let operator = test.operator();
    if operator.set().is_some() || operator.if_exists() {
        return None;
    }
    let name = operator.spec().name();
    let other = match name {
        "IpAddress" => "NotIpAddress".to_owned(),
        name if name.contains("Not") => name.replacen("Not", "", 1),
        name => ["Equals", "Like"]
            .into_iter()
            .find_map(|last| name.find(last).map(|at| (at, name)))
            .and_then(|(at, name)| name.split_at_checked(at))
            .map(|(first, last)| [first, "Not", last].concat())?,
    };
    let other = other.parse::<Operator>().ok()?;
    Some(Test::new(
        other,
        test.key().clone(),
        test.operands().iter().cloned(),
    ))
}
