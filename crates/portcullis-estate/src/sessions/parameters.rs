//! Parameters of a request that are more than one value.

use portcullis_arn::Arn;

use super::{SessionError, SessionErrorKind};

const MOST_MANAGED: usize = 10;

/// Which session policies a request passes. What they say is not looked at here.
///
/// ```
/// use portcullis_estate::sessions::SessionPolicies;
/// let none = SessionPolicies::new();
/// assert!(none.is_empty() && !none.with_inline().is_empty());
/// ```
///
/// # Source
/// STS API Reference, `AssumeRole`, `GetFederationToken`; PL 2.2.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SessionPolicies {
    inline: bool,
    managed: Vec<Arn>,
}

impl SessionPolicies {
    /// No session policies.
    ///
    /// ```
    /// use portcullis_estate::sessions::SessionPolicies;
    /// assert!(SessionPolicies::new().is_empty());
    /// ```
    #[must_use]
    pub const fn new() -> Self {
        Self {
            inline: false,
            managed: Vec::new(),
        }
    }

    /// Adds the inline document.
    ///
    /// ```
    /// use portcullis_estate::sessions::SessionPolicies;
    /// assert!(SessionPolicies::new().with_inline().has_inline());
    /// ```
    #[must_use]
    pub fn with_inline(mut self) -> Self {
        self.inline = true;
        self
    }

    /// Adds a managed policy.
    ///
    /// ```
    /// use portcullis_estate::sessions::SessionPolicies;
    /// let policies = SessionPolicies::new().with_managed("arn:aws:iam::aws:policy/ReadOnlyAccess".parse()?)?;
    /// assert_eq!(policies.managed().len(), 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`SessionErrorKind::TooManySessionPolicies`] for the eleventh.
    pub fn with_managed(mut self, policy: Arn) -> Result<Self, SessionError> {
        if self.managed.len() >= MOST_MANAGED {
            return Err(SessionError::new(
                SessionErrorKind::TooManySessionPolicies,
                "one more",
            ));
        }
        self.managed.push(policy);
        Ok(self)
    }

    /// Whether an inline document is passed.
    ///
    /// ```
    /// use portcullis_estate::sessions::SessionPolicies;
    /// assert!(!SessionPolicies::new().has_inline());
    /// ```
    #[must_use]
    pub const fn has_inline(&self) -> bool {
        self.inline
    }

    /// The managed policies that are passed; at most 10.
    ///
    /// ```
    /// use portcullis_estate::sessions::SessionPolicies;
    /// assert!(SessionPolicies::new().managed().is_empty());
    /// ```
    #[must_use]
    pub fn managed(&self) -> &[Arn] {
        &self.managed
    }

    /// Whether none is passed.
    ///
    /// ```
    /// use portcullis_estate::sessions::SessionPolicies;
    /// assert!(SessionPolicies::default().is_empty());
    /// ```
    #[must_use]
    pub fn is_empty(&self) -> bool {
        !self.inline && self.managed.is_empty()
    }
}

/// A trusted context assertion, as far as policies can ask about it.
///
/// ```
/// use portcullis_estate::sessions::ContextAssertion;
/// let assertion = ContextAssertion::new("arn:aws:iam::aws:contextProvider/IdentityCenter".parse()?)
///     .claim("identitystore:UserId", "user-1");
/// assert_eq!(assertion.provider().resource(), "contextProvider/IdentityCenter");
/// # Ok::<(), portcullis_arn::ArnError>(())
/// ```
///
/// # Source
/// STS API Reference, `ProvidedContext`; PL 9.5, EV 6.2.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContextAssertion {
    provider: Arn,
    claims: Vec<(String, String)>,
}

impl ContextAssertion {
    /// An assertion of a context provider.
    ///
    /// ```
    /// use portcullis_estate::sessions::ContextAssertion;
    /// let assertion = ContextAssertion::new("arn:aws:iam::aws:contextProvider/IdentityCenter".parse()?);
    /// assert_eq!(assertion.claims().count(), 0);
    /// # Ok::<(), portcullis_arn::ArnError>(())
    /// ```
    #[must_use]
    pub const fn new(provider: Arn) -> Self {
        Self {
            provider,
            claims: Vec::new(),
        }
    }

    /// Adds what it asserts: the call has it as `sts:RequestContext/key`.
    ///
    /// ```
    /// use portcullis_estate::sessions::ContextAssertion;
    /// let assertion = ContextAssertion::new("arn:aws:iam::aws:contextProvider/IdentityCenter".parse()?)
    ///     .claim("identitystore:UserId", "user-1");
    /// assert!(assertion.claims().eq([("identitystore:UserId", "user-1")]));
    /// # Ok::<(), portcullis_arn::ArnError>(())
    /// ```
    #[must_use]
    pub fn claim(mut self, key: &str, value: &str) -> Self {
        self.claims.push((key.to_owned(), value.to_owned()));
        self
    }

    /// The context provider.
    ///
    /// ```
    /// use portcullis_estate::sessions::ContextAssertion;
    /// let provider = "arn:aws:iam::aws:contextProvider/IdentityCenter";
    /// assert_eq!(ContextAssertion::new(provider.parse()?).provider().as_str(), provider);
    /// # Ok::<(), portcullis_arn::ArnError>(())
    /// ```
    #[must_use]
    pub const fn provider(&self) -> &Arn {
        &self.provider
    }

    /// What it asserts, in the order given.
    ///
    /// ```
    /// use portcullis_estate::sessions::ContextAssertion;
    /// let assertion = ContextAssertion::new("arn:aws:iam::aws:contextProvider/IdentityCenter".parse()?);
    /// assert!(assertion.claims().next().is_none());
    /// # Ok::<(), portcullis_arn::ArnError>(())
    /// ```
    pub fn claims(&self) -> impl Iterator<Item = (&str, &str)> {
        self.claims
            .iter()
            .map(|(key, value)| (key.as_str(), value.as_str()))
    }
}
