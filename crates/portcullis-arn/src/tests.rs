//! ARNs, ids and principals: what is read, what is refused and where, and that printing gives back what was read.

mod small_stack;

use core::cmp::Ordering;
use std::collections::BTreeMap;
use std::format;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::string::{String, ToString};
use std::vec::Vec;

use proptest::prelude::*;

use crate::{
    AccountId, Arn, ArnError, ArnErrorKind, ArnRef, Field, MAX_CHARACTERS, Partition, PrincipalArn,
    RootArn, ServicePrincipal,
};

/// Checks the kind of the error and the text that it points at.
#[track_caller]
fn refuse<T: core::str::FromStr<Err = ArnError> + core::fmt::Debug>(
    text: &str,
    kind: ArnErrorKind,
    found: &str,
) {
    let error = text.parse::<T>().expect_err(text);
    assert_eq!(error.kind(), kind, "{text}");
    assert_eq!(text.get(error.span()), Some(found), "{text}");
    let message = error.to_string();
    assert!(
        message.starts_with("expected ") && message.contains(", found "),
        "{message}"
    );
    assert!(
        !message.ends_with('.') && !message.contains('\n'),
        "{message}"
    );
}

#[track_caller]
fn fields(text: &str) -> [&str; 5] {
    let arn = ArnRef::parse(text).expect(text);
    [
        arn.partition(),
        arn.service(),
        arn.region(),
        arn.account(),
        arn.resource(),
    ]
}

#[track_caller]
fn principal(text: &str) -> PrincipalArn {
    let parsed: PrincipalArn = text.parse().expect(text);
    assert_eq!(parsed.to_string(), text);
    parsed
}

#[test]
fn an_arn_has_six_fields() {
    assert_eq!(
        fields("arn:aws:lambda:us-east-1:111122223333:function:f:live"),
        [
            "aws",
            "lambda",
            "us-east-1",
            "111122223333",
            "function:f:live"
        ]
    );
    assert_eq!(fields("arn:aws:s3:::b/é:k"), ["aws", "s3", "", "", "b/é:k"]);
    assert_eq!(fields("arn:a:b:::::"), ["a", "b", "", "", "::"]);
}

#[test]
fn what_is_no_arn_is_refused_where_it_goes_wrong() {
    use ArnErrorKind::{EmptyField, MissingField, NotAnArn};
    refuse::<Arn>("", NotAnArn, "");
    refuse::<Arn>("*", NotAnArn, "*");
    refuse::<Arn>("ARN:aws:s3:::b", NotAnArn, "ARN:aws:s3:::b");
    refuse::<Arn>("arn:", EmptyField(Field::Partition), "");
    refuse::<Arn>("arn::s3:::b", EmptyField(Field::Partition), "");
    refuse::<Arn>("arn:aws", MissingField(Field::Service), "");
    refuse::<Arn>("arn:aws::::b", EmptyField(Field::Service), "");
    refuse::<Arn>("arn:aws:s3", MissingField(Field::Region), "");
    refuse::<Arn>("arn:aws:s3:", MissingField(Field::Account), "");
    refuse::<Arn>("arn:aws:s3::", MissingField(Field::Resource), "");
    refuse::<Arn>("arn:aws:s3:::", EmptyField(Field::Resource), "");
    let error = "arn:aws:s3".parse::<Arn>().expect_err("three fields");
    assert_eq!(error.span(), 10..10);
    assert_eq!(
        error.to_string(),
        "expected a colon and a region, found nothing"
    );
    assert!(error.help().is_some_and(|help| help.contains("six fields")));
}

#[test]
fn an_arn_is_bounded_in_characters() {
    let head = "arn:aws:s3:::";
    let longest = format!("{head}{}", "é".repeat(MAX_CHARACTERS - head.len()));
    assert_eq!(
        ArnRef::parse(&longest).map(|arn| arn.resource().len()),
        Ok(2 * (MAX_CHARACTERS - head.len()))
    );
    refuse::<Arn>(
        &format!("{longest}x"),
        ArnErrorKind::TooLong,
        &format!("{longest}x"),
    );
}

#[test]
fn an_account_field_may_hold_a_word() {
    let account = |account: &str| {
        let text = format!("arn:aws:iam:r:{account}:x");
        text.parse::<Arn>().expect("an ARN").account_id()
    };
    assert_eq!(
        account("111122223333"),
        Some("111122223333".parse().expect("an account id"))
    );
    for word in [
        "",
        "aws",
        "cloudfront",
        "11112222333",
        "1111222233334",
        "११११२२२२३३३३",
    ] {
        assert_eq!(account(word), None, "{word}");
    }
}

