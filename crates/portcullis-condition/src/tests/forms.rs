//! Every operator in every form, on absent, matching, other and unreadable values of either side.

use std::format;
use std::string::String;
use std::vec::Vec;

use super::{holds, list, single};
use crate::{Context, Operand, Test, operators};

/// A positive operator with its negation, a policy value, request values that match it, and others that can be read.
struct Row {
    positive: &'static str,
    negated: Option<&'static str>,
    value: &'static str,
    matching: &'static [&'static str],
    other: &'static [&'static str],
    /// Request values that the operator cannot read; none for String operators, which read everything.
    unreadable: &'static [&'static str],
}

const NUMBERS: &[&str] = &["", "ten", "1e1", " 10", "10 ", "0xa", "1.2.3"];
const DATES: &[&str] = &[
    "",
    "yesterday",
    "2026-02-29",
    "2026-03-01t12:00:00z",
    "1.5",
    "-5",
];
const ADDRESSES: &[&str] = &[
    "",
    "AWS Internal",
    "10.1.2.3/32",
    "10.1.2",
    "010.1.2.3",
    "fe80::1%1",
    "10.1.2.3:80",
];
const ARNS: &[&str] = &["", "arn:aws:sns", "arn:aws:sns:us-east-1:111122223333", "*"];

const ROWS: [Row; 19] = [
    Row {
        positive: "StringEquals",
        negated: Some("StringNotEquals"),
        value: "re*d",
        matching: &["re*d"],
        other: &["", "red", "RE*D", "re*d ", "re*"],
        unreadable: &[],
    },
    Row {
        positive: "StringEqualsIgnoreCase",
        negated: Some("StringNotEqualsIgnoreCase"),
        value: "ÉtÉ*",
        matching: &["ÉtÉ*", "été*", "ÉTÉ*"],
        other: &["", "ete*", "étés", "ét"],
        unreadable: &[],
    },
    Row {
        positive: "StringLike",
        negated: Some("StringNotLike"),
        value: "a?:*/z",
        matching: &["ab:/z", "a?:x:y/z/z", "aé:/z"],
        other: &["", "a:/z", "Ab:/z", "ab:/z/"],
        unreadable: &[],
    },
    Row {
        positive: "NumericEquals",
        negated: Some("NumericNotEquals"),
        value: "10",
        matching: &["10", "+10.0", "010."],
        other: &["9", "-10", "10.0000000000000000000000000001"],
        unreadable: NUMBERS,
    },
    Row {
        positive: "NumericLessThan",
        negated: None,
        value: "10",
        matching: &["9", "-11", "9.99", "0"],
        other: &["10", "10.0", "11", "100"],
        unreadable: NUMBERS,
    },
    Row {
        positive: "NumericLessThanEquals",
        negated: None,
        value: "10",
        matching: &["9", "10", "-11"],
        other: &["10.1", "11"],
        unreadable: NUMBERS,
    },
    Row {
        positive: "NumericGreaterThan",
        negated: None,
        value: "10",
        matching: &["10.1", "11", "100"],
        other: &["10", "9", "-11"],
        unreadable: NUMBERS,
    },
    Row {
        positive: "NumericGreaterThanEquals",
        negated: None,
        value: "10",
        matching: &["10", "11"],
        other: &["9.9", "-10"],
        unreadable: NUMBERS,
    },
    Row {
        positive: "DateEquals",
        negated: Some("DateNotEquals"),
        value: "2026-03-01T12:00:00Z",
        matching: &["2026-03-01T12:00Z", "1772366400", "2026-03-01T13:00+01:00"],
        other: &["2026-03-01", "2026", "1772366401", "2026-03-01T12:00:00.1Z"],
        unreadable: DATES,
    },
    Row {
        positive: "DateLessThan",
        negated: None,
        value: "2026-03-01T12:00:00Z",
        matching: &["2026-03", "2026", "2026-03-01T11:59:59.999Z"],
        other: &[
            "2026-03-01T12:00:00Z",
            "2026-03-02",
            "99999999999999999999999",
        ],
        unreadable: DATES,
    },
    Row {
        positive: "DateLessThanEquals",
        negated: None,
        value: "2026-03-01T12:00:00Z",
        matching: &["2026-03-01T12:00:00Z", "0"],
        other: &["2026-03-01T12:00:00.1Z"],
        unreadable: DATES,
    },
    Row {
        positive: "DateGreaterThan",
        negated: None,
        value: "2026-03-01T12:00:00Z",
        matching: &["2026-03-01T12:00:00.1Z", "99999999999999999999999"],
        other: &["2026-03-01T12:00:00Z", "2026-03"],
        unreadable: DATES,
    },
    Row {
        positive: "DateGreaterThanEquals",
        negated: None,
        value: "2026-03-01T12:00:00Z",
        matching: &["2026-03-01T12:00:00Z", "2026-04"],
        other: &["2026-03-01T11:59:59.9Z"],
        unreadable: DATES,
    },
    Row {
        positive: "Bool",
        negated: None,
        value: "true",
        matching: &["true", "True", "TRUE"],
        other: &["false", "FALSE"],
        unreadable: &["", "1", "yes", "true ", "ｔｒｕｅ"],
    },
    Row {
        positive: "BinaryEquals",
        negated: None,
        value: "QUI=",
        matching: &["QUI="],
        other: &["", "qui=", "QUIA", "QQ=="],
        unreadable: &["QUI", "QUJ=", "###", "QUI=\n"],
    },
    Row {
        positive: "IpAddress",
        negated: Some("NotIpAddress"),
        value: "10.9.9.9/8",
        matching: &["10.1.2.3", "10.0.0.0", "10.255.255.255"],
        other: &["11.0.0.0", "9.255.255.255", "::ffff:10.1.2.3", "::a01:203"],
        unreadable: ADDRESSES,
    },
    Row {
        positive: "IpAddress",
        negated: Some("NotIpAddress"),
        value: "2001:DB8::1",
        matching: &["2001:db8:0:0::1"],
        other: &["2001:db8::2", "10.0.0.1"],
        unreadable: ADDRESSES,
    },
    Row {
        positive: "ArnEquals",
        negated: Some("ArnNotEquals"),
        value: "arn:aws:sns:*:1111*:a?c*",
        matching: &[
            "arn:aws:sns:us-east-1:111122223333:abc",
            "arn:aws:sns::1111:a:c/d:e",
        ],
        other: &[
            "arn:aws:SNS:us-east-1:111122223333:abc",
            "arn:aws:sns:x:y:111122223333:abc",
        ],
        unreadable: ARNS,
    },
    Row {
        positive: "ArnLike",
        negated: Some("ArnNotLike"),
        value: "arn:aws:sns:*:1111*:a?c*",
        matching: &[
            "arn:aws:sns:us-east-1:111122223333:abc",
            "arn:aws:sns::1111:a:c/d:e",
        ],
        other: &[
            "arn:aws:SNS:us-east-1:111122223333:abc",
            "arn:aws:sns:x:y:111122223333:abc",
        ],
        unreadable: ARNS,
    },
];

