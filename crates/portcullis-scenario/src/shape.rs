//! What the catalog makes of a request before it is decided; it never changes how a policy is evaluated.

use portcullis_arn::Arn;
use portcullis_catalog::facts::{self, access_sources_not_considered};
use portcullis_catalog::{Catalog, Lookup, Support};
use portcullis_condition::{Context, ContextKey, ContextValue};
use portcullis_eval::{
    Action, EndpointKind, Request, RequestBuilder, Resource, ResourceControl,
    required_resource_policy,
};
use portcullis_policy::PolicyKind;

use crate::answer::Settings;
use crate::derive::derive_context;
use crate::error::ScenarioError;
use crate::finding::{Finding, Findings};
use crate::model::{Call, ContextSource, Scenario};
use crate::operation::Question;
use crate::owner::owner;

/// The request of one check, shaped by the catalog, with its owner found and its context derived.
pub(crate) fn request(
    scenario: &Scenario,
    question: &Question,
    catalog: &Catalog,
    settings: &Settings<'_>,
    findings: &mut Findings,
) -> Result<Request, ScenarioError> {
    let call = &scenario.call;
    let named = match &question.resource {
        Resource::Arn(arn) => Some(arn),
        Resource::Everything => None,
    };
    let owner = owner(call, named, question.origin, settings, findings)?;
    let mut context = given_context(question, call, catalog, findings);
    if call.context_source == ContextSource::Derived {
        let clock = settings.clock.as_ref();
        let contradicted = derive_context(
            &mut context,
            &call.principal,
            &question.action,
            named,
            owner,
            clock,
        );
        let given = |key: &ContextKey| call.context.contains(key);
        findings.extend(contradicted.into_iter().filter(given).map(|key| {
            Finding::new(
                "context-contradicts-derived",
                format!("`{key}` is given, and differs from what follows from the request"),
            )
            .at_some(call.places.context.get(&key))
        }));
    }
    let mut builder = Request::builder(question.action.clone())
        .principal(call.principal.clone())
        .context(context)
        .endpoint(endpoint(call, question))
        .organization(call.organization)
        .resource_control(resource_control(question, catalog));
    if let Some(id) = &call.canonical_user_id {
        builder = builder.canonical_user_id(id);
    }
    if let Some(credentials) = call.credentials {
        builder = builder.credentials(credentials);
    }
    builder = match owner {
        portcullis_eval::Owner::Account(account) => builder.owner(account),
        portcullis_eval::Owner::Aws => builder.owned_by_aws(),
    };
    builder = resource(builder, question, named, catalog, call, findings);
    note_access_sources(question, call, findings);
    builder.build().map_err(|error| {
        ScenarioError::new("owner-unknown", error.to_string())
            .at_some(call.places.resources.first())
    })
}

/// The context of the call as it holds for one of its checks.
///
/// # Source
/// EV 4.4 and IAM User Guide, Forward access sessions, for calls on the caller's behalf; PL 9.2.
fn given_context(
    question: &Question,
    call: &Call,
    catalog: &Catalog,
    findings: &mut Findings,
) -> Context {
    let mut context = Context::new();
    for (key, value) in call.context.iter() {
        if question.keeps(key) {
            context.insert_if_absent(key.clone(), value.clone());
        }
    }
    for (key, value) in question.facts(call, catalog) {
        let contradicts = |given: &ContextValue| given.values() != value.values();
        if context.get(&key).is_some_and(contradicts) {
            let message =
                format!("`{key}` is given, and differs from what follows from the operation");
            let finding = Finding::new("context-contradicts-derived", message);
            findings.push(finding.at_some(call.places.context.get(&key)));
        }
        context.insert_if_absent(key, value);
    }
    context
}

/// An action without resource types is asked on `*`, whatever ARN was given.
///
/// # Source
/// Service Authorization Reference; PL 6.4.
fn resource(
    builder: RequestBuilder,
    question: &Question,
    named: Option<&Arn>,
    catalog: &Catalog,
    call: &Call,
    findings: &mut Findings,
) -> RequestBuilder {
    let action = &question.action;
    let replaced = match catalog.action(action.service(), action.name()) {
        Lookup::Known(known) => {
            note_other_type(known, named, call, findings);
            !known.has_resource_types()
        }
        Lookup::NotInService(service) => {
            let near = service.nearest_actions(action.name());
            note_unknown_action(action, catalog, near.first(), call, findings);
            !service.policy_support().resource_level()
        }
        Lookup::UnknownService => {
            note_unknown_service(action, catalog, call, findings);
            false
        }
    };
    match named {
        None => builder,
        Some(arn) if !replaced => builder.resource(arn.clone()),
        Some(arn) => {
            findings.push(
                Finding::new(
                    "resource-replaced",
                    format!("`{action}` has no resource-level permissions: it is asked on `*`"),
                )
                .at_some(call.places.resources.first()),
            );
            builder.resource_asked(arn.clone())
        }
    }
}

