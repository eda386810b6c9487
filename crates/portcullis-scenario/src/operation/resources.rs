//! On what a check of an operation is asked.

use portcullis_arn::Arn;
use portcullis_catalog::{CheckedResource, Operation};
use portcullis_eval::Resource;

use super::{Asking, Origin};
use crate::finding::Findings;
use crate::model::Call;

/// For which actions `*` counts as a resource of a type that they take.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Everything {
    AnyService,
    OwnService,
}

impl Asking<'_> {
    /// The resources of the call that are of a type that the action takes. An action that the catalog does not know, or that
    /// takes no resource types, counts as taking all.
    pub(super) fn of_the_call(
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
        let created = self.created_with_tags(check);
        let takes = |resource: &&Resource| match (resource, known) {
            (Resource::Everything, _) => own || everything == Everything::AnyService,
            (Resource::Arn(arn), Some(action)) => {
                let made = created.iter().any(|kind| kind.matches(arn.as_str()));
                (created.is_empty() || made) && action.takes(arn.as_str())
            }
            (Resource::Arn(_), None) => own,
        };
        self.call.resources.iter().filter(takes).cloned().collect()
    }

    /// For a tag action beside the action of the operation's own name: the types that the latter creates, which are those on which
    /// it knows tags of the request. The other resources of the call are not tagged.
    fn created_with_tags(
        &self,
        check: portcullis_catalog::Check<'_>,
    ) -> Vec<portcullis_catalog::ResourceType<'_>> {
        let name = check.action();
        let level = |action: portcullis_catalog::Action<'_>| action.access_level();
        let tags = self
            .catalog
            .action(name.prefix(), name.name())
            .known()
            .map(level)
            == Some(portcullis_catalog::AccessLevel::Tagging);
        let own = self.operation.service().action(self.operation.name());
        let Some(own) =
            own.filter(|_| tags && !name.name().eq_ignore_ascii_case(self.operation.name()))
        else {
            return Vec::new();
        };
        let tagged = |row: &portcullis_catalog::ActionResourceType<'_>| {
            row.condition_keys()
                .any(|key| key.is_named("aws:RequestTag/x"))
        };
        own.resource_types()
            .filter(tagged)
            .map(|row| row.resource_type())
            .collect()
    }

    pub(super) fn resources(
        &self,
        check: portcullis_catalog::Check<'_>,
        findings: &mut Findings,
    ) -> Vec<(Origin, Resource)> {
        let of_parameter = |resource: Resource| {
            let origin = if self.named.contains(resource.as_str()) {
                Origin::Call
            } else {
                Origin::Parameter
            };
            (origin, resource)
        };
        match check.resource() {
            CheckedResource::Request => {
                let fitting = self.of_the_call(check, Everything::AnyService);
                fitting.into_iter().map(|one| (Origin::Call, one)).collect()
            }
            CheckedResource::Any => vec![(Origin::Parameter, Resource::Everything)],
            CheckedResource::Members { parameter } => {
                let given = self.parameters.get(parameter);
                let members: Vec<Resource> = self
                    .texts(parameter)
                    .iter()
                    .filter_map(|text| arn(text))
                    .collect();
                let unread = given
                    .is_some_and(|given| given.others > 0 || given.texts.len() > members.len());
                if unread && !members.is_empty() {
                    let message = format!(
                        "`{}` is needed on what `{parameter}` names without an ARN as well",
                        check.action()
                    );
                    self.note("trigger-unknown", message, findings);
                }
                members.into_iter().map(of_parameter).collect()
            }
            CheckedResource::Named {
                resource_type,
                parameters,
            } => {
                let names = parameters.iter().map(|name| self.texts(name));
                let found = named(self.operation, resource_type, names, self.call);
                found.into_iter().map(of_parameter).collect()
            }
            _ => Vec::new(),
        }
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
        [several] => several
            .iter()
            .filter_map(|name| of(&[name]).or_else(|| of(&in_parts(name)?)))
            .collect(),
        each => {
            let firsts: Option<Vec<&str>> = each
                .iter()
                .map(|texts| texts.first().map(String::as_str))
                .collect();
            firsts.and_then(|names| of(&names)).into_iter().collect()
        }
    }
}

/// The two names in a text such as `bucket/key`, S3's `CopySource`; `None` where it is encoded or names a version.
fn in_parts(text: &str) -> Option<[&str; 2]> {
    let (first, second) = text.strip_prefix('/').unwrap_or(text).split_once('/')?;
    let plain = !text.contains(['%', '?']) && !first.is_empty() && !second.is_empty();
    plain.then_some([first, second])
}

fn arn(text: &str) -> Option<Resource> {
    Arn::parse(text).ok().map(Resource::Arn)
}
