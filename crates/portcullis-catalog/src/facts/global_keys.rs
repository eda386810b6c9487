//! The global condition keys: those that any service's requests can carry.

use crate::folding::{find, names_key};
use crate::{Cardinality, KeyType, ValueType};

/// A condition key that does not belong to one service: an `aws:` key, or a property of a session that some service started
/// (`ec2:SourceInstanceArn`).
#[derive(Clone, Copy, Debug)]
pub struct GlobalKey {
    row: &'static Row,
}

impl GlobalKey {
    /// The name in AWS's spelling; a family of tag keys ends in `/${TagKey}`.
    ///
    /// ```
    /// use portcullis_catalog::facts;
    /// assert_eq!(facts::global_key("aws:sourceip").map(|key| key.name()), Some("aws:SourceIp"));
    /// assert_eq!(facts::global_key("aws:RequestTag/team").map(|key| key.name()), Some("aws:RequestTag/${TagKey}"));
    /// ```
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.row.name
    }

    /// What the key is a property of.
    ///
    /// ```
    /// use portcullis_catalog::facts::{KeyGroup, global_key};
    /// assert_eq!(global_key("aws:SourceVpce").map(|key| key.group()), Some(KeyGroup::Network));
    /// ```
    #[must_use]
    pub const fn group(self) -> KeyGroup {
        self.row.group
    }

    /// The types that its values are documented to have, at least one.
    ///
    /// ```
    /// use portcullis_catalog::{ValueType, facts};
    /// let types = facts::global_key("aws:EpochTime").expect("a global key").types();
    /// assert!(types.map(|kind| kind.value()).eq([ValueType::Date, ValueType::Numeric]));
    /// ```
    pub fn types(self) -> impl Iterator<Item = KeyType> {
        self.row.types.iter().map(|&value| KeyType {
            value,
            cardinality: self.row.cardinality,
        })
    }

    /// Whether it holds one value or a list.
    ///
    /// ```
    /// use portcullis_catalog::{Cardinality, facts};
    /// let key = facts::global_key("aws:PrincipalOrgPaths");
    /// assert_eq!(key.map(|key| key.cardinality()), Some(Cardinality::Multiple));
    /// ```
    #[must_use]
    pub const fn cardinality(self) -> Cardinality {
        self.row.cardinality
    }

    /// Whether AWS puts it into every request.
    ///
    /// ```
    /// use portcullis_catalog::facts;
    /// assert!(facts::global_key("aws:CurrentTime").is_some_and(|key| key.is_always_present()));
    /// assert!(facts::global_key("aws:SourceIp").is_some_and(|key| !key.is_always_present()));
    /// ```
    #[must_use]
    pub const fn is_always_present(self) -> bool {
        self.row.always
    }

    /// Whether AWS advises against wildcards in the values that a policy compares it with.
    ///
    /// # Source
    ///
    /// PL 9.1.
    ///
    /// ```
    /// use portcullis_catalog::facts;
    /// assert!(facts::global_key("aws:PrincipalOrgID").is_some_and(|key| key.is_sensitive()));
    /// assert!(facts::global_key("aws:PrincipalArn").is_some_and(|key| !key.is_sensitive()));
    /// ```
    #[must_use]
    pub fn is_sensitive(self) -> bool {
        super::lists(&SENSITIVE, self.row.name)
    }
}

/// What a global condition key is a property of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum KeyGroup {
    /// The principal that asks.
    Principal,
    /// The session or the credentials that it asks with.
    RoleSession,
    /// The way that the request came.
    Network,
    /// The resource that it is about.
    Resource,
    /// The request itself.
    Request,
}

/// The global key of that name, or the family that it belongs to; `None` for any other key.
///
/// # Source
///
/// IAM User Guide, AWS global condition context keys (text of 2026); PL 9.2.
///
/// ```
/// use portcullis_catalog::facts;
/// assert!(facts::global_key("AWS:PRINCIPALTAG/team").is_some());
/// assert!(facts::global_key("aws:PrincipalTag/").is_none());
/// assert!(facts::global_key("s3:prefix").is_none());
/// ```
#[must_use]
pub fn global_key(name: &str) -> Option<GlobalKey> {
    let row = find(&ROWS, name, |row| row.name).or_else(|| {
        ROWS.iter()
            .find(|row| row.name.ends_with('}') && names_key(row.name, name))
    })?;
    Some(GlobalKey { row })
}