/// The six forms, with what each makes of an absent key, and whether it takes an empty string for absent.
fn forms(base: &str, negated: bool) -> [(String, bool, bool); 6] {
    [
        (base.into(), negated, false),
        (format!("{base}IfExists"), true, false),
        (format!("ForAllValues:{base}"), true, true),
        (format!("ForAnyValue:{base}"), false, true),
        (format!("ForAllValues:{base}IfExists"), true, true),
        (format!("ForAnyValue:{base}IfExists"), true, true),
    ]
}

#[test]
fn every_operator_has_a_row() {
    let mut tested: Vec<&str> = ROWS
        .iter()
        .flat_map(|row| [Some(row.positive), row.negated])
        .flatten()
        .collect();
    tested.sort_unstable();
    tested.dedup();
    let mut known: Vec<&str> = operators::all()
        .map(|spec| spec.name())
        .filter(|name| *name != "Null")
        .collect();
    known.sort_unstable();
    assert_eq!(tested, known);
}

#[test]
fn every_form_of_every_operator() {
    let mut checked = 0;
    for row in &ROWS {
        for (base, negated) in [(Some(row.positive), false), (row.negated, true)] {
            let Some(base) = base else { continue };
            for (operator, absent, empty_is_absent) in forms(base, negated) {
                let values = &[row.value][..];
                assert_eq!(holds(&operator, values, None), absent, "{operator} absent");
                assert_eq!(
                    holds(&operator, values, Some(&list(&[]))),
                    absent,
                    "{operator} empty list"
                );
                let groups = [
                    (row.matching, true),
                    (row.other, false),
                    (row.unreadable, false),
                ];
                for (requests, matches) in groups {
                    for request in requests {
                        let expected = if request.is_empty() && empty_is_absent {
                            absent
                        } else {
                            matches != negated
                        };
                        for value in [single(request), list(&[request])] {
                            assert_eq!(
                                holds(&operator, values, Some(&value)),
                                expected,
                                "{operator} {request:?}"
                            );
                            checked += 1;
                        }
                    }
                }
            }
        }
    }
    assert_eq!(checked, 3_384, "rows were lost");
}