#[test]
fn arns_compare_by_their_text_and_are_found_by_it() {
    let mut owners: BTreeMap<Arn, u8> = BTreeMap::new();
    let jobs: Arn = "arn:aws:sqs:us-east-1:111122223333:jobs"
        .parse()
        .expect("an ARN");
    owners.insert(jobs.clone(), 1);
    assert_eq!(
        owners.get("arn:aws:sqs:us-east-1:111122223333:jobs"),
        Some(&1)
    );
    assert_eq!(owners.get("arn:aws:sqs:us-east-1:111122223333:Jobs"), None);
    assert_eq!(Arn::from(jobs.as_ref_arn()), jobs);
    assert_eq!(
        format!("{jobs:?}"),
        "Arn(\"arn:aws:sqs:us-east-1:111122223333:jobs\")"
    );
}

#[test]
fn account_ids_are_twelve_ascii_digits() {
    let account: AccountId = "000000000001".parse().expect("an account id");
    assert_eq!(account.to_string(), "000000000001");
    assert_eq!(format!("{account:?}"), "AccountId(\"000000000001\")");
    for text in [
        "",
        "1",
        "00000000000a",
        "0000000000001",
        " 00000000001",
        "١٢٣٤٥٦",
        "+00000000001",
    ] {
        refuse::<AccountId>(text, ArnErrorKind::InvalidAccountId, text);
    }
}

#[test]
fn partitions_start_with_aws() {
    for text in [
        "aws",
        "aws-cn",
        "aws-us-gov",
        "aws-iso",
        "aws-iso-b",
        "aws-eusc",
        "aws-0123456789ab",
    ] {
        let partition: Partition = text.parse().expect(text);
        assert_eq!(partition.to_string(), text);
    }
    for text in [
        "",
        "AWS",
        "aws-",
        "aws--cn",
        "-aws",
        "awscn",
        "aws-CN",
        "aws*",
        "*",
        "aws-é",
        "aws-0123456789abc",
    ] {
        refuse::<Partition>(text, ArnErrorKind::InvalidPartition, text);
    }
    let named = [Partition::AWS, Partition::AWS_CN, Partition::AWS_US_GOV];
    assert_eq!(
        named.map(|partition| partition.to_string()),
        ["aws", "aws-cn", "aws-us-gov"]
    );
    assert!(named.is_sorted());
    assert_eq!(
        named.map(|partition| partition.as_str().parse()),
        named.map(Ok)
    );
}

#[test]
fn users_groups_and_roles_have_a_path() {
    for (resource, path, name) in [
        ("x", "/", "x"),
        ("division/x", "/division/", "x"),
        ("a/b/c/x+=,.@_-9", "/a/b/c/", "x+=,.@_-9"),
        ("!~:%/x", "/!~:%/", "x"),
        ("//x", "///", "x"),
        ("user/user", "/user/", "user"),
    ] {
        let text = |kind: &str| format!("arn:aws:iam::111122223333:{kind}/{resource}");
        let PrincipalArn::User(user) = principal(&text("user")) else {
            panic!("{resource}")
        };
        assert_eq!((user.path(), user.name()), (path, name));
        let PrincipalArn::Group(group) = principal(&text("group")) else {
            panic!("{resource}")
        };
        assert_eq!((group.path(), group.name()), (path, name));
        let PrincipalArn::Role(role) = principal(&text("role")) else {
            panic!("{resource}")
        };
        assert_eq!((role.path(), role.name()), (path, name));
        assert!(!role.is_service_linked());
    }
}

#[test]
fn a_service_linked_role_is_told_by_its_path() {
    let linked = |resource: &str| {
        let text = format!("arn:aws:iam::111122223333:role/{resource}");
        let PrincipalArn::Role(role) = principal(&text) else {
            panic!("{resource}")
        };
        role.is_service_linked()
    };
    assert!(linked(
        "aws-service-role/support.amazonaws.com/AWSServiceRoleForSupport"
    ));
    assert!(!linked("aws-service-role"));
    assert!(!linked("x/aws-service-role/y"));
    assert!(!linked("aws-reserved/sso.amazonaws.com/x"));
}

