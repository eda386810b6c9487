//! Actions of a service: what policies allow and deny.

use core::fmt;

use crate::folding::names_key;
use crate::rows::{ActionRow, ActionTypeRow, EditionRow};
use crate::{Check, ConditionKey, ResourceType, Service, Since, folding};

/// An action of a service's edition.
#[derive(Clone, Copy, Debug)]
pub struct Action<'a> {
    edition: &'a EditionRow,
    row: &'a ActionRow,
}

impl<'a> Action<'a> {
    pub(crate) const fn new(edition: &'a EditionRow, row: &'a ActionRow) -> Self {
        Self { edition, row }
    }

    /// The name without the service prefix, in AWS's spelling.
    ///
    /// ```
    /// let catalog = portcullis_catalog::Catalog::embedded();
    /// let action = catalog.action("elasticache", "CONNECT").known().expect("listed");
    /// assert_eq!(action.name(), "Connect");
    /// ```
    #[must_use]
    pub const fn name(self) -> &'a str {
        self.row.name
    }

    /// The edition that it belongs to.
    ///
    /// ```
    /// let catalog = portcullis_catalog::Catalog::embedded();
    /// let action = catalog.action("elasticache", "Connect").known().expect("listed");
    /// assert_eq!(action.service().edition_id().to_string(), "elasticache@2026-10-24");
    /// ```
    #[must_use]
    pub const fn service(self) -> Service<'a> {
        Service::new(self.edition)
    }

    /// What kind of access it gives.
    ///
    /// ```
    /// use portcullis_catalog::{AccessLevel, Catalog};
    /// let catalog = Catalog::embedded();
    /// let action = catalog.action("elasticache", "ListTagsForResource").known().expect("listed");
    /// assert_eq!(action.access_level(), AccessLevel::Read);
    /// ```
    #[must_use]
    pub const fn access_level(self) -> AccessLevel {
        self.row.level
    }

    /// Whether it names no API operation, only a permission.
    ///
    /// ```
    /// let catalog = portcullis_catalog::Catalog::embedded();
    /// let is_permission_only =
    ///     |name| catalog.action("elasticache", name).known().is_some_and(|action| action.is_permission_only());
    /// assert!(is_permission_only("Connect") && !is_permission_only("CreateUser"));
    /// ```
    #[must_use]
    pub const fn is_permission_only(self) -> bool {
        self.row.permission_only
    }

    /// Whether policies can name resources for it. Where they cannot, it is asked on `*` only.
    ///
    /// # Source
    ///
    /// Service authorization reference, column of resource types; PL 6.4.
    ///
    /// ```
    /// let catalog = portcullis_catalog::Catalog::embedded();
    /// let takes_resources = |name| catalog.action("elasticache", name).known().is_some_and(|action| action.has_resource_types());
    /// assert!(takes_resources("DescribeCacheClusters") && !takes_resources("DescribeEvents"));
    /// ```
    #[must_use]
    pub const fn has_resource_types(self) -> bool {
        !self.row.types.is_empty()
    }

    /// The resource types it takes, sorted by name.
    ///
    /// ```
    /// use portcullis_catalog::{Catalog, Need};
    /// let catalog = Catalog::embedded();
    /// let action = catalog.action("elasticache", "DeleteCacheCluster").known().expect("listed");
    /// let types: Vec<_> = action.resource_types().map(|row| (row.resource_type().name(), row.need())).collect();
    /// assert_eq!(types, [("cluster", Need::Required), ("snapshot", Need::Optional)]);
    /// ```
    pub fn resource_types(self) -> impl Iterator<Item = ActionResourceType<'a>> {
        let edition = self.edition;
        self.row.types.iter().filter_map(move |row| {
            let kind = folding::find(edition.types, row.name, |kind| kind.name)?;
            Some(ActionResourceType {
                edition,
                row,
                resource_type: ResourceType::new(edition, kind),
            })
        })
    }

    /// The condition keys that apply whatever the resource, sorted.
    ///
    /// ```
    /// let catalog = portcullis_catalog::Catalog::embedded();
    /// let action = catalog.action("elasticache", "ModifyUser").known().expect("listed");
    /// let keys: Vec<_> = action.condition_keys().map(|key| key.name()).collect();
    /// assert_eq!(keys, ["aws:ResourceTag/${TagKey}", "elasticache:UserAuthenticationMode"]);
    /// ```
    pub fn condition_keys(self) -> impl Iterator<Item = ConditionKey<'a>> {
        let service = self.service();
        self.row
            .keys
            .iter()
            .filter_map(move |name| service.declared_key(name))
    }

    /// Whether the reference lists the condition key for this action: for the action itself, for one of its resource types
    /// with it, or for that resource type. Global keys are listed only where they depend on the action
    /// ([`crate::facts::global_key`] knows all of them).
    ///
    /// ```
    /// let catalog = portcullis_catalog::Catalog::embedded();
    /// let action = catalog.action("elasticache", "CreateCacheCluster").known().expect("listed");
    /// assert!(action.lists_condition_key("elasticache:enginetype"));
    /// assert!(action.lists_condition_key("aws:RequestTag/team"));
    /// assert!(!action.lists_condition_key("elasticache:UserAuthenticationMode"));
    /// ```
    #[must_use]
    pub fn lists_condition_key(self, name: &str) -> bool {
        let listed = |keys: &[&str]| keys.iter().any(|declared| names_key(declared, name));
        listed(self.row.keys)
            || self.row.types.iter().any(|row| listed(row.keys))
            || self.resource_types().any(|row| {
                row.resource_type
                    .condition_keys()
                    .any(|key| key.is_named(name))
            })
    }

    /// Actions that the caller may need as well, because the service calls them on the caller's behalf; sorted.
    ///
    /// # Source
    ///
    /// Service authorization reference, column of dependent actions, as of [`Service::dependent_actions_as_of`]; EV 7.6.
    ///
    /// ```
    /// let catalog = portcullis_catalog::Catalog::embedded();
    /// let action = catalog.action("elasticache", "ExportServerlessCacheSnapshot").known().expect("listed");
    /// let names: Vec<_> = action.dependent_actions().map(|check| check.action()).collect();
    /// assert_eq!(names, ["s3:DeleteObject", "s3:ListAllMyBuckets", "s3:PutObject"]);
    /// ```
    pub fn dependent_actions(self) -> impl Iterator<Item = Check<'a>> {
        self.row.needs.iter().map(Check::on_behalf)
    }

    /// Whether the service's own list of permissions names it; `false` only where the sources show a gap.
    ///
    /// ```
    /// let catalog = portcullis_catalog::Catalog::embedded();
    /// let founding = catalog.edition(&"elasticache@2015-02-02".parse()?)?;
    /// let action = founding.action("ListAllowedNodeTypeModifications").expect("listed");
    /// assert!(!action.is_in_permission_reference());
    /// # Ok::<(), portcullis_catalog::EditionError>(())
    /// ```
    #[must_use]
    pub const fn is_in_permission_reference(self) -> bool {
        !self.row.unreferenced
    }

    /// When it appeared, where the sources show it.
    ///
    /// ```
    /// let catalog = portcullis_catalog::Catalog::embedded();
    /// let founding = catalog.edition(&"elasticache@2015-02-02".parse()?)?;
    /// let since = founding.action("TestFailover").and_then(|action| action.since());
    /// assert_eq!(since.map(|since| since.date().to_string()).as_deref(), Some("2017-04-05"));
    /// # Ok::<(), portcullis_catalog::EditionError>(())
    /// ```
    #[must_use]
    pub const fn since(self) -> Option<Since> {
        self.row.since
    }
}

