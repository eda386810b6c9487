//! Condition keys that follow from the request itself.

use portcullis_arn::{Arn, PrincipalArn};
use portcullis_catalog::facts;
use portcullis_condition::value::InstantRef;
use portcullis_condition::{Context, ContextKey, ContextValue};
use portcullis_eval::{Action, Owner, Principal, PrincipalKind};

/// The time of a request, in the two forms in which policies ask for it. Nothing here reads a clock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clock {
    current_time: String,
    epoch_time: String,
}

impl Clock {
    /// A time in seconds since 1970-01-01T00:00:00Z.
    ///
    /// ```
    /// use portcullis_scenario::Clock;
    /// assert_eq!(Clock::from_epoch_seconds(1_443_657_600).current_time(), "2015-10-01T00:00:00Z");
    /// ```
    #[must_use]
    pub fn from_epoch_seconds(seconds: u64) -> Self {
        let epoch_time = seconds.to_string();
        let current_time = InstantRef::parse(&epoch_time)
            .map_or_else(|| epoch_time.clone(), |time| time.to_string());
        Self {
            current_time,
            epoch_time,
        }
    }

    /// A time in one of the forms of a date condition: a date, or seconds since 1970; a fraction of a second is dropped.
    ///
    /// `None` for any other text, and for a time before 1970.
    ///
    /// ```
    /// use portcullis_scenario::Clock;
    /// let clock = Clock::parse("2015-10-01T02:00+02:00").expect("a date");
    /// assert_eq!(clock.epoch_time(), "1443657600");
    /// assert!(Clock::parse("tomorrow").is_none());
    /// ```
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let seconds = InstantRef::parse(text)?.epoch_seconds()?;
        u64::try_from(seconds).ok().map(Self::from_epoch_seconds)
    }

    /// The value of `aws:CurrentTime`: a date in UTC.
    #[must_use]
    pub fn current_time(&self) -> &str {
        &self.current_time
    }

    /// The value of `aws:EpochTime`: seconds.
    #[must_use]
    pub fn epoch_time(&self) -> &str {
        &self.epoch_time
    }
}

/// What condition keys are derived from.
pub(crate) struct Facts<'a> {
    pub(crate) principal: &'a Principal,
    pub(crate) action: &'a Action,
    /// The ARN that was named, also where the action is asked on `*`.
    pub(crate) resource: Option<&'a Arn>,
    pub(crate) owner: Owner,
    pub(crate) clock: Option<&'a Clock>,
}

/// How a derived value stands to one that was given.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Weight {
    /// A fact: a given value that differs contradicts it.
    Fact,
    /// What holds unless the caller says otherwise.
    Default,
}

/// Adds the condition keys that follow from a request and are not given, and names the given ones that contradict.
///
/// `resource` is the ARN that was named, also where the action is asked on `*`.
///
/// # Source
/// IAM User Guide, AWS global condition context keys; PL 9.3, 9.4.
pub fn derive_context(
    context: &mut Context,
    principal: &Principal,
    action: &Action,
    resource: Option<&Arn>,
    owner: Owner,
    clock: Option<&Clock>,
) -> Vec<ContextKey> {
    let facts = Facts {
        principal,
        action,
        resource,
        owner,
        clock,
    };
    let mut contradicted = Vec::new();
    for (name, value, weight) in facts.derived() {
        let Ok(key) = name.parse::<ContextKey>() else {
            continue;
        };
        match context.get(&key) {
            None => {
                context.insert_if_absent(key, ContextValue::single(value));
            }
            Some(given) => {
                let agrees = matches!(given.values(), [only] if facts.agree(name, &value, only));
                if weight == Weight::Fact && !agrees {
                    contradicted.push(key);
                }
            }
        }
    }
    contradicted
}

