//! API operations: the checks that a call of one is decided as.

use std::collections::BTreeMap;

use portcullis_arn::Arn;
use portcullis_catalog::{Cardinality, Catalog, CheckedResource, Lookup, Operation, Trigger};
use portcullis_condition::{ContextKey, ContextValue};
use portcullis_eval::{Action, Resource, required_resource_policy};

use crate::error::ScenarioError;
use crate::finding::Finding;
use crate::model::{Asked, Call, Parameter};

/// One action on one resource, as it is asked before the catalog shapes it.
#[derive(Clone, Debug)]
pub(crate) struct Question {
    pub(crate) action: Action,
    pub(crate) resource: Resource,
    pub(crate) origin: Origin,
    /// Whether the service checks it on the caller's behalf.
    pub(crate) on_behalf: bool,
    /// Condition keys that the request carries for this check beside those of the call.
    pub(crate) context: Vec<(ContextKey, ContextValue)>,
}

/// Where the resource of a question comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    /// The call is about it: its owner and its policy are those of the scenario.
    Call,
    /// A parameter names it: the scenario says neither who owns it nor which policy it has.
    Parameter,
}

/// The checks of a call: one a resource for an action, those of the catalog for an operation.
pub(crate) fn questions(
    call: &Call,
    catalog: &Catalog,
    findings: &mut Vec<Finding>,
) -> Result<Vec<Question>, ScenarioError> {
    let Asked::Operation(name, parameters) = &call.asked else {
        let action = call.asked.as_action();
        let ask = |resource: &Resource| Question {
            action: action.clone(),
            resource: resource.clone(),
            origin: Origin::Call,
            on_behalf: false,
            context: Vec::new(),
        };
        return Ok(call.resources.iter().map(ask).collect());
    };
    let operation = find(name, call, catalog)?;
    let asked = Asking {
        call,
        parameters,
        catalog,
        operation,
    };
    let mut questions = Vec::new();
    for check in operation.checks() {
        if asked.is_triggered(check, findings) {
            asked.ask(check, &mut questions, findings);
        }
    }
    if questions.is_empty() {
        return Err(nothing_to_ask(operation, name, call));
    }
    Ok(questions)
}

fn find<'a>(
    name: &Action,
    call: &Call,
    catalog: &'a Catalog,
) -> Result<Operation<'a>, ScenarioError> {
    match catalog.operation(name.service(), name.name()) {
        Lookup::Known(operation) => Ok(operation),
        Lookup::NotInService(service) => {
            let near = service.nearest_operations(name.name());
            let message = format!(
                "expected an operation of {}, found `{name}`",
                service.prefix()
            );
            let error = unknown(call, &message);
            Err(match near.first() {
                Some(near) => error.with_help(format!("the nearest known operation is `{near}`")),
                None => error,
            })
        }
        Lookup::UnknownService => {
            let error = unknown(
                call,
                &format!("expected a service of the catalog, found `{name}`"),
            );
            let near = catalog.nearest_services(name.service());
            Err(
                match (catalog.service_of_sdk_client(name.service()), near.first()) {
                    (Some(service), _) => error.with_help(format!(
                        "`{}` is the name of an SDK client: the operation is `{}:{}`",
                        name.service(),
                        service.prefix(),
                        name.name()
                    )),
                    (None, Some(near)) => {
                        error.with_help(format!("the nearest known service is `{near}`"))
                    }
                    (None, None) => error,
                },
            )
        }
    }
}

/// That no action is known to be needed never means that none is.
fn nothing_to_ask(operation: Operation<'_>, name: &Action, call: &Call) -> ScenarioError {
    let mut actions: Vec<String> = operation
        .checks()
        .filter(|check| !check.is_on_behalf())
        .map(|check| check.action().to_string())
        .collect();
    actions.dedup();
    if actions.is_empty() {
        let message =
            format!("the actions that `{name}` needs are not documented: it cannot be decided");
        return unknown(call, &message).with_help("ask about actions instead of the operation");
    }
    let message = format!(
        "expected a call that tells which actions it needs, found `{name}` with these parameters"
    );
    let help = format!("ask about those that it needs of {}", actions.join(", "));
    unknown(call, &message).with_help(help)
}

