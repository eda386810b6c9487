//! The table of policy kinds: what each requires and forbids, and what a missing Allow in it means.

use core::fmt;

/// The kinds of policy that take part in authorization.
///
/// # Source
/// IAM User Guide, policies and permissions; PL 2.1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum PolicyKind {
    /// Attached to a user, group or role: managed or inline.
    Identity,
    /// A managed policy set as the permissions boundary of a user or role.
    PermissionsBoundary,
    /// Passed when a session is created.
    Session,
    /// Attached to a resource: bucket, queue, topic, function, secret, ….
    Resource,
    /// The trust policy of a role.
    RoleTrust,
    /// The key policy of a KMS key.
    KmsKey,
    /// An Organizations service control policy (SCP).
    ServiceControl,
    /// An Organizations resource control policy (RCP).
    ResourceControl,
    /// Attached to a VPC endpoint.
    VpcEndpoint,
}

/// What a missing Allow in a kind of policy means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(
    clippy::exhaustive_enums,
    reason = "a policy grants or limits; there is no third"
)]
pub enum Force {
    /// An Allow grants; without one the policy does nothing.
    Grants,
    /// An Allow grants nothing; without one the request is denied.
    Limits,
}

/// Whose policy it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(
    clippy::exhaustive_enums,
    reason = "a request has a requester, a resource and a way between them"
)]
pub enum Side {
    /// The account of the principal.
    Requester,
    /// The account that owns the resource.
    Resource,
    /// The network path of the request.
    Network,
}

/// Whether `Principal` may stand in a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(
    clippy::exhaustive_enums,
    reason = "the validity matrix has these three cells"
)]
pub enum PrincipalRule {
    /// The attached identity is the principal; naming one is an error.
    Forbidden,
    /// `Principal` or `NotPrincipal` is required.
    Required,
    /// Required, and only as `"*"`.
    Everyone,
}

/// Whether `NotPrincipal` may stand in a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(
    clippy::exhaustive_enums,
    reason = "the validity matrix has these three cells"
)]
pub enum NotPrincipalRule {
    /// An error in both readings.
    Forbidden,
    /// Refused by the strict reading, evaluated as written by the lenient one.
    Refused,
    /// With `Deny` only.
    WithDeny,
}

/// What holds for `Action` and `NotAction`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(
    clippy::exhaustive_enums,
    reason = "the validity matrix has these three cells"
)]
pub enum ActionRule {
    /// One of the two is required.
    Required,
    /// One of the two is required; a stored statement without either has no effect.
    RequiredOrInert,
    /// `Action` is required, `NotAction` and the bare `*` are refused.
    Prefixed,
}

/// What holds for `Resource` and `NotResource`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(
    clippy::exhaustive_enums,
    reason = "the validity matrix has these four cells"
)]
pub enum ResourceRule {
    /// One of the two is required.
    Required,
    /// One of the two is required; a stored statement without either has no effect.
    RequiredOrInert,
    /// Without either, the statement covers the resource to which the policy is attached.
    Optional,
    /// Refused by the strict reading; the statement covers the role to which the policy is attached.
    Refused,
}

/// What an ARN with fewer than six fields means.
///
/// # Source
/// IAM User Guide, Amazon Resource Names; PL 6.3.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(
    clippy::exhaustive_enums,
    reason = "the rule table has these four rows"
)]
pub enum IncompleteArn {
    /// The missing fields are filled with `*`.
    Filled,
    /// Filled where the entry has a wildcard, else it matches nothing.
    FilledWithWildcard,
    /// Refused by the strict reading; the lenient one fills it.
    Refused,
    /// Refused by the strict reading unless the entry ends in `*`; filled.
    RefusedUnlessTrailingWildcard,
}

/// How large a document of a kind may be.
///
/// # Source
/// IAM User Guide, IAM and STS quotas; PL 2.2.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "AWS counts in these three ways")]
pub enum Quota {
    /// Characters, white space between tokens left out.
    CharactersWithoutSpace(usize),
    /// Characters, all of them.
    Characters(usize),
    /// Bytes of the UTF-8 text.
    Bytes(usize),
    /// It depends on the service to whose resource the policy is attached: [`resource_policy_quota`].
    ByService,
}

