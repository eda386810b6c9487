//! Conditions and contexts: the same few keys and values on both sides.

use serde_json::{Value, json};

use super::words::{Kind, Who};
use super::{RAW, other_case};
use crate::random::Random;

/// What the values of a key look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Text,
    Number,
    Date,
    Flag,
    Bytes,
    Address,
    Arn,
}

/// The keys of requests that are not about the caller.
const KEYS: &[(&str, Form)] = &[
    ("x:text", Form::Text),
    ("x:Other", Form::Text),
    ("x:number", Form::Number),
    ("x:date", Form::Date),
    ("x:flag", Form::Flag),
    ("x:bytes", Form::Bytes),
    ("x:address", Form::Address),
    ("x:arn", Form::Arn),
];

/// The keys that follow from the caller, and those that hold lists.
const MORE_KEYS: &[(&str, Form)] = &[
    ("aws:username", Form::Text),
    ("aws:userid", Form::Text),
    ("aws:PrincipalArn", Form::Arn),
    ("aws:PrincipalAccount", Form::Text),
    ("aws:PrincipalTag/team", Form::Text),
    ("aws:TagKeys", Form::Text),
    ("aws:MultiFactorAuthPresent", Form::Flag),
    ("x:never", Form::Text),
];

/// The positive and negated operators with the form that they compare.
const OPERATORS: &[(&str, Form)] = &[
    ("StringEquals", Form::Text),
    ("StringNotEquals", Form::Text),
    ("StringEqualsIgnoreCase", Form::Text),
    ("StringNotEqualsIgnoreCase", Form::Text),
    ("StringLike", Form::Text),
    ("StringNotLike", Form::Text),
    ("NumericEquals", Form::Number),
    ("NumericNotEquals", Form::Number),
    ("NumericLessThan", Form::Number),
    ("NumericLessThanEquals", Form::Number),
    ("NumericGreaterThan", Form::Number),
    ("NumericGreaterThanEquals", Form::Number),
    ("DateEquals", Form::Date),
    ("DateNotEquals", Form::Date),
    ("DateLessThan", Form::Date),
    ("DateLessThanEquals", Form::Date),
    ("DateGreaterThan", Form::Date),
    ("DateGreaterThanEquals", Form::Date),
    ("Bool", Form::Flag),
    ("BinaryEquals", Form::Bytes),
    ("IpAddress", Form::Address),
    ("NotIpAddress", Form::Address),
    ("ArnEquals", Form::Arn),
    ("ArnLike", Form::Arn),
    ("ArnNotEquals", Form::Arn),
    ("ArnNotLike", Form::Arn),
];

/// Values that requests have and policies may compare with.
const fn values(form: Form) -> &'static [&'static str] {
    match form {
        Form::Text => &[
            "alice",
            "red",
            "blue",
            "Red",
            "",
            "*",
            "a$b",
            "é",
            "É",
            "K",
            "k",
            "a:b/c",
            "I",
            "i",
            "ı",
            "\u{212a}",
            "${aws:username}",
        ],
        Form::Number => &[
            "0",
            "10",
            "9.5",
            "10.0",
            "-1",
            "010",
            ".5",
            "5.",
            "+10",
            "-0.0",
            "123456789012345678901234567890.5",
        ],
        Form::Date => &[
            "2015-10-01",
            "2015-10-01T00:00:00Z",
            "2015-10-01T02:00+02:00",
            "1443657600",
            "2015-10",
            "2015-09-30T23:59:59.5Z",
            "2016-02-29",
            "2024",
            "1969-12-31T23:59:59Z",
            "0000-02-29",
            "2015-09-30T22:00-02:00",
            "2100-03-01",
            "4107542400",
            "1600-02-29T12:00:00.250Z",
            "1900-03-01",
        ],
        Form::Flag => &["true", "false", "TRUE", "False"],
        Form::Bytes => &["QQ==", "QUI=", "QUJD", ""],
        Form::Address => &[
            "10.0.0.1",
            "10.0.1.2",
            "192.0.2.7",
            "2001:db8::1",
            "2001:DB8:0::1",
            "::ffff:10.0.0.1",
        ],
        Form::Arn => &[
            "arn:aws:iam::111122223333:user/alice",
            "arn:aws:s3:::b",
            "arn:aws:sqs:us-east-1:111122223333:q",
            "arn:aws:x:r:1:a:b/c",
            "arn:aws:s3",
            "*",
        ],
    }
}

