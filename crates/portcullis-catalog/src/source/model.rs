//! What an edition says, as its author writes it; nothing here is checked yet.

use alloc::string::String;
use alloc::vec::Vec;

use crate::date::{Date, InForce, Since};
use crate::vocabulary::{AccessLevel, KeyType};

/// One service at one date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edition {
    /// The prefix of its actions, in lower case: `elasticache`.
    pub service: String,
    /// The day that names the edition.
    pub date: Date,
    /// The service's name, for people.
    pub name: String,
    /// The version of the service's API.
    pub api_version: Option<String>,
    /// The service principal.
    pub service_principal: Option<String>,
    /// The names of the SDK clients that call the service's operations, `elasticache`.
    pub sdk_clients: Vec<String>,
    /// The day of the sources.
    pub as_of: Date,
    /// The days on which the policy model held.
    pub in_force: InForce,
    /// The day of the required flags, if another one.
    pub required_as_of: Option<Date>,
    /// The day of the dependent actions, if another one.
    pub dependent_as_of: Option<Date>,
    /// What the service supports in policies; `None` where it follows from the other facts.
    pub support: Option<Support>,
    /// The resource types.
    pub resource_types: Vec<ResourceType>,
    /// The condition keys that are not global, and those global ones that the service documents.
    pub condition_keys: Vec<ConditionKey>,
    /// The actions.
    pub actions: Vec<Action>,
    /// The API operations.
    pub operations: Vec<Operation>,
}

impl Edition {
    /// An edition that says nothing yet, in force from its day on.
    #[must_use]
    pub fn new(service: impl Into<String>, date: Date) -> Self {
        Self {
            service: service.into(),
            date,
            name: String::new(),
            api_version: None,
            service_principal: None,
            sdk_clients: Vec::new(),
            as_of: date,
            in_force: InForce {
                from: date,
                until: None,
            },
            required_as_of: None,
            dependent_as_of: None,
            support: None,
            resource_types: Vec::new(),
            condition_keys: Vec::new(),
            actions: Vec::new(),
            operations: Vec::new(),
        }
    }
}

/// What a service supports in policies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "five independent columns of the reference, each yes or no"
)]
pub struct Support {
    /// Global condition keys.
    pub global_condition_keys: bool,
    /// Identity-based policies.
    pub identity_based: bool,
    /// Resource-based policies.
    pub resource_based: bool,
    /// Resource-level permissions.
    pub resource_level: bool,
    /// Condition keys of its own.
    pub service_condition_keys: bool,
}

/// A type of resource.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ResourceType {
    /// Its name, unique in the edition without regard to case; it may hold spaces.
    pub name: String,
    /// ARN templates, at least one: `arn:${Partition}:elasticache:${Region}:${Account}:user:${UserId}`.
    pub arns: Vec<String>,
    /// Condition keys that the type supports.
    pub condition_keys: Vec<String>,
    /// Operations on the type, where that is recorded.
    pub operations: Vec<String>,
    /// The type of which it is a subresource.
    pub parent: Option<Parent>,
    /// Whether it is the service's primary type.
    pub primary: bool,
    /// Whether it takes tags; `None`: not recorded.
    pub taggable: Option<bool>,
}

/// The type of which another is a subresource.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parent {
    /// The parent's type.
    pub resource_type: String,
    /// The engines of which the parent may be; none: any.
    pub engines: Vec<String>,
}

/// A condition key.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ConditionKey {
    /// Its name; a family has one placeholder: `aws:ResourceTag/${TagKey}`.
    pub name: String,
    /// Its types, at least one.
    pub types: Vec<KeyType>,
}

/// An action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Action {
    /// Its name without the service prefix.
    pub name: String,
    /// Its access level.
    pub level: AccessLevel,
    /// Condition keys, whatever the resource.
    pub condition_keys: Vec<String>,
    /// Resource types that it takes.
    pub resource_types: Vec<ActionResourceType>,
    /// Dependent actions: what else a call needs.
    pub needs: Vec<Check>,
    /// Whether no API operation has this name.
    pub permission_only: bool,
    /// Whether the service's own permission reference leaves it out.
    pub unreferenced: bool,
    /// When it appeared.
    pub since: Option<Since>,
}

