//! What services decide besides the policy algorithm; one file a service, one row of the table each.

mod iam;
mod kms;
mod lambda;
mod s3;
mod sqs;
mod sts;

use portcullis_policy::{PolicyKind, ResourceEntry};

use crate::{Action, PolicySet, Request, Resource, Verdict};

/// The exceptions of one service.
struct ServiceSpec {
    /// The prefix of its actions.
    prefix: &'static str,
    /// Calls that bypass the policies or are refused whatever they say.
    rule: fn(&Request, &PolicySet) -> Option<Rule>,
    /// Whether its resource-based policy has to allow even in the same account.
    required: fn(&Action, &Resource) -> Option<Required>,
    /// Whether resource control policies leave a call alone.
    escapes_resource_control: fn(&Request) -> bool,
}

impl ServiceSpec {
    const fn new(prefix: &'static str) -> Self {
        Self {
            prefix,
            rule: |_, _| None,
            required: |_, _| None,
            escapes_resource_control: |_| false,
        }
    }
}

static SERVICES: [ServiceSpec; 6] = [
    iam::SPEC,
    kms::SPEC,
    lambda::SPEC,
    s3::SPEC,
    sqs::SPEC,
    sts::SPEC,
];

/// The row of the table that an action belongs to, if its service has one: looked up once, when the action is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Special(Option<u8>);

impl Special {
    pub(crate) fn of(service: &str) -> Self {
        let found = (0_u8..)
            .zip(&SERVICES)
            .find(|(_, spec)| service.eq_ignore_ascii_case(spec.prefix));
        Self(found.map(|(row, _)| row))
    }
}

impl Special {
    fn spec(self) -> Option<&'static ServiceSpec> {
        SERVICES.get(usize::from(self.0?))
    }
}

fn spec(request: &Request) -> Option<&'static ServiceSpec> {
    request.facts.special.spec()
}

/// A call that no policy changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Rule {
    pub(crate) verdict: Verdict,
    /// Why, for people: lower case, no full stop.
    pub(crate) why: &'static str,
}

const fn refused(why: &'static str) -> Option<Rule> {
    Some(Rule {
        verdict: Verdict::ImplicitlyDenied,
        why,
    })
}

const fn allowed(why: &'static str) -> Option<Rule> {
    Some(Rule {
        verdict: Verdict::Allowed,
        why,
    })
}

/// The rule that decides a call outside the policy algorithm.
///
/// # Source
/// EV 4.6.
pub(crate) fn rule(request: &Request, policies: &PolicySet) -> Option<Rule> {
    if request.facts.crosses_partitions {
        return refused("principal and resource are in different partitions");
    }
    spec(request).and_then(|spec| (spec.rule)(request, policies))
}

/// Which policy of a resource has to allow, even in the same account.
///
/// # Source
/// IAM User Guide, policy evaluation within a single account; EV 4.5.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Required {
    /// The trust policy of the role.
    TrustPolicy,
    /// The key policy of the key.
    KeyPolicy,
}

/// The policy of the resource that has to allow an action, even in the same account.
///
/// ```
/// use portcullis_eval::{Required, Resource, required_resource_policy};
/// let key = Resource::Arn("arn:aws:kms:eu-west-1:111122223333:key/1234abcd".parse()?);
/// assert_eq!(required_resource_policy(&"kms:Decrypt".parse()?, &key), Some(Required::KeyPolicy));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn required_resource_policy(action: &Action, resource: &Resource) -> Option<Required> {
    let spec = action.special().spec();
    spec.and_then(|spec| (spec.required)(action, resource))
}

/// The kind of policy that a resource has: a role its trust policy, a KMS key its key policy, anything else a resource-based
/// policy.
///
/// ```
/// use portcullis_eval::{Resource, resource_policy_kind};
/// use portcullis_policy::PolicyKind;
/// let role = Resource::Arn("arn:aws:iam::111122223333:role/deploy".parse()?);
/// assert_eq!(resource_policy_kind(&"sts:AssumeRole".parse()?, &role), PolicyKind::RoleTrust);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn resource_policy_kind(action: &Action, resource: &Resource) -> PolicyKind {
    let role = matches!(resource, Resource::Arn(arn)
        if arn.service().eq_ignore_ascii_case("iam") && arn.resource().starts_with("role/"));
    if role || (action.is_of("sts") && sts::is_about_role(action)) {
        PolicyKind::RoleTrust
    } else if action.is_of("kms") {
        PolicyKind::KmsKey
    } else {
        PolicyKind::Resource
    }
}

/// Whether a request consults a resource policy of a kind: a trust policy only where it is required.
pub(crate) fn consults(request: &Request, kind: PolicyKind) -> bool {
    kind != PolicyKind::RoleTrust || required(request) == Some(Required::TrustPolicy)
}

/// The policy of the resource that has to allow a request, even in the same account.
pub(crate) fn required(request: &Request) -> Option<Required> {
    spec(request).and_then(|spec| (spec.required)(request.action(), request.resource()))
}

/// Whether resource control policies leave a call alone.
///
/// # Source
/// Organizations User Guide, resource control policies; EV 3.2.3.
pub(crate) fn escapes_resource_control(request: &Request) -> bool {
    spec(request).is_some_and(|spec| (spec.escapes_resource_control)(request))
}

/// Whether an entry covers a service's account-level actions although it is not `*`.
pub(crate) fn covers_account_level(entry: &ResourceEntry, request: &Request) -> bool {
    is_of(request, &s3::SPEC) && s3::names_all_buckets(entry, request)
}

/// Whether the denies of the resource-based policy do not count, so that its owner can repair it.
pub(crate) fn ignores_resource_policy_denies(request: &Request) -> bool {
    is_of(request, &s3::SPEC) && s3::is_lock_out_recovery(request)
}

/// Whether the requester's side decides alone although another account owns the resource.
pub(crate) fn has_no_resource_side(request: &Request) -> bool {
    is_of(request, &sts::SPEC) && request.action().is("sts", "AssumeRoot")
}

/// Whether the caller's identity policy has to allow besides the trust policy, because the caller chains roles.
pub(crate) fn chaining_needs_identity(request: &Request) -> bool {
    is_of(request, &sts::SPEC)
        && request.action().is("sts", "SetSourceIdentity")
        && request.principal().is_role()
}

/// Whether an action is of a service that has exceptions. Nearly no service has, which is told without looking at the action's
/// name.
fn is_of(request: &Request, service: &ServiceSpec) -> bool {
    spec(request).is_some_and(|spec| spec.prefix == service.prefix)
}

/// Whether a name is in a list of action names, case ignored.
fn is_listed(list: &[&str], action: &Action) -> bool {
    list.iter()
        .any(|name| action.name().eq_ignore_ascii_case(name))
}
