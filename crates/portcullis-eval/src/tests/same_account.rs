//! EV 4.2: which implicit denies a grant of the resource-based policy escapes in the same account, one test a row.

use super::{
    ALICE, ALLOW, ANONYMOUS, BOB, ELSEWHERE, FEDERATED, OTHER, OWN, Question, ROLE, ROOT, SERVICE,
    SESSION, asks, calls, grants, names,
};
use crate::{Credentials, Layer, LayerResult, Principal, PrincipalKind, Verdict, decide, evaluate};
use std::format;

/// Whether the grant counts although the layer on top has an implicit deny.
#[derive(Clone, Copy)]
enum Cell {
    Granted,
    Limited,
    /// The caller has no such policy.
    None,
}

use Cell::{Granted, Limited, None};

/// Checks one row: under the identity policies, the boundary and the session policy alone.
#[track_caller]
fn row(caller: &Question, entry: &str, cells: [Cell; 3]) {
    let named = caller.clone().resource(&[&grants(entry)]);
    let questions = [
        (Layer::Identity, named.clone()),
        (
            Layer::PermissionsBoundary,
            named.clone().identity(&[ALLOW]).boundary(&[ELSEWHERE]),
        ),
        (
            Layer::Session,
            named.identity(&[ALLOW]).session(&[ELSEWHERE]),
        ),
    ];
    // A federated user has a session policy in any case; beside the other layers it allows.
    let federated = caller.principal.kind() == PrincipalKind::FederatedUser;
    for ((layer, mut question), cell) in questions.into_iter().zip(cells) {
        if federated && layer != Layer::Session {
            question = question.session(&[ALLOW]);
        }
        match cell {
            None => continue,
            Granted => question.is_allowed_by(Layer::Resource),
            Limited => question.lacks(layer),
        }
        assert_eq!(question.decision().result(layer), LayerResult::ImplicitDeny);
    }
}

fn guest() -> Question {
    asks(FEDERATED).issued_by(ALICE)
}

#[test]
fn user_arn_and_that_user() {
    row(&asks(ALICE), ALICE, [Granted, Granted, None]);
    let token = asks(ALICE).credentials(Credentials::SessionToken);
    row(&token, ALICE, [Granted, Granted, None]);
}

#[test]
fn user_arn_and_a_federated_user_of_that_user() {
    row(&guest(), ALICE, [Granted, Limited, Limited]);
    let named = guest().identity(&[ALLOW]).resource(&[&grants(ALICE)]);
    named.lacks(Layer::Session);
    // Whose session it is has to be known.
    asks(FEDERATED)
        .session(&[ALLOW])
        .resource(&[&grants(ALICE)])
        .lacks(Layer::Identity);
}

#[test]
fn role_arn_and_a_session_of_the_role() {
    row(&asks(SESSION), ROLE, [Granted, Limited, Limited]);
    row(&asks(ROLE), ROLE, [Granted, Limited, Limited]);
    let with_path = "arn:aws:iam::111122223333:role/team/app";
    row(&asks(SESSION), with_path, [Granted, Limited, Limited]);
    row(
        &asks(SESSION).issued_by(with_path),
        with_path,
        [Granted, Limited, Limited],
    );
}

#[test]
fn session_arns_and_that_session() {
    row(&asks(SESSION), SESSION, [Granted, Granted, Granted]);
    row(&guest(), FEDERATED, [Granted, Granted, Granted]);
    guest()
        .resource(&[&grants(FEDERATED)])
        .is_allowed_by(Layer::Resource);
}

#[test]
fn everyone_and_any_principal_of_the_account() {
    row(&asks(ALICE), "*", [Granted, Granted, None]);
    row(&asks(SESSION), "*", [Granted, Granted, Granted]);
    row(&asks(ROLE), "*", [Granted, Granted, Granted]);
    row(&guest(), "*", [Granted, Granted, Granted]);
    // But for a federated user to whom no session policy was passed.
    guest()
        .identity(&[ALLOW])
        .resource(&[&grants("*")])
        .lacks(Layer::Session);
    let narrowed = names(
        "Allow",
        r#""Principal": "*", "Condition": {"ArnEquals": {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/app"}}"#,
    );
    let session = asks(SESSION)
        .context("aws:PrincipalArn", ROLE)
        .resource(&[&narrowed]);
    session
        .clone()
        .boundary(&[ELSEWHERE])
        .is_allowed_by(Layer::Resource);
    session.session(&[ELSEWHERE]).is_allowed_by(Layer::Resource);
    asks(SESSION).resource(&[&narrowed]).lacks(Layer::Identity);
}

