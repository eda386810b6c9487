//! The condition keys that a check of an operation carries beside those of the call.

use portcullis_catalog::Cardinality;
use portcullis_condition::{ContextKey, ContextValue};
use portcullis_eval::Resource;

use portcullis_catalog::Catalog;

use super::{Asking, Origin, Question};
use crate::model::Call;

/// Keys that tell of the network path of the caller, which a service that calls on its behalf does not take.
const OF_THE_ENDPOINT: &[&str] = &[
    "aws:SourceVpc",
    "aws:SourceVpcArn",
    "aws:SourceVpce",
    "aws:VpcSourceIp",
    "aws:VpceAccount",
    "aws:VpceOrgID",
    "aws:VpceOrgPaths",
];

/// What begins the names of keys that tell of the resource.
const OF_THE_RESOURCE: &str = "aws:resource";

impl Question {
    /// Whether a key of the call holds for this check too.
    pub(crate) fn keeps(&self, key: &ContextKey) -> bool {
        let named = |name: &&str| key.as_str().eq_ignore_ascii_case(name);
        let of_endpoint = self.on_behalf && OF_THE_ENDPOINT.iter().any(named);
        let of_resource = self.origin == Origin::Parameter
            && key
                .as_str()
                .get(..OF_THE_RESOURCE.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(OF_THE_RESOURCE));
        // What the call says of its own path is not what its service says of the next one.
        let of_path = self.on_behalf
            && [
                "aws:ViaAWSService",
                "aws:CalledVia",
                "aws:CalledViaFirst",
                "aws:CalledViaLast",
            ]
            .iter()
            .any(named);
        !(of_endpoint || of_resource || of_path)
    }

    /// The keys that follow from what the check is.
    pub(crate) fn facts(&self, call: &Call, catalog: &Catalog) -> Vec<(ContextKey, ContextValue)> {
        let mut facts = self.context.clone();
        let mut fact = |name: &str, value: ContextValue| {
            facts.extend(name.parse().ok().map(|key| (key, value)));
        };
        if self.on_behalf {
            fact("aws:ViaAWSService", ContextValue::single("true"));
            let service = catalog.service(call.asked.as_action().service());
            if let Some(principal) = service.and_then(|service| service.service_principal()) {
                fact("aws:CalledVia", ContextValue::list([principal]));
                fact("aws:CalledViaFirst", ContextValue::single(principal));
                fact("aws:CalledViaLast", ContextValue::single(principal));
            }
        } else if self.origin == Origin::Parameter {
            // It is one request, in one Region, though the ARN of a role has none.
            if let Some(region) = call.resources.iter().find_map(region) {
                fact("aws:RequestedRegion", ContextValue::single(region));
            }
        }
        facts
    }
}

impl Asking<'_> {
    /// The condition keys of the check; one whose value needs the Region of the request is left out where that is not known.
    pub(super) fn context(
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

fn region(resource: &Resource) -> Option<&str> {
    match resource {
        Resource::Arn(arn) => Some(arn.region()).filter(|region| !region.is_empty()),
        Resource::Everything => None,
    }
}