impl fmt::Display for Action<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.edition.service, self.row.name)
    }
}

/// A resource type that an action takes.
#[derive(Clone, Copy, Debug)]
pub struct ActionResourceType<'a> {
    edition: &'a EditionRow,
    row: &'a ActionTypeRow,
    resource_type: ResourceType<'a>,
}

impl<'a> ActionResourceType<'a> {
    /// The type.
    ///
    /// ```
    /// let catalog = portcullis_catalog::Catalog::embedded();
    /// let action = catalog.action("elasticache", "StartMigration").known().expect("listed");
    /// assert!(action.resource_types().map(|row| row.resource_type().name()).eq(["replicationgroup"]));
    /// ```
    #[must_use]
    pub const fn resource_type(self) -> ResourceType<'a> {
        self.resource_type
    }

    /// Whether every call names such a resource.
    ///
    /// ```
    /// use portcullis_catalog::{Catalog, Need};
    /// let catalog = Catalog::embedded();
    /// let action = catalog.action("elasticache", "Connect").known().expect("listed");
    /// let required = action.resource_types().filter(|row| row.need() == Need::Required);
    /// assert!(required.map(|row| row.resource_type().name()).eq(["user"]));
    /// ```
    #[must_use]
    pub const fn need(self) -> Need {
        if self.row.required {
            Need::Required
        } else {
            Need::Optional
        }
    }

    /// The condition keys that apply to the action on such a resource, sorted, beside those of the action and of the type.
    ///
    /// ```
    /// let catalog = portcullis_catalog::Catalog::embedded();
    /// let action = catalog.action("elasticache", "CreateUserGroup").known().expect("listed");
    /// let group = action.resource_types().find(|row| row.resource_type().name() == "usergroup").expect("taken");
    /// assert!(group.condition_keys().map(|key| key.name()).eq(["aws:RequestTag/${TagKey}", "aws:TagKeys"]));
    /// ```
    pub fn condition_keys(self) -> impl Iterator<Item = ConditionKey<'a>> {
        let service = Service::new(self.edition);
        self.row
            .keys
            .iter()
            .filter_map(move |name| service.declared_key(name))
    }
}

/// Whether a call must name a resource of a type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(
    clippy::exhaustive_enums,
    reason = "the reference marks a type as required or does not"
)]
pub enum Need {
    /// Every call does; the permission must cover it.
    Required,
    /// Some calls do; the permission must cover it when used.
    Optional,
}

/// The kind of access that an action gives, as AWS classifies it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum AccessLevel {
    /// Sees that resources exist.
    List,
    /// Sees what is in them.
    Read,
    /// Changes tags only.
    Tagging,
    /// Creates, changes or deletes resources.
    Write,
    /// Grants or changes permissions.
    PermissionsManagement,
}

impl fmt::Display for AccessLevel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::List => "List",
            Self::Read => "Read",
            Self::Tagging => "Tagging",
            Self::Write => "Write",
            Self::PermissionsManagement => "Permissions management",
        })
    }
}