#[test]
fn the_account_and_its_users_and_roles() {
    for entry in [OWN, ROOT] {
        row(&asks(ALICE), entry, [Limited, Limited, None]);
        row(&asks(SESSION), entry, [Limited, Limited, Limited]);
        row(&asks(ROLE), entry, [Limited, Limited, Limited]);
        row(&guest(), entry, [Limited, Limited, Limited]);
        asks(ALICE)
            .resource(&[&grants(entry)])
            .identity(&[ALLOW])
            .is_allowed_by(Layer::Identity);
    }
}

/// The root user has access of its own; where a policy must allow, the account names it directly.
#[test]
fn the_account_and_its_root_user() {
    asks(ROOT).is_allowed_by(Layer::Identity);
    for entry in [OWN, ROOT] {
        asks(ROOT)
            .resource(&[&grants(entry)])
            .is_allowed_by(Layer::Resource);
        // A session of AssumeRoot is limited by its session policy all the same.
        let assumed = asks(ROOT).resource(&[&grants(entry)]).session(&[ELSEWHERE]);
        assumed.lacks(Layer::Session);
    }
    asks(ROOT)
        .session(&[ELSEWHERE])
        .resource(&[&grants("*")])
        .is_allowed_by(Layer::Resource);
    asks(ROOT).session(&[ALLOW]).is_allowed_by(Layer::Identity);
}

/// PL 4.1.5: no class hides another.
#[test]
fn the_most_direct_entry_does_not_hide_the_wildcard() {
    for entries in [[ROLE, "*"], ["*", ROLE]] {
        let list = format!(
            r#""Principal": {{"AWS": ["{}", "{}"]}}"#,
            entries[0], entries[1]
        );
        let one = asks(SESSION)
            .session(&[ELSEWHERE])
            .resource(&[&names("Allow", &list)]);
        one.is_allowed_by(Layer::Resource);
        let two = [grants(entries[0]), grants(entries[1])];
        let two = asks(SESSION)
            .session(&[ELSEWHERE])
            .resource(&[&two[0], &two[1]]);
        two.is_allowed_by(Layer::Resource);
        assert_eq!(
            two.matched(),
            [(Layer::Resource, 0, 0), (Layer::Resource, 0, 1)]
        );
    }
}

#[test]
fn somebody_else_is_named() {
    for entry in [
        "arn:aws:iam::111122223333:user/Alice",
        "arn:aws:iam::111122223333:user/path/alice",
        "arn:aws:iam::444455556666:user/alice",
        "arn:aws:iam::111122223333:role/alice",
        "444455556666",
    ] {
        asks(ALICE)
            .resource(&[&grants(entry)])
            .lacks(Layer::Identity);
    }
    for entry in [
        "arn:aws:sts::111122223333:assumed-role/app/CI",
        "arn:aws:sts::111122223333:assumed-role/App/ci",
        "arn:aws:sts::111122223333:federated-user/ci",
        "arn:aws:iam::111122223333:role/App",
    ] {
        asks(SESSION)
            .resource(&[&grants(entry)])
            .lacks(Layer::Identity);
    }
    // A role that is asked about as such is no session in particular.
    asks(ROLE)
        .resource(&[&grants(SESSION)])
        .lacks(Layer::Identity);
}

