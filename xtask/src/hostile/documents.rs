//! Policy documents and scenarios of 50 MB, and such as are as costly as the limits admit.

use std::io::{self, Write};

use super::attacks::{Attack, fill, list, repeat};
use super::places::Place::{self, Lines, Managed, Parameters, Policy, Scenario, Stream};
use super::texts::SIZE;

const DOCUMENT: &[Place] = &[Policy, Managed];
const SCENARIO: &[Place] = &[Scenario, Lines, Stream];

/// The rows.
pub const ALL: &[Attack] = &[
    Attack::new("policy of 1,000,000 actions", DOCUMENT, actions),
    Attack::new(
        "scenario with a policy of 1,000,000 actions",
        SCENARIO,
        |out| scenario(out, actions),
    ),
    Attack::new("policy of 4,000,000 short actions", DOCUMENT, short_actions),
    Attack::new("policy of 100,000 statements", DOCUMENT, |out| {
        statements(out, 100_000, 470)
    }),
    Attack::new(
        "scenario with a policy of 100,000 statements",
        SCENARIO,
        |out| scenario(out, |out| statements(out, 100_000, 470)),
    ),
    Attack::new("policy of 1,000,000 small statements", DOCUMENT, |out| {
        statements(out, 600_000, 0)
    }),
    Attack::new(
        "policy of 9,900 statements with findings",
        DOCUMENT,
        |out| statements(out, 9_900, 800),
    ),
    Attack::new(
        "scenario with a policy of 9,900 statements",
        SCENARIO,
        |out| scenario(out, |out| statements(out, 9_900, 800)),
    ),
    Attack::new("1 MB of `*a` as a resource", DOCUMENT, |out| {
        resource(out, 1 << 20)
    }),
    Attack::new("1 MB of `*a` as an action", DOCUMENT, |out| {
        action(out, 1 << 20)
    }),
    Attack::new("1 MB of `*a` as a value", DOCUMENT, |out| {
        value(out, "StringLike", 1 << 20)
    }),
    Attack::new("32 KB of `*a` as a resource", DOCUMENT, |out| {
        resource(out, 32_000)
    }),
    Attack::new("32 KB of `*a` as an action", DOCUMENT, |out| {
        action(out, 32_000)
    }),
    Attack::new("32 KB of `*a` as a value", DOCUMENT, |out| {
        value(out, "StringLike", 32_000)
    }),
    Attack::new("32 KB of `*a` as an ARN", DOCUMENT, |out| {
        value(out, "ArnLike", 32_000)
    }),
    Attack::new("50 MB of `*`", DOCUMENT, |out| {
        texts(out, "\"Action\": \"s3:*\", \"Resource\"", 1, |out, _| {
            fill(out, "*", SIZE)
        })
    }),
    Attack::new(
        "15 MB of `*` in entries of 30 KB as actions",
        DOCUMENT,
        |out| {
            texts(out, "\"Resource\": \"*\", \"Action\"", 500, |out, _| {
                fill(out, "s3:*a*a*a*", 30_000)
            })
        },
    ),
    Attack::new(
        "scenario with 1 MB of `*a` in each position",
        SCENARIO,
        |out| scenario(out, |out| resource(out, 1 << 20)),
    ),
    Attack::new("48,000 actions of 250 wildcards", DOCUMENT, |out| {
        texts(
            out,
            "\"Resource\": \"*\", \"Action\"",
            30_000,
            |out, number| {
                write!(out, "s3:{number}")?;
                repeat(out, "*a", 240)
            },
        )
    }),
    Attack::new("48,000 resources", DOCUMENT, |out| {
        texts(
            out,
            "\"Action\": \"s3:*\", \"Resource\"",
            15_000,
            |out, number| write!(out, "arn:aws:s3:::amzn*{number}*"),
        )
    }),
    Attack::new("24,000 resources with variables", DOCUMENT, |out| {
        texts(
            out,
            "\"Action\": \"s3:*\", \"Resource\"",
            8_000,
            |out, number| {
                write!(
                    out,
                    "arn:aws:s3:::${{aws:username}}{number}${{aws:userid,'x'}}"
                )
            },
        )
    }),
    Attack::new("variables without an end", DOCUMENT, |out| {
        texts(out, "\"Action\": \"s3:*\", \"Resource\"", 450, |out, _| {
            fill(out, "${", 32_000)
        })
    }),
    Attack::new("a resource of 2,000 variables", DOCUMENT, |out| {
        texts(out, "\"Action\": \"s3:*\", \"Resource\"", 20, |out, _| {
            repeat(out, "${aws:username}", 2_000)
        })
    }),
    Attack::new("450 numbers of 30,000 digits", DOCUMENT, |out| {
        condition(out, "NumericEquals", 450, |out, _| fill(out, "7", 30_000))
    }),
    Attack::new("450 values of 30,000 bytes in base64", DOCUMENT, |out| {
        condition(out, "BinaryEquals", 450, |out, _| fill(out, "QUFB", 32_000))
    }),
    Attack::new("48,000 values", DOCUMENT, |out| {
        condition(out, "ForAllValues:StringNotLike", 40_000, |out, number| {
            write!(out, "x{number}")
        })
    }),
    Attack::new("48,000 networks", DOCUMENT, |out| {
        condition(out, "IpAddress", 48_000, |out, number| {
            write!(out, "10.{}.{}.0/24", number / 250 % 250, number % 250)
        })
    }),
    Attack::new("values in escapes", DOCUMENT, |out| {
        condition(out, "StringLike", 40, |out, _| {
            fill(out, r"\u002a\u0061", 180_000)
        })
    }),
    Attack::new("24,000 condition keys", DOCUMENT, |out| {
        keys(out, 24_000, "aws:RequestTag/k", 0)
    }),
    Attack::new("1,000,000 condition keys", DOCUMENT, |out| {
        keys(out, 1_000_000, "aws:RequestTag/k", 20)
    }),
    Attack::new("condition keys that differ in case", DOCUMENT, |out| {
        cased(out)
    }),
    Attack::new("24,000 condition keys behind blanks", DOCUMENT, |out| {
        behind_blanks(out, 400_000)
    }),
    Attack::new(
        "scenario with 24,000 condition keys behind 20 MB of blanks",
        SCENARIO,
        |out| scenario(out, |out| behind_blanks(out, 20_000_000)),
    ),
    Attack::new("deep arrays as an action", DOCUMENT, |out| {
        deep(
            out,
            "{\"Version\": \"2012-10-17\", \"Statement\": {\"Effect\": \"Deny\", \"Action\": ",
        )
    }),
    Attack::new("deep arrays as a value", DOCUMENT, |out| {
        deep(
            out,
            "{\"Version\": \"2012-10-17\", \"Statement\": {\"Effect\": \"Deny\", \"Condition\": {\"Bool\": {\"a:b\": ",
        )
    }),
    Attack::new("48,000 principals in NotPrincipal", &[Policy], principals),
    Attack::new("scenario with 1,000,000 context keys", SCENARIO, |out| {
        context(out, 1_000_000, |out, number| {
            write!(
                out,
                "\"aws:RequestTag/a-tag-of-a-context-{number:07}\": \"\""
            )
        })
    }),
    Attack::new("scenario with 24,000 context keys", SCENARIO, |out| {
        context(out, 24_000, |out, number| {
            write!(
                out,
                "\"aws:RequestTag/a-tag-of-a-context-{number:07}\": \"\""
            )
        })
    }),
    Attack::new(
        "scenario with context keys that differ in case",
        SCENARIO,
        |out| {
            context(out, 16_384, |out, number| {
                write!(out, "\"aws:RequestTag/{}\": \"\"", letters(number))
            })
        },
    ),
    Attack::new("scenario with 48,000 values of a key", SCENARIO, |out| {
        context(out, 1, |out, _| {
            out.write_all(b"\"aws:TagKeys\": [")?;
            list(out, 48_000, |out, number| write!(out, "\"key-{number}\""))?;
            out.write_all(b"]")
        })
    }),
    Attack::new("scenario with a value of 30 MB", SCENARIO, |out| {
        context(out, 1, |out, _| {
            out.write_all(b"\"aws:UserAgent\": \"")?;
            fill(out, "a", 30_000_000)?;
            out.write_all(b"\"")
        })
    }),
    Attack::new(
        "scenario with values against values, as many steps as there may be",
        SCENARIO,
        |out| dense(out, 20, 48_000),
    ),
    Attack::new(
        "scenario with values against values, more steps",
        SCENARIO,
        |out| dense(out, 40_000, 48_000),
    ),
    Attack::new(
        "scenario with an ARN pattern of 30 KB against 1,500 bytes",
        SCENARIO,
        arn_against_value,
    ),
    Attack::new("scenario with 30,000 resources", SCENARIO, |out| {
        checks(out, 30_000, 1)
    }),
    Attack::new(
        "scenario with 250 resources on 2,000 statements",
        SCENARIO,
        |out| checks(out, 250, 2_000),
    ),
    Attack::new(
        "scenario with 3,000 resources on 100 statements",
        SCENARIO,
        |out| checks(out, 3_000, 100),
    ),
    Attack::new(
        "scenario with 2,048 characters of wildcards as fields",
        SCENARIO,
        fields,
    ),
    Attack::new("scenario with 20,000 policies", SCENARIO, |out| {
        policies(
            out,
            "{\"Version\": \"2012-10-17\", \"Statement\": {\"Effect\": \"Deny\", \"Action\": \"s3:*\", \"Resource\": \"*\"}}",
            12_000,
        )
    }),
    Attack::new("scenario with 200,000 empty policies", SCENARIO, |out| {
        policies(
            out,
            "{\"Version\": \"2012-10-17\", \"Statement\": []}",
            60_000,
        )
    }),
    Attack::new("scenario with 100,000 policies as texts", SCENARIO, |out| {
        policies(
            out,
            r#""{\"Version\": \"2012-10-17\", \"Statement\": []}""#,
            100_000,
        )
    }),
    Attack::new(
        "scenario that names a file 100,000 times",
        SCENARIO,
        |out| policies(out, "{\"file\": \"large-policy.json\"}", 100_000),
    ),
    Attack::new(
        "scenario with a policy of 30 MB as a text",
        SCENARIO,
        |out| {
            start(out, "\"*\"")?;
            out.write_all(b", \"policies\": {\"identity\": [\"{\\\"Version\\\": \\\"2012-10-17\\\", \\\"Statement\\\": [")?;
            fill(out, " ", 30_000_000)?;
            out.write_all(b"]}\"]}}\n")
        },
    ),
    Attack::new("scenario with a principal of 30 MB", SCENARIO, |out| {
        out.write_all(b"{\"request\": {\"principal\": \"arn:aws:iam::111122223333:user/")?;
        fill(out, "a", 30_000_000)?;
        out.write_all(b"\", \"action\": \"s3:GetObject\", \"resource\": \"*\"}}\n")
    }),
    Attack::new("scenario with an action of 30 MB", SCENARIO, |out| {
        out.write_all(b"{\"request\": {\"principal\": \"*\", \"action\": \"s3:")?;
        fill(out, "a", 30_000_000)?;
        out.write_all(b"\", \"resource\": \"*\"}}\n")
    }),
    Attack::new("scenario with a title of 30 MB", SCENARIO, |out| {
        out.write_all(b"{\"title\": \"")?;
        fill(out, "a", 30_000_000)?;
        out.write_all(b"\", \"request\": {\"principal\": \"*\", \"action\": \"s3:GetObject\", \"resource\": \"arn:aws:s3:::b/k\"}}\n")
    }),
    Attack::new("scenario that expects 200,000 findings", SCENARIO, |out| {
        start(out, "\"*\"")?;
        out.write_all(b", \"expect\": \"allowed\", \"expectDetail\": {\"findings\": [")?;
        list(out, 200_000, |out, number| {
            write!(out, "\"owner-assumed-{number}\"")
        })?;
        out.write_all(b"]}}\n")
    }),
    Attack::new("scenario with 200,000 rules", SCENARIO, |out| {
        out.write_all(b"{\"rules\": [")?;
        list(out, 200_000, |out, number| write!(out, "\"PL {number}\""))?;
        out.write_all(b"], \"request\": {\"principal\": \"*\", \"action\": \"s3:GetObject\", \"resource\": \"arn:aws:s3:::b/k\"}}\n")
    }),
    Attack::new("parameters of 200,000 values", &[Parameters], |out| {
        out.write_all(b"{\"Bucket\": [")?;
        list(out, 80_000, |out, number| write!(out, "\"{number}\""))?;
        out.write_all(b"]}")
    }),
    Attack::new("100,000 small scenarios", &[Lines, Stream], |out| {
        let line = "{\"id\": \"one-of-many\", \"request\": {\"principal\": \"arn:aws:iam::111122223333:user/u\", \"action\": \"s3:GetObject\", \"resource\": \"arn:aws:s3:::amzn-s3-demo-bucket/k\"}, \"policies\": {\"identity\": [{\"Version\": \"2012-10-17\", \"Statement\": {\"Effect\": \"Allow\", \"Action\": [\"s3:Get*\", \"s3:List*\", \"s3:PutObject\", \"s3:DeleteObject\"], \"Resource\": [\"arn:aws:s3:::amzn-s3-demo-bucket\", \"arn:aws:s3:::amzn-s3-demo-bucket/*\"], \"Condition\": {\"StringEquals\": {\"aws:PrincipalAccount\": \"111122223333\"}}}}]}}\n";
        fill(out, line, SIZE)
    }),
    Attack::new(
        "lines of 4 kB, each twice, with 1,000 findings each",
        &[Lines, Stream],
        |out| {
            for number in 0..6_000 {
                start(out, "\"arn:aws:s3:::amzn-s3-demo-bucket/k\"")?;
                out.write_all(b", \"lenient\": true, \"policies\": {\"identity\": [")?;
                write!(
                    out,
                    "{{\"Version\": \"2012-10-17\", \"Statement\": {{\"Sid\": \"S{}\", \"Effect\": \"Deny\", \"Action\": \"a:b\", \"Resource\": [",
                    number / 2
                )?;
                list(out, 1_000, |out, _| out.write_all(b"\"\""))?;
                out.write_all(b"]}}]}}\n")?;
            }
            Ok(())
        },
    ),
    Attack::new(
        "lines of 5 kB that cannot be read",
        &[Lines, Stream],
        |out| {
            let line = format!("{{\"id\": \"{}\", \"requets\": 1}}\n", "i".repeat(4_000));
            fill(out, &line, SIZE)
        },
    ),
    Attack::new(
        "a line of 50 MB and one that is none",
        &[Lines, Stream],
        |out| {
            out.write_all(b"\"")?;
            fill(out, "a", SIZE)?;
            out.write_all(b"\"\n{}\n")
        },
    ),
    Attack::new("lines that name a large file", &[Lines], |out| {
        let line = "{\"request\": {\"principal\": \"*\", \"action\": \"s3:GetObject\", \"resource\": \"*\"}, \"policies\": {\"identity\": [{\"file\": \"large-policy.json\"}]}}\n";
        fill(out, line, SIZE)
    }),
    Attack::new("lines of policies with 900 values", &[Lines], |out| {
        (0..900).try_for_each(|_| {
            start(out, "\"arn:aws:s3:::amzn-s3-demo-bucket/k\"")?;
            out.write_all(b", \"policies\": {\"identity\": [")?;
            condition(out, "StringLike", 4_000, |out, number| {
                write!(out, "*{number}?")
            })?;
            out.write_all(b"]}}\n")
        })
    }),
    Attack::new("lines of policies with 20 statements", &[Lines], |out| {
        (0..18_000).try_for_each(|_| {
            start(out, "\"arn:aws:s3:::amzn-s3-demo-bucket/k\"")?;
            out.write_all(b", \"policies\": {\"identity\": [")?;
            statements(out, 30, 0)?;
            out.write_all(b"]}}\n")
        })
    }),
    Attack::new("lines of as many steps as there may be", &[Lines], |out| {
        (0..40).try_for_each(|_| dense(out, 20, 48_000))
    }),
];

