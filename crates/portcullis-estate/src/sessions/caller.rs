//! Who requests a session, with everything that its credentials carry.

use std::collections::BTreeSet;

use portcullis_arn::PrincipalArn;
use portcullis_condition::{Context, ContextKey, ContextValue};
use portcullis_eval::{Credentials, Principal, PrincipalKind};

use super::call::{date, put_mfa, put_single};
use super::{EpochSeconds, SourceIdentity, TagKey, Tags, UniqueId};

/// What credentials say about multi-factor authentication.
///
/// # Source
/// IAM User Guide, configuring MFA-protected API access; PL 9.2, EV 6.3.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(
    clippy::exhaustive_enums,
    reason = "the keys are absent, or say that it was not used, or that it was and when"
)]
pub enum Mfa {
    /// Nothing: long-term keys, sessions of roles, federated users.
    #[default]
    Unreported,
    /// It was not used.
    NotUsed,
    /// It was used at this time.
    UsedAt(EpochSeconds),
}

/// A principal with what its credentials carry: tags, source identity, MFA, issue time.
///
/// A user or service needs little more than its principal; a [`Session`](super::Session) has its own as
/// [`caller`](super::Session::caller).
///
/// ```
/// use portcullis_estate::sessions::{Caller, EpochSeconds, Tags};
/// let alice = Caller::new("arn:aws:iam::111122223333:user/alice".parse()?)
///     .unique_id("AIDAEXAMPLE".parse()?)
///     .tags(Tags::new().with("team", "red")?);
/// let context = alice.context(EpochSeconds::new(0));
/// assert!(context.get_str("aws:userid").is_some() && context.get_str("aws:PrincipalTag/team").is_some());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Source
/// EV 1.1, 6.2; PL 9.3, 9.4.
#[derive(Clone, Debug)]
pub struct Caller {
    pub(super) principal: Principal,
    pub(super) unique_id: Option<UniqueId>,
    pub(super) credentials: Option<Credentials>,
    pub(super) tags: Tags,
    pub(super) transitive: BTreeSet<TagKey>,
    pub(super) source_identity: Option<SourceIdentity>,
    pub(super) issued_at: Option<EpochSeconds>,
    pub(super) mfa: Mfa,
    pub(super) carried: Context,
}

impl Caller {
    /// A principal whose credentials carry nothing, as far as is known.
    ///
    /// ```
    /// use portcullis_estate::sessions::Caller;
    /// let service = Caller::new("ec2.amazonaws.com".parse()?);
    /// assert!(service.principal().service().is_some());
    /// # Ok::<(), portcullis_eval::PrincipalError>(())
    /// ```
    #[must_use]
    pub const fn new(principal: Principal) -> Self {
        Self {
            principal,
            unique_id: None,
            credentials: None,
            tags: Tags::new(),
            transitive: BTreeSet::new(),
            source_identity: None,
            issued_at: None,
            mfa: Mfa::Unreported,
            carried: Context::new(),
        }
    }

