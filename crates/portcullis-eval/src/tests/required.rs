//! EV 4.5, 6.2, 7.2, 7.3: role trust, key policies, and the bucket owner's way back in.

use super::{
    ALICE, ALLOW, ANONYMOUS, BOB, DENY, ELSEWHERE, KEY, OTHER, OWN, Question, ROLE, ROOT, SERVICE,
    SESSION, TARGET, calls, grants, names,
};
use crate::{
    Layer, LayerResult, Required, Resource, required_resource_policy, resource_policy_kind,
};
use portcullis_policy::PolicyKind;

fn trusting(caller: &str, action: &str, trust: &str) -> Question {
    calls(caller, action, TARGET).resource_as(PolicyKind::RoleTrust, &[trust])
}

fn key_of(caller: &str, action: &str, statement: &str) -> Question {
    calls(caller, action, KEY).resource_as(PolicyKind::KmsKey, &[statement])
}

/// EV 6.2: rows by whom the trust policy names, columns by account and identity Allow.
#[test]
fn the_assume_role_table() {
    for action in [
        "sts:AssumeRole",
        "sts:TagSession",
        "sts:SetContext",
        "sts:setsourceidentity",
    ] {
        let own = |trust: &str| trusting(ALICE, action, trust);
        own(&grants(ALICE)).is_allowed_by(Layer::Resource);
        own(&grants(ALICE))
            .identity(&[ALLOW])
            .is_allowed_by(Layer::Resource);
        own(&grants(OWN)).lacks(Layer::Identity);
        own(&grants(OWN))
            .identity(&[ALLOW])
            .is_allowed_by(Layer::Identity);
        own(&grants(BOB)).lacks(Layer::Identity);
        own(&grants(BOB)).identity(&[ALLOW]).lacks(Layer::Resource);
        own(&grants("*")).is_allowed_by(Layer::Resource);
        let other = |trust: &str| trusting(BOB, action, trust);
        for trust in [grants(BOB), grants(OTHER), grants("*")] {
            other(&trust).lacks(Layer::Identity);
            other(&trust)
                .identity(&[ALLOW])
                .is_allowed_by(Layer::Resource);
        }
        other(&grants(ALICE))
            .identity(&[ALLOW])
            .lacks(Layer::Resource);
        own(&names("Deny", r#""Principal": "*""#))
            .identity(&[ALLOW])
            .is_refused_by(Layer::Resource);
        own(&grants(ALICE))
            .identity(&[DENY])
            .is_refused_by(Layer::Identity);
    }
    let trust = grants(ALICE).replace(
        r#""Resource": "*""#,
        r#""Condition": {"StringEquals": {"sts:ExternalId": "x"}}"#,
    );
    trusting(ALICE, "sts:AssumeRole", &trust)
        .identity(&[ALLOW])
        .lacks(Layer::Resource);
    trusting(ALICE, "sts:AssumeRole", &trust)
        .context("sts:ExternalId", "x")
        .is_allowed_by(Layer::Resource);
    calls(ALICE, "sts:AssumeRole", TARGET)
        .identity(&[ALLOW])
        .lacks(Layer::Resource);
    let service = names(
        "Allow",
        r#""Principal": {"Service": "lambda.amazonaws.com"}"#,
    );
    trusting(SERVICE, "sts:AssumeRole", &service).is_allowed_by(Layer::Resource);
}

/// EV 6.2: in role chaining the caller's own policies count for the source identity too.
#[test]
fn a_source_identity_in_role_chaining() {
    for trust in [grants(SESSION), grants(ROLE), grants("*")] {
        let chained = |action: &str| trusting(SESSION, action, &trust);
        chained("sts:SetSourceIdentity").lacks(Layer::Identity);
        chained("sts:SetSourceIdentity")
            .identity(&[ALLOW])
            .is_allowed_by(Layer::Resource);
        let limited = chained("sts:SetSourceIdentity").identity(&[ALLOW]);
        limited
            .clone()
            .boundary(&[ELSEWHERE])
            .lacks(Layer::PermissionsBoundary);
        limited.session(&[ELSEWHERE]).lacks(Layer::Session);
        chained("sts:AssumeRole").is_allowed_by(Layer::Resource);
        chained("sts:TagSession").is_allowed_by(Layer::Resource);
    }
    trusting(ALICE, "sts:SetSourceIdentity", &grants(ALICE)).is_allowed_by(Layer::Resource);
}

/// For every other action the trust policy is not consulted.
#[test]
fn the_trust_policy_is_for_assuming_alone() {
    for action in ["iam:GetRole", "iam:PassRole", "iam:DeleteRole"] {
        let deny = names("Deny", r#""Principal": "*""#);
        let question = trusting(ALICE, action, &deny).identity(&[ALLOW]);
        question.is_allowed_by(Layer::Identity);
        assert_eq!(
            question.decision().result(Layer::Resource),
            LayerResult::NotApplicable
        );
        trusting(ALICE, action, &grants(ALICE)).lacks(Layer::Identity);
    }
}

/// EV 7.2: nobody has access to a key without its policy, not even the root user.
#[test]
fn key_policies() {
    let call = |caller: &str, statement: &str| key_of(caller, "kms:Decrypt", statement);
    for caller in [ALICE, SESSION, ROOT] {
        calls(caller, "kms:Decrypt", KEY)
            .identity(&[ALLOW])
            .lacks(Layer::Resource);
        call(caller, &grants(BOB))
            .identity(&[ALLOW])
            .lacks(Layer::Resource);
        call(caller, &grants("*")).is_allowed_by(Layer::Resource);
    }
    call(ROOT, &grants(OWN)).is_allowed_by(Layer::Resource);
    call(ALICE, &grants(OWN)).lacks(Layer::Identity);
    call(ALICE, &grants(OWN))
        .identity(&[ALLOW])
        .is_allowed_by(Layer::Identity);
    call(ALICE, &grants(ALICE)).is_allowed_by(Layer::Resource);
    call(ALICE, &grants(ALICE))
        .identity(&[DENY])
        .is_refused_by(Layer::Identity);
    call(ALICE, &grants(OWN))
        .identity(&[ALLOW])
        .boundary(&[ELSEWHERE])
        .lacks(Layer::PermissionsBoundary);
    // The account enables identity policies for the actions that the statement names.
    let narrow = grants(OWN).replace(r#""Action": "*""#, r#""Action": "kms:Encrypt""#);
    call(ALICE, &narrow)
        .identity(&[ALLOW])
        .lacks(Layer::Resource);
    key_of(ALICE, "kms:Encrypt", &narrow)
        .identity(&[ALLOW])
        .is_allowed_by(Layer::Identity);
    for entry in [BOB, OTHER] {
        call(BOB, &grants(entry)).lacks(Layer::Identity);
        call(BOB, &grants(entry))
            .identity(&[ALLOW])
            .is_allowed_by(Layer::Resource);
    }
}

/// PL 2.1 note 4: stored statements without action or resource have no effect, as Allow and as Deny.
#[test]
fn inert_statements_of_a_key_policy() {
    for effect in ["Allow", "Deny"] {
        let whole = names(effect, r#""Principal": "*""#);
        for missing in [r#", "Action": "*""#, r#", "Resource": "*""#] {
            let inert = whole.replace(missing, "");
            let question = key_of(ALICE, "kms:Decrypt", &inert).identity(&[ALLOW]);
            question.lacks(Layer::Resource);
            assert_eq!(
                question.decision().result(Layer::Resource),
                LayerResult::ImplicitDeny
            );
        }
    }
    // Anywhere else a statement without resource covers the resource that it is attached to.
    let bucket = names("Allow", r#""Principal": "*""#).replace(r#", "Resource": "*""#, "");
    super::asks(ANONYMOUS)
        .resource(&[&bucket])
        .is_allowed_by(Layer::Resource);
    trusting(ALICE, "sts:AssumeRole", &bucket).is_allowed_by(Layer::Resource);
}

/// Only keys; aliases and account-level actions follow the general rules.
#[test]
fn what_needs_no_key_policy() {
    calls(ALICE, "kms:ListKeys", "*")
        .identity(&[ALLOW])
        .is_allowed_by(Layer::Identity);
    calls(ROOT, "kms:CreateKey", "*").is_allowed_by(Layer::Identity);
    let alias = "arn:aws:kms:eu-west-1:111122223333:alias/own";
    calls(ALICE, "kms:CreateAlias", alias)
        .identity(&[ALLOW])
        .is_allowed_by(Layer::Identity);
}

#[test]
fn which_policy_a_resource_has_and_needs() {
    let rows = [
        (
            "sts:AssumeRole",
            TARGET,
            Some(Required::TrustPolicy),
            PolicyKind::RoleTrust,
        ),
        (
            "sts:AssumeRoleWithSAML",
            TARGET,
            Some(Required::TrustPolicy),
            PolicyKind::RoleTrust,
        ),
        (
            "STS:assumerole",
            TARGET,
            Some(Required::TrustPolicy),
            PolicyKind::RoleTrust,
        ),
        (
            "sts:TagSession",
            TARGET,
            Some(Required::TrustPolicy),
            PolicyKind::RoleTrust,
        ),
        ("iam:GetRole", TARGET, None, PolicyKind::RoleTrust),
        ("sts:AssumeRoot", ROOT, None, PolicyKind::Resource),
        (
            "kms:Decrypt",
            KEY,
            Some(Required::KeyPolicy),
            PolicyKind::KmsKey,
        ),
        (
            "kms:CreateAlias",
            "arn:aws:kms:r:111122223333:alias/a",
            None,
            PolicyKind::KmsKey,
        ),
        ("kms:ListKeys", "*", None, PolicyKind::KmsKey),
        ("s3:GetObject", super::OBJECT, None, PolicyKind::Resource),
        // The service field compares ignoring case, as it does in the policies themselves (PL 6.1.6).
        (
            "sts:AssumeRole",
            "arn:aws:IAM::111122223333:role/target",
            Some(Required::TrustPolicy),
            PolicyKind::RoleTrust,
        ),
        (
            "kms:Decrypt",
            "arn:aws:KMS:r:111122223333:key/1",
            Some(Required::KeyPolicy),
            PolicyKind::KmsKey,
        ),
    ];
    for (action, resource, required, kind) in rows {
        let action = action.parse().unwrap();
        let resource = match resource {
            "*" => Resource::Everything,
            arn => Resource::Arn(arn.parse().unwrap()),
        };
        let name = resource.as_str();
        assert_eq!(
            required_resource_policy(&action, &resource),
            required,
            "{action} {name}"
        );
        assert_eq!(
            resource_policy_kind(&action, &resource),
            kind,
            "{action} {name}"
        );
    }
    for spelled in [
        "arn:aws:KMS:eu-west-1:111122223333:key/1",
        "arn:aws:Kms:eu-west-1:111122223333:key/1",
    ] {
        calls(ALICE, "kms:Decrypt", spelled)
            .identity(&[ALLOW])
            .lacks(Layer::Resource);
    }
    let spelled = TARGET.replace(":iam:", ":IAM:");
    calls(ALICE, "sts:AssumeRole", &spelled)
        .identity(&[ALLOW])
        .lacks(Layer::Resource);
}

/// EV 7.3: the root user of the bucket's account gets at the bucket policy whatever it denies.
#[test]
fn lock_out_recovery() {
    let deny = names("Deny", r#""Principal": "*""#);
    let bucket = "arn:aws:s3:::bucket";
    for action in [
        "s3:GetBucketPolicy",
        "s3:PutBucketPolicy",
        "s3:deleteBucketPolicy",
    ] {
        let locked = |caller: &str| calls(caller, action, bucket).resource(&[&deny, &grants(OWN)]);
        locked(ROOT).is_allowed_by(Layer::Identity);
        locked(ALICE)
            .identity(&[ALLOW])
            .is_refused_by(Layer::Resource);
        locked(ROOT)
            .scp(&[DENY])
            .is_refused_by(Layer::ServiceControl);
        locked(ROOT)
            .rcp(&[&deny])
            .is_refused_by(Layer::ResourceControl);
        locked(ROOT).endpoint(&[]).lacks(Layer::VpcEndpoint);
        // Sessions of AssumeRoot too, within their session policy.
        locked(ROOT)
            .session(&[ALLOW])
            .is_allowed_by(Layer::Identity);
        locked(ROOT).session(&[ELSEWHERE]).lacks(Layer::Session);
        // Without a Deny it counts like any other.
        let open = calls(ROOT, action, bucket).resource(&[&grants(OWN)]);
        open.is_allowed_by(Layer::Resource);
        // The policy is passed over as a whole: nothing of it decided.
        let decision = locked(ROOT).decision();
        assert_eq!(decision.result(Layer::Resource), LayerResult::NotApplicable);
        assert!(decision.matched().is_empty());
    }
    calls(ROOT, "s3:GetObject", super::OBJECT)
        .resource(&[&deny])
        .is_refused_by(Layer::Resource);
    calls(ROOT, "s3:GetBucketPolicyStatus", bucket)
        .resource(&[&deny])
        .is_refused_by(Layer::Resource);
    let other = calls(ROOT, "s3:GetBucketPolicy", bucket)
        .owned_by(OTHER)
        .resource(&[&deny]);
    other.lacks(Layer::ServiceRule);
}
