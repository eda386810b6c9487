//! Who asks for what, in a world of two accounts.

use portcullis_condition::{Context, ContextValue};
use portcullis_eval::{
    Action, Credentials, EndpointKind, OrganizationAuthority, Principal, Request, Resource,
    ResourceControl, resource_policy_kind,
};
use portcullis_policy::PolicyKind;
use proptest::option::weighted;
use proptest::prelude::*;
use proptest::sample::select;

use super::policies::Hits;

const OWN: &str = "111122223333";
const OTHER: &str = "444455556666";

/// A question, the kind of policy that its resource has, and the entries that name it.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    pub(crate) request: Request,
    pub(crate) resource_kind: PolicyKind,
    pub(crate) hits: Hits,
}

/// A caller, and from what its session was issued.
const CALLERS: &[(&str, Option<&str>)] = &[
    ("arn:aws:iam::111122223333:root", None),
    ("arn:aws:iam::111122223333:user/alice", None),
    ("arn:aws:iam::111122223333:user/alice", None),
    ("arn:aws:iam::111122223333:role/app", None),
    ("arn:aws:sts::111122223333:assumed-role/app/ci", None),
    (
        "arn:aws:sts::111122223333:assumed-role/app/ci",
        Some("arn:aws:iam::111122223333:role/team/app"),
    ),
    (
        "arn:aws:sts::111122223333:federated-user/guest",
        Some("arn:aws:iam::111122223333:user/alice"),
    ),
    (
        "arn:aws:sts::111122223333:federated-user/guest",
        Some("arn:aws:iam::111122223333:root"),
    ),
    ("arn:aws:sts::111122223333:federated-user/guest", None),
    (
        "arn:aws:sts::111122223333:assumed-role/linked/x",
        Some("arn:aws:iam::111122223333:role/aws-service-role/a.amazonaws.com/linked"),
    ),
    ("arn:aws:iam::444455556666:user/bob", None),
    ("arn:aws:iam::444455556666:root", None),
    ("arn:aws:sts::444455556666:assumed-role/ops/bob", None),
    ("lambda.amazonaws.com", None),
    ("*", None),
];

/// An action and a resource; `None` is the pseudo-resource.
const CALLS: &[(&str, Option<&str>)] = &[
    ("s3:GetObject", Some("arn:aws:s3:::bucket/key")),
    ("s3:GetObject", Some("arn:aws:s3:::bucket/key")),
    ("s3:GetObject", Some("arn:aws:s3:::bucket/alice")),
    ("s3:PutObject", Some("arn:aws:s3:::bucket/key")),
    ("s3:PutBucketPolicy", Some("arn:aws:s3:::bucket")),
    ("s3:ListAllMyBuckets", None),
    (
        "sqs:SendMessage",
        Some("arn:aws:sqs:eu-west-1:111122223333:jobs"),
    ),
    (
        "sqs:DeleteQueue",
        Some("arn:aws:sqs:eu-west-1:111122223333:jobs"),
    ),
    (
        "kms:Decrypt",
        Some("arn:aws:kms:eu-west-1:111122223333:key/1"),
    ),
    (
        "kms:DisableKey",
        Some("arn:aws:kms:eu-west-1:111122223333:key/1"),
    ),
    (
        "sts:AssumeRole",
        Some("arn:aws:iam::111122223333:role/target"),
    ),
    (
        "sts:SetSourceIdentity",
        Some("arn:aws:iam::111122223333:role/target"),
    ),
    ("sts:GetSessionToken", None),
    (
        "iam:PassRole",
        Some("arn:aws:iam::111122223333:role/target"),
    ),
    ("iam:GetPolicy", Some("arn:aws:iam::aws:policy/X")),
    ("ec2:DescribeInstances", None),
];

fn principal() -> impl Strategy<Value = Principal> {
    select(CALLERS).prop_map(|(caller, issuer)| {
        let principal: Principal = caller.parse().unwrap();
        match issuer {
            Some(issuer) => principal
                .with_session_issuer(issuer.parse().unwrap())
                .unwrap(),
            None => principal,
        }
    })
}