    /// Adds the unique id of the user (`AIDA…`) or role (`AROA…`). Without it there is no `aws:userid`.
    ///
    /// ```
    /// use portcullis_estate::sessions::{Caller, EpochSeconds};
    /// let session = Caller::new("arn:aws:sts::111122223333:assumed-role/app/ci".parse()?).unique_id("AROAEXAMPLE".parse()?);
    /// let context = session.context(EpochSeconds::new(0));
    /// assert_eq!(&*context.get_str("aws:userid").unwrap().values()[0], "AROAEXAMPLE:ci");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn unique_id(mut self, id: UniqueId) -> Self {
        self.unique_id = Some(id);
        self
    }

    /// Says what kind of credentials they are, where the principal does not.
    ///
    /// ```
    /// use portcullis_estate::sessions::Caller;
    /// use portcullis_eval::Credentials;
    /// let caller = Caller::new("arn:aws:iam::111122223333:user/alice".parse()?).credentials(Credentials::LongTerm);
    /// assert!(caller.principal().arn().is_some());
    /// # Ok::<(), portcullis_eval::PrincipalError>(())
    /// ```
    #[must_use]
    pub const fn credentials(mut self, credentials: Credentials) -> Self {
        self.credentials = Some(credentials);
        self
    }

    /// Sets the tags: those of the identity, or all of a session.
    ///
    /// ```
    /// use portcullis_estate::sessions::{Caller, EpochSeconds, Tags};
    /// let caller = Caller::new("arn:aws:iam::111122223333:user/alice".parse()?).tags(Tags::new().with("team", "red")?);
    /// assert!(caller.context(EpochSeconds::new(0)).get_str("aws:PrincipalTag/Team").is_some());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn tags(mut self, tags: Tags) -> Self {
        self.tags = tags;
        self
    }

    /// Says which of the tags are transitive; a key without a tag has no effect.
    ///
    /// ```
    /// use portcullis_estate::sessions::{Caller, Tags};
    /// let session = Caller::new("arn:aws:sts::111122223333:assumed-role/app/ci".parse()?)
    ///     .tags(Tags::new().with("team", "red")?.with("stage", "test")?)
    ///     .transitive(["Team".parse()?]);
    /// assert_eq!(session.inherited(), Tags::new().with("team", "red")?);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn transitive(mut self, keys: impl IntoIterator<Item = TagKey>) -> Self {
        self.transitive = keys.into_iter().collect();
        self
    }

    /// Adds the source identity of the session.
    ///
    /// ```
    /// use portcullis_estate::sessions::{Caller, EpochSeconds};
    /// let session = Caller::new("arn:aws:sts::111122223333:assumed-role/app/ci".parse()?).source_identity("alice".parse()?);
    /// assert!(session.context(EpochSeconds::new(0)).get_str("aws:SourceIdentity").is_some());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn source_identity(mut self, identity: SourceIdentity) -> Self {
        self.source_identity = Some(identity);
        self
    }

    /// Adds when the temporary credentials were issued.
    ///
    /// ```
    /// use portcullis_estate::sessions::{Caller, EpochSeconds};
    /// let session = Caller::new("arn:aws:sts::111122223333:assumed-role/app/ci".parse()?).issued_at(EpochSeconds::new(0));
    /// let context = session.context(EpochSeconds::new(60));
    /// assert_eq!(&*context.get_str("aws:TokenIssueTime").unwrap().values()[0], "1970-01-01T00:00:00Z");
    /// # Ok::<(), portcullis_eval::PrincipalError>(())
    /// ```
    #[must_use]
    pub const fn issued_at(mut self, time: EpochSeconds) -> Self {
        self.issued_at = Some(time);
        self
    }

    /// Says what the credentials say about MFA.
    ///
    /// ```
    /// use portcullis_estate::sessions::{Caller, EpochSeconds, Mfa};
    /// let caller = Caller::new("arn:aws:iam::111122223333:user/alice".parse()?).mfa(Mfa::UsedAt(EpochSeconds::new(10)));
    /// let context = caller.context(EpochSeconds::new(70));
    /// assert_eq!(&*context.get_str("aws:MultiFactorAuthAge").unwrap().values()[0], "60");
    /// # Ok::<(), portcullis_eval::PrincipalError>(())
    /// ```
    #[must_use]
    pub const fn mfa(mut self, mfa: Mfa) -> Self {
        self.mfa = mfa;
        self
    }

    /// Adds a condition key that every request of the caller carries, such as `ec2:SourceInstanceArn`. The first value of a key
    /// holds, also over what follows from the other facts.
    ///
    /// ```
    /// use portcullis_condition::ContextValue;
    /// use portcullis_estate::sessions::{Caller, EpochSeconds};
    /// let caller = Caller::new("arn:aws:iam::111122223333:user/alice".parse()?)
    ///     .carry("aws:SourceIp".parse()?, ContextValue::single("192.0.2.1"));
    /// assert!(caller.context(EpochSeconds::new(0)).get_str("aws:SourceIp").is_some());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn carry(mut self, key: ContextKey, value: ContextValue) -> Self {
        self.carried.insert_if_absent(key, value);
        self
    }

    /// Who calls.
    ///
    /// ```
    /// use portcullis_estate::sessions::Caller;
    /// use portcullis_eval::Principal;
    /// assert_eq!(Caller::new(Principal::anonymous()).principal(), &Principal::anonymous());
    /// ```
    #[must_use]
    pub const fn principal(&self) -> &Principal {
        &self.principal
    }

    /// The tags that the next session of a role chain inherits: the transitive ones.
    ///
    /// ```
    /// use portcullis_estate::sessions::{Caller, Tags};
    /// let caller = Caller::new("arn:aws:iam::111122223333:user/alice".parse()?).tags(Tags::new().with("team", "red")?);
    /// assert!(caller.inherited().is_empty());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Source
    /// IAM User Guide, pass session tags in AWS STS; EV 6.4.
    #[must_use]
    pub fn inherited(&self) -> Tags {
        self.tags.only(|key| self.transitive.contains(key))
    }

    /// The condition keys that every request of the caller carries, for one at a time. Those that follow from the principal
    /// alone, such as `aws:PrincipalArn`, are left to the decision.
    ///
    /// ```
    /// use portcullis_estate::sessions::{Caller, EpochSeconds};
    /// let root = Caller::new("arn:aws:iam::111122223333:root".parse()?);
    /// assert!(root.context(EpochSeconds::new(0)).is_empty());
    /// # Ok::<(), portcullis_eval::PrincipalError>(())
    /// ```
    ///
    /// # Source
    /// IAM User Guide, AWS global condition context keys; PL 9.2, 9.3.
    #[must_use]
    pub fn context(&self, now: EpochSeconds) -> Context {
        let mut context = self.carried.clone();
        for (key, value) in self.tags.iter() {
            context.insert_if_absent(key.of_principal().clone(), ContextValue::single(value));
        }
        if let Some(id) = self.user_id() {
            put_single(&mut context, "aws:userid", id);
        }
        if let Some(identity) = &self.source_identity {
            put_single(&mut context, "aws:SourceIdentity", identity.as_str());
        }
        if let Some(time) = self.issued_at {
            put_single(&mut context, "aws:TokenIssueTime", date(time));
        }
        match self.mfa {
            Mfa::Unreported => {}
            Mfa::NotUsed => put_single(&mut context, "aws:MultiFactorAuthPresent", "false"),
            Mfa::UsedAt(time) => put_mfa(&mut context, time, now),
        }
        context
    }

    /// The value of `aws:userid`, where it takes the unique id; the others follow from the principal.
    fn user_id(&self) -> Option<String> {
        let id = self.unique_id.as_ref()?;
        match self.principal.arn()? {
            PrincipalArn::User(_) => Some(id.to_string()),
            PrincipalArn::AssumedRole(session) => Some(format!("{id}:{}", session.session())),
            _ => None,
        }
    }

    /// Whether a role that it assumes is the second of a chain. An instance that uses its own role's credentials only uses
    /// them; it has assumed nothing.
    ///
    /// # Source
    /// IAM User Guide, roles terms and concepts (role chaining); EV 6.4.
    pub(super) const fn is_role(&self) -> bool {
        matches!(
            self.principal.kind(),
            PrincipalKind::Role | PrincipalKind::RoleSession
        )
    }

    /// Whether it has long-term credentials, as far as is known, and is of the kind that has them.
    pub(super) const fn is_long_term_identity(&self) -> bool {
        let kind = matches!(
            self.principal.kind(),
            PrincipalKind::User | PrincipalKind::Root
        );
        kind && !matches!(self.credentials, Some(Credentials::SessionToken))
    }
}
