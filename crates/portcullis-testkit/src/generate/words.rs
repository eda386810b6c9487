//! The words that cases are made of: few, so that they meet.

/// The account that most callers and resources belong to.
pub(crate) const HOME: &str = "111122223333";
/// Another one.
pub(crate) const AWAY: &str = "444455556666";
/// The canonical user id of the first.
pub(crate) const CANONICAL_HOME: &str =
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
/// That of the other.
pub(crate) const CANONICAL_AWAY: &str =
    "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";

/// A caller: its text, from what its session was issued, its unique id, and what policies it can have.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Who {
    pub(crate) name: &'static str,
    pub(crate) issuers: &'static [&'static str],
    pub(crate) id: &'static str,
    pub(crate) kind: Kind,
}

impl Who {
    /// The account of a caller that has one, and its canonical user id.
    pub(crate) fn account(self) -> Option<(&'static str, &'static str)> {
        match self.kind {
            Kind::Anonymous | Kind::Service | Kind::Provider => None,
            _ if self.name.contains(AWAY) => Some((AWAY, CANONICAL_AWAY)),
            _ => Some((HOME, CANONICAL_HOME)),
        }
    }
}

/// What sort of caller it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Anonymous,
    Service,
    Provider,
    Root,
    User,
    Role,
    ServiceLinked,
    Federated,
    FederatedRoot,
}

const fn who(
    name: &'static str,
    issuers: &'static [&'static str],
    id: &'static str,
    kind: Kind,
) -> Who {
    Who {
        name,
        issuers,
        id,
        kind,
    }
}

const ALICE: &str = "arn:aws:iam::111122223333:user/alice";
const LINKED: &str =
    "arn:aws:iam::111122223333:role/aws-service-role/ec2.amazonaws.com/AWSServiceRoleForEC2";

/// Every caller; the common ones more than once.
pub(crate) const CALLERS: &[Who] = &[
    who("*", &[], "", Kind::Anonymous),
    who("lambda.amazonaws.com", &[], "", Kind::Service),
    who("s3.us-east-1.amazonaws.com", &[], "", Kind::Service),
    who("lambda.amazonaws.com.cn", &[], "", Kind::Service),
    who("cognito-identity.amazonaws.com", &[], "", Kind::Service),
    who("arn:aws:iam::111122223333:root", &[], HOME, Kind::Root),
    who("arn:aws:iam::444455556666:root", &[], AWAY, Kind::Root),
    who(ALICE, &[], "AIDAALICEALICEALICE1", Kind::User),
    who(ALICE, &[], "AIDAALICEALICEALICE1", Kind::User),
    who(
        "arn:aws:iam::111122223333:user/team/bob",
        &[],
        "AIDABOBBOBBOBBOBBOB1",
        Kind::User,
    ),
    who(
        "arn:aws:iam::444455556666:user/carol",
        &[],
        "AIDACAROLCAROLCAROL1",
        Kind::User,
    ),
    who(
        "arn:aws-cn:iam::111122223333:user/alice",
        &[],
        "AIDAALICEALICEALICE2",
        Kind::User,
    ),
    who(
        "arn:aws:iam::111122223333:role/app",
        &[],
        "AROAAPPAPPAPPAPPAPP1",
        Kind::Role,
    ),
    who(
        "arn:aws:sts::111122223333:assumed-role/app/ci",
        &[
            "arn:aws:iam::111122223333:role/app",
            "arn:aws:iam::111122223333:role/team/app",
        ],
        "AROAAPPAPPAPPAPPAPP1:ci",
        Kind::Role,
    ),
    who(
        "arn:aws:sts::111122223333:assumed-role/app/ci",
        &[],
        "AROAAPPAPPAPPAPPAPP1:ci",
        Kind::Role,
    ),
    who(
        "arn:aws:sts::111122223333:assumed-role/app/other",
        &[],
        "AROAAPPAPPAPPAPPAPP1:other",
        Kind::Role,
    ),
    who(
        "arn:aws:sts::444455556666:assumed-role/app/ci",
        &[],
        "AROAAWAYAWAYAWAYAWA1:ci",
        Kind::Role,
    ),
    who(LINKED, &[], "AROALINKEDLINKEDLIN1", Kind::ServiceLinked),
    who(
        "arn:aws:sts::111122223333:assumed-role/AWSServiceRoleForEC2/x1",
        &[LINKED],
        "AROALINKEDLINKEDLIN1:x1",
        Kind::ServiceLinked,
    ),
    who(
        "arn:aws:sts::111122223333:federated-user/guest",
        &[ALICE],
        "111122223333:guest",
        Kind::Federated,
    ),
    who(
        "arn:aws:sts::111122223333:federated-user/guest",
        &[],
        "111122223333:guest",
        Kind::Federated,
    ),
    who(
        "arn:aws:sts::111122223333:federated-user/alice",
        &["arn:aws:iam::111122223333:root"],
        "111122223333:alice",
        Kind::FederatedRoot,
    ),
    who(
        "arn:aws:sts::444455556666:federated-user/guest",
        &["arn:aws:iam::444455556666:user/carol"],
        "444455556666:guest",
        Kind::Federated,
    ),
];

