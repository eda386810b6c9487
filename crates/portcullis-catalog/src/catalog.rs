//! The catalog: services at today's edition, and earlier editions on request.

use alloc::format;
use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt::Write;

use crate::blob::compile::compile;
use crate::blob::layout::{Table, edition, retired};
use crate::blob::{self, Blob};
use crate::embedded::EMBEDDED;
use crate::source::{self, SourceError};
use crate::template::Specificity;
use crate::vocabulary::Cardinality;
use crate::{
    Action, BytesError, Date, EditionError, EditionErrorKind, EditionId, Operation, ResourceType,
    Service, facts, nearest, pattern,
};

/// A set of services, each at one edition.
///
/// Cheap to clone. Services that it does not have are unknown, not absent from AWS.
#[derive(Clone, Debug)]
pub struct Catalog {
    base: Base,
    /// Services loaded at run time, at most one edition of each, which stand in for those of the base; sorted by prefix.
    loaded: Vec<Arc<Blob>>,
    /// Editions that stand in for the latest, at most one for each service.
    chosen: Vec<EditionId>,
}

/// Where the tables are.
#[derive(Clone, Debug)]
enum Base {
    Embedded,
    Shared(Arc<Blob>),
}

impl Base {
    fn blob(&self) -> &Blob {
        match self {
            Self::Embedded => &EMBEDDED,
            Self::Shared(blob) => blob,
        }
    }
}

impl Catalog {
    /// The editions that were compiled into this crate, each service at its latest. Costs nothing to open.
    ///
    /// The features of the crate decide which they are: `all` has every AWS service, `elasticache` the two editions of ElastiCache.
    ///
    /// ```
    /// let catalog = portcullis_catalog::Catalog::embedded();
    /// assert_eq!(catalog.services().count(), 458);
    /// ```
    #[must_use]
    pub const fn embedded() -> Self {
        Self {
            base: Base::Embedded,
            loaded: Vec::new(),
            chosen: Vec::new(),
        }
    }

    pub(crate) fn over(blob: Blob) -> Self {
        Self {
            base: Base::Shared(Arc::new(blob)),
            loaded: Vec::new(),
            chosen: Vec::new(),
        }
    }

    pub(crate) fn base(&self) -> &Blob {
        self.base.blob()
    }

    /// A catalog of these editions and retired actions alone.
    ///
    /// ```
    /// use portcullis_catalog::{AccessLevel, Catalog, source};
    /// let mut edition = source::Edition::new("mycache", "2026-01-01".parse()?);
    /// edition.name = "My cache".to_string();
    /// edition.actions.push(source::Action::new("CreateThing", AccessLevel::Write));
    /// let catalog = Catalog::compile(&[edition], &[])?;
    /// assert!(catalog.action("mycache", "creatething").known().is_some());
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// An edition that is not consistent, two of one service that are in force on the same day, or more than the tables can hold.
    pub fn compile(
        editions: &[source::Edition],
        retired: &[source::Retired],
    ) -> Result<Self, SourceError> {
        Ok(Self::over(compile(editions, retired)?.into()))
    }

