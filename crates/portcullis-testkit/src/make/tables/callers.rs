//! Kinds of callers, and what follows from them: EV 2, PL 9.

use serde_json::json;

use super::super::draft::{Draft, Known, Row, slug};
use super::super::scene::{AWAY, HOME, OBJECT, Scene, statement, with};

/// A caller of some kind.
#[derive(Clone, Copy, Debug)]
pub(super) struct Who {
    pub(super) name: &'static str,
    pub(super) title: &'static str,
    pub(super) principal: &'static str,
    issuer: &'static str,
    userid: &'static str,
    pub(super) kind: Kind,
}

/// The kinds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Anonymous,
    Service,
    Root,
    User,
    Session,
    ServiceLinked,
    FederatedUser,
    FederatedRoot,
}

const fn who(
    name: &'static str,
    title: &'static str,
    principal: &'static str,
    issuer: &'static str,
    userid: &'static str,
    kind: Kind,
) -> Who {
    Who {
        name,
        title,
        principal,
        issuer,
        userid,
        kind,
    }
}

/// Callers of every kind, of the owner's account mostly.
pub(super) const CALLERS: &[Who] = &[
    who(
        "anonymous",
        "somebody unsigned",
        "*",
        "",
        "",
        Kind::Anonymous,
    ),
    who(
        "service",
        "a service",
        "lambda.amazonaws.com",
        "",
        "",
        Kind::Service,
    ),
    who(
        "root",
        "the root user",
        "arn:aws:iam::111122223333:root",
        "",
        HOME,
        Kind::Root,
    ),
    who(
        "user",
        "a user",
        "arn:aws:iam::111122223333:user/alice",
        "",
        "AIDACKCEVSQ6C2EXAMPLE",
        Kind::User,
    ),
    who(
        "pathed-user",
        "a user with a path",
        "arn:aws:iam::111122223333:user/team/bob",
        "",
        "AIDAIDBOB00EXAMPLE000",
        Kind::User,
    ),
    who(
        "role",
        "some session of a role",
        "arn:aws:iam::111122223333:role/app",
        "",
        "",
        Kind::Session,
    ),
    who(
        "session",
        "a role session",
        "arn:aws:sts::111122223333:assumed-role/app/ci",
        "",
        "AROADBQP57FF2AEXAMPLE:ci",
        Kind::Session,
    ),
    who(
        "pathed-session",
        "a session of a role with a path",
        "arn:aws:sts::111122223333:assumed-role/app/ci",
        "arn:aws:iam::111122223333:role/team/app",
        "AROADBQP57FF2AEXAMPLE:ci",
        Kind::Session,
    ),
    who(
        "linked-session",
        "a session of a service-linked role",
        "arn:aws:sts::111122223333:assumed-role/AWSServiceRoleForECS/x",
        "arn:aws:iam::111122223333:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS",
        "AROALINKED00EXAMPLE00:x",
        Kind::ServiceLinked,
    ),
    who(
        "federated-user",
        "a federated user",
        "arn:aws:sts::111122223333:federated-user/guest",
        "arn:aws:iam::111122223333:user/alice",
        "111122223333:guest",
        Kind::FederatedUser,
    ),
    who(
        "federated-root",
        "a federated user of the root user",
        "arn:aws:sts::111122223333:federated-user/guest",
        "arn:aws:iam::111122223333:root",
        "111122223333:guest",
        Kind::FederatedRoot,
    ),
    who(
        "other-root",
        "the root user of another account",
        "arn:aws:iam::444455556666:root",
        "",
        AWAY,
        Kind::Root,
    ),
    who(
        "other-user",
        "a user of another account",
        "arn:aws:iam::444455556666:user/carol",
        "",
        "AIDACAROL00EXAMPLE000",
        Kind::User,
    ),
    who(
        "other-session",
        "a role session of another account",
        "arn:aws:sts::444455556666:assumed-role/app/ci",
        "",
        "AROAOTHER000EXAMPLE00:ci",
        Kind::Session,
    ),
    who(
        "other-federated-user",
        "a federated user of another account",
        "arn:aws:sts::444455556666:federated-user/guest",
        "",
        "444455556666:guest",
        Kind::FederatedUser,
    ),
];

