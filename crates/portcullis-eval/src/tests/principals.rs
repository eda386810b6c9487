//! Who can ask: the forms of principals and of session issuers, actions and owners.

use super::{ALICE, FEDERATED, OTHER, OWN, ROLE, ROOT, SESSION};
use crate::{
    Action, Owner, Principal, PrincipalErrorKind, PrincipalKind, Request, RequestError, Resource,
    Verdict,
};
use std::borrow::ToOwned;
use std::format;
use std::string::ToString;

#[test]
fn principals_are_read_as_what_they_are() {
    use PrincipalKind as Kind;
    for (text, kind, account) in [
        ("*", Kind::Anonymous, None),
        ("lambda.amazonaws.com", Kind::Service, None),
        ("s3.eu-south-1.amazonaws.com", Kind::Service, None),
        ("cognito-identity.amazonaws.com", Kind::Service, None),
        (ROOT, Kind::Root, Some(OWN)),
        (ALICE, Kind::User, Some(OWN)),
        (
            "arn:aws:iam::444455556666:user/a/b",
            Kind::User,
            Some(OTHER),
        ),
        (ROLE, Kind::Role, Some(OWN)),
        (SESSION, Kind::RoleSession, Some(OWN)),
        (FEDERATED, Kind::FederatedUser, Some(OWN)),
    ] {
        let principal: Principal = text.parse().unwrap();
        assert_eq!(principal.kind(), kind, "{text}");
        let found = principal.account().map(|account| account.to_string());
        assert_eq!(found.as_deref(), account, "{text}");
        assert_eq!(principal.to_string(), text);
        assert_eq!(principal.partition().is_some(), account.is_some(), "{text}");
    }
    let provider = Principal::identity_provider("accounts.google.com");
    assert_eq!(
        (provider.kind(), provider.provider()),
        (Kind::IdentityProvider, Some("accounts.google.com"))
    );
    assert_eq!(
        (provider.account(), provider.to_string()),
        (None, "accounts.google.com".to_owned())
    );
}

/// PL 3.1: who has no ARN may show a partition all the same.
#[test]
fn partitions_of_those_without_an_arn() {
    let of = |principal: Principal| principal.partition().map(|one| one.as_str().to_owned());
    let china = Some("aws-cn".to_owned());
    for provider in ["saml-provider/Corp", "oidc-provider/token.example.com"] {
        let arn = format!("arn:aws-cn:iam::111122223333:{provider}");
        assert_eq!(of(Principal::identity_provider(&arn)), china);
    }
    let cognito = "cognito-identity.cn-north-1.amazonaws.com.cn";
    assert_eq!(of(Principal::identity_provider(cognito)), china);
    let gov_cloud = Some("aws-us-gov".to_owned());
    for cognito in ["cognito-identity-us-gov", "cognito-identity.us-gov-east-1"] {
        let name = format!("{cognito}.amazonaws.com");
        assert_eq!(of(Principal::identity_provider(&name)), gov_cloud);
    }
    assert_eq!(of("ec2.amazonaws.com.cn".parse().unwrap()), china);
    assert_eq!(of("lambda.amazonaws.com".parse().unwrap()), None);
    assert_eq!(
        of(Principal::identity_provider("accounts.google.com")),
        None
    );
    assert_eq!(of(Principal::anonymous()), None);
}

#[test]
fn texts_that_are_no_caller() {
    use PrincipalErrorKind::{Malformed, NotACaller};
    for (text, kind) in [
        ("", Malformed),
        ("alice", Malformed),
        ("**", Malformed),
        ("111122223333", Malformed),
        ("arn:aws:iam::111122223333:user/*", Malformed),
        ("arn:aws:s3:::bucket", Malformed),
        ("arn:aws:sts::111122223333:assumed-role/app", Malformed),
        ("arn:aws:iam::111122223333:group/ops", NotACaller),
        ("arn:aws:iam::111122223333:saml-provider/p", NotACaller),
        ("arn:aws:iam::111122223333:oidc-provider/h/p", NotACaller),
    ] {
        let error = text.parse::<Principal>().unwrap_err();
        assert_eq!(error.kind(), kind, "{text}");
        assert!(error.to_string().starts_with("expected "), "{error}");
    }
    let error = "\u{1}".repeat(200).parse::<Principal>().unwrap_err();
    assert!(error.to_string().len() < 600 && !error.to_string().contains('\u{1}'));
}

