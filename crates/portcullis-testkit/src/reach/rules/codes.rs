//! The rule behind each error and finding about a document.

/// The rules of an error or a finding, by its code.
#[must_use]
pub fn rules_of_code(code: &str, refused: bool) -> &'static [&'static str] {
    match code {
        "unexpected-character" | "unexpected-end" | "trailing-text" | "byte-order-mark" => {
            &["PL 1.6/not-json", "PL 1.1.3"]
        }
        "invalid-escape" | "lone-surrogate" | "control-character" | "invalid-number"
        | "too-deep" | "too-large" | "too-many-values" | "invalid-utf-8" => &["PL 1.6/not-json"],
        "duplicate-member" => &["PL 1.6/not-json", "PL 1.1.5"],
        "wrong-type" => &["PL 1.6/not-json", "PL 1.1.10"],
        "unknown-member" | "unknown-principal-type" => &["PL 1.6/unknown-member", "PL 1.1.8"],
        "invalid-version" => &["PL 1.6/unknown-member", "PL 1.3.1"],
        "invalid-effect" => &["PL 1.6/unknown-member", "PL 1.1.7"],
        "missing-effect" => &["PL 1.6/unknown-member"],
        "missing-statement" => &["PL 1.6/missing-statement"],
        "empty-statement-list" => &["PL 1.6/empty-statement-list"],
        "conflicting-members" => &["PL 1.6/missing-element", "PL 1.2/exclusive"],
        "missing-action" => &["PL 1.6/missing-element", "PL 2.1/action"],
        "missing-resource" => &["PL 1.6/missing-element", "PL 2.1/resource"],
        "unknown-operator" => &["PL 1.6/unknown-operator"],
        "null-if-exists" => &["PL 1.6/unknown-operator", "PL 8.9/null-if-exists"],
        "invalid-condition-key" => &["PL 1.6/unknown-operator", "PL 9.1/form"],
        "principal-not-allowed" => &["PL 1.6/principal-not-allowed", "PL 2.1/principal"],
        "duplicate-operator" => &["PL 1.6/duplicate-operator"],
        "duplicate-condition-key" => &["PL 1.6/duplicate-condition-key", "PL 1.1.6"],
        "missing-principal" => &["PL 1.6/missing-principal", "PL 2.1/no-principal"],
        "not-principal-not-allowed" => &["PL 1.6/not-principal-not-allowed", "PL 4.2.6"],
        "resource-control-principal" => &["PL 1.6/not-principal-not-allowed"],
        "control-policy-version" => &[
            "PL 1.6/control-policy-version",
            "PL 1.3.5",
            "PL 2.1/version",
        ],
        "principal-string" => &["PL 1.6/principal-string", "PL 1.2/principal-string"],
        "principal-matches-nobody" => &["PL 1.6/principal-matches-nobody"],
        "unreadable-value" => &["PL 1.6/unreadable-value", "PL 8.7/policy-value"],
        "allow-with-not-principal" => &[
            "PL 1.6/allow-with-not-principal",
            "PL 4.2.2",
            "PL 2.1/note-3",
        ],
        "malformed-variable" => &["PL 1.6/malformed-variable", "PL 7.1.9"],
        "malformed-action" => &["PL 1.6/malformed-action", "PL 5.6"],
        "empty-not-list" => &["PL 1.6/malformed-action", "PL 1.5/empty-not-list"],
        "incomplete-arn" if refused => &["PL 1.6/incomplete-arn-refused"],
        "incomplete-arn" => &["PL 1.6/incomplete-arn"],
        "resource-control-allow" => &["PL 1.6/restricted-element", "PL 2.1/effect"],
        "resource-control-action" => &["PL 1.6/restricted-element", "PL 2.1/note-5"],
        "resource-in-trust-policy" => &["PL 1.6/restricted-element", "PL 2.1/trust-elements"],
        "session-policy-not-allowed" | "boundary-not-allowed" => &["EV 2/no-session-policy"],
        _ => &[],
    }
}
