//! Looking up names; for one that the catalog does not know, what may have been meant.

use portcullis::catalog::{
    Action, Catalog, Date, Lookup, Operation, ResourceType, Service, nearest,
};

use crate::fault::Fault;
use crate::render::excerpt;

/// In how many services an action without a prefix is named.
const HOMES: usize = 3;

/// The service of that prefix.
pub(super) fn service<'a>(catalog: &'a Catalog, prefix: &str) -> Result<Service<'a>, Fault> {
    catalog.service(prefix).ok_or_else(|| {
        let help = of_sdk_client(catalog, prefix)
            .or_else(|| retired_service(catalog, prefix))
            .or_else(|| near(&owned(catalog.nearest_services(prefix))));
        unknown("unknown-service", "a service of the catalog", prefix).with_help(help)
    })
}

/// The action with its prefix.
pub(super) fn action<'a>(catalog: &'a Catalog, name: &str) -> Result<Action<'a>, Fault> {
    let Some((prefix, own)) = name.split_once(':') else {
        let expected = "an action such as `elasticache:CreateCacheCluster`";
        let homes = catalog
            .services()
            .filter_map(|service| service.action(name));
        let homes: Vec<String> = homes.take(HOMES).map(|one| one.to_string()).collect();
        return Err(unknown("invalid-action", expected, name).with_help(with_prefix(&homes)));
    };
    match catalog.action(prefix, own) {
        Lookup::Known(action) => Ok(action),
        Lookup::NotInService(service) => {
            let expected = format!("an action of {}", service.prefix());
            let help = unknown_action(catalog, prefix, own);
            Err(unknown("unknown-action", &expected, own).with_help(help))
        }
        Lookup::UnknownService => {
            if let Some(day) = catalog.retired(prefix, own) {
                let fault = unknown("unknown-action", "an action of the catalog", name);
                return Err(fault.with_help(Some(retired(prefix, own, day))));
            }
            self::service(catalog, prefix)?;
            Err(unknown("unknown-action", "an action of the catalog", name))
        }
    }
}

/// What may have been meant by an action that a known or an unknown service does not have.
pub(super) fn unknown_action(catalog: &Catalog, prefix: &str, name: &str) -> Option<String> {
    if let Some(day) = catalog.retired(prefix, name) {
        return Some(retired(prefix, name, day));
    }
    let Some(service) = catalog.service(prefix) else {
        return near(&owned(catalog.nearest_services(prefix)));
    };
    near(&of_service(service, service.nearest_actions(name)))
}

/// An operation, and the SDK client by whose name it was asked for, if it was.
pub(super) fn operation<'a>(
    catalog: &'a Catalog,
    name: &str,
) -> Result<(Operation<'a>, Option<&'a str>), Fault> {
    let Some((prefix, own)) = name.split_once(':') else {
        let expected = "an operation such as `elasticache:CreateCacheCluster`";
        let homes = catalog
            .services()
            .filter(|service| service.operation(name).is_some());
        let homes = homes.take(HOMES).filter_map(|service| {
            let operation = service.operation(name)?;
            Some(format!("{}:{}", service.prefix(), operation.name()))
        });
        let homes: Vec<String> = homes.collect();
        return Err(unknown("unknown-operation", expected, name).with_help(with_prefix(&homes)));
    };
    if let Lookup::Known(operation) = catalog.operation(prefix, own) {
        return Ok((operation, None));
    }
    if let Some(service) = catalog.service_of_sdk_client(prefix)
        && let Some(operation) = service.operation(own)
    {
        let mut clients = service.sdk_clients();
        let client = clients.find(|client| client.eq_ignore_ascii_case(prefix));
        return Ok((operation, client));
    }
    let found = catalog
        .service(prefix)
        .or_else(|| catalog.service_of_sdk_client(prefix));
    let service = match found {
        Some(service) => service,
        None => self::service(catalog, prefix)?,
    };
    let expected = format!("an operation of {}", service.prefix());
    let help = if service.operations().next().is_none() {
        Some(format!(
            "no operations of {} are known; `portcullis catalog actions {}` lists its actions",
            service.prefix(),
            service.prefix()
        ))
    } else {
        near(&of_service(service, service.nearest_operations(own)))
    };
    Err(unknown("unknown-operation", &expected, own).with_help(help))
}

/// A resource type with its service's prefix.
pub(super) fn resource_type<'a>(
    catalog: &'a Catalog,
    name: &str,
) -> Result<ResourceType<'a>, Fault> {
    let Some((prefix, own)) = name.split_once(':') else {
        let expected = "an ARN, or a resource type such as `elasticache:cluster`";
        let homes = catalog.services().filter_map(|service| {
            let kind = service.resource_type(name)?;
            Some(format!("{}:{}", service.prefix(), kind.name()))
        });
        let homes: Vec<String> = homes.take(HOMES).collect();
        return Err(unknown("unknown-resource-type", expected, name).with_help(with_prefix(&homes)));
    };
    let service = service(catalog, prefix)?;
    service.resource_type(own).ok_or_else(|| {
        let expected = format!("a resource type of {}", service.prefix());
        let close = nearest(own, service.resource_types().map(ResourceType::name));
        let help = near(&of_service(service, close));
        unknown("unknown-resource-type", &expected, own).with_help(help)
    })
}

pub(super) fn unknown(code: &'static str, expected: &str, found: &str) -> Fault {
    Fault::new(
        code,
        format!("expected {expected}, found `{}`", excerpt(found)),
    )
}

/// The likeliest of the names that may have been meant.
pub(super) fn near(names: &[String]) -> Option<String> {
    let first = names.first()?;
    Some(format!("the nearest known one is `{first}`"))
}

/// Names with a prefix that would do for one that has none.
fn with_prefix(names: &[String]) -> Option<String> {
    match names {
        [] => None,
        [one] => Some(format!("with its prefix it is `{one}`")),
        several => Some(format!("of that name there are `{}`", several.join("`, `"))),
    }
}

fn owned(names: Vec<&str>) -> Vec<String> {
    names.into_iter().map(str::to_owned).collect()
}

fn of_service(service: Service<'_>, names: Vec<&str>) -> Vec<String> {
    let prefix = service.prefix();
    names
        .iter()
        .map(|name| format!("{prefix}:{name}"))
        .collect()
}

fn retired(prefix: &str, name: &str, day: Date) -> String {
    format!("`{prefix}:{name}` is retired: the newest reference that lists it is of {day}")
}

fn retired_service(catalog: &Catalog, prefix: &str) -> Option<String> {
    let rows = catalog
        .retired_actions()
        .filter(|(service, _, _)| service.eq_ignore_ascii_case(prefix));
    let day = rows.map(|(_, _, day)| day).max()?;
    Some(format!(
        "`{prefix}` is retired: the newest reference that lists actions of it is of {day}"
    ))
}

fn of_sdk_client(catalog: &Catalog, name: &str) -> Option<String> {
    let service = catalog.service_of_sdk_client(name)?;
    Some(format!(
        "`{name}` is the name of an SDK client; the actions of its calls have the prefix `{}`",
        service.prefix()
    ))
}
