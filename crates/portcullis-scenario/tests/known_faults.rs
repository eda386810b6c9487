//! The faults of others: a test for each fault that was published of an evaluator of policies.
//!
//! The table is `corpus/faults/files/known.jsonl`. A row names the fault, says what an evaluator with it does and where that was
//! published, and tells for each of its cases how such an evaluator sees it: the case with the values at some places (JSON
//! Pointers) replaced. The answer to what it sees has to be another than the right one, or the case would show nothing.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot read its table has to fail"
)]

use std::collections::BTreeSet;

use portcullis_scenario::{AnswerLine, Scenario, Settings, SourceFile};
use portcullis_testkit::corpus::{Beside, cases, folder};
use serde_json::Value;

macro_rules! faults {
    ($($fault:ident)*) => {
        $(#[test]
        fn $fault() {
            shows(stringify!($fault));
        })*

        const TESTED: &[&str] = &[$(stringify!($fault)),*];
    };
}

faults! {
    session_policy_skipped_for_the_own_account
    session_policy_skipped_for_a_grant_to_the_role
    deny_only_check_taken_for_a_grant
    first_statement_wins
    resource_policy_not_consulted
    resource_policy_grant_before_identity_deny
    boundary_taken_for_a_grant
    further_actions_of_a_call_unchecked
    trust_policy_ignored
    trust_policy_alone_decides
    any_provider_trusted
    audience_unchecked
    session_arn_in_a_deny_ignored
    principal_arn_of_a_session
    not_principal_per_identifier
    allow_with_not_principal_accepted
    not_action_ignored
    not_resource_ignored
    empty_action_taken_for_all
    action_name_compared_with_case
    wildcard_needs_a_character
    index_drops_statements
    resource_truncated_to_the_bucket
    request_path_normalized
    variable_matches_a_prefix
    wildcard_in_a_value
    variables_expanded_under_2008
    unresolvable_variable_is_empty
    condition_ignored
    statement_with_a_condition_skipped
    unknown_operator_skipped
    arn_operators_not_enforced
    set_operators_swapped
    set_operator_dropped
    double_negation
    negation_over_a_list
    absent_key_of_a_negated_operator
    absent_key_of_a_positive_operator
    if_exists_lost
    null_inverted
    several_values_without_a_set_operator
    bare_address
    prefix_length_zero
    unreadable_policy_is_no_policy
    last_of_two_members_wins
    cache_keys_collide
}

fn lines(path: &str) -> Vec<Value> {
    let text = std::fs::read_to_string(folder().join(path)).unwrap();
    let lines = text.lines();
    lines
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn table() -> Vec<Value> {
    lines("faults/files/known.jsonl")
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

/// The case of an id, which is the path of its file and its name.
fn case(id: &str) -> Value {
    let (file, _) = id.rsplit_once('/').unwrap();
    let mut cases = lines(&format!("{file}.jsonl")).into_iter();
    cases.find(|case| case["id"] == id).unwrap()
}

/// Puts a value where a pointer points; the object that holds the place may lack it.
fn put(whole: &mut Value, pointer: &str, value: &Value) {
    let (parent, member) = pointer.rsplit_once('/').unwrap();
    match whole.pointer_mut(parent).unwrap() {
        Value::Object(members) => {
            members.insert(member.to_owned(), value.clone());
        }
        list => list[member.parse::<usize>().unwrap()] = value.clone(),
    }
}

/// `allowed`, `explicitDeny`, `implicitDeny`, or `error`.
fn decision(case: &Value) -> String {
    let source = SourceFile::new("case.json", case.to_string());
    let files = Beside::of(&source);
    let answered = Scenario::read(source, &files).and_then(|scenario| {
        let answer = scenario.answer(&Settings::default())?;
        let line = serde_json::to_value(AnswerLine::new(&scenario, &answer)).unwrap();
        Ok(text(&line["decision"]).to_owned())
    });
    answered.unwrap_or_else(|_| "error".to_owned())
}

#[track_caller]
fn shows(fault: &str) {
    let table = table();
    let row = table.iter().find(|row| row["fault"] == fault).unwrap();
    for one in row["cases"].as_array().unwrap() {
        let right = case(text(&one["case"]));
        let mut seen = right.clone();
        for (pointer, value) in one["sees"].as_object().unwrap() {
            put(&mut seen, pointer, value);
        }
        assert_ne!(right["expect"], one["answers"], "{}", one["case"]);
        // One after the other and back: no answer is remembered for another question.
        for _ in 0..2 {
            assert_eq!(decision(&right), text(&right["expect"]), "{}", one["case"]);
            assert_eq!(decision(&seen), text(&one["answers"]), "{seen}");
        }
    }
}

#[test]
fn every_fault_has_a_test_and_every_case_a_fault() {
    let table = table();
    let faults: Vec<&str> = table.iter().map(|row| text(&row["fault"])).collect();
    assert_eq!(faults, TESTED);
    assert!(faults.len() >= 20);
    let mut shown = BTreeSet::new();
    for row in &table {
        assert!(!text(&row["does"]).is_empty(), "{row}");
        assert!(!row["published"].as_array().unwrap().is_empty(), "{row}");
        let cases = row["cases"].as_array().unwrap();
        assert!(!cases.is_empty(), "{row}");
        for one in cases {
            assert!(!one["sees"].as_object().unwrap().is_empty(), "{one}");
            assert!(shown.insert(text(&one["case"]).to_owned()), "{one}");
        }
    }
    let ids = cases()
        .unwrap()
        .iter()
        .filter_map(|source| Scenario::heading(source).0)
        .filter(|id| id.starts_with("faults/"))
        .collect::<BTreeSet<_>>();
    assert_eq!(ids, shown);
}
