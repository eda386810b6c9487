//! The editions as the build compiled them; the only module that knows how they are stored.

use crate::key::{Cardinality, KeyType, ValueType};
use crate::operation::{CheckedResource, Trigger};
use crate::{AccessLevel, Date, Since};

/// One service at one date. Every list is sorted by name without regard to ASCII case, names are unique in their list, and
/// what a row names exists.
// INVARIANT: upheld by build/check.rs for the embedded editions.
#[derive(Debug)]
pub(crate) struct EditionRow {
    pub(crate) service: &'static str,
    pub(crate) date: Date,
    pub(crate) name: &'static str,
    pub(crate) api_version: &'static str,
    pub(crate) service_principal: &'static str,
    pub(crate) as_of: Date,
    pub(crate) from: Date,
    pub(crate) until: Option<Date>,
    pub(crate) required_as_of: Option<Date>,
    pub(crate) dependent_as_of: Option<Date>,
    pub(crate) identity_based: bool,
    pub(crate) resource_based: bool,
    pub(crate) resource_level: bool,
    pub(crate) service_condition_keys: bool,
    pub(crate) global_condition_keys: bool,
    pub(crate) types: &'static [TypeRow],
    pub(crate) keys: &'static [KeyRow],
    pub(crate) actions: &'static [ActionRow],
    pub(crate) operations: &'static [OperationRow],
}

#[derive(Debug)]
pub(crate) struct TypeRow {
    pub(crate) name: &'static str,
    pub(crate) arns: &'static [&'static str],
    pub(crate) keys: &'static [&'static str],
    pub(crate) operations: &'static [&'static str],
    pub(crate) parent: Option<ParentRow>,
    pub(crate) primary: bool,
    pub(crate) taggable: Option<bool>,
}

#[derive(Debug)]
pub(crate) struct ParentRow {
    pub(crate) name: &'static str,
    pub(crate) engines: &'static [&'static str],
}

#[derive(Debug)]
pub(crate) struct KeyRow {
    pub(crate) name: &'static str,
    pub(crate) types: &'static [KeyType],
}

#[derive(Debug)]
pub(crate) struct ActionRow {
    pub(crate) name: &'static str,
    pub(crate) level: AccessLevel,
    pub(crate) keys: &'static [&'static str],
    pub(crate) needs: &'static [CheckRow],
    pub(crate) permission_only: bool,
    pub(crate) since: Option<Since>,
    pub(crate) types: &'static [ActionTypeRow],
    pub(crate) unreferenced: bool,
}

#[derive(Debug)]
pub(crate) struct ActionTypeRow {
    pub(crate) name: &'static str,
    pub(crate) required: bool,
    pub(crate) keys: &'static [&'static str],
}

#[derive(Debug)]
pub(crate) struct OperationRow {
    pub(crate) name: &'static str,
    pub(crate) documented: bool,
    pub(crate) arn_parameter: Option<(&'static str, &'static [&'static str])>,
    pub(crate) checks: &'static [CheckRow],
    pub(crate) identifiers: &'static [(&'static str, &'static str)],
    pub(crate) requires: Option<&'static [&'static str]>,
    pub(crate) since: Option<Since>,
}

#[derive(Debug)]
pub(crate) struct CheckRow {
    pub(crate) action: &'static str,
    pub(crate) trigger: Trigger<'static>,
    pub(crate) resource: CheckedResource<'static>,
}

include!(concat!(env!("OUT_DIR"), "/editions.rs"));
