//! Writes an edition as JSON.

use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;

use super::print::Node;
use crate::source::{
    Action, ActionResourceType, Check, Edition, On, Operation, ResourceType, Support, Trigger,
};
use crate::{Date, Since};

type Members<'t> = Vec<(&'t str, Node<'t>)>;

/// The JSON text of a consistent edition, with every fact, rows in their order; reading it gives the same edition.
///
/// ```
/// use portcullis_catalog::{Catalog, json::{self, Entry}};
/// let edition = Catalog::embedded().service("sts").expect("embedded").to_source();
/// assert_eq!(json::read(&json::write(&edition))?, [Entry::Whole(edition)]);
/// # Ok::<(), portcullis_catalog::source::SourceError>(())
/// ```
#[must_use]
pub fn write(edition: &Edition) -> String {
    let mut members = header(edition);
    list(
        &mut members,
        "resourceTypes",
        &edition.resource_types,
        resource_type,
    );
    list(
        &mut members,
        "conditionKeys",
        &edition.condition_keys,
        |key| {
            let types = key.types.iter().map(|kind| Node::text(kind.word()));
            Node::Object(vec![
                ("name", Node::text(&key.name)),
                ("types", Node::List(types.collect())),
            ])
        },
    );
    members.push((
        "actions",
        Node::List(edition.actions.iter().map(action).collect()),
    ));
    list(&mut members, "operations", &edition.operations, operation);
    let mut out = String::new();
    Node::Object(members).print(&mut out, 0);
    out.push('\n');
    out
}

fn header(edition: &Edition) -> Members<'_> {
    let mut members = vec![
        ("service", Node::text(&edition.service)),
        ("date", day(edition.date)),
        ("name", Node::text(&edition.name)),
    ];
    let texts = [
        ("apiVersion", &edition.api_version),
        ("servicePrincipal", &edition.service_principal),
    ];
    for (name, value) in texts {
        optional(&mut members, name, value.as_deref().map(Node::text));
    }
    texts_of(&mut members, "sdkClients", &edition.sdk_clients);
    members.push(("asOf", day(edition.as_of)));
    let mut period = vec![("from", day(edition.in_force.from))];
    optional(&mut period, "until", edition.in_force.until.map(day));
    members.push(("inForce", Node::Object(period)));
    optional(
        &mut members,
        "requiredAsOf",
        edition.required_as_of.map(day),
    );
    optional(
        &mut members,
        "dependentAsOf",
        edition.dependent_as_of.map(day),
    );
    optional(&mut members, "policySupport", edition.support.map(support));
    members
}

fn day(day: Date) -> Node<'static> {
    Node::text(day.to_string())
}

fn support(support: Support) -> Node<'static> {
    Node::Object(vec![
        (
            "globalConditionKeys",
            Node::Flag(support.global_condition_keys),
        ),
        ("identityBased", Node::Flag(support.identity_based)),
        ("resourceBased", Node::Flag(support.resource_based)),
        ("resourceLevel", Node::Flag(support.resource_level)),
        (
            "serviceConditionKeys",
            Node::Flag(support.service_condition_keys),
        ),
    ])
}

fn optional<'t>(members: &mut Members<'t>, name: &'t str, value: Option<Node<'t>>) {
    members.extend(value.map(|value| (name, value)));
}

fn flag<'t>(members: &mut Members<'t>, name: &'t str, set: bool) {
    optional(members, name, set.then_some(Node::Flag(true)));
}

/// A list, unless it is empty.
fn list<'t, T>(
    members: &mut Members<'t>,
    name: &'t str,
    rows: &'t [T],
    write: impl Fn(&'t T) -> Node<'t>,
) {
    if !rows.is_empty() {
        members.push((name, Node::List(rows.iter().map(write).collect())));
    }
}

fn texts_of<'t>(members: &mut Members<'t>, name: &'t str, texts: &'t [String]) {
    list(members, name, texts, Node::text);
}

