//! The ARNs of principals: who can make a request, and what else is named where a principal is.

use core::str::FromStr;

use crate::grammar::run;
use crate::text::as_its_text;
use crate::{AccountId, Arn, ArnError, ArnErrorKind, Field, Partition};

mod forms;
mod grammar;

use forms::Parts;
pub use forms::{
    AssumedRoleArn, FederatedUserArn, GroupArn, OidcProviderArn, RoleArn, RootArn, SamlProviderArn,
    UserArn,
};
use grammar::Kind;

/// The ARN of a principal, or of a group or identity provider, which stand in the same places.
///
/// The account is always an account id. Names are of ASCII letters, digits and `+=,.@_-`; they compare exactly, case included.
/// Wildcards are not accepted anywhere.
///
/// ```
/// use portcullis_arn::PrincipalArn;
///
/// let text = "arn:aws:sts::111122223333:assumed-role/app/ci";
/// let PrincipalArn::AssumedRole(session) = text.parse()? else { unreachable!() };
/// assert_eq!((session.role(), session.session()), ("app", "ci"));
/// assert_eq!(session.to_string(), text);
/// # Ok::<(), portcullis_arn::ArnError>(())
/// ```
///
/// # Source
/// PL 3.2, 4.1.1, 4.1.4 (AWS: IAM identifiers; IAM JSON policy elements, Principal).
#[derive(Clone)]
#[non_exhaustive]
pub enum PrincipalArn {
    /// `arn:P:iam::ACCOUNT:root`.
    Root(RootArn),
    /// `arn:P:iam::ACCOUNT:user/[path/]name`.
    User(UserArn),
    /// `arn:P:iam::ACCOUNT:group/[path/]name`; never a principal.
    Group(GroupArn),
    /// `arn:P:iam::ACCOUNT:role/[path/]name`.
    Role(RoleArn),
    /// `arn:P:sts::ACCOUNT:assumed-role/role/session`.
    AssumedRole(AssumedRoleArn),
    /// `arn:P:sts::ACCOUNT:federated-user/name`.
    FederatedUser(FederatedUserArn),
    /// `arn:P:iam::ACCOUNT:saml-provider/name`.
    SamlProvider(SamlProviderArn),
    /// `arn:P:iam::ACCOUNT:oidc-provider/host/path`.
    OidcProvider(OidcProviderArn),
}

impl PrincipalArn {
    const fn parts(&self) -> &Parts {
        match self {
            Self::Root(form) => form.parts(),
            Self::User(form) => form.parts(),
            Self::Group(form) => form.parts(),
            Self::Role(form) => form.parts(),
            Self::AssumedRole(form) => form.parts(),
            Self::FederatedUser(form) => form.parts(),
            Self::SamlProvider(form) => form.parts(),
            Self::OidcProvider(form) => form.parts(),
        }
    }

    /// The partition.
    ///
    /// ```
    /// use portcullis_arn::{Partition, PrincipalArn};
    /// let root: PrincipalArn = "arn:aws-cn:iam::111122223333:root".parse()?;
    /// assert_eq!(root.partition(), Partition::AWS_CN);
    /// # Ok::<(), portcullis_arn::ArnError>(())
    /// ```
    #[must_use]
    pub const fn partition(&self) -> Partition {
        self.parts().partition
    }

    /// The account.
    ///
    /// ```
    /// use portcullis_arn::PrincipalArn;
    /// let user: PrincipalArn = "arn:aws:iam::111122223333:user/alice".parse()?;
    /// assert_eq!(user.account().as_str(), "111122223333");
    /// # Ok::<(), portcullis_arn::ArnError>(())
    /// ```
    #[must_use]
    pub const fn account(&self) -> AccountId {
        self.parts().account
    }

    /// The ARN.
    ///
    /// ```
    /// use portcullis_arn::PrincipalArn;
    /// let user: PrincipalArn = "arn:aws:iam::111122223333:user/alice".parse()?;
    /// assert_eq!(user.arn().resource(), "user/alice");
    /// # Ok::<(), portcullis_arn::ArnError>(())
    /// ```
    #[must_use]
    pub const fn arn(&self) -> &Arn {
        &self.parts().arn
    }

    /// The ARN's text.
    ///
    /// ```
    /// use portcullis_arn::PrincipalArn;
    /// let text = "arn:aws:iam::111122223333:user/alice";
    /// assert_eq!(text.parse::<PrincipalArn>()?.as_str(), text);
    /// # Ok::<(), portcullis_arn::ArnError>(())
    /// ```
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.arn().as_str()
    }
}

/// Reads what an ARN names, keeping its text.
impl TryFrom<Arn> for PrincipalArn {
    type Error = ArnError;

    fn try_from(arn: Arn) -> Result<Self, ArnError> {
        let (kind, parts) = read(arn)?;
        Ok(match kind {
            Kind::Root => Self::Root(RootArn(parts)),
            Kind::User => Self::User(UserArn(parts)),
            Kind::Group => Self::Group(GroupArn(parts)),
            Kind::Role => Self::Role(RoleArn(parts)),
            Kind::AssumedRole => Self::AssumedRole(AssumedRoleArn(parts)),
            Kind::FederatedUser => Self::FederatedUser(FederatedUserArn(parts)),
            Kind::SamlProvider => Self::SamlProvider(SamlProviderArn(parts)),
            Kind::OidcProvider => Self::OidcProvider(OidcProviderArn(parts)),
        })
    }
}

impl FromStr for PrincipalArn {
    type Err = ArnError;

    fn from_str(text: &str) -> Result<Self, ArnError> {
        text.parse::<Arn>()?.try_into()
    }
}

impl TryFrom<&str> for PrincipalArn {
    type Error = ArnError;

    fn try_from(text: &str) -> Result<Self, ArnError> {
        text.parse()
    }
}

as_its_text!(PrincipalArn, "PrincipalArn");

/// What an ARN names, and where its parts stand.
fn read(arn: Arn) -> Result<(Kind, Parts), ArnError> {
    let fields = arn.as_ref_arn();
    let refused = |kind, field| ArnError::new(kind, fields.as_str(), fields.span(field));
    let within = |field| move |error: ArnError| error.shift(fields.span(field).start);

    let partition = fields
        .partition()
        .parse()
        .map_err(within(Field::Partition))?;
    let grammar = match fields.service() {
        "iam" => grammar::of_iam,
        "sts" => grammar::of_sts,
        _ => return Err(refused(ArnErrorKind::NotAPrincipalService, Field::Service)),
    };
    if !fields.region().is_empty() {
        return Err(refused(ArnErrorKind::UnexpectedRegion, Field::Region));
    }
    let account = fields.account().parse().map_err(within(Field::Account))?;
    let (kind, last) = run(grammar, fields.resource())
        .map_err(|refusal| refusal.into_error(fields.resource()))
        .map_err(within(Field::Resource))?;

    let middle = fields
        .span(Field::Resource)
        .start
        .saturating_add(kind.keyword().len());
    let last = fields.as_str().len().saturating_sub(last.len());
    let parts = Parts {
        partition,
        account,
        middle,
        last,
        arn,
    };
    Ok((kind, parts))
}
