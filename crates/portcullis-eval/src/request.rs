//! What is asked: one action on one resource by one principal, with the facts that policies can ask about.

use alloc::boxed::Box;
use core::fmt;
use core::str::FromStr;

use portcullis_arn::{AccountId, Arn};
use portcullis_condition::Context;
use portcullis_json::excerpt;

use crate::actions::{ActionTable, Known, fingerprint};
use crate::packed::PackedFields;
use crate::services::Special;
use crate::{Principal, PrincipalKind};

/// One concrete action, `prefix:Name`.
///
/// # Source
/// IAM API Reference, `SimulateCustomPolicy`; PL 5.11.
///
/// ```
/// use portcullis_eval::Action;
/// let action: Action = "s3:GetObject".parse()?;
/// assert_eq!((action.service(), action.name()), ("s3", "GetObject"));
/// assert!("s3:Get*".parse::<Action>().is_err());
/// # Ok::<(), portcullis_eval::ActionError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Action {
    text: Box<str>,
    /// In lower case.
    folded: Box<str>,
    colon: usize,
    fingerprint: u64,
    service_fingerprint: u64,
    special: Special,
}

impl Action {
    /// How many bytes the longest has.
    pub(crate) const LONGEST: usize = 256;

    /// The action as it was given.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The service prefix as it was given; compare it ignoring ASCII case.
    #[must_use]
    pub fn service(&self) -> &str {
        self.text.get(..self.colon).unwrap_or_default()
    }

    /// The name as it was given; compare it ignoring ASCII case.
    #[must_use]
    pub fn name(&self) -> &str {
        self.text
            .get(self.colon.saturating_add(1)..)
            .unwrap_or_default()
    }

    /// The action in lower case.
    pub(crate) fn folded(&self) -> &str {
        &self.folded
    }

    /// The service prefix in lower case.
    pub(crate) fn folded_service(&self) -> &str {
        self.folded.get(..self.colon).unwrap_or_default()
    }

    /// The fingerprint of the whole, by which programs find it.
    pub(crate) const fn fingerprint(&self) -> u64 {
        self.fingerprint
    }

    /// The fingerprint of the service prefix.
    pub(crate) const fn service_fingerprint(&self) -> u64 {
        self.service_fingerprint
    }

    /// The exceptions of its service.
    pub(crate) const fn special(&self) -> Special {
        self.special
    }

    /// Whether it is an action of a service, case ignored.
    #[must_use]
    pub fn is(&self, service: &str, name: &str) -> bool {
        self.is_of(service) && self.name().eq_ignore_ascii_case(name)
    }

    /// Whether it belongs to a service, case ignored.
    #[must_use]
    pub fn is_of(&self, service: &str) -> bool {
        self.service().eq_ignore_ascii_case(service)
    }
}

impl FromStr for Action {
    type Err = ActionError;

    /// # Errors
    /// [`ActionError`] where the text is not a prefix, a colon and a name of letters, digits, `-` and `_`.
    fn from_str(text: &str) -> Result<Self, ActionError> {
        let fits = |part: &str| {
            !part.is_empty()
                && part
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'))
        };
        match text.split_once(':') {
            Some((service, name)) if text.len() <= Self::LONGEST && fits(service) && fits(name) => {
                let folded = text.to_ascii_lowercase();
                let colon = service.len();
                Ok(Self {
                    text: text.into(),
                    colon,
                    fingerprint: fingerprint(&folded),
                    service_fingerprint: fingerprint(folded.get(..colon).unwrap_or_default()),
                    special: Special::of(service),
                    folded: folded.into(),
                })
            }
            _ => Err(ActionError {
                excerpt: excerpt(text).into(),
            }),
        }
    }
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// A text that is no concrete action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActionError {
    excerpt: Box<str>,
}

impl fmt::Display for ActionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "expected one action such as `s3:GetObject`, found `{}`",
            self.excerpt
        )
    }
}

impl core::error::Error for ActionError {}

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(
    clippy::exhaustive_enums,
    reason = "an action has resource-level permissions or not"
)]
pub enum Resource {
    /// `*`: the action has no resource-level permissions.
    Everything,
    /// One resource.
    Arn(Arn),
}

