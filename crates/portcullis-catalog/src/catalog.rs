//! The catalog: services at today's edition, and earlier editions on request.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt::Write;

use crate::rows::{EDITIONS, EditionRow};
use crate::{
    Action, Cardinality, EditionError, EditionErrorKind, EditionId, Operation, Service, facts,
    folding, nearest,
};

/// A set of services, each at one edition.
///
/// Cheap to clone. Services that it does not have are unknown, not absent from AWS.
#[derive(Clone, Debug)]
pub struct Catalog {
    /// Sorted by service and date.
    editions: &'static [EditionRow],
    /// Editions that stand in for today's, at most one for each service.
    chosen: Vec<&'static EditionRow>,
}

impl Catalog {
    /// The editions that were compiled into this crate, each service at its latest. Costs nothing to open.
    ///
    /// ```
    /// let catalog = portcullis_catalog::Catalog::embedded();
    /// assert!(catalog.services().map(|service| service.prefix()).eq(["elasticache"]));
    /// ```
    #[must_use]
    pub const fn embedded() -> Self {
        Self {
            editions: EDITIONS,
            chosen: Vec::new(),
        }
    }

    /// The same catalog with that edition in place of the service's latest one; other services stay as they are.
    ///
    /// ```
    /// use portcullis_catalog::Catalog;
    /// let founding = Catalog::embedded().with_edition(&"elasticache@2015-02-02".parse()?)?;
    /// let service = founding.service("elasticache").expect("embedded");
    /// assert_eq!(service.edition_id().to_string(), "elasticache@2015-02-02");
    /// # Ok::<(), portcullis_catalog::EditionError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`Catalog::edition`].
    pub fn with_edition(&self, id: &EditionId) -> Result<Self, EditionError> {
        let row = self.find_edition(id)?;
        let mut chosen = self.chosen.clone();
        chosen.retain(|other| other.service != row.service);
        chosen.push(row);
        Ok(Self {
            editions: self.editions,
            chosen,
        })
    }

