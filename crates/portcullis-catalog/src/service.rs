//! One edition of a service: the entry to its actions, resource types, condition keys and operations.

use alloc::vec::Vec;
use core::cmp::Reverse;

use crate::rows::EditionRow;
use crate::{
    Action, ConditionKey, Date, EditionId, InForce, Operation, ResourceType, folding, nearest,
};

/// One service as it was at one date.
///
/// All lists are sorted by name without regard to ASCII case, and every look-up by name folds ASCII case.
#[derive(Clone, Copy, Debug)]
pub struct Service<'a> {
    row: &'a EditionRow,
}

impl<'a> Service<'a> {
    pub(crate) const fn new(row: &'a EditionRow) -> Self {
        Self { row }
    }

    /// The service prefix, in lower case.
    ///
    /// ```
    /// let catalog = portcullis_catalog::Catalog::embedded();
    /// assert_eq!(catalog.service("ElastiCache").map(|service| service.prefix()), Some("elasticache"));
    /// ```
    #[must_use]
    pub const fn prefix(self) -> &'a str {
        self.row.service
    }

    /// The service's name.
    ///
    /// ```
    /// let catalog = portcullis_catalog::Catalog::embedded();
    /// assert_eq!(catalog.service("elasticache").map(|service| service.name()), Some("Amazon ElastiCache"));
    /// ```
    #[must_use]
    pub const fn name(self) -> &'a str {
        self.row.name
    }

    /// The version of the service's API that the edition describes.
    ///
    /// ```
    /// let catalog = portcullis_catalog::Catalog::embedded();
    /// assert_eq!(catalog.service("elasticache").map(|service| service.api_version()), Some("2015-02-02"));
    /// ```
    #[must_use]
    pub const fn api_version(self) -> &'a str {
        self.row.api_version
    }

    /// The principal as which the service acts.
    ///
    /// ```
    /// let catalog = portcullis_catalog::Catalog::embedded();
    /// let principal = catalog.service("elasticache").map(|service| service.service_principal());
    /// assert_eq!(principal, Some("elasticache.amazonaws.com"));
    /// ```
    #[must_use]
    pub const fn service_principal(self) -> &'a str {
        self.row.service_principal
    }

    /// The edition's name.
    ///
    /// ```
    /// let catalog = portcullis_catalog::Catalog::embedded();
    /// let service = catalog.service("elasticache").expect("embedded");
    /// assert_eq!(service.edition_id().to_string(), "elasticache@2026-10-24");
    /// ```
    #[must_use]
    pub fn edition_id(self) -> EditionId {
        EditionId::of(self.row.service, self.row.date)
    }

    /// The day of the sources that the edition was taken from.
    ///
    /// ```
    /// let catalog = portcullis_catalog::Catalog::embedded();
    /// let founding = catalog.edition(&"elasticache@2015-02-02".parse()?)?;
    /// assert_eq!(founding.as_of().to_string(), "2018-01-10");
    /// # Ok::<(), portcullis_catalog::EditionError>(())
    /// ```
    #[must_use]
    pub const fn as_of(self) -> Date {
        self.row.as_of
    }

    /// The day of the flags that say which resource types are required, [`Service::as_of`] unless the sources differ.
    ///
    /// ```
    /// let catalog = portcullis_catalog::Catalog::embedded();
    /// let service = catalog.service("elasticache").expect("embedded");
    /// assert_eq!(service.required_flags_as_of().to_string(), "2026-10-27");
    /// ```
    #[must_use]
    pub fn required_flags_as_of(self) -> Date {
        self.row.required_as_of.unwrap_or(self.row.as_of)
    }

    /// The day of the dependent actions, [`Service::as_of`] unless the sources differ.
    ///
    /// ```
    /// let catalog = portcullis_catalog::Catalog::embedded();
    /// let service = catalog.service("elasticache").expect("embedded");
    /// assert_eq!(service.dependent_actions_as_of().to_string(), "2026-07-08");
    /// ```
    #[must_use]
    pub fn dependent_actions_as_of(self) -> Date {
        self.row.dependent_as_of.unwrap_or(self.row.as_of)
    }

    /// The days on which this policy model held. Actions that appeared after [`Service::as_of`] are not in the edition, even
    /// if the model still held.
    ///
    /// ```
    /// let catalog = portcullis_catalog::Catalog::embedded();
    /// let founding = catalog.edition(&"elasticache@2015-02-02".parse()?)?;
    /// assert_eq!(founding.in_force().until(), Some("2020-08-13".parse()?));
    /// # Ok::<(), portcullis_catalog::EditionError>(())
    /// ```
    #[must_use]
    pub const fn in_force(self) -> InForce {
        InForce {
            from: self.row.from,
            until: self.row.until,
        }
    }

    /// What the service supports in policies.
    ///
    /// ```
    /// let catalog = portcullis_catalog::Catalog::embedded();
    /// let support = catalog.service("elasticache").expect("embedded").policy_support();
    /// assert!(support.resource_level() && !support.resource_based());
    /// ```
    #[must_use]
    pub const fn policy_support(self) -> PolicySupport<'a> {
        PolicySupport { row: self.row }
    }

    /// All actions.
    ///
    /// ```
    /// let catalog = portcullis_catalog::Catalog::embedded();
    /// assert_eq!(catalog.service("elasticache").expect("embedded").actions().count(), 77);
    /// ```
    pub fn actions(self) -> impl Iterator<Item = Action<'a>> {
        self.row
            .actions
            .iter()
            .map(move |row| Action::new(self.row, row))
    }

    /// The action of that name, without prefix.
    ///
    /// ```
    /// let catalog = portcullis_catalog::Catalog::embedded();
    /// let service = catalog.service("elasticache").expect("embedded");
    /// assert_eq!(service.action("createuser").map(|action| action.name()), Some("CreateUser"));
    /// assert!(service.action("DescribeCacheSecurityGroup").is_none());
    /// ```
    #[must_use]
    pub fn action(self, name: &str) -> Option<Action<'a>> {
        folding::find(self.row.actions, name, |row| row.name).map(|row| Action::new(self.row, row))
    }

    /// The actions whose names are nearest to `name` ([`nearest`]).
    ///
    /// ```
    /// let catalog = portcullis_catalog::Catalog::embedded();
    /// let service = catalog.service("elasticache").expect("embedded");
    /// let nearest = service.nearest_actions("DescribeCacheSecurityGroup");
    /// assert_eq!(nearest.first(), Some(&"DescribeCacheSecurityGroups"));
    /// ```
    #[must_use]
    pub fn nearest_actions(self, name: &str) -> Vec<&'a str> {
        nearest(name, self.row.actions.iter().map(|row| row.name))
    }

    /// All resource types.
    ///
    /// ```
    /// let catalog = portcullis_catalog::Catalog::embedded();
    /// let founding = catalog.edition(&"elasticache@2015-02-02".parse()?)?;
    /// assert!(founding.resource_types().map(|kind| kind.name()).eq(["cluster", "snapshot"]));
    /// # Ok::<(), portcullis_catalog::EditionError>(())
    /// ```
    pub fn resource_types(self) -> impl Iterator<Item = ResourceType<'a>> {
        self.row
            .types
            .iter()
            .map(move |row| ResourceType::new(self.row, row))
    }

    /// The resource type of that name.
    ///
    /// ```
    /// let catalog = portcullis_catalog::Catalog::embedded();
    /// let service = catalog.service("elasticache").expect("embedded");
    /// assert!(service.resource_type("serverlesscache").is_some());
    /// assert!(service.resource_type("bucket").is_none());
    /// ```
    #[must_use]
    pub fn resource_type(self, name: &str) -> Option<ResourceType<'a>> {
        folding::find(self.row.types, name, |row| row.name)
            .map(|row| ResourceType::new(self.row, row))
    }

    /// The resource type whose template the ARN fits: where several fit, the one with most literal text, then the first.
    ///
    /// ```
    /// let catalog = portcullis_catalog::Catalog::embedded();
    /// let service = catalog.service("elasticache").expect("embedded");
    /// let kind = service.resource_type_of("arn:aws:elasticache:us-east-2:111122223333:snapshot:nightly");
    /// assert_eq!(kind.map(|kind| kind.name()), Some("snapshot"));
    /// assert!(service.resource_type_of("arn:aws:s3:::bucket").is_none());
    /// ```
    #[must_use]
    pub fn resource_type_of(self, arn: &str) -> Option<ResourceType<'a>> {
        let fitting = self
            .resource_types()
            .filter_map(|kind| Some((kind.specificity(arn)?, kind)));
        fitting
            .min_by_key(|(literal, _)| Reverse(*literal))
            .map(|(_, kind)| kind)
    }

    /// All condition keys that the reference lists for the service, global ones that depend on the action included.
    ///
    /// ```
    /// let catalog = portcullis_catalog::Catalog::embedded();
    /// assert_eq!(catalog.service("elasticache").expect("embedded").condition_keys().count(), 25);
    /// ```
    pub fn condition_keys(self) -> impl Iterator<Item = ConditionKey<'a>> {
        self.row.keys.iter().map(ConditionKey::new)
    }

    /// The condition key of that name, or the family that it belongs to (`aws:RequestTag/team`).
    ///
    /// ```
    /// let catalog = portcullis_catalog::Catalog::embedded();
    /// let service = catalog.service("elasticache").expect("embedded");
    /// let key = service.condition_key("aws:requesttag/team");
    /// assert_eq!(key.map(|key| key.name()), Some("aws:RequestTag/${TagKey}"));
    /// ```
    #[must_use]
    pub fn condition_key(self, name: &str) -> Option<ConditionKey<'a>> {
        self.declared_key(name)
            .or_else(|| self.condition_keys().find(|key| key.is_named(name)))
    }

    /// The condition key that is declared under exactly this name.
    pub(crate) fn declared_key(self, name: &str) -> Option<ConditionKey<'a>> {
        folding::find(self.row.keys, name, |row| row.name).map(ConditionKey::new)
    }

    /// All API operations.
    ///
    /// ```
    /// let catalog = portcullis_catalog::Catalog::embedded();
    /// let founding = catalog.edition(&"elasticache@2015-02-02".parse()?)?;
    /// assert_eq!(founding.operations().count(), 40);
    /// # Ok::<(), portcullis_catalog::EditionError>(())
    /// ```
    pub fn operations(self) -> impl Iterator<Item = Operation<'a>> {
        self.row
            .operations
            .iter()
            .map(move |row| Operation::new(self.row, row))
    }

    /// The operation of that name, without prefix.
    ///
    /// ```
    /// let catalog = portcullis_catalog::Catalog::embedded();
    /// let service = catalog.service("elasticache").expect("embedded");
    /// assert_eq!(service.operation("createuser").map(|operation| operation.name()), Some("CreateUser"));
    /// assert!(service.operation("Connect").is_none());
    /// ```
    #[must_use]
    pub fn operation(self, name: &str) -> Option<Operation<'a>> {
        folding::find(self.row.operations, name, |row| row.name)
            .map(|row| Operation::new(self.row, row))
    }

    /// The operations whose names are nearest to `name` ([`nearest`]).
    ///
    /// ```
    /// let catalog = portcullis_catalog::Catalog::embedded();
    /// let service = catalog.service("elasticache").expect("embedded");
    /// assert_eq!(service.nearest_operations("CreateUsr").first(), Some(&"CreateUser"));
    /// ```
    #[must_use]
    pub fn nearest_operations(self, name: &str) -> Vec<&'a str> {
        nearest(name, self.row.operations.iter().map(|row| row.name))
    }
}