impl Resource {
    /// The ARN, or `*`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Everything => "*",
            Self::Arn(arn) => arn.as_str(),
        }
    }
}

/// Who owns the resource.
///
/// # Source
/// IAM User Guide, cross-account policy evaluation logic; EV 8.15.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(
    clippy::exhaustive_enums,
    reason = "AWS is the only owner that is no account"
)]
pub enum Owner {
    /// An account.
    Account(AccountId),
    /// AWS itself, as with its managed policies.
    Aws,
}

/// The kind of credentials, where the principal does not tell it.
///
/// # Source
/// IAM User Guide, comparing the AWS STS API operations; EV 4.6.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Credentials {
    /// Access keys of a user or root user.
    LongTerm,
    /// `GetSessionToken`.
    SessionToken,
    /// `GetFederationToken`.
    FederationToken,
    /// A session of the console.
    Console,
}

/// The kind of VPC endpoint.
///
/// # Source
/// AWS PrivateLink Guide, control access to VPC endpoints using endpoint policies; EV 3.5.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[expect(
    clippy::exhaustive_enums,
    reason = "endpoint policies exist for these two kinds"
)]
pub enum EndpointKind {
    /// A gateway endpoint.
    Gateway,
    /// An interface endpoint.
    #[default]
    Interface,
}

/// Whether resource control policies can apply to the action.
///
/// # Source
/// Organizations User Guide, list of AWS services that support RCPs; EV 3.2.4.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "they can or they cannot")]
pub enum ResourceControl {
    /// The service supports them, and the action has a resource type.
    #[default]
    Applicable,
    /// The service does not, or the action has none.
    NotApplicable,
}

/// Whether the caller's account administers the organization of the resource's owner.
///
/// # Source
/// IAM User Guide, perform a privileged task on a member account; EV 4.6.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[expect(
    clippy::exhaustive_enums,
    reason = "what is not known to administer counts as not"
)]
pub enum OrganizationAuthority {
    /// Not, or not known to.
    #[default]
    None,
    /// The management account, or a delegated administrator for IAM.
    Administers,
}

/// One authorization question.
///
/// Built by [`Request::builder`]; every fact that is not given has the default documented there.
#[derive(Clone, Debug)]
pub struct Request {
    pub(crate) principal: Principal,
    pub(crate) credentials: Option<Credentials>,
    pub(crate) action: Action,
    pub(crate) resource: Resource,
    /// As the ARN has it: one that is no partition of AWS is still another than the caller's.
    pub(crate) partition: Option<Box<str>>,
    pub(crate) owner: Owner,
    pub(crate) context: Context,
    pub(crate) endpoint: EndpointKind,
    pub(crate) resource_control: ResourceControl,
    pub(crate) organization: OrganizationAuthority,
    pub(crate) canonical_user_id: Option<Box<str>>,
    /// The fields of the resource's ARN, for comparisons.
    pub(crate) fields: PackedFields,
    pub(crate) facts: Facts,
}

/// What nearly every decision asks of a request, side by side: a request that was prepared long ago has left the caches.
#[derive(Clone, Debug)]
#[repr(align(64))]
pub(crate) struct Facts {
    /// What a table of actions makes of the action.
    pub(crate) known: Option<(ActionTable, Option<Known>)>,
    /// Of the action's service prefix.
    pub(crate) service_fingerprint: u64,
    pub(crate) special: Special,
    /// Of the principal.
    pub(crate) kind: PrincipalKind,
    pub(crate) has_account: bool,
    pub(crate) is_service_linked_role: bool,
    pub(crate) owned_by_aws: bool,
    /// Whether the resource's ARN has more colons than the five between its fields.
    pub(crate) has_later_colon: bool,
    /// Whether the principal shows that it is of another partition than the resource.
    pub(crate) crosses_partitions: bool,
    same_account: bool,
}

