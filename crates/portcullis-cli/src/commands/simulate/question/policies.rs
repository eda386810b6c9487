//! The policies of a question, from the files that its arguments name.

use std::path::Path;

use portcullis::eval::{Resource, resource_policy_kind};
use portcullis::json::Span;
use portcullis::policy::{PolicyKind, Reading};
use portcullis::scenario::{
    Call, LoadedLevel, LoadedPolicy, Location, Policies, ScenarioError, load_policy_within,
};

use super::QuestionArguments;
use crate::input::read_policy;
use crate::limits::limits;

/// Reads the policies.
pub(super) fn policies(
    arguments: &QuestionArguments,
    call: &Call,
    reading: Reading,
) -> Result<Policies, ScenarioError> {
    let everything = Resource::Everything;
    let resource = call.resources.first().unwrap_or(&everything);
    let resource_kind = resource_policy_kind(call.asked.as_action(), resource);
    let load = |path: &Path, kind| load(path, kind, reading);
    let resource = arguments.resource_policy.as_deref();
    Ok(Policies {
        identity: list(&arguments.policy, PolicyKind::Identity, reading)?,
        boundary: optional(
            &arguments.boundary,
            PolicyKind::PermissionsBoundary,
            reading,
        )?,
        session: optional(&arguments.session, PolicyKind::Session, reading)?,
        resource: resource.map(|path| load(path, resource_kind)).transpose()?,
        service_control: levels(&arguments.scp, PolicyKind::ServiceControl, reading)?,
        resource_control: levels(&arguments.rcp, PolicyKind::ResourceControl, reading)?,
        endpoint: optional(&arguments.endpoint, PolicyKind::VpcEndpoint, reading)?,
    })
}

/// Where the first policy of a layer stands.
pub(super) fn place(policies: Option<&[LoadedPolicy]>) -> Option<Location> {
    let first = policies?.first()?;
    let start = first.policy.document().span().start;
    // One character: a whole document is no place to look at.
    let end = start.saturating_add(1);
    Some(first.origin.locate(Span { start, end }))
}

fn load(path: &Path, kind: PolicyKind, reading: Reading) -> Result<LoadedPolicy, ScenarioError> {
    let name = path.display().to_string();
    let limits = &limits().scenario.document;
    load_policy_within(&name, &name, &read_policy(path)?, (kind, reading), limits)
}

fn list<P: AsRef<Path>>(
    paths: &[P],
    kind: PolicyKind,
    reading: Reading,
) -> Result<Vec<LoadedPolicy>, ScenarioError> {
    paths
        .iter()
        .map(|path| load(path.as_ref(), kind, reading))
        .collect()
}

/// The policies of a layer that is set by naming one.
fn optional<P: AsRef<Path>>(
    paths: &[P],
    kind: PolicyKind,
    reading: Reading,
) -> Result<Option<Vec<LoadedPolicy>>, ScenarioError> {
    if paths.is_empty() {
        return Ok(None);
    }
    list(paths, kind, reading).map(Some)
}

/// One level an argument, its files separated by commas; an empty argument is a level without policies.
fn levels(
    arguments: &[String],
    kind: PolicyKind,
    reading: Reading,
) -> Result<Vec<LoadedLevel>, ScenarioError> {
    let level = |(index, argument): (usize, &String)| {
        let paths: Vec<&str> = argument
            .split(',')
            .filter(|path| !path.is_empty())
            .collect();
        Ok(LoadedLevel {
            target: format!("level {}", index.saturating_add(1)).into(),
            policies: list(&paths, kind, reading)?,
        })
    };
    arguments.iter().enumerate().map(level).collect()
}