impl Who {
    /// The account of a caller that has one.
    pub(super) fn account(&self) -> Option<&'static str> {
        match self.kind {
            Kind::Anonymous | Kind::Service => None,
            _ if self.principal.contains(AWAY) => Some(AWAY),
            _ => Some(HOME),
        }
    }

    /// Whether identity policies of the caller count.
    pub(super) const fn has_identity(&self) -> bool {
        matches!(
            self.kind,
            Kind::User | Kind::Session | Kind::ServiceLinked | Kind::FederatedUser
        )
    }

    /// Whether it can have a boundary.
    pub(super) const fn can_have_boundary(&self) -> bool {
        matches!(self.kind, Kind::User | Kind::Session | Kind::FederatedUser)
    }

    /// Whether it can have session policies.
    pub(super) const fn can_have_session(&self) -> bool {
        matches!(
            self.kind,
            Kind::Session | Kind::FederatedUser | Kind::FederatedRoot | Kind::Root
        )
    }

    /// Whether it can do nothing without a session policy, unless it is named.
    pub(super) const fn needs_session(&self) -> bool {
        matches!(self.kind, Kind::FederatedUser | Kind::FederatedRoot)
    }

    /// The caller asks.
    pub(super) fn scene(&self, action: &str, resource: &str, owner: &str) -> Scene {
        let mut scene = Scene::new(self.principal, action, resource, owner);
        if !self.issuer.is_empty() {
            scene = scene.request("sessionIssuer", json!(self.issuer));
        }
        if !self.userid.is_empty() {
            scene = scene.context("aws:userid", json!(self.userid));
        }
        scene
    }

    /// The rule about the kind.
    pub(super) const fn rule(&self) -> &'static str {
        match self.kind {
            Kind::Anonymous => "EV 2/anonymous",
            Kind::Service => "EV 2/service",
            Kind::Root => "EV 2/root",
            Kind::User => "EV 2/user",
            Kind::Session => "EV 2/role-session",
            Kind::ServiceLinked => "EV 2/service-linked-role",
            Kind::FederatedUser => "EV 2/federated-user",
            Kind::FederatedRoot => "EV 2/root-federated",
        }
    }
}

/// What each key has for each caller: a Deny hits where the key has the value, and where it has none.
pub(super) fn table() -> Vec<Draft> {
    let keys = [
        ("aws:PrincipalArn", "PL 9.4/aws:PrincipalArn"),
        ("aws:PrincipalAccount", "PL 9.4/aws:PrincipalAccount"),
        ("aws:PrincipalType", "PL 9.4/aws:PrincipalType"),
        ("aws:userid", "PL 9.2/aws:userid"),
        ("aws:username", "PL 9.2/aws:username"),
        (
            "aws:PrincipalIsAWSService",
            "PL 9.4/aws:PrincipalIsAWSService",
        ),
        (
            "aws:PrincipalServiceName",
            "PL 9.4/aws:PrincipalServiceName",
        ),
        ("aws:PrincipalOrgID", "PL 9.4/aws:PrincipalOrgID"),
        ("aws:SecureTransport", "PL 9.4/aws:SecureTransport"),
        ("aws:ViaAWSService", "PL 9.4/aws:ViaAWSService"),
        ("aws:ResourceAccount", "PL 9.4/aws:ResourceAccount"),
    ];
    let values = |key: &str, who: &Who| -> Vec<String> {
        let role = "arn:aws:iam::111122223333:role/app";
        let mut values: Vec<&str> = match key {
            "aws:PrincipalArn" => vec![who.principal, role],
            "aws:PrincipalAccount" | "aws:ResourceAccount" => vec![HOME, AWAY],
            "aws:PrincipalType" => vec![
                "Account",
                "User",
                "AssumedRole",
                "FederatedUser",
                "Anonymous",
            ],
            "aws:userid" => vec![who.userid],
            "aws:username" => vec!["alice", "bob", "ci", "guest"],
            "aws:PrincipalServiceName" => vec!["lambda.amazonaws.com"],
            "aws:PrincipalOrgID" => vec!["o-a1b2c3d4e5"],
            _ => vec!["true", "false"],
        };
        values.extend((key == "aws:PrincipalArn" && !who.issuer.is_empty()).then_some(who.issuer));
        values.retain(|value| !value.is_empty());
        values.iter().map(|value| (*value).to_owned()).collect()
    };
    let mut drafts = Vec::new();
    for (key, rule) in keys {
        for who in CALLERS {
            let mut draft = |name: String, why: String, condition: serde_json::Value| {
                let allow = with(
                    with(statement("Allow", "s3:*", "*"), "Principal", json!("*")),
                    "Condition",
                    condition,
                );
                let mut scene = who
                    .scene("s3:GetObject", OBJECT, HOME)
                    .rule("resource", allow);
                if who.account() == Some(AWAY) {
                    scene = scene.rule("identity", statement("Allow", "*", "*"));
                }
                let value = name
                    .rsplit_once("-is-")
                    .map_or("absent", |(_, value)| value);
                let row = Row::of(format!("{key} {value}"), key, who.principal);
                drafts.push(Draft {
                    topic: "tables/derived-keys",
                    name,
                    why,
                    rules: vec![rule],
                    row,
                    scenario: scene.build(),
                    known: Known::Decided,
                });
            };
            let stem = format!("{}-of-{}", slug(key), who.name);
            draft(
                format!("{stem}-absent"),
                format!("whether {key} is absent for {}", who.title),
                json!({"Null": {key: "true"}}),
            );
            for value in values(key, who) {
                draft(
                    format!("{stem}-is-{}", slug(&value)),
                    format!("whether {key} is {value} for {}", who.title),
                    json!({"StringEquals": {key: value}}),
                );
            }
        }
    }
    drafts
}
