//! EV 2 and 3: which layers apply to which caller, and how each combines its policies.

use super::{
    ALICE, ALLOW, ANONYMOUS, DENY, ELSEWHERE, FEDERATED, OTHER, OWN, Question, ROLE, ROOT, SERVICE,
    SESSION, asks, calls, grants, names,
};
use crate::{AttachedPolicy, EndpointKind, Layer, LayerResult, ResourceControl};
use std::format;

const SERVICE_LINKED: &str =
    "arn:aws:iam::111122223333:role/aws-service-role/elasticache.amazonaws.com/AWSServiceRole";
const SERVICE_LINKED_SESSION: &str = "arn:aws:sts::111122223333:assumed-role/AWSServiceRole/x";

fn everyone(effect: &str) -> std::string::String {
    names(effect, r#""Principal": "*""#)
}

#[track_caller]
fn results(question: &Question, layer: Layer) -> LayerResult {
    question.decision().result(layer)
}

/// EV 2: `true` where the layer applies to the kind of caller.
#[test]
fn which_layers_apply_to_which_caller() {
    let callers = [
        (asks(ROOT), true, true, true),
        (asks(ALICE), true, true, true),
        (asks(ROLE), true, true, true),
        (asks(SESSION), true, true, true),
        (asks(FEDERATED).issued_by(ALICE), true, true, true),
        (asks(SERVICE_LINKED), false, false, true),
        (
            asks(SERVICE_LINKED_SESSION).issued_by(SERVICE_LINKED),
            false,
            false,
            true,
        ),
        // A session ARN has lost the path that tells it.
        (asks(SERVICE_LINKED_SESSION), true, true, true),
        (asks(SERVICE), false, true, false),
        (asks(ANONYMOUS), false, true, true),
    ];
    for (caller, scp, rcp, endpoint) in callers {
        let question = caller
            .scp(&[ALLOW])
            .rcp(&[])
            .endpoint(&[&everyone("Allow")]);
        let applies = |layer| results(&question, layer) != LayerResult::NotApplicable;
        let found = [
            Layer::ServiceControl,
            Layer::ResourceControl,
            Layer::VpcEndpoint,
        ]
        .map(applies);
        assert_eq!(found, [scp, rcp, endpoint], "{}", question.principal);
    }
}

#[test]
fn what_the_identity_layer_says_without_policies() {
    for (caller, expected) in [
        (ROOT, LayerResult::Allow),
        (ALICE, LayerResult::ImplicitDeny),
        (SESSION, LayerResult::ImplicitDeny),
        (FEDERATED, LayerResult::ImplicitDeny),
        (SERVICE, LayerResult::NotApplicable),
        (ANONYMOUS, LayerResult::NotApplicable),
    ] {
        assert_eq!(
            results(&asks(caller), Layer::Identity),
            expected,
            "{caller}"
        );
        let denied = asks(caller).identity(&[DENY]);
        let counts = matches!(caller, ALICE | SESSION | FEDERATED);
        let found = results(&denied, Layer::Identity);
        assert_eq!(found == LayerResult::ExplicitDeny, counts, "{caller}");
    }
    let session = |caller| results(&asks(caller), Layer::Session);
    assert_eq!(session(SESSION), LayerResult::NotApplicable);
    assert_eq!(session(ALICE), LayerResult::NotApplicable);
    assert_eq!(
        session(FEDERATED),
        LayerResult::ImplicitDeny,
        "missing, nothing is allowed"
    );
}

/// EV 3.1: every level has to allow, the policies of one level are unioned, and any Deny denies.
#[test]
fn service_control_levels() {
    let alice = || asks(ALICE).identity(&[ALLOW]);
    alice()
        .scp(&[ALLOW])
        .scp(&[ALLOW])
        .is_allowed_by(Layer::Identity);
    alice()
        .scp(&[ELSEWHERE, ALLOW])
        .scp(&[ALLOW])
        .is_allowed_by(Layer::Identity);
    alice()
        .scp(&[ALLOW])
        .scp(&[ELSEWHERE])
        .lacks(Layer::ServiceControl);
    alice()
        .scp(&[ELSEWHERE])
        .scp(&[ALLOW])
        .lacks(Layer::ServiceControl);
    alice().scp(&[ALLOW]).scp(&[]).lacks(Layer::ServiceControl);
    alice()
        .scp(&[DENY])
        .scp(&[ALLOW])
        .is_refused_by(Layer::ServiceControl);
    alice()
        .scp(&[ALLOW])
        .scp(&[ALLOW, DENY])
        .is_refused_by(Layer::ServiceControl);
    asks(ALICE).scp(&[ALLOW]).lacks(Layer::Identity);
    asks(ROOT).scp(&[DENY]).is_refused_by(Layer::ServiceControl);
    // Neither policy of a level allows alone more than its half; together they cover the level.
    let mut split = alice().scp(&[ELSEWHERE]).scp(&[ALLOW]);
    let second: AttachedPolicy =
        super::policy(portcullis_policy::PolicyKind::ServiceControl, &[ALLOW]);
    let first = &split.policies.service_control[0];
    let both = [first.policies()[0].clone(), second].into();
    split.policies.service_control[0] = crate::Level::new("r-root", both);
    split.is_allowed_by(Layer::Identity);
    let id = split.decision().matched()[0];
    assert_eq!(
        (id.layer, id.level, id.policy),
        (Layer::ServiceControl, 0, 1)
    );
    // A level without any policy denies.
    let mut empty = alice().scp(&[ALLOW]);
    empty
        .policies
        .service_control
        .push(crate::Level::new("ou-1", [].into()));
    empty.lacks(Layer::ServiceControl);
}

/// EV 3.2: `RCPFullAWSAccess` is implied, so that only a Deny matters.
#[test]
fn resource_control_levels() {
    let deny = everyone("Deny");
    let other = r#"{"Effect": "Deny", "Principal": "*", "Action": "sqs:*", "Resource": "*"}"#;
    let alice = || asks(ALICE).identity(&[ALLOW]);
    alice().rcp(&[]).rcp(&[]).is_allowed_by(Layer::Identity);
    alice().rcp(&[other]).is_allowed_by(Layer::Identity);
    alice()
        .rcp(&[])
        .rcp(&[&deny])
        .is_refused_by(Layer::ResourceControl);
    asks(ROOT)
        .rcp(&[&deny])
        .is_refused_by(Layer::ResourceControl);
    asks(ANONYMOUS)
        .resource(&[&everyone("Allow")])
        .rcp(&[&deny])
        .is_refused_by(Layer::ResourceControl);
    asks(SERVICE)
        .resource(&[&everyone("Allow")])
        .rcp(&[&deny])
        .is_refused_by(Layer::ResourceControl);
    let mut empty = alice();
    empty
        .policies
        .resource_control
        .push(crate::Level::new("r-root", [].into()));
    empty.is_allowed_by(Layer::Identity);
    alice()
        .rcp(&[])
        .rcp(&[])
        .matched()
        .iter()
        .for_each(|id| assert_eq!(id.0, Layer::Identity));
    let named = names("Deny", &format!(r#""Principal": {{"AWS": "{OTHER}"}}"#));
    alice().rcp(&[&named]).is_allowed_by(Layer::Identity);
}

/// EV 3.2.3, 3.2.4.
#[test]
fn what_resource_control_policies_do_not_reach() {
    let deny = everyone("Deny");
    let outside = asks(ALICE)
        .identity(&[ALLOW])
        .rcp(&[&deny])
        .with(|builder| builder.resource_control(ResourceControl::NotApplicable));
    outside.is_allowed_by(Layer::Identity);
    let trust = |role: &str| {
        calls(ALICE, "sts:AssumeRole", role)
            .resource_as(portcullis_policy::PolicyKind::RoleTrust, &[&grants(ALICE)])
            .rcp(&[&deny])
    };
    trust(SERVICE_LINKED).is_allowed_by(Layer::Resource);
    trust(super::TARGET).is_refused_by(Layer::ResourceControl);
    let key = |action: &str, resource: &str| {
        calls(ROOT, action, resource)
            .resource_as(portcullis_policy::PolicyKind::KmsKey, &[&grants(OWN)])
            .rcp(&[&deny])
    };
    key("kms:RetireGrant", super::KEY).is_allowed_by(Layer::Resource);
    key("kms:Decrypt", super::KEY).is_refused_by(Layer::ResourceControl);
    key(
        "kms:DescribeKey",
        "arn:aws:kms:eu-west-1:111122223333:alias/aws/s3",
    )
    .is_allowed_by(Layer::Resource);
    key(
        "kms:DescribeKey",
        "arn:aws:kms:eu-west-1:111122223333:alias/own",
    )
    .is_refused_by(Layer::ResourceControl);
}

/// EV 3.5: which principal classes count in an endpoint policy, by kind of endpoint and effect.
#[test]
fn endpoint_policies_by_kind() {
    use EndpointKind::{Gateway, Interface};
    let caller = |principal: &str| match principal {
        ROOT => asks(ROOT),
        FEDERATED => asks(FEDERATED)
            .issued_by(ALICE)
            .identity(&[ALLOW])
            .session(&[ALLOW]),
        other => asks(other).identity(&[ALLOW]),
    };
    let rows = [
        (ALICE, "*", true, true),
        (ALICE, OWN, false, true),
        (ALICE, ALICE, false, true),
        (SESSION, ROLE, false, true),
        (SESSION, SESSION, false, true),
        (FEDERATED, ALICE, false, true),
        (ROOT, OWN, true, true),
        (ROOT, ROOT, true, true),
        (ALICE, OTHER, false, false),
    ];
    for (principal, entry, gateway, interface) in rows {
        for (kind, passes) in [(Gateway, gateway), (Interface, interface)] {
            let question = caller(principal)
                .endpoint(&[&grants(entry)])
                .endpoint_kind(kind);
            if passes {
                question.is_allowed_by(Layer::Identity);
            } else {
                question.lacks(Layer::VpcEndpoint);
            }
            let deny = names("Deny", &format!(r#""Principal": {{"AWS": "{entry}"}}"#));
            let question = caller(principal)
                .endpoint(&[&everyone("Allow"), &deny])
                .endpoint_kind(kind);
            if entry == OTHER {
                question.is_allowed_by(Layer::Identity);
            } else {
                question.is_refused_by(Layer::VpcEndpoint);
            }
        }
    }
    // A filter that never grants, and applies to nobody who did not come through it.
    asks(ALICE)
        .endpoint(&[&everyone("Allow")])
        .lacks(Layer::Identity);
    asks(ANONYMOUS)
        .resource(&[&everyone("Allow")])
        .endpoint(&[])
        .lacks(Layer::VpcEndpoint);
    asks(SERVICE)
        .resource(&[&everyone("Allow")])
        .endpoint(&[])
        .is_allowed_by(Layer::Resource);
    let nobody = r#"{"Effect": "Allow", "Action": "*", "Resource": "*"}"#;
    caller(ALICE).endpoint(&[nobody]).lacks(Layer::VpcEndpoint);
}

/// EV 3.3, 3.4: limits are unioned among themselves and grant nothing.
#[test]
fn boundaries_and_session_policies() {
    asks(ALICE).boundary(&[ALLOW]).lacks(Layer::Identity);
    asks(ALICE)
        .identity(&[ALLOW])
        .boundary(&[ELSEWHERE, ALLOW])
        .is_allowed_by(Layer::Identity);
    let mut several = asks(SESSION).identity(&[ALLOW]).session(&[ELSEWHERE]);
    several.lacks(Layer::Session);
    let more = super::policy(portcullis_policy::PolicyKind::Session, &[ALLOW]);
    several.policies.session.as_mut().unwrap().push(more);
    several.is_allowed_by(Layer::Identity);
    asks(SESSION).session(&[ALLOW]).lacks(Layer::Identity);
    let guest = || asks(FEDERATED).issued_by(ALICE).identity(&[ALLOW]);
    guest().lacks(Layer::Session);
    guest().session(&[ALLOW]).is_allowed_by(Layer::Identity);
    guest()
        .session(&[ALLOW])
        .boundary(&[ELSEWHERE])
        .lacks(Layer::PermissionsBoundary);
}

/// RCP before SCP before endpoint before the rest (EV 1.2).
#[test]
fn guard_rails_are_named_in_their_order() {
    let question = asks(SESSION)
        .resource(&[&grants(SESSION)])
        .scp(&[])
        .endpoint(&[]);
    question.lacks(Layer::ServiceControl);
    asks(SESSION)
        .resource(&[&grants(SESSION)])
        .endpoint(&[])
        .lacks(Layer::VpcEndpoint);
    let denied = question.rcp(&[&everyone("Deny")]);
    denied.is_refused_by(Layer::ResourceControl);
    assert_eq!(
        results(&denied, Layer::ServiceControl),
        LayerResult::ImplicitDeny
    );
}