fn unknown(call: &Call, message: &str) -> ScenarioError {
    ScenarioError::new("unknown-operation", message).at_some(call.places.action.as_ref())
}

/// A call of an operation.
struct Asking<'a> {
    call: &'a Call,
    parameters: &'a BTreeMap<String, Parameter>,
    catalog: &'a Catalog,
    operation: Operation<'a>,
}

impl Asking<'_> {
    fn texts(&self, parameter: &str) -> &[String] {
        self.parameters
            .get(parameter)
            .map_or(&[], |parameter| parameter.texts.as_slice())
    }

    fn is_triggered(
        &self,
        check: portcullis_catalog::Check<'_>,
        findings: &mut Vec<Finding>,
    ) -> bool {
        match check.trigger() {
            Trigger::Always => true,
            Trigger::Parameter(name) => self.parameters.contains_key(name),
            Trigger::Value { parameter, value } => {
                self.texts(parameter).iter().any(|text| text == value)
            }
            Trigger::NoParameter(name) => !self.parameters.contains_key(name),
            Trigger::ResourceType => !self.of_the_call(check, Everything::OwnService).is_empty(),
            _ => {
                let message = format!(
                    "`{}` may be needed as well: what triggers it is not known",
                    check.action()
                );
                self.note("trigger-unknown", message, findings);
                false
            }
        }
    }

    fn note(&self, code: &'static str, message: String, findings: &mut Vec<Finding>) {
        findings.push(Finding::new(code, message).at_some(self.call.places.action.as_ref()));
    }

    /// The resources of the call that are of a type that the action takes. An action that the catalog does not know, or that
    /// takes no resource types, counts as taking all.
    fn of_the_call(
        &self,
        check: portcullis_catalog::Check<'_>,
        everything: Everything,
    ) -> Vec<Resource> {
        let action = check.action();
        let own = action
            .prefix()
            .eq_ignore_ascii_case(self.operation.service().prefix());
        let known = self.catalog.action(action.prefix(), action.name()).known();
        let known = known.filter(|action| action.has_resource_types());
        let takes = |resource: &&Resource| match (resource, known) {
            (Resource::Everything, _) => own || everything == Everything::AnyService,
            (Resource::Arn(arn), Some(action)) => action.takes(arn.as_str()),
            (Resource::Arn(_), None) => own,
        };
        self.call.resources.iter().filter(takes).cloned().collect()
    }

    fn ask(
        &self,
        check: portcullis_catalog::Check<'_>,
        questions: &mut Vec<Question>,
        findings: &mut Vec<Finding>,
    ) {
        let name = check.action();
        let Ok(action) = name.to_string().parse::<Action>() else {
            return;
        };
        let (origin, resources) = self.resources(check);
        if resources.is_empty() {
            let message =
                format!("`{name}` is needed on a resource that the request does not tell");
            self.note("trigger-unknown", message, findings);
        }
        for resource in resources {
            let needs_policy = required_resource_policy(&action, &resource).is_some();
            if origin == Origin::Parameter && needs_policy {
                let message = format!(
                    "`{name}` is needed on `{}` as well: it is not decided, because the policy of that resource is not given",
                    resource.as_str()
                );
                self.note("check-not-decided", message, findings);
                continue;
            }
            questions.push(Question {
                action: action.clone(),
                context: self.context(check, &resource),
                resource,
                origin,
                on_behalf: check.is_on_behalf(),
            });
        }
    }

    fn resources(&self, check: portcullis_catalog::Check<'_>) -> (Origin, Vec<Resource>) {
        match check.resource() {
            CheckedResource::Request => {
                let fitting = self.of_the_call(check, Everything::AnyService);
                // What is always checked is asked about what was given, though it is of no type that the action takes.
                let forced = fitting.is_empty() && check.trigger() == Trigger::Always;
                let resources = if forced {
                    self.call.resources.clone()
                } else {
                    fitting
                };
                (Origin::Call, resources)
            }
            CheckedResource::Any => (Origin::Parameter, vec![Resource::Everything]),
            CheckedResource::Members { parameter } => {
                let members = self.texts(parameter).iter();
                (
                    Origin::Parameter,
                    members.filter_map(|text| arn(text)).collect(),
                )
            }
            CheckedResource::Named {
                resource_type,
                parameters,
            } => {
                let names = parameters.iter().map(|name| self.texts(name));
                let found = named(self.operation, resource_type, names, self.call);
                (Origin::Parameter, found)
            }
            _ => (Origin::Parameter, Vec::new()),
        }
    }

    /// The condition keys of the check; one whose value needs the Region of the request is left out where that is not known.
    fn context(
        &self,
        check: portcullis_catalog::Check<'_>,
        resource: &Resource,
    ) -> Vec<(ContextKey, ContextValue)> {
        let requested = self.call.context.get_str("aws:RequestedRegion");
        let requested = requested.and_then(|value| value.values().first().map(AsRef::as_ref));
        let beside = self.call.resources.iter().chain([resource]);
        let region = requested.or_else(|| beside.filter_map(region).next());
        let fill = |value: &str| match (value.contains("${Region}"), region) {
            (false, _) => Some(value.to_owned()),
            (true, Some(region)) => Some(value.replace("${Region}", region)),
            (true, None) => None,
        };
        let mut context = Vec::new();
        for (name, values) in check.context() {
            let values: Option<Vec<String>> = values.map(fill).collect();
            let (Ok(key), Some(values)) = (name.parse(), values) else {
                continue;
            };
            let list = self.catalog.cardinality(name) == Some(Cardinality::Multiple);
            let value = match (list, values.as_slice()) {
                (false, [one]) => ContextValue::single(one.as_str()),
                (true, _) => ContextValue::list(values),
                // Of one value only one is meant; which one the catalog does not say, so the key counts as missing.
                (false, _) => continue,
            };
            context.push((key, value));
        }
        context
    }
}

