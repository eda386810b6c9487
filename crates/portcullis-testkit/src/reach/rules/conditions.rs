//! What a condition does: PL 7 and PL 8.

use std::sync::Arc;

use portcullis_condition::{
    Basis, Context, KeyState, Operand, Operator, SetQualifier, Test, Variable, VariableSupport,
};
use portcullis_eval::Element;
use portcullis_policy::ConditionEntry;

use super::statements::Place;
use super::{AddIf, Decided, Rules};

pub(super) fn add(place: &Place<'_>, rules: &mut Rules) {
    // Where the statement is about something else, its conditions are nothing to learn from.
    if !place.turns_on(Element::Condition) {
        return;
    }
    let conditions = place.statement.conditions();
    let empty = conditions.is_empty() && place.document.source().contains("\"Condition\":{}");
    rules.add_if(empty, "PL 1.5/empty-condition");
    rules.add_if(conditions.len() > 1, "PL 8.1/and");
    for condition in conditions {
        spelling(condition, place.decided.request.context(), rules);
        networks(condition, rules);
        one(condition.test(), place.decided, rules);
    }
}

fn spelling(condition: &ConditionEntry, context: &Context, rules: &mut Rules) {
    let operator = condition.test().operator().to_string();
    rules.add_if(
        condition.operator().as_str() != operator,
        "PL 8.2/operator-case",
    );
    let key = condition.key().as_str();
    let mut keys = context.iter().map(|(key, _)| key.as_str());
    let other = keys.any(|known| known != key && known.eq_ignore_ascii_case(key));
    rules.add_if(other, "PL 8.1/key-case");
    let mapped = condition.values().iter().any(|value| {
        matches!(value.as_str(), "true" | "false") || value.as_str().parse::<i64>().is_ok()
    });
    rules.add_if(mapped, "PL 1.1.10");
}

/// Addresses and blocks as they are written.
fn networks(condition: &ConditionEntry, rules: &mut Rules) {
    let name = condition.test().operator().spec().name();
    for value in condition.values() {
        let text = value.as_str();
        let arn = name.starts_with("Arn") && text.chars().any(|c| c.is_ascii_uppercase());
        rules.add_if(arn, "PL 8.8.2");
        if !name.contains("IpAddress") {
            continue;
        }
        let six = text.contains(':');
        match text.split_once('/') {
            None if six => rules.add_if(true, "PL 8.7/ip-single-v6"),
            None => rules.add_if(true, "PL 8.7/ip-single"),
            Some((address, length)) => {
                let short = length.parse::<u8>().is_ok_and(|length| length < 32);
                let below = !six && !address.ends_with(".0");
                rules.add_if(short && below, "PL 8.7/ip-host-bits");
            }
        }
        rules.insert("PL 8.7/value-forms");
    }
}

fn one(test: &Test, decided: &Decided<'_>, rules: &mut Rules) {
    let context = decided.request.context();
    let operator = test.operator();
    let outcome = test.outcome(context);
    let value = context.get(test.key());
    rules.add_if(operator.if_exists(), "PL 8.9/if-exists");
    let keys = test.key().as_str().eq_ignore_ascii_case("aws:TagKeys");
    let null = operator.spec().name() == "Null";
    rules.add_if(
        keys && operator.set().is_none() && !null,
        "PL 8.10/multivalued",
    );
    rules.add_if(value.is_none(), "PL 9.1/absent");
    let boolean = |operand: &Operand| matches!(operand, Operand::BooleanText(_));
    rules.add_if(test.operands().iter().any(boolean), "PL 7.1.5");
    let values = value.map_or(&[][..], |value| value.values());
    if test.operands().is_empty() {
        no_values(&operator, outcome.key(), rules);
    }
    match outcome.basis() {
        Basis::KeyAbsent => {
            absent(&operator, value.is_some(), values.is_empty(), rules);
        }
        Basis::SeveralValues => {
            rules.insert("PL 8.10/several-values");
        }
        Basis::Presence { .. } => presence(test, outcome.key(), values, rules),
        Basis::QualifiedNull => {
            rules.insert(match operator.set() {
                Some(SetQualifier::ForAnyValue) => "PL 8.9/for-any-null",
                _ => "PL 8.9/for-all-null",
            });
        }
        Basis::Value { .. } | Basis::AllValues => {
            compared(
                test,
                values,
                value.is_some_and(|value| value.is_list()),
                rules,
            );
        }
        _ => {}
    }
    let variables = test.operands().iter().flat_map(Operand::variables);
    self::variables(variables, decided, rules);
    unresolved(test, context, rules);
}

