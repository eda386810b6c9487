//! The names in a request for a session, each with its own length and characters.

use std::fmt;
use std::str::FromStr;

use super::{SessionError, SessionErrorKind};

/// `\w` of the API reference: ASCII letters and digits, and the underscore.
const fn is_word(character: char) -> bool {
    character.is_ascii_alphanumeric() || character == '_'
}

/// `[\w+=,.@-]`.
const fn is_name(character: char) -> bool {
    is_word(character) || matches!(character, '+' | '=' | ',' | '.' | '@' | '-')
}

/// `[\w+=,.@:/-]`.
const fn is_external_id(character: char) -> bool {
    is_name(character) || matches!(character, ':' | '/')
}

macro_rules! name {
    ($(#[$documentation:meta])* $type:ident, $kind:ident, $lengths:expr, $characters:expr, $example:literal) => {
        $(#[$documentation])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $type(Box<str>);

        impl $type {
            /// The text.
            ///
            /// ```
            #[doc = concat!("use portcullis_estate::sessions::", stringify!($type), ";")]
            #[doc = concat!("assert_eq!(\"", $example, "\".parse::<", stringify!($type), ">()?.as_str(), \"", $example, "\");")]
            /// # Ok::<(), portcullis_estate::sessions::SessionError>(())
            /// ```
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $type {
            type Err = SessionError;

            /// # Errors
            #[doc = concat!("[`SessionErrorKind::", stringify!($kind), "`].")]
            fn from_str(text: &str) -> Result<Self, SessionError> {
                // All characters are ASCII where the text fits, so that bytes count characters.
                if $lengths.contains(&text.len()) && text.chars().all($characters) {
                    Ok(Self(text.into()))
                } else {
                    Err(SessionError::about(SessionErrorKind::$kind, text))
                }
            }
        }

        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }
    };
}

name!(
    /// The name of a role session: 2 to 64 of `[\w+=,.@-]`.
    ///
    /// # Source
    /// STS API Reference, `AssumeRole`; PL 2.2.
    RoleSessionName, InvalidRoleSessionName, (2..=64), is_name, "build-7"
);

name!(
    /// Who stands behind a chain of sessions: 2 to 64 of `[\w+=,.@-]`. A text that begins with `aws:` has a colon, and so is none.
    ///
    /// # Source
    /// STS API Reference, `AssumeRole`; PL 2.2.
    SourceIdentity, InvalidSourceIdentity, (2..=64), is_name, "alice@example.com"
);

name!(
    /// What a third party passes to show on whose behalf it acts: 2 to 1,224 of `[\w+=,.@:/-]`.
    ///
    /// # Source
    /// STS API Reference, `AssumeRole`; PL 2.2.
    ExternalId, InvalidExternalId, (2..=1224), is_external_id, "urn:customer/42"
);

name!(
    /// The name of a federated user: 2 to 32 of `[\w+=,.@-]`.
    ///
    /// # Source
    /// STS API Reference, `GetFederationToken`.
    FederatedUserName, InvalidFederatedUserName, (2..=32), is_name, "guest"
);

name!(
    /// The unique id that IAM gave a user (`AIDA…`) or a role (`AROA…`): 1 to 128 of `[\w]`.
    ///
    /// # Source
    /// IAM User Guide, IAM identifiers; PL 9.3.
    UniqueId, InvalidUniqueId, (1..=128), is_word, "AROAEXAMPLE"
);