fn context() -> impl Strategy<Value = Context> {
    let value = |texts: &'static [&'static [&'static str]]| weighted(0.6, select(texts));
    (
        value(&[&["alice"], &["key"], &["k*y"]]),
        value(&[&["red"], &["blue"], &["red", "blue"], &[""]]),
        value(&[&["true"], &["false"]]),
        value(&[&["AROAEXAMPLEEXAMPLEID1:ci"], &["AIDAEXAMPLEEXAMPLEID1"]]),
    )
        .prop_map(|(username, tag, transport, userid)| {
            let mut context = Context::new();
            for (key, texts) in [
                ("aws:username", username),
                ("aws:PrincipalTag/team", tag),
                ("aws:SecureTransport", transport),
                ("aws:userid", userid),
            ] {
                let Some(texts) = texts else { continue };
                let value = match texts {
                    [one] => ContextValue::single(*one),
                    several => ContextValue::list(several.iter().copied()),
                };
                context.insert(key.parse().unwrap(), value).unwrap();
            }
            context
        })
}

/// Any question.
pub(crate) fn call() -> impl Strategy<Value = Call> {
    let credentials = [
        Credentials::LongTerm,
        Credentials::SessionToken,
        Credentials::Console,
    ];
    let facts = (
        weighted(0.15, select(credentials.to_vec())),
        prop_oneof![8 => Just(OWN), 1 => Just(OTHER)],
        any::<bool>(),
        prop_oneof![5 => Just(ResourceControl::Applicable), 1 => Just(ResourceControl::NotApplicable)],
        any::<bool>(),
    );
    (principal(), select(CALLS), context(), facts).prop_map(|(principal, call, context, facts)| {
        let (action, resource) = call;
        let (credentials, owner, gateway, resource_control, administers) = facts;
        let mut builder = Request::builder(action.parse().unwrap())
            .principal(principal)
            .context(context)
            .resource_control(resource_control);
        builder = match resource {
            Some(arn) => builder.resource(arn.parse().unwrap()),
            None => builder,
        };
        // What AWS itself owns keeps its owner.
        if !resource.is_some_and(|arn| arn.contains("::aws:")) {
            builder = builder.owner(owner.parse().unwrap());
        }
        if let Some(credentials) = credentials {
            builder = builder.credentials(credentials);
        }
        if gateway {
            builder = builder.endpoint(EndpointKind::Gateway);
        }
        if administers {
            builder = builder.organization(OrganizationAuthority::Administers);
        }
        let request = builder.build().unwrap();
        let resource_kind = resource_policy_kind(request.action(), request.resource());
        Call {
            hits: Hits {
                principals: principals(request.principal()),
                actions: actions(request.action()),
                resources: resources(request.resource()),
            },
            request,
            resource_kind,
        }
    })
}

/// The entries that name a caller, from the most general to the most direct.
fn principals(principal: &Principal) -> Vec<(&'static str, String)> {
    let mut found = vec![("AWS", "*".to_owned())];
    found.extend(
        principal
            .account()
            .map(|account| ("AWS", account.to_string())),
    );
    let arns = [
        principal.role(),
        principal.arn().cloned(),
        principal.session_issuer().cloned(),
    ];
    found.extend(
        arns.into_iter()
            .flatten()
            .map(|arn| ("AWS", arn.to_string())),
    );
    found.extend(
        principal
            .service()
            .map(|service| ("Service", service.to_string())),
    );
    found
}

fn actions(action: &Action) -> Vec<String> {
    let (service, name) = (action.service(), action.name());
    let (head, tail) = name.split_at(3);
    vec![
        "*".into(),
        action.to_string(),
        action.to_string().to_uppercase(),
        format!("{service}:*"),
        format!("{service}:{head}*"),
        format!("{service}:*{tail}"),
        format!("*:{name}"),
    ]
}

fn resources(resource: &Resource) -> Vec<String> {
    let mut found = vec!["*".to_owned()];
    if let Resource::Arn(arn) = resource {
        let text = arn.as_str();
        let (shorter, _) = text.split_at(text.len() - 1);
        found.extend([
            text.to_owned(),
            format!("{shorter}?"),
            format!("{shorter}*"),
        ]);
        found.extend(
            arn.resource()
                .chars()
                .next()
                .map(|first| format!("arn:*:{first}*")),
        );
    }
    found
}
