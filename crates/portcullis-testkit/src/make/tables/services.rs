//! What services decide besides their policies: EV 4.6, EV 7.

use serde_json::json;

use super::super::draft::{Draft, Known, slug};
use super::super::scene::{AWAY, HOME, Scene, statement, with};
use super::callers::{CALLERS, Kind, Who};

/// A service's actions on one kind of resource, in two accounts.
struct Service {
    prefix: &'static str,
    name: &'static str,
    here: &'static str,
    rule: &'static str,
    actions: &'static str,
}

const SERVICES: &[Service] = &[
    Service {
        prefix: "kms",
        name: "key",
        here: "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
        rule: "EV 4.6/kms",
        actions: "CancelKeyDeletion CreateAlias CreateGrant Decrypt DeleteAlias DeleteImportedKeyMaterial DeriveSharedSecret \
            DescribeKey DisableKey DisableKeyRotation EnableKey EnableKeyRotation Encrypt GenerateDataKey GenerateDataKeyPair \
            GenerateDataKeyPairWithoutPlaintext GenerateDataKeyWithoutPlaintext GenerateMac GetKeyPolicy GetKeyRotationStatus \
            GetParametersForImport GetPublicKey ImportKeyMaterial ListGrants ListKeyPolicies ListKeyRotations ListResourceTags \
            PutKeyPolicy ReEncryptFrom ReEncryptTo ReplicateKey RetireGrant RevokeGrant RotateKeyOnDemand ScheduleKeyDeletion Sign \
            TagResource UntagResource UpdateAlias UpdateKeyDescription UpdatePrimaryRegion Verify VerifyMac",
    },
    Service {
        prefix: "sqs",
        name: "queue",
        here: "arn:aws:sqs:us-east-1:111122223333:q",
        rule: "EV 4.6/sqs",
        actions: "AddPermission CancelMessageMoveTask ChangeMessageVisibility CreateQueue DeleteMessage DeleteQueue \
            GetQueueAttributes GetQueueUrl ListDeadLetterSourceQueues ListMessageMoveTasks ListQueueTags PurgeQueue \
            ReceiveMessage RemovePermission SendMessage SetQueueAttributes StartMessageMoveTask TagQueue UntagQueue",
    },
    Service {
        prefix: "lambda",
        name: "function",
        here: "arn:aws:lambda:us-east-1:111122223333:function:f",
        rule: "EV 4.6/lambda",
        actions: "AddPermission CreateAlias CreateFunction CreateFunctionUrlConfig DeleteAlias DeleteFunction \
            DeleteFunctionConcurrency GetAlias GetFunction GetFunctionConcurrency GetFunctionConfiguration GetPolicy InvokeAsync \
            InvokeFunction InvokeFunctionUrl ListAliases ListTags ListVersionsByFunction PublishVersion PutFunctionConcurrency \
            PutFunctionEventInvokeConfig RemovePermission TagResource UntagResource UpdateAlias UpdateFunctionCode \
            UpdateFunctionConfiguration",
    },
    Service {
        prefix: "s3",
        name: "bucket",
        here: "arn:aws:s3:::amzn-s3-demo-bucket",
        rule: "EV 4.6/s3",
        actions: "DeleteBucket DeleteBucketPolicy GetBucketAcl GetBucketLocation GetBucketPolicy GetBucketPolicyStatus \
            GetBucketTagging ListBucket ListBucketVersions PutBucketAcl PutBucketPolicy PutBucketTagging",
    },
];

const ROLE: &str = "arn:aws:iam::111122223333:role/target";

pub(super) fn table() -> Vec<Draft> {
    let mut drafts: Vec<Draft> = SERVICES.iter().flat_map(across).collect();
    drafts.extend(aliases());
    drafts.extend(lock_out());
    drafts.extend(tokens());
    drafts.extend(partitions());
    drafts
}

/// Both sides allow the action; callers of the account, of another, a service and somebody unsigned.
fn across(service: &Service) -> Vec<Draft> {
    let chosen = ["user", "other-user", "service", "anonymous"];
    let mut drafts = Vec::new();
    for action in service.actions.split_whitespace() {
        for who in CALLERS.iter().filter(|who| chosen.contains(&who.name)) {
            let name = format!("{}:{action}", service.prefix);
            let everyone = with(statement("Allow", &name, "*"), "Principal", json!("*"));
            let mut scene = who
                .scene(&name, service.here, HOME)
                .rule("resource", everyone);
            if who.has_identity() {
                scene = scene.rule("identity", statement("Allow", &name, "*"));
            }
            let rule = match who.kind {
                Kind::Service => "EV 4.6/services-exempt",
                Kind::Anonymous if service.prefix == "kms" => "EV 4.6/anonymous",
                Kind::Anonymous => "EV 4.4/anonymous",
                _ if who.name == "user" => "EV 5.2",
                _ => service.rule,
            };
            drafts.push(Draft {
                topic: "tables/service-actions",
                name: format!("{}-{}-asked-by-{}", service.prefix, slug(action), who.name),
                why: format!(
                    "{name} on a {}, allowed to everyone, asked by {}",
                    service.name, who.title
                ),
                rules: vec![rule],
                row: None,
                scenario: scene.build(),
                known: Known::Nothing,
            });
        }
    }
    drafts
}

