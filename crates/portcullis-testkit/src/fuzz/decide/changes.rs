//! Sets of policies that differ from another in one thing: a limit less, a denial more, another order.

use std::sync::{Arc, LazyLock};

use portcullis_eval::{AttachedPolicy, Layer, Level, PolicySet};
use portcullis_policy::{Document, PolicyKind, Reading};
use serde_json::Value;

/// The name of a policy that was added.
pub(super) const ADDED: &str = "added";

/// The set without each of its limits in turn.
pub(super) fn without_limits(policies: &PolicySet) -> Vec<(Layer, PolicySet)> {
    let mut all = Vec::new();
    let mut without = |layer, change: &dyn Fn(&mut PolicySet)| {
        let mut fewer = policies.clone();
        change(&mut fewer);
        all.push((layer, fewer));
    };
    if policies.boundary.is_some() {
        without(Layer::PermissionsBoundary, &|set| set.boundary = None);
    }
    if policies.session.is_some() {
        without(Layer::Session, &|set| set.session = None);
    }
    if policies.endpoint.is_some() {
        without(Layer::VpcEndpoint, &|set| set.endpoint = None);
    }
    for index in 0..policies.service_control.len() {
        without(Layer::ServiceControl, &|set| {
            set.service_control.remove(index);
        });
    }
    for index in 0..policies.resource_control.len() {
        without(Layer::ResourceControl, &|set| {
            set.resource_control.remove(index);
        });
    }
    all
}

/// The set with a Deny of everything in each of its layers in turn. A layer that is not there is not brought about: where it is
/// missing no statement of it can match.
pub(super) fn with_denials(policies: &PolicySet) -> Vec<(Layer, PolicySet)> {
    let mut all = Vec::new();
    let mut with = |layer, kind, add: &dyn Fn(&mut PolicySet, AttachedPolicy) -> bool| {
        let mut more = policies.clone();
        let denial = DENIALS.iter().find(|(known, _)| *known == kind);
        if denial.is_some_and(|(_, denial)| add(&mut more, denial.clone())) {
            all.push((layer, more));
        }
    };
    with(Layer::Identity, PolicyKind::Identity, &|set, denial| {
        set.identity.push(denial);
        true
    });
    let boundary = PolicyKind::PermissionsBoundary;
    with(Layer::PermissionsBoundary, boundary, &|set, denial| {
        to_list(set.boundary.as_mut(), denial)
    });
    with(Layer::Session, PolicyKind::Session, &|set, denial| {
        to_list(set.session.as_mut(), denial)
    });
    with(
        Layer::VpcEndpoint,
        PolicyKind::VpcEndpoint,
        &|set, denial| to_list(set.endpoint.as_mut(), denial),
    );
    if let Some(resource) = &policies.resource {
        let kind = resource.document().kind();
        with(Layer::Resource, kind, &|set, denial| {
            set.resource = Some(denial);
            true
        });
    }
    let control = PolicyKind::ServiceControl;
    with(Layer::ServiceControl, control, &|set, denial| {
        to_level(&mut set.service_control, denial)
    });
    let control = PolicyKind::ResourceControl;
    with(Layer::ResourceControl, control, &|set, denial| {
        to_level(&mut set.resource_control, denial)
    });
    all
}

fn to_list(list: Option<&mut Vec<AttachedPolicy>>, denial: AttachedPolicy) -> bool {
    list.map(|list| list.push(denial)).is_some()
}

fn to_level(levels: &mut [Level], denial: AttachedPolicy) -> bool {
    let last = levels.last_mut();
    last.map(|level| {
        let mut policies = level.policies().to_vec();
        policies.push(denial);
        *level = Level::new(level.target().clone(), policies);
    })
    .is_some()
}

/// A policy of each kind that denies everything.
static DENIALS: LazyLock<Vec<(PolicyKind, AttachedPolicy)>> = LazyLock::new(|| {
    let kinds = PolicyKind::all();
    let denials = kinds.filter_map(|kind| {
        let forms = [
            r#""Action":"*","Resource":"*""#,
            r#""Action":"*","Principal":"*","Resource":"*""#,
            r#""Action":"*","Principal":"*""#,
            // Resource control policies name a service.
            r#""Action":"*:*","Principal":"*","Resource":"*""#,
        ];
        let documents = forms.iter().map(|form| {
            let text =
                format!(r#"{{"Version":"2012-10-17","Statement":{{"Effect":"Deny",{form}}}}}"#);
            Document::parse(&text, kind, Reading::Strict)
        });
        let document = documents.flatten().next()?;
        Some((kind, AttachedPolicy::new(ADDED, Arc::new(document))))
    });
    let denials: Vec<_> = denials.collect();
    assert_eq!(
        denials.len(),
        PolicyKind::all().len(),
        "a kind cannot deny everything"
    );
    denials
});

/// The set with its levels and policies the other way round, each policy twice.
pub(super) fn policies_in_other_order(policies: &PolicySet) -> PolicySet {
    let list = |list: &Vec<AttachedPolicy>| -> Vec<AttachedPolicy> {
        list.iter().rev().chain(list).cloned().collect()
    };
    let levels = |levels: &Vec<Level>| -> Vec<Level> {
        let reversed = levels.iter().rev();
        let level =
            |level: &Level| Level::new(level.target().clone(), list(&level.policies().to_vec()));
        reversed.map(level).collect()
    };
    PolicySet {
        identity: list(&policies.identity),
        boundary: policies.boundary.as_ref().map(list),
        session: policies.session.as_ref().map(list),
        resource: policies.resource.clone(),
        service_control: levels(&policies.service_control),
        resource_control: levels(&policies.resource_control),
        endpoint: policies.endpoint.as_ref().map(list),
    }
}

/// The `policies` of a scenario with the statements of each document the other way round, each twice. A document that is held as
/// text keeps its order, and one statement stays alone: `RCPFullAWSAccess` allows, as long as nothing is put to it.
pub(super) fn in_other_order(value: &Value) -> Value {
    match value {
        Value::Array(elements) => Value::Array(elements.iter().map(in_other_order).collect()),
        Value::Object(members) => {
            let members = members.iter().map(|(name, value)| {
                let value = match value {
                    Value::Array(statements) if name == "Statement" && statements.len() > 1 => {
                        let twice = statements.iter().rev().chain(statements);
                        Value::Array(twice.cloned().collect())
                    }
                    value => in_other_order(value),
                };
                (name.clone(), value)
            });
            Value::Object(members.collect())
        }
        value => value.clone(),
    }
}
