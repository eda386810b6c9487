//! One edition of a service: the entry to its actions, resource types, condition keys and operations.

use alloc::vec::Vec;
use core::cmp::Reverse;
use core::ops::Range;

use crate::blob::Row;
use crate::blob::layout::{self, Table, edition};
use crate::{
    Action, ConditionKey, Date, EditionId, InForce, Operation, ResourceType, Support, facts,
    nearest, pattern,
};

/// One service as it was at one date.
///
/// All lists are sorted by name without regard to ASCII case, and every look-up by name folds ASCII case.
#[derive(Clone, Copy, Debug)]
pub struct Service<'a> {
    row: Row<'a>,
}

/// The four tables of an edition, in the order of their ranges.
const TABLES: [Table; 4] = [Table::Types, Table::Keys, Table::Actions, Table::Operations];

impl<'a> Service<'a> {
    pub(crate) const fn new(row: Row<'a>) -> Self {
        Self { row }
    }

    /// The rows of the edition in a table.
    pub(crate) fn range(self, table: Table) -> Range<usize> {
        let place = TABLES
            .iter()
            .position(|one| *one == table)
            .unwrap_or_default();
        let field = edition::RANGES + 6 * place;
        let start = self.row.number(field);
        start..start + self.row.number(field + 3)
    }

