//! Why a scenario cannot be read or decided.

use std::fmt;
use std::sync::Arc;

use portcullis_json::JsonError;
use portcullis_policy::PolicyError;

use crate::source::{Location, Origin};

/// Every code that a [`ScenarioError`] can have; the list is closed.
pub const ERROR_CODES: &[&str] = &[
    "unexpected-character",
    "unexpected-end",
    "invalid-escape",
    "lone-surrogate",
    "control-character",
    "invalid-number",
    "duplicate-member",
    "too-deep",
    "too-large",
    "too-many-values",
    "too-many-statements",
    "too-many-steps",
    "too-many-errors",
    "too-many-lines",
    "too-long",
    "invalid-utf8",
    "trailing-text",
    "byte-order-mark",
    "wrong-type",
    "unknown-member",
    "unknown-principal-type",
    "invalid-version",
    "invalid-effect",
    "missing-effect",
    "missing-statement",
    "missing-action",
    "missing-resource",
    "conflicting-members",
    "unknown-operator",
    "null-if-exists",
    "invalid-condition-key",
    "principal-not-allowed",
    "duplicate-operator",
    "duplicate-condition-key",
    "missing-principal",
    "not-principal-not-allowed",
    "resource-control-principal",
    "control-policy-version",
    "principal-string",
    "principal-matches-nobody",
    "unreadable-value",
    "allow-with-not-principal",
    "malformed-variable",
    "malformed-action",
    "empty-not-list",
    "incomplete-arn",
    "resource-control-allow",
    "resource-control-action",
    "resource-in-trust-policy",
    "unknown-field",
    "missing-field",
    "conflicting-fields",
    "invalid-principal",
    "invalid-resource",
    "invalid-action",
    "invalid-account",
    "invalid-context-key",
    "invalid-context-value",
    "duplicate-context-key",
    "unknown-operation",
    "unknown-edition",
    "session-policy-not-allowed",
    "boundary-not-allowed",
    "resource-policy-not-supported",
    "owner-unknown",
    "invalid-session-issuer",
    "invalid-credentials",
    "invalid-endpoint-kind",
    "invalid-expect",
    "unreadable-file",
    "unknown-principal",
    "invalid-account-details",
    "missing-document",
];

/// Why a scenario cannot be read or decided: an error, never a decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScenarioError {
    // Boxed: results carry it through every function of the reading.
    detail: Box<Detail>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Detail {
    code: &'static str,
    message: String,
    help: Option<String>,
    policy: Option<Arc<str>>,
    location: Option<Location>,
}

impl ScenarioError {
    /// An error with a code of [`ERROR_CODES`] and a message: one line, lower case.
    #[must_use]
    pub fn new(code: &'static str, message: impl Into<String>) -> Self {
        debug_assert!(
            ERROR_CODES.contains(&code),
            "`{code}` is not in the closed list"
        );
        Self {
            detail: Box::new(Detail {
                code,
                message: message.into(),
                help: None,
                policy: None,
                location: None,
            }),
        }
    }

    /// Adds where the error stands.
    #[must_use]
    pub fn at(mut self, location: Location) -> Self {
        self.detail.location = Some(location);
        self
    }

    /// Adds where the error stands, if that is known.
    #[must_use]
    pub fn at_some(mut self, location: Option<&Location>) -> Self {
        self.detail.location = location.cloned();
        self
    }

    /// Adds in which policy.
    #[must_use]
    pub fn in_policy(mut self, policy: impl Into<Arc<str>>) -> Self {
        self.detail.policy = Some(policy.into());
        self
    }

    /// Adds what to do about it.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.detail.help = Some(help.into());
        self
    }

    pub(crate) fn from_json(error: &JsonError, origin: &Origin) -> Self {
        let mut own =
            Self::new(error.kind().code(), error.to_string()).at(origin.locate(error.span()));
        own.detail.help = error.help().map(str::to_owned);
        own
    }

    pub(crate) fn from_policy(error: &PolicyError, policy: &Arc<str>, origin: &Origin) -> Self {
        let mut own = Self::new(error.code(), error.to_string())
            .at(origin.locate(error.span()))
            .in_policy(policy.clone());
        own.detail.help = error.help().map(str::to_owned);
        own
    }

    /// The code, one of [`ERROR_CODES`].
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.detail.code
    }

    /// What is wrong: one line, lower case.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.detail.message
    }

    /// What to do about it, where that is known.
    #[must_use]
    pub fn help(&self) -> Option<&str> {
        self.detail.help.as_deref()
    }

    /// In which policy, where it is in one.
    #[must_use]
    pub fn policy(&self) -> Option<&Arc<str>> {
        self.detail.policy.as_ref()
    }

    /// Where it stands.
    #[must_use]
    pub fn location(&self) -> Option<&Location> {
        self.detail.location.as_ref()
    }
}

impl fmt::Display for ScenarioError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.detail.message)
    }
}

impl std::error::Error for ScenarioError {}
