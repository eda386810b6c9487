//! Properties of tests over random values.

use std::string::String;
use std::vec::Vec;

use proptest::prelude::*;

use super::{holds, list, single};
use crate::{Context, ContextValue, Operand, Operator, Test, VariableSupport, operators};

/// The glob of the rules: plain recursion.
fn naive_like(pattern: &[char], text: &[char]) -> bool {
    match pattern.split_first() {
        None => text.is_empty(),
        Some(('*', rest)) => {
            naive_like(rest, text) || (!text.is_empty() && naive_like(pattern, &text[1..]))
        }
        Some(('?', rest)) => !text.is_empty() && naive_like(rest, &text[1..]),
        Some((wanted, rest)) => text.first() == Some(wanted) && naive_like(rest, &text[1..]),
    }
}

/// PL 8.2 and 8.9 word by word, for `StringEquals` and `StringNotEquals`.
fn naive_test(
    set: &str,
    negated: bool,
    if_exists: bool,
    request: Option<&ContextValue>,
    listed: &[String],
) -> bool {
    let mut values: Vec<&str> = request
        .map(|value| value.values().iter().map(|text| &**text).collect())
        .unwrap_or_default();
    if !set.is_empty() && values.iter().all(|text| text.is_empty()) {
        values.clear();
    }
    if values.is_empty() {
        if if_exists {
            return true;
        }
        return match set {
            "ForAllValues:" => true,
            "ForAnyValue:" => false,
            _ => negated,
        };
    }
    if listed.is_empty() && (!set.is_empty() || if_exists) {
        return false;
    }
    let positive = |value: &str| listed.iter().any(|text| text == value);
    match (set, negated) {
        ("", _) if values.len() > 1 => false,
        ("", false) => positive(values[0]),
        ("", true) => !positive(values[0]),
        ("ForAllValues:", false) => values.iter().all(|value| positive(value)),
        ("ForAnyValue:", false) => values.iter().any(|value| positive(value)),
        ("ForAllValues:", true) => !values.iter().any(|value| positive(value)),
        (_, true) => values.iter().any(|value| !positive(value)),
        (other, _) => panic!("{other}"),
    }
}

/// Texts of which many can be read as something, and some as several things.
fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[ab]{0,2}",
        "[+-]?[0-9]{1,3}(\\.[0-9])?",
        "20(24|26)-0[1-3](-[0-3][0-9])?(T1[0-9]:00Z)?",
        "(true|false|True)",
        "[AQg]{2}(==|=|[AQg]{2})",
        "(10|11)\\.0\\.0\\.[0-2]",
        "arn:(a|b)?:s?::[0-2]?:[a:]{0,3}",
        "::[12]",
    ]
}

/// Policy values; for most operators most of them cannot be read, so a few of each type are close together.
fn any_value() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => any_text(),
        1 => "(10|11)\\.0\\.0\\.[0-2]/(8|31|32)",
        1 => "arn:[ab*]?:[s*]?:\\*?:[0-2?*]?:[a:*?]{0,3}",
        1 => "[ab*?]{0,3}",
        1 => Just("${aws:tag}".into()),
        1 => Just("${aws:tag, 'a'}".into()),
    ]
}

/// Every operator with a negation beside it.
fn pairs() -> Vec<(&'static str, &'static str)> {
    let negated = operators::all()
        .filter(|spec| spec.is_negated())
        .map(|spec| spec.name());
    let pairs: Vec<_> = negated
        .map(|negated| {
            let positive = operators::find(&negated.replacen("Not", "", 1)).unwrap();
            (positive.name(), negated)
        })
        .collect();
    assert_eq!(pairs.len(), 8);
    pairs
}

