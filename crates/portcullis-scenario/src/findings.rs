//! Findings about the documents of a scenario, and about how they meet a request.

use portcullis_catalog::{Cardinality, Catalog, Lookup, facts};
use portcullis_condition::{Family, Operator};
use portcullis_eval::{EndpointKind, Layer, Program, Request};
use portcullis_glob::has_wildcard;
use portcullis_json::excerpt;
use portcullis_policy::{
    ActionPattern, Clause, ConditionEntry, Effect, PolicyKind, PrincipalClause, PrincipalPattern,
    Statement, resource_policy_quota,
};

use crate::finding::{Finding, Findings, number};
use crate::model::{LoadedPolicy, Scenario};
use crate::source::Location;

/// What the readings found in the documents, and what the catalog adds.
pub(crate) fn of_documents(scenario: &Scenario, findings: &mut Findings) {
    check_counts(scenario, findings);
    for (_, loaded) in scenario.policies.iter() {
        let document = loaded.policy.document();
        findings.extend(
            document
                .findings()
                .iter()
                .map(|one| Finding::of_problem(one, loaded)),
        );
        if document.kind() == PolicyKind::Resource {
            check_quota(scenario, loaded, findings);
        }
    }
}

/// How many policies a layer, or a level of one, can have.
///
/// # Source
/// IAM User Guide, IAM and STS quotas; Organizations User Guide, quotas; PL 2.2.
fn check_counts(scenario: &Scenario, findings: &mut Findings) {
    let policies = &scenario.policies;
    let mut note = |what: &str, found: usize, limit: usize, place: Option<&Location>| {
        if found > limit {
            let message = format!("expected at most {limit} {what}, found {found}");
            findings.push(Finding::new("over-quota", message).at_some(place));
        }
    };
    let places = &scenario.call.places;
    let boundaries = policies.boundary.as_ref().map_or(0, Vec::len);
    note(
        "policy as a permissions boundary",
        boundaries,
        1,
        places.boundary.as_ref(),
    );
    // Ten managed policies and one inline document.
    let session = policies.session.as_ref().map_or(0, Vec::len);
    note("session policies", session, 11, places.session.as_ref());
    for (levels, what, limit) in [
        (
            &policies.service_control,
            "service control policies at one level",
            10,
        ),
        // RCPFullAWSAccess counts, and is implied here.
        (
            &policies.resource_control,
            "resource control policies at one level beside RCPFullAWSAccess",
            4,
        ),
    ] {
        // The root, five organizational units below it, and the account.
        note("levels from the root to the account", levels.len(), 7, None);
        for level in levels {
            let full =
                |one: &&LoadedPolicy| one.policy.document().is_resource_control_full_access();
            let implied = level.policies.iter().filter(full).count();
            note(
                what,
                level.policies.len().saturating_sub(implied),
                limit,
                None,
            );
        }
    }
}

/// The quota of a resource-based policy depends on its service.
fn check_quota(scenario: &Scenario, loaded: &LoadedPolicy, findings: &mut Findings) {
    let document = loaded.policy.document();
    let service = scenario.call.asked.as_action().service();
    let measured =
        resource_policy_quota(service).and_then(|quota| quota.measure(document.source()));
    if let Some((size, limit)) = measured.filter(|(size, limit)| size > limit) {
        let message = format!(
            "expected at most {limit} in a resource-based policy of {service}, found {size}"
        );
        findings.push(Finding::new("over-quota", message).in_place(loaded, document.span()));
    }
}

/// What the statements say to the catalog, whatever the request.
pub(crate) fn of_statements(scenario: &Scenario, catalog: &Catalog, findings: &mut Findings) {
    for (layer, loaded) in scenario.policies.iter() {
        for statement in loaded.policy.document().statements() {
            for condition in statement.conditions() {
                check_key(condition, loaded, catalog, findings);
            }
            check_actions(statement, loaded, catalog, findings);
            if layer == Layer::Resource {
                check_trust(statement, loaded, findings);
            }
        }
    }
}

/// How the policies meet one request.
pub(crate) fn of_request(
    scenario: &Scenario,
    request: &Request,
    program: &Program,
    catalog: &Catalog,
    findings: &mut Findings,
) {
    if program.ignores_identity_policies(request) {
        findings.push(
            Finding::new(
                "identity-policies-ignored",
                "the principal cannot have identity-based policies: they are ignored",
            )
            .at_some(scenario.call.places.principal.as_ref()),
        );
    }
    for (layer, loaded) in scenario.policies.iter() {
        for statement in loaded.policy.document().statements() {
            for condition in statement.conditions() {
                check_service_key(condition, loaded, request, catalog, findings);
            }
            check_resource_level(statement, loaded, request, catalog, findings);
            check_not_resource(statement, loaded, request, findings);
            if layer == Layer::VpcEndpoint {
                check_endpoint(scenario, statement, loaded, request, findings);
            }
        }
    }
}

