//! Resources whose ARN has no account, so that nothing but a record of their creation tells their owner.

use portcullis_arn::Arn;

/// Whether the ARNs of a kind have a Region.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Region,
    NoRegion,
}

/// The kinds that AWS documents with an empty account field and that customers own: service, Region, what the sixth field begins
/// with. What AWS itself owns (solution stacks, foundation models, public parameters) is not here.
const KINDS: [(&str, Place, &str); 15] = [
    ("apigateway", Place::Region, "/"),
    ("ec2", Place::Region, "fpga-image/"),
    ("ec2", Place::Region, "image/"),
    ("ec2", Place::Region, "snapshot/"),
    ("elasticbeanstalk", Place::Region, "platform/"),
    ("route53", Place::NoRegion, "change/"),
    ("route53", Place::NoRegion, "cidrcollection/"),
    ("route53", Place::NoRegion, "delegationset/"),
    ("route53", Place::NoRegion, "domain/"),
    ("route53", Place::NoRegion, "healthcheck/"),
    ("route53", Place::NoRegion, "hostedzone/"),
    ("route53", Place::NoRegion, "queryloggingconfig/"),
    ("route53", Place::NoRegion, "trafficpolicy/"),
    ("route53", Place::NoRegion, "trafficpolicyinstance/"),
    ("s3", Place::NoRegion, ""),
];

/// Whether the ARN is of a kind that never names an account: buckets and objects, machine images and snapshots of EC2, hosted zones,
/// APIs. Such an ARN is unique in its partition, or in its Region if it has one, all the same.
///
/// # Source
///
/// EV 8.15 (Service Authorization Reference, resource types; API Gateway Developer Guide, ARNs).
///
/// ```
/// use portcullis_ownership::rules::accountless::has_no_account;
/// let told = |arn: &str| Ok::<_, portcullis_arn::ArnError>(has_no_account(&arn.parse()?));
/// assert!(told("arn:aws:s3:::amzn-s3-demo-bucket/key")?);
/// assert!(told("arn:aws:ec2:us-east-1::image/ami-0abcdef1234567890")?);
/// assert!(told("arn:aws:route53:::hostedzone/Z148QEXAMPLE8V")?);
/// assert!(told("arn:aws:apigateway:us-east-1::/restapis/a1b2c3")?);
/// assert!(!told("arn:aws:ec2:us-east-1:111122223333:volume/vol-1")?);
/// assert!(!told("arn:aws:sqs:us-east-1::jobs")?);
/// # Ok::<(), portcullis_arn::ArnError>(())
/// ```
#[must_use]
pub fn has_no_account(arn: &Arn) -> bool {
    let place = if arn.region().is_empty() {
        Place::NoRegion
    } else {
        Place::Region
    };
    arn.account().is_empty()
        && KINDS.iter().any(|(service, listed, beginning)| {
            *service == arn.service()
                && *listed == place
                && arn
                    .resource()
                    .strip_prefix(beginning)
                    .is_some_and(|id| !id.is_empty())
        })
}
