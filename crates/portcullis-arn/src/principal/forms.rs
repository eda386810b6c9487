//! One type for each form of a principal's ARN.

use alloc::format;

use super::PrincipalArn;
use crate::text::as_its_text;
use crate::{AccountId, Arn, Partition};

/// Where a role's path starts if the role is one that AWS services make for themselves.
const SERVICE_LINKED: &str = "/aws-service-role/";

/// An ARN, and where the parts of its resource stand.
#[derive(Clone, Debug)]
pub(super) struct Parts {
    pub(super) arn: Arn,
    pub(super) partition: Partition,
    pub(super) account: AccountId,
    /// Where the text behind the keyword starts, in bytes.
    pub(super) middle: usize,
    /// Where the last part starts, in bytes.
    pub(super) last: usize,
}

impl Parts {
    // INVARIANT: both places were found in this text, so that the defaults are never taken. Upheld by `read`.
    fn middle(&self) -> &str {
        self.arn
            .as_str()
            .get(self.middle..self.last)
            .unwrap_or_default()
    }

    fn last(&self) -> &str {
        self.arn.as_str().get(self.last..).unwrap_or_default()
    }
}

/// A form of a principal's ARN, with what all forms have.
macro_rules! form {
    ($(#[$documentation:meta])* $type:ident, $variant:ident, $example:literal) => {
        $(#[$documentation])*
        #[derive(Clone)]
        pub struct $type(pub(super) Parts);

        impl $type {
            pub(super) const fn parts(&self) -> &Parts {
                &self.0
            }

            /// The partition.
            ///
            /// ```
            /// use portcullis_arn::{Partition, PrincipalArn};
            #[doc = concat!("let PrincipalArn::", stringify!($variant), "(form) = \"", $example, "\".parse()? else { unreachable!() };")]
            /// assert_eq!(form.partition(), Partition::AWS);
            /// # Ok::<(), portcullis_arn::ArnError>(())
            /// ```
            #[must_use]
            pub const fn partition(&self) -> Partition {
                self.0.partition
            }

            /// The account.
            ///
            /// ```
            /// use portcullis_arn::PrincipalArn;
            #[doc = concat!("let PrincipalArn::", stringify!($variant), "(form) = \"", $example, "\".parse()? else { unreachable!() };")]
            /// assert_eq!(form.account().as_str(), "111122223333");
            /// # Ok::<(), portcullis_arn::ArnError>(())
            /// ```
            #[must_use]
            pub const fn account(&self) -> AccountId {
                self.0.account
            }

            /// The ARN.
            ///
            /// ```
            /// use portcullis_arn::PrincipalArn;
            #[doc = concat!("let PrincipalArn::", stringify!($variant), "(form) = \"", $example, "\".parse()? else { unreachable!() };")]
            #[doc = concat!("assert_eq!(form.arn().as_str(), \"", $example, "\");")]
            /// # Ok::<(), portcullis_arn::ArnError>(())
            /// ```
            #[must_use]
            pub const fn arn(&self) -> &Arn {
                &self.0.arn
            }

            /// The ARN's text.
            ///
            /// ```
            /// use portcullis_arn::PrincipalArn;
            #[doc = concat!("let PrincipalArn::", stringify!($variant), "(form) = \"", $example, "\".parse()? else { unreachable!() };")]
            #[doc = concat!("assert_eq!(form.as_str(), \"", $example, "\");")]
            /// # Ok::<(), portcullis_arn::ArnError>(())
            /// ```
            #[must_use]
            pub fn as_str(&self) -> &str {
                self.0.arn.as_str()
            }
        }

        as_its_text!($type, stringify!($type));

        impl From<$type> for PrincipalArn {
            fn from(form: $type) -> Self {
                Self::$variant(form)
            }
        }
    };
}

/// The path and the name of a form that has both.
macro_rules! path_and_name {
    ($type:ident, $variant:ident, $keyword:literal) => {
        impl $type {
            /// The path: `/`, or text that starts and ends with a slash.
            ///
            /// ```
            /// use portcullis_arn::PrincipalArn;
            #[doc = concat!("let text = \"arn:aws:iam::111122223333:", $keyword, "/division/x\";")]
            #[doc = concat!("let PrincipalArn::", stringify!($variant), "(form) = text.parse()? else { unreachable!() };")]
            /// assert_eq!(form.path(), "/division/");
            /// # Ok::<(), portcullis_arn::ArnError>(())
            /// ```
            #[must_use]
            pub fn path(&self) -> &str {
                self.0.middle()
            }

            /// The name, without the path; not empty.
            ///
            /// ```
            /// use portcullis_arn::PrincipalArn;
            #[doc = concat!("let text = \"arn:aws:iam::111122223333:", $keyword, "/division/x\";")]
            #[doc = concat!("let PrincipalArn::", stringify!($variant), "(form) = text.parse()? else { unreachable!() };")]
            /// assert_eq!(form.name(), "x");
            /// # Ok::<(), portcullis_arn::ArnError>(())
            /// ```
            #[must_use]
            pub fn name(&self) -> &str {
                self.0.last()
            }
        }
    };
}

form!(
    /// The root user of an account, and in a `Principal` element the whole account.
    ///
    /// # Source
    /// PL 3.2, 4.1.10.
    RootArn, Root, "arn:aws:iam::111122223333:root"
);

form!(
    /// An IAM user.
    ///
    /// # Source
    /// PL 3.2.
    UserArn, User, "arn:aws:iam::111122223333:user/alice"
);

form!(
    /// An IAM group. Groups hold policies for their members, and are never principals.
    ///
    /// # Source
    /// PL 3.2, 4.1.3.
    GroupArn, Group, "arn:aws:iam::111122223333:group/ops"
);

form!(
    /// An IAM role.
    ///
    /// # Source
    /// PL 3.2.
    RoleArn, Role, "arn:aws:iam::111122223333:role/app"
);

form!(
    /// A session of a role. The role's path is not part of it.
    ///
    /// # Source
    /// PL 3.2.
    AssumedRoleArn, AssumedRole, "arn:aws:sts::111122223333:assumed-role/app/ci"
);

form!(
    /// A federated user: a session that an IAM user or a root user made.
    ///
    /// # Source
    /// PL 3.2.
    FederatedUserArn, FederatedUser, "arn:aws:sts::111122223333:federated-user/guest"
);

form!(
    /// A SAML identity provider.
    ///
    /// # Source
    /// PL 3.2.
    SamlProviderArn, SamlProvider, "arn:aws:iam::111122223333:saml-provider/Corp"
);

form!(
    /// An `OpenID` Connect identity provider.
    ///
    /// # Source
    /// PL 3.2.
    OidcProviderArn, OidcProvider, "arn:aws:iam::111122223333:oidc-provider/token.example.com"
);

path_and_name!(UserArn, User, "user");
path_and_name!(GroupArn, Group, "group");
path_and_name!(RoleArn, Role, "role");

impl RootArn {
    /// The root user of this account.
    ///
    /// ```
    /// use portcullis_arn::{Partition, RootArn};
    /// let root = RootArn::new(Partition::AWS, "111122223333".parse()?);
    /// assert_eq!(root.as_str(), "arn:aws:iam::111122223333:root");
    /// # Ok::<(), portcullis_arn::ArnError>(())
    /// ```
    #[must_use]
    pub fn new(partition: Partition, account: AccountId) -> Self {
        let arn = Arn::assemble(partition, "iam", account, "root");
        let end = arn.as_str().len();
        Self(Parts {
            arn,
            partition,
            account,
            middle: end,
            last: end,
        })
    }
}

impl RoleArn {
    /// Whether an AWS service made this role for itself, which its path `/aws-service-role/…` tells.
    ///
    /// ```
    /// use portcullis_arn::PrincipalArn;
    /// let text = "arn:aws:iam::111122223333:role/aws-service-role/support.amazonaws.com/AWSServiceRoleForSupport";
    /// let PrincipalArn::Role(role) = text.parse()? else { unreachable!() };
    /// assert!(role.is_service_linked());
    /// # Ok::<(), portcullis_arn::ArnError>(())
    /// ```
    ///
    /// # Source
    /// PL 3.2 (AWS: IAM identifiers).
    #[must_use]
    pub fn is_service_linked(&self) -> bool {
        self.path().starts_with(SERVICE_LINKED)
    }
}

impl AssumedRoleArn {
    /// The name of the role, without its path; not empty.
    ///
    /// ```
    /// use portcullis_arn::PrincipalArn;
    /// let text = "arn:aws:sts::111122223333:assumed-role/app/ci";
    /// let PrincipalArn::AssumedRole(session) = text.parse()? else { unreachable!() };
    /// assert_eq!(session.role(), "app");
    /// # Ok::<(), portcullis_arn::ArnError>(())
    /// ```
    #[must_use]
    pub fn role(&self) -> &str {
        let middle = self.0.middle();
        middle.strip_suffix('/').unwrap_or(middle)
    }

    /// The name of the session; not empty.
    ///
    /// ```
    /// use portcullis_arn::PrincipalArn;
    /// let text = "arn:aws:sts::111122223333:assumed-role/app/ci";
    /// let PrincipalArn::AssumedRole(session) = text.parse()? else { unreachable!() };
    /// assert_eq!(session.session(), "ci");
    /// # Ok::<(), portcullis_arn::ArnError>(())
    /// ```
    #[must_use]
    pub fn session(&self) -> &str {
        self.0.last()
    }

    /// The role, as far as its session tells: with the path `/`, which need not be the role's own.
    ///
    /// ```
    /// use portcullis_arn::PrincipalArn;
    /// let text = "arn:aws:sts::111122223333:assumed-role/app/ci";
    /// let PrincipalArn::AssumedRole(session) = text.parse()? else { unreachable!() };
    /// assert_eq!(session.role_arn().as_str(), "arn:aws:iam::111122223333:role/app");
    /// # Ok::<(), portcullis_arn::ArnError>(())
    /// ```
    #[must_use]
    pub fn role_arn(&self) -> RoleArn {
        let (partition, account) = (self.partition(), self.account());
        let name = self.role();
        let arn = Arn::assemble(partition, "iam", account, &format!("role/{name}"));
        let last = arn.as_str().len().saturating_sub(name.len());
        RoleArn(Parts {
            arn,
            partition,
            account,
            middle: last.saturating_sub(1),
            last,
        })
    }

    /// Whether this is a session of `role`: partition, account and the role's name agree, whatever its path, as a name is given
    /// only once in an account.
    ///
    /// ```
    /// use portcullis_arn::PrincipalArn;
    /// let PrincipalArn::AssumedRole(session) = "arn:aws:sts::111122223333:assumed-role/app/ci".parse()? else { unreachable!() };
    /// let PrincipalArn::Role(role) = "arn:aws:iam::111122223333:role/team/app".parse()? else { unreachable!() };
    /// assert!(session.is_session_of(&role));
    /// # Ok::<(), portcullis_arn::ArnError>(())
    /// ```
    ///
    /// # Source
    /// PL 3.2.
    #[must_use]
    pub fn is_session_of(&self, role: &RoleArn) -> bool {
        self.partition() == role.partition()
            && self.account() == role.account()
            && self.role() == role.name()
    }
}

impl FederatedUserArn {
    /// The name of the session; not empty.
    ///
    /// ```
    /// use portcullis_arn::PrincipalArn;
    /// let text = "arn:aws:sts::111122223333:federated-user/guest";
    /// let PrincipalArn::FederatedUser(guest) = text.parse()? else { unreachable!() };
    /// assert_eq!(guest.name(), "guest");
    /// # Ok::<(), portcullis_arn::ArnError>(())
    /// ```
    #[must_use]
    pub fn name(&self) -> &str {
        self.0.last()
    }
}

impl SamlProviderArn {
    /// The name; not empty.
    ///
    /// ```
    /// use portcullis_arn::PrincipalArn;
    /// let text = "arn:aws:iam::111122223333:saml-provider/Corp";
    /// let PrincipalArn::SamlProvider(provider) = text.parse()? else { unreachable!() };
    /// assert_eq!(provider.name(), "Corp");
    /// # Ok::<(), portcullis_arn::ArnError>(())
    /// ```
    #[must_use]
    pub fn name(&self) -> &str {
        self.0.last()
    }
}

impl OidcProviderArn {
    /// The URL without its scheme: a host, and perhaps a port and a path; the ASCII characters of URLs, not empty.
    ///
    /// ```
    /// use portcullis_arn::PrincipalArn;
    /// let text = "arn:aws:iam::111122223333:oidc-provider/token.example.com/tenant";
    /// let PrincipalArn::OidcProvider(provider) = text.parse()? else { unreachable!() };
    /// assert_eq!(provider.url(), "token.example.com/tenant");
    /// # Ok::<(), portcullis_arn::ArnError>(())
    /// ```
    #[must_use]
    pub fn url(&self) -> &str {
        self.0.last()
    }
}
