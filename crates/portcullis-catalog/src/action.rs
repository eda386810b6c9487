//! Actions of a service: what policies allow and deny.

use core::fmt;

use crate::blob::layout::{Table, action, profile, take};
use crate::blob::{List, Row};
use crate::{AccessLevel, Check, ConditionKey, ResourceType, Service, Since, pattern};

/// An action of a service's edition.
#[derive(Clone, Copy, Debug)]
pub struct Action<'a> {
    service: Service<'a>,
    row: Row<'a>,
}

impl<'a> Action<'a> {
    pub(crate) const fn new(service: Service<'a>, row: Row<'a>) -> Self {
        Self { service, row }
    }

    fn profile(self) -> Row<'a> {
        let index = self.row.number(action::PROFILE);
        self.row.blob().row(Table::Profiles, index)
    }

    /// The name without the service prefix, in AWS's spelling.
    ///
    /// ```
    /// let catalog = portcullis_catalog::Catalog::embedded();
    /// let action = catalog.action("elasticache", "CONNECT").known().expect("listed");
    /// assert_eq!(action.name(), "Connect");
    /// ```
    #[must_use]
    pub fn name(self) -> &'a str {
        self.row.text(action::NAME)
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
        self.service
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
    pub fn access_level(self) -> AccessLevel {
        let place = usize::from(self.row.byte(action::FLAGS) & 0b111);
        let level = AccessLevel::ALL.get(place).copied();
        level.unwrap_or(AccessLevel::Write)
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
    pub fn is_permission_only(self) -> bool {
        self.row.byte(action::FLAGS) & 0b1000 != 0
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
    pub fn has_resource_types(self) -> bool {
        !self.profile().list(profile::TAKES).is_empty()
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
        let blob = self.row.blob();
        self.profile()
            .list(profile::TAKES)
            .map(move |index| ActionResourceType {
                service: self.service,
                row: blob.row(Table::Takes, index),
            })
    }

    /// Whether a resource with that ARN is of a type that the action takes. An ARN that has the shapes of several types of the service is of
    /// the one that says most of it ([`Service::resource_type_of`]): that of an object is not that of a bucket with a long name.
    ///
    /// ```
    /// let catalog = portcullis_catalog::Catalog::embedded();
    /// let action = catalog.action("s3", "GetObject").known().expect("listed");
    /// assert!(action.takes("arn:aws:s3:::bucket/key"));
    /// assert!(!action.takes("arn:aws:s3:::bucket"));
    /// let action = catalog.action("s3", "ListBucket").known().expect("listed");
    /// assert!(!action.takes("arn:aws:s3:::bucket/key"));
    /// ```
    #[must_use]
    pub fn takes(self, arn: &str) -> bool {
        let taken = || self.resource_types().map(|one| one.resource_type());
        // Where no name holds a `:` or a `/`, no other type can say more of the ARN.
        if taken().any(|kind| kind.matches_plainly(arn)) {
            return true;
        }
        let Some(best) = taken().filter_map(|kind| kind.specificity(arn)).max() else {
            return false;
        };
        let says_more =
            |kind: ResourceType<'_>| kind.specificity(arn).is_some_and(|one| one > best);
        !self.service.resource_types().any(says_more)
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
        keys(self.service, self.profile().list(profile::KEYS))
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
        let named = |key: ConditionKey<'_>| key.is_named(name);
        self.condition_keys().any(named)
            || self.resource_types().any(|row| {
                row.condition_keys().any(named) || row.resource_type().condition_keys().any(named)
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
    /// let names: Vec<_> = action.dependent_actions().map(|check| check.action().to_string()).collect();
    /// assert_eq!(names, ["s3:DeleteObject", "s3:ListAllMyBuckets", "s3:PutObject"]);
    /// ```
    pub fn dependent_actions(self) -> impl Iterator<Item = Check<'a>> {
        let blob = self.row.blob();
        let needs = self.profile().list(profile::NEEDS);
        needs.map(move |index| Check::dependent(self.service, blob.row(Table::Checks, index)))
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
    pub fn is_in_permission_reference(self) -> bool {
        self.row.byte(action::FLAGS) & 0b1_0000 == 0
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
    pub fn since(self) -> Option<Since> {
        self.profile().since(profile::SINCE)
    }

    /// Whether the action falls under the pattern of a policy's `Action` element, `s3:Get*`; ASCII case is folded.
    ///
    /// # Source
    ///
    /// PL 5.1 to 5.3.
    ///
    /// ```
    /// let catalog = portcullis_catalog::Catalog::embedded();
    /// let action = catalog.action("s3", "GetObject").known().expect("listed");
    /// assert!(action.falls_under("S3:get*") && action.falls_under("*"));
    /// assert!(!action.falls_under("s3:Put*"));
    /// ```
    #[must_use]
    pub fn falls_under(self, pattern: &str) -> bool {
        pattern::matches(pattern, self.service.prefix(), self.name())
    }

    /// Those of the patterns that the action falls under, in their order.
    ///
    /// ```
    /// let catalog = portcullis_catalog::Catalog::embedded();
    /// let action = catalog.action("s3", "GetObject").known().expect("listed");
    /// let patterns = ["s3:*", "ec2:*", "s3:Get*"];
    /// assert!(action.patterns_among(patterns).eq(["s3:*", "s3:Get*"]));
    /// ```
    pub fn patterns_among<'p>(
        self,
        patterns: impl IntoIterator<Item = &'p str>,
    ) -> impl Iterator<Item = &'p str> {
        patterns
            .into_iter()
            .filter(move |pattern| self.falls_under(pattern))
    }
}

impl fmt::Display for Action<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.service.prefix(), self.name())
    }
}

/// A resource type that an action takes.
#[derive(Clone, Copy, Debug)]
pub struct ActionResourceType<'a> {
    service: Service<'a>,
    row: Row<'a>,
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
    pub fn resource_type(self) -> ResourceType<'a> {
        let row = self.service.row(Table::Types, self.row.number(take::TYPE));
        ResourceType::new(self.service, row)
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
    pub fn need(self) -> Need {
        if self.row.byte(take::REQUIRED) == 1 {
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
        keys(self.service, self.row.list(take::KEYS))
    }
}

/// The condition keys of those numbers in the edition.
pub(crate) fn keys<'a>(
    service: Service<'a>,
    list: List<'a>,
) -> impl Iterator<Item = ConditionKey<'a>> {
    list.map(move |number| ConditionKey::new(service.row(Table::Keys, number)))
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
