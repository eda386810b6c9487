//! The truth tables of PL 1.5, 8.3, 8.9 and 8.10, row by row.

use std::vec::Vec;

use super::{holds, list, single, test};
use crate::{Basis, Context, ContextKey, ContextValue, KeyState, Operand, Test};

/// PL 8.3: operator, then absent, listed, not listed.
const MASTER: [(&str, [bool; 3]); 10] = [
    ("StringEquals", [false, true, false]),
    ("StringNotEquals", [true, false, true]),
    ("StringEqualsIfExists", [true, true, false]),
    ("StringNotEqualsIfExists", [true, false, true]),
    ("ForAnyValue:StringEquals", [false, true, false]),
    ("ForAllValues:StringEquals", [true, true, false]),
    ("ForAnyValue:StringNotEquals", [false, false, true]),
    ("ForAllValues:StringNotEquals", [true, false, true]),
    ("ForAllValues:StringEqualsIfExists", [true, true, false]),
    ("ForAnyValue:StringEqualsIfExists", [true, true, false]),
];

#[test]
fn master_table() {
    for (operator, expected) in MASTER {
        let values = [None, Some(single("a")), Some(single("c"))];
        let found = values.map(|value| holds(operator, &["a", "b"], value.as_ref()));
        assert_eq!(found, expected, "{operator}");
        // A list of one is no different.
        let values = [None, Some(list(&["a"])), Some(list(&["c"]))];
        let found = values.map(|value| holds(operator, &["a", "b"], value.as_ref()));
        assert_eq!(found, expected, "{operator} with a list");
    }
    for (value, expected) in [("true", [true, false]), ("false", [false, true])] {
        let found = [None, Some(single("a"))].map(|key| holds("Null", &[value], key.as_ref()));
        assert_eq!(found, expected, "Null {value}");
    }
}

/// PL 8.3: values of the request against `[a, b]`, then ForAllValues and ForAnyValue positive, ForAllValues and ForAnyValue
/// negated.
const SEVERAL: [(&[&str], [bool; 4]); 6] = [
    (&["a"], [true, true, false, false]),
    (&["a", "b"], [true, true, false, false]),
    (&["a", "c"], [false, true, false, true]),
    (&["c"], [false, false, true, true]),
    (&["c", "d"], [false, false, true, true]),
    (&[], [true, false, true, false]),
];

#[test]
fn several_values() {
    let operators = [
        "ForAllValues:StringEquals",
        "ForAnyValue:StringEquals",
        "ForAllValues:StringNotEquals",
        "ForAnyValue:StringNotEquals",
    ];
    for (values, expected) in SEVERAL {
        let request = list(values);
        let found = operators.map(|operator| holds(operator, &["a", "b"], Some(&request)));
        assert_eq!(found, expected, "{values:?}");
    }
    let absent = operators.map(|operator| holds(operator, &["a", "b"], None));
    assert_eq!(absent, [true, false, true, false]);
}

/// PL 8.10: without set qualifier several values are false, whatever the operator.
#[test]
fn several_values_without_qualifier() {
    for operator in [
        "StringEquals",
        "StringNotEquals",
        "StringEqualsIfExists",
        "StringNotEqualsIfExists",
    ] {
        for request in [&["a", "b"][..], &["a", "a"], &["c", "d"], &["", ""]] {
            assert!(
                !holds(operator, &["a", "b"], Some(&list(request))),
                "{operator} {request:?}"
            );
        }
    }
    assert!(!holds("StringNotEquals", &[], Some(&list(&["a", "b"]))));
}

/// PL 1.5: the policy lists nothing; absent, then present, then several values.
#[test]
fn no_policy_values() {
    for (operator, expected) in [
        ("StringEquals", [false, false, false]),
        ("StringNotEquals", [true, true, false]),
        ("StringEqualsIfExists", [true, false, false]),
        ("StringNotEqualsIfExists", [true, false, false]),
        ("ForAllValues:StringEquals", [true, false, false]),
        ("ForAllValues:StringNotEquals", [true, false, false]),
        ("ForAnyValue:StringEquals", [false, false, false]),
        ("ForAnyValue:StringNotEquals", [false, false, false]),
        ("ForAnyValue:StringNotEqualsIfExists", [true, false, false]),
        ("Null", [false, false, false]),
        ("ForAllValues:Null", [true, true, true]),
        ("ForAnyValue:Null", [false, false, false]),
    ] {
        let requests = [None, Some(single("a")), Some(list(&["a", "b"]))];
        let found = requests.map(|request| holds(operator, &[], request.as_ref()));
        assert_eq!(found, expected, "{operator}");
    }
}

