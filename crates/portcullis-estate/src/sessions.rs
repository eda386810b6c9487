//! How sessions come about and what they look like: the STS calls that make one, their checks, and the keys that a session
//! carries.
//!
//! A request is built from facts and is valid once it is built: [`AssumeRole`] (with its SAML and web identity forms),
//! [`GetFederationToken`] and [`GetSessionToken`]. Its [`calls`](AssumeRole::calls) are the authorization checks to be decided,
//! each on its own; [`aggregate`] makes one verdict of theirs. Where that is an allowed one, the request gives the
//! [`Session`], from which calls are made, and which is the [`Caller`] of the next hop of a role chain.
//!
//! Nothing here reads a clock or decides: times come in as [`EpochSeconds`], and the policies are the caller's to find.
//!
//! ```
//! use portcullis_estate::sessions::{AssumeRole, Caller, EpochSeconds, Tags, TargetRole};
//! use portcullis_eval::Resource;
//!
//! let now = EpochSeconds::new(1_443_657_600);
//! let alice = Caller::new("arn:aws:iam::111122223333:user/alice".parse()?);
//! let role = TargetRole::parse("arn:aws:iam::111122223333:role/ci/deploy")?.tags(Tags::new().with("team", "blue")?);
//! let request = AssumeRole::builder(alice, role, "build-7".parse()?)
//!     .tags(Tags::new().with("Team", "red")?)
//!     .build()?;
//! let checks: Vec<String> = request.calls(now).iter().map(|call| call.asked.as_action().to_string()).collect();
//! assert_eq!(checks, ["sts:AssumeRole", "sts:TagSession"]);
//!
//! let session = request.session(now);
//! assert_eq!(session.principal().to_string(), "arn:aws:sts::111122223333:assumed-role/deploy/build-7");
//! assert_eq!(session.tags().get(&"team".parse()?), Some("red"));
//! let call = session.call("s3:ListAllMyBuckets".parse()?, Resource::Everything, now)?;
//! assert!(call.context.get_str("aws:PrincipalTag/team").is_some());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Source
//! IAM User Guide, comparing the AWS STS API operations, pass session tags in AWS STS; EV 6.

use portcullis_eval::Verdict;

mod error;
mod names;
mod tags;
mod time;

mod caller;
mod parameters;
mod role;

mod call;
mod session;

mod assume_role;
mod federation_token;
mod session_token;

pub use assume_role::{AssumeRole, AssumeRoleBuilder};
pub use caller::{Caller, Mfa};
pub use error::{SessionError, SessionErrorKind};
pub use federation_token::{GetFederationToken, GetFederationTokenBuilder};
pub use names::{ExternalId, FederatedUserName, RoleSessionName, SourceIdentity, UniqueId};
pub use parameters::{ContextAssertion, SessionPolicies};
pub use role::TargetRole;
pub use session::{Issuance, Session};
pub use session_token::{GetSessionToken, GetSessionTokenBuilder};
pub use tags::{TagKey, Tags};
pub use time::EpochSeconds;

/// The verdict of a request whose checks have these verdicts: any explicit denial, else any implicit one.
///
/// Without any verdict it is an implicit denial: a request has at least one check.
///
/// ```
/// use portcullis_estate::sessions::aggregate;
/// use portcullis_eval::Verdict;
/// assert_eq!(aggregate([Verdict::Allowed, Verdict::ImplicitlyDenied]), Verdict::ImplicitlyDenied);
/// assert_eq!(aggregate([]), Verdict::ImplicitlyDenied);
/// ```
///
/// # Source
/// EV 1.1, 6.2.
#[must_use]
pub fn aggregate(verdicts: impl IntoIterator<Item = Verdict>) -> Verdict {
    verdicts
        .into_iter()
        .reduce(Verdict::and)
        .unwrap_or(Verdict::ImplicitlyDenied)
}

#[cfg(test)]
mod tests;
