//! `GetSessionToken`: temporary credentials of the user itself, perhaps with MFA.

use std::collections::BTreeSet;
use std::time::Duration;

use portcullis_condition::{Context, ContextKey, ContextValue};
use portcullis_eval::{Action, Credentials, Resource};
use portcullis_scenario::Call;

use super::call::{action, call, put_mfa};
use super::federation_token::not_eligible;
use super::time::of_identity;
use super::{Caller, EpochSeconds, Issuance, Mfa, Session, SessionError, SessionPolicies};

macro_rules! example {
    ($($line:literal)*) => {
        concat!(
            "```\n",
            "# use portcullis_estate::sessions::*;\n",
            "# let alice = Caller::new(\"arn:aws:iam::111122223333:user/alice\".parse()?);\n",
            "# let now = EpochSeconds::new(1_443_657_600);\n",
            "let request = GetSessionToken::builder(alice);\n",
            $($line, "\n",)*
            "# Ok::<(), Box<dyn std::error::Error>>(())\n",
            "```"
        )
    };
}

/// A valid request for temporary credentials of a user or root user. It takes no policies and no tags.
///
#[doc = example!(
    "let session = request.mfa().build()?.session(now)?;"
    "assert_eq!(session.principal().to_string(), \"arn:aws:iam::111122223333:user/alice\");"
    "assert_eq!(session.mfa(), Mfa::UsedAt(now));"
)]
///
/// # Source
/// STS API Reference, `GetSessionToken`; EV 6.1, 6.3.
#[derive(Clone, Debug)]
pub struct GetSessionToken {
    caller: Caller,
    with_mfa: bool,
    context: Context,
    duration: Duration,
    action: Action,
}

impl GetSessionToken {
    /// Begins a request.
    ///
    #[doc = example!("assert!(request.build().is_ok());")]
    pub const fn builder(caller: Caller) -> GetSessionTokenBuilder {
        GetSessionTokenBuilder {
            caller,
            with_mfa: false,
            duration: None,
            context: Context::new(),
        }
    }

    /// The one check of the request at a time. No policy bears on it: it depends on the caller's credentials alone.
    ///
    #[doc = example!("assert_eq!(request.build()?.calls(now).len(), 1);")]
    ///
    /// # Source
    /// IAM User Guide, permissions for `GetSessionToken`; EV 4.6, 6.1.
    #[must_use]
    pub fn calls(&self, now: EpochSeconds) -> Vec<Call> {
        let mut context = self.context.clone();
        if self.with_mfa {
            put_mfa(&mut context, now, now);
        }
        for (key, value) in self.caller.context(now).iter() {
            context.insert_if_absent(key.clone(), value.clone());
        }
        let resource = Resource::Everything;
        vec![call(&self.caller, self.action.clone(), resource, context)]
    }

    /// The session that the request makes at a time, if its check is allowed.
    ///
    #[doc = example!("assert_eq!(request.build()?.session(now)?.mfa(), Mfa::NotUsed);")]
    ///
    /// # Errors
    /// [`CallerNotEligible`](super::SessionErrorKind::CallerNotEligible) where the caller is no user or root user with
    /// long-term credentials. Its check is refused too.
    ///
    /// # Source
    /// EV 6.3.
    pub fn session(&self, issued_at: EpochSeconds) -> Result<Session, SessionError> {
        if !self.caller.is_long_term_identity() {
            return Err(not_eligible(&self.caller));
        }
        let mfa = if self.with_mfa {
            Mfa::UsedAt(issued_at)
        } else {
            Mfa::NotUsed
        };
        Ok(Session {
            caller: Caller {
                principal: self.caller.principal.clone(),
                unique_id: self.caller.unique_id.clone(),
                credentials: Some(Credentials::SessionToken),
                tags: self.caller.tags.clone(),
                transitive: BTreeSet::new(),
                source_identity: None,
                issued_at: Some(issued_at),
                mfa,
                carried: Context::new(),
            },
            issuance: Issuance::GetSessionToken,
            policies: SessionPolicies::new(),
            chained: false,
            issued_at,
            expires_at: issued_at.after(self.duration),
        })
    }
}

/// Builds a [`GetSessionToken`].
#[derive(Clone, Debug)]
#[must_use]
pub struct GetSessionTokenBuilder {
    caller: Caller,
    with_mfa: bool,
    duration: Option<Duration>,
    context: Context,
}

impl GetSessionTokenBuilder {
    /// Says that the serial number of a device and a code of it are passed, and are right.
    ///
    #[doc = example!("assert!(request.mfa().build().is_ok());")]
    pub const fn mfa(mut self) -> Self {
        self.with_mfa = true;
        self
    }

    /// Sets how long the session is to last: up to 36 hours, otherwise 12; a root user's is cut to one hour.
    ///
    #[doc = example!("assert!(request.duration(core::time::Duration::from_secs(899)).build().is_err());")]
    pub const fn duration(mut self, duration: Duration) -> Self {
        self.duration = Some(duration);
        self
    }

    /// Adds a condition key of the call alone, such as `aws:SourceIp`. The first value of a key holds, also over what follows
    /// from the request.
    ///
    #[doc = example!(
        "let value = portcullis_condition::ContextValue::single(\"192.0.2.1\");"
        "assert!(request.context(\"aws:SourceIp\".parse()?, value).build().is_ok());"
    )]
    pub fn context(mut self, key: ContextKey, value: ContextValue) -> Self {
        self.context.insert_if_absent(key, value);
        self
    }

    /// Finishes the request.
    ///
    #[doc = example!("assert!(request.build().is_ok());")]
    ///
    /// # Errors
    /// [`DurationTooShort`](super::SessionErrorKind::DurationTooShort) or
    /// [`DurationTooLong`](super::SessionErrorKind::DurationTooLong).
    ///
    /// # Source
    /// STS API Reference, `GetSessionToken`; EV 6.3.
    pub fn build(self) -> Result<GetSessionToken, SessionError> {
        let duration = of_identity(self.caller.principal.kind(), self.duration)?;
        Ok(GetSessionToken {
            caller: self.caller,
            with_mfa: self.with_mfa,
            context: self.context,
            duration,
            action: action("sts:GetSessionToken")?,
        })
    }
}
