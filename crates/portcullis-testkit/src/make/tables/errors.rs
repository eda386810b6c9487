//! What is wrong with a document, in each kind of policy and both readings: PL 1 and PL 2.

use serde_json::{Value, json};

use super::super::draft::{Draft, Known};
use super::super::scene::{
    ALICE, BUCKET_OBJECTS, HOME, OBJECT, Scene, document, statement, with, without,
};
use crate::reach::rules_of_code;

/// A kind of policy: its slot, and the call about which it is asked.
struct Kind {
    name: &'static str,
    slot: &'static str,
    caller: &'static str,
    action: &'static str,
    resource: &'static str,
    names_principals: bool,
}

const SESSION: &str = "arn:aws:sts::111122223333:assumed-role/app/ci";
const KEY: &str = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const ROLE: &str = "arn:aws:iam::111122223333:role/target";

const fn kind(
    name: &'static str,
    slot: &'static str,
    caller: &'static str,
    action: &'static str,
    resource: &'static str,
    names_principals: bool,
) -> Kind {
    Kind {
        name,
        slot,
        caller,
        action,
        resource,
        names_principals,
    }
}

const KINDS: &[Kind] = &[
    kind("identity", "identity", ALICE, "s3:GetObject", OBJECT, false),
    kind("boundary", "boundary", ALICE, "s3:GetObject", OBJECT, false),
    kind("session", "session", SESSION, "s3:GetObject", OBJECT, false),
    kind("bucket", "resource", ALICE, "s3:GetObject", OBJECT, true),
    kind("trust", "resource", ALICE, "sts:AssumeRole", ROLE, true),
    kind("key", "resource", ALICE, "kms:Decrypt", KEY, true),
    kind("scp", "scp", ALICE, "s3:GetObject", OBJECT, false),
    kind("rcp", "rcp", ALICE, "s3:GetObject", OBJECT, true),
    kind("endpoint", "endpoint", ALICE, "s3:GetObject", OBJECT, true),
];

impl Kind {
    /// The statement that is well-formed in this kind.
    fn statement(&self) -> Value {
        let effect = if self.name == "rcp" { "Deny" } else { "Allow" };
        let resource = match self.name {
            "trust" => "",
            "bucket" => BUCKET_OBJECTS,
            _ => "*",
        };
        let statement = statement(effect, self.action, resource);
        if self.names_principals {
            with(statement, "Principal", json!("*"))
        } else {
            statement
        }
    }

    fn scene(&self, policy: Value, lenient: bool) -> Scene {
        let mut scene = Scene::new(self.caller, self.action, self.resource, HOME).lenient(lenient);
        if self.slot != "identity" {
            scene = scene.rule("identity", statement("Allow", self.action, "*"));
        }
        scene.policy(self.slot, policy)
    }
}

/// A construct: its name, what is wrong, the code where every kind refuses it in both readings, and how it comes about.
struct Construct {
    name: &'static str,
    why: &'static str,
    code: &'static str,
    change: Change,
}