impl Action {
    /// An action of which nothing but the name and the level is known.
    #[must_use]
    pub fn new(name: impl Into<String>, level: AccessLevel) -> Self {
        Self {
            name: name.into(),
            level,
            condition_keys: Vec::new(),
            resource_types: Vec::new(),
            needs: Vec::new(),
            permission_only: false,
            unreferenced: false,
            since: None,
        }
    }
}

/// A resource type that an action takes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ActionResourceType {
    /// The type.
    pub name: String,
    /// Whether a call always has a resource of the type.
    pub required: bool,
    /// Condition keys that apply to the action on the type.
    pub condition_keys: Vec<String>,
}

/// An API operation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Operation {
    /// Its name.
    pub name: String,
    /// The actions that a call is authorised against; none: they are not known, which never means that none is needed.
    pub checks: Vec<Check>,
    /// The parameter that takes an ARN.
    pub arn_parameter: Option<ArnParameter>,
    /// Parameters that name a resource.
    pub identifiers: Vec<Identifier>,
    /// The required parameters; `None`: not recorded.
    pub requires: Option<Vec<String>>,
    /// When it appeared.
    pub since: Option<Since>,
}

/// The parameter of an operation that takes an ARN.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ArnParameter {
    /// The parameter.
    pub name: String,
    /// The types that the ARN may have.
    pub resource_types: Vec<String>,
}

/// A parameter that names a resource.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Identifier {
    /// The type of the resource.
    pub resource_type: String,
    /// The parameter.
    pub parameter: String,
}

/// An action that a call is, or may be, authorised against.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Check {
    /// The action with its prefix.
    pub action: String,
    /// When it is checked.
    pub trigger: Trigger,
    /// The resource on which it is checked.
    pub on: On,
    /// Condition keys that the request then carries, each with its values; `${Region}` in a value stands for the request's Region.
    pub context: Vec<(String, Vec<String>)>,
    /// Whether the service makes the call on the caller's behalf.
    pub on_behalf: bool,
}

impl Check {
    /// A check of that action, on the resources of the request.
    #[must_use]
    pub fn new(action: impl Into<String>, trigger: Trigger) -> Self {
        Self {
            action: action.into(),
            trigger,
            on: On::Request,
            context: Vec::new(),
            on_behalf: false,
        }
    }

    /// Whether nothing but the action is known, as of most dependent actions.
    pub(crate) fn is_bare(&self) -> bool {
        self.trigger == Trigger::Unknown
            && self.on == On::Unknown
            && self.context.is_empty()
            && !self.on_behalf
    }
}

/// When an action is checked.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[expect(
    clippy::exhaustive_enums,
    reason = "the forms of an edition; a new one changes every reader of them"
)]
pub enum Trigger {
    /// Always.
    Always,
    /// When the parameter is passed.
    When(String),
    /// When the parameter is passed with this value.
    Equal(String, String),
    /// When the parameter is not passed.
    Unless(String),
    /// When the request has a resource of a type that the action takes.
    Matching,
    /// It is not documented when.
    Unknown,
}

/// The resource on which an action is checked.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[expect(
    clippy::exhaustive_enums,
    reason = "the forms of an edition; a new one changes every reader of them"
)]
pub enum On {
    /// Those resources of the request that are of a type that the action takes.
    Request,
    /// `*`.
    Any,
    /// Each ARN in the parameter.
    Members(String),
    /// The resource of that type whose placeholders, in order, have the values of these parameters.
    Named {
        /// The type, of the operation's service.
        resource_type: String,
        /// One parameter for each placeholder besides partition, Region and account.
        parameters: Vec<String>,
    },
    /// It is not documented.
    Unknown,
}

/// An action that older references list and today's do not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Retired {
    /// The service prefix, in lower case; the service may be retired too.
    pub service: String,
    /// The action's name.
    pub action: String,
    /// The day of the newest reference that lists it.
    pub last_seen: Date,
}