/// An ARN of none of the action's resource types is a slip of the pen, or a resource that the service never asks about.
fn note_other_type(
    action: portcullis_catalog::Action<'_>,
    named: Option<&Arn>,
    call: &Call,
    findings: &mut Findings,
) {
    let Some(arn) = named.filter(|_| action.has_resource_types()) else {
        return;
    };
    if action.takes(arn.as_str()) {
        return;
    }
    let types = action.resource_types().map(|one| one.resource_type());
    let message = format!(
        "expected a resource of type {} for `{}:{}`, found another",
        first_of(types.map(|one| one.name())),
        action.service().prefix(),
        action.name()
    );
    let finding = Finding::new("resource-type-mismatch", message);
    findings.push(finding.at_some(call.places.resources.first()));
}

/// How many names a message lists: EC2 alone has a hundred types that can have tags.
const LISTED: usize = 8;

/// The first names, and how many there are besides.
fn first_of<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let names: Vec<&str> = names.collect();
    match names.split_at_checked(LISTED) {
        Some((first, rest)) if !rest.is_empty() => {
            format!("{} or one of {} more", first.join(" or "), rest.len())
        }
        _ => names.join(" or "),
    }
}

fn note_unknown_action(
    action: &Action,
    catalog: &Catalog,
    nearest: Option<&&str>,
    call: &Call,
    findings: &mut Findings,
) {
    let message = match catalog.retired(action.service(), action.name()) {
        Some(day) => format!(
            "`{action}` is a retired action, last seen in references of {day}: it is decided as it was given"
        ),
        None => format!("the catalog does not know `{action}`: it is decided as it was given"),
    };
    let finding = Finding::new("unknown-action", message).at_some(call.places.action.as_ref());
    findings.push(match nearest {
        Some(near) => finding.with_help(format!("the nearest known action is `{near}`")),
        None => finding,
    });
}

/// A catalog that has few services says nothing about those that it does not have.
fn note_unknown_service(action: &Action, catalog: &Catalog, call: &Call, findings: &mut Findings) {
    if !catalog.is_whole() {
        return;
    }
    let message = match catalog.retired_service(action.service()) {
        Some(day) => format!(
            "the service of `{action}` is retired, last seen in references of {day}: it is decided as it was given"
        ),
        None => format!(
            "the catalog has no service `{}`: the action is decided as it was given",
            action.service()
        ),
    };
    let finding = Finding::new("unknown-service", message).at_some(call.places.action.as_ref());
    findings.push(match catalog.nearest_services(action.service()).first() {
        Some(near) => finding.with_help(format!("the nearest known service is `{near}`")),
        None => finding,
    });
}

fn endpoint(call: &Call, question: &Question) -> EndpointKind {
    call.endpoint.unwrap_or_else(
        || match facts::default_endpoint_kind(question.action.service()) {
            facts::EndpointKind::Gateway => EndpointKind::Gateway,
            _ => EndpointKind::Interface,
        },
    )
}

fn resource_control(question: &Question, catalog: &Catalog) -> ResourceControl {
    let action = &question.action;
    let resource = question.resource.as_str();
    if catalog.resource_control_policies_apply(action.service(), action.name(), resource) {
        ResourceControl::Applicable
    } else {
        ResourceControl::NotApplicable
    }
}

fn note_access_sources(question: &Question, call: &Call, findings: &mut Findings) {
    let sources = access_sources_not_considered(question.action.service());
    if sources.is_empty() {
        return;
    }
    let names: Vec<String> = sources.iter().map(|source| source.to_string()).collect();
    findings.push(
        Finding::new(
            "access-source-not-considered",
            format!(
                "not considered for {}: {}",
                question.action.service(),
                names.join(", ")
            ),
        )
        .at_some(call.places.action.as_ref()),
    );
}

/// A service without resource-based policies cannot have one; a trust policy is consulted for few actions only.
///
/// # Source
/// EV R17, 4.5.
pub(crate) fn check_resource_policy(
    scenario: &Scenario,
    catalog: &Catalog,
    findings: &mut Findings,
) -> Result<(), ScenarioError> {
    let call = &scenario.call;
    let Some(loaded) = &scenario.policies.resource else {
        return Ok(());
    };
    let action = call.asked.as_action();
    let place = call.places.resource_policy.as_ref();
    if catalog.resource_policy_support(action.service()) == Support::No {
        let message = format!(
            "expected no resource-based policy for {}, found one: the service has none",
            action.service()
        );
        return Err(ScenarioError::new("resource-policy-not-supported", message)
            .at_some(place)
            .in_policy(loaded.policy.name().clone()));
    }
    let trust = loaded.policy.document().kind() == PolicyKind::RoleTrust;
    let consulted = call
        .resources
        .first()
        .is_some_and(|resource| required_resource_policy(action, resource).is_some());
    if trust && !consulted {
        findings.push(
            Finding::new(
                "trust-policy-not-consulted",
                format!("the trust policy of the role is not consulted for `{action}`"),
            )
            .at_some(place)
            .in_policy(loaded.policy.name().clone()),
        );
    }
    Ok(())
}