#[test]
fn the_other_principals() {
    let root = principal("arn:aws-us-gov:iam::111122223333:root");
    assert!(matches!(root, PrincipalArn::Root(_)));
    assert_eq!(
        (root.partition(), root.account().as_str()),
        (Partition::AWS_US_GOV, "111122223333")
    );

    let session = principal("arn:aws:sts::111122223333:assumed-role/app/me@example.com");
    let PrincipalArn::AssumedRole(session) = session else {
        panic!("{session}")
    };
    assert_eq!(
        (session.role(), session.session()),
        ("app", "me@example.com")
    );

    let guest = principal("arn:aws:sts::111122223333:federated-user/x");
    assert!(matches!(guest, PrincipalArn::FederatedUser(guest) if guest.name() == "x"));

    let saml = principal("arn:aws:iam::111122223333:saml-provider/Corp_1.a-b");
    assert!(matches!(saml, PrincipalArn::SamlProvider(saml) if saml.name() == "Corp_1.a-b"));

    let oidc = principal("arn:aws:iam::111122223333:oidc-provider/oidc.example.com:8443/id/A1");
    assert!(
        matches!(oidc, PrincipalArn::OidcProvider(oidc) if oidc.url() == "oidc.example.com:8443/id/A1")
    );
}

#[test]
fn a_session_belongs_to_the_role_of_its_name() {
    let session = principal("arn:aws:sts::111122223333:assumed-role/app/ci");
    let PrincipalArn::AssumedRole(session) = session else {
        panic!("{session}")
    };
    let is_of = |text: &str| {
        let PrincipalArn::Role(role) = principal(text) else {
            panic!("{text}")
        };
        session.is_session_of(&role)
    };
    assert!(is_of("arn:aws:iam::111122223333:role/app"));
    assert!(is_of("arn:aws:iam::111122223333:role/team/app"));
    assert!(!is_of("arn:aws:iam::111122223333:role/App"));
    assert!(!is_of("arn:aws:iam::111122223333:role/app/ci"));
    assert!(!is_of("arn:aws:iam::999999999999:role/app"));
    assert!(!is_of("arn:aws-cn:iam::111122223333:role/app"));

    let role = session.role_arn();
    assert_eq!((role.path(), role.name()), ("/", "app"));
    assert_eq!(
        PrincipalArn::from(role),
        principal("arn:aws:iam::111122223333:role/app")
    );
}

#[test]
fn what_is_no_principal_is_refused_where_it_goes_wrong() {
    use ArnErrorKind::{
        EmptyName, ExtraText, InvalidAccountId, InvalidName, InvalidPartition, InvalidPath,
        MissingSession, NotAPrincipal, NotAPrincipalService, NotAnArn, UnexpectedRegion, Wildcard,
    };
    let whole = |text, kind, found| refuse::<PrincipalArn>(text, kind, found);
    whole("AIDAEXAMPLE", NotAnArn, "AIDAEXAMPLE");
    whole(
        "arn:azure:iam::111122223333:root",
        InvalidPartition,
        "azure",
    );
    whole("arn:aws:s3::111122223333:root", NotAPrincipalService, "s3");
    whole(
        "arn:aws:IAM::111122223333:root",
        NotAPrincipalService,
        "IAM",
    );
    whole(
        "arn:aws:iam:us-east-1:111122223333:root",
        UnexpectedRegion,
        "us-east-1",
    );
    whole(
        "arn:aws:iam::cloudfront:user/x",
        InvalidAccountId,
        "cloudfront",
    );
    whole("arn:aws:iam::*:root", InvalidAccountId, "*");
    whole("arn:aws:iam:::root", InvalidAccountId, "");

    let iam = |resource: &str, kind, found: &str| {
        refuse::<PrincipalArn>(
            &format!("arn:aws:iam::111122223333:{resource}"),
            kind,
            found,
        );
    };
    for resource in [
        "*",
        "Root",
        "root/x",
        "roots",
        "user",
        "users/x",
        "policy/x",
        "mfa/x",
        "assumed-role/r/s",
        "federated-user/x",
    ] {
        iam(resource, NotAPrincipal, resource);
    }
    iam("user/*", Wildcard, "*");
    iam("user/a?c", Wildcard, "a?c");
    iam("role/*/x", Wildcard, "/*/");
    iam("user/", EmptyName, "");
    iam("role/team/", EmptyName, "");
    iam("user/a b", InvalidName, "a b");
    iam("user/a:b", InvalidName, "a:b");
    iam("user/josé", InvalidName, "josé");
    iam("user//x", InvalidPath, "//");
    iam("user/a b/x", InvalidPath, "/a b/");
    iam("user/é/x", InvalidPath, "/é/");
    iam("saml-provider/", EmptyName, "");
    iam("saml-provider/a/b", ExtraText, "/b");
    iam("saml-provider/*", Wildcard, "*");
    iam("oidc-provider/", EmptyName, "");
    iam("oidc-provider//x", InvalidName, "/x");
    iam("oidc-provider/a*", Wildcard, "a*");
    for url in ["a b", "a${$}", "a\"b", "a/<b>", "a#b", "é.example.com"] {
        iam(&std::format!("oidc-provider/{url}"), InvalidName, url);
    }

    let sts = |resource: &str, kind, found: &str| {
        refuse::<PrincipalArn>(
            &format!("arn:aws:sts::111122223333:{resource}"),
            kind,
            found,
        );
    };
    for resource in ["root", "user/x", "role/x", "assumed-role", "federated-user"] {
        sts(resource, NotAPrincipal, resource);
    }
    sts("assumed-role/", EmptyName, "");
    sts("assumed-role/app", MissingSession, "");
    sts("assumed-role/app/", EmptyName, "");
    sts("assumed-role/app/*", Wildcard, "*");
    sts("assumed-role/team/app/ci", ExtraText, "/ci");
    sts("assumed-role//ci", EmptyName, "");
    sts("federated-user/", EmptyName, "");
    sts("federated-user/a/b", ExtraText, "/b");
}

