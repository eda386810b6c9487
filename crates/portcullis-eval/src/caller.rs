//! Whether a principal element names the caller, and how directly: the match classes.

use core::fmt;

use portcullis_arn::PrincipalArn;
use portcullis_policy::{Effect, PrincipalClause, PrincipalEntry, PrincipalPattern};

use crate::{PrincipalKind, Request};

/// How directly an entry names the caller; it decides which limits the grant escapes.
///
/// # Source
/// IAM User Guide, policy evaluation within a single account; PL 4.1, EV 4.2.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum MatchClass {
    /// `*`, which covers everyone.
    Wildcard,
    /// The caller's account.
    Account,
    /// The user itself.
    User,
    /// The user from whom a federated user session was issued.
    FederatingUser,
    /// The role of the session.
    Role,
    /// The session itself.
    Session,
    /// The service principal.
    Service,
    /// The identity provider.
    Federated,
}

impl MatchClass {
    const ALL: [Self; 8] = [
        Self::Wildcard,
        Self::Account,
        Self::User,
        Self::FederatingUser,
        Self::Role,
        Self::Session,
        Self::Service,
        Self::Federated,
    ];

    const fn bit(self) -> u8 {
        1 << self as u8
    }

    /// The class's name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Wildcard => "wildcard",
            Self::Account => "account",
            Self::User => "user",
            Self::FederatingUser => "federatingUser",
            Self::Role => "role",
            Self::Session => "session",
            Self::Service => "service",
            Self::Federated => "federated",
        }
    }
}

/// The set of classes of all entries that match; none hides another.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct MatchClasses(u8);

impl MatchClasses {
    pub(crate) const NONE: Self = Self(0);

    pub(crate) const fn of(class: MatchClass) -> Self {
        Self(class.bit())
    }

    /// Whether nothing matched.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether an entry of a class matched.
    #[must_use]
    pub const fn contains(self, class: MatchClass) -> bool {
        self.0 & class.bit() != 0
    }

    #[must_use]
    pub(crate) const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The classes, in the order of [`MatchClass`].
    pub fn iter(self) -> impl Iterator<Item = MatchClass> {
        MatchClass::ALL
            .into_iter()
            .filter(move |class| self.contains(*class))
    }
}

impl fmt::Debug for MatchClasses {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}

/// The caller as principal elements see it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Caller<'a> {
    pub(crate) request: &'a Request,
    /// Whether a permissions boundary is attached to the caller's user or role.
    pub(crate) bounded: bool,
}