    /// A row of a table by its number in the edition.
    pub(crate) fn row(self, table: Table, number: usize) -> Row<'a> {
        let range = self.range(table);
        let index = range.start + number;
        // A number beyond the edition reads as an empty row.
        let index = if index < range.end { index } else { usize::MAX };
        self.row.blob().row(table, index)
    }

    pub(crate) fn rows(
        self,
        table: Table,
    ) -> impl DoubleEndedIterator<Item = Row<'a>> + ExactSizeIterator {
        let blob = self.row.blob();
        self.range(table).map(move |index| blob.row(table, index))
    }

    fn find(self, table: Table, field: usize, name: &str) -> Option<Row<'a>> {
        let blob = self.row.blob();
        let found = blob.find(table, &self.range(table), field, name)?;
        Some(blob.row(table, found))
    }

    pub(crate) const fn source(self) -> Row<'a> {
        self.row
    }

    fn day(self, place: usize) -> Option<Date> {
        self.row.day(edition::DAYS + 4 * place)
    }

    /// The service prefix, in lower case.
    ///
    /// ```
    /// let catalog = portcullis_catalog::Catalog::embedded();
    /// assert_eq!(catalog.service("ElastiCache").map(|service| service.prefix()), Some("elasticache"));
    /// ```
    #[must_use]
    pub fn prefix(self) -> &'a str {
        self.row.text(edition::SERVICE)
    }

    /// The service's name.
    ///
    /// ```
    /// let catalog = portcullis_catalog::Catalog::embedded();
    /// assert_eq!(catalog.service("elasticache").map(|service| service.name()), Some("Amazon ElastiCache"));
    /// ```
    #[must_use]
    pub fn name(self) -> &'a str {
        self.row.text(edition::NAME)
    }

    /// The version of the service's API that the edition describes; `None`: not recorded.
    ///
    /// ```
    /// let catalog = portcullis_catalog::Catalog::embedded();
    /// assert_eq!(catalog.service("elasticache").and_then(|service| service.api_version()), Some("2015-02-02"));
    /// ```
    #[must_use]
    pub fn api_version(self) -> Option<&'a str> {
        Some(self.row.text(edition::API_VERSION)).filter(|text| !text.is_empty())
    }

    /// The principal as which the service acts; `None`: not recorded.
    ///
    /// ```
    /// let catalog = portcullis_catalog::Catalog::embedded();
    /// let principal = catalog.service("elasticache").and_then(|service| service.service_principal());
    /// assert_eq!(principal, Some("elasticache.amazonaws.com"));
    /// ```
    #[must_use]
    pub fn service_principal(self) -> Option<&'a str> {
        Some(self.row.text(edition::PRINCIPAL)).filter(|text| !text.is_empty())
    }

    /// The names of the SDK clients that call the service's operations, sorted.
    ///
    /// ```
    /// let catalog = portcullis_catalog::Catalog::embedded();
    /// let clients = catalog.service("s3").into_iter().flat_map(|service| service.sdk_clients());
    /// assert!(clients.eq(["s3", "s3control"]));
    /// ```
    pub fn sdk_clients(self) -> impl Iterator<Item = &'a str> + Clone {
        self.row.list(edition::SDK).texts()
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
        EditionId::of(self.prefix(), self.date())
    }

    /// The day that names the edition.
    ///
    /// ```
    /// let catalog = portcullis_catalog::Catalog::embedded();
    /// assert_eq!(catalog.service("s3").map(|service| service.date().to_string()).as_deref(), Some("2026-10-24"));
    /// ```
    #[must_use]
    pub fn date(self) -> Date {
        self.day(0).unwrap_or(Date::NEVER)
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
    pub fn as_of(self) -> Date {
        self.day(1).unwrap_or(Date::NEVER)
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
        self.day(4).unwrap_or_else(|| self.as_of())
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
        self.day(5).unwrap_or_else(|| self.as_of())
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
    pub fn in_force(self) -> InForce {
        InForce {
            from: self.day(2).unwrap_or(Date::NEVER),
            until: self.day(3),
        }
    }

    /// What the service supports in policies.
    ///
    /// ```
    /// let catalog = portcullis_catalog::Catalog::embedded();
    /// let support = catalog.service("elasticache").expect("embedded").policy_support();
    /// assert!(support.resource_level());
    /// ```
    #[must_use]
    pub const fn policy_support(self) -> PolicySupport<'a> {
        PolicySupport { service: self }
    }

    /// All actions.
    ///
    /// ```
    /// let catalog = portcullis_catalog::Catalog::embedded();
    /// assert_eq!(catalog.service("elasticache").expect("embedded").actions().count(), 77);
    /// ```
    pub fn actions(self) -> impl Iterator<Item = Action<'a>> {
        self.rows(Table::Actions)
            .map(move |row| Action::new(self, row))
    }

    /// The actions whose names begin with `start`; ASCII case is folded.
    fn actions_from(self, start: &'a str) -> impl Iterator<Item = Action<'a>> {
        let blob = self.row.blob();
        let all = self.range(Table::Actions);
        let first = blob.lower_bound(Table::Actions, &all, layout::action::NAME, start);
        let begins = move |name: &str| {
            name.get(..start.len())
                .is_some_and(|head| head.eq_ignore_ascii_case(start))
        };
        (first..all.end)
            .map(move |index| Action::new(self, blob.row(Table::Actions, index)))
            .take_while(move |action| begins(action.name()))
    }

    /// The actions whose names fit a pattern with `*` and `?`, sorted; ASCII case is folded. Looks only at those that share what
    /// stands before the pattern's first wildcard.
    ///
    /// ```
    /// let catalog = portcullis_catalog::Catalog::embedded();
    /// let service = catalog.service("elasticache").expect("embedded");
    /// let names: Vec<_> = service.expand("create*snapshot").map(|action| action.name()).collect();
    /// assert_eq!(names, ["CreateServerlessCacheSnapshot", "CreateSnapshot"]);
    /// ```
    pub fn expand(self, pattern: &'a str) -> impl Iterator<Item = Action<'a>> {
        let all = pattern::is_prefix(pattern);
        self.actions_from(pattern::literal_prefix(pattern))
            .filter(move |action| all || pattern::fits(pattern, action.name()))
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
        let row = self.find(Table::Actions, layout::action::NAME, name)?;
        Some(Action::new(self, row))
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
        nearest(name, self.actions().map(Action::name))
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
        self.rows(Table::Types)
            .map(move |row| ResourceType::new(self, row))
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
        let row = self.find(Table::Types, layout::resource_type::NAME, name)?;
        Some(ResourceType::new(self, row))
    }

    /// The resource type whose template the ARN fits: where several fit, the one with most literal text, then with fewest stars and
    /// placeholders, then the first.
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
            .min_by_key(|(says, _)| Reverse(*says))
            .map(|(_, kind)| kind)
    }

    /// All condition keys that the reference lists for the service, global ones that depend on the action included.
    ///
    /// ```
    /// let catalog = portcullis_catalog::Catalog::embedded();
    /// assert_eq!(catalog.service("elasticache").expect("embedded").condition_keys().count(), 25);
    /// ```
    pub fn condition_keys(self) -> impl Iterator<Item = ConditionKey<'a>> {
        self.rows(Table::Keys).map(ConditionKey::new)
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
        self.find(Table::Keys, layout::key::NAME, name)
            .map(ConditionKey::new)
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
        self.rows(Table::Operations)
            .map(move |row| Operation::new(self, row))
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
        let row = self.find(Table::Operations, layout::operation::NAME, name)?;
        Some(Operation::new(self, row))
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
        nearest(name, self.operations().map(Operation::name))
    }
}