/// One row of the table of policy kinds.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct KindSpec {
    /// The kind that the row describes.
    pub kind: PolicyKind,
    /// AWS's term, in lower case: "service control policy".
    pub name: &'static str,
    /// What a missing Allow means.
    pub force: Force,
    /// Whose policy it is.
    pub side: Side,
    /// Whether `Version` must be `2012-10-17`.
    pub version_required: bool,
    /// Whether `Id` belongs in it.
    pub id_accepted: bool,
    /// Whether IAM stores it, with IAM's rules on characters and `Sid`s.
    pub stored_by_iam: bool,
    /// Whether `Allow` may be written.
    pub allow_accepted: bool,
    /// What holds for `Principal`.
    pub principal: PrincipalRule,
    /// What holds for `NotPrincipal`.
    pub not_principal: NotPrincipalRule,
    /// What holds for `Action` and `NotAction`.
    pub action: ActionRule,
    /// What holds for `Resource` and `NotResource`.
    pub resource: ResourceRule,
    /// What an ARN with fewer than six fields means.
    pub incomplete_arn: IncompleteArn,
    /// How large a document may be.
    pub quota: Quota,
}

/// The row of an identity-based policy, from which the others differ.
const IDENTITY: KindSpec = KindSpec {
    kind: PolicyKind::Identity,
    name: "identity-based policy",
    force: Force::Grants,
    side: Side::Requester,
    version_required: false,
    id_accepted: false,
    stored_by_iam: true,
    allow_accepted: true,
    principal: PrincipalRule::Forbidden,
    not_principal: NotPrincipalRule::Forbidden,
    action: ActionRule::Required,
    resource: ResourceRule::Required,
    incomplete_arn: IncompleteArn::Filled,
    // The largest that any identity-based policy may be: the inline policies of a role together.
    quota: Quota::CharactersWithoutSpace(10_240),
};

/// The row of a resource-based policy, from which its relatives differ.
const RESOURCE: KindSpec = KindSpec {
    kind: PolicyKind::Resource,
    name: "resource-based policy",
    side: Side::Resource,
    id_accepted: true,
    stored_by_iam: false,
    principal: PrincipalRule::Required,
    not_principal: NotPrincipalRule::WithDeny,
    resource: ResourceRule::Optional,
    incomplete_arn: IncompleteArn::FilledWithWildcard,
    quota: Quota::ByService,
    ..IDENTITY
};

/// All kinds, in the order of [`PolicyKind`].
static KINDS: [KindSpec; 9] = [
    IDENTITY,
    KindSpec {
        kind: PolicyKind::PermissionsBoundary,
        name: "permissions boundary",
        force: Force::Limits,
        quota: Quota::CharactersWithoutSpace(6_144),
        ..IDENTITY
    },
    KindSpec {
        kind: PolicyKind::Session,
        name: "session policy",
        force: Force::Limits,
        incomplete_arn: IncompleteArn::Refused,
        quota: Quota::Characters(2_048),
        ..IDENTITY
    },
    RESOURCE,
    KindSpec {
        kind: PolicyKind::RoleTrust,
        name: "role trust policy",
        stored_by_iam: true,
        not_principal: NotPrincipalRule::Refused,
        resource: ResourceRule::Refused,
        quota: Quota::Characters(4_096),
        ..RESOURCE
    },
    KindSpec {
        kind: PolicyKind::KmsKey,
        name: "key policy",
        action: ActionRule::RequiredOrInert,
        resource: ResourceRule::RequiredOrInert,
        quota: Quota::Bytes(32_768),
        ..RESOURCE
    },
    KindSpec {
        kind: PolicyKind::ServiceControl,
        name: "service control policy",
        force: Force::Limits,
        version_required: true,
        stored_by_iam: false,
        incomplete_arn: IncompleteArn::RefusedUnlessTrailingWildcard,
        quota: Quota::Characters(10_240),
        ..IDENTITY
    },
    KindSpec {
        kind: PolicyKind::ResourceControl,
        name: "resource control policy",
        force: Force::Limits,
        side: Side::Resource,
        version_required: true,
        stored_by_iam: false,
        allow_accepted: false,
        principal: PrincipalRule::Everyone,
        not_principal: NotPrincipalRule::Refused,
        action: ActionRule::Prefixed,
        incomplete_arn: IncompleteArn::Refused,
        quota: Quota::Characters(5_120),
        ..IDENTITY
    },
    KindSpec {
        kind: PolicyKind::VpcEndpoint,
        name: "VPC endpoint policy",
        force: Force::Limits,
        side: Side::Network,
        resource: ResourceRule::Required,
        quota: Quota::Characters(20_480),
        ..RESOURCE
    },
];