#[test]
fn service_principals_are_names_in_the_domains_of_services() {
    for text in [
        "s3.amazonaws.com",
        "ops.apigateway.amazonaws.com",
        "s3.eu-south-1.amazonaws.com",
        "ec2.amazonaws.com.cn",
        "api-service.dnssec.route53.aws.internal",
        "alexa-appkit.amazon.com",
        "S3.amazonaws.com",
    ] {
        let parsed: ServicePrincipal = text.parse().expect(text);
        assert_eq!(parsed.to_string(), text);
    }
    for text in [
        "",
        "*",
        "amazonaws.com",
        ".amazonaws.com",
        "s3..amazonaws.com",
        "s3.amazonaws.com.",
        "*.amazonaws.com",
        "s 3.amazonaws.com",
        "s3amazonaws.com",
        "s3.xamazonaws.com",
        "s3.amazonaws.com.de",
        "s3.amazonaws.COM",
        "www.amazon.com",
        "accounts.google.com",
        "arn:aws:iam::111122223333:root",
    ] {
        refuse::<ServicePrincipal>(text, ArnErrorKind::InvalidServicePrincipal, text);
    }
    let too_long = format!("{}.amazonaws.com", "a".repeat(240));
    refuse::<ServicePrincipal>(&too_long, ArnErrorKind::InvalidServicePrincipal, &too_long);
    let exact: [ServicePrincipal; 2] =
        ["S3.amazonaws.com", "s3.amazonaws.com"].map(|text| text.parse().expect(text));
    assert_ne!(exact[0], exact[1]);
}

#[test]
fn messages_are_one_bounded_line() {
    let text = format!("a\n\u{1b}{}", "b".repeat(100));
    let message = text
        .parse::<AccountId>()
        .expect_err("no account id")
        .to_string();
    assert_eq!(
        message,
        format!(
            "expected an account id of 12 digits, found `a\\n\\u{{1b}}{}…`",
            "b".repeat(57)
        )
    );
}

