//! Condition keys and calls, as requests and sessions make them.

use std::sync::Arc;

use portcullis_condition::{Context, ContextKey, ContextValue};
use portcullis_eval::{Action, Resource};
use portcullis_scenario::{Asked, Call, Clock};

use super::{Caller, EpochSeconds, SessionError, SessionErrorKind, Tags};

/// Adds a key that follows from facts, unless it was given.
pub(super) fn put(context: &mut Context, name: &str, value: ContextValue) {
    // The names are constants, or made of tag keys, which condition keys can hold.
    if let Ok(key) = name.parse::<ContextKey>() {
        context.insert_if_absent(key, value);
    }
}

/// Adds a key with one value, unless it was given.
pub(super) fn put_single(context: &mut Context, name: &str, value: impl Into<Arc<str>>) {
    put(context, name, ContextValue::single(value));
}

/// Adds the tags of a family.
pub(super) fn put_tags(context: &mut Context, family: &str, tags: &Tags) {
    for (key, value) in tags.iter() {
        put_single(context, &format!("{family}/{key}"), value);
    }
}

/// Adds the tags that a request passes.
///
/// # Source
/// IAM User Guide, AWS global condition context keys; PL 9.2.
pub(super) fn put_request_tags(context: &mut Context, tags: &Tags) {
    if tags.is_empty() {
        return;
    }
    put_tags(context, "aws:RequestTag", tags);
    let keys = tags.iter().map(|(key, _)| key.as_str());
    put(context, "aws:TagKeys", ContextValue::list(keys));
}

/// Adds the facts of MFA that was used at a time.
pub(super) fn put_mfa(context: &mut Context, at: EpochSeconds, now: EpochSeconds) {
    put_single(context, "aws:MultiFactorAuthPresent", "true");
    put_single(context, "aws:MultiFactorAuthAge", now.since(at).to_string());
}

/// A time as condition keys have it.
pub(super) fn date(time: EpochSeconds) -> String {
    Clock::from_epoch_seconds(time.seconds())
        .current_time()
        .to_owned()
}

/// An action. The names are constants and well formed; an error all the same, as no check may be left out.
pub(super) fn action(name: &str) -> Result<Action, SessionError> {
    name.parse()
        .map_err(|_| SessionError::about(SessionErrorKind::UnexpectedParameter, name))
}

/// A call with a context, by a caller with its kind of credentials.
pub(super) fn call(caller: &Caller, action: Action, resource: Resource, context: Context) -> Call {
    let mut call = Call::new(caller.principal.clone(), Asked::Action(action), resource);
    call.credentials = caller.credentials;
    call.context = context;
    call
}
