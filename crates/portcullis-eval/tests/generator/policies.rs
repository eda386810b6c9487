//! Policies as models: statements whose parts a property can change, reorder and split.

use portcullis_policy::Effect;
use proptest::collection::vec;
use proptest::option::weighted;
use proptest::prelude::*;
use proptest::sample::select;

/// The policies of one case, by layer.
#[derive(Clone, Debug)]
pub(crate) struct Policies {
    pub(crate) identity: Vec<Policy>,
    pub(crate) boundary: Option<Vec<Policy>>,
    pub(crate) session: Option<Vec<Policy>>,
    pub(crate) resource: Option<Policy>,
    pub(crate) service_control: Vec<Vec<Policy>>,
    pub(crate) resource_control: Vec<Vec<Policy>>,
    pub(crate) endpoint: Option<Vec<Policy>>,
}

/// One policy.
#[derive(Clone, Debug)]
pub(crate) struct Policy {
    pub(crate) statements: Vec<Statement>,
}

/// One statement; its principal is written where the kind of policy has one.
#[derive(Clone, Debug)]
pub(crate) struct Statement {
    pub(crate) effect: Effect,
    pub(crate) principal: Scope<(&'static str, String)>,
    pub(crate) action: Scope<String>,
    pub(crate) resource: Scope<String>,
    pub(crate) conditions: Vec<Condition>,
}

/// An element or its `Not` form.
#[derive(Clone, Debug)]
pub(crate) struct Scope<T> {
    pub(crate) negated: bool,
    pub(crate) entries: Vec<T>,
}

/// An operator, a key and values.
#[derive(Clone, Debug)]
pub(crate) struct Condition {
    pub(crate) operator: &'static str,
    pub(crate) key: &'static str,
    pub(crate) values: Vec<&'static str>,
}

impl Policies {
    /// Every policy, of whichever layer.
    pub(crate) fn all_mut(&mut self) -> Vec<&mut Policy> {
        let mut all: Vec<&mut Policy> = self.identity.iter_mut().collect();
        for list in [&mut self.boundary, &mut self.session, &mut self.endpoint] {
            all.extend(list.iter_mut().flatten());
        }
        for levels in [&mut self.service_control, &mut self.resource_control] {
            all.extend(levels.iter_mut().flatten());
        }
        all.extend(self.resource.iter_mut());
        all
    }