/// # Source
/// IAM User Guide, single-valued vs. multivalued context keys, sensitive keys; PL 8.10, 9.1.
fn check_key(
    condition: &ConditionEntry,
    loaded: &LoadedPolicy,
    catalog: &Catalog,
    findings: &mut Findings,
) {
    let operator: Operator = condition.test().operator();
    let key = condition.test().key();
    let name = key.as_str();
    let place = condition.key().span();
    let compares = operator.family() != Family::Null;
    match (catalog.cardinality(name), operator.set()) {
        (Some(Cardinality::Multiple), None) if compares => findings.push(
            Finding::new(
                "multivalued-key-without-set-operator",
                format!("`{name}` can hold several values: without a set operator the condition is then false"),
            )
            .with_help("put ForAnyValue: or ForAllValues: before the operator")
            .in_place(loaded, place),
        ),
        (Some(Cardinality::Single), Some(set)) if compares => findings.push(
            Finding::new(
                "set-operator-on-single-valued-key",
                format!("`{name}` holds one value: {} adds nothing but the case of the absent key", set.name()),
            )
            .in_place(loaded, place),
        ),
        _ => {}
    }
    let globs = matches!(operator.family(), Family::String | Family::Arn);
    let sensitive = facts::global_key(name).is_some_and(facts::GlobalKey::is_sensitive);
    if !(globs && sensitive) {
        return;
    }
    for value in condition
        .values()
        .iter()
        .filter(|value| has_wildcard(value.as_str()))
    {
        findings.push(
            Finding::new(
                "sensitive-key-wildcard",
                format!("a wildcard in a value of `{name}`"),
            )
            .in_place(loaded, value.span()),
        );
    }
}

/// An entry that names a service of the catalog and none of its actions is a retired action, or a slip of the pen.
///
/// # Source
/// IAM User Guide, IAM Access Analyzer policy check reference: invalid action; PL 1.5, 1.6.
fn check_actions(
    statement: &Statement,
    loaded: &LoadedPolicy,
    catalog: &Catalog,
    findings: &mut Findings,
) {
    for entry in statement.action().entries() {
        // Looking for the nearest names takes longer than all the rest.
        if findings.is_full() {
            return;
        }
        let ActionPattern::Name { prefix, name } = entry.pattern() else {
            continue;
        };
        let Some(service) = catalog.service(prefix) else {
            let finding = unknown_service(prefix, catalog);
            findings.count(LOOKED_AT.saturating_mul(number(catalog.services().count())));
            findings.extend(finding.map(|found| found.in_place(loaded, entry.span())));
            continue;
        };
        if service.expand(name).next().is_some() {
            continue;
        }
        let text = excerpt(entry.text());
        let message = match catalog.retired(prefix, name) {
            Some(day) => format!(
                "`{text}` is a retired action, last seen in references of {day}: it matches nothing"
            ),
            None => format!(
                "`{text}` is no action of {}: it matches nothing",
                service.edition_id()
            ),
        };
        let finding = Finding::new("unknown-action", message).in_place(loaded, entry.span());
        findings.count(LOOKED_AT.saturating_mul(number(service.actions().count())));
        findings.push(match service.nearest_actions(name).first() {
            Some(near) => finding.with_help(format!("the nearest known action is `{near}`")),
            None => finding,
        });
    }
}

/// What looking at a name for a suggestion counts, in steps.
const LOOKED_AT: u64 = 100;

/// A prefix that names no service is a retired or new service, or a slip of the pen. A catalog that lacks services says nothing.
fn unknown_service(prefix: &str, catalog: &Catalog) -> Option<Finding> {
    if !catalog.is_whole() || prefix.contains(['*', '?']) {
        return None;
    }
    let message = match catalog.retired_service(prefix) {
        Some(day) => format!(
            "the service `{}` is retired, last seen in references of {day}",
            excerpt(prefix)
        ),
        None => format!("the catalog has no service `{}`", excerpt(prefix)),
    };
    let finding = Finding::new("unknown-service", message);
    Some(match catalog.nearest_services(prefix).first() {
        Some(near) => finding.with_help(format!("the nearest known service is `{near}`")),
        None => finding,
    })
}