/// PL 8.9: what is null, for `Null: true`, `StringEquals ""`, `StringEqualsIfExists "a"`, `ForAllValues:StringEquals "a"`,
/// `ForAnyValue:StringNotEquals "a"` and `ForAnyValue:StringEqualsIfExists "a"`.
#[test]
fn null_values() {
    let row = |request: Option<ContextValue>| {
        [
            ("Null", "true"),
            ("StringEquals", ""),
            ("StringEqualsIfExists", "a"),
            ("ForAllValues:StringEquals", "a"),
            ("ForAnyValue:StringNotEquals", "a"),
            ("ForAnyValue:StringEqualsIfExists", "a"),
        ]
        .map(|(operator, value)| holds(operator, &[value], request.as_ref()))
    };
    for (request, expected) in [
        (None, [true, false, true, true, false, true]),
        (Some(list(&[])), [true, false, true, true, false, true]),
        (Some(list(&[""])), [true, true, false, true, false, true]),
        (
            Some(list(&["", ""])),
            [true, false, false, true, false, true],
        ),
        (Some(single("")), [false, true, false, true, false, true]),
        (
            Some(list(&["", "a"])),
            [false, false, false, false, true, true],
        ),
        (Some(single("a")), [false, false, true, true, false, true]),
    ] {
        assert_eq!(row(request.clone()), expected, "{request:?}");
    }
}

#[test]
fn null_reads_and_compares_booleans() {
    for (values, absent, present) in [
        (&["true"][..], true, false),
        (&["TRUE"], true, false),
        (&["False"], false, true),
        (&["true", "false"], true, true),
    ] {
        assert_eq!(holds("null", values, None), absent, "{values:?}");
        assert_eq!(
            holds("NULL", values, Some(&single("x"))),
            present,
            "{values:?}"
        );
    }
    for qualified in ["ForAllValues:Null", "ForAnyValue:Null"] {
        let expected = qualified == "ForAllValues:Null";
        for value in ["true", "false"] {
            for request in [
                None,
                Some(single("")),
                Some(list(&["a", "b"])),
                Some(list(&[])),
            ] {
                assert_eq!(holds(qualified, &[value], request.as_ref()), expected);
            }
        }
    }
    let unreadable = Test::new(
        "Null".parse().unwrap(),
        "aws:x".parse().unwrap(),
        [Operand::unreadable()],
    );
    assert!(!unreadable.holds(&Context::new()));
}

#[test]
fn outcomes_say_why() {
    let outcome = |operator: &str, values: &[&str], request: Option<ContextValue>| {
        let entries: &[_] = &request
            .map(|value| ("aws:x", value))
            .into_iter()
            .collect::<Vec<_>>();
        let outcome = test(operator, "aws:x", values).outcome(&super::context(entries));
        (outcome.holds(), outcome.key(), outcome.basis())
    };
    let both = || Some(list(&["a", "c"]));
    for (found, expected) in [
        (
            outcome("StringEquals", &["a"], None),
            (false, KeyState::Absent, Basis::KeyAbsent),
        ),
        (
            outcome("StringEquals", &["a"], Some(list(&[]))),
            (false, KeyState::Null, Basis::KeyAbsent),
        ),
        (
            outcome("ForAllValues:StringEquals", &["a"], Some(single(""))),
            (true, KeyState::Present, Basis::KeyAbsent),
        ),
        (
            outcome("StringEqualsIfExists", &[], Some(single("a"))),
            (false, KeyState::Present, Basis::NoOperands),
        ),
        (
            outcome("StringEquals", &["a"], both()),
            (false, KeyState::Present, Basis::SeveralValues),
        ),
        (
            outcome("StringEquals", &["b", "a", "a"], Some(single("a"))),
            (
                true,
                KeyState::Present,
                Basis::Value {
                    value: 0,
                    operand: Some(1),
                },
            ),
        ),
        (
            outcome("StringNotEquals", &["b", "a"], Some(single("a"))),
            (
                false,
                KeyState::Present,
                Basis::Value {
                    value: 0,
                    operand: Some(1),
                },
            ),
        ),
        (
            outcome("ForAllValues:StringEquals", &["a"], both()),
            (
                false,
                KeyState::Present,
                Basis::Value {
                    value: 1,
                    operand: None,
                },
            ),
        ),
        (
            outcome("ForAnyValue:StringEquals", &["c"], both()),
            (
                true,
                KeyState::Present,
                Basis::Value {
                    value: 1,
                    operand: Some(0),
                },
            ),
        ),
        (
            outcome("ForAnyValue:StringEquals", &["b"], both()),
            (false, KeyState::Present, Basis::AllValues),
        ),
        (
            outcome("ForAllValues:StringNotEquals", &["b"], both()),
            (true, KeyState::Present, Basis::AllValues),
        ),
        (
            outcome("Null", &["false", "true"], None),
            (true, KeyState::Absent, Basis::Presence { operand: Some(1) }),
        ),
        (
            outcome("ForAnyValue:Null", &["true"], None),
            (false, KeyState::Absent, Basis::QualifiedNull),
        ),
    ] {
        assert_eq!(found, expected);
    }
}

#[test]
fn keys_that_a_request_lacks() {
    let test = test(
        "ForAnyValue:StringLike",
        "s3:prefix",
        &[
            "${aws:username}/*",
            "${aws:userid, 'x'}",
            "${*}",
            "${AWS:UserName}${aws:empty}",
        ],
    );
    let missing = |context: &Context| {
        let keys: Vec<&str> = test.missing_keys(context).map(ContextKey::as_str).collect();
        keys.join(" ")
    };
    assert_eq!(
        missing(&Context::new()),
        "s3:prefix aws:username AWS:UserName aws:empty"
    );
    let some = super::context(&[("aws:UserName", single("alice")), ("aws:empty", list(&[]))]);
    assert_eq!(missing(&some), "s3:prefix");
    assert_eq!(test.keys().count(), 5);
}
