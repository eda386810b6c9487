//! API operations: the checks that a call of one is decided as.

mod context;
mod notes;
mod resources;

use std::collections::{BTreeMap, BTreeSet};

use portcullis_catalog::{Catalog, CheckedResource, Lookup, Operation, Support, Trigger};
use portcullis_condition::{ContextKey, ContextValue};
use portcullis_eval::{Action, Resource, required_resource_policy};
use portcullis_json::excerpt;

use crate::error::ScenarioError;
use crate::finding::{Finding, Findings};
use crate::model::{Asked, Call, Parameter};
use resources::Everything;

/// Among how many questions one that was asked already is looked for: a call of more is about many resources, which differ.
const FEW: usize = 256;

/// One action on one resource, as it is asked before the catalog shapes it.
#[derive(Clone, Debug)]
pub(crate) struct Question {
    pub(crate) action: Action,
    pub(crate) resource: Resource,
    pub(crate) origin: Origin,
    /// Whether the service checks it on the caller's behalf.
    pub(crate) on_behalf: bool,
    /// Whether the resource has a policy of its own that has to allow it and is not given: only a denial that no such policy can
    /// lift counts.
    pub(crate) undecided: bool,
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
    findings: &mut Findings,
) -> Result<Vec<Question>, ScenarioError> {
    let Asked::Operation(name, parameters) = &call.asked else {
        let action = call.asked.as_action();
        let ask = |resource: &Resource| Question {
            action: action.clone(),
            resource: resource.clone(),
            origin: Origin::Call,
            on_behalf: false,
            undecided: false,
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
        named: call.resources.iter().map(Resource::as_str).collect(),
    };
    let mut questions = Vec::new();
    for check in operation.checks() {
        if asked.is_triggered(check, findings) {
            asked.ask(check, &mut questions, findings);
        }
    }
    asked.ask_the_rest(&mut questions, findings);
    if questions.iter().all(|question| question.undecided) {
        return Err(nothing_to_ask(operation, name, call));
    }
    asked.note_unnamed(findings);
    asked.note_spelling(findings);
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
    /// The resources of the call, to find one fast.
    named: BTreeSet<&'a str>,
}

impl Asking<'_> {
    fn texts(&self, parameter: &str) -> &[String] {
        self.parameters
            .get(parameter)
            .map_or(&[], |parameter| parameter.texts.as_slice())
    }

    fn is_triggered(&self, check: portcullis_catalog::Check<'_>, findings: &mut Findings) -> bool {
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

    fn note(&self, code: &'static str, message: String, findings: &mut Findings) {
        findings.push(Finding::new(code, message).at_some(self.call.places.action.as_ref()));
    }

    /// A resource of the call that no check took is a slip of the pen, or of no type that an action of the call takes: what is always
    /// checked is asked about it, as a call of that action alone would be.
    fn ask_the_rest(&self, questions: &mut Vec<Question>, findings: &mut Findings) {
        let asked: BTreeSet<&str> = questions.iter().map(|one| one.resource.as_str()).collect();
        let left: Vec<(usize, Resource)> = self
            .call
            .resources
            .iter()
            .enumerate()
            .filter(|(_, resource)| !asked.contains(resource.as_str()))
            .map(|(index, resource)| (index, resource.clone()))
            .collect();
        let own = self.operation.service().prefix();
        let primary: Vec<portcullis_catalog::Check<'_>> = self
            .operation
            .checks()
            .filter(|check| check.trigger() == Trigger::Always && !check.is_on_behalf())
            .filter(|check| check.resource() == CheckedResource::Request)
            .collect();
        let of_service = |check: &&portcullis_catalog::Check<'_>| check.action().prefix() == own;
        let services = primary.iter().any(|check| of_service(&check));
        for (index, resource) in left {
            let message = format!(
                "no action of the call takes a resource of the type of `{}`",
                excerpt(resource.as_str())
            );
            let finding = Finding::new("resource-type-mismatch", message);
            findings.push(finding.at_some(self.call.places.resources.get(index)));
            for check in primary
                .iter()
                .filter(|check| !services || of_service(check))
            {
                self.push(*check, Origin::Call, resource.clone(), questions);
            }
        }
    }

    fn ask(
        &self,
        check: portcullis_catalog::Check<'_>,
        questions: &mut Vec<Question>,
        findings: &mut Findings,
    ) {
        let name = check.action();
        let Ok(action) = name.to_string().parse::<Action>() else {
            return;
        };
        let resources = self.resources(check, findings);
        if resources.is_empty() && !self.names_nothing(check) {
            let message =
                format!("`{name}` is needed on a resource that the request does not tell");
            self.note("trigger-unknown", message, findings);
        }
        for (origin, resource) in resources {
            let undecided =
                origin == Origin::Parameter && self.has_policy_of_its_own(&action, &resource);
            let before = questions.len();
            self.push(check, origin, resource, questions);
            if let Some(question) = questions.get_mut(before) {
                question.undecided = undecided;
            }
        }
    }

    fn push(
        &self,
        check: portcullis_catalog::Check<'_>,
        origin: Origin,
        resource: Resource,
        questions: &mut Vec<Question>,
    ) {
        if let Ok(action) = check.action().to_string().parse() {
            let same = |one: &Question| {
                one.action == action
                    && one.resource == resource
                    && one.on_behalf == check.is_on_behalf()
            };
            // Two parameters may name one resource, and the request may as well.
            if questions.len() <= FEW && questions.iter().any(same) {
                return;
            }
            questions.push(Question {
                action,
                context: self.context(check, &resource),
                resource,
                origin,
                on_behalf: check.is_on_behalf(),
                undecided: false,
            });
        }
    }

    /// Whether the check is about what a parameter names, and the parameter is an empty list.
    fn names_nothing(&self, check: portcullis_catalog::Check<'_>) -> bool {
        let CheckedResource::Members { parameter } = check.resource() else {
            return false;
        };
        let empty = |given: &Parameter| given.texts.is_empty() && given.others == 0;
        self.parameters.get(parameter).is_some_and(empty)
    }

    /// Whether a policy of the resource itself has to allow the action, and none is given. An alias stands for a key that has one; what belongs
    /// to another account is governed by its policy, if the service has such policies, but for IAM, whose trust policies grant nothing here.
    fn has_policy_of_its_own(&self, action: &Action, resource: &Resource) -> bool {
        let Resource::Arn(arn) = resource else {
            return false;
        };
        let alias = arn.service() == "kms" && arn.resource().starts_with("alias/");
        let elsewhere = arn.account_id().is_some_and(|owner| {
            self.call
                .principal
                .account()
                .is_some_and(|own| own != owner)
        });
        let policies = self.catalog.resource_policy_support(action.service()) == Support::Yes;
        let foreign = elsewhere && policies && action.service() != "iam";
        required_resource_policy(action, resource).is_some() || alias || foreign
    }
}