    /// Every list of policies that are unioned.
    pub(crate) fn lists_mut(&mut self) -> Vec<&mut Vec<Policy>> {
        let mut all: Vec<&mut Vec<Policy>> = [&mut self.identity].into();
        for list in [&mut self.boundary, &mut self.session, &mut self.endpoint] {
            all.extend(list.iter_mut());
        }
        for levels in [&mut self.service_control, &mut self.resource_control] {
            all.extend(levels.iter_mut());
        }
        all
    }
}

impl Statement {
    /// The statement as JSON, with its principal or without.
    pub(crate) fn write(&self, named: bool) -> String {
        fn quoted<T: AsRef<str>>(entries: &[T]) -> String {
            let entries = entries.iter().map(|text| format!("\"{}\"", text.as_ref()));
            format!("[{}]", entries.collect::<Vec<_>>().join(", "))
        }
        let not = |negated: bool| if negated { "Not" } else { "" };
        let mut members = vec![
            format!(r#""Effect": "{}""#, self.effect),
            format!(
                r#""{}Action": {}"#,
                not(self.action.negated),
                quoted(&self.action.entries)
            ),
            format!(
                r#""{}Resource": {}"#,
                not(self.resource.negated),
                quoted(&self.resource.entries)
            ),
        ];
        if named {
            let types = ["AWS", "Service"].map(|wanted| {
                let of_type = self
                    .principal
                    .entries
                    .iter()
                    .filter(|(of, _)| *of == wanted);
                let texts: Vec<&str> = of_type.map(|(_, text)| text.as_str()).collect();
                format!(r#""{wanted}": {}"#, quoted(&texts))
            });
            let not = not(self.principal.negated);
            members.push(format!(r#""{not}Principal": {{{}}}"#, types.join(", ")));
        }
        if !self.conditions.is_empty() {
            let blocks = self.conditions.iter().map(|one| {
                format!(
                    r#""{}": {{"{}": {}}}"#,
                    one.operator,
                    one.key,
                    quoted(&one.values)
                )
            });
            let blocks: Vec<String> = blocks.collect();
            members.push(format!(r#""Condition": {{{}}}"#, blocks.join(", ")));
        }
        format!("{{{}}}", members.join(", "))
    }
}

const ACTIONS: &[&str] = &[
    "*",
    "*",
    "*",
    "s3:*",
    "s3:*",
    "s3:Get*",
    "S3:getobject",
    "s3:GetObject?",
    "s3:Put*",
    "s3:ListAllMyBuckets",
    "sqs:*",
    "sqs:Send*",
    "kms:*",
    "kms:De*",
    "sts:*",
    "sts:AssumeRole",
    "iam:*",
    "ec2:*",
    "*:GetObject",
    "GetObject",
];

const RESOURCES: &[&str] = &[
    "*",
    "*",
    "*",
    "*",
    "arn:aws:s3:::bucket/*",
    "arn:aws:s3:::bucket/*",
    "arn:aws:s3:::bucket/${aws:username}",
    "arn:aws:s3:::bucket/${aws:username, 'key'}",
    "arn:aws:s3:::bucket",
    "arn:aws:s3:::*",
    "arn:aws:s3:::bucket/k?y",
    "arn:aws:s3:::bucket/k${*}y",
    "arn:*:111122223333:*",
    "arn:aws:iam::*:role/t*",
    "arn:aws:kms:*:111122223333:key/*",
    "arn:aws:s3",
    "arn:aws:s3:::${",
    "arn:aws:s3:::other/*",
];

const PRINCIPALS: &[(&str, &str)] = &[
    ("AWS", "*"),
    ("AWS", "*"),
    ("AWS", "111122223333"),
    ("AWS", "arn:aws:iam::111122223333:root"),
    ("AWS", "444455556666"),
    ("AWS", "444455556666"),
    ("AWS", "arn:aws:iam::111122223333:user/alice"),
    ("AWS", "arn:aws:iam::111122223333:user/alice"),
    ("AWS", "arn:aws:iam::111122223333:role/app"),
    ("AWS", "arn:aws:iam::111122223333:role/team/app"),
    ("AWS", "arn:aws:sts::111122223333:assumed-role/app/ci"),
    ("AWS", "arn:aws:sts::111122223333:federated-user/guest"),
    ("AWS", "arn:aws:iam::444455556666:user/bob"),
    ("AWS", "AROAEXAMPLEEXAMPLEID1"),
    ("AWS", "arn:aws:iam::111122223333:user/*"),
    ("Service", "lambda.amazonaws.com"),
    ("Service", "lambda.amazonaws.com"),
];

const CONDITIONS: &[(&str, &str, &[&str])] = &[
    ("StringEquals", "aws:username", &["alice", "key"]),
    ("StringNotEquals", "aws:username", &["alice"]),
    (
        "StringLike",
        "aws:UserName",
        &["k*", "${aws:PrincipalTag/team}"],
    ),
    ("StringEqualsIfExists", "aws:PrincipalTag/team", &["red"]),
    (
        "ForAnyValue:StringEquals",
        "aws:PrincipalTag/team",
        &["blue", "red"],
    ),
    (
        "ForAllValues:StringNotEquals",
        "aws:PrincipalTag/Team",
        &["blue"],
    ),
    ("Bool", "aws:SecureTransport", &["true"]),
    ("BoolIfExists", "aws:SecureTransport", &["false"]),
    ("Null", "aws:userid", &["true"]),
    ("NumericEquals", "s3:max-keys", &["ten"]),
];

/// The entries that name a call, one list an element: a statement made of them matches, one with others nearly does.
#[derive(Clone, Debug)]
pub(crate) struct Hits {
    pub(crate) principals: Vec<(&'static str, String)>,
    pub(crate) actions: Vec<String>,
    pub(crate) resources: Vec<String>,
}

/// An element of one to three entries, most of them hits; negated at times, and then most are not.
fn scope<T: Clone + std::fmt::Debug + 'static>(
    hits: Vec<T>,
    others: Vec<T>,
    negated: f64,
) -> impl Strategy<Value = Scope<T>> {
    prop::bool::weighted(negated).prop_flat_map(move |negated| {
        let (hit, other) = if negated { (1, 5) } else { (4, 1) };
        let entry = prop_oneof![hit => select(hits.clone()), other => select(others.clone())];
        vec(entry, 1..4).prop_map(move |entries| Scope { negated, entries })
    })
}

fn condition() -> impl Strategy<Value = Condition> {
    select(CONDITIONS).prop_map(|(operator, key, values)| Condition {
        operator,
        key,
        values: values.to_vec(),
    })
}

/// A statement that allows with this probability, and is narrowed by conditions at times.
fn statement_of(hits: &Hits, allows: f64) -> impl Strategy<Value = Statement> + use<> {
    let texts = |all: &[&str]| all.iter().map(ToString::to_string).collect::<Vec<_>>();
    let principals: Vec<_> = PRINCIPALS
        .iter()
        .map(|(of, text)| (*of, (*text).to_owned()))
        .collect();
    (
        prop::bool::weighted(allows),
        scope(hits.principals.clone(), principals, 0.1),
        scope(hits.actions.clone(), texts(ACTIONS), 0.08),
        scope(hits.resources.clone(), texts(RESOURCES), 0.08),
        weighted(0.25, condition()),
    )
        .prop_map(
            |(allows, principal, action, resource, condition)| Statement {
                effect: if allows { Effect::Allow } else { Effect::Deny },
                principal,
                action,
                resource,
                conditions: condition.into_iter().collect(),
            },
        )
}

/// Any statement; most allow.
pub(crate) fn statement(hits: &Hits) -> impl Strategy<Value = Statement> + use<> {
    statement_of(hits, 0.85)
}

/// A policy of up to three statements.
fn policy(hits: &Hits) -> impl Strategy<Value = Policy> + use<> {
    vec(statement(hits), 0..4).prop_map(|statements| Policy { statements })
}

/// A policy of a limit: most allow everything, and add something to it.
pub(crate) fn limit(hits: &Hits) -> impl Strategy<Value = Policy> + use<> {
    let generous = prop::bool::weighted(0.75);
    (generous, vec(statement_of(hits, 0.8), 0..2)).prop_map(|(generous, mut statements)| {
        if generous {
            statements.insert(0, everything());
        }
        Policy { statements }
    })
}

/// An Allow on everything for everyone.
fn everything() -> Statement {
    fn only<T>(entry: T) -> Scope<T> {
        let entries = vec![entry];
        Scope {
            negated: false,
            entries,
        }
    }
    Statement {
        effect: Effect::Allow,
        principal: only(("AWS", "*".to_owned())),
        action: only("*".to_owned()),
        resource: only("*".to_owned()),
        conditions: Vec::new(),
    }
}

/// A resource control policy: what is not denied is allowed.
fn resource_control(hits: &Hits) -> impl Strategy<Value = Policy> + use<> {
    vec(statement_of(hits, 0.5), 0..2).prop_map(|statements| Policy { statements })
}

/// The policies of every layer, each there in a part of the cases.
pub(crate) fn policies(hits: &Hits) -> impl Strategy<Value = Policies> + use<> {
    (
        vec(policy(hits), 0..3),
        weighted(0.2, vec(limit(hits), 0..3)),
        weighted(0.25, vec(limit(hits), 0..3)),
        weighted(0.6, policy(hits)),
        prop_oneof![4 => Just(Vec::new()), 1 => vec(vec(limit(hits), 1..3), 1..3)],
        prop_oneof![4 => Just(Vec::new()), 1 => vec(vec(resource_control(hits), 0..2), 1..3)],
        weighted(0.15, vec(limit(hits), 0..2)),
    )
        .prop_map(
            |(
                identity,
                boundary,
                session,
                resource,
                service_control,
                resource_control,
                endpoint,
            )| Policies {
                identity,
                boundary,
                session,
                resource,
                service_control,
                resource_control,
                endpoint,
            },
        )
}