/// A value that the operator cannot read matches nothing, and hides no other value.
#[test]
fn unreadable_policy_values() {
    for row in &ROWS {
        for (base, negated) in [(Some(row.positive), false), (row.negated, true)] {
            let Some(base) = base else { continue };
            for (operator, absent, _) in forms(base, negated) {
                let operator: crate::Operator = operator.parse().unwrap();
                let key: crate::ContextKey = "example:Key".parse().unwrap();
                let readable =
                    Operand::read(&operator, row.value, crate::VariableSupport::Expanded).unwrap();
                let alone = Test::new(operator, key.clone(), [Operand::unreadable()]);
                let beside = Test::new(operator, key, [Operand::unreadable(), readable]);
                assert_eq!(alone.holds(&Context::new()), absent, "{operator}");
                for request in row.matching {
                    let context = super::context(&[("example:key", single(request))]);
                    assert_eq!(alone.holds(&context), negated, "{operator} {request}");
                    assert_eq!(beside.holds(&context), !negated, "{operator} {request}");
                }
                for request in row.unreadable.iter().filter(|request| !request.is_empty()) {
                    let context = super::context(&[("example:key", single(request))]);
                    assert_eq!(alone.holds(&context), negated, "{operator} {request}");
                }
            }
        }
    }
}

/// With one value that matches and one that does not, "for any" holds and "for all" does not, negated or not.
#[test]
fn mixed_values() {
    for row in &ROWS {
        let mixed = list(&[
            row.matching[0],
            row.other.iter().find(|other| !other.is_empty()).unwrap(),
        ]);
        for base in [Some(row.positive), row.negated].into_iter().flatten() {
            for suffix in ["", "IfExists"] {
                let outcome =
                    |set| holds(&format!("{set}{base}{suffix}"), &[row.value], Some(&mixed));
                let found = ["ForAllValues:", "ForAnyValue:", ""].map(outcome);
                assert_eq!(found, [false, true, false], "{base}{suffix}");
            }
        }
    }
}

/// An operand of another operator's type matches nothing.
#[test]
fn operands_of_another_type() {
    let operands: Vec<Operand> = ROWS
        .iter()
        .map(|row| {
            Operand::read(
                &row.positive.parse().unwrap(),
                row.value,
                crate::VariableSupport::Expanded,
            )
            .unwrap()
        })
        .collect();
    for row in &ROWS {
        let operator: crate::Operator = row.positive.parse().unwrap();
        let own = Operand::read(&operator, row.value, crate::VariableSupport::Expanded).unwrap();
        for operand in &operands {
            if core::mem::discriminant(operand) == core::mem::discriminant(&own) {
                continue;
            }
            let test = Test::new(operator, "example:Key".parse().unwrap(), [operand.clone()]);
            for request in row.matching.iter().chain(row.other) {
                assert!(
                    !test.holds(&super::context(&[("example:key", single(request))])),
                    "{operator} {operand:?}"
                );
            }
        }
    }
}