/// The start of a scenario, up to the end of its request.
fn start(out: &mut dyn Write, resource: &str) -> io::Result<()> {
    open(out, resource)?;
    out.write_all(b"}")
}

/// The start of a scenario, up to the last member of its request.
fn open(out: &mut dyn Write, resource: &str) -> io::Result<()> {
    write!(
        out,
        "{{\"request\": {{\"principal\": \"arn:aws:iam::111122223333:user/u\", \"action\": \"s3:GetObject\", \"resource\": {resource}"
    )
}

fn scenario(out: &mut dyn Write, document: fn(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    start(out, "\"arn:aws:s3:::amzn-s3-demo-bucket/k\"")?;
    out.write_all(b", \"policies\": {\"identity\": [")?;
    document(out)?;
    out.write_all(b"]}}\n")
}

/// A scenario with a policy so many times.
fn policies(out: &mut dyn Write, policy: &str, count: usize) -> io::Result<()> {
    start(out, "\"arn:aws:s3:::amzn-s3-demo-bucket/k\"")?;
    out.write_all(b", \"policies\": {\"identity\": [")?;
    list(out, count, |out, _| out.write_all(policy.as_bytes()))?;
    out.write_all(b"]}}\n")
}

const OPEN: &str = "{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Allow\", ";

/// A policy of one statement: its members up to the last, which is a list of texts.
fn texts(
    out: &mut dyn Write,
    members: &str,
    count: usize,
    mut text: impl FnMut(&mut dyn Write, usize) -> io::Result<()>,
) -> io::Result<()> {
    write!(out, "{OPEN}{members}: [")?;
    list(out, count, |out, number| {
        out.write_all(b"\"")?;
        text(out, number)?;
        out.write_all(b"\"")
    })?;
    out.write_all(b"]}]}")
}

fn actions(out: &mut dyn Write) -> io::Result<()> {
    texts(
        out,
        "\"Resource\": \"*\", \"Action\"",
        1_000_000,
        |out, number| write!(out, "s3:Get-an-action-whose-name-is-long-{number:010}"),
    )
}

fn short_actions(out: &mut dyn Write) -> io::Result<()> {
    texts(
        out,
        "\"Resource\": \"*\", \"Action\"",
        3_900_000,
        |out, number| write!(out, "s3:{:06}", number % 1_000_000),
    )
}

fn statements(out: &mut dyn Write, count: usize, padding: usize) -> io::Result<()> {
    out.write_all(b"{\"Version\": \"2012-10-17\", \"Statement\": [")?;
    let padding = " ".repeat(padding);
    list(out, count, |out, number| {
        write!(
            out,
            "{{\"Sid\": \"{}\", \"Effect\": \"Deny\", \"Action\": \"s3:Get?\",{padding} \"Resource\": \"*\"}}",
            number / 2
        )
    })?;
    out.write_all(b"]}")
}

fn resource(out: &mut dyn Write, bytes: usize) -> io::Result<()> {
    texts(out, "\"Action\": \"s3:*\", \"Resource\"", 1, |out, _| {
        out.write_all(b"arn:aws:s3:::amzn-s3-demo-bucket/")?;
        fill(out, "*a", bytes)
    })
}

fn action(out: &mut dyn Write, bytes: usize) -> io::Result<()> {
    texts(out, "\"Resource\": \"*\", \"Action\"", 1, |out, _| {
        out.write_all(b"s3:")?;
        fill(out, "*a", bytes)
    })
}

fn value(out: &mut dyn Write, operator: &str, bytes: usize) -> io::Result<()> {
    condition(out, operator, 1, |out, _| {
        out.write_all(b"arn:aws:iam::111122223333:user/")?;
        fill(out, "*a", bytes)
    })
}

/// A policy with a condition on the ARN of the caller.
fn condition(
    out: &mut dyn Write,
    operator: &str,
    count: usize,
    mut text: impl FnMut(&mut dyn Write, usize) -> io::Result<()>,
) -> io::Result<()> {
    write!(
        out,
        "{OPEN}\"Action\": \"s3:*\", \"Resource\": \"*\", \"Condition\": {{\"{operator}\": {{\"aws:PrincipalArn\": ["
    )?;
    list(out, count, |out, number| {
        out.write_all(b"\"")?;
        text(out, number)?;
        out.write_all(b"\"")
    })?;
    out.write_all(b"]}}}]}")
}

fn keys(out: &mut dyn Write, count: usize, key: &str, padding: usize) -> io::Result<()> {
    let padding = "x".repeat(padding);
    keyed(out, ("StringNotEquals", 1), count, |out, number| {
        write!(out, "{key}{padding}{number}")
    })
}

/// A policy with an operator, so many blanks, and so many keys, each with an empty value.
fn keyed(
    out: &mut dyn Write,
    (operator, blanks): (&str, usize),
    count: usize,
    mut key: impl FnMut(&mut dyn Write, usize) -> io::Result<()>,
) -> io::Result<()> {
    write!(
        out,
        "{OPEN}\"Action\": \"s3:*\", \"Resource\": \"*\", \"Condition\": {{\"{operator}\":"
    )?;
    fill(out, " ", blanks)?;
    out.write_all(b"{")?;
    list(out, count, |out, number| {
        out.write_all(b"\"")?;
        key(out, number)?;
        out.write_all(b"\": \"\"")
    })?;
    out.write_all(b"}}}]}")
}

/// So many blanks between an operator and its keys.
fn behind_blanks(out: &mut dyn Write, blanks: usize) -> io::Result<()> {
    keyed(out, ("StringEquals", blanks), 24_000, |out, number| {
        write!(out, "aws:RequestTag/k{number}")
    })
}

/// Fourteen letters whose case spells a number.
fn letters(number: usize) -> String {
    (0..14)
        .map(|bit| if number >> bit & 1 == 1 { 'A' } else { 'a' })
        .collect()
}

fn cased(out: &mut dyn Write) -> io::Result<()> {
    keyed(out, ("StringNotEquals", 1), 16_384, |out, number| {
        write!(out, "aws:RequestTag/{}", letters(number))
    })
}

fn deep(out: &mut dyn Write, before: &str) -> io::Result<()> {
    out.write_all(before.as_bytes())?;
    fill(out, "[", SIZE)
}

fn principals(out: &mut dyn Write) -> io::Result<()> {
    write!(
        out,
        "{{\"Version\": \"2012-10-17\", \"Statement\": [{{\"Effect\": \"Deny\", \"Action\": \"s3:*\", \"Resource\": \"*\", \"NotPrincipal\": {{\"AWS\": ["
    )?;
    list(out, 48_000, |out, number| {
        write!(
            out,
            "\"arn:aws:sts::{number:012}:assumed-role/r{number}/s\""
        )
    })?;
    out.write_all(b"]}}]}")
}

const ALLOW_IF: &str = "\"policies\": {\"identity\": [{\"Version\": \"2012-10-17\", \"Statement\": {\"Effect\": \"Allow\", \"Action\": \"s3:*\", \"Resource\": \"*\", \"Condition\": ";

fn context(
    out: &mut dyn Write,
    count: usize,
    member: impl FnMut(&mut dyn Write, usize) -> io::Result<()>,
) -> io::Result<()> {
    open(out, "\"arn:aws:s3:::amzn-s3-demo-bucket/k\"")?;
    out.write_all(b", \"context\": {")?;
    list(out, count, member)?;
    writeln!(
        out,
        "}}}}, {ALLOW_IF}{{\"StringLike\": {{\"aws:UserAgent\": \"*a*b*c*d\"}}}}}}}}]}}}}"
    )
}

/// Values of a policy against values of a request.
fn dense(out: &mut dyn Write, operands: usize, values: usize) -> io::Result<()> {
    open(out, "\"arn:aws:s3:::amzn-s3-demo-bucket/k\"")?;
    out.write_all(b", \"context\": {\"aws:TagKeys\": [")?;
    list(out, values, |out, number| write!(out, "\"{number}\""))?;
    write!(
        out,
        "]}}}}, {ALLOW_IF}{{\"ForAnyValue:StringLike\": {{\"aws:TagKeys\": ["
    )?;
    list(out, operands, |out, number| write!(out, "\"*x{number}\""))?;
    out.write_all(b"]}}}}]}}\n")
}

fn arn_against_value(out: &mut dyn Write) -> io::Result<()> {
    open(out, "\"arn:aws:s3:::amzn-s3-demo-bucket/k\"")?;
    out.write_all(b", \"context\": {\"aws:SourceArn\": \"arn:aws:s3:::")?;
    fill(out, "a", 1_500)?;
    write!(
        out,
        "b\"}}}}, {ALLOW_IF}{{\"ArnLike\": {{\"aws:SourceArn\": \"arn:*a*a*a:*a*a:*a:*a:"
    )?;
    fill(out, "*a", 30_000)?;
    out.write_all(b"\"}}}}]}}\n")
}

/// Many resources on many statements.
fn checks(out: &mut dyn Write, resources: usize, count: usize) -> io::Result<()> {
    out.write_all(b"{\"request\": {\"principal\": \"arn:aws:iam::111122223333:user/u\", \"action\": \"s3:GetObject\", \"resources\": [")?;
    list(out, resources, |out, number| {
        write!(out, "\"arn:aws:s3:::amzn-s3-demo-bucket/key-{number}\"")
    })?;
    out.write_all(b"]}, \"policies\": {\"identity\": [")?;
    statements(out, count, 0)?;
    out.write_all(b"]}}\n")
}

/// Wildcards that may run over colons, in as long an ARN as there is.
fn fields(out: &mut dyn Write) -> io::Result<()> {
    start(out, &format!("\"arn:aws:s3:::{}\"", ":a".repeat(1_000)))?;
    out.write_all(b", \"policies\": {\"identity\": [{\"Version\": \"2012-10-17\", \"Statement\": {\"Effect\": \"Allow\", \"Action\": \"s3:*\", \"Resource\": [")?;
    list(out, 150, |out, _| {
        out.write_all(b"\"arn:*:*:*:*:")?;
        fill(out, "*:a*", 300)?;
        out.write_all(b"b\"")
    })?;
    out.write_all(b"]}}]}}\n")
}