/// Holders of assertions and tokens, for the calls that take one.
pub(crate) const PROVIDERS: &[Who] = &[
    who(SAML, &[], "", Kind::Provider),
    who(OIDC, &[], "", Kind::Provider),
    who("cognito-identity.amazonaws.com", &[], "", Kind::Provider),
    who("accounts.google.com", &[], "", Kind::Provider),
    who(CHINESE, &[], "", Kind::Provider),
    who(
        "cognito-identity-us-gov.amazonaws.com",
        &[],
        "",
        Kind::Provider,
    ),
    who(
        "cognito-identity.cn-north-1.amazonaws.com.cn",
        &[],
        "",
        Kind::Provider,
    ),
    who("*", &[], "", Kind::Anonymous),
    who(ALICE, &[], "AIDAALICEALICEALICE1", Kind::User),
];
const CHINESE: &str = "arn:aws-cn:iam::111122223333:saml-provider/idp";
const SAML: &str = "arn:aws:iam::111122223333:saml-provider/idp";
const OIDC: &str = "arn:aws:iam::111122223333:oidc-provider/id.example.com/a";

/// Entries of `Principal` by type; the first fourteen name a caller above, the others nearly do.
pub(crate) const PRINCIPALS: &[(&str, &str)] = &[
    ("AWS", "*"),
    ("AWS", HOME),
    ("AWS", "arn:aws:iam::111122223333:root"),
    ("AWS", ALICE),
    ("AWS", "arn:aws:iam::111122223333:role/app"),
    ("AWS", "arn:aws:sts::111122223333:assumed-role/app/ci"),
    ("AWS", "arn:aws:sts::111122223333:federated-user/guest"),
    ("AWS", AWAY),
    ("AWS", "AIDAALICEALICEALICE1"),
    ("AWS", "AROAAPPAPPAPPAPPAPP1"),
    ("Service", "lambda.amazonaws.com"),
    ("Federated", SAML),
    ("Federated", "cognito-identity.amazonaws.com"),
    ("CanonicalUser", CANONICAL_HOME),
    ("AWS", "arn:aws:iam::444455556666:user/carol"),
    ("AWS", "arn:aws:iam::444455556666:root"),
    ("AWS", "arn:aws:iam::111122223333:user/team/bob"),
    ("AWS", "arn:aws:iam::111122223333:user/bob"),
    ("AWS", "arn:aws:iam::111122223333:user/Alice"),
    ("AWS", "arn:aws:iam::111122223333:role/team/app"),
    ("AWS", "arn:aws:sts::111122223333:assumed-role/app/other"),
    ("AWS", "arn:aws:sts::111122223333:assumed-role/App/ci"),
    ("AWS", "arn:aws:sts::111122223333:federated-user/alice"),
    ("AWS", "arn:aws-cn:iam::111122223333:root"),
    ("AWS", "arn:aws-cn:iam::111122223333:user/alice"),
    ("AWS", "AIDABOBBOBBOBBOBBOB1"),
    ("AWS", LINKED),
    ("Service", "s3.us-east-1.amazonaws.com"),
    ("Service", "ec2.amazonaws.com"),
    ("Service", "lambda.amazonaws.com.cn"),
    ("Service", "api-service.dnssec.route53.aws.internal"),
    ("Service", "lex_v2.amazonaws.com"),
    ("Federated", CHINESE),
    ("Federated", "cognito-identity-us-gov.amazonaws.com"),
    ("Federated", "cognito-identity.cn-north-1.amazonaws.com.cn"),
    ("AWS", "arn:aws:iam::111122223333:user///alice"),
    ("Service", "cognito-identity.amazonaws.com"),
    ("Federated", OIDC),
    ("Federated", "accounts.google.com"),
    ("CanonicalUser", CANONICAL_AWAY),
];

