//! Reads JSON texts with services: what each member says, and an error with its place for everything else.

use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use portcullis_json::{Json, Limits as JsonLimits, Value};

use super::check::{check, need, since};
use super::fields::{Fields, date, flag, malformed, text, wrong_text};
use super::{Entry, Extension};
use crate::source::{
    Action, ActionResourceType, ArnParameter, ConditionKey, Edition, Identifier, Operation, Parent,
    ResourceType, SourceError, SourceErrorKind, Support, is_prefix,
};
use crate::{AccessLevel, InForce, KeyType};

/// Bounds on a text with services; each has its own error.
///
/// ```
/// use portcullis_catalog::json::{self, Limits};
/// let text = r#"{"services": [{"service": "s3", "extends": true}]}"#;
/// assert!(json::read_within(text, &Limits::default()).is_ok());
/// let tight = Limits { max_services: 0, ..Limits::default() };
/// assert!(json::read_within(text, &tight).is_err());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(
    clippy::exhaustive_structs,
    reason = "callers change one bound and take the rest from the default"
)]
pub struct Limits {
    /// The bounds on the text.
    pub json: JsonLimits,
    /// How many services there may be, inclusive.
    pub max_services: usize,
}

impl Default for Limits {
    /// 64 MiB, 16 levels and a million values of text; 1,000 services, twice as many as AWS has. All services of AWS together have
    /// a third of the bytes.
    fn default() -> Self {
        Self {
            json: JsonLimits {
                max_depth: 16,
                max_values: 1_000_000,
                ..JsonLimits::default()
            },
            max_services: 1_000,
        }
    }
}

/// The members of a service; the first one stands at the top of a text only.
const SERVICE: [&str; 17] = [
    "$schema",
    "service",
    "extends",
    "date",
    "name",
    "apiVersion",
    "servicePrincipal",
    "sdkClients",
    "asOf",
    "inForce",
    "requiredAsOf",
    "dependentAsOf",
    "policySupport",
    "resourceTypes",
    "conditionKeys",
    "actions",
    "operations",
];

/// Reads a JSON text with one service or several, in its order. What it names need not exist: loading sees to that.
///
/// At most as much as the default [`Limits`] admit.
///
/// ```
/// use portcullis_catalog::json::{self, Entry};
/// let text = r#"{"services": [{"service": "s3", "extends": true, "actions": [{"name": "NewOne", "accessLevel": "Read"}]}]}"#;
/// assert!(matches!(json::read(text)?.as_slice(), [Entry::Extension(_)]));
/// assert_eq!(json::read("[]").unwrap_err().to_string(), "expected a service as an object, found an array");
/// # Ok::<(), portcullis_catalog::source::SourceError>(())
/// ```
///
/// # Errors
///
/// The first place where the text is no JSON, or where it has an unknown member, lacks a required one, or has a value of
/// the wrong form; a service that is there twice; too much of anything.
pub fn read(text: &str) -> Result<Vec<Entry>, SourceError> {
    read_within(text, &Limits::default())
}

/// Reads like [`read`], under limits of one's own.
///
/// # Errors
///
/// As [`read`].
pub fn read_within(text: &str, limits: &Limits) -> Result<Vec<Entry>, SourceError> {
    let json = parse(text, limits)?;
    let entries = services(&json, limits)?;
    Ok(entries.into_iter().map(|(_, entry)| entry).collect())
}

pub(super) fn parse(text: &str, limits: &Limits) -> Result<Json, SourceError> {
    Json::parse(text, &limits.json).map_err(|error| malformed(&error))
}