/// What a service supports in policies.
#[derive(Clone, Copy, Debug)]
pub struct PolicySupport<'a> {
    row: &'a EditionRow,
}

impl PolicySupport<'_> {
    /// Whether policies of identities can name its actions.
    ///
    /// ```
    /// let catalog = portcullis_catalog::Catalog::embedded();
    /// assert!(catalog.service("elasticache").expect("embedded").policy_support().identity_based());
    /// ```
    #[must_use]
    pub const fn identity_based(self) -> bool {
        self.row.identity_based
    }

    /// Whether policies can be attached to its resources.
    ///
    /// ```
    /// let catalog = portcullis_catalog::Catalog::embedded();
    /// assert!(!catalog.service("elasticache").expect("embedded").policy_support().resource_based());
    /// ```
    #[must_use]
    pub const fn resource_based(self) -> bool {
        self.row.resource_based
    }

    /// Whether policies can name its resources; where not, every action is asked on `*`.
    ///
    /// # Source
    ///
    /// R22, PL 6.4.
    ///
    /// ```
    /// let catalog = portcullis_catalog::Catalog::embedded();
    /// let founding = catalog.edition(&"elasticache@2015-02-02".parse()?)?;
    /// assert!(!founding.policy_support().resource_level());
    /// # Ok::<(), portcullis_catalog::EditionError>(())
    /// ```
    #[must_use]
    pub const fn resource_level(self) -> bool {
        self.row.resource_level
    }

    /// Whether it defines condition keys of its own.
    ///
    /// ```
    /// let catalog = portcullis_catalog::Catalog::embedded();
    /// assert!(catalog.service("elasticache").expect("embedded").policy_support().service_condition_keys());
    /// ```
    #[must_use]
    pub const fn service_condition_keys(self) -> bool {
        self.row.service_condition_keys
    }

    /// Whether the global condition keys work with its actions.
    ///
    /// ```
    /// let catalog = portcullis_catalog::Catalog::embedded();
    /// assert!(catalog.service("elasticache").expect("embedded").policy_support().global_condition_keys());
    /// ```
    #[must_use]
    pub const fn global_condition_keys(self) -> bool {
        self.row.global_condition_keys
    }
}