/// A key of the request's own service that its edition does not have is never in a request.
///
/// # Source
/// EV R34.
fn check_service_key(
    condition: &ConditionEntry,
    loaded: &LoadedPolicy,
    request: &Request,
    catalog: &Catalog,
    findings: &mut Findings,
) {
    let key = condition.test().key();
    let Some(service) = catalog.service(request.action().service()) else {
        return;
    };
    let own = key.prefix().eq_ignore_ascii_case(service.prefix());
    if own && service.condition_key(key.as_str()).is_none() {
        let message = format!(
            "`{key}` is no condition key of {}: it is never present",
            service.edition_id()
        );
        findings.push(
            Finding::new("unknown-condition-key", message).in_place(loaded, condition.key().span()),
        );
    }
}

/// A statement that names ARNs does nothing to an action without resource-level permissions.
///
/// # Source
/// IAM User Guide, IAM JSON policy elements: Resource; PL 6.4, EV R22.
fn check_resource_level(
    statement: &Statement,
    loaded: &LoadedPolicy,
    request: &Request,
    catalog: &Catalog,
    findings: &mut Findings,
) {
    let action = request.action();
    let known = matches!(
        catalog.action(action.service(), action.name()),
        Lookup::Known(known) if !known.has_resource_types()
    );
    let Clause::Any(entries) = statement.resource() else {
        return;
    };
    let covers = entries.iter().any(|entry| entry.pattern().is_everything());
    if !known || covers || !statement.action().matches(action.as_str()) {
        return;
    }
    if let Some(entry) = entries.first() {
        let message = format!(
            "`{action}` has no resource-level permissions: the statement has no effect on it"
        );
        findings.push(
            Finding::new("resource-without-effect", message)
                .with_help("write \"Resource\": \"*\"")
                .in_place(loaded, entry.span()),
        );
    }
}

/// # Source
/// PL 6.2.
fn check_not_resource(
    statement: &Statement,
    loaded: &LoadedPolicy,
    request: &Request,
    findings: &mut Findings,
) {
    let Clause::None(entries) = statement.resource() else {
        return;
    };
    let unresolvable = entries
        .iter()
        .filter(|entry| !entry.pattern().is_resolvable(request.context()));
    for entry in unresolvable {
        let outcome = match statement.effect() {
            Effect::Deny => "it excludes nothing",
            Effect::Allow => "the statement does not match",
        };
        findings.push(
            Finding::new(
                "unresolvable-not-resource",
                format!("a policy variable in `NotResource` has no value: {outcome}"),
            )
            .in_place(loaded, entry.span()),
        );
    }
}

/// # Source
/// AWS PrivateLink Guide, endpoint policies for gateway endpoints; EV 3.5.
fn check_endpoint(
    scenario: &Scenario,
    statement: &Statement,
    loaded: &LoadedPolicy,
    request: &Request,
    findings: &mut Findings,
) {
    let gateway = match scenario.call.endpoint {
        Some(kind) => kind == EndpointKind::Gateway,
        None => {
            facts::default_endpoint_kind(request.action().service()) == facts::EndpointKind::Gateway
        }
    };
    let PrincipalClause::Any(entries) = statement.principal() else {
        return;
    };
    if !gateway {
        return;
    }
    for entry in entries
        .iter()
        .filter(|entry| *entry.pattern() != PrincipalPattern::Everyone)
    {
        let named = matches!(entry.pattern(), PrincipalPattern::Account { .. });
        let outcome = match statement.effect() {
            Effect::Deny => "AWS documents only `*` there",
            Effect::Allow if named => "it covers the account's root user only",
            Effect::Allow => "it covers nobody",
        };
        findings.push(
            Finding::new(
                "endpoint-principal",
                format!(
                    "a principal other than `*` in the policy of a gateway endpoint: {outcome}"
                ),
            )
            .with_help("narrow `*` with a condition on aws:PrincipalArn")
            .in_place(loaded, entry.span()),
        );
    }
}

/// # Source
/// IAM User Guide, IAM Access Analyzer policy check reference; EV 12.
fn check_trust(statement: &Statement, loaded: &LoadedPolicy, findings: &mut Findings) {
    let trust = loaded.policy.document().kind() == PolicyKind::RoleTrust;
    if !trust || statement.effect() == Effect::Deny {
        return;
    }
    let PrincipalClause::Any(entries) = statement.principal() else {
        return;
    };
    for entry in entries
        .iter()
        .filter(|entry| *entry.pattern() == PrincipalPattern::Everyone)
    {
        findings.push(
            Finding::new(
                "wildcard-trust",
                "the role trusts everyone: a principal of its account needs no permission of its own",
            )
            .in_place(loaded, entry.span()),
        );
    }
}

impl Finding {
    fn in_place(self, loaded: &LoadedPolicy, span: portcullis_json::Span) -> Self {
        self.in_policy(loaded.policy.name().clone())
            .at_some(Some(&loaded.origin.locate(span)))
    }
}