impl PolicyKind {
    /// All kinds, in a stable order.
    #[must_use]
    pub fn all() -> impl ExactSizeIterator<Item = PolicyKind> {
        KINDS.iter().map(|spec| spec.kind)
    }

    /// The kind's row of the table.
    ///
    /// ```
    /// use portcullis_policy::{Force, PolicyKind};
    /// assert_eq!(PolicyKind::ServiceControl.spec().name, "service control policy");
    /// assert_eq!(PolicyKind::ServiceControl.spec().force, Force::Limits);
    /// ```
    #[must_use]
    pub fn spec(self) -> &'static KindSpec {
        KINDS
            .iter()
            .find(|spec| spec.kind == self)
            .unwrap_or(&IDENTITY)
    }
}

impl fmt::Display for PolicyKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.spec().name)
    }
}

/// How large a resource-based policy of a service may be, where AWS documents it; `service` is the prefix of its actions.
///
/// # Source
/// The services' own guides; PL 2.2.
///
/// ```
/// use portcullis_policy::{Quota, resource_policy_quota};
/// assert_eq!(resource_policy_quota("sqs"), Some(Quota::Bytes(8_192)));
/// assert_eq!(resource_policy_quota("unheard-of"), None);
/// ```
#[must_use]
pub fn resource_policy_quota(service: &str) -> Option<Quota> {
    const QUOTAS: [(&str, Quota); 2] = [("s3", Quota::Bytes(20_480)), ("sqs", Quota::Bytes(8_192))];
    QUOTAS
        .iter()
        .find(|(prefix, _)| prefix.eq_ignore_ascii_case(service))
        .map(|(_, quota)| *quota)
}

impl Quota {
    /// How many characters or bytes of `text`, the JSON text of a document, count against the quota, and the limit; `None`
    /// where the quota depends on the service.
    #[must_use]
    pub fn measure(self, text: &str) -> Option<(usize, usize)> {
        match self {
            Self::CharactersWithoutSpace(limit) => Some((significant_characters(text), limit)),
            Self::Characters(limit) => Some((text.chars().count(), limit)),
            Self::Bytes(limit) => Some((text.len(), limit)),
            Self::ByService => None,
        }
    }

    /// As [`Self::measure`], where the text is over the limit.
    pub(crate) fn exceeded(self, text: &str) -> Option<(usize, usize)> {
        let limit = match self {
            Self::CharactersWithoutSpace(limit) | Self::Characters(limit) | Self::Bytes(limit) => {
                limit
            }
            Self::ByService => return None,
        };
        // No text has more characters than bytes, and most policies are far below their quota.
        if text.len() <= limit {
            return None;
        }
        self.measure(text).filter(|(size, limit)| size > limit)
    }
}

/// The characters of a JSON text without the white space between tokens.
fn significant_characters(text: &str) -> usize {
    let mut in_string = false;
    let mut escaped = false;
    let mut counts = |byte: u8| {
        // The first byte of a character counts, those behind it do not.
        let begins = !matches!(byte, 0x80..=0xbf);
        if in_string {
            in_string = escaped || byte != b'"';
            escaped = !escaped && byte == b'\\';
            return begins;
        }
        in_string = byte == b'"';
        begins && !matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
    };
    text.bytes().filter(|byte| counts(*byte)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_its_own_row() {
        for kind in PolicyKind::all() {
            assert_eq!(kind.spec().kind, kind);
        }
        assert_eq!(PolicyKind::all().count(), 9);
    }

    #[test]
    fn white_space_inside_strings_counts() {
        assert_eq!(
            significant_characters(r#"{ "a b" : "\" " }"#),
            r#"{"a b":"\" "}"#.len()
        );
    }
}
