//! API operations: the checks that a call of one is decided as.

use portcullis_arn::Arn;
use portcullis_catalog::{Catalog, CheckedResource, Lookup, Operation, Trigger};
use portcullis_eval::{Action, Resource};

use crate::error::ScenarioError;
use crate::finding::Finding;
use crate::model::{Asked, Call};

/// One action on one resource, as it is asked before the catalog shapes it.
#[derive(Clone, Debug)]
pub(crate) struct Question {
    pub(crate) action: Action,
    pub(crate) resource: Resource,
    /// Whether the service checks it on the caller's behalf.
    pub(crate) on_behalf: bool,
}

/// The checks of a call: one a resource for an action, those of the catalog for an operation.
pub(crate) fn questions(
    call: &Call,
    catalog: &Catalog,
    findings: &mut Vec<Finding>,
) -> Result<Vec<Question>, ScenarioError> {
    let Asked::Operation(name, _) = &call.asked else {
        let action = call.asked.as_action();
        let ask = |resource: &Resource| Question {
            action: action.clone(),
            resource: resource.clone(),
            on_behalf: false,
        };
        return Ok(call.resources.iter().map(ask).collect());
    };
    let operation = match catalog.operation(name.service(), name.name()) {
        Lookup::Known(operation) => operation,
        Lookup::NotInService(service) => {
            let near = service.nearest_operations(name.name());
            let error = unknown(
                call,
                &format!(
                    "expected an operation of {}, found `{name}`",
                    service.prefix()
                ),
            );
            return Err(match near.first() {
                Some(near) => error.with_help(format!("the nearest known operation is `{near}`")),
                None => error,
            });
        }
        Lookup::UnknownService => {
            return Err(unknown(
                call,
                &format!("expected a service of the catalog, found `{name}`"),
            ));
        }
    };
    let mut questions = Vec::new();
    for check in operation.checks() {
        if !is_triggered(&check, call, findings) {
            continue;
        }
        let Ok(action) = check.action().parse::<Action>() else {
            continue;
        };
        for resource in resources(&check, operation, call, findings) {
            questions.push(Question {
                action: action.clone(),
                resource,
                on_behalf: check.is_on_behalf(),
            });
        }
    }
    if questions.is_empty() {
        return Err(unknown(
            call,
            &format!("expected an operation with known actions, found `{name}`"),
        ));
    }
    Ok(questions)
}

fn unknown(call: &Call, message: &str) -> ScenarioError {
    ScenarioError::new("unknown-operation", message).at_some(call.places.action.as_ref())
}

fn is_triggered(
    check: &portcullis_catalog::Check<'_>,
    call: &Call,
    findings: &mut Vec<Finding>,
) -> bool {
    let Asked::Operation(_, parameters) = &call.asked else {
        return false;
    };
    match check.trigger() {
        Trigger::Always => true,
        Trigger::Parameter(name) => parameters.contains_key(name),
        _ => {
            findings.push(
                Finding::new(
                    "trigger-unknown",
                    format!(
                        "`{}` may be needed as well: what triggers it is not known",
                        check.action()
                    ),
                )
                .at_some(call.places.action.as_ref()),
            );
            false
        }
    }
}

fn resources(
    check: &portcullis_catalog::Check<'_>,
    operation: Operation<'_>,
    call: &Call,
    findings: &mut Vec<Finding>,
) -> Vec<Resource> {
    let Asked::Operation(_, parameters) = &call.asked else {
        return Vec::new();
    };
    let texts = |name: &str| {
        parameters
            .get(name)
            .map(|one| one.texts.clone())
            .unwrap_or_default()
    };
    let found: Vec<Resource> = match check.resource() {
        CheckedResource::Request => call.resources.clone(),
        CheckedResource::Any => vec![Resource::Everything],
        CheckedResource::Members { parameter } => texts(parameter)
            .iter()
            .filter_map(|text| arn(text))
            .collect(),
        CheckedResource::Named {
            resource_type,
            parameter,
        } => {
            let beside = call.resources.iter().find_map(|one| match one {
                Resource::Arn(arn) => Some(arn.as_str()),
                Resource::Everything => None,
            });
            let kind = operation.service().resource_type(resource_type);
            texts(parameter)
                .iter()
                .filter_map(|name| kind?.arn_named(name, beside?))
                .filter_map(|text| arn(&text))
                .collect()
        }
        _ => Vec::new(),
    };
    if found.is_empty() {
        findings.push(
            Finding::new(
                "trigger-unknown",
                format!(
                    "`{}` is needed on a resource that the request does not tell",
                    check.action()
                ),
            )
            .at_some(call.places.action.as_ref()),
        );
    }
    found
}

fn arn(text: &str) -> Option<Resource> {
    Arn::parse(text).ok().map(Resource::Arn)
}