#[test]
fn each_kind_has_a_code_a_message_and_perhaps_a_remedy() {
    fn principal(text: &str) -> ArnError {
        text.parse::<PrincipalArn>().expect_err(text)
    }
    let role = |name: &str| principal(&format!("arn:aws:iam::111122223333:role/{name}"));
    let kinds = [
        (principal("x"), "not-an-arn", "starts with `arn:`", true),
        (
            principal("arn:aws"),
            "missing-field",
            "a colon and a service",
            true,
        ),
        (principal("arn::x:::x"), "empty-field", "a partition", false),
        (
            principal(&format!("arn:aws:iam:::{}", "x".repeat(MAX_CHARACTERS))),
            "too-long",
            "at most 2048 characters",
            false,
        ),
        (
            principal("arn:aws:iam::1:root"),
            "invalid-account-id",
            "12 digits",
            false,
        ),
        (
            principal("arn:x:iam::1:root"),
            "invalid-partition",
            "a partition such as",
            true,
        ),
        (
            principal("arn:aws:s3:::x"),
            "not-a-principal-service",
            "`iam` or `sts`",
            true,
        ),
        (
            principal("arn:aws:iam:r:1:root"),
            "unexpected-region",
            "no region",
            true,
        ),
        (
            principal("arn:aws:iam::111122223333:x"),
            "not-a-principal",
            "the root user, a user",
            true,
        ),
        (role("*"), "wildcard", "without wildcards", true),
        (
            role(""),
            "empty-name",
            "expected a name, found nothing",
            false,
        ),
        (role("a b"), "invalid-name", "a name of letters", false),
        (
            role("é/x"),
            "invalid-path",
            "a path of visible characters",
            false,
        ),
        (
            principal("arn:aws:sts::111122223333:assumed-role/x"),
            "missing-session",
            "the name of a session",
            true,
        ),
        (
            principal("arn:aws:sts::111122223333:assumed-role/x/y/z"),
            "extra-text",
            "the end",
            false,
        ),
        (
            "x".parse::<ServicePrincipal>().expect_err("no service"),
            "invalid-service-principal",
            "a service principal such as",
            false,
        ),
    ];
    for (error, code, message, has_help) in &kinds {
        assert_eq!(error.kind().code(), *code);
        assert!(error.to_string().contains(message), "{error}");
        assert_eq!(error.help().is_some(), *has_help, "{code}");
        assert!(error.help().is_none_or(|help| help.len() > 20), "{code}");
    }
    let codes: BTreeMap<&str, usize> = kinds.iter().map(|(_, code, ..)| (*code, 1)).collect();
    assert_eq!(codes.len(), 16);
}

#[test]
fn values_are_shown_with_their_type_for_debugging() {
    assert_eq!(format!("{:?}", Partition::AWS_CN), "Partition(\"aws-cn\")");
    assert_eq!(format!("{:>8}", Partition::AWS), "     aws");
    let arn = "arn:aws:s3:::b";
    assert_eq!(
        format!("{:?}", ArnRef::parse(arn).expect(arn)),
        "ArnRef(\"arn:aws:s3:::b\")"
    );
    let user = principal("arn:aws:iam::111122223333:user/a");
    assert_eq!(
        format!("{user:?}"),
        "PrincipalArn(\"arn:aws:iam::111122223333:user/a\")"
    );
}

#[test]
fn every_type_is_made_of_a_borrowed_text_too() {
    fn same<'a, T>(text: &'a str)
    where
        T: TryFrom<&'a str, Error = ArnError> + core::fmt::Display,
    {
        let read = T::try_from(text).expect(text);
        assert_eq!(read.to_string(), text);
        assert!(T::try_from("!").is_err());
    }
    same::<AccountId>("111122223333");
    same::<Partition>("aws-cn");
    same::<Arn>("arn:aws:s3:::b");
    same::<ArnRef<'_>>("arn:aws:s3:::b");
    same::<PrincipalArn>("arn:aws:iam::111122223333:root");
    same::<ServicePrincipal>("s3.amazonaws.com");
}

#[test]
fn arns_order_and_hash_as_their_text_does() {
    let hash = |value: &dyn Fn(&mut DefaultHasher)| {
        let mut hasher = DefaultHasher::new();
        value(&mut hasher);
        hasher.finish()
    };
    let one: Arn = "arn:aws:s3:::a".parse().expect("an ARN");
    let other: Arn = "arn:aws:s3:::b".parse().expect("an ARN");
    assert_eq!(one.partial_cmp(&other), Some(Ordering::Less));
    assert_eq!(other.cmp(&one), Ordering::Greater);
    assert_eq!(one.cmp(&one.clone()), Ordering::Equal);
    assert_ne!(one, other);
    assert_eq!(
        hash(&|hasher| one.hash(hasher)),
        hash(&|hasher| one.as_str().hash(hasher))
    );
}

#[test]
fn the_root_user_is_made_of_an_account() {
    let account: AccountId = "111122223333".parse().expect("an account id");
    let root = RootArn::new(Partition::AWS_CN, account);
    assert_eq!(root.as_str(), "arn:aws-cn:iam::111122223333:root");
    assert_eq!(
        (root.partition(), root.account()),
        (Partition::AWS_CN, account)
    );
    assert_eq!(root.arn().resource(), "root");
    let read = principal(root.as_str());
    assert_eq!(PrincipalArn::from(root), read);
    assert_eq!(read.arn().as_str(), read.as_str());
}

