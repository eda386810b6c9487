//! What services decide besides: EV 4.6, EV 6 and EV 7.

use portcullis_eval::{
    Credentials, Layer, LayerResult, MatchClass, PrincipalKind, Required, Resource,
    required_resource_policy,
};
use portcullis_policy::Effect;

use super::grants::classes;
use super::{AddIf, Decided, Rules};

pub(super) fn add(decided: &Decided<'_>, rules: &mut Rules) {
    if decided.decision.reason() == Layer::ServiceRule {
        rules.insert("EV 4.6/reported");
        service_rule(decided, rules);
        return;
    }
    assumption(decided, rules);
    kms(decided, rules);
    let request = decided.request;
    let action = request.action();
    if decided.caller() == PrincipalKind::IdentityProvider {
        rules.extend(["EV 4.6/unsigned", "EV 6.1/assume-role-federated"]);
    }
    if action.is("sts", "GetFederationToken") {
        rules.insert("EV 6.1/get-federation-token");
    }
    let service = decided.caller() == PrincipalKind::Service;
    let restricted = ["kms", "sqs", "lambda"]
        .iter()
        .any(|prefix| action.is_of(prefix));
    rules.add_if(service && restricted, "EV 4.6/services-exempt");
    let known = request.credentials().is_some();
    let bound = action.is_of("iam") || action.is_of("sts");
    rules.add_if(known && bound, "EV 4.6/credentials");
    let bucket_policy = ["GetBucketPolicy", "PutBucketPolicy", "DeleteBucketPolicy"];
    let bucket_policy = bucket_policy.iter().any(|name| action.is("s3", name));
    let own_root = decided.caller() == PrincipalKind::Root && request.is_same_account();
    if bucket_policy && own_root {
        let ignored = decided.is_given(Layer::Resource)
            && decided.result(Layer::Resource) == LayerResult::NotApplicable;
        rules.add_if(ignored, "EV 7.3/lock-out");
        let guards = [
            Layer::ResourceControl,
            Layer::ServiceControl,
            Layer::VpcEndpoint,
        ];
        let guarded = guards.contains(&decided.decision.reason());
        rules.add_if(guarded, "EV 7.3/lock-out-guard-rails");
    }
    if decided.caller() == PrincipalKind::Root && !decided.is_allowed() && own_root {
        rules.insert("EV 7.1/restricted");
    }
    let token = request.credentials() == Some(Credentials::SessionToken);
    rules.add_if(
        token && (action.is_of("iam") || action.is_of("sts")),
        "EV 7.4/temporary",
    );
    let pass = action.is("iam", "PassRole");
    rules.add_if(pass, "EV 7.5/pass-role");
    rules.add_if(
        pass && decided.is_cross_account(),
        "EV 7.5/pass-role-account",
    );
}

fn service_rule(decided: &Decided<'_>, rules: &mut Rules) {
    let action = decided.request.action();
    let why = decided.trace.service_rule.unwrap_or_default();
    let rule = match why {
        _ if why.contains("partitions") => "EV 4.6/partition",
        _ if why.contains("signed requests only") => "EV 4.6/anonymous",
        _ if why.starts_with("the call is made with") => "EV 4.6/unsigned",
        _ if why.starts_with("GetCallerIdentity") => "EV 4.6/get-caller-identity",
        _ if why.starts_with("GetSessionToken needs") => "EV 4.6/get-session-token",
        _ if why.starts_with("GetFederationToken") => "EV 4.6/federation-token",
        _ if why.starts_with("GetSessionToken") => "EV 4.6/session-token",
        _ if why.starts_with("role session") => "EV 4.6/role-session",
        _ if why.starts_with("a root user") => "EV 4.6/root-assume-role",
        _ if why.contains("AssumeRoot") => "EV 4.6/assume-root",
        _ if action.is_of("kms") => "EV 4.6/kms",
        _ if action.is_of("s3") => "EV 4.6/s3",
        _ if action.is_of("sqs") => "EV 4.6/sqs",
        _ if action.is_of("lambda") => "EV 4.6/lambda",
        _ => return,
    };
    rules.insert(rule);
    rules.add_if(rule == "EV 4.6/partition", "PL 3.1/partition");
    rules.add_if(rule == "EV 4.6/s3", "EV 7.3/other-accounts");
    rules.add_if(rule == "EV 4.6/sqs", "EV 7.4/sqs");
    rules.add_if(rule == "EV 4.6/lambda", "EV 7.4/lambda");
    rules.add_if(
        rule == "EV 4.6/get-session-token",
        "EV 6.1/get-session-token",
    );
    let root_session = rule == "EV 4.6/root-assume-role" && decided.is_given(Layer::Session);
    rules.add_if(root_session, "EV 4.6/assume-root-session");
}