/// Aliases need no key policy; those of another account take the listed actions only.
fn aliases() -> Vec<Draft> {
    let alias = "arn:aws:kms:us-east-1:111122223333:alias/a";
    let mut drafts = Vec::new();
    for action in [
        "CreateAlias",
        "UpdateAlias",
        "DeleteAlias",
        "DescribeKey",
        "Encrypt",
        "Decrypt",
    ] {
        for who in CALLERS
            .iter()
            .filter(|who| ["user", "other-user", "root", "session"].contains(&who.name))
        {
            for granted in [true, false] {
                let name = format!("kms:{action}");
                let mut scene = who.scene(&name, alias, HOME);
                if granted {
                    scene = scene.rule("identity", statement("Allow", &name, "*"));
                }
                let own = if granted { "-with-own-policy" } else { "" };
                drafts.push(Draft {
                    topic: "tables/service-actions",
                    name: format!("kms-alias-{}-asked-by-{}{own}", slug(action), who.name),
                    why: format!(
                        "{name} on an alias without a policy, asked by {}",
                        who.title
                    ),
                    rules: vec!["EV 7.2.6", "EV 4.5/key"],
                    row: None,
                    scenario: scene.build(),
                    known: Known::Nothing,
                });
            }
        }
    }
    drafts
}

/// The owner's root user gets at a bucket policy that denies everything.
fn lock_out() -> Vec<Draft> {
    let bucket = "arn:aws:s3:::amzn-s3-demo-bucket";
    let mut drafts = Vec::new();
    for action in [
        "GetBucketPolicy",
        "PutBucketPolicy",
        "DeleteBucketPolicy",
        "ListBucket",
    ] {
        for who in CALLERS {
            for guard in ["none", "scp", "rcp", "endpoint"] {
                if guard != "none" && who.kind != Kind::Root {
                    continue;
                }
                let name = format!("s3:{action}");
                let deny = with(statement("Deny", "s3:*", "*"), "Principal", json!("*"));
                let mut scene = who
                    .scene(&name, bucket, HOME)
                    .rule("resource", deny.clone());
                if who.has_identity() {
                    scene = scene.rule("identity", statement("Allow", "s3:*", "*"));
                }
                scene = match guard {
                    "scp" => scene.rule("scp", statement("Deny", "s3:*", "*")),
                    "none" => scene,
                    slot => scene.rule(slot, deny),
                };
                let rule = match guard {
                    "none" => "EV 7.3/lock-out",
                    _ => "EV 7.3/lock-out-guard-rails",
                };
                drafts.push(Draft {
                    topic: "tables/lock-out",
                    name: format!("{}-asked-by-{}-guard-{guard}", slug(action), who.name),
                    why: format!("{name} where the bucket policy denies everything, asked by {}; further Deny: {guard}", who.title),
                    rules: vec![rule],
                    row: None,
                    scenario: scene.build(),
                    known: Known::Nothing,
                });
            }
        }
    }
    drafts
}

/// STS and IAM calls by kind of caller and credentials.
fn tokens() -> Vec<Draft> {
    let guest = "arn:aws:sts::111122223333:federated-user/guest";
    let calls: [(&str, &str); 14] = [
        ("sts:GetCallerIdentity", "*"),
        ("sts:GetSessionToken", "*"),
        ("sts:GetFederationToken", guest),
        ("sts:AssumeRole", ROLE),
        ("sts:AssumeRoleWithSAML", ROLE),
        ("sts:AssumeRoleWithWebIdentity", ROLE),
        ("sts:AssumeRoot", "arn:aws:iam::444455556666:root"),
        ("sts:TagSession", ROLE),
        ("sts:SetSourceIdentity", ROLE),
        ("sts:SetContext", ROLE),
        ("sts:DecodeAuthorizationMessage", "*"),
        ("iam:ListUsers", "*"),
        ("iam:GetUser", "arn:aws:iam::111122223333:user/alice"),
        ("iam:PassRole", ROLE),
    ];
    let mut drafts = Vec::new();
    let alike = [
        "pathed-user",
        "pathed-session",
        "role",
        "other-federated-user",
    ];
    for (action, resource) in calls {
        for who in CALLERS.iter().filter(|who| !alike.contains(&who.name)) {
            for (credentials, name) in credentials(who) {
                let owner = match resource {
                    "*" => who.account().unwrap_or(HOME),
                    _ if action == "sts:AssumeRoot" => AWAY,
                    _ => HOME,
                };
                let mut scene = who.scene(action, resource, owner);
                if resource == ROLE && action.starts_with("sts:") {
                    let trust = with(statement("Allow", action, ""), "Principal", json!("*"));
                    scene = scene.rule("resource", trust);
                }
                if who.has_identity() {
                    scene = scene.rule("identity", statement("Allow", action, "*"));
                }
                scene = with_credentials(scene, credentials, name);
                drafts.push(Draft {
                    topic: "tables/tokens",
                    name: format!("{}-asked-by-{}-{name}", slug(action), who.name),
                    why: format!(
                        "{action}, allowed by every policy, asked by {}, credentials: {name}",
                        who.title
                    ),
                    rules: vec![rule_of(action), "EV 4.6/credentials"],
                    row: None,
                    scenario: scene.build(),
                    known: Known::Nothing,
                });
            }
        }
    }
    drafts
}