    /// A compiled catalog from its bytes, all of which are checked: what it says is compiled again and must give the same bytes.
    ///
    /// Takes time and memory in proportion to the bytes.
    ///
    /// ```
    /// use portcullis_catalog::Catalog;
    /// let bytes = Catalog::embedded().to_bytes();
    /// let catalog = Catalog::from_bytes(&bytes)?;
    /// assert!(catalog.action("s3", "GetObject").known().is_some());
    /// assert!(Catalog::from_bytes(&bytes[..bytes.len() - 1]).is_err());
    /// # Ok::<(), portcullis_catalog::BytesError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// They are no catalog, one of another version, damaged, or made by hand.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, BytesError> {
        Ok(Self::over(blob::bytes::read(bytes)?))
    }

    /// The bytes of the catalog, without services that were loaded and editions that were chosen.
    ///
    /// ```
    /// let bytes = portcullis_catalog::Catalog::embedded().to_bytes();
    /// assert!(bytes.len() <= 1_600_000);
    /// ```
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        blob::bytes::write(self.base())
    }

    /// The same catalog with this edition in place of what it has of the service, if it has any.
    ///
    /// ```
    /// use portcullis_catalog::{AccessLevel, Catalog, source};
    /// let mut edition = source::Edition::new("mycache", "2026-01-01".parse()?);
    /// edition.name = "My cache".to_string();
    /// edition.actions.push(source::Action::new("CreateThing", AccessLevel::Write));
    /// let catalog = Catalog::embedded().with_service(&edition)?;
    /// assert!(catalog.action("mycache", "CreateThing").known().is_some());
    /// assert!(catalog.action("s3", "GetObject").known().is_some());
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The edition is not consistent, or holds more than the tables can.
    pub fn with_service(&self, edition: &source::Edition) -> Result<Self, SourceError> {
        let blob = Arc::new(Blob::from(compile(core::slice::from_ref(edition), &[])?));
        let mut with = self.clone();
        with.loaded
            .retain(|other| prefix_of(other) != edition.service);
        with.chosen.retain(|id| id.service() != edition.service);
        let place = with
            .loaded
            .partition_point(|other| prefix_of(other) < edition.service.as_str());
        with.loaded.insert(place, blob);
        Ok(with)
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
        let chosen = self.edition(id)?.edition_id();
        let mut with = self.clone();
        with.chosen
            .retain(|other| other.service() != chosen.service());
        with.chosen.push(chosen);
        Ok(with)
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
        let rows = || self.editions_of(id.service());
        let on_day = |service: &Service<'_>| service.in_force().contains(id.date());
        rows()
            .find(|service| service.date() == id.date())
            .or_else(|| rows().find(on_day))
            .ok_or_else(|| self.no_edition(id))
    }

    fn no_edition(&self, id: &EditionId) -> EditionError {
        let known = self.editions_of(id.service()).next().is_some();
        let name = format!("{id}");
        if known {
            let editions = self.editions_of(id.service());
            return EditionError::new(EditionErrorKind::NoneInForce, &name)
                .with_help(list_of_editions(editions));
        }
        let error = EditionError::new(EditionErrorKind::UnknownService, &name);
        match self.nearest_services(id.service()).first() {
            Some(near) => error.with_help(list_of_editions(self.editions_of(near))),
            None => error.with_help("the catalog lists its services".into()),
        }
    }

    /// The editions of one service, sorted by date.
    fn editions_of(&self, prefix: &str) -> impl Iterator<Item = Service<'_>> {
        let loaded = self.loaded_service(prefix);
        let blob = self.base();
        let rows = match loaded {
            Some(_) => 0..0,
            None => self.base_rows(prefix),
        };
        loaded
            .into_iter()
            .chain(rows.map(|index| Service::new(blob.row(Table::Editions, index))))
    }

    /// The rows of the base that are editions of the service.
    fn base_rows(&self, prefix: &str) -> core::ops::Range<usize> {
        self.base().editions(prefix)
    }

    fn loaded_service(&self, prefix: &str) -> Option<Service<'_>> {
        if self.loaded.is_empty() {
            return None;
        }
        let blob = self
            .loaded
            .iter()
            .find(|blob| prefix_of(blob).eq_ignore_ascii_case(prefix))?;
        Some(Service::new(blob.row(Table::Editions, 0)))
    }

    /// All editions, sorted by service, then by date.
    ///
    /// ```
    /// let catalog = portcullis_catalog::Catalog::embedded();
    /// let of_elasticache = catalog.editions().filter(|service| service.prefix() == "elasticache");
    /// let ids: Vec<_> = of_elasticache.map(|service| service.edition_id().to_string()).collect();
    /// assert_eq!(ids, ["elasticache@2015-02-02", "elasticache@2026-10-24"]);
    /// ```
    pub fn editions(&self) -> impl Iterator<Item = Service<'_>> {
        self.prefixes().flat_map(|prefix| self.editions_of(prefix))
    }

    /// The prefixes of all services, sorted.
    fn prefixes(&self) -> impl Iterator<Item = &str> {
        let blob = self.base();
        let own = (0..blob.count(Table::Editions))
            .map(|index| blob.row(Table::Editions, index).text(edition::SERVICE));
        let mut own = own.peekable();
        let mut loaded = self.loaded.iter().map(|blob| prefix_of(blob)).peekable();
        let mut last = None;
        core::iter::from_fn(move || {
            loop {
                let next = match (own.peek(), loaded.peek()) {
                    (Some(left), Some(right)) if left <= right => own.next(),
                    (Some(_), None) => own.next(),
                    _ => loaded.next(),
                };
                // A service with several editions, or one that a loaded one replaces, comes once.
                if next.is_none() || next != last {
                    last = next;
                    return next;
                }
            }
        })
    }

    /// All services, each at its chosen or else its latest edition, sorted by prefix.
    ///
    /// ```
    /// let catalog = portcullis_catalog::Catalog::embedded();
    /// assert!(catalog.services().any(|service| service.prefix() == "s3"));
    /// ```
    pub fn services(&self) -> impl Iterator<Item = Service<'_>> {
        self.prefixes().filter_map(|prefix| self.service(prefix))
    }

    /// The service of that prefix (ASCII case is folded); `None`: the catalog does not know it.
    ///
    /// ```
    /// let catalog = portcullis_catalog::Catalog::embedded();
    /// assert!(catalog.service("ELASTICACHE").is_some());
    /// assert!(catalog.service("future-service").is_none());
    /// ```
    #[must_use]
    pub fn service(&self, prefix: &str) -> Option<Service<'_>> {
        let chosen = self
            .chosen
            .iter()
            .find(|id| id.service().eq_ignore_ascii_case(prefix));
        if let Some(id) = chosen {
            return self
                .editions_of(prefix)
                .find(|service| service.date() == id.date());
        }
        if let Some(service) = self.loaded_service(prefix) {
            return Some(service);
        }
        let latest = self.base_rows(prefix).last()?;
        Some(Service::new(self.base().row(Table::Editions, latest)))
    }

    /// The service whose operations the SDK client of that name calls, such as `s3` for `s3control`; ASCII case is folded.
    ///
    /// ```
    /// let catalog = portcullis_catalog::Catalog::embedded();
    /// assert_eq!(catalog.service_of_sdk_client("s3control").map(|service| service.prefix()), Some("s3"));
    /// assert!(catalog.service_of_sdk_client("s4").is_none());
    /// ```
    #[must_use]
    pub fn service_of_sdk_client(&self, client: &str) -> Option<Service<'_>> {
        self.services().find(|service| {
            let mut clients = service.sdk_clients();
            clients.any(|name| name.eq_ignore_ascii_case(client))
        })
    }

    /// All actions of all services, sorted.
    ///
    /// ```
    /// let catalog = portcullis_catalog::Catalog::embedded();
    /// assert_eq!(catalog.actions().count(), 22_327);
    /// ```
    pub fn actions(&self) -> impl Iterator<Item = Action<'_>> {
        self.services().flat_map(|service| service.actions())
    }

    /// The actions that a pattern of a policy's `Action` element names, sorted; ASCII case is folded.
    ///
    /// # Source
    ///
    /// PL 5.1 to 5.6.
    ///
    /// ```
    /// let catalog = portcullis_catalog::Catalog::embedded();
    /// let names: Vec<_> = catalog.expand("elasticache:*user").map(|action| action.to_string()).collect();
    /// assert_eq!(names, ["elasticache:CreateUser", "elasticache:DeleteUser", "elasticache:ModifyUser"]);
    /// assert_eq!(catalog.expand("*").count(), catalog.actions().count());
    /// assert_eq!(catalog.expand("elasticache").count(), 0);
    /// ```
    pub fn expand<'a>(&'a self, pattern: &'a str) -> impl Iterator<Item = Action<'a>> {
        let (of_prefix, of_name) = pattern::parts(pattern).unwrap_or(("", ""));
        let literal = pattern::literal_prefix(of_prefix);
        let one = (literal == of_prefix).then(|| self.service(of_prefix));
        let all = one.is_none().then(|| self.services());
        let services = one.flatten().into_iter().chain(all.into_iter().flatten());
        services
            .filter(move |service| pattern::fits(of_prefix, service.prefix()))
            .flat_map(move |service| service.expand(of_name))
    }

    /// The resource types of all services that an ARN has the shape of, the one that says most first.
    ///
    /// ```
    /// let catalog = portcullis_catalog::Catalog::embedded();
    /// let types = catalog.resource_types_of("arn:aws:s3:::bucket/key");
    /// assert_eq!(types.first().map(|kind| (kind.service().prefix(), kind.name())), Some(("s3", "object")));
    /// ```
    #[must_use]
    pub fn resource_types_of(&self, arn: &str) -> Vec<ResourceType<'_>> {
        let types = self.services().flat_map(|service| service.resource_types());
        let mut fitting: Vec<(Specificity, ResourceType<'_>)> = types
            .filter_map(|kind| Some((kind.specificity(arn)?, kind)))
            .collect();
        fitting.sort_by_key(|(says, _)| core::cmp::Reverse(*says));
        fitting.into_iter().map(|(_, kind)| kind).collect()
    }

    /// The day of the newest reference that lists a retired action; `None` where none does, and where today's still has it.
    ///
    /// ```
    /// let catalog = portcullis_catalog::Catalog::embedded();
    /// assert!(catalog.retired("application-cost-profiler", "GetReportDefinition").is_some());
    /// assert!(catalog.retired("s3", "GetObject").is_none());
    /// ```
    #[must_use]
    pub fn retired(&self, prefix: &str, action: &str) -> Option<Date> {
        let blob = self.base();
        let all = 0..blob.count(Table::Retired);
        let start = blob.lower_bound(Table::Retired, &all, retired::SERVICE, prefix);
        let mut rows = (start..all.end).map(|index| blob.row(Table::Retired, index));
        let of_service =
            |row: &crate::blob::Row<'_>| row.text(retired::SERVICE).eq_ignore_ascii_case(prefix);
        rows.by_ref()
            .take_while(of_service)
            .find(|row| row.text(retired::ACTION).eq_ignore_ascii_case(action))
            .and_then(|row| row.day(retired::LAST_SEEN))
    }

    /// The day of the newest reference that lists a retired service; `None` where none does, and where the catalog has the service.
    ///
    /// ```
    /// let catalog = portcullis_catalog::Catalog::embedded();
    /// assert!(catalog.retired_service("application-cost-profiler").is_some());
    /// assert!(catalog.retired_service("s3").is_none());
    /// ```
    #[must_use]
    pub fn retired_service(&self, prefix: &str) -> Option<Date> {
        if self.service(prefix).is_some() {
            return None;
        }
        self.retired_actions()
            .filter(|(service, ..)| service.eq_ignore_ascii_case(prefix))
            .map(|(.., day)| day)
            .max()
    }

    /// All retired actions as prefix, name and the day of the newest reference that lists them, sorted.
    ///
    /// ```
    /// let catalog = portcullis_catalog::Catalog::embedded();
    /// assert!(catalog.retired_actions().any(|(prefix, name, _)| (prefix, name) == ("application-cost-profiler", "GetReportDefinition")));
    /// ```
    pub fn retired_actions(&self) -> impl Iterator<Item = (&str, &str, Date)> {
        let blob = self.base();
        (0..blob.count(Table::Retired)).map(|index| {
            let row = blob.row(Table::Retired, index);
            let day = row.day(retired::LAST_SEEN).unwrap_or(Date::NEVER);
            (row.text(retired::SERVICE), row.text(retired::ACTION), day)
        })
    }

    /// Whether the catalog has every service of AWS, so that one that it does not have is none, or retired, or new.
    ///
    /// ```
    /// use portcullis_catalog::Catalog;
    /// assert!(Catalog::embedded().is_whole());
    /// assert!(!Catalog::compile(&[], &[])?.is_whole());
    /// # Ok::<(), portcullis_catalog::source::SourceError>(())
    /// ```
    #[must_use]
    pub fn is_whole(&self) -> bool {
        // Services that no catalog of AWS lacks; one of a handful of services has not all three.
        ["ec2", "iam", "s3"]
            .iter()
            .all(|prefix| !self.base_rows(prefix).is_empty())
    }

    /// The day that names the editions of the base: the latest of all.
    ///
    /// ```
    /// let catalog = portcullis_catalog::Catalog::embedded();
    /// assert_eq!(catalog.date().map(|day| day.to_string()).as_deref(), Some("2026-10-24"));
    /// ```
    #[must_use]
    pub fn date(&self) -> Option<Date> {
        self.services().map(Service::date).max()
    }

    /// The services whose prefixes are nearest to `prefix` ([`nearest`]).
    ///
    /// ```
    /// let catalog = portcullis_catalog::Catalog::embedded();
    /// assert_eq!(catalog.nearest_services("elasticash"), ["elasticache"]);
    /// ```
    #[must_use]
    pub fn nearest_services(&self, prefix: &str) -> Vec<&str> {
        nearest(prefix, self.prefixes())
    }

    /// The action `prefix:name` (ASCII case is folded).
    ///
    /// ```
    /// use portcullis_catalog::{Catalog, Lookup};
    /// let catalog = Catalog::embedded();
    /// assert!(matches!(catalog.action("elasticache", "createuser"), Lookup::Known(_)));
    /// assert!(matches!(catalog.action("elasticache", "CreateUsr"), Lookup::NotInService(_)));
    /// assert!(matches!(catalog.action("future-service", "GetObject"), Lookup::UnknownService));
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
    /// assert!(matches!(catalog.operation("future-service", "GetObject"), Lookup::UnknownService));
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
            Some(service) => service.policy_support().resource_based(),
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
    /// assert_eq!(catalog.cardinality("s3:prefix"), Some(Cardinality::Single));
    /// assert_eq!(catalog.cardinality("future-service:Key"), None);
    /// ```
    #[must_use]
    pub fn cardinality(&self, key: &str) -> Option<Cardinality> {
        facts::cardinality(key).or_else(|| {
            let (prefix, _) = key.split_once(':')?;
            Some(self.service(prefix)?.condition_key(key)?.cardinality())
        })
    }
}

/// The service of a catalog of one edition.
fn prefix_of(blob: &Blob) -> &str {
    blob.row(Table::Editions, 0).text(edition::SERVICE)
}

/// A sentence part that lists editions (a few, were there many).
fn list_of_editions<'a>(editions: impl Iterator<Item = Service<'a>>) -> String {
    let mut help = String::from("the editions are");
    for (index, service) in editions.take(8).enumerate() {
        let separator = if index == 0 { " " } else { ", " };
        let period = service.in_force();
        // Writing to a string cannot fail.
        let _ = write!(
            help,
            "{separator}{} (in force {}",
            service.edition_id(),
            period.from()
        );
        let _ = match period.until() {
            Some(until) => write!(help, " to {until})"),
            None => write!(help, " to today)"),
        };
    }
    help
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
    /// assert!(catalog.action("s3", "GetObjects").known().is_none());
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