/// Values that only policies have.
const fn patterns(form: Form) -> &'static [&'static str] {
    match form {
        Form::Text => &[
            "a*",
            "?ed",
            "*",
            "a??ce",
            "*b*",
            "${aws:username}",
            "${AWS:UserName}",
            "${aws:PrincipalTag/team}",
            "${aws:PrincipalTag/none, 'red'}",
            "${aws:PrincipalTag/none, '*'}",
            "${x:never}",
            "${aws:TagKeys}",
            "${x:text}*",
            "${*}",
            "a${$}b",
            "a${?}b",
            "$",
        ],
        Form::Number | Form::Date | Form::Bytes => &[],
        Form::Flag => &["${x:flag}", "${aws:MultiFactorAuthPresent, 'true'}"],
        Form::Address => &[
            "10.0.0.0/8",
            "10.0.0.9/24",
            "0.0.0.0/0",
            "2001:db8::/32",
            "::/0",
            "192.0.2.7/32",
        ],
        Form::Arn => &[
            "arn:aws:iam::111122223333:user/*",
            "arn:aws:iam::*:user/${aws:username}",
            "arn:*:s3:::?",
            "arn:aws:x:*:a:b/c",
            "arn:aws:*",
            "${x:arn}",
            "arn:aws:sqs:*:${aws:PrincipalAccount}:*",
        ],
    }
}

/// Values that an operator of the form cannot read, or that are no variable: refused strictly.
const fn unreadable(form: Form) -> &'static [&'static str] {
    match form {
        Form::Text | Form::Arn => &[
            "${aws:username",
            "${}",
            "${aws: username}",
            "${aws:username, 'x}",
            "${username}",
            "arn:aws:s3:::${",
        ],
        Form::Number => &["1e3", "ten", "", "1.2.3", " 1", "${x:number}"],
        Form::Date => &[
            "2015",
            "2015-02-29",
            "1900-02-29",
            "2015-10-01T00:00:00",
            "soon",
            "-5",
            "2015-10-01t00:00Z",
        ],
        Form::Flag => &["yes", "", "1"],
        Form::Bytes => &["QR==", "Q", "Q Q=", "${x:bytes}"],
        Form::Address => &[
            "10.0.0",
            "10.0.0.01",
            "10.0.0.0/33",
            "10.0.0.0/+8",
            "${x:address}",
        ],
    }
}

/// Numbers and Booleans as JSON has them: what counts is the text.
const BARE: &[&str] = &["10", "1e1", "-0", "9.50", "true", "false", "0"];

/// A value; one of the first two often enough for both sides to meet.
fn one_of(random: &mut Random, form: Form) -> String {
    let values = values(form);
    let common = values.get(..2).filter(|_| random.chance(50));
    (*random.one(common.unwrap_or(values))).to_owned()
}

/// A text of a few pieces that the form is made of, most of which cannot be read or compare in odd ways.
fn wild(random: &mut Random, form: Form) -> String {
    let mut word = |pieces: &[&str], most: usize| -> String {
        let count = random.below(most + 1);
        (0..count).map(|_| *random.one(pieces)).collect()
    };
    match form {
        Form::Text => word(
            &[
                "a", "A", "*", "?", "b", ":", "/", "é", "ſ", "ß", "İ", "ı", "\u{212a}", "$", "{",
                " ",
            ],
            5,
        ),
        Form::Number => {
            let sign = word(&["", "-", "+"], 1);
            let whole = word(&["0", "1", "9"], 3);
            let point = word(&[".", ".", "", "e"], 1);
            format!("{sign}{whole}{point}{}", word(&["0", "1", "5"], 3))
        }
        Form::Date => {
            let year = word(&["1970", "2000", "1900", "2024", "9999", "0001", "0000"], 1);
            let month = word(&["-01", "-02", "-12", "-13", "-00", ""], 1);
            let day = word(&["-01", "-28", "-29", "-31", "-30", ""], 1);
            let clock = word(
                &[
                    "T00:00",
                    "T23:59:59",
                    "T24:00",
                    "T12:60",
                    "T12:30:59.50",
                    "T12:30:60",
                    " 00:00",
                    "",
                ],
                1,
            );
            let zone = word(
                &[
                    "Z", "", "+00:00", "-00:00", "+23:59", "-24:00", "+1:00", "z",
                ],
                1,
            );
            format!("{year}{month}{day}{clock}{zone}")
        }
        Form::Flag => word(&["t", "true", "false", " "], 2),
        Form::Bytes => word(&["Q", "U", "I", "=", "==", "-", "/", "+"], 5),
        Form::Address => {
            let start = word(
                &[
                    "10", "0", "255", "256", "01", "::", "ffff:", "2001:", "db8:", ".",
                ],
                5,
            );
            let end = word(&[".0.0.1", ":1", "::", ".1"], 1);
            format!(
                "{start}{end}{}",
                word(&["/0", "/8", "/32", "/33", "/128", "/129", "/08", "/"], 1)
            )
        }
        Form::Arn => {
            let fields = word(&["arn:", "aws:", "s3:", "*:", "?:", ":", "a*:", "x:"], 6);
            format!("{fields}{}", word(&["a", "*", "?", ":", "/", "b"], 4))
        }
    }
}