/// The services of a text with their places.
pub(super) fn services<'j>(
    json: &'j Json,
    limits: &Limits,
) -> Result<Vec<(Value<'j>, Entry)>, SourceError> {
    let root = json.root();
    let Some(services) = root.get("services") else {
        return Ok([(root, entry(root, &SERVICE)?)].into());
    };
    let fields = Fields::of(root, "a list of services", &["$schema", "services"])?;
    schema(fields)?;
    let most = limits.max_services;
    if services.elements().count() > most {
        let message = format!("expected at most {most} services, found more");
        let error = SourceError::new(SourceErrorKind::TooLarge, message);
        return Err(error.in_span(services.span().range()));
    }
    let [_, known @ ..] = &SERVICE;
    let entries = fields.list("services", |value| Ok((value, entry(value, known)?)))?;
    let mut seen = BTreeSet::new();
    for (value, entry) in &entries {
        if !seen.insert(entry.service()) {
            let place = value.get("service").unwrap_or(*value);
            return Err(wrong_text(place, "each service once", entry.service()));
        }
    }
    Ok(entries)
}

/// The member is for editors; any string will do.
fn schema(fields: Fields<'_>) -> Result<(), SourceError> {
    fields
        .map("$schema", |value| text(value, "`$schema` as a string"))
        .map(drop)
}

fn entry(value: Value<'_>, known: &[&'static str]) -> Result<Entry, SourceError> {
    let fields = Fields::of(value, "a service", known)?;
    schema(fields)?;
    let extends = fields.flag("extends")?;
    let facts = facts(fields)?;
    if extends {
        return Ok(Entry::Extension(facts));
    }
    let date = facts.date.ok_or_else(|| fields.missing("date"))?;
    fields.required("name")?;
    fields.required("actions")?;
    Ok(Entry::Whole(facts.over(Edition::new("", date))))
}

fn facts(fields: Fields<'_>) -> Result<Extension, SourceError> {
    let string = |name: &'static str| {
        fields.map(name, |value| text(value, &format!("`{name}` as a string")))
    };
    Ok(Extension {
        service: prefix(fields.required("service")?)?,
        date: fields.map("date", date)?,
        name: string("name")?,
        api_version: string("apiVersion")?,
        service_principal: string("servicePrincipal")?,
        sdk_clients: match fields.optional("sdkClients") {
            Some(_) => Some(fields.texts("sdkClients")?),
            None => None,
        },
        as_of: fields.map("asOf", date)?,
        in_force: fields.map("inForce", in_force)?,
        required_as_of: fields.map("requiredAsOf", date)?,
        dependent_as_of: fields.map("dependentAsOf", date)?,
        support: fields.map("policySupport", support)?,
        resource_types: fields.list("resourceTypes", resource_type)?,
        condition_keys: fields.list("conditionKeys", condition_key)?,
        actions: fields.list("actions", action)?,
        operations: fields.list("operations", operation)?,
    })
}

fn prefix(value: Value<'_>) -> Result<String, SourceError> {
    let expected = "a service prefix in lower case";
    let prefix = text(value, expected)?;
    if !is_prefix(&prefix) {
        return Err(wrong_text(value, expected, &prefix));
    }
    Ok(prefix)
}

fn in_force(value: Value<'_>) -> Result<InForce, SourceError> {
    let fields = Fields::of(value, "a period", &["from", "until"])?;
    Ok(InForce {
        from: date(fields.required("from")?)?,
        until: fields.map("until", date)?,
    })
}

fn support(value: Value<'_>) -> Result<Support, SourceError> {
    const MEMBERS: [&str; 5] = [
        "globalConditionKeys",
        "identityBased",
        "resourceBased",
        "resourceLevel",
        "serviceConditionKeys",
    ];
    let fields = Fields::of(value, "policy support", &MEMBERS)?;
    let set = |name| flag(fields.required(name)?);
    Ok(Support {
        global_condition_keys: set("globalConditionKeys")?,
        identity_based: set("identityBased")?,
        resource_based: set("resourceBased")?,
        resource_level: set("resourceLevel")?,
        service_condition_keys: set("serviceConditionKeys")?,
    })
}

fn resource_type(value: Value<'_>) -> Result<ResourceType, SourceError> {
    const MEMBERS: [&str; 7] = [
        "name",
        "arnTemplates",
        "conditionKeys",
        "operations",
        "parent",
        "primary",
        "taggable",
    ];
    let fields = Fields::of(value, "a resource type", &MEMBERS)?;
    fields.required("arnTemplates")?;
    Ok(ResourceType {
        name: fields.text("name")?,
        arns: fields.texts("arnTemplates")?,
        condition_keys: fields.texts("conditionKeys")?,
        operations: fields.texts("operations")?,
        parent: fields.map("parent", parent)?,
        primary: fields.flag("primary")?,
        taggable: fields.map("taggable", flag)?,
    })
}