impl Request {
    /// Begins a question about an action.
    ///
    /// Defaults: an anonymous principal, the resource `*`, an empty context, an interface endpoint, resource control policies
    /// applicable. The owner has none but for an ARN with an account field.
    pub fn builder(action: Action) -> RequestBuilder {
        RequestBuilder {
            action,
            principal: Principal::anonymous(),
            credentials: None,
            resource: Resource::Everything,
            asked: None,
            owner: None,
            context: Context::new(),
            endpoint: None,
            resource_control: ResourceControl::default(),
            organization: OrganizationAuthority::default(),
            canonical_user_id: None,
            table: None,
        }
    }

    /// Who asks.
    #[must_use]
    pub const fn principal(&self) -> &Principal {
        &self.principal
    }

    /// The kind of credentials, where it was given.
    #[must_use]
    pub const fn credentials(&self) -> Option<Credentials> {
        self.credentials
    }

    /// What is to be done.
    #[must_use]
    pub const fn action(&self) -> &Action {
        &self.action
    }

    /// To what.
    #[must_use]
    pub const fn resource(&self) -> &Resource {
        &self.resource
    }

    /// Who owns it.
    #[must_use]
    pub const fn owner(&self) -> Owner {
        self.owner
    }

    /// The condition keys and their values.
    #[must_use]
    pub const fn context(&self) -> &Context {
        &self.context
    }

    /// The kind of VPC endpoint through which the call came.
    #[must_use]
    pub const fn endpoint(&self) -> EndpointKind {
        self.endpoint
    }

    /// Whether resource control policies can apply.
    #[must_use]
    pub const fn resource_control(&self) -> ResourceControl {
        self.resource_control
    }

    /// Whether the caller's account administers the owner's organization.
    #[must_use]
    pub const fn organization(&self) -> OrganizationAuthority {
        self.organization
    }

    /// The canonical user id of the caller's account, where it is known.
    #[must_use]
    pub fn canonical_user_id(&self) -> Option<&str> {
        self.canonical_user_id.as_deref()
    }

    /// Whether the principal's account is the owner's.
    #[must_use]
    pub const fn is_same_account(&self) -> bool {
        self.facts.same_account
    }

    /// Whether the owner is another account than the caller's. Anonymous callers belong to no account and so are others;
    /// services and identity providers are not compared.
    pub(crate) fn is_other_account(&self) -> bool {
        match (self.principal.kind(), self.owner) {
            (_, Owner::Aws) | (PrincipalKind::Service | PrincipalKind::IdentityProvider, _) => {
                false
            }
            (_, Owner::Account(_)) => !self.is_same_account(),
        }
    }

    /// Whether a Boolean condition key, given in lower case, is present and `true`.
    pub(crate) fn says_true(&self, key: &str) -> bool {
        self.context.get_str(key).is_some_and(
            |value| matches!(value.values(), [only] if only.eq_ignore_ascii_case("true")),
        )
    }

    /// The part of the resource's ARN behind the fifth colon, where the ARN is of a service.
    pub(crate) fn resource_of(&self, service: &str) -> Option<&str> {
        match &self.resource {
            Resource::Arn(arn) if arn.service().eq_ignore_ascii_case(service) => {
                Some(arn.resource())
            }
            _ => None,
        }
    }
}

/// Builds a [`Request`].
#[derive(Clone, Debug)]
#[must_use]
pub struct RequestBuilder {
    action: Action,
    principal: Principal,
    credentials: Option<Credentials>,
    resource: Resource,
    asked: Option<Arn>,
    owner: Option<Owner>,
    context: Context,
    endpoint: Option<EndpointKind>,
    resource_control: ResourceControl,
    organization: OrganizationAuthority,
    canonical_user_id: Option<Box<str>>,
    table: Option<ActionTable>,
}

impl RequestBuilder {
    /// Who asks.
    pub fn principal(mut self, principal: Principal) -> Self {
        self.principal = principal;
        self
    }

    /// The kind of credentials, where the principal does not tell it.
    pub fn credentials(mut self, credentials: Credentials) -> Self {
        self.credentials = Some(credentials);
        self
    }

    /// The resource that policies are matched against.
    pub fn resource(mut self, resource: Arn) -> Self {
        self.resource = Resource::Arn(resource);
        self
    }

    /// The resource that was named, where the action has no resource-level permissions and is asked on `*`: owner and
    /// partition come from it.
    pub fn resource_asked(mut self, resource: Arn) -> Self {
        self.resource = Resource::Everything;
        self.asked = Some(resource);
        self
    }