/// A request value: at times one that cannot be read.
fn request_value(random: &mut Random, form: Form) -> String {
    if random.chance(5) {
        wild(random, form)
    } else if random.chance(4) {
        (*random.one(unreadable(form))).to_owned()
    } else {
        one_of(random, form)
    }
}

fn policy_value(random: &mut Random, form: Form, odd: usize) -> Value {
    if random.chance(odd) {
        let wild = random.chance(50).then(|| wild(random, form));
        return json!(wild.unwrap_or_else(|| (*random.one(unreadable(form))).to_owned()));
    }
    if random.chance(if matches!(form, Form::Number | Form::Flag) {
        15
    } else {
        2
    }) {
        return json!(format!("{RAW}{}", random.pick(BARE)));
    }
    if !patterns(form).is_empty() && random.chance(45) {
        return json!(random.pick(patterns(form)));
    }
    json!(one_of(random, form))
}

/// An operator with its modifiers, its key and its values. `odd`: how often, in percent, a value cannot be read.
pub(super) fn condition(random: &mut Random, odd: usize) -> (String, String, Value) {
    let set = match random.below(10) {
        0 | 1 => "ForAllValues:",
        2 | 3 => "ForAnyValue:",
        _ => "",
    };
    let (operator, form) = *random.one(OPERATORS);
    let null = random.chance(7);
    let name = if null {
        format!("{set}Null")
    } else {
        let if_exists = if random.chance(30) { "IfExists" } else { "" };
        format!("{set}{operator}{if_exists}")
    };
    let fitting = |keys: &[(&'static str, Form)]| -> Vec<&'static str> {
        let fitting = keys.iter().filter(|(_, of)| *of == form || null);
        fitting.map(|(key, _)| *key).collect()
    };
    let keys = [fitting(KEYS), fitting(MORE_KEYS)].concat();
    let key = if random.chance(8) {
        random.one(MORE_KEYS).0
    } else {
        random.pick(&keys)
    };
    let count = match random.below(12) {
        0..=6 => 1,
        7..=10 => 2,
        _ => 0,
    };
    let mut values: Vec<Value> = (0..count.max(1))
        .map(|_| {
            if null {
                let text = random.pick(&["true", "false", "True"]);
                let text = if random.chance(odd) { "maybe" } else { text };
                json!(text)
            } else {
                policy_value(random, form, odd)
            }
        })
        .collect();
    let values = match values.pop() {
        Some(only) if values.is_empty() && random.chance(60) => only,
        Some(last) => {
            values.push(last);
            if count == 0 { json!([]) } else { json!(values) }
        }
        None => json!([]),
    };
    let name = if random.chance(4) {
        name.to_lowercase()
    } else {
        name
    };
    (name, other_case(random, key, 6), values)
}

/// The condition keys of a call: those that tell the caller mostly true, the others anything.
pub(super) fn context(random: &mut Random, who: Who) -> Vec<(String, Vec<String>, bool)> {
    let mut context = Vec::new();
    let single = |key: &str, value: &str| (key.to_owned(), vec![value.to_owned()], false);
    let name = who.name.rsplit('/').next().unwrap_or_default();
    if who.kind == Kind::User && random.chance(90) {
        context.push(single("aws:username", name));
    }
    if !who.id.is_empty() && random.chance(85) {
        context.push(single("aws:userid", who.id));
    }
    if who.name.starts_with("arn:") && random.chance(60) {
        context.push(single(
            "aws:PrincipalArn",
            who.issuers.first().unwrap_or(&who.name),
        ));
    }
    if let Some(account) = who.name.split(':').nth(4)
        && random.chance(60)
    {
        context.push(single("aws:PrincipalAccount", account));
    }
    if random.chance(50) {
        let team = *random.one(&["red", "red", "blue", "", "*", "K"]);
        context.push(single(
            &other_case(random, "aws:PrincipalTag/team", 10),
            team,
        ));
    }
    if random.chance(35) {
        let mfa = *random.one(&["true", "true", "false", "TRUE", "yes"]);
        context.push(single("aws:MultiFactorAuthPresent", mfa));
    }
    if random.chance(45) {
        let count = random.below(4);
        let keys = (0..count).map(|_| one_of(random, Form::Text)).collect();
        context.push(("aws:TagKeys".to_owned(), keys, true));
    }
    for (key, form) in KEYS {
        if random.chance(35) {
            continue;
        }
        let list = random.chance(18);
        let count = if list { random.below(4) } else { 1 };
        let values = (0..count).map(|_| request_value(random, *form)).collect();
        context.push((other_case(random, key, 6), values, list));
    }
    context
}