fn parent(value: Value<'_>) -> Result<Parent, SourceError> {
    let fields = Fields::of(value, "a parent", &["resourceType", "engines"])?;
    Ok(Parent {
        resource_type: fields.text("resourceType")?,
        engines: fields.texts("engines")?,
    })
}

fn condition_key(value: Value<'_>) -> Result<ConditionKey, SourceError> {
    let fields = Fields::of(value, "a condition key", &["name", "types"])?;
    fields.required("types")?;
    Ok(ConditionKey {
        name: fields.text("name")?,
        types: fields.list("types", |value| {
            let expected = "a type such as `String`, `ARN`, `Numeric` or `ArrayOfString`";
            let word = text(value, expected)?;
            KeyType::named(&word).ok_or_else(|| wrong_text(value, expected, &word))
        })?,
    })
}

fn action(value: Value<'_>) -> Result<Action, SourceError> {
    const MEMBERS: [&str; 8] = [
        "name",
        "accessLevel",
        "conditionKeys",
        "resourceTypes",
        "dependentActions",
        "permissionOnly",
        "unreferenced",
        "since",
    ];
    let fields = Fields::of(value, "an action", &MEMBERS)?;
    let expected = "an access level: `List`, `Read`, `Tagging`, `Write` or `PermissionsManagement`";
    let level = fields.required("accessLevel")?;
    let word = text(level, expected)?;
    Ok(Action {
        name: fields.text("name")?,
        level: AccessLevel::named(&word).ok_or_else(|| wrong_text(level, expected, &word))?,
        condition_keys: fields.texts("conditionKeys")?,
        resource_types: fields.list("resourceTypes", taken)?,
        needs: fields.list("dependentActions", need)?,
        permission_only: fields.flag("permissionOnly")?,
        unreferenced: fields.flag("unreferenced")?,
        since: fields.map("since", since)?,
    })
}

fn taken(value: Value<'_>) -> Result<ActionResourceType, SourceError> {
    const MEMBERS: [&str; 3] = ["name", "required", "conditionKeys"];
    let fields = Fields::of(value, "a resource type of an action", &MEMBERS)?;
    Ok(ActionResourceType {
        name: fields.text("name")?,
        required: fields.flag("required")?,
        condition_keys: fields.texts("conditionKeys")?,
    })
}

fn operation(value: Value<'_>) -> Result<Operation, SourceError> {
    const MEMBERS: [&str; 6] = [
        "name",
        "checks",
        "arnParameter",
        "identifierParameters",
        "requiredParameters",
        "since",
    ];
    let fields = Fields::of(value, "an operation", &MEMBERS)?;
    Ok(Operation {
        name: fields.text("name")?,
        checks: fields.list("checks", check)?,
        arn_parameter: fields.map("arnParameter", arn_parameter)?,
        identifiers: fields.list("identifierParameters", identifier)?,
        requires: match fields.optional("requiredParameters") {
            Some(_) => Some(fields.texts("requiredParameters")?),
            None => None,
        },
        since: fields.map("since", since)?,
    })
}

fn arn_parameter(value: Value<'_>) -> Result<ArnParameter, SourceError> {
    let fields = Fields::of(value, "an ARN parameter", &["name", "resourceTypes"])?;
    Ok(ArnParameter {
        name: fields.text("name")?,
        resource_types: fields.texts("resourceTypes")?,
    })
}

fn identifier(value: Value<'_>) -> Result<Identifier, SourceError> {
    const MEMBERS: [&str; 2] = ["resourceType", "parameter"];
    let fields = Fields::of(value, "an identifier parameter", &MEMBERS)?;
    Ok(Identifier {
        resource_type: fields.text("resourceType")?,
        parameter: fields.text("parameter")?,
    })
}