#[test]
fn an_owned_arn_has_the_fields_of_its_text() {
    let text = "arn:aws-cn:sqs:cn-north-1:111122223333:jobs:a";
    let arn = Arn::parse(text).expect(text);
    assert_eq!(
        [
            arn.partition(),
            arn.service(),
            arn.region(),
            arn.account(),
            arn.resource(),
            arn.as_str()
        ],
        [
            "aws-cn",
            "sqs",
            "cn-north-1",
            "111122223333",
            "jobs:a",
            text
        ]
    );
    assert_eq!(&**arn.text(), text);
    let borrowed = ArnRef::from(&arn);
    let spans = [
        Field::Partition,
        Field::Service,
        Field::Region,
        Field::Account,
        Field::Resource,
    ]
    .map(|field| text.get(borrowed.span(field)));
    let fields = ["aws-cn", "sqs", "cn-north-1", "111122223333", "jobs:a"];
    assert_eq!(spans, fields.map(Some));
}

#[test]
fn every_type_can_be_shared_between_threads() {
    fn shared<T: Send + Sync + 'static>() {}
    shared::<(AccountId, Partition, Arn, ArnRef<'static>)>();
    shared::<(PrincipalArn, ServicePrincipal, ArnError)>();
}

fn name() -> impl Strategy<Value = String> {
    "[A-Za-z0-9+=,.@_-]{1,12}"
}

fn path() -> impl Strategy<Value = String> {
    prop::collection::vec("[!-)+->@-~&&[^/]]{1,6}", 0..4).prop_map(|segments| {
        segments
            .iter()
            .fold(String::from("/"), |path, segment| path + segment + "/")
    })
}

proptest! {
    #[test]
    fn what_is_read_as_an_arn_is_six_fields(text in "(arn)?:?[a:/*é]{0,16}") {
        let split: Vec<&str> = text.splitn(6, ':').collect();
        let expected = match split[..] {
            ["arn", partition, service, region, account, resource]
                if ![partition, service, resource].contains(&"") =>
            {
                Some([partition, service, region, account, resource])
            }
            _ => None,
        };
        let found = ArnRef::parse(&text).ok();
        prop_assert_eq!(
            found.map(|arn| [arn.partition(), arn.service(), arn.region(), arn.account(), arn.resource()]),
            expected
        );
        if let Some(arn) = found {
            for field in [Field::Partition, Field::Service, Field::Region, Field::Account, Field::Resource] {
                prop_assert!(text.get(arn.span(field)).is_some());
            }
        }
    }

    #[test]
    fn spans_of_errors_lie_in_the_text(text in "(arn:aws:(iam|sts)::(111122223333)?:)?(user|role|assumed-role|root)?[a/:*é\n]{0,8}") {
        for error in [
            text.parse::<Arn>().err(),
            text.parse::<PrincipalArn>().err(),
            text.parse::<ServicePrincipal>().err(),
        ].into_iter().flatten() {
            prop_assert!(text.get(error.span()).is_some(), "{:?}", error);
            prop_assert!(!error.to_string().contains('\n'));
        }
    }

    #[test]
    fn pathed_principals_round_trip(kind in "user|group|role", path in path(), name in name()) {
        let text = format!("arn:aws:iam::111122223333:{kind}{path}{name}");
        let parsed: PrincipalArn = text.parse().expect("a principal");
        prop_assert_eq!(parsed.as_str(), &text);
        let parts = match &parsed {
            PrincipalArn::User(user) => ("user", user.path(), user.name()),
            PrincipalArn::Group(group) => ("group", group.path(), group.name()),
            PrincipalArn::Role(role) => ("role", role.path(), role.name()),
            other => panic!("{other}"),
        };
        prop_assert_eq!(parts, (&*kind, &*path, &*name));
    }

    #[test]
    fn role_sessions_round_trip(role in name(), session in name()) {
        let text = format!("arn:aws:sts::111122223333:assumed-role/{role}/{session}");
        let PrincipalArn::AssumedRole(parsed) = text.parse().expect("a principal") else { panic!("{text}") };
        prop_assert_eq!(parsed.to_string(), text);
        prop_assert_eq!((parsed.role(), parsed.session()), (&*role, &*session));
        let printed = parsed.role_arn().to_string();
        prop_assert_eq!(PrincipalArn::from(parsed.role_arn()), printed.parse().expect("a role"));
    }
}