/// The first missing layer is named, in the order of EV 4.1.
#[test]
fn reasons_of_implicit_denials() {
    let session = || asks(SESSION);
    session().lacks(Layer::Identity);
    session()
        .identity(&[ELSEWHERE])
        .boundary(&[])
        .session(&[])
        .lacks(Layer::Identity);
    session()
        .identity(&[ALLOW])
        .boundary(&[])
        .session(&[])
        .lacks(Layer::PermissionsBoundary);
    session()
        .identity(&[ALLOW])
        .boundary(&[ALLOW])
        .session(&[])
        .lacks(Layer::Session);
    session()
        .identity(&[ALLOW])
        .boundary(&[ALLOW])
        .session(&[ALLOW])
        .is_allowed_by(Layer::Identity);
    session()
        .boundary(&[ALLOW])
        .session(&[ALLOW])
        .lacks(Layer::Identity);
    // An empty list of policies is set and allows nothing.
    let mut bounded = session().identity(&[ALLOW]);
    bounded.policies.boundary = Some([].into());
    bounded.lacks(Layer::PermissionsBoundary);
}

#[test]
fn matched_statements_are_those_of_the_verdict() {
    let deny = super::DENY;
    let question = asks(ALICE)
        .identity(&[ELSEWHERE, ALLOW])
        .identity(&[ALLOW])
        .boundary(&[ALLOW])
        .resource(&[&grants(ALICE), &grants("444455556666")]);
    let allows = [
        (Layer::Identity, 0, 1),
        (Layer::Identity, 1, 0),
        (Layer::PermissionsBoundary, 0, 0),
        (Layer::Resource, 0, 0),
    ];
    assert_eq!(question.matched(), allows);
    let denied = question
        .clone()
        .identity(&[ALLOW, deny])
        .scp(&[ALLOW, deny]);
    denied.is_refused_by(Layer::ServiceControl);
    assert_eq!(
        denied.matched(),
        [(Layer::ServiceControl, 0, 1), (Layer::Identity, 2, 1)]
    );
    let missing = asks(ALICE).identity(&[ELSEWHERE]).boundary(&[ALLOW]);
    missing.lacks(Layer::Identity);
    assert_eq!(missing.matched(), [(Layer::PermissionsBoundary, 0, 0)]);
    assert!(question.decision().is_same_account());
}