/// Entries of `Principal` that match nobody: refused strictly.
pub(crate) const NOBODY: &[(&str, &str)] = &[
    ("AWS", "arn:aws:iam::111122223333:user/*"),
    ("AWS", "arn:aws:iam::111122223333:group/admins"),
    ("AWS", "arn:aws:iam::111122223333:saml-provider/idp"),
    ("AWS", ""),
    ("AWS", "11112222333"),
    ("AWS", "lambda.amazonaws.com"),
    ("AWS", "a*"),
    ("Service", "*"),
    ("Service", ALICE),
    ("CanonicalUser", "aaaa"),
    ("Federated", "*"),
    ("Federated", "cognito.amazonaws.com"),
    ("Federated", "lambda.amazonaws.com"),
    ("Federated", ALICE),
    ("Federated", "arn:aws:iam::111122223333:saml-provider/"),
    ("Federated", ""),
    ("Service", "lambda.amazonaws.com*"),
    ("AWS", "arn:aws:iam::111122223333:role//app"),
    ("AWS", "arn:aws:iam::111122223333:role/*/app"),
];

/// What is asked of one service: actions on resources, and actions on none.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Theme {
    pub(crate) prefix: &'static str,
    /// Actions with the start of the resource field on which they are asked.
    pub(crate) on: &'static [(&'static str, &'static [&'static str])],
    pub(crate) account_level: &'static [&'static str],
    /// More actions, on the resources of the first: mostly what the service's lists of exceptions name.
    pub(crate) more: &'static [&'static str],
    /// How often it comes up.
    pub(crate) weight: usize,
}

const BUCKETS: &[&str] = &["arn:aws:s3:::b", "arn:aws:s3:::bb"];
const OBJECTS: &[&str] = &[
    "arn:aws:s3:::b/k",
    "arn:aws:s3:::b/alice",
    "arn:aws:s3:::b/a:b/*",
    "arn:aws:s3:::b/red/K",
    "arn:aws:s3:::b/${aws:username}",
    "arn:aws-cn:s3:::b/k",
];
const QUEUES: &[&str] = &[
    "arn:aws:sqs:us-east-1:111122223333:q",
    "arn:aws:sqs:us-east-1:111122223333:alice",
    "arn:aws:sqs:us-east-1:444455556666:q",
    "arn:aws:sqs:${*}:111122223333:q",
];
const KEYS: &[&str] = &[
    "arn:aws:kms:us-east-1:111122223333:key/1",
    "arn:aws:kms:us-east-1:444455556666:key/1",
    "arn:aws:kms:us-east-1:111122223333:key/1",
    "arn:aws:kms:us-east-1:111122223333:alias/a",
    "arn:aws:kms:us-east-1:444455556666:alias/a",
];
const FUNCTIONS: &[&str] = &[
    "arn:aws:lambda:us-east-1:111122223333:function:f",
    "arn:aws:lambda:us-east-1:444455556666:function:f:live",
];
const LAYERS: &[&str] = &["arn:aws:lambda:us-east-1:444455556666:layer:l:1"];
const ROLES: &[&str] = &[
    "arn:aws:iam::111122223333:role/target",
    "arn:aws:iam::111122223333:role/target",
    "arn:aws:iam::444455556666:role/team/target",
    "arn:aws:iam::111122223333:role/aws-service-role/ec2.amazonaws.com/T",
    "arn:aws-cn:iam::111122223333:role/target",
];
const ROLES_AND_USERS: &[&str] = &[
    "arn:aws:iam::111122223333:role/target",
    "arn:aws:iam::444455556666:role/team/target",
    "arn:aws:iam::111122223333:user/alice",
    "arn:aws:sts::111122223333:federated-user/guest",
];
const IAM: &[&str] = &[
    "arn:aws:iam::111122223333:user/alice",
    "arn:aws:iam::111122223333:role/target",
    "arn:aws:iam::aws:policy/ReadOnlyAccess",
];

