//! EV 4.6: calls that bypass the policies, and calls that are refused whatever they say; one test a row.

use super::{
    ALICE, ALLOW, ANONYMOUS, BOB, DENY, FEDERATED, KEY, OBJECT, OTHER, Question, ROLE, ROOT,
    SERVICE, SESSION, TARGET, calls, names,
};
use crate::{Credentials, Layer, LayerResult, Principal};
use portcullis_policy::PolicyKind;
use std::format;

const RULE: Layer = Layer::ServiceRule;

/// The call with everything allowed that can be, so that only a rule refuses it.
fn allowed(principal: &str, action: &str, resource: &str) -> Question {
    let everyone = names("Allow", r#""Principal": "*""#);
    let kind = match (action.split(':').next(), resource) {
        (_, TARGET) => PolicyKind::RoleTrust,
        (Some("kms"), _) => PolicyKind::KmsKey,
        _ => PolicyKind::Resource,
    };
    let question = calls(principal, action, resource)
        .identity(&[ALLOW])
        .resource_as(kind, &[&everyone]);
    match principal {
        FEDERATED => question.issued_by(ALICE).session(&[ALLOW]),
        _ => question,
    }
}

#[track_caller]
fn is_refused(question: &Question) {
    question.lacks(RULE);
    assert!(question.matched().is_empty());
    assert_eq!(question.decision().result(RULE), LayerResult::ImplicitDeny);
    assert!(question.trace().service_rule.is_some() && question.missing().is_empty());
}

#[track_caller]
fn is_left_to_policies(question: &Question) {
    assert_eq!(question.decision().result(RULE), LayerResult::NotApplicable);
    assert!(
        question.decision().verdict().is_allowed(),
        "{:?}",
        question.decision()
    );
    assert!(question.trace().service_rule.is_none());
}

#[test]
fn get_caller_identity_needs_no_permission() {
    for caller in [ROOT, ALICE, ROLE, SESSION, SERVICE] {
        let question = calls(caller, "sts:GetCallerIdentity", "*");
        question.is_allowed_by(RULE);
        question.identity(&[DENY]).scp(&[DENY]).is_allowed_by(RULE);
    }
    let guest = calls(FEDERATED, "sts:getcalleridentity", "*");
    guest.is_allowed_by(RULE);
    for credentials in [Credentials::SessionToken, Credentials::FederationToken] {
        calls(ALICE, "sts:GetCallerIdentity", "*")
            .credentials(credentials)
            .is_allowed_by(RULE);
    }
    is_refused(&calls(ANONYMOUS, "sts:GetCallerIdentity", "*"));
}

#[test]
fn get_session_token_is_for_long_term_credentials() {
    let call = |caller| calls(caller, "sts:GetSessionToken", "*");
    for caller in [ROOT, ALICE] {
        call(caller).is_allowed_by(RULE);
        call(caller)
            .credentials(Credentials::LongTerm)
            .identity(&[DENY])
            .is_allowed_by(RULE);
        is_refused(
            &call(caller)
                .credentials(Credentials::SessionToken)
                .identity(&[ALLOW]),
        );
        call(caller)
            .credentials(Credentials::Console)
            .identity(&[ALLOW])
            .is_allowed_by(Layer::Identity);
    }
    // A root ARN with a session policy is a session of AssumeRoot.
    call(ROOT)
        .session(&[super::ELSEWHERE])
        .lacks(Layer::Session);
    for caller in [ROLE, SESSION, FEDERATED] {
        is_refused(&call(caller).identity(&[ALLOW]));
        is_refused(&calls(caller, "sts:GetFederationToken", "*").identity(&[ALLOW]));
    }
    let token = calls(ALICE, "sts:GetFederationToken", "*");
    token.lacks(Layer::Identity);
    token.identity(&[ALLOW]).is_allowed_by(Layer::Identity);
}

/// A federated user has these credentials, unless the request says that they came from the console.
#[test]
fn credentials_of_get_federation_token() {
    for (action, resource) in [
        ("iam:GetUser", ALICE),
        ("iam:ListUsers", "*"),
        ("sts:AssumeRole", TARGET),
        ("sts:GetFederationToken", "*"),
        ("sts:DecodeAuthorizationMessage", "*"),
    ] {
        let call = || allowed(FEDERATED, action, resource);
        is_refused(&call());
        is_refused(&call().credentials(Credentials::FederationToken));
        is_left_to_policies(&call().credentials(Credentials::Console));
        // What cannot be true of a federated user's credentials does not free them.
        is_refused(&call().credentials(Credentials::LongTerm));
        is_refused(&call().credentials(Credentials::SessionToken));
    }
    is_left_to_policies(&allowed(FEDERATED, "s3:GetObject", OBJECT));
    is_refused(&allowed(ALICE, "iam:GetUser", ALICE).credentials(Credentials::FederationToken));
}

#[test]
fn credentials_of_get_session_token() {
    let call =
        |action, resource| allowed(ALICE, action, resource).credentials(Credentials::SessionToken);
    is_refused(&call("iam:GetUser", ALICE));
    is_refused(&call("iam:GetUser", ALICE).context("aws:MultiFactorAuthPresent", "false"));
    is_left_to_policies(&call("iam:GetUser", ALICE).context("aws:MultiFactorAuthPresent", "True"));
    is_refused(&call("sts:GetFederationToken", "*"));
    is_left_to_policies(&call("sts:AssumeRole", TARGET));
    // Checks of the same call, but not where no role is assumed.
    for action in ["sts:TagSession", "sts:SetSourceIdentity", "sts:SetContext"] {
        is_left_to_policies(&call(action, TARGET));
        is_refused(&call(action, ALICE));
    }
    is_left_to_policies(&call("s3:GetObject", OBJECT));
    // Never guessed from the context.
    let guessed =
        allowed(ALICE, "iam:GetUser", ALICE).context("aws:MultiFactorAuthPresent", "false");
    is_left_to_policies(&guessed);
}

#[test]
fn a_root_user_cannot_assume_roles() {
    is_refused(&allowed(ROOT, "sts:AssumeRole", TARGET));
    is_refused(&allowed(ROOT, "sts:AssumeRole", TARGET).session(&[ALLOW]));
    is_left_to_policies(&allowed(ROOT, "sts:TagSession", TARGET));
    is_left_to_policies(&allowed(ALICE, "sts:AssumeRole", TARGET));
}

#[test]
fn assume_root_is_for_administrators_of_the_organization() {
    let member = "arn:aws:iam::444455556666:root";
    let call = |caller| {
        calls(caller, "sts:AssumeRoot", member)
            .owned_by(OTHER)
            .identity(&[ALLOW])
    };
    for caller in [ALICE, SESSION, ROOT] {
        is_refused(&call(caller));
        call(caller).administers().is_allowed_by(Layer::Identity);
    }
    calls(ALICE, "sts:AssumeRoot", member)
        .owned_by(OTHER)
        .administers()
        .lacks(Layer::Identity);
    call(ALICE)
        .administers()
        .identity(&[DENY])
        .is_refused_by(Layer::Identity);
}

#[test]
fn unsigned_calls_turn_a_token_into_a_session() {
    for action in ["sts:AssumeRoleWithSAML", "sts:assumerolewithwebidentity"] {
        is_left_to_policies(&allowed(ANONYMOUS, action, TARGET));
        let mut holder = allowed(ANONYMOUS, action, TARGET);
        holder.principal = Principal::identity_provider("accounts.google.com");
        is_left_to_policies(&holder);
        holder.scp(&[DENY]).is_allowed_by(Layer::Resource);
    }
}

#[test]
fn services_that_take_signed_requests_only() {
    for (action, resource) in [
        ("sts:AssumeRole", TARGET),
        ("sts:GetSessionToken", "*"),
        ("iam:ListUsers", "*"),
        ("iam:GetRole", TARGET),
        ("kms:Decrypt", KEY),
        ("kms:ListKeys", "*"),
        ("KMS:Encrypt", KEY),
    ] {
        is_refused(&allowed(ANONYMOUS, action, resource));
    }
    for (action, resource) in [
        ("s3:GetObject", OBJECT),
        ("sqs:SendMessage", "arn:aws:sqs:eu-west-1:111122223333:jobs"),
        ("sns:Publish", "arn:aws:sns:eu-west-1:111122223333:news"),
    ] {
        is_left_to_policies(&allowed(ANONYMOUS, action, resource));
    }
}

/// Also a partition that AWS does not have is another than the caller's.
#[test]
fn partitions_do_not_meet() {
    for (caller, resource, refused) in [
        (ALICE, "arn:aws-cn:s3:::bucket/key", true),
        ("arn:aws-cn:iam::111122223333:user/alice", OBJECT, true),
        (ROOT, "arn:aws-us-gov:s3:::bucket", true),
        (ALICE, "arn:aws_cn:s3:::bucket", true),
        (ALICE, "arn:nowhere:s3:::bucket", true),
        (ALICE, "arn:AWS:s3:::bucket", false),
        (
            "arn:aws-cn:iam::111122223333:user/alice",
            "arn:aws-cn:s3:::bucket",
            false,
        ),
        (ANONYMOUS, "arn:aws-cn:s3:::bucket", false),
        (SERVICE, "arn:aws-cn:s3:::bucket", false),
    ] {
        let question = allowed(caller, "s3:GetObject", resource);
        if refused {
            is_refused(&question);
        } else {
            is_left_to_policies(&question);
        }
    }
    let asked = allowed(ALICE, "s3:ListAllMyBuckets", "*")
        .with(|builder| builder.resource_asked("arn:aws-cn:s3:::bucket".parse().unwrap()));
    is_refused(&asked);
}

/// What of a service works on a resource of another account, and what does not.
#[track_caller]
fn across_accounts(resource: &str, refused: &[&str], left: &[&str]) {
    for (actions, is_rule) in [(refused, true), (left, false)] {
        for action in actions {
            for caller in [BOB, "arn:aws:sts::444455556666:assumed-role/ops/bob"] {
                let question = allowed(caller, action, resource);
                if is_rule {
                    is_refused(&question);
                } else {
                    is_left_to_policies(&question);
                }
            }
            // Neither the owner's own principals nor services are of another account.
            is_left_to_policies(&allowed(ALICE, action, resource));
            is_left_to_policies(&allowed(SERVICE, action, resource));
        }
    }
}

#[test]
fn keys_of_another_account() {
    let left = [
        "Encrypt",
        "Decrypt",
        "ReEncryptFrom",
        "ReEncryptTo",
        "GenerateDataKey",
        "GenerateDataKeyWithoutPlaintext",
        "GenerateDataKeyPair",
        "GenerateDataKeyPairWithoutPlaintext",
        "GenerateMac",
        "VerifyMac",
        "Sign",
        "Verify",
        "DeriveSharedSecret",
        "CreateGrant",
        "DescribeKey",
        "GetKeyRotationStatus",
        "GetPublicKey",
        "ListGrants",
        "RetireGrant",
        "RevokeGrant",
        "decrypt",
    ];
    let left = left.map(|name| format!("kms:{name}"));
    let left: std::vec::Vec<&str> = left.iter().map(|name| name.as_str()).collect();
    let refused = [
        "kms:DisableKey",
        "kms:PutKeyPolicy",
        "kms:ScheduleKeyDeletion",
        "kms:GetKeyPolicy",
        "kms:CreateAlias",
    ];
    across_accounts(KEY, &refused, &left);
    let alias = "arn:aws:kms:eu-west-1:111122223333:alias/own";
    across_accounts(
        alias,
        &["kms:UpdateAlias", "kms:DeleteAlias"],
        &["kms:DescribeKey"],
    );
}

#[test]
fn bucket_policies_of_another_account() {
    let calls = [
        "s3:GetBucketPolicy",
        "s3:PutBucketPolicy",
        "s3:deletebucketpolicy",
    ];
    across_accounts(
        "arn:aws:s3:::bucket",
        &calls,
        &["s3:ListBucket", "s3:GetBucketPolicyStatus"],
    );
    is_refused(&allowed(
        ANONYMOUS,
        "s3:PutBucketPolicy",
        "arn:aws:s3:::bucket",
    ));
}

#[test]
fn queues_of_another_account() {
    let refused = [
        "AddPermission",
        "CreateQueue",
        "DeleteQueue",
        "ListQueues",
        "ListQueueTags",
        "RemovePermission",
        "SetQueueAttributes",
        "TagQueue",
        "UntagQueue",
        "CancelMessageMoveTask",
        "ListMessageMoveTasks",
        "StartMessageMoveTask",
    ];
    let refused = refused.map(|name| format!("sqs:{name}"));
    let refused: std::vec::Vec<&str> = refused.iter().map(|name| name.as_str()).collect();
    let queue = "arn:aws:sqs:eu-west-1:111122223333:jobs";
    across_accounts(
        queue,
        &refused,
        &[
            "sqs:SendMessage",
            "sqs:ReceiveMessage",
            "sqs:GetQueueAttributes",
        ],
    );
}

#[test]
fn functions_of_another_account() {
    let left = [
        "InvokeFunction",
        "InvokeFunctionUrl",
        "InvokeAsync",
        "GetFunction",
        "GetFunctionConfiguration",
        "UpdateFunctionCode",
        "DeleteFunction",
        "PublishVersion",
        "ListVersionsByFunction",
        "CreateAlias",
        "GetAlias",
        "ListAliases",
        "UpdateAlias",
        "DeleteAlias",
        "GetPolicy",
        "PutFunctionConcurrency",
        "DeleteFunctionConcurrency",
        "ListTags",
        "TagResource",
        "UntagResource",
    ];
    let left = left.map(|name| format!("lambda:{name}"));
    let left: std::vec::Vec<&str> = left.iter().map(|name| name.as_str()).collect();
    let function = "arn:aws:lambda:eu-west-1:111122223333:function:f:live";
    across_accounts(
        function,
        &[
            "lambda:AddPermission",
            "lambda:UpdateFunctionConfiguration",
            "lambda:GetLayerVersion",
        ],
        &left,
    );
    let layer = "arn:aws:lambda:eu-west-1:111122223333:layer:l:1";
    across_accounts(layer, &[], &["lambda:GetLayerVersion"]);
}
