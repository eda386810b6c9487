//! The service authorization reference as the primary package holds it.

use std::path::Path;

use anyhow::{Context, Result};
use serde::Deserialize;

/// One service of the reference.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(crate) struct Service {
    /// The prefix of its actions.
    pub(crate) name: String,
    /// Its name for people, often abbreviated.
    pub(crate) service_name: String,
    /// Its actions.
    pub(crate) actions: Vec<Action>,
    /// Its resource types.
    pub(crate) resources: Vec<Resource>,
    /// Its condition keys.
    pub(crate) condition_keys: Vec<Key>,
    /// Its API operations.
    pub(crate) operations: Vec<Operation>,
}

/// An action.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(crate) struct Action {
    /// Its name without the prefix.
    pub(crate) name: String,
    /// Condition keys, whatever the resource.
    pub(crate) action_condition_keys: Vec<String>,
    /// What classifies it.
    pub(crate) annotations: Annotations,
    /// The resource types that it takes.
    pub(crate) resources: Vec<TakenType>,
}

/// What classifies an action.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(crate) struct Annotations {
    /// The flags.
    pub(crate) properties: Properties,
}

/// The flags of an action's access level; none: it reads.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "the flags of the reference, each yes or no"
)]
pub(crate) struct Properties {
    /// Lists resources.
    pub(crate) is_list: bool,
    /// Grants or changes permissions.
    pub(crate) is_permission_management: bool,
    /// Changes tags only.
    pub(crate) is_tagging_only: bool,
    /// Changes something.
    pub(crate) is_write: bool,
}

/// A resource type that an action takes.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(crate) struct TakenType {
    /// The type.
    pub(crate) name: String,
    /// Condition keys that apply to the action on the type.
    pub(crate) condition_keys: Vec<String>,
}

/// A resource type.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(crate) struct Resource {
    /// Its name.
    pub(crate) name: String,
    /// Its ARN templates.
    #[serde(rename = "ARNFormats")]
    pub(crate) arn_formats: Vec<String>,
    /// The condition keys that it supports.
    pub(crate) condition_keys: Vec<String>,
}

/// A condition key.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(crate) struct Key {
    /// Its name.
    pub(crate) name: String,
    /// Its types.
    pub(crate) types: Vec<String>,
}

/// An API operation.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(crate) struct Operation {
    /// Its name.
    pub(crate) name: String,
    /// The actions that it is, or may be, authorised against; none: they are not known.
    pub(crate) authorized_actions: Vec<AuthorizedAction>,
    /// The SDK methods that call it.
    #[serde(rename = "SDK")]
    pub(crate) sdk: Vec<Method>,
}

/// An action that an operation is, or may be, authorised against.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(crate) struct AuthorizedAction {
    /// The prefix of its service.
    pub(crate) service: String,
    /// Its name.
    pub(crate) name: String,
    /// Condition keys with the values that they then have.
    pub(crate) context: std::collections::BTreeMap<String, Vec<String>>,
}

/// An SDK method.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(crate) struct Method {
    /// The client.
    pub(crate) name: String,
    /// The method.
    pub(crate) method: String,
}

#[derive(Deserialize)]
struct Document {
    services: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    document: Service,
}

/// Reads the reference.
///
/// # Errors
///
/// If the text is not of the reference's form.
pub(crate) fn parse(text: &[u8], path: &Path) -> Result<Vec<Service>> {
    let document: Document =
        serde_json::from_slice(text).with_context(|| format!("{}", path.display()))?;
    Ok(document
        .services
        .into_iter()
        .map(|entry| entry.document)
        .collect())
}