impl Facts<'_> {
    fn derived(&self) -> Vec<(&'static str, String, Weight)> {
        let mut keys = Vec::with_capacity(12);
        let mut fact = |name, value: Option<String>| {
            if let Some(value) = value {
                keys.push((name, value, Weight::Fact));
            }
        };
        fact("aws:PrincipalArn", self.principal_arn());
        fact("aws:PrincipalAccount", self.principal_account());
        fact(
            "aws:PrincipalType",
            self.principal_type().map(str::to_owned),
        );
        fact("aws:userid", self.user_id());
        fact("aws:username", self.user_name());
        fact(
            "aws:PrincipalIsAWSService",
            self.is_service().map(|is| is.to_string()),
        );
        fact(
            "aws:PrincipalServiceName",
            self.principal.service().map(ToString::to_string),
        );
        fact("aws:ResourceAccount", self.resource_account());
        fact("aws:RequestedRegion", self.region());
        let mut default = |name, value: &str| keys.push((name, value.to_owned(), Weight::Default));
        if let Some(clock) = self.clock {
            default("aws:CurrentTime", &clock.current_time);
            default("aws:EpochTime", &clock.epoch_time);
        }
        default("aws:SecureTransport", "true");
        default("aws:ViaAWSService", "false");
        keys
    }

    /// Whether a given value says what would have been derived.
    fn agree(&self, name: &str, derived: &str, given: &str) -> bool {
        let boolean = matches!(derived, "true" | "false") && given.eq_ignore_ascii_case(derived);
        let role = name == "aws:PrincipalArn" && self.is_role_of_session(given);
        given == derived || boolean || role
    }

    /// Whether a text is the ARN of the caller's role. A session has lost the path of its role, so that any path fits.
    fn is_role_of_session(&self, text: &str) -> bool {
        let (Some(PrincipalArn::AssumedRole(session)), None) =
            (self.principal.arn(), self.principal.session_issuer())
        else {
            return false;
        };
        matches!(text.parse(), Ok(PrincipalArn::Role(role)) if session.is_session_of(&role))
    }

    fn principal_arn(&self) -> Option<String> {
        let role = self.principal.role();
        let arn = role.as_ref().or(self.principal.arn());
        arn.map(ToString::to_string)
    }

    fn principal_account(&self) -> Option<String> {
        match self.principal.kind() {
            PrincipalKind::Anonymous => Some("anonymous".to_owned()),
            _ => self.principal.account().map(|account| account.to_string()),
        }
    }

    fn principal_type(&self) -> Option<&'static str> {
        match self.principal.kind() {
            PrincipalKind::Anonymous => Some("Anonymous"),
            PrincipalKind::Root => Some("Account"),
            PrincipalKind::User => Some("User"),
            PrincipalKind::Role | PrincipalKind::RoleSession => Some("AssumedRole"),
            PrincipalKind::FederatedUser => Some("FederatedUser"),
            _ => None,
        }
    }

    fn user_id(&self) -> Option<String> {
        match (self.principal.kind(), self.principal.arn()) {
            (PrincipalKind::Anonymous, _) => Some("anonymous".to_owned()),
            (_, Some(PrincipalArn::Root(root))) => Some(root.account().to_string()),
            (_, Some(PrincipalArn::FederatedUser(user))) => {
                Some(format!("{}:{}", user.account(), user.name()))
            }
            _ => None,
        }
    }

    fn user_name(&self) -> Option<String> {
        match self.principal.arn() {
            Some(PrincipalArn::User(user)) => Some(user.name().to_owned()),
            _ => None,
        }
    }

    fn is_service(&self) -> Option<bool> {
        match self.principal.kind() {
            PrincipalKind::Anonymous => None,
            kind => Some(kind == PrincipalKind::Service),
        }
    }

    fn resource_account(&self) -> Option<String> {
        let Owner::Account(owner) = self.owner else {
            return None;
        };
        facts::has_resource_account(self.action.service(), self.action.name())
            .then(|| owner.to_string())
    }

    fn region(&self) -> Option<String> {
        let named = self
            .resource
            .map(Arn::region)
            .filter(|region| !region.is_empty());
        let partition = self.principal.partition();
        let partition = match (self.resource, &partition) {
            (Some(arn), _) => arn.partition(),
            (None, Some(partition)) => partition.as_str(),
            (None, None) => "aws",
        };
        named
            .or_else(|| facts::global_region(self.action.service(), partition))
            .map(str::to_owned)
    }
}