fn no_values(operator: &Operator, key: KeyState, rules: &mut Rules) {
    rules.insert(match (operator.set(), operator.if_exists()) {
        (Some(SetQualifier::ForAnyValue), false) => "PL 1.5/no-values-any",
        (Some(SetQualifier::ForAllValues), _) | (_, true) => "PL 1.5/no-values-absent",
        _ if operator.is_negated() && key == KeyState::Present => "PL 1.5/no-values-negated",
        _ => "PL 1.5/no-values-positive",
    });
}

fn absent(operator: &Operator, given: bool, empty: bool, rules: &mut Rules) {
    if given {
        rules.insert(if empty {
            "PL 8.2/empty-list"
        } else {
            "PL 8.2/null-data-set"
        });
    }
    let negated = operator.is_negated();
    rules.insert(match (operator.set(), operator.if_exists()) {
        (None, false) if negated => "PL 8.3/negated",
        (None, false) => "PL 8.3/positive",
        (None, true) if negated => "PL 8.3/negated-if-exists",
        (None, true) => "PL 8.3/positive-if-exists",
        (Some(SetQualifier::ForAllValues), true) => "PL 8.3/for-all-if-exists",
        (Some(SetQualifier::ForAllValues), false) if negated => "PL 8.3/for-all-not-equals",
        (Some(SetQualifier::ForAllValues), false) => "PL 8.3/for-all-equals",
        (Some(SetQualifier::ForAnyValue), true) => "PL 8.3/for-any-if-exists",
        (Some(SetQualifier::ForAnyValue), false) if negated => "PL 8.3/for-any-not-equals",
        (Some(SetQualifier::ForAnyValue), false) => "PL 8.3/for-any-equals",
    });
}

fn presence(test: &Test, key: KeyState, values: &[Arc<str>], rules: &mut Rules) {
    for operand in test.operands() {
        match operand {
            Operand::Boolean(true) => rules.insert("PL 8.3/null-true"),
            Operand::Boolean(false) => rules.insert("PL 8.3/null-false"),
            _ => rules.insert("PL 8.9/null-value"),
        };
    }
    rules.insert("PL 8.9/null");
    let blank = !values.is_empty() && values.iter().all(|value| value.is_empty());
    rules.add_if(blank && key == KeyState::Null, "PL 8.9/null-data-set");
    rules.add_if(blank && key == KeyState::Present, "PL 8.9/empty-string");
}

/// A key that has a value, compared with the values of the policy.
fn compared(test: &Test, values: &[Arc<str>], list: bool, rules: &mut Rules) {
    let operator = test.operator();
    let negated = operator.is_negated();
    if let Some(set) = operator.set() {
        rules.insert(match (set, negated) {
            (SetQualifier::ForAllValues, false) => "PL 8.2/for-all",
            (SetQualifier::ForAllValues, true) => "PL 8.2/for-all-negated",
            (SetQualifier::ForAnyValue, false) => "PL 8.2/for-any",
            (SetQualifier::ForAnyValue, true) => "PL 8.2/for-any-negated",
        });
        rules.add_if(!list, "PL 8.10/set-on-single");
    } else {
        rules.add_if(list && values.len() == 1, "PL 8.10/one-value");
    }
    rules.add_if(operator.if_exists(), "PL 8.3/present");
    let keys = test.key().as_str().eq_ignore_ascii_case("aws:TagKeys");
    rules.add_if(keys, "PL 8.1/tag-value-case");
    if test.operands().len() > 1 {
        rules.insert(if negated { "PL 8.1/nor" } else { "PL 8.1/or" });
    }
    for value in values {
        family(test, value, rules);
    }
}

fn family(test: &Test, value: &str, rules: &mut Rules) {
    let operator = test.operator();
    let name = operator.spec().name();
    let rule = FAMILIES.iter().find(|(known, _)| *known == name);
    rules.extend(rule.map(|(_, rule)| *rule));
    let readable = Operand::read(&operator, value, VariableSupport::Literal).is_ok();
    rules.add_if(!readable, "PL 8.7/request-value");
    let text = name.starts_with("String");
    let arn = text && value.starts_with("arn:");
    rules.add_if(arn, "PL 8.8/other-operators");
    rules.add_if(arn && name.ends_with("Like"), "PL 8.8.6");
    rules.add_if(text && value.is_empty(), "PL 8.4/empty-string");
    let folds = name.contains("IgnoreCase") && !value.is_ascii();
    rules.add_if(folds, "PL 8.4/folding");
    if name.starts_with("Numeric") {
        rules.add_if(value.len() > 16, "PL 8.5/exact");
        rules.add_if(value.contains('e'), "PL 8.5/exponent");
    } else if name.starts_with("Date") && readable {
        let digits = value.bytes().all(|byte| byte.is_ascii_digit());
        rules.add_if(digits, "PL 8.6/epoch");
        rules.add_if(digits && value.len() == 4, "PL 8.6/four-digits");
        rules.add_if(!digits && !value.contains('T'), "PL 8.6/period");
        let clock = value.split_once('T').map(|(_, clock)| clock);
        rules.add_if(clock.is_some(), "PL 8.6/offset");
        let zoned = clock.is_none_or(|clock| clock.contains(['Z', '+', '-']));
        rules.add_if(!zoned, "PL 8.6/no-zone");
    } else if name.contains("IpAddress") {
        let six = value.contains(':');
        let networks = test.operands().iter();
        let mixed = networks.filter(|operand| matches!(operand, Operand::Network(_)));
        rules.add_if(six, "PL 8.7/ip-families");
        rules.add_if(mixed.count() > 1, "PL 8.7/ip-mixed");
        rules.add_if(value.contains("DB8"), "PL 8.7/ip-parsed");
    } else if name.starts_with("Arn") {
        let short = value.split(':').count() < 6;
        rules.insert(if short { "PL 8.8.4" } else { "PL 8.8.1" });
        let last = value.splitn(6, ':').last().unwrap_or_default();
        rules.add_if(!short && last.contains(['/', ':']), "PL 8.8.3");
        let variable = test
            .operands()
            .iter()
            .any(|operand| operand.variables().next().is_some());
        rules.add_if(variable, "PL 8.8.5");
    } else if name == "Bool" {
        rules.add_if(operator.set().is_some(), "PL 8.7/bool-set");
    }
}