fn resource_type(row: &ResourceType) -> Node<'_> {
    let mut members = vec![
        ("name", Node::text(&row.name)),
        ("arnTemplates", Node::texts(&row.arns)),
    ];
    texts_of(&mut members, "conditionKeys", &row.condition_keys);
    texts_of(&mut members, "operations", &row.operations);
    if let Some(parent) = &row.parent {
        let mut facts = vec![("resourceType", Node::text(&parent.resource_type))];
        texts_of(&mut facts, "engines", &parent.engines);
        members.push(("parent", Node::Object(facts)));
    }
    flag(&mut members, "primary", row.primary);
    optional(&mut members, "taggable", row.taggable.map(Node::Flag));
    Node::Object(members)
}

fn action(row: &Action) -> Node<'_> {
    let mut members = vec![
        ("name", Node::text(&row.name)),
        ("accessLevel", Node::text(row.level.word())),
    ];
    texts_of(&mut members, "conditionKeys", &row.condition_keys);
    list(&mut members, "resourceTypes", &row.resource_types, taken);
    list(&mut members, "dependentActions", &row.needs, |need| {
        if need.is_bare() {
            Node::text(&need.action)
        } else {
            check(need)
        }
    });
    flag(&mut members, "permissionOnly", row.permission_only);
    flag(&mut members, "unreferenced", row.unreferenced);
    optional(&mut members, "since", row.since.map(since));
    Node::Object(members)
}

fn taken(row: &ActionResourceType) -> Node<'_> {
    let mut members = vec![("name", Node::text(&row.name))];
    flag(&mut members, "required", row.required);
    texts_of(&mut members, "conditionKeys", &row.condition_keys);
    Node::Object(members)
}

fn operation(row: &Operation) -> Node<'_> {
    let mut members = vec![("name", Node::text(&row.name))];
    list(&mut members, "checks", &row.checks, check);
    if let Some(arn) = &row.arn_parameter {
        let mut facts = vec![("name", Node::text(&arn.name))];
        texts_of(&mut facts, "resourceTypes", &arn.resource_types);
        members.push(("arnParameter", Node::Object(facts)));
    }
    list(
        &mut members,
        "identifierParameters",
        &row.identifiers,
        |row| {
            Node::Object(vec![
                ("resourceType", Node::text(&row.resource_type)),
                ("parameter", Node::text(&row.parameter)),
            ])
        },
    );
    let required = row.requires.as_deref();
    optional(
        &mut members,
        "requiredParameters",
        required.map(Node::texts),
    );
    optional(&mut members, "since", row.since.map(since));
    Node::Object(members)
}

fn check(row: &Check) -> Node<'_> {
    let mut members = vec![
        ("action", Node::text(&row.action)),
        ("when", trigger(&row.trigger)),
    ];
    optional(&mut members, "resource", on(&row.on));
    if !row.context.is_empty() {
        let context = row.context.iter();
        let context = context.map(|(key, values)| (key.as_str(), Node::texts(values)));
        members.push(("context", Node::Object(context.collect())));
    }
    flag(&mut members, "onBehalf", row.on_behalf);
    Node::Object(members)
}

fn trigger(trigger: &Trigger) -> Node<'_> {
    match trigger {
        Trigger::Always => Node::text("always"),
        Trigger::Matching => Node::text("matching"),
        Trigger::Unknown => Node::text("unknown"),
        Trigger::When(name) => passed(name, None),
        Trigger::Equal(name, value) => passed(name, Some(("equals", Node::text(value)))),
        Trigger::Unless(name) => passed(name, Some(("absent", Node::Flag(true)))),
    }
}

fn passed<'t>(name: &'t str, more: Option<(&'static str, Node<'t>)>) -> Node<'t> {
    let mut members = vec![("parameter", Node::text(name))];
    members.extend(more);
    Node::Object(members)
}

/// The resource of a check, unless it is that of the request.
fn on(on: &On) -> Option<Node<'_>> {
    Some(match on {
        On::Request => return None,
        On::Any => Node::text("any"),
        On::Unknown => Node::text("unknown"),
        On::Members(name) => Node::Object(vec![("members", Node::text(name))]),
        On::Named {
            resource_type,
            parameters,
        } => Node::Object(vec![
            ("resourceType", Node::text(resource_type)),
            ("parameters", Node::texts(parameters)),
        ]),
    })
}

fn since(since: Since) -> Node<'static> {
    if since.is_at_the_latest() {
        Node::Object(vec![
            ("date", day(since.date())),
            ("atTheLatest", Node::Flag(true)),
        ])
    } else {
        day(since.date())
    }
}