    /// The edition of that name; where no edition has that very day, the one that was in force on it.
    ///
    /// A day between two editions, when one policy model had ended and no edition describes its successor, is an error rather
    /// than the nearest guess: a request shaped by the wrong model would be decided wrongly without a sign of it.
    ///
    /// ```
    /// let catalog = portcullis_catalog::Catalog::embedded();
    /// let edition = |id: &str| Ok::<_, portcullis_catalog::EditionError>(catalog.edition(&id.parse()?)?.edition_id());
    /// assert_eq!(edition("elasticache@2015-02-02")?.to_string(), "elasticache@2015-02-02");
    /// assert_eq!(edition("elasticache@2019-01-01")?.to_string(), "elasticache@2015-02-02");
    /// assert_eq!(edition("elasticache@2026-12-31")?.to_string(), "elasticache@2026-10-24");
    /// assert!(edition("elasticache@2021-01-01").is_err());
    /// # Ok::<(), portcullis_catalog::EditionError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`EditionErrorKind::UnknownService`] where the catalog has no edition of the service, and
    /// [`EditionErrorKind::NoneInForce`] where it has none for the day; both name the editions that there are.
    pub fn edition(&self, id: &EditionId) -> Result<Service<'_>, EditionError> {
        self.find_edition(id).map(Service::new)
    }

    fn find_edition(&self, id: &EditionId) -> Result<&'static EditionRow, EditionError> {
        let of_service = |row: &&EditionRow| row.service == id.service();
        let on_day = |row: &&EditionRow| Service::new(row).in_force().contains(id.date());
        let rows = || self.editions.iter().filter(of_service);
        rows()
            .find(|row| row.date == id.date())
            .or_else(|| rows().find(on_day))
            .ok_or_else(|| {
                let known = rows().next().is_some();
                let kind = if known {
                    EditionErrorKind::NoneInForce
                } else {
                    EditionErrorKind::UnknownService
                };
                EditionError::new(kind, &format!("{id}"))
                    .with_help(self.known_editions(known.then_some(id.service())))
            })
    }

    /// A sentence part that lists the editions, of one service or of all (the nearest few, were there many).
    fn known_editions(&self, service: Option<&str>) -> String {
        let mut help = String::from("the editions are");
        let rows = self
            .editions
            .iter()
            .filter(|row| service.is_none_or(|service| row.service == service));
        for (index, row) in rows.take(8).enumerate() {
            let separator = if index == 0 { ' ' } else { ',' };
            let space = if index == 0 { "" } else { " " };
            // Writing to a string cannot fail.
            let _ = write!(
                help,
                "{separator}{space}{}@{} (in force {}",
                row.service, row.date, row.from
            );
            let _ = match row.until {
                Some(until) => write!(help, " to {until})"),
                None => write!(help, " to today)"),
            };
        }
        help
    }

    /// All editions, sorted by service, then by date.
    ///
    /// ```
    /// let catalog = portcullis_catalog::Catalog::embedded();
    /// let ids: Vec<_> = catalog.editions().map(|service| service.edition_id().to_string()).collect();
    /// assert_eq!(ids, ["elasticache@2015-02-02", "elasticache@2026-10-24"]);
    /// ```
    pub fn editions(&self) -> impl Iterator<Item = Service<'_>> {
        self.editions.iter().map(Service::new)
    }

    /// All services, each at its chosen or else its latest edition, sorted by prefix.
    ///
    /// ```
    /// let catalog = portcullis_catalog::Catalog::embedded();
    /// assert_eq!(catalog.services().count(), 1);
    /// ```
    pub fn services(&self) -> impl Iterator<Item = Service<'_>> {
        let latest = self
            .editions
            .chunk_by(|left, right| left.service == right.service);
        latest
            .filter_map(|rows| self.current(rows))
            .map(Service::new)
    }

    /// The service of that prefix (ASCII case is folded); `None`: the catalog does not know it.
    ///
    /// ```
    /// let catalog = portcullis_catalog::Catalog::embedded();
    /// assert!(catalog.service("ELASTICACHE").is_some());
    /// assert!(catalog.service("s3").is_none());
    /// ```
    #[must_use]
    pub fn service(&self, prefix: &str) -> Option<Service<'_>> {
        let start = self
            .editions
            .partition_point(|row| folding::compare(row.service, prefix).is_lt());
        let rows = self.editions.get(start..)?;
        let length = rows.partition_point(|row| row.service.eq_ignore_ascii_case(prefix));
        self.current(rows.get(..length)?).map(Service::new)
    }

    /// Of the editions of one service, sorted by date, the chosen one or else the latest.
    fn current(&self, rows: &'static [EditionRow]) -> Option<&'static EditionRow> {
        let latest = rows.last()?;
        Some(
            self.chosen
                .iter()
                .copied()
                .find(|row| row.service == latest.service)
                .unwrap_or(latest),
        )
    }

    /// The services whose prefixes are nearest to `prefix` ([`nearest`]).
    ///
    /// ```
    /// let catalog = portcullis_catalog::Catalog::embedded();
    /// assert_eq!(catalog.nearest_services("elasticash"), ["elasticache"]);
    /// ```
    #[must_use]
    pub fn nearest_services(&self, prefix: &str) -> Vec<&str> {
        nearest(prefix, self.editions.iter().map(|row| row.service))
    }

    /// The action `prefix:name` (ASCII case is folded).
    ///
    /// ```
    /// use portcullis_catalog::{Catalog, Lookup};
    /// let catalog = Catalog::embedded();
    /// assert!(matches!(catalog.action("elasticache", "createuser"), Lookup::Known(_)));
    /// assert!(matches!(catalog.action("elasticache", "CreateUsr"), Lookup::NotInService(_)));
    /// assert!(matches!(catalog.action("s3", "GetObject"), Lookup::UnknownService));
    /// ```
    #[must_use]
    pub fn action(&self, prefix: &str, name: &str) -> Lookup<'_, Action<'_>> {
        self.look_up(prefix, |service| service.action(name))
    }

    /// The operation `prefix:name` (ASCII case is folded).
    ///
    /// ```
    /// use portcullis_catalog::{Catalog, Lookup};
    /// let catalog = Catalog::embedded();
    /// assert!(matches!(catalog.operation("elasticache", "createuser"), Lookup::Known(_)));
    /// assert!(matches!(catalog.operation("elasticache", "Connect"), Lookup::NotInService(_)));
    /// assert!(matches!(catalog.operation("s3", "GetObject"), Lookup::UnknownService));
    /// ```
    #[must_use]
    pub fn operation(&self, prefix: &str, name: &str) -> Lookup<'_, Operation<'_>> {
        self.look_up(prefix, |service| service.operation(name))
    }

    fn look_up<'a, T>(
        &'a self,
        prefix: &str,
        find: impl FnOnce(Service<'a>) -> Option<T>,
    ) -> Lookup<'a, T> {
        match self.service(prefix) {
            Some(service) => find(service).map_or(Lookup::NotInService(service), Lookup::Known),
            None => Lookup::UnknownService,
        }
    }

    /// Whether policies can be attached to resources of the service: what its edition says, else
    /// [`facts::supports_resource_policies`].
    ///
    /// # Source
    ///
    /// EV 7.4; R4, R17, R23.
    ///
    /// ```
    /// use portcullis_catalog::{Catalog, Support};
    /// let catalog = Catalog::embedded();
    /// assert_eq!(catalog.resource_policy_support("s3"), Support::Yes);
    /// assert_eq!(catalog.resource_policy_support("elasticache"), Support::No);
    /// assert_eq!(catalog.resource_policy_support("future-service"), Support::Unknown);
    /// ```
    #[must_use]
    pub fn resource_policy_support(&self, prefix: &str) -> Support {
        match self.service(prefix) {
            Some(service) if service.policy_support().resource_based() => Support::Yes,
            Some(_) => Support::No,
            None if facts::supports_resource_policies(prefix) => Support::Yes,
            None => Support::Unknown,
        }
    }

    /// Whether resource control policies apply to the action, as far as service and action decide it.
    ///
    /// They do for services that support them and actions that have a resource type. Of an action that the catalog does not
    /// know, one asked on the pseudo-resource `*` counts as having none, any other as having one.
    ///
    /// # Source
    ///
    /// EV 3.2.3 (`kms:RetireGrant`), EV 3.2.4, EV 3.2.6.
    ///
    /// ```
    /// let catalog = portcullis_catalog::Catalog::embedded();
    /// assert!(catalog.resource_control_policies_apply("s3", "GetObject", "arn:aws:s3:::b/k"));
    /// assert!(!catalog.resource_control_policies_apply("s3", "ListAllMyBuckets", "*"));
    /// assert!(!catalog.resource_control_policies_apply("kms", "RetireGrant", "arn:aws:kms:us-east-1:111122223333:key/k"));
    /// assert!(!catalog.resource_control_policies_apply("ec2", "StartInstances", "*"));
    /// ```
    #[must_use]
    pub fn resource_control_policies_apply(
        &self,
        prefix: &str,
        action: &str,
        resource: &str,
    ) -> bool {
        let has_resource_type = match self.action(prefix, action) {
            Lookup::Known(action) => action.has_resource_types(),
            Lookup::NotInService(_) | Lookup::UnknownService => resource != "*",
        };
        has_resource_type && facts::supports_resource_control_policies(prefix, action)
    }

    /// Whether a condition key is declared to hold one value or a list; `None` where nothing declares it.
    ///
    /// Global keys and the keys of IAM and STS come first, then the edition of the service that the key's prefix names.
    ///
    /// ```
    /// use portcullis_catalog::{Cardinality, Catalog};
    /// let catalog = Catalog::embedded();
    /// assert_eq!(catalog.cardinality("aws:TagKeys"), Some(Cardinality::Multiple));
    /// assert_eq!(catalog.cardinality("elasticache:EngineType"), Some(Cardinality::Single));
    /// assert_eq!(catalog.cardinality("s3:prefix"), None);
    /// ```
    #[must_use]
    pub fn cardinality(&self, key: &str) -> Option<Cardinality> {
        facts::cardinality(key).or_else(|| {
            let (prefix, _) = key.split_once(':')?;
            Some(self.service(prefix)?.condition_key(key)?.cardinality())
        })
    }
}

