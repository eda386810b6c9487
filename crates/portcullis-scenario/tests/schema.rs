//! The published schemas accept what the product reads and prints.
#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot read its cases has to fail"
)]

use portcullis_scenario::{
    AnswerLine, ErrorLine, Explanation, Scenario, Settings, answer_schema, scenario_schema,
};
use portcullis_testkit::corpus::{Beside, cases};
use serde_json::{Value, json};

fn validator(schema: &str) -> jsonschema::Validator {
    jsonschema::validator_for(&serde_json::from_str(schema).unwrap()).unwrap()
}

/// Cases about fields of the wrong form, which the schema refuses as well.
fn is_about_form(case: &Value) -> bool {
    const CODES: [&str; 10] = [
        "unknown-field",
        "missing-field",
        "conflicting-fields",
        "wrong-type",
        "invalid-action",
        "invalid-account",
        "invalid-context-value",
        "invalid-credentials",
        "invalid-endpoint-kind",
        "unknown-edition",
    ];
    let code = case.pointer("/expectDetail/code").and_then(Value::as_str);
    case["expect"] == "error" && code.is_none_or(|code| CODES.contains(&code))
}

#[test]
fn every_case_is_a_scenario_of_the_schema() {
    let schema = validator(scenario_schema());
    let mut checked = 0_usize;
    for source in cases().unwrap() {
        let Ok(case) = serde_json::from_str::<Value>(source.text()) else {
            continue;
        };
        if is_about_form(&case) {
            continue;
        }
        checked += 1;
        let errors: Vec<String> = schema
            .iter_errors(&case)
            .map(|error| error.to_string())
            .collect();
        assert!(errors.is_empty(), "{}: {}", case["id"], errors.join("; "));
    }
    assert!(checked >= 600, "only {checked} cases were checked");
}

#[test]
fn every_answer_is_an_answer_of_the_schema() {
    let schema = validator(answer_schema());
    let mut settings = Settings::default();
    settings.explanation = Explanation::Trace;
    for source in cases().unwrap() {
        let printed = match Scenario::read(source.clone(), &Beside::of(&source)) {
            Ok(scenario) => match scenario.answer(&settings) {
                Ok(answer) => serde_json::to_value(AnswerLine::new(&scenario, &answer)),
                Err(error) => serde_json::to_value(ErrorLine::new(None, &error, Some(&source))),
            },
            Err(error) => serde_json::to_value(ErrorLine::new(None, &error, Some(&source))),
        };
        let printed = printed.unwrap();
        let errors: Vec<String> = schema
            .iter_errors(&printed)
            .map(|error| format!("{error} at {}", error.instance_path()))
            .collect();
        assert!(
            errors.is_empty(),
            "{}: {}\n{printed:#}",
            source.text(),
            errors.join("; ")
        );
    }
}

#[test]
fn the_schema_refuses_what_the_reader_refuses() {
    let schema = validator(scenario_schema());
    for request in [
        json!({"action": "s3:GetObject"}),
        json!({"action": "s3:Get*", "resource": "*"}),
        json!({"action": "s3:GetObject", "resource": "*", "resources": ["*"]}),
        json!({"action": "s3:GetObject", "resource": "*", "colour": "blue"}),
    ] {
        assert!(!schema.is_valid(&json!({"request": request})), "{request}");
    }
}