/// The rule of each operator.
const FAMILIES: &[(&str, &str)] = &[
    ("StringEquals", "PL 8.4/equals"),
    ("StringNotEquals", "PL 8.4/equals"),
    ("StringEqualsIgnoreCase", "PL 8.4/ignore-case"),
    ("StringNotEqualsIgnoreCase", "PL 8.4/ignore-case"),
    ("StringLike", "PL 8.4/like"),
    ("StringNotLike", "PL 8.4/like"),
    ("NumericEquals", "PL 8.5/equals"),
    ("NumericNotEquals", "PL 8.5/not-equals"),
    ("NumericLessThan", "PL 8.5/less-than"),
    ("NumericLessThanEquals", "PL 8.5/less-than-equals"),
    ("NumericGreaterThan", "PL 8.5/greater-than"),
    ("NumericGreaterThanEquals", "PL 8.5/greater-than-equals"),
    ("DateEquals", "PL 8.6/equals"),
    ("DateNotEquals", "PL 8.6/not-equals"),
    ("DateLessThan", "PL 8.6/less-than"),
    ("DateLessThanEquals", "PL 8.6/less-than-equals"),
    ("DateGreaterThan", "PL 8.6/greater-than"),
    ("DateGreaterThanEquals", "PL 8.6/greater-than-equals"),
    ("Bool", "PL 8.7/bool"),
    ("BinaryEquals", "PL 8.7/binary"),
    ("IpAddress", "PL 8.7/ip"),
    ("NotIpAddress", "PL 8.7/ip"),
    ("ArnEquals", "PL 8.8/equals-like"),
    ("ArnLike", "PL 8.8/equals-like"),
    ("ArnNotEquals", "PL 8.8/equals-like"),
    ("ArnNotLike", "PL 8.8/equals-like"),
];

fn unresolved(test: &Test, context: &Context, rules: &mut Rules) {
    let operator = test.operator();
    let variables = test.operands().iter().flat_map(Operand::variables);
    let mut missing = variables.filter(|variable| variable.resolve(context).is_none());
    if missing.next().is_none() {
        return;
    }
    rules.insert(if operator.is_negated() {
        "PL 7.3/negated"
    } else {
        "PL 7.3/positive"
    });
    rules.add_if(operator.if_exists(), "PL 7.3/if-exists");
}

/// What becomes of policy variables.
pub(super) fn variables<'a>(
    variables: impl Iterator<Item = &'a Variable>,
    decided: &Decided<'_>,
    rules: &mut Rules,
) {
    let context = decided.request.context();
    for variable in variables {
        rules.extend(["PL 7.1.1", "PL 7.1.4"]);
        let value = context.get(variable.key());
        let several = value.is_some_and(|value| value.values().len() > 1);
        rules.add_if(several, "PL 7.1.8");
        let resolved = variable.resolve(context);
        let wild = |text: &str| text.contains(['*', '?']);
        match (variable.default(), resolved) {
            (Some(default), Some(text)) if default == text => {
                rules.insert("PL 7.2/no-value");
                rules.add_if(wild(default), "PL 7.2/default-literal");
            }
            (_, Some(text)) => {
                rules.add_if(text.contains("${"), "PL 7.1.10");
                rules.add_if(wild(text), "PL 7.2/literal");
                rules.add_if(wild(text), "PL 6.1/literal-values");
            }
            (_, None) => {
                rules.insert("PL 7.2/no-value");
            }
        }
    }
}