impl Caller<'_> {
    /// The classes under which a principal element names the caller; empty where it does not.
    ///
    /// # Source
    /// IAM User Guide, AWS JSON policy elements: Principal, `NotPrincipal`; PL 4.1, 4.2.
    pub(crate) fn classes(self, clause: &PrincipalClause, effect: Effect) -> MatchClasses {
        match clause {
            // Which class is never asked where there is no such element.
            PrincipalClause::Attached => MatchClasses::of(MatchClass::Wildcard),
            PrincipalClause::Nobody => MatchClasses::NONE,
            PrincipalClause::Any(entries) => entries
                .iter()
                .filter_map(|entry| self.class(entry.pattern()))
                .fold(MatchClasses::NONE, |set, class| {
                    set.union(MatchClasses::of(class))
                }),
            PrincipalClause::None(entries) => {
                let exempt = match effect {
                    Effect::Deny => !self.bounded && self.is_wholly_listed(entries),
                    Effect::Allow => entries
                        .iter()
                        .any(|entry| self.class(entry.pattern()).is_some()),
                };
                if exempt {
                    MatchClasses::NONE
                } else {
                    MatchClasses::of(MatchClass::Wildcard)
                }
            }
        }
    }

    /// The class under which one entry names the caller.
    pub(crate) fn class(self, pattern: &PrincipalPattern) -> Option<MatchClass> {
        let principal = self.request.principal();
        match pattern {
            PrincipalPattern::Everyone => Some(MatchClass::Wildcard),
            PrincipalPattern::Account { account, partition } => {
                let fits = principal.account() == Some(*account)
                    && partition.is_none_or(|named| principal.partition() == Some(named));
                fits.then_some(MatchClass::Account)
            }
            PrincipalPattern::Arn(named) => self.arn_class(named),
            PrincipalPattern::UniqueId(id) => self.unique_id_class(id),
            PrincipalPattern::Service(service) => {
                (principal.service() == Some(service)).then_some(MatchClass::Service)
            }
            PrincipalPattern::Federated(provider) => {
                (principal.provider() == Some(provider)).then_some(MatchClass::Federated)
            }
            PrincipalPattern::CanonicalUser(id) => {
                // S3 alone knows such ids. One stands for an account: who belongs to none is not it, whatever the request says.
                let known = self.request.canonical_user_id.as_deref();
                let fits = self.request.action().is_of("s3")
                    && principal.account().is_some()
                    && known == Some(id);
                fits.then_some(MatchClass::Account)
            }
            // A kind of entry that is not known here names nobody.
            _ => None,
        }
    }

    fn arn_class(self, named: &PrincipalArn) -> Option<MatchClass> {
        let principal = self.request.principal();
        let arn = principal.arn()?;
        match (named, arn) {
            (PrincipalArn::User(_), PrincipalArn::User(_)) => {
                (named == arn).then_some(MatchClass::User)
            }
            (PrincipalArn::User(_), PrincipalArn::FederatedUser(_)) => {
                (principal.session_issuer() == Some(named)).then_some(MatchClass::FederatingUser)
            }
            // Role names are unique in their account, and a session has lost its role's path.
            (PrincipalArn::Role(role), PrincipalArn::AssumedRole(session)) => {
                session.is_session_of(role).then_some(MatchClass::Role)
            }
            (PrincipalArn::Role(role), PrincipalArn::Role(given)) => {
                let fits = role.partition() == given.partition()
                    && role.account() == given.account()
                    && role.name() == given.name();
                fits.then_some(MatchClass::Role)
            }
            (PrincipalArn::AssumedRole(_), PrincipalArn::AssumedRole(_))
            | (PrincipalArn::FederatedUser(_), PrincipalArn::FederatedUser(_)) => {
                (named == arn).then_some(MatchClass::Session)
            }
            _ => None,
        }
    }

    /// The unique id is the part of `aws:userid` before the colon.
    fn unique_id_class(self, id: &str) -> Option<MatchClass> {
        let class = match self.request.principal().kind() {
            PrincipalKind::User => MatchClass::User,
            PrincipalKind::Role | PrincipalKind::RoleSession => MatchClass::Role,
            _ => return None,
        };
        let [value] = self.request.context().get_str("aws:userid")?.values() else {
            return None;
        };
        let unique = value
            .split_once(':')
            .map_or(value.as_ref(), |(unique, _)| unique);
        (unique == id).then_some(class)
    }

    /// Whether `*` or every identity of the caller is listed.
    fn is_wholly_listed(self, entries: &[PrincipalEntry]) -> bool {
        let listed = |class: MatchClass| {
            entries
                .iter()
                .any(|entry| self.class(entry.pattern()) == Some(class))
        };
        if listed(MatchClass::Wildcard) {
            return true;
        }
        let identities: &[MatchClass] = match self.request.principal().kind() {
            PrincipalKind::Anonymous => return false,
            PrincipalKind::Service => &[MatchClass::Service],
            PrincipalKind::IdentityProvider => &[MatchClass::Federated],
            PrincipalKind::Root => &[MatchClass::Account],
            PrincipalKind::User => &[MatchClass::User, MatchClass::Account],
            PrincipalKind::Role => &[MatchClass::Role, MatchClass::Account],
            PrincipalKind::RoleSession => {
                &[MatchClass::Session, MatchClass::Role, MatchClass::Account]
            }
            PrincipalKind::FederatedUser => &[MatchClass::Session, MatchClass::Account],
        };
        identities.iter().all(|class| listed(*class))
    }
}
