//! What is worth knowing about a call of an operation before it is decided.

use std::collections::BTreeSet;

use portcullis_catalog::{Action, CheckedResource, Need, Trigger};
use portcullis_eval::Resource;

use super::Asking;
use crate::finding::{Finding, Findings};

impl Asking<'_> {
    /// A type that an action always takes and no resource of the call is of: what the call needs of it is not asked.
    pub(super) fn note_unnamed(&self, findings: &mut Findings) {
        let everything = |resource: &Resource| matches!(resource, Resource::Everything);
        let everything = self.call.resources.iter().any(everything);
        let always = |check: &portcullis_catalog::Check<'_>| {
            check.trigger() == Trigger::Always
                && !check.is_on_behalf()
                && check.resource() == CheckedResource::Request
        };
        for check in self.operation.checks().filter(always) {
            let name = check.action();
            let action = self.catalog.action(name.prefix(), name.name()).known();
            let missing: Vec<&str> = action
                .into_iter()
                .flat_map(|one| self.unnamed(one))
                .collect();
            // Where there is one type, `*` stands for a resource of it; of several, a policy may treat each in its own way.
            if !missing.is_empty() && (!everything || missing.len() > 1) {
                let message = format!(
                    "`{name}` is needed on a resource of type {} as well, and the request names none",
                    missing.join(", ")
                );
                self.note("resource-not-named", message, findings);
            }
        }
    }

    /// The required types of which no resource of the call is.
    fn unnamed<'a>(&self, action: Action<'a>) -> impl Iterator<Item = &'a str> {
        let required = action
            .resource_types()
            .filter(|one| one.need() == Need::Required)
            .map(|one| one.resource_type());
        required
            .filter(|kind| {
                let of_type = |resource: &Resource| kind.matches(resource.as_str());
                !self.call.resources.iter().any(of_type)
            })
            .map(|kind| kind.name())
    }

    /// A parameter that differs in case only from one on which a check depends is not taken for it: APIs tell them apart.
    pub(super) fn note_spelling(&self, findings: &mut Findings) {
        let triggers: BTreeSet<&str> = self
            .operation
            .checks()
            .filter_map(|check| match check.trigger() {
                Trigger::Parameter(name) | Trigger::NoParameter(name) => Some(name),
                Trigger::Value { parameter, .. } => Some(parameter),
                _ => None,
            })
            .collect();
        let alike = |left: &str, right: &str| {
            let singular = |text: &str| text.strip_suffix('s').unwrap_or(text).to_ascii_lowercase();
            singular(left) == singular(right)
        };
        for given in self.parameters.keys() {
            let meant = triggers
                .iter()
                .find(|known| alike(known, given) && !self.parameters.contains_key(**known));
            if let Some(meant) = meant.filter(|_| !triggers.contains(given.as_str())) {
                let text = portcullis_json::excerpt(given);
                let message =
                    format!("the parameter `{text}` is not `{meant}`, on which a check depends");
                let finding = Finding::new("parameter-spelling", message);
                let finding = finding.at_some(self.call.places.action.as_ref());
                findings.push(finding.with_help(format!("the operation calls it `{meant}`")));
            }
        }
    }
}