    /// The account that owns the resource.
    pub fn owner(mut self, account: AccountId) -> Self {
        self.owner = Some(Owner::Account(account));
        self
    }

    /// Marks the resource as owned by AWS itself.
    pub fn owned_by_aws(mut self) -> Self {
        self.owner = Some(Owner::Aws);
        self
    }

    /// The condition keys of the call.
    pub fn context(mut self, context: Context) -> Self {
        self.context = context;
        self
    }

    /// The kind of VPC endpoint through which the call came; it matters only where an endpoint policy is set.
    pub fn endpoint(mut self, endpoint: EndpointKind) -> Self {
        self.endpoint = Some(endpoint);
        self
    }

    /// Whether resource control policies can apply.
    pub fn resource_control(mut self, resource_control: ResourceControl) -> Self {
        self.resource_control = resource_control;
        self
    }

    /// Whether the caller's account administers the owner's organization.
    pub fn organization(mut self, organization: OrganizationAuthority) -> Self {
        self.organization = organization;
        self
    }

    /// The canonical user id of the caller's account, against which `CanonicalUser` entries compare; it has no effect for a
    /// caller without an account.
    pub fn canonical_user_id(mut self, id: &str) -> Self {
        self.canonical_user_id = Some(id.into());
        self
    }

    /// The table of actions of the programs that will be asked: the action is looked up once and not at each decision.
    ///
    /// The answers are the same with any table and without.
    pub fn table(mut self, table: &ActionTable) -> Self {
        self.table = Some(table.clone());
        self
    }

    /// Finishes the question.
    ///
    /// # Errors
    /// [`RequestError::OwnerUnknown`] where neither an owner was given nor the ARN names an account.
    pub fn build(self) -> Result<Request, RequestError> {
        let arn = match &self.resource {
            Resource::Arn(arn) => Some(arn),
            Resource::Everything => self.asked.as_ref(),
        };
        let from_arn = arn.and_then(|arn| match arn.account() {
            "aws" => Some(Owner::Aws),
            _ => arn.account_id().map(Owner::Account),
        });
        let owner = self.owner.or(from_arn).ok_or(RequestError::OwnerUnknown)?;
        let partition: Option<Box<str>> = arn.map(|arn| arn.partition().into());
        let crosses_partitions = match (self.principal.partition(), &partition) {
            (Some(own), Some(asked)) => !own.as_str().eq_ignore_ascii_case(asked),
            _ => false,
        };
        let same_account = match (self.principal.account(), owner) {
            (Some(account), Owner::Account(owner)) => account == owner,
            _ => false,
        };
        let (fields, has_later_colon) = match &self.resource {
            Resource::Arn(arn) => (
                PackedFields::new([arn.partition(), arn.service(), arn.region(), arn.account()]),
                arn.resource().contains(':'),
            ),
            Resource::Everything => (PackedFields::default(), false),
        };
        let known = self.table.map(|table| {
            let known = table.known(&self.action);
            (table, known)
        });
        let facts = Facts {
            known,
            service_fingerprint: self.action.service_fingerprint(),
            special: self.action.special(),
            kind: self.principal.kind(),
            has_account: self.principal.account().is_some(),
            is_service_linked_role: self.principal.is_service_linked_role(),
            owned_by_aws: owner == Owner::Aws,
            has_later_colon,
            crosses_partitions,
            same_account,
        };
        Ok(Request {
            facts,
            fields,
            principal: self.principal,
            credentials: self.credentials,
            action: self.action,
            resource: self.resource,
            partition,
            owner,
            context: self.context,
            endpoint: self.endpoint.unwrap_or_default(),
            resource_control: self.resource_control,
            organization: self.organization,
            canonical_user_id: self.canonical_user_id,
        })
    }
}

/// Why a request cannot be built.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RequestError {
    /// Nobody said who owns the resource, and its ARN names no account.
    OwnerUnknown,
}

impl fmt::Display for RequestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OwnerUnknown => {
                f.write_str("expected the account that owns the resource, found an ARN without one")
            }
        }
    }
}

impl core::error::Error for RequestError {}