/// What a service supports in policies: what its edition records, else what follows from the edition's other facts.
#[derive(Clone, Copy, Debug)]
pub struct PolicySupport<'a> {
    service: Service<'a>,
}

impl PolicySupport<'_> {
    /// The flag in that place, if flags are recorded.
    fn recorded(self, place: u8) -> Option<bool> {
        let bits = self.service.source().byte(edition::SUPPORT);
        (bits & 0x80 != 0).then_some(bits & (1 << place) != 0)
    }

    pub(crate) fn is_recorded(self) -> bool {
        self.recorded(0).is_some()
    }

    /// Whether policies of identities can name its actions.
    ///
    /// ```
    /// let catalog = portcullis_catalog::Catalog::embedded();
    /// assert!(catalog.service("elasticache").expect("embedded").policy_support().identity_based());
    /// ```
    #[must_use]
    pub fn identity_based(self) -> bool {
        self.recorded(1).unwrap_or(true)
    }

    /// Whether policies can be attached to its resources; [`Support::Unknown`] where nothing records it.
    ///
    /// ```
    /// use portcullis_catalog::{Catalog, Support};
    /// let catalog = Catalog::embedded();
    /// let support = |prefix| catalog.service(prefix).map(|service| service.policy_support().resource_based());
    /// assert_eq!(support("elasticache"), Some(Support::No));
    /// assert_eq!(support("s3"), Some(Support::Yes));
    /// ```
    #[must_use]
    pub fn resource_based(self) -> Support {
        match self.recorded(2) {
            Some(true) => Support::Yes,
            Some(false) => Support::No,
            None if facts::supports_resource_policies(self.service.prefix()) => Support::Yes,
            None => Support::Unknown,
        }
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
    pub fn resource_level(self) -> bool {
        self.recorded(3)
            .unwrap_or_else(|| self.service.actions().any(Action::has_resource_types))
    }

    /// Whether it defines condition keys of its own.
    ///
    /// ```
    /// let catalog = portcullis_catalog::Catalog::embedded();
    /// assert!(catalog.service("elasticache").expect("embedded").policy_support().service_condition_keys());
    /// ```
    #[must_use]
    pub fn service_condition_keys(self) -> bool {
        self.recorded(4).unwrap_or_else(|| {
            let global = |name: &str| name.starts_with("aws:");
            self.service.condition_keys().any(|key| !global(key.name()))
        })
    }

    /// Whether the global condition keys work with its actions.
    ///
    /// ```
    /// let catalog = portcullis_catalog::Catalog::embedded();
    /// assert!(catalog.service("elasticache").expect("embedded").policy_support().global_condition_keys());
    /// ```
    #[must_use]
    pub fn global_condition_keys(self) -> bool {
        self.recorded(0).unwrap_or(true)
    }
}