/// How a document that is well-formed becomes one that is not.
enum Change {
    /// Members of the statement with the JSON that they get; nothing removes one.
    Statement(&'static [(&'static str, &'static str)]),
    /// Members of the document.
    Document(&'static [(&'static str, &'static str)]),
    /// A part of the text, and what stands in its place.
    Text(&'static str, &'static str),
    /// The statement without its list.
    OneStatement,
    /// Another text.
    Whole(&'static str),
}

impl Change {
    fn of(&self, ours: &Value) -> Value {
        match self {
            Self::Statement(members) => document(json!([edited(ours, members)])),
            Self::Document(members) => edited(&document(json!([ours])), members),
            Self::Text(from, to) => {
                let text = document(json!([ours])).to_string();
                json!(text.replacen(from, to, 1))
            }
            Self::OneStatement => with(document(json!([])), "Statement", ours.clone()),
            Self::Whole(text) => json!(text),
        }
    }
}

fn edited(value: &Value, members: &[(&str, &str)]) -> Value {
    members.iter().fold(
        value.clone(),
        |value, (name, text)| match serde_json::from_str(text) {
            Ok(member) => with(value, name, member),
            Err(_) => without(value, name),
        },
    )
}

const fn construct(
    name: &'static str,
    why: &'static str,
    code: &'static str,
    change: Change,
) -> Construct {
    Construct {
        name,
        why,
        code,
        change,
    }
}

const CONSTRUCTS: &[Construct] = &[
    construct(
        "unknown-member",
        "a member that does not exist",
        "unknown-member",
        Change::Statement(&[("Conditions", "{}")]),
    ),
    construct(
        "member-other-case",
        "`effect` in small letters",
        "unknown-member",
        Change::Statement(&[("Effect", ""), ("effect", r#""Allow""#)]),
    ),
    construct(
        "effect-other-case",
        "`allow` in small letters",
        "invalid-effect",
        Change::Statement(&[("Effect", r#""allow""#)]),
    ),
    construct(
        "effect-unknown",
        "an Effect that does not exist",
        "invalid-effect",
        Change::Statement(&[("Effect", r#""Permit""#)]),
    ),
    construct(
        "effect-boolean",
        "an Effect that is no text",
        "wrong-type",
        Change::Statement(&[("Effect", "true")]),
    ),
    construct(
        "effect-list",
        "an Effect in a list",
        "wrong-type",
        Change::Statement(&[("Effect", r#"["Allow"]"#)]),
    ),
    construct(
        "no-effect",
        "no Effect",
        "missing-effect",
        Change::Statement(&[("Effect", "")]),
    ),
    construct(
        "action-null",
        "an Action that is null",
        "wrong-type",
        Change::Statement(&[("Action", "null")]),
    ),
    construct(
        "action-number",
        "an Action that is a number",
        "wrong-type",
        Change::Statement(&[("Action", "12345")]),
    ),
    construct(
        "action-object",
        "an Action that is an object",
        "wrong-type",
        Change::Statement(&[("Action", r#"{"s3": "*"}"#)]),
    ),
    construct(
        "action-nested",
        "a list in the list of Action",
        "wrong-type",
        Change::Statement(&[("Action", r#"[["s3:*"]]"#)]),
    ),
    construct(
        "no-action",
        "neither Action nor NotAction",
        "",
        Change::Statement(&[("Action", "")]),
    ),
    construct(
        "action-and-not-action",
        "Action beside NotAction",
        "conflicting-members",
        Change::Statement(&[("NotAction", r#""s3:Put*""#)]),
    ),
    construct(
        "action-malformed",
        "an action without a colon",
        "",
        Change::Statement(&[("Action", r#""GetObject""#)]),
    ),
    construct(
        "action-empty",
        "an empty list of actions",
        "",
        Change::Statement(&[("Action", "[]")]),
    ),
    construct(
        "not-action-empty",
        "an empty list as NotAction",
        "",
        Change::Statement(&[("Action", ""), ("NotAction", "[]")]),
    ),
    construct(
        "not-action",
        "NotAction",
        "",
        Change::Statement(&[("Action", ""), ("NotAction", r#""iam:*""#)]),
    ),
    construct(
        "action-star",
        "the action is *",
        "",
        Change::Statement(&[("Action", r#""*""#)]),
    ),
    construct(
        "resource-boolean",
        "a Resource that is no text",
        "",
        Change::Statement(&[("Resource", "false")]),
    ),
    construct(
        "no-resource",
        "neither Resource nor NotResource",
        "",
        Change::Statement(&[("Resource", "")]),
    ),
    construct(
        "resource-and-not-resource",
        "Resource beside NotResource",
        "conflicting-members",
        Change::Statement(&[("Resource", r#""*""#), ("NotResource", r#""*""#)]),
    ),
    construct(
        "not-resource",
        "NotResource",
        "",
        Change::Statement(&[("Resource", ""), ("NotResource", r#""arn:aws:s3:::other""#)]),
    ),
    construct(
        "not-resource-empty",
        "an empty list as NotResource",
        "",
        Change::Statement(&[("Resource", ""), ("NotResource", "[]")]),
    ),
    construct(
        "resource-malformed-variable",
        "a variable without its brace",
        "",
        Change::Statement(&[("Resource", r#""arn:aws:s3:::${aws:username""#)]),
    ),
    construct(
        "principal-star",
        "Principal *",
        "",
        Change::Statement(&[("Principal", r#""*""#)]),
    ),
    construct(
        "principal-account",
        "a Principal that names an account",
        "",
        Change::Statement(&[("Principal", r#"{"AWS": "111122223333"}"#)]),
    ),
    construct(
        "principal-string",
        "a Principal that is the text of an account",
        "",
        Change::Statement(&[("Principal", r#""111122223333""#)]),
    ),
    construct(
        "principal-list",
        "a Principal that is a list",
        "",
        Change::Statement(&[("Principal", r#"["*"]"#)]),
    ),
    construct(
        "principal-empty",
        "a Principal without entries",
        "",
        Change::Statement(&[("Principal", "{}")]),
    ),
    construct(
        "principal-unknown-type",
        "a type of principals that does not exist",
        "",
        Change::Statement(&[("Principal", r#"{"Aws": "*"}"#)]),
    ),
    construct(
        "principal-wildcard",
        "a wildcard inside a principal",
        "",
        Change::Statement(&[(
            "Principal",
            r#"{"AWS": "arn:aws:iam::111122223333:user/*"}"#,
        )]),
    ),
    construct(
        "principal-group",
        "a group as principal",
        "",
        Change::Statement(&[(
            "Principal",
            r#"{"AWS": "arn:aws:iam::111122223333:group/admins"}"#,
        )]),
    ),
    construct(
        "principal-service-star",
        "a star as service",
        "",
        Change::Statement(&[("Principal", r#"{"Service": "*"}"#)]),
    ),
    construct(
        "principal-federated-star",
        "a star as provider",
        "",
        Change::Statement(&[("Principal", r#"{"Federated": "*"}"#)]),
    ),
    construct(
        "no-principal",
        "no Principal",
        "",
        Change::Statement(&[("Principal", "")]),
    ),
    construct(
        "not-principal",
        "NotPrincipal as it stands",
        "",
        Change::Statement(&[
            ("Principal", ""),
            (
                "NotPrincipal",
                r#"{"AWS": "arn:aws:iam::111122223333:user/alice"}"#,
            ),
        ]),
    ),
    construct(
        "deny-not-principal",
        "Deny with NotPrincipal",
        "",
        Change::Statement(&[
            ("Effect", r#""Deny""#),
            ("Principal", ""),
            (
                "NotPrincipal",
                r#"{"AWS": "arn:aws:iam::111122223333:user/alice"}"#,
            ),
        ]),
    ),
    construct(
        "principal-and-not-principal",
        "Principal beside NotPrincipal",
        "",
        Change::Statement(&[
            ("Principal", r#""*""#),
            (
                "NotPrincipal",
                r#"{"AWS": "arn:aws:iam::111122223333:user/alice"}"#,
            ),
        ]),
    ),
    construct(
        "allow",
        "Allow",
        "",
        Change::Statement(&[("Effect", r#""Allow""#)]),
    ),
    construct(
        "deny",
        "Deny",
        "",
        Change::Statement(&[("Effect", r#""Deny""#)]),
    ),
    construct(
        "sid-number",
        "a Sid that is no text",
        "wrong-type",
        Change::Statement(&[("Sid", "1")]),
    ),
    construct(
        "sid-signs",
        "a Sid with other signs",
        "",
        Change::Statement(&[("Sid", r#""read only!""#)]),
    ),
    construct(
        "condition-list",
        "a Condition that is a list",
        "wrong-type",
        Change::Statement(&[("Condition", "[]")]),
    ),
    construct(
        "condition-empty",
        "an empty Condition",
        "",
        Change::Statement(&[("Condition", "{}")]),
    ),
    construct(
        "condition-no-keys",
        "an operator without keys",
        "",
        Change::Statement(&[("Condition", r#"{"StringEquals": {}}"#)]),
    ),
    construct(
        "condition-operator-list",
        "keys that are a list",
        "wrong-type",
        Change::Statement(&[("Condition", r#"{"StringEquals": []}"#)]),
    ),
    construct(
        "condition-null",
        "a value that is null",
        "wrong-type",
        Change::Statement(&[(
            "Condition",
            r#"{"StringEquals": {"aws:PrincipalTag/team": null}}"#,
        )]),
    ),
    construct(
        "condition-nested",
        "a list in a list of values",
        "wrong-type",
        Change::Statement(&[(
            "Condition",
            r#"{"StringEquals": {"aws:PrincipalTag/team": [["red"]]}}"#,
        )]),
    ),
    construct(
        "unknown-operator",
        "an operator that does not exist",
        "unknown-operator",
        Change::Statement(&[(
            "Condition",
            r#"{"StringMatches": {"aws:PrincipalTag/team": "red"}}"#,
        )]),
    ),
    construct(
        "unknown-qualifier",
        "a qualifier that does not exist",
        "unknown-operator",
        Change::Statement(&[(
            "Condition",
            r#"{"ForSomeValues:StringEquals": {"aws:PrincipalTag/team": "red"}}"#,
        )]),
    ),
    construct(
        "null-if-exists",
        "NullIfExists",
        "null-if-exists",
        Change::Statement(&[(
            "Condition",
            r#"{"NullIfExists": {"aws:PrincipalTag/team": "true"}}"#,
        )]),
    ),
    construct(
        "key-without-prefix",
        "a key without a prefix",
        "invalid-condition-key",
        Change::Statement(&[("Condition", r#"{"StringEquals": {"team": "red"}}"#)]),
    ),
    construct(
        "key-empty",
        "an empty key",
        "invalid-condition-key",
        Change::Statement(&[("Condition", r#"{"StringEquals": {"": "red"}}"#)]),
    ),
    construct(
        "key-without-tag",
        "a tag key without its name",
        "invalid-condition-key",
        Change::Statement(&[(
            "Condition",
            r#"{"StringEquals": {"aws:PrincipalTag/": "red"}}"#,
        )]),
    ),
    construct(
        "operator-twice",
        "operators that differ in case alone",
        "",
        Change::Statement(&[(
            "Condition",
            r#"{"StringEquals": {"aws:PrincipalTag/team": "red"}, "stringequals": {"aws:PrincipalTag/team": "red"}}"#,
        )]),
    ),
    construct(
        "key-twice",
        "keys that differ in case alone",
        "",
        Change::Statement(&[(
            "Condition",
            r#"{"StringEquals": {"aws:PrincipalTag/team": "red", "AWS:principaltag/TEAM": "red"}}"#,
        )]),
    ),
    construct(
        "value-unreadable",
        "a number that is none",
        "",
        Change::Statement(&[("Condition", r#"{"NumericEquals": {"s3:max-keys": "ten"}}"#)]),
    ),
    construct(
        "value-malformed-variable",
        "an empty variable in a value",
        "",
        Change::Statement(&[(
            "Condition",
            r#"{"StringEquals": {"aws:PrincipalTag/team": "${}"}}"#,
        )]),
    ),
    construct(
        "version-2008",
        "the older version",
        "",
        Change::Document(&[("Version", r#""2008-10-17""#)]),
    ),
    construct(
        "no-version",
        "no Version",
        "",
        Change::Document(&[("Version", "")]),
    ),
    construct(
        "version-unknown",
        "a Version that does not exist",
        "invalid-version",
        Change::Document(&[("Version", r#""2012-10-18""#)]),
    ),
    construct(
        "version-number",
        "a Version that is a number",
        "wrong-type",
        Change::Document(&[("Version", "2012")]),
    ),
    construct("id", "an Id", "", Change::Document(&[("Id", r#""an-id""#)])),
    construct(
        "id-number",
        "an Id that is a number",
        "wrong-type",
        Change::Document(&[("Id", "7")]),
    ),
    construct(
        "document-unknown-member",
        "a member that does not exist in the document",
        "unknown-member",
        Change::Document(&[("Comment", r#""x""#)]),
    ),
    construct(
        "no-statement",
        "no Statement",
        "missing-statement",
        Change::Document(&[("Statement", "")]),
    ),
    construct(
        "statement-empty",
        "no statement in the list",
        "",
        Change::Document(&[("Statement", "[]")]),
    ),
    construct(
        "statement-text",
        "a Statement that is text",
        "wrong-type",
        Change::Document(&[("Statement", r#""Allow""#)]),
    ),
    construct(
        "statement-of-number",
        "a statement that is a number",
        "wrong-type",
        Change::Document(&[("Statement", "[12345]")]),
    ),
    construct(
        "one-statement",
        "one statement without a list",
        "",
        Change::OneStatement,
    ),
    construct(
        "effect-twice",
        "a member that occurs twice",
        "duplicate-member",
        Change::Text(r#""Effect":"#, r#""Effect":"Deny","Effect":"#),
    ),
    construct(
        "effect-twice-escaped",
        "a member that occurs twice, once with an escape",
        "duplicate-member",
        Change::Text(r#""Effect":"#, r#""\u0045ffect":"Deny","Effect":"#),
    ),
    construct(
        "trailing-comma",
        "a comma behind the last member",
        "unexpected-character",
        Change::Text("}]", ",}]"),
    ),
    construct(
        "comment",
        "a comment",
        "unexpected-character",
        Change::Text("{", "{/* x */"),
    ),
    construct(
        "single-quotes",
        "single quotation marks",
        "unexpected-character",
        Change::Text(r#""Effect""#, "'Effect'"),
    ),
    construct(
        "not-a-number",
        "NaN as a value",
        "unexpected-character",
        Change::Text(r#""2012-10-17""#, "NaN"),
    ),
    construct(
        "leading-zero",
        "a number with a leading zero",
        "",
        Change::Text(r#""2012-10-17""#, "01"),
    ),
    construct(
        "cut-short",
        "the end is missing",
        "unexpected-end",
        Change::Text(r#""Version":"2012-10-17"}"#, r#""Version":"2012-10-17""#),
    ),
    construct(
        "text-behind",
        "text behind the document",
        "trailing-text",
        Change::Text(r#""Version":"2012-10-17"}"#, r#""Version":"2012-10-17"} x"#),
    ),
    construct(
        "byte-order-mark",
        "a byte order mark",
        "byte-order-mark",
        Change::Text(r#"{"Statement""#, "\u{feff}{\"Statement\""),
    ),
    construct(
        "line-break-in-text",
        "a line break inside a text",
        "control-character",
        Change::Text("2012-10-17", "2012\n10-17"),
    ),
    construct(
        "lone-surrogate",
        "half of a surrogate pair",
        "lone-surrogate",
        Change::Text("2012-10-17", r#"\ud800"#),
    ),
    construct(
        "unknown-escape",
        "an escape that does not exist",
        "invalid-escape",
        Change::Text("2012-10-17", r#"\x41"#),
    ),
    construct(
        "escaped-letters",
        "letters written as escapes",
        "",
        Change::Text(r#""Effect""#, r#""\u0045ffect""#),
    ),
    construct(
        "document-list",
        "a document that is a list",
        "",
        Change::Whole("[]"),
    ),
    construct(
        "document-empty-text",
        "a document that is an empty text",
        "",
        Change::Whole(""),
    ),
];

pub(super) fn table() -> Vec<Draft> {
    let mut drafts = Vec::new();
    for kind in KINDS {
        let ours = kind.statement();
        // Text that is no JSON is that in every kind: two show it.
        let json = matches!(kind.name, "identity" | "bucket");
        for construct in CONSTRUCTS {
            let document = construct.change.of(&ours);
            if document.is_string() && !json {
                continue;
            }
            for lenient in [false, true] {
                let reading = if lenient { "lenient" } else { "strict" };
                let rule = match rules_of_code(construct.code, true) {
                    [] => vec![of_kind(construct.name)],
                    rules => rules.to_vec(),
                };
                drafts.push(Draft {
                    topic: topic(kind.name),
                    name: format!("{}-{}-{reading}", kind.name, construct.name),
                    why: format!(
                        "{} in a policy of kind {} ({reading})",
                        construct.why, kind.name
                    ),
                    rules: rule,
                    row: None,
                    scenario: kind.scene(document.clone(), lenient).build(),
                    known: match construct.code {
                        "" => Known::Nothing,
                        code => Known::Error(code),
                    },
                });
            }
        }
    }
    drafts
}

fn topic(kind: &str) -> &'static str {
    match kind {
        "identity" | "boundary" | "session" => "tables/documents-of-identities",
        "bucket" | "trust" | "key" => "tables/documents-of-resources",
        _ => "tables/documents-of-organizations",
    }
}

/// The rule of a construct that only some kinds or readings refuse.
fn of_kind(construct: &str) -> &'static str {
    match construct {
        _ if construct.contains("not-principal") => "PL 2.1/not-principal",
        "principal-string" => "PL 1.6/principal-string",
        "principal-wildcard" => "PL 4.1.1",
        "principal-group" => "PL 4.1.3",
        "principal-service-star" | "principal-federated-star" => "PL 4.1.2",
        _ if construct.contains("principal") => "PL 2.1/principal",
        "action-malformed" => "PL 1.6/malformed-action",
        "not-action-empty" | "not-resource-empty" => "PL 1.5/empty-not-list",
        "action-empty" => "PL 1.5/empty-list",
        "condition-empty" | "condition-no-keys" => "PL 1.5/empty-condition",
        _ if construct.contains("action") => "PL 2.1/action",
        "resource-malformed-variable" | "value-malformed-variable" => "PL 1.6/malformed-variable",
        _ if construct.contains("resource") => "PL 2.1/resource",
        "allow" | "deny" => "PL 2.1/effect",
        "sid-signs" => "PL 1.4.3",
        "operator-twice" => "PL 1.6/duplicate-operator",
        "key-twice" => "PL 1.6/duplicate-condition-key",
        "value-unreadable" => "PL 1.6/unreadable-value",
        "one-statement" => "PL 1.2/one-statement",
        "version-2008" | "no-version" => "PL 2.1/version",
        "id" => "PL 2.1/id",
        "statement-empty" => "PL 1.6/empty-statement-list",
        _ => "PL 1.6/not-json",
    }
}