fn read_or_unreadable(operator: &Operator, values: &[String]) -> Vec<Operand> {
    let read = |text: &String| Operand::read(operator, text, VariableSupport::Expanded);
    values
        .iter()
        .map(|text| read(text).unwrap_or(Operand::unreadable()))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn the_procedure_word_by_word(
        set in prop_oneof![Just(""), Just("ForAllValues:"), Just("ForAnyValue:")],
        negated: bool,
        if_exists: bool,
        request in proptest::option::of((any::<bool>(), proptest::collection::vec("[ab]?", 0..4))),
        listed in proptest::collection::vec("[abc]?", 0..3),
    ) {
        let request = request.map(|(as_list, values)| match values.as_slice() {
            [value] if !as_list => single(value),
            values => ContextValue::list(values.iter().map(String::as_str)),
        });
        let name = if negated { "StringNotEquals" } else { "StringEquals" };
        let operator = std::format!("{set}{name}{}", if if_exists { "IfExists" } else { "" });
        let values: Vec<&str> = listed.iter().map(String::as_str).collect();
        let expected = naive_test(set, negated, if_exists, request.as_ref(), &listed);
        prop_assert_eq!(holds(&operator, &values, request.as_ref()), expected, "{} {:?}", operator, request);
    }

    #[test]
    fn negated_is_the_exact_negation(
        request in any_text(),
        tag in proptest::option::of(any_text()),
        values in proptest::collection::vec(any_value(), 0..4),
    ) {
        let mut entries = std::vec![("aws:x", single(&request))];
        entries.extend(tag.as_deref().map(|tag| ("aws:tag", single(tag))));
        let context = super::context(&entries);
        for (positive, negated) in pairs() {
            let outcome = |name: &str| {
                let operator: Operator = name.parse().unwrap();
                let operands = read_or_unreadable(&operator, &values);
                Test::new(operator, "aws:x".parse().unwrap(), operands).holds(&context)
            };
            prop_assert_eq!(outcome(positive), !outcome(negated), "{} {} {:?}", positive, request, values);
        }
    }

    /// ForAllValues of an operator is the negation of ForAnyValue of its negation, where there is a value on either side.
    #[test]
    fn qualifiers_are_dual(
        requests in proptest::collection::vec("[ab1]{1,2}", 1..4),
        values in proptest::collection::vec(any_value(), 1..4),
    ) {
        let requests: Vec<&str> = requests.iter().map(String::as_str).collect();
        let context = super::context(&[("aws:x", list(&requests))]);
        for (positive, negated) in pairs() {
            let outcome = |name: String| {
                let operator: Operator = name.parse().unwrap();
                let operands = read_or_unreadable(&operator, &values);
                Test::new(operator, "aws:x".parse().unwrap(), operands).holds(&context)
            };
            for (one, other) in [(positive, negated), (negated, positive)] {
                let all = outcome(std::format!("ForAllValues:{one}"));
                let any = outcome(std::format!("ForAnyValue:{other}"));
                prop_assert_eq!(all, !any, "{} {:?} {:?}", one, requests, values);
            }
        }
    }

    #[test]
    fn like_is_the_glob_of_the_rules(pattern in "[ab:é*?]{0,8}", text in "[ab:é]{0,9}") {
        let pattern_chars: Vec<char> = pattern.chars().collect();
        let text_chars: Vec<char> = text.chars().collect();
        let expected = naive_like(&pattern_chars, &text_chars);
        prop_assert_eq!(holds("StringLike", &[&pattern], Some(&single(&text))), expected);
        prop_assert_eq!(holds("StringNotLike", &[&pattern], Some(&single(&text))), !expected);
        prop_assert_eq!(holds("StringEquals", &[&pattern], Some(&single(&text))), pattern == text);
    }

    /// A value that a variable brings along is compared as the value itself is.
    #[test]
    fn equals_through_a_variable_is_equality(value in "[aA*?${}]{1,4}", request in "[aA*?${}]{1,4}") {
        let context = super::context(&[("aws:x", single(&request)), ("aws:tag", single(&value))]);
        let outcome = |operator| super::test(operator, "aws:x", &["${aws:tag}"]).holds(&context);
        prop_assert_eq!(outcome("StringEquals"), value == request);
        prop_assert_eq!(outcome("StringLike"), value == request);
        prop_assert_eq!(outcome("StringEqualsIgnoreCase"), value.to_lowercase() == request.to_lowercase());
    }

    #[test]
    fn ordering_operators_agree_with_each_other(request in "-?[0-9]{1,2}(\\.[05])?", value in "-?[0-9]{1,2}(\\.[05])?") {
        let outcome = |operator| holds(operator, &[&value], Some(&single(&request)));
        let [equal, less, less_or_equal, greater, greater_or_equal] = [
            "NumericEquals",
            "NumericLessThan",
            "NumericLessThanEquals",
            "NumericGreaterThan",
            "NumericGreaterThanEquals",
        ]
        .map(outcome);
        prop_assert_eq!([equal, less, greater].into_iter().filter(|holds| *holds).count(), 1);
        prop_assert_eq!(less_or_equal, less || equal);
        prop_assert_eq!(greater_or_equal, greater || equal);
        let (request, value): (f64, f64) = (request.parse().unwrap(), value.parse().unwrap());
        prop_assert_eq!(less, request < value);
    }

    /// Any operator with anything on either side answers, and so does the reader with any text.
    #[test]
    fn there_is_always_an_answer(
        index in 0_usize..27,
        form in 0_usize..6,
        requests in proptest::collection::vec(prop_oneof![any_text(), ".{0,8}"], 0..3),
        values in proptest::collection::vec(prop_oneof![any_value(), ".{0,8}", "[${}*?,': a]{0,8}"], 0..3),
    ) {
        let name = operators::all().nth(index).unwrap().name();
        let set = ["", "ForAllValues:", "ForAnyValue:"][form / 2];
        let Ok(operator) = std::format!("{set}{name}{}", ["", "IfExists"][form % 2]).parse::<Operator>() else {
            return Ok(());
        };
        let operands = read_or_unreadable(&operator, &values);
        let test = Test::new(operator, "aws:x".parse().unwrap(), operands);
        let mut context = Context::new();
        let requests: Vec<&str> = requests.iter().map(String::as_str).collect();
        context.insert("aws:x".parse().unwrap(), list(&requests)).unwrap();
        prop_assert_eq!(test.holds(&context), test.outcome(&context).holds());
        prop_assert_eq!(test.missing_keys(&context).filter(|key| key.as_str() == "aws:x").count(), 0);
    }

    #[test]
    fn keys_print_back(text in "[a-zA-Z0-9.É]{1,5}:[a-zA-Z]{1,5}(/[ -~é]{1,6})?") {
        let key: crate::ContextKey = text.parse().unwrap();
        prop_assert_eq!(key.as_str(), &text);
        prop_assert_eq!(&key, &text.to_uppercase().parse().unwrap());
        let folded: crate::ContextKey = key.folded().parse().unwrap();
        prop_assert_eq!(folded.folded(), key.folded());
    }
}