/// All global keys, sorted by name without regard to case.
///
/// ```
/// use portcullis_catalog::facts;
/// assert_eq!(facts::global_keys().count(), 61);
/// ```
pub fn global_keys() -> impl Iterator<Item = GlobalKey> {
    ROWS.iter().map(|row| GlobalKey { row })
}

#[derive(Debug)]
struct Row {
    name: &'static str,
    group: KeyGroup,
    types: &'static [ValueType],
    cardinality: Cardinality,
    always: bool,
}

const fn row(
    name: &'static str,
    group: KeyGroup,
    types: &'static [ValueType],
    cardinality: Cardinality,
    always: bool,
) -> Row {
    Row {
        name,
        group,
        types,
        cardinality,
        always,
    }
}

use KeyGroup as G;
use ValueType as V;
const SINGLE: Cardinality = Cardinality::Single;
const MULTIPLE: Cardinality = Cardinality::Multiple;
const ALWAYS: bool = true;
const SOMETIMES: bool = false;

#[rustfmt::skip]
static ROWS: [Row; 61] = [
    row("aws:AssumedRoot", G::RoleSession, &[V::Bool], SINGLE, SOMETIMES),
    row("aws:CalledVia", G::Request, &[V::String], MULTIPLE, SOMETIMES),
    row("aws:CalledViaAWSMCP", G::Request, &[V::String], SINGLE, SOMETIMES),
    row("aws:CalledViaFirst", G::Request, &[V::String], SINGLE, SOMETIMES),
    row("aws:CalledViaLast", G::Request, &[V::String], SINGLE, SOMETIMES),
    row("aws:ChatbotSourceArn", G::RoleSession, &[V::Arn], SINGLE, SOMETIMES),
    row("aws:CurrentTime", G::Request, &[V::Date], SINGLE, ALWAYS),
    row("aws:Ec2InstanceSourcePrivateIPv4", G::RoleSession, &[V::IpAddress], SINGLE, SOMETIMES),
    row("aws:Ec2InstanceSourceVpc", G::RoleSession, &[V::String], SINGLE, SOMETIMES),
    row("aws:EpochTime", G::Request, &[V::Date, V::Numeric], SINGLE, ALWAYS),
    row("aws:FederatedProvider", G::RoleSession, &[V::String, V::Arn], SINGLE, SOMETIMES),
    row("aws:IsMcpServiceAction", G::Request, &[V::Bool], SINGLE, SOMETIMES),
    row("aws:MultiFactorAuthAge", G::RoleSession, &[V::Numeric], SINGLE, SOMETIMES),
    row("aws:MultiFactorAuthPresent", G::RoleSession, &[V::Bool], SINGLE, SOMETIMES),
    row("aws:PrincipalAccount", G::Principal, &[V::String], SINGLE, ALWAYS),
    row("aws:PrincipalArn", G::Principal, &[V::Arn], SINGLE, SOMETIMES),
    row("aws:PrincipalIsAWSService", G::Principal, &[V::Bool], SINGLE, SOMETIMES),
    row("aws:PrincipalOrgID", G::Principal, &[V::String], SINGLE, SOMETIMES),
    row("aws:PrincipalOrgPaths", G::Principal, &[V::String], MULTIPLE, SOMETIMES),
    row("aws:PrincipalServiceName", G::Principal, &[V::String], SINGLE, SOMETIMES),
    row("aws:PrincipalServiceNamesList", G::Principal, &[V::String], MULTIPLE, SOMETIMES),
    row("aws:PrincipalTag/${TagKey}", G::Principal, &[V::String], SINGLE, SOMETIMES),
    row("aws:PrincipalType", G::Principal, &[V::String], SINGLE, SOMETIMES),
    row("aws:referer", G::Request, &[V::String], SINGLE, SOMETIMES),
    row("aws:RequestedRegion", G::Request, &[V::String], SINGLE, ALWAYS),
    row("aws:RequestTag/${TagKey}", G::Request, &[V::String], SINGLE, SOMETIMES),
    row("aws:ResourceAccount", G::Resource, &[V::String], SINGLE, SOMETIMES),
    row("aws:ResourceOrgID", G::Resource, &[V::String], SINGLE, SOMETIMES),
    row("aws:ResourceOrgPaths", G::Resource, &[V::String], MULTIPLE, SOMETIMES),
    row("aws:ResourceTag/${TagKey}", G::Resource, &[V::String], SINGLE, SOMETIMES),
    row("aws:SecureTransport", G::Request, &[V::Bool], SINGLE, SOMETIMES),
    row("aws:SignInSessionArn", G::RoleSession, &[V::Arn], SINGLE, SOMETIMES),
    row("aws:SourceAccount", G::Request, &[V::String], SINGLE, SOMETIMES),
    row("aws:SourceArn", G::Request, &[V::Arn], SINGLE, SOMETIMES),
    row("aws:SourceIdentity", G::RoleSession, &[V::String], SINGLE, SOMETIMES),
    row("aws:SourceIp", G::Network, &[V::IpAddress], SINGLE, SOMETIMES),
    row("aws:SourceOrgID", G::Request, &[V::String], SINGLE, SOMETIMES),
    row("aws:SourceOrgPaths", G::Request, &[V::String], MULTIPLE, SOMETIMES),
    row("aws:SourceVpc", G::Network, &[V::String], SINGLE, SOMETIMES),
    row("aws:SourceVpcArn", G::Network, &[V::Arn], SINGLE, SOMETIMES),
    row("aws:SourceVpce", G::Network, &[V::String], SINGLE, SOMETIMES),
    row("aws:TagKeys", G::Request, &[V::String], MULTIPLE, SOMETIMES),
    row("aws:TokenIssueTime", G::RoleSession, &[V::Date], SINGLE, SOMETIMES),
    row("aws:UserAgent", G::Request, &[V::String], SINGLE, SOMETIMES),
    row("aws:userid", G::Principal, &[V::String], SINGLE, ALWAYS),
    row("aws:username", G::Principal, &[V::String], SINGLE, SOMETIMES),
    row("aws:ViaAWSMCPService", G::Request, &[V::Bool], SINGLE, SOMETIMES),
    row("aws:ViaAWSService", G::Request, &[V::Bool], SINGLE, ALWAYS),
    row("aws:VpceAccount", G::Network, &[V::String], SINGLE, SOMETIMES),
    row("aws:VpceOrgID", G::Network, &[V::String], SINGLE, SOMETIMES),
    row("aws:VpceOrgPaths", G::Network, &[V::String], MULTIPLE, SOMETIMES),
    row("aws:VpcSourceIp", G::Network, &[V::IpAddress], SINGLE, SOMETIMES),
    row("codebuild:BuildArn", G::RoleSession, &[V::Arn], SINGLE, SOMETIMES),
    row("codebuild:ProjectArn", G::RoleSession, &[V::Arn], SINGLE, SOMETIMES),
    row("ec2:RoleDelivery", G::RoleSession, &[V::Numeric], SINGLE, SOMETIMES),
    row("ec2:SourceInstanceArn", G::RoleSession, &[V::Arn], SINGLE, SOMETIMES),
    row("glue:CredentialIssuingService", G::RoleSession, &[V::String], SINGLE, SOMETIMES),
    row("glue:RoleAssumedBy", G::RoleSession, &[V::String], SINGLE, SOMETIMES),
    row("identitystore:UserId", G::RoleSession, &[V::String], SINGLE, SOMETIMES),
    row("lambda:SourceFunctionArn", G::RoleSession, &[V::Arn], SINGLE, SOMETIMES),
    row("ssm:SourceInstanceArn", G::RoleSession, &[V::Arn], SINGLE, SOMETIMES),
];

/// Keys whose values in policies should be spelt out, sorted as [`ROWS`].
static SENSITIVE: [&str; 10] = [
    "aws:PrincipalAccount",
    "aws:PrincipalOrgID",
    "aws:ResourceAccount",
    "aws:ResourceOrgID",
    "aws:SourceAccount",
    "aws:SourceOrgID",
    "aws:SourceVpc",
    "aws:SourceVpce",
    "aws:VpceAccount",
    "aws:VpceOrgID",
];