/// Whatever is denied explicitly stays denied, in whichever layer; the first in the order is named.
#[test]
fn explicit_denies_win() {
    let deny = super::DENY;
    let rcp = names("Deny", r#""Principal": "*""#);
    let granted = || {
        asks(SESSION)
            .identity(&[ALLOW])
            .resource(&[&grants(SESSION)])
    };
    granted().rcp(&[&rcp]).is_refused_by(Layer::ResourceControl);
    granted()
        .scp(&[ALLOW, deny])
        .is_refused_by(Layer::ServiceControl);
    granted()
        .endpoint(&[&rcp])
        .is_refused_by(Layer::VpcEndpoint);
    granted().identity(&[deny]).is_refused_by(Layer::Identity);
    granted()
        .boundary(&[ALLOW, deny])
        .is_refused_by(Layer::PermissionsBoundary);
    granted().session(&[deny]).is_refused_by(Layer::Session);
    granted()
        .resource(&[&grants(SESSION), &rcp])
        .is_refused_by(Layer::Resource);
    // Also over a missing Allow in a layer that comes before.
    granted()
        .scp(&[])
        .session(&[deny])
        .is_refused_by(Layer::Session);
    asks(ROOT).resource(&[&rcp]).is_refused_by(Layer::Resource);
    // One that does not match has no effect.
    let other = r#"{"Effect": "Deny", "Action": "ec2:*", "Resource": "*"}"#;
    granted().identity(&[other]).is_allowed_by(Layer::Resource);
}

/// A federated session of a root user has its access, within its session policy.
#[test]
fn a_federated_session_of_a_root_user() {
    let guest = || asks(FEDERATED).issued_by(ROOT);
    guest().lacks(Layer::Session);
    guest().session(&[ELSEWHERE]).lacks(Layer::Session);
    guest().session(&[ALLOW]).is_allowed_by(Layer::Identity);
    guest()
        .session(&[ELSEWHERE])
        .resource(&[&grants(FEDERATED)])
        .is_allowed_by(Layer::Resource);
    guest()
        .session(&[ELSEWHERE])
        .resource(&[&grants(OWN)])
        .lacks(Layer::Session);
    guest()
        .identity(&[super::DENY])
        .session(&[ALLOW])
        .is_allowed_by(Layer::Identity);
}

/// Nobody but the owner's principals: a policy that is absent is an empty set of classes.
#[test]
fn callers_without_an_identity_side() {
    for (principal, element) in [
        (super::ANONYMOUS, r#""Principal": "*""#),
        (
            super::SERVICE,
            r#""Principal": {"Service": "lambda.amazonaws.com"}"#,
        ),
        (super::SERVICE, r#""Principal": {"AWS": "*"}"#),
    ] {
        asks(principal).lacks(Layer::Resource);
        asks(principal).identity(&[ALLOW]).lacks(Layer::Resource);
        let granted = asks(principal).resource(&[&names("Allow", element)]);
        granted.is_allowed_by(Layer::Resource);
        assert!(!granted.decision().is_same_account());
    }
    for (principal, entry) in [
        (super::ANONYMOUS, OWN),
        (super::SERVICE, OWN),
        (super::SERVICE, ROLE),
    ] {
        asks(principal)
            .resource(&[&grants(entry)])
            .lacks(Layer::Resource);
    }
    let service = names(
        "Allow",
        r#""Principal": {"Service": "lambda.amazonaws.com"}"#,
    );
    asks(super::ANONYMOUS)
        .resource(&[&service])
        .lacks(Layer::Resource);
    asks("s3.amazonaws.com")
        .resource(&[&service])
        .lacks(Layer::Resource);
    asks(ALICE).resource(&[&service]).lacks(Layer::Identity);
    let mut holder = calls(super::ANONYMOUS, "sts:AssumeRoleWithSAML", super::TARGET);
    let provider = "arn:aws:iam::111122223333:saml-provider/corp";
    holder.principal = Principal::identity_provider(provider);
    let trust = |entry: &str| {
        names(
            "Allow",
            &format!(r#""Principal": {{"Federated": "{entry}"}}"#),
        )
    };
    let trusts = |entry: &str| {
        holder
            .clone()
            .resource_as(portcullis_policy::PolicyKind::RoleTrust, &[&trust(entry)])
    };
    trusts(provider).is_allowed_by(Layer::Resource);
    trusts("accounts.google.com").lacks(Layer::Resource);
    assert_eq!(holder.decision().verdict(), Verdict::ImplicitlyDenied);
}

/// Of several statements of a resource-based policy the one is named that grants by itself, the first of them.
#[test]
fn the_statement_that_decides_grants_by_itself() {
    #[track_caller]
    fn named(question: &Question, statement: usize) {
        question.is_allowed_by(Layer::Resource);
        for program in question.programs() {
            let decision = decide(&question.request(), &program);
            let named = decision.statement().map(|one| one.statement);
            assert_eq!(named, Some(statement));
        }
        let decision = evaluate(&question.request(), &question.program());
        let named = decision.decision().statement();
        assert_eq!(named.map(|one| one.statement), Some(statement));
    }
    let (account, user) = (grants(OWN), grants(ALICE));
    let everyone = names("Allow", r#""Principal": "*""#);
    named(&asks(ALICE).resource(&[&account, &user]), 1);
    named(&asks(ALICE).resource(&[&account, &everyone, &user]), 1);
    named(&asks(ALICE).resource(&[&user, &account, &everyone]), 0);
    named(&asks(ROOT).resource(&[&account, &everyone]), 0);
    // Of another account an entry of whatever class grants what the caller's own policy allows.
    let (other, bob) = (grants(OTHER), grants(BOB));
    let theirs = asks(BOB).identity(&[ALLOW]);
    named(&theirs.clone().resource(&[&other, &bob]), 0);
    named(&theirs.resource(&[ELSEWHERE_NAMED, &bob, &other]), 1);
    let service = names(
        "Allow",
        r#""Principal": {"Service": "lambda.amazonaws.com"}"#,
    );
    named(&asks(SERVICE).resource(&[&user, &service, &everyone]), 1);
    named(&asks(ANONYMOUS).resource(&[&user, &everyone]), 1);
}

/// A statement that is about something else.
const ELSEWHERE_NAMED: &str =
    r#"{"Effect": "Allow", "Principal": "*", "Action": "ec2:*", "Resource": "*"}"#;
