//! ARN templates: each is one, and ARNs that are made from it are recognised as of its type.

use std::collections::{BTreeMap, BTreeSet};

use portcullis_arn::Arn;
use portcullis_catalog::{Catalog, ResourceType};

/// The template with its placeholders filled in, stars as well.
fn filled(template: &str) -> String {
    let mut arn = String::new();
    let mut parts = template.split("${");
    arn.push_str(parts.next().unwrap());
    for (place, part) in parts.enumerate() {
        let (name, literal) = part.split_once('}').unwrap();
        match name {
            "Partition" => arn.push_str("aws"),
            "Region" => arn.push_str("us-east-2"),
            "Account" | "AccountId" | "ManagementAccountId" | "VpcOwnerAccount" => {
                arn.push_str("111122223333")
            }
            _ => arn.push_str(&format!("name-{place}")),
        }
        arn.push_str(literal);
    }
    arn.replace('*', "star-0")
}

fn is_known(kind: ResourceType<'_>, arn: &str) -> bool {
    kind.service()
        .resource_type_of(arn)
        .is_some_and(|found| found.name() == kind.name())
}

#[test]
fn arns_of_a_type_are_recognised_as_of_that_type() {
    let catalog = Catalog::embedded();
    let exceptions: BTreeMap<(&str, &str), &str> =
        super::lines(include_str!("../fixtures/ambiguous-types.txt"))
            .map(|line| {
                let (service, rest) = line.split_once(' ').unwrap();
                let (name, reason) = rest.split_once(": ").unwrap();
                ((service, name), reason)
            })
            .collect();
    let mut met = BTreeSet::new();
    let mut wrong = Vec::new();
    let mut recognised = 0;
    for kind in catalog
        .services()
        .flat_map(|service| service.resource_types())
    {
        for template in kind.arn_templates() {
            let arn = filled(template);
            assert!(arn.parse::<Arn>().is_ok(), "{template} {arn}");
            assert!(kind.matches(&arn), "{template} {arn}");
            if is_known(kind, &arn) {
                recognised += 1;
                continue;
            }
            let row = (kind.service().prefix(), kind.name());
            met.insert(row);
            if !exceptions.contains_key(&row) {
                let found = kind
                    .service()
                    .resource_type_of(&arn)
                    .map(|found| (found.name(), found.arn_templates().collect::<Vec<_>>()));
                wrong.push(format!(
                    "{} {}: {template} is taken for {found:?}",
                    row.0, row.1
                ));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{} types:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    let stale: Vec<_> = exceptions
        .keys()
        .filter(|row| !met.contains(*row))
        .collect();
    assert!(stale.is_empty(), "exceptions that are none: {stale:?}");
    assert_eq!((recognised, exceptions.len()), (2362 - 33, 33));
}

#[test]
fn the_types_of_an_arn_include_its_own() {
    let catalog = Catalog::embedded();
    for kind in catalog
        .services()
        .flat_map(|service| service.resource_types())
    {
        // A look at all types for each type would take its time; one template of each stands for the others.
        let Some(template) = kind.arn_templates().next() else {
            continue;
        };
        let types = catalog.resource_types_of(&filled(template));
        let own = types.iter().find(|found| {
            found.name() == kind.name() && found.service().prefix() == kind.service().prefix()
        });
        assert!(own.is_some(), "{template}");
    }
}

#[test]
fn real_arns_are_of_their_types() {
    let catalog = Catalog::embedded();
    for (arn, service, name) in [
        ("arn:aws:s3:::amzn-s3-demo-bucket", "s3", "bucket"),
        ("arn:aws:s3:::amzn-s3-demo-bucket/a/b:c", "s3", "object"),
        (
            "arn:aws:s3:us-east-2:111122223333:accesspoint/ap",
            "s3",
            "accesspoint",
        ),
        (
            "arn:aws:s3:us-east-2:111122223333:accesspoint/ap/object/a/b",
            "s3",
            "accesspointobject",
        ),
        (
            "arn:aws:iam::111122223333:role/service-role/app",
            "iam",
            "role",
        ),
        ("arn:aws:iam::111122223333:user/app", "iam", "user"),
        ("arn:aws:iam::111122223333:policy/team/app", "iam", "policy"),
        (
            "arn:aws:logs:us-east-2:111122223333:log-group:/aws/lambda/f",
            "logs",
            "log-group",
        ),
        (
            "arn:aws:logs:us-east-2:111122223333:log-group:/aws/lambda/f:log-stream:2026/01/01/[$LATEST]0",
            "logs",
            "log-stream",
        ),
        (
            "arn:aws:lambda:us-east-2:111122223333:function:f",
            "lambda",
            "function",
        ),
        (
            "arn:aws:lambda:us-east-2:111122223333:function:f:live",
            "lambda",
            "function alias",
        ),
        (
            "arn:aws:dynamodb:us-east-2:111122223333:table/t",
            "dynamodb",
            "table",
        ),
        (
            "arn:aws:dynamodb:us-east-2:111122223333:table/t/index/i",
            "dynamodb",
            "index",
        ),
        ("arn:aws:sqs:us-east-2:111122223333:q", "sqs", "queue"),
        ("arn:aws:sns:us-east-2:111122223333:t", "sns", "topic"),
        ("arn:aws:kms:us-east-2:111122223333:key/k", "kms", "key"),
        (
            "arn:aws:kms:us-east-2:111122223333:alias/a/b",
            "kms",
            "alias",
        ),
        (
            "arn:aws:ec2:us-east-2:111122223333:instance/i-0",
            "ec2",
            "instance",
        ),
        ("arn:aws:ec2:us-east-2::image/ami-0", "ec2", "image"),
        (
            "arn:aws:ssm:us-east-2:111122223333:parameter/a/b",
            "ssm",
            "parameter",
        ),
        (
            "arn:aws:secretsmanager:us-east-2:111122223333:secret:a/b-123456",
            "secretsmanager",
            "Secret",
        ),
        (
            "arn:aws:elasticache:us-east-2:111122223333:cluster:c",
            "elasticache",
            "cluster",
        ),
        (
            "arn:aws:elasticache::111122223333:globalreplicationgroup:g",
            "elasticache",
            "globalreplicationgroup",
        ),
        (
            "arn:aws:execute-api:us-east-2:111122223333:a/prod/GET/x/y",
            "execute-api",
            "execute-api-general",
        ),
        (
            "arn:aws-cn:states:cn-north-1:111122223333:execution:m:e",
            "states",
            "execution",
        ),
    ] {
        let found = catalog
            .service(service)
            .and_then(|service| service.resource_type_of(arn));
        assert_eq!(found.map(|kind| kind.name()), Some(name), "{arn}");
    }
    let regional = "arn:aws:elasticache:us-east-2:111122223333:globalreplicationgroup:g";
    assert!(
        catalog
            .service("elasticache")
            .is_some_and(|service| service.resource_type_of(regional).is_none())
    );
}