const KMS_CALLS: &[&str] = &[
    "DeriveSharedSecret",
    "DescribeKey",
    "Encrypt",
    "GenerateDataKey",
    "GenerateDataKeyPair",
    "GenerateDataKeyPairWithoutPlaintext",
    "GenerateDataKeyWithoutPlaintext",
    "GenerateMac",
    "GetKeyRotationStatus",
    "GetPublicKey",
    "ListGrants",
    "ReEncryptFrom",
    "ReEncryptTo",
    "RevokeGrant",
    "Sign",
    "Verify",
    "VerifyMac",
    "GetKeyPolicy",
    "PutKeyPolicy",
    "DisableKey",
    "EnableKeyRotation",
    "ListKeyRotations",
    "ListResourceTags",
    "GetParametersForImport",
    "GenerateRandom",
    "UpdateAlias",
    "ReplicateKey",
];
const SQS_CALLS: &[&str] = &[
    "CreateQueue",
    "DeleteQueue",
    "ListQueueTags",
    "RemovePermission",
    "SetQueueAttributes",
    "TagQueue",
    "UntagQueue",
    "CancelMessageMoveTask",
    "ListMessageMoveTasks",
    "StartMessageMoveTask",
    "PurgeQueue",
    "GetQueueUrl",
    "GetQueueAttributes",
    "ListDeadLetterSourceQueues",
    "ChangeMessageVisibility",
    "DeleteMessage",
];
const LAMBDA_CALLS: &[&str] = &[
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
    "AddPermission",
    "RemovePermission",
    "CreateFunction",
    "GetFunctionConcurrency",
    "PutFunctionEventInvokeConfig",
    "GetLayerVersionPolicy",
];

/// Every theme.
pub(crate) const THEMES: &[Theme] = &[
    Theme {
        prefix: "s3",
        on: &[
            ("GetObject", OBJECTS),
            ("PutObject", OBJECTS),
            ("ListBucket", BUCKETS),
            ("GetBucketPolicy", BUCKETS),
            ("DeleteBucketPolicy", BUCKETS),
        ],
        account_level: &["ListAllMyBuckets"],
        more: &["PutBucketPolicy", "DeleteObject", "GetBucketAcl"],
        weight: 5,
    },
    Theme {
        prefix: "sqs",
        on: &[
            ("SendMessage", QUEUES),
            ("ReceiveMessage", QUEUES),
            ("AddPermission", QUEUES),
        ],
        account_level: &["ListQueues"],
        more: SQS_CALLS,
        weight: 2,
    },
    Theme {
        prefix: "kms",
        on: &[
            ("Decrypt", KEYS),
            ("CreateGrant", KEYS),
            ("ScheduleKeyDeletion", KEYS),
            ("RetireGrant", KEYS),
        ],
        account_level: &["CreateKey", "ListKeys"],
        more: KMS_CALLS,
        weight: 3,
    },
    Theme {
        prefix: "lambda",
        on: &[
            ("InvokeFunction", FUNCTIONS),
            ("UpdateFunctionConfiguration", FUNCTIONS),
            ("GetLayerVersion", LAYERS),
        ],
        account_level: &["ListFunctions"],
        more: LAMBDA_CALLS,
        weight: 1,
    },
    Theme {
        prefix: "sts",
        on: &[
            ("AssumeRole", ROLES),
            ("AssumeRole", ROLES),
            ("AssumeRoleWithSAML", ROLES),
            ("AssumeRoleWithWebIdentity", ROLES),
            ("TagSession", ROLES_AND_USERS),
            ("SetSourceIdentity", ROLES_AND_USERS),
            ("SetContext", ROLES_AND_USERS),
        ],
        account_level: &[],
        more: &[],
        weight: 4,
    },
    Theme {
        prefix: "sts",
        on: &[
            ("AssumeRoot", &["arn:aws:iam::444455556666:root"]),
            (
                "GetFederationToken",
                &["arn:aws:sts::111122223333:federated-user/guest"],
            ),
        ],
        account_level: &["GetCallerIdentity", "GetSessionToken"],
        more: &[],
        weight: 1,
    },
    Theme {
        prefix: "iam",
        on: &[("GetPolicy", IAM), ("PassRole", ROLES), ("TagUser", IAM)],
        account_level: &["ListUsers"],
        more: &["GetUser", "DeleteRole", "UpdateAssumeRolePolicy"],
        weight: 2,
    },
    Theme {
        prefix: "ec2",
        on: &[(
            "StartInstances",
            &[
                "arn:aws:ec2:us-east-1:111122223333:instance/i-1",
                "arn:aws:ec2:eu-west-1:111122223333:instance/i-2",
            ],
        )],
        account_level: &["DescribeInstances"],
        more: &["TerminateInstances"],
        weight: 1,
    },
];
