//! Values that an operator cannot read, in policies and in requests: PL 1.6, PL 8.7.

use serde_json::json;

use super::super::draft::{Draft, Known, slug};
use super::super::scene::{Scene, statement, with};
use super::values::{compared, exact};

/// A form with its operators, the positive one first; a value that can be read, and those that cannot.
struct Form {
    key: &'static str,
    operators: &'static [&'static str],
    good: &'static str,
    bad: &'static [&'static str],
}

const FORMS: &[Form] = &[
    Form {
        key: "s3:max-keys",
        operators: &[
            "NumericEquals",
            "NumericNotEquals",
            "NumericLessThan",
            "NumericGreaterThanEquals",
        ],
        good: "10",
        bad: &[
            "ten", "", "1e3", "1E3", "1.2.3", " 1", "1 ", "0x10", "1,000", "--1", ".", "+", "NaN",
            "Infinity", "١",
        ],
    },
    Form {
        key: "aws:TokenIssueTime",
        operators: &[
            "DateEquals",
            "DateNotEquals",
            "DateLessThan",
            "DateGreaterThanEquals",
        ],
        good: "2026-03-01",
        bad: &[
            "soon",
            "",
            "2026-02-29",
            "1900-02-29",
            "2026-13-01",
            "2026-00-01",
            "2026-04-31",
            "2026-03-01T24:00:01Z",
            "2026-03-01T12:60:00Z",
            "2026-03-01T12:00:00+25:00",
            "2026-03-01T12:00:00+1:00",
            "2026-03-01 12:00:00Z",
            "2026-03-01t12:00:00z",
            "03/01/2026",
            "-5",
            "1.5",
            "2026-3-1",
            "2026-03-01T12:00:00.Z",
        ],
    },
    Form {
        key: "aws:SecureTransport",
        operators: &["Bool"],
        good: "true",
        bad: &["yes", "", "1", "0", "t", " true", "on"],
    },
    Form {
        key: "example:Fingerprint",
        operators: &["BinaryEquals"],
        good: "QUI=",
        bad: &[
            "Q", "QUI", "QR==", "QUJ=", "Q U=", "QUI=QUI=", "====", "QU-_", "é",
        ],
    },
    Form {
        key: "aws:VpcSourceIp",
        operators: &["IpAddress", "NotIpAddress"],
        good: "10.0.0.0/8",
        bad: &[
            "10.0.0",
            "",
            "10.0.0.256",
            "10.0.0.01",
            "10.0.0.0/33",
            "10.0.0.0/08",
            "10.0.0.0/-1",
            "10.0.0.0/",
            "10.0.0.0/8/8",
            "10.0.0.0 /8",
            "::1::",
            "12345::",
            "2001:db8::/129",
            "fe80::1%eth0",
            "10.*",
            "localhost",
        ],
    },
];

pub(super) fn table() -> Vec<Draft> {
    FORMS
        .iter()
        .flat_map(|form| in_requests(form).into_iter().chain(in_policies(form)))
        .collect()
}

fn in_requests(form: &Form) -> Vec<Draft> {
    let mut drafts = Vec::new();
    for operator in form.operators.iter().take(2) {
        let negated = operator.contains("Not");
        for bad in form.bad {
            drafts.push(Draft {
                topic: "tables/unreadable-requests",
                name: format!("{}-{}", slug(operator), exact(bad)),
                why: format!(
                    "{operator} {}: the request has `{bad}`, which cannot be read",
                    form.good
                ),
                rules: vec!["PL 8.7/request-value", "PL 8.7/value-forms"],
                row: None,
                scenario: compared(operator, form.key, &json!(form.good), &json!(bad)).build(),
                known: Known::Outcome(if negated { "allowed" } else { "implicitDeny" }),
            });
        }
    }
    drafts
}

fn in_policies(form: &Form) -> Vec<Draft> {
    let mut drafts = Vec::new();
    // A single address of the request lies in the block.
    let request = form.good.split('/').next().unwrap_or_default();
    for operator in form.operators.iter().take(2) {
        let negated = operator.contains("Not");
        for bad in form.bad {
            let mut draft =
                |way: &str, why: &str, lenient: bool, values: serde_json::Value, known| {
                    let condition = json!({*operator: {form.key: values}});
                    let allow = with(
                        statement("Allow", "s3:GetObject", "*"),
                        "Condition",
                        condition,
                    );
                    let scene = Scene::reading()
                        .rule("identity", allow)
                        .context(form.key, json!(request))
                        .request("contextComplete", json!(true))
                        .lenient(lenient);
                    drafts.push(Draft {
                        topic: "tables/unreadable-policies",
                        name: format!("{}-{}-{way}", slug(operator), exact(bad)),
                        why: format!("{operator} with `{bad}`, which cannot be read: {why}"),
                        rules: vec![
                            "PL 1.6/unreadable-value",
                            "PL 8.7/policy-value",
                            "PL 8.7/value-forms",
                        ],
                        row: None,
                        scenario: scene.build(),
                        known,
                    });
                };
            let outcome = |holds| Known::Outcome(if holds { "allowed" } else { "implicitDeny" });
            draft(
                "strict",
                "refused",
                false,
                json!(bad),
                Known::Error("unreadable-value"),
            );
            draft(
                "lenient",
                "it matches nothing",
                true,
                json!(bad),
                outcome(negated),
            );
            if !negated {
                let both = json!([bad, form.good]);
                draft(
                    "lenient-beside",
                    "the other value counts",
                    true,
                    both,
                    outcome(true),
                );
            }
        }
    }
    drafts
}