fn with_credentials(scene: Scene, credentials: &str, name: &str) -> Scene {
    let scene = match credentials {
        "" => scene,
        kind => scene.request("credentials", json!(kind)),
    };
    match name {
        "token-with-mfa" => scene.context("aws:MultiFactorAuthPresent", json!("true")),
        "administering" => scene.request("organizationAdministrator", json!(true)),
        _ => scene,
    }
}

fn credentials(who: &Who) -> Vec<(&'static str, &'static str)> {
    let mut all = vec![("", "unknown")];
    match who.kind {
        Kind::User => all.extend([
            ("longTerm", "long-term"),
            ("sessionToken", "token"),
            ("sessionToken", "token-with-mfa"),
            ("console", "console"),
            ("", "administering"),
        ]),
        Kind::Root => all.extend([
            ("longTerm", "long-term"),
            ("sessionToken", "token"),
            ("", "administering"),
        ]),
        Kind::FederatedUser | Kind::FederatedRoot => {
            all.extend([
                ("federationToken", "federation-token"),
                ("console", "console"),
            ]);
        }
        Kind::Session => all.extend([("console", "console"), ("", "administering")]),
        _ => {}
    }
    all
}

fn rule_of(action: &str) -> &'static str {
    match action {
        "sts:GetCallerIdentity" => "EV 4.6/get-caller-identity",
        "sts:GetSessionToken" => "EV 4.6/get-session-token",
        "sts:GetFederationToken" => "EV 6.1/get-federation-token",
        "sts:AssumeRole" => "EV 6.1/assume-role",
        "sts:AssumeRoleWithSAML" | "sts:AssumeRoleWithWebIdentity" => "EV 4.6/unsigned",
        "sts:AssumeRoot" => "EV 4.6/assume-root",
        "sts:TagSession" => "EV 6.2/tag-session",
        "sts:SetSourceIdentity" => "EV 6.2/source-identity",
        "sts:SetContext" => "EV 6.2/set-context",
        "iam:PassRole" => "EV 7.5/pass-role",
        _ => "EV 4.6/session-token",
    }
}

/// A call does not cross partitions.
fn partitions() -> Vec<Draft> {
    let resources = [
        (
            "arn:aws:sqs:us-east-1:111122223333:q",
            "sqs:SendMessage",
            "aws",
        ),
        (
            "arn:aws-cn:sqs:cn-north-1:111122223333:q",
            "sqs:SendMessage",
            "aws-cn",
        ),
        (
            "arn:aws-us-gov:sqs:us-gov-west-1:111122223333:q",
            "sqs:SendMessage",
            "aws-us-gov",
        ),
        (
            "arn:AWS:sqs:us-east-1:111122223333:q",
            "sqs:SendMessage",
            "capital-aws",
        ),
        ("arn:aws-cn:s3:::b/k", "s3:GetObject", "aws-cn-s3"),
    ];
    let mut drafts = Vec::new();
    for partition in ["aws", "aws-cn", "aws-us-gov"] {
        for who in [
            "iam::111122223333:user/alice",
            "sts::111122223333:assumed-role/app/ci",
            "iam::111122223333:root",
        ] {
            for (resource, action, name) in resources {
                let everyone = with(statement("Allow", action, "*"), "Principal", json!("*"));
                let scene = Scene::new(&format!("arn:{partition}:{who}"), action, resource, HOME)
                    .rule("resource", everyone)
                    .rule("identity", statement("Allow", action, "*"));
                let kind = who
                    .rsplit(':')
                    .next()
                    .and_then(|last| last.split('/').next())
                    .unwrap_or_default();
                drafts.push(Draft {
                    topic: "tables/partitions",
                    name: format!("{partition}-{}-asks-{name}", slug(kind)),
                    why: format!("a {kind} of {partition} asks for {resource}"),
                    rules: vec!["EV 4.6/partition", "PL 3.1/partition"],
                    row: None,
                    scenario: scene.build(),
                    known: Known::Nothing,
                });
            }
        }
    }
    drafts
}