#[test]
fn session_issuers() {
    let with = |principal: &str, issuer: &str| {
        let principal: Principal = principal.parse().unwrap();
        principal
            .with_session_issuer(issuer.parse().unwrap())
            .map_err(|error| error.kind())
    };
    let path = "arn:aws:iam::111122223333:role/team/app";
    for (principal, issuer) in [
        (SESSION, ROLE),
        (SESSION, path),
        (ROLE, path),
        (FEDERATED, ALICE),
        (FEDERATED, ROOT),
        (FEDERATED, "arn:aws:iam::111122223333:user/guest"),
    ] {
        assert!(with(principal, issuer).is_ok(), "{principal} from {issuer}");
    }
    for (principal, issuer) in [
        (SESSION, "arn:aws:iam::111122223333:role/App"),
        (SESSION, "arn:aws:iam::444455556666:role/app"),
        (SESSION, "arn:aws-cn:iam::111122223333:role/app"),
        (ROLE, "arn:aws:iam::111122223333:role/App"),
        (ROLE, "arn:aws:iam::444455556666:role/app"),
        (ROLE, "arn:aws-cn:iam::111122223333:role/app"),
        (ROLE, ALICE),
        (SESSION, ALICE),
        (SESSION, SESSION),
        (FEDERATED, ROLE),
        (FEDERATED, "arn:aws:iam::444455556666:user/alice"),
        (FEDERATED, "arn:aws:iam::444455556666:root"),
        (ALICE, ALICE),
        (ROOT, ROOT),
        ("*", ALICE),
        ("lambda.amazonaws.com", ROLE),
    ] {
        let found = with(principal, issuer).unwrap_err();
        assert_eq!(
            found,
            PrincipalErrorKind::IssuerMismatch,
            "{principal} from {issuer}"
        );
    }
    let role = |principal: Principal| principal.role().map(|role| role.to_string());
    assert_eq!(role(SESSION.parse().unwrap()).as_deref(), Some(ROLE));
    assert_eq!(role(with(SESSION, path).unwrap()).as_deref(), Some(path));
    assert_eq!(role(ALICE.parse().unwrap()), None);
}

/// The path tells it; a session ARN has none.
#[test]
fn service_linked_roles() {
    let linked = "arn:aws:iam::111122223333:role/aws-service-role/lambda.amazonaws.com/app";
    let of = |text: &str| text.parse::<Principal>().unwrap();
    assert!(of(linked).is_service_linked_role());
    assert!(!of(SESSION).is_service_linked_role());
    let session = of(SESSION).with_session_issuer(linked.parse().unwrap());
    assert!(session.unwrap().is_service_linked_role());
    let other = "arn:aws:iam::111122223333:role/aws-service-roles/app";
    assert!(!of(other).is_service_linked_role());
}

#[test]
fn actions() {
    for text in [
        "s3:GetObject",
        "S3:x",
        "execute-api:Invoke",
        "a4b:G_1",
        "x.y:z",
    ] {
        let action: Action = text.parse().unwrap();
        assert_eq!(format!("{}:{}", action.service(), action.name()), text);
        assert!(action.is(
            &action.service().to_uppercase(),
            &action.name().to_lowercase()
        ));
    }
    let long = format!("s3:{}", "a".repeat(254));
    for text in [
        "", "s3", "s3:", ":x", "s3:Get*", "s3:Get?", "*:x", "s3:a:b", " s3:x", "s3:é", "s3:${x}",
        &long,
    ] {
        assert!(text.parse::<Action>().is_err(), "{text}");
    }
}

/// EV 8.15: the owner that is given, then the account field of the ARN.
#[test]
fn owners() {
    let builder = || Request::builder("s3:GetObject".parse().unwrap());
    let account = |id: &str| Owner::Account(id.parse().unwrap());
    let object = "arn:aws:s3:::b/k";
    let queue = "arn:aws:sqs:eu-west-1:444455556666:jobs";
    let managed = "arn:aws:iam::aws:policy/X";
    for (resource, given, expected) in [
        (Some(object), Some(OWN), Some(account(OWN))),
        (Some(queue), None, Some(account(OTHER))),
        (Some(queue), Some(OWN), Some(account(OWN))),
        (Some(managed), None, Some(Owner::Aws)),
        (Some(managed), Some(OWN), Some(account(OWN))),
        (Some(object), None, None),
        (None, Some(OWN), Some(account(OWN))),
        (None, None, None),
    ] {
        for asked_on_everything in [false, true] {
            let mut builder = builder();
            builder = match (resource, asked_on_everything) {
                (Some(arn), false) => builder.resource(arn.parse().unwrap()),
                (Some(arn), true) => builder.resource_asked(arn.parse().unwrap()),
                (None, _) => builder,
            };
            if let Some(id) = given {
                builder = builder.owner(id.parse().unwrap());
            }
            let owner = builder.build().map(|request| request.owner());
            assert_eq!(
                owner,
                expected.ok_or(RequestError::OwnerUnknown),
                "{resource:?} {given:?}"
            );
        }
    }
}

#[test]
fn requests_keep_what_they_were_built_from() {
    let request = Request::builder("s3:ListAllMyBuckets".parse().unwrap())
        .principal(ALICE.parse().unwrap())
        .resource_asked("arn:aws:s3:::b".parse().unwrap())
        .owner(OWN.parse().unwrap())
        .build()
        .unwrap();
    assert_eq!(request.resource(), &Resource::Everything);
    assert_eq!(request.resource().as_str(), "*");
    assert!(request.is_same_account() && request.credentials().is_none());
    assert_eq!(request.principal().to_string(), ALICE);
    assert_eq!(request.action().to_string(), "s3:ListAllMyBuckets");
    assert!(request.context().is_empty());
}

/// EV 1.1: any explicit denial, else any implicit one.
#[test]
fn verdicts_of_several_checks() {
    use Verdict::{Allowed, ExplicitlyDenied, ImplicitlyDenied};
    for (one, other, both) in [
        (Allowed, Allowed, Allowed),
        (Allowed, ImplicitlyDenied, ImplicitlyDenied),
        (Allowed, ExplicitlyDenied, ExplicitlyDenied),
        (ImplicitlyDenied, ExplicitlyDenied, ExplicitlyDenied),
        (ImplicitlyDenied, ImplicitlyDenied, ImplicitlyDenied),
    ] {
        assert_eq!((one.and(other), other.and(one)), (both, both));
    }
}