/// The answer to a look-up by service and name.
#[derive(Clone, Copy, Debug)]
#[expect(
    clippy::exhaustive_enums,
    reason = "a name is known, unknown in a known service, or in an unknown one"
)]
pub enum Lookup<'a, T> {
    /// It is there.
    Known(T),
    /// The catalog knows the service, and the service does not have it.
    NotInService(Service<'a>),
    /// The catalog does not know the service, so nothing can be said.
    UnknownService,
}

impl<T> Lookup<'_, T> {
    /// What was found, if it was.
    ///
    /// ```
    /// let catalog = portcullis_catalog::Catalog::embedded();
    /// assert!(catalog.action("elasticache", "CreateUser").known().is_some());
    /// assert!(catalog.action("s3", "GetObject").known().is_none());
    /// ```
    #[must_use]
    pub fn known(self) -> Option<T> {
        match self {
            Self::Known(found) => Some(found),
            Self::NotInService(_) | Self::UnknownService => None,
        }
    }
}

/// Whether a service has a feature, as far as it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(
    clippy::exhaustive_enums,
    reason = "a feature is there, is not there, or it is not known"
)]
pub enum Support {
    /// It has.
    Yes,
    /// It has not.
    No,
    /// Neither an edition nor a table says.
    Unknown,
}