/// STS calls on a role: EV 6.2.
fn assumption(decided: &Decided<'_>, rules: &mut Rules) {
    let action = decided.request.action();
    let on_role = decided.request.resource().as_str().contains(":role/");
    let service = decided.caller() == PrincipalKind::Service;
    if !action.is_of("sts") || !on_role {
        return;
    }
    for (name, rule) in [
        ("TagSession", "EV 6.2/tag-session"),
        ("SetSourceIdentity", "EV 6.2/source-identity"),
        ("SetContext", "EV 6.2/set-context"),
    ] {
        rules.add_if(action.is("sts", name), rule);
    }
    if !action.is("sts", "AssumeRole") {
        return;
    }
    rules.insert("EV 6.1/assume-role");
    rules.add_if(service, "EV 6.1/service");
    let explicit = decided.result(Layer::Resource) == LayerResult::ExplicitDeny
        || decided.result(Layer::Identity) == LayerResult::ExplicitDeny;
    rules.add_if(explicit, "EV 6.2/explicit-deny");
    let classes = classes(decided);
    let account_only = classes.as_slice() == [MatchClass::Account];
    rules.add_if(account_only, "EV 6.2/account-named");
    rules.add_if(!classes.is_empty() && !account_only, "EV 6.2/caller-named");
    let named = |element| {
        decided.statements(Layer::Resource).any(|statement| {
            let allows = statement.effect == Effect::Allow && !statement.is_match();
            allows
                && statement
                    .mismatches
                    .iter()
                    .all(|one| one.element == element)
        })
    };
    let none = classes.is_empty();
    rules.add_if(
        none && named(portcullis_eval::Element::Principal),
        "EV 6.2/somebody-else",
    );
    rules.add_if(
        none && named(portcullis_eval::Element::Condition),
        "EV 6.2/condition-fails",
    );
}

/// Keys: EV 7.2.
fn kms(decided: &Decided<'_>, rules: &mut Rules) {
    let request = decided.request;
    if !request.action().is_of("kms") {
        return;
    }
    let account_level = matches!(request.resource(), Resource::Everything);
    let on_alias = request.resource().as_str().contains(":alias/");
    rules.add_if(account_level || on_alias, "EV 7.2.6");
    let required = required_resource_policy(request.action(), request.resource());
    if required != Some(Required::KeyPolicy) {
        return;
    }
    let classes = classes(decided);
    let allowed = decided.is_allowed();
    let identity = decided.result(Layer::Identity) == LayerResult::Allow;
    let delegates = classes.as_slice() == [MatchClass::Account];
    rules.add_if(!allowed && identity && classes.is_empty(), "EV 7.2.1");
    rules.add_if(delegates && allowed, "EV 7.2.2");
    let denied = decided.result(Layer::Identity) == LayerResult::ExplicitDeny;
    rules.add_if(denied, "EV 7.2.3");
    rules.add_if(
        allowed && !identity && !decided.is_cross_account(),
        "EV 7.2.4",
    );
    rules.add_if(decided.is_cross_account(), "EV 7.2.5");
    let root = decided.caller() == PrincipalKind::Root;
    rules.add_if(root && !allowed, "EV 7.1/kms");
}