/// For which actions `*` counts as a resource of a type that they take.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Everything {
    AnyService,
    OwnService,
}

fn region(resource: &Resource) -> Option<&str> {
    match resource {
        Resource::Arn(arn) => Some(arn.region()).filter(|region| !region.is_empty()),
        Resource::Everything => None,
    }
}

/// The resources of a type that parameters name: one name each, or of a single parameter all its names.
fn named<'p>(
    operation: Operation<'_>,
    resource_type: &str,
    names: impl Iterator<Item = &'p [String]>,
    call: &Call,
) -> Vec<Resource> {
    let beside = call.resources.iter().find_map(|one| match one {
        Resource::Arn(arn) => Some(arn.as_str()),
        Resource::Everything => None,
    });
    let names: Vec<&[String]> = names.collect();
    let (Some(beside), Some(kind)) = (beside, operation.service().resource_type(resource_type))
    else {
        return Vec::new();
    };
    let of = |names: &[&str]| {
        kind.arn_named(names.iter().copied(), beside)
            .and_then(|text| arn(&text))
    };
    match names.as_slice() {
        [several] => several.iter().filter_map(|name| of(&[name])).collect(),
        each => {
            let firsts: Option<Vec<&str>> = each
                .iter()
                .map(|texts| texts.first().map(String::as_str))
                .collect();
            firsts.and_then(|names| of(&names)).into_iter().collect()
        }
    }
}

fn arn(text: &str) -> Option<Resource> {
    Arn::parse(text).ok().map(Resource::Arn)
}
